"""Buttons of one kind each, so that every panel looks the same. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QToolButton, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named


def icon_size(widget: QWidget, factor: float = 1.05) -> QSize:
    side = max(16, round(QFontMetrics(widget.font()).height() * factor))
    return QSize(side, side)


def tiny_button(icon: str, name: str, title: str, hint: str, *, checkable: bool = False, on: str = "") -> QToolButton:
    """A 24 px flat icon button, as in a slider row."""
    button = named(QToolButton(), name, title, hint)
    button.setProperty("tiny", True)
    button.setCheckable(checkable)
    button.setIcon(theme.icon(icon, theme.TEXT_FAINT if checkable else theme.TEXT_SOFT, on=on))
    button.setIconSize(QSize(theme.px(16), theme.px(16)))
    button.setFixedSize(theme.px(24), theme.px(24))
    return button


def action_button(
    action: QAction, name: str, *, text: bool = False, primary: bool = False, button: QToolButton | None = None
) -> QToolButton:  # fmt: skip
    """A button of the top bar that follows an action (icon, text, enabled, checked); `button`: instead of a new one."""
    button = button or QToolButton()
    button.setDefaultAction(action)
    named(button, name, action.iconText(), action.statusTip())
    button.setToolTip(action.toolTip())
    button.setProperty("primary", primary)
    button.setProperty("flat", not (text or primary))
    button.setIconSize(icon_size(button, 1.1))
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    button.setToolButtonStyle(style)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
