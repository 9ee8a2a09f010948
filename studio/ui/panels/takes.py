"""The takes strip: newest first, each a small picture that can be heard, starred, restored and dragged out as a file. GUI thread.

Only the cards that are seen are painted, so that thousands cost nothing; the list itself is replaced by differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QDrag,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QListView, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.take_card import TAKE, TakeCard
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.names import named, plain

Index = QModelIndex | QPersistentModelIndex


class TakesModel(QAbstractListModel):
    """The takes as rows; `renamed` when a title was edited."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.takes: tuple[Any, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.takes):
            return None
        take = self.takes[index.row()]
        if role == TAKE:
            return take
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return take.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            star = self.tr(", starred") if take.starred else ""
            text = self.tr("{title}, {seconds:.2f} s{star}").format(title=take.title, seconds=take.seconds, star=star)
            return plain(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not title or not index.isValid():
            return False
        self.renamed.emit(self.takes[index.row()].id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable

    def update(self, takes: Sequence[Any]) -> None:
        """Replace the list, telling the view no more than what differs."""
        new, old = tuple(takes), self.takes
        new_ids, old_ids = [t.id for t in new], [t.id for t in old]
        added = len(new) - len(old)
        if new_ids == old_ids:
            changed = [row for row, (one, other) in enumerate(zip(new, old, strict=True)) if one != other]
            self.takes = new
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
        elif added > 0 and (place := _missing(new_ids, old_ids)) is not None:
            self.beginInsertRows(QModelIndex(), place, place + added - 1)
            self.takes = new
            self.endInsertRows()
        elif added < 0 and (gone := _missing(old_ids, new_ids)) is not None:
            self.beginRemoveRows(QModelIndex(), gone, gone - added - 1)
            self.takes = new
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self.takes = new
            self.endResetModel()


def _missing(old: list[str], new: list[str]) -> int | None:
    """Where one run of rows was taken out of `old` to make `new`; None where it wasn't so."""
    gone = len(old) - len(new)
    first = next((row for row, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(new))
    return first if old[first + gone :] == new[first:] else None


class TakesList(QListView):
    """Selecting is hearing. Drag takes files out; nothing is dropped in here."""

    heard = Signal(str)
    starred = Signal(str, bool)
    restored = Signal(str)
    deleted = Signal(object)
    files_asked = Signal(object)  # copy the files of these takes to the clipboard
    menu_asked = Signal(QPoint)

    def __init__(self, files: Any) -> None:
        super().__init__()
        self._files = files  # ids -> paths
        self.card = TakeCard(self)
        self.setItemDelegate(self.card)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.heard.emit(index.data(TAKE).id))

    @property
    def chosen(self) -> list[Any]:
        """The selected takes, in the order of the strip."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.model().index(row, 0).data(TAKE) for row in rows]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._on_star(event):
            take = index.data(TAKE)
            self.starred.emit(take.id, not take.starred)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._on_star(event):
            self.setState(QAbstractItemView.State.NoState)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._on_star(event):
            self.restored.emit(index.data(TAKE).id)

    def _on_star(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        index = self.indexAt(place)
        return index.isValid() and self.card.star_area(self.visualRect(index)).contains(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), Qt.Key
        current = self.currentIndex()
        if key in (keys.Key_Up, keys.Key_Down):  # the strip has one row: up is newer, down is older
            event = QKeyEvent(event.type(), keys.Key_Left if key == keys.Key_Up else keys.Key_Right, event.modifiers())
        if key in (keys.Key_Return, keys.Key_Enter) and current.isValid() and not event.modifiers():
            self.restored.emit(current.data(TAKE).id)
        elif key == keys.Key_F2 and current.isValid():
            self.edit(current)
        elif key in (keys.Key_Delete, keys.Key_Backspace) and self.chosen:
            self.deleted.emit([take.id for take in self.chosen])
        elif event.matches(QKeySequence.StandardKey.Copy) and self.chosen:
            self.files_asked.emit([take.id for take in self.chosen])
        elif key in (
            keys.Key_Up,
            keys.Key_Down,
            keys.Key_Left,
            keys.Key_Right,
            keys.Key_Home,
            keys.Key_End,
            keys.Key_PageUp,
            keys.Key_PageDown,
        ):
            super().keyPressEvent(event)
            if self.currentIndex() != current and self.currentIndex().isValid():
                self.heard.emit(self.currentIndex().data(TAKE).id)
        else:
            event.ignore()  # letters belong to the window's shortcuts

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by Tab shows where the arrows start; nothing is played yet."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - delta)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Real files that exist already: the target may read them at once and keep pointing at them."""
        mime = self.files_of([take.id for take in self.chosen])
        if mime is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime)
        picture = self._picture()
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(picture.deviceIndependentSize().toSize().width() // 2, 16))
        drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)

    def files_of(self, ids: list[str]) -> QMimeData | None:
        paths: list[Path] = [path for path in (self._files(id_) for id_ in ids) if path is not None]
        if not paths:
            return None
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(Path(path).absolute())) for path in paths])
        return mime

    def _picture(self) -> QPixmap:
        size, ratio = self.card.size, self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.9)
        self.card.paint_take(painter, QRect(QPoint(0, 0), size), self.chosen[0], selected=True, hovered=False, font=self.font())
        painter.end()
        return picture


class TakesPanel(QWidget):
    """A narrow head (count, favourites, export) and the strip."""

    export_asked = Signal(object)

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session, self._actions = bridge, bridge.session, actions
        named(self, "takesPanel", self.tr("Takes"), self.tr("Every sound that you made, newest first."))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = TakesModel()
        self.list = named(
            TakesList(self._session.take_file), "takesList", self.tr("Takes"),
            self.tr("Click or arrow keys play a take, Enter restores its settings, S stars it, drag takes the file out."),
        )  # fmt: skip
        self.list.setToolTip("")
        self.list.setModel(self.model)
        self.title = named(QLabel(self.tr("Takes")), "takesTitle", self.tr("Takes"), self.tr("How many takes there are."))
        self.title.setProperty("heading", True)
        self.favourites = named(
            QPushButton(self.tr("Starred")), "favouritesButton", self.tr("Starred only"), self.tr("Show only starred takes.")
        )
        self.favourites.setCheckable(True)
        self.favourites.setProperty("option", True)
        self.favourites.setIcon(theme.icon("star", theme.TEXT_SOFT, on="star-on"))
        self.export = action_button(actions["export"], "exportButton", text=True)
        self.empty = named(
            QLabel(self.tr("Every sound that you make is kept here.  Move a slider, or press G.")),
            "takesEmpty",
            self.tr("No takes yet"),
            self.tr("Every sound that you make is kept here."),
        )
        self.empty.setProperty("soft", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.favourites)
        head.addWidget(self.export)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        self.setFixedHeight(self.list.card.size.height() + 12 + 16)

    def _connect(self) -> None:
        call, session = self._bridge.call, self._session
        self.list.heard.connect(lambda id_: call(session.audition, id_))
        self.list.starred.connect(lambda id_, on: call(session.star, id_, on))
        self.list.restored.connect(lambda id_: call(session.restore, id_))
        self.list.deleted.connect(self.delete)
        self.list.files_asked.connect(self._copy_files)
        self.list.menu_asked.connect(self._menu)
        self.model.renamed.connect(lambda id_, title: call(session.rename, id_, title))
        self.favourites.toggled.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """The list as the session has it now."""
        takes = self._session.takes()
        shown = [take for take in takes if take.starred] if self.favourites.isChecked() else list(takes)
        at_start = self.list.horizontalScrollBar().value() == 0
        chosen = {index.data(TAKE).id: index.row() for index in self.list.selectedIndexes()}
        self.model.update(shown)
        if chosen and shown and not chosen.keys() & {take.id for take in takes}:  # deleted: the next Delete means the one after
            self.list.setCurrentIndex(self.model.index(min(min(chosen.values()), len(shown) - 1), 0))
        if at_start:
            self.list.scrollToTop()
            self.list.horizontalScrollBar().setValue(0)
        self.title.setText(self.tr("Takes  {count}").format(count=len(takes)) if takes else self.tr("Takes"))
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.export.setEnabled(bool(takes))

    def first_focus(self) -> QWidget | None:
        return self.list

    @property
    def current(self) -> Any | None:
        """The take that S and Export mean: the current one, else the newest."""
        chosen = self.list.chosen
        return chosen[0] if chosen else (self.model.takes[0] if self.model.takes else None)

    def star_current(self) -> None:
        take = self.current
        if take is not None:
            self._bridge.call(self._session.star, take.id, not take.starred)

    def restore_current(self) -> None:
        if self.current is not None:
            self._bridge.call(self._session.restore, self.current.id)

    def ids_to_export(self) -> list[str]:
        chosen = self.list.chosen or ([self.current] if self.current is not None else [])
        return [take.id for take in chosen]

    def delete(self, ids: list[str]) -> None:
        for id_ in ids:
            self._bridge.call(self._session.delete, id_)

    def _copy_files(self, ids: list[str]) -> None:
        mime = self.list.files_of(ids)
        if mime is not None:
            QGuiApplication.clipboard().setMimeData(mime)

    def _menu(self, place: QPoint) -> None:
        chosen = self.list.chosen
        if not chosen:
            return
        first, ids = chosen[0], [take.id for take in chosen]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        call, session = self._bridge.call, self._session
        star = self.tr("Unstar") if first.starred else self.tr("Star")
        entries: tuple[tuple[str, str, Any], ...] = (
            ("play", self.tr("Play"), lambda: call(session.audition, first.id)),
            ("restore", self.tr("Restore settings"), lambda: call(session.restore, first.id)),
            ("star", star, lambda: [call(session.star, id_, not first.starred) for id_ in ids]),
            ("rename", self.tr("Rename"), lambda: self.list.edit(self.list.currentIndex())),
            ("export", self.tr("Export…"), lambda: self.export_asked.emit(ids)),
            ("copy", self.tr("Copy file"), lambda: self._copy_files(ids)),
            ("folder", self.tr("Show in folder"), lambda: self._reveal(first.id)),
            ("trash", self.tr("Delete"), lambda: self.delete(ids)),
        )
        for name, text, act in entries:
            menu.addAction(theme.icon(name), text).triggered.connect(lambda _on=False, act=act: act())
        menu.popup(place)

    def _reveal(self, id_: str) -> None:
        path = self._session.take_file(id_)
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))
