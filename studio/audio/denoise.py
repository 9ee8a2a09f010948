"""Steady noise turned down by spectral gating: plain numpy and scipy, any thread.

What it can do: hiss, hum and the noise of a room that stay the same through a recording, by up to 20 dB. What it can't: clicks, voices,
traffic, anything that moves. It takes the quietest tenth of a recording for its noise, so that a recording without a quiet moment
loses some of its own steady sound, and breathy or noisy instruments lose air: leave it off where the recordings are clean.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter
from scipy.signal import istft, stft

N_FFT, HOP = 2048, 512
DOWN = 0.1  # what noise is multiplied by: -20 dB
OVER = 2.0  # times the noise's level at which a bin counts as half sound
QUIETEST = 0.1  # share of frames that are taken for noise


def denoise(mono: np.ndarray, rate: int) -> np.ndarray:
    """(N,) -> (N,): each bin turned down where it is hardly above its level in the quietest tenth of the recording.

    Recordings under a quarter of a second, and those that are silent in their quietest tenth, come back as they are.
    """
    if mono.size < rate // 4:
        return mono
    _, _, spectrum = stft(mono, rate, nperseg=N_FFT, noverlap=N_FFT - HOP)
    power = np.abs(spectrum) ** 2  # (F, T)
    loudness = power.sum(0)
    quiet = np.argsort(loudness)[: max(4, int(QUIETEST * loudness.size))]
    noise = power[:, quiet].mean(1, keepdims=True)
    if noise.sum() <= 1e-12 * power.sum():
        return mono
    ratio = uniform_filter(power, (3, 5)) / (OVER**2 * noise + 1e-20)  # smoothed: single bins would twitter
    gain = DOWN + (1 - DOWN) * ratio**2 / (1 + ratio**2)
    _, clean = istft(spectrum * gain, rate, nperseg=N_FFT, noverlap=N_FFT - HOP)
    return np.asarray(np.pad(clean, (0, max(0, mono.size - clean.size)))[: mono.size])
