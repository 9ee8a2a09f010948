"""What moves controls by itself: modulators and the automation that is played, computed about sixty times a second.

Runs on the thread 'undertone-moving', which sleeps while there is nothing to move. `Moves` (moves.py) is the session's side.

What others touch, each replaced whole or a single assignment, so that a reader sees the old or the new one: `offsets` and `curve` (what
the tick found, by address), `places` (beat and moment of the last tick), `running` and `sequencing` are written by the thread and read
by anyone; `_triggers` is written by anyone. Everything else belongs to the thread, or in tests to who calls `tick`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine.modulation import FOLLOWERS, Modulator, follow, level_of, signal
from studio.engine.pattern import PADS, STEPS_A_BEAT
from studio.engine.player.live_memory import INPUT_AT, INPUT_FRAMES, INPUT_RATE
from studio.engine.player.sequencer import BPM, HITS, NANOSECONDS, RUNNING, STARTS, STEP, numbers_of

if TYPE_CHECKING:
    from studio.engine.session.moves import Moves

log = logging.getLogger(__name__)

TICK = 1 / 60  # seconds
AFTER_TROUBLE = 1.0  # seconds: a failure isn't told sixty times a second
LATE = 0.25  # seconds; a thread that slept longer (a suspended machine) doesn't catch up
LISTEN = 0.05  # seconds of sound that a follower measures at most


class Moving:
    """See the module."""

    def __init__(self, session: Moves) -> None:
        self._session = session
        self._wake = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None
        self.offsets: Mapping[str, float] = {}  # shares of the range, by address
        self.curve: Mapping[str, float] = {}  # values of the automation, by address
        self.places = (0.0, 0.0)  # beat since the start, moment in perf_counter seconds
        self.running = False  # does anything sound?
        self.sequencing = False  # does the pattern run?
        self._triggers: dict[str, float] = {}
        self._turns: dict[int, tuple[float, float | None]] = {}  # by id: rounds, and the trigger that they are counted from
        self._levels: dict[int, float] = {}
        self._counts: tuple[float, float] = (-1.0, -1.0)  # hits and starts of the sequencer when we looked last

    # ---- any thread
    def trigger(self, kind: str) -> None:
        self._triggers[kind] = time.perf_counter()

    def wake(self) -> None:
        """There may be something to move now."""
        with self._wake:
            if not self._closed and self._session.moves_anything():
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="undertone-moving", daemon=True)
                    self._thread.start()
                self._wake.notify()

    def beat(self) -> float:
        """Beats since what sounds began, now."""
        beat, moment = self.places
        if not self.running or not moment:
            return beat
        return beat + min(LATE, time.perf_counter() - moment) * self._session.project_now.bpm / 60.0

    def close(self) -> None:
        """End the thread. Idempotent."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)

    # ---- the thread
    def _run(self) -> None:
        before = time.perf_counter()
        while True:
            with self._wake:
                if not (self._closed or self._session.moves_anything() or self.offsets or self.curve or self._session.unsettled()):
                    self._wake.wait()
                    before = time.perf_counter() - TICK
                else:
                    self._wake.wait(max(0.001, before + TICK - time.perf_counter()))
                if self._closed:
                    return
            now = time.perf_counter()
            try:
                self.tick(min(LATE, now - before), now)
            except Exception:
                log.exception("what moves by itself failed")
                time.sleep(AFTER_TROUBLE)
            before = now

    def tick(self, seconds: float, now: float) -> None:
        """One step of `seconds` up to the moment `now` (perf_counter); then the session lets it be heard."""
        project = self._session.project_now
        self._listen(seconds, now, project.bpm)
        offsets: dict[str, float] = {}
        for one in self._session.active_modulators():
            level = self._level(one, seconds) if one.shape in FOLLOWERS else 0.0
            turns, since = self._count(one, seconds, now, project.bpm)
            offsets[one.target] = offsets.get(one.target, 0.0) + one.depth * signal(one, turns, since, level)
        self.offsets = offsets
        self.curve = self._session.automated(self.beat()) if self.running else {}
        self._session.let_be_heard(now)

    def _listen(self, seconds: float, now: float, bpm: float) -> None:
        """Does anything sound, where is it, and was anything hit since the last tick?"""
        live = self._session.live_link
        playing, desk = self._session.player_sounds()
        heard = numbers_of(live)
        hits, starts = float(heard[HITS : HITS + PADS].sum()), float(heard[STARTS])
        if self._counts[0] >= 0.0 and hits > self._counts[0]:
            self._triggers["hit"] = now
        if self._counts[1] >= 0.0 and starts > self._counts[1]:
            self._triggers["start"] = now
        self._counts = (hits, starts)
        sequencer = bool(heard[RUNNING])
        beat, moment = self.places
        running = playing or desk or sequencer
        started = self._triggers.get("start", -1.0)
        if sequencer:
            beat = float(heard[STEP]) / STEPS_A_BEAT + max(0.0, min(LATE, now - heard[NANOSECONDS] / 1e9)) * float(heard[BPM]) / 60.0
        elif running and not self.running:
            beat = 0.0
        elif running and moment < started <= now:
            beat = (now - started) * bpm / 60.0
        elif running:
            beat += seconds * bpm / 60.0
        self.places, self.running, self.sequencing = (beat, now), running, sequencer

    def _count(self, one: Modulator, seconds: float, now: float, bpm: float) -> tuple[float, float | None]:
        """Rounds of a modulator, and seconds since its trigger (None before the first)."""
        trigger = self._triggers.get(one.trigger)
        since = None if trigger is None else max(0.0, now - trigger)
        turns, counted_from = self._turns.get(one.id, (0.0, None))
        step = 1.0 / one.round_seconds(bpm)
        if one.once and trigger != counted_from:
            turns, counted_from = (since or 0.0) * step, trigger
        else:
            turns += seconds * step
        self._turns[one.id] = (turns, counted_from)
        return turns, since

    def _level(self, one: Modulator, seconds: float) -> float:
        """What a follower follows, smoothed; 0 where nothing is heard."""
        live = self._session.live_link
        samples = _input(live) if one.shape == "input" else live.taped(live.tape_at() - int(LISTEN * (live.rate or 48_000)), live.tape_at())
        level = level_of(float(np.sqrt(np.mean(np.square(samples)))) if samples.size else 0.0)
        self._levels[one.id] = follow(self._levels.get(one.id, 0.0), level, seconds, one.attack, one.decay)
        return self._levels[one.id]


def _input(live: Any) -> np.ndarray:
    """The newest moment of the live input; empty where none is open."""

    def read(board: Any) -> np.ndarray:
        rate, at = int(board.counts[INPUT_RATE]), int(board.counts[INPUT_AT])
        count = min(at, int(LISTEN * rate))
        return board.input[np.arange(at - count, at) % INPUT_FRAMES].copy()

    found = live.board(read)
    return np.zeros(0, np.float32) if found is None else found
