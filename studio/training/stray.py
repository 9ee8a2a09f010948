"""How far real noise strays from what a trained network of effects says of it, class by class (torch, when a model is published).

A network says the middle of what could be; played as it is, noise is as smooth as no recording. What it leaves out is measured as
three kinds of chance (studio/models/glides.py, Stray), and the player puts as much of each back, from the seed.
"""

from __future__ import annotations

import numpy as np
import torch

from studio.models.effects import EffectsVAE
from studio.models.glides import HISS, Stray, band_centres
from studio.training.effects_data import Effects

HEARD = 7.0  # nepers under the loudest within which noise counts
MOST = 3.0  # nepers that one cell may be off
FEW = 3.0  # cells with which a mean counts half


@torch.no_grad()
def strays(model: EffectsVAE, data: Effects) -> list[Stray]:
    """One for each class, from its recorded training sounds; of a class without any as of all."""
    real = np.flatnonzero(data.real == 1) if (data.real == 1).any() else np.arange(len(data))
    rows, labels = [], data.labels[real]
    for i in range(0, len(real), 64):
        batch = data.batch(real[i : i + 64])
        made = model.decoder(model.encoder(batch.image)[0], batch.label, torch.ones_like(batch.label))
        levels, wanted, said = (part.numpy() for part in (batch.targets[1], batch.targets[2], made[2]))
        rows += [_of(*one) for one in zip(levels, wanted, said, batch.bandwidth.numpy(), strict=True)]
    found = np.array(rows)
    means = [found[labels == c].mean(0) if (labels == c).any() else found.mean(0) for c in range(len(data.config.classes))]
    return [Stray(*(round(float(value), 3) for value in np.clip(row, 0.0, [2.0, 0.98, 2.0, 0.98, 2.0]))) for row in means]


def _of(level: np.ndarray, wanted: np.ndarray, said: np.ndarray, bandwidth: float) -> tuple[float, float, float, float, float]:
    """Flutter, hold, ridge, run and cell of one sound: level (nodes, slots), wanted and said (nodes, BANDS)."""
    low = max(float(level.max()), float(wanted.max()) + HISS) - HEARD - HISS + 1
    known = ((wanted > low) | (said > low)) & (band_centres(wanted.shape[1]) < 0.9 * bandwidth)
    off = np.where(known, np.clip(wanted - np.maximum(said, low - 1), -MOST, MOST), 0)
    flutter = off.sum(1) / (known.sum(1) + FEW)
    off = np.where(known, off - flutter[:, None], 0)
    ridge = off.sum(0) / (known.sum(0) + FEW)
    off = np.where(known, off - ridge, 0)
    return *_size(flutter, known.sum(1) > FEW), *_size(ridge, known.sum(0) > FEW), float(np.sqrt((off**2).sum() / max(known.sum(), 1)))


def _size(values: np.ndarray, there: np.ndarray) -> tuple[float, float]:
    """Deviation of values (N,) where there are some, and how much of one stays at the next."""
    if there.sum() < 2:
        return 0.0, 0.0
    power = float((values[there] ** 2).mean())
    both = there[1:] & there[:-1]
    follows = float((values[1:] * values[:-1])[both].sum() / max(float((values[1:] ** 2)[both].sum()), 1e-9)) if both.any() else 0.0
    return power**0.5, follows
