"""One optimiser step as every family takes it: backward, mean over processes, clipping, no step on a gradient that is not finite."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn


def step(optimiser: torch.optim.Optimizer, loss: Tensor, parameters: Iterable[nn.Parameter], clip: float) -> tuple[float, bool]:
    """Returns the gradient's norm before clipping and whether the step was taken.

    Under torchrun the gradients are averaged over all processes, each of which draws its own batches from its own seed.
    """
    used = [parameter for parameter in parameters if parameter.requires_grad]
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        for parameter in used:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            torch.distributed.all_reduce(parameter.grad)
            parameter.grad /= torch.distributed.get_world_size()
    norm = float(nn.utils.clip_grad_norm_(used, clip))
    finite = norm == norm and norm != float("inf")
    if finite:
        optimiser.step()
    return norm, finite


@torch.no_grad()
def average(slow: nn.Module, fast: nn.Module, decay: float, done: int) -> None:
    """Moves the slow weights towards the fast ones; faster in the first steps, when there is nothing worth keeping."""
    keep = min(decay, (done + 1) / (done + 10))
    for kept, new in zip(slow.parameters(), fast.parameters(), strict=True):
        kept.lerp_(new, 1 - keep)
