"""A model on disk: model.json (card), model.safetensors (weights, latent space), *.onnx (what plays), examples. No threads.

Everything in such a folder may come from a stranger: sizes, names and hashes are checked, nothing is executed or imported from it.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import BadInput, printable
from studio.recipe import Spec, read_json

FORMAT = 1
# of tensors: numpy's own; whether it knows others depends on what else was imported into the process
KINDS = frozenset(("BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "F16", "F32", "F64"))
CARD, WEIGHTS, PLAYER, ENCODER = "model.json", "model.safetensors", "model.onnx", "encoder.onnx"
MAX_CARD_BYTES = 4 << 20
MAX_FILE_BYTES = 1 << 30


@dataclass(frozen=True)
class Card:
    """What model.json says, checked. `network` rebuilds the torch module; `files` are sha256 sums by file name."""

    folder: Path
    spec: Spec
    network: dict[str, Any]
    files: dict[str, str]
    notes: dict[str, Any]  # data, training, measured: for people


def file_sha256(path: Path) -> str:
    """In hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_card(folder: Path) -> Card:
    """Reads and checks model.json only. Raises BadInput with one sentence that names the folder."""
    path = folder / CARD
    try:
        if not path.is_file():
            raise BadInput(f"{folder} is not a model: it has no {CARD}.")
        if path.stat().st_size > MAX_CARD_BYTES:
            raise BadInput(f"{path} is too large to be a model card; remove this model.")
        data = read_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadInput(f"{path} can't be read ({type(error).__name__}); put a whole copy of the model there.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadInput(f"{path} is not a model card of format {FORMAT}; this model needs another version of Undertone.")
    files, network = data.get("files"), data.get("network")
    if not isinstance(files, dict) or not isinstance(network, dict) or WEIGHTS not in files or PLAYER not in files:
        raise BadInput(f"{path} is damaged: 'files' and 'network' are needed; put a whole copy of the model there.")
    for name, digest in files.items():
        if not isinstance(digest, str) or Path(name).name != name or name.startswith("."):
            raise BadInput(f"{path} names a file outside its own folder ({name!r}); this model can't be trusted.")
    try:
        spec = Spec.from_json(data.get("spec"))
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from error
    notes = {key: value for key, value in data.items() if key not in ("format", "spec", "network", "files")}
    return Card(folder, spec, network, files, notes)


def check_files(card: Card) -> None:
    """Every file that the card names is there, of sane size and with its hash. Raises BadInput."""
    for name, digest in card.files.items():
        path = card.folder / name
        if not path.is_file() or path.is_symlink():
            raise BadInput(f"The model '{card.spec.id}' lacks its file {path}; put a whole copy of the model there.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadInput(f"The model file {path} is over 1 GB; it is not one of ours.")
        if file_sha256(path) != digest:
            raise BadInput(f"The model file {path} is damaged or changed (its hash differs); put a fresh copy of the model there.")


def read_tensors(path: Path, prefix: str) -> dict[str, np.ndarray]:
    """The tensors of a safetensors file whose names begin with `prefix`, as numpy arrays. Raises BadInput."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as file:
            names = [name for name in file.keys() if name.startswith(prefix)]  # noqa: SIM118 (no iterator)
            for name in names:
                if (kind := file.get_slice(name).get_dtype()) not in KINDS:
                    raise TypeError(f"{name} is of type {kind}")
            return {name: file.get_tensor(name) for name in names}
    except (SafetensorError, OSError, ValueError, TypeError, AttributeError, struct.error) as error:
        why = printable(str(error), 100)
        raise BadInput(f"The model file {path} is not a whole safetensors file ({why}); put a fresh copy there.") from error


def write_card(folder: Path, spec: Spec, network: dict[str, Any], names: tuple[str, ...], notes: dict[str, Any]) -> None:
    """model.json for files that already lie in the folder; written beside and renamed."""
    files = {name: file_sha256(folder / name) for name in names}
    data = {"format": FORMAT, "spec": spec.to_json(), "network": network, "files": files, **notes}
    part = folder / (CARD + ".part")
    part.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    part.replace(folder / CARD)
