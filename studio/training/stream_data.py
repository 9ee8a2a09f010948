"""Pieces of recordings taken apart once and kept beside the corpus, and the batches that a stream is taught with (numpy, torch).

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
from studio.models import stream_ear as ear
from studio.models.features import mel_of
from studio.models.pitch import to_midi
from studio.models.stream import StreamConfig
from studio.models.stream_ear import MELS, NEAR, RATE
from studio.models.stream_sound import BANDS, HALF, LEVELS, WHOLE
from studio.training.corpus import each, kept, rows_of
from studio.training.stream_analysis import analyse

VERSION = 6  # of the analysis: a kept one of another version is made again
GAIN_DB, TILT_DB = 3.0, 3.0  # deviations of a batch's loudness and of its random equaliser
CURVE = 7  # points of the equaliser, on the mel axis


@dataclass(frozen=True)
class StreamBatch:
    """Frames in a row: seen (B, T, SEEN), pitch (B, T, 1) semitones, heads (B, T, HEADS) to say, hz (B, T, 1)."""

    seen: Tensor
    pitch: Tensor
    heads: Tensor
    hz: Tensor

    def to(self, device: torch.device) -> StreamBatch:
        """The same on a device."""
        return StreamBatch(*(t.to(device) for t in (self.seen, self.pitch, self.heads, self.hz)))


def take_apart(job: tuple[str, float, float, float, float]) -> dict[str, np.ndarray]:
    """One file at one speed -> hz, clear, heads, seen of its frames. job: path, semitones,
    Hz of the lowest note, seconds of a frame's window, share of the straying that is played."""
    import soxr

    path, semitones, lowest, window, stray = job
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if rate != RATE:
        raise BadInput(f"{path} has a rate of {rate} Hz; streams are trained at {RATE}: prepare the folder at that rate.")
    x = sound.mean(1)
    factor = 2.0 ** (semitones / 12)
    if semitones:
        x = soxr.resample(x, 48_000, 48_000 / factor, quality="HQ").astype(np.float32)
    found = analyse(x, lowest * factor, window, stray)
    small = {name: getattr(found, name).astype(np.float16) for name in ("clear", "heads", "seen")}
    return {"hz": found.hz} | small


class Pieces:
    """All frames of some splits in memory, one piece after another. ends (P,): where each piece's frames end."""

    def __init__(
        self, folder: Path, splits: tuple[str, ...], config: StreamConfig, variants: tuple[float, ...] = (0.0,), threads: int = 1
    ) -> None:
        self.folder, self.config, self.rows = folder, config, rows_of(folder, "guitar", splits)
        how = (config.lowest, config.window, config.stray)
        jobs = [(str(folder / row["file"]), semitones, *how) for semitones in variants for row in self.rows]
        path = folder / "kept" / (hashlib.sha256(json.dumps([VERSION, jobs]).encode()).hexdigest()[:20] + ".npz")
        parts = kept(path, lambda: _joined(each(take_apart, jobs, threads)))
        self.hz, self.clear, self.heads, self.seen, self.ends = (parts[name] for name in ("hz", "clear", "heads", "seen", "ends"))
        self.pitch = np.asarray(to_midi(self.hz), np.float32)
        self.own = int(self.ends[len(self.rows) - 1])  # frames of the recordings as they are, which come first

    def __len__(self) -> int:
        return len(self.hz)

    def batch(self, starts: np.ndarray, frames: int) -> StreamBatch:
        """Crops of as many frames from each start."""
        index = starts[:, None] + np.arange(frames)
        take = lambda a: torch.from_numpy(a[index].astype(np.float32))  # noqa: E731
        return StreamBatch(take(self.seen), take(self.pitch)[..., None], take(self.heads), take(self.hz)[..., None])

    def piece(self, number: int, most: int = 1 << 30) -> StreamBatch:
        """One whole piece, or its first frames."""
        begin = int(self.ends[number - 1]) if number else 0
        return self.batch(np.array([begin]), min(most, int(self.ends[number]) - begin))


def _joined(found: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Analyses one after another, and where each ends."""
    joined = {name: np.concatenate([one[name] for one in found]) for name in found[0]}
    return joined | {"ends": np.cumsum([len(one["hz"]) for one in found])}


class StreamSampler:
    """Crops of training pieces, louder, softer and through random equalisers; every random number from one generator."""

    def __init__(self, data: Pieces, seed: int) -> None:
        self.data, self.random = data, np.random.default_rng(seed)

    def batch(self, count: int, frames: int) -> StreamBatch:
        ends = self.data.ends
        begins = np.concatenate([[0], ends[:-1]])
        room = np.maximum(ends - begins - frames, 0)
        chosen = self.random.choice(len(ends), count, p=room / room.sum())
        starts = begins[chosen] + (self.random.random(count) * room[chosen]).astype(int)
        return self._changed(self.data.batch(starts, frames))

    def _changed(self, batch: StreamBatch) -> StreamBatch:
        """The same change in what is seen and what is to be said: a curve over frequency, in nepers."""
        count = len(batch.hz)
        knots = self.random.standard_normal((count, CURVE)) * (TILT_DB / 8.686)
        knots += self.random.standard_normal((count, 1)) * (GAIN_DB / 8.686)
        curve = torch.from_numpy(knots.astype(np.float32))

        def at(hz: Tensor) -> Tensor:
            """The curve's values at frequencies (B, T, K)."""
            place = (_mel(hz) / MEL_TOP * (CURVE - 1)).clamp(0, CURVE - 1.001)
            before = place.long()
            flat = before.flatten(1)
            low, high = (curve.gather(1, index).view(hz.shape) for index in (flat, flat + 1))
            return torch.lerp(low, high, place - before)

        frames = batch.hz.shape[1]

        def bands(count: int) -> Tensor:
            return at(_centres(count).expand(len(batch.hz), 1, count)).expand(-1, frames, -1)

        near = at(batch.hz * (0.5 * torch.arange(1, NEAR + 1)))
        shift = torch.cat([bands(MELS), near, curve.mean(1)[:, None, None].expand(-1, frames, 1)], -1)
        size, floor = shift.shape[-1], (ear.FLOOR + 5) / 3
        levels = batch.seen[..., :size]
        shown = torch.where(levels > floor + 1e-3, (levels + shift / 3).clamp(min=floor), levels)
        slots = torch.from_numpy(np.concatenate([WHOLE, HALF]).astype(np.float32))
        move = torch.cat([at(batch.hz * slots), bands(BANDS)], -1)
        heads = torch.cat([batch.heads[..., :LEVELS] + move, batch.heads[..., LEVELS:]], -1)
        return StreamBatch(torch.cat([shown, batch.seen[..., size:]], -1), batch.pitch, heads, batch.hz)


MEL_TOP = float(mel_of(np.array([18_000.0]))[0])


def _mel(hz: Tensor) -> Tensor:
    return torch.from_numpy(mel_of(hz.numpy())).float()


def _centres(count: int) -> Tensor:
    """Hz of evenly spaced mel bands (40 Hz to 18 kHz)."""
    hz = np.geomspace(1, 18_000, 4_096)
    mel = np.asarray(mel_of(hz))
    return torch.from_numpy(np.interp(np.linspace(mel_of(np.array([40.0]))[0], mel[-1], count), mel, hz).astype(np.float32))


