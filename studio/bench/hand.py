"""A hand at the window: keys, drags, clicks and wheel as Qt's own events, in steps that a scene yields. GUI thread of a scene."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from studio.bench.actor import Scene

Modifier = Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
NOTCH = 120  # of a wheel
MOVE = 0.01  # seconds between two positions of the mouse
KEY = 0.06  # seconds between two keys
POLL = 0.02
SHORTLY = 0.3
PATIENCE = 4.0


class Hand:
    """`studio` is what app.build gave. Each act is to be yielded from; the window is active."""

    def __init__(self, studio: Any) -> None:
        self.studio, self.session, self.dice = studio, studio.session, random.Random(0)
        self.count = 0  # for names that are not to meet twice

    @property
    def window(self) -> Any:
        """The window as it is now: a change of size or language makes a new one."""
        return self.studio.window

    def keys(self, *keys: Qt.Key, modifier: Modifier = Modifier.NoModifier, times: int = 1) -> Scene:
        """Press these one after the other, so many times, where the keyboard is."""
        for _ in range(times):
            for key in keys:
                QTest.keyClick(self.window.windowHandle(), key, modifier)
                yield KEY
        return {}

    def write(self, text: str) -> Scene:
        """Type into what has the focus. Raises LookupError where nothing has."""
        for letter in text:
            if (field := QApplication.focusWidget()) is None:
                raise LookupError("nothing has the focus")
            QTest.keyClicks(field, letter)
            yield KEY
        return {}

    def act(self, name: str) -> Scene:
        """A command of the menus, by its name in ui/actions.py."""
        self.window.actions_[name].trigger()
        yield SHORTLY
        return {}

    def drag(self, widget: Any, start: QPoint, end: QPoint, *, steps: int = 30, button: Qt.MouseButton = LEFT) -> Scene:
        """Press in the widget, or in the child that lies there, move in so many steps, and let go."""
        target = widget.childAt(start) or widget
        here = lambda place: QPointF(target.mapFrom(widget, place)) if target is not widget else QPointF(place)  # noqa: E731
        QTest.mousePress(target, button, Modifier.NoModifier, here(start).toPoint())
        for step in range(1, steps + 1):
            yield MOVE
            place = here(start + (end - start) * (step / steps))
            kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
            event = QMouseEvent(kind, place, QPointF(target.mapToGlobal(place)), none, button, Modifier.NoModifier)
            QCoreApplication.sendEvent(target, event)
        QTest.mouseRelease(target, button, Modifier.NoModifier, here(end).toPoint())
        yield SHORTLY
        return {}

    def wheel(self, widget: Any, place: QPoint, notches: int, *, modifier: Modifier = Modifier.NoModifier) -> Scene:
        """Turn the wheel over a place: up is positive."""
        for _ in range(abs(notches)):
            self.turn(widget, place, NOTCH if notches > 0 else -NOTCH, modifier)
            yield 2 * MOVE
        return {}

    @staticmethod
    def turn(widget: Any, place: QPoint, delta: int, modifier: Modifier = Modifier.NoModifier) -> None:
        """One notch."""
        buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        at, delta_ = QPointF(place), QPoint(0, delta)
        event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), delta_, buttons, modifier, phase, False)
        QCoreApplication.sendEvent(widget, event)

    def until(self, condition: Callable[[], object], what: str, seconds: float = 10.0) -> Scene:
        """Wait for it. Raises TimeoutError."""
        end = time.perf_counter() + seconds
        while not condition():
            if time.perf_counter() > end:
                raise TimeoutError(f"{what} did not happen in {seconds:g} s")
            yield POLL
        return {}

    def expect(self, condition: Callable[[], object], what: str) -> Scene:
        """What was just done must show within a second. Raises TimeoutError."""
        return self.until(condition, what, 1.0 + PATIENCE)

    def idle(self, job: int) -> Scene:
        """Wait until a job of the session is over; raises RuntimeError where it failed."""
        mine = lambda: [one for one in self.session.jobs() if one.id == job]  # noqa: E731
        yield from self.until(lambda: all(one.over for one in mine()), "the end of a job", 25.0)
        for one in mine():
            if one.state == "failed":
                raise RuntimeError(one.message)
        return {}

    def close_dialogs(self) -> Scene:
        """Close every dialog that is open; raises LookupError where none is."""
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        if not dialogs:
            raise LookupError("no dialog opened")
        for dialog in dialogs:
            dialog.close()
        yield SHORTLY
        return {}

    def one_of(self, kind: type[QWidget], inside: QWidget) -> Any:
        """A widget of this class whose middle is seen; raises LookupError where there is none."""
        seen = [one for one in inside.findChildren(kind) if one.visibleRegion().contains(one.rect().center())]
        if not seen:
            raise LookupError(f"no {kind.__name__} is seen")
        return self.dice.choice(seen)
