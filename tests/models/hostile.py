"""What the tests of hostile folders share: copies of shipped models to damage, and graphs that do harm."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper, save

from studio.errors import BadInput
from studio.models import graphs
from studio.models.catalogue import open_folder
from studio.models.folder import CARD, ENCODER, PLAYER, WEIGHTS, file_sha256
from studio.paths import RESOURCES

MODELS = RESOURCES / "models"
HEADERS = pytest.mark.parametrize(
    "header",
    [b"", b"\x00" * 8, struct.pack("<Q", 2**62), struct.pack("<Q", 20) + b"{" * 20, struct.pack("<Q", 2) + b"{}"],
    ids=["empty", "zeros", "huge", "not json", "no tensors"],
)  # of safetensors files


def copy_of(model: str, into: Path) -> Path:
    """A copy of a shipped model that a test may damage, without its examples."""
    copy = into / model
    copy.mkdir(parents=True)
    for name in (CARD, WEIGHTS, PLAYER, ENCODER):
        (copy / name).write_bytes((MODELS / model / name).read_bytes())
    return copy


def edit(folder: Path, change: Callable[[dict], object]) -> None:
    data = json.loads((folder / CARD).read_text())
    change(data)
    (folder / CARD).write_text(json.dumps(data))


def rehash(folder: Path, name: str) -> None:
    """As a stranger would who builds a consistent but wrong model."""
    edit(folder, lambda d: d["files"].update({name: file_sha256(folder / name)}))


def put(folder: Path, name: str, data: bytes) -> None:
    """Another file in the model's place, as a stranger would."""
    (folder / name).write_bytes(data)
    rehash(folder, name)


def refused(folder: Path) -> str:
    """The sentence that opening it in this process gives."""
    with pytest.raises(BadInput) as problem:
        open_folder(folder)
    sentence = str(problem.value)
    assert "\n" not in sentence and 20 < len(sentence) < 400, sentence
    return sentence


def refused_in_little_memory(folder: Path) -> None:
    """It is refused, and no more memory was taken for it than all graphs may have."""
    resource = pytest.importorskip("resource", reason="memory is measured on POSIX")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "don't fit together" in refused(folder)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < graphs.GRAPH_BYTES >> 10


def save_graph(folder: Path, file: str, nodes: list[Any], inputs: list[Any], outputs: list[Any], constants: dict[str, np.ndarray]) -> None:
    """A graph of these nodes in the place of the model's."""
    given = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = helper.make_graph(nodes, "odd", inputs, outputs, given)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), folder / file)
    rehash(folder, file)


def other_graph(folder: Path, nodes: list[Any], **constants: np.ndarray) -> None:
    """A player of one-shots with the right inputs and outputs that does something else: `s` is its every output."""
    names = ["a", "b", "c", "d", "e", "f"]
    inputs = [
        helper.make_tensor_value_info("z", TensorProto.FLOAT, ["n", 24]),
        helper.make_tensor_value_info("label", TensorProto.INT64, ["n"]),
    ]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names]
    save_graph(folder, PLAYER, [*nodes, *(helper.make_node("Identity", ["s"], [name]) for name in names)], inputs, outputs, constants)


EVER = {"count": np.array(2**62, np.int64), "true": np.array(True)}  # constants of `endless`


def endless(name: str, then: str) -> Any:
    """A node that goes round for ever with the constants EVER."""
    flag, number = (helper.make_tensor_value_info(one, kind, []) for one, kind in (("go", TensorProto.BOOL), ("i", TensorProto.INT64)))
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["on"]), helper.make_node("Add", ["x", "x"], ["y"])], "body",
        [number, flag, helper.make_tensor_value_info("x", TensorProto.FLOAT, None)],
        [helper.make_tensor_value_info("on", TensorProto.BOOL, []), helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )  # fmt: skip
    return helper.make_node("Loop", ["count", "true", name], [then], body=body)

