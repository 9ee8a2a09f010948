"""Blocks of memory that the program shares with its processes: the parent creates and frees them, children attach by name. Any thread.

Linux keeps shared memory in /dev/shm, which may be small (Docker gives it 64 MB), full, or not there at all. Then an anonymous file in
memory (memfd) serves: that folder's limit does not touch it, and the kernel frees it with the last process that has it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Any, Protocol

from studio.errors import UndertoneError

PROC = "/proc/"  # the names of anonymous files begin so
ANONYMOUS = "undertone"


class Memory(Protocol):
    """One block. close: unmap, once nobody holds a view of `buf` any more. unlink: the parent's, after it."""

    @property
    def name(self) -> str: ...

    @property
    def buf(self) -> Any: ...

    def close(self) -> None: ...

    def unlink(self) -> None: ...


class AnonymousMemory:
    """A file that only has a place in memory. Linux only. `name` is where children find it while the parent holds it open."""

    def __init__(self, handle: int, name: str) -> None:
        """Takes `handle` over. Raises OSError."""
        self._handle = handle
        self.name = name
        try:
            self._map = mmap.mmap(handle, 0)
        except BaseException:
            os.close(handle)
            raise
        self.buf = memoryview(self._map)

    def close(self) -> None:
        self.buf.release()
        self._map.close()
        os.close(self._handle)

    def unlink(self) -> None:
        """It has no name in a folder: closed by all, it is gone."""


def create(size: int) -> Memory:
    """A new block of zeros whose pages are there. Raises UndertoneError where the machine hasn't got them."""
    try:
        return _named(size)
    except OSError as error:
        with contextlib.suppress(OSError, AttributeError):  # AttributeError: a Python that was built for an old Linux
            return _anonymous(size)
        why = error.strerror or error
        text = f"This machine has no {size >> 20} MB of memory left for the audio process ({why}); close other programs."
        raise UndertoneError(text) from error


def attach(name: str) -> Memory:
    """The child's view of what the parent made. Raises OSError where it is gone."""
    if name.startswith(PROC):
        handle = os.open(name, os.O_RDWR | os.O_CLOEXEC)
        if not os.readlink(f"/proc/self/fd/{handle}").startswith(f"/memfd:{ANONYMOUS}"):
            os.close(handle)  # the parent has closed it, and the number is another file's by now
            raise FileNotFoundError(f"{name} is not shared memory any more")
        return AnonymousMemory(handle, name)
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    register = resource_tracker.register  # only the parent unlinks: the tracker must not learn of the child's (CPython issue 82300)
    resource_tracker.register = lambda *_: None
    try:
        return SharedMemory(name)
    finally:
        resource_tracker.register = register


def _named(size: int) -> Memory:
    """Linux: take the pages now, so that a full /dev/shm is an error here and not a SIGBUS while playing."""
    memory = SharedMemory(f"undertone-{os.getpid()}-{secrets.token_hex(4)}", create=True, size=size)  # macOS allows 31 characters
    path = f"/dev/shm/{memory.name.lstrip('/')}"
    try:
        if sys.platform == "linux" and os.path.exists(path):
            handle = os.open(path, os.O_RDWR)
            try:
                os.posix_fallocate(handle, 0, size)
            finally:
                os.close(handle)
    except BaseException:
        memory.close()
        memory.unlink()
        raise
    return memory


def _anonymous(size: int) -> Memory:
    if sys.platform != "linux":
        raise OSError("only Linux has it")
    handle = os.memfd_create(ANONYMOUS)
    try:
        os.posix_fallocate(handle, 0, size)
    except BaseException:
        os.close(handle)
        raise
    return AnonymousMemory(handle, f"{PROC}{os.getpid()}/fd/{handle}")
