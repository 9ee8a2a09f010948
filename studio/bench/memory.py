"""Memory of the program and of its audio process: at rest, warmed up, and after many renders."""

from __future__ import annotations

import multiprocessing
import os
import random
from pathlib import Path
from typing import Any

from studio.bench.actor import Scene, open_studio, perform, ready
from studio.bench.stage import Stage

FLAT_MB = 8.0  # what may be added between a fifth of the renders and their end and still be called flat
REST = 2.0  # seconds
HAND_MS = 100
PARTS = 5  # the memory is read after each


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    studio = open_studio(options)
    return perform(studio, _scene(studio, options["renders"]))


def _scene(studio: Any, renders: int) -> Scene:
    session = studio.session
    yield lambda: ready(studio)
    yield REST
    rest = _both()
    track = []
    for _ in range(PARTS):
        yield from _Chain(studio, renders // PARTS).run()
        track.append(_both() | {"clips": _clips(session)})
    warm = track[0]
    session.end_gesture()
    yield REST
    end = _both() | {"clips": _clips(session)}
    return {
        "renders": renders, "rest_mb": rest, "warm_mb": warm, "end_mb": end, "grown_mb": _grown(warm, end),
        "track_mb": [one["program"] for one in track],
        "takes": len(session.takes()),  # the one of the last move, and of any that rested all the same
    }  # fmt: skip


def _clips(session: Any) -> float:
    """Megabytes of clips that are kept for undo: they may grow up to their bound, and are no leak."""
    return round(session._renderer.cache.bytes / 2**20, 1)


def _grown(warm: dict[str, float | None], end: dict[str, float | None]) -> float | None:
    """Megabytes that program and audio process grew by, without the clips that are kept; None where the system doesn't say."""
    parts = [(warm[name], end[name], sign) for name, sign in (("program", 1), ("audio", 1), ("clips", -1))]
    known = [sign * (now - before) for before, now, sign in parts if now is not None and before is not None]
    return round(sum(known), 1) if warm["program"] is not None else None


class _Chain:
    """Renders one after the other: as soon as one is done, some slider moves again.

    The hand never rests, on a slow machine neither: a drag that rests becomes a take, whose clip is kept.
    """

    def __init__(self, studio: Any, renders: int) -> None:
        self._session, self._left = studio.session, renders
        self._bridge = studio.window.bridge
        self._dice = random.Random(renders)
        self._latents = [control for control in self._session.spec.controls if control.kind == "latent" and control.active]
        self._beat = renders

    def run(self) -> Scene:
        from PySide6.QtCore import QTimer

        self._bridge.rendered.connect(self._next)
        hand = QTimer()
        hand.timeout.connect(self._move)
        hand.start(HAND_MS)
        self._move()
        while self._left > 0:
            self._beat = self._left
            yield self._beats
        hand.stop()
        self._bridge.rendered.disconnect(self._next)
        return {}

    def _beats(self) -> bool:
        return self._left < self._beat

    def _next(self, *_: object) -> None:
        self._left -= 1
        if self._left > 0:
            self._move()

    def _move(self) -> None:
        control = self._dice.choice(self._latents)
        self._session.set(control.name, control.check(self._dice.uniform(control.low, control.high)))


def _both() -> dict[str, float | None]:
    """Resident megabytes of the program and of its audio process; None where the system doesn't say."""
    audio = [child.pid for child in multiprocessing.active_children() if child.name == "undertone-audio"]
    return {"program": resident_mb(os.getpid()), "audio": resident_mb(audio[0]) if audio and audio[0] else None}


def resident_mb(pid: int) -> float | None:
    """Resident memory of a process in MB, Linux only."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def measure(stage: Stage, renders: int) -> dict[str, Any]:
    """Megabytes at rest, after a fifth of the renders and after all, program and audio process."""
    return stage.act("memory", 20.0 + renders * 0.2, renders=renders)
