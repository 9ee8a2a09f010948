"""Long tasks, one after the other on a background thread of their own (or each on one, where it takes hours), with progress and cancel.

A task is a function `work(progress, cancelled)`: it calls `progress(done, total)` between its parts and returns
when `cancelled()` is true; parts that are finished stay. A task that needs the model asks the renderer for one item
at a time (`Renderer.batch`), so that sliders come first.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from dataclasses import replace
from typing import Any, TypeVar

from studio.engine.events import Job
from studio.engine.work import Pending
from studio.errors import UndertoneError

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], str]  # returns one sentence about what was done, or ''

KEPT = 50  # finished jobs that are remembered
POLL = 0.05  # seconds; how soon a waiting job sees that it was cancelled
R = TypeVar("R")


class Stopped(Exception):
    """Raised inside a job's work by `wait_for` when the job was cancelled."""


class Jobs:
    """Starts its thread with the first job. `on_change(job)` is called on the jobs thread, or on the caller's for a waiting job.

    `_jobs`, `_queue` and `_cancelled` are touched by callers and the jobs thread, always under `_lock`.
    """

    def __init__(self, on_change: Callable[[Job], None], pending: Pending) -> None:
        self._on_change = on_change
        self._pending = pending
        self._lock = threading.Condition()
        self._jobs: OrderedDict[int, Job] = OrderedDict()
        self._queue: deque[tuple[int, Work, bool]] = deque()
        self._cancelled: set[int] = set()
        self._next = 1
        self._closed = False
        self._thread: threading.Thread | None = None

    def add(self, title: str, total: int, work: Work, *, apart: bool = False, awaited: bool = True) -> int:
        """Queue a task of `total` parts; returns its id. apart: it may take long, so it waits for none and none waits for it.

        awaited: it counts as unfinished work. That it waits is told before it can begin: what is told last is how it stands.
        """
        with self._lock:
            number = self._next
            self._next += 1
            job = self._jobs[number] = Job(number, title, 0, total, "waiting")
            self._forget_old()
            over = self._closed
            if over:
                self._jobs[number] = replace(job, state="cancelled")
                return number
            if awaited:
                self._pending.begin()
        self._tell(job)
        with self._lock:
            closed = self._closed
            if not closed and not apart:
                self._queue.append((number, work, awaited))
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="undertone-jobs", daemon=True)
                    self._thread.start()
                self._lock.notify_all()
        if closed:
            self._do(number, work, awaited)
        elif apart:
            threading.Thread(target=self._do, args=(number, work, awaited), name=f"undertone-job-{number}", daemon=True).start()
        return number

    def cancel(self, number: int) -> None:
        """A waiting job ends at once, a running one after the part it is at; unknown and finished ones are left alone."""
        with self._lock:
            job = self._jobs.get(number)
            if job is None or job.over:
                return
            if job.state != "waiting":
                self._cancelled.add(number)
                return
            job = self._jobs[number] = replace(job, state="cancelled")
        self._tell(job)

    def all(self) -> tuple[Job, ...]:
        """Every job that is remembered, oldest first."""
        with self._lock:
            return tuple(self._jobs.values())

    def get(self, number: int) -> Job:
        with self._lock:
            return self._jobs[number]

    def close(self) -> None:
        """Cancel everything and end the thread (waits at most 2 s). Idempotent."""
        with self._lock:
            self._closed = True
            self._cancelled.update(number for number, job in self._jobs.items() if not job.over)
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(2.0)

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._queue or self._closed)
                if not self._queue:
                    return
                task = self._queue.popleft()
            self._do(*task)

    def _do(self, number: int, work: Work, awaited: bool) -> None:
        try:
            self._work(number, work)
        finally:
            if awaited:
                self._pending.end()

    def _work(self, number: int, work: Work) -> None:
        def cancelled() -> bool:
            with self._lock:
                job = self._jobs.get(number)
                return number in self._cancelled or job is None or job.over

        def progress(done: int, total: int) -> None:
            self._change(number, done=done, total=total)

        if cancelled():  # while it waited, by `close` too
            self._change(number, state="cancelled")
        if not self._change(number, state="running"):
            return
        try:
            message = work(progress, cancelled)
        except Stopped:
            self._change(number, state="cancelled")
        except UndertoneError as error:
            self._change(number, state="failed", message=str(error))
        except Exception as error:
            log.exception("job %d failed", number)
            self._change(number, state="failed", message=f"'{self.get(number).title}' failed: {type(error).__name__}: {error}")
        else:
            self._change(number, state="cancelled" if cancelled() else "done", message=message)

    def _change(self, number: int, **changes: Any) -> bool:
        """Tell of a change; False where the job is over, which nothing changes any more."""
        with self._lock:
            if number not in self._jobs or self._jobs[number].over:
                return False
            job = replace(self._jobs[number], **changes)
            self._jobs[number] = job
            if job.over:
                self._cancelled.discard(number)
        self._tell(job)
        return True

    def _tell(self, job: Job) -> None:
        try:
            self._on_change(job)
        except Exception:
            log.exception("a listener to jobs failed")

    def _forget_old(self) -> None:
        for number in [n for n, job in self._jobs.items() if job.over][: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[number]


def wait_for(future: Future[R], cancelled: Cancelled) -> R:
    """The future's result; raises Stopped within POLL seconds of a cancel, leaving the future to itself."""
    while True:
        try:
            return future.result(timeout=POLL)
        except TimeoutError:
            if future.done():
                raise  # the work itself timed out
        if cancelled():
            future.cancel()
            raise Stopped
