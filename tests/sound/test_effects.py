"""Effects through a real stream, captured: turning, moving and bypassing them never clicks, and offline is what was heard, bit for bit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from studio.audio.effect_chain import render
from studio.audio.effects import KINDS, Rack
from studio.clip import Clip
from studio.engine.player import Player
from studio.engine.player import rack as heard
from studio.engine.player.nullsink import Capture
from studio.engine.session import Session
from studio.paths import Home
from tests.sound.test_moves import Tone
from tests.toy import RATE, ToyCatalogue, toy_session
from tests.waiting import wait_until


@pytest.fixture
def session(home: Home, capture: Capture) -> Iterator[Session]:
    models: Any = ToyCatalogue()
    models.generators = {"tone": Tone()}
    made = toy_session(home, models=models, player=Player())
    made.set_volume_db(-6.0)
    made.set_loop(True)
    made.play()
    wait_until(lambda: bool(capture.samples()[-2000:].any(axis=1).sum() > 1500), 20, "the loop")
    yield made
    made.close()


def sounds(session: Session) -> None:
    """Wait until the audio process has the newest rack, and a little longer."""
    number = session._rack_version
    wait_until(lambda: int(session._player.live.heard(heard.AT, 1)[0]) == number, 20, "the rack")


def later(capture: Capture, seconds: float) -> None:
    until = len(capture.samples()) + round(seconds * RATE)
    wait_until(lambda: len(capture.samples()) > until, 20)


def test_turning_moving_and_bypassing_while_a_tone_plays_never_clicks(session: Session, capture: Capture) -> None:
    session.set_volume_db(-30.0)  # echoes of a steady tone add up: far below the ceiling, which would bend them
    later(capture, 0.3)
    start = len(capture.samples())
    ids = [session.add_effect(kind) for kind in ("eq", "lowpass", "chorus", "delay", "reverb")]
    sounds(session)
    later(capture, 0.3)
    for id in ids:
        for control in session.rack.slot(id).controls:
            for share in (0.0, 0.3, 1.0, 0.6):
                low, high = control.low, control.high
                value = low * (high / low) ** share if control.curve == "log" else low + share * (high - low)
                session.turn(f"rack/{id}.{control.name}", value)
                later(capture, 0.02)
            session.turn(f"rack/{id}.{control.name}", control.default)
            session.end_gesture()
    for place in (4, 0, 2):
        session.move_effect(ids[1], place)
        sounds(session)
        later(capture, 0.1)
    for on in (False, True):
        for id in ids:
            session.switch_effect(id, on)
            later(capture, 0.05)
    session.clear_rack()
    sounds(session)
    later(capture, 0.3)
    wave = capture.samples()[start:, 0].astype(np.float64) * 10 ** (24 / 20)  # as at -6 dB
    assert np.isfinite(wave).all()
    # a tone of 440 Hz at half of full scale bends by 0.0003 at most from one third difference to the next; a step of -50 dB by 0.009
    assert float(np.abs(np.diff(wave, 3)).max()) < 0.009
    runs = np.diff(np.flatnonzero(np.concatenate(([1], np.abs(wave) > 1e-6, [1]))))
    assert runs.max() < 32, "a gap"


def test_offline_is_what_was_heard_bit_for_bit(home: Home, capture: Capture) -> None:
    rng = np.random.default_rng(5)
    burst = (0.5 * rng.standard_normal((1, RATE // 4)) * np.exp(-np.arange(RATE // 4) / 2_500)).astype(np.float32)
    clip = Clip(burst, RATE)
    rack = Rack()
    for kind in KINDS:
        rack = rack.added(kind)
    rack = rack.with_slot(rack.slot(1).turned("gain", -3.0)).with_slot(rack.slot(5).turned("low", 4.0))
    player = Player()
    try:
        player.set_gain_db(0.0)
        wait_until(lambda: player.live.rate > 0, 20)
        assert player.live.rate == RATE
        player.live.send("rack", "rack", rack, 120.0, 1)
        wait_until(lambda: player.live.heard(heard.AT, 1)[0] == 1, 20)
        player.play(Clip(np.zeros((1, RATE // 2), np.float32), RATE), request=1, loop=False)  # the sink's first moments are lost
        later(capture, 1.0)
        start = len(capture.samples())
        player.play(clip, request=2, loop=False)
        later(capture, 3.0)
        wave = capture.samples()[start:].T
    finally:
        player.close()
    wanted = render(clip, rack, 120.0).samples[:, : 2 * RATE]
    begin = int(np.flatnonzero(np.abs(wave).max(axis=0) > 0)[0])
    first = int(np.flatnonzero(np.abs(wanted).max(axis=0) > 0)[0])
    got = wave[:, begin - first : begin - first + wanted.shape[1]]
    assert np.abs(wanted).max() > 0.05 and np.abs(wanted[:, RATE:]).max() > 1e-4
    assert np.array_equal(got, wanted)


def test_a_nan_that_gets_in_is_not_heard_and_does_not_stay(capture: Capture) -> None:
    seconds = 0.5
    wave = (0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)
    player = Player()
    try:
        player.set_gain_db(0.0)
        rack = Rack().added("chorus").added("delay").added("reverb")
        wait_until(lambda: player.live.rate > 0, 20)
        player.live.send("rack", "rack", rack, 120.0, 1)
        player.play(Clip(wave[None], RATE), request=1, loop=True)
        wait_until(lambda: bool(capture.samples()[-2000:].any(axis=1).sum() > 1500), 20, "the loop")
        later(capture, 1.0)
        assert player._memory is not None
        there = player._memory.board.arena[: 4 * len(wave)].view(np.float32)  # what the process reads
        assert np.array_equal(there, wave)
        start = len(capture.samples())
        there[1_000:1_020] = np.nan
        there[1_030] = np.inf
        later(capture, 2.0)
        there[1_000:1_031] = wave[1_000:1_031]
        mended = len(capture.samples()) + RATE // 2
        later(capture, 2.5)
        del there
    finally:
        player.close()
    heard_after = capture.samples()
    assert np.isfinite(heard_after[start:]).all()
    before, after = (float(np.sqrt(np.mean(heard_after[at : at + RATE // 2, 0] ** 2))) for at in (start - RATE // 2, mended))
    assert before > 0.05 and 0.6 < after / before < 1.6  # the tone goes on, through chorus and echoes too
    assert float(np.abs(heard_after[mended : mended + RATE]).max()) < 0.9
