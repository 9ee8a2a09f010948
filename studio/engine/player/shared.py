"""The memory that the program (parent) and its audio process (child) share, and who may write what.

Layout of one block of shared memory: a small header (`Board`) and an arena for samples (`Slots` manages it).

| part     | written by     | read by  | why that is safe                                                     |
|----------|----------------|----------|----------------------------------------------------------------------|
| gain     | parent         | callback | one aligned 8-byte number on which nothing else depends              |
| control  | child, control | parent   | two such numbers: one that goes up with every tick, one that is 1 at rest |
| beat     | callback       | parent   | sequence counter: odd while written, re-read until even and equal    |
| peaks    | callback       | parent   | ring of 256; an entry is written before `beat` counts it             |
| marks    | callback       | parent   | ring of 64, as peaks                                                 |
| released | callback       | parent   | published one whole block after the last read of a slot              |
| arena    | parent         | callback | written before the pipe announces it, not again before its release   |

Only the parent creates and unlinks; the child attaches. Only the `Board` and the `Mixer` of the same process hold views;
the parent drops them before it closes, the child ends without closing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np

from studio.engine.player import memory
from studio.engine.player.memory import Memory

SLOTS = 8
ARENA_BYTES = 3 * 61 * 48_000 * 2 * 4  # three clips of a minute in stereo at 48 kHz, about 67 MiB
MAX_CLIP_BYTES = ARENA_BYTES // 3  # with one clip sounding there is always room for another, wherever it lies
PEAK_BLOCKS, MARKS = 256, 64
PIECE_FRAMES = 1 << 16  # copied at once: a fifth of a millisecond
PIECE_PAUSE = 0.0001  # seconds
HEADER_BYTES = 16_384
TOTAL_BYTES = HEADER_BYTES + ARENA_BYTES

TICKS, RESTING = 0, 1  # fields of `control`, int64
# fields of `beat`, all int64
(SEQ, BLOCKS, TIME_NS, POSITION, RUN, CLIP_FRAMES, REQUEST, PLAYING, LOOPING, GAPS, MARKED, FAULTS, START, END, LIVE) = range(15)
BEAT_FIELDS = 15


class Placement(NamedTuple):
    """Where a clip lies in the arena. `generation` tells this use of the slot from earlier ones."""

    slot: int
    generation: int
    offset: int  # bytes from the start of the arena
    frames: int
    channels: int


class Mark(NamedTuple):
    """When a request began to sound: times are `time.perf_counter_ns()`, the same clock in all processes."""

    request: int
    handed_ns: int  # its first frame was handed to the device
    heard_ns: int  # and leaves the device, by the device's own word


class Board:
    """Views of header and arena over any buffer of TOTAL_BYTES (shared memory, or a bytearray in tests)."""

    def __init__(self, buffer: Any) -> None:
        def view(offset: int, shape: tuple[int, ...], kind: type) -> np.ndarray:
            return np.ndarray(shape, dtype=kind, buffer=buffer, offset=offset)

        self.gain = view(0, (1,), np.float64)
        self.control = view(64, (2,), np.int64)
        self.beat = view(128, (BEAT_FIELDS,), np.int64)
        self.released = view(256, (SLOTS,), np.int64)
        self.marks = view(512, (MARKS, 3), np.int64)
        self.peaks = view(4096, (PEAK_BLOCKS, 3), np.float64)
        self.arena = view(HEADER_BYTES, (ARENA_BYTES,), np.uint8)
        self._marks_known: tuple[tuple[int, int], tuple[Mark, ...]] = ((0, 0), ())  # parent: what they were read for last

    def clear(self, gain: float) -> None:
        """Parent, while no audio process lives: forget what the last one wrote."""
        for part in (self.control, self.beat, self.released, self.marks, self.peaks):
            part[...] = 0
        self.beat[REQUEST] = -1
        self._marks_known = ((0, 0), ())
        self.gain[0] = gain

    def drop(self) -> None:
        """Let go of every view, so that the memory can be closed."""
        del self.gain, self.control, self.beat, self.released, self.marks, self.peaks, self.arena

    def samples(self, place: Placement) -> np.ndarray:
        """The clip at `place` as float32 (frames, channels), no copy."""
        end = place.offset + place.frames * place.channels * 4
        return self.arena[place.offset : end].view(np.float32).reshape(place.frames, place.channels)

    # ---- callback ----
    def publish(self, fields: tuple[int, ...], left: float, right: float, clipped: bool) -> None:
        """Callback: the state after a block; `fields` follow the order of the names above, without SEQ."""
        beat = self.beat
        self.peaks[fields[0] % PEAK_BLOCKS] = (left, right, clipped)
        beat[SEQ] += 1
        beat[1:] = fields
        beat[SEQ] += 1

    def mark(self, count: int, request: int, handed_ns: int, heard_ns: int) -> None:
        """Callback: mark number `count` (from 0); `publish` then makes it visible."""
        self.marks[count % MARKS] = (request, handed_ns, heard_ns)

    # ---- parent ----
    def snapshot(self) -> list[int]:
        """Parent: one consistent copy of `beat`. A child killed while writing leaves its last words as they are."""
        copy: list[int] = self.beat.tolist()
        for _ in range(50):
            if copy[SEQ] % 2 == 0 and copy[SEQ] == int(self.beat[SEQ]):
                break
            time.sleep(0)
            copy = self.beat.tolist()
        return copy

    def recent_marks(self, marked: int, most: int = 32) -> tuple[Mark, ...]:
        """Parent: the newest marks, oldest first; `marked` is MARKED of a snapshot."""
        if (marked, most) != self._marks_known[0]:  # asked for at frame rate, and new only when a sound begins
            rows = self.marks[np.arange(max(0, marked - most), marked) % MARKS].tolist()
            self._marks_known = (marked, most), tuple(map(Mark._make, rows))
        return self._marks_known[1]

    def peaks_since(self, before: int, blocks: int) -> tuple[float, float, bool]:
        """Parent: largest (left, right) and whether the ceiling was hit in the blocks after `before` up to `blocks`."""
        count = min(blocks - before, PEAK_BLOCKS - 8)
        if count <= 0:
            return 0.0, 0.0, False
        rows = self.peaks[np.arange(blocks - count + 1, blocks + 1) % PEAK_BLOCKS]
        left, right, clipped = rows.max(axis=0).tolist()
        return left, right, bool(clipped)


def heard_frame(beat: list[int], rate: int) -> float:
    """The frame that leaves the device now, from the last block's (position, time)."""
    position, size = beat[POSITION], beat[CLIP_FRAMES]
    if not beat[PLAYING] or not size:
        return float(position)
    behind = (beat[TIME_NS] - time.perf_counter_ns()) * rate / 1e9
    behind = max(behind, -0.05 * rate)  # a callback that is late doesn't send the playhead off
    start, end = beat[START], beat[END]
    if behind > beat[RUN] - start:
        return float(start)  # the device still plays what came before
    if beat[LOOPING] and start <= position <= end:
        return float(start + (position - behind - start) % (end - start))
    return min(max(position - behind, float(start)), float(size))


class Arena(Protocol):
    """What `Slots` manages: a `Board` or a `LiveBoard`."""

    released: np.ndarray

    def samples(self, place: Placement) -> np.ndarray: ...


class Slots:
    """Parent: gives clips room in an arena of `size` bytes. A region is free again when its release was published."""

    def __init__(self, board: Arena, slots: int = SLOTS, size: int = ARENA_BYTES) -> None:
        self._board = board
        self._size = size
        self._generation = [0] * slots
        self._live: dict[int, Placement] = {}

    def place(self, samples: np.ndarray, gain: float = 1.0) -> Placement | None:
        """Copy float32 (frames, channels), times a linear gain, into a free region; None while slots or room are lacking."""
        place = self.reserve(samples)
        if place is not None:
            self.fill(place, samples, gain)
        return place

    def place_in_pieces(self, samples: np.ndarray, gain: float, lock: threading.Lock, there: Callable[[], bool]) -> Placement | None:
        """As `place`, with the lock of the views held for a piece at a time, so that who looks in between hardly waits.

        there(): asked under the lock: are these still the slots, and the memory? Else None.
        """
        with lock:
            place = self.reserve(samples) if there() else None
        for start in range(0, len(samples) if place is not None else 0, PIECE_FRAMES):
            if start:
                time.sleep(PIECE_PAUSE)  # a lock that is taken again at once is never given to who waits
            with lock:
                if not there():
                    return None
                self.fill(place, samples[start : start + PIECE_FRAMES], gain, start)  # type: ignore[arg-type]
        return place

    def fill(self, place: Placement, samples: np.ndarray, gain: float, start: int = 0) -> None:
        """Samples of a placement from its frame `start` on."""
        np.multiply(samples, np.float32(gain), out=self._board.samples(place)[start : start + len(samples)])

    def reserve(self, samples: np.ndarray) -> Placement | None:
        """A free region for these samples, not filled yet."""
        for slot, live in list(self._live.items()):
            if int(self._board.released[slot]) == live.generation:
                del self._live[slot]
        slot = next((i for i in range(len(self._generation)) if i not in self._live), -1)
        offset = self._room(samples.nbytes)
        if slot < 0 or offset < 0:
            return None
        self._generation[slot] += 1
        place = Placement(slot, self._generation[slot], offset, samples.shape[0], samples.shape[1])
        self._live[slot] = place
        return place

    def forget(self, place: Placement) -> None:
        """Nobody reads this region any more, and nobody will say so."""
        if self._live.get(place.slot) is place:
            del self._live[place.slot]

    def _room(self, size: int) -> int:
        """First offset (multiple of 64) with `size` free bytes after it, or -1."""
        start = 0
        for live in sorted(self._live.values(), key=lambda p: p.offset):
            if live.offset - start >= size:
                return start
            start = live.offset + -(-live.frames * live.channels * 4 // 64) * 64
        return start if self._size - start >= size else -1


class SharedBlock:
    """The shared memory itself. The parent calls `create`, the child `attach`; both `close`, which never raises."""

    def __init__(self, memory: Memory, owner: bool) -> None:
        self._memory = memory
        self._owner = owner
        self.name = memory.name
        self.board = Board(memory.buf)

    @staticmethod
    def create() -> SharedBlock:
        """Raises UndertoneError where the machine hasn't that much memory."""
        return SharedBlock(memory.create(TOTAL_BYTES), owner=True)

    @staticmethod
    def attach(name: str) -> SharedBlock:
        return SharedBlock(memory.attach(name), owner=False)

    def close(self) -> None:
        """Drop the views, unmap, and in the parent unlink. Once only."""
        self.board.drop()
        self._memory.close()
        if self._owner:
            self._memory.unlink()
