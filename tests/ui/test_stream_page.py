"""The page of streams under a real mouse and real keys: decks, crossfader, depth, recording, input. Toys that stream, no sound device."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.engine.streaming.status import DeckStatus, StreamStatus
from studio.paths import Home
from studio.ui import theme
from tests.toy import FakePlayer
from tests.toy_stream import StreamCatalogue
from tests.ui.conftest import ALT, Hands

LEFT = Qt.MouseButton.LeftButton


class Streamers(StreamCatalogue):
    """Whose cards say which of them can run on."""

    def list_models(self, home: Any = None) -> list[Any]:
        cards = [SimpleNamespace(**vars(card), family="stream" if card.id in ("hum", "buzz") else "toy") for card in super().list_models()]
        return cards


@pytest.fixture
def studio(qtbot: QtBot, home: Home, player: FakePlayer) -> Iterator[Studio]:
    made = build(home=home, models=Streamers(), player=player)
    made.window.resize(1280, 720)
    with qtbot.waitActive(made.window, timeout=10_000):
        made.window.show()
        made.window.activateWindow()
    window: Any = made.window
    qtbot.waitUntil(lambda: bool(window.controls.rows), timeout=10_000)
    assert made.session.wait_idle(10)
    window.workspace.open("liveDock")
    window.live.show_page("streams")
    qtbot.waitUntil(lambda: window.live.page_named("streams").isVisible(), timeout=10_000)
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def click(hands: Hands, name: str) -> None:
    widget = hands.child(name)
    assert widget.isVisible() and widget.isEnabled(), name
    QTest.mouseClick(widget, LEFT)
    hands.settle()


def hum(hands: Hands) -> None:
    """The present model streams."""
    hands.session.choose_model("hum")
    hands.settle()
    hands.until(lambda: hands.session.decks()[0].model == "hum" and hands.child("deckAStart").isVisible())


def test_a_model_that_cannot_stream_is_said_so_and_one_that_can_is_a_click_away(hands: Hands) -> None:
    note, bring = hands.child("deckANote"), hands.child("deckABring")
    assert "it can't run on" in note.text() and bring.text() == "Put Hum here"
    click(hands, "deckABring")
    hands.until(lambda: hands.session.decks()[0].model == "hum")
    hands.until(lambda: hands.child("deckAStart").isVisible())
    assert not note.isVisible() and hands.child("deckAModel").text() == "Hum"
    assert hands.child("deckBBring").text() == "Put Buzz here"


def test_a_deck_that_the_sliders_do_not_move_offers_them_in_words(hands: Hands) -> None:
    click(hands, "deckABring")
    hands.until(lambda: hands.session.decks()[0].model == "hum" and hands.child("deckAStart").isVisible())
    page, focus = hands.window.live.page_named("streams"), hands.child("deckAFocus")
    page.resize(1280, page.height())
    QCoreApplication.processEvents()
    assert focus.text() == "Controls here" and focus.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    hands.until(lambda: focus.width() > focus.fontMetrics().horizontalAdvance(focus.text()))
    click(hands, "deckAFocus")
    hands.until(lambda: hands.session.spec.id == "hum")
    hands.until(lambda: focus.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly)


def test_the_button_starts_and_stops_a_deck(hands: Hands) -> None:
    hum(hands)
    start = hands.child("deckAStart")
    click(hands, "deckAStart")
    assert hands.session.decks()[0].running and start.text() == "Stop" and start.accessibleName() == "Stop deck A"
    click(hands, "deckAStart")
    assert not hands.session.decks()[0].running and start.text() == "Start"


def test_what_lies_on_the_decks_is_loaded_when_the_page_is_looked_at(hands: Hands) -> None:
    hum(hands)
    session = hands.session
    hands.window.live.show_page("pads")
    with session._lock:  # as after a start
        session._warm = [False, False]
        session._send_decks()
    assert session._streams.wishes[0].model == ""
    hands.window.live.show_page("streams")
    hands.until(lambda: session._streams.wishes[0].model == "hum")
    assert not session._streams.wishes[0].running and session._streams.wishes[1].model == ""


def test_space_starts_and_stops_the_deck_and_the_play_button_says_so(hands: Hands) -> None:
    hum(hands)
    hands.window.viewer.setFocus()
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: hands.session.decks()[0].running and hands.window.actions_["play"].iconText() == "Stop")
    hands.until(lambda: hands.window.viewer.live.isVisible())
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: not hands.session.decks()[0].running and hands.window.actions_["play"].iconText() == "Play")


def test_source_buttons_say_what_they_do_and_undo_brings_the_last_one_back(hands: Hands) -> None:
    hum(hands)
    click(hands, "deckA_drift")
    assert hands.session.decks()[0].source == "drift" and hands.child("deckA_drift").isChecked()
    assert "wanders" in hands.child("deckA_drift").toolTip()
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.session.decks()[0].source == "hold" and hands.child("deckA_hold").isChecked()


def test_the_sliders_have_the_manners_of_all_sliders(hands: Hands) -> None:
    hum(hands)
    slider, session = hands.child("knobSlider_stream_a_scale"), hands.session
    middle = slider.rect().center()
    hands.drag(slider, middle, middle + QPoint(20, 0))
    moved = session.knob_value("stream/a.scale")
    assert moved > 1.1 and session.undo_text == "Scale A"
    hands.drag(slider, middle, middle - QPoint(20, 0), release=ALT)
    assert session.knob_value("stream/a.scale") == pytest.approx(moved)
    QTest.mouseDClick(slider, LEFT)
    hands.settle()
    assert session.knob_value("stream/a.scale") == 1.0
    session.undo()
    hands.settle()
    assert slider.value_now == pytest.approx(moved)
    field = hands.child("knobValue_stream_a_scale")
    QTest.mouseClick(field, LEFT)
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.knob_value("stream/a.scale") == 0.5


def test_the_crossfader_goes_by_hand_by_key_and_to_its_ends(hands: Hands) -> None:
    slider, session = hands.child("knobSlider_stream_crossfader"), hands.session
    middle = slider.rect().center()
    hands.drag(slider, middle, middle + QPoint(30, 0))
    assert session.knob_value("stream/crossfader") > 0.6
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    before = session.knob_value("stream/crossfader")
    hands.key(Qt.Key.Key_Left)
    assert session.knob_value("stream/crossfader") < before
    click(hands, "crossfaderB")
    assert session.knob_value("stream/crossfader") == 1.0 and slider.value_now == 1.0
    click(hands, "crossfaderA")
    assert session.knob_value("stream/crossfader") == 0.0


def test_controls_here_moves_the_sliders_to_the_other_deck(hands: Hands) -> None:
    hum(hands)
    click(hands, "deckBBring")
    hands.until(lambda: hands.session.decks()[1].model == "hum")
    hands.until(lambda: hands.child("deckBFocus").isVisible())
    click(hands, "deckBFocus")
    assert hands.session.decks()[1].focused and hands.child("deckBFocus").isChecked() and not hands.child("deckAFocus").isChecked()
    hands.session.set("pitch", 1.0)
    hands.session.end_gesture()
    hands.settle()
    assert hands.session.decks()[1].settings.get("pitch") == 1.0 and hands.session.decks()[0].settings.get("pitch") == 0.0


def test_controls_here_brings_the_model_of_a_deck_back_into_the_controls(hands: Hands) -> None:
    hum(hands)
    hands.session.set("pitch", 0.7)
    hands.session.end_gesture()
    hands.session.choose_model("toy")
    hands.until(lambda: hands.session.project.model == "toy" and not hands.child("deckAFocus").isChecked())
    click(hands, "deckAFocus")
    hands.until(lambda: hands.session.project.model == "hum" and hands.child("deckAFocus").isChecked())
    assert hands.value("pitch") == 0.7 == hands.session.decks()[0].settings.get("pitch")


def test_a_deck_is_cleared_and_undo_brings_it_back(hands: Hands) -> None:
    hum(hands)
    click(hands, "deckAClear")
    assert hands.session.decks()[0].model == "" and hands.child("deckANote").isVisible()
    hands.session.undo()
    hands.settle()
    assert hands.child("deckAModel").text() == "Hum" and hands.child("deckAStart").isVisible()


def test_depth_goes_from_1_to_16(hands: Hands) -> None:
    text = hands.child("depthText")
    assert text.text() == "3 blocks ahead"
    click(hands, "depthLess")
    assert text.text() == "2 blocks ahead"
    click(hands, "depthLess")
    assert text.text() == "1 block ahead" and not hands.child("depthLess").isEnabled() and hands.session.depth == 1
    for _ in range(15):
        QTest.mouseClick(hands.child("depthMore"), LEFT)
        hands.settle()
    assert text.text() == "16 blocks ahead" and not hands.child("depthMore").isEnabled()


def test_depth_grows_after_dropouts_where_that_is_wanted(hands: Hands) -> None:
    assert not hands.child("depthGrows").isChecked()
    click(hands, "depthGrows")
    assert hands.session.preferences["stream_auto_depth"] is True
    click(hands, "depthGrows")
    assert hands.session.preferences["stream_auto_depth"] is False


def shown(hands: Hands, **deck: Any) -> None:
    """Let the engine say this of deck A, and the page show it."""
    status = StreamStatus((DeckStatus(**deck), DeckStatus()), 2, False, 0.0, 0.0, False)
    hands.session.stream_status = lambda: status
    page = hands.window.live.page_named("streams")
    page.show_status(None)


def test_budget_latency_and_dropouts_are_said_in_words_and_colour(hands: Hands) -> None:
    hum(hands)
    budget = hands.child("deckABudget")
    seen = []
    for median, p95, word, tint in (
        (0.2, 0.3, "good", theme.GOOD),
        (0.5, 0.7, "tight", theme.WARNING),
        (0.8, 1.1, "too slow", theme.ERROR),
    ):
        shown(hands, running=True, share_median=median, share_p95=p95, latency_ms=41.4, underruns=3)
        assert budget.text == f"{round(100 * p95)} % {word}" and word in budget.accessibleDescription()
        seen.append(budget.grab().toImage().pixelColor(2, budget.height() // 2).name())
        assert seen[-1] == tint, (word, seen)
    assert hands.child("deckALatency").whole == "41 ms to the ear"
    assert hands.child("deckAUnderruns").whole == "3 dropouts" and hands.child("deckAUnderruns").property("warn") is True
    shown(hands, running=True, share_median=0.2, share_p95=0.3, latency_ms=41.4, underruns=1)
    assert hands.child("deckAUnderruns").whole == "1 dropout"


def test_latents_are_drawn_where_they_are(hands: Hands) -> None:
    hum(hands)
    scope = hands.child("deckALatents")
    shown(hands, running=True, latents=np.array([3.0, 0.0, -3.0], np.float32), names=("pitch", "bright", "level"))
    assert scope.titles == ("Pitch", "Bright", "Level") and "Pitch +3.00 σ" in scope.accessibleDescription()
    image, column = scope.grab().toImage(), scope.width() / 3
    high, low = (image.pixelColor(round(column / 2), y).name() for y in (scope.height() // 4, 3 * scope.height() // 4))
    assert high != low, "the bar of +3 sigma is above the middle only"
    assert image.pixelColor(round(2.5 * column), scope.height() // 4).name() == low


def test_record_by_button_and_by_key(hands: Hands) -> None:
    click(hands, "recordButton")
    assert hands.session.recording
    hands.until(lambda: hands.child("recordElapsed").text() != "")
    assert hands.window.actions_["record"].iconText() == "Stop recording"
    hands.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert not hands.session.recording
    hands.until(lambda: hands.child("recordElapsed").text() == "" and hands.window.actions_["record"].iconText() == "Record")


def test_keep_the_last_seconds_makes_a_take_of_the_tape(hands: Hands) -> None:
    session: Any = hands.session
    live = session._player.live
    live.memory.record(np.full((48_000, 2), 0.25, np.float32))
    before = len(session.takes())
    click(hands, "keepLast10")
    hands.until(lambda: len(session.takes()) == before + 1)
    assert "live" in session.takes()[0].title.lower()


def test_the_input_is_chosen_from_what_is_plugged_in(hands: Hands) -> None:
    session: Any = hands.session
    session._player.live.inputs = ("Microphone", "Line in")
    page = hands.window.live.page_named("streams")
    page.refresh()
    combo = hands.child("streamInput")
    assert [combo.itemText(i) for i in range(combo.count())] == ["System input", "Microphone", "Line in"]
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Down)
    hands.settle()
    assert session.input_name == "Line in"


def test_every_part_is_named_reached_by_tab_and_large_enough(hands: Hands) -> None:
    hum(hands)
    page = hands.window.live.page_named("streams")
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    assert len(buttons) > 15
    for one in buttons:
        assert one.objectName() and one.accessibleName() and one.accessibleDescription(), one
        assert min(one.width(), one.height()) >= 24, (one.objectName(), one.size())
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one.objectName()


def test_a_narrow_page_lays_the_decks_one_under_the_other(hands: Hands) -> None:
    hum(hands)
    page = hands.window.live.page_named("streams")
    a, b = (hands.child(f"deck{letter}") for letter in "AB")
    assert a.geometry().top() == b.geometry().top()
    page.resize(600, page.height())
    QCoreApplication.processEvents()
    assert a.geometry().bottom() < b.geometry().top()


def test_a_low_page_makes_its_pictures_lower_before_it_scrolls(hands: Hands) -> None:
    hum(hands)
    page = hands.window.live.page_named("streams")
    body = page.area.widget()
    assert page.decks[0].scope.isVisible()
    assert body.heightForWidth(page.area.viewport().width()) <= body.minimumSizeHint().height() < body.sizeHint().height() - theme.px(30)


def test_an_empty_deck_is_no_wider_than_its_place(hands: Hands) -> None:
    hum(hands)
    page = hands.window.live.page_named("streams")
    for width in (1500, 975, 1500, 975):
        page.resize(width, page.height())
        QCoreApplication.processEvents()
    assert page.decks[1].stack.currentIndex() == 0
    hands.until(lambda: page.area.widget().width() <= page.area.viewport().width())


def test_the_viewer_shows_what_is_heard_while_a_stream_runs(hands: Hands) -> None:
    session: Any = hands.session
    viewer: Any = hands.window.viewer
    hum(hands)
    assert not viewer.live.isVisible() and not viewer.live_button.isVisible()
    click(hands, "deckAStart")
    hands.until(lambda: viewer.live.isVisible() and viewer.live.watch.running)
    t = np.arange(48_000) / 48_000
    session._player.live.memory.record(np.repeat(0.5 * np.sin(2 * np.pi * 1000 * t)[:, None], 2, axis=1).astype(np.float32))
    hands.until(lambda: viewer.live.columns_shown >= 60)
    assert viewer.live.peak == pytest.approx(0.5, abs=0.01)
    click(hands, "liveViewButton")
    assert not viewer.live.isVisible() and session.preferences["live_picture"] is False
    click(hands, "liveViewButton")
    assert viewer.live.isVisible()
    viewer.resize(viewer.width() - 10, viewer.height())  # what lies over the panes is laid anew
    above = viewer.children()
    assert above.index(viewer.live) > above.index(viewer.playhead), "the playhead is of the sound under the picture"
    click(hands, "deckAStart")
    hands.until(lambda: not viewer.live.isVisible() and not viewer.live.watch.running)


def test_a_take_that_is_chosen_comes_before_the_live_picture(hands: Hands) -> None:
    viewer: Any = hands.window.viewer
    hands.session.generate()
    hands.settle()
    hum(hands)
    click(hands, "deckAStart")
    hands.until(lambda: viewer.live.isVisible())
    hands.session.audition(hands.session.takes()[0].id, False)
    hands.until(lambda: not viewer.live.isVisible())
    assert viewer.live_button.isVisible() and not viewer.live_button.isChecked()


def test_a_window_that_is_closed_while_it_shows_what_is_heard_leaves_no_thread(hands: Hands) -> None:
    hum(hands)
    click(hands, "deckAStart")
    watch = hands.window.viewer.live.watch
    hands.until(lambda: watch.running)
    hands.studio.close()
    assert not watch.running
