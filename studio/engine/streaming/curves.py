"""The curves of a recording of more than a minute, kept while it goes on: the streams' process remembers 80 s of what it played.

`reach` asks for each minute soon after it is over and packs it, `edit` is all of them for a recipe. The recorder's thread and the errands
thread; `_lock` is held while the streams' process is waited for.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from studio.engine.streaming.trajectory import LONG_SECONDS, MOST_TRACKS, Track, Trajectory, moved, to_edit_of, track_to_json
from studio.errors import UndertoneError
from studio.recipe import MAX_RECIPE_BYTES

log = logging.getLogger(__name__)

GIVE_UP = 1.25  # stretches after which one that could not be had is gone from every memory
ROOM = MAX_RECIPE_BYTES - (1 << 18)  # bytes of an edit: an automation and the settings need some too


class Kept(NamedTuple):
    """tracks: of the whole recording; edit: for its recipe; seconds: until where there are curves; all: none is missing."""

    tracks: tuple[Track, ...]
    edit: dict[str, Any]
    seconds: float
    all: bool


class Curves:
    """start: the tape's frame at which the recording begins, rate: of the tape. between(first, last): what the streams played between two
    frames of the tape, None for nothing; it may wait, and raise UndertoneError or TimeoutError.
    """

    def __init__(self, between: Callable[[int, int], Trajectory | None], start: int, rate: int, stretch: float = LONG_SECONDS) -> None:
        self._between, self._start, self._rate = between, start, rate
        self._stretch = round(stretch * rate)
        self._lock = threading.Lock()
        self._at = start
        self._tracks: list[Track] = []
        self._packed: list[dict[str, Any]] = []
        self._gains: list[np.ndarray] = []
        self._lost = -1  # the tape's frame from which on some are missing; -1: none is

    def reach(self, end: int) -> None:
        """Keep every whole stretch before a frame of the tape. Raises as `between`; the stretch is asked for again at the next call."""
        with self._lock:
            while end - self._at >= self._stretch:
                self._reach(self._at + self._stretch, end)

    def _reach(self, last: int, now: int) -> None:
        try:
            found = self._between(self._at, last)
        except (UndertoneError, TimeoutError):
            if now - self._at < GIVE_UP * self._stretch:
                raise
            log.exception("a stretch of the curves of a recording is lost")
            found = None
            self._lost = self._at if self._lost < 0 else self._lost
        if found is not None:
            tracks, gains = self._placed(found, self._at)
            self._tracks += tracks
            self._packed += [track_to_json(track) for track in tracks]
            self._gains.append(gains)
        self._at = last

    def _placed(self, found: Trajectory, at: int) -> tuple[list[Track], np.ndarray]:
        """Its tracks and gains with places in the whole recording."""
        after = at - self._start
        return [moved(track, after, self._rate) for track in found.tracks], found.gains + np.array([after, 0.0, 0.0])

    def edit(self, end: int) -> Kept | None:
        """All that was played until a frame of the tape, as much of it as could be had and as a recipe holds; None for nothing."""
        found, ended = None, True
        try:
            self.reach(end)
            found = self._between(self._at, end) if end > self._at else None
        except (UndertoneError, TimeoutError):
            log.exception("the end of the curves of a recording is lost")
            ended = False
        with self._lock:
            tracks, packed, gains = list(self._tracks), list(self._packed), list(self._gains)
            at, lost = self._at, self._lost
        if found is not None:
            more, rows = self._placed(found, at)
            tracks, packed, gains = tracks + more, packed + [track_to_json(track) for track in more], [*gains, rows]
        if not tracks:
            return None
        rows, seconds = np.concatenate(gains), (end - self._start) / self._rate
        room = ROOM - len(json.dumps(to_edit_of([], seconds, self._rate, rows)))
        fits = min(MOST_TRACKS, int(np.searchsorted(np.cumsum([len(json.dumps(one)) for one in packed]), room, "right")))
        if not fits:
            return None
        until = lost if lost >= 0 else end if ended else at
        until = min(until - self._start, *(track.begin for track in tracks[fits:]), end - self._start)
        edit = to_edit_of(packed[:fits], seconds, self._rate, rows)
        return Kept(tuple(tracks[:fits]), edit, until / self._rate, until == end - self._start)
