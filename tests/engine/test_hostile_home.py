"""A home in which something else lies where Undertone's files belong."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.app import _log_handler
from studio.engine.library import Library
from studio.errors import BadInput
from studio.paths import Home


@pytest.mark.parametrize("name", ["takes", "trash", "models"])
def test_a_file_where_a_folder_belongs_is_named(home: Home, name: str) -> None:
    (home.root / name).rmdir()
    (home.root / name).write_text("not a folder")
    with pytest.raises(BadInput, match=name):
        Library(home)


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
def test_a_pipe_where_the_log_belongs_does_not_hold_the_start_up(home: Home) -> None:
    os.mkfifo(home.log_file)
    assert isinstance(_log_handler(home), logging.NullHandler)
    home.log_file.unlink()
    handler = _log_handler(home)
    assert isinstance(handler, logging.FileHandler)
    handler.close()


FULL = """
import logging, resource, sys
from pathlib import Path
from types import SimpleNamespace
from studio.app import _log_to
from studio.paths import Home
_log_to(Home(Path(sys.argv[1])).make(), SimpleNamespace(report=print))
resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
for number in range(100):
    logging.getLogger("x").error("line %d", number)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of files are POSIX")
def test_a_log_that_a_full_disk_refuses_prints_nothing(home: Home) -> None:
    ended = subprocess.run([sys.executable, "-c", FULL, str(home.root)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_nothing_of_what_is_done_is_counted_for_the_maker_of_onnxruntime(tmp_path: Path) -> None:
    """It would keep an id and a queue of events in the cache of the user."""
    place = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "UNDERTONE_HOME", "LOCALAPPDATA")}
    given = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    load = "from studio.models.catalogue import load; load('drums').render([load('drums').spec.defaults()])"
    subprocess.run([sys.executable, "-c", load], env={**given, **place}, check=True)
    assert not list(tmp_path.rglob("*")), "left behind in the home"
