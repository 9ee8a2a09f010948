"""Effects of a prepared corpus taken apart once and kept beside it, and the batches that a network is taught with (numpy, torch).

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
from studio.models import features, glides
from studio.models.effects import EffectsConfig
from studio.models.effects_player import seen
from studio.models.features import ONSET, SCALE, node_frames
from studio.models.glides import BURST_FRAMES, BURST_HOP, HOP, RATE, SLOTS
from studio.training.corpus import each, kept, rows_of
from studio.training.glide_parts import analyse

VERSION = 1  # of the analysis: a kept one of another version is made again
PARTS = ("pitch", "level", "noise", "burst", "static")
FADE_DB = 3.0  # deviation of the random equaliser
MOVE = 0.3  # octaves either way by which a sound is transposed
STRETCH = 0.35  # octaves either way by which its time is stretched


@dataclass(frozen=True)
class EffectBatch:
    """image (B, nodes, SEEN) is seen; targets are pitch, level, noise, burst, static; weight (B, nodes) of the pitch; bandwidth (B,) Hz."""

    image: Tensor
    label: Tensor
    real: Tensor
    targets: tuple[Tensor, ...]
    weight: Tensor
    bandwidth: Tensor

    def to(self, device: torch.device) -> EffectBatch:
        """The same on a device."""
        image, label, real, weight, bandwidth = (t.to(device) for t in (self.image, self.label, self.real, self.weight, self.bandwidth))
        return EffectBatch(image, label, real, tuple(part.to(device) for part in self.targets), weight, bandwidth)


def take_apart(job: tuple[str, int, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """One file -> its parts and what the encoder sees of it. job: path, frames, thin."""
    path, frames, thin = job
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if rate != RATE:
        raise BadInput(f"{path} has a rate of {rate} Hz; effects are trained at {RATE}: prepare the folder at that rate.")
    x = sound.mean(1)
    image, hertz = seen(x, frames, thin)
    found = analyse(x, frames, thin, hertz)
    parts = {name: getattr(found.parts, name).astype(np.float16) for name in PARTS}
    parts["pitch"] = found.parts.pitch.astype(np.float32)
    return parts | {"weight": found.weight, "image": image.astype(np.float16)}


class Effects:
    """All sounds of some splits, taken apart. Raises BadInput for a corpus that isn't there."""

    def __init__(self, folder: Path, splits: tuple[str, ...], config: EffectsConfig, workers: int = 1) -> None:
        self.rows = rows_of(folder, "effects", splits)
        self.folder, self.config = folder, config
        found = _analyses(folder, self.rows, config, workers)
        self.parts = {name: found[name] for name in (*PARTS, "weight", "image")}
        names = [row["label"] for row in self.rows]
        self.labels = np.array([config.classes.index(name) if name in config.classes else len(config.classes) - 1 for name in names])
        self.real = np.array([int(row.get("real") or 1) for row in self.rows])
        self.bandwidth = np.array([float(row.get("bandwidth_hz") or RATE / 2) for row in self.rows], np.float32)

    def __len__(self) -> int:
        return len(self.rows)

    def clean(self, chosen: np.ndarray) -> np.ndarray:
        """The sounds themselves, cut or padded to the network's length: (B, N) float32."""
        sounds = np.zeros((len(chosen), self.config.length), np.float32)
        for i, at in enumerate(chosen):
            sound, _ = soundfile.read(self.folder / self.rows[at]["file"], dtype="float32", always_2d=True)
            sounds[i, : len(sound)] = sound.mean(1)[: self.config.length]
        return sounds

    def batch(self, chosen: np.ndarray) -> EffectBatch:
        """The unaltered sounds."""
        part = lambda name: torch.from_numpy(self.parts[name][chosen].astype(np.float32))  # noqa: E731
        label, real = torch.from_numpy(self.labels[chosen]), torch.from_numpy(self.real[chosen])
        targets = tuple(part(name) for name in PARTS)
        return EffectBatch(part("image"), label, real, targets, part("weight"), torch.from_numpy(self.bandwidth[chosen]))


def _analyses(folder: Path, rows: list[dict[str, str]], config: EffectsConfig, workers: int) -> dict[str, np.ndarray]:
    """The analyses of these rows, from the file beside the corpus or made now and kept there."""
    key = json.dumps([VERSION, config.frames, config.thin, [row["file"] for row in rows]])
    path = folder / f"effects-{hashlib.sha256(key.encode()).hexdigest()[:16]}.npz"
    jobs = [(str(folder / row["file"]), config.frames, config.thin) for row in rows]

    def make() -> dict[str, np.ndarray]:
        found = each(take_apart, jobs, workers)
        return {name: np.stack([one[name] for one in found]) for name in found[0]}

    return kept(path, make)


class EffectSampler:
    """Batches balanced over classes, by the root of their sizes, and over recorded and synthetic sound; one generator for all chance."""

    def __init__(self, data: Effects, seed: int) -> None:
        self.data, self.random = data, np.random.default_rng(seed)
        c = data.config
        self.nodes = node_frames(c.frames, c.thin)
        classes = range(len(c.classes))
        self.pools = [[np.flatnonzero((data.labels == k) & (data.real == real)) for k in classes] for real in (0, 1)]

    def indices(self, count: int, synthetic: float) -> np.ndarray:
        return np.array([self._one(int(self.random.random() >= synthetic)) for _ in range(count)])

    def _one(self, real: int) -> int:
        pools = [pool for pool in self.pools[real] if len(pool)] or [pool for pool in self.pools[1 - real] if len(pool)]
        weight = np.sqrt([len(pool) for pool in pools])
        return int(self.random.choice(pools[self.random.choice(len(pools), p=weight / weight.sum())]))

    def changed(self, batch: EffectBatch) -> EffectBatch:
        """Transposed, stretched in time, equalised, faded and seen at a narrower bandwidth, each a share of the sounds."""
        count = len(batch.label)
        move = self._some(0.6, count) * self.random.uniform(-MOVE, MOVE, count)
        stretch = 2.0 ** (self._some(0.6, count) * self.random.uniform(-STRETCH, STRETCH, count))
        pitch, level, noise, burst, static = batch.targets
        image, weight = batch.image, batch.weight
        along = self._along(stretch)
        level, noise, image = (_gathered(part, *along, 1) for part in (level, noise, image))
        pitch, weight = (_gathered(part[:, :, None], *along, 1)[:, :, 0] for part in (pitch, weight))
        burst = _gathered(burst, *_places(np.arange(BURST_FRAMES), _early(stretch)), 1)
        noise, burst = _transposed(noise, move), _transposed(burst, move)
        bands, hz = image[:, :, : features.BANDS], _mel_centres()
        bands = _moved(bands, hz, move)
        shift = torch.from_numpy(move.astype(np.float32))
        pitch = pitch + shift[:, None]
        path = torch.stack([image[:, :, -2] + shift[:, None] / 2, image[:, :, -1]], 2)
        # an equaliser and a faster decay change what is seen and what is said alike
        waves = self.random.normal(0, FADE_DB * np.log(10) / 20, (count, 4)) * self._some(0.6, count)[:, None]
        turns = self.random.uniform(0, 2 * np.pi, (count, 4))
        fall = self._some(0.25, count) / np.exp(self.random.uniform(np.log(0.08), np.log(2.0), count))
        seconds = np.maximum(self.nodes * HOP - ONSET, 0) / RATE
        falling = torch.from_numpy((-fall[:, None] * seconds).astype(np.float32))[:, :, None]
        hertz = 440 * 2.0 ** pitch.numpy()[:, :, None] * SLOTS
        level = level + falling + _gains(hertz, waves, turns)
        noise = noise + falling + _gains(glides.band_centres(glides.BANDS)[None, None], waves, turns)
        early = np.maximum(np.arange(BURST_FRAMES) * BURST_HOP - ONSET, 0) / RATE
        faded = torch.from_numpy((-fall[:, None] * early).astype(np.float32))[:, :, None]
        burst = burst + faded + _gains(glides.band_centres(glides.BURST_BANDS)[None, None], waves, turns)
        low = bands.amin()
        bands = torch.maximum(bands + (falling + _gains(hz[None, None], waves, turns)) / SCALE, low)
        # what the encoder hears is narrowed apart from what is taught, so that the code says little of an old recording's bandwidth
        cutoff = np.where(self.random.random(count) < 0.35, 2.0 ** self.random.uniform(np.log2(3_000), np.log2(20_000), count), 1e9)
        dull = torch.from_numpy(hz[None, None] > cutoff[:, None, None])
        bands = torch.where(dull, low, bands)
        bandwidth = batch.bandwidth * 2.0**shift
        return EffectBatch(torch.cat([bands, path], 2), batch.label, batch.real, (pitch, level, noise, burst, static), weight, bandwidth)

    def _some(self, share: float, count: int) -> np.ndarray:
        """1 for a share of `count` sounds, 0 for the others."""
        return (self.random.random(count) < share).astype(np.float64)

    def batch(self, count: int, synthetic: float) -> EffectBatch:
        """Altered sounds, as they are learnt from."""
        return self.changed(self.data.batch(self.indices(count, synthetic)))

    def _along(self, stretch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where in the old nodes each new one lies: index before and share, (B, nodes) each."""
        onset = ONSET / HOP
        frames = onset + np.maximum(self.nodes - onset, 0)[None] * stretch[:, None] + np.minimum(self.nodes - onset, 0)[None]
        return _places(self.nodes, np.clip(frames, 0, self.nodes[-1]))


def _mel_centres() -> np.ndarray:
    """Hz in the middle of the mel bands that are seen: (BANDS,)."""
    low, high = features.mel_of(np.array([features.MEL_LOW, features.MEL_HIGH]))
    return features.hz_of(np.linspace(low, high, features.BANDS + 2)[1:-1])


def _early(stretch: np.ndarray) -> np.ndarray:
    onset, at = ONSET / BURST_HOP, np.arange(BURST_FRAMES)
    return np.clip(onset + np.maximum(at - onset, 0)[None] * stretch[:, None] + np.minimum(at - onset, 0)[None], 0, BURST_FRAMES - 1)


def _places(old: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    place = np.interp(wanted, old, np.arange(len(old)))
    before = np.minimum(place.astype(np.int64), len(old) - 2)
    return before, (place - before).astype(np.float32)


def _gathered(values: Tensor, before: np.ndarray, share: np.ndarray, axis: int) -> Tensor:
    """Values (B, T, C) between places along an axis: before and share are (B, T') for axis 1, (B, C') for axis 2."""
    at, part = torch.from_numpy(before), torch.from_numpy(share)
    at, part = (at[:, :, None], part[:, :, None]) if axis == 1 else (at[:, None], part[:, None])
    shape = (-1, -1, values.shape[2]) if axis == 1 else (-1, values.shape[1], -1)
    return torch.lerp(values.gather(axis, at.expand(shape)), values.gather(axis, (at + 1).expand(shape)), part.expand(shape))


def _moved(values: Tensor, hz: np.ndarray, move: np.ndarray) -> Tensor:
    """Bands (B, T, C) with these centres, all of it moved by octaves (B,)."""
    mel, wanted = features.mel_of(hz), features.mel_of(hz[None] / 2.0 ** move[:, None])
    return _gathered(values, *_places(mel, np.clip(wanted, mel[0], mel[-1])), 2)


def _transposed(values: Tensor, move: np.ndarray) -> Tensor:
    return _moved(values, glides.band_centres(values.shape[2]), move)


def _gains(hertz: np.ndarray, waves: np.ndarray, turns: np.ndarray) -> Tensor:
    """Nepers of random equalisers (B, 4) at frequencies (B or 1, T or 1, F)."""
    place = np.log2(np.maximum(hertz, 20.0) / 40.0) / 9 * np.pi
    total = sum(np.cos(place * (i + 1) + turns[:, None, None, i]) * waves[:, None, None, i] for i in range(waves.shape[1]))
    return torch.from_numpy(np.asarray(total, np.float32))
