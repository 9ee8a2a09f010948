"""Effects: a sound to a few latents, and from latents and a class to a gliding pitch, its partials and bands of noise (torch).

The encoder sees the mel image and the pitch path at the network's own nodes, so that a fast alarm is not blurred. The decoder says what
studio/models/glides.py plays: a few seeds in time that are doubled and smoothed until there is one for every node. It is taught those
numbers directly (studio/training/effects_task.py), so no sound is made in training.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from studio.models.blocks import NetworkConfig
from studio.models.effects_player import SEEN
from studio.models.features import node_frames
from studio.models.glides import BANDS, BURST_BANDS, BURST_FRAMES, HOP, SLOTS, STATIC
from studio.models.notes import Block

STAGES = 3  # doublings from seeds to nodes


@dataclass(frozen=True)
class EffectsConfig(NetworkConfig):
    """Everything that rebuilds the network."""

    classes: tuple[str, ...]
    rate: int = 44_100
    hop: int = HOP
    frames: int = 345  # (345 - 1) * 256 samples = 1.997 s
    thin: tuple[int, ...] = (32, 96)  # from each of these frames on the network computes half as many
    latents: int = 24
    width: int = 384
    hidden: int = 768
    blocks: int = 2
    channels: tuple[int, ...] = (128, 112, 96, 96)  # of seeds and after each doubling
    encoder_width: int = 96

    @property
    def length(self) -> int:
        return (self.frames - 1) * self.hop

    @property
    def nodes(self) -> int:
        return len(node_frames(self.frames, self.thin))

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Of pitch, level, noise, burst and static."""
        return (self.nodes,), (self.nodes, len(SLOTS)), (self.nodes, BANDS), (BURST_FRAMES, BURST_BANDS), (STATIC,)


class Encoder(nn.Module):
    """What is seen of a sound (B, nodes, SEEN) -> mean (B, Z), log variance (B, Z)."""

    def __init__(self, config: EffectsConfig) -> None:
        super().__init__()
        w = config.encoder_width
        self.body = nn.Sequential(
            nn.Conv1d(SEEN, w, 5, stride=2, padding=2), nn.GELU(),
            nn.Conv1d(w, w, 5, stride=2, padding=2), nn.GELU(),
            nn.Conv1d(w, w, 5, stride=2, padding=2), nn.GELU(),
        )  # fmt: skip
        count = config.nodes
        for _ in range(3):
            count = (count + 1) // 2
        self.head = nn.Sequential(nn.Linear(w * count, 256), nn.GELU(), nn.Linear(256, 2 * config.latents))

    def forward(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_var = self.head(self.body(seen.transpose(1, 2)).flatten(1)).chunk(2, -1)
        return mean, log_var.clamp(-10.0, 4.0)


class Doubling(nn.Module):
    """Twice as many places in time, each knowing where it is: (B, C, T) -> (B, D, 2 T)."""

    def __init__(self, before: int, after: int, places: int) -> None:
        super().__init__()
        self.enter, self.near, self.far = (
            nn.Conv1d(before, after, 5, padding=2), nn.Conv1d(after, after, 5, padding=2), nn.Conv1d(after, after, 5, padding=2)
        )  # fmt: skip
        self.place = nn.Parameter(0.1 * torch.randn(1, after, places))

    def forward(self, x: Tensor) -> Tensor:
        x = F.gelu(self.enter(x.repeat_interleave(2, 2)) + self.place)
        return torch.as_tensor(x + self.far(F.gelu(self.near(x))))


class Decoder(nn.Module):
    """z (B, Z), label (B,), real (B,) 1 for recorded -> pitch, level, noise, burst, static."""

    mean: Tensor
    spread: Tensor

    def __init__(self, config: EffectsConfig) -> None:
        super().__init__()
        self.config = config
        first = -(-config.nodes // 2**STAGES)
        self.classes = nn.Embedding(len(config.classes), 32)
        self.real = nn.Embedding(2, 8)  # 0 synthetic, 1 recorded; always 1 when playing
        self.enter = nn.Linear(config.latents + 40, config.width)
        self.blocks = nn.Sequential(*(Block(config.width, config.hidden) for _ in range(config.blocks)))
        self.norm = nn.LayerNorm(config.width)
        self.seeds = nn.Linear(config.width, config.channels[0] * first)
        widths = zip(config.channels[:-1], config.channels[1:], strict=True)
        self.doublings = nn.ModuleList(Doubling(a, b, first * 2 ** (i + 1)) for i, (a, b) in enumerate(widths))
        self.head = nn.Conv1d(config.channels[-1], 1 + len(SLOTS) + BANDS, 1)
        self.whole = nn.Linear(config.width, BURST_FRAMES * BURST_BANDS + STATIC)
        for weight, bias in ((self.head.weight, self.head.bias), (self.whole.weight, self.whole.bias)):
            assert bias is not None
            nn.init.normal_(weight, std=0.02)
            nn.init.zeros_(bias)
        sizes = [int(torch.Size(shape).numel()) for shape in config.shapes]
        # what the training sounds are like on average: the network says how a sound differs
        self.register_buffer("mean", torch.zeros(sum(sizes)))
        self.register_buffer("spread", torch.ones(sum(sizes)))
        self.sizes = sizes

    def forward(self, z: Tensor, label: Tensor, real: Tensor) -> tuple[Tensor, ...]:
        nodes, slots = self.config.nodes, len(SLOTS)
        x = self.enter(torch.cat([z, self.classes(label), self.real(real)], 1))
        x = self.norm(self.blocks(x))
        along = self.seeds(x).unflatten(1, (self.config.channels[0], -1))
        for doubling in self.doublings:
            along = doubling(along)
        along = self.head(along)[:, :, :nodes].transpose(1, 2)  # (B, nodes, C)
        pitch, level, noise = along.split([1, slots, BANDS], 2)
        flat = torch.cat([pitch.flatten(1), level.flatten(1), noise.flatten(1), self.whole(x)], 1)
        flat = self.mean + self.spread * flat
        return tuple(part.unflatten(1, shape) for part, shape in zip(flat.split(self.sizes, 1), self.config.shapes, strict=True))


class EffectsVAE(nn.Module):
    """The encoder and the decoder that are trained together."""

    def __init__(self, config: EffectsConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder, self.decoder = Encoder(config), Decoder(config)
