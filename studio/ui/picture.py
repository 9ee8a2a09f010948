"""`python -m studio.ui.picture OUT.png [--size 1600x1000] [--home DIR]`: save a picture of the real window. GUI thread.

Builds the real program (model, session, takes), plays a little with it and saves what a person would see. The README's
picture is made so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

SECONDS = 60.0
TAKES = 12


def _wait(condition: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Let the window work until the condition holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen in {seconds:g} s")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _settle(seconds: float = 0.4) -> None:
    end = time.monotonic() + seconds
    _wait(lambda: time.monotonic() > end, "a pause")


def play_with_it(studio: object, takes: int = TAKES) -> None:
    """Make a dozen takes, star two, choose one: a window in the middle of work."""
    session, window = studio.session, studio.window  # type: ignore[attr-defined]
    _wait(lambda: session.spec is not None, "loading the model")
    while len(session.takes()) < takes:
        count = len(session.takes())
        session.randomise()
        _wait(lambda count=count: len(session.takes()) > count, "a new take")
    for place in (1, 4):
        session.star(session.takes()[place].id, True)
    _wait(lambda: sum(take.starred for take in session.takes()) >= 2, "a star")
    _wait(lambda: window.viewer.shown is not None, "the picture of the sound")
    session.stop()
    _settle()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="studio.ui.picture", description="Save a picture of the real window.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1600x1000")
    parser.add_argument("--home", type=Path, default=None)
    options = parser.parse_args(argv)
    width, height = (int(part) for part in options.size.split("x"))
    from studio.app import build

    with tempfile.TemporaryDirectory() as folder:
        with build(home=options.home or Path(folder)) as studio:
            studio.window.resize(width, height)
            studio.window.show()
            play_with_it(studio)
            saved = studio.window.grab().save(str(options.out))
    return 0 if saved else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
