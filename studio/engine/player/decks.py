"""Two decks at the desk: each reads a ring that the streams' process fills, under one crossfader. `process` runs in the callback.

A deck that starts fades in once its ring is as full as the writer keeps it; one that stops fades out; one whose ring ran dry goes on
with the mirror of its last 5 ms while that fades, is counted, and fades in again. `take` (control thread) only sets `_wanted`, two
flags that the callback reads; the newest counts.

board.deck_log says what was heard: a row (frame on the tape, linear gain of A and of B, frame of ring A and of ring B) for every 64
frames in which a gain moves or a deck starts or ends; between two rows gains are straight lines and rings run on. -1: not read.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from studio.audio import fades
from studio.engine.player import desk
from studio.engine.player.live_memory import (
    AHEAD,
    DECK_LOG_AT,
    DECKS,
    LOG_ROWS,
    READ,
    RING_FRAMES,
    RING_RATE,
    TAKEN,
    TAPE_AT,
    UNDERRUNS,
    WRITTEN,
    LiveBoard,
)  # fmt: skip

GRID = 64  # frames between two points of a gain
FADE_SECONDS = 0.005  # how a deck starts, stops and runs dry
GLIDE_SECONDS = 0.015  # how crossfader and gains move
MAX_GAIN = 4.0  # linear, 12 dB


class Glide:
    """A number that moves to its aim on a straight line in `steps` points of the grid."""

    def __init__(self, value: float, steps: int) -> None:
        self.value = self.aim_ = value
        self._steps = max(1, steps)
        self.left = 0

    def aim(self, value: float) -> None:
        if value != self.aim_:
            self.aim_, self.left = value, self._steps

    def jump(self, value: float) -> None:
        self.value = self.aim_ = value
        self.left = 0

    def run(self, count: int) -> np.ndarray:
        """The values at this and the next `count` points: (count + 1,)."""
        if not self.left:
            return np.full(count + 1, self.value)
        way = np.minimum(np.arange(count + 1) / self.left, 1.0)
        values = self.value + (self.aim_ - self.value) * way
        self.left = max(0, self.left - count)
        self.value = float(values[-1]) if self.left else self.aim_
        values[-1] = self.value
        return np.asarray(values)


class _Deck:
    """How one ring is read. Callback only."""

    def __init__(self, steps: int, tail: int) -> None:
        self.level = Glide(0.0, steps)
        self.playing = False
        self.tail_at = tail  # frames of the mirrored tail that were heard; all of them: none sounds
        self.cut = 0  # where the ring ran dry
        self.cut_gain = 0.0


class Decks:
    """The part 'decks' of the desk; see the module."""

    def __init__(self, board: LiveBoard, rate: int) -> None:
        self._board = board
        self._rate = rate
        points = rate * GLIDE_SECONDS / GRID
        self._cross = Glide(_wish(board, desk.WISH_CROSSFADER, 0.5, 1.0), round(points))
        self._gains = [Glide(_wish(board, desk.WISH_DECK_GAINS + deck, 1.0, MAX_GAIN), round(points)) for deck in range(DECKS)]
        self._falling = fades.raised_cosine(fades.frames_of(FADE_SECONDS, rate))[::-1, None].copy()
        steps = round(rate * FADE_SECONDS / GRID)
        self._decks = [_Deck(steps, len(self._falling)) for _ in range(DECKS)]
        self._wanted = [False] * DECKS  # control writes, callback reads
        self._scratch = np.zeros((desk.MAX_BLOCK, 2), np.float32)
        self._frames = np.arange(desk.MAX_BLOCK)
        for row in board.decks:
            row[READ] = row[WRITTEN]  # what waits was for another output
        self._log(np.zeros(1), [np.zeros(1)] * DECKS, [-1] * DECKS)

    @property
    def silent(self) -> bool:
        return not any(self._wanted) and not any(self._sounds(one) for one in self._decks)

    def take(self, message: tuple[Any, ...]) -> None:
        """('start', deck) or ('stop', deck); ('awake',) only keeps the output from resting."""
        if len(message) == 2:
            self._wanted[message[1]] = message[0] == "start"

    def panic(self) -> None:
        for number, one in enumerate(self._decks):
            self._wanted[number] = one.playing = False
            one.level.jump(0.0)
            one.tail_at = len(self._falling)
            row = self._board.decks[number]
            row[READ] = row[WRITTEN]
        self._log(np.zeros(1), [np.zeros(1)] * DECKS, [-1] * DECKS)

    def process(self, out: np.ndarray) -> None:
        frames = len(out)
        count = -(-frames // GRID)
        points = np.minimum(np.arange(count + 1) * GRID, frames)
        before = [one.playing for one in self._decks]
        self._cross.aim(_wish(self._board, desk.WISH_CROSSFADER, self._cross.aim_, 1.0))
        for number, gain in enumerate(self._gains):
            gain.aim(_wish(self._board, desk.WISH_DECK_GAINS + number, gain.aim_, MAX_GAIN))
        moves = bool(self._cross.left or any(gain.left for gain in self._gains))
        angle = self._cross.run(count) * (0.5 * math.pi)
        law = (np.cos(angle), np.sin(angle))
        gains, reads = [], []
        for number, one in enumerate(self._decks):
            desired = self._begin(number, one, frames)
            moves = moves or one.level.left > 0
            gain = law[number] * self._gains[number].run(count) * np.square(np.sin(0.5 * math.pi * one.level.run(count)))
            reads.append(int(self._board.decks[number, READ]) if one.playing else -1)
            gains.append(gain)
            if self._sounds(one):
                self._sound(number, one, out, points, gain, desired)
            else:
                self._board.heard[desk.HEARD_DECKS + number] = 0.0
        ended = [was and not one.playing for was, one in zip(before, self._decks, strict=True)]
        if moves or any(ended):
            self._log(points, gains, reads)
        if any(ended):
            now = [read if one.playing else -1 for read, one in zip(reads, self._decks, strict=True)]
            ends = [gain[-1:] * one.playing for gain, one in zip(gains, self._decks, strict=True)]
            self._log(points[-1:], ends, now)

    def _sounds(self, one: _Deck) -> bool:
        return one.playing or one.tail_at < len(self._falling)

    def _begin(self, number: int, one: _Deck, frames: int) -> bool:
        """Start or let fall, as wished; is it to sound?"""
        row = self._board.decks[number]
        ahead, waiting = int(row[AHEAD]), int(row[WRITTEN]) - int(row[READ])
        fed = ahead > 0 and int(row[RING_RATE]) == self._rate
        desired = self._wanted[number] and fed
        if one.playing:
            one.level.aim(1.0 if desired else 0.0)
        elif not self._sounds(one):
            if desired and waiting >= max(ahead, frames):
                one.playing = True
                one.level.aim(1.0)
            elif not fed and waiting:
                row[READ] = row[WRITTEN]
        return desired

    def _sound(self, number: int, one: _Deck, out: np.ndarray, points: np.ndarray, gain: np.ndarray, desired: bool) -> None:
        """Add one deck to out (frames, 2)."""
        row = self._board.decks[number]
        count, loud = 0, 0.0
        if one.playing:
            read = int(row[READ])
            count = min(len(out), int(row[WRITTEN]) - read)
            row[TAKEN] = read + count
            part = self._scratch[:count]
            start = read % RING_FRAMES
            first = min(count, RING_FRAMES - start)
            part[:first] = self._board.rings[number, start : start + first]
            part[first:] = self._board.rings[number, : count - first]
            if gain[0] == gain[-1] and one.level.left == 0 and not np.ptp(gain):
                part *= np.float32(gain[0])
            else:
                part *= np.interp(self._frames[:count], points, gain).astype(np.float32)[:, None]
            out[:count] += part
            loud = float(np.abs(part).max(initial=0.0))
            row[READ] = read + count
            if count < len(out):
                row[UNDERRUNS] += desired
                one.playing, one.tail_at, one.cut = False, 0, read + count
                one.cut_gain = float(np.interp(count, points, gain))
                one.level.jump(0.0)
            elif not desired and one.level.value == 0.0:
                one.playing = False
                row[READ] = row[WRITTEN]
        if one.tail_at < len(self._falling):
            self._tail(number, one, out[count:])
        self._board.heard[desk.HEARD_DECKS + number] = loud

    def _tail(self, number: int, one: _Deck, out: np.ndarray) -> None:
        """Add the last frames before the ring ran dry, backwards, while they fade."""
        count = min(len(out), len(self._falling) - one.tail_at)
        places = (one.cut - 2 - one.tail_at - self._frames[:count]) % RING_FRAMES
        out[:count] += self._board.rings[number, places] * self._falling[one.tail_at : one.tail_at + count] * np.float32(one.cut_gain)
        one.tail_at += count

    def _log(self, points: np.ndarray, gains: list[np.ndarray], reads: list[int]) -> None:
        """points: frames of this block; gains at these, of each deck; reads: of each ring at the block's first frame."""
        at = int(self._board.counts[DECK_LOG_AT])
        tape = int(self._board.counts[TAPE_AT])
        rows = np.empty((len(points), 1 + 2 * DECKS))
        rows[:, 0] = tape + points
        for number in range(DECKS):
            rows[:, 1 + number] = gains[number]
            rows[:, 1 + DECKS + number] = reads[number] + points if reads[number] >= 0 else -1
        self._board.deck_log[(at + np.arange(len(points))) % LOG_ROWS] = rows
        self._board.counts[DECK_LOG_AT] = at + len(points)


def _wish(board: LiveBoard, index: int, known: float, most: float) -> float:
    """A number that the parent wishes, 0 to `most`; as known where it is none."""
    value = float(board.wishes[index])
    return min(max(value, 0.0), most) if math.isfinite(value) else known
