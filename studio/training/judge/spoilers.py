"""Known ways to be bad: a generator must sound much more real than each of these. Numpy only, no state.

Each takes canonical real hits and keeps everything but one virtue; the mildest of them is the unit of the score G.
"""

from __future__ import annotations

import numpy as np

from studio.training.judge.features import FRAMES, HOP, LEAD, N_FFT, RATE

REPEATED = 10  # clips in the spoiler 'repeated'


def low_pass(sound: np.ndarray, cutoff: float = 6_000.0) -> np.ndarray:
    """Everything above the cutoff (Hz) removed."""
    transform = np.fft.rfft(sound, 2 * sound.size)
    transform[np.fft.rfftfreq(2 * sound.size, 1 / RATE) > cutoff] = 0
    return np.asarray(np.fft.irfft(transform)[: sound.size], dtype=np.float32)


def hiss(sound: np.ndarray, random: np.random.Generator, level_db: float = -20.0) -> np.ndarray:
    """White noise added, its rms that far under the loudest 20 ms."""
    loudest = np.sqrt(np.convolve(sound.astype(np.float64) ** 2, np.ones(882) / 882, "valid").max())
    noise = random.standard_normal(sound.size) * loudest * 10 ** (level_db / 20)
    return np.asarray(sound + noise, dtype=np.float32)


def time_blur(sound: np.ndarray, seconds: float = 0.1) -> np.ndarray:
    """The magnitudes of the spectrogram averaged over 100 ms, phases kept: soft attacks, smeared ends."""
    window = np.hanning(N_FFT + 1)[:-1]
    padded = np.concatenate([np.zeros(N_FFT), sound, np.zeros(N_FFT)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP] * window
    transform = np.fft.rfft(frames, axis=1)
    magnitude = np.abs(transform)
    width = int(seconds * RATE / HOP)
    total = np.cumsum(np.pad(magnitude, ((width // 2 + 1, width - width // 2), (0, 0))), axis=0)
    blurred = (total[width:] - total[:-width])[: len(magnitude)] / width
    back = np.fft.irfft(transform * (blurred / (magnitude + 1e-9)), N_FFT, axis=1) * window
    out = np.zeros((len(back) - 1) * HOP + N_FFT)
    for offset in range(N_FFT // HOP):  # overlap-add, four interleaved sets of frames
        rows = back[offset :: N_FFT // HOP]
        out[offset * HOP :][: rows.size] += rows.reshape(-1)[: out.size - offset * HOP]
    return np.asarray(out[N_FFT : N_FFT + sound.size] / 1.5, dtype=np.float32)


def noise_of(sound: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """White noise with the hit's loudness envelope (5 ms)."""
    power = np.convolve(sound.astype(np.float64) ** 2, np.ones(220) / 220, "same")
    noise = random.standard_normal(sound.size) * np.sqrt(np.maximum(power, 0))
    noise[: LEAD // 2] = 0
    return np.asarray(noise, dtype=np.float32)


def spoil(sounds: list[np.ndarray], seed: int = 0) -> dict[str, list[np.ndarray]]:
    """Each spoiler's version of canonical sounds (FRAMES,); 'repeated' is made by the score itself, by index."""
    random = np.random.default_rng(seed)
    return {
        "low-pass 6 kHz": [low_pass(s) for s in sounds],
        "time blur 100 ms": [time_blur(s) for s in sounds],
        "hiss -20 dB": [hiss(s, random) for s in sounds],
        "shaped noise": [noise_of(s, random) for s in sounds],
    }


def white_noise(count: int, seed: int = 0) -> list[np.ndarray]:
    """The worst generator: decaying white noise that is the same for every class."""
    random = np.random.default_rng(seed)
    fade = np.exp(-np.arange(FRAMES) / (0.3 * RATE))
    return [np.asarray(random.standard_normal(FRAMES) * fade * 0.3, dtype=np.float32) for _ in range(count)]
