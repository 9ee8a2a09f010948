"""The program's end of what is played live: samples into the bank, words to the parts of the desk, and what they and the tape say.

Any thread. `Player.live` is the one there is. Two locks: the player's own for what is sent, `_views` for the life of the views, taken last.
The audio process may be replaced at any time: whoever keeps state there gives a callable to `when_open`. It is called with the device's
rate whenever a process has opened its output, and sends everything anew, samples too: the bank is empty.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from studio.engine.player.live_memory import BANK_BYTES, BANK_SLOTS, HEARD, TAPE_AT, LiveBlock, LiveBoard
from studio.engine.player.shared import PIECE_FRAMES, Placement, Slots

log = logging.getLogger(__name__)


class LiveLink:
    """send: as the player's; see the module. Made by `Player`, closed by its watcher."""

    def __init__(self, send: Callable[..., None]) -> None:
        self._send = send
        self._views = threading.Lock()
        self._acts: tuple[Callable[[int], object], ...] = ()  # replaced whole, under _views, as the next
        self._rate = 0  # Hz of the output that was opened last
        self._heard_last = np.zeros(HEARD)  # replaced whole, by the watcher
        self.on_input: Callable[..., object] = lambda *_: None  # set before use; called by the watcher
        self.inputs: tuple[str, ...] = ()  # names, as the audio process saw them last; replaced whole by the watcher
        self._block: LiveBlock | None = LiveBlock.create()
        self._slots = Slots(self._block.board, BANK_SLOTS, BANK_BYTES)

    @property
    def memory_name(self) -> str:
        assert self._block is not None
        return self._block.name

    @property
    def rate(self) -> int:
        """Hz of the output; 0 before the first was opened."""
        return self._rate

    def when_open(self, act: Callable[[int], object]) -> None:
        """Call `act` with the rate in Hz whenever an output was opened (watcher thread), and now if one is open."""
        with self._views:
            self._acts = (*self._acts, act)
            rate = self._rate
        if rate:
            act(rate)

    def send(self, part: str, *message: Any) -> None:
        """Tell a part of the desk something; lost where there is no process (`when_open` is there to repeat what counts)."""
        self._send("live", part, *message)

    # ---- the bank ----
    def place(self, samples: np.ndarray) -> Placement | None:
        """Copy float32 (frames, channels) at the device's rate into the bank; None while it has no room, or after the end.

        Announce the placement to a part at once; the part releases it when it was dropped and isn't read any more.
        """
        with self._views:
            slots = None if self._block is None else self._slots
        if slots is None:
            return None
        ready = np.ascontiguousarray(samples, np.float32)
        return slots.place_in_pieces(ready, 1.0, self._views, lambda: self._block is not None and self._slots is slots)

    def give_back(self, place: Placement) -> None:
        """A placement that was never announced, or that the process it was announced to took to its end."""
        with self._views:
            if self._block is not None:
                self._slots.forget(place)

    # ---- numbers ----
    def wish(self, index: int, value: float) -> None:
        """Set one of the numbers that the callback reads; see desk.py."""
        with self._views:
            if self._block is not None:
                self._block.board.wishes[index] = value

    def heard(self, start: int, count: int) -> np.ndarray:
        """A copy of numbers that the callback says; zeros after the end."""
        with self._views:
            return np.zeros(count) if self._block is None else self._block.board.heard[start : start + count].copy()

    def heard_last(self, start: int, count: int) -> np.ndarray:
        """As `heard`, what the audio process before this one said last; zeros where there was none."""
        return self._heard_last[start : start + count].copy()

    def board(self, act: Callable[[Any], Any]) -> Any:
        """Call `act` with the LiveBoard while it can't go away; None after the end. act: microseconds, keeps no view."""
        with self._views:
            return None if self._block is None else act(self._block.board)

    # ---- the tape ----
    def tape_at(self) -> int:
        """Frames put on the tape so far."""
        return int(self.board(lambda board: int(board.counts[TAPE_AT])) or 0)

    def taped(self, start: int, end: int) -> np.ndarray:
        """What was heard from frame `start` to `end`, (frames, 2) at the device's rate, after the effects and before the volume."""
        end, found = min(end, self.tape_at()), [np.zeros((0, 2), np.float32)]
        for first in range(max(0, start), end, PIECE_FRAMES):
            last = min(first + PIECE_FRAMES, end)
            part = self.board(partial(_taped, first, last))
            if part is None:
                return np.zeros((0, 2), np.float32)
            found = [part] if len(part) < last - first else [*found, part]  # too old in part: so is what was before
        return np.concatenate(found)

    # ---- the player's watcher ----
    def opened(self, rate: int) -> None:
        """A process has opened its output."""
        with self._views:
            self._rate = rate
            acts = self._acts
        for act in acts:
            try:
                act(rate)
            except Exception:
                log.exception("a part of the desk could not be told its state")

    def cleared(self) -> None:
        """No process lives: forget what the last one wrote, and what lay in the bank for it."""
        with self._views:
            if self._block is not None:
                self._heard_last = self._block.board.heard.copy()
                self._block.board.clear()
                self._slots = Slots(self._block.board, BANK_SLOTS, BANK_BYTES)

    def input_said(self, kind: str, *what: Any) -> None:
        """What the audio process says of live inputs: 'list' names, 'opened' name and rate, 'trouble' text."""
        if kind == "list":
            self.inputs = tuple(what[0])
        self.on_input(kind, *what)

    def close(self) -> None:
        with self._views:
            if self._block is not None:
                block, self._block = self._block, None
                del self._slots
                block.close()


def _taped(first: int, last: int, board: LiveBoard) -> np.ndarray:
    return board.taped(first, last)
