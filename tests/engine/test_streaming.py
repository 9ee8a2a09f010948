"""Streams: the resampler, the hand, the voice and its past alone; the process as the program has it (real processes, no sound device)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.engine.player import desk
from studio.engine.player.decks import Decks
from studio.engine.player.live_link import LiveLink
from studio.engine.player.live_memory import AHEAD, INPUT_AT, INPUT_RATE, LIVE_BYTES, READ, RING_FRAMES, UNDERRUNS, WRITTEN, LiveBoard
from studio.engine.streaming import loader, server
from studio.engine.streaming.hand import GRAIN, Drift, Hand, Hold, LiveEar, Loop, Turned
from studio.engine.streaming.host import StreamHost
from studio.engine.streaming.resample import Resampler, period
from studio.engine.streaming.voice import Voice
from studio.engine.streaming.wish import DeckWish, OutputWish
from studio.errors import ModelError
from studio.recipe import Settings
from tests import toy_stream
from tests.waiting import wait_until

RATE = 48_000


def board() -> LiveBoard:
    return LiveBoard(np.zeros(LIVE_BYTES, np.uint8))


# ---------------------------------------------------------------- resampler


RATES = [(44_100, 48_000), (48_000, 44_100), (44_100, 96_000), (16_000, 44_100), (48_000, 48_000)]


@pytest.mark.parametrize(("rate_in", "rate_out"), RATES)
def test_the_resampler_is_true_whatever_the_blocks(rate_in: int, rate_out: int) -> None:
    t = np.arange(rate_in // 4) / rate_in
    high = 0.4 * min(rate_in, rate_out)
    wave = (np.sin(2 * np.pi * 440 * t) + 0.5 * np.sin(2 * np.pi * high * t)).astype(np.float32)
    whole = Resampler(rate_in, rate_out).step(wave)
    again, pieces, random, at = Resampler(rate_in, rate_out), [], np.random.default_rng(1), 0
    while at < len(wave):
        count = int(random.integers(1, 900))
        pieces.append(again.step(wave[at : at + count]))
        at += count
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-6)
    t = np.arange(len(whole)) / rate_out
    expected = np.sin(2 * np.pi * 440 * t) + 0.5 * np.sin(2 * np.pi * high * t)
    assert np.abs(whole - expected)[200:-200].max() < 2e-4
    assert len(whole) >= len(wave) * rate_out / rate_in - 0.0016 * rate_out


def test_a_resampler_begun_at_a_whole_period_gives_the_same_samples() -> None:
    noise = np.random.default_rng(2).standard_normal(40_000).astype(np.float32)
    start = 40 * period(44_100, RATE)
    whole, late = Resampler(44_100, RATE).step(noise), Resampler(44_100, RATE).step(noise[start:])
    offset = start * 160 // 147
    assert np.allclose(late[60:], whole[offset + 60 : offset + len(late)], atol=1e-6)


# ---------------------------------------------------------------- hand


def hand(point: list[float], **turned: Any) -> Hand:
    return Hand(len(point), 172.0, Turned(np.array(point), **turned))


def test_a_slider_is_followed_in_some_milliseconds_and_never_in_a_leap() -> None:
    mine = hand([0.0, 0.0])
    mine.frames(4)
    mine.turned = Turned(np.array([2.0, -1.0]))
    made = mine.frames(40)
    assert np.abs(np.diff(made[:, 0], prepend=0.0)).max() < 1.0
    assert made[10, 0] > 1.9 and np.allclose(made[-1], [2.0, -1.0], atol=1e-3)


def test_latents_are_whole_grains_within_bounds() -> None:
    mine = hand([100.0, 0.3], jitter=0.7)
    made = mine.frames(100)
    assert np.array_equal(made * GRAIN, np.round(made * GRAIN)) and np.abs(made).max() < 8.0


def test_jitter_is_as_wide_as_it_says() -> None:
    made = hand([0.0] * 4, jitter=0.5).frames(6000)
    assert 0.4 < made[100:].std() < 0.6


def test_another_source_takes_over_without_a_leap() -> None:
    mine = hand([0.0])
    mine.source = Loop(np.full((100, 1), 2.0, np.float32), 172.0)
    first = mine.frames(200)
    mine.source = Hold(1)
    second = mine.frames(200)
    made = np.concatenate([first, second])[:, 0]
    assert abs(made[0]) < 0.3 and np.allclose(made[150:200], 2.0, atol=0.01)
    assert np.abs(np.diff(made)).max() < 0.3 and abs(made[-1]) < 0.01


def test_a_loop_goes_round_without_a_leap() -> None:
    ramp = np.linspace(-1, 1, 100, dtype=np.float32)[:, None]
    made = np.concatenate([Loop(ramp, 172.0).take(37), Loop(ramp, 172.0).take(300)])
    assert np.abs(np.diff(made[37:, 0])).max() < 0.35


def test_scale_and_drift_reach_what_moves() -> None:
    mine = hand([0.5], amount=0.0)
    mine.source = Drift(toy_stream.Hum().drift(1))
    mine._came = mine._left = np.zeros(3)
    still = Hand(3, 172.0, Turned(np.full(3, 0.5), amount=0.0))
    still.source = Drift(toy_stream.Hum().drift(1))
    assert np.allclose(still.frames(50), 0.5, atol=1e-3)
    moving = Hand(3, 172.0, Turned(np.full(3, 0.5), amount=1.0))
    moving.source = Drift(toy_stream.Hum().drift(1))
    assert moving.frames(500).std() > 0.3


def test_live_input_becomes_latents_and_a_silent_cable_holds_the_last() -> None:
    memory = board()
    ear = LiveEar(toy_stream.HumEar(), 3, 256, 44_100, memory)
    assert np.array_equal(ear.take(2), np.zeros((2, 3)))
    memory.counts[INPUT_RATE] = RATE
    sine = (0.2 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.float32)
    heard = []
    for start in range(0, RATE // 2, 512):
        memory.input[start : start + 512] = sine[start : start + 512]
        memory.counts[INPUT_AT] = start + 512
        heard.append(ear.take(2))
    last = heard[-1][-1]
    assert abs(last[0] - 1.0) < 0.05 and last[2] > -1.5
    for _ in range(4):
        held = ear.take(3)
    assert np.array_equal(held, np.repeat(held[:1], 3, 0))


# ---------------------------------------------------------------- voice


def voice(rate_out: int = RATE, seed: int = 3, point: tuple[float, float, float] = (0.3, 0.0, 0.0)) -> Voice:
    generator = toy_stream.Hum()
    return Voice(generator, Hand(3, 44_100 / 256, Turned(np.array(point))), seed, 0, rate_out, 0)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=20))
def test_any_blocks_give_the_same_stream(blocks: list[int]) -> None:
    one, other = voice(), voice()
    mine = np.concatenate([one.step(count) for count in blocks])
    theirs = np.concatenate([other.step(1) for _ in range(one.past.count)])
    count = min(len(mine), len(theirs))
    assert count > 0 and np.allclose(mine[:count], theirs[:count], atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2500), st.floats(-2, 2)), min_size=2, max_size=60), st.booleans())
def test_what_waits_is_made_again_as_if_the_hand_had_moved_sooner(moves: list[tuple[int, int, float]], same_rate: bool) -> None:
    rate_out = 44_100 if same_rate else RATE
    mine, ring, read = voice(rate_out), np.zeros((0, 2), np.float32), 0
    for frames, waits, pitch in moves:
        ring = np.concatenate([ring, mine.step(frames)])
        read = max(read, len(ring) - waits)
        mine.hand.turned = Turned(np.array([pitch, 0.0, 0.0]), jitter=0.1)
        again = mine.again(read)
        if again is None:
            continue
        assert again.ring >= read and again.ring + len(again.samples) == len(ring)
        before = ring.copy()
        ring[again.ring :] = again.samples
        assert not again.first or np.allclose(ring[: again.ring + 8], before[: again.ring + 8], atol=0.02)  # it goes on where it was
        mine.take(again)
    stretch = mine.past.stretch(0, len(ring), 64)
    assert stretch is not None and len(stretch.frames) == mine.past.count
    stream = toy_stream.HumStream(0)
    stream.restore(stretch.state)
    offline = Resampler(44_100, rate_out).step(stream.step(stretch.frames.astype(np.float32) / GRAIN)[0])
    assert np.allclose(offline, ring[stretch.ring :, 0], atol=1e-4)


def test_a_hand_that_goes_back_does_what_it_would_have_done() -> None:
    def hand() -> Hand:
        one = Hand(2, 172.0, Turned(np.zeros(2), jitter=0.2), seed=4)
        one.source = Drift(iter(np.random.default_rng(0).normal(size=(99, 2))))
        return one

    mine, other = hand(), hand()
    mine.frames(20)
    mine.turned = other_turned = Turned(np.array([1.0, -1.0]), 0.5, jitter=0.4)
    assert mine.back == 20
    mine.go_back(8)
    other.frames(12)
    other.turned = other_turned
    assert np.array_equal(np.concatenate([mine.frames(8), mine.frames(5)]), np.concatenate([other.frames(8), other.frames(5)]))
    mine.source = Hold(2)
    assert mine.back == 0
    mine.frames(3)
    assert mine.back == 3  # not beyond where the source was chosen


def test_its_past_says_what_it_played_and_from_which_state() -> None:
    mine = voice()
    made = np.concatenate([mine.step(8) for _ in range(120)])
    first, last = RATE * 2, RATE * 3
    stretch = mine.past.stretch(first, last, 64)
    assert stretch is not None and stretch.ring <= first - 64 and stretch.rate_out == RATE
    stream = toy_stream.HumStream(0)
    stream.restore(stretch.state)
    again = Resampler(44_100, RATE).step(stream.step(stretch.frames.astype(np.float32) / GRAIN)[0])
    offset = first - stretch.ring
    assert np.allclose(again[offset : offset + last - first], made[first:last, 0], atol=1e-5)


def test_what_is_too_old_is_forgotten() -> None:
    mine = voice(rate_out=44_100)
    for _ in range(120 * 172 // 8):
        mine.step(8)
    assert mine.past.stretch(0, 44_100, 64) is None or mine.past.stretch(0, 44_100, 64).ring > 44_100 * 20  # type: ignore[union-attr]
    assert len(mine.past._states) < 90


# ---------------------------------------------------------------- the process's loop, without a process


class Loop_:
    """A StreamProcess over plain memory whose loader works at once, and the decks that read it."""

    def __init__(self, rate: int = RATE, block: int = 512, depth: int = 2, models: str = "tests.toy_stream:load") -> None:
        self.memory = board()
        self.memory.wishes[desk.WISH_DECK_GAINS : desk.WISH_DECK_GAINS + 2] = 1.0
        self.decks = Decks(self.memory, rate)
        self.process = server.StreamProcess(None, self.memory, models, "/nowhere")
        self.process.take("output", OutputWish(rate, block, depth))
        self.block = block

    def wish(self, deck: int, **fields: Any) -> None:
        self.process.take("deck", deck, DeckWish(**fields))
        self.load()

    def load(self) -> None:
        loader = self.process._loader
        while not loader._queue.empty():
            loader.work(*loader._queue.get())
        self.process.turn()
        while not loader._queue.empty():
            loader.work(*loader._queue.get())
        self.process.turn()

    def said(self) -> list[tuple[Any, ...]]:
        found = []
        while not self.process._outbox.empty():
            item = self.process._outbox.get()
            found.append(item() if callable(item) else item)
        return found

    def run(self, blocks: int) -> np.ndarray:
        heard = []
        for _ in range(blocks):
            self.process.turn()
            out = np.zeros((self.block, 2), np.float32)
            self.decks.process(out)
            self.memory.record(out)
            heard.append(out)
        return np.concatenate(heard)


def hum(**values: float) -> Settings:
    return toy_stream.Hum().spec.defaults(seed=5).with_values(values)


def test_a_wish_fills_the_ring_as_far_ahead_as_asked() -> None:
    loop = Loop_(depth=3)
    loop.wish(0, model="hum", settings=hum(), running=True)
    row = loop.memory.decks[0]
    assert 3 * 512 <= row[WRITTEN] - row[READ] < 3 * 512 + 600 and row[AHEAD] == 3 * 512
    assert loop.said()[0][:3] == ("ready", 0, "hum")
    loop.wish(0, model="hum", settings=hum(), running=False)
    assert row[AHEAD] == 0


def test_small_blocks_are_made_further_ahead_than_two() -> None:
    loop = Loop_(block=64)
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    row = loop.memory.decks[0]
    for _ in range(50):
        loop.run(1)
        assert row[WRITTEN] - row[READ] >= 0.011 * RATE - 64  # what a moment without the processor takes
    assert row[UNDERRUNS] == 0


def test_a_slider_is_heard_within_the_rings_depth() -> None:
    loop = Loop_()
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    loop.run(20)
    loop.wish(0, model="hum", settings=hum(pitch=1.0), running=True)
    sound = loop.run(40)[:, 0]
    spectrum = np.abs(np.fft.rfft(sound[-8192:] * np.hanning(8192)))
    assert abs(np.argmax(spectrum) * RATE / 8192 - 440) < 10
    assert np.allclose(loop.memory.streams[0, server.LATENTS : server.LATENTS + 3], [1.0, 0.0, 0.0], atol=1e-3)


def test_what_a_slider_does_is_heard_with_the_next_block() -> None:
    loop = Loop_(depth=4)
    loop.wish(0, model="hum", settings=hum(level=1.0), running=True)
    loop.decks.take(("start", 0))
    loop.run(20)
    row = loop.memory.decks[0]
    written, waiting = int(row[WRITTEN]), int(row[WRITTEN] - row[READ])
    assert waiting >= 3 * 512
    loop.process.take("deck", 0, DeckWish(model="hum", settings=hum(level=-3.0), running=True))
    loop.process.turn()
    sound = loop.run(3)[:, 0]
    assert np.abs(sound[:128]).max() > 0.1 and np.abs(sound[1200:1536]).max() < 0.03  # gone long before what waited was read
    assert np.abs(np.diff(sound)).max() < 0.03
    spans = loop.process._slots[0].pasts[-1].stretch(written - waiting, written, 64)
    assert spans is not None and spans.frames[-1][2] < -2.5 * GRAIN  # and it is what was played


@pytest.mark.parametrize("rate", [44_100, RATE])
def test_what_comes_in_is_heard_with_the_next_block(rate: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(hurry: float) -> int:
        """Frames from a tone at the input to its sound."""
        monkeypatch.setattr(server, "HURRY", hurry)
        loop, at, heard = Loop_(rate), 0, []
        loop.memory.counts[INPUT_RATE] = rate
        loop.wish(0, model="hum", settings=hum(level=-3.0), running=True, source="input")
        loop.decks.take(("start", 0))
        for number in range(60):
            heard.append(np.abs(loop.run(1)[:, 0]))
            tone = 0.4 * np.sin(2 * np.pi * 330 / rate * (at + np.arange(512))) if number >= 30 else np.zeros(512)
            loop.memory.input[(at + np.arange(512)) % len(loop.memory.input)] = tone
            loop.memory.counts[INPUT_AT] = at = at + 512
        assert max(level.max() for level in heard[5:30]) < 0.01
        assert min(level.max() for level in heard[40:]) > 0.06  # it goes on
        return int(np.argmax(np.concatenate(heard) > 0.03)) - 30 * 512

    slow, quick = late(0.0), late(1e9)
    assert quick <= slow - 256


def test_a_stream_that_needs_too_much_stands_back_until_it_needs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, asked = Loop_(), []

    def real_time(on: bool) -> bool:
        asked.append(on)
        return on

    monkeypatch.setattr(server, "real_time", real_time)
    loop.wish(0, model="hum", settings=hum(), running=True)
    slot, loop.process._real_time, asked_first = loop.process._slots[0], True, [False]
    for share, said in ((0.95, asked_first), (0.8, asked_first), (0.3, [False, True]), (0.3, [False, True])):
        slot.shares[:], slot.made = share, len(slot.shares)
        loop.process._tell_budget()
        assert asked == said


def test_a_model_is_loaded_before_other_programs_run_and_one_that_is_slow_after_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So a clip is heard, with pauses. Its thread shares Python's lock with the one that fills the rings: who waits for it must not
    wait for other programs.
    """
    first, clock = [False], [0.0]

    class Slow(toy_stream.HumStream):
        def step(self, latents: np.ndarray) -> np.ndarray:
            clock[0] += 3 * len(latents) * toy_stream.HOP / toy_stream.RATE
            return super().step(latents)

    class Ear(toy_stream.HumEar):
        def step(self, samples: np.ndarray) -> np.ndarray:
            assert first[-1]
            clock[0] += 1.0
            return super().step(samples)

    class Listening(toy_stream.Hum):
        def ear(self) -> toy_stream.HumEar:
            return Ear()

    class SlowHum(toy_stream.Hum):
        def stream(self, seed: int) -> toy_stream.HumStream:
            return Slow(seed)

    def load(model: str, home: Any) -> Any:
        assert first[-1]
        if model == "none":
            raise ModelError("It is damaged.")
        return SlowHum() if model == "slow" else Listening()

    monkeypatch.setattr(loader, "real_time", lambda on, priority=0: first.append(on) or on)
    pauses: list[float] = []
    monkeypatch.setattr(loader, "time", SimpleNamespace(perf_counter=lambda: clock[0], sleep=pauses.append))
    monkeypatch.setattr(toy_stream, "load_first", load, raising=False)
    one = loader.Loader("tests.toy_stream:load_first", "/nowhere")
    for model, calls in (("hum", [True, False] * 2), ("none", [True, False]), ("slow", [True, False, True, *[False] * 21])):
        first.clear()
        one.work("model", 0, model)
        assert first == calls
    np.save(tmp_path / "clip.npy", np.zeros(44_100, np.float32))
    first.clear()
    one.work("clip", 0, "hum", tmp_path / "clip.npy")
    assert first == [True, False] and len(pauses) == 6 and pauses == pytest.approx([loader.PAUSE] * 6)
    assert [kind for kind, *_ in one.results] == ["model", "failed", "model", "clip"]


def test_another_model_takes_over_without_a_click_while_it_runs() -> None:
    loop = Loop_()
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    first = loop.run(30)
    loop.wish(0, model="buzz", settings=hum(), running=True)
    sound = np.concatenate([first, loop.run(30)])[2048:, 0]
    assert np.abs(np.diff(sound)).max() < 0.03
    assert loop.memory.decks[0, UNDERRUNS] == 0


def test_another_seed_alone_is_another_voice_without_a_click_and_with_other_values_the_same_one() -> None:
    loop = Loop_()
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    first = loop.run(30)
    loop.wish(0, model="hum", settings=hum().with_values({}, seed=9), running=True)
    second = loop.run(30)
    assert np.abs(np.diff(np.concatenate([first, second])[2048:, 0])).max() < 0.03
    slot = loop.process._slots[0]
    assert slot.voice is not None and slot.voice.seed == 9 and len(slot.pasts) == 2
    loop.wish(0, model="hum", settings=hum().with_values({"pitch": 0.5}, seed=10), running=True)
    assert slot.voice.seed == 9


def test_a_model_that_is_not_there_is_said_and_the_other_deck_goes_on() -> None:
    loop = Loop_()
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    loop.wish(1, model="gone", running=True)
    assert [text[:3] for text in loop.said() if text[0] == "failed"] == [("failed", 1, "gone")]
    assert np.abs(loop.run(10)[-512:]).max() > 0.05


def test_another_rate_of_the_output_is_followed() -> None:
    loop = Loop_(rate=44_100)
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    loop.run(10)
    loop.process.take("output", OutputWish(RATE, 256, 4))
    loop.decks, loop.block = Decks(loop.memory, RATE), 256
    loop.decks.take(("start", 0))
    sound = loop.run(80)[-8192:, 0]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(8192)))
    assert abs(np.argmax(spectrum) * RATE / 8192 - 220) < 8


def test_a_clip_becomes_a_looped_trajectory(tmp_path: Path) -> None:
    file = tmp_path / "clip.npy"
    t = np.arange(44_100) / 44_100
    np.save(file, (0.3 * np.sin(2 * np.pi * np.where(t < 0.5, 220, 440) * t)).astype(np.float32))
    loop = Loop_()
    loop.wish(0, model="hum", settings=hum(), running=True, source="clip", clip=file)
    loop.decks.take(("start", 0))
    loop.run(20)
    seen = []
    for _ in range(200):
        loop.run(1)
        seen.append(float(loop.memory.streams[0, server.LATENTS]))
    assert min(seen) < 0.15 and max(seen) > 0.85


def test_a_clip_that_was_replaced_before_it_was_read_stops_no_deck(tmp_path: Path) -> None:
    loop, file = Loop_(), tmp_path / "clip.npy"
    np.save(file, np.zeros(44_100, np.float32))
    loop.wish(0, model="hum", settings=hum(), running=True)
    for clip in (tmp_path / "gone.npy", file):  # the second wish comes before the loader has seen the first
        loop.process.take("deck", 0, DeckWish("hum", hum(), True, "clip", clip=clip))
        loop.process.turn()
    loop.wish(0, model="hum", settings=hum(), running=True, source="clip", clip=file)
    assert not [text for text in loop.said() if text[0] == "failed"]
    assert loop.process._slots[0].loop is not None and loop.process._slots[0].loop[0] == file


def test_the_budget_is_told() -> None:
    loop = Loop_()
    loop.wish(0, model="lame", settings=hum(), running=True)
    loop.process._told_at = 0.0
    loop.process.turn()
    (said,) = [text for text in loop.said() if text[0] == "ready"]
    assert said[5] > 2.0
    assert loop.memory.streams[0, server.MEDIAN] > 2.0


def test_what_was_played_comes_back_for_a_span_of_the_ring() -> None:
    loop = Loop_()
    loop.wish(0, model="hum", settings=hum(), running=True)
    loop.decks.take(("start", 0))
    heard = loop.run(300)
    row = loop.memory.decks[0]
    end = int(row[READ])
    loop.process.take("past", 7, [(0, end - RATE, end)])
    (kind, token, found) = next(text for text in loop.said() if text[0] == "past")
    assert (kind, token, len(found)) == ("past", 7, 1)
    stream = toy_stream.HumStream(0)
    ((place, stretch),) = found
    assert place == 0
    stream.restore(stretch.state)
    again = Resampler(44_100, RATE).step(stream.step(stretch.frames.astype(np.float32) / GRAIN)[0])
    offset = end - RATE - stretch.ring
    lead = 0  # the deck began at the ring's first frame
    assert np.allclose(again[offset : offset + RATE], heard[len(heard) - RATE - lead :, 0], atol=1e-4)


def test_where_streams_compute_is_chosen_while_they_play(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine with no GPU: torch on a CPU stands in for it."""
    from studio.models import catalogue, runtime
    from studio.models.stream_player import StreamModel

    monkeypatch.setattr(loader, "place", partial(runtime.place, device="cpu"))
    loop = Loop_(rate=44_100, models="studio.models.catalogue:load")
    guitar: Any = catalogue.load("guitar")
    assert isinstance(guitar, StreamModel)
    wished = guitar.spec.defaults(3)
    loop.wish(0, model="guitar", settings=wished, running=True)
    loop.decks.take(("start", 0))
    loop.run(40)
    for choice, plays in (("gpu", "torch "), ("cpu", "onnxruntime ")):
        loop.process.take("output", OutputWish(44_100, 512, 2, choice))
        assert np.abs(loop.run(4)).max() > 0  # what there was goes on until the other is loaded
        loop.load()
        ready = [text for text in loop.said() if text[0] == "ready"]
        assert ready[-1][:3] == ("ready", 0, "guitar") and ready[-1][6].startswith(plays)
        voice = loop.process._slots[0].voice
        assert voice is not None and voice.generator.runtime == ready[-1][6]
        first = int(loop.memory.decks[0, WRITTEN])
        loop.run(100)
        loop.process.take("past", 1, [(0, first, first + 44_100)])
        (found,) = (text for text in loop.said() if text[0] == "past")
        ((_, stretch),) = found[2]
        assert stretch.runtime == voice.generator.runtime
        stream = guitar.stream(0)
        stream.restore(stretch.state)
        made = stream.step(stretch.frames.astype(np.float32) / GRAIN)[0]  # onnxruntime
        at, ring = stretch.ring % RING_FRAMES, loop.memory.rings[0][:, 0]
        heard = ring[np.arange(at, at + len(made)) % RING_FRAMES]
        assert np.abs(heard[1_000:20_000] - made[1_000:20_000]).max() < 1e-4


def test_a_device_that_fails_while_a_stream_plays_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from studio.models import runtime

    monkeypatch.setattr(loader, "place", partial(runtime.place, device="cpu"))
    loop = Loop_(rate=44_100, models="studio.models.catalogue:load")
    loop.process.take("output", OutputWish(44_100, 512, 2, "gpu"))
    loop.wish(0, model="guitar", running=True)
    loop.decks.take(("start", 0))
    loop.run(30)
    assert not [text for text in loop.said() if text[0] == "said"]

    def full(**inputs: object) -> object:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    voice = loop.process._slots[0].voice
    assert voice is not None
    monkeypatch.setattr(voice.generator._player, "_half", full)
    heard = loop.run(60)
    said = [text for text in loop.said() if text[0] in ("said", "failed")]
    assert len(said) == 1 and said[0][0] == "said" and "no memory left for 'Guitar'" in said[0][1]
    assert all(np.abs(part).max() > 0 for part in np.split(heard, 60)) and voice.generator.runtime.startswith("onnxruntime ")


# ---------------------------------------------------------------- the real process


class Rig:
    """Shared memory, a host and its process; blocks are read here as the audio process would."""

    def __init__(self) -> None:
        self.live = LiveLink(lambda *_: None)
        self.ready: list[tuple[Any, ...]] = []
        self.failed: list[tuple[Any, ...]] = []
        self.crashed: list[bool] = []
        self.host = StreamHost(
            self.live, "tests.toy_stream:load", "/nowhere", on_ready=lambda *a: self.ready.append(a),
            on_failed=lambda *a: self.failed.append(a), on_crash=self.crashed.append,
        )  # fmt: skip
        self.host.set_output(OutputWish(RATE, 512, 4))

    @property
    def row(self) -> Any:
        return self.live.board(lambda memory: memory.decks[0].copy())

    def close(self) -> None:
        self.host.close()
        self.live.close()


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.close()


def test_the_process_fills_the_ring_answers_and_ends(rig: Rig) -> None:
    rig.host.wish(0, DeckWish("hum", hum(), running=True))
    wait_until(lambda: rig.row[WRITTEN] >= 2048, 30, "a filled ring")
    wait_until(lambda: rig.ready, 10, "word of it")
    assert rig.ready[0][:3] == (0, "hum", ("pitch", "bright", "level"))
    found = rig.host.past([(0, 0, 1000)]).result(10)
    assert len(found) == 1 and found[0][1].ring == 0 and found[0][1].seed == 5
    pid = rig.host.pid
    assert pid is not None
    rig.host.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_killed_process_is_said_and_started_again(rig: Rig) -> None:
    rig.host.wish(0, DeckWish("hum", hum(), running=True))
    wait_until(lambda: rig.row[WRITTEN] >= 2048, 30, "a filled ring")
    first = rig.host.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: rig.crashed == [False], 10, "word of the crash")
    rig.live.board(lambda memory: memory.decks[:, READ].__setitem__(0, memory.decks[0, WRITTEN]))  # the callback drained it
    wait_until(lambda: rig.row[AHEAD] > 0 and rig.row[WRITTEN] - rig.row[READ] >= 2048, 30, "a ring that is filled again")
    assert rig.host.pid != first


def test_one_that_dies_again_and_again_is_given_up(rig: Rig) -> None:
    rig.host.wish(0, DeckWish("hum", hum(), running=True))
    for count in range(3):
        wait_until(lambda: rig.host.pid is not None and rig.row[AHEAD] > 0, 30, "a process that fills")
        os.kill(rig.host.pid, signal.SIGKILL)  # type: ignore[arg-type]
        wait_until(lambda count=count: len(rig.crashed) == count + 1, 10, "word of the crash")  # type: ignore[misc]
    assert rig.crashed == [False, False, True]
    assert not rig.host.wishes[0].running


def test_a_model_that_fails_is_told(rig: Rig) -> None:
    rig.host.wish(0, DeckWish("gone", hum(), running=True))
    wait_until(lambda: rig.failed, 30, "word of it")
    assert rig.failed[0][:2] == (0, "gone") and "gone" in rig.failed[0][2]


ORPHAN = """
import sys, time
from tests.engine.test_streaming import Rig, hum
from studio.engine.streaming.wish import DeckWish
if __name__ == "__main__":
    rig = Rig()
    rig.host.wish(0, DeckWish("hum", hum(), running=True))
    while not rig.ready:
        time.sleep(0.01)
    print(rig.host.pid, flush=True)
    time.sleep(60)
"""


def test_it_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment, text=True) as program:
        assert program.stdout is not None
        child = psutil.Process(int(program.stdout.readline()))
        program.kill()
        program.wait()
        wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 10, "the end of the streams' process")


def test_the_ring_is_a_power_of_two() -> None:
    assert RING_FRAMES & (RING_FRAMES - 1) == 0


def test_a_deck_that_never_played_has_no_past() -> None:
    assert server.stretches([[], []], [(0, 0, 100), (1, 50, 60)]) == []
