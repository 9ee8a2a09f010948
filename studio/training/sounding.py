"""Sound in and out of a one-shot network in torch: mel images, seeded noise frames, two takes of one latent.

Runs in the training process, on whichever device the tensors lie. Playing computes the same with numpy (studio/models).
"""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from studio.models.features import COLUMNS, FLOOR, MEL_FFT, MEL_HOP, log_time_matrix, mel_matrix, normalise
from studio.models.vae import Decoder, Partials
from studio.training.losses import LowTones


def mixed(device: torch.device) -> AbstractContextManager[Any]:
    """Networks compute in bfloat16 where the device can: half the time, and nothing that is heard."""
    return torch.autocast(device.type, dtype=torch.bfloat16) if device.type in ("cpu", "cuda") else nullcontext()


def mel_images(sound: Tensor, rate: int) -> Tensor:
    """The encoder's input, as studio.models.features.mel_image makes it, for a batch: (B, N) -> (B, 1, BANDS, COLUMNS)."""
    window = torch.hann_window(MEL_FFT, device=sound.device)
    spectrum = torch.stft(sound, MEL_FFT, MEL_HOP, window=window, center=True, pad_mode="constant", return_complex=True)
    mel = (spectrum.abs() / (MEL_FFT / 4)).transpose(1, 2) @ torch.from_numpy(mel_matrix(rate)).to(sound.device)
    pooled = torch.from_numpy(log_time_matrix(mel.shape[1], COLUMNS)).to(sound.device) @ mel
    return normalise(torch.log(pooled + FLOOR)).transpose(1, 2)[:, None]


def noise_frames(count: int, frames: int, n_fft: int, hop: int, generator: torch.Generator) -> Tensor:
    """Unit-variance STFT of white noise, on the generator's device: (count, 2, frames, n_fft // 2 + 1)."""
    white = torch.randn(count, (frames - 1) * hop + n_fft, generator=generator, device=generator.device)
    window = torch.hann_window(n_fft, device=generator.device)
    spectrum = torch.fft.rfft(white.unfold(1, n_fft, hop) * window) / math.sqrt(0.375 * n_fft)
    return torch.stack([spectrum.real, spectrum.imag], 1)


@dataclass
class Takes:
    """One latent decoded with two noises: two (B, N); what the phase losses look at."""

    first: Tensor
    second: Tensor
    phase: Tensor  # of the body (B, T, F)
    tones: tuple[Tensor, Tensor, Tensor]  # of the oscillators, as Oscillators.tones gives them


def two_takes(decoder: Decoder, condition: Tensor, frames: int, generator: torch.Generator, tones: LowTones | None = None) -> Takes:
    """The network runs once; only the noise differs.

    Given the target's own `tones`, the oscillators follow their frequency and phase and only their level is the network's: a tone
    that is a little off scores worse than none, so that left to themselves the levels die before the frequencies are learnt.
    """
    c = decoder.config
    with mixed(condition.device):
        body = decoder.body.partials(condition, frames + 1)
        attack = decoder.attack.partials(condition, c.attack_frames)
    level, frequency, start = decoder.tone.tones(condition, frames + 1)
    tone = decoder.tone.sound(level, tones.frequency if tones else frequency, tones.start if tones else start)
    parts = [Partials(p.level.float(), p.phase.float(), p.noise.float()) for p in (body, attack)]
    count = len(condition)
    takes = []
    for _ in range(2):
        body_noise = noise_frames(count, frames + 1, c.n_fft, c.hop, generator)
        attack_noise = noise_frames(count, c.attack_frames, c.attack_fft, c.attack_hop, generator)
        takes.append(tone + decoder.sound((parts[0], parts[1]), body_noise, attack_noise))
    return Takes(takes[0], takes[1], parts[0].phase, (level, frequency, start))


@torch.no_grad()
def play(decoder: Decoder, z: Tensor, label: Tensor, seed: int = 0, level: bool = True) -> Tensor:
    """Sounds of codes (B, Z), all with one noise: (B, N). Peaks at 0.9, or with level=False as the network made them."""
    c = decoder.config
    generator = torch.Generator(z.device).manual_seed(seed)
    body = noise_frames(1, c.frames, c.n_fft, c.hop, generator)
    attack = noise_frames(1, c.attack_frames, c.attack_fft, c.attack_hop, generator)
    with mixed(z.device):
        condition = decoder.condition(z, label, torch.ones_like(label))
        parts = decoder.partials(condition, c.frames)
    y = decoder.tone.sound(*decoder.tone.tones(condition.float(), c.frames)) + decoder.sound(parts, body, attack)
    return y if not level else y * (0.9 / y.abs().amax(1, keepdim=True).clamp(min=1e-4))
