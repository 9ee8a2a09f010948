"""A slider that sends 200 events a second: what is rendered, what waits, and whether the last value sounds."""

from __future__ import annotations

import math
import time
from bisect import bisect_right
from typing import Any

from studio.bench.actor import Scene, open_studio, perform, ready, slider
from studio.bench.figures import spread
from studio.bench.stage import Stage

EVENTS_A_SECOND = 200


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    from studio.app import Models

    begun: list[tuple[Any, float]] = []  # settings and when their render began; appended by the renderer thread alone

    class Watched(Models):
        """The catalogue, whose models note when they are called."""

        def load(self, model: str, home: Any) -> Any:
            generator: Any = super().load(model, home)
            render = generator.render

            def noted(settings: Any) -> Any:
                begun.append((settings[0], time.perf_counter()))
                return render(settings)

            generator.render = noted
            return generator

    studio = open_studio(options, models=Watched())
    return perform(studio, _scene(studio, options["seconds"], begun))


def _scene(studio: Any, seconds: float, begun: list[tuple[Any, float]]) -> Scene:
    from PySide6.QtCore import Qt, QTimer

    from studio.engine.events import Rendered

    session = studio.session
    yield lambda: ready(studio)
    yield 1.0
    control = slider(session.spec)
    posted: list[float] = []  # when each event came; appended by the GUI thread alone
    numbers: dict[Any, int] = {}  # settings -> index of the event; the same
    renders: list[tuple[Any, int, float]] = []  # settings, request, seconds; appended by the renderer thread alone

    def note(event: object) -> None:
        if isinstance(event, Rendered) and event.seconds_to_render > 0:
            renders.append((event.settings, event.request, event.seconds_to_render))

    def send() -> None:
        due = min(round((time.perf_counter() - began) * EVENTS_A_SECOND), total)
        while len(posted) < due:  # Qt's timer leaves out what it is late for; a mouse doesn't
            place = 0.8 * control.high * math.sin(len(posted) / 97)
            numbers[session.settings.with_values({control.name: control.check(place)})] = len(posted)
            posted.append(time.perf_counter())
            session.set(control.name, control.check(place))

    unsubscribe = session.subscribe(note)
    total, began = round(seconds * EVENTS_A_SECOND), time.perf_counter()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(send)
    timer.start(1000 // EVENTS_A_SECOND)
    yield seconds
    yield lambda: len(posted) == total
    timer.stop()
    session.end_gesture()
    last = session.settings
    yield lambda: any(one[0] == last for one in renders)
    request = next(one[1] for one in renders if one[0] == last)
    sounded = lambda: any(mark.request == request for mark in session.status().sounded)  # noqa: E731
    limit = time.perf_counter() + 2.0
    yield lambda: sounded() or time.perf_counter() > limit
    unsubscribe()
    waiting = _waiting(posted, numbers, begun)
    return {
        "events": total, "events_a_second": round(total / (posted[-1] - posted[0]), 1), "renders": len(renders),
        "renders_a_second": round(len(renders) / seconds, 1), "render_ms": spread(one[2] * 1e3 for one in renders),
        "most_waiting": max(waiting, default=0), "last_sounded": int(sounded()),
    }  # fmt: skip


def _waiting(posted: list[float], numbers: dict[Any, int], begun: list[tuple[Any, float]]) -> list[int]:
    """For each render how many newer events had come when it began: with a mailbox of one none, or one that came at that moment."""
    return [max(0, bisect_right(posted, when) - 1 - numbers[settings]) for settings, when in begun if settings in numbers]


def measure(stage: Stage, seconds: float) -> dict[str, Any]:
    """Events, renders, the most requests that waited at once, and whether the last one was heard."""
    return stage.act("events", seconds + 10, seconds=seconds)
