"""Make what the judge ships from a corpus: train its ear, measure the real sets and the spoilers, score known sets.

Needs torch and the corpus (index.csv with file, label, split, kit, source, real); takes some minutes on one core. Deterministic
but for torch's own rounding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import BadInput
from studio.training.corpus import read_index
from studio.training.judge import classifier, features, judging, nearest, reconstruction, report, spoilers
from studio.training.judge.reference import FOLDER, Reference, save
from studio.training.judge.spaces import Basis, SoundSet

Progress = Callable[[str], None]
Sounds = tuple[list[np.ndarray], list[str], list[str]]  # mono 44.1 kHz, labels, kits
SETS = ("train", "valid", "test", "judge_train", "judge_test")
EAR_SHIFTS = (-1.5, -0.7, 0.0, 0.7, 1.5)  # semitones, the ear's own augmentation


class Corpus:
    """The sounds of a corpus, mono 44.1 kHz, by split. Raises BadInput where the index is missing or a split is empty."""

    def __init__(self, folder: Path) -> None:
        import soundfile

        self.rows = read_index(folder, "drums")
        for split in SETS:
            if split != "valid" and not any(row["split"] == split for row in self.rows):
                raise BadInput(f"{folder / 'index.csv'} has no sound in split '{split}', which the judge needs.")
        self._folder, self._read = folder, soundfile.read

    def sounds(self, split: str, recorded: bool = True) -> Sounds:
        """(sounds, labels, kits) of a split; recorded: leave synthetic ones out."""
        rows = [row for row in self.rows if row["split"] == split and (not recorded or row["real"] in ("1", "True", "true"))]
        return self.read(rows), [row["label"] for row in rows], [f"{row['source']}/{row['kit']}" for row in rows]


    def read(self, rows: list[dict[str, str]]) -> list[np.ndarray]:
        """The sounds of some rows."""
        read = [self._read(self._folder / row["file"], dtype="float32", always_2d=True) for row in rows]
        return [features.resample(samples.mean(axis=1), rate, features.RATE) for samples, rate in read]


def build(
    data: Path, *, name: str = "drums", out: Path = FOLDER, epochs: int = classifier.EPOCHS, known: bool = True, keep_ear: bool = False,
    copies_of_recorded: bool = False, progress: Progress = print,
) -> list[Path]:
    """Make resources/judge/<name>.* from the corpus in `data`; known: score known sets too; keep_ear: use the ear that lies in `out`
    (the judge's own kits have not changed); copies_of_recorded: only these are looked for among draws. Returns the files."""
    corpus = Corpus(data)
    classes = tuple(sorted({row["label"] for row in corpus.rows}))
    ear_file = out / f"{name}_ear.onnx"
    if not keep_ear:
        train_ear(corpus, classes, ear_file, epochs, progress)
    ear = classifier.Ear(ear_file, classes)
    measured = {}
    for split in SETS:
        progress(f"measuring {split}")
        sounds, labels, kits = corpus.sounds(split)
        if sounds:
            measured[split] = features.collect(sounds, labels, kits)
    basis = Basis.fit(measured["judge_train"], ear)
    sets = {split: basis.place(m, ear) for split, m in measured.items()}
    train, labels, kits = _at_most(corpus.sounds("train"), 48)
    spoilt = {}
    for kind, sounds in spoilers.spoil([features.canonical(s) for s in train]).items():
        progress(f"measuring the spoiler {kind}")
        spoilt[kind] = basis.place(features.collect(sounds, labels, kits), ear)
    everything, _, _ = corpus.sounds("train", recorded=copies_of_recorded)
    memory = nearest.pack(np.stack([features.image(features.canonical(s)) for s in everything]))
    test = [features.canonical(s) for s in corpus.sounds("test")[0]]
    anchors = find_anchors(test, everything, nearest.Memory(memory), progress)
    card = _card(corpus, classes, sets)
    reference = Reference(ear, basis, sets, spoilt, memory, anchors, test, card)
    if known:
        card["scale"] = scale(reference, corpus, progress)
    return save(reference, name, out)


def _at_most(sounds: Sounds, most: int) -> Sounds:
    """At most so many of each class, evenly chosen."""
    labels = np.array(sounds[1])
    members = [np.flatnonzero(labels == name) for name in np.unique(labels)]
    chosen = np.concatenate([m[np.linspace(0, len(m) - 1, min(most, len(m))).astype(int)] for m in members])
    return [sounds[0][i] for i in chosen], [sounds[1][i] for i in chosen], [sounds[2][i] for i in chosen]


def train_ear(corpus: Corpus, classes: tuple[str, ...], path: Path, epochs: int, progress: Progress) -> None:
    """The classifier, on the judge's training kits only, each hit at five pitches."""
    sounds, labels, kits = corpus.sounds("judge_train")
    images = np.stack([features.image(features.canonical(features.pitched(s, shift))) for shift in EAR_SHIFTS for s in sounds])
    repeat = len(EAR_SHIFTS)
    classifier.train(images, np.array(labels * repeat), np.array(kits * repeat), classes, path, epochs=epochs, progress=progress)


def find_anchors(test: list[np.ndarray], train: list[np.ndarray], memory: nearest.Memory, progress: Progress) -> np.ndarray:
    """(T, 4): `reconstruction.anchor` of every test hit."""
    progress(f"looking for the nearest training clip of {len(test)} test hits")
    with ThreadPoolExecutor(judging.WORKERS) as pool:
        return np.array(list(pool.map(lambda hit: reconstruction.anchor(hit, train, memory), test)))


def _card(corpus: Corpus, classes: tuple[str, ...], sets: dict[str, SoundSet]) -> dict[str, Any]:
    sources = Counter((row["split"], row["source"], row["kit"], row["licence"], row["real"]) for row in corpus.rows)
    keys = ("split", "source", "kit", "licence", "real", "sounds")
    return {
        "classes": list(classes),
        "what": "Features of real drum hits for the judge; no sound but that of the CC0 test hits. Made by studio.training.judge build.",
        "counts": {split: dict(Counter(s.labels.tolist())) for split, s in sets.items()},
        "sources": [dict(zip(keys, (*key, count), strict=True)) for key, count in sorted(sources.items())],
    }


def scale(reference: Reference, corpus: Corpus, progress: Progress) -> dict[str, dict[str, float | None]]:
    """How known sets score in the aims that need sounds only: what the numbers mean."""
    train, labels, _ = _at_most(corpus.sounds("train"), 24)
    others, theirs, _ = _at_most(corpus.sounds("judge_train"), 16)
    random = np.random.default_rng(1)
    pitched = [features.pitched(sound, float(random.uniform(-1.5, 1.5))) for sound in train]
    names = [label for label in sorted(set(labels)) for _ in range(8)]
    ten = [int(i) for i in random.permutation(len(train))[: spoilers.REPEATED]]
    known: dict[str, tuple[list[np.ndarray], list[str]]] = {
        "judge's own kits": (others, theirs),
        "train, pitch-shifted": (pitched, labels),
        "ten train clips": ([train[i] for i in ten * 8], [labels[i] for i in ten * 8]),
        "noise": (spoilers.white_noise(len(names)), names),
    }
    memory = nearest.Memory(reference.memory)
    out: dict[str, dict[str, float | None]] = {}
    for name, (sounds, drawn) in known.items():
        progress(f"scoring known sounds: {name}")
        result = {"draws": {name: judging.judge_sounds(sounds, drawn, reference, memory)}, "reconstruction": {}, "macros": {}}
        out[name] = {row["name"]: judging.plain(row["values"][0]) for row in report.aims(result)}
    return out
