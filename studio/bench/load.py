"""The window at work: sliders move 50 times a second while an index ramp plays. Painting, the GUI thread, and gaps by the capture.

Every slider move renders, and its sound takes the whole way to the audio process; only there the ramp stands in for it. The
ramp names each of its samples and fades to itself bit for bit, so that whatever is missing from the capture can be named.
"""

from __future__ import annotations

import math
import time
from itertools import pairwise
from typing import Any

import numpy as np

from studio.bench.actor import Scene, choose, open_studio, perform, ready, slider
from studio.bench.figures import spread
from studio.bench.stage import RATE, Stage
from studio.bench.stillness import Watch

MOVES_A_SECOND = 50
RAMP_FRAMES = RATE // 4
STEP = 2**24  # float32 holds (i + 1) / 2**24 exactly
WATCH_MS = 5
SETTLE = 3.0  # seconds before counting, until pictures and fonts are warm
EDGE = RATE // 2  # frames of the capture left out at its ends


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process; returns paint and block times."""
    studio = open_studio(options, player=ramp_player(options["null"]))
    return perform(studio, _scene(studio, options["seconds"]))


def ramp_player(null: bool = False) -> Any:
    """A player that plays the ramp in a loop, whatever it is given; `broken` judges its capture."""
    from studio.clip import Clip
    from studio.engine.player import Player

    ramp = Clip(((np.arange(RAMP_FRAMES) + 1) / STEP).astype(np.float32)[None], RATE)

    class RampPlayer(Player):
        def play(self, clip: Clip, *, request: int, loop: bool, **_: Any) -> None:
            super().play(ramp, request=request, loop=True)

    return RampPlayer(block=512, null=null)


def _scene(studio: Any, seconds: float) -> Scene:
    session = studio.session
    yield lambda: ready(studio)
    session.set_volume_db(0.0)
    choose(session, "cymbal", "open_hat")
    session.end_gesture()
    session.play()
    mover = _Mover(session)
    yield SETTLE
    eyes = _Eyes(studio.window)
    before = _state(studio)
    yield seconds
    after, found = _state(studio), eyes.close()
    mover.stop()
    yield 0.2
    session.panic()
    yield 0.2
    spent = after["time"] - before["time"]
    found["paint"]["fps"] = round(found["paint"].pop("frames") / spent, 1)
    return {
        **found, "seconds": round(spent, 1), "moves_a_second": round((mover.moves - mover.at_start) / spent, 1),
        "engine_gaps": after["gaps"] - before["gaps"], "cpu_share": round((after["cpu"] - before["cpu"]) / spent, 2),
    }  # fmt: skip


def _state(studio: Any) -> dict[str, float]:
    return {"time": time.perf_counter(), "gaps": studio.session.status().gaps, "cpu": time.process_time()}


class _Mover:
    """Moves a slider 50 times a second along a slow wave."""

    def __init__(self, session: Any) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._session, self._control = session, slider(session.spec)
        self.moves, self.at_start = 0, round(SETTLE * MOVES_A_SECOND)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._move)
        self._timer.start(1000 // MOVES_A_SECOND)

    def _move(self) -> None:
        self.moves += 1
        self._session.set(self._control.name, self._control.check(0.8 * self._control.high * math.sin(self.moves / 25)))

    def stop(self) -> None:
        self._timer.stop()
        self._session.end_gesture()


class _Eyes:
    """Counts the paints in which the playhead stood in a new column, and how long the GUI thread was away from its loop."""

    def __init__(self, window: Any) -> None:
        from PySide6.QtCore import QEvent, QObject, Qt, QTimer

        playhead = window.viewer.playhead
        paints: list[float] = []
        turns = [time.perf_counter()]
        self._playhead, self._paints, self._turns = playhead, paints, turns

        class Filter(QObject):
            columns = playhead.columns_moved

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and playhead.columns_moved != self.columns:
                    self.columns = playhead.columns_moved
                    paints.append(time.perf_counter())
                return False

        self._filter = Filter()
        playhead.installEventFilter(self._filter)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: turns.append(time.perf_counter()))
        self._timer.start(WATCH_MS)

    def close(self) -> dict[str, Any]:
        self._timer.stop()
        self._playhead.removeEventFilter(self._filter)
        between = [(b - a) * 1e3 for a, b in pairwise(self._paints)]
        away = [max(0.0, (b - a) * 1e3 - WATCH_MS) for a, b in pairwise(self._turns)]
        return {"paint": {"frames": len(self._paints), "interval_ms": spread(between)}, "gui_away_ms": spread(away)}


def measure(stage: Stage, seconds: float) -> dict[str, Any]:
    """Frames a second, milliseconds between them, the GUI thread's longest absence, and what was missing from the ramp."""
    capture = stage.capture()
    try:
        began = time.perf_counter_ns()
        with Watch() as watch:
            found = stage.act("load", seconds + 10, seconds=seconds)
    finally:
        samples = capture.stop()[:, 0] if capture is not None else None
    still = watch.stop()
    found["stood_still"] = still.describe(began)
    if samples is not None and capture is not None:
        gaps = broken(samples)
        moments = [capture.heard_ns(frame) for frame in gaps.pop("frames", ())]
        if "breaks" in gaps:
            gaps["behind_a_stall"] = sum(still.before(moment) is not None for moment in moments) if still.proof else None
            gaps["at_s"] = [round((moment - began) / 1e9, 3) for moment in moments]
        found["gaps"] = gaps
    return found


def broken(samples: np.ndarray) -> dict[str, Any]:
    """Where the ramp in a capture (frames,) goes wrong: how often, at which frames, and the milliseconds of silence.

    Its first and last moments are left out. A capture without a ramp has no 'breaks'.
    """
    index = np.rint(samples.astype(np.float64) * STEP).astype(np.int64)
    sounding = np.flatnonzero(index)
    if len(sounding) < 4 * EDGE:
        return {"seconds": 0.0}
    start = int(sounding[0]) + EDGE
    part = index[start : sounding[-1] + 1 - EDGE]
    steps = np.flatnonzero(part[1:] != part[:-1] % RAMP_FRAMES + 1)
    apart = np.diff(steps, prepend=-RATE) > 64  # a hole has two edges, and nothing between
    frames = (start + steps[apart]).tolist()
    silent = int(np.count_nonzero(part == 0))
    return {"seconds": round(len(part) / RATE, 1), "breaks": len(frames), "silence_ms": round(silent * 1e3 / RATE, 2), "frames": frames}
