"""The step sequencer: plays the pads from a score, to the sample. A part of the desk in the audio process.

`take` runs on the control thread and only appends to `_orders`; the callback does what waits there, in order, at the start of a block.
Everything else belongs to the callback. `bounce.py` runs the same class without a process, so that a bounce equals what was heard.

Where a step lies: the frame of step n (counted since the start, fractions are swing) is `anchor frame + floor((n - anchor step) *
frames a step + 0.5)`: one rounding from an anchor, so nothing adds up. A new tempo moves the anchor to the block's first frame and
leaves the place in the pattern where it is.
"""

from __future__ import annotations

import heapq
import math
import time
from collections import deque
from typing import Any, NamedTuple, Protocol

import numpy as np

from studio.audio import fades
from studio.engine.pattern import PADS, STEPS_A_BEAT
from studio.engine.player.desk import HEARD_SEQUENCER, WISH_PADS_GAIN
from studio.engine.player.hits import Hits
from studio.engine.player.pool import Sample, Shelf
from studio.engine.player.shared import Placement

MOST_ORDERS = 4096
GAIN_SECONDS = 0.02  # in which a pad or all of them get louder or softer
# Numbers in board.heard from HEARD_SEQUENCER on:
CHANGES, RUNNING, INDEX, STEP, NANOSECONDS, BPM, STARTS, SOUNDING = range(8)
HITS = 8  # 8 to 15: how many hits each pad began
SHIFT = 16  # step n since the start is step (n - SHIFT) % length of the pattern
NUMBERS = 17
READS = 8  # tries to read what the callback writes at the same time
_MASK = (1 << 64) - 1


class Order(NamedTuple):
    """A hit that a step asks for. sample: its key on the shelf; velocity and chance 0 to 1; ratchets: hits in the step."""

    pad: int
    sample: int
    velocity: float = 1.0
    chance: float = 1.0
    ratchets: int = 1


class Score(NamedTuple):
    """What is played, as plain numbers. steps: for each of the pattern's steps its hits; gains: linear (left, right) of each pad.

    groups: 0 or a choke group of each pad; audible: does the pattern play the pad; swing as Pattern.swing.
    """

    steps: tuple[tuple[Order, ...], ...] = ((),) * 16
    swing: float = 0.5
    seed: int = 1
    gains: tuple[tuple[float, float], ...] = ((1.0, 1.0),) * PADS
    groups: tuple[int, ...] = (0,) * PADS
    audible: tuple[bool, ...] = (True,) * PADS


class Numbers(Protocol):
    """What the sequencer needs of a LiveBoard."""

    released: np.ndarray
    wishes: np.ndarray
    heard: np.ndarray

    def samples(self, place: Placement) -> np.ndarray: ...


def frames_a_step(rate: float, bpm: float) -> float:
    """Frames of one step at a tempo."""
    return rate * 60.0 / (bpm * STEPS_A_BEAT)


def place_of(step: int, swing: float) -> float:
    """Where step n lies, in steps since the start: every second one is late."""
    return step + (2.0 * swing - 1.0 if step % 2 else 0.0)


def lot(seed: int, step: int, pad: int) -> float:
    """What chance draws for a pad at step n since the start: 0 to 1, always the same (splitmix64 of Steele, Lea, Flood, 2014)."""
    z = (seed * 0x9E3779B97F4A7C15 + step * 0xD1B54A32D192ED03 + (pad + 1) * 0x8CB92BA72F3D8DD7) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return (z ^ (z >> 31)) / 2.0**64


def loudness(velocity: float) -> float:
    """Linear gain of a velocity: half the velocity is 12 dB less."""
    return velocity * velocity


def numbers_of(live: Any) -> np.ndarray:
    """The program's side: the sequencer's numbers, (NUMBERS,), all of one block. live: a LiveLink. Any thread, microseconds."""
    for _ in range(READS):
        numbers: np.ndarray = live.heard(HEARD_SEQUENCER, NUMBERS)
        if not numbers[CHANGES] % 2 and live.heard(HEARD_SEQUENCER + CHANGES, 1)[0] == numbers[CHANGES]:
            break
    return numbers


class Sequencer:
    """board: what it writes `heard` and `released` in, and reads `wishes` from; rate in Hz. See the module."""

    def __init__(self, board: Numbers, rate: int) -> None:
        self._board, self._rate = board, rate
        self._orders: deque[tuple[Any, ...]] = deque()  # control appends, callback takes
        self._shelf = Shelf(board)  # type: ignore[arg-type]
        self._hits = Hits(rate)
        self._score = Score()
        self._frames_a_step = frames_a_step(rate, 120.0)
        self._bpm = 120.0
        self._running = False  # callback writes, control reads in `silent`: a stale answer is harmless
        self._at = 0  # frames since this part was made
        self._next = 0  # step to be played next, counted since the start
        self._shift = 0  # so that (n - shift) % length is the step of the pattern
        self._anchor_frame, self._anchor_step = 0, 0.0
        self._index = -1  # step of the pattern that was played last
        self._due: list[tuple[int, int, Order]] = []  # a heap of (frame, number, hit) that ratchets left for later
        self._number = self._starts = 0
        self._counts = [0] * PADS
        self._gains = np.ones((PADS, 2), np.float32)  # of the score
        self._line = fades.Line(self._gains, fades.frames_of(GAIN_SECONDS, rate))  # these times the gain of all pads, as they are heard

    # ---- control ----
    @property
    def silent(self) -> bool:
        """See Part."""
        return not self._running and not self._hits.sounding and not self._orders

    def take(self, message: tuple[Any, ...]) -> None:
        """("sample", key, Placement), ("drop", key), ("score", Score), ("tempo", bpm), ("start",), ("stop",), ("quiet",), ("reset",),

        ("hit", pad, sample, velocity). "start" begins anew where it runs already; "stop" lets ring what sounds, "quiet" doesn't.
        """
        if len(self._orders) < MOST_ORDERS:  # else no callback takes them
            kind, *rest = message
            if kind == "sample":
                key, place = rest
                rest = [key, Sample(place, self._board.samples(place))]
            self._orders.append((kind, *rest))

    # ---- callback ----
    def panic(self) -> None:
        """See Part."""
        self._running = False
        self._due.clear()
        self._hits.clear()

    def process(self, out: np.ndarray) -> None:
        """See Part."""
        frames, resting = len(out), not self._hits.sounding
        self._take_orders()
        gains = self._gains * self._board.wishes[WISH_PADS_GAIN]
        if resting:  # nothing sounds that a gain could glide under
            self._line.jump(gains)
        if self._running:
            self._play_until(self._at + frames)
        if self._hits.sounding:
            self._hits.mix(out, *self._line.step(gains, frames))
        self._at += frames
        self._publish()

    def _take_orders(self) -> None:
        for _ in range(len(self._orders)):
            kind, *rest = self._orders.popleft()
            if kind == "hit":
                pad, sample, velocity = rest
                self._shelf.tend(self._hits)
                self._begin(Order(pad, sample, velocity), 0)
            elif kind == "score":
                self._set_score(rest[0])
            elif kind == "sample":
                self._shelf.put(*rest)
            elif kind == "drop":
                self._shelf.drop(rest[0])
            elif kind == "tempo":
                self._set_tempo(rest[0])
            elif kind == "start":
                self._start()
            elif kind in ("stop", "quiet"):
                self._running = False
                self._due.clear()
                if kind == "quiet":
                    self._hits.release_all()
            elif kind == "reset":
                self._shelf = Shelf(self._board)  # type: ignore[arg-type]
        self._shelf.tend(self._hits)

    def _start(self) -> None:
        self._running = True
        self._next = self._shift = 0
        self._anchor_frame, self._anchor_step = self._at, 0.0
        self._due.clear()
        self._starts += 1

    def _set_tempo(self, bpm: float) -> None:
        if self._running and bpm != self._bpm:
            self._anchor_step = self._step_at(self._at)
            self._anchor_frame = self._at
        self._bpm, self._frames_a_step = bpm, frames_a_step(self._rate, bpm)

    def _set_score(self, score: Score) -> None:
        old, self._score = self._score, score
        if len(score.steps) != len(old.steps):  # the step under way keeps its number, if it has one in the new length
            index = (self._next - self._shift) % len(old.steps)
            self._shift = self._next - (index if index < len(score.steps) else 0)
        self._gains = np.array(score.gains, np.float32)
        for pad, (before, now) in enumerate(zip(old.audible, score.audible, strict=True)):
            if before and not now:
                self._hits.release(pad)

    def _step_at(self, frame: int) -> float:
        """Steps since the start at a frame."""
        return self._anchor_step + (frame - self._anchor_frame) / self._frames_a_step

    def _frame_of(self, step: int) -> int:
        place = place_of(step, self._score.swing) - self._anchor_step
        return self._anchor_frame + math.floor(place * self._frames_a_step + 0.5)

    def _play_until(self, end: int) -> None:
        """Begin every hit before frame `end`, in the order in which they come."""
        while True:
            frame = max(self._frame_of(self._next), self._at)
            self._play_due(min(frame + 1, end))
            if frame >= end:
                return
            self._play_step(frame)

    def _play_step(self, frame: int) -> None:
        step, self._next = self._next, self._next + 1
        score = self._score
        self._index = (step - self._shift) % len(score.steps)
        for order in score.steps[self._index]:
            if not score.audible[order.pad] or (order.chance < 1.0 and lot(score.seed, step, order.pad) >= order.chance):
                continue
            self._begin(order, frame - self._at)
            span = (self._frame_of(step + 1) - frame) / order.ratchets
            for more in range(1, order.ratchets):
                self._number += 1
                heapq.heappush(self._due, (frame + math.floor(more * span + 0.5), self._number, order))

    def _play_due(self, end: int) -> None:
        """The hits of ratchets before frame `end`."""
        while self._due and self._due[0][0] < end:
            frame, _, order = heapq.heappop(self._due)
            if self._score.audible[order.pad]:
                self._begin(order, max(0, frame - self._at))

    def _begin(self, order: Order, at: int) -> None:
        sample = self._shelf.get(order.sample)
        if sample is not None:
            self._hits.start(sample, order.pad, self._score.groups[order.pad], loudness(order.velocity), at)
            self._counts[order.pad] += 1

    def _publish(self) -> None:
        """Odd CHANGES: being written; who reads tries again."""
        heard = self._board.heard[HEARD_SEQUENCER : HEARD_SEQUENCER + NUMBERS]
        heard[CHANGES] += 1
        heard[RUNNING] = self._running
        heard[INDEX] = self._index if self._running else -1
        heard[STEP] = self._step_at(self._at)
        heard[NANOSECONDS] = time.perf_counter_ns()
        heard[BPM], heard[STARTS], heard[SOUNDING] = self._bpm, self._starts, self._hits.sounding
        heard[HITS : HITS + PADS] = self._counts
        heard[SHIFT] = self._shift
        heard[CHANGES] += 1
