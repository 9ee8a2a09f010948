"""Plays a sound that is too long for the player's memory, by its loop: a window of 8 s goes round and is renewed behind the playhead.

The second at time t lies at t modulo 8 s in the loop. While one part of the window sounds, another window that is two seconds
further is given to the player, which joins loops in phase: where both hold the same samples nobody hears it. Behind the end
the window holds silence, so the sound ends to the sample. A selection of up to 15 s is played as a clip of its own.

One thread for each playing ("undertone-long-play") reads ahead and ends with it; callers return at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.audio.effects import Rack
from studio.audio.files import shown
from studio.audio.long_sound import Reader
from studio.clip import Clip
from studio.engine.edits import effects_in

log = logging.getLogger(__name__)

PERIOD = 8  # seconds of the window; a whole number, so that it is whole frames at every rate
STEP = 2  # seconds by which it moves
TICK = 0.02  # seconds between two looks at the playhead
SETTLE = 0.5  # seconds after a start in which the player may still tell where it was before
BEGIN_SECONDS = 5.0  # after which a sound that never began is given up
AS_CLIP = 15.0  # seconds of a selection that fit into the player's memory, at 192 kHz too


@dataclass(frozen=True)
class Playing:
    """What sounds: `start` to `end` in s of a file from `at` on, around and around where `loop`.

    request: the player's number for it; crossfade: seconds in which the loop's end becomes what lies before its start.
    """

    path: Path
    request: int
    start: float
    end: float
    at: float
    loop: bool = False
    crossfade: float = 0.0

    @property
    def fits(self) -> bool:
        """Can it be played as a clip?"""
        return self.end - self.start <= AS_CLIP


class LongPlay:
    """See the module. `_now`, `_base`, `_begun` and `_changed` are written under `_lock`, by callers and by the thread of `_now`."""

    def __init__(
        self, player: Any, failed: Callable[[str, Exception], None], join: Callable[[Rack | None], None] = lambda own: None
    ) -> None:
        """join: these effects are in what is played next; called on the thread."""
        self._player, self._failed, self._join = player, failed, join
        self._lock = threading.Lock()
        self._handing = threading.Lock()  # held by one of the threads while the player resamples what it is given; taken before `_lock`
        self._now: Playing | None = None
        self._base = 0.0  # seconds; where the newest window begins
        self._begun = 0.0  # when it was begun, by time.monotonic
        self._changed = threading.Event()  # of the thread of `_now`: it is to end

    # --- from any thread ---

    @property
    def now(self) -> Playing | None:
        """What plays, None for nothing."""
        return self._now

    def play(self, playing: Playing) -> None:
        """Play this instead of what plays."""
        with self._lock:
            self._changed.set()
            self._changed = changed = threading.Event()
            self._turn_to(playing)
        threading.Thread(target=self._run, args=(playing, changed), name="undertone-long-play", daemon=True).start()

    def stop(self) -> None:
        """Read on no more; the caller silences the player."""
        with self._lock:
            self._now = None
            self._changed.set()

    def shifted(self, status: Any) -> Any:
        """The player's status with the place in the whole sound, if it is ours that sounds; else as it is."""
        now = self._now
        if now is None or status.request != now.request:
            return status
        place = min(self._place(now, status.position_seconds), now.end)
        return replace(status, position_seconds=place, clip_seconds=now.end)

    def _place(self, playing: Playing, position: float) -> float:
        """Seconds in the whole sound of a position in the window: the one nearest to where the clock expects it."""
        if playing.fits:
            return playing.start + position
        expected = playing.at + time.monotonic() - self._begun
        return expected + (position - expected + PERIOD / 2) % PERIOD - PERIOD / 2

    def _turn_to(self, playing: Playing) -> None:
        """Under the lock."""
        self._now, self._base, self._begun = playing, STEP * (playing.at // STEP), time.monotonic()

    # --- on the thread ---

    def _run(self, playing: Playing, changed: threading.Event) -> None:
        try:
            self._join(effects_in(playing.path))
            with Reader(playing.path) as reader:
                if playing.fits:
                    self._give(self._selection(reader, playing), playing, changed, loop=playing.loop, at=playing.at - playing.start)
                    self._wait_for_end(playing, changed)
                else:
                    self._feed(reader, playing, changed)
        except Exception as error:
            log.exception("a long sound can't be played on")
            self._failed(f"'{shown(playing.path)}' can't be played", error)
        finally:
            with self._lock:
                if self._changed is changed:
                    self._now = None

    def _wait_for_end(self, playing: Playing, changed: threading.Event) -> None:
        begun = False
        while not changed.wait(TICK):
            status = self._player.status(peaks=False)
            ours = status.request == playing.request and status.playing
            if (begun and not ours) or (not begun and time.monotonic() - self._begun > BEGIN_SECONDS):
                return
            begun = begun or ours

    def _feed(self, reader: Reader, playing: Playing, changed: threading.Event) -> None:
        """Give windows to the player until the end or until something else is played. Raises BadInput."""
        self._start(reader, playing, changed)
        begun = False
        while not changed.wait(TICK):
            status, base = self._player.status(peaks=False), self._base
            if status.request != playing.request or not status.playing:
                if begun or time.monotonic() - self._begun > BEGIN_SECONDS:
                    return
                continue
            begun = True
            place = self._place(playing, status.position_seconds)
            if time.monotonic() - self._begun < SETTLE:
                continue
            if place >= playing.end and not playing.loop:
                self._player.stop(playing.request)
                return
            if place >= playing.end:
                playing = replace(playing, at=playing.start)
                self._start(reader, playing, changed)
            elif place >= base + 2 * STEP:
                self._give(self._window(reader, playing, base + STEP), playing, changed, base=base + STEP)

    def _start(self, reader: Reader, playing: Playing, changed: threading.Event) -> None:
        """The first window, from `at` on."""
        window = self._window(reader, playing, STEP * (playing.at // STEP))
        with self._lock:
            if changed.is_set():
                return
            self._turn_to(playing)
        self._give(window, playing, changed, at=playing.at % PERIOD)

    def _give(self, clip: Clip, playing: Playing, changed: threading.Event, *, loop: bool = True,
              at: float | None = None, base: float | None = None) -> None:
        """Hand a clip over; `at` where it begins anew there, `base` where it is the window that goes on."""
        with self._handing:
            with self._lock:
                if changed.is_set():
                    return
                if base is not None:
                    self._base = base
            self._player.play(clip, request=playing.request, loop=loop, restart=at is not None, at=at or 0.0)
            if changed.is_set() and self._now is None:  # a stop came meanwhile
                self._player.stop(playing.request)

    @staticmethod
    def _window(reader: Reader, playing: Playing, base: float) -> Clip:
        """The samples from `base` to 8 s later, turned so that each lies at its time modulo 8 s; silence behind the end."""
        rate = reader.sound.rate
        first = round(base * rate)
        samples = reader.read(first, first + PERIOD * rate)
        samples[:, max(0, round(playing.end * rate) - first) :] = 0.0
        return Clip(np.roll(samples, first % (PERIOD * rate), axis=1), rate)

    @staticmethod
    def _selection(reader: Reader, playing: Playing) -> Clip:
        """The selection, its end blended into what lies before its start where it is a loop with a crossfade."""
        rate = reader.sound.rate
        first, last = round(playing.start * rate), max(round(playing.end * rate), round(playing.start * rate) + 1)
        samples = reader.read(first, last)
        blend = min(round(playing.crossfade * rate), last - first) if playing.loop else 0
        if blend > 1:
            share = np.linspace(0.0, 1.0, blend, dtype=np.float32)
            samples[:, -blend:] += share * (reader.read(first - blend, first) - samples[:, -blend:])
        return Clip(samples, rate)
