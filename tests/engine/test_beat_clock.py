"""Tempo from taps and clocks, and a clock that goes out: with times that are given, no thread and no waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from studio.engine.beat_clock import CLOCK, START, STOP, ClockIn, ClockOut, TapTempo
from studio.engine.pattern import Pattern, Step
from studio.engine.session import Session
from studio.paths import Home
from tests.engine.test_pads import Live
from tests.toy import FakePlayer, toy_session
from tests.waiting import wait_until


def test_taps_give_the_tempo_from_the_second_on() -> None:
    taps = TapTempo()
    assert taps.tap(10.0) is None
    assert taps.tap(10.5) == pytest.approx(120.0)
    assert [round(taps.tap(10.5 + 0.4 * n) or 0) for n in range(1, 9)][-1] == 150
    assert taps.tap(20.0) is None  # a pause: counted anew
    assert taps.tap(20.05) == 300.0 and TapTempo().tap(1.0) is None


def test_one_tap_that_is_off_hardly_counts() -> None:
    taps = TapTempo()
    for n in range(6):
        taps.tap(0.5 * n)
    assert taps.tap(2.5 + 0.9) == pytest.approx(120.0)


def ticks(bpm: float, count: int, start: float = 0.0, jitter: float = 0.0) -> Iterator[float]:
    random = np.random.default_rng(1)
    for n in range(count):
        yield start + n * 60.0 / (24 * bpm) + jitter * float(random.standard_normal())


def test_a_clock_is_followed_smoothly_through_its_jitter() -> None:
    clock = ClockIn()
    heard = [clock.tick(seconds) for seconds in ticks(128.0, 200, jitter=0.0008)]
    assert heard[5] is None and heard[6] is not None
    assert max(abs((bpm or 0) - 128.0) for bpm in heard[60:]) < 0.6
    assert clock.tick(60.0) is None  # it was lost meanwhile


@pytest.mark.parametrize("bpm", [60.0, 140.0, 300.0])
def test_a_clock_that_comes_in_bunches_is_counted_as_one_that_comes_evenly(bpm: float) -> None:
    """What a driver hands on once in 21 ms: several ticks at the very same time."""
    clock, period = ClockIn(), 1024 / 48_000
    heard = [clock.tick(np.ceil(seconds / period) * period) for seconds in ticks(bpm, 400)]
    assert max(abs((one or 0) / bpm - 1.0) for one in heard[60:]) < 0.025
    clock = ClockIn()
    assert [clock.tick(5.0) for _ in range(9)] == [None] * 9, "a standstill, and all of it at once: no tempo can be read off it"


def test_a_pattern_that_is_behind_is_pulled_into_step() -> None:
    """A pattern that plays at what the clock says, a tick after the other, and begins a third of a step late."""
    clock = ClockIn()
    clock.start()
    step, before, bpm, off = -0.33, 0.0, 120.0, []
    for n, seconds in enumerate(ticks(120.0, 1500)):
        step += (seconds - before) * bpm / 15.0
        before = seconds
        bpm = clock.tick(seconds, step) or bpm
        off.append(n / 6 - step)
    assert abs(off[0]) > 0.3 and abs(off[-1]) < 0.01 and max(map(abs, off[800:])) < 0.02


@dataclass
class Place:
    running: bool = False
    step: float = 0.0
    seconds: float = 0.0
    bpm: float = 120.0
    starts: int = 1


def test_a_clock_goes_out_in_step_with_what_is_heard() -> None:
    said: list[tuple[float, int]] = []
    place, now = Place(), 0.0
    clock = ClockOut(lambda: place, lambda: 0.02)
    clock._send = lambda status: said.append((now, status))  # no thread: `step` is called by hand
    pause = clock.step(now)
    assert pause is not None and pause >= 0.25 and not said  # at rest it hardly looks
    clock._awake_until = now + 1.0
    pause = clock.step(now)
    assert pause is not None and pause <= 0.005
    place.running = True
    while now < 2.0:
        block = int(now / 0.01) * 0.01  # published once a block
        place.seconds, place.step = block, block * 8
        pause = clock.step(now)
        assert pause is not None and pause > 0
        now += 0.001
    assert said[0][1] == START
    times = [seconds for seconds, status in said if status == CLOCK]
    wanted = 0.02 + np.arange(len(times)) * 60 / (24 * 120)
    assert len(times) in (95, 96) and np.abs(np.array(times) - wanted).max() < 0.002
    place.running = False
    clock.step(now)
    assert said[-1][1] == STOP
    count = len(said)
    clock.step(now)
    assert len(said) == count


def test_its_thread_sends_and_ends() -> None:
    said: list[int] = []
    clock = ClockOut(lambda: Place(running=True))
    clock.to(said.append)
    wait_until(lambda: CLOCK in said)
    clock.close()
    assert said[0] == START and said[-1] == STOP
    clock.close()


def test_a_clock_at_rest_is_woken_when_the_pattern_starts() -> None:
    said: list[int] = []
    place, looks = Place(), [0]

    def read() -> Place:
        looks[0] += 1
        return place

    latencies: list[float] = []
    clock = ClockOut(read, lambda: latencies.append(0.01) or 0.01)  # type: ignore[func-returns-value]
    clock.to(said.append)
    clock._awake_until = 0.0
    wait_until(lambda: looks[0] > 0)
    place.running = True
    clock.wake()
    wait_until(lambda: said.count(CLOCK) > 3)
    clock.close()
    assert said[0] == START and len(latencies) == 1  # to ask takes the meters' peaks away


@pytest.fixture
def live() -> Live:
    return Live()


@pytest.fixture
def session(home: Home, live: Live) -> Iterator[Session]:
    player = FakePlayer()
    player.live = live
    made = toy_session(home, player=player)
    yield made
    made.close()


def test_a_midi_clock_starts_leads_and_stops_the_pattern(session: Session, live: Live) -> None:
    session.midi_clock("start", 0.0)
    live.run()
    assert not session.pads_heard().running  # not asked to follow
    session.follow_clock(True)
    session.midi_clock("start", 0.0)
    for seconds in ticks(90.0, 60, start=1.0):
        session.midi_clock("clock", seconds)
    live.run()
    heard = session.pads_heard()
    assert heard.running and heard.bpm == pytest.approx(90.0, rel=0.035) and session.project.bpm == pytest.approx(90.0, rel=0.035)
    session.midi_clock("stop", 3.0)
    live.run()
    assert not session.pads_heard().running
    session.follow_clock(False)
    session.set_bpm(100.0)
    live.run()
    assert session.pads_heard().bpm == 100.0


def test_the_patterns_clock_reaches_whoever_wants_it(session: Session, live: Live) -> None:
    said: list[int] = []
    session.set_clock_out(said.append)
    session.start_pattern()
    live.run()
    wait_until(lambda: CLOCK in said)
    session.stop_pattern()
    live.run()
    wait_until(lambda: STOP in said)
    assert said[0] == START
    session.set_clock_out(None)


def test_a_midi_file_holds_the_hits_with_swing_and_ratchets() -> None:
    from io import BytesIO

    import mido

    from studio.engine.midi_file import midi_file, notes_of

    pattern = Pattern(swing=0.6).with_step(0, 0, Step(1.0)).with_step(0, 1, Step(0.5)).with_step(3, 4, Step(0.25, ratchets=2))
    pattern = pattern.with_step(5, 2, Step(chance=0.0)).with_step(6, 3, Step()).with_pad(6, muted=True)
    file = mido.MidiFile(file=BytesIO(midi_file(pattern, 125.0, rounds=2, name="Beat")))
    assert file.ticks_per_beat == 480 and file.length == pytest.approx(2 * 16 * 15 / 125)
    now, hits = 0, []
    for message in file.tracks[0]:
        now += message.time
        if message.type == "note_on":
            hits.append((now, message.note, message.velocity, message.channel))
        if message.type == "set_tempo":
            assert mido.tempo2bpm(message.tempo) == pytest.approx(125.0)
    one = [(0, 36, 127, 9), (144, 36, 64, 9), (480, 39, 32, 9), (552, 39, 32, 9)]
    assert hits == one + [(at + 1920, *rest) for at, *rest in one]
    assert notes_of(pattern) == tuple(range(36, 44))
