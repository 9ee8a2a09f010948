"""One row of the controls panel for every kind of control of a Spec. GUI thread; rows know nothing of the session."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from studio.recipe import Choice, Control, Latent, Notes, Number, Text
from studio.ui import theme
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.choice_field import ChoiceField
from studio.ui.widgets.names import named, plain
from studio.ui.widgets.notes_field import NotesField
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.value_slider import ValueSlider

TEXT_REST_MS = 350


class ControlRow(QWidget):
    """A label, an editor, a lock and a reset. Values go out by signals and come in by `show_value`."""

    changed = Signal(str, object)  # the person changed the value
    finished = Signal()  # the gesture ended
    lock_changed = Signal(str, bool)
    reset_asked = Signal(str)

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.hint = control.help or self.tr("Changes {label} of the sound.").format(label=control.label.lower())
        named(self, f"row_{control.name}", control.label, self.hint)
        self.label = named(QLabel(control.label), f"label_{control.name}", control.label, self.hint)
        self.lock = tiny_button(
            "unlock", f"lock_{control.name}", self.tr("Lock {label}").format(label=control.label),
            self.tr("Keep {label} as it is when you randomise or nudge.").format(label=control.label), checkable=True, on="lock",
        )  # fmt: skip
        self.reset = tiny_button(
            "reset", f"reset_{control.name}", self.tr("Reset {label}").format(label=control.label),
            self.tr("Put {label} back to its default.").format(label=control.label),
        )  # fmt: skip
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.lock.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lock.toggled.connect(self._locked)
        self.reset.clicked.connect(lambda: self.reset_asked.emit(self.control.name))

    def show_value(self, value: Any) -> None:
        """Show a value of the project; tells nobody."""
        raise NotImplementedError

    def show_locked(self, locked: bool) -> None:
        if locked == self.lock.isChecked():
            return
        blocked = self.lock.blockSignals(True)
        self.lock.setChecked(locked)
        self.lock.blockSignals(blocked)
        self._dim(locked)

    def _locked(self, locked: bool) -> None:
        self._dim(locked)
        self.lock_changed.emit(self.control.name, locked)

    def _dim(self, locked: bool) -> None:
        """Show the lock on the editor too."""

    def _show_reset(self, value: Any) -> None:
        self.reset.setVisible(value != self.control.default)

    def _send(self, value: Any) -> None:
        self._show_reset(value)
        self.changed.emit(self.control.name, value)

    def menu(self) -> QMenu:
        """The row's context menu."""
        menu = QMenu(self)
        menu.addAction(theme.icon("reset"), self.tr("Default")).triggered.connect(lambda: self.reset_asked.emit(self.control.name))
        text = self.tr("Unlock") if self.lock.isChecked() else self.tr("Lock")
        menu.addAction(theme.icon("lock"), text).triggered.connect(self.lock.toggle)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


class ValueField(QLineEdit):
    """The number beside a slider: read like a label, typed into after a click or Enter; Escape gives it up."""

    typed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("value", True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.returnPressed.connect(self._commit)

    def _commit(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.typed.emit(self.text())
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Escape while typing gives the typing up; it isn't Panic then."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()
        if self.isModified():
            self.setModified(False)
            self.typed.emit(self.text())


class ConfidenceBars(QWidget):
    """One to three small bars: how surely a macro does what its name says."""

    def __init__(self, confidence: float) -> None:
        super().__init__()
        self.confidence = confidence
        self.setFixedSize(14, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, needed in enumerate((0.3, 0.55, 0.8)):
            painter.setBrush(QColor(theme.TEXT_SOFT if self.confidence >= needed else theme.EDGE))
            height = 4.0 + 3.0 * index
            painter.drawRoundedRect(QRectF(1.0 + 4.5 * index, 12.0 - height, 3.0, height), 1, 1)
        painter.end()


class SliderRow(ControlRow):
    """Latent and Number: name, slider, value, reset, lock."""

    def __init__(self, control: Latent | Number, label_width: int = 0, value_width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.slider = named(ValueSlider(Scale.of(control)), f"slider_{control.name}", control.label, self.hint)
        self.field = named(
            ValueField(), f"value_{control.name}", self.tr("{label}, value").format(label=control.label),
            self.tr("Type a value for {label}: a number, or a percentage of the range.").format(label=control.label),
        )  # fmt: skip
        self.field.setFixedWidth(max(value_width, width_of_values(control, QFontMetrics(self.font()))))
        if label_width:
            self.label.setFixedWidth(label_width)
            self.label.setText(QFontMetrics(self.font()).elidedText(control.label, Qt.TextElideMode.ElideRight, label_width))
            self.label.setToolTip(plain(f"{control.label}: {self.hint}"))
        self.setFixedHeight(theme.row_height(self.font()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.label)
        layout.addWidget(self._confidence(control))
        layout.addWidget(self.slider, 1)
        for widget in (self.field, self.reset, self.lock):
            layout.addWidget(widget)
        self.slider.moved.connect(self._moved)
        self.slider.finished.connect(self.finished)
        self.slider.asked_to_type.connect(self._type)
        self.field.typed.connect(self._typed)
        self.field.left.connect(self._leave_field)
        self.setFocusProxy(self.slider)
        self.show_value(control.default)

    def _confidence(self, control: Latent | Number) -> QWidget:
        if not isinstance(control, Latent) or control.group != "macro":
            empty = QWidget()
            empty.setFixedSize(14, 14)
            return empty
        text = self.tr("How surely this slider does what it says: {percent} % (measured on sounds it never saw).")
        text = text.format(percent=round(100 * control.confidence))
        return named(ConfidenceBars(control.confidence), f"confidence_{control.name}", self.tr("Confidence"), text)

    def show_value(self, value: Any) -> None:
        if value != self.slider.value_now or not self.field.text():
            self.slider.show_value(float(value))
        self._show_text()
        self._show_reset(value)

    def _show_text(self) -> None:
        if not (self.field.hasFocus() and self.field.isModified()):
            text = self.slider.scale.text(self.slider.value_now)
            self.field.setText(text)
            self.field.setModified(False)
            if self.slider.hasFocus():  # a screen reader says the value, not the place in steps
                self.slider.setAccessibleDescription(f"{text}. {self.hint}")

    def _moved(self, value: float) -> None:
        self._show_text()
        self._send(value)

    def _type(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        value = self.slider.scale.parse(text)
        if value is not None and value != self.slider.value_now:
            self.slider.show_value(value)
            self._send(value)
            self.finished.emit()
        self._show_text()

    def _leave_field(self) -> None:
        self._show_text()
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dim(self, locked: bool) -> None:
        self.slider.set_locked(locked)

    def menu(self) -> QMenu:
        menu = super().menu()
        first = menu.actions()[0]
        typing = menu.addAction(theme.icon("rename"), self.tr("Type a value"))
        typing.triggered.connect(self._type)
        menu.insertAction(first, typing)
        if isinstance(self.control, Latent):
            extend = menu.addAction(self.tr("Extend range"))
            extend.setCheckable(True)
            extend.setChecked(self.slider.scale.high > self.control.high)
            extend.toggled.connect(self._extend)
        return menu

    def _extend(self, wide: bool) -> None:
        scale = Scale.of(self.control)  # type: ignore[arg-type]
        self.slider.set_scale(scale.widened() if wide else scale)


class TallRow(ControlRow):
    """A heading line (name, reset, lock) over an editor of its own."""

    def _place(self, editor: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.label, 1)
        head.addWidget(self.reset)
        head.addWidget(self.lock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(editor)
        self.setFocusProxy(editor)


class ChoiceRow(TallRow):
    """Choice: option buttons, or a list where there are many."""

    def __init__(self, control: Choice, parent: QWidget | None = None) -> None:
        hint = control.help or control.label
        super().__init__(control, parent)
        self.editor = ChoiceField(control.name, control.label, control.options, hint)
        self._place(self.editor)
        self.editor.chosen.connect(self._chosen)
        self.show_value(control.default)

    def show_value(self, value: Any) -> None:
        self.editor.show_option(str(value))
        self._show_reset(value)

    def _chosen(self, option: str) -> None:
        self._send(option)
        self.finished.emit()

    def _dim(self, locked: bool) -> None:
        self.editor.setProperty("locked", locked)


class TextRow(TallRow):
    """Text: a small editor; what was typed goes out when typing rests or the focus leaves."""

    def __init__(self, control: Text, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.editor = editor = QPlainTextEdit()
        self._place(editor)
        self._limit = control.max_length
        named(editor, f"text_{control.name}", control.label, self.hint)
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(QFontMetrics(self.font()).lineSpacing() * 3 + 16)
        editor.setPlaceholderText(self.tr("Type here"))
        self._rest = QTimer(self, interval=TEXT_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._commit)
        editor.textChanged.connect(self._edited)
        self._shown = ""
        self.show_value(control.default)

    def show_value(self, value: Any) -> None:
        if value != self.editor.toPlainText():
            blocked = self.editor.blockSignals(True)
            self.editor.setPlainText(str(value))
            self.editor.blockSignals(blocked)
        self._shown = str(value)
        self._show_reset(value)

    def _edited(self) -> None:
        limit = self._limit
        if len(self.editor.toPlainText()) > limit:
            cursor = self.editor.textCursor()
            place = min(cursor.position(), limit)
            self.editor.setPlainText(self.editor.toPlainText()[:limit])
            cursor.setPosition(place)
            self.editor.setTextCursor(cursor)
        self._rest.start()

    def _commit(self) -> None:
        text = self.editor.toPlainText()
        if text != self._shown:
            self._shown = text
            self._send(text)
            self.finished.emit()


class NotesRow(TallRow):
    """Notes: a small table of start, length, pitch and velocity."""

    def __init__(self, control: Notes, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.editor = NotesField(control)
        self._place(self.editor)
        self.editor.edited.connect(self._edited)
        self.show_value(control.default)

    def show_value(self, value: Any) -> None:
        self.editor.show_notes(value)
        self._show_reset(value)

    def _edited(self, notes: object) -> None:
        self._send(notes)
        self.finished.emit()


def width_of_values(control: Latent | Number, metrics: QFontMetrics) -> int:
    """Room in px for the longest value of a control."""
    scale = Scale.of(control)
    return theme.grid(max(metrics.horizontalAdvance(scale.text(value)) for value in (scale.low, scale.high)) + 10)


def row_for(control: Control, label_width: int = 0, value_width: int = 0) -> ControlRow:
    """The row that draws this kind of control; widths in px so that rows align, 0 where it doesn't matter."""
    if isinstance(control, (Latent, Number)):
        return SliderRow(control, label_width, value_width)
    if isinstance(control, Choice):
        return ChoiceRow(control)
    if isinstance(control, Text):
        return TextRow(control)
    return NotesRow(control)
