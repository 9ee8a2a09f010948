"""64 draws as spectrograms in one PNG: mel bands upwards, two seconds rightwards, -80 to 0 dB in magma. Numpy and zlib only."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np

from studio.training.judge import features

ROWS = COLUMNS = 8
WIDTH, HEIGHT, GAP, TITLE = 172, features.BANDS * 2, 4, 11
# nine even steps of matplotlib's magma (CC0)
MAGMA = (
    (0, 0, 4), (28, 16, 68), (79, 18, 123), (129, 37, 129), (181, 54, 122),
    (229, 80, 100), (251, 135, 97), (254, 194, 135), (252, 253, 191),
)
# 5 x 7 letters, five columns of seven bits each, lowest bit on top
FONT = {
    "a": "20 54 54 54 78", "b": "7f 48 44 44 38", "c": "38 44 44 44 20", "d": "38 44 44 48 7f", "e": "38 54 54 54 18",
    "f": "08 7e 09 01 02", "g": "0c 52 52 52 3e", "h": "7f 08 04 04 78", "i": "00 44 7d 40 00", "j": "20 40 44 3d 00",
    "k": "7f 10 28 44 00", "l": "00 41 7f 40 00", "m": "7c 04 18 04 78", "n": "7c 08 04 04 78", "o": "38 44 44 44 38",
    "p": "7c 14 14 14 08", "q": "08 14 14 18 7c", "r": "7c 08 04 04 08", "s": "48 54 54 54 20", "t": "04 3f 44 40 20",
    "u": "3c 40 40 20 7c", "v": "1c 20 40 20 1c", "w": "3c 40 30 40 3c", "x": "44 28 10 28 44", "y": "0c 50 50 50 3c",
    "z": "44 64 54 4c 44",
}


def colours(db: np.ndarray) -> np.ndarray:
    """dB (-80 to 0) -> uint8 (..., 3)."""
    position = (np.clip(db, features.FLOOR_DB, 0) / -features.FLOOR_DB + 1) * (len(MAGMA) - 1)
    return np.stack([np.interp(position, range(len(MAGMA)), [c[i] for c in MAGMA]) for i in range(3)], axis=-1).astype(np.uint8)


def picture(sound: np.ndarray) -> np.ndarray:
    """(HEIGHT, WIDTH, 3) uint8 of a mono 44.1 kHz sound."""
    power = features.mel_power(features.canonical(sound), n_fft=2048, bands=HEIGHT)[:, : 2 * WIDTH]
    return colours(features.to_db(power.reshape(HEIGHT, WIDTH, 2).mean(axis=2))[::-1])


def write_text(image: np.ndarray, text: str, top: int, left: int) -> None:
    """Letters a to z in grey into an RGB image; anything else is a blank."""
    for i, letter in enumerate(text.lower()):
        for column, bits in enumerate(int(part, 16) for part in FONT.get(letter, "0 0 0 0 0").split()):
            for row in range(7):
                if bits >> row & 1:
                    image[top + row, left + 6 * i + column] = 200


def write_sheet(path: Path, sounds: list[np.ndarray], labels: list[str]) -> Path:
    """64 of the sounds, evenly chosen and in their order, each under its label. Returns the path."""
    height, width = ROWS * (HEIGHT + TITLE + GAP) + GAP, COLUMNS * (WIDTH + GAP) + GAP
    image = np.full((height, width, 3), 24, dtype=np.uint8)
    chosen = np.linspace(0, len(sounds) - 1, min(ROWS * COLUMNS, len(sounds))).astype(int)
    for place, index in enumerate(chosen):
        top = GAP + (place // COLUMNS) * (HEIGHT + TITLE + GAP)
        left = GAP + (place % COLUMNS) * (WIDTH + GAP)
        write_text(image, labels[index], top + 1, left)
        image[top + TITLE : top + TITLE + HEIGHT, left : left + WIDTH] = picture(sounds[index])
    write_png(path, image)
    return path


def write_png(path: Path, image: np.ndarray) -> None:
    """RGB uint8 (rows, columns, 3) as a PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows, columns = image.shape[:2]
    lines = np.concatenate([np.zeros((rows, 1), dtype=np.uint8), image.reshape(rows, -1)], axis=1)  # filter 0 before every line
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)) + chunk(b"IEND", b"")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
