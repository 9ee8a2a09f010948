"""A against B: the switch, what it says of level, the ghost of A in the waveform, the difference in the spectrogram. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.views.readout import db_text
from studio.ui.views.spectrogram import ColourBar, SpectrogramPane
from studio.ui.views.waveform import WaveformPane
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.fitting_label import FittingLabel
from studio.ui.widgets.names import named, plain


class CompareBar(QWidget):
    """Follows the session's Compared and Differed events; its buttons are those of the actions set_a, compare and difference."""

    difference_shown = Signal(bool)

    def __init__(self, bridge: Bridge, actions: Actions, wave: WaveformPane, spectrum: SpectrogramPane, bar: ColourBar) -> None:
        super().__init__()
        self._bridge, self._actions = bridge, actions
        self._wave, self._spectrum, self._bar = wave, spectrum, bar
        self._told: Any = None
        self._differences: Any = None  # Spectrogram, while differences are shown
        named(self, "compareBar", self.tr("Compare"), self.tr("Hear a sound that you set as A against the present one, B."))
        self.setToolTip("")
        self.set = action_button(actions["set_a"], "setA", text=True)
        self.a, self.b = (self._side(name) for name in "AB")
        self.difference = action_button(actions["difference"], "differenceButton")
        self.state = named(
            FittingLabel(), "compareState", self.tr("Compared"), self.tr("Which of the two is heard, and by how much it is turned down.")
        )
        self.state.setProperty("small", True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for button in (self.set, self.difference):
            button.setProperty("tiny", True)
            button.setIconSize(QSize(theme.px(16), theme.px(16)))
            button.setFixedHeight(theme.px(24))
        self.set.setProperty("words", True)
        row.addStretch(1)
        for widget in (self.state, self.set, self.a, self.b, self.difference):
            row.addWidget(widget)
        bridge.compared.connect(self._show)
        bridge.differed.connect(self._show_difference)
        actions["difference"].toggled.connect(self._want_difference)
        actions["compare"].triggered.connect(lambda: bridge.call(bridge.session.toggle_ab))
        actions["set_a"].triggered.connect(lambda: bridge.call(bridge.session.set_a, None))
        actions["clear_a"].triggered.connect(lambda: bridge.call(bridge.session.clear_a))
        self._show(bridge.session.compared)

    def _side(self, name: str) -> QToolButton:
        hint = self.tr("Hear A, the sound that was set.") if name == "A" else self.tr("Hear B, the present sound.")
        button = named(QToolButton(), f"side{name}", name, hint, "X")
        button.setText(name)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.setFixedSize(theme.px(28), theme.px(24))
        button.clicked.connect(lambda: self._choose(name))
        return button

    def _choose(self, side: str) -> None:
        if self._told is not None and self._told.hearing != side:
            self._bridge.call(self._bridge.session.toggle_ab)
        self._check()

    def _check(self) -> None:
        hearing = self._told.hearing if self._told is not None and self._told.a is not None else "B"
        self.a.setChecked(hearing == "A")
        self.b.setChecked(hearing == "B")

    def _show(self, event: Any) -> None:
        """A Compared event."""
        self._told = event
        there = event.a is not None
        for widget in (self.a, self.b, self.difference, self.state):
            widget.setVisible(there)  # until there is an A, one button is enough
        style = Qt.ToolButtonStyle
        self.set.setToolButtonStyle(style.ToolButtonIconOnly if there else style.ToolButtonTextBesideIcon)
        self.set.setMinimumWidth(self.set.sizeHint().width())
        for name in ("compare", "difference", "clear_a"):
            self._actions[name].setEnabled(there)
        if not there:
            self._actions["difference"].setChecked(False)
        self._check()
        short, whole = self._words(event)
        self.state.show_texts(short, db_text(event.gain_db, 1) if event.gain_db <= -0.05 else "=" if short else "")
        self.state.setToolTip(plain(whole))
        self.state.setAccessibleDescription(whole)
        ghost = event.peaks if there and event.hearing == "B" else None
        self._wave.show_ghost(ghost, 10.0 ** (event.ghost_db / 20.0))  # as loud as it sounds beside B

    def _words(self, event: Any) -> tuple[str, str]:
        """What fits beside the buttons, and the whole of it."""
        if event.a is None:
            return "", ""
        if event.gain_db > -0.05:
            short, whole = self.tr("matched"), self.tr("{side} sounds as it is; the other one is turned down to it.")
        else:
            short, whole = self.tr("matched {gain}"), self.tr("{side} is turned down by {less}, so that both are equally loud.")
        words = {"side": event.hearing, "gain": db_text(event.gain_db, 1), "less": db_text(-event.gain_db, 1)}
        title = self.tr("A is '{title}'.").format(title=event.title) if event.title else ""
        return short.format(**words), "  ".join(text for text in (whole.format(**words), title) if text)

    def _want_difference(self, on: bool) -> None:
        self._bridge.call(self._bridge.session.set_difference, on)

    def _show_difference(self, event: Any) -> None:
        """A Differed event."""
        on = event.spectrogram is not None and self._actions["difference"].isChecked()
        self._differences = event.spectrogram if on else None
        self._spectrum.show_difference(self._differences)
        self._bar.show_difference(on)
        self.difference_shown.emit(on)

    def keep_difference(self) -> None:
        """Another picture was drawn: show the last differences until its own come."""
        if self._differences is not None:
            self._spectrum.show_difference(self._differences)
