"""Minimum, maximum and RMS of a sound at every zoom, fast enough for each paint. Built off the GUI thread, read by it; numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.clip import Clip

BASE = 64  # samples in a bin of the first level of a clip
STEP = 4  # bins of one level in a bin of the next

Level = tuple[np.ndarray, np.ndarray, np.ndarray]  # min, max and sum of squares, each (C, bins)


@dataclass(frozen=True, eq=False)
class Peaks:
    """A pyramid of extremes and powers: level i has bins of base * 4**i samples. Frozen, so any thread may read it.

    samples (C, n) float32 are those from frame `first` on that lie in memory: all of a clip, a page of a long sound or none.
    """

    samples: np.ndarray
    levels: tuple[Level, ...]
    frames: int
    first: int = 0
    base: int = BASE

    @staticmethod
    def of(clip: Clip) -> Peaks:
        """All levels of a clip that lies in memory; its samples are not copied."""
        levels: list[Level] = []
        low, high, power, size = clip.samples, clip.samples, None, BASE
        while low.shape[1] > size:
            starts = np.arange(0, low.shape[1], size)
            squares = np.square(clip.samples) if power is None else power
            power = np.add.reduceat(squares, starts, axis=1)
            low, high = np.minimum.reduceat(low, starts, axis=1), np.maximum.reduceat(high, starts, axis=1)
            levels.append((low, high, power))
            size = STEP
        return Peaks(clip.samples, tuple(levels), clip.frames)

    @property
    def channels(self) -> int:
        return int(self.samples.shape[0])

    def samples_between(self, begin: int, end: int) -> np.ndarray | None:
        """The samples (C, n) of these frames, as far as the sound goes; None where they don't all lie in memory."""
        begin, end = max(0, begin), min(self.frames, end)
        if begin < self.first or end > self.first + self.samples.shape[1]:
            return None
        return self.samples[:, begin - self.first : max(begin, end) - self.first]

    def columns(self, start_frame: float, end_frame: float, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(min, max, RMS), each (C, width) float32: what each of `width` pixels between two frames holds.

        Pixel i holds every sample that its span touches, at least one; where a pixel spans four bins of the first level or more, a
        few around it as well (whole bins of at most a quarter of its span; of the first level where no samples lie in memory), so
        that no peak is ever lost. Outside the sound it holds 0.
        """
        low, high, rms = (np.zeros((self.channels, width), np.float32) for _ in range(3))
        if width <= 0 or self.frames == 0 or end_frame <= start_frame:
            return low, high, rms
        edges = start_frame + (end_frame - start_frame) * (np.arange(width + 1) / width)
        first = np.floor(edges[:-1]).astype(np.int64)
        last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
        inside = (last > 0) & (first < self.frames)
        if not inside.any():
            return low, high, rms
        first, last = np.clip(first[inside], 0, None), np.clip(last[inside], None, self.frames)
        (minima, maxima, squares), size, offset = self._source(first, last, (end_frame - start_frame) / width)
        begin, end = first // size - offset, -(-last // size) - offset
        low[:, inside], high[:, inside] = _ranges(np.minimum, minima, begin, end), _ranges(np.maximum, maxima, begin, end)
        counted = np.minimum((end + offset) * size, self.frames) - (begin + offset) * size
        rms[:, inside] = np.sqrt(_ranges(np.add, squares, begin, end) / counted)
        return low, high, rms

    def _source(self, first: np.ndarray, last: np.ndarray, samples_per_pixel: float) -> tuple[Level, int, int]:
        """The coarsest level whose bins are at most a quarter of a pixel, its samples in a bin, and the bin that its arrays start with."""
        level = -1
        while level + 1 < len(self.levels) and self.base * STEP ** (level + 2) <= samples_per_pixel:
            level += 1
        if level < 0:
            begin, end = int(first[0]), int(last[-1])
            page = self.samples_between(begin, end)
            if page is not None:
                return (page, page, np.square(page)), 1, begin
            if not self.levels:
                silence = np.zeros((self.channels, end - begin), np.float32)
                return (silence, silence, silence), 1, begin
        return self.levels[max(level, 0)], self.base * STEP ** max(level, 0), 0


def _ranges(ufunc: np.ufunc, values: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """ufunc over values[:, begin[i]:end[i]] for each i, (C, len(begin)); the ranges ascend and none is empty."""
    offset = int(begin[0])
    part = values[:, offset : int(end[-1]) + 1]
    if int(end[-1]) == values.shape[1]:  # reduceat takes no index at the very end
        part = np.concatenate([part, part[:, -1:]], axis=1)
    indices = np.stack([begin - offset, end - offset], axis=1).ravel()
    return ufunc.reduceat(part, indices, axis=1)[:, ::2]
