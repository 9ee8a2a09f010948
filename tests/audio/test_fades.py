"""Gain curves: where they lie, and that their two halves add up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.audio import fades


@pytest.mark.parametrize("frames", [1, 2, 3, 662, 2880])
def test_a_raised_cosine_rises_inside_0_and_1_and_mirrors_itself(frames: int) -> None:
    rise = fades.raised_cosine(frames)
    assert rise.shape == (frames,) and rise.dtype == np.float32
    assert rise[0] > 0 and rise[-1] < 1 and (np.diff(rise) > 0).all()
    assert np.allclose(rise + rise[::-1], 1, atol=1e-6)
    steepest = np.diff(np.concatenate([[0], rise, [1]])).max()
    assert steepest <= (np.pi / 2) / (frames + 1) + 1e-6


@pytest.mark.parametrize("frames", [1, 2, 662])
def test_equal_power_keeps_the_power_and_goes_from_old_to_new(frames: int) -> None:
    old, new = fades.equal_power(frames)
    assert np.allclose(old**2 + new**2, 1, atol=1e-6)
    assert np.allclose(old, new[::-1], atol=1e-6)
    assert (np.diff(new) > 0).all() and (np.diff(old) < 0).all()


def test_levels_and_lengths() -> None:
    assert fades.gain_of(0.0) == 1.0 and fades.gain_of(-math.inf) == 0.0
    assert fades.gain_of(-20.0) == pytest.approx(0.1)
    assert fades.frames_of(0.015, 44_100) == 662 and fades.frames_of(0.0, 44_100) == 1


def test_soft_ends_touch_nothing_but_the_ends() -> None:
    samples = np.ones((4_410, 2), np.float32)
    fades.soft_ends(samples, 44_100)
    assert samples[0].max() < 1e-3 > samples[-1].max() and (samples[221:-221] == 1.0).all()
    assert np.array_equal(samples, samples[::-1]) and (np.diff(samples[:221, 0]) > 0).all()
    short = np.ones((3, 1), np.float32)
    fades.soft_ends(short, 44_100)
    assert np.isfinite(short).all()
    fades.soft_ends(np.zeros((0, 2), np.float32), 44_100)
