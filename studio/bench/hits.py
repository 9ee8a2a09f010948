"""What one hit costs on one thread, without window or sound: drawn hits under a slider, with a new seed, and 64 at once.

Real-time factors count the seconds that are heard, not those that a network may compute beyond.
"""

from __future__ import annotations

import time
from typing import Any

from studio.bench.actor import slider
from studio.bench.figures import spread
from studio.bench.stage import Stage

BATCH = 64


def act(options: dict[str, Any]) -> dict[str, Any]:
    """Render in this process; returns milliseconds."""
    from studio.models import catalogue

    began = time.perf_counter()
    model = catalogue.load(options.get("model") or next(card.id for card in catalogue.list_models() if not card.error))
    loaded = time.perf_counter() - began
    count = options["renders"]
    drawn = [_drawn(model, number, count) for number in range(count)]
    same = [one.with_values({}, seed=1) for one in drawn]  # as under a slider: the noise is there already
    fresh = [one.with_values({}, seed=1000 + number) for number, one in enumerate(drawn[: count // 2])]
    model.render(same[:5])
    wall, processor, seconds = _timed(model, same)
    reseeded, _, _ = _timed(model, fresh)
    batch_began = time.perf_counter()
    clips = model.render([same[number % count] for number in range(BATCH)])
    batch = time.perf_counter() - batch_began
    return {
        "model": model.spec.id, "runtime": model.runtime, "load_ms": round(loaded * 1e3, 1),
        "slider": spread(wall), "slider_cpu": spread(processor), "new_seed": spread(reseeded), "heard_seconds": spread(seconds),
        "real_time_factor": {
            "batch_1": round(sum(seconds) * 1e3 / sum(wall), 1),
            "batch_64": round(sum(clip.seconds for clip in clips) / batch, 1), "gpu": None,
        },
    }  # fmt: skip


def _drawn(model: Any, number: int, count: int) -> Any:
    """Settings number so-and-so of `count`: drawn as Randomise draws, or along a slider where the model can't draw."""
    base = model.spec.defaults(seed=1)
    if "draw" in model.spec.abilities:
        return model.draw(number, base)
    control = slider(model.spec)
    return base.with_values({control.name: control.check(control.low + (control.high - control.low) * number / count)})


def _timed(model: Any, settings: list[Any]) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds by the clock and of this thread's processor time, and the clips' lengths in seconds."""
    wall, processor, seconds = [], [], []
    for one in settings:
        began, worked = time.perf_counter(), time.thread_time()
        (clip,) = model.render([one])
        processor.append((time.thread_time() - worked) * 1e3)
        wall.append((time.perf_counter() - began) * 1e3)
        seconds.append(clip.seconds)
    return wall, processor, seconds


def measure(stage: Stage, renders: int) -> dict[str, Any]:
    """Milliseconds a hit, and seconds of sound in a second. Raises SceneFailed where no model can be used."""
    return stage.act("hits", 30.0, renders=renders)
