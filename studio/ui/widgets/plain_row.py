"""A slider row without lock and dice, which belong to a model's sliders: for effects and dialogs. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QMenu

from studio.recipe import Number
from studio.ui import theme
from studio.ui.widgets.slider_row import SliderRow

ROW = 27  # px at a scale of 1


class PlainRow(SliderRow):
    """See the module; a little lower than a model's row."""

    def __init__(self, control: Number, label_width: int, value_width: int) -> None:
        super().__init__(control, label_width, value_width)
        self.lock.hide()
        self.dice.hide()
        self.setFixedHeight(min(self.height(), max(theme.px(ROW), self.field.sizeHint().height())))

    def _add_confidence(self, layout: QHBoxLayout) -> None:
        """No room is kept for the bars of confidence that a macro of a model has."""

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"menu_{self.control.name}")
        menu.setAccessibleName(self.title)
        self._offer_value(menu)
        menu.addAction(theme.icon("info"), self.tr("What does it change?")).triggered.connect(self.show_help)
        self.menu_opened.emit(menu, self.control.name)
        return menu

    def start_rename(self) -> None:
        """Its name is fixed."""

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.dice.hide()
