"""What is asked for often is done rarely, and the last asking is never lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from studio.ui.widgets.calm import Calm


def test_the_first_at_once_the_last_later_and_nothing_between(qtbot: Any) -> None:
    value, done = [0], []
    keeper = QObject()
    calm = Calm(lambda: done.append(value[0]), 40, keeper)
    for number in range(1, 20):
        value[0] = number
        calm.ask()
    assert done == [1]
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == [1, 19]
    qtbot.wait(100)
    assert done == [1, 19], "nobody asked again"
    calm.ask()
    calm.now()
    assert done == [1, 19, 19, 19]
