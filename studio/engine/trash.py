"""The trash: what was deleted and can still come back. Plain functions on its folder; the errands and the file thread.

`home/trash` holds takes as `<id>.wav` with their notes, own sounds as `sound-<file>` and presets as `<id>.json`.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from studio.engine import take_files
from studio.engine.take_files import Take
from studio.errors import BadInput

log = logging.getLogger(__name__)
MOST = 2_000  # takes that are listed, the newest


def deleted_takes(folder: Path) -> tuple[Take, ...]:
    """The takes in the trash, those that were deleted last first; files that are none are left out. Raises OSError."""
    found = [(status.st_ctime_ns, name) for name, status in _files(folder) if name.endswith(".wav")]
    takes = []
    for _, name in sorted(found, reverse=True)[:MOST]:
        try:
            take = take_files.read(folder / name)
        except (BadInput, OSError) as error:
            log.warning("not a take in the trash: %s", error)
            continue
        if take is not None:
            takes.append(take)
    return tuple(takes)


def size(folder: Path) -> tuple[int, int]:
    """How many files lie in the trash, notes apart, and bytes of all of them. Raises OSError."""
    sizes = {name: status.st_size for name, status in _files(folder)}
    notes = {name for name in sizes if name.endswith(".json") and _owner(name, sizes)}
    return len(sizes) - len(notes), sum(sizes.values())


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Files that lie there; one that is put back or removed while we look is left out. Raises OSError."""
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False):
                    yield entry.name, entry.stat()


def _owner(name: str, names: dict[str, int]) -> bool:
    """Does this json belong to a sound beside it? 'a.json' to 'a.wav', 'sound-b.mp3.json' to 'sound-b.mp3'."""
    return name[:-5] in names or f"{name[:-5]}.wav" in names


def empty(folder: Path) -> int:
    """Remove everything in the trash for good; returns how many files went. Folders and links in it stay. Raises OSError at the end."""
    gone, refused = 0, None
    with os.scandir(folder) as entries:
        files = [entry.path for entry in entries if entry.is_file(follow_symlinks=False)]
    for file in files:
        try:
            os.unlink(file)
            gone += 1
        except FileNotFoundError:
            continue
        except OSError as error:
            refused = error
    if refused is not None:
        raise refused
    return gone
