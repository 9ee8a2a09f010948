"""The browser: tabs, one search field with chips, back and forward. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.tab_strip import Tab, TabStrip
from studio.ui.widgets.names import named


class Browser(QWidget):
    """`tabs` lies in the dock's head; `show_tab` brings a tab to the front."""

    tab_changed = Signal(str)

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "browserPanel", self.tr("Browser"), self.tr("Models, presets, takes and your own sounds."))
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tab_list = (
            Tab("models", "model", self.tr("Models"), self.tr("What makes the sound; each can be heard before it is loaded.")),
            Tab("presets", "presets", self.tr("Presets"), self.tr("Settings that you or we gave a name.")),
            Tab("takes", "takes", self.tr("Takes"), self.tr("Every sound that you made, as a list.")),
            Tab("sounds", "sounds", self.tr("My sounds"), self.tr("Your own recordings, as starting points.")),
        )
        self.tabs = TabStrip(self.tab_list, "browserTabs", self.tr("Browser tabs"), self.tr("Models, presets, takes, my sounds."))
        self.pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages, 1)
        for _ in self.tab_list:
            self.pages.addWidget(QWidget())
        self.tabs.chosen.connect(self.show_tab)
        self.show_tab("models")

    def show_tab(self, name: str) -> None:
        self.tabs.show_tab(name)
        self.pages.setCurrentIndex([tab.name for tab in self.tab_list].index(name))
        self.tab_changed.emit(name)

    def first_focus(self) -> QWidget | None:
        return self.tabs.buttons[self.tabs.current]
