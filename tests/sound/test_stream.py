"""Streams as they come out of the machine: two decks and live input, played into a null sink and judged by the captured samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.bench.stillness import Watch
from studio.clip import Clip
from studio.engine.library import Library
from studio.engine.player import Player
from studio.engine.player.nullsink import Capture, NullSink
from studio.engine.session import Session
from studio.paths import Home
from studio.recipe import Settings
from tests.toy_stream import StreamCatalogue
from tests.waiting import wait_until

RATE = 44_100
STILL_MS = 8.0  # as test_playback.py
RETAKES = 4
STEEP = 0.05  # between two samples: twice what the loudest hum has at 500 Hz, noise included


@pytest.fixture
def session(sink: NullSink, tmp_path: Path) -> Iterator[Session]:
    home = Home(tmp_path / "home").make()
    kept = {"project": {"model": "hum", "settings": {"seed": 4, "values": {}}}, "volume_db": 0.0, "stream_depth": 4}
    made = Session(StreamCatalogue(), Player(block=512), Library(home), home, preferences=kept)
    assert made.wait_idle(20)
    wait_until(lambda: made.status().state == "ok", 20, "an output")
    yield made
    made.close()


def frames(capture: Capture) -> int:
    return len(capture.samples())


def hear(capture: Capture, seconds: float) -> tuple[int, int]:
    """Wait for so much more; returns from which frame to which it lies."""
    start = frames(capture)
    wait_until(lambda: frames(capture) >= start + seconds * RATE, 10 * seconds + 10, f"{seconds} s in the capture")
    return start, start + round(seconds * RATE)


def sounding(session: Session, *decks: int) -> None:
    for deck in decks:
        session.start_deck(deck)
    wait_until(lambda: all(session.stream_status().decks[deck].level > 0.005 for deck in decks), 30, "sounding decks")


def broken(sound: np.ndarray) -> np.ndarray:
    """Frames of a mono hum at which it steps, or from which on it is silent for 2 ms."""
    steps = np.flatnonzero(np.abs(np.diff(sound)) > STEEP)
    size = RATE // 500
    silent = np.flatnonzero(np.abs(sound[: len(sound) // size * size]).reshape(-1, size).max(axis=1) < 1e-4) * size
    return np.concatenate([steps, silent])


def peak_hz(sound: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 18))
    return float(np.argmax(spectrum) * RATE / (1 << 18))


def amplitude(sound: np.ndarray, hz: float) -> float:
    window = np.hanning(len(sound))
    return float(2 * np.abs(np.sum(sound * window * np.exp(-2j * np.pi * hz * np.arange(len(sound)) / RATE))) / window.sum())


def test_ten_seconds_with_a_slider_that_moves_hold_no_gap_and_no_click(session: Session, capture: Capture) -> None:
    sounding(session, 0)
    hear(capture, 0.5)
    for _ in range(1 + RETAKES):
        dry = session.stream_status().decks[0].underruns
        with Watch() as watch:
            start = frames(capture)
            for step in range(100):
                session.set("pitch", float(np.sin(step / 8)))
                hear(capture, 0.1)
            still = watch.stop()
        sound = capture.samples()[start : start + 10 * RATE, 0]
        places = broken(sound)
        fresh = session.stream_status().decks[0].underruns - dry
        if not len(places) and not fresh:
            break
        excused = [still.before(capture.heard_ns(start + int(place)), STILL_MS) for place in places]
        stood = any(stall.ms >= STILL_MS for stall in still.stalls)
        assert still.proof and all(excused) and (stood or not fresh), f"{len(places)} breaks, {fresh} underruns, no stall to excuse them"
    else:
        pytest.fail(f"the machine stood still in each of {1 + RETAKES} tries")
    assert np.sqrt(np.mean(np.square(sound))) > 0.1
    assert peak_hz(sound[:8192]) != pytest.approx(peak_hz(sound[44_100 : 44_100 + 8192]), abs=20)
    session.end_gesture()
    session.stop()
    wait_until(lambda: not capture.samples()[-4000:].any(), 10, "silence")
    assert np.abs(np.diff(capture.samples()[start:, 0])).max() < STEEP  # nor does the end click


def test_the_crossfader_goes_from_one_deck_to_the_other_at_equal_power(session: Session, capture: Capture) -> None:
    session.put_on_deck(1)
    session.set("pitch", 1.0)
    session.end_gesture()
    assert session.wait_idle(20)
    sounding(session, 0, 1)
    levels = {}
    for place in (0.0, 0.5, 1.0):
        session.turn("stream/crossfader", place)
        hear(capture, 0.3)
        start, end = hear(capture, 0.5)
        sound = capture.samples()[start:end, 0]
        levels[place] = amplitude(sound, 440.0), amplitude(sound, 220.0)
    (a, none), (half_a, half_b), (octave, b) = levels[0.0], levels[0.5], levels[1.0]
    assert none < 0.002 and octave == pytest.approx(0.2 * b, rel=0.05)  # B's own octave is all that is left at 440 Hz
    assert half_b == pytest.approx(b * np.sqrt(0.5), rel=0.03)
    assert half_a == pytest.approx(a * np.sqrt(0.5), rel=0.25)  # B's octave lies on it, in whatever phase


def test_a_slider_does_not_sound_a_clip_over_the_stream(session: Session, capture: Capture) -> None:
    sounding(session, 0)
    session.set("pitch", 1.0)
    session.end_gesture()
    hear(capture, 0.6)  # and the picture at rest was made
    assert session.wait_idle(20)
    assert not session.status().playing and session.status().live


def test_a_tone_that_goes_in_comes_out_as_the_streams_own_timbre(session: Session, sink: NullSink, capture: Capture) -> None:
    """What the sink plays is what the input hears: the clip's tone, then the stream with it."""
    session.set_source(0, "input")
    session.set("level", -1.0)
    session.end_gesture()
    assert session.wait_idle(20)
    t = np.arange(20 * RATE) / RATE
    tone = Clip((0.3 * np.sin(2 * np.pi * 330 * t)).astype(np.float32)[None], RATE)
    session.start_deck(0)
    wait_until(lambda: session.stream_status().input_open and session.stream_status().decks[0].names, 20, "an open input and a stream")
    session._player.play(tone, request=10_000, loop=False, restart=True)
    wait_until(lambda: session.stream_status().input_level > 0.1, 10, "a level of the input")
    wait_until(lambda: abs(float(session.stream_status().decks[0].latents[0]) - np.log2(330 / 220)) < 0.1, 10, "latents of 330 Hz")
    hear(capture, 0.2)
    start, end = hear(capture, 0.4)
    sound = capture.samples()[start:end, 0]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    own, tones = spectrum[(hz > 600) & (hz < 720)].max(), spectrum[(hz > 300) & (hz < 360)].max()
    assert own > 0.02 * tones  # the octave, which the tone hasn't and the hum has
    session._player.stop()
    assert session.inputs() is not None
    wait_until(lambda: session._player.live.inputs, 10, "names of inputs")
    session.stop()
    wait_until(lambda: not session.stream_status().input_open, 10, "a closed input")


def test_an_input_that_is_not_there_is_one_clear_sentence(session: Session) -> None:
    told = []
    session.subscribe(told.append)
    session.set_input("No such microphone")
    session.set_source(0, "input")
    session.start_deck(0)
    wait_until(lambda: [event for event in told if "No such microphone is not there" in getattr(event, "text", "")], 10, "the sentence")
    assert session.decks()[0].running


def test_the_streams_settings_are_what_is_heard(session: Session, capture: Capture) -> None:
    assert isinstance(session.settings, Settings)
    sounding(session, 0)
    session.set("pitch", 0.5)
    session.end_gesture()
    hear(capture, 0.4)
    start, end = hear(capture, 0.5)
    assert peak_hz(capture.samples()[start:end, 0]) == pytest.approx(220 * 2**0.5, abs=2)
