"""The folder of a training run: what is on disk, written so that a kill at any moment leaves a run to go on with.

run.json: the preset as it was used, the data's folder. log.jsonl: a line for every few steps. state.pt: the latest checkpoint.
best.pt: the one that did best on held-out sounds. probes/<step>/NN.flac: the same latents again and again.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import soundfile
import torch

from studio.audio import atomic
from studio.clip import Clip
from studio.errors import BadInput, brief
from studio.recipe import read_json
from studio.training.config import Preset, from_json

STATE, BEST, RUN, LOG, PROBES = "state.pt", "best.pt", "run.json", "log.jsonl", "probes"


def save(path: Path, data: dict[str, Any]) -> None:
    """Tensors and plain values, written beside, flushed and renamed: the old file stays whole until the new one is. Raises OSError."""
    temporary = atomic.begin(path.parent)
    try:
        with temporary.open("xb") as file:
            torch.save(data, file)
            file.flush()
            os.fsync(file.fileno())
        atomic.move(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def load(path: Path) -> dict[str, Any]:
    """What `save` wrote, on the CPU; nothing in the file is executed. Raises BadInput."""
    try:
        data = torch.load(path, weights_only=True, map_location="cpu")
    except FileNotFoundError:
        raise BadInput(f"{path} is not there, so there is nothing to go on with; start the run without --resume.") from None
    except (OSError, RuntimeError, ValueError, EOFError, pickle.UnpicklingError) as error:
        remedy = f"copy {BEST} over it to go on from the best one" if path.name == STATE else "train again"
        raise BadInput(f"The checkpoint {path} is damaged ({type(error).__name__}); {remedy}.") from error
    if not isinstance(data, dict) or "task" not in data:
        raise BadInput(f"{path} is no checkpoint of this version; train again.")
    return data


def best(out: Path) -> dict[str, Any]:
    """The checkpoint that is published: the best on held-out sounds, or the latest where none was measured yet. Raises BadInput."""
    return load(out / BEST if (out / BEST).exists() else out / STATE)


def is_finite(data: Any) -> bool:
    """Whether every float in tensors, lists and dictionaries is a number."""
    if isinstance(data, torch.Tensor):
        return not data.is_floating_point() or bool(torch.isfinite(data).all())
    if isinstance(data, dict):
        return all(is_finite(value) for value in data.values())
    return all(is_finite(value) for value in data) if isinstance(data, (list, tuple)) else True


def begin(out: Path, preset: Preset, data: Path, device: str, processes: int) -> None:
    """Makes the folder of a new run. Raises BadInput where a run lies there already."""
    if (out / STATE).exists():
        raise BadInput(f"{out} holds a run already; give --resume to go on with it, or name another folder.")
    if out.exists() and not out.is_dir():
        raise BadInput(f"{out} is a file; name a folder for the run.")
    out.mkdir(parents=True, exist_ok=True)
    for old in (LOG, BEST):
        (out / old).unlink(missing_ok=True)
    shutil.rmtree(out / PROBES, ignore_errors=True)
    said = preset.to_json() | {"data": str(data.resolve()), "device": device, "processes": processes}
    atomic.replace(out / RUN, (json.dumps(said, indent=1) + "\n").encode())


def read_run(out: Path) -> tuple[Preset, dict[str, Any]]:
    """The preset of a run, and what else run.json says: data, device, processes. Raises BadInput."""
    path = out / RUN
    try:
        said = read_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadInput(f"{out} is no training run: its {RUN} can't be read ({type(error).__name__}).") from error
    if not isinstance(said, dict):
        raise BadInput(f"{path} must hold fields, not {brief(said)}.")
    rest = {name: said.pop(name) for name in ("data", "device", "processes") if name in said}
    return from_json(said, str(path)), rest


def read_log(out: Path, last: int | None = None) -> list[dict[str, Any]]:
    """The log's lines up to step `last`; a line that a kill cut short is left out."""
    lines = []
    with contextlib.suppress(OSError), (out / LOG).open(encoding="utf-8") as file:
        for text in file:
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict) and isinstance(line.get("step"), int) and (last is None or line["step"] <= last):
                    lines.append({name: value for name, value in line.items() if value is not None})
    return lines


def cut_log(out: Path, last: int) -> list[dict[str, Any]]:
    """Takes lines behind step `last` out of the log, so that a resumed run says nothing twice. Returns what stays."""
    lines = read_log(out, last)
    atomic.remove_stale(out)
    atomic.replace(out / LOG, "".join(json.dumps(line) + "\n" for line in lines).encode())
    return lines


def add_line(out: Path, line: dict[str, Any]) -> None:
    short = {name: float(f"{value:.5g}") if isinstance(value, float) else value for name, value in line.items()}
    with (out / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(short, allow_nan=False) + "\n")


def write_probes(out: Path, step: int, clips: list[Clip]) -> tuple[Path, ...]:
    """FLAC files probes/<step>/NN.flac; what lay there from an earlier try is replaced."""
    folder = out / PROBES / f"{step:07d}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for number, clip in enumerate(clips, 1):
        paths.append(folder / f"{number:02d}.flac")
        soundfile.write(paths[-1], clip.samples.T, clip.rate, subtype="PCM_16")
    return tuple(paths)
