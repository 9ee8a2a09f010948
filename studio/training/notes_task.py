"""Training of pitched notes (torch): a note is taught as levels of partials and bands of noise, not as sound. Runs in the training process.

A step takes milliseconds, because nothing is rendered. z is taken from another note of the same instrument half of the time, and a
probe behind a reversed gradient looks for pitch in it: what a slider does must not depend on the key. Blends of two notes at one pitch
are taught with the mean of their parts as the target, so that family blend sounds like both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.models.harmonic import EXACT, HIGHEST, RATE, NoteParts, note_sound
from studio.models.notes import Decoder, NotesConfig, NotesVAE
from studio.models.pitch import to_hz
from studio.training import measuring, optimise, start
from studio.training.config import NotesTraining, Preset
from studio.training.losses import free_kl
from studio.training.note_data import NoteBatch, Notes, NoteSampler
from studio.training.task import Losses, NetworkTask

QUIET = 8.0  # nepers below the loudest partial: 70 dB, what is lower is neither heard nor learnt
HISS = 2.5  # nepers more for noise, of which every band adds to what is heard
PROBES = 8
HELD = 600  # notes of a validation
MIDDLE = (60.0, 0.8)  # pitch and velocity at which draws are compared


class _Reverse(torch.autograd.Function):
    """The same number, the opposite gradient."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, strength: float) -> Tensor:
        ctx.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        return -ctx.strength * gradients[0], None


def part_errors(made: tuple[Tensor, ...], wanted: tuple[Tensor, ...], known: Tensor) -> dict[str, Tensor]:
    """How far level, noise, burst and static are from the target's, in nepers, loud cells counting most."""
    heard = known[:, None] > 0.5
    top = wanted[0].masked_fill(~heard, -99.0).amax((1, 2), keepdim=True)
    floor = top - QUIET
    errors = {}
    for name, said, right in zip(("level", "noise", "burst"), made[:3], wanted[:3], strict=True):
        low = floor if name == "level" else floor - HISS
        off = torch.where(right <= low, torch.relu(said - low), (said - right).abs())
        weight = ((right - low) / 6).clamp(0.05, 1.0)
        if name == "level":
            weight = weight * heard
        errors[name] = (off * weight).sum() / weight.sum()
    strong = ((wanted[0].masked_fill(~heard, -99.0).amax(1)[:, :EXACT] - floor[:, 0]) / QUIET).clamp(0, 1)  # (B, EXACT)
    said, right = made[3], wanted[3]
    split = [1, EXACT, 2 * EXACT, said.shape[1] - 1 - 3 * EXACT]
    (s_stretch, s_detune, s_phase, s_wander), (r_stretch, r_detune, r_phase, r_wander) = said.split(split, 1), right.split(split, 1)
    both = strong / strong.sum(1, keepdim=True).clamp(min=1e-3)
    errors["place"] = 100 * (s_stretch - r_stretch).abs().mean() + 10 * ((s_detune - r_detune).abs() * both).sum(1).mean()
    errors["phase"] = ((s_phase - r_phase).square() * both.repeat(1, 2)).sum(1).mean()
    errors["wander"] = (s_wander - r_wander).abs().mean()
    return errors


def total_error(errors: dict[str, Tensor]) -> Tensor:
    weights = {"level": 1.0, "noise": 0.5, "burst": 0.3, "place": 0.3, "phase": 0.1, "wander": 0.3}
    return torch.stack([weights[name] * value for name, value in errors.items()]).sum()


class NotesTask(NetworkTask):
    """A `Task`."""

    model: NotesVAE
    slow: NotesVAE

    def __init__(self, config: NotesTraining, model: NotesVAE, train: Notes, held: Notes, device: torch.device) -> None:
        super().__init__(config, model, device)
        self.config, self.train, self.held = config, train, held
        self.sampler = NoteSampler(train, self.seed)
        self._memory: measuring.Memory | None = None

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
        config, network, sampler = self.config, self.model.config, self.sampler
        chosen = sampler.indices(config.batch)
        curves = sampler.curves(config.batch)
        batch = self.train.batch(chosen)
        targets = curves.targets(batch, network.frames, network.thin)
        seen = self.train.batch(sampler.sibling(chosen)) if sampler.random.random() < config.sibling else batch
        mean, log_var = self._encode(curves.image(seen, network.frames), seen.pitch)
        z = mean + (0.5 * log_var).exp() * self._noise(mean.shape)
        kl, each = free_kl(mean, log_var, config.free_nats)
        guess = self.model.probe(_Reverse.apply(z, config.reverse * min(1.0, self.step / config.kl_warmup)))
        told = torch.cat([(seen.pitch - 60) / 14, (seen.velocity - 0.68) / 0.2], 1).to(self.device)
        leak = (guess - told).square().mean()
        mix, known = batch.mix, batch.known
        if sampler.random.random() < config.blend:
            z, mix, known, targets = self._blended(chosen, curves, z, batch, targets)
        # a sound is much the same a semitone away: without this the network learns each key by heart
        pitch = batch.pitch + config.jitter * (2 * torch.from_numpy(sampler.random.random((len(chosen), 1)).astype(np.float32)) - 1)
        made = self.model.decoder(z, *(t.to(self.device) for t in (mix, pitch, batch.velocity)))
        errors = part_errors(made, tuple(t.to(self.device) for t in targets), known.to(self.device))
        error = total_error(errors)
        total = error + config.kl * min(1.0, self.step / config.kl_warmup) * kl + config.probe * leak
        parts = {"loss": error} | errors | {"kl": each.sum(), "leak": leak}
        return Losses(total, {name: value.detach() for name, value in parts.items()}, each)

    def _encode(self, image: Tensor, pitch: Tensor) -> tuple[Tensor, Tensor]:
        """Noise into the encoder only."""
        image = image.to(self.device)
        mean, log_var = self.model.encoder(image + 0.1 * self._noise(image.shape), pitch.to(self.device))
        return mean, log_var

    def _noise(self, shape: torch.Size) -> Tensor:
        return torch.randn(shape, generator=self.generator, device=self.device)

    def _blended(
        self, chosen: np.ndarray, curves: Any, z: Tensor, batch: NoteBatch, targets: tuple[Tensor, ...]
    ) -> tuple[Tensor, Tensor, Tensor, tuple[Tensor, ...]]:
        """Each note mixed with another at its pitch: codes, family shares and parts alike."""
        network = self.model.config
        other = self.train.batch(self.sampler.partner(chosen))
        mean, log_var = self._encode(curves.image(other, network.frames), other.pitch)
        share = torch.from_numpy(self.sampler.random.random((len(chosen), 1)).astype(np.float32))
        far = mean + (0.5 * log_var).exp() * self._noise(mean.shape)
        z = torch.lerp(z, far, share.to(self.device))
        theirs = curves.targets(other, network.frames, network.thin)
        floored = [_floored(parts, some.known) for parts, some in ((targets, batch), (theirs, other))]
        both = tuple(torch.lerp(a, b, share.view(-1, *([1] * (a.dim() - 1)))) for a, b in zip(*floored, strict=True))
        return z, torch.lerp(batch.mix, other.mix, share), batch.known * other.known, both

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """See Task.validate. `seen` is the same error on training notes; the rest is what measuring.measure says of draws."""
        values = {"valid": self._error(self.held), "seen": self._error(self.train)}
        first = measuring.evenly(len(self.train), 24)
        drawn = self.play(self._means(self.train, first), self.train.labels[first], self.train.pitch[first], self.train.velocity[first])
        real = self.train.clean(first)
        values |= measuring.measure(drawn, measuring.levelled(real), self.train.labels[first], RATE, self.model.config.hop)
        return values

    def _means(self, data: Notes, chosen: np.ndarray) -> Tensor:
        batch = data.batch(chosen).to(self.device)
        return self.slow.encoder(batch.image, batch.pitch)[0]

    def _error(self, data: Notes) -> float:
        """Of the slow weights on some notes, always the same ones."""
        batch = data.batch(measuring.evenly(len(data), HELD)).to(self.device)
        mean, _ = self.slow.encoder(batch.image, batch.pitch)
        made = self.slow.decoder(mean, batch.mix, batch.pitch, batch.velocity)
        return float(total_error(part_errors(made, batch.targets, batch.known)))

    def play(self, z: Tensor, labels: np.ndarray, pitch: np.ndarray, velocity: np.ndarray) -> np.ndarray:
        """Notes of the slow weights: (B, N), not levelled."""
        return play(self.slow.decoder, z, labels, pitch, velocity)

    @torch.no_grad()
    def probes(self) -> list[Clip]:
        """See Task.probes: held-out notes as they come back, then middles of pairs of training notes."""
        chosen = measuring.evenly(len(self.held), PROBES)
        back = self.play(self._means(self.held, chosen), self.held.labels[chosen], self.held.pitch[chosen], self.held.velocity[chosen])
        return [Clip(sound[None], RATE) for sound in measuring.levelled(back)]


def _floored(parts: tuple[Tensor, ...], known: Tensor) -> tuple[Tensor, ...]:
    """Levels no lower than what is heard: between something and nothing lies something quiet, not nothing."""
    top = parts[0].masked_fill(known[:, None] < 0.5, -99.0).amax((1, 2), keepdim=True)
    level, *hiss = (torch.maximum(part, top - QUIET - extra) for part, extra in zip(parts[:3], (0.0, HISS, HISS), strict=True))
    return level, *hiss, parts[3]


@torch.no_grad()
def play(decoder: Decoder, z: Tensor, labels: np.ndarray, pitch: np.ndarray, velocity: np.ndarray, seed: int = 0) -> np.ndarray:
    """Notes of codes (B, Z), all with one seed: (B, N) float32, not levelled."""
    c = decoder.config
    mix = torch.nn.functional.one_hot(torch.from_numpy(labels), len(c.classes)).float().to(z.device)
    columns = [torch.from_numpy(np.asarray(values, np.float32))[:, None].to(z.device) for values in (pitch, velocity)]
    made = [part.cpu().numpy() for part in decoder(z, mix, *columns)]
    hz = np.asarray(to_hz(np.asarray(pitch, np.float64)))
    sounds = [note_sound(NoteParts(*(part[i] for part in made)), c.thin, c.frames, c.frames, float(hz[i]), seed) for i in range(len(z))]
    return np.stack(sounds)


def standardise(decoder: Decoder, data: Notes) -> None:
    """Tells the decoder what the training notes are like on average and how far they spread."""
    chosen = measuring.evenly(len(data), 2_000)
    batch = data.batch(chosen)
    flat = torch.cat([part.flatten(1) for part in _floored(batch.targets, batch.known)], 1)
    decoder.mean.copy_(flat.mean(0))
    decoder.spread.copy_(flat.std(0, correction=0).clamp(min=1e-3))


def network_of(preset: Preset, data: Path) -> NotesConfig:
    """The network that the preset asks for; its families are the training sounds' labels where the preset names none. Raises BadInput."""
    config = start.network_of(NotesConfig(classes=("",)), preset, data)
    if config.rate != RATE or config.lowest >= config.highest or not 8 <= config.highest <= 69 + 12 * np.log2(HIGHEST * RATE / 440):
        raise BadInput(f"network: notes need a rate of {RATE} and a lowest pitch below the highest, in semitones up to 126.")
    return config


def make(preset: Preset, data: Path, device: torch.device) -> NotesTask:
    """A task ready for its first step. Raises BadInput for a corpus or a network that does not fit."""
    if not isinstance(preset.training, NotesTraining):
        raise BadInput(f"The preset {brief(preset.name)} has no numbers for training notes.")
    network = network_of(preset, data)
    train = Notes(data, ("train",), network, preset.training.threads)
    held = Notes(data, ("valid",), network, preset.training.threads)
    torch.manual_seed(preset.training.seed)
    model = NotesVAE(network)
    standardise(model.decoder, train)
    return NotesTask(preset.training, model, train, held, device)
