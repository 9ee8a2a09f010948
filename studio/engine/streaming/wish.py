"""What is asked of a deck's stream, as it goes to the streams' process. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from studio.recipe import Settings

SOURCES = ("hold", "drift", "clip", "input")
MOST_DEPTH = 16
DEFAULT_DEPTH = 3  # what hands turn is heard with the next block all the same, see server._hurry


@dataclass(frozen=True)
class DeckWish:
    """model: id, '' for none; the numbers: see hand.py; clip: a file of float32 samples (n,) at the model's rate (numpy's format)."""

    model: str = ""
    settings: Settings = field(default_factory=Settings)
    running: bool = False
    source: str = "hold"
    drift: float = 1.0
    scale: float = 1.0
    jitter: float = 0.0
    clip: Path | None = None


@dataclass(frozen=True)
class OutputWish:
    """rate: Hz, 0 while there is no output; block: frames; depth: blocks that the rings are kept ahead, 11 ms at least.

    compute: see models/runtime.py.
    """

    rate: int = 0
    block: int = 512
    depth: int = DEFAULT_DEPTH
    compute: str = "cpu"
