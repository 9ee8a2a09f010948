"""The arithmetic that makes sound of what a one-shot network said, in numpy: the twin of studio/models/vae.py. Any thread.

The frames between are filled in, phases are summed, seeded noise is added and one inverse FFT a frame makes the sound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from studio.errors import ModelError
from studio.models import features
from studio.models.features import ONSET

LEAD = 64  # samples kept before the onset: 1.5 ms
PEAK = 0.89  # of every render, -1 dBFS: training sounds all have one peak level
SILENT = np.float32(2e-3)  # the twin of vae.SILENT
LOWEST = 20.0  # Hz, as in the training sounds
QUIET = 10 ** (-72 / 20)  # a tail below this share of the peak is cut


@lru_cache(maxsize=16)
def _phase(frames: int, n_fft: int, hop: int) -> np.ndarray:
    """Phase of an impulse at ONSET, the twin of blocks.impulse_phase: (frames, n_fft // 2 + 1) float32."""
    k = np.arange(n_fft // 2 + 1, dtype=np.float64)
    t = np.arange(frames, dtype=np.float64)[:, None] * hop - ONSET + n_fft // 2
    return (2 * math.pi * np.remainder(k * t / n_fft, 1.0)).astype(np.float32)


@lru_cache(maxsize=32)
def noise_of(seed: int, frames: int, n_fft: int, hop: int) -> np.ndarray:
    """features.noise_stft, kept: float32 (2, frames, n_fft // 2 + 1)."""
    return features.noise_stft(seed, frames, n_fft, hop)


@lru_cache(maxsize=128)
def spread(frames: int, thin: tuple[int, ...]) -> np.ndarray:
    """Takes what was said of nodes to every frame on straight lines, the twin of FrameNetwork.spread: float32 (frames, nodes)."""
    before, share = features.between_nodes(frames, thin)
    matrix = np.zeros((frames, len(features.node_frames(frames, thin))), np.float32)
    rows = np.arange(frames)
    matrix[rows, before] = 1 - share
    matrix[rows, np.minimum(before + 1, matrix.shape[1] - 1)] += share
    return matrix


def overlap_add(frames: np.ndarray, hop: int) -> np.ndarray:
    """Windowed frames (T, 4 * hop) centred on multiples of hop -> samples ((T - 1) * hop,)."""
    count = len(frames)
    total = np.zeros((count + 3, hop), np.float32)
    parts = frames.reshape(count, 4, hop)
    for j in range(4):
        total[j : j + count] += parts[:, j]
    return total[2 : count + 1].reshape(-1)


def branch_sound(head: np.ndarray, start: np.ndarray, noise: np.ndarray, n_fft: int, hop: int, integrate: bool) -> np.ndarray:
    """What a branch of the network said -> samples. The twin of Branch.partials and Branch.sound in vae.py.

    head (T, 3 F): log level, drift and log noise; start (F,): phase at the first frame; noise (2, T, F).
    """
    level, drift, hiss = np.split(head, 3, axis=-1)
    phase = np.tanh(drift)  # everything below works in place: fresh memory costs more than the arithmetic
    phase *= np.float32(math.pi)
    if integrate:
        for before, now in pairwise(phase):  # a running sum over frames; row by row it takes a tenth of np.cumsum's time
            np.add(now, before, out=now)
    phase += _phase(-(-len(head) // 64) * 64, n_fft, hop)[: len(head)]  # few sizes: they are kept
    phase += start
    tone, hiss = _loudness(level, n_fft / 4), _loudness(hiss, math.sqrt(0.375 * n_fft))
    spectrum = np.empty(phase.shape, np.complex64)
    part, rest = np.cos(phase), hiss * noise[0]
    part *= tone
    np.add(part, rest, out=spectrum.real)
    np.sin(phase, out=part)
    part *= tone
    np.multiply(hiss, noise[1], out=rest)
    np.add(part, rest, out=spectrum.imag)
    spectrum[:, 0] = 0  # no DC
    frames = np.fft.irfft(spectrum, n_fft).astype(np.float32, copy=False)
    frames *= features.hann(n_fft) / np.float32(1.5)
    return overlap_add(frames, hop)


def _loudness(log_level: np.ndarray, scale: float) -> np.ndarray:
    """What the network says of a level, as a factor: float32 of the same shape."""
    level = np.clip(log_level, -14.0, 2.0)
    np.exp(level, out=level)
    level *= np.float32(scale)
    return level


def tone_sound(head: np.ndarray, start: np.ndarray, edges: Sequence[float], hop: int, rate: int) -> np.ndarray:
    """The gliding oscillators -> samples ((T - 1) * hop,). The twin of Oscillators.tones and .sound in vae.py.

    head (T, 2 K): log level, place within the band; start (K,): phase at the onset; edges: K + 1 frequencies in Hz.
    """
    level, place = np.split(head.T, 2)  # (K, T)
    level = np.maximum(np.exp(np.clip(level, -14.0, 4.5) - 4.0) - SILENT, 0)
    sound = np.zeros((len(head) - 1) * hop, np.float32)
    heard = np.flatnonzero(level.max(1))
    if not len(heard):
        return sound
    low, high = np.array(edges[:-1], np.float32)[heard, None], np.array(edges[1:], np.float32)[heard, None]
    frequency = low * np.exp2(np.log2(high / low) / (1 + np.exp(-place[heard])))
    waves = np.cos(_run(frequency * (2 * math.pi / rate), hop) + start[heard, None])
    now, rise = level[heard, :-1, None], np.diff(level[heard])[:, :, None]
    waves *= (now + rise * (np.arange(hop, dtype=np.float32) / hop)).reshape(len(heard), -1)
    waves[:, ONSET:].sum(0, out=sound[ONSET:])
    return sound


def _run(step: np.ndarray, hop: int) -> np.ndarray:
    """The running sum from ONSET on of steps that glide between frames, less whole turns: (K, T) -> float32 (K, (T - 1) * hop).

    Within a hop it is a parabola, so that only the hops are summed one after the other.
    """
    now, rise = step[:, :-1].astype(np.float64), np.diff(step.astype(np.float64))
    i = np.arange(hop)
    before = np.cumsum(now * hop + rise * ((hop - 1) / 2), 1)
    before = np.concatenate([np.zeros((len(step), 1)), before[:, :-1]], 1)
    at, place = divmod(ONSET - 1, hop)
    if at < now.shape[1]:
        begun = before[:, at] + now[:, at] * (place + 1) + rise[:, at] * (place * (place + 1) / (2 * hop))
        before -= begun[:, None]
    curve = (i * (i + 1) / (2 * hop)).astype(np.float32)
    phase = now.astype(np.float32)[:, :, None] * (i + 1).astype(np.float32)
    phase += rise.astype(np.float32)[:, :, None] * curve
    phase += np.remainder(before, 2 * math.pi).astype(np.float32)[:, :, None]
    return phase.reshape(len(step), -1)


@lru_cache(maxsize=32)
def _rumble_filter(size: int, rate: int) -> np.ndarray:
    """Response of a causal second-order Butterworth high-pass at 20 Hz on the bins of an FFT of `size`."""
    s = 1j * np.fft.rfftfreq(size, 1 / rate) / LOWEST
    return (s**2 / (s**2 + math.sqrt(2) * s + 1)).astype(np.complex64)


def finish(samples: np.ndarray, rate: int) -> np.ndarray:
    """Nothing below 20 Hz, lead-in cropped under 1 ms, silent tail cut under a 5 ms fade, peak at -1 dBFS: (N,) -> (M,)."""
    size = -(-(len(samples) + 256) // 2048) * 2048
    sound = np.fft.irfft(np.fft.rfft(samples, size) * _rumble_filter(size, rate), size).astype(np.float32, copy=False)
    sound = sound[ONSET - LEAD : len(samples)]
    fade_in = rate // 1000
    sound[:fade_in] *= np.linspace(0, 1, fade_in, dtype=np.float32)
    peak = float(np.abs(sound).max())
    if not math.isfinite(peak):
        raise ModelError("The model made values that are not finite numbers; choose less extreme settings.")
    if peak < 1e-5:
        return sound[: rate // 20]
    loud = np.flatnonzero(np.abs(sound) > QUIET * peak)
    fade_out = rate // 200
    end = min(len(sound), max(int(loud[-1]) + fade_out, rate // 20))
    sound = sound[:end]
    sound[-fade_out:] *= np.linspace(1, 0, fade_out, dtype=np.float32)
    return sound * np.float32(PEAK / peak)
