"""The pitch of a sound, from its autocorrelation. numpy, any thread but the GUI's.

The normalised square difference of McLeod and Wyvill 2005 ('A smarter way to find pitch') finds the period; lags of many periods then
say it to a fraction of a cent. Octaves follow the first strong peak, as in their paper.
"""

from __future__ import annotations

import numpy as np

STRONG = 0.9  # of the best peak: the first one that reaches it is the period
CLEAR = 0.5  # of 1: a sound whose best peak is lower has no pitch
LONGEST = 0.12  # s, of the lag that refines


def to_midi(hz: float | np.ndarray) -> float | np.ndarray:
    """Hertz to semitones, 69 is 440 Hz."""
    return 69.0 + 12.0 * np.log2(np.asarray(hz) / 440.0)


def to_hz(midi: float | np.ndarray) -> float | np.ndarray:
    """Semitones to hertz, 69 is 440 Hz."""
    return 440.0 * 2.0 ** ((np.asarray(midi) - 69.0) / 12.0)


def similarity(samples: np.ndarray) -> np.ndarray:
    """How alike a sound (N,) and itself moved by each lag 0..N // 2 are: 1 the same, 0 unlike, -1 turned round."""
    x = np.asarray(samples, np.float64)
    x = x - x.mean()
    size = 1 << (2 * len(x) - 1).bit_length()
    spectrum = np.fft.rfft(x, size)
    product = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, size)[: len(x) // 2 + 1]
    energy = np.concatenate([[0.0], np.cumsum(x**2)])
    lags = np.arange(len(product))
    both = energy[len(x) - lags] + energy[-1] - energy[lags]
    return np.asarray(2 * product / np.maximum(both, 1e-12))


def pitch(samples: np.ndarray, rate: int, low: float = 24.0, high: float = 100.0) -> tuple[float, float]:
    """(semitones, clearness 0..1) of mono samples (N,) between two semitones; clearness under CLEAR means that there is no pitch."""
    alike = similarity(samples)
    first, last = rate / float(to_hz(high)), rate / float(to_hz(low))
    begin, end = max(2, int(first)), min(len(alike) - 2, int(np.ceil(last)) + 1)
    if end <= begin:
        return float("nan"), 0.0
    here = np.arange(begin, end)
    peaks = here[(alike[here] >= alike[here - 1]) & (alike[here] > alike[here + 1]) & (alike[here] > 0)]
    if not len(peaks):
        return float("nan"), 0.0
    strong = peaks[alike[peaks] >= STRONG * alike[peaks].max()]
    period, clearness = _top(alike, int(strong[0]))
    return float(to_midi(rate / _refined(alike, period, clearness, rate))), float(min(1.0, clearness))


def _refined(alike: np.ndarray, period: float, clearness: float, rate: int) -> float:
    """The period again from lags of 2, 4, 8... periods while the sound still resembles itself there."""
    many = 2
    while many * period < min(LONGEST * rate, len(alike) - 2):
        around = period * many
        reach = max(1, int(0.2 * period))
        begin = max(1, round(around) - reach)
        part = alike[begin : min(len(alike) - 1, round(around) + reach + 1)]
        at = begin + int(part.argmax())
        if not begin < at < begin + len(part) - 1 or alike[at] < 0.8 * clearness:
            break
        period = _top(alike, at)[0] / many
        many *= 2
    return period


def _top(values: np.ndarray, at: int) -> tuple[float, float]:
    """The top of the parabola through three values around a peak: place and height."""
    before, now, after = values[at - 1 : at + 2]
    bend = before - 2 * now + after
    move = 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))
    return at + move, float(now - 0.25 * (before - after) * move)
