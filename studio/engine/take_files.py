"""A take on disk: `takes/<id>.wav` in float, with recipe, title, time and parent inside, and from the first change of title, star or
tags on a small `takes/<id>.json` beside it. These files are the truth, the database only an index. File thread only.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from studio.audio import atomic, files, recipe_chunk
from studio.clip import Clip
from studio.errors import BadInput
from studio.recipe import Recipe, read_json

OUTLINE = 64  # values in a take's thumbnail
MAX_TITLE, MAX_TAGS = 200, 50
MAX_NOTES_BYTES = 1 << 20


@dataclass(frozen=True)
class Take:
    """A kept sound. created: Unix time in s; peak: linear; outline: 64 largest absolute values along the sound; parent: a take's id."""

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
    texts = {"ICRD": datetime.fromtimestamp(take.created).astimezone().isoformat(), "ISRC": take.parent or ""}
    encoded = files.encode(clip, format="wav", bits=32, recipe=take.recipe, title=take.title, texts=texts)
    if atomic.write_new(take.file, encoded.data) != take.file:
        raise FileExistsError(f"a take named {take.id} exists")


def read(path: Path) -> Take | None:
    """The take in a sound file, None where it holds no recipe. Raises BadInput for a damaged file, OSError."""
    recipe = recipe_chunk.read(path)
    if recipe is None:
        return None
    clip = files.read_clip(path)
    texts = recipe_chunk.read_info(path)
    try:
        created = datetime.fromisoformat(texts.get("ICRD", "")).timestamp()
    except (ValueError, OverflowError):
        created = path.stat().st_mtime
    created = min(created, time.time())  # one from the future would stay the newest for ever
    take = make_take(path.stem, path, clip, recipe, texts.get("INAM", ""), created, texts.get("ISRC") or None)
    return _with_notes(take, notes_file(path))


def notes_file(path: Path) -> Path:
    """Where title, star and tags of a take lie once they were changed."""
    return path.with_suffix(".json")


def write_notes(take: Take) -> None:
    """Write title, star and tags beside the sound. Raises OSError."""
    text = json.dumps({"title": take.title, "starred": take.starred, "tags": list(take.tags)})
    atomic.replace(notes_file(take.file), text.encode("ascii"))


def _with_notes(take: Take, path: Path) -> Take:
    try:
        if not path.is_file() or path.stat().st_size > MAX_NOTES_BYTES:
            return take
        notes = read_json(path.read_bytes())
        tags = clean_tags(tag for tag in notes["tags"] if isinstance(tag, str))
        return replace(take, title=clean_text(str(notes["title"])) or take.title, starred=notes["starred"] is True, tags=tags)
    except (OSError, ValueError, KeyError, TypeError, BadInput):
        return take


def move(file: Path, folder: Path) -> None:
    """Move a take's files to another folder, the sound last and never over another one. Raises OSError, FileNotFoundError."""
    target = folder / file.name
    if target.exists():
        raise FileExistsError(f"'{target}' exists")
    if not file.exists():
        raise FileNotFoundError(f"'{file}' does not exist")
    with contextlib.suppress(FileNotFoundError):
        atomic.move(notes_file(file), notes_file(target))
    atomic.move(file, target)


def clean_text(text: str) -> str:
    """One line of printable text, at most 200 characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:MAX_TITLE].strip()


def clean_tags(tags: object) -> tuple[str, ...]:
    """Tags without doubles and blanks, in order. Raises BadInput for more than 50."""
    cleaned = tuple(dict.fromkeys(tag for tag in (clean_text(str(t)) for t in tags) if tag))  # type: ignore[attr-defined]
    if len(cleaned) > MAX_TAGS:
        raise BadInput(f"A take has at most {MAX_TAGS} tags, not {len(cleaned)}; remove some.")
    return cleaned
