"""How a training goes, as two curves: what it learns from, and what it never learns from. Painted by itself. GUI thread."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named

Point = tuple[int, float, float]  # step, loss, loss on held-out sounds; NaN where it wasn't measured


class LossCurve(QWidget):
    """`show_points` replaces the curve. The scale follows what is shown; lower is better."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "lossCurve", self.tr("Loss"), self.tr("How far the model is from the sounds; lower is better."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.points: tuple[Point, ...] = ()
        self.steps = 0
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), theme.px(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(110))

    def show_points(self, points: Sequence[Point], steps: int) -> None:
        """steps: how many there will be, the width of the picture; 0 while that isn't known."""
        self.points, self.steps = tuple(points), steps
        lines = [self._line(which) for which in (1, 2)]
        words = [self.tr("Loss {loss}").format(loss=_text(lines[0][-1][1]))] if lines[0] else []
        words += [self.tr("on sounds that it doesn't learn from {loss}").format(loss=_text(lines[1][-1][1]))] if lines[1] else []
        self.setAccessibleDescription(", ".join(words) or self.tr("Nothing was measured yet."))
        self.update()

    def _line(self, which: int) -> list[tuple[int, float]]:
        return [(point[0], point[which]) for point in self.points if math.isfinite(point[which])]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.LINE), 1.0))
        painter.setBrush(QColor(theme.VIEW))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        painter.setFont(theme.small(self.font(), 0.84))
        line = painter.fontMetrics().height()
        plot = QRectF(self.rect()).adjusted(theme.px(12), theme.px(12) + line, -theme.px(12), -theme.px(12))
        learning, held = self._line(1), self._line(2)
        values = sorted(value for _, value in (*learning, *held))
        if not values:
            painter.setPen(QColor(theme.TEXT_SOFT))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("The curve begins with the first steps."))
            painter.end()
            return
        low, high = values[0], values[min(len(values) - 1, int(0.98 * len(values)))]  # a first wild value doesn't flatten the rest
        span = max(high - low, 1e-6)
        last = max(self.steps, self.points[-1][0], 1)

        def place(step: int, value: float) -> QPointF:
            share = min(max((value - low) / span, 0.0), 1.0)
            return QPointF(plot.left() + plot.width() * step / last, plot.bottom() - plot.height() * share)

        left = float(theme.px(12))
        for points, colour, style, name in (
            (learning, theme.WAVE, Qt.PenStyle.SolidLine, self.tr("loss")),
            (held, theme.GHOST, Qt.PenStyle.DashLine, self.tr("on sounds it doesn't learn from")),
        ):
            if points:
                painter.setPen(QPen(QColor(colour), 1.5, style))
                places = [place(step, value) for step, value in points]
                painter.drawPolyline(QPolygonF(places))
                painter.setBrush(QColor(colour))
                painter.drawEllipse(places[-1], theme.px(2), theme.px(2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                left = self._key(painter, left, line, f"{name} {_text(points[-1][1])}")
        painter.end()

    def _key(self, painter: QPainter, left: float, line: int, text: str) -> float:
        """A dash of the pen and what it stands for, above the plot; returns where the next one begins."""
        middle = theme.px(8) + line / 2
        painter.drawLine(QPointF(left, middle), QPointF(left + theme.px(16), middle))
        left += theme.px(22)
        painter.setPen(QColor(theme.TEXT_SOFT))
        painter.drawText(QPointF(left, middle + painter.fontMetrics().ascent() / 2 - 1), text)
        return left + painter.fontMetrics().horizontalAdvance(text) + theme.px(16)


def _text(value: float) -> str:
    return QLocale().toString(value, "f", 3 if abs(value) < 100 else 0)
