"""From a run of effects to a model folder: rounded weights, two graphs, codes for the latent space (torch)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from studio.models.effects import Decoder, EffectsConfig, EffectsVAE, Encoder
from studio.models.effects_player import SEEN, effect_controls
from studio.models.folder import ENCODER, PLAYER
from studio.training import checkpoint
from studio.training.basis import Codes
from studio.training.effects_data import Effects
from studio.training.effects_task import play
from studio.training.measuring import levelled
from studio.training.onnx_export import round_weights, write_graph
from studio.training.publish import About, Counts, OneShotParts, one_shot


class _Playing(nn.Module):
    """z (1, Z), label (1,) -> pitch, level, noise, burst, static."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, z: Tensor, label: Tensor) -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = self.decoder(z, label, torch.ones_like(label))
        return found


class _Mean(nn.Module):
    """seen (1, nodes, SEEN) -> mean code (1, Z)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, seen: Tensor) -> Tensor:
        return self.encoder(seen)[0]


def export(model: EffectsVAE, folder: Path) -> tuple[str, ...]:
    """Writes both graphs and returns their names. `model` must already hold rounded weights."""
    c = model.config
    example = (torch.zeros(1, c.latents), torch.zeros(1, dtype=torch.int64))
    write_graph(_Playing(model.decoder).eval(), example, ["z", "label"], ["pitch", "level", "noise", "burst", "static"], folder / PLAYER)
    write_graph(_Mean(model.encoder).eval(), (torch.zeros(1, c.nodes, SEEN),), ["seen"], ["mean"], folder / ENCODER)
    return PLAYER, ENCODER


class EffectsSounding:
    """A trained network of effects as the fit of the latent space sees it (basis.Sounding): codes are the encoder's means."""

    def __init__(self, model: EffectsVAE, data: Effects) -> None:
        c = model.config
        self.model, self.data, self.rate, self.classes, self.latents = model, data, c.rate, c.classes, c.latents

    @torch.no_grad()
    def encode_all(self) -> Codes:
        """Mean codes of the training sounds."""
        parts = []
        for i in range(0, len(self.data), 64):
            batch = self.data.batch(np.arange(i, min(i + 64, len(self.data))))
            parts.append(self.model.encoder(batch.image)[0])
        return Codes(torch.cat(parts).numpy(), self.data.labels, self.data.real)

    def decode_all(self, z: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """See basis.Sounding.decode_all."""
        return levelled(play(self.model.decoder, torch.from_numpy(z.astype(np.float32)), labels))


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    state = checkpoint.best(run)["task"]
    model = EffectsVAE(EffectsConfig.from_json(json.loads(state["network"])))
    model.load_state_dict(state["slow"])
    model.eval()
    round_weights(model)
    c = model.config
    sounds = Effects(data, ("train",), c)
    parts = OneShotParts(
        "effects", EffectsSounding(model, sounds), model.state_dict(), {**asdict(c), "length": c.length}, c.length / c.rate,
        lambda folder: export(model, folder), extra=effect_controls(),
    )  # fmt: skip
    one_shot(parts, run, Counts.of(sounds.rows), out, about)
