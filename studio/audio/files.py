"""Sound files in and out: read, describe, encode, resample, write without ever overwriting. Plain functions, any thread but the GUI's.

Everything a hostile file can do ends in BadInput with one sentence that names the file.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from studio.audio import recipe_chunk
from studio.audio.atomic import write_new
from studio.audio.dither import quantise, safe_gain_db
from studio.audio.lengths import real_frames, with_length
from studio.clip import MAX_RATE, MAX_SECONDS, MIN_RATE, Clip
from studio.errors import BadInput
from studio.recipe import Recipe

BLOCK = 65_536  # frames read at once: what a header promises never sizes an array
BLOCK_SAMPLES = 1 << 20  # frames times channels read at once
MEASURE_SECONDS = 600.0  # levels of longer files are those of their first ten minutes
MEASURE_SAMPLES = 1 << 28  # frames times channels, read in seconds: a header may promise 1024 channels at 2 GHz
SILENCE_DB = -160.0  # what a level of nothing is called
DENSEST = 1 << 13  # frames that a byte of a file may hold (silence in FLAC: up to 5000): a header that tells of more lies
_CLEAN = 1e18  # larger samples overflow float32 when squared: as useless as infinity


@dataclass(frozen=True)
class SoundInfo:
    """What a sound file is. peak_db and rms_db in dBFS over its first ten minutes (less where there are very many channels)."""

    path: Path
    format: str  # "WAV", "FLAC", ...
    subtype: str  # "PCM_16", "FLOAT", ...
    rate: int
    channels: int
    frames: int
    seconds: float
    peak_db: float
    rms_db: float
    recipe: Recipe | None
    recipe_error: str = ""  # the sentence where a recipe is there but can't be read


@dataclass(frozen=True)
class Encoded:
    """A whole sound file as bytes. gain_db is 0, or what a sound beyond full scale was turned down by for an integer format."""

    data: bytes
    gain_db: float


def shown(path: Path) -> str:
    """A file's or folder's name as it may stand in a sentence: one printable line of at most 80 characters."""
    name = "".join(c if c.isprintable() else "?" for c in path.name or str(path))
    return name if len(name) <= 80 else f"{name[:50]}...{name[-27:]}"


def open_sound(path: Path) -> soundfile.SoundFile:
    """Open a sound file for reading. Raises BadInput for whatever is no readable sound file."""
    name = f"'{shown(path)}'"
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise BadInput(f"{name} is a folder; choose a sound file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise BadInput(f"{name} is a device or a pipe, not a file; choose a sound file.")
        if not status.st_size:  # some files of the system seem so, and hold up whoever reads them
            raise BadInput(f"{name} is empty; export it again from where it came from.")
        with open(path, "rb"):
            pass  # may it be read?
    except FileNotFoundError as error:
        raise BadInput(f"{name} does not exist any more; choose another file.") from error
    except PermissionError as error:
        raise BadInput(f"{name} may not be read; give yourself permission to read it or copy it elsewhere.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL inside the name
        reason = "its name is not possible here" if isinstance(error, ValueError) or error.errno == errno.ENAMETOOLONG else error.strerror
        raise BadInput(f"{name} can't be opened ({reason}); choose another file.") from error
    try:
        file = soundfile.SoundFile(os.fsencode(path) if os.name == "posix" else path)  # bytes: names that are no text
        return with_length(file, path)
    except (soundfile.SoundFileError, TypeError, ValueError, OSError) as error:
        raise BadInput(f"{name} is no sound file that can be read, or it is damaged; use WAV, FLAC, AIFF, OGG or MP3.") from error


def told_frames(file: soundfile.SoundFile, path: Path) -> int | None:
    """How many frames the file holds; None where it doesn't say, or says more than its bytes can hold. Raises BadInput."""
    try:
        return real_frames(file, path) if file.frames <= os.stat(path).st_size * DENSEST else None
    except (soundfile.SoundFileError, ValueError) as error:
        raise damaged(path) from error
    except OSError as error:
        raise BadInput(f"'{shown(path)}' can't be read any more ({error.strerror}); is the disk still there?") from error


def damaged(path: Path) -> BadInput:
    """What to say of a file that ends before it should, or says that it is longer than it can be."""
    return BadInput(f"'{shown(path)}' is damaged and can't be read to its end; export it again from where it came from.")


def _block(channels: int) -> int:
    """Frames that are read at once."""
    return max(1, min(BLOCK, BLOCK_SAMPLES // channels))


def _read_frames(file: soundfile.SoundFile, frames: int, path: Path) -> np.ndarray:
    """At most `frames` frames as (frames, channels) float32, however many the header promises."""
    parts: list[np.ndarray] = []
    left = frames
    try:
        while left > 0:
            block = file.read(min(_block(file.channels), left), dtype="float32", always_2d=True)
            if not len(block):
                break
            parts.append(block)
            left -= len(block)
    except (soundfile.SoundFileError, ValueError, OSError) as error:
        raise damaged(path) from error
    return np.concatenate(parts) if parts else np.zeros((0, file.channels), np.float32)


def read_clip(path: str | Path, *, max_seconds: float = MAX_SECONDS) -> Clip:
    """The first `max_seconds` (at most 60 s) of a sound file as a Clip; nothing behind them is read.

    Any format of soundfile, 1 or 2 channels, 4 to 384 kHz. `describe(path).seconds` tells whether there is more.
    Raises BadInput with one sentence naming the file for everything else.
    """
    path = Path(path)
    if not max_seconds > 0:
        raise ValueError(f"max_seconds must be longer than 0, not {max_seconds}")
    with open_sound(path) as file:
        if file.channels > 2:
            raise BadInput(f"'{shown(path)}' has {file.channels} channels; mix it down to mono or stereo first.")
        if not MIN_RATE <= file.samplerate <= MAX_RATE:
            raise BadInput(f"'{shown(path)}' has a rate of {file.samplerate} Hz; convert it to 44100 Hz first (4000 to 384000 Hz work).")
        rate = file.samplerate
        frames = _read_frames(file, int(min(max_seconds, MAX_SECONDS) * rate), path)  # (frames, channels)
    if not len(frames):
        raise BadInput(f"'{shown(path)}' holds no sound (0 samples); export it again from where it came from.")
    with np.errstate(invalid="ignore"):
        clean = float(np.abs(frames).max()) < _CLEAN  # false for NaN as well
    if not clean:
        raise BadInput(f"'{shown(path)}' holds values that are not finite numbers (NaN or infinity); repair or export it again.")
    return Clip(np.ascontiguousarray(frames.T), rate)


def describe(path: str | Path) -> SoundInfo:
    """Format, length and levels of a sound file of any channel count, and the recipe in it. Raises BadInput as read_clip does."""
    path = Path(path)
    with open_sound(path) as file:
        format_, subtype, rate, channels = file.format, file.subtype, file.samplerate, file.channels
        peak, square, frames = 0.0, 0.0, 0
        limit = int(min(MEASURE_SECONDS * max(rate, 1), MEASURE_SAMPLES / channels))
        while frames < limit:
            block = _read_frames(file, min(_block(channels), limit - frames), path)
            if not len(block):
                break
            frames += len(block)
            with np.errstate(invalid="ignore"):  # a signalling NaN, dealt with below
                peak = max(peak, float(np.abs(block).max()))
                square += float(np.sum(np.square(block, dtype=np.float64)))
        if frames >= limit:
            frames = max(frames, told_frames(file, path) or file.frames)
    if not np.isfinite(square) or peak >= _CLEAN:
        raise BadInput(f"'{shown(path)}' holds values that are not finite numbers (NaN or infinity); repair or export it again.")
    recipe, problem = None, ""
    try:
        recipe = recipe_chunk.read(path)
    except BadInput as error:
        problem = str(error)
    except OSError as error:
        raise BadInput(f"'{shown(path)}' can't be read any more ({error.strerror}); is the disk still there?") from error
    rms = (square / (min(frames, limit) * channels)) ** 0.5 if frames else 0.0
    return SoundInfo(path, format_, subtype, rate, channels, frames, frames / rate, _db(peak), _db(rms), recipe, problem)


def _db(level: float) -> float:
    return max(SILENCE_DB, 20.0 * float(np.log10(level))) if level > 0 else SILENCE_DB


def resample(samples: np.ndarray, rate_in: int, rate_out: int, *, loop: bool = False) -> np.ndarray:
    """float32 (C, N) at rate_in Hz -> float32 (C, M) at rate_out Hz with soxr HQ, M = round(N * rate_out / rate_in), at least 1.

    loop: the samples are one period of a loop. They are resampled from a circularly padded copy and by exactly M / N, so that the
    loop stays seamless and M is rounded once; the pitch moves by less than half a sample in the whole period.
    """
    samples = np.asarray(samples, dtype=np.float32)
    frames = samples.shape[1]
    if rate_in == rate_out or frames == 0:
        return samples
    wanted = max(1, round(frames * rate_out / rate_in))
    if not loop:
        out = soxr.resample(np.ascontiguousarray(samples.T), rate_in, rate_out, quality="HQ")  # (frames, channels)
        return _fit(out.T, wanted)
    if wanted == frames:
        return samples
    # Padding that lands nearest to a whole number of output samples keeps the start where it is.
    least = 1024 * max(1, -(-frames // wanted))
    paddings = np.arange(least, least + 4096)
    landed = paddings * (wanted / frames)
    best = int(np.argmin(np.abs(landed - np.rint(landed))))
    pad, skip = int(paddings[best]), int(np.rint(landed[best]))
    padded = np.take(samples, np.arange(-pad, frames + pad), axis=1, mode="wrap")
    out = soxr.resample(np.ascontiguousarray(padded.T), frames, wanted, quality="HQ")
    return _fit(out.T[:, skip:], wanted)


def _fit(samples: np.ndarray, frames: int) -> np.ndarray:
    """(C, N) cut or padded with zeros to (C, frames), contiguous float32."""
    out = np.zeros((samples.shape[0], frames), np.float32)
    n = min(frames, samples.shape[1])
    out[:, :n] = samples[:, :n]
    return out


def encode(clip: Clip, *, format: str = "wav", bits: int = 24, rate: int | None = None, recipe: Recipe | None = None,
           title: str = "", texts: dict[str, str] | None = None, dither_seed: int = 0) -> Encoded:
    """A clip as the bytes of a WAV or FLAC file.

    format 'wav' (16, 24, or 32 = float, bit-exact) or 'flac' (16, 24); rate None keeps the clip's. 16 bits are dithered.
    An integer format can't hold more than full scale: such a sound is turned down to a peak of -1 dBFS and gain_db says by how much.
    texts: more INFO entries for WAV (four-letter keys). Raises BadInput for a format, bits or rate that isn't offered.
    """
    if format not in ("wav", "flac"):
        raise BadInput(f"'{format}' is not offered as a format; choose wav or flac.")
    if bits not in ((16, 24, 32) if format == "wav" else (16, 24)):
        offered = "16, 24 or 32" if format == "wav" else "16 or 24, or WAV for 32"
        raise BadInput(f"{format.upper()} is not offered with {bits} bits; choose {offered}.")
    if rate is not None and not MIN_RATE <= rate <= MAX_RATE:
        raise BadInput(f"A rate of {rate} Hz is not offered; choose 44100 or 48000.")
    samples = clip.samples if rate is None else resample(clip.samples, clip.rate, rate)
    gain_db = 0.0
    if bits != 32:
        gain_db = safe_gain_db(samples)
        if gain_db:
            samples = samples * np.float32(10.0 ** (gain_db / 20.0))
        samples = quantise(samples, bits, dither_seed)
    comment = recipe.to_text() if recipe else ""
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", rate or clip.rate, clip.channels, _SUBTYPES[bits], format=format.upper()) as file:
        if format == "flac":
            for key, text in (("comment", comment), ("title", title), ("software", recipe.program if recipe else "")):
                if text:
                    setattr(file, key, text)
        for start in range(0, samples.shape[1], BLOCK):
            file.write(np.ascontiguousarray(samples[:, start : start + BLOCK].T))
    data = out.getvalue()
    if format == "wav":
        info = {"INAM": title, "ISFT": recipe.program if recipe else "", "ICMT": comment, **(texts or {})}
        info = {key: text for key, text in info.items() if text}
        data = recipe_chunk.append_info(data, info) if info else data
    return Encoded(data, gain_db)


_SUBTYPES = {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}


def write_clip(path: str | Path, clip: Clip, *, format: str = "wav", bits: int = 24, rate: int | None = None,
               recipe: Recipe | None = None, title: str = "", dither_seed: int = 0) -> Path:
    """Write a clip as `encode` makes it and return where it lies: an existing file is never overwritten, ' 2', ' 3', ... is added.

    The name appears only once the whole file is on the disk. Raises BadInput for what `encode` refuses and for a disk that refuses.
    """
    encoded = encode(clip, format=format, bits=bits, rate=rate, recipe=recipe, title=title, dither_seed=dither_seed)
    return save_new(path, encoded.data)


def save_new(path: str | Path, data: bytes) -> Path:
    """`atomic.write_new`, with one sentence (BadInput) instead of an OSError."""
    path = Path(path)
    try:
        return write_new(path, data)
    except OSError as error:
        raise BadInput(f"'{shown(path)}' could not be written to '{shown(path.parent)}': {disk_problem(error)}.") from error


def disk_problem(error: OSError) -> str:
    """Why the disk refused and what to do, as the end of a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space and try again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "writing there is not allowed; choose another folder"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "the folder does not exist; choose another one"
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long; choose a shorter one"
    return f"{error.strerror or error}; choose another folder or try again"
