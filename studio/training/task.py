"""What a family of models says of itself so that the loop can train it, and what most have in common. Runs in the training process."""

from __future__ import annotations

import copy
import json
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from studio.clip import Clip
from studio.training.config import TrainConfig
from studio.training.processes import crew

SEED_APART = 7_919  # between the seeds of processes that train together


class Task(Protocol):
    """Networks, data and optimisers of one run; the loop knows nothing else of a family."""

    step: int  # optimiser steps that were done

    def train_step(self) -> dict[str, float]:
        """One whole step. Returns what the log shows; 'loss' is there, 'skipped' is 1.0 where a gradient was not finite."""
        ...

    def validate(self) -> dict[str, float]:
        """Of the slow weights on held-out sources, always with the same noise. 'valid' is what is compared: lower is better."""
        ...

    def probes(self) -> list[Clip]:
        """The same few latents with the same noise, by the slow weights: what a person hears of the progress."""
        ...

    def state(self) -> dict[str, Any]:
        """Tensors and plain values: all that a resumed run needs to go on as if it had never stopped.

        'random' holds the states of the random generators, which differ between processes that train together; all else is shared.
        """
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from what `state` gave."""
        ...


@dataclass(frozen=True)
class Losses:
    """Of one batch. total is what the gradient is taken of; parts are what the log shows; each (Z,) the KL of every dimension."""

    total: Tensor
    parts: dict[str, Tensor]
    each: Tensor

    def told(self) -> dict[str, float]:
        """For the log: the parts, the largest KL, and how many dimensions carry something."""
        parts = {name: float(value) for name, value in self.parts.items()}
        return parts | {"kl_most": float(self.each.max()), "active": float((self.each > 0.2).sum())}


class NetworkTask:
    """The half of a `Task` that is the same for all: a network, its slow copy, its optimiser, its random generators."""

    model: Any
    slow: Any
    sampler: Any  # has `random`, a numpy generator

    def __init__(self, config: TrainConfig, model: nn.Module, device: torch.device, betas: tuple[float, float] = (0.9, 0.99)) -> None:
        """`model` holds the weights to start from, the same in every process."""
        self.device, self.step = device, 0
        self.model = model.to(device)
        self.slow = copy.deepcopy(self.model).requires_grad_(False)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), config.rate, betas, weight_decay=config.weight_decay)
        self.seed = config.seed + SEED_APART * crew().rank
        self.generator = torch.Generator(device).manual_seed(self.seed)

    def _parts(self) -> dict[str, Any]:
        """What has a state of its own, by its name in a checkpoint."""
        return {"model": self.model, "slow": self.slow, "optimiser": self.optimiser}

    def state(self) -> dict[str, Any]:
        """See Task.state."""
        batches = json.dumps(self.sampler.random.bit_generator.state)
        return {name: part.state_dict() for name, part in self._parts().items()} | {
            "step": self.step, "network": json.dumps(asdict(self.model.config)),
            "random": {"noise": self.generator.get_state(), "batches": batches},
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        """See Task.restore."""
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self.step = state["step"]
        self.generator.set_state(state["random"]["noise"])
        self.sampler.random.bit_generator.state = json.loads(state["random"]["batches"])
