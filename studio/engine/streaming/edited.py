"""Curves of takes as a hand has changed them, on disk until they are made sound: a file for each take. Plain functions, any thread."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

from studio.audio import atomic
from studio.engine.streaming.trajectory import Track, Trajectory, from_edits, to_edit
from studio.recipe import MAX_RECIPE_BYTES, read_json

log = logging.getLogger(__name__)

MOST_FILES = 256  # the oldest go


def write(folder: Path, take: str, whole: Trajectory | None) -> None:
    """Keep them; None: they are as they were recorded. Raises OSError."""
    file = _file(folder, take)
    if whole is None:
        file.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    atomic.replace(file, json.dumps(to_edit(whole)).encode())
    kept = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime)
    for old in kept[: max(0, len(kept) - MOST_FILES)]:
        old.unlink(missing_ok=True)


def read(folder: Path, take: str, recorded: Trajectory) -> Trajectory | None:
    """What `write` kept for this take; None where there is nothing, or nothing that fits what was recorded. Never raises."""
    file = _file(folder, take)
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > 2 * MAX_RECIPE_BYTES:
            raise ValueError("no file, or too large to be one of ours")
        whole = from_edits([read_json(file.read_text("utf-8"))])
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("%s can't be read: %s", file, error)
        return None
    if whole is None or [_like(one) for one in whole.tracks] != [_like(one) for one in recorded.tracks]:
        log.warning("%s is not of this take", file)
        return None
    return whole


def _like(track: Track) -> tuple[object, ...]:
    return track.deck, track.model, track.offset, track.begin, track.end, track.frames.shape


def _file(folder: Path, take: str) -> Path:
    return folder / f"{Path(take).name}.json"
