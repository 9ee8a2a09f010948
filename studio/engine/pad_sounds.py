"""The sounds that the pads play, kept ready in the audio process: made in the background, placed in the bank, dropped once unused.

Any thread. `_lock` guards all state and is held for microseconds, never while a sound is made; it is taken after the session's lock and
before those of the player. A pad goes on with the sound that it has until the one that it should have is there.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from studio.audio import fades
from studio.clip import Clip
from studio.engine.pattern import PadSound
from studio.engine.player.shared import Placement
from studio.recipe import Latent, Number, Settings, Spec, Value

PART = "pads"  # of the desk
MOST_SECONDS = 60.0  # of a take on a pad; what comes after fades
CUT_SECONDS = 0.010
CACHE_BYTES = 64 << 20
ROOM_SECONDS = 0.2  # until room in the bank is looked for again
MOST_TRIES = 50
KEPT_PLACES = 512

Slot = tuple[int, float]  # a pad and an offset, 0.0 for its own sound


class Wanted(NamedTuple):
    """A sound to be made: what a pad plays, with a control moved by an offset."""

    sound: PadSound
    control: str = ""
    offset: float = 0.0


Done = Callable[[Clip | None, BaseException | None], None]  # None, None: it is not wanted any more


class PadSounds:
    """make(wanted, done): begin to make a clip elsewhere, then call `done` on any thread. changed(): `keys` may say something else now.

    later(seconds, function): a timer of which there is one. trouble(wanted, error): it can't be made, or doesn't fit (error None).
    """

    def __init__(self, live: Any, make: Callable[[Wanted, Done], None], changed: Callable[[], None],
                 later: Callable[[float, Callable[[], None]], None], trouble: Callable[[Wanted, BaseException | None], None]) -> None:
        self._live, self._make, self._changed, self._later, self._trouble = live, make, changed, later, trouble
        self._lock = threading.RLock()
        self._rate = 0
        self._slots: dict[Slot, Wanted] = {}
        self._have: dict[Wanted, tuple[int, Placement]] = {}  # in the audio process, by their keys
        self._dropped: list[Placement] = []  # whose release may still come
        self._playing: dict[Slot, Wanted] = {}  # what each slot has now
        self._busy: dict[Slot, Wanted] = {}  # what is being made for it
        self._working: set[Wanted] = set()
        self._failed: set[Wanted] = set()
        self._cache: OrderedDict[Wanted, Clip] = OrderedDict()
        self._bytes = 0
        self._next = 1
        self._tries = 0

    # ---- what should be there ----
    def want(self, slots: Mapping[Slot, Wanted]) -> None:
        """From now on these; what isn't there is made. Whoever calls sends a score with `keys` next."""
        with self._lock:
            self._slots = dict(slots)
            self._failed &= set(slots.values())
            for slot in list(self._playing):
                if slot not in self._slots:
                    del self._playing[slot]
            todo = self._todo()
        self._begin(todo)

    def opened(self, rate: int) -> None:
        """A new audio process, or output, of this rate: it has none of the sounds."""
        with self._lock:
            for place in (*(place for _, place in self._have.values()), *self._dropped):
                self._live.give_back(place)
            self._have.clear()
            self._dropped.clear()
            self._playing.clear()
            self._rate = rate
            self._live.send(PART, "reset")
            todo = self._todo()
        self._begin(todo)

    def offer(self, slot: Slot, wanted: Wanted, clip: Clip) -> None:
        """A clip that was made for another reason: the slot plays it until the one that it should have is there."""
        with self._lock:
            if slot not in self._slots or not self._rate or self._slots[slot] in self._have:
                return
            self._busy[slot] = wanted
        self._arrived(wanted, clip, None)

    def keep(self, wanted: Wanted, clip: Clip) -> None:
        """Remember a clip, so that it needn't be made."""
        with self._lock:
            self._remember(wanted, clip)

    def is_wanted(self, wanted: Wanted) -> bool:
        with self._lock:
            return wanted in self._slots.values() and wanted not in self._have

    # ---- what is there ----
    def keys(self) -> dict[Slot, int]:
        """For each slot the key of the sample that it plays now; a slot that has none yet isn't there."""
        with self._lock:
            found = {}
            for slot, wanted in self._slots.items():
                if wanted in self._have:
                    self._playing[slot] = wanted
                playing = self._playing.get(slot)
                if playing is not None and playing in self._have:
                    found[slot] = self._have[playing][0]
            return found

    def ready(self) -> bool:
        """Is every sound there that should be (or known not to be possible)?"""
        with self._lock:
            return all(wanted in self._have or wanted in self._failed for wanted in self._slots.values())

    def clip(self, wanted: Wanted) -> Clip | None:
        """The sound as the model made it, where it is still remembered."""
        with self._lock:
            return self._cache.get(wanted)

    def sweep(self) -> None:
        """Drop what no slot plays or wants; after a score without it was sent."""
        with self._lock:
            used = {*self._slots.values(), *self._playing.values()}
            for wanted in [one for one in self._have if one not in used]:
                key, place = self._have.pop(wanted)
                self._live.send(PART, "drop", key)
                self._dropped = [*self._dropped[-KEPT_PLACES:], place]

    # ---- within ----
    def _todo(self) -> list[Wanted]:
        """What is to be begun now: one at a time for each slot, so that a drag doesn't pile up. Under the lock."""
        todo: list[Wanted] = []
        if not self._rate:
            return todo
        for slot, wanted in self._slots.items():
            if wanted in self._have or wanted in self._failed or self._busy.get(slot) in self._working:
                continue
            self._busy[slot] = wanted
            if wanted not in self._working:
                self._working.add(wanted)
                todo.append(wanted)
        return todo

    def _begin(self, todo: list[Wanted]) -> None:
        for wanted in todo:
            clip = self.clip(wanted)
            if clip is not None:
                self._arrived(wanted, clip, None)
            else:
                self._make(wanted, lambda clip, error, wanted=wanted: self._arrived(wanted, clip, error))  # type: ignore[misc]

    def _arrived(self, wanted: Wanted, clip: Clip | None, error: BaseException | None) -> None:
        placed = True
        with self._lock:
            rate = self._rate
        samples = prepare(clip, rate) if clip is not None and rate else None
        with self._lock:
            self._working.discard(wanted)
            if clip is not None:
                self._remember(wanted, clip)
            if error is not None:
                self._failed.add(wanted)
            elif samples is not None and rate == self._rate and wanted not in self._have:
                placed = self._put(wanted, samples)
            for slot, busy in self._busy.items():
                if busy == wanted and wanted in self._have:
                    self._playing[slot] = wanted  # maybe on the way of a drag
            todo = self._todo() if placed else []
        if error is not None:
            self._trouble(wanted, error)
        self._changed()
        self._begin(todo)
        if not placed:
            self._wait_for_room(wanted)

    def _put(self, wanted: Wanted, samples: np.ndarray) -> bool:
        place = self._live.place(samples)
        if place is None:
            return False
        self._tries = 0
        self._have[wanted] = (self._next, place)
        self._live.send(PART, "sample", self._next, place)
        self._next += 1
        return True

    def _wait_for_room(self, wanted: Wanted) -> None:
        self._tries += 1
        if self._tries > MOST_TRIES:
            with self._lock:
                self._failed.add(wanted)
                self._tries = 0
            self._trouble(wanted, None)
        self._later(ROOM_SECONDS, self._look_again)

    def _look_again(self) -> None:
        with self._lock:
            todo = self._todo()
        self._begin(todo)

    def _remember(self, wanted: Wanted, clip: Clip) -> None:
        old = self._cache.pop(wanted, None)
        self._bytes += clip.samples.nbytes - (old.samples.nbytes if old is not None else 0)
        self._cache[wanted] = clip
        while self._bytes > CACHE_BYTES and len(self._cache) > 1:
            self._bytes -= self._cache.popitem(last=False)[1].samples.nbytes


def prepare(clip: Clip, rate: int) -> np.ndarray:
    """A clip for the bank: float32 (frames, channels) at `rate` Hz, at most MOST_SECONDS, the end of what is longer faded.

    Two channels that are the same are one: recordings of streams are, and a minute of them takes 10 of the bank's 48 MB instead of 20.
    """
    from studio.audio.files import resample

    samples = clip.samples
    if samples.shape[0] == 2 and np.array_equal(samples[0], samples[1]):
        samples = samples[:1]
    most = round(MOST_SECONDS * clip.rate)
    if samples.shape[1] > most:
        samples = samples[:, :most].copy()
        fall = fades.raised_cosine(fades.frames_of(CUT_SECONDS, clip.rate))[::-1]
        samples[:, -len(fall) :] *= fall
    if samples.shape[1] == 0:
        return np.zeros((1, samples.shape[0]), np.float32)
    return np.ascontiguousarray(resample(samples, clip.rate, rate).T, dtype=np.float32)


def moved(spec: Spec, wanted: Wanted) -> Settings:
    """The settings of a wanted sound, its control moved as far as its range allows. Raises BadInput where they don't fit the model."""
    settings = spec.check(wanted.sound.settings)
    if not wanted.offset:
        return settings
    control = offset_control(spec, wanted.control)
    if control is None:
        return settings
    value: Value = settings.as_dict()[control.name]
    assert isinstance(value, (int, float))
    return settings.with_values({control.name: min(control.high, max(control.low, float(value) + wanted.offset))})


def offset_control(spec: Spec, name: str) -> Latent | Number | None:
    """What the offsets of a pad move: the control of this name, else the model's first slider."""
    sliders = sorted((c for c in spec.controls if isinstance(c, (Latent, Number))), key=lambda c: not isinstance(c, Latent))
    return next((c for c in sliders if c.name == name), next(iter(sliders), None))
