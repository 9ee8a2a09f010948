"""A heading that folds what is under it; what is under it is built when it is first unfolded. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named


class Section(QWidget):
    """`build` is called once with the body's layout, at the first unfolding."""

    def __init__(self, name: str, title: str, hint: str, build: Callable[[QVBoxLayout], None]) -> None:
        super().__init__()
        named(self, f"section_{name}", title, hint)
        self._build: Callable[[QVBoxLayout], None] | None = build
        self.head = named(QPushButton(), f"fold_{name}", title, hint)
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setProperty("section", True)
        self.head.setIconSize(QSize(16, 16))
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.toggled.connect(self._fold)
        self.body = QWidget()
        self.body.setVisible(False)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 4)
        self.rows.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.body)
        self._show_arrow(False)

    def _show_arrow(self, open_: bool) -> None:
        self.head.setIcon(theme.icon("down" if open_ else "right", theme.TEXT_SOFT))

    def _fold(self, open_: bool) -> None:
        if open_ and self._build is not None:
            build, self._build = self._build, None
            build(self.rows)
        self._show_arrow(open_)
        self.body.setVisible(open_)
