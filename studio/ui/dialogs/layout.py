"""How our dialogs are laid out: a frame that leaves the window free, rows of a form, a field with its button, buttons below. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named


def frame(dialog: QDialog, name: str, title: str, hint: str) -> None:
    """Name it; it leaves the window free, and is gone once it was closed."""
    named(dialog, name, title, hint)
    dialog.setToolTip("")
    dialog.setWindowTitle(title)
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


def empty_form() -> QFormLayout:
    """Rows of a label and a field."""
    form = QFormLayout()
    form.setHorizontalSpacing(theme.px(16))
    form.setVerticalSpacing(theme.px(8))
    return form


def row(*parts: QWidget) -> QHBoxLayout:
    """Side by side; the first is as wide as there is room."""
    made = QHBoxLayout()
    made.setSpacing(theme.px(8))
    for i, part in enumerate(parts):
        made.addWidget(part, 0 if i else 1)
    return made


def buttons(cancel: QPushButton, go: QPushButton) -> QHBoxLayout:
    """At the right; Enter presses `go`."""
    go.setProperty("primary", True)
    go.setDefault(True)
    made = QHBoxLayout()
    made.addStretch(1)
    made.addWidget(cancel)
    made.addWidget(go)
    return made


def fill(dialog: QDialog, *parts: QWidget | QLayout, spacing: int = 12) -> None:
    """What the dialog holds, from above; spacing in px at a scale of 1."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*map(theme.px, (20, 18, 20, 18)))
    layout.setSpacing(theme.px(spacing))
    for part in parts:
        if isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
