"""Icons of resources/icons, drawn when they are seen, in the colours that hold then. GUI thread.

A QIcon of `icon` keeps a shape's name and a role of the palette, no picture: a change of theme needs only a repaint. Pictures are
kept for each shape, colour and size once they were drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio.paths import RESOURCES

SIZES = (16, 20, 24, 32, 48)  # px that are offered to who asks for a list (the desktop, for the window's icon)

Colour = Callable[[str], str]
_clones: list[RoleIcon] = []  # who copies an icon to change it gets one that C++ deletes: Python must not


class RoleIcon(QIconEngine):
    """colour: gives '#rrggbb' for a role at the moment of drawing. on: the shape of the checked state, '' for the same one."""

    def __init__(self, colour: Colour, name: str, role: str, on: str = "", on_role: str = "", off_role: str = "") -> None:
        super().__init__()
        self._asked = (colour, name, role, on, on_role, off_role)

    def picture(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon in px of the screen, as large as fits."""
        colour, name, role, on, on_role, off_role = self._asked
        if state == QIcon.State.On and on:
            name, role = on, on_role
        if mode == QIcon.Mode.Disabled:
            role = off_role
        return picture(name, colour(role), max(1, min(size.width(), size.height())))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self.picture(size * scale, mode, state)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.picture(size, mode, state)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        drawn = self.picture(rect.size() * ratio, mode, state)
        side = drawn.width() / ratio
        left, top = rect.left() + (rect.width() - side) / 2, rect.top() + (rect.height() - side) / 2
        painter.drawPixmap(QRectF(left, top, side, side), drawn, QRectF(drawn.rect()))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def availableSizes(self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> list[QSize]:
        return [QSize(side, side) for side in SIZES]

    def isNull(self) -> bool:
        return False

    def clone(self) -> RoleIcon:
        copy = RoleIcon(*self._asked)
        _clones.append(copy)
        return copy


@cache
def _svg(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _shape(name: str, size: int) -> QImage:
    """An icon in black at a size in px; drawn once, whatever the colour."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_svg(name).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


@cache
def picture(name: str, tint: str, size: int, ratio: float = 1.0) -> QPixmap:
    """A shape in one colour, `size` px of the screen on each side; the pixmap says that `ratio` of them make a px of the window."""
    image = QImage(_shape(name, size))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor(tint))
    painter.end()
    drawn = QPixmap.fromImage(image)
    drawn.setDevicePixelRatio(ratio)
    return drawn
