"""Takes a recorded effect apart into what studio/models/glides.py plays: the gliding pitch, levels of its partials, bands of noise.

numpy, once for each sound before training (about half a second each), so that a network can be taught these numbers directly.
A partial counts as a tone only where it stands out of the noise around it: a hiss has no partials, however well one can be fitted to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studio.models import glides, track
from studio.models.features import ONSET, node_frames
from studio.models.glides import BANDS, BURST_BANDS, BURST_FFT, BURST_FRAMES, BURST_HOP, COUNT, EXACT, HOP, RATE, TOP, GlideParts
from studio.training import partials
from studio.training.partials import band_power, log_level, node_means

PERIODS = 6  # in a window that tells partials apart
SHORTEST, LONGEST = 512, 4096  # samples of such a window
OVER = 4.0  # how much stronger, in power, than the noise under it a partial must be to be one
STEADY = 0.012  # octaves rms within which a pitch counts as steady, so that partials may lie beside their multiples


@dataclass(frozen=True)
class Analysis:
    """The parts of one sound; weight (nodes,) how much its pitch matters there, 0..1; tonal: share of its energy that is partials."""

    parts: GlideParts
    weight: np.ndarray
    tonal: float


def analyse(sound: np.ndarray, frames: int, thin: tuple[int, ...], hertz: np.ndarray | None = None) -> Analysis:
    """sound (N,) at 44.1 kHz with its onset at sample ONSET; hertz (T,) what track.glide says of it, where that is known."""
    length = (frames - 1) * HOP
    sounding = min(frames, max(len(sound) // HOP + 3, BURST_FRAMES * BURST_HOP // HOP + 2))
    x = np.pad(sound.astype(np.float64), (0, max(0, length - len(sound))))[: (sounding - 1) * HOP]
    x[: ONSET - 128] = 0.0
    path = track.glide(x, RATE, HOP, sounding)[0] if hertz is None else hertz[:sounding]
    octaves = refined(x, np.log2(path / 440))
    detune = _detune(x, octaves)
    static = np.zeros(glides.STATIC, np.float32)
    static[:EXACT] = detune + np.sign(detune) * glides.EVEN
    number = np.arange(1, COUNT + 1, dtype=np.float64)
    number[:EXACT] += detune
    hertz = 440 * 2.0**octaves
    size = window_size(hertz)
    waves = Waves(glides.turns(octaves), number[: _most(hertz)])
    levels = demodulate(x, waves, sounding, size)
    there = hertz[:, None] * waves.number < TOP * RATE
    levels *= there
    power = np.abs(levels) ** 2
    # what is left without the tones says how much noise there is under each
    noise = band_power(x - played(levels, waves), 1024, HOP, sounding, BANDS)
    under = _at(noise, hertz[:, None] * waves.number) * (4 * 1.5 / size)  # power that a window of this size makes of white noise
    tone = np.where(power > OVER * under, np.maximum(power - under, 0), 0) * there
    rest = x - played(levels * np.sqrt(tone / np.maximum(power, 1e-20)), waves)
    levels, tone = (np.pad(a, ((0, frames - sounding), (0, COUNT - a.shape[1]))) for a in (levels, tone))
    octaves = np.pad(octaves, (0, frames - sounding), "edge")
    burst = band_power(rest, BURST_FFT, BURST_HOP, BURST_FRAMES, BURST_BANDS)
    noise = np.pad(band_power(rest, 1024, HOP, sounding, BANDS), ((0, frames - sounding), (0, 0)))
    static[EXACT : 2 * EXACT], static[2 * EXACT : 3 * EXACT] = _phases(levels, tone)
    nodes = node_means(frames, thin)
    slot = glides.slot_matrix()
    slot_power = (tone @ slot.T) / slot.sum(1)
    heard = tone.sum(1)
    at_nodes, rough = _pitch_nodes(octaves, heard, frames, thin, nodes)
    static[-1] = rough
    parts = GlideParts(at_nodes, log_level(nodes @ slot_power), log_level(nodes @ noise), log_level(burst), static)
    weight = (nodes @ heard) / max(float(heard.max()), 1e-12)
    total = float((x**2).sum())
    return Analysis(parts, np.clip(weight, 0, 1).astype(np.float32), 1 - float((rest**2).sum()) / max(total, 1e-12))


def _most(hertz: np.ndarray) -> int:
    return int(np.clip(TOP * RATE / hertz.min(), 1, COUNT))


def window_size(hertz: np.ndarray) -> int:
    """Samples that hold PERIODS of a pitch that is mostly `hertz` (T,), a multiple of HOP."""
    typical = float(np.exp(np.median(np.log(hertz))))
    return int(np.clip(round(PERIODS * RATE / typical / HOP), SHORTEST // HOP, LONGEST // HOP)) // 2 * 2 * HOP or SHORTEST


def demodulate(x: np.ndarray, waves: Waves, frames: int, size: int) -> np.ndarray:
    """Complex levels of partials in a sound (N,): (frames, K).

    A sine of amplitude a that starts at phase 0 has level a / i. Windows that reach before the onset are levelled by what lies after it.
    """
    hops = size // HOP
    window = np.hanning(size + 1)[:-1].reshape(hops, HOP).T.astype(np.float32)  # (HOP, hops)
    blocks = frames - 1 + hops
    levels = np.empty((frames, len(waves.number)), np.complex64)
    padded = np.zeros(blocks * HOP, np.complex64)
    here, before = padded[size // 2 : size // 2 + len(x)], x.astype(np.float32)
    for j, wave in enumerate(waves):
        np.multiply(before, wave.conj(), out=here)
        sums = _windows(padded, blocks, window)
        levels[:, j] = sum(sums[i : i + frames, i] for i in range(hops))
    flat = np.hanning(size + 1)[:-1]
    share = np.concatenate([[0.0], np.cumsum(flat)])
    after = share[-1] - share[np.clip(ONSET - np.arange(frames) * HOP + size // 2, 0, size)]
    levels *= (2 / np.maximum(after, 0.3 * share[-1])).astype(np.float32)[:, None]
    first = -(-(ONSET + size // 8) // HOP)
    levels[:first] = levels[first]
    return levels


def _windows(padded: np.ndarray, blocks: int, window: np.ndarray) -> np.ndarray:
    """Each block times each part of the window: complex64 (blocks, hops)."""
    both = padded.view(np.float32).reshape(blocks, HOP, 2)
    return np.asarray((both[:, :, 0] @ window) + 1j * (both[:, :, 1] @ window))


def played(levels: np.ndarray, waves: Waves) -> np.ndarray:
    """The partials again from complex levels (T, K): float32 (N,), silent before the onset."""
    frames = len(levels)
    sound = np.zeros((frames - 1, HOP), np.float32)
    ramp = (np.arange(HOP) / HOP).astype(np.float32)
    heard = np.abs(levels).max(0) > 1e-4
    last = int(np.flatnonzero(heard)[-1]) + 1 if heard.any() else 0
    levels = levels.astype(np.complex64)
    for j, wave in enumerate(waves.first(last)):
        if heard[j]:
            now, rise = levels[:-1, j, None], np.diff(levels[:, j])[:, None]
            turned = wave.reshape(-1, HOP)
            real, imaginary = now.real + rise.real * ramp, now.imag + rise.imag * ramp
            sound += real * turned.real - imaginary * turned.imag
    flat = sound.reshape(-1)
    flat[: ONSET - 8] = 0
    return flat


@dataclass(frozen=True)
class Waves:
    """The turning of partials with these numbers (K,), near 1, 2, 3 ..., of a fundamental whose turns are given (N,)."""

    whole: np.ndarray
    number: np.ndarray

    def first(self, count: int) -> Waves:
        return Waves(self.whole, self.number[:count])

    def __iter__(self) -> Iterator[np.ndarray]:
        """exp(2 pi i number turns) of each, complex64 (N,)."""
        one = _turning(np.remainder(self.whole, 1.0))
        wave = np.ones_like(one)
        for j, number in enumerate(self.number):
            wave = wave * one if j % 16 else _turning(np.remainder((j + 1) * self.whole, 1.0))
            beside = number - (j + 1)
            yield wave * _turning(np.remainder(beside * self.whole, 1.0)) if beside else wave


def _turning(cycles: np.ndarray) -> np.ndarray:
    angle = cycles.astype(np.float32) * np.float32(2 * math.pi)
    found = np.empty(len(angle), np.complex64)
    np.cos(angle, out=found.real)
    np.sin(angle, out=found.imag)
    return found


def refined(x: np.ndarray, octaves: np.ndarray, rounds: int = 3) -> np.ndarray:
    """The pitch moved to where its strongest partials really turn: octaves (T,)."""
    frames = len(octaves)
    for _ in range(rounds):
        hertz = 440 * 2.0**octaves
        count = int(np.clip(TOP * RATE / hertz.max(), 1, 6))
        size = max(SHORTEST, window_size(hertz) // 2 // HOP * HOP)
        levels = demodulate(x, Waves(glides.turns(octaves), np.arange(1.0, count + 1)), frames, size)
        turn = levels[1:] * levels[:-1].conj()
        weight = np.abs(turn)
        drift = (np.angle(turn) / np.arange(1, count + 1) * weight).sum(1) / np.maximum(weight.sum(1), 1e-12)  # radians a hop
        loud = weight.sum(1) > 1e-4 * weight.sum(1).max()
        hop_hertz = np.where(loud, drift, 0) * RATE / (2 * math.pi * HOP)
        moved = np.interp(np.arange(frames), np.arange(frames - 1) + 0.5, hop_hertz)
        moved = np.convolve(np.pad(moved, 1, "edge"), [0.25, 0.5, 0.25], "valid")
        octaves = octaves + np.log2(np.clip(1 + moved / hertz, 0.97, 1.03))
        octaves = np.clip(octaves, math.log2(glides.LOWEST / 440), math.log2(glides.HIGHEST / 440))
    return octaves


def _at(bands: np.ndarray, hertz: np.ndarray) -> np.ndarray:
    """Power of bands (T, B) at frequencies (T, K)."""
    centres = glides.band_centres(bands.shape[1])
    place = np.interp(hertz, centres, np.arange(len(centres)))
    before = np.minimum(place.astype(int), len(centres) - 2)
    rows = np.arange(len(bands))[:, None]
    share = place - before
    return np.asarray(bands[rows, before] * (1 - share) + bands[rows, before + 1] * share)


def _detune(x: np.ndarray, octaves: np.ndarray) -> np.ndarray:
    """How far partials lie from multiples of a steady pitch: (EXACT,), 0 where the pitch moves."""
    found = np.zeros(EXACT)
    energy = np.pad(x**2, (HOP, 2 * HOP)).reshape(-1, HOP).sum(1)[1 : len(octaves) + 1]
    mean = (octaves * energy).sum() / max(float(energy.sum()), 1e-12)
    spread = math.sqrt(float((energy * (octaves - mean) ** 2).sum() / max(float(energy.sum()), 1e-12)))
    if spread < STEADY and len(x) > ONSET + 4_096:
        whole = partials.detune_of(x, 440 * 2.0**mean, 0.0)
        found[:] = whole[:EXACT]
    return found


def _phases(levels: np.ndarray, tone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine of each exact partial's phase beside its multiple of the fundamental's, the mean over time: 2 (EXACT,)."""
    k = np.arange(1, EXACT + 1)
    own = np.angle(levels[:, :EXACT] * 1j)  # of a sine 0
    beside = np.exp(1j * (own - k * own[:, :1]))
    mean = (beside * tone[:, :EXACT]).sum(0) / np.maximum(tone[:, :EXACT].sum(0), 1e-12)
    return mean.real, mean.imag


def _pitch_nodes(octaves: np.ndarray, heard: np.ndarray, frames: int, thin: tuple[int, ...], nodes: np.ndarray) -> tuple[np.ndarray, float]:
    """Octaves at nodes, the median of what is heard around each; and how far frames stray from straight lines between them, rms."""
    at = node_frames(frames, thin)
    found = np.empty(len(at), np.float32)
    for i, row in enumerate(nodes):
        own = np.flatnonzero(row)
        loud = own[heard[own] > 0.1 * heard[own].max()] if heard[own].max() > 0 else own
        found[i] = np.median(octaves[loud])
    # what is silent says what its neighbours say, so that nothing is learnt from it
    silent = (nodes @ heard) <= 1e-5 * max(float(heard.max()), 1e-12)
    if not silent.all():
        found[silent] = np.interp(np.flatnonzero(silent), np.flatnonzero(~silent), found[~silent])
    lines = glides.pitch_frames(found, frames, thin)
    off = octaves - lines
    off = np.where(np.abs(off) < 0.5, off, 0)
    smooth = np.convolve(np.pad(off, 4, "edge"), np.full(9, 1 / 9), "valid")
    rough = math.sqrt(float((heard * (off - smooth) ** 2).sum() / max(float(heard.sum()), 1e-12)))
    return found, rough
