"""Keys: samples played by note, up to sixteen at once, in the audio process. A part of the desk.

`take` runs on the control thread and appends to a deque, `process` in the callback; both ends of a deque are atomic, everything else is
the callback's. Samples come in sets (one for each sound that the program has), newest first; a note plays the nearest one, at its pitch.
A key that is held while its exact sample arrives, or one of a newer set, goes over to it in 30 ms, at the same moment of the sound.

Messages, by their first word:
    put       set, pitch, velocity (0: it follows no velocity), place, loop or None, fade (see pool.Sample)
    drop      set, pitch, velocity
    sets      numbers, newest first
    on        key, velocity 1 to 127            off       key
    pedal     bool                              bend      -1 to 1
    tune      Tuning                            silence   (everything off, as if all keys and pedals were let go)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from studio.audio import fades
from studio.engine.player.desk import HEARD_KEYS, MAX_BLOCK, WISH_KEYS_GAIN
from studio.engine.player.live_memory import LiveBoard
from studio.engine.player.pool import FOREVER, Pool, PoolVoice, Sample, Shelf

EXCHANGE_SECONDS = 0.03  # in which a held note becomes the new sound
AGAIN_SECONDS = 0.03  # in which a note gives way to the same key's next
SILENCE_SECONDS = 0.01
GAIN_SECONDS = 0.02
NEAR = 6.5  # semitones; a newer set that has nothing so near leaves the note to an older one
VELOCITY_APART = 24.0  # velocities that count as much as a semitone
RING_SECONDS = 3.0  # a longer sound never rings on when its key goes up
WAIT_SECONDS = 0.5  # that a key waits for its first sample
VOICES_HEARD, NOTES_HEARD = 0, 1  # numbers from HEARD_KEYS on: sounding voices, notes begun so far

Key = tuple[int, float, float]  # set, pitch in semitones, velocity


class Tuning(NamedTuple):
    """attack, release, glide: seconds; bend: semitones at the wheel's end; ring: a short sound without a loop goes on to its end."""

    attack: float = 0.002
    release: float = 0.12
    bend: float = 2.0
    glide: float = 0.0
    ring: bool = True


class Keys:
    """See the module; a `desk.Part`."""

    def __init__(self, board: LiveBoard, rate: int) -> None:
        self._board = board
        self.rate = rate
        self.pool = Pool(rate)
        self._shelf = Shelf(board)
        self._waiting: deque[tuple[Any, ...]] = deque()  # control appends, callback takes
        self._sets: dict[int, dict[tuple[float, float], bool]] = {}  # of each set what there is: (pitch, velocity)
        self._order: tuple[int, ...] = ()
        self._tuning = Tuning()
        self._down: dict[int, float] = {}  # keys that are down, and their velocity
        self._kept: set[int] = set()  # those that only the pedal holds
        self._pedal = False
        self._late: dict[int, int] = {}  # keys that wait for a first sample, and for how many frames yet
        self._playing: dict[int, tuple[PoolVoice, Key, float]] = {}  # the newest voice of each key, what it plays, its velocity
        self._last = -1  # key that was pressed last
        self._fresh = False  # have samples come since held notes were looked at?
        self._bus = np.zeros((MAX_BLOCK, 2), np.float32)
        self._gain = fades.Line(board.wishes[WISH_KEYS_GAIN], fades.frames_of(GAIN_SECONDS, rate))
        self._notes = 0
        self._words: dict[str, Callable[..., None]] = {
            "put": self._put, "drop": self._drop, "sets": self._order_sets, "tune": self._tune, "on": self._on, "off": self._off,
            "pedal": self._move_pedal, "bend": self._bend, "silence": self._silence,
        }  # fmt: skip

    @property
    def silent(self) -> bool:
        return not (self.pool.sounding or self._waiting or self._late)

    def take(self, message: tuple[Any, ...]) -> None:
        """Control thread."""
        kind, *rest = message
        if kind not in self._words:
            return
        if kind == "put":
            number, pitch, velocity, place, loop, fade = rest
            key = (number, pitch, velocity)
            self._shelf.put(key, Sample(place, self._board.samples(place), loop, fade))
        elif kind == "drop":
            self._shelf.drop(tuple(rest))
        self._waiting.append(message)

    def panic(self) -> None:
        """Callback."""
        self.pool.clear()
        self._let_go()

    def process(self, out: np.ndarray) -> None:
        """Callback."""
        self._shelf.tend(self.pool)
        while self._waiting:
            kind, *rest = self._waiting.popleft()
            self._words[kind](*rest)
        if self._late:
            self._begin_late(len(out))
        if self._fresh:
            self._follow()
        heard = self._board.heard
        if self.pool.sounding:
            bus = self._bus[: len(out)]
            bus.fill(0.0)
            self.pool.mix(bus)
            self._level(bus)
            out += bus
        else:
            self._gain.jump(self._board.wishes[WISH_KEYS_GAIN])
        heard[HEARD_KEYS + VOICES_HEARD] = self.pool.sounding
        heard[HEARD_KEYS + NOTES_HEARD] = self._notes

    def _level(self, bus: np.ndarray) -> None:
        before, after = self._gain.step(self._board.wishes[WISH_KEYS_GAIN], len(bus))
        if before != after:
            bus *= np.linspace(before, after, len(bus) + 1, dtype=np.float32)[1:, None]
        elif after != 1.0:
            bus *= after

    # ---- words, in the callback ----
    def _put(self, number: int, pitch: float, velocity: float, *_: Any) -> None:
        self._sets.setdefault(number, {})[pitch, velocity] = True
        self._fresh = True

    def _drop(self, number: int, pitch: float, velocity: float) -> None:
        there = self._sets.get(number, {})
        there.pop((pitch, velocity), None)
        if not there:
            self._sets.pop(number, None)

    def _order_sets(self, order: tuple[int, ...]) -> None:
        self._order = order
        self._fresh = True

    def _tune(self, tuning: Tuning) -> None:
        self._tuning = tuning

    def _on(self, key: int, velocity: float) -> None:
        legato = bool(self._down)
        self._kept.discard(key)
        self._down[key] = velocity
        self.pool.release(key, AGAIN_SECONDS)
        if not self._begin(key, velocity, legato):
            self._late[key] = round(WAIT_SECONDS * self.rate)
        self._last = key

    def _off(self, key: int) -> None:
        self._late.pop(key, None)
        if self._down.pop(key, None) is None:
            return
        if self._pedal:
            self._kept.add(key)
        else:
            self._release(key)

    def _move_pedal(self, down: bool) -> None:
        self._pedal = down
        if not down:
            kept, self._kept = self._kept, set()
            for key in kept:
                self._release(key)

    def _bend(self, bend: float) -> None:
        self.pool.bend = 2.0 ** (bend * self._tuning.bend / 12.0)

    def _silence(self) -> None:
        for key in (*self._down, *self._kept, *self._playing):
            self.pool.release(key, SILENCE_SECONDS)
        for voice in self.pool.voices:  # those that ring on without their key
            if not voice.falls:
                voice.held = True
                self.pool.release(voice.tag, SILENCE_SECONDS)
        self._let_go()

    def _let_go(self) -> None:
        self._down.clear()
        self._kept.clear()
        self._late.clear()
        self._playing.clear()
        self._pedal = False
        self.pool.bend = 1.0

    def _release(self, key: int) -> None:
        playing = self._playing.pop(key, None)
        sample = playing[0].sample if playing is not None and playing[1][2] == 0.0 else None
        rings = sample is not None and sample.loop is None and self._tuning.ring and len(sample.samples) <= RING_SECONDS * self.rate
        self.pool.release(key, FOREVER if rings else self._tuning.release)

    # ---- samples ----
    def _nearest(self, pitch: float, velocity: float) -> Key | None:
        """The newest set that has something within NEAR semitones, else the newest that has anything."""
        found: Key | None = None
        for number in self._order:
            there = self._sets.get(number)
            if not there:
                continue
            best = min(there, key=lambda one: abs(one[0] - pitch) + (abs(one[1] - velocity) / VELOCITY_APART if one[1] else 0.0))
            found = found or (number, *best)
            if abs(best[0] - pitch) <= NEAR:
                return number, *best
        return found

    def _begin(self, key: int, velocity: float, legato: bool) -> bool:
        found = self._nearest(key, velocity)
        sample = self._shelf.get(found) if found is not None else None
        if found is None or sample is None:
            return False
        step, gain = self._played(found, key, velocity)
        voice = self.pool.start(sample, key, step=step, gain=gain, attack=self._tuning.attack)
        if legato and self._tuning.glide > 0.0 and self._last >= 0 and self._last != key:
            voice.aim, voice.glide = step, self._tuning.glide
            voice.step = step * 2.0 ** ((self._last - key) / 12.0)
            voice.ratio = voice.step * self.pool.bend
        self._playing[key] = (voice, found, velocity)
        self._notes += 1
        return True

    @staticmethod
    def _played(found: Key, key: int, velocity: float) -> tuple[float, float]:
        """(step, gain): a model's sound is as loud as its velocity says, any other grows with its square."""
        gain = velocity / found[2] if found[2] else (velocity / 127.0) ** 2
        step = 2.0 ** ((key - found[1]) / 12.0)
        return step, min(gain, 4.0)

    def _begin_late(self, frames: int) -> None:
        for key, left in list(self._late.items()):
            if self._begin(key, self._down.get(key, 100.0), False) or left < frames:
                del self._late[key]
            else:
                self._late[key] = left - frames

    def _follow(self) -> None:
        """Notes that are held go over to newer or exacter samples."""
        self._fresh = False
        for key, (voice, old, velocity) in list(self._playing.items()):
            if voice.falls or voice.sample.loop is None or not self.pool.sounds(voice):
                continue
            best = self._nearest(key, velocity)
            sample = self._shelf.get(best) if best is not None else None
            if best is None or best == old or sample is None or sample.loop is None or abs(best[1] - key) > 0.5:
                continue
            if voice.rise or voice.aim:
                self._fresh = True  # once it has arrived
                continue
            step, gain = self._played(best, key, velocity)
            self._playing[key] = (self.pool.exchange(voice, sample, step, gain, EXCHANGE_SECONDS), best, velocity)
