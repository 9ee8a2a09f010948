"""What a drum hit sounds like, in a few numbers: for macros, judges and summaries. numpy and scipy, any thread but the GUI's.

| name | what | unit |
|---|---|---|
| brightness | log2 of the spectral centroid, weighted by energy over the loud part | log2 Hz (10 = 1024 Hz) |
| noisiness | spectral flatness in narrow bands, by amplitude: a sine is below -23, white noise near -2.3, a bare click near 0 | dB |
| decay | from the loudest moment until the envelope stays 20 dB below it | s |
| attack | log10 of the time in which the 2 ms envelope rises from 10 to 90 % of its peak, at least 0.1 ms | log10 s |
| boominess | share of the energy below 120 Hz | dB, -60 to 0 |
| pitch | log2 of the dominant frequency between 35 and 2000 Hz in the 93 ms behind the attack | log2 Hz |
| loudness | loudest 45 ms, K-weighted (ITU-R BS.1770), a full-scale 1 kHz sine is near -3 | dB |
Every number is finite for every input; silence reads as very quiet and dull.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

NAMES = ("brightness", "noisiness", "decay", "attack", "boominess", "pitch", "loudness")
_BATCH = 32  # hits worked on at once: keeps the spectra in the cache
_TINY = 1e-12
LOWEST = 20.0  # Hz: what the centroid of silence is called


def descriptors(samples: np.ndarray, rate: int) -> dict[str, float]:
    """The descriptors of one mono hit, samples (N,) float32, rate in Hz."""
    return {name: float(values[0]) for name, values in batch_descriptors(np.asarray(samples)[None, :], rate).items()}


def batch_descriptors(samples: np.ndarray, rate: int) -> dict[str, np.ndarray]:
    """The descriptors of many mono hits, samples (B, N) float32: arrays (B,) float32, each row as if alone."""
    parts = [_some(np.ascontiguousarray(samples[i : i + _BATCH], dtype=np.float32), rate) for i in range(0, len(samples), _BATCH)]
    return {name: np.concatenate([part[name] for part in parts] or [np.zeros(0, np.float32)]) for name in NAMES}


def _some(samples: np.ndarray, rate: int) -> dict[str, np.ndarray]:
    n_fft = _n_fft(rate)
    power = _spectra(samples, n_fft, n_fft // 2)  # (B, T, F)
    frequencies = np.arange(n_fft // 2 + 1, dtype=np.float32) * (rate / n_fft)
    energy = power.sum(axis=2)  # (B, T)
    loud = energy > 1e-4 * energy.max(axis=1, keepdims=True)  # within 40 dB of the loudest frame
    weight = np.where(loud, energy, 0.0) + _TINY
    weight /= weight.sum(axis=1, keepdims=True)
    centroid = (power @ frequencies + _TINY) / (energy + _TINY / LOWEST)
    total = power.sum(axis=1)  # (B, F)
    boom = total[:, frequencies < 120.0].sum(axis=1) / (total.sum(axis=1) + _TINY)
    heard = (total @ _k_weights(rate, n_fft) + _TINY) / (total.sum(axis=1) + _TINY)  # what the ear's weighting does to this spectrum
    hop = max(1, round(0.0025 * rate))
    loudest = _envelope(samples, 18 * hop, hop).max(axis=1) ** 2 * heard  # 45 ms
    values = {
        "brightness": np.sum(weight * np.log2(np.maximum(centroid, LOWEST)), axis=1),
        "noisiness": _noisiness(power, weight),
        "decay": _decay(samples, rate),
        "attack": _attack(samples, rate),
        "boominess": 10.0 * np.log10(np.clip(boom, 1e-6, 1.0)),
        "pitch": _pitch(samples, rate),
        "loudness": 10.0 * np.log10(loudest + _TINY),
    }
    return {name: np.asarray(value, dtype=np.float32) for name, value in values.items()}


def _n_fft(rate: int) -> int:
    """The power of two nearest to 46 ms."""
    return int(2 ** round(np.log2(0.0464 * rate)))


def _spectra(samples: np.ndarray, n_fft: int, hop: int) -> np.ndarray:
    """(B, N) -> power (B, T, n_fft/2+1) float32; the first frame is centred on sample 0; a full-scale sine sums to 1/2."""
    from scipy import fft

    window = np.hanning(n_fft + 1)[:-1].astype(np.float32)
    columns = samples.shape[1] // hop + 1
    padded = np.zeros((len(samples), (columns - 1) * hop + n_fft), np.float32)
    padded[:, n_fft // 2 : n_fft // 2 + samples.shape[1]] = samples[:, : padded.shape[1] - n_fft // 2]
    framed = np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=1)[:, ::hop]  # (B, T, n_fft), a view
    bins = fft.rfft(framed * window, axis=2)
    power: np.ndarray = bins.real**2 + bins.imag**2
    power *= np.float32(2.0 / (n_fft * np.sum(window**2)))
    return power


def _noisiness(power: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Geometric over arithmetic mean inside bands of 16 bins, averaged over bands by amplitude and over frames by energy, dB (B,)."""
    bands = power[:, :, 1 : 1 + (power.shape[2] - 1) // 16 * 16]
    bands = bands.reshape(*power.shape[:2], -1, 16)  # (B, T, bands, 16)
    mean = bands.mean(axis=3) + _TINY
    flatness = 10.0 * np.log10(bands + mean[..., None] * np.float32(1e-6)).mean(axis=3) - 10.0 * np.log10(mean)
    amplitude = np.sqrt(mean)
    per_frame = np.sum(flatness * amplitude, axis=2) / amplitude.sum(axis=2)
    return np.asarray(np.sum(weight * per_frame, axis=1))


def _envelope(samples: np.ndarray, length: int, hop: int) -> np.ndarray:
    """Root mean square over `length` samples every `hop`, (B, T); a hop that divides the length."""
    columns = -(-samples.shape[1] // hop)
    padded = np.zeros((len(samples), columns * hop), np.float32)
    padded[:, : samples.shape[1]] = samples
    blocks = np.square(padded).reshape(len(samples), columns, hop).sum(axis=2, dtype=np.float64)  # (B, columns)
    total = np.cumsum(np.pad(blocks, ((0, 0), (length // hop, 0))), axis=1)
    return np.sqrt(np.maximum(total[:, length // hop :] - total[:, : -(length // hop)], 0.0) / length)


def _decay(samples: np.ndarray, rate: int) -> np.ndarray:
    hop = max(1, round(0.0025 * rate))
    level = _envelope(samples, 4 * hop, hop)  # 10 ms
    peak = level.argmax(axis=1)
    db = 20.0 * np.log10(level + _TINY) - 20.0 * np.log10(level.max(axis=1, keepdims=True) + _TINY)
    above = db >= -20.0
    last = above.shape[1] - 1 - above[:, ::-1].argmax(axis=1)  # the last frame that is still above
    rows = np.arange(len(db))
    now, after = db[rows, last], db[rows, np.minimum(last + 1, db.shape[1] - 1)]
    part = np.where(after < -20.0, (now + 20.0) / np.maximum(now - after, 1e-6), 0.0)
    seconds = (last + np.clip(part, 0.0, 1.0) - peak) * (hop / rate)
    return np.where(level.max(axis=1) > _TINY, np.maximum(seconds, 0.0), 0.0)


def _attack(samples: np.ndarray, rate: int) -> np.ndarray:
    hop = max(1, round(0.00025 * rate))
    level = _envelope(samples, 8 * hop, hop)  # 2 ms
    top = level.max(axis=1, keepdims=True)
    rise = _crossing(level, 0.9 * top) - _crossing(level, 0.1 * top)
    return np.log10(np.maximum(rise * (hop / rate), 1e-4))


def _crossing(level: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """Where each row first reaches its threshold, in frames, between frames by a straight line."""
    rows = np.arange(len(level))
    first = (level >= threshold).argmax(axis=1)
    now, before = level[rows, first], np.where(first > 0, level[rows, first - 1], 0.0)
    return first - np.clip((now - threshold[:, 0]) / np.maximum(now - before, _TINY), 0.0, 1.0)


def _pitch(samples: np.ndarray, rate: int) -> np.ndarray:
    """log2 of the centre of gravity of the squared power spectrum: the dominant peak rules, and it moves smoothly between sounds."""
    from scipy import fft

    length = 2 * _n_fft(rate)
    hop = max(1, round(0.00025 * rate))
    level = _envelope(samples, 8 * hop, hop)
    start = (level >= 0.9 * level.max(axis=1, keepdims=True)).argmax(axis=1) * hop
    padded = np.pad(samples, ((0, 0), (0, length)))
    part = np.take_along_axis(padded, start[:, None] + np.arange(length), axis=1)
    window = np.hanning(2 * length + 1)[length:-1]  # the falling half: the beginning counts most
    rising = max(2, round(0.004 * rate))
    window[:rising] *= np.sin(np.linspace(0.0, np.pi / 2, rising)) ** 2
    size = 4 * length
    power = np.abs(fft.rfft(part * window.astype(np.float32), size, axis=1)) ** 2
    frequencies = np.arange(power.shape[1]) * (rate / size)
    span = (frequencies >= 35.0) & (frequencies <= 2000.0)
    strength = power[:, span].astype(np.float64)
    strength = (strength / (strength.max(axis=1, keepdims=True) + _TINY)) ** 2 + 1e-9
    return np.asarray((strength @ np.log2(frequencies[span])) / strength.sum(axis=1))


@lru_cache(maxsize=8)
def _k_weights(rate: int, n_fft: int) -> np.ndarray:
    """Power gains of the K-weighting filter of BS.1770 (its 48 kHz coefficients) at the bins of a spectrum."""
    hz = np.minimum(np.arange(n_fft // 2 + 1) * (rate / n_fft), 23_999.0)
    z = np.exp(-2j * np.pi * hz / 48_000.0)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (1 - 1.69065929318241 * z + 0.73248077421585 * z**2)
    high = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return (np.abs(shelf * high) ** 2).astype(np.float32)
