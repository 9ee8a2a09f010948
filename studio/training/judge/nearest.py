"""The nearest training clip, after gain and pitch were aligned: memory, and the anchor of reconstruction. Numpy only, no state.

Distances are mean |dB| between 64 x 64 images over cells within 45 dB of the loudest.
"""

from __future__ import annotations

import numpy as np

from studio.training.judge import features

ACTIVE_DB = -45.0  # cells that count
GAIN_DB = 6.0  # alignment of level
SEMITONES = tuple(np.arange(-2, 2.01, 0.5))  # alignment of pitch
COPY_DB = 1.5  # nearer than this is a copy
STEP_DB = 0.32  # of stored images
CANDIDATES = 72  # pairs of a clip and a pitch that are looked at closely


def pack(images: np.ndarray) -> np.ndarray:
    """dB images to uint8 (0 is the floor)."""
    return np.asarray(np.round((images - features.FLOOR_DB) / STEP_DB), dtype=np.uint8)


def unpack(packed: np.ndarray) -> np.ndarray:
    """uint8 back to dB, float32."""
    return np.asarray(packed, dtype=np.float32) * np.float32(STEP_DB) + np.float32(features.FLOOR_DB)


def error(target: np.ndarray, other: np.ndarray, *, both: bool = False) -> float:
    """Mean |dB| over cells where the target (with `both`: either) is above -45 dB, the best gain within 6 dB applied to `other`."""
    active = (target > ACTIVE_DB) | (other > ACTIVE_DB) if both else target > ACTIVE_DB
    if not active.any():
        return 0.0 if both else float("nan")
    difference = target[active] - other[active]
    gain = float(np.clip(np.median(difference), -GAIN_DB, GAIN_DB))
    return float(np.abs(difference - gain).mean())


def variants(sound: np.ndarray) -> np.ndarray:
    """(9, 64, 64): images of a sound (mono 44.1 kHz) at -2 to 2 semitones."""
    return np.stack([features.image(features.canonical(features.pitched(sound, s))) for s in SEMITONES])


def _coarse(images: np.ndarray) -> np.ndarray:
    """(N, 256): limited to the active range, averaged, level taken out."""
    small = np.maximum(images, ACTIVE_DB - 10).reshape(len(images), 16, 4, 16, 4).mean(axis=(2, 4)).reshape(len(images), -1)
    return np.asarray(small - small.mean(axis=1, keepdims=True), dtype=np.float32)


class Memory:
    """The training clips' images, searched for the one nearest to a sound."""

    def __init__(self, packed: np.ndarray) -> None:
        self.images = unpack(packed)
        self._coarse = _coarse(self.images)

    def near(self, shifted: np.ndarray, count: int) -> list[tuple[int, int]]:
        """(index, pitch row) of the `count` clips whose E against one of the images (K, 64, 64) is least, nearest first."""
        found = {}
        for index in np.argsort(self._rough(shifted).min(axis=0))[: 6 * count]:
            errors = [error(image, self.images[index]) for image in shifted]
            found[int(index)] = (min(errors), int(np.argmin(errors)))
        return [(index, found[index][1]) for index in sorted(found, key=lambda i: found[i])[:count]]

    def nearest(self, shifted: np.ndarray, *, leave_out: int = -1) -> tuple[int, float]:
        """(index, distance in dB) for the images (K, 64, 64) of one sound at several pitches; cells of either sound count."""
        best, found = float("inf"), -1
        distances = self._rough(shifted)
        if leave_out >= 0:
            distances[:, leave_out] = np.inf
        for flat in np.argsort(distances, axis=None)[:CANDIDATES]:
            row, index = divmod(int(flat), len(self.images))
            distance = error(shifted[row], self.images[index], both=True)
            if index != leave_out and distance < best:
                best, found = distance, index
        return found, best

    def _rough(self, shifted: np.ndarray) -> np.ndarray:
        """(K, N) cheap distances to all clips."""
        return np.stack([np.abs(self._coarse - row).mean(axis=1) for row in _coarse(shifted)])
