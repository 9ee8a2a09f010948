"""The state of the user's work: one immutable value. Only `Session` replaces it. Plain data, no threads, no files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from studio.engine.automation import Automation
from studio.engine.modulation import Modulators, modulators_from_json
from studio.engine.snapshots import EMPTY, SLOTS, Slots, Snapshot, slots_from_json
from studio.engine.stage import Stage
from studio.engine.xy import XY
from studio.errors import BadInput, brief
from studio.recipe import MAX_CONTROLS, MAX_TEXT, Choice, Settings, Spec, is_number

MIN_BPM, MAX_BPM = 20.0, 400.0
MAX_BEATS = 64
MAX_PERIOD = 30.0  # seconds; the longest clip that the player holds
MAX_LABEL = 60  # characters of a name that a person gives to a control
LEAST_AMOUNT = 0.01
LEAST_RADIUS, MOST_RADIUS = 0.1, 8.0  # sigma

Morph = tuple[int, int, float]  # two snapshots (0 to 7) and the share of the way from the first to the second, 0 to 1


def first_locks(spec: Spec) -> frozenset[str]:
    """What is locked when a model is opened for the first time: its choices, so that Randomise on a kick gives a kick."""
    return frozenset(control.name for control in spec.controls if isinstance(control, Choice))


@dataclass(frozen=True)
class Project:
    """model: id ('' before the first is known); locks: names of controls that Randomise and Nudge leave alone.

    loop: play around and around; bpm 20 to 400, beats 1 to 64: a one-shot repeats every `period` seconds.
    snapshots: always eight slots; morph: where the fader between two of them was put last; labels: names that the person gave to
    controls, by the control's name; extended: controls whose range is doubled; amount: of Randomise, 0.01 to 1.
    modulators: of this model's controls; automation: recorded gestures; xy: the pad; radius: of near variants, in sigma.
    preset: id of the preset that was loaded last ('' for none). All of these belong to the model: another model has its own, but for the
    lanes of rooms, which go on.
    stage: effects, pads and what else is performed; the same for every model.
    """

    model: str = ""
    settings: Settings = field(default_factory=Settings)
    locks: frozenset[str] = frozenset()
    loop: bool = False
    bpm: float = 120.0
    beats: int = 2
    snapshots: Slots = EMPTY
    morph: Morph | None = None
    labels: tuple[tuple[str, str], ...] = ()
    extended: frozenset[str] = frozenset()
    amount: float = 1.0
    preset: str = ""
    modulators: Modulators = ()
    automation: Automation = field(default_factory=Automation)
    xy: XY = field(default_factory=XY)
    radius: float = 1.0
    stage: Stage = field(default_factory=Stage)

    def __post_init__(self) -> None:
        if not _number(self.bpm) or not MIN_BPM <= self.bpm <= MAX_BPM:
            raise BadInput(f"The tempo goes from {MIN_BPM:.0f} to {MAX_BPM:.0f} BPM, not {brief(self.bpm)}.")
        if isinstance(self.beats, bool) or not isinstance(self.beats, int) or not 1 <= self.beats <= MAX_BEATS:
            raise BadInput(f"A loop has 1 to {MAX_BEATS} beats, not {brief(self.beats)}.")
        if self.period > MAX_PERIOD:
            raise BadInput(f"A loop of {self.beats} beats at {self.bpm:g} BPM lasts {self.period:.0f} s; at most {MAX_PERIOD:.0f} s fit.")

    @property
    def period(self) -> float:
        """Length of one loop in seconds."""
        return self.beats * 60.0 / self.bpm

    def with_transport_of(self, other: Project) -> Project:
        """This work under the other's loop, tempo and beats: undo leaves the transport as it is."""
        return replace(self, loop=other.loop, bpm=other.bpm, beats=other.beats)

    def label(self, name: str, default: str) -> str:
        """What the person calls a control, else the model's own name for it."""
        return dict(self.labels).get(name, default)

    def with_label(self, name: str, label: str) -> Project:
        """The control under another name; '' gives it back its own."""
        labels = {**dict(self.labels), name: label[:MAX_LABEL]}
        return replace(self, labels=tuple((key, text) for key, text in labels.items() if text))

    def fitted(self, spec: Spec) -> Project:
        """This project with nothing in it that the model doesn't know. Raises BadInput where its settings don't fit."""
        names = {control.name for control in spec.controls}
        return replace(
            self, model=spec.id, settings=spec.check(self.settings), locks=self.locks & names, extended=self.extended & names,
            labels=tuple((name, label) for name, label in self.labels if name in names),
            modulators=tuple(one for one in self.modulators if one.target in names),
            snapshots=tuple(_fits(spec, one) for one in self.snapshots),
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model, "settings": self.settings.to_json(), "locks": sorted(self.locks),
            "loop": self.loop, "bpm": self.bpm, "beats": self.beats,
            "snapshots": [one and one.to_json() for one in self.snapshots], "morph": self.morph and list(self.morph),
            "labels": dict(self.labels), "extended": sorted(self.extended), "amount": self.amount, "preset": self.preset,
            "modulators": [one.to_json() for one in self.modulators], "automation": self.automation.to_json(), "xy": self.xy.to_json(),
            "radius": self.radius, "stage": self.stage.to_json(),
        }

    @staticmethod
    def from_json(data: Any) -> Project:
        """Raises BadInput where the JSON is not a project. The settings are checked later, against the model's spec.

        A tempo or number of beats that can't be is the default: the sound is worth more than they.
        """
        if not isinstance(data, dict):
            raise BadInput("The saved project is damaged: a JSON object is needed.")
        model, locks, loop = data.get("model"), data.get("locks", []), data.get("loop", False)
        texts = isinstance(locks, list) and all(isinstance(name, str) and len(name) <= MAX_TEXT for name in [model, *locks])
        if not texts or not isinstance(model, str) or not isinstance(loop, bool):
            raise BadInput("The saved project is damaged: model, locks or loop.")
        settings = Settings.from_json(data.get("settings"))
        project = replace(Project(model, settings, frozenset(locks), loop), **_extras(data))
        try:
            return replace(project, bpm=data.get("bpm", project.bpm), beats=data.get("beats", project.beats))
        except BadInput:
            return project


def _extras(data: dict[str, Any]) -> dict[str, Any]:
    """What a project can do without: anything damaged here is left out rather than refused."""
    labels, extended, morph = data.get("labels"), data.get("extended"), data.get("morph")
    amount: Any = data.get("amount")
    radius: Any = data.get("radius")
    preset = data.get("preset")
    pairs = list(labels.items())[:MAX_CONTROLS] if isinstance(labels, dict) else []
    return {
        "snapshots": slots_from_json(data.get("snapshots")),
        "morph": _morph(morph),
        "labels": tuple((name[:MAX_TEXT], text[:MAX_LABEL]) for name, text in pairs if isinstance(text, str) and text),
        "extended": frozenset(name for name in extended if isinstance(name, str)) if isinstance(extended, list) else frozenset(),
        "modulators": modulators_from_json(data.get("modulators")),
        "automation": Automation.from_json(data.get("automation")),
        "xy": XY.from_json(data.get("xy")),
        "radius": min(MOST_RADIUS, max(LEAST_RADIUS, float(radius))) if is_number(radius) else 1.0,
        "stage": Stage.from_json(data.get("stage")),
        "preset": preset if isinstance(preset, str) and len(preset) <= MAX_TEXT else "",
        "amount": min(1.0, max(LEAST_AMOUNT, float(amount))) if is_number(amount) else 1.0,
    }


def _morph(data: Any) -> Morph | None:
    if not isinstance(data, list) or len(data) != 3 or not all(map(is_number, data)):
        return None
    first, second, share = int(data[0]), int(data[1]), float(data[2])
    return (first, second, share) if 0 <= first < SLOTS and 0 <= second < SLOTS and 0 <= share <= 1 else None


def _fits(spec: Spec, snapshot: Snapshot | None) -> Snapshot | None:
    """The snapshot with every control of the model in it; None where it is of other controls."""
    try:
        return snapshot and replace(snapshot, settings=spec.check(snapshot.settings))
    except BadInput:
        return None


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
