"""The takes as a list with search: the browser's tab. The same model as the strip, seen through a filter of its own. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.panels.take_card import TakeRow
from studio.ui.panels.take_desk import TakeDesk
from studio.ui.panels.take_view import TakeView
from studio.ui.panels.takes_model import TakeFilter
from studio.ui.widgets.names import named


class TakeList(QWidget):
    """`search` and `set_tags` filter; `searched` tells that the list dropped the search itself, to show a take that it hid."""

    tag_clicked = Signal(str)
    searched = Signal()

    def __init__(self, desk: TakeDesk) -> None:
        super().__init__()
        named(self, "takeListPanel", self.tr("Takes"), self.tr("Every sound that you made, newest first."))
        self.setToolTip("")
        self.desk = desk
        self.filter = TakeFilter(desk.model)
        self.list = named(
            TakeView(desk, self.filter, TakeRow), "takeList", self.tr("Takes"),
            self.tr("Click or arrow keys play a take, Enter restores its settings, S stars it, T tags it, drag takes the file out."),
        )  # fmt: skip
        self.list.setToolTip("")
        self.list.setFlow(QListView.Flow.TopToBottom)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = named(QLabel(), "takeListEmpty", self.tr("No takes"), self.tr("Why no take is shown."))
        self.empty.setProperty("soft", True)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.show_all = named(QPushButton(self.tr("Show all takes")), "takeListAll", self.tr("Show all"), self.tr("Forget the search."))
        self.show_all.clicked.connect(self._forget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty)
        layout.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(0)
        for signal in (desk.changed, self.filter.modelReset, self.filter.layoutChanged, self.filter.rowsInserted, self.filter.rowsRemoved):
            signal.connect(self._show_empty)
        desk.tag_wanted.connect(self.tag_clicked)
        self._show_empty()

    def search(self, text: str) -> None:
        """Show takes in whose title, tags, class, model or seed every word of the text is found."""
        self.filter.look_for(text=text)
        self._show_empty()

    def set_tags(self, tags: Sequence[str]) -> None:
        """Show takes that have all of these tags."""
        self.filter.look_for(tags=tags)
        self._show_empty()

    def all_tags(self) -> tuple[str, ...]:
        return self.desk.tags()

    def first_focus(self) -> QWidget:
        return self.list if self.filter.rowCount() else self.show_all

    def _forget(self) -> None:
        self.filter.look_for(text="", tags=(), starred_only=False)
        self.searched.emit()
        self._show_empty()

    def _show_empty(self, *_: object) -> None:
        shown, total = self.filter.rowCount(), self.desk.model.rowCount()
        self.empty.setText(
            self.tr("No take is called so or has such a tag.") if total
            else self.tr("Every sound that you make is kept here. Move a slider, or press G.")
        )  # fmt: skip
        self.list.setVisible(shown > 0)
        self.empty.setVisible(shown == 0)
        self.show_all.setVisible(shown == 0 and total > 0)
