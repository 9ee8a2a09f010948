"""What is played live: gaps while beat, streams and effects run under a busy window; what sixteen voices cost; a pad to the ear."""

from __future__ import annotations

import multiprocessing
import random
import time
from typing import Any

import numpy as np

from studio.bench.actor import Mover, Scene, open_studio, perform, ready
from studio.bench.eyes import Watchdog
from studio.bench.figures import spread
from studio.bench.rest import processor_seconds
from studio.bench.stage import RATE, Stage
from studio.bench.stillness import Watch

EFFECTS = ("eq", "saturation", "chorus", "delay", "reverb")
STREAMS = ("guitar", "pad")
VOICES = 16
SILENT = 24  # frames of nothing but zeros: a stream that runs never gives them, a device that ran dry does
SETTLE = 3.0  # seconds before counting
HITS = 24


def act(options: dict[str, Any]) -> dict[str, Any]:
    """GUI thread of a fresh process."""
    studio = open_studio(options)
    scene = {"gaps": _gaps, "voices": _voices, "pads": _pads}[options["what"]]
    return perform(studio, scene(studio, options))


def _effects(session: Any) -> None:
    for kind in EFFECTS:
        session.add_effect(kind)


def _gaps(studio: Any, options: dict[str, Any]) -> Scene:
    """Beat, two streams under a crossfader that moves, five effects, the Live page painting, a slider moving."""
    session, window = studio.session, studio.window
    yield lambda: ready(studio)
    session.set_volume_db(0.0)
    session.choose_model(STREAMS[0])
    yield lambda: session.spec.id == STREAMS[0]
    session.demo_beat()
    yield lambda: session.pads_heard().running
    session.put_on_deck(0)
    session.put_on_deck(1, STREAMS[1])
    yield lambda: session.decks()[1].model == STREAMS[1]
    for deck in (0, 1):
        session.set_source(deck, "drift")
        session.start_deck(deck)
    yield lambda: all(deck.running and not deck.loading for deck in session.stream_status().decks)
    session.turn("stream/crossfader", 0.5)
    _effects(session)
    window.workspace.open("liveDock")
    mover = Mover(session)
    yield SETTLE
    dog, before = Watchdog("playing live"), _state(session)
    began = time.perf_counter_ns()
    yield options["seconds"]
    after, gui = _state(session), dog.close()
    mover.stop()
    ended = time.perf_counter_ns()
    session.panic()
    yield 0.2
    spent = after["time"] - before["time"]
    decks = session.stream_status().decks
    return {
        "seconds": round(spent, 1), "began_ns": began, "ended_ns": ended, "gui": gui, "hits": int(after["hits"] - before["hits"]),
        "underruns": after["underruns"] - before["underruns"], "budget_p95": [round(deck.share_p95, 3) for deck in decks],
        "audio_share": _share(after, before), "moves_a_second": round(mover.moves / (spent + SETTLE), 1),
    }  # fmt: skip


def _voices(studio: Any, options: dict[str, Any]) -> Scene:
    """Sixteen held notes of the notes model through five effects."""
    session = studio.session
    yield lambda: ready(studio)
    session.choose_model("notes")
    yield lambda: session.spec.id == "notes"
    session.arm_keys()
    yield lambda: session.keys_ready()
    _effects(session)
    for key in range(VOICES):
        session.note_on(48 + 2 * key)
    yield SETTLE
    before, sounding = _state(session), session.notes_sounding()
    yield options["seconds"]
    after = _state(session)
    session.notes_off()
    return {"voices": sounding, "effects": len(EFFECTS), "audio_share": _share(after, before)}


def _pads(studio: Any, options: dict[str, Any]) -> Scene:
    """Hits of a pad at odd moments, when each was asked for."""
    session = studio.session
    yield lambda: ready(studio)
    session.set_volume_db(0.0)
    session.fill_with_drums()
    yield lambda: session.pads_ready() and session.pad_clip(2) is not None
    yield 1.0
    asked, frames, dice, live = [], [], random.Random(1), session._player.live
    for _ in range(options["hits"]):
        asked.append(time.perf_counter_ns())
        at = live.tape_at()
        session.hit_pad(2)
        yield 0.9 + dice.uniform(0.0, 0.1)
        sounding = np.flatnonzero(live.taped(at, at + RATE // 2).any(axis=1))
        frames.append(int(sounding[0]) if len(sounding) else RATE)
        session.stop()
        session.panic()
        yield 0.3
    status = session.status()
    return {"asked": asked, "frames": frames, "device_ms": status.latency_seconds * 1e3, "block_ms": 1e3 * status.block / status.rate}


def _state(session: Any) -> dict[str, float]:
    audio = [child.pid for child in multiprocessing.active_children() if child.name == "undertone-audio"]
    spent = processor_seconds(audio[0]) if audio and audio[0] else None
    return {
        "time": time.perf_counter(), "audio": spent if spent is not None else float("nan"), "hits": sum(session.pads_heard().hits),
        "underruns": sum(deck.underruns for deck in session.stream_status().decks),
    }  # fmt: skip


def _share(after: dict[str, float], before: dict[str, float]) -> float | None:
    share = (after["audio"] - before["audio"]) / (after["time"] - before["time"])
    return round(share, 3) if np.isfinite(share) else None


def measure_gaps(stage: Stage, seconds: float) -> dict[str, Any]:
    """Stretches of nothing in a capture of beat, streams and effects, and how many the machine's own stalls explain."""
    capture = stage.capture()
    try:
        began = time.perf_counter_ns()
        with Watch() as watch:
            found = stage.act("live", seconds + 40, what="gaps", seconds=seconds)
    finally:
        samples = capture.stop() if capture is not None else None
    still = watch.stop()
    found["stood_still"] = still.describe(began)
    if samples is not None and capture is not None:
        first, last = capture.frames_at(found["began_ns"]), capture.frames_at(found["ended_ns"])
        frames = holes(samples[first:last])
        moments = [capture.heard_ns(first + frame) for frame in frames]
        found["gaps"] = len(frames)
        found["behind_a_stall"] = sum(still.before(moment) is not None for moment in moments) if still.proof else None
        found["at_s"] = [round((moment - began) / 1e9, 3) for moment in moments]
    del found["began_ns"], found["ended_ns"]
    return found


def holes(samples: np.ndarray) -> list[int]:
    """First frames of the stretches of at least SILENT frames in samples (frames, 2) in which there is nothing at all."""
    nothing = np.concatenate([[False], ~samples.any(axis=1), [False]])
    starts, ends = np.flatnonzero(nothing[1:] & ~nothing[:-1]), np.flatnonzero(nothing[:-1] & ~nothing[1:])
    return starts[ends - starts >= SILENT].tolist()


def measure_voices(stage: Stage, seconds: float) -> dict[str, Any]:
    """Share of one core that the audio process needs for sixteen voices through five effects."""
    return stage.act("live", seconds + 40, what="voices", seconds=seconds)


def measure_pads(stage: Stage, hits: int = HITS) -> dict[str, Any]:
    """Milliseconds from hitting a pad to its first sample at the sink; `beyond_device`: less what the device says that it holds.

    `next_block`: the share of hits that are in the first block which the device asks for after them.
    """
    capture = stage.capture()
    assert capture is not None  # the part needs the sink
    try:
        found = stage.act("live", 1.4 * hits + 20, what="pads", hits=hits)
        samples, delays = np.abs(capture.samples()).max(axis=1), []
        for asked in found["asked"]:
            start = capture.frames_at(asked)
            sounding = np.flatnonzero(samples[start : start + RATE // 2] > 0)
            if len(sounding):
                delays.append((capture.heard_ns(start + int(sounding[0])) - asked) / 1e6)
    finally:
        capture.stop()
    device, block = found["device_ms"], found["block_ms"]
    return {
        "capture": spread(delays), "device_ms": round(device, 1), "block_ms": round(block, 2),
        "beyond_device": spread(delay - device for delay in delays),
        "next_block": round(float(np.mean([frames < block / 1e3 * RATE / 2 for frames in found["frames"]])), 3),
    }  # fmt: skip
