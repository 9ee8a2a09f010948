"""Training of effects (torch): a sound is taught as a gliding pitch, partials and bands of noise. Runs in the training process.

A step takes a fraction of a second, because nothing is rendered. What an old recording's bandwidth hides is not taught at all, so that the
network fills it in from sounds that have it. Where a sound has no tone, its pitch does not matter.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.models import glides
from studio.models.effects import Decoder, EffectsConfig, EffectsVAE
from studio.models.glides import EXACT, HISS, HOP, RATE, SLOTS, TOP, GlideParts, glide_sound
from studio.training import measuring, optimise, start
from studio.training.config import EffectsTraining, Preset
from studio.training.effects_data import EffectBatch, Effects, EffectSampler
from studio.training.losses import free_kl
from studio.training.task import Losses, NetworkTask
from studio.training.vae_task import pairs

QUIET = 8.0  # nepers below the loudest: 70 dB, what is lower is neither heard nor learnt
PROBES = 4  # of held-out sounds, and as many draws
HELD = 400  # sounds of a validation
WEIGHTS = {"pitch": 6.0, "level": 1.0, "noise": 0.7, "burst": 0.3, "place": 0.5, "phase": 0.1, "rough": 2.0}


def part_errors(made: tuple[Tensor, ...], batch: EffectBatch) -> dict[str, Tensor]:
    """How far pitch (octaves), level, noise and burst (nepers, loud cells counting most) and static are from the target's."""
    pitch, level, noise, burst, static = batch.targets
    top = torch.maximum(level.amax((1, 2)), noise.amax((1, 2)) + HISS)[:, None, None]
    hertz = 440 * torch.exp2(pitch)[:, :, None] * torch.from_numpy(SLOTS).float().to(pitch.device)
    limit = batch.bandwidth[:, None, None]
    known = [hertz < torch.minimum(0.97 * limit, limit.new_tensor(TOP * RATE))]
    for bands in (noise.shape[2], burst.shape[2]):
        centres = torch.from_numpy(glides.band_centres(bands)).float().to(pitch.device)
        known.append((centres < 0.93 * limit).expand(len(pitch), 1, -1))
    errors = {"pitch": ((made[0] - pitch).abs() * batch.weight.sqrt()).sum() / batch.weight.sqrt().sum().clamp(min=1e-3)}
    for name, said, right, there in zip(("level", "noise", "burst"), made[1:4], (level, noise, burst), known, strict=True):
        low = top - QUIET - (0.0 if name == "level" else HISS)
        off = torch.where(right <= low, torch.relu(said - low), (torch.maximum(said, low - 1) - right).abs())
        weight = ((right - low) / 6).clamp(0.08, 1.0) * there
        errors[name] = (off * weight).sum() / weight.sum()
    strong = ((level.amax(1)[:, :EXACT] - top[:, 0] + QUIET) / QUIET).clamp(0, 1)  # (B, EXACT)
    both = strong / strong.sum(1, keepdim=True).clamp(min=1e-3)
    (s_detune, s_phase, s_rough), (r_detune, r_phase, r_rough) = (one.split([EXACT, 2 * EXACT, 1], 1) for one in (made[4], static))
    errors["place"] = 10 * ((s_detune - r_detune).abs() * both).sum(1).mean()
    errors["phase"] = ((s_phase - r_phase).square() * both.repeat(1, 2)).sum(1).mean()
    errors["rough"] = (s_rough - r_rough).abs().mean()
    return errors


def total_error(errors: dict[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[name] * value for name, value in errors.items()]).sum()


class EffectsTask(NetworkTask):
    """A `Task`."""

    model: EffectsVAE
    slow: EffectsVAE

    def __init__(self, config: EffectsTraining, model: EffectsVAE, train: Effects, held: Effects, device: torch.device) -> None:
        super().__init__(config, model, device)
        self.config, self.train, self.held = config, train, held
        self.sampler = EffectSampler(train, self.seed)
        self._pairs = pairs(train.labels, train.real)
        self._memory: measuring.Memory | None = None

    def train_step(self) -> dict[str, float]:
        """See Task.train_step."""
        config = self.config
        synthetic = config.synthetic if self.step < (1 - config.real_only) * config.steps else config.synthetic / 3
        batch = self.sampler.batch(config.batch, synthetic).to(self.device)
        found = self._losses(batch)
        optimise.set_rate(self.optimiser, optimise.learning_rate(self.step, config))
        norm, taken = optimise.step(self.optimiser, found.total, self.model.parameters(), config.clip)
        optimise.average(self.slow, self.model, config.ema, self.step)
        self.step += 1
        return found.told() | {"norm": norm, "skipped": float(not taken)}

    def _losses(self, batch: EffectBatch) -> Losses:
        config = self.config
        noise = lambda shape: torch.randn(shape, generator=self.generator, device=self.device)  # noqa: E731
        mean, log_var = self.model.encoder(batch.image + 0.1 * noise(batch.image.shape))  # noise into the encoder only
        z = mean + (0.5 * log_var).exp() * noise(mean.shape)
        errors = part_errors(self.model.decoder(z, batch.label, batch.real), batch)
        error = total_error(errors)
        kl, each = free_kl(mean, log_var, config.free_nats)
        total = error + config.kl * min(1.0, self.step / config.kl_warmup) * kl
        parts = {"loss": error} | errors | {"kl": each.sum()}
        return Losses(total, {name: value.detach() for name, value in parts.items()}, each)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """See Task.validate. `seen` is the same error on training sounds; the rest is what measuring.measure says of draws."""
        recorded = np.flatnonzero(self.train.real == 1) if (self.train.real == 1).any() else np.arange(len(self.train))
        values = {"valid": self._error(self.held, np.arange(len(self.held))), "seen": self._error(self.train, recorded)}
        first = self._pairs[0]
        drawn = self._draws()
        values |= measuring.measure(drawn, measuring.levelled(self.train.clean(first)), self.train.labels[first], RATE, HOP)
        if self._memory is None:
            self._memory = measuring.Memory(measuring.levelled(self.train.clean(recorded[measuring.evenly(len(recorded), 300)])), RATE)
        return values | {"memory": self._memory.share(drawn)}

    def _error(self, data: Effects, chosen: np.ndarray) -> float:
        """Of the slow weights on some sounds, always the same ones."""
        batch = data.batch(chosen[measuring.evenly(len(chosen), HELD)]).to(self.device)
        mean, _ = self.slow.encoder(batch.image)
        return float(total_error(part_errors(self.slow.decoder(mean, batch.label, torch.ones_like(batch.label)), batch)))

    def _means(self, data: Effects, chosen: np.ndarray) -> Tensor:
        return self.slow.encoder(data.batch(chosen).to(self.device).image)[0]

    def _draws(self) -> np.ndarray:
        """Sounds half-way between fixed pairs of training sounds, as draws of a model are made: (P, N), not levelled."""
        one, other = (self._means(self.train, side) for side in self._pairs)
        labels = self.train.labels[self._pairs[0]]
        middle = torch.stack([one[torch.from_numpy(labels == c)].mean(0) for c in labels])
        return play(self.slow.decoder, middle + (one + other - 2 * middle) / math.sqrt(2), labels)

    @torch.no_grad()
    def probes(self) -> list[Clip]:
        """See Task.probes: held-out sounds as they come back, then draws between fixed pairs of training sounds."""
        chosen = measuring.evenly(len(self.held), PROBES)
        back = play(self.slow.decoder, self._means(self.held, chosen), self.held.labels[chosen])
        drawn = self._draws()
        sounds = measuring.levelled(np.concatenate([back, drawn[measuring.evenly(len(drawn), PROBES)]]))
        return [Clip(sound[None], RATE) for sound in sounds]


@torch.no_grad()
def play(decoder: Decoder, z: Tensor, labels: np.ndarray, seed: int = 0) -> np.ndarray:
    """Sounds of codes (B, Z), all with one seed: (B, N) float32, not levelled."""
    c = decoder.config
    label = torch.from_numpy(np.asarray(labels, np.int64)).to(z.device)
    made = [part.cpu().numpy() for part in decoder(z, label, torch.ones_like(label))]
    sounds = np.zeros((len(z), c.length), np.float32)
    for i, row in enumerate(sounds):
        sound = glide_sound(GlideParts(*(part[i] for part in made)), c.thin, c.frames, seed)
        row[: len(sound)] = sound
    return sounds


def standardise(decoder: Decoder, data: Effects) -> None:
    """Tells the decoder what the training sounds are like on average and how far they spread."""
    batch = data.batch(measuring.evenly(len(data), 1_500))
    pitch, level, noise, burst, static = batch.targets
    top = torch.maximum(level.amax((1, 2)), noise.amax((1, 2)) + HISS)[:, None, None]
    level = torch.maximum(level, top - QUIET)
    noise, burst = (torch.maximum(part, top - QUIET - HISS) for part in (noise, burst))
    flat = torch.cat([part.flatten(1) for part in (pitch, level, noise, burst, static)], 1)
    decoder.mean.copy_(flat.mean(0))
    decoder.spread.copy_(flat.std(0, correction=0).clamp(min=1e-3))


def network_of(preset: Preset, data: Path) -> EffectsConfig:
    """The network that the preset asks for; its classes are the training sounds' labels where the preset names none. Raises BadInput."""
    config = start.network_of(EffectsConfig(classes=("",)), preset, data)
    if config.rate != RATE or config.hop != HOP or not 16 <= config.frames <= 2_048:
        raise BadInput(f"network: effects need a rate of {RATE}, a hop of {HOP} and 16 to 2048 frames.")
    return config


def make(preset: Preset, data: Path, device: torch.device) -> EffectsTask:
    """A task ready for its first step. Raises BadInput for a corpus or a network that does not fit."""
    if not isinstance(preset.training, EffectsTraining):
        raise BadInput(f"The preset {brief(preset.name)} has no numbers for training effects.")
    network = network_of(preset, data)
    train = Effects(data, ("train",), network, preset.training.threads)
    held = Effects(data, ("valid",), network, preset.training.threads)
    torch.manual_seed(preset.training.seed)
    model = EffectsVAE(network)
    standardise(model.decoder, train)
    return EffectsTask(preset.training, model, train, held, device)
