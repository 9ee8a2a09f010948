"""Where a model plays: onnxruntime on the processor, torch on a GPU where that is wished or faster. On the thread that loads models.

A GPU is found by asking its driver. torch is imported only where there is one and the choice is not the processor.
"""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol, runtime_checkable

import numpy as np

from studio.models.folder import Card
from studio.recipe import Spec

log = logging.getLogger(__name__)

CHOICE = "compute"  # the preference
AUTOMATIC, PROCESSOR, GPU = CHOICES = ("auto", "cpu", "gpu")
WARM, TRIED = 8, 24  # blocks before and while the time is taken
BLOCK = 2  # frames of a stream
Say = Callable[[str], object]  # is told one sentence for a person


@runtime_checkable
class Movable(Protocol):
    """A generator whose networks can be computed by others than onnxruntime."""

    spec: Spec
    card: Card
    runtime: str

    def exchange(self, player: Any, encoder: Any, runtime: str) -> tuple[Any, Any, str]:
        """Compute with these from now on (each has the `run` of an onnxruntime session); gives those that were there."""


@lru_cache(maxsize=1)
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


def has_torch() -> bool:
    """Is PyTorch installed? Nothing is imported."""
    return importlib.util.find_spec("torch") is not None


def choice_of(preferences: dict[str, Any]) -> str:
    """What the preferences choose: 'auto' (where they don't say), 'cpu' or 'gpu'."""
    kept = preferences.get(CHOICE)
    return kept if kept in CHOICES else AUTOMATIC


def block_seconds(generator: Any) -> float:
    """Median time to make a block of a stream, or a sound at its defaults."""
    settings = generator.spec.defaults()
    if "stream" in generator.spec.abilities:
        stream, latents = generator.stream(0), np.repeat(generator.point(settings)[None], BLOCK, 0)
        make: Callable[[], Any] = lambda: stream.step(latents)  # noqa: E731
    else:
        make = lambda: generator.render([settings])  # noqa: E731
    times = []
    for _ in range(WARM + TRIED):
        began = time.perf_counter()
        make()
        times.append(time.perf_counter() - began)
    return float(np.median(times[WARM:]))


def place(generator: Any, choice: str, say: Say, device: str = "cuda", measure: Callable[[Any], float] = block_seconds) -> None:
    """Let a model that was just loaded play where `choice` wants it; else it stays on the processor, and `say` is told why.

    'auto' moves it where it was measured to be faster, and leaves 8-bit graphs alone: torch plays their 32-bit weights, which is not the
    same to within 1e-4. Never raises: what can't be moved plays as it is.
    """
    if choice == PROCESSOR or not isinstance(generator, Movable):
        return
    title, wished = generator.spec.title, choice == GPU
    if device.startswith("cuda") and gpu_name() is None:
        if wished:
            say(f"There is no NVIDIA GPU in this machine, so '{title}' plays on the processor.")
        return
    if not wished and generator.card.network.get("arithmetic") == "int8":
        return
    try:
        from studio.models import torch_graph
    except (ImportError, OSError) as error:
        log.warning("torch can't be imported: %s", error)
        if wished:
            say(f"The GPU needs PyTorch, which can't be loaded here, so '{title}' plays on the processor.")
        return
    try:
        before = measure(generator)
        back = torch_graph.move(generator, device, say)
        after = measure(generator)
        if not wished and after >= before:
            back()
        log.info("%s: %.3f ms before, %.3f ms on %s; %s plays it", title, 1e3 * before, 1e3 * after, device, generator.runtime)
    except Exception as error:
        log.warning("%s can't be moved to %s", title, device, exc_info=True)
        say(torch_graph.failure(title, error))
