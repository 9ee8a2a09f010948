"""Recordings that went through effects: made again as they were heard, and sent through no second rack by an export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.audio import files
from studio.engine.edits import rack_of
from studio.engine.library import Library
from studio.engine.player import Player, desk
from studio.engine.session import Session
from studio.engine.take_files import Take
from studio.paths import Home
from tests.engine.test_stream_recording import let_pass
from tests.toy_stream import StreamCatalogue
from tests.waiting import wait_until


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    home = Home(tmp_path).make()
    kept = {"project": {"model": "hum", "settings": {"seed": 4, "values": {}}}}
    made = Session(StreamCatalogue(), Player(null=True, block=512), Library(home), home, preferences=kept)
    assert made.wait_idle(20)
    wait_until(lambda: made._player.live.rate, 20, "an output")
    yield made
    made.close()


def recorded(session: Session) -> tuple[Take, int]:
    """A second of a stream through a gain of -12 dB, and the effect's id."""
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    effect = session.add_effect("gain")
    session.turn(f"rack/{effect}.gain", -12.0)
    session.end_gesture()
    let_pass(session, 1.5)
    session.keep_last(1.0)
    assert session.wait_idle(20)
    session.stop()
    (take,) = session.takes()
    return take, effect


def test_what_was_recorded_with_effects_is_made_again_with_them(session: Session, tmp_path: Path) -> None:
    take, effect = recorded(session)
    found = session.trajectory(take.id)
    assert found is not None and rack_of(take.recipe.edits) is not None
    session.remove_effect(effect)
    session.render_trajectory(take.id, found)
    assert session.wait_idle(20)
    heard, again = (session._library.read(one.id).result().samples for one in (take, session.takes()[0]))
    assert np.abs(heard).max() > 0.01 and again.shape == heard.shape and np.abs(again - heard).max() < 1e-4
    assert rack_of(session.takes()[0].recipe.edits) == rack_of(take.recipe.edits)

    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    session.add_effect("reverb")
    session.export([take.id], tmp_path / "out", "wav", 32, None, effects=True)
    assert session.wait_idle(20)
    (file,) = (tmp_path / "out").iterdir()
    assert np.array_equal(files.read_clip(file).samples, heard)
    assert any(f"exported as recorded: {take.title}." in text for text in told)


def test_a_take_with_its_effects_is_heard_as_it_is_beside_the_rack(session: Session) -> None:
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    take, _ = recorded(session)
    wait_until(lambda: not session.status().live, 10, "silence")
    live, start = session._player.live, session._player.live.tape_at()
    session.audition(take.id)
    wait_until(lambda: live.tape_at() - start > 1.6 * live.rate, 20, "the take was heard")
    heard = live.taped(start, live.tape_at())[:, 0]
    wanted = session._library.read(take.id).result().samples[0]
    part = wanted[20_000:24_000]
    places = np.lib.stride_tricks.sliding_window_view(heard, len(part))
    assert min(float(np.abs(place - part).max()) for place in places) < 1e-4 < np.abs(part).max()  # as recorded, no 12 dB softer
    wait_until(lambda: any("was recorded with its effects" in text for text in told), 10, "a sentence about it")
    session.set("pitch", 0.5)  # a sound of the model goes through the rack again
    session.end_gesture()
    assert session.wait_idle(20)
    wait_until(lambda: live.board(lambda board: board.wishes[desk.WISH_WET]) == 0.0, 10, "the rack")
