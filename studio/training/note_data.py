"""Notes of a prepared corpus taken apart once and kept beside it, and the batches that a network is taught with (numpy, torch).

Runs in the training process; the taking apart in as many processes as the run has threads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch
from torch import Tensor

from studio.errors import BadInput
from studio.models import features
from studio.models.features import ONSET, SCALE, node_frames
from studio.models.harmonic import BANDS as NOISE_BANDS
from studio.models.harmonic import BURST_BANDS, BURST_FRAMES, BURST_HOP, EVEN, EXACT, HOP, RATE, SLOTS
from studio.models.notes import NotesConfig
from studio.models.pitch import CLEAR, pitch, to_hz
from studio.training.corpus import each, kept, read_index
from studio.training.partials import analyse

VERSION = 3  # of the analysis: a kept one of another version is made again
MIDDLE_VELOCITY = 96.0  # where the index says none
FADE_DB = 3.0  # deviation of the random equaliser
PARTS = ("level", "noise", "burst", "static")


@dataclass(frozen=True)
class NoteBatch:
    """image (B, 1, MEL_BANDS, COLUMNS) is seen; targets are level, noise, burst, static; known (B, slots) 1 where a slot can sound."""

    image: Tensor
    pitch: Tensor  # (B, 1) semitones
    velocity: Tensor  # (B, 1) 0..1
    mix: Tensor  # (B, C)
    targets: tuple[Tensor, ...]
    known: Tensor

    def to(self, device: torch.device) -> NoteBatch:
        """The same on a device."""
        image, pitch_, velocity, mix, known = (t.to(device) for t in (self.image, self.pitch, self.velocity, self.mix, self.known))
        return NoteBatch(image, pitch_, velocity, mix, tuple(part.to(device) for part in self.targets), known)


def take_apart(job: tuple[str, float, int, tuple[int, ...]]) -> dict[str, np.ndarray] | None:
    """One file -> its parts, its mel image and its pitch; None where it has no pitch. job: path, semitones or nan, frames, thin."""
    path, semitones, frames, thin = job
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if rate != RATE:
        raise BadInput(f"{path} has a rate of {rate} Hz; notes are trained at {RATE}: prepare the folder at that rate.")
    x = sound.mean(1)
    if not np.isfinite(semitones):
        semitones, clearness = pitch(x[ONSET + 2_048 : ONSET + 48_000], RATE) if len(x) > ONSET + 6_144 else (np.nan, 0.0)
        if clearness < CLEAR:
            return None
    length = (frames - 1) * HOP
    x = np.pad(x, (0, max(0, length - len(x))))[:length]
    found = analyse(x, float(to_hz(semitones)), frames, thin)
    parts = {name: getattr(found.parts, name).astype(np.float16) for name in PARTS}
    image = features.mel_image(x[None], RATE)[0].astype(np.float16)
    return parts | {"known": found.known, "image": image, "pitch": np.float32(semitones)}


class Notes:
    """All notes of some splits, taken apart. Raises BadInput for a corpus that isn't there or holds no pitch."""

    def __init__(self, folder: Path, splits: tuple[str, ...], config: NotesConfig, workers: int = 1) -> None:
        self.folder, self.config = folder, config
        rows = [row for row in read_index(folder, "notes") if row["split"] in splits]
        found = _analyses(folder, rows, config, workers)
        self.rows = [row for row, there in zip(rows, found["there"], strict=True) if there]
        if not self.rows:
            where = f"{folder / 'index.csv'}, split {' or '.join(splits)}"
            raise BadInput(f"{where}: there is no sound with a clear pitch; add notes to the folder.")
        self.parts = {name: found[name] for name in (*PARTS, "known", "image")}
        self.pitch = found["pitch"].astype(np.float32)
        self.velocity = np.array([float(row.get("velocity") or MIDDLE_VELOCITY) / 127 for row in self.rows], np.float32)
        names = [row.get("family") or row.get("label", "") for row in self.rows]
        self.labels = np.array([config.classes.index(name) if name in config.classes else len(config.classes) - 1 for name in names])
        self.real = np.ones(len(self.rows), np.int64)
        kits = [row.get("kit", "") for row in self.rows]
        self.siblings = _siblings(kits)
        self.near = _near(self.pitch, self.velocity)

    def __len__(self) -> int:
        return len(self.rows)

    def clean(self, chosen: np.ndarray) -> np.ndarray:
        """The sounds themselves, cut or padded to the network's length: (B, N) float32."""
        sounds = np.zeros((len(chosen), self.config.length), np.float32)
        for i, at in enumerate(chosen):
            sound, _ = soundfile.read(self.folder / self.rows[at]["file"], dtype="float32", always_2d=True)
            sounds[i, : len(sound)] = sound.mean(1)[: self.config.length]
        return sounds

    def batch(self, chosen: np.ndarray) -> NoteBatch:
        """The unaltered notes."""
        part = lambda name: torch.from_numpy(self.parts[name][chosen].astype(np.float32))  # noqa: E731
        mix = torch.nn.functional.one_hot(torch.from_numpy(self.labels[chosen]), len(self.config.classes)).float()
        pitch_, velocity = torch.from_numpy(self.pitch[chosen])[:, None], torch.from_numpy(self.velocity[chosen])[:, None]
        targets = tuple(part(name) for name in PARTS)
        targets[3][:, 1 : 1 + EXACT] += torch.sign(targets[3][:, 1 : 1 + EXACT]) * EVEN  # the player's dead zone takes it away again
        return NoteBatch(part("image"), pitch_, velocity, mix, targets, part("known"))


def _analyses(folder: Path, rows: list[dict[str, str]], config: NotesConfig, workers: int) -> dict[str, np.ndarray]:
    """The analyses of these rows, from the file beside the corpus or made now and kept there."""
    key = json.dumps([VERSION, config.frames, config.thin, [[row["file"], row.get("pitch", "")] for row in rows]])
    path = folder / f"analysis-{hashlib.sha256(key.encode()).hexdigest()[:16]}.npz"
    jobs = [(str(folder / row["file"]), float(row.get("pitch") or "nan"), config.frames, config.thin) for row in rows]

    def make() -> dict[str, np.ndarray]:
        found = each(take_apart, jobs, workers)
        whole = [one for one in found if one is not None]
        made = {name: np.stack([one[name] for one in whole]) for name in (*PARTS, "known", "image", "pitch")} if whole else {}
        return made | {"there": np.array([one is not None for one in found], bool)}

    return kept(path, make)


def _siblings(kits: list[str]) -> list[np.ndarray]:
    """For each note all notes of its own instrument; only itself where the index names none."""
    by_kit: dict[str, list[int]] = {}
    for i, kit in enumerate(kits):
        by_kit.setdefault(kit or f"\0{i}", []).append(i)
    groups = {kit: np.array(found) for kit, found in by_kit.items()}
    return [groups[kit or f"\0{i}"] for i, kit in enumerate(kits)]


def _near(pitch_: np.ndarray, velocity: np.ndarray) -> list[np.ndarray]:
    """For each note those of nearly its pitch and velocity: what it can be blended with."""
    order = np.round(pitch_).astype(int) * 1_000 + np.round(velocity * 127).astype(int)
    return [np.flatnonzero(order == one) for one in order]


class NoteSampler:
    """Batches balanced over families; every random number from one generator."""

    def __init__(self, data: Notes, seed: int) -> None:
        self.data, self.random = data, np.random.default_rng(seed)
        self.pools = [pool for pool in (np.flatnonzero(data.labels == c) for c in range(len(data.config.classes))) if len(pool)]

    def indices(self, count: int) -> np.ndarray:
        return np.array([self.random.choice(self.pools[self.random.integers(len(self.pools))]) for _ in range(count)])

    def sibling(self, chosen: np.ndarray) -> np.ndarray:
        """Another note of the same instrument for each: what z is taken from, so that it can't hold the pitch."""
        return np.array([self.random.choice(self.data.siblings[i]) for i in chosen])

    def partner(self, chosen: np.ndarray) -> np.ndarray:
        """A note of another sound at the same pitch for each."""
        return np.array([self.random.choice(self.data.near[i]) for i in chosen])

    def curves(self, count: int) -> Changes:
        """Random equalisers for three quarters, faster decays for a third."""
        waves = self.random.normal(0, FADE_DB * np.log(10) / 20, (count, 4)) * (self.random.random((count, 1)) < 0.75)
        turns = self.random.uniform(0, 2 * np.pi, (count, 4))
        decay = np.exp(self.random.uniform(np.log(0.12), np.log(2.5), count))
        return Changes(waves, turns, np.where(self.random.random(count) < 0.3, 1 / decay, 0.0))


@dataclass(frozen=True)
class Changes:
    """An equaliser and a decay for each of B notes, which change image and targets alike."""

    waves: np.ndarray  # (B, 4)
    turns: np.ndarray  # (B, 4)
    fall: np.ndarray  # (B,) nepers a second

    def gains(self, hz: np.ndarray) -> np.ndarray:
        """Nepers at frequencies (B, F) or (F,): (B, F)."""
        place = np.log2(np.maximum(hz, 20.0) / 40.0) / 9 * np.pi
        place = np.broadcast_to(place, (len(self.waves), place.shape[-1]))
        curves = np.cos(place[:, :, None] * np.arange(1, 5) + self.turns[:, None]) * self.waves[:, None]
        return np.asarray(curves.sum(-1))

    def image(self, batch: NoteBatch, frames: int) -> Tensor:
        """The mel image of `frames` frames as it would look after the changes."""
        centres = _mel_centres(features.BANDS, features.MEL_LOW, features.MEL_HIGH)
        moved = self.gains(centres)[:, None, :, None] - self.fall[:, None, None, None] * _column_seconds(frames)
        return torch.maximum(batch.image + torch.from_numpy((moved / SCALE).astype(np.float32)), batch.image.amin())

    def targets(self, batch: NoteBatch, frames: int, thin: tuple[int, ...]) -> tuple[Tensor, ...]:
        seconds = np.maximum(node_frames(frames, thin) * HOP - ONSET, 0) / RATE
        fall = -self.fall[:, None, None] * seconds[:, None]
        hz = np.asarray(to_hz(batch.pitch.numpy())) * SLOTS
        level = self.gains(hz)[:, None] + fall
        noise = self.gains(_mel_centres(NOISE_BANDS, 40.0, 19_000.0))[:, None] + fall
        early = np.maximum(np.arange(BURST_FRAMES) * BURST_HOP - ONSET, 0) / RATE
        burst = self.gains(_mel_centres(BURST_BANDS, 40.0, 19_000.0))[:, None] - self.fall[:, None, None] * early[:, None]
        moved = [torch.from_numpy(part.astype(np.float32)) for part in (level, noise, burst)]
        return (*(part + change for part, change in zip(batch.targets[:3], moved, strict=True)), batch.targets[3])


def _mel_centres(bands: int, low: float, high: float) -> np.ndarray:
    first, last = (float(features.mel_of(np.array(hz))) for hz in (low, high))
    return features.hz_of(np.linspace(first, last, bands))


def _column_seconds(frames: int) -> np.ndarray:
    """Seconds after the onset at the middle of each column of the mel image."""
    matrix = features.log_time_matrix((frames - 1) * HOP // features.MEL_HOP + 1)
    return np.maximum(matrix @ np.arange(matrix.shape[1]) * features.MEL_HOP - ONSET, 0) / RATE
