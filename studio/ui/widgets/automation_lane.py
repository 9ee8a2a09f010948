"""One lane of automation as a curve over beats, drawn and redrawn by hand. GUI thread.

A drag draws a stroke; Shift keeps to one height, Ctrl to quarter beats. Arrows move the cursor and the value under it, Delete takes away
what lies there, Esc gives the stroke up. `drawn` comes with every change by the person, `finished` ends the gesture.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.engine import automation
from studio.engine.automation import Lane
from studio.engine.positions import place_of, value_at
from studio.recipe import Latent, Number
from studio.ui import theme
from studio.ui.widgets.escape import keeps_escape
from studio.ui.widgets.scale import Scale

MARGIN = 6.0  # px at a scale of 1
GRID = 0.25  # beats, of the keyboard's steps and with Ctrl
STEP, FINE = 0.05, 0.01  # of the range
REST_MS = 250
MOST_LINES = 64


class AutomationLaneView(QWidget):
    """Shows a lane of a control; without one it is empty and takes nothing."""

    drawn = Signal(object)  # Lane
    finished = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lane = Lane("")
        self.at_beat = 0.0  # the keyboard's cursor
        self._control: Latent | Number | None = None
        self._length = 4.0
        self._beat: float | None = None
        self._before: Lane | None = None  # the lane when the stroke began
        self._last: tuple[float, float] | None = None  # beat and value of the stroke's end
        self._open = False
        self._unit = theme.scale()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._end)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # ---- what is shown
    @property
    def drawing(self) -> bool:
        return self._before is not None

    def show_lane(self, lane: Lane, control: Latent | Number | None, length: float) -> None:
        """Another lane, or the same after a change; control None: there is none to show. length in beats."""
        self._control, self._length = control, max(automation.EDGE, length)
        if not self.drawing:
            self.lane = lane
        self.at_beat = min(self.at_beat, self._length)
        self.update()

    def show_beat(self, beat: float | None) -> None:
        """Where the playback is; None while nothing plays. Only the line is painted anew."""
        if beat == self._beat:
            return
        before, self._beat = self._beat, beat
        for one in (before, beat):
            if one is not None:
                self.update(QRectF(self._x(one) - 2, 0, 4, self.height()).toAlignedRect())

    # ---- geometry
    def _area(self) -> QRectF:
        margin = MARGIN * self._unit
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def _x(self, beat: float) -> float:
        area = self._area()
        return area.left() + beat / self._length * area.width()

    def _point(self, beat: float, value: float) -> QPointF:
        assert self._control is not None
        area = self._area()
        return QPointF(self._x(beat), area.bottom() - place_of(self._control, value) * area.height())

    def _at(self, point: QPointF, snapped: bool) -> tuple[float, float]:
        """Beat and value under a point."""
        assert self._control is not None
        area = self._area()
        beat = min(1.0, max(0.0, (point.x() - area.left()) / max(1.0, area.width()))) * self._length
        if snapped:
            beat = min(self._length, round(beat / GRID) * GRID)
        return round(beat, 4), value_at(self._control, (area.bottom() - point.y()) / max(1.0, area.height()))

    # ---- what the person does
    def _change(self, lane: Lane) -> None:
        if lane != self.lane:
            self.lane, self._open = lane, True
            self.update()
            self.drawn.emit(lane)

    def _end(self) -> None:
        self._rest.stop()
        if self._open:
            self._open = False
            self.finished.emit()

    def _stroke(self, event: QMouseEvent) -> None:
        if self._control is None or self._before is None:
            return
        beat, value = self._at(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if self._last is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            value = self._last[1]
        self._change(automation.draw(self.lane, self._control, self._last or (beat, value), (beat, value)))
        self._last, self.at_beat = (beat, value), beat

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._control is None:
            event.ignore()
            return
        self._end()
        self._before, self._last = self.lane, None
        self._stroke(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._stroke(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._before is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.give_up()
            return
        self._before = self._last = None
        self._end()

    def give_up(self) -> bool:
        """The stroke under way never was; False when none is."""
        if self._before is None:
            return False
        self.lane, self._before, self._last = self._before, None, None
        if self._open:
            self._open = False
            self.cancelled.emit()
        self.update()
        return True

    def event(self, event: QEvent) -> bool:
        """Escape during a stroke takes the stroke back; it doesn't stop the sound then."""
        return keeps_escape(event, lambda: self.drawing) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, control = Qt.Key, self._control
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if control is None or event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif event.key() in (keys.Key_Left, keys.Key_Right):
            step = GRID / (4 if fine else 1) * (1 if event.key() == keys.Key_Right else -1)
            self.at_beat = round(min(self._length, max(0.0, self.at_beat + step)), 4)
            self.update()
        elif event.key() in (keys.Key_Up, keys.Key_Down):
            step = (FINE if fine else STEP) * (1 if event.key() == keys.Key_Up else -1)
            now = self.lane.at(self.at_beat)
            place = place_of(control, control.default if now is None else now) + step
            point = (self.at_beat, value_at(control, place))
            self._change(automation.draw(self.lane, control, point, point))
        elif event.key() in (keys.Key_Delete, keys.Key_Backspace):
            kept = tuple(point for point in self.lane.points if abs(point[0] - self.at_beat) > GRID / 2)
            if kept:
                self._change(replace(self.lane, points=kept))
        elif event.key() == keys.Key_Escape and self.give_up():
            pass
        else:
            event.ignore()
        if event.isAccepted():
            self._say()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._open and not self.drawing:
            self._rest.start()
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.drawing:
            self._end()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def _say(self) -> None:
        """For a screen reader: where the cursor is, and the value there."""
        value = self.lane.at(self.at_beat)
        if self._control is not None and value is not None:
            text = self.tr("Beat {beat}: {value}").format(beat=f"{self.at_beat:g}", value=Scale.of(self._control).text(value))
            self.setAccessibleDescription(text)

    # ---- painting
    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, unit = self._area(), self._unit
        painter.setPen(QPen(QColor(theme.ACCENT if self.hasFocus() else theme.EDGE), 1.0))
        painter.setBrush(QColor(theme.VIEW))
        painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), 5 * unit, 5 * unit)
        if self._control is not None:
            self._paint_beats(painter, area)
            self._paint_curve(painter, area)
        if self.hasFocus() and self._control is not None:
            painter.setPen(QPen(QColor(theme.ACCENT), 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(self._x(self.at_beat), area.top()), QPointF(self._x(self.at_beat), area.bottom()))
        if self._beat is not None:
            painter.setPen(QPen(QColor(theme.TEXT), 1.0))
            painter.drawLine(QPointF(self._x(self._beat), area.top()), QPointF(self._x(self._beat), area.bottom()))
        painter.end()

    def _paint_beats(self, painter: QPainter, area: QRectF) -> None:
        """A line a beat, or as many as fit; the default as a line across."""
        assert self._control is not None
        step = 1
        while self._length / step > MOST_LINES:
            step *= 2
        painter.setFont(theme.small(self.font(), 0.8))
        for beat in range(0, int(self._length) + 1, step):
            x = round(self._x(beat)) + 0.5
            painter.setPen(QPen(QColor(theme.LINE), 1.0))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if beat < self._length and area.width() * step / self._length > 24 * self._unit:
                painter.setPen(QColor(theme.TEXT_FAINT))
                painter.drawText(QPointF(x + 3, area.top() + 11 * self._unit), str(beat + 1))
        y = self._point(0.0, self._control.default).y()
        painter.setPen(QPen(QColor(theme.LINE), 1.0))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_curve(self, painter: QPainter, area: QRectF) -> None:
        if not self.lane.points:
            return
        path = QPainterPath(self._point(0.0, self.lane.at(0.0) or 0.0))
        for beat, value in self.lane.points:
            path.lineTo(self._point(min(beat, self._length), value))
        path.lineTo(self._point(self._length, self.lane.at(self._length) or 0.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.GOOD), 1.8 * self._unit))
        painter.drawPath(path)
        if len(self.lane.points) * 6 * self._unit < area.width():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.GOOD))
            for beat, value in self.lane.points:
                painter.drawEllipse(self._point(min(beat, self._length), value), 2.5 * self._unit, 2.5 * self._unit)
