"""Small tools that the engine's threads share: a counter of unfinished work, timers and errands on threads of their own."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)


class Pending:
    """Counts work that was asked for and is not finished, so that tests and close() can wait for quiet.

    Any thread; guarded by its own condition, held only to count. Work that leads to more work
    must `begin` the next before it `end`s itself.
    """

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def begin(self) -> None:
        with self._changed:
            self._count += 1

    def end(self) -> None:
        with self._changed:
            self._count -= 1
            if self._count <= 0:
                self._changed.notify_all()

    @property
    def count(self) -> int:
        return self._count

    def wait(self, timeout: float) -> bool:
        """True once nothing is unfinished, False when `timeout` seconds passed first."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count <= 0, timeout)


class Timers:
    """Calls functions later, on one background thread; one timer a key: setting it again moves it.

    The functions must return at once. Any thread may set and cancel; guarded by one condition,
    never held while a function runs.
    """

    def __init__(self) -> None:
        self._due: dict[str, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="undertone-timers", daemon=True)
        self._thread.start()

    def set(self, key: str, seconds: float, function: Callable[[], None], *, keep: bool = False) -> None:
        """Call `function` in `seconds`; a timer with this key is moved, or with `keep` left as it is."""
        with self._changed:
            if self._closed or (keep and key in self._due):
                return
            when = time.monotonic() + seconds
            sooner = all(when < due for due, _ in self._due.values())
            self._due[key] = (when, function)
            if sooner:  # a later or moved timer needs no wake-up: the thread looks again when the earlier one was due
                self._changed.notify()

    def cancel(self, key: str) -> None:
        with self._changed:
            self._due.pop(key, None)

    def close(self) -> None:
        """Forget what waits and end the thread. Idempotent."""
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                now = time.monotonic()
                ready = [key for key, (when, _) in self._due.items() if when <= now]
                functions = [self._due.pop(key)[1] for key in ready]
                if not functions:
                    first = min((when for when, _ in self._due.values()), default=None)
                    self._changed.wait(None if first is None else first - now)
                    continue
            for function in functions:
                try:
                    function()
                except Exception:
                    log.exception("a timer failed")


class Errands:
    """Runs functions one after the other on a background thread: reading a dropped file, asking for devices.

    Any thread may `add`; the queue is thread-safe by itself. The thread is a daemon: a driver or a disk that hangs
    does not keep the program from ending.
    """

    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        self._door = threading.Lock()  # held while one goes in, or the last word
        self._closed = False  # a late errand is dropped
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="undertone-errands", daemon=True)
        self._thread.start()

    def add(self, function: Callable[[], None]) -> None:
        with self._door:
            if not self._closed:
                self._pending.begin()
                self._queue.put(function)

    def close(self) -> None:
        """End after what is queued (waits at most 2 s). Idempotent."""
        with self._door:
            self._closed = True
            self._queue.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)

    def _run(self) -> None:
        while (function := self._queue.get()) is not None:
            try:
                function()
            except Exception:
                log.exception("an errand failed")
            finally:
                self._pending.end()
