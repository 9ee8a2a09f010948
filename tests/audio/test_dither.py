"""Quantising: dithered at 16 bits so that the error is noise, rounded at 24."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.dither import quantise, safe_gain_db


def test_dither_makes_the_error_independent_of_the_sound() -> None:
    step = 1 / 32768
    for offset in (0.0, 0.25, 0.5, 0.9):
        error = quantise(np.full(200_000, offset * step, np.float32), 16, seed=3) - offset  # in steps
        assert abs(error.mean()) < 0.01  # undithered the mean error would be -offset or 1 - offset
        assert error.std() == pytest.approx(np.sqrt(1 / 4), rel=0.02)  # TPDF: 1/6 of the dither and 1/12 of the rounding
        assert np.abs(error).max() <= 1.5
    quiet = 0.4 * step * np.sin(2 * np.pi * np.arange(44100) / 44.1).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(quantise(quiet, 16).astype(float))) / 22050
    assert spectrum[1000] == pytest.approx(0.4, abs=0.03)  # a sine below one step survives
    assert np.delete(spectrum, 1000).max() < 0.04  # and brings no harmonics


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=50))
def test_24_bits_are_the_nearest(values: list[float]) -> None:
    samples = np.array(values, np.float32)
    whole = quantise(samples, 24)
    assert whole.dtype == np.int32 and not (whole & 0xFF).any()
    exact = samples.astype(np.float64) * 2**23
    assert np.abs((whole >> 8) - np.clip(exact, -(2**23), 2**23 - 1)).max() <= 0.5


@pytest.mark.parametrize("bits", [16, 24])
def test_limits_do_not_wrap(bits: int) -> None:
    top = 2 ** (bits - 1) - 1
    whole = quantise(np.array([1.0, -1.0, 3.0, -3.0] * 100, np.float32), bits) >> (0 if bits == 16 else 8)
    assert whole.max() == top and whole.min() == -top - 1
    assert (whole[2::4] == top).all() and (whole[3::4] == -top - 1).all()


def test_seed_and_gain() -> None:
    samples = np.linspace(-1, 1, 1000, dtype=np.float32)
    assert np.array_equal(quantise(samples, 16, 5), quantise(samples, 16, 5))
    assert not np.array_equal(quantise(samples, 16, 5), quantise(samples, 16, 6))
    assert safe_gain_db(samples) == 0 == safe_gain_db(np.zeros((1, 0)))
    assert safe_gain_db(10 * samples) == pytest.approx(-21.0)
    with pytest.raises(ValueError, match="8"):
        quantise(samples, 8)
