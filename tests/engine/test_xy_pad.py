"""The XY pad's commands, and near variants."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engine.events import Message
from studio.engine.project import Project
from studio.engine.session import Session
from studio.engine.snapshots import between_four
from studio.engine.variants import directions, near
from studio.engine.xy import CORNERS, XY
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Settings
from tests.toy import Recorder, toy_session, toy_spec
from tests.waiting import wait_until

SPEC = toy_spec()


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    yield made
    made.close()


def corners(session: Session) -> list[Settings]:
    """Four snapshots: brightness and decay at the corners of a square, each of another class."""
    kept = []
    for slot, (bright, decay) in enumerate(((-2.0, 2.0), (2.0, 2.0), (-2.0, -2.0), (2.0, -2.0))):
        session.set("brightness", bright)
        session.set("decay", decay)
        session.end_gesture()
        session.store_snapshot(slot)
        kept.append(session.settings)
    session.set_xy(mode=CORNERS)
    return kept


# ---- the pad


def test_two_sliders_are_turned_in_one_step(session: Session) -> None:
    assert [knob.address for knob in session.xy_axes() or ()] == ["brightness", "decay"]
    for at in (0.6, 0.75, 1.0):
        session.move_xy(at, 0.25)
    session.end_gesture()
    assert (session.settings.get("brightness"), session.settings.get("decay")) == (3.0, -1.5)
    assert session.xy_place() == (1.0, 0.25) and session.undo_text == "XY pad"
    session.undo()
    assert (session.settings.get("brightness"), session.settings.get("decay")) == (0.0, 0.0)


def test_a_drag_is_a_take_as_any_other(session: Session) -> None:
    session.move_xy(0.7, 0.7)
    session.end_gesture()
    wait_until(lambda: len(session.takes()) == 1)


def test_its_corners_are_snapshots(session: Session) -> None:
    four = corners(session)
    for (x, y), settings in zip(((0, 1), (1, 1), (0, 0), (1, 0)), four, strict=True):
        session.move_xy(x, y)
        assert session.settings == settings
    session.move_xy(0.5, 0.75)
    session.end_gesture()
    assert session.settings.get("brightness") == pytest.approx(0.0) and session.settings.get("decay") == pytest.approx(1.0)
    assert session.project.xy.place == (0.5, 0.75)
    session.undo()
    assert session.project.xy.place == (0.5, 0.5) and session.settings == four[3]


def test_an_empty_corner_is_named(session: Session) -> None:
    recorder = Recorder(session)
    session.set_xy(mode=CORNERS)
    session.store_snapshot(1)
    session.move_xy(0.2, 0.2)
    assert "1, 3, 4 is still empty" in recorder.of(Message)[-1].text and session.project.xy.place == (0.5, 0.5)


@given(st.floats(0, 1), st.floats(0, 1), st.lists(st.floats(-3, 3), min_size=8, max_size=8))
def test_the_length_of_a_code_goes_along_between_four(x: float, y: float, values: list[float]) -> None:
    four = tuple(SPEC.check(Settings(0, (("d1", a), ("d2", b)))) for a, b in zip(values[::2], values[1::2], strict=True))
    made = between_four(SPEC, four, x, y)  # type: ignore[arg-type]
    lengths = [math.hypot(one.get("d1"), one.get("d2")) for one in four]  # type: ignore[arg-type]
    assert math.hypot(made.get("d1"), made.get("d2")) <= max(lengths) + 1e-3  # type: ignore[arg-type]
    assert between_four(SPEC, four, 0.0, 1.0) == four[0] and between_four(SPEC, four, 1.0, 0.0) == four[3]  # type: ignore[arg-type]


def test_the_puck_is_turned_by_its_address_and_carried_by_a_modulator(session: Session) -> None:
    corners(session)
    session.turn("xy/x", 1.0)
    session.turn("xy/y", 1.0)
    session.end_gesture()
    assert session.settings.get("brightness") == 2.0 == session.settings.get("decay")
    session.add_modulator("xy/x", shape="square", hz=0.01, depth=-1.0)
    session.set_loop(True)
    session.play()
    wait_until(lambda: session._latest is not None and session._latest.settings.get("brightness") == -2.0)
    assert session.settings.get("brightness") == 2.0 and session.xy_sounding() == (0.0, 1.0) and session.xy_place() == (1.0, 1.0)


def test_what_cannot_be_chosen_is_refused(session: Session) -> None:
    for wrong in ({"mode": "circles"}, {"corners": (0, 1, 2, 9)}, {"x": "nobody"}):
        with pytest.raises(BadInput):
            session.set_xy(**wrong)
    session.set_xy(x="cutoff", y="level")
    session.move_xy(0.5, 1.0)
    assert session.settings.get("cutoff") == pytest.approx(632.4555) and session.settings.get("level") == 0.0
    assert Project.from_json(session.project.to_json()).xy == session.project.xy


JUNK = st.none() | st.booleans() | st.floats() | st.text(max_size=4) | st.lists(st.integers(-9, 9) | st.floats(), max_size=5)


@given(st.dictionaries(st.sampled_from(["mode", "x", "y", "corners", "place", "throw"]), JUNK))
def test_damaged_json_of_a_pad_is_as_at_first(data: dict[str, Any]) -> None:
    assert XY.from_json(XY.from_json(data).to_json()) == XY.from_json(data)


# ---- near variants


@given(st.integers(1, 24), st.integers(1, 12), st.integers(0, 99))
def test_directions_are_of_length_one_in_opposite_pairs(size: int, count: int, seed: int) -> None:
    found = directions(size, count, np.random.default_rng(seed))
    assert found.shape == (count, size) and np.allclose(np.linalg.norm(found, axis=1), 1.0)
    assert all(np.allclose(found[i], -found[i + 1]) for i in range(0, count - 1, 2))
    pairs = found[::2]
    if len(pairs) <= size:
        assert np.allclose(pairs @ pairs.T, np.eye(len(pairs)), atol=1e-9)


@given(st.floats(0.1, 2.0), st.floats(-3, 3), st.integers(0, 99))
def test_neighbours_lie_at_the_radius_and_what_is_locked_stays(radius: float, start: float, seed: int) -> None:
    base = SPEC.defaults(seed=5).with_values({"d1": start, "brightness": 1.0})
    for made in near(SPEC, base, {"class"}, radius, seed, 8):
        away = math.hypot(made.get("d1") - start, made.get("d2"))  # type: ignore[operator, arg-type]
        assert away == pytest.approx(radius, abs=2e-3)
        assert made.seed == 5 and made.get("brightness") == 1.0 and made.get("d3") == 0.0 and -3.0 <= made.get("d1") <= 3.0  # type: ignore[operator]
    assert all(made.get("d1") == start for made in near(SPEC, base, {"d1"}, radius, seed, 3))
    assert near(SPEC, base, {control.name for control in SPEC.controls}, radius, seed, 3) == ()


def test_randomise_near_stays_within_the_radius(session: Session) -> None:
    session.set_radius(0.5)
    session.end_gesture()
    for _ in range(4):
        before = session.settings
        session.randomise_within()
        away = math.hypot(*(session.settings.get(n) - before.get(n) for n in ("d1", "d2")))  # type: ignore[operator]
        assert 0.5 / 3 - 1e-3 <= away <= 0.5 + 1e-3
    assert session.undo_text == "Randomise near"


def test_eight_variants_become_takes(session: Session) -> None:
    session.near_variants(onto_pads=False)
    wait_until(lambda: len(session.takes()) == 8)
    assert len({take.recipe.settings for take in session.takes()}) == 8 and len({take.title for take in session.takes()}) == 8


def test_eight_variants_go_onto_the_pads_in_one_step(session: Session) -> None:
    pads = session.project.stage.pattern
    session.near_variants()
    wait_until(lambda: session.project.stage.pattern != pads)
    assert len({pad.sound for pad in session.project.stage.pattern.pads}) == 8
    session.undo()
    assert session.project.stage.pattern == pads


def test_with_everything_locked_it_says_so(session: Session) -> None:
    recorder = Recorder(session)
    session.set_locks(tuple(control.name for control in SPEC.controls), True)
    session.randomise_within()
    session.near_variants()
    assert [one.text for one in recorder.of(Message)][-1].startswith("Every slider is locked")
