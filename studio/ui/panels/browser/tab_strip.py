"""The browser's tabs: words while there is room, else pictures. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named

BESIDE = 16  # px of padding beside a tab's words


@dataclass(frozen=True)
class Tab:
    """name: of the tab ('models'); icon: shown where its title has no room."""

    name: str
    icon: str
    title: str
    hint: str


class TabStrip(QWidget):
    """One of the tabs is chosen; arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab], name: str, title: str, hint: str) -> None:
        super().__init__()
        named(self, name, title, hint)
        self.setToolTip("")
        self._tabs = {tab.name: tab for tab in tabs}
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for tab in tabs:
            button = named(QToolButton(), f"tab_{tab.name}", tab.title, tab.hint)
            button.setProperty("tab", True)
            button.setText(tab.title)
            button.setIcon(theme.icon(tab.icon, theme.TEXT_SOFT, on=tab.icon))
            button.setIconSize(QSize(theme.px(18), theme.px(18)))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, name=tab.name: self.chosen.emit(name))
            self._group.addButton(button)
            self.buttons[tab.name] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(len(tabs) * theme.px(28))

    @property
    def current(self) -> str:
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def show_tab(self, name: str) -> None:
        """Mark a tab; tells nobody."""
        self.buttons[name].setChecked(True)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        names = list(self.buttons)
        button = self.buttons[names[(names.index(self.current) + step) % len(names)]]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words for all; else for the chosen one; else for none."""
        metrics = QFontMetrics(theme.medium(self.font()))
        wide = {name: metrics.horizontalAdvance(tab.title) + theme.px(BESIDE) for name, tab in self._tabs.items()}
        bare = theme.px(30)
        current = self.current
        all_words = sum(wide.values()) <= self.width()
        one_word = bare * (len(wide) - 1) + wide.get(current, bare) <= self.width()
        for name, button in self.buttons.items():
            words = all_words or (one_word and name == current)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly if words else Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFixedWidth(wide[name] if words else min(bare, max(24, self.width() // len(wide))))
