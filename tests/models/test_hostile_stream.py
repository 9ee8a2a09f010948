"""Folders of streams that others made: what is wrong with one is one clear sentence, at once or when it comes to light."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper
from safetensors.numpy import load_file, save_file

from studio.errors import BadInput, ModelError
from studio.models.catalogue import open_folder
from studio.models.folder import CARD, ENCODER, PLAYER, WEIGHTS
from studio.models.stream_sound import HEADS
from tests.models.hostile import EVER, HEADERS, MODELS, copy_of, edit, endless, put, refused, refused_in_little_memory, rehash, save_graph

NETWORK = json.loads((MODELS / "guitar" / CARD).read_text("utf-8"))["network"]
KERNEL, WIDTH, BLOCKS, LATENTS = (NETWORK[name] for name in ("kernel", "width", "blocks", "latents"))
INPUTS = {PLAYER: (("z", [1, "frames", LATENTS]), ("pitch", [1, "frames", 1]), ("state", [BLOCKS, 1, KERNEL - 1, WIDTH])),
          ENCODER: (("seen", [1, "frames", 82]), ("pitch", [1, "frames", 1]), ("state", [3, 1, KERNEL - 1, 128]))}  # fmt: skip
WIDTHS = {PLAYER: HEADS, ENCODER: LATENTS}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of("guitar", tmp_path)


def other_graph(folder: Path, file: str, nodes: list[Any], inputs: Any = None, outputs: Any = None, **constants: np.ndarray) -> None:
    """A graph with the right inputs that does something else; it must make 'answer' and 'after', or what `outputs` says."""
    made = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs or INPUTS[file]]
    wanted = outputs or (("answer", TensorProto.FLOAT), ("after", TensorProto.FLOAT))
    save_graph(folder, file, nodes, made, [helper.make_tensor_value_info(name, kind, None) for name, kind in wanted], constants)


def answering(file: str, value: float = 0.0, width: int | None = None) -> tuple[list[Any], dict[str, np.ndarray]]:
    """Nodes and constants of a graph that always answers the same, in the right shape."""
    size = np.array([width or WIDTHS[file]], np.int64)
    nodes = [
        helper.make_node("Mul", ["pitch", "nought"], ["still"]), helper.make_node("Add", ["still", "value"], ["one"]),
        helper.make_node("Concat", ["fixed", "size"], ["wide"], axis=0), helper.make_node("Expand", ["one", "wide"], ["answer"]),
        helper.make_node("Identity", ["state"], ["after"]),
    ]  # fmt: skip
    return nodes, {"nought": np.float32([0]), "value": np.float32([value]), "fixed": np.array([1, 1], np.int64), "size": size}


def test_the_shipped_one_loads(folder: Path) -> None:
    assert "stream" in open_folder(folder).spec.abilities


# ---------------------------------------------------------------- card and tensors


@pytest.mark.parametrize("key", ["width", "blocks", "encoder_width", "encoder_blocks", "kernel", "latents", "hop", "rate"])
@pytest.mark.parametrize("value", [10**12, 10**290, 0, -1, 1.5, True, "many", None, [], float(2**53)])
def test_a_huge_or_absurd_number_of_the_network(folder: Path, key: str, value: object) -> None:
    edit(folder, lambda d: d["network"].update({key: value}))
    refused(folder)


@pytest.mark.parametrize("key", ["lowest", "alive", "stray_hz", "stray_cents", "waver_cents", "measures"])
@pytest.mark.parametrize("value", [10**12, 10**290, -1, "many", None, [], {}, ["loudness", {}]])
def test_a_huge_or_absurd_number_of_the_sound(folder: Path, key: str, value: object) -> None:
    edit(folder, lambda d: d["network"].update({key: value}))
    refused(folder)


@pytest.mark.parametrize("key", ["width", "kernel", "lowest", "alive", "measures", "latents"])
def test_a_number_that_is_missing(folder: Path, key: str) -> None:
    edit(folder, lambda d: d["network"].pop(key))
    refused(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["spec"].update(rate=48_000),
        lambda d: d["spec"].update(channels=2),
        lambda d: d["spec"].update(controls=[c for c in d["spec"]["controls"] if c["name"] != "pitch"]),
        lambda d: d["spec"].update(controls=[c for c in d["spec"]["controls"] if c["name"] != "length"]),
        lambda d: next(c for c in d["spec"]["controls"] if c["name"] == "length").update(high=60.0),
        lambda d: next(c for c in d["spec"]["controls"] if c["name"] == "transpose").update(low=-1e12, high=1e12),
        lambda d: d["spec"]["controls"].reverse(),
        lambda d: d["files"].pop(ENCODER),
    ],
)
def test_a_spec_that_is_not_one_of_a_stream(folder: Path, change: Callable[[dict], object]) -> None:
    edit(folder, change)
    refused(folder)


@HEADERS
def test_a_wrong_safetensors_header(folder: Path, header: bytes) -> None:
    put(folder, WEIGHTS, header)
    refused(folder)


def test_tensors_that_overlap_or_lie_beyond_the_end(folder: Path) -> None:
    raw = (folder / WEIGHTS).read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    for shift in (1 << 40, -4, 4):
        bad = json.loads(json.dumps(header))
        bad["walk.points"]["data_offsets"] = [at + shift for at in bad["walk.points"]["data_offsets"]]
        text = json.dumps(bad).encode()
        (folder / WEIGHTS).write_bytes(struct.pack("<Q", len(text)) + text + raw[8 + size :])
        rehash(folder, WEIGHTS)
        assert WEIGHTS in refused(folder)


def test_tensors_of_wrong_shape_kind_or_not_finite(folder: Path) -> None:
    tensors = load_file(folder / WEIGHTS)
    points, ends = tensors["walk.points"], tensors["walk.ends"]
    for name, bad in (
        ("walk.points", points[:, :3]), ("walk.points", points.astype(np.float32)), ("walk.points", np.full_like(points, np.nan)),
        ("walk.points", points[0]), ("walk.points", points[:0]), ("walk.ends", ends[:0]), ("walk.ends", ends[::-1].copy()),
        ("walk.ends", ends + 1), ("walk.ends", ends.astype(np.float64)), ("walk.ends", np.zeros_like(ends)), ("walk.ends", ends[:, None]),
        ("latent.mean", np.full_like(tensors["latent.mean"], np.nan)), ("latent.root", tensors["latent.root"][:, :2]),
        ("latent.root", np.zeros_like(tensors["latent.root"])), ("latent.axes", np.zeros_like(tensors["latent.axes"])),
        ("latent.axes", np.full_like(tensors["latent.axes"], 1e38)), ("latent.codes", tensors["latent.codes"][:0]),
        ("latent.mean", np.full_like(tensors["latent.mean"], 1e38)), ("latent.mean", np.zeros(0, np.float32)),
    ):  # fmt: skip
        save_file({**tensors, name: np.ascontiguousarray(bad)}, folder / WEIGHTS)
        rehash(folder, WEIGHTS)
        assert "damaged" in refused(folder), (name, bad.shape)
    for name in tensors:
        if name.startswith(("walk.", "latent.")):
            save_file({key: value for key, value in tensors.items() if key != name}, folder / WEIGHTS)
            rehash(folder, WEIGHTS)
            refused(folder)


# ---------------------------------------------------------------- graphs

GRAPHS = pytest.mark.parametrize("file", [PLAYER, ENCODER])


@GRAPHS
def test_a_graph_of_my_own_that_fits_loads(folder: Path, file: str) -> None:
    nodes, constants = answering(file, -3.0 if file == PLAYER else 0.0)
    other_graph(folder, file, nodes, **constants)
    try:
        open_folder(folder)
    except BadInput as problem:
        pytest.fail(str(problem))


@GRAPHS
def test_a_graph_that_is_no_graph_or_the_other_one(folder: Path, file: str) -> None:
    put(folder, file, b"not a graph")
    assert file in refused(folder)
    put(folder, file, (MODELS / "guitar" / (ENCODER if file == PLAYER else PLAYER)).read_bytes())
    assert "don't fit together" in refused(folder)


@GRAPHS
@pytest.mark.parametrize("width", [1, 3, 1000])
def test_a_graph_whose_answer_has_another_shape(folder: Path, file: str, width: int) -> None:
    nodes, constants = answering(file, 0.0, width)
    other_graph(folder, file, nodes, **constants)
    assert "don't fit together" in refused(folder)


@GRAPHS
def test_a_graph_whose_inputs_are_called_otherwise(folder: Path, file: str) -> None:
    nodes, constants = answering(file)
    named = [(("sound" if name != "pitch" and name != "state" else name), shape) for name, shape in INPUTS[file]]
    other_graph(folder, file, nodes, named, **constants)
    assert "don't fit together" in refused(folder)


@GRAPHS
@pytest.mark.parametrize("change", ["one answer", "three answers", "state of another shape", "state of whole numbers", "texts"])
def test_a_graph_whose_answers_are_others(folder: Path, file: str, change: str) -> None:
    nodes, constants = answering(file)
    outputs = [("answer", TensorProto.FLOAT), ("after", TensorProto.FLOAT)]
    if change == "one answer":
        nodes, outputs = nodes[:-1], outputs[:1]
    elif change == "three answers":
        outputs.append(("still", TensorProto.FLOAT))
    elif change == "state of another shape":
        nodes[-1] = helper.make_node("Identity", ["z" if file == PLAYER else "seen"], ["after"])
    elif change == "state of whole numbers":
        nodes[-1] = helper.make_node("Cast", ["state"], ["after"], to=TensorProto.INT64)
        outputs[1] = ("after", TensorProto.INT64)
    else:
        nodes[-2] = helper.make_node("Identity", ["words"], ["answer"])
        constants["words"] = np.array(["loud", "soft"], object)
        outputs[0] = ("answer", TensorProto.STRING)
    other_graph(folder, file, nodes, outputs=outputs, **constants)
    assert "don't fit together" in refused(folder)


@GRAPHS
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_a_graph_that_answers_with_no_numbers_is_heard_as_silence_or_refused(folder: Path, file: str, value: float) -> None:
    nodes, constants = answering(file, value)
    other_graph(folder, file, nodes, **constants)
    try:
        model: Any = open_folder(folder)
    except BadInput as problem:
        assert "damaged" in str(problem)
        return
    try:
        samples = model.stream(1).step(np.zeros((8, model.dims), np.float32))
        heard = model.ear().step(np.zeros(256 * 8, np.float32))
    except ModelError:
        return
    assert np.isfinite(samples).all() and np.abs(samples).max() <= 1.0 and np.isfinite(heard).all()


@GRAPHS
@pytest.mark.usefixtures("impatient")
def test_a_graph_that_never_ends(folder: Path, file: str) -> None:
    nodes, constants = answering(file)
    nodes[0] = endless("pitch", "still")
    other_graph(folder, file, nodes, **EVER, **constants)
    assert "don't fit together" in refused(folder)


@GRAPHS
def test_a_graph_that_asks_for_more_memory_than_there_is(folder: Path, file: str) -> None:
    nodes, constants = answering(file)
    constants["fixed"] = np.array([1 << 12, 1 << 14], np.int64)  # 50 GB
    other_graph(folder, file, nodes, **constants)
    refused_in_little_memory(folder)
