"""A against B, the loop of a selection, the cursor and scrubbing, as the session asks the player for them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.audio.difference import difference
from studio.audio.loudness import SILENCE, loudness
from studio.audio.spectrum import spectrogram
from studio.clip import Clip
from studio.engine.events import Compared, Differed, Message
from studio.engine.session import Session
from studio.errors import BadInput
from tests.toy import FakeLibrary, FakePlayer, Recorder
from tests.waiting import wait_until

RATE = 44_100


def sine(hertz: float, level: float, seconds: float = 1.0, rate: int = RATE) -> Clip:
    return Clip((level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)[None], rate)


def idle(session: Session) -> None:
    assert session.wait_idle(10)


def take_of(session: Session) -> str:
    """A take of what Generate makes."""
    before = len(session.takes())
    session.generate()
    idle(session)
    wait_until(lambda: len(session.takes()) > before)
    return session.takes()[0].id


def test_loudness_is_that_of_the_standard() -> None:
    assert loudness(sine(997.0, 1.0, 2.0)) == pytest.approx(-3.01, abs=0.1), "BS.1770: a full-scale sine of 997 Hz"
    assert loudness(sine(997.0, 0.5, 2.0)) == pytest.approx(-9.03, abs=0.1)
    assert loudness(sine(30.0, 0.5, 2.0)) < loudness(sine(997.0, 0.5, 2.0)) - 3 < loudness(sine(4000.0, 0.5, 2.0)) - 6
    assert loudness(sine(997.0, 1.0, 0.1)) == pytest.approx(-3.01 + 10 * math.log10(0.1 / 0.4), abs=0.2), "a hit in its window"
    assert loudness(Clip(np.zeros((1, 100), np.float32), RATE)) == SILENCE == loudness(Clip(np.zeros((2, 0), np.float32), RATE))


def test_the_difference_of_a_sound_to_itself_is_nothing_and_to_a_softer_one_its_gain() -> None:
    clip, softer = sine(1000.0, 0.5), sine(1000.0, 0.25)
    picture = spectrogram(clip)
    assert np.abs(difference(picture, clip).db).max() < 1e-3
    band = int(np.argmax(picture.db[:, 100]))
    assert difference(picture, softer).db[band, 100] == pytest.approx(6.02, abs=0.05)
    assert difference(picture, softer, -6.02).db[band, 100] == pytest.approx(0.0, abs=0.05)
    other_rate = difference(picture, sine(1000.0, 0.5, rate=22_050)).db
    assert abs(other_rate[band, 100]) < 3.0
    short = difference(picture, sine(1000.0, 0.5, 0.2)).db
    assert short.shape == picture.db.shape and short[band, -100] > 60, "where the other has ended there is more here"


def test_a_and_b_go_on_in_place_and_the_louder_one_is_turned_down(session: Session, player: FakePlayer) -> None:
    recorder = Recorder(session)
    session.set("level", -20.0)
    session.end_gesture()
    idle(session)
    session.set_a()
    idle(session)
    a = recorder.of(Compared)[-1].a
    session.set("level", -10.0)
    session.end_gesture()
    idle(session)
    heard = player.played[-1]
    b = heard.clip
    assert heard.gain_db == pytest.approx(min(0.0, loudness(a) - loudness(b)), abs=0.01)
    quieter = heard.gain_db < -0.1
    session.toggle_ab()
    idle(session)
    on = player.played[-1]
    assert on.clip is a and on.switch and not on.restart
    assert (on.gain_db == 0.0) == quieter and loudness(a) + on.gain_db == pytest.approx(loudness(b) + heard.gain_db, abs=0.01)
    told = recorder.of(Compared)[-1]
    assert told.hearing == "A" and told.gain_db == on.gain_db and told.settings is not None and told.settings.get("level") == -20.0
    session.toggle_ab()
    idle(session)
    assert np.array_equal(player.played[-1].clip.samples, b.samples) and player.played[-1].switch
    assert recorder.of(Compared)[-1].hearing == "B"


def test_a_slider_that_moves_while_a_is_heard_brings_b(session: Session, player: FakePlayer) -> None:
    recorder = Recorder(session)
    session.generate()
    idle(session)
    session.set_a()
    idle(session)
    session.toggle_ab()
    idle(session)
    session.set("level", -15.0)
    idle(session)
    assert recorder.of(Compared)[-1].hearing == "B" and not player.played[-1].switch


def test_a_take_is_a_and_undo_brings_the_one_before(session: Session, player: FakePlayer) -> None:
    recorder = Recorder(session)
    first, second = take_of(session), take_of(session)
    session.set_a(first)
    idle(session)
    session.set_a(second)
    idle(session)
    library: FakeLibrary = session._library
    assert np.array_equal(recorder.of(Compared)[-1].a.samples, library.clips[second].samples)
    assert "as A" in session.undo_text
    session.undo()
    idle(session)
    assert np.array_equal(recorder.of(Compared)[-1].a.samples, library.clips[first].samples)
    session.undo()
    session.toggle_ab()
    idle(session)
    assert recorder.of(Compared)[-1].a is None
    assert "Set a sound as A" in recorder.of(Message)[-1].text


def test_what_sounds_when_a_is_set_is_matched_at_once(session: Session, player: FakePlayer) -> None:
    recorder = Recorder(session)
    quiet = take_of(session)
    session.set("level", -3.0)
    session.end_gesture()
    idle(session)
    session._library.clips[quiet] = Clip(session._library.clips[quiet].samples * np.float32(0.1), RATE)
    session._renderer.cache._clips.clear()
    session.set_a(quiet)
    idle(session)
    told = recorder.of(Compared)[-1]
    assert told.gain_db < -10 and player.played[-1].gain_db == told.gain_db and player.played[-1].switch
    session.clear_a()
    idle(session)
    assert player.played[-1].gain_db == 0.0 and recorder.of(Compared)[-1].a is None


def test_no_take_is_made_by_comparing(session: Session) -> None:
    session.set_a(take_of(session))
    idle(session)
    count = len(session.takes())
    for _ in range(4):
        session.toggle_ab()
        idle(session)
    assert len(session.takes()) == count


def test_differences_are_told_while_they_are_wanted(session: Session) -> None:
    recorder = Recorder(session)
    session.generate()
    idle(session)
    session.set_difference(True)
    idle(session)
    assert recorder.of(Differed)[-1].spectrogram is None, "there is no A"
    session.set_a()
    idle(session)
    assert np.abs(recorder.of(Differed)[-1].spectrogram.db).max() < 0.1, "A is what is shown"
    session.set("level", -3.0)
    session.end_gesture()
    idle(session)
    told = len(recorder.of(Differed))
    assert recorder.of(Differed)[-1].spectrogram is not None
    session.set_difference(False)
    idle(session)
    assert recorder.of(Differed)[-1].spectrogram is None and len(recorder.of(Differed)) == told + 1


def test_play_begins_at_the_cursor_and_keeps_to_the_selection(session: Session, player: FakePlayer) -> None:
    session.seek(0.25)
    session.play()
    idle(session)
    assert player.calls[-1] == ("seek", 0.25) and player.played[-1].at == 0.25 and player.played[-1].part
    session.set_loop_region(0.1, 0.3, 0.02)
    assert player.calls[-1] == ("region", 0.1, 0.3, 0.02)
    session.set("level", -8.0)
    idle(session)
    assert not player.played[-1].part and player.played[-1].at == 0.0, "a slider plays the whole sound"
    session.set_loop(True)
    session.set("level", -5.0)
    idle(session)
    assert player.played[-1].part and player.played[-1].loop, "a loop keeps to the selection"
    session.play_once()
    idle(session)
    assert player.played[-1].part and not player.played[-1].loop
    assert session.project.loop, "the loop stays on"
    with pytest.raises(BadInput):
        session.seek(math.nan)


def test_a_scrub_goes_on_playing_where_it_played_before(session: Session, player: FakePlayer) -> None:
    session.scrub(0.1)
    session.scrub(0.2)
    session.end_scrub(0.2)
    assert player.calls[-4:] == [("scrub", 0.1), ("scrub", 0.2), ("scrub", 0.2), ("end scrub", False)]
    idle(session)
    session.play()
    idle(session)
    assert player.played[-1].at == 0.2
    session.scrub(0.3)
    session.end_scrub(0.3)
    assert player.calls[-1] == ("end scrub", True)
