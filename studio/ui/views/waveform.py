"""The waveform: one column of minimum and maximum for each pixel, a line with dots when samples are far apart. GUI thread.

The peaks come ready-made from the renderer thread; drawing asks them only for the columns that are seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QWidget

from studio.clip import Clip
from studio.ui import theme
from studio.ui.views.pane import Pane
from studio.ui.views.time_window import TimeWindow

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks

LANE = 1.06  # half the height of a channel's lane; full scale is 1.0
LINE_FROM = 1.0  # px for each sample: from here on a line
DOTS_FROM = 6.0  # px for each sample: from here on dots too


class WaveItem(pg.GraphicsObject):
    """Draws in view coordinates: x in seconds, y in lanes (channel 0 on top). Cached as a pixmap until something changes."""

    def __init__(self, window: TimeWindow) -> None:
        super().__init__()
        self.window = window
        self.clip: Clip | None = None
        self.peaks: Peaks | None = None
        self._path: QPainterPath | None = None
        self._dots: QPolygonF | None = None
        self._clipped: list[QPointF] = []
        self._columns = False
        self._made_for: tuple[Any, ...] = ()
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        window.changed.connect(self._changed)

    def show(self, clip: Clip, peaks: Peaks) -> None:
        self.prepareGeometryChange()
        self.clip, self.peaks = clip, peaks
        self._changed()

    def _changed(self) -> None:
        self._made_for = ()
        self.prepareGeometryChange()
        self.update()

    def viewRangeChanged(self) -> None:
        self._changed()

    @property
    def lanes(self) -> int:
        return self.clip.channels if self.clip else 1

    def boundingRect(self) -> QRectF:
        height = LANE * self.lanes
        return QRectF(self.window.start, -height, self.window.span, 2 * height)

    def lane_centre(self, channel: int) -> float:
        return LANE * (self.lanes - 1 - 2 * channel)

    def _make(self, width: int) -> None:
        """Paths for `width` device pixels."""
        clip, peaks = self.clip, self.peaks
        if clip is None or peaks is None or not clip.frames:
            return
        start, end = self.window.start * clip.rate, self.window.end * clip.rate
        self._path, self._dots, self._clipped = QPainterPath(), None, []
        self._columns = width / max(1e-9, end - start) < LINE_FROM
        if self._columns:
            self._make_columns(clip, peaks, round(start), round(end), width)
        else:
            self._make_line(clip, start, end, width)

    def _make_columns(self, clip: Clip, peaks: Peaks, start: int, end: int, width: int) -> None:
        low, high = peaks.columns(start, end, width)  # (C, width) each
        low, high = joined(low, high)
        columns = low.shape[1]
        seconds = (start + (np.arange(columns) + 0.5) * (end - start) / columns) / clip.rate
        half_pixel = LANE * self.lanes / max(1.0, self.boundingRect().height() * 100)
        for channel in range(clip.channels):
            centre = self.lane_centre(channel)
            y = np.empty(2 * columns)
            y[0::2] = np.minimum(low[channel], high[channel] - half_pixel) + centre
            y[1::2] = np.maximum(high[channel], low[channel] + half_pixel) + centre
            self._path.addPath(pg.arrayToQPath(np.repeat(seconds, 2), y, connect="pairs"))  # type: ignore[union-attr]
            over = np.flatnonzero((high[channel] >= 1.0) | (low[channel] <= -1.0))
            self._clipped += [QPointF(float(seconds[i]), centre + 1.0) for i in over[:2000]]

    def _make_line(self, clip: Clip, start: float, end: float, width: int) -> None:
        first, last = max(0, int(start) - 1), min(clip.frames, int(end) + 2)
        seconds = np.arange(first, last) / clip.rate
        dots = []
        for channel in range(clip.channels):
            y = clip.samples[channel, first:last].astype(np.float64) + self.lane_centre(channel)
            self._path.addPath(pg.arrayToQPath(seconds, y, connect="all"))  # type: ignore[union-attr]
            if width / max(1e-9, end - start) >= DOTS_FROM:
                dots += [QPointF(float(t), float(v)) for t, v in zip(seconds, y, strict=True)]
        self._dots = QPolygonF(dots) if dots else None

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        if self.clip is None:
            return
        width = max(1, round(painter.deviceTransform().mapRect(self.boundingRect()).width()))
        made_for = (width, self.window.start, self.window.end)
        if made_for != self._made_for:
            self._make(width)
            self._made_for = made_for
        self._paint_lanes(painter)
        if self._path is None:
            return
        pen = QPen(QColor(theme.WAVE), 1.0 if self._columns else 1.6)
        pen.setCosmetic(True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._columns)
        painter.setPen(pen)
        painter.drawPath(self._path)
        for points, tint, size in ((self._dots, theme.TEXT, 5.0), (QPolygonF(self._clipped), theme.ERROR, 4.0)):
            if points:
                dot = QPen(QColor(tint), size)
                dot.setCosmetic(True)
                painter.setPen(dot)
                painter.drawPoints(points)

    def _paint_lanes(self, painter: QPainter) -> None:
        """The zero line of each channel and hairlines at half and full scale."""
        left, right = self.window.start, self.window.end
        for channel in range(self.lanes):
            centre = self.lane_centre(channel)
            for level, tint in ((0.0, theme.EDGE), (0.5, theme.PANEL), (-0.5, theme.PANEL), (1.0, theme.LINE), (-1.0, theme.LINE)):
                pen = QPen(QColor(tint), 1.0)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawLine(QPointF(left, centre + level), QPointF(right, centre + level))


def joined(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Columns (C, width) that each reach their left neighbour, so that a steep wave is a line and not loose dashes."""
    low, high, old_low, old_high = low.copy(), high.copy(), low, high
    np.minimum(low[:, 1:], old_high[:, :-1], out=low[:, 1:])
    np.maximum(high[:, 1:], old_low[:, :-1], out=high[:, 1:])
    return low, high


class WaveformPane(Pane):
    """The upper pane."""

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        super().__init__(window, parent)
        self.wave = WaveItem(window)
        self.box.addItem(self.wave, ignoreBounds=True)
        self._set_lanes(1)

    def show_clip(self, clip: Clip, peaks: Peaks) -> None:
        lanes = self.wave.lanes
        self.wave.show(clip, peaks)
        if clip.channels != lanes:
            self._set_lanes(clip.channels)

    def _set_lanes(self, lanes: int) -> None:
        self.box.setYRange(-LANE * lanes, LANE * lanes, padding=0)
        levels = ((1.0, "0 dB"), (0.5, "−6"), (0.0, "−∞"), (-0.5, "−6"), (-1.0, "0 dB"))
        ticks = [(LANE * (lanes - 1 - 2 * channel) + level, text) for channel in range(lanes) for level, text in levels]
        self.left.setTicks([ticks])
