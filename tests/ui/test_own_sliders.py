"""Sliders of one's own in the real window: marked from takes, moved, renamed, deleted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.toy import FakePlayer
from tests.ui.conftest import Hands, choose

LEFT = Qt.MouseButton.LeftButton


def takes_along(hands: Hands, name: str) -> dict[float, list[str]]:
    """Two takes at each end of a dimension; ids by value."""
    made: dict[float, list[str]] = {}
    for value in (2.0, -2.0):
        for _ in range(2):
            hands.session.set(name, value)
            hands.session.end_gesture()
            hands.session.generate()
            hands.settle()
            made.setdefault(value, []).append(hands.session.takes()[0].id)
    return made


def select(hands: Hands, ids: list[str]) -> None:
    view = hands.window.takes.list
    view.clearSelection()
    for id in ids:
        row = next(row for row in range(view.model().rowCount()) if view.model().index(row, 0).data(Qt.ItemDataRole.UserRole + 1).id == id)
        view.selectionModel().select(view.model().index(row, 0), view.selectionModel().SelectionFlag.Select)
    hands.window.takes.desk.view = view


def make(hands: Hands, name: str) -> Any:
    ends = takes_along(hands, "d1")
    mine = hands.window.controls.mine
    QTest.mouseClick(hands.child("makeSlider"), LEFT)
    assert mine.form.isVisible() and hands.child("sliderName").hasFocus() and not hands.child("sliderMake").isEnabled()
    QTest.keyClicks(hands.child("sliderName"), name)
    select(hands, ends[2.0])
    QTest.mouseClick(hands.child("moreAdd"), LEFT)
    assert not hands.child("sliderMake").isEnabled() and "at least" in hands.child("sliderNote").text()
    select(hands, ends[-2.0])
    QTest.mouseClick(hands.child("lessAdd"), LEFT)
    assert sorted(mine.form.more.ids) == sorted(ends[2.0]) and sorted(mine.form.less.ids) == sorted(ends[-2.0])
    QTest.mouseClick(hands.child("sliderMake"), LEFT)
    hands.until(lambda: bool(mine.rows))
    hands.settle()
    return next(iter(mine.rows.values()))


def test_a_slider_is_made_of_takes_moved_and_undone(hands: Hands, player: FakePlayer) -> None:
    row = make(hands, "Wooden")
    assert row.title == "Wooden" and hands.window.controls.mine.form.isHidden() and row.isVisible()
    hands.until(lambda: not row.visibleRegion().isEmpty())
    assert not row.lock.isVisible() and not row.dice.isVisible()
    heard = len(player.played)
    slider = row.slider
    middle = slider.rect().center()
    before = hands.value("d1")
    hands.drag(slider, middle, middle + QPoint(30, 0))
    hands.settle()
    assert hands.value("d1") > before and len(player.played) > heard
    assert row.slider.value_now == round(hands.session.own_sliders()[0].value(hands.session.settings), 4)
    slider.setFocus()
    hands.key(Qt.Key.Key_Delete)
    hands.settle()
    assert abs(row.slider.value_now) < 1e-3, "back in the middle"
    while hands.session.can_undo and hands.session.own_sliders():
        hands.session.undo()
    hands.settle()
    assert not hands.window.controls.mine.rows
    hands.session.redo()
    hands.until(lambda: bool(hands.window.controls.mine.rows))


def test_it_is_renamed_found_and_deleted(hands: Hands) -> None:
    row = make(hands, "Wooden")
    hands.child("controlSearch").setText("wood")
    hands.settle()
    assert row.isVisible() and not hands.window.controls.rows["brightness"].isVisible() and not hands.child("makeSlider").isVisible()
    hands.child("controlSearch").setText("")
    row.slider.setFocus()
    hands.key(Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "Hollow")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: hands.window.controls.mine.rows and next(iter(hands.window.controls.mine.rows.values())).title == "Hollow")
    row = next(iter(hands.window.controls.mine.rows.values()))
    row._open_menu(row.mapToGlobal(row.rect().center()))
    choose(hands.menu(), "Delete")
    hands.until(lambda: not hands.window.controls.mine.rows)
    assert hands.session.undo_text == "Delete slider Hollow"


def test_takes_are_marked_by_their_menu_and_lie_on_one_pile(hands: Hands) -> None:
    takes_along(hands, "d1")
    mine, desk = hands.window.controls.mine, hands.window.takes.desk
    view = hands.window.takes.list
    first = hands.session.takes()[0]
    view.choose(0)
    assert not any("for the slider" in entry[1] for entry in desk._entries(view, view.chosen) if entry)
    QTest.mouseClick(hands.child("makeSlider"), LEFT)
    desk.menu(view, view.mapToGlobal(view.rect().center()))
    choose(hands.menu(), "More like this, for the slider")
    assert mine.form.more.ids == [first.id]
    desk.menu(view, view.mapToGlobal(view.rect().center()))
    choose(hands.menu(), "Less like this, for the slider")
    assert mine.form.less.ids == [first.id] and mine.form.more.ids == []
    mine.form.less.list.setCurrentRow(0)
    QTest.keyClick(mine.form.less.list, Qt.Key.Key_Delete)
    assert mine.form.less.ids == []
    hands.child("sliderName").setFocus()
    hands.key(Qt.Key.Key_Escape)
    assert mine.form.isHidden() and hands.child("makeSlider").isVisible() and not desk.marking


def test_another_model_has_other_sliders(hands: Hands) -> None:
    make(hands, "Wooden")
    hands.session.choose_model("other")
    hands.until(lambda: hands.session.spec.id == "other" and not hands.window.controls.mine.rows)
    hands.settle()
    hands.session.choose_model("toy")
    hands.until(lambda: [row.title for row in hands.window.controls.mine.rows.values()] == ["Wooden"])


def test_its_menu_offers_midi_and_modulation(hands: Hands) -> None:
    make(hands, "Wooden")
    row = next(iter(hands.window.controls.mine.rows.values()))
    row._open_menu(row.mapToGlobal(row.rect().center()))
    menu = hands.menu()
    learn = next(action for action in menu.actions() if action.objectName() == "midiLearnAction")
    learn.trigger()
    menu.close()
    assert hands.session.midi.learning == f"mine/{row.control.name}"
    hands.session.midi_learn("")
    hands.session.add_modulator(f"mine/{row.control.name}")
    hands.until(lambda: hands.session.modulation_span(f"mine/{row.control.name}") is not None)
