"""Which takes give up their sound when all of them take too much room. File thread only, except for `limit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from studio.engine.take_files import Take

MOST = 20  # sounds dropped before others on the file thread have their turn


class TakeRoom:
    """`limit`: bytes, 0 for none; one int that callers replace and the file thread reads. `scan` gives every take's file by its id."""

    def __init__(self, scan: Callable[[], dict[str, Path]]) -> None:
        self.limit = 0
        self._scan = scan
        self._sizes: dict[str, int] | None = None  # bytes by id, once they were measured

    def beyond(self, free: Iterable[Take], remakes: Callable[[Take], bool]) -> tuple[list[Take], bool]:
        """Of the takes that may lose their sound the oldest that are beyond the limit, MOST at once, and are there more? Raises OSError."""
        if not self.limit:
            return [], False
        if self._sizes is None:
            self._sizes = {id: file.stat().st_size for id, file in self._scan().items()}
        takes = sorted(free, key=lambda take: take.created)
        over = sum(self._sizes.get(take.id, 0) for take in takes) - self.limit
        doomed: list[Take] = []
        for take in takes:
            if over <= 0 or len(doomed) == MOST:
                break
            if remakes(take):
                doomed.append(take)
                over -= self._sizes.get(take.id, 0)
        return doomed, over > 0

    def measured(self, take: Take) -> None:
        """The take's file is another one now. Raises OSError."""
        if self._sizes is not None:
            self._sizes[take.id] = take.file.stat().st_size
