"""The preferences: each change applies at once, is kept, and a wrong value on disk is no harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.engine.events import MachineKnown
from studio.engine.preferences import read_preferences
from studio.paths import Home
from studio.ui import i18n, theme
from studio.ui.widgets.number_box import NumberBox
from tests.toy import FakePlayer, ToyCatalogue
from tests.ui.conftest import Hands

HOSTILE = (None, 7, "no such thing", [], {}, True, -1e308, "\u202e" * 99)


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication) -> Iterator[None]:
    yield
    i18n.install(qapp, "en")
    theme.set_scale(1.0)
    theme.set_reduced_motion(False)
    theme.set_theme("dark")
    qapp.setFont(theme.base_font())


def opened(hands: Hands, page: str) -> Any:
    hands.studio.window.show_preferences(page)
    dialog = hands.studio.window.findChild(QWidget, "preferencesDialog")
    hands.until(dialog.isVisible)
    return dialog


def choose(box: Any, value: object) -> None:
    """As a person does: open the list, go to the entry, press Enter."""
    box.setFocus()
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_the_theme_applies_at_once_and_is_kept(hands: Hands) -> None:
    dialog = opened(hands, "look")
    choose(dialog.page("look").theme, "light")
    assert not theme.is_dark() and hands.session.preferences["theme"] == "light"
    choose(dialog.page("look").theme, "dark")
    assert theme.is_dark()


def test_another_language_makes_the_window_anew_over_the_same_session(hands: Hands) -> None:
    old, session = hands.studio.window, hands.studio.session
    takes, place = len(session.takes()), old.geometry()
    choose(opened(hands, "look").page("look").language, "zh_CN")
    hands.until(lambda: hands.studio.window is not old)
    new = hands.studio.window
    assert i18n.current() == "zh_CN" and hands.studio.session is session
    assert any("\u4e00" <= letter <= "\u9fff" for letter in new.actions_["generate"].text())
    assert new.findChild(QWidget, "preferencesDialog").isVisible(), "the preferences come back where they were"
    assert new.geometry() == place
    session.generate()
    hands.until(lambda: len(session.takes()) > takes)
    assert session.preferences["language"] == "zh_CN"


def test_another_size_makes_letters_and_rows_larger(hands: Hands) -> None:
    old = hands.studio.window
    before, height = theme.base_font().pointSizeF(), hands.child("playButton").height()
    choose(opened(hands, "look").page("look").scale, 150)
    hands.until(lambda: hands.studio.window is not old)
    assert theme.base_font().pointSizeF() == pytest.approx(1.5 * before)
    button = hands.studio.window.findChild(QWidget, "playButton")
    hands.until(lambda: button.height() > 1.25 * height)


def test_motion_is_reduced_where_one_asks_for_it(hands: Hands) -> None:
    opened(hands, "look").page("look").motion.click()
    assert theme.reduced_motion() and hands.session.preferences["reduced_motion"] is True
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)


def test_a_new_key_acts_at_once_and_the_old_one_no_more(hands: Hands) -> None:
    page = opened(hands, "keys").page("keys")
    row = [act.name for act in hands.window.actions_.acts].index("generate")
    page.table.selectRow(row)
    page.field.setFocus()
    page.field.setKeySequence(QKeySequence("Ctrl+J"))
    assert page.word.text() == ""
    page.use.click()
    assert hands.window.actions_.keys("generate") == ("Ctrl+J",)
    assert hands.session.preferences["shortcuts"] == {"generate": ["Ctrl+J"]}
    assert "Ctrl+J" in hands.window.actions_["generate"].toolTip()
    page.reset.click()
    assert hands.window.actions_.keys("generate")[0] == "Ctrl+Return" and hands.session.preferences["shortcuts"] == {}


def test_a_key_that_is_taken_is_named_and_given_over(hands: Hands) -> None:
    page = opened(hands, "keys").page("keys")
    names = [act.name for act in hands.window.actions_.acts]
    page.table.selectRow(names.index("nudge"))
    page.field.setKeySequence(QKeySequence("R"))
    assert hands.window.actions_.act("randomise").short in page.word.text()
    page.use.click()
    assert hands.window.actions_.keys("nudge") == ("R",) and hands.window.actions_.keys("randomise") == ()
    page.reset_all.click()
    assert hands.window.actions_.keys("randomise") == ("R",) and hands.session.preferences["shortcuts"] == {}


def test_the_key_field_takes_a_real_key_that_is_a_shortcut_elsewhere(hands: Hands) -> None:
    takes = len(hands.session.takes())
    dialog = opened(hands, "keys")
    page = dialog.page("keys")
    with hands.qtbot.waitActive(dialog):
        dialog.activateWindow()
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_G)
    assert page.field.keySequence() == QKeySequence("G")
    hands.settle()
    assert len(hands.session.takes()) == takes


def test_files_page_keeps_what_is_typed(hands: Hands) -> None:
    page = opened(hands, "files").page("files")
    page.exports.setText("/somewhere/else")
    page.exports.editingFinished.emit()
    assert hands.session.preferences["export"]["folder"] == "/somewhere/else"
    page.limit.setValue(5.0)
    assert hands.session.preferences["takes_limit_gb"] == 5.0
    page.autosave.setValue(30)
    assert hands.session.autosave_seconds == 30.0


def test_the_sound_page_says_what_the_machine_has(hands: Hands) -> None:
    page = opened(hands, "sound").page("sound")
    hands.until(lambda: "cores" in page.machine.text())
    assert page.device.output.count() >= 1


def test_where_models_play_is_chosen_and_said(hands: Hands) -> None:
    page = opened(hands, "sound").page("sound")
    assert page.compute.currentData() == "auto" and page.compute.accessibleName() and "faster" in page.compute.toolTip()
    choose(page.compute, "gpu")
    hands.until(lambda: "plays through numpy" in page.machine.text())
    assert hands.session.compute == hands.session.preferences["compute"] == "gpu"
    for gpu, torch, choice, words in (
        ("A GPU", True, "gpu", "A GPU can play"), ("A GPU", True, "cpu", "A GPU is not used."), ("A GPU", False, "auto", "PyTorch"),
        (None, True, "auto", "no NVIDIA GPU"),
    ):  # fmt: skip
        hands.session.set_compute(choice)
        page._show_machine(MachineKnown("A processor", 2, gpu, torch, (("Guitar", "torch 2 cuda"),)))
        lines = page.machine.text().split("\n")
        assert lines[0].startswith("A processor") and words in lines[1] and lines[2] == "Guitar plays through torch 2 cuda."
    hands.studio.window.findChild(QWidget, "preferencesDialog").close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    hands.session.set_compute("cpu")
    assert opened(hands, "sound").page("sound").compute.currentData() == "cpu"


def test_preferences_come_back_at_the_next_start(qtbot: QtBot, home: Home) -> None:
    home.settings_file.write_text(json.dumps({"theme": "light", "scale": 1.25, "language": "zh_CN", "shortcuts": {"play": ["P"]}}))
    studio = build(home=home, models=ToyCatalogue(), player=FakePlayer())
    try:
        assert not theme.is_dark() and theme.scale() == 1.25 and i18n.current() == "zh_CN"
        assert studio.window.actions_.keys("play") == ("P",)
    finally:
        closed(studio)
    assert read_preferences(home)["theme"] == "light"


@pytest.mark.parametrize("value", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_a_wrong_value_on_disk_is_no_harm(qtbot: QtBot, home: Home, value: object) -> None:
    keys = ("theme", "scale", "language", "reduced_motion", "shortcuts", "autosave_seconds", "takes_limit_gb", "output", "export", "window",
            "browser_tab", "favourites", "hint_dismissed", "left_models", "look", "loop_crossfade", "open_sections", "project", "view",
            "volume_db")
    home.settings_file.write_text(json.dumps({**dict.fromkeys(keys, value), "shortcuts": {"play": value, "undo": [value]}}))
    studio = build(home=home, models=ToyCatalogue(), player=FakePlayer())
    try:
        studio.window.show()
        studio.window.show_preferences("files")
        assert 0.1 <= studio.session.autosave_seconds <= 60.0
    finally:
        closed(studio)


def closed(studio: Studio) -> None:
    studio.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("language", ["en_US", "de_DE"])
def test_numbers_are_typed_with_comma_or_point(qtbot: QtBot, language: str) -> None:
    box = NumberBox()
    qtbot.addWidget(box)
    box.setLocale(QLocale(language))
    box.setRange(0, 1000)
    for typed in ("12,5", "12.5"):
        box.setValue(0)
        box.selectAll()
        QTest.keyClicks(box, typed)
        box.interpretText()
        assert box.value() == 12.5


def test_the_report_names_versions_and_the_logs_end(hands: Hands) -> None:
    QGuiApplication.clipboard().clear()
    hands.window.actions_["copy_report"].trigger()
    hands.until(lambda: "Undertone" in QGuiApplication.clipboard().text())
    text = QGuiApplication.clipboard().text()
    assert "Python" in text and "Output:" in text and "log" in text


def test_help_on_the_control_with_the_focus(hands: Hands) -> None:
    button = hands.child("playButton")
    button.setFocus()
    hands.key(Qt.Key.Key_F1)
    card = hands.window.findChild(QWidget, "helpCard")
    assert card is not None and card.accessibleName() == button.accessibleName()
    card.close()


def test_the_key_sheet_shows_the_keys_of_ones_own(hands: Hands) -> None:
    hands.window.actions_.set_keys("generate", ["Ctrl+J"])
    hands.key(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = hands.child("keysDialog")
    from PySide6.QtWidgets import QLabel

    assert any("Ctrl+J" in label.text() for label in sheet.findChildren(QLabel))
    sheet.close()


def test_takes_get_another_folder_and_come_along_or_stay(hands: Hands, tmp_path: Path) -> None:
    session = hands.session
    page = opened(hands, "files").page("files")
    first, second = tmp_path / "first", tmp_path / "second"
    page._takes_folder_chosen(str(first))
    hands.until(lambda: page.takes.text() == str(first))
    assert page.question.isHidden(), "there was nothing to ask for"
    for _ in range(2):
        session.generate()
        hands.settle()
    assert {take.file.parent for take in session.takes()} == {first}
    page._takes_folder_chosen(str(second))
    assert not page.question.isHidden() and "2" in page.question.text.text()
    QTest.mouseClick(page.question.cancel, Qt.MouseButton.LeftButton)
    hands.settle()
    assert session.takes_folder == first and page.question.isHidden()
    page._takes_folder_chosen(str(second))
    QTest.mouseClick(page.question.move_them, Qt.MouseButton.LeftButton)
    hands.until(lambda: {take.file.parent for take in session.takes()} == {second})
    hands.settle()
    assert page.takes.text() == str(second) and list(second.glob("*.wav")) and not list(first.glob("*.wav"))
    page._takes_folder_chosen(str(first))
    QTest.mouseClick(page.question.leave, Qt.MouseButton.LeftButton)
    hands.until(lambda: session.takes_folder == first)
    hands.settle()
    assert {take.file.parent for take in session.takes()} == {second}
