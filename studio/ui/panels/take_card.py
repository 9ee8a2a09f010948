"""How takes are painted: as a card in the strip, as a row in a list. Only what is seen is painted. GUI thread.

Also for imported sounds: anything with title, seconds, peak and outline.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise
from math import log10
from typing import Any

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui import theme
from studio.ui.panels.takes_model import TAKE, shown_title

Index = QModelIndex | QPersistentModelIndex
_Flag = QStyle.StateFlag
PICTURE_BYTES = 24 << 20  # of painted cards that are kept
MOST_GAIN = 4.0  # quiet takes are drawn larger, up to this


class TakeCard(QStyledItemDelegate):
    """A card of fixed size: badges and star above, the outline, title and seconds below. Sizes follow the font.

    `can_star`: the stars of takes; `parents(take) -> bool`: does the lineage arrow lead anywhere?
    """

    can_star = True

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.parents: Any = lambda take: False
        self._pictures: OrderedDict[Any, tuple[Any, Any, QPixmap]] = OrderedDict()  # the ones used last
        theme.changed.connect(self.forget_pictures)
        metrics = QFontMetrics(theme.base_font())
        self.gap = theme.px(8)  # between cards
        self.below = 0  # under each, where they lie in rows
        self.size = QSize(theme.grid(metrics.averageCharWidth() * 22), theme.grid(metrics.height() * 2 + theme.px(48)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.size.width() + self.gap, self.size.height() + self.below)

    def area(self, item: QRect) -> QRect:
        """What is painted of an item's rectangle."""
        return QRect(item.topLeft(), self.size)

    # ---- what can be clicked, in the coordinates of the item's rectangle
    def star_area(self, item: QRect) -> QRect:
        area, side = self.area(item), theme.px(24)
        return QRect(area.right() - side - theme.px(2), area.top() + theme.px(2), side, side)

    def parent_area(self, item: QRect) -> QRect:
        area, side = self.area(item), theme.px(24)
        return QRect(area.left() + theme.px(4), area.top() + theme.px(2), side, side)

    def hit(self, item: QRect, take: Any, place: QPoint) -> str:
        """'star', 'parent' or '': what a click at `place` means."""
        if self.can_star and self.star_area(item).contains(place):
            return "star"
        return "parent" if self.parents(take) and self.parent_area(item).contains(place) else ""

    def badge(self, take: Any) -> str:
        """What is wrong with a sound: silent or louder than full scale; '' for nothing."""
        if getattr(take, "silent", False):
            return self.tr("silent")
        if getattr(take, "clipped", False):
            return self.tr("peaks +{db} dB").format(db=QLocale().toString(20 * log10(take.peak), "f", 1))
        return ""

    def remark(self, take: Any) -> str:
        """What else there is to say in a word: that the sound was dropped, or its tags; '' for nothing."""
        return self.tr("settings only") if getattr(take, "dropped", False) else ", ".join(getattr(take, "tags", ()))

    # ---- painting
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        take = index.data(TAKE)
        if take is None:
            return
        state, area = option.state, self.area(option.rect)
        looks = tuple(bool(state & flag) for flag in (_Flag.State_Selected, _Flag.State_MouseOver, _Flag.State_HasFocus))
        painter.drawPixmap(area.topLeft(), self._picture(take, area.size(), looks, option.font, option.widget.devicePixelRatioF()))

    def _picture(self, take: Any, size: QSize, looks: tuple[bool, ...], font: QFont, ratio: float) -> QPixmap:
        """The painted card, kept: a list that scrolls or whose neighbour changes paints no card twice."""
        key = (take.id, looks, self.parents(take))
        form = (size.width(), size.height(), ratio, font.pointSizeF())  # nothing of the option itself: it is gone after painting
        known = self._pictures.get(key)
        if known is not None and known[0] is take and known[1] == form:
            self._pictures.move_to_end(key)
            return known[2]
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        selected, hovered, focused = looks
        self.paint_take(painter, QRect(QPoint(0, 0), size), take, selected=selected, hovered=hovered, focused=focused, font=font)
        painter.end()
        self._pictures[key] = (take, form, picture)
        self._pictures.move_to_end(key)
        most = max(2, int(PICTURE_BYTES / (4 * max(1, picture.width() * picture.height()))))
        while len(self._pictures) > most:
            self._pictures.popitem(last=False)
        return picture

    def forget_pictures(self) -> None:
        """The colours are others now."""
        self._pictures.clear()

    def paint_take(
        self, painter: QPainter, area: QRect, take: Any, *, selected: bool, hovered: bool, font: QFont, focused: bool = False
    ) -> None:  # fmt: skip
        self._paint_ground(painter, area, selected, hovered, focused)
        pad, line = theme.px(10), QFontMetrics(font).height()
        top = theme.px(24)
        wave = QRectF(area.left() + pad, area.top() + top, area.width() - 2 * pad, area.height() - top - line - theme.px(8))
        self._paint_outline(painter, wave, take, selected)
        self._paint_top(painter, area, take, hovered or selected, theme.small(font, 0.84))
        text = QRectF(area.left() + pad, area.bottom() - line - theme.px(5), area.width() - 2 * pad, line)
        small = theme.small(font, 0.84)
        seconds = seconds_text(take.seconds)
        painter.setFont(small)
        painter.setPen(QColor(theme.TEXT_SOFT))
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, seconds)
        room = text.width() - QFontMetrics(small).horizontalAdvance(seconds) - theme.px(6)
        self._paint_title(painter, text, take.title, font, room)

    def _paint_ground(self, painter: QPainter, area: QRect, selected: bool, hovered: bool, focused: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.ACCENT if selected or focused else theme.LINE
        painter.setPen(QPen(QColor(edge), 2.0 if focused else 1.5 if selected else 1.0))
        painter.setBrush(QColor(theme.HOVER if hovered or selected else theme.RAISED))
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), theme.px(7), theme.px(7))

    def _paint_title(self, painter: QPainter, text: QRectF, title: str, font: QFont, room: float) -> None:
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT))
        # in the middle: what tells 'Live Guitar and Strings and voices 003' from its neighbours stands at the end
        shown = QFontMetrics(font).elidedText(shown_title(title), Qt.TextElideMode.ElideMiddle, max(0, int(room)))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_outline(self, painter: QPainter, area: QRectF, take: Any, strong: bool) -> None:
        """Bars of the outline's values; 1.0 is full scale. A sound that was dropped is drawn hollow."""
        if not take.outline:
            return
        step = theme.px(3)
        count = max(1, int(area.width() // step))
        values = _spread(take.outline, count)
        gain = min(MOST_GAIN, 1.0 / max(*values, 1e-6))
        middle, half = area.center().y(), area.height() / 2
        heights = [max(0.75, half * min(1.0, value * gain)) for value in values]
        left, width = area.left(), step - theme.px(1)
        bars = [QRectF(left + place * step, middle - reach, width, 2 * reach) for place, reach in enumerate(heights)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        tint = QColor(theme.ACCENT if strong else theme.TEXT_SOFT)
        if getattr(take, "dropped", False):
            painter.setPen(QPen(tint, 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
        painter.drawRects(bars)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_top(self, painter: QPainter, area: QRect, take: Any, offered: bool, font: QFont) -> None:
        """Lineage arrow, badges or tags, and the star."""
        left = self.parent_area(area)
        x = area.left() + theme.px(10)
        if self.parents(take):
            self._paint_icon(painter, left, "parent", theme.TEXT if offered else theme.TEXT_SOFT)
            x = left.right() + theme.px(2)
        width = self.star_area(area).left() - x if self.can_star else area.right() - theme.px(8) - x
        self._paint_badges(painter, QRectF(x, left.top(), width, left.height()), take, font)
        self._paint_star(painter, area, take, offered)

    def _paint_badges(self, painter: QPainter, room: QRectF, take: Any, font: QFont) -> None:
        words = self.badge(take)
        painter.setFont(font)
        painter.setPen(QColor(theme.WARNING if words else theme.TEXT_SOFT))
        text = words or self.remark(take)
        metrics = QFontMetrics(font)
        side = theme.px(16)
        if words:
            spot = QRect(int(room.left()), int(room.center().y() - side / 2), side, side)
            painter.drawPixmap(spot.topLeft(), theme.icon_image("warning", theme.WARNING, side, painter.device().devicePixelRatioF()))
            room = room.adjusted(side + theme.px(4), 0, 0, 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(room.width())))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_icon(self, painter: QPainter, spot: QRect, name: str, tint: str) -> None:
        side = theme.px(16)
        picture = theme.icon_image(name, tint, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(spot.center().x() - side // 2 + 1, spot.center().y() - side // 2 + 1, picture)

    def _paint_star(self, painter: QPainter, item: QRect, take: Any, offered: bool) -> None:
        starred = self.can_star and take.starred
        if not starred and not (self.can_star and offered):
            return
        self._paint_icon(painter, self.star_area(item), "star-on" if starred else "star", theme.ACCENT if starred else theme.TEXT_SOFT)

    # ---- the field for a new title
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("renameField")
        editor.setAccessibleName(self.tr("Title"))
        editor.setAccessibleDescription(self.tr("Type a title and press Enter."))
        editor.setToolTip(self.tr("Type a title and press Enter."))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        area = self.area(option.rect)
        height = min(editor.sizeHint().height(), area.height())
        editor.setGeometry(area.left() + 2, area.bottom() - height - 1, area.width() - 4, height)


class TakeRow(TakeCard):
    """A row as wide as its list: a small outline, title over seconds and seed, badges, star."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = QFontMetrics(theme.base_font())
        self.gap = 0
        small = QFontMetrics(theme.small(theme.base_font(), 0.84))
        self.size = QSize(theme.px(180), theme.grid(metrics.height() + small.height() + theme.px(10)))

    def area(self, item: QRect) -> QRect:
        return item.adjusted(0, 0, 0, -theme.px(2))

    def star_area(self, item: QRect) -> QRect:
        area, side = self.area(item), theme.px(24)
        return QRect(area.right() - side - theme.px(4), area.center().y() - side // 2, side, side)

    def parent_area(self, item: QRect) -> QRect:
        return self.star_area(item).translated(-theme.px(26) if self.can_star else 0, 0)

    def paint_take(
        self, painter: QPainter, area: QRect, take: Any, *, selected: bool, hovered: bool, font: QFont, focused: bool = False
    ) -> None:  # fmt: skip
        if selected or hovered or focused:
            self._paint_ground(painter, area, selected, hovered, focused)
        pad = theme.px(8)
        wave = QRectF(area.left() + pad, area.top() + theme.px(6), theme.px(48), area.height() - theme.px(12))
        self._paint_outline(painter, wave, take, selected)
        small = theme.small(font, 0.84)
        left, line = wave.right() + pad, QFontMetrics(font).height()
        below = QFontMetrics(small).height()
        top = area.center().y() - (line + below) / 2 + 1
        spot = self.parent_area(area) if self.parents(take) else self.star_area(area) if self.can_star else None
        right = spot.left() if spot is not None else area.right() - pad
        room = QRectF(left, top, right - left, line)
        self._paint_title(painter, room, take.title, font, room.width())
        self._paint_below(painter, QRectF(left, top + line, right - left, below), take, small)
        if self.parents(take) and (selected or hovered):
            self._paint_icon(painter, self.parent_area(area), "parent", theme.TEXT_SOFT)
        self._paint_star(painter, area, take, hovered or selected)

    def _paint_below(self, painter: QPainter, room: QRectF, take: Any, font: QFont) -> None:
        """Seconds, then what is wrong with it, else tags, else the seed: a row has the room for it."""
        words = self.badge(take)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        seconds = seconds_text(take.seconds)
        painter.setPen(QColor(theme.TEXT_SOFT))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, seconds)
        rest = room.adjusted(metrics.horizontalAdvance(seconds) + theme.px(8), 0, 0, 0)
        recipe = getattr(take, "recipe", None)
        text = words or self.remark(take) or (str(recipe.settings.seed) if recipe is not None else "")
        painter.setPen(QColor(theme.WARNING if words else theme.TEXT_SOFT))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(rest.width())))
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class SoundRow(TakeRow):
    """A row for a sound of the user's own: no star."""

    can_star = False


def _spread(outline: tuple[float, ...], count: int) -> list[float]:
    """The outline in `count` values: the largest of those that fall together, or repeated."""
    length = len(outline)
    edges = [place * length // count for place in range(count + 1)]
    return [max(outline[a : max(b, a + 1)]) for a, b in pairwise(edges)]


def seconds_text(seconds: float) -> str:
    """'0.47 s', '3:05' from a minute on, in the window's language."""
    if seconds >= 60:
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    return f"{QLocale().toString(seconds, 'f', 2)} s"
