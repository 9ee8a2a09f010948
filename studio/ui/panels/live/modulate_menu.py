"""'Modulate…' in the menu of a slider, whatever it turns. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from studio.ui import theme
from studio.ui.actions import tr
from studio.ui.bridge import Bridge
from studio.ui.panels.live.modulator_popup import ModulatorPopup


def offer_modulation(menu: QMenu, bridge: Bridge, address: str) -> None:
    """Add 'Modulate…', and 'Remove modulation' where there is some, for the knob of this address."""
    session = bridge.session
    there = session.modulators_of(address)
    owner = menu.parentWidget()
    menu.addSeparator()
    text = tr("Modulate… ({count})").format(count=len(there)) if there else tr("Modulate…")
    action = menu.addAction(theme.icon("modulate"), text)
    action.setObjectName("modulateAction")
    action.triggered.connect(lambda: open_popup(bridge, address, owner))
    if there:
        remove = menu.addAction(tr("Remove modulation"))
        remove.setObjectName("removeModulationAction")
        remove.triggered.connect(lambda: [bridge.call(session.remove_modulator, one.id) for one in there])


def open_popup(bridge: Bridge, address: str, under: QWidget | None, number: int = 0) -> ModulatorPopup:
    """The editor of an address's modulators, at the widget below which it belongs; makes a first one where there is none.

    number: id of the one to show first.
    """
    if not bridge.session.modulators_of(address):
        bridge.call(bridge.session.add_modulator, address)
    window = under.window() if under is not None else QApplication.activeWindow()
    popup = ModulatorPopup(bridge, address, window, number)
    place = under.mapToGlobal(QPoint(under.width() // 4, under.height() + theme.px(2))) if under is not None else QCursor.pos()
    popup.open_at(place)
    return popup
