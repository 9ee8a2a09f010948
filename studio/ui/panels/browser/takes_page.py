"""The browser's tab of takes: the list of panels/take_list.py under the browser's search, and behind it the trash. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.search_bar import FAVOURITES, Query
from studio.ui.panels.take_desk import TakeDesk
from studio.ui.panels.take_list import TakeList
from studio.ui.panels.takes_model import TAKE
from studio.ui.panels.trash_panel import TrashPanel
from studio.ui.widgets.names import named


class TakesPage(QWidget):
    """`forgotten` when the list dropped the search to show a take that it hid."""

    selected = Signal(str)
    tags_changed = Signal()
    forgotten = Signal()

    def __init__(self, bridge: Bridge, desk: TakeDesk) -> None:
        super().__init__()
        self._desk = desk
        self._quiet = False
        self.takes = TakeList(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (4, 0, 4, 8)))
        self.trash = TrashPanel(bridge)
        self.trash.hide()
        hint = self.tr("Show the takes that you deleted; they can be put back.")
        self.trash_button = named(QPushButton(self.tr("Trash")), "trashButton", self.tr("Trash"), hint)
        self.trash_button.setIcon(theme.icon("trash", theme.TEXT_SOFT))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.takes, 1)
        layout.addWidget(self.trash, 1)
        layout.addWidget(self.trash_button)
        self.trash_button.clicked.connect(lambda: self.show_trash(True))
        self.trash.left.connect(lambda: self.show_trash(False))
        self.takes.list.selectionModel().currentChanged.connect(self._current_changed)
        self.takes.searched.connect(self.forgotten)
        desk.changed.connect(self.tags_changed)

    def search(self, query: Query) -> None:
        self.takes.filter.look_for(starred_only=FAVOURITES in query.tags)
        self.takes.set_tags(tuple(tag for tag in query.tags if tag != FAVOURITES))
        self.takes.search(query.text)
        self.trash.search(query.text)

    def tags(self) -> tuple[str, ...]:
        starred = any(take.starred for take in self._desk.model.takes)
        return ((FAVOURITES,) if starred else ()) + self.takes.all_tags()

    def current_id(self) -> str:
        index = self.takes.list.currentIndex()
        return index.data(TAKE).id if index.isValid() else ""

    def select(self, id: str) -> None:
        """Nothing is played."""
        index = self.takes.filter.mapFromSource(self._desk.model.index(self._desk.model.row_of(id), 0))
        if index.isValid():
            self._quiet = True
            self.takes.list.choose(index.row())
            self._quiet = False

    def first_focus(self) -> QWidget:
        return (self.trash if self.trash.isVisible() else self.takes).first_focus()

    def show_trash(self, on: bool) -> None:
        """The trash instead of the takes, or the takes again; the focus goes along."""
        self.takes.setVisible(not on)
        self.trash_button.setVisible(not on)
        self.trash.setVisible(on)
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _current_changed(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.selected.emit(index.data(TAKE).id)
