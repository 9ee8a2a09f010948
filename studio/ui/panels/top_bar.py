"""The top bar: model, Generate and its relatives, undo, transport, tempo, level, output. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from studio.engine.project import MAX_BEATS, MAX_BPM, MIN_BPM, Project
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.device import DeviceButton
from studio.ui.panels.patch_bar import PatchBar
from studio.ui.widgets.busy_button import BusyButton
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.level_meter import LevelMeter
from studio.ui.widgets.names import named
from studio.ui.widgets.number_box import CountBox, NumberBox
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider

LEVELS = 10  # forms of the bar, from wide to narrow; the last three for a window of less than 1024 px or twice the size
LOWEST_VOLUME_DB, HIGHEST_VOLUME_DB = -60.0, 0.0


class Divider(QFrame):
    """A hairline between groups."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(1, theme.px(20))
        self.setProperty("divider", True)


class TopBar(QWidget):
    """Grows labels when there is room and shows icons alone when there isn't."""

    played = Signal()

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "topBar", self.tr("Top bar"), self.tr("Model, generating, transport, level and output."))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.patch = PatchBar(bridge, actions)
        self.model = self.patch.model
        self.model.titled.connect(self.fit)
        self.generate = BusyButton()
        action_button(actions["generate"], "generateButton", text=True, primary=True, button=self.generate)
        self.randomise = action_button(actions["randomise"], "randomiseButton", text=True)
        self.nudge = action_button(actions["nudge"], "nudgeButton", text=True)
        self.play = action_button(actions["play"], "playButton")
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (12, 4, 12, 4)))
        layout.setSpacing(theme.px(4))
        for widget in (self.patch, self.generate, self.randomise, self.nudge):
            layout.addWidget(widget)
        layout.addSpacing(2)
        layout.addWidget(Divider())
        self.steps = [action_button(actions[name], f"{name}Button") for name in ("undo", "redo")]
        for button in self.steps:
            button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            button.customContextMenuRequested.connect(actions["show_history"].trigger)
            layout.addWidget(button)
        layout.addWidget(Divider())
        layout.addWidget(self.play)
        layout.addWidget(action_button(actions["loop"], "loopButton"))
        self._add_tempo(layout)
        layout.addStretch(1)
        self._add_level(layout)
        self.panic = action_button(actions["panic"], "panicButton")
        layout.addWidget(self.panic)
        self.device = DeviceButton(bridge)
        layout.addWidget(self.device)

    def _add_tempo(self, layout: QHBoxLayout) -> None:
        self.bpm = named(
            NumberBox(), "bpmBox", self.tr("Tempo"), self.tr("Tempo of the loop in beats a minute; a one-shot repeats on the beat.")
        )
        self.bpm.setRange(MIN_BPM, MAX_BPM)
        self.bpm.setDecimals(1)
        self.bpm.setSuffix(self.tr(" BPM"))
        self.beats = named(CountBox(), "beatsBox", self.tr("Beats"), self.tr("How many beats one round of the loop lasts."))
        self.beats.setRange(1, MAX_BEATS)
        metrics = QFontMetrics(self.font())
        self.bpm.setFixedWidth(theme.grid(metrics.horizontalAdvance("000.0" + self.tr(" BPM")) + theme.px(16)))
        self.beats.setFixedWidth(theme.grid(metrics.horizontalAdvance("00" + self.tr(" beats")) + theme.px(16)))
        for box in (self.bpm, self.beats):
            box.setKeyboardTracking(False)
            box.leaves_to = self.play
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(box)
        self.bpm.valueChanged.connect(lambda value: self._bridge.call(self._session.set_bpm, value))
        self.beats.valueChanged.connect(self._beats_changed)
        self.beats.setSuffix(self.tr(" beats"))

    def _beats_changed(self, beats: int) -> None:
        self.beats.setSuffix(self.tr(" beat") if beats == 1 else self.tr(" beats"))
        self._bridge.call(self._session.set_beats, beats)

    def _add_level(self, layout: QHBoxLayout) -> None:
        scale = Scale(LOWEST_VOLUME_DB, HIGHEST_VOLUME_DB, -12.0, "dB")
        hint = self.tr("How loud you hear it (exports are not changed); a ceiling at −1 dBFS guards your ears.")
        self.volume = named(ValueSlider(scale), "volumeSlider", self.tr("Volume"), hint)
        self.volume.setFixedWidth(theme.px(96))
        self.volume_text = named(ValueField(), "volumeText", self.tr("Volume in dB"), hint)
        width = QFontMetrics(self.font()).horizontalAdvance("−60,0 dB")
        self.volume_text.setFixedWidth(theme.grid(width + 8))
        self.volume.moved.connect(self._volume_moved)
        self.volume.asked_to_type.connect(self._type_volume)
        self.volume_text.typed.connect(self._volume_typed)
        self.volume_text.left.connect(self._volume_left)
        self.meter = named(
            LevelMeter(),
            "levelMeter",
            self.tr("Level"),
            self.tr("What you hear, in dB; a red square means that it clipped. Click to clear."),
        )
        self.show_volume(self._session.volume_db)
        layout.addWidget(self.volume)
        layout.addWidget(self.volume_text)
        layout.addWidget(self.meter)

    def _volume_moved(self, db: float) -> None:
        self._bridge.call(self._session.set_volume_db, db)
        self.volume_text.setText(self.volume.scale.text(db))

    def _volume_typed(self, text: str) -> None:
        db = self.volume.scale.parse(text)
        if db is not None:
            self.volume.show_value(db)
            self._volume_moved(db)
        self.show_volume(self.volume.value_now)

    def _type_volume(self) -> None:
        """The number is there while it is typed, even where the bar is too narrow for it."""
        self.volume_text.show()
        self.volume_text.setFocus()

    def _volume_left(self) -> None:
        self.show_volume(self.volume.value_now)
        self.volume.setFocus()
        self.fit()

    def show_volume(self, db: float) -> None:
        self.volume.show_value(db)
        self.volume_text.setText(self.volume.scale.text(db))

    def show_project(self, project: Project) -> None:
        """Preset, tempo and beats as they are in the project; tells nobody."""
        self.patch.refresh()
        with QSignalBlocker(self.bpm), QSignalBlocker(self.beats):
            self.bpm.setValue(project.bpm)
            self.beats.setValue(project.beats)
        suffix = self.tr(" beat") if project.beats == 1 else self.tr(" beats")
        if suffix != self.beats.suffix():
            self.beats.setSuffix(suffix)

    def show_status(self, status: Any) -> None:
        left, right = status.peak
        self.meter.show_levels(left, right, status.clipped)
        if self.device.show_status(status):
            self.fit()

    def first_focus(self) -> QWidget | None:
        return self.play

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """The most generous of the forms that the width allows."""
        for level in range(LEVELS):
            self._show_form(level)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                break
        self._row.activate()

    def _show_form(self, level: int) -> None:
        """0: everything wide; then the output's name, the volume's number, the lesser buttons' words give way, in this order.

        From 7 on what menus and keys do as well; the model's button, its preset, Generate, the transport and the volume always stay.
        """
        both, bare = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.device.setToolButtonStyle(both if level < 2 else bare)
        self.volume_text.setVisible(level < 3)
        for button in (self.randomise, self.nudge):
            button.setToolButtonStyle(both if level < 4 else bare)
            button.setVisible(level < 9)
        self.generate.setToolButtonStyle(both if level < 8 else bare)
        for button in self.steps:
            button.setVisible(level < 9)
        self.bpm.setVisible(level < 8)
        self.beats.setVisible(level < 7)
        self.meter.setFixedWidth(theme.px((196, 132, 116, 104)[min(level, 3)]))
        self.volume.setFixedWidth(theme.px((132, 84, 72, 64, 72, 64)[min(level, 5)]))
        self._row.setSpacing(theme.px(4 if level < 6 else 3))
        self.panic.setVisible(level < 6)
        self.patch.set_room(theme.px((176, 148, 132, 104, 128, 88, 76)[min(level, 6)]), heart=level < 6, steps=level < 7)
