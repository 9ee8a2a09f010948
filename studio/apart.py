"""Work in a process of its own that may crash or hang without harm: plug-ins and models of others, long computations to be stopped.

Called on a thread that may wait (errands, jobs). The child imports what its function needs and nothing else; it says nothing.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from typing import Any

from studio.errors import BadInput, UndertoneError

TICK_SECONDS = 0.05


class Ended(UndertoneError):
    """The child ended without an answer."""


class Late(UndertoneError):
    """It took longer than it may."""


class Stopped(UndertoneError):
    """The caller wanted no answer any more."""


def run_apart(function: Callable[..., Any], *args: Any, seconds: float, cancelled: Callable[[], bool] = lambda: False) -> Any:
    """What function(*args) returns, in a new process. function: of a module's top level.

    Raises BadInput with its sentence where the function raised one or anything else, Ended, Late after `seconds` or where the system
    ended it for the processor's time that it used (RLIMIT_CPU), Stopped.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, function, args), name="undertone-apart", daemon=True)
    process.start()
    theirs.close()
    end = time.monotonic() + seconds
    try:
        while not ours.poll(TICK_SECONDS):
            if not process.is_alive() and not ours.poll():  # what it left behind may hold its end of the pipe
                raise _ended(process)
            if cancelled():
                raise Stopped("It was stopped.")
            if time.monotonic() > end:
                raise Late(f"It did not answer within {seconds:.0f} s.")
        good, answer = ours.recv()
    except (EOFError, OSError) as error:
        raise _ended(process) from error
    finally:
        ours.close()
        process.join(0.0)
        if process.is_alive():
            process.kill()
        process.join(5.0)
        with contextlib.suppress(ValueError):
            process.close()
    if not good:
        raise BadInput(answer)
    return answer


def _ended(process: Any) -> UndertoneError:
    """Why there is no answer."""
    process.join(1.0)
    if process.exitcode == -getattr(signal, "SIGXCPU", 0):
        return Late("It used up its time.")
    return Ended("It ended without an answer.")


def _answer(connection: Any, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """The child."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        answer = (True, function(*args))
    except Exception as error:
        answer = (False, str(error) if isinstance(error, UndertoneError) else f"{type(error).__name__}: {error}")
    connection.send(answer)
    connection.close()
    os._exit(0)  # what others loaded may not know how to end
