"""The session's streams: what is on the decks, what the sliders move, what starts and stops them. Without a process, and with one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.engine import events as ev
from studio.engine.decks import Deck, DeckSet
from studio.engine.library import Library
from studio.engine.player import Player
from studio.engine.player.desk import WISH_CROSSFADER, WISH_DECK_GAINS
from studio.engine.player.live_memory import INPUT_RATE
from studio.engine.project import Project
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from tests.toy import FakeLibrary, FakePlayer
from tests.toy_stream import StreamCatalogue
from tests.waiting import wait_until

QUIET = 20.0


class Bench:
    """A session over toys that stream; what it told."""

    def __init__(self, home: Home, preferences: dict[str, Any] | None = None) -> None:
        self.models, self.player, self.library = StreamCatalogue(), FakePlayer(), FakeLibrary()
        self.session = Session(self.models, self.player, self.library, home, preferences=preferences)
        self.events: list[Any] = []
        self.session.subscribe(self.events.append)
        self.idle()

    def idle(self) -> None:
        assert self.session.wait_idle(QUIET)

    def go(self, model: str) -> None:
        self.session.choose_model(model)
        self.idle()

    @property
    def sent(self) -> list[tuple[Any, ...]]:
        return [message for message in self.player.live.sent if message[0] == "decks"]

    @property
    def wishes(self) -> Any:
        return self.session._streams.wishes

    def messages(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, ev.Message)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(Home(tmp_path).make())
    yield made
    made.session.close()


def test_a_deck_that_is_started_before_its_model_is_there_starts_with_it(bench: Bench) -> None:
    bench.session.put_on_deck(1, "buzz")
    bench.session.start_deck(1)  # at once, as a script does
    bench.idle()
    assert [(deck.model, deck.running) for deck in bench.session.decks()] == [("", False), ("buzz", True)] and not bench.messages()
    bench.session.stop_deck(1)
    bench.session.put_on_deck(1, "hum")
    bench.session.start_deck(1)
    bench.session.stop_deck(1)
    bench.session.put_on_deck(0, "toy")  # doesn't stream
    bench.session.start_deck(0)
    bench.idle()
    assert [(deck.model, deck.running) for deck in bench.session.decks()] == [("", False), ("hum", False)] and len(bench.messages()) == 1


def test_a_model_that_streams_goes_on_the_focused_deck(bench: Bench) -> None:
    assert [deck.model for deck in bench.session.decks()] == ["", ""]
    bench.go("hum")
    a, b = bench.session.decks()
    assert (a.model, a.title, a.focused, a.running) == ("hum", "Hum", True, False) and b.model == ""


def test_the_focused_deck_follows_the_sliders_in_one_undo_step(bench: Bench) -> None:
    bench.go("hum")
    for value in (0.2, 0.5, 1.0):
        bench.session.set("pitch", value)
    bench.session.end_gesture()
    assert bench.session.decks()[0].settings.get("pitch") == 1.0
    bench.session.undo()
    assert bench.session.decks()[0].settings.get("pitch") == 0.0 == bench.session.settings.get("pitch")


def test_starting_sends_the_wish_and_the_start_and_a_slider_then_moves_the_stream_only(bench: Bench) -> None:
    bench.go("hum")
    bench.idle()
    renders, played, takes = bench.models.generators["hum"].renders, len(bench.player.played), len(bench.session.takes())
    bench.session.start_deck(0)
    assert bench.sent[-1] == ("decks", "start", 0) and bench.wishes[0].running and bench.wishes[0].model == "hum"
    bench.session.set("pitch", 1.5)
    assert bench.wishes[0].settings.get("pitch") == 1.5
    bench.session.end_gesture()
    bench.idle()
    wait_until(lambda: bench.models.generators["hum"].renders > renders, 5, "a silent picture at rest")
    bench.idle()
    assert len(bench.player.played) == played and len(bench.session.takes()) == takes
    bench.session.stop_deck(0)
    assert bench.sent[-1] == ("decks", "stop", 0) and not bench.wishes[0].running
    bench.session.set("pitch", 0.5)
    bench.session.end_gesture()
    bench.idle()
    assert len(bench.player.played) > played


def test_space_starts_and_stops_the_focused_deck_and_escape_stops_all(bench: Bench) -> None:
    bench.go("hum")
    assert bench.player.playing  # its clip, which makes room
    bench.session.toggle_play()
    assert bench.session.decks()[0].running and not bench.player.playing
    bench.session.toggle_play()
    assert not bench.session.decks()[0].running
    bench.session.start_deck(0)
    bench.session.put_on_deck(1)
    bench.session.start_deck(1)
    bench.session.stop()
    assert [deck.running for deck in bench.session.decks()] == [False, False]
    bench.session.start_deck(0)
    bench.session.panic()
    assert not bench.session.decks()[0].running and ("panic",) in bench.player.calls


def test_space_plays_a_take_that_is_shown(bench: Bench) -> None:
    bench.session.generate()
    bench.idle()
    take = bench.session.takes()[0]
    bench.go("hum")
    bench.session.audition(take.id)
    bench.idle()
    bench.player.playing = False
    played = len(bench.player.played)
    bench.session.toggle_play()
    bench.idle()
    assert len(bench.player.played) > played and not bench.session.decks()[0].running


def test_a_model_whose_sounds_end_is_refused_with_one_sentence(bench: Bench) -> None:
    bench.session.put_on_deck(0)
    assert bench.session.decks()[0].model == "" and "streams" in bench.messages()[-1]
    bench.session.start_deck(1)
    assert not bench.session.decks()[1].running


def test_focusing_the_other_deck_brings_its_sliders_and_undo_goes_back(bench: Bench) -> None:
    bench.go("hum")
    bench.session.set("pitch", 1.0)
    bench.session.end_gesture()
    bench.session.put_on_deck(1, "buzz")
    bench.idle()
    assert bench.session.project.model == "hum"
    bench.session.focus_deck(1)
    assert bench.session.project.model == "buzz" and bench.session.settings.get("pitch") == 0.0
    bench.session.set("pitch", -1.0)
    bench.session.end_gesture()
    a, b = bench.session.decks()
    assert (a.model, a.settings.get("pitch")) == ("hum", 1.0)
    assert (b.model, b.settings.get("pitch"), b.focused) == ("buzz", -1.0, True)
    bench.session.focus_deck(0)
    assert bench.session.project.model == "hum" and bench.session.settings.get("pitch") == 1.0
    bench.session.undo()
    assert bench.session.project.model == "buzz" and bench.session.decks()[1].focused


def test_two_decks_with_one_model_keep_their_own_settings(bench: Bench) -> None:
    bench.go("hum")
    bench.session.put_on_deck(1)
    bench.session.set("pitch", 2.0)
    bench.session.end_gesture()
    a, b = bench.session.decks()
    assert (a.settings.get("pitch"), b.settings.get("pitch")) == (2.0, 0.0)
    bench.session.focus_deck(1)
    assert bench.session.settings.get("pitch") == 0.0


def test_a_model_whose_sounds_end_leaves_the_deck_as_it_is(bench: Bench) -> None:
    bench.go("hum")
    bench.session.start_deck(0)
    played = len(bench.player.played)
    bench.go("toy")
    assert bench.session.decks()[0].model == "hum" and bench.session.decks()[0].running
    assert len(bench.player.played) == played + 1  # the toy is heard as ever


def test_sources_and_numbers_are_kept_undone_and_sent(bench: Bench) -> None:
    bench.go("hum")
    bench.session.start_deck(0)
    bench.session.set_source(0, "drift")
    assert bench.wishes[0].source == "drift"
    for value in (0.2, 0.7):
        bench.session.turn("stream/a.drift", value)
    bench.session.end_gesture()
    assert bench.wishes[0].drift == 0.7 and bench.session.knob_value("stream/a.drift") == 0.7
    bench.session.undo()
    assert bench.wishes[0].drift == 1.0
    bench.session.undo()
    assert bench.wishes[0].source == "hold" and bench.wishes[0].running
    with pytest.raises(BadInput, match="hold"):
        bench.session.set_source(0, "noise")
    with pytest.raises(BadInput, match="decks"):
        bench.session.start_deck(2)


def test_crossfader_and_gains_reach_the_callback(bench: Bench) -> None:
    bench.session.turn("stream/crossfader", 0.25)
    bench.session.turn("stream/b.gain", -6.0)
    wishes = bench.player.live.memory.wishes
    assert wishes[WISH_CROSSFADER] == 0.25 and abs(wishes[WISH_DECK_GAINS + 1] - 0.501) < 1e-3
    bench.session.turn("stream/a.gain", -60.0)
    assert wishes[WISH_DECK_GAINS] == 0.0


def test_a_modulator_is_heard_without_being_kept(bench: Bench) -> None:
    bench.go("hum")
    bench.session.start_deck(0)
    bench.session.sound_knob("stream/crossfader", 0.9)
    bench.session.sound_knob("stream/a.jitter", 0.4)
    assert bench.player.live.memory.wishes[WISH_CROSSFADER] == 0.9 and bench.wishes[0].jitter == 0.4
    assert bench.session.knob_value("stream/crossfader") == 0.5
    bench.session.sound_knob("stream/crossfader", None)
    assert bench.player.live.memory.wishes[WISH_CROSSFADER] == 0.5
    bench.session.sound_settings(bench.session.settings.with_values({"pitch": 0.7}))
    assert bench.wishes[0].settings.get("pitch") == 0.7 and bench.session.settings.get("pitch") == 0.0
    bench.session.sound_settings(None)
    assert bench.wishes[0].settings.get("pitch") == 0.0


def test_a_stream_that_comes_back_is_not_moved_by_what_moved_the_model_before_it(bench: Bench) -> None:
    bench.go("hum")
    bench.session.start_deck(0)
    bench.go("toy")
    bench.session.sound_settings(bench.session.settings.with_values({"d1": 0.7}))
    bench.go("hum")
    bench.session.turn("stream/crossfader", 0.3)
    assert bench.wishes[0].running and bench.wishes[0].settings == bench.session.settings


def test_an_own_sound_becomes_a_clip_for_the_ear(bench: Bench) -> None:
    bench.go("hum")
    bench.session.set_source(0, "clip")
    bench.session.start_deck(0)
    bench.idle()
    wait_until(lambda: bench.wishes[0].clip is not None, 5, "a clip")
    samples = np.load(bench.wishes[0].clip, allow_pickle=False)
    assert samples.dtype == np.float32 and samples.ndim == 1 and len(samples) > 10_000


def test_of_a_long_sound_the_first_minute_is_followed_and_said(bench: Bench, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", np.full(61 * 8000, 0.1, np.float32), 8000)
    bench.go("hum")
    bench.session.open_sound(tmp_path / "long.wav")
    bench.idle()
    bench.session.set_source(0, "clip")
    bench.session.start_deck(0)
    bench.idle()
    wait_until(lambda: bench.wishes[0].clip is not None, 5, "a clip")
    assert len(np.load(bench.wishes[0].clip, allow_pickle=False)) == pytest.approx(60 * 44_100, rel=1e-3)
    assert bench.messages()[-1] == "The stream follows the first 60 seconds of what is shown."


def test_the_input_is_open_only_while_a_running_deck_listens(bench: Bench) -> None:
    bench.go("hum")

    def inputs() -> list[tuple[Any, ...]]:
        return [message for message in bench.player.live.sent if message[0] == "input"]

    bench.session.set_source(0, "input")
    assert not inputs()
    bench.session.start_deck(0)
    assert inputs()[-1] == ("input", "open", "")
    bench.session.set_input("Line in")
    assert inputs()[-1] == ("input", "open", "Line in")
    bench.session.stop_deck(0)
    assert inputs()[-1] == ("input", "close")
    bench.player.live.on_input("trouble", "This machine has no sound input.")
    assert bench.messages()[-1] == "This machine has no sound input."
    bench.player.live.memory.counts[INPUT_RATE] = 48_000
    bench.player.live.memory.heard[2] = 0.5
    assert bench.session.stream_status().input_level == 0.5


def test_clearing_a_deck_stops_it_and_undo_brings_it_back_at_rest(bench: Bench) -> None:
    bench.go("hum")
    bench.session.start_deck(0)
    bench.session.clear_deck(0)
    assert bench.session.decks()[0].model == "" and not bench.session.decks()[0].running
    bench.session.undo()
    assert bench.session.decks()[0].model == "hum" and not bench.session.decks()[0].running


def test_the_decks_survive_a_restart_at_rest(tmp_path: Path) -> None:
    home = Home(tmp_path).make()
    first = Bench(home)
    first.go("hum")
    first.session.put_on_deck(1, "buzz")
    first.idle()
    first.session.set_source(1, "drift")
    first.session.turn("stream/crossfader", 0.8)
    first.session.start_deck(0)
    first.session.close()
    second = Bench(home, first.library.preferences)
    try:
        a, b = second.session.decks()
        assert (a.model, b.model, b.source, a.running) == ("hum", "buzz", "drift", False)
        assert second.player.live.memory.wishes[WISH_CROSSFADER] == 0.8
        assert [wish.model for wish in second.wishes] == ["hum", ""]  # B isn't loaded before somebody looks at it
        second.session._stream_failed(0, "hum", "It is damaged.")
        second.session.warm_decks()
        assert [(wish.model, wish.running) for wish in second.wishes] == [("", False), ("buzz", False)]
        assert not any(deck.running for deck in second.session.decks())
    finally:
        second.session.close()


@pytest.mark.parametrize("data", [None, [], {"decks": 3}, {"decks": [{"model": 3}, {"gain": "loud"}], "focused": "x", "crossfader": "y"},
                                  {"decks": [{"model": "hum", "settings": {"values": {"a": [[1]]}}}, {}]}])  # fmt: skip
def test_damaged_decks_are_left_out(data: Any) -> None:
    made = DeckSet.from_json(data)
    assert made.decks[0] == Deck() and made.focused == 0 and made.crossfader == 0.5


def test_decks_are_the_same_after_saving(bench: Bench) -> None:
    bench.go("hum")
    bench.session.set_source(0, "drift")
    bench.session.turn("stream/a.gain", -3.0)
    project = bench.session.project
    assert Project.from_json(project.to_json()).stage.decks == project.stage.decks


# ---------------------------------------------------------------- with the processes, played by the clock


@pytest.fixture
def real(tmp_path: Path) -> Iterator[tuple[Session, list[Any]]]:
    home = Home(tmp_path).make()
    kept = {"project": {"model": "hum", "settings": {"seed": 4, "values": {}}}}
    session = Session(StreamCatalogue(), Player(null=True, block=512), Library(home), home, preferences=kept)
    events: list[Any] = []
    session.subscribe(events.append)
    assert session.wait_idle(QUIET)
    wait_until(lambda: session._player.live.rate, 20, "an output")
    yield session, events
    session.close()


def test_a_stream_runs_with_its_budget_and_latents_told(real: tuple[Session, list[Any]]) -> None:
    session, _ = real
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    session.set("pitch", 1.0)
    wait_until(lambda: abs(float(session.stream_status().decks[0].latents[0]) - 1.0) < 0.01, 5, "latents that follow the slider")
    wait_until(lambda: session.stream_status().decks[0].share_median > 0.0, 5, "a budget")
    status = session.stream_status().decks[0]
    assert status.names == ("pitch", "bright", "level") and status.latency_ms > 5.0 and not status.loading
    session.stop()
    wait_until(lambda: session.stream_status().decks[0].level == 0.0, 5, "silence")


def test_a_model_that_cannot_keep_up_says_so(real: tuple[Session, list[Any]]) -> None:
    session, events = real
    session.put_on_deck(1, "lame")
    assert session.wait_idle(QUIET)
    session.start_deck(1)
    wait_until(lambda: any(isinstance(e, ev.Message) and "smaller model" in e.text for e in events), 30, "word of the budget")
    wait_until(lambda: session.stream_status().decks[1].underruns > 0, 10, "an underrun that is counted")
    session.set_preference("stream_auto_depth", True)
    wait_until(lambda: session.depth == 3, 20, "a deeper ring")
    assert any(isinstance(e, ev.Message) and "3 blocks ahead" in e.text for e in events)


def test_a_stream_goes_on_after_its_process_and_after_the_audio_process_were_killed(real: tuple[Session, list[Any]]) -> None:
    session, events = real
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    first = session._streams.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: any(isinstance(e, ev.Message) and "started again" in e.text for e in events), 20, "word of it")
    wait_until(lambda: session._streams.pid not in (None, first) and session.stream_status().decks[0].level > 0.01, 30, "the sound again")
    assert session.decks()[0].running
    session._player.rescan()
    wait_until(lambda: session.status().state == "restarting", 20, "another audio process")
    wait_until(lambda: session.status().state == "null" and session.stream_status().decks[0].level > 0.01, 30, "the sound again")
    end = session._player.live.tape_at() + 4800
    wait_until(lambda: session._player.live.tape_at() > end, 10, "a tape that goes on")
    assert np.abs(session._player.live.taped(end - 2400, end)).max() > 0.01


def test_a_sound_that_was_too_short_to_follow_does_not_stop_the_deck_that_follows_the_next(
    real: tuple[Session, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, events = real
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 44_100).astype(np.float32)
    for name, sound in (("short", noise[:8]), ("long", noise)):
        soundfile.write(tmp_path / f"{name}.wav", sound, 44_100)
    session.import_sounds([tmp_path / "short.wav", tmp_path / "long.wav"])
    assert session.wait_idle(QUIET)
    ids = {sound.title: sound.id for sound in session.sounds()}

    def failures() -> int:
        return sum(isinstance(e, ev.Message) and "too short" in e.text for e in events)

    def shown(title: str) -> None:
        session.audition_sound(ids[title])
        wait_until(lambda: session._newest_picture.clip.frames == (8 if title == "short" else 44_100), 20, title)  # type: ignore[union-attr]
        assert session.wait_idle(QUIET)

    shown("short")
    session.set_source(0, "clip")
    session.start_deck(0)
    wait_until(failures, 30, "word of the short sound")
    wait_until(lambda: not session.decks()[0].running, 10, "a deck that rests")
    shown("long")
    monkeypatch.setattr(session, "_clip_for_deck", lambda number: True)  # the sound is still being written while the deck is started
    session.start_deck(0)
    wait_until(lambda: session.stream_status().decks[0].level > 0.01, 30, "a sounding deck")
    assert session.decks()[0].running and failures() == 1
