"""Names the machine that was measured: without it a figure says nothing. Plain data, no threads."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "onnxruntime", "PySide6-Essentials", "sounddevice", "scipy")


def describe() -> dict[str, Any]:
    """Processor, cores, how busy it was, memory, system, Python and the packages that matter."""
    from studio.doctor import gpu_name

    return {
        "cpu": _processor(), "cores": cores(), "load": _load(), "memory_gb": _memory_gb(), "gpu": gpu_name(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}", "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }  # fmt: skip


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _load() -> float | None:
    """Programs that wanted a core in the last minute, before the bench began: over about 0.3 a core, the figures are worth less."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError, OSError):
        return None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
