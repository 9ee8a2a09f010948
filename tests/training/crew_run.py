"""Started by torchrun in a test: two processes train one tiny VAE, each writes the weights that it ends with.

    torchrun --nproc-per-node 2 tests/training/crew_run.py CORPUS RUN STEPS
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import torch

from studio.training import loop, vae_task
from studio.training.processes import joined
from tests import tiny


def main(corpus: Path, out: Path, steps: int) -> None:
    cpu = torch.device("cpu")
    preset = replace(tiny.PRESET, training=replace(tiny.QUICK, steps=steps, log_every=5, validate_every=10))
    with joined(cpu) as who:
        task = vae_task.make(preset, corpus, cpu)
        first = task.sampler.random.bit_generator.state["state"]["state"]
        losses = [progress.losses for progress in loop.run(task, preset.training, out) if "distance" in progress.losses]
        weights = {"model": task.model.state_dict(), "slow": task.slow.state_dict()}
        torch.save({"weights": weights, "losses": [line["distance"] for line in losses], "seed": str(first)}, out / f"rank{who.rank}.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
