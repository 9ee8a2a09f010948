"""The selection in numbers: start, end, length, the loop's crossfade, and a grip by which it is dragged out as a file. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QWidget

from studio.ui import theme
from studio.ui.views.selection import Selection
from studio.ui.widgets.fitting_label import FittingLabel
from studio.ui.widgets.names import named
from studio.ui.widgets.number_box import NumberBox

MOST_CROSSFADE_MS = 50.0


class Grip(QToolButton):
    """`taken`: a drag began; a plain click (or Enter) is `clicked`."""

    taken = Signal()
    pressed_down = Signal()  # the hand is on it: what is dragged can be made ready

    def __init__(self) -> None:
        super().__init__()
        named(self, "selectionGrip", self.tr("Selection as a file"),
              self.tr("Drag the selection into another program as a file; a click copies that file."))  # fmt: skip
        self.setProperty("tiny", True)
        self.setIcon(theme.icon("grip", theme.TEXT_SOFT))
        self.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.setFixedSize(theme.px(24), theme.px(24))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._from: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()
            self.pressed_down.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or (event.position().toPoint() - self._from).manhattanLength() < QApplication.startDragDistance():
            return
        self._from = None
        self.setDown(False)
        self.taken.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:  # it was a drag
            event.accept()
            return
        self._from = None
        super().mouseReleaseEvent(event)


class SelectionBar(QWidget):
    """Follows a `Selection` and sets it. crossfade_changed: seconds."""

    crossfade_changed = Signal(float)
    edited = Signal()  # numbers were typed

    def __init__(self, selection: Selection, crossfade: float) -> None:
        super().__init__()
        self._selection = selection
        self._showing = self._looping = False
        self._roomy = True
        named(self, "selectionBar", self.tr("Selection"), self.tr("The selection in numbers."))
        self.setToolTip("")
        hint = self.tr("Where the selection starts, in seconds; the cursor where nothing is.")
        self.start = self._box("selectionStart", self.tr("Start"), hint)
        self.end = self._box("selectionEnd", self.tr("End"), self.tr("Where the selection ends, in seconds."))
        self.length = self._box("selectionLength", self.tr("Length"), self.tr("How long the selection is, in seconds."))
        self.crossfade = NumberBox()
        hint = self.tr("How long the end of a looped selection fades into its start, in ms.")
        named(self.crossfade, "crossfade", self.tr("Crossfade"), hint)
        self.crossfade.setRange(0.0, MOST_CROSSFADE_MS)
        self.crossfade.setDecimals(0)
        self.crossfade.setSuffix(self.tr(" ms"))
        self.crossfade.setPrefix(self.tr("Fade "))
        self.crossfade.setValue(crossfade * 1000.0)
        self.grip = Grip()
        self.hint = named(FittingLabel(), "selectionHint", self.tr("Selection"), self.tr("How to select a part of the sound."))
        self.hint.setProperty("small", True)
        self.hint.show_texts(self.tr("Drag over the picture to select a part"), self.tr("Drag to select"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.hint)
        for widget in (self.start, self.end, self.length, self.crossfade):
            self._dress(widget)
            row.addWidget(widget)
        row.addWidget(self.grip)
        self.start.valueChanged.connect(lambda value: self._typed(value, self._selection.end if not self._selection.empty else value))
        self.end.valueChanged.connect(lambda value: self._typed(self._selection.start, value))
        self.length.valueChanged.connect(lambda value: self._typed(self._selection.start, self._selection.start + value))
        self.crossfade.valueChanged.connect(lambda value: self.crossfade_changed.emit(value / 1000.0))
        selection.changed.connect(self.show_selection)
        self.show_selection()

    def _box(self, name: str, title: str, hint: str) -> NumberBox:
        box = named(NumberBox(), name, title, hint)
        box.setDecimals(4)
        box.setSingleStep(0.01)
        box.setPrefix(title + " ")
        box.setSuffix(self.tr(" s"))
        return box

    @staticmethod
    def _dress(box: NumberBox) -> None:
        box.setProperty("compact", True)
        box.setKeyboardTracking(False)
        box.lineEdit().setTextMargins(theme.px(4), 0, theme.px(2), 0)
        box.setFixedHeight(theme.px(24))

    def show_selection(self) -> None:
        """As the selection is now."""
        selection = self._selection
        self._showing = True
        for box, value in ((self.start, selection.start), (self.end, selection.end), (self.length, selection.length)):
            box.setMaximum(max(selection.duration, 0.0))
            box.setValue(value)
        self._showing = False
        self._choose()

    def show_loop(self, looping: bool) -> None:
        """The crossfade belongs to a loop; without one there is nothing to set."""
        self._looping = looping
        self._choose()

    def show_room(self, roomy: bool) -> None:
        """Is there room for the length beside start and end?"""
        self._roomy = roomy
        self._choose()

    def _choose(self) -> None:
        """Nothing selected, nothing to set: one quiet line."""
        selected = not self._selection.empty
        self.hint.setVisible(not selected)
        for widget, wanted in (
            (self.start, True), (self.end, True), (self.length, self._roomy), (self.crossfade, self._looping), (self.grip, True),
        ):  # fmt: skip
            widget.setVisible(selected and wanted)

    def _typed(self, start: float, end: float) -> None:
        if not self._showing:
            self._selection.span(start, max(start, end))
            self.edited.emit()
