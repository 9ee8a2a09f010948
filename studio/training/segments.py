"""A recording of any length as one-shot sounds: where it is struck or begins anew, and each of these pieces aligned as networks want it.

Plain numpy, any thread. What a hit is made of (DC, onset, polarity, ends) is in studio/training/corpora/hits.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soxr
from scipy.ndimage import uniform_filter1d

from studio.audio.denoise import denoise
from studio.training.corpora import hits as hitting
from studio.training.corpora.hits import LEAD, LONG_FADE, ONSET, PEAK, RATE, SILENCE, BadHit, Samples

HOP = 0.005  # seconds between the levels that onsets are looked for in
SPAN = 0.03  # seconds that a level is measured over: two periods of the lowest notes
BACK = 0.15  # seconds before an attack in which it must have been quieter
RISE = 15.0  # dB from the quietest moment in BACK to the attack: more than vibrato, beating strings or bows do
APART = 0.15  # seconds between two onsets at least
QUIET = 30.0  # dB under the recording's loudest moment: what begins there is no sound of its own
SHORTEST = 0.02  # seconds
MOST_PIECES = 400  # of one file


@dataclass(frozen=True)
class Cut:
    """What is made of every recording. rate: the model's; seconds: its longest sound; denoise: see studio/audio/denoise.py."""

    rate: int = RATE
    seconds: float = 2.0
    denoise: bool = False


def pieces(mono: np.ndarray, rate: int, cut: Cut) -> Iterator[Samples]:
    """(N,) at `rate` -> the sounds in it, each (frames,) float32 at 44.1 kHz: onset at sample 512, first peak upwards, peak 0.9.

    One piece where the recording is no longer than the model's sound or has one onset only. Raises BadHit, before the first piece, for
    a recording that is silent or too short. The same samples in give the same pieces, one by one.
    """
    if np.abs(mono).max(initial=0.0) < SILENCE:
        raise BadHit("is silent (under -60 dBFS)")
    if mono.size < SHORTEST * rate:
        raise BadHit(f"is shorter than {1000 * SHORTEST:.0f} ms")
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE, quality="HQ")
    if cut.denoise:
        mono = denoise(mono, RATE)
    clean = hitting.remove_dc(mono)
    frames = round(cut.seconds * RATE)
    starts = onsets(clean) if clean.size > 1.25 * frames else []
    if len(starts) < 2:
        starts = [0]
    ends = [*starts[1:], clean.size]
    made = 0
    for start, end in zip(starts, ends, strict=True):
        piece = clean[start : min(end, start + frames + 4 * RATE)]
        piece = piece if start == 0 else np.pad(piece, (LEAD, 0))
        if np.abs(piece).max(initial=0.0) < SILENCE:
            continue
        onset = hitting.find_onset(piece)
        hit = hitting.place(piece, onset, frames)
        if piece.size - onset > frames:  # it went on: it dies away instead of being cut off
            hit[-LONG_FADE:] *= np.cos(np.linspace(0, np.pi / 2, LONG_FADE)) ** 2
        if hit.size - ONSET < SHORTEST * RATE:
            continue
        made += 1
        yield (hit * hitting.first_peak_sign(hit) * PEAK / np.abs(hit).max()).astype(np.float32)
    if not made:
        raise BadHit("holds nothing but silence and clicks")


def onsets(mono: np.ndarray) -> list[int]:
    """Samples at which something begins, in a recording (N,) at 44.1 kHz; the first one is where its first sound begins."""
    hop = round(HOP * RATE)
    frames = mono[: mono.size // hop * hop].reshape(-1, hop)
    power = uniform_filter1d(np.square(frames).mean(1), round(SPAN / HOP), mode="constant")
    level = 10 * np.log10(power + 1e-12)
    back = round(BACK / HOP)
    before = np.concatenate([[-120.0], _lowest_of_last(level, back)[:-1]])
    rising = (level > before + RISE) & (level > level.max() - QUIET)
    found: list[int] = []
    for at in np.flatnonzero(rising & ~np.concatenate([[False], rising[:-1]])):
        if not found or at - found[-1] >= APART / HOP:
            found.append(int(at))
    return [max(0, at * hop - hop) for at in found[:MOST_PIECES]]


def _lowest_of_last(level: np.ndarray, count: int) -> np.ndarray:
    """Each value's lowest of itself and the `count` - 1 before it."""
    padded = np.concatenate([np.full(count - 1, level[0]), level])
    return np.lib.stride_tricks.sliding_window_view(padded, count).min(axis=1)


def at_rate(hit: Samples, rate: int) -> Samples:
    """A piece at the model's rate, its onset at sample 512 of that rate, peak 0.9."""
    if rate == RATE:
        return hit
    lead = soxr.resample(hit[:ONSET], RATE, rate, quality="HQ")
    body = soxr.resample(hit[ONSET:], RATE, rate, quality="HQ")
    whole = np.concatenate([np.zeros(max(0, ONSET - len(lead)), np.float32), lead[-ONSET:], body])
    return (whole * (PEAK / max(float(np.abs(whole).max()), 1e-6))).astype(np.float32)
