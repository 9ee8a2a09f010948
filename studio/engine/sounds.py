"""The sounds that a person brought along: copies in `home/sounds`, each with a small `<file>.json` that holds title, length and outline.

The sound files are the truth: a json that is missing or damaged is made again. Nothing is overwritten; deleting moves to the trash.
Every method may be called from any thread but the GUI's (they read and write files); `all` from the GUI's too.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from studio.audio import atomic, files
from studio.clip import MAX_SECONDS
from studio.engine.jobs import Cancelled, Stopped
from studio.engine.take_files import MAX_NOTES_BYTES, OUTLINE, clean_text, outline
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import is_number, read_json

log = logging.getLogger(__name__)
ENDINGS = frozenset({".wav", ".flac", ".aif", ".aiff", ".ogg", ".mp3", ".opus", ".caf", ".w64", ".rf64", ".au"})  # looked for in folders
CHUNK = 1 << 20
PART = 50  # sounds looked at in one go
MOST_FILES = 20_000  # taken from dropped folders
MOST_SECONDS = 1e6  # that notes may tell of
NAME_BYTES = 200  # of a copy's name: with ' 2', '.json' and 'sound-' it still fits the 255 of every disk


@dataclass(frozen=True)
class Sound:
    """A sound of the person's own. id: its file's name; created: Unix time in s when it was brought; peak: linear, over what was measured.

    outline: 64 largest absolute values along the sound (samples of them where it is longer than a minute).
    """

    id: str
    title: str
    file: Path
    seconds: float
    peak: float
    outline: tuple[float, ...]
    created: float
    sha256: str

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "seconds": self.seconds, "peak": self.peak, "outline": list(self.outline), "created": self.created,
                "sha256": self.sha256}


class Sounds:
    """`on_change` is called on the thread that changed something."""

    def __init__(self, home: Home, on_change: Callable[[], None]) -> None:
        self._home, self._on_change = home, on_change
        self._lock = threading.Lock()  # for what follows; never held while a file is read or written
        self._sounds: dict[str, Sound] = {}
        self._trash: dict[str, Path] = {}  # where what was deleted since the start lies
        self._newest_first: tuple[Sound, ...] = ()
        self.looked = threading.Event()  # is all known that lay in the folder?

    def all(self) -> tuple[Sound, ...]:
        """Newest first."""
        with self._lock:
            return self._newest_first

    def get(self, id: str) -> Sound:
        """Raises BadInput where there is no such sound."""
        with self._lock:
            if id not in self._sounds:
                raise BadInput(f"There is no sound '{id}'; it may have been deleted.")
            return self._sounds[id]

    def load(self) -> None:
        """Look at what lies in the folder. Files that can't be read as sound are left where they are. Raises OSError."""
        for _ in self.load_in_parts():
            pass

    def load_in_parts(self) -> Iterator[int]:
        """As `load`, a part at every step, so that whoever shares the thread has a turn between; gives how many are known by then."""
        folder = self._home.sounds
        try:
            folder.mkdir(parents=True, exist_ok=True)
            atomic.remove_stale(folder)
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if entry.is_file() and not entry.name.endswith((".json", ".part")))
            for number, name in enumerate(names, 1):
                try:
                    self._know(_read(folder / name))
                except (BadInput, OSError) as error:
                    log.warning("not a sound: %s", error)
                if number % PART == 0:
                    self._changed()
                    yield number
        finally:
            self.looked.set()
        self._changed()

    def add(self, path: Path, cancelled: Cancelled = lambda: False, *, ours: bool = False) -> Sound | None:
        """Copy a sound file into the library; None where the same sound is there already.

        cancelled: asked for each megabyte; ours: the file need not stay what it is, so that a full disk is no trouble: the library's file
        may be the same one under a second name. Raises BadInput, one sentence; OSError; Stopped, and then nothing was copied.
        """
        seconds, peak, values = survey(path)
        digest = _digest(path, cancelled)
        with self._lock:
            if any(sound.sha256 == digest for sound in self._sounds.values()):
                return None
        target = _taken_over(path, self._home.sounds / _file_name(path)) if ours else None
        target = target or _copy_new(path, self._home.sounds / _file_name(path), cancelled)
        sound = Sound(target.name, clean_text(path.stem) or target.stem, target, seconds, peak, values, time.time(), digest)
        _try_notes(sound)
        self._know(sound)
        self._changed()
        return sound

    def rename(self, id: str, title: str) -> None:
        """Another title; the file keeps its name. Raises BadInput, OSError."""
        cleaned = clean_text(title)
        if not cleaned:
            raise BadInput("A sound needs a title; type at least one letter.")
        sound = replace(self.get(id), title=cleaned)
        _write_notes(sound)
        self._know(sound)
        self._changed()

    def delete(self, ids: Iterable[str]) -> None:
        """Move sounds to the trash. Raises BadInput, OSError at the first that can't be moved."""
        try:
            for id in ids:
                sound = self.get(id)
                target = _free(self._home.trash / f"sound-{sound.file.name}")
                with contextlib.suppress(FileNotFoundError):
                    atomic.move(_notes_file(sound.file), _notes_file(target))
                with contextlib.suppress(FileNotFoundError):  # somebody else took it away
                    atomic.move(sound.file, target)
                with self._lock:
                    self._trash[id] = target
                    del self._sounds[id]
        finally:
            self._changed()

    def undelete(self, ids: Iterable[str]) -> None:
        """Bring sounds back that were deleted since the start. Raises BadInput, OSError."""
        try:
            for id in ids:
                with self._lock:
                    source = self._trash.get(id)
                target = self._home.sounds / id
                if source is None or not source.exists() or target.exists():
                    raise BadInput(f"The sound '{id}' is not in the trash any more.")
                with contextlib.suppress(FileNotFoundError):
                    atomic.move(_notes_file(source), _notes_file(target))
                atomic.move(source, target)
                self._know(_read(target))
        finally:
            self._changed()

    def _know(self, sound: Sound) -> None:
        with self._lock:
            self._sounds[sound.id] = sound

    def _changed(self) -> None:
        with self._lock:
            self._newest_first = tuple(sorted(self._sounds.values(), key=lambda sound: (-sound.created, sound.id)))
        self._on_change()


def gather(paths: Iterable[Path], cancelled: Cancelled = lambda: False) -> list[Path]:
    """The files among these paths, and the sound files in the folders among them, each once.

    cancelled: asked for each folder. Raises BadInput for far too many, and for a folder that can't be opened.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not os.path.isdir(path):  # unlike Path.is_dir it fails for no name
            found[path] = None
            continue
        for folder, folders, names in os.walk(path, onerror=partial(_refused, path)):
            if cancelled():
                return list(found)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inside = (Path(folder) / name for name in sorted(names) if not name.startswith("."))
            found.update(dict.fromkeys(file for file in inside if file.suffix.lower() in ENDINGS))
            if len(found) > MOST_FILES:
                raise BadInput(f"'{files.shown(path)}' holds more than {MOST_FILES} sounds; choose a smaller folder.")
    return list(found)


def _refused(path: Path, error: OSError) -> None:
    """A folder that can't be listed: what was dropped is told, what lies deeper is left out."""
    if error.filename == str(path):
        raise BadInput(f"'{files.shown(path)}' can't be opened ({error.strerror}); choose another file.") from error
    log.warning("a folder was left out: %s", error)


def survey(path: Path) -> tuple[float, float, tuple[float, ...]]:
    """(seconds, peak, outline) of a sound file. Raises BadInput, one sentence, for what is no sound."""
    clip = files.read_clip(path)
    if clip.frames < int(MAX_SECONDS * clip.rate):
        return clip.seconds, clip.peak, outline(clip)  # all of it, whatever its header says
    with files.open_sound(path) as file:
        frames = files.told_frames(file, path)
        if frames is None:
            raise files.damaged(path)
        values = []
        try:
            for place in range(OUTLINE):  # a second out of each part
                file.seek(place * frames // OUTLINE)
                block = file.read(min(clip.rate, max(1, frames // OUTLINE)), dtype="float32", always_2d=True)
                values.append(float(np.nan_to_num(np.abs(block)).max(initial=0.0)))
        except (soundfile.SoundFileError, ValueError, OSError) as error:
            raise files.damaged(path) from error
    return frames / clip.rate, max(clip.peak, *values), tuple(values)


def _chunks(path: Path, cancelled: Cancelled) -> Iterator[bytes]:
    """A file, a megabyte at a time. Raises OSError; Stopped."""
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            if cancelled():
                raise Stopped
            yield chunk


def _digest(path: Path, cancelled: Cancelled = lambda: False) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(path, cancelled):
        digest.update(chunk)
    return digest.hexdigest()


def _file_name(path: Path) -> str:
    """The file's own name, without what some systems refuse. An ending that no sound has is left out: ours are among them."""
    stem = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else "_" for c in path.stem).strip(" .")[:100]
    stem = stem.encode("utf-8")[:NAME_BYTES].decode("utf-8", "ignore").strip(" .") or "sound"
    ending = path.suffix.lower()
    return f"{stem}{ending if ending in ENDINGS else ''}"


def _copy_new(source: Path, target: Path, cancelled: Cancelled) -> Path:
    """A copy under `target`, or under 'name 2', ... where that exists. It appears whole or not at all. Raises OSError; Stopped."""
    temporary = atomic.begin(target.parent)
    try:
        with open(temporary, "wb") as copy:
            for chunk in _chunks(source, cancelled):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        return atomic.finish(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _taken_over(source: Path, target: Path) -> Path | None:
    """The file under a name of the library's too; None where the folders lie on two disks, or such a name can't be."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return atomic.finish(source, target)
    except OSError as error:
        log.info("'%s' is copied: %s", source, error)
        return None


def _free(path: Path) -> Path:
    """The path, or with a number where that exists."""
    candidates = (path if n == 1 else path.with_name(f"{path.stem} {n}{path.suffix}") for n in range(1, 100_000))
    return next(one for one in candidates if not one.exists())


def _notes_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _write_notes(sound: Sound) -> None:
    atomic.replace(_notes_file(sound.file), json.dumps(sound.to_json()).encode("ascii"))


def _try_notes(sound: Sound) -> None:
    """Notes where the disk takes them: the sound is safe without, and they are made again at the next start."""
    try:
        _write_notes(sound)
    except OSError as error:
        log.warning("the notes of '%s' could not be written: %s", sound.file.name, error)


def _read(path: Path) -> Sound:
    """A sound in the folder, from its notes or, where they are damaged, from itself. Raises BadInput, OSError."""
    notes = _notes_file(path)
    try:
        if notes.is_file() and notes.stat().st_size <= MAX_NOTES_BYTES:
            return _from_json(path, read_json(notes.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("the notes of '%s' are damaged and are made again", path.name)
    seconds, peak, values = survey(path)
    sound = Sound(path.name, clean_text(path.stem) or path.name, path, seconds, peak, values, path.stat().st_mtime, _digest(path))
    _try_notes(sound)
    return sound


def _from_json(path: Path, data: Any) -> Sound:
    """Raises ValueError, KeyError, TypeError where the notes are damaged."""
    values, numbers = data["outline"], (data["seconds"], data["peak"], data["created"])
    title, digest = data["title"], data["sha256"]
    if len(values) > OUTLINE or not all(map(is_number, (*values, *numbers))) or not isinstance(title, str) or not isinstance(digest, str):
        raise ValueError("not the notes of a sound")
    seconds, peak, created = map(float, numbers)
    if not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"no length: {seconds}")
    created = min(created, time.time())
    return Sound(path.name, clean_text(title) or path.name, path, seconds, peak, tuple(map(float, values)), created, digest)

