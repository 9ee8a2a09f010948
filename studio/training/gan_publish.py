"""From a run of the one-shot GAN to a model folder: as the VAE's, but for the codes, which are mapped draws (torch)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from studio.models.gan import GAN, GANConfig
from studio.recipe import Number
from studio.training.basis import Codes
from studio.training.dataset import OneShots
from studio.training.onnx_export import export
from studio.training.publish import About, Counts, OneShotParts, one_shot, restored
from studio.training.vae_publish import VAESounding

DRAWS = 160  # of each class, which the sliders' directions are found from
TRUNCATION = Number(
    "truncation", "Truncation", 0.0, 1.2, 0.85,
    help="How far sounds may be from the middle of their class: less is more typical, more is more varied, 0 the middle itself.",
)  # fmt: skip


class GANSounding(VAESounding):
    """A trained GAN as the fit of the latent space sees it (basis.Sounding): codes are draws that the mapping network made."""

    model: GAN

    @torch.no_grad()
    def encode_all(self) -> Codes:
        """DRAWS codes of each class."""
        labels = np.repeat(np.arange(len(self.classes)), DRAWS)
        s = np.random.default_rng(0).standard_normal((len(labels), self.latents), dtype=np.float32)
        w = self.model.mapping(torch.from_numpy(s), torch.from_numpy(labels))
        return Codes(w.numpy(), labels, np.ones(len(labels), np.int64))


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    model = restored(run, GAN, GANConfig)
    config = model.config
    sounds = OneShots(data, ("train",), config.classes, config.length, (0.0,))

    network = {**asdict(config), "length": config.length}
    parts = OneShotParts(
        "gan", GANSounding(model, sounds), model.state_dict(), network, config.length / config.rate,
        lambda folder: export(model, folder), extra=(TRUNCATION,),
    )  # fmt: skip
    one_shot(parts, run, Counts.of(sounds.rows), out, about)
