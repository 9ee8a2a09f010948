"""The browser's tab of the person's own sounds: drop files or folders here, hear them, open one as the starting point. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.search_bar import Query
from studio.ui.panels.sound_list import SoundList
from studio.ui.panels.takes_model import TAKE
from studio.ui.widgets.empty_note import EmptyNote
from studio.ui.widgets.names import named


class SoundsPage(QWidget):
    """A drop here keeps the sounds; a drop elsewhere on the window opens one."""

    selected = Signal(str)
    tags_changed = Signal()

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "soundsPage", self.tr("My sounds"), self.tr("Your own recordings, as starting points."))
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._query = Query()
        self._quiet = False
        self.list = SoundList(bridge)
        self.empty = EmptyNote("soundsEmpty", "sounds")
        self.start = named(
            QPushButton(self.tr("Start from this sound")),
            "startFromSoundButton",
            self.tr("Start from this sound"),
            self.tr("Let the model listen to the selected sound and come near it: the start of a new one."),
        )
        self.start.setProperty("primary", True)
        self.add_files = named(
            QPushButton(self.tr("Add sounds…")),
            "addSoundsButton",
            self.tr("Add sounds"),
            self.tr("Choose sound files that are copied into your library."),
        )
        self.add_folder = named(
            QPushButton(self.tr("Add a folder…")),
            "addFolderButton",
            self.tr("Add a folder"),
            self.tr("Choose a folder; every sound in it is copied into your library."),
        )
        for button, icon in ((self.add_files, "plus"), (self.add_folder, "folder")):
            button.setIcon(theme.icon(icon, theme.TEXT_SOFT))
        self._build()
        self.add_files.clicked.connect(self._ask_for_files)
        self.add_folder.clicked.connect(self._ask_for_folder)
        self.empty.pressed.connect(self._ask_for_folder)
        self.start.clicked.connect(self._start)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.desk.changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.add_files, 1)
        buttons.addWidget(self.add_folder, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(theme.px, (8, 0, 8, 8)))
        column.setSpacing(theme.px(8))
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.start)
        column.addLayout(buttons)

    def _show(self) -> None:
        shown, kept = self.list.model().rowCount(), self.list.desk.model.rowCount()
        self.list.setVisible(shown > 0)
        self.empty.setVisible(shown == 0)
        if kept:
            self.empty.say(self.tr("None of your sounds is called so."))
        else:
            text = self.tr("Drop sounds or a folder of sounds here. Any of them can be the start of a new sound.")
            self.empty.say(text, self.tr("Choose a folder…"), self.add_folder.accessibleDescription())
        for button in (self.add_files, self.add_folder):
            button.setVisible(kept > 0)
        self.start.setVisible(shown > 0)
        self.start.setEnabled(self.list.currentIndex().isValid())

    # ---- for the browser
    def search(self, query: Query) -> None:
        self._query = query
        self.list.search(query.text)
        self._show()

    def tags(self) -> tuple[str, ...]:
        return ()

    def current_id(self) -> str:
        index = self.list.currentIndex()
        return index.data(TAKE).id if index.isValid() else ""

    def select(self, id: str) -> None:
        """Nothing is played."""
        for row in range(self.list.model().rowCount()):
            if self.list.model().index(row, 0).data(TAKE).id == id:
                self._quiet = True
                self.list.choose(row)
                self._quiet = False
                return

    def first_focus(self) -> QWidget:
        return self.list if self.list.model().rowCount() else self.empty.button

    def _current_changed(self, index: QModelIndex) -> None:
        self.start.setEnabled(index.isValid())
        if index.isValid() and not self._quiet:
            self.selected.emit(index.data(TAKE).id)

    def _start(self) -> None:
        if self.current_id():
            self.list.desk.restore(self.current_id())

    # ---- adding
    def add(self, paths: list[Path]) -> None:
        """Copy these files, and the sounds in these folders, into the library."""
        if paths:
            self._bridge.call(self._session.import_sounds, paths)

    def _ask_for_files(self) -> None:
        dialog = self._dialog(self.tr("Add sounds"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Sounds (*.wav *.flac *.aif *.aiff *.ogg *.mp3)"), self.tr("All files (*)")])
        dialog.open()

    def _ask_for_folder(self) -> None:
        dialog = self._dialog(self.tr("Add a folder of sounds"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setObjectName("addSoundsDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        return dialog

    # ---- dropping
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._show_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _show_drop(self, on: bool) -> None:
        self.setProperty("dropping", on)
        self.style().unpolish(self)
        self.style().polish(self)
