"""Sounds with a gliding pitch from partials and noise, in numpy: what an effect's network says becomes samples. Any thread.

The partials of one fundamental follow it wherever it goes, so that a zap is a tone by construction and not noise of the right colour; what
they leave is noise in bands, finer in time for the first 46 ms and finer in frequency for the lowest octaves. Nodes thin out with time
(features.node_frames); levels are natural logarithms of amplitudes, 1.0 is full scale. The same seed gives the same samples.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from studio.models.features import ONSET, between_nodes, hz_of, mel_of, node_frames
from studio.models.harmonic import band_matrix, tents
from studio.models.synthesis import spread

RATE, HOP = 44_100, 256
EXACT = 24  # partials with a level, a phase and a place of their own; those above share the levels of slots that widen
SLOTS = np.concatenate([np.arange(1, EXACT + 1), np.round(EXACT * 2.0 ** (np.arange(1, 7) / 4))]).astype(np.float64)  # up to 68
COUNT = int(SLOTS[-1])
BANDS = 48  # of noise
BURST_BANDS, BURST_FFT, BURST_HOP, BURST_FRAMES = 16, 128, 64, 41  # noise of the first 46 ms, in finer steps
LOW_FFT, LOW_HOP, LOW_EDGE = 2048, 1024, (340.0, 520.0)  # noise below, and where it takes over, Hz
STATIC = EXACT + 2 * EXACT + 1  # detune, phase as cosine and sine, roughness
LOWEST, HIGHEST = 30.0, 12_000.0  # Hz of the fundamental
TOP = 0.47  # of the rate: no partial lies above
FLOOR = -11.5  # -100 dB: nothing below is heard
EVEN = 0.03  # of a partial's number: a detune below this is none, so that harmonic sounds stay harmonic
ROUGH_HZ = 60.0  # how fast a rough pitch strays
LEAP = 0.12  # octaves between two nodes from which on the pitch leaps and does not slide
CROSS = (2048, 2560)  # samples over which the body's noise takes over from the burst
BLOCK = 8  # hops of partials that are computed together
QUIET = math.log(10 ** (-76 / 20))  # under the loudest: the sound is over
HISS = 2.0  # nepers by which bands of noise lie under a tone that is as loud
UNHEARD = 7.2, 9.6  # nepers under the loudest from which partials and noise sink away: a network is not taught what nobody hears


@dataclass(frozen=True)
class GlideParts:
    """What a network says of one sound, float32; nodes are features.node_frames of the model's frames."""

    pitch: np.ndarray  # (nodes,) octaves above 440 Hz
    level: np.ndarray  # (nodes, len(SLOTS)) of partials
    noise: np.ndarray  # (nodes, BANDS) deviation that white noise of this loudness would have
    burst: np.ndarray  # (BURST_FRAMES, BURST_BANDS) the same, of the first 46 ms
    static: np.ndarray  # (STATIC,)

    @property
    def detune(self) -> np.ndarray:
        """How far each exact partial lies from its multiple, in numbers of partials: (EXACT,), 0 where it is next to nothing."""
        raw = self.static[:EXACT]
        moved = np.sign(raw) * np.clip(np.abs(raw) - EVEN, 0.0, 0.5)
        moved[0] = 0.0
        return np.asarray(moved)

    @property
    def phase(self) -> np.ndarray:
        """Radians beside the multiple of the fundamental's: (EXACT,)."""
        cosine, sine = self.static[EXACT : 3 * EXACT].reshape(2, EXACT)
        return np.asarray(np.arctan2(sine, cosine + 1e-6))

    @property
    def rough(self) -> float:
        """Octaves by which the pitch strays at random, rms."""
        return float(np.clip(self.static[-1], 0.0, 0.5))


@dataclass(frozen=True)
class Stray:
    """How real noise strays from what a network can say of it, in nepers: it sounds alive by that.

    flutter: of all bands together, from node to node, of which `hold` stays at the next; ridge: of each band for the whole sound, `run`
    of which goes on in the next band; cell: of each band at each node.
    """

    flutter: float
    hold: float
    ridge: float
    run: float
    cell: float

    def times(self, factor: float) -> Stray | None:
        """So many times as far; None where that is nothing."""
        return replace(self, flutter=factor * self.flutter, ridge=factor * self.ridge, cell=factor * self.cell) if factor > 0 else None


def alive(parts: GlideParts, stray: Stray | None, seed: int) -> GlideParts:
    """Without what nobody hears, and with noise that strays as real noise does; the same for the same seed."""
    top = max(float(parts.level.max()), float(parts.noise.max()) + HISS)
    level, noise, burst = parts.level, parts.noise, parts.burst
    if stray is not None:
        random = np.random.Generator(np.random.Philox([seed, 9]))
        white = [random.standard_normal(shape, dtype=np.float32) for shape in (len(noise), BANDS, noise.shape, len(burst), burst.shape)]
        ridge = stray.ridge * _held(white[1], stray.run)
        noise = noise + ridge + stray.flutter * _held(white[0], stray.hold)[:, None] + stray.cell * white[2]
        early = np.interp(np.linspace(0, 1, BURST_BANDS), np.linspace(0, 1, BANDS), ridge).astype(np.float32)
        burst = burst + early + stray.flutter * _held(white[3], stray.hold)[:, None] + stray.cell * white[4]
    sunk = lambda values, least: values - 4 * np.maximum(top - least - values, 0)  # noqa: E731
    return replace(parts, level=sunk(level, UNHEARD[0]), noise=sunk(noise, UNHEARD[1]), burst=sunk(burst, UNHEARD[1]))


def _held(white: np.ndarray, share: float) -> np.ndarray:
    """Unit noise (N,) of which a share stays from one place to the next."""
    found, fresh = white.copy(), np.float32(math.sqrt(1 - share**2))
    for i in range(1, len(found)):
        found[i] = share * found[i - 1] + fresh * white[i]
    return found


def transposed(parts: GlideParts, octaves: float) -> GlideParts:
    """All of it higher or lower: the fundamental to the cent, noise on straight lines between its bands."""
    moved = [part @ _moving(part.shape[1], octaves) for part in (parts.noise, parts.burst)]
    return replace(parts, pitch=parts.pitch + np.float32(octaves), noise=moved[0], burst=moved[1])


@lru_cache(maxsize=64)
def _moving(bands: int, octaves: float) -> np.ndarray:
    """Takes levels of bands to those of the same bands after a transposition; beyond the last one the last counts: (bands, bands)."""
    centres = band_centres(bands)
    return tents(np.interp(mel_of(centres / 2.0**octaves), mel_of(centres), np.arange(bands)), bands)


@lru_cache(maxsize=1)
def slot_matrix() -> np.ndarray:
    """Takes the slots' log levels to every partial from 1 to COUNT, on straight lines over log number: (slots, COUNT) float32."""
    k = np.arange(1, COUNT + 1)
    return tents(np.interp(np.log(k), np.log(SLOTS), np.arange(len(SLOTS))), len(SLOTS))


@lru_cache(maxsize=1)
def phases_above() -> np.ndarray:
    """Of the partials that have none of their own: spread evenly, (COUNT,) radians."""
    k = np.arange(1, COUNT + 1, dtype=np.float64)
    return np.asarray(2 * math.pi * np.remainder(0.5 * k * k * 0.3819660112501051, 1.0))


@lru_cache(maxsize=8)
def _low_share(n_fft: int) -> np.ndarray:
    """0..1: the amplitude of each bin that the low noise takes over; its square and that of the rest sum to one."""
    hz = np.arange(n_fft // 2 + 1) * (RATE / n_fft)
    turn = np.clip((hz - LOW_EDGE[0]) / (LOW_EDGE[1] - LOW_EDGE[0]), 0, 1) * (math.pi / 2)
    return np.asarray(np.cos(turn), np.float32)


@lru_cache(maxsize=12)
def _white(seed: int, frames: int, bins: int) -> np.ndarray:
    """Unit noise of spectra, kept while a slider moves: float32 (2, frames, bins)."""
    return np.random.Generator(np.random.Philox(seed)).standard_normal((2, frames, bins), dtype=np.float32)


def pitch_frames(pitch: np.ndarray, frames: int, thin: tuple[int, ...]) -> np.ndarray:
    """Octaves of every frame from those of nodes (nodes,): straight lines between near ones, a leap half-way between far ones."""
    before, share = between_nodes(frames, thin)
    first, last = pitch[before], pitch[np.minimum(before + 1, len(pitch) - 1)]
    steep = 1 + 12 * np.clip(np.abs(last - first) / LEAP - 1, 0, 1)
    return np.asarray(first + (last - first) * np.clip((share - 0.5) * steep + 0.5, 0, 1))


def turns(octaves: np.ndarray) -> np.ndarray:
    """Turns of the fundamental from sample ONSET on of octaves above 440 Hz at frames (T,): float64 ((T - 1) * HOP,)."""
    hertz = 440.0 * 2.0 ** np.clip(octaves.astype(np.float64), math.log2(LOWEST / 440), math.log2(HIGHEST / 440))
    i = np.arange(HOP)
    now, rise = hertz[:-1, None] / RATE, np.diff(hertz)[:, None] / RATE
    run = now * (i + 1) + rise * (i * (i + 1) / (2 * HOP))
    run[1:] += np.cumsum(run[:-1, -1])[:, None]
    whole = run.reshape(-1)
    return np.asarray(whole - whole[ONSET - 1])


def _rough(parts: GlideParts, frames: int, seed: int) -> np.ndarray:
    """Octaves by which the pitch strays at each frame: (T,)."""
    size = 1 << max(4, (frames - 1).bit_length())
    white = np.random.Generator(np.random.Philox([seed, 7])).standard_normal(size)
    hz = np.fft.rfftfreq(size, HOP / RATE)
    shape = np.exp(-0.5 * (hz / ROUGH_HZ) ** 2) * (hz > 2)
    stray = np.fft.irfft(np.fft.rfft(white) * shape, size)[:frames]
    return np.asarray(parts.rough * stray / max(float(stray.std()), 1e-6))


def tones(parts: GlideParts, level: np.ndarray, octaves: np.ndarray) -> np.ndarray:
    """The partials: levels of slots at frames (T, slots), octaves (T,) -> float32 ((T - 1) * HOP,), silent before the onset."""
    frames = len(level)
    whole = turns(octaves)
    amplitude = np.exp(np.maximum(level @ slot_matrix(), FLOOR)) - np.float32(math.exp(FLOOR))  # (T, COUNT)
    number = np.arange(1, COUNT + 1, dtype=np.float32)
    number[:EXACT] += parts.detune
    hertz = 440.0 * 2.0 ** octaves
    amplitude *= np.clip((TOP * RATE / (hertz[:, None] * number) - 1) * 20, 0, 1).astype(np.float32)
    part = np.remainder(whole, 1.0).astype(np.float32)
    cycles = np.floor(whole)
    start = (np.concatenate([parts.phase, phases_above()[EXACT:]]) / (2 * math.pi)).astype(np.float32)
    loud = amplitude.max() * np.float32(10 ** (-80 / 20))
    ramp = np.arange(HOP, dtype=np.float32) / HOP
    sound = np.zeros((frames - 1) * HOP, np.float32)
    for t in range(0, frames - 1, BLOCK):
        end = min(t + BLOCK, frames - 1)
        heard = np.flatnonzero(amplitude[t : end + 1].max(0) > loud)
        if not len(heard):
            continue
        here = slice(t * HOP, end * HOP)
        k = number[heard, None]
        angle = k * part[here]
        odd = np.flatnonzero(number[heard] != np.round(number[heard]))
        if len(odd):  # whole turns count too where a partial is no multiple
            angle[odd] += np.remainder(k[odd].astype(np.float64) * cycles[here], 1.0).astype(np.float32)
        angle += start[heard, None]
        angle -= np.floor(angle)
        angle *= np.float32(2 * math.pi)
        np.sin(angle, out=angle)
        grown = amplitude[t : end + 1, heard].T[:, :, None]
        angle *= (grown[:, :-1] + (grown[:, 1:] - grown[:, :-1]) * ramp).reshape(len(heard), -1)
        angle.sum(0, out=sound[here])
    sound[: ONSET - 8] = 0
    edge = sound[ONSET - 8 : ONSET + 40]
    edge *= (0.5 - 0.5 * np.cos(np.linspace(0, math.pi, 48)[: len(edge)])).astype(np.float32)
    return sound


def _noise(levels: np.ndarray, n_fft: int, hop: int, seed: int, share: np.ndarray | None, bins: int | None = None) -> np.ndarray:
    """Noise whose bands have these log levels (T, bands) at frames centred on multiples of hop = n_fft / 2: float32 ((T - 1) * hop,)."""
    all_bins = n_fft // 2 + 1
    count = bins or all_bins
    gain = np.exp(np.maximum(levels @ band_matrix(n_fft, levels.shape[1], RATE)[:, :count], FLOOR)) - np.float32(math.exp(FLOOR))
    if share is not None:
        gain *= share[:count]
    gain *= np.float32(math.sqrt(n_fft / 2))
    white = _white(seed, len(levels), count)
    spectrum = np.zeros((len(levels), all_bins), np.complex64)
    np.multiply(gain, white[0], out=spectrum.real[:, :count])
    np.multiply(gain, white[1], out=spectrum.imag[:, :count])
    spectrum[:, 0] = 0
    made = np.fft.irfft(spectrum, n_fft).astype(np.float32, copy=False)
    made *= np.sin(np.arange(n_fft, dtype=np.float32) * np.float32(math.pi / n_fft))  # squares sum to one: the power is steady
    return np.asarray((made[:-1, hop:] + made[1:, :hop]).reshape(-1))


def glide_sound(parts: GlideParts, thin: tuple[int, ...], frames: int, seed: int, stray: Stray | None = None) -> np.ndarray:
    """One sound, onset at sample ONSET, not levelled, as long as it can be heard: float32, at most (frames - 1) * HOP samples."""
    parts = alive(parts, stray, seed)
    wanted = heard_frames(parts, thin, frames)
    matrix = spread(wanted, thin)
    nodes = matrix.shape[1]
    level, noise = matrix @ parts.level[:nodes], matrix @ parts.noise[:nodes]
    octaves = pitch_frames(parts.pitch, wanted, thin)
    if parts.rough > 0.004:
        octaves = octaves + _rough(parts, frames, seed)[:wanted]
    low = _low_share(512)
    hiss = _noise(noise, 2 * HOP, HOP, seed ^ 0x5EED, np.sqrt(1 - low**2))
    step = LOW_HOP // HOP
    few = noise[::step] if (wanted - 1) % step == 0 else np.concatenate([noise[::step], noise[-1:]])
    deep = _noise(few, LOW_FFT, LOW_HOP, seed ^ 0x10, _low_share(LOW_FFT), int(LOW_EDGE[1] / RATE * LOW_FFT) + 2)
    hiss[: len(deep)] += deep[: len(hiss)]
    burst = _noise(parts.burst, BURST_FFT, BURST_HOP, seed ^ 0xB, None)
    turn = np.clip((np.arange(CROSS[1], dtype=np.float32) - CROSS[0]) / (CROSS[1] - CROSS[0]), 0, 1) * np.float32(math.pi / 2)
    count = min(CROSS[1], len(hiss))
    hiss[:count] = hiss[:count] * np.sin(turn[:count]) + burst[:count] * np.cos(turn[:count])
    hiss[: ONSET - BURST_HOP] = 0
    return tones(parts, level, octaves) + hiss


def heard_frames(parts: GlideParts, thin: tuple[int, ...], frames: int) -> int:
    """How many frames hold what can be heard; a multiple of the low noise's steps and one, the whole attack at least."""
    each = np.maximum(parts.level.max(1), parts.noise.max(1) + HISS)
    loud = np.flatnonzero(each > max(each.max(), parts.burst.max() + 1.0) + QUIET)
    nodes = node_frames(frames, thin)
    last = int(nodes[min(len(nodes) - 1, int(loud[-1]) + 1)]) if len(loud) else 0
    step = LOW_HOP // HOP
    return min(frames, step * -(-max(last, CROSS[1] // HOP + 1) // step) + 1)


def band_centres(bands: int) -> np.ndarray:
    """Hz in the middle of bands of noise: (bands,)."""
    low, high = (float(mel_of(np.array(hz))) for hz in (40.0, 19_000.0))
    return hz_of(np.linspace(low, high, bands))
