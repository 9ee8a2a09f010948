"""Escape where a widget has a use of its own for it: the window's Escape, which lets the sound fade, then waits. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent


def keeps_escape(event: QEvent, wanted: Callable[[], bool]) -> bool:
    """For a widget's `event`: True where the window asks whether Escape is the widget's own, and it is: no shortcut takes it then."""
    if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and wanted():
        event.accept()
        return True
    return False


class EscapeCloses(QObject):
    """A filter for the fields of a form: Escape in one of them calls `close`."""

    def __init__(self, close: Callable[[], object], form: QObject) -> None:
        super().__init__(form)
        self._close = close

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if keeps_escape(event, lambda: True):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._close()
            return True
        return super().eventFilter(watched, event)
