"""The search around what an encoder says: it comes nearer, tells how far it is, and stops with the best so far."""

from __future__ import annotations

import numpy as np

from studio.models.refine import refine

MIXING = np.random.default_rng(0).standard_normal((200, 6))
TARGET = 10 * np.tanh(MIXING @ np.array([1.0, -1.0, 0.5, 0.0, 2.0, -0.5]) / 4)


def image(u: np.ndarray) -> np.ndarray:
    return np.asarray(10 * np.tanh(MIXING @ u / 4))


def error(u: np.ndarray) -> float:
    return float(np.abs(image(u) - TARGET).mean())


def test_it_comes_nearer_and_says_how_far_it_is() -> None:
    told: list[float] = []

    def watch(share: float) -> bool:
        told.append(share)
        return True

    found = refine(np.zeros(6), image, TARGET, 3.0, watch=watch)
    assert error(found) < 0.25 * error(np.zeros(6))
    assert told[0] == 0.0 and told == sorted(told) and max(told) <= 1.0
    assert np.array_equal(found, refine(np.zeros(6), image, TARGET, 3.0))


def test_stopped_at_any_moment_it_is_never_worse_than_where_it_began() -> None:
    begin = np.full(6, 0.3)
    errors = []
    for most in (0, 1, 5, 12, 30):
        asked = iter(range(most))
        errors.append(error(refine(begin, image, TARGET, 3.0, watch=lambda share, asked=asked: next(asked, None) is not None)))
    assert errors[0] == error(begin)
    assert errors == sorted(errors, reverse=True) and errors[-1] < errors[0]
