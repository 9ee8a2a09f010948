"""The pyramid against plain minima and maxima."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.audio.peaks import BASE, STEP, Peaks
from studio.clip import Clip
from tests.audio.sounds import RATE, noise

LONG = noise(2, 300_000, seed=1)
PEAKS = Peaks.of(LONG)


def brute(samples: np.ndarray, start: float, end: float, width: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """As the docstring says it, one pixel at a time; size: the bin to whose multiples a pixel's ends are widened."""
    frames = samples.shape[1]
    low, high = np.zeros((2, samples.shape[0], width), np.float32)
    for i in range(width):
        first = int(np.floor(start + (end - start) * (i / width)))
        last = max(int(np.ceil(start + (end - start) * ((i + 1) / width))), first + 1)
        if last <= 0 or first >= frames:
            continue
        part = samples[:, max(first, 0) // size * size : -(-min(last, frames) // size) * size]
        low[:, i], high[:, i] = part.min(axis=1), part.max(axis=1)
    return low, high


@settings(max_examples=150, deadline=None)
@given(st.floats(-1000, 300_500), st.floats(0.001, 300_000), st.integers(1, 300))
def test_close_up_it_is_exact(start: float, length: float, width: int) -> None:
    end = min(start + length, start + (4 * BASE - 1) * width)
    low, high, _ = PEAKS.columns(start, end, width)
    expected = brute(LONG.samples, start, end, width, 1)
    assert np.array_equal(low, expected[0]) and np.array_equal(high, expected[1])


@settings(max_examples=60, deadline=None)
@given(st.floats(-100_000, 200_000), st.floats(1024, 400_000), st.integers(1, 60))
def test_far_out_whole_bins_are_taken(start: float, span: float, width: int) -> None:
    end = start + max(span, 4.0 * BASE * width)
    per_pixel = (end - start) / width
    size = max(s for s in (1, *(BASE * 4**i for i in range(len(PEAKS.levels)))) if s == 1 or 4 * s <= per_pixel)
    low, high, _ = PEAKS.columns(start, end, width)
    expected = brute(LONG.samples, start, end, width, size)
    assert np.array_equal(low, expected[0]) and np.array_equal(high, expected[1])
    exact = brute(LONG.samples, start, end, width, 1)
    assert (low <= exact[0]).all() and (high >= exact[1]).all()  # no peak is ever lost


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(1, 2), st.integers(1, 50))
@example(2137, 2, 2)
def test_any_length(frames: int, channels: int, width: int) -> None:
    clip = noise(channels, frames)
    low, high, rms = Peaks.of(clip).columns(0, max(frames, 1), width)
    assert low.shape == high.shape == (channels, width)
    size, bins = 1, BASE
    while STEP * bins * width <= frames:  # the coarsest bins that are at most a quarter of a pixel
        size, bins = bins, STEP * bins
    expected = brute(clip.samples, 0, max(frames, 1), width, size)
    assert np.array_equal(low, expected[0]) and np.array_equal(high, expected[1])
    assert (rms <= np.maximum(np.abs(low), np.abs(high)) * 1.0001).all()


def test_edges() -> None:
    assert PEAKS.columns(0, 1000, 0)[0].shape == (2, 0)
    assert not PEAKS.columns(100, 100, 10)[0].any() and not PEAKS.columns(-500, -100, 10)[1].any()
    assert not PEAKS.columns(400_000, 500_000, 10)[1].any()
    spike = np.zeros((1, 60 * RATE), np.float32)
    spike[0, 1_234_567] = -0.7
    low, high, _ = Peaks.of(Clip(spike, RATE)).columns(0, 60 * RATE, 1000)
    assert low.min() == np.float32(-0.7) and high.max() == 0
    assert abs(int(low[0].argmin()) - 1_234_567 * 1000 // (60 * RATE)) <= 1


def test_rms_is_that_of_the_samples() -> None:
    for samples_per_pixel in (1, 100, 1024, 5000):
        width = 40
        rms = PEAKS.columns(0, samples_per_pixel * width, width)[2]
        exact = np.sqrt(np.mean(np.square(LONG.samples[:, : samples_per_pixel * width].reshape(2, width, -1)), axis=2))
        assert np.allclose(rms, exact, rtol=0.3 if samples_per_pixel == 5000 else 1e-4)  # there, whole bins around it are taken
    full = PEAKS.columns(0, LONG.frames, 7)[2]
    assert np.allclose(full, 0.5 / np.sqrt(3), rtol=0.02)


def test_a_page_of_a_long_sound() -> None:
    whole = PEAKS.columns(100_000, 120_000, 500)
    page = replace(PEAKS, first=90_000, samples=LONG.samples[:, 90_000:130_000])
    assert all(np.array_equal(a, b) for a, b in zip(page.columns(100_000, 120_000, 500), whole, strict=True))
    assert page.samples_between(80_000, 95_000) is None
    assert np.array_equal(page.samples_between(90_000, 90_010), LONG.samples[:, 90_000:90_010])
    low, high, rms = page.columns(200_000, 220_000, 500)  # not in memory: whole bins, which lose no peak
    exact = PEAKS.columns(200_000, 220_000, 500)
    assert (low <= exact[0]).all() and (high >= exact[1]).all() and (rms > 0).all()
    assert (low[:, 1:-1] >= LONG.samples.min()).all()
    bare = replace(PEAKS, first=0, samples=LONG.samples[:, :0])
    assert bare.samples_between(0, 1) is None and bare.columns(0, 300_000, 10)[0].any()
