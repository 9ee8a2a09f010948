"""The automation page: arm, play, the length, and the lanes one at a time with what can be done to them. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.engine import automation as lanes
from studio.engine.automation import Automation, Lane
from studio.engine.session.knobs import Turnable
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.live.modulator_list import called, knob_menu
from studio.ui.panels.live.scrolled import scrolled
from studio.ui.widgets.automation_lane import AutomationLaneView
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.calm import Calm
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.names import literal, named

LENGTHS = (0.5, 1, 2, 3, 4, 6, 8, 12, 16, 32, 64)
SMOOTHING = 0.5  # beats
FACTOR = 1.25
SHIFT = 0.05  # of the range
SOONER = 0.25  # beats
WRITTEN_MS = 80  # how often a lane that is being recorded is drawn


class AutomationPage(QWidget):
    """A page of the Live dock; see live_panel.py."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session, self._actions = bridge, bridge.session, actions
        named(self, "automationPage", self.tr("Automation"), self.tr("Gestures that are recorded, edited and played back."))
        self.setToolTip("")
        self._address = ""
        self._knobs: dict[str, tuple[str, Turnable]] = {}
        hint = self.tr("Draw a curve. Arrows move the cursor and the value under it; Alt at release takes the stroke back.")
        self.view = named(AutomationLaneView(), "automationLane", self.tr("Automation lane"), hint)
        self.view.drawn.connect(lambda lane: self._edit(lane, self.tr("Draw automation"), "draw automation"))
        self.view.finished.connect(lambda: bridge.call(self._session.end_gesture))
        self.view.cancelled.connect(lambda: bridge.call(self._session.cancel_gesture))
        self.note = named(QLabel(), "automationNote", self.tr("Automation"), self.tr("What can be done here."))
        self.note.setProperty("soft", True)
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._written = Calm(self._show_written, WRITTEN_MS, self)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(self._make_head())
        layout.addLayout(self._make_tools())
        layout.addWidget(self.note, 1)
        layout.addWidget(self.view, 1)
        scrolled(self, layout)
        bridge.project_changed.connect(self.refresh)
        bridge.model_loaded.connect(self.refresh)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(900), theme.px(260))

    def first_focus(self) -> QWidget:
        return self.arm

    # ---- building
    def _make_head(self) -> QHBoxLayout:
        self.arm = action_button(self._actions["arm"], "armButton", text=True)
        self.arm.setProperty("flat", True)
        hint = self.tr("Let the recorded gestures turn their controls.")
        self.play = self._toggle("playAutomationButton", self.tr("Play"), hint, "automation")
        self.play.clicked.connect(lambda on: self._bridge.call(self._session.play_automation, bool(on)))
        self.lanes = named(CalmCombo(), "laneBox", self.tr("Lane"), self.tr("Which control's gestures are shown."))
        self.lanes.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lanes.setMinimumContentsLength(18)
        self.lanes.activated.connect(lambda _index: self.show_lane(str(self.lanes.currentData())))
        hint = self.tr("Choose a control to draw a lane for.")
        self.add = named(QPushButton(theme.icon("plus"), self.tr("Lane…")), "addLaneButton", self.tr("Another lane"), hint)
        self.add.setProperty("compact", True)
        self.add.clicked.connect(self._choose_lane)
        self.length = named(CalmCombo(), "automationLength", self.tr("Length"), self.tr("After how many beats the gestures begin anew."))
        self.length.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.length.activated.connect(lambda _index: self._set_length(float(self.length.currentData())))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for widget in (self.arm, self.play, self.lanes, self.add):
            row.addWidget(widget)
        row.addStretch(1)
        label = QLabel(self.tr("Length in beats"))
        label.setBuddy(self.length)
        label.setProperty("soft", True)
        row.addWidget(label)
        row.addWidget(self.length)
        return row

    def _toggle(self, name: str, text: str, hint: str, icon: str) -> QToolButton:
        button = named(QToolButton(), name, text, hint)
        button.setText(text)
        button.setIcon(theme.icon(icon, theme.TEXT_SOFT, on=icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setProperty("flat", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_tools(self) -> QHBoxLayout:
        tools: tuple[tuple[str, str, str, Callable[[Lane, Turnable, float], Lane]], ...] = (
            ("smoothLane", self.tr("Smooth"), self.tr("Round off the curve over half a beat."),
             lambda one, c, n: lanes.smooth(one, c, SMOOTHING, n)),
            ("largerLane", self.tr("Larger"), self.tr("Larger movements around the middle."),
             lambda one, c, n: lanes.scale(one, c, FACTOR)),
            ("smallerLane", self.tr("Smaller"), self.tr("Smaller movements around the middle."),
             lambda one, c, n: lanes.scale(one, c, 1 / FACTOR)),
            ("higherLane", self.tr("Higher"), self.tr("The whole curve higher."), lambda one, c, n: lanes.raised(one, c, SHIFT)),
            ("lowerLane", self.tr("Lower"), self.tr("The whole curve lower."), lambda one, c, n: lanes.raised(one, c, -SHIFT)),
            ("earlierLane", self.tr("Earlier"), self.tr("A quarter of a beat earlier; what leaves comes in at the end."),
             lambda one, c, n: lanes.shifted(one, -SOONER, n)),
            ("laterLane", self.tr("Later"), self.tr("A quarter of a beat later; what leaves comes in at the beginning."),
             lambda one, c, n: lanes.shifted(one, SOONER, n)),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        self.tools: list[QPushButton] = []
        for name, text, hint, act in tools:
            row.addWidget(self._tool(name, text, hint, lambda _on=False, act=act, text=text: self._apply(text, act)))
        row.addStretch(1)
        row.addWidget(self._tool("deleteLane", self.tr("Delete lane"), self.tr("Take these gestures away."), self._delete))
        self.clear = self._tool("clearAutomation", self.tr("Clear all"), self.tr("Take every lane away."),
                                lambda: self._bridge.call(self._session.clear_automation))  # fmt: skip
        row.addWidget(self.clear)
        return row

    def _tool(self, name: str, text: str, hint: str, act: Callable[..., object]) -> QPushButton:
        button = named(QPushButton(text), name, text, hint)
        button.setProperty("compact", True)
        button.clicked.connect(act)
        self.tools.append(button)
        return button

    # ---- what is shown
    def show_status(self, status: Any) -> None:
        """At frame rate: the playback's place, and what is being recorded."""
        running = bool(status.playing or status.live)
        if running and self._session.armed:
            self._written.ask()
        shown = running and self._session.automation_length() > 0 and not theme.reduced_motion()
        self.view.show_beat(self._session.automation_beat() if shown else None)

    def _show_written(self) -> None:
        """The lane that the hand is on, as far as it goes."""
        written = self._session.written_lanes()
        if not written or self.view.drawing:
            return
        lane = written[-1]
        if lane.address != self._address:
            self._address = lane.address
            self.refresh()
        if lane.address in self._knobs:
            self.view.show_lane(lane, self._knobs[lane.address][1], self._session.automation_length())

    def refresh(self, *_: object) -> None:
        """As the project has it."""
        automation = self._session.project.automation
        self._learn()
        self.play.setChecked(automation.on)
        kept = [lane.address for lane in automation.lanes]
        shown = [*kept, self._address] if self._address in self._knobs and self._address not in kept else kept
        if self._address not in shown:
            self._address = shown[0] if shown else ""
        titles = [(literal(self._knobs[one][0]) if one in self._knobs else one, one) for one in shown]
        if titles != [(self.lanes.itemText(index), self.lanes.itemData(index)) for index in range(self.lanes.count())]:
            self.lanes.clear()
            for title, address in titles:
                self.lanes.addItem(title, address)
        self.lanes.setCurrentIndex(self.lanes.findData(self._address))
        self.lanes.setEnabled(bool(shown))
        self._show_length(automation)
        self._show_view(automation)

    def _learn(self) -> None:
        label = self._session.project.label
        self._knobs = {knob.address: (called(label, knob), knob.control) for knob in self._session.knobs()}

    def _show_length(self, automation: Automation) -> None:
        wanted = sorted({*LENGTHS, self._length(automation)})
        if wanted != [self.length.itemData(index) for index in range(self.length.count())]:
            self.length.clear()
            for beats in wanted:
                self.length.addItem(f"{beats:g}", beats)
        self.length.setCurrentIndex(self.length.findData(self._length(automation)))

    def _length(self, automation: Automation) -> float:
        return automation.length or float(self._session.project.beats)

    def _show_view(self, automation: Automation) -> None:
        there = self._address in self._knobs
        self.view.setVisible(there)
        self.note.setVisible(not there)
        text = self.tr("Press Arm, play something and turn any slider: the gesture appears here.\nOr choose 'Lane…' and draw one.")
        self.note.setText(text)
        for tool in self.tools:
            tool.setEnabled(automation.lane(self._address) is not None)
        self.clear.setEnabled(bool(automation.lanes))
        control = self._knobs[self._address][1] if there else None
        written = {lane.address: lane for lane in self._session.written_lanes()}
        lane = written.get(self._address) or automation.lane(self._address) or Lane(self._address)
        self.view.show_lane(lane, control, self._session.automation_length() if written else self._length(automation))

    def show_lane(self, address: str) -> None:
        """Bring a control's lane to the front, an empty one where it has none."""
        self.view.give_up()
        self._address = address
        self.refresh()

    # ---- what the person does
    def _choose_lane(self) -> None:
        knobs = self._session.knobs()
        menu = knob_menu(self, knobs, self._session.project.label)
        menu.triggered.connect(lambda action: self.show_lane(str(action.data())))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _edit(self, lane: Lane, text: str, key: str | None = None) -> None:
        automation = self._session.project.automation
        automation = replace(automation.with_lane(lane), length=self._length(automation))
        self._bridge.call(self._session.set_automation, automation, text, key)

    def _apply(self, text: str, act: Callable[[Lane, Turnable, float], Lane]) -> None:
        automation = self._session.project.automation
        lane = automation.lane(self._address)
        if lane is not None and self._address in self._knobs:
            self._edit(act(lane, self._knobs[self._address][1], self._length(automation)), self.tr("{what} automation").format(what=text))

    def _delete(self) -> None:
        self._bridge.call(self._session.edit_automation_lane, Lane(self._address), self.tr("Delete lane"))

    def _set_length(self, beats: float) -> None:
        automation = self._session.project.automation
        self._bridge.call(self._session.set_automation, replace(automation, length=beats), self.tr("Length of automation"))
        self.refresh()
