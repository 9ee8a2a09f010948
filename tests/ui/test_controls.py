"""Every kind of control, drawn from the toy spec and moved by mouse and keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.ui.widgets import value_slider
from studio.ui.widgets.choice_field import ChoiceField
from studio.ui.widgets.slider_row import SliderRow
from studio.ui.widgets.tall_rows import ChoiceRow, NotesRow, TextRow
from studio.ui.widgets.value_slider import ValueSlider
from tests.ui.conftest import ALT, CTRL, NONE, SHIFT, Hands

LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.usefixtures("no_rest")


def middle(widget: Any) -> QPoint:
    return QPoint(widget.rect().center())


def track_width(slider: Any) -> float:
    return slider.width() - 16.0


def test_every_kind_of_control_is_drawn(hands: Hands) -> None:
    rows = hands.window.controls.rows
    kinds = {name: type(row) for name, row in rows.items()}
    assert kinds == {
        "class": ChoiceRow, "brightness": SliderRow, "decay": SliderRow, "level": SliderRow, "cutoff": SliderRow, "partials": SliderRow,
        "word": TextRow, "melody": NotesRow,
    }  # fmt: skip
    assert [section.head.text() for section in hands.window.controls.sections] == ["All dimensions (2)", "1 inactive"]
    for section in hands.window.controls.sections:
        QTest.mouseClick(section.head, LEFT)
        assert section.body.isVisible()
    assert {"d1", "d2", "d3"} <= set(rows)
    assert hands.child("confidence_brightness").confidence == 0.9


def test_a_click_never_jumps(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    QTest.mouseClick(slider, LEFT, NONE, QPoint(slider.width() - 12, slider.height() // 2))
    assert hands.value("brightness") == 0.0


def test_a_drag_is_relative_sounds_and_is_one_undo_step(hands: Hands, player: Any) -> None:
    slider = hands.child("slider_brightness")
    played = len(player.played)
    start = QPoint(12, slider.height() // 2)
    hands.drag(slider, start, start + QPoint(30, 0))
    assert hands.value("brightness") == pytest.approx(6.0 * 30 / track_width(slider), abs=1e-6)
    hands.settle()
    assert len(player.played) > played
    hands.until(lambda: len(hands.session.takes()) == 1)  # the gesture's end is a take, the points between are not
    assert hands.session.can_undo
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.value("brightness") == 0.0 and not hands.session.can_undo
    hands.until(lambda: slider.value_now == 0.0)
    hands.key(Qt.Key.Key_Y, CTRL)
    assert hands.value("brightness") > 0


def test_shift_is_ten_times_finer(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    start = QPoint(12, slider.height() // 2)
    hands.drag(slider, start, start + QPoint(40, 0), SHIFT)
    assert hands.value("brightness") == pytest.approx(0.6 * 40 / track_width(slider), abs=1e-6)


def test_control_drag_goes_in_half_sigmas(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    hands.drag(slider, QPoint(12, 10), QPoint(12 + round(track_width(slider) * 0.25), 10), CTRL)
    assert hands.value("brightness") == 1.5


def test_alt_at_release_snaps_back_and_escape_cancels(hands: Hands) -> None:
    slider = hands.child("slider_decay")
    hands.drag(slider, QPoint(12, 10), QPoint(60, 10), release=ALT)
    assert hands.value("decay") == 0.0
    QTest.mousePress(slider, LEFT, NONE, QPoint(12, 10))
    slider.setFocus()
    QTest.mouseMove(slider, QPoint(50, 10))
    hands.until(lambda: slider.value_now != 0.0)
    hands.key(Qt.Key.Key_Escape)
    assert hands.value("decay") == 0.0
    assert ("stop",) not in hands.session._player.calls
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(50, 10))


def test_double_click_is_the_default(hands: Hands) -> None:
    slider = hands.child("slider_cutoff")
    hands.drag(slider, QPoint(80, 10), QPoint(40, 10))
    assert hands.value("cutoff") < 8_000
    QTest.mouseDClick(slider, LEFT, NONE, middle(slider))
    assert hands.value("cutoff") == 8_000


def test_a_value_is_typed_with_comma_or_point(hands: Hands) -> None:
    slider, field = hands.child("slider_brightness"), hands.child("value_brightness")
    slider.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.until(field.hasFocus)
    hands.until(lambda: field.selectedText() == field.text())
    QTest.keyClicks(field, "1,25")
    hands.key(Qt.Key.Key_Return)
    assert hands.value("brightness") == 1.25
    assert field.text() == "+1.25 σ" and slider.hasFocus()


def test_alt_click_asks_to_type_and_escape_gives_up(hands: Hands, player: Any) -> None:
    slider, field = hands.child("slider_brightness"), hands.child("value_brightness")
    QTest.mouseClick(slider, LEFT, ALT, middle(slider))
    hands.until(field.hasFocus)
    QTest.keyClicks(field, "2")
    hands.key(Qt.Key.Key_Escape)
    assert hands.value("brightness") == 0.0 and field.text() == "0.00 σ"
    assert ("stop",) not in player.calls  # Escape ended the typing, it did not silence anything


def test_nonsense_typed_changes_nothing(hands: Hands) -> None:
    slider, field = hands.child("slider_brightness"), hands.child("value_brightness")
    slider.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: field.selectedText() == field.text())
    QTest.keyClicks(field, "loud")
    hands.key(Qt.Key.Key_Return)
    assert hands.value("brightness") == 0.0 and field.text() == "0.00 σ"


def test_keys_of_a_slider(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    slider.setFocus()
    for key, modifier, expected in (
        (Qt.Key.Key_Right, NONE, 0.1), (Qt.Key.Key_Right, SHIFT, 0.11), (Qt.Key.Key_Left, NONE, 0.01), (Qt.Key.Key_Home, NONE, 3.0),
        (Qt.Key.Key_End, NONE, -3.0), (Qt.Key.Key_Delete, NONE, 0.0),
    ):  # fmt: skip
        hands.key(key, modifier)
        assert hands.value("brightness") == pytest.approx(expected), key


def test_taps_in_a_row_are_one_gesture(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    slider.setFocus()
    before = len(hands.session.takes())
    slider._rest.setInterval(60_000)  # here the person is never too slow
    for _ in range(5):
        hands.key(Qt.Key.Key_Right)
    assert slider._rest.isActive()
    slider._rest.timeout.emit()
    hands.until(lambda: len(hands.session.takes()) > before)
    hands.settle()
    assert len(hands.session.takes()) == before + 1
    hands.session.undo()
    assert hands.value("brightness") == 0.0


def wheel(widget: Any, notches: int) -> bool:
    place = QPointF(middle(widget))
    event = QWheelEvent(
        place, QPointF(widget.mapToGlobal(middle(widget))), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_the_wheel_counts_only_with_focus_or_after_hovering(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    assert value_slider.HOVER_MS == 300
    monkeypatch.setattr(value_slider, "HOVER_MS", 60_000)  # however slow the machine is
    slider = hands.child("slider_brightness")
    hands.window.top.play.setFocus()
    wheel(slider, 1)
    assert hands.value("brightness") == 0.0
    slider.setFocus()
    wheel(slider, 1)
    assert hands.value("brightness") == pytest.approx(0.1)
    hands.until(lambda: len(hands.session.takes()) == 1)  # turning rested: that was one gesture
    hands.window.top.play.setFocus()
    slider._hovered.start()
    wheel(slider, 1)  # just come over it, perhaps by scrolling
    assert hands.value("brightness") == pytest.approx(0.1)
    monkeypatch.setattr(value_slider, "HOVER_MS", 20)
    hands.until(lambda: slider._hovered.hasExpired(20))
    wheel(slider, 1)
    assert hands.value("brightness") == pytest.approx(0.2)


def test_a_locked_control_is_left_alone_by_randomise(hands: Hands) -> None:
    hands.session.set("decay", 1.5)
    hands.session.end_gesture()
    hands.settle()
    QTest.mouseClick(hands.child("lock_decay"), LEFT)
    assert hands.session.project.locks == {"class", "decay"}  # a choice is locked from the start
    takes = len(hands.session.takes())
    hands.key(Qt.Key.Key_R)
    hands.until(lambda: len(hands.session.takes()) == takes + 1)
    assert hands.value("decay") == 1.5 and hands.value("class") == "kick"
    assert hands.value("brightness") != 0.0
    hands.until(lambda: hands.child("slider_brightness").value_now == hands.value("brightness"))
    assert hands.child("lock_decay").isChecked()
    hands.window.actions_["unlock"].trigger()
    assert not hands.session.project.locks
    hands.until(lambda: not hands.child("lock_decay").isChecked())


def test_reset_is_offered_where_it_does_something(hands: Hands) -> None:
    reset, slider = hands.child("reset_level"), hands.child("slider_level")
    assert not reset.isVisible()
    hands.drag(slider, QPoint(60, 10), QPoint(30, 10))
    assert reset.isVisible() and hands.value("level") < -6
    QTest.mouseClick(reset, LEFT)
    assert hands.value("level") == -6.0
    hands.until(lambda: not reset.isVisible())


def test_options_by_mouse_and_keys(hands: Hands) -> None:
    QTest.mouseClick(hands.child("option_class_snare"), LEFT)
    assert hands.value("class") == "snare"
    hands.child("option_class_snare").setFocus()
    hands.key(Qt.Key.Key_Right)
    assert hands.value("class") == "closed_hat" and hands.child("option_class_closed_hat").hasFocus()
    assert hands.child("option_class_closed_hat").text() == "Closed hat"


def test_many_options_become_a_list(qtbot: Any) -> None:
    options = tuple(f"voice_{number}" for number in range(30))
    field = ChoiceField("voice", "Voice", options, "Who speaks.")
    qtbot.addWidget(field)
    field.show_option("voice_7")
    assert field.combo is not None and field.combo.currentText() == "Voice 7"
    with qtbot.waitSignal(field.chosen) as chosen:
        QTest.keyClick(field.combo, Qt.Key.Key_Down)
    assert chosen.args == ["voice_8"]


def test_typing_text_is_not_a_shortcut(hands: Hands, player: Any) -> None:
    editor = hands.child("text_word")
    editor.setFocus()
    editor.selectAll()
    takes = len(hands.session.takes())
    for letter in (Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_L, Qt.Key.Key_Space, Qt.Key.Key_G):
        hands.key(letter)
    hands.until(lambda: hands.value("word") == "rsl g")
    assert hands.value("brightness") == 0.0 and not hands.session.project.loop
    hands.settle()
    assert len(hands.session.takes()) == takes + 1


def test_text_stops_at_its_limit(hands: Hands) -> None:
    editor = hands.child("text_word")
    editor.setPlainText("x" * 60)
    hands.until(lambda: hands.value("word") == "x" * 40)


def test_notes_are_added_edited_and_removed(hands: Hands) -> None:
    table = hands.child("table_melody")
    QTest.mouseClick(hands.child("add_melody"), LEFT)
    assert hands.value("melody") == ((0.0, 0.25, 60.0, 0.8), (0.25, 0.25, 60.0, 0.8))
    table.item(1, 2).setText("67,5")
    assert hands.value("melody")[1] == (0.25, 0.25, 67.5, 0.8)
    table.item(1, 2).setText("200")  # no such pitch: what was there comes back
    assert hands.value("melody")[1][2] == 67.5 and table.item(1, 2).text() == "67.5"
    table.selectRow(0)
    table.setCurrentCell(0, 0)
    QTest.mouseClick(hands.child("remove_melody"), LEFT)
    assert hands.value("melody") == ((0.25, 0.25, 67.5, 0.8),)


def test_the_seed_is_typed(hands: Hands) -> None:
    field = hands.child("seedField")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "9999999999")
    hands.key(Qt.Key.Key_Return)
    assert hands.session.project.settings.seed == 2**32 - 1 and field.text() == "4294967295"


def test_a_sound_outside_the_range_widens_it(hands: Hands) -> None:
    hands.session.set("brightness", 5.0)
    hands.until(lambda: hands.child("value_brightness").text() == "+5.00 σ")
    assert hands.child("slider_brightness").scale.high == 6.0


def test_another_model_draws_its_own_controls(hands: Hands) -> None:
    hands.session.choose_model("other")
    hands.until(lambda: "Toy other" in hands.child("modelButton").text())
    assert hands.child("slider_brightness").isVisible()
    hands.session.choose_model("broken")
    hands.until(lambda: hands.child("messageBar").isVisible())
    assert "can't be loaded" in hands.child("messageText").text()
    assert "Toy other" in hands.child("modelButton").text()  # the model before stays


def test_a_move_repaints_its_own_slider_alone(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.settle()
    hands.qtbot.wait(50)
    painted: list[str] = []
    real = ValueSlider._paint_handle
    monkeypatch.setattr(ValueSlider, "_paint_handle", lambda self, *rest: (painted.append(self.objectName()), real(self, *rest))[1])
    slider = hands.child("slider_brightness")
    hands.drag(slider, QPoint(12, 10), QPoint(30, 10))
    hands.until(lambda: "slider_brightness" in painted)
    hands.settle()
    assert set(painted) == {"slider_brightness"}
