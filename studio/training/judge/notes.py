"""The judge of pitched notes: are they in tune, steady, free of frame-rate lines while held and looped, varied, and is z free of pitch?

`run(model)` measures with an autocorrelation that knows nothing of how notes are made. What it compares with ships in resources/judge:
notes.npz and notes_test.flac, made by `python -m studio.training.judge build --name notes --data DIR`. Plays and judges without torch.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from studio.clip import Clip
from studio.errors import BadInput
from studio.models import features as heard
from studio.models.features import ONSET
from studio.models.generator import Generator
from studio.models.harmonic import HOP, RATE
from studio.models.notes_player import NotesModel
from studio.models.pitch import pitch
from studio.recipe import Settings
from studio.training.corpus import read_index
from studio.training.judge import features, nearest, reconstruction, report, scores
from studio.training.judge.judging import plain
from studio.training.judge.reference import FOLDER, read_small
from studio.training.judge.sheet import write_sheet
from studio.training.measuring import line_level

if TYPE_CHECKING:
    from rich.console import Group

NAME = "notes"
INHARMONIC = "chromatic percussion"  # bells and bars: their partials are no multiples, so a period is no measure of their pitch
PER_FAMILY = 12
REACH = 6.0  # semitones around the wanted pitch in which it is looked for
LOW, HIGH = 38.0, 84.0  # of drawn notes
MIDDLE = 60.0  # pitch at which variety and memory are judged
WINDOW, STEP = int(0.15 * RATE), int(0.075 * RATE)  # of the steadiness
CROSSFADE = int(0.02 * RATE)  # where a looped sustain is joined
PROBE_FOLDS = 4
UNRELATED = (241, 263, 271)  # samples: spacings near HOP at which nothing happens
MEL_LOW, MEL_HIGH = -2.0, 4.0  # of the encoder's image, between which bytes are spread


def run(
    generator: Generator, *, data: Path | None = None, sheet: Path | None = None, choosing: bool = False,
    progress: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:  # fmt: skip
    """Judges a model of notes: a dict fit for JSON. choosing: leaves out what looks at the held-out programs.

    Raises BadInput for a model of another family or where the reference is missing.
    """
    began = time.monotonic()
    if not isinstance(generator, NotesModel):
        raise BadInput(f"The model '{generator.spec.id}' is none of pitched notes; judge it with those of its own family.")
    known, parts = read_small(NAME, data or FOLDER)
    test = [] if choosing else [features.canonical(part) for part in parts]
    progress("drawing notes and measuring their pitch")
    tuned = tuning(generator, known["limits"], sheet)
    progress("comparing draws at one pitch with real notes")
    variety = varied(generator, nearest.unpack(known["images"]), known["families"].astype("U32"))
    progress("looking for the pitch in the codes of held-out instruments")
    leak = probe(generator, known["mels"], known["pitches"], known["kits"].astype("U32"))
    progress("encoding and rendering notes of held-out instruments")
    back = reconstruct(generator, test, known["anchors"][: len(test)])
    result = {
        "model": generator.spec.id, "sha256": generator.sha256, "runtime": generator.runtime, "tuning": tuned, "variety": variety,
        "probe_r2": leak, "reconstruction": back, "seconds": time.monotonic() - began,
    }  # fmt: skip
    clean: dict[str, Any] = plain(result | {"aims": aims(result)})
    return clean


def tuning(generator: NotesModel, limits: np.ndarray, sheet: Path | None = None) -> dict[str, Any]:
    """Of PER_FAMILY draws of each family at pitches all over the range: errors in cents, steadiness, lines while held and looped.

    limits (2,): what 95 % of real notes stay under in dB, held and looped alike.
    """
    random = np.random.default_rng(0)
    found: dict[str, Any] = {}
    shown: list[np.ndarray] = []
    for family in generator.classes:
        rows = []
        for settings in _drawn(generator, family, PER_FAMILY):
            wanted = float(random.uniform(LOW, HIGH))
            sound = features.mono(generator.render([settings.with_values({"pitch": wanted, "length": 3.0})])[0])
            rows.append(_measured(sound, wanted))
            shown.append(sound)
        error, steady, held, rings, right = np.array(rows).T
        found[family] = {
            "within_5": float(np.mean(np.abs(error) < 5)), "error": float(np.median(np.abs(error))), "octave_right": float(np.mean(right)),
            "steady": float(np.nanmedian(steady)) if np.isfinite(steady).any() else None,
            "steady_3": float(np.mean(steady[np.isfinite(steady)] < 3)) if np.isfinite(steady).any() else None,
            "lines_over": float(np.mean(held > limits[0])), "loop_lines_over": float(np.mean(rings > limits[1])),
        }  # fmt: skip
    if sheet is not None:
        write_sheet(sheet, shown, [name for name in generator.classes for _ in range(PER_FAMILY)])
    return found


def _drawn(generator: NotesModel, family: str, count: int) -> list[Settings]:
    base = generator.spec.defaults().with_values({"class": family, "second": family, "blend": 0.0})
    return [generator.draw(20_000 + i, base, frozenset({"class", "second", "blend"})) for i in range(count)]


def _measured(sound: np.ndarray, wanted: float) -> tuple[float, float, float, float, float]:
    """Cents beside the wanted pitch, their deviation over time (nan for a short note), lines while held and looped, octave right."""
    body = sound[int(0.06 * RATE) : int(1.1 * RATE)]
    body = body[: int(np.flatnonzero(np.abs(body) > 0.003 * np.abs(body).max())[-1]) + 1]
    error = 100 * (pitch(body, RATE, wanted - REACH, wanted + REACH)[0] - wanted) if len(body) > 2_048 else np.inf
    free = pitch(body, RATE)[0] if len(body) > 2_048 else np.inf
    loud = 0.03 * np.abs(sound).max()
    windows = [sound[at : at + WINDOW] for at in range(int(0.25 * RATE), int(1.9 * RATE) - WINDOW, STEP)]
    track = [100 * pitch(w, RATE, wanted - 1, wanted + 1)[0] for w in windows if len(w) == WINDOW and np.abs(w).max() > loud]
    steady = float(np.std(track)) if len(track) > 3 else np.nan
    return error, steady, buzz(sound[RATE // 2 :]), buzz(looped(sound)), float(abs(free - wanted) < 0.5)


def buzz(sound: np.ndarray) -> float:
    """dB by which lines at multiples of the frame rate stand out more than at spacings that mean nothing.

    The partials of a note fall on multiples of any spacing now and then: that alone is no buzz.
    """
    return line_level(sound, RATE, HOP) - float(np.mean([line_level(sound, RATE, other) for other in UNRELATED]))


def looped(sound: np.ndarray) -> np.ndarray:
    """Two seconds of the sustain from 0.8 to 1.6 s, repeated with an even crossfade."""
    part = sound[int(0.8 * RATE) : int(1.6 * RATE)].copy()
    if len(part) < 4 * CROSSFADE:
        return np.zeros(2 * RATE, np.float32)
    fade = np.sqrt(np.linspace(0, 1, CROSSFADE, dtype=np.float32))
    part[:CROSSFADE] = part[:CROSSFADE] * fade + part[-CROSSFADE:] * fade[::-1]
    ring = part[:-CROSSFADE]
    return np.tile(ring, -(-2 * RATE // len(ring)))[: 2 * RATE]


def varied(generator: NotesModel, real: np.ndarray, families: np.ndarray) -> dict[str, Any]:
    """Vendi of draws over that of real notes at one pitch by family, and the share of draws that are nearly a training note.

    real (N, 64, 64) images of training notes at MIDDLE, families (N,).
    """
    memory = nearest.Memory(nearest.pack(real))
    ratios, distances = {}, []
    for family in generator.classes:
        theirs = real[families == family]
        if len(theirs) < 4:
            continue
        images = []
        for settings in _drawn(generator, family, len(theirs)):
            sound = features.mono(generator.render([settings.with_values({"pitch": MIDDLE})])[0])
            image = features.image(features.canonical(sound))
            images.append(image)
            distances.append(memory.nearest(image[None])[1])
        flat = [np.maximum(group, nearest.ACTIVE_DB).reshape(len(group), -1) for group in (np.stack(images), theirs)]
        apart = np.sqrt(np.maximum(((flat[1][:, None] - flat[1][None]) ** 2).sum(-1), 0))
        width = float(np.median(apart[np.triu_indices(len(apart), 1)])) / 2
        ratios[family] = scores.vendi(flat[0], width) / scores.vendi(flat[1], width)
    copies = float(np.mean(np.array(distances) < nearest.COPY_DB))
    return {"vendi": float(np.mean(list(ratios.values()))), "by_family": ratios, "memory": copies, "nearest": float(np.median(distances))}


def probe(generator: NotesModel, mels: np.ndarray, pitches: np.ndarray, kits: np.ndarray) -> float:
    """Held-out R2 of the pitch guessed from z by kernel ridge regression; other instruments are guessed than were learnt from.

    mels (N, BANDS, COLUMNS) uint8 of held-out notes.
    """
    images = (mels.astype(np.float32) / 255 * (MEL_HIGH - MEL_LOW) + MEL_LOW)[:, None, None]
    z = np.stack([generator.code(image, float(p)) for image, p in zip(images, pitches, strict=True)]).astype(np.float64)
    z = (z - z.mean(0)) / np.maximum(z.std(0), 1e-6)
    wanted = (pitches - pitches.mean()) / pitches.std()
    names = np.unique(kits)
    fold = np.array([int(np.flatnonzero(names == kit)[0]) % PROBE_FOLDS for kit in kits])
    alike = np.exp(-((z[:, None] - z[None]) ** 2).sum(-1) / (2 * z.shape[1]))
    best = -np.inf
    for ridge in (0.1, 1.0, 10.0):
        guess = np.zeros(len(z))
        for k in range(PROBE_FOLDS):
            own, other = fold == k, fold != k
            weights = np.linalg.solve(alike[np.ix_(other, other)] + ridge * np.eye(int(other.sum())), wanted[other])
            guess[own] = alike[np.ix_(own, other)] @ weights
        best = max(best, 1 - float(np.mean((guess - wanted) ** 2)))
    return best


def reconstruct(generator: NotesModel, test: list[np.ndarray], anchors: np.ndarray) -> dict[str, Any]:
    """E of notes of held-out instruments as they come back, and of the nearest training note at their pitch, in dB."""
    if not test:
        return {}
    rows = []
    for target in test:
        back = generator.render([generator.encode(Clip(0.9 * target[None], RATE))])[0]
        rows.append(reconstruction.compare(target, features.canonical(features.mono(back)))[0])
    mine, theirs = np.array(rows), anchors.astype(np.float64)
    nearer = float(np.mean(mine < theirs))
    return {"error": mine.mean(), "anchor": theirs.mean(), "ratio": mine.mean() / theirs.mean(), "nearer": nearer, "sounds": len(rows)}


def aims(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows {name, aim, values, passed}."""
    tuned = {name: row for name, row in result["tuning"].items() if name != INHARMONIC}
    mean = lambda key, rows=tuned: float(np.mean([row[key] for row in rows.values() if row[key] is not None]))  # noqa: E731
    every = result["tuning"]
    rows = []

    def add(name: str, aim: str, value: float, passed: bool) -> None:
        rows.append({"name": name, "aim": aim, "values": [value], "passed": [passed]})

    value = mean("within_5")
    add("pitch within 5 cents, harmonic families", ">= 0.98", value, value >= 0.98)
    value = mean("steady_3")
    add("pitch steady within 3 cents", ">= 0.98", value, value >= 0.98)
    add("pitch probe on z, R2", "< 0.1", result["probe_r2"], result["probe_r2"] < 0.1)
    if result["reconstruction"]:
        ratio = result["reconstruction"]["ratio"]
        add("held-out programs, E over nearest training note", "< 1", ratio, ratio < 1)
    for key, name in (("lines_over", "lines at k x 172 Hz while held"), ("loop_lines_over", "the same in a looped sustain")):
        value = mean(key, every)
        add(f"{name}, share over", "<= 0.1", value, value <= 0.1)
    value = result["variety"]["vendi"]
    add("Vendi ratio", "0.8 to 1.25", value, 0.8 <= value <= 1.25)
    value = result["variety"]["memory"]
    add("memory (share of copies)", "<= 0.05", value, value <= 0.05)
    return rows


def format_table(result: dict[str, Any]) -> Group:
    """Two tables for rich: aims, and what was measured by family."""
    from rich.console import Group
    from rich.table import Table

    second = Table("family", "within 5 cents", "error, cents", "octave as heard", "steadiness, cents", "Vendi", title="families",
                   title_justify="left")  # fmt: skip
    for name, row in result["tuning"].items():
        vendi = result["variety"]["by_family"].get(name)
        cells = (row["within_5"], row["error"], row["octave_right"], row["steady"], vendi)
        second.add_row(name, *("-" if cell is None else f"{cell:.2f}" for cell in cells))
    return Group(report.one_column_table(result), second)


def build(data: Path, out: Path = FOLDER, progress: Callable[[str], None] = print) -> list[Path]:
    """Makes the reference from a corpus of notes: two notes of every held-out program and what training notes are like."""
    rows = [row for row in read_index(data, NAME) if row.get("velocity") == "112"]
    train, held = ([row for row in rows if row["split"] == split] for split in ("train", "test"))
    if not train or not held:
        raise BadInput(f"{data / 'index.csv'} has no notes of velocity 112 in splits train and test; it is not the corpus of notes.")
    read = lambda row: soundfile.read(data / row["file"], dtype="float32")[0]  # noqa: E731
    middle = [row for row in train if abs(float(row["pitch"]) - MIDDLE) < 0.6]
    chosen = [row for wanted in (48, 66) for row in held if abs(float(row["pitch"]) - wanted) < 0.6]
    sounds = [features.canonical(read(row)) for row in chosen]
    anchors = [_anchor(sound, float(row["pitch"]), train, read) for sound, row in zip(sounds, chosen, strict=True)]
    progress(f"{len(chosen)} test notes, nearest training note {np.mean(anchors):.2f} dB")
    mels = np.concatenate([heard.mel_image(np.pad(read(row), (0, 90_000))[None, : 344 * HOP], RATE)[:, 0] for row in held])
    real = [read(row) for row in held]
    lines, rings = [buzz(x[ONSET + RATE // 2 :]) for x in real], [buzz(looped(x[ONSET:])) for x in real]
    known = {
        "anchors": np.array(anchors, np.float32), "limits": np.percentile([lines, rings], 95, axis=1),
        "images": nearest.pack(np.stack([features.image(features.canonical(read(row))) for row in middle])),
        "families": np.array([row["family"] for row in middle], "S32"), "kits": np.array([row["kit"] for row in held], "S32"),
        "mels": np.round((np.clip(mels, MEL_LOW, MEL_HIGH) - MEL_LOW) / (MEL_HIGH - MEL_LOW) * 255).astype(np.uint8),
        "pitches": np.array([float(row["pitch"]) for row in held], np.float32),
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "notes.npz", allow_pickle=False, **known)
    soundfile.write(out / "notes_test.flac", np.concatenate(sounds) * 0.9, RATE, subtype="PCM_16")
    return [out / "notes.npz", out / "notes_test.flac"]


def _anchor(target: np.ndarray, semitones: float, train: list[dict[str, str]], read: Callable[[dict[str, str]], np.ndarray]) -> float:
    """E of the nearest training note within two semitones, tuned to the target's own pitch."""
    picture = reconstruction.full_image(target)
    near = [(float(row["pitch"]) - semitones, row) for row in train if abs(float(row["pitch"]) - semitones) < 2.1]
    others = (features.canonical(features.pitched(read(row), -off)) for off, row in near)
    return min((nearest.error(picture, reconstruction.full_image(other)) for other in others), default=float("nan"))

