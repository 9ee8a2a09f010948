"""The waveform: a column of minimum, maximum and RMS for each pixel; close up a line, closer still dots with a curve. GUI thread.

The peaks come ready-made from a worker; painting asks them only for the columns that are seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.views.pane import Pane
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.view_settings import ViewSettings

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks

ROOM = 1.06  # half a lane's height over full scale
LINE_FROM = 1.0  # px of the screen for each sample: from here on a line
DOTS_FROM = 5.0  # px for each sample: from here on dots, and a curve between them
TAPS = 8  # samples on each side that the curve is made of (Lanczos)
RMS_SECONDS = 0.02  # the RMS is that of so long a time at least: a period of 50 Hz
CORE_FROM = 0.0005  # seconds in a column, from which on its RMS says something
MOST_MARKS = 400  # places of clipping that are drawn one by one


class WaveformPane(Pane):
    """The upper pane: one lane for each channel, channel 0 on top."""

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        super().__init__(window, parent)
        self.clip: Any = None  # Clip or LongSound
        self.peaks: Peaks | None = None
        self.settings = ViewSettings()
        self.magnified = 1.0  # by Alt+wheel
        self._ghost: Peaks | None = None
        self._ghost_gain = 1.0

    # ---- what is shown
    def show_clip(self, clip: Any, peaks: Peaks) -> None:
        """A Clip or LongSound with its peaks."""
        self.clip, self.peaks = clip, peaks
        self.remake()

    def show_ghost(self, peaks: Peaks | None, gain: float = 1.0) -> None:
        """Another sound's outline under the curve, `gain` times as loud; it begins at 0 s and has the same rate."""
        self._ghost, self._ghost_gain = peaks, gain
        self.remake()

    def show_settings(self, settings: ViewSettings) -> None:
        self.settings = settings
        self.remake()

    @property
    def lanes(self) -> int:
        return self.clip.channels if self.clip is not None else 1

    @property
    def line(self) -> bool:
        """Is it a line here, rather than columns?"""
        return self._pixels_per_sample() >= LINE_FROM

    def _pixels_per_sample(self) -> float:
        rate = self.clip.rate if self.clip is not None else 1
        return self.plot_rect().width() * self.devicePixelRatioF() / max(1e-9, self.window_.span * rate)

    # ---- places
    def _lane(self, channel: int) -> tuple[float, float]:
        """(y of the zero line, px from there to full scale) without magnification."""
        plot = self.plot_rect()
        height = plot.height() / self.lanes
        return plot.top() + height * (channel + 0.5), height / 2 / ROOM

    def y_of(self, channel: int, value: float) -> float:
        """Where a sample value is, in px from the top of this widget."""
        centre, scale = self._lane(channel)
        return centre - float(self._shape(np.asarray(value))) * scale

    def _shape(self, values: np.ndarray) -> np.ndarray:
        """Sample values -> lane heights, 1 is full scale: as they are, or in dB away from the middle."""
        values = values * self.magnified
        floor = self.settings.floor_db
        if floor is None:
            return values
        size = np.maximum(np.abs(values), 10.0 ** (-floor / 20.0))
        return np.copysign(1.0 + 20.0 * np.log10(size) / floor, values)

    def zoom_upwards(self, factor: float, y: float) -> None:
        magnified = min(max(self.magnified / factor, 1.0), 256.0)
        if magnified != self.magnified:
            self.magnified = 1.0 if magnified < 1.01 else magnified
            self.remake()

    # ---- painting
    def _levels(self) -> list[tuple[float, str]]:
        """(sample value, text) of the axis, loud to silent."""
        if self.settings.floor_db is not None:
            steps = range(0, -int(self.settings.floor_db), -12 if self.settings.floor_db <= 60 else -18)
            found = [(10.0 ** (db / 20.0) / self.magnified, db - 20.0 * np.log10(self.magnified)) for db in steps]
        else:
            found = [(share / self.magnified, 20.0 * np.log10(share / self.magnified)) for share in (1.0, 0.5, 0.25)]
        return [(value, _db_text(db)) for value, db in found]

    def marks(self) -> list[tuple[float, str]]:
        line = self.fontMetrics().height()
        marks: list[tuple[float, str]] = []
        for channel in range(self.lanes):
            centre, _ = self._lane(channel)
            kept: list[tuple[float, str]] = []
            for value, text in self._levels():
                away = centre - self.y_of(channel, value)
                if away > 0.6 * line and (not kept or kept[-1][0] - away > line):
                    kept.append((away, text))
            reach = self.plot_rect().height() / self.lanes / 2 - line / 2
            marks += [(centre + side * min(away, reach), text) for away, text in kept for side in (-1, 1)]
            marks.append((centre, "−∞"))
        return marks

    def paint_plot(self, painter: QPainter, plot: QRect) -> None:
        self._paint_grid(painter, plot)
        if self.clip is None or self.peaks is None or not self.clip.frames:
            return
        start, end = self.window_.start * self.clip.rate, self.window_.end * self.clip.rate
        samples = self.peaks.samples_between(int(start) - TAPS, int(end) + TAPS + 2) if self.line else None
        if self._ghost is not None:
            self._paint_columns(painter, plot, self._ghost, start, end, ghost=True)
        if samples is not None:
            self._paint_line(painter, plot, samples, max(0, int(start) - TAPS), start, end)
        else:
            self._paint_columns(painter, plot, self.peaks, start, end)
        self._paint_labels(painter, plot)

    def _paint_grid(self, painter: QPainter, plot: QRect) -> None:
        """The zero line of each channel and hairlines at the marks; a line between channels."""
        for channel in range(self.lanes):
            centre, _ = self._lane(channel)
            levels = [value for value, _ in self._levels()]
            for value, tint in zip((0.0, *levels), (theme.EDGE, theme.LINE, *[theme.PANEL] * len(levels)), strict=False):
                away = centre - self.y_of(channel, value) if value else 0.0
                painter.setPen(QColor(tint))
                for y in {round(centre - away), round(centre + away)}:
                    painter.drawLine(plot.left(), y, plot.right(), y)
            if channel:
                painter.setPen(QColor(theme.LINE))
                y = plot.top() + plot.height() * channel // self.lanes
                painter.drawLine(plot.left(), y, plot.right(), y)

    def _paint_columns(self, painter: QPainter, plot: QRect, peaks: Peaks, start: float, end: float, ghost: bool = False) -> None:
        ratio = self.devicePixelRatioF()
        width, height = round(plot.width() * ratio), round(plot.height() * ratio)
        near = min(round(RMS_SECONDS * self.clip.rate * width / (end - start) / 2), width)  # columns on each side
        beside = near * (end - start) / width
        low, high, rms = peaks.columns(start - beside, end + beside, width + 2 * near)
        low, high, rms = low[:, near : near + width], high[:, near : near + width], averaged(rms, near)
        if ghost:
            low, high, rms = low * self._ghost_gain, high * self._ghost_gain, rms * 0
        if self.settings.floor_db is not None:  # a level has no sign
            high = np.maximum(high, -low)
            low = -high
        pixels = np.zeros((height, width), np.uint8)
        for channel in range(min(self.lanes, peaks.channels)):
            centre, scale = (value * ratio for value in self._lane(channel))
            top, bottom = height * channel // self.lanes, height * (channel + 1) // self.lanes
            lane = pixels[top:bottom]
            zero = centre - top - plot.top() * ratio
            fill(lane, *spans(self._shape(high[channel]), self._shape(low[channel]), zero, scale))
            if not ghost and end - start > CORE_FROM * self.clip.rate * width:
                core = self._shape(rms[channel])
                fill(lane, *spans(core, -core, zero, scale, joined=False), within=True)
        draw_pixels(painter, plot, pixels, (theme.GHOST if ghost else theme.WAVE, theme.WAVE_CORE))
        if not ghost:
            self._paint_clipping(painter, plot, low, high, ratio)

    def _paint_clipping(self, painter: QPainter, plot: QRect, low: np.ndarray, high: np.ndarray, ratio: float) -> None:
        """Where samples reach full scale: a wedge at the lane's edge, pointing at it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.VIEW), 1.0))  # tells the wedge from a curve of a similar colour
        painter.setBrush(QColor(theme.ERROR))
        for channel in range(min(self.lanes, low.shape[0])):
            centre, _ = self._lane(channel)
            reach = plot.height() / self.lanes / 2
            for side, over in ((-1, high[channel] >= 1.0), (1, low[channel] <= -1.0)):
                edge = centre + side * reach
                for first, last in runs(over)[:MOST_MARKS]:
                    left, right = plot.left() + first / ratio, plot.left() + last / ratio
                    middle, half = (left + right) / 2, theme.px(4)
                    painter.fillRect(QRectF(left, min(edge, edge - side * 2), right - left, 2), QColor(theme.ERROR))
                    points = [QPointF(middle - half, edge), QPointF(middle + half, edge), QPointF(middle, edge - side * 2 * half)]
                    painter.drawPolygon(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_line(self, painter: QPainter, plot: QRect, samples: np.ndarray, first: int, start: float, end: float) -> None:
        """samples (C, n) from frame `first` on: a line between them, or a band-limited curve through dots."""
        dots = self._pixels_per_sample() >= DOTS_FROM
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        per_frame = plot.width() / (end - start)
        for channel in range(self.lanes):
            centre, scale = self._lane(channel)
            places = np.arange(samples.shape[1], dtype=np.float64) + first
            values = samples[channel].astype(np.float64)
            curve = (places, values)
            if dots:
                curve = band_limited(values, first, np.linspace(start, end, 2 * plot.width()))
            painter.setPen(QPen(QColor(theme.WAVE), 1.5))
            painter.drawPolyline(self._polygon(*curve, plot, start, per_frame, centre, scale))
            if dots:
                painter.setPen(QPen(QColor(theme.TEXT), theme.px(5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPoints(self._polygon(places, values, plot, start, per_frame, centre, scale))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ratio = self.devicePixelRatioF()
        columns = self.peaks.columns(start, end, round(plot.width() * ratio)) if self.peaks is not None else None
        if columns is not None:
            self._paint_clipping(painter, plot, columns[0], columns[1], ratio)

    def _polygon(self, places: np.ndarray, values: np.ndarray, plot: QRect, start: float, per_frame: float, centre: float,
                 scale: float) -> QPolygonF:
        x = plot.left() + (places - start) * per_frame
        y = centre - self._shape(values) * scale
        return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])

    def _paint_labels(self, painter: QPainter, plot: QRect) -> None:
        """Which lane is which, and how much the lanes are magnified."""
        if self.lanes == 2:
            for channel, text in enumerate((self.tr("L"), self.tr("R"))):
                self._chip(painter, text, plot.left() + theme.px(4), plot.top() + plot.height() * channel // 2 + theme.px(6))
        if self.magnified > 1.0:
            text = self.tr("enlarged {times} times").format(times=QLocale().toString(self.magnified, "g", 3))
            width = painter.fontMetrics().horizontalAdvance(text) + theme.px(14)
            self._chip(painter, text, plot.right() - width, plot.top() + theme.px(6))

    @staticmethod
    def _chip(painter: QPainter, text: str, left: float, top: float) -> None:
        """A word over the curve, on a ground of its own."""
        metrics = painter.fontMetrics()
        place = QRectF(left, top, metrics.horizontalAdvance(text) + theme.px(8), metrics.height() + theme.px(2))
        painter.fillRect(place, theme.color(theme.VIEW, 0.8))
        painter.setPen(QColor(theme.TEXT_SOFT))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def spans(high: np.ndarray, low: np.ndarray, centre: float, scale: float, joined: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Lane heights (width) -> first and last row (int) of each column, at least one; `joined`: each reaches its left neighbour."""
    if joined:
        low, high, old_low, old_high = low.copy(), high.copy(), low, high
        np.minimum(low[1:], old_high[:-1], out=low[1:])
        np.maximum(high[1:], old_low[:-1], out=high[1:])
    first = np.rint(centre - high * scale)
    last = np.maximum(np.rint(centre - low * scale), first)
    return first.astype(np.int32), last.astype(np.int32)


def averaged(rms: np.ndarray, near: int) -> np.ndarray:
    """RMS (C, width + 2 * near) -> (C, width): over each column and `near` on either side."""
    if near <= 0:
        return rms
    power = np.cumsum(np.square(rms, dtype=np.float64), axis=1)
    power = np.concatenate([np.zeros((power.shape[0], 1)), power], axis=1)
    span = 2 * near + 1
    return np.sqrt((power[:, span:] - power[:, :-span]) / span)


def fill(lane: np.ndarray, first: np.ndarray, last: np.ndarray, *, within: bool = False) -> None:
    """Add 1 to rows first..last of each column of an image uint8 (height, width); `within`: only to what is above 0 already."""
    rows = np.arange(lane.shape[0], dtype=np.int32)[:, None]
    inside = (rows >= first) & (rows <= last)
    lane += inside & (lane > 0) if within else inside


def draw_pixels(painter: QPainter, plot: QRect, pixels: np.ndarray, tints: tuple[str, ...]) -> None:
    """Draw an image uint8 (height, width) over a rectangle: 0 is clear, 1 the first colour, and so on."""
    table = np.array([0, *(QColor(tint).rgba() for tint in tints)], np.uint32)
    height, width = pixels.shape
    coloured = np.take(table, pixels)
    painter.drawImage(QRectF(plot), QImage(coloured.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied))


def runs(on: np.ndarray) -> list[tuple[int, int]]:
    """(begin, end) of each stretch of true values."""
    edges = np.flatnonzero(np.diff(on.astype(np.int8), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def band_limited(values: np.ndarray, first: int, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(places, curve): what a converter would make between samples; values[i] is frame first + i (Lanczos, 8 samples each side)."""
    base = np.floor(places).astype(np.int64)
    curve = np.zeros(len(places))
    for tap in range(1 - TAPS, TAPS + 1):
        index = base + tap - first
        away = places - (base + tap)
        inside = (index >= 0) & (index < len(values))
        weight = np.sinc(away) * np.sinc(away / TAPS)
        curve += np.where(inside, values[np.clip(index, 0, max(0, len(values) - 1))], 0.0) * weight
    return places, curve


def _db_text(db: float) -> str:
    return f"−{-db:.0f}" if round(db) < 0 else "0 dB"
