"""The latent lane: the curves of a stream's latents under the spectrogram, one of them bright, drawn and moved by hand. GUI thread.

Drag draws; with Shift the curve under the hand moves by a tenth of the hand's way instead; Alt at release, or Escape, takes the stroke
back. A click near a faint curve chooses it, elsewhere it sets the cursor. Arrows move a point and its value; PgUp, PgDn choose a curve.
The faint curves are part of the pane's kept picture; the bright one is painted over it, only where something changed.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.views import lane_curves
from studio.ui.views.pane import Pane
from studio.ui.views.selection import Selection
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.waveform import draw_pixels
from studio.ui.widgets.escape import keeps_escape

LEAST_REACH = 3.0  # sigma from the middle to the edge
MOST_REACH = 12.0
DRAG = 3  # px that a hand moves before a click becomes a stroke
NEAR = 7  # px beside a faint curve, in which a click chooses it
FINE = 0.1
FAINT = 0.5  # how strong the curves are that aren't chosen
STEP, FINE_STEP = 0.1, 0.01  # sigma of an arrow key
LINE_BELOW = 0.25  # frames for each px, under which a curve is a smooth line
DOTS_FROM = 7.0  # px for each frame, from which on frames are dots

IDLE, PRESSED, DRAWING = range(3)


class LanePane(Pane):
    """`show_curves` gives the curves; `edited` (first frame, values, what was done, key) tells what a hand did to the chosen one."""

    edited = Signal(int, object, str, str)
    chosen = Signal(int)

    def __init__(self, window: TimeWindow, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(window, parent)
        self.selection = selection
        self.frames = np.zeros((0, 0), np.float32)  # (n, latents) in sigma, not written to
        self.recorded = self.frames  # the same before it was edited
        self.rate, self.start = 1.0, 0.0  # frames a second; s of the first
        self.latent = 0
        self.values = np.zeros(0, np.float32)  # of the chosen one, with the stroke under way
        self.point = 0  # the frame that the arrow keys move
        self.reach = LEAST_REACH
        self._doing = IDLE
        self._pressed = self._last = QPointF()
        self._before = self.values
        self._taken = (0, 0)  # frames that the stroke reached: first, after the last
        self._by_key = False
        self._faint: QPixmap | None = None  # the curves that aren't chosen, as the next two say
        self._faint_key: tuple[object, ...] = ()
        self._faint_of = self.frames
        self.setMinimumHeight(theme.px(44))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        selection.changed.connect(self.update)

    # ---- what is shown
    def show_curves(self, frames: np.ndarray, recorded: np.ndarray, rate: float, start: float) -> None:
        """frames, recorded (n, latents) in sigma; rate: frames a second; start: s of the first. A stroke under way is given up."""
        self._doing = IDLE
        if frames.shape != self.frames.shape:
            largest = float(np.abs(frames).max(initial=0.0))
            self.reach = min(MOST_REACH, max(LEAST_REACH, math.ceil(largest)))
            self.point = 0
        self.frames, self.recorded, self.rate, self.start = frames, recorded, rate, start
        self.show_latent(self.latent)

    def show_latent(self, latent: int) -> None:
        """Draw this one bright."""
        self._doing = IDLE
        self.latent = min(max(latent, 0), max(0, self.frames.shape[1] - 1))
        self.values = self.frames[:, self.latent].copy() if self.frames.size else np.zeros(0, np.float32)
        self.point = min(self.point, max(0, len(self.values) - 1))
        self.remake()

    @property
    def dragging(self) -> bool:
        return self._doing == DRAWING

    # ---- places
    def y_of(self, value: float | np.ndarray) -> Any:
        """px from the top of this widget."""
        plot = self.plot_rect()
        return plot.center().y() + 0.5 - value / self.reach * (plot.height() / 2 - 4)

    def value_at(self, y: float) -> float:
        plot = self.plot_rect()
        value = (plot.center().y() + 0.5 - y) * self.reach / max(1.0, plot.height() / 2 - 4)
        return min(max(value, -lane_curves.LIMIT), lane_curves.LIMIT)

    def frame_at(self, x: float) -> float:
        """The frame, with its fraction, at px `x` of this widget."""
        return (self.seconds_at(x) - self.start) * self.rate

    def x_of(self, frame: float) -> float:
        return self.pixel_of(self.start + frame / self.rate)

    def seconds_of(self, frame: int) -> float:
        return self.start + frame / self.rate

    def part(self) -> tuple[int, int]:
        """First frame, and the one after the last, of the selection; of the whole where nothing is selected."""
        if self.selection.empty:
            return 0, len(self.values)
        first = math.ceil((self.selection.start - self.start) * self.rate)
        last = math.floor((self.selection.end - self.start) * self.rate) + 1
        return min(max(first, 0), len(self.values)), min(max(last, 0), len(self.values))

    # ---- painting
    def marks(self) -> list[tuple[float, str]]:
        steps = (-1, 0, 1) if self.plot_rect().height() > 60 else (0,)
        size = max(1, math.floor(self.reach * 0.7))
        signs = {-1: "−", 0: "", 1: "+"}
        return [(float(self.y_of(step * size)), f"{signs[step]}{size if step else 0} σ") for step in steps]

    def _edges(self, left: float, right: float, count: int) -> np.ndarray:
        """Frames at the borders of `count` columns between two x."""
        return np.linspace(self.frame_at(left), self.frame_at(right), count + 1)

    def paint_plot(self, painter: QPainter, plot: QRect) -> None:
        painter.setPen(QPen(theme.color(theme.LINE, 0.9), 1.0))
        for value in range(-int(self.reach), int(self.reach) + 1):
            y = round(float(self.y_of(value))) + 0.5
            painter.setPen(QPen(theme.color(theme.EDGE if value == 0 else theme.LINE, 0.9), 1.0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right() + 1, y))
        self._paint_faint(painter, plot)
        before = self.recorded[:, self.latent] if self.recorded.size else self.values
        if not np.array_equal(before, self.values):
            self._draw_curve(painter, plot, before, _between(theme.GHOST, theme.VIEW, 0.8), False)

    def _paint_faint(self, painter: QPainter, plot: QRect) -> None:
        """The curves that aren't chosen: made anew only where they, or what is seen of them, are others."""
        tint, window = _between(theme.TEXT_FAINT, theme.VIEW, FAINT), self.window_
        key = (window.start, window.end, self.size(), self.devicePixelRatioF(), self.reach, self.latent, self.start, self.rate, tint)
        others = np.delete(self.frames, self.latent, axis=1) if self.frames.shape[1] > 1 else np.zeros((0, 0), np.float32)
        if not others.size:
            return
        if self._faint is None or key != self._faint_key or not np.array_equal(others, self._faint_of):
            self._faint = QPixmap(self.size() * self.devicePixelRatioF())
            self._faint.setDevicePixelRatio(self.devicePixelRatioF())
            self._faint.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._faint)
            self._draw_columns(inner, plot, others, tint)
            inner.end()
            self._faint_key, self._faint_of = key, others
        painter.drawPixmap(QPoint(0, 0), self._faint)

    def _draw_columns(self, painter: QPainter, place: QRect, values: np.ndarray, tint: str, thick: int = 0) -> None:
        """Curves (n, k) in a rectangle of this widget, as pixels: as quick for ten thousand frames as for a hundred."""
        ratio = self.devicePixelRatioF()
        width, height = round(place.width() * ratio), round(place.height() * ratio)
        if width <= 0 or height <= 0:
            return
        low, high = lane_curves.columns(values, self._edges(place.left(), place.left() + place.width(), width))
        plot = self.plot_rect()
        centre, scale = (float(self.y_of(0)) - place.top()) * ratio, (plot.height() / 2 - 4) / self.reach * ratio
        draw_pixels(painter, place, lane_curves.raster(low, high, centre, scale, height, thick).view(np.uint8), (tint,))

    def _draw_curve(self, painter: QPainter, place: QRect, values: np.ndarray, tint: str, strong: bool) -> None:
        """One curve in a rectangle of this widget: a smooth line close up, else pixels."""
        first, last = self.frame_at(place.left()), self.frame_at(place.left() + place.width())
        if (last - first) / max(1, place.width()) > LINE_BELOW:
            self._draw_columns(painter, place, values[:, None], tint, int(strong))
            return
        frames = range(max(0, math.floor(first) - 1), min(len(values), math.ceil(last) + 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tint), 2.0 if strong else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(self.x_of(frame), float(self.y_of(values[frame]))) for frame in frames]))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        plot, exposed = self.plot_rect(), event.rect()
        seen = plot.intersected(exposed)
        if not len(self.values) or seen.isEmpty():
            return
        painter = QPainter(self)
        painter.setClipRect(seen)
        self._paint_selection(painter, plot)
        left, right = max(plot.left(), seen.left() - 3), min(plot.right(), seen.right() + 3)
        self._draw_curve(painter, QRect(left, plot.top(), right - left + 1, plot.height()), self.values, theme.ACCENT, True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_dots(painter, left, right)
        if self.hasFocus():
            self._paint_point(painter, plot)
        painter.end()

    def _paint_selection(self, painter: QPainter, plot: QRect) -> None:
        if self.selection.empty:
            return
        left, right = self.pixel_of(self.selection.start), self.pixel_of(self.selection.end)
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), theme.color(theme.ACCENT, 0.13))

    def _paint_dots(self, painter: QPainter, left: int, right: int) -> None:
        """Each frame, close up."""
        if self.plot_rect().width() / max(1e-9, self.window_.span * self.rate) < DOTS_FROM:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT))
        for frame in range(max(0, math.floor(self.frame_at(left))), min(len(self.values), math.ceil(self.frame_at(right)) + 1)):
            painter.drawEllipse(QPointF(self.x_of(frame), float(self.y_of(self.values[frame]))), 2.5, 2.5)

    def _paint_point(self, painter: QPainter, plot: QRect) -> None:
        """Where the arrow keys are: a line and a ring; and that the keyboard is here."""
        x, y = self.x_of(self.point), float(self.y_of(self.values[self.point]))
        painter.setPen(QPen(theme.color(theme.TEXT, 0.55), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setPen(QPen(QColor(theme.TEXT), 1.5))
        painter.setBrush(QColor(theme.VIEW))
        painter.drawEllipse(QPointF(x, y), 4.0, 4.0)
        if self._by_key:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ACCENT), 2.0))
            painter.drawRect(QRectF(plot).adjusted(1, 1, -1, -1))

    def _update_frames(self, first: int, last: int) -> None:
        """Paint these frames' columns anew."""
        left, right = math.floor(self.x_of(first)) - 6, math.ceil(self.x_of(last)) + 6
        self.update(QRect(left, 0, right - left + 1, self.height()))

    def zoom_upwards(self, factor: float, y: float) -> None:
        reach = min(max(self.reach * factor, 0.5), MOST_REACH)
        if reach != self.reach:
            self.reach = reach
            self.remake()

    # ---- the hand
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not len(self.values):
            super().mousePressEvent(event)
            return
        self._pressed = self._last = event.position()
        self._doing = PRESSED

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._doing == PRESSED and (place - self._pressed).manhattanLength() >= DRAG:
            self._doing, self._before, self._taken = DRAWING, self.values.copy(), (len(self.values), 0)
        if self._doing != DRAWING:
            super().mouseMoveEvent(event)
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        first, last = (self._bend if fine else self._draw)(place)
        self._last = place
        self._taken = (min(self._taken[0], first), max(self._taken[1], last))
        self._update_frames(first - 1, last + 1)
        self.point_at(place.toPoint())

    def _draw(self, place: QPointF) -> tuple[int, int]:
        """The stroke goes on to here."""
        ends = [(self.frame_at(p.x()), self.value_at(p.y())) for p in (self._last, place)]
        return lane_curves.stroke(self.values, *ends[0], *ends[1])

    def _bend(self, place: QPointF) -> tuple[int, int]:
        """What is under the hand moves by a tenth of its way."""
        per_px = self.value_at(0) - self.value_at(1)
        moved = np.zeros(len(self.values))
        ends = [(self.frame_at(p.x()), FINE * per_px * (self._pressed.y() - p.y())) for p in (self._last, place)]
        first, last = lane_curves.stroke(moved, *ends[0], *ends[1])
        limit = lane_curves.LIMIT
        self.values[first:last] = np.clip(self._before[first:last] + moved[first:last], -limit, limit)
        return first, last

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._doing == IDLE:
            super().mouseReleaseEvent(event)
            return
        drawn, self._doing = self._doing == DRAWING, IDLE
        if not drawn:
            self._clicked(event.position())
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._give_up()
        else:
            first, last = self._taken
            if first < last:
                self.point = min(max(round(self.frame_at(event.position().x())), 0), len(self.values) - 1)
                self.edited.emit(first, self.values[first:last].copy(), "draw", "")

    def cancel(self) -> bool:
        """Take the stroke under way back; False where there is none."""
        drawn, self._doing = self._doing == DRAWING, IDLE
        if drawn:
            self._give_up()
        return drawn

    def _give_up(self) -> None:
        self.values = self._before
        self._doing = IDLE
        self.update()

    def _clicked(self, place: QPointF) -> None:
        """Choose the faint curve that is near, or set the cursor."""
        frame = min(max(round(self.frame_at(place.x())), 0), len(self.values) - 1)
        away = np.abs(self.y_of(self.frames[frame].astype(np.float64)) - place.y())
        nearest = int(np.argmin(away))
        if away[self.latent] <= away[nearest] + 1 or away[nearest] > NEAR:
            nearest = self.latent
        self.point = frame
        self.update()
        if nearest != self.latent:
            self.chosen.emit(nearest)
        else:
            self.pointed.emit(self.seconds_at(place.x()))

    # ---- keyboard
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        reasons = Qt.FocusReason
        self._by_key = event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason, reasons.ShortcutFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Escape during a stroke takes the stroke back; it doesn't stop the sound then."""
        return keeps_escape(event, lambda: self.dragging) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys, modifiers = event.key(), Qt.Key, event.modifiers()
        fine, far = bool(modifiers & Qt.KeyboardModifier.ShiftModifier), bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        last = len(self.values) - 1
        if key == keys.Key_Escape and self.cancel():
            return
        if last < 0 or modifiers & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif key in (keys.Key_Left, keys.Key_Right):
            step = 1 if fine else max(1, round(self.window_.span * self.rate * (0.1 if far else 0.01)))
            self._go(self.point + (step if key == keys.Key_Right else -step))
        elif key in (keys.Key_Home, keys.Key_End):
            self._go(0 if key == keys.Key_Home else last)
        elif key in (keys.Key_Up, keys.Key_Down) and not far:
            self._lift((FINE_STEP if fine else STEP) * (1 if key == keys.Key_Up else -1))
        elif key in (keys.Key_PageUp, keys.Key_PageDown) and not far:
            self.chosen.emit((self.latent + (1 if key == keys.Key_PageDown else -1)) % self.frames.shape[1])
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            first, end = self.part()
            if first < end:
                self.edited.emit(first, self.recorded[first:end, self.latent].copy(), "recorded", "")
        else:
            event.ignore()

    def _go(self, frame: int) -> None:
        """Move the point, and keep it in view."""
        self.point = min(max(frame, 0), len(self.values) - 1)
        seconds = self.seconds_of(self.point)
        if not self.window_.start <= seconds <= self.window_.end:
            self.window_.pan(seconds - (self.window_.start + self.window_.end) / 2)
        self.hovered.emit(seconds, float(self.y_of(self.values[self.point])))
        self.update()

    def _lift(self, amount: float) -> None:
        """The selection, or the point and what is near it, by so many sigma."""
        first, last = self.part()
        if self.selection.empty or first >= last:
            first, values = lane_curves.bumped(self.values, self.point, self.rate, amount)
            self.edited.emit(first, values, "draw", "point")
        else:
            self.edited.emit(first, lane_curves.shifted(self.values, first, last, self.rate, amount), "shift", "shift")


def _between(colour: str, ground: str, share: float) -> str:
    """`share` of a colour over a ground."""
    one, other = QColor(colour), QColor(ground)
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(share * a + (1 - share) * b) for a, b in pairs)).name()
