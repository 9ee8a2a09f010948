"""The window as a whole: names, keys, transport, messages, export, dropping, closing."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap
import threading
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)  # fmt: skip

from studio.app import build
from studio.audio import files
from studio.engine import events
from studio.paths import Home
from studio.ui.main_window import LEARNT
from tests.toy import FakePlayer, ToyCatalogue
from tests.ui.conftest import Hands

CTRL, SHIFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


def of_qt(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own widgets; they are announced by their owner."""
    inside = (QAbstractSpinBox, QComboBox, QAbstractItemView, QPlainTextEdit, QLineEdit)
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, inside):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def test_every_control_has_a_name_a_description_and_a_hint(hands: Hands) -> None:
    for section in hands.window.controls.sections:
        section.head.click()
    hands.session.randomise()
    hands.until(lambda: hands.session.takes())
    hands.window.export([hands.session.takes()[0].id])
    nameless = []
    seen = 0
    for widget in hands.window.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or of_qt(widget) or widget.metaObject().className() in ("QScrollBar", "QMenuBar"):
            continue
        seen += 1
        has = (widget.objectName(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
        if not all(has):
            nameless.append((type(widget).__name__, *has))
    assert not nameless and seen > 60
    names = [w.objectName() for w in hands.window.findChildren(QWidget) if isinstance(w, CONTROLS) and not of_qt(w) and w.objectName()]
    assert sorted(names) == sorted(set(names)), "two controls share a name"
    for action in hands.window.findChildren(QAction):
        if action.objectName().startswith("action_"):
            assert action.text() and action.statusTip()


@pytest.mark.parametrize("size", [(1280, 720), (1093, 614), (1024, 600), (1920, 1000)])
def test_nothing_is_cut(hands: Hands, size: tuple[int, int]) -> None:
    window = hands.window
    window.resize(*size)
    hands.until(lambda: (window.width(), window.height()) == size and window.top.width() == size[0])
    for widget in (window.top, window.viewer, window.controls, window.takes, window.status_line):
        place = widget.mapTo(window, QPoint(0, 0))
        assert place.x() >= 0 and place.x() + widget.width() <= size[0]
        assert place.y() >= 0 and place.y() + widget.height() <= size[1]
    assert right_edge_of_neighbours(window.top) <= window.top.width()
    if size[1] >= 720:
        assert window.viewer.wave.height() >= 100 and window.viewer.spectrum.height() >= 160
    assert window.controls._scroll.widget().width() <= window.controls._scroll.viewport().width()


def right_edge_of_neighbours(bar: QWidget) -> int:
    """Where the last of a bar's widgets ends; none overlaps another or is narrower than it asks for."""
    right = 0
    visible = [child for child in bar.children() if isinstance(child, QWidget) and child.isVisible()]
    for child in sorted(visible, key=lambda one: one.x()):
        assert child.x() >= right, f"{child.objectName()} overlaps its neighbour"
        right = child.x() + child.width()
        assert child.width() >= min(child.minimumSizeHint().width(), child.sizeHint().width()), child.objectName()
    return right


def test_keys(hands: Hands, player: FakePlayer) -> None:
    session = hands.session
    hands.settle()
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: player.playing)
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: not player.playing)
    hands.key(Qt.Key.Key_L)
    assert session.project.loop
    hands.key(Qt.Key.Key_Escape)
    assert player.calls.count(("stop",)) == 2 and ("panic",) not in player.calls
    hands.key(Qt.Key.Key_Escape, SHIFT)
    assert player.calls[-1] == ("panic",)
    for number, (key, modifier) in enumerate(
        ((Qt.Key.Key_G, NONE), (Qt.Key.Key_Return, CTRL), (Qt.Key.Key_R, NONE), (Qt.Key.Key_R, SHIFT)), 1
    ):  # fmt: skip
        hands.key(key, modifier)
        hands.until(lambda number=number: len(session.takes()) == number)
    hands.until(lambda: hands.window.takes.model.rowCount() == 4)  # S means the newest that is shown
    hands.key(Qt.Key.Key_S)
    hands.until(lambda: session.takes()[0].starred)
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: not session.takes()[0].starred)
    hands.key(Qt.Key.Key_Z, CTRL | SHIFT)
    hands.until(lambda: session.takes()[0].starred)
    hands.window.viewer.zoom(True)
    assert not hands.window.viewer.window_.fitted
    hands.key(Qt.Key.Key_F)
    assert hands.window.viewer.window_.fitted


def test_space_plays_even_when_a_button_has_the_focus_and_enter_presses_it(hands: Hands, player: FakePlayer) -> None:
    hands.settle()
    hands.child("lock_decay").setFocus()
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: player.playing)
    assert not hands.child("lock_decay").isChecked()
    hands.key(Qt.Key.Key_Return)
    assert hands.child("lock_decay").isChecked()


def test_transport_tempo_and_volume(hands: Hands, player: FakePlayer) -> None:
    session = hands.session
    hands.child("bpmBox").setValue(97.5)
    hands.child("beatsBox").setValue(1)
    assert (session.project.bpm, session.project.beats) == (97.5, 1)
    assert hands.child("beatsBox").text() == "1 beat"
    volume = hands.child("volumeSlider")
    volume.setFocus()
    hands.key(Qt.Key.Key_End)
    assert session.volume_db == -60.0 and player.calls[-1] == ("gain", -60.0)
    QTest.mouseDClick(volume, LEFT)
    assert session.volume_db == -12.0
    hands.key(Qt.Key.Key_Return)
    field = hands.child("volumeText")
    hands.until(lambda: field.hasFocus() and field.selectedText() == field.text())
    QTest.keyClicks(field, "-20,5")
    hands.key(Qt.Key.Key_Return)
    assert session.volume_db == -20.5 and field.text() == "−20.5 dB"
    session.set_bpm(140.0)
    hands.until(lambda: hands.child("bpmBox").value() == 140.0)


def test_a_tempo_that_the_session_refuses_comes_back_with_a_message(hands: Hands) -> None:
    hands.child("bpmBox").setValue(20.0)
    hands.child("beatsBox").setValue(64)  # 192 s do not fit
    hands.until(lambda: hands.child("messageBar").isVisible())
    assert "30 s" in hands.child("messageText").text()
    hands.until(lambda: hands.child("beatsBox").value() == hands.session.project.beats)


def test_the_play_button_follows_the_sound(hands: Hands, player: FakePlayer) -> None:
    hands.settle()
    QTest.mouseClick(hands.child("playButton"), LEFT)
    hands.until(lambda: hands.window.actions_["play"].iconText() == "Stop")
    QTest.mouseClick(hands.child("playButton"), LEFT)
    hands.until(lambda: hands.window.actions_["play"].iconText() == "Play")


def test_the_model_menu_offers_models_and_says_why_one_is_not(hands: Hands) -> None:
    hands.until(lambda: hands.session.models())
    menu = hands.child("modelButton").menu()
    menu.aboutToShow.emit()
    texts = {action.text(): action for action in menu.actions()}
    broken = next(action for text, action in texts.items() if text.startswith("Broken"))
    assert not broken.isEnabled() and "model.json" in broken.text()
    assert [action.isChecked() for action in menu.actions()] == [True, False, False]
    menu.actions()[1].trigger()
    hands.until(lambda: hands.session.project.model == "other")


def test_messages_do_not_block(hands: Hands) -> None:
    hands.window.bridge.message.emit(events.Message("error", "The disk is full.", "Traceback: here"))
    bar, detail = hands.child("messageBar"), hands.child("messageDetailText")
    assert bar.isVisible() and not detail.isVisible()
    QTest.mouseClick(hands.child("messageDetails"), LEFT)
    assert detail.isVisible() and "Traceback" in detail.toPlainText()
    QTest.mouseClick(hands.child("messageDismiss"), LEFT)
    assert not bar.isVisible() and QApplication.activeModalWidget() is None


def test_the_hint_goes_away_for_good(hands: Hands) -> None:
    assert hands.child("hintBar").isVisible()
    QTest.mouseClick(hands.child("hintDismiss"), LEFT)
    assert not hands.child("hintBar").isVisible()
    assert hands.session.preferences["hint_dismissed"] is True


def test_who_made_some_takes_needs_no_hint(hands: Hands) -> None:
    while hands.child("hintBar").isVisible():
        assert len(hands.session.takes()) < LEARNT
        hands.session.randomise()
        hands.settle()
    assert len(hands.session.takes()) == LEARNT
    assert hands.session.preferences["hint_dismissed"] is True


def test_the_device_popup_applies_at_once(hands: Hands, player: FakePlayer) -> None:
    QTest.mouseClick(hands.child("deviceButton"), LEFT)
    box = hands.child("outputBox")
    hands.until(lambda: box.count() == 2)
    assert "Toy speaker" in box.itemText(1)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    hands.until(lambda: ("output", "Toy speaker", "Toy", 512) in player.calls)
    block = hands.child("blockBox")
    block.setCurrentIndex(block.findData(256))
    block.activated.emit(block.currentIndex())
    hands.until(lambda: ("output", "Toy speaker", "Toy", 256) in player.calls)
    QTest.mouseClick(hands.child("rescanButton"), LEFT)
    hands.until(lambda: ("rescan",) in player.calls)
    hands.child("devicePopup").hide()


def test_takes_are_exported_by_the_dialog(hands: Hands, tmp_path: Path) -> None:
    hands.key(Qt.Key.Key_G)
    hands.until(lambda: len(hands.session.takes()) == 1)
    hands.key(Qt.Key.Key_E, CTRL | SHIFT)
    dialog = hands.child("exportDialog")
    assert dialog.isVisible() and not dialog.isModal()
    hands.child("formatBox").setCurrentIndex(1)
    assert [hands.child("bitsBox").itemData(i) for i in range(hands.child("bitsBox").count())] == [16, 24]
    hands.child("rateBox").setCurrentIndex(2)
    hands.child("folderField").setText(str(tmp_path / "out"))
    QTest.mouseClick(hands.child("exportGo"), LEFT)
    hands.until(lambda: list((tmp_path / "out").glob("*.flac")))
    hands.until(lambda: "exported" in hands.child("messageText").text())
    found = files.describe(next((tmp_path / "out").glob("*.flac")))
    assert found.rate == 48_000 and found.recipe == hands.session.takes()[0].recipe
    assert hands.session.preferences["export"]["format"] == "flac"
    assert not hands.window.status_line.chips


def test_a_job_shows_progress_and_can_be_cancelled(hands: Hands) -> None:
    hands.window.bridge.job_changed.emit(events.JobChanged(events.Job(77, "Render 16", 4, 16, "running")))
    chip = hands.child("job_77")
    assert chip.bar.value() == 4 and "25 %" in chip.text.text() and chip.isHidden()
    hands.until(chip.isVisible)  # what is over within a second shows nothing
    with hands.qtbot.waitSignal(hands.window.status_line.cancelled) as cancelled:
        QTest.mouseClick(hands.child("jobCancel_77"), LEFT)
    assert cancelled.args == [77]
    hands.window.bridge.job_changed.emit(events.JobChanged(events.Job(77, "Render 16", 4, 16, "cancelled")))
    assert not hands.window.status_line.chips


def test_a_dropped_file_of_ours_brings_its_settings_back(hands: Hands) -> None:
    hands.session.set("brightness", 1.75)
    hands.session.end_gesture()
    hands.until(lambda: len(hands.session.takes()) == 1)
    hands.session.reset("brightness")
    hands.settle()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(hands.session.takes()[-1].file))])
    place = hands.window.rect().center()
    for kind in (QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier),
                 QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)):  # fmt: skip
        QApplication.sendEvent(hands.window, kind)
        assert kind.isAccepted()
    hands.until(lambda: hands.value("brightness") == 1.75)
    hands.until(lambda: hands.child("slider_brightness").value_now == 1.75)


def test_repainting_leaks_no_reference_to_none(hands: Hands) -> None:
    """PySide6 6.12 on Python 3.11 loses one for each painter call and aborts within seconds."""
    widgets = [hands.child(name) for name in ("slider_brightness", "levelMeter", "confidence_brightness", "colourBar")]
    for widget in widgets:
        widget.repaint()
    before = sys.getrefcount(None)
    for _ in range(800):
        for widget in widgets:
            widget.repaint()
    assert abs(sys.getrefcount(None) - before) < 400


def test_closing_leaves_nothing(qtbot: Any, home: Home) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    player = FakePlayer()
    widgets, threads = set(app.topLevelWidgets()), set(threading.enumerate())
    studio = build(home=home, models=ToyCatalogue(), player=player)
    session = studio.session
    qtbot.addWidget(studio.window)
    with qtbot.waitExposed(studio.window):
        studio.window.show()
    qtbot.waitUntil(lambda: session.spec is not None, timeout=10_000)
    with qtbot.waitSignal(studio.window.closed):
        studio.window.close()
    studio.close()
    assert player.closed == 1
    qtbot.waitUntil(lambda: not (set(threading.enumerate()) - threads), timeout=10_000)
    app.sendPostedEvents(None, 52)  # deferred deletions
    assert not {widget for widget in set(app.topLevelWidgets()) - widgets if widget.isVisible()}
    window = weakref.ref(studio.window)
    del studio
    gc.collect()
    assert window() is None, "something keeps the window"
    again = build(home=home, models=ToyCatalogue(), player=FakePlayer())  # the home is free again
    again.close()


def test_the_picture_of_the_toy_is_kept(hands: Hands, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A screenshot of every kind of control, with no line in the window that knows this model."""
    for section in hands.window.controls.sections:
        section.head.click()
    hands.window.resize(1440, 980)
    hands.session.randomise()
    hands.until(lambda: hands.session.takes() and hands.window.viewer.shown is not None)
    hands.settle()
    hands.until(lambda: hands.window.width() == 1440)
    picture = hands.window.grab()
    folder = Path("test-artefacts")
    folder.mkdir(exist_ok=True)
    assert picture.save(str(folder / "toy-window.png"))
    image = picture.toImage().convertToFormat(picture.toImage().Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, : image.width() * 4]
    colours = np.unique(pixels.reshape(-1, 4)[:, :3].astype(np.uint32) @ np.array([1, 256, 65536], np.uint32))
    assert len(colours) > 500  # a spectrogram was drawn, not an empty window


class Empty(ToyCatalogue):
    """A catalogue whose only model can't be loaded."""

    def list_models(self, home: Any = None) -> list[Any]:
        return super().list_models(home)[2:]


def test_with_no_model_the_window_says_so_and_nothing_can_be_generated(qtbot: Any, home: Home) -> None:
    with build(home=home, models=Empty(), player=FakePlayer()) as studio:
        window: Any = studio.window
        window.show()
        assert not window.actions_["generate"].isEnabled()
        qtbot.waitUntil(lambda: "Choose a model" in window.top.model.text(), timeout=10_000)
        assert not window.actions_["randomise"].isEnabled()


def test_f6_goes_from_part_to_part(hands: Hands) -> None:
    hands.key(Qt.Key.Key_G)
    hands.until(lambda: hands.child("takesList").isVisible())
    window = hands.window
    window.top.play.setFocus()
    for part in (window.browser, window.viewer, window.controls, window.takes, window.top):
        hands.key(Qt.Key.Key_F6)
        assert part.isAncestorOf(QApplication.focusWidget())
    window.takes.list.setFocus()
    assert window.takes.list.currentIndex().row() == 0  # one sees where the arrows start


def test_after_typing_a_tempo_space_plays(hands: Hands, player: FakePlayer) -> None:
    hands.settle()
    box = hands.child("bpmBox")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "98")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert hands.session.project.bpm == 98.0
    hands.key(Qt.Key.Key_Space)
    hands.until(lambda: player.playing)


@pytest.mark.parametrize("name", ["bpmBox", "beatsBox"])
def test_enter_in_a_tempo_box_only_ends_the_typing(hands: Hands, player: FakePlayer, name: str) -> None:
    """A loop that sounds goes on, one that doesn't stays silent."""
    hands.settle()
    for playing in (False, True):
        player.playing = playing
        box = hands.child(name)
        box.setFocus()
        box.selectAll()
        hands.key(Qt.Key.Key_3)
        hands.key(Qt.Key.Key_0)
        hands.key(Qt.Key.Key_Return)
        hands.settle()
        assert box.value() == 30
        assert player.playing == playing
        assert QApplication.focusWidget() is hands.window.top.play
        box.setValue(20)
        hands.settle()


DOUBLE = """
    import sys
    from studio.app import build
    from tests.toy import FakePlayer, ToyCatalogue
    with build(home=sys.argv[1], models=ToyCatalogue(), player=FakePlayer()) as studio:
        window = studio.window
        window.resize(1280, 720)
        window.show()
        while not window.controls.rows:
            studio.qt.processEvents()
        picture = window.grab()
        right = max(child.x() + child.width() for child in window.top.findChildren(type(window.top.play)))
        body = window.controls._scroll.widget().width() <= window.controls._scroll.viewport().width()
        print(picture.width(), picture.height(), right <= window.top.width(), body, window.viewer.spectrum.height() >= 160)
"""


def test_twice_the_size_is_the_same_window(screen: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": screen, "QT_SCALE_FACTOR": "2", "PYTHONPATH": "."}
    line = [sys.executable, "-c", textwrap.dedent(DOUBLE), str(tmp_path / "home")]
    said = subprocess.run(line, capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert said.stdout.split() == ["2560", "1440", "True", "True", "True"]


SMALL = """
    import sys
    from studio.app import build
    from tests.toy import FakePlayer, ToyCatalogue
    from tests.ui.test_window import right_edge_of_neighbours
    with build(home=sys.argv[1], models=ToyCatalogue(), player=FakePlayer()) as studio:
        window = studio.window
        window.show()
        while not window.controls.rows:
            studio.qt.processEvents()
        print(window.width(), window.height())
        print(right_edge_of_neighbours(window.top) <= window.top.width())
        print(window.top.model.width() >= window.top.model.sizeHint().width())
        stay = (window.top.model, window.top.patch.preset, window.top.generate, window.top.play, window.top.volume, window.top.device)
        print(all(one.isVisible() for one in stay))
        window.resize(1600, 900)
        studio.qt.processEvents()
        print(window.top.bpm.isVisible() and window.top.nudge.isVisible() and window.top.patch.heart.isVisible())
"""


def test_on_a_small_screen_the_window_fits_and_keeps_its_model_button(screen: str, tmp_path: Path) -> None:
    """800 x 500: the test's screen at twice the size."""
    environment = {**os.environ, "DISPLAY": screen, "QT_SCALE_FACTOR": "2", "PYTHONPATH": "."}
    line = [sys.executable, "-c", textwrap.dedent(SMALL), str(tmp_path / "home")]
    said = subprocess.run(line, capture_output=True, text=True, timeout=60, env=environment)
    assert said.stdout.split() == ["800", "500", "True", "True", "True", "True"], said.stderr
