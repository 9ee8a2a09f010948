"""Minimum and maximum of a sound at every zoom, fast enough for each paint. Built off the GUI thread, read by it; numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.clip import Clip

BASE = 256  # samples in a bin of the first level
STEP = 4  # bins of one level in a bin of the next


@dataclass(frozen=True, eq=False)
class Peaks:
    """A pyramid of minima and maxima: level i has bins of 256 * 4**i samples. Frozen, so any thread may read it."""

    samples: np.ndarray  # (C, N) float32
    levels: tuple[tuple[np.ndarray, np.ndarray], ...]  # (min, max), each (C, bins)

    @staticmethod
    def of(clip: Clip) -> Peaks:
        low, high, size = clip.samples, clip.samples, BASE
        levels: list[tuple[np.ndarray, np.ndarray]] = []
        while low.shape[1] > size:
            starts = np.arange(0, low.shape[1], size)
            low, high = np.minimum.reduceat(low, starts, axis=1), np.maximum.reduceat(high, starts, axis=1)
            levels.append((low, high))
            size = STEP
        return Peaks(clip.samples, tuple(levels))

    def columns(self, start_frame: float, end_frame: float, width: int) -> tuple[np.ndarray, np.ndarray]:
        """(min, max), each (C, width) float32: what each of `width` pixels between two frames holds.

        Pixel i holds every sample that its span touches, at least one; where a pixel spans 1,024 samples or more, a few around it
        as well (whole bins of at most a quarter of its span), so that no peak is ever lost. Outside the sound it holds 0.
        """
        channels, frames = self.samples.shape
        low, high = np.zeros((channels, width), np.float32), np.zeros((channels, width), np.float32)
        if width <= 0 or frames == 0 or end_frame <= start_frame:
            return low, high
        edges = start_frame + (end_frame - start_frame) * (np.arange(width + 1) / width)
        first = np.floor(edges[:-1]).astype(np.int64)
        last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
        inside = (last > 0) & (first < frames)
        if not inside.any():
            return low, high
        level, size = self._level((end_frame - start_frame) / width)
        minima, maxima = (self.samples, self.samples) if level < 0 else self.levels[level]
        begin = np.clip(first[inside], 0, None) // size
        end = -(-np.clip(last[inside], None, frames) // size)
        low[:, inside], high[:, inside] = _ranges(np.minimum, minima, begin, end), _ranges(np.maximum, maxima, begin, end)
        return low, high

    def _level(self, samples_per_pixel: float) -> tuple[int, int]:
        """The coarsest level whose bins are at most a quarter of a pixel: (-1, 1) is the samples themselves."""
        level, size = -1, 1
        while level + 1 < len(self.levels) and BASE * STEP ** (level + 2) <= samples_per_pixel:
            level += 1
            size = BASE * STEP**level
        return level, size


def _ranges(extreme: np.ufunc, values: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """extreme of values[:, begin[i]:end[i]] for each i, (C, len(begin)); the ranges ascend and none is empty."""
    offset = int(begin[0])
    part = values[:, offset : int(end[-1])]
    part = np.concatenate([part, part[:, -1:]], axis=1)  # reduceat takes no index at the very end
    indices = np.stack([begin - offset, end - offset], axis=1).ravel()
    return extreme.reduceat(part, indices, axis=1)[:, ::2]
