"""The effects in the audio process: what changes the sum of all that sounds, before the tape and the monitor volume.

Control thread: `take` builds what is new (pedalboard is imported with the first effect, plug-ins load here) and hands it over whole
through a deque. Callback: `process` takes what waits there and runs the chain. `heard`: see HEARD_RACK in desk.py and the names below.
"""

from __future__ import annotations

import contextlib
import importlib
import time
from collections import deque
from importlib.util import find_spec
from typing import Any

import numpy as np

from studio.engine.player.live_memory import LiveBoard

AT = 112  # the rack's first number in board.heard; desk.HEARD_RACK
# the order that sounds; share of a block's time; id of the plug-in that could not load; id of the one that loads now (control writes it);
# 1 while plug-ins are at work on a block (callback). Should the process end now, it was the fault of that one, or one of these.
VERSION, LOAD, FAILED, LOADS, WORKS = range(5)
METERS = 8  # two for each effect in its order: peak (linear), reduction (dB)
SHOWN = 16  # effects that have meters
LOAD_SMOOTHING = 0.1
END = "end"  # behind all effects


class LiveRack:
    """A `Part` that changes the sound. Messages: ("rack", Rack, bpm, version), ("turn", id, name, value), ("bpm", bpm).

    joins: what comes in behind one of `place` in the next block, sounds (frames, 2); the desk's callback sets it.
    """

    def __init__(self, board: LiveBoard, rate: int) -> None:
        self._heard = board.heard[AT : AT + METERS + 2 * SHOWN]
        self._rate = rate
        self._bpm = 120.0  # control's, as the next two
        self._chain: Any = None  # made with the first effect; then control only reads its `resting`
        self._places: tuple[Any, ...] = ()
        self._going: list[Any] = []  # control's: those of them that were told to leave
        self._dead: list[Any] = []  # control's: kept until the callback has let go, so that a plug-in ends on this thread
        self._waiting: deque[tuple[Any, ...]] = deque()  # control appends, callback takes
        self._shown: tuple[Any, ...] = ()  # callback's, as the next: those in the rack, without what leaves
        self._load = 0.0
        self._foreign = False  # is there a plug-in among them?
        self.joins: list[tuple[Any, np.ndarray]] = []
        self._quiet, self._adopted = True, False  # before there were effects: was the last block silent? Does the chain know?

    @property
    def silent(self) -> bool:
        """The tails are dead, or there are no effects."""
        return self._chain is None or (bool(self._chain.resting) and not self._waiting)

    # ---- control ----
    def take(self, message: tuple[Any, ...]) -> None:
        what, *rest = message
        if what == "rack":
            self._rebuild(*rest)
        elif what == "bpm":
            self._bpm = float(rest[0])
            for place in self._places:
                self._waiting.append(("turn", place, "bpm", self._bpm))
        elif what == "turn":
            id, name, value = rest
            for place in self._places:
                if place.id == id and place not in self._going:
                    self._waiting.append(("turn", place, name, float(value)))

    def _rebuild(self, rack: Any, bpm: float, version: int) -> None:
        """Make what is new in it, and hand all of it over."""
        self._heard[FAILED] = 0
        if self._chain is None and not rack.slots:
            self._heard[VERSION] = version
            return
        if self._chain is None:
            _read_first()
        from studio.audio.effect_chain import Chain, merged, place_for

        if self._chain is None:
            self._chain = Chain(self._rate)
        if bpm != self._bpm:
            self.take(("bpm", bpm))

        def make(slot: Any) -> Any:
            self._heard[LOADS] = slot.id
            try:
                return place_for(slot, self._rate, self._bpm, enters=True)
            except Exception:  # a plug-in of others may raise anything
                self._heard[FAILED] = slot.id
                return None
            finally:
                self._heard[LOADS] = 0

        self._dead = [place for place in self._dead if place in self._chain.places]
        self._dead += [place for place in self._places if place.gone]
        before = tuple(place for place in self._places if not place.gone)
        loaded = {place.id for place in before if place not in self._going}
        # a plug-in that is bypassed isn't loaded: it may be bypassed because it took the last process down
        wanted = [slot for slot in rack.slots if slot.on or slot.plugin is None or slot.id in loaded]
        self._places, leaving = merged(before, wanted, make, self._going)
        self._going = leaving
        for place in leaving:
            self._waiting.append(("leave", place))
        order = {place.id: place for place in self._places if place not in leaving}
        for slot in rack.slots:
            if (there := order.get(slot.id)) is not None and there in before:
                for control in slot.all_controls():
                    self._waiting.append(("turn", there, control.name, slot.get(control.name)))
        shown = tuple(order.get(slot.id) for slot in rack.slots)
        self._waiting.append(("places", self._places, shown, version))

    # ---- callback ----
    def place(self, id: int) -> Any:
        """What joins behind the effect of this id is told apart by; `END` where it isn't there (yet)."""
        here = self._chain.places if self._chain is not None else ()
        return next((place for place in reversed(here) if place.id == id and not place.leaves), END)

    def process(self, out: np.ndarray) -> None:
        """Change out (frames, 2) in place."""
        chain, joins, self.joins = self._chain, self.joins, []
        if chain is None:
            for _, sound in joins:
                out += sound
            self._quiet = not out.any()
            return
        start = time.perf_counter()
        if not self._adopted:  # effects that come while something sounds fade in; before a sound they are there from its start
            self._adopted, chain.resting = True, self._quiet
        while self._waiting:
            self._do(chain, *self._waiting.popleft())
        block = np.ascontiguousarray(out.T)
        comes = [(_after(chain.places, place), np.ascontiguousarray(sound.T)) for place, sound in joins]
        if self._foreign:
            self._heard[WORKS] = 1
            chain.process(block, comes)
            self._heard[WORKS] = 0
        else:
            chain.process(block, comes)
        out[...] = block.T
        self._report(time.perf_counter() - start, len(out))

    def _do(self, chain: Any, what: str, *rest: Any) -> None:
        if what == "turn":
            place, name, value = rest
            place.turn(name, value)
        elif what == "leave":
            rest[0].leaves = True
        else:
            chain.places, self._shown, version = rest
            self._foreign = any(place.plugin is not None for place in chain.places)
            self._heard[VERSION] = version

    def _report(self, seconds: float, frames: int) -> None:
        self._load += LOAD_SMOOTHING * (seconds * self._rate / max(frames, 1) - self._load)
        self._heard[LOAD] = self._load
        resting = self._chain.resting
        for index, place in enumerate(self._shown[:SHOWN]):
            sounds = place is not None and not resting
            self._heard[METERS + 2 * index] = place.peak if sounds else 0.0
            self._heard[METERS + 2 * index + 1] = place.unit.reduction if sounds and not place.idle else 0.0

    def panic(self) -> None:
        """Callback: the desk has brought the sound down; no tail goes on."""
        if self._chain is not None:
            self._chain.rest()


def _after(places: tuple[Any, ...], place: Any) -> int:
    return places.index(place) + 1 if place in places else len(places)


def _read_first() -> None:
    """Read pedalboard's library before it is imported: a disk that is waited for then holds nobody up, as importing holds Python's lock."""
    spec = find_spec("pedalboard_native")
    if spec is not None and spec.origin:
        with contextlib.suppress(OSError), open(spec.origin, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass
    importlib.import_module("pedalboard")
