"""How a command ends: exit code 0 done, 2 bad input, 1 our fault, 130 stopped by the person; never a traceback.

Bad input is one sentence on stderr. Our fault is one sentence that says where the log with the traceback lies.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.errors import BadInput, brief, printable

DONE, OUR_FAULT, BAD_INPUT, STOPPED = 0, 1, 2, 130
# what a disk or a folder refuses: not our fault
REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ELOOP,
           errno.ENAMETOOLONG}  # fmt: skip
MAX_LOG_BYTES = 1 << 20
MAX_SENTENCE = 2_000  # characters


def print_json(data: Any) -> None:
    """Data for other programs on stdout: ASCII, numbers with a point whatever the locale, no NaN."""
    print(json.dumps(data, indent=2, allow_nan=False))


def complain(sentence: str) -> None:
    """One sentence on stderr, on one line however the text was broken, without what would steer a terminal."""
    print(printable(" ".join(sentence.split()), MAX_SENTENCE), file=sys.stderr, flush=True)


def prepare_streams() -> None:
    """Printing never fails: names that are no valid text are escaped; a windowed program without stderr writes to the log."""
    if sys.stderr is None or sys.stdout is None:
        stream = _open_log()
        sys.stdout = sys.stdout or stream
        sys.stderr = sys.stderr or stream
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _log_files() -> list[Path]:
    """Where the log may lie, best first."""
    files = [Path(tempfile.gettempdir()) / "undertone.log"]
    try:
        from studio.paths import Home

        files.insert(0, Home.default().log_file)
    except Exception:
        pass  # no home at all: the temporary folder serves
    return files


def _open_log() -> Any:
    for file in _log_files():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.stat().st_size > MAX_LOG_BYTES:
                file.replace(file.with_suffix(".old.log"))
            return file.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
        except OSError:
            continue
    return open(os.devnull, "w", encoding="utf-8")


def log_failure(error: BaseException) -> str:
    """Append the traceback to the log; returns the log's path (the null device's where nothing can be written)."""
    with _open_log() as log:
        log.write(f"\n{time.strftime('%Y-%m-%d %H:%M:%S')} {' '.join(sys.argv)}\n")
        log.write("".join(traceback.format_exception(error)))
        return str(log.name)


def guarded(action: Callable[[], int | None]) -> int:
    """Run a command; returns its exit code."""
    try:
        code = action()
        sys.stdout.flush()
        return code or DONE
    except BadInput as error:
        complain(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        complain("Stopped.")
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has enough (`| head`): nothing more to say
        return DONE
    except MemoryError as error:
        complain(f"This machine has not enough free memory for that (the details are in {log_failure(error)}).")
        return OUR_FAULT
    except Exception as error:
        if isinstance(error, OSError) and error.errno in REFUSED:
            log_failure(error)
            complain(f"{brief(error.filename, 200) if error.filename else 'A file'} can't be used: {error.strerror}; choose another place.")
            return BAD_INPUT
        complain(f"Undertone itself failed ({type(error).__name__}: {error}); the details are in {log_failure(error)}.")
        return OUR_FAULT
