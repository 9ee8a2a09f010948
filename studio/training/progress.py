"""What a training run says of itself while it runs: plain frozen values, for a terminal, a window or a log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """Something about a run that a person should know. kind: a fixed short name; grave: the run is of no use as it is."""

    kind: str
    text: str  # one sentence: what was measured
    advice: str  # one sentence: what to try
    grave: bool = False


@dataclass(frozen=True)
class Progress:
    """Where a run stands. losses: means since the last line, by the log's names; probes: sound files that were just written."""

    step: int
    steps: int
    losses: dict[str, float]
    rate: float  # learning rate
    steps_per_second: float
    eta_s: float  # to the last step, or to the end of the minutes where that comes first
    seconds: float  # of training altogether, those before a resumption included
    health: tuple[Finding, ...] = ()
    probes: tuple[Path, ...] = ()
    ended: str = ""  # why the run is over, in words; '' while it goes on
    stopped: bool = False  # it is over because someone asked, and would go on with resume
