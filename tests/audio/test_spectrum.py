"""Spectrograms: a fixed reference, the right band, the right column."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.spectrum import FLOOR_DB, hop_for, hz_to_mel, mel_spectrogram, mel_to_hz
from studio.clip import Clip
from tests.audio.sounds import RATE, noise, sine


@pytest.mark.parametrize("band", [0, 1, 5, 20, 60, 100, 127])
@pytest.mark.parametrize("n_fft", [512, 2048])
def test_a_full_scale_sine_reads_0_db_in_its_band(band: int, n_fft: int) -> None:
    frequencies = mel_spectrogram(noise(), n_fft=n_fft).frequencies
    if frequencies[band] < 2 * RATE / n_fft:
        assert mel_spectrogram(sine(frequencies[band]), n_fft=n_fft).db[band, 300] == pytest.approx(0, abs=6.1)
        return  # the window is as wide as several bands here
    column = mel_spectrogram(sine(frequencies[band]), n_fft=n_fft).db[:, 300]
    assert column.argmax() == band and column[band] == pytest.approx(0, abs=0.1)
    half = mel_spectrogram(sine(frequencies[band], amplitude=0.5), n_fft=n_fft).db[:, 300]
    assert half[band] == pytest.approx(-6.02, abs=0.1)


def test_between_two_bands_at_most_3_db_are_lost() -> None:
    frequencies = mel_spectrogram(noise()).frequencies
    for band in (10, 60, 120):
        middle = mel_to_hz((hz_to_mel(frequencies[band]) + hz_to_mel(frequencies[band + 1])) / 2)
        assert -3.5 < mel_spectrogram(sine(float(middle))).db[:, 300].max() < 0.5


def test_a_click_lies_in_its_column() -> None:
    samples = np.zeros((1, RATE), np.float32)
    samples[0, 20_000] = 1
    picture = mel_spectrogram(Clip(samples, RATE), n_fft=512)
    loudest = picture.db.sum(axis=0).argmax()
    assert abs(picture.times[loudest] - 20_000 / RATE) <= picture.hop / RATE
    assert (picture.db[:, 0] == FLOOR_DB).all()


def test_shapes_and_ranges() -> None:
    for frames in (0, 1, 31, 2000, 44_100, 88_200, 400_000):
        picture = mel_spectrogram(noise(2, frames))
        assert picture.db.shape == (128, frames // picture.hop + 1) and picture.db.dtype == np.float32
        assert len(picture.times) == picture.db.shape[1] and np.isfinite(picture.db).all()
    assert 400 <= 88_200 // hop_for(88_200) <= 800 and 400 <= 44_100 // hop_for(44_100) <= 800
    assert hop_for(60 * RATE) == 1024  # never more than half the window: nothing falls between two columns
    assert mel_spectrogram(noise(), bands=40, hop=100).db.shape == (40, 51)
    silence = mel_spectrogram(Clip(np.zeros((1, 1000), np.float32), RATE))
    assert (silence.db == FLOOR_DB).all() and not silence.to_bytes().any()


def test_channels_are_averaged_and_bytes_scaled() -> None:
    one = sine(1000, 0.5)
    both = Clip(np.repeat(one.samples, 2, axis=0), RATE)
    assert np.allclose(mel_spectrogram(one).db, mel_spectrogram(both).db, atol=1e-3)
    left = Clip(np.concatenate([one.samples, 0 * one.samples]), RATE)
    assert mel_spectrogram(left).db.max() == pytest.approx(mel_spectrogram(one).db.max() - 3.01, abs=0.05)
    picture = mel_spectrogram(one)
    image = picture.to_bytes()
    assert image.dtype == np.uint8 and image.flags.c_contiguous
    assert np.allclose(image[::-1] / 2 - 120, np.maximum(picture.db, -120), atol=0.26)


def test_agrees_with_a_plain_transform() -> None:
    clip = noise(frames=6000, seed=4)
    picture = mel_spectrogram(clip, n_fft=2048, hop=512)
    padded = np.pad(clip.samples[0].astype(np.float64), 1024)
    window = np.hanning(2049)[:-1]
    power = np.abs(np.fft.rfft(padded[5 * 512 : 5 * 512 + 2048] * window)) ** 2 / (window.sum() / 2) ** 2
    frequencies = np.fft.rfftfreq(2048, 1 / RATE)
    for band in (80, 120):  # wide bands: the triangle's sum over the window's spread of a sine, 1.5 bins
        low, centre, high = picture.frequencies[[band - 1, band, band + 1]]
        triangle = np.interp(frequencies, [low, centre, high], [0, 1, 0])
        assert picture.db[band, 5] == pytest.approx(10 * np.log10((power * triangle).sum() / 1.5), abs=0.6)
