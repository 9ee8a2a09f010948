"""The arithmetic of playing: frames that thin out with time, sines that glide between them, and the search for a given sound."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.models.features import ONSET, between_nodes, node_frames
from studio.models.refine import refine
from studio.models.synthesis import tone_sound

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
