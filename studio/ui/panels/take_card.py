"""How one take is painted in the strip: outline, title, seconds and star. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui import theme

TAKE = Qt.ItemDataRole.UserRole + 1
GAP = 8  # px between cards
STAR = 24


class TakeCard(QStyledItemDelegate):
    """Sizes follow the font; `sounding` is the id of the take that was auditioned last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = QFontMetrics(theme.base_font())
        self.size = QSize(theme.grid(metrics.averageCharWidth() * 22), theme.grid(metrics.height() * 2 + 44))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self.size.width() + GAP, self.size.height())

    def star_area(self, item: QRect) -> QRect:
        """Where a click stars, in the coordinates of the item's rectangle."""
        return QRect(item.left() + self.size.width() - STAR - 2, item.top() + 2, STAR, STAR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        take = index.data(TAKE)
        if take is None:
            return
        area = QRect(option.rect.topLeft(), self.size)
        state = option.state
        selected, hovered = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        self.paint_take(painter, area, take, selected=selected, hovered=hovered, font=option.font)
        painter.restore()

    def paint_take(self, painter: QPainter, area: QRect, take: Any, *, selected: bool, hovered: bool, font: QFont) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(area).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.ACCENT if selected else theme.LINE), 1.5 if selected else 1.0))
        painter.setBrush(QColor(theme.HOVER if hovered or selected else theme.RAISED))
        painter.drawRoundedRect(box, 7, 7)
        self._paint_outline(painter, box, take, selected)
        self._paint_star(painter, area, take, hovered or selected)
        metrics = QFontMetrics(font)
        line = metrics.height()
        small = theme.small(font, 0.84)
        seconds = f"{QLocale().toString(take.seconds, 'f', 2)} s"
        seconds_width = QFontMetrics(small).horizontalAdvance(seconds)
        text = QRectF(box.left() + 9, box.bottom() - line - 5, box.width() - 18, line)
        painter.setFont(small)
        painter.setPen(QColor(theme.TEXT_SOFT))
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, seconds)
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT))
        title = metrics.elidedText(take.title, Qt.TextElideMode.ElideRight, int(text.width() - seconds_width - 6))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_outline(self, painter: QPainter, box: QRectF, take: Any, strong: bool) -> None:
        """One bar for every value of the outline; 1.0 is full scale, quiet takes are drawn larger (at most four times)."""
        if not take.outline:
            return
        bottom = box.bottom() - QFontMetrics(theme.base_font()).height() - 9
        middle, half = (box.top() + 8 + bottom) / 2, (bottom - box.top() - 8) / 2
        loudest = max(max(take.outline), 1e-6)
        gain = min(4.0, 1.0 / loudest)
        width = box.width() - 18
        step = width / len(take.outline)
        pen = QPen(QColor(theme.ACCENT if strong else theme.TEXT_SOFT), max(1.0, step * 0.62))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for place, value in enumerate(take.outline):
            x = box.left() + 9 + (place + 0.5) * step
            reach = max(0.4, half * min(1.0, value * gain))
            painter.drawLine(QPointF(x, middle - reach), QPointF(x, middle + reach))

    def _paint_star(self, painter: QPainter, area: QRect, take: Any, offered: bool) -> None:
        if not (take.starred or offered):
            return
        name, tint = ("star-on", theme.ACCENT) if take.starred else ("star", theme.TEXT_SOFT)
        ratio = painter.device().devicePixelRatioF()
        spot = self.star_area(area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(theme.PANEL, 0.72))
        painter.drawEllipse(QRectF(spot).adjusted(1, 1, -1, -1))
        painter.drawPixmap(spot.left() + 4, spot.top() + 4, theme.icon_image(name, tint, 16, ratio))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("renameField")
        editor.setAccessibleName(self.tr("Title of the take"))
        editor.setAccessibleDescription(self.tr("Type a title and press Enter."))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        area = QRect(option.rect.topLeft(), self.size)
        height = editor.sizeHint().height()
        editor.setGeometry(area.left() + 2, area.bottom() - height - 1, area.width() - 4, height)
