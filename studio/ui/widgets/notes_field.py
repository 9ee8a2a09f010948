"""A small table for a list of notes: start, length, pitch, velocity. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from studio.errors import BadInput
from studio.recipe import Note, Notes
from studio.ui import theme
from studio.ui.widgets.names import named

VISIBLE_ROWS = 4


class NotesField(QWidget):
    """`edited` carries a checked tuple of notes; what can't be read falls back to what was there."""

    edited = Signal(object)

    def __init__(self, control: Notes) -> None:
        super().__init__()
        self.control = control
        named(self, f"notes_{control.name}", control.label, control.help or self.tr("The notes to be played."))
        self.notes: tuple[Note, ...] = ()
        self.table = named(
            QTableWidget(0, 4), f"table_{control.name}", control.label,
            self.tr("Start and length in seconds, pitch as MIDI note, velocity 0 to 1."),
        )  # fmt: skip
        self.table.setHorizontalHeaderLabels([self.tr("Start s"), self.tr("Length s"), self.tr("Pitch"), self.tr("Velocity")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        height = theme.grid(QFontMetrics(self.font()).height() + 8)
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.setFixedHeight(height * (VISIBLE_ROWS + 1) + 6)
        self.table.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        self.table.cellChanged.connect(self._cell_changed)
        self.add = named(
            QPushButton(self.tr("Add note")), f"add_{control.name}", self.tr("Add note"), self.tr("Add a note after the last one.")
        )
        self.add.setIcon(theme.icon("plus", theme.TEXT_SOFT))
        self.remove = named(
            QPushButton(self.tr("Remove note")),
            f"remove_{control.name}",
            self.tr("Remove note"),
            self.tr("Remove the note of the selected row."),
        )
        self.remove.setIcon(theme.icon("minus", theme.TEXT_SOFT))
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(4))
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.remove, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        self.setFocusProxy(self.table)

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        """Fill the table; tells nobody."""
        self.notes = tuple(notes)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self.notes))
            for row, note in enumerate(self.notes):
                for column, value in enumerate(note):
                    item = QTableWidgetItem(QLocale().toString(value, "g", 6))
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                    self.table.setItem(row, column, item)
        self.add.setEnabled(len(self.notes) < self.control.max_notes)
        self.remove.setEnabled(bool(self.notes))

    def _cell_changed(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        if item is None:
            return
        try:
            value = float(item.text().strip().replace(",", "."))
            note = list(self.notes[row])
            note[column] = value
            notes = self.control.check((*self.notes[:row], tuple(note), *self.notes[row + 1 :]))
        except (ValueError, BadInput):
            self.show_notes(self.notes)
            return
        self._send(notes)

    def _add(self) -> None:
        start, length, pitch, velocity = self.notes[-1] if self.notes else (-0.5, 0.5, 60.0, 0.8)
        self._send((*self.notes, (start + length, length, pitch, velocity)))
        self.table.selectRow(len(self.notes) - 1)

    def _remove(self) -> None:
        row = self.table.currentRow()
        row = row if 0 <= row < len(self.notes) else len(self.notes) - 1
        self._send((*self.notes[:row], *self.notes[row + 1 :]))

    def _send(self, notes: tuple[Note, ...]) -> None:
        self.show_notes(notes)
        self.edited.emit(notes)
