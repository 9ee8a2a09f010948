"""One optimiser step as every family takes it: backward, mean over processes, clipping, no step on a gradient that is not finite."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from studio.training.config import TrainConfig


def step(optimiser: torch.optim.Optimizer, loss: Tensor, parameters: Iterable[nn.Parameter], clip: float) -> tuple[float, bool]:
    """Returns the gradient's norm before clipping and whether the step was taken.

    Under torchrun the gradients are averaged over all processes, each of which draws its own batches from its own seed.
    """
    used = [parameter for parameter in parameters if parameter.requires_grad]
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        _average_gradients(used)
    norm = float(nn.utils.clip_grad_norm_(used, clip))
    finite = math.isfinite(norm)
    if finite:
        optimiser.step()
    return norm, finite


def _average_gradients(parameters: list[nn.Parameter]) -> None:
    """The mean over all processes, sent as one piece; a parameter that a process did not use counts as zero."""
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    torch.distributed.all_reduce(flat)
    flat /= torch.distributed.get_world_size()
    at = 0
    for gradient in gradients:
        gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
        at += gradient.numel()


@torch.no_grad()
def average(slow: nn.Module, fast: nn.Module, decay: float, done: int) -> None:
    """Moves the slow weights towards the fast ones; faster in the first steps, when there is nothing worth keeping."""
    keep = min(decay, (done + 1) / (done + 10))
    for kept, new in zip(slow.parameters(), fast.parameters(), strict=True):
        kept.lerp_(new, 1 - keep)


def learning_rate(step: int, config: TrainConfig) -> float:
    """A straight rise to the peak, then half a cosine down to its share `final_rate`."""
    if step < config.warmup:
        return config.rate * (step + 1) / config.warmup
    done = (step - config.warmup) / max(1, config.steps - config.warmup)
    return config.rate * (config.final_rate + (1 - config.final_rate) * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate
