"""What stands before a pad's steps: the pad, re-roll, follow the sliders, mute, solo, level; and the pad's menu. GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QToolButton, QWidget

from studio.engine.pattern import GROUPS, LEAST_LEVEL_DB, MAX_NAME, MOST_LEVEL_DB, USUAL_LEVEL_DB, Pattern
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.midi_marks import mark_midi
from studio.ui.mod_marks import mark_moves
from studio.ui.panels.live.midi_menu import offer_midi
from studio.ui.panels.live.modulate_menu import offer_modulation
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.menu_parts import entry, made_menu, submenu, tick
from studio.ui.widgets.names import literal, named
from studio.ui.widgets.pad_button import PadButton
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider

LEVEL = Scale(LEAST_LEVEL_DB, MOST_LEVEL_DB, USUAL_LEVEL_DB, "dB")
PANS = (-1.0, -0.5, 0.0, 0.5, 1.0)
NEWEST = 12  # takes in the menu


class PadLane(QWidget):
    """The head of one lane. `copied` and `pasted`: its steps on the page that is shown."""

    copied = Signal(int)
    pasted = Signal(int)

    def __init__(self, bridge: Bridge, pad: int) -> None:
        super().__init__()
        self._bridge, self._session, self.pad = bridge, bridge.session, pad
        number = pad + 1
        self._pattern = Pattern()
        self.can_paste = False  # were steps copied?
        self.button = PadButton(pad)
        self.reroll = tiny_button(
            "randomise", f"pad_reroll_{number}", self.tr("Re-roll pad {number}").format(number=number),
            self.tr("Another sound of the same kind; it takes over at the pad's next hit."),
        )  # fmt: skip
        self.follow = tiny_button(
            "controls", f"pad_follow_{number}", self.tr("Pad {number} follows the sliders").format(number=number),
            self.tr("Bring this pad's sound to the sliders: what you change there is heard on the pad."), checkable=True, on="controls",
        )  # fmt: skip
        mute, solo = self.tr("The pattern leaves this pad out."), self.tr("The pattern plays this pad alone.")
        self.mute = self._letter(self.tr("M"), f"pad_mute_{number}", self.tr("Mute pad {number}"), mute)
        self.solo = self._letter(self.tr("S"), f"pad_solo_{number}", self.tr("Solo pad {number}"), solo)
        title = self.tr("Level of pad {number}").format(number=number)
        self.level = named(ValueSlider(LEVEL), f"pad_level_{number}", title, self.tr("How loud this pad is, in dB."))
        self.level.setMinimumWidth(theme.px(44))
        mark_moves(bridge, f"pads/level_{number}", self.level)
        mark_midi(bridge, f"pads/level_{number}", self.level)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(6), 0)
        row.setSpacing(theme.px(1))
        row.addWidget(self.button, 3)
        for widget in (self.reroll, self.follow, self.mute, self.solo):
            row.addWidget(widget)
        row.addWidget(self.level, 1)
        self._connect()

    def _letter(self, letter: str, name: str, title: str, hint: str) -> QToolButton:
        button = named(QToolButton(), name, title.format(number=self.pad + 1), hint)
        button.setText(letter)
        button.setProperty("segment", True)
        button.setCheckable(True)
        button.setFixedSize(theme.px(24), theme.px(24))
        return button

    def _connect(self) -> None:
        call, session, pad = self._bridge.call, self._session, self.pad
        self.button.hit.connect(self._hit)
        self.button.asked.connect(self._asked)
        self.button.dropped.connect(self._dropped)
        self.reroll.clicked.connect(lambda: call(session.reroll_pad, pad))
        self.follow.clicked.connect(lambda on: call(session.follow_sliders, pad, on))
        self.mute.clicked.connect(lambda on: call(session.mute_pad, pad, on))
        self.solo.clicked.connect(lambda on: call(session.solo_pad, pad, on))
        self.level.moved.connect(self._level_moved)
        self.level.finished.connect(lambda: call(session.end_gesture))
        self.level.cancelled.connect(lambda: call(session.cancel_gesture))
        self.level.asked_to_type.connect(self._type_level)

    # ---- what is shown
    def show_pattern(self, pattern: Pattern) -> None:
        self._pattern = pattern
        pad = pattern.pads[self.pad]
        dimmed = not pattern.audible(self.pad)
        title = said(pad.name)
        if (self.button.title, self.button.loaded, self.button.dimmed) != (title, pad.sound is not None, dimmed):
            self.button.show_pad(title, pad.sound is not None, dimmed)
        self.follow.setChecked(pattern.following == self.pad)
        self.mute.setChecked(pad.muted)
        self.solo.setChecked(pad.soloed)
        if not self.level.dragging:
            self.level.show_value(pad.level_db)
        self._say_level(pad.level_db)

    def show_clip(self) -> None:
        self.button.show_clip(self._session.pad_clip(self.pad))

    def show_room(self, width: int) -> None:
        """Leave out what a narrow window has no room for; width in px of the whole page."""
        self.level.setVisible(width >= theme.px(900))
        self.solo.setVisible(width >= theme.px(620))

    def _say_level(self, db: float) -> None:
        text = f"{QLocale().toString(db, 'f', 1)} dB".replace("-", "−")
        self.level.setStatusTip(f"{text}. {self.level.toolTip()}")

    # ---- acting
    def _hit(self, pad: int) -> None:
        if self._pattern.pads[pad].sound is None:
            self._asked(pad, "menu")
            return
        self._session.hit_pad(pad)
        self.button.flash()

    def _level_moved(self, db: float) -> None:
        self._bridge.call(self._session.turn, f"pads/level_{self.pad + 1}", db)

    def _dropped(self, pad: int, paths: list[str]) -> None:
        """Takes that were dragged here, from this pad on; other files are opened as everywhere."""
        takes = {str(take.file): take.id for take in self._session.takes()}
        ids = [takes[path] for path in paths if path in takes]
        if ids:
            self._bridge.call(self._session.pads_from_takes, ids, pad)
        else:
            self._bridge.call(self._session.take_in, paths)

    def _asked(self, pad: int, what: str) -> None:
        if what == "rename":
            self._rename()
        elif what == "clear":
            if self._pattern.pads[pad].sound is not None:
                self._bridge.call(self._session.clear_pad, pad)
        elif not isinstance(QApplication.activePopupWidget(), QMenu):
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def menu(self) -> QMenu:
        """Everything that can be done with the pad."""
        call, session, pad = self._bridge.call, self._session, self.pad
        state = self._pattern.pads[pad]
        loaded = state.sound is not None
        menu = made_menu(self, "padMenu", self.button.accessibleName())
        entry(menu, self.tr("Re-roll"), partial(call, session.reroll_pad, pad), "randomise")
        entry(menu, self.tr("Keep as a take"), partial(call, session.keep_pad, pad), "takes").setEnabled(loaded)
        entry(menu, self.tr("From the sliders"), partial(call, session.pad_from_sliders, pad), "controls")
        takes = session.takes()[:NEWEST]
        from_take = submenu(menu, "padTakes", self.tr("From a take"))
        from_take.setEnabled(bool(takes))
        for take in takes:
            entry(from_take, literal(take.title), partial(call, session.pad_from_take, pad, take.id))
        follows = entry(menu, self.tr("Follow the sliders"), partial(call, session.follow_sliders, pad, self._pattern.following != pad))
        tick(follows, self._pattern.following == pad)
        menu.addSeparator()
        self._offer_level(submenu(menu, "padLevelMenu", self.tr("Level")))
        groups = submenu(menu, "padGroups", self.tr("Choke group"))
        for group in range(GROUPS + 1):
            text = str(group) if group else self.tr("None")
            tick(entry(groups, text, partial(call, session.set_pad_group, pad, group)), state.group == group)
        pans = submenu(menu, "padPans", self.tr("Pan"))
        for pan, text in zip(PANS, self._pan_texts(), strict=True):
            tick(entry(pans, text, partial(self._pan, pan)), state.pan == pan)
        menu.addSeparator()
        entry(menu, self.tr("Rename…"), self._rename, "rename").setEnabled(loaded)
        fills = submenu(menu, "padSteps", self.tr("Steps"))
        for text, every in ((self.tr("On every beat"), 4), (self.tr("On every second step"), 2), (self.tr("On every step"), 1)):
            entry(fills, text, partial(call, session.fill_steps, pad, every))
        fills.addSeparator()
        entry(fills, self.tr("Copy the steps that are shown"), partial(self.copied.emit, pad), "copy").setEnabled(bool(state.steps))
        entry(fills, self.tr("Paste"), partial(self.pasted.emit, pad)).setEnabled(self.can_paste)
        fills.addSeparator()
        for text, by in ((self.tr("One step later"), 1), (self.tr("One step earlier"), -1)):
            entry(fills, text, partial(call, session.shift_steps, pad, by)).setEnabled(bool(state.steps))
        entry(menu, self.tr("Clear the steps"), partial(call, session.clear_steps, pad)).setEnabled(bool(state.steps))
        entry(menu, self.tr("Clear the pad"), partial(call, session.clear_pad, pad), "trash").setEnabled(loaded)
        return menu

    def _pan_texts(self) -> tuple[str, ...]:
        return (self.tr("Left"), self.tr("Half left"), self.tr("Middle"), self.tr("Half right"), self.tr("Right"))

    def _pan(self, pan: float) -> None:
        self._bridge.call(self._session.set_pad_pan, self.pad, pan)
        self._bridge.call(self._session.end_gesture)

    def _rename(self) -> None:
        """Type a name over the pad; Enter keeps it."""
        title = self.tr("Name of pad {number}").format(number=self.pad + 1)
        field = named(ValueField(), "padName", title, self.tr("Type a name for this pad; Enter keeps it."))
        field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        field.setMaxLength(MAX_NAME)
        field.typed.connect(lambda text: self._bridge.call(self._session.rename_pad, self.pad, text))
        self._show_field(field, self.button, self._pattern.pads[self.pad].name)

    def _type_level(self) -> None:
        """Type a number over the level; Enter keeps it."""
        field = named(ValueField(), "padLevel", self.level.accessibleName(), self.level.toolTip())
        field.typed.connect(self._level_typed)
        self._show_field(field, self.level if self.level.isVisible() else self.button, LEVEL.text(self.level.value_now))

    def _level_typed(self, text: str) -> None:
        db = LEVEL.parse(text)
        if db is not None:
            self._level_moved(db)
            self._bridge.call(self._session.end_gesture)

    def _show_field(self, field: ValueField, over: QWidget, text: str) -> None:
        """A field that lies over a part of the lane until its typing is over."""
        field.setParent(self)
        field.setText(text)
        field.setModified(False)
        place = over.geometry()
        place.setLeft(max(0, min(place.left(), place.right() - theme.px(72))))
        field.setGeometry(place)
        field.left.connect(over.setFocus)
        field.editingFinished.connect(field.deleteLater)
        field.left.connect(field.deleteLater)
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_level(self, menu: QMenu) -> None:
        """What every slider offers."""
        entry(menu, self.tr("Default"), self.level.set_default, "reset")
        entry(menu, self.tr("Type a value…"), self._type_level, "rename")
        menu.addSeparator()
        offer_midi(menu, self._bridge, f"pads/level_{self.pad + 1}")
        offer_modulation(menu, self._bridge, f"pads/level_{self.pad + 1}")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the level; the pad has its own."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        over = self.level.isVisible() and self.level.geometry().contains(event.pos())
        if self.level.hasFocus() if keyboard else over:
            menu = made_menu(self, "padLevelMenu", self.level.accessibleName())
            self._offer_level(menu)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.level.mapToGlobal(QPoint(0, self.level.height())) if keyboard else event.globalPos())
        else:
            event.ignore()
