"""A pad: number, name and the outline of its sound. It sounds when it is pressed, and flashes when it is hit. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton

from studio.clip import Clip
from studio.ui import theme
from studio.ui.widgets.names import named

POINTS = 40  # of the outline
FALL = 0.67  # of the flash, a look
UNSEEN = 0.04


class PadButton(QAbstractButton):
    """`hit`: it was pressed; `asked`: 'menu' or 'rename'; `dropped`: local paths of files that were let go over it."""

    hit = Signal(int)
    asked = Signal(int, str)
    dropped = Signal(int, list)

    def __init__(self, pad: int) -> None:
        super().__init__()
        self.pad = pad
        self.title = ""
        self.loaded = self.ready = self.dimmed = False
        self._clip: Clip | None = None
        self._outline: Sequence[float] = ()
        self._drawn: tuple[QRectF, list[QRectF]] = (QRectF(), [])  # where the outline was drawn last, and its bars there
        self._flash = 0.0
        self._over = False  # is something dragged over it?
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_pad("", False, False)

    # ---- what is shown
    def show_pad(self, title: str, loaded: bool, dimmed: bool) -> None:
        """title: of its sound; loaded: has it one; dimmed: the pattern doesn't play it."""
        self.title, self.loaded, self.dimmed = title, loaded, dimmed
        number = self.pad + 1
        name = (self.tr("Pad {number}: {title}") if title else self.tr("Pad {number}")).format(number=number, title=title)
        if loaded:
            hint = self.tr("Press to hear it, right-click for more; drop a take to put it here.")
        else:
            name = self.tr("Pad {number}, empty").format(number=number)
            hint = self.tr("Drop a take here, or right-click for more.")
        named(self, f"pad_{number}", name, hint, f"Alt+{number}")
        self.update()

    def show_clip(self, clip: Clip | None) -> None:
        """The sound itself; None while it is being made."""
        if clip is self._clip:
            return
        self._clip, self.ready = clip, clip is not None
        self._drawn = (QRectF(), [])
        if clip is None or not clip.frames:
            self._outline = ()
        else:
            parts = np.array_split(np.abs(clip.samples).max(axis=0), min(POINTS, clip.frames))
            peaks = np.array([float(part.max()) for part in parts])
            self._outline = (peaks / max(float(peaks.max()), 1e-6)).tolist()
        self.update()

    def flash(self, strength: float = 1.0) -> None:
        self._flash = strength
        self.update()

    def fade(self) -> None:
        """At each look: what flashed falls."""
        if self._flash:
            self._flash = self._flash * FALL if self._flash > UNSEEN and not theme.reduced_motion() else 0.0
            self.update()

    # ---- acting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.hit.emit(self.pad)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and not event.isAutoRepeat():
            self.hit.emit(self.pad)
        elif key == Qt.Key.Key_F2:
            self.asked.emit(self.pad, "rename")
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shift):
            self.asked.emit(self.pad, "menu")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked.emit(self.pad, "clear")
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(self.pad, "menu")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(self.pad, [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    # ---- painting
    def sizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(84), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = theme.scale()
        box = QRectF(self.rect()).adjusted(1.0, 1.5 * unit, -1.0, -1.5 * unit)
        hot = self._over or (self.underMouse() and self.isEnabled())
        painter.setBrush(QColor(theme.EDGE if self.isDown() else theme.HOVER if hot else theme.RAISED if self.loaded else theme.PANEL))
        edge = QPen(QColor(theme.LINE if self.loaded else theme.EDGE), unit, Qt.PenStyle.SolidLine if self.loaded else Qt.PenStyle.DotLine)
        painter.setPen(edge)
        painter.drawRoundedRect(box, 5 * unit, 5 * unit)
        if self._flash:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(theme.ACCENT, 0.75 * self._flash))
            painter.drawRoundedRect(box, 5 * unit, 5 * unit)
        self._paint_words(painter, box, unit)
        if self.hasFocus() or self._over:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ACCENT), 2.0))
            painter.drawRoundedRect(box, 5 * unit, 5 * unit)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF, unit: float) -> None:
        """Number, name, and the outline where there is room for it."""
        metrics = QFontMetrics(self.font())
        left = box.left() + 7 * unit
        number = metrics.horizontalAdvance("8") + 7 * unit
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.ACCENT if self.loaded and not self.dimmed else theme.TEXT_FAINT))
        painter.drawText(QRectF(left, box.top(), number, box.height()), int(middle), str(self.pad + 1))
        drawn = min(58 * unit, box.width() * 0.42) if box.width() > 96 * unit else 0.0
        words = QRectF(left + number, box.top(), box.width() - number - drawn - 14 * unit, box.height())
        text = self.title or self.tr("empty")
        painter.setPen(QColor(theme.TEXT if self.loaded and not self.dimmed else theme.TEXT_FAINT))
        painter.drawText(words, int(middle), metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width())))
        if drawn and self._outline:
            self._paint_outline(painter, QRectF(box.right() - drawn - 5 * unit, box.top() + 4 * unit, drawn, box.height() - 8 * unit))

    def _paint_outline(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.TEXT_FAINT if self.dimmed else theme.WAVE))
        if place != self._drawn[0]:
            self._drawn = (place, _bars(self._outline, place))
        painter.drawRects(self._drawn[1])


def _bars(outline: Sequence[float], place: QRectF) -> list[QRectF]:
    """An outline as bars about the middle of a place."""
    width, middle = place.width() / len(outline), place.center().y()
    heights = [max(1.0, level * place.height()) for level in outline]
    return [
        QRectF(place.left() + number * width, middle - height / 2, max(1.0, width - 0.6), height) for number, height in enumerate(heights)
    ]
