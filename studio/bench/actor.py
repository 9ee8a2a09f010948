"""A process of the bench: `python -m studio.bench.actor SCENE OPTIONS` runs the real program and acts in it. GUI thread.

A scene is a generator: it yields seconds to rest or a condition to wait for, while Qt's own loop runs as it does for a
person. What it returns is written as JSON to the file that the options name.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Generator
from importlib import import_module
from pathlib import Path
from typing import Any

Step = float | Callable[[], bool]
Scene = Generator[Step, None, dict[str, Any]]

TICK_MS = 3  # between two looks at a condition; while a scene rests nothing ticks
MOVES_A_SECOND = 50
PATIENCE = 30.0  # seconds that a condition may take
SCENES = {
    "start": "studio.bench.start", "latency": "studio.bench.latency", "load": "studio.bench.load", "memory": "studio.bench.memory",
    "events": "studio.bench.events", "hits": "studio.bench.hits", "rest": "studio.bench.rest", "paint": "studio.bench.paint",
    "takes": "studio.bench.takes", "hour": "studio.bench.hour", "musician": "studio.bench.musician",
    "stream": "studio.bench.stream",
    "live": "studio.bench.live",
}  # fmt: skip


class Director:
    """Takes a scene from step to step inside Qt's loop; `result` is what it returned, `error` what it raised."""

    def __init__(self, scene: Scene, finish: Callable[[], object]) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.result: dict[str, Any] | None = None
        self.error: BaseException | None = None
        self.remark = ""  # the program's own last complaint; written by any thread, one reference
        self._scene: Any = scene  # a generator: it knows its line
        self._finish = finish
        self._step: Step = 0.0
        self._since = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start(0)

    def _look(self) -> None:
        try:
            ready = self._step() if callable(self._step) else True
            if not ready and time.perf_counter() - self._since > PATIENCE:
                raise TimeoutError(f"what line {_line(self._scene)} waited for did not happen in {PATIENCE:g} s{self.remark}")
            if ready:
                self._step = next(self._scene)
                self._since = time.perf_counter()
                self._timer.start(TICK_MS if callable(self._step) else max(0, round(self._step * 1e3)))
        except StopIteration as end:
            self._end(result=end.value)
        except BaseException as error:
            self._end(error=error)

    def _end(self, result: dict[str, Any] | None = None, error: BaseException | None = None) -> None:
        self._timer.stop()
        self.result, self.error = result, error
        self._finish()


def _line(scene: Any) -> int:
    """The line at which a scene stands, in the innermost of those that it yields from."""
    while getattr(scene, "gi_yieldfrom", None) is not None:
        scene = scene.gi_yieldfrom
    return int(scene.gi_frame.f_lineno)


def open_studio(options: dict[str, Any], **parts: Any) -> Any:
    """The real program with an empty home, its window shown; with `null` it plays silently by the clock."""
    from studio.app import build
    from studio.engine.player import Player
    from studio.engine.player.server import REST_SECONDS

    if "player" not in parts and (options["null"] or "block" in options):
        parts["player"] = Player(block=options.get("block", 512), null=options["null"], rest=options.get("rest") or REST_SECONDS)
    return build(home=options["home"], **parts)


def perform(studio: Any, scene: Scene) -> dict[str, Any]:
    """Show the window, run Qt's loop until the scene is over, close everything. Raises what the scene raised."""
    with studio:
        director = Director(scene, studio.qt.quit)
        studio.session.subscribe(lambda event: _note(event, director))
        studio.window.show()
        studio.qt.exec()
    if director.error is not None:
        raise director.error
    assert director.result is not None
    return director.result


def _note(event: Any, director: Director) -> None:
    """Any thread: keep an error that the program tells."""
    if getattr(event, "level", "") == "error":
        director.remark = f" (it said: {event.text})"


def ready(studio: Any) -> bool:
    """The model is loaded and the output is open."""
    return studio.session.spec is not None and studio.session.status().state in ("ok", "null")


def slider(spec: Any) -> Any:
    """The control that scenes move: the first macro, or the first latent."""
    latents = [control for control in spec.controls if control.kind == "latent"]
    return next((control for control in latents if control.group == "macro"), latents[0])


class Mover:
    """Moves a slider 50 times a second along a slow wave, until `stop`."""

    def __init__(self, session: Any) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._session, self._control = session, slider(session.spec)
        self.moves = 0
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


def choose(session: Any, *wanted: str) -> None:
    """Set the model's first choice to the first of these options that it has."""
    for control in session.spec.controls:
        if control.kind == "choice":
            option = next((one for one in wanted if one in control.options), None)
            if option is not None:
                session.set(control.name, option)
            return


def main() -> int:
    scene, options = sys.argv[1], json.loads(sys.argv[2])
    result = import_module(SCENES[scene]).act(options)
    Path(options["result"]).write_text(json.dumps(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
