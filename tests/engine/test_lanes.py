"""Curves of takes that a hand has changed: they are there after a restart, and damaged ones do no harm. A session over toys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.engine.session import Session
from studio.engine.session import lanes as session_lanes
from studio.engine.streaming import edited
from studio.engine.streaming.hand import GRAIN
from studio.engine.streaming.trajectory import Trajectory
from studio.paths import Home
from tests.toy import FakeLibrary, FakePlayer
from tests.toy_stream import StreamCatalogue
from tests.ui.fake_stream import curves, whole

Start = Callable[[], Session]
DRAWN = np.arange(10, dtype=np.float32) * 40 / GRAIN  # latents are whole grains, as what a stream plays
RECORDED = (np.round(curves().frames * GRAIN) / GRAIN).astype(np.float32)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a session in one home, the one before it is ended; each of its takes was recorded with the same curves."""
    home, open_ones = Home(tmp_path).make(), []
    recorded = whole(replace(curves(), frames=RECORDED))
    monkeypatch.setattr(Session, "trajectory", lambda self, take: recorded)

    def begin() -> Session:
        for one in open_ones:
            one.close()
        open_ones.append(Session(StreamCatalogue(), FakePlayer(), FakeLibrary(), home))
        assert open_ones[-1].wait_idle(20)
        return open_ones[-1]

    yield begin
    for one in open_ones:
        one.close()


def curve(session: Session, take: str = "one") -> Any:
    return session.curves_of(take).tracks[0].frames[20:30, 1]


def test_what_was_drawn_is_there_after_a_restart_and_after_its_undo_is_not(start: Start) -> None:
    first = start()
    first.edit_curve("one", 0, 1, 20, DRAWN)
    again = start()
    assert np.array_equal(curve(again), DRAWN) and again.curves_edited("one")
    assert not again.curves_edited("two") and np.array_equal(curve(again, "two"), RECORDED[20:30, 1])
    again.edit_curve("one", 0, 1, 20, RECORDED[20:30, 1], "recorded")
    last = start()
    assert np.array_equal(curve(last), RECORDED[20:30, 1]) and not last.curves_edited("one")


def test_what_no_longer_fits_in_memory_is_read_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_lanes, "MOST_KEPT", 2)
    monkeypatch.setattr(session_lanes, "KEEP_SECONDS", 0.0)
    session = start()
    for number in range(5):
        session.edit_curve(f"take {number}", 0, 1, 20, DRAWN + np.float32(number))
        session._write_curves()
    assert len(session._curves_kept) <= 3
    assert all(np.array_equal(curve(session, f"take {number}"), DRAWN + np.float32(number)) for number in range(5))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"stream": {}}', "\0" * 100])
def test_a_file_that_is_damaged_or_of_another_take_is_left_out(start: Start, tmp_path: Path, text: str) -> None:
    session = start()
    folder = tmp_path / "streams" / "curves"
    edited.write(folder, "other", whole(curves(40)))
    (folder / "one.json").write_text(text)
    for take in ("one", "other"):
        assert np.array_equal(curve(session, take), RECORDED[20:30, 1]) and not session.curves_edited(take)


def test_files_are_not_heaped_up_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edited, "MOST_FILES", 3)
    kept: Trajectory = whole(curves())
    for number in range(6):
        edited.write(tmp_path, f"../take {number}", kept)
    assert len(list(tmp_path.iterdir())) == 3 and edited.read(tmp_path, "../take 5", kept) is not None
