"""Spectrograms: a fixed reference, the right band, the right column."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.spectrum import BANDS, FLOOR_DB, SCALES, Look, hop_for, hz_to_mel, mel_to_hz, sharpest, spectrogram
from studio.clip import Clip
from tests.audio.sounds import RATE, noise, sine


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("stft", ["transients", "normal", "pitch"])
@pytest.mark.parametrize("band", [0, 10, 60, 120, 200, 255])
def test_a_full_scale_sine_reads_0_db_in_its_band(band: int, stft: str, scale: str) -> None:
    look = Look(stft, scale)
    picture = spectrogram(sine(1000.0), look)
    frequencies, middle = picture.frequencies, picture.db.shape[1] // 2
    column = spectrogram(sine(frequencies[band]), look).db[:, middle]
    narrow = min(np.diff(frequencies)[max(0, band - 1) : band + 1]) < RATE / picture.n_fft
    if frequencies[band] < 2 * RATE / picture.n_fft:
        below = scale == "log" and frequencies[band] < RATE / picture.n_fft  # there, sine and mirror may nearly cancel
        assert (-12.0 if below else -6.1) < column[band] < 6.1  # the window can't tell it from its mirror
        return
    assert abs(int(column.argmax()) - band) <= (3 if narrow else 0)  # the window is as wide as several bands
    assert column[band] == pytest.approx(0, abs=0.1)
    half = spectrogram(sine(frequencies[band], amplitude=0.5), look).db[:, middle]
    assert half[band] == pytest.approx(-6.02, abs=0.1)


def test_between_two_bands_at_most_3_db_are_lost() -> None:
    frequencies = spectrogram(noise(), bands=128).frequencies
    for band in (10, 60, 120):
        middle = mel_to_hz((hz_to_mel(frequencies[band]) + hz_to_mel(frequencies[band + 1])) / 2)
        assert -3.5 < spectrogram(sine(float(middle)), bands=128).db[:, 300].max() < 0.5


def test_the_scales_spread_frequencies_as_they_say() -> None:
    mel, log, linear = (spectrogram(noise(), Look("normal", scale)).frequencies for scale in SCALES)
    assert np.allclose(np.diff(hz_to_mel(mel)), np.diff(hz_to_mel(mel))[0])
    assert np.allclose(log[1:] / log[:-1], log[1] / log[0])
    assert np.allclose(np.diff(linear), linear[1] - linear[0])
    assert all(len(one) == BANDS and one[0] > 0 and one[-1] < RATE / 2 for one in (mel, log, linear))


def test_auto_takes_the_window_that_is_sharpest() -> None:
    click = np.zeros((1, RATE), np.float32)
    click[0, 20_000] = 1
    seconds = np.arange(2 * RATE) / RATE
    chord = sum(np.sin(2 * np.pi * hertz * seconds) for hertz in (220.0, 224.0, 330.0))
    assert sharpest(click, RATE) == 512 and sharpest(np.float32(chord)[None], RATE) == 8192
    glide = np.sin(2 * np.pi * (200 * seconds + 1500 * seconds**2))
    assert sharpest(glide[None].astype(np.float32), RATE) == 2048
    assert sharpest(np.zeros((2, 100), np.float32), RATE) == sharpest(np.zeros((1, 0), np.float32), RATE) == 2048
    assert spectrogram(Clip(click, RATE), Look("auto")).n_fft == 512


def test_a_click_lies_in_its_column() -> None:
    samples = np.zeros((1, RATE), np.float32)
    samples[0, 20_000] = 1
    picture = spectrogram(Clip(samples, RATE), Look("transients"))
    loudest = picture.db.sum(axis=0).argmax()
    assert abs(picture.times[loudest] - 20_000 / RATE) <= picture.hop / RATE
    assert (picture.db[:, 0] == FLOOR_DB).all()


def test_shapes_and_ranges() -> None:
    for frames in (0, 1, 31, 2000, 44_100, 88_200, 400_000):
        picture = spectrogram(noise(2, frames))
        assert picture.db.shape == (BANDS, frames // picture.hop + 1) and picture.db.dtype == np.float32
        assert len(picture.times) == picture.db.shape[1] and np.isfinite(picture.db).all()
    assert 400 <= 88_200 // hop_for(88_200) <= 800 and 400 <= 44_100 // hop_for(44_100) <= 800
    assert hop_for(60 * RATE) == 1024  # never more than half the window: nothing falls between two columns
    assert spectrogram(noise(), bands=40, hop=100).db.shape == (40, 51)
    silence = spectrogram(Clip(np.zeros((1, 1000), np.float32), RATE))
    assert (silence.db == FLOOR_DB).all() and not silence.bytes.any()


def test_channels_are_averaged_and_bytes_scaled() -> None:
    one = sine(1000, 0.5)
    both = Clip(np.repeat(one.samples, 2, axis=0), RATE)
    assert np.allclose(spectrogram(one).db, spectrogram(both).db, atol=1e-3)
    left = Clip(np.concatenate([one.samples, 0 * one.samples]), RATE)
    assert spectrogram(left).db.max() == pytest.approx(spectrogram(one).db.max() - 3.01, abs=0.05)
    picture = spectrogram(one)
    image = picture.bytes
    assert image.dtype == np.uint8 and image.flags.c_contiguous
    assert np.allclose(image[::-1] / 2 - 120, np.maximum(picture.db, -120), atol=0.26)


def test_agrees_with_a_plain_transform() -> None:
    clip = noise(frames=6000, seed=4)
    picture = spectrogram(clip, hop=512, bands=128)
    padded = np.pad(clip.samples[0].astype(np.float64), 1024)
    window = np.hanning(2049)[:-1]
    power = np.abs(np.fft.rfft(padded[5 * 512 : 5 * 512 + 2048] * window)) ** 2 / (window.sum() / 2) ** 2
    frequencies = np.fft.rfftfreq(2048, 1 / RATE)
    for band in (80, 120):  # wide bands: the triangle's sum over the window's spread of a sine, 1.5 bins
        low, centre, high = picture.frequencies[[band - 1, band, band + 1]]
        triangle = np.interp(frequencies, [low, centre, high], [0, 1, 0])
        assert picture.db[band, 5] == pytest.approx(10 * np.log10((power * triangle).sum() / 1.5), abs=0.6)
