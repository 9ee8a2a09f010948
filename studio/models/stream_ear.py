"""What a stream's encoder hears: a pitch and a picture of every frame, from the sound so far. numpy, any thread.

Frame t is centred on sample t * HOP; everything said of it needs the sound up to AHEAD samples later. Training reads whole recordings
with the same functions, so that a live sound is seen as the recordings were. The pitch is that of McLeod and Wyvill 2005 ('A smarter
way to find pitch') on half the rate, followed over time by Viterbi's path; a player's note is the pitch, so a power chord, whose period
is two octaves under its upper root, counts by its root (see `root_of`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from studio.models.features import mel_of

RATE = 44_100
HOP = 256
LOOK = 2048  # samples of a frame's spectrum
AHEAD = LOOK // 2  # samples after its middle that a frame's picture needs
PERIODS = 4096  # samples in which a period is looked for; they end where the picture's end
MELS = 48
NEAR = 32  # halves of the pitch whose level the picture shows
SEEN = MELS + NEAR + 2  # numbers of a frame's picture: levels, how clear the pitch is, how loud all is
FLOOR = -9.5  # log amplitude, -82 dB: nothing below is seen
LOWEST, HIGHEST = 36.0, 1_400.0  # Hz, of a period
CANDIDATES = 5
STEPS_DOWN = 0.07  # what an octave down costs, in clearness: of two equal periods the shorter one is the pitch
JUMP = 0.35  # what a leap of an octave or more costs; a smaller one less
SHARP, REACH = 720, 12  # samples of the lag that says a pitch finely, and how far around it the peak is looked for
FINE = 0.04  # octaves by which the finer pitch may differ
PERIODS_FFT, SHARP_FFT = 2700, 2880  # enough for the lags that are looked at
UNSURE = 0.45  # clearness under which there is no pitch


@dataclass(frozen=True)
class Periods:
    """Candidates for the period of each frame: hz and clearness 0..1, both (T, CANDIDATES), strongest first; level (T,) rms."""

    hz: np.ndarray
    clear: np.ndarray
    level: np.ndarray


def frames_of(x: np.ndarray, size: int, count: int) -> np.ndarray:
    """Windows of `size` samples that end AHEAD after each of `count` frames' middles, zeros around the sound: (count, size) view."""
    padded = np.pad(x, (size - AHEAD, max(0, (count - 1) * HOP + AHEAD - len(x))))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP][:count]


def periods(windows: np.ndarray) -> Periods:
    """From windows (T, PERIODS) at RATE, for how alike the sound is to itself after each lag."""
    x: np.ndarray = windows.astype(np.float32, copy=False)
    half = np.float32(0.5) * x[:, 1::2]
    half += np.float32(0.25) * x[:, :-1:2]
    half[:, :-1] += np.float32(0.25) * x[:, 2::2]
    x = half - half.mean(1, keepdims=True)  # half the rate
    rate = RATE / 2
    last = int(rate / LOWEST) + 2
    spectrum = np.fft.rfft(x, PERIODS_FFT)
    alike = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, PERIODS_FFT)[:, : last + 1]
    alike, level = _over_energy(alike, x)
    first, penalty = _steps_down()
    middle = alike[:, 1:-1]
    peak = (middle >= alike[:, :-2]) & (middle > alike[:, 2:]) & (middle > 0.2)
    peak[:, : first - 1] = False
    score = np.where(peak, middle - penalty, -1.0)
    best = np.argpartition(-score, CANDIDATES, axis=1)[:, :CANDIDATES]
    rows = np.arange(len(x))[:, None]
    at = best + 1
    before, now, after = alike[rows, at - 1], alike[rows, at], alike[rows, at + 1]
    bend = np.minimum(before - 2 * now + after, -1e-9)
    move = np.clip(0.5 * (before - after) / bend, -0.5, 0.5)
    lag = at + move
    clear = np.where(score[rows, best] > -1.0, now - 0.25 * (before - after) * move, 0.0)
    order = np.argsort(-score[rows, best], axis=1)
    return Periods((rate / lag)[rows, order], np.clip(clear, 0, 1)[rows, order], level)


def _over_energy(alike: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Autocorrelations (T, lags) of x (T, N), over the energy of what overlaps at each lag: float32 -1..1, and the rms of x (T,)."""
    count, size = alike.shape[1], x.shape[1]
    energy = np.zeros((len(x), size + 1))
    np.cumsum(x * x, 1, np.float64, out=energy[:, 1:])
    both = energy[:, size : size - count : -1] + energy[:, -1:]
    both -= energy[:, :count]
    np.maximum(both, 1e-9, out=both)
    return np.divide(2 * alike, both, dtype=np.float32, casting="same_kind"), np.sqrt(energy[:, -1] / size)


@lru_cache(maxsize=1)
def _steps_down() -> tuple[int, np.ndarray]:
    """The first lag that may be a period, and what every lag from 1 on costs: float64 (lags,)."""
    first = int(RATE / 2 / HIGHEST)
    lags = np.arange(1, int(RATE / 2 / LOWEST) + 2)
    return first, STEPS_DOWN * np.log2(lags / first)


def leap(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """What it costs to go from candidates (A,) to candidates (B,), both Hz: (A, B)."""
    octaves = np.abs(np.log2(np.maximum(after[None], 1.0) / np.maximum(before[:, None], 1.0)))
    return np.asarray(JUMP * np.minimum(1.0, octaves / 0.5) ** 0.5 * (octaves > 0.02))


def follow(found: Periods) -> tuple[np.ndarray, np.ndarray]:
    """The likeliest path through the candidates of a whole recording: hz and clearness, both (T,)."""
    cost = 1.0 - found.clear - STEPS_DOWN * np.log2(np.maximum(found.hz, 1.0) / LOWEST)
    count = len(cost)
    total, back = cost[0].copy(), np.zeros((count, CANDIDATES), int)
    for t in range(1, count):
        ways = total[:, None] + leap(found.hz[t - 1], found.hz[t])
        back[t] = ways.argmin(0)
        total = ways.min(0) + cost[t]
    path = np.zeros(count, int)
    path[-1] = int(total.argmin())
    for t in range(count - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    rows = np.arange(count)
    return found.hz[rows, path], found.clear[rows, path]


def sharpened(windows: np.ndarray, hz: np.ndarray) -> np.ndarray:
    """Pitches (T,) again from the picture's own shorter windows (T, LOOK), which follow vibrato; those not found stay as they were.

    What is looked for is the lag of as many periods as fit into SHARP samples.
    """
    x = windows - windows.mean(1, keepdims=True)
    spectrum = np.fft.rfft(x, SHARP_FFT)
    alike = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, SHARP_FFT)[:, : SHARP + 64]
    alike, _ = _over_energy(alike, x)
    lag = RATE / hz
    many = np.floor(SHARP / lag)
    rows = np.arange(len(hz))[:, None]
    spots = np.round(many * lag)[:, None].astype(int) + np.arange(-REACH, REACH + 1)
    part = alike[rows, np.clip(spots, 0, SHARP + 63)]
    top = np.clip(part.argmax(1), 1, 2 * REACH - 1)[:, None]
    before, now, after = (part[rows, top + move][:, 0] for move in (-1, 0, 1))
    bend = np.minimum(before - 2 * now + after, -1e-9)
    fine = spots[rows, top][:, 0] + np.clip(0.5 * (before - after) / bend, -0.5, 0.5)
    found = np.maximum(many, 1) * RATE / np.maximum(fine, 1.0)
    peak = (now >= before) & (now >= after) & (now > UNSURE) & (many >= 1) & (spots[:, 0] > 0)
    return np.where(peak & (np.abs(np.log2(found / hz)) < FINE), found, hz)


def root_of(hz: np.ndarray, lowest: float) -> np.ndarray:
    """The note that a period stands for: what is under `lowest` Hz is the difference tone of a chord, whose root lies an octave higher."""
    return np.where(hz < lowest, 2 * hz, hz)


@lru_cache(maxsize=1)
def _mel_matrix() -> np.ndarray:
    """Mean power of the bins around each band's centre: (LOOK // 2 + 1, MELS) float32."""
    mel = mel_of(np.arange(LOOK // 2 + 1) * (RATE / LOOK))
    edges = np.linspace(mel_of(np.array([40.0]))[0], mel_of(np.array([18_000.0]))[0], MELS + 2)
    rise = (mel[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - mel[:, None]) / (edges[2:] - edges[1:-1])
    matrix = np.maximum(0, np.minimum(rise, fall))
    return (matrix / np.maximum(matrix.sum(0), 1e-6)).astype(np.float32)


@lru_cache(maxsize=1)
def _window() -> np.ndarray:
    return np.hanning(LOOK + 1)[:-1].astype(np.float32)


def picture(windows: np.ndarray, hz: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """What the encoder is shown of frames (T, LOOK) with pitches hz (T,): (T, SEEN) float32, about -1..1."""
    spectrum = np.fft.rfft(windows * _window())
    power = (spectrum.real**2 + spectrum.imag**2) * np.float32((4 / LOOK) ** 2)  # 1.0 is a full-scale sine
    log = 0.5 * np.log(power + 1e-9)
    bands = 0.5 * np.log(power @ _mel_matrix() + 1e-9)
    place = np.minimum(hz[:, None] * (0.5 * LOOK / RATE) * np.arange(1, NEAR + 1), LOOK // 2 - 1.001)
    before = place.astype(int)
    rows = np.arange(len(log))[:, None]
    share = (place - before).astype(np.float32)
    near = log[rows, before] * (1 - share) + log[rows, before + 1] * share
    loud = 0.5 * np.log(power.sum(1, keepdims=True) + 1e-9)
    shown = np.concatenate([bands, near, loud], 1)
    return np.concatenate([(np.maximum(shown, FLOOR) + 5) / 3, 2 * clear[:, None] - 1], 1).astype(np.float32)
