"""How Undertone looks: colours, sizes from font metrics, icons and the style sheet. GUI thread.

One accent colour (warm, so that it sits beside the magma spectrogram); everything else is a cool dark grey.
Sizes are multiples of 4 px derived from the font, so that a larger font or another screen scales the whole window.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from studio.paths import RESOURCES

WINDOW = "#0e1014"  # behind everything
PANEL = "#15181e"  # bars and docks
RAISED = "#1e222b"  # buttons, fields
HOVER = "#2a303c"
LINE = "#262b35"  # hairlines between regions
EDGE = "#39414f"  # outlines of fields
TEXT = "#e8eaf0"
TEXT_SOFT = "#a4adbc"  # 4.5:1 on every background above
TEXT_FAINT = "#7d8797"  # only for what is inactive
ACCENT = "#ffa263"
ACCENT_DEEP = "#d97836"
ON_ACCENT = "#23130a"
ERROR = "#ff6b78"
WARNING = "#f2c14e"
GOOD = "#6fd3a1"
WAVE = "#ffa263"
VIEW = "#0a0b0f"  # behind waveform and spectrogram

_ICON_SIZES = (16, 20, 24, 32, 48)  # px on the screen; others are scaled from the next larger one


def color(value: str, alpha: float = 1.0) -> QColor:
    """A QColor from one of the names above with alpha 0..1."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result


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


def base_font() -> QFont:
    """The window's font: the shipped family at the desktop's own size, other scripts from the system's fonts."""
    font = QFont(QApplication.font())
    family = load_fonts()
    if family:
        font.setFamilies([family, *(name for name in QApplication.font().families() if name != family)])
    if font.pointSizeF() > 0:
        font.setPointSizeF(max(font.pointSizeF(), 9.5))
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


def grid(pixels: float) -> int:
    """Rounded up to the 4 px grid."""
    return int(-(-pixels // 4) * 4)


def row_height(font: QFont) -> int:
    """Height of one control row in px (30 and more; a target is never under 24)."""
    return max(28, grid(QFontMetrics(font).height() + 12))


@cache
def _svg(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _picture(name: str, tint: str, size: int) -> QPixmap:
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_svg(name).replace("#000", tint).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return QPixmap.fromImage(image)


@cache
def _icon(name: str, tint: str, on_name: str, on_tint: str) -> QIcon:
    icon = QIcon()
    for size in _ICON_SIZES:
        icon.addPixmap(_picture(name, tint, size), QIcon.Mode.Normal, QIcon.State.Off)
        icon.addPixmap(_picture(name, EDGE, size), QIcon.Mode.Disabled, QIcon.State.Off)
        if on_name:
            icon.addPixmap(_picture(on_name, on_tint, size), QIcon.Mode.Normal, QIcon.State.On)
            icon.addPixmap(_picture(on_name, EDGE, size), QIcon.Mode.Disabled, QIcon.State.On)
    return icon


def icon(name: str, tint: str = TEXT, *, on: str = "", on_tint: str = ACCENT) -> QIcon:
    """An icon of resources/icons in one colour; `on` names the picture of the checked state, '' where there is none."""
    return _icon(name, tint, on, on_tint)


def icon_image(name: str, tint: str, size: int, ratio: float = 1.0) -> QPixmap:
    """A pixmap of `size` logical pixels for own painting."""
    return _cached_picture(name, tint, round(size * ratio), ratio)


@cache
def _cached_picture(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    picture = _picture(name, tint, size)
    picture.setDevicePixelRatio(ratio)
    return picture


def forget_pictures() -> None:
    """Drop cached pixmaps (they must not outlive the QApplication)."""
    _icon.cache_clear()
    _cached_picture.cache_clear()


def palette() -> QPalette:
    """The dark palette for what a style sheet doesn't reach (text cursors, native painting)."""
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
        app.setFont(base_font())  # before any widget is made: sizes come from its metrics
    window.setPalette(palette())
    window.setStyleSheet(style_sheet(window.font()))


def style_sheet(font: QFont) -> str:
    """The whole style sheet; lengths in px follow the font's height."""
    text = (Path(__file__).parent / "theme.qss").read_text(encoding="utf-8")
    names = {
        "WINDOW": WINDOW, "PANEL": PANEL, "RAISED": RAISED, "HOVER": HOVER, "LINE": LINE, "EDGE": EDGE, "TEXT_SOFT": TEXT_SOFT,
        "TEXT_FAINT": TEXT_FAINT, "TEXT": TEXT, "ON_ACCENT": ON_ACCENT, "ACCENT_DEEP": ACCENT_DEEP, "ACCENT": ACCENT, "ERROR": ERROR,
        "VIEW": VIEW, "HEIGHT": f"{row_height(font) - 2}px", "SMALL": f"{small(font).pointSizeF():.2f}pt",
        "ICONS": (RESOURCES / "icons").as_posix(),
    }  # fmt: skip
    for name, value in names.items():
        text = text.replace(f"@{name}@", value)
    return text
