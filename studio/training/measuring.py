"""What a run's own draws measure like beside real sounds: the numbers that health looks at (numpy, in the training process).

| name | what |
|---|---|
| line, line_real | dB by which multiples of rate / hop stand out: a network that repeats itself every frame buzzes there |
| crest, crest_real | peak over rms |
| bare, bare_real | share of the power in the strongest partial: near 1 for a bare sine |
| level_db | peak of the draws as they come from the network, dB under full scale |
| diversity | mean distance between draws of one class over that between real sounds of one class |
| memory | share of draws that are nearly a training sound |
"""

from __future__ import annotations

import numpy as np

from studio.models.features import BANDS, COLUMNS, audible_image

SPACING = 32  # bins between two multiples of rate / hop
NEAR_DB = 1.5  # a draw that is nearer than this to a training sound is a copy
ACTIVE_DB = 45.0  # cells this far below the loudest don't count
CANDIDATES = 8  # training sounds that are looked at closely
KEPT = 1_000  # training sounds that draws are compared with


def measure(drawn: np.ndarray, real: np.ndarray, labels: np.ndarray, rate: int, hop: int) -> dict[str, float]:
    """Of draws (B, N) as the network made them and as many real sounds (B, N) of the same labels (B,), onsets at ONSET."""
    found = {"level_db": float(20 * np.log10(np.median(np.abs(drawn).max(1)) + 1e-9))}
    for name, sounds in (("", levelled(drawn)), ("_real", levelled(real))):
        found["line" + name] = float(np.median([line_level(sound, rate, hop) for sound in sounds]))
        found["crest" + name] = float(np.median(np.abs(sounds).max(1) / np.maximum(np.sqrt(np.mean(sounds**2, 1)), 1e-6)))
        found["bare" + name] = float(np.median([tonality(sound) for sound in sounds]))
    apart = [_spread(audible_image(levelled(sounds), rate), labels) for sounds in (drawn, real)]
    if apart[1] > 0.1:
        found["diversity"] = apart[0] / apart[1]
    return found


def levelled(sounds: np.ndarray) -> np.ndarray:
    """(B, N) -> float32 (B, N) with peaks at 0.9; what is silent stays so; values that are no numbers become 0."""
    sounds = np.nan_to_num(np.asarray(sounds, np.float32), posinf=0.0, neginf=0.0)
    return sounds * (0.9 / np.maximum(np.abs(sounds).max(1, keepdims=True), 1e-4)).astype(np.float32)


def line_level(sound: np.ndarray, rate: int, hop: int) -> float:
    """dB of multiples of rate / hop over their surroundings from 50 ms after the loudest sample on; about 5 for noise, 0 for silence."""
    size = SPACING * hop
    part = sound[min(int(np.argmax(np.abs(sound))) + rate // 20, max(0, len(sound) - size)) :]
    part = np.pad(part, (0, max(0, size - len(part))))
    frames = np.lib.stride_tricks.sliding_window_view(part, size)[:: size // 2]
    power = (np.abs(np.fft.rfft(frames * np.hanning(size + 1)[:-1])) ** 2).sum(0)
    if power.max() < 1e-8:
        return 0.0
    level = 10 * np.log10(power + 1e-9 * power.max())
    centres = np.arange(1, int(0.41 * hop)) * SPACING  # up to 18 kHz at 44.1 kHz
    near = np.stack([level[centres + k] for k in (-1, 0, 1)]).max(0)
    around = np.stack([level[centres + k] for k in range(-14, 15) if abs(k) > 3])
    return float(np.mean(near - np.median(around, 0)))


def tonality(sound: np.ndarray) -> float:
    """Share of the power within 2 % of the strongest frequency, 0..1; 0 for silence."""
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    total = float(power.sum())
    if total < 1e-8:
        return 0.0
    top = int(power.argmax())
    reach = max(3, top // 50)
    return float(power[max(0, top - reach) : top + reach + 1].sum()) / total


def _spread(images: np.ndarray, labels: np.ndarray) -> float:
    """Mean |dB| between images of one label."""
    apart = [np.abs(images[labels == c][:, None] - images[labels == c][None]).mean(2) for c in np.unique(labels)]
    pairs = [distances[np.triu_indices(len(distances), 1)] for distances in apart]
    together = np.concatenate(pairs)
    return float(together.mean()) if len(together) else 0.0


class Memory:
    """Images of training sounds (at most KEPT of them, evenly chosen), searched for copies."""

    def __init__(self, sounds: np.ndarray, rate: int) -> None:
        """sounds (N, length), peaks at 0.9; choose at most KEPT."""
        self.rate = rate
        parts = [audible_image(sounds[i : i + 64].astype(np.float32), rate).astype(np.float16) for i in range(0, len(sounds), 64)]
        self.images = np.concatenate(parts)
        self.coarse = _coarse(self.images)

    def share(self, drawn: np.ndarray) -> float:
        """Share of draws (B, N) within NEAR_DB of a training sound."""
        return float(np.mean([self.nearest(image) < NEAR_DB for image in audible_image(levelled(drawn), self.rate)]))

    def nearest(self, image: np.ndarray) -> float:
        """Mean |dB| from an image (BANDS * COLUMNS,) to the nearest training sound, over cells that are loud in either."""
        rough = np.abs(self.coarse - _coarse(image[None])).mean(1)
        best = np.inf
        for i in np.argsort(rough)[:CANDIDATES]:
            other = self.images[i].astype(np.float32)
            loud = np.maximum(image, other) > max(image.max(), other.max()) - ACTIVE_DB
            best = min(best, float(np.abs(image - other)[loud].mean()))
        return best


def evenly(count: int, most: int) -> np.ndarray:
    """At most `most` of the numbers 0 .. count - 1, evenly spaced and always the same."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64)) if count else np.zeros(0, np.int64)


def _coarse(images: np.ndarray) -> np.ndarray:
    """(B, BANDS * COLUMNS) -> float32 (B, 320)."""
    blocks = images.astype(np.float32).reshape(len(images), BANDS // 4, 4, COLUMNS // 4, 4)
    return np.asarray(blocks.mean((2, 4)).reshape(len(images), -1))
