"""Model folders that others made: every kind of damage gives one clear sentence, no traceback, no hang, nothing executed."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from studio.errors import BadInput
from studio.models.catalogue import list_models, load
from studio.models.folder import CARD, ENCODER, PLAYER, WEIGHTS, file_sha256
from studio.paths import RESOURCES, Home

DRUMS = RESOURCES / "models" / "drums"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped drums that a test may damage (links where nothing is written)."""
    copy = tmp_path / "drums"
    copy.mkdir()
    for name in (CARD, WEIGHTS, PLAYER, ENCODER):
        (copy / name).write_bytes((DRUMS / name).read_bytes())
    return copy


def edit(folder: Path, change: Callable[[dict], object]) -> None:
    data = json.loads((folder / CARD).read_text())
    change(data)
    (folder / CARD).write_text(json.dumps(data))


def rehash(folder: Path, name: str) -> None:
    """As a stranger would who builds a consistent but wrong model."""
    edit(folder, lambda d: d["files"].update({name: file_sha256(folder / name)}))


def refused(folder: Path) -> str:
    with pytest.raises(BadInput) as problem:
        load(folder)
    sentence = str(problem.value)
    assert "\n" not in sentence and 20 < len(sentence) < 400, sentence
    return sentence


def test_the_shipped_model_loads(folder: Path) -> None:
    assert load(folder).spec.id == "drums"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"format": 99}', "[" * 100_000, '{"format":1,"files":{},"network":{}}'])
def test_cards_that_are_not_cards(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text)
    assert CARD in refused(folder)


def test_a_card_in_the_wrong_encoding_or_too_large(folder: Path) -> None:
    (folder / CARD).write_bytes(b"\xff\xfe\x00{")
    refused(folder)
    (folder / CARD).write_bytes(b" " * (5 << 20))
    assert "too large" in refused(folder)


@pytest.mark.parametrize("name", [WEIGHTS, PLAYER])
def test_a_missing_or_changed_file(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    assert "hash" in refused(folder)
    (folder / name).unlink()
    assert name in refused(folder)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/b.onnx", "..", ".hidden"])
def test_a_path_that_climbs_out(folder: Path, name: str) -> None:
    edit(folder, lambda d: d["files"].update({name: "0" * 64}))
    assert "outside its own folder" in refused(folder)


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.onnx"
    os.replace(folder / PLAYER, outside)
    (folder / PLAYER).symlink_to(outside)
    assert PLAYER in refused(folder)


@pytest.mark.parametrize("key", ["frames", "n_fft", "hop", "attack_frames"])
@pytest.mark.parametrize("value", [10**12, 0, -1, "many", None])
def test_a_huge_or_absurd_shape(folder: Path, key: str, value: object) -> None:
    edit(folder, lambda d: d["network"].update({key: value}))
    assert "damaged" in refused(folder)


@pytest.mark.parametrize(
    "header",
    [b"", b"\x00" * 8, struct.pack("<Q", 2**62), struct.pack("<Q", 20) + b"{" * 20, struct.pack("<Q", 2) + b"{}"],
    ids=["empty", "zeros", "huge", "not json", "no tensors"],
)
def test_a_wrong_safetensors_header(folder: Path, header: bytes) -> None:
    (folder / WEIGHTS).write_bytes(header)
    rehash(folder, WEIGHTS)
    refused(folder)


def test_tensors_of_wrong_shape_or_not_finite(folder: Path) -> None:
    tensors = load_file(folder / WEIGHTS)
    for name, bad in (
        ("latent.axes", np.zeros((3, 3), np.float32)),
        ("latent.mean", np.full_like(tensors["latent.mean"], np.nan)),
        ("latent.root", tensors["latent.root"][:, :2]),
        ("latent.labels", tensors["latent.labels"][:1]),
    ):
        save_file({**tensors, name: bad}, folder / WEIGHTS)
        rehash(folder, WEIGHTS)
        assert "damaged" in refused(folder), name


def test_a_graph_that_is_no_graph_or_another_graph(folder: Path) -> None:
    (folder / PLAYER).write_bytes(b"not a graph")
    rehash(folder, PLAYER)
    refused(folder)
    (folder / PLAYER).write_bytes((DRUMS / ENCODER).read_bytes())
    rehash(folder, PLAYER)
    refused(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("spec"),
        lambda d: d["spec"].pop("controls"),
        lambda d: d["spec"].update(rate=1),
        lambda d: d["spec"].update(seconds=1e9),
        lambda d: d["spec"].update(family="os.system"),
        lambda d: d["spec"].update(controls=[]),
        lambda d: d["spec"]["controls"][1].update(low="x"),
        lambda d: d["spec"]["controls"][1].update(kind="exec"),
        lambda d: d["spec"]["controls"].append(d["spec"]["controls"][0]),
        lambda d: d["spec"].update(unknown=1),
    ],
)
def test_a_damaged_spec(folder: Path, change: Callable[[dict], object]) -> None:
    edit(folder, change)
    refused(folder)


def test_a_damaged_model_is_listed_with_its_reason_and_the_others_stay(home: Home) -> None:
    (home.models / "broken").mkdir(parents=True)
    (home.models / "broken" / CARD).write_text("{")
    (home.models / "empty").mkdir()
    cards = {card.id: card for card in list_models(home)}
    assert cards["drums"].error is None
    assert CARD in str(cards["broken"].error) and "no model.json" in str(cards["empty"].error)
    with pytest.raises(BadInput, match="There is no model 'nothing'"):
        load("nothing", home)
