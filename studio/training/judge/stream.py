"""The judge of streams: what comes back of sound that was never trained on, what holds and drifts sound like, how fast it all is.

`run(model)` plays the held-out excerpts into the model's live ear and listens to its stream, as a musician would hear it. What it compares
with ships in resources/judge: <id>.npz and <id>_test.flac, made by `python -m studio.training.judge build --name guitar --data DIR`.
Plays and judges without torch.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from studio.errors import BadInput
from studio.models import stream_ear
from studio.models.generator import Generator
from studio.models.pitch import pitch, to_midi
from studio.models.stream_ear import HOP, RATE
from studio.models.stream_player import StreamModel
from studio.models.stream_sound import STRAYS
from studio.training.corpus import read_index
from studio.training.judge import features, report
from studio.training.judge.judging import plain
from studio.training.judge.notes import buzz
from studio.training.judge.reference import FOLDER, read_small
from studio.training.stream_analysis import analyse

if TYPE_CHECKING:
    from rich.console import Group

NAMES = ("guitar", "pad")
EXCERPTS, SECONDS = 6, 4.0  # of the held-out sound
ACTIVE_DB = -45.0  # under an excerpt's loudest cell: what is lower doesn't count
KEPT = 24_000  # training frames that the held-out ones are compared with
SURE = 0.9  # clearness from which on a tracker is sure of a pitch
NOTE = 2_048  # samples in which a pitch is measured
HELD, HELD_SECONDS = 24, 4.0  # draws that are held
DRIFTS, DRIFT_SECONDS = 6, 12.0
SLOWEST = 0.08  # s by which a sound may come back later
STEADY = 86  # frames, half a second, of a steady stretch
STILL_CENTS, STILL_DB = 12.0, 3.0  # deviations within which a recorded stretch is steady
VOICES = 4  # of a held-out excerpt
KNOWN = ("lively", "pairs", "speed", "buzz_limit")  # numbers of the reference
PACED = 1_000  # frames that are timed one by one


def run(
    generator: Generator, *, data: Path | None = None, sheet: Path | None = None, choosing: bool = False,
    progress: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:  # fmt: skip
    """Judges a stream: a dict fit for JSON. choosing: leaves the held-out sound alone. sheet: not written, there are no classes.

    Raises BadInput for a model of another family or where the reference is missing.
    """
    began = time.monotonic()
    if not isinstance(generator, StreamModel):
        raise BadInput(f"The model '{generator.spec.id}' is no stream; judge it with those of its own family.")
    known, parts = read_small(generator.spec.id, data or FOLDER, KNOWN)
    test = [part[: len(part) // HOP * HOP] for part in parts]
    progress("playing held-out sound into the ear")
    back = [] if choosing else [returned(generator, x, anchor) for x, anchor in zip(test, known["anchors"], strict=True)]
    progress("holding points")
    held = holds(generator, float(known["buzz_limit"]))
    progress("drifting")
    drift = drifts(generator)
    progress("timing")
    result = {
        "model": generator.spec.id, "sha256": generator.sha256, "runtime": generator.runtime, "excerpts": back, "held": held,
        "drift": drift, "known": {name: float(known[name]) for name in KNOWN},
        "speed": speed(generator),
        "latency": {"stream_ms": 1000 * generator.latency / RATE, "ear_ms": 1000 * generator.ear_latency / RATE},
        "seconds": time.monotonic() - began,
    }  # fmt: skip
    clean: dict[str, Any] = plain(result | {"aims": aims(result)})
    return clean


def returned(model: StreamModel, x: np.ndarray, anchor: np.ndarray) -> dict[str, float]:
    """One excerpt (N,) through ear and stream: E, pitch, envelope; means of VOICES seeds, since no two voices stray alike.

    anchor (2,): E of the nearest training frames, see nearest_frames.
    """
    n, heard = model.network, model.ear().step(x)
    known = analyse(x, float(n["lowest"]), float(n.get("window", 0.045)), float(n.get("stray", 0.4)))
    known.heads[:, -STRAYS:] = 0  # their levels bring all movement along
    rows = []
    for seed in range(VOICES):
        again = model.stream(seed).play(known.heads, known.hz)[HOP:]
        rows.append(compared(x, model.stream(seed).step(heard)[0]) | {"apart": _apart(x, np.pad(again, (0, len(x) - len(again))))["error"]})
    means = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    return means | {"anchor": float(anchor[0]), "anchor_levelled": float(anchor[1])}


def compared(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """What y, which comes later, has of x."""
    late = delay(x, y)
    y = y[late:]
    x = x[: len(y)]
    wanted, found = pitches(x), pitches(y)
    sure = wanted[:, 1] > SURE
    off = np.abs(found[sure, 0] - wanted[sure, 0])
    return _apart(x, y) | {
        "sure": float(sure.mean()), "pitch": float(np.mean(off < 0.25)) if sure.any() else float("nan"),
        "octaves": float(np.mean(np.abs((off + 6) % 12 - 6) < 0.25)) if sure.any() else float("nan"),
        "envelope": float(np.corrcoef(envelope(x), envelope(y))[0, 1]), "late_ms": 1000 * late / RATE,
    }  # fmt: skip


def _apart(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """dB between the cells of two sounds of one length that are loud in x: on average, and y's over x's."""
    one, two = (features.mel_power(sound) for sound in (x, y))
    one, two = (10 * np.log10(power / one.max() + 1e-8) for power in (one, two))
    cells = one > ACTIVE_DB
    return {"error": float(np.abs(one - two)[cells].mean()), "bias": float((two - one)[cells].mean())}


def envelope(x: np.ndarray) -> np.ndarray:
    """dB of every 40 ms, at most 50 under the loudest. A shorter step would follow the waveform of the lowest notes."""
    size = RATE // 25
    level = 10 * np.log10(np.mean(x[: len(x) // size * size].reshape(-1, size).astype(np.float64) ** 2, 1) + 1e-12)
    return np.asarray(np.maximum(level, level.max() - 50))


def delay(x: np.ndarray, y: np.ndarray) -> int:
    """Samples (multiples of 64) by which y comes later, 0 to SLOWEST: where their spectra agree best."""
    size, steps = 64, int(SLOWEST * RATE / 64)
    one, two = (features.to_db(features.mel_power(sound, 1024, size, 32)) for sound in (x, y))
    one = np.maximum(one, ACTIVE_DB)
    two = np.maximum(two, ACTIVE_DB)
    count = one.shape[1] - steps
    return size * int(np.argmin([np.abs(one[:, :count] - two[:, i : i + count]).mean() for i in range(steps)]))


def pitches(x: np.ndarray) -> np.ndarray:
    """(semitones, clearness) of stretches of NOTE samples, by an autocorrelation that knows nothing of the model: (T, 2)."""
    return np.array([pitch(x[i : i + NOTE], RATE, 34.0, 92.0) for i in range(0, len(x) - NOTE, NOTE)])


def liveliness(x: np.ndarray) -> float:
    """How much a steady sound moves: the deviation in dB over time of its mel cells, half a second at a time without its trend."""
    image = features.to_db(features.mel_power(x))
    found = []
    t = np.arange(STEADY) - (STEADY - 1) / 2
    for i in range(0, image.shape[1] - STEADY, STEADY):
        part = image[:, i : i + STEADY]
        part = part[part.mean(1) > ACTIVE_DB]
        if len(part):
            flat = part - part.mean(1, keepdims=True)
            flat -= (flat @ t / (t @ t))[:, None] * t
            found.append(float(flat.std(1).mean()))
    return float(np.median(found)) if found else float("nan")


def holds(model: StreamModel, limit: float) -> dict[str, Any]:
    """Draws that are held: share whose frame-rate lines stand out more than in real sound, how lively they are, pitch."""
    lines, lively, off = [], [], []
    for seed in range(HELD):
        settings = model.draw(30_000 + seed, model.spec.defaults(seed)).with_values({"length": HELD_SECONDS})
        sound = model.render([settings])[0].samples[0]
        body = sound[RATE // 10 : -RATE // 10]
        lines.append(buzz(body))
        lively.append(liveliness(body))
        wanted = float(model.space.to_z(0, model.point(settings)[None])[0, 0])
        heard, clear = pitch(body[RATE : RATE + 16_384], RATE, wanted - 6, wanted + 6)
        if clear > 0.5:
            off.append(100 * (heard - wanted))
    return {
        "lines_over": float(np.mean(np.array(lines) > limit)), "lines": float(np.median(lines)), "lively": float(np.nanmedian(lively)),
        "cents": float(np.median(np.abs(off))) if off else None, "points": HELD,
    }  # fmt: skip


def _pictures(sounds: list[np.ndarray]) -> tuple[float, float]:
    """Mean dB between frames of different moments, and between frames 50 ms apart: how varied sounds are, and how fast they move."""
    images = [np.maximum(features.to_db(features.mel_power(x)), ACTIVE_DB - 15) for x in sounds]
    images = [image - np.median(image.max(0)) for image in images]
    step = round(0.05 * RATE / HOP)
    moved = [np.abs(image[:, step:] - image[:, :-step]).mean() for image in images]
    every = np.concatenate([image[:, ::40] for image in images], 1).T
    apart = np.abs(every[:, None] - every[None]).mean(-1)
    return float(apart[np.triu_indices(len(apart), 1)].mean()), float(np.mean(moved))


def drifts(model: StreamModel) -> dict[str, float]:
    """Variety and speed of what the model plays by itself."""
    sounds = []
    for seed in range(DRIFTS):
        walk = model.drift(seed)
        sounds.append(model.stream(seed).step(np.stack([next(walk) for _ in range(int(DRIFT_SECONDS * RATE) // HOP)]))[0])
    pairs, moved = _pictures(sounds)
    return {"pairs": pairs, "speed": moved, "peak": float(max(np.abs(x).max() for x in sounds))}


def speed(model: StreamModel) -> dict[str, float]:
    """Times real time of a long render, and what a paced frame takes of its time with the ear, in processor time of this one thread.

    What else the machine does costs it caches, but not the time in which it waits.
    """
    walk = model.drift(1)
    latents = np.stack([next(walk) for _ in range(3 * PACED)])
    model.stream(0).step(latents[:64])
    times = []
    for part in range(3):
        begun = time.thread_time()
        model.stream(0).step(latents[part * PACED : (part + 1) * PACED])
        times.append(PACED * HOP / RATE / (time.thread_time() - begun))
    voice, ear, sound = model.stream(0), model.ear(), (0.1 * np.random.default_rng(0).standard_normal(PACED * HOP)).astype(np.float32)
    taken = []
    for i in range(PACED):
        begun = time.thread_time()
        voice.step(ear.step(sound[i * HOP : (i + 1) * HOP]))
        taken.append(time.thread_time() - begun)
    budget = HOP / RATE
    return {
        "real_time": max(times), "paced_p50": float(np.median(taken) / budget), "paced_p99": float(np.percentile(taken[20:], 99) / budget)
    }


def aims(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows {name, aim, values, passed}."""
    rows: list[dict[str, Any]] = []
    known, held, drift, fast = result["known"], result["held"], result["drift"], result["speed"]

    def add(name: str, aim: str, value: float, passed: bool | None) -> None:
        rows.append({"name": name, "aim": aim, "values": [value], "passed": [passed]})

    if result["excerpts"]:
        def mean(key: str) -> float:
            return float(np.mean([row[key] for row in result["excerpts"] if np.isfinite(row[key])] or [0.0]))

        ratio = mean("error") / mean("anchor")
        add("held-out sound, E over nearest training frames", "< 1", ratio, ratio < 1)
        add("the same, were each frame made as loud as wanted", "", mean("error") / mean("anchor_levelled"), None)
        add("held-out sound, E in dB", "", mean("error"), None)
        add("the same, taken apart and played without a network", "", mean("apart"), None)
        add("pitch within 25 cents where a tracker is sure", ">= 0.9", mean("pitch"), mean("pitch") >= 0.9)
        add("the same but for octaves", "", mean("octaves"), None)
        add("envelope, correlation", ">= 0.9", mean("envelope"), mean("envelope") >= 0.9)
    add("lines at k x 172 Hz while held, share over", "<= 0.1", held["lines_over"], held["lines_over"] <= 0.1)
    lively = held["lively"] / known["lively"]
    add("liveliness while held over recorded", "0.6 to 1.5", lively, 0.6 <= lively <= 1.5)
    if held["cents"] is not None:
        add("pitch while held, cents off", "<= 5", held["cents"], held["cents"] <= 5)
    varied, moved = drift["pairs"] / known["pairs"], drift["speed"] / known["speed"]
    add("variety of drift over recorded", "0.8 to 1.25", varied, 0.8 <= varied <= 1.25)
    add("speed of drift over recorded", "0.7 to 1.3", moved, 0.7 <= moved <= 1.3)
    add("times real time, one thread", ">= 100", fast["real_time"], fast["real_time"] >= 100)
    add("a paced frame with the ear, p99 of its time", "<= 0.25", fast["paced_p99"], fast["paced_p99"] <= 0.25)
    add("latency of the stream, ms", "", result["latency"]["stream_ms"], None)
    add("latency of the ear, ms", "", result["latency"]["ear_ms"], None)
    return rows


def format_table(result: dict[str, Any]) -> Group:
    """Two tables for rich: aims, and the excerpts one by one."""
    from rich.console import Group
    from rich.table import Table

    second = Table("excerpt", "E, dB", "nearest frames", "bias", "sure of pitch", "right", "right but for octaves", "envelope", "late, ms",
                   title="held-out sound", title_justify="left")  # fmt: skip
    keys = ("error", "anchor", "bias", "sure", "pitch", "octaves", "envelope", "late_ms")
    for number, one in enumerate(result["excerpts"], 1):
        second.add_row(str(number), *("-" if one[key] is None else f"{one[key]:.2f}" for key in keys))
    return Group(report.one_column_table(result), second)


def build(data: Path, name: str, out: Path = FOLDER, progress: Callable[[str], None] = print) -> list[Path]:
    """Makes the reference from a corpus of pieces: excerpts of the held-out ones, and what training pieces are like."""
    rows = read_index(data, name)
    read = lambda row: soundfile.read(data / row["file"], dtype="float32")[0]  # noqa: E731
    train, held = ([read(row) for row in rows if row["split"] == split] for split in ("train", "test"))
    size = int(SECONDS * RATE)
    held = [x for x in held if len(x) >= size]
    if not train or not held:
        raise BadInput(f"{data / 'index.csv'} has no pieces in splits train and test; it is not the corpus of a stream.")
    chosen = np.linspace(0, len(held) - 1, EXCERPTS).round().astype(int)
    test = [x[(len(x) - size) * (i % 3 + 1) // 4 :][:size] for i, x in enumerate(held[j] for j in chosen)]
    frames = np.concatenate([features.mel_power(x) for x in train], 1).T
    frames = 10 * np.log10(frames[:: max(1, len(frames) // KEPT)] + 1e-9).astype(np.float32)
    anchors = [nearest_frames(x, frames) for x in test]
    progress(f"{len(test)} excerpts, nearest training frames {np.round(np.mean(anchors, 0), 2)} dB")
    steady = [part for x in train for part in steady_parts(x)] or train
    progress(f"{len(steady)} steady stretches of half a second")
    pairs, moved = _pictures([x[: int(DRIFT_SECONDS * RATE)] for x in train[:: max(1, len(train) // DRIFTS)]])
    known: dict[str, np.ndarray] = {
        "anchors": np.array(anchors, np.float32), "lively": np.asarray(np.nanmedian([liveliness(x) for x in steady])),
        "pairs": np.asarray(pairs), "speed": np.asarray(moved),
        "buzz_limit": np.asarray(np.percentile([buzz(x[: int(HELD_SECONDS * RATE)]) for x in train], 95)),
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / f"{name}.npz", allow_pickle=False, **known)
    soundfile.write(out / f"{name}_test.flac", np.concatenate(test), RATE, subtype="PCM_16")
    return [out / f"{name}.npz", out / f"{name}_test.flac"]


def nearest_frames(x: np.ndarray, frames: np.ndarray) -> tuple[float, float]:
    """E in dB of an excerpt put together of the training frames (N, BANDS) dB that are nearest to each of its own.

    As they are, and with each of them made as loud as its own: no synthesis of recorded frames could come nearer.
    """
    power = features.mel_power(x)
    image = (10 * np.log10(power + 1e-9)).T
    top = image.max()
    totals, cells = np.zeros(2), 0
    for row in image:
        active = row > top + ACTIVE_DB
        if active.any():
            apart = row[active] - frames[:, active]
            level = apart - apart.mean(1, keepdims=True)
            totals += [float(np.abs(a).sum(1).min()) for a in (apart, level)]
            cells += int(active.sum())
    first, second = (totals / max(1, cells)).tolist()
    return first, second


def steady_parts(x: np.ndarray) -> list[np.ndarray]:
    """Stretches of a recording that hold one pitch and one loudness for half a second."""
    count = len(x) // HOP
    views = stream_ear.frames_of(x, stream_ear.PERIODS, count)
    hz, clear = stream_ear.follow(stream_ear.periods(views))
    note = np.asarray(to_midi(hz))
    level = 20 * np.log10(np.sqrt((x[: count * HOP].reshape(-1, HOP).astype(np.float64) ** 2).mean(1)) + 1e-6)
    found, i = [], 0
    while i + STEADY + 4 < count:
        part = slice(i, i + STEADY + 4)
        still = clear[part].min() > 0.6 and 100 * note[part].std() < STILL_CENTS
        if still and np.ptp(_smooth(level[part])) < STILL_DB and level[part].mean() > -40:
            found.append(x[i * HOP : (i + STEADY + 4) * HOP])
            i += STEADY
        else:
            i += 8
    return found


def _smooth(values: np.ndarray) -> np.ndarray:
    return np.convolve(values, np.full(12, 1 / 12), "valid")
