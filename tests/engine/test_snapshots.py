"""Snapshots, the way between two of them, names, ranges, locks: all through the session, all taken back by undo."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from studio.engine import events as ev
from studio.engine.project import Project
from studio.engine.session import Session, core
from studio.engine.session.snapshots import drawn
from studio.engine.snapshots import Snapshot, between
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Choice, Latent, Number, Spec
from tests.toy import CONTROLS, FakeLibrary, Recorder, toy_session, toy_spec


@pytest.fixture(autouse=True)
def _no_rest_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: a drag ends when it is let go, no pause on the way makes a take."""
    monkeypatch.setattr(core, "REST", 60.0)


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    yield made
    made.close()


def put(session: Session, **values: Any) -> None:
    for name, value in values.items():
        session.set(name, value)
    session.end_gesture()


def axes_spec(count: int) -> Spec:
    axes = tuple(Latent(f"d{n}", f"Dim {n}") for n in range(count))
    return Spec("axes", "toy", "Axes", "", "CC0", (), 44_100, 1, 1.0, axes)


# ---- snapshots


def test_a_snapshot_brings_the_sliders_back(session: Session) -> None:
    put(session, brightness=1.5)
    session.store_snapshot(2)
    put(session, brightness=-1.0, decay=2.0)
    session.recall_snapshot(2)
    assert session.settings.get("brightness") == 1.5 and session.settings.get("decay") == 0.0
    assert session.undo_text == "Recall snapshot 3"
    session.undo()
    assert session.settings.get("brightness") == -1.0
    session.redo()
    assert session.settings.get("brightness") == 1.5


def test_recalling_sounds_and_makes_no_take(session: Session) -> None:
    put(session, brightness=1.0)
    session.store_snapshot(0)
    put(session, brightness=0.5)
    assert session.wait_idle(10)
    takes, played = len(session.takes()), len(session._player.played)
    session.recall_snapshot(0)
    assert session.wait_idle(10)
    assert len(session._player.played) == played + 1 and len(session.takes()) == takes


def test_storing_clearing_and_naming_are_steps(session: Session) -> None:
    session.store_snapshot(0)
    session.rename_snapshot(0, "  Deep \n kick ")
    assert session.project.snapshots[0] == Snapshot(session.settings, "Deep kick")
    session.clear_snapshot(0)
    assert session.project.snapshots[0] is None
    assert session.undo_text == "Clear snapshot 1"
    session.undo()
    session.undo()
    assert session.project.snapshots[0] == Snapshot(session.settings)
    session.undo()
    assert session.project.snapshots == (None,) * 8 and not session.can_undo


def test_an_empty_slot_says_how_it_is_filled(session: Session) -> None:
    heard = Recorder(session)
    session.recall_snapshot(4)
    assert [(m.level, m.text) for m in heard.of(ev.Message)] == [("info", "Snapshot 5 is empty: Shift+5 stores the sliders there.")]
    assert not session.can_undo
    with pytest.raises(BadInput, match="1 to 8"):
        session.store_snapshot(8)


def test_each_model_has_its_own(session: Session) -> None:
    session.store_snapshot(0)
    session.rename_control("brightness", "Shine")
    session.choose_model("other")
    assert session.wait_idle(10)
    assert session.project.snapshots[0] is None and session.project.label("brightness", "Brightness") == "Brightness"
    session.choose_model("toy")
    assert session.wait_idle(10)
    assert session.project.snapshots[0] is not None and session.project.label("brightness", "Brightness") == "Shine"


def test_they_are_there_again_after_a_restart(home: Home) -> None:
    library = FakeLibrary()
    first = toy_session(home, library=library)
    put(first, brightness=1.25)
    first.store_snapshot(7)
    first.rename_control("decay", "Tail")
    first.extend_range("decay", True)
    first.choose_model("other")
    assert first.wait_idle(10)
    first.store_snapshot(1)
    first.close()
    second = toy_session(home, preferences=library.preferences)
    try:
        assert second.project.model == "other" and second.project.snapshots[1] is not None
        second.choose_model("toy")
        assert second.wait_idle(10)
        project = second.project
        assert project.snapshots[7] is not None and project.snapshots[7].settings.get("brightness") == 1.25
        assert project.label("decay", "") == "Tail" and project.extended == {"decay"}
    finally:
        second.close()


@pytest.mark.parametrize("data", [
    {"snapshots": [{"settings": 3, "name": "x"}, {"settings": {"seed": -1, "values": {}}, "name": ""}, {"name": 4}, 7]},
    {"snapshots": "eight"}, {"morph": [0, 9, 0.5]}, {"morph": [0, 1, math.nan]}, {"morph": "half"}, {"labels": ["a"]}, {"labels": {"a": 3}},
    {"extended": [1, None]}, {"extended": 5}, {"amount": "much"}, {"amount": -4}, {"amount": True},
])  # fmt: skip
def test_what_is_damaged_is_left_out(data: dict[str, Any]) -> None:
    project = Project.from_json({**Project("toy").to_json(), **data})
    assert project.snapshots == (None,) * 8 and project.morph is None and project.labels == () and not project.extended
    assert project.amount in (1.0, 0.01)


@pytest.mark.parametrize("left", [3, ["toy"], {"other": 7}, {"other": {"model": "other", "settings": None}}])
def test_damaged_models_that_were_left_are_forgotten(home: Home, left: Any) -> None:
    session = toy_session(home, preferences={"left_models": left})
    try:
        session.choose_model("other")
        assert session.wait_idle(10) and session.project.model == "other"
        assert session.settings == toy_spec("other").defaults()
    finally:
        session.close()


def test_a_snapshot_of_other_controls_is_dropped() -> None:
    alien = axes_spec(2).defaults()
    project = Project("toy", toy_spec().defaults(), snapshots=(Snapshot(alien), *(None,) * 7), extended=frozenset({"gone"}))
    assert project.fitted(toy_spec()).snapshots[0] is None and not project.fitted(toy_spec()).extended


# ---- morph


def test_a_morph_is_one_step_and_ends_exactly_at_its_ends(session: Session) -> None:
    put(session, brightness=-1.0)
    session.store_snapshot(0)
    put(session, brightness=2.0, d1=1.0)
    session.store_snapshot(1)
    before = session.settings
    for share in (0.2, 0.5, 1.0, 0.0):
        session.morph(0, 1, share)
    snapshot = session.project.snapshots[0]
    assert snapshot is not None and session.settings == snapshot.settings and session.project.morph == (0, 1, 0.0)
    session.morph(0, 1, 0.5)
    assert session.settings.get("brightness") == pytest.approx(0.5)
    session.end_gesture()
    assert session.undo_text == "Morph 1 to 2"
    session.undo()
    assert session.settings == before


def test_a_cancelled_morph_leaves_nothing(session: Session) -> None:
    session.store_snapshot(0)
    put(session, brightness=2.0)
    session.store_snapshot(1)
    put(session, brightness=0.7)
    assert session.wait_idle(10)
    before, takes = session.project, len(session.takes())
    session.morph(0, 1, 0.9)
    session.cancel_gesture()
    assert session.wait_idle(10)
    assert session.project == before and session.undo_text == "Brightness" and len(session.takes()) == takes


def test_a_morph_needs_two(session: Session) -> None:
    heard = Recorder(session)
    session.store_snapshot(0)
    session.morph(0, 1, 0.5)
    assert [m.level for m in heard.of(ev.Message)] == ["info"]
    assert session.project.morph is None


def test_the_middle_of_two_codes_is_as_long_as_they_are() -> None:
    spec, dice = axes_spec(24), random.Random(3)
    one, two = (spec.defaults().with_values({f"d{n}": dice.gauss(0, 1) for n in range(24)}) for _ in range(2))
    lengths = [math.hypot(*(v for _, v in between(spec, one, two, share).values)) for share in (0.0, 0.5, 1.0)]  # type: ignore[arg-type]
    assert lengths[1] == pytest.approx((lengths[0] + lengths[2]) / 2, rel=1e-3)


def test_opposite_and_empty_codes_have_a_way_between_them() -> None:
    spec = axes_spec(2)
    one = spec.defaults().with_values({"d0": 2.0})
    assert between(spec, one, spec.defaults(), 0.25).get("d0") == 1.5
    assert between(spec, one, one.with_values({"d0": -2.0}), 0.5).get("d0") == 0.0
    high = spec.defaults().with_values({"d0": 3.0, "d1": 1.0})
    assert between(spec, high, high.with_values({"d1": -1.0}), 0.5).get("d0") == 3.0  # turning never leaves the range


def test_every_kind_of_control_on_the_way() -> None:
    spec = toy_spec()
    one = spec.check(spec.defaults(5).with_values({"cutoff": 100.0, "partials": 1.0, "class": "kick", "level": -24.0}))
    two = spec.check(spec.defaults(9).with_values({"cutoff": 10_000.0, "partials": 8.0, "class": "snare", "word": "zap", "level": 0.0}))
    near = between(spec, one, two, 0.49)
    assert (near.seed, near.get("class"), near.get("word")) == (5, "kick", "boom")
    middle = between(spec, one, two, 0.5)
    assert (middle.seed, middle.get("class"), middle.get("word")) == (9, "snare", "zap")
    assert middle.get("cutoff") == pytest.approx(1_000.0) and middle.get("level") == -12.0
    assert float(str(middle.get("partials"))).is_integer()
    assert spec.check(middle) == middle


# ---- names, ranges, locks, one value


def test_a_control_gets_a_name_of_its_own(session: Session) -> None:
    session.rename_control("brightness", " Shine ")
    put(session, brightness=1.0)
    assert session.undo_text == "Shine"
    session.undo()
    session.undo()
    assert session.project.labels == ()
    session.rename_control("brightness", "Brightness")  # its own name is no name of one's own
    assert session.project.labels == ()


def test_a_wider_range_and_back(session: Session) -> None:
    session.extend_range("brightness", True)
    put(session, brightness=5.0)
    session.extend_range("brightness", False)
    assert session.settings.get("brightness") == 3.0 and not session.project.extended
    session.undo()
    assert session.settings.get("brightness") == 5.0 and session.project.extended == {"brightness"}
    session.extend_range("level", True)  # a plain number's range is all there is
    assert session.project.extended == {"brightness"}


def test_one_value_is_drawn_and_no_other(session: Session) -> None:
    before = session.settings
    session.randomise_one("decay")
    changed = {name for name, value in session.settings.values if value != before.get(name)}
    assert changed == {"decay"} and session.settings.seed == before.seed
    session.randomise_one("class")
    assert session.settings.get("class") != "kick"
    session.undo()
    session.undo()
    assert session.settings == before


def test_what_is_drawn_is_in_range() -> None:
    dice = random.Random(1)
    for control in CONTROLS:
        for wide in (False, True):
            for _ in range(200):
                value = drawn(control, control.default, wide, dice)
                if isinstance(control, Latent):
                    assert isinstance(value, float) and abs(value) <= (6.0 if wide else 3.0)
                elif isinstance(control, (Number, Choice)):
                    assert value is not None and control.check(value) == value
                else:
                    assert value is None


def test_all_locks_at_once_are_one_step(session: Session) -> None:
    names = [control.name for control in CONTROLS]
    session.set_locks(set(names), True)
    assert session.project.locks == set(names) and session.undo_text == "Lock all"
    session.set_locks(("brightness", "decay", "nonsense"), False)
    assert session.undo_text == "Unlock 2 controls"
    session.undo()
    session.undo()
    assert session.project.locks == {"class"}


def test_randomise_goes_as_far_as_it_is_told(session: Session) -> None:
    session.set_amount(0.5)
    session.set_amount(0.02)
    session.end_gesture()
    assert session.undo_text == "Randomise amount" and session.project.amount == 0.02
    session.randomise()
    assert session.wait_idle(10)
    moved = [abs(float(session.settings.get(name))) for name in ("brightness", "decay", "d1")]  # type: ignore[arg-type]
    assert 0 < max(moved) < 0.2


def test_a_slider_that_comes_back_leaves_no_step_and_no_take(session: Session) -> None:
    assert session.wait_idle(10)
    takes = len(session.takes())
    session.set("brightness", 1.0)
    session.set("brightness", 0.0)
    session.end_gesture()
    assert session.wait_idle(10)
    assert not session.can_undo and len(session.takes()) == takes
