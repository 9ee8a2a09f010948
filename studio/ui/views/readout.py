"""What is under the pointer, in words: time and sample, frequency, note, level. GUI thread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLocale, Qt

from studio.ui.widgets.fitting_label import FittingLabel
from studio.ui.widgets.names import named

if TYPE_CHECKING:
    from studio.audio.spectrum import Spectrogram

NOTE_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
GAP = "   "
SILENT_DB = -120.0


def note_name(hertz: float) -> str:
    """'A4 +3' for a frequency, '' below 16 Hz."""
    if hertz < 16:
        return ""
    midi = 69 + 12 * math.log2(hertz / 440)
    nearest = round(midi)
    cents = round(100 * (midi - nearest))
    return f"{NOTE_NAMES[nearest % 12]}{nearest // 12 - 1} {cents:+d}".replace("-", "−")


def db_text(db: float, places: int = 0, sign: bool = False) -> str:
    """'−31 dB' in the locale's writing; sign: '+2 dB' for what is above 0. Silence is '−∞ dB'."""
    if db <= SILENT_DB:
        return "−∞ dB"
    text = QLocale().toString(abs(db), "f", places)
    return f"{'−' if round(db, places) < 0 else '+' if sign else ''}{text} dB"


def level_db(value: float) -> float:
    """dB of a sample value."""
    return 20.0 * math.log10(abs(value)) if abs(value) > 1e-6 else SILENT_DB


def frequency_parts(hertz: float) -> list[str]:
    locale = QLocale()
    text = f"{locale.toString(hertz / 1000, 'f', 2)} kHz" if hertz >= 1000 else f"{locale.toString(hertz, 'f', 0)} Hz"
    return [text, note_name(hertz)]


def band_text(band: tuple[float, float]) -> str:
    """'210 Hz – 3.40 kHz'."""
    return " – ".join(frequency_parts(hertz)[0] for hertz in band)


def mean_level(spectrogram: Spectrogram, times: tuple[float, float], band: tuple[float, float]) -> float | None:
    """dB of the mean power between two times and two frequencies; at least the nearest column and band. None where there are none."""
    if not spectrogram.db.size:
        return None
    rows, columns = (
        slice(int(np.searchsorted(axis[:-1], low)), max(int(np.searchsorted(axis, high)), int(np.searchsorted(axis[:-1], low)) + 1))
        for axis, (low, high) in ((spectrogram.frequencies, band), (spectrogram.times, times))
    )
    return 10.0 * math.log10(max(float(np.mean(10.0 ** (spectrogram.db[rows, columns] / 10.0))), 1e-12))


class Readout(FittingLabel):
    """One line about a place in the sound; `whole` is what is copied."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "cursorReading", self.tr("Reading"), self.tr("Time, sample, frequency, note and level under the pointer."))
        self.setProperty("small", True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_place(self, seconds: float, rate: int, parts: list[str]) -> None:
        """The time, and what else is known of the place."""
        locale = QLocale()
        time = f"{locale.toString(seconds, 'f', 4)} s"
        sample = self.tr("sample {number}").format(number=locale.toString(round(seconds * rate)))
        known = [part for part in parts if part]
        self.show_texts(*(GAP.join(words) for words in ([time, sample, *known], [time, *known], known, known[-1:])))
