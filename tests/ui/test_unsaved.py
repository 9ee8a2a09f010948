"""Takes that the disk refused: the message has a button that writes them, and who leaves is told of them once."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from studio.engine import take_files
from tests.ui.conftest import Hands


class Disk:
    full = False


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    write, made = take_files.write, Disk()

    def refuse(*arguments: Any, **more: Any) -> Any:
        if made.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*arguments, **more)

    monkeypatch.setattr(take_files, "write", refuse)
    return made


class PersonCloses:
    """What Qt sends for the cross of the window's frame."""

    ignored = False

    def type(self) -> QEvent.Type:
        return QEvent.Type.Close

    def spontaneous(self) -> bool:
        return True

    def ignore(self) -> None:
        self.ignored = True


def fill(hands: Hands, disk: Disk, takes: int) -> None:
    """Until so many are in memory only."""
    disk.full = True
    for number in range(len(hands.session._library.unsaved) + 1, takes + 1):
        hands.session.generate()
        hands.until(lambda: len(hands.session._library.unsaved) == number)  # noqa: B023
    hands.until(lambda: "disk is full" in hands.window.messages.text.text())


def test_a_button_writes_what_a_full_disk_refused(hands: Hands, disk: Disk) -> None:
    hands.settle()
    before = len(hands.session.takes())
    fill(hands, disk, 2)
    again = hands.child("messageAgain")
    assert again.isVisible()
    again.setFocus()
    QTest.keyClick(again, Qt.Key.Key_Space)  # still full: said again, with the button
    hands.settle()
    assert again.isVisible() and "disk is full" in hands.window.messages.text.text()
    disk.full = False
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    hands.until(lambda: hands.window.messages.text.text() == "2 takes are on the disk now.")
    assert not again.isVisible() and len(hands.session.takes()) == before + 2
    hands.session.restore("nothing")  # another error has no such button
    hands.until(lambda: "not in the library" in hands.window.messages.text.text())
    assert not again.isVisible()


def test_who_leaves_is_told_once_of_takes_that_would_be_lost(hands: Hands, disk: Disk) -> None:
    hands.settle()
    fill(hands, disk, 1)
    hands.window.actions_["quit"].trigger()
    hands.until(lambda: "A take is in memory only" in hands.window.messages.text.text())
    assert hands.window.isVisible() and hands.child("messageAgain").isVisible()
    fill(hands, disk, 2)
    cross = PersonCloses()
    assert hands.window.unsaved.eventFilter(hands.window, cross) and cross.ignored
    hands.until(lambda: "2 takes are in memory only" in hands.window.messages.text.text())
    assert not hands.window.unsaved.eventFilter(hands.window, PersonCloses())
    hands.window.actions_["quit"].trigger()
    assert not hands.window.isVisible()


def test_the_program_itself_is_not_held(hands: Hands, disk: Disk) -> None:
    hands.settle()
    fill(hands, disk, 1)
    hands.window.close()
    assert not hands.window.isVisible()
