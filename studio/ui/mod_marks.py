"""What modulators and the automation do, drawn on the tracks of sliders: how far, and a dot where the value is just now. GUI thread.

It looks thirty times a second, and only while something is moved and a slider that shows it is seen; each look repaints the places of the
dots and nothing else. With reduced motion no dot moves.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.slider_marks import SliderMarks
from studio.ui.widgets.value_slider import ValueSlider

LOOK_MS = 33


class Marks(SliderMarks):
    """Follows the project, and what moves while it moves."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        bridge.project_changed.connect(self.refresh)
        bridge.model_loaded.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """The project changed: draw what is moved how far, and look on while anything moves."""
        super().refresh()
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

    def _show(self, address: str, slider: ValueSlider) -> None:
        slider.show_reach(self._session.modulation_span(address))


def mark_moves(bridge: Bridge, address: str, slider: ValueSlider) -> None:
    """Draw on this slider what moves the knob of this address by itself."""
    Marks.of(bridge).add(address, slider)
