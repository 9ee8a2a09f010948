"""A training in a process of its own: `studio train ... --json` as a child, its lines read as they come.

The window's process never imports torch, and a run that dies takes nothing with it. One thread for each child ("undertone-training")
reads and calls back; every method may be called from any thread and returns at once, but for `end`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from studio.errors import printable
from studio.paths import Home
from studio.recipe import read_json

log = logging.getLogger(__name__)

MAX_LINE = 1 << 22  # bytes of an event; more is no event of ours
MAX_ERROR = 2_000  # letters that are kept of what the child complains
KIND = 10  # niceness: a slider that moves comes first
STOPPED = 130  # the exit code of `studio train` after Ctrl-C: what was learnt is kept

Event = dict[str, Any]


class TrainingRun:
    """on_event(event) for every line; on_end(code, complaint) once, last. Raises OSError where no process can be started."""

    def __init__(self, arguments: Sequence[str], home: Home, on_event: Callable[[Event], None], on_end: Callable[[int, str], None]) -> None:
        self._on_event, self._on_end = on_event, on_end
        self._errors: list[str] = []
        own: dict[str, Any] = {"process_group": 0}  # Ctrl-C in the terminal is for us to pass on
        if sys.platform == "win32":
            own = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._child = subprocess.Popen(
            [*_program(), "train", *arguments, "--json", "--yes"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=_environment(home), **own,
        )  # fmt: skip
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self._child.pid, KIND)
        self._reader = threading.Thread(target=self._read, name="undertone-training", daemon=True)
        self._listener = threading.Thread(target=self._listen, name="undertone-training-errors", daemon=True)
        self._listener.start()
        self._reader.start()

    @property
    def running(self) -> bool:
        return self._reader.is_alive()

    def stop(self) -> None:
        """As Ctrl-C: it keeps what was learnt and ends."""
        with contextlib.suppress(OSError, ValueError):
            if sys.platform == "win32":
                self._child.send_signal(signal.CTRL_BREAK_EVENT)
            else:
                self._child.send_signal(signal.SIGINT)

    def end(self, patience: float) -> None:
        """Stop it and wait so many seconds for it to end; then it is killed. Idempotent."""
        self.stop()
        self._reader.join(patience)
        if self._reader.is_alive():
            with contextlib.suppress(OSError):
                self._child.kill()
            self._reader.join(2.0)

    def _read(self) -> None:
        assert self._child.stdout is not None
        with self._child.stdout as lines:
            while line := lines.readline(MAX_LINE):
                event = _event(line)
                if event is not None:
                    self._tell(self._on_event, event)
        code = self._child.wait()
        self._listener.join(2.0)
        self._tell(self._on_end, code, "\n".join(self._errors).strip())

    def _listen(self) -> None:
        """A child whose complaints nobody reads would stand still."""
        assert self._child.stderr is not None
        with self._child.stderr as lines:
            while line := lines.readline(MAX_LINE):
                text = printable(line.decode("utf-8", "replace").strip(), MAX_ERROR)
                log.info("training: %s", text)
                if text:
                    self._errors = [*self._errors, text][-3:]

    @staticmethod
    def _tell(listener: Callable[..., None], *values: Any) -> None:
        try:
            listener(*values)
        except Exception:
            log.exception("a listener to a training failed")


def _event(line: bytes) -> Event | None:
    try:
        data = read_json(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) and isinstance(data.get("event"), str) else None


def _program() -> list[str]:
    """How this program is started: a packaged one by itself, else Python with the package."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "studio"]


def _environment(home: Home) -> dict[str, str]:
    """As ours, with the same home and the same package, speaking UTF-8."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "UNDERTONE_HOME": str(home.root), "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
