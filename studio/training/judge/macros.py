"""Do the named sliders do what they say, and only that? Numpy only, no state."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput
from studio.models.generator import Generator
from studio.recipe import Latent, Settings
from studio.training.judge import features
from studio.training.judge.spaces import SoundSet

STARTS, STEPS, REACH = 64, 9, 2.0  # starting points, positions, sigma


def within_class_deviations(real: SoundSet) -> np.ndarray:
    """(6,) root mean variance of each descriptor within a class, the unit of span and leak."""
    variances = [real.descriptors[real.labels == name].var(axis=0) for name in np.unique(real.labels) if (real.labels == name).sum() >= 8]
    return np.sqrt(np.mean(variances, axis=0)) if variances else real.descriptors.std(axis=0) + 1e-6


def spearman(values: np.ndarray) -> float:
    """Rank correlation of values with their order; 0 where nothing moves."""
    if np.ptp(values) < 1e-9:
        return 0.0
    ranks = np.array([(values < v).sum() + ((values == v).sum() - 1) / 2 for v in values])
    return float(np.corrcoef(np.arange(len(values)), ranks)[0, 1])


def sweep(generator: Generator, name: str, starts: list[Settings]) -> np.ndarray:
    """(starts, steps, 6) descriptors while one control goes from -2 to 2 sigma and everything else rests."""
    rows = []
    with ThreadPoolExecutor(1) as pool:  # measures one row while the model renders the next
        for start in starts:
            clips = generator.render([start.with_values({name: float(value)}) for value in np.linspace(-REACH, REACH, STEPS)])
            rows.append(pool.submit(_described, clips))
        return np.stack([row.result() for row in rows])


def _described(clips: list[Clip]) -> np.ndarray:
    return features.described(np.stack([features.canonical(features.mono(clip)) for clip in clips]))


def judge_macro(values: np.ndarray, own: int, unit: np.ndarray) -> dict[str, Any]:
    """Scores of one macro from its sweep; own is its descriptor's column, unit (6,) the within-class deviations."""
    ranks = np.array([spearman(row[:, own]) for row in values])
    position = np.linspace(-REACH, REACH, values.shape[1])
    slopes = np.tensordot(values, position, axes=([1], [0])) / (position**2).sum() / unit  # (starts, 6) deviations a sigma
    span = slopes[:, own] * 2 * REACH
    others = [i for i in range(len(unit)) if i != own]
    own_size = float(np.median(np.abs(slopes[:, own]))) + 1e-9
    each = np.median(np.abs(slopes[:, others]), axis=0) / own_size
    common = np.abs(slopes[:, others].mean(axis=0)) / (abs(float(slopes[:, own].mean())) + 1e-9)
    return {
        "spearman": float(np.median(ranks)), "spearman_p10": float(np.quantile(ranks, 0.1)), "span": float(np.median(span)),
        "leak": float(each.max()), "leaks_into": features.DESCRIPTORS[others[int(each.argmax())]], "leak_common": float(common.max()),
    }


def macros(
    generator: Generator, starts: list[Settings], real: SoundSet, progress: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """Every macro whose descriptor the judge knows. Raises BadInput where a macro names another descriptor."""
    unit = within_class_deviations(real)
    out: dict[str, Any] = {}
    for control in generator.spec.controls:
        if not isinstance(control, Latent) or control.group != "macro":
            continue
        descriptor = control.descriptor or control.name
        if descriptor not in features.DESCRIPTORS:
            known = ", ".join(features.DESCRIPTORS)
            raise BadInput(f"The macro '{control.name}' promises '{descriptor}', which the judge can't measure; it knows: {known}.")
        progress(f"macro {control.name}")
        out[control.name] = judge_macro(sweep(generator, control.name, starts), features.DESCRIPTORS.index(descriptor), unit)
    return out
