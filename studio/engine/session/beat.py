"""The session's tempo from hands and from other machines: tap tempo, a MIDI clock that is followed, and one that is sent.

`midi_clock` is called on the MIDI thread, `ClockOut` has a thread of its own that `close` ends; the rest as all of Session.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from studio.engine.beat_clock import ClockIn, ClockOut, TapTempo
from studio.engine.session.pad_export import PadExport

SHOWN_BPM = 0.5  # a clock's tempo is shown and kept once it differs by so much


class Beat(PadExport):
    """See the module; `Session` is what is made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._taps = TapTempo()
        self._clock_in = ClockIn()
        self._clock_out = ClockOut(self.pads_heard, lambda: float(self._player.status(peaks=False).latency_seconds))

    def tap_tempo(self) -> None:
        """A beat was tapped: from the second on the tempo follows."""
        with self._lock:
            bpm = self._taps.tap(time.perf_counter())
        if bpm is not None:
            self.set_bpm(round(bpm, 1))  # type: ignore[attr-defined]

    # --- a clock that comes in ---

    @property
    def clock_follows(self) -> bool:
        """Does the pattern follow a MIDI clock?"""
        return self._preferences.get("clock_follows") is True

    def follow_clock(self, on: bool) -> None:
        """Let a MIDI clock start, stop and lead the pattern; off: the project's tempo counts again."""
        self.set_preference("clock_follows", bool(on))  # type: ignore[attr-defined]
        with self._lock:
            self._clock_in = ClockIn()
            if not on:
                self._outside_bpm = 0.0
                self._send_pads()

    def midi_clock(self, kind: str, seconds: float) -> None:
        """A message of a MIDI clock: 'clock', 'start', 'continue' or 'stop', at that time of perf_counter."""
        if not self.clock_follows or self._closed:
            return
        with self._lock:
            if kind in ("start", "continue"):
                self._clock_in.start(anew=True)
                self.start_pattern()
            elif kind == "stop":
                self._clock_in.stop()
                self.stop_pattern()
            elif kind == "clock":
                self._follow_tick(seconds)

    def _follow_tick(self, seconds: float) -> None:
        heard = self.pads_heard()
        step = None
        if heard.running and heard.bpm:
            step = heard.step + (seconds - heard.seconds) * heard.bpm / 15.0  # four steps a beat
        bpm = self._clock_in.tick(seconds, step)
        if bpm is None:
            return
        self._outside_bpm = bpm
        self._send_pads()
        if abs(bpm - self._project.bpm) > SHOWN_BPM:
            self.set_bpm(round(bpm, 1))  # type: ignore[attr-defined]

    # --- a clock that goes out ---

    def set_clock_out(self, send: Callable[[int], object] | None) -> None:
        """Send a MIDI clock there while the pattern plays: status bytes 0xF8, 0xFA, 0xFC, on the clock's thread. None: nowhere."""
        self._clock_out.to(send)

    def start_pattern(self) -> None:
        super().start_pattern()
        self._clock_out.wake()

    def close(self) -> None:
        self._clock_out.close()
        super().close()
