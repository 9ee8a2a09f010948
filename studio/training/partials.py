"""Takes a recorded note apart into what studio/models/harmonic.py plays: levels of partials, bands of noise, the first 46 ms.

numpy and scipy, once for each sound before training (a tenth of a second each), so that a network can be taught these numbers directly.
Vibrato is straightened first: a steady note is taught, whatever the player did.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from studio.models import harmonic
from studio.models.features import ONSET, node_frames
from studio.models.harmonic import BANDS, BURST_BANDS, BURST_FFT, BURST_FRAMES, BURST_HOP, EXACT, HOP, RATE, WANDERS, NoteParts

PERIODS = 6  # in a window that tells partials apart
SHORTEST, LONGEST = 1024, 4096  # samples of such a window
ZERO_FFT = 1 << 17
STRETCHES = np.concatenate([[0.0], np.geomspace(2e-5, 4e-3, 40)])
CENTS = np.arange(-12.0, 13.0)  # around the measured pitch, tried together with a stretch
OWN = 10.0  # how much stronger, in power, a peak must be than what lies at the multiple itself, to be a partial of its own
STRAIGHTEN = (2.0, 80.0)  # cents rms of vibrato: less is none, more is something else


@dataclass(frozen=True)
class Analysis:
    """The parts of one note; known (slots,): which slots hold a partial under the highest allowed frequency."""

    parts: NoteParts
    known: np.ndarray


def analyse(sound: np.ndarray, hz: float, frames: int, thin: tuple[int, ...]) -> Analysis:
    """sound (N,) at 44.1 kHz with its onset at sample ONSET, hz: its measured pitch."""
    length = (frames - 1) * HOP
    x = np.pad(sound.astype(np.float64), (0, max(0, length - len(sound))))[:length]
    x[: ONSET - 128] = 0.0
    x = straightened(x, hz)
    stretch = stretch_of(x, hz)
    static = np.zeros(harmonic.STATIC, np.float32)
    static[0] = stretch
    static[1 : 1 + EXACT] = detune_of(x, hz, stretch)
    empty = np.zeros((1, 1), np.float32)
    ratios = harmonic.partial_ratios(NoteParts(empty, empty, empty, _with_dead_zone(static)), hz, RATE)
    step = 2 * math.pi * hz / RATE * ratios
    size = int(np.clip(PERIODS * RATE / hz, SHORTEST, LONGEST)) // 2 * 2
    levels = demodulate(x, step, frames, size)
    levels = _with_attack(x, levels, step, size, hz)
    turned = levels * np.exp(1j * (np.arange(frames)[:, None] * HOP - ONSET) * step)
    rest = x - harmonic.join_frames(np.concatenate([turned.real, -turned.imag], 1), step)
    power, known = _slot_power(levels)
    nodes = node_means(frames, thin)
    taken = min(0.9, 1.5 * RATE / size / hz)  # share of the noise that the partials' windows took with them
    noise = band_power(rest, 1024, HOP, frames, BANDS) / (1 - taken)
    burst = band_power(rest, BURST_FFT, BURST_HOP, BURST_FRAMES, BURST_BANDS)
    cosine, sine = _start_phases(levels, size)
    static[1 + EXACT : 1 + 2 * EXACT], static[1 + 2 * EXACT : 1 + 3 * EXACT] = cosine, sine
    static[-WANDERS:] = _wander(levels)
    parts = NoteParts(log_level(nodes @ power), log_level(nodes @ noise), log_level(burst), static)
    return Analysis(parts, known)


def _with_dead_zone(static: np.ndarray) -> np.ndarray:
    """The static numbers with the detune's dead zone added, as the player takes it away."""
    moved = static.copy()
    moved[1 : 1 + EXACT] += np.sign(moved[1 : 1 + EXACT]) * harmonic.EVEN
    return moved


def log_level(power: np.ndarray) -> np.ndarray:
    return (0.5 * np.log(np.maximum(power, 1e-12))).astype(np.float32)


def straightened(x: np.ndarray, hz: float) -> np.ndarray:
    """The sound with its vibrato taken out by moving along it at a varying speed: (N,)."""
    from scipy.interpolate import CubicSpline

    frames = len(x) // HOP + 1
    count = max(1, min(6, int(1_400 / hz)))  # higher ones could turn by more than half a circle a hop
    size = int(max(SHORTEST, 4 * RATE / hz)) // 2 * 2
    c = demodulate(x, 2 * math.pi * hz / RATE * np.arange(1, count + 1), frames, size)
    turn = c[1:] * c[:-1].conj()
    k = np.arange(1, count + 1)
    weight = np.abs(turn)
    drift = (np.angle(turn) / k * weight).sum(1) / np.maximum(weight.sum(1), 1e-9)  # radians of the fundamental a hop
    loud = weight.sum(1) > 1e-3 * weight.sum(1).max()
    drift = np.where(loud, drift, 0.0)
    drift = np.convolve(np.pad(drift, 2, "edge"), np.full(5, 0.2), "valid")
    cents = 1200 / math.log(2) * drift * RATE / (2 * math.pi * HOP * hz)
    start = ONSET // HOP + size // HOP
    strength = float(np.sqrt(np.mean(cents[start:][loud[start:]] ** 2))) if loud[start:].any() else 0.0
    if not STRAIGHTEN[0] < strength < STRAIGHTEN[1]:
        return x
    cents = np.clip(cents, -100, 100)
    speed = np.interp(np.arange(len(x)), (np.arange(len(cents)) + 0.5) * HOP, 2 ** (cents / 1200))
    place = np.concatenate([[0.0], np.cumsum(speed)[:-1]])  # phase time of each sample
    place += ONSET - place[ONSET]
    when = np.interp(np.arange(len(x)), place, np.arange(len(x)))
    return np.asarray(CubicSpline(np.arange(len(x)), x)(np.clip(when, 0, len(x) - 1)))


def spectrum(x: np.ndarray) -> np.ndarray:
    """Power of the first 0.8 s after the onset, bins of RATE / ZERO_FFT: (ZERO_FFT // 2 + 1,)."""
    part = x[ONSET + 512 : ONSET + 512 + int(0.8 * RATE)]
    return np.asarray(np.abs(np.fft.rfft(part * np.hanning(len(part)), ZERO_FFT)) ** 2)


def stretch_of(x: np.ndarray, hz: float) -> float:
    """Of stiff strings, 0 where the partials are multiples as well."""
    bins = np.log(spectrum(x) + 1e-9)
    top = np.maximum.reduce([np.roll(bins, move) for move in (-2, -1, 0, 1, 2)])
    k = np.arange(1, min(24, int(0.4 * RATE / hz)) + 1)
    if len(k) < 4:
        return 0.0
    base = hz * 2 ** (CENTS[:, None, None] / 1200) * k
    at = np.round(base * np.sqrt(1 + STRETCHES[:, None] * k**2) * ZERO_FFT / RATE).astype(int)  # (cents, stretches, k)
    floor = np.median(bins)
    score = np.maximum(top[np.minimum(at, len(top) - 1)] - floor, 0).mean(-1).max(0)
    best = int(score.argmax())
    return float(STRETCHES[best]) if score[best] > score[0] + 0.25 else 0.0


def detune_of(x: np.ndarray, hz: float, stretch: float) -> np.ndarray:
    """How far the strongest peak around each multiple lies from it in numbers of partials, 0 where none of its own stands out: (EXACT,)."""
    power = spectrum(x)
    found = np.zeros(EXACT)
    strongest = power.max()
    place = hz * ZERO_FFT / RATE
    for k in range(2, EXACT + 1):
        bend = math.sqrt((1 + stretch * k**2) / (1 + stretch))
        low, high, own = int((k - 0.5) * bend * place), int((k + 0.5) * bend * place), round(k * bend * place)
        part = power[low:high]
        if high >= len(power) or not len(part):
            break
        at = int(part.argmax())
        reach = max(2, round(harmonic.EVEN * place))
        peak = 0 < at < len(part) - 1 and part[at] > max(1e-6 * strongest, 100 * np.median(part))
        if peak and part[at] > OWN * power[own - reach : own + reach + 1].max():
            found[k - 1] = (low + at) / place / bend - k
    return found


def demodulate(x: np.ndarray, step: np.ndarray, frames: int, size: int) -> np.ndarray:
    """Complex levels of sines of `step` radians a sample (K,), phases counted from the onset: (frames, K).

    Windows that reach before the onset are levelled by what lies after it; the first ones say what the window a quarter in says.
    """
    half = size // 2
    padded = np.pad(x, (half, size + HOP)).astype(np.float32)
    padded[: half + ONSET] = 0
    view = np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP][:frames]
    window = np.hanning(size + 1)[:-1]
    angle = np.arange(-half, half)[:, None] * step
    basis = np.concatenate([np.cos(angle), -np.sin(angle)], 1) * window[:, None]
    product = view @ basis.astype(np.float32)
    count = len(step)
    made = product[:, :count].astype(np.float64) + 1j * product[:, count:]
    centre = np.arange(frames) * HOP
    share = np.concatenate([[0.0], np.cumsum(window)])
    after = share[-1] - share[np.clip(ONSET - centre + half, 0, size)]
    first = -(-(ONSET + size // 8) // HOP)
    made *= 2 / np.maximum(after, 0.3 * share[-1])[:, None] * np.exp(-1j * (centre[:, None] - ONSET) * step)
    made[:first] = made[first]
    return np.asarray(made)


def _with_attack(x: np.ndarray, levels: np.ndarray, step: np.ndarray, size: int, hz: float) -> np.ndarray:
    """The first levels lowered to how loud the sound is there: a long window can't see a slow start of a low note."""
    frames = len(levels)
    turned = levels * np.exp(1j * (np.arange(frames)[:, None] * HOP - ONSET) * step)
    made = harmonic.join_frames(np.concatenate([turned.real, -turned.imag], 1), step)
    width = int(max(2 * HOP, 2 * RATE / hz)) // 2 * 2
    last = min(frames, (ONSET + size) // HOP + 2)
    window = np.hanning(width + 1)[:-1]
    energy = []
    for signal in (x, made):
        padded = np.pad(signal[: last * HOP + width].astype(np.float64), (width // 2, 2 * width))
        energy.append((np.lib.stride_tricks.sliding_window_view(padded, width)[::HOP][:last] ** 2) @ window)
    gain = np.sqrt(np.minimum(1.0, energy[0] / np.maximum(energy[1], 1e-9)))
    lowered = levels.copy()
    lowered[:last] *= np.maximum(gain, 1e-3)[:, None]
    lowered[: ONSET // HOP + 1] = lowered[ONSET // HOP + 1]
    return lowered


def _slot_power(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean power of the partials of each slot (frames, slots), and which slots have any."""
    power = np.abs(levels) ** 2
    matrix = harmonic.slot_matrix()[:, : power.shape[1]]
    weight = matrix.sum(1)
    return (power @ matrix.T) / np.maximum(weight, 1e-6), weight > 0.25


def node_means(frames: int, thin: tuple[int, ...]) -> np.ndarray:
    """Averages frames around each node: (nodes, frames)."""
    nodes = node_frames(frames, thin)
    edges = np.concatenate([[-0.5], (nodes[:-1] + nodes[1:]) / 2, [nodes[-1] + 0.5]])
    at = np.arange(frames)
    matrix = ((at >= edges[:-1, None]) & (at <= edges[1:, None])).astype(np.float64)
    matrix[-1, -1] = 1.0
    return np.asarray(matrix / matrix.sum(1, keepdims=True))


def band_power(rest: np.ndarray, n_fft: int, hop: int, frames: int, bands: int) -> np.ndarray:
    """Power of white noise that is as loud as the rest in each band: (frames, bands)."""
    padded = np.pad(rest, (n_fft // 2, n_fft))
    window = np.hanning(n_fft + 1)[:-1]
    view = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop][:frames]
    power = np.abs(np.fft.rfft(view * window)) ** 2 / (window**2).sum()
    matrix = harmonic.band_matrix(n_fft, bands)
    return np.asarray((power @ matrix.T) / matrix.sum(1))


def _start_phases(levels: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine of each exact partial's phase at the onset, all moved so that the fundamental starts as a sine: 2 (EXACT,)."""
    early = levels[ONSET // HOP + size // (4 * HOP)][:EXACT]
    k = np.arange(1, len(early) + 1)
    phase = np.angle(early) - k * (np.angle(early[0]) + math.pi / 2)
    cosine, sine = np.zeros(EXACT), np.zeros(EXACT)
    cosine[: len(k)], sine[: len(k)] = np.cos(phase), np.sin(phase)
    return cosine, sine


def _wander(levels: np.ndarray) -> np.ndarray:
    """How incoherent partials are over a third of a second, by groups: (WANDERS,) amplitude share."""
    part = levels[52:330]  # 0.3 to 1.9 s
    if len(part) < 64:
        return np.zeros(WANDERS, np.float32)
    power = np.abs(part) ** 2
    smooth = np.stack([np.convolve(np.pad(p, 8, "edge"), np.full(17, 1 / 17), "valid") for p in power.T], 1)
    unit = part / np.sqrt(np.maximum(smooth, 1e-14))
    blocks = np.stack([unit[i : i + 64] for i in range(0, len(unit) - 63, 32)])  # (blocks, 64, K)
    loud = np.stack([power[i : i + 64].mean(0) for i in range(0, len(unit) - 63, 32)])
    # one steady frequency of its own is no wandering: the best of a few turns counts
    turns = np.exp(-2j * math.pi * np.arange(64)[:, None] * np.linspace(-0.02, 0.02, 17))
    steady = np.abs(np.einsum("btk,tf->bkf", blocks, turns) / 64).max(-1) ** 2
    stray = 1 - np.minimum(1, steady)
    weight = loud * (loud > 1e-5 * float((np.abs(levels) ** 2).max()))
    matrix = harmonic.wander_matrix()[:, : levels.shape[1]]
    total = (weight.sum(0) * matrix).sum(1)
    share = ((weight * stray).sum(0) * matrix).sum(1) / np.maximum(total, 1e-12)
    return np.sqrt(np.clip(np.where(total > 0, share, 0.0) - 0.04, 0, 0.9)).astype(np.float32)
