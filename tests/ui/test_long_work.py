"""How long work is shown: a dot, a bar in the button, a chip with the time left; and what is said after a crash."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.app import build
from studio.engine import events
from studio.engine.library import read_preferences
from studio.paths import Home
from studio.ui.panels.status_line import about, seconds_left
from tests.toy import FakePlayer, ToyCatalogue
from tests.ui.conftest import Hands

LEFT = Qt.MouseButton.LeftButton


def job(done: int, state: str = "running", number: int = 77) -> events.JobChanged:
    return events.JobChanged(events.Job(number, "Render 100", done, 100, state))


@pytest.mark.parametrize(("done", "elapsed", "left"), [
    (0, 100.0, None), (1, 1.0, None), (4, 4.9, None), (4, 5.0, 120.0), (5, 0.5, 9.5), (50, 30.0, 30.0), (100, 60.0, None),
])  # fmt: skip
def test_time_left_is_guessed_after_five_percent_or_five_seconds(done: int, elapsed: float, left: float | None) -> None:
    found = seconds_left(done, 100, elapsed)
    assert found == (None if left is None else pytest.approx(left))


@pytest.mark.parametrize(("seconds", "text"), [
    (3, "a few seconds"), (12, "about 10 s"), (47, "about 50 s"), (58, "about 1 min"), (250, "about 4 min"), (1430, "about 25 min"),
    (9000, "about 2 h"),
])  # fmt: skip
def test_a_guess_is_rounded(seconds: float, text: str) -> None:
    assert about(seconds) == text


def test_a_chip_comes_after_a_second_tells_the_share_and_goes(hands: Hands) -> None:
    hands.window.bridge.job_changed.emit(job(20))
    chip = hands.child("job_77")
    assert chip.isHidden()
    hands.until(chip.isVisible)
    hands.window.bridge.job_changed.emit(job(40))
    assert "40 %" in chip.text.text() and "a few seconds" in chip.text.text() and chip.accessibleDescription() == chip.text.text()
    hands.window.bridge.job_changed.emit(job(100, "done"))
    assert not hands.window.status_line.chips


def pixels(button: Any) -> QImage:
    return button.grab().toImage()


def test_generate_shows_nothing_then_a_dot_then_a_bar_with_a_cross(hands: Hands) -> None:
    button = hands.window.top.generate
    idle = pixels(button)
    hands.window._generating.add(77)
    hands.window.bridge.job_changed.emit(job(0))
    assert button.shows == "" and pixels(button) == idle
    hands.until(lambda: button.shows == "dot")
    assert pixels(button) != idle
    hands.until(lambda: button.shows == "bar")
    assert hands.child("job_77").isHidden(), "the button says it already"
    hands.window.bridge.job_changed.emit(job(50))
    half = pixels(button)
    hands.window.bridge.job_changed.emit(job(90))
    assert pixels(button) != half
    with hands.qtbot.waitSignal(button.cancelled) as cancelled:
        QTest.mouseClick(button, LEFT, pos=button.cross().center().toPoint())
    assert cancelled.args == [77]
    assert len(hands.session.takes()) == 0, "the cross does not generate"
    hands.window.bridge.job_changed.emit(job(90, "cancelled"))
    assert button.shows == "" and pixels(button) == idle


def test_sixteen_appear_one_by_one_and_the_cross_keeps_what_is_done(hands: Hands) -> None:
    slow = hands.session._models.generators["toy"]
    slow.trouble = lambda _settings: time.sleep(0.15)
    hands.window.actions_["generate_many"].trigger()
    counts = set()
    hands.until(lambda: counts.add(len(hands.session.takes())) or hands.window.top.generate.shows == "bar")
    QTest.mouseClick(hands.window.top.generate, LEFT, pos=hands.window.top.generate.cross().center().toPoint())
    hands.until(lambda: hands.window.top.generate.shows == "")
    slow.trouble = None
    hands.settle()
    made = len(hands.session.takes())
    assert 0 < made < 16 and len(counts) > 1


def test_a_single_sound_that_takes_long_shows_a_dot_until_it_is_there(hands: Hands) -> None:
    button = hands.window.top.generate
    slow = hands.session._models.generators["toy"]
    slow.trouble = lambda _settings: time.sleep(0.6)
    QTest.mouseClick(button, LEFT)
    hands.until(lambda: button.shows == "dot")
    hands.until(lambda: button.shows == "")
    slow.trouble = None
    hands.settle()


def test_the_hint_of_what_is_under_the_pointer_or_has_the_focus(hands: Hands) -> None:
    window = hands.window
    hint = window.status_line.hint
    QTest.mouseMove(hands.child("loopButton"))
    hands.until(lambda: hint.text == hands.child("loopButton").statusTip())
    QTest.mouseMove(window.status_line)
    hands.until(lambda: hint.text != hands.child("loopButton").statusTip())
    hands.child("randomiseButton").setFocus(Qt.FocusReason.TabFocusReason)
    assert hint.text == hands.child("randomiseButton").statusTip() != ""


def start(home: Home, qtbot: Any) -> Any:
    studio = build(home=home, models=ToyCatalogue(), player=FakePlayer())
    with qtbot.waitExposed(studio.window):
        studio.window.show()
    qtbot.waitUntil(lambda: studio.session.spec is not None, timeout=10_000)
    QApplication.processEvents()
    return studio


def test_after_a_crash_one_quiet_line_and_only_once(qtbot: Any, home: Home) -> None:
    first = start(home, qtbot)
    first.session.generate()
    qtbot.waitUntil(lambda: len(first.session.takes()) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: read_preferences(home).get("running") is True, timeout=10_000)
    killed = home.settings_file.read_bytes()  # as it lies there when the program is killed
    first.close()
    assert read_preferences(home)["running"] is False
    home.settings_file.write_bytes(killed)
    for expected in (True, False):
        studio = start(home, qtbot)
        bar: Any = studio.window.messages
        assert bar.isVisible() is expected
        if expected:
            assert "unexpectedly" in bar.text.text() and "1" in bar.text.text() and bar.property("level") == "info"
            assert len(studio.session.takes()) == 1 and QApplication.activeModalWidget() is None
        studio.close()
