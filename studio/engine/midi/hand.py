"""The hand of MIDI controllers: brings what they turn to where they are, smoothly, once they have met its value.

A thread of its own ('undertone-midi-hand'), so that notes never wait for what a controller turns: `moved` only notes the place. Seven
bits are 128 steps: every move takes 15 ms, in steps of 5. Soft takeover: a controller that stands elsewhere than the value (another
sound was chosen, the mouse moved it) turns nothing until it has come there or passed it; `waiting` says which way it must go.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from studio.engine.positions import place_of, value_at
from studio.errors import BadInput
from studio.recipe import Latent, Number

log = logging.getLogger(__name__)

STEP_SECONDS = 0.005
SMOOTH_SECONDS = 0.015
ARRIVED = 1e-4  # of the whole way
CLOSE = 2.5 / 127.0  # a controller so near has met the value
MOVED_ELSEWHERE = 1e-3  # of the way: somebody else turned it
REST_SECONDS = 0.3  # after which what was turned is one undo step


@dataclass
class _Turned:
    """One address. place: where it was brought last, None before; wanted: where its controller is."""

    wanted: float
    place: float | None = None
    seen: float | None = None  # where its controller was before it met the value
    caught: bool = False


class MidiHand:
    """control(address): its range now, value(address), turn(address, value): these raise BadInput where it is not there.

    rested(): nothing has moved for a while; told(): `waiting` differs now. All are called on the hand's thread.
    """

    def __init__(self, control: Callable[[str], Latent | Number], value: Callable[[str], float], turn: Callable[[str, float], object],
                 rested: Callable[[], object], told: Callable[[], object]) -> None:  # fmt: skip
        self.takeover = True  # written by any thread; newest wins
        self._control, self._value, self._turn, self._rested, self._told = control, value, turn, rested, told
        self._wake = threading.Condition()  # guards the next three
        self._moves: list[tuple[str, float]] = []
        self._forget: set[str] = set()
        self._closed = False
        self._turned: dict[str, _Turned] = {}  # the thread's
        self._waiting: dict[str, int] = {}  # replaced whole by the thread
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> dict[str, int]:
        """Addresses whose controller must first go up (1) or down (-1)."""
        return self._waiting

    def moved(self, address: str, place: float) -> None:
        """A controller is at this place now, 0 to 1. Any thread."""
        with self._wake:
            if self._closed:
                return
            self._moves.append((address, place))  # each counts: it may have passed the value
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="undertone-midi-hand", daemon=True)
                self._thread.start()
            self._wake.notify()

    def forget(self, address: str) -> None:
        """Another controller turns it, or none: it must be met anew. Any thread."""
        with self._wake:
            self._forget.add(address)
            self._wake.notify()

    def close(self) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)

    # ---- the thread ----
    def _run(self) -> None:
        still_since: float | None = None
        while True:
            busy = any(one.caught and one.place != one.wanted for one in self._turned.values())
            with self._wake:
                timeout = STEP_SECONDS if busy else None if still_since is None else max(0.0, still_since + REST_SECONDS - time.monotonic())
                self._wake.wait_for(lambda: self._closed or self._moves or self._forget, timeout)
                if self._closed:
                    break
                moves, self._moves = self._moves, []
                forget, self._forget = self._forget, set()
            for address in forget:
                self._turned.pop(address, None)
            try:
                for address, place in moves:
                    self._take(address, place)
                if self._advance():
                    still_since = time.monotonic()
                elif still_since is not None and time.monotonic() - still_since >= REST_SECONDS:
                    still_since = None
                    self._rested()
                self._tell()
            except Exception:  # whatever a part of the session does: the hand lives on
                log.exception("a MIDI controller could not be followed")

    def _take(self, address: str, place: float) -> None:
        one = self._turned.setdefault(address, _Turned(place))
        one.wanted = place
        try:
            there = place_of(self._control(address), self._value(address))
        except BadInput:
            del self._turned[address]
            return
        if one.caught and one.place is not None and abs(there - self._kept(address, one.place)) > MOVED_ELSEWHERE:
            one.caught, one.seen = False, None
        if not one.caught:
            met = abs(place - there) <= CLOSE or (one.seen is not None and (one.seen - there) * (place - there) <= 0)
            if met or not self.takeover:
                one.caught, one.place = True, there
            one.seen = place

    def _kept(self, address: str, place: float) -> float:
        """Where a place lies once it is a value (on a step)."""
        control = self._control(address)
        return place_of(control, value_at(control, place))

    def _advance(self) -> bool:
        """A step for everything that isn't where its controller is; did anything move?"""
        moved = False
        for address, one in list(self._turned.items()):
            if not one.caught or one.place is None or one.place == one.wanted:
                continue
            place = one.wanted + (one.place - one.wanted) * math.exp(-STEP_SECONDS / SMOOTH_SECONDS)
            one.place = one.wanted if abs(place - one.wanted) < ARRIVED else place
            try:
                self._turn(address, value_at(self._control(address), one.place))
                moved = True
            except BadInput:
                del self._turned[address]
        return moved

    def _tell(self) -> None:
        waiting = {}
        for address, one in self._turned.items():
            if not one.caught:
                try:
                    there = place_of(self._control(address), self._value(address))
                except BadInput:
                    continue
                waiting[address] = 1 if one.wanted < there else -1
        if waiting != self._waiting:
            self._waiting = waiting
            self._told()
