"""Does something at most so often, however often it is asked for: words and figures that no one reads thirty times a second. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Calm(QObject):
    """`ask`: at once, or as soon as `ms` milliseconds have passed since the last time; of several askings meanwhile one is kept."""

    def __init__(self, act: Callable[[], object], ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._again = False
        self._timer = QTimer(self, interval=ms, singleShot=True)
        self._timer.timeout.connect(self._rested)

    def ask(self) -> None:
        if self._timer.isActive():
            self._again = True
            return
        self._timer.start()
        self._act()

    def now(self) -> None:
        """Do it whatever was done before."""
        self._again = False
        self._timer.start()
        self._act()

    def _rested(self) -> None:
        if self._again:
            self.now()
