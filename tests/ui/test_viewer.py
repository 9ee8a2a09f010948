"""Waveform, spectrogram, time axis and playhead."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.audio.peaks import Peaks
from studio.audio.spectrum import spectrogram
from studio.clip import Clip
from studio.engine.events import Pictured
from studio.ui.views.time_window import SHORTEST, TimeWindow
from studio.ui.views.waveform import fill, runs, spans
from tests.ui.conftest import Hands

RATE = 44_100


def sine(seconds: float, hertz: float, channels: int = 1) -> Pictured:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    clip = Clip(np.repeat(wave[None].astype(np.float32), channels, axis=0), RATE)
    return Pictured(99, clip, Peaks.of(clip), spectrogram(clip))


@pytest.fixture
def viewer(hands: Hands) -> Any:
    hands.settle()
    hands.window.poller.stop()  # the tests move the playhead themselves
    hands.window.viewer.show_picture(sine(2.0, 1000.0))
    QApplication.processEvents()
    return hands.window.viewer


def wheel(pane: Any, x: int, notches: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = pane
    place = QPoint(x, view.height() // 2)
    QApplication.sendEvent(view, QWheelEvent(
        QPointF(place), QPointF(view.mapToGlobal(place)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    ))  # fmt: skip


def test_a_time_window_stays_inside() -> None:
    window = TimeWindow()
    window.set_duration(2.0)
    assert window.fitted
    window.zoom(0.25, 1.5)
    assert (window.start, window.end) == (pytest.approx(1.125), pytest.approx(1.625))
    window.pan(9.0)
    assert (window.start, window.end) == (pytest.approx(1.5), 2.0)
    window.set_duration(1.0)  # a shorter clip: what is seen stays inside it
    assert (window.start, window.end) == (0.5, 1.0)
    window.zoom(1e-9, 0.7)
    assert window.span == pytest.approx(SHORTEST)
    window.zoom(1e9, 0.7)
    assert window.fitted


def test_the_panes_share_one_axis(viewer: Any) -> None:
    for seconds in (0.0, 0.7, 1.9):
        wave, spectrum = (pane.mapTo(viewer, QPoint(round(pane.pixel_of(seconds)), 0)).x() for pane in (viewer.wave, viewer.spectrum))
        assert abs(wave - spectrum) <= 1
    assert viewer.wave.pixel_of(0.0) < viewer.wave.pixel_of(2.0) <= viewer.wave.width()


def test_the_wheel_zooms_at_the_pointer(viewer: Any) -> None:
    before = viewer.wave.pixel_of(1.5)
    wheel(viewer.wave, round(before), 3)
    assert viewer.window_.span == pytest.approx(2.0 * 0.8**3)
    assert abs(viewer.wave.pixel_of(1.5) - before) <= 2
    start = viewer.window_.start
    wheel(viewer.spectrum, 300, 1, Qt.KeyboardModifier.ShiftModifier)
    assert viewer.window_.start < start and viewer.window_.span == pytest.approx(2.0 * 0.8**3)
    viewer.fit()
    assert viewer.window_.fitted


def test_columns_from_afar_a_line_from_near(viewer: Any) -> None:
    assert not viewer.wave.line
    image = viewer.wave.grab().toImage()
    lit = [x for x in range(0, image.width(), 7) if image.pixelColor(x, round(image.height() * 0.4)).red() > 150]
    assert len(lit) > 50  # a sine at half scale fills the middle from side to side
    viewer.window_.zoom(0.001, 1.0)
    assert viewer.wave.line
    near = viewer.wave.grab().toImage()
    assert near != image


def test_stereo_has_two_lanes(viewer: Any) -> None:
    viewer.show_picture(sine(1.0, 200.0, channels=2))
    assert viewer.wave.lanes == 2
    assert "stereo" in viewer.summary.whole
    viewer.wave.grab()


def test_the_reading_names_what_is_under_the_pointer(viewer: Any) -> None:
    spectrum = viewer.spectrum
    y = spectrum.y_of_hertz(1000.0)
    hertz, db = spectrum.reading(1.0, y)
    assert hertz == pytest.approx(1000, rel=0.02) and -12 < db < 0
    assert spectrum.hertz_at(spectrum.y_of_hertz(440.0)) == pytest.approx(440.0, rel=1e-6)
    assert spectrum.reading(9.0, y) is None and spectrum.reading(1.0, -50.0) is None


def test_the_playhead_moves_without_repainting_the_picture(viewer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer.wave.grab()
    QApplication.processEvents()
    made = []
    for pane in (viewer.wave, viewer.spectrum, viewer.overview):
        monkeypatch.setattr(pane, "_paint_picture", lambda *rest: made.append(rest))
    status = SimpleNamespace(playing=True, position_seconds=0.0)
    for step in range(20):
        status.position_seconds = step * 0.1
        viewer.show_status(status)
        QApplication.processEvents()
    x = viewer.playhead._x
    assert x is not None and abs(x - viewer.wave.mapTo(viewer, QPoint(round(viewer.wave.pixel_of(1.9)), 0)).x()) <= 1
    assert viewer.playhead.columns_moved >= 19 and not made
    status.playing = False
    viewer.show_status(status)
    assert viewer.playhead._x is None


def test_only_the_newest_picture_is_drawn(viewer: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(viewer, "show_picture", drawn.append)
    events = [sine(0.1, 100.0), sine(0.1, 200.0), sine(0.1, 300.0)]
    for event in events:
        viewer.take_picture(event)
    qtbot.waitUntil(lambda: bool(drawn))
    assert drawn == events[-1:]


def test_a_picture_that_comes_is_drawn_pane_by_pane(viewer: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No turn of the loop makes two of them, until then the old ones are shown; a zoom meanwhile waits for none."""
    panes = (viewer.wave, viewer.spectrum, viewer.overview)
    before = [pane.prepare().cacheKey() for pane in panes]
    turns: list[list[str]] = []
    done = viewer.window_._do_next

    def turn() -> None:
        turns.append([])
        done()

    viewer.window_._turn.timeout.disconnect()
    viewer.window_._turn.timeout.connect(turn)
    for pane in panes:
        make = pane._paint_picture
        monkeypatch.setattr(
            pane, "_paint_picture", lambda ratio, pane=pane, make=make: (turns[-1].append(pane.objectName()), make(ratio))[1]
        )
    viewer.take_picture(sine(1.0, 500.0))
    assert [pane.prepare().cacheKey() for pane in panes] == before
    qtbot.waitUntil(lambda: sum(map(len, turns)) == 3)
    assert turns == [["waveform"], ["spectrogram"], ["overview"]]
    assert all(pane.prepare().cacheKey() != old for pane, old in zip(panes, before, strict=True))
    viewer.take_picture(sine(2.0, 500.0))
    viewer._draw()
    viewer.window_.zoom(0.5, 0.5)
    old = viewer.wave._picture.cacheKey()
    assert viewer.wave.prepare().cacheKey() != old, "a zoom is seen at once"


def test_columns_reach_their_neighbours_and_lose_no_peak() -> None:
    low, high = np.array([0.0, 0.5, -1.0]), np.array([0.1, 0.9, -0.8])
    first, last = spans(high, low, 50.0, 40.0)
    assert first.tolist() == [46, 14, 30] and last.tolist() == [50, 46, 90]  # each reaches the one before it
    assert spans(high, low, 50.0, 40.0, joined=False)[1].tolist() == [50, 30, 90]
    lane = np.zeros((100, 3), np.uint8)
    fill(lane, first, last)
    fill(lane, first, last)
    assert (lane == 2).sum(axis=0).tolist() == [5, 33, 61]
    fill(lane, first * 0, last * 0 + 99, within=True)
    assert (lane == 3).sum(axis=0).tolist() == [5, 33, 61] and not (lane == 1).any()
    assert runs(np.array([1, 0, 0, 1, 1, 1], bool)) == [(0, 1), (3, 6)] and runs(np.zeros(3, bool)) == []


def test_a_click_moves_the_playhead(viewer: Any, player: Any) -> None:
    layer = viewer.hand.layers[0]
    QTest.mouseClick(layer, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(round(layer.x_of(0.5)), 40))
    name, seconds = next(call for call in player.calls if call[0] == "seek")
    assert name == "seek" and seconds == pytest.approx(0.5, abs=0.01)
