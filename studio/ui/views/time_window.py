"""The one time axis that waveform, spectrogram and playhead share, and the turns in which their pictures are made. GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

SHORTEST = 0.0005  # seconds; a few samples


class TimeWindow(QObject):
    """Which part of a clip is seen: 0 <= start < end <= duration, in seconds."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.duration = 1.0
        self.start = 0.0
        self.end = 1.0
        self._waiting: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._do_next)

    def later(self, act: Callable[[], object]) -> None:
        """Do it in a turn of the loop in which no other of these is done."""
        self._waiting.append(act)
        self._turn.start()

    def _do_next(self) -> None:
        act = self._waiting.popleft()
        if not self._waiting:
            self._turn.stop()
        act()

    @property
    def span(self) -> float:
        return self.end - self.start

    @property
    def fitted(self) -> bool:
        return self.span >= self.duration

    def set_duration(self, seconds: float) -> None:
        """A new clip: a fitted view stays fitted, a zoomed one stays where it is as far as it can."""
        fitted = self.fitted
        self.duration = max(seconds, SHORTEST)
        if fitted:
            self._set(0.0, self.duration)
        else:
            self._set(self.start, self.end)

    def fit(self) -> None:
        self._set(0.0, self.duration)

    def zoom(self, factor: float, at: float) -> None:
        """Make the seen span `factor` times as long, keeping the time `at` where it is on the screen."""
        span = min(max(self.span * factor, SHORTEST), self.duration)
        place = (at - self.start) / self.span
        self._set(at - place * span, at - place * span + span)

    def pan(self, seconds: float) -> None:
        self._set(self.start + seconds, self.end + seconds)

    def show(self, start: float, end: float) -> None:
        """See this part, or as much of it as there is; at least SHORTEST."""
        start, end = min(start, end), max(start, end)
        short = max(0.0, SHORTEST - (end - start)) / 2
        self._set(start - short, end + short)

    def move_edge(self, edge: str, seconds: float) -> None:
        """Move the 'start' or the 'end' of the seen part to a time, the other stays."""
        if edge == "start":
            self._set(min(max(seconds, 0.0), self.end - SHORTEST), self.end)
        else:
            self._set(self.start, max(min(seconds, self.duration), self.start + SHORTEST))

    def _set(self, start: float, end: float) -> None:
        span = min(end - start, self.duration)
        if span >= self.duration * (1 - 1e-9):
            span = self.duration  # a rounding error is no zoom
        start = min(max(start, 0.0), self.duration - span)
        if (start, start + span) != (self.start, self.end):
            self.start, self.end = start, start + span
            self.changed.emit()
