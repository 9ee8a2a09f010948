"""What modulators and the automation do, drawn on the tracks of sliders: how far, and a dot where the value is just now. GUI thread.

One `Marks` for each window (its bridge), made when it is first asked for. It looks thirty times a second, and only while something is
moved and a slider that shows it is seen; each look repaints the places of the dots and nothing else. With reduced motion no dot moves.
"""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.widgets.value_slider import ValueSlider

LOOK_MS = 33
NAME = "modulationMarks"


class Marks(QObject):
    """`add` a slider under the address of what it turns; sliders that are gone are forgotten."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.setObjectName(NAME)
        self._session = bridge.session
        self._sliders: list[tuple[str, weakref.ref[ValueSlider]]] = []
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        bridge.project_changed.connect(self.refresh)
        bridge.model_loaded.connect(self.refresh)

    def add(self, address: str, slider: ValueSlider) -> None:
        self._sliders = [one for one in self._sliders if _lives(one[1]())]
        self._sliders.append((address, weakref.ref(slider)))
        self._show_reach(address, slider)

    def refresh(self, *_: object) -> None:
        """The project changed: draw what is moved how far, and look on while anything moves."""
        for address, slider in self._living():
            self._show_reach(address, slider)
        if not self._timer.isActive() and self._session.moves_anything():
            self._timer.start()

    def look(self) -> None:
        """Move the dots to where the values are; nothing is looked for any more once nothing is moved."""
        values = self._session.sounding()
        if not values and not self._session.moves_anything():
            self._timer.stop()
        for address, slider in self._living():
            if slider.isVisible():
                slider.show_moving(None if theme.reduced_motion() else values.get(address))

    def _show_reach(self, address: str, slider: ValueSlider) -> None:
        slider.show_reach(self._session.modulation_span(address))

    def _living(self) -> list[tuple[str, ValueSlider]]:
        return [(address, slider) for address, weak in self._sliders if (slider := weak()) is not None and isValid(slider)]


def _lives(slider: ValueSlider | None) -> bool:
    return slider is not None and isValid(slider)


def marks_of(bridge: Bridge) -> Marks:
    """The one of this window."""
    found = bridge.findChild(Marks, NAME)
    return found if isinstance(found, Marks) else Marks(bridge)


def mark_moves(bridge: Bridge, address: str, slider: ValueSlider) -> None:
    """Draw on this slider what moves the knob of this address by itself."""
    marks_of(bridge).add(address, slider)
