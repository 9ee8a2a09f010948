"""Above the pads: play the pattern, tap the tempo, length, swing, pages, a beat, export. GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from studio.engine.pattern import LEAST_STEPS, MOST_STEPS, MOST_SWING, STRAIGHT, Pattern
from studio.engine.session.pads import PadsHeard
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.views.step_grid import COLUMNS
from studio.ui.widgets.buttons import action_button, icon_size
from studio.ui.widgets.menu_parts import entry, made_menu, tick
from studio.ui.widgets.names import named
from studio.ui.widgets.number_box import CountBox, NumberBox

TURNS = "pads_turn_pages"  # preference: does the grid show the page that plays?


class PadsTransport(QWidget):
    """`page_chosen`: of the steps that are shown; `copied` and `pasted`: those of all pads on that page."""

    page_chosen = Signal(int)
    copied = Signal()
    pasted = Signal()

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._pattern = Pattern()
        self.can_paste = False  # were steps copied?
        named(self, "padsTransport", self.tr("Pattern"), self.tr("Play the pattern, its tempo, length and swing."))
        self.setToolTip("")
        self.play = action_button(actions["pads_play"], "padsPlayButton", text=True)
        self.record = named(
            QToolButton(), "padsRecord", self.tr("Record the pads"),
            self.tr("Write what you play on the pads into the pattern while it plays, each hit on the nearest step."),
        )  # fmt: skip
        self.record.setProperty("flat", True)
        self.record.setCheckable(True)
        self.record.setIcon(theme.icon("record", theme.TEXT_SOFT, on="record", on_tint=theme.ERROR))
        self.record.setIconSize(icon_size(self.record, 1.1))
        self.record.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.record.setChecked(self._session.records_hits)
        self.record.clicked.connect(lambda on: bridge.call(self._session.record_hits, on))
        self.tap = action_button(actions["tap_tempo"], "padsTapButton", text=True)
        self.steps = self._steps_box()
        self.swing = self._swing_box()
        self.pages = [self._page_button(page) for page in range(MOST_STEPS // COLUMNS)]
        self.beat = action_button(actions["demo_beat"], "padsBeatButton", text=True)
        self.fill = action_button(actions["fill_with_drums"], "padsFillButton", text=True)
        self.export = action_button(actions["export_pattern"], "padsExportButton", text=True)
        self.more = named(QToolButton(), "padsMore", self.tr("More"), self.tr("MIDI clock, double the pattern, clear it."))
        self.more.setProperty("flat", True)
        self.more.setIcon(theme.icon("more", theme.TEXT_SOFT))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._show_more)
        hint = self.tr("A MIDI clock starts, stops and leads the pattern; press to end that.")
        self.clock = named(QToolButton(), "padsClock", self.tr("MIDI clock"), hint)
        self.clock.setText(self.tr("Clock"))
        self.clock.setIcon(theme.icon("midi", theme.ACCENT))
        self.clock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clock.setProperty("flat", True)
        self.clock.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clock.clicked.connect(lambda: self._follow_clock(False))
        self.clock.setVisible(self._session.clock_follows)
        self.swing_label = QLabel(self.tr("Swing"))
        self.swing_label.setProperty("soft", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        for widget in (self.play, self.record, self.tap, self.clock, self.steps, self.swing_label, self.swing, *self.pages):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.beat, self.fill, self.export, self.more):
            row.addWidget(widget)

    def _steps_box(self) -> CountBox:
        hint = self.tr("How many steps the pattern has; four are a beat.")
        box = named(CountBox(), "padsSteps", self.tr("Steps"), hint)
        box.setRange(LEAST_STEPS, MOST_STEPS)
        box.setSuffix(self.tr(" steps"))
        box.setKeyboardTracking(False)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setFixedWidth(theme.grid(QFontMetrics(self.font()).horizontalAdvance("00" + self.tr(" steps")) + theme.px(20)))
        box.valueChanged.connect(lambda steps: self._bridge.call(self._session.set_pattern_length, steps))
        return box

    def _swing_box(self) -> NumberBox:
        hint = self.tr("How late every second step comes: 50 % is straight, 66 % is a triplet.")
        box = named(NumberBox(), "padsSwing", self.tr("Swing"), hint)
        box.setRange(100 * STRAIGHT, 100 * MOST_SWING)
        box.setDecimals(0)
        box.setSuffix(" %")
        box.setKeyboardTracking(False)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setFixedWidth(theme.grid(QFontMetrics(self.font()).horizontalAdvance("00 %") + theme.px(20)))
        box.valueChanged.connect(self._swing_changed)
        return box

    def _page_button(self, page: int) -> QToolButton:
        first, last = page * COLUMNS + 1, (page + 1) * COLUMNS
        title = self.tr("Steps {first} to {last}").format(first=first, last=last)
        button = named(QToolButton(), f"pads_page_{page + 1}", title, self.tr("Show these steps."))
        button.setText(str(page + 1))
        button.setProperty("segment", True)
        button.setCheckable(True)
        button.setFixedSize(theme.px(26), theme.px(24))
        button.clicked.connect(partial(self._choose_page, page))
        button.setVisible(False)
        return button

    # ---- what is shown
    def show_pattern(self, pattern: Pattern) -> None:
        self._pattern = pattern
        with QSignalBlocker(self.steps), QSignalBlocker(self.swing):
            self.steps.setValue(pattern.length)
            self.swing.setValue(100 * pattern.swing)
        pages = -(-pattern.length // COLUMNS)
        for page, button in enumerate(self.pages):
            button.setVisible(1 < pages > page)

    def show_page(self, page: int) -> None:
        for number, button in enumerate(self.pages):
            button.setChecked(number == page)

    def show_heard(self, heard: PadsHeard) -> None:
        """At frame rate: where it plays."""
        here = heard.index // COLUMNS if heard.index >= 0 else -1
        for number, button in enumerate(self.pages):
            text = f"{number + 1}•" if number == here else str(number + 1)
            if button.text() != text:
                button.setText(text)

    def show_room(self, width: int) -> None:
        """Words where there is room for them; width in px."""
        both, bare = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        wide = width >= theme.px(940)
        for button in (self.fill, self.export, self.tap, self.clock):
            button.setToolButtonStyle(both if wide else bare)
        for button in (self.beat, self.play):
            button.setToolButtonStyle(both if width >= theme.px(760) else bare)
        self.swing_label.setVisible(width >= theme.px(640))

    # ---- acting
    def _choose_page(self, page: int) -> None:
        self.show_page(page)
        self.page_chosen.emit(page)

    def _swing_changed(self, percent: float) -> None:
        self._bridge.call(self._session.turn, "pads/swing", percent)
        self._bridge.call(self._session.end_gesture)

    def _follow_clock(self, on: bool) -> None:
        self._bridge.call(self._session.follow_clock, on)
        self.clock.setVisible(on)

    def menu(self) -> QMenu:
        call, session = self._bridge.call, self._session
        menu = made_menu(self, "padsMoreMenu", self.more.accessibleName())
        follows = session.clock_follows
        tick(entry(menu, self.tr("Follow a MIDI clock"), partial(self._follow_clock, not follows)), follows)
        turning = session.preferences.get(TURNS) is True
        tick(entry(menu, self.tr("Show the page that plays"), partial(call, session.set_preference, TURNS, not turning)), turning)
        menu.addSeparator()
        double = entry(menu, self.tr("Double the pattern"), partial(call, session.double_pattern), "copy")
        double.setEnabled(self._pattern.length * 2 <= MOST_STEPS)
        stepped = any(pad.steps for pad in self._pattern.pads)
        entry(menu, self.tr("Copy the steps that are shown"), self.copied.emit, "copy").setEnabled(stepped)
        entry(menu, self.tr("Paste over the steps that are shown"), self.pasted.emit).setEnabled(self.can_paste)
        chances = any(step.chance < 1.0 for pad in self._pattern.pads for _, step in pad.steps)
        entry(menu, self.tr("Draw chances anew"), partial(call, session.draw_chances), "randomise").setEnabled(chances)
        menu.addSeparator()
        entry(menu, self.tr("Clear all steps"), partial(call, session.clear_steps), "trash").setEnabled(stepped)
        return menu

    def _show_more(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
