"""Gates against what networks leave behind: frame-rate lines, energy above 16 kHz, DC and cut tails. Numpy only, no state.

A gate looks at the value that 95 % of real hits (at the draws' class mix) stay under, and at how many draws go over it:
5 % would be as real hits are, up to 10 % passes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.training.judge.features import ARTEFACTS
from studio.training.judge.spaces import SoundSet

REAL_SHARE = 0.95
MOST_OVER = 0.10


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """The smallest value under which at least `share` of the weight lies."""
    order = np.argsort(values)
    passed = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][min(int(np.searchsorted(passed, share)), len(values) - 1)])


def gates(draws: SoundSet, real: SoundSet) -> dict[str, Any]:
    """Per artefact: the real limit (dB), the draws' median and 95th percentile, the share over the limit, and 'passed'."""
    weights = np.zeros(len(real))
    for name, count in zip(*np.unique(draws.labels, return_counts=True), strict=True):
        members = real.labels == name
        if members.any():
            weights[members] = count / members.sum()
    if not weights.any():
        weights[:] = 1.0
    out: dict[str, Any] = {}
    for column, name in enumerate(ARTEFACTS):
        values, theirs = draws.artefacts[:, column], real.artefacts[:, column]
        limit = weighted_quantile(theirs, weights, REAL_SHARE)
        over = float((values > limit + 1e-6).mean())
        out[name] = {
            "limit": limit, "real_median": weighted_quantile(theirs, weights, 0.5), "median": float(np.median(values)),
            "p95": float(np.quantile(values, 0.95)), "over": over, "passed": over <= MOST_OVER,
        }
    return out
