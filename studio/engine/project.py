"""The state of the user's work: one immutable value. Only `Session` replaces it. Plain data, no threads, no files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from studio.errors import BadInput, brief
from studio.recipe import MAX_TEXT, Choice, Settings, Spec

MIN_BPM, MAX_BPM = 20.0, 400.0
MAX_BEATS = 64
MAX_PERIOD = 30.0  # seconds; the longest clip that the player holds


def first_locks(spec: Spec) -> frozenset[str]:
    """What is locked when a model is opened for the first time: its choices, so that Randomise on a kick gives a kick."""
    return frozenset(control.name for control in spec.controls if isinstance(control, Choice))


@dataclass(frozen=True)
class Project:
    """model: id ('' before the first is known); locks: names of controls that Randomise and Nudge leave alone.

    loop: play around and around; bpm 20 to 400, beats 1 to 64: a one-shot repeats every `period` seconds.
    """

    model: str = ""
    settings: Settings = field(default_factory=Settings)
    locks: frozenset[str] = frozenset()
    loop: bool = False
    bpm: float = 120.0
    beats: int = 2

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

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model, "settings": self.settings.to_json(), "locks": sorted(self.locks),
            "loop": self.loop, "bpm": self.bpm, "beats": self.beats,
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
        try:
            settings = Settings.from_json(data.get("settings"))
            hash(settings)
        except TypeError as error:
            raise BadInput("The saved project is damaged: its settings.") from error
        project = Project(model, settings, frozenset(locks), loop)
        try:
            return replace(project, bpm=data.get("bpm", project.bpm), beats=data.get("beats", project.beats))
        except BadInput:
            return project


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
