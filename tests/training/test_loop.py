"""Training on a tiny corpus: the loss falls, a resumed run is the uninterrupted one, and the folder plays what torch computed."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from studio.errors import BadInput
from studio.models import features
from studio.models.catalogue import load
from studio.models.features import ONSET
from studio.models.folder import read_card, write_card
from studio.models.one_shot import OneShotModel
from studio.models.vae import VAE as Network
from studio.models.vae import Oscillators
from studio.training import loop
from studio.training.dataset import OneShots, Sampler
from studio.training.losses import RESOLUTIONS, energy_distance, low_complex, low_tones
from studio.training.publish import publish
from studio.training.sounding import mel_images
from tests import tiny

pytestmark = pytest.mark.timeout(400)  # real training, slow where the machine is shared


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, float]]]:
    """A run of 150 steps and its log lines."""
    out = tmp_path_factory.mktemp("run")
    return out, list(loop.train(replace(tiny.TRAIN, steps=150), tiny.VAE, corpus, out, 10.0, resume=False))


@pytest.fixture(scope="module")
def folder(run: tuple[Path, list[dict[str, float]]], corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "tiny"
    publish(run[0], corpus, out, starts=4, draws=120)
    return out


def test_the_loss_falls(run: tuple[Path, list[dict[str, float]]]) -> None:
    first, last = run[1][0], run[1][-1]
    assert last["step"] == 150
    assert last["distance"] < 0.8 * first["distance"]


def test_resumed_equals_uninterrupted(corpus: Path, tmp_path: Path) -> None:
    config = replace(tiny.TRAIN, steps=12)
    list(loop.train(config, tiny.VAE, corpus, tmp_path / "whole", 10.0, resume=False))
    sounds = OneShots(corpus, ("train",), tiny.VAE.classes, tiny.VAE.length, loop.VARIANTS)
    state = loop.new_state(config, tiny.VAE, sounds)
    for _ in range(5):
        loop.train_step(state, config, state.sampler.batch(config.batch, config.synthetic))
    (tmp_path / "halves").mkdir()
    loop.save(state, config, tmp_path / "halves")
    list(loop.train(config, tiny.VAE, corpus, tmp_path / "halves", 10.0, resume=True))
    whole, halves = (torch.load(tmp_path / name / "state.pt", weights_only=True) for name in ("whole", "halves"))
    assert whole["step"] == halves["step"] == 12
    for part in ("model", "ema"):
        for name, tensor in whole[part].items():
            assert torch.equal(tensor, halves[part][name]), name


def test_the_folder_plays_what_torch_computed(folder: Path) -> None:
    model = load(folder)
    assert isinstance(model, OneShotModel)
    card = read_card(folder)
    from safetensors.torch import load_file

    network = Network(tiny.VAE)
    weights = load_file(folder / "model.safetensors")
    network.load_state_dict({name: weights[name].float() for name in network.state_dict()})
    network.eval()
    assert card.network["latents"] == asdict(tiny.VAE)["latents"]
    random = np.random.default_rng(0)
    for seed, frames in enumerate((121, 60, 121)):
        z = random.standard_normal(tiny.VAE.latents).astype(np.float32)
        n = tiny.VAE
        body = torch.from_numpy(features.noise_stft(seed, n.frames, n.n_fft, n.hop))[None, :, :frames]
        attack = torch.from_numpy(features.noise_stft(seed ^ 0x5EED, n.attack_frames, n.attack_fft, n.attack_hop))[None]
        with torch.no_grad():
            expected = network.decoder(torch.from_numpy(z)[None], torch.tensor([seed]), body, attack)[0].numpy()
        np.testing.assert_allclose(model.decode(z, seed, seed, frames), expected, atol=1e-4)


def test_what_a_person_wrote_into_the_card_outlives_the_next_publishing(
    folder: Path, run: tuple[Path, list[dict[str, float]]], corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "tiny"
    shutil.copytree(folder, out)
    card = read_card(out)
    assert "about" not in card.notes and "history" not in card.notes["training"]
    training = card.notes["training"] | {"history": "Resumed twice.", "steps_done": 1}
    write_card(out, card.spec, card.network, tuple(card.files), card.notes | {"about": "Small drums.", "training": training})
    publish(run[0], corpus, out, starts=4, draws=120)
    again = read_card(out).notes
    assert again["about"] == "Small drums." and again["training"]["history"] == "Resumed twice."
    assert again["training"]["steps_done"] == 150 and again["data"] == card.notes["data"]


def test_the_encoder_hears_in_numpy_what_it_heard_in_torch(folder: Path) -> None:
    random = np.random.default_rng(1)
    sound = (random.standard_normal((2, tiny.VAE.length)) * np.exp(-np.arange(tiny.VAE.length) / 5000)).astype(np.float32)
    np.testing.assert_allclose(features.mel_image(sound, 44_100), mel_images(torch.from_numpy(sound), 44_100).numpy(), atol=2e-3)


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


def test_batches_hold_every_class_and_the_asked_share_of_synthetic_sound(corpus: Path) -> None:
    sounds = OneShots(corpus, ("train",), tiny.VAE.classes, tiny.VAE.length, (0.0, 2.0))
    sampler = Sampler(sounds, len(tiny.VAE.classes), 0)
    batches = [sampler.batch(32, 0.35) for _ in range(12)]
    share = np.mean([float((1 - batch.real.float()).mean()) for batch in batches])
    assert 0.25 < share < 0.45
    assert {int(label) for batch in batches for label in batch.label} == set(range(len(tiny.VAE.classes)))
    assert all(torch.isfinite(batch.sound).all() and batch.sound.abs().amax(1).allclose(torch.tensor(0.9), atol=1e-3) for batch in batches)


def test_a_missing_corpus_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"build the corpus first"):
        OneShots(tmp_path, ("train",), tiny.VAE.classes, 1000, (0.0,))
