"""What is drawn on every slider that turns a knob, wherever the slider is: the sliders by their addresses. GUI thread."""

from __future__ import annotations

import weakref
from typing import Self

from PySide6.QtCore import QObject
from shiboken6 import isValid

from studio.ui.bridge import Bridge
from studio.ui.widgets.value_slider import ValueSlider


class SliderMarks(QObject):
    """One of each kind for a window (its bridge): `of` finds it. Sliders that are gone are forgotten."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._session = bridge.session
        self._sliders: list[tuple[str, weakref.ref[ValueSlider]]] = []

    @classmethod
    def of(cls, bridge: Bridge) -> Self:
        """The one of this window, made when it is first asked for."""
        found = bridge.findChild(cls)
        return found if isinstance(found, cls) else cls(bridge)

    def add(self, address: str, slider: ValueSlider) -> None:
        """From now on this slider shows what goes on with the knob of this address."""
        self._sliders = [(known, weakref.ref(one)) for known, one in self._living()]
        self._sliders.append((address, weakref.ref(slider)))
        self._show(address, slider)

    def refresh(self, *_: object) -> None:
        """What is shown of a knob may differ now."""
        for address, slider in self._living():
            self._show(address, slider)

    def _show(self, address: str, slider: ValueSlider) -> None:
        raise NotImplementedError

    def _living(self) -> list[tuple[str, ValueSlider]]:
        return [(address, slider) for address, weak in self._sliders if (slider := weak()) is not None and isValid(slider)]
