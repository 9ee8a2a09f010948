"""The window's paints while it loops, while a slider moves, while modulators move several, while sounds are generated; what a slider costs.
"""

from __future__ import annotations

import time
from typing import Any

from studio.bench.actor import Mover, Scene, choose, open_studio, perform, ready
from studio.bench.eyes import Eyes
from studio.bench.figures import spread
from studio.bench.stage import Stage

SETTLE = 3.0  # seconds, until pictures and fonts are warm
MODULATED = 4  # controls that move by themselves
SEVERAL = 16  # sounds that are generated at a time
INTERVAL_MS = 16.0  # between two frames; one more is left out than can be seen
SLIDER_MS = 2.0


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    studio = open_studio(options)
    return perform(studio, _scene(studio, options["seconds"], options["repaints"], options["settle"]))


def _scene(studio: Any, seconds: float, repaints: int, settle: float) -> Scene:
    session = studio.session
    yield lambda: ready(studio)
    choose(session, "cymbal", "open_hat")
    session.end_gesture()
    session.set_loop(True)
    session.play()
    yield lambda: session.status().playing
    yield settle
    found: dict[str, Any] = {}
    eyes = Eyes(studio.window)
    yield seconds
    found["looping"] = eyes.close()
    mover = Mover(session)
    yield settle
    eyes = Eyes(studio.window)
    yield seconds
    found["moving"] = eyes.close()
    mover.stop()
    for address in [knob.address for knob in session.knobs()][:MODULATED]:
        session.add_modulator(address, shape="walk", hz=2.0, depth=0.3)
    yield settle
    eyes = Eyes(studio.window)
    yield seconds
    found["modulated"] = eyes.close()
    found["modulated_slider_ms"] = spread(_slider(studio.window, repaints), 3)
    for one in session.modulators():
        session.remove_modulator(one.id)
    session.render_many(SEVERAL)
    eyes = Eyes(studio.window)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        yield 0.1
        if all(job.over for job in session.jobs()):
            session.render_many(SEVERAL)
    found["generating"] = eyes.close()
    for job in session.jobs():
        session.cancel(job.id)
    session.stop()
    yield settle
    return {**found, "slider_ms": spread(_slider(studio.window, repaints), 3)}


def _slider(window: Any, count: int) -> list[float]:
    """Milliseconds for each of so many repaints of one visible slider with another value each time."""
    from studio.ui.widgets.value_slider import ValueSlider

    slider = next(one for one in window.findChildren(ValueSlider) if one.isVisible() and not one.visibleRegion().isEmpty())
    low, high = slider.scale.low, slider.scale.high
    found = []
    for number in range(count):
        slider.show_value(low + (high - low) * (number % 97) / 97)
        began = time.perf_counter()
        slider.repaint()
        found.append((time.perf_counter() - began) * 1e3)
    return found


def measure(stage: Stage, seconds: float, repaints: int, settle: float = SETTLE) -> dict[str, Any]:
    """Frames a second and milliseconds between them in each of the four, and milliseconds of a slider's repaint."""
    found = stage.act("paint", 5 * seconds + 25, seconds=seconds, repaints=repaints, settle=settle)
    intervals = [found[part]["interval_ms"].get("p95") for part in ("looping", "moving", "modulated", "generating")]
    found["worst_p95_ms"] = None if None in intervals else max(intervals)
    return found
