"""Boxes for a number: a click marks what is there, so that one types over it, and Enter can hand the keyboard back. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from studio.ui.widgets.escape import keeps_escape

if TYPE_CHECKING:
    _Box = QAbstractSpinBox
else:
    _Box = object  # a widget has one of Qt's classes under it: QSpinBox or QDoubleSpinBox


class _Typed(_Box):
    """The wheel only counts while the box has the focus, and doesn't bring it there: nothing changes while a panel scrolls.

    leaves_to: where the keyboard goes at Enter, which keeps what was typed, and at Escape, which gives it up; None: as Qt has it.
    """

    leaves_to: QWidget | None = None

    def calm(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self.selectAll)  # after the press has put its cursor

    def event(self, event: QEvent) -> bool:
        """Escape is the box's own where it hands the keyboard back, and does not stop the sound."""
        return keeps_escape(event, lambda: self.leaves_to is not None) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter stops here where it ends the typing, or it would press the button that gets the focus."""
        ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.leaves_to is None or not (ends or event.key() == Qt.Key.Key_Escape):
            super().keyPressEvent(event)
            return
        if ends:
            self.interpretText()
        else:
            self.setValue(self.value())  # type: ignore[attr-defined]
        self.leaves_to.setFocus()


class NumberBox(_Typed, QDoubleSpinBox):
    """A number with decimals; takes a comma as well as a point, whatever the desktop's language is."""

    def __init__(self) -> None:
        super().__init__()
        self.calm()

    def _local(self, text: str) -> str:
        """The text with the locale's own decimal sign."""
        point = self.locale().decimalPoint()
        return text.replace("," if point == "." else ".", point)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return super().validate(self._local(text), place)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._local(text))


class CountBox(_Typed, QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.calm()
