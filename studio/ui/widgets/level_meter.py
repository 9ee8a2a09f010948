"""The level meter: two bars in dB with a held peak and a clip light that stays on until it is clicked. GUI thread."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QEvent, QLocale, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QLinearGradient, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui import theme

FLOOR_DB = -60.0
FALL_DB_PER_SECOND = 40.0
HOLD_SECONDS = 1.0
FRAME_SECONDS = 1 / 60  # more often no screen shows it
LIGHT = 10.0  # px
STEPS = 2  # of a bar, for each pixel: what moves less looks the same


def to_db(level: float) -> float:
    return 20.0 * math.log10(level) if level > 10 ** (FLOOR_DB / 20) else FLOOR_DB


class LevelMeter(QWidget):
    """Show peaks (linear, left and right) as they are polled; the fall is the meter's own.

    Painted anew is what looks different, bars or number, and no more often than a screen shows it.
    """

    clip_cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clipped = False
        self._shown = [FLOOR_DB, FLOOR_DB]
        self._held = [FLOOR_DB, FLOOR_DB]
        self._held_for = [0.0, 0.0]
        self._told_for = 1.0  # seconds since the level was put into words
        self._rested = FRAME_SECONDS  # seconds since it asked to be painted
        self._font, self._text_width = QFont(), 0
        self._seen: tuple[tuple[int, ...], str] = ((), "")  # what was painted of bars and number
        self._clock = QElapsedTimer()
        self._clock.start()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(132), theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(104), theme.px(24))

    def show_levels(self, left: float, right: float, clipped: bool) -> None:
        seconds = min(0.5, self._clock.restart() / 1000.0)
        for channel, level in enumerate((left, right)):
            db = min(to_db(level), 0.0)
            self._shown[channel] = max(db, self._shown[channel] - FALL_DB_PER_SECOND * seconds, FLOOR_DB)
            self._held_for[channel] += seconds
            if db >= self._held[channel]:
                self._held[channel], self._held_for[channel] = db, 0.0
            elif self._held_for[channel] > HOLD_SECONDS:
                self._held[channel] = max(self._shown[channel], self._held[channel] - FALL_DB_PER_SECOND * seconds)
        self.clipped = self.clipped or clipped
        self._told_for += seconds
        self._rested += seconds
        if self._rested >= FRAME_SECONDS:
            self._paint_changes()

    def _paint_changes(self) -> None:
        bars, text = self._bars(), self.level_text
        if (bars, text) == self._seen:
            return
        edge = math.ceil(self._across() + LIGHT + 7.0)  # between bars and number
        if bars != self._seen[0]:
            self.update(QRect(0, 0, edge, self.height()))
        if text != self._seen[1]:
            self.update(QRect(edge, 0, self.width() - edge, self.height()))
        self._seen, self._rested = (bars, text), 0.0
        self._tell()

    def _bars(self) -> tuple[int, ...]:
        """Where bars and held peaks end, in parts of a pixel, and the light."""
        across = STEPS * self._across() / -FLOOR_DB
        return (*(round((db - FLOOR_DB) * across) for db in (*self._shown, *self._held)), int(self.clipped))

    def _across(self) -> float:
        """Length of a full bar in px."""
        if not self._text_width:
            self._font = theme.small(self.font(), 0.82)
            self._text_width = QFontMetrics(self._font).horizontalAdvance("−60,0 dB") + 6
        return max(10.0, self.width() - self._text_width - LIGHT - 8)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._text_width = 0
        super().changeEvent(event)

    def _tell(self) -> None:
        """The level in words, for a screen reader, at most once a second."""
        if self._told_for >= 1.0:
            self._told_for = 0.0
            words = self.tr("{level}, clipped").format(level=self.level_text) if self.clipped else self.level_text
            self.setAccessibleDescription(f"{words}. {self.statusTip()}")

    @property
    def level_text(self) -> str:
        loudest = max(self._held)
        return "−∞ dB" if loudest <= FLOOR_DB else f"{QLocale().toString(loudest, 'f', 1)} dB".replace("-", "−")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clipped = False
        self.clip_cleared.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._across()
        if event.rect().left() <= width + LIGHT + 6:
            self._paint_bars(painter, width)
        if event.rect().right() >= width + LIGHT + 7:
            painter.setFont(self._font)
            painter.setPen(QColor(theme.TEXT_SOFT))
            area = QRectF(width + LIGHT + 8, 0, self._text_width, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.level_text)
        painter.end()

    def _paint_bars(self, painter: QPainter, width: float) -> None:
        middle = self.height() / 2
        gradient = QLinearGradient(0, 0, width, 0)
        gradient.setColorAt(0.0, QColor(theme.ACCENT_DEEP))
        gradient.setColorAt(0.8, QColor(theme.ACCENT))
        gradient.setColorAt(1.0, QColor(theme.METER_TOP))
        painter.setPen(Qt.PenStyle.NoPen)
        for channel, top in enumerate((middle - 6.0, middle + 1.0)):
            painter.setBrush(QColor(theme.LINE))
            painter.drawRoundedRect(QRectF(0, top, width, 5.0), 2, 2)
            filled = width * (self._shown[channel] - FLOOR_DB) / -FLOOR_DB
            if filled > 1:
                painter.setBrush(gradient)
                painter.drawRoundedRect(QRectF(0, top, filled, 5.0), 2, 2)
            if self._held[channel] > FLOOR_DB:
                painter.fillRect(QRectF(width * (self._held[channel] - FLOOR_DB) / -FLOOR_DB - 1, top, 2, 5.0), QColor(theme.TEXT))
        # the light: a hollow ring when well, a filled square when it clipped (shape and colour)
        place = QRectF(width + 5, middle - 5, LIGHT, LIGHT)
        painter.setBrush(QColor(theme.ERROR) if self.clipped else Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme.ERROR if self.clipped else theme.EDGE))
        painter.drawRoundedRect(place, 1 if self.clipped else 5, 1 if self.clipped else 5)
