"""The Help menu: help on a control, every key, the log, a report to send, and About. Non-modal. GUI thread."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio import __version__
from studio.engine.events import Message
from studio.ui import i18n, theme
from studio.ui.actions import Actions, tr
from studio.ui.bridge import Bridge
from studio.ui.widgets.names import named

# What the program is built of: the package's name, its licence.
PARTS = (
    ("PySide6-Essentials", "LGPL-3.0"), ("pyqtgraph", "MIT"), ("numpy", "BSD-3-Clause"), ("scipy", "BSD-3-Clause"),
    ("onnxruntime", "MIT"), ("soundfile", "BSD-3-Clause; libsndfile LGPL-2.1"), ("sounddevice", "MIT; PortAudio MIT"),
    ("soxr", "LGPL-2.1"), ("safetensors", "Apache-2.0"), ("platformdirs", "MIT"), ("typer", "MIT"), ("rich", "MIT"),
)  # fmt: skip


class HelpDesk(QObject):
    """What the Help menu's entries do for a window."""

    def __init__(self, window: QWidget, bridge: Bridge, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._bridge, self._actions = window, bridge, actions
        bridge.report_ready.connect(self._copy)

    def slots(self) -> dict[str, Callable[[], object]]:
        """{action: what it does}."""
        return {"keys": self.keys, "about": self.about, "help_here": self.here, "log_file": self.log_file,
                "copy_report": lambda: self._bridge.call(self._bridge.session.ask_report)}  # fmt: skip

    def keys(self) -> None:
        if not _raised(self._window, "keysDialog"):
            keys_dialog(self._actions, self._window).show()

    def about(self) -> None:
        if not _raised(self._window, "aboutDialog"):
            about_dialog(self._bridge.session.models(), self._window).show()

    def here(self) -> None:
        """A card beside the control that has the focus, or else is under the pointer."""
        for widget in (QApplication.focusWidget(), QApplication.widgetAt(self._window.cursor().pos())):
            while widget is not None and not widget.accessibleDescription():
                widget = widget.parentWidget()
            if widget is not None:
                HelpCard(widget, self._window).open_beside(widget)
                return

    def log_file(self) -> None:
        file = str(self._bridge.session.log_file)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(file)):
            self._bridge.message.emit(Message("info", tr("The log is in {file}.").format(file=file)))

    def _copy(self, event: Any) -> None:
        QGuiApplication.clipboard().setText(event.text)
        self._bridge.message.emit(Message("info", tr("The report is on the clipboard; look through it before you send it.")))


def _raised(window: QWidget, name: str) -> bool:
    """A dialog that is open already comes to the front: True."""
    dialog = window.findChild(QDialog, name)
    if dialog is None:
        return False
    dialog.raise_()
    dialog.activateWindow()
    return True


def _dialog(name: str, title: str, parent: QWidget) -> QDialog:
    dialog = named(QDialog(parent), name, title, title)
    dialog.setToolTip("")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


class HelpCard(QFrame):
    """Name, sentence and manners of one control; goes with the next click or Escape."""

    def __init__(self, widget: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        title, text = widget.accessibleName(), widget.accessibleDescription()
        named(self, "helpCard", title, text)
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (16, 12, 16, 12)))
        layout.setSpacing(theme.px(6))
        for name, line in (("helpTitle", title), ("helpText", text), ("helpManners", manners(widget))):
            label = named(QLabel(line), name, title, line)
            label.setToolTip("")
            label.setWordWrap(True)
            label.setVisible(bool(line))
            layout.addWidget(label)
            if name == "helpTitle":
                label.setFont(theme.medium(self.font()))
            if name == "helpManners":
                label.setProperty("small", True)
        self.setFixedWidth(QFontMetrics(self.font()).averageCharWidth() * 56)

    def open_beside(self, widget: QWidget) -> None:
        """Below the widget, inside the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        room = widget.screen().availableGeometry()
        x = max(room.left(), min(place.x(), room.right() - self.width()))
        y = place.y() if place.y() + self.height() < room.bottom() else widget.mapToGlobal(QPoint(0, -self.height() - 4)).y()
        self.move(x, max(room.top(), y))
        self.show()


def manners(widget: QWidget) -> str:
    """How a control of this kind is used; '' where a click is all."""
    if isinstance(widget, QAbstractSlider):
        return tr("Drag it, or use the arrows; Shift is ten times finer, Home and End are its ends, Delete or a double click "
                  "its default, Enter types a value, Shift+F10 opens its menu.")  # fmt: skip
    if isinstance(widget, QAbstractSpinBox):
        return tr("Type a number with comma or point and press Enter, or use the up and down arrows.")
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        return tr("Type; Enter or a click beside it ends typing, then letters are keys again.")
    if isinstance(widget, QAbstractItemView):
        return tr("The arrows go from one to the next, Ctrl and Shift choose several, Shift+F10 opens the menu.")
    return ""


def keys_dialog(actions: Actions, parent: QWidget) -> QDialog:
    """The key sheet: the actions with their present keys, and what mouse and keys do in the window's parts."""
    dialog = _dialog("keysDialog", tr("Keyboard"), parent)
    lines = _action_lines(actions)
    lines += [
        (tr("Shift+drag"), tr("On a slider: ten times finer; Ctrl+drag goes in round steps.")),
        (tr("Alt at release"), tr("On a slider: back to where the drag began.")),
        (tr("Double-click"), tr("On a slider: its default.")),
        (tr("Enter, Alt+click"), tr("On a slider: type a value.")),
        (tr("Arrows, Home, End, Delete"), tr("On a slider: step, most, least, default; Shift is finer.")),
        (tr("Wheel"), tr("On a slider, once the pointer has rested on it: step; Shift is finer.")),
        (tr("Right-click, Shift+F10"), tr("On a slider, a take or a preset: its menu.")),
        (tr("F2, Double-click"), tr("On the name of a control: a name of your own.")),
        (tr("Shift+click, Delete, F2"), tr("On a snapshot: store, clear, name.")),
        (tr("Arrows, Enter"), tr("On a take: hear the next, restore its settings; in the history: go there.")),
        (tr("F2, T, Delete, Ctrl+C"), tr("On takes: rename, tag, delete, copy the file.")),
        (tr("Drag, Shift+click"), tr("On the picture: select, extend the selection.")),
        (tr("Ctrl+drag"), tr("On the picture: hear the sound under the pointer.")),
        (tr("Wheel, Shift+wheel"), tr("On the picture: zoom at the pointer, move.")),
    ]
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(*map(theme.px, (8, 4, 16, 4)))
    grid.setHorizontalSpacing(theme.px(20))
    grid.setVerticalSpacing(theme.px(6))
    half = -(-len(lines) // 2)  # two columns: the whole sheet is seen at once where the screen allows
    for place, (keys, hint) in enumerate(lines):
        row, column = place % half, 2 * (place // half)
        key, words = QLabel(keys), QLabel(hint)
        key.setProperty("key", True)
        words.setWordWrap(True)
        grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, column + 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(column + 1, 1)
    area = named(QScrollArea(), "keysSheet", tr("Keyboard"), tr("Every key and what it does."))
    area.setToolTip("")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*[theme.px(16)] * 4)
    layout.addWidget(area)
    metrics, room = dialog.fontMetrics(), parent.screen().availableGeometry()
    dialog.resize(min(metrics.averageCharWidth() * 150, room.width() - 80), min(metrics.height() * half * 2, room.height() - 120))
    return dialog


def _action_lines(actions: Actions) -> list[tuple[str, str]]:
    """(keys, what they do); actions that do the same with other keys (1 to 8) share a line."""
    native = QKeySequence.SequenceFormat.NativeText
    lines: dict[str, list[str]] = {}
    for act in actions.acts:
        keys = " / ".join(QKeySequence(key).toString(native) for key in actions.keys(act.name)[:2])
        if keys:
            lines.setdefault(act.hint, []).append(keys)
    return [(keys[0] if len(keys) == 1 else f"{keys[0]} … {keys[-1]}", hint) for hint, keys in lines.items()]


def about_dialog(cards: tuple[Any, ...], parent: QWidget) -> QDialog:
    """Version, licence, what it is built with, whose sounds the models learnt from."""
    dialog = _dialog("aboutDialog", tr("About Undertone"), parent)
    picture = QLabel()
    picture.setPixmap(theme.icon("undertone", theme.ACCENT).pixmap(QSize(theme.px(64), theme.px(64))))
    title = QLabel(f"Undertone {__version__}")
    font = theme.medium(dialog.font())
    font.setPointSizeF(font.pointSizeF() * 1.5)
    title.setFont(font)
    text = QLabel(
        tr(
            "A neural sound studio played like an instrument.\n\n"
            "Free software under the GNU General Public License, version 3 or later.\n"
            "The shipped models' weights are CC0 or CC-BY; each model's card names its sources.\n"
            "The typeface is Roboto (Apache License 2.0)."
        )
    )
    text.setWordWrap(True)
    parts = QPlainTextEdit(_parts(cards))
    named(parts, "aboutParts", tr("Parts and licences"), tr("Versions and licences of what Undertone is built with."))
    parts.setToolTip("")
    parts.setReadOnly(True)
    parts.setTabChangesFocus(True)
    words = QVBoxLayout()
    words.setSpacing(theme.px(8))
    for widget in (title, text, parts):
        words.addWidget(widget)
    layout = QHBoxLayout(dialog)
    layout.setContentsMargins(*map(theme.px, (28, 24, 28, 24)))
    layout.setSpacing(theme.px(20))
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(words)
    dialog.resize(dialog.fontMetrics().averageCharWidth() * 92, dialog.fontMetrics().height() * 26)
    return dialog


def _parts(cards: tuple[Any, ...]) -> str:
    """One line for each part: name, version, licence."""
    lines = [f"Python {platform.python_version()} — PSF-2.0"]
    for name, licence in PARTS:
        try:
            lines.append(f"{name} {importlib.metadata.version(name)} — {licence}")
        except importlib.metadata.PackageNotFoundError:
            continue
    for card in cards:
        licence = getattr(card, "licence", "")
        lines.append(tr("Model {title} — {licence}").format(title=i18n.said(card.title), licence=licence or tr("see its card")))
    return "\n".join(lines)
