"""From a folder of sounds to a corpus: every sound aligned, levelled and at the model's rate, with an index.csv that says what it is.

The corpus lies in a cache under a name made of what went in (the files' paths, sizes and times, what was asked for), so that the same
folder is prepared once. It is built beside and renamed when whole: what was interrupted is begun again. One thread.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path

import soundfile

from studio.audio.files import disk_problem, shown
from studio.errors import BadInput
from studio.models.pitch import CLEAR, pitch
from studio.training.config import Preset
from studio.training.corpora.hits import ONSET, RATE, BadHit, Samples
from studio.training.folder import Listing
from studio.training.reading import read
from studio.training.segments import Cut, at_rate, pieces
from studio.training.splits import Piece

FORMAT = 4  # of what is made: another number, and all is made anew
STALE_SECONDS = 86_400.0
NEAR = 0.7  # semitones that a measured pitch may lie from what the name says
SECONDS = 2.0  # the longest sound of every one-shot family
INDEX = "index.csv"
COLUMNS = ("file", "label", "split", "source", "real", "licence", "pitch", "velocity", "bandwidth_hz", "title")

Progress = Callable[[int, int], None]  # sounds done, sounds in all


def cut_for(preset: Preset, denoise: bool = False) -> Cut:
    """What the preset's family wants of every recording."""
    rate = preset.network.get("rate", RATE)
    return Cut(rate if isinstance(rate, int) else RATE, SECONDS, denoise)


def key(listing: Listing, cut: Cut, seed: int) -> str:
    """What the prepared corpus of this folder is called: 16 hexadecimal digits. A file that vanished meanwhile counts as empty."""
    digest = hashlib.sha256(json.dumps([FORMAT, asdict(cut), seed, str(listing.root.absolute())]).encode())
    for sound in listing.sounds:
        try:
            state = os.stat(sound.path)
            size, changed = state.st_size, state.st_mtime_ns
        except OSError:
            size, changed = 0, 0
        said = (sound.name, size, changed, sound.label, sound.source, sound.pitch, sound.velocity, sound.split, sound.licence, sound.real)
        digest.update(repr(said).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def prepare(planned: Sequence[Piece], cut: Cut, out: Path, progress: Progress = lambda done, total: None) -> Path:
    """Writes the planned corpus into `out`, unless it is there already. Returns `out`. Raises BadInput where a disk or a file refuses."""
    if (out / INDEX).is_file():
        return out
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for left in out.parent.glob("*.part"):  # of a run that was killed; a younger one may still be at work
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        part.mkdir()
        rows = _write(planned, cut, part, progress)
        (part / INDEX).write_bytes(_index(rows))
        shutil.rmtree(out, ignore_errors=True)
        part.replace(out)
    except OSError as error:
        raise BadInput(f"The prepared sounds can't be written to '{out.parent}': {disk_problem(error)}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return out


Row = tuple[str, str, str, str, int, str, str, str, str, str]


def _write(planned: Sequence[Piece], cut: Cut, folder: Path, progress: Progress) -> list[Row]:
    """The sounds as FLAC files of 16 bit, a folder a split, and their rows of the index."""
    rows: list[Row] = []
    for name, group in groupby(planned, key=lambda piece: piece.sound.name):
        wanted = {piece.number: piece for piece in group}
        rate, found = _pieces(next(iter(wanted.values())), cut)
        for number, samples in enumerate(found):
            if number not in wanted:
                continue
            piece = wanted.pop(number)
            progress(len(rows), len(planned))
            file = f"{piece.split}/{len(rows):05d}.flac"
            (folder / piece.split).mkdir(exist_ok=True)
            soundfile.write(folder / file, at_rate(samples, cut.rate), cut.rate, subtype="PCM_16")
            heard = measured(samples, piece.sound.pitch)
            rows.append(_row(file, replace(piece, sound=replace(piece.sound, pitch=heard)), rate / 2 if rate < cut.rate else None))
        if wanted:
            raise BadInput(f"'{shown(Path(name))}' was changed while it was read; begin again.")
    progress(len(planned), len(planned))
    return rows


def measured(samples: Samples, said: float | None) -> float | None:
    """The pitch of a piece in semitones, near the one that is said of it; that one where nothing near it is clear, None where none is."""
    if said is None or samples.size < ONSET + 8_192:
        return said
    found, clearness = pitch(samples[ONSET + 2_048 : ONSET + RATE], RATE, max(12.0, said - 2), min(127.0, said + 2))
    return round(found, 3) if clearness >= CLEAR and abs(found - said) <= NEAR else said


def _pieces(piece: Piece, cut: Cut) -> tuple[int, list[Samples]]:
    """The file's rate and all pieces of it, as the pre-flight counted them."""
    try:
        found = read(piece.sound.path)
        return found.rate, list(pieces(found.mono, found.rate, cut))
    except BadHit as error:
        raise BadInput(f"'{shown(piece.sound.path)}' was changed while it was read (it {error} now); begin again.") from error


def _row(file: str, piece: Piece, bandwidth: float | None) -> Row:
    sound = piece.sound
    number = lambda value: "" if value is None else f"{value:g}"  # noqa: E731
    texts = [text.encode("utf-8", "backslashreplace").decode() for text in (sound.source, sound.licence, sound.name)]
    return (file, piece.label, piece.split, texts[0], int(sound.real), texts[1],
            number(sound.pitch), number(sound.velocity), number(bandwidth), texts[2])  # fmt: skip


def _index(rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
