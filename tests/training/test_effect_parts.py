"""Effects from sounds to a model that plays: taken apart, taught, resumed, published, played by onnxruntime."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from studio.clip import Clip
from studio.errors import BadInput
from studio.models import features
from studio.models.catalogue import open_folder
from studio.models.effects_player import EffectsModel, narrowed
from studio.models.glides import HOP, RATE, glide_sound
from studio.training import checkpoint, effects_task, loop
from studio.training.config import EffectsTraining, Preset
from studio.training.corpora import sfx
from studio.training.corpora.hits import prepare
from studio.training.effects_data import Effects, EffectSampler
from studio.training.effects_task import EffectsTask
from studio.training.families import FAMILIES
from studio.training.glide_parts import analyse
from studio.training.onnx_export import round_weights
from studio.training.publish import About

NETWORK = {"frames": 97, "thin": (24, 48), "latents": 4, "width": 32, "hidden": 32, "blocks": 1, "channels": (16, 16, 16, 16),
           "encoder_width": 12}  # fmt: skip
TRAIN = EffectsTraining(steps=40, batch=8, rate=4e-3, warmup=3, validate_every=20, kl_warmup=5)
PRESET = Preset("effects", "effects", "Tiny", NETWORK, TRAIN, starts=2, draws=90)
FRAMES, THIN = 345, (32, 96)


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Zaps and bursts of noise, short ones; the last of each is for validation."""
    folder = tmp_path_factory.mktemp("effects")
    rows = []
    for i in range(8):
        t = np.arange(12_000) / RATE
        zap = np.sin(2 * np.pi * np.cumsum(900 * 2 ** (-4 * t + 0.2 * i)) / RATE) * np.exp(-6 * t)
        burst = np.random.default_rng(i).standard_normal(12_000) * np.exp(-(8 + i) * t) * 0.3
        for label, sound in (("zap", zap), ("burst", burst)):
            name = f"{label}-{i}.flac"
            soundfile.write(folder / name, prepare(sound, RATE, steady=True), RATE, subtype="PCM_16")
            rows.append({"file": name, "label": label, "split": "valid" if i == 7 else "train", "source": "made", "real": i % 2,
                         "licence": "CC0", "bandwidth_hz": 22_050})  # fmt: skip
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few steps."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("run") / "run"
    lines = list(loop.train(PRESET, corpus, folder))
    assert lines[-1].step == TRAIN.steps
    return folder


def make(corpus: Path) -> EffectsTask:
    return effects_task.make(PRESET, corpus, torch.device("cpu"))


def off_db(one: np.ndarray, other: np.ndarray) -> float:
    """Mean |dB| between the mel images of two sounds."""
    both = [np.pad(x, (0, (FRAMES - 1) * HOP))[: (FRAMES - 1) * HOP] for x in (one, other)]
    images = features.audible_image(np.stack([x * (0.9 / np.abs(x).max()) for x in both]).astype(np.float32), RATE)
    return float(np.abs(images[0] - images[1]).mean())


@pytest.mark.parametrize("label", ["zap", "alarm", "pick-up", "blip"])
def test_tones_stay_tones_when_they_are_taken_apart(label: str) -> None:
    """Of twelve synthetic sounds most of the energy is partials, and what is played from them is near to the sound."""
    tonal, off = [], []
    for seed in range(12):
        sound = prepare(sfx.effect(label, 700 + seed), RATE, steady=True)
        found = analyse(sound, FRAMES, THIN)
        tonal.append(found.tonal)
        off.append(off_db(glide_sound(found.parts, THIN, FRAMES, 1), sound))
    assert np.median(tonal) > 0.8, tonal
    assert np.median(off) < 5.0, off


def test_noise_has_no_partials() -> None:
    random = np.random.default_rng(0)
    sound = prepare(random.standard_normal(30_000) * np.exp(-np.arange(30_000) / 9_000), RATE, steady=True)
    found = analyse(sound, FRAMES, THIN)
    assert found.tonal < 0.25
    assert off_db(glide_sound(found.parts, THIN, FRAMES, 1), sound) < 4.0


def test_loss_falls_and_the_same_seed_learns_the_same(corpus: Path) -> None:
    one, other = make(corpus), make(corpus)
    first = [one.train_step()["loss"] for _ in range(30)]
    again = [other.train_step()["loss"] for _ in range(3)]
    assert first[:3] == again
    assert np.mean(first[-5:]) < 0.8 * np.mean(first[:5])


def test_a_resumed_run_is_the_run(corpus: Path) -> None:
    whole, begun, rest = make(corpus), make(corpus), make(corpus)
    for _ in range(6):
        whole.train_step()
    for _ in range(3):
        begun.train_step()
    rest.restore(begun.state())
    for _ in range(3):
        rest.train_step()
    for name, tensor in whole.model.state_dict().items():
        assert torch.equal(tensor, rest.model.state_dict()[name]), name


def test_altered_sounds_keep_their_shape_and_what_is_seen_moves_with_what_is_said(corpus: Path) -> None:
    network = make(corpus).model.config
    data = Effects(corpus, ("train",), network)
    sampler = EffectSampler(data, 3)
    plain = data.batch(np.array([0] * 24))
    moved = sampler.changed(plain)
    assert moved.image.shape == plain.image.shape
    assert all(a.shape == b.shape and torch.isfinite(a).all() for a, b in zip(moved.targets, plain.targets, strict=True))
    shift = moved.targets[0][:, 4] - plain.targets[0][:, 4]
    assert shift.abs().max() > 0.1
    seen = moved.image[:, 4, -2] - plain.image[:, 4, -2]
    assert torch.corrcoef(torch.stack([shift, seen]))[0, 1] > 0.9


def test_what_an_old_recording_could_not_hold_is_not_taught(corpus: Path) -> None:
    task = make(corpus)
    batch = task.train.batch(np.arange(4))
    made = task.model.decoder(torch.zeros(4, 4), batch.label, batch.real)
    dull = replace(batch, bandwidth=torch.full((4,), 5_000.0))
    high = [part.clone() for part in batch.targets]
    high[2][:, :, -10:] -= 3.0  # noise above 12 kHz
    changed = replace(dull, targets=tuple(high))
    assert torch.equal(effects_task.part_errors(made, dull)["noise"], effects_task.part_errors(made, changed)["noise"])
    full = replace(batch, targets=tuple(high))
    assert not torch.equal(effects_task.part_errors(made, batch)["noise"], effects_task.part_errors(made, full)["noise"])


def test_a_run_becomes_a_model_that_plays_as_torch_says(corpus: Path, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "tiny"
    FAMILIES["effects"].publish(run, corpus, out, About("tiny", "Tiny", "A test.", "CC0"))
    model = open_folder(out)
    assert isinstance(model, EffectsModel)
    state = checkpoint.best(run)["task"]
    network = make(corpus).slow
    network.load_state_dict(state["slow"])
    round_weights(network)  # as they are saved
    z = np.random.default_rng(1).standard_normal(4).astype(np.float32)
    with torch.no_grad():
        label = torch.tensor([1])
        said = network.decoder(torch.from_numpy(z)[None], label, torch.ones_like(label))
    found = model.parts(z, 1)
    for name, wanted in zip(("pitch", "level", "noise", "burst", "static"), said, strict=True):
        assert np.allclose(getattr(found, name), wanted[0].numpy(), atol=1e-4), name
    settings = model.draw(5, model.spec.defaults())
    one, again = model.render([settings]), model.render([settings])
    assert np.array_equal(one[0].samples, again[0].samples)
    back = model.encode(Clip(one[0].samples, RATE))
    assert model.spec.check(back) == back


def test_a_narrow_bandwidth_takes_the_treble_and_leaves_the_rest() -> None:
    noise = np.random.default_rng(0).standard_normal(20_000).astype(np.float32)
    left = np.abs(np.fft.rfft(narrowed(noise, 5_000.0))) ** 2
    hertz = np.fft.rfftfreq(20_000, 1 / RATE)
    assert 10 * np.log10(left[hertz > 6_000].sum() / left[hertz < 4_500].sum()) < -25


def test_a_folder_at_another_rate_or_an_odd_network_is_refused_in_a_sentence(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"44100"):
        effects_task.make(replace(PRESET, network={**NETWORK, "rate": 16_000}), corpus, torch.device("cpu"))
    with pytest.raises(BadInput, match=r"index\.csv"):
        effects_task.make(PRESET, tmp_path, torch.device("cpu"))
