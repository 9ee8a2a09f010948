"""The takes that a person keeps. One file thread does all reading and writing and owns the only database connection.

A take is safe once its Future is done: sound file first (recipe inside, synced, renamed), then the row. Files are the truth:
opening drops rows whose file is gone and adopts files that have a recipe but no row. Deleting moves to the trash. Of takes that are
neither starred nor pinned, the oldest lose their sound, never their settings, once all of them are larger than the limit.
The public methods may be called from any thread and return at once.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from studio.audio import atomic, files
from studio.clip import Clip
from studio.engine import preferences, take_files, trash
from studio.engine.instance_lock import InstanceLock
from studio.engine.preferences import read_preferences
from studio.engine.take_files import Take
from studio.engine.take_folders import TakeFolders
from studio.engine.take_index import TakeIndex
from studio.engine.take_room import TakeRoom
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Recipe

__all__ = ["Library", "Take", "read_preferences"]
log = logging.getLogger(__name__)
T = TypeVar("T")
_ADOPT = 50  # files adopted between two calls of on_change
_TOLD = 200  # takes changed at once between two calls of on_change


class Library:
    """See the module. on_change is called on the file thread whenever `takes()` has changed.

    Raises BadInput where another instance uses the home or it can't be written to.
    """

    def __init__(self, home: Home, on_change: Callable[[], None] = lambda: None) -> None:
        try:
            home.make()
        except OSError as error:
            place = error.filename or home.root
            raise BadInput(f"Undertone can't make its folder '{place}' ({error.strerror}); make it or choose another home.") from error
        self._home = home
        self.on_change = on_change  # may be set again by who comes later (the session); called on the file thread
        self._lock = InstanceLock(home.lock_file)
        self._guard = threading.Lock()  # for what follows: written by the file thread, read by any
        self._takes: dict[str, Take] = {}
        self._newest_first: tuple[Take, ...] | None = None  # made when asked for
        self._unsaved: dict[str, tuple[Take, Clip]] = {}
        self._safe: dict[str, Callable[[], object]] = {}  # what is to be done once these are saved; the file thread's
        self._preferences: tuple[dict[str, Any], Future[None]] | None = None  # what waits to be written: newest wins
        self._last_created = 0.0
        self._held: set[str] = set()  # ids that pin() was called for
        self.remakes: Callable[[Take], bool] = lambda take: False  # can its settings make the same sound again? Any thread
        self._closing = False  # set once by close(), read by the file thread
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="undertone-files")
        self._folders = TakeFolders(home)
        self._room = TakeRoom(self._folders.scan)
        self._index: TakeIndex  # file thread only
        try:
            orphans = self._thread.submit(self._open).result()
        except BaseException:
            self._thread.shutdown()
            self._lock.release()
            raise
        if orphans:
            self._submit(self._adopt, orphans)

    # What is kept

    def takes(self) -> tuple[Take, ...]:
        """Every take on disk, newest first."""
        with self._guard:
            if self._newest_first is None:
                self._newest_first = tuple(sorted(self._takes.values(), key=lambda t: (t.created, t.id), reverse=True))
            return self._newest_first

    def get(self, id: str) -> Take:
        """Raises BadInput where there is no such take."""
        with self._guard:
            if id not in self._takes:
                raise BadInput(f"There is no take '{id}'; it may have been deleted.")
            return self._takes[id]

    @property
    def unsaved(self) -> tuple[Take, ...]:
        """Takes that the disk refused: kept in memory until `retry`, the next `add` or `close` gets them onto the disk."""
        with self._guard:
            return tuple(take for take, _ in self._unsaved.values())

    # What changes it: each returns a Future that fails with BadInput, one sentence, and then nothing has changed

    def moment(self) -> float:
        """Now as Unix time in s, but after every take and moment so far: no two share one, whatever the clock does."""
        with self._guard:
            self._last_created = max(datetime.now().timestamp(), self._last_created + 1e-5)
            return self._last_created

    def add(
        self, clip: Clip, recipe: Recipe, *, title: str, parent: str | None = None, created: float | None = None,
        safe: Callable[[], object] = lambda: None,
    ) -> Future[Take]:  # fmt: skip
        """Keep a clip as a new take. Where the disk refuses, the Future fails and the take waits in `unsaved`.

        created: what `moment` gave, for a take whose sound is older than this call; None is now. safe() is called on the file thread once
        the take is on disk, at once or after a `retry`; it must not fail.
        """
        created = self.moment() if created is None else created
        id = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        return self._submit(self._add, id, clip, recipe, title, created, parent, safe)

    def retry(self) -> Future[tuple[Take, ...]]:
        """Try again to write what is unsaved; gives the takes that are now safe, fails where one is still refused."""
        return self._submit(self._retry)

    def star(self, id: str, starred: bool = True) -> Future[Take]:
        return self._submit(self._change, id, starred=bool(starred))

    def rename(self, id: str, title: str) -> Future[Take]:
        """A new title; the file keeps its name, because other programs may use it where it lies."""
        return self._submit(self._rename, id, title)

    def tag(self, id: str, tags: Iterable[str]) -> Future[Take]:
        """Replace the tags."""
        return self._submit(self._tag, id, tuple(tags))

    def delete(self, id: str) -> Future[None]:
        """Move a take to the trash."""
        return self._submit(self._delete_all, (id,))

    def undelete(self, id: str) -> Future[Take]:
        """Bring a take back from the trash as it was."""
        return self._submit(self._undelete, id)

    def star_all(self, ids: Iterable[str], starred: bool = True) -> Future[None]:
        """As `star` for several: those that can be changed are, the first refusal is told."""
        return self._submit(self._change_all, {id: {"starred": bool(starred)} for id in ids})

    def tag_all(self, tags: Mapping[str, Iterable[str]]) -> Future[None]:
        """As `tag` for several, id -> its new tags."""
        return self._submit(self._change_all, {id: {"tags": take_files.clean_tags(new)} for id, new in tags.items()})

    def pin(self, ids: Iterable[str]) -> Future[None]:
        """Another program may point at the files of these takes from now on: their sound is never dropped."""
        with self._guard:
            self._held.update(ids := tuple(ids))
        return self._submit(self._change_all, {id: {"pinned": True} for id in ids})

    def delete_all(self, ids: Iterable[str]) -> Future[None]:
        """Move several to the trash, as far as they can be."""
        return self._submit(self._delete_all, tuple(ids))

    def undelete_all(self, ids: Iterable[str]) -> Future[None]:
        return self._submit(self._undelete_all, tuple(ids))

    def empty_trash(self) -> Future[int]:
        """Remove what lies in the trash for good; how many files went."""
        return self._submit(trash.empty, self._home.trash)

    def fill(self, id: str, clip: Clip) -> Future[Take]:
        """Give a take whose sound was dropped its sound back; of others nothing is changed."""
        return self._submit(self._fill, id, clip)

    def make_room(self, limit: int | None = None) -> Future[None]:
        """Drop what is beyond the limit, in bytes (0: nothing ever); None: the limit as it was set last."""
        if limit is not None:
            self._room.limit = max(0, int(limit))
        return self._submit(self._make_room)

    @property
    def folder(self) -> Path:
        """Where new takes go."""
        return self._folders.now

    @property
    def away(self) -> Path | None:
        """The folder that was chosen for takes, where it couldn't be reached at the start; None where all is well."""
        return self._folders.away

    def set_folder(self, folder: Path) -> Future[None]:
        """Put new takes into another folder; those that there are stay where they lie, and are known there at the next start."""
        return self._submit(self._folders.change, folder)

    def move_here(self, ids: Iterable[str]) -> Future[int]:
        """Move takes into the folder for new ones; how many moved. Pinned ones stay: another program may point at them."""
        return self._submit(self._move_here, tuple(ids))

    def read(self, id: str) -> Future[Clip]:
        """The samples of a take, bit for bit as they were added; fails where they were dropped."""
        return self._submit(self._read, id)

    def write_preferences(self, values: dict[str, Any]) -> Future[None]:
        """Replace the preferences file. Of several that wait, only the newest is written."""
        with self._guard:
            if self._preferences is not None:
                self._preferences = (dict(values), self._preferences[1])
                return self._preferences[1]
            if self._closing:
                return _closed()
            future: Future[None] = self._thread.submit(self._guarded, self._write_preferences)
            self._preferences = (dict(values), future)
            return future

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until everything asked for so far is done; False where `timeout` seconds were not enough."""
        try:
            self._thread.submit(int).result(timeout)
        except TimeoutError:
            return False
        except RuntimeError:  # closed: nothing is left to do
            return True
        return True

    def close(self) -> None:
        """Finish what was asked for, try once more to save what is unsaved, and give the lock back. Again does nothing."""
        with self._guard:
            if self._closing:
                return
            self._closing = True
            self._thread.submit(self._finish)
        self._thread.shutdown(wait=True)
        self._lock.release()

    # The file thread

    def _submit(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> Future[T]:
        with self._guard:
            if self._closing:
                return _closed()
            return self._thread.submit(self._guarded, work, *args, **kwargs)

    def _guarded(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        try:
            return work(*args, **kwargs)
        except OSError as error:
            raise BadInput(f"The library in '{self._home.root}' could not be changed: {files.disk_problem(error)}.") from error
        except sqlite3.Error as error:
            raise BadInput(f"The database in '{self._home.root}' refused ({error}); free some space, then start again.") from error

    def _open(self) -> list[Path]:
        """Load the index and compare it with the files. Gives the files without a row."""
        atomic.remove_stale(self._home.root)
        places = self._folders.scan()
        self._index = TakeIndex(self._home.database, places)
        takes = {take.id: take for take in self._index.load()}
        gone = takes.keys() - places.keys()
        if gone:
            log.warning("the files of %d takes are gone; their rows are dropped", len(gone))
            try:
                self._index.remove(gone)
            except sqlite3.Error as error:
                log.warning("rows could not be dropped: %s", error)
        with self._guard:
            self._takes = {id: take for id, take in takes.items() if id not in gone}
            self._last_created = max((take.created for take in self._takes.values()), default=0.0)
        return [places[id] for id in sorted(places.keys() - takes.keys(), reverse=True)]

    def _adopt(self, paths: list[Path]) -> None:
        """Make rows for files that have none: the program was killed between the two, or the database was lost."""
        for start in range(0, len(paths), _ADOPT):
            if self._closing:
                return  # the next start goes on
            found = []
            for path in paths[start : start + _ADOPT]:
                try:
                    take = take_files.read(path)
                except (BadInput, OSError) as error:
                    log.warning("not a take: %s", error)
                    continue
                if take is not None:
                    found.append(take)
            self._put(found)

    def _put(self, takes: list[Take]) -> None:
        """Rows and memory. The files are safe already, so a row that is refused is only made later, at the next start."""
        if not takes:
            return
        try:
            self._index.put(takes)
        except sqlite3.Error as error:
            log.warning("rows of takes were refused and will be made from the files: %s", error)
        with self._guard:
            self._takes.update({take.id: take for take in takes})
            self._last_created = max(self._last_created, *(take.created for take in takes))
        self._changed()

    def _changed(self) -> None:
        with self._guard:
            self._newest_first = None
        try:
            self.on_change()
        except Exception:
            log.exception("a listener of the library failed")

    def _add(self, id: str, clip: Clip, recipe: Recipe, title: str, created: float, parent: str | None,
             safe: Callable[[], object]) -> Take:  # fmt: skip
        self._safe[id] = safe
        take = take_files.make_take(id, self._folders.now / f"{id}.wav", clip, recipe, title, created, parent)
        self._save(take, clip)
        if self._unsaved:
            try:
                self._retry()
            except BadInput as error:
                log.warning("%s", error)
        try:
            self._room.measured(take)
            self._make_room()
        except (OSError, sqlite3.Error) as error:
            log.warning("no room could be made: %s", error)  # the take is safe all the same
        return take

    def _save(self, take: Take, clip: Clip) -> None:
        try:
            if not take.file.parent.is_dir():
                self._home.make()  # somebody took the folders away while the program runs
            take_files.write(take, clip)
        except OSError as error:
            with self._guard:
                self._unsaved[take.id] = (take, clip)
            problem = files.disk_problem(error)
            raise BadInput(f"The take '{take.title}' is kept in memory only, it could not be written: {problem}.") from error
        with self._guard:
            self._unsaved.pop(take.id, None)
        self._put([take])
        self._safe.pop(take.id, lambda: None)()

    def _retry(self) -> tuple[Take, ...]:
        with self._guard:
            waiting = dict(self._unsaved)
        self._each(waiting, lambda id: self._save(*waiting[id]))
        return tuple(take for take, _ in waiting.values())

    def _rename(self, id: str, title: str) -> Take:
        cleaned = take_files.clean_text(title)
        if not cleaned:
            raise BadInput("A take needs a title; type at least one letter.")
        return self._change(id, title=cleaned)

    def _tag(self, id: str, tags: tuple[str, ...]) -> Take:
        return self._change(id, tags=take_files.clean_tags(tags))

    def _change(self, id: str, **fields: Any) -> Take:
        take = self._changed_take(id, fields)
        self._changed()
        return take

    def _changed_take(self, id: str, fields: Mapping[str, Any]) -> Take:
        """Notes first, then the row; where the row is refused the old notes come back."""
        old = self.get(id)
        take = replace(old, **fields)
        take_files.write_notes(take)
        try:
            self._index.put([take])
        except sqlite3.Error:
            take_files.write_notes(old)
            raise
        with self._guard:
            self._takes[id] = take
        return take

    def _change_all(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        self._each(changes, lambda id: self._changed_take(id, changes[id]))

    def _each(self, ids: Iterable[str], work: Callable[[str], object]) -> None:
        """Do it to every one that lets it be done, and tell of the first that doesn't. Raises BadInput, OSError, sqlite3.Error."""
        refused: list[BadInput | OSError | sqlite3.Error] = []
        for number, id in enumerate(ids, 1):
            try:
                work(id)
            except (BadInput, OSError, sqlite3.Error) as error:
                refused.append(error)
            if number % _TOLD == 0:
                self._changed()
        self._changed()
        if refused:
            raise refused[0]

    def _delete_all(self, ids: tuple[str, ...]) -> None:
        gone: list[str] = []
        try:
            self._each(ids, lambda id: gone.append(self._to_trash(id)))
        finally:
            try:
                self._index.remove(gone)
            except sqlite3.Error as error:
                log.warning("rows could not be dropped, the next start drops them: %s", error)

    def _to_trash(self, id: str) -> str:
        take = self.get(id)
        try:
            take_files.move(take.file, self._home.trash)
        except FileNotFoundError:
            log.warning("the file of take %s was gone already", id)
        with self._guard:
            del self._takes[id]
        return id

    def _undelete_all(self, ids: tuple[str, ...]) -> None:
        back: list[Take] = []
        try:
            self._each(ids, lambda id: back.append(self._from_trash(id)))
        finally:
            self._put(back)

    def _undelete(self, id: str) -> Take:
        take = self._from_trash(id)
        self._put([take])
        return take

    def _from_trash(self, id: str) -> Take:
        if Path(id).name != id:
            raise BadInput(f"There is no take '{id}'.")
        folder = self._folders.now
        try:
            take_files.move(self._home.trash / f"{id}.wav", folder)
        except FileNotFoundError:
            raise BadInput(f"The take '{id}' is not in the trash any more.") from None
        take = take_files.read(folder / f"{id}.wav")
        if take is None:
            raise BadInput(f"The file of take '{id}' has lost its recipe; it lies in '{folder}'.")
        return take

    def _move_here(self, ids: tuple[str, ...]) -> int:
        moved: list[Take] = []

        def work(id: str) -> None:
            take, folder = self.get(id), self._folders.now
            if take.pinned or take.file.parent == folder or id in self._held:
                return
            take_files.move(take.file, folder)
            moved.append(replace(take, file=folder / take.file.name))
            with self._guard:
                if id not in self._held:
                    self._takes[id] = moved[-1]
                    return
            take_files.move(moved.pop().file, take.file.parent)  # handed out while it moved: it is looked for where it was

        self._each(ids, work)
        return len(moved)

    def _fill(self, id: str, clip: Clip) -> Take:
        take = self.get(id)
        if not take.dropped:
            return take
        take_files.fill(take, clip)
        self._room.measured(take)
        return self._change(id, dropped=False)

    def _make_room(self) -> None:
        """Drop the sounds of the oldest takes that are beyond the limit, a few at a time. Raises OSError, sqlite3.Error."""
        with self._guard:
            free = [t for t in self._takes.values() if not (t.starred or t.pinned or t.dropped or t.id in self._held)]
        doomed, more = self._room.beyond(free, self.remakes)
        for take in doomed:  # notes, row, sound: a kill in between leaves a sound that is called dropped and is read all the same
            take_files.drop_sound(self._changed_take(take.id, {"dropped": True}))
            self._room.measured(take)
        if doomed:
            log.info("dropped the sounds of %d takes to save room; their settings are kept", len(doomed))
            self._changed()
            if more:
                self._submit(self._make_room)

    def _read(self, id: str) -> Clip:
        with self._guard:
            waiting = self._unsaved.get(id)
        return waiting[1] if waiting else files.read_clip(self.get(id).file)

    def _write_preferences(self) -> None:
        with self._guard:
            waiting, self._preferences = self._preferences, None
        assert waiting is not None  # put there before this was submitted
        try:
            preferences.write(self._home, waiting[0])
        except (TypeError, ValueError) as error:
            raise BadInput(f"A preference can't be stored ({error}).") from error

    def _finish(self) -> None:
        try:
            self._retry()
        except BadInput as error:
            log.error("lost with this session: %s", error)
        self._index.close()


def _closed() -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(BadInput("The library is closed; start Undertone again."))
    return future
