"""One of the eight snapshots: its number and a small picture of the sliders in it, or an empty place. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from studio.ui import theme
from studio.ui.widgets.names import named

MOST_BARS = 10


class SlotButton(QAbstractButton):
    """A click recalls (or stores where it is empty), Shift+click stores, Delete clears, F2 names; a right click asks for the menu.

    `asked` carries 'recall', 'store', 'clear', 'rename' or 'menu'.
    """

    asked = Signal(int, str)

    def __init__(self, slot: int) -> None:
        super().__init__()
        self.slot = slot
        self.bars: tuple[float, ...] | None = None  # places of the sliders, 0..1; None while it is empty
        self.name = ""
        self.current = False  # do the sliders stand there now?
        self._shift = False
        self.setFont(theme.small(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._clicked)
        self.show_snapshot(None, "", False)

    def show_snapshot(self, bars: tuple[float, ...] | None, name: str, current: bool) -> None:
        """bars: where the sliders stand in it, 0 to 1, None for an empty slot; name: '' for none."""
        self.bars, self.name, self.current = bars, name, current
        number = self.slot + 1
        if bars is None:
            title = self.tr("Snapshot {number}, empty").format(number=number)
            hint = self.tr("Click or Shift+{number} to store the sliders here.").format(number=number)
        else:
            title = self.tr("Snapshot {number}").format(number=number)
            title = self.tr("Snapshot {number}: {name}").format(number=number, name=name) if name else title
            hint = self.tr("Click or {number} to go there, Shift+{number} to store the sliders anew, right-click for more.")
            hint = hint.format(number=number)
        named(self, f"snapshot_{number}", title, f"{title}. {hint}")
        self.update()

    # ---- acting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def _clicked(self) -> None:
        store, self._shift = self._shift or self.bars is None, False
        self.asked.emit(self.slot, "store" if store else "recall")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._shift = shift
            self._clicked()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked.emit(self.slot, "clear")
        elif key == Qt.Key.Key_F2:
            self.asked.emit(self.slot, "rename")
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shift):
            self.asked.emit(self.slot, "menu")
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(key == Qt.Key.Key_Right)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(self.slot, "menu")

    # ---- painting
    def sizeHint(self) -> QSize:
        return QSize(theme.px(36), theme.grid(QFontMetrics(self.font()).height() + theme.px(16)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        filled = self.bars is not None
        self._paint_box(painter, box, filled)
        painter.setPen(QColor(theme.TEXT if filled else theme.TEXT_FAINT))
        height = QFontMetrics(self.font()).height()
        unit = theme.scale()
        top = 2.0 * unit if filled else (box.height() - height) / 2 + 1.0
        painter.drawText(QRectF(0.0, top, self.width(), height), int(Qt.AlignmentFlag.AlignHCenter), str(self.slot + 1))
        if self.bars:
            left, gap = box.left() + 4.0 * unit, 3.0 * unit
            self._paint_bars(painter, QRectF(left, height + gap, box.width() - 8.0 * unit, box.height() - height - gap - 2.0 * unit))
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, filled: bool) -> None:
        hot, down = self.underMouse() and self.isEnabled(), self.isDown()
        ground = theme.EDGE if down else theme.HOVER if hot else theme.RAISED if filled else theme.PANEL
        painter.setBrush(QColor(ground))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 2.0))
        elif self.current:
            painter.setPen(QPen(QColor(theme.ACCENT), 1.0))
        else:
            painter.setPen(QPen(QColor(theme.EDGE), 1.0, Qt.PenStyle.SolidLine if filled else Qt.PenStyle.DotLine))
        painter.drawRoundedRect(box, 5.0, 5.0)

    def _paint_bars(self, painter: QPainter, place: QRectF) -> None:
        """The first sliders as bars that grow from the middle."""
        assert self.bars is not None
        bars = self.bars[:MOST_BARS]
        step = place.width() / len(bars)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT if self.current else theme.TEXT_SOFT))
        for index, bar in enumerate(bars):
            height = max(1.0, min(1.0, 4.0 * abs(bar - 0.5)) * place.height() / 2)  # half way to its end is as high as it gets
            middle = place.center().y()
            top = middle - height if bar > 0.5 else middle
            painter.drawRect(QRectF(place.left() + index * step, top, max(1.0, step - 1.0), height))
