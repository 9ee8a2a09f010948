"""Badges on sliders: which MIDI controller turns them, and which way it must go before it does. GUI thread.

One `MidiMarks` for each window (its bridge), made when it is first asked for.
"""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject
from shiboken6 import isValid

from studio.ui.bridge import Bridge
from studio.ui.widgets.value_slider import ValueSlider

NAME = "midiMarks"


class MidiMarks(QObject):
    """`add` a slider under the address of what it turns; sliders that are gone are forgotten."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.setObjectName(NAME)
        self._session = bridge.session
        self._sliders: list[tuple[str, weakref.ref[ValueSlider]]] = []
        bridge.midi_changed.connect(self.refresh)

    def add(self, address: str, slider: ValueSlider) -> None:
        self._sliders = [one for one in self._sliders if (there := one[1]()) is not None and isValid(there)]
        self._sliders.append((address, weakref.ref(slider)))
        slider.show_badge(self._session.midi.badge(address))

    def refresh(self, *_: object) -> None:
        """The mapping, what is learnt or what waits differs now."""
        state = self._session.midi
        for address, weak in self._sliders:
            slider = weak()
            if slider is not None and isValid(slider):
                slider.show_badge(state.badge(address))


def mark_midi(bridge: Bridge, address: str, slider: ValueSlider) -> None:
    """Show on this slider which controller turns the knob of this address."""
    found = bridge.findChild(MidiMarks, NAME)
    (found if isinstance(found, MidiMarks) else MidiMarks(bridge)).add(address, slider)
