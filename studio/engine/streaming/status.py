"""What a window is told of the streams: frozen values. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from studio.engine.streaming.wish import DEFAULT_DEPTH
from studio.recipe import Settings

NO_LATENTS = np.zeros(0, np.float32)


@dataclass(frozen=True)
class DeckState:
    """model: id, '' while the deck is empty; title: of the model; error: why it doesn't sound, '' where it could."""

    model: str
    title: str
    running: bool
    source: str
    focused: bool
    settings: Settings
    error: str = ""


@dataclass(frozen=True, eq=False)
class DeckStatus:
    """How a deck does now. share_*: time to make a block over its duration, 1.0 is all there is; 0.0 while it doesn't run.

    latency_ms: from a latent to the ear: what waits in the ring, the model's own, the device's,
    and where it listens the ear's (not the input device's). latents: the newest frame, in sigma.
    level: peak of the last block, linear, after gain and crossfader.
    """

    running: bool = False
    loading: bool = False
    share_median: float = 0.0
    share_p95: float = 0.0
    share_worst: float = 0.0
    depth_blocks: int = DEFAULT_DEPTH
    latency_ms: float = 0.0
    underruns: int = 0
    latents: np.ndarray = field(default_factory=lambda: NO_LATENTS)
    names: tuple[str, ...] = ()
    level: float = 0.0


@dataclass(frozen=True, eq=False)
class StreamStatus:
    """input_level: linear peak of the live input, 0.0 while none is open."""

    decks: tuple[DeckStatus, DeckStatus] = (DeckStatus(), DeckStatus())
    depth_blocks: int = DEFAULT_DEPTH
    recording: bool = False
    recorded_seconds: float = 0.0
    input_level: float = 0.0
    input_open: bool = False
