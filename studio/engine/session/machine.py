"""What the session knows of the machine: processor, GPU, folders, and a report to send with a question.

As all of Session: each method returns at once; files and drivers are asked on the errands thread.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from studio import __version__
from studio.engine import events as ev
from studio.engine.session.core import SessionCore
from studio.engine.session.telling import MOST_SAVE_PAUSE, SAVE_PAUSE
from studio.errors import BadInput, brief
from studio.models.runtime import CHOICE, CHOICES, choice_of, gpu_name, has_torch

LOG_END = 8_000  # bytes of the log that go into a report


def processor() -> str:
    """The processor's name, as well as the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            names = (line.partition(":")[2].strip() for line in file if line.startswith("model name"))
            return next(names, "") or platform.processor() or platform.machine()
    except OSError:
        return platform.processor() or platform.machine()


class Machine(SessionCore):
    """See the module; `Session` is what is made."""

    if TYPE_CHECKING:  # stream_core.py
        _stream_names: list[tuple[str, tuple[str, ...]]]
        _stream_runtimes: list[str]

        def _title_of(self, model: str) -> str: ...
        def _tell_output(self) -> None: ...

    @property
    def log_file(self) -> Path:
        return self._home.log_file

    @property
    def autosave_seconds(self) -> float:
        """Pause after a change until it is on disk, 0.1 to 60 s."""
        return self._save_pause()

    def set_autosave_seconds(self, seconds: float) -> None:
        """What is kept between starts is written so long after a change; a value outside 0.1 to 60 s is taken to its nearer end."""
        with self._lock:
            self._preferences["autosave_seconds"] = min(MOST_SAVE_PAUSE, max(SAVE_PAUSE, float(seconds)))
            self._save_soon()

    @property
    def compute(self) -> str:
        """Where models play: 'auto', 'cpu' or 'gpu'; see models/runtime.py."""
        return choice_of(self._preferences)

    def set_compute(self, choice: str) -> None:
        """The model is loaded anew, others when they next make a sound; streams that run go over as soon as theirs is there.

        MachineKnown follows. Raises BadInput for another word.
        """
        if choice not in CHOICES:
            raise BadInput(f"Models play on one of: {', '.join(CHOICES)}; not {brief(choice)}.")
        with self._lock:
            self._preferences[CHOICE] = choice
            self._save_soon()
        self._call(self._load_anew, "The model can't be loaded anew", busy=True)
        self._tell_output()

    def _load_anew(self) -> None:
        """Renderer thread."""
        self._renderer.forget()
        if self._spec is not None:
            self._renderer.generator(self._spec.id)
        self.ask_machine()

    def ask_machine(self) -> None:
        """Look at processor, GPU and what plays; MachineKnown follows."""

        def work() -> None:
            self._publish(ev.MachineKnown(processor(), os.cpu_count() or 1, gpu_name(), has_torch(), self._playing()))

        self._errand(work, "The machine can't be looked at")

    def _playing(self) -> tuple[tuple[str, str], ...]:
        """Title and runtime of each model that is loaded, of a deck's too where another one plays it there."""
        playing = zip(self._stream_names, self._stream_runtimes, strict=True)
        decks = [(self._title_of(model), runtime) for (model, _), runtime in playing if model]
        return tuple(dict.fromkeys([*self._renderer.runtimes(), *decks]))

    def ask_report(self) -> None:
        """Put versions, machine, output and the log's end together; ReportReady follows."""
        self._errand(lambda: self._publish(ev.ReportReady(self._report())), "The report can't be made")

    def _report(self) -> str:
        """Errands thread."""
        status, spec = self._player.status(peaks=False), self._spec
        lines = [
            f"Undertone {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"Processor: {processor()}, {os.cpu_count()} cores; GPU: {gpu_name() or 'none from NVIDIA'}",
            f"Models play on '{self.compute}': " + "; ".join(f"{title} through {runtime}" for title, runtime in self._playing()),
            f"Model: {spec.id if spec is not None else 'none'}; {len(self._library.takes())} takes",
            f"Output: {status.state}, {status.device or 'none'}, {status.rate} Hz, block {status.block}, {status.gaps} gaps",
        ]
        if status.message:
            lines.append(f"It says: {status.message}")
        return "\n".join([*lines, "", f"The end of {self.log_file}:", self._log_end()])

    def _log_end(self) -> str:
        try:
            if not self.log_file.is_file():
                return "(there is none)"
            with open(self.log_file, "rb") as file:
                file.seek(max(0, self.log_file.stat().st_size - LOG_END))
                return file.read(LOG_END).decode("utf-8", "replace")
        except OSError as error:
            return f"(it can't be read: {error.strerror})"
