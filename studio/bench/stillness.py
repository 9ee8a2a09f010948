"""When the machine itself stood still: one small process a core that notes whenever it was woken late. Linux; elsewhere it sees nothing.

The host of a virtual machine may take a core away for tens of milliseconds. No program on it can play on then, and none sees it
but by the clock. A watcher sleeps 2 ms at a time under real-time scheduling, where nothing that runs here comes before it: if it
is late, no one else ran on that core either. Without the right to real-time scheduling it also counts what a busy core keeps it
waiting; `proof` says which of the two it was. The watchers are processes of their own; `Watch` belongs to the thread that made it.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAP = 0.002  # seconds
LATE_MS = 4.0  # beyond the nap; less happens to everyone
PRIORITY = 40  # above the null sink's and the audio process's
BEHIND_MS = 150.0  # so long after a stall a gap may still come: what was in the buffers plays first


@dataclass(frozen=True)
class Stall:
    """A core was away between two perf_counter_ns moments."""

    core: int
    began_ns: int
    ended_ns: int

    @property
    def ms(self) -> float:
        return (self.ended_ns - self.began_ns) / 1e6


@dataclass(frozen=True)
class Stillness:
    """What the watchers saw.

    proof: they ran in real time, so that a stall is the machine's and not a busy program's. stolen_ms: what the kernel itself
    says that the host took meanwhile, all cores together; None where it doesn't say.
    """

    proof: bool
    stalls: tuple[Stall, ...]
    stolen_ms: float | None = None

    def before(self, moment_ns: int, least_ms: float = 0.0) -> Stall | None:
        """A stall of at least `least_ms` that was on at this perf_counter_ns, or over at most BEHIND_MS earlier; the longest."""
        near = [one for one in self.stalls if one.ms >= least_ms and one.began_ns <= moment_ns <= one.ended_ns + BEHIND_MS * 1e6]
        return max(near, key=lambda one: one.ms, default=None)

    def describe(self, since_ns: int) -> dict[str, Any]:
        """For JSON: milliseconds, seconds since `since_ns` and core of each, and whether they prove anything."""
        listed = [
            {"ms": round(one.ms, 1), "at_s": round((one.began_ns - since_ns) / 1e9, 3), "what": f"core {one.core}"} for one in self.stalls
        ]
        longest = max((one.ms for one in self.stalls), default=0.0)
        return {"count": len(listed), "longest_ms": round(longest, 1), "real_time": self.proof, "stolen_ms": self.stolen_ms, "list": listed}


class Watch:
    """Watches every core that this process may use, from entering the context to `stop`."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[str]] = []
        self._found: Stillness | None = None
        self._stolen = _stolen_ms()

    def __enter__(self) -> Watch:
        if not hasattr(os, "sched_getaffinity"):
            self._found = Stillness(False, ())
            return self
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        for core in sorted(os.sched_getaffinity(0)):
            command = [sys.executable, "-m", "studio.bench.stillness", str(core)]
            self._processes.append(subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        for process in self._processes:
            assert process.stdout is not None
            process.stdout.readline()  # it is watching
        return self

    def stop(self) -> Stillness:
        """End the watchers; returns what they saw, the same whenever it is asked."""
        if self._found is not None:
            return self._found
        told = [json.loads(process.communicate()[0] or "{}") for process in self._processes]
        stalls = [Stall(*one) for words in told for one in words.get("stalls", ())]
        proof = bool(told) and all(words.get("real_time", False) for words in told)
        now, before = _stolen_ms(), self._stolen
        stolen = None if now is None or before is None else now - before
        self._found = Stillness(proof, tuple(sorted(stalls, key=lambda one: one.began_ns)), stolen)
        return self._found

    def __exit__(self, *_: object) -> None:
        self.stop()


def _stolen_ms() -> float | None:
    """Milliseconds since the machine started in which a core wanted to run and its host ran something else."""
    try:
        words = Path("/proc/stat").read_text(encoding="ascii").split(maxsplit=9)
        return int(words[8]) * 1e3 / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


def watch(core: int) -> dict[str, Any]:
    """In a watcher's process: until its standard input ends."""
    os.sched_setaffinity(0, {core})
    real_time = _first()
    print("watching", flush=True)
    stalls = []
    before = time.perf_counter_ns()
    while not select.select([sys.stdin], [], [], NAP)[0]:
        now = time.perf_counter_ns()
        if now - before > (NAP * 1e3 + LATE_MS) * 1e6:
            stalls.append((core, before + round(NAP * 1e9), now))
        before = now
    return {"real_time": real_time, "stalls": stalls}


def _first() -> bool:
    """Ask to be run before everything else; False where we may not."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
    except OSError:
        return False
    return True


if __name__ == "__main__":
    print(json.dumps(watch(int(sys.argv[1]))))
