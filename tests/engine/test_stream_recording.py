"""What is heard is kept: trajectories as values and in recipes, recordings as takes, takes made again as they were."""

from __future__ import annotations

import base64
import errno
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import soundfile

from studio.audio import atomic, recipe_chunk
from studio.audio.fades import soft_ends
from studio.engine import events as ev
from studio.engine.library import Library
from studio.engine.player import Player
from studio.engine.session import Session, minutes, stream_recording
from studio.engine.sounds import Sounds
from studio.engine.streaming import curves, parts, recorder
from studio.engine.streaming.curves import Curves
from studio.engine.streaming.offline import Rendering
from studio.engine.streaming.trajectory import EDIT, Track, Trajectory, draw, from_edits, moved, scale, section, shift, smooth, to_edit
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Recipe, Settings
from tests import toy_stream
from tests.toy import FakeLive
from tests.toy_stream import StreamCatalogue
from tests.waiting import wait_until

RATE = 48_000


def track(frames: np.ndarray, **changes: Any) -> Track:
    state = toy_stream.HumStream(3).save()
    names, lead = ("pitch", "bright", "level"), np.zeros((2, 3), np.float32)
    made = Track(0, "hum", toy_stream.Hum().sha256, 3, names, frames, 44_100 / 256, 0.0, lead, state, -557, 0, RATE, 256, 44_100)
    return replace(made, **changes)


def whole(frames: np.ndarray, **changes: Any) -> Trajectory:
    return Trajectory((track(frames, **changes),), 1.0, RATE, np.array([[0.0, 1.0, 0.0], [RATE, 1.0, 0.0]]))


def grains(count: int, seed: int = 0) -> np.ndarray:
    return (np.round(np.random.default_rng(seed).normal(0, 1, (count, 3)) * 4096) / 4096).astype(np.float32)


# ---------------------------------------------------------------- values


def test_edits_of_curves() -> None:
    frames = grains(200)
    assert smooth(frames, 172.0, 0.05).std() < 0.5 * frames.std()
    assert np.allclose(smooth(np.ones(50, np.float32), 172.0, 0.02), 1.0)
    assert np.allclose(scale(frames, 0.0), frames.mean(axis=0)) and np.allclose(scale(frames, 2.0, about=0.0), 2 * frames)
    assert np.allclose(shift(frames, 0.5), frames + 0.5)
    drawn = draw(frames[:, 0], [(30, 1.0), (10, -1.0)])
    assert np.allclose(drawn[10:31], np.linspace(-1, 1, 21)) and np.array_equal(drawn[31:], frames[31:, 0])


def test_a_trajectory_is_the_same_after_its_recipe_was_written_and_read() -> None:
    before = whole(grains(300))
    text = Recipe("hum", "0" * 64, Settings(), "", "undertone", (to_edit(before),)).to_text()
    after = from_edits(Recipe.from_text(text).edits)
    assert after is not None
    (a,), (b,) = before.tracks, after.tracks
    assert np.array_equal(a.frames, b.frames) and np.array_equal(a.lead, b.lead)
    assert all(np.array_equal(a.state[name], b.state[name]) and a.state[name].dtype == b.state[name].dtype for name in a.state)
    assert (a.deck, a.model, a.names, a.offset, a.begin, a.end, a.seed) == (b.deck, b.model, b.names, b.offset, b.begin, b.end, b.seed)
    assert np.array_equal(before.gains, after.gains)


def test_a_minute_of_two_restless_streams_of_thirteen_latents_fits_a_recipe() -> None:
    restless = (np.round(np.random.default_rng(1).normal(0, 1, (60 * 172, 13)) * 4096) / 4096).astype(np.float32)
    one = track(restless, names=tuple("abcdefghijklm"), lead=np.zeros((100, 13), np.float32))
    both = Trajectory((one, replace(one, deck=1)), 60.0, RATE, np.zeros((1, 3)))
    assert len(json.dumps(to_edit(both))) < 2 << 20
    held = replace(one, frames=np.zeros_like(restless))
    assert len(json.dumps(to_edit(Trajectory((held,), 60.0, RATE, np.zeros((1, 3)))))) < 8_000


@pytest.mark.parametrize("name", ["version", "seconds", "gains", "tracks", "frames", "state", "dims", "hop", "names"])
@pytest.mark.parametrize("bad", [None, -1, "x", {"a": ["<f4", [1 << 40], "eJw="]}, 1e308])
def test_a_damaged_trajectory_is_none(name: str, bad: Any) -> None:
    edit = json.loads(json.dumps(to_edit(whole(grains(50)))))
    inner = edit[EDIT] if name in edit[EDIT] else edit[EDIT]["tracks"][0]
    inner[name] = bad
    assert from_edits([edit]) is None
    assert from_edits(["x", {"cut": [0, 1]}]) is None


def test_arrays_that_unpack_to_gigabytes_are_refused() -> None:
    edit = to_edit(whole(grains(50)))
    packed = base64.b64encode(zlib.compress(bytes(9 << 20))).decode()
    edit[EDIT]["tracks"][0]["state"] |= {f"x{number}": ["|u1", [9 << 20], packed] for number in range(8)}
    assert from_edits([edit]) is None


def test_the_log_becomes_parts_and_gains() -> None:
    rows = np.array([[0, 0, 0, -1, -1], [100, 0, 0, 5000, -1], [164, 1, 0, 5064, -1], [500, 1, 0, -1, -1], [600, 0, 0, 9000, 10],
                     [700, 1, 0.5, 9100, 110]], float)  # fmt: skip
    assert parts.parts_of(rows, 150, 800) == [(0, 150, 500, 5050), (0, 600, 800, 9000), (1, 600, 800, 10)]
    gains = parts.gains_of(rows, 150, 800)
    assert gains[0].tolist() == [0, 0.78125, 0] and gains[-1].tolist() == [650, 1, 0.5]


def test_a_rendering_is_made_in_pieces_and_says_what_it_lacks() -> None:
    made = Rendering(whole(grains(172)), toy_stream.load)
    while made.step():
        pass
    assert made.clip().channels == 2 and made.clip().seconds == 1.0 and made.clip().peak > 0.05 and made.others == []
    other = Rendering(whole(grains(172), sha256="f" * 64), toy_stream.load)
    while other.step():
        pass
    assert other.others == ["Hum"]
    with pytest.raises(BadInput, match="hum"):
        Rendering(whole(grains(172), state={"phase": np.zeros(1)}), toy_stream.load).step()
    with pytest.raises(BadInput, match="another one"):
        Rendering(whole(np.zeros((172, 5), np.float32), lead=np.zeros((2, 5), np.float32)), toy_stream.load).step()
    with pytest.raises(BadInput):
        Rendering(replace(whole(grains(10)), tracks=()), toy_stream.load)
    track = whole(grains(172)).tracks[0]
    for changes in ({"hop": 1}, {"model_rate": 384_000}):  # frames of another length: thousands of times the sound, and the memory
        with pytest.raises(BadInput, match="another one"):
            Rendering(replace(whole(grains(172)), tracks=(replace(track, **changes),)), toy_stream.load).step()


def test_a_long_recording_is_a_file_that_holds_what_was_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "IN_MEMORY", 0.5)
    live, noise = FakeLive(), np.random.default_rng(0).uniform(-1, 1, (RATE, 2)).astype(np.float32)
    live.memory.record(np.zeros((1000, 2), np.float32))
    kept = recorder.Recorder(live, 1000, RATE, tmp_path / "long.wav", lambda: None, lambda error: pytest.fail(str(error)))
    for start in range(0, RATE, 4800):
        live.memory.record(noise[start : start + 4800])
    made, end = kept.stop()
    assert made is None and end == 1000 + RATE
    assert np.array_equal(soundfile.read(kept.path, dtype="float32")[0], noise)


def test_a_section_of_a_trajectory_sounds_as_that_part_of_it() -> None:
    frames = smooth(grains(172), 172.0, 0.02)
    long = replace(whole(frames), gains=np.array([[0.0, 1.0, 0.0], [RATE / 2, 0.3, 0.0], [RATE, 1.0, 0.0]]))
    every = Rendering(long, toy_stream.load)
    while every.step():
        pass
    for first, last in ((0, RATE), (0, 9_000), (10_000, 31_111), (40_000, RATE)):
        cut = section(long, first, last)
        assert cut is not None and cut.seconds == (last - first) / RATE
        made = Rendering(cut, toy_stream.load)
        while made.step():
            pass
        assert np.abs(made.clip().samples - every.clip().samples[:, first:last]).max() < 1e-5
        (one,) = cut.tracks
        assert one.start == pytest.approx((one.offset + len(one.lead) * 256 * RATE / 44_100) / RATE)
    assert section(replace(long, tracks=(replace(long.tracks[0], end=20_000),)), 30_000, 40_000) is None


def stretches_of(seconds: int, now: float = 0.0) -> tuple[Trajectory, Any]:
    """A stream of that length that is remembered for 1.3 s only, as a Curves asks for it; in the tape from frame 1000 on."""
    every = [whole(grains(172, number)) for number in range(seconds)]
    newest = [1000 + round(now * RATE)]

    def between(first: int, last: int) -> Trajectory | None:
        newest[0] = max(newest[0], last)
        if newest[0] - first > 1.3 * RATE:
            raise TimeoutError
        number, rest = divmod(first - 1000, RATE)
        assert rest == 0 and first < last <= first + RATE
        return replace(every[number], seconds=(last - first) / RATE)

    return every[0], between


def test_curves_are_kept_while_the_recording_goes_on() -> None:
    first, between = stretches_of(5)
    kept = Curves(between, 1000, RATE, 1.0)
    for tenth in range(1, 45):
        kept.reach(1000 + tenth * RATE // 10)
    found = kept.edit(1000 + 45 * RATE // 10)
    assert found is not None and found.all and found.seconds == 4.5 and len(found.tracks) == 5
    again = from_edits([json.loads(json.dumps(found.edit))])
    assert again is not None and [track.offset for track in again.tracks] == [-557 + number * RATE for number in range(5)]
    assert np.array_equal(again.tracks[0].frames, first.tracks[0].frames)

    late = Curves(stretches_of(5, now=4.5)[1], 1000, RATE, 1.0)  # nobody asked in time: the first are gone, and that is said
    found = late.edit(1000 + 45 * RATE // 10)
    assert found is not None and not found.all and found.seconds == 0.0
    assert [track.begin for track in found.tracks] == [4 * RATE]
    lost = Curves(stretches_of(5)[1], 1000, RATE, 1.0)
    lost.reach(1000 + RATE)
    lost._between = late._between  # the streams' process answers no more
    found = lost.edit(1000 + 21 * RATE // 10)
    assert found is not None and not found.all and found.seconds == 1.0 and len(found.tracks) == 1


def test_curves_that_are_too_many_for_a_recipe_are_kept_as_far_as_they_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Curves(stretches_of(5)[1], 1000, RATE, 1.0)
    for second in range(1, 5):
        kept.reach(1000 + second * RATE)
    monkeypatch.setattr(curves, "ROOM", 3 * len(json.dumps(to_edit(whole(grains(172))))) + 300)
    found = kept.edit(1000 + 5 * RATE)
    assert found is not None and not found.all and len(found.tracks) == 3 and found.seconds == 3.0


def test_ten_minutes_go_into_a_recipe_and_are_cut_to_the_frame() -> None:
    tracks = tuple(moved(track(grains(172, n), end=RATE), n * 60 * RATE, RATE) for n in range(10))
    gains = np.array([[0.0, 1.0, 0.0], [590.0 * RATE - 1, 1.0, 0.0], [590.0 * RATE, 0.5, 0.0], [600.0 * RATE, 0.5, 0.0]])
    text = Recipe("hum", "0" * 64, Settings(), "", "undertone", (to_edit(Trajectory(tracks, 600.0, RATE, gains)),)).to_text()
    again = from_edits(Recipe.from_text(text).edits)
    assert again is not None and np.array_equal(again.gains, gains) and again.tracks[9].begin == 540 * RATE
    with pytest.raises(BadInput, match="minute by minute"):
        Rendering(again, toy_stream.load)
    last = section(again, 540 * RATE, 600 * RATE)
    assert last is not None and last.tracks[0].begin == 0 and last.tracks[0].offset == -557
    both = [np.concatenate([one.lead, one.frames])[:170] for one in (last.tracks[0], tracks[9])]
    assert np.array_equal(*both)


# ---------------------------------------------------------------- with all processes, played by the clock


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[tuple[Session, list[Any]]]:
    home = Home(tmp_path).make()
    kept = {"project": {"model": "hum", "settings": {"seed": 4, "values": {}}}}
    session = Session(StreamCatalogue(), Player(null=True, block=512), Library(home), home, preferences=kept)
    events: list[Any] = []
    session.subscribe(events.append)
    assert session.wait_idle(20)
    wait_until(lambda: session._player.live.rate, 20, "an output")
    yield session, events
    session.close()


def tape_seconds(session: Session) -> float:
    return session._player.live.tape_at() / RATE  # type: ignore[no-any-return]


def let_pass(session: Session, seconds: float) -> None:
    """Until so much more was heard."""
    end = tape_seconds(session) + seconds
    wait_until(lambda: tape_seconds(session) >= end, 10 * seconds + 5, f"{seconds} s of sound")


def made_again(session: Session, whole: Trajectory) -> np.ndarray:
    rendering = Rendering(whole, toy_stream.load)
    while rendering.step():
        pass
    return rendering.clip().samples


def test_a_recording_is_a_take_whose_trajectory_makes_the_same_sound(studio: tuple[Session, list[Any]]) -> None:
    session, _ = studio
    session.set_depth(8)  # the machine of the test may be busy
    session.put_on_deck(1, "buzz")
    assert session.wait_idle(20)
    session.set_source(0, "drift")
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    let_pass(session, 1.5)
    session.start_recording()
    let_pass(session, 0.5)
    session.start_deck(1)
    for place in (0.2, 0.4, 0.7):
        session.turn("stream/crossfader", place)
        session.set("pitch", place)
        let_pass(session, 0.2)
    wait_until(lambda: session.stream_status().decks[1].level > 0.01, 30, "the other deck")
    session.stop_deck(0)
    let_pass(session, 0.3)
    assert session.stream_status().recording and session.stream_status().recorded_seconds > 1.0
    session.stop_recording()
    assert session.wait_idle(20)
    (take,) = session.takes()
    found = session.trajectory(take.id)
    assert take.title == "Live Hum and Buzz 001" and found is not None
    assert sorted({one.deck for one in found.tracks}) == [0, 1] and take.recipe.model == "hum"
    assert {status.underruns for status in session.stream_status().decks} == {0}
    heard = session._library.read(take.id).result().samples
    again = made_again(session, found).copy()
    soft_ends(again.T, RATE)
    assert again.shape == heard.shape and np.abs(again - heard).max() < 1e-4
    assert np.abs(heard).max() > 0.05
    session.set("pitch", -1.0)
    session.end_gesture()
    session.restore(take.id)
    assert session.wait_idle(20)
    assert session.settings.get("pitch") == pytest.approx(0.7) and session.shown_take == take.id  # not what the settings alone make


def test_streams_that_answer_late_cost_no_curves(studio: tuple[Session, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine at its limit their process may be silent for seconds, when a recording has ended."""
    session, events = studio
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    let_pass(session, 0.5)
    asked, past = [], session._streams.past

    class Late:
        def result(self, seconds: float) -> Any:
            raise TimeoutError

    monkeypatch.setattr(session._streams, "past", lambda spans: (asked.append(spans), Late() if len(asked) < 3 else past(spans))[1])
    session.keep_last(0.4)
    assert session.wait_idle(20)
    (take,) = session.takes()
    assert len(asked) == 3 and session.trajectory(take.id) is not None
    assert not [event for event in events if isinstance(event, ev.Message) and "curves" in event.text]


def test_rendering_edited_curves_makes_a_take_of_that_parent_that_is_heard(studio: tuple[Session, list[Any]]) -> None:
    session, _ = studio
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    let_pass(session, 1.0)
    session.keep_last(0.8)
    assert session.wait_idle(20)
    session.stop()
    (take,) = session.takes()
    found = session.trajectory(take.id)
    assert found is not None
    (one,) = found.tracks
    higher = replace(found, tracks=(replace(one, frames=shift(one.frames, np.array([1.0, 0, 0]))),))
    session.render_trajectory(take.id, higher)
    assert session.wait_idle(20)
    new = session.takes()[0]
    assert new.parent == take.id and new.title == "Live Hum 002"
    samples = session._library.read(new.id).result().samples[0]
    part = samples[-16_384:]
    assert abs(np.argmax(np.abs(np.fft.rfft(part * np.hanning(len(part))))) * RATE / len(part) - 440) < 8
    assert session.trajectory(new.id).tracks[0].frames[:, 0].mean() == pytest.approx(1.0, abs=1e-3)  # type: ignore[union-attr]
    wait_until(lambda: session.status().playing, 10, "the new take")
    for clip in (samples, session._library.read(take.id).result().samples[0]):  # both were cut out of a sound that goes on
        assert abs(clip[0]) < 1e-3 > abs(clip[-1]) and np.abs(clip[:2000]).max() > 0.02 < np.abs(clip[-2000:]).max()
    session.undo()
    assert session.wait_idle(20)
    assert [one.id for one in session.takes()] == [take.id] and session.shown_take == take.id


def test_a_recording_that_is_too_long_for_a_take_lies_among_my_sounds_with_its_curves(
    studio: tuple[Session, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, events = studio
    for module in (recorder, stream_recording):
        monkeypatch.setattr(module, "IN_MEMORY", 0.8)
    monkeypatch.setattr(recorder, "ABOUT_TICKS", 1)
    monkeypatch.setattr(minutes, "MAX_SECONDS", 0.8)
    session.set_depth(8)
    session.set_source(0, "drift")
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    let_pass(session, 1.0)
    session.toggle_recording()
    let_pass(session, 1.0)
    session.turn("stream/crossfader", 0.2)
    let_pass(session, 1.0)
    session.toggle_recording()
    assert session.wait_idle(20)
    (sound,) = session.sounds()
    assert sound.title.startswith("Recording") and sound.seconds >= 2.0 and not session.takes()
    assert any(isinstance(e, ev.Message) and "with its curves" in e.text for e in events)
    recipe = recipe_chunk.read(sound.file)
    found = from_edits(recipe.edits) if recipe is not None else None
    assert found is not None and len(found.tracks) >= 3 and found.seconds == sound.seconds
    heard = soundfile.read(sound.file, dtype="float32", always_2d=True)[0].T
    assert {status.underruns for status in session.stream_status().decks} == {0}
    again = made_again(session, found)
    assert np.abs(heard).max() > 0.05 and again.shape == heard.shape and np.abs(again - heard).max() < 1e-4

    session.takes_of_minutes(sound.id)
    assert session.wait_idle(20)
    made = sorted(session.takes(), key=lambda take: take.title)
    assert [take.title for take in made] == [f"Minute {n + 1} of {sound.title}" for n in range(len(made))] and len(made) >= 3
    for number, take in enumerate(made):
        samples, curves_of = session._library.read(take.id).result().samples, session.trajectory(take.id)
        first = number * round(0.8 * RATE)
        assert curves_of is not None and np.array_equal(samples, heard[:, first : first + samples.shape[1]])
        assert np.abs(made_again(session, curves_of) - samples).max() < 1e-4
    assert sum(take.seconds for take in made) == pytest.approx(sound.seconds)

    session.takes_of_minutes(sound.id)  # and dropped on the window it is shown, and takes no settings along
    session.open_sound(sound.file)
    assert session.wait_idle(20)


def test_silence_is_not_kept_and_says_so(studio: tuple[Session, list[Any]]) -> None:
    session, events = studio
    let_pass(session, 0.2)
    session.keep_last(5.0)
    assert session.wait_idle(20)
    assert not session.takes() and any(isinstance(e, ev.Message) and "nothing to keep" in e.text for e in events)


def test_a_recording_that_the_end_of_the_program_cuts_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    kept = {"project": {"model": "hum", "settings": {"seed": 4, "values": {}}}}
    session = Session(StreamCatalogue(), Player(null=True, block=512), Library(home), home, preferences=kept)
    assert session.wait_idle(20)
    wait_until(lambda: session._player.live.rate, 20, "an output")
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    session.start_recording()
    let_pass(session, 0.3)
    session.close()
    library = Library(home)
    try:
        (take,) = library.takes()
        assert take.title == "Live Hum 001" and from_edits(take.recipe.edits) is not None
    finally:
        library.close()


# ---------------------------------------------------------------- the program is killed


def again(home: Home) -> tuple[Session, list[str]]:
    """A new start in the same home, and what it says."""
    session = Session(StreamCatalogue(), Player(null=True, block=512), Library(home), home)
    told: list[str] = []
    session.subscribe(lambda event: told.append(event.text) if isinstance(event, ev.Message) else None)
    assert session.wait_idle(30)
    return session, told


def test_a_recording_survives_that_the_program_is_killed(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    command = [sys.executable, "-m", "tests.engine.alone", "recording", str(home.root)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            now = json.loads(line)
            if now["curves"] and now["seconds"] > 2.0:
                break
        helpers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    psutil.wait_procs(helpers, timeout=20)
    session, told = again(home)
    try:
        (take,) = session.takes()
        assert take.title == "Live Hum 001" and any("in the middle of a recording" in text for text in told)
        heard = session._library.read(take.id).result().samples
        assert heard.shape[1] > (now["seconds"] - 1.0) * RATE and np.abs(heard).max() > 0.05
        found = session.trajectory(take.id)
        assert found is not None and take.recipe.model == "hum"
        made = made_again(session, found)
        both = min(made.shape[1], heard.shape[1])
        assert both > RATE and np.abs(made[:, :both] - heard[:, :both]).max() < 1e-4
        assert not list((home.root / "streams").glob("Recording*"))
    finally:
        session.close()
    session, told = again(home)
    assert len(session.takes()) == 1 and not any("recording" in text for text in told)
    session.close()


def leave(home: Home, seconds: float, name: str = "Recording 2026-11-29 06.30.00.wav") -> Path:
    """What a killed program leaves."""
    file = home.root / "streams" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)
    soundfile.write(file, np.column_stack([tone, tone]), RATE, subtype="FLOAT")
    return file


@pytest.mark.parametrize("about", ["", "{", "[1]", '{"title": 3, "recipe": "x"}', '{"title": "T", "recipe": "{}"}', '{"title": null}'])
def test_a_left_recording_is_kept_whatever_lies_beside_it(tmp_path: Path, about: str) -> None:
    home = Home(tmp_path).make()
    file = leave(home, 0.5)
    file.with_suffix(".json").write_text(about)
    session, told = again(home)
    try:
        (take,) = session.takes()
        assert take.title == "Live 001" and take.seconds == pytest.approx(0.5) and len(told) == 1
        assert not list(file.parent.iterdir())
    finally:
        session.close()


@pytest.mark.parametrize(("title", "shown"), [(" \n ", "Live 001"), ("\x00\ud800", "Live 001"), ("Live\nHum", "Live Hum 001")])
def test_the_title_of_a_left_recording_is_one_line_of_text(tmp_path: Path, title: str, shown: str) -> None:
    home = Home(tmp_path).make()
    recipe = Recipe("hum", "", Settings(3), "", "test", ()).to_text()
    leave(home, 0.5).with_suffix(".json").write_text(json.dumps({"title": title, "recipe": recipe}))
    session, told = again(home)
    session.close()
    assert [take.title for take in session.takes()] == [shown] and f"kept as '{shown}'" in told[0]


def test_a_left_recording_is_not_called_kept_before_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).make()
    file = leave(home, 0.5)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "begin", full)
        session, told = again(home)
        session.close()
    assert file.exists() and told and not any("is kept as" in text for text in told)
    session, told = again(home)
    session.close()
    assert len(session.takes()) == 1 and not file.exists() and "is kept as" in told[0]


def test_a_left_recording_that_is_none_is_put_aside_and_said_once(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    file = home.root / "streams" / "Recording 2026-11-29 06.30.00.wav"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF no sound")
    session, told = again(home)
    session.close()
    assert not session.takes() and len(told) == 1 and "can't be read" in told[0]
    assert [path.suffix for path in file.parent.iterdir()] == [".damaged"]
    session, told = again(home)
    session.close()
    assert told == []


def test_a_left_recording_of_more_than_a_minute_lies_among_my_sounds(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    leave(home, 61.0)
    session, told = again(home)
    try:
        (sound,) = session.sounds()
        assert sound.seconds == pytest.approx(61.0) and not session.takes() and "My sounds" in told[0]
    finally:
        session.close()


def test_a_left_recording_of_more_than_a_minute_keeps_its_curves(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    file = leave(home, 61.0)
    both = (track(grains(172)), moved(track(grains(172, 1)), 60 * RATE, RATE))
    curves_of = Trajectory(both, 61.0, RATE, np.array([[0.0, 1.0, 0.0]]))
    recipe = Recipe("hum", "", Settings(3), "", "test", (to_edit(curves_of),))
    file.with_suffix(".json").write_text(json.dumps({"title": "Live Hum", "recipe": recipe.to_text()}))
    session, told = again(home)
    try:
        (sound,) = session.sounds()
        kept = recipe_chunk.read(sound.file)
        found = from_edits(kept.edits) if kept is not None else None
        assert found is not None and np.array_equal(found.tracks[1].frames, both[1].frames) and "with its curves" in told[0]
        assert not list(file.parent.iterdir())
        session.takes_of_minutes(sound.id)
        assert session.wait_idle(30)
        made = {take.title: take.seconds for take in session.takes()}
        assert made == {f"Minute 1 of {sound.title}": 60.0, f"Minute 2 of {sound.title}": 1.0}
    finally:
        session.close()


def test_the_text_beside_a_long_recording_is_renewed_every_quarter_of_a_minute(studio: tuple[Session, list[Any]]) -> None:
    session, _ = studio
    asked: list[tuple[int, int]] = []
    session._trajectory_between = lambda first, last, rate: asked.append((first, last)) or whole(grains(172))  # type: ignore
    about = session._beside(Curves(lambda a, b: session._trajectory_between(a, b, RATE), 0, RATE), 0, RATE)
    texts = [about(second * RATE) for second in range(3, 100, 3)]
    assert [3 * (n + 1) for n, text in enumerate(texts) if text is not None] == [*range(3, 61, 3), 75, 90]
    assert (0, 60 * RATE) in asked and json.loads(texts[29] or "")["recipe"].count('"deck":0') == 2


def test_a_left_recording_of_more_than_a_minute_gets_its_length_back(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    file = leave(home, 61.0)
    whole = bytearray(file.read_bytes())
    data = whole.index(b"data") + 4
    told = bytes(whole[data : data + 4])
    whole[4:8], whole[data : data + 4] = (8).to_bytes(4, "little"), bytes(4)  # as libsndfile begins a file
    file.write_bytes(whole)
    session, _ = again(home)
    session.close()
    (sound,) = session.sounds()
    assert sound.file.read_bytes()[data : data + 4] == told and not file.exists()


def test_a_left_recording_that_a_full_disk_refuses_waits_for_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).make()
    file = leave(home, 61.0)
    (file.parent / "clip-0-1.npy").write_bytes(b"of a deck of the program that was killed")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Sounds, "add", full)
        session, told = again(home)
        session.close()
    assert list(file.parent.iterdir()) == [file] and len(told) == 1 and "waits as" in told[0]
    session, told = again(home)
    session.close()
    assert len(session.sounds()) == 1 and not file.exists()


def test_a_recording_that_a_full_disk_kept_waiting_is_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).make()
    leave(home, 0.5)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "begin", full)
        session, _ = again(home)
    session.retry_unsaved()  # there is room again
    assert session.wait_idle(20) and len(session.takes()) == 1
    session.close()
    session, told = again(home)
    session.close()
    assert len(session.takes()) == 1 and not told


def test_a_long_recording_needs_no_second_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).make()
    leave(home, 61.0)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic, "begin", full)
    session, told = again(home)
    session.close()
    assert [sound.seconds for sound in session.sounds()] == [pytest.approx(61.0)]
    assert any("My sounds" in text for text in told)


def test_a_disk_that_fills_up_in_a_long_recording_doubles_no_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "IN_MEMORY", 0.2)
    live, noise = FakeLive(), np.random.default_rng(0).uniform(-1, 1, (RATE, 2)).astype(np.float32)
    troubles: list[Exception] = []
    kept = recorder.Recorder(live, 0, RATE, tmp_path / "x.wav", lambda: None, troubles.append)
    live.memory.record(noise[: RATE // 2])
    wait_until(lambda: kept._at == RATE // 2, 10, "the first half in the file")
    write = soundfile.SoundFile.write

    def part(self: soundfile.SoundFile, data: np.ndarray) -> None:
        write(self, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(soundfile.SoundFile, "write", part)
    live.memory.record(noise[RATE // 2 :])
    wait_until(lambda: troubles, 10, "a full disk")
    monkeypatch.undo()
    assert kept.stop() == (None, RATE // 2) and len(troubles) == 1
    assert np.array_equal(soundfile.read(kept.path, dtype="float32")[0], noise[: 3 * RATE // 4])


def test_a_recording_is_made_to_last_while_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SYNC_TICKS", 1)
    live, synced = FakeLive(), []
    flush = soundfile.SoundFile.flush
    monkeypatch.setattr(soundfile.SoundFile, "flush", lambda self: synced.append(flush(self)))
    kept = recorder.Recorder(live, 0, RATE, tmp_path / "x.wav", lambda: None, lambda error: pytest.fail(str(error)))
    live.memory.record(np.ones((RATE, 2), np.float32))
    wait_until(lambda: synced, 10, "the disk being asked to keep it")
    kept.stop()


def test_texts_are_put_behind_a_file_that_a_full_disk_leaves_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for frames in (3, 4):  # of a byte each: with and without a byte that fills up
        path = tmp_path / f"{frames}.wav"
        soundfile.write(path, np.full((frames, 1), 0.5), 8000, subtype="PCM_U8")
        before = path.read_bytes()

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(recipe_chunk.os, "fsync", full)
            with pytest.raises(OSError, match="No space"):
                recipe_chunk.append_info_to(path, {"ICMT": "x"})
        assert path.read_bytes() == before
        recipe_chunk.append_info_to(path, {"ICMT": "Some text"})
        assert path.read_bytes() == recipe_chunk.append_info(before, {"ICMT": "Some text"})
        assert recipe_chunk.read_info(path) == {"ICMT": "Some text"} and len(soundfile.read(path)[0]) == frames


def test_a_disk_that_refuses_ends_no_recording_that_fits_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    live, noise = FakeLive(), np.random.default_rng(0).uniform(-1, 1, (RATE, 2)).astype(np.float32)
    kept = recorder.Recorder(live, 0, RATE, tmp_path / "file" / "x.wav", lambda: None, lambda error: pytest.fail(str(error)))
    live.memory.record(noise)
    made, end = kept.stop()
    assert end == RATE and made is not None and np.array_equal(made, noise)
