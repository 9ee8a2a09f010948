"""The page of effects: cards in the order of the sound, added, turned, bypassed, moved by mouse and keys, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from studio.audio.effect_presets import PRESETS
from studio.audio.effects import KINDS, PLUGIN, Plugin
from studio.engine import events as ev
from studio.engine.player import rack as heard
from studio.recipe import Number
from studio.ui.panels.live import effects_page
from tests.ui.conftest import Hands, choose


@pytest.fixture
def page(hands: Hands) -> Iterator[Any]:
    hands.settle()
    hands.window.resize(1280, 900)
    hands.window.workspace.open("liveDock")
    hands.window.live.show_page("effects")
    hands.settle()
    made = hands.window.live.page_named("effects")
    hands.until(made.isVisible)
    yield made


def kinds(hands: Hands) -> list[str]:
    return [slot.kind for slot in hands.session.rack.slots]


def test_an_empty_rack_offers_a_first_effect(hands: Hands, page: Any) -> None:
    assert page.empty.isVisible() and not page._scroll.isVisible()
    page.empty.button.click()
    hands.settle()
    assert kinds(hands) == ["reverb"] and not page.empty.isVisible()
    assert set(page.cards[1].rows) == {"size", "damping", "width", "predelay", "wet"}


def test_the_menu_adds_every_kind(hands: Hands, page: Any) -> None:
    menu = page.effects_menu()
    assert [action.text() for action in menu.actions()] == [kind.title for kind in KINDS.values()]
    for action in menu.actions():
        action.trigger()
    hands.settle()
    assert kinds(hands) == list(KINDS) and len(page.cards) == len(KINDS)
    menu.deleteLater()


def test_a_row_turns_its_number_as_one_step(hands: Hands, page: Any) -> None:
    id = hands.session.add_effect("delay")
    hands.settle()
    row = page.cards[id].rows["feedback"]
    track = row.slider.rect().center()
    hands.drag(row.slider, track, track + QPoint(20, 0))
    hands.settle()
    now = hands.session.knob_value(f"rack/{id}.feedback")
    assert now > 40.0 and row.slider.value_now == now
    assert hands.session.undo_text == "Delay: Feedback"
    hands.session.undo()
    hands.settle()
    assert hands.session.knob_value(f"rack/{id}.feedback") == 40.0 == row.slider.value_now
    row.field.setText("55 %")
    row.field.setModified(True)
    row.field.typed.emit("55 %")
    hands.settle()
    assert hands.session.knob_value(f"rack/{id}.feedback") == 55.0
    row.reset_asked.emit(row.control.name)
    hands.settle()
    assert hands.session.knob_value(f"rack/{id}.feedback") == 40.0


def test_power_bypasses_and_dims(hands: Hands, page: Any) -> None:
    id = hands.session.add_effect("eq")
    hands.settle()
    card = page.cards[id]
    card.power.click()
    hands.settle()
    assert not hands.session.rack.slot(id).on and not card.rows["low"].isEnabled()
    hands.session.undo()
    hands.settle()
    assert card.power.isChecked() and card.rows["low"].isEnabled()


def test_a_card_is_dragged_by_its_head(hands: Hands, page: Any) -> None:
    first = hands.session.add_effect("gain")
    hands.session.add_effect("eq")
    hands.session.add_effect("reverb")
    hands.settle()
    card = page.cards[first]
    start = QPoint(card.width() // 2, 12)
    target = card.mapFromGlobal(page.cards[3].mapToGlobal(QPoint(page.cards[3].width() - 10, 12)))
    QTest.mousePress(card, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    hands.drag(card, start, target)
    hands.settle()
    assert kinds(hands) == ["eq", "reverb", "gain"]
    assert page._row.mark == -1
    left = [page.cards[slot.id].x() for slot in hands.session.rack.slots]
    assert left == sorted(left)


def test_the_place_before_the_first_card_is_marked(hands: Hands, page: Any) -> None:
    first, second = hands.session.add_effect("gain"), hands.session.add_effect("eq")
    hands.settle()
    page._mark(second, page.cards[first].mapToGlobal(QPoint(2, 20)))
    assert page._row.mark >= 1  # what lies left of 0 isn't drawn
    page._drop(second, page.cards[first].mapToGlobal(QPoint(2, 20)))
    assert kinds(hands) == ["eq", "gain"]


def test_an_effect_that_is_added_in_a_low_window_shows_its_head(hands: Hands, page: Any) -> None:
    hands.window.resize(1280, 600)
    hands.settle()
    for kind in ("delay", "reverb", "delay", "reverb", "delay", "reverb"):
        page._add(kind)
        hands.settle()
    bars = page._scroll.verticalScrollBar(), page._scroll.horizontalScrollBar()
    assert bars[0].maximum() > 0 and bars[0].value() == 0, "the window is low, and the heads are in view"
    view, card = page._scroll.viewport(), page.cards[page._order[-1]]
    left = card.mapTo(view, QPoint(0, 0)).x()
    assert bars[1].value() > 0 and left >= 0 and left + card.width() <= view.width()


def test_a_card_is_moved_and_taken_out_by_keys(hands: Hands, page: Any) -> None:
    first = hands.session.add_effect("gain")
    hands.session.add_effect("eq")
    hands.settle()
    hands.window.activateWindow()
    handle = page.cards[first].handle
    handle.setFocus()
    hands.until(handle.hasFocus)
    QTest.keyClick(handle, Qt.Key.Key_Right)
    hands.settle()
    assert kinds(hands) == ["eq", "gain"]
    QTest.keyClick(handle, Qt.Key.Key_Left)
    hands.settle()
    assert kinds(hands) == ["gain", "eq"]
    QTest.keyClick(handle, Qt.Key.Key_Delete)
    hands.settle()
    assert kinds(hands) == ["eq"]
    hands.session.undo()
    hands.settle()
    assert kinds(hands) == ["gain", "eq"] and set(page.cards) == {1, 2}


def test_a_preset_is_one_step_and_fits_its_effect(hands: Hands, page: Any) -> None:
    id = hands.session.add_effect("reverb")
    hands.settle()
    page.cards[id].more.click()
    menu = hands.menu()
    choose(menu, "Hall")
    hands.settle()
    assert hands.session.rack.slot(id).get("size") == 80.0 and hands.session.undo_text == "Reverb: Hall"
    for kind, presets in PRESETS.items():
        for title, values in presets:
            effect = hands.session.add_effect(kind)
            hands.session.set_effect(effect, values, title)
            for name, value in values.items():
                assert hands.session.rack.slot(effect).get(name) == value
            hands.session.remove_effect(effect)


def test_meters_and_load_are_shown(hands: Hands, page: Any) -> None:
    id = hands.session.add_effect("compressor")
    hands.settle()
    board = hands.session._player.live.memory
    numbers = board.heard[heard.AT :]
    numbers[heard.VERSION], numbers[heard.LOAD] = hands.session._rack_version, 0.07
    numbers[heard.METERS], numbers[heard.METERS + 1] = 0.5, 6.0
    page._polls = 0
    page.show_status(None)
    meter = page.cards[id].meter
    assert 0.8 < meter.level < 1.0 and meter.reduction == pytest.approx(0.25)
    assert page.share.text() == "7 % of the time"
    numbers[heard.FAILED] = id
    page._polls = 0
    page.show_status(None)
    assert page.cards[id].title.property("warn")


def test_a_plug_in_shows_its_parameters(hands: Hands, page: Any) -> None:
    controls = tuple(Number(f"p{n}", f"Parameter {n}", 0.0, 1.0, 0.5) for n in range(60))
    hands.session._add_effect(PLUGIN, None, Plugin("/x/Many.vst3", "Many", "Maker", controls))
    hands.settle()
    card = page.cards[1]
    assert "p0" in card.rows and "wet" in card.rows and len(card.rows) <= 24
    assert card.title.text() == "Many"


def test_a_file_of_several_asks_which(hands: Hands, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(hands.session, "load_plugin", lambda *arguments: asked.append(arguments))
    hands.session._publish(ev.PluginsFound(Path("/x/All.vst3"), ("First", "Second")))
    choose(hands.menu(), "Second")
    assert asked == [(Path("/x/All.vst3"), "Second")]


def test_what_is_installed_is_two_clicks_away(hands: Hands, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("zam/Tube.vst3", "Air & Co.vst3", "Readme.txt"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(effects_page, "VST3_FOLDERS", (str(tmp_path), str(tmp_path / "nowhere")))
    asked: list[Path] = []
    monkeypatch.setattr(hands.session, "load_plugin", lambda path, name: asked.append(path))
    page.load.click()
    menu = hands.menu()
    assert [action.text() for action in menu.actions()] == ["Air && Co", "Tube", "", "Choose a file…"]
    choose(menu, "Tube")
    assert asked == [tmp_path / "zam" / "Tube.vst3"]
    page.load.click()
    choose(hands.menu(), "Choose a file…")
    hands.child("pluginDialog").reject()


def test_the_dialog_of_plug_ins_opens_and_closes(hands: Hands, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects_page, "VST3_FOLDERS", ())
    page.load.click()
    dialog = hands.child("pluginDialog")
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    hands.settle()
    assert QApplication.activeModalWidget() is None


def test_taking_all_out_can_be_undone(hands: Hands, page: Any) -> None:
    hands.session.add_effect("gain")
    hands.session.add_effect("eq")
    hands.settle()
    page.clear.click()
    hands.settle()
    assert kinds(hands) == [] and page.empty.isVisible()
    hands.session.undo()
    hands.settle()
    assert kinds(hands) == ["gain", "eq"] and not page.empty.isVisible()
