"""Undo and redo steps: merging of a drag, bounds, acts."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studio.engine.history import Act, Change, History
from studio.engine.project import Project

BASE = Project("toy")


def project(bpm: float) -> Project:
    return replace(BASE, bpm=bpm)


def drag(history: History, *values: float, key: str = "set bpm") -> None:
    for before, after in pairwise(values):
        history.push(Change("Tempo", project(before), project(after), key))


def test_a_drag_is_one_step() -> None:
    history = History()
    drag(history, 100, 101, 102, 103)
    step = history.undo()
    assert isinstance(step, Change)
    assert (step.before.bpm, step.after.bpm) == (100, 103)
    assert not history.can_undo and history.redo_text == "Tempo"


def test_a_closed_gesture_does_not_grow() -> None:
    history = History()
    drag(history, 100, 101)
    history.close()
    drag(history, 101, 102)
    assert len(history) == 2
    step = history.undo()
    assert isinstance(step, Change) and step.before.bpm == 101


def test_another_control_is_another_step() -> None:
    history = History()
    drag(history, 100, 101)
    drag(history, 101, 102, key="set other")
    assert len(history) == 2


def test_a_drag_back_to_its_start_is_no_step() -> None:
    history = History()
    drag(history, 100, 101, 100)
    drag(history, 100, 104)  # the same gesture goes on
    assert len(history) == 1
    drag(history, 104, 100)
    history.close()
    assert not history.can_undo


def test_undo_ends_the_gesture() -> None:
    history = History()
    drag(history, 100, 101)
    history.undo()
    history.redo()
    drag(history, 101, 102)
    assert len(history) == 2


def test_a_new_step_drops_what_was_undone_and_no_change_does_not() -> None:
    history = History()
    drag(history, 100, 101)
    history.undo()
    history.push(Change("Nothing", BASE, BASE))
    assert history.can_redo
    drag(history, 100, 105)
    assert not history.can_redo


def test_acts_never_merge() -> None:
    history = History()
    done: list[str] = []
    for name in "ab":
        history.push(Act(f"Star {name}", lambda name=name: done.append(f"undo {name}"), lambda name=name: done.append(f"redo {name}")))
    assert history.undo_text == "Star b"
    step = history.undo()
    assert isinstance(step, Act)
    step.undo()
    assert done == ["undo b"] and history.undo_text == "Star a" and history.redo_text == "Star b"


def test_it_is_bounded() -> None:
    history = History(depth=5)
    for n in range(20):
        history.push(Change(str(n), project(100 + n), project(101 + n)))
    assert len(history) == 5 and history.undo_text == "19"


@given(st.lists(st.one_of(st.floats(20, 200), st.sampled_from(["undo", "redo", "close"])), max_size=40))
def test_undoing_everything_leads_back_and_redoing_forward(acts: list[float | str]) -> None:
    history, now = History(depth=1000), project(100)
    for act in acts:
        if act == "close":
            history.close()
        elif act == "undo":
            step = history.undo()
            now = step.before if isinstance(step, Change) else now
        elif act == "redo":
            step = history.redo()
            now = step.after if isinstance(step, Change) else now
        else:
            after = project(float(act))
            history.push(Change("Tempo", now, after, "set bpm"))
            now = after
    last = now
    steps = 0
    while isinstance(step := history.undo(), Change):
        assert step.after == now
        now, steps = step.before, steps + 1
    assert now == project(100)
    for _ in range(steps):
        step = history.redo()
        assert isinstance(step, Change) and step.before == now
        now = step.after
    if not any(act == "undo" for act in acts):
        assert now == last
