"""Two small windows of the Help menu: every key, and About. Non-modal. GUI thread."""

from __future__ import annotations

import platform

import pyqtgraph
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio import __version__
from studio.ui import theme
from studio.ui.actions import Act, tr
from studio.ui.widgets.names import named


def _dialog(name: str, title: str, parent: QWidget) -> QDialog:
    dialog = named(QDialog(parent), name, title, title)
    dialog.setToolTip("")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def keys_dialog(acts: tuple[Act, ...], parent: QWidget) -> QDialog:
    """The key sheet, from the table of actions."""
    dialog = _dialog("keysDialog", tr("Keyboard"), parent)
    native = QKeySequence.SequenceFormat.NativeText
    lines = [(" / ".join(QKeySequence(key).toString(native) for key in act.keys[:2]), act.hint) for act in acts if act.keys]
    lines += [
        (tr("Shift+drag"), tr("On a slider: ten times finer; Ctrl+drag goes in half sigmas.")),
        (tr("Double-click"), tr("On a slider: its default.")),
        (tr("Enter, Alt+click"), tr("On a slider: type a value.")),
        (tr("Arrows, Home, End, Delete"), tr("On a slider: step, most, least, default; Shift is finer.")),
        (tr("Arrows, Enter, F2, Delete"), tr("On a take: hear the next, restore, rename, delete.")),
        (tr("Wheel, Shift+wheel"), tr("On the picture: zoom at the pointer, move.")),
    ]
    grid = QGridLayout(dialog)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for row, (keys, hint) in enumerate(lines):
        key = QLabel(keys)
        key.setStyleSheet(f"color: {theme.ACCENT};")
        grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(QLabel(hint), row, 1)
    return dialog


def about_dialog(parent: QWidget) -> QDialog:
    """Version, licence, what it is built with."""
    dialog = _dialog("aboutDialog", tr("About Undertone"), parent)
    picture = QLabel()
    picture.setPixmap(theme.icon("undertone", theme.ACCENT).pixmap(QSize(64, 64)))
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
    built = QLabel(tr("Built with Python {python}, PySide6 {pyside}, pyqtgraph {pyqtgraph}.").format(
        python=platform.python_version(), pyside=pyside_version, pyqtgraph=pyqtgraph.__version__))  # fmt: skip
    built.setProperty("small", True)
    words = QVBoxLayout()
    words.setSpacing(8)
    for label in (title, text, built):
        words.addWidget(label)
    layout = QHBoxLayout(dialog)
    layout.setContentsMargins(28, 24, 28, 24)
    layout.setSpacing(20)
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(words)
    return dialog
