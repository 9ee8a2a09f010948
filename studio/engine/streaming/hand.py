"""Where a stream's latents come from, frame after frame: scale * source + sliders + jitter. The streams' process, its main thread.

Every latent that goes into a stream is a multiple of 1/4096 sigma, so that 16 bits keep a recording of it exactly.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from studio.engine.player.live_memory import INPUT_AT, INPUT_FRAMES, INPUT_RATE, LiveBoard
from studio.engine.streaming.resample import Resampler
from studio.models.generator import Ear

GRAIN = 4096  # steps of a latent in one sigma
MOST = 32_767 / GRAIN  # sigma
SMOOTH_SECONDS = 0.0174  # in which what a hand turns is where it was turned to: quickly first, under half of the way in a frame
SMOOTH_BEND = 1.7  # 1: at the same speed all the time
GLIDE_SECONDS = 0.05  # time constant of what is left when one source takes over from another
WANDER_SECONDS = 0.03  # the same of jitter
BEHIND = 2  # frames of live input that may wait beyond those that are needed now
SOME = 1e-4  # sigma of jitter: less is none
MOST_BACK = 512  # frames that a hand can go back


class Source(Protocol):
    """What moves latents beside the sliders."""

    def take(self, count: int) -> np.ndarray:
        """The next frames (count, dims) in sigma."""
        ...


class Hold:
    """Nothing moves."""

    def __init__(self, dims: int) -> None:
        self._dims = dims

    def take(self, count: int) -> np.ndarray:
        return np.zeros((count, self._dims), np.float32)


class Drift:
    """As the training recordings move."""

    def __init__(self, steps: Iterator[np.ndarray]) -> None:
        self._steps = steps

    def take(self, count: int) -> np.ndarray:
        return np.stack([next(self._steps) for _ in range(count)]).astype(np.float32, copy=False)


class Loop:
    """A trajectory (n, dims), round and round; its last frames lead to its first."""

    def __init__(self, frames: np.ndarray, rate: float) -> None:
        self._frames = np.array(frames, np.float32)
        lead = min(round(rate * GLIDE_SECONDS), len(frames) // 2)
        share = np.linspace(0, 1, lead + 1, dtype=np.float32)[1:, None]
        self._frames[len(frames) - lead :] += share * (self._frames[0] - self._frames[len(frames) - lead :])
        self._at = 0

    def take(self, count: int) -> np.ndarray:
        places = (self._at + np.arange(count)) % len(self._frames)
        self._at = (self._at + count) % len(self._frames)
        return self._frames[places]


class LiveEar:
    """The input ring, heard by an ear. Where nothing comes the last frame stays; where too much waits the oldest is left out.

    A stream is made ahead of what has been heard: its newest frames are guesses that the last frame stays. Where it goes back to them
    (`give_back`), what came since takes their place, so that they are heard with the next block. block: frames of that.
    """

    block = 0

    def __init__(self, ear: Ear, dims: int, hop: int, rate: int, board: LiveBoard) -> None:
        self._ear, self._hop, self._rate, self._board = ear, hop, rate, board
        self._resampler: Resampler | None = None
        self._rate_in = 0
        self._read = int(board.counts[INPUT_AT])
        self._sound = np.zeros(0, np.float32)
        self._waiting = np.zeros((0, dims), np.float32)
        self._last = np.zeros((1, dims), np.float32)
        self._heard: deque[bool] = deque(maxlen=MOST_BACK)  # of the frames that were taken last: False for a guess
        self.quick = False  # are they given back?

    @property
    def more(self) -> bool:
        """Did a whole frame come since the last look?"""
        rate, new = int(self._board.counts[INPUT_RATE]), int(self._board.counts[INPUT_AT]) - self._read
        return rate > 0 and new * self._rate >= (self._hop - len(self._sound)) * rate

    def give_back(self, frames: np.ndarray) -> None:
        """The frames that were taken last (n, dims) are to be taken again, without those that were guessed."""
        heard = np.array([self._heard.pop() for _ in frames], bool)[::-1]
        self._waiting = np.concatenate([frames[heard].astype(np.float32, copy=False), self._waiting])
        self.quick = True

    def take(self, count: int) -> np.ndarray:
        self._listen()
        most = self.block + 1 if self.quick else count + BEHIND
        if len(self._waiting) > most:
            self._waiting = self._waiting[-most:]
        got, self._waiting = self._waiting[:count], self._waiting[count:]
        guessed = count - len(got)
        self._heard.extend([True] * len(got) + [False] * guessed)
        if len(got):
            self._last = got[-1:]
        return np.concatenate([got, np.repeat(self._last, guessed, axis=0)]) if guessed else got

    def _listen(self) -> None:
        counts = self._board.counts
        rate, at = int(counts[INPUT_RATE]), int(counts[INPUT_AT])
        if rate <= 0:
            self._read = at
            return
        if self._resampler is None or rate != self._rate_in:
            self._resampler, self._rate_in = Resampler(rate, self._rate), rate
        self._read = max(self._read, at - rate // 4)  # after a pause only the newest quarter of a second
        places = np.arange(self._read, at) % INPUT_FRAMES
        self._read = at
        self._sound = np.concatenate([self._sound, self._resampler.step(self._board.input[places])])
        frames = len(self._sound) // self._hop
        if frames:
            fresh = self._ear.step(self._sound[: frames * self._hop])
            self._sound = self._sound[frames * self._hop :]
            self._waiting = np.concatenate([self._waiting, fresh.astype(np.float32, copy=False)])


@dataclass(frozen=True)
class Turned:
    """What hands turn. point: the sliders' latents (dims,); drift, scale: factors of the source; jitter: sigma."""

    point: np.ndarray
    amount: float = 1.0
    jitter: float = 0.0


@dataclass
class _Place:
    """Where a hand is between two frames. Its arrays are never changed in place."""

    aims: np.ndarray  # (smoothed frames, dims + 2) what was turned, newest first: the point, amount and jitter
    left: np.ndarray  # what is left of the source before this one
    wander: np.ndarray


def smoothing(rate: float) -> np.ndarray:
    """How much of what was turned counts in the frames after it, `rate` of them a second: newest first, their sum is 1."""
    way = np.minimum(np.arange(math.ceil(SMOOTH_SECONDS * rate) + 1) / (SMOOTH_SECONDS * rate), 1.0)
    return np.diff(1 - (1 - way) ** SMOOTH_BEND)


class Hand:
    """Gives a stream its frames. rate: frames a second; seed: of the jitter."""

    def __init__(self, dims: int, rate: float, turned: Turned, seed: int = 0) -> None:
        self.rate = rate
        self.turned = turned  # replaced whole
        self.source: Source = Hold(dims)
        self._playing: Any = self.source
        self._came = np.zeros(dims)  # the source's last frame, with what was left of the one before it
        self._weights = smoothing(rate)
        self._place = _Place(np.tile(self._aim(), (len(self._weights), 1)), np.zeros(dims), np.zeros(dims))
        self._random = np.random.Generator(np.random.Philox(seed))
        self._glide, self._wander = (1 - math.exp(-1 / (rate * seconds)) for seconds in (GLIDE_SECONDS, WANDER_SECONDS))
        self._loud = math.sqrt((2 - self._wander) / self._wander)  # a wander of one sigma
        self._past: deque[tuple[_Place, np.ndarray, np.ndarray]] = deque(maxlen=MOST_BACK)  # before each frame: place, source, jitter
        self._again: deque[tuple[np.ndarray, np.ndarray]] = deque()  # what source and jitter gave to frames that are made again

    @property
    def back(self) -> int:
        """Frames that it can go back: to where its source was chosen at most."""
        return 0 if self._again or self.source is not self._playing else len(self._past)

    def go_back(self, count: int) -> None:
        """The last frames, at most `back`, are to be made again: by what is turned now, with what source and jitter gave then.

        Only live input gives what it has heard by now.
        """
        if not count:
            return
        undone = [self._past.pop() for _ in range(count)][::-1]
        self._place = undone[0][0]
        if isinstance(self.source, LiveEar):
            self.source.give_back(np.stack([moved for _, moved, _ in undone]))
        else:
            self._again.extend((moved, chance) for _, moved, chance in undone)

    def frames(self, count: int) -> np.ndarray:
        """The next frames (count, dims) float32 in sigma."""
        made = np.empty((count, len(self._came)))
        old = min(count, len(self._again))
        for i in range(old):
            made[i] = self._frame(*self._again.popleft())
        if old < count:
            moved = self.source.take(count - old)
            if self.source is not self._playing:
                self._playing = self.source
                self._past.clear()
                self._place.left = self._came - moved[0]
            for i, one in enumerate(moved, start=old):
                made[i] = self._frame(one, self._chance())
            self._came = moved[-1] + self._place.left
        return (np.round(np.clip(made, -MOST, MOST) * GRAIN) / GRAIN).astype(np.float32)

    def _aim(self) -> np.ndarray:
        return np.array([*self.turned.point, self.turned.amount, self.turned.jitter], np.float64)

    def _chance(self) -> np.ndarray:
        jitters = self.turned.jitter > SOME or self._place.aims[:, -1].max() > SOME
        return self._random.standard_normal(len(self._came)) if jitters else np.zeros(len(self._came))

    def _frame(self, moved: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """One frame, of what the source gives and of what jitter draws."""
        here = self._place
        self._past.append((here, moved, chance))
        aims = np.concatenate([self._aim()[None], here.aims[:-1]])
        turned = self._weights @ aims
        amount, jitter = turned[-2:]
        wander = here.wander + self._wander * (self._loud * chance - here.wander) if jitter > SOME else here.wander
        self._place = _Place(aims, here.left * (1 - self._glide), wander)
        return np.asarray(turned[:-2] + amount * (moved + here.left) + (jitter * wander if jitter > SOME else 0.0))
