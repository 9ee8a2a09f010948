"""Pitched sounds from partials and noise, in numpy: what a note's network says becomes samples. Any thread.

A partial is a true sine at its own fixed frequency, so that the pitch is right by construction and nothing repeats at the frame rate
while a note is held. A frame holds 512 samples around a multiple of 256; all its partials are one matrix product, and neighbouring
frames are joined by Hann windows that sum to one. Noise is drawn from a seed, shaped in bands and joined so that its power is steady.
Levels are natural logarithms of amplitudes; 1.0 is full scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from studio.models.features import ONSET, mel_of
from studio.models.synthesis import spread

RATE = 44_100
HOP = 256
EXACT = 32  # partials with a level of their own; those above share the levels of slots that widen
SLOTS = np.concatenate([np.arange(1, EXACT + 1), np.round(EXACT * 2.0 ** (np.arange(1, 25) / 6))]).astype(np.float64)  # up to 512
BANDS = 48  # of noise
BURST_BANDS, BURST_FFT, BURST_HOP, BURST_FRAMES = 16, 128, 64, 41  # noise of the first 46 ms, in finer steps
WANDERS = 8  # groups of partials that share how much they wander
STATIC = 1 + EXACT + 2 * EXACT + WANDERS  # stretch, detune, phase as cosine and sine, wander
HIGHEST = 0.47  # of the rate: no partial lies above
FLOOR = -11.5  # -100 dB: nothing below is heard
EVEN = 0.03  # of a partial's number: a detune below this is none, so that harmonic sounds stay harmonic
WANDER_CENTS, WANDER_HZ = 5.0, 25.0  # how far partials of an ensemble stray
CROSS = (2048, 2560)  # samples over which the body's noise takes over from the burst


@dataclass(frozen=True)
class NoteParts:
    """What a network says of one note, float32; nodes are features.node_frames of the model's frames."""

    level: np.ndarray  # (nodes, len(SLOTS)) of partials
    noise: np.ndarray  # (nodes, BANDS) deviation that white noise of this loudness would have
    burst: np.ndarray  # (BURST_FRAMES, BURST_BANDS) the same, of the first 46 ms
    static: np.ndarray  # (STATIC,)

    @property
    def stretch(self) -> float:
        """Of stiff strings: partial k lies at k sqrt(1 + stretch k^2)."""
        return float(np.clip(self.static[0], 0.0, 0.01))

    @property
    def detune(self) -> np.ndarray:
        """How far each exact partial lies from its multiple, in numbers of partials: (EXACT,), 0 where it is next to nothing."""
        raw = self.static[1 : 1 + EXACT]
        moved = np.sign(raw) * np.clip(np.abs(raw) - EVEN, 0.0, 0.5)
        moved[0] = 0.0  # the fundamental is the pitch
        return np.asarray(moved)

    @property
    def phase(self) -> np.ndarray:
        """Radians at the onset: (EXACT,)."""
        cosine, sine = self.static[1 + EXACT : 1 + 3 * EXACT].reshape(2, EXACT)
        return np.asarray(np.arctan2(sine, cosine + 1e-6))

    @property
    def wander(self) -> np.ndarray:
        """0..1: how much of each group of partials strays around its place: (WANDERS,)."""
        return np.asarray(np.clip(self.static[-WANDERS:], 0.0, 0.95))


def partial_ratios(parts: NoteParts, hz: float, rate: int) -> np.ndarray:
    """Frequencies of the partials that lie under the highest allowed one, over the fundamental's: (K,) float64."""
    count = int(min(SLOTS[-1], math.floor(HIGHEST * rate / hz)))
    k = np.arange(1, max(1, count) + 1, dtype=np.float64)
    k[: min(EXACT, len(k))] += parts.detune[: len(k)]
    ratios = k * np.sqrt((1 + parts.stretch * k**2) / (1 + parts.stretch))
    return np.asarray(ratios[ratios * hz < HIGHEST * rate])


@lru_cache(maxsize=2)
def slot_matrix() -> np.ndarray:
    """Takes the slots' log levels to every partial from 1 to the last slot, on straight lines over log number: (slots, K) float32."""
    k = np.arange(1, int(SLOTS[-1]) + 1)
    place = np.interp(np.log(k), np.log(SLOTS), np.arange(len(SLOTS)))
    return tents(place, len(SLOTS))


@lru_cache(maxsize=8)
def band_matrix(n_fft: int, bands: int, rate: int = RATE) -> np.ndarray:
    """Takes the log levels of mel-spaced bands to the bins of an FFT on straight lines: (bands, n_fft // 2 + 1) float32."""
    mel = mel_of(np.arange(n_fft // 2 + 1) * (rate / n_fft))
    centres = np.linspace(mel_of(np.array([40.0]))[0], mel_of(np.array([19_000.0]))[0], bands)
    return tents(np.interp(mel, centres, np.arange(bands)), bands)


@lru_cache(maxsize=2)
def wander_matrix() -> np.ndarray:
    """Takes the groups' wander to every partial, over log number: (WANDERS, K) float32."""
    k = np.arange(1, int(SLOTS[-1]) + 1)
    return tents(np.interp(np.log2(k), np.arange(WANDERS), np.arange(WANDERS)), WANDERS)


def tents(place: np.ndarray, count: int) -> np.ndarray:
    """Takes `count` values to places (K,) between them, on straight lines: (count, K) float32."""
    before = np.minimum(place.astype(int), count - 2)
    matrix = np.zeros((count, len(place)), np.float32)
    columns = np.arange(len(place))
    matrix[before, columns] = 1 - (place - before)
    matrix[before + 1, columns] += place - before
    return matrix


@lru_cache(maxsize=2)
def _phases_above(count: int) -> np.ndarray:
    """Of the partials that have none of their own: spread evenly by the golden ratio squared over their number."""
    k = np.arange(count, dtype=np.float64)
    return np.asarray(2 * math.pi * np.remainder(0.5 * k * k * 0.3819660112501051, 1.0))


def note_sound(parts: NoteParts, thin: tuple[int, ...], frames: int, wanted: int, hz: float, seed: int) -> np.ndarray:
    """One note, onset at sample ONSET, not levelled: (wanted - 1) * HOP samples float32.

    frames: of the model, which `thin` spreads over nodes; wanted: how many to play: past the model's last one the note goes on as it
    was going, never louder. hz: the fundamental, to any fraction.
    """
    level = _held(spread(frames, thin) @ parts.level, wanted)
    noise = _held(spread(frames, thin) @ parts.noise, wanted)
    random = np.random.Generator(np.random.Philox(seed))
    sound = tones(parts, level, hz, random)
    hiss = bands_noise(noise, 2 * HOP, HOP, random)
    burst = bands_noise(parts.burst, BURST_FFT, BURST_HOP, random)
    turn = np.clip((np.arange(CROSS[1], dtype=np.float32) - CROSS[0]) / (CROSS[1] - CROSS[0]), 0, 1) * np.float32(math.pi / 2)
    count = min(CROSS[1], len(sound))
    hiss[:count] = hiss[:count] * np.sin(turn[:count]) + burst[:count] * np.cos(turn[:count])
    hiss[: ONSET - BURST_HOP] = 0
    return sound + hiss


def _held(levels: np.ndarray, wanted: int) -> np.ndarray:
    """Levels (T, C) of as many frames as are wanted; beyond the last one they fall on as they fell over its second half."""
    count = len(levels)
    if wanted <= count:
        return levels[:wanted]
    slope = np.minimum((levels[-1] - levels[count // 2]) / (count - 1 - count // 2), 0)
    return np.concatenate([levels, levels[-1] + slope * np.arange(1, wanted - count + 1, dtype=np.float32)[:, None]])


def tones(parts: NoteParts, level: np.ndarray, hz: float, random: np.random.Generator) -> np.ndarray:
    """The partials: levels of slots (T, slots) -> ((T - 1) * HOP,) float32, silent before the onset."""
    frames = len(level)
    ratios = partial_ratios(parts, hz, RATE)
    count = len(ratios)
    amplitude = np.exp(np.maximum(level @ slot_matrix()[:, :count], FLOOR)) - np.float32(math.exp(FLOOR))
    heard = np.flatnonzero(amplitude.max(0) > 0)
    if not len(heard):
        return np.zeros((frames - 1) * HOP, np.float32)
    amplitude, step = amplitude[:, heard], (2 * math.pi * hz / RATE) * ratios[heard]
    start = np.concatenate([parts.phase, _phases_above(int(SLOTS[-1]))[EXACT:]])[heard]
    when = np.arange(frames, dtype=np.float64)[:, None] * HOP - ONSET
    phase = np.remainder(when * step + start, 2 * math.pi).astype(np.float32)
    real, imaginary = amplitude * np.cos(phase), amplitude * np.sin(phase)
    stray = parts.wander @ wander_matrix()[:, heard]
    if stray.max() > 0.02:
        cosine, sine = _strays(stray, step * (RATE / (2 * math.pi)), frames, random)
        real, imaginary = real * cosine - imaginary * sine, real * sine + imaginary * cosine
    return join_frames(np.concatenate([real, -imaginary], 1), step)


def join_frames(complex_levels: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Real and negative imaginary levels (T, 2 K) of sines of `step` radians a sample -> ((T - 1) * HOP,), silent before the onset."""
    m = np.arange(-HOP, HOP)
    angle = np.remainder(step[:, None] * m, 2 * math.pi).astype(np.float32)
    window = (0.5 + 0.5 * np.cos(math.pi * m / HOP)).astype(np.float32)
    basis = np.concatenate([np.cos(angle), np.sin(angle)]) * window
    made = complex_levels.astype(np.float32, copy=False) @ basis  # (T, 2 * HOP)
    sound = (made[:-1, HOP:] + made[1:, :HOP]).reshape(-1)
    sound[: ONSET - 8] = 0
    ramp = sound[ONSET - 8 : ONSET + 40]
    ramp *= (0.5 - 0.5 * np.cos(np.linspace(0, math.pi, 48)[: len(ramp)])).astype(np.float32)
    return np.asarray(sound)


def _strays(stray: np.ndarray, hz: np.ndarray, frames: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A slowly turning complex factor of mean power 1 for each partial: real and imaginary, (T, K) float32.

    stray (K,): share of the amplitude that wanders; the rest stands still, so that the mean pitch stays.
    """
    size = 1 << (frames - 1).bit_length()
    white = random.standard_normal((2, size, len(hz)), dtype=np.float32)
    turns = np.fft.fftfreq(size, HOP / RATE)[:, None]
    width = np.minimum(WANDER_HZ, hz * (2 ** (WANDER_CENTS / 1200) - 1))
    shape = np.exp(-0.5 * (turns / width) ** 2)
    shape *= np.sqrt(0.5 / np.maximum((shape**2).sum(0), 1e-9)) * size
    noise = np.fft.ifft((white[0] + 1j * white[1]) * shape, axis=0)[:frames].astype(np.complex64)
    steady = np.sqrt(1 - stray**2)
    return (steady + stray * noise.real).astype(np.float32), (stray * noise.imag).astype(np.float32)


def bands_noise(levels: np.ndarray, n_fft: int, hop: int, random: np.random.Generator) -> np.ndarray:
    """Noise whose bands have these log levels (T, bands) at frames centred on multiples of hop = n_fft / 2: ((T - 1) * hop,) float32."""
    bins = n_fft // 2 + 1
    gain = np.exp(np.maximum(levels @ band_matrix(n_fft, levels.shape[1]), FLOOR)) - np.float32(math.exp(FLOOR))
    gain *= np.float32(math.sqrt(n_fft / 2))
    white = random.standard_normal((len(levels), 2 * bins), dtype=np.float32)
    spectrum = np.empty((len(levels), bins), np.complex64)
    np.multiply(gain, white[:, :bins], out=spectrum.real)
    np.multiply(gain, white[:, bins:], out=spectrum.imag)
    spectrum[:, 0] = 0
    made = np.fft.irfft(spectrum, n_fft).astype(np.float32, copy=False)
    made *= np.sin(np.arange(n_fft, dtype=np.float32) * np.float32(math.pi / n_fft))  # squares sum to one: the power is steady
    return np.asarray((made[:-1, hop:] + made[1:, :hop]).reshape(-1))
