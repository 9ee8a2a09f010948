"""Tempo from outside and to outside: taps, a MIDI clock that comes in, and one that goes out. No MIDI library: bytes and seconds.

`TapTempo` and `ClockIn` have no threads; whoever calls them holds a lock. `ClockOut` has a thread of its own, which sleeps between ticks.
Seconds are those of time.perf_counter.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np

from studio.engine.pattern import MAX_BPM, MIN_BPM, STEPS_A_BEAT

log = logging.getLogger(__name__)

TICKS_A_BEAT = 24  # of a MIDI clock
TICKS_A_STEP = TICKS_A_BEAT / STEPS_A_BEAT
CLOCK, START, CONTINUE, STOP = 0xF8, 0xFA, 0xFB, 0xFC
TAP_PAUSE = 2.5  # seconds; a longer pause begins a new count
MOST_TAPS = 8
WINDOW = 2 * TICKS_A_BEAT  # ticks that the tempo is read from
LEAST_TICKS = 7
PULL = 0.06  # of the tempo for each step that the pattern is behind
MOST_PULL = 0.03
LOST_SECONDS = 0.5  # without a tick, and the tempo is counted anew
SMOOTH = 0.1  # how far each look moves where we think the pattern is
JUMP_SECONDS = 0.03  # off by more, and it is believed at once
LOOK_SECONDS = 0.005
REST_SECONDS = 0.5  # between two looks while nothing plays
AWAKE_SECONDS = 2.0  # after it was woken: how long it looks out for the pattern


class TapTempo:
    """Beats that are tapped."""

    def __init__(self) -> None:
        self._taps: list[float] = []

    def tap(self, seconds: float) -> float | None:
        """A tap: the tempo in beats a minute, None for the first one."""
        if self._taps and not 0.0 < seconds - self._taps[-1] <= TAP_PAUSE:
            self._taps = []
        self._taps = [*self._taps[1 - MOST_TAPS :], seconds]
        if len(self._taps) < 2:
            return None
        gaps = np.diff(self._taps)
        steady = gaps[np.abs(gaps - np.median(gaps)) < 0.25 * np.median(gaps)]
        return float(min(MAX_BPM, max(MIN_BPM, 60.0 / float(np.mean(steady)))))


class ClockIn:
    """The tempo of a MIDI clock, smoothed over two beats, and pulled so that the pattern stays in step with it."""

    def __init__(self) -> None:
        self._ticks: deque[float] = deque(maxlen=WINDOW)
        self.place = 0  # ticks since the start
        self.running = False

    def start(self, anew: bool = True) -> None:
        """Start or continue: the next tick is the first of the beat."""
        self.running = True
        if anew:
            self.place = 0

    def stop(self) -> None:
        self.running = False

    def tick(self, seconds: float, step: float | None = None) -> float | None:
        """A tick at that time: the tempo to play at, None while too few came. step: where the pattern is then, in steps since the start.

        Ticks may come in bunches, several at one time: many drivers and every busy machine hand them on so.
        """
        if self._ticks and not 0.0 <= seconds - self._ticks[-1] <= LOST_SECONDS:
            self._ticks.clear()
        self._ticks.append(seconds)
        place = self.place
        if self.running:
            self.place += 1
        if len(self._ticks) < LEAST_TICKS:
            return None
        gap = float(np.polyfit(np.arange(len(self._ticks)), np.array(self._ticks) - self._ticks[0], 1)[0])
        if gap <= 0.0:
            return None  # all at one time
        bpm = 60.0 / (TICKS_A_BEAT * gap)
        if step is not None and self.running:
            bpm *= 1.0 + min(MOST_PULL, max(-MOST_PULL, PULL * (place / TICKS_A_STEP - step)))
        return min(MAX_BPM, max(MIN_BPM, bpm))


class Place(Protocol):
    """What ClockOut reads of the pattern; see session.pads.PadsHeard."""

    @property
    def running(self) -> bool: ...
    @property
    def step(self) -> float: ...
    @property
    def seconds(self) -> float: ...
    @property
    def bpm(self) -> float: ...
    @property
    def starts(self) -> int: ...


class ClockOut:
    """Sends a MIDI clock that follows the pattern. read() -> Place; latency(): seconds from a step's mixing until it is heard, asked for
    when the pattern starts.
    """

    def __init__(self, read: Callable[[], Place], latency: Callable[[], float] = lambda: 0.0) -> None:
        self._read, self._latency = read, latency
        self._send: Callable[[int], object] | None = None  # replaced whole by callers
        self._wake = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._origin = 0.0  # thread: when step 0 is heard
        self._known: tuple[int, float] = (-1, 0.0)  # thread: starts and tempo that this origin belongs to
        self._tick = -1  # thread: number of the next tick, -1 at rest
        self._delay = 0.0  # thread: the latency
        self._awake_until = 0.0  # thread

    def to(self, send: Callable[[int], object] | None) -> None:
        """Send there from now on; None: nowhere. Any thread."""
        self._send = send
        if send is not None and self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._run, name="undertone-clock", daemon=True)
            self._thread.start()
        self._wake.set()

    def wake(self) -> None:
        """The pattern was started. Any thread."""
        self._wake.set()

    def close(self) -> None:
        """Idempotent; waits at most 1 s."""
        self._closed = True
        self._wake.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(1.0)

    def _run(self) -> None:
        while not self._closed:
            try:
                pause = self.step(time.perf_counter())
            except Exception:
                log.exception("the MIDI clock failed")
                pause = 1.0
            if pause is not None and pause <= LOOK_SECONDS:
                time.sleep(pause)
            elif self._wake.wait(pause):
                self._wake.clear()
                self._awake_until = time.perf_counter() + AWAKE_SECONDS
        if self._tick >= 0:
            self._say(STOP)

    def step(self, now: float) -> float | None:
        """Send what is due; seconds until to look again, None where nothing runs: until woken."""
        place = self._read()
        if not place.running or self._send is None:
            if self._tick >= 0:
                self._say(STOP)
                self._tick = -1
            self._known = (-1, 0.0)
            if self._send is None:
                return None
            return LOOK_SECONDS if now < self._awake_until else REST_SECONDS
        a_step = 60.0 / (place.bpm * STEPS_A_BEAT)
        known = (place.starts, place.bpm)
        if known != self._known:
            self._delay = self._latency()
        origin = place.seconds - place.step * a_step + self._delay
        if known != self._known or abs(origin - self._origin) > JUMP_SECONDS:
            if self._known[0] != place.starts:
                self._say(START)
                self._tick = 0
            self._known, self._origin = known, origin
        self._origin += SMOOTH * (origin - self._origin)
        a_tick = a_step / TICKS_A_STEP
        due = self._origin + self._tick * a_tick
        while due <= now and not self._closed:
            self._say(CLOCK)
            self._tick += 1
            due += a_tick
        return max(0.0, min(due - now, LOOK_SECONDS))

    def _say(self, status: int) -> None:
        send = self._send
        if send is not None:
            send(status)
