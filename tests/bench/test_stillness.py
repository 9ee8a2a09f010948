"""The watchers notice when a core was away, and a gap is laid to that only where it can be."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from studio.bench.stillness import BEHIND_MS, Stall, Stillness, Watch
from tests.waiting import wait_until

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux: cores and scheduling")


@linux_only
def test_a_watcher_that_was_held_up_says_when_and_how_long() -> None:
    """One of the watchers is stopped, as the host would stop its core."""
    with Watch() as watch:
        assert len(watch._processes) == len(os.sched_getaffinity(0))
        process = watch._processes[-1]
        began = time.perf_counter_ns()
        process.send_signal(signal.SIGSTOP)
        wait_until(lambda: time.perf_counter_ns() - began > 200_000_000)
        process.send_signal(signal.SIGCONT)
        ended = time.perf_counter_ns()
        wait_until(lambda: time.perf_counter_ns() - ended > 50_000_000)
    found = watch.stop()
    assert watch.stop() is found and all(one.poll() == 0 for one in watch._processes)
    longest = max(found.stalls, key=lambda one: one.ms)
    assert longest.ms > 150 and began - 20_000_000 < longest.began_ns < longest.ended_ns and longest.core == max(os.sched_getaffinity(0))
    told = found.describe(began)
    assert told["count"] == len(found.stalls) and told["longest_ms"] == round(longest.ms, 1)


def test_a_gap_is_the_machines_only_during_a_stall_or_shortly_behind_it() -> None:
    ms = 1_000_000
    still = Stillness(True, (Stall(0, 100 * ms, 112 * ms), Stall(1, 300 * ms, 305 * ms)))
    near = lambda moment_ms, least=0.0: still.before(round(moment_ms * ms), least)  # noqa: E731
    assert near(99) is None and near(100) == near(112 + BEHIND_MS) == still.stalls[0]
    assert near(113 + BEHIND_MS) is None
    assert near(301) == still.stalls[1] and near(301, 8.0) is None
