"""What the judge knows of real sound, as it ships: features of the real sets and of the spoilers, never their audio
(but for the CC0 test hits, which are needed to see how a model reconstructs). Numpy and soundfile, no torch, no state.

resources/judge/<corpus>.npz holds the features, <corpus>_ear.onnx the classifier, <corpus>_test.flac the test hits
end to end, <corpus>.json what they are and how known sets score. `python -m studio.training.judge build` makes them all.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import BadInput
from studio.paths import RESOURCES
from studio.training.judge.classifier import Ear
from studio.training.judge.features import RATE, canonical
from studio.training.judge.spaces import Basis, SoundSet

FOLDER = RESOURCES / "judge"
_SET_FIELDS = tuple(SoundSet.__dataclass_fields__)
_BASIS_FIELDS = tuple(Basis.__dataclass_fields__)


@dataclass(frozen=True, eq=False)
class Reference:
    """sets: 'train' (recorded only), 'valid', 'test' (Sonic Pi), 'judge_train', 'judge_test'. spoilers: by name, of train.

    memory: uint8 images of every training clip, synthetic ones too, in the order of the index. anchors (T, 4): nearest training
    clip of every test hit (see reconstruction). test: canonical test hits.
    """

    ear: Ear
    basis: Basis
    sets: dict[str, SoundSet]
    spoilers: dict[str, SoundSet]
    memory: np.ndarray
    anchors: np.ndarray
    test: list[np.ndarray]
    card: dict[str, Any] = field(default_factory=dict)

    @property
    def held_out(self) -> SoundSet:
        """Real hits that neither a generator nor the ear was trained on: half of the judge's kits and Sonic Pi's hits."""
        return SoundSet.join(self.sets["judge_test"], self.sets["test"])

    def for_choosing(self) -> Reference:
        """The reference by which checkpoints may be compared: the ear's own kits and the validation hits stand for the held-out
        ones, and nothing is reconstructed, so that the test stays unseen until a model is finished."""
        own = self.sets["judge_train"]
        none = own.take(np.arange(0))
        sets = {**self.sets, "judge_test": own, "judge_train": none, "test": self.sets.get("valid", none)}
        return replace(self, sets=sets, anchors=self.anchors[:0], test=[])

    @property
    def real(self) -> SoundSet:
        """All recorded hits that the generator was not trained on."""
        return SoundSet.join(self.sets["judge_test"], self.sets["test"], self.sets["judge_train"])


def save(reference: Reference, name: str, folder: Path = FOLDER) -> list[Path]:
    """Write features, test hits and card (the ear was written when it was trained). Returns the files."""
    import soundfile

    arrays: dict[str, np.ndarray] = {"memory": reference.memory, "anchors": reference.anchors.astype(np.float32)}
    arrays |= {f"basis/{key}": np.asarray(getattr(reference.basis, key), dtype=np.float32) for key in _BASIS_FIELDS}
    for group, sets in (("set", reference.sets), ("spoiler", reference.spoilers)):
        for key, s in sets.items():
            for column in _SET_FIELDS:
                values = getattr(s, column)
                arrays[f"{group}/{key}/{column}"] = values.astype(np.float16) if values.dtype.kind == "f" else values.astype("S32")
    trimmed = [hit[: int(np.flatnonzero(np.abs(hit) > 1e-4)[-1]) + 441] for hit in reference.test]
    arrays["test/lengths"] = np.array([len(hit) for hit in trimmed], dtype=np.int32)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / f"{name}.npz", **arrays)  # type: ignore[arg-type]
    soundfile.write(folder / f"{name}_test.flac", np.concatenate(trimmed) * 0.9, RATE, subtype="PCM_16", compression_level=1.0)
    (folder / f"{name}.json").write_text(json.dumps(reference.card, indent=1) + "\n")
    return [folder / f"{name}{end}" for end in (".npz", "_ear.onnx", "_test.flac", ".json")]


def read_small(name: str, folder: Path, numbers: tuple[str, ...] = ()) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """<name>.npz, and <name>_test.flac cut into as many parts as it has 'anchors'. numbers: what must be there as single numbers.

    Raises BadInput where a file is missing or damaged.
    """
    import soundfile

    path = folder / f"{name}.npz"
    if not path.is_file():
        raise BadInput(f"The judge has no reference {path}; build it: python -m studio.training.judge build --name {name} --data DIR")
    try:
        with path.open("rb") as opened, np.load(io.BytesIO(opened.read()), allow_pickle=False) as file:
            known = {key: file[key] for key in file.files}
        sound, _ = soundfile.read(folder / f"{name}_test.flac", dtype="float32")
        for key in numbers:
            float(known[key])
        return known, np.split(sound, len(known["anchors"]))
    except Exception as error:  # numpy, zipfile and soundfile each have their own for a damaged file
        raise BadInput(f"The judge's reference {path} is damaged ({type(error).__name__}); build it again.") from error


def load(name: str, folder: Path = FOLDER) -> Reference:
    """Raises BadInput where the files are missing or damaged."""
    import soundfile

    path = folder / f"{name}.npz"
    if not path.is_file():
        raise BadInput(f"The judge has no reference '{name}' in {folder}; build it: python -m studio.training.judge build --data DIR")
    try:
        card = json.loads((folder / f"{name}.json").read_text())
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:  # numpy leaves a damaged file open
            arrays = {key: file[key] for key in file.files}
        groups: dict[str, dict[str, dict[str, np.ndarray]]] = {"set": {}, "spoiler": {}}
        for key, values in arrays.items():
            if key.startswith(("set/", "spoiler/")):
                group, which, column = key.split("/")
                values = values.astype(np.float32) if values.dtype.kind == "f" else values.astype("U32")
                groups[group].setdefault(which, {})[column] = values
        sets, spoilers = ({which: SoundSet(**columns) for which, columns in groups[g].items()} for g in ("set", "spoiler"))
        basis = {key: arrays[f"basis/{key}"] for key in _BASIS_FIELDS}
        basis["ear_scale"] = float(basis["ear_scale"])
        sound, _ = soundfile.read(folder / f"{name}_test.flac", dtype="float32")
        stops = np.cumsum(arrays["test/lengths"])
        test = [canonical(part) for part in np.split(sound, stops[:-1])] if len(stops) else []
        ear = Ear(folder / f"{name}_ear.onnx", tuple(card["classes"]))
    except Exception as error:  # numpy, zipfile, zlib, soundfile and onnxruntime each have their own for a damaged file
        reason = f"{type(error).__name__}: {error}"
        raise BadInput(f"The judge's reference '{name}' in {folder} is damaged ({reason}); build it again.") from error
    return Reference(ear, Basis(**basis), sets, spoilers, arrays["memory"], arrays["anchors"], test, card)
