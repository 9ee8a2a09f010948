"""Two small pictures of a deck: where its latents are now, and how much of its time the model needs. Painted by themselves. GUI thread."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named, plain

REACH = 3.0  # sigma from the middle to the edge
TELL_MS = 1000  # between two descriptions
TIGHT, TOO_SLOW = 0.6, 0.9  # shares of the time
FLOOR_DB, FALL_DB = -60.0, 1.2  # of a level; the fall is for each look
STILL = 0.02  # sigma, a third of a pixel: what moves less isn't painted anew


def sigma_text(value: float) -> str:
    text = QLocale().toString(abs(value), "f", 2)
    return f"{'−' if value < -0.005 else '+' if value > 0.005 else ''}{text} σ"


class LatentScope(QWidget):
    """A bar for each latent, up or down from the middle, with a dot where it is; names under the pointer."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        named(self, name, title, self.tr("Where each latent of the stream is now."))
        self.setToolTip("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.titles: tuple[str, ...] = ()
        self._values = np.zeros(0, np.float32)
        self._told = QElapsedTimer()
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(96))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(110), theme.px(44))

    def show_latents(self, values: np.ndarray, titles: Sequence[str]) -> None:
        """values in sigma, one for each title; at frame rate: painted only where they moved."""
        if len(values) == len(self._values) and (not len(values) or np.abs(values - self._values).max() < STILL):
            return
        self._values, self.titles = np.array(values, np.float32), tuple(titles)
        self.update()
        if not self._told.isValid() or self._told.elapsed() >= TELL_MS:
            self._told.start()
            words = ", ".join(f"{title} {sigma_text(float(value))}" for title, value in zip(self.titles, self._values, strict=False))
            self.setAccessibleDescription(f"{words}. {self.statusTip()}" if words else self.statusTip())

    @property
    def values(self) -> np.ndarray:
        """As they are shown."""
        return self._values

    def _column(self) -> float:
        return self.width() / max(1, len(self._values))

    def event(self, event: QEvent) -> bool:
        """The name and value of the latent under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = int(event.pos().x() / self._column())
            if 0 <= index < min(len(self._values), len(self.titles)):
                QToolTip.showText(event.globalPos(), plain(f"{self.titles[index]}: {sigma_text(float(self._values[index]))}"), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.LINE), 1.0))
        painter.setBrush(QColor(theme.VIEW))
        painter.drawRoundedRect(frame, theme.px(5), theme.px(5))
        middle, half = frame.center().y(), frame.height() / 2 - theme.px(6)
        for sigma in (-2, -1, 0, 1, 2):
            y = round(middle - sigma / REACH * half) + 0.5
            painter.setPen(QPen(QColor(theme.EDGE if sigma == 0 else theme.LINE), 1.0))
            painter.drawLine(QPointF(frame.left() + 1, y), QPointF(frame.right() - 1, y))
        column = self._column()
        width = max(2.0, min(theme.px(14), column * 0.56))
        painter.setPen(Qt.PenStyle.NoPen)
        tops = (middle - np.clip(self._values, -REACH, REACH) / REACH * half).tolist()
        lefts = [(index + 0.5) * column - width / 2 for index in range(len(tops))]
        for colour, boxes in (
            (theme.color(theme.ACCENT, 0.4), [QRectF(x, min(y, middle), width, abs(y - middle)) for x, y in zip(lefts, tops, strict=True)]),
            (QColor(theme.ACCENT), [QRectF(x, y - 1.5, width, 3.0) for x, y in zip(lefts, tops, strict=True)]),
        ):
            painter.setBrush(colour)
            painter.drawRects(boxes)
        painter.end()


class BudgetMeter(QWidget):
    """How much of its time a stream needs: a bar, and in words whether that is well, tight or too slow."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name, self.tr("Time needed"), self.tr("How much of the time between two blocks the model needs on this machine."))
        self._shares = (0.0, 0.0)
        self.text = "–"
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(56) + self._text_width(), max(theme.px(18), QFontMetrics(self._font()).height() + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _font(self) -> QFont:
        return theme.small(self.font())

    def _text_width(self) -> int:
        words = (self.tr("good"), self.tr("tight"), self.tr("too slow"))
        metrics = QFontMetrics(self._font())
        return max(metrics.horizontalAdvance(f"188 % {word}") for word in words) + theme.px(8)

    def show_shares(self, median: float, p95: float, running: bool) -> None:
        """Shares of the time, 1.0 is all of it: the usual block, and one of twenty."""
        shares = (round(median, 2), round(p95, 2)) if running and median > 0 else (0.0, 0.0)
        if shares == self._shares:
            return
        self._shares = shares
        worst = max(shares)
        word = self.tr("good") if worst < TIGHT else self.tr("tight") if worst < TOO_SLOW else self.tr("too slow")
        self.text = f"{QLocale().toString(100 * worst, 'f', 0)} % {word}" if worst > 0 else "–"
        self.setAccessibleDescription(f"{self.text}. {self.statusTip()}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        width = self.width() - self._text_width()
        track = QRectF(0, self.height() / 2 - theme.px(3), width, theme.px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.HOVER))
        painter.drawRoundedRect(track, 3, 3)
        median, p95 = (min(1.0, share) for share in self._shares)
        worst = max(self._shares)
        colour = QColor(theme.GOOD if worst < TIGHT else theme.WARNING if worst < TOO_SLOW else theme.ERROR)
        if median > 0:
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, track.top(), max(3.0, track.width() * median), track.height()), 3, 3)
            painter.fillRect(QRectF(track.width() * p95 - 1, track.top() - 3, 2, track.height() + 6), QColor(theme.TEXT))
        painter.setPen(QColor(theme.TEXT_SOFT) if worst < TIGHT else colour)
        area = QRectF(width + theme.px(6), 0, self._text_width(), self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)
        painter.end()


class DeckLevel(QWidget):
    """How loud a deck is under the crossfader: a bar from -60 dB to 0, and a falling peak."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        named(self, name, title, self.tr("How loud this deck is, after its gain and the crossfader."))
        self.setFixedSize(theme.px(96), theme.px(18))
        self._shown = FLOOR_DB
        self._told = QElapsedTimer()
        theme.changed.connect(self.update)

    def show_level(self, peak: float) -> None:
        """peak: linear, at frame rate; the bar falls by itself."""
        db = max(20.0 * math.log10(peak) if peak > 1e-3 else FLOOR_DB, self._shown - FALL_DB, FLOOR_DB)
        if abs(db - self._shown) >= 0.25:
            self._shown = db
            self.update()
            if not self._told.isValid() or self._told.elapsed() >= TELL_MS:
                self._told.start()
                self.setAccessibleDescription(f"{QLocale().toString(db, 'f', 0).replace('-', '−')} dB. {self.statusTip()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, self.height() / 2 - theme.px(2), self.width(), theme.px(4))
        painter.setBrush(QColor(theme.HOVER))
        painter.drawRoundedRect(track, 2, 2)
        share = (min(self._shown, 0.0) - FLOOR_DB) / -FLOOR_DB
        if share > 0:
            painter.setBrush(QColor(theme.ACCENT))
            painter.drawRoundedRect(QRectF(0, track.top(), track.width() * share, track.height()), 2, 2)
        painter.end()
