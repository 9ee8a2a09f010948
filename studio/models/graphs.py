"""Opens and runs onnxruntime graphs on a CPU: one thread each, an upper bound of memory, an end to what never ends. Any thread."""

from __future__ import annotations

import sys
import threading
import time
from functools import lru_cache
from typing import Any

import numpy as np

from studio.errors import BadInput

THREADS = 1  # more would steal from the audio process (DESIGN.md, 'onnxruntime')
GRAPH_BYTES = 2 << 30  # what the graphs of all models may take together: one from a stranger may ask for more than there is
WATCH_SECONDS = 2.0
RUN_SECONDS = 20.0  # for one sound: a stranger's graph can loop for ever


@lru_cache(maxsize=1)
def _limit_memory() -> None:
    """One arena with an upper bound for every graph of this process."""
    import onnxruntime as ort

    memory = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(memory, ort.OrtArenaCfg({"max_mem": GRAPH_BYTES}))


def open_graph(path: str, what: str) -> object:
    """An onnxruntime session with one thread that does not spin. Raises BadInput for a file that is not a graph."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 4
    _limit_memory()
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own unrelated classes
        raise BadInput(f"The {what} {path} can't be opened by onnxruntime; put a fresh copy of the model there.") from error


class _Watch:
    """Ends graphs that run for longer than RUN_SECONDS, or than their thread's own limit. Any thread; one lock, held to look up.

    One thread looks after all runs and ends when it finds none: to start one for each run would cost half a millisecond.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limits: dict[int, float] = {}  # by thread, of its processor's time: a machine that stands still ends nothing
        self._running: dict[int, tuple[float, float, Any]] = {}  # by thread: since when, its processor's time then, RunOptions
        self._thread: threading.Thread | None = None

    def run(self, graph: Any, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        import onnxruntime

        options, me = onnxruntime.RunOptions(), threading.get_ident()
        with self._lock:
            self._running[me] = (time.monotonic(), _spent(me) if me in self._limits else 0.0, options)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="graph watch", daemon=True)
                self._thread.start()
        try:
            found: list[np.ndarray] = graph.run(None, inputs, options)
        finally:
            with self._lock:
                del self._running[me]
        return found

    def _look(self) -> None:
        while True:
            with self._lock:
                for gone in self._limits.keys() - {thread.ident for thread in threading.enumerate()}:
                    del self._limits[gone]
                pause = min([WATCH_SECONDS, *(limit / 4 for limit in self._limits.values())])
            time.sleep(pause)
            with self._lock:
                if not self._running and not self._limits:
                    self._thread = None
                    return
                for thread, (began, spent, options) in self._running.items():
                    limit = self._limits.get(thread)
                    if time.monotonic() - began > RUN_SECONDS or (limit is not None and _spent(thread) - spent > limit):
                        options.terminate = True

    def limit(self, seconds: float) -> None:
        with self._lock:
            self._limits[threading.get_ident()] = seconds


def _spent(thread: int) -> float:
    """Seconds of the processor that a living thread has used; where the system doesn't say, those of the clock."""
    if sys.platform != "linux":
        return time.monotonic()
    return time.clock_gettime(time.pthread_getcpuclockid(thread))


_watch = _Watch()


def limit_runs(seconds: float) -> None:
    """From now on and for as long as it lives, no graph takes this thread longer than that: whoever it serves could not wait."""
    _watch.limit(seconds)


def run_graph(graph: Any, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    """All outputs of an onnxruntime session, which is stopped after RUN_SECONDS. Raises onnxruntime's own errors."""
    return _watch.run(graph, inputs)
