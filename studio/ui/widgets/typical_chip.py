"""Says how far the sound is from what the model was trained on: in words, with a shape, in a colour. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.widgets.calm import Calm
from studio.ui.widgets.names import named

UNUSUAL = 0.95  # share of the training sounds that lie nearer to their likes
OUTSIDE = 0.995
WORDS_MS = 200
MARK = 8.0  # the shape; px at a scale of 1


class TypicalChip(QWidget):
    """A circle for 'typical', a diamond for 'unusual', a triangle for 'outside training'. Empty until it is known."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""  # or 'typical', 'unusual', 'outside'
        self._share: float | None = None
        self._words_calmly = Calm(self._say, WORDS_MS, self)
        self._words = {"typical": self.tr("typical"), "unusual": self.tr("unusual"), "outside": self.tr("outside training")}
        self.setFont(theme.small(self.font()))
        self.show_share(None)

    def show_share(self, share: float | None) -> None:
        """The share of training sounds, 0 to 1, that lie nearer to their likes than this sound; None where nothing is known."""
        before, self._share = self.kind, share
        self.kind = "" if share is None else "outside" if share > OUTSIDE else "unusual" if share > UNUSUAL else "typical"
        if self.kind != before or share is None:
            self._words_calmly.now()
            self.update()
        else:
            self._words_calmly.ask()

    def _say(self) -> None:
        share = self._share
        if share is None:
            hint = self.tr("How near this sound is to those that the model was trained on.")
        else:
            hint = self.tr("{percent} % of the training sounds lie nearer to their likes than this sound does.")
            hint = hint.format(percent=f"{100 * share:.1f}".rstrip("0").rstrip("."))
        named(self, "typicalChip", self.text or self.tr("Typical or unusual"), hint)

    @property
    def text(self) -> str:
        return self._words.get(self.kind, "")

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        widest = max(metrics.horizontalAdvance(text) for text in self._words.values())
        return QSize(theme.grid(widest + theme.px(MARK + 8)), theme.grid(metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.kind:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QColor({"typical": theme.GOOD, "unusual": theme.WARNING, "outside": theme.ERROR}[self.kind])
        width = QFontMetrics(self.font()).horizontalAdvance(self.text)
        size, gap = MARK * theme.scale(), 6.0 * theme.scale()
        mark = QRectF(self.width() - width - size - gap, (self.height() - size) / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        if self.kind == "typical":
            painter.drawEllipse(mark)
        else:
            middle = mark.center()
            tops = [QPointF(middle.x(), mark.top()), QPointF(mark.right(), middle.y()), QPointF(middle.x(), mark.bottom()),
                    QPointF(mark.left(), middle.y())]  # fmt: skip
            triangle = [QPointF(middle.x(), mark.top()), mark.bottomRight(), mark.bottomLeft()]
            painter.drawPolygon(QPolygonF(tops if self.kind == "unusual" else triangle))
        painter.setPen(QColor(theme.TEXT_SOFT if self.kind == "typical" else theme.TEXT))
        place = QRectF(mark.right() + gap, 0.0, width + 2.0, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text)
        painter.end()
