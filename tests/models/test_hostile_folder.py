"""Model folders that others made: every kind of damage gives one clear sentence, no traceback, no hang, nothing executed."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from studio.errors import BadInput
from studio.models.catalogue import list_models, load, open_folder
from studio.models.folder import CARD, ENCODER, PLAYER, WEIGHTS
from studio.paths import Home
from tests.models.hostile import EVER, HEADERS, MODELS, copy_of, edit, endless, other_graph, put, refused, refused_in_little_memory, rehash


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of("drums", tmp_path)


def test_the_shipped_model_loads(folder: Path) -> None:
    assert open_folder(folder).spec.id == "drums"


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


@HEADERS
def test_a_wrong_safetensors_header(folder: Path, header: bytes) -> None:
    put(folder, WEIGHTS, header)
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
    put(folder, PLAYER, b"not a graph")
    refused(folder)
    put(folder, PLAYER, (MODELS / "drums" / ENCODER).read_bytes())
    refused(folder)


@pytest.mark.parametrize("kind", ["BF16", "F8_E4M3", "U128"])
def test_tensors_of_a_type_that_numpy_lacks(folder: Path, kind: str) -> None:
    import ml_dtypes  # noqa: F401 (onnx brings it; once it is imported by whomever, numpy knows the first two by name)

    header = json.dumps({"latent.mean": {"dtype": kind, "shape": [4 if kind == "F8_E4M3" else 2], "data_offsets": [0, 4]}}).encode()
    (folder / WEIGHTS).write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    rehash(folder, WEIGHTS)
    assert WEIGHTS in refused(folder)


@pytest.mark.parametrize("measures", [None, "brightness", [], [["brightness"]], ["brightness"] * 100])
def test_measures_that_the_macros_are_not_among(folder: Path, measures: object) -> None:
    edit(folder, lambda d: d["network"].update(measures=measures))
    assert "damaged" in refused(folder)


@pytest.mark.parametrize("thin", [None, 16, ["16"], [0], [10**9], [True], [4] * 100])
def test_places_to_thin_out_that_are_none(folder: Path, thin: object) -> None:
    edit(folder, lambda d: d["network"].update(thin=thin))
    assert "thin" in refused(folder)


@pytest.mark.parametrize("branch", ["", "attack_"])
def test_sizes_that_are_fine_alone_and_vast_together(folder: Path, branch: str) -> None:
    edit(folder, lambda d: d["network"].update({f"{branch}frames": 8192, "attack_fft" if branch else "n_fft": 8192}))
    assert "frames" in refused(folder)


@pytest.mark.usefixtures("impatient")
def test_a_graph_that_never_ends(folder: Path) -> None:
    other_graph(folder, [endless("z", "s")], **EVER)
    assert "don't fit together" in refused(folder)


def test_a_graph_that_asks_for_more_memory_than_there_is(folder: Path) -> None:
    from onnx import helper

    other_graph(folder, [helper.make_node("Expand", ["z", "shape"], ["s"])], shape=np.array([1 << 16, 1 << 10, 1, 24], np.int64))  # 6 GB
    refused_in_little_memory(folder)


def test_weights_that_lie_outside_the_folder_are_not_read(folder: Path, tmp_path: Path) -> None:
    import onnx

    model = onnx.load(folder / PLAYER)
    tensor = max(model.graph.initializer, key=lambda t: len(t.raw_data))
    (tmp_path / "outside.bin").write_bytes(tensor.raw_data)
    size = len(tensor.raw_data)
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, value in (("location", "../outside.bin"), ("offset", "0"), ("length", str(size))):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    (folder / PLAYER).write_bytes(model.SerializeToString())
    rehash(folder, PLAYER)
    assert "can't be opened" in refused(folder)


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


def test_a_folder_of_models_that_may_not_be_read_hides_no_other(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.models.mkdir(parents=True, exist_ok=True)
    shipped = [card.id for card in list_models(None)]
    whole = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path == home.models:
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert [card.id for card in list_models(home)] == shipped and "drums" in shipped


def test_a_model_with_a_very_long_name_is_refused_shortly(home: Home) -> None:
    with pytest.raises(BadInput) as problem:
        load("x" * 100_000, home)
    assert len(str(problem.value)) < 200
