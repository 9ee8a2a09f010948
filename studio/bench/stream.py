"""Streams: from a slider to the ear by a capture, what a block costs of its time, how far ahead of time one thread is, and gaps.

The sound of a stream is never the same twice, so a move counts as heard once the spectrum is nearer to what it becomes than to what it
was: half way, smoothing of the slider included. The slider is one of timbre: a pitch that glides has the spectrum of its new place only at
the end of its way, 10 to 25 ms after half of it. Needs a model that streams; without one the part says so.
"""

from __future__ import annotations

import random
import time
from typing import Any

import numpy as np

from studio.bench.actor import Mover, Scene, open_studio, perform, ready
from studio.bench.figures import spread
from studio.bench.stage import RATE, Stage
from studio.errors import BadInput

WINDOW, STEP = 512, 44  # samples of the capture: 12 ms, every millisecond
BEFORE, SETTLED, AFTER = 0.08, 0.25, 0.4  # seconds around a move in which the old and the new sound are looked at
LENGTH = 30.0  # seconds made at once offline
BLOCKS = 600  # paced
SURE = 0.7  # of the scatter of spectra: a smaller change is none
PAUSE = 0.6  # seconds between two moves


def streaming_model() -> str:
    """The first model that streams. Raises BadInput where none is here."""
    from studio.models import catalogue

    for card in catalogue.list_models():
        if not card.error and card.family == "stream":
            return card.id
    raise BadInput("there is no model that streams")


def act(options: dict[str, Any]) -> dict[str, Any]:
    """kind 'engine': no window, no sound; else the window with a stream that runs, its slider moved now and then ('hand') or always."""
    if options["kind"] == "engine":
        return engine(options["model"], options["block"])
    studio = open_studio(options)
    scene = _hand if options["kind"] == "hand" else _load
    return perform(studio, scene(studio, options))


def engine(name: str, block: int) -> dict[str, Any]:
    """How far ahead of time one thread is offline, and the time of paced blocks over their duration, with and without the ear."""
    from studio.engine.streaming.hand import Hand, Turned
    from studio.engine.streaming.resample import Resampler
    from studio.engine.streaming.voice import MOST_FRAMES, Voice, frames_for
    from studio.models import catalogue

    model: Any = catalogue.load(name)
    rate, hop = model.spec.rate, model.hop
    offline(model, rate, 4.0)
    factors = {f"{out}": round(LENGTH / offline(model, out, LENGTH), 1) for out in (rate, 48_000)}
    voice = Voice(model, Hand(model.dims, rate / hop, Turned(np.asarray(model.point(model.spec.defaults()), float))), 0, 0, 48_000, 0)
    ear, line = model.ear(), Resampler(48_000, rate)
    noise = np.random.default_rng(0).normal(0, 0.1, block).astype(np.float32)
    kept, owed, shares, both = np.zeros(0, np.float32), 0.0, [], []
    due = time.perf_counter()
    for _ in range(BLOCKS):
        began = time.perf_counter()
        kept = np.concatenate([kept, line.step(noise)])
        heard = len(kept) // hop * hop
        if heard:
            ear.step(kept[:heard])
            kept = kept[heard:]
        middle = time.perf_counter()
        owed += block
        while owed > 0:
            owed -= len(voice.step(min(MOST_FRAMES, frames_for(int(owed) or 1, model, 48_000))))
        end = time.perf_counter()
        shares.append((end - middle) * 48_000 / block)
        both.append((end - began) * 48_000 / block)
        due = max(due + block / 48_000, end - 0.1)
        time.sleep(max(0.0, due - time.perf_counter()))
    high = lambda values: round(float(np.percentile(values, 99)), 4)  # noqa: E731
    return {
        "model": name, "runtime": model.runtime, "block": block, "latency_ms": round(1e3 * model.latency / rate, 1),
        "ear_latency_ms": round(1e3 * model.ear_latency / rate, 1), "offline_x_real_time": factors,
        "share": spread(shares, 4) | {"p99": high(shares)}, "share_with_ear": spread(both, 4) | {"p99": high(both)},
    }  # fmt: skip


def offline(model: Any, rate: int, seconds: float) -> float:
    """Seconds that it takes to make a recording of this length again, at an output of `rate` Hz: what 'Render again' does."""
    from studio.engine.streaming.offline import Rendering
    from studio.engine.streaming.trajectory import Track, Trajectory
    from studio.engine.streaming.voice import latent_names

    each, drift = model.spec.rate / model.hop, model.drift(1)
    frames = np.stack([next(drift) for _ in range(round(seconds * each))]).astype(np.float32)
    names, state = latent_names(model.spec, model.dims), model.stream(0).save()
    track = Track(0, model.spec.id, model.sha256, 0, names, frames, each, 0.0, frames[:0], state, 0, 0, round(seconds * rate), model.hop,
                  model.spec.rate)  # fmt: skip
    rendering = Rendering(Trajectory((track,), seconds, rate, np.array([[0.0, 1.0, 0.0]])), lambda _: model)
    began = time.perf_counter()
    while rendering.step():
        pass
    return time.perf_counter() - began


def timbre(spec: Any) -> Any:
    """The first dimension that isn't the pitch; the only one where there is one."""
    dimensions = [control for control in spec.controls if control.kind == "latent" and control.group == "dimension"]
    return next((control for control in dimensions if control.name != "pitch"), dimensions[0])


def _go(studio: Any, model: str) -> Scene:
    """The stream runs and is heard."""
    session = studio.session
    yield lambda: ready(studio)
    session.choose_model(model)
    yield lambda: session.spec is not None and session.spec.id == model
    session.set_volume_db(0.0)
    session.start_deck(session.deck_set.focused)
    yield lambda: session.stream_status().decks[session.deck_set.focused].level > 1e-3
    yield 1.0
    return {}


def _hand(studio: Any, options: dict[str, Any]) -> Scene:
    yield from _go(studio, options["model"])
    session, dice, moves = studio.session, random.Random(0), []
    control = timbre(session.spec)
    for number in range(options["moves"]):
        moves.append(time.perf_counter_ns())
        session.set(control.name, control.check((-1) ** number * 0.6 * control.high))
        yield PAUSE + dice.uniform(0.0, 0.1)
    status = session.stream_status().decks[session.deck_set.focused]
    session.panic()
    return {"moves": moves, "told_ms": round(status.latency_ms, 1), "underruns": status.underruns, "depth": status.depth_blocks}


def _load(studio: Any, options: dict[str, Any]) -> Scene:
    yield from _go(studio, options["model"])
    session = studio.session
    mover = Mover(session)
    yield 1.0
    focused = session.deck_set.focused
    before, gaps = session.stream_status().decks[focused].underruns, session.status().gaps
    yield options["seconds"]
    status = session.stream_status().decks[focused]
    found = {
        "underruns": status.underruns - before, "engine_gaps": session.status().gaps - gaps, "seconds": options["seconds"],
        "share_median": round(status.share_median, 3), "share_p95": round(status.share_p95, 3), "share_worst": round(status.share_worst, 3),
    }  # fmt: skip
    mover.stop()
    session.panic()
    yield 0.2
    return found


def measure(stage: Stage, moves: int, seconds: float) -> dict[str, Any]:
    """Everything about streams. Raises BadInput where no model streams."""
    model = streaming_model()
    result: dict[str, Any] = {"engine": stage.act("stream", 60.0, kind="engine", model=model, block=512)}
    for block in (512, 256):
        result[f"hand_{block}"] = _hand_to_ear(stage, model, moves, block)
    result["load"] = stage.act("stream", seconds + 30, kind="load", model=model, seconds=seconds, block=512)
    return result


def _hand_to_ear(stage: Stage, model: str, moves: int, block: int) -> dict[str, Any]:
    capture = stage.capture()
    try:
        found = stage.act("stream", moves * PAUSE + 30, kind="hand", model=model, moves=moves, block=block)
        heard = []
        if capture is not None:
            samples = capture.samples()[:, 0]
            for moved in found.pop("moves"):
                frame = half_way(samples, capture.frames_at(moved))
                if frame >= 0:
                    heard.append((capture.heard_ns(frame) - moved) / 1e6)
    finally:
        if capture is not None:
            capture.stop()
    return {"block": block, "capture": spread(heard), **{name: value for name, value in found.items() if name != "moves"}}


def half_way(samples: np.ndarray, moved: int) -> int:
    """The frame at which a sound that changes after `moved` is half way to what it becomes; -1 where it hardly changes."""
    first, last = moved - round(BEFORE * RATE), moved + round(AFTER * RATE)
    if first < 0 or last + WINDOW > len(samples):
        return -1
    starts = np.arange(first, last, STEP)
    pieces = samples[starts[:, None] + np.arange(WINDOW)] * np.hanning(WINDOW)
    levels = np.log(np.abs(np.fft.rfft(pieces))[:, 2:] + 1e-4)
    middle = starts + WINDOW // 2
    before, after = levels[middle < moved - WINDOW // 2], levels[middle > moved + round(SETTLED * RATE)]
    old, new = before.mean(axis=0), after.mean(axis=0)
    apart = new - old
    size = float(apart @ apart)
    scatter = max(float(np.square(part - part.mean(axis=0)).sum(axis=1).mean()) for part in (before, after))
    if size < SURE * scatter:
        return -1
    way = (levels - old) @ apart / size
    smooth = np.convolve(way, np.ones(5) / 5, mode="same")
    passed = np.flatnonzero((smooth > 0.5) & (middle > moved))
    return int(middle[passed[0]]) if len(passed) else -1
