"""Sliders that a person made: a name and a direction through a model's dimensions. Functions and files, any thread but the GUI's.

`home/sliders/<model>.json` holds those of one model. Such a file may come from a stranger: everything in it is checked, what is
damaged is left out and named in the log, a damaged file is put aside. A slider's value is no setting of its own: it is where the
dimensions lie along its direction, and moving it moves them; so a recipe plays where nobody has the slider.
"""

from __future__ import annotations

import json
import logging
import math
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.audio import atomic
from studio.engine.preferences import put_aside
from studio.engine.take_files import clean_text
from studio.paths import Home
from studio.recipe import MAX_CONTROLS, Latent, Settings, Spec, Value, is_number, read_json

log = logging.getLogger(__name__)
VERSION = 1
MAX_NAME = 60  # characters
MAX_BYTES = 1 << 20
MOST = 100  # of one model
REACH = 3.0  # sigma to either side
_ID = re.compile(r"mine_[a-z0-9]{1,32}")
_MODEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True)
class OwnSlider:
    """direction: the share of each dimension by its control's name, together of length 1; sha256: of the weights that it was made for."""

    id: str
    name: str
    model: str
    sha256: str
    direction: tuple[tuple[str, float], ...]

    def value(self, settings: Settings) -> float:
        """Where these settings lie along it, in sigma."""
        values: dict[str, Any] = settings.as_dict()
        return math.fsum(share * float(values.get(name, 0.0)) for name, share in self.direction)

    def moved(self, settings: Settings, value: float, spec: Spec) -> Settings:
        """The settings that lie at `value` (sigma, kept within twice the slider's range), and else where they were.

        A dimension that comes to the end of what its control allows stays there.
        """
        step = min(max(value, -2 * REACH), 2 * REACH) - self.value(settings)
        values: dict[str, Any] = settings.as_dict()
        changes: dict[str, Value] = {}
        for name, share in self.direction:
            control = spec.control(name)
            if isinstance(control, Latent):
                there = float(values.get(name, control.default)) + step * share
                changes[name] = min(max(there, 2 * control.low), 2 * control.high)
        return settings.with_values(changes)

    def fits(self, spec: Spec, sha256: str) -> bool:
        """Was it made for these weights, and are all of its dimensions there?"""
        there = {control.name for control in spec.controls if isinstance(control, Latent)}
        return self.sha256 == sha256 and all(name in there for name, _ in self.direction)

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "sha256": self.sha256, "direction": dict(self.direction)}

    @staticmethod
    def from_json(data: Any, model: str) -> OwnSlider:
        """Raises ValueError for what is no slider."""
        if not isinstance(data, dict):
            raise ValueError("not an object")
        id, name, sha256, shares = (data.get(key) for key in ("id", "name", "sha256", "direction"))
        if not isinstance(id, str) or not _ID.fullmatch(id) or not isinstance(name, str) or not clean_name(name):
            raise ValueError("its id or name")
        if not isinstance(sha256, str) or len(sha256) > 128 or not isinstance(shares, dict) or not 0 < len(shares) <= MAX_CONTROLS:
            raise ValueError("its weights or direction")
        if not all(isinstance(key, str) and is_number(share) for key, share in shares.items()):
            raise ValueError("a share")
        length = math.hypot(*map(float, shares.values()))
        if not 0.99 < length < 1.01:
            raise ValueError("the length of its direction")
        return OwnSlider(id, clean_name(name), model, sha256, tuple((key, float(share)) for key, share in shares.items()))


def make(name: str, model: str, sha256: str, direction: Mapping[str, float]) -> OwnSlider:
    """A new one. direction: of length 1."""
    return OwnSlider(f"mine_{secrets.token_hex(6)}", clean_name(name), model, sha256, tuple(direction.items()))


def clean_name(name: str) -> str:
    """One line of printable text, at most MAX_NAME characters."""
    return clean_text(name)[:MAX_NAME].strip()


def read_all(home: Home) -> tuple[OwnSlider, ...]:
    """Those of every model, in the order in which they were made."""
    found: list[OwnSlider] = []
    try:
        files = sorted(path for path in home.sliders.iterdir() if path.suffix == ".json" and _MODEL.fullmatch(path.stem))
    except OSError:
        return ()
    for path in files:
        try:
            found += _read(path)
        except OSError as error:
            log.warning("the sliders in %s can't be read: %s", path, error)
        except ValueError as error:
            log.warning("the sliders in %s are left out: %s", path, error)
            put_aside(path)  # or the next slider of this model would be written over it
    return tuple(found)


def _read(path: Path) -> list[OwnSlider]:
    """Raises OSError, ValueError."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise ValueError("no file of ours")
    data = read_json(path.read_bytes())
    if not isinstance(data, dict) or data.get("undertone_sliders") != VERSION or not isinstance(data.get("sliders"), list):
        raise ValueError(f"not sliders of version {VERSION}")
    found: dict[str, OwnSlider] = {}
    for one in data["sliders"][:MOST]:
        try:
            slider = OwnSlider.from_json(one, path.stem)
        except ValueError as error:
            log.warning("a slider in %s is left out: %s", path, error)
            continue
        found[slider.id] = slider
    return list(found.values())


def write(home: Home, model: str, sliders: Iterable[OwnSlider]) -> None:
    """Replace those of a model. Raises OSError, ValueError for a model that can't be a file's name."""
    if not _MODEL.fullmatch(model):
        raise ValueError(f"no file can be named after the model {model!r}")
    home.sliders.mkdir(parents=True, exist_ok=True)
    data = {"undertone_sliders": VERSION, "model": model, "sliders": [one.to_json() for one in sliders]}
    atomic.replace(home.sliders / f"{model}.json", json.dumps(data, indent=1, allow_nan=False).encode("utf-8"))
