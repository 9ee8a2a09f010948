"""The two feature spaces in which sets of sounds are compared, and the sets themselves. Numpy only, no state.

'ear': the embedding of the judge's CNN. 'spectral': principal components of log-mel images and modulation statistics.
A claim holds only where both agree: the first knows what drums are, the second misses nothing that it was told to count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.training.judge.classifier import Ear
from studio.training.judge.features import Measured

COMPONENTS = 32
RIDGE = 300.0
SPACES = ("ear", "spectral")


@dataclass(frozen=True, eq=False)
class SoundSet:
    """N sounds as the scores see them.

    ear (N, 64) and spectral (N, 32) float32, heard (N,) the class that the judge names, labels and kits (N,) texts,
    descriptors (N, 6), artefacts (N, 4).
    """

    ear: np.ndarray
    spectral: np.ndarray
    heard: np.ndarray
    labels: np.ndarray
    kits: np.ndarray
    descriptors: np.ndarray
    artefacts: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def space(self, name: str) -> np.ndarray:
        """(N, d) features, their mean square over the judge's own kits about 1."""
        return self.ear if name == "ear" else self.spectral

    def take(self, index: np.ndarray) -> SoundSet:
        """The chosen rows (indices or a mask), repeated where an index is."""
        return SoundSet(*(getattr(self, name)[index] for name in self.__dataclass_fields__))

    @staticmethod
    def join(*sets: SoundSet) -> SoundSet:
        return SoundSet(*(np.concatenate([getattr(s, name) for s in sets]) for name in SoundSet.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class Basis:
    """How raw features become the two spaces: standardised, projected, scaled."""

    mean: np.ndarray  # (D,)
    deviation: np.ndarray  # (D,)
    directions: np.ndarray  # (D, 32)
    naming: np.ndarray  # (D + 1, C) ridge regression on the classes: of 262 hits it generalises better than the CNN's own output
    ear_mean: np.ndarray  # (64,)
    ear_scale: float

    @staticmethod
    def fit(measured: Measured, ear: Ear) -> Basis:
        """From the judge's own kits."""
        raw = _raw(measured)
        mean, deviation = raw.mean(axis=0), np.maximum(raw.std(axis=0), 0.05)
        _, scales, directions = np.linalg.svd((raw - mean) / deviation, full_matrices=False)
        count = min(COMPONENTS, len(scales))
        share = float(np.sqrt((scales[:count] ** 2).sum() / len(raw) / count))  # common scale: mean square 1
        embedding = ear.hear(measured.image)
        centre = embedding.mean(axis=0)
        naming = _ridge((raw - mean) / deviation, measured.labels, ear.classes)
        scale = 1 / float(np.sqrt(((embedding - centre) ** 2).mean()))
        return Basis(mean, deviation, directions[:count].T / share, naming, centre, scale)

    def place(self, measured: Measured, ear: Ear) -> SoundSet:
        """Measured clips in both spaces."""
        embedding = ear.hear(measured.image)
        standard = (_raw(measured) - self.mean) / self.deviation
        spectral = standard @ self.directions
        scores = standard @ self.naming[:-1] + self.naming[-1]
        heard = np.array(ear.classes, dtype="U32")[scores.argmax(axis=1)]
        return SoundSet(
            np.asarray((embedding - self.ear_mean) * self.ear_scale, np.float32), np.asarray(spectral, np.float32), heard,
            measured.labels, measured.kits, measured.descriptors, measured.artefacts,
        )


def _ridge(standard: np.ndarray, labels: np.ndarray, classes: tuple[str, ...], penalty: float = RIDGE) -> np.ndarray:
    """(D + 1, C) weights, last row the offset; classes count by the square root of their size."""
    target = (labels[:, None] == np.array(classes)[None]).astype(np.float64)
    weight = 1 / np.sqrt(np.maximum(target.sum(axis=0), 1))[target.argmax(axis=1)]
    inputs = np.concatenate([standard, np.ones((len(standard), 1))], axis=1)
    weighted = inputs * (weight / weight.mean())[:, None]
    return np.linalg.solve(weighted.T @ inputs + penalty * np.eye(inputs.shape[1]), weighted.T @ target)


def _raw(measured: Measured) -> np.ndarray:
    """(N, 256 + S): the image at a quarter of its resolution and the statistics, the two blocks of equal weight."""
    count = len(measured)
    coarse = measured.image.reshape(count, 16, 4, 16, 4).mean(axis=(2, 4)).reshape(count, -1)
    return np.asarray(np.concatenate([coarse / 20, measured.statistics], axis=1), dtype=np.float64)
