"""The page of keys: the computer's keyboard, the one on the screen, MIDI mappings, and what they all do to the session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from studio.engine.midi import ports as midi_ports
from studio.engine.midi.mapping import DEFAULT, Source
from studio.ui.computer_keys import place_of
from studio.ui.widgets.piano import SOFTEST, Piano, note_text
from tests.ui.conftest import CTRL, NONE, SHIFT, Hands, choose


@pytest.fixture(autouse=True)
def no_midi(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is plugged into the machine that tests."""
    monkeypatch.setattr(midi_ports, "midi_system", lambda: None)


@pytest.fixture
def page(hands: Hands) -> Any:
    hands.window.actions_["show_live"].trigger()
    made = hands.window.live.page_named("keys")
    hands.until(made.isVisible)
    hands.settle()
    return made


def told(hands: Hands, *kinds: str) -> list[tuple[Any, ...]]:
    live: Any = hands.session._player.live
    kinds = kinds or ("on", "off", "pedal")
    return [message[1:] for message in list(live.sent) if message[0] == "keys" and message[1] in kinds]


def press(hands: Hands, key: Qt.Key, modifier: Any = NONE) -> None:
    QTest.keyPress(hands.window.windowHandle(), key, modifier)


def release(hands: Hands, key: Qt.Key, modifier: Any = NONE) -> None:
    QTest.keyRelease(hands.window.windowHandle(), key, modifier)


def switch_on(hands: Hands) -> Any:
    hands.key(Qt.Key.Key_K, CTRL)
    keys = hands.window.computer_keys
    assert keys.on
    return keys


# ---- the computer's keys ----


def test_letters_play_after_the_toggle_and_not_before(hands: Hands) -> None:
    press(hands, Qt.Key.Key_A)
    release(hands, Qt.Key.Key_A)
    assert not told(hands)
    switch_on(hands)
    chip = hands.child("keysChip")
    assert chip.isVisible() and "C4" in chip.text()
    for key in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_Apostrophe):
        press(hands, key)
    assert told(hands) == [("on", 60, 100.0), ("on", 64, 100.0), ("on", 77, 100.0)]
    for key in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_Apostrophe):
        release(hands, key)
    assert told(hands, "off") == [("off", 60), ("off", 64), ("off", 77)] and not hands.session.notes_lit
    hands.key(Qt.Key.Key_K, CTRL)
    assert not chip.isVisible() and not hands.window.computer_keys.on


def test_single_letters_are_no_shortcuts_meanwhile_and_others_are(hands: Hands) -> None:
    switch_on(hands)
    before = hands.session.project
    for letter in "RGLSXDFBQ":
        hands.key(Qt.Key(ord(letter)))
    hands.settle()
    assert hands.session.project == before
    hands.key(Qt.Key.Key_L, CTRL)
    hands.key(Qt.Key.Key_R, SHIFT)
    hands.settle()
    assert hands.session.project.settings != before.settings, "Shift+R still moves the sliders"
    hands.key(Qt.Key.Key_K, CTRL)
    hands.key(Qt.Key.Key_L)
    assert hands.session.project.loop


def test_a_key_that_repeats_itself_plays_once(hands: Hands) -> None:
    switch_on(hands)
    press(hands, Qt.Key.Key_A)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 5:
        event = QKeyEvent(kind, Qt.Key.Key_A, NONE, "a", True)
        QApplication.sendEvent(QApplication.focusWidget() or hands.window, event)
    assert told(hands) == [("on", 60, 100.0)]
    release(hands, Qt.Key.Key_A)
    assert told(hands, "off") == [("off", 60)]


def test_octave_and_velocity_by_letters_and_they_are_kept(hands: Hands) -> None:
    keys = switch_on(hands)
    hands.key(Qt.Key.Key_Z)
    for _ in range(20):
        hands.key(Qt.Key.Key_C)
    assert (keys.base, keys.velocity) == (48, 1)
    press(hands, Qt.Key.Key_A)
    hands.key(Qt.Key.Key_X)  # while it is held: the key that went down goes up
    release(hands, Qt.Key.Key_A)
    assert told(hands) == [("on", 48, 1.0), ("off", 48)]
    for _ in range(20):
        hands.key(Qt.Key.Key_V)
        hands.key(Qt.Key.Key_X)
    assert (keys.base, keys.velocity) == (108, 127)
    press(hands, Qt.Key.Key_Apostrophe)
    release(hands, Qt.Key.Key_Apostrophe)
    assert told(hands, "on")[-1] == ("on", 125, 127.0)
    assert hands.session.preferences["computer_keys"] == {"base": 108, "velocity": 127}


def test_keys_go_up_when_the_window_loses_the_keyboard(hands: Hands) -> None:
    switch_on(hands)
    press(hands, Qt.Key.Key_A)
    hands.window.computer_keys._focus_window_changed(None)
    assert told(hands, "off") == [("off", 60)]
    release(hands, Qt.Key.Key_A)
    press(hands, Qt.Key.Key_S)
    other = QWidget()
    hands.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    hands.until(lambda: told(hands, "off") == [("off", 60), ("off", 62)])
    assert not hands.session.notes_lit


def test_what_is_typed_into_a_field_plays_nothing(hands: Hands) -> None:
    switch_on(hands)
    field = hands.child("searchField") if hands.window.findChild(object, "searchField") else hands.window.controls.head.search
    field.setFocus()
    hands.until(field.hasFocus)
    QTest.keyClicks(field, "asd")
    assert field.text() == "asd" and not told(hands)


def test_keys_are_known_by_their_place() -> None:
    french_a = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, NONE, 38, 0, 0, "q")  # where an American keyboard has its A
    assert place_of(french_a) == "A"
    assert place_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_W, NONE, "w")) == "W"
    assert place_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, NONE, " ")) == ""
    assert place_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, NONE, "1")) == ""


# ---- the keyboard on the screen ----


def middle(piano: Piano, note: int, height: float) -> QPoint:
    rect = piano.rect_of(note)
    return QPointF(rect.center().x(), rect.top() + height * rect.height()).toPoint()


def test_a_key_on_the_screen_is_louder_near_its_front(hands: Hands, page: Any) -> None:
    piano = page.piano
    for note, height in ((60, 0.98), (60, 0.7), (61, 0.1), (61, 0.85)):
        QTest.mousePress(piano, Qt.MouseButton.LeftButton, NONE, middle(piano, note, height))
        hands.until(lambda note=note: piano._lit == {note})
        QTest.mouseRelease(piano, Qt.MouseButton.LeftButton, NONE, middle(piano, note, height))
    struck = [message[1:] for message in told(hands, "on")]
    assert [note for note, _ in struck] == [60, 60, 61, 61]
    assert struck[0][1] == 127 and SOFTEST < struck[2][1] < 50 < struck[1][1] < 127 and struck[3][1] > 100
    hands.until(lambda: not piano._lit)


def test_a_drag_over_the_keys_plays_each_and_leaves_none(hands: Hands, page: Any) -> None:
    piano = page.piano
    hands.drag(piano, middle(piano, 60, 0.9), middle(piano, 64, 0.9), steps=12)
    assert [message[1] for message in told(hands, "on")] == [60, 62, 64]
    assert [message[1] for message in told(hands, "off")] == [60, 62, 64] and not hands.session.notes_lit


def test_every_key_can_be_found_under_the_pointer(page: Any) -> None:
    piano = page.piano
    for note in range(piano.first, piano.last + 1):
        found = piano.note_at(QPointF(middle(piano, note, 0.5 if note % 12 in (1, 3, 6, 8, 10) else 0.9)))
        assert found is not None and found[0] == note
    assert piano.note_at(QPointF(-1, 5)) is None and piano.note_at(QPointF(5, piano.height() + 1)) is None


def test_the_keyboard_works_without_a_mouse_and_shows_other_octaves(hands: Hands, page: Any) -> None:
    piano = page.piano
    piano.setFocus()
    hands.until(piano.hasFocus)
    hands.key(Qt.Key.Key_Right)
    press(hands, Qt.Key.Key_Return)
    release(hands, Qt.Key.Key_Return)
    assert told(hands) == [("on", 61, 100.0), ("off", 61)] and piano.accessibleDescription() == "C♯4"
    for _ in range(6):
        hands.key(Qt.Key.Key_Up)
    assert piano.first <= 127 and piano.rect_of(127).width() > 0
    hands.child("lowerOctave").click()
    assert note_text(piano.first) in hands.child("octaveLabel").text()


def test_leaving_the_page_lets_go(hands: Hands, page: Any) -> None:
    QTest.mousePress(page.piano, Qt.MouseButton.LeftButton, NONE, middle(page.piano, 60, 0.9))
    assert hands.session.notes_lit == {60}
    hands.window.live.show_page("pads")
    assert not hands.session.notes_lit


def test_the_page_turns_how_keys_sound_and_follows_undo(hands: Hands, page: Any) -> None:
    hands.drag(page.rows["release"].slider, QPoint(10, 12), QPoint(60, 12))
    assert hands.session.keys_state.release > 150
    page.ring.click()
    page.fixed.click()
    assert hands.session.keys_state.fixed and not hands.session.keys_state.ring
    for _ in range(3):
        hands.session.undo()
    hands.until(lambda: not page.fixed.isChecked() and page.ring.isChecked() and page.rows["release"].slider.value_now == 150)
    page.plays.setCurrentIndex(1)
    page.plays.activated.emit(1)
    assert hands.session.keys_state.plays == "sound"


def test_sustain_and_silence(hands: Hands, page: Any) -> None:
    page.sustain.click()
    assert hands.session.pedal_down and told(hands, "pedal") == [("pedal", True)]
    hands.session.panic()
    page.show_status(hands.session.status())
    assert not page.sustain.isChecked()
    page.sustain.click()
    page.silence.click()
    assert not hands.session.pedal_down and not page.sustain.isChecked() and told(hands, "silence")


# ---- MIDI ----


def learn(hands: Hands, number: int, value: int = 64) -> None:
    hands.session._midi_arrived("Box", [0xB0, number, value], 0.0)


def test_two_clicks_and_a_move_teach_a_slider_its_controller(hands: Hands) -> None:
    row = hands.window.controls.rows["decay"]
    menu: QMenu = row.menu()
    action = next(one for one in menu.actions() if one.objectName() == "midiLearnAction")
    action.trigger()
    hands.until(lambda: row.slider.badge == "…")
    learn(hands, 21, 0)
    hands.until(lambda: row.slider.badge == "CC 21 ↑")
    learn(hands, 21, 64)
    learn(hands, 21, 127)
    hands.until(lambda: row.slider.badge == "CC 21" and row.slider.value_now == 3.0)
    action = next(one for one in row.menu().actions() if one.objectName() == "midiClearAction")
    assert "CC 21" in action.text()
    action.trigger()
    hands.until(lambda: row.slider.badge == "")


def test_the_keyboard_that_is_heard_is_named(hands: Hands, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plugged = replace(hands.session.midi, inputs=("Nano",), opened=("Nano",), problem="")
    monkeypatch.setattr(type(hands.session), "midi", property(lambda _: plugged))
    page.midi.show_state()
    assert page.midi.problem.text() == "Nano" and page.midi.problem.isVisible()


def test_the_page_lists_what_is_mapped_and_takes_it_away(hands: Hands, page: Any) -> None:
    box = page.midi
    assert "no MIDI" in box.problem.text()
    learned = box.knob_menu()
    names = [menu.title() for menu in learned.findChildren(QMenu)]
    assert "The model" in names and "Keys" in names
    choose_knob(learned, "Keys", "Glide").trigger()
    hands.until(lambda: box.learn.isChecked())
    learn(hands, 5)
    hands.until(lambda: box.links.count() == 1)
    assert "CC 5" in box.links.item(0).text() and "Keys: Glide" in box.links.item(0).text()
    assert not box.learn.isChecked()
    hands.until(lambda: page.rows["glide"].slider.badge.startswith("CC 5"))
    box.links.setFocus()
    box.links.setCurrentRow(0)
    QTest.keyClick(box.links, Qt.Key.Key_Delete)
    hands.until(lambda: box.links.count() == 0)


def choose_knob(menu: QMenu, room: str, label: str) -> Any:
    found = next(one for one in menu.findChildren(QMenu) if one.title() == room)
    return next(action for action in found.actions() if action.text() == label)


def test_learning_can_be_given_up(hands: Hands, page: Any) -> None:
    hands.session.midi_learn("decay")
    hands.until(lambda: page.midi.learn.isChecked())
    page.midi.learn.click()
    hands.until(lambda: hands.session.midi.learning == "" and not page.midi.learn.isChecked())


def test_a_mapping_is_saved_under_a_name_that_is_typed(hands: Hands, page: Any) -> None:
    box = page.midi
    hands.session._change_map(lambda mapping: mapping.linked(Source("control", 1, 9), "decay"))
    box.file_menu().popup(box.more.mapToGlobal(QPoint(0, 0)))
    choose(hands.menu(), "Save as…")
    hands.until(box.name.hasFocus)
    QTest.keyClicks(box.name, "Nano")
    QTest.keyClick(box.name, Qt.Key.Key_Return)
    hands.until(lambda: box.mapping.currentText() == "Nano" and box.mapping.isVisible())
    index = box.mapping.findData(DEFAULT)
    box.mapping.activated.emit(index)
    hands.until(lambda: hands.session.midi.mapping.name == DEFAULT)
    box.mapping.activated.emit(box.mapping.findData("Nano"))
    hands.until(lambda: hands.session.midi.mapping.name == "Nano")
    hands.session.delete_midi_map("Nano")
    hands.until(lambda: box.mapping.currentData() == DEFAULT and box.mapping.count() == 1)


def test_ports_are_chosen_and_those_that_are_away_stay_chosen(hands: Hands, page: Any) -> None:
    box = page.midi
    hands.session._ports.inputs = ("Piano:keys",)
    hands.session._tell_midi()
    hands.until(lambda: box.input.findData("Piano:keys") >= 0)
    box.input.activated.emit(box.input.findData("Piano:keys"))
    assert hands.session.midi.wanted == {"Piano:keys"}
    hands.session._ports.inputs = ()
    hands.session._tell_midi()
    hands.until(lambda: "not there" in box.input.currentText())
    box.input.activated.emit(1)
    assert hands.session.midi.wanted == frozenset()
    box.channel.activated.emit(box.channel.findData(3))
    assert hands.session.midi.channel == 3


def test_the_lamp_lights_while_midi_comes(hands: Hands, page: Any) -> None:
    page.show_status(hands.session.status())
    assert not page.lamp.lit
    learn(hands, 50)
    page.show_status(hands.session.status())
    assert page.lamp.lit
    for _ in range(12):
        page.show_status(hands.session.status())
    assert not page.lamp.lit


def test_several_fingers_play_at_once(hands: Hands, page: Any, touchscreen: Any) -> None:
    piano = page.piano
    places = {1: middle(piano, 60, 0.9), 2: middle(piano, 64, 0.9), 3: middle(piano, 67, 0.9)}
    sequence = QTest.touchEvent(piano, touchscreen, False)
    for finger, place in places.items():
        sequence.press(finger, place, piano)
    sequence.commit()
    assert {message[1] for message in told(hands, "on")} == {60, 64, 67} and hands.session.notes_lit == {60, 64, 67}
    sequence.release(1, places[1], piano).stationary(2).stationary(3).commit()
    assert told(hands, "off") == [("off", 60)]
    sequence.move(2, middle(piano, 65, 0.9), piano).stationary(3).commit()
    assert hands.session.notes_lit == {65, 67}
    sequence.release(2, places[2], piano).release(3, places[3], piano).commit()
    assert not hands.session.notes_lit


@pytest.fixture(scope="session")
def touchscreen() -> Any:
    return QTest.createTouchDevice()
