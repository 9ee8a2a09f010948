"""The playhead: a line over both panes that moves without redrawing them (only two thin strips). GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui import theme

HALO = 0.6  # of the ground beside a line, so that it is seen over dark and light


class Playhead(QWidget):
    """Transparent to the mouse; `place` gives the x in px of a time, or None when it isn't seen."""

    def __init__(self, place: Callable[[float], float | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._x: int | None = None
        self.columns_moved = 0  # how often the line came to a new column, for the bench
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def show_time(self, seconds: float | None) -> None:
        """Move to a time, or away with None."""
        place = self._place(seconds) if seconds is not None else None
        x = round(place) if place is not None else None
        if x == self._x:
            return
        for column in (self._x, x):
            if column is not None:
                self.update(QRect(column - 2, 0, 5, self.height()))
        self._x = x
        self.columns_moved += 1

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._x is None:
            return
        painter = QPainter(self)
        painter.fillRect(QRect(self._x - 1, 0, 3, self.height()), theme.color(theme.VIEW, HALO))
        painter.fillRect(QRect(self._x, 0, 1, self.height()), QColor(theme.TEXT))
        painter.end()
