"""The computer's keyboard as a piano, while it is switched on: A W S E D … play, Z and X change the octave, C and V how hard. GUI thread.

An event filter of the application. While it is on, no single letter is a shortcut; text fields, menus, dialogs and keys with Ctrl or Alt
are left alone. Keys are known by their place where the system tells it (so that a French keyboard is a piano too), else by their letter.
Every key that went down goes up: with the key itself, or when the window loses the keyboard.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QTextEdit, QToolButton, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.widgets.names import named
from studio.ui.widgets.piano import note_text

PIANO = "AWSEDFTGYHUJKOLP;'"  # a semitone each, from C
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ;'[],.\\/"
# Where a key is: PC scan codes, set 1, which Windows gives as they are and X11 and Wayland with 8 more.
_PLACES = {
    **dict(zip(range(16, 28), "QWERTYUIOP[]", strict=True)), **dict(zip(range(30, 41), "ASDFGHJKL;'", strict=True)),
    **dict(zip(range(44, 54), "ZXCVBNM,./", strict=True)),
}  # fmt: skip
SOURCE = "computer keys"
USUAL_BASE, LOWEST, HIGHEST = 60, 0, 108
USUAL_VELOCITY, VELOCITY_STEP = 100, 10
TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QKeySequenceEdit)


class ComputerKeys(QObject):
    """`changed` when it is switched, or octave or velocity are others."""

    changed = Signal()

    def __init__(self, window: QWidget, bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._bridge, self._session = window, bridge, bridge.session
        self.on = False
        kept: Any = bridge.session.preferences.get("computer_keys")
        kept = kept if isinstance(kept, dict) else {}
        base, velocity = kept.get("base"), kept.get("velocity")
        self.base = max(LOWEST, min(HIGHEST, base // 12 * 12)) if isinstance(base, int) else USUAL_BASE  # the key that A plays
        self.velocity = max(1, min(127, velocity)) if isinstance(velocity, int) else USUAL_VELOCITY
        self._held: dict[str, int] = {}  # place of the key, and what it plays
        app = QGuiApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusWindowChanged.connect(self._focus_window_changed)
        app.applicationStateChanged.connect(self._state_changed)  # bound, not a lambda: that would keep the window alive

    # ---- on and off, octave, velocity
    def switch(self, on: bool) -> None:
        if on == self.on:
            return
        self.on = on
        if on:
            self._app.installEventFilter(self)
            self._session.arm_keys()
        else:
            self._app.removeEventFilter(self)
            self.let_go()
        self.changed.emit()

    def step_octave(self, octaves: int) -> None:
        self._keep(max(LOWEST, min(HIGHEST, self.base + 12 * octaves)), self.velocity)

    def set_velocity(self, velocity: int) -> None:
        self._keep(self.base, max(1, min(127, velocity)))

    def _keep(self, base: int, velocity: int) -> None:
        if (base, velocity) != (self.base, self.velocity):
            self.base, self.velocity = base, velocity
            self._session.set_preference("computer_keys", {"base": base, "velocity": velocity})
            self.changed.emit()

    def letters(self) -> dict[int, str]:
        """Keys of the piano and the letters that play them; {} while it is off."""
        return {self.base + n: letter for n, letter in enumerate(PIANO) if self.base + n < 128} if self.on else {}

    def let_go(self) -> None:
        """Every key goes up."""
        held, self._held = self._held, {}
        for note in set(held.values()):
            self._session.note_off(note, SOURCE)

    # ---- keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        place = place_of(event)
        if kind == QEvent.Type.KeyRelease:
            if place not in self._held:
                return False
            if not event.isAutoRepeat():
                self._up(place)
            return True
        if not place or not self._ours(event):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._down(place)
        return True

    def _ours(self, event: QKeyEvent) -> bool:
        """A bare letter, typed into the window itself and into no text field."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        active = QApplication.activeWindow()
        mine = active is self._window or (active is not None and active.parentWidget() is self._window and not active.isModal())
        return mine and QApplication.activePopupWidget() is None and not isinstance(QApplication.focusWidget(), TEXTS)

    def _down(self, place: str) -> None:
        if place in "ZX":
            self.step_octave(-1 if place == "Z" else 1)
        elif place in "CV":
            self.set_velocity(self.velocity + (-VELOCITY_STEP if place == "C" else VELOCITY_STEP))
        elif place in PIANO and place not in self._held:
            note = self.base + PIANO.index(place)
            if note < 128:
                self._held[place] = note
                self._session.note_on(note, self.velocity, SOURCE)

    def _up(self, place: str) -> None:
        note = self._held.pop(place)
        if note not in self._held.values():
            self._session.note_off(note, SOURCE)

    def _state_changed(self, state: object) -> None:
        self.let_go()

    def _focus_window_changed(self, window: object) -> None:
        if window is None or window is not self._window.windowHandle():
            self.let_go()


def place_of(event: QKeyEvent) -> str:
    """The letter that stands there on an American keyboard; '' for a key that is none of LETTERS."""
    code = event.nativeScanCode()
    if sys.platform.startswith("linux") and code > 8:
        code -= 8
    if code in _PLACES and sys.platform != "darwin":
        return _PLACES[code]
    key = event.key()
    letter = chr(key) if 32 < key < 127 else ""
    return letter if letter and letter in LETTERS else ""


class KeysChip(QToolButton):
    """In the status line while letters play: which octave, how hard; a click ends it."""

    def __init__(self, keys: ComputerKeys, action: QAction) -> None:
        super().__init__()
        named(self, "keysChip", self.tr("Computer keys"),
              self.tr("Letters play notes: A W S E D …; Z and X change the octave, C and V how hard. Click to end it."))  # fmt: skip
        self._keys = keys
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.setIcon(theme.icon("keyboard", theme.ACCENT_TEXT))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: action.setChecked(False))
        keys.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.setText(self.tr("A plays {key}, velocity {velocity}").format(key=note_text(self._keys.base), velocity=self._keys.velocity))
        self.setChecked(True)
        self.setVisible(self._keys.on)
