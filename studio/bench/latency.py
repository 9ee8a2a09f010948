"""From a slider to the ear: by the engine's own marks, and by the first changed sample of a capture."""

from __future__ import annotations

import random
import time
from typing import Any

import numpy as np

from studio.bench.actor import Scene, choose, open_studio, perform, ready, slider
from studio.bench.figures import spread
from studio.bench.stage import RATE, Stage

BPM = 240.0  # one beat is 0.25 s
PERIOD = 60.0 / BPM
APART_MS = 5.0  # marks and capture further apart than this point to a wrong mark
RESTED = 0.5  # seconds by which the output surely rests
LISTEN = 0.02  # seconds before a change that must be as steady as expected


def act(options: dict[str, Any]) -> dict[str, Any]:
    """Move a slider now and then; returns for each move when it was and when its sound was marked, in ns."""
    studio = open_studio(options)
    return perform(studio, _scene(studio, options))


def _scene(studio: Any, options: dict[str, Any]) -> Scene:
    from studio.engine.events import Rendered

    session, loop = studio.session, options["loop"]
    yield lambda: ready(studio)
    rendered: dict[Any, tuple[int, int]] = {}  # settings -> request and when it was made; written by the renderer thread, dicts are atomic

    def note(event: object) -> None:
        if isinstance(event, Rendered):
            rendered[event.settings] = (event.request, time.perf_counter_ns())

    unsubscribe = session.subscribe(note)
    session.set_volume_db(0.0)
    session.set_bpm(BPM)
    session.set_beats(1)
    session.set_loop(loop)
    choose(session, *(("cymbal", "open_hat") if loop else ("rim", "closed_hat")))  # a loop must sound all the time, a hit may be short
    session.end_gesture()
    yield 1.0
    control, dice, moves = slider(session.spec), random.Random(0), []
    for number in range(options["moves"]):
        value = control.check((-1) ** number * dice.uniform(0.2, 0.9) * control.high)
        set_ns = time.perf_counter_ns()
        session.set(control.name, value)
        wanted = session.settings
        yield lambda wanted=wanted: wanted in rendered and _mark(session, rendered[wanted][0]) is not None  # type: ignore[misc]
        request, made_ns = rendered[wanted]
        mark = _mark(session, request)
        moves.append({"set_ns": set_ns, "made_ns": made_ns, "handed_ns": mark.handed_ns, "heard_ns": mark.heard_ns})
        if loop:
            yield 2 * PERIOD + dice.uniform(0.05, 0.15)
        else:
            yield 0.15
            session.stop()
            yield 0.2 + dice.uniform(0.0, 0.05) + (options["rest"] + RESTED if options["rest"] else 0.0)
    unsubscribe()
    return {"moves": moves, "latency_ms": session.status().latency_seconds * 1e3}


def _mark(session: Any, request: int) -> Any:
    return next((mark for mark in session.status().sounded if mark.request == request), None)


def measure(stage: Stage, block: int, loop: bool, moves: int, rest: float = 0.0) -> dict[str, Any]:
    """Milliseconds from session.set to the sound, at one block size, one-shot retriggered or loop crossfaded.

    rest: seconds of silence after which the output rests; then every move wakes it. 0: as it is for a person.
    """
    capture = stage.capture()
    try:
        found = stage.act("latency", moves * (0.9 + rest) + 5, block=block, loop=loop, moves=moves, rest=rest)
        samples = capture.samples()[:, 0] if capture is not None else None
        marks, captured, apart = [], [], []
        for move in found["moves"]:
            marks.append((move["heard_ns"] - move["set_ns"]) / 1e6)
            if samples is None or capture is None:
                continue
            frame = _changed(samples, capture.frames_at(move["set_ns"]), round(PERIOD * RATE) if loop else 0)
            if frame >= 0:
                captured.append((capture.heard_ns(frame) - move["set_ns"]) / 1e6)
                apart.append(captured[-1] - marks[-1])
    finally:
        if capture is not None:
            capture.stop()
    render = spread((move["made_ns"] - move["set_ns"]) / 1e6 for move in found["moves"])
    result = {"block": block, "sound": "loop" if loop else "one-shot", "device_ms": round(found["latency_ms"], 1),
              "made": render, "marks": spread(marks), "capture": spread(captured), "capture_minus_marks": spread(apart)}  # fmt: skip
    if apart:
        result["agree"] = bool(abs(np.median(apart)) <= APART_MS)
    return result


def _changed(samples: np.ndarray, start: int, period: int) -> int:
    """The first frame from `start` on that isn't what the sound before would have given (silence, or a loop of `period` frames).

    -1 where the sound before wasn't steady, or nothing changed within a second.
    """
    listen = round(LISTEN * RATE)
    begin, end = start - listen, start + RATE
    if begin - period < 0:
        return -1
    part = samples[begin:end]
    before = samples[begin - period : begin - period + len(part)] if period else np.zeros_like(part)
    different = np.flatnonzero(part != before)
    if not len(different) or different[0] < listen:
        return -1
    return begin + int(different[0])
