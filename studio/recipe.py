"""What a model says of itself (Spec), what a person chose (Settings) and what made a sound (Recipe).

Plain frozen values, no threads, no files. Their JSON forms are the ones inside model.json, takes and exports;
everything that is read back is checked here, at the door.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from studio.errors import BadInput

RECIPE_VERSION = 1
MAX_SEED = 2**32 - 1
MAX_RECIPE_BYTES = 1 << 20

Note = tuple[float, float, float, float]  # start s, length s, pitch in semitones (MIDI), velocity 0..1
Value = float | str | tuple[Note, ...]


@dataclass(frozen=True)
class Latent:
    """A latent direction in standard deviations. group 'macro' is named by what is heard, 'dimension' is a raw axis."""

    name: str  # fixed id: [a-z0-9_]+
    label: str
    low: float = -3.0
    high: float = 3.0
    default: float = 0.0
    group: str = "dimension"  # or "macro"
    descriptor: str = ""  # what right means more of, e.g. "brightness"
    confidence: float = 0.0  # held-out R2 of a macro, 0..1
    effect_db: float = 0.0  # audible change in dB of log-mel per sigma
    active: bool = True  # False: folded under 'inactive'
    help: str = ""
    kind: str = field(default="latent", init=False)

    def check(self, value: Any) -> float:
        # twice the range stays reachable by 'extend range' and by encoded sounds
        return _number(self, value, 2 * self.low, 2 * self.high)


@dataclass(frozen=True)
class Number:
    """A plain number with a unit; curve 'linear' or 'log' says how a slider spreads it; step 0 is continuous."""

    name: str
    label: str
    low: float
    high: float
    default: float
    unit: str = ""
    step: float = 0.0
    curve: str = "linear"
    help: str = ""
    kind: str = field(default="number", init=False)

    def check(self, value: Any) -> float:
        return _number(self, value, self.low, self.high)


@dataclass(frozen=True)
class Choice:
    """One of a few named options (a class, a voice)."""

    name: str
    label: str
    options: tuple[str, ...]
    default: str
    help: str = ""
    kind: str = field(default="choice", init=False)

    def check(self, value: Any) -> str:
        if value not in self.options:
            raise BadInput(f"'{self.name}' can't be {value!r}; choose one of: {', '.join(self.options)}.")
        return str(value)


@dataclass(frozen=True)
class Text:
    """Free text (speech, prompts)."""

    name: str
    label: str
    default: str = ""
    max_length: int = 500
    help: str = ""
    kind: str = field(default="text", init=False)

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > self.max_length:
            raise BadInput(f"'{self.name}' takes a text of at most {self.max_length} characters.")
        return value


@dataclass(frozen=True)
class Notes:
    """A short list of notes (start s, length s, MIDI pitch, velocity 0..1)."""

    name: str
    label: str
    default: tuple[Note, ...] = ()
    max_notes: int = 256
    help: str = ""
    kind: str = field(default="notes", init=False)

    def check(self, value: Any) -> tuple[Note, ...]:
        if not isinstance(value, (tuple, list)) or len(value) > self.max_notes:
            raise BadInput(f"'{self.name}' takes a list of at most {self.max_notes} notes.")
        notes = []
        for item in value:
            if not isinstance(item, (tuple, list)) or len(item) != 4:
                raise BadInput(f"'{self.name}': a note is [start, length, pitch, velocity], not {item!r}.")
            start, length, pitch, velocity = (_finite(self.name, part) for part in item)
            if start < 0 or length <= 0 or not 0 <= pitch <= 127 or not 0 <= velocity <= 1:
                allowed = "start >= 0, length > 0, pitch 0 to 127, velocity 0 to 1"
                raise BadInput(f"'{self.name}': the note {item!r} is out of range ({allowed}).")
            notes.append((start, length, pitch, velocity))
        return tuple(notes)


Control = Latent | Number | Choice | Text | Notes
_KINDS: dict[str, type] = {"latent": Latent, "number": Number, "choice": Choice, "text": Text, "notes": Notes}


def _finite(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise BadInput(f"'{name}' needs a finite number, not {value!r}.")
    return float(value)


def _number(control: Latent | Number, value: Any, low: float, high: float) -> float:
    number = _finite(control.name, value)
    if not low <= number <= high:
        raise BadInput(f"'{control.name}' can't be {number:g}; it goes from {low:g} to {high:g}.")
    return number


@dataclass(frozen=True)
class Spec:
    """What a model says of itself; the window draws itself from it.

    abilities: a subset of {"render", "draw", "encode"} (more come with later families).
    seconds: the longest sound it makes. rate in Hz, channels 1 or 2.
    """

    id: str
    family: str  # "vae", "gan", ...
    title: str
    summary: str
    licence: str
    credits: tuple[str, ...]
    rate: int
    channels: int
    seconds: float
    controls: tuple[Control, ...]
    abilities: frozenset[str] = frozenset({"render"})
    loops: bool = False  # True: the sound is a loop; False: a one-shot that repeats on the beat

    def control(self, name: str) -> Control:
        for control in self.controls:
            if control.name == name:
                return control
        raise BadInput(f"The model '{self.id}' has no control '{name}'; it has: {', '.join(c.name for c in self.controls)}.")

    def defaults(self, seed: int = 0) -> Settings:
        return Settings(seed, tuple((c.name, c.default) for c in self.controls))

    def check(self, settings: Settings) -> Settings:
        """The settings with every control present, checked, in the spec's order; unknown names are refused."""
        given = settings.as_dict()
        for name in given:
            self.control(name)
        return Settings(settings.seed, tuple((c.name, c.check(given.get(c.name, c.default))) for c in self.controls))

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["abilities"] = sorted(self.abilities)
        return data

    @staticmethod
    def from_json(data: Any) -> Spec:
        """Raises BadInput naming the field where the JSON is not a spec."""
        if not isinstance(data, dict):
            raise BadInput("A model's spec must be a JSON object.")
        try:
            controls = []
            for item in data["controls"]:
                fields = dict(item)
                kind = _KINDS[fields.pop("kind")]
                if "options" in fields:
                    fields["options"] = tuple(fields["options"])
                if kind is Notes:
                    fields["default"] = tuple(tuple(n) for n in fields.get("default", ()))
                control = kind(**fields)
                control.check(control.default)
                controls.append(control)
            fields = {**data, "controls": tuple(controls), "credits": tuple(data["credits"]), "abilities": frozenset(data["abilities"])}
            spec = Spec(**fields)
        except BadInput:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(f"A model's spec is damaged: {type(error).__name__} {error}.") from error
        texts = (spec.id, spec.family, spec.title, spec.summary, spec.licence)
        if not all(isinstance(text, str) for text in texts):
            raise BadInput("A model's spec is damaged: id, family, title, summary and licence must be texts.")
        if len({c.name for c in spec.controls}) != len(spec.controls):
            raise BadInput("A model's spec is damaged: two controls share a name.")
        if not (isinstance(spec.rate, int) and 4_000 <= spec.rate <= 384_000 and spec.channels in (1, 2) and 0 < spec.seconds <= 60):
            raise BadInput("A model's spec is damaged: rate, channels or seconds are out of range.")
        return spec


@dataclass(frozen=True)
class Settings:
    """Values of a model's controls and the seed of its noise: hashable, in the spec's order."""

    seed: int = 0
    values: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or not 0 <= self.seed <= MAX_SEED:
            raise BadInput(f"A seed is a whole number from 0 to {MAX_SEED}, not {self.seed!r}.")

    def as_dict(self) -> dict[str, Value]:
        return dict(self.values)

    def get(self, name: str) -> Value:
        for key, value in self.values:
            if key == name:
                return value
        raise KeyError(name)

    def with_values(self, changes: Mapping[str, Value], seed: int | None = None) -> Settings:
        """A copy with some values replaced (names that are new come last)."""
        merged = {**self.as_dict(), **changes}
        return Settings(self.seed if seed is None else seed, tuple(merged.items()))

    def to_json(self) -> dict[str, Any]:
        return {"seed": self.seed, "values": self.as_dict()}

    @staticmethod
    def from_json(data: Any) -> Settings:
        if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
            raise BadInput("A recipe's settings are damaged: 'seed' and 'values' are needed.")
        values = {str(k): tuple(tuple(n) for n in v) if isinstance(v, list) else v for k, v in data["values"].items()}
        return Settings(data.get("seed", 0), tuple(values.items()))


@dataclass(frozen=True)
class Recipe:
    """What made a sound. Same recipe, same machine: the same samples bit for bit.

    model: id; sha256: of the weights file, 64 hex digits; runtime: e.g. "onnxruntime 1.31 cpu".
    edits: list of edits applied after the model, empty for now; program: e.g. "undertone 0.1.0".
    """

    model: str
    sha256: str
    settings: Settings
    runtime: str
    program: str
    edits: tuple[Any, ...] = ()
    version: int = RECIPE_VERSION

    def to_text(self) -> str:
        """One line of JSON, ASCII only, numbers exact."""
        data = {
            "undertone_recipe": self.version, "model": self.model, "sha256": self.sha256, "settings": self.settings.to_json(),
            "runtime": self.runtime, "program": self.program, "edits": list(self.edits),
        }
        return json.dumps(data, separators=(",", ":"), allow_nan=False)

    @staticmethod
    def from_text(text: str) -> Recipe:
        """Raises BadInput where the text is not a recipe that this version reads."""
        if len(text) > MAX_RECIPE_BYTES:
            raise BadInput("The recipe in this file is too large to be one of ours.")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadInput("The recipe in this file is damaged (not JSON).") from error
        if not isinstance(data, dict) or "undertone_recipe" not in data:
            raise BadInput("This file holds no Undertone recipe.")
        if data["undertone_recipe"] != RECIPE_VERSION:
            raise BadInput(f"The recipe has version {data['undertone_recipe']!r}; this program reads version {RECIPE_VERSION}.")
        texts = {key: data.get(key) for key in ("model", "sha256", "runtime", "program")}
        edits = data.get("edits", [])
        if not all(isinstance(v, str) for v in texts.values()) or not isinstance(edits, list):
            raise BadInput("The recipe in this file is damaged (model, sha256, runtime and program must be texts).")
        return Recipe(**texts, settings=Settings.from_json(data.get("settings")), edits=tuple(edits))  # type: ignore[arg-type]


def names(controls: Iterable[Control]) -> tuple[str, ...]:
    """The ids of controls, in order."""
    return tuple(control.name for control in controls)
