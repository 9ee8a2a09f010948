"""Pitched notes from sounds to a model that plays: taken apart, taught, resumed, published, played by onnxruntime."""

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
from studio.models.catalogue import open_folder
from studio.models.features import ONSET
from studio.models.harmonic import HOP, RATE, note_sound
from studio.models.notes_player import NotesModel
from studio.models.pitch import pitch, to_hz
from studio.training import checkpoint, loop, notes_task
from studio.training.config import NotesTraining, Preset
from studio.training.families import FAMILIES
from studio.training.notes_task import NotesTask
from studio.training.onnx_export import round_weights
from studio.training.partials import analyse
from studio.training.publish import About

NETWORK = {"frames": 121, "thin": (8, 16, 32), "latents": 4, "width": 32, "hidden": 32, "blocks": 1, "encoder_width": 12}
TRAIN = NotesTraining(steps=40, batch=8, rate=4e-3, warmup=3, validate_every=20, kl_warmup=5)
PRESET = Preset("notes", "notes", "Tiny", NETWORK, TRAIN, starts=2, draws=90)
SECONDS = 0.7
THIN = (8, 16, 32)


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def tone(semitones: float, bright: float, fall: float) -> np.ndarray:
    """Harmonics that get weaker by `bright` each and fade with `fall`, onset at ONSET, peak 0.9."""
    hz = float(to_hz(semitones))
    t = np.arange(int(SECONDS * RATE)) / RATE
    y = sum(bright**k * np.sin(2 * np.pi * k * hz * t + 0.4 * k) * np.exp(-fall * t) for k in range(1, 20))
    y *= np.minimum(1.0, t / 0.004)
    return np.concatenate([np.zeros(ONSET), 0.9 * y / np.abs(y).max()])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two families of three instruments, five pitches each; one pitch is for validation."""
    folder = tmp_path_factory.mktemp("notes")
    rows = []
    for family, fall in (("plucked", 6.0), ("held", 0.1)):
        for kit in range(3):
            for semitones in (45.3, 52.0, 57.0, 62.4):
                name = f"{family}-{kit}-{semitones}.flac"
                soundfile.write(folder / name, tone(semitones, 0.4 + 0.2 * kit, fall), RATE, subtype="PCM_16")
                split = "valid" if semitones == 57.0 else "train"
                said = f"{semitones}" if semitones != 52.0 else ""  # one is measured
                rows.append({"file": name, "label": family, "split": split, "source": "made", "real": 1, "licence": "CC0", "pitch": said,
                             "velocity": 90, "family": family, "kit": f"{family} {kit}"})  # fmt: skip
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def make(corpus: Path) -> NotesTask:
    return notes_task.make(PRESET, corpus, torch.device("cpu"))


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few steps."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("run") / "run"
    lines = list(loop.train(PRESET, corpus, folder))
    assert lines[-1].step == TRAIN.steps
    return folder


@pytest.fixture(scope="module")
def model(run: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> NotesModel:
    """Published and loaded."""
    out = tmp_path_factory.mktemp("out") / "tiny"
    FAMILIES["notes"].publish(run, corpus, out, About("tiny", "Tiny", "A test.", "CC0"))
    found = open_folder(out)
    assert isinstance(found, NotesModel)
    return found


def test_a_note_taken_apart_and_played_again_is_the_same_sound() -> None:
    sound = tone(57.3, 0.7, 3.0)[: 120 * HOP]
    found = analyse(sound, float(to_hz(57.3)), 121, THIN)
    made = note_sound(found.parts, THIN, 121, 121, float(to_hz(57.3)), 0)
    levels = [20 * np.log10(np.abs(np.fft.rfft(y[4_000:20_000] * np.hanning(16_000))) + 1e-3) for y in (sound, made)]
    loud = levels[0] > levels[0].max() - 40
    assert np.abs(levels[0] - levels[1])[loud].mean() < 1.0


def test_vibrato_is_straightened_and_a_stiff_string_is_noticed() -> None:
    t = np.arange(88_064) / RATE
    swing = 25 / 1200 * np.log(2) / (2 * np.pi * 5.5) * np.cos(2 * np.pi * 5.5 * t)
    wavy = sum(0.3 / k * np.sin(2 * np.pi * k * 330.0 * (t - swing)) for k in range(1, 9))
    level = analyse(np.concatenate([np.zeros(ONSET), wavy])[:88_064], 330.0, 345, (12, 24, 48, 96)).parts.level
    assert np.ptp(level[12:40, 0]) < 0.1  # an uncorrected fundamental would swing
    stiff = sum(0.3 / k * np.sin(2 * np.pi * k * 110.0 * np.sqrt((1 + 4e-4 * k * k) / (1 + 4e-4)) * t) for k in range(1, 20))
    found = analyse(np.concatenate([np.zeros(ONSET), stiff])[:88_064], 110.0, 345, (12, 24, 48, 96)).parts.stretch
    assert 2e-4 < found < 8e-4


def test_the_loss_falls_and_a_resumed_run_equals_an_uninterrupted_one(corpus: Path) -> None:
    whole = make(corpus)
    losses = [whole.train_step()["loss"] for _ in range(24)]
    assert np.mean(losses[-5:]) < 0.85 * np.mean(losses[:5])
    first = make(corpus)
    for _ in range(10):
        first.train_step()
    second = make(corpus)
    second.restore(first.state())
    for _ in range(14):
        second.train_step()
    for one, other in zip(whole.model.parameters(), second.model.parameters(), strict=True):
        assert torch.equal(one, other)


def test_what_onnxruntime_plays_is_what_torch_says(model: NotesModel, run: Path, corpus: Path) -> None:
    task = make(corpus)
    task.slow.load_state_dict(checkpoint.best(run)["task"]["slow"])
    round_weights(task.slow)  # as they are saved
    z = np.array([[0.3, -0.4, 0.9, 0.1]], np.float32)
    sound = task.play(torch.from_numpy(z), np.array([1]), np.array([61.7]), np.array([0.8]))[0]
    parts = model.parts(z[0], np.eye(2)[1], 61.7, 0.8)
    made = note_sound(parts, THIN, 121, 121, float(to_hz(61.7)), 0)
    assert np.abs(made - sound).max() < 1e-4


def test_the_pitch_control_is_the_pitch_and_settings_say_every_sample(model: NotesModel) -> None:
    base = model.draw(5, model.spec.defaults().with_values({"class": "held"}), frozenset({"class", "blend"}))
    for semitones in (40.0, 57.31, 80.0):
        clip = model.render([base.with_values({"pitch": semitones, "length": 1.2})])[0]
        assert abs(pitch(clip.samples[0][4_000:40_000], RATE, semitones - 6, semitones + 6)[0] - semitones) < 0.02
    again = model.render([base, base])
    assert np.array_equal(again[0].samples, again[1].samples)


def test_velocity_length_and_blend_are_heard(model: NotesModel) -> None:
    base = model.spec.defaults().with_values({"class": "held", "second": "plucked", "length": 0.5})
    loud, soft, longer, half = (
        model.render([base.with_values(change)])[0].samples[0]
        for change in ({"velocity": 127.0}, {"velocity": 40.0}, {"length": 3.0}, {"blend": 50.0})
    )
    assert np.abs(soft).max() == pytest.approx(np.abs(loud).max() * 40 / 127, rel=0.02)
    assert 0.45 * RATE < len(loud) < 0.55 * RATE
    assert len(longer) > 2.5 * RATE
    first = model.mixed(base)[0]
    second = model.mixed(base.with_values({"blend": 100.0}))[0]
    assert np.allclose(model.mixed(base.with_values({"blend": 50.0}))[0], (first + second) / 2, atol=1e-5)
    assert len(half) and not np.array_equal(half, loud)


def test_a_dropped_note_comes_back_at_its_own_pitch(model: NotesModel) -> None:
    clip = Clip(np.pad(tone(58.4, 0.6, 0.1), (9_000, 4_000))[None].astype(np.float32), RATE)
    found = model.encode(clip)
    assert abs(float(found.get("pitch")) - 58.4) < 0.02  # type: ignore[arg-type]
    assert found.get("class") == "held"
    with pytest.raises(BadInput, match="silent"):
        model.encode(Clip(np.zeros((1, 30_000), np.float32), RATE))


def test_sounds_without_pitch_are_left_out_and_a_folder_of_them_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).standard_normal(40_000) * 0.1
    soundfile.write(tmp_path / "a.flac", noise, RATE)
    (tmp_path / "index.csv").write_text("file,label,split,source,real,licence\na.flac,x,train,made,1,CC0\na.flac,x,valid,made,1,CC0\n")
    with pytest.raises(BadInput, match="clear pitch"):
        make(tmp_path)


def test_a_preset_without_numbers_for_notes_is_refused(corpus: Path) -> None:
    from studio.training.config import VAETraining

    with pytest.raises(BadInput, match="notes"):
        notes_task.make(replace(PRESET, training=VAETraining()), corpus, torch.device("cpu"))
