"""The real program on a virtual screen, with the toy models and a player that only keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.engine.session import core
from studio.paths import Home
from tests.toy import FakePlayer, ToyCatalogue

SIZE = (1280, 720)
ALT, SHIFT, CTRL, NONE = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
)  # fmt: skip


class Hands:
    """What a person does with the window. `settle` waits until nothing renders, saves or waits to be shown."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.studio, self.qtbot = studio, qtbot
        self.window: Any = studio.window
        self.session = studio.session

    def settle(self) -> None:
        assert self.session.wait_idle(10), "the session did not come to rest"
        self.qtbot.wait(30)
        assert self.session.wait_idle(10)
        QCoreApplication.processEvents()

    def until(self, condition: Any, seconds: float = 10.0) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=int(seconds * 1000))

    def child(self, name: str) -> Any:
        found = self.window.findChild(QWidget, name)
        assert found is not None, f"no widget named {name}"
        return found

    def value(self, name: str) -> Any:
        return self.session.project.settings.get(name)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """To the widget with the focus, through the window, so that shortcuts see it."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def menu(self) -> QMenu:
        """The context menu that is open, or opens."""
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def drag(
        self, widget: QWidget, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        steps: int = 8, release: Qt.KeyboardModifier | None = None,
    ) -> None:  # fmt: skip
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(widget, left, modifier, start)
        for step in range(1, steps + 1):
            place = start + (end - start) * (step / steps)
            move = _mouse_move(widget, place, modifier)
            QCoreApplication.sendEvent(widget, move)
        QTest.mouseRelease(widget, left, modifier if release is None else release, end)


def choose(menu: QMenu, text: str) -> None:
    """Click the entry of this text."""
    action = next(action for action in menu.actions() if action.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, NONE, menu.actionGeometry(action).center())


def _mouse_move(widget: QWidget, place: QPoint, modifier: Qt.KeyboardModifier) -> Any:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(place), QPointF(widget.mapToGlobal(place)), Qt.MouseButton.NoButton, left, modifier)


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: a drag ends when it is let go, no pause on the way makes a take."""
    monkeypatch.setattr(core, "REST", 60.0)


@pytest.fixture
def player() -> FakePlayer:
    return FakePlayer()


@pytest.fixture
def studio(qtbot: QtBot, home: Home, player: FakePlayer) -> Iterator[Studio]:
    made = build(home=home, models=ToyCatalogue(), player=player)
    made.window.resize(*SIZE)
    with qtbot.waitActive(made.window, timeout=10_000):
        made.window.show()
        made.window.activateWindow()
    window: Any = made.window
    qtbot.waitUntil(lambda: bool(window.controls.rows), timeout=10_000)
    assert made.session.wait_idle(10)
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hands(studio: Studio, qtbot: QtBot) -> Hands:
    return Hands(studio, qtbot)
