"""Runs the parts one after the other and gathers what they found, what was left out, and which aims were met."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from studio import __version__
from studio.bench import events, eyes, hits, hour, latency, live, load, machine, memory, musician, paint, rest, start, stream, takes
from studio.bench.figures import LESS, MORE, aim, note
from studio.bench.stage import SceneFailed, Stage
from studio.errors import UndertoneError

Progress = Callable[[str], object]
FULL = {"starts": 3, "moves": 30, "renders": 200, "load": 60.0, "many": 2_000, "events": 60.0, "rest": 20.0, "paint": 15.0, "repaints": 500,
        "takes": 2_000, "hour": 3_600.0, "musician": 300.0, "stream": 60.0, "live": 600.0, "voices": 20.0, "pads": 24}
QUICK = {"starts": 1, "moves": 6, "renders": 40, "load": 10.0, "many": 200, "events": 10.0, "rest": 5.0, "paint": 4.0, "repaints": 100,
         "takes": 2_000, "hour": 3_600.0, "musician": 30.0, "stream": 8.0, "live": 20.0, "voices": 5.0, "pads": 6}


def run_parts(progress: Progress, quick: bool) -> dict[str, Any]:
    """See studio.bench.run."""
    size: dict[str, Any] = QUICK if quick else FULL
    began = time.perf_counter()
    result: dict[str, Any] = {"program": f"undertone {__version__}", "quick": quick, "machine": machine.describe(), "left_out": []}
    parts: dict[str, Any] = {}
    with Stage() as stage:
        for name, title, needs, measure in _plan(stage, size):
            lacking = [stage.missing[one] for one in needs if one in stage.missing]
            if lacking:
                result["left_out"].append({"part": name, "why": "; ".join(lacking)})
                continue
            progress(title)
            try:
                parts[name] = measure()
            except (SceneFailed, UndertoneError) as error:
                result["left_out"].append({"part": name, "why": str(error)})
        if "sink" in stage.missing:
            result["left_out"].append({"part": "captures", "why": stage.missing["sink"]})
    result["parts"] = parts
    result["aims"] = verdict(parts)
    result["seconds"] = round(time.perf_counter() - began, 1)
    return result


def _plan(stage: Stage, size: dict[str, Any]) -> list[tuple[str, str, tuple[str, ...], Callable[[], dict[str, Any]]]]:
    """Name, title, what it needs, and how it is measured."""
    plan: list[tuple[str, str, tuple[str, ...], Callable[[], dict[str, Any]]]] = [
        ("hits", "Rendering hits", (), lambda: hits.measure(stage, size["renders"])),
        ("start", "Starting from nothing", ("screen",), lambda: start.measure(stage, size["starts"])),
    ]
    for block in (512, 256):
        for loop in (False, True):
            name = f"{'loop' if loop else 'one_shot'}_{block}"
            title = f"Slider to sound, block {block}, {'loop' if loop else 'one-shot'}"
            measure = lambda block=block, loop=loop: latency.measure(stage, block, loop, size["moves"])  # noqa: E731
            plan.append((name, title, ("screen", "sink"), measure))
    again = lambda: latency.measure(stage, 512, False, max(3, size["moves"] // 2), rest=0.5)  # noqa: E731
    plan.append(("rested_512", "Slider to sound when the output rested", ("screen", "sink"), again))
    plan += [
        ("load", "Painting and gaps while sliders move", ("screen",), lambda: load.measure(stage, size["load"])),
        ("events", "200 slider events a second", ("screen",), lambda: events.measure(stage, size["events"])),
        ("live", "Beat, streams and effects", ("screen", "sink"), lambda: live.measure_gaps(stage, size["live"])),
        ("voices", "Sixteen voices, five effects", ("screen",), lambda: live.measure_voices(stage, size["voices"])),
        ("pads", "From a pad to the ear", ("screen", "sink"), lambda: live.measure_pads(stage, size["pads"])),
        ("memory", "Memory", ("screen",), lambda: memory.measure(stage, size["many"])),
        ("rest", "The program at rest", ("screen",), lambda: rest.measure(stage, size["rest"])),
        ("paint", "Painting", ("screen",), lambda: paint.measure(stage, size["paint"], size["repaints"])),
        ("takes", "Two thousand takes", ("screen",), lambda: takes.measure(stage, size["takes"])),
        ("hour", "An hour of sound", ("screen",), lambda: hour.measure(stage, size["hour"])),
        ("session", "Everything a person does", ("screen",), lambda: musician.measure(stage, size["musician"])),
        ("stream", "Streams", ("screen",), lambda: stream.measure(stage, size["moves"], size["stream"])),
    ]
    return plan


def verdict(parts: dict[str, Any]) -> list[dict[str, Any]]:
    """The aims beside what was reached."""

    def get(*path: str) -> float | None:
        here: Any = parts
        for name in path:
            here = here.get(name) if isinstance(here, dict) else None
        return here if isinstance(here, (int, float)) else None

    def count(part: str, name: str) -> int | None:
        return len(parts[part][name]) if part in parts else None

    def apart(part: str) -> float | None:
        difference = get(part, "capture_minus_marks", "median")
        return None if difference is None else abs(difference)

    return [
        aim("window on screen", get("start", "window", "median"), "ms", LESS, 1_500),
        aim("first slider sound, by the marks", get("start", "sound", "median"), "ms", LESS, 2_500),
        aim("first slider sound, captured", get("start", "captured", "median"), "ms", LESS, 2_500),
        *(
            aim(f"slider to sound, {sound.replace('_', '-')}, block 512, p95, {what}", get(f"{sound}_512", key, "p95"), "ms", LESS, 60)
            for sound in ("one_shot", "loop")
            for key, what in (("marks", "by the marks"), ("capture", "captured"))
        ),
        aim("slider to sound, output rested, p95, captured", get("rested_512", "capture", "p95"), "ms", LESS, 60),
        *(
            aim(f"marks and capture apart, {part.replace('_', ' ')}", apart(part), "ms", LESS, latency.APART_MS)
            for part in ("one_shot_512", "loop_512", "one_shot_256", "loop_256", "rested_512")
        ),
        aim("a hit on one thread", get("hits", "slider", "median"), "ms", LESS, 3),
        aim("a hit of a second on one thread", get("hits", "of_a_second", "median"), "ms", LESS, 3),
        aim("64 hits on two threads", get("hits", "real_time_factor", "batch_64_two_threads"), "x real time", MORE, 300),
        aim("gaps under load", get("load", "gaps", "breaks"), "", LESS, 0),
        note("of which the machine stood still", get("load", "gaps", "behind_a_stall"), ""),
        aim("frames that moved the playhead", get("load", "paint", "fps"), "fps", MORE, 60),
        aim("gaps while beat, streams and effects run", get("live", "gaps"), "", LESS, 0),
        note("of which the machine stood still", get("live", "behind_a_stall"), ""),
        aim("blocks that a stream came too late for", get("live", "underruns"), "", LESS, 0),
        aim("sixteen voices with five effects, of one core", get("voices", "audio_share"), "", LESS, 0.5),
        aim("pads that sound with the next block, share", get("pads", "next_block"), "", MORE, 0.95),
        note("pad to sound, beyond what the device says that it holds, p95", get("pads", "beyond_device", "p95"), "ms"),
        aim("memory grown after warming up", get("memory", "grown_mb"), "MB", LESS, memory.FLAT_MB),
        aim("requests that waited at once", get("events", "most_waiting"), "", LESS, 1),
        aim("last slider value sounded", get("events", "last_sounded"), "", MORE, 1),
        aim("processor at rest, of one core", get("rest", "total_percent"), "%", LESS, rest.PERCENT),
        aim("between two frames, p95, the worst of three", get("paint", "worst_p95_ms"), "ms", LESS, paint.INTERVAL_MS),
        aim("a slider's own repaint, p95", get("paint", "slider_ms", "p95"), "ms", LESS, paint.SLIDER_MS),
        aim("a modulated slider's own repaint, p95", get("paint", "modulated_slider_ms", "p95"), "ms", LESS, paint.SLIDER_MS),
        aim("2,000 takes, longest block of the window", get("takes", "longest_block_ms"), "ms", LESS, eyes.BLOCK_MS),
        aim("an hour of stereo drawn", get("hour", "drawn_ms"), "ms", LESS, hour.DRAWN_MS),
        aim("stream, slider to sound, block 256, p95, captured", get("stream", "hand_256", "capture", "p95"), "ms", LESS, 40),
        aim("stream, slider to sound, block 512, p95, captured", get("stream", "hand_512", "capture", "p95"), "ms", LESS, 60),
        aim("stream, offline, one thread", get("stream", "engine", "offline_x_real_time", "48000"), "x real time", MORE, 100),
        aim("stream and ear, a paced block, p99 of its time", get("stream", "engine", "share_with_ear", "p99"), "", LESS, 0.25),
        aim("stream, underruns while sliders move", get("stream", "load", "underruns"), "", LESS, 0),
        aim("a session, longest block of the window", get("session", "window", "away_ms", "max"), "ms", LESS, eyes.BLOCK_MS),
        aim("a session, acts that could not be done", count("session", "failed"), "", LESS, 0),
    ]
