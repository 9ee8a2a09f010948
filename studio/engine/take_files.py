"""A take on disk: `takes/<id>.wav` in float, with recipe, title, time and parent inside, and from the first change of title, star, tags
or pin on a small `takes/<id>.json` beside it. These files are the truth, the database only an index. File thread only.

A take whose sound was dropped to save room keeps its wav with everything but the samples; what its picture needs is in the json.
"""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from studio.audio import atomic, files, recipe_chunk
from studio.clip import MAX_SECONDS, Clip
from studio.errors import BadInput
from studio.recipe import Recipe, is_number, read_json

OUTLINE = 64  # values in a take's thumbnail
MAX_TITLE, MAX_TAGS = 200, 50
MAX_NOTES_BYTES = 1 << 20
EMPTY_RATE = 44_100  # Hz, of a file without samples
SILENT = 1e-4  # linear peak (-80 dBFS) under which a take is called silent


@dataclass(frozen=True)
class Take:
    """A kept sound. created: Unix time in s; peak: linear; outline: 64 largest absolute values along the sound; parent: a take's id.

    pinned: another program may point at its file, so the sound is never dropped; dropped: it was, and the settings can make it again.
    """

    id: str
    title: str
    recipe: Recipe
    file: Path
    seconds: float
    created: float
    starred: bool
    tags: tuple[str, ...]
    parent: str | None
    peak: float
    outline: tuple[float, ...]
    pinned: bool = False
    dropped: bool = False

    @property
    def silent(self) -> bool:
        return self.peak < SILENT

    @property
    def clipped(self) -> bool:
        """Louder than full scale: it would be cut off in most file formats."""
        return self.peak > 1.0


def make_take(id: str, file: Path, clip: Clip, recipe: Recipe, title: str, created: float, parent: str | None) -> Take:
    """A take of a clip, not yet on disk."""
    return Take(id, clean_text(title) or id, recipe, file, clip.seconds, created, False, (), parent, clip.peak, outline(clip))


def outline(clip: Clip) -> tuple[float, ...]:
    """64 largest absolute values along the clip, for a thumbnail."""
    loudest = np.abs(clip.samples).max(axis=0)
    edges = np.linspace(0, clip.frames, OUTLINE + 1).astype(np.int64)
    return tuple(float(loudest[a : max(b, a + 1)].max(initial=0.0)) for a, b in itertools.pairwise(edges))


def write(take: Take, clip: Clip) -> None:
    """Write the sound file of a new take, safely. Raises OSError."""
    if atomic.write_new(take.file, _encoded(take, clip)) != take.file:
        raise FileExistsError(f"a take named {take.id} exists")


def fill(take: Take, clip: Clip) -> None:
    """Put a sound into the file of a take whose sound was dropped. Raises OSError; the file is then as before."""
    atomic.replace(take.file, _encoded(take, clip))


def drop_sound(take: Take) -> None:
    """Take the samples out of a take's file; its notes must have been written with `dropped` before. Raises OSError."""
    atomic.replace(take.file, _encoded(take, Clip(np.zeros((1, 0), np.float32), EMPTY_RATE)))


def _encoded(take: Take, clip: Clip) -> bytes:
    texts = {"ICRD": datetime.fromtimestamp(take.created).astimezone().isoformat(), "ISRC": take.parent or ""}
    return files.encode(clip, format="wav", bits=32, recipe=take.recipe, title=take.title, texts=texts).data


def read(path: Path) -> Take | None:
    """The take in a sound file, None where it holds no recipe. Raises BadInput for a damaged file, OSError."""
    recipe = recipe_chunk.read(path)
    if recipe is None:
        return None
    notes = _notes(notes_file(path))
    try:
        clip: Clip | None = files.read_clip(path)
    except BadInput:
        if "sound" not in notes:
            raise
        clip = None
    texts = recipe_chunk.read_info(path)
    try:
        created = datetime.fromisoformat(texts.get("ICRD", "")).timestamp()
    except (ValueError, OverflowError):
        created = path.stat().st_mtime
    created = min(created, time.time())  # one from the future would stay the newest for ever
    title, parent = texts.get("INAM", ""), texts.get("ISRC") or None
    if clip is not None:
        return _with_notes(make_take(path.stem, path, clip, recipe, title, created, parent), notes)
    sound = _sound(notes["sound"])
    take = Take(path.stem, clean_text(title) or path.stem, recipe, path, sound[0], created, False, (), parent, *sound[1:], dropped=True)
    return _with_notes(take, notes)


def notes_file(path: Path) -> Path:
    """Where title, star, tags and pin of a take lie once they were changed."""
    return path.with_suffix(".json")


def write_notes(take: Take) -> None:
    """Write title, star, tags and pin beside the sound, and what is known of a sound that was dropped. Raises OSError."""
    notes: dict[str, Any] = {"title": take.title, "starred": take.starred, "tags": list(take.tags), "pinned": take.pinned}
    if take.dropped:
        notes["sound"] = {"seconds": take.seconds, "peak": take.peak, "outline": list(take.outline)}
    atomic.replace(notes_file(take.file), json.dumps(notes).encode("ascii"))


def _notes(path: Path) -> dict[str, Any]:
    """What lies beside a take, {} where it is damaged or nothing is there."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_NOTES_BYTES:
            return {}
        notes = read_json(path.read_bytes())
        return notes if isinstance(notes, dict) else {}
    except (OSError, ValueError):
        return {}


def _with_notes(take: Take, notes: dict[str, Any]) -> Take:
    try:
        tags = clean_tags(tag for tag in notes["tags"] if isinstance(tag, str))
        title = clean_text(str(notes["title"])) or take.title
        return replace(take, title=title, starred=notes["starred"] is True, tags=tags, pinned=notes.get("pinned") is True)
    except (KeyError, TypeError, BadInput):
        return take


def _sound(data: Any) -> tuple[float, float, tuple[float, ...]]:
    """Seconds, peak and outline of a sound that was dropped; zeros where they are damaged: the recipe is worth more."""
    values = data if isinstance(data, dict) else {}
    seconds, peak, outline_ = values.get("seconds"), values.get("peak"), values.get("outline")
    if not isinstance(outline_, list) or len(outline_) > OUTLINE or not all(map(is_number, [seconds, peak, *outline_])):
        return 0.0, 0.0, ()
    return min(MAX_SECONDS, max(0.0, float(seconds))), float(peak), tuple(float(value) for value in outline_)  # type: ignore[arg-type]


def move(file: Path, folder: Path) -> None:
    """Move a take's files to another folder, never over another one. Raises OSError, FileNotFoundError.

    The notes lie beside the sound at every moment, in both folders while it moves.
    """
    target = folder / file.name
    if target.exists():
        raise FileExistsError(f"'{target}' exists")
    if not file.exists():
        raise FileNotFoundError(f"'{file}' does not exist")
    notes = notes_file(file)
    if notes.is_file():
        atomic.replace(notes_file(target), notes.read_bytes())
    atomic.move(file, target)
    if notes.is_file():
        notes.unlink()


def clean_text(text: str) -> str:
    """One line of printable text, at most 200 characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:MAX_TITLE].strip()


def clean_tags(tags: object, what: str = "A take") -> tuple[str, ...]:
    """Tags without doubles and blanks, in order. Raises BadInput, which speaks of `what`, for more than 50."""
    cleaned = tuple(dict.fromkeys(tag for tag in (clean_text(str(t)) for t in tags) if tag))  # type: ignore[attr-defined]
    if len(cleaned) > MAX_TAGS:
        raise BadInput(f"{what} has at most {MAX_TAGS} tags, not {len(cleaned)}; remove some.")
    return cleaned
