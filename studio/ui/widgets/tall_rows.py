"""Rows with an editor under their heading: a choice, a text, notes; and which row a control gets. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studio.recipe import Choice, Control, Latent, Notes, Number, Text
from studio.ui.i18n import said
from studio.ui.widgets.choice_field import ChoiceField
from studio.ui.widgets.control_row import ControlRow
from studio.ui.widgets.names import named
from studio.ui.widgets.notes_field import NotesField
from studio.ui.widgets.slider_row import SliderRow

TEXT_REST_MS = 350


class TallRow(ControlRow):
    """A heading line (name, reset, lock) over an editor of its own."""

    def _name_parts(self) -> None:
        super()._name_parts()
        self._editor.setAccessibleName(self.title)

    def _place(self, editor: QWidget) -> None:
        self._editor = editor
        self._name_parts()
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.label, 1)
        head.addWidget(self.reset)
        head.addWidget(self.lock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(editor)  # first, as it is the row's focus proxy: Tab goes on from it to the head
        layout.insertLayout(0, head)
        self.setFocusProxy(editor)


class ChoiceRow(TallRow):
    """Choice: option buttons, or a list where there are many."""

    def __init__(self, control: Choice, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.editor = ChoiceField(control.name, self.title, control.options, said(control.help) or self.title)
        self._place(self.editor)
        self.editor.chosen.connect(self._chosen)
        self.show_value(control.default)

    def show_value(self, value: Any) -> None:
        self.editor.show_option(str(value))
        self._show_reset(value)

    def _chosen(self, option: str) -> None:
        self._send(option)
        self.finished.emit()

    def _dim(self, locked: bool) -> None:
        self.editor.setProperty("locked", locked)

    def can_draw(self) -> bool:
        return len(self.editor.options) > 1


class TextRow(TallRow):
    """Text: a small editor; what was typed goes out when typing rests or the focus leaves."""

    def __init__(self, control: Text, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.editor = editor = QPlainTextEdit()
        self._limit = control.max_length
        named(editor, f"text_{control.name}", self.title, self.hint)
        self._place(editor)
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(QFontMetrics(self.font()).lineSpacing() * 3 + 16)
        editor.setPlaceholderText(self.tr("Type here"))
        self._rest = QTimer(self, interval=TEXT_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._commit)
        editor.textChanged.connect(self._edited)
        self._shown = ""
        self.show_value(control.default)

    def show_value(self, value: Any) -> None:
        if value != self.editor.toPlainText():
            blocked = self.editor.blockSignals(True)
            self.editor.setPlainText(str(value))
            self.editor.blockSignals(blocked)
        self._shown = str(value)
        self._show_reset(value)

    def _edited(self) -> None:
        limit = self._limit
        if len(self.editor.toPlainText()) > limit:
            cursor = self.editor.textCursor()
            place = min(cursor.position(), limit)
            self.editor.setPlainText(self.editor.toPlainText()[:limit])
            cursor.setPosition(place)
            self.editor.setTextCursor(cursor)
        self._rest.start()

    def _commit(self) -> None:
        text = self.editor.toPlainText()
        if text != self._shown:
            self._shown = text
            self._send(text)
            self.finished.emit()


class NotesRow(TallRow):
    """Notes: a small table of start, length, pitch and velocity."""

    def __init__(self, control: Notes, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.editor = NotesField(control)
        self._place(self.editor)
        self.editor.edited.connect(self._edited)
        self.show_value(control.default)

    def show_value(self, value: Any) -> None:
        self.editor.show_notes(value)
        self._show_reset(value)

    def _edited(self, notes: object) -> None:
        self._send(notes)
        self.finished.emit()


def row_for(control: Control, label_width: int = 0, value_width: int = 0) -> ControlRow:
    """The row that draws this kind of control; widths in px so that rows align, 0 where it doesn't matter."""
    if isinstance(control, (Latent, Number)):
        return SliderRow(control, label_width, value_width)
    if isinstance(control, Choice):
        return ChoiceRow(control)
    if isinstance(control, Text):
        return TextRow(control)
    return NotesRow(control)
