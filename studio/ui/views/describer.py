"""Says in words what the panes show, for who doesn't see them: the seen part, its levels, where its frequencies lie. GUI thread.

The words are the panes' accessible descriptions, made anew once a zoom, a pan or a new sound has rested.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLocale, QObject, QTimer

from studio.ui.views.readout import db_text
from studio.ui.views.spectrogram import SpectrogramPane
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.waveform import WaveformPane, runs

REST_MS = 300
COLUMNS = 512  # that the seen part is looked at in
MOST_OF_IT = (0.05, 0.95)  # shares of the power between which "most of the sound" lies


class Describer(QObject):
    """`look_again` after something else is shown."""

    def __init__(self, window: TimeWindow, wave: WaveformPane, spectrum: SpectrogramPane) -> None:
        super().__init__(wave)
        self._window, self._wave, self._spectrum = window, wave, spectrum
        self._timer = QTimer(self, interval=REST_MS, singleShot=True)
        self._timer.timeout.connect(self.describe)
        window.changed.connect(self._timer.start)

    def look_again(self) -> None:
        self._timer.start()

    def describe(self) -> None:
        """Write the descriptions now."""
        if self._wave.peaks is not None and self._wave.clip is not None:
            self._wave.setAccessibleDescription(f"{self._part()} {self._levels()}")
            self._spectrum.setAccessibleDescription(f"{self._part()} {self._frequencies()}")

    def _part(self) -> str:
        locale, window = QLocale(), self._window
        seconds = [locale.toString(value, "f", 2 if window.span > 0.5 else 4) for value in (window.start, window.end, window.duration)]
        if window.fitted:
            return self.tr("All {length} seconds are shown.").format(length=seconds[2])
        return self.tr("From {start} to {end} of {length} seconds is shown.").format(start=seconds[0], end=seconds[1], length=seconds[2])

    def _levels(self) -> str:
        clip, peaks, window = self._wave.clip, self._wave.peaks, self._window
        assert peaks is not None
        low, high, rms = peaks.columns(window.start * clip.rate, window.end * clip.rate, COLUMNS)
        size = np.maximum(high, -low).max(axis=0)
        peak = float(size.max())
        if peak < 1e-6:
            return self.tr("It is silent.")
        loudest = window.start + (int(size.argmax()) + 0.5) / COLUMNS * window.span
        text = self.tr("Peak {peak} at {time} seconds, RMS {rms}.").format(
            peak=db_text(20 * math.log10(peak), 1), time=QLocale().toString(loudest, "f", 3),
            rms=db_text(10 * math.log10(max(float(np.square(rms).mean()), 1e-18)), 1),
        )  # fmt: skip
        places = len(runs(size >= 1.0))
        if not places:
            return text
        return f"{text} " + self.tr("Places at full scale: {count}.").format(count=places)

    def _frequencies(self) -> str:
        picture, window = self._spectrum.spectrogram, self._window
        if picture is None:
            return ""
        seen = (picture.times >= window.start) & (picture.times <= window.end)
        if not seen.any():
            seen[int(np.argmin(np.abs(picture.times - window.start)))] = True
        power = (10.0 ** (picture.db[:, seen] / 10.0)).mean(axis=1)
        total = np.cumsum(power) / max(float(power.sum()), 1e-30)
        strongest = int(power.argmax())
        lowest, highest = (int(np.searchsorted(total, share)) for share in MOST_OF_IT)
        names = [self._hertz(float(picture.frequencies[min(band, len(power) - 1)])) for band in (strongest, lowest, highest)]
        level = db_text(10 * math.log10(max(float(power[strongest]), 1e-12)), 0)
        text = self.tr("Strongest at {frequency} with {level}; most of it lies between {low} and {high}.")
        return text.format(frequency=names[0], level=level, low=names[1], high=names[2])

    @staticmethod
    def _hertz(hertz: float) -> str:
        return f"{QLocale().toString(hertz / 1000, 'f', 1)} kHz" if hertz >= 1000 else f"{QLocale().toString(hertz, 'f', 0)} Hz"
