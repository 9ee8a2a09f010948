"""What a one-shot model hears and what excites it: the onset-aligned log-time mel image, and seeded noise as an STFT.

numpy only, called by whichever thread renders or encodes. Training computes the same two things with torch
(studio/training/dataset.py) and a test holds them together.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

ONSET = 512  # sample at which every training hit begins
MEL_FFT, MEL_HOP, BANDS, COLUMNS = 1024, 256, 80, 64
MEL_LOW, MEL_HIGH = 30.0, 20_000.0
SCALE = 2.5  # natural log units to one of the encoder's
FLOOR = 1e-5  # about -100 dB under a full-scale sine; keeps the logarithm finite


def node_frames(frames: int, thin: tuple[int, ...]) -> np.ndarray:
    """The frames that a network computes of the first `frames`: every one at first, from each place in `thin` on half as many.

    A sound changes ever more slowly after its onset. The last node is the last frame or lies behind it. int64 (nodes,).
    """
    nodes, at, step = [], 0, 1
    while True:
        nodes.append(at)
        if at >= frames - 1:
            return np.array(nodes)
        step = 2 ** sum(at >= place for place in thin)
        at += step


def between_nodes(frames: int, thin: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """For each of `frames` the node before it, int64 (frames,), and how far it is on the way to the next, float32 0..1."""
    nodes = node_frames(frames, thin)
    place = np.interp(np.arange(frames), nodes, np.arange(len(nodes)))
    before = np.minimum(place.astype(np.int64), max(0, len(nodes) - 2))
    return before, (place - before).astype(np.float32)


def mel_of(hz: np.ndarray) -> np.ndarray:
    """Hertz to mel, any shape."""
    return 2595.0 * np.log10(1.0 + hz / 700.0)  # O'Shaughnessy 1987


def hz_of(mel: np.ndarray) -> np.ndarray:
    """Mel to hertz, any shape."""
    return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)


@lru_cache(maxsize=8)
def mel_matrix(rate: int, n_fft: int = MEL_FFT, bands: int = BANDS) -> np.ndarray:
    """Triangular mel filters, each summing to one: float32 (n_fft // 2 + 1, bands)."""
    edges_mel = np.linspace(mel_of(np.array(MEL_LOW)), mel_of(np.array(MEL_HIGH)), bands + 2)
    edges = hz_of(edges_mel)
    hz = np.fft.rfftfreq(n_fft, 1.0 / rate)[:, None]
    rising = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    weights = np.clip(np.minimum(rising, falling), 0.0, None)
    empty = weights.sum(0) < 1e-6  # low bands narrower than a bin take their nearest bin
    nearest = np.abs(hz - edges[1:-1]).argmin(0)
    weights[nearest[empty], np.flatnonzero(empty)] = 1.0
    return (weights / weights.sum(0)).astype(np.float32)


@lru_cache(maxsize=8)
def log_time_matrix(frames: int, columns: int = COLUMNS) -> np.ndarray:
    """Averages frames into columns that grow with time, fine at the attack: float32 (columns, frames)."""
    edges = np.geomspace(4.0, frames + 4.0, columns + 1) - 4.0
    start = np.arange(frames, dtype=np.float64)
    overlap = np.minimum(edges[1:, None], start + 1) - np.maximum(edges[:-1, None], start)
    weights = np.clip(overlap, 0.0, None)
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def frame(samples: np.ndarray, n_fft: int, hop: int) -> np.ndarray:
    """Hann-windowed frames centred on multiples of hop: (..., N) -> float32 (..., N // hop + 1, n_fft)."""
    pad = [(0, 0)] * (samples.ndim - 1) + [(n_fft // 2, n_fft // 2)]
    padded = np.pad(samples, pad)
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=-1)[..., ::hop, :]
    return (frames * hann(n_fft)).astype(np.float32)


@lru_cache(maxsize=8)
def hann(n: int) -> np.ndarray:
    """Periodic Hann window, float32 (n,)."""
    return (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(n) / n)).astype(np.float32)


def mel_image(samples: np.ndarray, rate: int) -> np.ndarray:
    """Onset-aligned mono samples (B, N) -> natural-log mel image float32 (B, 1, BANDS, COLUMNS), about -4 to 4."""
    magnitude = np.abs(np.fft.rfft(frame(samples, MEL_FFT, MEL_HOP))).astype(np.float32) / (MEL_FFT / 4)
    mel = magnitude @ mel_matrix(rate)  # (B, T, BANDS)
    pooled = log_time_matrix(mel.shape[1]) @ mel  # (B, COLUMNS, BANDS)
    return normalise(np.log(pooled + FLOOR)).transpose(0, 2, 1)[:, None]


def normalise(log_mel: Any) -> Any:
    """Natural-log mel to the encoder's scale; works on numpy arrays and torch tensors alike."""
    return (log_mel + 7.0) / SCALE


def audible_image(samples: np.ndarray, rate: int) -> np.ndarray:
    """Onset-aligned mono samples (B, N) of one peak level -> (B, BANDS * COLUMNS) dB, floored 80 dB under full scale."""
    floor = normalise(math.log(1e-4))
    return np.maximum(mel_image(samples, rate), floor).reshape(len(samples), -1) * np.float32(SCALE * 20 / math.log(10))


def noise_stft(seed: int, frames: int, n_fft: int, hop: int) -> np.ndarray:
    """Unit-variance complex noise as real and imaginary parts: float32 (2, frames, n_fft // 2 + 1).

    White noise in time from numpy's Philox, so that every runtime and device gets the same numbers for a seed.
    """
    generator = np.random.Generator(np.random.Philox(seed))
    white = generator.standard_normal((frames - 1) * hop + 1, dtype=np.float32)
    spectrum = np.fft.rfft(frame(white, n_fft, hop))
    parts = np.empty((2, *spectrum.shape), np.float32)
    scale = np.float32(1 / math.sqrt(0.375 * n_fft))
    np.multiply(spectrum.real, scale, out=parts[0])
    np.multiply(spectrum.imag, scale, out=parts[1])
    return parts
