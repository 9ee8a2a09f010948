"""How far draws lie from held-out sounds as a crowd, for choosing a checkpoint: without the judge's ear, so that it serves any folder."""

from __future__ import annotations

import numpy as np

from studio.models.features import BANDS, COLUMNS, audible_image
from studio.training.judge.scores import kernel

CELLS = 16  # each way
PARTS = 64  # sounds whose images are computed at a time


class Crowd:
    """Held-out sounds (N, L), peaks at 0.9. Few of them: good for comparing checkpoints of one run, no more. numpy, no state else."""

    def __init__(self, sounds: np.ndarray, rate: int) -> None:
        self.rate = rate
        images = self._images(sounds)
        self.mean, self.scale = images.mean(0), max(float(images.std(0).mean()), 1e-6)
        self.real = (images - self.mean) / self.scale

    def distance(self, draws: np.ndarray) -> float:
        """Unbiased kernel distance (KID) of draws (M, L), peaks at 0.9, to the held-out sounds; about 0 where nothing tells them apart.

        Features are log-mel images of 16 x 16 cells.
        """
        made = (self._images(draws) - self.mean) / self.scale
        return _own(made) + _own(self.real) - 2 * float(kernel(made, self.real).mean())

    def _images(self, sounds: np.ndarray) -> np.ndarray:
        parts = [audible_image(sounds[i : i + PARTS], self.rate) for i in range(0, len(sounds), PARTS)]
        images = np.concatenate(parts).reshape(-1, CELLS, BANDS // CELLS, CELLS, COLUMNS // CELLS)
        return np.asarray(images.mean(axis=(2, 4)).reshape(len(sounds), -1), np.float64)


def _own(features: np.ndarray) -> float:
    """Mean kernel of pairs of two different sounds."""
    values = kernel(features, features)
    count = len(features)
    return float((values.sum() - np.trace(values)) / max(1, count * (count - 1)))
