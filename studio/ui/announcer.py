"""Says to a screen reader what happened elsewhere than at the focus: a new take, a star, a message. GUI thread.

Politely: the reader finishes its sentence first. Nothing is done while no reader listens.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from studio.ui import i18n
from studio.ui.bridge import Bridge


class Announcer(QObject):
    """Listens to the session's events for a window."""

    def __init__(self, window: QWidget, bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._session = window, bridge.session
        self._starred: frozenset[str] | None = None  # of the takes when last looked at; None before
        bridge.take_made.connect(self._take_made)
        bridge.takes_changed.connect(self._takes_changed)
        bridge.message.connect(self._message)
        self._hearing = "B"
        bridge.compared.connect(self._compared)

    def say(self, text: str) -> None:
        """Announce a sentence."""
        if text and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._window, text)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)

    def _take_made(self, event: Any) -> None:
        self.say(self.tr("New take {title}").format(title=event.take.title))

    def _compared(self, event: Any) -> None:
        """Only when the other one sounds: levels are told at every slider's move."""
        if event.hearing != self._hearing:
            self._hearing = event.hearing
            self.say(self.tr("Hearing {side}").format(side=event.hearing))

    def _message(self, event: Any) -> None:
        self.say(i18n.said(event.text))

    def _takes_changed(self, _event: object) -> None:
        if not QAccessible.isActive():
            return
        takes = self._session.takes()
        starred = frozenset(take.id for take in takes if take.starred)
        before, self._starred = self._starred, starred
        if before is None or before == starred:
            return
        for take in takes:
            if (take.id in starred) != (take.id in before):
                self.say((self.tr("Starred {title}") if take.starred else self.tr("Unstarred {title}")).format(title=take.title))
