"""The list of presets: a painted row for each; select is hear, F2 renames, Delete deletes (undo brings it back). GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.engine.presets import Preset
from studio.ui import i18n, theme
from studio.ui.widgets.names import plain

Index = QModelIndex | QPersistentModelIndex
PRESET = Qt.ItemDataRole.UserRole + 1
FAVOURITE = PRESET + 1
NOW = PRESET + 2  # '' for others, 'same' for the one that is loaded, 'changed' where the sliders moved since
ELSEWHERE = PRESET + 3  # the title of its model where that isn't the present one
HEART = 24  # px
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def preset_name(preset: Preset) -> str:
    """What a person reads: ours are translated, their own are not."""
    return i18n.said(preset.name) if preset.shipped else preset.name


class PresetsModel(QAbstractListModel):
    """The presets that the search left. `renamed` when a name was edited."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.presets: tuple[Preset, ...] = ()
        self.favourites: frozenset[str] = frozenset()
        self.now = ("", False)  # id of the preset that is loaded, and whether the sliders moved since
        self.model_now = ""
        self.titles: dict[str, str] = {}

    def show(
        self, presets: Sequence[Preset], favourites: frozenset[str], now: tuple[str, bool], model: str, titles: dict[str, str]
    ) -> None:
        new = tuple(presets)
        self.favourites, self.now, self.model_now, self.titles = favourites, now, model, titles
        if [one.id for one in new] == [one.id for one in self.presets]:
            self.presets = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.presets = new
        self.endResetModel()

    def row_of(self, id: str) -> int:
        """-1 where it isn't shown."""
        return next((row for row, preset in enumerate(self.presets) if preset.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.presets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.presets):
            return None
        preset = self.presets[index.row()]
        if role == PRESET:
            return preset
        if role == Qt.ItemDataRole.EditRole:
            return preset.name
        if role == Qt.ItemDataRole.DisplayRole:
            return preset_name(preset)
        if role == FAVOURITE:
            return preset.id in self.favourites
        if role == NOW:
            return "" if preset.id != self.now[0] else "changed" if self.now[1] else "same"
        if role == ELSEWHERE:
            return "" if preset.model == self.model_now else self.titles.get(preset.model, preset.model)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            text = self._spoken(preset)
            return plain(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def _spoken(self, preset: Preset) -> str:
        parts = [preset_name(preset), *(i18n.said(tag) for tag in preset.tags)]
        if preset.author:
            parts.append(self.tr("by {author}").format(author=preset.author))
        if preset.licence:
            parts.append(preset.licence)
        if preset.id in self.favourites:
            parts.append(self.tr("favourite"))
        if preset.id == self.now[0]:
            parts.append(self.tr("loaded, changed") if self.now[1] else self.tr("loaded"))
        if not preset.shipped:
            parts.append(self.tr("your own"))
        return ", ".join(parts)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or not index.isValid():
            return False
        self.renamed.emit(self.presets[index.row()].id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and not self.presets[index.row()].shipped:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags


class PresetRow(QStyledItemDelegate):
    """One line: a mark where it is loaded, the name, its tags, the heart."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.height = theme.grid(max(theme.px(28), QFontMetrics(theme.base_font()).height() + theme.px(12)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(160), self.height)

    def heart_area(self, row: QRect) -> QRect:
        side = theme.px(HEART)
        return QRect(row.right() - side - theme.px(4), row.center().y() - side // 2, side, side)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        preset: Preset = index.data(PRESET)
        state = option.state
        selected, hovered = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        now, favourite = index.data(NOW), index.data(FAVOURITE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(theme.px(4), 1, -theme.px(4), -1)
        if selected or hovered:
            painter.setPen(QColor(theme.ACCENT) if selected and focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.HOVER) if selected else theme.color(theme.HOVER, 0.5))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACCENT))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + theme.px(6), theme.px(3), box.height() - theme.px(12)), 1.5, 1.5)
        text = box.adjusted(theme.px(12), 0, -theme.px(HEART + 4), 0)
        font = theme.medium(option.font) if now else option.font
        name = preset_name(preset) + ("*" if now == "changed" else "")
        self._paint_texts(painter, text, name, font, self._side_text(preset, index))
        if favourite or hovered or selected:
            spot, side = self.heart_area(option.rect), theme.px(16)
            tint = theme.ACCENT if favourite else theme.TEXT_SOFT
            picture = theme.icon_image("heart-on" if favourite else "heart", tint, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(spot.left() + (spot.width() - side) // 2, spot.top() + (spot.height() - side) // 2, picture)
        painter.restore()

    @staticmethod
    def _side_text(preset: Preset, index: Index) -> str:
        return "  ".join(part for part in (index.data(ELSEWHERE), *(i18n.said(tag) for tag in preset.tags)) if part)

    @staticmethod
    def _paint_texts(painter: QPainter, room: QRectF, name: str, font: Any, side: str) -> None:
        metrics = QFontMetrics(font)
        wide = min(metrics.horizontalAdvance(name), int(room.width()))
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | flags, metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width())))
        small = theme.small(font, 0.84)
        left = int(room.width()) - wide - theme.px(12)
        if side and left > theme.px(32):
            painter.setFont(small)
            painter.setPen(QColor(theme.TEXT_SOFT))
            text = QFontMetrics(small).elidedText(side, Qt.TextElideMode.ElideRight, left)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | flags, text)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("presetRenameField")
        editor.setAccessibleName(self.tr("Name of the preset"))
        editor.setAccessibleDescription(self.tr("Type a name and press Enter."))
        return editor


class PresetList(QListView):
    """Emits what a person does with a preset's id."""

    loaded = Signal(str)
    hearted = Signal(str, bool)
    deleted = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, model: PresetsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.row = PresetRow(self)
        self.setItemDelegate(self.row)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.loaded.emit(index.data(PRESET).id))

    @property
    def current(self) -> Preset | None:
        found: Preset | None = self.currentIndex().data(PRESET) if self.currentIndex().isValid() else None
        return found

    def select(self, id: str) -> None:
        """Bring a row into view and select it; nothing is loaded."""
        presets = self.model()
        row = presets.row_of(id) if isinstance(presets, PresetsModel) else -1
        if row >= 0:
            self.setCurrentIndex(presets.index(row, 0))

    def _on_heart(self, event: QMouseEvent) -> Any:
        place = event.position().toPoint()
        index = self.indexAt(place)
        return index if index.isValid() and self.row.heart_area(self.visualRect(index)).contains(place) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._on_heart(event)
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.hearted.emit(index.data(PRESET).id, not index.data(FAVOURITE))
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._on_heart(event) is None:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, preset = event.key(), self.current
        if key in MOVES:
            super().keyPressEvent(event)
            if self.current is not None and self.current != preset:
                self.loaded.emit(self.current.id)
        elif preset is None:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.loaded.emit(preset.id)
        elif key == Qt.Key.Key_F2 and not preset.shipped:
            self.edit(self.currentIndex())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit(preset.id)
        else:
            event.ignore()  # letters belong to the window's shortcuts

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        elif self.indexAt(event.pos()).isValid():
            self.setCurrentIndex(self.indexAt(event.pos()))
        self.menu_asked.emit(place)
