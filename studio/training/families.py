"""The one visible table of families that can be trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from studio.training import (
    checkpoint,
    effects_publish,
    effects_task,
    gan_publish,
    gan_task,
    notes_publish,
    notes_task,
    stream_publish,
    stream_task,
    vae_publish,
    vae_task,
    wavegan_publish,
    wavegan_task,
)
from studio.training.config import Preset
from studio.training.publish import About
from studio.training.task import Task


@dataclass(frozen=True)
class Family:
    """make: a task for a preset, a prepared corpus and a device. publish: from a run and its corpus to a model folder."""

    make: Callable[[Preset, Path, torch.device], Task]
    publish: Callable[[Path, Path, Path, About], None]


FAMILIES: dict[str, Family] = {
    "vae": Family(vae_task.make, vae_publish.publish),
    "gan": Family(gan_task.make, gan_publish.publish),
    "wavegan": Family(wavegan_task.make, wavegan_publish.publish),
    "effects": Family(effects_task.make, effects_publish.publish),
    "notes": Family(notes_task.make, notes_publish.publish),
    "stream": Family(stream_task.make, stream_publish.publish),
}


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """Makes a model folder of a run's best checkpoint, by the family that run.json names. Raises BadInput."""
    preset, _ = checkpoint.read_run(run)
    FAMILIES[preset.family].publish(run, data, out, about)
