"""From a run of pitched notes to a model folder: rounded weights, two graphs, codes for the latent space (torch)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from studio.models.features import BANDS, COLUMNS
from studio.models.folder import ENCODER, PLAYER
from studio.models.notes import Decoder, NotesConfig, NotesVAE
from studio.models.notes_player import LONGEST, note_controls
from studio.training.basis import Codes
from studio.training.measuring import levelled
from studio.training.note_data import Notes
from studio.training.notes_task import MIDDLE, play
from studio.training.onnx_export import Mean, write_graph
from studio.training.publish import About, Counts, OneShotParts, one_shot, restored

MACROS = {
    "brightness": ("Brightness", "More treble to the right, duller to the left."),
    "attack": ("Attack", "Swells in slowly to the right, speaks at once to the left."),
    "decay": ("Decay", "Rings longer to the right, shorter to the left."),
    "noisiness": ("Noise", "More breath, bow or hammer to the right, purer to the left."),
}


def export(model: NotesVAE, folder: Path) -> tuple[str, ...]:
    """Writes both graphs and returns their names. `model` must already hold rounded weights."""
    c = model.config
    one = torch.zeros(1, 1)
    inputs: dict[str, Tensor] = {"z": torch.zeros(1, c.latents), "mix": torch.zeros(1, len(c.classes)), "pitch": one + 60, "velocity": one}
    decoder: Decoder = model.decoder.eval()
    write_graph(decoder, tuple(inputs.values()), list(inputs), ["level", "noise", "burst", "static"], folder / PLAYER)
    seen = (torch.zeros(1, 1, BANDS, COLUMNS), one + 60)
    write_graph(Mean(model.encoder).eval(), seen, ["image", "pitch"], ["mean"], folder / ENCODER)
    return PLAYER, ENCODER


class NotesSounding:
    """A trained network of notes as the fit of the latent space sees it (basis.Sounding): every note at one pitch and velocity."""

    def __init__(self, model: NotesVAE, data: Notes) -> None:
        c = model.config
        self.model, self.data, self.rate, self.classes, self.latents = model, data, c.rate, c.classes, c.latents

    @torch.no_grad()
    def encode_all(self) -> Codes:
        """Mean codes of the training notes."""
        parts = []
        for i in range(0, len(self.data), 64):
            batch = self.data.batch(np.arange(i, min(i + 64, len(self.data))))
            parts.append(self.model.encoder(batch.image, batch.pitch)[0])
        return Codes(torch.cat(parts).numpy(), self.data.labels, self.data.real)

    def decode_all(self, z: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """See basis.Sounding.decode_all."""
        pitch, velocity = (np.full(len(z), value) for value in MIDDLE)
        return levelled(play(self.model.decoder, torch.from_numpy(z.astype(np.float32)), labels, pitch, velocity))


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    model = restored(run, NotesVAE, NotesConfig)
    c = model.config
    notes = Notes(data, ("train",), c)
    weights = {name: tensor for name, tensor in model.state_dict().items() if not name.startswith("probe.")}
    parts = OneShotParts(
        "notes", NotesSounding(model, notes), weights, {**asdict(c), "length": c.length}, LONGEST, lambda folder: export(model, folder),
        extra=note_controls(c.classes, c.lowest, c.highest), macros=MACROS, measures=tuple(MACROS), title="Family",
    )  # fmt: skip
    one_shot(parts, run, Counts.of(notes.rows), out, about)
