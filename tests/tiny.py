"""A tiny one-shot corpus and a tiny VAE, trained for seconds: real parts for the tests of training and models."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from studio.models.features import ONSET
from studio.models.vae import VAEConfig
from studio.training.config import Preset, VAETraining
from studio.training.corpora.labels import CLASSES

NETWORK = {
    "classes": CLASSES, "frames": 121, "latents": 6, "width": 24, "blocks": 2, "condition": 32, "attack_width": 16, "attack_blocks": 1,
    "encoder_width": 8,
}  # fmt: skip
VAE = VAEConfig(**NETWORK)  # type: ignore[arg-type]
TRAIN = VAETraining(steps=40, batch=8, rate=4e-3, warmup=5, lengths=((56, 1.0),), save_minutes=60.0)
QUICK = replace(TRAIN, batch=4, lengths=((12, 1.0),))
PRESET = Preset("drums", "vae", "Tiny", NETWORK, TRAIN, starts=4, draws=120)


def make_corpus(folder: Path, each: int = 4) -> Path:
    """`each` decaying tones and noises of every class, one in four synthetic, and a few for validation."""
    random = np.random.default_rng(7)
    rows = []
    for split, count in (("train", each), ("valid", 1)):
        for label_index, label in enumerate(CLASSES):
            for i in range(count):
                t = np.arange(24_000) / 44_100
                tone = np.sin(2 * np.pi * (80 + 60 * label_index) * (1 + 0.1 * i) * t)
                noise = random.standard_normal(len(t))
                share = label_index / len(CLASSES)
                hit = ((1 - share) * tone + share * noise) * np.exp(-t / (0.03 + 0.02 * i))
                sound = np.concatenate([np.zeros(ONSET), 0.5 * hit / np.abs(hit).max()])
                name = f"{split}-{label}-{i}.flac"
                soundfile.write(folder / name, sound, 44_100, subtype="PCM_16")
                real = int(i % 4 != 3)
                rows.append({"file": name, "label": label, "split": split, "real": real, "source": "made" if real else "synth"})
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder
