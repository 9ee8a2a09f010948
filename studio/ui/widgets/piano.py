"""A keyboard on the screen: a few octaves, played by mouse, by several fingers, or by the arrow keys and Enter. GUI thread.

Where a key is struck says how hard: near its front edge is loud. `show_lit` shows which keys are down, whoever holds them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTouchEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.views.readout import NOTE_NAMES
from studio.ui.widgets.names import named

WHITE = (0, 2, 4, 5, 7, 9, 11)  # semitones of the white keys
BLACK_AFTER = {1: 0, 3: 1, 6: 3, 8: 4, 10: 5}  # semitone of a black key and the white key that it lies behind
BLACK_WIDE, BLACK_LONG = 0.62, 0.62  # of a white key
WHITE_WIDTH, MOST_OCTAVES, LEAST_OCTAVES = 24, 6, 2  # px at a scale of 1
SOFTEST = 20
MOUSE = -1  # the mouse among the fingers
STROKE = 100.0  # velocity of the Enter key


def note_text(note: int) -> str:
    """60 -> 'C4'."""
    return f"{NOTE_NAMES[note % 12]}{note // 12 - 1}"


class Piano(QWidget):
    """`pressed` comes with the key and a velocity, `released` with the key; every key that was pressed is released."""

    pressed = Signal(int, float)
    released = Signal(int)
    moved = Signal()  # other octaves are shown

    def __init__(self) -> None:
        super().__init__()
        hint = self.tr("Click a key: the nearer to its front edge, the louder. With the arrow keys choose one, Enter plays it.")
        named(self, "piano", self.tr("Keyboard"), hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(False)
        self.first = 36  # the lowest key, a C
        self.letters: dict[int, str] = {}  # what is written on keys: those of the computer's keyboard
        self.root = -1  # a key with a mark: where a sound is as it is
        self._lit: frozenset[int] = frozenset()
        self._held: dict[int, int] = {}  # finger (MOUSE for the mouse) and its key
        self._cursor = 60  # of the arrow keys
        self._stroke = -1  # key that Enter holds

    # ---- what is shown
    @property
    def octaves(self) -> int:
        return max(LEAST_OCTAVES, min(MOST_OCTAVES, round(self.width() / (7 * theme.px(WHITE_WIDTH)))))

    @property
    def last(self) -> int:
        return min(127, self.first + 12 * self.octaves - 1)

    def show_lit(self, lit: frozenset[int]) -> None:
        if lit != self._lit:
            self._lit = lit
            self.update()

    def show_letters(self, letters: dict[int, str]) -> None:
        if letters != self.letters:
            self.letters = letters
            self.update()

    def show_root(self, root: int) -> None:
        if root != self.root:
            self.root = root
            self.update()

    def move_to(self, first: int) -> None:
        """Show other octaves."""
        first = max(0, min(128 - 12 * self.octaves + 11, first)) // 12 * 12
        if first != self.first:
            self.first = first
            self.update()
            self.moved.emit()

    def reveal(self, note: int) -> None:
        """Show the octave of a key."""
        if note < self.first:
            self.move_to(note // 12 * 12)
        elif note > self.last:
            self.move_to((note // 12 - self.octaves + 1) * 12)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(4 * 7 * WHITE_WIDTH), theme.px(96))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_OCTAVES * 7 * 16), theme.px(64))

    # ---- where keys lie
    def _white(self) -> float:
        return self.width() / (7 * self.octaves)

    def rect_of(self, note: int) -> QRectF:
        """Where a key lies; an empty one for a key that isn't shown."""
        if not self.first <= note <= self.last:
            return QRectF()
        octave, semitone = divmod(note - self.first, 12)
        width = self._white()
        if semitone in BLACK_AFTER:
            wide = BLACK_WIDE * width
            return QRectF((7 * octave + BLACK_AFTER[semitone] + 1) * width - wide / 2, 0.0, wide, BLACK_LONG * self.height())
        return QRectF((7 * octave + WHITE.index(semitone)) * width, 0.0, width, float(self.height()))

    def note_at(self, place: QPointF) -> tuple[int, float] | None:
        """(key, velocity) under a finger; None beside the keys."""
        if not (0 <= place.x() < self.width() and 0 <= place.y() < self.height()):
            return None
        notes = range(self.first, self.last + 1)
        blacks = [note for note in notes if (note - self.first) % 12 in BLACK_AFTER and self.rect_of(note).contains(place)]
        octave, white = divmod(int(place.x() / self._white()), 7)
        note = blacks[0] if blacks else self.first + 12 * min(octave, self.octaves - 1) + WHITE[white]
        if note > self.last:
            return None
        share = place.y() / max(1.0, self.rect_of(note).height())
        return note, SOFTEST + (127 - SOFTEST) * min(1.0, share / 0.9)

    # ---- playing
    def _touch(self, finger: int, place: QPointF) -> None:
        """A finger is here now: on the key that it came to, off the one that it left."""
        found = self.note_at(place)
        before = self._held.get(finger)
        if found is not None and found[0] == before:
            return
        self._lift(finger)
        if found is not None:
            note, velocity = found
            self._held[finger] = note
            self.pressed.emit(note, velocity)

    def _lift(self, finger: int) -> None:
        note = self._held.pop(finger, None)
        if note is not None and note not in self._held.values():
            self.released.emit(note)

    def let_go(self) -> None:
        """Release everything."""
        for finger in list(self._held):
            self._lift(finger)
        self._end_stroke()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._touch(MOUSE, event.position())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._touch(MOUSE, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift(MOUSE)

    def event(self, event: QEvent) -> bool:
        kinds = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
        if event.type() in kinds and isinstance(event, QTouchEvent):
            for point in event.points():
                gone = point.state().name == "Released" or event.type() == QEvent.Type.TouchCancel
                if gone:
                    self._lift(point.id())
                else:
                    self._touch(point.id(), point.position())
            event.accept()
            return True
        return bool(super().event(event))

    # ---- by keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -12, Qt.Key.Key_Up: 12}
        key = Qt.Key(event.key())
        if key in steps:
            self._cursor = max(0, min(127, self._cursor + steps[key]))
            self.reveal(self._cursor)
            self.setAccessibleDescription(note_text(self._cursor))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._end_stroke()
                self._stroke = self._cursor
                self.pressed.emit(self._stroke, STROKE)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._end_stroke()
        else:
            super().keyReleaseEvent(event)

    def _end_stroke(self) -> None:
        if self._stroke >= 0:
            note, self._stroke = self._stroke, -1
            self.released.emit(note)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end_stroke()
        super().focusOutEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reveal(self._cursor)
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.let_go()
        super().hideEvent(event)

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ivory, ebony = QColor(theme.IVORY), QColor(theme.EBONY)
        font = painter.font()
        font.setPixelSize(max(8, theme.px(10)))
        painter.setFont(font)
        line = QFontMetrics(font).height()
        notes = range(self.first, self.last + 1)
        for black in (False, True):
            for note in notes:
                if ((note - self.first) % 12 in BLACK_AFTER) is black:
                    self._paint_key(painter, note, ebony if black else ivory, line)
        painter.end()

    def _paint_key(self, painter: QPainter, note: int, ground: QColor, line: int) -> None:
        rect = self.rect_of(note).adjusted(0.5, -4.0, -0.5, -0.5)
        black = (note - self.first) % 12 in BLACK_AFTER
        lit = note in self._lit
        painter.setPen(QPen(QColor(theme.EBONY), 1.0))
        painter.setBrush(QColor(theme.ACCENT) if lit else ground)
        painter.drawRoundedRect(rect, 3, 3)
        if self.hasFocus() and note == self._cursor:
            painter.setPen(QPen(QColor(theme.ACCENT_DEEP), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 3, 3)
        ink = QColor(theme.ON_ACCENT) if lit else QColor(theme.IVORY if black else theme.EBONY)
        painter.setPen(ink)
        below = QRectF(rect.left(), rect.bottom() - line - 2, rect.width(), line)
        letter = self.letters.get(note, "")
        if letter:
            painter.drawText(below if black else below.translated(0, -line), Qt.AlignmentFlag.AlignHCenter, letter)
        if not black and note % 12 == 0:
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, note_text(note))
        if note == self.root:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ON_ACCENT if lit else theme.ACCENT_DEEP))
            size = theme.px(5)
            painter.drawEllipse(QPointF(rect.center().x(), rect.bottom() - 2.6 * line - size), size / 2, size / 2)
