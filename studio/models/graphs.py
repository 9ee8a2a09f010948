"""Opens and runs onnxruntime graphs on a CPU: one thread each, an upper bound of memory, an end to what never ends. Any thread."""

from __future__ import annotations

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
    """Ends graphs that run for longer than RUN_SECONDS. Any thread; one lock, held to look up.

    One thread looks after all runs and ends when it finds none: to start one for each run would cost half a millisecond.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, tuple[float, Any]] = {}  # by thread: since when, and onnxruntime's RunOptions
        self._thread: threading.Thread | None = None

    def run(self, graph: Any, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        import onnxruntime

        options, me = onnxruntime.RunOptions(), threading.get_ident()
        with self._lock:
            self._running[me] = (time.monotonic(), options)
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
            time.sleep(WATCH_SECONDS)
            with self._lock:
                if not self._running:
                    self._thread = None
                    return
                for began, options in self._running.values():
                    if time.monotonic() - began > RUN_SECONDS:
                        options.terminate = True


_watch = _Watch()


def run_graph(graph: Any, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    """All outputs of an onnxruntime session, which is stopped after RUN_SECONDS. Raises onnxruntime's own errors."""
    return _watch.run(graph, inputs)
