"""The spectrogram: an 8-bit image with a colour table (magma), its colour bar and a frequency axis in mel. GUI thread.

The picture is made by the renderer thread; here it is only turned to 8 bits (one pass over a small array) and drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from studio.ui import theme
from studio.ui.views.pane import NameAxis, Pane
from studio.ui.views.time_window import TimeWindow

if TYPE_CHECKING:
    from studio.audio.spectrum import Spectrogram

FLOOR_DB, CEILING_DB = -80.0, 0.0  # fixed, so that two takes compare
TICKS_HZ = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


def magma() -> np.ndarray:
    """The colour table, uint8 (256, 3)."""
    return np.ascontiguousarray(pg.colormap.get("magma").getLookupTable(nPts=256, alpha=False))


def to_bytes(db: np.ndarray) -> np.ndarray:
    """dB (bands, columns) -> uint8 (bands, columns), FLOOR_DB is 0 and CEILING_DB is 255."""
    scaled = (np.asarray(db, dtype=np.float32) - FLOOR_DB) * (255.0 / (CEILING_DB - FLOOR_DB))
    return np.ascontiguousarray(np.clip(scaled, 0.0, 255.0).astype(np.uint8))


def frequency_text(hertz: float) -> str:
    return f"{hertz / 1000:g} kHz" if hertz >= 1000 else f"{hertz:g} Hz"


class SmoothImage(pg.ImageItem):
    """An image item that is interpolated when enlarged and cached as a pixmap."""

    def __init__(self) -> None:
        super().__init__(axisOrder="row-major")
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def paint(self, painter: QPainter, *rest: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *rest)


class TimeAxis(NameAxis):
    """Seconds or milliseconds, whichever reads better at this zoom."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.range[1] - self.range[0] > 1.5:
            return [f"{value:g} s" if abs(value) > 1e-9 else "0" for value in np.round(values, 3)]
        return [f"{value * 1000:.{0 if spacing >= 0.001 else 1 if spacing >= 0.0001 else 2}f} ms" for value in values]


class SpectrogramPane(Pane):
    """The lower pane, with the time axis."""

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        self.spectrogram: Spectrogram | None = None  # before the base: it is resized at once
        self._ticks: list[tuple[float, str]] = []
        super().__init__(window, parent)
        self.image = SmoothImage()
        self.table = magma()
        self.image.setLookupTable(self.table)
        self.box.addItem(self.image, ignoreBounds=True)
        self.bottom = TimeAxis("bottom")
        self.bottom.setTickFont(theme.small(theme.base_font(), 0.84))
        self.plot.setAxisItems({"bottom": self.bottom})
        self.plot.showAxis("bottom")
        self.bottom.setHeight(theme.grid(self.fontMetrics().height() + 10))
        self.left.setTicks([[]])

    def show_spectrogram(self, spectrogram: Spectrogram) -> None:
        bands, columns = spectrogram.db.shape
        if not columns:
            return
        self.spectrogram = spectrogram
        self.image.setImage(to_bytes(spectrogram.db), autoLevels=False, levels=(0, 255))
        times = spectrogram.times
        hop = float(times[1] - times[0]) if columns > 1 else float(self.window.duration)
        self.image.setRect(QRectF(float(times[0]) - hop / 2, 0.0, hop * columns, float(bands)))
        self.box.setYRange(0, bands, padding=0)
        self._set_ticks()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._set_ticks()

    def _set_ticks(self) -> None:
        """As many frequencies as fit one above the other, the higher ones first."""
        if self.spectrogram is None:
            return
        frequencies = np.asarray(self.spectrogram.frequencies)
        bands = len(frequencies)
        line = self.fontMetrics().height() * bands / max(1.0, self.box.height())
        ticks: list[tuple[float, str]] = []
        for hertz in reversed(TICKS_HZ):
            place = float(np.interp(hertz, frequencies, np.arange(bands) + 0.5))
            fits = frequencies[0] <= hertz <= frequencies[-1] and place + line / 2 < bands
            if fits and (not ticks or ticks[-1][0] - place > line):
                ticks.append((place, frequency_text(hertz)))
        if ticks != self._ticks:
            self._ticks = ticks
            self.left.setTicks([ticks])

    def reading(self, seconds: float, height: float) -> tuple[float, float] | None:
        """Frequency in Hz and level in dB at a place, None outside the picture."""
        picture = self.spectrogram
        if picture is None or not 0 <= height < picture.db.shape[0]:
            return None
        column = int(np.argmin(np.abs(np.asarray(picture.times) - seconds)))
        frequencies = np.asarray(picture.frequencies)
        return float(np.interp(height - 0.5, np.arange(len(frequencies)), frequencies)), float(picture.db[int(height), column])


class ColourBar(QWidget):
    """The strip on the right that says which colour is how loud."""

    def __init__(self, bottom: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bottom = bottom  # px below the plot, so that bar and image have one height
        table = np.ascontiguousarray(np.hstack([magma()[::-1], np.full((256, 1), 255, np.uint8)]))
        self._strip = QImage(table.data, 1, 256, 4, QImage.Format.Format_RGBA8888).copy()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.VIEW))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        height = max(1, self.height() - self._bottom)
        painter.drawImage(QRectF(8, 0, 10, height), self._strip)
        painter.setFont(theme.small(theme.base_font(), 0.84))
        painter.setPen(QColor(theme.TEXT_SOFT))
        line = painter.fontMetrics().height()
        for db in (0, -20, -40, -60, -80):
            y = height * (CEILING_DB - db) / (CEILING_DB - FLOOR_DB)
            text = f"−{-db}" if db else "0 dB"
            top = min(max(y - line / 2, 0), height - line)
            painter.drawText(QRectF(23, top, self.width() - 23, line), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
