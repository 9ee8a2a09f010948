"""How the panes show a sound: scales, colours, zoom upwards, overview, ticks, the view menu, finer parts, long sounds."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from studio.audio.peaks import Peaks
from studio.audio.spectrum import Look, part, spectrogram
from studio.clip import Clip
from studio.engine.events import Pictured, PicturePart
from studio.ui import theme
from studio.ui.views.colours import colour_table, difference_bytes, difference_table, table_of
from studio.ui.views.ticks import frequency_text, linear_hertz, time_text, time_ticks
from studio.ui.views.view_settings import ViewSettings
from studio.ui.views.waveform import band_limited
from tests.ui.conftest import Hands

RATE = 44_100


def picture(samples: np.ndarray, request: int = 99, look: Look | None = None) -> Pictured:
    clip = Clip(np.atleast_2d(samples).astype(np.float32), RATE)
    return Pictured(request, clip, Peaks.of(clip), spectrogram(clip, look or Look()))


def sine(hertz: float, seconds: float = 2.0, level: float = 0.5) -> np.ndarray:
    found: np.ndarray = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return found


@pytest.fixture
def viewer(hands: Hands) -> Any:
    hands.settle()
    hands.window.poller.stop()
    hands.window.viewer.show_picture(picture(sine(1000.0)))
    QApplication.processEvents()
    return hands.window.viewer


def wheel(pane: Any, place: QPoint, notches: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(pane, QWheelEvent(
        QPointF(place), QPointF(pane.mapToGlobal(place)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    ))  # fmt: skip


def rows_lit(pane: Any, colour: str) -> np.ndarray:
    """How many px of a colour each column of the plot has."""
    image, plot = pane.grab().toImage(), pane.plot_rect()
    wanted = theme.color(colour).rgb()
    return np.array([
        sum(image.pixel(x, y) == wanted for y in range(plot.top(), plot.bottom() + 1)) for x in range(plot.left(), plot.right() + 1, 10)
    ])  # fmt: skip


# ---- waveform


def test_the_core_of_the_waveform_is_its_rms(viewer: Any) -> None:
    reach = viewer.wave.y_of(0, 0.0) - viewer.wave.y_of(0, 0.5)
    core, rest = rows_lit(viewer.wave, theme.WAVE_CORE), rows_lit(viewer.wave, theme.WAVE)
    assert np.median(core) == pytest.approx(2 * reach / np.sqrt(2), abs=3)  # a sine's RMS is its peak over the root of two
    assert np.median(core + rest) == pytest.approx(2 * reach, abs=3)


@pytest.mark.parametrize("amplitude", ["linear", "db60", "db90"])
def test_levels_have_their_places(viewer: Any, amplitude: str) -> None:
    wave = viewer.wave
    wave.show_settings(ViewSettings(amplitude=amplitude))
    wave.show_clip(*_stereo())
    assert wave.y_of(0, 1.0) < wave.y_of(0, 0.0) < wave.y_of(0, -1.0) < wave.y_of(1, 1.0)
    quiet = wave.y_of(0, 0.0) - wave.y_of(0, 0.01)  # -40 dB
    full = wave.y_of(0, 0.0) - wave.y_of(0, 1.0)
    assert quiet / full == pytest.approx({"linear": 0.01, "db60": 1 / 3, "db90": 5 / 9}[amplitude], rel=1e-3)


def _stereo() -> tuple[Clip, Peaks]:
    clip = Clip(np.stack([sine(200.0), sine(300.0)]).astype(np.float32), RATE)
    return clip, Peaks.of(clip)


def test_alt_and_wheel_enlarge_the_heights_and_say_so(viewer: Any) -> None:
    before = viewer.wave.y_of(0, 0.1)
    wheel(viewer.wave, QPoint(300, 40), 3, Qt.KeyboardModifier.AltModifier)
    assert viewer.wave.magnified == pytest.approx(0.8**-3) and viewer.window_.fitted
    assert viewer.wave.y_of(0, 0.1) < before
    enlarged = viewer.wave.grab().toImage()
    wheel(viewer.wave, QPoint(5, 40), -9)  # over the axis, without Alt
    assert viewer.wave.magnified == 1.0 and viewer.wave.grab().toImage() != enlarged


def test_keys_zoom_upwards_and_fit_takes_it_back(viewer: Any, hands: Hands) -> None:
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    hands.key(Qt.Key.Key_Up, alt)
    hands.key(Qt.Key.Key_Up, alt)
    assert viewer.wave.magnified == pytest.approx(0.8**-2) and viewer.spectrum.rows == (0.0, 1.0)
    hands.key(Qt.Key.Key_Down, alt)
    assert viewer.wave.magnified == pytest.approx(0.8**-1)
    hands.key(Qt.Key.Key_Up, alt | shift)
    low, high = viewer.spectrum.rows
    assert high - low == pytest.approx(0.8) and low == pytest.approx(0.1, abs=0.01)
    hands.key(Qt.Key.Key_F)
    assert viewer.wave.magnified == 1.0 and viewer.spectrum.rows == (0.0, 1.0)


def test_clipping_is_marked_in_its_lane(viewer: Any) -> None:
    samples = np.stack([sine(200.0), sine(200.0)])
    viewer.show_picture(picture(samples))
    assert not rows_lit(viewer.wave, theme.ERROR).any()
    samples[1, RATE : RATE + 4000] = 1.0
    viewer.show_picture(picture(samples))
    image, plot = viewer.wave.grab().toImage(), viewer.wave.plot_rect()
    red = theme.color(theme.ERROR).rgb()
    found = [(x, y) for x in range(plot.left(), plot.right()) for y in range(plot.height()) if image.pixel(x, y) == red]
    middle = viewer.wave.pixel_of(1.0 + 2000 / RATE)
    assert found and all(abs(x - middle) < 40 and plot.height() // 2 <= y < plot.height() // 2 + 12 for x, y in found)


def test_the_curve_between_dots_is_what_a_converter_would_make() -> None:
    places = np.linspace(100.0, 200.0, 700)
    samples = np.sin(2 * np.pi * 0.11 * np.arange(300))
    assert np.allclose(band_limited(samples, 0, places)[1], np.sin(2 * np.pi * 0.11 * places), atol=0.01)
    shifted = band_limited(samples[50:], 50, places)[1]
    assert np.allclose(shifted, band_limited(samples, 0, places)[1])
    assert np.allclose(band_limited(samples, 0, np.arange(100.0, 110.0))[1], samples[100:110], atol=1e-9)  # through the dots


# ---- spectrogram


@pytest.mark.parametrize("scale", ["mel", "log", "linear"])
def test_a_tone_is_where_the_axis_says(viewer: Any, scale: str) -> None:
    viewer.show_picture(picture(sine(3000.0), look=Look("normal", scale)))
    spectrum = viewer.spectrum
    image, x = spectrum.grab().toImage(), round(spectrum.pixel_of(1.0))
    bright = [image.pixelColor(x, y).lightness() for y in range(spectrum.plot_rect().height())]
    assert abs(int(np.argmax(bright)) - spectrum.y_of_hertz(3000.0)) <= 3
    assert spectrum.reading(1.0, spectrum.y_of_hertz(3000.0))[1] == pytest.approx(-6.0, abs=3.1)
    assert spectrum.hertz_at(spectrum.y_of_hertz(700.0)) == pytest.approx(700.0, rel=1e-6)
    texts = [text for _, text in spectrum.marks()]
    assert len(texts) >= 3 and all(text.endswith("Hz") for text in texts)


def test_range_and_gain_move_the_colours_and_not_the_picture(viewer: Any) -> None:
    bytes_before = viewer.spectrum._whole.bytes
    viewer._show_view(ViewSettings(range_db=40.0, gain_db=20.0))
    assert viewer.spectrum._whole.bytes is bytes_before
    table = colour_table(ViewSettings(range_db=40.0, gain_db=20.0))
    assert table[2 * (120 - 20)] == colour_table(ViewSettings())[240]  # -20 dB has the colour that 0 dB had
    assert table[2 * (120 - 61)] == colour_table(ViewSettings())[0] == table[0]
    assert colour_table(ViewSettings(colours="inverted"))[0] == 0xFFFFFFFF


def test_the_waveform_may_lie_over_the_picture(viewer: Any) -> None:
    plain = viewer.spectrum.grab().toImage()
    viewer._show_view(ViewSettings(overlay=100.0))
    over = viewer.spectrum.grab().toImage()
    plot, x = viewer.spectrum.plot_rect(), round(viewer.spectrum.pixel_of(1.0))
    loudest = colour_table(ViewSettings())[240]
    lit = [y for y in range(plot.height()) if over.pixel(x, y) == loudest]
    assert len(lit) == pytest.approx(plot.height() / 2, abs=6)  # a sine at half of full scale
    viewer._show_view(ViewSettings())
    assert viewer.spectrum.grab().toImage() == plain


@pytest.mark.parametrize("name", ["magma", "viridis", "cividis"])
def test_colours_are_those_of_pyqtgraph(name: str) -> None:
    import pyqtgraph

    wanted = pyqtgraph.colormap.get(name).getLookupTable(nPts=256, alpha=False).astype(int)
    assert np.abs(table_of(name).astype(int) - wanted).max() <= 1


def test_no_difference_has_the_colour_of_the_ground() -> None:
    flat = np.zeros((4, 6), np.float32)
    assert (difference_bytes(flat) == 128).all()
    assert difference_table()[128] == theme.color(theme.VIEW).rgb()
    flat[0, 0], flat[1, 1] = 24.0, -30.0
    found = difference_bytes(flat)
    assert found[3, 0] == 255 and found[2, 1] == 1  # the lowest band is the image's last row


def test_alt_and_wheel_zoom_the_frequencies_at_the_pointer(viewer: Any) -> None:
    spectrum = viewer.spectrum
    y = spectrum.y_of_hertz(1000.0)
    wheel(spectrum, QPoint(300, round(y)), 4, Qt.KeyboardModifier.AltModifier)
    low, high = spectrum.rows
    assert high - low == pytest.approx(0.8**4) and abs(spectrum.y_of_hertz(1000.0) - y) <= 2
    wheel(spectrum, QPoint(300, round(y)), -9, Qt.KeyboardModifier.AltModifier)
    assert spectrum.rows == (0.0, 1.0)


def test_zooming_in_asks_for_finer_parts_and_draws_them(viewer: Any, hands: Hands) -> None:
    spectrum, session = viewer.spectrum, hands.session
    session.set_look(Look("transients"))
    session.generate()
    hands.settle()
    hands.until(lambda: viewer.shown.clip.seconds < 2 and viewer.shown.spectrogram.n_fft == 512)
    assert spectrum.lacking() == (0, ())
    duration = viewer.window_.duration
    viewer.window_.show(0.4 * duration, 0.41 * duration)
    hop, parts = spectrum.lacking()
    assert hop < spectrum.spectrogram.hop and parts
    hands.until(lambda: spectrum.lacking()[1] == ())
    assert all(tile.spectrogram.hop == hop for tile in spectrum._tiles.values())
    viewer.closer.show_part(PicturePart(12345, next(iter(spectrum._tiles.values())).spectrogram))  # of another sound
    assert len(spectrum._tiles) <= len(parts)


def test_a_finer_part_lies_where_it_belongs(viewer: Any) -> None:
    samples = np.zeros(2 * RATE)
    samples[RATE] = 1.0
    event = picture(samples, look=Look("transients"))
    viewer.show_picture(event)
    clip = event.clip
    assert isinstance(clip, Clip)
    padded = np.pad(clip.samples, ((0, 0), (4096, 4096)))
    index = RATE // 16 // 256
    made = part(lambda a, b: padded[:, a + 4096 : b + 4096], range(256 * index, 256 * index + 256), 16, RATE, 512, Look("transients"))
    viewer.spectrum.show_tile(made)
    viewer.window_.show(0.97, 1.03)
    image, y = viewer.spectrum.grab().toImage(), viewer.spectrum.plot_rect().height() // 2
    plot = viewer.spectrum.plot_rect()
    bright = [image.pixelColor(x, y).lightness() for x in range(plot.left(), plot.right())]
    assert abs(plot.left() + int(np.argmax(bright)) - viewer.spectrum.pixel_of(1.0)) <= 6
    assert viewer.spectrum.reading(1.0, y)[1] == pytest.approx(made.db[:, RATE // 16 - 256 * index].max(), abs=12)


# ---- overview and ticks


def test_the_overview_shows_and_moves_what_is_seen(viewer: Any, hands: Hands) -> None:
    overview, window = viewer.overview, viewer.window_
    window.show(0.5, 1.0)
    middle = overview.height() // 2
    start, end = (QPoint(round(overview.pixel_of(seconds)), middle) for seconds in (0.75, 1.25))
    hands.drag(overview, start, end)
    assert (window.start, window.end) == (pytest.approx(1.0, abs=0.01), pytest.approx(1.5, abs=0.01))
    hands.drag(overview, QPoint(round(overview.pixel_of(window.start)), middle), QPoint(round(overview.pixel_of(0.2)), middle))
    assert (window.start, window.end) == (pytest.approx(0.2, abs=0.01), pytest.approx(1.5, abs=0.01))
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(round(overview.pixel_of(1.9)), middle))
    assert window.end == pytest.approx(2.0)
    overview.setFocus()
    QTest.keyClick(overview, Qt.Key.Key_Home)
    assert window.start == 0.0
    span = window.span
    QTest.keyClick(overview, Qt.Key.Key_Right)
    assert window.start == pytest.approx(0.1 * span)
    QTest.keyClick(overview, Qt.Key.Key_Up)
    assert window.span == pytest.approx(0.8 * span)
    QTest.mouseDClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(round(overview.pixel_of(1.0)), middle))
    assert window.fitted


def test_times_read_well() -> None:
    assert [time_text(*pair) for pair in ((0.0, 1.0), (0.25, 0.05), (0.0005, 0.0001), (1.5, 0.5), (75.0, 15.0), (3725.0, 5.0))] == [
        "0", "250 ms", "0.5 ms", "1.5 s", "1:15", "1:02:05"]  # fmt: skip
    assert time_text(1210.005, 0.001) == "20:10.005" and time_text(59.9996, 0.001) == "60.000 s" and time_text(119.99, 1.0) == "2:00"
    assert linear_hertz(22_050.0, 5) == [0.0, 5000.0, 10_000.0, 15_000.0, 20_000.0]


def test_axes_use_the_point_of_the_locale() -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German))
        assert time_text(1.5, 0.5) == "1,5 s" and time_text(75.25, 0.05) == "1:15,25" and frequency_text(1500.0) == "1,5 kHz"
    finally:
        QLocale.setDefault(before)


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.floats(0, 7000), st.floats(0.0006, 7200), st.integers(2, 40))
def test_ticks_lie_inside_and_are_neither_many_nor_alike(start: float, span: float, most: int) -> None:
    ticks = time_ticks(start, start + span, most)
    assert len(ticks) <= most + 1
    assert all(start - 1e-6 <= seconds <= start + span + 1e-6 for seconds, _ in ticks)
    texts = [text for _, text in ticks]
    assert len(set(texts)) == len(texts)


# ---- settings


def test_the_view_menu_applies_at_once_and_is_kept(viewer: Any, hands: Hands) -> None:
    QTest.mouseClick(viewer.view, Qt.MouseButton.LeftButton)
    popup = viewer.view.popup
    assert popup.isVisible()

    def choose(name: str, value: str) -> None:
        box = popup.findChild(QComboBox, f"view_{name}")
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    choose("amplitude", "db60")
    choose("colours", "cividis")
    slider, field = popup._sliders["gain_db"]
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert viewer.wave.settings == viewer.spectrum.settings == ViewSettings("db60", "cividis", 80.0, slider.value_now)
    assert slider.value_now in (-20.0, 60.0)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12,5 dB")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert viewer.wave.settings.gain_db == pytest.approx(12.5, abs=0.51)
    choose("scale", "log")
    choose("stft", "transients")
    hands.settle()
    hands.until(lambda: viewer.shown is not None and viewer.shown.spectrogram.look == Look("transients", "log"))
    choose("stft", "auto")
    hands.until(lambda: viewer.shown.spectrogram.look.stft == "auto")
    box = popup.findChild(QComboBox, "view_stft")
    assert str(viewer.shown.spectrogram.n_fft) in box.currentText()
    choose("stft", "transients")
    hands.until(lambda: viewer.shown.spectrogram.look.stft == "transients")
    assert not any(letter.isdigit() for letter in box.itemText(box.findData("auto")))
    saved = hands.session.preferences
    assert saved["look"] == {"stft": "transients", "scale": "log"}
    assert ViewSettings.from_json(saved["view"]) == viewer.wave.settings
    popup.usual.click()
    assert viewer.wave.settings == ViewSettings() and hands.session.look == Look()
    popup.hide()


def test_damaged_view_settings_are_the_usual_ones() -> None:
    odd = {"amplitude": 3, "colours": ["magma"], "range_db": "80", "gain_db": True}
    damaged: tuple[Any, ...] = (None, [], odd, {"range_db": float("nan")})
    for saved in damaged:
        assert ViewSettings.from_json(saved) == ViewSettings()
    assert ViewSettings.from_json({"range_db": 1e9, "gain_db": -1e9}) == ViewSettings(range_db=120.0, gain_db=-20.0)


# ---- whatever comes


@pytest.mark.parametrize("channels", [1, 2])
def test_odd_sounds_are_painted_at_every_zoom(viewer: Any, channels: int) -> None:
    panes = (viewer.wave, viewer.spectrum, viewer.overview)
    looks = (Look(), Look("auto", "linear"), Look("pitch", "log"))
    for frames, look in itertools.product((0, 1, 2, 7, 300, 100_000), looks):
        event = picture(np.random.default_rng(frames).normal(0, 1, (channels, frames)), look=look)
        viewer.show_picture(event)
        viewer.wave.show_ghost(event.peaks, 0.5)
        for start, end in ((0.0, 9.0), (0.0, 0.0), (0.3, 0.3001), (1e-6, 2e-4)):
            viewer.window_.show(start, end)
            for amplitude in ("linear", "db90"):
                viewer._show_view(ViewSettings(amplitude=amplitude, overlay=30.0))
                for pane in panes:
                    assert not pane.grab().isNull()
                    pane.hovered.emit(viewer.window_.start, 3.0)
        viewer.spectrum.show_difference(event.spectrogram)
        assert not viewer.spectrum.grab().isNull()
        viewer.describer.describe()
    for pane in panes:
        pane.resize(3, 2)
        assert not pane.grab().isNull()


# ---- in words


def test_what_is_seen_is_said_in_words(viewer: Any) -> None:
    samples = sine(1000.0)
    samples[RATE : RATE + 20] = 1.0
    viewer.show_picture(picture(samples))
    viewer.describer.describe()
    wave, spectrum = (pane.accessibleDescription() for pane in (viewer.wave, viewer.spectrum))
    assert "All 2.00 seconds" in wave and "Peak 0.0 dB at 1.0" in wave and "RMS −9.0 dB" in wave and "full scale: 1" in wave
    assert "Strongest at 1.0 kHz with −6 dB" in spectrum or "Strongest at 1.0 kHz with −7 dB" in spectrum
    viewer.window_.show(0.2, 0.3)
    viewer.describer.describe()
    assert "From 0.2000 to 0.3000 of 2.0000" in viewer.wave.accessibleDescription()
    assert "Peak −6.0 dB" in viewer.wave.accessibleDescription() and "full scale" not in viewer.wave.accessibleDescription()
    viewer.show_picture(picture(np.zeros(RATE)))
    viewer.describer.describe()
    assert "silent" in viewer.wave.accessibleDescription()


# ---- a long sound


def test_a_long_file_opens_in_the_panes(viewer: Any, hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, np.tile(sine(500.0, 1.0), (2, 70)).T * np.linspace(0, 1, 70 * RATE)[:, None], RATE, "PCM_16")
    hands.session.open_sound(path)
    hands.until(lambda: viewer.shown.clip.seconds == pytest.approx(70))
    hands.settle()
    QApplication.processEvents()
    assert viewer.wave.lanes == 2 and viewer.window_.fitted and viewer.shown.clip.read == 1.0
    viewer.window_.show(35.0, 35.002)
    hands.until(lambda: viewer.wave.line and viewer.wave.peaks.samples_between(35 * RATE, 35 * RATE + 80) is not None)
    assert np.abs(viewer.wave.peaks.samples_between(35 * RATE, 35 * RATE + 80)).max() == pytest.approx(0.25, abs=0.01)
    viewer.wave.grab()
