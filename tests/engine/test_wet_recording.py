"""Recordings that went through effects: made again as they were heard, and sent through no second rack by an export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.audio import files
from studio.audio.effects import Rack
from studio.engine.edits import rack_in, rack_of, through_rack
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


def test_what_was_recorded_with_effects_is_made_again_with_them(session: Session) -> None:
    take, effect = recorded(session)
    found = session.trajectory(take.id)
    assert found is not None and rack_of(take.recipe.edits) is not None
    session.remove_effect(effect)
    session.render_trajectory(take.id, found)
    assert session.wait_idle(20)
    heard, again = (session._library.read(one.id).result().samples for one in (take, session.takes()[0]))
    assert np.abs(heard).max() > 0.01 and again.shape == heard.shape and np.abs(again - heard).max() < 1e-4
    assert rack_of(session.takes()[0].recipe.edits) == rack_of(take.recipe.edits)


def exported(session: Session, take: Take, folder: Path) -> Path:
    session.export([take.id], folder, "wav", 32, None, effects=True)
    assert session.wait_idle(20)
    (file,) = folder.iterdir()
    return file


def test_an_export_of_what_was_recorded_with_effects_goes_through_those_behind_them(session: Session, tmp_path: Path) -> None:
    take, effect = recorded(session)
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    sound = session._library.read(take.id).result()
    assert np.array_equal(files.read_clip(exported(session, take, tmp_path / "as it is")).samples, sound.samples)
    assert any(f"exported as recorded: {take.title}." in text for text in told)

    session.add_effect("saturation", 0)
    session.add_effect("delay")
    file = exported(session, take, tmp_path / "delayed")
    delay = Rack(session.rack.slots[2:])
    assert np.array_equal(files.read_clip(file).samples, through_rack(sound, delay, session.project.bpm).samples)
    info = files.describe(file)
    assert info.recipe is not None and rack_in(info.recipe.edits) == Rack(session.rack.slots[1:])  # as it was made: the gain, the delay

    session.remove_effect(effect)  # what is in the rack now is not in the take
    file = exported(session, take, tmp_path / "both")
    assert np.array_equal(files.read_clip(file).samples, through_rack(sound, session.rack, session.project.bpm).samples)


def test_what_is_put_behind_the_effects_of_a_take_is_heard_on_it(session: Session) -> None:
    take, effect = recorded(session)
    behind = session.add_effect("gain")
    session.turn(f"rack/{behind}.gain", -20.0)
    session.end_gesture()
    wanted = session._library.read(take.id).result().samples
    assert close(heard_of(session, take), wanted * 10.0 ** (-20.0 / 20.0))
    session.move_effect(behind, 0)  # before it
    assert close(heard_of(session, take), wanted)
    session.remove_effect(effect)  # none of the rack is in it
    assert close(heard_of(session, take), wanted * 10.0 ** (-20.0 / 20.0))


def heard_of(session: Session, take: Take) -> np.ndarray:
    """What the take sounds like: the tape of it."""
    wait_until(lambda: not session.status().live and not session.status().playing, 10, "silence")
    live, start = session._player.live, session._player.live.tape_at()
    session.audition(take.id)
    wait_until(lambda: live.tape_at() - start > 1.6 * live.rate, 20, "the take was heard")
    return live.taped(start, live.tape_at())[:, 0]


def close(heard: np.ndarray, wanted: np.ndarray) -> bool:
    """Is a part of what was wanted (channels, frames) in what was heard?"""
    part = wanted[0, 20_000:24_000]
    places = np.lib.stride_tricks.sliding_window_view(heard, len(part))
    return min(float(np.abs(place - part).max()) for place in places) < 0.01 * float(np.abs(part).max())


def test_a_take_with_its_effects_is_heard_as_it_is_beside_the_rack(session: Session) -> None:
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    take, _ = recorded(session)
    assert not any("with its effects" in text for text in told)  # shown, not heard
    assert close(heard_of(session, take), session._library.read(take.id).result().samples)  # as recorded, no 12 dB softer
    wait_until(lambda: any("was recorded with its effects" in text for text in told), 10, "a sentence about it")
    session.set("pitch", 0.5)  # a sound of the model goes through the rack again
    session.end_gesture()
    assert session.wait_idle(20)
    live = session._player.live
    wait_until(lambda: live.board(lambda board: board.wishes[desk.WISH_JOIN]) == 0.0, 10, "the rack")
