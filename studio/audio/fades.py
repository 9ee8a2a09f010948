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


def soft_ends(samples: np.ndarray, rate: float) -> None:
    """Let float32 (frames, channels) rise from nothing and fall to nothing in 5 ms, in place: it was cut out of a sound that goes on."""
    rise = raised_cosine(min(frames_of(RELEASE_SECONDS, rate), len(samples)))[:, None]
    samples[: len(rise)] *= rise
    samples[len(samples) - len(rise) :] *= rise[::-1]


def gain_of(db: float) -> float:
    """Linear gain of a level in dB; -inf gives 0."""
    return 0.0 if db == -math.inf else 10.0 ** (db / 20.0)


class Line:
    """A gain (or several, in an array) that goes straight to where it is to be in `frames`, whatever the blocks are."""

    def __init__(self, value: float | np.ndarray, frames: int) -> None:
        self._now = self._goal = np.array(value, np.float32)
        self._frames, self._left = frames, 0

    def jump(self, goal: float | np.ndarray) -> None:
        """Be there at once: nothing sounds."""
        self._now = self._goal = np.array(goal, np.float32)
        self._left = 0

    def step(self, goal: float | np.ndarray, frames: int) -> tuple[np.ndarray, np.ndarray]:
        """A block of `frames`: the gain before its first frame, and on its last. They are the same where nothing moves."""
        goal, before = np.array(goal, np.float32), self._now
        if (goal != self._goal).any():
            self._goal, self._left = goal, self._frames
        if self._left > frames:
            self._now = before + np.float32(frames / self._left) * (goal - before)
            self._left -= frames
        else:
            self._now, self._left = self._goal, 0
        return before, self._now


def loop_seam(samples: np.ndarray, start: int, end: int, frames: int) -> np.ndarray:
    """What replaces the last `frames` before `end`, so that a loop from `start` to `end` has no step: float32 (frames, channels).

    samples: (n, channels). The end fades into what leads up to the start (silence before the clip). The gains keep the power for
    sounds that are alike and for those that aren't: they follow the correlation r of the two (Fink, Holters, Zölzer, DAFx 2016).
    Never longer than the loop.
    """
    frames = max(0, min(frames, end - start))
    tail = samples[end - frames : end]
    lead = np.zeros_like(tail)
    there = min(frames, start)
    lead[frames - there :] = samples[start - there : start]
    if not frames:
        return lead
    energy = float(np.sqrt(np.square(tail, dtype=np.float64).sum() * np.square(lead, dtype=np.float64).sum()))
    alike = float(np.clip((tail.astype(np.float64) * lead).sum() / energy, 0.0, 1.0)) if energy > 0.0 else 0.0
    coming = raised_cosine(frames).astype(np.float64)
    going = 1.0 - coming
    power = np.sqrt(going**2 + coming**2 + 2.0 * alike * going * coming)
    return ((going / power)[:, None] * tail + (coming / power)[:, None] * lead).astype(np.float32)
