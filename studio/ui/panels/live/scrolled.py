"""A page's contents in a scroll area, for windows that are lower than they need. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from studio.ui.widgets.names import named


def scrolled(page: QWidget, contents: QLayout) -> QScrollArea:
    """Lay the contents out on the page; they scroll upwards where the page is too low. Names are taken from the page."""
    body = QWidget()
    body.setLayout(contents)
    scroll = named(QScrollArea(), f"{page.objectName()}Scroll", page.accessibleName(), page.accessibleDescription())
    scroll.setToolTip("")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(scroll)
    return scroll
