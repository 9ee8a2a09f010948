"""Colours that can be read, icons of one family, and a window that imports nothing heavy."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QCheckBox, QToolButton

from studio.paths import RESOURCES
from studio.ui import theme
from studio.ui.actions import table
from studio.ui.palettes import DARK, LIGHT, PALETTES, ROLES, Palette
from tests.ui.conftest import Hands

UI = Path(theme.__file__).parent
HEAVY = ("torch", "sounddevice", "onnxruntime", "scipy", "studio.training", "studio.models.catalogue")


@pytest.fixture(autouse=True)
def dark_again() -> Iterator[None]:
    yield
    theme.set_theme("dark")


def luminance(name: str) -> float:
    color = QColor(name)
    values = (color.redF(), color.greenF(), color.blueF())
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def mixed(top: str, ground: str, share: float) -> str:
    """`top` painted over `ground` with an opacity of `share`."""
    parts = [(QColor(top), share), (QColor(ground), 1 - share)]
    values = [round(sum(weight * getattr(color, name)() for color, weight in parts)) for name in ("red", "green", "blue")]
    return QColor(*values).name()


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("WINDOW", "PANEL", "RAISED", "VIEW")
TEXTS = ("TEXT", "TEXT_SOFT", "TEXT_FAINT", "ACCENT", "ERROR", "WARNING", "GOOD", "GHOST")


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_has_contrast(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_on_tinted_grounds_and_drawings_have_contrast(palette: Palette) -> None:
    for ground in (palette.ACCENT, palette.ACCENT_HOVER):
        assert contrast(palette.ON_ACCENT, ground) >= 4.5
    assert contrast(palette.TEXT, palette.ERROR_GROUND) >= 4.5
    assert contrast(palette.TEXT, palette.HOVER) >= 4.5 and contrast(palette.TEXT_SOFT, palette.HOVER) >= 4.5
    assert contrast(palette.WAVE, palette.VIEW) >= 3 and contrast(palette.WAVE_CORE, palette.VIEW) >= 3
    tinted = mixed(palette.ACCENT, palette.RAISED, 0.20)
    assert contrast(palette.ACCENT_TEXT, tinted) >= 4.5, "a checked option"


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


def test_no_colour_of_its_own_outside_the_palettes() -> None:
    """A colour that is written into a panel doesn't follow the theme."""
    found = []
    for file in [*UI.rglob("*.py"), *UI.rglob("*.qss")]:
        if file.name != "palettes.py":
            text = file.read_text(encoding="utf-8")
            hits = re.findall(r"[\"' ](#[0-9a-fA-F]{6})\b|[\"' ](rgba\()", text)
            found += [f"{file.name}: {hit}" for hit in hits if "#000000" not in hit]
    assert [one for one in found if not one.startswith("theme.py")] == []


def test_every_colour_is_bound_in_the_module() -> None:
    for palette in (LIGHT, DARK):
        theme.set_theme(palette.name)
        assert {role: getattr(theme, role) for role in ROLES} == {role: getattr(palette, role) for role in ROLES}


def test_an_unknown_theme_is_the_desktops() -> None:
    theme.set_theme("no such theme")
    assert theme.theme_choice() == "system"


def test_the_desktops_theme_is_followed_while_it_is_chosen(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setattr(theme, "_desktop", lambda: "light")
    theme.set_theme("system")
    assert not theme.is_dark()
    monkeypatch.setattr(theme, "_desktop", lambda: "dark")
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.is_dark()
    theme.set_theme("light")
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.is_dark(), "the desktop has no say over what was chosen"


def test_the_theme_changes_what_is_open(hands: Hands) -> None:
    """Grounds, icons of buttons and of actions, and what is painted: all without making the window anew."""
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark()))
    model, play = hands.child("modelButton"), hands.child("playButton")
    for palette in (LIGHT, DARK):
        theme.set_theme(palette.name)
        theme.settle()
        image = hands.window.grab().toImage()
        corner = hands.child("topBar").mapTo(hands.window, hands.child("topBar").rect().topLeft())
        assert image.pixelColor(corner.x() + 2, corner.y() + 2).name() == palette.PANEL
        assert tints(play.icon().pixmap(24, 24).toImage()) == {QColor(palette.ACCENT).name()}
        assert tints(hands.window.actions_["open"].icon().pixmap(24, 24).toImage()) == {QColor(palette.TEXT).name()}
        assert model.palette().color(QPalette.ColorRole.ButtonText).name() == palette.TEXT
    assert told == [False, True]


def test_a_box_that_cannot_be_ticked_looks_so(hands: Hands) -> None:
    box = QCheckBox("With effects", hands.window)
    box.resize(160, 30)
    box.show()
    brightest = []
    for on in (True, False):
        box.setEnabled(on)
        image = box.grab().toImage()
        brightest.append(max(image.pixelColor(x, y).lightness() for x in range(24, 160) for y in range(30)))
    assert brightest[1] < brightest[0] - 40
    box.deleteLater()


def test_the_window_changes_as_a_whole_and_in_small_pieces(hands: Hands) -> None:
    """It keeps its old picture until all that is seen is through; that takes several turns of the loop, and then nothing is left."""
    window, bar = hands.window, hands.child("topBar")
    theme.set_theme("light")
    turns: list[bool] = []
    timer = QTimer(window, interval=0)
    timer.timeout.connect(lambda: turns.append(window.updatesEnabled()))
    timer.start()
    assert not window.updatesEnabled() and theme.restyling()
    hands.qtbot.waitUntil(lambda: not theme.restyling())
    timer.stop()
    assert turns.count(False) > 1, "the loop had its turn meanwhile"
    assert window.updatesEnabled() and bar.updatesEnabled()
    for one in window.findChildren(QToolButton):
        known = [getattr(LIGHT, role) for role in ROLES]
        assert one.isHidden() or one.palette().color(QPalette.ColorRole.ButtonText).name() in known, one.objectName()
    corner = bar.mapTo(window, bar.rect().topLeft())

    def seen() -> str:
        shown = window.screen().grabWindow(window.winId()) if QGuiApplication.platformName() == "xcb" else window.grab()
        return shown.toImage().pixelColor(corner.x() + 2, corner.y() + 2).name()

    hands.qtbot.waitUntil(lambda: seen() == LIGHT.PANEL)


def test_another_theme_in_the_middle_of_a_change_wins(hands: Hands) -> None:
    theme.set_theme("light")
    hands.qtbot.wait(1)
    theme.set_theme("dark")
    hands.qtbot.waitUntil(lambda: not theme.restyling())
    assert hands.window.updatesEnabled()
    assert hands.child("modelButton").palette().color(QPalette.ColorRole.ButtonText).name() == DARK.TEXT


def test_what_was_hidden_is_restyled_too(hands: Hands) -> None:
    """A popup that was open once has its new colours when it opens again."""
    hands.child("viewButton").click()
    popup = hands.window.viewer.view.popup
    hands.qtbot.waitUntil(popup.isVisible)
    popup.close()
    theme.set_theme("light")
    hands.qtbot.waitUntil(lambda: not theme.restyling())
    image = popup.grab().toImage()
    assert image.pixelColor(popup.width() // 2, 3).name() == LIGHT.PANEL


@pytest.mark.parametrize("size", (16, 18, 24, 48))
def test_an_icon_is_drawn_for_the_pixels_that_it_gets(size: int, qapp: object) -> None:
    icon = theme.icon("play")
    drawn = icon.pixmap(QSize(size, size), 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (2 * size, 2.0)
    assert icon.pixmap(size).toImage() != icon.pixmap(QSize(size, size), 1.0, QIcon.Mode.Disabled).toImage()


def test_a_copied_icon_lives_by_itself(qapp: object) -> None:
    icon = QIcon(theme.icon("play"))
    icon.addPixmap(QPixmap(4, 4))  # Qt copies what is drawn below it
    gc.collect()
    assert not theme.icon("play").pixmap(24).isNull()


def test_the_sheet_says_every_colour_of_both_themes() -> None:
    sheet = theme.style_sheet(theme.base_font())
    assert "@" not in sheet
    light = sheet[sheet.index("[theme=") :]
    for palette, part in ((DARK, sheet[: sheet.index("[theme=")]), (LIGHT, light)):
        for role in ("WINDOW", "PANEL", "RAISED", "TEXT", "ACCENT", "LINE"):
            assert getattr(palette, role) in part, role
    assert "padding" not in light, "what has no colour is said once"
    assert "border: none" in light, "where a border may have a colour, its absence counts too"


def tints(image: QImage) -> set[str]:
    """The opaque colours of a picture."""
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name() for color in colors if color.alpha() == 255}


@pytest.mark.parametrize("name", ("dark", "light"))
def test_icons_are_seen_on_menus(hands: Hands, name: str) -> None:
    theme.set_theme(name)
    for act in hands.window.actions_.acts:
        action = hands.window.actions_[act.name]
        if act.icon and action.isIconVisibleInMenu():
            image = action.icon().pixmap(32).toImage().convertToFormat(QImage.Format.Format_ARGB32)
            colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
            strongest = max(colors, key=QColor.alpha)
            assert strongest.alpha() > 200 and contrast(strongest.name(), theme.RAISED) >= 3, act.name
