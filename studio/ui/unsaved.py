"""Takes that the disk refused: a button writes them again, and who closes the window is told of them once. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from studio.ui.bridge import Bridge
from studio.ui.panels.message_bar import MessageBar


class Unsaved(QObject):
    """Holds a window that the person closes (not the program itself) where takes would be lost with it."""

    def __init__(self, window: QWidget, bridge: Bridge, messages: MessageBar) -> None:
        super().__init__(window)
        self._window, self._session = window, bridge.session
        messages.again.clicked.connect(lambda: bridge.call(self._session.retry_unsaved))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and event.spontaneous() and self._session.hold_unsaved():
            event.ignore()
            return True
        return False

    def leave(self) -> None:
        """The person wants to end the program."""
        if not self._session.hold_unsaved():
            self._window.close()
