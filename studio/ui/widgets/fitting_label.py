"""A label that says as much as there is room for. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel


class FittingLabel(QLabel):
    """`show_texts` takes the same said at length and shorter; the longest that fits is shown, nothing where none does."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ("",)

    @property
    def whole(self) -> str:
        """What is said where there is room."""
        return self._texts[0]

    def show_texts(self, *texts: str) -> None:
        """The longest first."""
        if texts != self._texts:
            longer = len(texts[0]) > len(self.whole)
            self._texts = texts
            self.setAccessibleDescription(self.whole)
            self._fit()
            if longer or not self.text():
                self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._width(self.whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 2 * self.margin() + 2

    def _fit(self) -> None:
        self.setText(next((text for text in self._texts if self._width(text) <= self.width()), ""))
