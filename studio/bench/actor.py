"""A process of the bench: `python -m studio.bench.actor SCENE OPTIONS` runs the real program and acts in it. GUI thread.

A scene is a generator: it yields seconds to rest or a condition to wait for, while Qt's own loop runs as it does for a
person. What it returns is written as JSON to the file that the options name.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Generator
from importlib import import_module
from pathlib import Path
from typing import Any

Step = float | Callable[[], bool]
Scene = Generator[Step, None, dict[str, Any]]

TICK_MS = 3
PATIENCE = 30.0  # seconds that a condition may take
SCENES = {
    "start": "studio.bench.start", "latency": "studio.bench.latency", "load": "studio.bench.load", "memory": "studio.bench.memory",
    "events": "studio.bench.events", "hits": "studio.bench.hits",
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
        self._timer.start(TICK_MS)

    def _look(self) -> None:
        try:
            waited = time.perf_counter() - self._since
            ready = self._step() if callable(self._step) else waited >= self._step
            if not ready and callable(self._step) and waited > PATIENCE:
                raise TimeoutError(f"what line {self._scene.gi_frame.f_lineno} waited for did not happen in {PATIENCE:g} s{self.remark}")
            if ready:
                self._step = next(self._scene)
                self._since = time.perf_counter()
        except StopIteration as end:
            self._end(result=end.value)
        except BaseException as error:
            self._end(error=error)

    def _end(self, result: dict[str, Any] | None = None, error: BaseException | None = None) -> None:
        self._timer.stop()
        self.result, self.error = result, error
        self._finish()


def open_studio(options: dict[str, Any], **parts: Any) -> Any:
    """The real program with an empty home, its window shown; with `null` it plays silently by the clock."""
    from studio.app import build
    from studio.engine.player import Player

    if "player" not in parts and (options["null"] or "block" in options):
        parts["player"] = Player(block=options.get("block", 512), null=options["null"])
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
