"""The page of pads by mouse and keyboard in the real window, over a sequencer that is played by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from studio.engine.pattern import NOBODY, Step
from studio.engine.player.desk import HEARD_SEQUENCER
from studio.engine.player.sequencer import BPM, CHANGES, HITS, INDEX, RUNNING
from studio.ui import theme
from studio.ui.views.step_grid import StepGrid
from tests.toy import FakePlayer
from tests.ui.conftest import ALT, CTRL, NONE, Hands, choose
from tests.ui.test_accessible import SMALLEST, controls

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
pytestmark = pytest.mark.usefixtures("no_rest")


@pytest.fixture
def page(hands: Hands) -> Any:
    hands.window.workspace.open("liveDock")
    hands.window.live.show_page("pads")
    made = hands.window.live.page_named("pads")
    hands.until(lambda: made.isVisible() and made.grid.width() > 300)
    hands.settle()
    return made


def steps(hands: Hands, pad: int) -> dict[int, Step]:
    return dict(hands.session.pattern.pads[pad].steps)


def at(grid: StepGrid, pad: int, index: int) -> QPoint:
    return grid.cell(pad, index).center().toPoint()


def sent(player: FakePlayer, kind: str) -> list[tuple[Any, ...]]:
    return [message[2:] for message in player.live.sent if message[:2] == ("pads", kind)]


def menu_at(hands: Hands, widget: QWidget, place: QPoint) -> QMenu:
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place)))
    return hands.menu()


def within(hands: Hands, menu: QMenu, title: str) -> QMenu:
    """Open a submenu as the mouse does, and give it."""
    action = next((action for action in menu.actions() if action.text() == title), None)
    assert action is not None, [action.text() for action in menu.actions()]
    found = action.menu()
    assert isinstance(found, QMenu)
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
    hands.until(found.isVisible)
    return found


def test_a_click_sets_a_step_and_a_click_takes_it_away(hands: Hands, page: Any) -> None:
    QTest.mouseClick(page.grid, LEFT, NONE, at(page.grid, 2, 4))
    assert steps(hands, 2) == {4: Step()}
    QTest.mouseClick(page.grid, LEFT, NONE, at(page.grid, 2, 4))
    assert steps(hands, 2) == {}
    hands.key(Qt.Key.Key_Z, CTRL)
    assert steps(hands, 2) == {4: Step()}
    hands.until(lambda: page.grid.pattern is hands.session.pattern)


def test_a_drag_paints_a_drag_over_set_steps_erases_each_one_undo_step(hands: Hands, page: Any) -> None:
    grid = page.grid
    hands.drag(grid, at(grid, 0, 2), at(grid, 0, 9), steps=3)  # quicker than the steps are wide
    assert list(steps(hands, 0)) == list(range(2, 10))
    done = len(hands.session.history())
    hands.drag(grid, at(grid, 0, 4), at(grid, 0, 6))
    assert list(steps(hands, 0)) == [2, 3, 7, 8, 9] and len(hands.session.history()) == done + 1
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.session.pattern.empty


def test_a_drag_up_and_the_wheel_change_the_velocity(hands: Hands, page: Any) -> None:
    grid = page.grid
    QTest.mouseClick(grid, LEFT, NONE, at(grid, 7, 3))
    place = at(grid, 7, 3)
    hands.drag(grid, place, place + QPoint(0, 40))
    softer = steps(hands, 7)[3].velocity
    assert 0.3 < softer < 0.6
    hands.drag(grid, place, place - QPoint(0, 100))
    assert steps(hands, 7)[3].velocity == 1.0
    point = QPointF(place)
    wheel = QWheelEvent(point, QPointF(grid.mapToGlobal(place)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(grid, wheel)
    assert steps(hands, 7)[3].velocity == 0.95


def test_the_keyboard_goes_everywhere_and_says_where_it_is(hands: Hands, page: Any) -> None:
    grid = page.grid
    grid.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        hands.key(key)
    assert steps(hands, 1) == {2: Step()}
    assert grid.accessibleName() == "Pad 2 empty, step 3 of 16, velocity 80 %"
    hands.key(Qt.Key.Key_Minus)
    hands.key(Qt.Key.Key_Minus)
    hands.key(Qt.Key.Key_Plus)
    assert steps(hands, 1)[2].velocity == 0.7
    hands.key(Qt.Key.Key_Delete)
    assert steps(hands, 1) == {} and grid.accessibleName().endswith("off")
    hands.session.set_pattern_length(40)
    hands.until(lambda: grid.pattern.length == 40)
    hands.key(Qt.Key.Key_End)
    assert grid.spot == (1, 39) and grid.page == 2 and hands.child("pads_page_3").isChecked()
    hands.key(Qt.Key.Key_Home)
    assert grid.page == 0
    hands.key(Qt.Key.Key_PageDown)
    assert grid.spot == (1, 16) and grid.page == 1
    hands.session.set_pattern_length(16)
    hands.until(lambda: grid.page == 0)


def test_chance_hits_and_offset_come_from_the_steps_menu(hands: Hands, page: Any) -> None:
    grid = page.grid
    hands.session.pad_from_sliders(0)
    hands.session.set_step(0, 5, Step())
    hands.settle()
    choose(within(hands, menu_at(hands, grid, at(grid, 0, 5)), "Chance"), "50 %")
    choose(within(hands, menu_at(hands, grid, at(grid, 0, 5)), "Hits in this step"), "3")
    choose(within(hands, menu_at(hands, grid, at(grid, 0, 5)), "Offsets move"), "Decay")
    hands.settle()
    choose(within(hands, menu_at(hands, grid, at(grid, 0, 5)), "Offset of Decay"), "+0.8")
    assert steps(hands, 0)[5] == Step(chance=0.5, ratchets=3, offset=0.8) and hands.session.pattern.pads[0].control == "decay"
    assert "chance 50 %, offset +0.8, 3 hits" in grid.describe(0, 5)
    hands.settle()
    choose(menu_at(hands, grid, at(grid, 0, 5)), "Clear this step")
    assert steps(hands, 0) == {}
    choose(menu_at(hands, grid, at(grid, 0, 6)), "Set this step")
    assert list(steps(hands, 0)) == [6]


def test_a_fourth_offset_is_refused_with_a_word(hands: Hands, page: Any) -> None:
    hands.session.pad_from_sliders(0)
    for index in range(3):
        hands.session.set_step(0, index, Step(offset=0.4 * (index + 1)))
    hands.settle()
    choose(within(hands, menu_at(hands, page.grid, at(page.grid, 0, 3)), "Offset of Brightness"), "−2.0")
    hands.until(lambda: "at most 3 different offsets" in hands.window.messages.text.text())
    assert 3 not in steps(hands, 0)


def test_a_pad_sounds_when_it_is_pressed_and_by_its_key(hands: Hands, page: Any, player: FakePlayer) -> None:
    button = hands.child("pad_1")
    assert button.accessibleName() == "Pad 1, empty"
    hands.session.pad_from_sliders(0)
    hands.settle()
    hands.until(lambda: button.accessibleName() == "Pad 1: Kick" and button._outline)
    QTest.mousePress(button, LEFT)
    assert len(sent(player, "hit")) == 1
    QTest.mouseRelease(button, LEFT)
    button.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_1, ALT)
    assert [message[0] for message in sent(player, "hit")] == [0, 0, 0]


def test_reroll_follow_mute_and_solo_by_their_buttons(hands: Hands, page: Any) -> None:
    session = hands.session
    session.pad_from_sliders(0)
    hands.settle()
    before = session.pattern.pads[0].sound
    QTest.mouseClick(hands.child("pad_reroll_1"), LEFT)
    hands.settle()
    assert session.pattern.pads[0].sound != before
    QTest.mouseClick(hands.child("pad_follow_1"), LEFT)
    hands.settle()
    assert session.pattern.following == 0 and session.settings == session.pattern.pads[0].sound.settings  # type: ignore[union-attr]
    QTest.mouseClick(hands.child("pad_follow_1"), LEFT)
    assert session.pattern.following == NOBODY
    QTest.mouseClick(hands.child("pad_mute_1"), LEFT)
    QTest.mouseClick(hands.child("pad_solo_2"), LEFT)
    assert session.pattern.pads[0].muted and session.pattern.pads[1].soloed
    hands.until(lambda: hands.child("pad_1").dimmed)
    level = hands.child("pad_level_1")
    level.setFocus()
    hands.key(Qt.Key.Key_End)
    assert session.pattern.pads[0].level_db == -48.0


def test_the_pads_menu(hands: Hands, page: Any) -> None:
    session, button = hands.session, hands.child("pad_3")
    session.set("brightness", 1.0)
    session.end_gesture()
    hands.settle()
    (take,) = session.takes()
    choose(within(hands, menu_at(hands, button, QPoint(5, 5)), "From a take"), take.title)
    hands.settle()
    assert session.pattern.pads[2].sound.take == take.id  # type: ignore[union-attr]
    choose(within(hands, menu_at(hands, button, QPoint(5, 5)), "Choke group"), "2")
    choose(within(hands, menu_at(hands, button, QPoint(5, 5)), "Pan"), "Half left")
    assert session.pattern.pads[2].group == 2 and session.pattern.pads[2].pan == -0.5
    hands.settle()
    choose(menu_at(hands, button, QPoint(5, 5)), "Rename…")
    field = hands.child("padName")
    hands.until(lambda: field.hasFocus() and field.selectedText() == field.text())
    QTest.keyClicks(field, "Boom")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: button.accessibleName() == "Pad 3: Boom")
    choose(menu_at(hands, button, QPoint(5, 5)), "Clear the pad")
    assert session.pattern.pads[2].sound is None
    hands.until(lambda: button.accessibleName() == "Pad 3, empty")


def test_a_take_is_dropped_on_a_pad(hands: Hands, page: Any) -> None:
    hands.session.generate()
    hands.settle()
    (take,) = hands.session.takes()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(take.file))])
    button = hands.child("pad_5")
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, LEFT, NONE)
    QApplication.sendEvent(button, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(button, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, LEFT, NONE))
    assert hands.session.pattern.pads[4].sound.take == take.id  # type: ignore[union-attr]


def test_play_lights_the_step_that_sounds_and_repaints_little(hands: Hands, page: Any, player: FakePlayer) -> None:
    hands.key(Qt.Key.Key_P)
    assert sent(player, "start") == [()]
    heard = player.live.memory.heard[HEARD_SEQUENCER:]
    heard[RUNNING], heard[INDEX], heard[BPM] = 1, 3, 120
    heard[CHANGES] += 2
    hands.until(lambda: page.grid.playing == 3 and hands.child("padsPlayButton").text() == "Stop pattern")
    areas: list[int] = []
    paint: Callable[[Any], None] = page.grid.paintEvent

    def watched(event: Any) -> None:
        if event.type() == QEvent.Type.Paint:
            areas.append(event.rect().width())
        paint(event)

    hands.settle()
    page.grid.paintEvent = watched
    page.grid.show_playing(4)
    hands.until(lambda: areas)
    assert max(areas) < page.grid.width() / 4
    del page.grid.paintEvent
    heard[HITS + 1] += 1
    hands.until(lambda: hands.child("pad_2")._flash > 0)
    hands.key(Qt.Key.Key_P)
    assert sent(player, "stop") == [()]
    heard[RUNNING], heard[INDEX] = 0, -1
    hands.until(lambda: page.grid.playing == -1 and hands.child("pad_2")._flash == 0)


def test_the_page_that_plays_is_shown_where_that_is_wished(hands: Hands, page: Any, player: FakePlayer) -> None:
    hands.session.set_pattern_length(48)
    heard = player.live.memory.heard[HEARD_SEQUENCER:]
    heard[RUNNING], heard[INDEX], heard[BPM] = 1, 20, 120
    hands.until(lambda: hands.child("pads_page_2").text() == "2•")
    assert page.grid.page == 0
    QTest.mouseClick(hands.child("padsMore"), LEFT)
    choose(hands.menu(), "Show the page that plays")
    hands.until(lambda: page.grid.page == 1)
    heard[INDEX] = 40
    hands.until(lambda: page.grid.page == 2 and hands.child("pads_page_3").isChecked())


def test_length_swing_tap_and_the_beat(hands: Hands, page: Any, player: FakePlayer, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.child("padsSteps").setValue(32)
    assert hands.session.pattern.length == 32
    hands.until(lambda: hands.child("pads_page_2").isVisible())
    QTest.mouseClick(hands.child("pads_page_2"), LEFT)
    assert page.grid.page == 1
    hands.child("padsSwing").setValue(60)
    assert hands.session.pattern.swing == 0.6
    times = iter([10.0, 10.5, 11.0])
    monkeypatch.setattr("studio.engine.session.beat.time.perf_counter", lambda: next(times))
    hands.child("playButton").setFocus()
    for _ in range(2):
        hands.key(Qt.Key.Key_B)
    assert hands.session.project.bpm == 120.0
    monkeypatch.undo()
    QTest.mouseClick(hands.child("padsBeatButton"), LEFT)
    hands.settle()
    assert all(pad.sound for pad in hands.session.pattern.pads) and sent(player, "start")
    QTest.mouseClick(hands.child("padsMore"), LEFT)
    choose(hands.menu(), "Clear all steps")
    assert not any(pad.steps for pad in hands.session.pattern.pads)


def test_numbers_are_typed_over_after_a_click_and_enter_gives_the_keyboard_back(hands: Hands, page: Any, player: FakePlayer) -> None:
    box = hands.child("padsSteps")
    QTest.mouseClick(box.lineEdit(), LEFT, NONE, QPoint(box.lineEdit().width() // 2, 5))
    hands.until(lambda: box.lineEdit().hasSelectedText())
    for key in (Qt.Key.Key_3, Qt.Key.Key_2, Qt.Key.Key_Return):
        hands.key(key)
    assert hands.session.pattern.length == 32 and QApplication.focusWidget() is page.grid
    hands.key(Qt.Key.Key_P)  # letters are keys again
    assert sent(player, "start") == [()]
    swing = hands.child("padsSwing")
    QTest.mouseClick(swing.lineEdit(), LEFT, NONE, QPoint(swing.lineEdit().width() // 2, 5))
    hands.until(lambda: swing.lineEdit().hasSelectedText())
    hands.key(Qt.Key.Key_6)
    hands.key(Qt.Key.Key_Escape)  # gives the typing up, and doesn't stop the pattern
    assert hands.session.pattern.swing == 0.5 and swing.text() == "50 %" and QApplication.focusWidget() is page.grid
    assert not sent(player, "quiet") and not sent(player, "stop")


def test_the_wheel_over_a_number_neither_changes_it_nor_takes_the_keyboard(hands: Hands, page: Any) -> None:
    page.grid.setFocus()
    for name in ("padsSteps", "padsSwing", "bpmBox", "beatsBox"):
        line = hands.child(name).lineEdit()
        place = line.rect().center()
        before = hands.child(name).value()
        wheel = QWheelEvent(QPointF(place), QPointF(line.mapToGlobal(place)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(line, wheel)
        assert hands.child(name).value() == before and QApplication.focusWidget() is page.grid
        assert hands.child(name).focusPolicy() == Qt.FocusPolicy.StrongFocus  # which real wheels go by


def test_space_on_the_steps_plays_the_pattern_and_elsewhere_the_sound(hands: Hands, page: Any, player: FakePlayer) -> None:
    for widget in (page.grid, hands.child("pad_1"), hands.child("pad_level_1")):
        before = len(sent(player, "start"))
        widget.setFocus()
        hands.key(Qt.Key.Key_Space)
        assert len(sent(player, "start")) == before + 1 and not player.playing
    hands.child("pad_mute_1").setFocus()
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: player.playing)
    assert len(sent(player, "start")) == 3 and not hands.session.pattern.pads[0].muted


def test_space_stops_what_a_click_on_play_pattern_has_started(hands: Hands, page: Any, player: FakePlayer) -> None:
    hands.window.top.play.setFocus()
    QTest.mouseClick(hands.child("padsPlayButton"), LEFT)
    assert sent(player, "start") == [()]
    player.live.memory.heard[HEARD_SEQUENCER + RUNNING] = 1
    hands.key(Qt.Key.Key_Space)
    assert sent(player, "stop") == [()] and not player.playing
    solo = hands.child("pad_solo_2")
    solo.setFocus()
    hands.key(Qt.Key.Key_Return)
    assert hands.session.pattern.pads[1].soloed and QApplication.focusWidget() is solo, "who goes by keyboard stays where he is"


def test_steps_are_copied_from_pad_to_pad_and_from_page_to_page(hands: Hands, page: Any) -> None:
    hands.session.set_pattern_length(24)
    hit, soft = Step(1.0), Step(0.3, 0.5)
    for index, step in ((0, hit), (6, soft), (12, hit), (20, soft)):
        hands.session.set_step(0, index, step)
    hands.session.set_step(2, 3, hit)
    hands.until(lambda: page.grid.pattern is hands.session.pattern)
    page.grid.setFocus()
    page.grid.spot = (0, 4)
    hands.key(Qt.Key.Key_C, CTRL)
    page.grid.spot = (2, 9)
    hands.key(Qt.Key.Key_V, CTRL)
    assert steps(hands, 2) == {0: hit, 6: soft, 12: hit}, "what was there is replaced, and the other page stays"
    hands.key(Qt.Key.Key_Z, CTRL)
    assert steps(hands, 2) == {3: hit}
    QTest.mouseClick(hands.child("padsMore"), LEFT)
    choose(hands.menu(), "Copy the steps that are shown")
    QTest.mouseClick(hands.child("pads_page_2"), LEFT)
    QTest.mouseClick(hands.child("padsMore"), LEFT)
    choose(hands.menu(), "Paste over the steps that are shown")
    assert steps(hands, 0) == {0: hit, 6: soft, 12: hit, 16: hit, 22: soft}, "as far as the pattern goes"
    assert steps(hands, 2) == {3: hit, 19: hit} and hands.session.undo_text == "Paste steps"
    menu = menu_at(hands, hands.child("pad_5"), hands.child("pad_5").rect().center())
    inner = within(hands, menu, "Steps")
    choose(inner, "Paste")
    assert steps(hands, 4) == {}, "its own lane of that page, which is empty"


def test_a_pads_level_is_typed_and_learnt_like_every_slider(hands: Hands, page: Any) -> None:
    level = hands.child("pad_level_3")
    level.setFocus()
    hands.key(Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return):
        hands.key(key)
    assert hands.session.pattern.pads[2].level_db == -12.0 and hands.session.undo_text == "Level of pad 3"
    assert QApplication.focusWidget() is level
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_9)
    hands.key(Qt.Key.Key_Escape)
    assert hands.session.pattern.pads[2].level_db == -12.0, "given up"
    menu = menu_at(hands, level, level.rect().center())
    words = [action.text() for action in menu.actions()]
    assert any("MIDI" in text for text in words) and any("Modulate" in text for text in words)
    choose(menu, "Default")
    assert hands.session.pattern.pads[2].level_db == -6.0
    menu = menu_at(hands, hands.child("pad_3"), hands.child("pad_3").rect().center())
    assert not any("MIDI" in action.text() for action in menu.actions()), "it would be taken for the pad's own key"
    inner = within(hands, menu, "Level")
    assert [action.text() for action in inner.actions()] == words
    choose(inner, "Type a value…")
    field = hands.child("padLevel")
    hands.until(field.hasSelectedText)
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.session.pattern.pads[2].level_db == 0.0


def test_a_clock_that_is_followed_is_seen_and_ended_on_the_page(hands: Hands, page: Any) -> None:
    chip = hands.child("padsClock")
    assert not chip.isVisible()
    QTest.mouseClick(hands.child("padsMore"), LEFT)
    choose(hands.menu(), "Follow a MIDI clock")
    assert hands.session.clock_follows and chip.isVisible()
    QTest.mouseClick(chip, LEFT)
    assert not hands.session.clock_follows and not chip.isVisible()


def test_what_a_pad_plays_is_kept_as_a_take(hands: Hands, page: Any) -> None:
    hands.session.pad_from_sliders(3)
    hands.settle()
    hands.session.reroll_pad(3)
    hands.settle()
    sound = hands.session.pattern.pads[3].sound
    before = len(hands.session.takes())
    choose(menu_at(hands, hands.child("pad_4"), hands.child("pad_4").rect().center()), "Keep as a take")
    hands.settle()
    takes = hands.session.takes()
    assert sound is not None and len(takes) == before + 1
    assert takes[0].recipe.settings == sound.settings and takes[0].recipe.model == sound.model
    hands.session.pad_from_take(3, takes[0].id)
    hands.session.keep_pad(3)
    hands.settle()
    assert len(hands.session.takes()) == before + 1 and "is a take already" in hands.window.messages.text.text()


def test_the_export_dialog_writes_what_is_ticked(hands: Hands, page: Any, tmp_path: Path) -> None:
    hands.session.pad_from_sliders(0)
    hands.session.set_step(0, 0, Step())
    hands.settle()
    QTest.mouseClick(hands.child("padsExportButton"), LEFT)
    hands.child("patternFolder").setText(str(tmp_path / "out"))
    for name in ("exportStems", "exportMidi"):
        hands.child(name).click()
    QTest.mouseClick(hands.child("patternGo"), LEFT)
    hands.settle()
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["Beat 120 BPM 1 Kick.wav", "Beat 120 BPM.mid", "Beat 120 BPM.wav"]
    hands.session.clear_steps()
    QTest.mouseClick(hands.child("padsExportButton"), LEFT)
    hands.child("patternFolder").setText(str(tmp_path / "out"))
    QTest.mouseClick(hands.child("patternGo"), LEFT)
    hands.until(lambda: "no step to export" in hands.window.messages.text.text())


@pytest.mark.parametrize("size", [(1280, 720), (1024, 600), (1600, 1000)])
def test_lanes_and_steps_lie_side_by_side_at_every_size(hands: Hands, page: Any, size: tuple[int, int]) -> None:
    hands.window.resize(*size)
    hands.settle()
    hands.until(lambda: page.lanes[0].height() * 8 == page.grid.height())
    for lane in page.lanes:
        top = lane.mapTo(page, QPoint(0, 0)).y()
        cell = page.grid.cell(lane.pad, 0)
        assert abs(page.grid.mapTo(page, cell.topLeft().toPoint()).y() - top) <= 3
        assert lane.button.width() >= 80 and lane.reroll.isVisible()
    last = page.grid.cell(7, 15)
    assert last.right() <= page.grid.width() and last.width() >= 14


@pytest.mark.parametrize("look", ["dark", "light"])
def test_set_steps_stand_out_in_both_themes(hands: Hands, page: Any, look: str) -> None:
    theme.set_theme(look)
    theme.settle()
    try:
        hands.session.set_step(0, 0, Step(1.0))
        hands.until(lambda: page.grid.pattern is hands.session.pattern)
        picture = page.grid.grab().toImage()
        ratio = picture.devicePixelRatio()

        def colour(index: int) -> tuple[int, int, int]:
            place = at(page.grid, 0, index)
            found = picture.pixelColor(round(place.x() * ratio), round(place.y() * ratio))
            return found.red(), found.green(), found.blue()

        assert sum(abs(a - b) for a, b in zip(colour(0), colour(1), strict=True)) > 200
    finally:
        theme.set_theme("dark")
        theme.settle()


def test_every_control_of_the_page_is_named_and_large_enough(hands: Hands, page: Any) -> None:
    found = [one for one in controls(page) if one.isVisibleTo(page)]
    nameless = [one.objectName() for one in found if not (one.objectName() and one.accessibleName() and one.accessibleDescription())]
    names = [one.objectName() for one in found]
    small = [one.objectName() for one in found if isinstance(one, QAbstractButton) and min(one.width(), one.height()) < SMALLEST]
    assert len(found) > 50 and not nameless and len(set(names)) == len(names) and not small


def test_tab_goes_through_the_page_and_leaves_it(hands: Hands, page: Any) -> None:
    page.first_focus().setFocus()
    seen = []
    for _ in range(400):
        hands.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
    names = [one.objectName() for one in seen]
    assert {"pad_1", "pad_8", "pad_reroll_3", "padsPlayButton", "padsMore"} <= set(names) and page.first_focus() in seen
