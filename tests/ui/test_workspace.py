"""Docks: they fold to a rail, float, come back, follow the window, and remember their place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from studio.app import build
from studio.paths import Home
from studio.ui.workspace import on_a_screen
from tests.toy import FakePlayer, ToyCatalogue
from tests.ui.conftest import Hands

LEFT = Qt.MouseButton.LeftButton
NAMES = ("browserDock", "controlsDock", "takesDock")


def space(hands: Hands) -> Any:
    return hands.window.workspace


def click(hands: Hands, name: str) -> None:
    QTest.mouseClick(hands.child(name), LEFT)


def test_every_part_folds_to_a_rail_and_opens_again_as_wide_as_before(hands: Hands) -> None:
    for name in NAMES:
        dock = space(hands).docks[name]
        before = dock.length
        click(hands, f"{name}Fold")
        hands.until(lambda dock=dock: dock.folded and dock.length <= 44)
        assert dock.isVisible() and not dock.body.panel.isVisible() and dock.body.rail.isVisible()
        QTest.mouseClick(dock.body.rail.buttons[0], LEFT)
        hands.until(lambda dock=dock, before=before: not dock.folded and abs(dock.length - before) <= 2)
        assert dock.body.panel.isVisible()


def test_every_part_folds_to_a_rail_again_and_again(hands: Hands) -> None:
    for name in NAMES:
        dock = space(hands).docks[name]
        for _ in range(3):
            click(hands, f"{name}Fold")
            hands.settle()
            assert dock.folded and dock.length <= 44
            QTest.mouseClick(dock.body.rail.buttons[0], LEFT)
            hands.settle()
            assert not dock.folded and dock.length > 44


def test_an_icon_of_the_browsers_rail_opens_that_tab(hands: Hands) -> None:
    click(hands, "browserDockFold")
    click(hands, "rail_presets")
    assert hands.window.browser.tab == "presets" and space(hands).seen("browserDock")


def test_the_view_menu_shows_and_hides_each_part(hands: Hands) -> None:
    for part in ("browser", "controls", "takes", "history"):
        action = hands.window.actions_[f"show_{part}"]
        before = action.isChecked()
        assert before == space(hands).seen(f"{part}Dock") == (part != "history")
        action.trigger()
        assert space(hands).seen(f"{part}Dock") is not before
        hands.until(lambda action=action, before=before: action.isChecked() is not before)
        action.trigger()
        hands.until(lambda action=action, before=before: action.isChecked() is before)
    click(hands, "browserDockFold")
    assert not hands.window.actions_["show_browser"].isChecked(), "a rail is not open"
    hands.key(Qt.Key.Key_F7)
    assert space(hands).seen("browserDock")


def test_a_part_floats_and_comes_home(hands: Hands) -> None:
    dock = space(hands).docks["controlsDock"]
    click(hands, "controlsDockFloat")
    hands.until(dock.isFloating)
    assert not dock.head.fold.isVisible() and hands.window.controls.isVisible()
    click(hands, "controlsDockFloat")
    hands.until(lambda: not dock.isFloating())
    assert dock.head.fold.isVisible()


def test_history_under_the_browser_folds_with_it(hands: Hands) -> None:
    hands.window.actions_["show_history"].trigger()
    history = space(hands).docks["historyDock"]
    hands.until(history.isVisible)
    click(hands, "browserDockFold")
    assert history.folded and space(hands).docks["browserDock"].length <= 44
    click(hands, "rail_history")
    assert not history.folded and not space(hands).docks["browserDock"].folded


def test_a_narrow_window_folds_the_browser_by_itself_and_a_wide_one_opens_it(hands: Hands) -> None:
    dock = space(hands).docks["browserDock"]
    hands.window.resize(1040, 640)
    hands.until(lambda: dock.folded)
    hands.window.resize(1400, 760)
    hands.until(lambda: not dock.folded)
    click(hands, "browserDockFold")
    hands.window.resize(1040, 640)
    hands.until(lambda: hands.window.width() == 1040)
    hands.window.resize(1400, 760)
    hands.until(lambda: hands.window.width() == 1400)
    assert dock.folded, "what a person folded stays folded"


def test_reset_brings_everything_home(hands: Hands) -> None:
    window = hands.window
    before = {name: space(hands).docks[name].length for name in NAMES}
    window.actions_["show_history"].trigger()
    click(hands, "takesDockFold")
    space(hands).docks["controlsDock"].setFloating(True)
    space(hands).addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, space(hands).docks["browserDock"])
    window.actions_["reset_layout"].trigger()
    hands.until(lambda: {name: space(hands).docks[name].length for name in NAMES} == before)
    assert space(hands).dockWidgetArea(space(hands).docks["browserDock"]) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert not space(hands).seen("historyDock") and all(space(hands).seen(name) for name in NAMES)


def run(home: Home, qtbot: Any) -> Any:
    studio = build(home=home, models=ToyCatalogue(), player=FakePlayer())
    window: Any = studio.window
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: studio.session.spec is not None, timeout=10_000)
    return studio


def test_the_next_start_finds_the_window_as_it_was_left(qtbot: Any, home: Home) -> None:
    first = run(home, qtbot)
    window: Any = first.window
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280, timeout=10_000)
    window.workspace.fold_side(window.workspace.docks["takesDock"], True)
    window.workspace.toggle("historyDock")
    window.workspace.resizeDocks([window.workspace.docks["controlsDock"]], [400], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: window.workspace.docks["controlsDock"].length == 400, timeout=10_000)
    window.browser.show_tab("takes")
    first.close()
    second = run(home, qtbot)
    again: Any = second.window
    assert (again.width(), again.height()) == (1280, 720)
    assert again.workspace.docks["takesDock"].folded and again.workspace.seen("historyDock")
    qtbot.waitUntil(lambda: abs(again.workspace.docks["controlsDock"].length - 400) <= 2, timeout=10_000)
    assert again.browser.tab == "takes"
    second.close()


def test_a_damaged_layout_or_a_screen_that_is_gone_gives_the_usual_window(qtbot: Any, home: Home) -> None:
    first = run(home, qtbot)
    window: Any = first.window
    for damaged in (None, 3, {}, {"version": 99, "state": ""}, {"version": 1, "state": "no base64 ***"}, {"version": 1, "state": 5},
                    {"version": 1, "state": "AAAA", "folded": 3, "lengths": [], "given": "x"}):  # fmt: skip
        window.workspace.restore(damaged)
        assert all(window.workspace.seen(name) for name in NAMES)
    dock = window.workspace.docks["controlsDock"]
    dock.setFloating(True)
    dock.move(QPoint(9000, 9000))
    saved = window.workspace.saved()
    qtbot.waitUntil(lambda: not on_a_screen(dock), timeout=10_000)
    window.workspace.reset()
    assert window.workspace.restore(saved)
    assert not dock.isFloating() or on_a_screen(dock)
    window.move(20_000, 20_000)
    first.close()
    second = run(home, qtbot)
    assert on_a_screen(second.window)
    second.close()


def overlaps(hands: Hands) -> bool:
    """Does one part of the window lie over another, or the picture under the strips?"""
    open_ = [dock.geometry() for dock in space(hands).docks.values() if dock.isVisible()]
    return any(one.intersects(other) for number, one in enumerate(open_) for other in open_[:number])


def test_a_low_window_folds_the_takes_for_the_live_part_and_the_live_part_for_the_takes(hands: Hands) -> None:
    live, takes = (space(hands).docks[name] for name in ("liveDock", "takesDock"))
    hands.window.resize(1024, 600)
    hands.settle()
    hands.window.actions_["show_live"].trigger()
    hands.until(lambda: takes.folded and not live.folded)
    assert not overlaps(hands)
    QTest.mouseClick(hands.child("rail_takesStrip"), LEFT)
    hands.until(lambda: live.folded and not takes.folded)
    assert not overlaps(hands)
    QTest.mouseClick(hands.child("rail_live"), LEFT)
    hands.until(lambda: takes.folded and not live.folded)
    hands.window.resize(1280, 900)
    hands.until(lambda: not takes.folded and not live.folded)
    hands.window.resize(1024, 600)
    hands.until(lambda: takes.folded and not live.folded)
    assert not overlaps(hands)
    assert space(hands).layout().minimumSize().height() <= space(hands).height()


def test_all_eight_lanes_are_seen_beside_the_takes_at_1280_by_720(hands: Hands) -> None:
    hands.window.resize(1280, 720)
    hands.settle()
    hands.window.actions_["show_live"].trigger()
    hands.until(lambda: hands.window.live.findChild(QWidget, "stepGrid") is not None)
    hands.settle()
    QTest.mouseClick(hands.child("rail_takesStrip"), LEFT)
    grid = hands.child("stepGrid")
    hands.until(lambda: grid.visibleRegion().boundingRect().height() == grid.height())
    assert space(hands).seen("takesDock") and not overlaps(hands)
