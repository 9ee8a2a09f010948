"""A box for a number that takes a comma as well as a point, whatever the desktop's language is. GUI thread."""

from __future__ import annotations

from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox


class NumberBox(QDoubleSpinBox):
    """As QDoubleSpinBox, and the wheel only counts while it has the focus: it doesn't change while a panel scrolls."""

    def _local(self, text: str) -> str:
        """The text with the locale's own decimal sign."""
        point = self.locale().decimalPoint()
        return text.replace("," if point == "." else ".", point)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return super().validate(self._local(text), place)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._local(text))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
