"""Streams from recordings to a model that plays: taken apart, taught, resumed, published, played by onnxruntime, judged."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from studio.errors import BadInput
from studio.models.catalogue import open_folder
from studio.models.stream_ear import HOP, RATE
from studio.models.stream_player import StreamModel
from studio.models.stream_sound import HALF, HEADS, LEVELS, STRAYS, WHOLE, Life, SoundState
from studio.training import checkpoint, loop, stream_data, stream_task
from studio.training.config import PRESETS, Preset, StreamTraining
from studio.training.corpora import guitar, pads
from studio.training.families import FAMILIES
from studio.training.judge import stream as judge
from studio.training.onnx_export import round_weights
from studio.training.publish import About
from studio.training.stream_analysis import analyse, steadied
from studio.training.stream_task import StreamTask

NETWORK = {"latents": 4, "width": 24, "blocks": 2, "encoder_width": 16, "encoder_blocks": 1, "kernel": 3}
TRAIN = StreamTraining(steps=30, batch=6, frames=32, rate=4e-3, warmup=3, validate_every=15, kl_warmup=5, variants=(0.0,))
PRESET = Preset("guitar", "stream", "Tiny", NETWORK, TRAIN, starts=2, draws=90)
NOISE = slice(len(WHOLE) + len(HALF), LEVELS)


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def glide(hz: np.ndarray, bright: float, noise: float = 0.003, seed: int = 0) -> np.ndarray:
    """Partials that get weaker by `bright` each over pitches hz (N,), a little noise."""
    phase = 2 * np.pi * np.cumsum(hz) / RATE
    tone = sum(0.2 * bright**k * np.sin((k + 1) * phase) for k in range(12))
    return (tone + noise * np.random.default_rng(seed).standard_normal(len(hz))).astype(np.float32)


def vibrato(semitones: float, seconds: float = 1.0) -> np.ndarray:
    t = np.arange(int(seconds * RATE)) / RATE
    return 440 * 2 ** ((semitones - 69 + 0.3 * np.sin(2 * np.pi * 5 * t)) / 12)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two timbres at some pitches in one piece each, as the corpora write them."""
    folder = tmp_path_factory.mktemp("pieces")

    made = (
        (0.6, (52, 55, 59, 62), "train"), (0.8, (50, 57, 60), "train"), (0.7, (53, 58), "valid"), (0.7, (54, 60, 57, 52, 55), "test"),
    )  # fmt: skip

    def pieces():
        for i, (bright, notes, split) in enumerate(made):
            sound = np.concatenate([glide(vibrato(note), bright, seed=i) for note in notes])
            yield guitar.Piece(sound, "made", split, "made", "CC0", f"kit {i}")

    text = guitar.write(pieces(), folder)
    assert "kit 0" in text
    return folder


def make(corpus: Path) -> StreamTask:
    return stream_task.make(PRESET, corpus, torch.device("cpu"))


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few steps."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("run") / "run"
    lines = list(loop.train(PRESET, corpus, folder))
    assert lines[-1].step == TRAIN.steps
    return folder


@pytest.fixture(scope="module")
def folder(run: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published."""
    out = tmp_path_factory.mktemp("out") / "tiny"
    FAMILIES["stream"].publish(run, corpus, out, About("tiny", "Tiny", "A test.", "CC0"))
    return out


@pytest.fixture(scope="module")
def model(folder: Path) -> StreamModel:
    found = open_folder(folder)
    assert isinstance(found, StreamModel)
    return found


def test_a_sound_taken_apart_says_its_pitch_its_levels_and_its_noise() -> None:
    hz = vibrato(57, 1.5)
    found = analyse(glide(hz, 0.7, noise=0.01), 40.0)
    inner = slice(40, -40)
    cents = 1200 * np.log2(found.hz[inner] / hz[HOP * 40 :: HOP][: len(found.hz[inner])])
    assert np.abs(cents).mean() < 3
    heads = found.heads[inner].mean(0)
    assert np.abs(heads[:8] - np.log(0.2 * 0.7 ** np.arange(8))).max() < 0.05
    assert np.abs(heads[NOISE][4:30] - np.log(0.01)).max() < 0.5
    assert heads[-STRAYS:].max() < 0.1
    assert found.heads[inner, len(WHOLE) : len(WHOLE) + 6].max() < -6  # nothing between the multiples


def test_a_chord_counts_by_its_root() -> None:
    t = np.arange(RATE) / RATE
    root = 110.0
    tone = sum(0.1 / k * (np.sin(2 * np.pi * k * root * t) + np.sin(2 * np.pi * 1.5 * k * root * t + 1)) for k in range(1, 8))
    found = analyse(tone.astype(np.float32), 72.0)
    assert np.abs(1200 * np.log2(np.median(found.hz) / root)) < 5
    assert np.median(found.heads[40:-40, len(WHOLE) + 1]) > -2.6  # one and a half times the root: its fifth


def test_partials_that_beat_are_said_to_stray_and_steady_ones_not() -> None:
    t = np.arange(2 * RATE) / RATE
    steady = sum(0.1 * np.sin(2 * np.pi * 220 * k * t) for k in range(1, 9))
    beating = steady + sum(0.09 * np.sin(2 * np.pi * (220 * k + 5 + 0.7 * k) * t + k) for k in range(2, 9))
    calm, alive = (analyse(x.astype(np.float32), 40.0, stray=1.0).heads[60:-60, -STRAYS:].mean(0)[1:3] for x in (steady, beating))
    assert calm.max() < 0.15 < 0.4 < alive.min()


def test_steadied_pitches_keep_leaps_and_lose_jitter() -> None:
    path = np.concatenate([np.full(30, 200.0), np.full(30, 300.0)])
    rough = path * 2 ** (np.random.default_rng(0).normal(0, 4 / 1200, 60))
    smooth = steadied(rough)
    assert np.std(np.log2(smooth / path)) < 0.6 * np.std(np.log2(rough / path))
    assert abs(smooth[28] - 200) < 2 and abs(smooth[31] - 300) < 3


def test_what_was_taken_apart_plays_as_the_same_sound() -> None:
    sound = glide(vibrato(55, 1.5), 0.75, noise=0.004)
    found = analyse(sound, 40.0)
    made = SoundState.begin(0).sound(found.heads, found.hz, Life(waver_cents=0.0))[HOP:]
    levels = [20 * np.log10(np.abs(np.fft.rfft(y[8_000:40_768] * np.hanning(32_768))) + 1e-2) for y in (sound, made)]
    loud = levels[0] > levels[0].max() - 30
    assert np.abs(levels[0] - levels[1])[loud].mean() < 4


def test_the_loss_falls_and_a_resumed_run_equals_an_uninterrupted_one(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GAIN_DB", "TILT_DB"):  # so little sound changes more by these than by what there is to learn
        monkeypatch.setattr(stream_data, name, 0.0)
    whole = make(corpus)
    losses = [whole.train_step()["loss"] for _ in range(70)]
    assert np.mean(losses[-30:]) < 0.9 * np.mean(losses[:5])
    first = make(corpus)
    for _ in range(10):
        first.train_step()
    second = make(corpus)
    second.restore(first.state())
    for _ in range(60):
        second.train_step()
    for one, other in zip(whole.model.parameters(), second.model.parameters(), strict=True):
        assert torch.equal(one, other)


def test_later_frames_change_nothing_before_them(corpus: Path) -> None:
    task = make(corpus)
    batch = task.held.piece(0, 40)
    encoder, decoder = task.model.encoder, task.model.decoder
    with torch.no_grad():
        def through(seen: torch.Tensor) -> torch.Tensor:
            mean = encoder(seen, batch.pitch, encoder.net.begin(1))[0]
            return decoder(mean, batch.pitch, decoder.net.begin(1))[0]

        moved = batch.seen.clone()
        moved[:, 30:] += 1.0
        one, other = through(batch.seen), through(moved)
    assert torch.allclose(one[:, :30], other[:, :30], atol=1e-6) and (one[:, 30:] - other[:, 30:]).abs().max() > 1e-3


def test_what_onnxruntime_says_is_what_torch_says(model: StreamModel, run: Path, corpus: Path) -> None:
    task = make(corpus)
    task.slow.load_state_dict(checkpoint.best(run)["task"]["slow"])
    round_weights(task.slow)  # as they are saved
    with torch.no_grad():
        latents = np.random.default_rng(0).normal(0, 1, (20, model.dims)).astype(np.float32)
        code = torch.from_numpy(model.space.to_z(0, latents))[None]
        decoder = task.slow.decoder
        theirs = decoder(code[..., 1:], code[..., :1], decoder.net.begin(1))[0][0].numpy()
    state = model._state("width", "blocks")
    mine = []
    for part in (latents[:1], latents[1:8], latents[8:]):
        heads, _, state = model.heads(part, state)
        mine.append(heads)
    assert np.abs(np.concatenate(mine) - theirs.clip(-20, 3)).max() < 1e-4


def test_the_live_ear_hears_what_training_saw(model: StreamModel) -> None:
    sound = glide(vibrato(57, 1.5), 0.7)
    heard = model.ear().step(sound[: len(sound) // HOP * HOP])
    semitones = model.space.to_z(0, heard)[:, 0]
    assert abs(np.median(semitones[60:]) - 57) < 0.2
    assert 0 <= model.ear_latency < 4_096 and 0 <= model.latency < 2_048


def test_the_published_folder_is_whole(folder: Path, model: StreamModel) -> None:
    examples = {path.name for path in (folder / "examples").iterdir()}
    assert examples == {"drift-1.flac", "drift-2.flac", *(f"held-{i}.flac" for i in range(1, 5))}
    assert model.spec.abilities == {"render", "draw", "encode", "stream"}
    assert [c.name for c in model.spec.controls if getattr(c, "group", "") == "dimension"] == ["pitch", "d1", "d2", "d3", "d4"]


def test_judged_against_a_corpus_of_its_own(model: StreamModel, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("HELD", 2), ("HELD_SECONDS", 1.5), ("DRIFTS", 2), ("DRIFT_SECONDS", 2.0), ("PACED", 60), ("SECONDS", 2.0)):
        monkeypatch.setattr(judge, name, value)
    judge.build(corpus, "tiny", tmp_path, progress=lambda text: None)
    result = judge.run(model, data=tmp_path)
    assert len(result["excerpts"]) == judge.EXCERPTS and all(row["passed"][0] in (True, False, None) for row in result["aims"])
    assert result["excerpts"][0]["sure"] > 0.8
    from rich.console import Console

    Console(quiet=True).print(judge.format_table(result))
    with pytest.raises(BadInput, match="no reference"):
        judge.run(model, data=tmp_path / "elsewhere")


def test_the_judge_knows_copies_and_delays() -> None:
    random = np.random.default_rng(0)
    sound = glide(vibrato(57, 1.2), 0.7)
    power = judge.features.mel_power(sound)
    assert judge.nearest_frames(sound, (10 * np.log10(power + 1e-9)).T) == pytest.approx((0.0, 0.0), abs=1e-3)
    hits = np.repeat(random.random(40), 2_000).astype(np.float32) * random.standard_normal(80_000).astype(np.float32)
    assert abs(judge.delay(hits, np.concatenate([np.zeros(1_280, np.float32), hits])[:80_000]) - 1_280) <= 64


def test_presets_and_networks_are_checked(corpus: Path) -> None:
    for change in ({"hop": 512}, {"bottom": 80.0, "top": 70.0}, {"kernel": 1}):
        with pytest.raises(BadInput, match="network"):
            stream_task.make(replace(PRESET, network=change), corpus, torch.device("cpu"))
    with pytest.raises(BadInput, match="numbers"):
        stream_task.make(replace(PRESET, training=PRESETS["notes"].training), corpus, torch.device("cpu"))
    with pytest.raises(BadInput, match="index"):
        stream_task.make(PRESET, corpus / "nowhere", torch.device("cpu"))
    assert PRESETS["guitar"].family == PRESETS["pad"].family == "stream"


def test_songs_are_levelled_and_cut_without_their_silence(tmp_path: Path) -> None:
    sound = np.concatenate([glide(vibrato(50, 3.0), 0.7), np.zeros(2 * RATE, np.float32), glide(vibrato(55, 23.0), 0.7)])
    parts = list(guitar.cut(guitar.levelled(sound)))
    assert len(parts) == 3 and 2.9 <= len(parts[0]) / RATE <= 3.7 and len(parts[1]) == guitar.PIECE * RATE
    level = 20 * np.log10(np.sqrt(np.mean(parts[1].astype(np.float64) ** 2)))
    assert abs(level - guitar.LOUDNESS) < 1
    with pytest.raises(BadInput, match="silent"):
        guitar.levelled(np.zeros(RATE, np.float32))
    with pytest.raises(BadInput, match="missing"):
        guitar.build(tmp_path, tmp_path / "out")
    with pytest.raises(BadInput, match="missing"):
        pads.build(tmp_path, tmp_path / "out")


def test_melodies_are_seeded_stay_in_range_and_become_midi() -> None:
    one, again = (pads.compose((48, 52), 40, 70, np.random.default_rng(3)) for _ in range(2))
    assert one == again and all(40 <= key <= 70 and length > 0 for _, length, key, _ in one.notes)
    assert one.notes[-1][0] + one.notes[-1][1] <= pads.SECONDS
    data = pads.midi_of(one)
    assert data[:4] == b"MThd" and data[14:18] == b"MTrk" and len(data) == 22 + int.from_bytes(data[18:22], "big")
    splits = [split for _, _, split in pads._jobs()]
    assert {"train", "valid", "test"} == set(splits)
    assert all(name == "viola" or part.programs[0] != 41 for part, name, _ in pads._jobs())
    assert HEADS == LEVELS + STRAYS


def test_the_index_says_what_was_written(corpus: Path) -> None:
    with (corpus / "index.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["split"] for row in rows] == ["train", "train", "valid", "test"]
    assert all(abs(soundfile.info(corpus / row["file"]).duration - float(row["seconds"])) < 0.01 for row in rows)
