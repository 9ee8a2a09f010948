"""What a hand does on a pane, and what it leaves there: cursor, selection, loop brackets, scrub. GUI thread.

A transparent widget over a pane's plot. It takes the left button; wheel, middle and right button go on to the pane beneath.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.views.pane import Pane
from studio.ui.views.playhead import HALO
from studio.ui.views.selection import Selection
from studio.ui.views.spectrogram import SpectrogramPane

GRIP = 8  # px around an edge in which it can be taken
PULL = 0.3  # how fast the view follows a hand that drags beyond its end
REACH = 16  # px beside the cursor, in which something of it may be painted
DRAG = 4  # px that a hand moves before a click becomes a drag
BAND = 32  # px upwards or downwards from which on a drag over the spectrogram selects a band too

IDLE, PRESSED, SELECTING, SCRUBBING = range(4)


class SelectionLayer(QWidget):
    """snap(seconds) gives the place that an edge goes to; Alt suspends it. Signals carry seconds."""

    placed = Signal(float)  # a click
    chosen = Signal()  # a selection was made, or one of its edges moved, and the hand let go
    scrubbed = Signal(float)
    scrub_ended = Signal(float)
    grabbed = Signal()  # the hand is on the picture: the keyboard belongs here now

    def __init__(self, pane: Pane, selection: Selection, snap: Callable[[float], float]) -> None:
        super().__init__(pane)
        self._pane, self._selection, self._snap = pane, selection, snap
        self._over_image = isinstance(pane, SpectrogramPane)
        self._doing = IDLE
        self._pressed_at = self._pressed_y = 0.0  # px
        self._new = False  # is it a selection that is being made, not an edge that moves?
        self._before = (0.0, 0.0)  # the selection before this drag, as the next
        self._before_band: tuple[float, float] | None = None
        self.looping = False
        self.crossfade = 0.0  # seconds
        self.focused = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        pane.laid_out.connect(self._lie_over)
        pane.window_.changed.connect(self.update)
        selection.changed.connect(self.update)
        self._lie_over()

    def _lie_over(self) -> None:
        self.setGeometry(self._pane.plot_rect())

    # ---- places
    def x_of(self, seconds: float) -> float:
        """px from the left of this layer."""
        return self._pane.pixel_of(seconds) - self._pane.plot_rect().left()

    def seconds_at(self, x: float) -> float:
        """The time at px `x`, within the sound."""
        return min(max(self._pane.seconds_at(x + self._pane.plot_rect().left()), 0.0), self._selection.duration)

    @property
    def dragging(self) -> bool:
        return self._doing in (SELECTING, SCRUBBING)

    # ---- the hand
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.grabbed.emit()
        x, modifiers, selection = event.position().x(), event.modifiers(), self._selection
        self._pressed_at, self._pressed_y, self._new = x, event.position().y(), False
        self._before, self._before_band = (selection.anchor, selection.head), selection.band
        edge = self._edge_at(x)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._doing = SCRUBBING
            self.scrubbed.emit(self.seconds_at(x))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._doing = SELECTING
            selection.extend(self._place(x, modifiers))
        elif edge is not None:
            self._doing = SELECTING
            selection.anchor, selection.head = (selection.end, selection.start) if edge == "start" else (selection.start, selection.end)
        else:
            self._doing = PRESSED

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, modifiers = event.position().x(), event.modifiers()
        if self._doing == PRESSED and abs(x - self._pressed_at) >= DRAG:
            self._doing, self._new = SELECTING, True
            start = self._place(self._pressed_at, modifiers)
            self._selection.span(start, start)
        if self._doing == SELECTING:
            over = x - min(max(x, 0.0), float(self.width()))  # beyond an end of the view: it follows
            if over:
                self._pane.window_.pan(PULL * over / self.width() * self._pane.window_.span)
            self._selection.reach(self._place(x, modifiers))
            if self._new:
                self._selection.set_band(self._band_to(event.position().y()))
        elif self._doing == SCRUBBING:
            self.scrubbed.emit(self.seconds_at(x))
        elif self._doing == IDLE:
            over_edge = self._edge_at(x) is not None and not event.buttons()
            self.setCursor(Qt.CursorShape.SplitHCursor if over_edge else Qt.CursorShape.CrossCursor)
        event.ignore()  # the pane tells what is under the pointer, and pans

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        doing, self._doing = self._doing, IDLE
        seconds = self.seconds_at(event.position().x())
        if doing == PRESSED or (doing == SELECTING and self._selection.empty):
            self._selection.place(seconds)
            self.placed.emit(seconds)
        elif doing == SELECTING:
            self.chosen.emit()
        elif doing == SCRUBBING:
            if self._selection.empty:
                self._selection.place(seconds)
            self.scrub_ended.emit(seconds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._selection.all()
        self.chosen.emit()

    def cancel(self) -> None:
        """Esc while the hand drags: all as before it."""
        doing, self._doing = self._doing, IDLE
        if doing == SCRUBBING:
            self.scrub_ended.emit(self.seconds_at(self._pressed_at))
        elif doing == SELECTING:
            self._selection.span(*self._before)
            self._selection.set_band(None if self._selection.empty else self._before_band)

    def _place(self, x: float, modifiers: Qt.KeyboardModifier) -> float:
        seconds = self.seconds_at(x)
        return seconds if modifiers & Qt.KeyboardModifier.AltModifier else self._snap(seconds)

    def _band_to(self, y: float) -> tuple[float, float] | None:
        """The frequencies between where the drag began and y, px in this layer; None where it went along the time only."""
        pane = self._pane
        if not isinstance(pane, SpectrogramPane) or abs(y - self._pressed_y) < theme.px(BAND):
            return None
        top, height = pane.plot_rect().top(), float(self.height())
        first, last = (pane.hertz_at(top + min(max(place, 0.0), height)) for place in (self._pressed_y, y))
        return (first, last)

    def _edge_at(self, x: float) -> str | None:
        """'start' or 'end' where that edge can be taken."""
        if self._selection.empty:
            return None
        far = {"start": abs(x - self.x_of(self._selection.start)), "end": abs(x - self.x_of(self._selection.end))}
        nearer = min(far, key=lambda name: far[name])
        return nearer if far[nearer] <= theme.px(GRIP) else None

    # ---- painting
    def show_loop(self, looping: bool, crossfade: float) -> None:
        """Does the selection go round, and how many seconds of its end fade into its start?"""
        if (looping, crossfade) != (self.looping, self.crossfade):
            self.looping, self.crossfade = looping, crossfade
            self.update()

    def show_focus(self, on: bool) -> None:
        if on != self.focused:
            self.focused = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._selection.empty and not self.focused:
            strip = event.rect()  # around the playhead, most often
            if abs(self.x_of(self._selection.head) - strip.center().x()) > strip.width() / 2 + REACH:
                return
        painter = QPainter(self)
        if self._selection.empty:
            self._paint_cursor(painter, self.x_of(self._selection.head))
        else:
            self._paint_selection(painter, self.x_of(self._selection.start), self.x_of(self._selection.end))
        if self.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ACCENT), 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_cursor(self, painter: QPainter, x: float) -> None:
        """A dashed line and a wedge at its top: not the playhead, which is whole."""
        if not -1 <= x <= self.width():
            return
        x = min(x, self.width() - 1)
        painter.fillRect(QRectF(round(x) - 1, 0, 3, self.height()), theme.color(theme.VIEW, HALO))
        painter.setPen(QPen(theme.color(theme.TEXT, 0.8), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(round(x) + 0.5, 0), QPointF(round(x) + 0.5, self.height()))
        half = theme.px(4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.TEXT))
        painter.drawPolygon(QPolygonF([QPointF(x - half, 0), QPointF(x + half, 0), QPointF(x, 1.5 * half)]))

    def _paint_selection(self, painter: QPainter, left: float, right: float) -> None:
        height = self.height()
        tint = theme.GHOST if theme.is_dark() or not self._over_image else theme.VIEW  # pictures are dark in both themes
        painter.fillRect(QRectF(left, 0, right - left, height), theme.color(tint, 0.16))
        if self.looping and self.crossfade > 0:
            begin = max(left, self.x_of(self._selection.end - self.crossfade))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(tint, 0.22))
            painter.drawPolygon(QPolygonF([QPointF(begin, 0), QPointF(right, 0), QPointF(right, height)]))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for x, inwards in ((left, 1), (right, -1)):
            self._paint_edge(painter, round(x), inwards)
        if self._selection.band is not None and isinstance(self._pane, SpectrogramPane):
            for hertz in self._selection.band:
                y = round(self._pane.y_of_hertz(hertz)) - self._pane.plot_rect().top()
                painter.fillRect(QRectF(left, y - 1, right - left, 3), theme.color(theme.VIEW, HALO))
                painter.fillRect(QRectF(left, y, right - left, 1), QColor(theme.GHOST))

    def _paint_edge(self, painter: QPainter, x: int, inwards: int) -> None:
        """A line with a halo; a bracket where the selection goes round, so that a loop is told by shape too."""
        height, thick = self.height(), 2 if self.looping else 1
        place = x - (thick if inwards < 0 else 0)
        painter.fillRect(QRectF(place - 1, 0, thick + 2, height), theme.color(theme.VIEW, HALO))
        painter.fillRect(QRectF(place, 0, thick, height), QColor(theme.GHOST))
        if self.looping:
            foot = theme.px(7)
            for y in (0, height - thick):
                painter.fillRect(QRectF(x if inwards > 0 else x - foot, y, foot, thick), QColor(theme.GHOST))
