"""Gain curves for joins between sounds. Pure numpy; used by the mixer in the audio process and by effects.

A fade of n frames holds n inner points of a raised cosine: the first lies just above 0 and the last just
below 1, so that the untouched neighbours on both sides continue the curve.
"""

from __future__ import annotations

import math

import numpy as np

CROSSFADE_SECONDS = 0.015  # short enough to follow a slider, long enough that no click is heard
RELEASE_SECONDS = 0.005  # how an old hit lets go


def frames_of(seconds: float, rate: float) -> int:
    """Length in frames, at least 1."""
    return max(1, round(seconds * rate))


def raised_cosine(frames: int) -> np.ndarray:
    """Rise from 0 to 1, both excluded: float32 (frames,). `1 - w` is its mirror image (constant gain)."""
    phase = np.arange(1, frames + 1, dtype=np.float64) / (frames + 1)
    return np.square(np.sin(0.5 * np.pi * phase)).astype(np.float32)


def equal_power(frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Gains (old, new), each float32 (frames,), with old² + new² = 1: for sounds that aren't alike."""
    phase = 0.5 * np.pi * np.arange(1, frames + 1, dtype=np.float64) / (frames + 1)
    return np.cos(phase).astype(np.float32), np.sin(phase).astype(np.float32)


def gain_of(db: float) -> float:
    """Linear gain of a level in dB; -inf gives 0."""
    return 0.0 if db == -math.inf else 10.0 ** (db / 20.0)
