"""The latent lane under a real mouse and real keys: drawing, choosing, the buttons, undo, rendering again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from studio.ui.views import lane_curves
from tests.ui.conftest import ALT, NONE, SHIFT, Hands
from tests.ui.fake_stream import RATE, curves, whole, with_trajectory


class Lane:
    """The lane over the newest take, and what a hand does to it."""

    def __init__(self, hands: Hands, tracks: int = 1) -> None:
        self.hands, self.session = hands, hands.session
        self.session.generate()
        hands.settle()
        self.whole = whole(*(curves(deck=i) for i in range(tracks)))
        self.rendered = with_trajectory(self.session, self.whole)
        self.take = self.session.takes()[0].id
        self.session.audition(self.take)
        hands.until(lambda: hands.window.viewer.lane.isVisible())
        hands.settle()
        self.panel: Any = hands.window.viewer.lane
        self.pane: Any = self.panel.pane

    @property
    def frames(self) -> np.ndarray:
        return np.asarray(self.session.curves_of(self.take).tracks[0].frames)

    def place(self, frame: float, value: float) -> QPoint:
        return QPoint(round(self.pane.x_of(frame)), round(float(self.pane.y_of(value))))

    def click(self, name: str) -> None:
        QTest.mouseClick(self.hands.child(name), Qt.MouseButton.LeftButton)
        self.hands.settle()


@pytest.fixture
def lane(hands: Hands) -> Lane:
    return Lane(hands)


def test_it_is_there_only_while_a_take_with_curves_is_shown(hands: Hands) -> None:
    panel = hands.window.viewer.lane
    assert not panel.isVisible()
    lane = Lane(hands)
    assert lane.panel.latents.count() == 3 and lane.panel.latents.currentText() == "Brightness"
    hands.session.generate()
    hands.until(lambda: not panel.isVisible())


def test_a_drag_draws_the_bright_curve_as_one_undo_step(lane: Lane, hands: Hands) -> None:
    hands.drag(lane.pane, lane.place(20, 2.0), lane.place(60, -2.0), steps=16)
    hands.settle()
    drawn = lane.frames
    assert abs(drawn[40, 0]) < 0.2 and drawn[24, 0] > 1.2 and drawn[56, 0] < -1.2, drawn[20:60:8, 0]
    assert np.array_equal(drawn[:, 1:], curves().frames[:, 1:])
    assert np.array_equal(drawn[:18], curves().frames[:18]) and np.array_equal(drawn[63:], curves().frames[63:])
    assert hands.window.actions_["undo"].text().endswith("Draw the curve of Brightness")
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert np.array_equal(lane.frames, curves().frames) and np.array_equal(lane.pane.values, curves().frames[:, 0])
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | SHIFT)
    hands.settle()
    assert np.array_equal(lane.frames, drawn)


def test_shift_bends_by_a_tenth_and_keeps_the_shape(lane: Lane, hands: Hands) -> None:
    start = lane.place(20, 0.0)
    hands.drag(lane.pane, start, lane.place(60, 2.0), SHIFT, steps=20)
    hands.settle()
    moved = lane.frames[:, 0] - curves().frames[:, 0]
    assert 0 < moved[56] <= 0.25 and moved[30] < moved[56] and np.all(moved >= -1e-6), moved[20:64:4]


def test_alt_at_release_takes_the_stroke_back(lane: Lane, hands: Hands) -> None:
    steps = len(lane.session.history())
    hands.drag(lane.pane, lane.place(20, 2.0), lane.place(60, -2.0), release=ALT)
    hands.settle()
    assert np.array_equal(lane.pane.values, curves().frames[:, 0]) and len(lane.session.history()) == steps


def test_escape_takes_a_stroke_back_and_the_sound_goes_on(lane: Lane, hands: Hands, player: Any) -> None:
    lane.session.audition(lane.take)
    hands.settle()
    calls = len(player.calls)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(lane.pane, left, NONE, lane.place(20, 2.0))
    for frame in range(20, 50, 4):
        hands.window.viewer.lane.pane.mouseMoveEvent(_move(lane.pane, lane.place(frame, -1.0)))
    assert lane.pane.dragging
    hands.key(Qt.Key.Key_Escape)
    assert not lane.pane.dragging and np.array_equal(lane.pane.values, curves().frames[:, 0])
    QTest.mouseRelease(lane.pane, left, NONE, lane.place(50, -1.0))
    hands.settle()
    assert np.array_equal(lane.frames, curves().frames) and ("stop",) not in player.calls[calls:]


def _move(widget: QWidget, place: QPoint) -> Any:
    from tests.ui.conftest import _mouse_move

    return _mouse_move(widget, place, NONE)


def test_a_click_on_a_faint_curve_chooses_it_and_elsewhere_sets_the_cursor(lane: Lane, hands: Hands, player: Any) -> None:
    QTest.mouseClick(lane.pane, Qt.MouseButton.LeftButton, NONE, lane.place(43, float(curves().frames[43, 2])))
    assert lane.panel.latents.currentIndex() == 2 and np.array_equal(lane.pane.values, curves().frames[:, 2])
    QTest.mouseClick(lane.pane, Qt.MouseButton.LeftButton, NONE, lane.place(30, 2.8))
    assert lane.panel.latents.currentIndex() == 2
    assert abs(hands.window.viewer.hand.selection.head - 30 / RATE) < 0.01 and player.calls[-1][0] == "seek"


def test_buttons_change_the_selected_part_and_leave_the_rest(lane: Lane, hands: Hands) -> None:
    hands.window.viewer.hand.selection.span(20 / RATE, 60 / RATE)
    for name, check in (
        ("laneHigher", lambda now, was: np.allclose(now[30:50] - was[30:50], 0.1, atol=1e-5)),
        ("laneLower", lambda now, was: np.allclose(now[30:50] - was[30:50], -0.1, atol=1e-5)),
        ("laneFlatter", lambda now, was: np.ptp(now[30:50]) < 0.9 * np.ptp(was[30:50])),
        ("laneStronger", lambda now, was: np.ptp(now[30:50]) > 1.1 * np.ptp(was[30:50])),
        ("laneSmooth", lambda now, was: not np.array_equal(now[30:50], was[30:50])),
    ):
        before = lane.frames[:, 0]
        lane.click(name)
        after = lane.frames[:, 0]
        assert check(after, before), name
        assert np.array_equal(after[:20], before[:20]) and np.array_equal(after[61:], before[61:]), name
        assert np.abs(np.diff(after)).max() < 0.2, (name, "a step at an edge")
    lane.click("laneRecorded")
    assert np.array_equal(lane.frames, curves().frames) and not lane.session.curves_edited(lane.take)


def test_presses_of_one_button_in_a_row_are_one_step(lane: Lane, hands: Hands) -> None:
    steps = len(lane.session.history())
    for _ in range(3):
        lane.click("laneHigher")
    assert np.allclose(lane.frames[:, 0], curves().frames[:, 0] + 0.3, atol=1e-5)
    assert len(lane.session.history()) == steps + 1
    lane.session.undo()
    hands.settle()
    assert np.array_equal(lane.pane.values, curves().frames[:, 0])


def test_render_again_needs_a_change_and_sends_the_curves_as_they_are(lane: Lane, hands: Hands) -> None:
    assert not hands.child("laneRender").isEnabled()
    lane.click("laneHigher")
    lane.click("laneRender")
    ((take, whole),) = lane.rendered
    assert take == lane.take and np.array_equal(whole.tracks[0].frames, lane.frames)
    assert np.array_equal(lane.whole.tracks[0].frames, curves().frames), "what was recorded was written to"


def test_by_keys_a_point_moves_its_value_and_the_next_curve_comes(lane: Lane, hands: Hands) -> None:
    lane.pane.setFocus(Qt.FocusReason.TabFocusReason)
    hands.key(Qt.Key.Key_Home)
    for _ in range(10):
        hands.key(Qt.Key.Key_Right, SHIFT)
    assert lane.pane.point == 10
    hands.key(Qt.Key.Key_Up)
    hands.key(Qt.Key.Key_Up, SHIFT)
    hands.settle()
    assert abs(lane.frames[10, 0] - curves().frames[10, 0] - 0.11) < 1e-4
    assert lane.frames[40, 0] == curves().frames[40, 0]
    said = lane.pane.accessibleDescription()
    assert "Brightness" in said and "At 0.06 s" in said, said
    hands.key(Qt.Key.Key_PageDown)
    assert lane.panel.latents.currentText() == "Decay"
    hands.key(Qt.Key.Key_PageUp)
    hands.key(Qt.Key.Key_Delete)
    hands.settle()
    assert np.array_equal(lane.frames, curves().frames)


def test_two_decks_have_their_own_curves(hands: Hands) -> None:
    lane = Lane(hands, tracks=2)
    names = [lane.panel.latents.itemText(i) for i in range(lane.panel.latents.count())]
    assert names == ["A · Brightness", "A · Decay", "A · Dimension 1", "B · Brightness", "B · Decay", "B · Dimension 1"]
    lane.panel.latents.activated.emit(4)
    lane.click("laneHigher")
    whole = lane.session.curves_of(lane.take)
    assert np.array_equal(whole.tracks[0].frames, curves().frames)
    assert np.allclose(whole.tracks[1].frames[:, 1], curves().frames[:, 1] + 0.1, atol=1e-5)


def test_a_deck_that_was_stopped_in_between_has_curves_for_each_stretch(lane: Lane, hands: Hands) -> None:
    first, second = curves(40), curves(30)
    with_trajectory(lane.session, whole(first, replace(second, start=0.3, names=("pitch", "d7", "d8"))))
    lane.session.audition(lane.take)
    hands.until(lambda: lane.panel.latents.count() == 6)
    names = [lane.panel.latents.itemText(i) for i in range(6)]
    assert names[0] == "Brightness from 0.0 s" and names[3:] == ["Pitch from 0.3 s", "Dimension 7 from 0.3 s", "Dimension 8 from 0.3 s"]


def test_it_folds_and_stays_folded(lane: Lane, hands: Hands) -> None:
    high = lane.panel.height()
    lane.click("laneFold")
    hands.until(lambda: lane.panel.height() < high / 2)
    assert not lane.pane.isVisible() and lane.session.preferences["lane_folded"] is True
    lane.click("laneFold")
    hands.until(lambda: lane.pane.isVisible())


def test_every_part_has_a_name_and_a_sentence(lane: Lane) -> None:
    for one in (lane.pane, lane.panel.latents, lane.panel.fold, lane.panel.again, *lane.panel.tools):
        assert one.objectName() and one.accessibleName() and one.accessibleDescription(), one
    assert all(min(tool.width(), tool.height()) >= 24 for tool in lane.panel.tools)


@pytest.mark.parametrize("width", [7, 86, 300])
def test_a_column_holds_the_extremes_of_its_frames(width: int) -> None:
    values = np.random.default_rng(1).standard_normal((86, 4)).astype(np.float32)
    low, high = lane_curves.columns(values, np.linspace(0, 86, width + 1))
    there = ~np.isnan(low[:, 0])
    assert there[0] and np.all(low[there] <= high[there])
    if width <= 86:
        assert np.allclose(np.nanmax(high, 0), values.max(0)) and np.allclose(np.nanmin(low, 0), values.min(0))


def test_a_stroke_is_the_same_forwards_and_backwards() -> None:
    one, two = np.zeros(50, np.float32), np.zeros(50, np.float32)
    assert lane_curves.stroke(one, 10.2, 1.0, 30.7, -1.0) == lane_curves.stroke(two, 30.7, -1.0, 10.2, 1.0)
    assert np.array_equal(one, two) and one[10] == pytest.approx(1.0, abs=0.05) and one[31] == pytest.approx(-1.0, abs=0.05)


def test_pixels_cover_exactly_what_lies_between_the_extremes() -> None:
    values = np.random.default_rng(2).uniform(-2, 2, (400, 3)).astype(np.float32)
    low, high = lane_curves.columns(values, np.linspace(-20, 420, 101))
    pixels = lane_curves.raster(low, high, 50.0, 20.0, 100)
    assert not pixels[:, :3].any() and not pixels[:, -3:].any(), "nothing is drawn where there are no frames"
    for x in range(10, 90):
        rows = np.flatnonzero(pixels[:, x])
        assert abs(rows.min() - (50 - 20 * max(np.nanmax(high[x]), np.nanmax(low[x - 1])))) <= 1
        assert abs(rows.max() - (50 - 20 * min(np.nanmin(low[x]), np.nanmin(high[x - 1])))) <= 1
