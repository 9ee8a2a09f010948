"""Menus put together by hand: with a name for tests and screen readers, entries that act, entries that are ticked. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui import theme


def made_menu(parent: QWidget, name: str, title: str) -> QMenu:
    """An empty menu; title: for a screen reader."""
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAccessibleName(title)
    return menu


def submenu(menu: QMenu, name: str, title: str) -> QMenu:
    made = menu.addMenu(title)
    made.setObjectName(name)
    made.setAccessibleName(title)
    return made


def entry(menu: QMenu, text: str, act: Callable[[], object], icon: str = "") -> QAction:
    """An entry that calls `act`."""
    action = menu.addAction(theme.icon(icon), text) if icon else menu.addAction(text)
    action.triggered.connect(lambda _checked=False: act())
    return action


def tick(action: QAction, on: bool) -> QAction:
    action.setCheckable(True)
    action.setChecked(on)
    return action
