"""What a model says of itself (Spec), what a person chose (Settings) and what made a sound (Recipe).

Plain frozen values, no threads, no files. Their JSON forms are the ones inside model.json, takes and exports;
everything that is read back is checked here, at the door.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from studio.errors import BadInput, brief

RECIPE_VERSION = 1
MAX_SEED = 2**32 - 1
MAX_RECIPE_BYTES = 4 << 20  # a minute of two streams, frame by frame, takes up to one of them
MAX_NESTING = 32  # of lists and objects in JSON from outside: deeper ones break whoever walks through them
MAX_TEXT = 200  # characters of a recipe's texts and names, of a control's label
MAX_HELP = 2_000  # characters of a model's longer texts
MAX_CONTROLS = 512
MAX_LENGTH = 100_000  # characters or notes of one control
_FILE_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]{0,63}")

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
            raise BadInput(f"'{self.name}' can't be {brief(value)}; choose one of: {', '.join(self.options)}.")
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
                raise BadInput(f"'{self.name}': a note is [start, length, pitch, velocity], not {brief(item)}.")
            start, length, pitch, velocity = (_finite(self.name, part) for part in item)
            if start < 0 or length <= 0 or not 0 <= pitch <= 127 or not 0 <= velocity <= 1:
                allowed = "start >= 0, length > 0, pitch 0 to 127, velocity 0 to 1"
                raise BadInput(f"'{self.name}': the note {brief(item)} is out of range ({allowed}).")
            notes.append((start, length, pitch, velocity))
        return tuple(notes)


Control = Latent | Number | Choice | Text | Notes
_KINDS: dict[str, type] = {"latent": Latent, "number": Number, "choice": Choice, "text": Text, "notes": Notes}


def _finite(name: str, value: Any) -> float:
    if is_number(value):
        return float(value)
    raise BadInput(f"'{name}' needs a finite number, not {brief(value)}.")


def is_number(value: Any) -> bool:
    """A finite number that fits a float; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def read_json(text: str | bytes) -> Any:
    """JSON from outside. Raises ValueError where it is none, nests deeper than MAX_NESTING or holds NaN, infinity or a number that fits
    no float: none of them can be written again.
    """
    try:
        data = json.loads(text, parse_constant=_refuse_number, parse_float=_float, parse_int=_int)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    level = [data]
    for _ in range(MAX_NESTING):
        level = [part for item in level if isinstance(item, (list, dict)) for part in (item.values() if isinstance(item, dict) else item)]
        if not level:
            return data
    raise ValueError("nested too deeply")


def _refuse_number(text: str) -> float:
    raise ValueError(f"the number {text[:20]} is not finite")


def _float(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse_number(text)


def _int(text: str) -> int:
    return int(text) if len(text) <= 300 else int(_refuse_number(text))


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
        names_ = brief(", ".join(c.name for c in self.controls), 300)[1:-1]
        raise BadInput(f"The model '{self.id}' has no control {brief(name)}; it has: {names_}.")

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
                for part in ("low", "high", "default", "step", "confidence", "effect_db") if kind in (Latent, Number) else ():
                    if is_number(fields.get(part)):
                        fields[part] = float(fields[part])  # JSON writes 0 for 0.0 too
                control = kind(**fields)
                _check_control(control)
                controls.append(control)
            fields = {**data, "controls": tuple(controls), "credits": tuple(data["credits"]), "abilities": frozenset(data["abilities"])}
            spec = Spec(**fields)
        except BadInput:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(f"A model's spec is damaged: {type(error).__name__} {error}.") from error
        _check_spec(spec)
        return spec


def _check_spec(spec: Spec) -> None:
    """Everything but the controls one by one: what the window and file names are made of. Raises BadInput."""
    texts = (spec.id, spec.family, spec.title, spec.summary, spec.licence, *spec.credits, *spec.abilities)
    good = all(isinstance(text, str) and len(text) <= MAX_HELP for text in texts) and isinstance(spec.loops, bool)
    if not good or not spec.title.strip() or not spec.title.isprintable() or len(spec.title) > MAX_TEXT:
        raise BadInput("A model's spec is damaged: id, family, title, summary, licence, credits and abilities must be short texts.")
    if not _FILE_NAME.fullmatch(spec.id):
        raise BadInput(f"A model's spec is damaged: its id {brief(spec.id)} is not made of a-z, 0-9, '_' and '-'.")
    if len(spec.controls) > MAX_CONTROLS:
        raise BadInput(f"A model's spec is damaged: {len(spec.controls)} controls are more than a window holds ({MAX_CONTROLS}).")
    if len({c.name for c in spec.controls}) != len(spec.controls):
        raise BadInput("A model's spec is damaged: two controls share a name.")
    sizes = isinstance(spec.rate, int) and 4_000 <= spec.rate <= 384_000 and spec.channels in (1, 2)
    if not sizes or not is_number(spec.seconds) or not 0 < spec.seconds <= 60:
        raise BadInput("A model's spec is damaged: rate, channels or seconds are out of range.")


def _check_control(control: Control) -> None:
    """What a window can draw: short texts, ranges that are ranges, a default that the control takes. Raises BadInput."""
    where = f"A model's spec is damaged: the control {brief(control.name)}"
    if not isinstance(control.name, str) or not re.fullmatch(r"[A-Za-z0-9_]{1,64}", control.name):
        raise BadInput(f"{where} must have a name of letters, digits and '_', at most 64.")
    texts = [getattr(control, part, "") for part in ("label", "help", "unit", "curve", "group", "descriptor")]
    if not all(isinstance(text, str) and len(text) <= MAX_HELP for text in texts) or not 0 < len(control.label) <= MAX_TEXT:
        raise BadInput(f"{where} needs a label, and texts of at most {MAX_HELP} characters.")
    if isinstance(control, (Latent, Number)):
        numbers = [getattr(control, part, 0.0) for part in ("low", "high", "default", "step", "confidence", "effect_db")]
        if not all(is_number(n) and abs(n) <= 1e12 for n in numbers) or not control.low < control.high or getattr(control, "step", 0.0) < 0:
            raise BadInput(f"{where} needs a low below its high, all numbers finite.")
    if isinstance(control, Choice):
        names_ok = all(isinstance(option, str) and 0 < len(option) <= MAX_TEXT for option in control.options)
        if not names_ok or not 0 < len(control.options) <= MAX_CONTROLS:
            raise BadInput(f"{where} needs 1 to {MAX_CONTROLS} options with short names.")
    length = getattr(control, "max_length", getattr(control, "max_notes", 1))
    if isinstance(length, bool) or not isinstance(length, int) or not 0 < length <= MAX_LENGTH:
        raise BadInput(f"{where} may take 1 to {MAX_LENGTH} characters or notes.")
    control.check(control.default)


@dataclass(frozen=True)
class Settings:
    """Values of a model's controls and the seed of its noise: hashable, in the spec's order."""

    seed: int = 0
    values: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or not 0 <= self.seed <= MAX_SEED:
            raise BadInput(f"A seed is a whole number from 0 to {MAX_SEED}, not {brief(self.seed)}.")

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
        """As JSON gives it back: notes are lists."""
        return {"seed": self.seed, "values": {k: [list(n) for n in v] if isinstance(v, tuple) else v for k, v in self.values}}

    @staticmethod
    def from_json(data: Any) -> Settings:
        if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
            raise BadInput("A recipe's settings are damaged: 'seed' and 'values' are needed.")
        values = tuple((_name(name), _value(name, value)) for name, value in data["values"].items())
        return Settings(data.get("seed", 0), values)


def _name(name: str) -> str:
    if len(name) > MAX_TEXT:
        raise BadInput(f"A recipe's settings are damaged: {brief(name)} is no name of a control.")
    return name


def _value(name: str, value: Any) -> Value:
    """What a control may hold, whichever it is: a finite number, a text or a list of notes. Raises BadInput."""
    if isinstance(value, list):
        if all(isinstance(note, list) and len(note) == 4 and all(map(is_number, note)) for note in value):
            return tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in value)
    elif isinstance(value, str) or is_number(value):
        return value
    raise BadInput(f"A recipe's settings are damaged: {brief(name)} can't be {brief(value)}.")


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
            data = read_json(text)
        except ValueError as error:
            raise BadInput("The recipe in this file is damaged (not JSON).") from error
        if not isinstance(data, dict) or "undertone_recipe" not in data:
            raise BadInput("This file holds no Undertone recipe.")
        if data["undertone_recipe"] != RECIPE_VERSION:
            raise BadInput(f"The recipe has version {brief(data['undertone_recipe'])}; this program reads version {RECIPE_VERSION}.")
        texts = {key: data.get(key) for key in ("model", "sha256", "runtime", "program")}
        edits = data.get("edits", [])
        if not all(isinstance(v, str) and len(v) <= MAX_TEXT for v in texts.values()) or not isinstance(edits, list):
            raise BadInput("The recipe in this file is damaged (model, sha256, runtime and program must be short texts).")
        return Recipe(**texts, settings=Settings.from_json(data.get("settings")), edits=tuple(edits))  # type: ignore[arg-type]


def names(controls: Iterable[Control]) -> tuple[str, ...]:
    """The ids of controls, in order."""
    return tuple(control.name for control in controls)
