"""What a stream played while it was recorded: latents frame by frame, its state before them, and how loud each deck was. Plain values.

`to_edit` and `from_edits` are its form in a recipe: JSON with the arrays packed (zlib, base64). Latents are kept in 16 bits, which is what
a stream was given (see hand.py), so that nothing is lost. A recording of more than a minute has a track for each minute of a stream,
so that each can be played without what was before it (see curves.py).
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from studio.engine.streaming.hand import GRAIN
from studio.errors import BadInput
from studio.recipe import MAX_SEED, MAX_TEXT, is_number

EDIT = "stream"  # key of the edit in a recipe
VERSION, LONG = 1, 2  # of the edit; LONG has its gains packed otherwise: their frames are too many for a float32
LONG_SECONDS = 60.0  # beyond which it is LONG
MOST_SECONDS = 600.0
MOST_TRACKS = 256
MOST_UNPACKED = 64 << 20  # bytes of all arrays together
MOST_LATENTS = 512
KINDS = ("<f4", "<f8", "<i2", "<i4", "<i8", "<u4", "<u8", "|u1", "|b1", "|i1", "<c8", "<c16")  # of arrays in a state


@dataclass(frozen=True, eq=False)
class Track:
    """One deck's stream without a break. Edit `frames` with dataclasses.replace; their number stays.

    deck: 0 or 1; frames: (n, dims) float32 in sigma, `rate` of them a second; start: seconds in the take at which frame 0 begins; names: of
    the latents. lead: (k, dims), played between `state` and frame 0, unheard; offset: the take's frame at which the lead begins (before 0);
    begin, end: the take's frames between which it is heard; hop: samples a frame at `model_rate` Hz.
    """

    deck: int
    model: str
    sha256: str
    seed: int
    names: tuple[str, ...]
    frames: np.ndarray
    rate: float
    start: float
    lead: np.ndarray
    state: dict[str, np.ndarray]
    offset: int
    begin: int
    end: int
    hop: int
    model_rate: int


@dataclass(frozen=True, eq=False)
class Trajectory:
    """seconds, rate: of the take (Hz); gains: rows (frame of the take, linear gain of A, of B), straight lines between them."""

    tracks: tuple[Track, ...]
    seconds: float
    rate: int
    gains: np.ndarray


# ---- edits of frames (n,) or (n, dims) ----


def smooth(frames: np.ndarray, rate: float, seconds: float) -> np.ndarray:
    """A Gaussian of that standard deviation over time; the ends hold."""
    reach = max(1, round(3 * seconds * rate))
    places = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * np.square(places / max(1e-6, seconds * rate)))
    weights /= weights.sum()
    padded = np.pad(frames, [(reach, reach)] + [(0, 0)] * (frames.ndim - 1), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)
    return np.asarray(windows @ weights, np.float32)


def scale(frames: np.ndarray, factor: float, about: float | np.ndarray | None = None) -> np.ndarray:
    """Further from `about` (sigma; their own mean where none is given), or nearer to it."""
    middle = frames.mean(axis=0) if about is None else about
    return np.asarray(middle + factor * (frames - middle), np.float32)


def shift(frames: np.ndarray, sigma: float | np.ndarray) -> np.ndarray:
    return np.asarray(frames + sigma, np.float32)


def draw(frames: np.ndarray, points: Sequence[tuple[int, float]]) -> np.ndarray:
    """frames (n,) with straight lines through points (frame, sigma), in any order; what lies before the first and after the last stays."""
    if not points:
        return frames.copy()
    ordered = sorted(points)
    first, last = max(0, ordered[0][0]), min(len(frames) - 1, ordered[-1][0])
    drawn = np.array(frames, np.float32)
    if first <= last:
        drawn[first : last + 1] = np.interp(np.arange(first, last + 1), [at for at, _ in ordered], [value for _, value in ordered])
    return drawn


# ---- parts of one ----


def moved(track: Track, frames: int, rate: int) -> Track:
    """A track that begins so many frames of the take later (earlier where negative); rate: the take's."""
    later = replace(track, offset=track.offset + frames, begin=track.begin + frames, end=track.end + frames)
    return replace(later, start=start_of(later, rate))


def section(whole: Trajectory, first: int, last: int) -> Trajectory | None:
    """What plays between two frames of the take; None where no stream does. What is before it of a track becomes its lead."""
    tracks = []
    for track in whole.tracks:
        begin, end = max(track.begin, first), min(track.end, last)
        if begin >= end:
            continue
        each = track.hop * whole.rate / track.model_rate  # frames of the take for one of latents
        frames = np.concatenate([track.lead, track.frames])
        skip = min(len(frames) - 1, max(0, int((begin - track.offset) // each)))
        stop = int((end - track.offset) // each) + 8  # what the resampler still waits for
        part = replace(track, lead=frames[:skip], frames=frames[skip : max(stop, skip + 1)], begin=begin, end=end)
        tracks.append(moved(part, -first, whole.rate))
    if not tracks:
        return None
    at, rows = whole.gains[:, 0], whole.gains
    edges = [[float(place - first), *(float(np.interp(place, at, rows[:, 1 + deck])) for deck in (0, 1))] for place in (first, last)]
    within = rows[(at > first) & (at < last)] - [first, 0.0, 0.0]
    return Trajectory(tuple(tracks), (last - first) / whole.rate, whole.rate, np.concatenate([edges[:1], within, edges[1:]]))


# ---- in a recipe ----


def to_edit(whole: Trajectory) -> dict[str, Any]:
    """As an entry of `Recipe.edits`."""
    return to_edit_of([track_to_json(track) for track in whole.tracks], whole.seconds, whole.rate, whole.gains)


def to_edit_of(tracks: list[dict[str, Any]], seconds: float, rate: int, gains: np.ndarray) -> dict[str, Any]:
    """As `to_edit`, of tracks that `track_to_json` made."""
    packed = _pack_rows(gains) if seconds > LONG_SECONDS else _pack(gains.astype("<f4"))
    version = LONG if seconds > LONG_SECONDS else VERSION
    return {EDIT: {"version": version, "seconds": seconds, "rate": rate, "gains": packed, "tracks": tracks}}


def track_to_json(t: Track) -> dict[str, Any]:
    return {
        "deck": t.deck, "model": t.model, "sha256": t.sha256, "seed": t.seed, "names": list(t.names), "dims": t.frames.shape[1],
        "frames": _pack_latents(np.concatenate([t.lead, t.frames])), "lead": len(t.lead), "offset": t.offset, "begin": t.begin,
        "end": t.end, "hop": t.hop, "rate": t.model_rate,
        "state": {name: [array.dtype.str, list(array.shape), _pack(array)] for name, array in t.state.items()},
    }  # fmt: skip


def from_edits(edits: Sequence[Any]) -> Trajectory | None:
    """The trajectory among a recipe's edits; None where there is none, or one that is damaged or of a later version."""
    for edit in edits:
        if isinstance(edit, dict) and isinstance(data := edit.get(EDIT), dict):
            try:
                return _whole(data)
            except (BadInput, KeyError, TypeError, ValueError, zlib.error, binascii.Error, OverflowError):
                return None
    return None


def _whole(data: dict[str, Any]) -> Trajectory:
    """Raises BadInput and whatever reading damaged JSON raises."""
    seconds, rate = data["seconds"], data["rate"]
    _expect(data["version"] in (VERSION, LONG) and is_number(seconds) and 0 < seconds <= MOST_SECONDS + 1)
    _expect(isinstance(rate, int) and 4_000 <= rate <= 384_000 and isinstance(data["tracks"], list) and len(data["tracks"]) <= MOST_TRACKS)
    unpack = _Unpacker()
    gains = _unpack_rows(unpack(data["gains"])) if data["version"] == LONG else np.frombuffer(unpack(data["gains"]), "<f4").reshape(-1, 3)
    _expect(len(gains) >= 1 and bool(np.isfinite(gains).all()))
    gains = gains.astype(np.float64)
    return Trajectory(tuple(_track(one, rate, unpack) for one in data["tracks"]), float(seconds), rate, gains)


def _track(data: dict[str, Any], rate_out: int, unpack: _Unpacker) -> Track:
    dims, hop, rate, lead = data["dims"], data["hop"], data["rate"], data["lead"]
    numbers = [dims, hop, rate, lead, data["offset"], data["begin"], data["end"], data["deck"], data["seed"]]
    _expect(all(isinstance(n, int) and not isinstance(n, bool) for n in numbers) and 0 < dims <= MOST_LATENTS and 0 < hop <= 65_536)
    _expect(4_000 <= rate <= 384_000 and data["deck"] in (0, 1) and 0 <= data["seed"] <= MAX_SEED and abs(data["offset"]) < 1 << 31)
    _expect(0 <= data["begin"] <= data["end"] <= (MOST_SECONDS + 1) * rate_out)
    texts = [data["model"], data["sha256"], *data["names"]]
    _expect(all(isinstance(text, str) and len(text) <= MAX_TEXT and text.isprintable() for text in texts) and len(data["names"]) == dims)
    _expect(isinstance(data["state"], dict))
    frames = _unpack_latents(unpack(data["frames"]), dims)
    _expect(0 <= lead < len(frames) <= (MOST_SECONDS + 30) * rate / hop)
    state = {str(name): _array(unpack, *packed) for name, packed in data["state"].items()}
    track = Track(data["deck"], data["model"], data["sha256"], data["seed"], tuple(data["names"]), frames[lead:], rate / hop, 0.0,
                  frames[:lead], state, data["offset"], data["begin"], data["end"], hop, rate)  # fmt: skip
    return replace(track, start=start_of(track, rate_out))


def start_of(track: Track, rate_out: int) -> float:
    """Seconds in the take at which a track's frame 0 begins."""
    return track.offset / rate_out + len(track.lead) / track.rate


def _array(unpack: _Unpacker, kind: str, shape: list[int], packed: str) -> np.ndarray:
    _expect(kind in KINDS and len(shape) <= 8 and all(isinstance(n, int) and n >= 0 for n in shape))
    return np.frombuffer(unpack(packed), kind).reshape(shape).copy()


def _expect(good: bool) -> None:
    if not good:
        raise BadInput("The recipe's stream is damaged.")


def _pack_latents(frames: np.ndarray) -> str:
    """Differences in time of 16-bit values, one latent after the other, low and high bytes apart: what holds or glides packs well."""
    grains = np.round(np.clip(frames * GRAIN, -32_768, 32_767)).astype("<i2")
    steps = np.diff(grains.T, axis=1, prepend=np.zeros((grains.shape[1], 1), "<i2")).astype("<i2")
    return _pack(np.ascontiguousarray(steps).view(np.uint8).reshape(-1, 2).T)


def _unpack_latents(data: bytes, dims: int) -> np.ndarray:
    planes = np.frombuffer(data, np.uint8).reshape(2, -1)
    steps = np.ascontiguousarray(planes.T).view("<i2").reshape(dims, -1)
    return np.ascontiguousarray(np.cumsum(steps, axis=1, dtype=np.int16).T).astype(np.float32) / GRAIN


def _pack_rows(gains: np.ndarray) -> str:
    """Steps of the frames, then the gains of A, those of B."""
    rows = np.asarray(gains, np.float64)
    both = np.diff(rows[:, 0], prepend=0.0).astype("<f8").tobytes() + np.ascontiguousarray(rows[:, 1:].T, "<f4").tobytes()
    return _pack(np.frombuffer(both, np.uint8))


def _unpack_rows(data: bytes) -> np.ndarray:
    count = len(data) // 16
    columns = np.frombuffer(data[8 * count :], "<f4").reshape(2, count)
    return np.column_stack([np.cumsum(np.frombuffer(data[: 8 * count], "<f8")), *columns])


def _pack(array: np.ndarray) -> str:
    return base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 9)).decode("ascii")


class _Unpacker:
    """Unpacks the arrays of one recipe. Together they have so much room: a few bytes of zlib may stand for a thousand times as many."""

    def __init__(self) -> None:
        self._room = MOST_UNPACKED

    def __call__(self, text: str) -> bytes:
        """Raises BadInput where it is too much, and what reading damaged text raises."""
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(text, validate=True), self._room + 1)
        self._room -= len(data)
        _expect(self._room >= 0)
        return data
