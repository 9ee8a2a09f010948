"""What the session knows of the machine: processor, GPU, folders, and a report to send with a question.

As all of Session: each method returns at once; files and drivers are asked on the errands thread.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from pathlib import Path

from studio import __version__
from studio.engine import events as ev
from studio.engine.session.core import SessionCore
from studio.engine.session.telling import MOST_SAVE_PAUSE, SAVE_PAUSE

LOG_END = 8_000  # bytes of the log that go into a report


def gpu_name() -> str | None:
    """The first NVIDIA GPU's name, asked of the driver itself (no torch); None where there is none."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
        count, device, name = ctypes.c_int(), ctypes.c_int(), ctypes.create_string_buffer(256)
        if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)) or count.value < 1:
            return None
        if driver.cuDeviceGet(ctypes.byref(device), 0) or driver.cuDeviceGetName(name, len(name), device):
            return "a GPU without a name"
    except (OSError, AttributeError):
        return None
    return name.value.decode("utf-8", "replace")


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

    def ask_machine(self) -> None:
        """Look at processor and GPU; MachineKnown follows."""
        self._errand(lambda: self._publish(ev.MachineKnown(processor(), os.cpu_count() or 1, gpu_name())), "The machine can't be looked at")

    def ask_report(self) -> None:
        """Put versions, machine, output and the log's end together; ReportReady follows."""
        self._errand(lambda: self._publish(ev.ReportReady(self._report())), "The report can't be made")

    def _report(self) -> str:
        """Errands thread."""
        status, spec = self._player.status(), self._spec
        lines = [
            f"Undertone {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"Processor: {processor()}, {os.cpu_count()} cores; GPU: {gpu_name() or 'none from NVIDIA'}",
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
