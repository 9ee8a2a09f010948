"""Training of the one-shot VAE (torch): its losses, one step, its validation, and what it starts from. Runs in the training process."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.models.features import ONSET
from studio.models.vae import VAE, VAEConfig
from studio.training import measuring, optimise
from studio.training.config import Preset, VAETraining
from studio.training.dataset import VARIANTS, Batch, OneShots, Sampler
from studio.training.losses import (
    RESOLUTIONS,
    energy_distance,
    free_kl,
    low_complex,
    low_tones,
    peak_error,
    phase_errors,
    tone_error,
)
from studio.training.rehearse import Rehearsal
from studio.training.sounding import Takes, mel_images, mixed, play, two_takes
from studio.training.start import network_of, take_over
from studio.training.task import Losses, NetworkTask

HELD = 27  # sounds of a validation
PROBES = 4  # of held-out sounds, and as many draws


@dataclass(frozen=True)
class SoundLosses(Losses):
    """And the sounds that they were found from."""

    takes: Takes
    target: Tensor  # (B, N), as long as the takes


def losses(
    model: VAE, batch: Batch, config: VAETraining, random: np.random.Generator, generator: torch.Generator, step: int
) -> SoundLosses:
    """Reconstruction of a batch, whose tensors lie on the model's device; `random` chooses lengths, `generator` makes all noise."""
    vae = model.config
    chances = np.array([chance for _, chance in config.lengths])
    frames = int(random.choice([min(n, vae.frames - 1) for n, _ in config.lengths], p=chances / chances.sum()))
    resolutions = tuple(sorted(random.choice(RESOLUTIONS, config.resolutions, replace=False).tolist()))
    device = batch.sound.device
    image = mel_images(batch.sound if batch.heard is None else batch.heard, vae.rate)
    image = image + 0.1 * torch.randn(image.shape, generator=generator, device=device)  # noise into the encoder only
    hidden = torch.rand(len(batch.label), generator=generator, device=device) < (config.unlabel if vae.catch_all else 0.0)
    label = torch.where(hidden, len(vae.classes) - 1, batch.label)
    with mixed(device):
        mean, log_var = model.encoder(image)
    mean, log_var = mean.float(), log_var.float()
    z = mean + (0.5 * log_var).exp() * torch.randn(mean.shape, generator=generator, device=device)
    condition = model.decoder.condition(z, label, batch.real, batch.numbers)
    tones = low_tones(batch.sound[:, : frames * vae.hop], vae.rate, vae.tone_edges, vae.hop, frames + 1, ONSET, config.tone_window)
    takes = two_takes(model.decoder, condition, frames, generator, tones)
    target = batch.sound[:, : takes.first.shape[1]]
    distance = energy_distance(target, takes.first, takes.second, resolutions, float(random.random()))
    low = low_complex(target, takes.first, vae.rate)
    peak = peak_error(target, takes.first)
    turned = phase_errors(target, takes.phase, vae.n_fft, vae.hop)
    tone = tone_error(tones, *takes.tones)
    kl, each = free_kl(mean, log_var, config.free_nats)
    shape = config.low * low + config.peak * peak + config.phase * turned + config.tone * tone
    total = distance + shape + config.kl * min(1.0, step / config.kl_warmup) * kl
    parts = {"loss": total, "distance": distance, "low": low, "peak": peak, "phase": turned, "tone": tone, "kl": each.sum()}
    return SoundLosses(total, {name: value.detach() for name, value in parts.items()}, each, takes, target)


class VAETask(NetworkTask):
    """A `Task`."""

    model: VAE
    slow: VAE

    def __init__(self, config: VAETraining, model: VAE, train: OneShots, held: OneShots, device: torch.device) -> None:
        super().__init__(config, model, device)
        self.config, self.train, self.held = config, train, held
        self.sampler = Sampler(train, len(model.config.classes), self.seed, model.config.numbers, model.config.rate)
        if not model.config.catch_all:
            self.sampler.unlabelled = -1
        self.rehearsal = Rehearsal(train, self.sampler, config)
        if device.type == "cuda":
            _compile(self.model)
        self._pairs = pairs(train.labels, train.real)
        self._memory: measuring.Memory | None = None  # made when first asked for

    def train_step(self) -> dict[str, float]:
        """See Task.train_step."""
        config = self.config
        synthetic = config.synthetic if self.step < (1 - config.real_only) * config.steps else 0.0
        batch = self.sampler.batch(config.batch, synthetic).to(self.device)
        found = losses(self.model, batch, config, self.sampler.random, self.generator, self.step)
        optimise.set_rate(self.optimiser, optimise.learning_rate(self.step, config))
        norm, taken = optimise.step(self.optimiser, found.total, self.model.parameters(), config.clip)
        for _ in range(config.rehearsals):
            self.rehearsal.step(self.model, self.optimiser, self.generator, synthetic)
        optimise.average(self.slow, self.model, config.ema, self.step)
        self.step += 1
        return found.told() | {"norm": norm, "skipped": float(not taken), "frames": found.target.shape[1]}

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """See Task.validate. `seen` is the same error on training sounds; the rest is what measuring.measure says of draws."""
        values = {"valid": self._distance(self.held), "seen": self._distance(self.train)}
        first, drawn, c = self._pairs[0], self._draws(), self.slow.config
        values |= measuring.measure(drawn, self.train.clean(first).numpy(), self.train.labels[first], c.rate, c.hop)
        if self._memory is None:
            kept = measuring.evenly(len(self.train), measuring.KEPT)
            self._memory = measuring.Memory(self.train.clean(kept).numpy(), c.rate)
        return values | {"memory": self._memory.share(drawn)}

    @torch.no_grad()
    def probes(self) -> list[Clip]:
        """See Task.probes: held-out sounds as they come back, then draws between fixed pairs of training sounds."""
        chosen = measuring.evenly(len(self.held), PROBES)
        mean, _ = self.slow.encoder(mel_images(self.held.clean(chosen).to(self.device), self.slow.config.rate))
        back = play(self.slow.decoder, mean, torch.from_numpy(self.held.labels[chosen]).to(self.device)).cpu().numpy()
        drawn = self._draws()
        sounds = measuring.levelled(np.concatenate([back, drawn[measuring.evenly(len(drawn), PROBES)]]))
        return [Clip(sound[None], self.slow.config.rate) for sound in sounds]

    def _distance(self, data: OneShots) -> float:
        """Energy distance of the slow weights on some sounds, always the same ones and the same noise."""
        c = self.slow.config
        chosen = measuring.evenly(len(data), HELD)
        sound, label = data.clean(chosen).to(self.device), torch.from_numpy(data.labels[chosen]).to(self.device)
        mean, _ = self.slow.encoder(mel_images(sound, c.rate))
        numbers = data.numbers(chosen, c.numbers, c.rate)
        numbers = None if numbers is None else numbers.to(self.device)
        condition = self.slow.decoder.condition(mean, label, torch.ones_like(label), numbers)
        generator = torch.Generator(self.device).manual_seed(1)
        takes = two_takes(self.slow.decoder, condition, min(128, c.frames - 1), generator)
        target = sound[:, : takes.first.shape[1]]
        return float(energy_distance(target, takes.first, takes.second, RESOLUTIONS, 0.0))

    def _draws(self) -> np.ndarray:
        """Sounds half-way between fixed pairs of training sounds, as draws of a model are made: (P, N), not levelled."""
        images = [mel_images(self.train.clean(side).to(self.device), self.slow.config.rate) for side in self._pairs]
        one, other = (self.slow.encoder(image)[0] for image in images)
        label = torch.from_numpy(self.train.labels[self._pairs[0]]).to(self.device)
        middle = torch.stack([one[label == c].mean(0) for c in label])
        z = middle + (one + other - 2 * middle) / math.sqrt(2)  # half-way alone would lie too near to the middle
        return play(self.slow.decoder, z, label, level=False).cpu().numpy()


def pairs(labels: np.ndarray, real: np.ndarray, classes: int = 4, each: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Fixed pairs of recorded sounds of one label, from the labels that have most: two (P,) of indices. A lone sound is its own pair."""
    recorded = np.flatnonzero(real == 1) if (real == 1).any() else np.arange(len(labels))
    names, counts = np.unique(labels[recorded], return_counts=True)
    random = np.random.default_rng(0)
    first, second = [], []
    for label in names[np.argsort(-counts, kind="stable")][:classes]:
        own = random.permutation(recorded[labels[recorded] == label])[:each]
        first.append(own)
        second.append(np.roll(own, 1))
    return np.concatenate(first), np.concatenate(second)


def _compile(model: VAE) -> None:
    """The networks proper as fused kernels; what comes behind them (FFTs, running sums) stays as it is."""
    model.encoder.forward = torch.compile(model.encoder.forward)  # type: ignore[method-assign]
    for part in (model.decoder.body, model.decoder.attack, model.decoder.tone):
        part.features = torch.compile(part.features)  # type: ignore[method-assign]


def make(preset: Preset, data: Path, device: torch.device) -> VAETask:
    """A task ready for its first step. Raises BadInput for a corpus, a network or a base that does not fit."""
    if not isinstance(preset.training, VAETraining):
        raise BadInput(f"The preset {brief(preset.name)} has no numbers for training a VAE.")
    network = network_of(VAEConfig(classes=("",)), preset, data)
    train = OneShots(data, ("train",), network.classes, network.length, VARIANTS)
    held = OneShots(data, ("valid",), network.classes, network.length, (0.0,))
    torch.manual_seed(preset.training.seed)
    model = VAE(network)
    if preset.base:
        take_over(model, preset.base, network.classes)
    return VAETask(preset.training, model, train, held, device)
