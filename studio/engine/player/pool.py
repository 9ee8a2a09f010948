"""Samples that are played from keys and pads: a shelf of them, and a pool of voices that read them at any pitch.

Callback: `Pool.start`, `release`, `choke`, `mix` and `Shelf.tend`. Control thread: `Shelf.put` and `Shelf.drop`, which only append to a
deque; the callback takes what waits there at the next block. Nothing here allocates much, waits or prints; a block of 512 frames with
16 voices at other pitches costs about 0.5 ms.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from studio.audio import fades
from studio.engine.player.live_memory import LiveBoard
from studio.engine.player.shared import Placement

VOICES = 16
MAX_BLOCK = 4096  # frames mixed at once
STEAL_SECONDS = 0.005
PAD = 2  # frames on both sides that cubic interpolation looks at


class Sample(NamedTuple):
    """A sound in the bank. loop: frames (start, end) that a held voice goes round in, None for a one-shot.

    seam: (n, channels), what stands in for the last n frames before the loop's end; see fades.loop_seam.
    """

    place: Placement
    samples: np.ndarray  # (frames, channels) float32
    loop: tuple[int, int] | None = None
    seam: np.ndarray | None = None


class Shelf:
    """Samples by key. A sample that was replaced or dropped is released once no voice reads it."""

    def __init__(self, board: LiveBoard) -> None:
        self._board = board
        self._waiting: deque[tuple[Any, Sample | None]] = deque()  # control appends, callback takes
        self._samples: dict[Any, Sample] = {}
        self._leaving: list[Sample] = []
        self._gone: list[Sample] = []  # released one block from now

    def put(self, key: Any, sample: Sample) -> None:
        self._waiting.append((key, sample))

    def drop(self, key: Any) -> None:
        self._waiting.append((key, None))

    def get(self, key: Any) -> Sample | None:
        return self._samples.get(key)

    def tend(self, pool: Pool) -> None:
        """Callback, at the start of a block: take what waits, and release what isn't read any more."""
        for gone in self._gone:
            self._board.released[gone.place.slot] = gone.place.generation
        self._gone.clear()
        while self._waiting:
            key, sample = self._waiting.popleft()
            old = self._samples.pop(key, None)
            if old is not None:
                self._leaving.append(old)
            if sample is not None:
                self._samples[key] = sample
        if self._leaving:
            self._gone = [one for one in self._leaving if not pool.reads(one)]
            self._leaving = [one for one in self._leaving if pool.reads(one)]


@dataclass(slots=True)
class PoolVoice:
    """One sounding sample. `start_in`: frames of the next block before it begins."""

    sample: Sample
    tag: Any  # who plays it: a key number, a pad
    group: int  # voices of one group choke each other; 0: none
    step: float  # frames of the sample for a frame of output: pitch and rate
    gain: float  # linear
    start_in: int = 0
    place: float = 0.0  # frames into the sample
    held: bool = True
    rise: int = 0  # frames left of the attack
    rises: int = 0
    fall: int = 0  # frames left of a release or a theft; counts when `falls`
    falls: int = 0
    bend: float = 1.0  # of the block before; glides to the pool's
    loud: float = 1.0  # peak of the last block: the quietest is stolen


class Pool:
    """`VOICES` voices that sound at once; one more steals the quietest, in 5 ms."""

    def __init__(self, rate: int, voices: int = VOICES) -> None:
        self.rate = rate
        self.bend = 1.0  # ratio of frequencies, of every voice; glides within a block
        self._most = voices
        self._voices: list[PoolVoice] = []  # those that fall may be more than `voices`
        self._scratch = np.zeros((MAX_BLOCK, 2), np.float32)
        self._steal = fades.frames_of(STEAL_SECONDS, rate)

    @property
    def sounding(self) -> int:
        return len(self._voices)

    def reads(self, sample: Sample) -> bool:
        return any(voice.sample.place is sample.place for voice in self._voices)

    def start(self, sample: Sample, tag: Any, *, at: int = 0, step: float = 1.0, gain: float = 1.0, group: int = 0,
              attack: float = 0.0) -> None:  # fmt: skip
        """Sound a sample from frame `at` of the next block on. attack: seconds."""
        if group:
            self.choke(group, at)
        full = [voice for voice in self._voices if not voice.falls]
        if len(full) >= self._most:
            quietest = min(full, key=lambda voice: voice.loud * voice.gain)
            self._let_fall(quietest, self._steal)
        rise = round(attack * self.rate)
        self._voices.append(PoolVoice(sample, tag, group, step, gain, start_in=at, rise=rise, rises=rise, bend=self.bend))

    def release(self, tag: Any, seconds: float = 0.08) -> None:
        """The key went up: its voices fall in `seconds`. A one-shot goes on where seconds is inf."""
        for voice in self._voices:
            if voice.tag == tag and voice.held:
                voice.held = False
                if seconds != float("inf") and not voice.falls:
                    self._let_fall(voice, fades.frames_of(seconds, self.rate))

    def choke(self, group: int, at: int = 0) -> None:
        """What sounds of this group falls in 5 ms (from the block's start; `at` is where the new one begins)."""
        for voice in self._voices:
            if voice.group == group and not voice.falls:
                self._let_fall(voice, self._steal, delay=at)

    def clear(self) -> None:
        """Everything off at once; it was brought down already."""
        self._voices.clear()

    def _let_fall(self, voice: PoolVoice, frames: int, delay: int = 0) -> None:
        voice.falls, voice.fall = frames, frames + delay

    def mix(self, out: np.ndarray) -> None:
        """Add every voice to out (frames, 2)."""
        alive = []
        for voice in self._voices:
            if self._add(voice, out):
                alive.append(voice)
        self._voices = alive

    def _add(self, voice: PoolVoice, out: np.ndarray) -> bool:
        """Add one voice; False when it is over."""
        begin = min(voice.start_in, len(out))
        voice.start_in -= begin
        count = len(out) - begin
        if not count:
            return True
        part = self._scratch[:count]
        over = self._read(voice, part)
        gain = np.full(count, voice.gain, np.float32)
        if voice.rise:
            n = min(voice.rise, count)
            done = voice.rises - voice.rise
            gain[:n] *= (np.arange(done + 1, done + n + 1, dtype=np.float32)) / np.float32(voice.rises + 1)
            voice.rise -= n
        if voice.falls:
            left = voice.fall - np.arange(1, count + 1, dtype=np.float32)
            share = np.clip(left / np.float32(voice.falls), 0.0, 1.0)
            gain *= share * share * (3.0 - 2.0 * share)
            voice.fall -= count
            over = over or voice.fall <= 0
        part *= gain[:, None]
        voice.loud = float(np.abs(part).max()) / max(voice.gain, 1e-9)
        out[begin:] += part
        return not over

    def _read(self, voice: PoolVoice, part: np.ndarray) -> bool:
        """Fill part (frames, 2) from the sample; True where its end was reached."""
        sample, count = voice.sample, len(part)
        source, frames = sample.samples, len(sample.samples)
        bend_from, bend_to = voice.bend, self.bend
        voice.bend = bend_to
        looping = sample.loop is not None and voice.held
        if voice.step == 1.0 and bend_from == bend_to == 1.0 and not looping and voice.place == int(voice.place):
            at = int(voice.place)
            n = max(0, min(count, frames - at))
            part[:n] = source[at : at + n]
            part[n:] = 0.0
            voice.place += count
            return at + count >= frames
        steps = voice.step * (bend_from + (bend_to - bend_from) * np.arange(1, count + 1) / count)
        places = voice.place + np.cumsum(steps) - steps[0]
        voice.place = float(places[-1] + steps[-1])
        if looping:
            start, end = sample.loop  # type: ignore[misc]
            places = np.where(places >= end, start + np.mod(places - start, end - start), places)
            if voice.place >= end:
                voice.place = start + (voice.place - start) % (end - start)
        below = np.floor(places).astype(np.int64)
        share = (places - below).astype(np.float32)[:, None]
        before, here, after, beyond = (self._frames(voice, below + offset, looping) for offset in (-1, 0, 1, 2))
        # third-order Hermite (Catmull-Rom) between the two frames around each place
        a = 1.5 * (here - after) + 0.5 * (beyond - before)
        b = before - 2.5 * here + 2.0 * after - 0.5 * beyond
        c = 0.5 * (after - before)
        part[...] = ((a * share + b) * share + c) * share + here
        return not looping and voice.place >= frames

    @staticmethod
    def _frames(voice: PoolVoice, index: np.ndarray, looping: bool) -> np.ndarray:
        """Frames (n, channels) at `index`; silence beyond the ends; in a loop round and round, over its seam."""
        sample = voice.sample
        source = sample.samples
        frames = len(source)
        if looping and sample.loop is not None:
            start, end = sample.loop
            index = np.where(index >= end, index - (end - start), index)
            got = source[np.clip(index, 0, frames - 1)]
            if sample.seam is not None and len(sample.seam):
                first = end - len(sample.seam)
                within = index >= first
                if within.any():
                    got = got.copy()
                    got[within] = sample.seam[np.clip(index[within] - first, 0, len(sample.seam) - 1)]
            return got
        got = source[np.clip(index, 0, frames - 1)]
        outside = (index < 0) | (index >= frames)
        if outside.any():
            got = np.where(outside[:, None], np.float32(0.0), got)
        return got
