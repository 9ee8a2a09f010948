"""A line to type into in which Escape is the field's own and does not stop the sound. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit

from studio.ui.widgets.escape import keeps_escape


class TypingField(QLineEdit):
    """What Escape does is up to the subclass's keyPressEvent; where `wants_escape` says no, it silences the sound as everywhere."""

    def wants_escape(self) -> bool:
        return True

    def event(self, event: QEvent) -> bool:
        return keeps_escape(event, self.wants_escape) or bool(super().event(event))
