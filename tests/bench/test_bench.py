"""`studio bench`: its ways of judging a capture, and the shape of its result. No timing is asserted."""

from __future__ import annotations

import json
import os
import shutil
from io import StringIO
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from studio.bench import events, figures, format_table, hits, latency, live, load, machine, memory, runner, start
from studio.bench.stage import RATE, SceneFailed, Stage
from studio.engine.player.nullsink import Capture


def drawn(result: dict[str, Any]) -> str:
    text = StringIO()
    Console(file=text, width=200).print(format_table(result))
    return text.getvalue()


def ramp(seconds: float) -> np.ndarray:
    """What a capture of the looping ramp holds: silence, the ramp round and round, silence."""
    index = np.arange(round(seconds * RATE)) % load.RAMP_FRAMES + 1
    return np.concatenate([np.zeros(9_000), index / load.STEP, np.zeros(5_000)]).astype(np.float32)


def test_an_unbroken_ramp_has_no_gap() -> None:
    found = load.broken(ramp(3.0))
    assert found["breaks"] == 0 and found["silence_ms"] == 0.0 and found["seconds"] == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(("hole", "silence_ms"), [(441, 10.0), (20, 0.45)])
def test_a_hole_is_one_gap_and_measured(hole: int, silence_ms: float) -> None:
    capture = ramp(4.0)
    for at in (60_000, 90_000):
        capture[at : at + hole] = 0.0
    found = load.broken(capture)
    assert found["breaks"] == 2 and found["silence_ms"] == pytest.approx(2 * silence_ms, abs=0.02)
    assert found["frames"] == [59_999, 89_999]


def test_lost_and_repeated_frames_are_gaps() -> None:
    capture = ramp(4.0)
    assert load.broken(np.delete(capture, np.s_[70_000:70_100]))["breaks"] == 1
    assert load.broken(np.insert(capture, 70_000, capture[69_000:70_000]))["breaks"] == 1


def test_stretches_of_nothing_are_holes_and_single_zeros_are_not() -> None:
    sound = np.random.default_rng(0).uniform(0.1, 0.5, (9_000, 2)).astype(np.float32)
    sound[100] = sound[5_000 : 5_000 + live.SILENT] = sound[8_000:] = 0.0
    sound[6_000 : 6_000 + 2 * live.SILENT, 0] = 0.0
    assert live.holes(sound) == [5_000, 8_000]


def test_silence_is_no_ramp() -> None:
    assert "breaks" not in load.broken(np.zeros(5 * RATE, np.float32))


def test_the_first_changed_sample_is_found() -> None:
    period, change = 1_000, 7_777
    random = np.random.default_rng(0)
    old, new = random.uniform(-0.5, 0.5, (2, period)).astype(np.float32)
    looped = np.concatenate([np.tile(old, 20)[:change], np.tile(new, 60)[change : 60 * period]])
    assert latency._changed(looped, 7_000, period) == change
    hit = np.concatenate([np.zeros(change, np.float32), new, np.zeros(50_000, np.float32)])
    assert latency._changed(hit, 7_000, 0) == change


def test_a_change_before_the_slider_moved_is_not_counted() -> None:
    samples = np.zeros(60_000, np.float32)
    samples[9_900:] = 0.1
    assert latency._changed(samples, 10_000, 0) == -1
    assert latency._changed(np.zeros(60_000, np.float32), 10_000, 0) == -1


def test_requests_that_waited_are_counted() -> None:
    posted = [0.0, 1.0, 2.0, 3.0]
    numbers = {"a": 0, "b": 1, "d": 3}
    assert events._waiting(posted, numbers, [("a", 0.5), ("b", 3.5), ("d", 3.5), ("not ours", 4.0)]) == [0, 2, 0]


def test_the_sinks_clock_is_read_from_the_arrivals() -> None:
    capture = Capture.__new__(Capture)  # no recording: only what it would have noted
    capture.rate = RATE
    jitter = np.random.default_rng(0).exponential(2e6, 400)
    capture._arrivals = [(8 * 441 * (i + 1), int(5e9 + i * 1e7 + jitter[i])) for i in range(400)]
    assert capture.heard_ns(44_100) == pytest.approx(6e9, abs=1e6)
    assert capture.frames_at(int(5e9)) == 0 and capture.frames_at(int(1e12)) == 400 * 441
    with pytest.raises(IndexError):
        capture.heard_ns(400 * 441)


def test_spreads_and_aims() -> None:
    assert figures.spread([3.0, 1.0, 2.0]) == {"count": 3, "median": 2.0, "p95": 2.9, "min": 1.0, "max": 3.0}
    assert figures.spread([]) == {"count": 0}
    assert [figures.aim("x", value, "ms", figures.LESS, 5)["met"] for value in (5.0, 5.1, None)] == [True, False, None]
    assert figures.aim("x", 59.0, "fps", figures.MORE, 60)["met"] is False


def test_moments_and_notes_are_drawn() -> None:
    part = {"stood_still": {"list": [{"ms": 4.5, "at_s": 2.0, "what": "core 0"}, {"ms": 31.0, "at_s": 7.25, "what": "core 1"}]}}
    aims = [figures.note("of which", 3, ""), figures.note("of nothing", None, "")]
    text = drawn({"program": "x", "machine": {"cpu": "", "cores": 2, "system": "", "python": ""}, "quick": False, "left_out": [],
                  "aims": aims, "parts": {"load": part}, "seconds": 1.0})  # fmt: skip
    assert text.index("31 ms at 7.25 s, core 1") < text.index("4.5 ms at 2 s, core 0")
    of_which, of_nothing = (next(line for line in text.splitlines() if name in line) for name in ("of which", "of nothing"))
    assert "3" in of_which and "not measured" not in of_which and "not measured" in of_nothing


def test_the_machine_is_named() -> None:
    found = machine.describe()
    assert found["cpu"] and found["cores"] >= 1 and found["python"] and found["packages"]["numpy"] == np.__version__
    resident = memory.resident_mb(os.getpid())
    assert resident is None or 10 < resident < 100_000


def test_hits_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "BATCH", 4)
    found = hits.act({"renders": 8})
    assert found["slider"]["count"] == 8 and found["new_seed"]["count"] == 4
    assert found["heard_seconds"]["min"] > 0 and all(found["real_time_factor"][kind] > 0 for kind in ("one_thread", "batch_64_two_threads"))


def test_a_real_run_of_some_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window starts and a slider is heard, in processes of their own, on a screen and a sink of their own."""

    def plan(stage: Stage, size: dict[str, Any]) -> list[Any]:
        return [
            ("start", "Start", ("screen",), lambda: start.measure(stage, 1)),
            ("loop_512", "Loop", ("screen", "sink"), lambda: latency.measure(stage, 512, True, 3)),
        ]

    monkeypatch.setattr(runner, "_plan", plan)
    told: list[str] = []
    result = runner.run_parts(told.append, True)
    assert told == ["Start", "Loop"] and result["left_out"] == []
    json.dumps(result, allow_nan=False)
    first, moved = result["parts"]["start"], result["parts"]["loop_512"]
    assert all(first[name]["count"] == 1 for name in ("window", "model", "sound", "captured"))
    assert moved["marks"]["count"] == 3 and moved["capture"]["count"] >= 1
    text = drawn(result)
    assert all(one["name"] in text for one in result["aims"]) and "not measured" in text and "loop_512" in text


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(hits, "measure", lambda stage, renders: {"slider": figures.spread([2.0])})
    result = runner.run_parts(lambda text: None, True)
    assert list(result["parts"]) == ["hits"]
    left = {one["part"]: one["why"] for one in result["left_out"]}
    assert "Xvfb" in left["start"] and "pulseaudio" in left["captures"] and {"load", "events", "memory", "loop_256"} <= set(left)
    assert {one["met"] for one in result["aims"]} == {True, None}
    assert "Left out: start" in drawn(result)


def test_a_scene_that_fails_says_why() -> None:
    with Stage() as stage, pytest.raises(SceneFailed, match="no-such-scene"):
        stage.act("no-such-scene", 1.0)
