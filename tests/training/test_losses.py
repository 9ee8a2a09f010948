"""The losses ask for the right thing, the encoder's image is one in torch and numpy, and no constant stays behind on the CPU."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from studio.models import features
from studio.models.features import ONSET
from studio.models.vae import VAE as Network
from studio.models.vae import Oscillators
from studio.training import sounding
from studio.training.losses import RESOLUTIONS, energy_distance, low_complex, low_tones, peak_error, phase_errors, tone_error
from studio.training.sounding import mel_images
from tests import tiny


def test_no_other_noise_scores_better_than_the_right_one() -> None:
    """The energy distance prefers noise of the right level to a steady tone, louder or softer noise and a frozen spectrum."""
    generator = torch.Generator().manual_seed(3)
    noise = lambda: torch.randn(8, 16_384, generator=generator)  # noqa: E731
    target = 0.1 * noise()
    right = energy_distance(target, 0.1 * noise(), 0.1 * noise(), RESOLUTIONS, 0.0)
    frozen = noise()
    tone = torch.sin(torch.arange(16_384) * 0.3).expand(8, -1)
    for wrong in ((0.2 * noise(), 0.2 * noise()), (0.05 * noise(), 0.05 * noise()), (0.1 * frozen, 0.1 * frozen), (0.1 * tone, 0.1 * tone)):
        assert energy_distance(target, *wrong, RESOLUTIONS, 0.0) > right + 0.02


def test_low_complex_error_hears_phase() -> None:
    t = torch.arange(16_384) / 44_100
    kick = torch.sin(2 * torch.pi * 60 * t)[None]
    assert low_complex(kick, kick, 44_100) < 1e-6
    assert low_complex(kick, -kick, 44_100) > 0.5


def test_a_falling_sine_is_followed_and_noise_is_not() -> None:
    edges = (30.0, 130.0, 420.0, 1_400.0)
    t = ((torch.arange(88_064) - ONSET) / 44_100).clamp(min=0)
    hz = 50 + 100 * torch.exp(-t / 0.05)
    kick = torch.exp(-t / 0.2) * torch.cos(2 * torch.pi * torch.cumsum(hz / 44_100, 0)) * (t > 0)
    hat = torch.randn(88_064, generator=torch.Generator().manual_seed(0)) * torch.exp(-t / 0.2) * (t > 0)
    tones = low_tones(torch.stack([kick, hat]), 44_100, edges, 256, 345, ONSET)
    frame = 20  # 104 ms after the onset
    assert abs(float(tones.frequency[0, frame, 0] - hz[frame * 256])) < 1.5
    assert float(tones.level[0, frame, 0]) == pytest.approx(float(torch.exp(-t[frame * 256] / 0.2)), rel=0.1)
    assert float(tones.level[1].max()) < 0.1 * float(tones.level[0].max())
    sine = Oscillators(tiny.VAE)
    again = sine.sound(tones.level[:1], tones.frequency[:1], tones.start[:1])[0]
    heard = slice(4_000, 30_000)
    assert float((again - kick)[heard].square().mean()) < 0.03 * float(kick[heard].square().mean())


def test_the_encoder_hears_in_numpy_what_it_heard_in_torch() -> None:
    random = np.random.default_rng(1)
    sound = (random.standard_normal((2, tiny.VAE.length)) * np.exp(-np.arange(tiny.VAE.length) / 5000)).astype(np.float32)
    np.testing.assert_allclose(features.mel_image(sound, 44_100), mel_images(torch.from_numpy(sound), 44_100).numpy(), atol=2e-3)


def test_a_step_computes_wherever_the_sound_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The device 'meta' has shapes and no numbers, and refuses to meet a tensor of the CPU: a GPU would refuse the same."""
    config, where = tiny.VAE, torch.device("meta")

    def noise(count: int, frames: int, n_fft: int, hop: int, generator: object) -> Tensor:
        return torch.zeros(count, 2, frames, n_fft // 2 + 1, device=where)  # there is no generator of that device

    monkeypatch.setattr(sounding, "noise_frames", noise)
    model = Network(config).to(where)
    label = torch.zeros(2, dtype=torch.int64, device=where)
    mean, _ = model.encoder(mel_images(torch.zeros(2, config.length, device=where), config.rate))
    sound = torch.zeros(2, 100 * config.hop, device=where)
    tones = low_tones(sound, config.rate, config.tone_edges, config.hop, 101, ONSET)
    takes = sounding.two_takes(model.decoder, model.decoder.condition(mean, label, label), 100, torch.Generator(), tones)
    found = [
        energy_distance(sound, takes.first, takes.second, RESOLUTIONS, 0.3), low_complex(sound, takes.first, config.rate),
        peak_error(sound, takes.first), phase_errors(sound, takes.phase, config.n_fft, config.hop), tone_error(tones, *takes.tones),
    ]  # fmt: skip
    assert all(value.device == where for value in found)
