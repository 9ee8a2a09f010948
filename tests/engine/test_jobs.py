"""Long tasks: order, progress, cancel, errors."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from studio.engine.events import Job
from studio.engine.jobs import Cancelled, Jobs, Progress, wait_for
from studio.engine.work import Errands, Pending, Timers
from studio.errors import BadInput
from tests.waiting import wait_until


class Bench:
    def __init__(self) -> None:
        self.pending = Pending()
        self.changes: list[Job] = []
        self.jobs = Jobs(self.changes.append, self.pending)

    def states(self, number: int) -> list[str]:
        return [job.state for job in self.changes if job.id == number]


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.jobs.close()


def test_progress_and_order(bench: Bench) -> None:
    ran: list[int] = []

    def work(n: int, progress: Progress) -> str:
        ran.append(n)
        progress(1, 2)
        progress(2, 2)
        return f"made {n}"

    ids = [bench.jobs.add(f"Job {n}", 2, lambda progress, cancelled, n=n: work(n, progress)) for n in range(3)]
    assert bench.pending.wait(5)
    assert ran == [0, 1, 2]
    for number in ids:
        assert bench.states(number) == ["waiting", "running", "running", "running", "done"]
    last = bench.jobs.get(ids[2])
    assert (last.done, last.total, last.message, last.over) == (2, 2, "made 2", True)


@pytest.mark.parametrize("apart", [False, True])
def test_what_is_told_last_is_how_it_stands(apart: bool) -> None:
    """However long whoever adds a job takes to tell of it: it was 'waiting' for ever in the window once it was done."""
    told: list[str] = []
    done = threading.Event()

    def on_change(job: Job) -> None:
        if threading.current_thread() is threading.main_thread():
            done.wait(0.3)
        told.append(job.state)
        if job.over:
            done.set()

    pending = Pending()
    jobs = Jobs(on_change, pending)
    jobs.add("Quick", 1, lambda progress, cancelled: "", apart=apart)
    assert pending.wait(5)
    assert told == ["waiting", "running", "done"]
    jobs.close()


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("closed", [False, True])
def test_one_that_is_cancelled_before_it_began_leaves_nothing_waiting(apart: bool, closed: bool) -> None:
    told: list[str] = []

    def on_change(job: Job) -> None:
        told.append(job.state)
        if job.state == "waiting":
            jobs.close() if closed else jobs.cancel(job.id)

    pending = Pending()
    jobs = Jobs(on_change, pending)
    jobs.add("Never", 1, lambda progress, cancelled: told.append("worked") or "", apart=apart)
    assert pending.wait(5)
    assert told == ["waiting", "cancelled"]
    jobs.close()


def test_cancel_keeps_what_is_done_and_is_quick(bench: Bench) -> None:
    parts: list[int] = []
    started = threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> str:
        for n in range(10_000):
            if cancelled():
                return "some"
            parts.append(n)
            progress(n + 1, 10_000)
            started.set()
            time.sleep(0.001)
        return "all"

    number = bench.jobs.add("Long", 10_000, work)
    assert started.wait(5)
    bench.jobs.cancel(number)
    assert bench.pending.wait(5)
    job = bench.jobs.get(number)
    assert job.state == "cancelled" and 1 <= job.done == len(parts) < 10_000


def test_cancel_of_one_that_waits(bench: Bench) -> None:
    gate, ran = threading.Event(), []
    first = bench.jobs.add("First", 1, lambda progress, cancelled: str(gate.wait(5)))
    second = bench.jobs.add("Second", 1, lambda progress, cancelled: str(ran.append(1)))
    wait_until(lambda: bench.jobs.get(first).state == "running")
    bench.jobs.cancel(second)
    assert bench.jobs.get(second).state == "cancelled"
    gate.set()
    assert bench.pending.wait(5)
    assert not ran and bench.jobs.get(first).state == "done"


def test_cancel_while_an_item_hangs(bench: Bench) -> None:
    never: Future[None] = Future()
    number = bench.jobs.add("Stuck", 1, lambda progress, cancelled: str(wait_for(never, cancelled)))
    wait_until(lambda: bench.jobs.get(number).state == "running")
    bench.jobs.cancel(number)
    wait_until(lambda: bench.jobs.get(number).state == "cancelled", 2)


@pytest.mark.parametrize(
    ("error", "text"), [(BadInput("The disk is full."), "The disk is full."), (KeyError("x"), "'Job' failed: KeyError: 'x'")]
)
def test_errors_end_the_job_and_not_the_thread(bench: Bench, error: Exception, text: str) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> str:
        raise error

    failed = bench.jobs.add("Job", 1, work)
    good = bench.jobs.add("Good", 1, lambda progress, cancelled: "fine")
    assert bench.pending.wait(5)
    assert (bench.jobs.get(failed).state, bench.jobs.get(failed).message) == ("failed", text)
    assert bench.jobs.get(good).state == "done"


def test_what_still_waits_at_close_is_not_begun(bench: Bench) -> None:
    ran: list[int] = []

    def until_cancelled(progress: Progress, cancelled: Cancelled) -> str:
        wait_until(cancelled, 5, "a cancel")
        return ""

    def late(progress: Progress, cancelled: Cancelled) -> str:
        ran.append(1)
        return ""

    bench.jobs.add("First", 1, until_cancelled)
    waiting = bench.jobs.add("Waits", 1, late)
    bench.jobs.close()
    assert bench.pending.wait(5)
    assert not ran and bench.jobs.get(waiting).state == "cancelled"


def test_close_cancels_everything(bench: Bench) -> None:
    def work(progress: Progress, cancelled: Cancelled) -> str:
        while not cancelled():
            time.sleep(0.001)
        return ""

    running, waiting = bench.jobs.add("A", 1, work), bench.jobs.add("B", 1, work)
    bench.jobs.close()
    assert bench.jobs.get(running).state == bench.jobs.get(waiting).state == "cancelled"
    assert bench.pending.wait(1)
    assert bench.jobs.get(bench.jobs.add("late", 1, work)).state == "cancelled"


def test_old_jobs_are_forgotten(bench: Bench) -> None:
    for _ in range(120):
        bench.jobs.add("Job", 1, lambda progress, cancelled: "")
        assert bench.pending.wait(5)
    assert len(bench.jobs.all()) <= 51


def test_a_timer_that_moves_fires_once() -> None:
    timers, fired = Timers(), []
    try:
        for n in range(20):
            timers.set("rest", 0.05, lambda n=n: fired.append(n))
        timers.set("never", 60, lambda: fired.append(-1))
        timers.set("broken", 0.01, lambda: 1 / 0)
        wait_until(lambda: fired)
        timers.set("kept", 0.05, lambda: fired.append("first"), keep=True)
        timers.set("kept", 0.0, lambda: fired.append("second"), keep=True)
        wait_until(lambda: len(fired) == 2)
    finally:
        timers.close()
    assert fired == [19, "first"]
    timers.set("late", 0, lambda: fired.append("late"))
    timers.close()
    assert len(fired) == 2


def test_an_errand_that_comes_as_the_door_shuts_is_done_or_not_taken() -> None:
    done = threading.Event()
    shutters: list[threading.Thread] = []

    class Slow(Pending):
        def begin(self) -> None:
            super().begin()
            shutters.append(threading.Thread(target=errands.close))
            shutters[0].start()
            shutters[0].join(0.3)

    pending = Slow()
    errands = Errands(pending)
    errands.add(done.set)
    assert pending.wait(5) and done.is_set()
    shutters[0].join(5)
    errands.add(done.set)  # not taken
    assert pending.count == 0


def test_errands_outlive_errors() -> None:
    pending, done = Pending(), []
    errands = Errands(pending)
    errands.add(lambda: 1 / 0)
    errands.add(lambda: done.append(1))
    assert pending.wait(5) and done == [1]
    errands.close()
    errands.close()
