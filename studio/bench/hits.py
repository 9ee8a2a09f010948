"""What one hit costs on one thread, without window or sound: drawn hits under a slider, with a new seed, and 64 of them on two threads.

Real-time factors count the seconds that are heard, not those that a network may compute beyond.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from studio.bench.actor import slider
from studio.bench.figures import spread
from studio.bench.stage import Stage

BATCH = 64
A_SECOND = (0.8, 1.25)  # seconds of a hit that counts as one of a second


def act(options: dict[str, Any]) -> dict[str, Any]:
    """Render in this process; returns milliseconds."""
    from studio.models import catalogue

    began = time.perf_counter()
    name = options.get("model") or next(card.id for card in catalogue.list_models() if not card.error)
    model = catalogue.load(name)
    loaded = time.perf_counter() - began
    count = options["renders"]
    drawn = [_drawn(model, number, count) for number in range(count)]
    same = [one.with_values({}, seed=1) for one in drawn]  # as under a slider: the noise is there already
    fresh = [one.with_values({}, seed=1000 + number) for number, one in enumerate(drawn[: count // 2])]
    model.render(same[:5])
    wall, processor, seconds = _timed(model, same)
    reseeded, _, _ = _timed(model, fresh)
    of_a_second = [ms for ms, length in zip(wall, seconds, strict=True) if A_SECOND[0] <= length <= A_SECOND[1]]
    return {
        "model": model.spec.id, "runtime": model.runtime, "load_ms": round(loaded * 1e3, 1),
        "slider": spread(wall), "slider_cpu": spread(processor), "of_a_second": spread(of_a_second), "new_seed": spread(reseeded),
        "heard_seconds": spread(seconds),
        "real_time_factor": {
            "one_thread": round(sum(seconds) * 1e3 / sum(wall), 1),
            "batch_64_two_threads": round(_together([model, catalogue.load(name)], [same[number % count] for number in range(BATCH)]), 1),
        },
    }  # fmt: skip


def _together(models: list[Any], settings: list[Any]) -> float:
    """Seconds of sound a second where each of some loaded models has a thread of its own and an equal part of the settings."""
    with ThreadPoolExecutor(len(models)) as pool:
        list(pool.map(lambda model: model.render(settings[:2]), models))  # threads and noise are there
        began = time.perf_counter()
        parts = list(pool.map(lambda part: models[part].render(settings[part :: len(models)]), range(len(models))))
        took = time.perf_counter() - began
    return sum(clip.seconds for part in parts for clip in part) / took


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
