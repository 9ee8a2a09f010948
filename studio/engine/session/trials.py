"""Models that somebody else made: tried in a process of their own before the renderer loads them, see models/trial.py.

On a thread of its own, which begins with the first of them: the renderer goes on meanwhile, and the model's card says that it is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.apart import Stopped
from studio.engine import events as ev
from studio.engine.session.telling import Telling
from studio.engine.work import Errands
from studio.errors import UndertoneError
from studio.models.trial import Harmful
from studio.recipe import Spec

if TYPE_CHECKING:
    from studio.paths import Home


class Trials(Telling):
    """See the module; the state that is named here is made by `SessionCore`."""

    _models: Any
    _home: Home
    _cards: tuple[Any, ...]
    _specs: dict[str, Spec]
    _closed: bool
    _trials: Errands | None = None  # under the lock

    def _call_with(self, model: str, function: Callable[[], None], what: str, *, busy: bool = False) -> None:
        """As `_call`, for what loads this model: once it was tried, where that is needed. What can't be loaded, loading says."""
        if self._to_try(model) is None:
            self._call(function, what, busy=busy)
            return

        def work() -> None:
            self._try_out(model)
            self._call(function, what, busy=busy)

        with self._lock:
            if self._closed:
                return
            self._trials = self._trials or Errands(self._pending)
            self._trials.add(work)

    def _to_try(self, model: str) -> Any:
        """Its card where it was never loaded here and didn't come with the program, else None."""
        card = next((card for card in self._cards if card.id == model and not card.error), None)
        return None if card is None or model in self._specs or getattr(card, "shipped", True) else card

    def _try_out(self, model: str) -> None:
        """A thread that may wait: nothing where it isn't needed; a model that does harm has it on its card from then on."""
        if (card := self._to_try(model)) is None:
            return
        error = None
        try:
            self._models.try_out(card.folder, self._home, lambda: self._change_card(card, trying=True), lambda: self._closed)
        except Harmful as problem:
            error = str(problem)
        except (Stopped, UndertoneError, OSError):  # loading says it
            pass
        self._change_card(card, trying=False, error=error)

    def _change_card(self, card: Any, **changes: Any) -> None:
        with self._lock:
            cards = tuple(replace(one, **changes) if (one.id, one.folder) == (card.id, card.folder) else one for one in self._cards)
            if cards != self._cards:
                self._cards = cards
                self._publish(ev.ModelsListed(cards))

    def _close_trials(self) -> None:
        """After `_closed`, which ends the one under way."""
        if self._trials is not None:
            self._trials.close()
