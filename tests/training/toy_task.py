"""A family of one small linear network: milliseconds a step, with every kind of random number that a real one has."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import torch

from studio.clip import Clip
from studio.training import optimise
from studio.training.config import TrainConfig

CONFIG = TrainConfig(steps=60, batch=8, rate=0.05, warmup=5, log_every=10, validate_every=20, save_minutes=60.0)


class ToyTask:
    """Learns a fixed matrix. `spoil` is added to the loss from step `spoil_from` on; `worse` makes validation rise with the steps."""

    def __init__(self, config: TrainConfig = CONFIG, spoil: float = 0.0, spoil_from: int = 0, worse: bool = False) -> None:
        self.config, self.spoil, self.spoil_from, self.worse, self.step = config, spoil, spoil_from, worse, 0
        torch.manual_seed(config.seed)
        self.fast, self.slow = torch.nn.Linear(4, 4), torch.nn.Linear(4, 4)
        self.slow.load_state_dict(self.fast.state_dict())
        self.optimiser = torch.optim.AdamW(self.fast.parameters(), config.rate)
        self.random, self.noise = np.random.default_rng(config.seed), torch.Generator().manual_seed(config.seed)

    def _error(self, network: torch.nn.Linear, x: torch.Tensor) -> torch.Tensor:
        return (network(x) - 2 * x.flip(1)).square().mean()

    def train_step(self) -> dict[str, float]:
        x = torch.from_numpy(self.random.standard_normal((self.config.batch, 4))).float()
        loss = self._error(self.fast, x + 0.1 * torch.randn(x.shape, generator=self.noise))
        if self.spoil and self.step >= self.spoil_from:
            loss = loss + self.spoil * loss
        optimise.set_rate(self.optimiser, optimise.learning_rate(self.step, self.config))
        norm, taken = optimise.step(self.optimiser, loss, self.fast.parameters(), self.config.clip)
        optimise.average(self.slow, self.fast, self.config.ema, self.step)
        self.step += 1
        return {"loss": loss.item(), "norm": norm, "skipped": float(not taken)}

    def validate(self) -> dict[str, float]:
        with torch.no_grad():
            return {"valid": float(self.step) if self.worse else float(self._error(self.slow, torch.eye(4)))}

    def probes(self) -> list[Clip]:
        with torch.no_grad():
            tone = self.slow(torch.eye(4))[0].numpy()
        return [Clip(np.tile(0.1 * tone, 100)[None].clip(-1, 1), 8_000)]

    def state(self) -> dict[str, Any]:
        return {
            "step": self.step, "fast": self.fast.state_dict(), "slow": self.slow.state_dict(), "optimiser": self.optimiser.state_dict(),
            "random": {"noise": self.noise.get_state(), "batches": json.dumps(self.random.bit_generator.state)},
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        self.fast.load_state_dict(state["fast"])
        self.slow.load_state_dict(state["slow"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.noise.set_state(state["random"]["noise"])
        self.random.bit_generator.state = json.loads(state["random"]["batches"])
        self.step = state["step"]
