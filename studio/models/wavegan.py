"""WaveGAN, the plain reference: samples straight from a code, by convolutions that double and redouble the rate (torch).

After Donahue and others 2019, 'Adversarial Audio Synthesis', with what has proved better since: nearest upsampling before each
convolution instead of transposed ones (Pons and others 2021) and a class for both networks (projection, Miyato and Koyama 2018).
A second of 16 kHz; no phase, no noise branch, no onset: everything must be learnt, and it sounds like it.
Training lives in studio/training/wavegan_task.py; playing goes through the exported graph (studio/models/wave_player.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from studio.models.blocks import NetworkConfig

KERNEL, STRIDE = 25, 4
FIRST = 16  # samples of the coarsest layer


@dataclass(frozen=True)
class WaveGANConfig(NetworkConfig):
    """Everything that rebuilds the network."""

    classes: tuple[str, ...]
    catch_all: bool = True  # whether the last class also stands for 'not labelled'
    rate: int = 16_000
    layers: int = 5  # each four times as fine: FIRST * 4 ** layers = 16,384 samples
    latents: int = 24  # what sliders move
    noise: int = 8  # further numbers of the code, which the seed draws
    width: int = 16  # channels of the finest layer, doubled with every coarser one
    widest: int = 128

    @property
    def length(self) -> int:
        """Samples of a sound."""
        return int(FIRST * STRIDE**self.layers)

    def widths(self) -> list[int]:
        """Channels from the coarsest layer to the finest."""
        return [min(self.widest, self.width * 2**i) for i in reversed(range(self.layers))]


class Finer(nn.Module):
    """Every sample four times, then a convolution: (B, C, T) -> (B, C', 4 T).

    While training the same is computed on the coarse samples, by one shorter kernel for each of the four phases: a quarter of the work.
    """

    phases: Tensor

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(before, after, KERNEL, padding=KERNEL // 2)
        reach = -(-(KERNEL // 2) // STRIDE)
        phases = torch.zeros(KERNEL, STRIDE, 2 * reach + 1)
        for k in range(KERNEL):
            for phase in range(STRIDE):
                phases[k, phase, (phase + k - KERNEL // 2) // STRIDE + reach] = 1.0
        self.register_buffer("phases", phases, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return torch.as_tensor(self.conv(F.interpolate(x, scale_factor=float(STRIDE), mode="nearest")))
        weight = torch.einsum("oik,kpj->opij", self.conv.weight, self.phases).flatten(0, 1)
        found = F.conv1d(x, weight, padding=self.phases.shape[2] // 2)
        found = found.unflatten(1, (-1, STRIDE)).transpose(2, 3).flatten(2)
        return found + self.conv.bias[:, None] if self.conv.bias is not None else found


class WaveGenerator(nn.Module):
    """z (B, Z), class index (B,), noise (B, K) -> samples (B, N) within -1..1."""

    def __init__(self, config: WaveGANConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths()
        self.classes = nn.Embedding(len(config.classes), 32)
        self.enter = nn.Linear(config.latents + config.noise + 32, FIRST * widths[0])
        self.layers = nn.ModuleList(Finer(before, after) for before, after in pairwise([*widths, 1]))
        for weight in (self.enter.weight, *(layer.conv.weight for layer in self.layers if isinstance(layer, Finer))):
            nn.init.kaiming_normal_(weight, nonlinearity="relu")  # with less, all codes sound alike at first, and soon for good
        for bias in (parameter for name, parameter in self.named_parameters() if name.endswith("bias")):
            nn.init.zeros_(bias)

    def forward(self, z: Tensor, label: Tensor, noise: Tensor) -> Tensor:
        x = F.relu(self.enter(torch.cat([z, self.classes(label), noise], -1))).unflatten(1, (-1, FIRST))
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return torch.tanh(self.layers[-1](x))[:, 0]


def shuffled(x: Tensor, most: int, generator: torch.Generator) -> Tensor:
    """Phase shuffle: every row of (B, C, T) moved by -most..most samples, reflected at the ends: no phase can be learnt by heart."""
    shift = torch.randint(-most, most + 1, (len(x), 1), generator=generator, device=x.device)
    place = (torch.arange(x.shape[2], device=x.device) + shift).abs()
    place = torch.minimum(place, 2 * (x.shape[2] - 1) - place)
    return x.gather(2, place[:, None].expand_as(x))


class WaveJudge(nn.Module):
    """Samples (B, N) and class index (B,) -> how real they seem (B,). Phase shuffle between layers; no norms: its slope is held instead."""

    def __init__(self, config: WaveGANConfig, width: int, shuffle: int) -> None:
        super().__init__()
        self.shuffle = shuffle
        widths = [1, *(width * 2**i for i in range(config.layers))]
        self.layers = nn.ModuleList(
            nn.Conv1d(before, after, KERNEL, stride=STRIDE, padding=KERNEL // 2) for before, after in pairwise(widths)
        )
        self.leave = nn.Linear(widths[-1] * FIRST, 1)
        self.classes = nn.Embedding(len(config.classes), widths[-1])

    def forward(self, sound: Tensor, label: Tensor, generator: torch.Generator) -> Tensor:
        x = sound[:, None]
        for i, layer in enumerate(self.layers):
            x = F.leaky_relu(layer(x), 0.2)
            if self.shuffle and i + 1 < len(self.layers):
                x = shuffled(x, self.shuffle, generator)
        told: Tensor = (self.classes(label) * x.mean(2)).sum(1)
        return self.leave(x.flatten(1))[:, 0] + told
