"""What a training run starts from: the labels of a prepared corpus, and the weights of a model that is there already."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from studio.errors import BadInput
from studio.models.blocks import NetworkConfig
from studio.models.catalogue import list_models
from studio.models.folder import WEIGHTS, check_files, read_card, read_tensors
from studio.training.config import Preset, override

Network = TypeVar("Network", bound=NetworkConfig)
OTHER = "other"  # the class of sounds without a label
CLASSES = "decoder.classes.weight"  # the table of classes: (C, D)


def labels_of(data: Path) -> tuple[tuple[str, ...], bool]:
    """The labels of the training sounds in order, and whether the last one ('other') stands for sounds that have none.

    Raises BadInput where the corpus is not there.
    """
    try:
        with (data / "index.csv").open(newline="", encoding="utf-8") as file:
            found = {row["label"] for row in csv.DictReader(file) if row["split"] == "train"}
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise BadInput(f"{data / 'index.csv'} can't be read as the index of a prepared corpus; prepare the folder again.") from error
    named = sorted(found - {"", OTHER})
    rest = bool(found & {"", OTHER})
    if not named and not rest:
        raise BadInput(f"{data / 'index.csv'} has no sound to train on; prepare the folder again.")
    return (*named, OTHER) if rest else tuple(named), rest


def network_of(plain: Network, preset: Preset, data: Path) -> Network:
    """The network that the preset asks for; its classes are the training sounds' labels where the preset names none. Raises BadInput.

    plain: the family's network as it is where nothing is asked for.
    """
    given = dict(preset.network)
    if "classes" not in given:
        given["classes"], rest = labels_of(data)
        if hasattr(plain, "catch_all"):
            given["catch_all"] = rest
    return override(plain, given, "network")


@torch.no_grad()
def take_over(model: nn.Module, base: str, classes: tuple[str, ...]) -> float:
    """Copies the weights of a model (its id, or its folder) wherever name and shape are the same. Returns their share of all.

    Classes of the same name keep what the base knows of them, others begin as its last one, which stands for any sound.
    Raises BadInput where there is no such model.
    """
    folder = next((card.folder for card in list_models() if card.id == base and not card.error), Path(base))
    card = read_card(folder)
    check_files(card)
    stored = {name: torch.from_numpy(array.copy()).float() for name, array in read_tensors(folder / WEIGHTS, "").items()}
    weights = model.state_dict()
    if CLASSES in stored and CLASSES in weights:
        theirs, table = list(card.network.get("classes", ())), stored.pop(CLASSES)
        if table.shape[1] == weights[CLASSES].shape[1] and len(theirs) == len(table):
            rows = [theirs.index(name) if name in theirs else len(theirs) - 1 for name in classes]
            stored[CLASSES] = table[rows]
    for name, tensor in stored.items():  # a layer that is told more than the base was: the new inputs come last
        wide = weights.get(name)
        if wide is not None and wide.ndim == tensor.ndim == 2 and len(wide) == len(tensor) and wide.shape[1] > tensor.shape[1]:
            stored[name] = torch.nn.functional.pad(tensor, (0, wide.shape[1] - tensor.shape[1]))
    same = {name: tensor for name, tensor in stored.items() if name in weights and weights[name].shape == tensor.shape}
    model.load_state_dict(same, strict=False)
    return sum(tensor.numel() for tensor in same.values()) / max(1, sum(tensor.numel() for tensor in weights.values()))
