"""What the program is told of playback: plain values, read from the shared memory. Any thread."""

from __future__ import annotations

from dataclasses import dataclass

from studio.engine.player import shared
from studio.engine.player.shared import Mark


@dataclass(frozen=True)
class Device:
    """An output that the machine offers."""

    name: str
    host_api: str
    channels: int
    default_rate: int
    is_default: bool


@dataclass(frozen=True)
class Opened:
    """What the audio process plays through. state: 'ok', 'null' or 'lost', and 'restarting' while there is no process."""

    state: str
    device: str
    host_api: str
    rate: int
    block: int
    latency_seconds: float
    message: str


@dataclass(frozen=True)
class PlayerStatus:
    """How playback stands.

    state: 'ok' (through `device`), 'null' (silently, by the clock), 'lost' (the same, until the device is back) or
    'restarting' (no audio process at this moment). request: of the clip now loaded, -1 none; playing says whether it sounds.
    position_seconds: what is heard now. peak: (left, right) linear, and clipped: the ceiling was hit, both since the last call.
    gaps: how often the device ran dry, roughly (see server._callback). sounded: the last requests that began to sound.
    message: for the person, or ''.
    """

    state: str
    device: str
    host_api: str
    rate: int
    block: int
    latency_seconds: float
    playing: bool
    request: int
    position_seconds: float
    clip_seconds: float
    peak: tuple[float, float]
    clipped: bool
    gaps: int
    sounded: tuple[Mark, ...]
    message: str
    live: bool = False  # does anything of the desk sound (streams, pads, keys, tails of effects)?


def read_status(board: shared.Board, opened: Opened, since_block: int, gaps_before: int) -> tuple[PlayerStatus, int]:
    """How it stands, and the block up to which the peaks were read: `since_block` of the next call."""
    beat = board.snapshot()
    left, right, clipped = board.peaks_since(since_block, beat[shared.BLOCKS])
    rate = opened.rate or 1
    status = PlayerStatus(
        state=opened.state, device=opened.device, host_api=opened.host_api, rate=opened.rate, block=opened.block,
        latency_seconds=opened.latency_seconds, playing=bool(beat[shared.PLAYING]), request=beat[shared.REQUEST],
        position_seconds=shared.heard_frame(beat, rate) / rate, clip_seconds=beat[shared.CLIP_FRAMES] / rate,
        peak=(left, right), clipped=clipped, gaps=gaps_before + beat[shared.GAPS],
        sounded=board.recent_marks(beat[shared.MARKED]), message=opened.message, live=bool(beat[shared.LIVE]),
    )  # fmt: skip
    return status, beat[shared.BLOCKS]
