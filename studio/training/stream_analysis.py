"""Takes recordings apart into what studio/models/stream_sound.py plays: a pitch, levels of partials, bands of noise, for every frame.

numpy, once for each recording before training, so that a network can be taught these numbers directly. A frame is read at steps of its
own pitch, so that vibrato and bends smear nothing and every partial falls on a bin of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from studio.models import stream_ear as ear
from studio.models import stream_sound as made
from studio.models.features import hz_of, mel_of
from studio.models.harmonic import band_matrix
from studio.models.stream_ear import HOP, RATE

POINTS = 2048  # read of a frame, however long its periods are
FEWEST = 3  # periods in a frame's window
NOISE_FFT = 1024  # of what the partials leave over
LEAST = 0.02  # of a partial's power that stays its own, however loud the noise around it
AROUND = 9  # bins whose median says how loud noise is; what is TONAL times louder is the tone of another note
TONAL = 2.0
MIDDLE = 0.3  # of the way from one partial to the next, from which on what is there is noise
BEATS = 43  # frames, a quarter of a second, over which the loudness of a partial is compared with itself
SAME = 0.03  # octaves within which neighbouring frames hold the same note
BENT = 0.06  # octaves a frame: a faster change of pitch is another note, not a bend
PARTS = 512  # frames at a time


@dataclass(frozen=True)
class Analysis:
    """Frames of one recording, T = samples // HOP: hz (T,) the player's note, clear (T,), heads (T, HEADS), seen (T, SEEN)."""

    hz: np.ndarray
    clear: np.ndarray
    heads: np.ndarray
    seen: np.ndarray


def analyse(x: np.ndarray, lowest: float, window: float = 0.045, stray: float = 0.4) -> Analysis:
    """x (N,) float32 mono at RATE. lowest: Hz of the lowest note that can be played; a lower period is that of a chord.

    window: seconds of a frame, in whole periods. stray: how much of the measured straying is played.
    """
    count = len(x) // HOP
    found = [ear.periods(ear.frames_of(x, ear.PERIODS, count)[i : i + PARTS]) for i in range(0, count, PARTS)]
    whole = ear.Periods(*(np.concatenate([getattr(part, name) for part in found]) for name in ("hz", "clear", "level")))
    period, clear = ear.follow(whole)
    views = ear.frames_of(x, ear.LOOK, count)
    period = np.concatenate([ear.sharpened(views[i : i + PARTS], period[i : i + PARTS]) for i in range(0, count, PARTS)])
    sure = np.maximum.accumulate(np.where(clear > ear.UNSURE, np.arange(count), 0))
    period = steadied(period[sure])  # where no pitch is clear the last one stays, as in the live ear
    hz = ear.root_of(period, lowest)
    seen = np.concatenate(
        [ear.picture(views[i : i + PARTS], hz[i : i + PARTS], clear[i : i + PARTS]) for i in range(0, count, PARTS)]
    )
    heads = levels(x, period, hz, window, stray)
    return Analysis(hz.astype(np.float32), clear.astype(np.float32), heads, seen)


def steadied(period: np.ndarray) -> np.ndarray:
    """Pitches (T,) without the jitter of their measurement: the median of five frames, then a mean of those that hold the same note."""
    octaves = np.log2(period)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(octaves, 2, "edge"), 5)
    middle = np.median(around, 1)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(middle, 2, "edge"), 5)
    weight = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) * (np.abs(around - middle[:, None]) < SAME)
    return np.asarray(2 ** ((around * weight).sum(1) / weight.sum(1)))


def levels(x: np.ndarray, period: np.ndarray, hz: np.ndarray, window: float, played: float) -> np.ndarray:
    """What the network should say of each frame: (T, HEADS) float32. period, hz (T,) Hz, the latter of the note."""
    count = len(period)
    turned, power, wide, length, between = measured(x, period, hz, window)
    cycle = made.phases(0.0, hz)
    cycles = made.tables((turned * np.exp(-2j * math.pi * np.arange(1, made.PARTIALS + 1) * cycle[:, None])).astype(np.complex64))
    sung = made.read(cycles, cycle, hz)
    rest = x[: count * HOP].astype(np.float64)
    rest[: len(sung)] -= sung
    taken = np.minimum(0.75, 1.5 * RATE / length / period)  # share of the noise that the partials' windows took with them
    noise = np.minimum(band_power(rest, count) / (1 - taken)[:, None], between)
    noise = _smoothed(noise)
    at = np.arange(1, made.PARTIALS + 1) * (0.5 * hz[:, None])
    around = noise @ band_matrix(NOISE_FFT, made.BANDS)
    bins = np.minimum(at * (NOISE_FFT / RATE), NOISE_FFT / 2).astype(int)
    hiss = 5.0 * wide / length[:, None] * np.take_along_axis(around, bins, 1)
    own = np.maximum(power - hiss, LEAST * power)
    own[(at > made.HIGHEST * RATE) | (power == 0)] = 0
    stray = played * strays(own)
    matrix = made.slot_matrix()
    slots = (own @ matrix.T) / np.maximum((own > 0).astype(np.float32) @ matrix.T, 1e-6)
    return np.concatenate([_log(slots), _log(noise), stray], 1).astype(np.float32)


def measured(
    x: np.ndarray, period: np.ndarray, hz: np.ndarray, seconds: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What is read of each frame at steps of its pitch.

    Complex levels of the multiples of half the note at its middle (T, PARTIALS); their power with what lies close around them
    (T, PARTIALS), because a partial of an ensemble is broad; how many bins that is (T, 1); the windows' lengths in samples (T,);
    and what lies between the partials as the power of white noise in each band (T, BANDS), infinite where nothing lies between them.
    """
    import soxr

    fine = soxr.resample(np.pad(x, 8192), RATE, 2 * RATE, quality="HQ").astype(np.float32)
    octaves = np.log2(period)
    slope = np.gradient(octaves)
    slope[np.abs(slope) > BENT] = 0
    slope = slope * math.log(2) * period / HOP  # Hz a sample
    many = np.maximum(FEWEST, np.round(seconds * period))
    ratio = np.where(hz > 1.5 * period, 1, 2)  # how many partials lie from one multiple of the period to the next
    window = np.hanning(POINTS + 1)[:-1].astype(np.float32)
    found = np.zeros((len(period), made.PARTIALS), np.complex64)
    power, between = np.zeros((len(period), made.PARTIALS)), np.full((len(period), made.BANDS), np.inf)
    reach = np.floor(MIDDLE * many).astype(int)[:, None]
    u = np.arange(POINTS) / POINTS - 0.5
    for i in range(0, len(period), PARTS):
        part = slice(i, min(i + PARTS, len(period)))
        f, s, c = (a[part, None] for a in (period, slope, many))
        when = u * c * RATE / f
        when = when - s * when**2 / (2 * f)  # samples from the middle at which the phase is u periods
        place = 2 * (np.arange(part.start, part.stop)[:, None] * HOP + when + 8192)
        before = place.astype(np.int64)
        share = (place - before).astype(np.float32)
        sound = fine[before] * (1 - share) + fine[before + 1] * share
        spectrum = np.fft.rfft(sound * window)
        number = np.arange(1, made.PARTIALS + 1)
        step = c // 1 / ratio[part, None]
        bins = number * step
        usable = (number % ratio[part, None] == 0) & (bins < POINTS // 2)
        bins = np.where(usable, bins, 0).astype(int)
        value = np.take_along_axis(spectrum, bins, 1) * np.where(bins % 2, -1, 1) * (4 / POINTS)
        found[part] = np.where(usable, value, 0)
        whole = np.pad(np.cumsum(spectrum.real**2 + spectrum.imag**2, 1, dtype=np.float64), ((0, 0), (1, 0)))
        high, low = np.minimum(bins + reach[part] + 1, POINTS // 2 + 1), np.maximum(bins - reach[part], 0)
        around = np.take_along_axis(whole, high, 1) - np.take_along_axis(whole, low, 1)
        scale = np.where(reach[part] > 0, 1 / 1.5, 1.0) * (4 / POINTS) ** 2  # a tone's window spreads over three bins
        power[part] = np.where(usable, around * scale, 0)
        between[part] = _between(spectrum, c, f, (window**2).sum())
    return found, power, np.where(reach > 0, 2.0 * reach + 1, 1.5), many * RATE / period, between


def _between(spectrum: np.ndarray, many: np.ndarray, period: np.ndarray, energy: float) -> np.ndarray:
    """Power of white noise as loud as what lies two bins and more from every multiple of the period: (T, BANDS)."""
    at = np.arange(spectrum.shape[1])
    away = np.minimum(at % many, -at % many)
    clean = (away >= np.maximum(2, MIDDLE * many)) & (at > 1)
    # a window of POINTS holds many periods: its points lie closer than samples, and noise of the same loudness is weaker in each bin
    density = many * RATE / period / POINTS
    power = np.where(clean, spectrum.real**2 + spectrum.imag**2, 0) * density / energy
    edges = _edges() * many / period
    first = np.concatenate([np.zeros((len(power), 1)), np.cumsum(power, 1)], 1)
    count = np.concatenate([np.zeros((len(power), 1)), np.cumsum(clean, 1)], 1)
    low, high = (np.clip(np.round(edges[:, part]).astype(int), 0, spectrum.shape[1]) for part in (slice(None, -2), slice(2, None)))
    total, number = (np.take_along_axis(a, high, 1) - np.take_along_axis(a, low, 1) for a in (first, count))
    known = number > 0
    mean = np.where(known, total / np.maximum(number, 1), np.nan)
    for row in np.flatnonzero(~known.all(1)):  # bands that hold no clean bin are as their neighbours
        good = np.flatnonzero(known[row])
        mean[row] = np.interp(np.arange(made.BANDS), good, mean[row, good]) if len(good) else np.inf
    return np.asarray(mean)


@lru_cache(maxsize=1)
def _edges() -> np.ndarray:
    """Hz between which noise counts to a band, from the centre before to the centre after: (BANDS + 2,)."""
    mel = np.linspace(mel_of(np.array([40.0]))[0], mel_of(np.array([19_000.0]))[0], made.BANDS)
    step = mel[1] - mel[0]
    return hz_of(np.concatenate([[mel[0] - step], mel, [mel[-1] + step]]).clip(0))


def band_power(rest: np.ndarray, count: int) -> np.ndarray:
    """Power of white noise that is as loud as the rest in each band: (count, BANDS). Tones of other notes in it don't count as noise."""
    from scipy.ndimage import median_filter

    padded = np.pad(rest, (NOISE_FFT // 2, NOISE_FFT)).astype(np.float32)
    window = np.hanning(NOISE_FFT + 1)[:-1].astype(np.float32)
    views = np.lib.stride_tricks.sliding_window_view(padded, NOISE_FFT)[::HOP][:count]
    matrix = band_matrix(NOISE_FFT, made.BANDS).T
    matrix = matrix / matrix.sum(0)
    found = []
    for i in range(0, count, PARTS):
        spectrum = np.fft.rfft(views[i : i + PARTS] * window)
        power = (spectrum.real**2 + spectrum.imag**2) / (window**2).sum()
        floor = median_filter(power, (1, AROUND), mode="nearest") * (TONAL / math.log(2))
        found.append(np.minimum(power, floor) @ matrix / _kept())
    return np.concatenate(found)


@lru_cache(maxsize=1)
def _kept() -> float:
    """What is left of the mean power of noise where no bin may be more than TONAL times the mean: bins are exponentially distributed."""
    return 1 - math.exp(-TONAL)


def _smoothed(power: np.ndarray) -> np.ndarray:
    """Over three frames: one frame of noise says little of how loud it is."""
    padded = np.pad(power, ((1, 1), (0, 0)), "edge")
    return np.asarray(0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:])


def strays(power: np.ndarray) -> np.ndarray:
    """How much partials of power (T, PARTIALS) stray, by groups: (T, STRAYS), an amplitude's share. It is played where a sound is held.

    A steady partial with a share s that strays has a power whose variance is 2 s^2 - s^4 of its squared mean. What all partials do together
    (attacks, swells) doesn't count.
    """
    whole = power.sum(1, keepdims=True)
    share = power / np.maximum(whole, 1e-9)
    mean, square = (_running(a) for a in (share, share**2))
    variance = np.clip(square / np.maximum(mean**2, 1e-20) - 1, 0, 1)
    stray = 1 - np.sqrt(1 - variance)
    weight = mean * (mean > 1e-5)
    matrix = made.stray_matrix().T
    total = weight @ matrix
    return np.sqrt(np.where(total > 0, (weight * stray) @ matrix / np.maximum(total, 1e-12), 0.0)).clip(0, made.MOST_STRAY)


def _running(values: np.ndarray) -> np.ndarray:
    """The mean of BEATS frames around each."""
    half = BEATS // 2
    total = np.cumsum(np.pad(values.astype(np.float64), ((half + 1, half), (0, 0)), "edge"), 0)
    return (total[BEATS:] - total[:-BEATS]) / BEATS


def _log(power: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * np.log(np.maximum(power, 1e-10)))
