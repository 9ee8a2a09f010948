"""Pitched notes: a sound and its pitch to a few latents, and from latents, families, pitch and velocity to partials and noise (torch).

The encoder sees the mel image on a logarithmic time axis. The decoder says what studio/models/harmonic.py plays: levels of partials and
bands of noise at nodes that thin out with time, the noise of the first 46 ms, and a few numbers that hold for the whole note. It is
taught those numbers directly (studio/training/notes_task.py), so no sound is made in training and the arithmetic of playing exists once.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from studio.models.blocks import NetworkConfig
from studio.models.features import BANDS as MEL_BANDS
from studio.models.features import COLUMNS, node_frames
from studio.models.harmonic import BANDS, BURST_BANDS, BURST_FRAMES, HOP, SLOTS, STATIC


@dataclass(frozen=True)
class NotesConfig(NetworkConfig):
    """Everything that rebuilds the network."""

    classes: tuple[str, ...]  # families
    rate: int = 44_100
    hop: int = HOP
    frames: int = 345  # (345 - 1) * 256 samples = 1.997 s
    thin: tuple[int, ...] = (12, 24, 48, 96)  # from each of these frames on the network computes half as many
    latents: int = 16
    width: int = 256
    hidden: int = 512
    blocks: int = 4
    encoder_width: int = 96
    lowest: float = 33.0  # semitones that the pitch goes from
    highest: float = 87.0  # and to

    @property
    def length(self) -> int:
        return (self.frames - 1) * self.hop

    @property
    def nodes(self) -> int:
        return len(node_frames(self.frames, self.thin))

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Of level, noise, burst and static."""
        return (self.nodes, len(SLOTS)), (self.nodes, BANDS), (BURST_FRAMES, BURST_BANDS), (STATIC,)


def pitch_features(pitch: Tensor) -> Tensor:
    """Semitones (B, 1) -> (B, 8)."""
    p = (pitch - 60.0) / 24.0
    waves = torch.pi * torch.cat([p, 2 * p, 4 * p], 1)
    return torch.cat([p, p.square(), torch.sin(waves), torch.cos(waves)], 1)


class Encoder(nn.Module):
    """Mel image (B, 1, MEL_BANDS, COLUMNS) and pitch (B, 1) -> mean (B, Z), log variance (B, Z)."""

    def __init__(self, config: NotesConfig) -> None:
        super().__init__()
        w = config.encoder_width
        self.body = nn.Sequential(
            nn.Conv1d(MEL_BANDS, w, 5, stride=2, padding=2), nn.GELU(),
            nn.Conv1d(w, w, 5, stride=2, padding=2), nn.GELU(),
            nn.Conv1d(w, w, 5, stride=2, padding=2), nn.GELU(),
        )  # fmt: skip
        self.head = nn.Sequential(nn.Linear(w * (COLUMNS // 8) + 8, 256), nn.GELU(), nn.Linear(256, 2 * config.latents))

    def forward(self, image: Tensor, pitch: Tensor) -> tuple[Tensor, Tensor]:
        seen = self.body(image[:, 0]).flatten(1)
        mean, log_var = self.head(torch.cat([seen, pitch_features(pitch)], 1)).chunk(2, -1)
        return mean, log_var.clamp(-10.0, 4.0)


class Block(nn.Module):
    """Two linear layers around a residual."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.norm, self.up, self.down = nn.LayerNorm(width), nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        return torch.as_tensor(x + self.down(F.gelu(self.up(self.norm(x)))))


class Decoder(nn.Module):
    """z (B, Z), shares of the families (B, C), pitch in semitones (B, 1), velocity 0..1 (B, 1) -> level, noise, burst, static."""

    mean: Tensor
    spread: Tensor

    def __init__(self, config: NotesConfig) -> None:
        super().__init__()
        self.config = config
        self.families = nn.Linear(len(config.classes), 32, bias=False)
        self.enter = nn.Linear(config.latents + 32 + 8 + 2, config.width)
        self.blocks = nn.Sequential(*(Block(config.width, config.hidden) for _ in range(config.blocks)))
        self.norm = nn.LayerNorm(config.width)
        self.sizes = [int(torch.Size(shape).numel()) for shape in config.shapes]
        self.head = nn.Linear(config.width, sum(self.sizes))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        # what the training notes are like on average: the network says how a note differs
        self.register_buffer("mean", torch.zeros(sum(self.sizes)))
        self.register_buffer("spread", torch.ones(sum(self.sizes)))

    def forward(self, z: Tensor, mix: Tensor, pitch: Tensor, velocity: Tensor) -> tuple[Tensor, ...]:
        x = self.enter(torch.cat([z, self.families(mix), pitch_features(pitch), velocity, velocity.square()], 1))
        flat = self.mean + self.spread * self.head(self.norm(self.blocks(x)))
        return tuple(part.unflatten(1, shape) for part, shape in zip(flat.split(self.sizes, 1), self.config.shapes, strict=True))


class Probe(nn.Module):
    """Tries to tell pitch and velocity from z (B, Z): (B, 2). The encoder learns to leave it nothing."""

    def __init__(self, latents: int) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(latents, 96), nn.GELU(), nn.Linear(96, 96), nn.GELU(), nn.Linear(96, 2))

    def forward(self, z: Tensor) -> Tensor:
        return torch.as_tensor(self.net(z))


class NotesVAE(nn.Module):
    """The encoder, the decoder and the probe that are trained together."""

    def __init__(self, config: NotesConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder, self.decoder, self.probe = Encoder(config), Decoder(config), Probe(config.latents)
