"""A home in which something else lies where Undertone's files belong."""

from __future__ import annotations

import logging
import os

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
