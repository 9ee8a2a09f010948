"""Pitched sounds from partials and noise: the pitch is exact, nothing repeats at the frame rate, and a seed says every sample."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.models import harmonic
from studio.models.features import ONSET, node_frames
from studio.models.harmonic import BANDS, BURST_BANDS, BURST_FRAMES, HOP, RATE, SLOTS, STATIC, NoteParts, note_sound, partial_ratios
from studio.models.pitch import pitch, to_hz
from studio.training.measuring import line_level

THIN = (12, 24, 48, 96)
FRAMES = 345
NODES = len(node_frames(FRAMES, THIN))


def note(hiss: float = -9.0) -> NoteParts:
    """A saw that neither grows nor fades, with a little noise."""
    level = np.repeat(np.log(0.3 / SLOTS)[None], NODES, 0).astype(np.float32)
    static = np.zeros(STATIC, np.float32)
    static[1 + harmonic.EXACT : 1 + 2 * harmonic.EXACT] = 1.0
    return NoteParts(level, np.full((NODES, BANDS), hiss, np.float32), np.full((BURST_FRAMES, BURST_BANDS), hiss, np.float32), static)


@pytest.mark.parametrize("semitones", [33.0, 48.37, 60.0, 71.013, 87.0])
def test_the_pitch_is_right_to_a_fifth_of_a_cent(semitones: float) -> None:
    sound = note_sound(note(hiss=-14.0), THIN, FRAMES, FRAMES, float(to_hz(semitones)), 1)
    heard, clearness = pitch(sound[2_000:46_000], RATE)
    assert abs(heard - semitones) < 0.002
    assert clearness > 0.95


def test_a_note_is_silent_before_its_onset_and_has_no_more_lines_than_plain_sines_in_noise() -> None:
    hz = RATE / HOP * 1.37
    sound = note_sound(note(hiss=-5.0), THIN, FRAMES, 2 * FRAMES, hz, 1)
    assert np.abs(sound[: ONSET - 64]).max() == 0.0
    t = np.arange(FRAMES * HOP)
    sines = sum(0.3 / k * np.cos(2 * np.pi * hz * k * t / RATE) for k in range(1, 88))
    real = sines + np.random.default_rng(0).standard_normal(len(t)) * np.exp(-5.0)
    assert abs(line_level(sound[FRAMES * HOP :], RATE, HOP) - line_level(real, RATE, HOP)) < 1.0


def test_partials_equal_plain_sines() -> None:
    hz, parts = 311.7, note(hiss=-20.0)
    made = note_sound(parts, THIN, FRAMES, FRAMES, hz, 0)
    t = np.arange(len(made)) - ONSET
    count = len(partial_ratios(parts, hz, RATE))
    start = np.concatenate([parts.phase, harmonic._phases_above(512)[harmonic.EXACT :]])
    amplitude = np.exp(np.log(0.3 / SLOTS) @ harmonic.slot_matrix()[:, :count]) - np.exp(harmonic.FLOOR)
    plain = sum(a * np.cos(2 * np.pi * hz * k * t / RATE + start[k - 1]) for k, a in enumerate(amplitude, 1))
    later = slice(ONSET + 64, None)
    assert np.abs(made[later] - plain[later]).max() < 1e-4 * np.abs(plain).max()


def test_a_note_that_goes_on_past_its_frames_does_not_grow() -> None:
    parts = note()
    rising = replace(parts, level=parts.level + np.linspace(-1, 0, NODES, dtype=np.float32)[:, None])
    falling = replace(parts, level=parts.level - np.linspace(0, 3, NODES, dtype=np.float32)[:, None])
    power = lambda y, at: float(np.mean(y[at * HOP : (at + 40) * HOP] ** 2))  # noqa: E731
    held = note_sound(rising, THIN, FRAMES, 2 * FRAMES, 220.0, 0)
    assert power(held, 600) == pytest.approx(power(held, 400), rel=0.1)
    faded = note_sound(falling, THIN, FRAMES, 2 * FRAMES, 220.0, 0)
    assert power(faded, 600) < 0.5 * power(faded, 400)


def test_the_seed_says_the_noise_and_nothing_else() -> None:
    wandering = note(hiss=-6.0)
    wandering.static[-harmonic.WANDERS :] = 0.8
    first, again, other = (note_sound(wandering, THIN, FRAMES, FRAMES, 220.0, seed) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(pitch(first[2_000:46_000], RATE)[0] - 57.0) < 0.03  # a wandering partial stays around its place


def test_drawn_noise_has_the_level_that_was_asked_for() -> None:
    made = harmonic.bands_noise(np.full((400, BANDS), -3.0, np.float32), 512, 256, np.random.default_rng(0))
    assert np.sqrt(np.mean(made**2)) == pytest.approx(np.exp(-3.0), rel=0.03)
    hops = made.reshape(-1, 256)
    assert np.ptp(np.mean(hops**2, 0)) < 0.6 * np.mean(hops**2)  # as loud in the middle of a hop as at its ends


def test_stretched_and_detuned_partials_keep_the_fundamental() -> None:
    parts = note()
    parts.static[0] = 4e-4
    parts.static[1 : 1 + harmonic.EXACT] = 0.02  # inside the dead zone: none at all
    parts.static[3] = 0.33
    ratios = partial_ratios(parts, 100.0, RATE)
    assert ratios[0] == 1.0
    assert ratios[1] == pytest.approx(2 * np.sqrt((1 + 4e-4 * 4) / (1 + 4e-4)))
    assert ratios[2] == pytest.approx(3.3 * np.sqrt((1 + 4e-4 * 3.3**2) / (1 + 4e-4)), rel=1e-3)
    assert ratios[-1] * 100.0 < harmonic.HIGHEST * RATE
