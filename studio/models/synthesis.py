"""The arithmetic that makes sound of what a one-shot network said, in numpy: the twin of studio/models/vae.py. Any thread.

The frames between are filled in, phases are summed, seeded noise is added and one inverse FFT a frame makes the sound. What nobody can
hear is left out: bins that are silent from somewhere on, oscillators that have ended.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from studio.errors import ModelError
from studio.models import features
from studio.models.features import ONSET

LEAD = 64  # samples kept before the onset: 1.5 ms
PEAK = 0.89  # of every render, -1 dBFS: training sounds all have one peak level
SILENT = np.float32(2e-3)  # the twin of vae.SILENT
STRIDE = 64  # frames that are computed together
GROUP = 8  # frames whose phases are summed at once
MOST = np.float32(math.exp(2.0))  # the greatest level
SANE = 40.0  # natural log: what a damaged network wants beyond it would be no number any more
LEAST = math.log(10 ** (-110 / 20))  # a bin whose level is under it is left out
LOWEST = 20.0  # Hz, as in the training sounds
BLOCK = 64  # samples that the filter takes at once
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


Run = tuple[int, int, int, int, int]  # first frame and last (exclusive), first node and last (inclusive), frames from node to node


@lru_cache(maxsize=32)
def _strides(frames: int, thin: tuple[int, ...]) -> tuple[tuple[Run, ...], ...]:
    """The first `frames` frames by runs of nodes that lie equally far apart, and those put together to about STRIDE frames each."""
    nodes = features.node_frames(frames, thin).tolist()
    strides: list[list[Run]] = [[]]
    for node, frame in enumerate(nodes):
        if frame >= frames:
            break
        step = nodes[node + 1] - frame if node + 1 < len(nodes) else 1
        end, runs = min(frame + step, frames), strides[-1]
        after = min(node + 1, len(nodes) - 1)
        if runs and end - runs[0][0] > STRIDE:
            strides.append([(frame, end, node, after, step)])
        elif runs and runs[-1][4] == step:
            runs[-1] = (runs[-1][0], end, runs[-1][2], after, step)
        else:
            runs.append((frame, end, node, after, step))
    return tuple(tuple(runs) for runs in strides)


class Branch:
    """A branch of the network made to sound as far as it is asked for: the twin of Branch.partials and Branch.sound in vae.py.

    Works through a few frames at a time, which stay in the processor's cache, and leaves out the bins above which all is silent. What
    moves on a straight line in the logarithm is multiplied from frame to frame. The samples are the same bits however far it is asked.
    """

    def __init__(
        self, head: np.ndarray, start: np.ndarray, noise: np.ndarray, n_fft: int, hop: int, thin: tuple[int, ...], integrate: bool
    ) -> None:
        """head (nodes, 3 F): log level, drift and log noise; start (F,): phase at the first frame; noise (2, T, F): T frames at most."""
        bins = head.shape[-1] // 3
        level, self._drift, hiss = head[:, :bins], head[:, bins : 2 * bins], head[:, 2 * bins :]
        self._level, self._hiss = np.clip(level, -SANE, SANE), np.clip(hiss, -SANE, SANE)
        self._noise, self._n_fft, self._hop, self._integrate = noise, n_fft, hop, integrate
        self.limit, self.frames = noise.shape[1], 0
        self._strides = iter(_strides(self.limit, thin))
        self._base = _phase(self.limit, n_fft, hop)
        tones, self._hisses = _audible_bins(self._level), _audible_bins(self._hiss)
        self._tones = np.maximum.accumulate(tones[::-1])[::-1]  # the phase of what sounds again later must be known
        self._phase = start  # what was summed up to the frame before, of the bins that still matter
        self._total = np.empty((self.limit + 3, hop), np.float32)  # begun as far as it is asked for
        self._total[:3] = 0

    def grow(self) -> None:
        """Computes a few frames more."""
        runs = next(self._strides)
        first, last = runs[0][0], runs[-1][1]
        frames = self._windowed(runs).reshape(-1, 4, self._hop)
        self._total[first + 3 : last + 3] = 0
        for j in range(4):
            self._total[first + j : last + j] += frames[:, j]
        self.frames = last

    def samples(self) -> np.ndarray:
        """What is there: ((frames - 1) * hop,), a view whose end `grow` changes."""
        return self._total[2 : self.frames + 1].reshape(-1)

    def _windowed(self, runs: tuple[Run, ...]) -> np.ndarray:
        """The frames of these runs, windowed, each centred on its multiple of hop: float32 (frames, n_fft)."""
        first, last, nodes = runs[0][0], runs[-1][1], slice(runs[0][2], runs[-1][3] + 1)
        tones, hisses = int(self._tones[nodes].max()), int(self._hisses[nodes].max())
        spectrum = np.zeros((last - first, self._n_fft // 2 + 1), np.complex64)
        hiss = _loudness(self._hiss[:, :hisses], runs, math.sqrt(0.375 * self._n_fft))
        real, imaginary = hiss * self._noise[0, first:last, :hisses], hiss
        imaginary *= self._noise[1, first:last, :hisses]
        if tones:
            level = _loudness(self._level[:, :tones], runs, self._n_fft / 4)
            phase = self._phases(self._drift[:, :tones], runs)
            phase += self._base[first:last, :tones]
            cosine = np.cos(phase)
            cosine *= level
            level *= np.sin(phase, out=phase)
            real, imaginary = _plus(cosine, real), _plus(level, imaginary)
        spectrum.real[:, 1 : real.shape[1]] = real[:, 1:]  # no DC
        spectrum.imag[:, 1 : real.shape[1]] = imaginary[:, 1:]
        frames = np.fft.irfft(spectrum, self._n_fft).astype(np.float32, copy=False)
        frames *= _window(self._n_fft)
        return frames

    def _phases(self, drift: np.ndarray, runs: tuple[Run, ...]) -> np.ndarray:
        """Drifts of nodes (nodes, bins) -> phases of frames, less those of a click at the onset: float32 (frames, bins)."""
        phase = _spread(drift, runs, np.add)
        np.tanh(phase, out=phase)
        phase *= np.float32(math.pi)
        size, bins = phase.shape
        if not self._integrate:
            phase += self._phase[:bins]
            return phase
        phase[0] += self._phase[:bins]
        for j in range(1, min(GROUP, size)):  # a running sum: within groups first
            now = phase[j::GROUP]
            now += phase[j - 1 :: GROUP][: len(now)]
        for at in range(GROUP, size, GROUP):
            phase[at : at + GROUP] += phase[at - 1]
        self._phase = np.remainder(phase[-1], np.float32(2 * math.pi))
        return phase


def _plus(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The sum of two arrays of which one has more columns; it is written over."""
    if one.shape[1] < other.shape[1]:
        one, other = other, one
    one[:, : other.shape[1]] += other
    return one


def _audible_bins(log_level: np.ndarray) -> np.ndarray:
    """How many of the lowest bins are needed for all that is heard of each node: (nodes, F) -> int64 (nodes,)."""
    heard = log_level[:, ::-1] > LEAST
    return np.where(heard.any(1), heard.shape[1] - heard.argmax(1), 0)


def _spread(said: np.ndarray, runs: tuple[Run, ...], onward: np.ufunc) -> np.ndarray:
    """What was said of nodes (nodes, bins), for every frame of the runs: float32 (frames, bins).

    onward: np.add, for what lies on straight lines; np.multiply, which takes logarithms of what lies on exponential curves.
    """
    begin = runs[0][0]
    found = np.empty((runs[-1][1] - begin, said.shape[1]), np.float32)
    curved = onward is np.multiply
    for first, last, node, after, step in runs:
        frames, own = found[first - begin : last - begin], said[node : after + 1]
        count = -(-(last - first) // step)
        if curved:
            np.exp(own[:count], out=frames[::step])
        else:
            frames[::step] = own[:count]
        if step == 1:
            continue
        rise = own[1:] - own[:-1]
        rise *= np.float32(1 / step)
        if curved:
            np.exp(rise, out=rise)
        for j in range(1, min(step, last - first)):
            here = frames[j::step]
            onward(frames[j - 1 :: step][: len(here)], rise[: len(here)], out=here)
    return found


def _loudness(log_level: np.ndarray, runs: tuple[Run, ...], scale: float) -> np.ndarray:
    """What the network says of levels at nodes (nodes, bins), as factors of frames: float32 (frames, bins)."""
    level = _spread(log_level, runs, np.multiply)
    if log_level.size and log_level[runs[0][2] : runs[-1][3] + 1].max() > 2:
        np.minimum(level, MOST, out=level)
    level *= np.float32(scale)
    return level


@lru_cache(maxsize=8)
def _window(n_fft: int) -> np.ndarray:
    return features.hann(n_fft) / np.float32(1.5)  # squared Hann windows sum to 1.5 at this hop


def tone_sound(head: np.ndarray, start: np.ndarray, edges: Sequence[float], hop: int, rate: int) -> np.ndarray:
    """The gliding oscillators -> samples ((T - 1) * hop,). The twin of Oscillators.tones and .sound in vae.py.

    head (T, 2 K): log level, place within the band; start (K,): phase at the onset; edges: K + 1 frequencies in Hz.
    """
    count = head.shape[1] // 2
    level, place = head.T[:count], head.T[count:]  # (K, T)
    level = np.maximum(np.exp(np.clip(level, -14.0, 4.5) - 4.0) - SILENT, 0)
    sound = np.zeros((len(head) - 1) * hop, np.float32)
    heard = np.flatnonzero(level.max(1))
    if not len(heard):
        return sound
    end = min(len(head), int(np.flatnonzero(level.max(0))[-1]) + 2)  # a frame that is silent, where there is one
    level, place = level[:, :end], place[:, :end]
    low, high = np.array(edges[:-1], np.float32)[heard, None], np.array(edges[1:], np.float32)[heard, None]
    frequency = low * np.exp2(np.log2(high / low) / (1 + np.exp(-place[heard])))
    waves = np.cos(_run(frequency * (2 * math.pi / rate), hop) + start[heard, None])
    now, rise = level[heard, :-1, None], np.diff(level[heard])[:, :, None]
    waves *= (now + rise * (np.arange(hop, dtype=np.float32) / hop)).reshape(len(heard), -1)
    size = waves.shape[1]
    waves[:, ONSET:].sum(0, out=sound[ONSET:size])
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


@lru_cache(maxsize=4)
def _rumble_filter(rate: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, complex]:
    """A second-order Butterworth high-pass at LOWEST for blocks of BLOCK samples, from the bilinear transform.

    Three float32 matrices and a number: what a block's samples make of their own block (BLOCK, BLOCK); what they add to the complex state
    (BLOCK, 2); what the state, its real and imaginary part, adds to the next block (2, BLOCK); the state's factor from block to block.
    """
    w = math.tan(math.pi * LOWEST / rate)
    gain = 1 / (1 + math.sqrt(2) * w + w * w)
    a1, a2 = 2 * (w * w - 1) * gain, (1 - math.sqrt(2) * w + w * w) * gain
    pole = complex(-a1 / 2, math.sqrt(a2 - a1 * a1 / 4))
    # gain (1 - 1/z)^2 / ((1 - p/z)(1 - p*/z)) = c0 + 2 Re(residue / (1 - p/z))
    residue = gain * (1 - 1 / pole) ** 2 / (1 - pole.conjugate() / pole)
    n = np.arange(BLOCK)
    answer = 2 * (residue * pole**n).real
    answer[0] += gain / a2
    lag = n[None, :] - n[:, None]
    own = np.where(lag >= 0, answer[np.maximum(lag, 0)], 0.0)
    leaves, adds = pole ** (BLOCK - 1 - n), 2 * residue * pole ** (n + 1)
    matrices = (own, np.stack([leaves.real, leaves.imag], 1), np.stack([adds.real, -adds.imag]))
    return *(matrix.astype(np.float32) for matrix in matrices), pole**BLOCK  # type: ignore[return-value]


def without_rumble(samples: np.ndarray, rate: int) -> np.ndarray:
    """What is left above LOWEST: (N,) -> float32 (N,)."""
    own, leaves, adds, factor = _rumble_filter(rate)
    # square products are too small for the library to start threads of its own
    blocks = np.zeros((-(-len(samples) // BLOCK**2), BLOCK, BLOCK), np.float32)
    blocks.reshape(-1)[: len(samples)] = samples
    filtered = (blocks @ own).reshape(-1, BLOCK)
    left = (blocks @ leaves).view(np.complex64)[:, :, 0]  # (squares, BLOCK)
    inside, onward = _states(factor)
    state, begun = np.complex64(0), np.empty((len(left), 1), np.complex64)
    for i, ended in enumerate(left @ onward):
        begun[i] = state
        state = ended + factor**BLOCK * state
    states = left @ inside + begun * (factor ** np.arange(BLOCK)).astype(np.complex64)
    filtered += states.view(np.float32).reshape(-1, 2) @ adds
    return filtered.reshape(-1)[: len(samples)]


@lru_cache(maxsize=4)
def _states(factor: complex) -> tuple[np.ndarray, np.ndarray]:
    """Of BLOCK blocks in a row: what each leaves in the state before every later one (BLOCK, BLOCK), and behind the last (BLOCK,)."""
    n = np.arange(BLOCK)
    lag = n[None, :] - 1 - n[:, None]
    inside = np.where(lag >= 0, factor ** np.maximum(lag, 0), 0)
    return inside.astype(np.complex64), (factor ** (BLOCK - 1 - n)).astype(np.complex64)


@lru_cache(maxsize=8)
def _ramp(count: int) -> np.ndarray:
    """From 0 to 1: float32 (count,)."""
    return np.linspace(0, 1, count, dtype=np.float32)


def finish(samples: np.ndarray, rate: int) -> np.ndarray:
    """Nothing below 20 Hz, lead-in cropped under 1 ms, silent tail cut under a 5 ms fade, peak at -1 dBFS: (N,) -> (M,).

    Raises ModelError for samples that are not finite.
    """
    sound = without_rumble(samples, rate)[ONSET - LEAD :]
    sound[: rate // 1000] *= _ramp(rate // 1000)
    peak = float(np.abs(sound).max())
    if not math.isfinite(peak):
        raise ModelError("The model made values that are not finite numbers; choose less extreme settings.")
    if peak < 1e-5:
        return sound[: rate // 20]
    loud = np.flatnonzero(np.abs(sound) > QUIET * peak)
    fade_out = rate // 200
    end = min(len(sound), max(int(loud[-1]) + fade_out, rate // 20))
    sound = sound[:end]
    sound[-fade_out:] *= _ramp(fade_out)[::-1]
    return sound * np.float32(PEAK / peak)
