"""The playing half and the encoder of a one-shot VAE as ONNX graphs (torch, onnx). Runs when a model is saved.

Weights are rounded to 16 bit before they are written, in the safetensors and in the graphs alike, so that both hold the same numbers
in half the space; the graphs cast them back and compute in 32 bit.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from studio.models.blocks import ConvNeXt
from studio.models.features import BANDS, COLUMNS
from studio.models.folder import ENCODER, PLAYER
from studio.models.vae import VAE, Decoder, FrameNetwork

OPSET = 17


class PlayingHalf(nn.Module):
    """z (1, Z), label (1,) [, numbers (1, K)] -> heads and starts of body (1, nodes, 3 F) and (1, F), of attack, of oscillators."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, z: Tensor, label: Tensor, numbers: Tensor | None = None) -> tuple[Tensor, ...]:
        decoder = self.decoder
        condition = decoder.condition(z, label, torch.ones_like(label), numbers)
        found: list[Tensor] = []
        for part in (decoder.body, decoder.attack, decoder.tone):
            found += [part.head(_features(part, condition))[0], part.start(condition)]
        return tuple(found)


def _features(network: FrameNetwork, condition: Tensor) -> Tensor:
    """FrameNetwork.features in the form that onnxruntime computes fastest: condition (1, D) -> (1, 1, nodes, C).

    One product for the gains and shifts of all blocks, which go into the norms; scales of blocks in their weights; depthwise convolutions
    as images of one row, for which it has a layout of its own.
    """
    width = network.enter.out_features
    ones = torch.cat([torch.ones(width), torch.zeros(width)])
    blocks = [block for block in network.blocks if isinstance(block, ConvNeXt)]
    layers = [network.gate, *(block.modulate for block in blocks)]
    weight, bias = torch.cat([layer.weight for layer in layers]), torch.cat([layer.bias + ones for layer in layers])
    gains = F.linear(condition, weight, bias)[0].split(width)
    x = (network.enter(network.time) * gains[0] + gains[1])[None, None]
    for block, gain, shift in zip(blocks, gains[2::2], gains[3::2], strict=True):
        near = block.depthwise
        y = F.conv2d(x.permute(0, 3, 1, 2), near.weight[:, :, None], near.bias, padding=(0, near.kernel_size[0] // 2), groups=width)
        y = F.layer_norm(y.permute(0, 2, 3, 1), (width,), gain, shift, block.norm.eps)
        y = F.gelu(F.linear(y, block.up.weight, block.up.bias))
        x = x + F.linear(y, block.down.weight * block.scale[:, None], block.down.bias * block.scale)
    return torch.as_tensor(network.norm(x))


class Mean(nn.Module):
    """What an encoder takes -> mean code (1, Z), without the variance."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, *seen: Tensor) -> Tensor:
        mean: Tensor = self.encoder(*seen)[0]
        return mean


def round_weights(model: nn.Module) -> None:
    """Every number that is saved, of parameters and buffers, to the nearest 16-bit float, in place."""
    for tensor in model.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_(tensor.half().float())


def export(model: VAE, folder: Path) -> tuple[str, ...]:
    """Writes both graphs and returns their names. `model` must already hold rounded weights."""
    z = torch.zeros(1, model.config.latents)
    label = torch.zeros(1, dtype=torch.int64)
    names = ["body", "body_start", "attack", "attack_start", "tone", "tone_start"]
    inputs: dict[str, Tensor] = {"z": z, "label": label}
    if model.config.numbers:
        inputs["numbers"] = torch.ones(1, len(model.config.numbers))
    write_graph(PlayingHalf(model.decoder).eval(), tuple(inputs.values()), list(inputs), names, folder / PLAYER)
    write_graph(Mean(model.encoder).eval(), (torch.zeros(1, 1, BANDS, COLUMNS),), ["image"], ["mean"], folder / ENCODER)
    return PLAYER, ENCODER


def write_graph(module: nn.Module, example: tuple[Tensor, ...], inputs: list[str], outputs: list[str], path: Path) -> None:
    """One graph as a file, its 16-bit weights stored as such."""
    with warnings.catch_warnings():
        # the older exporter calls itself deprecated and warns of shapes that are fixed here on purpose; its graphs are plainer
        warnings.simplefilter("ignore")
        torch.onnx.export(module, example, str(path), input_names=inputs, output_names=outputs, opset_version=OPSET, dynamo=False)
    halve(path)


def halve(path: Path) -> None:
    """Stores weights that are exact in 16 bit as such, with a Cast behind each, in a single file."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        small = values.astype(np.float16) if values.dtype == np.float32 and values.size >= 256 else None
        if small is None or not np.array_equal(small.astype(np.float32), values):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(small, name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.producer_name, model.producer_version, model.doc_string = "undertone", "", ""
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
