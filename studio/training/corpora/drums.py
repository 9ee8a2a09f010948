"""Builds the drum corpus: prepares every recording, drops near-duplicates, writes FLAC files and index.csv.

Runs as `python -m studio.training.corpora drums --out DIR`; two worker processes.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.training.corpora import soundfont, synth
from studio.training.corpora.hits import RATE, BadHit, Samples, prepare
from studio.training.corpora.labels import CLASSES, by_key
from studio.training.corpora.near import NearIndex, views
from studio.training.corpora.sources import Font, Raw, fonts, recordings

COLUMNS = ("file", "label", "source", "kit", "licence", "split", "seconds", "real", "title")
ORDER = ("test", "valid", "train", "judge_test", "judge_train")  # who wins when two splits hold the same sound
VELOCITIES = (120, 60)
HELD_OUT = ("test", "valid", "judge_test", "judge_train")
JUDGE_NOTE = "judge only (GPL/CC-BY-SA): never train on it, never ship it"


@dataclass(frozen=True)
class Hit:
    """A prepared hit and what index.csv says of it."""

    audio: Samples
    label: str
    source: str
    kit: str
    licence: str
    split: str
    title: str
    views: NDArray[np.float32]  # near.views(audio): how it would look tuned by up to two semitones
    real: bool = True
    bandwidth_hz: float | None = None  # what the source could hold; written where it is known


@dataclass
class Report:
    """What was kept and why the rest was not."""

    kept: list[Hit] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)  # (source or split, reason)
    leaks: list[tuple[str, str]] = field(default_factory=list)  # (title dropped, title of another split that it repeats)

    def table(self, classes: tuple[str, ...] = CLASSES) -> str:
        """Counts by class and split, minutes, and drops, as text."""
        splits = [split for split in ("train", "synth", *HELD_OUT) if any(_column(hit) == split for hit in self.kept)]
        counts = Counter((hit.label, _column(hit)) for hit in self.kept)
        minutes = Counter[str]()
        for hit in self.kept:
            minutes[_column(hit)] += hit.audio.size / RATE / 60  # type: ignore[assignment]
        lines = ["class       " + "".join(f"{split:>13}" for split in splits)]
        lines += [f"{label:<12}" + "".join(f"{counts[label, split]:>13}" for split in splits) for label in classes]
        totals = Counter(_column(hit) for hit in self.kept)
        lines.append("total       " + "".join(f"{totals[split]:>13}" for split in splits))
        lines.append("minutes     " + "".join(f"{minutes[split]:>13.1f}" for split in splits))
        lines += [f"dropped: {count:>5} {source}: {reason}" for (source, reason), count in sorted(self.dropped.items())]
        return "\n".join(lines)


def _column(hit: Hit) -> str:
    return hit.split if hit.real else "synth"


def build(cache: Path, out: Path, *, seed: int = 0, say: Callable[[str], None] = print) -> Report:
    """Writes the whole corpus under `out` (made when missing) and returns the report. The cache must be complete."""
    report = Report()
    with ProcessPoolExecutor(2) as workers:
        hits = [hit for batch in workers.map(_recorded, _batches(list(recordings(cache)), 40)) for hit in _count(batch, report)]
        say(f"{len(hits)} recordings prepared")
        jobs = [(font, preset) for font in fonts(cache) for preset in _presets(font)]
        hits += [hit for batch in workers.map(_rendered, jobs) for hit in _count(batch, report)]
        say(f"{len(hits)} with the SoundFonts' keys")
        made = [hit for batch in workers.map(_made, synth.plan(seed)) for hit in _count(batch, report)]
        say(f"{len(made)} synthesised")
    hits.sort(key=lambda hit: ORDER.index(hit.split))
    choose(hits + made, report)
    write(report.kept, out)
    (out / "report.txt").write_text(report.table() + "\n", encoding="utf-8")
    return report


def choose(hits: list[Hit], report: Report) -> None:
    """Keeps each hit that repeats no earlier one (in the order given); synthesised ones only answer to held-out splits."""
    every, held_out = NearIndex(), NearIndex()
    names: dict[int, list[Hit]] = {id(every): [], id(held_out): []}
    for hit in hits:
        index = every if hit.real else held_out
        names[id(index)].append(hit)
        found = index.add(hit.views, keep=hit.real)
        if found < 0:
            report.kept.append(hit)
            if hit.real and hit.split in HELD_OUT:
                names[id(held_out)].append(hit)
                held_out.add(hit.views)
            continue
        twin = names[id(index)][found]
        across = twin.split != hit.split
        report.dropped[hit.source, f"near-duplicate across splits ({twin.split})" if across else "near-duplicate"] += 1
        if across:
            report.leaks.append((hit.title, twin.title))


def write(hits: list[Hit], out: Path) -> None:
    """FLAC files of 24 bit under out/<source>/ and out/index.csv, written last."""
    rows, numbers = [], Counter[tuple[str, str]]()
    for hit in hits:
        numbers[hit.source, hit.label] += 1
        file = Path(hit.source) / f"{hit.label}_{numbers[hit.source, hit.label]:04d}.flac"
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(out / file, hit.audio, RATE, subtype="PCM_24")
        licence = f"{hit.licence}; {JUDGE_NOTE}" if hit.split.startswith("judge") else hit.licence
        seconds = f"{hit.audio.size / RATE:.4f}"
        row = (file.as_posix(), hit.label, hit.source, hit.kit, licence, hit.split, seconds, int(hit.real), hit.title)
        rows.append((*row, round(hit.bandwidth_hz)) if hit.bandwidth_hz else row)
    with (out / "index.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow((*COLUMNS, "bandwidth_hz") if any(hit.bandwidth_hz for hit in hits) else COLUMNS)
        writer.writerows(rows)


Batch = tuple[list[Hit], list[tuple[str, str]]]


def _count(batch: Batch, report: Report) -> list[Hit]:
    report.dropped.update(batch[1])
    return batch[0]


def _batches(items: list[Raw], size: int) -> Iterator[list[Raw]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _recorded(raws: list[Raw]) -> Batch:
    hits, bad = [], []
    for raw in raws:
        audio, rate = soundfile.read(raw.path, dtype="float32", always_2d=True)
        try:
            hit = prepare(audio, rate)
        except BadHit as reason:
            bad.append((raw.source, f"{reason} ({raw.title})" if raw.split == "test" else str(reason)))
            continue
        label = hat_by_length(hit) if raw.label == "hat" else raw.label
        hits.append(Hit(hit, label, raw.source, raw.kit, raw.licence, raw.split, raw.title, views(hit)))
    return hits, bad


def hat_by_length(hit: Samples) -> str:
    """A hat of unknown kind: open when its 20 ms level is still within 20 dB of its loudest 180 ms after the onset."""
    levels = [float((hit[at : at + 882] ** 2).mean()) for at in range(512, hit.size - 882, 441)] or [1.0]
    later = max(levels[18:], default=0.0)
    return "open_hat" if later > max(levels) * 0.01 else "closed_hat"


def _presets(font: Font) -> list[list[soundfont.Strike]]:
    found = [strike for strike in soundfont.strikes(font.path, VELOCITIES) if by_key(strike.key, strike.preset)]
    found = [strike for strike in found if any(name in strike.preset for name in font.only)]
    return [list(group) for _, group in groupby(found, key=lambda strike: strike.program)]


def _rendered(job: tuple[Font, list[soundfont.Strike]]) -> Batch:
    font, wanted = job
    hits, bad = [], []
    with tempfile.TemporaryDirectory() as folder:
        for strike, audio in soundfont.render(font.path, wanted, Path(folder)):
            try:
                hit = prepare(audio, soundfont.RATE)
            except BadHit as reason:
                bad.append((font.source, str(reason)))
                continue
            label = by_key(strike.key, strike.preset) or "perc"
            title = f"{strike.preset} key {strike.key} velocity {strike.velocity}"
            hits.append(Hit(hit, label, font.source, strike.preset, font.licence, "train", title, views(hit)))
    return hits, bad


def _made(job: tuple[str, int, int]) -> Batch:
    label, first, seed = job
    hits, bad = [], []
    for number in range(first, first + synth.BATCH):
        try:
            audio = prepare(synth.drum(label, seed * 100_000 + number), RATE)
        except BadHit as reason:
            bad.append(("synth", str(reason)))
            continue
        title = f"synth {label} {number}"
        hits.append(Hit(audio, label, "synth", "synth", "CC0 (made by this program)", "train", title, views(audio), False))
    return hits, bad
