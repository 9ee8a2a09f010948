"""Mel spectrograms for the eye: fixed reference, 0 dB is a full-scale sine. numpy and scipy only, any thread but the GUI's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from studio.clip import Clip

FLOOR_DB = -120.0
LOWEST_HZ = 20.0
_BLOCK = 64  # columns worked on at once: they stay in the processor's cache, which halves the time of 1024
_LEAST_COLUMNS = 400  # the hop is the largest power of two that still gives so many, within 32 samples to n_fft / 2


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """db: float32 (bands, columns) in dBFS, -120 to about 0, lowest band first; times: s of each column's centre; frequencies: Hz."""

    db: np.ndarray
    times: np.ndarray
    frequencies: np.ndarray
    hop: int
    rate: int

    def to_bytes(self, low_db: float = -90.0, high_db: float = 0.0) -> np.ndarray:
        """uint8 (bands, columns): 0 at low_db and below, 255 at high_db and above."""
        scaled = (self.db - low_db) * (255.0 / (high_db - low_db))
        return np.clip(scaled + 0.5, 0, 255).astype(np.uint8)


def hop_for(frames: int, n_fft: int = 2048) -> int:
    """The hop that gives 400 to 800 columns where the length allows."""
    hop = 32
    while hop < n_fft // 2 and frames // (2 * hop) >= _LEAST_COLUMNS:
        hop *= 2
    return hop


def mel_spectrogram(clip: Clip, n_fft: int = 2048, hop: int | None = None, bands: int = 128) -> Spectrogram:
    """Mel power spectrogram in dBFS. Column i is centred at sample i * hop; outside the clip is silence; channels are averaged as power.

    n_fft: Hann window in samples. hop None chooses by length. bands: from 20 Hz to half the rate, evenly in mel (O'Shaughnessy 1987).
    """
    from scipy import fft

    hop = hop or hop_for(clip.frames, n_fft)
    window, weights, frequencies = _tables(clip.rate, n_fft, bands)
    columns = clip.frames // hop + 1
    mel = np.zeros((bands, columns), np.float32)
    for channel in clip.samples:
        padded = np.zeros((columns - 1) * hop + n_fft, np.float32)
        part = channel[: len(padded) - n_fft // 2]
        padded[n_fft // 2 : n_fft // 2 + len(part)] = part
        framed = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop]  # (columns, n_fft), a view
        for start in range(0, columns, _BLOCK):
            bins = fft.rfft(framed[start : start + _BLOCK] * window, axis=1, overwrite_x=True)  # (<= block, n_fft/2+1) complex64
            mel[:, start : start + _BLOCK] += weights @ (bins.real**2 + bins.imag**2).T
    tiny = np.float32(10.0 ** (FLOOR_DB / 10.0) / 2)
    db = np.maximum(10.0 * np.log10(mel / clip.channels + tiny), np.float32(FLOOR_DB))
    return Spectrogram(db, np.arange(columns) * (hop / clip.rate), frequencies, hop, clip.rate)


def hz_to_mel(hz: np.ndarray | float) -> np.ndarray:
    return 2595.0 * np.log10(1.0 + np.asarray(hz) / 700.0)


def mel_to_hz(mel: np.ndarray | float) -> np.ndarray:
    return 700.0 * (10.0 ** (np.asarray(mel) / 2595.0) - 1.0)


@lru_cache(maxsize=16)
def _tables(rate: int, n_fft: int, bands: int) -> tuple[np.ndarray, Any, np.ndarray]:
    """Window (n_fft), sparse weights (bands, n_fft/2+1), centre frequencies (bands).

    A band is a triangle at least one bin wide, scaled so that a sine of amplitude 1 at its centre reads 1; one between two centres
    reads up to 3 dB less. Below two bins (43 Hz at n_fft 2048) a window can't do better than within 6 dB.
    """
    from scipy import sparse

    window = np.hanning(n_fft + 1)[:-1]
    window = (window / (window.sum() / 2.0)).astype(np.float32)  # a sine of amplitude 1 in the middle of a bin: |X| = 1 there
    edges = mel_to_hz(np.linspace(hz_to_mel(LOWEST_HZ), hz_to_mel(rate / 2), bands + 2)) * (n_fft / rate)  # in bins
    centre = edges[1:-1]
    left, right = np.maximum(centre - edges[:-2], 1.0), np.maximum(edges[2:] - centre, 1.0)
    offset = np.arange(n_fft // 2 + 1)[:, None] - centre[None, :]  # (bins, bands)
    triangle = np.clip(1.0 - np.where(offset < 0, -offset / left, offset / right), 0.0, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        lobe = np.sinc(offset) / (1.0 - offset**2)  # the Hann window's spectrum around a sine at the centre, 1 in the middle
    lobe = np.where(np.abs(np.abs(offset) - 1.0) < 1e-9, 0.5, lobe) ** 2
    weights = triangle / np.sum(triangle * lobe, axis=0)
    return window, sparse.csr_matrix(weights.T.astype(np.float32)), centre * (rate / n_fft)
