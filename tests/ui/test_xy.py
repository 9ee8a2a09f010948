"""The XY pad and its page, by mouse and keyboard in the real window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from studio.engine.xy import CORNERS
from studio.ui import theme
from studio.ui.panels.live.xy_page import XYPage
from tests.ui.conftest import ALT, CTRL, NONE, SHIFT, Hands

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.usefixtures("no_rest")


@pytest.fixture
def page(hands: Hands) -> XYPage:
    hands.window.actions_["show_live"].trigger()
    hands.until(lambda: hands.window.live.isVisible())
    hands.window.live.show_page("xy")
    made: XYPage = hands.window.live.page_named("xy")
    hands.until(lambda: made.isVisible() and made.pad.height() >= 100)
    hands.settle()
    return made


def at(page: XYPage, x: float, y: float) -> QPoint:
    """The pixel of a place."""
    return page.pad._point((x, y)).toPoint()


def values(hands: Hands) -> tuple[float, float]:
    return hands.value("brightness"), hands.value("decay")


def test_a_drag_turns_two_sliders_in_one_step(hands: Hands, page: XYPage) -> None:
    hands.drag(page.pad, at(page, 0.5, 0.5), at(page, 0.75, 0.25))
    bright, decay = values(hands)
    assert bright == pytest.approx(1.5, abs=0.06) and decay == pytest.approx(-1.5, abs=0.06)
    hands.until(lambda: hands.window.controls.rows["brightness"].slider.value_now == bright)
    assert hands.session.undo_text == "XY pad" and len(page.pad.trail) >= 3
    hands.until(lambda: len(hands.session.takes()) == 1)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert values(hands) == (0.0, 0.0)
    hands.until(lambda: page.pad.place == (0.5, 0.5))


def test_the_trail_is_of_twenty_places(hands: Hands, page: XYPage) -> None:
    hands.drag(page.pad, at(page, 0.0, 0.0), at(page, 1.0, 1.0), steps=40)
    assert len(page.pad.trail) == 20


def test_every_point_of_a_drag_sounds(hands: Hands, page: XYPage) -> None:
    player: Any = hands.session._player
    count = len(player.played)
    QTest.mousePress(page.pad, LEFT, NONE, at(page, 0.2, 0.2))
    hands.until(lambda: len(player.played) > count)
    assert hands.session._history.is_open
    QTest.mouseRelease(page.pad, LEFT, NONE, at(page, 0.2, 0.2))
    assert not hands.session._history.is_open


def test_alt_before_release_takes_it_back(hands: Hands, page: XYPage) -> None:
    steps = hands.session.undo_text
    hands.drag(page.pad, at(page, 0.5, 0.5), at(page, 0.9, 0.9), release=ALT)
    assert values(hands) == (0.0, 0.0) and hands.session.undo_text == steps and page.pad.place == (0.5, 0.5)


def test_escape_takes_a_drag_back_and_leaves_the_sound(hands: Hands, page: XYPage) -> None:
    hands.session.play()
    hands.settle()
    QTest.mousePress(page.pad, LEFT, NONE, at(page, 0.9, 0.9))
    page.pad.setFocus()
    hands.key(Qt.Key.Key_Escape)
    assert values(hands) == (0.0, 0.0) and hands.session._player.playing
    QTest.mouseRelease(page.pad, LEFT, NONE, at(page, 0.9, 0.9))
    assert values(hands) == (0.0, 0.0)


def test_shift_is_ten_times_finer_and_begins_where_the_puck_is(hands: Hands, page: XYPage) -> None:
    hands.drag(page.pad, at(page, 0.1, 0.1), at(page, 0.6, 0.1), SHIFT)
    assert values(hands)[0] == pytest.approx(0.3, abs=0.05) and values(hands)[1] == pytest.approx(0.0, abs=0.01)


def test_a_double_click_goes_to_the_centre(hands: Hands, page: XYPage) -> None:
    hands.drag(page.pad, at(page, 0.5, 0.5), at(page, 0.9, 0.2))
    QTest.mouseDClick(page.pad, LEFT, NONE, at(page, 0.3, 0.3))
    assert values(hands) == (0.0, 0.0)


def test_arrows_step_shift_is_fine_and_taps_are_one_gesture(hands: Hands, page: XYPage) -> None:
    page.pad.setFocus()
    for _ in range(5):
        hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Up)
    hands.key(Qt.Key.Key_Up, SHIFT)
    assert values(hands) == (pytest.approx(0.6), pytest.approx(0.132))
    hands.until(lambda: not hands.session._history.is_open)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert values(hands) == (0.0, 0.0)
    hands.session.set("brightness", 2.0)
    hands.session.end_gesture()
    hands.until(lambda: page.pad.place[0] == pytest.approx(5 / 6))
    hands.key(Qt.Key.Key_Home)
    assert values(hands) == (0.0, 0.0)


def pick(box: Any, data: Any) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_it_turns_what_is_chosen(hands: Hands, page: XYPage) -> None:
    pick(page.axes[0], "cutoff")
    assert hands.session.project.xy.x == "cutoff"
    hands.until(lambda: page.pad._names[0] == "Cutoff")
    hands.drag(page.pad, at(page, 0.5, 0.5), at(page, 1.0, 0.5))
    assert hands.value("cutoff") == 20_000.0
    assert page.pad._density is None  # a cutoff has no training sounds


def test_the_training_sounds_lie_below_two_latents(hands: Hands, page: XYPage) -> None:
    density = page.pad._density
    assert density is not None and density.shape == (32, 32) and density[16, 16] > 0.9 > density[0, 0]
    hands.session.extend_range("brightness", True)
    hands.until(lambda: page.pad._density is not None and page.pad._density.shape == (32, 64))
    assert page.pad._density is not None and page.pad._density[16, 0] == 0.0


def test_four_corners_are_filled_and_played(hands: Hands, page: XYPage) -> None:
    QTest.mouseClick(page.modes[CORNERS], LEFT)
    hands.until(lambda: page.fill.isVisible() and not page.axes[0].isVisible())
    hands.drag(page.pad, at(page, 0.5, 0.5), at(page, 0.0, 1.0))
    assert hands.session.settings == hands.session.spec.defaults()  # empty corners: a word, and nothing else
    QTest.mouseClick(page.fill, LEFT)
    corners = [hands.session.project.snapshots[slot] for slot in range(4)]
    assert all(corners) and hands.session.undo_text == "Fill the pad's corners"
    hands.drag(page.pad, at(page, 0.5, 0.5), at(page, 0.0, 1.0) - QPoint(9, 9))
    assert corners[0] is not None and hands.session.settings == corners[0].settings
    hands.until(lambda: page.corners[0].currentText() == "1")


def test_a_trail_does_not_outlive_what_it_was_drawn_over(hands: Hands, page: XYPage) -> None:
    hands.drag(page.pad, QPoint(40, 40), QPoint(150, 90))
    hands.settle()
    assert page.pad.trail and "two controls" in page.pad.statusTip()
    page.modes["corners"].click()
    hands.settle()
    assert not page.pad.trail and "four sounds" in page.pad.statusTip()
    page.modes["sliders"].click()
    hands.settle()
    assert "two controls" in page.pad.statusTip()


def test_a_thrown_puck_runs_on_as_one_gesture(hands: Hands, page: XYPage) -> None:
    QTest.mouseClick(page.throw, LEFT)
    hands.until(lambda: page.pad.throws)
    hands.drag(page.pad, at(page, 0.2, 0.5), at(page, 0.8, 0.6), steps=4)
    assert page.pad.held
    let_go = page.pad.place
    hands.until(lambda: not page.pad.held)
    assert page.pad.place != let_go
    hands.key(Qt.Key.Key_Z, CTRL)
    assert values(hands) == (0.0, 0.0)


def test_the_puck_shows_where_the_sound_is(hands: Hands, page: XYPage) -> None:
    hands.session.add_modulator("brightness", shape="square", hz=0.01, depth=0.25)
    hands.until(lambda: page.pad._sounding is not None)
    assert page.pad._sounding == (pytest.approx(0.75), 0.5) and page.pad.place == (0.5, 0.5)
    hands.session.still_modulators(True)
    hands.until(lambda: page.pad._sounding is None)


def test_the_list_switches_edits_and_removes(hands: Hands, page: XYPage) -> None:
    one = hands.session.add_modulator("decay", shape="saw", hz=0.5)
    hands.until(lambda: hands.window.findChild(object, f"modulatorEdit_{one.id}") is not None)
    assert hands.child(f"modulatorEdit_{one.id}").text() == "Decay  ·  Saw, 0.50 Hz, +25 %"
    hands.until(lambda: hands.child(f"modulatorOn_{one.id}").visibleRegion().contains(QPoint(8, 10)))  # it is laid out, to be clicked
    QTest.mouseClick(hands.child(f"modulatorOn_{one.id}"), LEFT, NONE, QPoint(8, 10))
    assert not hands.session.modulator(one.id).on
    hands.until(lambda: not hands.child(f"modulatorOn_{one.id}").isChecked())
    QTest.mouseClick(hands.child(f"modulatorRemove_{one.id}"), LEFT)
    assert hands.session.modulators() == ()
    hands.until(lambda: hands.window.findChild(object, "noModulators") is not None)


def test_near_buttons(hands: Hands, page: XYPage) -> None:
    page.radius_text.setFocus()
    page.radius_text.selectAll()
    QTest.keyClicks(page.radius_text, "0.5")
    QTest.keyClick(page.radius_text, Qt.Key.Key_Return)
    assert hands.session.project.radius == 0.5
    QTest.mouseClick(hands.child("randomiseNear"), LEFT)
    assert hands.session.undo_text == "Randomise near"
    hands.settle()
    QTest.mouseClick(hands.child("eightTakes"), LEFT)
    hands.until(lambda: len(hands.session.takes()) == 9)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_it_is_painted_in_both_themes(hands: Hands, page: XYPage, name: str) -> None:
    theme.set_theme(name)
    try:
        theme.settle()
        image = page.pad.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        assert len(seen) > 8
    finally:
        theme.set_theme("dark")
        theme.settle()


def test_everything_here_has_a_name_and_can_be_hit(hands: Hands, page: XYPage) -> None:
    from tests.ui.test_accessible import SMALLEST, controls

    hands.session.add_modulator("decay", hz=0.5)
    hands.session.set_xy(mode=CORNERS)
    hands.until(lambda: page.fill.isVisible() and hands.window.findChild(QWidget, "modulatorEdit_1") is not None)
    hands.window.live.show_page("automation")
    hands.settle()
    for one in (page, hands.window.live.page_named("automation")):
        found = list(controls(one))
        assert [w.objectName() for w in found if not (w.objectName() and w.accessibleName() and w.accessibleDescription())] == []
        names = [w.objectName() for w in found]
        assert len(names) == len(set(names))
    hands.window.live.show_page("xy")
    hands.settle()
    small = [(w.objectName(), w.size()) for w in controls(page) if w.isVisible() and min(w.width(), w.height()) < SMALLEST]
    assert not small, small
