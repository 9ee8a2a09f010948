"""What moves a slider by itself: its menu, its editor, its marks on the track."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.ui import theme
from studio.ui.mod_marks import Marks
from studio.ui.panels.live.modulator_popup import ModulatorPopup
from tests.ui.conftest import CTRL, Hands, choose

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.usefixtures("no_rest")


def open_menu(hands: Hands, name: str) -> Any:
    row = hands.window.controls.rows[name]
    place = row.rect().center()
    QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, row.mapToGlobal(place)))
    return hands.menu()


def open_editor(hands: Hands, name: str = "brightness", text: str = "Modulate…") -> ModulatorPopup:
    choose(open_menu(hands, name), text)
    hands.until(lambda: isinstance(QApplication.activePopupWidget(), ModulatorPopup))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ModulatorPopup)
    return popup


def close(hands: Hands, popup: ModulatorPopup) -> None:
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    hands.until(lambda: QApplication.activePopupWidget() is None)


def pick(box: Any, value: Any) -> None:
    """By the keyboard, as the wheel and the list would."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(value)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def green(slider: Any) -> np.ndarray:
    """(height, width): where the modulation's colour is."""
    image = slider.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]
    wanted = QColor(theme.GOOD)
    return np.abs(data[..., :3].astype(int) - (wanted.blue(), wanted.green(), wanted.red())).sum(axis=2) < 40


def test_the_menu_makes_a_modulator_and_its_editor_changes_it(hands: Hands) -> None:
    popup = open_editor(hands)
    (one,) = hands.session.modulators()
    assert (one.target, one.shape, one.depth) == ("brightness", "sine", 0.25)
    pick(popup.shape, "square")
    pick(popup.unit, True)
    assert hands.session.modulator(one.id).shape == "square" and hands.session.modulator(one.id).sync
    hands.until(lambda: popup.findChild(object, "modulator_beats").isVisible())
    assert not popup.findChild(object, "modulator_hz").isVisible()
    depth = popup.findChild(object, "modulator_depth")
    hands.drag(depth, QPoint(60, 12), QPoint(90, 12))
    assert hands.session.modulator(one.id).depth > 0.3
    close(hands, popup)
    hands.session.undo()
    assert hands.session.modulator(one.id).depth == 0.25
    hands.settle()


def test_shapes_show_what_they_need(hands: Hands) -> None:
    popup = open_editor(hands)
    hands.session.change_modulator(popup.number, hz=0.01)
    slow = {"depth", "attack", "decay"}
    for shape, seen in (("sine", {"hz", "depth", "phase"}), ("envelope", slow), ("output", slow)):
        pick(popup.shape, shape)
        hands.until(lambda shape=shape: hands.session.modulator(popup.number).shape == shape)
        sliders = {name: popup.findChild(object, f"modulator_{name}") for name in ("hz", "beats", "depth", "phase", "attack", "decay")}
        hands.until(lambda seen=seen, sliders=sliders: {name for name, one in sliders.items() if one.isVisible()} == seen)
        assert popup.trigger.isVisible() == (shape == "envelope")
    close(hands, popup)


def test_a_typed_rate_another_one_and_away_again(hands: Hands) -> None:
    popup = open_editor(hands)
    field = popup.findChild(object, "modulatorValue_hz")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.session.modulator(popup.number).hz == 0.5
    QTest.mouseClick(popup.more, LEFT)
    hands.until(lambda: popup.which.isVisible() and popup.which.count() == 2 and popup.number == 2)
    QTest.mouseClick(popup.remove, LEFT)
    hands.until(lambda: popup.number == 1 and not popup.which.isVisible())
    QTest.mouseClick(popup.remove, LEFT)
    hands.until(lambda: QApplication.activePopupWidget() is None)
    assert hands.session.modulators() == ()


def test_the_track_shows_how_far_and_the_dot_moves(hands: Hands) -> None:
    slider = hands.window.controls.rows["brightness"].slider
    assert not green(slider).any()
    one = hands.session.add_modulator("brightness", shape="square", hz=0.01, depth=0.25)
    hands.until(lambda: slider._reach is not None and slider._moving == 1.5)
    columns = np.flatnonzero(green(slider).any(axis=0))
    track = slider._track()
    assert columns[0] == pytest.approx(track.left() + track.width() * 0.25, abs=3)
    assert columns[-1] == pytest.approx(track.left() + track.width() * 0.75, abs=6)  # the dot stands at the end
    hands.session.change_modulator(one.id, phase=0.5)
    hands.until(lambda: slider._moving == -1.5)
    assert hands.value("brightness") == 0.0 == slider.value_now
    hands.session.remove_modulator(one.id)
    hands.until(lambda: slider._reach is None and slider._moving is None)
    assert not green(slider).any()


def test_with_reduced_motion_nothing_moves_but_the_reach_is_shown(hands: Hands) -> None:
    theme.set_reduced_motion(True)
    try:
        slider = hands.window.controls.rows["brightness"].slider
        hands.session.add_modulator("brightness", shape="square", hz=0.01)
        hands.until(lambda: slider._reach is not None)
        hands.until(lambda: hands.session.modulated("brightness") != 0.0)
        Marks.of(hands.window.bridge).look()
        assert slider._moving is None
    finally:
        theme.set_reduced_motion(False)


def test_nothing_looks_while_nothing_is_moved(hands: Hands) -> None:
    timer = Marks.of(hands.window.bridge)._timer
    assert not timer.isActive()
    one = hands.session.add_modulator("decay")
    hands.until(timer.isActive)
    hands.session.remove_modulator(one.id)
    hands.until(lambda: not timer.isActive())


def test_the_menu_takes_it_away_and_undo_brings_it_back(hands: Hands) -> None:
    hands.session.add_modulator("brightness", hz=0.01)
    hands.settle()
    choose(open_menu(hands, "brightness"), "Remove modulation")
    assert hands.session.modulators() == ()
    hands.until(lambda: QApplication.activePopupWidget() is None)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert len(hands.session.modulators()) == 1


def test_a_dot_repaints_only_its_place(hands: Hands) -> None:
    slider = hands.window.controls.rows["brightness"].slider
    painted: list[int] = []
    original = type(slider).paintEvent

    class Watched(type(slider)):  # type: ignore[misc]
        def paintEvent(self, event: Any) -> None:
            painted.append(event.rect().width() * event.rect().height())
            original(self, event)

    watched = Watched(slider.scale, hands.window)
    watched.resize(200, 30)
    watched.show()
    hands.until(lambda: painted)
    hands.qtbot.wait(50)
    painted.clear()
    watched.show_moving(0.0)
    hands.until(lambda: painted)
    watched.show_moving(0.05)
    hands.until(lambda: len(painted) > 1)
    assert max(painted) <= 20 * 20
    watched.deleteLater()
