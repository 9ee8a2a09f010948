"""The index of takes: one SQLite table that can be thrown away, because the sound files hold the truth. File thread only."""

from __future__ import annotations

import json
import logging
import math
import sqlite3
import time
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from studio.clip import MAX_SECONDS
from studio.engine.preferences import put_aside
from studio.engine.take_files import OUTLINE, Take, clean_tags
from studio.errors import BadInput
from studio.recipe import Recipe, is_number, read_json

log = logging.getLogger(__name__)
VERSION = 2  # 1 had no pinned and dropped
AHEAD = 86_400.0  # seconds that a row may lie in the future: clocks are set back
PATIENCE = 1.0  # seconds to wait for another program that has the database open
_TABLE = """CREATE TABLE IF NOT EXISTS takes (id TEXT PRIMARY KEY, title TEXT NOT NULL, recipe TEXT NOT NULL, seconds REAL NOT NULL,
created REAL NOT NULL, starred INTEGER NOT NULL, tags TEXT NOT NULL, parent TEXT, peak REAL NOT NULL, outline BLOB NOT NULL,
pinned INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0)"""
_FROM_1 = tuple(f"ALTER TABLE takes ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0" for name in ("pinned", "dropped"))
_ALL = "SELECT id, title, recipe, seconds, created, starred, tags, parent, peak, outline, pinned, dropped FROM takes"
_NOT_DAMAGE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY,
               sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM}


class TakeIndex:
    """Rows of takes. A damaged database is put aside and begun anew; where the disk refuses one, it lives in memory.

    places: where the sound file of each take lies, by its id. `damaged` is where the damaged one lies, None where there was none.
    """

    def __init__(self, path: Path, places: Mapping[str, Path]) -> None:
        self._places = places
        self.damaged: Path | None = None
        try:
            self._db = _open(path)
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.OperationalError) and (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _NOT_DAMAGE:
                log.warning("the database of takes can't be opened (%s): it is built in memory from the files", error)
                self._db = _open(Path(":memory:"))
                return
            log.warning("the database of takes is damaged (%s): it is kept aside and rebuilt from the files", error)
            self.damaged = put_aside(path)
            for ending in ("-journal", "-wal"):  # not to be played into the new database
                journal = path.with_name(path.name + ending)
                if journal.exists():
                    put_aside(journal)
            self._db = _open(path if self.damaged else Path(":memory:"))

    def load(self) -> list[Take]:
        """Every row that can be read; the others are as if absent."""
        takes = []
        for row in self._db.execute(_ALL):
            try:
                takes.append(self._take(row))
            except (BadInput, ValueError, TypeError, RecursionError) as error:
                log.warning("a row of the takes can't be read (%s): it is made again from its file", error)
        return takes

    def _take(self, row: tuple[Any, ...]) -> Take:
        id, title, recipe, seconds, created, starred, tags, parent, peak, outline, pinned, dropped = row
        values = array("f")
        values.frombytes(outline)
        if not isinstance(id, str) or not isinstance(title, str) or not isinstance(parent, str | None):
            raise ValueError("id, title or parent is no text")
        numbers = all(map(is_number, (seconds, created, peak))) and all(map(math.isfinite, values)) and 0 <= seconds <= MAX_SECONDS
        if not numbers or len(values) > OUTLINE or created > time.time() + AHEAD:
            raise ValueError("a number is out of range")
        file = self._places.get(id, Path(f"{id}.wav"))
        return Take(id, title, Recipe.from_text(recipe), file, float(seconds), float(created), bool(starred),
                    () if tags == "[]" else clean_tags(read_json(tags)), parent, float(peak), tuple(values), bool(pinned), bool(dropped))

    def put(self, takes: Iterable[Take]) -> None:
        """Add or replace rows, all or none. Raises sqlite3.Error.

        A file whose name is no text has no row: it is found again at each start.
        """
        rows = [
            (t.id, t.title, t.recipe.to_text(), t.seconds, t.created, int(t.starred), json.dumps(t.tags), t.parent, t.peak,
             array("f", t.outline).tobytes(), int(t.pinned), int(t.dropped))
            for t in takes
            if _is_text(t.id)
        ]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO takes VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove rows, all or none. Raises sqlite3.Error."""
        with self._db:
            self._db.executemany("DELETE FROM takes WHERE id = ?", [(id,) for id in ids if _is_text(id)])

    def close(self) -> None:
        self._db.close()


def _is_text(name: str) -> bool:
    """False for a file's name whose bytes are not UTF-8: the database takes none of these."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _open(path: Path) -> sqlite3.Connection:
    """Raises sqlite3.Error where it can't be opened, is damaged or of another version."""
    db = sqlite3.connect(path, timeout=PATIENCE)
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")  # one connection only; so the write-ahead log needs no shared memory
        db.execute("PRAGMA journal_mode = WAL")  # one fsync a commit, not four: 1.5 ms instead of 8
        db.execute("PRAGMA synchronous = FULL")
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("the check failed")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version in (0, 1):
            db.execute("BEGIN IMMEDIATE")
            for statement in (_TABLE,) if version == 0 else _FROM_1:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
            db.commit()
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"version {version}, not {VERSION}")
        if db.execute("SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')").fetchone()[0]:
            raise sqlite3.DatabaseError("views or triggers that are not ours")  # a view can compute for ever
        db.execute(f"{_ALL} LIMIT 1").fetchall()
    except BaseException:
        db.close()
        raise
    return db
