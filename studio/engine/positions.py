"""Where a value lies on its control's way, 0 to 1, and back: what MIDI, the XY pad, modulators and automation turn. Plain arithmetic."""

from __future__ import annotations

import math

from studio.recipe import Latent, Number

EXACT = 6  # decimals of a value that has no steps


def value_at(control: Latent | Number, place: float) -> float:
    """The value at a place from 0 (low) to 1 (high), along the control's curve and on its steps."""
    place = min(1.0, max(0.0, place))
    if _log(control):
        value = control.low * (control.high / control.low) ** place
    else:
        value = control.low + place * (control.high - control.low)
    step = getattr(control, "step", 0.0)
    if step > 0:
        value = control.low + round((value - control.low) / step) * step
    return min(control.high, max(control.low, round(value, EXACT) + 0.0))


def place_of(control: Latent | Number, value: float) -> float:
    """From 0 to 1; a value outside the range counts as the nearer end."""
    value = min(control.high, max(control.low, value))
    if _log(control):
        return math.log(value / control.low) / math.log(control.high / control.low)
    return (value - control.low) / (control.high - control.low)


def _log(control: Latent | Number) -> bool:
    return isinstance(control, Number) and control.curve == "log" and control.low > 0
