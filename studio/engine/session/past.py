"""The session's commands on the past: undo, redo, and going to any step of the history. As all of Session: each returns at once."""

from __future__ import annotations

from studio.engine.history import Act, HistoryStep
from studio.engine.project import Project
from studio.engine.session.core import SessionCore


class Past(SessionCore):
    """See the module; `Session` is what is made."""

    @property
    def can_undo(self) -> bool:
        with self._lock:
            return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        with self._lock:
            return self._history.can_redo

    @property
    def undo_text(self) -> str:
        with self._lock:
            return self._history.undo_text

    @property
    def redo_text(self) -> str:
        with self._lock:
            return self._history.redo_text

    def history(self) -> tuple[HistoryStep, ...]:
        """Where it began and every step since, oldest first; `HistoryChanged` is told when it reads differently."""
        with self._lock:
            return self._history.steps()

    def undo(self) -> None:
        """Take the newest step back and play what sounded before it; makes no take."""
        with self._lock:
            self._rested()  # what sounds now is kept before it is left
            self._history.close()
            self._travel(len(self._history) - 1)

    def redo(self) -> None:
        with self._lock:
            self._history.close()
            self._travel(len(self._history) + 1)

    def go_to_step(self, place: int) -> None:
        """Undo or redo to just after the step at this place of `history()`, 0 for the beginning, and play what sounded there.

        What was done to takes on the way is undone or redone too; nothing in between is played.
        """
        with self._lock:
            self._rested()
            self._travel(place)

    def _travel(self, place: int) -> None:
        project: Project | None = None
        for step, again in self._history.go_to(place):
            if isinstance(step, Act):
                (step.redo if again else step.undo)()
            else:
                project = step.after if again else step.before
        if project is not None:
            self._back_to(project)
            self._come_from(project)
        self._tell_history()

    def _come_from(self, project: Project) -> None:
        """What is made next comes from the take that these settings made, where they made one."""
        wanted = (project.model, project.settings)
        for take in self._library.takes():
            if take.recipe.settings.seed == project.settings.seed and (take.recipe.model, take.recipe.settings) == wanted:
                self._takes.came_from(take.id)
                return
