"""A line to type into in which Escape is the field's own and does not stop the sound. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class TypingField(QLineEdit):
    """What Escape does is up to the subclass's keyPressEvent; where `wants_escape` says no, it silences the sound as everywhere."""

    def wants_escape(self) -> bool:
        return True

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if asked and self.wants_escape():
            event.accept()
            return True
        return bool(super().event(event))
