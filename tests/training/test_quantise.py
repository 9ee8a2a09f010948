"""Graphs in 8-bit whole numbers: near the full ones, smaller, and the same on every processor. The shipped drums are one."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from studio.errors import BadInput
from studio.models.catalogue import open_folder
from studio.models.folder import PLAYER, WEIGHTS, read_card, write_card
from studio.models.graphs import open_graph, run_graph
from studio.models.one_shot import OneShotModel
from studio.models.vae import VAE, VAEConfig
from studio.paths import RESOURCES
from studio.training import quantise
from studio.training.onnx_export import export, round_weights
from tests import tiny

DRUMS = RESOURCES / "models" / "drums"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped drums with a graph in 32 bit, made of their weights."""
    folder = tmp_path_factory.mktemp("models") / "drums"
    shutil.copytree(DRUMS, folder, ignore=shutil.ignore_patterns("examples"))
    card = read_card(folder)
    known = {field.name for field in dataclasses.fields(VAEConfig)}
    network = VAE(VAEConfig.from_json({name: value for name, value in card.network.items() if name in known}))
    weights = load_file(folder / WEIGHTS)
    network.load_state_dict({name: weights[name].float() for name in network.state_dict()})
    export(network.eval(), folder)
    plain = {name: value for name, value in card.network.items() if name != "arithmetic"}
    write_card(folder, card.spec, plain, tuple(card.files), {name: said for name, said in card.notes.items() if name != "small"})
    return folder


def test_the_small_model_sounds_as_the_full_one_and_says_so(full: Path, tmp_path: Path) -> None:
    out = tmp_path / "little"
    found = quantise.quantise(full, out, draws=6)
    assert found.mel_db < 0.3 and found.sample_db < -20
    small, card = open_folder(out), read_card(out)
    assert small.spec.id == "little" and small.runtime.endswith("int8") and not open_folder(full).runtime.endswith("int8")
    assert card.notes["small"]["error"] == dataclasses.asdict(found)
    assert all((out / name).stat().st_size < 0.6 * (full / name).stat().st_size for name in (PLAYER, WEIGHTS))
    settings = small.spec.defaults(seed=2)
    assert np.array_equal(small.render([settings])[0].samples, small.render([settings])[0].samples)
    with pytest.raises(BadInput, match="8 bits already"):
        quantise.quantise(out, tmp_path / "again")


def test_the_shipped_drums_are_the_small_graph_of_their_own_weights(full: Path, tmp_path: Path) -> None:
    quantise.small_graph(full / PLAYER, tmp_path / "small.onnx")
    shipped, made = open_folder(DRUMS), open_graph(str(tmp_path / "small.onnx"), "model file")
    assert isinstance(shipped, OneShotModel)
    z, label = shipped.codes(shipped.draw(3, shipped.spec.defaults()))
    heads = run_graph(made, {"z": z[None].astype(np.float32), "label": np.array([label])})
    for mine, theirs in zip(shipped._heads(z, label), heads, strict=True):
        np.testing.assert_array_equal(mine, theirs[0])


def test_a_model_may_be_replaced_by_its_small_self_and_keeps_its_weights(full: Path, tmp_path: Path) -> None:
    folder = tmp_path / "drums"
    shutil.copytree(full, folder)
    quantise.quantise(folder, folder, draws=1)
    assert open_folder(folder).spec.id == "drums" and open_folder(folder).sha256 == open_folder(full).sha256


def test_no_sum_can_overflow_where_a_processor_adds_pairs_in_16_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import onnx
    from onnx import numpy_helper

    monkeypatch.setattr(quantise, "LEAST", 8)
    torch.manual_seed(0)
    network = VAE(tiny.VAE)
    round_weights(network)
    export(network.eval(), tmp_path)
    count = quantise.small_graph(tmp_path / PLAYER, tmp_path / "small.onnx")
    constants = [numpy_helper.to_array(tensor) for tensor in onnx.load(str(tmp_path / "small.onnx")).graph.initializer]
    matrices = [array for array in constants if array.dtype == np.int8]
    assert count == len(matrices) > 10
    assert all(2 * 255 * int(np.abs(matrix.astype(int)).max()) < 2**15 for matrix in matrices)


def test_what_has_no_large_matrix_is_left_as_it_is(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantise, "LEAST", 100_000)
    with pytest.raises(BadInput, match="no large matrices"):
        quantise.quantise(full, tmp_path / "out", draws=1)
    assert not (tmp_path / "out").exists()
