"""A stranger's model in the browser: its card says that it is tried, then plays or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from studio.app import build
from studio.paths import Home
from tests.engine.test_trials import HARM, Strangers
from tests.toy import FakePlayer
from tests.ui.conftest import Hands


@pytest.fixture
def models() -> Strangers:
    return Strangers()


@pytest.fixture
def hands(qtbot: Any, home: Home, player: FakePlayer, models: Strangers) -> Iterator[Hands]:
    studio = build(home=home, models=models, player=player)
    with qtbot.waitActive(studio.window, timeout=10_000):
        studio.window.show()
        studio.window.activateWindow()
    made = Hands(studio, qtbot)
    made.until(lambda: made.window.controls.rows)
    made.settle()
    yield made
    models.gate.set()
    studio.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def ask(hands: Hands) -> Any:
    """Press 'Play it' on the stranger's card, and give the card once it says that it is tried."""
    card = hands.window.browser.models.cards["other"]
    QTest.mouseClick(card.load, Qt.MouseButton.LeftButton)
    hands.until(lambda: card.load.text() == "Trying…")
    assert not card.load.isEnabled() and "tried in a process of its own" in card.text.text()
    assert not card.text.property("warn") and hands.session.project.model == "toy"
    menu = hands.window.findChild(QMenu, "modelMenu")
    menu.aboutToShow.emit()
    assert [action.isEnabled() for action in menu.actions()] == [True, False, False]
    return card


def test_a_card_says_that_its_model_is_tried_and_then_plays_it(hands: Hands, models: Strangers) -> None:
    card = ask(hands)
    summary = card.card.summary
    models.gate.set()
    hands.until(lambda: card.load.text() == "In use")
    assert hands.session.project.model == "other" and card.text.text() == summary
    assert hands.window.browser.models.cards["other"] is card  # it was never made anew: who had the keyboard there has it


def test_a_card_says_what_harm_its_model_does(hands: Hands, models: Strangers) -> None:
    models.harmful = True
    card = ask(hands)
    models.gate.set()
    hands.until(lambda: card.text.text() == HARM)
    assert card.text.property("warn") and not card.text.property("soft") and card.load.isHidden()
    assert card.text.accessibleDescription() == HARM == card.accessibleDescription()
    assert hands.session.project.model == "toy"
    hands.session.set("brightness", 1.0)
    hands.settle()
    assert hands.value("brightness") == 1.0
