"""Where takes lie: the folder for new ones, and the folders of before in which older ones stay. File thread only, except for `now`.

`takes_folders.json` under home names them once a person chose another folder than `home/takes`. It is replaced whole before anything
is moved, so that a kill at any moment leaves every take in a folder that is looked into.
"""

from __future__ import annotations

import filecmp
import json
import logging
import os
from pathlib import Path
from typing import Any

from studio.audio import atomic
from studio.audio.files import disk_problem, shown
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import read_json

log = logging.getLogger(__name__)
VERSION = 1
MAX_BYTES, MOST = 1 << 16, 32  # of the file; folders of before


class TakeFolders:
    """`now` is for new takes. Where the chosen folder is away (a disk that isn't plugged in), it is `home/takes`, and `away` names it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.now, self.before = home.takes, tuple[Path, ...]()  # `now` is one reference: any thread may read it
        self.away: Path | None = None
        self._chosen = home.takes
        self._read()

    def _read(self) -> None:
        """What the file says; what is damaged in it counts as not said."""
        path = self._file
        try:
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                return
            data = read_json(path.read_bytes())
        except (OSError, ValueError) as error:
            log.warning("the folders of takes can't be read (%s): it is '%s' then", error, self.now)
            return
        if not isinstance(data, dict) or data.get("undertone_takes_folders") != VERSION:
            log.warning("the file of the takes' folders is damaged: it is '%s' then", self.now)
            return
        chosen, before = _folder(data.get("now")), data.get("before")
        self.before = tuple(folder for one in (before[:MOST] if isinstance(before, list) else ()) if (folder := _folder(one)) is not None)
        if chosen is None or chosen == self.now:
            return
        self._chosen = chosen
        self.before = tuple(dict.fromkeys((*self.before, self._home.takes)))
        if chosen.is_dir() and os.access(chosen, os.W_OK | os.X_OK):
            self.now = chosen
        else:
            self.away = chosen

    @property
    def _file(self) -> Path:
        return self._home.root / "takes_folders.json"

    @property
    def all(self) -> tuple[Path, ...]:
        """The one for new takes first."""
        return tuple(dict.fromkeys((self.now, self._chosen, *self.before)))

    def scan(self) -> dict[str, Path]:
        """Every sound file by its take's id. Raises OSError where the folder for new takes can't be listed.

        A copy that a move left behind when it was killed is removed where the takes are the same, byte for byte.
        """
        found: dict[str, Path] = {}
        for folder in self.all:
            try:
                with os.scandir(folder) as entries:
                    names = [entry.name for entry in entries if entry.name.endswith(".wav")]
            except OSError as error:
                if folder == self.now:
                    raise
                log.warning("the takes in '%s' are away: %s", folder, error)
                continue
            atomic.remove_stale(folder)
            for name in names:
                other = found.setdefault(name[:-4], folder / name)
                if other != folder / name:
                    _drop_copy(folder / name, other)
        return found

    def change(self, folder: Path) -> None:
        """New takes go into this folder from now on; those of before stay known where they are.

        Raises BadInput for a folder that can't be used; then nothing has changed.
        """
        folder = Path(os.path.abspath(folder))
        name = f"'{shown(folder)}'"
        used = (self._home.trash, self._home.sounds, self._home.presets, self._home.models, self._home.parts)
        if folder == self._home.root or any(folder == one or one in folder.parents for one in used):
            raise BadInput(f"{name} is used by Undertone for other things; choose another folder for takes.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            trial = atomic.begin(folder)
            trial.write_bytes(b"may takes lie here?")
            trial.unlink()
        except OSError as error:
            raise BadInput(f"Takes can't lie in {name}: {disk_problem(error)}.") from error
        before = tuple(one for one in self.all if one != folder)[:MOST]
        data = {"undertone_takes_folders": VERSION, "now": str(folder), "before": [str(one) for one in before]}
        atomic.replace(self._file, json.dumps(data, indent=1).encode("ascii"))
        self.now, self.before, self.away, self._chosen = folder, before, None, folder


def _folder(data: Any) -> Path | None:
    """A whole path, None for anything else."""
    if not isinstance(data, str) or "\0" in data or not os.path.isabs(data):
        return None
    return Path(data)


def _drop_copy(copy: Path, kept: Path) -> None:
    try:
        if copy.is_file() and kept.is_file() and not os.path.samefile(copy, kept) and filecmp.cmp(copy, kept, shallow=False):
            copy.unlink()
    except OSError as error:
        log.warning("a second copy of a take stays where it is: %s", error)
