"""Streaming VAE: sound to a few latents a frame and back, causal, with all its state in tensors (torch).

Encoder: the picture of a frame (stream_ear.py), frames before it -> mean and log variance of z.
Decoder: pitch and z of a frame, frames before it -> levels of partials and of bands of noise, how much partials stray (stream_sound.py).
Both see nothing of later frames, so that any division of a sound into blocks gives the same. The pitch is a latent of its own, which
the encoder is told: what is played is in tune by construction.
Training lives in studio/training; playing goes through the exported graphs (studio/models/stream_player.py), on a GPU through these
modules (torch_graph.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from studio.models.blocks import NetworkConfig
from studio.models.stream_ear import HOP, RATE, SEEN
from studio.models.stream_sound import HEADS

BUMPS = 16  # inputs that say the pitch


@dataclass(frozen=True)
class StreamConfig(NetworkConfig):
    """Everything that rebuilds the network."""

    rate: int = RATE
    hop: int = HOP
    latents: int = 16  # beside the pitch
    width: int = 160
    blocks: int = 4
    encoder_width: int = 128
    encoder_blocks: int = 3
    kernel: int = 5  # frames: that one and those before it
    lowest: float = 72.0  # Hz; a lower period is the difference tone of a chord
    bottom: float = 34.0  # semitones, of the pitches that the decoder is told apart
    top: float = 90.0
    window: float = 0.045  # s of the frames that are taken apart: longer tells neighbours apart that beat, shorter follows quick notes
    stray: float = 0.4  # how much of the measured straying of partials is played: all of it makes a guitar a choir
    alive: float = 2.0  # times the straying that the network says: what it says is a mean, and a held point has nothing else that moves
    stray_hz: float = 1.0  # how far partials stray from their place at least
    stray_cents: float = 6.0  # and how far in proportion
    waver_cents: float = 2.0  # how much the pitch wavers while it is held


class CausalBlock(nn.Module):
    """ConvNeXt of this frame and those before it: depthwise convolution, norm per frame, two linear layers, residual.

    Source of the block: Liu and others 2022, 'A ConvNet for the 2020s'; of its use on frames: Siuzdak 2023, 'Vocos'.
    """

    def __init__(self, width: int, kernel: int, expand: int = 3) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, kernel, groups=width)
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, expand * width)
        self.down = nn.Linear(expand * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.2))

    def forward(self, x: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """x (B, T, C), before (B, kernel - 1, C) the frames that came in ahead of it -> (B, T, C), the same for the next call."""
        long = torch.cat([before, x], 1)
        y = self.depthwise(long.transpose(1, 2)).transpose(1, 2)
        y = self.down(F.gelu(self.up(self.norm(y))))
        return x + self.scale * y, long[:, -before.shape[1] :]


class CausalNet(nn.Module):
    """Frames (B, T, inputs) -> (B, T, outputs), a state beside them."""

    def __init__(self, inputs: int, width: int, blocks: int, kernel: int, outputs: int) -> None:
        super().__init__()
        self.enter = nn.Linear(inputs, width)
        self.blocks = nn.ModuleList(CausalBlock(width, kernel) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)
        self.shape = (blocks, kernel - 1, width)

    def begin(self, batch: int) -> Tensor:
        """The state before the first frame: (blocks, B, kernel - 1, C)."""
        blocks, frames, width = self.shape
        return self.head.weight.new_zeros(blocks, batch, frames, width)

    def forward(self, x: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        x, states = self.enter(x), []
        for i, block in enumerate(self.blocks):
            x, after = block(x, state[i])
            states.append(after)
        return self.head(self.norm(x)), torch.stack(states)


class Encoder(nn.Module):
    """Pictures (B, T, SEEN) and pitches (B, T, 1) in semitones -> mean and log variance (B, T, Z), state."""

    def __init__(self, config: StreamConfig) -> None:
        super().__init__()
        self.net = CausalNet(SEEN + 1, config.encoder_width, config.encoder_blocks, config.kernel, 2 * config.latents)
        self.middle, self.reach = 0.5 * (config.bottom + config.top), 0.5 * (config.top - config.bottom)

    def forward(self, seen: Tensor, pitch: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out, state = self.net(torch.cat([seen, (pitch - self.middle) / self.reach], -1), state)
        mean, log_var = out.chunk(2, -1)
        return mean, log_var.clamp(-10.0, 4.0), state


class Decoder(nn.Module):
    """z (B, T, Z) and pitches (B, T, 1) in semitones -> heads (B, T, HEADS), state."""

    mean: Tensor
    spread: Tensor
    centres: Tensor

    def __init__(self, config: StreamConfig) -> None:
        super().__init__()
        self.net = CausalNet(config.latents + BUMPS, config.width, config.blocks, config.kernel, HEADS)
        self.register_buffer("centres", torch.linspace(config.bottom, config.top, BUMPS), persistent=False)
        self.wide = (config.top - config.bottom) / (BUMPS - 1)
        self.register_buffer("mean", torch.zeros(HEADS))  # of the training frames
        self.register_buffer("spread", torch.ones(HEADS))

    def forward(self, z: Tensor, pitch: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        told = torch.exp(-0.5 * ((pitch - self.centres) / self.wide).square())
        out, state = self.net(torch.cat([z, told], -1), state)
        return out * self.spread + self.mean, state


class StreamVAE(nn.Module):
    """Encoder and decoder."""

    def __init__(self, config: StreamConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)


