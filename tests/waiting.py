"""How tests wait, for a condition with a limit and never for a while, and how they find the audio process."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil
import pytest


def wait_until(condition: Callable[[], object], seconds: float = 10.0, what: str = "the condition") -> None:
    """Poll until `condition()` is true; fails the test with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not come true in {seconds:g} s")
        time.sleep(0.01)


def audio_processes(parent: int | None = None) -> list[psutil.Process]:
    """The living audio processes of a program (default: this one). One that ended and was not waited for yet is none."""
    alive = []
    for child in psutil.Process(parent).children():
        try:
            if child.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(child.cmdline()):
                alive.append(child)
        except psutil.NoSuchProcess:  # it ended while it was asked, ZombieProcess among them
            continue
    return alive


def audio_process() -> psutil.Process:
    """The one audio process of this test."""
    (found,) = audio_processes()
    return found
