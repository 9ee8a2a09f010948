"""Comes nearer to a given sound than the encoder's first guess: the dimensions are moved until the render looks like it.

numpy and scipy, no state. An encoder sees a sound once; here the decoder is asked what it makes of each little change.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable

import numpy as np

from studio.models.generator import Watch

TRIAL = 0.15  # sigma, how far each dimension is moved to see what it does
PLAUSIBLE = 0.45  # dB a sigma: how much nearer a sound must come to be worth leaving the middle of what was learnt
ROUNDS = 6

class _Enough(Exception):
    """Whoever watches has asked to stop."""


def refine(
    start: np.ndarray, image: Callable[[np.ndarray], np.ndarray], target: np.ndarray, reach: float, rounds: int = ROUNDS,
    watch: Watch | None = None,
) -> np.ndarray:  # fmt: skip
    """Dimensions (Z,) in sigma, within -reach..reach, whose image comes nearer to `target` (cells,) than that of `start` (Z,) does.

    image: from dimensions to (cells,) in dB; it is called (Z + 1) times a round, and `watch` before each. Stopped, the best so far counts.
    """
    from scipy.optimize import least_squares

    share = 1 / np.sqrt(len(target))
    begin: np.ndarray = np.clip(start.astype(np.float64), -0.99 * reach, 0.99 * reach)
    best, least = begin, math.inf
    kept: dict[bytes, np.ndarray] = {}  # the solver asks for the slopes where it has just asked for the value
    calls, most = 0, rounds * (len(start) + 1)

    def looked(u: np.ndarray) -> np.ndarray:
        key = u.tobytes()
        if key not in kept:
            kept.clear()
            kept[key] = seen(u)
        return kept[key]

    def seen(u: np.ndarray) -> np.ndarray:
        nonlocal calls
        if watch and not watch(min(1.0, calls / most)):
            raise _Enough
        calls += 1
        return image(u)

    def errors(u: np.ndarray) -> np.ndarray:
        nonlocal best, least
        found = np.concatenate([(looked(u) - target) * share, PLAUSIBLE * u])
        if found @ found < least:
            best, least = u.copy(), float(found @ found)
        return found

    def slopes(u: np.ndarray) -> np.ndarray:
        here = looked(u)
        moved = [(seen(u + TRIAL * one) - here) * (share / TRIAL) for one in np.eye(len(u))]
        return np.concatenate([np.stack(moved, 1), PLAUSIBLE * np.eye(len(u))])

    with contextlib.suppress(_Enough):
        best = least_squares(errors, begin, slopes, bounds=(-reach, reach), max_nfev=rounds).x
    return best
