"""The WaveGAN reference: a tiny network learns, goes on where it stopped, and plays the same through onnxruntime."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from studio.models.catalogue import open_folder
from studio.models.features import ONSET
from studio.models.wave_player import WaveModel
from studio.models.wavegan import Finer, WaveGANConfig, WaveGenerator, WaveJudge, shuffled
from studio.training import checkpoint, loop, wavegan_publish, wavegan_task
from studio.training.config import PRESETS, Preset, WaveGANTraining
from studio.training.publish import About, restored
from studio.training.wavegan_task import WaveGANTask

CPU = torch.device("cpu")
TINY = {"layers": 4, "width": 4, "widest": 16, "latents": 3, "noise": 2}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Low hums and high ticks at 44.1 kHz."""
    folder = tmp_path_factory.mktemp("corpus")
    random, rows = np.random.default_rng(0), []
    for i in range(24):
        label = ("hum", "tick")[i % 2]
        t = np.maximum(np.arange(9_000) - ONSET, 0) / 44_100
        sound = np.sin(2 * np.pi * (150 if label == "hum" else 2_500) * random.uniform(0.9, 1.1) * t) * np.exp(-t * 15)
        soundfile.write(folder / f"{i}.flac", 0.9 * sound / np.abs(sound).max(), 44_100)
        split = "train" if i < 16 else "valid"
        rows.append({"file": f"{i}.flac", "label": label, "source": "own", "licence": "CC0", "split": split, "real": "1"})
    with (folder / "index.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return folder


def tiny(steps: int, **changes: float) -> Preset:
    training = WaveGANTraining(
        steps=steps, batch=6, rate=2e-3, judge_rate=4e-3, judge_steps=2, judge_width=4, warmup=1, ema=0.9, log_every=5,
        validate_every=1_000, **changes,  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(PRESETS["wavegan"], network=dict(TINY), training=training, starts=2, draws=60)


def made(corpus: Path, steps: int) -> WaveGANTask:
    return wavegan_task.make(tiny(steps), corpus, CPU)


def test_coarse_kernels_compute_what_upsampling_and_a_long_kernel_do() -> None:
    torch.manual_seed(0)
    layer, x = Finer(3, 5), torch.randn(2, 3, 9)
    torch.testing.assert_close(layer.train()(x), layer.eval()(x), atol=1e-6, rtol=1e-5)


def test_phase_shuffle_moves_rows_and_reflects_at_the_ends() -> None:
    x = torch.arange(8.0).repeat(40, 2, 1)
    moved = shuffled(x, 2, torch.Generator().manual_seed(0))
    assert {tuple(row[0].tolist()) for row in moved} == {
        (2, 1, 0, 1, 2, 3, 4, 5), (1, 0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5, 6, 7, 6), (2, 3, 4, 5, 6, 7, 6, 5),
    }  # fmt: skip


def test_the_judge_hears_the_class() -> None:
    torch.manual_seed(0)
    judge = WaveJudge(WaveGANConfig(("a", "b"), layers=4), 4, 0)
    sound, generator = torch.randn(3, 4_096), torch.Generator()
    a, b = (judge(sound, torch.full((3,), label), generator) for label in (0, 1))
    assert not torch.equal(a, b)


def test_the_judge_is_held_back(corpus: Path) -> None:
    """The penalty alone takes its slope between real and made sounds to 1, so that it never becomes sure."""
    task = made(corpus, 60)
    sound, label = task._batch()
    fake = task.model(*task._codes(label)).detach()
    optimiser, off = torch.optim.Adam(task.judge.parameters(), 1e-3), []
    for _ in range(60):
        penalty = task._steepness(sound, fake, label)
        off.append(float(penalty.detach()))
        optimiser.zero_grad()
        penalty.backward()
        optimiser.step()
    assert np.mean(off[-10:]) < 0.5 * off[0]


def test_sounds_come_to_the_networks_rate_with_their_onset_in_place(corpus: Path) -> None:
    network = WaveGANConfig(("hum", "tick"), layers=4)
    data = wavegan_task.at_rate(corpus, ("train",), network, (0.0,))
    for sound, label in zip(data.clean(np.arange(8)).numpy(), data.labels, strict=False):
        assert np.abs(sound[: ONSET - 40]).max() < 0.02 and np.abs(sound[ONSET : ONSET + 200]).max() > 0.5
        frequency = np.abs(np.fft.rfft(sound)).argmax() * network.rate / len(sound)
        assert abs(frequency / (150 if label == 0 else 2_500) - 1) < 0.15


def test_the_generator_comes_nearer_to_real_sounds(corpus: Path) -> None:
    task = made(corpus, 60)
    before = task.validate()["valid"]
    lines = [task.train_step() for _ in range(60)]
    assert task.validate()["valid"] < 0.8 * before
    assert np.mean([line["judging"] for line in lines[-20:]]) < np.mean([line["judging"] for line in lines[:3]])
    assert not any(line["skipped"] for line in lines)


def test_resumed_equals_uninterrupted(corpus: Path) -> None:
    whole = made(corpus, 6)
    for _ in range(6):
        whole.train_step()
    first, second = made(corpus, 6), made(corpus, 6)
    for _ in range(3):
        first.train_step()
    second.restore(first.state())
    for _ in range(3):
        second.train_step()
    for one, other in ((whole.slow, second.slow), (whole.judge, second.judge)):
        for name, tensor in one.state_dict().items():
            assert torch.equal(tensor, other.state_dict()[name]), name


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "run"
    assert list(loop.train(tiny(4), corpus, folder))
    return folder


def test_the_folder_plays_what_torch_computes(corpus: Path, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "rough"
    wavegan_publish.publish(run, corpus, out, About("rough", "Rough", "A reference.", "CC0-1.0"))
    model, network = open_folder(out), restored(run, WaveGenerator, WaveGANConfig)
    assert isinstance(model, WaveModel) and isinstance(network, WaveGenerator)
    assert "encode" not in model.spec.abilities and (out / "examples" / "hum.flac").is_file()
    settings = model.draw(5, model.spec.defaults(seed=3))
    (clip,), (again,) = model.render([settings]), model.render([settings])
    assert np.array_equal(clip.samples, again.samples) and clip.rate == 16_000
    assert not np.array_equal(clip.samples, model.render([settings.with_values({}, seed=4)])[0].samples)
    z, label = model.codes(settings)
    noise = np.random.default_rng(0).standard_normal(2).astype(np.float32)
    parts = torch.from_numpy(z[None].astype(np.float32)), torch.tensor([label]), torch.from_numpy(noise[None])
    with torch.no_grad():
        expected = network(*parts)[0].numpy()
    np.testing.assert_allclose(model.samples(z, label, noise), expected, atol=1e-4)
    assert checkpoint.read_run(run)[0].family == "wavegan"
