"""The page of keys and MIDI: a keyboard, how its notes sound, and which controllers turn what. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.engine.keys import MODEL, NUMBERS, ROOT, SOUND
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.live.midi_box import MidiBox
from studio.ui.widgets.buttons import action_button, tiny_button
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.knob_row import KnobRow
from studio.ui.widgets.names import named
from studio.ui.widgets.piano import Piano, note_text

SOURCE = "screen"
LAMP_LOOKS = 5  # looks at the player's status for which the lamp stays lit
WIDE = 1100  # px at a scale of 1, from which the MIDI part stands beside the knobs
KNOBS = ("attack", "release", "level", "bend", "glide", "curve")


class Lamp(QWidget):
    """Lit while MIDI comes in."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "midiLamp", self.tr("MIDI in"), self.tr("Lights up when something comes from a MIDI input."))
        self.lit = False
        self.setFixedSize(theme.px(14), theme.px(14))

    def show_lit(self, lit: bool) -> None:
        if lit != self.lit:
            self.lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.EDGE))
        painter.setBrush(QColor(theme.GOOD if self.lit else theme.RAISED))
        painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))
        painter.end()


class KeysPage(QWidget):
    """See the module."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "keysPage", self.tr("Keys"), self.tr("Play the sound from keys, and turn it with MIDI controllers."))
        self.setToolTip("")
        self._heard, self._lamp_left = self._session.midi_heard, 0
        self.rows: dict[str, KnobRow] = {}
        self.piano = Piano()
        self.piano.show_root(ROOT)
        self.midi = MidiBox(bridge)
        body = QWidget()
        body.setObjectName("keysBody")
        below = self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        below.setSpacing(theme.px(24))
        below.addWidget(self._make_knobs(), 3)
        below.addWidget(self.midi, 4)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, theme.px(4), 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(self._make_head(actions))
        layout.addWidget(self.piano, 1)
        layout.addLayout(below)
        scroll = QScrollArea()
        scroll.setObjectName("keysScroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(body)
        scroll.verticalScrollBar().valueChanged.connect(self._hold_wheels)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.piano.pressed.connect(lambda key, velocity: self._session.note_on(key, velocity, SOURCE))
        self.piano.released.connect(lambda key: self._session.note_off(key, SOURCE))
        self.piano.moved.connect(self._show_octave)
        bridge.notes_changed.connect(lambda event: self.piano.show_lit(self._session.notes_lit))
        bridge.project_changed.connect(self.show_state)
        bridge.model_loaded.connect(self.show_state)
        computer = self._computer
        if computer is not None:
            computer.changed.connect(self._show_computer)
        self.show_state()
        self._show_computer()

    # ---- building
    @property
    def _computer(self) -> Any:
        """The window's; None in a window that has none."""
        return getattr(self._bridge.parent(), "computer_keys", None)

    def _make_head(self, actions: Actions) -> QHBoxLayout:
        self.computer = action_button(actions["computer_keys"], "computerKeysButton", text=True)
        self.computer.setProperty("chip", True)
        self.plays = named(CalmCombo(), "keysPlay", self.tr("Keys play"),
                           self.tr("What keys play: a model of notes at each key's own pitch, or the shown sound, repitched."))  # fmt: skip
        self.plays.addItem(self.tr("The model, in tune"), MODEL)
        self.plays.addItem(self.tr("The shown sound, repitched"), SOUND)
        self.plays.activated.connect(lambda index: self._bridge.call(self._session.set_keys_play, self.plays.itemData(index)))
        self.told = named(QLabel(), "keysTold", self.tr("What is played"), self.tr("What keys play at this moment."))
        self.told.setProperty("soft", True)
        self.octave_down = tiny_button("back", "lowerOctave", self.tr("Lower"), self.tr("Show an octave lower."))
        self.octave_up = tiny_button("right", "higherOctave", self.tr("Higher"), self.tr("Show an octave higher."))
        self.octave = named(QLabel(), "octaveLabel", self.tr("Octaves"), self.tr("Which keys are shown."))
        for button, step in ((self.octave_down, -12), (self.octave_up, 12)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, step=step: self.piano.move_to(self.piano.first + step))
        self.sustain = self._toggle("sustainButton", self.tr("Sustain"), self.tr("Hold every note that is let go, as the pedal does."))
        self.sustain.toggled.connect(lambda on: self._session.pedal(on, SOURCE))
        self.silence = tiny_button("panic", "keysSilence", self.tr("All notes off"), self.tr("End every note, and let go of the pedal."))
        self.silence.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.silence.clicked.connect(self._all_off)
        self.lamp = Lamp()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.px(6))
        left: tuple[QWidget, ...] = (self.computer, self.plays, self.told)
        right: tuple[QWidget, ...] = (self.octave_down, self.octave, self.octave_up, self.sustain, self.silence, self.lamp)
        for widget in left:
            head.addWidget(widget)
        head.addStretch(1)
        for widget in right:
            head.addWidget(widget)
        return head

    @staticmethod
    def _toggle(name: str, text: str, hint: str) -> QToolButton:
        button = named(QToolButton(), name, text, hint)
        button.setText(text)
        button.setCheckable(True)
        button.setProperty("chip", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_knobs(self) -> QWidget:
        box = QWidget()
        box.setObjectName("keysKnobs")
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(2))
        metrics = QFontMetrics(self.font())
        labels = {number.name: number for number in NUMBERS}
        rows = [KnobRow(self._bridge, f"keys/{name}") for name in KNOBS]
        widest = theme.grid(max(metrics.horizontalAdvance(row.title) for row in rows) + 6)
        for place, row in enumerate(rows):
            row.label.setFixedWidth(widest)
            row.setMinimumWidth(widest + row.field.width() + theme.px(110))
            self.rows[KNOBS[place]] = row
            grid.addWidget(row, place % 3, place // 3)
        assert set(self.rows) == set(labels)
        self.fixed = named(QCheckBox(self.tr("Fixed velocity")), "fixedVelocity", self.tr("Fixed velocity"),
                           self.tr("Every key sounds as if struck at 100, however hard you play."))  # fmt: skip
        self.fixed.toggled.connect(lambda on: self._bridge.call(self._session.set_keys_fixed, on))
        self.ring = named(QCheckBox(self.tr("Struck sounds ring on")), "ringOn", self.tr("Struck sounds ring on"),
                          self.tr("A short sound that can't be held goes on to its end when its key goes up."))  # fmt: skip
        self.ring.toggled.connect(lambda on: self._bridge.call(self._session.set_keys_ring, on))
        grid.addWidget(self.fixed, 3, 0)
        grid.addWidget(self.ring, 3, 1)
        grid.setRowStretch(4, 1)
        return box

    # ---- what is shown
    def first_focus(self) -> QWidget:
        return self.piano

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._session.arm_keys()
        self._show_octave()

    def show_state(self, *_: object) -> None:
        """The project as it is now."""
        state = self._session.keys_state
        for row in self.rows.values():
            row.show_kept()
        for box, on in ((self.fixed, state.fixed), (self.ring, state.ring)):
            blocked = box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(blocked)
        self.plays.setCurrentIndex(self.plays.findData(state.plays))
        self._show_told()

    def _show_told(self) -> None:
        in_tune = self._session.keys_in_tune()
        if in_tune:
            text = self.tr("in tune") if self._session.keys_ready() else self.tr("in tune; notes are being made")
        elif self._session.spec is None:
            text = ""
        else:
            text = self.tr("its own pitch is at {key}").format(key=note_text(ROOT))
        if text != self.told.text():
            self.told.setText(text)
        self.piano.show_root(-1 if in_tune else ROOT)

    def _show_octave(self) -> None:
        self.octave.setText(f"{note_text(self.piano.first)} – {note_text(self.piano.last)}")

    def _show_computer(self) -> None:
        computer = self._computer
        if computer is not None:
            self.piano.show_letters(computer.letters())
            if computer.on:
                self.piano.reveal(computer.base)
                self.piano.reveal(min(127, computer.base + 16))

    def show_status(self, status: Any) -> None:
        """At frame rate while something sounds, else four times a second."""
        heard = self._session.midi_heard
        if heard != self._heard:
            self._heard, self._lamp_left = heard, LAMP_LOOKS
        elif self._lamp_left:
            self._lamp_left -= 1
        self.lamp.show_lit(self._lamp_left > 0 and (status.live or self._lamp_left == LAMP_LOOKS))
        if self.sustain.isChecked() and not self._session.pedal_down:  # panic let go of it
            blocked = self.sustain.blockSignals(True)
            self.sustain.setChecked(False)
            self.sustain.blockSignals(blocked)
        self._show_told()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._show_octave()
        narrow = self.width() < theme.px(WIDE)
        self._below.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.told.setVisible(not narrow)

    def _all_off(self) -> None:
        self._session.notes_off()
        self.sustain.setChecked(False)

    def _hold_wheels(self) -> None:
        for row in self.rows.values():
            row.slider.hold_wheel()
