"""Badges on sliders: which MIDI controller turns them, and which way it must go before it does. GUI thread."""

from __future__ import annotations

from studio.ui.bridge import Bridge
from studio.ui.slider_marks import SliderMarks
from studio.ui.widgets.value_slider import ValueSlider


class MidiMarks(SliderMarks):
    """Follows the mapping, what is learnt and what waits."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        bridge.midi_changed.connect(self.refresh)

    def _show(self, address: str, slider: ValueSlider) -> None:
        slider.show_badge(self._session.midi.badge(address))


def mark_midi(bridge: Bridge, address: str, slider: ValueSlider) -> None:
    """Show on this slider which controller turns the knob of this address."""
    MidiMarks.of(bridge).add(address, slider)
