"""The spectrogram: an 8-bit image with a colour table, its frequency axis, the time axis below, and the colour bar. GUI thread.

The picture is made by a worker, as bytes; here it is only drawn. Range, gain and colours are another colour table for the same bytes.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.views.colours import DIFFERENCE_DB, colour_table, difference_bytes, difference_table, strip, table_of
from studio.ui.views.pane import TICK, Pane, axis_font
from studio.ui.views.ticks import TICKS_HZ, frequency_text, linear_hertz, time_text, time_ticks
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.view_settings import ViewSettings
from studio.ui.views.waveform import draw_pixels, fill, spans

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks
    from studio.audio.spectrum import Spectrogram

PART = 256  # columns of a tile
WIDE = 3.0  # px of a column of the whole picture, from which on finer ones are worth making
LEAST_HOP = 4  # as a power of two: 16 samples
FINEST = 6  # a window holds at most 2 to this many columns: closer ones would all look alike
MOST_TILES = 96  # pictures of parts that are kept: two screens' width at 4K, a few zooms
LEAST_ROWS = 1 / 32  # of all bands that are still seen when zoomed upwards


class Picture:
    """A spectrogram as bytes, and where it lies."""

    def __init__(self, spectrogram: Spectrogram, image: np.ndarray) -> None:
        self.spectrogram = spectrogram
        self.bytes = image  # (bands, columns) uint8, highest band first
        self.hop = spectrogram.hop / spectrogram.rate
        self.start = float(spectrogram.times[0]) - self.hop / 2

    @property
    def end(self) -> float:
        return self.start + self.hop * int(self.bytes.shape[1])


class SpectrogramPane(Pane):
    """The lower pane, with the time axis. `show_spectrogram` gives the whole sound, `show_tile` a part of it more finely."""

    def __init__(self, window: TimeWindow, parent: QWidget | None = None) -> None:
        self._axis_height = time_axis_height()
        super().__init__(window, parent)
        self.settings = ViewSettings()
        self.rows = (0.0, 1.0)  # share of the bands that is seen, from below
        self._whole: Picture | None = None
        self._difference: Picture | None = None
        self._marks: list[tuple[float, str]] = []
        self._marks_key: tuple[object, ...] = ()
        self._peaks: Peaks | None = None
        self._tiles: OrderedDict[tuple[int, int], Picture] = OrderedDict()

    # ---- what is shown
    @property
    def spectrogram(self) -> Spectrogram | None:
        return self._whole.spectrogram if self._whole is not None else None

    def show_spectrogram(self, spectrogram: Spectrogram) -> None:
        """The whole of another sound, or of the same in another look: older tiles and a difference go."""
        if self._whole is not None and self._whole.spectrogram is spectrogram:
            return
        self._tiles.clear()
        self._difference = None
        self._whole = Picture(spectrogram, spectrogram.bytes) if spectrogram.db.shape[1] else None
        self.remake()

    def show_peaks(self, peaks: Peaks) -> None:
        """Of the same sound, for the waveform over the picture."""
        self._peaks = peaks
        if self.settings.overlay > 0:
            self.remake()

    def show_tile(self, spectrogram: Spectrogram) -> None:
        """A part of the sound that is shown, with finer columns."""
        key = (spectrogram.hop, round(float(spectrogram.times[0]) * spectrogram.rate / spectrogram.hop / PART))
        self._tiles[key] = Picture(spectrogram, spectrogram.bytes)
        self._tiles.move_to_end(key)
        while len(self._tiles) > MOST_TILES:
            self._tiles.popitem(last=False)
        self.remake()

    def show_difference(self, spectrogram: Spectrogram | None) -> None:
        """Differences in dB instead of levels, until None or another sound."""
        self._difference = Picture(spectrogram, difference_bytes(spectrogram.db)) if spectrogram is not None else None
        self.remake()

    def show_settings(self, settings: ViewSettings) -> None:
        self.settings = settings
        self.remake()

    @property
    def seen_pixels(self) -> int:
        """px of the screen over which the seen part is spread."""
        return round(self.plot_rect().width() * self.devicePixelRatioF())

    def lacking(self) -> tuple[int, tuple[int, ...]]:
        """(hop, parts of 256 columns) that would show the seen part as finely as the screen can; (0, ()) where nothing is lacking."""
        if self._whole is None or self._difference is not None:
            return 0, ()
        whole, window = self._whole.spectrogram, self.window_
        wanted = window.span * whole.rate / max(1, self.seen_pixels)
        hop = 2 ** max(math.floor(math.log2(max(wanted, 1.0))), LEAST_HOP, int(math.log2(whole.n_fft)) - FINEST)
        if not whole.coarse and (hop >= whole.hop or WIDE * wanted > whole.hop):
            return 0, ()
        hop = min(hop, whole.hop)
        first, last = (math.floor(edge * whole.rate / hop / PART) for edge in (window.start, window.end))
        middle = (window.start + window.end) / 2 * whole.rate / hop / PART - 0.5
        parts = [index for index in range(first, last + 1) if (hop, index) not in self._tiles]
        return hop, tuple(sorted(parts, key=lambda index: abs(index - middle))[:MOST_TILES])

    # ---- places
    @property
    def axis_height(self) -> int:
        return self._axis_height

    def _restyle(self) -> None:
        self._axis_height = time_axis_height()
        super()._restyle()

    def y_of_hertz(self, hertz: float) -> float:
        """Where a frequency is, in px from the top of this widget."""
        if self._whole is None:
            return 0.0
        frequencies = self._whole.spectrogram.frequencies
        share = float(np.interp(hertz, frequencies, np.arange(len(frequencies)) + 0.5)) / len(frequencies)
        plot, (low, high) = self.plot_rect(), self.rows
        return plot.top() + plot.height() * (high - share) / (high - low)

    def hertz_at(self, y: float) -> float:
        """The frequency at px `y` of this widget."""
        if self._whole is None:
            return 0.0
        frequencies = self._whole.spectrogram.frequencies
        return float(np.interp(self._band_at(y) - 0.5, np.arange(len(frequencies)), frequencies))

    def _band_at(self, y: float) -> float:
        """Bands from below at px `y`."""
        plot, (low, high) = self.plot_rect(), self.rows
        bands = self._whole.bytes.shape[0] if self._whole is not None else 1
        return (high - (y - plot.top()) / plot.height() * (high - low)) * bands

    def reading(self, seconds: float, y: float) -> tuple[float, float] | None:
        """Frequency in Hz and level in dB (of a difference: dB more or less) at a place, None outside the picture."""
        picture = self._difference or self._finest(seconds)
        if picture is None or self._whole is None or not self._whole.start <= seconds <= self._whole.end:
            return None
        column = int((seconds - picture.start) / picture.hop)
        band = int(self._band_at(y))
        bands, columns = picture.bytes.shape
        if not 0 <= band < bands:
            return None
        return self.hertz_at(y), float(picture.spectrogram.db[band, min(max(column, 0), columns - 1)])

    def _finest(self, seconds: float) -> Picture | None:
        over = [tile for tile in self._tiles.values() if tile.start <= seconds < tile.end]
        return min(over, key=lambda tile: tile.hop, default=self._whole)

    def zoom_upwards(self, factor: float, y: float) -> None:
        plot, (low, high) = self.plot_rect(), self.rows
        span = min(max((high - low) * factor, LEAST_ROWS), 1.0)
        place = 1.0 - (min(max(y, plot.top()), plot.bottom()) - plot.top()) / plot.height()
        start = min(max(low + (high - low - span) * place, 0.0), 1.0 - span)
        if (start, start + span) != self.rows:
            self.rows = (start, start + span)
            self.remake()

    # ---- painting
    def paint_plot(self, painter: QPainter, plot: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._difference is not None:
            self._paint_image(painter, plot, self._difference, difference_table())
            return
        if self._whole is None:
            return
        table = colour_table(self.settings)
        self._paint_image(painter, plot, self._whole, table)
        seen = [tile for tile in self._tiles.values() if tile.end > self.window_.start and tile.start < self.window_.end]
        for tile in sorted(seen, key=lambda tile: -tile.hop):  # the finest last
            self._paint_image(painter, plot, tile, table)
        if self.settings.overlay > 0 and self._peaks is not None:
            self._paint_wave(painter, plot, self._peaks, self._whole.spectrogram.rate)

    def _paint_wave(self, painter: QPainter, plot: QRect, peaks: Peaks, rate: int) -> None:
        """The waveform over the picture, in the colour of what is loudest, as strongly as was chosen."""
        width, height = self.seen_pixels, round(plot.height() * self.devicePixelRatioF())
        low, high, _ = peaks.columns(self.window_.start * rate, self.window_.end * rate, width)
        pixels = np.zeros((height, width), np.uint8)
        fill(pixels, *spans(high.max(axis=0), low.min(axis=0), height / 2, height / 2))
        painter.setOpacity(self.settings.overlay / 100.0)
        draw_pixels(painter, plot, pixels, (QColor(*table_of(self.settings.colours)[-1].tolist()).name(),))
        painter.setOpacity(1.0)

    def _paint_image(self, painter: QPainter, plot: QRect, picture: Picture, table: np.ndarray) -> None:
        bands, columns = picture.bytes.shape
        first = min(max(int((self.window_.start - picture.start) / picture.hop) - 1, 0), columns - 1)
        last = min(max(int((self.window_.end - picture.start) / picture.hop) + 2, first + 1), columns)
        left, right = (self.pixel_of(picture.start + picture.hop * column) for column in (first, last))
        low, high = self.rows
        target = QRectF(left, plot.top(), right - left, plot.height())
        source = QRectF(0, bands * (1.0 - high), last - first, bands * (high - low))
        pixels = np.take(table, picture.bytes[:, first:last])  # 32 bits: Qt smooths them ten times faster than bytes with a table
        image = QImage(pixels.data, last - first, bands, 4 * (last - first), QImage.Format.Format_RGB32)
        painter.drawImage(target, image, source)

    def marks(self) -> list[tuple[float, str]]:
        """As many frequencies as fit one above the other, the higher ones first."""
        if self._whole is None:
            return []
        plot, frequencies = self.plot_rect(), self._whole.spectrogram.frequencies
        key = (plot.height(), self.rows, self._whole.spectrogram.rate, self._whole.spectrogram.look.scale, len(frequencies))
        if self._marks_key != key:
            self._marks, self._marks_key = self._find_marks(plot, frequencies), key
        return self._marks

    def _find_marks(self, plot: QRect, frequencies: np.ndarray) -> list[tuple[float, str]]:
        line = self.fontMetrics().height()
        linear = len(frequencies) > 2 and abs(frequencies[-1] - frequencies[-2] - (frequencies[1] - frequencies[0])) < 1e-3
        candidates = linear_hertz(float(frequencies[-1]), plot.height() // (2 * line)) if linear else TICKS_HZ
        marks: list[tuple[float, str]] = []
        for hertz in reversed(candidates):
            y = self.y_of_hertz(hertz)
            fits = frequencies[0] <= hertz <= frequencies[-1] and plot.top() + line / 2 <= y <= plot.bottom() - line / 2
            if fits and (not marks or y - marks[-1][0] > 1.2 * line):
                marks.append((y, frequency_text(hertz)))
        return marks

    def below_key(self) -> tuple[object, ...]:
        return self.window_.start, self.window_.end

    def paint_below(self, painter: QPainter, plot: QRect) -> None:
        metrics, window = painter.fontMetrics(), self.window_
        widest = max(metrics.horizontalAdvance(time_text(edge, window.span / 1000)) for edge in (window.start, window.end))
        taken = plot.left() - 1.0
        for seconds, text in time_ticks(window.start, window.end, plot.width() // (widest + theme.px(20))):
            x = self.pixel_of(seconds)
            painter.setPen(QColor(theme.LINE))
            painter.drawLine(QPointF(x, plot.bottom() + 1), QPointF(x, plot.bottom() + TICK))
            width = metrics.horizontalAdvance(text) + 2
            left = min(max(x - width / 2, plot.left()), plot.right() + 1 - width)
            if left > taken:
                painter.setPen(QColor(theme.TEXT_SOFT))
                place = QRectF(left, plot.bottom() + TICK, width, self.height() - plot.bottom() - TICK)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
                taken = left + width + theme.px(4)


def time_axis_height() -> int:
    """px under the spectrogram."""
    return theme.grid(QFontMetrics(axis_font()).height() + theme.px(8))


class ColourBar(QWidget):
    """The strip on the right that says which colour is how loud."""

    def __init__(self, below: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below  # px under the plot, so that bar and image have one height
        self._settings = ViewSettings()
        self._difference = False

    def show_settings(self, settings: ViewSettings) -> None:
        self._settings = settings
        self.update()

    def show_difference(self, on: bool) -> None:
        """Does the picture show differences?"""
        self._difference = on
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def _marks(self, height: float) -> list[tuple[float, str]]:
        """(y, text) of the levels, loud to quiet."""
        if self._difference:
            top, bottom = DIFFERENCE_DB, -DIFFERENCE_DB
            levels = [24.0, 12.0, 0.0, -12.0, -24.0]
        else:
            top = -self._settings.gain_db
            bottom = top - self._settings.range_db
            levels = [20.0 * step for step in range(int(top // 20), int(bottom // 20), -1)] + [bottom]
        texts = {level: f"{'+' if self._difference and level > 0 else '−' if level < 0 else ''}{abs(level):.0f}" for level in levels}
        texts[levels[0]] += " dB"
        return [(height * (top - level) / (top - bottom), texts[level]) for level in levels]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.VIEW))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        height, width = max(1, self.height() - self._below), theme.px(10)
        colours = strip(self._settings, self._difference)
        painter.drawImage(QRectF(theme.px(8), 0, width, height), QImage(colours.data, 1, 256, 4, QImage.Format.Format_RGBA8888))
        painter.setFont(axis_font())
        painter.setPen(QColor(theme.TEXT_SOFT))
        line, left, lowest = painter.fontMetrics().height(), theme.px(13) + width, -1.0
        for y, text in self._marks(height):
            top = min(max(y - line / 2, 0), height - line)
            if top >= lowest:
                painter.drawText(QRectF(left, top, self.width() - left, line), Qt.AlignmentFlag.AlignVCenter, text)
                lowest = top + line
        painter.end()
