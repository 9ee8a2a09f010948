"""Samples that are played live: a shelf of them, of keys and of pads, and the pool of voices that read those of keys at any pitch.

Callback: `Pool.start`, `release`, `exchange`, `mix` and `Shelf.tend`. Control thread: `Shelf.put` and `Shelf.drop`, which only
append to a deque; the callback takes what waits there at the next block. Nothing here waits or prints, and what it allocates is small.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from studio.audio import fades
from studio.engine.player.desk import MAX_BLOCK
from studio.engine.player.live_memory import LiveBoard
from studio.engine.player.shared import Placement

VOICES = 16
FALLING = 24  # voices whose keys are up already and that still fall, beside those
STEAL_SECONDS = 0.005
PHASES = 4096  # places between two frames that are told apart
WIDEST = 4  # frames of the sample for a frame of output, up to which neighbours are laid side by side
SILENT = 1e-4  # -80 dB of its gain: a held note that has died away is over
FOREVER = float("inf")


class Sample(NamedTuple):
    """A sound in the bank. loop: frames (start, end) that a held voice goes round in, None for a one-shot.

    fade: how a voice dies away from the loop's start on, in nepers per frame: the loop itself is even.
    """

    place: Placement
    samples: np.ndarray  # (frames, channels) float32
    loop: tuple[int, int] | None = None
    fade: float = 0.0


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

    def tend(self, pool: Any) -> None:
        """Callback, at the start of a block: take what waits, and release what isn't read any more. pool: says what it `reads`."""
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
    """One sounding sample."""

    sample: Sample
    tag: Any  # who plays it: a key number
    step: float  # frames of the sample for a frame of output: pitch and rate
    gain: float  # linear
    ratio: float  # frames of the sample for a frame of output at the end of the block before: step and bend
    round: bool  # does it go round the loop?
    place: float = 0.0  # frames into the sample, as if the loop had no end
    held: bool = True
    leaves: bool = False  # it lets go of the loop
    rise: int = 0  # frames left of the attack
    rises: int = 0
    fall: int = 0  # frames left of a release or a theft; counts when `falls`
    falls: int = 0
    aim: float = 0.0  # the step that a glide goes to; 0: none
    glide: float = 0.0  # seconds of that
    loud: float = 1.0  # peak of the last block over its gain: the quietest is stolen


class Pool:
    """`VOICES` voices that sound at once; one more steals the quietest, in 5 ms. Beside them as many as `FALLING` that die away."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.bend = 1.0  # ratio of frequencies, of every voice; glides within a block
        self._voices: list[PoolVoice] = []
        self._steal = fades.frames_of(STEAL_SECONDS, rate)
        self._count = np.arange(MAX_BLOCK + 1, dtype=np.float64)
        self._weights = _weights()
        self._beside = np.zeros((WIDEST * MAX_BLOCK + 8, 4), np.float32)  # every frame with its neighbours, as far as one voice needs them
        self._part = np.zeros((MAX_BLOCK, 2), np.float32)
        self._mono = np.zeros(MAX_BLOCK, np.float32)
        self._gain = np.zeros(MAX_BLOCK, np.float32)

    @property
    def sounding(self) -> int:
        return len(self._voices)

    @property
    def voices(self) -> tuple[PoolVoice, ...]:
        """Callback: what sounds, oldest first."""
        return tuple(self._voices)

    def sounds(self, voice: PoolVoice) -> bool:
        """Is it not over yet?"""
        return any(voice is one for one in self._voices)

    def reads(self, sample: Sample) -> bool:
        return any(voice.sample.place is sample.place for voice in self._voices)

    def start(self, sample: Sample, tag: Any, *, step: float = 1.0, gain: float = 1.0, attack: float = 0.0) -> PoolVoice:
        """Sound a sample from the next block's first frame on. attack: seconds."""
        full = [voice for voice in self._voices if not voice.falls]
        if len(full) >= VOICES:
            self._let_fall(_quietest(full), self._steal)
        falling = [voice for voice in self._voices if voice.fall > self._steal]
        if len(falling) >= FALLING:
            self._hurry(_quietest(falling))
        rise = round(attack * self.rate)
        voice = PoolVoice(sample, tag, step, gain, step * self.bend, sample.loop is not None, rise=rise, rises=rise)
        self._voices.append(voice)
        return voice

    def exchange(self, voice: PoolVoice, sample: Sample, step: float, gain: float, seconds: float) -> PoolVoice:
        """Another sound in the place of one that sounds, from the same moment of it on; both gains sum to one."""
        frames = fades.frames_of(seconds, self.rate)
        fresh = PoolVoice(sample, voice.tag, step, gain, step * self.bend, sample.loop is not None,
                          place=voice.place * step / voice.step, rise=frames, rises=frames, loud=voice.loud)  # fmt: skip
        if not fresh.round and fresh.place >= len(sample.samples) - 1:
            return voice  # it would be over
        self._let_fall(voice, frames)
        voice.held = False
        self._voices.append(fresh)
        return fresh

    def release(self, tag: Any, seconds: float = 0.08) -> None:
        """The key went up: its voices fall in `seconds`, going round their loop on. inf: they leave it and go on to the end."""
        for voice in self._voices:
            if voice.tag == tag and voice.held:
                voice.held = False
                if seconds == FOREVER:
                    voice.leaves = True
                elif not voice.falls:
                    self._let_fall(voice, fades.frames_of(seconds, self.rate))

    def clear(self) -> None:
        """Everything off at once; it was brought down already."""
        self._voices.clear()

    @staticmethod
    def _let_fall(voice: PoolVoice, frames: int) -> None:
        voice.falls = voice.fall = frames

    def _hurry(self, voice: PoolVoice) -> None:
        """What falls already goes on from the gain that it has, and is over in 5 ms."""
        voice.falls, voice.fall = round(voice.falls * self._steal / voice.fall), self._steal

    # ---- mixing ----
    def mix(self, out: np.ndarray) -> None:
        """Add every voice to out (frames, 2), at most MAX_BLOCK frames."""
        mono = self._mono[: len(out)]
        mono.fill(0.0)
        self._voices = [voice for voice in self._voices if self._add(voice, out, mono)]
        out += mono[:, None]

    def _add(self, voice: PoolVoice, out: np.ndarray, mono: np.ndarray) -> bool:
        """Add one voice to out (frames, 2) or, where its sample has one channel, to mono (frames,); False when it is over."""
        first = voice.place
        part, over = self._read(voice, len(out))  # (frames, channels)
        over = self._shape(voice, part, first) or over
        size = max(float(part.max()), -float(part.min()))
        voice.loud = size / max(voice.gain, 1e-9)
        if part.shape[1] == 1:
            mono += part[:, 0]
        else:
            out += part
        return not over

    def _shape(self, voice: PoolVoice, part: np.ndarray, first: float) -> bool:
        """Gain, attack, release and dying away, in place; first: its place before. True where nothing is left of it."""
        count, over = len(part), False
        fade, loop = voice.sample.fade, voice.sample.loop
        dies = fade > 0.0 and loop is not None and voice.place > loop[0]
        if not (voice.rise or voice.falls or dies):
            if voice.gain != 1.0:
                part *= np.float32(voice.gain)
            return False
        gain = self._gain[:count]
        gain.fill(voice.gain)
        if voice.rise:
            n = min(voice.rise, count)
            share = (self._count[1 : n + 1] + (voice.rises - voice.rise)) / (voice.rises + 1)
            gain[:n] *= share * share * (3.0 - 2.0 * share)
            voice.rise -= n
        if voice.falls:
            share = np.clip((voice.fall - self._count[1 : count + 1] + 1.0) / (voice.falls + 1), 0.0, 1.0)
            gain *= share * share * (3.0 - 2.0 * share)
            voice.fall -= count
            over = voice.fall <= 0
        if dies and loop is not None:
            places = first + (voice.place - first) / count * self._count[:count] - loop[0]
            gain *= np.exp(-fade * np.maximum(places, 0.0))
            over = over or fade * (voice.place - loop[0]) > -math.log(SILENT)
        part *= gain[:, None]
        return over

    def _read(self, voice: PoolVoice, count: int) -> tuple[np.ndarray, bool]:
        """The next `count` frames of a voice, (count, channels), and whether its end was reached."""
        sample = voice.sample
        source = sample.samples
        part = self._part.reshape(-1)[: count * source.shape[1]].reshape(count, source.shape[1])
        if voice.leaves and sample.loop is not None:
            start, end = sample.loop
            if voice.place >= end:
                voice.place = start + (voice.place - start) % (end - start)
            voice.round = voice.leaves = False
        if voice.aim:
            self._glide(voice, count)
        before, after = voice.ratio, voice.step * self.bend
        voice.ratio = after
        if before == after == 1.0 and voice.place == int(voice.place):
            self._copy(voice, part)
        else:
            self._interpolate(voice, part, before, after)
        return part, not voice.round and voice.place >= len(source)

    def _glide(self, voice: PoolVoice, count: int) -> None:
        left = math.log(voice.aim / voice.step) * math.exp(-3.0 * count / (voice.glide * self.rate))
        if abs(left) < 1e-4:
            voice.step, voice.aim = voice.aim, 0.0
        else:
            voice.step = voice.aim * math.exp(-left)

    def _copy(self, voice: PoolVoice, part: np.ndarray) -> None:
        """At its own pitch: bit for bit."""
        sample, count, done = voice.sample, len(part), 0
        source = sample.samples
        at = int(voice.place)
        if not voice.round or sample.loop is None:
            done = max(0, min(count, len(source) - at))
            part[:done] = source[at : at + done]
            part[done:] = 0.0
        else:
            start, end = sample.loop
            if at >= end:
                at = start + (at - start) % (end - start)
            while done < count:
                n = min(count - done, end - at)
                part[done : done + n] = source[at : at + n]
                done += n
                at += n
                if at >= end:
                    at = start
        voice.place += count

    def _interpolate(self, voice: PoolVoice, part: np.ndarray, before: float, after: float) -> None:
        """At another pitch: third-order Hermite (Catmull-Rom) between the two frames around each place."""
        sample, count = voice.sample, len(part)
        if before == after:
            places = voice.place + after * self._count[:count]
            voice.place += after * count
        else:
            steps = before + (after - before) / count * self._count[1 : count + 1]
            places = voice.place + np.cumsum(steps) - steps[0]
            voice.place = float(places[-1] + steps[-1])
        loop = sample.loop if voice.round else None
        limit = len(sample.samples)
        within, again = True, None  # again: which places have gone round already
        if loop is not None:
            start, end = loop
            limit, size = end, end - start
            if places[-1] >= end:
                again = (places >= end)[:, None]
                rounds = [max(0, int((place - start) // size)) if place >= end else 0 for place in (places[0], places[-1])]
                within = rounds[0] == rounds[1]
                if within:
                    places -= rounds[0] * size
                else:
                    places = np.where(places >= end, start + np.mod(places - start, size), places)
        below = places.astype(np.int64)
        weights = self._weights.take(((places - below) * PHASES).astype(np.intp), axis=0, mode="clip")  # (count, 4)
        low, high = int(below[0]), int(below[-1])
        if within and low >= 1 and high + 2 < limit and high - low < WIDEST * count:
            rows = high - low + 1
            beside = self._beside[:rows]
            local = below - low
            for channel in range(part.shape[1]):
                source = sample.samples[low - 1 : high + 3, channel]
                for tap in range(4):
                    beside[:, tap] = source[tap : tap + rows]
                taps = beside.take(local, axis=0, mode="clip")
                taps *= weights
                part[:, channel] = taps @ _ONES
        else:
            around = self._frames(sample, below[:, None] + _AROUND, loop, again)  # (count, 4, channels)
            part[...] = (around * weights[:, :, None]).sum(1)

    @staticmethod
    def _frames(sample: Sample, index: np.ndarray, loop: tuple[int, int] | None, again: np.ndarray | None) -> np.ndarray:
        """Frames at `index` (n, 4), with channels behind; silence beyond the ends, in a loop round and round.

        again: (n, 1), where the loop's end lies before its start; None: nowhere.
        """
        source = sample.samples
        if loop is None:
            got = source.take(index, axis=0, mode="clip")
            got[(index < 0) | (index >= len(source))] = 0.0
            return got
        start, end = loop
        index = np.where(index >= end, index - (end - start), index)
        if again is not None:
            index = np.where(again & (index < start), index + (end - start), index)
        got = source.take(index, axis=0, mode="clip")
        got[index < 0] = 0.0
        return got


def _quietest(voices: list[PoolVoice]) -> PoolVoice:
    return min(voices, key=lambda voice: voice.loud * voice.gain)


_ONES = np.ones(4, np.float32)
_AROUND = np.arange(-1, 3)


def _weights() -> np.ndarray:
    """Of the four frames around a place, for each of PHASES places between the middle two: (PHASES, 4) float32."""
    x = (np.arange(PHASES) + 0.5) / PHASES
    return np.stack(
        [0.5 * (-x + 2 * x**2 - x**3), 1 + 0.5 * (-5 * x**2 + 3 * x**3), 0.5 * (x + 4 * x**2 - 3 * x**3), 0.5 * (x**3 - x**2)], axis=1
    ).astype(np.float32)
