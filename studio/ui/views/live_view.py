"""What is heard, as it is heard: a waveform and a spectrogram of the last seconds that scroll from right to left. GUI thread.

It lies over the viewer's panes while streams run. Columns are made by the engine (tape_picture.py); here they are drawn 20 times a second.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLocale, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from studio.engine import tape_picture
from studio.engine.tape_picture import BANDS, COLUMNS_PER_SECOND, Tape, TapeWatch, hertz_of_bands
from studio.ui import theme
from studio.ui.views.colours import colour_table
from studio.ui.views.pane import TICK, axis_font, axis_width, gutter_width
from studio.ui.views.readout import db_text, level_db
from studio.ui.views.ticks import TICKS_HZ, frequency_text
from studio.ui.views.view_settings import ViewSettings
from studio.ui.views.waveform import draw_pixels, fill, spans
from studio.ui.widgets.names import named

EVERY_MS = 50
COLUMNS = round(tape_picture.SECONDS * COLUMNS_PER_SECOND)
WAVE_SHARE = 0.38  # of the height
TELL_EVERY = 20  # paintings between two descriptions
ROOM = 1.06


class LiveView(QWidget):
    """Looks at the tape only while it is seen."""

    def __init__(self, tape: Tape, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "liveView", self.tr("What is heard"), self.tr("The last ten seconds of everything that sounds, as it sounds."))
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.watch = TapeWatch(tape)
        self.settings = ViewSettings()
        self.columns_shown = 0  # so far
        self._rate = 0
        self._low, self._high = np.zeros(COLUMNS, np.float32), np.zeros(COLUMNS, np.float32)
        self._bytes = np.zeros((BANDS, COLUMNS), np.uint8)
        self._at = 0  # where the next column goes: the oldest is there
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.take)
        theme.changed.connect(self.update)
        self.hide()

    def show_settings(self, settings: ViewSettings) -> None:
        self.settings = settings
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bytes[:] = 0
        self._low[:] = self._high[:] = 0.0
        self.watch.columns.clear()
        self.watch.start()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.watch.stop()

    def take(self) -> None:
        """Draw what was made since the last time."""
        came = False
        while self.watch.columns:
            columns = self.watch.columns.popleft()
            came = True
            if columns.rate != self._rate:
                self._rate = columns.rate
                self.update()
            count = len(columns.low)
            places = (self._at + np.arange(count)) % COLUMNS
            self._low[places], self._high[places] = columns.low, columns.high
            self._bytes[:, places] = columns.bytes
            self._at = (self._at + count) % COLUMNS
            self.columns_shown += count
        if came:
            for place in self._places():  # not the axes: they stay as they are
                self.update(place)
            if self.columns_shown // COLUMNS_PER_SECOND % 2 == 0:
                self._tell()

    @property
    def peak(self) -> float:
        """The loudest sample of the last second, linear."""
        last = (self._at - 1 - np.arange(COLUMNS_PER_SECOND)) % COLUMNS
        return float(max(self._high[last].max(), -self._low[last].min(), 0.0))

    def _tell(self) -> None:
        peak = self.peak
        words = (
            self.tr("Peak {level} in the last second.").format(level=db_text(level_db(peak), 1))
            if peak > 1e-6
            else self.tr("It is silent.")
        )
        self.setAccessibleDescription(f"{words} {self.statusTip()}")

    # ---- painting
    def _places(self) -> tuple[QRect, QRect]:
        """Waveform and spectrogram."""
        left, below = axis_width(self), self.fontMetrics().height() + theme.px(4)
        width = max(1, self.width() - left - gutter_width(self))
        height = max(2, self.height() - below)
        wave = round(height * WAVE_SHARE)
        return QRect(left, 0, width, wave - theme.px(4)), QRect(left, wave, width, height - wave)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.VIEW))
        painter.setFont(axis_font())
        wave, spectrum = self._places()
        self._paint_wave(painter, wave)
        self._paint_spectrum(painter, spectrum)
        if event.rect().left() < wave.left():
            self._paint_levels(painter, wave)
            self._paint_hertz(painter, spectrum)
            self._paint_times(painter, spectrum)
        painter.end()

    def _in_order(self, ring: np.ndarray) -> np.ndarray:
        """The oldest column first."""
        return np.concatenate((ring[..., self._at :], ring[..., : self._at]), axis=-1)

    def _paint_wave(self, painter: QPainter, place: QRect) -> None:
        high, low = (np.clip(self._in_order(ring), -1, 1) for ring in (self._high, self._low))
        height = max(2, place.height())
        pixels = np.zeros((height, COLUMNS), np.uint8)
        fill(pixels, *spans(high, low, (height - 1) / 2, height / 2 / ROOM))
        draw_pixels(painter, place, pixels, (theme.WAVE,))

    def _paint_levels(self, painter: QPainter, place: QRect) -> None:
        painter.setPen(QColor(theme.TEXT_SOFT))
        line = painter.fontMetrics().height()
        where = QRectF(0, place.center().y() - line / 2, place.left() - TICK - 4, line)
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "−∞")

    def _paint_spectrum(self, painter: QPainter, place: QRect) -> None:
        pixels = np.take(colour_table(self.settings), self._in_order(self._bytes))  # whole columns move: the picture doesn't shimmer
        painter.drawImage(QRectF(place), QImage(pixels.data, COLUMNS, BANDS, 4 * COLUMNS, QImage.Format.Format_RGB32))

    def _paint_hertz(self, painter: QPainter, place: QRect) -> None:
        if not self._rate:
            return
        hertz, line = hertz_of_bands(self._rate), painter.fontMetrics().height()
        last = math.inf
        for value in TICKS_HZ:
            y = place.bottom() - place.height() * float(np.interp(value, hertz, np.arange(BANDS) + 0.5)) / BANDS
            if hertz[0] <= value <= hertz[-1] and last - y > line * 1.4 and y > place.top() + line / 2:
                last = y
                painter.setPen(QColor(theme.LINE))
                painter.drawLine(place.left() - TICK, round(y), place.left() - 1, round(y))
                painter.setPen(QColor(theme.TEXT_SOFT))
                where = QRectF(0, y - line / 2, place.left() - TICK - 4, line)
                painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, frequency_text(value))

    def _paint_times(self, painter: QPainter, place: QRect) -> None:
        seconds, line = tape_picture.SECONDS, painter.fontMetrics().height()
        painter.setPen(QColor(theme.TEXT_SOFT))
        room = painter.fontMetrics().horizontalAdvance("−10 s") + theme.px(12)
        step = 1 if place.width() / seconds > room else 2 if place.width() / seconds * 2 > room else 5
        for ago in range(0, int(seconds) + 1, step):
            x = place.left() + place.width() * (1 - ago / seconds)
            text = self.tr("now") if ago == 0 else f"−{QLocale().toString(ago)} s"
            painter.drawText(QRectF(x - 40, place.bottom() + 3, 80, line), Qt.AlignmentFlag.AlignHCenter, text)
