"""How near a model comes to sounds it never heard, against the nearest clip it was trained on. Numpy only, no state."""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.clip import Clip
from studio.models.generator import Encodes, Generator
from studio.training.judge import features, nearest

HEAD_FFT, HEAD_HOP, HEAD_BANDS = 256, 64, 32
HEAD_FRAMES = int(0.03 * features.RATE / HEAD_HOP)  # the first 30 ms
CLOSE = 8  # training clips compared in full with a test hit


def full_image(form: np.ndarray) -> np.ndarray:
    """(64, 345) dB of a canonical clip, at the full resolution in time."""
    return features.to_db(features.mel_power(form))


def attack_image(form: np.ndarray) -> np.ndarray:
    """(32, 20) dB: the first 30 ms in steps of 1.5 ms."""
    start = features.LEAD - HEAD_FFT // 2
    head = form[start : start + HEAD_FRAMES * HEAD_HOP + HEAD_FFT]
    return features.to_db(features.mel_power(head, HEAD_FFT, HEAD_HOP, HEAD_BANDS)[:, :HEAD_FRAMES])


def crest(form: np.ndarray) -> float:
    """dB, peak over rms of the first 50 ms: too high is a clicky attack, too low a soft one."""
    part = form[features.LEAD : features.LEAD + 2205].astype(np.float64)
    return float(20 * np.log10((np.abs(part).max() + 1e-9) / (np.sqrt(np.mean(part**2)) + 1e-9)))


def compare(target: np.ndarray, other: np.ndarray) -> tuple[float, float, float, float]:
    """(E, E with cells of either, attack error, crest difference), all dB, of two canonical clips."""
    one, two = full_image(target), full_image(other)
    attack = nearest.error(attack_image(target), attack_image(other))
    return nearest.error(one, two), nearest.error(one, two, both=True), attack, crest(other) - crest(target)


def anchor(target: np.ndarray, others: list[np.ndarray], memory: nearest.Memory) -> tuple[float, float, float, float]:
    """`compare` with the nearest of the training clips (mono sounds, in the memory's order), pitch within 2 semitones, gain within 6 dB.

    The search is of training clips against the target: those that the images find near at some pitch are compared in full.
    """
    shifted = nearest.variants(target)
    best = (float("inf"),) * 4
    picture = full_image(target)
    for index, row in memory.near(shifted, CLOSE):
        for step in (row - 1, row, row + 1):
            # the target played faster resembles the training clip: so does the target the training clip played slower
            other = features.canonical(features.pitched(others[index], -nearest.SEMITONES[min(max(step, 0), len(shifted) - 1)]))
            if nearest.error(picture, full_image(other)) < best[0]:
                best = compare(target, other)
    return best


def reconstruct(generator: Generator, targets: list[np.ndarray], anchors: np.ndarray) -> dict[str, Any]:
    """Encode and render canonical test hits; anchors (N, 4) are `anchor`'s rows. Empty where the model can't encode
    or there is no target."""
    if not targets or "encode" not in generator.spec.abilities or not isinstance(generator, Encodes):
        return {}
    rows = []
    for target in targets:
        clip = Clip(0.9 * target[None], features.RATE)
        settings = generator.encode(clip)
        rows.append(compare(target, features.canonical(features.mono(generator.render([settings])[0]))))
    mine, theirs = np.array(rows), np.asarray(anchors, dtype=np.float64)
    return {
        "error": float(mine[:, 0].mean()), "anchor": float(theirs[:, 0].mean()), "ratio": float(mine[:, 0].mean() / theirs[:, 0].mean()),
        "error_both": float(mine[:, 1].mean()), "anchor_both": float(theirs[:, 1].mean()),
        "attack": float(mine[:, 2].mean()), "anchor_attack": float(theirs[:, 2].mean()),
        "crest": float(np.median(mine[:, 3])), "crest_size": float(np.abs(mine[:, 3]).mean()),
        "anchor_crest_size": float(np.abs(theirs[:, 3]).mean()), "better": float((mine[:, 0] < theirs[:, 0]).mean()), "sounds": len(rows),
    }
