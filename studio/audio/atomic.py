"""Files that appear whole or not at all. Plain functions, any thread but the GUI's.

Temporary file in the same folder, flush, fsync, rename, fsync of the folder: a power cut or kill -9 leaves either nothing or the
whole file under the final name. What a killed program left behind is `.undertone-*.part`, removed by `remove_stale`; what this
process is still writing is not.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from pathlib import Path

_WINDOWS = os.name == "nt"
_PREFIX, _SUFFIX = ".undertone-", ".part"
_OURS = f"{_PREFIX}{secrets.token_hex(4)}-"  # not the process's number: another had the same before
STALE_SECONDS = 3600.0
_RETRIES = 5  # Windows refuses a rename while a virus scanner holds the file
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def write_new(path: Path, data: bytes) -> Path:
    """Write `data` under `path`, or under 'name 2', 'name 3', ... where that exists. Returns the path used. Raises OSError."""
    remove_stale(path.parent, STALE_SECONDS)
    temporary = _write_temporary(path.parent, data)
    try:
        return finish(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def begin(folder: Path) -> Path:
    """A name for a temporary file that is then written piece by piece, synced, and given its own name by `finish`."""
    return folder / f"{_OURS}{secrets.token_hex(4)}{_SUFFIX}"


def finish(temporary: Path, path: Path) -> Path:
    """Give a temporary file in the same folder its name, or 'name 2', 'name 3', ... where that exists. Returns it. Raises OSError."""
    for number in range(1, 100_000):
        target = path if number == 1 else path.with_name(f"{path.stem} {number}{path.suffix}")
        if _claim(temporary, target):
            sync_folder(path.parent)
            return target
    raise OSError(errno.EEXIST, "too many files of that name")


def replace(path: Path, data: bytes) -> None:
    """Write `data` under `path` in place of what is there. Raises OSError; the old file is then untouched."""
    temporary = _write_temporary(path.parent, data)
    try:
        move(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def move(source: Path, target: Path) -> None:
    """Rename, replacing `target`, and make it last. A refusal is retried five times on Windows. Raises OSError.

    To another disk it is copied: a kill leaves the source, or both, and never a part under the target's name.
    """
    for attempt in range(_RETRIES):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if not _WINDOWS or attempt == _RETRIES - 1:
                raise
            time.sleep(0.05 * (attempt + 1))
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _copy(source, target)
            source.unlink()
            break
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def _copy(source: Path, target: Path) -> None:
    """The file, whole and synced, under another name; its times come along."""
    temporary = begin(target.parent)
    try:
        shutil.copy2(source, temporary)
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, target)
        sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove_stale(folder: Path, older_than: float = 0.0) -> None:
    """Remove temporary files that a killed program left in a folder, and none that this process has begun; never fails."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX) and not entry.name.startswith(_OURS):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime >= older_than:
                        os.unlink(entry.path)


def sync_folder(folder: Path) -> None:
    """Make a rename last. Windows can't and need not; some network folders refuse."""
    if _WINDOWS:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_temporary(folder: Path, data: bytes) -> Path:
    temporary = begin(folder)
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _claim(temporary: Path, target: Path) -> bool:
    """Give the temporary file its name; False where the name is taken. A hard link can't overwrite, a rename can."""
    try:
        if _WINDOWS:
            move_new(temporary, target)
        else:
            os.link(temporary, target)
        return True
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
    if target.exists():
        return False
    os.replace(temporary, target)
    return True


def move_new(source: Path, target: Path) -> None:
    """Rename where the system itself refuses to overwrite (Windows), retried as `move` is."""
    for attempt in range(_RETRIES):
        try:
            os.rename(source, target)
            return
        except PermissionError:
            if attempt == _RETRIES - 1:
                raise
            time.sleep(0.05 * (attempt + 1))
