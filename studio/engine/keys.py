"""How keys play: plain values. They belong to the stage, so that they are undone, saved and kept across models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.engine.player.keys import Tuning
from studio.recipe import Number, is_number

MODEL, SOUND = "model", "sound"  # what keys play: the model at the key's own pitch, or what is shown, repitched
ROOT = 60  # the key at which a sound is as it is: middle C
NOTES = 128

NUMBERS: tuple[Number, ...] = (
    Number("attack", "Attack", 1.0, 2000.0, 2.0, unit="ms", curve="log", help="How long a note takes to rise."),
    Number("release", "Release", 10.0, 5000.0, 150.0, unit="ms", curve="log", help="How long a note sounds on when its key goes up."),
    Number("bend", "Bend range", 0.0, 24.0, 2.0, unit="semitones", step=1.0, help="How far the pitch wheel bends."),
    Number("level", "Level", -60.0, 6.0, -6.0, unit="dB", help="How loud all keys are."),
    Number("glide", "Glide", 0.0, 2000.0, 0.0, unit="ms", help="How long the pitch takes from one key to the next while both are down."),
    Number("curve", "Velocity curve", -1.0, 1.0, 0.0, help="Left: a soft touch is loud already. Right: only a hard one is."),
)
BY_NAME = {number.name: number for number in NUMBERS}


@dataclass(frozen=True)
class KeysState:
    """attack, release, glide: milliseconds; bend: semitones; level: dB; curve: -1 (soft) to 1 (hard).

    fixed: every key is struck at 100, however hard; ring: what has no loop goes on when its key goes up; plays: MODEL or SOUND.
    """

    attack: float = 2.0
    release: float = 150.0
    bend: float = 2.0
    level: float = -6.0
    glide: float = 0.0
    curve: float = 0.0
    fixed: bool = False
    ring: bool = True
    plays: str = MODEL

    def tuning(self) -> Tuning:
        return Tuning(self.attack / 1000, self.release / 1000, self.bend, self.glide / 1000, self.ring)

    def struck(self, velocity: float) -> float:
        """What a velocity from 1 to 127 counts as: a power curve through both ends."""
        if self.fixed:
            return 100.0
        share = min(127.0, max(1.0, velocity)) / 127.0
        return max(1.0, 127.0 * float(share ** (3.0**self.curve)))

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in (*BY_NAME, "fixed", "ring", "plays")}

    @staticmethod
    def from_json(data: Any) -> KeysState:
        """Whatever is not there or damaged is as at the first start."""
        data = data if isinstance(data, dict) else {}
        values: dict[str, Any] = {}
        for name, number in BY_NAME.items():
            if is_number(data.get(name)):
                values[name] = min(number.high, max(number.low, float(data[name])))
        values |= {name: data[name] for name in ("fixed", "ring") if isinstance(data.get(name), bool)}
        if data.get("plays") in (MODEL, SOUND):
            values["plays"] = data["plays"]
        return KeysState(**values)
