"""Builds the corpus of the pad stream: strings and voices of FluidR3 (MIT) that play slow melodies, alone and two of them crossing over.

Runs as `python -m studio.training.corpora pads --out DIR`; needs fluidsynth. Melodies are random and seeded: those of the test are others,
and one instrument is never trained on.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.errors import BadInput
from studio.training.corpora import soundfont
from studio.training.corpora.guitar import LICENCE, VALID_EVERY, Piece, cut, levelled, write

DEBS = ("fluid-soundfont-gm",)
FONT = "x/fluid-soundfont-gm/usr/share/sounds/sf2/FluidR3_GM.sf2"
LABEL = "pad"
# General MIDI program: its name, its lowest and highest key
VOICES = {
    48: ("strings", 36, 84), 49: ("slow strings", 36, 84), 52: ("choir", 43, 79), 53: ("voices", 43, 79), 42: ("cello", 36, 67),
    40: ("violin", 55, 88), 89: ("warm pad", 36, 79), 91: ("choir pad", 40, 79),
}  # fmt: skip
HELD_OUT = (41, ("viola", 48, 79))
SOLOS, DUETS = 3, 12  # pieces of each voice alone, of two voices
SECONDS = 30.0  # of each piece
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9))
SWELL = 0.05  # s between two settings of the expression pedal


@dataclass(frozen=True)
class Part:
    """A melody for one or two programs: notes (start s, length s, key, velocity), swells of each program as (s, 0..127)."""

    programs: tuple[int, ...]
    notes: tuple[tuple[float, float, int, int], ...]
    swells: tuple[tuple[tuple[float, int], ...], ...]


def compose(programs: tuple[int, ...], low: int, high: int, random: np.random.Generator) -> Part:
    """A slow walk through a scale, most notes near the last one, the loudness rising and falling; two programs cross over."""
    scale, tonic = SCALES[int(random.integers(len(SCALES)))], int(random.integers(12))
    keys = [key for key in range(low, high + 1) if (key - tonic) % 12 in scale]
    at, now, notes = int(random.integers(len(keys))), 0.2, []
    while now < SECONDS - 1.0:
        length = float(min(random.choice([0.5, 0.8, 1.2, 2.0, 3.5], p=[0.15, 0.25, 0.25, 0.2, 0.15]), SECONDS - 0.5 - now))
        notes.append((now, length - 0.07, keys[at], int(random.integers(60, 115))))
        now += length + (0.4 if random.random() < 0.06 else 0.0)
        move = int(random.choice([-4, -3, -2, -1, 1, 2, 3, 4], p=[0.06, 0.08, 0.16, 0.2, 0.2, 0.16, 0.08, 0.06]))
        at = at + move if 0 <= at + move < len(keys) else at - move
        at = min(max(at, 0), len(keys) - 1)
    times = np.arange(0, SECONDS, SWELL)
    slow = 0.5 + 0.5 * np.sin(2 * np.pi * (times / random.uniform(3, 9) + random.random()))
    loud = 0.45 + 0.55 * slow
    cross = 0.5 - 0.5 * np.cos(2 * np.pi * (times / random.uniform(6, 14) + random.random()))
    shares = (loud,) if len(programs) == 1 else (loud * np.sqrt(cross), loud * np.sqrt(1 - cross))
    swells = tuple(tuple(zip(times.tolist(), np.round(127 * np.sqrt(share)).astype(int).tolist(), strict=True)) for share in shares)
    return Part(programs, tuple(notes), swells)


def midi_of(part: Part) -> bytes:
    """A MIDI file, a program a channel."""
    events: list[tuple[int, int, bytes]] = []  # ms, order at the same time, message
    for channel, (program, swell) in enumerate(zip(part.programs, part.swells, strict=True)):
        events.append((0, 1, bytes([0xC0 | channel, program])))
        events += [(round(1000 * when), 2, bytes([0xB0 | channel, 11, value])) for when, value in swell]
        for start, length, key, velocity in part.notes:
            events.append((round(1000 * start), 4, bytes([0x90 | channel, key, velocity])))
            events.append((round(1000 * (start + length)), 3, bytes([0x80 | channel, key, 0])))
    ordered = sorted(events, key=lambda one: one[:2])
    return soundfont.midi_file([(tick, event) for tick, _, event in ordered], round(1000 * SECONDS))


def _jobs() -> Iterator[tuple[Part, str, str]]:
    """Parts with their names and splits."""
    random = np.random.default_rng(5)
    programs = list(VOICES)
    for program, (name, low, high) in VOICES.items():
        for i in range(SOLOS + 1):
            split = "test" if i == SOLOS else "train"
            yield compose((program,), low, high, random), name, split
    for i in range(DUETS):
        one, other = (int(p) for p in random.choice(programs, 2, replace=False))
        low, high = max(VOICES[one][1], VOICES[other][1]), min(VOICES[one][2], VOICES[other][2])
        split = "valid" if i % VALID_EVERY in (2, 5) else "train"
        yield compose((one, other), low, high, random), f"{VOICES[one][0]} and {VOICES[other][0]} {i}", split
    program, (name, low, high) = HELD_OUT
    for _ in range(3):
        yield compose((program,), low, high, random), name, "test"


def _played(job: tuple[Path, Part]) -> np.ndarray:
    font, part = job
    with tempfile.TemporaryDirectory() as folder:
        return soundfont.play(font, midi_of(part), Path(folder)).mean(1)


def build(cache: Path, out: Path) -> str:
    """Writes the whole corpus under `out` (made when missing) and returns what is in it, as text. Raises BadInput."""
    font = cache / FONT
    if not font.is_file():
        raise BadInput(f"{font} is missing: run again without --offline to download it, or choose another --cache.")
    jobs = list(_jobs())
    with ProcessPoolExecutor(2) as workers:
        sounds = workers.map(_played, [(font, part) for part, _, _ in jobs])
        pieces = (
            Piece(audio, LABEL, split, "fluid", LICENCE, name)
            for (_, name, split), sound in zip(jobs, sounds, strict=True) for audio in cut(levelled(sound))
        )  # fmt: skip
        return write(pieces, out)
