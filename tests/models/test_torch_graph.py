"""Models computed by torch instead of onnxruntime: the same sound, whichever device; where they play, and what happens when that fails."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.models import runtime, torch_graph
from studio.models.catalogue import list_models, load
from studio.models.folder import read_card
from studio.models.generator import Encodes
from studio.models.runtime import Movable, place
from studio.models.stream_ear import HOP
from studio.models.stream_player import StreamModel
from studio.paths import RESOURCES

MODELS = RESOURCES / "models"
EXACT = [card.id for card in list_models() if read_card(card.folder).network.get("arithmetic") != "int8"]
NEAR = {"effects": 1e-3}  # its pitch glides for seconds, and what rounding makes of it adds up in the phase
DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.gpu)]


def nothing(text: str) -> None:
    raise AssertionError(text)


def moved(name: str, device: str = "cpu") -> Any:
    model = load(name)
    assert isinstance(model, Movable)
    torch_graph.move(model, device, nothing)
    assert model.runtime == f"torch {torch.__version__} {device}"
    return model


@pytest.fixture(scope="module")
def pair() -> tuple[StreamModel, StreamModel]:
    model = load("guitar")
    assert isinstance(model, StreamModel)
    return model, moved("guitar")


def wandering(model: StreamModel, frames: int) -> np.ndarray:
    walk = model.drift(3)
    return np.stack([next(walk) for _ in range(frames)])


# ---------------------------------------------------------------- the same sound


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("name", EXACT)
def test_every_model_sounds_as_through_onnxruntime(name: str, device: str) -> None:
    usual: Any = load(name)
    model = moved(name, device)
    for seed in range(3):
        wished = usual.draw(seed, usual.spec.defaults(seed))
        one, other = (each.render([wished])[0].samples for each in (usual, model))
        assert one.shape == other.shape and np.abs(one - other).max() < NEAR.get(name, 1e-4)
        assert np.array_equal(model.render([wished])[0].samples, other)
    if isinstance(usual, Encodes):
        heard, again = (each.encode(usual.render([wished])[0]).as_dict() for each in (usual, model))
        assert heard.keys() == again.keys()
        assert all(value == pytest.approx(again[key], abs=0.02) if isinstance(value, float) else value == again[key]
                   for key, value in heard.items())  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(0, 60), max_size=10), seed=st.integers(0, 2**32 - 1))
def test_a_stream_in_any_blocks_is_the_one_of_onnxruntime(pair: tuple[StreamModel, StreamModel], cuts: list[int], seed: int) -> None:
    usual, model = pair
    latents = wandering(usual, 60)
    voice = model.stream(seed)
    parts = [voice.step(latents[a:b]) for a, b in pairwise([0, *sorted(cuts), 60])]
    assert np.abs(np.concatenate(parts, 1) - usual.stream(seed).step(latents)).max() < 1e-4


@pytest.mark.parametrize("device", DEVICES)
def test_a_voice_is_saved_copied_and_gone_on_with_on_either(device: str) -> None:
    usual: Any = load("pad")
    model = moved("pad", device)
    latents = wandering(usual, 90)
    voice = model.stream(7)
    voice.step(latents[:40])
    twin, kept = voice.copy(), voice.save()
    first = voice.step(latents[40:])
    assert np.array_equal(twin.step(latents[40:]), first)
    for other, near in ((model.stream(99), 0.0), (usual.stream(99), 1e-4)):
        other.step(latents[:9])
        other.restore(kept)
        assert np.abs(other.step(latents[40:]) - first).max() <= near


def test_the_ear_hears_the_same(pair: tuple[StreamModel, StreamModel]) -> None:
    sound = (0.1 * np.random.default_rng(0).standard_normal(80 * HOP)).astype(np.float32)
    usual, mine = (model.ear() for model in pair)
    whole = usual.step(sound)
    parts = np.concatenate([mine.step(sound[: 33 * HOP]), mine.step(sound[33 * HOP :])])
    assert np.abs(whole - parts).max() < 1e-4
    assert (pair[0].latency, pair[0].ear_latency) == (pair[1].latency, pair[1].ear_latency)


# ---------------------------------------------------------------- what fails


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("CUDA out of memory."), RuntimeError("CUDA error: unspecified launch failure")])
def test_a_device_that_fails_while_it_plays_gives_way_to_the_processor(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    usual: Any = load("guitar")
    model: Any = load("guitar")
    said: list[str] = []
    torch_graph.move(model, "cpu", said.append)
    latents = wandering(usual, 60)
    voice, ear, theirs = model.stream(1), model.ear(), usual.ear()
    sound, noise = usual.stream(1).step(latents), np.zeros(8 * HOP, np.float32)
    first = voice.step(latents[:30])

    def broken(**inputs: object) -> object:
        raise error

    for graph in (model._player, model._encoder):
        monkeypatch.setattr(graph, "_half", broken)
    rest = voice.step(latents[30:])
    assert np.abs(np.concatenate([first, rest], 1) - sound).max() < 1e-4
    assert np.array_equal(ear.step(noise), theirs.step(noise))
    assert model.runtime == usual.runtime
    assert len(said) == 1 and "Guitar" in said[0] and "processor" in said[0]
    assert ("memory" in said[0]) == isinstance(error, torch.OutOfMemoryError)


def test_an_encoder_that_fails_first_is_answered_by_the_processor_too(monkeypatch: pytest.MonkeyPatch) -> None:
    usual: Any = load("drums-gan")
    model: Any = load("drums-gan")
    said: list[str] = []
    torch_graph.move(model, "cpu", said.append)
    monkeypatch.setattr(torch_graph.torch, "tensor", lambda *a, **k: (_ for _ in ()).throw(torch.OutOfMemoryError("no")))
    clip = usual.render([usual.spec.defaults()])[0]
    assert model.encode(clip) == usual.encode(clip) and len(said) == 1 and model.runtime == usual.runtime


@pytest.mark.parametrize("changes", [
    {"width": 10**12}, {"width": 100_000, "encoder_width": 100_000}, {"blocks": 10**9}, {"blocks": 3}, {"blocks": 5}, {"kernel": -1},
    {"latents": 11}, {"width": "wide"}, {"bottom": None},
])  # fmt: skip
def test_a_card_that_its_weights_do_not_fit_is_refused_without_making_room_for_it(changes: dict[str, Any]) -> None:
    card = read_card(MODELS / "guitar")
    with pytest.raises(BadInput, match="guitar"):
        torch_graph.network(dataclasses.replace(card, network={**card.network, **changes}))


def test_weights_that_lack_a_tensor_are_refused(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "guitar"
    shutil.copytree(MODELS / "guitar", folder, ignore=shutil.ignore_patterns("examples"))
    weights = load_file(folder / "model.safetensors")
    del weights["decoder.net.head.bias"]
    save_file(weights, folder / "model.safetensors")
    with pytest.raises(BadInput, match="guitar"):
        torch_graph.network(read_card(folder))


# ---------------------------------------------------------------- where a model plays


@pytest.mark.parametrize(("choice", "speeds", "torch_plays"), [
    ("auto", (2.0, 1.0), True), ("auto", (1.0, 2.0), False), ("auto", (1.0, 1.0), False), ("gpu", (1.0, 2.0), True),
    ("cpu", (2.0, 1.0), False),
])  # fmt: skip
def test_a_model_plays_where_it_is_wished_or_faster(choice: str, speeds: tuple[float, float], torch_plays: bool) -> None:
    model = load("guitar")
    times = iter(speeds)
    place(model, choice, nothing, device="cpu", measure=lambda generator: next(times))
    assert model.runtime.startswith("torch ") == torch_plays
    stream: Any = model
    assert np.isfinite(stream.stream(0).step(np.zeros((4, stream.dims), np.float32))).all()


@pytest.mark.parametrize("name", ["guitar", "notes"])
def test_the_measurement_makes_blocks_of_whatever_it_is(name: str) -> None:
    assert 0 < runtime.block_seconds(load(name)) < 60


def test_an_8_bit_model_moves_only_when_it_is_told_to() -> None:
    model = load("drums")
    place(model, "auto", nothing, device="cpu", measure=lambda generator: 0.0)
    assert model.runtime.endswith("int8")
    place(model, "gpu", nothing, device="cpu")
    assert model.runtime.startswith("torch ")
    assert np.abs(model.render([model.spec.defaults()])[0].samples).max() > 0.5


def test_without_a_gpu_one_sentence_says_so_where_it_was_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "gpu_name", lambda: None)
    model = load("guitar")
    said: list[str] = []
    place(model, "auto", said.append)
    assert not said
    place(model, "gpu", said.append)
    assert len(said) == 1 and "no NVIDIA GPU" in said[0] and model.runtime.startswith("onnxruntime")


def test_a_torch_that_is_missing_or_cannot_use_the_gpu_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "gpu_name", lambda: "A GPU")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    model = load("guitar")
    said: list[str] = []
    place(model, "gpu", said.append)
    assert len(said) == 1 and torch.__version__ in said[0] and model.runtime.startswith("onnxruntime")
    monkeypatch.setitem(sys.modules, "studio.models.torch_graph", None)
    monkeypatch.delattr("studio.models.torch_graph")
    place(model, "auto", nothing)
    place(model, "gpu", said.append)
    assert len(said) == 2 and "PyTorch" in said[1] and model.runtime.startswith("onnxruntime")


def test_what_cannot_be_moved_is_left_alone() -> None:
    place(object(), "gpu", nothing, device="cpu")


@pytest.mark.parametrize("choice", ["auto", "gpu"])
def test_without_a_gpu_no_choice_imports_torch(choice: str) -> None:
    code = (
        "import sys; from studio.models import catalogue, runtime; runtime.gpu_name = lambda: None; m = catalogue.load('guitar');"
        f"runtime.place(m, '{choice}', print); m.stream(0).step(__import__('numpy').zeros((4, m.dims), 'f4'));"
        "sys.exit(3 if 'torch' in sys.modules else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert ("no NVIDIA GPU" in done.stdout) == (choice == "gpu")
