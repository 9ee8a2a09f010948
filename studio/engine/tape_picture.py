"""A rolling picture of what is heard: columns of waveform and spectrogram from the live tape, made as the tape goes on.

`TapePicture` is arithmetic; `TapeWatch` is a thread ("undertone-tape") that lives only while somebody looks. The looker takes finished
columns from `columns`, a deque (one thread appends, one takes: both atomic); where it doesn't take them, the oldest are dropped.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from studio.audio.spectrum import FLOOR_DB, frequencies_of, power_of, to_db

log = logging.getLogger(__name__)

COLUMNS_PER_SECOND = 64
SECONDS = 10.0  # that a looker shows
WINDOW = 2048
BANDS = 128
EVERY = 0.05  # seconds between two looks at the tape
MOST_BATCHES = 256
LONGEST = 1.0  # seconds of the tape that are caught up with at once


class Tape(Protocol):
    """What is needed of a session; see session/hearing.py."""

    @property
    def tape_rate(self) -> int: ...
    def tape_at(self) -> int: ...
    def taped(self, start: int, end: int) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class Columns:
    """low, high (n,) of the louder channel; bytes uint8 (BANDS, n), highest band first, as Spectrogram.bytes; rate: Hz of the tape."""

    low: np.ndarray
    high: np.ndarray
    bytes: np.ndarray
    rate: int


class TapePicture:
    """Columns from blocks of any length: the same whatever the division."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.hop = max(1, rate // COLUMNS_PER_SECOND)
        self._past = np.zeros((WINDOW, 2), np.float32)  # before what is not yet a column
        self._rest = np.zeros((0, 2), np.float32)

    def step(self, samples: np.ndarray) -> Columns | None:
        """samples (frames, 2) float32; None while they don't fill a column."""
        whole = np.concatenate([self._past, self._rest, np.nan_to_num(samples)])
        fresh = len(whole) - WINDOW
        count = fresh // self.hop
        if not count:
            self._rest = whole[WINDOW:]
            return None
        used = WINDOW + count * self.hop
        blocks = whole[WINDOW:used].reshape(count, self.hop, 2)
        low, high = blocks.min(axis=(1, 2)), blocks.max(axis=(1, 2))
        mono = whole[:used].mean(axis=1)
        framed = np.lib.stride_tricks.sliding_window_view(mono, WINDOW)[self.hop :: self.hop][:count]
        db = to_db(power_of(framed[None], self.rate, "mel", BANDS))
        pixels = np.ascontiguousarray(np.clip((db[::-1] - FLOOR_DB) * 2.0 + 0.5, 0, 255).astype(np.uint8))
        self._past, self._rest = whole[used - WINDOW : used], whole[used:]
        return Columns(low, high, pixels, self.rate)


def hertz_of_bands(rate: int) -> np.ndarray:
    """Centres of the bands, lowest first."""
    return frequencies_of(rate, WINDOW, "mel", BANDS)


class TapeWatch:
    """`start` and `stop` are one thread's (the window's); both may be called again and again."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self.columns: deque[Columns] = deque(maxlen=MOST_BATCHES)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self) -> None:
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="undertone-tape", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Waits for the piece that it is at: a few milliseconds."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stop.set()
            thread.join(2.0)

    def _run(self) -> None:
        tape, picture, at = self._tape, None, 0
        try:
            while not self._stop.wait(EVERY):
                rate, now = tape.tape_rate, tape.tape_at()
                if not rate or now <= 0:
                    continue
                if picture is None or picture.rate != rate or now < at:
                    picture, at = TapePicture(rate), max(0, now - round(SECONDS * rate))
                end = min(now, at + round(LONGEST * rate))
                made = picture.step(tape.taped(at, end)) if end > at else None
                at = end
                if made is not None:
                    self.columns.append(made)
        except Exception:
            log.exception("the picture of what is heard ended")
