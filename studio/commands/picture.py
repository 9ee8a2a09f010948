"""`python -m studio.commands.picture OUT.png [--size 1600x1000] [--home DIR] [--sink] [--live]`: save a picture of the window.

Builds the real program (model, session, takes), plays a little with it and saves what a person would see. The README's
pictures are made so; --live shows two streams over a beat instead. Runs everything on the main thread; needs a display.
--sink plays into a PulseAudio of its own, for a machine without a sound card.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

SECONDS = 60.0  # for each step
TAKES = 12
STARRED = (1, 4)
SIGMAS = (0.7, -0.4, 0.9, 0.0, -1.2)  # where the first macros go


def wait(studio: Any, condition: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Let the window work until the condition holds. Raises TimeoutError naming `what`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen in {seconds:g} s")
        studio.qt.processEvents()
        time.sleep(0.005)


def settle(studio: Any, seconds: float = 0.5) -> None:
    """Let the window work for a while."""
    end = time.monotonic() + seconds
    wait(studio, lambda: time.monotonic() > end, "a pause")


def play_with_it(studio: Any, takes: int = TAKES) -> None:
    """Make some takes, star two, go to the fullest one and move its macros: a window in the middle of work."""
    session, window = studio.session, studio.window
    wait(studio, lambda: session.spec is not None and session.spec.id == session.project.model, "loading the model")
    while len(session.takes()) < takes:
        more = partial(_more_than, session, len(session.takes()))
        session.randomise()
        wait(studio, more, "a new take")
    for place in STARRED:
        session.star(session.takes()[place].id, True)
    wait(studio, lambda: sum(take.starred for take in session.takes()) >= len(STARRED), "a star")
    fullest = max(session.takes(), key=lambda take: take.seconds * sum(take.outline))
    session.restore(fullest.id)
    wait(studio, lambda: session.settings == fullest.recipe.settings, "going back to a take")
    macros = [control for control in session.spec.controls if getattr(control, "group", "") == "macro"]
    for control, sigma in zip(macros, SIGMAS, strict=False):
        session.set(control.name, sigma)
    session.end_gesture()
    wait(studio, lambda: window.viewer.shown is not None, "the picture of the sound")
    for section in window.controls.sections[:1]:
        section.head.setChecked(True)
    settle(studio, 1.0)
    session.stop()
    window.messages.hide()
    settle(studio)


def play_live(studio: Any) -> None:
    """Two streams under the crossfader over a beat, through two effects, for long enough to fill the picture."""
    session, window = studio.session, studio.window
    wait(studio, lambda: session.spec is not None, "loading the model")
    session.demo_beat()
    wait(studio, lambda: session.pads_heard().running, "the beat")
    session.choose_model("guitar")
    wait(studio, lambda: session.spec.id == "guitar", "loading the guitar")
    session.put_on_deck(0)
    session.put_on_deck(1, "pad")
    wait(studio, lambda: bool(session.decks()[1].model), "the second deck")
    for deck in (0, 1):
        session.set_source(deck, "drift")
        session.start_deck(deck)
    session.turn("stream/crossfader", 0.4)
    for kind in ("delay", "reverb"):
        session.add_effect(kind)
    session.end_gesture()
    window.workspace.open("liveDock")
    window.live.show_page("streams")
    window.messages.hide()
    window.hint.hide()
    settle(studio, 13.0)


def _more_than(session: Any, count: int) -> bool:
    return len(session.takes()) > count


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="studio.commands.picture", description="Save a picture of the real window.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1600x1000")
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--sink", action="store_true", help="play into a null sink (Linux, PulseAudio)")
    parser.add_argument("--live", action="store_true", help="show what is played live")
    options = parser.parse_args(argv)
    width, height = (int(part) for part in options.size.split("x"))
    from studio.app import build

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ut")))  # short: sockets dislike long paths
        if options.sink:
            _use_null_sink(stack, folder)
        studio = stack.enter_context(build(home=options.home or folder / "home"))
        studio.window.resize(width, height)
        studio.window.show()
        (play_live if options.live else play_with_it)(studio)
        saved = studio.window.grab().save(str(options.out))
    return 0 if saved else 1


def _use_null_sink(stack: ExitStack, folder: Path) -> None:
    from studio.engine.player.nullsink import NullSink

    sink = stack.enter_context(NullSink(folder, 44_100))
    os.environ.update({**sink.environment, "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder)})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
