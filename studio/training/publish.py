"""From a training run to a model folder, for every family: controls, weights, graphs, card, examples, put in place as a whole.

    python -m studio.training.publish --run RUN --data CORPUS --out resources/models/drums

A family says what its network needs (see vae_publish.py) and calls `one_shot`, or only `placed`, `notes` and `examples`.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from studio import __version__
from studio.audio.files import write_clip
from studio.errors import BadInput, brief
from studio.models.catalogue import open_folder
from studio.models.folder import CARD, WEIGHTS, read_card, write_card
from studio.recipe import Choice, Control, Latent, Recipe, Settings, Spec, read_json
from studio.training import checkpoint, health
from studio.training.basis import MEASURES, Fit, Sounding, fit
from studio.training.config import override
from studio.training.measuring import evenly
from studio.training.onnx_export import round_weights

AUDIBLE = 0.3  # dB a sigma below which an axis is folded away
TRUSTED = 0.3  # held-out R2 below which a measure is neither moved nor held still
CURVE_POINTS = 40
MOST_EXAMPLES = 12
NOTICE = "NOTICE.txt"
# Noisiness and attack were macros too, until the judge found that they turn round on a tenth of the sounds: now they are held still.
MACROS = {
    "brightness": ("Brightness", "More treble to the right, duller to the left."),
    "decay": ("Decay", "Rings longer to the right, shorter to the left."),
    "boominess": ("Boominess", "More weight below 120 Hz to the right."),
    "pitch": ("Pitch", "Higher to the right, lower to the left."),
}


@dataclass(frozen=True)
class About:
    """What a person says of a model. id: a-z, 0-9, '_' and '-'; licence of the model, credits to whom its sounds came from."""

    id: str
    title: str
    summary: str
    licence: str
    credits: tuple[str, ...] = ()
    about: str = ""  # a longer text
    notice: str = ""  # licence texts that must go with the weights: NOTICE.txt


@dataclass(frozen=True)
class Counts:
    """How many sounds a model was trained on, by source, label and licence, and their seconds."""

    sources: dict[str, int]
    labels: dict[str, int]
    licences: dict[str, int]

    @staticmethod
    def of(rows: list[dict[str, str]]) -> Counts:
        """From the rows of an index.csv."""
        count = lambda name: dict(sorted(Counter(row.get(name) or "not said" for row in rows).items()))  # noqa: E731
        return Counts(count("source"), count("label"), count("licence"))

    def to_json(self) -> dict[str, Any]:
        return {"sounds": sum(self.sources.values()), "sources": self.sources, "labels": self.labels, "licences": self.licences}


@dataclass(frozen=True)
class OneShotParts:
    """What a family of one-shot networks hands over: its weights are rounded to 16 bit already."""

    family: str  # of studio.models.catalogue.FAMILIES
    sounding: Sounding
    weights: dict[str, torch.Tensor]
    network: dict[str, Any]  # what rebuilds the network and what the player needs of it, but for 'measures'
    seconds: float  # the longest sound
    export: Callable[[Path], tuple[str, ...]]  # writes the graphs into a folder and returns their names
    abilities: frozenset[str] = frozenset({"render", "draw", "encode"})
    extra: tuple[Control, ...] = ()  # controls of its own, after the class
    macros: dict[str, tuple[str, str]] = field(default_factory=lambda: MACROS)  # label and help of each measure that has a slider
    measures: tuple[str, ...] = MEASURES  # what macros move or hold still
    title: str = "Class"  # of the control 'class'


Network = TypeVar("Network", bound=nn.Module)


def restored(run: Path, network: Callable[[Any], Network], config: Any) -> Network:
    """The slow weights of a run's best checkpoint, rounded to 16 bit, on the CPU. config: the class of the network's numbers.

    Raises BadInput.
    """
    state = checkpoint.best(run)["task"]
    model = network(config.from_json(json.loads(state["network"])))
    model.load_state_dict(state["slow"])
    model.eval()
    round_weights(model)
    return model


def one_shot(parts: OneShotParts, run: Path, data: Counts, out: Path, about: About) -> None:
    """Fits the latent space and writes the folder. Raises BadInput where `out` holds something else than a model."""
    preset, _ = checkpoint.read_run(run)
    found = fit(parts.sounding, preset.starts, preset.draws).without_poor(TRUSTED, parts.measures)
    latent = {name: torch.from_numpy(array.copy()) for name, array in found.space.tensors().items()}
    weights = {name: tensor.detach().cpu().half().contiguous() for name, tensor in parts.weights.items()}
    spec = Spec(
        id=about.id, family=parts.family, title=about.title, summary=about.summary, licence=about.licence, credits=about.credits,
        rate=parts.sounding.rate, channels=1, seconds=parts.seconds,
        controls=controls(parts.sounding.classes, found, parts.extra, parts.macros, parts.title), abilities=parts.abilities,
    )  # fmt: skip
    measured = {"measures_r2": {name: round(float(r2), 3) for name, r2 in zip(found.measures, found.r2, strict=True)}}
    with placed(out) as part:
        save_file({**weights, **latent}, str(part / WEIGHTS))
        graphs = parts.export(part)
        said = notes(run, data, out, about) | {"measured": measured}
        write_card(part, spec, {**parts.network, "measures": list(found.measures)}, (WEIGHTS, *graphs), said)
        if about.notice:
            (part / NOTICE).write_text(about.notice, "utf-8")
        examples(part)


def controls(
    classes: tuple[str, ...], found: Fit, extra: tuple[Control, ...] = (), macros: dict[str, tuple[str, str]] = MACROS, title: str = "Class"
) -> tuple[Control, ...]:
    """Class, what the family adds, then macros that can be trusted, then dimensions by audible effect."""
    help = "What kind of sound; the gesture of the sliders is kept."
    made: list[Control] = [Choice("class", title, classes, classes[0], help), *extra]
    for name, (label, text) in macros.items():
        if name in found.measures:
            r2 = round(float(np.clip(found.r2[found.measures.index(name)], 0, 1)), 3)
            made.append(Latent(name, label, group="macro", descriptor=name, confidence=r2, help=text))
    for i, (effect, name) in enumerate(zip(found.effect, found.names, strict=True)):
        label = f"Dim {i + 1}" + (f" · {name}" if name else "")
        text = f"Changes the sound by {effect:.1f} dB a sigma."
        made.append(
            Latent(f"d{i + 1}", label, descriptor=name, effect_db=round(float(effect), 2), active=bool(effect >= AUDIBLE), help=text)
        )
    return tuple(made)


@contextmanager
def placed(out: Path) -> Iterator[Path]:
    """A folder to write into that becomes `out` at the end, in place of an older model there; a failure leaves that one whole.

    Raises BadInput where `out` holds something else than a model.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / CARD).is_file())):
        raise BadInput(f"{out} holds other things than a model; name a new folder for it.")
    part, old = out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.old")
    for leftover in (part, old):
        shutil.rmtree(leftover, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        if out.exists():
            out.replace(old)
        try:
            part.replace(out)
        except OSError:
            if old.exists():
                old.replace(out)
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def notes(run: Path, data: Counts, out: Path, about: About) -> dict[str, Any]:
    """What the card says beside the spec: data, configuration, time, device, curves, health, and what a person wrote into the old card."""
    preset, rest = checkpoint.read_run(run)
    lines = checkpoint.read_log(run)
    saved = checkpoint.best(run)
    told, history = _written_by_hand(out)
    place = f"{rest.get('device', 'cpu')}, {preset.training.threads} thread(s)"
    if rest.get("processes", 1) > 1:
        place += f", {rest['processes']} processes"
    training = preset.to_json() | {
        "steps_done": max([int(saved["task"]["step"]), *(line["step"] for line in lines)]), "step_kept": int(saved["task"]["step"]),
        "minutes": round(max([saved["seconds"], *(line.get("seconds", 0.0) for line in lines)]) / 60, 1),
        "device": place,
        "torch": str(torch.__version__), "program": f"undertone {__version__}",
    }  # fmt: skip
    found = [{"kind": one.kind, "text": one.text, "advice": one.advice} for one in health.look(lines)]
    texts = {"about": about.about} if about.about else told
    return {"training": training | history, "data": data.to_json(), "curves": curves(lines), "health": found} | texts


def curves(lines: list[dict[str, Any]]) -> dict[str, list[list[float]]]:
    """At most CURVE_POINTS pairs of step and value for each of loss, held-out error and diversity."""
    found = {}
    for name in ("loss", "valid", "seen", "diversity"):
        points = [[line["step"], round(line[name], 4)] for line in lines if name in line]
        found[name] = [points[i] for i in evenly(len(points), CURVE_POINTS)]
    return {name: points for name, points in found.items() if points}


def _written_by_hand(old: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """`about` of the card that is replaced, and `history` of its training, each only if it is there. Raises BadInput."""
    if not (old / CARD).exists():
        return {}, {}
    said = read_card(old).notes
    training = said.get("training", {})
    return {key: said[key] for key in ("about",) if key in said}, {key: training[key] for key in ("history",) if key in training}


def examples(folder: Path) -> None:
    """One drawn sound of each class (of at most MOST_EXAMPLES) as FLAC, so that the model can be heard before it is loaded."""
    model = open_folder(folder)
    shutil.rmtree(folder / "examples", ignore_errors=True)
    (folder / "examples").mkdir()
    classes = next((c.options for c in model.spec.controls if isinstance(c, Choice) and c.name == "class"), ("",))
    for i in evenly(len(classes), MOST_EXAMPLES).tolist():
        base = model.spec.defaults().with_values({"class": classes[i]} if classes[i] else {})
        settings: Settings = model.draw(100 + i, base, keep=frozenset({"class"}))  # type: ignore[attr-defined]
        recipe = Recipe(model.spec.id, model.sha256, settings, model.runtime, f"undertone {__version__}")
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", classes[i]).strip("-")[:40] or f"{i + 1:02d}"
        write_clip(folder / "examples" / f"{name}.flac", model.render([settings])[0], format="flac", bits=16, recipe=recipe)


def judge_into_card(folder: Path) -> None:
    """Judges the model in the folder and writes what was reached, against each aim, into its card."""
    from studio.training.judge import run

    result = run(folder, progress=print)
    card = read_card(folder)
    write_card(folder, card.spec, card.network, tuple(card.files), {**card.notes, "judge": result["aims"]})


def main() -> None:
    from studio.training.families import publish  # the families know this file
    from studio.training.shelf import SHELF

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--run", "--data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--about", type=Path, help="JSON with id, title, summary, licence, credits; not needed for a model of the shelf")
    parser.add_argument("--judge", action="store_true", help="judge the model too and write the result into its card")
    a = parser.parse_args()
    if a.about is None and a.out.name not in SHELF:
        parser.error(f"{a.out.name} is not on the shelf ({', '.join(SHELF)}); say with --about what it is")
    about = SHELF[a.out.name] if a.about is None else read_about(a.about)
    publish(a.run, a.data, a.out, about)
    if a.judge:
        judge_into_card(a.out)


def read_about(path: Path) -> About:
    """From a JSON file. Raises BadInput."""
    try:
        said = read_json(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} must be JSON with id, title, summary, licence and credits ({brief(str(error), 80)}).") from error
    return override(About("model", "Model", "", "not said"), said, str(path))


if __name__ == "__main__":
    main()
