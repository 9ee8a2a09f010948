"""The window at work: sliders move 50 times a second while an index ramp plays. Painting, the GUI thread, and gaps by the capture.

Every slider move renders, and its sound takes the whole way to the audio process; only there the ramp stands in for it. The
ramp names each of its samples and fades to itself bit for bit, so that whatever is missing from the capture can be named.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from studio.bench.actor import Mover, Scene, choose, open_studio, perform, ready
from studio.bench.eyes import Eyes, Watchdog, explain
from studio.bench.stage import RATE, Stage
from studio.bench.stillness import Watch

RAMP_FRAMES = RATE // 4
STEP = 2**24  # float32 holds (i + 1) / 2**24 exactly
SETTLE = 3.0  # seconds before counting, until pictures and fonts are warm
EDGE = RATE // 2  # frames of the capture left out at its ends


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process; returns paint and block times."""
    studio = open_studio(options, player=ramp_player(options["null"]))
    return perform(studio, _scene(studio, options["seconds"]))


def ramp_player(null: bool = False) -> Any:
    """A player that plays the ramp in a loop, whatever it is given; `broken` judges its capture."""
    from studio.clip import Clip
    from studio.engine.player import Player

    ramp = Clip(((np.arange(RAMP_FRAMES) + 1) / STEP).astype(np.float32)[None], RATE)

    class RampPlayer(Player):
        def play(self, clip: Clip, *, request: int, loop: bool, **_: Any) -> None:
            super().play(ramp, request=request, loop=True)

    return RampPlayer(block=512, null=null)


def _scene(studio: Any, seconds: float) -> Scene:
    session = studio.session
    yield lambda: ready(studio)
    session.set_volume_db(0.0)
    choose(session, "cymbal", "open_hat")
    session.end_gesture()
    session.play()
    mover = Mover(session)
    yield SETTLE
    eyes, dog = Eyes(studio.window), Watchdog("sliders move")
    before = _state(studio, mover)
    yield seconds
    after, paint, gui = _state(studio, mover), eyes.close(), dog.close()
    mover.stop()
    yield 0.2
    session.panic()
    yield 0.2
    spent = after["time"] - before["time"]
    return {
        "paint": paint, "gui": gui, "seconds": round(spent, 1), "moves_a_second": round((after["moves"] - before["moves"]) / spent, 1),
        "engine_gaps": after["gaps"] - before["gaps"], "cpu_share": round((after["cpu"] - before["cpu"]) / spent, 2),
    }  # fmt: skip


def _state(studio: Any, mover: Mover) -> dict[str, float]:
    return {"time": time.perf_counter(), "gaps": studio.session.status().gaps, "cpu": time.process_time(), "moves": mover.moves}


def measure(stage: Stage, seconds: float) -> dict[str, Any]:
    """Frames a second, milliseconds between them, the GUI thread's longest absence, and what was missing from the ramp."""
    capture = stage.capture()
    try:
        began = time.perf_counter_ns()
        with Watch() as watch:
            found = stage.act("load", seconds + 10, seconds=seconds)
    finally:
        samples = capture.stop()[:, 0] if capture is not None else None
    still = watch.stop()
    explain(found["gui"], still)
    found["stood_still"] = still.describe(began)
    if samples is not None and capture is not None:
        gaps = broken(samples)
        moments = [capture.heard_ns(frame) for frame in gaps.pop("frames", ())]
        if "breaks" in gaps:
            gaps["behind_a_stall"] = sum(still.before(moment) is not None for moment in moments) if still.proof else None
            gaps["at_s"] = [round((moment - began) / 1e9, 3) for moment in moments]
        found["gaps"] = gaps
    return found


def broken(samples: np.ndarray) -> dict[str, Any]:
    """Where the ramp in a capture (frames,) goes wrong: how often, at which frames, and the milliseconds of silence.

    Its first and last moments are left out. A capture without a ramp has no 'breaks'.
    """
    index = np.rint(samples.astype(np.float64) * STEP).astype(np.int64)
    sounding = np.flatnonzero(index)
    if len(sounding) < 4 * EDGE:
        return {"seconds": 0.0}
    start = int(sounding[0]) + EDGE
    part = index[start : sounding[-1] + 1 - EDGE]
    steps = np.flatnonzero(part[1:] != part[:-1] % RAMP_FRAMES + 1)
    apart = np.diff(steps, prepend=-RATE) > 64  # a hole has two edges, and nothing between
    frames = (start + steps[apart]).tolist()
    silent = int(np.count_nonzero(part == 0))
    return {"seconds": round(len(part) / RATE, 1), "breaks": len(frames), "silence_ms": round(silent * 1e3 / RATE, 2), "frames": frames}
