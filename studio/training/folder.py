"""Finds the sounds of any folder and what they are called: walks it, asks its index, then folders' and files' names.

Opens no sound (studio/training/reading.py does). The folder comes from outside: links may go in circles, names may be no text, there may
be a million files.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from studio.audio.files import shown
from studio.errors import BadInput
from studio.training import indexes, naming
from studio.training.reading import AV_FORMATS, FORMATS, av_is_there

MOST_FILES = 100_000
MOST_DEPTH = 24
TEXTS = (".csv", ".tsv", ".json", ".jsonl")


@dataclass(frozen=True)
class Sound:
    """A file that should hold a sound. name: its path below the folder with '/'. source: takes of one source share it.

    split is '' where the folder doesn't say; pitch a MIDI number, velocity 0 to 127, None where nothing says.
    """

    path: Path
    name: str
    label: str
    source: str
    pitch: float | None = None
    velocity: float | None = None
    split: str = ""
    licence: str = ""
    real: bool = True


@dataclass(frozen=True)
class Listing:
    """What a folder holds. layout and labels_from are said to people; others counts files that are no sounds by their ending.

    unread: names of sound files in formats that nothing here reads; notes: sentences about what was odd.
    """

    root: Path
    sounds: tuple[Sound, ...]
    layout: str
    labels_from: str
    unread: tuple[str, ...]
    others: dict[str, int]
    notes: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(sorted({sound.label for sound in self.sounds}))


def look(root: Path) -> Listing:
    """Everything about the folder that can be known without opening a sound. Raises BadInput where it is no folder or holds no sound."""
    try:
        mode = os.stat(root).st_mode
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not possible here"
        raise BadInput(f"The folder '{shown(root)}' can't be opened ({why}); name the folder with your sounds.") from error
    if not stat.S_ISDIR(mode):
        raise BadInput(f"'{shown(root)}' is a file; name the folder that your sounds are in.")
    names, notes = _walk(root)
    readable, others = FORMATS | (AV_FORMATS if av_is_there() else frozenset()), Counter[str]()
    sounds, unread, texts = [], [], []
    for name in names:
        ending = PurePosixPath(name).suffix.lower()
        if ending in readable:
            sounds.append(name)
        elif ending in AV_FORMATS:
            unread.append(name)
        else:
            others[ending or "(no ending)"] += 1
            if ending in TEXTS:
                texts.append(name)
    if not sounds:
        raise BadInput(_nothing(root, unread))
    index = indexes.find(root, sounds, texts)
    found, layout, labels_from = _described(root, sounds, index)
    notes += index.notes if index else ()
    return Listing(root, found, layout, labels_from, tuple(unread), dict(others.most_common(12)), tuple(notes))


def _nothing(root: Path, unread: list[str]) -> str:
    if unread:
        return (
            f"The {len(unread)} sound files in '{shown(root)}' are of formats that can't be read here "
            f"({', '.join(sorted({PurePosixPath(name).suffix.lower() for name in unread}))}); "
            "convert them to WAV or FLAC, or install the Python package 'av'."
        )
    return f"There is no sound file in '{shown(root)}' or the folders in it; WAV, FLAC, AIFF, OGG and MP3 are read, among others."


def _walk(root: Path) -> tuple[list[str], list[str]]:
    """Names of all plain files, sorted, and notes. Hidden files and macOS's shadow copies are passed over, each folder is entered once."""
    names: list[str] = []
    notes: list[str] = []
    seen: set[tuple[int, int]] = set()
    waiting = [(os.fspath(root), "", 0)]
    while waiting and len(names) < MOST_FILES:
        folder, prefix, depth = waiting.pop()
        try:
            identity = os.stat(folder)
            if (identity.st_dev, identity.st_ino) in seen:
                continue
            seen.add((identity.st_dev, identity.st_ino))
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            notes.append(f"The folder '{shown(Path(prefix or folder))}' can't be read ({error.strerror}).")
            continue
        for entry in found:
            if entry.name.startswith(".") or entry.name == "__MACOSX":
                continue
            try:
                if entry.is_dir():
                    if depth < MOST_DEPTH:
                        waiting.append((entry.path, f"{prefix}{entry.name}/", depth + 1))
                elif entry.is_file():
                    names.append(prefix + entry.name)
            except OSError:  # a link in a circle
                continue
    if len(names) >= MOST_FILES:
        notes.append(f"There are more than {MOST_FILES} files; the first {MOST_FILES} are looked at.")
    return sorted(names[:MOST_FILES]), notes


def _described(root: Path, names: list[str], index: indexes.Index | None) -> tuple[tuple[Sound, ...], str, str]:
    """The sounds with all that is known of them; how the folder is laid out; where its labels come from."""
    entries = index.entries if index else {}
    listed = [name for name in names if name in entries]
    if index and listed:
        labelled = sum(bool(entries[name].label) for name in listed)
        labels, source = _by_names(root, listed) if not labelled else ([], "")
        found = [_from_entry(root, name, entries[name], labels[i] if labels else naming.OTHER) for i, name in enumerate(listed)]
        left = len(names) - len(listed)
        layout = index.layout + (f"; {left} sound files that it does not name are left out" if left else "")
        return tuple(_with_pitches(found)), layout, "the index" if labelled else source
    labels, source = _by_names(root, names)
    found = [Sound(root / name, name, label, _source(name)) for name, label in zip(names, labels, strict=True)]
    nested = any("/" in name for name in names)
    return tuple(_with_pitches(found)), "sounds in nested folders" if nested else "sounds in one folder", source


def _from_entry(root: Path, name: str, entry: indexes.Entry, label: str) -> Sound:
    return Sound(root / name, name, entry.label or label, entry.source or _source(name), entry.pitch, entry.velocity, entry.split,
                 entry.licence, entry.real)  # fmt: skip


def _source(name: str) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(naming.source_of(path.stem)))


def _by_names(root: Path, names: list[str]) -> tuple[list[str], str]:
    """A label for each name, and where they come from."""
    paths = [PurePosixPath(name) for name in names]
    folders, stems = [path.parts[:-1] for path in paths], [path.stem for path in paths]
    by_folder, by_word = naming.folder_labels(folders), naming.known_words(stems)
    if by_word and not (by_folder and naming.known_words(sorted(set(by_folder)))) and (by_folder is None or _cross(by_folder, by_word)):
        return by_word, "known words in the files' names"
    if by_folder:
        return by_folder, "the folders' names"
    by_start = naming.first_words(stems)
    if by_start:
        return by_start, "how the files' names begin"
    return [naming.ONLY] * len(names), "nothing: all sounds are of one class"


def _cross(kits: list[str], labels: list[str]) -> bool:
    """Do the classes of the names come again in most folders, as kicks and snares do in every kit?"""
    inside: dict[str, set[str]] = {}
    for kit, label in zip(kits, labels, strict=True):
        inside.setdefault(kit, set()).add(label)
    return sum(len(each) > 1 for each in inside.values()) > len(inside) / 2


def _with_pitches(sounds: list[Sound]) -> list[Sound]:
    """Pitches from the names, class by class, where an index gives none."""
    if any(sound.pitch is not None for sound in sounds):
        return sounds
    made = list(sounds)
    for label in {sound.label for sound in sounds}:
        own = [i for i, sound in enumerate(sounds) if sound.label == label]
        for i, pitch in zip(own, naming.pitches([PurePosixPath(sounds[i].name).stem for i in own]), strict=True):
            made[i] = replace(made[i], pitch=pitch)
    return made
