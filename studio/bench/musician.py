"""A scripted session of everything a person does, while a watchdog sees how long the window does not answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from studio.bench.actor import Scene, open_studio, perform, ready
from studio.bench.eyes import Eyes, Watchdog, explain
from studio.bench.stage import RATE, Stage
from studio.bench.stillness import Watch

PAUSE = 0.15  # seconds between two acts
MORE_SECONDS = 90.0  # that a slow machine may need to get through every act once


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    studio = open_studio(options)
    return perform(studio, _scene(studio, options["seconds"], Path(options["folder"])))


def _scene(studio: Any, seconds: float, folder: Path) -> Scene:
    from studio.bench.acts import table
    from studio.bench.hand import Hand
    from studio.engine.events import Message

    complaints: list[str] = []  # appended by any thread: atomic
    unsubscribe = studio.session.subscribe(
        lambda event: complaints.append(event.text) if isinstance(event, Message) and event.level == "error" else None
    )
    yield lambda: ready(studio) and studio.window.viewer.shown is not None
    yield 1.0
    hand, acts = Hand(studio), table(folder)
    hand.window.activateWindow()
    eyes, dog = Eyes(studio.window), Watchdog()
    failed, number, began = [], 0, time.perf_counter()
    while number < len(acts) or time.perf_counter() - began < seconds:
        name, does = list(acts.items())[number % len(acts)]
        dog.doing = name
        try:
            yield from does(hand)
        except Exception as error:  # an act that can't be done is told, and the others are done
            failed.append(f"{name}: {type(error).__name__}: {error}")
        yield PAUSE
        number += 1
    found, frames = dog.close(), eyes.close()
    unsubscribe()
    return {
        "seconds": round(time.perf_counter() - began, 1), "acts": number, "failed": failed, "complaints": complaints,
        "takes": len(studio.session.takes()), "frame_ms": frames["frame_ms"], "window": found,
    }  # fmt: skip


def write_foreign(path: Path) -> None:
    """A sound that is not ours: it will be encoded."""
    import soundfile

    t = np.arange(RATE // 2) / RATE
    soundfile.write(path, 0.5 * np.exp(-12 * t) * np.sin(2 * np.pi * 180 * t), RATE, subtype="PCM_16")


def measure(stage: Stage, seconds: float) -> dict[str, Any]:
    """How often and how long the window did not answer in so many seconds of work, with what was being done."""
    folder = stage.folder / "session"
    folder.mkdir(exist_ok=True)
    write_foreign(folder / "foreign.wav")
    with Watch() as watch:
        found = stage.act("musician", seconds + MORE_SECONDS, seconds=seconds, folder=str(folder))
    explain(found["window"], watch.stop())
    return found


