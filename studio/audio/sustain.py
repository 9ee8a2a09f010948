"""Where a note can be held: a loop in its sustain that neither clicks, beats nor pumps. Pure numpy.

The loop's end is put where the sound is most like what leads up to its start, so that partials go on in phase; its last 40 ms are faded
into that lead. A note that dies away is made even within the loop, and `fade` says how whoever plays it lets it die on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from studio.audio import fades

START, END = 0.65, 1.3  # s where the loop lies; of a shorter note as shares of 2 s
LEAST_SECONDS = 0.3  # a shorter note is not held
WINDOW, REACH = 0.05, 0.04  # s that are compared, and how far around the end
SEAM = 0.04
QUIET = 1e-3  # of the peak: what is softer where the loop would be has died away
LEVELS = 0.05  # s of each window whose level is measured
MOST_EVENED = 1.0  # nepers that a swell in the loop is evened by
SLOWEST, FASTEST = 0.1, 40.0  # nepers a second: below it is even, above it is no sustain


class Sustain(NamedTuple):
    """samples (frames, channels) that end where the loop ends, which is already joined; loop in frames; fade in nepers per frame."""

    samples: np.ndarray
    loop: tuple[int, int]
    fade: float


def sustain(samples: np.ndarray, rate: int) -> Sustain | None:
    """How a note is held; samples (frames, channels) float32, onset at its beginning. None for one that is over before it could be."""
    frames = len(samples)
    share = min(1.0, frames / (2.0 * rate))
    start, end = int(START * share * rate), int(END * share * rate)
    window, reach, seam = (max(8, int(seconds * share * rate)) for seconds in (WINDOW, REACH, SEAM))
    mono = samples.mean(1, dtype=np.float64)
    if frames < LEAST_SECONDS * rate or _level(mono[start : start + window]) <= QUIET * float(np.abs(mono).max(initial=0.0)):
        return None
    slope = _slope(mono[start : end + reach], rate)  # nepers a second
    if not -FASTEST < slope < FASTEST:
        return None
    slope = slope if abs(slope) > SLOWEST else 0.0
    tail = min(end + reach, frames)
    even = samples[start - window : tail] * _evener(mono[start - window : tail], window, slope, rate)[:, None]
    found = _best_end(even.mean(1, dtype=np.float64), window, min(end, tail - reach) - start + window, reach)
    end = start - window + found
    joined = np.concatenate([samples[:start], even[window:found]])
    joined[end - seam :] = fades.loop_seam(even[:found], window, found, seam)
    return Sustain(np.ascontiguousarray(joined, np.float32), (start, end), max(0.0, -slope / rate))


def _level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.square(samples).mean())) if len(samples) else 0.0


def _slope(mono: np.ndarray, rate: int) -> float:
    """How the level goes, nepers a second: a straight line through the logarithms of windows."""
    size = int(LEVELS * rate)
    count = len(mono) // size
    if count < 3:
        return 0.0
    levels = np.log(np.sqrt(np.square(mono[: count * size].reshape(count, size)).mean(1)) + 1e-9)
    return float(np.polyfit(np.arange(count) * LEVELS, levels, 1)[0])


def _evener(mono: np.ndarray, start: int, slope: float, rate: int) -> np.ndarray:
    """What takes the slow changes of the level out of a part, 1 at its frame `start`: float32 (frames,).

    Beside the straight `slope` (nepers a second) what the level does over more than a tenth of a second: a loop must not swell.
    """
    size = int(2 * LEVELS * rate)
    count = max(1, len(mono) // size)
    centres = (np.arange(count) + 0.5) * size
    levels = np.log(np.sqrt(np.square(mono[: count * size].reshape(count, -1)).mean(1)) + 1e-9) if len(mono) >= size else np.zeros(1)
    bumps = levels - slope / rate * centres
    bumps = np.convolve(np.pad(bumps, 1, mode="edge"), (0.25, 0.5, 0.25), "valid")
    places = np.arange(len(mono))
    curve = np.interp(places, centres, bumps)
    change = np.clip(curve - curve[start], -MOST_EVENED, MOST_EVENED) + slope / rate * (places - start)
    return np.exp(-change).astype(np.float32)


def _best_end(mono: np.ndarray, window: int, end: int, reach: int) -> int:
    """The frame near `end` before which the sound is most like the first `window` frames."""
    first = end - reach - window
    part = mono[first : end + reach]
    lead = mono[:window]
    size = 1 << (len(part) + window).bit_length()
    alike = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(lead, size)), size)[: len(part) - window + 1]
    energy = np.cumsum(np.concatenate([[0.0], np.square(part)]))
    power = np.sqrt(np.maximum(energy[window:] - energy[:-window], 1e-12))
    return first + window + int(np.argmax(alike / power))
