"""What effects are made of: gains and filters that go over to another value without a kink, a line of samples to be read later.

Callback and offline, as effect_units.py. Blocks are float32 (2, frames), or (frames,) for a gain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from studio.audio.fades import frames_of, raised_cosine

MOST = 4096  # frames of a block
LEAST = 4
GRAIN = 32  # frames that pedalboard gets at once: its filters forget what is below 1e-8 at the end of each
RETIME_SECONDS = 0.04  # in which a delay goes over to another time
SMOOTH_SECONDS = 0.02  # in which a gain or a filter goes over to another value


class Ramp:
    """A linear gain that goes to where it was set in SMOOTH_SECONDS, without a kink."""

    def __init__(self, gain: float, rate: int) -> None:
        self._frames = frames_of(SMOOTH_SECONDS, rate)
        self._now = self._from = self._to = gain
        self._done = self._frames

    def set(self, gain: float) -> None:
        if gain != self._to:
            self._from, self._to, self._done = self._now, gain, 0

    def settle(self) -> None:
        self._now, self._done = self._to, self._frames

    def apply(self, x: np.ndarray) -> None:
        """Multiply x in place."""
        if self._done < self._frames:
            frames = x.shape[-1]
            done = np.minimum(self._done + np.arange(1, frames + 1), self._frames) / self._frames
            gains = self._from + (self._to - self._from) * (done * done * (3.0 - 2.0 * done))
            x *= gains.astype(np.float32)
            self._done = min(self._done + frames, self._frames)
            self._now = self._to if self._done >= self._frames else float(gains[-1])
        elif self._to != 1.0:
            x *= np.float32(self._to)


class Twin:
    """Two of one pedalboard plug-in: another value is set in the one that rests, which then fades in. Filters that are turned step
    otherwise, as their memory belongs to the old value. warm: seconds for which the other one listens before it is heard.
    """

    def __init__(self, rate: int, make: Callable[[], Any], warm: float = 0.0) -> None:
        self.rate = rate
        self._here, self._other = make(), make()
        for part in (self._here, self._other):
            part.process(np.zeros((2, LEAST), np.float32), rate, GRAIN, False)  # memory is taken here, not in the callback
            part.reset()
        self._warm = round(warm * rate)
        self._fade = raised_cosine(frames_of(SMOOTH_SECONDS, rate))
        self._at = -1  # frames since the other one was set; -1: it rests
        self._set: dict[str, Any] = {}
        self._wanted: dict[str, Any] = {}

    def set(self, **values: Any) -> None:
        """Attributes of the plug-in."""
        self._wanted = values
        if self._at < 0 and values != self._set:
            self._other.reset()
            self._put(self._other)
            self._at = 0

    def _put(self, part: Any) -> None:
        for name, value in self._wanted.items():
            setattr(part, name, value)
        self._set = self._wanted

    def reset(self) -> None:
        self._put(self._here)
        self._at = -1
        self._here.reset()

    def process(self, x: np.ndarray) -> np.ndarray:
        y: np.ndarray = self._here.process(x, self.rate, GRAIN, False)
        if self._at < 0:
            return y
        frames = x.shape[1]
        heard = x
        if self._warm and self._at < len(self._fade):  # no onset that a line with feedback would repeat
            heard = x.copy()
            part = self._fade[self._at : self._at + frames]
            heard[:, : len(part)] *= part
        new = self._other.process(heard, self.rate, GRAIN, False)
        start = max(0, self._warm - self._at)  # of this block
        done = max(0, self._at - self._warm)
        weights = np.ones(max(0, frames - start), np.float32)
        part = self._fade[done : done + len(weights)]
        weights[: len(part)] = part
        y[:, start:] += weights * (new[:, start:] - y[:, start:])
        self._at += frames
        if self._at >= self._warm + len(self._fade):
            self._here, self._other, self._at = self._other, self._here, -1
            self.set(**self._wanted)
        return y


class Tap:
    """A line of samples that is read some frames behind where it is written; another distance is faded to. seconds: the longest."""

    def __init__(self, rate: int, seconds: float) -> None:
        self._line = np.zeros((2, frames_of(seconds, rate) + MOST + 1), np.float32)
        self._fade = raised_cosine(frames_of(RETIME_SECONDS, rate))
        self._at = 0
        self._now = self._to = self._wanted = LEAST
        self._faded = len(self._fade)
        self._used = 0  # frames written since it was empty

    def least(self) -> int:
        """At most so many frames may be read before they are written; asked once a block, as another distance may begin here."""
        self.retime(self._wanted)
        return min(self._now, self._to)

    def retime(self, frames: int) -> None:
        self._wanted = min(max(frames, LEAST), self._line.shape[1] - MOST)
        if self._faded >= len(self._fade) and self._wanted != self._to:
            self._now, self._to, self._faded = self._to, self._wanted, 0

    def reset(self) -> None:
        if self._used:
            self._line.fill(0.0)
            self._used = 0
        self._now = self._to = self._wanted
        self._faded, self._at = len(self._fade), 0

    def read(self, out: np.ndarray) -> None:
        """Fill out (2, n), n at most `least`."""
        frames, fade = out.shape[1], self._fade
        self._look(self._to, out)
        if self._faded < len(fade):
            count = min(frames, len(fade) - self._faded)
            old = np.empty((2, count), np.float32)
            self._look(self._now, old)
            out[:, :count] = old + fade[self._faded : self._faded + count] * (out[:, :count] - old)
            self._faded += count
            if self._faded >= len(fade):
                self._now = self._to

    def _look(self, distance: int, out: np.ndarray) -> None:
        size, frames = self._line.shape[1], out.shape[1]
        start = (self._at - distance) % size
        first = min(frames, size - start)
        out[:, :first] = self._line[:, start : start + first]
        out[:, first:] = self._line[:, : frames - first]

    def write(self, x: np.ndarray) -> None:
        size, frames = self._line.shape[1], x.shape[1]
        first = min(frames, size - self._at)
        self._line[:, self._at : self._at + first] = x[:, :first]
        self._line[:, : frames - first] = x[:, first:]
        self._at = (self._at + frames) % size
        self._used += frames


def pieces(frames: int, most: int) -> Iterator[slice]:
    """0 to frames in pieces of at most `most` frames, of whole GRAINs where that can be, none shorter than LEAST."""
    start, most = 0, most // GRAIN * GRAIN or most
    while start < frames:
        count = min(most, frames - start)
        if 0 < frames - start - count < LEAST and count >= 2 * LEAST:
            count -= LEAST
        yield slice(start, start + count)
        start += count
