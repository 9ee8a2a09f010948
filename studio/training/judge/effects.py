"""The judge of effects: what is asked of drums, against other real sounds, and what old machines leave behind: hiss and missing treble.

Runs like judging.py, in the caller's thread, without torch (but for `build`). Real sounds of a class count when there are twenty of them;
the validation sounds count as real ones here, as no final score chooses a checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.models.generator import Generator
from studio.recipe import Number
from studio.training.judge import features, judging, macros, report
from studio.training.judge.reference import FOLDER, Reference, load, save
from studio.training.judge.spaces import SoundSet

NAME = "effects"
FRAME = 1024
QUIET_DB = (-62.0, -44.0)  # frames of this level against the loudest one are where hiss is heard
HISS_ABOVE = 11_025.0  # Hz
TREBLE_ABOVE = 11_025.0  # half the rate of the better half of the old recordings
CUTOFFS = (5_512.5, 11_025.0)  # Hz, at which the control is tried
BANDWIDTH = "bandwidth"
MOST = 64  # sounds at which the control is tried


def hiss_db(samples: np.ndarray) -> float:
    """Share of energy above 11 kHz in the quiet frames of a mono 44.1 kHz sound, dB, median; NaN where no frame is quiet.

    Rounding to 8 bits adds white noise about 50 dB under full scale: of recorded full-band sounds the median rises by 23 dB.
    """
    padded = np.pad(samples.astype(np.float64), (0, FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[:: FRAME // 2] * np.hanning(FRAME)
    power = np.abs(np.fft.rfft(frames)) ** 2
    level = 10 * np.log10(power.sum(1) / power.sum(1).max(initial=1e-12) + 1e-12)
    quiet = power[(level > QUIET_DB[0]) & (level < QUIET_DB[1])]
    if not len(quiet):
        return float("nan")
    high = quiet[:, np.fft.rfftfreq(FRAME, 1 / features.RATE) > HISS_ABOVE].sum(1)
    return float(np.median(10 * np.log10(high / np.maximum(quiet.sum(1), 1e-12) + 1e-9)))


def treble_db(samples: np.ndarray, above: float = TREBLE_ABOVE) -> float:
    """Share of energy above a frequency, dB."""
    power = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    high = power[np.fft.rfftfreq(samples.size, 1 / features.RATE) > above].sum()
    return float(10 * np.log10(high / max(float(power.sum()), 1e-12) + 1e-10))


def rounded(samples: np.ndarray, bits: int = 8) -> np.ndarray:
    """As an old sampler would hold it."""
    steps = 2 ** (bits - 1) - 1
    peak = max(float(np.abs(samples).max()), 1e-9)
    return np.asarray(np.round(samples / peak * steps) / steps * peak, dtype=np.float32)


def run(
    generator: Generator, *, data: Path | None = None, sheet: Path | None = None, choosing: bool = False,
    per_class: int = judging.PER_CLASS, starts: int = macros.STARTS, progress: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """See judging.run and judging.judge; adds 'full_band' and rows for hiss, treble and the control of the bandwidth."""
    reference = load(NAME, data or FOLDER)
    reference = reference.for_choosing() if choosing else with_valid(reference)
    result = judging.judge(generator, reference, per_class=per_class, starts=starts, sheet=sheet, progress=progress)
    progress("hiss and treble")
    found = full_band(generator, reference.card["full_band"])
    result["full_band"] = found
    result["aims"] += rows(found)
    plain: dict[str, Any] = judging.plain(result)
    return plain


def with_valid(reference: Reference) -> Reference:
    """The validation sounds as real ones too: of some classes there are not twenty without them."""
    sets = dict(reference.sets)
    if "valid" in sets:
        sets["judge_test"] = SoundSet.join(sets["judge_test"], sets["valid"])
    return replace(reference, sets=sets)


def full_band(generator: Generator, real: dict[str, Any], per_class: int = 16) -> dict[str, Any]:
    """Hiss and treble of draws at full bandwidth against recorded full-band sounds, and what the control takes away."""
    settings, labels = judging.draw_settings(generator, per_class, True)
    sounds = judging.render(generator, settings)
    hiss = np.array([hiss_db(sound) for sound in sounds])
    treble = np.array([treble_db(sound) for sound in sounds])
    heard = hiss[np.isfinite(hiss)]
    by_class = {name: float(np.median(treble[np.array(labels) == name])) for name in sorted(set(labels))}
    found: dict[str, Any] = {
        "hiss": {"median": float(np.median(heard)) if len(heard) else float("nan"), "real_median": real["hiss_median"],
                 "rounded_median": real["rounded_median"], "sounds": len(heard)},
        "treble": {"median": float(np.median(treble)), "real_median": real["treble_median"], "by_class": by_class,
                   "real_by_class": real["treble_by_class"]},
    }  # fmt: skip
    if any(isinstance(control, Number) and control.name == BANDWIDTH for control in generator.spec.controls):
        chosen = [settings[i] for i in np.linspace(0, len(settings) - 1, min(MOST, len(settings))).astype(int)]
        found["control"] = {}
        for cutoff in CUTOFFS:
            narrow = judging.render(generator, [one.with_values({BANDWIDTH: cutoff}) for one in chosen])
            wide = [treble_db(sound, 1.15 * cutoff) for sound in judging.render(generator, chosen)]
            left = [treble_db(sound, 1.15 * cutoff) for sound in narrow]
            found["control"][f"{cutoff:.0f} Hz"] = {"full": float(np.median(wide)), "narrow": float(np.median(left))}
    return found


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The aims that effects have beside those of every one-shot model."""
    hiss = found["hiss"]["median"] - found["hiss"]["real_median"]
    off = found["treble"]["median"] - found["treble"]["real_median"]
    made = [
        report.row("hiss in quiet frames less real, dB", "<= 6", [hiss], [hiss <= 6]),
        report.row("treble above 11 kHz less real, dB", "-6 to 6", [off], [-6 <= off <= 6]),
    ]
    for cutoff, levels in found.get("control", {}).items():
        fall = levels["full"] - levels["narrow"]
        made.append(report.row(f"bandwidth at {cutoff} takes away, dB", ">= 10", [fall], [fall >= 10]))
    return made


def build(data: Path, out: Path = FOLDER, *, keep_ear: bool = False, progress: Callable[[str], None] = print) -> list[Path]:
    """resources/judge/effects.* from the corpus in `data`: as for drums, and what recorded full-band sounds measure like."""
    from studio.training.judge.build import Corpus, build

    paths = build(data, name=NAME, out=out, keep_ear=keep_ear, copies_of_recorded=True, progress=progress)
    reference = load(NAME, out)
    corpus = Corpus(data)
    kept = [row for row in corpus.rows if row["split"] == "train" and row["real"] == "1" and float(row["bandwidth_hz"]) > 22_000]
    reference.card["full_band"] = measured(corpus.read(kept), [row["label"] for row in kept])
    reference.card["what"] = "Features of real game and interface sounds for the judge; no sound but that of the CC0 test sounds."
    save(reference, NAME, out)
    return paths


def measured(sounds: list[np.ndarray], labels: list[str]) -> dict[str, Any]:
    """Hiss and treble of recorded sounds, and the hiss of the same rounded to 8 bits."""
    hiss, old = (np.array([hiss_db(change(sound)) for sound in sounds]) for change in (np.asarray, rounded))
    treble = np.array([treble_db(sound) for sound in sounds])
    names = np.array(labels)
    return {
        "sounds": len(sounds), "hiss_median": float(np.nanmedian(hiss)), "rounded_median": float(np.nanmedian(old)),
        "treble_median": float(np.median([np.median(treble[names == name]) for name in sorted(set(labels))])),
        "treble_by_class": {name: float(np.median(treble[names == name])) for name in sorted(set(labels))},
    }  # fmt: skip
