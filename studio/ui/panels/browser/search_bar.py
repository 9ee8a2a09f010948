"""The browser's search: back, forward, a field, and chips for tags and favourites that can be taken away again. GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from studio.ui import i18n, theme
from studio.ui.actions import Actions
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.flow import FlowLayout
from studio.ui.widgets.names import literal, named
from studio.ui.widgets.typing_field import TypingField

FAVOURITES = "♥"  # the tag that stands for a heart; no tag of a person's own: those are words
FEW_CHIPS, MOST_CHIPS = 7, 40


@dataclass(frozen=True)
class Query:
    """text: words that must all occur; tags: all of which a thing must have."""

    text: str = ""
    tags: tuple[str, ...] = ()

    def finds(self, text: str, tags: Iterable[str] = ()) -> bool:
        """text: everything that the words are looked for in."""
        have = set(tags)
        inside = text.casefold()
        return all(tag in have for tag in self.tags) and all(word in inside for word in self.text.casefold().split())

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.tags


class SearchField(TypingField):
    """Esc empties it, arrow down goes to what was found, Backspace in an empty field takes the last chip away."""

    left_down = Signal()
    chip_taken = Signal()

    def wants_escape(self) -> bool:
        """Only while there is something to forget."""
        return bool(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.chip_taken.emit()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """`asked` with the query whenever it differs; `show_query` and `offer` tell nobody."""

    asked = Signal(object)
    left_down = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        named(self, "searchBar", self.tr("Search"), self.tr("Search models, presets, takes and sounds."))
        self.setToolTip("")
        self._tags: tuple[str, ...] = ()
        self._offered: tuple[str, ...] = ()
        self._all_chips = False
        self._made: dict[str, QToolButton] = {}  # every chip that was ever shown: making one costs a millisecond
        self.more = self._more_button()
        self.chips: dict[str, QToolButton] = {}
        hint = self.tr("Type words; a chip below adds or removes a tag.")
        self.field = named(SearchField(), "searchField", self.tr("Search"), hint)
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setClearButtonEnabled(True)
        self.field.addAction(theme.icon("search", theme.TEXT_SOFT), QLineEdit.ActionPosition.LeadingPosition)
        line = QHBoxLayout()
        line.setSpacing(0)
        for name in ("back", "forward"):
            button = action_button(actions[name], f"{name}Button")
            button.setProperty("tiny", True)
            button.setIconSize(QSize(theme.px(18), theme.px(18)))
            button.setFixedSize(theme.px(26), theme.px(28))
            line.addWidget(button)
        line.addSpacing(theme.px(4))
        line.addWidget(self.field, 1)
        self._row = QWidget()
        self._flow = FlowLayout(self._row, theme.px(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (8, 8, 12, 4)))
        layout.setSpacing(theme.px(8))
        layout.addLayout(line)
        layout.addWidget(self._row)
        self._row.hide()
        self.field.textChanged.connect(lambda _text: self._tell())
        self.field.left_down.connect(self.left_down)
        self.field.chip_taken.connect(self._take_last)

    @property
    def query(self) -> Query:
        return Query(self.field.text(), self._tags)

    def show_query(self, query: Query) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setText(query.text)
        self.field.blockSignals(blocked)
        self._tags = query.tags
        self._show_chips()

    def offer(self, tags: Iterable[str]) -> None:
        """The tags that can be chosen now, the best first."""
        offered = tuple(dict.fromkeys(tags))[:MOST_CHIPS]
        if offered != self._offered:
            self._offered = offered
            self._show_chips()

    def _set_tag(self, tag: str, on: bool) -> None:
        self._tags = (*self._tags, tag) if on else tuple(one for one in self._tags if one != tag)
        self._show_chips()
        self._tell()

    def _take_last(self) -> None:
        if self._tags:
            self._set_tag(self._tags[-1], False)

    def _tell(self) -> None:
        self.asked.emit(self.query)

    def _show_chips(self) -> None:
        offered = self._offered if self._all_chips else self._offered[:FEW_CHIPS]
        wanted = tuple(dict.fromkeys((*self._tags, *offered)))
        if tuple(self.chips) != wanted:
            while self._flow.takeAt(0) is not None:
                pass
            for chip in self.chips.values():
                chip.hide()
            self.chips = {tag: self._made.get(tag) or self._chip(tag) for tag in wanted}
            for chip in self.chips.values():
                self._flow.addWidget(chip)
                chip.show()
            self._flow.addWidget(self.more)
        for tag, chip in self.chips.items():
            on = tag in self._tags
            chip.setChecked(on)
            name = "close" if on else "heart" if tag == FAVOURITES else ""
            style = Qt.ToolButtonStyle
            chip.setToolButtonStyle(style.ToolButtonTextBesideIcon if name else style.ToolButtonTextOnly)
            if name:
                chip.setIcon(theme.icon(name, theme.ACCENT if on else theme.TEXT_SOFT))
        self.more.setVisible(len(self._offered) > FEW_CHIPS)
        self._row.setVisible(bool(self.chips))
        self._row.updateGeometry()

    def _more_button(self) -> QToolButton:
        button = named(QToolButton(), "chipsMore", self.tr("More tags"), self.tr("Show all tags, or only the most used ones."))
        button.setProperty("chip", True)
        button.setCheckable(True)
        button.setIcon(theme.icon("more", theme.TEXT_SOFT))
        button.setIconSize(QSize(theme.px(14), theme.px(14)))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._show_all)
        return button

    def _show_all(self, on: bool) -> None:
        self._all_chips = on
        self._show_chips()

    def _chip(self, tag: str) -> QToolButton:
        title = self.tr("Favourites") if tag == FAVOURITES else i18n.said(tag)
        chip = named(QToolButton(), f"chip_{tag}", title, self.tr("Show only what has this tag; again takes it away."))
        chip.setProperty("chip", True)
        chip.setText(literal(title))
        chip.setCheckable(True)
        chip.setIconSize(QSize(theme.px(12), theme.px(12)))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda on, tag=tag: self._set_tag(tag, on))
        self._made[tag] = chip
        return chip
