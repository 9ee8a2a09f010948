"""The whole sound in a strip: the part that the panes show is lit, and can be dragged, widened and moved by keys. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.views.pane import Pane
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.waveform import draw_pixels, fill, spans

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks

HEIGHT = 28
GRIP = 8  # px at each end of the lit part that widen it


class Overview(Pane):
    """Drag the lit part to move it, its ends to widen it; click beside it to go there; arrows, Home and End by keyboard."""

    moved = Signal()  # by the person
    follows = False  # the picture is of the whole sound, only the lit part follows the view

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        self._held: tuple[str, float] | None = None  # what is dragged, and the time under the pointer when it was taken
        self.peaks: Peaks | None = None
        super().__init__(window, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme.px(HEIGHT))
        self.setFixedHeight(theme.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_peaks(self, peaks: Peaks) -> None:
        self.peaks = peaks
        self.remake()

    # ---- places: the whole sound, not the seen part
    def pixel_of(self, seconds: float) -> float:
        plot = self.plot_rect()
        return plot.left() + seconds / self.window_.duration * plot.width()

    def seconds_at(self, x: float) -> float:
        plot = self.plot_rect()
        return (x - plot.left()) / plot.width() * self.window_.duration

    def _lit(self) -> QRectF:
        """The seen part, at least wide enough to be taken."""
        left, right = self.pixel_of(self.window_.start), self.pixel_of(self.window_.end)
        short = max(0.0, theme.px(6) - (right - left)) / 2
        return QRectF(left - short, 0.5, right - left + 2 * short, self.height() - 1)

    # ---- painting
    def paint_plot(self, painter: QPainter, plot: QRect) -> None:
        if self.peaks is None or not self.peaks.frames:
            return
        ratio = self.devicePixelRatioF()
        width, height = round(plot.width() * ratio), round(plot.height() * ratio)
        low, high, _ = self.peaks.columns(0, self.peaks.frames, width)
        pixels = np.zeros((height, width), np.uint8)
        fill(pixels, *spans(high.max(axis=0), low.min(axis=0), height / 2, height / 2 - 2 * ratio))
        draw_pixels(painter, plot, pixels, (theme.WAVE,))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        plot, lit = QRectF(self.plot_rect()), self._lit()
        shade = theme.color(theme.VIEW, 0.68)
        beside = QPainterPath()
        beside.addRect(plot)
        window = QPainterPath()
        window.addRect(lit)
        painter.fillPath(beside.subtracted(window), shade)
        painter.setPen(QPen(QColor(theme.ACCENT if self.hasFocus() else theme.EDGE), 1))
        painter.drawRoundedRect(lit.adjusted(0.5, 0, -0.5, 0), 3, 3)
        if not self.window_.fitted and lit.width() > 3 * GRIP:
            for x in (lit.left() + 4, lit.right() - 4):
                painter.setPen(QPen(QColor(theme.TEXT_SOFT), 2))
                painter.drawLine(QPointF(x, lit.center().y() - 5), QPointF(x, lit.center().y() + 5))
        painter.end()

    # ---- mouse and keys
    def _part_at(self, x: float) -> str:
        """'start', 'end', 'all' or '' for beside."""
        lit = self._lit()
        grip = min(theme.px(GRIP), lit.width() / 4)
        if abs(x - lit.left()) <= grip:
            return "start"
        if abs(x - lit.right()) <= grip:
            return "end"
        return "all" if lit.contains(QPointF(x, self.height() / 2)) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            event.ignore()
            return
        x = event.position().x()
        part = self._part_at(x)
        if not part:
            window = self.window_
            window.pan(self.seconds_at(x) - (window.start + window.end) / 2)
            part = "all"
        self._held = (part, self.seconds_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._held is None:
            shape = {"": Qt.CursorShape.PointingHandCursor, "all": Qt.CursorShape.OpenHandCursor}
            self.setCursor(shape.get(self._part_at(x), Qt.CursorShape.SizeHorCursor))
            return
        part, before = self._held
        now = self.seconds_at(x)
        if part == "all":
            self.window_.pan(now - before)
        else:
            self.window_.move_edge(part, now)
        self._held = (part, now)
        self.moved.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.window_.fit()

    def wheelEvent(self, event: Any) -> None:
        """Zooms around the middle of what is seen; Shift pans."""
        notches = max(-5.0, min(5.0, (event.angleDelta().y() or event.angleDelta().x()) / 120.0))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.window_.pan(-0.1 * notches * self.window_.span)
        else:
            self.window_.zoom(0.8**notches, (self.window_.start + self.window_.end) / 2)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        window, key = self.window_, event.key()
        steps = {Qt.Key.Key_Left: -0.1, Qt.Key.Key_Right: 0.1, Qt.Key.Key_PageUp: -1.0, Qt.Key.Key_PageDown: 1.0}
        zooms = {Qt.Key.Key_Up: 0.8, Qt.Key.Key_Down: 1.25}
        if key in steps:
            window.pan(steps[Qt.Key(key)] * window.span)
        elif key in zooms:
            window.zoom(zooms[Qt.Key(key)], (window.start + window.end) / 2)
        elif key == Qt.Key.Key_Home:
            window.pan(-window.duration)
        elif key == Qt.Key.Key_End:
            window.pan(window.duration)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        self.update()

    def focusOutEvent(self, event: Any) -> None:
        self.update()

