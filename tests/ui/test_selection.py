"""A part of the sound by hand, by key and by number: real events in the real window, asked of a player that keeps its calls."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from studio.audio.files import read_clip
from studio.audio.peaks import Peaks
from studio.audio.spectrum import spectrogram
from studio.clip import Clip
from studio.ui.views.readout import band_text, db_text, frequency_parts, level_db, mean_level, note_name
from studio.ui.views.selection import onset_near, onsets, zero_crossing
from studio.ui.widgets.fitting_label import FittingLabel
from tests.ui.conftest import Hands
from tests.ui.drag import drag_into_another_program

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Wave:
    """The waveform under a hand; places in seconds."""

    def __init__(self, hands: Hands, pane: int = 0) -> None:
        self.hands = hands
        self.viewer: Any = hands.window.viewer
        self.layer = self.viewer.hand.layers[pane]
        self.selection = self.viewer.hand.selection

    def point(self, seconds: float) -> QPoint:
        return QPoint(round(self.layer.x_of(seconds)), self.layer.height() // 2)

    def drag(self, start: float, end: float, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.hands.drag(self.layer, self.point(start), self.point(end), modifier)

    def click(self, seconds: float, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.layer, LEFT, modifier, self.point(seconds))

    @property
    def pixel(self) -> float:
        """Seconds of one px."""
        return float(self.viewer.window_.span / self.layer.width())


@pytest.fixture
def wave(hands: Hands) -> Wave:
    hands.session.generate()
    hands.settle()
    hands.until(lambda: hands.window.viewer.shown is not None and hands.window.viewer.hand.selection.duration > 0.4)
    return Wave(hands)


def regions(player: Any) -> list[tuple[Any, ...]]:
    return [call for call in player.calls if call[0] == "region"]


def test_a_click_sets_the_cursor_and_play_begins_there(wave: Wave, hands: Hands, player: Any) -> None:
    wave.click(0.2)
    assert wave.selection.empty and wave.selection.head == pytest.approx(0.2, abs=wave.pixel)
    assert player.calls[-1][0] == "seek"
    hands.session.stop()
    hands.key(Qt.Key.Key_Space)
    hands.settle()
    assert player.played[-1].at == pytest.approx(0.2, abs=wave.pixel)


def test_a_drag_selects_between_zero_crossings_and_the_loop_keeps_to_it(wave: Wave, hands: Hands, player: Any) -> None:
    wave.drag(0.1, 0.3)
    start, end = wave.selection.start, wave.selection.end
    assert start == pytest.approx(0.1, abs=0.006) and end == pytest.approx(0.3, abs=0.006)
    clip = hands.window.viewer.shown.clip
    for place in (start, end):
        frame = round(place * clip.rate)
        near = clip.samples[0, frame - 1 : frame + 2]
        assert np.signbit(near).any() and not np.signbit(near).all(), "the wave changes its sign here"
    assert regions(player)[-1] == ("region", start, end, pytest.approx(0.010))
    hands.key(Qt.Key.Key_L)
    hands.key(Qt.Key.Key_Space)
    hands.settle()
    if not player.playing:  # it had been sounding
        hands.key(Qt.Key.Key_Space)
        hands.settle()
    assert player.played[-1].loop and player.played[-1].part


def test_alt_suspends_snapping(wave: Wave) -> None:
    wave.drag(0.1, 0.3, ALT)
    assert wave.selection.start == wave.layer.seconds_at(wave.point(0.1).x())
    assert wave.selection.end == wave.layer.seconds_at(wave.point(0.3).x())


def test_edges_are_dragged_and_shift_click_moves_the_nearer_one(wave: Wave) -> None:
    wave.drag(0.1, 0.3, ALT)
    wave.drag(wave.selection.end + 4 * wave.pixel, 0.4, ALT)
    assert (wave.selection.start, wave.selection.end) == (pytest.approx(0.1, abs=wave.pixel), pytest.approx(0.4, abs=wave.pixel))
    wave.click(0.05, SHIFT | ALT)
    assert wave.selection.start == pytest.approx(0.05, abs=wave.pixel) and wave.selection.end == pytest.approx(0.4, abs=wave.pixel)
    wave.drag(wave.selection.start, 0.45, ALT)  # over the other edge
    assert (wave.selection.start, wave.selection.end) == (pytest.approx(0.4, abs=wave.pixel), pytest.approx(0.45, abs=wave.pixel))


def test_a_selection_is_made_in_the_spectrogram_too_and_a_double_click_takes_all(hands: Hands, wave: Wave) -> None:
    below = Wave(hands, 1)
    below.drag(0.1, 0.2, ALT)
    assert wave.selection.length == pytest.approx(0.1, abs=2 * wave.pixel)
    QTest.mouseDClick(below.layer, LEFT, NONE, below.point(0.15))
    assert (wave.selection.start, wave.selection.end) == (0.0, wave.selection.duration)


def test_esc_silences_first_then_clears_and_cancels_a_drag(wave: Wave, hands: Hands, player: Any) -> None:
    wave.drag(0.1, 0.3, ALT)
    before = (wave.selection.anchor, wave.selection.head)
    assert player.playing
    hands.key(Qt.Key.Key_Escape)
    assert player.calls[-1] == ("stop",) and not wave.selection.empty
    QTest.mousePress(wave.layer, LEFT, ALT, wave.point(0.35))
    QTest.mouseMove(wave.layer, wave.point(0.45))
    hands.until(lambda: wave.selection.start > 0.3)
    hands.key(Qt.Key.Key_Escape)
    assert (wave.selection.anchor, wave.selection.head) == before
    QTest.mouseRelease(wave.layer, LEFT, NONE, wave.point(0.45))
    assert (wave.selection.anchor, wave.selection.head) == before
    hands.key(Qt.Key.Key_Escape)
    assert wave.selection.empty and regions(player)[-1] == ("region", None, None, 0.0)


def test_keys_move_and_extend(wave: Wave, hands: Hands) -> None:
    wave.click(0.2)
    assert QApplication.focusWidget() is hands.window.viewer
    step = wave.viewer.window_.span * 0.01
    at = wave.selection.head
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Right)
    assert wave.selection.head == pytest.approx(at + 2 * step) and wave.selection.empty
    hands.key(Qt.Key.Key_Left, SHIFT)
    assert wave.selection.length == pytest.approx(step)
    hands.key(Qt.Key.Key_End, SHIFT)
    assert wave.selection.end == wave.selection.duration
    hands.key(Qt.Key.Key_Home)
    assert wave.selection.empty and wave.selection.head == 0.0
    hands.key(Qt.Key.Key_A, CTRL)
    assert wave.selection.length == wave.selection.duration
    hands.key(Qt.Key.Key_Home)
    hands.key(Qt.Key.Key_Right, CTRL)
    assert wave.selection.head > 0.0


def test_zoom_by_key(wave: Wave, hands: Hands) -> None:
    window = wave.viewer.window_
    wave.drag(0.1, 0.2, ALT)
    hands.key(Qt.Key.Key_E, CTRL)
    assert window.start == pytest.approx(wave.selection.start) and window.end == pytest.approx(wave.selection.end)
    hands.key(Qt.Key.Key_2, CTRL)
    assert window.fitted
    hands.key(Qt.Key.Key_1, CTRL)
    assert window.span == pytest.approx(window.duration / 2)
    hands.key(Qt.Key.Key_3, CTRL)
    assert window.fitted


def test_numbers_change_a_selection(wave: Wave, hands: Hands) -> None:
    bar = wave.viewer.hand.bar
    assert bar.hint.isVisible() and not bar.start.isVisible()
    hands.key(Qt.Key.Key_A, CTRL)
    assert bar.start.isVisible() and not bar.hint.isVisible()
    for box, text in ((bar.start, "0.1"), (bar.end, "0,25")):
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert (wave.selection.start, wave.selection.end) == (pytest.approx(0.1), pytest.approx(0.25))
    bar.length.setValue(0.05)
    assert (wave.selection.start, wave.selection.end) == (pytest.approx(0.1), pytest.approx(0.15))
    wave.drag(0.2, 0.3, ALT)
    assert bar.start.value() == pytest.approx(wave.selection.start, abs=1e-4)
    assert bar.length.value() == pytest.approx(wave.selection.length, abs=2e-4)


def test_shift_space_plays_the_selection_once(wave: Wave, hands: Hands, player: Any) -> None:
    wave.drag(0.1, 0.3, ALT)
    hands.session.set_loop(True)
    hands.key(Qt.Key.Key_Space, SHIFT)
    hands.settle()
    assert player.played[-1].part and not player.played[-1].loop and hands.session.project.loop


def test_ctrl_drag_scrubs(wave: Wave, hands: Hands, player: Any) -> None:
    hands.session.stop()
    wave.drag(0.1, 0.3, CTRL)
    scrubs = [call[1] for call in player.calls if call[0] == "scrub"]
    assert scrubs[0] == pytest.approx(0.1, abs=wave.pixel) and scrubs[-1] == pytest.approx(0.3, abs=wave.pixel) and len(scrubs) > 5
    assert ("end scrub", False) in player.calls
    assert wave.selection.empty and wave.selection.head == pytest.approx(0.3, abs=wave.pixel)


def test_the_crossfade_is_kept(wave: Wave, hands: Hands, player: Any) -> None:
    wave.drag(0.1, 0.3, ALT)
    hands.session.set_loop(True)
    hands.settle()
    assert wave.viewer.hand.bar.crossfade.isVisible()
    wave.viewer.hand.bar.crossfade.setValue(25.0)
    assert regions(player)[-1][3] == pytest.approx(0.025)
    assert hands.session.preferences["loop_crossfade"] == pytest.approx(0.025)


def test_a_new_sound_keeps_the_selection_as_far_as_it_goes(wave: Wave) -> None:
    wave.drag(0.1, 0.3, ALT)
    wave.selection.set_duration(0.2)
    assert wave.selection.end == 0.2 and wave.selection.start == pytest.approx(0.1, abs=wave.pixel)
    wave.selection.set_duration(0.05)
    assert wave.selection.empty


def test_the_reading_is_copied(wave: Wave, hands: Hands) -> None:
    viewer = wave.viewer
    band = viewer.hand.layers[1]
    QTest.mouseMove(band, QPoint(band.width() // 3, band.height() // 2))
    hands.until(lambda: "Hz" in viewer.reading.whole)
    text = viewer.reading.whole
    assert "dB" in text and "sample" in text and " s" in text
    hands.key(Qt.Key.Key_C, CTRL | SHIFT)
    assert QApplication.clipboard().text() == text
    QTest.mouseMove(wave.layer, wave.point(0.1))
    hands.until(lambda: "Hz" not in viewer.reading.whole and "dB" in viewer.reading.whole)


def test_the_selection_becomes_a_file(wave: Wave, hands: Hands) -> None:
    wave.drag(0.1, 0.3, ALT)
    start, end = wave.selection.start, wave.selection.end
    hands.key(Qt.Key.Key_C, CTRL | ALT)
    hands.until(lambda: QApplication.clipboard().mimeData().hasUrls())
    file = Path(QApplication.clipboard().mimeData().urls()[0].toLocalFile())
    clip, whole = read_clip(file), wave.viewer.shown.clip
    first = round(start * whole.rate)
    assert clip.frames == round(end * whole.rate) - first
    edge = round(0.002 * whole.rate)
    assert np.array_equal(clip.samples[:, edge:-edge], whole.samples[:, first + edge : first + clip.frames - edge])
    assert abs(clip.samples[0, 0]) < 0.01 and abs(clip.samples[0, -1]) < 0.01
    QTest.mouseClick(wave.viewer.hand.bar.grip, LEFT)
    hands.settle()
    assert len(list(file.parent.glob("*.wav"))) == 1, "the same part is written once"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdotool moves the mouse of an X screen")
def test_the_selection_is_dragged_into_another_program(wave: Wave, hands: Hands, screen: str) -> None:
    wave.drag(0.1, 0.3, ALT)
    hands.window.move(0, 0)
    hands.settle()
    grip = wave.viewer.hand.bar.grip
    ((path, rate, frames, action),) = drag_into_another_program(hands, screen, grip.mapToGlobal(grip.rect().center()))
    whole = wave.viewer.shown.clip
    assert Path(path).parent.name == "parts" and (rate, action) == (str(whole.rate), "CopyAction")
    assert int(frames) == round(wave.selection.end * whole.rate) - round(wave.selection.start * whole.rate)


def test_x_goes_between_a_and_b(wave: Wave, hands: Hands, player: Any) -> None:
    bar = wave.viewer.compare
    assert not bar.a.isVisible() and bar.state.whole == ""
    hands.key(Qt.Key.Key_X, SHIFT)
    hands.settle()
    assert bar.a.isVisible() and bar.b.isChecked()
    a = player.played[-1].clip
    hands.session.randomise()
    hands.settle()
    b = player.played[-1].clip
    assert b is not a and wave.viewer.wave._ghost is not None
    compared = hands.session.compared
    assert wave.viewer.wave._ghost_gain == pytest.approx(10 ** (compared.ghost_db / 20)) and compared.ghost_db != 0.0
    hands.key(Qt.Key.Key_X)
    hands.settle()
    assert player.played[-1].clip is a and bar.a.isChecked() and "matched" in bar.state.whole
    assert wave.viewer.wave._ghost is None
    QTest.mouseClick(bar.b, LEFT)
    hands.settle()
    assert player.played[-1].clip is b and bar.b.isChecked()
    hands.key(Qt.Key.Key_D)
    hands.settle()
    assert wave.viewer.spectrum._difference is not None and wave.viewer.hand.differs
    hands.window.actions_["clear_a"].trigger()
    hands.settle()
    assert wave.viewer.spectrum._difference is None and not bar.a.isVisible() and not hands.window.actions_["difference"].isChecked()


def test_the_menu_of_the_viewer(wave: Wave, hands: Hands) -> None:
    viewer = wave.viewer
    place = viewer.rect().center()
    QApplication.sendEvent(viewer, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, viewer.mapToGlobal(place)))
    menu = viewer.findChild(QMenu, "viewerMenu")
    assert menu is not None and hands.window.actions_["copy_part"] in menu.actions()
    menu.close()


def test_the_view_turns_with_the_playhead_until_a_person_moves_it(wave: Wave) -> None:
    viewer, window = wave.viewer, wave.viewer.window_
    wave.hands.window.poller.stop()  # the test moves the playhead itself
    viewer.show_status(SimpleNamespace(playing=False, position_seconds=0.0))
    window.show(0.0, 0.1)
    for place in (0.05, 0.12):
        viewer.show_status(SimpleNamespace(playing=True, position_seconds=place))
    assert window.start == pytest.approx(0.12) and window.span == pytest.approx(0.1)
    window.pan(-0.1)
    viewer.show_status(SimpleNamespace(playing=True, position_seconds=0.3))
    assert window.start == pytest.approx(0.02)
    viewer.show_status(SimpleNamespace(playing=False, position_seconds=0.0))
    viewer.show_status(SimpleNamespace(playing=True, position_seconds=0.3))
    assert window.start == pytest.approx(0.3)


def test_zero_crossings_and_onsets() -> None:
    rate = 44_100
    time = np.arange(rate) / rate
    peaks = Peaks.of(Clip(np.sin(2 * np.pi * 100 * time).astype(np.float32)[None], rate))
    assert zero_crossing(peaks, rate, 0.1012, 0.005) == pytest.approx(0.1, abs=1.5 / rate)
    assert zero_crossing(peaks, rate, 0.1025, 0.0005) == 0.1025, "none so near"
    bursts = np.where((time * 4) % 1 < 0.2, np.sin(2 * np.pi * 3000 * time), 0.0).astype(np.float32)
    bursty = Peaks.of(Clip(bursts[None], rate))
    found = onsets(bursty, rate)
    assert found.tolist() == pytest.approx([0.0, 0.25, 0.5, 0.75], abs=512 / rate)
    assert onset_near(bursty, rate, found, 0.26, 0.02) == pytest.approx(0.25, abs=64 / rate)
    assert onset_near(bursty, rate, found, 0.26, 0.005) is None
    assert onset_near(bursty, rate, np.zeros(0), 0.26, 0.02) is None


def test_words_of_the_reading() -> None:
    assert note_name(440.0) == "A4 +0" and note_name(5.0) == "" and note_name(450.0) == "A4 +39"
    assert frequency_parts(1244.5)[1].startswith("D♯6")
    assert db_text(-31.2) == "−31 dB" and db_text(2.0, 1, sign=True) == "+2.0 dB" and db_text(level_db(0.0)) == "−∞ dB"
    assert db_text(level_db(0.5), 1) == "−6.0 dB"


def test_a_window_made_anew_has_the_selection(wave: Wave, hands: Hands) -> None:
    wave.drag(0.1, 0.3, ALT)
    start, end = wave.selection.start, wave.selection.end
    hands.studio.rebuild()
    hands.window = hands.studio.window
    hands.until(lambda: hands.window.viewer.shown is not None)
    again = hands.window.viewer.hand.selection
    assert (again.start, again.end) == (pytest.approx(start), pytest.approx(end))


def test_a_label_says_what_there_is_room_for(qtbot: Any) -> None:
    label = FittingLabel()
    qtbot.addWidget(label)
    label.show_texts("a long sentence about it", "a word", "1")
    for text in ("a long sentence about it", "a word", "1"):
        label.resize(label.fontMetrics().horizontalAdvance(text) + 4, 20)
        label.show()
        assert label.text() == text
    label.resize(1, 20)
    assert label.text() == "" and label.whole == "a long sentence about it" == label.accessibleDescription()


def test_a_drag_over_the_spectrogram_selects_a_band_too(wave: Wave, hands: Hands) -> None:
    over = Wave(hands, 1)
    selection, height = over.selection, over.layer.height()
    along = (QPoint(over.point(0.05).x(), height // 2), QPoint(over.point(0.2).x(), height // 2 + 10))
    hands.drag(over.layer, *along)
    assert not selection.empty and selection.band is None, "along the time: all frequencies"
    hands.drag(over.layer, QPoint(over.point(0.1).x(), height // 4), QPoint(over.point(0.3).x(), 3 * height // 4))
    low, high = selection.band
    pane = over.viewer.spectrum
    top = pane.plot_rect().top()
    wanted = [pane.hertz_at(top + share * height) for share in (0.75, 0.25)]
    assert [low, high] == pytest.approx(wanted, rel=0.02)
    read = over.viewer.hand.readout.whole
    assert band_text((low, high)) in read and "mean" in read
    QTest.mousePress(over.layer, LEFT, NONE, QPoint(over.point(0.35).x(), 10))
    QTest.mouseMove(over.layer, QPoint(over.point(0.4).x(), height - 10))
    hands.key(Qt.Key.Key_Escape)
    assert selection.band == (low, high), "as it was before the drag"
    QTest.mouseRelease(over.layer, LEFT, NONE, QPoint(over.point(0.4).x(), height - 10))
    wave.drag(0.15, 0.25)
    assert not selection.empty and selection.band is None, "the waveform knows no band"


def test_the_mean_level_of_a_band_is_that_of_what_sounds_there() -> None:
    rate = 44_100
    frames = np.arange(rate)
    clip = Clip((0.5 * np.sin(2 * np.pi * 1000 * frames / rate)).astype(np.float32)[None], rate)
    picture = spectrogram(clip)
    inside = mean_level(picture, (0.2, 0.8), (990.0, 1010.0))
    outside = mean_level(picture, (0.2, 0.8), (5000.0, 9000.0))
    assert inside is not None and outside is not None and inside > -12 and outside < -60
    assert mean_level(picture, (0.5, 0.5), (0.0, 0.0)) is not None and mean_level(picture, (9.0, 10.0), (90_000.0, 99_000.0)) is not None
