"""One raw recording -> one clean drum hit: mono, 44.1 kHz, onset at sample 512, positive first peak, peak 0.9.

Used while a corpus is built (plain functions, any thread or process). Everything is measured on the recording
itself, so that a hit comes out the same whatever silence, level, offset or polarity it was stored with.
"""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt, sosfiltfilt

Samples = NDArray[np.float32]

RATE = 44100
ONSET = 512  # the attack begins at this sample of every hit
MAX_FRAMES = 2 * RATE
LEAD = 1024  # silence put before every recording, so that one that begins at once is treated as any other
PEAK = 0.9
SILENCE = 1e-3  # a recording whose peak is lower (-60 dBFS) is no hit
TAIL = 10 ** (-66 / 20)  # what lies this far under the peak at the end is cut off
FADE_IN, FADE_OUT, LONG_FADE = 128, 2205, 17_640  # samples
HIGHPASS = butter(2, 15, "highpass", fs=RATE, output="sos")
LOWPASS = butter(2, 300, "lowpass", fs=RATE, output="sos")


class BadHit(ValueError):
    """This recording can't be a drum hit; the text says why (counted by reason in the build's report)."""


def prepare(audio: NDArray[np.floating], rate: int, steady: bool = False) -> Samples:
    """A recording (frames,) or (frames, channels) -> (frames,) float32, at most 2.0 s at 44.1 kHz.

    The 512 samples before the onset keep what was there (faded in) or are zero. Raises BadHit for silence,
    values that are not finite, clipping, sounds under 10 ms, swells that need over
    0.35 s to their peak, and rolls or noises that do not decay. `steady` takes swells, rolls and clipping as they are,
    and lets what is longer than 2 s die away over its last 0.4 s.
    """
    mono = to_mono(np.asarray(audio, dtype=np.float64))
    if not mono.size or not np.isfinite(mono).all():
        raise BadHit("not finite or empty")
    if np.abs(mono).max() < SILENCE:
        raise BadHit("silent")
    if not steady and clipped(mono):
        raise BadHit("clipped")
    mono = mono[: int(6 * rate)]
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE, quality="HQ")
    mono = remove_dc(mono)
    onset = find_onset(mono)
    if steady and mono.size - onset > MAX_FRAMES:
        end = onset + MAX_FRAMES - ONSET
        mono[end - LONG_FADE : end] *= np.cos(np.linspace(0, np.pi / 2, LONG_FADE)) ** 2
    hit = place(mono, onset)
    peak_at = int(np.abs(hit).argmax()) - ONSET
    if not steady and peak_at > 0.35 * RATE:
        raise BadHit("slow swell")
    if hit.size - ONSET < 0.01 * RATE:
        raise BadHit("too short")
    if not steady and sustained(hit):
        raise BadHit("does not decay")
    hit *= first_peak_sign(hit) * PEAK / np.abs(hit).max()
    return hit.astype(np.float32)


def to_mono(audio: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of the channels, or the louder channel where the mean cancels (its energy under a third of the louder's)."""
    if audio.ndim == 1:
        return audio
    mean = audio.mean(axis=1)
    energies = (audio**2).sum(axis=0)
    if (mean**2).sum() * 3 < energies.max():
        return np.asarray(audio[:, int(energies.argmax())])
    return np.asarray(mean)


def clipped(mono: NDArray[np.float64]) -> bool:
    """True when over 1 % of the loudest 100 ms lies flat at full scale, in runs of 16 samples and more."""
    size = np.abs(mono)
    at = max(0, int(size.argmax()) - 441)
    flat = np.concatenate([[0], size[at : at + 4410] > 0.999 * size.max(), [0]]).astype(int)
    edges = np.flatnonzero(np.diff(flat))
    runs = edges[1::2] - edges[::2]
    return bool(size.max() >= 0.99 and runs.sum() > 0.01 * (flat.size - 2) and runs.max() >= 16)


def sustained(hit: NDArray[np.floating]) -> bool:
    """True for a roll or a steady noise: 1.2 s or longer, and the last quarter is within 5 dB of the first."""
    body = np.asarray(hit[ONSET : hit.size - FADE_OUT])
    quarter = body.size // 4
    if body.size < 1.2 * RATE:
        return False
    first, last = (body[:quarter] ** 2).mean(), (body[-quarter:] ** 2).mean()
    return bool(last > first * 10**-0.5)


def remove_dc(mono: NDArray[np.float64]) -> NDArray[np.float64]:
    """Puts LEAD samples of silence before a sound and takes away what is constant (as its end shows) or slower than 15 Hz.

    The filter is causal: one that keeps all phases would ring ahead of the attack.
    """
    return np.asarray(sosfilt(HIGHPASS, np.pad(mono - mono[-max(1, mono.size // 10) :].mean(), (LEAD, 0))))


def find_onset(mono: NDArray[np.float64]) -> int:
    """The sample where the attack begins: first time over -26 dB of the peak, then back (3 ms at most) to -46 dB."""
    size = np.abs(mono)
    peak = size.max()
    first = int(np.argmax(size > 0.05 * peak))
    start = max(0, first - 132)
    quiet = np.flatnonzero(_local_max(size[start : first + 1], 22) < 0.005 * peak)
    return int(start + quiet[-1] + 1) if quiet.size else first if first < 22 else max(0, first - 22)


def _local_max(size: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Each sample's largest value over itself and the `width` samples before it."""
    padded = np.concatenate([np.zeros(width), size])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, width + 1).max(axis=1))


def place(mono: NDArray[np.float64], onset: int, frames: int = MAX_FRAMES) -> NDArray[np.float64]:
    """The sound around its onset, which comes to lie at sample ONSET: silence at the end cut off, both ends faded, at most `frames`."""
    lead = mono[max(0, onset - ONSET) : onset]
    body = mono[onset : onset + frames - ONSET].copy()
    loud = np.flatnonzero(np.abs(body) > TAIL * np.abs(body).max())
    body = body[: min(body.size, int(loud[-1]) + 1 + FADE_OUT)]
    fade = min(FADE_OUT, body.size // 4)
    body[body.size - fade :] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    lead = np.concatenate([np.zeros(ONSET - lead.size), lead])
    lead[: ONSET - FADE_IN] = 0.0
    lead[ONSET - FADE_IN :] *= np.linspace(0, 1, FADE_IN)
    return np.concatenate([lead, body])


def first_peak_sign(hit: NDArray[np.floating]) -> float:
    """+1 or -1: the sign of the first strong peak (half the largest value), of the part below 300 Hz where the hit has one.

    Low drums are judged by their body and not by the click, because there opposite polarities cancel when they are averaged.
    """
    early = slice(ONSET, ONSET + RATE // 5)
    hit = hit[: early.stop + 2048]
    low = sosfiltfilt(LOWPASS, np.concatenate([hit, np.zeros(2048)]))[: hit.size]
    base = low if (low[early] ** 2).sum() > 0.2 * (np.asarray(hit[early]) ** 2).sum() else hit
    body = np.asarray(base[early])
    strong = int(np.argmax(np.abs(body) >= 0.5 * np.abs(body).max()))
    return 1.0 if body[strong] >= 0 else -1.0
