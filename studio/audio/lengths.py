"""How long a sound file really is, where its header doesn't say or says more than there is: it is decoded once and counted.

A FLAC that was streamed has no length in its header, an MP3 that was cut off still has the length of before. Plain functions, any
thread but the GUI's: counting an hour takes seconds.
"""

from __future__ import annotations

import io
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import soundfile

UNTOLD = 1 << 62  # frames: libsndfile gives its largest number where a header says nothing
TOTAL_AT = 21  # byte of a FLAC in whose lower half the number of frames begins, 36 bits long
BLOCK = 1 << 16  # frames decoded at once


class ToldFlac(soundfile.SoundFile):
    """A FLAC whose header says nothing of its length, read as if it said `frames`. Raises what SoundFile does, and OSError."""

    def __init__(self, path: Path, frames: int) -> None:
        self._source = _Patched(path, frames)
        try:
            super().__init__(self._source)
        except BaseException:
            self._source.close()
            raise

    def close(self) -> None:
        super().close()
        self._source.close()


class _Stream(soundfile.SoundFile):
    """A sound file that is only read onwards: soundfile seeks after every read, which fails where the length isn't known."""

    def seekable(self) -> bool:
        return False


class _Patched(io.FileIO):
    """A FLAC file with another number of frames in its header."""

    def __init__(self, path: Path, frames: int) -> None:
        super().__init__(os.fsencode(path) if os.name == "posix" else path)
        self.seek(TOTAL_AT)
        upper = super().read(1) or b"\0"
        self.seek(0)
        total = bytes([(upper[0] & 0xF0) | (frames >> 32)]) + (frames & 0xFFFF_FFFF).to_bytes(4, "big")
        self._bytes = dict(enumerate(total, TOTAL_AT))

    def readinto(self, buffer: Any) -> int:
        place = self.tell()
        count = super().readinto(buffer) or 0
        if place <= max(self._bytes):
            view = memoryview(buffer).cast("B")
            for at, byte in self._bytes.items():
                if place <= at < place + count:
                    view[at - place] = byte
        return count


def with_length(file: soundfile.SoundFile, path: Path) -> soundfile.SoundFile:
    """The open file, or where it is a FLAC without a length another one that has it. Raises SoundFileError, ValueError, OSError."""
    if file.frames < UNTOLD or file.format != "FLAC" or not _begins_as_flac(path):
        return file
    file.close()
    return ToldFlac(path, _frames(path, *_stamp(path)))


def real_frames(file: soundfile.SoundFile, path: Path) -> int:
    """How many frames there are; what the header says is doubted only for an MP3 whose last frame is missing.

    Raises SoundFileError, ValueError, OSError.
    """
    told = int(file.frames)
    if file.format != "MP3" or told < 1:
        return told
    place = file.tell()
    try:
        file.seek(told - 1)
        whole = len(file.read(1, always_2d=True)) == 1
    finally:
        file.seek(place)
    return told if whole else min(told, _frames(path, *_stamp(path)))


def _begins_as_flac(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(5)[:4] == b"fLaC"


def _stamp(path: Path) -> tuple[int, int]:
    """What a file's count is remembered by."""
    state = os.stat(path)
    return state.st_size, state.st_mtime_ns


@lru_cache(maxsize=64)
def _frames(path: Path, size: int, changed: int) -> int:
    """What is really there, counted."""
    frames = 0
    with _Stream(os.fsencode(path) if os.name == "posix" else path) as file:
        while (found := len(file.read(BLOCK, dtype="float32", always_2d=True))) > 0:
            frames += found
    return frames
