"""Asks the engine for what the panes lack: finer parts of the spectrogram, samples of a long sound. GUI thread.

Asks once a zoom or a pan rests for a moment, and again for every sound that is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from studio.audio.long_sound import LongSound
from studio.engine.events import Pictured, PicturePart
from studio.engine.pictures import View
from studio.engine.session import Session
from studio.ui.views.spectrogram import SpectrogramPane
from studio.ui.views.time_window import TimeWindow

REST_MS = 40  # after the last wheel notch


class Closer(QObject):
    """`look_at` tells which sound is shown; `show_part` draws what came."""

    def __init__(self, session: Session, window: TimeWindow, spectrum: SpectrogramPane) -> None:
        super().__init__(spectrum)
        self._session, self._window, self._spectrum = session, window, spectrum
        self._shown: Pictured | None = None
        self._asked: View | None = None
        self._timer = QTimer(self, interval=REST_MS, singleShot=True)
        self._timer.timeout.connect(self._ask)
        window.changed.connect(self._timer.start)
        spectrum.laid_out.connect(self._timer.start)

    def look_at(self, event: Pictured) -> None:
        """This sound is shown now; the same once more, where more of it is known."""
        self._shown = event
        self._timer.start()

    def show_part(self, event: PicturePart) -> None:
        if self._shown is not None and event.request == self._shown.request:
            self._spectrum.show_tile(event.spectrogram)

    def _ask(self) -> None:
        event, window = self._shown, self._window
        if event is None or not self._spectrum.isVisible():
            return
        hop, parts = self._spectrum.lacking()
        view = View(event.request, window.start, window.end, self._spectrum.seen_pixels, hop, parts)
        long = isinstance(event.clip, LongSound)
        if (parts or long) and view != self._asked:
            self._asked = view
            self._session.look_closer(view)
