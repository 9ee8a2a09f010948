"""One-shot VAE: a short sound to a few latents and back, at frame rate, ending in an inverse STFT (torch).

Encoder: mel image on a logarithmic time axis -> mean and log variance of z.
Decoder: z and a class -> for each frame and bin the level of a deterministic part, the drift of its phase, and the level of a
noise part; Y = A exp(i phi) + B N with N the STFT of seeded noise. Phases are integrated over frames, so that a steady partial is a
constant for the network. A second, shorter STFT adds the first 46 ms, and three gliding oscillators the low tones.
Training lives in studio/training; playing goes through the exported ONNX graph (studio/models/one_shot.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from studio.models.blocks import ConvNeXt, InverseSTFT, NetworkConfig, impulse_phase, time_features
from studio.models.features import BANDS, COLUMNS, ONSET, between_nodes, node_frames

BUMPS = 9  # inputs for each of VAEConfig.numbers
SILENT = 2e-3  # an oscillator's level is learnt down to -60 dB; what is under -54 dB is not heard at all


@dataclass(frozen=True)
class VAEConfig(NetworkConfig):
    """Everything that rebuilds the network."""

    classes: tuple[str, ...]
    rate: int = 44_100
    n_fft: int = 1024
    hop: int = 256
    frames: int = 345  # (345 - 1) * 256 samples = 1.997 s
    thin: tuple[int, ...] = (16, 48, 96)  # from each of these frames on the network computes half as many: 49 nodes in the first 129
    latents: int = 24
    width: int = 160
    blocks: int = 7
    condition: int = 128
    attack_fft: int = 256
    attack_hop: int = 64
    attack_frames: int = 41  # up to sample 2560: 46 ms after the onset
    attack_width: int = 96
    attack_blocks: int = 3
    tone_edges: tuple[float, ...] = (30.0, 130.0, 420.0, 1_400.0, 4_500.0)  # Hz; one oscillator between each two
    tone_width: int = 48
    tone_blocks: int = 2
    encoder_width: int = 32
    numbers: tuple[str, ...] = ()  # continuous conditions, each 0..1, that the decoder is told beside the class
    catch_all: bool = True  # the last class also stands for 'not labelled'

    @property
    def length(self) -> int:
        return (self.frames - 1) * self.hop


class Encoder(nn.Module):
    """(B, 1, BANDS, COLUMNS) -> mean (B, Z), log variance (B, Z)."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        w = config.encoder_width
        widths = [1, w, 2 * w, 4 * w, 4 * w]
        layers: list[nn.Module] = []
        for before, after in pairwise(widths):
            layers += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.GroupNorm(8, after), nn.GELU()]
            layers += [nn.Conv2d(after, after, 3, padding=1), nn.GroupNorm(8, after), nn.GELU()]
        self.body = nn.Sequential(*layers)
        flat = 4 * w * math.ceil(BANDS / 16) * math.ceil(COLUMNS / 16)
        self.head = nn.Sequential(nn.Linear(flat, 256), nn.GELU(), nn.Linear(256, 2 * config.latents))

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_var = self.head(self.body(image).flatten(1)).chunk(2, -1)
        return mean, log_var.clamp(-10.0, 4.0)


@dataclass
class Partials:
    """What the decoder says before noise comes in: level A, phase and noise level B, each (B, T, F)."""

    level: Tensor
    phase: Tensor
    noise: Tensor


class FrameNetwork(nn.Module):
    """Features of every node from the time since the onset and the condition: what branches and oscillators have in common.

    Nodes are frames that thin out with time (features.node_frames); what the network says of them is joined by straight lines.
    """

    time: Tensor

    def __init__(self, config: VAEConfig, hop: int, frames: int, width: int, blocks: int, thin: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.thin = thin
        time = time_features(torch.tensor(node_frames(frames, thin)), hop / config.rate, ONSET / config.rate)
        self.register_buffer("time", time, persistent=False)
        self.enter = nn.Linear(time.shape[1], width)
        self.gate = nn.Linear(config.condition, 2 * width)
        self.blocks = nn.ModuleList(ConvNeXt(width, config.condition) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)

    def features(self, condition: Tensor) -> Tensor:
        """condition (B, D) -> (B, nodes, C)."""
        gain, shift = self.gate(condition)[:, None].chunk(2, -1)
        x = self.enter(self.time)[None] * (1 + gain) + shift
        for block in self.blocks:
            x = block(x, condition)
        return self.norm(x)

    def spread(self, head: Tensor, frames: int) -> Tensor:
        """What was said of nodes (B, nodes, C) -> float32 of the first `frames` frames (B, T, C)."""
        before, share = between_nodes(frames, self.thin)
        head = head.float()
        first, part = torch.from_numpy(before).to(head.device), torch.from_numpy(share).to(head.device)
        return torch.lerp(head[:, first], head[:, (first + 1).clamp(max=head.shape[1] - 1)], part[:, None])


class Branch(FrameNetwork):
    """Frames of one STFT resolution from the condition."""

    base: Tensor

    def __init__(
        self, config: VAEConfig, n_fft: int, hop: int, frames: int, width: int, blocks: int, integrate: bool, thin: tuple[int, ...] = ()
    ) -> None:
        super().__init__(config, hop, frames, width, blocks, thin)
        self.bins, self.integrate, self.n_fft = n_fft // 2 + 1, integrate, n_fft
        self.register_buffer("base", impulse_phase(frames, n_fft, hop, ONSET), persistent=False)
        self.head = nn.Linear(width, 3 * self.bins)
        self.start = nn.Linear(config.condition, self.bins)  # phase at the first frame
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, 0.0)
        with torch.no_grad():
            self.head.bias[: self.bins] = -6.0
            self.head.bias[2 * self.bins :] = -6.0
        nn.init.zeros_(self.start.weight)
        nn.init.zeros_(self.start.bias)
        self.inverse = InverseSTFT(n_fft, hop)

    def heads(self, condition: Tensor) -> tuple[Tensor, Tensor]:
        """What the network says: (B, nodes, 3 F) log level, drift, log noise; (B, F) phase at the first frame. This half is exported."""
        return self.head(self.features(condition)), self.start(condition)

    def partials(self, condition: Tensor, frames: int) -> Partials:
        """Of the first `frames` frames, T, for a condition (B, D)."""
        head, start = self.heads(condition)
        level, drift, noise = self.spread(head, frames).chunk(3, -1)
        drift = math.pi * torch.tanh(drift)  # a partial up to two bins away from the bin's own frequency
        if self.integrate:
            drift = torch.cumsum(drift, 1)
        phase = self.base[:frames] + drift + start.float()[:, None]
        return Partials(torch.exp(level.clamp(-14.0, 2.0)), phase, torch.exp(noise.clamp(-14.0, 2.0)))

    def sound(self, parts: Partials, noise: Tensor) -> Tensor:
        """noise (B, 2, T, F) of unit variance -> samples (B, (T - 1) * hop)."""
        tone, hiss = self.n_fft / 4, math.sqrt(0.375 * self.n_fft)  # full-scale sine; white noise of deviation 1
        real = tone * parts.level * torch.cos(parts.phase) + hiss * parts.noise * noise[:, 0]
        imaginary = tone * parts.level * torch.sin(parts.phase) + hiss * parts.noise * noise[:, 1]
        audible = torch.ones(self.bins, device=real.device)
        audible[0] = 0.0  # no DC
        return self.inverse(real * audible, imaginary * audible)


class Oscillators(FrameNetwork):
    """A sine in each of a few low bands, its frequency and level gliding from frame to frame: the body of kicks and toms.

    Bins of 43 Hz can't hold a fundamental that sweeps from 200 to 50 Hz; an oscillator can.
    """

    def __init__(self, config: VAEConfig) -> None:
        super().__init__(config, config.hop, config.frames, config.tone_width, config.tone_blocks, config.thin)
        self.rate, self.hop, self.edges = config.rate, config.hop, config.tone_edges
        self.count = len(config.tone_edges) - 1
        self.head = nn.Linear(config.tone_width, 2 * self.count)
        self.start = nn.Linear(config.condition, self.count)  # phase at the onset
        nn.init.zeros_(self.start.weight)
        nn.init.zeros_(self.start.bias)

    def heads(self, condition: Tensor) -> tuple[Tensor, Tensor]:
        """(B, nodes, 2 K): log level, place within the band; (B, K): phase at the onset. This half is exported."""
        return self.head(self.features(condition)), self.start(condition)

    def tones(self, condition: Tensor, frames: int) -> tuple[Tensor, Tensor, Tensor]:
        """Level and frequency in Hz (B, T, K), phase at the onset (B, K)."""
        head, start = self.heads(condition)
        return *self._heard(self.spread(head, frames)), start.float()

    def at_nodes(self, condition: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """As `tones`, at the nodes alone: (B, nodes, K) twice, (B, K)."""
        head, start = self.heads(condition)
        return *self._heard(head.float()), start.float()

    def _heard(self, head: Tensor) -> tuple[Tensor, Tensor]:
        """Level and frequency in Hz from what the network said."""
        level, place = head.chunk(2, -1)
        edges = torch.tensor(self.edges, device=place.device)
        low, octaves = edges[:-1], torch.log2(edges[1:] / edges[:-1])
        frequency = low * torch.exp2(octaves * torch.sigmoid(place))
        return torch.exp(level.clamp(-14.0, 4.5) - 4.0), frequency

    def sound(self, level: Tensor, frequency: Tensor, start: Tensor) -> Tensor:
        """-> samples (B, (T - 1) * hop)."""
        phase = self._run(frequency * (2 * math.pi / self.rate)) + start[:, :, None]
        sounding = (torch.arange(phase.shape[-1], device=phase.device) >= ONSET).float()
        return (self._glide(F.relu(level - SILENT)) * torch.cos(phase)).sum(1) * sounding

    def _run(self, step: Tensor) -> Tensor:
        """The running sum from ONSET on of steps (B, T, K) that glide between frames, less whole turns: (B, K, (T - 1) * hop).

        Within a hop it is a parabola, so that only the hops are summed one after the other (synthesis.py does the same).
        """
        step, hop = step.transpose(1, 2).double(), self.hop
        now, rise = step[:, :, :-1], step[:, :, 1:] - step[:, :, :-1]
        each = now * hop + rise * ((hop - 1) / 2)
        before = torch.cumsum(each, -1) - each
        at, place = divmod(ONSET - 1, hop)
        if at < now.shape[-1]:
            begun = before[:, :, at] + now[:, :, at] * (place + 1) + rise[:, :, at] * (place * (place + 1) / (2 * hop))
            before = before - begun[:, :, None]
        i = torch.arange(hop, device=step.device)
        within = now.float()[..., None] * (i + 1) + rise.float()[..., None] * (i * (i + 1) / (2 * hop))
        return (within + torch.remainder(before, 2 * math.pi).float()[..., None]).flatten(2)

    def _glide(self, frames: Tensor) -> Tensor:
        """(B, T, K) at frames -> (B, K, (T - 1) * hop) on straight lines between them."""
        x = frames.transpose(1, 2)[..., None]  # (B, K, T, 1)
        share = torch.arange(self.hop, device=x.device) / self.hop
        return (x[:, :, :-1] + (x[:, :, 1:] - x[:, :, :-1]) * share).flatten(2)


def bumps(numbers: Tensor) -> Tensor:
    """Each number in 0..1 as overlapping bells, from which an edge that moves with it is easily learnt: (B, K) -> (B, K * BUMPS)."""
    centres = torch.linspace(0.0, 1.0, BUMPS, device=numbers.device)
    return torch.exp(-((numbers[:, :, None] - centres) * (BUMPS - 1)).square()).flatten(1)


class Decoder(nn.Module):
    """z (B, Z) and class index (B,) -> samples (B, N), given the noise of both branches."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        self.config = config
        self.classes = nn.Embedding(len(config.classes), 32)
        self.real = nn.Embedding(2, 8)  # 0 synthetic, 1 recorded; always 1 when playing
        inputs = config.latents + 40 + BUMPS * len(config.numbers)
        self.enter = nn.Sequential(nn.Linear(inputs, 256), nn.GELU(), nn.Linear(256, config.condition), nn.GELU())
        self.body = Branch(config, config.n_fft, config.hop, config.frames, config.width, config.blocks, integrate=True, thin=config.thin)
        self.attack = Branch(
            config, config.attack_fft, config.attack_hop, config.attack_frames, config.attack_width, config.attack_blocks, integrate=False
        )

        self.tone = Oscillators(config)

    def condition(self, z: Tensor, label: Tensor, real: Tensor, numbers: Tensor | None = None) -> Tensor:
        """z (B, Z), label and real (B,), numbers (B, K) in 0..1 (not given: all 1) -> (B, D)."""
        parts = [z, self.classes(label), self.real(real)]
        if self.config.numbers:
            parts.append(bumps(z.new_ones(len(z), len(self.config.numbers)) if numbers is None else numbers))
        return self.enter(torch.cat(parts, -1))

    def partials(self, condition: Tensor, frames: int) -> tuple[Partials, Partials]:
        """Of the body's first `frames` frames and of all frames of the attack, for a condition (B, D)."""
        return self.body.partials(condition, frames), self.attack.partials(condition, self.config.attack_frames)

    def sound(self, parts: tuple[Partials, Partials], body_noise: Tensor, attack_noise: Tensor) -> Tensor:
        """Body and attack with their noise (B, 2, T, F) of unit variance, without the oscillators: (B, (T - 1) * hop)."""
        body = self.body.sound(parts[0], body_noise)
        attack = self.attack.sound(parts[1], attack_noise)
        return body + F.pad(attack, (0, body.shape[1] - attack.shape[1]))

    def forward(self, z: Tensor, label: Tensor, body_noise: Tensor, attack_noise: Tensor, numbers: Tensor | None = None) -> Tensor:
        """As many frames as `body_noise` (B, 2, T, F) has."""
        frames = body_noise.shape[2]
        condition = self.condition(z, label, torch.ones_like(label), numbers)
        tone = self.tone.sound(*self.tone.tones(condition, frames))
        return tone + self.sound(self.partials(condition, frames), body_noise, attack_noise)


class VAE(nn.Module):
    """The encoder and the decoder that are trained together."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
