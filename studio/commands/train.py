"""`studio train`: from any folder of sounds to a model that the window plays. Looks, says what it found, prepares, trains, publishes.

The run lies in the user's training folder under the model's id, so that a run that was stopped can be gone on with. What is computed
lies in studio/training; torch is imported by what is called from here, after the folder was found fit.
"""

from __future__ import annotations

import json
import math
import re
import shlex
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.audio.files import disk_problem, shown
from studio.commands.about import needs_training
from studio.errors import BadInput, brief, printable
from studio.paths import Home

if TYPE_CHECKING:
    from studio.training.config import Preset
    from studio.training.preflight import Report
    from studio.training.progress import Progress
    from studio.training.segments import Cut

PROBE_SECONDS = 20.0
PROBE_SOUNDS = 32
SECONDS_A_LINE = 15.0
MAX_ID = 48


@dataclass(frozen=True)
class Order:
    """What is asked for. minutes and steps None are the preset's; resume goes on with the run of that name."""

    preset: str
    data: Path
    name: str = ""
    out: Path | None = None
    resume: bool = False
    device: str = "auto"
    minutes: float | None = None
    steps: int | None = None
    dry_run: bool = False
    denoise: bool = False
    yes: bool = False


@dataclass(frozen=True)
class Places:
    """id: the model's; model: its folder; run: what the training writes; prepared: where corpora are kept."""

    id: str
    title: str
    model: Path
    run: Path
    prepared: Path


class Teller:
    """Says things: as lines for people, as one JSON object a line for other programs."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str) -> None:
        if not self.as_json:
            print(printable(text, 2_000), flush=True)

    def event(self, name: str, /, **fields: Any) -> None:
        if self.as_json:
            print(json.dumps({"event": name, **fields}, allow_nan=False), flush=True)

    @contextmanager
    def watching(self) -> Iterator[Callable[[Progress], None]]:
        """How a run goes on: one line that changes where a person watches, else a new line every now and then."""
        if self.as_json:
            yield lambda progress: None
        elif sys.stdout.isatty():
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bars

            with Bars(BarColumn(24), TextColumn("{task.description}", markup=False), transient=True) as bars:  # what is said goes above it
                task = bars.add_task("Beginning", total=None)
                yield lambda now: bars.update(task, description=_line(now).strip(), completed=now.step, total=now.steps)
        else:
            yield _Lines(self).update


class _Lines:
    """For logs and pipes: not every step of the way."""

    def __init__(self, tell: Teller) -> None:
        self._tell, self._said = tell, -math.inf

    def update(self, now: Progress) -> None:
        if time.monotonic() - self._said >= SECONDS_A_LINE or now.ended:
            self._said = time.monotonic()
            self._tell.say(_line(now))


def train(order: Order, as_json: bool, bar: Callable[[str], Any]) -> None:
    """The whole command. bar(title) is a context manager that gives progress(done, total). Raises BadInput, KeyboardInterrupt."""
    from studio.training import config

    check(order)
    tell, preset = Teller(as_json), config.read(order.preset)
    places = places_for(order)
    if order.resume:
        _go_on(order, preset, places, tell)
        return
    if not order.dry_run:
        _refuse_finished(places)
    tell.event("phase", name="listening")
    report, cut, key = _look(order, preset, places, tell, bar)
    preset = _scaled(order, fitting(preset, report), report, cut, tell)
    if order.dry_run:
        return
    if not order.yes and not as_json and sys.stdin.isatty() and sys.stderr.isatty():
        _ask()
    from studio.training.prepare import prepare

    tell.event("phase", name="preparing")
    with bar("Preparing the sounds") as progress:
        data = prepare(report.plan, cut, places.prepared / key, progress)
    _run(order, places, preset, data, tell, summary_of(report))


# ---------------------------------------------------------------- the order


def check(order: Order) -> None:
    """Raises BadInput for numbers that can't be meant."""
    if order.minutes is not None and not 0 < order.minutes <= 1e6:
        raise BadInput(f"--minutes can't be {order.minutes:g}; it needs a number above 0, for instance 20.")
    if order.steps is not None and order.steps < 1:
        raise BadInput(f"--steps can't be {order.steps}; it needs a number from 1 up, for instance 2000.")
    if order.name and not order.name.isprintable():
        raise BadInput(f"--name can't be {brief(order.name)}; use letters, digits and blanks.")


def id_of(name: str) -> str:
    """A model's id from what a person calls it: lower case letters, digits and '-'; 'model' where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].strip("-") or "model"


def places_for(order: Order) -> Places:
    """Where everything of this run lies. An id that a shipped model has becomes 'my-' and that."""
    from studio.paths import RESOURCES

    home = Home.default()
    title = " ".join((order.name or order.data.absolute().name or "My sounds").split())[:60]
    name = id_of(title)
    if (RESOURCES / "models" / name).exists():
        name = f"my-{name}"
    folder = order.out if order.out is not None else home.models
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"'{shown(folder)}' is a file; --out names the folder that the model's folder is put into.")
    return Places(name, title, folder.absolute() / name, home.training / name, home.training / "prepared")


def _refuse_finished(places: Places) -> None:
    """Raises BadInput where a finished model or a run that was stopped would be lost."""
    if places.model.exists():
        raise BadInput(
            f"There is a model '{places.id}' in '{shown(places.model.parent)}' already; give another --name, "
            "or --resume to train it further, or delete it first."
        )
    if (places.run / "state.pt").exists():
        raise BadInput(f"A run '{places.id}' was stopped before it was done; go on with it by --resume, or give another --name.")


# ---------------------------------------------------------------- before the run


def _look(order: Order, preset: Preset, places: Places, tell: Teller, bar: Callable[[str], Any]) -> tuple[Report, Cut, str]:
    """The pre-flight, said. Raises BadInput where the folder is refused."""
    from studio.training import preflight, prepare
    from studio.training.folder import look

    listing = look(order.data)
    cut = prepare.cut_for(preset, order.denoise)
    key = prepare.key(listing, cut, preset.training.seed)
    with bar("Listening to the folder") as heard:
        report = preflight.examine(listing, cut, preset.training.seed, cache=places.prepared / f"{key}.json", heard=heard)
    for line in preflight.in_words(report):
        tell.say(line)
    if preset.family != "notes" and len(report.pitched) > len(report.plan) / 2:
        tell.say("  !!      The names tell pitches: the preset 'notes' learns to play them by key, this one learns them as variety.")
    tell.event("folder", **preflight.to_json(report), preset=preset.name, family=preset.family, model=places.id)
    if report.refusals:
        raise BadInput(" ".join(report.refusals))
    return report, cut, key


def fitting(preset: Preset, report: Report) -> Preset:
    """The preset with the folder's own classes where it names others: what it begins with knows none of those, but all else."""
    strange = set(report.classes) - {""} - set(preset.network.get("classes", report.classes))
    own = {name: value for name, value in preset.network.items() if name not in ("classes", "catch_all")}
    return replace(preset, network=own) if strange else preset


def _scaled(order: Order, preset: Preset, report: Report, cut: Cut, tell: Teller) -> Preset:
    """The preset with as many steps as were asked for or fit into the minutes, after a probe of the real thing; and that, said."""
    try:
        seconds = probe(preset, report, cut, order.device)
    except ModuleNotFoundError as error:
        raise needs_training(error) from error
    steps = order.steps or preset.training.steps
    if order.minutes is not None and order.steps is None:
        steps = max(10, int(order.minutes * 60 / seconds))
    takes = min(steps * seconds / 60, order.minutes or float("inf"))
    base = f", beginning with what '{preset.base}' knows" if preset.base else ""
    classes = ", ".join(label or "other" for label in report.classes)
    tell.say(f"  trains  {preset.title} (preset {preset.name}, family {preset.family}){base}")
    tell.say(f"  classes {classes}")
    tell.say(f"  time    {steps} steps of {seconds:.2f} s on this machine: about {_minutes(takes)}, and a few for the finished model")
    tell.event("estimate", steps=steps, seconds_per_step=round(seconds, 4), minutes=round(takes, 2), classes=list(report.classes))
    return replace(preset, training=replace(preset.training, steps=steps))


def probe(preset: Preset, report: Report, cut: Cut, device: str) -> float:
    """Seconds that a step of the real task takes here, measured for at most 20 s on a few of the folder's own sounds."""
    import tempfile

    from studio.training import loop
    from studio.training.prepare import prepare

    with tempfile.TemporaryDirectory(prefix="undertone-probe-") as folder:
        few = _a_few(report)
        return loop.seconds_a_step(preset, prepare(few, cut, Path(folder) / "sounds"), device, PROBE_SECONDS)


def _a_few(report: Report) -> list[Any]:
    """Some pieces of every class for the probe, with at least one to watch the training by; sorted as `plan` sorts them."""
    by_label: dict[str, list[Any]] = {}
    for piece in report.plan:
        if piece.split == "train":
            by_label.setdefault(piece.label, []).append(piece)
    each = max(1, PROBE_SOUNDS // max(1, len(by_label)))
    few = [piece for own in by_label.values() for piece in own[:each]]
    few += [piece for piece in report.plan if piece.split == "valid"][:4]
    return sorted(few, key=lambda piece: (piece.sound.name, piece.number))


def _ask() -> None:
    """Raises KeyboardInterrupt where the person says no."""
    print("Begin? [Y/n] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("", "y", "yes", "j", "ja"):
        raise KeyboardInterrupt


# ---------------------------------------------------------------- the run


def summary_of(report: Report) -> dict[str, Any]:
    """What the model's card will say of its data; kept beside the run until then."""
    licences = sorted({piece.sound.licence for piece in report.plan if piece.sound.licence})
    return {
        "folder": report.listing.root.absolute().name, "sounds": len(report.plan), "files": len(report.usable),
        "minutes": round(report.minutes, 2), "classes": report.classes, "splits": report.splits, "layout": report.listing.layout,
        "licences": licences,
    }  # fmt: skip


def _run(order: Order, places: Places, preset: Preset, data: Path, tell: Teller, summary: dict[str, Any]) -> None:
    """Trains and publishes. With `resume` the run's own preset counts."""
    try:
        from studio.training import families, loop
    except ModuleNotFoundError as error:
        raise needs_training(error) from error
    try:
        places.run.mkdir(parents=True, exist_ok=True)
        (places.run / "folder.json").write_text(json.dumps({"data": str(data), "title": places.title, "summary": summary}), "utf-8")
    except OSError as error:
        raise BadInput(f"The run can't be written to '{places.run}': {disk_problem(error)}.") from error
    tell.event("phase", name="learning")
    steps = loop.train(preset, data, places.run, device=order.device, minutes=order.minutes, resume=order.resume)
    last = _watch(steps, places, order, tell)
    about = _about(places, summary, last)
    tell.event("phase", name="publishing")
    tell.say("Making the model: its sliders are measured and named.")
    families.publish(places.run, data, places.model, about)
    tell.event("model", id=places.id, folder=str(places.model), steps=last.step)
    tell.say(f"Done: '{places.title}' is the model '{places.id}' in {places.model}. {_how_to_open(order, places)}")


def _how_to_open(order: Order, places: Places) -> str:
    if order.out is None:
        return f"Open it with: studio (it is in the window's list of models), or: studio render {places.id} --out sound.wav"
    return f"Hear it with: studio render {shlex.quote(str(places.model))} --out sound.wav; the window lists what lies in its own folder."


def _watch(steps: Iterator[Progress], places: Places, order: Order, tell: Teller) -> Progress:
    """Follows the run to its end and says how it goes. Raises KeyboardInterrupt after Ctrl-C, having said how to go on."""
    told: set[str] = set()
    last: Progress | None = None
    with tell.watching() as update:
        for last in steps:
            tell.event("progress", **_plain(last))
            for finding in last.health:
                if finding.kind not in told:
                    told.add(finding.kind)
                    tell.say(f"  {'XX' if finding.grave else '!!'}      {finding.text} {finding.advice}")
                    tell.event("health", **asdict(finding))
            update(last)
    assert last is not None  # the loop always says how it ended
    if last.stopped:
        again = ["studio", "train", order.preset, "--data", str(order.data), "--name", places.title, "--resume"]
        again += ["--out", str(order.out)] if order.out is not None else []
        print(f"What was learnt is kept. Go on with: {printable(shlex.join(again), 2_000)}", file=sys.stderr, flush=True)
        raise KeyboardInterrupt
    tell.say(f"  {last.ended}")
    return last


def _plain(progress: Progress) -> dict[str, Any]:
    """As JSON holds it: no NaN."""
    losses = {name: round(value, 5) for name, value in progress.losses.items() if value == value and abs(value) < 1e30}
    return {
        "step": progress.step, "steps": progress.steps, "losses": losses, "steps_per_second": round(progress.steps_per_second, 4),
        "eta_s": round(progress.eta_s, 1) if math.isfinite(progress.eta_s) else None, "seconds": round(progress.seconds, 1),
        "probes": [str(path) for path in progress.probes], "ended": progress.ended,
    }  # fmt: skip


def _line(progress: Progress) -> str:
    parts = [f"  step {progress.step} of {progress.steps}"]
    parts += [f"{name} {progress.losses[name]:.3f}" for name in ("loss", "valid") if name in progress.losses]
    if progress.steps_per_second > 0:
        parts.append(f"{progress.steps_per_second:.2f} steps a second")
    if math.isfinite(progress.eta_s) and not progress.ended:
        parts.append(f"{_minutes(progress.eta_s / 60)} left")
    return "  ".join(parts)


def _minutes(minutes: float) -> str:
    return f"{minutes * 60:.0f} s" if minutes < 1.5 else f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _about(places: Places, summary: dict[str, Any], last: Progress) -> Any:
    """What the card says for people."""
    from studio.training.families import About

    licences = summary.get("licences") or []
    classes = [label or "other" for label in summary.get("classes", {})]
    kinds = f"{len(classes)} classes" if len(classes) > 1 else "one class"
    text = f"Trained with 'studio train' on {summary['sounds']} sounds from the folder '{summary['folder']}': {', '.join(classes)}."
    text += f" {last.step} steps in {last.seconds / 60:.0f} minutes."
    return About(
        id=places.id, title=places.title, summary=f"{summary['sounds']} sounds of your own in {kinds}, under live latents.",
        licence=", ".join(licences)[:200] or "As the sounds it was trained on", credits=tuple(licences), about=text,
    )  # fmt: skip


def _go_on(order: Order, preset: Preset, places: Places, tell: Teller) -> None:
    """--resume: the run's own preset and its own prepared sounds, whatever the folder holds by now."""
    note = places.run / "folder.json"
    try:
        known = json.loads(note.read_text("utf-8"))
        data, summary = Path(known["data"]), dict(known["summary"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"There is no run '{places.id}' to go on with; leave out --resume, or name the run with --name.") from error
    if not (data / "index.csv").is_file():
        raise BadInput(f"The sounds prepared for the run '{places.id}' are gone from '{data}'; begin again without --resume.")
    tell.say(f"Going on with the run '{places.id}'.")
    _run(order, places, preset, data, tell, summary)
