"""Frames of partials and noise become samples that run on: the last stage of a stream, numpy, with all its state in arrays. Any thread.

A frame's partials make one cycle of a wave by an inverse FFT, and that cycle is read along a phase which is integrated over the pitch:
pitch glides without steps, a held frame repeats nothing at the frame rate but its own partials. Partials are multiples of half the pitch,
so that one table holds a note (even ones) and a power chord on it (odd ones too). Each partial strays a little, as strings and
ensembles do: a slowly turning complex factor drawn from the seed. Their phases are fixed: phases measured frame by frame turn with
whatever the pitch is measured wrong by, and played they put partials out of tune by half a semitone. Noise is an inverse STFT of
seeded noise, shaped in bands, overlap-added.
Levels are natural logarithms of amplitudes; 1.0 is full scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from studio.models.harmonic import FLOOR, band_matrix
from studio.models.stream_ear import HOP, RATE

TABLE = 2048  # samples of a cycle
PARTIALS = 256  # multiples of half the pitch: eight samples of the table to the highest one
HIGHEST = 0.47  # of the rate: no partial lies above
# multiples of the pitch with a level of their own; partials between those share theirs
WHOLE = np.concatenate([np.arange(1, 21), np.round(20 * 2.0 ** (np.arange(1, 17) / 6))]).astype(np.float64)
HALF = np.concatenate([np.arange(1, 21, 2) / 2, np.round(9.5 * 2.0 ** (np.arange(1, 16) / 4)) + 0.5])  # between the multiples
BANDS = 40  # of noise
NOISE_FFT = 512
LEVELS = len(WHOLE) + len(HALF) + BANDS
STRAYS = 6  # groups of partials, an octave wide, that share how much they stray
HEADS = LEVELS + STRAYS  # what the network says of a frame: levels of whole multiples, of half ones, of noise; straying
MOST_STRAY = 0.75  # of a partial's amplitude
WAVER_HZ = 2.0  # how fast the pitch of a held note wavers
PIECE = 64  # frames at a time: the tables of more would not stay in the cache


@lru_cache(maxsize=1)
def slot_matrix() -> np.ndarray:
    """Takes the levels of WHOLE and HALF to every partial, on straight lines over log number: (slots, PARTIALS) float32."""
    matrix = np.zeros((len(WHOLE) + len(HALF), PARTIALS), np.float32)
    for slots, first, row in ((WHOLE, 2, 0), (HALF, 1, len(WHOLE))):
        number = np.arange(first, PARTIALS + 1, 2)
        place = np.interp(np.log(number / 2), np.log(slots), np.arange(len(slots)))
        before = np.minimum(place.astype(int), len(slots) - 2)
        matrix[row + before, number - 1] += 1 - (place - before)
        matrix[row + before + 1, number - 1] += place - before
    return matrix


@lru_cache(maxsize=1)
def stray_matrix() -> np.ndarray:
    """Takes the groups' straying to every partial, over log number: (STRAYS, PARTIALS) float32."""
    place = np.clip(np.log2(np.arange(1, PARTIALS + 1) / 2), 0, STRAYS - 1)
    return np.maximum(0, 1 - np.abs(place - np.arange(STRAYS)[:, None])).astype(np.float32)


@lru_cache(maxsize=1)
def _phases() -> np.ndarray:
    """Of the partials, spread by the golden ratio so that no peaks pile up: complex (PARTIALS,)."""
    k = np.arange(PARTIALS)
    return np.exp(2j * math.pi * np.remainder(0.5 * k * k * 0.3819660112501051, 1.0)).astype(np.complex64)


@lru_cache(maxsize=1)
def _numbers() -> np.ndarray:
    return 0.5 * np.arange(1, PARTIALS + 1)  # of the partials, in pitches


@lru_cache(maxsize=1)
def _fade() -> np.ndarray:
    """The share of the later frame between two of them: (HOP,)."""
    return (0.5 - 0.5 * np.cos(math.pi * np.arange(HOP) / HOP)).astype(np.float32)


@lru_cache(maxsize=1)
def _squares() -> np.ndarray:
    """How far a pitch that rises by 1 a frame has come after each sample: (HOP,) float64."""
    m = np.arange(HOP)
    return m * m / (2 * HOP)


@lru_cache(maxsize=1)
def _noise_window() -> np.ndarray:
    return np.sin(np.arange(NOISE_FFT) * (math.pi / NOISE_FFT)).astype(np.float32)  # squares sum to one: the power is steady


def partials(heads: np.ndarray, hz: np.ndarray) -> np.ndarray:
    """Complex levels of all partials from what the network says (T, HEADS) and pitches hz (T,): (T, PARTIALS) complex64."""
    slots = len(WHOLE) + len(HALF)
    amplitude = np.exp(np.maximum(heads[:, :slots] @ slot_matrix(), FLOOR)) - np.float32(math.exp(FLOOR))
    amplitude *= np.arange(1, PARTIALS + 1) * (0.5 * hz[:, None]) < HIGHEST * RATE
    return np.asarray(amplitude * _phases())


def tables(levels: np.ndarray) -> np.ndarray:
    """One cycle of half the pitch for complex levels (T, PARTIALS), with what lies beside its ends: (T, TABLE + 3) float32."""
    spectrum = np.zeros((len(levels), TABLE // 2 + 1), np.complex64)
    np.multiply(levels, np.float32(TABLE / 2), out=spectrum[:, 1 : PARTIALS + 1])
    made = np.empty((len(levels), TABLE + 3), np.float32)
    np.fft.irfft(spectrum, TABLE, out=made[:, 1:-2])  # type: ignore[arg-type]  # float32 is what it gives, and numpy's types say double
    made[:, 0], made[:, -2:] = made[:, TABLE], made[:, 1:3]
    return made


def phases(start: float, hz: np.ndarray) -> np.ndarray:
    """Cycles of half the pitch at frames: hz (T + 1,), the first one at `start` -> (T + 1,) float64, within 0..1."""
    steps = hz.astype(np.float64) * (0.5 / RATE)
    run = np.concatenate([[0.0], np.cumsum(HOP * 0.5 * (steps[1:] + steps[:-1]))])
    return np.remainder(start + run, 1.0)


def read(cycles: np.ndarray, at: np.ndarray, hz: np.ndarray) -> np.ndarray:
    """Samples between frames from their tables (T + 1, TABLE + 3), phases and pitches (T + 1,): (T * HOP,) float32.

    The phase is a parabola between two frames, the tables are crossed over by half a cosine, the reading is cubic (Catmull and Rom).
    """
    steps = hz.astype(np.float64) * (0.5 / RATE)
    place = (at[:-1, None] + steps[:-1, None] * np.arange(HOP) + (steps[1:] - steps[:-1])[:, None] * _squares()) * TABLE
    first = place.astype(np.int64)
    f = (place - first).astype(np.float32)
    first &= TABLE - 1
    first += (np.arange(len(cycles) - 1) * cycles.shape[1])[:, None]
    flat = cycles.reshape(-1)

    def point(number: int) -> np.ndarray:
        early, late = flat.take(first + number), flat.take(first + (number + cycles.shape[1]))
        late -= early
        late *= _fade()
        late += early
        return late

    a, b, c, d = (point(number) for number in range(4))
    # b + f/2 (c - a + f (2a - 5b + 4c - d + f (3b - 3c + d - a))) by differences, in place: new arrays would cost as much as the sums
    before, here, made = b - a, c - b, d - c
    bend = here - before
    made -= here
    made -= bend
    made *= f - 1
    made += bend
    made *= f
    made += before
    made += here
    made *= f
    made *= np.float32(0.5)
    made += b
    return made.reshape(-1)


def noise_frames(levels: np.ndarray, white: np.ndarray) -> np.ndarray:
    """Windowed frames of noise whose bands have these log levels (T, BANDS): (T, NOISE_FFT).

    white (T, NOISE_FFT + 2): random numbers of deviation 1.
    """
    bins = NOISE_FFT // 2 + 1
    gain = np.exp(np.maximum(levels @ band_matrix(NOISE_FFT, BANDS), FLOOR)) - np.float32(math.exp(FLOOR))
    gain *= np.float32(math.sqrt(NOISE_FFT / 2))
    gain[:, 1] *= np.float32(0.5)  # it reaches down to nothing, where no instrument has noise
    spectrum = np.empty((len(levels), bins), np.complex64)
    np.multiply(gain, white[:, :bins], out=spectrum.real)
    np.multiply(gain, white[:, bins:], out=spectrum.imag)
    spectrum[:, 0] = 0
    return np.asarray(np.fft.irfft(spectrum, NOISE_FFT).astype(np.float32, copy=False) * _noise_window())


def strayed(levels: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Partials (T, PARTIALS) times how they stray, all complex64. A frame stays as loud as it was: only what it is made of moves."""
    made = levels * factors
    before, after = ((part.real**2 + part.imag**2).sum(1) + np.float32(1e-12) for part in (levels, made))
    made *= np.sqrt(before / after)[:, None]
    return np.asarray(made)


@dataclass(frozen=True)
class Life:
    """What moves while all is held. A partial strays by stray_cents, by stray_hz at least; the pitch wavers by waver_cents."""

    alive: float = 1.0  # times the straying that frames say
    stray_hz: float = 1.0
    stray_cents: float = 6.0
    waver_cents: float = 2.0


@dataclass
class SoundState:
    """Where a sound is: everything that the next sample depends on."""

    frame: np.ndarray  # (PARTIALS,) complex64 of the last frame
    hz: float
    cycle: float  # phase of half the pitch at the last frame, 0..1
    tail: np.ndarray  # (HOP,) noise that is still to come
    stray: np.ndarray  # (2, PARTIALS) complex64, of two low-passes one after the other
    waver: float  # of deviation 1
    random: np.random.Generator

    @staticmethod
    def begin(seed: int) -> SoundState:
        """Silence; hz 0 until a first frame has come."""
        random = np.random.Generator(np.random.Philox(seed))
        quiet = np.zeros(PARTIALS, np.complex64)
        return SoundState(quiet, 0.0, 0.0, np.zeros(HOP, np.float32), np.zeros((2, PARTIALS), np.complex64), 0.0, random)

    def copy(self) -> SoundState:
        random = np.random.Generator(np.random.Philox())
        random.bit_generator.state = self.random.bit_generator.state
        return SoundState(self.frame.copy(), self.hz, self.cycle, self.tail.copy(), self.stray.copy(), self.waver, random)

    def sound(self, heads: np.ndarray, hz: np.ndarray, life: Life) -> np.ndarray:
        """The samples from the last frame to the last of these: heads (T, HEADS), hz (T,) -> (T * HOP,) float32; the state goes on."""
        return np.concatenate([self._piece(heads[i : i + PIECE], hz[i : i + PIECE], life) for i in range(0, len(heads), PIECE)])

    def _piece(self, heads: np.ndarray, hz: np.ndarray, life: Life) -> np.ndarray:
        count = len(heads)
        # even numbers of deviation 1: what is heard are sums of many, and normal ones take four times as long
        white = self.random.random((count, 2 * PARTIALS + NOISE_FFT + 3), dtype=np.float32)
        white -= np.float32(0.5)
        white *= np.float32(math.sqrt(12))
        hz = hz * 2.0 ** (life.waver_cents / 1200 * self._wavers(white[:, -1]))
        if self.hz <= 0:
            self.hz = float(hz[0])
        levels = partials(heads, hz)
        share = (life.alive * heads[:, -STRAYS:] @ stray_matrix()).clip(0, MOST_STRAY)
        levels = strayed(levels, np.sqrt(1 - share * share) + share * self._strays(white[:, : 2 * PARTIALS], hz, life))
        levels = np.concatenate([self.frame[None], levels])
        along = np.concatenate([[self.hz], hz.astype(np.float64)])
        at = phases(self.cycle, along)
        made = read(tables(levels), at, along)
        hiss = noise_frames(heads[:, len(WHOLE) + len(HALF) : LEVELS], white[:, 2 * PARTIALS : -1])
        hiss[1:, :HOP] += hiss[:-1, HOP:]
        hiss[0, :HOP] += self.tail
        self.tail = hiss[-1, HOP:].copy()
        self.frame, self.hz, self.cycle = levels[-1].copy(), float(along[-1]), float(at[-1])
        return made + hiss[:, :HOP].reshape(-1)

    def _strays(self, white: np.ndarray, hz: np.ndarray, life: Life) -> np.ndarray:
        """Slowly turning complex numbers of mean power 1, one a partial: (T, PARTIALS) complex64."""
        width = np.maximum(np.float32(life.stray_hz), np.outer(hz, _numbers() * (2 ** (life.stray_cents / 1200) - 1)).astype(np.float32))
        keep = np.exp(np.maximum(width * np.float32(-2 * math.pi * HOP / RATE), np.float32(-1.5)))
        square = keep * keep
        # two equal low-passes of white noise: the power behind the second one
        fresh = (white[:, :PARTIALS] + 1j * white[:, PARTIALS:]) * np.sqrt(0.5 * (1 - square) ** 3 / (1 + square))
        made, (first, second) = np.empty((len(white), PARTIALS), np.complex64), self.stray
        for t in range(len(white)):
            first = keep[t] * first
            first += fresh[t]
            second = np.multiply(keep[t], second, out=made[t])
            second += first
        self.stray = np.stack([first, second]).astype(np.complex64)
        return made

    def _wavers(self, white: np.ndarray) -> np.ndarray:
        """A slowly moving number of deviation 1: (T,) float64."""
        keep = math.exp(-2 * math.pi * WAVER_HZ * HOP / RATE)
        fresh = math.sqrt(1 - keep * keep) * white.astype(np.float64)
        made, now = np.empty(len(white)), self.waver
        for t in range(len(white)):
            now = keep * now + fresh[t]
            made[t] = now
        self.waver = float(now)
        return made
