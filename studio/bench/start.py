"""From nothing to a window and to the first live sound: fresh processes with empty homes."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from studio.bench.actor import Scene, open_studio, perform, ready, slider
from studio.bench.figures import spread
from studio.bench.stage import Stage


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process. Times are milliseconds since the process was asked for."""
    from studio.doctor import display_problem

    display_problem()  # as `studio` asks before it opens its window
    studio = open_studio(options)
    from PySide6.QtCore import QEvent, QObject, QTimer

    times: dict[str, float] = {"built": _since(options)}

    class FirstPaint(QObject):
        """Notes when the window was painted for the first time, and that paint has reached the screen."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "window" not in times:
                times["window"] = 0.0
                QTimer.singleShot(0, lambda: times.update(window=_since(options)))
            return False

    watcher = FirstPaint(studio.window)
    studio.window.installEventFilter(watcher)
    return perform(studio, _scene(studio, options, times))


def _scene(studio: Any, options: dict[str, Any], times: dict[str, float]) -> Scene:
    session = studio.session
    yield lambda: session.spec is not None
    times["model"] = _since(options)
    control = slider(session.spec)
    session.set(control.name, control.high / 2)  # the quickest of users
    if options["null"]:
        yield lambda: session.status().playing
    else:
        yield lambda: ready(studio) and bool(session.status().sounded)
    session.end_gesture()
    marks = session.status().sounded
    times["sound"] = (marks[0].heard_ns - options["began_ns"]) / 1e6 if marks else _since(options)
    yield 0.3
    return times


def _since(options: dict[str, Any]) -> float:
    return (time.perf_counter_ns() - options["began_ns"]) / 1e6


def measure(stage: Stage, runs: int) -> dict[str, Any]:
    """Milliseconds until the window is on the screen, the model is loaded, and the first slider sounds (mark and capture)."""
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        capture = stage.capture()
        try:
            began = time.perf_counter_ns()
            for name, value in stage.act("start", 10.0).items():
                found.setdefault(name, []).append(value)
            if capture is not None:
                samples = capture.samples()
                heard = np.flatnonzero(samples.any(axis=1))
                if len(heard):
                    found.setdefault("captured", []).append((capture.heard_ns(int(heard[0])) - began) / 1e6)
        finally:
            if capture is not None:
                capture.stop()
    return {name: spread(values, 0) for name, values in found.items()}
