"""Builds the corpus of pitched notes: 12 families of 8 General MIDI programs from FluidR3, and recorded notes as a second test.

Runs as `python -m studio.training.corpora notes --out DIR`; two worker processes. Split by program: one program a family is the test.
The pitch in index.csv is measured, because a third of the rendered notes lie more than 10 cents beside their key.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from studio.errors import BadInput
from studio.models.pitch import CLEAR, pitch
from studio.training.corpora import soundfont
from studio.training.corpora.hits import PEAK, RATE, SILENCE, Samples, find_onset, first_peak_sign, place, remove_dc, to_mono

COLUMNS = ("file", "label", "split", "source", "real", "licence", "pitch", "velocity", "family", "kit", "seconds")
FAMILIES = (
    "piano", "chromatic percussion", "organ", "guitar", "bass", "strings", "ensemble", "brass", "reed", "pipe", "synth lead", "synth pad",
)  # fmt: skip
# General MIDI has eight programs a family, in this order; these are never trained on
TEST_PROGRAMS = (5, 12, 17, 25, 33, 41, 50, 57, 66, 73, 82, 90)
UNFIT = frozenset({86})  # plays fifths: two notes at once
BELLS = frozenset({*range(8, 16), 47})  # programs whose partials are no multiples: what is heard lies near the key
KEYS = tuple(range(36, 85, 3))
VALID_KEYS = (51, 72)
VELOCITIES = (60, 112)
SECONDS = 2.2  # of each sound, the 50 ms fade at its end included
LOWEST, HIGHEST = 30.0, 90.0  # semitones; Fluid's drawbar organ sounds two octaves under its keys
NEAR = 0.6  # semitones around the key in which a bell's pitch is looked for
LICENCE = "MIT"
TONE_LICENCE = "CC-BY 3.0"
TONE = {
    "piano": "piano", "xylophone": "chromatic percussion", "guitar-acoustic": "guitar", "guitar-electric": "guitar",
    "bass-electric": "bass", "violin": "strings", "cello": "strings", "contrabass": "strings", "harp": "strings",
    "trumpet": "brass", "saxophone": "reed", "flute": "pipe",
}  # fmt: skip
DEBS = ("fluid-soundfont-gm",)
NPMS = {f"tonejs-instrument-{name}-wav": f"tonejs-instrument-{name}-wav" for name in TONE}


@dataclass(frozen=True)
class Note:
    """A prepared note and what index.csv says of it."""

    audio: Samples
    split: str
    source: str
    licence: str
    pitch: float  # MIDI number, measured
    velocity: int
    family: str
    kit: str


Batch = tuple[list[Note], list[tuple[str, str]]]


def build(cache: Path, out: Path, *, say: Callable[[str], None] = print) -> str:
    """Writes the whole corpus under `out` (made when missing) and returns what was kept and dropped, as text."""
    font = cache / "x/fluid-soundfont-gm/usr/share/sounds/sf2/FluidR3_GM.sf2"
    if not font.is_file():
        raise BadInput(f"{font} is missing: run again without --offline to download it, or choose another --cache.")
    rows: list[dict[str, object]] = []
    dropped: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(2) as workers:
        jobs = [(font, program) for program in range(8 * len(FAMILIES)) if program not in UNFIT]
        recorded = [(name, cache / "x" / package) for name, package in zip(TONE, NPMS.values(), strict=True)]
        for i, (kept, bad) in enumerate([*workers.map(_rendered, jobs), *workers.map(_recorded, recorded)]):
            dropped.update(bad)
            rows += [_write(note, len(rows) + j, out) for j, note in enumerate(kept)]
            if i % 16 == 15:
                say(f"{len(rows)} notes")
    with (out / "index.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    text = _table(rows, dropped)
    (out / "report.txt").write_text(text + "\n", encoding="utf-8")
    return text


def _write(note: Note, number: int, out: Path) -> dict[str, object]:
    folder = Path(note.family.replace(" ", "-"))
    name = re.sub(r"[^a-z0-9]+", "-", note.kit.lower()).strip("-")
    file = folder / f"{number:04d}-{name}-{note.pitch:.0f}-{note.velocity}.flac"
    (out / folder).mkdir(parents=True, exist_ok=True)
    soundfile.write(out / file, note.audio, RATE, subtype="PCM_16")
    return {
        "file": file.as_posix(), "label": note.family, "split": note.split, "source": note.source, "real": 1, "licence": note.licence,
        "pitch": f"{note.pitch:.3f}", "velocity": note.velocity, "family": note.family, "kit": note.kit,
        "seconds": f"{note.audio.size / RATE:.4f}",
    }  # fmt: skip


def _table(rows: list[dict[str, object]], dropped: Counter[tuple[str, str]]) -> str:
    splits = ("train", "valid", "test", "test_recorded")
    counts = Counter((row["family"], row["split"]) for row in rows)
    lines = [f"{'family':<22}" + "".join(f"{split:>15}" for split in splits)]
    lines += [f"{family:<22}" + "".join(f"{counts[family, split]:>15}" for split in splits) for family in FAMILIES]
    lines += [f"dropped: {count:>5} {kit}: {reason}" for (kit, reason), count in sorted(dropped.items())]
    return "\n".join(lines)


def prepare(audio: NDArray[np.floating], rate: int) -> Samples:
    """A recording (frames,) or (frames, channels) -> (frames,) at 44.1 kHz, onset at sample 512, peak 0.9.

    Raises ValueError for silence.
    """
    mono = to_mono(np.asarray(audio, dtype=np.float64))
    if not mono.size or not np.isfinite(mono).all() or np.abs(mono).max() < SILENCE:
        raise ValueError("silent or not finite")
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE, quality="HQ")
    mono = remove_dc(mono)
    note = place(mono, find_onset(mono), int(SECONDS * RATE))
    note *= first_peak_sign(note) * PEAK / np.abs(note).max()
    return note.astype(np.float32)


def heard_pitch(note: Samples, key: float, bell: bool) -> float:
    """Measured from 60 ms to 1.1 s after the onset; within two octaves of the key it was played with.

    Raises ValueError where there is none.
    """
    part = note[512 + int(0.06 * RATE) : 512 + int(1.1 * RATE)]
    reach = NEAR if bell else 24.6
    found, clearness = pitch(part, RATE, key - reach, key + reach) if len(part) > 2048 else (float("nan"), 0.0)
    if bell and not abs(found - key) < NEAR - 0.05:
        return key  # nothing stands out there: the key itself is heard
    if clearness < CLEAR:
        raise ValueError("no clear pitch")
    if not LOWEST <= found <= HIGHEST:
        raise ValueError("too low or too high")
    return found


def _rendered(job: tuple[Path, int]) -> Batch:
    """All keys of one program."""
    font, program = job
    keys = [(key, velocity) for key in KEYS for velocity in VELOCITIES]
    with tempfile.TemporaryDirectory() as folder:
        audio = soundfont.play(font, soundfont.keys_midi(keys, program, 0), Path(folder))
    kept, bad = [], []
    for i, (key, velocity) in enumerate(keys):
        start = round(i * soundfont.SLOT_SECONDS * RATE)
        split = "test" if program in TEST_PROGRAMS else "valid" if key in VALID_KEYS else "train"
        try:
            note = prepare(audio[start : start + round((soundfont.SLOT_SECONDS - 0.05) * RATE)], RATE)
            heard = heard_pitch(note, key, program in BELLS)
        except ValueError as reason:
            bad.append((f"program {program}", str(reason)))
            continue
        kept.append(Note(note, split, "fluid", LICENCE, heard, velocity, FAMILIES[program // 8], f"program {program}"))
    return kept, bad


_NAMES = {name: number for number, name in enumerate(("C", "Cs", "D", "Ds", "E", "F", "Fs", "G", "Gs", "A", "As", "B"))}


def _recorded(job: tuple[str, Path]) -> Batch:
    """Recorded notes of one instrument, at most 24: the file's name is the key."""
    name, folder = job
    kept, bad = [], []
    files = sorted(folder.glob("package/*.wav")) + sorted(folder.glob("package/*/*.wav"))
    for path in files[:: max(1, len(files) // 24)]:
        match = re.fullmatch(r"([A-G]s?)(-?\d)", path.stem)
        if not match:
            bad.append((name, f"no key in the name {path.name}"))
            continue
        key = 12 * (int(match[2]) + 1) + _NAMES[match[1]]
        try:
            note = prepare(*soundfile.read(path, dtype="float32", always_2d=True))
            heard = heard_pitch(note, key, name == "xylophone")
        except ValueError as reason:
            bad.append((name, str(reason)))
            continue
        kept.append(Note(note, "test_recorded", "tonejs", TONE_LICENCE, heard, 96, TONE[name], name))
    return kept, bad
