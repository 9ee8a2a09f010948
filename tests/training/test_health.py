"""Every finding is provoked: tiny networks are really trained with a broken configuration, and spoilt sounds are really measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from studio.models.features import ONSET
from studio.training import checkpoint, health, loop, measuring, optimise, vae_task
from studio.training.config import TrainConfig, VAETraining
from studio.training.progress import Finding
from tests import tiny
from tests.training.toy_task import CONFIG, ToyTask

pytestmark = pytest.mark.timeout(400)
RATE, HOP, LENGTH = 44_100, 256, 60 * 256
FAST = replace(tiny.QUICK, log_every=4, validate_every=10, kl_warmup=1, free_nats=0.0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_corpus(tmp_path_factory.mktemp("corpus"))


def kinds(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.kind for finding in findings}


def trained(training: VAETraining, corpus: Path, out: Path) -> tuple[Finding, ...]:
    task = vae_task.make(replace(tiny.PRESET, training=training), corpus, torch.device("cpu"))
    return list(loop.run(task, training, out))[-1].health


def test_a_kl_that_rules_everything_is_told(corpus: Path, tmp_path: Path) -> None:
    found = trained(replace(FAST, steps=40, kl=20.0), corpus, tmp_path)
    assert {"kl_vanished", "collapse"} <= kinds(found)
    assert found[0].grave and "sliders will do nothing" in next(f.text for f in found if f.kind == "kl_vanished")


def test_a_kl_that_rules_nothing_is_told(corpus: Path, tmp_path: Path) -> None:
    found = trained(replace(FAST, steps=24, kl=0.0, rate=3e-2), corpus, tmp_path)
    assert "kl_exploded" in kinds(found) and "kl_vanished" not in kinds(found)


class ByHeart(ToyTask):
    """Many weights, two dozen noisy points: what can be learnt is soon learnt, then the noise is."""

    def __init__(self, config: TrainConfig) -> None:
        super().__init__(config)
        torch.manual_seed(0)
        self.x = torch.randn(300, 6)
        self.y = self.x[:, :1] + 2 * torch.randn(300, 1)
        self.network = torch.nn.Sequential(torch.nn.Linear(6, 64), torch.nn.GELU(), torch.nn.Linear(64, 1))
        self.adam = torch.optim.Adam(self.network.parameters(), 1e-2)

    def _wrong(self, part: slice) -> torch.Tensor:
        return (self.network(self.x[part]) - self.y[part]).square().mean()

    def train_step(self) -> dict[str, float]:
        loss = self._wrong(slice(0, 24))
        norm, taken = optimise.step(self.adam, loss, self.network.parameters(), 100.0)
        self.step += 1
        return {"loss": loss.item(), "norm": norm, "skipped": float(not taken)}

    def validate(self) -> dict[str, float]:
        with torch.no_grad():
            return {"valid": self._wrong(slice(24, 300)).item(), "seen": self._wrong(slice(0, 24)).item()}


def test_learning_by_heart_is_told(tmp_path: Path) -> None:
    config = replace(CONFIG, steps=80, validate_every=5)
    told = [(progress.step, kinds(progress.health)) for progress in loop.run(ByHeart(config), config, tmp_path)]
    assert told[-1][1] == {"overfit"} and all(not found for step, found in told if step <= 10)
    assert checkpoint.best(tmp_path)["task"]["step"] <= 10  # what is kept is from before


def hits(random: np.random.Generator, count: int = 8) -> np.ndarray:
    """Decaying noises and tones, each another one: as real sounds are. (count, LENGTH)"""
    t = np.maximum(np.arange(LENGTH) - ONSET, 0) / RATE
    made = []
    for i in range(count):
        tone = sum(np.sin(2 * np.pi * 90 * k * 1.3**i * t) / k for k in (1, 2.3, 3.1))
        hit = (0.3 * tone + random.standard_normal(LENGTH)) * np.exp(-t / (0.03 * (1 + i))) * (t > 0)
        made.append(0.9 * hit / np.abs(hit).max())
    return np.array(made, np.float32)


def buzzing(real: np.ndarray) -> np.ndarray:
    """Every frame the same: what a decoder without excitation makes."""
    return np.tile(real[:, 1_024 : 1_024 + HOP], (1, LENGTH // HOP))


SPOILT: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "silence": lambda real: 1e-4 * real,
    "tone": lambda real: np.tile(np.sin(2 * np.pi * 440 * np.arange(LENGTH) / RATE), (len(real), 1)),
    "collapse": lambda real: np.repeat(real[:1], len(real), 0),
    "buzz": buzzing,
    "memory": lambda real: real.copy(),
}  # fmt: skip


@pytest.mark.parametrize("kind", [*SPOILT, "nothing"])
def test_spoilt_sounds_are_told_from_good_ones(kind: str) -> None:
    random = np.random.default_rng(0)
    train, real = hits(random), hits(random)
    drawn = SPOILT[kind](train) if kind in SPOILT else hits(random)
    labels = np.zeros(len(real), np.int64)
    line = measuring.measure(drawn.astype(np.float32), real, labels, RATE, HOP)
    line["memory"] = measuring.Memory(train, RATE).share(drawn.astype(np.float32))
    found = kinds(health.look([line] * 3))
    assert (kind in found) if kind in SPOILT else not found
    assert found <= {kind, "collapse", "memory"}  # one sound eight times is a training sound, and one tone has no diversity
    assert not health.look([line])  # once is no news


def test_noise_in_place_of_what_rings_is_told() -> None:
    random, t = np.random.default_rng(0), np.maximum(np.arange(LENGTH) - ONSET, 0) / RATE
    envelope = np.exp(-t / 0.2) * (t > 0)
    real = np.stack([np.sin(2 * np.pi * hz * t) * envelope for hz in (220, 330, 440, 550)])
    drawn = random.standard_normal(real.shape) * envelope
    labels = np.zeros(len(real), np.int64)
    hissing, ringing = (measuring.measure(made.astype(np.float32), real.astype(np.float32), labels, RATE, HOP) for made in (drawn, real))
    assert "hiss" in kinds(health.look([hissing] * 3)) and not health.look([ringing] * 3)


def adversaries(points: dict[str, torch.Tensor], rate: float, width: int) -> list[dict[str, float]]:
    """A discriminator really trained by the hinge loss on points (N, D): the log that it leaves."""
    torch.manual_seed(0)
    size = points["real"].shape[1]
    judge = torch.nn.Sequential(torch.nn.Linear(size, width), torch.nn.GELU(), torch.nn.Linear(width, 1))
    torch.nn.init.zeros_(judge[2].weight)
    torch.nn.init.zeros_(judge[2].bias)
    optimiser = torch.optim.Adam(judge.parameters(), rate)
    lines = []
    for step in range(400):
        real, fake = judge(points["real"]), judge(points["fake"])
        loss = torch.relu(1 - real).mean() + torch.relu(1 + fake).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 20 == 0:
            scores = {f"{name}_score": float(judge(those).mean().detach()) for name, those in points.items()}
            lines.append(scores | {"step": step})
    return lines


def test_discriminators_that_won_lost_or_know_by_heart_are_told() -> None:
    torch.manual_seed(1)
    cloud = {name: torch.randn(24, 32) for name in ("real", "fake", "held")}
    apart = cloud | {"fake": cloud["fake"] + 6}
    apart["held"] = apart["real"] + 0.1
    assert kinds(health.look(adversaries(apart, 1e-2, 16))) == {"discriminator_won"}
    assert kinds(health.look(adversaries(cloud, 0.0, 16))) == {"discriminator_lost"}
    assert "discriminator_memory" in kinds(health.look(adversaries(cloud, 1e-2, 64)))
    near = {name: torch.randn(2_000, 2) + (0.7 if name != "fake" else 0) for name in cloud}
    assert not health.look(adversaries(near, 1e-2, 16))


def test_skipped_steps_are_told(tmp_path: Path) -> None:
    class Stumbling(ToyTask):
        def train_step(self) -> dict[str, float]:
            self.spoil = float("nan") if self.step % 3 == 0 else 0.0
            return super().train_step()

    last: Any = list(loop.run(Stumbling(CONFIG), CONFIG, tmp_path))[-1]
    assert kinds(last.health) == {"skips"} and last.step == CONFIG.steps
    assert last.health[0].text.startswith(("30%", "40%"))
