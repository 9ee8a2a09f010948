"""The recipe (and a few texts) inside a sound file. Plain functions, any thread.

WAV: a LIST/INFO chunk behind the samples, ICMT holds the recipe; other programs show it as the comment. We write and read it
ourselves because libsndfile drops every text of a WAV file whose INFO list is longer than 2 kB.
FLAC: the Vorbis comment COMMENT, through soundfile, which carries a megabyte unharmed.
Any other format: its comment as soundfile reads it, so that a converted file often keeps its recipe.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import soundfile

from studio.errors import BadInput, printable
from studio.recipe import MAX_RECIPE_BYTES, Recipe

MARK = "undertone_recipe"
_MAX_INFO_BYTES = 2 * MAX_RECIPE_BYTES  # a longer list is not ours
_MAX_CHUNKS = 10_000


def append_info(wav: bytes, texts: Mapping[str, str]) -> bytes:
    """A RIFF/WAVE file with a LIST/INFO chunk put behind its last chunk. Keys are four letters (ICMT, INAM, ...)."""
    body = b"INFO"
    for key, text in texts.items():
        data = text.encode("utf-8") + b"\0"
        body += struct.pack("<4sI", key.encode("ascii"), len(data)) + data + b"\0" * (len(data) % 2)
    out = wav + b"\0" * (len(wav) % 2) + struct.pack("<4sI", b"LIST", len(body)) + body
    return out[:4] + struct.pack("<I", len(out) - 8) + out[8:]


def append_info_to(path: Path, texts: Mapping[str, str]) -> None:
    """As `append_info` in a RIFF/WAVE file on disk, as before where the disk refuses. Raises OSError, ValueError for another."""
    with open(path, "r+b") as file:
        if file.read(4) != b"RIFF":
            raise ValueError(f"'{path}' is no RIFF file")
        size = file.seek(0, os.SEEK_END)
        fresh = append_info(b"RIFF\0\0\0\0" + b"\0" * (size % 2), texts)[8 + size % 2 :]
        try:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise
        file.seek(4)
        file.write(struct.pack("<I", size + len(fresh) - 8))
        file.flush()
        os.fsync(file.fileno())


def read_info(path: Path) -> dict[str, str]:
    """The texts of a WAV file's LIST/INFO chunks, {} where there are none or it is no WAV. Raises OSError, for a pipe or device too."""
    texts: dict[str, str] = {}
    if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe would wait for whoever writes into it
        raise OSError(errno.EINVAL, "no regular file", str(path))
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(12)
        if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            return texts
        for _ in range(_MAX_CHUNKS):
            header = file.read(8)
            if len(header) < 8:
                break
            name, length = struct.unpack("<4sI", header)
            end = file.tell() + length + length % 2
            if name == b"LIST" and 4 <= length <= _MAX_INFO_BYTES:
                texts.update(_info_entries(file, length))
            if end > size:
                break
            file.seek(end)
    return texts


def _info_entries(file: BinaryIO, length: int) -> dict[str, str]:
    body = file.read(length)
    texts: dict[str, str] = {}
    at = 4
    while body[:4] == b"INFO" and at + 8 <= len(body):
        key, size = struct.unpack_from("<4sI", body, at)
        text = body[at + 8 : at + 8 + size]
        texts[key.decode("latin-1")] = text.split(b"\0", 1)[0].decode("utf-8", "replace")
        at += 8 + size + size % 2
    return texts


def read_comment(path: Path) -> str:
    """The comment of any sound file, '' where there is none or the file can't be read as sound. Raises OSError."""
    comment = read_info(path).get("ICMT", "")
    if comment:
        return comment
    try:
        with soundfile.SoundFile(path) as file:
            return file.comment or ""
    except (soundfile.SoundFileError, TypeError, UnicodeError):
        return ""


def read(path: Path) -> Recipe | None:
    """The recipe inside a sound file, None where it carries none.

    Raises BadInput naming the file where it carries one that is damaged or of another version; OSError where it can't be opened.
    """
    path = Path(path)
    comment = read_comment(path)
    if MARK not in comment:
        return None
    try:
        return Recipe.from_text(comment)
    except BadInput as error:
        raise BadInput(f"'{printable(path.name, 80)}': {error} Its sound can still be used.") from error
