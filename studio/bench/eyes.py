"""What a window's owner would see: paints of the playhead, whole frames, and when the GUI thread did not answer.

`Eyes` and `Watchdog` run on the GUI thread of a scene; the watchdog has a thread of its own that looks, while the GUI
thread is away, at what it is doing. `Watchdog.doing` is set by the scene.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

from studio.bench.figures import spread
from studio.bench.stillness import Stillness

BEAT_MS = 5
BLOCK_MS = 50.0  # longer, and a person notices
LOOK = 0.01  # seconds between two looks of the watchdog
LATE = 0.02  # seconds without a beat after which it looks what the GUI thread is doing
SHOWN = 20  # of the longest blocks
PACKAGE = str(Path(__file__).parents[1])
BENCH = str(Path(__file__).parent)


class Eyes:
    """Notes each paint in which the playhead stood in a new column, and how long each frame of the window took to paint.

    painted: called after each frame.
    """

    def __init__(self, window: Any, painted: Callable[[], None] = lambda: None) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent, QObject

        playhead = window.viewer.playhead
        paints: list[float] = []
        frames: list[tuple[float, float]] = []
        self._paints, self._frames = paints, frames
        self._began = time.perf_counter()

        class Columns(QObject):
            seen = playhead.columns_moved

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and playhead.columns_moved != self.seen:
                    self.seen = playhead.columns_moved
                    paints.append(time.perf_counter())
                return False

        class Frames(QObject):
            """Hands the window's request to be painted on itself, and takes the time."""

            inside = False

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() != QEvent.Type.UpdateRequest or self.inside:
                    return False
                self.inside = True
                began, worked = time.perf_counter(), time.thread_time()
                QCoreApplication.sendEvent(watched, event)
                frames.append(((time.perf_counter() - began) * 1e3, (time.thread_time() - worked) * 1e3))
                self.inside = False
                painted()
                return True

        self._filters = [(playhead, Columns()), (window, Frames())]
        for watched, filter in self._filters:
            watched.installEventFilter(filter)

    def close(self) -> dict[str, Any]:
        """Frames a second that moved the playhead, milliseconds between them, and milliseconds that a frame took, by clock and processor.

        On a machine that is busy with other things the processor's time still says what a frame costs.
        """
        spent = time.perf_counter() - self._began
        for watched, filter in self._filters:
            watched.removeEventFilter(filter)
        between = [(b - a) * 1e3 for a, b in pairwise(self._paints)]
        clock, processor = ([frame[part] for frame in self._frames] for part in (0, 1))
        fps = round(len(self._paints) / spent, 1)
        return {"fps": fps, "interval_ms": spread(between), "frame_ms": spread(clock), "frame_cpu_ms": spread(processor)}


class Watchdog:
    """Beats in Qt's loop every BEAT_MS; what keeps a beat waiting is how long the GUI thread was away."""

    def __init__(self, doing: str = "") -> None:
        from PySide6.QtCore import Qt, QTimer

        self.doing = doing  # what the scene does; written and read on the GUI thread
        self._began = self._beat = time.perf_counter()  # written by the GUI thread; a float, read by the other one
        self._away: list[float] = []
        self._blocks: list[dict[str, Any]] = []
        self._worst: dict[str, float] = {}
        self._places: Counter[str] = Counter()  # replaced by the GUI thread at each beat, filled by the other one; for people only
        self._main = threading.get_ident()
        self._over = threading.Event()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beaten)
        self._timer.start(BEAT_MS)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._thread.start()

    def _beaten(self) -> None:
        now = time.perf_counter()
        away = max(0.0, (now - self._beat) * 1e3 - BEAT_MS)
        self._away.append(away)
        self._worst[self.doing] = max(away, self._worst.get(self.doing, 0.0))
        if away > BLOCK_MS:
            where = ", ".join(place for place, _ in self._places.most_common(2))
            self._blocks.append({"ms": round(away, 1), "began_ns": round(self._beat * 1e9), "what": f"{self.doing} ({where or 'in Qt'})"})
        if self._places:
            self._places = Counter()
        self._beat = now

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            if time.perf_counter() - self._beat > LATE:
                self._places[_place(sys._current_frames().get(self._main))] += 1

    def close(self) -> dict[str, Any]:
        """Milliseconds away, how many blocks over BLOCK_MS, the longest with what was done, the worst of each doing; stops both."""
        self._timer.stop()
        self._over.set()
        self._thread.join()
        longest = sorted(self._blocks, key=lambda one: -one["ms"])[:SHOWN]
        began_ns = round(self._began * 1e9)
        for one in longest:
            one["at_s"] = round((one["began_ns"] - began_ns) / 1e9, 2)
        worst = {name: round(ms, 1) for name, ms in self._worst.items() if len(self._worst) > 1}
        return {"away_ms": spread(self._away), "blocks": len(self._blocks), "longest": longest, "worst_ms": worst}


def _place(frame: FrameType | None) -> str:
    """The innermost line of the program (not of this bench) in a stack: 'panels/takes.py:120 refresh'."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(PACKAGE) and not name.startswith(BENCH):
            return f"{Path(name).parent.name}/{Path(name).name}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back
    return "in Qt"


def explain(found: dict[str, Any], still: Stillness) -> dict[str, Any]:
    """Say of each of the longest blocks how long the machine itself stood still meanwhile; in the process that watched the cores."""
    for block in found["longest"]:
        began = block.pop("began_ns")
        ended = began + block["ms"] * 1e6
        stood = max((min(one.ended_ns, ended) - max(one.began_ns, began) for one in still.stalls), default=0) / 1e6
        if still.proof and stood > 1:
            block["what"] += f"; the machine stood still for {stood:.0f} ms of it"
    return found
