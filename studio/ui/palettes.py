"""The colours of the dark and the light theme. Plain data, no thread of its own; theme.py hands them out.

Every text colour has 4.5:1 on WINDOW, PANEL, RAISED and VIEW, in both (tests/ui/test_theme.py measures it).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours as '#rrggbb'. Grounds first, then lines, text, and what speaks."""

    name: str
    WINDOW: str  # behind everything
    PANEL: str  # bars and docks
    RAISED: str  # buttons, fields
    HOVER: str
    VIEW: str  # behind waveform and spectrogram
    LINE: str  # hairlines between regions
    EDGE: str  # outlines of fields
    THUMB: str  # scroll bars
    THUMB_HOVER: str
    TEXT: str
    TEXT_SOFT: str
    TEXT_FAINT: str  # only for what is inactive
    ACCENT: str
    ACCENT_DEEP: str  # pressed
    ACCENT_HOVER: str
    ACCENT_TEXT: str  # text on a ground tinted with ACCENT (a checked option)
    ON_ACCENT: str  # text on ACCENT itself
    ERROR: str
    ERROR_GROUND: str
    ERROR_LINE: str
    WARNING: str
    GOOD: str
    GHOST: str  # the other one of two sounds: ghost of A, its tick on a slider
    WAVE: str
    WAVE_CORE: str  # the RMS inside the waveform
    METER_TOP: str  # the loud end of the level meter
    IVORY: str  # white keys of the piano, and what is written on black ones
    EBONY: str  # black keys, and what is written on white ones


DARK = Palette(
    name="dark",
    WINDOW="#0e1014", PANEL="#15181e", RAISED="#1e222b", HOVER="#2a303c", VIEW="#0a0b0f", LINE="#262b35", EDGE="#39414f",
    THUMB="#323947", THUMB_HOVER="#475064", TEXT="#e8eaf0", TEXT_SOFT="#a4adbc", TEXT_FAINT="#8b95a5",
    ACCENT="#ffa263", ACCENT_DEEP="#d97836", ACCENT_HOVER="#ffb686", ACCENT_TEXT="#ffc79f", ON_ACCENT="#23130a",
    ERROR="#ff6b78", ERROR_GROUND="#2a1c22", ERROR_LINE="#7a3943", WARNING="#f2c14e", GOOD="#6fd3a1", GHOST="#7cc4ff",
    WAVE="#ffa263", WAVE_CORE="#c46a2c", METER_TOP="#ffd9bd", IVORY="#c9ced8", EBONY="#16191f",
)  # fmt: skip

LIGHT = Palette(
    name="light",
    WINDOW="#e7e9ee", PANEL="#f3f4f7", RAISED="#ffffff", HOVER="#e2e6ee", VIEW="#fbfbfd", LINE="#d3d8e0", EDGE="#a3abb9",
    THUMB="#bcc3cf", THUMB_HOVER="#9aa3b3", TEXT="#1b1f27", TEXT_SOFT="#4b5463", TEXT_FAINT="#5b6575",
    ACCENT="#a84a0c", ACCENT_DEEP="#8a3a05", ACCENT_HOVER="#bd5a19", ACCENT_TEXT="#843504", ON_ACCENT="#ffffff",
    ERROR="#b3162f", ERROR_GROUND="#fdeef0", ERROR_LINE="#dc9aa5", WARNING="#7d5300", GOOD="#17704a", GHOST="#155f9e",
    WAVE="#c25a17", WAVE_CORE="#8f3d07", METER_TOP="#7a2f02", IVORY="#ffffff", EBONY="#2a2f39",
)  # fmt: skip

PALETTES = {palette.name: palette for palette in (DARK, LIGHT)}
ROLES = tuple(name for name in Palette.__dataclass_fields__ if name.isupper())
