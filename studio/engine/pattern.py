"""The pads and the pattern that plays them: one frozen value in the project's stage. Plain data, no threads.

`from_json` is tolerant: whatever is damaged in it is left out or as at the first start, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from studio.errors import BadInput
from studio.recipe import MAX_TEXT, Settings, is_number

PADS = 8
MOST_STEPS, LEAST_STEPS, USUAL_STEPS = 64, 4, 16
STEPS_A_BEAT = 4  # a step is a sixteenth note
MIN_BPM, MAX_BPM = 30.0, 300.0  # what the sequencer plays at; the project's tempo is taken to the nearer end
STRAIGHT, MOST_SWING = 0.5, 0.75  # where in a pair of steps the second one lies: 0.5 straight, 2/3 triplets
USUAL_VELOCITY = 0.8
MOST_RATCHETS = 4
MOST_OFFSETS = 3  # different offsets on one pad's steps: each is a sound that is rendered ahead
OFFSET_STEP = 0.1  # offsets are whole multiples of it
USUAL_LEVEL_DB, LEAST_LEVEL_DB, MOST_LEVEL_DB = -6.0, -48.0, 6.0
GROUPS = 4  # choke groups 1 to 4; 0 is none
MAX_NAME = 40
NOBODY = -1  # no pad follows the sliders


@dataclass(frozen=True)
class Step:
    """A hit. velocity over 0 to 1; chance 0 to 1 that it sounds; offset: on the pad's control, in its units; ratchets: hits in the step."""

    velocity: float = USUAL_VELOCITY
    chance: float = 1.0
    offset: float = 0.0
    ratchets: int = 1

    def to_json(self) -> list[float]:
        return [self.velocity, self.chance, self.offset, self.ratchets]

    @staticmethod
    def from_json(data: Any) -> Step | None:
        """None where it is no step."""
        if not isinstance(data, list) or len(data) != 4 or not all(map(is_number, data)):
            return None
        velocity, chance, offset, ratchets = data
        return Step(float(velocity), float(chance), float(offset), int(max(1, min(MOST_RATCHETS, ratchets)))).within()

    def within(self) -> Step:
        """The same with every value in its range."""
        offset = round(_within(self.offset, -12.0, 12.0) / OFFSET_STEP) * OFFSET_STEP
        ratchets = min(MOST_RATCHETS, max(1, self.ratchets))
        return Step(_within(self.velocity, 0.01, 1.0), _within(self.chance, 0.0, 1.0), round(offset, 4), ratchets)


@dataclass(frozen=True)
class PadSound:
    """What a pad plays: a model's settings, or the take of this id, made anew where it is gone. sha256: of the weights."""

    model: str
    settings: Settings
    take: str = ""
    sha256: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"model": self.model, "settings": self.settings.to_json(), "take": self.take, "sha256": self.sha256}

    @staticmethod
    def from_json(data: Any) -> PadSound | None:
        if not isinstance(data, dict) or not _is_text(data.get("model")) or not data["model"]:
            return None
        try:
            settings = Settings.from_json(data.get("settings"))
        except BadInput:
            return None
        texts = {key: data[key] for key in ("take", "sha256") if _is_text(data.get(key))}
        return PadSound(data["model"], settings, **texts)


@dataclass(frozen=True)
class Pad:
    """One of the eight. steps: (index, step) in order, indexes 0 to 63; pan -1 to 1; group: 0 or a choke group 1 to 4.

    control: the name of what offsets of steps move; '' the first slider of the pad's model.
    """

    name: str = ""
    sound: PadSound | None = None
    level_db: float = USUAL_LEVEL_DB
    pan: float = 0.0
    muted: bool = False
    soloed: bool = False
    group: int = 0
    control: str = ""
    steps: tuple[tuple[int, Step], ...] = ()

    def step(self, index: int) -> Step | None:
        return dict(self.steps).get(index)

    def with_steps(self, changes: dict[int, Step | None]) -> Pad:
        """The pad with these steps set, or taken away where None."""
        merged: dict[int, Step | None] = {**dict(self.steps), **changes}
        return replace(self, steps=tuple((index, step) for index, step in sorted(merged.items()) if step is not None))

    def offsets(self, length: int = MOST_STEPS) -> tuple[float, ...]:
        """The offsets that its steps hold, at most MOST_OFFSETS, in the order of the steps; 0 is not one."""
        found = dict.fromkeys(step.offset for index, step in self.steps if step.offset and index < length)
        return tuple(found)[:MOST_OFFSETS]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "sound": self.sound and self.sound.to_json(), "level_db": self.level_db, "pan": self.pan,
            "muted": self.muted, "soloed": self.soloed, "group": self.group, "control": self.control,
            "steps": {str(index): step.to_json() for index, step in self.steps},
        }  # fmt: skip

    @staticmethod
    def from_json(data: Any) -> Pad:
        if not isinstance(data, dict):
            return Pad()
        steps = {}
        saved = data.get("steps")
        for key, value in saved.items() if isinstance(saved, dict) else ():
            step = Step.from_json(value)
            if step is not None and key.isascii() and key.isdigit() and len(key) < 4 and int(key) < MOST_STEPS:
                steps[int(key)] = step
        group = data.get("group")
        return Pad(
            name=data["name"][:MAX_NAME] if _is_text(data.get("name")) else "",
            sound=PadSound.from_json(data.get("sound")),
            level_db=_number(data.get("level_db"), LEAST_LEVEL_DB, MOST_LEVEL_DB, USUAL_LEVEL_DB),
            pan=_number(data.get("pan"), -1.0, 1.0, 0.0),
            muted=data.get("muted") is True, soloed=data.get("soloed") is True,
            group=group if type(group) is int and 0 <= group <= GROUPS else 0,
            control=data["control"] if _is_text(data.get("control")) else "",
            steps=tuple(sorted(steps.items())),
        )  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """pads: always eight; length: 4 to 64 steps; swing 0.5 to 0.75; level_db: of all pads; seed: of what chance decides.

    following: the pad that plays what the sliders say, or NOBODY.
    """

    pads: tuple[Pad, ...] = field(default=(Pad(),) * PADS)
    length: int = USUAL_STEPS
    swing: float = STRAIGHT
    level_db: float = 0.0
    seed: int = 1
    following: int = NOBODY

    def with_pad(self, pad: int, **changes: Any) -> Pattern:
        """One pad changed."""
        return self.with_pads({pad: replace(self.pads[pad], **changes)})

    def with_pads(self, changes: dict[int, Pad]) -> Pattern:
        return replace(self, pads=tuple(changes.get(index, pad) for index, pad in enumerate(self.pads)))

    def with_step(self, pad: int, index: int, step: Step | None) -> Pattern:
        """One step changed; raises as `with_steps`."""
        return self.with_steps(pad, {index: step})

    def with_steps(self, pad: int, steps: Mapping[int, Step | None]) -> Pattern:
        """Raises BadInput for a step that isn't there, and for more offsets on a pad than are rendered ahead."""
        for index in steps:
            if not 0 <= pad < PADS or not 0 <= index < MOST_STEPS:
                raise BadInput(f"There is no step {index + 1} on pad {pad + 1}.")
        changed = self.pads[pad].with_steps({index: step and step.within() for index, step in steps.items()})
        if len({one.offset for _, one in changed.steps} - {0.0}) > MOST_OFFSETS:
            raise BadInput(f"A pad has at most {MOST_OFFSETS} different offsets; use one of those that are there, or clear one first.")
        return self.with_pads({pad: changed})

    def audible(self, pad: int) -> bool:
        """Does the pattern play it? A solo anywhere silences the others; mute is stronger."""
        soloed = any(one.soloed for one in self.pads)
        return not self.pads[pad].muted and (not soloed or self.pads[pad].soloed)

    @property
    def empty(self) -> bool:
        """No step is set and no pad has a sound."""
        return not any(pad.steps or pad.sound for pad in self.pads)

    def to_json(self) -> dict[str, Any]:
        return {
            "pads": [pad.to_json() for pad in self.pads], "length": self.length, "swing": self.swing, "level_db": self.level_db,
            "seed": self.seed, "following": self.following,
        }  # fmt: skip

    @staticmethod
    def from_json(data: Any) -> Pattern:
        if not isinstance(data, dict):
            return Pattern()
        saved = data.get("pads")
        pads = [Pad.from_json(one) for one in saved[:PADS]] if isinstance(saved, list) else []
        length, seed, following = data.get("length"), data.get("seed"), data.get("following")
        return Pattern(
            pads=tuple(pads + [Pad()] * (PADS - len(pads))),
            length=length if type(length) is int and LEAST_STEPS <= length <= MOST_STEPS else USUAL_STEPS,
            swing=_number(data.get("swing"), STRAIGHT, MOST_SWING, STRAIGHT),
            level_db=_number(data.get("level_db"), LEAST_LEVEL_DB, MOST_LEVEL_DB, 0.0),
            seed=seed if type(seed) is int and 0 <= seed < 2**32 else 1,
            following=following if type(following) is int and 0 <= following < PADS else NOBODY,
        )


def tempo_of(bpm: float) -> float:
    """The tempo that the sequencer plays at, in beats a minute."""
    return _within(bpm, MIN_BPM, MAX_BPM)


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, float(value)))


def _number(value: Any, low: float, high: float, usual: float) -> float:
    return _within(value, low, high) if is_number(value) else usual


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT
