"""What is played live, as pages under tabs: each page is made when it is first shown, so that the window starts as quickly as before.

GUI thread. A page is a QWidget made of (bridge, actions) with `first_focus()` and `show_status(status)`; the latter is called about
forty times a second while the page is seen and something sounds: the playhead needs every frame of the screen, meters and lamps don't.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.actions import Actions, tr
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.tab_strip import Tab, TabStrip
from studio.ui.widgets.names import named

Maker = Callable[[Bridge, Actions], QWidget]
LOOK_MS = 20  # at least, between two looks of a page: every second poll
CALM_MS = 30  # for pages that paint much: every third


@dataclass(frozen=True)
class Page:
    """tab: how it is called; make: the page, imported late; look_ms: at least, between two calls of its `show_status`."""

    tab: Tab
    make: Maker
    look_ms: int = LOOK_MS


def pages() -> tuple[Page, ...]:
    """Every page, in the order of the tabs."""
    return (
        Page(Tab("pads", "pads", tr("Pads"), tr("Eight pads and the pattern that plays them.")), _pads),
        Page(Tab("streams", "stream", tr("Streams"), tr("Two models that run on while you move them, live input, recording.")),
             _streams, CALM_MS),
        Page(Tab("effects", "effects", tr("Effects"), tr("What everything that you hear goes through.")), _effects),
        Page(Tab("keys", "keyboard", tr("Keys"), tr("Play notes from keys and MIDI; what MIDI controllers turn.")), _keys),
        Page(Tab("xy", "xy", tr("XY pad"), tr("Two controls or four sounds under one hand; what moves by itself; near variants.")), _xy),
        Page(Tab("automation", "automation", tr("Automation"), tr("Gestures that are recorded, edited and played back.")), _automation),
    )  # fmt: skip


def _keys(bridge: Bridge, actions: Actions) -> QWidget:
    from studio.ui.panels.live.keys_page import KeysPage

    return KeysPage(bridge, actions)


def _xy(bridge: Bridge, actions: Actions) -> QWidget:
    from studio.ui.panels.live.xy_page import XYPage

    return XYPage(bridge, actions)


def _automation(bridge: Bridge, actions: Actions) -> QWidget:
    from studio.ui.panels.live.automation_page import AutomationPage

    return AutomationPage(bridge, actions)


def _pads(bridge: Bridge, actions: Actions) -> QWidget:
    from studio.ui.panels.live.pads_page import PadsPage

    return PadsPage(bridge, actions)


def _streams(bridge: Bridge, actions: Actions) -> QWidget:
    from studio.ui.panels.live.stream_page import StreamPage

    return StreamPage(bridge, actions)


def _effects(bridge: Bridge, actions: Actions) -> QWidget:
    from studio.ui.panels.live.effects_page import EffectsPage

    return EffectsPage(bridge, actions)


class LivePanel(QWidget):
    """Tabs over the page that is chosen."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._actions = bridge, actions
        hint = self.tr("What you play live: pads, streams, effects, keys and MIDI.")
        named(self, "livePanel", self.tr("Live"), hint)
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = {page.tab.name: page for page in pages()}
        self.tab_list = tuple(page.tab for page in self._pages.values())
        self.tabs = TabStrip(self.tab_list, "liveTabs", self.tr("Live tabs"), hint)
        self._made: dict[str, Any] = {}
        self._looked = QElapsedTimer()
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (12, 4, 12, 8)))
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self.show_page)
        self._connect_actions()
        kept = bridge.session.preferences.get("live_page")
        self.page = kept if isinstance(kept, str) and kept in self._pages else next(iter(self._pages), "")

    def _connect_actions(self) -> None:
        """Those that work whether their page was seen or not."""
        call, session, actions = self._bridge.call, self._bridge.session, self._actions
        actions.connect_all({
            "arm": lambda: call(session.arm, actions["arm"].isChecked()),
            "randomise_near": lambda: call(session.randomise_within), "near_onto_pads": lambda: call(session.near_variants),
        })  # fmt: skip

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self.page and self.page not in self._made:
            QTimer.singleShot(0, self, lambda: self.show_page(self.page))  # after the dock was seen: it opens at once

    def show_page(self, name: str) -> None:
        """Bring a page to the front, and make it where it was never seen."""
        if name not in self._pages:
            return
        if name not in self._made:
            self._made[name] = self._pages[name].make(self._bridge, self._actions)
            self._stack.addWidget(self._made[name])
        self.page = name
        self._stack.setCurrentWidget(self._made[name])
        self.tabs.show_tab(name)
        self._bridge.session.set_preference("live_page", name)

    def page_named(self, name: str) -> Any:
        """The page, made where it was never seen."""
        if name not in self._made:
            self.show_page(name)
        return self._made[name]

    def show_status(self, status: Any) -> None:
        """The player's status, at frame rate."""
        page = self._made.get(self.page)
        if page is None or not page.isVisible():
            return
        if self._looked.isValid() and self._looked.elapsed() < self._pages[self.page].look_ms:
            return
        self._looked.start()
        page.show_status(status)

    def first_focus(self) -> QWidget | None:
        """Where the keyboard goes when it comes here."""
        page = self._made.get(self.page)
        return page.first_focus() if page is not None else self.tabs.buttons.get(self.page)
