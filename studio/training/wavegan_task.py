"""Training of the WaveGAN reference (torch): Wasserstein losses with a gradient penalty, phase shuffle. Runs in the training process.

As its authors did (Donahue, McAuley and Puckette 2019). A hinge with spectral norm was tried first: its judge was sure within a thousand
steps and the generator ended in one sound for all codes.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import torch
from torch import Tensor

from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.models.wavegan import WaveGANConfig, WaveGenerator, WaveJudge
from studio.training import measuring, optimise
from studio.training.config import Preset, WaveGANTraining
from studio.training.crowd import Crowd
from studio.training.dataset import OneShots, Sampler
from studio.training.start import network_of
from studio.training.task import NetworkTask
from studio.training.vae_task import pairs

VARIANTS = (0.0, -2.0, -1.0, 1.0, 2.0)  # semitones
BETAS = (0.5, 0.9)
DRAWS_EACH = 6  # draws beside every held-out sound, of its class
HOP = 64  # samples of the coarsest steps that a wave network may repeat itself at: 4 ** 3


class WaveGANTask(NetworkTask):
    """A `Task`, with a discriminator and an optimiser of its own."""

    model: WaveGenerator
    slow: WaveGenerator

    def __init__(self, config: WaveGANTraining, network: WaveGANConfig, train: OneShots, held: OneShots, device: torch.device) -> None:
        super().__init__(config, WaveGenerator(network), device, BETAS)
        self.config, self.network, self.train, self.held = config, network, train, held
        self.judge = WaveJudge(network, config.judge_width, config.shuffle).to(device)
        self.judging = torch.optim.AdamW(self.judge.parameters(), config.judge_rate, BETAS, weight_decay=0.0)
        self.sampler = Sampler(train, len(network.classes), self.seed)
        self._crowd = Crowd(held.clean(np.arange(len(held))).numpy(), network.rate)

    def train_step(self) -> dict[str, float]:
        """See Task.train_step: a few steps of the discriminator, one of the generator against it."""
        c = self.config
        share = optimise.learning_rate(self.step, c) / c.rate
        optimise.set_rate(self.judging, share * c.judge_rate)
        optimise.set_rate(self.optimiser, share * c.rate)
        for _ in range(c.judge_steps):
            sound, label = self._batch()
            with torch.no_grad():
                fake = self.model(*self._codes(label))
            theirs, ours = self._heard(sound, label), self._heard(fake, label)
            judging = (ours - theirs).mean() + 1e-3 * theirs.square().mean() + c.penalty * self._steepness(sound, fake, label)
            _, judged = optimise.step(self.judging, judging, self.judge.parameters(), c.judge_clip)
        fake = self.model(*self._codes(label))
        self.judge.requires_grad_(False)
        loss = -self._heard(fake, label).mean()
        norm, taken = optimise.step(self.optimiser, loss, self.model.parameters(), c.clip)
        self.judge.requires_grad_(True)
        optimise.average(self.slow, self.model, c.ema, self.step)
        self.step += 1
        return {
            "loss": float(loss.detach()), "judging": float(judging.detach()), "norm": norm, "skipped": float(not (taken and judged)),
            "judged_real": float(theirs.detach().mean()), "judged_fake": float(ours.detach().mean()),
        }  # fmt: skip

    def _batch(self) -> tuple[Tensor, Tensor]:
        """Real sounds (B, N) in one of their pitches, and their labels."""
        c, random = self.config, self.sampler.random
        chosen = self.sampler.indices(c.batch, c.synthetic)
        rows = self.train.first[chosen] + random.integers(0, self.train.variants[chosen])
        sound = torch.from_numpy(self.train.sounds[rows].astype(np.float32) / 32_767)
        return sound.to(self.device), torch.from_numpy(self.train.labels[chosen]).to(self.device)

    def _heard(self, sound: Tensor, label: Tensor) -> Tensor:
        """What the discriminator says of sounds (B, N) behind the veil."""
        veil = self.config.veil * max(0.0, 1 - self.step / self.config.steps)
        noise = torch.randn(sound.shape, generator=self.generator, device=self.device)
        opinion: Tensor = self.judge(sound + veil * noise, label, self.generator)
        return opinion

    def _steepness(self, sound: Tensor, fake: Tensor, label: Tensor) -> Tensor:
        """How far the judge's slope is from 1 between real and made sounds (Gulrajani and others 2017)."""
        place = torch.rand((len(sound), 1), generator=self.generator, device=self.device)
        between = torch.lerp(sound, fake, place).requires_grad_()
        (slope,) = torch.autograd.grad(self.judge(between, label, self.generator).sum(), between, create_graph=True)
        return (slope.norm(dim=1) - 1).square().mean()

    def _codes(self, label: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        n = self.network
        both = torch.randn(len(label), n.latents + n.noise, generator=self.generator, device=self.device)
        return both[:, : n.latents], label, both[:, n.latents :]

    @torch.no_grad()
    def draw(self, labels: np.ndarray, seed: int) -> np.ndarray:
        """Draws of these classes (B,) by the slow weights, as the network makes them: (B, N)."""
        self.slow.eval()
        generator, n = torch.Generator().manual_seed(seed), self.network
        both = torch.randn(len(labels), n.latents + n.noise, generator=generator).to(self.device)
        label = torch.from_numpy(labels).to(self.device)
        z, noise = both[:, : n.latents], both[:, n.latents :]
        parts = [self.slow(z[i : i + 32], label[i : i + 32], noise[i : i + 32]).cpu().numpy() for i in range(0, len(labels), 32)]
        return np.concatenate(parts)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """See Task.validate. 'valid' is how far draws lie as a crowd from held-out sounds of the same classes (kernel distance)."""
        crowd = self._crowd.distance(measuring.levelled(self.draw(np.repeat(self.held.labels, DRAWS_EACH), seed=1)))
        sound, label = self.held.clean(np.arange(len(self.held))).to(self.device), torch.from_numpy(self.held.labels).to(self.device)
        self.judge.eval()
        score = float(self.judge(sound, label, torch.Generator(self.device).manual_seed(1)).mean())
        self.judge.train()
        values = {"valid": crowd, "crowd": crowd, "judged_held": score}
        first = pairs(self.train.labels, self.train.real)[0]
        labels = self.train.labels[first]
        return values | measuring.measure(self.draw(labels, seed=3), self.train.clean(first).numpy(), labels, self.network.rate, HOP)

    def probes(self) -> list[Clip]:
        """See Task.probes: one draw of each class."""
        sounds = measuring.levelled(self.draw(np.arange(len(self.network.classes)), seed=2))
        return [Clip(sound[None], self.network.rate) for sound in sounds]

    def _parts(self) -> dict[str, Any]:
        return super()._parts() | {"judge": self.judge, "judging": self.judging}


def at_rate(data: Path, splits: tuple[str, ...], network: WaveGANConfig, variants: tuple[float, ...]) -> OneShots:
    """The corpus's sounds at the network's rate: to play faster by the ratio of the rates is to resample. Raises BadInput."""
    try:
        rate = soundfile.info(next(data.rglob("*.flac"))).samplerate
    except (StopIteration, OSError, RuntimeError) as error:
        raise BadInput(f"{data} holds no prepared sounds; prepare the folder again.") from error
    fall = 12 * math.log2(rate / network.rate)
    return OneShots(data, splits, network.classes, network.length, tuple(fall + variant for variant in variants))


def make(preset: Preset, data: Path, device: torch.device) -> WaveGANTask:
    """A task ready for its first step. Raises BadInput for a corpus or a network that does not fit."""
    if not isinstance(preset.training, WaveGANTraining):
        raise BadInput(f"The preset {brief(preset.name)} has no numbers for training a WaveGAN.")
    network = network_of(WaveGANConfig(classes=("",)), preset, data)
    torch.manual_seed(preset.training.seed)
    train, held = at_rate(data, ("train",), network, VARIANTS), at_rate(data, ("valid",), network, (0.0,))
    return WaveGANTask(preset.training, network, train, held, device)
