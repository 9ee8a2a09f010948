"""An hour of stereo sound: how soon it is drawn, how long until all of it was read, what zooming into it costs, and how it plays."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np

from studio.bench.actor import Scene, open_studio, perform, ready
from studio.bench.eyes import Eyes, Watchdog, explain
from studio.bench.stage import RATE, SceneFailed, Stage
from studio.bench.stillness import Watch

DRAWN_MS = 1_000.0
ROOM_BYTES = 2 << 30  # on the disk
ZOOMS = 12
CLOSE = 5.0  # seconds that are shown while it plays


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    studio = open_studio(options)
    return perform(studio, _scene(studio, Path(options["path"]), options["seconds"]))


def _scene(studio: Any, path: Path, seconds: float) -> Scene:
    session, viewer = studio.session, studio.window.viewer
    yield lambda: ready(studio) and viewer.shown is not None
    yield 2.0
    painted: list[float] = []

    def is_there() -> bool:
        return viewer.shown is not None and abs(viewer.shown.clip.seconds - seconds) < 1.0

    def frame() -> None:
        if not painted and is_there():
            painted.append(time.perf_counter())

    eyes, dog = Eyes(studio.window, frame), Watchdog("a long sound is opened")
    began = time.perf_counter()
    session.open_sound(path)
    yield lambda: bool(painted)
    yield lambda: getattr(viewer.shown.clip, "read", 1.0) >= 1.0
    whole = time.perf_counter()
    opening, blocked = eyes.close(), dog.close()
    eyes, dog = Eyes(studio.window), Watchdog("zooming")
    for number in range(2 * ZOOMS):
        viewer.zoom(number < ZOOMS)
        yield 0.1
    zooming, zoom_blocked = eyes.close(), dog.close()
    middle = seconds / 2
    viewer.window_.show(middle, middle + CLOSE)
    session.seek(middle)
    session.play()
    yield lambda: session.status().playing
    yield 0.5
    eyes = Eyes(studio.window)
    yield 0.7 * CLOSE
    playing = eyes.close()
    session.stop()
    return {
        "drawn_ms": round((painted[0] - began) * 1e3, 1), "read_ms": round((whole - began) * 1e3, 1),
        "playing": playing,
        "opening": {**_frames(opening), **blocked}, "zooming": {**_frames(zooming), **zoom_blocked},
    }  # fmt: skip


def _frames(seen: dict[str, Any]) -> dict[str, Any]:
    """Without what only counts while the playhead moves."""
    return {name: seen[name] for name in ("frame_ms", "frame_cpu_ms")}


def write_long(path: Path, seconds: float) -> None:
    """A 16-bit stereo WAV: a beat with a sweep, different on each side. Raises SceneFailed where the disk is too small."""
    import soundfile

    if shutil.disk_usage(path.parent).free < ROOM_BYTES:
        raise SceneFailed("an hour of sound doesn't fit on the disk of the temporary folder")
    t = np.arange(10 * RATE) / RATE
    beat = np.exp(-8 * (t % 0.5))
    left = beat * np.sin(2 * np.pi * (200 + 300 * t) * t)
    right = beat * np.random.default_rng(0).uniform(-1, 1, len(t))
    piece = np.round(20_000 * np.stack([left, right], axis=1)).astype(np.int16)  # (frames, 2)
    left_over = round(seconds * RATE)
    with soundfile.SoundFile(path, "w", RATE, 2, "PCM_16") as file:
        while left_over > 0:
            file.write(piece[:left_over])
            left_over -= len(piece)


def measure(stage: Stage, seconds: float) -> dict[str, Any]:
    """Milliseconds from opening to the first painted picture of the whole, and until all was read; frames and blocks."""
    path = stage.folder / "an hour.wav"
    try:
        write_long(path, seconds)
        with Watch() as watch:
            found = stage.act("hour", 60.0, path=str(path), seconds=seconds)
    finally:
        path.unlink(missing_ok=True)
    still = watch.stop()
    for part in ("opening", "zooming"):
        explain(found[part], still)
    return found
