"""The arithmetic of playing: frames that thin out with time, sines that glide between them, and the search for a given sound."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.models.features import ONSET, between_nodes, node_frames
from studio.models.refine import refine
from studio.models.synthesis import Branch, noise_of, tone_sound, without_rumble

RATE, HOP = 44_100, 256


def test_nodes_are_dense_at_the_onset_and_rare_in_the_tail() -> None:
    nodes = node_frames(345, (16, 48, 96))
    assert nodes[:17].tolist() == list(range(17)) and nodes[17] == 18 and nodes[-1] >= 344
    assert set(np.diff(nodes[nodes >= 96])) == {8}
    assert node_frames(41, ()).tolist() == list(range(41))
    assert node_frames(1, (16,)).tolist() == [0]


@pytest.mark.parametrize("frames", [1, 2, 17, 18, 60, 100, 345])
def test_what_lies_between_two_nodes_is_on_their_straight_line(frames: int) -> None:
    thin = (16, 48, 96)
    nodes = node_frames(frames, thin)
    before, share = between_nodes(frames, thin)
    after = np.minimum(before + 1, len(nodes) - 1)
    place = nodes[before] * (1 - share) + nodes[after] * share
    np.testing.assert_allclose(place, np.arange(frames), atol=1e-4)


def test_an_oscillator_sounds_the_running_sum_of_its_frequency() -> None:
    frames, edges = 60, (30.0, 130.0, 420.0)
    head = np.full((frames, 4), -20.0, np.float32)
    head[:, 0] = 4.0 - np.linspace(0, 3, frames)  # the lower one alone sounds, ever more softly
    head[:, 2] = np.linspace(2, -2, frames)  # and glides down
    heard = tone_sound(head, np.array([0.3, 0.0], np.float32), edges, HOP, RATE)
    samples = (frames - 1) * HOP
    at = np.arange(samples) / HOP
    place = 1 / (1 + np.exp(-head[:, 2].astype(np.float64)))
    frequency = np.interp(at, np.arange(frames), 30 * (130 / 30) ** place)
    level = np.interp(at, np.arange(frames), np.maximum(np.exp(head[:, 0].astype(np.float64) - 4) - 2e-3, 0))
    step = 2 * math.pi * frequency / RATE
    step[:ONSET] = 0
    expected = level * np.cos(np.cumsum(step) + 0.3)
    expected[:ONSET] = 0
    np.testing.assert_allclose(heard, expected, atol=1e-4)


def test_oscillators_that_are_silent_add_nothing() -> None:
    head = np.full((60, 4), -20.0, np.float32)
    assert not tone_sound(head, np.zeros(2, np.float32), (30.0, 130.0, 420.0), HOP, RATE).any()


def branch(head: np.ndarray, frames: int, thin: tuple[int, ...] = (4, 12)) -> Branch:
    return Branch(head, np.zeros(33, np.float32), noise_of(1, frames, 64, 16), 64, 16, thin, integrate=True)


def whole(made: Branch) -> np.ndarray:
    while made.frames < made.limit:
        made.grow()
    return made.samples()


def test_a_branch_is_the_sum_of_its_partials_and_its_noise_between_straight_lines() -> None:
    random, frames, thin = np.random.default_rng(0), 201, (4, 12)
    nodes = len(node_frames(frames, thin))
    head = random.uniform(-5, 2.5, (nodes, 99)).astype(np.float32)
    before, share = between_nodes(frames, thin)
    said = head.astype(np.float64)
    said = said[before] + share[:, None] * (said[np.minimum(before + 1, nodes - 1)] - said[before])
    level, drift, hiss = np.split(said, 3, axis=1)
    k, t = np.arange(33), np.arange(frames)[:, None]
    phase = np.cumsum(np.pi * np.tanh(drift), 0) + 2 * np.pi * k * (t * 16 - ONSET + 32) / 64
    noise = noise_of(1, frames, 64, 16).astype(np.float64)
    spectrum = 16 * np.exp(np.minimum(level, 2) + 1j * phase)
    spectrum += np.sqrt(24) * np.exp(np.minimum(hiss, 2)) * (noise[0] + 1j * noise[1])
    spectrum[:, 0] = 0
    windowed = np.fft.irfft(spectrum, 64) * (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(64) / 64)) / 1.5
    expected = np.zeros((frames + 3) * 16)
    for frame in range(frames):
        expected[frame * 16 : frame * 16 + 64] += windowed[frame]
    found = whole(branch(head, frames))
    np.testing.assert_allclose(found, expected[32 : 32 + len(found)], atol=2e-3 * np.abs(expected).max())


def test_a_branch_that_goes_on_makes_the_bits_it_would_have_made_at_once() -> None:
    head = np.random.default_rng(0).uniform(-9, 0, (len(node_frames(201, (4, 12))), 99)).astype(np.float32)
    made, at_once = branch(head, 201), whole(branch(head, 201))
    made.grow()
    part = made.samples().copy()
    assert 0 < len(part) < len(at_once) and np.array_equal(part[: -3 * 16], at_once[: len(part) - 3 * 16])
    assert np.array_equal(whole(made), at_once)


def test_what_is_silent_for_a_while_comes_back_in_its_phase() -> None:
    head = np.full((len(node_frames(201, (4, 12))), 99), -30.0, np.float32)
    head[:, 33:66] = 0.3
    head[:2, 5] = head[-6:, 5] = -1.0
    always = head.copy()
    always[:, 5] = -1.0
    found, expected = whole(branch(head, 201)), whole(branch(always, 201))
    assert np.abs(found[800:1600]).max() < 1e-9
    np.testing.assert_allclose(found[-160:], expected[-160:], atol=1e-4)


@pytest.mark.parametrize(("hertz", "gain"), [(5.0, 0.0624), (20.0, 0.7071), (80.0, 0.998), (5_000.0, 1.0)])
def test_the_high_pass_is_butterworths_wherever_a_block_begins(hertz: float, gain: float) -> None:
    at = np.arange(4 * RATE)
    for shift in (0, 17):
        sound = np.sin(2 * np.pi * hertz * (at[: len(at) - shift] + shift) / RATE).astype(np.float32)
        heard = without_rumble(sound, RATE)
        assert len(heard) == len(sound) and heard.dtype == np.float32
        assert np.sqrt(2 * np.mean(heard[-2 * RATE :].astype(np.float64) ** 2)) == pytest.approx(gain, rel=0.01)


def test_refining_comes_nearer_and_stays_within_reach() -> None:
    random = np.random.default_rng(0)
    mix = random.standard_normal((200, 5))
    image = lambda u: 100 * np.arctan(mix @ u / 10)  # noqa: E731
    true = np.array([1.0, -2.0, 0.5, 0.0, 3.5])
    found = refine(np.zeros(5), image, image(true), 3.0)
    assert np.abs(found).max() <= 3.0
    assert np.abs(found[:4] - true[:4]).max() < 0.6 and found[4] > 2.5  # a little nearer to the middle, and not beyond reach
    before, after = (float(np.sqrt(np.mean((image(u) - image(true)) ** 2))) for u in (np.zeros(5), found))
    assert after < 0.3 * before
