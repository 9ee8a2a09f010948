"""A list of painted takes: selecting is hearing, dragging takes files out. The strip and the browser's lists are made of it. GUI thread.

What is done to takes goes to the desk (`hear`, `restore`, `star`, `delete`, `menu`, ...), so that every list does the same.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QMimeData, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QDrag, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem

from studio.ui import theme
from studio.ui.panels.take_card import TakeCard
from studio.ui.panels.takes_model import TAKE, Index

MOVES = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
ACTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_T)


class TakeView(QListView):
    """`desk`: TakeDesk or SoundDesk; `card` paints."""

    def __init__(self, desk: Any, model: QAbstractItemModel, card: type[TakeCard]) -> None:
        super().__init__()
        self.desk = desk
        self.card = card(self)
        self.card.parents = desk.has_parent
        self._gone_from = -1  # where the selection was when it vanished
        self.setItemDelegate(self.card)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setModel(model)
        self.clicked.connect(self._clicked)
        model.rowsRemoved.connect(self._after_removal)
        theme.changed.connect(self._redress)

    def _redress(self) -> None:
        self.viewport().update()

    # ---- what is selected
    @property
    def chosen(self) -> list[Any]:
        """The selected takes, in the order of the list."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.model().index(row, 0).data(TAKE) for row in rows]

    @property
    def chosen_ids(self) -> list[str]:
        return [take.id for take in self.chosen]

    def choose(self, row: int) -> None:
        """Select one row and bring it into view; nothing is played."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:
        """Newer takes push nothing away from under the eyes of who looks at older ones."""
        super().rowsInserted(parent, first, last)
        down = self.flow() == QListView.Flow.TopToBottom
        bar = self.verticalScrollBar() if down else self.horizontalScrollBar()
        if first == 0 and bar.value() > 0 and not self.isWrapping():
            size = self.card.sizeHint(QStyleOptionViewItem(), QModelIndex())
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + (size.height() if down else size.width()) * (last + 1))

    def rowsAboutToBeRemoved(self, parent: Index, first: int, last: int) -> None:
        """Called before the selection forgets them."""
        rows = [index.row() for index in self.selectedIndexes()]
        if rows and all(first <= row <= last for row in rows):
            self._gone_from = first
        super().rowsAboutToBeRemoved(parent, first, last)

    def _after_removal(self, *_: object) -> None:
        """What was selected is gone: the one after it is next, so that Delete, Delete, Delete sorts out."""
        row, self._gone_from = self._gone_from, -1
        if row >= 0 and self.model().rowCount():
            self.choose(min(row, self.model().rowCount() - 1))

    # ---- mouse
    def _hit(self, event: QMouseEvent) -> tuple[QModelIndex, str]:
        place = event.position().toPoint()
        index = self.indexAt(place)
        return index, self.card.hit(self.visualRect(index), index.data(TAKE), place) if index.isValid() else ""

    def _clicked(self, index: QModelIndex) -> None:
        if self.selectedIndexes() == [index]:  # while several are picked nothing is played
            self.desk.hear(index.data(TAKE).id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index, spot = self._hit(event)
        if event.button() == Qt.MouseButton.LeftButton and spot:
            take = index.data(TAKE)
            if spot == "star":
                self.desk.star([take.id], not take.starred)
            else:
                self.desk.show_parent(take.id, self)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.state() == QAbstractItemView.State.NoState and self._hit(event)[1]:
            return  # the press was on a star or an arrow
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index, spot = self._hit(event)
        if index.isValid() and not spot and event.button() == Qt.MouseButton.LeftButton:
            self.desk.restore(index.data(TAKE).id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.desk.menu(self, place)

    # ---- keys
    def event(self, event: QEvent) -> bool:
        """While the list has the focus its own keys come before the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll)
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if own or (plain and event.key() in (*MOVES, *ACTS)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # what the field for the title didn't want, as the Enter that ends it
        key, keys, current = event.key(), Qt.Key, self.currentIndex()
        if key in (keys.Key_Return, keys.Key_Enter) and current.isValid() and not event.modifiers():
            self.desk.restore(current.data(TAKE).id)
        elif key == keys.Key_F2 and current.isValid():
            self.edit(current)
        elif key in (keys.Key_Delete, keys.Key_Backspace) and self.selectedIndexes():
            self.desk.delete(self.chosen_ids)
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selectedIndexes():
            self.desk.copy_files(self.chosen_ids)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif key == keys.Key_T and not event.modifiers() and self.selectedIndexes():
            self.desk.edit_tags(self.chosen_ids, self)
        elif key in MOVES and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(self._turned(event))
        else:
            event.ignore()  # letters belong to the window's shortcuts

    def _turned(self, event: QKeyEvent) -> QKeyEvent:
        """For lists whose rows lie elsewhere than the arrows say."""
        return event

    def _move(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        now = self.currentIndex()
        if now != before and now.isValid() and len(self.selectedIndexes()) == 1:
            self.desk.hear(now.data(TAKE).id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by Tab shows where the arrows start; nothing is played yet."""
        super().focusInEvent(event)
        self.desk.view = self
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    # ---- dragging out
    def startDrag(self, actions: Qt.DropAction) -> None:
        """Real files that exist already: the target may read them at once and keep pointing at them."""
        chosen = self.chosen
        mime: QMimeData | None = self.desk.files([take.id for take in chosen])
        if mime is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime)
        picture = self._picture(chosen)
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(picture.deviceIndependentSize().toSize().width() // 2, theme.px(16)))
        drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)

    def _picture(self, takes: list[Any]) -> QPixmap:
        """The first of the dragged takes, and how many there are."""
        card = TakeCard(self)
        size, ratio = card.size, self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.9)
        area = QRect(QPoint(0, 0), size)
        card.can_star = False
        card.paint_take(painter, area, takes[0], selected=True, hovered=False, font=self.font())
        if len(takes) > 1:
            side = theme.px(26)
            spot = QRect(area.right() - side - theme.px(4), area.top() + theme.px(4), side, theme.px(20))
            painter.setBrush(theme.color(theme.ACCENT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(spot, theme.px(10), theme.px(10))
            painter.setPen(theme.color(theme.ON_ACCENT))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(len(takes)))
        painter.end()
        return picture
