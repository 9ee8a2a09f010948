"""Presets as files: one JSON each under home, and those that ship with a model. Plain functions, any thread but the GUI's.

A preset file may come from a stranger: its size, texts and numbers are checked, what is damaged is left lying and named in the log.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.audio import atomic
from studio.audio.files import shown
from studio.engine.take_files import clean_tags, clean_text
from studio.errors import BadInput, brief
from studio.paths import RESOURCES, Home
from studio.recipe import Latent, Number, Settings, Spec, Value, read_json

log = logging.getLogger(__name__)

VERSION = 1
MAX_NAME = 60  # characters, also of author and licence
WHAT = "A preset"  # has tags
MAX_BYTES = 1 << 20
MOST = 10_000  # files that are read of a folder
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MODEL = re.compile(r"[a-z0-9_][a-z0-9_-]{0,63}")  # as a model's card has it


@dataclass(frozen=True)
class Preset:
    """Settings of a model under a name. shipped: it came with Undertone and can't be renamed or deleted.

    author, licence: who made it and what others may do with it; '' where nobody said.
    """

    id: str
    name: str
    model: str
    settings: Settings
    tags: tuple[str, ...] = ()
    shipped: bool = False
    author: str = ""
    licence: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "undertone_preset": VERSION, "name": self.name, "model": self.model, "tags": list(self.tags),
            "author": self.author, "licence": self.licence, "settings": self.settings.to_json(),
        }  # fmt: skip

    @staticmethod
    def from_json(data: Any, id: str, *, shipped: bool = False) -> Preset:
        """Raises BadInput where the JSON is no preset. Whether the settings fit the model is seen when it is loaded."""
        if not isinstance(data, dict) or data.get("undertone_preset") != VERSION:
            raise BadInput(f"It is not a preset of version {VERSION}.")
        name, model, tags = data.get("name"), data.get("model"), data.get("tags", [])
        if not isinstance(name, str) or not clean_name(name) or not isinstance(model, str) or not _MODEL.fullmatch(model):
            raise BadInput("The preset needs a name and a model.")
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            raise BadInput("The preset's tags must be texts.")
        settings = Settings.from_json(data.get("settings"))
        texts = {key: clean_name(text) for key in ("author", "licence") if isinstance(text := data.get(key), str)}
        return Preset(id, clean_name(name), model, settings, clean_tags(tags, WHAT), shipped, **texts)


def clean_name(name: str) -> str:
    """One line of printable text, at most MAX_NAME characters."""
    return clean_text(name)[:MAX_NAME].strip()


def new_id() -> str:
    return f"preset-{secrets.token_hex(6)}"


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or 'name 2', 'name 3' where it is taken."""
    names = {other.casefold() for other in taken}
    number, result = 1, name
    while result.casefold() in names:
        number += 1
        result = f"{name[: MAX_NAME - 5]} {number}"
    return result


def fitted(spec: Spec, settings: Settings) -> tuple[Settings, tuple[str, ...]]:
    """The settings as this version of the model takes them, and the names of what had to be left out or moved into range."""
    values: dict[str, Value] = {}
    odd = []
    known = {control.name: control for control in spec.controls}
    for name, value in settings.values:
        control = known.get(name)
        if control is None:
            odd.append(name)
            continue
        try:
            values[name] = control.check(value)
        except BadInput:
            odd.append(name)
            if isinstance(control, (Latent, Number)) and isinstance(value, (int, float)):
                values[name] = min(control.high, max(control.low, float(value)))
    return spec.check(Settings(settings.seed, tuple(values.items()))), tuple(odd)


# ---------------------------------------------------------------- files


def read_all(home: Home) -> tuple[Preset, ...]:
    """Shipped presets and the person's own, sorted by name; what can't be read is logged and left out.

    Removes what a killed program left half-written.
    """
    atomic.remove_stale(home.presets)
    found: dict[str, Preset] = {}
    for folder, shipped in ((RESOURCES / "presets", True), (home.presets, False)):
        for path in _files(folder):
            id = _id_of(path, shipped)
            try:
                found[id] = Preset.from_json(_read(path), id, shipped=shipped)
            except (BadInput, OSError, ValueError) as error:
                log.warning("the preset %s is left out: %s", path, error)
    return in_order(found.values())


def read_one(path: Path) -> Preset:
    """A preset from anywhere. Raises BadInput with one sentence that names the file."""
    try:
        return Preset.from_json(_read(path), "")
    except OSError as error:
        raise BadInput(f"'{shown(path)}' can't be read ({error.strerror}).") from error
    except ValueError as error:
        raise BadInput(f"'{shown(path)}' is no preset: it is not JSON.") from error
    except BadInput as error:
        raise BadInput(f"'{shown(path)}' is no preset: {error}") from error


def in_order(presets: Iterable[Preset]) -> tuple[Preset, ...]:
    return tuple(sorted(presets, key=lambda one: (one.model, one.name.casefold(), one.id)))


def write(home: Home, preset: Preset) -> None:
    """Write or replace one of the person's own. Raises OSError."""
    home.presets.mkdir(parents=True, exist_ok=True)
    text = json.dumps(preset.to_json(), indent=1, allow_nan=False)
    atomic.replace(_path(home, preset.id), text.encode("utf-8"))


def remove(home: Home, id: str) -> None:
    """Move one into the trash; one that is gone already is no error. Raises OSError."""
    path = _path(home, id)
    if path.exists():
        home.trash.mkdir(parents=True, exist_ok=True)
        target = home.trash / path.name
        if target.exists():  # an older one of that name lies there
            target = target.with_name(f"{new_id()}.json")
        atomic.move(path, target)


def _path(home: Home, id: str) -> Path:
    """Where a preset lies: a file that a person put there keeps its own name."""
    for path in _files(home.presets):
        if _id_of(path, False) == id:
            return path
    if not _ID.fullmatch(id):
        raise BadInput(f"A preset can't be called {brief(id)} on disk.")
    return home.presets / f"{id}.json"


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith("."))[:MOST]
    except OSError:
        return []


def _id_of(path: Path, shipped: bool) -> str:
    stem = path.stem if _ID.fullmatch(path.stem) else f"file-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}"
    return f"shipped-{stem}" if shipped else stem


def _read(path: Path) -> Any:
    if path.is_symlink() or not path.is_file():
        raise BadInput("It is no file.")  # opening a pipe would wait for whoever writes into it
    with path.open("rb") as file:
        text = file.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        raise BadInput("It is too large to be a preset.")
    return read_json(text)
