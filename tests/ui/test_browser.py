"""The browser by mouse and keys: models heard before they are loaded, presets, own sounds, search with chips, back and forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from studio.app import build
from studio.engine.presets import Preset
from studio.paths import Home
from studio.ui.panels.browser.navigator import Navigator, Place
from studio.ui.panels.browser.presets_page import typed_tags
from studio.ui.panels.browser.search_bar import FAVOURITES, Query
from studio.ui.panels.takes_model import TAKE
from tests.toy import FakePlayer, ToyCatalogue
from tests.ui.conftest import Hands, choose

LEFT, CTRL, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class WithExamples(ToyCatalogue):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def list_models(self, home: Any = None) -> list[Any]:
        return [replace(card, folder=self.folder) for card in super().list_models(home)]


@pytest.fixture
def hands(qtbot: Any, home: Home, player: FakePlayer, tmp_path: Path) -> Iterator[Hands]:
    """The window with toys that have two examples, and nothing but the test's own presets."""
    (tmp_path / "examples").mkdir()
    for name, pitch in (("kick", 0.01), ("closed_hat", 0.4)):
        soundfile.write(tmp_path / "examples" / f"{name}.wav", np.sin(np.arange(4410) * pitch).astype(np.float32), 44_100)
    studio = build(home=home, models=WithExamples(tmp_path), player=player)
    studio.window.resize(1280, 720)
    with qtbot.waitActive(studio.window, timeout=10_000):
        studio.window.show()
        studio.window.activateWindow()
    made = Hands(studio, qtbot)
    made.until(lambda: made.window.controls.rows)
    made.settle()
    studio.session._set_presets(())
    yield made
    studio.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def click(hands: Hands, name: str) -> None:
    QTest.mouseClick(hands.child(name), LEFT)


def with_presets(hands: Hands, *names: str) -> None:
    """Presets 'A', 'B' ... of the toy with brightness 0.1, 0.2 ..., tagged 'odd' or 'even' by turns."""
    settings = hands.session.settings
    made = [
        Preset(f"p{n}", name, "toy", settings.with_values({"brightness": n / 10}), ("odd" if n % 2 else "even",))
        for n, name in enumerate(names, 1)
    ]
    hands.session._set_presets(made)
    hands.window.browser.show_tab("presets")
    hands.until(lambda: len(hands.window.browser.presets.model.presets) == len(names))


def row(hands: Hands, number: int) -> QPoint:
    listed = hands.child("presetList")
    return listed.visualRect(listed.model().index(number, 0)).center()


# ---------------------------------------------------------------- models


def test_an_example_sounds_before_its_model_is_loaded(hands: Hands, player: FakePlayer) -> None:
    pads = hands.window.browser.models.cards["other"].pads
    hands.until(lambda: len(pads.pads) == 2)
    assert pads.pads["closed_hat"].text() == "Closed hat"
    QTest.mouseClick(pads.pads["kick"], LEFT)
    hands.until(lambda: player.played)
    assert player.played[-1].clip.frames == 4410 and "other" not in hands.session._models.loads
    assert pads.pads["kick"].sounding and not pads.pads["closed_hat"].sounding
    hands.until(lambda: not pads.pads["kick"].sounding)


def test_a_card_loads_its_model_and_says_which_one_plays(hands: Hands) -> None:
    cards = hands.window.browser.models.cards
    assert cards["toy"].load.text() == "In use" and not cards["toy"].load.isEnabled()
    assert "model.json" in hands.child("modelText_broken").text() and cards["broken"].load.isHidden()
    click(hands, "modelLoad_other")
    hands.until(lambda: hands.session.project.model == "other")
    hands.until(lambda: cards["other"].load.text() == "In use" and cards["toy"].load.isEnabled())


def test_a_heart_marks_a_model_and_filters_by_it(hands: Hands) -> None:
    click(hands, "modelHeart_other")
    assert hands.session.favourites("models") == {"other"}
    hands.until(lambda: FAVOURITES in hands.window.browser.search.chips)
    QTest.mouseClick(hands.window.browser.search.chips[FAVOURITES], LEFT)
    cards = hands.window.browser.models.cards
    assert [id for id, card in cards.items() if not card.isHidden()] == ["other"]
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.child("modelsEmpty").isVisible())


# ---------------------------------------------------------------- presets


def test_ctrl_s_gives_the_settings_a_name_and_the_top_bar_shows_it(hands: Hands) -> None:
    hands.session.set("brightness", 1.5)
    hands.session.end_gesture()
    hands.key(Qt.Key.Key_S, CTRL)
    field = hands.child("presetName")
    hands.until(field.hasFocus)
    QTest.keyClicks(field, "Bright one")
    hands.child("presetTags").setText("shiny, long，  , #odd")
    hands.child("presetAuthor").setText("Ann Bee")
    hands.child("presetLicence").setText("CC0")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: [one.name for one in hands.session.presets()] == ["Bright one"])
    preset = hands.session.presets()[0]
    assert (preset.tags, preset.author, preset.licence) == (("shiny", "long", "odd"), "Ann Bee", "CC0")
    hands.until(lambda: hands.child("presetButton").text() == "Bright one")
    assert hands.child("presetList").hasFocus() and hands.child("savePresetForm").isHidden()
    hands.session.set("decay", 1.0)
    hands.until(lambda: hands.child("presetButton").text() == "Bright one*")
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.child("presetButton").text() == "Bright one")


def test_esc_closes_the_form_and_nothing_is_saved(hands: Hands) -> None:
    hands.key(Qt.Key.Key_S, CTRL)
    hands.until(hands.child("presetName").hasFocus)
    QTest.keyClicks(hands.child("presetName"), "x")
    hands.key(Qt.Key.Key_Escape)
    assert hands.child("savePresetForm").isHidden() and not hands.session.presets()


def test_select_is_hear_by_mouse_and_arrows(hands: Hands, player: FakePlayer) -> None:
    with_presets(hands, "A", "B", "C")
    QTest.mouseClick(hands.child("presetList").viewport(), LEFT, pos=row(hands, 1))
    hands.until(lambda: hands.value("brightness") == 0.2 and len(player.played) == 1)
    hands.key(Qt.Key.Key_Down)
    hands.until(lambda: hands.value("brightness") == 0.3 and len(player.played) == 2)
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.value("brightness") == 0.2)


def test_rename_delete_and_heart_in_the_list(hands: Hands) -> None:
    with_presets(hands, "A", "B")
    listed = hands.child("presetList")
    QTest.mouseClick(listed.viewport(), LEFT, pos=row(hands, 0))
    hands.key(Qt.Key.Key_F2)
    editor = listed.findChild(QLineEdit, "presetRenameField")
    editor.setText("Z")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    hands.until(lambda: [one.name for one in hands.window.browser.presets.model.presets] == ["B", "Z"])
    area = listed.row.heart_area(listed.visualRect(listed.model().index(0, 0)))
    QTest.mouseClick(listed.viewport(), LEFT, pos=area.center())
    assert hands.session.favourites("presets") == {"p2"}
    listed.select("p1")
    listed.setFocus()
    hands.key(Qt.Key.Key_Delete)
    hands.until(lambda: [one.name for one in hands.session.presets()] == ["B"])
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: len(hands.session.presets()) == 2)


def test_the_arrows_of_the_top_bar_walk_and_a_middle_click_jumps(hands: Hands) -> None:
    with_presets(hands, "A", "B", "C")
    for value in (0.1, 0.2, 0.3, 0.1):
        click(hands, "next_presetButton")
        hands.until(lambda value=value: hands.value("brightness") == value)
    click(hands, "previous_presetButton")
    hands.until(lambda: hands.value("brightness") == 0.3)
    QTest.mouseClick(hands.child("next_presetButton"), Qt.MouseButton.MiddleButton)
    hands.until(lambda: hands.value("brightness") in (0.1, 0.2))
    hands.key(Qt.Key.Key_PageDown, CTRL)
    hands.until(lambda: hands.session.undo_text.startswith("Preset"))
    click(hands, "heartButton")
    assert hands.session.favourites("presets") == {hands.session.project.preset}
    menu = hands.child("presetButton").menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()[:3]] == ["A", "B", "C"]
    menu.actions()[0].trigger()
    hands.until(lambda: hands.value("brightness") == 0.1)


# ---------------------------------------------------------------- search, back, forward


def test_search_by_words_and_chips_that_go_away_again(hands: Hands) -> None:
    with_presets(hands, "Deep kick", "Snare", "Tight kick", "Hat")
    browser = hands.window.browser

    def shown() -> list[str]:
        return [one.name for one in browser.presets.model.presets]

    hands.key(Qt.Key.Key_F, CTRL)
    assert browser.search.field.hasFocus()
    QTest.keyClicks(browser.search.field, "KICK")
    assert shown() == ["Deep kick", "Tight kick"]
    browser.search.field.clear()
    QTest.mouseClick(browser.search.chips["even"], LEFT)
    assert shown() == ["Hat", "Snare"] and browser.search.chips["even"].isChecked()
    QTest.keyClicks(browser.search.field, "hat")
    assert shown() == ["Hat"]
    browser.search.field.clear()
    QTest.keyClick(browser.search.field, Qt.Key.Key_Backspace)
    assert len(shown()) == 4 and not browser.search.chips["even"].isChecked()
    QTest.keyClicks(browser.search.field, "nothing at all")
    assert hands.child("presetsEmpty").isVisible() and not hands.child("presetList").isVisible()
    QTest.keyClick(browser.search.field, Qt.Key.Key_Escape)
    assert len(shown()) == 4
    QTest.keyClick(browser.search.field, Qt.Key.Key_Down)
    assert hands.child("presetList").hasFocus()


def test_alt_arrows_go_back_and_forward_through_searches_and_selections(hands: Hands, player: FakePlayer) -> None:
    with_presets(hands, "Deep kick", "Snare", "Tight kick")
    browser = hands.window.browser
    browser.start_search()
    QTest.keyClicks(browser.search.field, "kick")
    QTest.mouseClick(hands.child("presetList").viewport(), LEFT, pos=row(hands, 1))
    hands.until(lambda: hands.value("brightness") == 0.3)
    hands.settle()  # the preset was heard
    click(hands, "tab_models")
    played = len(player.played)
    hands.key(Qt.Key.Key_Left, ALT)
    assert browser.tab == "presets" and browser.search.query.text == "kick" and browser.presets.current_id() == "p3"
    hands.key(Qt.Key.Key_Left, ALT)
    hands.key(Qt.Key.Key_Left, ALT)
    assert browser.search.query.empty and len(browser.presets.model.presets) == 3
    hands.key(Qt.Key.Key_Right, ALT)
    assert browser.search.query.text == "kick"
    assert len(player.played) == played, "going back plays and loads nothing"
    click(hands, "tab_takes")
    assert not hands.window.actions_["forward"].isEnabled()


def test_the_places_of_the_navigator() -> None:
    way = Navigator(Place("models"))
    assert not way.can_go_back and way.back() is None and way.forward() is None
    for text in ("k", "ki", "kick"):
        way.go(Place("presets", text), typing=True)
    way.go(Place("presets", "kick", chosen="a"))
    way.go(Place("presets", "kick", chosen="a"))
    assert way.back() == Place("presets", "kick") and way.back() == Place("models") and not way.can_go_back
    assert way.forward() == Place("presets", "kick")
    way.go(Place("takes"))
    assert not way.can_go_forward and way.back() == Place("presets", "kick")
    for number in range(1000):
        way.go(Place("takes", str(number)))
    steps = 0
    while way.back() is not None:
        steps += 1
    assert steps < 250


def test_queries_and_typed_tags() -> None:
    assert Query("deep KICK").finds("A kick that is Deep") and not Query("deep snare").finds("deep kick")
    assert Query(tags=("a",)).finds("", ("a", "b")) and not Query(tags=("a", "c")).finds("", ("a", "b"))
    assert Query("  ").empty and typed_tags(" a ,, b，c、#d ") == ("a", "b", "c", "d")


# ---------------------------------------------------------------- own sounds


def sound(path: Path) -> Path:
    soundfile.write(path, 0.5 * np.sin(np.arange(22_050) * 0.05).astype(np.float32), 44_100)
    return path


def drop(target: Any, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, buttons = target.rect().center(), Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, LEFT, buttons))
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, LEFT, buttons)
    QApplication.sendEvent(target, event)
    assert event.isAccepted()


def test_an_empty_tab_says_what_belongs_there(hands: Hands) -> None:
    click(hands, "tab_sounds")
    assert "Drop sounds" in hands.child("soundsEmptyText").text() and hands.child("soundsEmptyButton").isVisible()
    click(hands, "tab_presets")
    assert hands.child("presetsEmptyButton").isVisible()
    click(hands, "tab_takes")
    assert hands.child("takeListEmpty").isVisible()


def test_dropped_sounds_are_kept_heard_and_opened_as_a_start(hands: Hands, player: FakePlayer, tmp_path: Path) -> None:
    click(hands, "tab_sounds")
    drop(hands.window.browser.sounds, [sound(tmp_path / "my bell.wav")])
    page = hands.window.browser.sounds
    hands.until(lambda: page.list.model().rowCount() == 1)
    assert not hands.child("startFromSoundButton").isEnabled()
    place = page.list.visualRect(page.list.model().index(0, 0)).center()
    QTest.mouseClick(page.list.viewport(), LEFT, pos=place)
    hands.until(lambda: player.played and player.played[-1].clip.frames == 22_050)
    project = hands.session.project
    click(hands, "startFromSoundButton")
    hands.until(lambda: hands.session.project != project and hands.session.undo_text.startswith("Open"))


def test_several_files_on_the_window_are_kept_one_is_opened(hands: Hands, tmp_path: Path) -> None:
    first, second = sound(tmp_path / "a.wav"), tmp_path / "b.wav"
    soundfile.write(second, 0.3 * np.sin(np.arange(9_000) * 0.2).astype(np.float32), 44_100)
    drop(hands.window, [first, second])
    hands.until(lambda: len(hands.session.sounds()) == 2)
    assert hands.window.browser.tab == "sounds"
    drop(hands.window, [first])
    hands.until(lambda: hands.session.undo_text.startswith("Open"))
    folder = tmp_path / "more"
    folder.mkdir()
    soundfile.write(folder / "c.wav", 0.2 * np.sin(np.arange(7_000) * 0.3).astype(np.float32), 44_100)
    drop(hands.window, [folder])
    hands.until(lambda: len(hands.session.sounds()) == 3)


def test_only_a_long_recording_offers_a_take_of_each_minute(hands: Hands, tmp_path: Path) -> None:
    click(hands, "tab_sounds")
    long = tmp_path / "long.wav"
    soundfile.write(long, np.full(61 * 4000, 0.1, np.float32), 4000, subtype="PCM_U8")
    page = hands.window.browser.sounds
    for path, offered in ((sound(tmp_path / "short.wav"), False), (long, True)):
        drop(page, [path])
        hands.until(lambda path=path: any(one.title == path.stem for one in hands.session.sounds()))
        hands.settle()
        rows = [page.list.model().index(row, 0) for row in range(page.list.model().rowCount())]
        page.list.choose(next(index.row() for index in rows if index.data(TAKE).title == path.stem))
        page.list.desk.menu(page.list, page.mapToGlobal(page.rect().center()))
        menu = hands.menu()
        minutes = [action for action in menu.actions() if "minute" in action.text()]
        assert len(minutes) == offered
        if minutes:
            minutes[0].trigger()  # one without curves, which is said
            hands.until(lambda: any(job.state == "failed" for job in hands.session.jobs()))
        menu.close()


def test_an_ampersand_in_a_name_is_no_key(hands: Hands) -> None:
    id = hands.session.save_preset("Kick & Snare", ["r&b"])
    assert hands.session.wait_idle(10)
    hands.session.load_preset(id)
    hands.window.browser.show_tab("presets")
    hands.until(lambda: hands.child("presetButton").text() == "Kick && Snare")
    hands.until(lambda: "r&b" in hands.window.browser.search.chips)
    assert hands.window.browser.search.chips["r&b"].text() == "r&&b"


def test_author_and_licence_are_found_shown_and_changed(hands: Hands) -> None:
    hands.session.save_preset("Mine", (), "Ann Bee", "CC0")
    hands.window.browser.show_tab("presets")
    presets = hands.child("presetList")
    hands.until(lambda: presets.model().rowCount() == 1)
    hands.window.browser.search.field.setText("bee cc0")
    hands.settle()
    assert presets.model().rowCount() == 1
    index = presets.model().index(0, 0)
    assert "by Ann Bee" in index.data(Qt.ItemDataRole.ToolTipRole) and "CC0" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    hands.window.browser.search.field.setText("")
    presets.setCurrentIndex(index)
    hands.window.browser.presets._menu(presets.mapToGlobal(presets.rect().center()))
    choose(hands.menu(), "Tags, author and licence…")
    licence = hands.child("presetLicence")
    hands.until(licence.isVisible)
    assert hands.child("presetName").text() == "Mine" and hands.child("presetAuthor").text() == "Ann Bee"
    licence.setText("CC-BY 4.0")
    QTest.mouseClick(hands.child("presetSave"), Qt.MouseButton.LeftButton)
    hands.until(lambda: hands.session.presets()[0].licence == "CC-BY 4.0")
    assert len(hands.session.presets()) == 1 and hands.session.undo_text == "Describe preset Mine"
