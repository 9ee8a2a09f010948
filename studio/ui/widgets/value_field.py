"""A number beside a slider: read like a label, typed into after a click or Enter; Escape gives it up. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from studio.ui.widgets.typing_field import TypingField


class ValueField(TypingField):
    """`typed` carries a text that the person changed, at Enter or when the focus leaves; `left` comes at Enter and Escape."""

    typed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("value", True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the row's own menu comes instead
        self.returnPressed.connect(self._commit)

    def show_text(self, text: str) -> None:
        """Show what is true now, except over a text that is just being typed."""
        if not (self.hasFocus() and self.isModified()) and text != self.text():
            self.setText(text)
            self.setModified(False)

    def _commit(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.typed.emit(self.text())
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()
        if self.isModified():
            self.setModified(False)
            self.typed.emit(self.text())
