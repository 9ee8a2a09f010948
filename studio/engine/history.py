"""Undo and redo: a bounded stack of steps. No threads of its own; `Session` calls it under its lock.

A step is a `Change` of the project (before, after, and a key under which a drag's many values become one step)
or an `Act` on the library (star, rename, delete) with its inverse.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from studio.engine.project import Project

DEPTH = 500


@dataclass(frozen=True)
class Change:
    """A step from one project to another. key: changes in a row with an equal key are one step; None never merges."""

    text: str
    before: Project
    after: Project
    key: str | None = None


@dataclass(frozen=True)
class Act:
    """A step outside the project: two functions that return at once."""

    text: str
    undo: Callable[[], None]
    redo: Callable[[], None]


Step = Change | Act


@dataclass(frozen=True)
class HistoryStep:
    """A line of the history. text: what was done, '' for the beginning; done: not taken back; current: the newest that is done."""

    text: str
    done: bool
    current: bool


class History:
    """`push` what was done; `undo` and `redo` hand back the step that the caller then applies."""

    def __init__(self, depth: int = DEPTH) -> None:
        self._done: deque[Step] = deque(maxlen=depth)
        self._undone: list[Step] = []
        self._open = False  # may the newest step still grow?

    def push(self, step: Step) -> None:
        """Add a step; what was undone before can't be redone any more.

        A Change with the key of an open newest Change replaces that one's `after`.
        A Change that ends where it began is not a step.
        """
        if isinstance(step, Change) and step.before == step.after:
            return
        self._undone.clear()
        newest = self._done[-1] if self._done else None
        if isinstance(step, Change) and isinstance(newest, Change) and self._open and step.key is not None and step.key == newest.key:
            # it may end where the gesture began: it stays while the gesture is open, so that later moves merge with it
            self._done[-1] = Change(newest.text, newest.before, step.after, step.key)
            return
        self._drop_empty()
        self._done.append(step)
        self._open = isinstance(step, Change) and step.key is not None

    def close(self) -> bool:
        """End the gesture: the next change is a step of its own. True where it ended where it began, so that no step is left of it."""
        self._open = False
        return self._drop_empty()

    @property
    def is_open(self) -> bool:
        """Is a gesture under way?"""
        return self._open

    def cancel(self) -> Change | None:
        """Take the open gesture away as if it had never been; hands back its step, None when no gesture is open."""
        newest = self._done[-1] if self._done and self._open else None
        self._open = False
        if not isinstance(newest, Change):
            return None
        self._done.pop()
        return newest

    def undo(self) -> Step | None:
        self.close()
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> Step | None:
        self.close()
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step

    def go_to(self, place: int) -> list[tuple[Step, bool]]:
        """Undo or redo until `place` steps are done; gives the steps in the order in which they are to be applied, True for redone."""
        self.close()
        way: list[tuple[Step, bool]] = []
        while len(self._done) > max(0, place):
            self._undone.append(self._done.pop())
            way.append((self._undone[-1], False))
        while self._undone and len(self._done) < place:
            self._done.append(self._undone.pop())
            way.append((self._done[-1], True))
        return way

    def steps(self) -> tuple[HistoryStep, ...]:
        """The beginning and every step, oldest first; the one at place n is reached by `go_to(n)`."""
        texts = ["", *(step.text for step in self._done), *(step.text for step in reversed(self._undone))]
        here = len(self._done)
        return tuple(HistoryStep(text, place <= here, place == here) for place, text in enumerate(texts))

    @property
    def newest(self) -> Step | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def undone(self) -> int:
        """How many steps can be redone."""
        return len(self._undone)

    @property
    def undo_text(self) -> str:
        """What undo would take back, '' when there is nothing."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        return self._undone[-1].text if self._undone else ""

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def __len__(self) -> int:
        return len(self._done)

    def _drop_empty(self) -> bool:
        newest = self._done[-1] if self._done else None
        if not isinstance(newest, Change) or newest.before != newest.after:
            return False
        self._done.pop()
        return True
