"""From a run of the WaveGAN reference to a model folder: its weights rounded, its graph, and draws for the latent space (torch)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from studio.models.folder import PLAYER
from studio.models.wavegan import WaveGANConfig, WaveGenerator
from studio.training import measuring
from studio.training.basis import Codes
from studio.training.onnx_export import write_graph
from studio.training.publish import About, Counts, OneShotParts, one_shot, restored
from studio.training.wavegan_task import at_rate

DRAWS = 160  # of each class, which the sliders' directions are found from


class WaveSounding:
    """A trained generator as the fit of the latent space sees it (basis.Sounding): codes are standard normal, the noise is none."""

    def __init__(self, model: WaveGenerator) -> None:
        c = model.config
        self.model, self.rate, self.classes, self.latents = model, c.rate, c.classes, c.latents

    def encode_all(self) -> Codes:
        """Draws of each class, made exactly white: any other mean or spread would be chance."""
        random, parts = np.random.default_rng(0), []
        for _ in self.classes:
            z = random.standard_normal((max(DRAWS, 4 * self.latents), self.latents))
            z -= z.mean(0)
            parts.append(z @ np.linalg.inv(np.linalg.cholesky(np.cov(z.T, bias=True).reshape(self.latents, self.latents))).T)
        labels = np.repeat(np.arange(len(self.classes)), len(parts[0]))
        return Codes(np.concatenate(parts).astype(np.float32), labels, np.ones(len(labels), np.int64))

    @torch.no_grad()
    def decode_all(self, z: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """See basis.Sounding.decode_all."""
        parts = []
        for i in range(0, len(z), 32):
            part, label = torch.from_numpy(z[i : i + 32].astype(np.float32)), torch.from_numpy(labels[i : i + 32])
            parts.append(self.model(part, label, torch.zeros(len(part), self.model.config.noise)).numpy())
        return measuring.levelled(np.concatenate(parts))


def export(model: WaveGenerator, folder: Path) -> tuple[str, ...]:
    """Writes the graph and returns its name: z (1, Z), label (1,), noise (1, K) -> sound (1, N)."""
    c = model.config
    example = (torch.zeros(1, c.latents), torch.zeros(1, dtype=torch.int64), torch.zeros(1, c.noise))
    write_graph(model, example, ["z", "label", "noise"], ["sound"], folder / PLAYER)
    return (PLAYER,)


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    model = restored(run, WaveGenerator, WaveGANConfig)
    config = model.config

    parts = OneShotParts(
        "wavegan", WaveSounding(model), model.state_dict(), asdict(config), config.length / config.rate,
        lambda folder: export(model, folder), abilities=frozenset({"render", "draw"}),
    )  # fmt: skip
    one_shot(parts, run, Counts.of(at_rate(data, ("train",), config, (0.0,)).rows), out, about)
