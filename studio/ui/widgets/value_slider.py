"""The slider that every number and latent uses: a real QSlider with its own painting and its own manners. GUI thread.

Drags are relative (a click never jumps), Shift is ten times finer, Ctrl goes in steps, Alt at release snaps back, a double
click gives the default, Enter or Alt+click asks to type; the wheel counts only when focused or hovered for 300 ms.
`moved` comes with every change by the person, `finished` once when the gesture ends.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from studio.ui import theme
from studio.ui.widgets.scale import SIGMA, Scale

RESOLUTION = 10_000  # whole steps of the QSlider below; the true value is kept as a float
HOVER_MS = 300
REST_MS = 250


class ValueSlider(QSlider):
    """A horizontal slider over a Scale. `value_now` is the float; QSlider.value() is its place in RESOLUTION steps."""

    moved = Signal(float)
    finished = Signal()
    asked_to_type = Signal()

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.scale = scale
        self.value_now = scale.default
        self._locked = False
        self._start: tuple[float, float] | None = None  # value and fraction where a drag began
        self._fraction = 0.0  # unsnapped place during a drag
        self._last_x = 0.0
        self._dragged = False
        self._open_gesture = False
        self._hovered = QElapsedTimer()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._end)
        self._from_inside = False
        self.setRange(0, RESOLUTION)
        self.setSingleStep(RESOLUTION // 60)
        self.setPageStep(RESOLUTION // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.valueChanged.connect(self._accessible_change)
        self.show_value(scale.default)

    # ---- value
    def show_value(self, value: float) -> None:
        """Show a value without telling anyone; one outside the range widens it (an encoded sound may lie there)."""
        if not self.scale.low <= value <= self.scale.high and self.scale.unit == SIGMA:
            self.scale = self.scale.widened()
        self.value_now = value
        self._place()
        self.update()

    def set_scale(self, scale: Scale) -> None:
        self.scale = scale
        self._place()
        self.update()

    def set_locked(self, locked: bool) -> None:
        if locked != self._locked:
            self._locked = locked
            self.update()

    def _place(self) -> None:
        self._from_inside = True
        self.setValue(round(self.scale.fraction(self.value_now) * RESOLUTION))
        self._from_inside = False

    def _accessible_change(self, place: int) -> None:
        """A screen reader (or QSlider's own action) moved the handle."""
        if not self._from_inside:
            self._change(self.scale.value(place / RESOLUTION))
            self._end()

    def _change(self, value: float) -> None:
        if value == self.value_now:
            return
        self.value_now = value
        self._open_gesture = True
        self._place()
        self.update()
        self.moved.emit(value)

    def _end(self) -> None:
        if self._open_gesture:
            self._open_gesture = False
            self.finished.emit()

    def set_default(self) -> None:
        """Back to the default, as one gesture."""
        self._change(self.scale.default)
        self._end()

    # ---- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._fraction = self.scale.fraction(self.value_now)
        self._start = (self.value_now, self._fraction)
        self._last_x = event.position().x()
        self._dragged = False
        self.setSliderDown(True)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        x = event.position().x()
        delta, self._last_x = x - self._last_x, x
        if delta == 0:
            return
        self._dragged = True
        fine = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        self._fraction += fine * delta / max(1.0, self._track().width())
        self._fraction = min(max(self._fraction, 0.0), 1.0)
        value = self.scale.value(self._fraction)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.scale.unit == SIGMA:
            value = min(max(round(value * 2) / 2, self.scale.low), self.scale.high)
        self._change(value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        start, self._start = self._start[0], None
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and self._dragged:
            self._change(start)
        self.setSliderDown(False)
        self._end()
        self.update()
        if alt and not self._dragged:
            self.asked_to_type.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = None
            self.set_default()

    def cancel_drag(self) -> bool:
        """Back to where the drag began; False when none is going on."""
        if self._start is None:
            return False
        start, self._start = self._start[0], None
        self._change(start)
        self.setSliderDown(False)
        self._end()
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered.start()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered.invalidate()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        ready = self._hovered.isValid() and self._hovered.hasExpired(HOVER_MS)
        if not self.hasFocus() and not ready:
            if self._hovered.isValid():
                self._hovered.start()  # the panel is scrolling under the pointer: wait again
            event.ignore()
            return
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120.0
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._change(self.scale.moved(self.value_now, max(-5.0, min(5.0, notches)) * (0.1 if fine else 1.0)))
        self._rest.start()
        event.accept()

    # ---- keyboard
    def event(self, event: QEvent) -> bool:
        """Escape during a drag cancels the drag; it isn't Panic then."""
        overriding = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overriding and self._start is not None and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), Qt.Key
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        amount = 0.1 if shift else 1.0
        moves = {keys.Key_Right: 1, keys.Key_Up: 1, keys.Key_Left: -1, keys.Key_Down: -1, keys.Key_PageUp: 5, keys.Key_PageDown: -5}
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key in moves:
            self._change(self.scale.moved(self.value_now, moves[keys(key)] * amount))
        elif key == keys.Key_Home:
            self._change(self.scale.high)
        elif key == keys.Key_End:
            self._change(self.scale.low)
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self._change(self.scale.default)
        elif key in (keys.Key_Return, keys.Key_Enter):
            self.asked_to_type.emit()
        elif key == keys.Key_Escape and self.cancel_drag():
            pass
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._start is None and self._open_gesture:
            self._rest.start()  # someone who taps his way makes one gesture, not one a tap
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._start is None:
            self._end()

    # ---- painting
    def sizeHint(self) -> QSize:
        return QSize(120, max(24, QFontMetrics(self.font()).height() + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 24)

    def _track(self) -> QRectF:
        return QRectF(8.0, self.height() / 2 - 2.0, max(1.0, self.width() - 16.0), 4.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = self._track()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.HOVER))
        painter.drawRoundedRect(track, 2, 2)
        self._paint_ticks(painter, track)
        x = track.left() + self.scale.fraction(self.value_now) * track.width()
        origin = track.left() + (self.scale.fraction(0.0) if self.scale.zero else 0.0) * track.width()
        strong = self.isEnabled() and not self._locked
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT if strong else theme.TEXT_FAINT))
        painter.drawRoundedRect(QRectF(min(x, origin), track.top(), abs(x - origin), 4.0), 2, 2)
        self._paint_handle(painter, QPointF(x, track.center().y()), strong)
        painter.end()

    def _paint_ticks(self, painter: QPainter, track: QRectF) -> None:
        """Zero, one and two sigma as small lines under the track; other scales only show their default."""
        places = [(0.0, 5.0)] if self.scale.zero else []
        if self.scale.unit == SIGMA:
            places += [(float(s), 2.5) for s in (-4, -2, -1, 1, 2, 4) if self.scale.low < s < self.scale.high]
        if self.scale.default != 0.0 or not self.scale.zero:
            places.append((self.scale.default, 5.0))
        painter.setPen(QPen(QColor(theme.EDGE), 1.0))
        for value, length in places:
            x = round(track.left() + self.scale.fraction(value) * track.width()) + 0.5
            painter.drawLine(QPointF(x, track.bottom() + 3.0), QPointF(x, track.bottom() + 3.0 + length))

    def _paint_handle(self, painter: QPainter, center: QPointF, strong: bool) -> None:
        hot = self.underMouse() or self.isSliderDown()
        size = 8.0 if hot else 7.0
        fill = theme.TEXT if strong else theme.TEXT_FAINT
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ACCENT), 2.0))
            painter.drawEllipse(center, size + 0.5, size + 0.5)
        painter.setPen(QPen(QColor(theme.PANEL), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(center, size - 1.0, size - 1.0)
