"""The session's commands on what streams listen to, and how far ahead they are made. As all of Session: each returns at once.

The input is opened by the audio process and heard by the streams' process only; nothing of it goes to the output, so nothing feeds back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.engine import events as ev
from studio.engine.session.stream_core import DEPTH, INPUT, StreamCore
from studio.engine.streaming.wish import MOST_DEPTH


class StreamInput(StreamCore):
    """See the module; `Session` is what is made."""

    if TYPE_CHECKING:

        def set_preference(self, key: str, value: Any) -> None: ...  # door.py

    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs as last seen; a fresh list follows as StreamChanged."""
        self._player.live.send("input", "list")
        return tuple(self._player.live.inputs)

    @property
    def known_inputs(self) -> tuple[str, ...]:
        """The same without asking for a fresh list."""
        return tuple(self._player.live.inputs)

    @property
    def input_name(self) -> str:
        """The input that was chosen; '' is the system's."""
        kept = self._preferences.get(INPUT)
        return kept if isinstance(kept, str) else ""

    def set_input(self, name: str) -> None:
        """Listen to this input ('' the system's); what listens goes over to it."""
        self.set_preference(INPUT, name)
        with self._lock:
            self._input_opened = False
            self._open_input()
        self._publish(ev.StreamChanged())

    def _open_input(self) -> None:
        """Under the lock: the input is open while a running deck listens. Nothing of it is heard itself."""
        wanted = any(self._decks_run[n] and deck.source == "input" for n, deck in enumerate(self.deck_set.decks))
        if wanted != self._input_opened:
            self._input_opened = wanted
            self._player.live.send("input", *(("open", self.input_name) if wanted else ("close",)))

    def _input_said(self, kind: str, *what: Any) -> None:
        """The player's watcher thread: the list of inputs, or why none can be opened."""
        if kind == "trouble":
            self._tell(what[0], "error")
        self._publish(ev.StreamChanged())

    def set_depth(self, blocks: int) -> None:
        """How many blocks of the device the streams are made ahead, 1 to 16: more is safer, fewer follows the hand sooner."""
        self.set_preference(DEPTH, min(MOST_DEPTH, max(1, int(blocks))))
        self._tell_output()
        self._publish(ev.StreamChanged())
