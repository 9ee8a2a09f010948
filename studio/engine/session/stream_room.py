"""The numbers of the decks that hands, MIDI, modulators and automation turn: see knobs.py. Any thread, under the session's lock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.engine.decks import CROSSFADER, DECK_NUMBERS, NAMES
from studio.errors import BadInput, brief
from studio.recipe import Number

if TYPE_CHECKING:
    from studio.engine.session.streaming import Streaming

_CROSSFADER = Number(CROSSFADER, "Crossfader", 0.0, 1.0, 0.5, help="From deck A to deck B, equally loud all the way.")


class StreamRoom:
    """A Room: 'crossfader', and 'gain', 'drift', 'scale' and 'jitter' of each deck as 'a.gain' and so on."""

    title = "Streams"

    def __init__(self, session: Streaming) -> None:
        self._session = session
        each = [(f"{deck.lower()}.{n.name}", replace(n, label=f"{n.label} {deck}")) for deck in NAMES for n in DECK_NUMBERS]
        self._controls = (_CROSSFADER, *(replace(number, name=name) for name, number in each))
        self._by_name = {control.name: control for control in self._controls}

    def controls(self) -> tuple[Number, ...]:
        return self._controls

    def get(self, name: str) -> float:
        self._control(name)
        decks = self._session.deck_set
        if name == CROSSFADER:
            return decks.crossfader
        deck, part = name.split(".")
        return float(getattr(decks.decks[NAMES.index(deck.upper())], part))

    def turn(self, name: str, value: float) -> None:
        control = self._control(name)
        value = control.check(value)
        decks = self._session.deck_set
        if name == CROSSFADER:
            changed = replace(decks, crossfader=value)
        else:
            deck, part = name.split(".")
            changed = decks.with_deck(NAMES.index(deck.upper()), **{part: value})
        self._session._set_decks(control.label, changed, f"stream {name}")

    def sound(self, name: str, value: float | None) -> None:
        control = self._control(name)
        self._session._sound_decks_over(name, None if value is None else min(control.high, max(control.low, value)))

    def _control(self, name: str) -> Number:
        if name not in self._by_name:
            raise BadInput(f"The streams have no {brief(name)} to turn.")
        return self._by_name[name]
