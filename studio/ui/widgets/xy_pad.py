"""The XY pad: a puck over two scales, its trail, how dense the training sounds lie below it, and names at edges and corners. GUI thread.

Places go from 0 to 1, rightwards and upwards. `moved` comes with every move by the person; `finished` ends the gesture, `cancelled`
gives it up (after a last `moved` to where it began). A press takes the puck to the pointer. Shift is ten times finer, Alt at release takes
the drag back, as Esc does; a double click goes to the centre. Arrows step, Home is the centre. A throw goes on alone until it rests.
"""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.widgets.escape import keeps_escape

TRAIL = 20  # places
MARGIN = 10.0  # px at a scale of 1, as the next three
PUCK = 8.0
DOT = 4.5
NEAR = 4.0  # places nearer than this to the last one are no new place of the trail
STEP, FINE = 0.02, 0.002
REST_MS = 250
THROW_MS = 16
SLOWER = 0.93  # of a throw's speed each tick
LEAST_SPEED = 0.15  # pads a second: slower ones are no throw, and rest
FASTEST = 4.0


class XYPadView(QWidget):
    """`throws`: does a puck that is let go while it moves run on? `place` is where it is."""

    moved = Signal(float, float)
    finished = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.place = (0.5, 0.5)
        self.throws = False
        self.trail: deque[tuple[float, float]] = deque(maxlen=TRAIL)
        self._unit = theme.scale()
        self._sounding: tuple[float, float] | None = None
        self._corners: tuple[str, str, str, str] | None = None
        self._names = ("", "")
        self._density: np.ndarray | None = None  # (rows from top, columns), 0 to 1
        self._ground: QImage | None = None  # the density at this size and theme
        self._start: tuple[float, float] | None = None
        self._last = QPointF()
        self._exact = (0.5, 0.5)
        self._open = False
        self._speed = (0.0, 0.0)
        self._since = QElapsedTimer()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._end)
        self._flight = QTimer(self, interval=THROW_MS)
        self._flight.timeout.connect(self._fly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.changed.connect(self._forget_ground)

    # ---- what is shown
    @property
    def held(self) -> bool:
        """Does the hand hold the puck, or its throw?"""
        return self._start is not None or self._flight.isActive()

    def show_place(self, x: float, y: float) -> None:
        """Where the puck is kept; tells nobody."""
        if not self.held and (x, y) != self.place:
            self._put((x, y))

    def show_sounding(self, place: tuple[float, float] | None) -> None:
        """Where the sound is just now while something moves it; None where that is the puck's place."""
        if place != self._sounding:
            before, self._sounding = self._sounding, place
            for one in (before, place):
                if one is not None:
                    self.update(self._around(one, DOT + 2.0))

    def show_names(self, x: str, y: str) -> None:
        """What the pad turns across and up; '' for nothing to say."""
        self._names = (x, y)
        self.update()

    def show_corners(self, names: tuple[str, str, str, str] | None) -> None:
        """Names at top left, top right, bottom left, bottom right; None for none."""
        self._corners = names
        self.update()

    def show_density(self, across: tuple[float, ...], up: tuple[float, ...]) -> None:
        """How many training sounds lie where along both ways, as shares of the fullest bin; () where it is not known."""
        self._density = np.outer(np.asarray(up[::-1], np.float32), np.asarray(across, np.float32)) if across and up else None
        self._forget_ground()

    def _forget_ground(self) -> None:
        self._ground = None
        self.update()

    def _put(self, place: tuple[float, float]) -> None:
        """The puck to a place; the trail grows where it went far enough."""
        old, far = self._point(self.place), self._point(self.trail[-1]) if self.trail else None
        if far is None or math.hypot(old.x() - far.x(), old.y() - far.y()) >= NEAR * self._unit:
            self.trail.append(self.place)
        self.place = place
        self.update()

    # ---- geometry
    def _area(self) -> QRectF:
        margin = MARGIN * self._unit
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def _point(self, place: tuple[float, float]) -> QPointF:
        area = self._area()
        return QPointF(area.left() + place[0] * area.width(), area.bottom() - place[1] * area.height())

    def _place(self, point: QPointF) -> tuple[float, float]:
        area = self._area()
        return _held((point.x() - area.left()) / max(1.0, area.width()), (area.bottom() - point.y()) / max(1.0, area.height()))

    def _around(self, place: tuple[float, float], size: float) -> QRect:
        point, size = self._point(place), size * self._unit
        return QRectF(point.x() - size, point.y() - size, 2 * size, 2 * size).toAlignedRect()

    # ---- what the person does
    def _move(self, place: tuple[float, float]) -> None:
        if place == self.place:
            return
        self._put(place)
        self._open = True
        self.moved.emit(*place)

    def _end(self) -> None:
        self._rest.stop()
        if self._open:
            self._open = False
            self.finished.emit()

    def cancel_drag(self) -> bool:
        """Back to where the drag, or the throw, began; False when none is going on."""
        if not self.held:
            return False
        start, self._start = self._start, None
        self._flight.stop()
        if start is not None:
            self._move(start)
        if self._open:
            self._open = False
            self.cancelled.emit()
        self.update()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._rest.stop()
        if self._flight.isActive():  # caught
            self._flight.stop()
            self._end()
        self._start, self._last = self.place, event.position()
        self._speed = (0.0, 0.0)
        self._since.start()
        self._exact = self.place if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self._place(event.position())
        self._move(self._exact)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        area, point = self._area(), event.position()
        fine = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        dx = fine * (point.x() - self._last.x()) / max(1.0, area.width())
        dy = fine * (self._last.y() - point.y()) / max(1.0, area.height())
        seconds = max(0.004, self._since.restart() / 1000.0)
        share = min(1.0, seconds / 0.05)
        self._speed = (self._speed[0] + share * (dx / seconds - self._speed[0]), self._speed[1] + share * (dy / seconds - self._speed[1]))
        self._last = point
        self._exact = (self._exact[0] + dx, self._exact[1] + dy)
        self._move(_held(*self._exact))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.cancel_drag()
            return
        self._start = None
        speed = math.hypot(*self._speed) * (1.0 if self._since.elapsed() < 80 else 0.0)
        if self.throws and speed > LEAST_SPEED and not theme.reduced_motion():
            share = min(1.0, FASTEST / speed)
            self._speed = (self._speed[0] * share, self._speed[1] * share)
            self._flight.start()
        else:
            self._end()
        self.update()

    def _fly(self) -> None:
        """One tick of a throw: on and slower, back from the edges."""
        seconds = THROW_MS / 1000.0
        places, speeds = [], []
        for at, speed in zip(self.place, self._speed, strict=True):
            at, speed = at + speed * seconds, speed * SLOWER
            if not 0.0 <= at <= 1.0:
                at, speed = (-at if at < 0.0 else 2.0 - at), -speed
            places.append(at)
            speeds.append(speed)
        self._speed = (speeds[0], speeds[1])
        self._move(_held(*places))
        if math.hypot(*self._speed) < LEAST_SPEED:
            self._flight.stop()
            self._end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = None
            self._move((0.5, 0.5))
            self._end()

    def event(self, event: QEvent) -> bool:
        """Escape during a drag takes the drag back; it doesn't stop the sound then."""
        return keeps_escape(event, lambda: self.held) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        step = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        moves = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Down: (0, -1), keys.Key_Up: (0, 1)}
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif event.key() in moves:
            x, y = moves[keys(event.key())]
            self._move(_rounded(_held(self.place[0] + step * x, self.place[1] + step * y)))
        elif event.key() in (keys.Key_Home, keys.Key_Delete, keys.Key_Backspace):
            self._move((0.5, 0.5))
        elif event.key() == keys.Key_Escape and self.cancel_drag():
            pass
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._start is None and self._open and not self._flight.isActive():
            self._rest.start()  # someone who taps his way makes one gesture, not one a tap
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.held:
            self._end()

    # ---- painting
    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(150))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._ground = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, unit = self._area(), self._unit
        painter.setPen(QPen(QColor(theme.ACCENT if self.hasFocus() else theme.EDGE), 1.0))
        painter.setBrush(QColor(theme.VIEW))
        painter.drawRoundedRect(area, 6 * unit, 6 * unit)
        if self._density is not None:
            if self._ground is None:
                self._ground = _picture(self._density, QColor(theme.TEXT_FAINT))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area.adjusted(1, 1, -1, -1), self._ground)
        painter.setPen(QPen(QColor(theme.LINE), 1.0))
        center = area.center()
        painter.drawLine(QPointF(center.x(), area.top() + 1), QPointF(center.x(), area.bottom() - 1))
        painter.drawLine(QPointF(area.left() + 1, center.y()), QPointF(area.right() - 1, center.y()))
        self._paint_names(painter, area)
        self._paint_trail(painter)
        if self.isEnabled():
            self._paint_puck(painter)
        painter.end()

    def _paint_names(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(theme.small(self.font()))
        painter.setPen(QColor(theme.TEXT_SOFT))
        inside = area.adjusted(*(sign * 6 * self._unit for sign in (1, 1, -1, -1)))
        flags = Qt.AlignmentFlag
        if self._corners is not None:
            places = [across | up for up in (flags.AlignTop, flags.AlignBottom) for across in (flags.AlignLeft, flags.AlignRight)]
            for name, place in zip(self._corners, places, strict=True):
                painter.drawText(inside, place, name)
            return
        metrics = painter.fontMetrics()
        across, up = (metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(inside.width())) for name in self._names)
        painter.drawText(inside, flags.AlignRight | flags.AlignBottom, f"{across} →" if across else "")
        painter.drawText(inside, flags.AlignLeft | flags.AlignTop, f"↑ {up}" if up else "")

    def _paint_trail(self, painter: QPainter) -> None:
        places = [*self.trail, self.place]
        for index, (one, two) in enumerate(pairwise(places)):
            painter.setPen(QPen(theme.color(theme.ACCENT, 0.08 + 0.5 * (index + 1) / len(places)), 1.5 * self._unit))
            painter.drawLine(self._point(one), self._point(two))

    def _paint_puck(self, painter: QPainter) -> None:
        unit, point = self._unit, self._point(self.place)
        painter.setPen(QPen(QColor(theme.PANEL), 1.5 * unit))
        painter.setBrush(QColor(theme.ACCENT if self.held or self.hasFocus() else theme.TEXT))
        painter.drawEllipse(point, PUCK * unit, PUCK * unit)
        if self._sounding is not None:
            painter.setBrush(QColor(theme.GOOD))
            painter.drawEllipse(self._point(self._sounding), DOT * unit, DOT * unit)


def _held(x: float, y: float) -> tuple[float, float]:
    return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))


def _rounded(place: tuple[float, float]) -> tuple[float, float]:
    """Rounded, so that steps there and back end where they began."""
    return round(place[0], 6), round(place[1], 6)


def _picture(density: np.ndarray, colour: QColor) -> QImage:
    """(rows, columns) of 0 to 1 as a picture of one colour, the fuller the less transparent."""
    rows, columns = density.shape
    alpha = np.clip(np.sqrt(density) * 96, 0, 255).astype(np.uint32)
    argb = (alpha << 24) | (colour.red() * alpha // 255 << 16) | (colour.green() * alpha // 255 << 8) | (colour.blue() * alpha // 255)
    data = np.ascontiguousarray(argb, np.uint32)
    return QImage(data.tobytes(), columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
