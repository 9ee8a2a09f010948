"""Several processes that train one network together, as torchrun starts them; torch.distributed does the work.

    torchrun --nproc-per-node 2 -m studio.training.loop drums --data CORPUS --out RUN

All hold the same weights, each draws its own batches, only the first writes files and decides when to save and to stop.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from studio.errors import BadInput, brief


@dataclass(frozen=True)
class Crew:
    """This process's number and how many there are; alone it is number 0 of 1."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        return self.rank == 0

    def agree(self, order: int) -> int:
        """What the first process says; every process calls this at the same place."""
        if self.size == 1:
            return order
        said = torch.tensor([order], device=_meeting_place())
        torch.distributed.broadcast(said, 0)
        return int(said.item())

    def gather(self, mine: Any) -> list[Any]:
        """Everybody's value in the order of rank; every process calls this at the same place."""
        if self.size == 1:
            return [mine]
        found: list[Any] = [None] * self.size
        torch.distributed.all_gather_object(found, mine)
        return found


def _meeting_place() -> torch.device:
    """Where tensors must lie that are sent: nccl sends from the GPU only."""
    return torch.device("cuda" if torch.distributed.get_backend() == "nccl" else "cpu")


def crew() -> Crew:
    """Who works here, for whoever makes networks and samplers: the same weights everywhere, other batches everywhere."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        return Crew(torch.distributed.get_rank(), torch.distributed.get_world_size())
    return Crew()


def find_device(name: str) -> torch.device:
    """'cpu', 'cuda' (under torchrun the process's own GPU), 'cuda:1' or 'auto': a GPU where there is one. Raises BadInput."""
    there = torch.cuda.is_available()
    if name == "auto":
        name = "cuda" if there else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError:
        device = torch.device("meta")
    if device.type not in ("cpu", "cuda"):
        raise BadInput(f"There is no device {brief(name)}; choose cpu, cuda, cuda:1 (the second GPU) or auto.")
    if device.type == "cpu":
        return device
    if not there:
        raise BadInput("torch finds no NVIDIA GPU here; choose --device cpu, or install torch for CUDA and the GPU's driver.")
    number = device.index if device.index is not None else int(os.environ.get("LOCAL_RANK", "0"))
    if number >= torch.cuda.device_count():
        raise BadInput(f"There is no GPU number {number}: torch finds {torch.cuda.device_count()}, counted from 0.")
    torch.cuda.set_device(number)
    torch.set_float32_matmul_precision("high")
    return torch.device("cuda", number)


@contextlib.contextmanager
def joined(device: torch.device) -> Iterator[Crew]:
    """Joins the processes that torchrun started (it sets WORLD_SIZE) and leaves them at the end; alone where there are none."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield Crew()
        return
    torch.distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield crew()
    finally:
        torch.distributed.destroy_process_group()
