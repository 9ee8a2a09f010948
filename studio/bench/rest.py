"""What the program costs when nobody touches it: processor time of its processes after ten seconds at rest."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

from studio.bench.actor import Scene, open_studio, perform, ready
from studio.bench.stage import Stage

SETTLE = 10.0  # seconds
PERCENT = 1.0  # of one core, that may be spent at rest


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    studio = open_studio(options)
    return perform(studio, _scene(studio, options["seconds"], options["settle"]))


def _scene(studio: Any, seconds: float, settle: float) -> Scene:
    session = studio.session
    yield lambda: ready(studio)
    session.play()  # as after work: it sounded once, and is silent again
    yield 1.0
    session.stop()
    yield settle
    began, before = time.perf_counter(), _spent()
    yield seconds
    spent, after = time.perf_counter() - began, _spent()
    percent = {name: _percent(after[name], before[name], spent) for name in before}
    known = [one for one in percent.values() if one is not None]
    return {"seconds": round(spent, 1), "percent": percent, "total_percent": round(sum(known), 2) if known else None}


def _spent() -> dict[str, float | None]:
    """Seconds of processor time of the program and of its audio process so far."""
    audio = [child.pid for child in multiprocessing.active_children() if child.name == "undertone-audio"]
    return {"program": time.process_time(), "audio": processor_seconds(audio[0]) if audio and audio[0] else None}


def _percent(after: float | None, before: float | None, spent: float) -> float | None:
    return None if after is None or before is None else round(100 * (after - before) / spent, 2)


def processor_seconds(pid: int) -> float | None:
    """Processor time of another process in seconds, to a hundredth; Linux only."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


def measure(stage: Stage, seconds: float, settle: float = SETTLE) -> dict[str, Any]:
    """Percent of one core that the program and its audio process need at rest, and both together."""
    return stage.act("rest", settle + seconds + 5, seconds=seconds, settle=settle)
