"""One-shot sounds in memory for training: labels, balanced batches, pitch variants and augmentation (numpy and torch).

Runs in the training process. An index.csv (see studio/training/corpora) names file, label, split and source of every sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
import torch
from torch import Tensor

from studio.models.features import ONSET
from studio.training import bandwidth
from studio.training.augment import augment
from studio.training.corpus import rows_of

VARIANTS = (0.0, -2.0, -1.3, -0.6, 0.6, 1.3, 2.0)  # semitones
MEMORY = 1_500_000_000  # bytes that the sounds of a split may take: of many, fewer variants are kept


@dataclass(frozen=True)
class Batch:
    """sound (B, N) float32, label (B,) class index, real (B,) 1 for recorded; for a network with `numbers` these (B, K) too.

    heard (B, N) is what the encoder hears where that is not the sound itself.
    """

    sound: Tensor
    label: Tensor
    real: Tensor
    heard: Tensor | None = None
    numbers: Tensor | None = None

    def to(self, device: torch.device) -> Batch:
        parts = (getattr(self, field) for field in self.__dataclass_fields__)
        return Batch(*(None if part is None else part.to(device) for part in parts))  # type: ignore[arg-type]


def shift_pitch(samples: np.ndarray, semitones: float, length: int) -> np.ndarray:
    """Resampled so that pitch moves and the onset stays at sample ONSET: (N,) -> (length,)."""
    factor = 2.0 ** (semitones / 12)
    body = samples[ONSET:]
    if semitones:
        lead = soxr.resample(samples[:ONSET], 48_000, 48_000 / factor, quality="HQ")[-ONSET:]
        body = soxr.resample(body, 48_000, 48_000 / factor, quality="HQ")
        samples = np.concatenate([np.zeros(ONSET - len(lead), np.float32), lead, body])
    return np.pad(samples, (0, max(0, length - len(samples))))[:length]


def affordable(variants: tuple[float, ...], real: int, sounds: int, length: int) -> int:
    """How many variants of each recorded sound fit into MEMORY; one at least, the sound itself."""
    room = MEMORY // (2 * max(1, length)) - (sounds - real)
    return max(1, min(len(variants), room // max(1, real)))


class OneShots:
    """All sounds of some splits, padded or cut to `length` samples, as int16 in memory with as many of their pitch variants as fit."""

    def __init__(self, folder: Path, splits: tuple[str, ...], classes: tuple[str, ...], length: int, variants: tuple[float, ...]) -> None:
        self.rows = rows_of(folder, "drums", splits)
        self.length = length
        self.labels = np.array([classes.index(row["label"]) if row["label"] in classes else len(classes) - 1 for row in self.rows])
        self.real = np.array([int(row["real"]) for row in self.rows])
        self.bandwidth = np.array([float(row.get("bandwidth_hz") or np.inf) for row in self.rows])
        self.semitones = np.array(variants)
        # synthetic sounds are many and vary by themselves: they need no variants
        self.variants = np.where(self.real == 1, affordable(variants, int(self.real.sum()), len(self.real), length), 1)
        self.first = np.concatenate([[0], np.cumsum(self.variants)[:-1]])  # of each sound in `sounds`
        self.sounds = np.zeros((int(self.variants.sum()), length), np.int16)
        for i, row in enumerate(self.rows):
            samples, _ = soundfile.read(folder / row["file"], dtype="float32")
            for j, semitones in enumerate(variants[: self.variants[i]]):
                shifted = shift_pitch(samples, semitones, length)
                shifted *= 0.9 / max(float(np.abs(shifted).max()), 1e-6)
                self.sounds[self.first[i] + j] = np.round(shifted * 32_767)

    def __len__(self) -> int:
        return len(self.rows)

    def clean(self, chosen: np.ndarray) -> Tensor:
        """Unaltered sounds (B, length), peak 0.9."""
        return torch.from_numpy(self.sounds[self.first[chosen]].astype(np.float32) / 32_767)


    def numbers(self, chosen: np.ndarray, names: tuple[str, ...], rate: int) -> Tensor | None:
        """What a network with `names` for its numbers is told of these sounds: (B, K) in 0..1, or None where it has none."""
        if not names:
            return None
        return torch.from_numpy(bandwidth.number(self.bandwidth[chosen], rate)).float()[:, None]


class Sampler:
    """Batches balanced over classes and over recorded and synthetic sound; every random number from one generator.

    numbers: what the network is told beside the class (VAEConfig.numbers), at this sample rate.
    """

    def __init__(self, data: OneShots, classes: int, seed: int, numbers: tuple[str, ...] = (), rate: int = 44_100) -> None:
        self.data, self.unlabelled, self.random = data, classes - 1, np.random.default_rng(seed)
        self.numbers, self.rate = numbers, rate
        # a class counts with the square root of its size
        self.pools = {
            (label, real): np.flatnonzero((data.labels == label) & (data.real == real)) for label in range(classes) for real in (0, 1)
        }

    def indices(self, count: int, synthetic: float) -> np.ndarray:
        chosen = []
        for _ in range(count):
            real = int(self.random.random() >= synthetic)
            pools = {label: pool for (label, kind), pool in self.pools.items() if kind == real and len(pool)}
            if not pools:
                pools = {label: pool for (label, _), pool in self.pools.items() if len(pool)}
            labels = list(pools)
            weight = np.sqrt([len(pools[label]) for label in labels])
            label = self.random.choice(labels, p=weight / weight.sum())
            chosen.append(self.random.choice(pools[label]))
        return np.array(chosen)

    def batch(self, count: int, synthetic: float) -> Batch:
        """Augmented sounds: pitch variant, tilt of the spectrum, shorter decay, two hits of a class in one, saturation."""
        chosen = self.indices(count, synthetic)
        variant = np.where(self.random.random(count) < 0.35, 0, self.random.integers(0, self.data.variants[chosen]))
        sound = torch.from_numpy(self.data.sounds[self.data.first[chosen] + variant].astype(np.float32) / 32_767)
        labels = self.data.labels[chosen]
        sound = augment(sound, labels, self.unlabelled, self.random)
        label, real = torch.from_numpy(labels), torch.from_numpy(self.data.real[chosen])
        if not self.numbers:
            return Batch(sound, label, real)
        source = self.data.bandwidth[chosen] * 2 ** (self.data.semitones[variant] / 12)
        target, heard, numbers = bandwidth.blind(sound, source, self.rate, self.random)
        return Batch(target, label, real, heard, numbers)
