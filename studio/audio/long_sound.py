"""A sound file that is too long for memory: read in pieces, its peaks grown while it is read. numpy and soundfile; one thread each.

An hour of stereo is 1.3 GB as samples; its peaks are 25 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import soundfile

from studio.audio import files
from studio.audio.peaks import STEP, Level, Peaks
from studio.clip import MAX_RATE, MAX_SECONDS, MIN_RATE
from studio.errors import BadInput

BASE = 256  # samples in a bin of the first level
CHUNK = BASE * STEP**6  # 2**20 frames: read at once while the peaks grow; whole bins of every level up to the seventh
MOST_FRAMES = 1 << 31  # 13 hours at 44.1 kHz; the peaks of stereo are then 200 MB
GLANCE = 2048  # frames at most that one place of a glance is about
_CLEAN = 1e18  # larger samples overflow float32 when squared


@dataclass(frozen=True)
class LongSound:
    """What is known of a long sound: Clip without the samples. peak: the largest sample met so far, 1.0 is full scale.

    read: share of the sound that was read, 0 to 1; below 1 peaks are those of a glance.
    """

    path: Path
    rate: int
    channels: int
    frames: int
    peak: float = 0.0
    read: float = 0.0

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


def too_long(path: Path) -> bool:
    """Does this sound file last longer than a Clip can? Raises BadInput where it is no sound file, or a long one without its end."""
    with files.open_sound(path) as file:
        frames, most = files.told_frames(file, path), MAX_SECONDS * file.samplerate
    if frames is None or frames <= most:
        return False
    with Reader(path) as reader:
        reader.read(frames - 1, frames)
    return True


class Reader:
    """An open sound file. Raises BadInput, naming the file, for whatever can't be read. Used by one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: soundfile.SoundFile = files.open_sound(path)
        self._frames = 0
        name = f"'{files.shown(path)}'"
        if self._file.channels > 2:
            problem = f"{name} has {self._file.channels} channels; mix it down to mono or stereo first."
        elif not MIN_RATE <= self._file.samplerate <= MAX_RATE:
            problem = f"{name} has a rate of {self._file.samplerate} Hz; convert it to 44100 Hz first (4000 to 384000 Hz work)."
        elif (told := files.told_frames(self._file, path)) is None:
            problem = str(files.damaged(path))
        elif self._file.frames > MOST_FRAMES:
            self._frames = told
            problem = f"{name} says that it lasts {self.sound.seconds / 3600:.0f} hours, which is too long; cut it into parts."
        elif told <= 0:
            problem = f"{name} holds no sound (0 samples); export it again from where it came from."
        else:
            self._frames = told
            return
        self.close()
        raise BadInput(problem)

    @property
    def sound(self) -> LongSound:
        return LongSound(self.path, self._file.samplerate, self._file.channels, self._frames)

    def read(self, first: int, last: int) -> np.ndarray:
        """float32 (C, last - first): silence outside the sound, where the file is shorter than it says, and for NaN and infinity."""
        out = np.zeros((self._file.channels, max(0, last - first)), np.float32)
        begin, end = max(0, first), min(last, self._frames)
        if end <= begin:
            return out
        try:
            self._file.seek(begin)
            found = self._file.read(end - begin, dtype="float32", always_2d=True)  # (frames, channels)
        except (soundfile.SoundFileError, ValueError) as error:
            raise files.damaged(self.path) from error
        except (OSError, RuntimeError) as error:
            raise BadInput(f"'{files.shown(self.path)}' can't be read any more; is the disk still there?") from error
        with np.errstate(invalid="ignore"):
            if len(found) and not np.abs(found).max() < _CLEAN:  # false for NaN as well
                found = np.where(np.abs(found) < _CLEAN, found, np.float32(0))
        out[:, begin - first : begin - first + len(found)] = found.T
        return out

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class GrowingPeaks:
    """The peaks of a long sound: first those of a glance at what was read for its spectrogram, then chunk by chunk the real ones."""

    def __init__(self, sound: LongSound) -> None:
        self._sound = sound
        self._bins = -(-sound.frames // BASE)
        self._level: Level = tuple(np.zeros((sound.channels, self._bins), np.float32) for _ in range(3))  # type: ignore[assignment]
        self._left = list(range(-(-sound.frames // CHUNK)))
        self._chunks = len(self._left)
        self._peak = 0.0
        self._noted: list[tuple[float, np.ndarray, np.ndarray, np.ndarray]] = []  # middle in frames; min, max, mean square (C) each
        self._page: tuple[int, np.ndarray] = (0, np.zeros((sound.channels, 0), np.float32))

    @property
    def done(self) -> bool:
        return not self._left

    @property
    def sound(self) -> LongSound:
        """As much as is known by now."""
        known = self._sound
        return LongSound(known.path, known.rate, known.channels, known.frames, self._peak, 1.0 - len(self._left) / self._chunks)

    def note(self, first: int, samples: np.ndarray) -> None:
        """Remember what was read by the way, (C, n) from frame `first` on, for `glance`."""
        for begin in range(0, samples.shape[1], GLANCE):
            part = samples[:, begin : begin + GLANCE]
            self._noted.append((first + begin + part.shape[1] / 2, part.min(axis=1), part.max(axis=1), np.square(part).mean(axis=1)))

    def glance(self) -> None:
        """Fill every bin from the nearest place that was noted. Does nothing where nothing was."""
        noted, self._noted = sorted(self._noted, key=lambda one: one[0]), []
        if not noted or self.sound.read > 0.0:
            return
        middles = np.array([one[0] for one in noted])
        low, high, power = (np.stack([one[i] for one in noted], axis=1) for i in (1, 2, 3))  # (C, places) each
        nearest = np.searchsorted((middles[1:] + middles[:-1]) / 2, np.arange(self._bins) * BASE + BASE / 2)
        self._set(0, self._bins, low[:, nearest], high[:, nearest], power[:, nearest] * BASE)
        self._peak = max(float(high.max()), -float(low.min()))

    def grow(self, reader: Reader, near: int) -> None:
        """Read the chunk nearest to frame `near` that wasn't read yet. Raises BadInput."""
        chunk = min(self._left, key=lambda one: abs(one * CHUNK + CHUNK // 2 - near))
        self._left.remove(chunk)
        first = chunk * CHUNK
        samples = reader.read(first, min(first + CHUNK, self._sound.frames))
        starts = np.arange(0, samples.shape[1], BASE)
        low, high = np.minimum.reduceat(samples, starts, axis=1), np.maximum.reduceat(samples, starts, axis=1)
        begin = first // BASE
        self._set(begin, begin + len(starts), low, high, np.add.reduceat(np.square(samples), starts, axis=1))
        self._peak = max(self._peak, float(high.max()), -float(low.min()))

    def _set(self, begin: int, end: int, *values: np.ndarray) -> None:
        for kept, new in zip(self._level, values, strict=True):
            kept[:, begin:end] = new

    def turn_to(self, reader: Reader, first: int, last: int) -> None:
        """Keep these samples in memory. Raises BadInput."""
        first, last = max(0, first), min(last, self._sound.frames)
        self._page = (first, reader.read(first, last))

    def holds(self, first: int, last: int) -> bool:
        """Do these samples lie in memory, as far as there are any?"""
        begin, page = self._page
        return begin <= max(0, first) and min(last, self._sound.frames) <= begin + page.shape[1]

    def peaks(self) -> Peaks:
        """As they are now; what grows later doesn't change them."""
        level: Level = (self._level[0].copy(), self._level[1].copy(), self._level[2].copy())
        levels = [level]
        while level[0].shape[1] > STEP:
            starts = np.arange(0, level[0].shape[1], STEP)
            low, high, power = level
            low, high = np.minimum.reduceat(low, starts, axis=1), np.maximum.reduceat(high, starts, axis=1)
            level = (low, high, np.add.reduceat(power, starts, axis=1))
            levels.append(level)
        return Peaks(self._page[1], tuple(levels), self._sound.frames, self._page[0], BASE)
