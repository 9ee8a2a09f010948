"""Where the cursor is and what is selected, in seconds; snapping to zero crossings and onsets. GUI thread; arithmetic on a few samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks

SHORTEST = 0.0005  # seconds; anything shorter is a click
SNAP_SECONDS = 0.005  # how far an edge goes to meet a zero crossing, at most
ONSET_DB = 6.0  # what a step of loudness must have to be an onset
ONSET_FLOOR_DB = -60.0  # what is softer begins nothing
ONSET_FRAMES = 512  # over which loudness is taken: a whole period of a deep note
ONSET_PAUSE = 0.05  # seconds between two onsets


class Selection(QObject):
    """From `anchor`, where it was begun, to `head`, which moves; equal where nothing is selected, then `head` is the cursor.

    band: lowest and highest Hz where a part of the spectrogram was selected, None for all; it is read, not played.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.duration = 0.0
        self.anchor = 0.0
        self.head = 0.0
        self.band: tuple[float, float] | None = None

    @property
    def start(self) -> float:
        return min(self.anchor, self.head)

    @property
    def end(self) -> float:
        return max(self.anchor, self.head)

    @property
    def length(self) -> float:
        return self.end - self.start

    @property
    def empty(self) -> bool:
        return self.length < SHORTEST

    def set_duration(self, seconds: float) -> None:
        """Another sound: what lies within it stays, of the rest nothing."""
        if seconds == self.duration:
            return
        self.duration = seconds
        gone = self.start >= seconds
        self.anchor, self.head = (0.0, 0.0) if gone else (min(self.anchor, seconds), min(self.head, seconds))
        self.changed.emit()

    def place(self, seconds: float) -> None:
        """The cursor goes here and nothing is selected."""
        self.span(seconds, seconds)

    def span(self, anchor: float, head: float) -> None:
        """Select between two places, in either order."""
        anchor, head = (min(max(place, 0.0), self.duration) for place in (anchor, head))
        if (anchor, head) != (self.anchor, self.head):
            self.anchor, self.head = anchor, head
            if self.empty:
                self.band = None
            self.changed.emit()

    def set_band(self, band: tuple[float, float] | None) -> None:
        """Keep to these frequencies in Hz; None: to all."""
        if band is not None:
            band = (min(band), max(band))
        if band != self.band:
            self.band = band
            self.changed.emit()

    def reach(self, seconds: float) -> None:
        """The head goes here; with nothing selected yet a selection begins at the cursor."""
        self.span(self.anchor, seconds)

    def extend(self, seconds: float) -> None:
        """The edge that is nearer goes here."""
        if not self.empty:
            self.anchor = self.end if abs(seconds - self.start) < abs(seconds - self.end) else self.start
        self.reach(seconds)

    def all(self) -> None:
        self.band = None
        self.span(0.0, self.duration)

    def clear(self) -> None:
        """Select nothing; the cursor stays at the selection's start."""
        self.place(self.start)


def zero_crossing(peaks: Peaks, rate: int, seconds: float, within: float) -> float:
    """The rising or falling zero crossing nearest to a time, at most `within` seconds away; the time itself where there is none."""
    within = min(within, SNAP_SECONDS)
    centre, reach = round(seconds * rate), max(1, round(within * rate))
    first = max(0, centre - reach)
    samples = peaks.samples_between(first, centre + reach + 1)
    if samples is None or samples.shape[1] < 2:
        return seconds
    mono = samples.mean(axis=0)
    crossings = np.flatnonzero(np.signbit(mono[1:]) != np.signbit(mono[:-1])) + 1
    if not len(crossings):
        return seconds
    nearest = int(crossings[np.argmin(np.abs(crossings + first - centre))])
    earlier = abs(float(mono[nearest - 1])) < abs(float(mono[nearest]))
    return float(first + nearest - earlier) / rate


def onsets(peaks: Peaks, rate: int) -> np.ndarray:
    """Seconds at which the sound becomes louder by a step, ascending; from the peaks, so within 12 ms at 44.1 kHz."""
    if not peaks.levels:
        return np.zeros(0)
    squares = peaks.levels[0][2].mean(axis=0)
    bins = max(1, ONSET_FRAMES // peaks.base)
    size = bins * peaks.base
    power = np.add.reduceat(squares, np.arange(0, len(squares), bins)) / size
    db = 10.0 * np.log10(power + 1e-12)
    before = np.concatenate([[-120.0], db[:-1]])
    rises = np.flatnonzero((db - before > ONSET_DB) & (db > ONSET_FLOOR_DB))
    found: list[float] = []
    for place in rises.tolist():
        seconds = place * size / rate
        if not found or seconds - found[-1] >= ONSET_PAUSE:
            found.append(seconds)
    return np.asarray(found)


def onset_near(peaks: Peaks, rate: int, places: np.ndarray, seconds: float, within: float) -> float | None:
    """The onset of `places` nearest to a time, as exactly as the peaks know it; None where there is none within `within` seconds."""
    if not len(places):
        return None
    nearest = float(places[np.argmin(np.abs(places - seconds))])
    size = peaks.base
    first = max(0, round(nearest * rate) // size - ONSET_FRAMES // size)
    squares = peaks.levels[0][2][:, first : first + 3 * (ONSET_FRAMES // size) + 1].mean(axis=0)
    db = 10.0 * np.log10(squares / size + 1e-12)
    steps = np.diff(db, prepend=-120.0 if first == 0 else db[:1])
    rises = np.flatnonzero((steps > ONSET_DB) & (db > ONSET_FLOOR_DB))
    exact = (first + int(rises[0])) * size / rate if len(rises) else nearest
    return exact if abs(exact - seconds) <= within else None
