"""Gives every widget of the open windows its new looks, a few milliseconds at a time. GUI thread.

What is seen comes first. Until all of that is through, its windows keep the picture that they have, so that no one sees half of a
change; what is hidden follows in later turns of Qt's loop. A widget that keeps a picture of its own has a method `prepare`: it is
called in a turn by itself, before the windows show anything new.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from itertools import chain
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

TURN = 0.008  # seconds of work between two looks at other events


class Restyler(QObject):
    """`begin` again at any time: it starts anew."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: deque[QWidget] = deque()
        self._pictures: deque[Any] = deque()
        self._hidden: deque[QWidget] = deque()
        self._frozen: list[QWidget] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        return self._timer.isActive()

    def begin(self, windows: Iterable[QWidget]) -> None:
        """Restyle these windows and all that belongs to them: dialogs, menus, popups."""
        self._thaw()
        known = [one for one in chain.from_iterable((window, *window.findChildren(QWidget)) for window in windows) if _polished(one)]
        self._seen = deque(one for one in known if one.isVisible())
        self._pictures = deque(one for one in self._seen if hasattr(one, "prepare"))
        self._hidden = deque(one for one in known if not one.isVisible())
        self._frozen = list({one.window(): None for one in self._seen})
        for window in self._frozen:
            window.setUpdatesEnabled(False)
        if known:
            self._timer.start()

    def finish(self) -> None:
        """Do what is left of it now."""
        for one in (*self._seen, *self._hidden):
            _restyle(one)
        for waiting in (self._seen, self._pictures, self._hidden):
            waiting.clear()
        self._thaw()
        self._timer.stop()

    def _turn(self) -> None:
        end = time.perf_counter() + TURN
        if not self._seen and self._pictures:
            picture = self._pictures.popleft()
            if isValid(picture):
                picture.prepare()
            return
        if not self._seen:
            self._thaw()
        waiting = self._seen or self._hidden
        while waiting and time.perf_counter() < end:
            _restyle(waiting.popleft())
        if not (self._seen or self._frozen or self._hidden):
            self._timer.stop()

    def _thaw(self) -> None:
        frozen, self._frozen = self._frozen, []
        for window in frozen:
            if isValid(window):
                window.setUpdatesEnabled(True)
                QCoreApplication.postEvent(window, QEvent(QEvent.Type.UpdateRequest))  # Qt thinks that the one it dropped is on its way


def _polished(widget: QWidget) -> bool:
    """Did it ask its style sheet already? Else it does so when it is first shown."""
    return widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)


def _restyle(widget: QWidget) -> None:
    """As Qt does it for each widget when the sheet is set."""
    if isValid(widget):
        widget.style().polish(widget)
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
