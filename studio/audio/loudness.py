"""How loud a sound is to the ear: K-weighted, over its loudest 400 ms. numpy only, any thread but the GUI's."""

from __future__ import annotations

import math

import numpy as np

from studio.clip import Clip

WINDOW_SECONDS = 0.4
STEPS = 4  # windows in a window's length
GRAIN = 4096  # lengths that are multiples of it are quick to transform
SILENCE = -70.0  # LUFS; what is softer is no sound


def loudness(clip: Clip) -> float:
    """Largest momentary loudness in LUFS (ITU-R BS.1770-4: K-weighting, 400 ms windows, channels summed), at least -70.

    Momentary, because integrated loudness is not defined for a hit of 0.2 s: a shorter sound is one window, its rest silent.
    """
    if not clip.frames:
        return SILENCE
    size = round(WINDOW_SECONDS * clip.rate)
    padded = -(-(clip.frames + size) // GRAIN) * GRAIN  # so that the filter's tail doesn't come round
    spectrum = np.fft.rfft(clip.samples, n=padded, axis=1)
    heard = np.fft.irfft(spectrum * k_weighting(clip.rate, spectrum.shape[1]), n=padded, axis=1)
    total = np.concatenate([[0.0], np.cumsum(np.square(heard).sum(axis=0))])
    starts = np.arange(0, max(1, clip.frames - size + 1), max(1, size // STEPS))
    power = float((total[starts + size] - total[starts]).max()) / size
    return max(SILENCE, -0.691 + 10.0 * math.log10(power)) if power > 0 else SILENCE


def k_weighting(rate: int, bins: int) -> np.ndarray:
    """Complex gain at `bins` frequencies from 0 to half the rate: a shelf of 4 dB above 1.7 kHz and a high-pass at 38 Hz.

    The two filters of BS.1770, whose tables are for 48 kHz, as analogue prototypes by the bilinear transform at any rate.
    """
    turn = np.exp(-1j * np.linspace(0.0, np.pi, bins))  # z^-1
    k = math.tan(math.pi * 1681.974450955533 / rate)
    high, middle, q = 10.0 ** (3.999843853973347 / 20.0), 10.0 ** (3.999843853973347 * 0.4996667741545416 / 20.0), 0.7071752369554196
    shelf = _biquad(turn, (high + middle * k / q + k * k, 2.0 * (k * k - high), high - middle * k / q + k * k), k, q)
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    floor = 1.0 + k / q + k * k  # the standard's high-pass has a gain of 1 here, not of 1 / floor
    return shelf * _biquad(turn, (floor, -2.0 * floor, floor), k, q)


def _biquad(turn: np.ndarray, above: tuple[float, float, float], k: float, q: float) -> np.ndarray:
    below = (1.0 + k / q + k * k, 2.0 * (k * k - 1.0), 1.0 - k / q + k * k)
    return (above[0] + above[1] * turn + above[2] * turn**2) / (below[0] + below[1] * turn + below[2] * turn**2)
