"""Give a widget its names: for tests, for screen readers and for the hint in the status bar. GUI thread."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

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
    widget.setToolTip(text)
    widget.setStatusTip(text)
    return widget
