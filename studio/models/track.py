"""The pitch of a sound from moment to moment: one path through the whole sound. numpy, any thread but the GUI's.

For every moment each candidate is asked how much the spectrum looks like its multiples (the prime ones, with valleys between), through a
window of eight of its own periods; the path that is strongest altogether wins, where small moves are cheap and leaps have one price.
After Camacho and Harris 2008, 'A sawtooth waveform inspired pitch estimator for speech and music' (SWIPE').
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

LOWEST, HIGHEST = 40.0, 10_000.0  # Hz
STEPS = 36  # candidates an octave
SIZES = (4096, 2048, 1024, 512, 256, 128, 64)  # samples of windows
MOVE, LEAP = 0.5, 0.35  # what the path pays for an octave, and at most
PRIMES = (1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)


@lru_cache(maxsize=1)
def candidates() -> np.ndarray:
    """Hz, evenly in octaves: (C,)."""
    return np.asarray(LOWEST * 2.0 ** (np.arange(int(STEPS * math.log2(HIGHEST / LOWEST)) + 1) / STEPS))


@lru_cache(maxsize=2)
def _axis(rate: int) -> np.ndarray:
    """Hz that lie evenly on the ear's scale: (P,)."""
    top = 21.4 * math.log10(1 + 0.45 * rate / 229)
    return np.asarray(229 * (10 ** (np.arange(21.4 * math.log10(1 + 30 / 229), top, 0.1) / 21.4) - 1))


@lru_cache(maxsize=32)
def _kernels(size: int, rate: int) -> tuple[int, int, np.ndarray]:
    """The candidates that a window of this size is for, first and last (exclusive), and their kernels (P, C'), by how well it fits."""
    hz, axis = candidates(), _axis(rate)
    fit = 1 - np.abs(np.log2(8 * rate / hz / size))
    fit[(hz < 8 * rate / SIZES[0])] = 1.0 if size == SIZES[0] else 0.0
    fit[(hz > 8 * rate / SIZES[-1])] = 1.0 if size == SIZES[-1] else 0.0
    own = np.flatnonzero(fit > 0)
    first, last = int(own[0]), int(own[-1]) + 1
    ratio = axis[:, None] / hz[first:last]
    kernel = np.zeros_like(ratio)
    for i in PRIMES:
        away = np.abs(ratio - i)
        kernel += np.where(away < 0.25, np.cos(2 * np.pi * ratio), np.where(away < 0.75, np.cos(2 * np.pi * ratio) / 2, 0.0))
    kernel /= np.sqrt(axis)[:, None]
    kernel /= np.sqrt(np.maximum(kernel, 0) ** 2).sum(0) + 1e-12
    return first, last, (kernel * np.maximum(fit[first:last], 0)).astype(np.float32)


def strengths(x: np.ndarray, rate: int, hop: int, frames: int) -> np.ndarray:
    """How much each frame, centred on its multiple of hop, looks like each candidate: x (N,) -> float32 (frames, C), about 0 to 0.1."""
    total = np.zeros((frames, len(candidates())), np.float32)
    axis = _axis(rate)
    for size in SIZES:
        first, last, kernel = _kernels(size, rate)
        padded = np.pad(x.astype(np.float32), (size // 2, size + hop * frames))
        view = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][:frames]
        window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)
        spectrum = np.sqrt(np.abs(np.fft.rfft(view * window)))  # (frames, bins)
        place = axis * size / rate
        low = np.minimum(place.astype(int), size // 2 - 1)
        share = (place - low).astype(np.float32)
        loud = spectrum[:, low] * (1 - share) + spectrum[:, low + 1] * share
        loud /= np.sqrt((loud**2).sum(1, keepdims=True)) + 1e-6
        total[:, first:last] += loud.astype(np.float32) @ kernel
    return total


def path(strength: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The strongest path: strength (T, C), weight (T,) of moments -> Hz (T,)."""
    count = strength.shape[1]
    apart = np.abs(np.arange(count)[:, None] - np.arange(count)) / STEPS
    price = np.minimum(MOVE * apart, LEAP).astype(np.float32) * np.float32(strength.max() + 1e-6)
    total, came = strength[0] * weight[0], np.zeros(strength.shape, np.int16)
    for t in range(1, len(strength)):
        ways = total[:, None] - price * (0.5 + 0.5 * weight[t])
        came[t] = ways.argmax(0)
        total = ways[came[t], np.arange(count)] + strength[t] * weight[t]
    at = int(total.argmax())
    found = np.empty(len(strength), int)
    for t in range(len(strength) - 1, -1, -1):
        found[t] = at
        at = int(came[t, at])
    return np.asarray(candidates()[found])


def glide(x: np.ndarray, rate: int, hop: int, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Hz of each frame of a sound (N,), whether or not it has a pitch, and how much it looks like one, about 0 to 1: two (frames,).

    What is quiet follows what is loud; behind the sound's end the path stays where it was.
    """
    loud = np.flatnonzero(np.abs(x) > 1e-6)
    count = min(frames, (int(loud[-1]) if len(loud) else 0) // hop + 4)
    padded = np.pad(x.astype(np.float32), (hop, hop * (frames + 2)))
    energy = np.convolve(padded**2, np.ones(2 * hop, np.float32), "valid")[::hop][:count]
    weight = np.clip(energy / max(float(energy.max()), 1e-12), 0, 1) ** 0.2
    strength = np.maximum(strengths(x, rate, hop, count), 0)
    hertz = path(strength, np.where(energy < 1e-7 * energy.max(), 0.0, weight).astype(np.float32))
    place = np.round(np.log2(hertz / LOWEST) * STEPS).astype(int)
    own = strength[np.arange(count), np.minimum(place, strength.shape[1] - 1)]
    return np.pad(hertz, (0, frames - count), "edge"), np.pad(own, (0, frames - count))
