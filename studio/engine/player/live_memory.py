"""A second block of shared memory, for what is played live: samples of pads and keys, rings of streams, live input, and a tape.

`shared.py` holds the first one; the rules are the same: only the parent creates and unlinks, the child attaches, views are dropped
before the memory is closed, and whatever two sides touch is named here.

| part       | written by | read by  | why that is safe                                                           |
|------------|------------|----------|----------------------------------------------------------------------------|
| bank       | parent     | callback | written before the pipe announces it, not again before its release         |
| released   | callback   | parent   | published one whole block after the last read of a slot                    |
| deck rings | streams' process | callback | one writer, one reader; WRITTEN goes up after the samples, READ after them |
| deck log   | callback   | parent   | the newest rows; DECK_LOG_AT goes up after them                            |
| streams    | streams' process | parent | aligned 8-byte numbers for the eye, on which nothing else depends        |
| wishes     | parent     | callback | aligned 8-byte numbers, each smoothed by its reader                        |
| heard      | callback   | parent   | aligned 8-byte numbers on which nothing else depends                       |
| input ring | callback   | parent   | as the deck rings                                                          |
| tape       | callback   | parent   | the newest 60 s; TAPE_AT goes up after the samples; readers leave out what is about to go |

The counters of rings are written by numpy calls that lie many instructions after those that copy the samples; on processors that
reorder writes (ARM) the copy's own release and the gap of at least one block between writer and reader stand in for a barrier.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.engine.player import memory
from studio.engine.player.memory import Memory
from studio.engine.player.shared import Placement

DECKS = 2
BANK_SLOTS = 256  # at most 384 have room in the header
BANK_BYTES = 48 << 20
RING_FRAMES = 1 << 16  # of a deck; a power of two, as the next
INPUT_FRAMES = 1 << 17
TAPE_SECONDS = 60
TAPE_FRAMES = TAPE_SECONDS * 48_000  # at 96 kHz half as long
HEADER_BYTES = 1 << 16
WISHES, HEARD = 64, 256

LOG_ROWS, LOG_FIELDS = 4096, 5  # of the decks' gains; see decks.py
STREAM_NUMBERS = 128  # of a deck; see engine/streaming/server.py

# Of a deck, int64; AHEAD and RING_RATE are the writer's: frames that it keeps ahead (0: it writes nothing) and their rate in Hz.
# TAKEN is what READ will be: it goes up before the samples are read. What lies behind it the writer may write again.
WRITTEN, READ, UNDERRUNS, AHEAD, RING_RATE, TAKEN = range(6)
TAPE_AT, INPUT_AT, DECK_LOG_AT, INPUT_RATE = 0, 1, 2, 3  # of `counts`, int64: frames or rows ever written; Hz of the input, 0: none is open

_RINGS = HEADER_BYTES + BANK_BYTES
_INPUT = _RINGS + DECKS * RING_FRAMES * 8
_TAPE = _INPUT + INPUT_FRAMES * 4
_LOG = _TAPE + TAPE_FRAMES * 8
_STREAMS = _LOG + LOG_ROWS * LOG_FIELDS * 8
LIVE_BYTES = _STREAMS + DECKS * STREAM_NUMBERS * 8


class LiveBoard:
    """Views over any buffer of LIVE_BYTES (shared memory, or np.zeros(LIVE_BYTES, np.uint8) in tests)."""

    def __init__(self, buffer: Any) -> None:
        def view(offset: int, shape: tuple[int, ...], kind: type) -> np.ndarray:
            return np.ndarray(shape, dtype=kind, buffer=buffer, offset=offset)

        self.counts = view(0, (8,), np.int64)
        self.decks = view(128, (DECKS, 8), np.int64)
        self.released = view(1024, (BANK_SLOTS,), np.int64)
        self.wishes = view(4096, (WISHES,), np.float64)  # who uses which number stands in desk.py
        self.heard = view(8192, (HEARD,), np.float64)  # the same
        self.bank = view(HEADER_BYTES, (BANK_BYTES,), np.uint8)
        self.rings = view(_RINGS, (DECKS, RING_FRAMES, 2), np.float32)
        self.input = view(_INPUT, (INPUT_FRAMES,), np.float32)
        self.tape = view(_TAPE, (TAPE_FRAMES, 2), np.float32)
        self.deck_log = view(_LOG, (LOG_ROWS, LOG_FIELDS), np.float64)
        self.streams = view(_STREAMS, (DECKS, STREAM_NUMBERS), np.float64)

    def clear(self) -> None:
        """Parent, while no audio process lives: forget what the last one wrote. The tape and the rings stay."""
        for part in (self.released, self.heard):
            part[...] = 0
        self.counts[INPUT_RATE] = 0

    def drop(self) -> None:
        """Let go of every view, so that the memory can be closed."""
        del self.counts, self.decks, self.released, self.wishes, self.heard, self.bank, self.rings, self.input, self.tape
        del self.deck_log, self.streams

    def samples(self, place: Placement) -> np.ndarray:
        """The bank's clip at `place` as float32 (frames, channels), no copy."""
        end = place.offset + place.frames * place.channels * 4
        return self.bank[place.offset : end].view(np.float32).reshape(place.frames, place.channels)

    # ---- callback ----
    def record(self, out: np.ndarray) -> None:
        """Put a block (frames, 2) on the tape."""
        at = int(self.counts[TAPE_AT])
        start = at % TAPE_FRAMES
        first = min(len(out), TAPE_FRAMES - start)
        self.tape[start : start + first] = out[:first]
        self.tape[: len(out) - first] = out[first:]
        self.counts[TAPE_AT] = at + len(out)

    # ---- parent ----
    def taped(self, start: int, end: int) -> np.ndarray:
        """A copy (frames, 2) of what was heard from frame `start` to `end` (as TAPE_AT counts); what is too old is left out."""
        now = int(self.counts[TAPE_AT])
        end = min(end, now)
        start = max(start, 0, now - TAPE_FRAMES + 8192)  # a block may be written while we copy
        if start >= end:
            return np.zeros((0, 2), np.float32)
        a, b = start % TAPE_FRAMES, end % TAPE_FRAMES
        return self.tape[a:b].copy() if a < b else np.concatenate([self.tape[a:], self.tape[:b]])


class LiveBlock:
    """The shared memory itself. The parent calls `create`, the child `attach`; both `close`, which never raises."""

    def __init__(self, memory: Memory, owner: bool) -> None:
        self._memory = memory
        self._owner = owner
        self.name = memory.name
        self.board = LiveBoard(memory.buf)

    @staticmethod
    def create() -> LiveBlock:
        """Raises UndertoneError where the machine hasn't that much memory."""
        return LiveBlock(memory.create(LIVE_BYTES), owner=True)

    @staticmethod
    def attach(name: str) -> LiveBlock:
        return LiveBlock(memory.attach(name), owner=False)

    def close(self) -> None:
        """Drop the views, unmap, and in the parent unlink. Once only."""
        self.board.drop()
        self._memory.close()
        if self._owner:
            self._memory.unlink()
