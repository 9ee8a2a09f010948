"""Keeps what is heard, from the tape: up to a minute in memory, what is longer in a sound file while it goes on.

A thread of its own ('undertone-recorder') while something is recorded; `stop` is called by another and waits for it. `_pieces` and `_file`
are that thread's until it has ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

log = logging.getLogger(__name__)

MOST_SECONDS = 600.0  # of a recording; at the end it stops by itself
IN_MEMORY = 60.0  # seconds: what a clip, and so a take, can hold
TICK_SECONDS = 0.2
AWAKE_TICKS = 10  # between two words that keep the output from resting


class Recorder:
    """live: a LiveLink. start: the tape's frame from which on it is kept; file: where a long one is written (WAV, float).

    on_full() is called on the recorder's thread at MOST_SECONDS, on_trouble(error) where the file can't be written: then `stop` gives what
    was kept until there.
    """

    def __init__(self, live: Any, start: int, rate: int, file: Path, on_full: Callable[[], object],
                 on_trouble: Callable[[Exception], object]) -> None:  # fmt: skip
        self._live, self.start, self.rate, self._path = live, start, rate, file
        self._on_full, self._on_trouble = on_full, on_trouble
        self._at = start
        self._pieces: list[np.ndarray] = []
        self._file: Any = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="undertone-recorder", daemon=True)
        self._thread.start()

    @property
    def seconds(self) -> float:
        """How much there is by now. Any thread."""
        return max(0.0, min(MOST_SECONDS, (self._live.tape_at() - self.start) / self.rate))

    def stop(self, end: int | None = None) -> tuple[np.ndarray | None, Path | None, int]:
        """End it at a frame of the tape (None: now): samples (frames, 2) or a file, and the frame after the last."""
        self._ending.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(5.0)
        try:
            self._pull(end)
        except Exception as error:
            self._on_trouble(error)
        if self._file is not None:
            self._file.close()
            return None, self._path, self._at
        made = np.concatenate(self._pieces) if self._pieces else np.zeros((0, 2), np.float32)
        return made, None, self._at

    def _run(self) -> None:
        ticks = 0
        while not self._ending.wait(TICK_SECONDS):
            if ticks % AWAKE_TICKS == 0:
                self._live.send("decks", "awake")  # silence is a part of what is heard
            ticks += 1
            try:
                self._pull(None)
            except Exception as error:
                log.exception("a recording could not be written")
                self._on_trouble(error)
                return
            if self._at - self.start >= MOST_SECONDS * self.rate:
                self._on_full()
                return

    def _pull(self, end: int | None) -> None:
        """Take over what is new on the tape."""
        last = min(self._live.tape_at() if end is None else end, self.start + round(MOST_SECONDS * self.rate))
        if last <= self._at:
            return
        fresh = self._live.taped(self._at, last)
        lost = last - self._at - len(fresh)
        if lost > 0:  # we slept for a minute: silence stands in, so that time stays true
            fresh = np.concatenate([np.zeros((lost, 2), np.float32), fresh])
        self._at = last
        if self._file is None and self._at - self.start > IN_MEMORY * self.rate:
            import soundfile

            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = soundfile.SoundFile(str(self._path), "w", self.rate, 2, "FLOAT", format="WAV")
            for piece in self._pieces:
                self._file.write(piece)
            self._pieces.clear()
        if self._file is not None:
            self._file.write(fresh)
        else:
            self._pieces.append(fresh)
