"""How the threads of the streams' process come before other programs. Each function acts on the thread that calls it.

They share Python's lock: what one of them does while it holds that lock, the one that fills the rings waits for, and on a busy machine it
would wait for other programs too. So all of them come first, that one before the others.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading

MAIN, BESIDE = 3, 2  # real-time priorities, below the audio process: of the thread that fills the rings, and of those beside it


def come_first() -> None:
    """Before other programs where we may, after the audio process; threads that are started from here on too."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), 0x80)  # HIGH_PRIORITY_CLASS
        else:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10) if sys.platform == "linux" else os.nice(-10)


def real_time(on: bool, priority: int = MAIN) -> bool:
    """Linux: real-time scheduling where we may; is it on now?"""
    if sys.platform != "linux":
        return False
    try:
        os.sched_setscheduler(0, os.SCHED_RR if on else os.SCHED_OTHER, os.sched_param(priority if on else 0))
    except OSError:
        return False
    return on
