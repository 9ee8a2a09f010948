"""Snapshots of a model's settings, and the points between two of them. Plain data and arithmetic; no threads, no files."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from studio.errors import BadInput
from studio.recipe import Latent, Number, Settings, Spec, Value

SLOTS = 8
MAX_NAME = 60  # characters
SHORTEST = 1e-6  # sigma: a shorter code has no direction
STRAIGHT = 0.05  # radians: directions nearer than this, or nearer to opposite, are mixed along a straight line


@dataclass(frozen=True)
class Snapshot:
    """Settings that were put aside; name: '' until the person gives one."""

    settings: Settings
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"settings": self.settings.to_json(), "name": self.name}

    @staticmethod
    def from_json(data: Any) -> Snapshot | None:
        """None for an empty slot and for what is no snapshot: one damaged slot must not cost the others."""
        if not isinstance(data, dict) or not isinstance(data.get("name"), str):
            return None
        try:
            settings = Settings.from_json(data.get("settings"))
        except BadInput:
            return None
        return Snapshot(settings, data["name"][:MAX_NAME])


Slots = tuple[Snapshot | None, ...]
EMPTY: Slots = (None,) * SLOTS


def slots_from_json(data: Any) -> Slots:
    """Always SLOTS of them."""
    read = [Snapshot.from_json(item) for item in data[:SLOTS]] if isinstance(data, list) else []
    return (*read, *EMPTY[len(read) :])


def between(spec: Spec, first: Settings, second: Settings, share: float) -> Settings:
    """The settings at `share` (0 = first, 1 = second) of the way; both must have passed spec.check.

    Raw dimensions turn from the one direction to the other while their length goes along evenly (slerp, Shoemake 1985):
    the middle of a straight line between two Gaussian codes is shorter than either and sounds duller than both.
    Other numbers go along their own scale. What has no middle (a class, a text, notes, the seed) changes half way.
    """
    if share <= 0.0:
        return first
    if share >= 1.0:
        return second
    one, two = first.as_dict(), second.as_dict()
    nearer = first if share < 0.5 else second
    values: dict[str, Value] = nearer.as_dict()
    axes = [c for c in spec.controls if isinstance(c, Latent) and c.group == "dimension"]
    values.update(_turned(axes, one, two, share))
    for control in spec.controls:
        if isinstance(control, (Latent, Number)) and control not in axes:
            values[control.name] = _along(control, _number(one[control.name]), _number(two[control.name]), share)
    return Settings(nearer.seed, tuple(values.items()))


def between_four(spec: Spec, corners: tuple[Settings, Settings, Settings, Settings], x: float, y: float) -> Settings:
    """The settings at a place between four, top left, top right, bottom left, bottom right; x 0 to 1 rightwards, y upwards.

    First along the upper and the lower edge, then from the lower to the upper: numbers are mixed bilinearly, raw dimensions turn.
    """
    upper, lower = between(spec, corners[0], corners[1], x), between(spec, corners[2], corners[3], x)
    return between(spec, lower, upper, y)


def _turned(axes: list[Latent], one: dict[str, Value], two: dict[str, Value], share: float) -> dict[str, Value]:
    """The raw dimensions on the way; each stays within its range or, where one end lies outside, within the ends."""
    a, b = ([_number(code[axis.name]) for axis in axes] for code in (one, two))
    long_a, long_b = math.hypot(*a), math.hypot(*b)
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    both = min(long_a, long_b) > SHORTEST
    angle = math.acos(min(1.0, max(-1.0, dot / (long_a * long_b)))) if both else 0.0
    weights = (1.0 - share, share)
    if STRAIGHT < angle < math.pi - STRAIGHT:
        length = long_a + share * (long_b - long_a)
        weights = (
            length / long_a * math.sin((1.0 - share) * angle) / math.sin(angle),
            length / long_b * math.sin(share * angle) / math.sin(angle),
        )
    found: dict[str, Value] = {}
    for axis, x, y in zip(axes, a, b, strict=True):
        low, high = min(axis.low, x, y), max(axis.high, x, y)
        found[axis.name] = round(min(max(weights[0] * x + weights[1] * y, low), high), 4)
    return found


def _along(control: Latent | Number, one: float, two: float, share: float) -> float:
    if isinstance(control, Number) and control.curve == "log" and one > 0 and two > 0:
        return one * (two / one) ** share
    value = one + share * (two - one)
    if isinstance(control, Number) and control.step > 0:
        value = control.low + round((value - control.low) / control.step) * control.step
    return min(max(value, min(one, two)), max(one, two))


def _number(value: Value) -> float:
    assert isinstance(value, (int, float))
    return float(value)


