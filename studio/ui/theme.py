"""How Undertone looks: colours, sizes from font metrics, icons and the style sheet. GUI thread.

One accent colour (warm, so that it sits beside the magma spectrogram); everything else is a cool grey, dark or light.
`set_theme` rebinds the colours of this module (`theme.TEXT` and its kind) and restyles what is open, a few milliseconds at a time
(restyle.py); every widget is painted anew, icons made by `icon` in their new colours. So read a colour when you paint. Who
keeps something made of colours (a pixmap, a pen) makes it again on `theme.changed`.
Sizes are multiples of 4 px derived from the font, so that a larger font or another screen scales the whole window.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from studio.paths import RESOURCES
from studio.ui import icons, sheet
from studio.ui.palettes import DARK, PALETTES, ROLES, Palette
from studio.ui.restyle import Restyler

# The present theme's colours; palettes.py says what each is for. Rebound by set_theme, on the GUI thread.
WINDOW, PANEL, RAISED, HOVER, VIEW, LINE, EDGE = DARK.WINDOW, DARK.PANEL, DARK.RAISED, DARK.HOVER, DARK.VIEW, DARK.LINE, DARK.EDGE
THUMB, THUMB_HOVER, TEXT, TEXT_SOFT, TEXT_FAINT = DARK.THUMB, DARK.THUMB_HOVER, DARK.TEXT, DARK.TEXT_SOFT, DARK.TEXT_FAINT
ACCENT, ACCENT_DEEP, ACCENT_HOVER, ACCENT_TEXT, ON_ACCENT = (
    DARK.ACCENT, DARK.ACCENT_DEEP, DARK.ACCENT_HOVER, DARK.ACCENT_TEXT, DARK.ON_ACCENT)  # fmt: skip
ERROR, ERROR_GROUND, ERROR_LINE, WARNING, GOOD, GHOST = (
    DARK.ERROR, DARK.ERROR_GROUND, DARK.ERROR_LINE, DARK.WARNING, DARK.GOOD, DARK.GHOST)  # fmt: skip
WAVE, WAVE_CORE, METER_TOP = DARK.WAVE, DARK.WAVE_CORE, DARK.METER_TOP
IVORY, EBONY = DARK.IVORY, DARK.EBONY

CHOICES = ("system", "dark", "light")
LEAST_SCALE, MOST_SCALE = 0.8, 2.0
_CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei", "Droid Sans Fallback")


class _Look(QObject):
    """What was chosen: which theme, how large. One for the process, as is the QApplication that it dresses."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "dark"  # one of CHOICES
        self.palette: Palette = DARK
        self.scale = 1.0
        self.font: QFont | None = None  # base_font at this scale, once it was asked for: painting asks for it all the time
        self.reduced_motion = False
        self.restyler = Restyler()
        self.follows = False  # are we connected to the desktop's own dark and light?


_look = _Look()
changed = _look.changed  # after the colours were rebound; open windows follow within a few turns of the loop


# ---------------------------------------------------------------- which theme, how large


def set_theme(choice: str) -> None:
    """'dark', 'light', or 'system' (as the desktop; dark where it says nothing). Anything else counts as 'system'."""
    _look.choice = choice if choice in CHOICES else "system"
    _follow_desktop()
    chosen = PALETTES[_desktop() if _look.choice == "system" else _look.choice]
    if chosen is _look.palette:
        return
    _look.palette = chosen
    globals().update({role: getattr(chosen, role) for role in ROLES})
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setPalette(palette())
        dressed = [window for window in app.topLevelWidgets() if window.property(sheet.PROPERTY)]
        for window in dressed:
            window.setProperty(sheet.PROPERTY, chosen.name)
            window.setPalette(palette())
        _look.restyler.begin(dressed)
    changed.emit()


def restyling() -> bool:
    """Are there widgets that still look as before the last `set_theme`?"""
    return _look.restyler.busy


def settle() -> None:
    """Finish at once what `set_theme` began: for who looks at a window right after it."""
    _look.restyler.finish()


def theme_choice() -> str:
    """What `set_theme` was last given."""
    return _look.choice


def is_dark() -> bool:
    return _look.palette.name == "dark"


def _desktop() -> str:
    hints = QGuiApplication.styleHints() if QGuiApplication.instance() is not None else None
    return "light" if hints is not None and hints.colorScheme() == Qt.ColorScheme.Light else "dark"


def _follow_desktop() -> None:
    if not _look.follows and QGuiApplication.instance() is not None:
        _look.follows = True
        QGuiApplication.styleHints().colorSchemeChanged.connect(_desktop_changed)


def _desktop_changed(*_: object) -> None:
    if _look.choice == "system":
        set_theme("system")


def set_scale(scale: float) -> None:
    """How large letters and lengths are, 0.8 to 2.0 times; for windows that are made after this."""
    _look.scale = min(MOST_SCALE, max(LEAST_SCALE, scale))
    _look.font = None


def scale() -> float:
    return _look.scale


def set_reduced_motion(on: bool) -> None:
    """Nothing pulses, slides or fades (the playhead still moves: it says where the sound is)."""
    _look.reduced_motion = on
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip,
                   Qt.UIEffect.UI_FadeTooltip):  # fmt: skip
        QApplication.setEffectEnabled(effect, not on)


def reduced_motion() -> bool:
    """Ask before anything moves by itself."""
    return _look.reduced_motion


# ---------------------------------------------------------------- colours and lengths


def color(value: str, alpha: float = 1.0) -> QColor:
    """A QColor from one of the names above with alpha 0..1."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result


def grid(pixels: float) -> int:
    """Rounded up to the 4 px grid."""
    return int(-(-pixels // 4) * 4)


def px(pixels: float) -> int:
    """A length that isn't text (a margin, an icon, a button without words) at the chosen scale; 1 px at least."""
    return max(1, round(pixels * _look.scale))


def row_height(font: QFont) -> int:
    """Height of one control row in px (30 and more; a target is never under 24)."""
    return max(px(28), grid(QFontMetrics(font).height() + px(12)))


# ---------------------------------------------------------------- fonts


@cache
def load_fonts() -> str:
    """Register the shipped fonts once; returns the family's name, or '' where they are missing."""
    family = ""
    for file in sorted((RESOURCES / "fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if families and file.stem.endswith("Regular"):
            family = families[0]
    return family


@cache
def chinese_families() -> tuple[str, ...]:
    """Installed families for Simplified Chinese, the best first; () where Chinese can't be shown."""
    have = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    return tuple(name for name in _CHINESE if name in have) or tuple(sorted(have)[:1])


def _system_font() -> QFont:
    """The desktop's font, before `dress` replaced it by ours."""
    app = QApplication.instance()
    kept = app.property("systemFont") if app is not None else None
    if isinstance(kept, QFont):
        return QFont(kept)
    font = QFont(QApplication.font())
    if app is not None:
        app.setProperty("systemFont", font)
    return font


def base_font() -> QFont:
    """The window's font: the shipped family at the desktop's own size and the chosen scale, other scripts from the system's fonts."""
    if _look.font is None:
        _look.font = _made_font()
    return QFont(_look.font)


def _made_font() -> QFont:
    font = _system_font()
    family = load_fonts()
    if family:
        own = [name for name in font.families() if name != family]
        font.setFamilies([family, *own, *(name for name in chinese_families() if name not in own)])
    if font.pointSizeF() > 0:
        font.setPointSizeF(max(font.pointSizeF(), 9.5) * _look.scale)
    else:
        font.setPixelSize(px(font.pixelSize()))
    return font


def small(font: QFont, factor: float = 0.88) -> QFont:
    """The same font for secondary text."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(font.pointSizeF() * factor)
    else:
        result.setPixelSize(max(9, round(font.pixelSize() * factor)))
    return result


def medium(font: QFont) -> QFont:
    """The same font, a little heavier."""
    result = QFont(font)
    result.setWeight(QFont.Weight.Medium)
    return result


# ---------------------------------------------------------------- icons


def icon(name: str, tint: str = "", *, on: str = "", on_tint: str = "") -> QIcon:
    """An icon of resources/icons in one colour ('': TEXT); `on` names the picture of the checked state ('' for none), in ACCENT.

    It has the colours of the theme that holds when it is drawn.
    """
    return _icon(name, _role(tint or TEXT), on, _role(on_tint or ACCENT))


@cache
def _icon(name: str, role: str, on: str, on_role: str) -> QIcon:
    return QIcon(icons.RoleIcon(_colour, name, role, on, on_role, "EDGE"))


def _role(tint: str) -> str:
    """The name under which this theme knows a colour; one that it doesn't know stands for itself."""
    return next((role for role in ROLES if getattr(_look.palette, role) == tint), tint)


def _colour(role: str) -> str:
    return str(getattr(_look.palette, role, role))


def icon_image(name: str, tint: str, size: int, ratio: float = 1.0) -> QPixmap:
    """A pixmap of `size` logical pixels for own painting."""
    return icons.picture(name, tint, round(size * ratio), ratio)


# ---------------------------------------------------------------- dressing a window


def palette() -> QPalette:
    """The palette for what a style sheet doesn't reach (text cursors, native painting)."""
    result = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, WINDOW), (roles.Base, RAISED), (roles.AlternateBase, PANEL), (roles.Button, RAISED), (roles.Text, TEXT),
        (roles.WindowText, TEXT), (roles.ButtonText, TEXT), (roles.ToolTipBase, RAISED), (roles.ToolTipText, TEXT),
        (roles.PlaceholderText, TEXT_FAINT), (roles.Highlight, ACCENT), (roles.HighlightedText, ON_ACCENT), (roles.Link, ACCENT),
        (roles.Mid, LINE), (roles.Dark, WINDOW), (roles.Light, HOVER), (roles.Shadow, "#000000"), (roles.BrightText, ERROR),
    ):  # fmt: skip
        result.setColor(role, QColor(value))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(TEXT_FAINT))
    return result


def dress(window: QWidget) -> None:
    """Font, palette and style sheet for a window and everything in it; call it before the window's widgets are made."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        if app.style().objectName().lower() != "fusion":
            app.setStyle("Fusion")
        if app.font() != base_font():
            app.setFont(base_font())  # before any widget is made: sizes come from its metrics
        app.setPalette(palette())  # for dialogs and popups: windows of their own don't take over their parent's
    window.setProperty(sheet.PROPERTY, _look.palette.name)
    window.setFont(base_font())  # the application's reaches it only when it is shown; sizes are taken before
    window.setPalette(palette())
    window.setStyleSheet(style_sheet(base_font()))


def style_sheet(font: QFont) -> str:
    """The whole style sheet, for both themes (sheet.py); lengths in px follow the scale."""
    text = (Path(__file__).parent / "theme.qss").read_text(encoding="utf-8")
    text = re.sub(r"\b(\d+)px", lambda found: f"{found[1] if found[1] in '01' else px(int(found[1]))}px", text)
    names = {"HEIGHT": f"{row_height(font) - 2}px", "SMALL": f"{small(font).pointSizeF():.2f}pt", "ICONS": (RESOURCES / "icons").as_posix()}
    return sheet.for_both(text, names)
