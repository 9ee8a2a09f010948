"""MIDI in the menu of a slider, whatever it turns. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from studio.ui import theme
from studio.ui.actions import tr
from studio.ui.bridge import Bridge


def offer_midi(menu: QMenu, bridge: Bridge, address: str) -> None:
    """Add 'MIDI learn' (or its end), and 'Clear MIDI' where a controller turns it, for the knob of this address."""
    session = bridge.session
    state = session.midi
    menu.addSeparator()
    learns = state.learning == address
    learn = menu.addAction(theme.icon("midi"), tr("Stop learning") if learns else tr("MIDI learn: move a controller"))
    learn.setObjectName("midiLearnAction")
    learn.triggered.connect(lambda: bridge.call(session.midi_learn, "" if learns else address))
    source = state.mapping.source_of(address)
    if source is not None:
        clear = menu.addAction(tr("Clear MIDI ({controller})").format(controller=source.text))
        clear.setObjectName("midiClearAction")
        clear.triggered.connect(lambda: bridge.call(session.midi_clear, address))
