"""The takes strip: newest first, each a small picture that can be heard, starred, restored and dragged out as a file. GUI thread.

One row of cards, or more where the strip is given more height. Only the cards that are seen are painted.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.take_card import TakeCard
from studio.ui.panels.take_desk import TakeDesk
from studio.ui.panels.take_view import TakeView
from studio.ui.panels.takes_model import TAKE, TakeFilter, TakesModel
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.names import named


class TakeStrip(TakeView):
    """Cards side by side, scrolled sideways; in rows below each other where two or more fit."""

    def __init__(self, desk: TakeDesk, model: TakeFilter) -> None:
        super().__init__(desk, model, TakeCard)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._set_rows(1)

    def _set_rows(self, rows: int) -> None:
        self.card.below = self.card.gap if rows > 1 else 0
        self.setWrapping(rows > 1)
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(needed if rows > 1 else off)
        self.setHorizontalScrollBarPolicy(off if rows > 1 else needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        rows = (self.height() + self.card.gap) // (self.card.size.height() + self.card.gap)
        if (rows > 1) != self.isWrapping():
            self._set_rows(rows)
        super().resizeEvent(event)

    def _turned(self, event: QKeyEvent) -> QKeyEvent:
        """With one row up is newer and down is older."""
        key, keys = event.key(), Qt.Key
        if self.isWrapping() or key not in (keys.Key_Up, keys.Key_Down):
            return event
        return QKeyEvent(event.type(), keys.Key_Left if key == keys.Key_Up else keys.Key_Right, event.modifiers())

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        bar = self.verticalScrollBar() if self.isWrapping() else self.horizontalScrollBar()
        bar.setValue(bar.value() - delta)
        event.accept()


class TakesPanel(QWidget):
    """A narrow head (count, favourites, export) and the strip."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        named(self, "takesPanel", self.tr("Takes"), self.tr("Every sound that you made, newest first."))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk = TakeDesk(bridge, self)
        self.filter = TakeFilter(self.desk.model)
        self.export_asked = self.desk.export_asked
        self.list = named(
            TakeStrip(self.desk, self.filter), "takesList", self.tr("Takes"),
            self.tr("Click or arrow keys play a take, Enter restores its settings, S stars it, drag takes the file out."),
        )  # fmt: skip
        self.list.setToolTip("")
        self.desk.view = self.list
        self.title = named(QLabel(self.tr("Takes")), "takesTitle", self.tr("Takes"), self.tr("How many takes there are."))
        self.title.setProperty("heading", True)
        self.favourites = named(
            QPushButton(self.tr("Starred")), "favouritesButton", self.tr("Starred only"), self.tr("Show only starred takes.")
        )
        self.favourites.setCheckable(True)
        self.favourites.setProperty("option", True)
        self.favourites.setIcon(theme.icon("star", theme.TEXT_SOFT, on="star-on"))
        self.export = action_button(actions["export"], "exportButton", text=True)
        self.empty = named(QLabel(), "takesEmpty", self.tr("No takes yet"), self.tr("Every sound that you make is kept here."))
        self.empty.setProperty("soft", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self.favourites.toggled.connect(lambda on: self.filter.look_for(starred_only=on))
        for signal in (self.desk.changed, self.filter.modelReset, self.filter.layoutChanged):
            signal.connect(self._show_counts)
        self.filter.rowsInserted.connect(self._show_counts)
        self.filter.rowsRemoved.connect(self._show_counts)
        self._show_counts()

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(self.title)
        head.addWidget(self.favourites)
        head.addWidget(self.export)
        head.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (12, 8, 12, 4)))
        layout.setSpacing(theme.px(12))
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        self.setMinimumHeight(self.sizeHint().height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """One row of cards and its scroll bar."""
        return QSize(theme.px(600), self.list.card.size.height() + theme.px(12 + 16))

    def refresh(self, *_: object) -> None:
        """The takes as the session has them now."""
        self.desk.refresh()

    @property
    def model(self) -> TakesModel:
        return self.desk.model

    def _show_counts(self, *_: object) -> None:
        total, shown = self.model.rowCount(), self.filter.rowCount()
        if not total:
            text = self.tr("Takes")
        elif shown == total:
            text = self.tr("Takes  {count}").format(count=total)
        else:
            text = self.tr("Takes  {shown} of {count}").format(shown=shown, count=total)
        self.title.setText(text)
        self.empty.setText(
            self.tr("None of your takes is starred yet.  S stars the one that you hear.") if total
            else self.tr("Every sound that you make is kept here.  Move a slider, or press G.")
        )  # fmt: skip
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.export.setEnabled(bool(total))

    def first_focus(self) -> QWidget | None:
        return self.list

    # ---- what the window's actions mean
    @property
    def current(self) -> Any | None:
        """The take that S and Export mean: the first that is selected where takes were used last, else the newest."""
        chosen = self.chosen
        if chosen:
            return chosen[0]
        return self.filter.index(0, 0).data(TAKE) if self.filter.rowCount() else None

    @property
    def chosen(self) -> list[Any]:
        return self.desk.view.chosen or self.list.chosen

    def star_current(self) -> None:
        chosen = self.chosen or ([self.current] if self.current is not None else [])
        if chosen:
            self.desk.star([take.id for take in chosen], not chosen[0].starred)

    def restore_current(self) -> None:
        if self.current is not None:
            self.desk.restore(self.current.id)

    def ids_to_export(self) -> list[str]:
        chosen = self.chosen or ([self.current] if self.current is not None else [])
        return [take.id for take in chosen]
