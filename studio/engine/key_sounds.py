"""What keys have to play: samples of the sound as it is now, in the bank of the audio process, at as many pitches as there is time for.

A set belongs to one sound: settings of a model (without pitch, velocity and length), or a clip that is repitched. The newest set is
completed first: the keys that are down, those that were pressed last, then octaves, then what lies between, then softer and harder
layers. Older sets stay while there is room, so that going back costs nothing.

`heard` and `_step` run on the renderer thread, `opened` on the player's watcher, `pressed` on any (MIDI too): it takes `_lock` for
microseconds. Nothing is rendered before `arm`: whoever never plays keys pays nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.audio.sustain import sustain
from studio.clip import Clip
from studio.engine.keys import MODEL, ROOT
from studio.recipe import Number, Settings, Spec

if TYPE_CHECKING:
    from studio.engine.player.live_link import LiveLink
    from studio.engine.player.shared import Placement

log = logging.getLogger(__name__)

NEWEST_BYTES = 20 << 20  # of the bank, for the newest set: four and a half octaves have 14 MB, other layers 5
OLDER_BYTES = 15 << 20  # for all others; pads want room too
LAYERS = (100.0, 52.0, 127.0)  # velocities, in the order in which they are made
COARSE = 6  # semitones between the notes of the layers after the first
MOST_AT_ONCE = 4  # held keys that are made before the next sound that a slider asks for
RECENT = 8  # keys that were pressed last come first
HELD_SECONDS = 2.0  # of a note that is to be held; sustain.py looks at the first 1.4
ANCHORS = range(ROOT, ROOT + 37, 4)  # keys for which a clip is resampled, so that what is played higher has no mirror tones
ANCHORED_SECONDS = 6.0  # a longer clip is only repitched
AGAIN_SECONDS = 0.1  # after which a full bank is tried again

Note = tuple[float, float]  # pitch, velocity; velocity 0: it follows none


@dataclass
class KeySet:
    """One sound. notes: what lies in the bank; done: nothing more is to be made (or it failed)."""

    number: int
    identity: Any
    model: str = ""
    settings: Settings | None = None  # None: a clip
    clip: Clip | None = None
    loops: bool = False
    spec: Spec | None = None
    notes: dict[Note, Placement] = field(default_factory=dict)
    silent: set[Note] = field(default_factory=set)  # those that can't be made
    done: bool = False

    @property
    def bytes(self) -> int:
        return sum(map(_size, self.notes.values()))


def _size(place: Placement) -> int:
    return place.frames * place.channels * 4


def pitched(spec: Spec | None) -> bool:
    """Does this model make notes?"""
    return spec is not None and any(isinstance(c, Number) and c.name == "pitch" and c.unit == "semitones" for c in spec.controls)


class KeySounds:
    """render(model, settings) -> Clip: on the renderer thread. batch, call: have that thread do something when it has time, or next.

    later(seconds, act): call back on some thread. trouble(error): why a note can't be made.
    """

    def __init__(self, live: LiveLink, render: Callable[[str, Settings], Clip], batch: Callable[[Callable[[], None]], object],
                 call: Callable[[Callable[[], None]], object], later: Callable[[float, Callable[[], object]], object],
                 trouble: Callable[[Exception], object]) -> None:  # fmt: skip
        self._live, self._render, self._batch, self._call = live, render, batch, call
        self._later, self._trouble = later, trouble
        self._lock = threading.Lock()
        self._sets: list[KeySet] = []  # newest first
        self._numbers = 0
        self._armed = False
        self._steps = False  # is a step under way or asked for?
        self._down: dict[int, int] = {}  # keys and by how many they are held
        self._recent: list[int] = []
        self._latest: tuple[str, Spec | None, Settings, Clip] | None = None  # what was heard last
        self._plays = MODEL

    # ---- what is told ----
    def arm(self) -> None:
        """Keys are about to be played. Any thread."""
        with self._lock:
            if self._armed:
                return
            self._armed = True
        self._batch(self._enter)

    @property
    def armed(self) -> bool:
        return self._armed

    def play_from(self, plays: str) -> None:
        """MODEL or SOUND. Any thread."""
        if plays != self._plays:
            self._plays = plays
            self._batch(self._enter)

    def pressed(self, key: int, down: bool) -> None:
        """A key went down or up: its exact note is the next to be made. Any thread."""
        with self._lock:
            if down:
                self._down[key] = self._down.get(key, 0) + 1
                self._recent = [key, *(one for one in self._recent if one != key)][:RECENT]
            elif self._down.get(key, 0) > 1:
                self._down[key] -= 1
            else:
                self._down.pop(key, None)
            wanted = down and self._armed and bool(self._sets) and not self._sets[0].done
        if down and not self._armed:
            self.arm()
        elif wanted:
            self._call(self._held)

    def heard(self, model: str, spec: Spec | None, settings: Settings, clip: Clip) -> None:
        """The sound is another one now. Renderer thread."""
        self._latest = (model, spec, settings, clip)
        if self._armed:
            self._enter()

    def opened(self, rate: int) -> None:
        """A new audio process, which knows nothing: begin anew. Watcher thread."""
        with self._lock:
            places = [place for one in self._sets for place in one.notes.values()]
            self._sets = []
        for place in places:
            self._live.give_back(place)
        if self._armed:
            self._batch(self._enter)

    def ready(self) -> bool:
        """Is everything there that will be made?"""
        with self._lock:
            return not self._armed or (bool(self._sets) and self._sets[0].done)

    def notes(self) -> frozenset[Note]:
        """What there is of the newest sound."""
        with self._lock:
            return frozenset(self._sets[0].notes) if self._sets else frozenset()

    @property
    def in_tune(self) -> bool:
        """Do keys play a model at their own pitch, rather than a clip that is repitched?"""
        with self._lock:
            return bool(self._sets) and self._sets[0].settings is not None

    # ---- renderer thread ----
    def _enter(self) -> None:
        """Bring what was heard last to the front, as a set of its own."""
        if self._latest is None or not self._live.rate:
            return
        model, spec, settings, clip = self._latest
        if self._plays == MODEL and pitched(spec) and spec is not None:
            base = settings.with_values({name: 0.0 for name in ("pitch", "velocity", "length") if name in settings.as_dict()})
            fresh = KeySet(0, (model, base), model, settings, spec=spec)
        else:
            fresh = KeySet(0, clip, model, None, clip, loops=spec is not None and spec.loops)
        with self._lock:
            known = next((one for one in self._sets if one.identity is fresh.identity or one.identity == fresh.identity), None)
            if known is None:
                self._numbers += 1
                known = fresh
                known.number = self._numbers
            elif known is self._sets[0]:
                return
            self._sets = [known, *(one for one in self._sets if one is not known)]
            gone = self._too_old()
            order = tuple(one.number for one in self._sets)
        for number, note in gone:
            self._live.send("keys", "drop", number, *note)
        self._live.send("keys", "sets", order)
        self._held()

    def _too_old(self) -> list[tuple[int, Note]]:
        """Under the lock: take out sets of passing sounds, the layers of older ones, and what has no room; returns (set, note)."""
        keep, gone, size = [self._sets[0]], [], 0
        bridge = False  # one that was worth its room stands in for what the newest has not yet
        for one in self._sets[1:]:
            extra = [note for note in one.notes if note[1] not in (0.0, LAYERS[0])]
            core = one.bytes - sum(_size(one.notes[note]) for note in extra)
            if not one.notes or (bridge and not one.done) or size + core > OLDER_BYTES:
                extra = list(one.notes)
            else:
                keep.append(one)
                size += core
                bridge = bridge or len(one.notes) > 4
            gone += [(one.number, note) for note in extra]
            one.done = one.done and not extra
            for note in extra:
                del one.notes[note]
        self._sets = keep
        return gone

    def _held(self) -> None:
        """What is missing of the keys that are down is made now, a few at once; the rest when there is time."""
        for _ in range(MOST_AT_ONCE):
            note = self._next(held=True)
            if note is None or not self._make(*note):
                break
        with self._lock:
            if self._steps or not self._sets or self._sets[0].done:
                return
            self._steps = True
        self._batch(self._step)

    def _step(self) -> None:
        """One note more."""
        with self._lock:
            self._steps = False
        note = self._next(held=False)
        if note is None:
            with self._lock:
                if self._sets:
                    self._sets[0].done = True
            return
        placed = self._make(*note)
        with self._lock:
            if not self._sets or self._steps:
                return
            self._steps = True
        if placed:
            self._batch(self._step)
        else:
            self._later(AGAIN_SECONDS, lambda: self._batch(self._step))

    def _next(self, held: bool) -> tuple[KeySet, Note] | None:
        with self._lock:
            if not self._sets or self._sets[0].done:
                return None
            newest = self._sets[0]
            if newest.bytes > NEWEST_BYTES and not held:
                return None
            keys = list(self._down) if held else self._recent
            for note in wanted(newest, keys, only=held):
                if note not in newest.notes and note not in newest.silent:
                    return newest, note
            return None

    def _make(self, one: KeySet, note: Note) -> bool:
        """Render a note and put it into the bank; False while that is full. A note that can't be made is left out."""
        try:
            samples, loop, fade = self._sound(one, note)
        except Exception as error:
            one.silent.add(note)
            self._trouble(error)
            return True
        place = self._live.place(samples)
        if place is None:
            with self._lock:
                old = self._sets.pop() if len(self._sets) > 1 else None
            if old is not None:
                for one_note in old.notes:
                    self._live.send("keys", "drop", old.number, *one_note)
            else:
                one.silent.add(note)  # it alone fills the bank
            return False
        with self._lock:
            there = one in self._sets
            if there:
                one.notes[note] = place
        if there:
            self._live.send("keys", "put", one.number, *note, place, loop, fade)
        else:
            self._live.give_back(place)
        return True

    def _sound(self, one: KeySet, note: Note) -> tuple[np.ndarray, tuple[int, int] | None, float]:
        """samples (frames, channels) at the device's rate, loop, fade. Raises what the model raises."""
        from studio.audio.files import resample

        pitch, velocity = note
        rate = self._live.rate
        if one.settings is None:
            assert one.clip is not None
            up = 2.0 ** ((pitch - ROOT) / 12.0)
            samples = resample(one.clip.samples, one.clip.rate, max(1, round(rate / up)), loop=one.loops)
            return np.ascontiguousarray(samples.T), ((0, samples.shape[1]) if one.loops and samples.shape[1] > 64 else None), 0.0
        there = one.settings.as_dict()
        values = {"pitch": pitch} | ({"velocity": velocity} if velocity else {}) | ({"length": HELD_SECONDS} if "length" in there else {})
        clip = self._render(one.model, one.settings.with_values(values))
        samples = np.ascontiguousarray(resample(clip.samples, clip.rate, rate).T)
        found = sustain(samples, rate)
        return (samples, None, 0.0) if found is None else found


def wanted(one: KeySet, keys: list[int], *, only: bool = False) -> list[Note]:
    """What is to be made of a set, in this order; keys: those that come first; only: no others."""
    if one.settings is None:
        assert one.clip is not None
        above = ANCHORS if one.clip.seconds <= ANCHORED_SECONDS and not one.loops else range(ROOT, ROOT + 1)
        return [(float(key), 0.0) for key in above]
    assert one.spec is not None
    control = one.spec.control("pitch")
    assert isinstance(control, Number)
    low, high = int(np.ceil(control.low)), int(np.floor(control.high))
    layers = LAYERS if any(c.name == "velocity" and isinstance(c, Number) for c in one.spec.controls) else (0.0,)
    first = [(float(min(high, max(low, key))), layers[0]) for key in keys]
    if only:
        return first
    middle = (low + high) // 2
    spread = [float(key) for step in (12, COARSE, 3, 1) for key in sorted(range(low, high + 1), key=lambda k: abs(k - middle))
              if (key - middle) % step == 0]  # fmt: skip
    rest = [(pitch, layer) for layer in layers[1:] for pitch in spread if (pitch - middle) % COARSE == 0]
    return list(dict.fromkeys([*first, *((pitch, layers[0]) for pitch in spread), *rest]))
