"""Automation: lanes are written, edited and played back, whatever control a hand turns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio.engine.automation import (
    EDGE,
    THIN,
    Automation,
    Lane,
    Writing,
    draw,
    raised,
    repeated,
    scale,
    shifted,
    smooth,
    thinned,
)
from studio.engine.positions import place_of
from studio.engine.project import Project
from studio.engine.session import Session
from studio.errors import BadInput
from studio.recipe import Latent, Number, Recipe
from tests.toy import FakePlayer
from tests.waiting import wait_until

BRIGHT = Latent("brightness", "Brightness")
CUTOFF = Number("cutoff", "Cutoff", 20.0, 20_000.0, 8_000.0, unit="Hz", curve="log")
LENGTH = 8.0
points = st.dictionaries(st.integers(0, 800), st.floats(-3, 3), min_size=1, max_size=30).map(
    lambda found: tuple((beat / 100, value) for beat, value in sorted(found.items()))
)


def lane(*those: tuple[float, float]) -> Lane:
    return Lane("brightness", those)


# ---- curves


def test_between_points_it_goes_straight_and_beyond_it_holds() -> None:
    curve = lane((1.0, -1.0), (3.0, 1.0))
    assert [curve.at(beat) for beat in (0.0, 1.0, 2.0, 3.0, 9.0)] == [-1.0, -1.0, 0.0, 1.0, 1.0]
    assert lane().at(1.0) is None


@given(points, st.floats(0.1, LENGTH), st.integers(1, 5), st.floats(0, 0.99))
def test_a_repeated_lane_is_heard_as_before(those: tuple[Any, ...], length: float, rounds: int, place: float) -> None:
    curve, beat = lane(*those), place * rounds * length
    again = repeated(curve, length, rounds * length)
    assert list(again.points) == sorted(again.points)
    if 2 * EDGE < beat % length < length - 2 * EDGE:  # within the seam it goes over
        assert again.at(beat) == pytest.approx(curve.at(beat % length), abs=1e-6)


@given(points, st.floats(0, LENGTH))
def test_a_thinned_curve_is_the_same_curve(those: tuple[Any, ...], beat: float) -> None:
    whole = lane(*those)
    thin = thinned(whole, BRIGHT)
    one, two = (place_of(BRIGHT, curve.at(beat) or 0.0) for curve in (whole, thin))
    assert abs(one - two) <= THIN + 1e-9 and len(thin.points) <= len(whole.points)


def test_many_points_on_a_line_become_two() -> None:
    assert len(thinned(lane(*((beat / 50, beat / 200) for beat in range(200))), BRIGHT).points) == 2


@given(points, st.tuples(st.floats(0, LENGTH), st.floats(-5, 5)), st.tuples(st.floats(0, LENGTH), st.floats(-5, 5)))
def test_a_stroke_is_where_it_was_drawn_and_nothing_else_moves(those: Any, one: Any, two: Any) -> None:
    before, after = lane(*those), draw(lane(*those), BRIGHT, one, two)
    left, right = sorted((one[0], two[0]))
    for beat, value in (one, two) if one[0] != two[0] else ():
        assert after.at(beat) == pytest.approx(min(3.0, max(-3.0, value)))
    assert [point for point in after.points if not left <= point[0] <= right] == [p for p in before.points if not left <= p[0] <= right]
    assert list(after.points) == sorted(after.points)


@given(points, st.floats(0.1, 4.0))
def test_a_smoothed_curve_stays_within_the_old_ones_values(those: Any, width: float) -> None:
    values = [value for _, value in those]
    smoothed = [value for _, value in smooth(lane(*those), BRIGHT, width, LENGTH).points]
    assert min(values) - 1e-3 <= min(smoothed) and max(smoothed) <= max(values) + 1e-3


def test_smoothing_takes_a_spike_down() -> None:
    spike = lane((0.0, 0.0), (3.9, 0.0), (4.0, 3.0), (4.1, 0.0), (8.0, 0.0))
    assert max(value for _, value in smooth(spike, BRIGHT, 1.0, LENGTH).points) < 1.0


def test_scaling_goes_around_the_middle_along_the_controls_curve() -> None:
    assert scale(lane((0.0, -1.0), (1.0, 2.0)), BRIGHT, 2.0).points == ((0.0, -2.5), (1.0, 3.0))
    wide = scale(Lane("cutoff", ((0.0, 200.0), (1.0, 2000.0))), CUTOFF, 2.0)
    assert wide.points[0][1] == pytest.approx(63.2456, rel=1e-4) and wide.points[1][1] == pytest.approx(6324.56, rel=1e-4)
    assert raised(lane((0.0, -1.0), (1.0, 2.5)), BRIGHT, 0.25).points == ((0.0, 0.5), (1.0, 3.0))


@given(points, st.floats(-20, 20), st.integers(0, 79))
def test_a_shifted_curve_is_heard_later(those: Any, beats: float, at: int) -> None:
    beats = round(beats, 1) + 0.005
    before = lane(*those)
    after = shifted(before, beats, LENGTH)
    beat = at / 10 + 0.0523  # beside the points and the seams
    far = all(abs((beat - beats) % LENGTH - point) > 0.004 for point in (0.0, LENGTH, *(p for p, _ in those)))
    if far:
        assert after.at(beat) == pytest.approx(before.at((beat - beats) % LENGTH), abs=0.02)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=6))
@example([[0.03125, 0.0]])
def test_damaged_json_is_left_out(junk: Any) -> None:
    good = {"lanes": {"brightness": [[0, 1.0], [2, 0.5]], "bad": junk}, "length": 4.0}
    read = Automation.from_json(good)
    assert read.lane("brightness") == lane((0.0, 1.0), (2.0, 0.5)) and Automation.from_json(junk) == Automation()
    assert Automation.from_json(read.to_json()) == read


# ---- recording


def test_a_hand_writes_over_what_it_passes_and_the_rest_stays() -> None:
    writing = Writing(lane((0.0, 0.0), (8.0, 0.0)))
    for beat, value in ((2.0, 1.0), (2.5, 2.0), (3.0, 3.0)):
        writing.write(beat, value)
    writing.let_go()
    curve = writing.lane(BRIGHT)
    assert [round(curve.at(beat) or 0.0, 2) for beat in (0.0, 1.9, 2.0, 2.5, 3.0, 3.1, 8.0)] == [0.0, 0.0, 1.0, 2.0, 3.0, 0.0, 0.0]


def test_a_hand_that_holds_still_through_the_seam_takes_the_whole_way() -> None:
    writing = Writing(lane((0.0, -1.0), (1.0, 2.0), (7.0, 2.0)))
    writing.write(6.0, 0.5)
    writing.hold(7.5)
    writing.hold(0.5)
    writing.hold(1.5)
    writing.let_go()
    curve = writing.lane(BRIGHT)
    assert curve.at(6.5) == curve.at(7.9) == curve.at(0.2) == curve.at(1.4) == 0.5 and curve.at(3.0) == pytest.approx(2.0, abs=0.01)


def test_a_gesture_that_is_given_up_leaves_no_trace() -> None:
    writing = Writing(lane((0.0, 1.0)))
    writing.write(1.0, 3.0)
    writing.give_up()
    assert writing.points == [(0.0, 1.0)] and writing._last is None


# ---- in a session


class Mixer:
    """A room whose level lies in nothing but itself; `heard` is what is moved and not kept."""

    title = "Mixer"

    def __init__(self, session: Session) -> None:
        self.session, self.heard = session, list[float | None]()

    def controls(self) -> tuple[Number, ...]:
        return (Number("tempo", "Tempo", 20.0, 400.0, 120.0),)

    def get(self, name: str) -> float:
        return self.session.project.stage.modulators[0].hz if self.session.project.stage.modulators else 1.0

    def turn(self, name: str, value: float) -> None:
        raise AssertionError("the automation keeps nothing")

    def sound(self, name: str, value: float | None) -> None:
        self.heard.append(value)


def play(session: Session) -> None:
    session.set_loop(True)
    session.play()
    wait_until(lambda: session._player.playing)


def sweep(session: Session, *values: float) -> None:
    """A drag of which each point lies a moment behind the one before."""
    wait_until(lambda: session._moving.running)
    for value in values:
        before = session._moving.beat()
        session.set("brightness", value)
        wait_until(lambda before=before: session._moving.beat() > before + 0.05)  # type: ignore[misc]


def test_a_gesture_over_a_loop_becomes_a_lane_of_its_length_and_plays(session: Session) -> None:
    play(session)
    session.arm(True)
    sweep(session, 1.0, 2.0, 3.0)
    assert [lane.address for lane in session.written_lanes()] == ["brightness"]
    session.end_gesture()
    automation = session.project.automation
    assert automation.length == 2.0 and [one.address for one in automation.lanes] == ["brightness"]
    assert max(value for _, value in automation.lanes[0].points) == 3.0
    session.arm(False)
    wait_until(lambda: session.modulated("brightness") == pytest.approx(automation.lanes[0].at(session.automation_beat()) or 0.0, abs=0.6))
    session.set("brightness", -2.0)  # the hand holds it
    wait_until(lambda: "brightness" not in session.sounding())
    session.end_gesture()
    wait_until(lambda: session.modulated("brightness") > 0.0)


def test_recording_is_one_step_that_undo_takes_back(session: Session) -> None:
    play(session)
    session.arm(True)
    sweep(session, 1.0, 2.0)
    session.end_gesture()
    assert session.undo_text == "Automation of Brightness"
    session.undo()
    assert session.project.automation == Automation() and session.settings.get("brightness") == 2.0


def test_nothing_is_recorded_in_silence_or_unarmed_or_by_undo(session: Session) -> None:
    session.arm(True)
    session.set("brightness", 1.0)
    session.end_gesture()
    assert not session.project.automation.lanes
    play(session)
    wait_until(lambda: session._moving.running)
    session.undo()
    session.arm(False)
    session.set("brightness", 2.0)
    session.end_gesture()
    assert not session.project.automation.lanes


def test_without_a_loop_it_is_as_long_as_the_sound(session: Session, player: FakePlayer) -> None:
    session.play()
    wait_until(lambda: player.playing)
    session.arm(True)
    sweep(session, 1.0, 2.0)
    session.end_gesture()
    assert not session.project.automation.lanes  # still open
    player.playing = False
    wait_until(lambda: session.project.automation.lanes)
    assert session.project.automation.length >= 1.0 and session.project.automation.length % 1.0 == 0.0


def test_what_is_being_recorded_is_in_what_is_saved(session: Session, player: FakePlayer) -> None:
    """Without a loop it is kept when the sound ends, and the program may be killed or closed before."""
    session.play()
    session.arm(True)
    sweep(session, 1.0, 2.0)
    session.end_gesture()
    assert not session.project.automation.lanes
    session._write_preferences()
    saved = Project.from_json(session.preferences["project"]).automation
    (written,), (kept,) = session.written_lanes(), saved.lanes
    assert kept.address == "brightness" and saved.length > 0 and saved.on
    assert kept.points[-1][1] == written.points[-1][1] == 2.0
    assert not session.project.automation.lanes  # it goes on being recorded


def test_another_model_ends_no_recording_and_loses_none(session: Session, player: FakePlayer) -> None:
    assert session._spec is not None
    session._specs["other"] = replace(session._spec, id="other")
    effect = session.add_effect("gain")
    room = f"rack/{effect}.gain"

    def go(model: str) -> None:
        with session._lock:
            session._commit(f"Model {model}", session._project_in(session._specs[model]))

    session.play()
    session.arm(True)
    wait_until(lambda: session._moving.running)
    session.turn(room, -6.0)
    session.end_gesture()
    go("other")
    assert [lane.address for lane in session.written_lanes()] == [room]  # it goes on
    session.turn(room, -9.0)
    sweep(session, 1.0)
    session.end_gesture()
    go("toy")
    assert session._remembered["other"].automation.lane("brightness") is not None
    assert session.project.automation.lane(room) is not None and session.project.automation.lane("brightness") is None


def test_a_gesture_that_is_cancelled_is_not_kept(session: Session) -> None:
    play(session)
    session.arm(True)
    sweep(session, 1.0, 2.0)
    session.cancel_gesture()
    session.arm(False)
    assert session.settings.get("brightness") == 0.0
    assert all(not one.points for one in session.project.automation.lanes)


def test_a_room_plays_its_lane_and_is_given_back(session: Session) -> None:
    mixer = Mixer(session)
    session.enter_room("mixer", mixer)
    session.set_automation(Automation((Lane("mixer/tempo", ((0.0, 50.0), (2.0, 300.0))),), 2.0), "Lane")
    play(session)
    wait_until(lambda: len(set(mixer.heard)) > 3)
    session.play_automation(False)
    wait_until(lambda: mixer.heard[-1] is None)


def test_it_is_edited_saved_and_kept_with_its_model(session: Session) -> None:
    curve = lane((0.0, -1.0), (2.0, 1.0))
    session.set_automation(Automation((curve,), 4.0), "Lane")
    for factor in (1.1, 1.5, 2.0):
        session.edit_automation_lane(scale(curve, BRIGHT, factor), "Scale", key="scale")
    session.end_gesture()
    assert session.project.automation.lanes[0].points == ((0.0, -2.0), (2.0, 2.0))
    assert Project.from_json(session.project.to_json()).automation == session.project.automation
    session.undo()
    assert session.project.automation.lanes[0] == curve
    session.edit_automation_lane(Lane("brightness"), "Delete")
    assert session.project.automation.lanes == ()
    with pytest.raises(BadInput, match="lasts"):
        session.set_automation(Automation((curve,), 0.0), "Lane")


def test_the_lanes_of_rooms_go_on_with_another_model(session: Session) -> None:
    """Else choosing which deck the sliders move would stop the crossfader's automation, and the effects'."""
    assert session._spec is not None
    other = replace(session._spec, id="other")
    session._specs["other"] = other
    effect = session.add_effect("gain")
    model, room = Lane("brightness", ((0.0, -1.0), (4.0, 1.0))), Lane(f"rack/{effect}.gain", ((0.0, -12.0), (2.0, 0.0)))
    session.set_automation(Automation((model, room), 4.0), "Both")
    with session._lock:
        session._commit("Model Other", session._project_in(other))
    assert session.project.automation == Automation((room,), 4.0)
    session.set_automation(Automation((replace(room, points=((0.0, -6.0),)),), 8.0), "Another length")
    with session._lock:
        session._commit("Model Toy", session._project_in(session._specs["toy"]))
    back = session.project.automation
    assert back.length == 8.0 and back.lane(room.address) == Lane(room.address, ((0.0, -6.0),))
    found = back.lane("brightness")
    assert found is not None and found.at(5.0) == pytest.approx(model.at(1.0))  # it goes round as before
    session.undo()
    session.undo()
    session.undo()
    assert session.project.automation == Automation((model, room), 4.0)


def test_a_recording_brings_its_automation_back(session: Session) -> None:
    assert session.automation_edit() == ()
    session.set_automation(Automation((lane((0.0, -1.0), (2.0, 1.0)),), 4.0), "Lane")
    made = session.project.automation
    recipe = Recipe("toy", "0" * 64, session.settings, "numpy", "undertone", session.automation_edit())
    again = Recipe.from_text(recipe.to_text())
    session.clear_automation()
    session._call(lambda: session._restore(again, "Restore it"), "failed")
    assert session.wait_idle(10)
    assert session.project.automation == replace(made, on=True)


def test_a_huge_automation_fits_a_recipe(session: Session) -> None:
    rough = tuple((beat / 5.0, 3.0 if beat % 2 else -3.0 + beat / 1e4) for beat in range(9_000))
    session.set_automation(Automation((lane(*rough), Lane("decay", rough)), 2000.0), "Lane")
    text = Recipe("toy", "0" * 64, session.settings, "numpy", "undertone", session.automation_edit()).to_text()
    assert len(text) < 1 << 20 and Recipe.from_text(text).edits[0]["automation"]["length"] == 2000.0
