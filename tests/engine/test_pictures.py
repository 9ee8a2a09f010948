"""Other looks, finer parts and long sounds: what the pictures' thread makes, for which wish, and what it leaves out."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import soundfile

from studio.audio.long_sound import LongSound
from studio.audio.peaks import Peaks
from studio.audio.spectrum import Look, spectrogram
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine import pictures
from studio.engine.events import Pictured, PicturePart
from studio.engine.library import Library
from studio.engine.pictures import PART, Pictures, View
from studio.engine.session import Session
from studio.engine.work import Pending
from studio.paths import Home
from studio.recipe import Recipe, Settings
from tests.toy import FakePlayer, Recorder, ToyCatalogue, toy_session
from tests.waiting import wait_until

RATE = 44_100


class Eyes:
    """A Pictures of its own and what it published."""

    def __init__(self) -> None:
        self.pictures: list[Pictured] = []
        self.parts: list[PicturePart] = []
        self.failed: list[tuple[str, Exception]] = []
        self.pending = Pending()
        self.engine = Pictures(self._see, lambda text, error: self.failed.append((text, error)), self.pending, Look())

    def _see(self, event: Any) -> None:
        (self.parts if isinstance(event, PicturePart) else self.pictures).append(event)

    def show(self, number: int, clip: Clip, look: Look | None = None) -> None:
        self.engine.show(clip, Pictured(number, clip, Peaks.of(clip), spectrogram(clip, look or self.engine.look)))

    def rest(self) -> None:
        assert self.pending.wait(20)


@pytest.fixture
def eyes() -> Iterator[Eyes]:
    made = Eyes()
    yield made
    made.engine.close()


def tone(seconds: float = 2.0, channels: int = 1) -> Clip:
    wave = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(round(seconds * RATE)) / RATE)
    return Clip(np.repeat(wave[None].astype(np.float32), channels, axis=0), RATE)


def test_another_look_comes_for_the_sound_that_is_shown(eyes: Eyes) -> None:
    clip = tone()
    eyes.show(3, clip)
    assert [event.request for event in eyes.pictures] == [3]
    eyes.engine.set_look(Look("pitch", "log"))
    eyes.rest()
    event = eyes.pictures[-1]
    assert len(eyes.pictures) == 2 and event.request == 3 and event.clip is clip and event.peaks is eyes.pictures[0].peaks
    assert event.spectrogram.n_fft == 8192 and event.spectrogram.look == Look("pitch", "log")
    eyes.show(4, tone(0.5), Look())  # the renderer had begun it in the old look
    eyes.rest()
    assert [picture.spectrogram.look.stft for picture in eyes.pictures[2:]] == ["normal", "pitch"]
    assert not eyes.failed


def test_an_older_sound_never_replaces_a_newer_one(eyes: Eyes) -> None:
    eyes.show(5, tone())
    eyes.show(4, tone(1.0))
    assert [event.request for event in eyes.pictures] == [5]


def test_parts_are_made_in_the_order_wished_and_only_for_what_is_shown(eyes: Eyes) -> None:
    clip = tone()
    eyes.show(1, clip)
    whole = eyes.pictures[0].spectrogram
    eyes.engine.want(View(1, 0.5, 0.6, 800, 16, (6, 5)))
    eyes.rest()
    assert [round(event.spectrogram.times[0] * RATE / 16 / PART) for event in eyes.parts] == [6, 5]
    made = eyes.parts[0].spectrogram
    assert made.hop == 16 and made.db.shape == (whole.db.shape[0], PART) and eyes.parts[0].request == 1
    column = int(np.argmin(np.abs(whole.times - made.times[0])))
    assert np.allclose(made.db[:, round((whole.times[column] - made.times[0]) * RATE / 16)], whole.db[:, column], atol=0.1)
    eyes.engine.want(View(9, 0.5, 0.6, 800, 16, (1,)))  # a sound that is not shown
    eyes.engine.want(View(1, 0.5, 0.6, 800, 16, (10_000,)))  # behind its end
    eyes.rest()
    assert len(eyes.parts) == 2 and not eyes.failed


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.wav"
    samples = np.repeat(tone(5.0, 2).samples, 16, axis=1)[:, : 80 * RATE] * np.linspace(0, 1, 80 * RATE, dtype=np.float32)
    soundfile.write(path, samples.T, RATE, "PCM_16")
    return path


def test_a_long_sound_is_seen_at_once_and_read_to_its_end(eyes: Eyes, long_file: Path) -> None:
    eyes.engine.open(7, long_file)
    wait_until(lambda: eyes.pictures, what="the first picture")
    first = eyes.pictures[0]
    assert first.request == 7 and first.clip.seconds == pytest.approx(80) and first.spectrogram.db.shape[1] >= 768
    eyes.rest()
    last = eyes.pictures[-1]
    assert last.clip.read == 1.0 and last.clip.peak == pytest.approx(0.5, abs=0.01)  # type: ignore[union-attr]
    assert all(event.spectrogram is first.spectrogram for event in eyes.pictures)  # only the peaks are news
    assert not eyes.failed and eyes.engine.long is not None


def test_close_up_the_samples_of_a_long_sound_come(eyes: Eyes, long_file: Path) -> None:
    eyes.engine.open(7, long_file)
    eyes.rest()
    assert eyes.pictures[-1].peaks.samples_between(40 * RATE, 40 * RATE + 100) is None
    eyes.engine.want(View(7, 40.0, 40.01, 1000, 0))
    eyes.rest()
    samples = eyes.pictures[-1].peaks.samples_between(40 * RATE, 40 * RATE + 400)
    assert samples is not None and np.abs(samples).max() == pytest.approx(0.25, abs=0.01)
    count = len(eyes.pictures)
    eyes.engine.want(View(7, 40.001, 40.009, 1000, 0))  # the same page
    eyes.rest()
    assert len(eyes.pictures) == count


def test_a_clip_takes_the_place_of_a_long_sound(eyes: Eyes, long_file: Path) -> None:
    eyes.engine.open(7, long_file)
    eyes.show(8, tone())
    eyes.rest()
    assert eyes.pictures[-1].request == 8 and eyes.engine.long is None
    seen = len(eyes.pictures)
    eyes.engine.want(View(7, 0.0, 1.0, 1000, 16, (1,)))
    eyes.rest()
    assert len(eyes.pictures) == seen and not eyes.parts


class Turnstile:
    """A lock that does something whenever it is let go."""

    def __init__(self, lock: Any, act: Any) -> None:
        self._lock, self._act = lock, act

    def __enter__(self) -> Any:
        return self._lock.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._lock.__exit__(*error)
        self._act()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lock, name)


def test_a_clip_is_not_overtaken_by_a_long_sound_that_was_opened_before_it(eyes: Eyes, long_file: Path) -> None:
    engine, shown = eyes.engine, []

    def look() -> None:
        """On the thread, as soon as the long sound is not to be opened any more."""
        if threading.current_thread() is engine._thread and engine._path is None and not shown:
            shown.append(8)
            eyes.show(8, tone())

    engine._wake = Turnstile(engine._wake, look)  # type: ignore[assignment]
    engine.open(7, long_file)
    eyes.rest()
    assert shown and eyes.pictures[-1].request == 8 and engine.long is None


def test_a_long_file_plays_before_it_is_opened(home: Home, long_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Space right after it was dropped: it played the sound of before, and the file was not shown at all."""
    session, opened = toy_session(home), threading.Event()
    picture = pictures._Long.picture

    def held(long: Any, look: Look) -> Pictured:
        assert opened.wait(10)
        return picture(long, look)

    monkeypatch.setattr(pictures._Long, "picture", held)
    try:
        session.open_sound(long_file)
        wait_until(lambda: session._pictures._path or session._pictures.long)
        session.play()
        now = session._long_play.now
        assert now is not None and now.path == long_file
        opened.set()
        wait_until(lambda: session.picture is not None and isinstance(session.picture.clip, LongSound))
    finally:
        opened.set()
        session.close()


def test_what_was_shown_is_let_go(eyes: Eyes, long_file: Path) -> None:
    """Nobody but the viewer keeps a clip, and a file is closed, also where nothing else is wanted."""
    kept = []
    for number in range(3):
        clip = tone(0.2)
        kept.append(weakref.ref(clip))
        eyes.show(number, clip)
    del clip
    eyes.pictures.clear()
    assert [one() is not None for one in kept] == [False, False, True]
    eyes.engine.open(7, long_file)
    eyes.rest()
    assert str(long_file) in {opened.path for opened in psutil.Process().open_files()}
    eyes.show(8, tone())
    eyes.rest()
    assert str(long_file) not in {opened.path for opened in psutil.Process().open_files()}


def test_a_file_that_goes_away_is_told(eyes: Eyes, tmp_path: Path) -> None:
    eyes.engine.open(1, tmp_path / "nothing.wav")
    eyes.rest()
    assert "does not exist" in str(eyes.failed[0][1])
    eyes.show(2, tone())  # the thread lives on
    eyes.engine.set_look(Look("transients"))
    eyes.rest()
    assert eyes.pictures[-1].spectrogram.n_fft == 512


def test_a_session_keeps_its_look_and_opens_long_files(home: Home, long_file: Path) -> None:
    session = toy_session(home)
    try:
        heard = Recorder(session)
        session.set_look(Look("transients", "linear"))
        assert session.wait_idle(10)
        assert heard.of(Pictured)[-1].spectrogram.look == session.look == Look("transients", "linear")
        assert session.preferences["look"] == {"stft": "transients", "scale": "linear"}
        session.generate()
        assert session.wait_idle(10)
        assert heard.of(Pictured)[-1].spectrogram.n_fft == 512
        takes = len(session.takes())
        session.open_sound(long_file)
        assert session.wait_idle(20)
        assert heard.of(Pictured)[-1].clip.seconds == pytest.approx(80)
        assert "longer than a minute" in heard.of(ev.Message)[-1].text and len(session.takes()) == takes
        session.generate()
        assert session.wait_idle(10)
        assert heard.of(Pictured)[-1].clip.seconds < 10
    finally:
        session.close()


def test_a_long_sound_is_played_from_its_file(home: Home, long_file: Path) -> None:
    session = toy_session(home)
    player: Any = session._player
    try:
        session.open_sound(long_file)
        assert session.wait_idle(20)
        before = len(player.played)
        session.seek(33.0)
        assert len(player.played) == before  # nothing sounds unasked
        session.play()
        wait_until(lambda: len(player.played) > before, what="the window")
        window = player.played[-1]
        assert window.loop and window.restart and window.clip.seconds == 8.0 and window.at == 33.0 % 8
        level = np.abs(window.clip.samples[:, round(1.0 * RATE) : round(1.1 * RATE)]).max()
        assert level == pytest.approx(0.5 * 33.05 / 80, abs=0.01)  # 33 s lie at 1 s of the window
        session.set_loop_region(10.0, 12.0, 0.02)
        wait_until(lambda: player.played[-1].clip.seconds == 2.0, what="the selection")
        assert not player.played[-1].loop and session.loop_region == (10.0, 12.0)
        session.stop()
        assert not player.playing and session.status().position_seconds == 0.0
        session.generate()
        assert session.wait_idle(10)
        assert player.played[-1].clip.seconds < 10
    finally:
        session.close()


def test_a_damaged_look_is_the_usual_one(home: Home) -> None:
    for saved in ({"stft": "all", "scale": 7}, [1], None, {"stft": ["auto"]}):
        session: Session = toy_session(home, preferences={"look": saved})
        session.close()
        assert session.look == Look()


def test_a_take_that_the_player_cant_hold_at_96_khz_is_played_from_its_file(home: Home) -> None:
    player = FakePlayer()
    player.live.rate = 96_000
    session = Session(ToyCatalogue(), player, Library(home), home)
    try:
        assert session.wait_idle(10)
        clip = Clip(np.full((2, 40 * 48_000), 0.1, np.float32) * np.linspace(0, 1, 40 * 48_000, dtype=np.float32), 48_000)
        recipe = Recipe("toy", "0" * 64, Settings(), "", "undertone", ({"live": {"seconds": 40.0}},))
        take = session._library.add(clip, recipe, title="Live 001").result(10)
        for sound in (False, True):
            before = len(player.played)
            session.audition(take.id, sound)
            assert session.wait_idle(20)
            if not sound:
                assert len(player.played) == before
        wait_until(lambda: len(player.played) > before, what="the window")
        window = player.played[-1]
        assert window.loop and window.restart and window.clip.seconds == 8.0 and window.at == 0.0
        assert window.clip.samples[0, 4 * 48_000] == pytest.approx(0.01, abs=1e-4)
        assert session.shown_take == take.id and session.picture is not None and session.picture.clip.seconds == 40.0
        session.seek(33.0)
        session.stop()
        session.play()
        wait_until(lambda: player.played[-1].at == 33.0 % 8, what="the window at the cursor")
        player.live.rate = 48_000  # here it fits
        session.audition(take.id)
        assert session.wait_idle(20)
        wait_until(lambda: player.played[-1].clip.seconds == 40.0, what="the whole take")
    finally:
        session.close()
