"""Two thousand takes in the strip: scrolling, selecting, searching and adding, watched for moments in which the window stands still."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from studio.bench.actor import Scene, open_studio, perform, ready
from studio.bench.eyes import Watchdog, explain
from studio.bench.stage import RATE, Stage
from studio.bench.stillness import Watch

HAND = 0.03  # seconds between two notches or keys
TURNS = 40


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process; fills its home with takes first."""
    _fill(Path(options["home"]), options["count"])
    studio = open_studio(options)
    return perform(studio, _scene(studio, options["count"]))


def _scene(studio: Any, count: int) -> Scene:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from studio.bench.hand import NOTCH, Hand

    window, strip = studio.window, studio.window.takes.list
    yield lambda: ready(studio) and strip.model().rowCount() == count
    yield 1.0
    window.activateWindow()
    strip.setFocus()
    found: dict[str, Any] = {}

    def press(key: Qt.Key, times: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Scene:
        for _ in range(times):
            QTest.keyClick(strip, key, modifier)
            yield HAND
        return {}

    def wheel() -> Scene:
        for number in range(2 * TURNS):
            Hand.turn(strip.viewport(), strip.viewport().rect().center(), NOTCH if number >= TURNS else -NOTCH)
            yield HAND
        return {}

    def scroll_bar() -> Scene:
        bar = strip.horizontalScrollBar()
        for number in range(TURNS):
            bar.setValue(bar.maximum() * number // TURNS)
            yield HAND
        return {}

    def search() -> Scene:
        for text in ("t", "ta", "tak", "take 1", "take 19", ""):
            window.takes.filter.look_for(text=text)
            yield 0.1
        return {}

    def new_takes() -> Scene:
        for number in range(3):
            studio.session.generate()
            yield lambda number=number: len(studio.session.takes()) > count + number  # type: ignore[misc]
        yield 0.3
        return {}

    keys = Qt.Key
    for name, does in {
        "wheel": wheel(), "scroll_bar": scroll_bar(), "arrows": press(keys.Key_Right, TURNS), "pages": press(keys.Key_PageDown, TURNS // 2),
        "ends": press(keys.Key_End, 1), "select_to_the_start": press(keys.Key_Home, 1, Qt.KeyboardModifier.ShiftModifier),
        "select_all": press(keys.Key_A, 1, Qt.KeyboardModifier.ControlModifier), "search": search(), "new_takes": new_takes(),
    }.items():  # fmt: skip
        dog = Watchdog(name.replace("_", " "))
        yield from does
        yield 0.2
        found[name] = dog.close()
    return {"takes": len(studio.session.takes()), "parts": found}


def _fill(home: Path, count: int) -> None:
    """So many short takes of the first model, through the real library."""
    from studio.clip import Clip
    from studio.engine.library import Library
    from studio.models import catalogue
    from studio.paths import Home
    from studio.recipe import Recipe

    place = Home(home).make()
    spec = catalogue.load(next(card.id for card in catalogue.list_models() if not card.error)).spec
    dice = np.random.default_rng(0)
    with _no_waiting_for_the_disk():
        library = Library(place)
        for number in range(count):
            wave = dice.uniform(-0.5, 0.5, 2_205) * np.linspace(1, 0, 2_205)
            recipe = Recipe(spec.id, "0" * 64, spec.defaults(seed=number), "bench", "undertone")
            library.add(Clip(wave.astype(np.float32)[None], RATE), recipe, title=f"Take {number + 1}")
        library.flush(120)
        library.close()


@contextmanager
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Files of a bench needn't outlive a power cut."""
    sync, os.fsync = os.fsync, lambda fd: None
    try:
        yield
    finally:
        os.fsync = sync


def measure(stage: Stage, count: int) -> dict[str, Any]:
    """For each thing that is done with them: how long the window was away, and the longest of all in milliseconds."""
    with Watch() as watch:
        found = stage.act("takes", 60.0 + count * 0.05, count=count)
    still = watch.stop()
    for part in found["parts"].values():
        explain(part, still)
    found["longest_block_ms"] = max(part["away_ms"].get("max", 0.0) for part in found["parts"].values())
    return found
