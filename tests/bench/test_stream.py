"""How the bench finds the moment at which a stream has changed."""

from __future__ import annotations

import numpy as np
import pytest

from studio.bench.stage import RATE
from studio.bench.stream import half_way


def sound(change: int, seconds: float = 1.5) -> np.ndarray:
    """A noisy tone that is an octave higher, and darker, from frame `change` on."""
    at = np.arange(round(seconds * RATE))
    hz = np.where(at < change, 220.0, 440.0)
    phase = 2 * np.pi * np.cumsum(hz) / RATE
    noise = np.random.default_rng(0).normal(0, 0.01, len(at))
    return (0.2 * np.sin(phase) + np.where(at < change, 0.1, 0.0) * np.sin(3 * phase) + noise).astype(np.float32)


@pytest.mark.parametrize("late", [0.02, 0.06, 0.15])
def test_a_change_is_found_where_it_is(late: float) -> None:
    moved = round(0.5 * RATE)
    change = moved + round(late * RATE)
    assert abs(half_way(sound(change), moved) - change) < 0.006 * RATE


def test_what_does_not_change_or_is_cut_off_has_no_moment() -> None:
    steady = sound(10**9)
    assert half_way(steady, round(0.5 * RATE)) == -1
    assert half_way(steady, 100) == -1 and half_way(steady, len(steady) - 100) == -1
