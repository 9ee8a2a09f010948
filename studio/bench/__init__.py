"""`studio bench`: how fast, how soon and how steadily this machine plays. Main process, its only thread.

`run` measures and returns plain data for JSON, `format_table` draws it. What needs a window happens in a process of its own
(actor.py) on a virtual screen, playing into a null sink whose capture is read here (stage.py): nothing is heard or seen.
One file a topic: start, latency, hits, load (gaps), memory, events, rest, paint, takes, hour, musician (a scripted session, with
hand and acts). In each, `act` runs in the process that is measured and `measure` in this one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def run(*, progress: Callable[[str], object], quick: bool = False) -> dict[str, Any]:
    """Measure everything in about fifteen minutes (`quick`: about four); `progress` is told each part's name."""
    from studio.bench.runner import run_parts

    return run_parts(progress, quick)


def format_table(result: dict[str, Any]) -> Any:
    """The result as something that rich prints."""
    from studio.bench.table import table

    return table(result)


__all__ = ["format_table", "run"]
