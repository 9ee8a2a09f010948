"""The browser: four tabs under one search with chips, and back and forward through what was searched and chosen. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.models_page import ModelsPage
from studio.ui.panels.browser.navigator import Navigator, Place
from studio.ui.panels.browser.presets_page import PresetsPage
from studio.ui.panels.browser.search_bar import Query, SearchBar
from studio.ui.panels.browser.sounds_page import SoundsPage
from studio.ui.panels.browser.tab_strip import Tab, TabStrip
from studio.ui.panels.browser.takes_page import TakesPage
from studio.ui.panels.take_desk import TakeDesk
from studio.ui.widgets.names import named

LOWEST = 92  # px of a page, in a window with much below

class Browser(QWidget):
    """`tabs` lies in the dock's head. Each page knows: search(query), tags(), current_id(), select(id), first_focus()."""

    shown = Signal()  # a tab was asked for: whoever holds the browser brings it into view

    def __init__(self, bridge: Bridge, actions: Actions, desk: TakeDesk) -> None:
        super().__init__()
        self._session = bridge.session
        self._actions = actions
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
        self.search = SearchBar(actions)
        self.models = ModelsPage(bridge)
        self.presets = PresetsPage(bridge, actions)
        self.takes = TakesPage(bridge, desk)
        self.sounds = SoundsPage(bridge, actions)
        self.pages: dict[str, Any] = {"models": self.models, "presets": self.presets, "takes": self.takes, "sounds": self.sounds}
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(theme.px(LOWEST))
        for page in self.pages.values():
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.search)
        layout.addWidget(self._stack, 1)
        self._queries = {name: Query() for name in self.pages}
        first = self._session.preferences.get("browser_tab")
        self._tab = first if isinstance(first, str) and first in self.pages else "models"
        self._navigator = Navigator(Place(self._tab))
        self._connect()
        self._show(self._tab)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_tab)
        self.search.asked.connect(self._asked)
        self.search.left_down.connect(lambda: self.pages[self._tab].first_focus().setFocus(Qt.FocusReason.OtherFocusReason))
        for name, page in self.pages.items():
            page.selected.connect(lambda id, name=name: self._selected(name, id))
            page.tags_changed.connect(lambda name=name: self._offer(name))
        self.takes.forgotten.connect(lambda: self._forget("takes"))
        self.presets.forgotten.connect(lambda: self._forget("presets"))
        self.takes.takes.tag_clicked.connect(self.show_takes_with)

    # ---- for the window
    @property
    def tab(self) -> str:
        return self._tab

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self._show(name)
        self._navigator.go(self._place())
        self._show_ways()
        self.shown.emit()

    def start_search(self) -> None:
        """Put the cursor into the search field."""
        self.shown.emit()
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def save_preset(self) -> None:
        """Open the line in which the present settings get a name."""
        self.show_tab("presets")
        self.presets.open_form()

    def show_trash(self) -> None:
        """The takes that were deleted."""
        self.show_tab("takes")
        self.takes.show_trash(True)

    def show_takes_with(self, tag: str) -> None:
        """The list of takes with this tag alone."""
        self._queries["takes"] = Query(tags=(tag,))
        self.show_tab("takes")

    def go_back(self) -> None:
        self._go_to(self._navigator.back())

    def go_forward(self) -> None:
        self._go_to(self._navigator.forward())

    def first_focus(self) -> QWidget | None:
        return self.search.field

    # ---- within
    def _place(self) -> Place:
        query = self._queries[self._tab]
        return Place(self._tab, query.text, query.tags, self.pages[self._tab].current_id())

    def _show(self, name: str) -> None:
        """Show a tab with its own search; tells nobody."""
        if name != self._tab:
            self._session.set_preference("browser_tab", name)
        self._tab = name
        self.tabs.show_tab(name)
        self._stack.setCurrentWidget(self.pages[name])
        self.search.show_query(self._queries[name])
        self.pages[name].search(self._queries[name])
        self._offer(name)
        self._show_ways()

    def _go_to(self, place: Place | None) -> None:
        """A place of before: its search and its selection; nothing is loaded and nothing sounds."""
        if place is None:
            return
        self._queries[place.tab] = Query(place.text, place.tags)
        self._show(place.tab)
        if place.chosen:
            self.pages[place.tab].select(place.chosen)
        self._show_ways()
        self.shown.emit()

    def _asked(self, query: Query) -> None:
        self._queries[self._tab] = query
        self.pages[self._tab].search(query)
        self._navigator.go(self._place(), typing=self.search.field.hasFocus())
        self._show_ways()

    def _selected(self, name: str, id: str) -> None:
        if name == self._tab:
            self._navigator.go(Place(name, self._queries[name].text, self._queries[name].tags, id))
            self._show_ways()

    def _forget(self, name: str) -> None:
        """Drop a tab's search: it hid something that must be seen."""
        self._queries[name] = Query()
        self.pages[name].search(Query())
        if self._tab == name:
            self.search.show_query(Query())

    def _offer(self, name: str) -> None:
        if name == self._tab:
            self.search.offer(self.pages[name].tags())

    def _show_ways(self) -> None:
        self._actions["back"].setEnabled(self._navigator.can_go_back)
        self._actions["forward"].setEnabled(self._navigator.can_go_forward)
