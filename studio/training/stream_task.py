"""Training of a stream (torch): frames are taught as levels of partials and bands of noise, not as sound. Runs in the training process.

A step takes milliseconds, because nothing is rendered. What makes a held latent alive (noise from a seed, partials that stray, a phase that
is integrated) is not learnt but built into the player; the network learns how loud each of them is, which an error in levels teaches
directly.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.models.stream import StreamConfig, StreamVAE
from studio.models.stream_ear import HOP, RATE
from studio.models.stream_sound import BANDS, HIGHEST, LEVELS, STRAYS, WHOLE, Life, SoundState
from studio.training import measuring, optimise
from studio.training.config import Preset, StreamTraining, override
from studio.training.losses import free_kl
from studio.training.stream_data import Pieces, StreamBatch, StreamSampler
from studio.training.task import Losses, NetworkTask

SLOTS = LEVELS - BANDS
QUIET = 8.0  # nepers below the frame's loudest partial: 70 dB, what is lower is neither heard nor learnt
HISS = 2.0  # nepers more for noise, of which every band adds to what is heard
SILENT = -9.5  # log amplitude: a frame without anything louder is silent
WARM = 24  # frames at the beginning of a crop that only fill the networks' state
HELD = 1_500  # frames of a piece that a validation looks at
PROBE_SECONDS = 6


def head_errors(made: Tensor, wanted: Tensor, hz: Tensor) -> dict[str, Tensor]:
    """How far levels, noise and straying (B, T, HEADS) are from the target's, in nepers, loud cells counting most. hz (B, T, 1)."""
    level, noise = wanted[..., :SLOTS], wanted[..., SLOTS:LEVELS]
    number = torch.as_tensor(WHOLE, dtype=torch.float32, device=hz.device)
    known = torch.ones_like(level)
    known[..., : len(WHOLE)] = (number * hz < HIGHEST * RATE).float()
    top = torch.maximum(level.amax(-1, keepdim=True), noise.amax(-1, keepdim=True) + 1.0)
    low = (top - QUIET).clamp(min=SILENT)
    loud = ((top - SILENT) / 3).clamp(0.05, 1.0)  # what is hardly heard counts little
    errors = {}
    for name, said, right, floor in (("level", made[..., :SLOTS], level, low), ("noise", made[..., SLOTS:LEVELS], noise, low - HISS)):
        off = torch.where(right <= floor, torch.relu(said - floor), (said - right).abs())
        weight = ((right - floor) / 6).clamp(0.05, 1.0) * loud
        if name == "level":
            weight = weight * known
        errors[name] = (off * weight).sum() / weight.sum()
    errors["stray"] = ((made[..., -STRAYS:] - wanted[..., -STRAYS:]).square() * loud).mean()
    return errors


def total_error(errors: dict[str, Tensor]) -> Tensor:
    weights = {"level": 1.0, "noise": 0.7, "stray": 2.0}
    return torch.stack([weights[name] * value for name, value in errors.items()]).sum()


class StreamTask(NetworkTask):
    """A `Task`."""

    model: StreamVAE
    slow: StreamVAE

    def __init__(self, config: StreamTraining, model: StreamVAE, train: Pieces, held: Pieces, device: torch.device) -> None:
        super().__init__(config, model, device)
        self.config, self.train, self.held = config, train, held
        self.sampler = StreamSampler(train, self.seed)

    def train_step(self) -> dict[str, float]:
        """See Task.train_step."""
        config = self.config
        found = self._losses()
        optimise.set_rate(self.optimiser, optimise.learning_rate(self.step, config))
        norm, taken = optimise.step(self.optimiser, found.total, self.model.parameters(), config.clip)
        optimise.average(self.slow, self.model, config.ema, self.step)
        self.step += 1
        return found.told() | {"norm": norm, "skipped": float(not taken)}

    def _losses(self) -> Losses:
        config, model = self.config, self.model
        batch = self.sampler.batch(config.batch, WARM + config.frames).to(self.device)
        count = len(batch.hz)
        seen = batch.seen + config.veil * self._noise(batch.seen.shape)
        mean, log_var, _ = model.encoder(seen, batch.pitch, model.encoder.net.begin(count))
        z = mean + (0.5 * log_var).exp() * self._noise(mean.shape)
        # a timbre is much the same some semitones away: without this the network learns each key by heart
        moved = config.jitter * (2 * torch.from_numpy(self.sampler.random.random((count, 1, 1)).astype(np.float32)) - 1)
        made, _ = model.decoder(z, batch.pitch + moved.to(self.device), model.decoder.net.begin(count))
        errors = head_errors(made[:, WARM:], batch.heads[:, WARM:], batch.hz[:, WARM:])
        error = total_error(errors)
        kl, each = free_kl(mean[:, WARM:].flatten(0, 1), log_var[:, WARM:].flatten(0, 1), config.free_nats)
        restless = (mean[:, WARM:] - mean[:, WARM - 1 : -1]).abs().mean()
        total = error + config.kl * min(1.0, self.step / config.kl_warmup) * kl + config.slow * restless
        parts = {"loss": error} | errors | {"kl": each.sum(), "restless": restless}
        return Losses(total, {name: value.detach() for name, value in parts.items()}, each)

    def _noise(self, shape: torch.Size) -> Tensor:
        return torch.randn(shape, generator=self.generator, device=self.device)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """See Task.validate. `seen` is the same error on training pieces."""
        return {"valid": self._error(self.held), "seen": self._error(self.train)}

    def _error(self, data: Pieces) -> float:
        """Of the slow weights on some pieces, always the same ones."""
        errors = []
        for number in measuring.evenly(len(data.rows), 6).tolist():
            batch = data.piece(number, HELD).to(self.device)
            errors.append(float(total_error(head_errors(self._through(batch), batch.heads, batch.hz))))
        return float(np.mean(errors))

    def _through(self, batch: StreamBatch) -> Tensor:
        encoder, decoder = self.slow.encoder, self.slow.decoder
        mean, _, _ = encoder(batch.seen, batch.pitch, encoder.net.begin(len(batch.hz)))
        heads: Tensor = decoder(mean, batch.pitch, decoder.net.begin(len(batch.hz)))[0]
        return heads

    @torch.no_grad()
    def probes(self) -> list[Clip]:
        """See Task.probes: beginnings of held-out pieces as they come back."""
        found = []
        for number in measuring.evenly(len(self.held.rows), 3).tolist():
            batch = self.held.piece(number, PROBE_SECONDS * RATE // HOP).to(self.device)
            heads = self._through(batch)[0].cpu().numpy()
            c = self.model.config
            life = Life(c.alive, c.stray_hz, c.stray_cents, c.waver_cents)
            sound = SoundState.begin(0).sound(heads, batch.hz[0, :, 0].cpu().numpy(), life)
            found.append(Clip(np.clip(sound, -1, 1)[None], RATE))
        return found


@torch.no_grad()
def standardise(model: StreamVAE, data: Pieces) -> None:
    """Tells the decoder what the training frames are like on average and how far they spread."""
    chosen = measuring.evenly(len(data), 20_000)
    heads = torch.from_numpy(data.heads[chosen].astype(np.float32))
    top = torch.maximum(heads[:, :SLOTS].amax(1, keepdim=True), heads[:, SLOTS:LEVELS].amax(1, keepdim=True) + 1.0)
    low = (top - QUIET).clamp(min=SILENT)
    heads[:, :SLOTS] = torch.maximum(heads[:, :SLOTS], low - 0.5)
    heads[:, SLOTS:LEVELS] = torch.maximum(heads[:, SLOTS:LEVELS], low - HISS - 0.5)
    model.decoder.mean.copy_(heads.mean(0))
    model.decoder.spread.copy_(heads.std(0, correction=0).clamp(min=0.05))


def make(preset: Preset, data: Path, device: torch.device) -> StreamTask:
    """A task ready for its first step. Raises BadInput for a corpus or a network that does not fit."""
    if not isinstance(preset.training, StreamTraining):
        raise BadInput(f"The preset {brief(preset.name)} has no numbers for training a stream.")
    network = override(StreamConfig(), dict(preset.network), "network")
    if network.rate != RATE or network.hop != HOP or not 20 <= network.bottom < network.top <= 110 or network.kernel < 2:
        raise BadInput(f"network: a stream has a rate of {RATE}, a hop of {HOP} and pitches between 20 and 110 semitones.")
    train = Pieces(data, ("train",), network, preset.training.variants, preset.training.threads)
    held = Pieces(data, ("valid",), network, threads=preset.training.threads)
    torch.manual_seed(preset.training.seed)
    model = StreamVAE(network)
    standardise(model, train)
    return StreamTask(preset.training, model, train, held, device)


