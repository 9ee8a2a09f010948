"""Descriptors follow what they are named after, and hold still for what they are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.descriptors import NAMES, batch_descriptors, descriptors

RATE = 44100
T = np.arange(RATE) / RATE


def hit(hz: float = 180, decay: float = 12, noise: float = 0.0, rise: float = 0.0, level: float = 0.5, rate: int = RATE) -> np.ndarray:
    t = np.arange(rate) / rate
    random = np.random.default_rng(1).standard_normal(rate)
    tone = (1 - noise) * np.sin(2 * np.pi * hz * t) + noise * random
    envelope = np.exp(-t * decay) * (np.minimum(t / rise, 1) if rise else 1)
    return (level * tone * envelope).astype(np.float32)


def along(name: str, sounds: list[np.ndarray]) -> np.ndarray:
    return np.array([descriptors(sound, RATE)[name] for sound in sounds])


def test_each_follows_its_name() -> None:
    assert np.allclose(along("pitch", [hit(hz) for hz in (45, 60, 110, 220, 440, 900)]), np.log2([45, 60, 110, 220, 440, 900]), atol=0.1)
    assert np.allclose(along("brightness", [hit(hz) for hz in (200, 1000, 5000)]), np.log2([200, 1000, 5000]), atol=0.2)
    assert (np.diff(along("brightness", [hit(noise=n) for n in (0, 0.1, 0.3, 0.6, 1)])) > 0.2).all()
    assert (np.diff(along("noisiness", [hit(noise=n) for n in (0, 0.1, 0.3, 0.6, 1)])) > 0.3).all()
    expected = np.log(10) / np.array([3, 6, 12, 24, 48])
    assert np.allclose(along("decay", [hit(decay=d) for d in (3, 6, 12, 24, 48)]), expected, rtol=0.12, atol=0.01)
    rises = np.array([0.004, 0.01, 0.03, 0.08])
    assert np.allclose(along("attack", [hit(1000, 0.1, rise=r) for r in rises]), np.log10(0.8 * rises), atol=0.08)
    gains = np.array([10, 3, 1, 0.3, 0.0])  # of a tone above 120 Hz beside one below
    shares = along("boominess", [hit(50) + np.float32(g) * hit(500) for g in gains])
    assert np.allclose(shares, -10 * np.log10(1 + gains**2), atol=1.2) and (np.diff(shares) > 0.2).all()
    assert np.allclose(np.diff(along("loudness", [hit(1000, level=v) for v in (0.01, 0.1, 1.0)])), 20, atol=0.01)
    steady = np.sin(2 * np.pi * 997 * T).astype(np.float32)
    assert descriptors(steady, RATE)["loudness"] == pytest.approx(-3.01 + 0.69, abs=0.1)  # BS.1770's filter lifts 997 Hz by 0.69 dB


def test_level_changes_only_loudness() -> None:
    loud, quiet = descriptors(hit(noise=0.3), RATE), descriptors(0.05 * hit(noise=0.3), RATE)
    for name in NAMES:
        expected = -26.02 if name == "loudness" else 0
        assert quiet[name] - loud[name] == pytest.approx(expected, abs=0.03), name


def test_silence_behind_changes_nothing() -> None:
    short, long = hit(decay=40)[:30_000], np.pad(hit(decay=40)[:30_000], (0, 50_000))
    for name in NAMES:
        assert descriptors(long, RATE)[name] == pytest.approx(descriptors(short, RATE)[name], abs=0.05), name


def test_another_rate_says_the_same() -> None:
    for name in NAMES:
        tolerance = 1.5 if name in ("noisiness", "boominess") else 0.3
        assert descriptors(hit(rate=48000), 48000)[name] == pytest.approx(descriptors(hit(), RATE)[name], abs=tolerance), name


def test_a_batch_is_its_rows() -> None:
    sounds = np.stack([hit(hz, decay, noise) for hz in (60, 300) for decay in (5, 30) for noise in (0, 0.2, 1)] * 4)
    together = batch_descriptors(sounds, RATE)
    for i in (0, 5, 31, 32, 47):
        alone = descriptors(sounds[i], RATE)
        for name in NAMES:
            assert together[name].dtype == np.float32 and len(together[name]) == 48
            assert together[name][i] == pytest.approx(alone[name], abs=1e-3), name
    assert all(len(values) == 0 for values in batch_descriptors(sounds[:0], RATE).values())


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6000), st.sampled_from([0.0, 1e-12, 1e-4, 1.0, 1e4]), st.sampled_from(["noise", "click", "dc"]),
       st.sampled_from([8000, 22050, 44100, 96000]))
def test_always_finite(frames: int, level: float, kind: str, rate: int) -> None:
    samples = {"noise": np.random.default_rng(0).standard_normal(frames), "click": np.eye(1, frames)[0], "dc": np.ones(frames)}[kind]
    values = descriptors((level * samples).astype(np.float32), rate)
    assert set(values) == set(NAMES) and np.isfinite(list(values.values())).all()
