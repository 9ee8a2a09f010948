"""Training of the one-shot GAN (torch): what is drawn shall pass for real, what is encoded shall come back. In the training process.

One step: half of the batch is encoded and decoded again, with the VAE's own losses, so that the encoder stays an encoder; the other half
is drawn (s -> w), every second one mixed with the code of a real sound of its class, as the player mixes. Discriminators see both halves
and the whole real batch through the same changes (ada.py). Hinge losses; R1 at every sixteenth step.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.models.gan import GAN, GANConfig
from studio.models.vae import Decoder, Partials, VAEConfig
from studio.training import measuring, optimise, vae_task
from studio.training.ada import Changes, Controller
from studio.training.basis import SYNTHETIC_WEIGHT, class_gaussians
from studio.training.config import GANTraining, Preset, override
from studio.training.crowd import Crowd
from studio.training.dataset import VARIANTS, Batch, OneShots, Sampler
from studio.training.discriminators import (
    Discriminator,
    Opinion,
    feature_matching,
    gradient_penalty,
    hinge_discriminator,
    hinge_generator,
    hinge_mismatched,
)
from studio.training.losses import RESOLUTIONS, energy_distance
from studio.training.sounding import mel_images, mixed, noise_frames, play, two_takes
from studio.training.start import network_of, take_over
from studio.training.task import NetworkTask
from studio.training.vae_publish import VAESounding

TRUNCATION = 0.8  # of draws that are validated and played as probes
LAZY = 16  # steps between two gradient penalties
KNOWN_EVERY = 8  # steps between two lessons of the encoder on sounds whose code is known
KNOWN = 4  # sounds in such a lesson
DRAWS_EACH = 6  # draws beside every held-out sound, of its class
BETAS = (0.5, 0.99)


@dataclass(frozen=True)
class Fakes:
    """What a step made: sounds (B, N), peaks at 0.9, the encoded half first; the losses of that half; the codes of the drawn half."""

    sound: Tensor
    encoded: vae_task.SoundLosses
    w: Tensor


class GANTask(NetworkTask):
    """A `Task`, with discriminators and an optimiser of their own."""

    model: GAN
    slow: GAN

    def __init__(self, config: GANTraining, model: GAN, train: OneShots, held: OneShots, device: torch.device) -> None:
        super().__init__(config, model, device, BETAS)
        self.config, self.train, self.held = config, train, held
        self.judge = Discriminator(len(model.config.classes), config.judge_width).to(device)
        self.judging = torch.optim.AdamW(self.judge.parameters(), config.judge_rate, BETAS, weight_decay=0.0)
        self.controller = Controller(config.ada_target, config.ada_sounds)
        self.sampler = Sampler(train, len(model.config.classes), self.seed)
        if not model.config.catch_all:
            self.sampler.unlabelled = -1
        self._crowd = Crowd(held.clean(np.arange(len(held))).numpy(), model.config.rate)
        self._memory: measuring.Memory | None = None  # made when first asked for

    def train_step(self) -> dict[str, float]:
        """See Task.train_step."""
        c, batch = self.config, self._batch()
        fakes = self._make(batch)
        length, half = fakes.sound.shape[1], len(batch.label) - len(fakes.w)
        changes = Changes.draw(len(batch.label), self.controller.share, self.generator)
        real = changes.of(levelled(batch.sound[:, :length]), self.model.config.rate)
        fake = changes.of(fakes.sound, self.model.config.rate)
        share = optimise.learning_rate(self.step, c) / c.rate
        optimise.set_rate(self.judging, share * c.judge_rate)
        optimise.set_rate(self.optimiser, share * c.rate)
        found = self._judge_step(real, fake.detach(), batch.label)
        self.judge.requires_grad_(False)
        opinion = self.judge(fake, batch.label)
        adversarial = hinge_generator(opinion)
        heard = c.adversarial * min(1.0, max(0.0, self.step / max(1, c.listen_from) - 1.0))
        loss = heard * adversarial + c.spectral * fakes.encoded.total
        if c.matching:
            loss = loss + c.matching * feature_matching(self.judge(real[:half], batch.label[:half]), opinion.first(half))
        if c.mse:
            loss = loss + c.mse * (fakes.encoded.takes.first - fakes.encoded.target).square().mean()
        if c.known and self.step % KNOWN_EVERY == 0:
            loss = loss + c.known * self._known(fakes.w[:KNOWN].detach(), batch.label[half:][:KNOWN])
        norm, taken = optimise.step(self.optimiser, loss, self.model.parameters(), c.clip)
        self.judge.requires_grad_(True)
        optimise.average(self.slow, self.model, c.ema, self.step)
        self.step += 1
        found |= {"loss": float(loss.detach()), "adversarial": float(adversarial.detach()), "norm": norm, "skipped": float(not taken)}
        return {name: float(value) for name, value in fakes.encoded.parts.items()} | found

    def _batch(self) -> Batch:
        c = self.config
        synthetic = c.synthetic if self.step < (1 - c.real_only) * c.steps else 0.0
        batch = self.sampler.batch(c.batch, synthetic)
        return Batch(*(part.to(self.device) for part in (batch.sound, batch.label, batch.real)))

    def _make(self, batch: Batch) -> Fakes:
        """The first half encoded and decoded, the second drawn with its labels."""
        half = len(batch.label) // 2
        own = Batch(batch.sound[:half], batch.label[:half], batch.real[:half])
        encoded = vae_task.losses(self.model, own, self.config, self.sampler.random, self.generator, self.step)
        label, real = batch.label[half:], batch.real[half:]
        s = torch.randn(len(label), self.model.config.latents, generator=self.generator, device=self.device)
        w = self._mixed(self.model.mapping(s, label), batch.sound[half:], label)
        condition = self.model.decoder.condition(w, label, real)
        frames = encoded.target.shape[1] // self.model.config.hop
        drawn = one_take(self.model.decoder, condition, frames, self.generator)
        return Fakes(levelled(torch.cat([encoded.takes.first, drawn])), encoded, w)

    def _mixed(self, w: Tensor, sound: Tensor, label: Tensor) -> Tensor:
        """Every second code moved some way towards that of a real sound of its class, without coming nearer to the middle of the class."""
        with torch.no_grad(), mixed(self.device):
            code, _ = self.model.encoder(mel_images(sound, self.model.config.rate))
        mean = self.model.mapping.mean[label]
        share = torch.rand(len(w), 1, generator=self.generator, device=self.device)
        share = share * (torch.arange(len(w), device=self.device) % 2)[:, None]
        return mean + ((1 - share) * (w - mean) + share * (code.float() - mean)) / torch.sqrt(share**2 + (1 - share) ** 2)

    def _judge_step(self, real: Tensor, fake: Tensor, label: Tensor) -> dict[str, float]:
        """One step of the discriminators. Returns what they say."""
        theirs, ours = self.judge(real, label), self.judge(fake, label)
        loss = hinge_discriminator(theirs, ours)
        found = {"judging": float(loss.detach())}
        named, other = self._other_names(label)
        if self.config.mismatched and len(other):
            wrong = hinge_mismatched(self.judge(real[named], other))
            loss = loss + self.config.mismatched * wrong
            found["mismatched"] = float(wrong.detach())
        if self.config.r1 and self.step % LAZY == 0:
            loss = loss + LAZY * self.config.r1 / 2 * gradient_penalty(self.judge, real, label)
        optimise.step(self.judging, loss, self.judge.parameters(), self.config.judge_clip)
        scores = theirs.each().detach()
        self.controller.heard(scores)
        found |= {"real_score": float(scores.mean()), "fake_score": float(ours.each().detach().mean())}
        return found | {"changed": self.controller.share}

    def _other_names(self, label: Tensor) -> tuple[Tensor, Tensor]:
        """Of every second sound that has a name: its row, and a name that is not its own."""
        count = len(self.model.config.classes) - self.model.config.catch_all
        rows = torch.nonzero(label < count)[::2, 0]
        steps = torch.randint(1, max(2, count), (len(rows),), generator=self.generator, device=self.device)
        return (rows, (label[rows] + steps) % count) if count > 1 else (rows, label[:0])

    def _known(self, w: Tensor, label: Tensor) -> Tensor:
        """How far, in sigma squared, the encoder is from the codes (B, Z) of sounds that were just drawn: it must hear whole ones."""
        image = mel_images(play(self.model.decoder, w, label, seed=self.step), self.model.config.rate)
        mean, _ = self.model.encoder(image)
        return self.model.mapping.whitened(mean - w, label).square().mean()

    @torch.no_grad()
    def draw(self, labels: np.ndarray, seed: int, truncation: float = TRUNCATION) -> np.ndarray:
        """Draws of these classes (B,) by the slow weights, as the network makes them: (B, N)."""
        random, slow = np.random.default_rng(seed), self.slow
        s = torch.from_numpy(random.standard_normal((len(labels), slow.config.latents), dtype=np.float32)).to(self.device)
        label = torch.from_numpy(labels).to(self.device)
        mean = slow.mapping.mean[label]
        w = mean + truncation * (slow.mapping(s, label) - mean)
        parts = [play(slow.decoder, w[i : i + 32], label[i : i + 32], level=False).cpu().numpy() for i in range(0, len(w), 32)]
        return np.concatenate(parts)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """See Task.validate. 'valid' is how well held-out sounds come back (energy distance) plus how far draws of the same classes lie
        from them as a crowd (kernel distance); the rest is what the discriminators and measuring.measure say.
        """
        c, slow = self.config, self.slow
        chosen = np.arange(len(self.held))
        sound, label = self.held.clean(chosen).to(self.device), torch.from_numpy(self.held.labels).to(self.device)
        mean, _ = slow.encoder(mel_images(sound, slow.config.rate))
        condition = slow.decoder.condition(mean, label, torch.ones_like(label))
        takes = two_takes(slow.decoder, condition, min(128, slow.config.frames - 1), torch.Generator(self.device).manual_seed(1))
        target = sound[:, : takes.first.shape[1]]
        distance = float(energy_distance(target, takes.first, takes.second, RESOLUTIONS, 0.0))
        crowd = self._crowd.distance(measuring.levelled(self.draw(np.repeat(self.held.labels, DRAWS_EACH), seed=1)))
        held: Opinion = self.judge(levelled(target), label)
        values = {"valid": distance + c.crowd * crowd, "distance_held": distance, "crowd": crowd, "held_score": float(held.each().mean())}
        first = vae_task.pairs(self.train.labels, self.train.real)[0]
        drawn, labels = self.draw(self.train.labels[first], seed=3), self.train.labels[first]
        values |= measuring.measure(drawn, self.train.clean(first).numpy(), labels, slow.config.rate, slow.config.hop)
        if self._memory is None:
            kept = measuring.evenly(len(self.train), measuring.KEPT)
            self._memory = measuring.Memory(self.train.clean(kept).numpy(), slow.config.rate)
        return values | {"memory": self._memory.share(drawn)}

    def probes(self) -> list[Clip]:
        """See Task.probes: one draw of each class."""
        sounds = measuring.levelled(self.draw(np.arange(len(self.model.config.classes)), seed=2))
        return [Clip(sound[None], self.model.config.rate) for sound in sounds]

    def _parts(self) -> dict[str, Any]:
        return super()._parts() | {"judge": self.judge, "judging": self.judging}

    def state(self) -> dict[str, Any]:
        """See Task.state."""
        state = super().state()
        state["random"]["changed"] = [self.controller.share, self.controller.sign]
        return state

    def restore(self, state: dict[str, Any]) -> None:
        """See Task.restore."""
        super().restore(state)
        self.controller.share, self.controller.sign = state["random"]["changed"]


def levelled(sound: Tensor) -> Tensor:
    """Sounds (B, N) with their peaks at 0.9, as the player plays them: level shall not tell them apart."""
    return sound * (0.9 / sound.abs().amax(1, keepdim=True).clamp(min=1e-4))


def one_take(decoder: Decoder, condition: Tensor, frames: int, generator: torch.Generator) -> Tensor:
    """The first `frames` hops of each condition (B, D) with noise of its own: (B, frames * hop)."""
    c = decoder.config
    with mixed(condition.device):
        found = decoder.partials(condition, frames + 1)
    body, attack = (Partials(p.level.float(), p.phase.float(), p.noise.float()) for p in found)
    body_noise = noise_frames(len(condition), frames + 1, c.n_fft, c.hop, generator)
    attack_noise = noise_frames(len(condition), c.attack_frames, c.attack_fft, c.attack_hop, generator)
    return decoder.tone.sound(*decoder.tone.tones(condition, frames + 1)) + decoder.sound((body, attack), body_noise, attack_noise)


@torch.no_grad()
def settle(model: GAN, data: OneShots) -> None:
    """Puts the mapping where the encoder hears the training sounds: draws begin as draws of the VAE. A class without sounds gets all."""
    found = VAESounding(model, data).encode_all()
    weight = np.where(found.real == 1, 1.0, SYNTHETIC_WEIGHT)
    classes = len(model.config.classes)
    missing = [label for label in range(classes) if not (found.labels == label).any()]
    everywhere = [np.concatenate([part] * (1 + len(missing))) for part in (found.z, weight)]
    labels = np.concatenate([found.labels, *(np.full(len(found.z), label) for label in missing)])
    mean, root = class_gaussians(everywhere[0], labels, everywhere[1], classes)
    model.mapping.mean.copy_(torch.from_numpy(mean))
    model.mapping.root.copy_(torch.from_numpy(root))


def make(preset: Preset, data: Path, device: torch.device) -> GANTask:
    """A task ready for its first step. Raises BadInput for a corpus, a network or a base that does not fit."""
    if not isinstance(preset.training, GANTraining):
        raise BadInput(f"The preset {brief(preset.name)} has no numbers for training a GAN.")
    own = {name: value for name, value in preset.network.items() if name == "mapping"}
    rest = {name: value for name, value in preset.network.items() if name not in own}
    plain = network_of(VAEConfig(classes=("",)), replace(preset, network=rest), data)
    network = override(GANConfig(**{f.name: getattr(plain, f.name) for f in fields(plain)}), own, "network")
    train = OneShots(data, ("train",), network.classes, network.length, VARIANTS)
    held = OneShots(data, ("valid",), network.classes, network.length, (0.0,))
    torch.manual_seed(preset.training.seed)
    model = GAN(network)
    if preset.base:
        take_over(model, preset.base, network.classes)
    settle(model, train)
    return GANTask(preset.training, model, train, held, device)
