"""The eight snapshots and the morph fader, by mouse and keyboard in the real window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from studio.engine.snapshots import Snapshot
from tests.ui.conftest import ALT, CTRL, SHIFT, Hands, choose

LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.usefixtures("no_rest")


def put(hands: Hands, **values: Any) -> None:
    for name, value in values.items():
        hands.session.set(name, value)
    hands.session.end_gesture()


def two(hands: Hands) -> None:
    """Snapshot 1 at -1 sigma of brightness, 2 at +2, the sliders elsewhere."""
    put(hands, brightness=-1.0)
    hands.session.store_snapshot(0)
    put(hands, brightness=2.0)
    hands.session.store_snapshot(1)
    put(hands, brightness=0.3)
    hands.until(lambda: hands.child("slider_morph").isEnabled())
    hands.settle()


def menu_of(hands: Hands, button: Any) -> QMenu:
    place = button.rect().center()
    QApplication.sendEvent(button, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, button.mapToGlobal(place)))
    return hands.menu()


def test_shift_and_a_digit_store_the_digit_recalls(hands: Hands) -> None:
    put(hands, brightness=1.5)
    hands.key(Qt.Key.Key_3, SHIFT)
    put(hands, brightness=-1.0)
    slot = hands.child("snapshot_3")
    hands.until(lambda: slot.bars is not None and not slot.current)
    hands.key(Qt.Key.Key_3)
    assert hands.value("brightness") == 1.5
    hands.until(lambda: slot.current and hands.child("slider_brightness").value_now == 1.5)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.value("brightness") == -1.0


def test_a_digit_that_is_typed_is_no_recall(hands: Hands) -> None:
    hands.session.store_snapshot(2)
    put(hands, brightness=1.5)
    field = hands.child("value_decay")
    field.setFocus()
    hands.until(lambda: field.selectedText() == field.text())
    hands.key(Qt.Key.Key_3)
    hands.key(Qt.Key.Key_Return)
    assert hands.value("brightness") == 1.5 and hands.value("decay") == 3.0


def test_a_click_stores_then_recalls_and_shift_click_stores_anew(hands: Hands) -> None:
    slot = hands.child("snapshot_1")
    assert slot.accessibleName() == "Snapshot 1, empty"
    put(hands, brightness=1.0)
    QTest.mouseClick(slot, LEFT)
    hands.until(lambda: slot.current and slot.accessibleName() == "Snapshot 1")
    put(hands, brightness=2.0)
    hands.until(lambda: not slot.current)
    QTest.mouseClick(slot, LEFT)
    assert hands.value("brightness") == 1.0
    put(hands, brightness=-2.0)
    QTest.mouseClick(slot, LEFT, SHIFT)
    assert hands.value("brightness") == -2.0 and hands.session.project.snapshots[0] == Snapshot(hands.session.settings)


def test_a_slot_is_named_and_cleared(hands: Hands) -> None:
    slot = hands.child("snapshot_2")
    hands.session.store_snapshot(1)
    hands.until(lambda: slot.bars is not None)
    choose(menu_of(hands, slot), "Rename…")
    field = hands.child("snapshotName")
    hands.until(field.hasFocus)
    QTest.keyClicks(field, "Deep")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: slot.accessibleName() == "Snapshot 2: Deep" and slot.hasFocus())
    hands.key(Qt.Key.Key_Delete)
    assert hands.session.project.snapshots[1] is None
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: slot.accessibleName() == "Snapshot 2: Deep")
    choose(menu_of(hands, slot), "Clear")
    hands.until(lambda: slot.accessibleName() == "Snapshot 2, empty")
    texts = {action.text(): action.isEnabled() for action in menu_of(hands, slot).actions()}
    assert texts == {"Go there": False, "Store the sliders here": True, "Rename…": False, "Clear": False}
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)


def test_the_fader_waits_for_two(hands: Hands) -> None:
    fader = hands.child("slider_morph")
    assert not fader.isEnabled()
    hands.session.store_snapshot(4)
    hands.settle()
    assert not fader.isEnabled()
    hands.session.store_snapshot(6)
    hands.until(fader.isEnabled)
    assert (hands.child("morph_from").text(), hands.child("morph_to").text()) == ("5", "7")


def test_dragging_the_fader_morphs_as_one_step(hands: Hands, player: Any) -> None:
    two(hands)
    fader, before = hands.child("slider_morph"), hands.session.settings
    played, takes = len(player.played), len(hands.session.takes())
    half = round((fader.width() - 16) / 2)
    hands.drag(fader, QPoint(10, 10), QPoint(10 + half, 10))
    assert hands.value("brightness") == pytest.approx(0.5, abs=0.05)
    hands.settle()
    assert len(player.played) > played and len(hands.session.takes()) == takes + 1
    assert not fader._locked and hands.child("value_morph").text().startswith(("49.", "50."))
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.session.settings == before
    hands.until(lambda: fader.value_now == 0.0 and fader._locked)  # grey: the sliders are not on the way between the two


def test_a_morph_that_is_given_up_leaves_nothing(hands: Hands) -> None:
    two(hands)
    before, takes = hands.session.project, len(hands.session.takes())
    hands.drag(hands.child("slider_morph"), QPoint(10, 10), QPoint(60, 10), release=ALT)
    hands.settle()
    assert hands.session.project == before and len(hands.session.takes()) == takes


def test_the_fader_is_typed_and_moved_by_keys(hands: Hands) -> None:
    two(hands)
    fader, field = hands.child("slider_morph"), hands.child("value_morph")
    fader.setFocus()
    hands.key(Qt.Key.Key_Home)
    assert hands.value("brightness") == 2.0
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: field.hasFocus() and field.selectedText() == field.text())
    QTest.keyClicks(field, "25")
    hands.key(Qt.Key.Key_Return)
    assert hands.value("brightness") == pytest.approx(-0.25)
    hands.until(lambda: fader.value_now == 25.0)


def test_other_ends_are_chosen(hands: Hands) -> None:
    two(hands)
    put(hands, brightness=-3.0)
    hands.session.store_snapshot(7)
    hands.until(lambda: hands.child("snapshot_8").bars is not None)
    to = hands.child("morph_to")
    QTest.mouseClick(to, LEFT)
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu: Any = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["1", "2", "8"]
    choose(menu, "8")
    assert to.text() == "8"
    fader = hands.child("slider_morph")
    fader.setFocus()
    hands.key(Qt.Key.Key_End)
    hands.key(Qt.Key.Key_PageUp)
    hands.settle()
    assert hands.session.project.morph is not None and hands.session.project.morph[:2] == (0, 7)
    choose(menu_of(hands, hands.child("snapshot_8")), "Morph from here")
    assert (hands.child("morph_from").text(), to.text()) == ("8", "1")  # they change places
    hands.session.clear_snapshot(7)
    hands.until(lambda: (hands.child("morph_from").text(), to.text()) == ("1", "2"))


def test_another_model_has_other_snapshots(hands: Hands) -> None:
    two(hands)
    hands.session.choose_model("other")
    hands.until(lambda: hands.child("snapshot_1").bars is None)
    assert not hands.child("slider_morph").isEnabled()
