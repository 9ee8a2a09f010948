"""A resampler that runs on: whatever the blocks, the same samples, 0.6 ms behind. Pure numpy; any thread, one at a time.

soxr's own stream holds 356 to 1005 frames back (7 to 21 ms at 48 kHz, quality HQ, by block size), which a slider would be late by. This
one is a Kaiser-windowed sinc in as many phases as the ratio has (160 for 44.1 to 48 kHz), so that output n is the input at n * in / out
exactly, without drift, and a new one that begins at a whole period of the ratio gives the same samples. A period is one row times a
matrix: more sums than are needed, and many times quicker than to gather each output's own.
"""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from math import gcd

import numpy as np

HALF = 24  # input samples on both sides of an output sample
BETA = 9.0  # Kaiser: about 90 dB
CUT = 0.94  # of the lower Nyquist frequency, where the filter is at half its height
LEAST_PHASES, MAX_PHASES = 64, 2048


@lru_cache(maxsize=8)
def _matrix(up: int, down: int) -> np.ndarray:
    """Takes the inputs around a period to its outputs: (down + taps - 1, up) float32. The first input is taps / 2 - 1 before the period.

    Output number n of a period is at its input n * down / up.
    """
    wide = max(1.0, down / up)  # towards a lower rate the filter is that much longer
    half, cut = round(HALF * wide), CUT / wide
    number = np.arange(up)[:, None]
    below = number * down // up
    places = np.arange(-half + 1, half + 1) - (number * down / up - below)
    weights = cut * np.sinc(cut * places) * np.kaiser(2 * 2048 + 1, BETA)[np.round((places / half + 1) * 2048).astype(int).clip(0, 4096)]
    matrix = np.zeros((down + 2 * half - 1, up), np.float32)
    matrix[below + np.arange(2 * half), number] = weights / weights.sum(axis=1, keepdims=True)
    return matrix


class Resampler:
    """From one rate in Hz to another. `lag`: input samples after an output sample's place that it waits for."""

    def __init__(self, rate_in: int, rate_out: int) -> None:
        common = gcd(rate_in, rate_out)
        self.up, self.down = rate_out // common, rate_in // common
        self.same = self.up == self.down
        if self.up > MAX_PHASES:  # rates that nothing real has: the nearest ratio of small numbers
            self.up, self.down = MAX_PHASES, round(MAX_PHASES * rate_in / rate_out)
        many = -(-LEAST_PHASES // self.up)  # short periods are taken together
        self.up, self.down = many * self.up, many * self.down
        self._matrix = _matrix(self.up, self.down) if not self.same else np.ones((1, 1), np.float32)
        self.lag = 0 if self.same else (len(self._matrix) - self.down + 1) // 2
        self._kept = np.zeros(0 if self.same else self.lag - 1, np.float32)  # inputs from `_first` on; zeros before the beginning
        self._first = -len(self._kept)
        self._next = 0  # number of the next output sample

    def copy(self) -> Resampler:
        """Another one that goes on from here."""
        return copy(self)  # its arrays are never changed in place

    def step(self, samples: np.ndarray) -> np.ndarray:
        """samples (n,) float32 -> as many as can be made by now, float32."""
        if self.same:
            return samples
        x = np.concatenate([self._kept, samples])
        out = np.zeros(0, np.float32)
        last = -(-(self._first + len(x) - self.lag) * self.up // self.down)  # outputs below it have all they need
        if last > self._next:
            first, periods = self._next // self.up, -(-last // self.up) - self._next // self.up
            missing = (periods - 1) * self.down + len(self._matrix) - len(x)  # what comes later; nothing that is given needs it
            long = np.concatenate([x, np.zeros(missing, np.float32)]) if missing > 0 else x
            windows = np.lib.stride_tricks.sliding_window_view(long, len(self._matrix))[:: self.down][:periods]
            out = (windows @ self._matrix).reshape(-1)[self._next - first * self.up : last - first * self.up]
            self._next = last
        begun = (self._next // self.up) * self.down - self.lag + 1  # the first input of the period that is next
        self._kept, self._first = x[begun - self._first :].copy(), begun
        return out


def period(rate_in: int, rate_out: int) -> int:
    """Input samples after which the resampler's phases begin anew."""
    return rate_in // gcd(rate_in, rate_out)
