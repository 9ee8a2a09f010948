"""The desk in the audio process: everything that sounds beside the auditioned clip, the effects, and the tape.

`Desk.process` runs in the callback after the mixer's own voice: each part of `PARTS` adds its sound, then the rack changes the sum (voice
and parts together; a voice that has effects in it joins behind those), then the tape keeps it; gain and ceiling come after, in the
mixer. `take` runs on the control thread.

A part is a class with the methods of `Part`. It owns a deque for what its `take` hands to its `process`, and nothing else is shared;
what the parent should see of it goes into `board.heard`, what the parent turns without a message comes from `board.wishes`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from studio.audio import fades
from studio.engine.player.live_memory import LiveBoard
from studio.engine.player.rack import LiveRack

PANIC_SECONDS = 0.002
JOIN_SECONDS = 0.01  # in which the mixer's voice goes over to another place in the rack
MAX_BLOCK = 4096

# Numbers in board.wishes (parent -> callback), by first index:
WISH_CROSSFADER = 0  # 0 = deck A, 1 = deck B
WISH_DECK_GAINS = 1  # 1, 2: linear, of deck A and B
WISH_KEYS_GAIN = 4  # linear
WISH_PADS_GAIN = 5  # linear
WISH_JOIN = 6  # id of the effect behind which the mixer's voice joins the rack, as it has it in it already; 0: it goes through all
# Numbers in board.heard (callback -> parent):
HEARD_DECKS = 0  # 0 to 31: the streams' own: 0, 1 peaks of deck A and B, 2 of the input
HEARD_SEQUENCER = 32  # 32 to 95: the sequencer's own
HEARD_KEYS = 96  # 96 to 111: sounding voices, ...
HEARD_RACK = 112  # 112 to 175: meters of the effects; see rack.py


class Part(Protocol):
    """One thing that sounds or changes sound."""

    @property
    def silent(self) -> bool:
        """Nothing sounds or is about to. Control thread reads it; one stale answer is harmless."""
        ...

    def take(self, message: tuple[Any, ...]) -> None:
        """Control thread: prepare, and hand over to the callback."""
        ...

    def process(self, out: np.ndarray) -> None:
        """Callback: add to out (frames, 2) float32, at most MAX_BLOCK frames; the rack changes it in place."""
        ...

    def panic(self) -> None:
        """Callback: nothing sounds any more from here on; what did was brought down."""
        ...


Maker = Callable[[LiveBoard, int], Part]  # board, rate in Hz


def makers() -> dict[str, Maker]:
    """Every part by its name, in the order in which they sound. Imported late: tests take single ones."""
    from studio.engine.player.decks import Decks
    from studio.engine.player.keys import Keys
    from studio.engine.player.sequencer import Sequencer

    return {"decks": Decks, "keys": Keys, "pads": Sequencer}


class Desk:
    """parts: what adds sound, by name; rack: what changes the sum; None for those that there are."""

    def __init__(self, board: LiveBoard, rate: int, parts: dict[str, Part] | None = None, rack: Part | None = None) -> None:
        self._board = board
        self.parts = {name: make(board, rate) for name, make in makers().items()} if parts is None else parts
        self.rack: Any = LiveRack(board, rate) if rack is None else rack
        self._bus = np.zeros((MAX_BLOCK, 2), np.float32)
        self._joins: dict[Any, float] = {}  # callback's: shares of the mixer's voice by the rack's places behind which they join
        self._join_step = 1 / (JOIN_SECONDS * rate)
        self._fall = fades.raised_cosine(fades.frames_of(PANIC_SECONDS, rate))[::-1, None]
        self._fall_at = len(self._fall)  # shorter than that: a panic is under way
        self.faults = 0  # blocks of a part that failed; callback writes, as the next: the newest failure, which control takes away
        self.fault = ""

    @property
    def silent(self) -> bool:
        return all(part.silent for part in self.parts.values()) and self.rack.silent

    def take(self, message: tuple[Any, ...]) -> None:
        """Control thread. message: (name of the part, what it is told ...); what nobody knows is left out."""
        name, *rest = message
        part = self.rack if name == "rack" else self.parts.get(name)
        if part is not None:
            part.take(tuple(rest))

    def panic(self) -> None:
        """Callback: silence in 2 ms; at once where nothing sounds, so that what is asked for next is heard from its start."""
        if self.silent:
            self._hush()
        else:
            self._fall_at = 0

    def process(self, out: np.ndarray) -> None:
        """Callback. out (frames, 2): the mixer's voice, to which everything is added."""
        for start in range(0, len(out), MAX_BLOCK):
            self._process(out[start : start + MAX_BLOCK])

    def _process(self, out: np.ndarray) -> None:
        falls = len(self._fall) - self._fall_at
        if 0 < falls < len(out):  # what is started after a panic is heard whole
            self._process(out[:falls])
            self._process(out[falls:])
            return
        bus, joins = self._bus[: len(out)], self._take_joins(out)
        bus.fill(0.0)
        for part in self.parts.values():
            self._process_part(part, bus)
        np.add(out, bus, out=out)
        if joins:
            self.rack.joins = joins
        self._process_part(self.rack, out)
        if falls:
            self._fall_on(out)
        self._board.record(out)

    def _take_joins(self, out: np.ndarray) -> list[tuple[Any, np.ndarray]]:
        """Take out of the mixer's voice what joins the rack further behind: (the rack's place, sound (frames, 2)); mostly nothing."""
        id = int(self._board.wishes[WISH_JOIN])
        if not id and not self._joins:
            return []
        aim = self.rack.place(id) if id else None
        ways = self._join_step * np.arange(1, len(out) + 1)
        joins = []
        for place in dict.fromkeys([*self._joins, *([] if aim is None else [aim])]):
            share = self._joins.get(place, 0.0)
            shares = np.minimum(share + ways, 1.0) if place is aim else np.maximum(share - ways, 0.0)
            self._joins[place] = float(shares[-1])
            joins.append((place, out * shares.astype(np.float32)[:, None]))
        self._joins = {place: share for place, share in self._joins.items() if share > 0.0}
        for _, sound in joins:
            np.subtract(out, sound, out=out)
        return joins

    def _process_part(self, part: Part, out: np.ndarray) -> None:
        """One that fails is silenced and begins anew; all others are heard as if it were not there."""
        try:
            part.process(out)
        except Exception as error:
            self.faults, self.fault = self.faults + 1, repr(error)
            part.panic()

    def _fall_on(self, out: np.ndarray) -> None:
        """Bring everything down, tails of effects too, and off at the end."""
        out *= self._fall[self._fall_at : self._fall_at + len(out)]
        self._fall_at += len(out)
        if self._fall_at >= len(self._fall):
            self._hush()

    def _hush(self) -> None:
        for part in self.parts.values():
            part.panic()
        self.rack.panic()
