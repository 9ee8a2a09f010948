"""Builds the corpus of game and interface sounds: prepares every recording, adds synthesised ones, drops near-duplicates, writes index.csv.

Runs as `python -m studio.training.corpora effects --out DIR`; two worker processes. What each recording is says effect_sources.py.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np

from studio.training.corpora import sfx
from studio.training.corpora.drums import ORDER, Batch, Hit, Report, choose, write
from studio.training.corpora.effect_sources import Recording, recordings
from studio.training.corpora.hits import RATE, BadHit, Samples, prepare
from studio.training.corpora.near import views

FULL = RATE / 2
OCTAVES = 3.0  # the condition 'bandwidth' runs from FULL / 2 ** OCTAVES (0.0) to FULL (1.0)


def build(cache: Path, out: Path, *, seed: int = 0, say: Callable[[str], None] = print) -> Report:
    """Writes the whole corpus under `out` (made when missing) and returns the report. The cache must be complete."""
    report = Report()
    with ProcessPoolExecutor(2) as workers:
        hits = [hit for batch in workers.map(_recorded, recordings(cache)) for hit in _count(batch, report)]
        say(f"{len(hits)} recordings prepared")
        made = [hit for batch in workers.map(_made, sfx.plan(seed)) for hit in _count(batch, report)]
        say(f"{len(made)} synthesised")
    hits.sort(key=lambda hit: ORDER.index(hit.split))
    choose(hits + made, report)
    write(report.kept, out)
    (out / "report.txt").write_text(report.table(sfx.CLASSES) + "\n", encoding="utf-8")
    return report


def bandwidth(sound: Samples, rate: int) -> float:
    """Hz that a recording's source could hold: half its rate, or where its spectrum falls off a cliff (a lossy coder, an old sampler).

    A cliff is a fall by 40 dB within a third of an octave to what is at least 75 dB under the strongest band.
    """
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(sound.size, 1 / RATE)
    edges = FULL / 2 ** (np.arange(28, -1, -1) / 8)  # eighths of an octave, from 1.9 kHz to 22 kHz
    level = np.array([spectrum[(hertz >= low) & (hertz < high)].mean() for low, high in pairwise(edges)])
    level = 10 * np.log10(level / spectrum.max() + 1e-14)
    for i in range(3, len(level) - 1):
        if level[i - 3 : i].max() - level[i + 1 :].max() > 40 and level[i + 1 :].max() < -75:
            return float(min(rate / 2, edges[i + 1]))
    return float(min(rate / 2, FULL))


def _count(batch: Batch, report: Report) -> list[Hit]:
    report.dropped.update(batch[1])
    return batch[0]


def _recorded(raw: Recording) -> Batch:
    try:
        hit = prepare(raw.audio, raw.rate, steady=True)
    except BadHit as reason:
        return [], [(raw.source, str(reason))]
    wide = bandwidth(hit, raw.rate)
    return [Hit(hit, raw.label, raw.source, raw.kit, raw.licence, raw.split, raw.title, views(hit), True, wide)], []


def _made(job: tuple[str, int, int]) -> Batch:
    label, first, seed = job
    hits, bad = [], []
    for number in range(first, first + sfx.BATCH):
        try:
            audio = prepare(sfx.effect(label, seed * 100_000 + number), RATE, steady=True)
        except BadHit as reason:
            bad.append(("synth", str(reason)))
            continue
        title = f"synth {label} {number}"
        hits.append(Hit(audio, label, "synth", "synth", "CC0 (made by this program)", "train", title, views(audio), False, FULL))
    return hits, bad
