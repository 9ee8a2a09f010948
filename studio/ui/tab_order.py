"""Where Tab goes: through the window as one reads it, whenever its parts were made. GUI thread.

Qt's own chain is the order in which widgets were made; sliders and cards that come with a model would all stand at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLayout, QScrollArea, QSplitter, QWidget


def stops(parts: Sequence[QWidget]) -> list[QWidget]:
    """Everything in these parts that Tab stops at now: each part in the order of its layouts."""
    return list(dict.fromkeys(stop for part in parts for stop in _walk(part)))


def move_on(parts: Sequence[QWidget], forwards: bool) -> bool:
    """Give the focus to the stop after (or before) the one that has it, around the ends, and bring it into view.

    False where there is nothing to go to.
    """
    there = stops(parts)
    if not there:
        return False
    place = _place(there, QApplication.focusWidget())
    if place is None:
        place = -1 if forwards else 0
    target = there[(place + (1 if forwards else -1)) % len(there)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(target)
    return True


def bring_into_view(widget: QWidget) -> None:
    """Scroll whatever it lies in so that it is seen."""
    inside: QObject | None = widget.parent()
    while inside is not None:
        if isinstance(inside, QScrollArea):
            inside.ensureWidgetVisible(widget)
        inside = inside.parent()


def _place(there: list[QWidget], focused: QWidget | None) -> int | None:
    """Of the focus among the stops; a field that opened over a stop, or in a part of it, counts as its neighbour."""
    while focused is not None:
        for number, stop in enumerate(there):
            if stop is focused or focused.isAncestorOf(stop):
                return number
        focused = focused.parentWidget()
    return None


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isWindow() or not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for child in _children(widget):
        yield from _walk(child)


def _children(widget: QWidget) -> list[QWidget]:
    """What lies in a widget, as its layout has it; what is in no layout comes last."""
    first: list[QWidget | None] = []
    if isinstance(widget, QDockWidget):
        first = [widget.titleBarWidget(), widget.widget()]
    elif isinstance(widget, QScrollArea):
        first = [widget.widget()]
    elif isinstance(widget, QSplitter):
        first = [widget.widget(number) for number in range(widget.count())]
    elif (layout := widget.layout()) is not None:
        first = list(_laid_out(layout, [child for child in widget.children() if isinstance(child, QWidget)]))
    known = [one for one in first if one is not None]
    return known + [one for one in widget.children() if isinstance(one, QWidget) and one not in known]


def _laid_out(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that lie in the layout and its inner ones, in its order.

    Never by `itemAt`: Python's handle of a spacer outlives the spacer, and the next layout that is made at the same place in memory is
    then taken for that spacer (an AttributeError, sometimes a crash).
    """
    inner = [child for child in layout.children() if isinstance(child, QLayout)]
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(one), one) for one in widgets]
    places += [(layout.indexOf(one), one) for one in inner]
    for place, one in sorted(places, key=lambda pair: pair[0]):
        if place >= 0 and isinstance(one, QLayout):
            yield from _laid_out(one, widgets)
        elif place >= 0 and isinstance(one, QWidget):
            yield one
