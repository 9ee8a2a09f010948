"""What one render costs on one thread, without window or sound: a slider that moves, a new seed, and 64 settings at once."""

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
    base = model.spec.defaults(seed=1)
    control, count = slider(model.spec), options["renders"]
    places = [control.check(control.low + (control.high - control.low) * (i % 61) / 60) for i in range(count)]
    moved = [base.with_values({control.name: place}) for place in places]
    fresh = [base.with_values({control.name: place}, seed=1000 + i) for i, place in enumerate(places[: count // 2])]
    model.render(moved[:5])
    wall, processor, seconds = _timed(model, moved)
    reseeded, _, _ = _timed(model, fresh)
    batch_began = time.perf_counter()
    clips = model.render([moved[i % count] for i in range(BATCH)])
    batch = time.perf_counter() - batch_began
    return {
        "model": model.spec.id, "runtime": model.runtime, "load_ms": round(loaded * 1e3, 1),
        "computed_seconds": round(model.spec.seconds, 3),
        "slider": spread(wall), "slider_cpu": spread(processor), "new_seed": spread(reseeded), "heard_seconds": spread(seconds),
        "real_time_factor": {
            "batch_1": round(model.spec.seconds * 1e3 / spread(wall)["median"], 1),
            "batch_64": round(model.spec.seconds * len(clips) / batch, 1), "gpu": None,
        },
    }  # fmt: skip


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
    """Milliseconds a hit, and seconds of sound computed in a second. Raises SceneFailed where no model can be used."""
    return stage.act("hits", 30.0, renders=renders)
