"""What waveform and spectrogram have in common: a plot on the shared time axis with its own wheel and mouse. GUI thread."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPixmapCache
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.views.time_window import TimeWindow

ZOOM_PER_NOTCH = 0.8
LONGEST_WHEEL = 5.0  # notches in one event; some Linux drivers send spikes
GUTTER_TEXT = "−80 dB"
AXIS_TEXT = "20 kHz"
CACHE_KB = 160 * 1024  # two panes of a 4K screen as pixmaps; Qt's own limit of 10 MB would redraw them for every playhead step


class TimeBox(pg.ViewBox):
    """A view box that only knows time: wheel zooms at the pointer, Shift+wheel and middle drag pan."""

    def __init__(self, window: TimeWindow) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.window = window

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        notches = max(-LONGEST_WHEEL, min(LONGEST_WHEEL, event.delta() / 120.0))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.orientation() == Qt.Orientation.Horizontal:
            self.window.pan(-0.1 * notches * self.window.span)
        else:
            self.window.zoom(ZOOM_PER_NOTCH**notches, self.mapToView(event.pos()).x())
        event.accept()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() != Qt.MouseButton.MiddleButton:
            event.ignore()
            return
        event.accept()
        moved = self.mapToView(event.lastPos()).x() - self.mapToView(event.pos()).x()
        self.window.pan(moved)

    def mouseClickEvent(self, event: Any) -> None:
        event.ignore()


class NameAxis(pg.AxisItem):
    """An axis whose ticks are given as (place, text); nothing is guessed."""

    def __init__(self, side: str) -> None:
        super().__init__(side, pen=pg.mkPen(theme.LINE), textPen=pg.mkPen(theme.TEXT_SOFT), maxTickLength=4)
        self.setStyle(hideOverlappingLabels=True, tickTextOffset=6)


class Pane(pg.GraphicsView):
    """One plot: `box` is its view box, axes of fixed width so that panes above each other align."""

    hovered = Signal(object, object)  # time in s and height in view coordinates, or None, None
    pointed = Signal(float)  # a click at this time

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=QColor(theme.VIEW))
        QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), CACHE_KB))
        self.window = window
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(72)
        self.box = TimeBox(window)
        self.left = NameAxis("left")
        self.plot = pg.PlotItem(viewBox=self.box, axisItems={"left": self.left}, enableMenu=False)
        self.plot.hideButtons()
        self.plot.layout.setContentsMargins(0, 0, 0, 0)
        self.plot.hideAxis("bottom")
        self.setCentralItem(self.plot)
        self.left.linkToView(self.box)
        self.left.setWidth(axis_width(self))
        self.left.setTickFont(theme.small(theme.base_font(), 0.84))
        window.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.box.setXRange(self.window.start, self.window.end, padding=0)

    def mouseMoveEvent(self, event: Any) -> None:
        super().mouseMoveEvent(event)
        place = self.box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        inside = self.box.sceneBoundingRect().contains(self.mapToScene(event.position().toPoint()))
        self.hovered.emit(*((place.x(), place.y()) if inside else (None, None)))

    def mouseReleaseEvent(self, event: Any) -> None:
        super().mouseReleaseEvent(event)
        place = self.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.box.sceneBoundingRect().contains(place):
            self.pointed.emit(self.box.mapSceneToView(place).x())

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None, None)

    def pixel_of(self, seconds: float) -> float:
        """Where a time is, in px from the left of this widget."""
        scene = self.box.mapViewToScene(QPointF(seconds, 0.0))
        return float(self.mapFromScene(scene).x())


def axis_width(widget: QWidget) -> int:
    """The same for every pane: room for the widest label."""
    return theme.grid(QFontMetrics(theme.small(theme.base_font(), 0.84)).horizontalAdvance(AXIS_TEXT) + 16)


def gutter_width(widget: QWidget) -> int:
    """Room on the right of every pane for the colour bar and its numbers."""
    return theme.grid(QFontMetrics(theme.small(theme.base_font(), 0.84)).horizontalAdvance(GUTTER_TEXT) + 28)
