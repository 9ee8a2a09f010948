"""From float samples to whole numbers for integer files. Plain functions on arrays, any thread."""

from __future__ import annotations

import numpy as np

SAFE_PEAK_DB = -1.0  # where a sound that is louder than full scale is turned down to


def safe_gain_db(samples: np.ndarray) -> float:
    """The gain in dB that keeps integer files from clipping: 0.0 up to full scale, else what brings the peak to -1 dBFS."""
    peak = float(np.abs(samples).max()) if samples.size else 0.0
    return 0.0 if peak <= 1.0 else SAFE_PEAK_DB - 20.0 * float(np.log10(peak))


def quantise(samples: np.ndarray, bits: int, seed: int = 0) -> np.ndarray:
    """Whole numbers of 16 or 24 bits for float samples (any shape) within -1..1; what lies beyond is limited to the range.

    16 bits: TPDF dither of two steps peak to peak from numpy's Philox and `seed`, so that the error is noise that does not follow
    the sound (Lipshitz, Wannamaker, Vanderkooy 1992). 24 bits: rounded to the nearest, no dither.
    Returns int16, or int32 with the 24 bits in the upper bytes (as soundfile wants them). Raises ValueError for other bits.
    """
    if bits not in (16, 24):
        raise ValueError(f"quantise knows 16 and 24 bits, not {bits}")
    full = 2 ** (bits - 1)
    scaled = samples.astype(np.float64) * full
    if bits == 16:
        random = np.random.Generator(np.random.Philox(seed))
        scaled += random.random(samples.shape) - random.random(samples.shape)
    whole = np.clip(np.rint(scaled), -full, full - 1)
    return whole.astype(np.int16) if bits == 16 else whole.astype(np.int32) << 8
