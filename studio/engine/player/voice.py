"""What the mixer plays: a clip and the place where it is being read, the part that it keeps to, and scrubbing through it.

Read by the callback: `read` copies, wraps and interpolates in memory taken beforehand. `part_of` prepares a part's seam;
the control thread calls it, so that the callback only copies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from studio.audio import fades

SCRUB_SECONDS = 0.06  # how soon the sound catches up with the hand
FASTEST = 8.0  # times the normal speed, either way
AUDIBLE = 0.15  # below this speed the sound fades: a hand that rests is silence, not a standing level


class Region(NamedTuple):
    """What a loop keeps to, or what is played once. All in seconds: start, end, and how long its end fades into its start."""

    start: float
    end: float
    crossfade: float


class Part(NamedTuple):
    """A region in frames. `seam` (frames, channels) stands in for the last frames before `end`."""

    start: int
    end: int
    seam: np.ndarray


def part_of(samples: np.ndarray, rate: int, region: Region | None, loop: bool) -> Part | None:
    """The region of `samples` (frames, channels); None where it is the whole or lies outside.

    loop: the seam is the crossfade; otherwise the last 5 ms let go.
    """
    if region is None:
        return None
    start, end = (min(max(round(place * rate), 0), len(samples)) for place in (region.start, region.end))
    if end - start < 2:
        return None
    if loop:
        return Part(start, end, fades.loop_seam(samples, start, end, round(region.crossfade * rate)))
    if end == len(samples):
        return Part(start, end, samples[end:])
    frames = min(fades.frames_of(fades.RELEASE_SECONDS, rate), end - start)
    return Part(start, end, samples[end - frames : end] * fades.raised_cosine(frames)[::-1, None])


@dataclass(slots=True)
class Voice:
    """A clip and where it is being read. `slot` is -1 where the memory isn't managed; part: what it keeps to, None is all of it."""

    samples: np.ndarray  # (frames, 1 or 2) float32, at least one frame
    loop: bool
    request: int
    position: int = 0
    slot: int = -1
    generation: int = 0
    part: Part | None = None

    @property
    def start(self) -> int:
        return self.part.start if self.part is not None else 0

    @property
    def end(self) -> int:
        return self.part.end if self.part is not None else len(self.samples)

    def at(self, position: int) -> Voice:
        """The same clip read from elsewhere: a loop takes a place outside modulo its length, a one-shot goes no further than its end."""
        if self.part is not None and not self.part.start <= position < self.part.end:
            position = self.part.start if self.loop or position < self.part.start else self.part.end
        elif self.loop:
            position %= len(self.samples)
        return replace(self, position=max(0, min(position, len(self.samples))))

    def within(self, part: Part | None) -> Voice:
        """The same clip and place under another part; from its start where the place lies outside."""
        return replace(self, part=part).at(self.position)

    def same_memory(self, other: Voice | None) -> bool:
        return other is not None and (self.slot, self.generation) == (other.slot, other.generation)

    def read(self, out: np.ndarray) -> None:
        """Fill out (frames, 2) and move on: a loop wraps without a seam, a one-shot is followed by silence."""
        start, end, done = self.start, self.end, 0
        plain = end - (len(self.part.seam) if self.part is not None else 0)
        while done < len(out):
            if self.position >= end:
                if not self.loop:
                    out[done:] = 0.0
                    return
                self.position = start
            if self.part is not None and self.position >= plain:
                source, place, stop = self.part.seam, self.position - plain, end - plain
            else:
                source, place, stop = self.samples, self.position, plain
            count = min(len(out) - done, stop - place)
            out[done : done + count] = source[place : place + count]
            self.position += count
            done += count

    @property
    def ended(self) -> bool:
        return not self.loop and self.position >= self.end


@dataclass(slots=True)
class Scrub(Voice):
    """A clip that follows a hand: it is read at the speed that brings it to `target` (a frame), forwards or backwards."""

    origin: Voice | None = None  # what was scrubbed, and goes on afterwards
    target: float = 0.0
    rate: int = 48_000
    _place: float = 0.0
    _speed: float = 0.0
    _gain: float = 0.0

    @staticmethod
    def of(voice: Voice, target: int, rate: int) -> Scrub:
        place = max(0, min(target, len(voice.samples) - 1))
        return Scrub(voice.samples, False, voice.request, place, voice.slot, voice.generation, None, voice, place, rate, place)

    def read(self, out: np.ndarray) -> None:
        """Speed and gain change evenly over the block, so that neither clicks."""
        count = len(out)
        wanted = (self.target - self._place) / (SCRUB_SECONDS * self.rate)
        speed = min(max(wanted, -FASTEST), FASTEST)
        gain = min(1.0, abs(speed) / AUDIBLE)
        steps = np.arange(1, count + 1) / count
        speeds = self._speed + (speed - self._speed) * steps
        places = np.clip(self._place + np.cumsum(speeds), 0.0, len(self.samples) - 1.0)
        below = places.astype(np.int64)
        above = np.minimum(below + 1, len(self.samples) - 1)
        share = (places - below).astype(np.float32)[:, None]
        out[...] = self.samples[below] * (1 - share) + self.samples[above] * share
        out *= (self._gain + (gain - self._gain) * steps).astype(np.float32)[:, None]
        self._place, self._speed, self._gain = float(places[-1]), speed, gain
        self.position = int(self._place)

    def let_go(self, part: Part | None) -> Voice:
        """The plain voice under this part at the place where the hand is."""
        assert self.origin is not None
        return replace(self.origin, part=part).at(round(self.target))


def plain(voice: Voice, part: Part | None) -> Voice:
    """The voice itself, or what is being scrubbed under this part."""
    return voice.let_go(part) if isinstance(voice, Scrub) else voice
