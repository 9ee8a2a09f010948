"""The pieces that frame-rate decoders are built from (torch). No threads, no files.

A tensor is (B, T, C) inside a network: frames, then channels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class NetworkConfig:
    """Everything that rebuilds a network; stored in model.json. Each family adds its fields."""

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """From the dictionary that dataclasses.asdict and JSON make of it. Raises TypeError for fields that it does not have."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})


class ConvNeXt(nn.Module):
    """Depthwise convolution over frames, norm per frame scaled and shifted by the condition, two linear layers, residual.

    Norm per frame and not over time, so that the tail of a sound can't change its attack.
    Source of the block: Liu and others 2022, 'A ConvNet for the 2020s'; of its use on frames: Siuzdak 2023, 'Vocos'.
    """

    def __init__(self, width: int, condition: int, kernel: int = 7, expand: int = 3) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.modulate = nn.Linear(condition, 2 * width)
        self.up = nn.Linear(width, expand * width)
        self.down = nn.Linear(expand * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))
        nn.init.normal_(self.modulate.weight, std=0.02)
        nn.init.zeros_(self.modulate.bias)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """x (B, T, C), condition (B, D) -> (B, T, C)."""
        y = self.depthwise(x.transpose(1, 2)).transpose(1, 2)
        gain, shift = self.modulate(condition)[:, None].chunk(2, -1)  # (B, 1, C) each
        y = self.norm(y) * (1 + gain) + shift
        return x + self.scale * self.down(F.gelu(self.up(y)))


def time_features(frames: Tensor, seconds_per_frame: float, onset_seconds: float) -> Tensor:
    """What a decoder knows of the time of each of these frames (T,): decays and log-time waves. -> (T, 29)."""
    t = frames.double() * seconds_per_frame - onset_seconds
    after = t.clamp(min=0.0)[:, None]
    taus = torch.logspace(math.log10(0.003), math.log10(2.0), 12, dtype=torch.float64)
    decays = torch.exp(-after / taus) * (t[:, None] > -1e-9)
    log_time = torch.log(after / 0.005 + 1.0)  # 0 at the onset, 6 at two seconds
    waves = log_time * torch.pi * torch.tensor([0.25, 0.5, 1, 1.5, 2, 3, 4, 6], dtype=torch.float64)
    before = (t < -1e-9).to(torch.float64)[:, None]
    return torch.cat([decays, torch.sin(waves), torch.cos(waves), before], 1).float()


def impulse_phase(frames: int, n_fft: int, hop: int, onset: int) -> Tensor:
    """Phase of the STFT of one impulse at sample `onset`, frames centred on multiples of hop: (T, n_fft // 2 + 1).

    The starting point of every deterministic part: a network that adds nothing to it makes a click at the onset.
    """
    k = torch.arange(n_fft // 2 + 1, dtype=torch.float64)
    t = torch.arange(frames, dtype=torch.float64)[:, None] * hop - onset + n_fft // 2
    return (2 * math.pi * torch.remainder(k * t / n_fft, 1.0)).float()


def hann(n: int) -> Tensor:
    """Periodic Hann window: (n,)."""
    return torch.hann_window(n, periodic=True)


class InverseSTFT(nn.Module):
    """Inverse STFT by overlap-add at hop n_fft / 4, Hann window: (B, T, F) real and imaginary -> (B, (T - 1) * hop).

    Playing does the same with numpy (studio/models/synthesis.py); a test holds both together.
    """

    window: Tensor

    def __init__(self, n_fft: int, hop: int) -> None:
        super().__init__()
        if hop * 4 != n_fft:
            raise ValueError(f"hop {hop} must be a quarter of n_fft {n_fft}")
        self.n_fft, self.hop = n_fft, hop
        self.register_buffer("window", hann(n_fft) / 1.5, persistent=False)  # squared Hann windows sum to 1.5 at this hop

    def forward(self, real: Tensor, imaginary: Tensor) -> Tensor:
        frames = torch.fft.irfft(torch.complex(real, imaginary), n=self.n_fft) * self.window
        batch, count, _ = frames.shape
        parts = frames.reshape(batch, count, 4, self.hop)
        # chunk j of frame t lands at hop index t + j; the first two hops lie before sample 0
        total = torch.stack([F.pad(parts[:, :, j], (0, 0, j, 3 - j)) for j in range(4)]).sum(0)  # (B, T + 3, hop)
        return total[:, 2 : count + 1].reshape(batch, (count - 1) * self.hop)
