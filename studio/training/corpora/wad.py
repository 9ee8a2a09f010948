"""Sounds out of a Doom WAD: 8-bit DMX lumps. Everything in the file may be wrong: offsets, sizes and headers are checked.

Layout as the Doom wiki describes it: a header (4 letters, count and offset of the directory), the directory (offset, size, name), and of
each sound lump format 3, rate, count, then that many unsigned bytes, the first and last 16 of which are padding. Plain functions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.errors import BadInput

MOST_LUMPS = 65_536
LARGEST = 256 << 20  # bytes of a WAD
RATES = range(4_000, 48_001)
PADDING = 16


def sounds(path: Path) -> Iterator[tuple[str, int, NDArray[np.float32]]]:
    """(name without DS, rate in Hz, samples (frames,) in -1..1) of every digital sound of a WAD, but for damaged and empty ones.

    Raises BadInput for a file that is not a WAD or whose directory lies outside it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is too large to be a WAD; choose another file.")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} can't be read ({type(error).__name__}); check the file.") from error
    if len(data) < 12 or data[:4] not in (b"IWAD", b"PWAD"):
        raise BadInput(f"{path} is not a WAD; choose another file.")
    count, directory = struct.unpack_from("<ii", data, 4)
    if not 0 <= count <= MOST_LUMPS or not 12 <= directory <= len(data) - 16 * count:
        raise BadInput(f"{path} is damaged: its directory lies outside the file; fetch it again.")
    for number in range(count):
        at, size, raw = struct.unpack_from("<ii8s", data, directory + 16 * number)
        name = raw.split(b"\0")[0].decode("latin-1")
        if name.startswith("DS") and at >= 0 and size >= 0 and at + size <= len(data):
            found = lump(data[at : at + size])
            if found is not None:
                yield name[2:], *found


def lump(data: bytes) -> tuple[int, NDArray[np.float32]] | None:
    """(rate, samples) of one DMX lump, or None for what is none."""
    if len(data) < 8:
        return None
    kind, rate, count = struct.unpack_from("<HHI", data)
    if kind != 3 or rate not in RATES or not 2 * PADDING < count <= len(data) - 8:
        return None
    values = np.frombuffer(data, np.uint8, count, 8)[PADDING:-PADDING].astype(np.float32)
    return int(rate), np.asarray((values - 128) / 128, np.float32)


def without_hiss(sound: NDArray[np.float32], bits: int = 8) -> NDArray[np.float32]:
    """A sound of few bits without the noise that rounding left in it: (frames,) -> (frames,).

    That noise is white and its power is known (a twelfth of a step squared), so each bin is turned down by the share that it explains.
    """
    size, hop = 512, 128
    window = np.hanning(size + 1)[:-1]
    floor = (2.0 ** (1 - bits)) ** 2 / 12 * (window**2).sum()
    padded = np.pad(sound.astype(np.float64), (size, 2 * size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    spectra = np.fft.rfft(frames * window)
    power = np.abs(spectra) ** 2
    smooth = power.copy()  # over three frames and three bins: single bins of noise reach far over their mean
    smooth[1:-1] = (power[:-2] + power[1:-1] + power[2:]) / 3
    smooth[:, 1:-1] = (smooth[:, :-2] + smooth[:, 1:-1] + smooth[:, 2:]) / 3
    gain = np.clip(1 - 2.5 * floor / np.maximum(smooth, 1e-12), 0.0, 1.0)
    back = np.fft.irfft(spectra * gain, size) * window
    out = np.zeros(len(back) * hop + size)
    for i in range(size // hop):
        rows = back[i :: size // hop]
        out[i * hop :][: rows.size] += rows.ravel()
    return np.asarray(out[size:][: sound.size] / 1.5, dtype=np.float32)
