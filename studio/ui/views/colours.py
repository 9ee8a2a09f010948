"""Colour tables of the spectrogram, from pyqtgraph's files of maps (CC0 and CC-BY). GUI thread.

The files are read without importing pyqtgraph, which would take a quarter of the time until the window is on the screen.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor

from studio.ui import theme
from studio.ui.views.view_settings import ViewSettings

FLOOR_DB, STEP_DB = -120.0, 0.5  # of the bytes of `Spectrogram.bytes`
DIFFERENCE_DB = 24.0  # the strongest colours of a difference stand for so much more or less


@cache
def table_of(name: str) -> np.ndarray:
    """uint8 (256, 3), quiet to loud. name: of view_settings.COLOURS."""
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    if name in ("grey", "inverted"):
        return ramp if name == "grey" else np.ascontiguousarray(ramp[::-1])
    return _of_map(name)


@lru_cache(maxsize=64)
def colour_table(settings: ViewSettings) -> np.ndarray:
    """uint32 (256): the pixel for each byte of a spectrogram; range and gain are in the table, not in the bytes."""
    db = FLOOR_DB + STEP_DB * np.arange(256)
    share = (db + settings.gain_db + settings.range_db) / settings.range_db
    return _packed(table_of(settings.colours)[np.rint(np.clip(share, 0.0, 1.0) * 255).astype(int)])


def difference_table() -> np.ndarray:
    """The same for `difference_bytes`, in the present theme."""
    return _packed(_differences(theme.VIEW, theme.is_dark()))


@lru_cache(maxsize=8)
def _differences(neutral: str, dark: bool) -> np.ndarray:
    """uint8 (256, 3): less to more, blue to red, through the colour of the ground at 128."""
    colours = _of_map("CET-D4" if dark else "CET-D1A").astype(float)
    ground = QColor(neutral)
    lift = np.array([ground.red(), ground.green(), ground.blue()]) - colours[128]
    near = 1.0 - np.abs(np.arange(256) - 128.0)[:, None] / 128.0
    return np.rint(np.clip(colours + lift * near, 0, 255)).astype(np.uint8)


def _of_map(name: str) -> np.ndarray:
    """uint8 (256, 3)."""
    spec = find_spec("pyqtgraph")
    assert spec is not None and spec.origin is not None, "pyqtgraph is one of the program's packages"
    colours = np.loadtxt(Path(spec.origin).parent / "colors" / "maps" / f"{name}.csv", delimiter=",", comments=";")  # 0..1 or 0..255
    places = np.linspace(0, len(colours) - 1, 256)
    full = np.stack([np.interp(places, np.arange(len(colours)), colours[:, i]) for i in range(3)], axis=1)
    return np.rint(full * (255.0 if colours.max() <= 1.0 else 1.0)).astype(np.uint8)


def difference_bytes(db: np.ndarray) -> np.ndarray:
    """Differences in dB (bands, columns), lowest band first -> uint8 as an image has it: 128 is no difference."""
    scaled = db[::-1] * (127.0 / DIFFERENCE_DB) + 128.5
    return np.ascontiguousarray(np.clip(scaled, 1, 255).astype(np.uint8))


def strip(settings: ViewSettings, difference: bool = False) -> np.ndarray:
    """uint8 (256, 4) RGBA, loudest first: the colour bar."""
    colours = (_differences(theme.VIEW, theme.is_dark()) if difference else table_of(settings.colours))[::-1]
    return np.ascontiguousarray(np.hstack([colours, np.full((256, 1), 255, np.uint8)]))


def _packed(colours: np.ndarray) -> np.ndarray:
    """uint8 (256, 3) -> uint32 0xffRRGGBB."""
    red, green, blue = (colours[:, i].astype(np.uint32) for i in range(3))
    return np.uint32(0xFF << 24) | (red << 16) | (green << 8) | blue
