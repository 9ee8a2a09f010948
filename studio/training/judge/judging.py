"""Judge a model: draw, measure, score. No torch; runs in the caller's thread (a helper thread shares the measuring)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import BadInput
from studio.models.generator import Draws, Generator
from studio.recipe import Choice, Settings
from studio.training.judge import artefacts, features, macros, nearest, reconstruction, report, scores
from studio.training.judge.reference import FOLDER, Reference, load
from studio.training.judge.spaces import SoundSet

Progress = Callable[[str], None]
PER_CLASS = 48  # draws of every class
MEMORY_DRAWS = 240  # draws searched for in the training set
BATCH = 16
WORKERS = 2


def _quiet(text: str) -> None:
    pass


def run(
    generator: Generator, *, data: Path | None = None, sheet: Path | None = None, choosing: bool = False, progress: Progress = _quiet,
) -> dict[str, Any]:
    """Judge a model of one-shots: a dict fit for JSON; `report.format_table` prints it.

    data: a folder with the judge's features if not the shipped ones. sheet: a PNG of 64 draws to write.
    choosing: compare with validation kits only, as is right while checkpoints are being chosen.
    Raises BadInput for a model that can't draw, or missing features.
    """
    folder = data or FOLDER
    name = generator.spec.id if (folder / f"{generator.spec.id}.npz").is_file() else "drums"
    reference = load(name, folder)
    return judge(generator, reference.for_choosing() if choosing else reference, sheet=sheet, progress=progress)


def judge(
    generator: Generator, reference: Reference, *, per_class: int = PER_CLASS, starts: int = macros.STARTS,
    sheet: Path | None = None, progress: Progress = _quiet,
) -> dict[str, Any]:
    """Every score of a generator against a reference. per_class: draws of each class; starts: of every macro sweep."""
    began = time.monotonic()
    if "draw" not in generator.spec.abilities or not isinstance(generator, Draws):
        raise BadInput(f"The model '{generator.spec.id}' can't draw new sounds, so there is nothing to judge.")
    memory = nearest.Memory(reference.memory)
    result: dict[str, Any] = {"model": generator.spec.id, "sha256": generator.sha256, "runtime": generator.runtime}
    wanted = {"class fixed": draw_settings(generator, per_class, True), "class free": draw_settings(generator, per_class, False)}
    if not has_classes(generator):
        del wanted["class fixed"]
    result["draws"] = {}
    for column, (settings, labels) in wanted.items():
        progress(f"drawing and measuring {len(settings)} sounds, {column}")
        sounds = render(generator, settings)
        result["draws"][column] = judge_sounds(sounds, labels, reference, memory, progress)
        if sheet is not None and column == next(iter(wanted)):
            from studio.training.judge.sheet import write_sheet

            write_sheet(sheet, sounds, labels)
    progress("encoding and rendering the test hits")
    result["reconstruction"] = reconstruction.reconstruct(generator, reference.test, reference.anchors)
    result["macros"] = macros.macros(generator, wanted["class free"][0][:starts], reference.real, progress)
    result["scale"] = reference.card.get("scale", {})
    result["aims"] = report.aims(result)
    result["seconds"] = time.monotonic() - began
    clean: dict[str, Any] = plain(result)
    return clean


def has_classes(generator: Generator) -> bool:
    return any(isinstance(c, Choice) and c.name == "class" for c in generator.spec.controls)


def draw_settings(generator: Generator, per_class: int, fixed: bool, seed: int = 20_000) -> tuple[list[Settings], list[str]]:
    """Settings and class names: the same number of each class, or as the model deals them."""
    assert isinstance(generator, Draws)
    base = generator.spec.defaults()
    if not has_classes(generator):
        return [generator.draw(seed + i, base) for i in range(4 * per_class)], [""] * (4 * per_class)
    control = generator.spec.control("class")
    assert isinstance(control, Choice)
    if fixed:
        pairs = [(name, i) for name in control.options for i in range(per_class)]
        drawn = [generator.draw(seed + i, base.with_values({"class": name}), frozenset({"class"})) for i, (name, _) in enumerate(pairs)]
    else:
        drawn = [generator.draw(seed + 500_000 + i, base) for i in range(per_class * len(control.options))]
    return drawn, [str(s.get("class")) for s in drawn]


def render(generator: Generator, settings: list[Settings]) -> list[np.ndarray]:
    """Mono 44.1 kHz sounds."""
    return [
        features.mono(clip) for start in range(0, len(settings), BATCH) for clip in generator.render(settings[start : start + BATCH])
    ]


def judge_sounds(
    sounds: list[np.ndarray], labels: list[str], reference: Reference, memory: nearest.Memory, progress: Progress = _quiet,
) -> dict[str, Any]:
    """The scores that need sounds only: G, accuracy, diversity, coverage, memory, artefact gates."""
    drawn = reference.basis.place(features.collect(sounds, labels, workers=WORKERS), reference.ear)
    out = judge_set(drawn, reference)
    progress("looking for the draws in the training set")
    chosen = np.linspace(0, len(sounds) - 1, min(MEMORY_DRAWS, len(sounds))).astype(int)
    out["memory"] = memory_of([sounds[i] for i in chosen], memory)
    return out


def judge_set(drawn: SoundSet, reference: Reference) -> dict[str, Any]:
    """The scores that need a placed set only (no memory). Where draws have no class, real sounds are taken without theirs."""
    held_out, train, real, spoilers = reference.held_out, reference.sets["train"], reference.real, reference.spoilers
    if not np.any(drawn.labels != ""):
        held_out, train, real = (_unlabelled(s) for s in (held_out, train, real))
        spoilers = {name: _unlabelled(s) for name, s in spoilers.items()}
    return {
        "sounds": len(drawn),
        "g": scores.closeness(drawn, train, spoilers, held_out),
        "accuracy": scores.accuracy(drawn, reference.held_out, reference.sets["train"]),
        "diversity": scores.diversity(drawn, real),
        "coverage": scores.coverage(drawn, train, held_out),
        "artefacts": artefacts.gates(drawn, SoundSet.join(train, real)),
    }


def memory_of(sounds: list[np.ndarray], memory: nearest.Memory) -> dict[str, Any]:
    """Share of sounds within 1.5 dB of a training clip, and how near they are."""
    with ThreadPoolExecutor(WORKERS) as pool:
        distances = np.array(list(pool.map(lambda sound: memory.nearest(nearest.variants(sound))[1], sounds)))
    near = distances < nearest.COPY_DB
    low, middle = np.quantile(distances, (0.05, 0.5))
    return {"share": float(near.mean()), "median": float(middle), "p5": float(low), "sounds": len(sounds)}


def _unlabelled(s: SoundSet) -> SoundSet:
    return SoundSet(**{**{k: getattr(s, k) for k in s.__dataclass_fields__}, "labels": np.full(len(s), "", dtype="U32")})


def plain(value: Any) -> Any:
    """Plain Python values, None for what is not finite."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return value
