"""Made-up drum kits and toy generators for the judge's tests. Everything is seeded."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import soundfile

from studio.clip import Clip
from studio.recipe import Choice, Latent, Number, Settings, Spec

RATE = 44_100
CLASSES = ("closed_hat", "kick", "snare")
SPLITS = {"train": (2, 12), "valid": (1, 2), "test": (1, 3), "judge_train": (3, 8), "judge_test": (3, 8)}  # kits, hits of a class


def hit(label: str, kit: np.random.Generator, random: np.random.Generator) -> np.ndarray:
    """(frames,) float32: one hit; the kit's generator moves what its hits share."""
    time = np.arange(int(0.35 * RATE)) / RATE
    tuning, decay, tilt = kit.uniform(0.8, 1.25), kit.uniform(0.7, 1.4), kit.uniform(0.2, 0.6)
    tone = random.uniform(0.85, 1.18) * tuning
    length = random.uniform(0.6, 1.7) * decay
    noise = random.standard_normal(time.size)
    bright = np.diff(noise, prepend=0.0)
    if label == "kick":
        sweep = 2 * np.pi * np.cumsum(55 * tone + 180 * np.exp(-time / random.uniform(0.01, 0.03))) / RATE
        sound = np.sin(sweep) * np.exp(-time / (0.09 * length)) + 0.1 * tilt * noise * np.exp(-time / 0.004)
    elif label == "snare":
        body = np.sin(2 * np.pi * 190 * tone * time) * np.exp(-time / (0.05 * length))
        sound = random.uniform(0.4, 0.9) * body + (tilt * bright + 0.2 * noise) * np.exp(-time / (0.07 * length))
    else:
        sound = np.diff(bright, prepend=0.0) * np.exp(-time / (0.02 * length)) + 0.05 * tilt * noise * np.exp(-time / (0.05 * length))
    sound[-441:] *= np.linspace(1, 0, 441)
    out = np.zeros(512 + time.size, dtype=np.float32)
    out[512:] = 0.9 * sound / np.abs(sound).max()
    return out


def hits(count: int, seed: int) -> tuple[list[np.ndarray], list[str]]:
    """`count` hits of every class from kits that no corpus holds."""
    random = np.random.default_rng([seed, 99])
    labels = [name for name in CLASSES for _ in range(count)]
    return [hit(name, np.random.default_rng([seed, i % 4]), random) for i, name in enumerate(labels)], labels


def write_corpus(folder: Path) -> Path:
    """A corpus in the real one's form, with a few synthetic rows."""
    rows = []
    for split, (kits, count) in SPLITS.items():
        for kit in range(kits):
            random = np.random.default_rng([len(split), kit])
            for label in CLASSES:
                for i in range(count):
                    name = f"{split}/{label}_{kit}_{i}.flac"
                    sound = hit(label, np.random.default_rng([len(split), kit, 7]), random)
                    rows.append(_row(name, label, split, f"{split}{kit}", sound))
    for i in range(4):
        sound = np.random.default_rng(i).standard_normal(9_000).astype(np.float32) * 0.1
        rows.append({**_row(f"synth/{i}.flac", "kick", "train", "synth", sound), "real": 0, "source": "synth"})
    for row in rows:
        path = folder / str(row["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        sound = row.pop("sound")
        row |= {"licence": "CC0", "seconds": round(len(sound) / RATE, 3)}
        soundfile.write(path, sound, RATE)
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def _row(file: str, label: str, split: str, kit: str, sound: np.ndarray) -> dict[str, object]:
    return {"file": file, "label": label, "split": split, "kit": kit, "real": 1, "source": "made", "sound": sound}


def _spec(controls: tuple[Number | Choice | Latent, ...], abilities: frozenset[str]) -> Spec:
    return Spec("toy", "toy", "Toy", "", "CC0", (), RATE, 1, 2.0, controls, abilities)


class TableGenerator:
    """Draws from a list of sounds: as good, as bad or as poor as they are."""

    sha256, runtime = "0" * 64, "table"

    def __init__(self, sounds: list[np.ndarray], labels: list[str]) -> None:
        self.sounds, self.labels = sounds, np.array(labels)
        controls = (Choice("class", "Class", CLASSES, CLASSES[0]), Number("index", "Index", 0, len(sounds), 0))
        self.spec = _spec(controls, frozenset({"render", "draw"}))

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        label = str(base.get("class")) if "class" in keep else CLASSES[seed % len(CLASSES)]
        members = np.flatnonzero(self.labels == label)
        return base.with_values({"class": label, "index": float(members[seed % len(members)])}, seed=seed)

    def render(self, settings: list[Settings]) -> list[Clip]:
        return [Clip(self.sounds[int(s.get("index"))][None], RATE) for s in settings]  # type: ignore[arg-type]


class FilterGenerator:
    """A decaying noise whose 'brightness' opens a filter (and, where `leaky`, shortens it as much); it encodes by remembering."""

    sha256, runtime = "0" * 64, "filter"

    def __init__(self, leaky: bool = False) -> None:
        macro = Latent("brightness", "Brightness", group="macro", descriptor="brightness")
        self.leaky, self.heard = leaky, Clip(np.zeros((1, 100), dtype=np.float32), RATE)
        numbers = (Number("length", "Length", 0.05, 0.2, 0.1), Number("copy", "Copy", 0, 1, 0))
        controls = (Choice("class", "Class", CLASSES, CLASSES[0]), macro, *numbers)
        self.spec = _spec(controls, frozenset({"render", "draw", "encode"}))

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        random = np.random.default_rng(seed)
        label = base.get("class") if "class" in keep else CLASSES[seed % len(CLASSES)]
        return base.with_values({"class": label, "length": float(random.uniform(0.06, 0.18))}, seed=seed)

    def encode(self, clip: Clip) -> Settings:
        self.heard = clip
        return self.spec.defaults().with_values({"copy": 1.0})

    def render(self, settings: list[Settings]) -> list[Clip]:
        return [self._one(s.as_dict(), s.seed) for s in settings]

    def _one(self, values: dict[str, object], seed: int) -> Clip:
        if values["copy"]:
            return self.heard
        brightness, length = float(values["brightness"]), float(values["length"])  # type: ignore[arg-type]
        time = np.arange(RATE // 2) / RATE
        if self.leaky:
            length *= 2**-brightness
        transform = np.fft.rfft(np.random.default_rng(seed).standard_normal(time.size))
        transform /= 1 + (np.fft.rfftfreq(time.size, 1 / RATE) / (1_500 * 2**brightness)) ** 4
        sound = np.fft.irfft(transform) * np.exp(-time / length)
        return Clip(0.9 * (sound / np.abs(sound).max())[None].astype(np.float32), RATE)
