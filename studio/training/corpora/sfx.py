"""Synthesised game and interface sounds of eight classes, in the manner of arcade machines but at full bandwidth. Deterministic.

Oscillators are band-limited (a correction at each jump, twice the rate), noise is Gaussian, nothing is rounded to few bits: what a model
learns from these is the gesture of such effects without their hiss. Each recipe draws its own parameters from a seed. What comes back
is raw: `hits.prepare` aligns and normalises it. Runs in worker processes while a corpus is built.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from studio.training.corpora.synth import RATE, between, drive, fall, hiss, ring, room, spread

BATCH = 10
CLASSES = ("impact", "zap", "pick-up", "explosion", "alarm", "blip", "creature", "texture")
EACH = 320  # sounds of a class
LONGEST = 1.95  # seconds
Sound = NDArray[np.float64]
_K: Sound = np.arange(1.0, 7.0)  # the first harmonics


def plan(seed: int) -> list[tuple[str, int, int]]:
    """The work as (class, first number, seed) in batches of BATCH."""
    return [(label, first, seed) for label in CLASSES for first in range(0, EACH, BATCH)]


def effect(label: str, seed: int) -> Sound:
    """One effect of a class of CLASSES, (frames,) float64 at 44.1 kHz, 0.03 to 2 s, peak 1. KeyError for another class."""
    make = _MAKERS[label]
    rng = Generator(Philox(key=[seed, 100 + CLASSES.index(label)]))
    sound = _tilt(rng, make(rng))
    if rng.random() < 0.35 and sound.size < 1.7 * RATE:
        sound = room(rng, sound)
    fade = min(256, sound.size // 4)
    sound[-fade:] *= np.linspace(1, 0, fade)
    return sound / np.abs(sound).max()


# --- bricks -----------------------------------------------------------------------------------------------------


def seconds(rng: Generator, low: float, high: float) -> int:
    """A length between `low` and `high` seconds, evenly over their ratio, in samples."""
    return int(RATE * min(spread(rng, low, high), LONGEST))


def glide(frames: int, start: float, end: float, bend: float = 1.0) -> Sound:
    """Hertz from `start` to `end`, even in octaves for bend 1, early for bend under 1: (frames,)."""
    return np.asarray(start * (end / start) ** (np.linspace(0, 1, frames) ** bend))


def vibrato(rng: Generator, frames: int, depth: float, rate: float) -> Sound:
    """Factors around 1, `depth` in octaves, `rate` in hertz: (frames,)."""
    time = np.arange(frames) / RATE
    return np.asarray(2 ** (depth * np.sin(2 * np.pi * (rate * time + rng.random()))))


def stairs(frames: int, ratios: list[float], each: int) -> Sound:
    """Factors that step through `ratios`, `each` samples long, and stay at the last: (frames,)."""
    return np.asarray(np.array(ratios)[np.minimum(np.arange(frames) // max(1, each), len(ratios) - 1)])


def oscillator(hertz: Sound, shape: str, duty: float = 0.5, phase: float = 0.0) -> Sound:
    """A wave that follows `hertz` (frames,): sine, triangle, saw or pulse. Jumps are rounded off over two samples at twice the rate.

    The correction is the two-sample polynomial of Valimaki and Huovilainen 2007; halving the rate takes away what is left above.
    """
    double = np.repeat(np.clip(hertz, 1.0, 0.45 * RATE), 2) / (2 * RATE)
    turns = np.cumsum(double) + phase
    if shape == "sine":
        return np.asarray(np.sin(2 * np.pi * turns)[::2])
    place = turns % 1.0
    if shape == "triangle":
        wave = 1 - 4 * np.abs(place - 0.5)
    elif shape == "saw":
        wave = 2 * place - 1 - _corner(place, double)
    else:
        other = (place + duty) % 1.0
        wave = (2 * place - 1 - _corner(place, double)) - (2 * other - 1 - _corner(other, double))
    return _halve(wave)


def _corner(place: Sound, step: Sound) -> Sound:
    after, before = place / step, (place - 1) / step
    return np.where(place < step, 2 * after - after**2 - 1, np.where(place > 1 - step, before**2 + 2 * before + 1, 0.0))


_HALF = np.sinc(np.arange(-32, 33) / 2) * np.kaiser(65, 8.0) / 2


def _halve(wave: Sound) -> Sound:
    return np.convolve(wave, _HALF, "same")[::2]


def modulated(hertz: Sound, ratio: float, index: Sound) -> Sound:
    """A sine at `hertz` whose phase is moved by another at `ratio` times that, `index` radians far."""
    turns = np.cumsum(hertz) / RATE
    limit = np.clip((0.45 * RATE - hertz) / np.maximum(hertz * ratio, 1.0), 0, None)  # side bands stay under half the rate
    return np.asarray(np.sin(2 * np.pi * turns + np.minimum(index, limit) * np.sin(2 * np.pi * ratio * turns)))


def shape(rng: Generator, frames: int, attack: float, hold: float, punch: float = 0.0) -> Sound:
    """Rises for `attack`, holds for `hold` (louder by `punch` at first), then falls to the end; all shares of the whole: (frames,)."""
    at = np.linspace(0, 1, frames)
    rest = max(1e-3, 1 - attack - hold)
    falling = np.clip((1 - at) / rest, 0, 1) ** spread(rng, 0.8, 3.5)
    held = 1 + punch * np.clip(1 - (at - attack) / max(hold, 1e-3), 0, 1)
    rising = np.clip(at / max(attack, 1e-4), 0, 1)
    return np.asarray(rising * np.where(at < attack + hold, held, falling))


def filtered(sound: Sound, low: Sound | float, high: Sound | float, peak: float = 0.0) -> Sound:
    """Lets pass what lies between two corners that may move with time (frames,), 24 dB an octave, with up to `peak` dB at the upper one."""
    size, hop = 1024, 256
    count = sound.size // hop + 2
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 10.0)[None]
    at = np.minimum(np.arange(count) * hop, sound.size - 1)
    bottom, top = (np.broadcast_to(np.asarray(corner, float), sound.shape)[at][:, None] for corner in (low, high))
    gain = 1 / np.sqrt((1 + (bottom / hertz) ** 8) * (1 + (hertz / top) ** 8))
    gain = gain * (1 + (10 ** (peak / 20) - 1) * np.exp(-0.5 * (np.log(hertz / top) / 0.12) ** 2))
    return _by_frames(sound, gain, size, hop)


def formants(sound: Sound, centres: Sound, widths: Sound, gains: Sound) -> Sound:
    """A voice's resonances: centres (frames, F) in hertz that move, widths (F,) as shares of them, gains (F,)."""
    size, hop = 1024, 256
    count = sound.size // hop + 2
    at = np.minimum(np.arange(count) * hop, sound.size - 1)
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 10.0)[None, None]
    bells = np.exp(-0.5 * (np.log(hertz / centres[at][:, :, None]) / widths[None, :, None]) ** 2)
    return _by_frames(sound, (bells * gains[None, :, None]).sum(1) + 0.003, size, hop)


def _by_frames(sound: Sound, gain: Sound, size: int, hop: int) -> Sound:
    """Each frame's spectrum times its gain (frames, bins), overlapped again."""
    window = np.hanning(size + 1)[:-1]
    padded = np.pad(sound, (size // 2, size + hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][: len(gain)]
    back = np.fft.irfft(np.fft.rfft(frames * window) * gain, size) * window
    out = np.zeros(len(back) * hop + size)
    for i in range(size // hop):
        rows = back[i :: size // hop]
        out[i * hop :][: rows.size] += rows.ravel()
    return np.asarray(out[size // 2 :][: sound.size] / 1.5)


def contour(rng: Generator, frames: int, points: int, low: float, high: float) -> Sound:
    """A smooth random curve through `points` values, even over the ratio of `low` to `high`: (frames,)."""
    knots = np.log([spread(rng, low, high) for _ in range(points)])
    at = np.linspace(0, points - 1, frames)
    before = np.minimum(at.astype(int), points - 2)
    share = (1 - np.cos(np.pi * (at - before))) / 2
    return np.asarray(np.exp(knots[before] * (1 - share) + knots[before + 1] * share))


def _tilt(rng: Generator, sound: Sound) -> Sound:
    """A gentle tilt of the spectrum, mostly within 3 dB an octave, and nothing under 25 Hz."""
    size = sound.size + 4096
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 25.0)
    gain = (hertz / 1000) ** rng.normal(0, 0.2)
    gain[np.fft.rfftfreq(size, 1 / RATE) < 20] = 0
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: sound.size])


def _wave(rng: Generator, hertz: Sound) -> Sound:
    """One of the usual voices along a pitch curve: pulse, saw, triangle, sine, two of them a little apart, or phase-modulated."""
    kind = rng.choice(["pulse", "saw", "triangle", "sine", "pair", "modulated"], p=[0.24, 0.14, 0.16, 0.14, 0.12, 0.2])
    if kind == "pair":
        other = oscillator(hertz * spread(rng, 1.003, 1.02), "saw", phase=rng.random())
        return oscillator(hertz, "saw") + other
    if kind == "modulated":
        index = spread(rng, 0.3, 6.0) * np.linspace(1, between(rng, 0, 1.2), hertz.size)
        return modulated(hertz, float(rng.choice([0.5, 1, 1.41, 2, 2.76, 3, 3.5, 5])), index)
    return oscillator(hertz, str(kind), between(rng, 0.12, 0.5))


# --- things that strike -------------------------------------------------------------------------------------------


def impact(rng: Generator) -> Sound:
    """A thump, metal, wood, glass that breaks, or cloth and flesh: modes, a click and a burst of noise."""
    kind = rng.choice(["thump", "metal", "wood", "glass", "soft"])
    if kind == "glass":
        return _shards(rng)
    frames = seconds(rng, 0.12, 0.7) if kind != "metal" else seconds(rng, 0.3, 1.7)
    sound = np.zeros(frames)
    if kind in ("thump", "soft"):
        low = spread(rng, 45, 160)
        turns = np.cumsum(low + low * between(rng, 1, 4) * fall(frames, spread(rng, 0.05, 0.2))) / RATE
        sound += np.sin(2 * np.pi * turns) * fall(frames, spread(rng, 0.15, 0.6), 0.001)
    if kind in ("metal", "wood"):
        low = spread(rng, 180, 1400) if kind == "metal" else spread(rng, 140, 800)
        count = int(rng.integers(4, 14))
        partials = low * np.cumprod(np.concatenate([[1.0], rng.uniform(1.1, 1.8, count - 1)]))
        t60 = spread(rng, 0.25, 1.6) if kind == "metal" else spread(rng, 0.05, 0.3)
        decays = t60 * (low / partials) ** between(rng, 0.1, 0.6)
        sound += ring(frames, partials, rng.uniform(0.1, 1, count) * (low / partials) ** 0.4, decays, rng.uniform(0, 6.28, count))
    burst = hiss(rng, frames, spread(rng, 60, 900), spread(rng, 1200, 16000), peaks=3)
    sound = sound / (np.abs(sound).max() + 1e-9) + burst * fall(frames, spread(rng, 0.03, 0.3), 0.0008) * spread(rng, 0.04, 0.7)
    if rng.random() < 0.3:  # a second contact: a latch, a bounce
        at = int(frames * between(rng, 0.15, 0.5))
        sound[at:] += sound[: frames - at] * between(rng, 0.2, 0.8)
    return drive(sound, between(rng, -1, 3))


def _shards(rng: Generator) -> Sound:
    """A crack, then many small high rings that come ever more seldom."""
    frames = seconds(rng, 0.35, 1.4)
    sound = hiss(rng, frames, 900, 16000, peaks=2) * fall(frames, spread(rng, 0.06, 0.25), 0.0005) * 0.4
    for _ in range(int(rng.integers(12, 60))):
        at = int(frames * rng.random() ** 2.2 * 0.9)
        length = min(frames - at, int(RATE * 0.2))
        base = spread(rng, 1500, 9000)
        sound[at : at + length] += spread(rng, 0.03, 0.5) * ring(
            length, base * np.array([1, 1.51, 2.32]), rng.uniform(0.2, 1, 3), rng.uniform(0.02, 0.2, 3), rng.uniform(0, 6, 3)
        )
    return sound


def explosion(rng: Generator) -> Sound:
    """Noise under a corner that falls, a low drop, rumble, and often crackle and debris; some burst twice."""
    frames = seconds(rng, 0.35, 1.95)
    top = glide(frames, spread(rng, 1500, 16000), spread(rng, 120, 1200), between(rng, 0.3, 0.9))
    noise = filtered(hiss(rng, frames, 25, 18000, slope=1.0), 20.0, top, between(rng, 0, 6))
    noise /= np.sqrt(np.convolve(noise**2, np.ones(2048) / 2048, "same") + 1e-6)  # as loud while it darkens
    t60 = frames / RATE * between(rng, 0.6, 1.3)
    sound = noise * fall(frames, t60, spread(rng, 0.002, 0.03)) * 0.3
    drop = glide(frames, spread(rng, 90, 260), spread(rng, 25, 55), between(rng, 0.3, 0.8))
    sound += oscillator(drop, "sine") * fall(frames, t60 * between(rng, 0.4, 1.0), 0.004) * between(rng, 0.0, 0.7)
    if rng.random() < 0.5:
        sound *= 1 + between(rng, 0.2, 0.9) * np.sign(np.sin(2 * np.pi * spread(rng, 8, 45) * np.arange(frames) / RATE)) * 0.5
    if rng.random() < 0.5:
        places = (frames * rng.random(int(rng.integers(20, 160))) ** 1.5).astype(int)
        clicks = np.zeros(frames)
        clicks[places] = rng.normal(0, 1, places.size)
        sound += filtered(clicks, spread(rng, 300, 1500), spread(rng, 3000, 14000)) * fall(frames, t60 * 1.2) * between(rng, 0.5, 4)
    if rng.random() < 0.25:
        at = int(RATE * between(rng, 0.06, 0.3))
        sound[at:] += sound[: frames - at] * between(rng, 0.5, 1.0)
    return drive(sound, between(rng, 0, 4))


# --- tones ----------------------------------------------------------------------------------------------------------


def zap(rng: Generator) -> Sound:
    """A voice that falls fast (some rise), now and then struck again and again; lasers, pews, discharges."""
    frames = seconds(rng, 0.07, 0.75)
    start, end = spread(rng, 900, 9000), spread(rng, 60, 900)
    if rng.random() < 0.15:
        start, end = end, start
    hertz = glide(frames, start, end, between(rng, 0.35, 1.2))
    if rng.random() < 0.3:
        hertz = hertz * vibrato(rng, frames, between(rng, 0.02, 0.35), spread(rng, 8, 60))
    if rng.random() < 0.25:  # struck again
        period = max(256, int(frames / rng.integers(2, 7)))
        hertz = hertz[np.arange(frames) % period * (frames // period) % frames]
    sound = _wave(rng, hertz) * shape(rng, frames, 0.004, between(rng, 0.0, 0.5), between(rng, 0, 0.8))
    if rng.random() < 0.45:
        noise = filtered(hiss(rng, frames, 200, 18000), hertz * 0.7, np.minimum(hertz * 2.5, 19000), 6)
        sound += noise * shape(rng, frames, 0.002, 0.1) * spread(rng, 0.05, 0.9)
    if rng.random() < 0.4:
        sound = filtered(sound, spread(rng, 20, 300), glide(frames, spread(rng, 6000, 18000), spread(rng, 800, 9000)), between(rng, 0, 9))
    return drive(sound, between(rng, -1, 3))


_LADDERS = (
    [0, 12], [0, 7], [0, 5], [0, 4, 7], [0, 4, 7, 12], [0, 7, 12], [0, 3, 7, 10], [0, 2, 4, 7, 9], [0, 12, 24], [5, 0, 12], [0, 0, 7]
)  # fmt: skip


def pick_up(rng: Generator) -> Sound:
    """Two or more rising notes of a bright voice: coins, gems, power-ups, extra lives."""
    steps = _LADDERS[int(rng.integers(len(_LADDERS)))]
    each = seconds(rng, 0.035, 0.16)
    frames = min(int(LONGEST * RATE), each * len(steps) + seconds(rng, 0.08, 0.7))
    base = spread(rng, 260, 1600)
    hertz = base * stairs(frames, [2 ** (step / 12) for step in steps], each)
    if rng.random() < 0.2:
        hertz = hertz * glide(frames, 1.0, spread(rng, 1.0, 2.0))
    if rng.random() < 0.3:
        hertz = hertz * vibrato(rng, frames, between(rng, 0.003, 0.05), spread(rng, 5, 14))
    if rng.random() < 0.35:  # bells: every note rings on
        sound = np.zeros(frames)
        for i, step in enumerate(steps):
            at = i * each
            note = base * 2 ** (step / 12) * np.array([1, 2, 2.76, 4.07, 5.4])
            weights = rng.uniform(0.1, 1, 5) / np.arange(1, 6)
            sound[at:] += ring(frames - at, note, weights, spread(rng, 0.15, 1.2) * _K[:5] ** -0.6, np.zeros(5))
        return sound
    envelope = shape(rng, frames, 0.004, each * len(steps) / frames * between(rng, 0.6, 1.0), between(rng, 0, 0.4))
    if rng.random() < 0.5:  # each note is struck
        since = np.where(np.arange(frames) < each * len(steps), np.arange(frames) % each, np.arange(frames) - each * (len(steps) - 1))
        envelope = envelope * 10 ** (-3 * since / RATE / spread(rng, 0.15, 0.9))
    return drive(_wave(rng, hertz) * envelope, between(rng, -1, 1))


def alarm(rng: Generator) -> Sound:
    """Two tones in turn, a siren that rises and falls, beeps, or a horn; it goes on to its end."""
    frames = seconds(rng, 0.7, 1.95)
    time = np.arange(frames) / RATE
    base, rate = spread(rng, 250, 1900), spread(rng, 1.2, 12)
    kind = rng.choice(["two", "siren", "beeps", "horn", "rise"])
    turn = (time * rate) % 1.0
    envelope = np.ones(frames)
    if kind == "two":
        hertz = base * np.where(turn < 0.5, 1.0, spread(rng, 1.1, 2.0))
    elif kind == "siren":
        hertz = base * 2 ** (between(rng, 0.2, 1.2) * (1 - np.cos(2 * np.pi * turn)) / 2)
    elif kind == "rise":
        hertz = base * 2 ** (between(rng, 0.3, 1.5) * turn)
    else:
        hertz = np.full(frames, base if kind == "beeps" else spread(rng, 90, 420))
    if kind == "beeps" or rng.random() < 0.2:
        soft = between(rng, 0.02, 0.1)
        envelope *= np.clip(np.minimum(turn, between(rng, 0.35, 0.7) - turn) / soft, 0, 1)
    sound = _wave(rng, hertz) * envelope
    if kind == "horn":
        sound += _wave(rng, hertz * float(rng.choice([0.5, 1.005, 1.25, 1.498])))
    sound *= shape(rng, frames, spread(rng, 0.003, 0.05), between(rng, 0.75, 0.93))
    if rng.random() < 0.5:
        sound = filtered(sound, spread(rng, 20, 400), spread(rng, 2500, 18000), between(rng, 0, 8))
    return drive(sound, between(rng, -1, 2))


def blip(rng: Generator) -> Sound:
    """One short tone or click of a menu, a key or a message."""
    frames = seconds(rng, 0.03, 0.24)
    kind = rng.choice(["tone", "drop", "click", "pluck"], p=[0.4, 0.2, 0.2, 0.2])
    if kind == "click":
        low = spread(rng, 300, 4500)
        count = int(rng.integers(1, 5))
        sound = ring(frames, np.asarray(low * np.cumprod(rng.uniform(1, 1.9, count))), rng.uniform(0.3, 1, count),
                     rng.uniform(0.008, 0.06, count), rng.uniform(0, 6, count))  # fmt: skip
        noise = hiss(rng, frames, low * 0.5, min(low * 5, 18000)) * fall(frames, spread(rng, 0.005, 0.04), 0.0003)
        return sound + noise * between(rng, 0, 0.7)
    if kind == "pluck":
        base = spread(rng, 200, 2500)
        return ring(frames, base * _K, rng.uniform(0, 1, 6) * _K**-1.3, spread(rng, 0.04, 0.3) * _K**-0.5, np.zeros(6))
    base = spread(rng, 180, 3800)
    if kind == "drop":  # water
        hertz = glide(frames, base * 0.5, base * spread(rng, 1.0, 2.5), between(rng, 0.6, 2))
        return oscillator(hertz, "sine") * fall(frames, spread(rng, 0.04, 0.2), 0.002)
    hertz = glide(frames, base, base * spread(rng, 0.6, 1.7))
    return _wave(rng, hertz) * shape(rng, frames, spread(rng, 0.005, 0.1), between(rng, 0.1, 0.8), between(rng, 0, 0.5))


# --- voices and surroundings --------------------------------------------------------------------------------------


def creature(rng: Generator) -> Sound:
    """A throat: a rough buzz with breath along a pitch contour, through resonances that move. Growls, squeaks, roars, chirps."""
    frames = seconds(rng, 0.18, 1.8)
    size = spread(rng, 0.45, 2.2)  # of the throat: large beasts are low
    pitch = contour(rng, frames, int(rng.integers(2, 6)), 55 / size, 420 / size)
    rough = vibrato(rng, frames, between(rng, 0.0, 0.3), spread(rng, 18, 90)) if rng.random() < 0.6 else np.ones(frames)
    wander = np.cumsum(rng.normal(0, 1, frames // 441 + 2))
    wander = (wander - wander.mean()) / max(1.0, float(wander.std()))
    jitter = 2 ** (0.04 * np.interp(np.arange(frames), np.arange(wander.size) * 441, wander))
    buzz = oscillator(pitch * rough * jitter, "saw")
    breath = hiss(rng, frames, 200, 14000)
    source = buzz + breath * spread(rng, 0.03, 1.2) * (0.6 + 0.4 * np.abs(oscillator(pitch, "sine")))
    points = int(rng.integers(2, 5))
    ranges = ((280, 950), (750, 2300), (2000, 3400), (3300, 4800))
    centres = np.stack([contour(rng, frames, points, low, high) / size**0.6 for low, high in ranges], 1)
    sound = formants(source, centres, rng.uniform(0.07, 0.22, 4), np.array([1, 0.7, 0.4, 0.25]) * rng.uniform(0.5, 1.2, 4))
    sound += filtered(source, 20.0, 19000.0) * spread(rng, 0.004, 0.06)
    parts = int(rng.choice([1, 1, 1, 2, 3]))
    place = np.linspace(0, parts, frames) % 1.0
    envelope = np.clip(np.minimum(place / between(rng, 0.03, 0.25), (1 - place) / between(rng, 0.15, 0.6)), 0, 1) ** between(rng, 0.7, 1.6)
    return drive(sound * envelope, between(rng, -1, 4))


def texture(rng: Generator) -> Sound:
    """Something that goes on: grains, wind, a machine, bubbles, fire, a force field."""
    frames = seconds(rng, 0.8, 1.95)
    kind = rng.choice(["grains", "wind", "machine", "bubbles", "fire", "field"])
    sound = np.zeros(frames)
    if kind in ("grains", "bubbles"):
        for _ in range(int(rng.integers(25, 140))):
            length = seconds(rng, 0.012, 0.12)
            at = int(rng.integers(0, max(1, frames - length)))
            base = spread(rng, 250, 2500) if kind == "bubbles" else spread(rng, 200, 7000)
            grain = oscillator(glide(length, base, base * spread(rng, 0.6, 2.2)), "sine" if kind == "bubbles" else "triangle")
            sound[at : at + length] += grain[: frames - at] * np.hanning(length)[: frames - at] * spread(rng, 0.1, 1)
    elif kind in ("wind", "field"):
        centre = contour(rng, frames, int(rng.integers(2, 6)), 250, 5000)
        sound = filtered(hiss(rng, frames, 40, 18000, slope=1.0), centre * 0.6, centre * spread(rng, 1.1, 4), between(rng, 0, 14))
        if kind == "field":
            sound = sound / np.abs(sound).max() + _wave(rng, contour(rng, frames, 3, 60, 500)) * spread(rng, 0.1, 0.8)
    elif kind == "machine":
        rate = spread(rng, 6, 45)
        beat = np.abs(oscillator(np.full(frames, rate), "saw")) ** spread(rng, 0.5, 4)
        sound = _wave(rng, contour(rng, frames, 3, 45, 260)) + hiss(rng, frames, 100, 9000, peaks=3) * spread(rng, 0.1, 0.8)
        sound *= 0.2 + beat
    else:
        places = rng.integers(0, frames, int(rng.integers(60, 500)))
        sound[places] = rng.normal(0, 1, places.size) * spread(rng, 1, 6)
        sound = filtered(sound, spread(rng, 150, 1500), spread(rng, 4000, 17000))
        sound = sound / (np.abs(sound).max() + 1e-9) + hiss(rng, frames, 40, 900) * between(rng, 0.02, 0.25)
    swell = contour(rng, frames, int(rng.integers(2, 6)), 0.35, 1.0)
    return sound * swell * shape(rng, frames, spread(rng, 0.01, 0.12), between(rng, 0.5, 0.8))


_MAKERS: dict[str, Callable[[Generator], Sound]] = {
    "impact": impact, "zap": zap, "pick-up": pick_up, "explosion": explosion,
    "alarm": alarm, "blip": blip, "creature": creature, "texture": texture,
}  # fmt: skip
