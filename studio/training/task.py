"""What a family of models says of itself so that the loop can train it. Runs in the training process."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Protocol

from studio.clip import Clip


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


def state_of(task: Any) -> dict[str, Any]:
    """`Task.state` of a task with one network: model, slow, optimiser, a torch generator and a sampler with a numpy one."""
    return {
        "step": task.step, "model": task.model.state_dict(), "slow": task.slow.state_dict(), "optimiser": task.optimiser.state_dict(),
        "network": json.dumps(asdict(task.model.config)),
        "random": {"noise": task.generator.get_state(), "batches": json.dumps(task.sampler.random.bit_generator.state)},
    }  # fmt: skip


def restore_into(task: Any, state: dict[str, Any]) -> None:
    """`Task.restore` of what `state_of` gave."""
    task.model.load_state_dict(state["model"])
    task.slow.load_state_dict(state["slow"])
    task.optimiser.load_state_dict(state["optimiser"])
    task.generator.set_state(state["random"]["noise"])
    task.sampler.random.bit_generator.state = json.loads(state["random"]["batches"])
    task.step = state["step"]
