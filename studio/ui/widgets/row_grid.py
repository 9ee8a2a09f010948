"""Rows in one column, or in two where there is room: the sliders of the controls panel. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.recipe import Control
from studio.ui import theme
from studio.ui.widgets.control_row import ControlRow
from studio.ui.widgets.tall_rows import TallRow

AT_ONCE = 8  # rows that are made before the window may do something else: a model can have hundreds
GAP = 24  # between two columns; px at a scale of 1
SPACING = 2


class RowGrid(QWidget):
    """Makes a row for each control, a few at a time. Rows with an editor of their own (TallRow) take the whole width.

    column_width: px from which on a column is worth having.
    """

    def __init__(self, controls: Iterable[Control], make: Callable[[Control], ControlRow], column_width: int) -> None:
        super().__init__()
        self.rows: list[ControlRow] = []
        self.columns = 1
        self._make = make
        self._waiting: Iterator[Control] = iter(tuple(controls))
        self._only: Container[str] | None = None  # names of the controls that are shown; None for all
        self._column_width = column_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(GAP))
        self._grid.setVerticalSpacing(theme.px(SPACING))
        self._make_some()

    def _make_some(self) -> None:
        for _ in range(AT_ONCE):
            control = next(self._waiting, None)
            if control is None:
                break
            row = self._make(control)
            row.setParent(self)
            self.rows.append(row)
        else:
            QTimer.singleShot(0, self, self._make_some)
        self._arrange()

    def show_only(self, names: Container[str] | None) -> None:
        """Show the rows of these controls and close the gaps; None shows all."""
        if names != self._only:
            self._only = names
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= 2 * self._column_width + theme.px(GAP) else 1
        if columns != self.columns:
            self.columns = columns
            self._arrange()

    def _arrange(self) -> None:
        """Row by row, as one reads; the tabulator goes the same way."""
        place = 0  # cells taken
        for row in self.rows:
            self._grid.removeWidget(row)
            shown = self._only is None or row.control.name in self._only
            if shown and isinstance(row, TallRow):
                place = -(-place // self.columns) * self.columns
                self._grid.addWidget(row, place // self.columns, 0, 1, self.columns)
                place += self.columns
            elif shown:
                self._grid.addWidget(row, place // self.columns, place % self.columns)
                place += 1
            row.setVisible(shown)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self.columns else 0)
