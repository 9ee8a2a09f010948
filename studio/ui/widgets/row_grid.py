"""Rows in one column, or in two where there is room: the sliders of the controls panel. GUI thread."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.ui.widgets.control_row import ControlRow
from studio.ui.widgets.tall_rows import TallRow

GAP = 24  # px between two columns
SPACING = 2


class RowGrid(QWidget):
    """column_width: px from which on a column is worth having. Rows with an editor of their own (TallRow) take the whole width."""

    def __init__(self, column_width: int) -> None:
        super().__init__()
        self.rows: list[ControlRow] = []
        self.columns = 1
        self._column_width = column_width
        self._shown: list[ControlRow] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(SPACING)

    def add(self, rows: Iterable[ControlRow]) -> None:
        self.rows.extend(rows)
        self._shown = list(self.rows)
        self._arrange()

    def show_only(self, rows: Iterable[ControlRow]) -> None:
        """Hide the others and close the gaps."""
        wanted = list(rows)
        if wanted != self._shown:
            self._shown = wanted
            for row in self.rows:
                row.setVisible(row in wanted)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= 2 * self._column_width + GAP else 1
        if columns != self.columns:
            self.columns = columns
            self._arrange()

    def _arrange(self) -> None:
        """Row by row, as one reads; the tabulator goes the same way."""
        for row in self.rows:
            self._grid.removeWidget(row)
        place = 0  # cells taken
        for row in self._shown:
            if isinstance(row, TallRow):
                place = -(-place // self.columns) * self.columns
                self._grid.addWidget(row, place // self.columns, 0, 1, self.columns)
                place += self.columns
            else:
                self._grid.addWidget(row, place // self.columns, place % self.columns)
                place += 1
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self.columns else 0)
