"""Hands what sounded to the library, one after the other, with a title and the take that it came from.

Called on the GUI, renderer, timer and jobs threads; finished on the library's file thread. All state is under `_lock`,
which is never held while the library works.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.clip import Clip
from studio.engine.work import Pending
from studio.recipe import Choice, Recipe, Settings, Spec

if TYPE_CHECKING:
    from studio.engine.library import Take


NUMBERED = re.compile(r"(.+) (\d{1,6})")


@dataclass(eq=False)
class _New:
    """A take on its way. parent: the id of a take, or the _New before this one, whose id is not known yet."""

    clip: Clip
    recipe: Recipe
    title: str
    parent: _New | str | None
    created: float
    id: str | None = None

    @property
    def parent_id(self) -> str | None:
        return self.parent.id if isinstance(self.parent, _New) else self.parent


class TakeMaker:
    """`make` returns at once. on_made(take) and on_error(exception) are called on the file thread."""

    def __init__(self, library: Any, pending: Pending, on_made: Callable[[Take], None], on_error: Callable[[BaseException], None]) -> None:
        self._library = library
        self._pending = pending
        self._on_made = on_made
        self._on_error = on_error
        self._lock = threading.Condition()
        self._queue: deque[_New] = deque()  # the first one is with the library
        self._came_from: _New | str | None = None
        self._counters: dict[str, int] = {}

    def came_from(self, take: str | None) -> None:
        """The next take's parent: the take that was restored or auditioned last."""
        with self._lock:
            self._came_from = take

    @property
    def came_last_from(self) -> str | None:
        """What the next take's parent would be, as far as it is in the library."""
        with self._lock:
            return self._came_from.id if isinstance(self._came_from, _New) else self._came_from

    def make(self, clip: Clip, recipe: Recipe, title: str, *, leads: bool, created: float) -> None:
        """Queue a take; `leads`: it is the next one's parent; created: a moment of the library."""
        self._pending.begin()
        with self._lock:
            new = _New(clip, recipe, title, self._came_from, created)
            if leads:
                self._came_from = new
            self._queue.append(new)
            if len(self._queue) > 1:
                return  # its turn comes when the one before has an id
        self._hand_over(new)

    def _hand_over(self, new: _New) -> None:
        try:
            future = self._library.add(new.clip, new.recipe, title=new.title, parent=new.parent_id, created=new.created)
        except Exception as error:
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self._added(new, done))

    def _added(self, new: _New, future: Future[Take]) -> None:
        error: BaseException | None = CancelledError() if future.cancelled() else future.exception()
        take = future.result() if error is None else None
        new.id = take.id if take is not None else new.parent_id
        new.parent = new.id  # lets go of the chain of earlier ones
        with self._lock:
            self._queue.popleft()
            following = self._queue[0] if self._queue else None
            self._lock.notify_all()
        try:
            if take is not None:
                self._on_made(take)
            elif error is not None and not future.cancelled():
                self._on_error(error)
        finally:
            if following is not None:
                self._hand_over(following)
            self._pending.end()

    def drain(self) -> None:
        """Wait until the library has got all of them, however slow its disk is. Not within its callbacks."""
        with self._lock:
            self._lock.wait_for(lambda: not self._queue)

    def count_titles(self) -> None:
        """Go on numbering where the library stands: 'Kick 014' after 'Kick 013'. Not on the GUI thread: it reads every title."""
        highest: dict[str, int] = {}
        for take in self._library.takes():
            if match := NUMBERED.fullmatch(take.title):
                highest[match[1]] = max(highest.get(match[1], 0), int(match[2]))
        with self._lock:
            for base, number in highest.items():
                self._counters[base] = max(number, self._counters.get(base, 0))

    def next_title(self, base: str) -> str:
        """`base` and its next number."""
        with self._lock:
            self._counters[base] = self._counters.get(base, 0) + 1
            return f"{base} {self._counters[base]:03d}"


def base_title(spec: Spec, settings: Settings) -> str:
    """What a take is called before its number: the first choice's value ('Closed hat'), or the model's title."""
    for control in spec.controls:
        if isinstance(control, Choice):
            value = str(settings.as_dict().get(control.name, control.default)).replace("_", " ").strip()
            return value[:1].upper() + value[1:]
    return spec.title
