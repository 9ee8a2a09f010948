"""What lists and layouts that others made say of the sounds in a folder: NSynth, LJSpeech, TIMIT, and tables in CSV or JSON.

Reads text files only, never sounds. Whatever is odd in such a file (it comes from a stranger) is a sentence in `Index.notes`; a name
that leads out of the folder is no entry.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from studio.audio.files import shown
from studio.training.naming import HIGHEST, label_of

MAX_BYTES = 64 << 20
TABLES = ("index.csv", "metadata.csv", "index.json", "metadata.json", "metadata.jsonl", "index.tsv", "metadata.tsv")
MAX_DEPTH = 2  # folders below the top in which a list is looked for

FILE = ("file", "file_name", "filename", "slice_file_name", "path", "filepath", "file_path", "wav", "audio", "audio_file", "sound", "name")
LABEL = ("label", "class", "category", "instrument_family_str", "instrument_family", "instrument", "family", "tag", "type", "kind")
PITCH = ("pitch", "midi", "midi_note", "note_number", "note", "midi_number")
SOURCE = ("source", "kit", "group", "instrument_str", "speaker", "speaker_id", "fsid", "src_file", "artist")
SPLITS = {"train": "train", "training": "train", "valid": "valid", "validation": "valid", "val": "valid", "dev": "valid",
          "test": "test", "testing": "test", "eval": "test"}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What an index says of one file; '' and None where it says nothing. pitch is a MIDI number, velocity 0 to 127."""

    label: str = ""
    pitch: float | None = None
    velocity: float | None = None
    split: str = ""
    source: str = ""
    licence: str = ""
    real: bool = True


@dataclass(frozen=True)
class Index:
    """layout: how the folder is laid out, for people. entries by the file's path below the folder, '/' between its parts."""

    layout: str
    entries: Mapping[str, Entry]
    notes: tuple[str, ...] = ()


def find(root: Path, names: Sequence[str], texts: Sequence[str]) -> Index | None:
    """The index of a folder, or None where it has none that speaks of at least one of its sound files.

    names: its sound files, texts: its text files, both relative with '/'. TIMIT's layout is known by its folders.
    """
    notes: list[str] = []
    for relative in sorted(texts, key=lambda text: (text.count("/"), text)):
        path = PurePosixPath(relative)
        if len(path.parts) - 1 > MAX_DEPTH:
            continue
        reader: Callable[[str, Lookup], tuple[str, dict[str, Entry]]] | None = None
        if path.name.lower() == "examples.json":
            reader = _nsynth
        elif path.name.lower() in TABLES:
            reader = _table
        if reader is None:
            continue
        try:
            text = _text(root / relative)
            layout, entries = reader(text, Lookup(names, str(path.parent)))
        except (OSError, ValueError, RecursionError, csv.Error) as error:
            notes.append(f"'{shown(Path(path.name))}' can't be used as an index ({_why(error)}).")
            continue
        if entries:
            return Index(f"{layout}, listed in {shown(Path(path.name))}", entries, tuple(notes))
        notes.append(f"'{shown(Path(path.name))}' names no sound file of this folder, so it is not used.")
    found = _timit(names)
    if found:
        return Index("TIMIT: speakers in regions, split into TRAIN and TEST", found, tuple(notes))
    return Index("", {}, tuple(notes)) if notes else None


def _why(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError("it is larger than 64 MB")
    if b"\0" in data[:4096]:
        raise ValueError("it is no text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


class Lookup:
    """Finds the sound file that an index means: by its path from the index's folder or the top, or by a name that only one file has."""

    def __init__(self, names: Iterable[str], folder: str) -> None:
        self.folder = "" if folder == "." else folder + "/"
        self.names = set(names)
        self.stems: dict[str, str | None] = {}
        for name in self.names:
            for key in {PurePosixPath(name).name, PurePosixPath(name).stem}:
                self.stems[key] = None if key in self.stems else name  # None: several have it

    def __call__(self, value: object) -> str | None:
        if not isinstance(value, (str, int)) or not str(value).strip():
            return None
        text = str(value).strip().replace("\\", "/")
        text = text[2:] if text.startswith("./") else text
        for name in (self.folder + text, text):
            if name in self.names:
                return name
        return self.stems.get(PurePosixPath(text).name)


def _table(text: str, lookup: Lookup) -> tuple[str, dict[str, Entry]]:
    """Rows of a CSV, TSV, JSON or JSON Lines table; LJSpeech's has no head and '|' between its columns."""
    rows = _rows(text)
    if rows is None:
        return _ljspeech(text, lookup)
    entries = {}
    for row in rows:
        row = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
        name = next((found for key in FILE if (found := lookup(row.get(key)))), None)
        if name:
            entries[name] = _entry(row)
    return "sounds with labels" if any(entry.label for entry in entries.values()) else "sounds without labels", entries


def _rows(text: str) -> list[dict[str, Any]] | None:
    """Dictionaries, or None where the text is a table without a head."""
    start = text.lstrip()[:1]
    if start in "[{" and start:
        try:
            data = json.loads(text)
        except ValueError:
            data = [json.loads(line) for line in text.splitlines() if line.strip()]
        if isinstance(data, dict):
            inner = next((value for value in data.values() if isinstance(value, list)), None)
            data = inner if inner is not None else [{"file": key, **_fields(value)} for key, value in data.items()]
        return [row for row in data if isinstance(row, dict)]
    head = text.split("\n", 1)[0]
    sign = max(",;\t|", key=head.count)
    columns = {column.strip().strip('"').lower() for column in head.split(sign)}
    if not columns & set(FILE):
        return None
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=sign))


def _fields(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"label": value}


def _entry(row: Mapping[str, Any]) -> Entry:
    label = next((text for key in LABEL if (text := label_of(_word(row.get(key))))), "")
    pitch = next((number for key in PITCH if (number := _number(row.get(key))) is not None), None)
    split = SPLITS.get(_word(row.get("split")).lower(), "")
    source = next((text for key in SOURCE if (text := _word(row.get(key)))), "")
    return Entry(label, pitch, _number(row.get("velocity")), split, source, _word(row.get("licence") or row.get("license"))[:80],
                 _word(row.get("real")) not in ("0", "False", "false"))  # fmt: skip


def _word(value: object) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _number(value: object) -> float | None:
    """A MIDI number or velocity."""
    try:
        number = float(_word(value))
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= HIGHEST else None


def _nsynth(text: str, lookup: Lookup) -> tuple[str, dict[str, Entry]]:
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("it holds no table of notes")
    entries = {name: _entry(fields) for key, fields in data.items() if isinstance(fields, dict) and (name := lookup(key))}
    return "NSynth: notes with instrument, pitch and velocity", entries


def _ljspeech(text: str, lookup: Lookup) -> tuple[str, dict[str, Entry]]:
    """'LJ001-0001|text|text': one reader; sentences of one chapter are one source."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or sum("|" in line for line in lines) < 0.9 * len(lines):
        raise ValueError("its first line names no column such as 'file' or 'filename'")
    found = {}
    for line in lines:
        key = line.split("|", 1)[0].strip()
        name = lookup(key)
        if name:
            found[name] = Entry("speech", source=key.rsplit("-", 1)[0])
    return "LJSpeech: sentences of one speaker", found


_SPEAKER = re.compile(r"[FM][A-Z0-9]{3}\d")


def _timit(names: Sequence[str]) -> dict[str, Entry]:
    """.../TRAIN/DR1/FCJF0/SA1.WAV: the speaker's first letter tells women from men."""
    entries = {}
    for name in names:
        parts = [part.upper() for part in PurePosixPath(name).parts]
        if len(parts) >= 4 and parts[-4] in ("TRAIN", "TEST") and re.fullmatch(r"DR\d", parts[-3]) and _SPEAKER.fullmatch(parts[-2]):
            label = "female" if parts[-2][0] == "F" else "male"
            entries[name] = Entry(label, split="train" if parts[-4] == "TRAIN" else "test", source=parts[-2])
    return entries if len(entries) >= 0.9 * len(names) else {}
