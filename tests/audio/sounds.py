"""Small sounds and recipes that the tests of files share."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from studio.clip import Clip
from studio.recipe import Recipe, Settings

RATE = 44100


def noise(channels: int = 1, frames: int = 5000, rate: int = RATE, level: float = 0.5, seed: int = 0) -> Clip:
    random = np.random.default_rng(seed)
    return Clip((random.uniform(-level, level, (channels, frames))).astype(np.float32), rate)


def sine(hz: float, seconds: float = 1.0, rate: int = RATE, amplitude: float = 1.0) -> Clip:
    t = np.arange(round(seconds * rate)) / rate
    return Clip((amplitude * np.sin(2 * np.pi * hz * t)).astype(np.float32)[None], rate)


def a_recipe(dimensions: int = 24, seed: int = 7) -> Recipe:
    """A recipe as the drum model makes it; with 700 dimensions it is 20 kB."""
    values = (("class", "snare"), *((f"d{i}", (i + 1) / 3) for i in range(dimensions)))
    return Recipe("drums", "ab" * 32, Settings(seed, values), "onnxruntime 1.31.1 cpu", "undertone 0.1.0")


def float_wav(path: Path, samples: np.ndarray, rate: int, data_size: int | None = None, width: int = 4) -> Path:
    """A WAV file of floats (frames, channels) made byte by byte, so that it may lie about itself. width: 4 or 8 bytes a sample."""
    channels = samples.shape[1]
    data = samples.astype(f"<f{width}").tobytes()
    size = len(data) if data_size is None else data_size
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", min(36 + size, 0xFFFFFFFF), b"WAVE", b"fmt ", 16, 3, channels, rate,
                       rate * channels * width, channels * width, 8 * width)
    path.write_bytes(head + struct.pack("<4sI", b"data", size) + data)
    return path
