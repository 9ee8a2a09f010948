"""Builds the corpus of the guitar stream: isolated electric guitar of four rock songs (Carlos Viola, MIT), one of them held out.

Runs as `python -m studio.training.corpora guitar --out DIR`. A stream is trained on long pieces: each song is made mono, levelled and
cut into pieces of some twenty seconds; silence is left out.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.errors import BadInput

DEBS = ("fretsonfire-songs-sectoid",)
SONGS = "x/fretsonfire-songs-sectoid/usr/share/games/fretsonfire/data/songs/sectoid"
TEST = "Metal madness"
# the beginning of Feelings is clean picking whose notes ring into one another: a stream has one pitch
BEGINS = {"Escape from chaosland": 0.0, "Feelings": 46.3, "War of freedom": 0.0, TEST: 0.0}
RATE = 44_100
PIECE = 20.0  # s
VALID_EVERY = 8  # every so many pieces of a song are watched and not learnt
LOUDNESS = -17.0  # dB rms of what sounds
SILENCE = -55.0  # dB: a tenth of a second under it is silence
SHORTEST = 2.0  # s
LICENCE = "MIT"
COLUMNS = ("file", "label", "split", "source", "real", "licence", "kit", "seconds")


@dataclass(frozen=True)
class Piece:
    """A stretch of a recording and what index.csv says of it."""

    audio: NDArray[np.float32]
    label: str
    split: str
    source: str
    licence: str
    kit: str


def build(cache: Path, out: Path) -> str:
    """Writes the whole corpus under `out` (made when missing) and returns what is in it, as text. Raises BadInput."""
    return write(_pieces(cache / SONGS), out)


def _pieces(songs: Path) -> Iterator[Piece]:
    for song, begin in BEGINS.items():
        path = songs / song / "guitar.ogg"
        if not path.is_file():
            raise BadInput(f"{path} is missing: run again without --offline to download it, or choose another --cache.")
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        if rate != RATE:
            raise BadInput(f"{path} has a rate of {rate} Hz instead of {RATE}; choose another --cache.")
        for i, audio in enumerate(cut(levelled(sound.mean(1)[int(begin * RATE) :]))):
            split = "test" if song == TEST else "valid" if i % VALID_EVERY == VALID_EVERY - 2 else "train"
            yield Piece(audio, "guitar", split, "sectoid", LICENCE, song)


def _levels(x: NDArray[np.float32]) -> NDArray[np.float64]:
    """dB of every tenth of a second."""
    size = RATE // 10
    blocks = x[: len(x) // size * size].reshape(-1, size).astype(np.float64)
    return np.asarray(10 * np.log10(np.mean(blocks**2, 1) + 1e-12))


def levelled(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N,) so that what sounds has LOUDNESS, peaks at most 0.99."""
    level = _levels(x)
    heard = level[level > SILENCE]
    if not len(heard):
        raise BadInput("A recording of the corpus is silent; delete the cache and build again.")
    gain = 10 ** ((LOUDNESS - 10 * np.log10(np.mean(10 ** (heard / 10)))) / 20)
    return (x * min(gain, 0.99 / float(np.abs(x).max()))).astype(np.float32)


def cut(x: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Pieces of about PIECE seconds; more than half a second of silence ends one and is left out."""
    loud = _levels(x) > SILENCE
    size = RATE // 10
    start, quiet = None, 0
    for i, sounds in enumerate([*loud, *([False] * 6)]):
        if sounds and start is None:
            start = i
        quiet = 0 if sounds else quiet + 1
        if start is not None and (quiet > 5 or i - start >= PIECE * 10):
            if i - start >= SHORTEST * 10:
                yield x[start * size : i * size]
            start = i if sounds else None


def write(pieces: Iterator[Piece], out: Path) -> str:
    """FLAC files and index.csv. Returns a table."""
    rows: list[dict[str, object]] = []
    for piece in pieces:
        name = "".join(c if c.isalnum() else "-" for c in piece.kit.lower())
        file = Path(piece.label) / f"{len(rows):04d}-{name}.flac"
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(out / file, piece.audio, RATE, subtype="PCM_16")
        rows.append({
            "file": file.as_posix(), "label": piece.label, "split": piece.split, "source": piece.source, "real": 1,
            "licence": piece.licence, "kit": piece.kit, "seconds": f"{len(piece.audio) / RATE:.3f}",
        })  # fmt: skip
    with (out / "index.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    seconds: Counter[tuple[str, str]] = Counter()
    for row in rows:
        seconds[str(row["kit"]), str(row["split"])] += float(str(row["seconds"]))  # type: ignore[assignment]
    text = "\n".join(f"{kit:<24}{split:>8}{value / 60:8.1f} min" for (kit, split), value in sorted(seconds.items()))
    (out / "report.txt").write_text(text + "\n", encoding="utf-8")
    return text
