"""Names, ranges, dice, search, the wheel and the menu of the sliders, by mouse and keyboard in the real window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from studio.engine.events import ModelLoaded, Rendered
from studio.recipe import Latent
from studio.ui.widgets import value_slider
from studio.ui.widgets.row_grid import RowGrid
from studio.ui.widgets.slider_row import SliderRow
from studio.ui.widgets.tall_rows import row_for
from tests.ui.conftest import ALT, CTRL, NONE, SHIFT, Hands, choose

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton

pytestmark = pytest.mark.usefixtures("no_rest")


def wheel(widget: Any, delta: int) -> bool:
    place = widget.rect().center()
    event = QWheelEvent(
        QPointF(place), QPointF(widget.mapToGlobal(place)), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def widen(hands: Hands, width: int) -> None:
    """Give the controls so many px."""
    hands.window.resize(1900, 900)
    hands.until(lambda: hands.window.width() == 1900)
    hands.qtbot.wait(50)
    dock = hands.window.workspace.docks["controlsDock"]
    hands.window.workspace.resizeDocks([dock], [width], Qt.Orientation.Horizontal)


def open_menu(hands: Hands, name: str) -> QMenu:
    """A right click on the row's slider."""
    slider = hands.child(f"slider_{name}")
    place = slider.rect().center()
    QTest.mousePress(slider, RIGHT, NONE, place)
    QApplication.sendEvent(slider, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, slider.mapToGlobal(place)))
    return hands.menu()


# ---- gestures


def test_a_drag_that_is_given_up_leaves_no_step_and_no_take(hands: Hands) -> None:
    hands.settle()
    takes = len(hands.session.takes())
    hands.drag(hands.child("slider_decay"), QPoint(12, 10), QPoint(60, 10), release=ALT)
    hands.settle()
    assert hands.value("decay") == 0.0 and not hands.session.can_undo and len(hands.session.takes()) == takes


def test_control_drag_on_a_number_stops_at_round_values(hands: Hands) -> None:
    slider = hands.child("slider_cutoff")
    hands.drag(slider, QPoint(80, 10), QPoint(63, 10), CTRL)
    assert hands.value("cutoff") < 8_000 and any(hands.value("cutoff") == pytest.approx(20.0 * 2 ** (n / 2)) for n in range(21))


@pytest.mark.parametrize(("text", "value"), [("0.8", 0.8), ("80 %", 1.8), ("0,8 sigma", 0.8), ("-1,5 sd", -1.5), ("9", 3.0)])
def test_what_can_be_typed(hands: Hands, text: str, value: float) -> None:
    slider, field = hands.child("slider_brightness"), hands.child("value_brightness")
    QTest.mouseClick(slider, LEFT, ALT, slider.rect().center())
    hands.until(lambda: field.hasFocus() and field.selectedText() == field.text())
    QTest.keyClicks(field, text)
    hands.key(Qt.Key.Key_Return)
    assert hands.value("brightness") == pytest.approx(value)


def test_the_wheel_is_the_panels_while_the_panel_scrolls(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_slider, "HOVER_MS", 60_000)  # however slow the machine is
    slider = hands.child("slider_brightness")
    slider.setFocus()
    bar = hands.child("controlsScroll").verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum() // 2)
    assert not wheel(slider, 120) and hands.value("brightness") == 0.0
    monkeypatch.setattr(value_slider, "HOVER_MS", 0)
    hands.qtbot.wait(5)
    assert wheel(slider, 120) and hands.value("brightness") == pytest.approx(0.1)


def test_a_touch_pads_small_turns_add_up_to_a_step(hands: Hands) -> None:
    slider = hands.child("slider_level")
    slider.setFocus()
    for _ in range(3):
        wheel(slider, 30)
    assert hands.value("level") == -6.0
    wheel(slider, 30)
    assert hands.value("level") == -5.5


# ---- menu


def test_everything_that_the_menu_offers(hands: Hands) -> None:
    menu = open_menu(hands, "brightness")
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Default", "Type a value…", "Lock", "Randomise this", "Extend range to 6 σ", "Rename…", "What does it change?",
                     "Modulate…", "MIDI learn: move a controller"]  # fmt: skip
    choose(menu, "Lock")
    assert "brightness" in hands.session.project.locks
    choose(open_menu(hands, "brightness"), "Unlock")
    assert "brightness" not in hands.session.project.locks
    choose(open_menu(hands, "brightness"), "Type a value…")
    hands.until(hands.child("value_brightness").hasFocus)


@pytest.mark.parametrize("key", [(Qt.Key.Key_F10, SHIFT), (Qt.Key.Key_Menu, NONE)])
def test_the_menu_opens_by_key(hands: Hands, key: tuple[Any, Any]) -> None:
    hands.child("slider_decay").setFocus()
    hands.key(*key)
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    popup: Any = QApplication.activePopupWidget()
    assert popup.objectName() == "menu_decay"
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    hands.until(lambda: QApplication.activePopupWidget() is None)


def test_the_help_says_what_was_measured(hands: Hands) -> None:
    row = hands.window.controls.rows["brightness"]
    assert "90 %" in row.explanation() and row.explanation().startswith("Brightness: ")


def test_a_wider_range_by_the_menu(hands: Hands) -> None:
    choose(open_menu(hands, "brightness"), "Extend range to 6 σ")
    slider = hands.child("slider_brightness")
    hands.until(lambda: slider.scale.high == 6.0)
    slider.setFocus()
    hands.key(Qt.Key.Key_Home)
    assert hands.value("brightness") == 6.0
    choose(open_menu(hands, "brightness"), "Extend range to 6 σ")
    hands.until(lambda: slider.scale.high == 3.0 and slider.value_now == 3.0)
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: slider.scale.high == 6.0 and slider.value_now == 6.0)


def test_a_range_that_was_widened_for_its_value_stays_under_the_hand(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    hands.session.set("brightness", 4.0)
    hands.session.end_gesture()
    hands.until(lambda: slider.value_now == 4.0 and slider.scale.high == 6.0)
    hands.drag(slider, QPoint(60, 10), QPoint(60 - round(slider.width() / 4), 10))
    hands.settle()
    assert hands.value("brightness") < 3.0 and slider.scale.high == 6.0
    hands.session.reset("brightness")
    hands.until(lambda: slider.value_now == 0.0 and slider.scale.high == 3.0)


def test_the_dice_draw_one_value(hands: Hands) -> None:
    hands.settle()
    before = hands.session.settings
    menu = open_menu(hands, "decay")
    choose(menu, "Randomise this")
    assert [name for name, value in hands.session.settings.values if value != before.get(name)] == ["decay"]
    hands.until(lambda: hands.child("slider_decay").value_now == hands.value("decay"))
    assert hands.session.undo_text == "Randomise Decay"


def test_dice_are_there_where_there_is_room(hands: Hands) -> None:
    row = hands.window.controls.rows["decay"]
    assert isinstance(row, SliderRow)
    widen(hands, 520)
    hands.until(row.dice.isVisible)
    QTest.mouseClick(row.dice, LEFT)
    assert hands.value("decay") != 0.0


# ---- names


def test_a_double_click_on_the_name_renames(hands: Hands) -> None:
    label = hands.child("label_decay")
    QTest.mouseDClick(label, LEFT)
    field = hands.child("rename_decay")
    hands.until(lambda: field.hasFocus() and field.selectedText() == "Decay")
    QTest.keyClicks(field, "Tail")
    hands.key(Qt.Key.Key_Return)
    assert hands.session.project.label("decay", "") == "Tail"
    hands.until(lambda: label.text() == "Tail")
    slider = hands.child("slider_decay")
    assert slider.accessibleName() == "Tail" and hands.child("lock_decay").accessibleName() == "Lock Tail" and slider.hasFocus()
    choose(open_menu(hands, "decay"), "Call it 'Decay' again")
    hands.until(lambda: label.text() == "Decay")


def test_a_rename_that_is_given_up(hands: Hands, player: Any) -> None:
    hands.child("slider_decay").setFocus()
    hands.key(Qt.Key.Key_F2)
    field = hands.child("rename_decay")
    hands.until(lambda: field.hasFocus() and field.selectedText() == "Decay")
    QTest.keyClicks(field, "Tail")
    hands.key(Qt.Key.Key_Escape)
    assert hands.session.project.labels == () and ("stop",) not in player.calls


# ---- search


def shown(hands: Hands) -> set[str]:
    return {name for name, row in hands.window.controls.rows.items() if row.isVisible()}


def test_a_search_shows_what_is_called_so(hands: Hands) -> None:
    everything = shown(hands)
    hands.key(Qt.Key.Key_F, CTRL | SHIFT)
    search = hands.child("controlSearch")
    hands.until(search.hasFocus)
    QTest.keyClicks(search, "DEC")
    assert shown(hands) == {"decay"}
    hands.key(Qt.Key.Key_Return)
    hands.until(hands.child("slider_decay").hasFocus)
    search.setFocus()
    hands.key(Qt.Key.Key_Escape)
    assert search.text() == "" and shown(hands) == everything


def test_hundreds_of_controls_are_made_a_few_at_a_time(qtbot: Any) -> None:
    controls = [Latent(f"d{n}", f"Dim {n}") for n in range(100)]
    grid = RowGrid(controls, row_for, 300)
    qtbot.addWidget(grid)
    assert 0 < len(grid.rows) < 100
    grid.show_only({"d1", "d99"})
    qtbot.waitUntil(lambda: len(grid.rows) == 100)
    assert [row.control.name for row in grid.rows if not row.isHidden()] == ["d1", "d99"]


def test_the_cross_ends_a_search(hands: Hands) -> None:
    search = hands.child("controlSearch")
    everything = shown(hands)
    search.setFocus()
    QTest.keyClicks(search, "dec")
    assert shown(hands) == {"decay"}
    cross = next(button for button in search.findChildren(QToolButton) if button.text() == "Show all controls")
    hands.until(cross.isVisible)
    QTest.mouseClick(cross, LEFT)
    assert search.text() == "" and shown(hands) == everything


def test_a_search_finds_options_too(hands: Hands) -> None:
    search = hands.child("controlSearch")
    search.setFocus()
    QTest.keyClicks(search, "closed hat")
    assert shown(hands) == {"class"}


def test_a_search_opens_what_is_folded_and_folds_it_again(hands: Hands) -> None:
    search = hands.child("controlSearch")
    search.setFocus()
    QTest.keyClicks(search, "dim 3")
    assert shown(hands) == {"d3"}
    QTest.keyClicks(search, "3")
    assert shown(hands) == set() and hands.child("controlsFoundNothing").isVisible()
    hands.key(Qt.Key.Key_Escape)
    assert not hands.child("controlsFoundNothing").isVisible() and "d3" not in shown(hands)
    assert all(section.isVisible() and not section.head.isChecked() for section in hands.window.controls.sections)


def test_what_was_unfolded_is_open_in_another_model_too(hands: Hands) -> None:
    QTest.mouseClick(hands.child("fold_dimensions"), LEFT)
    assert "d1" in shown(hands)
    hands.session.choose_model("other")
    hands.until(lambda: "Toy other" in hands.child("modelButton").text())
    hands.until(lambda: "d1" in shown(hands) and "d3" not in shown(hands))
    assert hands.session.preferences["open_sections"] == ["dimensions"]
    QTest.mouseClick(hands.child("fold_dimensions"), LEFT)
    assert hands.session.preferences["open_sections"] == []


# ---- what concerns all


def test_locks_for_all_and_none(hands: Hands) -> None:
    QTest.mouseClick(hands.child("lockAll"), LEFT)
    assert len(hands.session.project.locks) == len(hands.session.spec.controls)
    hands.until(lambda: hands.child("lock_decay").isChecked() and not hands.child("lockAll").isEnabled())
    QTest.mouseClick(hands.child("unlockAll"), LEFT)
    assert not hands.session.project.locks
    hands.session.undo()
    hands.session.undo()
    assert hands.session.project.locks == {"class"}


def test_the_amount_of_randomising_is_dragged_and_typed(hands: Hands) -> None:
    slider, field = hands.child("slider_amount"), hands.child("value_amount")
    hands.drag(slider, QPoint(60, 10), QPoint(20, 10))
    assert 0.01 <= hands.session.project.amount < 1.0
    slider.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: field.hasFocus() and field.selectedText() == field.text())
    QTest.keyClicks(field, "30 %")
    hands.key(Qt.Key.Key_Return)
    assert hands.session.project.amount == pytest.approx(0.3)
    hands.until(lambda: field.text() == "30 %")


def test_typical_unusual_outside(hands: Hands) -> None:
    hands.settle()
    chip = hands.window.controls.head.chip
    for share, text in ((0.4, "typical"), (0.96, "unusual"), (0.999, "outside training"), (None, "")):
        hands.window.bridge.rendered.emit(Rendered(1, hands.session.settings, hands.window.viewer.shown.clip, 0.0, share))
        assert chip.text == text and chip.accessibleName()
    chip.show_share(0.973)
    assert "97.3 %" in chip.accessibleDescription()


def test_histogram_and_ghost_are_painted(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    controls, slider = hands.window.controls, hands.child("slider_brightness")
    plain = slider.grab().toImage()
    controls.rows["brightness"].show_histogram(tuple(n / 32 for n in range(32)))
    drawn = slider.grab().toImage()
    assert drawn != plain
    controls.show_ghost({"brightness": 2.0, "word": "boom"})
    marked = slider.grab().toImage()
    assert marked != drawn
    controls.show_ghost({})
    assert slider.grab().toImage() == drawn


def test_the_sound_that_is_a_is_marked_on_its_sliders(hands: Hands) -> None:
    slider = hands.child("slider_brightness")
    hands.session.set("brightness", 1.5)
    hands.session.end_gesture()
    hands.settle()
    hands.session.set_a(None)
    hands.until(lambda: slider._ghost == 1.5)
    hands.session.clear_a()
    hands.until(lambda: slider._ghost is None)


def test_a_loaded_model_brings_its_histograms(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    shares = tuple(1.0 for _ in range(32))
    monkeypatch.setattr(type(hands.session), "histograms", property(lambda self: {"decay": shares}))
    hands.window.bridge.model_loaded.emit(ModelLoaded(hands.session.spec, {"decay": shares}))
    assert hands.child("slider_decay")._histogram == (shares, -3.0, 3.0)
    assert hands.child("slider_brightness")._histogram[0] == ()


def test_two_columns_where_there_is_room(hands: Hands) -> None:
    controls = hands.window.controls
    brightness, decay = controls.rows["brightness"], controls.rows["decay"]
    assert brightness.x() == decay.x() and brightness.y() < decay.y()
    widen(hands, 1000)
    hands.until(lambda: brightness.y() == decay.y() and brightness.x() < decay.x())
    assert controls.rows["class"].width() > 1.8 * brightness.width()
