"""Finds near-duplicates among drum hits: the same sound at another level or tuned by up to two semitones.

A hit is described by its power in mel bands over time steps that widen after the attack, in dB under its loudest cell.
Resampling by a factor moves every frequency and every moment by that factor, so a tuned copy is imitated by warping the
bands and the steps instead of the sound. Plain numpy, any thread.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft

from studio.models.features import hz_of, mel_of
from studio.training.corpora.hits import ONSET, RATE, Samples

N_FFT, HOP, BANDS = 2048, 512, 56
EDGES = np.array([0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64, 86, 115, 165], dtype=float)  # time steps, in hops
SEMITONES = np.arange(-2.0, 2.01, 0.5)
FLOOR_DB, ACTIVE_DB = -60.0, -50.0
THRESHOLD_DB = 1.5
CANDIDATES = 24  # closest hits by plain distance that are then compared exactly


def distance(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Mean |difference| in dB of two descriptions after taking out the gain, over cells where either is above -50 dB."""
    active = np.maximum(a, b) > ACTIVE_DB
    difference = (a - b)[active]
    return float(np.abs(difference - np.median(difference)).mean())


def describe(hit: Samples, semitones: Sequence[float] | NDArray[np.float64] = (0.0,)) -> NDArray[np.float32]:
    """(frames,) -> (versions, cells) float32 dB: the hit as it would look tuned by each number of semitones."""
    power = _power(hit)
    rows = []
    for shift in semitones:
        factor = 2 ** (shift / 12)
        cells = _mel(factor) @ (power @ _steps(factor)[: power.shape[1]])
        cells = 10 * np.log10(cells + 1e-20)
        rows.append(np.maximum(cells - cells.max(), FLOOR_DB).ravel())
    return np.asarray(rows, dtype=np.float32)


def views(hit: Samples) -> NDArray[np.float32]:
    """(frames,) -> (9, cells): the hit's description as it is tuned from -2 to +2 semitones, half a semitone apart."""
    return describe(hit, SEMITONES)


class NearIndex:
    """A growing set of distinct hits. `add` answers -1 and keeps the hit, or the number of the hit that it repeats."""

    def __init__(self) -> None:
        self._cells = np.zeros((0, BANDS * (len(EDGES) - 1)), np.float32)
        self._norms = np.zeros(0, np.float32)
        self._numbers: list[int] = []
        self._seen = 0

    def add(self, versions: NDArray[np.float32], *, keep: bool = True) -> int:
        """Takes `views(hit)`. Number of the near-duplicate already in the set, else -1 (then the hit joins, unless not `keep`)."""
        found = self._nearest(versions)
        if found < 0 and keep:
            self._grow(versions[len(SEMITONES) // 2])
        self._seen += 1
        return found

    def _grow(self, cells: NDArray[np.float32]) -> None:
        count = len(self._numbers)
        if count == len(self._cells):
            room = np.zeros((max(256, count), self._cells.shape[1]), np.float32)
            self._cells = np.concatenate([self._cells, room])
            self._norms = np.concatenate([self._norms, np.full(len(room), np.inf, np.float32)])
        self._cells[count] = cells
        self._norms[count] = cells @ cells
        self._numbers.append(self._seen)

    def _nearest(self, versions: NDArray[np.float32]) -> int:
        count = len(self._numbers)
        if not count:
            return -1
        squared = self._norms[:count, None] - 2 * self._cells[:count] @ versions.T  # |a-b|^2 less a constant a column
        squared += (versions**2).sum(axis=1)
        flat = squared.ravel()
        closest = np.argpartition(flat, min(CANDIDATES, flat.size) - 1)[:CANDIDATES]
        for at in closest[np.argsort(flat[closest])]:
            row, version = divmod(int(at), versions.shape[0])
            if distance(self._cells[row], versions[version]) < THRESHOLD_DB:
                return self._numbers[row]
        return -1


FRAMES = int(EDGES[-1] * 2 ** (SEMITONES[-1] / 12)) + 2


def _power(hit: Samples) -> NDArray[np.float32]:
    """(frames,) -> (bins, hops) power, hops up to the hit's end; the first window is centred a quarter window after the onset."""
    part = hit[max(0, ONSET - N_FFT // 4) :]
    hops = min(FRAMES, -(-part.size // HOP))
    body = np.zeros(hops * HOP + N_FFT, np.float32)
    body[: min(part.size, body.size)] = part[: body.size]
    windows = np.lib.stride_tricks.sliding_window_view(body, N_FFT)[::HOP][:hops]
    spectra = rfft(windows * np.hanning(N_FFT).astype(np.float32), axis=1)
    return np.ascontiguousarray((spectra.real**2 + spectra.imag**2).T)


_cache: dict[tuple[str, float], NDArray[np.float32]] = {}  # each process fills its own


def _mel(factor: float) -> NDArray[np.float32]:
    """(bands, bins) triangles between 40 Hz and 15 kHz, read at frequencies divided by the factor."""
    if ("mel", factor) not in _cache:
        low, high = mel_of(np.array([40.0, 15_000.0]))
        corners = hz_of(np.linspace(low, high, BANDS + 2)) / factor
        bins = np.fft.rfftfreq(N_FFT, 1 / RATE)
        rise = (bins - corners[:-2, None]) / np.maximum(corners[1:-1] - corners[:-2], RATE / N_FFT)[:, None]
        fall = (corners[2:, None] - bins) / np.maximum(corners[2:] - corners[1:-1], RATE / N_FFT)[:, None]
        bank = np.maximum(0, np.minimum(rise, fall)) + 1e-9
        _cache["mel", factor] = (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
    return _cache["mel", factor]


def _steps(factor: float) -> NDArray[np.float32]:
    """(hops, steps) averages over each time step, with the steps' edges multiplied by the factor."""
    if ("steps", factor) not in _cache:
        edges = EDGES * factor
        at = np.arange(FRAMES)[:, None]
        overlap = np.minimum(at + 1, edges[1:]) - np.maximum(at, edges[:-1])
        _cache["steps", factor] = (np.maximum(overlap, 0) / (edges[1:] - edges[:-1])).astype(np.float32)
    return _cache["steps", factor]
