"""The browser's list of takes and that of the person's own sounds: search, tags, hearing, opening, dropping and dragging out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from studio.engine import events
from studio.recipe import Recipe, Settings
from studio.ui.panels import message_bar, takes_model
from studio.ui.panels.take_card import TakeCard
from tests.engine.test_sounds import tone
from tests.toy import FakePlayer, FakeTake
from tests.ui.conftest import Hands

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def place(view: Any, row: int) -> QPoint:
    return QPoint(view.visualRect(view.model().index(row, 0)).center())


def takes_of_each_class(hands: Hands) -> Any:
    """Four takes of three classes in the list of the browser."""
    for count, name in enumerate(("kick", "snare", "closed_hat", "kick"), 1):
        hands.session.set("class", name)
        hands.session.end_gesture()
        hands.session.generate()
        hands.until(lambda count=count: len(hands.session.takes()) >= count)
        hands.settle()
    QTest.mouseClick(hands.child("tab_takes"), LEFT)
    view = hands.child("takeList")
    hands.until(view.isVisible)
    hands.until(lambda: view.model().rowCount() == len(hands.session.takes()))
    return view


def shown(view: Any) -> list[str]:
    return [view.model().index(row, 0).data() for row in range(view.model().rowCount())]


def test_search_finds_class_tag_title_and_seed(hands: Hands) -> None:
    view = takes_of_each_class(hands)
    panel = view.parentWidget()
    takes = hands.session.takes()
    panel.search("CLOSED")
    assert shown(view) == [take.title for take in takes if take.recipe.settings.get("class") == "closed_hat"]
    panel.search(str(takes[0].recipe.settings.seed))
    assert takes[0].title in shown(view) and len(shown(view)) < len(takes)
    panel.search("")
    hands.session.set_tags([takes[1].id], ["Dark Room", "bridge"])
    hands.until(lambda: panel.all_tags() == ("bridge", "Dark Room"))
    panel.search("room kick")
    assert shown(view) == [take.title for take in takes[1:2] if "Kick" in take.title]
    panel.search("")
    panel.set_tags(("bridge",))
    assert shown(view) == [takes[1].title]
    hands.session.set_tags([takes[1].id], [])
    hands.until(lambda: not shown(view))  # what has the tag no more goes at once
    everything = hands.child("takeListAll")
    assert everything.isVisible() and not view.isVisible()
    QTest.mouseClick(everything, LEFT)
    assert len(shown(view)) == len(takes) and view.isVisible()
    assert hands.child("takesList").model().rowCount() == len(takes)  # the strip was never filtered


def test_the_list_does_what_the_strip_does(hands: Hands, player: FakePlayer) -> None:
    view = takes_of_each_class(hands)
    before = hands.session.takes()
    played = len(player.played)
    QTest.mouseClick(view.viewport(), LEFT, NONE, place(view, 2))
    hands.until(lambda: len(player.played) == played + 1)
    view.setFocus()
    hands.key(Qt.Key.Key_Down)
    hands.until(lambda: len(player.played) == played + 2)
    assert view.chosen == [before[3]]
    hands.key(Qt.Key.Key_S)  # the window's S means what is selected here
    hands.until(lambda: hands.session.takes()[3].starred)
    hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.chosen) == len(before)
    hands.key(Qt.Key.Key_Delete)
    hands.until(lambda: not hands.session.takes())
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: len(hands.session.takes()) == len(before))


def test_own_sounds_are_heard_opened_and_renamed(hands: Hands, player: FakePlayer, tmp_path: Path) -> None:
    hands.session.import_sounds([tone(tmp_path / f"{name}.wav", hertz) for name, hertz in (("low", 60), ("high", 4000))])
    QTest.mouseClick(hands.child("tab_sounds"), LEFT)
    view = hands.child("soundList")
    hands.until(lambda: view.isVisible() and view.model().rowCount() == 2)
    hands.settle()
    takes, played = len(hands.session.takes()), len(player.played)
    QTest.mouseClick(view.viewport(), LEFT, NONE, place(view, 0))
    hands.until(lambda: len(player.played) == played + 1)
    hands.settle()
    assert len(hands.session.takes()) == takes
    view.setFocus()
    hands.key(Qt.Key.Key_F2)
    field = view.findChild(QWidget, "renameField")
    field.setText("My best")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until(lambda: "My best" in shown(view))
    view.search("best")
    assert shown(view) == ["My best"]
    view.choose(0)
    view.setFocus()
    hands.key(Qt.Key.Key_Return)  # the model listens to it: a new sound begins there
    hands.until(lambda: len(hands.session.takes()) == takes + 1)
    assert [url.toLocalFile() for url in view.desk.files(view.chosen_ids).urls()] == [str(view.chosen[0].file)]
    hands.key(Qt.Key.Key_Delete)
    hands.until(lambda: not shown(view))
    hands.session.undo()
    hands.until(lambda: shown(view) == ["My best"])


def test_numbered_titles_are_said_in_the_windows_language(qtbot: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(takes_model, "said", lambda text: {"Closed hat": "Hi-Hat zu", "closed hat": "Hi-Hat zu"}.get(text, text))
    recipe = Recipe("toy", "0" * 64, Settings(7, (("class", "closed_hat"),)), "numpy", "test")
    model = takes_model.TakesModel()
    model.update([FakeTake(title, title, recipe, Path("x.wav"), 0.5, 1.0) for title in ("Closed hat 014", "Closed hat", "Mine 2")])
    assert [model.index(row, 0).data() for row in range(3)] == ["Hi-Hat zu 014", "Closed hat", "Mine 2"]
    found = takes_model.TakeFilter(model)
    found.look_for(text="zu 014")
    assert [found.index(row, 0).data() for row in range(found.rowCount())] == ["Hi-Hat zu 014"]
    renamed: list[str] = []
    model.renamed.connect(lambda _id, title: renamed.append(title))
    assert not model.setData(model.index(0, 0), "Hi-Hat zu 014") and not renamed  # nothing was typed
    assert model.setData(model.index(0, 0), "Hi-Hat auf") and renamed == ["Hi-Hat auf"]


def test_long_titles_that_differ_at_their_ends_look_different(qtbot: Any) -> None:
    recipe = Recipe("toy", "0" * 64, Settings(7), "numpy", "test")
    owner, looks = QWidget(), []
    qtbot.addWidget(owner)
    for number in (1, 2):
        title = f"Live Guitar and Strings and voices 00{number}"
        card, picture = TakeCard(owner), QPixmap(150, 84)
        picture.fill(Qt.GlobalColor.black)
        painter = QPainter(picture)
        card.paint_take(painter, picture.rect(), FakeTake("a", title, recipe, Path("x.wav"), 0.5, 1.0), selected=False, hovered=False,
                        font=painter.font())  # fmt: skip
        painter.end()
        looks.append(picture.toImage())
    assert looks[0] != looks[1]


def test_the_trash_is_shown_heard_put_back_and_emptied(hands: Hands, player: FakePlayer) -> None:
    view = takes_of_each_class(hands)
    session = hands.session
    gone, left = session.takes()[:3], len(session.takes()) - 3
    session.delete_takes([take.id for take in gone])
    QTest.mouseClick(hands.child("trashButton"), LEFT)
    trash = hands.child("trashList")
    hands.until(lambda: trash.isVisible() and trash.model().rowCount() == 3)
    assert not view.isVisible() and trash.hasFocus()
    QTest.mouseClick(trash.viewport(), LEFT, NONE, place(trash, 1))
    hands.settle()
    assert len(session.takes()) == left and hands.child("trashPutBack").isEnabled()
    QTest.mouseClick(hands.child("trashPutBack"), LEFT)
    hands.until(lambda: trash.model().rowCount() == 2)
    hands.until(lambda: len(session.takes()) == left + 1)
    session.undo()
    hands.until(lambda: trash.model().rowCount() == 3)
    hands.window.browser.search.field.setText("nothing is called so")
    hands.until(lambda: not trash.isVisible() and hands.child("trashEmpty").isVisible())
    hands.window.browser.search.field.setText("")
    ask, no, yes = (hands.child(name) for name in ("trashEmptyAsk", "trashEmptyNo", "trashEmptyYes"))
    QTest.mouseClick(ask, LEFT)
    assert yes.isVisible() and "for good" in hands.child("trashQuestion").text() and not ask.isVisible()
    QTest.mouseClick(no, LEFT)
    hands.settle()
    assert ask.isVisible() and trash.model().rowCount() == 3, "nothing was removed"
    QTest.mouseClick(ask, LEFT)
    QTest.mouseClick(yes, LEFT)
    hands.until(lambda: trash.model().rowCount() == 0)
    assert not ask.isEnabled() and hands.child("trashEmpty").isVisible()
    QTest.mouseClick(hands.child("trashClose"), LEFT)
    assert view.isVisible() and not trash.isVisible()


def test_a_message_about_a_file_shows_its_folder(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(message_bar.QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    bar = hands.window.messages
    bar.show_message(events.Message("info", "Exported it.", file=tmp_path / "kick.wav"))
    assert bar.reveal.isVisible()
    QTest.mouseClick(bar.reveal, LEFT)
    assert shown == [str(tmp_path)]
    bar.show_message(events.Message("info", "Something else."))
    assert not bar.reveal.isVisible()
