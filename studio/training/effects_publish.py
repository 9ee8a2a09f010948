"""From a run of effects to a model folder: rounded weights, two graphs, codes for the latent space (torch)."""

from __future__ import annotations

from dataclasses import asdict, astuple
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from studio.models.effects import Decoder, EffectsConfig, EffectsVAE
from studio.models.effects_player import SEEN, effect_controls
from studio.models.folder import ENCODER, PLAYER
from studio.models.glides import RATE
from studio.training.basis import Codes
from studio.training.effects_data import Effects
from studio.training.effects_task import play
from studio.training.measuring import levelled
from studio.training.onnx_export import Mean, write_graph
from studio.training.publish import MACROS, About, Counts, OneShotParts, one_shot, restored
from studio.training.stray import strays

STEERED = {name: said for name, said in MACROS.items() if name != "pitch"}  # the player transposes; what steers held the pitch poorly


class _Playing(nn.Module):
    """z (1, Z), label (1,) -> pitch, level, noise, burst, static."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, z: Tensor, label: Tensor) -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = self.decoder(z, label, torch.ones_like(label))
        return found


def export(model: EffectsVAE, folder: Path) -> tuple[str, ...]:
    """Writes both graphs and returns their names. `model` must already hold rounded weights."""
    c = model.config
    example = (torch.zeros(1, c.latents), torch.zeros(1, dtype=torch.int64))
    write_graph(_Playing(model.decoder).eval(), example, ["z", "label"], ["pitch", "level", "noise", "burst", "static"], folder / PLAYER)
    write_graph(Mean(model.encoder).eval(), (torch.zeros(1, c.nodes, SEEN),), ["seen"], ["mean"], folder / ENCODER)
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


def bandwidths(sounds: Effects) -> list[list[float]]:
    """Sixteenths of the bandwidths in Hz of each class's recorded sounds, of all where it has none: what a draw deals."""
    real = sounds.real == 1 if (sounds.real == 1).any() else np.ones(len(sounds), bool)
    found = []
    for c in range(len(sounds.config.classes)):
        own = real & (sounds.labels == c)
        theirs = np.minimum(sounds.bandwidth[own if own.any() else real], RATE / 2)
        whole = np.quantile(theirs, (np.arange(16) + 0.5) / 16, method="nearest")
        found.append([round(float(hertz), 1) for hertz in whole])
    return found


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    model = restored(run, EffectsVAE, EffectsConfig)
    c = model.config
    sounds = Effects(data, ("train",), c)
    stray = [list(astuple(one)) for one in strays(model, sounds)]
    network = {**asdict(c), "length": c.length, "bandwidths": bandwidths(sounds), "stray": stray}
    parts = OneShotParts(
        "effects", EffectsSounding(model, sounds), model.state_dict(), network, c.length / c.rate,
        lambda folder: export(model, folder), extra=effect_controls(), macros=STEERED,
    )  # fmt: skip
    one_shot(parts, run, Counts.of(sounds.rows), out, about)
