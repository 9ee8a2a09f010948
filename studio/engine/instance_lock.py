"""One program a home folder: a lock that the system itself gives back when its process dies, so a stale one can't exist. Any thread."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from studio.errors import AlreadyOpen, BadInput


class InstanceLock:
    """Held from construction to `release`. Raises AlreadyOpen where another process (or another Library here) holds it, else BadInput."""

    def __init__(self, path: Path) -> None:
        self._handle: int | None = None
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)  # not inherited by child processes (PEP 446)
        except OSError as error:
            raise BadInput(f"Undertone can't write to its folder '{path.parent}' ({error.strerror}); give yourself permission.") from error
        if not _try_lock(handle):
            os.close(handle)
            raise AlreadyOpen(f"Undertone is already open with the folder '{path.parent}'; use its window or close it first.")
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; calling it again does nothing. The file stays: removing it would let two instances in."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _try_lock(handle: int) -> bool:
    """False where someone else holds it. A network folder that knows no locks counts as free."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
