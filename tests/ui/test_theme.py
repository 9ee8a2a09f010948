"""Colours that can be read, icons of one family, and a window that imports nothing heavy."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from PySide6.QtGui import QColor

from studio.paths import RESOURCES
from studio.ui import theme
from studio.ui.actions import table

HEAVY = ("torch", "sounddevice", "onnxruntime", "scipy", "studio.training", "studio.models.catalogue")


def luminance(name: str) -> float:
    color = QColor(name)
    values = (color.redF(), color.greenF(), color.blueF())
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("text", [theme.TEXT, theme.TEXT_SOFT, theme.ACCENT, theme.ERROR, theme.WARNING])
@pytest.mark.parametrize("ground", [theme.WINDOW, theme.PANEL, theme.RAISED, theme.VIEW])
def test_text_has_contrast(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


def test_text_on_the_accent_and_faint_text_have_contrast() -> None:
    assert contrast(theme.ON_ACCENT, theme.ACCENT) >= 4.5
    assert contrast(theme.TEXT_FAINT, theme.PANEL) >= 4.5


def test_icons_are_one_family() -> None:
    files = sorted((RESOURCES / "icons").glob("*.svg"))
    assert len(files) > 25
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in text and set(re.findall(r'stroke-width="([^"]+)"', text)) == {"1.7"}, file.name


def test_every_action_with_an_icon_has_its_picture(qtbot: object) -> None:
    for act in table():
        if act.icon:
            assert not theme.icon(act.icon).pixmap(16, 16).isNull()


def test_the_style_sheet_has_no_name_left_and_no_size_in_pixels_for_text(qtbot: object) -> None:
    sheet = theme.style_sheet(theme.base_font())
    assert not re.search(r"@[A-Z_]+@", sheet)
    assert not re.search(r"font-size:\s*[\d.]+px", sheet)


def test_no_two_actions_share_a_key() -> None:
    keys = [key for act in table() for key in act.keys]
    assert len(keys) == len(set(keys))


def test_the_window_imports_nothing_heavy() -> None:
    code = f"import sys, studio.ui.main_window; print([name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "[]"
