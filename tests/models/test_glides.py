"""Sounds with a gliding pitch: what is played is what was said, and a tracker finds it again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.models import glides, track
from studio.models.features import ONSET, node_frames
from studio.models.glides import BANDS, BURST_BANDS, BURST_FRAMES, EXACT, HOP, RATE, SLOTS, STATIC, GlideParts, glide_sound

FRAMES, THIN = 201, (32, 96)
NODES = len(node_frames(FRAMES, THIN))


def parts(hertz: np.ndarray, level: float = -2.0, noise: float = -20.0, partials: int = 1) -> GlideParts:
    """A tone along `hertz` (NODES,), its first partials at one level, and white noise."""
    levels = np.full((NODES, len(SLOTS)), -20.0, np.float32)
    levels[:, :partials] = level
    hiss, burst = np.full((NODES, BANDS), noise, np.float32), np.full((BURST_FRAMES, BURST_BANDS), noise, np.float32)
    static = np.zeros(STATIC, np.float32)
    static[EXACT : 2 * EXACT] = 1.0
    return GlideParts(np.log2(hertz / 440).astype(np.float32), levels, hiss, burst, static)


def steady(hertz: float) -> np.ndarray:
    return np.full(NODES, hertz)


def strongest(sound: np.ndarray) -> float:
    """Hz of the strongest line of a sound."""
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 17))
    return float(power.argmax() * RATE / (1 << 17))


@pytest.mark.parametrize("hertz", [55.0, 440.0, 3_333.0, 9_000.0])
def test_a_steady_tone_has_its_pitch_and_level_and_is_silent_before_the_onset(hertz: float) -> None:
    sound = glide_sound(parts(steady(hertz)), THIN, FRAMES, 1)
    body = sound[ONSET + 3_000 : -3_000]
    assert abs(strongest(body) - hertz) < 0.4  # the grid is 0.34 Hz
    assert abs(np.sqrt(2) * np.sqrt(np.mean(body.astype(float) ** 2)) / np.exp(-2.0) - 1) < 0.01
    assert np.abs(sound[: ONSET - 8]).max() < 1e-9


def test_a_glide_is_where_it_was_sent() -> None:
    path = np.geomspace(4_000, 250, NODES)
    sound = glide_sound(parts(path, partials=5), THIN, FRAMES, 1)
    frames = glides.pitch_frames(np.log2(path / 440), FRAMES, THIN)
    found, strength = track.glide(sound, RATE, HOP, FRAMES)
    inside = slice(12, FRAMES - 12)
    assert np.median(np.abs(np.log2(found / 440) - frames)[inside]) < 0.03
    assert strength[inside].min() > 0


def test_what_is_noise_looks_less_like_a_pitch_than_a_tone() -> None:
    noise = glide_sound(parts(steady(300.0), level=-20.0, noise=-3.0), THIN, FRAMES, 1)
    tone = glide_sound(parts(steady(300.0), partials=8), THIN, FRAMES, 1)
    assert np.median(track.glide(tone, RATE, HOP, FRAMES)[1]) > 2 * np.median(track.glide(noise, RATE, HOP, FRAMES)[1])


def test_noise_is_as_loud_as_it_was_said_low_and_high() -> None:
    sound = glide_sound(parts(steady(300.0), level=-20.0, noise=-3.0), THIN, FRAMES, 1)[ONSET + 3_000 :]
    power = np.abs(np.fft.rfft(sound)) ** 2 / len(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    for low, high in ((60, 300), (300, 600), (600, 3_000), (3_000, 15_000)):
        level = 0.5 * np.log(power[(hertz > low) & (hertz < high)].mean())
        assert abs(level - -3.0) < 0.25, (low, high, level)


def test_the_same_seed_gives_the_same_bits_and_another_another_noise() -> None:
    one = parts(steady(300.0), noise=-4.0)
    rough = replace(one, static=np.concatenate([one.static[:-1], [0.05]]).astype(np.float32))
    for some in (one, rough):
        assert np.array_equal(glide_sound(some, THIN, FRAMES, 3), glide_sound(some, THIN, FRAMES, 3))
        assert not np.array_equal(glide_sound(some, THIN, FRAMES, 3), glide_sound(some, THIN, FRAMES, 4))


def test_no_partial_is_folded_back() -> None:
    """At 6 kHz only three partials fit under 20.7 kHz; a fourth would come back at 20.1."""
    sound = glide_sound(parts(steady(6_000.0), partials=8), THIN, FRAMES, 1)[ONSET + 3_000 :]
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    wanted = (np.abs(hertz[:, None] - 6_000 * np.arange(1, 4)) < 60).any(1)
    assert 10 * np.log10(power[~wanted].sum() / power[wanted].sum()) < -55


def test_a_far_step_is_a_leap_and_a_near_one_a_slide() -> None:
    octaves = np.concatenate([np.zeros(NODES // 2), np.full(NODES - NODES // 2, 1.0)])
    frames = glides.pitch_frames(octaves, FRAMES, THIN)
    assert ((frames > 0.02) & (frames < 0.98)).sum() <= 1
    slide = glides.pitch_frames(np.linspace(0, 1, NODES), FRAMES, THIN)
    assert (np.diff(slide) > 0).all()


def test_a_short_sound_ends_early() -> None:
    whole = parts(steady(500.0))
    fading = np.where(np.arange(NODES) < 20, whole.level.T, -20.0).T.astype(np.float32)
    short = glide_sound(replace(whole, level=fading), THIN, FRAMES, 1)
    assert len(short) < 0.3 * len(glide_sound(whole, THIN, FRAMES, 1))


def test_a_transposition_is_to_the_cent_and_takes_the_noise_along() -> None:
    low = parts(steady(300.0), partials=1)
    up = glide_sound(glides.transposed(low, 7 / 12), THIN, FRAMES, 1)[ONSET + 3_000 : -3_000]
    assert abs(strongest(up) - 300 * 2 ** (7 / 12)) < 0.4
    bump = np.full((NODES, BANDS), -20.0, np.float32)
    bump[:, 20] = -2.0
    moved = glides.transposed(replace(low, noise=bump), 1.0).noise[0]
    centres = glides.band_centres(BANDS)
    assert abs(np.log2(centres[moved.argmax()] / centres[20]) - 1) < 0.1
