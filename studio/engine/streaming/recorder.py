"""Keeps what is heard, from the tape, in a sound file from the first moment on, so that a killed program loses none of it.

Beside the file lies, now and then renewed, what else is known of the recording (a text that `about` gives: its recipe). Up to a minute
stays in memory too: the file is needed only if nobody comes to take that. A thread of its own ('undertone-recorder') while something is
recorded; `stop` is called by another and waits for it. `_pieces` and `_file` are that thread's until it has ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from studio.audio import atomic

log = logging.getLogger(__name__)

MOST_SECONDS = 600.0  # of a recording; at the end it stops by itself
IN_MEMORY = 60.0  # seconds: what a clip, and so a take, can hold
TICK_SECONDS = 0.2
JOIN_SECONDS = 30.0  # that a disk may take to keep what it was given
AWAKE_TICKS = 10  # between two words that keep the output from resting
ABOUT_TICKS = 15  # between two texts beside the file: three seconds
SYNC_TICKS = 15  # between two times at which the disk is made to keep what it was given: a power cut takes no more than that
ABOUT = ".json"


class Recorder:
    """live: a LiveLink. start: the tape's frame from which on it is kept; file: where it is written meanwhile (WAV, float).

    about(end): a text on what was recorded up to that frame of the tape, None for no other than before; asked for on the recorder's thread.
    on_full() is called on the recorder's thread at MOST_SECONDS, on_trouble(error) where a file that is needed can't be written: then
    `stop` gives what was kept until there.
    """

    def __init__(self, live: Any, start: int, rate: int, file: Path, on_full: Callable[[], object],
                 on_trouble: Callable[[Exception], object], about: Callable[[int], str | None] | None = None) -> None:  # fmt: skip
        self._live, self.start, self.rate, self.path = live, start, rate, file
        self._on_full, self._on_trouble, self._about = on_full, on_trouble, about
        self._at = start
        self._pieces: list[np.ndarray] = []
        self._long = False  # more than fits in memory
        self._file: Any = None
        self._refused: Exception | None = None  # what the disk said; in memory it goes on
        self._broken = False  # the disk refused what is in memory no more
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="undertone-recorder", daemon=True)
        self._thread.start()

    @property
    def seconds(self) -> float:
        """How much there is by now. Any thread."""
        return max(0.0, min(MOST_SECONDS, (self._live.tape_at() - self.start) / self.rate))

    def stop(self, end: int | None = None) -> tuple[np.ndarray | None, int]:
        """End it at a frame of the tape (None: now): samples (frames, 2), or None if it is long and only in the file; frame after the last.

        `discard` then removes the file.
        """
        self._ending.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(JOIN_SECONDS)
        try:
            if not self._broken:  # else a part of what it was given is written, and would be once more
                self._pull(end)
        except Exception as error:
            self._on_trouble(error)
        if self._file is not None:
            self._file.close()
        if self._long:
            return None, self._at
        return np.concatenate(self._pieces) if self._pieces else np.zeros((0, 2), np.float32), self._at

    def discard(self) -> None:
        """Remove the file and what lies beside it: what was recorded is safe elsewhere."""
        discard(self.path)

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
            if ticks % ABOUT_TICKS == 0 and self._refused is None:
                self._write_about()
            if ticks % SYNC_TICKS == 0:
                self._sync()

    def _pull(self, end: int | None) -> None:
        """Take over what is new on the tape. Raises OSError, soundfile's errors where the disk refuses what memory can't hold."""
        last = min(self._live.tape_at() if end is None else end, self.start + round(MOST_SECONDS * self.rate))
        if last <= self._at:
            return
        fresh = self._live.taped(self._at, last)
        lost = last - self._at - len(fresh)
        if lost > 0:  # we slept for a minute: silence stands in, so that time stays true
            fresh = np.concatenate([np.zeros((lost, 2), np.float32), fresh])
        if not self._long and last - self.start > IN_MEMORY * self.rate:
            if self._refused is not None:
                raise self._refused
            self._long = True
            self._pieces.clear()
        self._write(fresh)
        self._at = last
        if not self._long:
            self._pieces.append(fresh)

    def _write(self, fresh: np.ndarray) -> None:
        """Into the file, which is made with the first samples. While it all is in memory too, a disk that refuses is only remembered."""
        if self._refused is not None:
            return
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = soundfile.SoundFile(str(self.path), "w", self.rate, 2, "FLOAT", format="WAV")
                atomic.sync_folder(self.path.parent)
            self._file.write(fresh)
        except (OSError, soundfile.SoundFileError) as error:
            if self._long:
                self._broken = True
                raise
            log.warning("a recording is kept in memory only: %s", error)
            self._refused = error

    def _sync(self) -> None:
        if self._file is not None and not self._broken:
            self._file.flush()  # sf_write_sync: fsync

    def _write_about(self) -> None:
        if self._about is None:
            return
        try:
            if (text := self._about(self._at)) is not None:
                atomic.replace(self.path.with_suffix(ABOUT), text.encode())
        except Exception:  # the sound itself is safe, and the next text may be
            log.exception("what is known of a recording could not be written")


def discard(path: Path) -> None:
    """Remove a recording's file and what lies beside it; what the disk holds on to stays, and the log says so."""
    for one in (path, path.with_suffix(ABOUT)):
        try:
            one.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s can't be removed: %s", one, error)
