"""The takes strip: list, hearing, stars, names, deletion and dragging a real file into another program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.audio import files
from studio.recipe import Recipe, Settings
from studio.ui.panels.takes_model import TakesModel
from tests.toy import FakePlayer, FakeTake
from tests.ui.conftest import Hands
from tests.ui.drag import drag_into_another_program

LEFT = Qt.MouseButton.LeftButton


def make(number: int, **changes: Any) -> FakeTake:
    recipe = Recipe("toy", "0" * 64, Settings(number), "numpy", "test")
    values: dict[str, Any] = {"outline": (0.5,) * 64, **changes}
    return FakeTake(str(number), f"Take {number}", recipe, Path(f"{number}.wav"), 0.5, float(number), **values)


def three(hands: Hands) -> Any:
    for count in range(1, 4):
        hands.key(Qt.Key.Key_G)
        hands.until(lambda count=count: len(hands.session.takes()) == count)
    strip = hands.child("takesList")
    hands.until(lambda: strip.model().rowCount() == 3)
    return strip


def place(strip: Any, row: int) -> QPoint:
    return QPoint(strip.visualRect(strip.model().index(row, 0)).center())


def test_the_list_changes_by_differences(qtmodeltester: Any) -> None:
    model = TakesModel()
    qtmodeltester.check(model)
    takes = tuple(make(number) for number in range(5, 0, -1))
    kinds: list[str] = []
    model.rowsInserted.connect(lambda _p, first, last: kinds.append(f"+{first}-{last}"))
    model.rowsRemoved.connect(lambda _p, first, last: kinds.append(f"-{first}-{last}"))
    model.dataChanged.connect(lambda first, last, _roles: kinds.append(f"~{first.row()}-{last.row()}"))
    model.modelReset.connect(lambda: kinds.append("reset"))
    model.update(takes)
    model.update((make(6), *takes))
    model.update((make(6), *takes[:2], *takes[3:]))
    model.update((make(6), *takes))
    model.update((make(6), *takes[:2], *takes[3:]))
    model.update((make(6), *takes[:2], make(2, starred=True), takes[4]))
    model.update((make(6, starred=True), make(5, tags=("a",)), *takes[1:2], make(2), takes[4]))
    model.update((takes[4], make(6)))  # another order
    model.update(())
    assert kinds == ["+0-4", "+0-0", "-3-3", "+3-3", "-3-3", "~3-3", "~0-1", "~3-3", "-0-4", "+0-1", "-0-1"]


def test_scattered_changes_come_as_runs_and_very_many_as_a_new_list(qtmodeltester: Any) -> None:
    model = TakesModel()
    qtmodeltester.check(model)
    takes = tuple(make(number) for number in range(400, 0, -1))
    kinds: list[str] = []
    model.rowsInserted.connect(lambda _p, first, last: kinds.append(f"+{first}-{last}"))
    model.rowsRemoved.connect(lambda _p, first, last: kinds.append(f"-{first}-{last}"))
    model.modelReset.connect(lambda: kinds.append("reset"))
    model.update(takes)
    model.update((takes[0], *takes[2:5], *takes[7:]))
    model.update((make(401), *takes))
    model.update(takes[::2])
    assert kinds == ["+0-399", "-5-6", "-1-1", "+4-5", "+1-1", "+0-0", "reset"]
    assert model.takes == takes[::2] and model.row_of("398") == 1 and model.row_of("399") == -1


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_whatever_changes_the_views_see_the_same_as_the_model(old: list[int], new: list[int]) -> None:
    model = TakesModel()
    seen: list[str] = []
    model.rowsInserted.connect(lambda _p, first, last: seen.__setitem__(slice(first, first), [t.id for t in model.takes[first : last + 1]]))
    model.rowsRemoved.connect(lambda _p, first, last: seen.__delitem__(slice(first, last + 1)))
    for numbers in (old, new):
        model.update([make(number) for number in numbers])
        assert seen == [str(number) for number in numbers] == [take.id for take in model.takes]


def test_two_thousand_takes_cost_only_what_is_seen(qtbot: Any, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    strip = hands.child("takesList")
    takes = tuple(make(number) for number in range(2000, 0, -1))
    painted = []
    real = strip.card.paint_take
    monkeypatch.setattr(
        strip.card, "paint_take", lambda painter, area, take, **rest: (painted.append(take.id), real(painter, area, take, **rest))
    )
    monkeypatch.setattr(hands.session, "takes", lambda: takes)
    hands.window.takes.refresh()
    hands.until(lambda: painted)
    assert strip.model().rowCount() == 2000 and len(set(painted)) < 30
    assert strip.model().index(0, 0).data() == "Take 2000"


def test_a_new_take_is_seen_at_the_start_and_moves_nothing_elsewhere(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    strip, desk = hands.child("takesList"), hands.window.takes.desk
    takes = tuple(make(number) for number in range(300, 0, -1))

    def show(*new: FakeTake) -> None:
        monkeypatch.setattr(hands.session, "takes", lambda: (*new, *takes))
        desk.refresh()
        QApplication.processEvents()

    def first_seen() -> str:
        return str(strip.indexAt(QPoint(5, 20)).data())

    show()
    hands.until(strip.isVisible)
    show(make(301))
    assert first_seen() == "Take 301"
    strip.scrollTo(strip.model().index(100, 0), strip.ScrollHint.PositionAtTop)
    before = first_seen()
    show(make(303), make(302), make(301))
    assert first_seen() == before != "Take 301"


def test_click_and_arrows_are_heard(hands: Hands, player: FakePlayer) -> None:
    strip = three(hands)
    takes = hands.session.takes()
    hands.settle()
    made = len(player.played)
    QTest.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place(strip, 0))
    hands.until(lambda: len(player.played) == made + 1)
    strip.setFocus()
    for key, row in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Left, 0)):
        made = len(player.played)
        hands.key(key)
        hands.until(lambda made=made: len(player.played) == made + 1)
        assert strip.currentIndex().row() == row
    hands.settle()
    assert hands.session.takes() == takes  # hearing makes no take


def test_star_by_click_filter_and_key(hands: Hands) -> None:
    strip = three(hands)
    star = strip.card.star_area(strip.visualRect(strip.model().index(1, 0))).center()
    QTest.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, star)
    hands.until(lambda: hands.session.takes()[1].starred)
    QTest.mouseClick(hands.child("favouritesButton"), LEFT)
    hands.until(lambda: strip.model().rowCount() == 1)
    QTest.mouseClick(hands.child("favouritesButton"), LEFT)
    strip.setCurrentIndex(strip.model().index(2, 0))
    hands.key(Qt.Key.Key_S)
    hands.until(lambda: hands.session.takes()[2].starred)


def test_enter_and_double_click_restore(hands: Hands) -> None:
    hands.session.set("decay", 2.0)
    hands.session.end_gesture()
    hands.until(lambda: len(hands.session.takes()) == 1)
    hands.session.set("decay", -2.0)
    hands.session.end_gesture()
    hands.until(lambda: len(hands.session.takes()) == 2)
    strip = hands.child("takesList")
    hands.until(lambda: strip.model().rowCount() == 2)
    strip.setCurrentIndex(strip.model().index(1, 0))
    strip.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: hands.value("decay") == 2.0)
    QTest.mouseDClick(strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place(strip, 0))
    hands.until(lambda: hands.value("decay") == -2.0)
    hands.settle()
    assert len(hands.session.takes()) == 2


def test_rename_delete_and_undo(hands: Hands) -> None:
    strip = three(hands)
    strip.setCurrentIndex(strip.model().index(0, 0))
    strip.setFocus()
    hands.key(Qt.Key.Key_F2)
    field = strip.findChild(QWidget, "renameField")
    assert field is not None
    field.setText("Böse Trommel")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until(lambda: hands.session.takes()[0].title == "Böse Trommel")
    hands.settle()
    assert hands.session.undo_text == "Rename Kick 003"  # the Enter that ended it restored nothing
    strip.setFocus()
    hands.key(Qt.Key.Key_Delete)
    hands.until(lambda: strip.model().rowCount() == 2)
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: strip.model().rowCount() == 3)
    assert strip.model().index(0, 0).data() == "Böse Trommel"


def test_delete_goes_on_with_the_next_take(hands: Hands, player: FakePlayer) -> None:
    """Sorting out is Delete, Delete, Delete; nothing is played for it."""
    strip = three(hands)
    strip.setFocus()
    oldest = hands.session.takes()[2]
    strip.setCurrentIndex(strip.model().index(1, 0))
    played = len(player.played)
    for left in (2, 1, 0):
        hands.key(Qt.Key.Key_Delete)
        hands.until(lambda left=left: strip.model().rowCount() == left)
        hands.settle()
        if left == 2:  # the one after it, which was the oldest
            assert strip.chosen == [oldest]
    assert not hands.session.takes() and len(player.played) == played


def menu_of(strip: Any) -> tuple[Any, dict[str, Any]]:
    """The opened menu and its entries by their text."""
    strip.desk.menu(strip, QPoint(50, 50))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    return menu, {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_the_menu_offers_everything_and_copy_gives_the_file(hands: Hands) -> None:
    strip = three(hands)
    strip.setCurrentIndex(strip.model().index(0, 0))
    menu, entries = menu_of(strip)
    assert list(entries) == [
        "Play", "Restore settings", "Go to the take that it came from", "Set as A", "Star", "Rename", "Tags…", "Pitch and length…",
        "Export…", "Copy file",
        "Copy recipe", "Show in folder", "Delete",
    ]  # fmt: skip
    entries["Copy file"].trigger()
    menu.close()
    take = hands.session.takes()[0]
    urls = QApplication.clipboard().mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == [take.file]
    assert urls[0].toLocalFile().endswith(".wav")
    hands.until(lambda: hands.session.takes()[0].pinned)  # another program may point at the file now
    menu, entries = menu_of(strip)
    entries["Copy recipe"].trigger()
    menu.close()
    assert Recipe.from_text(QApplication.clipboard().text()) == take.recipe


def test_several_takes_are_one_step(hands: Hands) -> None:
    """Star, tag and delete of a selection, each taken back by one undo."""
    strip = three(hands)
    QTest.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place(strip, 0))
    QTest.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, place(strip, 2))
    assert len(strip.chosen) == 2
    strip.setFocus()
    hands.key(Qt.Key.Key_S)
    hands.until(lambda: [take.starred for take in hands.session.takes()] == [True, False, True])
    hands.key(Qt.Key.Key_T)
    field = hands.child("tagsField")
    field.setText("dark, bridge, dark")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until(lambda: [take.tags for take in hands.session.takes()] == [("dark", "bridge"), (), ("dark", "bridge")])
    assert hands.session.undo_text == "Tag 2 takes"
    strip.setFocus()
    hands.key(Qt.Key.Key_Delete)
    hands.until(lambda: strip.model().rowCount() == 1)
    for _ in range(3):
        hands.session.undo()
    hands.until(lambda: [(take.starred, take.tags) for take in hands.session.takes()] == [(False, ())] * 3)
    assert hands.session.undo_text == "Generate"


def test_tags_of_several_takes_keep_what_they_do_not_share(hands: Hands) -> None:
    strip = three(hands)
    newest, second, _ = hands.session.takes()
    hands.session.set_tags([newest.id], ["dark", "short"])
    hands.session.set_tags([second.id], ["dark", "long"])
    hands.until(lambda: hands.session.takes()[1].tags == ("dark", "long"))
    hands.settle()
    strip.desk.edit_tags([newest.id, second.id], strip)
    field = hands.child("tagsField")
    assert field.text() == "dark"
    field.setText("bright")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until(lambda: [take.tags for take in hands.session.takes()[:2]] == [("short", "bright"), ("long", "bright")])


def test_a_card_says_the_tags_and_no_seed(hands: Hands) -> None:
    hands.session.randomise()
    hands.until(lambda: hands.session.takes())
    card = hands.window.takes.list.itemDelegate()
    assert card.remark(hands.session.takes()[0]) == ""
    hands.session.set_tags([hands.session.takes()[0].id], ("dark", "short"))
    hands.until(lambda: hands.session.takes()[0].tags)
    assert card.remark(hands.session.takes()[0]) == "dark, short"


def test_the_arrow_leads_to_the_parent(hands: Hands, player: FakePlayer) -> None:
    strip = three(hands)
    hands.settle()
    newest, parent, _ = hands.session.takes()
    assert newest.parent == parent.id
    arrow = strip.card.parent_area(strip.visualRect(strip.model().index(0, 0))).center()
    played = len(player.played)
    QTest.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, arrow)
    hands.until(lambda: len(player.played) == played + 1)
    assert strip.chosen == [parent]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdotool moves the mouse of an X screen")
def test_takes_are_dragged_into_another_program(hands: Hands, screen: str) -> None:
    strip = three(hands)
    hands.window.move(0, 0)
    hands.settle()
    strip.choose(1)
    QTest.mouseClick(strip.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, place(strip, 2))
    said = drag_into_another_program(hands, screen, strip.viewport().mapToGlobal(place(strip, 1)))
    takes = hands.session.takes()[1:]
    assert said == [[str(take.file), "44100", str(round(take.seconds * 44_100)), "CopyAction"] for take in takes]
    assert files.describe(takes[0].file).recipe == takes[0].recipe  # the file is still ours, with its recipe
    hands.until(lambda: [take.pinned for take in hands.session.takes()] == [False, True, True])  # its sound is never dropped now


def test_no_index_is_no_take(qtbot: Any) -> None:
    assert TakesModel().data(QModelIndex()) is None
