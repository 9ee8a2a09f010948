"""A resampler that runs on: whatever the blocks, the same samples, 0.6 ms behind. Pure numpy; any thread, one at a time.

soxr's own stream holds 356 to 1005 frames back (7 to 21 ms at 48 kHz, quality HQ, by block size), which a slider would be late by. This
one is a Kaiser-windowed sinc in as many phases as the ratio has (160 for 44.1 to 48 kHz), so that output n is the input at n * in / out
exactly, without drift, and a new one that begins at a whole period of the ratio gives the same samples.
"""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from math import gcd

import numpy as np

HALF = 24  # input samples on both sides of an output sample
BETA = 9.0  # Kaiser: about 90 dB
CUT = 0.94  # of the lower Nyquist frequency, where the filter is at half its height
MAX_PHASES = 4096


@lru_cache(maxsize=8)
def _bank(up: int, down: int) -> np.ndarray:
    """Weights of every phase: (up, taps) float32; tap k of phase p weighs the input at k - taps / 2 + 1 from the one below p / up."""
    wide = max(1.0, down / up)  # towards a lower rate the filter is that much longer
    half = round(HALF * wide)
    places = np.arange(-half + 1, half + 1) - np.arange(up)[:, None] / up
    cut = CUT / wide
    weights = cut * np.sinc(cut * places) * np.kaiser(2 * 2048 + 1, BETA)[np.round((places / half + 1) * 2048).astype(int).clip(0, 4096)]
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


class Resampler:
    """From one rate in Hz to another. `lag`: input samples after an output sample's place that it waits for."""

    def __init__(self, rate_in: int, rate_out: int) -> None:
        common = gcd(rate_in, rate_out)
        self.up, self.down = rate_out // common, rate_in // common
        self.same = self.up == self.down
        if self.up > MAX_PHASES:  # rates that nothing real has: the nearest ratio of small numbers
            self.up, self.down = MAX_PHASES, round(MAX_PHASES * rate_in / rate_out)
        self._bank = _bank(self.up, self.down) if not self.same else np.ones((1, 1), np.float32)
        taps = self._bank.shape[1]
        self.lag = 0 if self.same else taps // 2
        self._kept = np.zeros(0 if self.same else taps // 2 - 1, np.float32)  # inputs from `_first` on; zeros before the beginning
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
        taps = self._bank.shape[1]
        end = self._first + len(x)  # inputs before this one are there
        last = -(-(end - taps // 2) * self.up // self.down)  # outputs below it have all they need
        out = np.zeros(0, np.float32)
        if last > self._next:
            number = np.arange(self._next, last)
            place = number * self.down
            below = place // self.up - self._first - (taps // 2 - 1)
            windows = np.lib.stride_tricks.sliding_window_view(x, taps)[below]
            out = np.einsum("nt,nt->n", windows, self._bank[place - place // self.up * self.up])
            self._next = last
        keep = max(0, self._next * self.down // self.up - (taps // 2 - 1) - self._first)
        self._kept, self._first = x[keep:], self._first + keep
        return out


def period(rate_in: int, rate_out: int) -> int:
    """Input samples after which the resampler's phases begin anew."""
    return rate_in // gcd(rate_in, rate_out)
