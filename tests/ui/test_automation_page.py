"""The automation page: gestures in the window become lanes, which are drawn, changed and played."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.engine.automation import Automation, Lane
from studio.ui.panels.live.automation_page import AutomationPage
from tests.ui.conftest import ALT, CTRL, NONE, SHIFT, Hands, choose

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.usefixtures("no_rest")
CURVE = Lane("brightness", ((0.0, -1.0), (1.0, 1.0), (2.0, -1.0)))


@pytest.fixture
def page(hands: Hands) -> AutomationPage:
    hands.window.actions_["show_live"].trigger()
    hands.until(lambda: hands.window.live.isVisible())
    hands.window.live.show_page("automation")
    made: AutomationPage = hands.window.live.page_named("automation")
    hands.until(made.isVisible)
    hands.settle()
    return made


def lanes(hands: Hands) -> dict[str, Lane]:
    return {lane.address: lane for lane in hands.session.project.automation.lanes}


def given(hands: Hands, page: AutomationPage) -> None:
    """A lane of brightness over two beats."""
    hands.session.set_automation(Automation((CURVE,), 2.0), "Lane")
    hands.until(lambda: page.view.isVisible() and page.view.lane == CURVE)


def at(page: AutomationPage, beat: float, value: float) -> QPoint:
    return page.view._point(beat, value).toPoint()


def test_a_gesture_on_a_slider_appears_as_a_lane(hands: Hands, page: AutomationPage) -> None:
    assert page.note.isVisible() and not page.view.isVisible()
    QTest.mouseClick(page.arm, LEFT)
    assert hands.session.armed
    hands.session.set_loop(True)
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: hands.session._moving.running)
    slider = hands.window.controls.rows["brightness"].slider
    hands.drag(slider, QPoint(20, 12), QPoint(60, 12))
    assert list(lanes(hands)) == ["brightness"] and hands.session.project.automation.length == 2.0
    hands.until(lambda: page.view.isVisible() and page.view.lane == lanes(hands)["brightness"])
    assert page.lanes.currentText() == "Brightness"
    hands.until(lambda: page.view._beat is not None)
    hands.until(lambda: slider._moving is not None)
    QTest.mouseClick(page.arm, LEFT)
    QTest.mouseClick(page.play, LEFT)
    assert not hands.session.armed and not hands.session.project.automation.on
    hands.until(lambda: slider._moving is None)


def test_a_lane_is_drawn_in_one_step_and_alt_takes_it_back(hands: Hands, page: AutomationPage) -> None:
    given(hands, page)
    hands.drag(page.view, at(page, 0.5, 2.0), at(page, 1.5, 2.0), steps=20)
    drawn = lanes(hands)["brightness"]
    assert drawn.at(1.0) == pytest.approx(2.0, abs=0.1) and drawn.at(0.0) == -1.0
    hands.key(Qt.Key.Key_Z, CTRL)
    assert lanes(hands)["brightness"] == CURVE
    hands.until(lambda: page.view.lane == CURVE)
    hands.drag(page.view, at(page, 0.5, 2.0), at(page, 1.5, -2.0), release=ALT)
    assert lanes(hands)["brightness"] == CURVE == page.view.lane


def test_escape_takes_a_stroke_back_and_leaves_the_sound(hands: Hands, page: AutomationPage) -> None:
    given(hands, page)
    hands.session.play()
    hands.settle()
    page.view.setFocus()
    QTest.mousePress(page.view, LEFT, NONE, at(page, 1.0, 2.0))
    assert lanes(hands)["brightness"] != CURVE
    hands.key(Qt.Key.Key_Escape)
    assert lanes(hands)["brightness"] == CURVE == page.view.lane and hands.session._player.playing
    QTest.mouseRelease(page.view, LEFT, NONE, at(page, 1.0, 2.0))
    assert lanes(hands)["brightness"] == CURVE


def test_by_keyboard(hands: Hands, page: AutomationPage) -> None:
    given(hands, page)
    page.view.setFocus()
    for _ in range(4):
        hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Up)
    hands.key(Qt.Key.Key_Up, SHIFT)
    assert lanes(hands)["brightness"].at(1.0) == pytest.approx(1.36)
    assert page.view.accessibleDescription() == "Beat 1: +1.36 σ"
    hands.key(Qt.Key.Key_Delete)
    assert lanes(hands)["brightness"].points == ((0.0, -1.0), (2.0, -1.0))
    hands.until(lambda: not hands.session._history.is_open)


@pytest.mark.parametrize(("name", "beat", "value"), [
    ("largerLane", 1.0, 1.25), ("smallerLane", 1.0, 0.8), ("higherLane", 1.0, 1.3), ("lowerLane", 1.0, 0.7),
    ("laterLane", 1.25, 1.0), ("earlierLane", 0.75, 1.0), ("smoothLane", 0.0, -0.75),
])  # fmt: skip
def test_tools_change_the_lane_as_a_step(hands: Hands, page: AutomationPage, name: str, beat: float, value: float) -> None:
    given(hands, page)
    QTest.mouseClick(hands.child(name), LEFT)
    assert lanes(hands)["brightness"].at(beat) == pytest.approx(value, abs=0.08)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert lanes(hands)["brightness"] == CURVE


def test_another_lane_is_chosen_drawn_and_deleted(hands: Hands, page: AutomationPage) -> None:
    given(hands, page)
    QTest.mouseClick(page.add, LEFT)
    choose(hands.menu(), "Decay")
    hands.until(lambda: page.lanes.currentText() == "Decay")
    assert not hands.child("deleteLane").isEnabled()
    hands.drag(page.view, at(page, 0.2, 1.0), at(page, 0.8, 1.0))
    assert set(lanes(hands)) == {"brightness", "decay"}
    hands.until(hands.child("deleteLane").isEnabled)
    QTest.mouseClick(hands.child("deleteLane"), LEFT)
    assert set(lanes(hands)) == {"brightness"}
    hands.until(lambda: page.lanes.currentText() == "Decay")  # it stays to be drawn anew
    QTest.mouseClick(hands.child("clearAutomation"), LEFT, NONE)
    assert lanes(hands) == {}


def test_the_length_is_chosen(hands: Hands, page: AutomationPage) -> None:
    given(hands, page)
    box: Any = page.length
    box.setFocus()
    while box.currentData() < 8:
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert hands.session.project.automation.length == 8.0 and box.currentText() == "8"


def test_a_key_arms_wherever_one_is(hands: Hands) -> None:
    hands.key(Qt.Key.Key_A)
    assert hands.session.armed
    hands.window.actions_["show_live"].trigger()
    hands.until(lambda: hands.window.live.isVisible())
    hands.window.live.show_page("automation")
    assert hands.window.live.page_named("automation").arm.isChecked()
    hands.key(Qt.Key.Key_A)
    assert not hands.session.armed and not hands.window.live.page_named("automation").arm.isChecked()


def test_the_keys_of_near_variants(hands: Hands) -> None:
    hands.key(Qt.Key.Key_R, ALT)
    assert hands.session.undo_text == "Randomise near"


def test_what_is_being_recorded_is_seen(hands: Hands, page: AutomationPage) -> None:
    hands.key(Qt.Key.Key_A)
    hands.session.play()
    hands.until(lambda: hands.session._moving.running)
    hands.session.set("decay", 1.0)  # without a loop: nobody knows yet how long it will be
    hands.until(lambda: page.view.isVisible() and page.view.lane.address == "decay" and page.view.lane.at(0.0) == 1.0)
    assert not lanes(hands)
    hands.session.end_gesture()
    hands.key(Qt.Key.Key_A)
    hands.until(lambda: set(lanes(hands)) == {"decay"})
