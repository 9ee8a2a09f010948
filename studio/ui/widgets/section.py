"""A heading that folds what is under it; what is under it is built when it is first unfolded. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named


class Section(QWidget):
    """`build` is called once, at the first unfolding, and gives the body."""

    def __init__(self, name: str, title: str, hint: str, build: Callable[[], QWidget]) -> None:
        super().__init__()
        named(self, f"section_{name}", title, hint)
        self._build: Callable[[], QWidget] | None = build
        self._folded_again = False  # was it opened only to show what was searched for?
        self.body: QWidget | None = None
        self.head = named(QPushButton(), f"fold_{name}", title, hint)
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setProperty("section", True)
        self.head.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.toggled.connect(self._fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        self._show_arrow(False)

    def reveal(self, on: bool) -> None:
        """Open it for as long as something in it is looked for; what the person opened stays open."""
        if on and not self.head.isChecked():
            self._folded_again = True
            self.head.setChecked(True)
        elif not on and self._folded_again:
            self._folded_again = False
            self.head.setChecked(False)

    def _show_arrow(self, open_: bool) -> None:
        self.head.setIcon(theme.icon("down" if open_ else "right", theme.TEXT_SOFT))

    def _fold(self, open_: bool) -> None:
        if open_ and self._build is not None:
            build, self._build = self._build, None
            self.body = build()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.body)
        self._show_arrow(open_)
        if self.body is not None:
            self.body.setVisible(open_)
