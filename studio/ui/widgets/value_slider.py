"""The slider that every number and latent uses: a real QSlider with its own painting and its own manners. GUI thread.

Drags are relative (a click never jumps), Shift is ten times finer, Ctrl goes in steps, Alt at release snaps back, a double
click gives the default, Enter or Alt+click asks to type; the wheel counts only when focused or hovered for 300 ms, never while
the panel scrolls. `moved` comes with every change by the person; then `finished` once when the gesture ends, or `cancelled`
where it was given up (after a last `moved` to where it began).
Behind the track stand the training codes as a faint histogram, above it a mark where the sound A has its value, on it how far a
modulator moves it and, as a dot, where it is just now.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from studio.ui import theme
from studio.ui.widgets.escape import keeps_escape
from studio.ui.widgets.scale import SIGMA, Scale

RESOLUTION = 10_000  # whole steps of the QSlider below; the true value is kept as a float
HOVER_MS = 300
REST_MS = 250
TRACK = 4.0  # thickness; this and all lengths of painting are px at a scale of 1
HISTOGRAM = 9.0  # height of the fullest bin
MARGIN = 8.0  # beside the track, for the handle
DOT = 3.5  # radius of the dot that moves by itself


class ValueSlider(QSlider):
    """A horizontal slider over a Scale. `value_now` is the float; QSlider.value() is its place in RESOLUTION steps."""

    moved = Signal(float)
    finished = Signal()
    cancelled = Signal()
    asked_to_type = Signal()

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.scale = scale
        self.value_now = scale.default
        self._unit = theme.scale()
        self._locked = False
        self._start: tuple[float, float] | None = None  # value and fraction where a drag began
        self._fraction = 0.0  # unsnapped place during a drag
        self._last_x = 0.0
        self._dragged = False
        self._open_gesture = False
        self._hovered = QElapsedTimer()
        self._scrolled = QElapsedTimer()  # since the panel last moved under the pointer
        self._notches = 0.0  # of the wheel, not yet a whole step
        self._histogram: tuple[tuple[float, ...], float, float] = ((), 0.0, 1.0)
        self._bars: QPainterPath | None = None  # the histogram at this size and scale
        self._ghost: float | None = None
        self._reach: tuple[float, float] | None = None  # the lowest and highest value that it is moved to
        self._moving: float | None = None  # the value that sounds while it is moved
        self._badge = ""  # the MIDI controller that turns it
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._end)
        self._from_inside = False
        self.setRange(0, RESOLUTION)
        self.setSingleStep(RESOLUTION // 60)
        self.setPageStep(RESOLUTION // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._place()
        self.valueChanged.connect(self._accessible_change)

    # ---- value
    @property
    def dragging(self) -> bool:
        return self._start is not None

    def show_value(self, value: float) -> None:
        """Show a value without telling anyone; one outside the range widens it (an encoded sound may lie there)."""
        if not self.scale.low <= value <= self.scale.high and self.scale.unit == SIGMA:
            self.set_scale(self.scale.widened())
        if value != self.value_now:
            self.value_now = value
            self._place()
            self.update()

    def set_scale(self, scale: Scale) -> None:
        if scale != self.scale:
            self.scale, self._bars = scale, None
            self._place()
            self.update()

    def show_histogram(self, shares: tuple[float, ...], low: float, high: float) -> None:
        """Draw how many training codes lie where: equal bins from low to high, each its share of the fullest; () draws nothing."""
        self._histogram, self._bars = (shares, low, high), None
        self.update()

    def show_ghost(self, value: float | None) -> None:
        """Mark where another sound has its value; None takes the mark away."""
        if value != self._ghost:
            self._ghost = value
            self.update()

    def show_reach(self, reach: tuple[float, float] | None) -> None:
        """Draw how far a modulator moves the value; None takes that away."""
        if reach != self._reach:
            self._reach = reach
            self.update()

    def show_moving(self, value: float | None) -> None:
        """Draw a dot where the value is just now, as it is moved; None takes it away. Only its place is painted anew."""
        if value == self._moving:
            return
        before, self._moving = self._dot(), value
        for place in (before, self._dot()):
            if place is not None:
                self.update(place.toAlignedRect())

    def show_badge(self, text: str) -> None:
        """Write a word or two beside the track, where the handle isn't: the MIDI controller that turns it; '' takes it away."""
        if text != self._badge:
            self._badge = text
            self.update()

    @property
    def badge(self) -> str:
        return self._badge

    def _dot(self) -> QRectF | None:
        if self._moving is None:
            return None
        size = (DOT + 1.5) * self._unit
        return QRectF(self._x(self._moving) - size, self._track().center().y() - size, 2 * size, 2 * size)

    def hold_wheel(self) -> None:
        """The panel scrolls: the wheel is not meant for this slider, even though it may come to lie under the pointer."""
        self._scrolled.start()

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
        self._change(self.scale.stepped(value) if event.modifiers() & Qt.KeyboardModifier.ControlModifier else value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and self._dragged:
            self.cancel_drag()
            return
        self._start = None
        self.setSliderDown(False)
        self._end()
        self.update()
        if alt:
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
        self.setSliderDown(False)
        self._change(start)
        self.update()
        if self._open_gesture:
            self._open_gesture = False
            self.cancelled.emit()
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered.start()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered.invalidate()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        scrolling = self._scrolled.isValid() and not self._scrolled.hasExpired(HOVER_MS)
        ready = self.hasFocus() or (self._hovered.isValid() and self._hovered.hasExpired(HOVER_MS))
        if scrolling or not ready:
            if self._hovered.isValid():
                self._hovered.start()  # the panel is scrolling under the pointer: wait again
            if scrolling:
                self._scrolled.start()
            event.ignore()
            return
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120.0
        self._turn(max(-5.0, min(5.0, notches)), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        event.accept()

    def _turn(self, notches: float, fine: bool) -> None:
        """A touch pad sends small parts of a notch: where the scale has steps, they add up to whole ones."""
        if self.scale.step > 0:
            self._notches += notches
            notches = float(int(self._notches))
            self._notches -= notches
        if notches:
            self._change(self.scale.moved(self.value_now, notches * (0.1 if fine else 1.0)))
            self._rest.start()

    # ---- keyboard
    def event(self, event: QEvent) -> bool:
        """Escape during a drag cancels the drag; it doesn't stop the sound then."""
        return keeps_escape(event, lambda: self._start is not None) or super().event(event)

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
        return QSize(theme.px(120), max(theme.px(24), QFontMetrics(self.font()).height() + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(64), theme.px(24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._bars = None
        super().resizeEvent(event)

    def _track(self) -> QRectF:
        margin, thickness = MARGIN * self._unit, TRACK * self._unit
        return QRectF(margin, (self.height() - thickness) / 2, max(1.0, self.width() - 2 * margin), thickness)

    def _x(self, value: float) -> float:
        track = self._track()
        return track.left() + self.scale.fraction(value) * track.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track, round_ = self._track(), TRACK / 2 * self._unit
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_histogram(painter, track)
        painter.setBrush(QColor(theme.HOVER))
        painter.drawRoundedRect(track, round_, round_)
        self._paint_ticks(painter, track)
        x = self._x(self.value_now)
        origin = self._x(0.0) if self.scale.zero else track.left()
        strong = self.isEnabled() and not self._locked
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT if strong else theme.TEXT_FAINT))
        painter.drawRoundedRect(QRectF(min(x, origin), track.top(), abs(x - origin), track.height()), round_, round_)
        self._paint_reach(painter, track)
        self._paint_ghost(painter, track)
        self._paint_handle(painter, QPointF(x, track.center().y()), strong)
        self._paint_dot(painter, track)
        self._paint_badge(painter, track)
        painter.end()

    def _paint_badge(self, painter: QPainter, track: QRectF) -> None:
        """At the end of the track that is further from the handle."""
        if not self._badge:
            return
        font = QFont(self.font())
        font.setPixelSize(max(8, round(9 * self._unit)))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(self._badge) + 8 * self._unit, metrics.height()
        left = track.left() if self._x(self.value_now) > track.center().x() else track.right() - width
        room = QRectF(left, 0.5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.RAISED))
        painter.drawRoundedRect(room, height / 2, height / 2)
        painter.setPen(QColor(theme.ACCENT_TEXT))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._badge)

    def _paint_histogram(self, painter: QPainter, track: QRectF) -> None:
        shares, low, high = self._histogram
        if not shares:
            return
        if self._bars is None:
            self._bars = QPainterPath()
            size = (high - low) / len(shares)
            for index, share in enumerate(shares):
                left, right = self._x(low + index * size), self._x(low + (index + 1) * size)
                if share > 0 and right > left:
                    height = max(1.0, HISTOGRAM * self._unit * share)
                    self._bars.addRect(QRectF(left, track.top() - 1.0 - height, right - left, height))
        painter.fillPath(self._bars, theme.color(theme.TEXT_FAINT, 0.28))

    def _paint_reach(self, painter: QPainter, track: QRectF) -> None:
        """A line along the track with small ends: how far it is moved."""
        if self._reach is None:
            return
        unit, (left, right) = self._unit, map(self._x, self._reach)
        painter.setBrush(QColor(theme.GOOD))
        painter.drawRect(QRectF(left, track.center().y() - 0.75 * unit, max(unit, right - left), 1.5 * unit))
        for x in (left, right):
            painter.drawRect(QRectF(x - 0.75 * unit, track.top() - 2.0 * unit, 1.5 * unit, track.height() + 4.0 * unit))

    def _paint_dot(self, painter: QPainter, track: QRectF) -> None:
        if self._moving is not None:
            painter.setPen(QPen(QColor(theme.PANEL), 1.0))
            painter.setBrush(QColor(theme.GOOD))
            painter.drawEllipse(QPointF(self._x(self._moving), track.center().y()), DOT * self._unit, DOT * self._unit)

    def _paint_ghost(self, painter: QPainter, track: QRectF) -> None:
        """A line through the track under a small triangle: told by its shape, not by its colour alone."""
        if self._ghost is None:
            return
        unit = self._unit
        x, top = self._x(self._ghost), track.top() - 9.0 * unit
        painter.setBrush(QColor(theme.GHOST))
        painter.drawPolygon(QPolygonF([QPointF(x - 4.0 * unit, top), QPointF(x + 4.0 * unit, top), QPointF(x, top + 5.0 * unit)]))
        painter.drawRect(QRectF(x - 0.75 * unit, top + 4.0 * unit, 1.5 * unit, track.bottom() + 3.0 * unit - top))

    def _paint_ticks(self, painter: QPainter, track: QRectF) -> None:
        """Zero, one and two sigma as small lines under the track; other scales only show their default."""
        places = [(0.0, 5.0)] if self.scale.zero else []
        if self.scale.unit == SIGMA:
            places += [(float(s), 2.5) for s in (-4, -2, -1, 1, 2, 4) if self.scale.low < s < self.scale.high]
        if self.scale.default != 0.0 or not self.scale.zero:
            places.append((self.scale.default, 5.0))
        painter.setPen(QPen(QColor(theme.EDGE), 1.0))
        for value, length in places:
            x = round(self._x(value)) + 0.5
            top = track.bottom() + 3.0 * self._unit
            painter.drawLine(QPointF(x, top), QPointF(x, top + length * self._unit))

    def _paint_handle(self, painter: QPainter, center: QPointF, strong: bool) -> None:
        hot = self.underMouse() or self.isSliderDown()
        size = (8.0 if hot else 7.0) * self._unit
        fill = theme.TEXT if strong else theme.TEXT_FAINT
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ACCENT), 2.0))
            painter.drawEllipse(center, size + 0.5, size + 0.5)
        painter.setPen(QPen(QColor(theme.PANEL), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(center, size - 1.0, size - 1.0)
