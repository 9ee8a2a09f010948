"""From a run of the one-shot VAE to a model folder: its weights rounded, its two graphs, and its codes for the latent space (torch)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from studio.models.vae import VAE, VAEConfig
from studio.recipe import Number
from studio.training import bandwidth
from studio.training.augment import augment
from studio.training.basis import Codes
from studio.training.dataset import VARIANTS, OneShots
from studio.training.onnx_export import export
from studio.training.publish import About, Counts, OneShotParts, one_shot, restored
from studio.training.sounding import mel_images, play

FEW = 200  # recorded sounds below which altered copies of them help to find out how codes vary
COPIES = 8  # of each, at most


class VAESounding:
    """A trained VAE as the fit of the latent space sees it (basis.Sounding): codes are the encoder's means."""

    def __init__(self, model: VAE, data: OneShots) -> None:
        c = model.config
        self.model, self.data, self.rate, self.classes, self.latents = model, data, c.rate, c.classes, c.latents

    @torch.no_grad()
    def encode_all(self) -> Codes:
        """Mean codes of the training sounds; of few, also of altered copies, which count as synthetic."""
        count = len(self.data)
        z = [self._encode(self.data.clean(np.arange(i, min(i + 64, count)))) for i in range(0, count, 64)]
        labels, real = [self.data.labels], [self.data.real]
        for copy in range(min(COPIES, FEW // max(1, int(self.data.real.sum())))):
            chosen = np.flatnonzero(self.data.real == 1)
            rows = self.data.first[chosen] + copy % self.data.variants[chosen]
            sound = torch.from_numpy(self.data.sounds[rows].astype(np.float32) / 32_767)
            for i in range(0, len(chosen), 64):
                own = chosen[i : i + 64]
                z.append(self._encode(augment(sound[i : i + 64], self.data.labels[own], -1, np.random.default_rng([copy, i]))))
            labels, real = [*labels, self.data.labels[chosen]], [*real, np.zeros(len(chosen), np.int64)]
        return Codes(np.concatenate(z), np.concatenate(labels), np.concatenate(real))

    def _encode(self, sound: torch.Tensor) -> np.ndarray:
        mean: torch.Tensor = self.model.encoder(mel_images(sound, self.rate))[0]
        return mean.numpy()

    def decode_all(self, z: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """See basis.Sounding.decode_all."""
        parts = []
        for i in range(0, len(z), 32):
            part, label = torch.from_numpy(z[i : i + 32].astype(np.float32)), torch.from_numpy(labels[i : i + 32])
            parts.append(play(self.model.decoder, part, label).numpy())
        return np.concatenate(parts)


def told(config: VAEConfig) -> tuple[Number, ...]:
    """A control for each of the network's numbers."""
    low, high = (float(bandwidth.hertz(np.array(end), config.rate)) for end in (0.0, 1.0))
    text = "The highest frequency, as an old machine would hold it; at the right end everything."
    known = {bandwidth.NAME: Number(bandwidth.NAME, "Bandwidth", round(low), high, high, "Hz", curve="log", help=text)}
    return tuple(known.get(name) or Number(name, name.capitalize(), 0.0, 1.0, 1.0) for name in config.numbers)


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    model = restored(run, VAE, VAEConfig)
    config = model.config
    sounds = OneShots(data, ("train",), config.classes, config.length, (0.0,))
    if sounds.real.sum() < FEW:
        sounds = OneShots(data, ("train",), config.classes, config.length, VARIANTS)

    network = {**asdict(config), "length": config.length}
    parts = OneShotParts(
        "vae", VAESounding(model, sounds), model.state_dict(), network, config.length / config.rate,
        lambda folder: export(model, folder), extra=told(config),
    )  # fmt: skip
    one_shot(parts, run, Counts.of(sounds.rows), out, about)
