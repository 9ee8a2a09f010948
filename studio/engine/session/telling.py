"""What every part of the session needs: telling listeners, having work done elsewhere, keeping the settings. See `core.py`.

Called on any thread. The state that is named here is made by `SessionCore`.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from studio.audio.files import disk_problem
from studio.engine import events as ev
from studio.engine.events import Event, Message
from studio.engine.history import History
from studio.engine.project import Project
from studio.engine.renderer import Renderer
from studio.engine.work import Errands, Pending, Timers
from studio.errors import BadInput, UndertoneError, printable

log = logging.getLogger(__name__)

SAVE_PAUSE, MOST_SAVE_PAUSE = 0.1, 60.0  # seconds after the last change until it is in the settings file; a preference lies between
SAVE_LATEST = 1.0  # seconds after the first change, however long a drag goes on
MOST_TEXT = 600  # characters of a message
REPEAT = 2.0  # seconds in which the same error is told once


class Telling:
    """The lowest layer of the session; see the module."""

    _lock: threading.RLock
    _listeners: tuple[Callable[[Event], None], ...]
    _history: History
    _history_told: tuple[int, int, str, str]
    _error_told: tuple[str, float]
    _project: Project
    _remembered: dict[str, Project]
    _preferences: dict[str, Any]
    _library: Any
    _pending: Pending
    _timers: Timers
    _errands: Errands
    _renderer: Renderer

    # --- telling ---

    def _publish(self, event: Event) -> None:
        for callback in self._listeners:
            try:
                callback(event)
            except Exception:
                log.exception("a listener failed on %s", type(event).__name__)

    def _tell_history(self) -> None:
        """Publish HistoryChanged where the list of steps or the place in it would read differently."""
        history = self._history
        now = (len(history), history.undone, history.undo_text, history.redo_text)
        if now != self._history_told:
            self._history_told = now
            self._publish(ev.HistoryChanged())

    def _tell(self, text: str, level: str = "error", detail: str = "", file: Path | None = None) -> None:
        """Publish a Message; the same one is not repeated within REPEAT seconds (a drag over a bad setting).

        It is one line, whatever the names in it: they may come from a stranger's file.
        """
        text, now = printable(text, MOST_TEXT), time.monotonic()
        with self._lock:
            if self._error_told[0] == text and now - self._error_told[1] < REPEAT:
                return
            self._error_told = (text, now)
        (log.warning if level == "error" else log.info)("%s%s", text, f"\n{detail}" if detail else "")
        self._publish(Message(level, text, detail, file, level == "error" and bool(self._library.unsaved)))

    def _tell_error(self, what: str, error: BaseException) -> None:
        """One sentence: ours as they are, of a disk that refuses why, others with their type and a traceback in the detail."""
        refused = isinstance(error, OSError) and error.errno is not None
        if isinstance(error, OSError) and refused:
            text = disk_problem(error)
        else:
            text = str(error) if isinstance(error, UndertoneError) else f"{type(error).__name__}: {error}"
        detail = "" if refused or isinstance(error, BadInput) else "".join(traceback.format_exception(error))
        self._tell(f"{what}: {text}" if what else text, "error", detail)

    # --- work elsewhere ---

    def _call(self, function: Callable[[], None], what: str, *, busy: bool = False) -> None:
        """Run on the renderer thread; an error becomes a Message."""
        self._follow(self._renderer.call(function, busy=busy), what)

    def _errand(self, function: Callable[[], Any], what: str) -> None:
        """Run on the errands thread; an error becomes a Message."""

        def work() -> None:
            try:
                function()
            except Exception as error:
                self._tell_error(what, error)

        self._errands.add(work)

    def _follow(self, future: Future[Any], what: str) -> None:
        """Count a future as unfinished work and tell of its error."""
        self._pending.begin()

        def done(finished: Future[Any]) -> None:
            try:
                if not finished.cancelled() and (error := finished.exception()) is not None:
                    self._tell_error(what, error)
            finally:
                self._pending.end()

        future.add_done_callback(done)

    # --- what is kept between starts ---

    def _save_soon(self) -> None:
        pause = self._save_pause()
        self._timers.set("save", pause, self._write_preferences)
        self._timers.set("save at last", max(SAVE_LATEST, pause), self._write_preferences, keep=True)

    def _save_pause(self) -> float:
        seconds = self._preferences.get("autosave_seconds", SAVE_PAUSE)
        return min(MOST_SAVE_PAUSE, max(SAVE_PAUSE, float(seconds))) if isinstance(seconds, (int, float)) else SAVE_PAUSE

    def _project_to_save(self) -> Project:
        """Under the lock."""
        return self._project

    def _write_preferences(self) -> None:
        """Hand preferences and project to the file thread. Timer thread, and the GUI's at close."""
        with self._lock:
            for timer in ("save", "save at last"):
                self._timers.cancel(timer)
            if self._project.model:
                self._preferences["project"] = self._project_to_save().to_json()
            self._preferences["left_models"] = {model: project.to_json() for model, project in self._remembered.items()}
            data = dict(self._preferences)
        self._follow(self._library.write_preferences(data), "The settings could not be saved")


def saved_project(preferences: dict[str, Any]) -> Project:
    """The project of the last run; an empty one at the first start or where it is damaged."""
    if "project" not in preferences:
        return Project()
    try:
        return Project.from_json(preferences["project"])
    except BadInput as error:
        log.warning("the last project is damaged: %s", error)
        return Project()


def left_projects(preferences: dict[str, Any]) -> dict[str, Project]:
    """What was set in models that were left in earlier runs; damaged ones are forgotten."""
    saved = preferences.get("left_models")
    found: dict[str, Project] = {}
    for model, data in saved.items() if isinstance(saved, dict) else ():
        try:
            project = Project.from_json(data)
        except BadInput as error:
            log.warning("what was set in '%s' is damaged: %s", model, error)
            continue
        found[project.model] = project
    return found
