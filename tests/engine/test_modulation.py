"""Modulators: signals as functions of time, their reach on a control, and what a session lets be heard of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engine.events import Rendered
from studio.engine.modulation import (
    LFOS,
    MOST_MODULATORS,
    ONE_SIDED,
    SHAPES,
    Modulator,
    envelope,
    follow,
    level_of,
    lfo,
    modulators_from_json,
    moved,
    signal,
    span,
)
from studio.engine.player.desk import HEARD_SEQUENCER
from studio.engine.player.sequencer import RUNNING
from studio.engine.positions import place_of, value_at
from studio.engine.project import Project
from studio.engine.session import Session
from studio.errors import BadInput
from studio.recipe import Latent, Number
from tests.toy import FakePlayer, Recorder
from tests.waiting import wait_until

turns = st.floats(-1e4, 1e4)
seeds = st.integers(0, 2**32 - 1)
CUTOFF = Number("cutoff", "Cutoff", 20.0, 20_000.0, 8_000.0, unit="Hz", curve="log")
BRIGHT = Latent("brightness", "Brightness")


# ---- signals


@given(st.sampled_from([*LFOS, "walk"]), turns, seeds)
def test_an_lfo_stays_within_one_and_is_the_same_each_time(shape: str, at: float, seed: int) -> None:
    assert -1.0 <= lfo(shape, at, seed) <= 1.0
    assert lfo(shape, at, seed) == lfo(shape, at, seed)


@given(st.sampled_from(["sine", "triangle", "saw", "square"]), st.integers(-100, 100), st.floats(0.01, 0.99))
def test_a_round_is_like_the_next(shape: str, rounds: int, part: float) -> None:
    part = round(part, 3) + 0.0005  # beside the jumps
    assert lfo(shape, rounds + part) == pytest.approx(lfo(shape, part), abs=1e-6)


def test_lfos_begin_where_they_say() -> None:
    assert [round(lfo(shape, 0.0), 9) for shape in ("sine", "triangle", "saw", "square")] == [0.0, 0.0, -1.0, 1.0]
    assert lfo("sine", 0.25) == pytest.approx(1.0) and lfo("triangle", 0.25) == 1.0 and lfo("triangle", 0.75) == -1.0
    assert lfo("saw", 0.5) == 0.0 and lfo("square", 0.5) == -1.0


@given(seeds, st.integers(-1000, 1000), st.floats(0.0, 0.99))
def test_sample_and_hold_holds_and_then_jumps(seed: int, index: int, part: float) -> None:
    held = lfo("steps", index, seed)
    assert lfo("steps", index + part, seed) == held
    assert len({lfo("steps", index + n, seed) for n in range(8)}) == 8


@given(seeds, turns)
def test_a_walk_is_smooth(seed: int, at: float) -> None:
    assert abs(lfo("walk", at + 1e-4, seed) - lfo("walk", at, seed)) < 2e-3


def test_steps_are_spread_evenly() -> None:
    values = [lfo("steps", index, 7) for index in range(4000)]
    assert abs(sum(values) / len(values)) < 0.05
    assert sum(value * value for value in values) / len(values) == pytest.approx(1 / 3, rel=0.06)


@given(st.floats(0.001, 2.0), st.floats(0.001, 5.0), st.floats(0.0, 20.0))
def test_an_envelope_rises_to_one_and_falls_to_nothing(attack: float, decay: float, since: float) -> None:
    assert 0.0 <= envelope(attack, decay, since) <= 1.0
    assert envelope(attack, decay, attack) == pytest.approx(1.0)
    assert envelope(attack, decay, attack + decay * 1.001) == 0.0 == envelope(attack, decay, None) == envelope(attack, decay, -1.0)
    if decay > 2e-3:
        assert envelope(attack, decay, attack + 0.5 * decay) == pytest.approx(10**-1.5, rel=1e-3)


def test_once_rests_where_its_round_ends() -> None:
    once = Modulator("x", shape="saw", once=True)
    assert signal(once, 0.0, None) == 0.0
    assert signal(once, 0.5, 0.5) == 0.0
    assert signal(once, 7.3, 7.3) == pytest.approx(1.0)


def test_a_follower_hears_decibels_and_takes_its_time() -> None:
    assert level_of(0.0) == 0.0 == level_of(1e-4) and level_of(1.0) == 1.0 == level_of(2.0)
    assert level_of(10 ** (-30 / 20)) == pytest.approx(0.5)
    level = 0.0
    for _ in range(10):
        level = follow(level, 1.0, 0.01, attack=0.1, decay=1.0)
    assert level == pytest.approx(1 - math.exp(-1))
    assert follow(level, 0.0, 0.1, 0.1, 1.0) == pytest.approx(level * math.exp(-0.1))


# ---- on a control


@given(st.sampled_from([CUTOFF, BRIGHT, Number("level", "Level", -24.0, 0.0, -6.0, step=0.5)]), st.floats(0, 1), st.floats(-3, 3))
def test_a_moved_value_stays_in_the_range_and_on_its_steps(control: Any, place: float, offset: float) -> None:
    base = value_at(control, place)
    value = moved(control, base, offset)
    assert control.low <= value <= control.high
    assert value_at(control, place_of(control, value)) == pytest.approx(value, rel=1e-5, abs=1e-5)
    assert moved(control, base, 0.0) == base


def test_a_frequency_moves_by_octaves_and_a_wide_latent_twice_as_far() -> None:
    up = moved(CUTOFF, 632.4555, 0.25)
    assert up / 632.4555 == pytest.approx(10**0.75, rel=1e-4)
    assert moved(BRIGHT, 0.0, 0.25) == 1.5 and moved(BRIGHT, 0.0, 0.25, wide=True) == 3.0
    assert moved(BRIGHT, 5.0, 0.0) == 5.0  # an encoded sound outside the range stays where it is


@given(st.sampled_from(SHAPES), st.floats(-1, 1), st.floats(-2.9, 2.9), turns, st.floats(0, 3), st.floats(0, 1))
def test_nothing_leaves_the_span_that_is_drawn(shape: str, depth: float, base: float, at: float, since: float, level: float) -> None:
    one = Modulator("brightness", shape=shape, depth=depth)
    low, high = span(BRIGHT, base, [one])
    assert low - 1e-6 <= moved(BRIGHT, base, depth * signal(one, at, since, level)) <= high + 1e-6
    assert low < base or shape in ONE_SIDED or abs(depth) < 1e-6
    assert span(BRIGHT, base, [replace(one, on=False)]) == (base, base)


@given(st.dictionaries(st.sampled_from(["target", "id", "shape", "hz", "depth", "on", "sync", "seed", "attack", "once", "junk"]),
                       st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8) | st.lists(st.integers(), max_size=2)))
def test_json_of_anything_gives_a_modulator_or_none(data: dict[str, Any]) -> None:
    one = Modulator.from_json(data)
    assert one is None or (one == one.within() and Modulator.from_json(one.to_json()) == one)


def test_two_of_one_id_are_one() -> None:
    data = [Modulator("a", 1).to_json(), Modulator("b", 1).to_json(), Modulator("c", 2).to_json(), 7, None]
    assert [one.target for one in modulators_from_json(data)] == ["a", "c"]
    assert modulators_from_json({"no": "list"}) == ()


# ---- in a session


class Mixer:
    title = "Mixer"

    def __init__(self) -> None:
        self.heard: list[float | None] = []

    def controls(self) -> tuple[Number, ...]:
        return (Number("level", "Level", -60.0, 0.0, -30.0, unit="dB"),)

    def get(self, name: str) -> float:
        return -30.0

    def turn(self, name: str, value: float) -> None:
        raise AssertionError("a modulator keeps nothing")

    def sound(self, name: str, value: float | None) -> None:
        self.heard.append(value)


def test_a_room_is_moved_and_given_back(session: Session) -> None:
    mixer = Mixer()
    session.enter_room("mixer", mixer)
    one = session.add_modulator("mixer/level", hz=20.0, depth=0.5)
    wait_until(lambda: len(set(mixer.heard)) > 3)
    assert all(value is not None and -60.0 <= value <= 0.0 for value in mixer.heard)
    session.remove_modulator(one.id)
    wait_until(lambda: mixer.heard[-1] is None)
    assert session.sounding() == {}


def test_the_loop_is_moved_without_takes_and_undo(session: Session, player: FakePlayer) -> None:
    recorder = Recorder(session)
    session.set_loop(True)
    session.play()
    assert session.wait_idle(10)
    steps = session.undo_text
    one = session.add_modulator("brightness", shape="steps", hz=20.0, depth=1.0)
    assert session.undo_text == "Modulate Brightness"
    count = len(player.played)
    wait_until(lambda: len(player.played) > count + 5)
    assert session.settings.get("brightness") == 0.0  # the slider stays
    assert len({event.settings.get("brightness") for event in recorder.of(Rendered)}) > 3
    assert session._latest is not None and session.modulated("brightness") != 0.0
    session.undo()
    assert session.modulators() == () and session.undo_text == steps
    wait_until(lambda: session._latest is not None and session._latest.settings == session.settings)
    assert session.wait_idle(10) and not session.takes()
    assert one.id == 1


def test_a_take_holds_the_settings_that_sounded(session: Session) -> None:
    session.set_loop(True)
    session.add_modulator("brightness", shape="square", hz=0.01, depth=0.5)
    wait_until(lambda: session.modulated("brightness") == 3.0)
    session.set("decay", 1.0)
    session.end_gesture()
    wait_until(lambda: len(session.takes()) == 1)
    kept = session.takes()[0].recipe.settings
    assert kept.get("brightness") == 3.0 and kept.get("decay") == 1.0
    assert session.settings.get("brightness") == 0.0


def test_a_one_shot_takes_what_sounds_at_each_hit(session: Session, player: FakePlayer) -> None:
    session.play()
    assert session.wait_idle(10)
    session.add_modulator("decay", shape="square", hz=0.01, depth=0.5)
    wait_until(lambda: session.modulated("decay") == 3.0)
    count = len(player.played)
    session.play()
    assert session.wait_idle(10)
    assert len(player.played) == count + 1 and session._shown is not None and session._shown.settings.get("decay") == 3.0


def test_an_envelope_waits_for_its_trigger(session: Session) -> None:
    session.add_modulator("brightness", shape="envelope", trigger="key", attack=0.001, decay=10.0, depth=0.5)
    session.add_modulator("decay", shape="square", hz=0.01)
    wait_until(lambda: session.modulated("decay") != 0.0)
    assert session.modulated("brightness") == 0.0
    session.trigger("key")
    wait_until(lambda: session.modulated("brightness") > 1.0)


def test_the_sound_on_the_tape_moves_a_follower(session: Session, player: FakePlayer) -> None:
    session.add_modulator("brightness", shape="output", attack=0.001, decay=0.01, depth=0.5)
    player.live.memory.record(np.full((4096, 2), 1.0, np.float32))
    wait_until(lambda: session.modulated("brightness") > 2.9)
    for _ in range(4):
        player.live.memory.record(np.zeros((4096, 2), np.float32))
    wait_until(lambda: session.modulated("brightness") < 0.1)


def test_several_add_up_and_all_hold_still(session: Session) -> None:
    for _ in range(2):
        session.add_modulator("brightness", shape="square", hz=0.01, depth=0.2)
    wait_until(lambda: session.modulated("brightness") == pytest.approx(2.4))
    assert session.modulation_span("brightness") == (pytest.approx(-2.4), pytest.approx(2.4))
    session.still_modulators(True)
    wait_until(lambda: session.modulated("brightness") == 0.0)
    assert session.modulation_span("brightness") is None
    session.undo()
    wait_until(lambda: session.modulated("brightness") != 0.0)


def test_a_drag_on_a_modulators_depth_is_one_step(session: Session) -> None:
    one = session.add_modulator("brightness")
    for depth in (0.3, 0.4, 0.5):
        session.change_modulator(one.id, depth=depth)
    session.end_gesture()
    session.undo()
    assert session.modulator(one.id).depth == 0.25


def test_they_belong_to_their_model_and_are_saved(session: Session) -> None:
    session.enter_room("mixer", Mixer())
    session.add_modulator("brightness", shape="walk")
    session.add_modulator("mixer/level", sync=True, beats=2.0)
    again = Project.from_json(session.project.to_json())
    assert again.modulators == session.project.modulators and again.stage.modulators == session.project.stage.modulators
    session.choose_model("other")
    assert session.wait_idle(10)
    assert [one.target for one in session.modulators()] == ["mixer/level"]
    session.choose_model("toy")
    assert session.wait_idle(10)
    assert [one.target for one in session.modulators()] == ["brightness", "mixer/level"]


def test_what_cannot_be_modulated_is_said(session: Session) -> None:
    with pytest.raises(BadInput, match="nothing called"):
        session.add_modulator("class")
    with pytest.raises(BadInput, match="no modulator 9"):
        session.remove_modulator(9)
    for _ in range(MOST_MODULATORS):
        session.add_modulator("decay", depth=0.0)
    with pytest.raises(BadInput, match="remove one first"):
        session.add_modulator("decay")


def test_batches_come_through_while_the_loop_is_moved(session: Session, player: FakePlayer) -> None:
    session.set_loop(True)
    session.play()
    session.add_modulator("brightness", shape="steps", hz=20.0, depth=1.0)
    count = len(player.played)
    wait_until(lambda: len(player.played) > count + 2)
    job = session.render_many(4)
    wait_until(lambda: len(session.takes()) == 4)
    assert job


def test_a_pad_that_follows_the_sliders_moves_while_the_pattern_runs(session: Session, player: FakePlayer) -> None:
    session.pad_from_sliders(0)
    session.follow_sliders(0)
    assert session.wait_idle(10)
    player.live.memory.heard[HEARD_SEQUENCER + RUNNING] = 1.0
    session.add_modulator("brightness", shape="square", hz=0.01, depth=0.5)
    wait_until(lambda: (sound := session.pad_sound(0)) is not None and sound.settings.get("brightness") == 3.0)
    wait_until(session.pads_ready)
    session.still_modulators(True)
    wait_until(lambda: (sound := session.pad_sound(0)) is not None and sound.settings.get("brightness") == 0.0)
