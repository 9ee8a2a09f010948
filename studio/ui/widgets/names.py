"""Give a widget its names: for tests, for screen readers and for the hint in the status bar. GUI thread.

Labels and tooltips show texts of models and files from strangers. Qt takes what looks like HTML for HTML (and loads its pictures), so
every label is told that it holds plain text and every tooltip goes through `plain`.
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, title: str, hint: str, shortcut: str = "") -> W:
    """Set object name, accessible name and description, tooltip and status tip; returns the widget.

    title: what it is ("Volume"); hint: what it changes, one sentence; shortcut: shown behind the hint.
    """
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
    text = f"{hint}  ({keys})" if keys else hint
    widget.setObjectName(name)
    widget.setAccessibleName(title)
    widget.setAccessibleDescription(text)
    widget.setToolTip(plain(text))
    widget.setStatusTip(text)
    if isinstance(widget, QLabel):
        widget.setTextFormat(Qt.TextFormat.PlainText)
    return widget


def plain(text: str) -> str:
    """A text for a tooltip, which has no format of its own: what looks like HTML is shown as it is written."""
    return QtText.convertFromPlainText(text) if QtText.mightBeRichText(text) else text


def literal(text: str) -> str:
    """A text for a button or a menu, where Qt underlines the letter behind a '&': shown as it is written."""
    return text.replace("&", "&&")
