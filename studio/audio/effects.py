"""Which effects there are, and a rack of them as a frozen value. Plain data, any thread; effect_units.py sounds them.

A rack is part of a project and of the recipe of what was exported through it: whatever is read back is checked here. Its numbers are
controls like a model's; those that every effect has are `WET` and `ON`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from studio.errors import BadInput, brief
from studio.recipe import MAX_CONTROLS, MAX_TEXT, Number, is_number

MAX_SLOTS = 16
MAX_PLUGIN_CONTROLS = 128
PLUGIN = "plugin"
WET = Number("wet", "Wet", 0.0, 100.0, 100.0, unit="%", help="How much of the effect there is: at 0 % the sound passes as it is.")
ON = Number("on", "On", 0.0, 1.0, 1.0, step=1.0, help="0 bypasses the effect.")


@dataclass(frozen=True)
class Kind:
    """controls: what can be turned; wet: where Wet stands at first, in %; icon: a name in resources/icons."""

    name: str
    title: str
    help: str
    controls: tuple[Number, ...]
    wet: float = 100.0
    icon: str = "effects"


def _db(name: str, label: str, low: float, high: float, default: float, help: str) -> Number:
    return Number(name, label, low, high, default, unit="dB", help=help)


def _hz(name: str, label: str, default: float, help: str, low: float = 20.0, high: float = 20_000.0) -> Number:
    return Number(name, label, low, high, default, unit="Hz", curve="log", help=help)


def _ms(name: str, label: str, low: float, high: float, default: float, help: str) -> Number:
    return Number(name, label, low, high, default, unit="ms", curve="log", help=help)


def _percent(name: str, label: str, default: float, help: str, high: float = 100.0) -> Number:
    return Number(name, label, 0.0, high, default, unit="%", help=help)


# The one table, in the order of the menu. What each does with its numbers stands in effect_units.py.
_KINDS = (
    Kind("gain", "Gain", "Louder or softer.", (_db("gain", "Gain", -60.0, 24.0, 0.0, "How much louder."),), icon="volume"),
    Kind("lowpass", "Low-pass", "Takes the highs away, 12 dB an octave.",
         (_hz("cutoff", "Cutoff", 2_000.0, "What lies above gets softer."),)),
    Kind("highpass", "High-pass", "Takes the lows away, 12 dB an octave.",
         (_hz("cutoff", "Cutoff", 200.0, "What lies below gets softer."),)),
    Kind("ladder", "Ladder filter", "A synthesiser's low-pass of 24 dB an octave, which sings at its cutoff.",
         (_hz("cutoff", "Cutoff", 1_200.0, "What lies above gets softer."),
          _percent("resonance", "Resonance", 30.0, "How much it sings at its cutoff."),
          Number("drive", "Drive", 1.0, 8.0, 1.0, help="How hard the sound is driven into it."))),
    Kind("eq", "Equaliser", "Three bands: lows, middle and highs.",
         (_db("low", "Lows", -18.0, 18.0, 0.0, "Louder or softer lows."),
          _hz("low_hz", "Below", 150.0, "Where the lows end.", high=1_000.0),
          _db("mid", "Middle", -18.0, 18.0, 0.0, "A louder or softer middle."),
          _hz("mid_hz", "At", 1_000.0, "Where the middle lies.", low=100.0, high=10_000.0),
          _db("high", "Highs", -18.0, 18.0, 0.0, "Louder or softer highs."),
          _hz("high_hz", "Above", 5_000.0, "Where the highs begin.", low=1_000.0))),
    Kind("compressor", "Compressor", "Brings loud parts down, so that all of it can be louder.",
         (_db("threshold", "Threshold", -60.0, 0.0, -18.0, "What is louder than this is brought down."),
          Number("ratio", "Ratio", 1.0, 20.0, 4.0, unit=": 1", curve="log", help="How strongly."),
          _ms("attack", "Attack", 0.1, 100.0, 5.0, "How soon it takes hold; later lets the stroke through."),
          _ms("release", "Release", 10.0, 1_000.0, 120.0, "How soon it lets go."),
          _db("makeup", "Make-up", 0.0, 24.0, 0.0, "Louder again afterwards."))),
    Kind("saturation", "Saturation", "Overtones, as of a tape or an amplifier driven hard.",
         (_db("drive", "Drive", 0.0, 36.0, 9.0, "How hard."),
          _db("level", "Level", -24.0, 12.0, 0.0, "How loud it is afterwards."))),
    Kind("chorus", "Chorus", "Several of it, a little out of tune.",
         (Number("rate", "Rate", 0.05, 8.0, 0.8, unit="Hz", curve="log", help="How fast the voices sway."),
          _percent("depth", "Depth", 25.0, "How far they sway."),
          Number("delay", "Delay", 1.0, 40.0, 8.0, unit="ms", help="How far they lie behind."),
          _percent("feedback", "Feedback", 0.0, "How much comes round again.", high=90.0)), wet=50.0),
    Kind("delay", "Delay", "Echoes in time with the tempo.",
         (Number("beats", "Time", 1 / 12, 4.0, 0.75, unit="beats", step=1 / 12, help="When the echo comes, in beats of the tempo."),
          _percent("feedback", "Feedback", 40.0, "How much of an echo comes again.", high=95.0),
          _hz("tone", "Tone", 6_000.0, "How bright the echoes are.", low=200.0),
          _percent("spread", "Ping-pong", 0.0, "Echoes go from left to right.")), wet=35.0),
    Kind("reverb", "Reverb", "A room around it.",
         (_percent("size", "Size", 55.0, "How large the room is."),
          _percent("damping", "Damping", 45.0, "How dull the walls are."),
          _percent("width", "Width", 100.0, "How wide the room is."),
          _ms("predelay", "Pre-delay", 1.0, 200.0, 1.0, "How far away the walls are.")), wet=30.0),
    Kind("limiter", "Limiter", "Louder, and never over its ceiling.",
         (_db("gain", "Gain", 0.0, 24.0, 0.0, "How hard it is driven into the ceiling."),
          _db("ceiling", "Ceiling", -24.0, 0.0, -1.0, "No sample is louder than this."),
          _ms("release", "Release", 5.0, 500.0, 80.0, "How soon it lets go."))),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}


@dataclass(frozen=True)
class Plugin:
    """An effect of another maker. path: of the VST3; name: which of those in it; controls: its parameters.

    A parameter's range is what the plug-in says where that is even or logarithmic, else 0 to 1; its place in it is what the plug-in gets.
    """

    path: str
    name: str
    maker: str = ""
    controls: tuple[Number, ...] = ()

    def to_json(self) -> dict[str, Any]:
        controls = [[c.name, c.label, c.low, c.high, c.default, c.step, c.unit, c.curve] for c in self.controls]
        return {"path": self.path, "name": self.name, "maker": self.maker, "controls": controls}

    @staticmethod
    def from_json(data: Any) -> Plugin:
        """Raises ValueError."""
        texts: list[Any] = [data.get(key, "") for key in ("path", "name", "maker")] if isinstance(data, dict) else [None]
        if not all(isinstance(text, str) and len(text) <= 4096 for text in texts) or not texts[0]:
            raise ValueError("no plug-in")
        rows = data.get("controls", [])
        controls = [_parameter(row) for row in rows[:MAX_PLUGIN_CONTROLS]] if isinstance(rows, list) else []
        return Plugin(texts[0], texts[1], texts[2], tuple(controls))


def _parameter(row: Any) -> Number:
    """Raises ValueError."""
    if not isinstance(row, list) or len(row) != 8 or not all(isinstance(row[n], str) and len(row[n]) <= MAX_TEXT for n in (0, 1, 6, 7)):
        raise ValueError("a parameter")
    name, label, low, high, default, step, unit, curve = row
    if not name or not all(map(is_number, (low, high, default, step))) or not low <= default <= high or not low < high or step < 0:
        raise ValueError("a parameter")
    if curve == "log" and low <= 0:
        raise ValueError("a parameter")
    return Number(name, label or name, float(low), float(high), float(default), unit=unit, step=float(step), curve=curve)


@dataclass(frozen=True)
class Slot:
    """One effect. id: 1 and up, its own in its rack; wet: %; values: of every control, in the kind's order."""

    id: int
    kind: str
    values: tuple[tuple[str, float], ...]
    wet: float = 100.0
    on: bool = True
    plugin: Plugin | None = None

    @property
    def title(self) -> str:
        return self.plugin.name if self.plugin is not None else KINDS[self.kind].title

    @property
    def what(self) -> tuple[int, str, str]:
        """Which effect of a rack it is, whatever its numbers."""
        return self.id, self.kind, self.plugin.path if self.plugin is not None else ""

    @property
    def controls(self) -> tuple[Number, ...]:
        """Its own, without WET and ON."""
        return self.plugin.controls if self.plugin is not None else KINDS[self.kind].controls

    def all_controls(self) -> tuple[Number, ...]:
        return (*self.controls, replace(WET, default=KINDS[self.kind].wet if self.plugin is None else 100.0), ON)

    def control(self, name: str) -> Number:
        """Raises BadInput."""
        for control in self.all_controls():
            if control.name == name:
                return control
        raise BadInput(f"The effect '{self.title}' has nothing called {brief(name)}.")

    def get(self, name: str) -> float:
        """Raises BadInput as `control`."""
        self.control(name)
        return self.wet if name == WET.name else float(self.on) if name == ON.name else dict(self.values)[name]

    def turned(self, name: str, value: float) -> Slot:
        """With one number changed. Raises BadInput for a name or value that can't be."""
        value = self.control(name).check(value)
        if name == WET.name:
            return replace(self, wet=value)
        if name == ON.name:
            return replace(self, on=value >= 0.5)
        return replace(self, values=tuple((key, value if key == name else old) for key, old in self.values))

    def to_json(self) -> dict[str, Any]:
        data = {"id": self.id, "kind": self.kind, "values": dict(self.values), "wet": self.wet, "on": self.on}
        return data if self.plugin is None else {**data, "plugin": self.plugin.to_json()}

    @staticmethod
    def from_json(data: Any) -> Slot:
        """Raises ValueError for what is no effect; a number that is damaged is the default."""
        if not isinstance(data, dict) or not isinstance(data.get("id"), int) or not 0 < data["id"] < 1 << 31:
            raise ValueError("no effect")
        kind = data.get("kind")
        plugin = Plugin.from_json(data.get("plugin")) if kind == PLUGIN else None
        if not isinstance(kind, str) or (plugin is None and kind not in KINDS):
            raise ValueError("an effect that nobody knows")
        slot = fresh(data["id"], kind, plugin)
        given = data.get("values")
        numbers = {**(given if isinstance(given, dict) else {}), WET.name: data.get("wet"), ON.name: float(data.get("on") is not False)}
        for control in slot.all_controls():
            try:
                slot = slot.turned(control.name, numbers.get(control.name, control.default))
            except BadInput:
                continue
        return slot


def fresh(id: int, kind: str, plugin: Plugin | None = None) -> Slot:
    """An effect as it comes. kind: of KINDS, or PLUGIN with a plugin."""
    controls = plugin.controls if plugin is not None else KINDS[kind].controls
    wet = 100.0 if plugin is not None else KINDS[kind].wet
    return Slot(id, kind, tuple((c.name, c.default) for c in controls), wet, True, plugin)


@dataclass(frozen=True)
class Rack:
    """The effects from first to last."""

    slots: tuple[Slot, ...] = ()

    @property
    def sounds(self) -> bool:
        """Does it change anything?"""
        return any(slot.on and slot.wet > 0 for slot in self.slots)

    def slot(self, id: int) -> Slot:
        """Raises BadInput."""
        for slot in self.slots:
            if slot.id == id:
                return slot
        raise BadInput("This effect is not in the rack any more.")

    def added(self, kind: str, at: int | None = None, plugin: Plugin | None = None) -> Rack:
        """With one more, at the end or before place `at`. Raises BadInput for what is unknown, and where the rack is full."""
        if plugin is None and kind not in KINDS:
            raise BadInput(f"There is no effect called {brief(kind)}; there are: {', '.join(KINDS)}.")
        if len(self.slots) >= MAX_SLOTS:
            raise BadInput(f"A rack holds at most {MAX_SLOTS} effects; take one out first.")
        new = fresh(max((slot.id for slot in self.slots), default=0) + 1, kind, plugin)
        at = len(self.slots) if at is None else at
        return Rack((*self.slots[:at], new, *self.slots[at:]))

    def without(self, id: int) -> Rack:
        self.slot(id)
        return Rack(tuple(slot for slot in self.slots if slot.id != id))

    def moved(self, id: int, to: int) -> Rack:
        """With one at place `to` (0 is first) instead of where it is."""
        slot = self.slot(id)
        rest = [one for one in self.slots if one.id != id]
        rest.insert(max(0, min(to, len(rest))), slot)
        return Rack(tuple(rest))

    def with_slot(self, new: Slot) -> Rack:
        self.slot(new.id)
        return Rack(tuple(new if slot.id == new.id else slot for slot in self.slots))

    def joined(self, own: Rack) -> int:
        """Id of the last effect here that a sound recorded through `own` has in it already; 0 where there is none."""
        heard = {slot.what for slot in own.slots if slot.on and slot.wet > 0}
        return next((slot.id for slot in reversed(self.slots) if slot.what in heard), 0)

    def behind(self, own: Rack | None) -> Rack:
        """What a sound recorded through `own` still goes through: the effects behind the last of those; all for None."""
        id = self.joined(own) if own is not None else 0
        start = next((place + 1 for place, slot in enumerate(self.slots) if slot.id == id), 0)
        return Rack(self.slots[start:])

    def followed_by(self, other: Rack) -> Rack:
        """This and then the other, as far as there is room; an id that is taken becomes another."""
        slots = list(self.slots)
        for slot in other.slots[: MAX_SLOTS - len(slots)]:
            taken = {one.id for one in slots}
            slots.append(replace(slot, id=max(taken) + 1) if slot.id in taken else slot)
        return Rack(tuple(slots))

    def to_json(self) -> list[dict[str, Any]]:
        return [slot.to_json() for slot in self.slots]

    @staticmethod
    def from_json(data: Any) -> Rack:
        """Effects that are damaged or unknown are left out."""
        found: dict[int, Slot] = {}
        for one in data[:MAX_CONTROLS] if isinstance(data, list) else []:
            try:
                slot = Slot.from_json(one)
            except (ValueError, BadInput):
                continue
            if len(found) < MAX_SLOTS:
                found.setdefault(slot.id, slot)
        return Rack(tuple(found.values()))

    def values(self) -> Mapping[str, float]:
        """Every number by '<id>.<name>'."""
        return {f"{slot.id}.{c.name}": slot.get(c.name) for slot in self.slots for c in slot.all_controls()}
