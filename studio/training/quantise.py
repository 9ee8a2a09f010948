"""Makes a model's playing graph compute in 8-bit whole numbers: smaller and about twice as fast on a CPU (onnx, onnxruntime; no torch).

Weights get 7 bits, one scale a column: with all 8 the sums would overflow on processors without VNNI, and a model would sound
different there. What is multiplied with them is measured and rounded to 8 bits each time it is computed. Everything else stays 32 bit.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import BadInput
from studio.models.catalogue import open_folder
from studio.models.features import ONSET, audible_image
from studio.models.folder import PLAYER, WEIGHTS, read_card, read_tensors, write_card
from studio.models.generator import Draws, Generator
from studio.training.publish import placed

WHOLE = 63  # the greatest weight
LEAST = 96  # rows and columns of a matrix that is worth it
AUDIBLE_DB = -60.0  # cells of the mel image that count, under full scale
ARITHMETIC = "int8"  # what the card says


@dataclass(frozen=True)
class Difference:
    """How far the small graph's sounds lie from the full one's, over draws with the same noise: median, and 95 of 100 lie below.

    mel_db: mean |dB| of the mel image's audible cells; sample_db: level of the difference against the sound.
    """

    draws: int
    mel_db: float
    mel_db_p95: float
    sample_db: float
    sample_db_p95: float


def quantise(source: Path, out: Path, draws: int = 48) -> Difference:
    """Writes the model folder `source` to `out` with a small graph; `out` may be `source`. Otherwise weights are left out that playing
    does not need. Raises BadInput where the model has no such graph, is small already, or `out` holds something else than a model.
    """
    card, inside = read_card(source), os.path.realpath(out) == os.path.realpath(source)
    if card.network.get("arithmetic") == ARITHMETIC:
        raise BadInput(f"The model '{card.spec.id}' computes in 8 bits already; choose the full one.")
    full = open_folder(source)
    if not isinstance(full, Draws):
        raise BadInput(f"The model '{card.spec.id}' can't draw sounds to be checked with; it is left as it is.")
    with placed(out) as part:
        shutil.copytree(source, part, dirs_exist_ok=True)
        if not small_graph(source / PLAYER, part / PLAYER):
            raise BadInput(f"The model '{card.spec.id}' has no large matrices to make smaller; it is left as it is.")
        spec = card.spec
        if not inside:
            spec = replace(spec, id=out.name, title=f"{spec.title} (small)")
            _keep_what_plays(part / WEIGHTS)
        network, names = {**card.network, "arithmetic": ARITHMETIC}, tuple(card.files)
        write_card(part, spec, network, names, card.notes)
        found = difference(full, open_folder(part), draws)
        said = {"arithmetic": ARITHMETIC, "error": found.__dict__, "full_graph": card.files[PLAYER]}
        write_card(part, spec, network, names, {**card.notes, "small": said})
    return found


def difference(full: Generator, small: Generator, draws: int) -> Difference:
    """Of drawn sounds of both models."""
    assert isinstance(full, Draws)
    mel, sample = [], []
    for number in range(draws):
        settings = full.draw(number, full.spec.defaults())
        one, other = (model.render([settings])[0].samples[0] for model in (full, small))
        size = max(len(one), len(other))
        one, other = (np.pad(sound, (ONSET, size - len(sound) + ONSET)).astype(np.float32) for sound in (one, other))
        sample.append(10 * np.log10(np.sum((one - other) ** 2) / max(1e-12, float(np.sum(one**2))) + 1e-12))
        pictures = [audible_image(sound[None], full.spec.rate)[0] for sound in (one, other)]
        heard = pictures[0] > AUDIBLE_DB
        mel.append(float(np.abs(pictures[0] - pictures[1])[heard].mean()) if heard.any() else 0.0)
    median, most = (lambda values: round(float(np.median(values)), 3)), (lambda values: round(float(np.percentile(values, 95)), 3))
    return Difference(draws, median(mel), most(mel), median(sample), most(sample))


def small_graph(source: Path, target: Path) -> int:
    """Writes the graph with its large matrix products in whole numbers. Returns how many there are. Raises BadInput."""
    import onnx
    from onnx import helper

    model, constants = _read(source)
    made: dict[str, np.ndarray] = {}
    nodes, count = [], 0
    for node in _joined(model.graph.node, constants):
        product = _product(node, constants)
        if product is None or min(product[1].shape) < LEAST:
            nodes.append(node)
            continue
        left, matrix, bias, result = product
        scale = np.abs(matrix).max(0) / WHOLE
        scale[scale == 0] = 1.0
        name = f"{result}_small"
        made |= {name: np.round(matrix / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float32), f"{name}_bias": bias}
        inputs = [left, name, f"{name}_scale", "", f"{name}_bias"]
        nodes.append(helper.make_node("DynamicQuantizeMatMul", inputs, [result], domain="com.microsoft"))
        count += 1
    if count:
        _write(model, nodes, constants | made, target)
        onnx.checker.check_model(onnx.load(str(target)))
    return count


def _read(path: Path) -> tuple[Any, dict[str, np.ndarray]]:
    """The graph and its constants; those stored in 16 bits (see onnx_export.halve) as 32 again, without the casts. Raises BadInput."""
    import onnx
    from onnx import TensorProto, numpy_helper

    try:
        model = onnx.load(str(path), load_external_data=False)
        constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    except Exception as error:  # protobuf and onnx raise their own unrelated classes
        raise BadInput(f"The model file {path} can't be read as a graph; put a fresh copy of the model there.") from error
    rest = []
    for node in model.graph.node:
        if node.op_type == "Cast" and node.input[0] in constants and node.attribute[0].i == TensorProto.FLOAT:
            constants[node.output[0]] = constants.pop(node.input[0]).astype(np.float32)
        else:
            rest.append(node)
    del model.graph.node[:]
    model.graph.node.extend(rest)
    return model, constants


def _joined(nodes: Any, constants: dict[str, np.ndarray]) -> Iterator[Any]:
    """The nodes; a product with a large constant matrix, and the sum with a constant that follows it alone, as one Gemm."""
    from onnx import helper

    readers: dict[str, list[Any]] = {}
    for node in nodes:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    gone = set()
    for node in nodes:
        if node.output[0] in gone:
            continue
        after = readers.get(node.output[0], [])
        large = node.op_type == "MatMul" and min(constants.get(node.input[1], np.zeros(0)).shape) >= LEAST
        if large and len(after) == 1 and after[0].op_type == "Add":
            other = [name for name in after[0].input if name != node.output[0]]
            if len(other) == 1 and other[0] in constants and constants[other[0]].ndim == 1:
                gone.add(after[0].output[0])
                yield helper.make_node("Gemm", [*node.input, other[0]], list(after[0].output))
                continue
        yield node


def _product(node: Any, constants: dict[str, np.ndarray]) -> tuple[str, np.ndarray, np.ndarray, str] | None:
    """What is multiplied, with which matrix (K, N), what is added (N,), and the result's name; None for anything else."""
    from onnx import helper

    if node.op_type != "Gemm" or len(node.input) != 3 or any(name not in constants for name in node.input[1:]):
        return None
    said = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    matrix, bias = (constants[name] for name in node.input[1:])
    if said.get("alpha", 1.0) != 1.0 or said.get("beta", 1.0) != 1.0 or said.get("transA") or matrix.ndim != 2:
        return None
    matrix = np.ascontiguousarray(matrix.T if said.get("transB") else matrix)
    return (node.input[0], matrix, bias, node.output[0]) if bias.shape == matrix.shape[1:] else None


def _write(model: Any, nodes: list[Any], constants: dict[str, np.ndarray], path: Path) -> None:
    import onnx
    from onnx import helper, numpy_helper

    from studio.training.onnx_export import halve

    used = {name for node in nodes for name in node.input}
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    del model.graph.initializer[:]
    model.graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in constants.items() if name in used)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, str(path))
    halve(path)


def _keep_what_plays(path: Path) -> None:
    """Leaves only the latent space in a weights file."""
    from safetensors.numpy import save_file

    save_file(read_tensors(path, "latent."), str(path))
