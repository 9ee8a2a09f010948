"""Synthesised drum hits for the classes of which few free recordings exist. numpy only, deterministic from a seed.

Each recipe draws its own parameters, so that no two hits are alike, from three bricks: decaying modes (`ring`), coloured
noise (`hiss`) and a gliding oscillator (`sweep`). What comes back is raw: `hits.prepare` aligns and normalises it.
Runs in worker processes while a corpus is built.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

RATE = 44100
BATCH = 10
COUNTS = {
    "kick": 150,
    "snare": 150,
    "rim": 350,
    "clap": 380,
    "tom": 150,
    "closed_hat": 350,
    "open_hat": 380,
    "cymbal": 150,
    "shaker": 380,
}
Sound = NDArray[np.float64]


def plan(seed: int) -> list[tuple[str, int, int]]:
    """The work as (class, first number, seed) in batches of BATCH."""
    return [(label, first, seed) for label, count in COUNTS.items() for first in range(0, count, BATCH)]


def drum(label: str, seed: int) -> Sound:
    """One hit of a class of COUNTS, (frames,) float64 at 44.1 kHz, about 0.15 to 2.2 s. KeyError for another class."""
    make = _MAKERS[label]
    rng = Generator(Philox(key=[seed, sorted(_MAKERS).index(label)]))
    sound = make(rng)
    sound = _tone(rng, sound)
    if rng.random() < 0.45:
        sound = room(rng, sound)
    return sound / np.abs(sound).max()


# --- bricks -----------------------------------------------------------------------------------------------------


def spread(rng: Generator, low: float, high: float) -> float:
    """A number between low and high, evenly over their ratio (for times and frequencies)."""
    return float(low * (high / low) ** rng.random())


def between(rng: Generator, low: float, high: float) -> float:
    """A number evenly between low and high."""
    return float(low + (high - low) * rng.random())


def fall(frames: int, t60: float, attack: float = 0.0) -> Sound:
    """An envelope that rises for `attack` seconds and falls by 60 dB each `t60` seconds."""
    time = np.arange(frames) / RATE
    envelope = 10 ** (-3 * np.maximum(time - attack, 0) / t60)
    if attack > 0:
        envelope *= np.clip(time / attack, 0, 1) ** 1.5
    return envelope


def struck(rng: Generator, frames: int, t60: float, attack: float) -> Sound:
    """The envelope of a struck body: a share of it dies within the first hundredths of a second, the rest rings for `t60`."""
    early = between(rng, 0.0, 0.75)
    return early * fall(frames, spread(rng, 0.03, 0.15), attack) + (1 - early) * fall(frames, t60, attack)


def ring(frames: int, hertz: Sound, amplitude: Sound, t60: Sound, phase: Sound) -> Sound:
    """The sum of exponentially decaying modes (each argument one value a mode); as matrix products of 64 samples."""
    audible = hertz < 0.49 * RATE
    hertz, amplitude, t60, phase = hertz[audible], amplitude[audible], t60[audible], phase[audible]
    rate = (2j * np.pi * hertz - np.log(1000) / t60) / RATE
    blocks = -(-frames // 64)
    coarse = np.exp(np.arange(0, blocks, 32)[:, None] * 64 * rate + 1j * phase) * amplitude
    fine = np.exp(np.arange(32)[:, None] * 64 * rate)
    starts = (coarse[:, None] * fine).reshape(-1, rate.size).astype(np.complex64)[:blocks]  # every block's first sample
    within = np.exp(rate[:, None] * np.arange(64)).astype(np.complex64)
    return np.asarray((starts @ within).imag.ravel()[:frames], dtype=np.float64)


def hiss(rng: Generator, frames: int, low: float, high: float, *, slope: float = 2.0, peaks: int = 0) -> Sound:
    """Gaussian noise between two corner frequencies (12 dB an octave times slope/2), with random broad resonances."""
    size = frames + 512
    spectrum = np.fft.rfft(rng.standard_normal(size))
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0)
    gain = 1 / np.sqrt((1 + (low / hertz) ** (2 * slope)) * (1 + (hertz / high) ** (2 * slope)))
    for _ in range(peaks):
        centre, width = spread(rng, low, min(high, 16000)), between(rng, 0.03, 0.2)
        gain *= 1 + between(rng, -0.7, 3.0) * np.exp(-0.5 * (np.log(hertz / centre) / width) ** 2)
    noise = np.fft.irfft(spectrum * gain, size)[256 : 256 + frames]
    return np.asarray(noise / (noise.std() + 1e-12))


def sweep(frames: int, start: float, end: float, time: float, phase: float = 0.0) -> Sound:
    """A sine that glides exponentially from `start` to `end` hertz with a time constant of `time` seconds."""
    seconds = np.arange(frames) / RATE
    cycles = end * seconds + (start - end) * time * (1 - np.exp(-seconds / time))
    return np.asarray(np.sin(2 * np.pi * cycles + phase))


def drive(sound: Sound, amount: float) -> Sound:
    """Soft saturation; 0 leaves the sound alone, 1 is warm, 5 is crushed."""
    if amount <= 0:
        return sound
    level = sound / (np.abs(sound).max() + 1e-12)
    return np.asarray(np.tanh(level * (0.5 + amount)) / np.tanh(0.5 + amount))


def room(rng: Generator, sound: Sound) -> Sound:
    """Adds a small room: a few early reflections and a tail that grows darker, 8 to 26 dB under the hit."""
    t60 = spread(rng, 0.08, 0.6)
    frames = int(RATE * min(t60, 0.5))
    tail = hiss(rng, frames, 150, 9000) * fall(frames, t60, 0.002) * 0.35
    late = hiss(rng, frames, 120, 2500) * fall(frames, t60 * 1.3, 0.004) * 0.35
    answer = tail + late
    for _ in range(rng.integers(3, 9)):
        answer[int(spread(rng, 0.0015, 0.03) * RATE)] += between(rng, -6, 6)
    size = 1 << int(np.ceil(np.log2(sound.size + frames)))
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size)[: sound.size + frames // 2]
    wet *= np.sqrt((sound**2).sum() / ((wet**2).sum() + 1e-12)) * 10 ** (between(rng, -26, -8) / 20)
    return np.concatenate([sound, np.zeros(wet.size - sound.size)]) + wet


def _tone(rng: Generator, sound: Sound) -> Sound:
    """A gentle tilt of up to 3 dB an octave half and half, and rarely the band limit of an old sampler."""
    pad = 2048  # the filter rings both ways and would wrap round
    size = sound.size + 2 * pad
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 40.0)
    gain = (hertz / 1000) ** (rng.normal(0, 0.18))
    if rng.random() < 0.12:
        gain = gain / np.sqrt(1 + (hertz / spread(rng, 6000, 14000)) ** 12)
    shaped = np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: sound.size]
    fade = min(1024, sound.size // 8)
    shaped[-fade:] *= np.linspace(1, 0, fade)
    return np.asarray(shaped)


def _tick(rng: Generator, frames: int, low: float, high: float, t60: float) -> Sound:
    """A short burst of noise at the very start: stick, beater or contact."""
    return hiss(rng, frames, low, high) * fall(frames, t60, between(rng, 0.0001, 0.0006))


def _scatter(rng: Generator, count: int, centre: float, ratio: float = 1.02) -> Sound:
    """`count` numbers near `centre`, within a ratio either way."""
    return np.asarray(centre * ratio ** rng.uniform(-1, 1, count))


# --- drums with a skin ------------------------------------------------------------------------------------------

_SKIN = np.array([1.0, 1.593, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501])  # an ideal round membrane's modes


def kick(rng: Generator) -> Sound:
    """A sine that falls into place, a beater, and for the acoustic half skin modes and a wooden shell."""
    low = spread(rng, 38, 78)
    t60 = spread(rng, 0.22, 1.9) if rng.random() < 0.5 else spread(rng, 0.2, 0.6)
    frames = int(RATE * min(2.1, t60 * 1.1 + 0.1))
    body = sweep(frames, low * spread(rng, 1.6, 7), low, spread(rng, 0.006, 0.06)) * struck(rng, frames, t60, spread(rng, 0.0004, 0.003))
    if rng.random() < 0.5:
        partials = low * _SKIN[1:6] * _scatter(rng, 5, 1.15, 1.12)
        weights = rng.uniform(0.05, 0.5, 5) / np.arange(1.5, 6.5)
        body += ring(frames, partials, weights, np.full(5, t60 * between(rng, 0.2, 0.5)), rng.uniform(0, 1, 5))
        body += 0.02 * spread(rng, 0.3, 3) * hiss(rng, frames, 90, 700) * fall(frames, t60 * 0.5)
    sound = drive(body, between(rng, -1.0, 2.5))
    click = _tick(rng, frames, spread(rng, 300, 2500), spread(rng, 3000, 14000), spread(rng, 0.006, 0.05))
    sound += click * spread(rng, 0.01, 0.3)
    return sound


def tom(rng: Generator) -> Sound:
    """Skin modes over a body that drops in pitch, stick noise, and now and then an electronic sweep."""
    low = spread(rng, 58, 270)
    t60 = spread(rng, 0.25, 1.6) * (110 / low) ** 0.2
    frames = int(RATE * min(2.1, t60 * 1.1 + 0.05))
    electronic = rng.random() < 0.35
    bend = spread(rng, 1.2, 2.2) if electronic else spread(rng, 1.02, 1.25)
    body = sweep(frames, low * bend, low, spread(rng, 0.015, 0.15)) * struck(rng, frames, t60, spread(rng, 0.0005, 0.003))
    if not electronic:
        partials = low * _SKIN[1:] * _scatter(rng, 7, 1.0, 1.05)
        decays = t60 * np.linspace(0.6, 0.15, 7) * _scatter(rng, 7, 1.0, 1.5)
        body += ring(frames, partials, rng.uniform(0.05, 1.0, 7) / np.arange(1, 8) ** 0.5, decays, rng.uniform(0, 2, 7))
    body += _tick(rng, frames, spread(rng, 150, 700), spread(rng, 2500, 9000), spread(rng, 0.01, 0.12)) * spread(rng, 0.02, 0.45)
    if rng.random() < 0.4:
        body += hiss(rng, frames, 900, 7000) * fall(frames, t60 * 0.4) * spread(rng, 0.003, 0.03)  # snares that rattle along
    return drive(body, between(rng, -1, 1.6))


def snare(rng: Generator) -> Sound:
    """Two or more skin modes with a small drop, and the snare wires as noise of two decays."""
    low = spread(rng, 135, 290)
    tone_t60, wire_t60 = spread(rng, 0.07, 0.45), spread(rng, 0.1, 0.7)
    frames = int(RATE * min(2.1, 1.15 * max(tone_t60, wire_t60) + 0.05))
    body = sweep(frames, low * spread(rng, 1.05, 2.0), low, spread(rng, 0.004, 0.03)) * fall(frames, tone_t60, 0.0006)
    count = int(rng.integers(1, 7))
    partials = low * _SKIN[1 : 1 + count] * _scatter(rng, count, 1.05, 1.08)
    body += ring(frames, partials, rng.uniform(0.1, 0.8, count), tone_t60 * rng.uniform(0.2, 1.0, count), rng.uniform(0, 2, count))
    bright = spread(rng, 5000, 16000)
    wires = hiss(rng, frames, spread(rng, 500, 2500), bright, peaks=3) * fall(frames, wire_t60, spread(rng, 0.0004, 0.004))
    wires += hiss(rng, frames, 1200, bright) * fall(frames, wire_t60 * 0.2) * between(rng, 0, 1.5)
    sound = body * spread(rng, 0.25, 1.2) + wires * spread(rng, 0.12, 0.5)
    sound += _tick(rng, frames, 1000, 12000, spread(rng, 0.004, 0.02)) * spread(rng, 0.05, 0.5)
    return drive(sound, between(rng, -0.8, 2.2))


# --- wood and hands ---------------------------------------------------------------------------------------------


def rim(rng: Generator) -> Sound:
    """A stick on the rim: a handful of quickly damped wooden modes, a click, sometimes a hint of the drum below."""
    low = spread(rng, 320, 1000) if rng.random() < 0.6 else spread(rng, 900, 2100)
    count = int(rng.integers(3, 10))
    partials = low * np.cumprod(np.concatenate([[1.0], rng.uniform(1.15, 1.9, count - 1)]))
    t60 = spread(rng, 0.035, 0.26)
    frames = int(RATE * (0.12 + 2 * t60))
    decays = t60 * (low / partials) ** between(rng, 0.1, 0.7) * _scatter(rng, count, 1.0, 1.8)
    weights = rng.uniform(0.2, 1.0, count) * (low / partials) ** between(rng, -0.6, 0.4)
    sound = ring(frames, partials, weights, decays, rng.uniform(0, 6.28, count) * (rng.random() < 0.5))
    sound += _tick(rng, frames, spread(rng, 500, 3000), spread(rng, 5000, 16000), spread(rng, 0.004, 0.05)) * spread(rng, 0.08, 1.2)
    if rng.random() < 0.5:
        drum_low = spread(rng, 150, 260)
        sound += ring(frames, drum_low * _SKIN[:3], rng.uniform(0.02, 0.35, 3), rng.uniform(0.05, 0.18, 3), np.zeros(3))
    if rng.random() < 0.35:
        sound += hiss(rng, frames, 1000, 9000, peaks=3) * fall(frames, spread(rng, 0.05, 0.25)) * spread(rng, 0.01, 0.16)
    return drive(sound, between(rng, -1, 1.5))


def clap(rng: Generator) -> Sound:
    """Either a drum machine's clap (even bursts, then a tail) or several people's hands, each of its own colour."""
    frames = int(RATE * spread(rng, 0.3, 1.0))
    centre = spread(rng, 750, 2200)
    sound = np.zeros(frames)
    if rng.random() < 0.5:
        gap, bursts = spread(rng, 0.006, 0.014), int(rng.integers(2, 6))
        envelope = np.zeros(frames)
        for burst in range(bursts):
            at = int(RATE * gap * (burst + rng.normal(0, 0.05) * (burst > 0)))
            last = burst == bursts - 1
            piece = fall(frames - at, spread(rng, 0.14, 0.6) if last else gap * between(rng, 1.5, 3.5), 0.0004)
            envelope[at:] = np.maximum(envelope[at:], piece * between(rng, 0.6, 1.0))
        sound = hiss(rng, frames, centre * between(rng, 0.55, 0.9), centre * between(rng, 1.3, 3.0), peaks=2) * envelope
        sound += hiss(rng, frames, centre * 2, 12000) * envelope**1.5 * spread(rng, 0.03, 0.5)
    else:
        width = spread(rng, 0.004, 0.035)
        for hand in range(int(rng.integers(1, 9))):
            at = int(RATE * width * rng.random() * (hand > 0))
            tone = centre * spread(rng, 0.7, 1.5)
            piece = hiss(rng, frames - at, tone * 0.7, tone * spread(rng, 1.4, 4), peaks=3)
            piece *= fall(frames - at, spread(rng, 0.03, 0.14), between(rng, 0.0003, 0.0012))
            sound[at:] += piece * between(rng, 0.35, 1.0)
        sound += hiss(rng, frames, centre, 9000) * fall(frames, spread(rng, 0.08, 0.35), width) * spread(rng, 0.01, 0.15)
    return drive(sound, between(rng, -1, 1.8))


def shaker(rng: Generator) -> Sound:
    """Grains against a shell (shaker, maraca, cabasa) or jingles (tambourine); some swell before they stop."""
    length = spread(rng, 0.07, 0.6)
    frames = int(RATE * (length * 2.2 + 0.1))
    swell = length * between(rng, 0.05, 0.6) if rng.random() < 0.6 else 0.002
    envelope = fall(frames, length, swell)
    low, high = spread(rng, 1800, 6500), spread(rng, 8000, 18000)
    if rng.random() < 0.35:
        return _tambourine(rng, frames, length)
    grains = np.zeros(frames)
    times = (rng.random(int(spread(rng, 60, 1200) * length) + 8) ** between(rng, 1.0, 2.0) * length * 1.6 * RATE).astype(int)
    np.add.at(grains, np.minimum(times, frames - 1), rng.exponential(1.0, times.size))
    grain = fall(int(RATE * 0.02), spread(rng, 0.002, 0.015))
    texture = np.convolve(grains, grain)[:frames]
    texture = texture / (texture.max() + 1e-9) + between(rng, 0.02, 0.5)
    sound = hiss(rng, frames, low, high, slope=between(rng, 1, 3), peaks=3) * texture * envelope
    if rng.random() < 0.4:  # a softer return stroke, before or after
        at = int(RATE * spread(rng, 0.03, 0.12))
        sound[at:] += sound[:-at] * between(rng, 0.1, 0.5)
    return drive(sound, between(rng, -1, 0.8))


def _tambourine(rng: Generator, frames: int, length: float) -> Sound:
    """Several pairs of little plates that strike a few times, over a tap on the frame."""
    sound = np.zeros(frames)
    plates = int(rng.integers(4, 12))
    base = spread(rng, 3500, 7000)
    for _ in range(plates):
        hertz = base * spread(rng, 0.8, 1.9) * np.array([1.0, 1.31, 1.62, 2.1]) * _scatter(rng, 4, 1.0, 1.05)
        for strike in range(int(rng.integers(1, 5))):
            at = int(RATE * length * 0.5 * rng.random() * (strike > 0))
            decay = spread(rng, 0.05, 0.5) * np.array([1, 0.8, 0.6, 0.5])
            sound[at:] += ring(frames - at, hertz, rng.uniform(0.1, 1, 4) * 0.6**strike, decay, rng.uniform(0, 6.28, 4))
    rattle = hiss(rng, frames, base, 16000, peaks=2) * fall(frames, length * 1.2, 0.001)
    sound += rattle * sound.std() * spread(rng, 0.5, 3)
    sound += _tick(rng, frames, 300, 3000, 0.03) * np.abs(sound).max() * spread(rng, 0.02, 0.25)
    return sound


# --- metal ------------------------------------------------------------------------------------------------------


def _plate(rng: Generator, frames: int, low: float, high: float, count: int, t60: float, tilt: float) -> Sound:
    """Many modes of a thin metal plate, evenly dense in frequency, each with its own decay; high ones die sooner."""
    hertz = np.sort(low + (high - low) * rng.random(count) ** between(rng, 0.9, 1.6))
    decays = t60 * (hertz / low) ** -between(rng, 0.1, 0.6) * np.exp(rng.normal(0, 0.45, count))
    weights = rng.exponential(1.0, count) * (hertz / 5000) ** tilt
    return ring(frames, hertz, weights, decays, rng.uniform(0, 6.28, count))


def _squares(rng: Generator, frames: int, low: float) -> Sound:
    """The drum machine's way: six detuned square waves, high-passed; sometimes one modulates another's frequency."""
    ratios = np.array([1.0, 1.483, 1.8, 2.546, 2.63, 3.9]) * _scatter(rng, 6, 1.0, 1.12)
    base = spread(rng, 180, 620)
    cycles = np.arange(frames) / RATE * base
    sound = np.zeros(frames)
    for ratio in ratios:
        wobble = between(rng, 0, 2.5) * np.sin(2 * np.pi * cycles * ratio * 1.41) if rng.random() < 0.4 else 0.0
        sound += np.tanh(4 * np.sin(2 * np.pi * (cycles * ratio + rng.random()) + wobble))
    size = frames + 256
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0)
    gain = 1 / np.sqrt(1 + (low / hertz) ** 6)
    sound = np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[:frames]
    return np.asarray(sound / (sound.std() + 1e-12))


def _hat(rng: Generator, frames: int, t60: float) -> Sound:
    """Metal, noise and a stick in varying shares; the strike itself is brighter and shorter than what rings on."""
    low, high = spread(rng, 2500, 7500), between(rng, 12000, 19000)
    machine = rng.random() < 0.35
    if machine:
        metal = _squares(rng, frames, low) * fall(frames, t60, 0.0004)
    else:
        metal = _plate(rng, frames, spread(rng, 350, low), high, int(rng.integers(90, 420)), t60 * 1.3, between(rng, 0.2, 1.2))
    metal = metal / (np.abs(metal).max() + 1e-12)
    noise = hiss(rng, frames, low, high, slope=between(rng, 1, 3), peaks=3) * fall(frames, t60 * between(rng, 0.6, 1.2), 0.0006)
    sound = metal * spread(rng, 0.3, 1.5) + 0.3 * noise * spread(rng, 0.25, 1.8)
    strike = _tick(rng, frames, spread(rng, 800, 5000), high, spread(rng, 0.01, 0.08))
    return sound + strike * spread(rng, 0.03, 0.45)


def closed_hat(rng: Generator) -> Sound:
    """Short: 50 to 400 ms to silence, some stopped by the foot."""
    t60 = spread(rng, 0.05, 0.42)
    return drive(_hat(rng, int(RATE * (t60 * 1.5 + 0.06)), t60), between(rng, -1, 1.2))


def open_hat(rng: Generator) -> Sound:
    """Long, with a sizzle that flutters as the two plates touch; a third are choked at the end."""
    t60 = spread(rng, 0.35, 2.2)
    frames = int(RATE * min(2.1, t60 * 1.05 + 0.05))
    sound = _hat(rng, frames, t60)
    flutter = hiss(rng, frames, 8, spread(rng, 20, 90), slope=1)
    sizzle = hiss(rng, frames, spread(rng, 3500, 8000), 18000, peaks=2) * fall(frames, t60, spread(rng, 0.002, 0.03))
    sound += sizzle * spread(rng, 0.02, 0.3) * np.clip(1 + 0.35 * flutter, 0.1, 2)
    if rng.random() < 0.3:
        at = int(frames * between(rng, 0.35, 0.85))
        sound[at:] *= fall(frames - at, spread(rng, 0.03, 0.1))
    return drive(sound, between(rng, -1, 1.2))


def cymbal(rng: Generator) -> Sound:
    """Crash (blooms after the strike), ride (a ping over a wash), bell or splash, by the shares of the same parts."""
    kind = rng.choice(["crash", "ride", "bell", "splash"], p=[0.35, 0.35, 0.12, 0.18])
    t60 = spread(rng, 0.5, 1.6) if kind == "splash" else spread(rng, 1.8, 5.0)
    frames = int(RATE * min(2.15, t60 * 1.1))
    wash = _plate(rng, frames, spread(rng, 200, 600), between(rng, 12000, 18000), int(rng.integers(250, 500)), t60, between(rng, -0.2, 0.7))
    wash /= wash.std() + 1e-12
    bloom = spread(rng, 0.003, 0.04) if kind in ("crash", "splash") else spread(rng, 0.0005, 0.004)
    air = hiss(rng, frames, spread(rng, 2500, 6000), 17000, peaks=4) * fall(frames, t60 * between(rng, 0.35, 0.8), bloom)
    low_air = hiss(rng, frames, spread(rng, 250, 900), 5000, peaks=4) * fall(frames, t60 * between(rng, 0.3, 0.7), bloom)
    share = 1.0 if kind in ("crash", "splash") else spread(rng, 0.1, 0.5)
    sound = share * (wash * 0.3 + air * spread(rng, 0.2, 0.8) + low_air * spread(rng, 0.05, 0.4))
    count = int(rng.integers(4, 14))
    top = 3200 if kind == "bell" else 7000
    hertz = np.sort(_scatter(rng, count, np.sqrt(500 * top), np.sqrt(top / 500)))
    ping = ring(frames, hertz, rng.exponential(1.0, count), t60 * rng.uniform(0.15, 0.9, count), rng.uniform(0, 6.28, count))
    ping *= {"bell": 1.6, "ride": 0.7, "crash": 0.12, "splash": 0.15}[str(kind)] * spread(rng, 0.5, 1.6) / (ping.std() * 6 + 1e-12)
    sound += ping + _tick(rng, frames, 1500, 14000, spread(rng, 0.01, 0.06)) * spread(rng, 0.1, 0.8)
    return drive(sound, between(rng, -1, 0.6))


_MAKERS: dict[str, Callable[[Generator], Sound]] = {
    "kick": kick,
    "snare": snare,
    "rim": rim,
    "clap": clap,
    "tom": tom,
    "closed_hat": closed_hat,
    "open_hat": open_hat,
    "cymbal": cymbal,
    "shaker": shaker,
}
