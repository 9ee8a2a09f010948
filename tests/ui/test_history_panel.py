"""The history as a list: every step, the present one marked, a click or Enter goes there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.ui.panels.history import HistoryModel
from tests.toy import FakePlayer
from tests.ui.conftest import Hands

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def steps(view: Any) -> list[tuple[str, bool, bool]]:
    return [(view.model().text(step), step.done, step.current) for step in view.model().steps]


def opened(hands: Hands) -> Any:
    hands.window.actions_["show_history"].trigger()
    view = hands.child("historyList")
    hands.until(view.isVisible)
    return view


def drag(hands: Hands, name: str, *values: float) -> None:
    for value in values:
        hands.session.set(name, value)
    hands.session.end_gesture()
    hands.settle()


def catch_up(hands: Hands, view: Any) -> None:
    """The list is shown anew a few times a second."""
    hands.until(lambda: list(view.model().steps) == list(hands.session.history()))


def click(hands: Hands, view: Any, row: int) -> None:
    catch_up(hands, view)
    view.scrollTo(view.model().index(row, 0))
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(view.visualRect(view.model().index(row, 0)).center()))
    hands.settle()
    catch_up(hands, view)


def test_a_click_goes_to_any_step_and_back(hands: Hands, player: FakePlayer) -> None:
    view = opened(hands)
    assert steps(view) == [("Beginning", True, True)]
    drag(hands, "decay", 0.5, 1.0, 1.5)  # one step
    drag(hands, "brightness", -1.0)
    hands.session.set_lock("decay", True)
    drag(hands, "d1", 2.0)
    hands.until(lambda: len(steps(view)) == 5)
    assert [text for text, _, _ in steps(view)] == ["Beginning", "Decay", "Brightness", "Lock Decay", "Dimension 1"]
    played = len(player.played)
    click(hands, view, 1)
    assert (hands.value("decay"), hands.value("brightness"), hands.value("d1")) == (1.5, 0.0, 0.0)
    assert "decay" not in hands.session.project.locks
    assert len(player.played) == played + 1  # the steps between are not heard
    assert [(done, here) for _, done, here in steps(view)] == [(True, False), (True, True), (False, False), (False, False), (False, False)]
    click(hands, view, 4)
    assert (hands.value("brightness"), hands.value("d1")) == (-1.0, 2.0) and "decay" in hands.session.project.locks
    click(hands, view, 0)
    assert hands.value("decay") == 0.0
    assert not hands.session.can_undo and hands.session.can_redo
    drag(hands, "d2", 1.0)  # a new way: the steps that were taken back are gone
    hands.until(lambda: [text for text, _, _ in steps(view)] == ["Beginning", "Dimension 2"])


def test_acts_on_takes_lie_on_the_way(hands: Hands) -> None:
    view = opened(hands)
    for _ in range(3):
        hands.session.generate()
        hands.settle()
    ids = [take.id for take in hands.session.takes()]
    hands.session.star_takes(ids[:2], True)
    hands.session.delete_takes(ids[1:])
    hands.settle()
    catch_up(hands, view)
    assert [text for text, _, _ in steps(view)][-2:] == ["Star 2 takes", "Delete 2 takes"]
    assert len(hands.session.takes()) == 1
    click(hands, view, 3)
    hands.until(lambda: [take.id for take in hands.session.takes()] == ids)
    assert not any(take.starred for take in hands.session.takes())
    click(hands, view, 5)
    hands.until(lambda: [(take.id, take.starred) for take in hands.session.takes()] == [(ids[0], True)])


def test_by_keyboard(hands: Hands) -> None:
    view = opened(hands)
    drag(hands, "decay", 1.0)
    drag(hands, "decay", 2.0)
    catch_up(hands, view)
    view.setFocus()
    hands.key(Qt.Key.Key_Up)
    assert hands.value("decay") == 2.0  # looking changes nothing
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: hands.value("decay") == 1.0)
    assert view.currentIndex().row() == 1


def test_two_steps_of_one_name_are_two_lines(hands: Hands) -> None:
    view = opened(hands)
    for count in (2, 3, 4):
        hands.session.randomise()
        hands.settle()
        hands.until(lambda count=count: len(steps(view)) == count)


def test_the_model_keeps_qts_rules(qtmodeltester: Any, hands: Hands) -> None:
    model = HistoryModel()
    qtmodeltester.check(model)
    for _ in range(2):
        hands.session.generate()
        hands.settle()
        model.update(hands.session.history())
    hands.session.undo()
    model.update(hands.session.history())
    hands.session.generate()
    hands.settle()
    model.update(hands.session.history())
    assert model.rowCount() == 3 and model.here == 2


def test_a_list_that_is_not_seen_is_made_when_it_is(hands: Hands) -> None:
    """Every step of a drag changes the history; only an open list is brought up to date."""
    panel = hands.window.history
    assert not panel.isVisible()
    before = panel.model.steps
    hands.session.randomise()
    hands.settle()
    assert panel.model.steps == before and len(hands.session.history()) > len(before)
    hands.window.actions_["show_history"].trigger()
    assert panel.model.steps == hands.session.history()
    hands.session.randomise()
    hands.qtbot.waitUntil(lambda: panel.model.steps == hands.session.history())
