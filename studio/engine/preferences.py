"""The user's preferences: one JSON object under home, replaced whole. Read by any thread, written by the file thread."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

from studio.audio import atomic
from studio.paths import Home
from studio.recipe import read_json

log = logging.getLogger(__name__)
_MAX_BYTES = 64 << 20  # automation of many controls and models takes more than one would think


def read_preferences(home: Home) -> dict[str, Any]:
    """The preferences, {} where there are none. A damaged file is put aside, so that it can be looked at, and {} returned."""
    path = home.settings_file
    try:
        if path.exists() and not path.is_file():
            raise OSError(f"{path} is no file")  # opening a pipe would wait for whoever writes into it
        with open(path, "rb") as file:
            text = file.read(_MAX_BYTES + 1)
        if len(text) > _MAX_BYTES:
            raise ValueError("too large")
        data = read_json(text)  # nothing that could not be written again
        if not isinstance(data, dict):
            raise ValueError("not an object")
        return data
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("the preferences can't be read: %s", error)
        return {}
    except ValueError as error:
        log.warning("the preferences are damaged (%s); starting with defaults, the damaged file is kept", error)
        put_aside(path)
        return {}


def write(home: Home, preferences: dict[str, Any]) -> None:
    """Replace the preferences. Raises OSError; TypeError or ValueError for what JSON can't hold, or `read_preferences` would not read."""
    text = json.dumps(preferences, indent=1, sort_keys=True, allow_nan=False).encode("utf-8")
    if len(text) > _MAX_BYTES:
        raise ValueError("too large")
    home.root.mkdir(parents=True, exist_ok=True)
    atomic.replace(home.settings_file, text)


def put_aside(path: Path) -> Path | None:
    """Rename a damaged file to 'name.damaged-<time>.ext' beside it; None where that fails. Never overwrites."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        target = path.with_name(f"{path.stem}.damaged-{stamp}{'' if number == 1 else f'-{number}'}{path.suffix}")
        if not target.exists():
            try:
                atomic.move(path, target)
            except OSError as error:
                log.warning("%s could not be put aside: %s", path, error)
                return None
            return target
    return None
