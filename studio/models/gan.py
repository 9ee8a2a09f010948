"""One-shot GAN: draws go through a mapping network to codes w, which the VAE's frame-rate decoder makes sounds of (torch).

s ~ N(0, I) and a class -> w = mean_c + root_c (s + a small network's correction). The correction begins at nothing, so that with the
weights of a trained VAE and the Gaussians of its codes the GAN begins as that VAE. The encoder says the w of a given sound.
w is the code of the player: the exported graph has the inputs and outputs of the VAE's, and its sliders are main directions of w
(after Harkonen and others 2020, 'GANSpace'). Training lives in studio/training/gan_task.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from studio.models.vae import VAE, VAEConfig


@dataclass(frozen=True)
class GANConfig(VAEConfig):
    """Everything that rebuilds the network."""

    mapping: int = 128  # width of the mapping network

class Mapping(nn.Module):
    """s (B, Z) of unit variance and a class (B,) -> codes w (B, Z). `mean` (C, Z) and `root` (C, Z, Z) are where a class lies."""

    mean: Tensor
    root: Tensor

    def __init__(self, config: GANConfig) -> None:
        super().__init__()
        classes, size = len(config.classes), config.latents
        self.register_buffer("mean", torch.zeros(classes, size))
        self.register_buffer("root", torch.eye(size).repeat(classes, 1, 1))
        self.classes = nn.Embedding(classes, 16)
        self.enter = nn.Linear(size + 16, config.mapping)
        self.leave = nn.Linear(config.mapping, size)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, s: Tensor, label: Tensor) -> Tensor:
        correction = self.leave(nn.functional.gelu(self.enter(torch.cat([s, self.classes(label)], -1))))
        return self.mean[label] + (self.root[label] @ (s + correction)[..., None])[..., 0]

    def whitened(self, difference: Tensor, label: Tensor) -> Tensor:
        """Differences of codes (B, Z) in the sigma of their class: (B, Z)."""
        return torch.linalg.solve(self.root[label], difference[..., None])[..., 0]


class GAN(VAE):
    """The VAE's encoder and decoder and the mapping network; discriminators belong to training."""

    config: GANConfig

    def __init__(self, config: GANConfig) -> None:
        super().__init__(config)
        self.mapping = Mapping(config)
