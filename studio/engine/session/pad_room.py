"""The numbers of the pads that hands, MIDI, modulators and automation turn: swing and levels. See knobs.py. Any thread, under the lock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.engine.pattern import LEAST_LEVEL_DB, MOST_LEVEL_DB, MOST_SWING, PADS, STRAIGHT, USUAL_LEVEL_DB
from studio.errors import BadInput, brief
from studio.recipe import Number

if TYPE_CHECKING:
    from studio.engine.session.pads import Pads

SWING, LEVEL = "swing", "level"


class PadRoom:
    """A Room: 'swing' in % (50 is straight), 'level' of all pads and 'level_1' to 'level_8' in dB."""

    title = "Pads"

    def __init__(self, session: Pads) -> None:
        self._session = session

    def controls(self) -> tuple[Number, ...]:
        low, high = LEAST_LEVEL_DB, MOST_LEVEL_DB
        pads = self._session.pattern.pads
        names = [f"{number + 1} {pad.name}".strip() for number, pad in enumerate(pads)]
        return (
            Number(SWING, "Swing", 100 * STRAIGHT, 100 * MOST_SWING, 100 * STRAIGHT, unit="%", help="How late every second step is."),
            Number(LEVEL, "Level", low, high, 0.0, unit="dB", help="How loud all pads are."),
            *(Number(f"level_{number + 1}", f"Level of pad {name}", low, high, USUAL_LEVEL_DB, unit="dB", help="How loud this pad is.")
              for number, name in enumerate(names)),
        )  # fmt: skip

    def get(self, name: str) -> float:
        pattern = self._session.pattern
        if name == SWING:
            return 100 * pattern.swing
        return pattern.level_db if name == LEVEL else pattern.pads[self._pad(name)].level_db

    def turn(self, name: str, value: float) -> None:
        pattern = self._session.pattern
        value = self._control(name).check(value)
        if name == SWING:
            changed, text = replace(pattern, swing=round(value / 100, 4)), "Swing"
        elif name == LEVEL:
            changed, text = replace(pattern, level_db=value), "Level of the pads"
        else:
            pad = self._pad(name)
            changed, text = pattern.with_pad(pad, level_db=value), f"Level of pad {pad + 1}"
        self._session._set_pattern(text, changed, name)

    def sound(self, name: str, value: float | None) -> None:
        control = self._control(name)
        self._session._sound_pads_over(name, None if value is None else min(control.high, max(control.low, value)))

    def _control(self, name: str) -> Number:
        for control in self.controls():
            if control.name == name:
                return control
        raise BadInput(f"The pads have no {brief(name)} to turn.")

    def _pad(self, name: str) -> int:
        word, _, number = name.partition("_")
        if word == LEVEL and number.isdigit() and 1 <= int(number) <= PADS:
            return int(number) - 1
        raise BadInput(f"The pads have no {brief(name)} to turn.")
