"""The trash in the browser's tab of takes: what was deleted can be heard and put back, or all of it removed for good. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.engine.events import TrashListed
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.panels.take_card import SoundRow
from studio.ui.panels.take_desk import fill
from studio.ui.panels.take_view import TakeView
from studio.ui.panels.takes_model import Index, TakeFilter, TakesModel
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.empty_note import EmptyNote
from studio.ui.widgets.names import named


class TrashModel(TakesModel):
    """Deleted takes: nothing of them is changed or dragged out."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) & ~(Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable)


class TrashDesk(QObject):
    """What the list of the trash asks for, as TakeDesk for takes."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._call = bridge.session, bridge.call
        self.model = TrashModel(self)
        self.view: Any = None

    def has_parent(self, take: Any) -> bool:
        return False

    def hear(self, id: str) -> None:
        self._call(self._session.audition_deleted, id)

    def restore(self, id: str) -> None:
        """Enter or a double click puts a take back."""
        self.put_back([id])

    def put_back(self, ids: Sequence[str]) -> None:
        self._call(self._session.put_back, ids)

    def delete(self, ids: Sequence[str]) -> None:
        """It is deleted already."""

    def files(self, ids: Sequence[str]) -> None:
        """Nothing is dragged out of the trash."""

    def copy_files(self, ids: Sequence[str]) -> None:
        """Nor copied."""

    def edit_tags(self, ids: Sequence[str], parent: QWidget) -> None:
        """Nor changed."""

    def menu(self, view: TakeView, place: QPoint) -> None:
        """What can be done with the selected takes, at a place on the screen."""
        ids = view.chosen_ids
        if ids:
            menu = QMenu(view)
            menu.setObjectName("trashMenu")
            menu.setAccessibleName(self.tr("Trash"))
            fill(menu, [
                ("play", self.tr("Play"), lambda: self.hear(ids[0])),
                ("restore", self.tr("Put back"), lambda: self.put_back(ids)),
            ])  # fmt: skip
            menu.popup(place)


class TrashPanel(QWidget):
    """`left` when the person goes back to the takes. The trash is looked at whenever this is shown or the takes change."""

    left = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "trashPanel", self.tr("Trash"), self.tr("Takes that you deleted; they can be put back."))
        self.setToolTip("")
        self._arriving = False  # was it opened, and not told yet what lies in it?
        self.desk = TrashDesk(bridge, self)
        self.filter = TakeFilter(self.desk.model)
        self.list = named(
            TakeView(self.desk, self.filter, SoundRow), "trashList", self.tr("Trash"),
            self.tr("Click or arrow keys play a deleted take, Enter puts it back."),
        )  # fmt: skip
        self.list.setToolTip("")
        self.list.setFlow(QListView.Flow.TopToBottom)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyNote("trashEmpty", "trash")
        self.title = named(QLabel(self.tr("Trash")), "trashTitle", self.tr("Trash"), self.tr("How much lies in the trash."))
        self.title.setProperty("heading", True)
        self.back = tiny_button("close", "trashClose", self.tr("Back to the takes"), self.tr("Close the trash and show the takes."))
        self.put_back = named(
            QPushButton(self.tr("Put back")), "trashPutBack", self.tr("Put back"), self.tr("Bring the selected takes back as they were.")
        )
        self.clear = named(
            QPushButton(self.tr("Empty trash…")), "trashEmptyAsk", self.tr("Empty trash"), self.tr("Remove everything in it, for good.")
        )
        self.question = named(QLabel(), "trashQuestion", self.tr("Empty the trash?"), self.tr("What would be removed for good."))
        self.question.setToolTip("")
        self.question.setWordWrap(True)
        self.yes = named(
            QPushButton(self.tr("Remove for good")), "trashEmptyYes", self.tr("Remove for good"), self.tr("Nothing brings it back.")
        )
        self.no = named(QPushButton(self.tr("Keep it")), "trashEmptyNo", self.tr("Keep it"), self.tr("Remove nothing."))
        self._build()
        self._connect()
        self._ask(False)
        self._show(TrashListed((), 0, 0))

    def _build(self) -> None:
        head, buttons, answers = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(theme.px(8), 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        for line, pair in ((buttons, (self.put_back, self.clear)), (answers, (self.no, self.yes))):
            line.setSpacing(theme.px(8))
            for button in pair:
                line.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(buttons)
        column.addWidget(self.question)
        column.addLayout(answers)

    def _connect(self) -> None:
        call, session = self._bridge.call, self._session
        self.back.clicked.connect(self.left)
        self.put_back.clicked.connect(lambda: self.desk.put_back(self.list.chosen_ids))
        self.clear.clicked.connect(lambda: self._ask(True))
        self.no.clicked.connect(lambda: self._ask(False))
        self.yes.clicked.connect(lambda: self._ask(False))
        self.yes.clicked.connect(lambda: call(session.empty_trash))
        self.list.selectionModel().selectionChanged.connect(self._show_able)
        self._bridge.trash_listed.connect(self._show)
        self._bridge.takes_changed.connect(self._look)

    def search(self, text: str) -> None:
        """Show deleted takes in whose title, tags, class, model or seed every word of the text is found."""
        self.filter.look_for(text=text)
        self._show_able()

    def first_focus(self) -> QWidget:
        return self.list if self.filter.rowCount() else self.back

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask(False)
        self._arriving = True
        self._look()

    def _look(self, *_: object) -> None:
        if self.isVisible():
            self._bridge.call(self._session.look_at_trash)

    def _show(self, event: TrashListed) -> None:
        self.desk.model.update(event.takes)
        megabytes = QLocale().toString(event.bytes / 1e6, "f", 1)
        many = self.tr("Trash  {count} · {size} MB").format(count=QLocale().toString(event.files), size=megabytes)
        self.title.setText(many if event.files else self.tr("Trash"))
        text = self.tr("Remove {count} files ({size} MB) for good? Deleted sounds and presets are among them. Nothing brings them back.")
        self.question.setText(text.format(count=QLocale().toString(event.files), size=megabytes))
        self.clear.setEnabled(event.files > 0)
        self._show_able()
        if self._arriving and self.back.hasFocus() and self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._arriving = False

    def _show_able(self, *_: object) -> None:
        shown = self.filter.rowCount()
        self.list.setVisible(shown > 0)
        self.empty.setVisible(shown == 0)
        self.empty.say(
            self.tr("No deleted take is called so.") if self.desk.model.rowCount() else self.tr("No deleted take lies in the trash.")
        )
        self.put_back.setEnabled(bool(self.list.selectedIndexes()))

    def _ask(self, on: bool) -> None:
        """The question takes the place of the buttons."""
        had = any(button.hasFocus() for button in (self.clear, self.yes, self.no))
        for widget in (self.question, self.yes, self.no):
            widget.setVisible(on)
        for widget in (self.put_back, self.clear):
            widget.setVisible(not on)
        if had:
            (self.no if on else self.clear if self.clear.isEnabled() else self.back).setFocus(Qt.FocusReason.OtherFocusReason)
