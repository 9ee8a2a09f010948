"""What waveform and spectrogram have in common: an own-painted widget on the shared time axis, with its wheel and mouse. GUI thread.

The picture (grid, curve or image, axes) is kept as a pixmap and only copied when something over it moves: the playhead, a selection,
a pointer. It is painted anew when the sound, the seen part, the size, the settings or the colours change; with `put_off` a little
later, so that a frame in which much happens is not late.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.views.time_window import TimeWindow

ZOOM_PER_NOTCH = 0.8
LONGEST_WHEEL = 5.0  # notches in one event; some Linux drivers send spikes
GUTTER_TEXT = "−100 dB"
AXIS_TEXT = "20 kHz"
TICK = 4  # px, length of an axis mark


class Pane(QWidget):
    """One picture over time. The subclass paints into `plot_rect()` and says where the axis marks are."""

    hovered = Signal(object, object)  # time in s and y in px of this widget, or None, None
    pointed = Signal(float)  # a click at this time
    laid_out = Signal()  # plot_rect() is another one now
    follows = True  # is the picture another one where another part of the sound is seen?

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.window_ = window
        self._picture: QPixmap | None = None
        self._stale = True  # is the picture another one by now?
        self._waits = False  # for a turn of the loop in which it is made
        self._frame: QPixmap | None = None  # the picture without the sound: ground and axes
        self._frame_key: tuple[object, ...] = ()
        self._left = axis_width(self)
        self._panned_from: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(58))
        window.changed.connect(self.remake if self.follows else self.update)
        theme.changed.connect(self._restyle)

    # ---- places
    @property
    def axis_height(self) -> int:
        """px below the plot that the time axis takes."""
        return 0

    def plot_rect(self) -> QRect:
        """The part of this widget that shows the sound, in px."""
        return QRect(self._left, 0, max(1, self.width() - self._left), max(1, self.height() - self.axis_height))

    def pixel_of(self, seconds: float) -> float:
        """Where a time is, in px from the left of this widget."""
        plot = self.plot_rect()
        return plot.left() + (seconds - self.window_.start) / self.window_.span * plot.width()

    def seconds_at(self, x: float) -> float:
        """The time at px `x` of this widget; may lie outside the sound."""
        plot = self.plot_rect()
        return self.window_.start + (x - plot.left()) / plot.width() * self.window_.span

    # ---- painting
    def remake(self) -> None:
        """Something in the picture itself is different: paint it anew at the next exposure."""
        self._stale = True
        self.update()

    def put_off(self) -> None:
        """After `remake`: show the old picture until a turn of the loop of its own has made the new one."""
        if self._stale and self._fits():
            self._stale = False
            if not self._waits:
                self._waits = True
                self.window_.later(self._catch_up)

    def _catch_up(self) -> None:
        if self._waits:  # else an exposure needed it before
            self.remake()
            if self.isVisible():
                self.prepare()

    def _fits(self) -> bool:
        """Is there a picture of this size?"""
        picture, ratio = self._picture, self.devicePixelRatioF()
        return picture is not None and picture.devicePixelRatio() == ratio and picture.size() == self.size() * ratio

    def paint_plot(self, painter: QPainter, plot: QRect) -> None:
        """The picture of the sound, clipped to the plot."""

    def marks(self) -> list[tuple[float, str]]:
        """(y in px of this widget, text) of the axis on the left."""
        return []

    def below_key(self) -> tuple[object, ...]:
        """By what `paint_below` differs."""
        return ()

    def paint_below(self, painter: QPainter, plot: QRect) -> None:
        """What is below the plot."""

    def prepare(self) -> QPixmap:
        """Paint the picture now if it is not there; returns it."""
        if self._picture is None or self._stale or not self._fits():
            self._picture = self._paint_picture(self.devicePixelRatioF())
            self._stale = self._waits = False
        return self._picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(QPoint(0, 0), self.prepare())  # Qt copies only what is exposed
        painter.end()

    def _paint_picture(self, ratio: float) -> QPixmap:
        marks = self.marks()
        key = (self.width(), self.height(), ratio, tuple(marks), self.below_key())
        if self._frame is None or key != self._frame_key:
            self._frame, self._frame_key = self._paint_frame(ratio, marks), key
        picture = QPixmap(self._frame)  # painting into it copies it
        painter = QPainter(picture)
        painter.setFont(axis_font())
        plot = self.plot_rect()
        painter.setClipRect(plot)
        self.paint_plot(painter, plot)
        painter.end()
        return picture

    def _paint_frame(self, ratio: float, marks: list[tuple[float, str]]) -> QPixmap:
        frame = QPixmap(self.size() * ratio)
        frame.setDevicePixelRatio(ratio)
        frame.fill(QColor(theme.VIEW))
        painter = QPainter(frame)
        painter.setFont(axis_font())
        self._paint_marks(painter, self.plot_rect(), marks)
        self.paint_below(painter, self.plot_rect())
        painter.end()
        return frame

    def _paint_marks(self, painter: QPainter, plot: QRect, marks: list[tuple[float, str]]) -> None:
        line = painter.fontMetrics().height()
        for y, text in marks:
            painter.setPen(QColor(theme.LINE))
            painter.drawLine(QPointF(plot.left() - TICK, y), QPointF(plot.left() - 1, y))
            painter.setPen(QColor(theme.TEXT_SOFT))
            top = min(max(y - line / 2, 0.0), plot.height() - line)
            place = QRectF(0, top, plot.left() - TICK - 4, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.remake()
        self.laid_out.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._restyle()

    def _restyle(self) -> None:
        """Colours or letters are others now."""
        self._left = axis_width(self)
        self._frame = None
        self.remake()

    # ---- wheel and mouse
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Wheel zooms at the pointer, Shift+wheel and a sideways wheel pan, Alt+wheel and the wheel over the left axis zoom upwards."""
        turned = event.angleDelta()
        sideways = abs(turned.x()) > abs(turned.y())
        notches = max(-LONGEST_WHEEL, min(LONGEST_WHEEL, (turned.x() if sideways else turned.y()) / 120.0))
        place, modifiers = event.position(), event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier or (place.x() < self.plot_rect().left() and not sideways):
            self.zoom_upwards(ZOOM_PER_NOTCH**notches, place.y())  # with Alt, Qt turns an upright wheel sideways
        elif sideways or modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.window_.pan(-0.1 * notches * self.window_.span)
        else:
            self.window_.zoom(ZOOM_PER_NOTCH**notches, self.seconds_at(place.x()))
        event.accept()

    def zoom_upwards(self, factor: float, y: float) -> None:
        """Show `factor` times as much of the upright axis, keeping what is at px `y` where it is."""

    def zoom_middle(self, closer: bool) -> None:
        """Zoom upwards by a notch of a wheel, around the middle."""
        self.zoom_upwards(ZOOM_PER_NOTCH if closer else 1 / ZOOM_PER_NOTCH, self.plot_rect().center().y())

    def fit_upwards(self) -> None:
        """Show the whole of the upright axis."""
        self.zoom_upwards(1e9, 0.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = event.position().x()
        event.setAccepted(event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._panned_from is not None:
            self.window_.pan((self._panned_from - x) / self.plot_rect().width() * self.window_.span)
            self._panned_from = x
        self.point_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._panned_from = None
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.plot_rect().contains(place):
            self.pointed.emit(self.seconds_at(event.position().x()))

    def point_at(self, place: QPoint) -> None:
        """Tell what is under the pointer, px of this widget."""
        if self.plot_rect().contains(place):
            self.hovered.emit(self.seconds_at(place.x()), float(place.y()))
        else:
            self.hovered.emit(None, None)

    def leaveEvent(self, event: object) -> None:
        self.hovered.emit(None, None)


def axis_font() -> QFont:
    """The font of axes and colour bar."""
    return theme.small(theme.base_font(), 0.84)


def axis_width(widget: QWidget) -> int:
    """The same for every pane: room for the widest label."""
    return theme.grid(_advance(theme.base_font().toString(), AXIS_TEXT) + 16)


def gutter_width(widget: QWidget) -> int:
    """Room on the right of every pane for the colour bar and its numbers."""
    return theme.grid(_advance(theme.base_font().toString(), GUTTER_TEXT) + 28)


@lru_cache(maxsize=16)
def _advance(font: str, text: str) -> int:
    """px of a text on the axes; font: the one that their own is made of, so that another size is measured anew."""
    return QFontMetrics(axis_font()).horizontalAdvance(text)
