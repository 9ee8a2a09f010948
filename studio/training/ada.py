"""Changes of sounds that a discriminator sees, real and made ones alike, and how often: more, the better it knows the real ones by heart.

After Karras and others 2020, 'Training Generative Adversarial Networks with Limited Data'. Polarity is not turned: hits are aligned by it.
Every change is differentiable. torch, in the training process.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from studio.models.features import ONSET

SEMITONES, SHIFT, GAIN_DB, SHELF_DB = 2.0, 128, 3.0, 6.0  # farthest changes; the shift in samples
MOST = 0.8  # beyond it changes begin to leak into what is made
DEPTH = 500  # sounds over which the sign of real scores is averaged


@dataclass(frozen=True)
class Changes:
    """One change of each kind for each of B sounds, at nothing where it was not chosen: all (B,) but `shelf`, (B, 2)."""

    speed: Tensor  # playing speed, so pitch too; 1 is as it was
    shift: Tensor  # samples to the right
    gain: Tensor  # factor
    shelf: Tensor  # dB, corner in Hz

    @staticmethod
    def draw(count: int, share: float, generator: torch.Generator) -> Changes:
        """Each sound gets each change with probability `share`."""
        device = generator.device

        def spread(low: float, high: float, neutral: float) -> Tensor:
            value = torch.rand(count, generator=generator, device=device) * (high - low) + low
            chosen = torch.rand(count, generator=generator, device=device) < share
            return torch.where(chosen, value, torch.full_like(value, neutral))

        corner = 150 * torch.exp(torch.rand(count, generator=generator, device=device) * 4)  # to 8.2 kHz
        return Changes(
            torch.exp2(spread(-SEMITONES, SEMITONES, 0.0) / 12), spread(-SHIFT, SHIFT, 0.0).round(),
            10 ** (spread(-GAIN_DB, GAIN_DB, 0.0) / 20), torch.stack([spread(-SHELF_DB, SHELF_DB, 0.0), corner], 1),
        )  # fmt: skip

    def of(self, sound: Tensor, rate: int) -> Tensor:
        """(B, N) at `rate` Hz -> (B, N)."""
        sound = _moved(sound, self.speed, self.shift) * self.gain[:, None]
        if not bool(self.shelf[:, 0].any()):
            return sound
        length = sound.shape[1]
        hz = torch.fft.rfftfreq(2 * length, 1 / rate, device=sound.device)
        response = 10 ** (self.shelf[:, :1] / (1 + (hz / self.shelf[:, 1:]) ** 2) / 20)
        return torch.fft.irfft(torch.fft.rfft(sound, n=2 * length) * response)[:, :length]


def _moved(sound: Tensor, speed: Tensor, shift: Tensor) -> Tensor:
    """Played at `speed` around ONSET, then later by `shift` samples, on straight lines between samples."""
    if not bool((speed != 1).any() or (shift != 0).any()):
        return sound
    length = sound.shape[1]
    time = torch.arange(length, device=sound.device)[None]
    place = ONSET + (time - shift[:, None] - ONSET) * speed[:, None]
    before = place.floor()
    share = place - before
    first = before.long().clamp(0, length - 1)
    second = (first + 1).clamp(max=length - 1)
    inside = (place >= 0) & (place <= length - 1)
    return (sound.gather(1, first) * (1 - share) + sound.gather(1, second) * share) * inside


class Controller:
    """How often sounds are changed: `share`, moved so that the sign of the discriminator's score of real sounds is `target` on average.

    1 would mean that it knows every real sound, 0 that it can't tell. From nothing to always takes `sounds` sounds.
    """

    def __init__(self, target: float, sounds: int) -> None:
        self.target, self.sounds = target, sounds
        self.share, self.sign = 0.0, target

    def heard(self, real_scores: Tensor) -> None:
        """Scores (B,) of real sounds."""
        count = len(real_scores)
        keep = (1 - 1 / DEPTH) ** count
        self.sign = keep * self.sign + (1 - keep) * float(real_scores.sign().mean())
        step = count / self.sounds
        self.share = min(MOST, max(0.0, self.share + (step if self.sign > self.target else -step)))
