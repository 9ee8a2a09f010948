"""The GAN on a tiny corpus: who judges learns to tell, what is drawn comes nearer, a resumed run is the uninterrupted one, and the folder
plays what torch computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from studio.models import features
from studio.models.catalogue import open_folder
from studio.models.features import ONSET
from studio.models.gan import GAN, GANConfig
from studio.models.one_shot import OneShotModel
from studio.training import ada, families, gan_task, loop
from studio.training.config import GANTraining, Preset
from studio.training.discriminators import Discriminator, gradient_penalty, hinge_discriminator, hinge_generator
from studio.training.publish import About, restored
from tests import tiny

pytestmark = pytest.mark.timeout(400)  # real training, slow where the machine is shared

TRAIN = GANTraining(
    steps=25, batch=8, rate=2e-3, judge_rate=2e-3, warmup=2, lengths=((56, 1.0),), judge_width=4, listen_from=4, log_every=5,
    validate_every=25, save_minutes=60.0,
)  # fmt: skip
PRESET = Preset("drums-gan", "gan", "Tiny", tiny.NETWORK | {"mapping": 16}, TRAIN, starts=4, draws=120)
ABOUT = About("tiny-gan", "Tiny", "Tiny.", "CC0-1.0")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, float]]]:
    """A run and the losses of its log lines."""
    out = tmp_path_factory.mktemp("run")
    return out, [progress.losses for progress in loop.train(PRESET, corpus, out)]


@pytest.fixture(scope="module")
def model(run: tuple[Path, list[dict[str, float]]], corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> OneShotModel:
    out = tmp_path_factory.mktemp("published") / "tiny-gan"
    families.publish(run[0], corpus, out, ABOUT)
    loaded = open_folder(out)
    assert isinstance(loaded, OneShotModel)
    return loaded


def test_what_is_encoded_comes_back_nearer_and_everything_that_health_looks_at_is_logged(run: tuple[Path, list[dict[str, float]]]) -> None:
    lines = [line for line in run[1] if "distance" in line]
    assert lines[-1]["distance"] < 0.9 * lines[0]["distance"]
    said = {name for line in run[1] for name in line}
    assert {"valid", "real_score", "fake_score", "held_score", "line", "crest", "diversity", "memory", "level_db"} <= said


def test_discriminators_learn_to_tell_and_a_sound_learns_to_pass() -> None:
    """Noise bursts against tones: scores part, and a gradient on the made sound raises its score."""
    torch.manual_seed(0)
    judge, label = Discriminator(2, width=4), torch.tensor([0, 1, 0, 1])
    envelope = torch.exp(-torch.arange(8_192) / 2_000)
    real = torch.sin(0.1 * torch.arange(8_192)) * envelope * torch.ones(4, 1)
    fake = 0.5 * torch.randn(4, 8_192) * envelope
    optimiser = torch.optim.Adam(judge.parameters(), 5e-3)
    for _ in range(30):
        loss = hinge_discriminator(judge(real, label), judge(fake, label))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    theirs, ours = judge(real, label).each().detach(), judge(fake, label).each().detach()
    assert float(theirs.min()) > float(ours.max())
    made = fake.clone().requires_grad_()
    hinge_generator(judge(made, label)).backward()
    assert made.grad is not None
    better = fake - 0.05 * made.grad / made.grad.abs().amax(1, keepdim=True)
    assert (judge(better, label).each() > ours).all()


def test_the_gradient_penalty_makes_scores_flatter() -> None:
    torch.manual_seed(0)
    sound, label = 0.3 * torch.randn(4, 4_096), torch.tensor([0, 1, 0, 1])
    judge = Discriminator(2, width=4)
    optimiser = torch.optim.Adam(judge.parameters(), 1e-3)
    before = float(gradient_penalty(judge, sound, label).detach())
    for _ in range(10):
        optimiser.zero_grad()
        (100 * gradient_penalty(judge, sound, label)).backward()
        optimiser.step()
    assert 0 < float(gradient_penalty(judge, sound, label).detach()) < 0.7 * before


def test_changes_move_the_pitch_around_the_onset_and_keep_polarity() -> None:
    t = (torch.arange(16_384) - ONSET) / 44_100
    tone = torch.sin(2 * torch.pi * 1_000 * t)[None] * (t >= 0)
    one = torch.ones(1)
    octave = ada.Changes(2 * one, 0 * one, one, torch.tensor([[0.0, 1_000.0]])).of(tone, 44_100)[0]
    spectrum = torch.fft.rfft(octave[ONSET : ONSET + 4_096]).abs()
    assert abs(int(spectrum.argmax()) * 44_100 / 4_096 - 2_000) < 15
    assert float(octave[:ONSET].abs().max()) < 1e-6 and float(octave[ONSET + 5]) > 0
    later = ada.Changes(one, 64 * one, 0.5 * one, torch.tensor([[0.0, 1_000.0]])).of(tone, 44_100)[0]
    assert torch.allclose(later[64:], 0.5 * tone[0, :-64], atol=1e-6)
    darker = ada.Changes(one, 0 * one, one, torch.tensor([[-6.0, 8_000.0]])).of(tone, 44_100)[0]
    assert float(darker[4_000:12_000].square().mean() / tone[0, 4_000:12_000].square().mean()) == pytest.approx(10**-0.6, rel=0.05)


def test_no_share_changes_nothing_and_a_full_one_everything() -> None:
    generator = torch.Generator().manual_seed(0)
    sound = torch.randn(16, 4_096)
    assert torch.equal(ada.Changes.draw(16, 0.0, generator).of(sound, 44_100), sound)
    changed = ada.Changes.draw(16, 1.0, generator).of(sound, 44_100)
    assert all(not torch.allclose(a, b) for a, b in zip(changed, sound, strict=True))


def test_more_is_changed_where_real_sounds_are_known_by_heart_and_less_where_they_are_not() -> None:
    controller = ada.Controller(0.6, 1_000)
    for _ in range(60):
        controller.heard(torch.full((16,), 2.0))
    assert controller.share == pytest.approx(ada.MOST)
    for _ in range(200):
        controller.heard(torch.tensor([1.0, -1.0] * 8))
    assert controller.share == 0.0


def test_draws_begin_where_the_encoder_hears_the_training_sounds(corpus: Path) -> None:
    task = gan_task.make(PRESET, corpus, torch.device("cpu"))
    label = torch.arange(len(tiny.VAE.classes)).repeat_interleave(400)
    s = torch.randn(len(label), tiny.VAE.latents, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        w = task.model.mapping(s, label)
    assert float(task.model.mapping.mean.abs().sum()) > 0
    middle = torch.stack([w[label == c].mean(0) for c in range(len(tiny.VAE.classes))])
    spread = task.model.mapping.whitened(middle - task.model.mapping.mean, torch.arange(len(middle)))
    assert float(spread.abs().max()) < 0.25
    assert float(task.model.mapping.whitened(w - task.model.mapping.mean[label], label).std()) == pytest.approx(1.0, abs=0.05)


def test_resumed_equals_uninterrupted(corpus: Path, tmp_path: Path) -> None:
    preset = replace(PRESET, training=replace(TRAIN, steps=12, validate_every=100, ada_sounds=100))
    for name in ("whole", "halves"):
        (tmp_path / name).mkdir()
    list(loop.train(preset, corpus, tmp_path / "whole"))
    first = gan_task.make(preset, corpus, torch.device("cpu"))
    for _ in range(5):
        first.train_step()
    second = gan_task.make(preset, corpus, torch.device("cpu"))
    second.restore(first.state())
    while second.step < 12:
        second.train_step()
    whole = loop.checkpoint.load(tmp_path / "whole" / "state.pt")["task"]
    again = second.state()
    assert whole["step"] == again["step"] == 12
    for part in ("model", "slow", "judge"):
        for name, tensor in whole[part].items():
            assert torch.equal(tensor, again[part][name]), (part, name)
    assert whole["random"]["changed"] == again["random"]["changed"]


def test_the_folder_plays_what_torch_computed(model: OneShotModel, run: tuple[Path, list[dict[str, float]]]) -> None:
    network = restored(run[0], GAN, GANConfig)
    assert isinstance(network, GAN) and isinstance(network.config, GANConfig)
    n, random = tiny.VAE, np.random.default_rng(0)
    for seed in range(3):
        z = random.standard_normal(n.latents).astype(np.float32)
        body = torch.from_numpy(features.noise_stft(seed, n.frames, n.n_fft, n.hop))[None]
        attack = torch.from_numpy(features.noise_stft(seed ^ 0x5EED, n.attack_frames, n.attack_fft, n.attack_hop))[None]
        with torch.no_grad():
            expected = network.decoder(torch.from_numpy(z)[None], torch.tensor([seed]), body, attack)[0].numpy()
        np.testing.assert_allclose(model.decode(z, seed, seed, n.frames), expected, atol=1e-4)


def test_truncation_0_is_the_middle_of_the_class_for_every_draw_and_macros_still_move_it(model: OneShotModel) -> None:
    base = model.spec.defaults().with_values({"class": "tom", "truncation": 0.0})
    drawn = [model.draw(seed, base, keep=frozenset({"class", "truncation"})) for seed in range(4)]
    assert len({settings.get("d1") for settings in drawn}) == 4
    middle = model.space.mean[model.classes.index("tom")]
    for settings in drawn:
        np.testing.assert_allclose(model.codes(settings)[0], middle, atol=1e-6)
    wide, narrow = (model.codes(drawn[0].with_values({"truncation": t}))[0] - middle for t in (1.0, 0.5))
    np.testing.assert_allclose(narrow, 0.5 * wide, atol=1e-5)
    macro = next(c.name for c in model.spec.controls if getattr(c, "group", "") == "macro")
    assert np.abs(model.codes(drawn[0].with_values({macro: 1.0}))[0] - middle).max() > 1e-4
