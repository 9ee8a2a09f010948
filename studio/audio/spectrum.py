"""Spectrograms for the eye: fixed reference, 0 dB is a full-scale sine. numpy and scipy only, any thread but the GUI's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from studio.clip import Clip

FLOOR_DB = -120.0
LOWEST_HZ = 20.0
WINDOWS = {"transients": 512, "normal": 2048, "pitch": 8192}  # samples of the Hann window of each preset, beside "auto"
SCALES = ("mel", "log", "linear")
BANDS = 256
_BLOCK = 64  # columns worked on at once: they stay in the processor's cache, which halves the time of 1024
_LEAST_COLUMNS = 400  # the hop is the largest power of two that still gives so many, within 32 samples to n_fft / 2
_MOST_WINDOWS = 8  # that are averaged where a column spans more
_SHARPNESS_COLUMNS = 256  # at most, on which "auto" compares the windows


@dataclass(frozen=True)
class Look:
    """How a spectrogram is made. stft: 'auto' or a preset of WINDOWS; scale: of the frequencies, one of SCALES."""

    stft: str = "normal"
    scale: str = "mel"

    @staticmethod
    def from_json(data: Any) -> Look:
        """What preferences hold; what can't be is the default."""
        saved = data if isinstance(data, dict) else {}
        stft, scale = saved.get("stft"), saved.get("scale")
        return Look(stft if stft in (*WINDOWS, "auto") else Look.stft, scale if scale in SCALES else Look.scale)

    def to_json(self) -> dict[str, str]:
        return {"stft": self.stft, "scale": self.scale}


USUAL_LOOK = Look()


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """db: float32 (bands, columns) in dBFS, -120 to about 0, lowest band first; times: s of each column's centre; frequencies: Hz.

    n_fft: samples of the window; hop: samples between two columns; coarse: a column knows one moment of its span, not all of it.
    look: what it was made for.
    """

    db: np.ndarray
    times: np.ndarray
    frequencies: np.ndarray
    hop: int
    rate: int
    n_fft: int = 2048
    coarse: bool = False
    look: Look = USUAL_LOOK

    @cached_property
    def bytes(self) -> np.ndarray:
        """uint8 (bands, columns), highest band first as an image has it: half a dB a step, 0 is -120 dB and 240 is 0 dB.

        Who makes a picture for the window asks once, on the thread that made it, so that the window finds them ready.
        """
        return np.ascontiguousarray(np.clip((self.db[::-1] - FLOOR_DB) * 2.0 + 0.5, 0, 255).astype(np.uint8))


def hop_for(frames: int, n_fft: int = 2048) -> int:
    """The hop that gives 400 to 800 columns where the length allows."""
    hop = 32
    while hop < n_fft // 2 and frames // (2 * hop) >= _LEAST_COLUMNS:
        hop *= 2
    return hop


def spectrogram(clip: Clip, look: Look = USUAL_LOOK, *, hop: int | None = None, bands: int = BANDS) -> Spectrogram:
    """Power spectrogram in dBFS. Column i is centred at sample i * hop; outside the clip is silence; channels are averaged as power.

    hop None chooses by length. bands: from 20 Hz (linear: one bin) to half the rate, evenly in mel (O'Shaughnessy 1987), in octaves
    or in Hz.
    """
    n_fft = window_for(look, clip.samples, clip.rate)
    hop = hop or hop_for(clip.frames, n_fft)
    columns = clip.frames // hop + 1
    framed = frames_of(clip.samples, n_fft, hop, columns)
    db = to_db(power_of(framed, clip.rate, look.scale, bands))
    times, frequencies = np.arange(columns) * (hop / clip.rate), frequencies_of(clip.rate, n_fft, look.scale, bands)
    return _ready(Spectrogram(db, times, frequencies, hop, clip.rate, n_fft, look=look))


def _ready(picture: Spectrogram) -> Spectrogram:
    """With its bytes, as the window wants it."""
    _ = picture.bytes
    return picture


def part(read: Callable[[int, int], np.ndarray], columns: range, hop: int, rate: int, n_fft: int, look: Look, *,
         windows: int | None = None) -> Spectrogram:
    """Some columns of the picture of a sound that need not lie in memory. Raises what `read` raises.

    read: (first, last) -> float32 (C, last - first) of these frames, silence outside the sound. Column i is centred at sample
    i * hop. windows: how many moments of a column's span are averaged; None: as many as lie side by side in it, at most 8.
    """
    windows = windows or min(max(hop // n_fft, 1), _MOST_WINDOWS)
    starts = np.array([i * hop for i in columns])[:, None] + np.rint((np.arange(windows) - (windows - 1) / 2) * hop / windows).astype(int)
    starts = starts.ravel() - n_fft // 2
    powers = []
    for some in np.array_split(starts, max(1, len(starts) // _BLOCK)):
        powers.append(power_of(_windows(read, some, n_fft), rate, look.scale))
    power = np.concatenate(powers, axis=1).reshape(BANDS, len(columns), windows).mean(axis=2)
    times = np.arange(columns.start, columns.stop) * (hop / rate)
    coarse = windows < min(max(hop // n_fft, 1), _MOST_WINDOWS)
    return _ready(Spectrogram(to_db(power), times, frequencies_of(rate, n_fft, look.scale), hop, rate, n_fft, coarse, look))


def _windows(read: Callable[[int, int], np.ndarray], starts: np.ndarray, n_fft: int) -> np.ndarray:
    """(C, len(starts), n_fft): windows that begin at these ascending frames; those that overlap are read at once."""
    if starts[-1] - starts[0] <= 2 * n_fft * len(starts):
        block = read(int(starts[0]), int(starts[-1]) + n_fft)
        return np.lib.stride_tricks.sliding_window_view(block, n_fft, axis=1)[:, starts - starts[0]]
    return np.stack([read(int(start), int(start) + n_fft) for start in starts], axis=1)


def frames_of(samples: np.ndarray, n_fft: int, hop: int, columns: int) -> np.ndarray:
    """(C, N) -> a view (C, columns, n_fft): column i is centred at sample i * hop, silence outside."""
    padded = np.zeros((samples.shape[0], (columns - 1) * hop + n_fft), np.float32)
    inside = samples[:, : padded.shape[1] - n_fft // 2]
    padded[:, n_fft // 2 : n_fft // 2 + inside.shape[1]] = inside
    return np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=1)[:, ::hop]


def power_of(framed: np.ndarray, rate: int, scale: str, bands: int = BANDS) -> np.ndarray:
    """Windows of samples (C, columns, n_fft) -> power float32 (bands, columns), 1 is a full-scale sine; the mean of the channels."""
    from scipy import fft

    channels, columns, n_fft = framed.shape
    window, weights, _ = _tables(rate, n_fft, scale, bands)
    power = np.zeros((bands, columns), np.float32)
    for channel in framed:
        for start in range(0, columns, _BLOCK):
            bins = fft.rfft(channel[start : start + _BLOCK] * window, axis=1, overwrite_x=True)  # (<= block, n_fft/2+1) complex64
            power[:, start : start + _BLOCK] += weights @ (bins.real**2 + bins.imag**2).T
    return power / channels


def to_db(power: np.ndarray) -> np.ndarray:
    """Power of any shape, 1 is a full-scale sine -> dB float32, at least -120."""
    tiny = np.float32(10.0 ** (FLOOR_DB / 10.0) / 2)
    return np.maximum(10.0 * np.log10(power + tiny), np.float32(FLOOR_DB))


def frequencies_of(rate: int, n_fft: int, scale: str, bands: int = BANDS) -> np.ndarray:
    """Hz of the centre of each band, ascending: (bands,)."""
    frequencies: np.ndarray = _tables(rate, n_fft, scale, bands)[2]
    return frequencies


def window_for(look: Look, samples: np.ndarray, rate: int) -> int:
    """The window in samples that a look means for (C, N)."""
    return WINDOWS.get(look.stft) or sharpest(samples, rate)


def sharpest(samples: np.ndarray, rate: int) -> int:
    """The window of WINDOWS, in samples, whose picture of (C, N) is the most concentrated: L4 over L2 (Jones & Parks 1990)."""
    from scipy import fft

    mono = samples.mean(axis=0, keepdims=True)
    best, found = 0.0, WINDOWS["normal"]
    for n_fft in (found, *(size for size in WINDOWS.values() if size != found)):
        hop = max(n_fft // 4, mono.shape[1] // _SHARPNESS_COLUMNS)
        framed = frames_of(mono, n_fft, hop, mono.shape[1] // hop + 1)[0]
        power = np.abs(fft.rfft(framed * _tables(rate, n_fft, SCALES[0], BANDS)[0], axis=1)) ** 2
        total = float(power.sum(dtype=np.float64))
        area = hop / n_fft  # that one value stands for
        concentration = float(np.square(power, dtype=np.float64).sum()) / (total**2 * area) if total > 0 else 0.0
        if concentration > best * 1.05:  # about equal: the first, normal
            best, found = concentration, n_fft
    return found


def hz_to_mel(hz: np.ndarray | float) -> np.ndarray:
    """Any shape. O'Shaughnessy's formula: 1000 Hz are about 1000 mel."""
    return 2595.0 * np.log10(1.0 + np.asarray(hz) / 700.0)


def mel_to_hz(mel: np.ndarray | float) -> np.ndarray:
    """Any shape; what `hz_to_mel` was given."""
    return 700.0 * (10.0 ** (np.asarray(mel) / 2595.0) - 1.0)


def _edges(rate: int, n_fft: int, scale: str, bands: int) -> np.ndarray:
    """Hz (bands + 2): band i reaches from edge i to edge i + 2."""
    highest = rate / 2
    if scale == "linear":
        return np.linspace(0.0, highest, bands + 2)
    if scale == "log":
        return np.geomspace(LOWEST_HZ, highest, bands + 2)
    return mel_to_hz(np.linspace(hz_to_mel(LOWEST_HZ), hz_to_mel(highest), bands + 2))


@lru_cache(maxsize=32)
def _tables(rate: int, n_fft: int, scale: str, bands: int) -> tuple[np.ndarray, Any, np.ndarray]:
    """Window (n_fft), sparse weights (bands, n_fft/2+1), centre frequencies (bands).

    A band is a triangle at least one bin wide, scaled so that a sine of amplitude 1 at its centre reads 1; one between two centres
    reads up to 3 dB less. Below two bins (43 Hz at n_fft 2048) a window can't do better than within 6 dB, below one than 12 dB.
    """
    from scipy import sparse

    window = np.hanning(n_fft + 1)[:-1]
    window = (window / (window.sum() / 2.0)).astype(np.float32)  # a sine of amplitude 1 in the middle of a bin: |X| = 1 there
    edges = _edges(rate, n_fft, scale, bands) * (n_fft / rate)  # in bins
    centre = edges[1:-1]
    left, right = np.maximum(centre - edges[:-2], 1.0), np.maximum(edges[2:] - centre, 1.0)
    offset = np.arange(n_fft // 2 + 1)[:, None] - centre[None, :]  # (bins, bands)
    triangle = np.clip(1.0 - np.where(offset < 0, -offset / left, offset / right), 0.0, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        lobe = np.sinc(offset) / (1.0 - offset**2)  # the Hann window's spectrum around a sine at the centre, 1 in the middle
    lobe = np.where(np.abs(np.abs(offset) - 1.0) < 1e-9, 0.5, lobe) ** 2
    weights = triangle / np.sum(triangle * lobe, axis=0)
    return window, sparse.csr_matrix(weights.T.astype(np.float32)), centre * (rate / n_fft)
