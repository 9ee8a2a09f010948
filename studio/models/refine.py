"""Comes nearer to a given sound than the encoder's first guess: the dimensions are moved until the render looks like it.

numpy and scipy, no state. An encoder sees a sound once; here the decoder is asked what it makes of each little change.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

TRIAL = 0.15  # sigma, how far each dimension is moved to see what it does
PLAUSIBLE = 0.45  # dB a sigma: how much nearer a sound must come to be worth leaving the middle of what was learnt
ROUNDS = 6


def refine(
    start: np.ndarray, image: Callable[[np.ndarray], np.ndarray], target: np.ndarray, reach: float, rounds: int = ROUNDS
) -> np.ndarray:
    """Dimensions (Z,) in sigma, within -reach..reach, whose image comes nearer to `target` (cells,) than that of `start` (Z,) does.

    image: from dimensions to (cells,) in dB; it is called (Z + 1) times a round.
    """
    from scipy.optimize import least_squares

    share = 1 / np.sqrt(len(target))
    kept: dict[bytes, np.ndarray] = {}  # the solver asks for the slopes where it has just asked for the value

    def looked(u: np.ndarray) -> np.ndarray:
        key = u.tobytes()
        if key not in kept:
            kept.clear()
            kept[key] = image(u)
        return kept[key]

    def errors(u: np.ndarray) -> np.ndarray:
        return np.concatenate([(looked(u) - target) * share, PLAUSIBLE * u])

    def slopes(u: np.ndarray) -> np.ndarray:
        here = looked(u)
        moved = [(image(u + TRIAL * one) - here) * (share / TRIAL) for one in np.eye(len(u))]
        return np.concatenate([np.stack(moved, 1), PLAUSIBLE * np.eye(len(u))])

    begin = np.clip(start.astype(np.float64), -0.99 * reach, 0.99 * reach)
    found = least_squares(errors, begin, slopes, bounds=(-reach, reach), max_nfev=rounds)
    best: np.ndarray = found.x
    return best
