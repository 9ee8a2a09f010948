"""How the viewer's pictures are shown: plain values, kept in the preferences. No threads."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

AMPLITUDES = ("linear", "db60", "db90")
COLOURS = ("magma", "viridis", "cividis", "grey", "inverted")
RANGES_DB = (40.0, 120.0)
GAINS_DB = (-20.0, 60.0)
OVERLAYS = (0.0, 100.0)  # %


@dataclass(frozen=True)
class ViewSettings:
    """amplitude: one of AMPLITUDES; colours: one of COLOURS; range_db 40 to 120: from the loudest colour to the darkest.

    gain_db -20 to 60: the loudest colour stands for -gain_db dBFS. overlay 0 to 100 %: the waveform over the spectrogram.
    """

    amplitude: str = "linear"
    colours: str = "magma"
    range_db: float = 80.0
    gain_db: float = 0.0
    overlay: float = 0.0

    @property
    def floor_db(self) -> float | None:
        """dB from full scale to the middle of the waveform; None where it is linear."""
        return {"db60": 60.0, "db90": 90.0}.get(self.amplitude)

    @staticmethod
    def from_json(data: Any) -> ViewSettings:
        """What preferences hold; what can't be is the default."""
        saved = data if isinstance(data, dict) else {}
        found = ViewSettings()
        if saved.get("amplitude") in AMPLITUDES:
            found = replace(found, amplitude=saved["amplitude"])
        if saved.get("colours") in COLOURS:
            found = replace(found, colours=saved["colours"])
        range_db = _within(saved.get("range_db"), RANGES_DB, found.range_db)
        gain_db, overlay = _within(saved.get("gain_db"), GAINS_DB, found.gain_db), _within(saved.get("overlay"), OVERLAYS, found.overlay)
        return replace(found, range_db=range_db, gain_db=gain_db, overlay=overlay)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def _within(value: Any, limits: tuple[float, float], default: float) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
    return min(max(float(value), limits[0]), limits[1]) if number else default
