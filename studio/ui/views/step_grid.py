"""The steps of eight pads as a grid: paint them with the mouse, or go there with the arrow keys. GUI thread.

It shows sixteen steps at once; a longer pattern has pages. Only what changed is painted: a step, or the column that plays.
A press on an empty step sets it and paints on; on a set one a click takes it away, a drag up or down is its velocity, a drag aside
erases. Every act is a signal; the page tells the session, and `show_pattern` shows what came of it.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.engine.pattern import PADS, Pattern, Step
from studio.ui import theme
from studio.ui.widgets.names import plain

COLUMNS = 16
BEAT = 4  # columns
GAP = 6.0  # px between beats; this and all lengths of painting are px at a scale of 1
INSET = 1.5
COARSE = 0.1  # of velocity, for a key; the wheel goes half as far
PULL_PX = 110.0  # of a drag through all velocities
STARTS_PX = 4  # a drag begins beyond it
IDLE, PAINT, ERASE, VELOCITY, UNDECIDED = range(5)


class StepGrid(QWidget):
    """`stepped`: pad, index, Step or None, is it a drag; `ended`: the drag is over; `page_wanted`: the keyboard left this page.

    `copied` and `pasted`: a pad whose steps on this page are copied, or put in place of those that are there.
    """

    stepped = Signal(int, int, object, bool)
    ended = Signal()
    menu_asked = Signal(int, int, QPoint)
    page_wanted = Signal(int)
    copied = Signal(int)
    pasted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pattern = Pattern()
        self.titles = [""] * PADS
        self.page = 0
        self.playing = -1  # step of the pattern that sounds
        self.spot = (0, 0)  # pad and step of the keyboard
        self._mode = IDLE
        self._held: tuple[int, int] = (0, 0)  # pad and step where the mouse went down
        self._last: tuple[int, int] = (0, 0)
        self._down = QPointF()
        self._velocity = 0.0  # where a drag of velocity began
        self._hover: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    # ---- what is shown
    def show_pattern(self, pattern: Pattern) -> None:
        """Repaint what differs."""
        old, self.pattern = self.pattern, pattern
        if _form(old) != _form(pattern):
            self.update()
        elif old.pads is not pattern.pads:
            for number, (before, now) in enumerate(zip(old.pads, pattern.pads, strict=True)):
                if before.steps is not now.steps:
                    a, b = dict(before.steps), dict(now.steps)
                    for index in self._shown():
                        if a.get(index) != b.get(index):
                            self._repaint(number, index)
        self._tell()

    def show_page(self, page: int) -> None:
        if page != self.page:
            self.page = page
            if self.spot[1] not in self._shown():
                self.spot = (self.spot[0], page * COLUMNS)
            self.update()
            self._tell()

    def show_playing(self, index: int) -> None:
        """The step that sounds, -1 for none; called at frame rate."""
        if index != self.playing:
            before, self.playing = self.playing, index
            for one in (before, index):
                if one in self._shown():
                    self.update(self._column(one))

    @property
    def dragging(self) -> bool:
        return self._mode != IDLE

    def _shown(self) -> range:
        return range(self.page * COLUMNS, (self.page + 1) * COLUMNS)

    # ---- where things are
    def cell(self, pad: int, index: int) -> QRectF:
        """Where a step is painted."""
        column = index - self.page * COLUMNS
        unit = theme.scale()
        width = (self.width() - GAP * unit * (COLUMNS // BEAT - 1)) / COLUMNS
        height = self.height() / PADS
        inset = INSET * unit
        left = column * width + column // BEAT * GAP * unit
        return QRectF(left, pad * height, width, height).adjusted(inset, inset, -inset, -inset)

    def _column(self, index: int) -> QRect:
        return _painted(self.cell(0, index).united(self.cell(PADS - 1, index))).toAlignedRect()

    def at(self, place: QPointF) -> tuple[int, int] | None:
        """Pad and step under a point of the widget; None beyond the pattern."""
        if not 0 <= place.y() < self.height():
            return None
        pad = min(PADS - 1, int(place.y() * PADS / self.height()))
        for index in self._shown():
            cell = self.cell(pad, index)
            if place.x() < cell.right() + INSET + GAP / 2 * theme.scale():
                return (pad, index) if index < self.pattern.length and place.x() >= 0 else None
        return None

    def _repaint(self, pad: int, index: int) -> None:
        self.update(_painted(self.cell(pad, index)).toAlignedRect())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(16 * 36), theme.px(PADS * 28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(16 * 15), theme.px(PADS * 24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    # ---- the mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or found is None:
            return
        self._go(*found)
        self._held = self._last = found
        self._down = event.position()
        step = self._step(*found)
        if step is None:
            self._mode, self._velocity = PAINT, Step().velocity
            self.stepped.emit(*found, Step(), True)
        else:
            self._mode, self._velocity = UNDECIDED, step.velocity

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.at(event.position())
        self._hover_at(found)
        if self._mode == IDLE:
            return
        moved = event.position() - self._down
        aside = found is not None and found != self._held and found[1] != self._held[1]
        if self._mode in (UNDECIDED, PAINT) and self._last == self._held and not aside and abs(moved.y()) > STARTS_PX * theme.scale():
            self._mode = VELOCITY
        elif self._mode == UNDECIDED and aside:
            self._mode = ERASE
            self.stepped.emit(*self._held, None, True)
        if self._mode == VELOCITY:
            self._pull(moved.y())
        elif self._mode in (PAINT, ERASE) and found is not None and found != self._last:
            for one in self._between(self._last, found):
                if (self._step(*one) is None) == (self._mode == PAINT):
                    self.stepped.emit(*one, Step() if self._mode == PAINT else None, True)
            self._last = found

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._mode == IDLE:
            return
        if self._mode == UNDECIDED:
            self.stepped.emit(*self._held, None, True)
        self._mode = IDLE
        self.ended.emit()

    def _between(self, one: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
        """The steps that a quick mouse passed, without the first."""
        down, aside = other[0] - one[0], other[1] - one[1]
        count = max(abs(down), abs(aside))
        return [(round(one[0] + down * k / count), round(one[1] + aside * k / count)) for k in range(1, count + 1)]

    def _pull(self, down: float) -> None:
        step = self._step(*self._held)
        velocity = min(1.0, max(0.05, self._velocity - down / (PULL_PX * theme.scale())))
        if step is not None and abs(step.velocity - velocity) > 0.004:
            self.stepped.emit(*self._held, replace(step, velocity=round(velocity, 2)), True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        found = self.at(event.position())
        step = self._step(*found) if found is not None else None
        if found is None or step is None or not event.angleDelta().y():
            event.ignore()
            return
        self._louder(found, COARSE / 2 if event.angleDelta().y() > 0 else -COARSE / 2)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_at(None)

    def _hover_at(self, found: tuple[int, int] | None) -> None:
        if found != self._hover:
            for one in (self._hover, found):
                if one is not None:
                    self._repaint(*one)
            self._hover = found
            self.setToolTip(plain(self.describe(*found)) if found is not None else "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self.spot if event.reason() == QContextMenuEvent.Reason.Keyboard else self.at(QPointF(event.pos()))
        if found is not None:
            self._go(*found)
            place = self.cell(*found).center().toPoint() if event.reason() == QContextMenuEvent.Reason.Keyboard else event.pos()
            self.menu_asked.emit(*found, self.mapToGlobal(place))

    # ---- the keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        pad, index = self.spot
        moves = {Qt.Key.Key_Left: (pad, index - 1), Qt.Key.Key_Right: (pad, index + 1), Qt.Key.Key_Up: (pad - 1, index),
                 Qt.Key.Key_Down: (pad + 1, index), Qt.Key.Key_Home: (pad, 0), Qt.Key.Key_End: (pad, self.pattern.length - 1),
                 Qt.Key.Key_PageUp: (pad, index - COLUMNS), Qt.Key.Key_PageDown: (pad, index + COLUMNS)}  # fmt: skip
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(pad)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(pad)
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key in moves:
            self._go(*moves[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(pad, index, None if self._step(pad, index) is not None else Step(), False)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._louder(self.spot, -COARSE if key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore) else COARSE)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._step(pad, index) is not None:
                self.stepped.emit(pad, index, None, False)
        else:
            event.ignore()

    def _louder(self, place: tuple[int, int], by: float) -> None:
        step = self._step(*place)
        if step is not None:
            velocity = round(min(1.0, max(0.05, step.velocity + by)), 2)
            if velocity != step.velocity:
                self.stepped.emit(*place, replace(step, velocity=velocity), False)

    def _go(self, pad: int, index: int) -> None:
        """The cursor to a step, on another page where it is there."""
        pad, index = min(PADS - 1, max(0, pad)), min(self.pattern.length - 1, max(0, index))
        before, self.spot = self.spot, (pad, index)
        if index not in self._shown():
            self.page_wanted.emit(index // COLUMNS)
        for one in (before, self.spot):
            if one[1] in self._shown():
                self._repaint(*one)
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._repaint(*self.spot)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint(*self.spot)

    # ---- in words
    def _step(self, pad: int, index: int) -> Step | None:
        return self.pattern.pads[pad].step(index)

    def describe(self, pad: int, index: int) -> str:
        """A step in words, for a tooltip and a screen reader."""
        title = self.titles[pad] or self.tr("empty")
        where = self.tr("Pad {pad} {title}, step {step} of {steps}")
        words = [where.format(pad=pad + 1, title=title, step=index + 1, steps=self.pattern.length)]
        step = self._step(pad, index)
        if step is None:
            words.append(self.tr("off"))
        else:
            words.append(self.tr("velocity {percent} %").format(percent=round(100 * step.velocity)))
            if step.chance < 1.0:
                words.append(self.tr("chance {percent} %").format(percent=round(100 * step.chance)))
            if step.offset:
                words.append(self.tr("offset {value}").format(value=signed(step.offset)))
            if step.ratchets > 1:
                words.append(self.tr("{count} hits").format(count=step.ratchets))
        return ", ".join(words)

    def _tell(self) -> None:
        """The step under the cursor is this widget's name: it is what a screen reader says."""
        text = self.describe(*self.spot)
        if text != self.accessibleName():
            self.setAccessibleName(text)
            if self.hasFocus() and QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = event.region()
        columns = [index for index in self._shown() if dirty.intersects(self._column(index))]
        for pad in range(PADS):
            steps, audible = dict(self.pattern.pads[pad].steps), self.pattern.audible(pad)
            for index in columns:
                box = self.cell(pad, index)
                if dirty.intersects(_painted(box).toAlignedRect()):
                    self._paint(painter, box, pad, index, steps.get(index), audible)
        if self.pattern.empty:
            self._paint_hint(painter)
        painter.end()

    def _paint_hint(self, painter: QPainter) -> None:
        """What to do first, over the empty grid."""
        text = self.tr("'Beat' fills the pads and plays · drop takes on pads · paint steps here")
        metrics = painter.fontMetrics()
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 32 * theme.scale(), metrics.height() + 16 * theme.scale())
        if box.width() < self.width():
            box.moveCenter(QPointF(self.width() / 2, self.height() * 0.22))  # low windows show the upper lanes only
            painter.setPen(QPen(QColor(theme.LINE), 1.0))
            painter.setBrush(theme.color(theme.WINDOW, 0.9))
            painter.drawRoundedRect(box, 8 * theme.scale(), 8 * theme.scale())
            painter.setPen(QColor(theme.TEXT_SOFT))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint(self, painter: QPainter, box: QRectF, pad: int, index: int, step: Step | None, audible: bool) -> None:
        unit, inside, playing = theme.scale(), index < self.pattern.length, index == self.playing
        radius = 3.5 * unit
        ground = theme.HOVER if playing else theme.RAISED if index // BEAT % 2 == 0 else theme.PANEL
        painter.setPen(Qt.PenStyle.NoPen)
        if not inside:
            painter.setBrush(theme.color(theme.RAISED, 0.25))
            painter.drawRoundedRect(box, radius, radius)
            return
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(theme.EDGE if (pad, index) == self._hover else theme.LINE), unit))
        painter.drawRoundedRect(box, radius, radius)
        if step is not None:
            self._paint_step(painter, box.adjusted(unit, unit, -unit, -unit), step, audible, playing)
        if self.hasFocus() and (pad, index) == self.spot:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.TEXT), 2.0 * unit))
            painter.drawRoundedRect(box, radius, radius)

    def _paint_step(self, painter: QPainter, box: QRectF, step: Step, audible: bool, playing: bool) -> None:
        unit = theme.scale()
        colour = theme.TEXT_FAINT if not audible else theme.ACCENT_HOVER if playing else theme.ACCENT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(colour, 0.22))  # the whole cell, so that a soft hit is seen too
        painter.drawRoundedRect(box, 2.5 * unit, 2.5 * unit)
        height = max(3.0 * unit, box.height() * step.velocity)
        part = box.width() / step.ratchets
        painter.setBrush(theme.color(colour, 0.45 + 0.55 * step.chance if step.chance < 1.0 else 1.0))
        for number in range(step.ratchets):
            inset = unit if step.ratchets > 1 else 0.0
            bar = QRectF(box.left() + number * part + inset, box.bottom() - height, part - 2 * inset, height)
            painter.drawRoundedRect(bar, 2.5 * unit, 2.5 * unit)
        if step.chance < 1.0:
            self._paint_chance(painter, box, step.chance)
        if step.offset:
            self._paint_offset(painter, box, step.offset)

    def _paint_chance(self, painter: QPainter, box: QRectF, chance: float) -> None:
        """A clock face, filled as far as the hit is likely."""
        unit = theme.scale()
        size = min(9.0 * unit, box.height() / 2)
        place = QRectF(box.right() - size - 2 * unit, box.top() + 2 * unit, size, size)
        painter.setBrush(QColor(theme.WINDOW))
        painter.drawEllipse(place.adjusted(-unit, -unit, unit, unit))
        painter.setBrush(QColor(theme.TEXT))
        painter.drawPie(place, 90 * 16, -round(360 * 16 * chance))

    def _paint_offset(self, painter: QPainter, box: QRectF, offset: float) -> None:
        """An arrow to where the control goes."""
        unit = theme.scale()
        size, up = min(4.5 * unit, box.height() / 4), 1.0 if offset > 0 else -1.0
        middle = QPointF(box.left() + size + 3 * unit, box.top() + size + 3 * unit)
        points = [QPointF(0.0, -size * up), QPointF(size, size * up), QPointF(-size, size * up)]
        painter.setBrush(QColor(theme.GHOST))
        painter.setPen(QPen(QColor(theme.WINDOW), unit))
        painter.drawPolygon(QPolygonF([middle + point for point in points]))
        painter.setPen(Qt.PenStyle.NoPen)


def _painted(box: QRectF) -> QRectF:
    """What a cell's paint reaches: half the pen that shows the focus is outside of it."""
    reach = theme.scale()
    return box.adjusted(-reach, -reach, reach, reach)


def _form(pattern: Pattern) -> tuple[object, ...]:
    """What the whole grid is painted after."""
    return pattern.length, pattern.empty, *(pattern.audible(pad) for pad in range(PADS))


def signed(value: float) -> str:
    """An offset as it is read: '+0.8', '−1.5', in the locale's digits."""
    text = QLocale().toString(abs(value), "f", 1)
    return f"+{text}" if value > 0 else f"−{text}"
