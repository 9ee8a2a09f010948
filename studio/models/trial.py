"""A model folder that somebody else made is tried in a process of its own before it is loaded for the first time.

onnxruntime refuses most of what is wrong with a graph, but not all: dividing the least whole number by -1 ends the process, folding its
constants can take all memory there is, and so many nodes that it never comes to an end of them cannot be interrupted.
Called on threads that may wait; `_play` runs in the child. A good trial is remembered by what is in the files, so that it costs once:
as an empty file in the home, which is there or not and never half written, and for as long as the program runs in any case.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from studio.apart import Ended, Late, run_apart
from studio.errors import BadInput
from studio.models.folder import MAX_FILE_BYTES, Card, file_sha256
from studio.paths import RESOURCES, Home

SECONDS = 120.0  # until it must have made a sound, on a machine that has other things to do too
PROCESSOR_SECONDS = 20  # of these, on the processor: Windows doesn't count them
MEMORY = 2 << 30  # bytes beside what the libraries take; Windows and macOS set no limit
DRAWN = 4  # sounds
NOISE_SECONDS = 0.5  # that its encoder hears
MOST_FILES = 1_000  # in a folder, beside the model's

_lock = threading.Lock()  # one trial at a time: two could take the memory of both
_good: set[str] = set()  # digests, under the lock as the next
_bad: dict[str, BadInput] = {}  # until the program ends: then it may be another machine's time or memory


class Harmful(BadInput):
    """The model took its process down, or would not have ended, or wanted too much; the text says which."""


def shipped(folder: Path) -> bool:
    """Did it come with the program?"""
    return folder.absolute().parent == RESOURCES / "models"


def try_out(card: Card, home: Home | None, begun: Callable[[], object] = lambda: None,
            cancelled: Callable[[], bool] = lambda: False) -> None:
    """Returns once a model may be loaded here; its files were checked against the card. `begun` is called where a child is started.

    Raises Harmful where it may not, BadInput where opening it failed there as it would here, Stopped where `cancelled` said so.
    """
    if multiprocessing.current_process().daemon:  # may have no child; the streams' process is one, and was asked for what was tried
        return
    digest = digest_of(card)
    with _lock:
        if digest in _bad:
            raise type(_bad[digest])(str(_bad[digest]))
        if digest in _good or (home is not None and _mark(home, digest).is_file()):
            return
        begun()
        try:
            _try_apart(card, cancelled)
        except BadInput as error:
            _bad[digest] = error
            raise
        _good.add(digest)
        if home is not None:
            with contextlib.suppress(OSError):  # then it is tried again at the next start
                mark = _mark(home, digest)
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()


def _try_apart(card: Card, cancelled: Callable[[], bool]) -> None:
    name = card.spec.id
    try:
        run_apart(_play, str(card.folder), PROCESSOR_SECONDS, MEMORY, seconds=SECONDS, cancelled=cancelled)
    except Ended as error:
        raise Harmful(f"The model '{name}' crashed while it was tried, so it stays out; nothing else was harmed.") from error
    except Late as error:
        raise Harmful(f"The model '{name}' came to no end while it was tried, so it stays out.") from error
    except BadInput as error:
        if str(error) == TOO_MUCH:
            raise Harmful(f"The model '{name}' wants more than {MEMORY >> 30} GB of memory, so it stays out.") from error
        raise


def digest_of(card: Card) -> str:
    """Of every file in the folder, those included that only the graph names, and of what will play it. Raises BadInput, OSError."""
    whole = hashlib.sha256(f"1 {metadata.version('onnxruntime')} {sys.platform}".encode())
    others, size = [], 0  # beside those whose sums stand in the card and were checked
    for place, _, names in os.walk(card.folder):
        for path in (Path(place) / name for name in names):
            if path.is_file() and (path.name not in card.files or path.parent != card.folder):
                others.append(path)
                size += path.stat().st_size
        if len(others) > MOST_FILES or size > MAX_FILE_BYTES:
            raise BadInput(f"The folder of the model '{card.spec.id}' holds much that is no part of it; keep only the model there.")
    for path in sorted(others):
        whole.update(f"\n{path.relative_to(card.folder)} {file_sha256(path)}".encode(errors="surrogateescape"))
    return whole.hexdigest()


def _mark(home: Home, digest: str) -> Path:
    return home.tried / digest


TOO_MUCH = "memory"  # what the child says
NO_MEMORY = ("bad_alloc", "bad allocation", "allocate memory", "than requested")  # what onnxruntime says


def _play(folder: str, seconds: int, memory: int) -> None:
    """The child: open it, let it sound, stream for a second and listen. Raises BadInput as opening it does, or TOO_MUCH."""
    import onnxruntime  # noqa: F401 (before the limit, which is beside what the libraries take)

    from studio.models import graphs
    from studio.models.catalogue import open_folder

    _limit(seconds, memory)
    graphs.RUN_SECONDS = math.inf  # what never ends, ends with the processor's time
    try:
        _sound(open_folder(Path(folder)))
    except Exception as error:
        if wants_memory(error):
            raise BadInput(TOO_MUCH) from error
        raise


def _sound(model: Any) -> None:
    """Let it sound in all the ways that it can. What fails as any model may with some settings is no harm."""
    import numpy as np

    from studio.clip import Clip

    spec = model.spec
    try:
        settings = spec.defaults()
        for seed in range(DRAWN if "draw" in spec.abilities else 0):
            settings = model.draw(seed, settings)
            model.render([settings])
        if "stream" in spec.abilities:
            stream, latents = model.stream(0), np.repeat(model.point(settings)[None], 2, 0)
            for _ in range(spec.rate // (2 * model.hop)):
                stream.step(latents)
        if "encode" in spec.abilities:
            noise = np.random.default_rng(1).standard_normal((1, int(NOISE_SECONDS * spec.rate)), np.float32)
            model.encode(Clip(0.1 * noise, spec.rate), lambda share: False)
    except Exception as error:
        if wants_memory(error):
            raise


def wants_memory(error: BaseException | None) -> bool:
    """Was it, or what led to it, that memory was refused? onnxruntime says so in words only."""
    while error is not None:
        if isinstance(error, MemoryError) or any(words in str(error) for words in NO_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    return False


def _limit(seconds: int, memory: int) -> None:
    """Of this process's processor time and memory, where the system can; it steps aside for the program."""
    try:
        import resource
    except ImportError:  # Windows
        return
    os.nice(5)
    used = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        used = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_DATA, used + memory)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
