"""`studio render` and `studio demo`: sounds from a model into files, with their recipes inside."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio import __version__
from studio.clip import MAX_RATE, MIN_RATE, Clip
from studio.errors import BadInput, brief
from studio.models.generator import Draws, Generator
from studio.paths import Home
from studio.recipe import MAX_SEED, Choice, Control, Latent, Notes, Number, Recipe, Settings, Spec, Value

MAX_COUNT = 9_999
FORMATS = {"wav": (32, (16, 24, 32)), "flac": (24, (16, 24))}  # default bits, allowed bits
DEMO_SEEDS = range(1, 4)
DEMO_SEEDS_WITHOUT_CLASS = range(1, 9)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What to render and where to; every field is checked by `check_order` before a model is loaded.

    count clips with the seeds seed, seed + 1, ...; sets: texts NAME=VALUE; like: a file whose recipe gives the settings.
    format '' follows the file's name; bits and rate None are the format's and the model's own.
    """

    model: str
    out: Path
    seed: int | None = None
    count: int = 1
    sets: tuple[str, ...] = ()
    like: Path | None = None
    format: str = ""
    bits: int | None = None
    rate: int | None = None


@dataclass(frozen=True)
class Rendered:
    """One file that was written."""

    path: Path
    clip: Clip
    recipe: Recipe

    def to_json(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "seconds": self.clip.seconds,
            "rate": self.clip.rate,
            "channels": self.clip.channels,
            "peak": self.clip.peak,
            "recipe": json.loads(self.recipe.to_text()),
        }


# ---------------------------------------------------------------- the order


def check_order(order: Order) -> Order:
    """The order with format and bits filled in. Raises BadInput for whatever can be refused before a model is loaded."""
    if not 1 <= order.count <= MAX_COUNT:
        raise BadInput(f"--count can't be {order.count}; it goes from 1 to {MAX_COUNT}.")
    first = order.seed or 0
    if not 0 <= first <= MAX_SEED - order.count + 1:
        raise BadInput(f"--seed can't be {first}; the seeds used go from 0 to {MAX_SEED}.")
    if order.like is not None and order.count > 1:
        raise BadInput("--like gives one sound; leave out --count.")
    format = order.format.lower() or (order.out.suffix[1:].lower() if order.count == 1 else "wav")
    if format not in FORMATS:
        what = f"--format can't be '{order.format}'" if order.format else f"'{order.out.name}' has no ending that says the format"
        raise BadInput(f"{what}; choose wav or flac (a name ending in .wav or .flac).")
    if order.count == 1 and order.out.suffix.lower() != f".{format}":
        raise BadInput(f"'{order.out.name}' must end in .{format}.")
    bits, allowed = FORMATS[format]
    if order.bits is not None and order.bits not in allowed:
        raise BadInput(f"--bits can't be {order.bits} for {format}; choose one of: {', '.join(map(str, allowed))}.")
    if order.rate is not None and not MIN_RATE <= order.rate <= MAX_RATE:
        raise BadInput(f"--rate can't be {order.rate}; it goes from {MIN_RATE} to {MAX_RATE} Hz.")
    check_place(order.out, folder=order.count > 1)
    return replace(order, format=format, bits=order.bits or bits)


def check_place(out: Path, folder: bool) -> None:
    """Raises BadInput where `out` can't be written as a folder of files or as one file."""
    try:
        if folder:
            if out.exists() and not out.is_dir():
                raise BadInput(f"'{out}' is a file; --out names a folder where there is more than one sound.")
            place = next(parent for parent in (out, *out.absolute().parents) if parent.exists())
            if not place.is_dir():
                raise BadInput(f"'{out}' can't be made: '{place}' is a file; choose another folder.")
        else:
            if out.is_dir():
                raise BadInput(f"'{out}' is a folder; name the file to write, for instance {out / 'sound.wav'}.")
            place = out.absolute().parent
            if not place.is_dir():
                if place.exists():
                    raise BadInput(f"'{place}' is a file, so nothing can be put into it; choose a folder.")
                raise BadInput(f"The folder '{place}' does not exist; make it first or choose another one.")
        if not os.access(place, os.W_OK | os.X_OK):
            raise BadInput(f"Nothing can be written into '{place}'; choose another folder.")
    except (OSError, ValueError) as error:  # a name that is too long, or holds a NUL
        reason = "the name is too long" if getattr(error, "errno", 0) == errno.ENAMETOOLONG else str(error)
        raise BadInput(f"'{str(out)[:80]}' can't be used as a place for sounds ({reason}); choose another one.") from error


def parse_sets(spec: Spec, sets: Sequence[str]) -> dict[str, Value]:
    """NAME=VALUE texts as checked values. Raises BadInput naming the control."""
    values: dict[str, Value] = {}
    for text in sets:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise BadInput(f"--set needs NAME=VALUE, for instance {spec.controls[0].name}=..., not {brief(text)}.")
        control = spec.control(name.strip())
        values[control.name] = _parse_value(control, value.strip())
    return values


def _parse_value(control: Control, text: str) -> Value:
    value: Any = text
    if isinstance(control, (Latent, Number)):
        try:
            value = float(text)
        except ValueError:
            raise BadInput(f"'{control.name}' needs a number with a decimal point, not {brief(text)}.") from None
    elif isinstance(control, Notes):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            raise BadInput(f"'{control.name}' needs notes as JSON, for instance [[0, 0.5, 60, 0.8]], not {brief(text)}.") from None
    return control.check(value)


# ---------------------------------------------------------------- rendering


def model_name(name: str) -> str | Path:
    """A model's id as it is, a folder with a model.json as its path: catalogue.load takes both."""
    try:
        return Path(name) if (Path(name) / "model.json").is_file() else name
    except (OSError, ValueError):  # no possible path
        return name


def load_model(name: str) -> Generator:
    """The model with that id, or in that folder. Raises BadInput naming what there is."""
    from studio.models import catalogue

    return catalogue.load(model_name(name), Home.default())


def settings_for(generator: Generator, seed: int, sets: dict[str, Value]) -> Settings:
    """What the model draws for a seed, with some controls held; the defaults where it can't draw."""
    spec = generator.spec
    base = spec.check(spec.defaults(seed).with_values(sets))
    if "draw" in spec.abilities and isinstance(generator, Draws):
        base = generator.draw(seed, base, keep=frozenset(sets))
    return spec.check(base.with_values(sets, seed=seed))


def recipe_for(generator: Generator, settings: Settings) -> Recipe:
    return Recipe(generator.spec.id, generator.sha256, settings, generator.runtime, f"undertone {__version__}")


def _all_settings(order: Order, generator: Generator, like: Recipe | None) -> Iterator[Settings]:
    sets = parse_sets(generator.spec, order.sets)
    if like is None:
        first = order.seed or 0
        yield from (settings_for(generator, seed, sets) for seed in range(first, first + order.count))
        return
    yield generator.spec.check(like.settings.with_values(sets, seed=order.seed))


def _recipe_like(order: Order, generator: Generator) -> Recipe | None:
    """What is inside the file that the sound is to be like. Raises BadInput where it can't be made here."""
    if order.like is None:
        return None
    from studio.audio.files import describe

    info = describe(order.like)
    recipe = info.recipe
    if recipe is None:
        raise BadInput(info.recipe_error or f"'{order.like.name}' holds no Undertone recipe; name a sound that Undertone wrote.")
    if recipe.model != generator.spec.id:
        raise BadInput(f"'{order.like.name}' was made by the model '{recipe.model}', not by '{generator.spec.id}'.")
    if recipe.sha256 != generator.sha256:
        raise BadInput(f"'{order.like.name}' was made with other weights of the model '{recipe.model}', so it can't be made again here.")
    return recipe


def render(order: Order, progress: Progress = lambda done, total: None) -> list[Rendered]:
    """Render what was ordered and write it; existing files are never overwritten. Raises BadInput."""
    order = check_order(order)
    generator = load_model(order.model)
    written = []
    like = _recipe_like(order, generator)
    for done, settings in enumerate(_all_settings(order, generator, like)):
        progress(done, order.count)
        path = order.out if order.count == 1 else order.out / f"{generator.spec.id}-{settings.seed}.{order.format}"
        written.append(_render_one(generator, settings, path, order, like.edits if like is not None else ()))
    progress(order.count, order.count)
    return written


def _render_one(generator: Generator, settings: Settings, path: Path, order: Order, edits: tuple[Any, ...] = ()) -> Rendered:
    from studio.audio.files import write_clip
    from studio.engine.edits import apply

    clip = apply(generator.render([settings])[0], edits)
    recipe = replace(recipe_for(generator, settings), edits=edits)
    assert order.bits is not None  # check_order filled it in
    _make_folder(path.parent)
    path = write_clip(path, clip, format=order.format, bits=order.bits, rate=order.rate, recipe=recipe)
    return Rendered(path, clip, recipe)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder '{folder}' can't be made ({error.strerror}); choose another one.") from error


# ---------------------------------------------------------------- the demonstration set


def demo(out: Path, progress: Progress = lambda done, total: None) -> list[dict[str, Any]]:
    """A few clips of each class of each model into `out`, with listing.json and listing.txt; returns the listing.

    A sound that is already there with the same recipe is kept, so a second call is quick and piles nothing up.
    """
    from studio.models import catalogue

    check_place(out, folder=True)
    cards = [card for card in catalogue.list_models(Home.default()) if not card.error]
    if not cards:
        raise BadInput("No model is installed, so there is nothing to demonstrate; 'studio doctor' says more.")
    orders = [(generator, *item) for card in cards for generator in [load_model(card.id)] for item in _demo_items(generator.spec)]
    listing = []
    for done, (generator, name, values, seed) in enumerate(orders):
        progress(done, len(orders))
        made = _demo_sound(generator, settings_for(generator, seed, values), out / generator.spec.id / f"{name}-{seed}.wav")
        listing.append({**made.to_json(), "path": str(made.path.relative_to(out)), "name": name})
    progress(len(orders), len(orders))
    _write_listing(out, listing)
    return listing


def _demo_items(spec: Spec) -> list[tuple[str, dict[str, Value], int]]:
    """(name, held values, seed) of each demonstration sound: three of each option of the first Choice, or eight draws."""
    choice = next((control for control in spec.controls if isinstance(control, Choice)), None)
    if choice is None:
        return [(spec.id, {}, seed) for seed in DEMO_SEEDS_WITHOUT_CLASS]
    return [(_file_name(option), {choice.name: option}, seed) for option in choice.options for seed in DEMO_SEEDS]


def _file_name(text: str) -> str:
    """A model's own word as part of a file name: what could lead out of the folder becomes '_'."""
    return re.sub(r"[^\w -]", "_", text)[:64]


def _demo_sound(generator: Generator, settings: Settings, path: Path) -> Rendered:
    from studio.audio import recipe_chunk
    from studio.audio.files import read_clip

    recipe = recipe_for(generator, settings)
    try:
        if path.is_file() and recipe_chunk.read(path) == recipe:
            return Rendered(path, read_clip(path), recipe)
    except BadInput:
        pass  # damaged: it stays as it is, the new one gets a name of its own
    return _render_one(generator, settings, path, Order(generator.spec.id, path, format="wav", bits=24))


def _write_listing(out: Path, listing: list[dict[str, Any]]) -> None:
    lines = ["Undertone's demonstration sounds. Each file holds its recipe: 'studio info FILE' prints it.", ""]
    for entry in listing:
        settings = entry["recipe"]["settings"]
        pairs = settings["values"].items()
        values = ", ".join(f"{name}={value:.4g}" if isinstance(value, float) else f"{name}={value}" for name, value in pairs)
        lines.append(f"{entry['path']}\n    model {entry['recipe']['model']}, seed {settings['seed']}, {entry['seconds']:.2f} s; {values}")
    try:
        (out / "listing.json").write_text(json.dumps({"sounds": listing}, indent=2, allow_nan=False) + "\n", encoding="utf-8")
        (out / "listing.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"The listing in '{out}' can't be written ({error.strerror}).") from error
