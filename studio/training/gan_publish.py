"""From a run of the one-shot GAN to a model folder: as the VAE's, but for the codes, which are mapped draws (torch)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from studio.models.folder import ENCODER, PLAYER
from studio.models.gan import GAN, GANConfig
from studio.recipe import Number
from studio.training import checkpoint
from studio.training.basis import Codes
from studio.training.dataset import OneShots
from studio.training.onnx_export import export, round_weights
from studio.training.publish import About, Counts, OneShotParts, one_shot
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


def restored(run: Path) -> GAN:
    """The slow weights of a run's best checkpoint, rounded to 16 bit, on the CPU. Raises BadInput."""
    state = checkpoint.best(run)["task"]
    model = GAN(GANConfig.from_json(json.loads(state["network"])))
    model.load_state_dict(state["slow"])
    model.eval()
    round_weights(model)
    return model


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    model = restored(run)
    config = model.config
    sounds = OneShots(data, ("train",), config.classes, config.length, (0.0,))

    def graphs(folder: Path) -> tuple[str, ...]:
        export(model, folder / PLAYER, folder / ENCODER)
        return PLAYER, ENCODER

    network = {**asdict(config), "length": config.length}
    parts = OneShotParts(
        "gan", GANSounding(model, sounds), model.state_dict(), network, config.length / config.rate, graphs, extra=(TRUNCATION,),
    )  # fmt: skip
    one_shot(parts, run, Counts.of(sounds.rows), out, about)
