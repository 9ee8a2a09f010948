"""The two decks of the desk: started, faded, crossed over, run dry; without any process, a block at a time."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from studio.engine.player import desk
from studio.engine.player.decks import GRID, Decks
from studio.engine.player.live_input import LiveInput
from studio.engine.player.live_memory import (
    AHEAD,
    DECK_LOG_AT,
    INPUT_RATE,
    LIVE_BYTES,
    READ,
    RING_FRAMES,
    RING_RATE,
    UNDERRUNS,
    WRITTEN,
    LiveBoard,
)  # fmt: skip

RATE = 48_000
BLOCK = 512


class Feed:
    """Writes sines into the rings as the streams' process does, and plays blocks."""

    def __init__(self) -> None:
        self.board = LiveBoard(np.zeros(LIVE_BYTES, np.uint8))
        self.board.wishes[desk.WISH_DECK_GAINS : desk.WISH_DECK_GAINS + 2] = 1.0
        self.decks = Decks(self.board, RATE)
        self.made = [0, 0]

    def open(self, deck: int, ahead: int = 2 * BLOCK) -> None:
        self.board.decks[deck, RING_RATE] = RATE
        self.board.decks[deck, AHEAD] = ahead

    def fill(self, deck: int, frames: int = 0, level: float | None = None) -> None:
        """Up to what is to be ahead, or so many frames: a sine at 300 or 440 Hz, or a steady level."""
        row = self.board.decks[deck]
        count = frames or int(row[AHEAD]) - (int(row[WRITTEN]) - int(row[READ]))
        for _ in range(max(0, count)):
            at = int(row[WRITTEN])
            value = 0.5 * np.sin(2 * np.pi * (300, 440)[deck] * self.made[deck] / RATE) if level is None else level
            self.board.rings[deck, at % RING_FRAMES] = value
            self.made[deck] += 1
            row[WRITTEN] = at + 1

    def block(self, frames: int = BLOCK) -> np.ndarray:
        out = np.zeros((frames, 2), np.float32)
        self.decks.process(out)
        self.board.record(out)
        return out

    def run(self, blocks: int, *decks: int, level: float | None = None) -> np.ndarray:
        heard = []
        for _ in range(blocks):
            for deck in decks:
                self.fill(deck, level=level)
            heard.append(self.block())
        return np.concatenate(heard)


@pytest.fixture
def feed() -> Feed:
    return Feed()


def test_a_deck_is_silent_until_it_is_started_and_fades_in(feed: Feed) -> None:
    feed.open(0)
    assert feed.decks.silent
    assert not feed.run(3, 0, level=0.5).any()
    feed.decks.take(("start", 0))
    assert not feed.decks.silent
    sound = feed.run(4, 0, level=0.5)[:, 0]
    assert sound[0] == 0.0
    assert np.abs(np.diff(sound)).max() < 0.02
    assert np.allclose(sound[BLOCK:], 0.5)


def test_it_waits_until_the_ring_is_as_full_as_it_is_kept(feed: Feed) -> None:
    feed.open(0)
    feed.decks.take(("start", 0))
    feed.fill(0, 2 * BLOCK - 1)
    assert not feed.block().any()
    feed.fill(0, 1)
    assert feed.block().any()


def test_what_is_written_is_heard_sample_for_sample_in_blocks_of_any_size(feed: Feed) -> None:
    feed.open(0, ahead=4096)
    feed.decks.take(("start", 0))
    heard = []
    for frames in (512, 64, 1000, 333, 4096, 7, 2048):
        feed.fill(0)
        heard.append(feed.block(frames))
    sound = np.concatenate(heard)[:, 1]
    expected = 0.5 * np.sin(2 * np.pi * 300 * np.arange(len(sound)) / RATE)
    assert np.allclose(sound[BLOCK:], expected[BLOCK:], atol=1e-6)


def test_stopping_fades_without_a_step_and_forgets_what_waits(feed: Feed) -> None:
    feed.open(0)
    feed.decks.take(("start", 0))
    feed.run(4, 0, level=0.5)
    feed.fill(0, level=0.5)
    feed.decks.take(("stop", 0))
    sound = feed.run(2)[:, 0]
    assert np.abs(np.diff(sound, prepend=0.5)).max() < 0.02
    assert not sound[BLOCK:].any()
    assert feed.decks.silent
    assert feed.board.decks[0, UNDERRUNS] == 0
    assert feed.board.decks[0, WRITTEN] == feed.board.decks[0, READ]


def test_an_underrun_goes_out_on_the_mirror_of_its_last_samples_is_counted_and_comes_back(feed: Feed) -> None:
    feed.open(0)
    feed.decks.take(("start", 0))
    before = feed.run(6, 0)
    feed.fill(0, BLOCK // 2 + 1)
    dry = feed.run(6)[:, 0]  # nobody fills
    sound = np.concatenate([before[:, 0], dry])
    steepest = 0.5 * 2 * np.pi * 300 / RATE
    assert np.abs(np.diff(sound)).max() < 2.5 * steepest  # a sine's own slope, and that of the fade: no click
    assert not dry[-BLOCK:].any()
    assert feed.board.decks[0, UNDERRUNS] == 1
    assert not feed.decks.silent  # it is still wanted
    again = feed.run(4, 0)[:, 0]
    assert again[-BLOCK:].any()
    assert np.abs(np.diff(again)).max() < 2.5 * steepest
    assert feed.board.decks[0, UNDERRUNS] == 1


def test_the_crossfader_keeps_the_power_and_glides(feed: Feed) -> None:
    for deck in (0, 1):
        feed.open(deck)
        feed.decks.take(("start", deck))
    feed.run(20, 0, 1)
    powers = []
    for place in np.linspace(0, 1, 6):
        feed.board.wishes[desk.WISH_CROSSFADER] = place
        sound = np.concatenate([feed.run(3, 0, 1)[-BLOCK:], feed.run(90, 0, 1)])[:, 0]
        powers.append(float(np.mean(np.square(sound[BLOCK:]))))
    assert np.allclose(powers, 0.125, rtol=0.03)
    feed.board.wishes[desk.WISH_CROSSFADER] = 0.0
    only_a = feed.run(40, 0, 1)[-20 * BLOCK :, 0]
    spectrum = np.abs(np.fft.rfft(only_a * np.hanning(len(only_a))))
    hz = np.fft.rfftfreq(len(only_a), 1 / RATE)
    assert spectrum[np.argmin(np.abs(hz - 440))] < 1e-3 * spectrum[np.argmin(np.abs(hz - 300))]


def test_a_jump_of_the_crossfader_or_of_a_gain_makes_no_step(feed: Feed) -> None:
    feed.open(0)
    feed.decks.take(("start", 0))
    feed.run(4, 0, level=0.5)
    heard = []
    cross, gain = desk.WISH_CROSSFADER, desk.WISH_DECK_GAINS
    for index, value in ((cross, 1.0), (cross, 0.0), (gain, 0.0), (gain, 2.0)):
        feed.board.wishes[index] = value
        heard.append(feed.run(3, 0, level=0.5)[:, 0])
    assert np.abs(np.diff(np.concatenate(heard))).max() < 0.004
    assert np.allclose(heard[-1][-10:], 1.0)


def test_a_ring_at_another_rate_is_not_heard(feed: Feed) -> None:
    feed.open(0)
    feed.board.decks[0, RING_RATE] = 44_100
    feed.decks.take(("start", 0))
    assert not feed.run(4, 0).any()


def test_the_log_says_what_was_heard(feed: Feed) -> None:
    feed.open(0)
    feed.open(1)
    feed.decks.take(("start", 0))
    heard = [feed.run(3, 0, 1)]
    feed.decks.take(("start", 1))
    heard.append(feed.run(3, 0, 1))
    feed.board.wishes[desk.WISH_CROSSFADER] = 0.7
    feed.board.wishes[desk.WISH_DECK_GAINS + 1] = 0.5
    heard.append(feed.run(5, 0, 1))
    feed.decks.take(("stop", 0))
    heard.append(feed.run(3, 0, 1))
    sound = np.concatenate(heard)[:, 0]
    rows = feed.board.deck_log[: feed.board.counts[DECK_LOG_AT]]
    assert np.all(np.diff(rows[:, 0]) >= 0)
    frames = np.arange(len(sound))
    rebuilt = np.zeros(len(sound))
    for deck, hz in ((0, 300), (1, 440)):
        gain = np.interp(frames, rows[:, 0], rows[:, 1 + deck])
        row = rows[np.searchsorted(rows[:, 0], frames, side="right") - 1]
        place = row[:, 3 + deck] + frames - row[:, 0]
        rebuilt += np.where(row[:, 3 + deck] >= 0, gain * 0.5 * np.sin(2 * np.pi * hz * place / RATE), 0.0)
    assert np.abs(rebuilt - sound).max() < 1e-5


def test_panic_ends_every_deck_at_once(feed: Feed) -> None:
    feed.open(0)
    feed.decks.take(("start", 0))
    feed.run(3, 0)
    feed.decks.panic()
    assert feed.decks.silent
    assert not feed.run(2, 0).any()


def test_bad_wishes_are_left_out(feed: Feed) -> None:
    feed.open(0)
    feed.decks.take(("start", 0))
    feed.run(3, 0, level=0.5)
    feed.board.wishes[desk.WISH_DECK_GAINS] = float("nan")
    feed.board.wishes[desk.WISH_CROSSFADER] = float("inf")
    sound = feed.run(3, 0, level=0.5)
    assert np.isfinite(sound).all() and np.allclose(sound[-GRID:], 0.5)


def test_an_input_that_starts_only_at_another_rate_holds_the_device_once() -> None:
    class Refused(Exception):
        pass

    opened: list[Any] = []

    class InputStream:
        active = True

        def __init__(self, *, samplerate: int, **_: object) -> None:
            self.rate, self.open = samplerate, True
            opened.append(self)

        def start(self) -> None:
            if self.rate != 44_100:
                raise Refused("busy")

        def abort(self) -> None:
            pass

        def close(self) -> None:
            self.open = False

    device = {"name": "Line", "index": 3, "max_input_channels": 2, "default_samplerate": 96_000.0}
    sound = SimpleNamespace(InputStream=InputStream, PortAudioError=Refused, query_devices=lambda: [device])
    board, said = LiveBoard(np.zeros(LIVE_BYTES, np.uint8)), list[tuple[Any, ...]]()
    live_input = LiveInput(board, lambda *message: said.append(message))
    live_input.take(("open", "Line"), sound)
    assert [one.open for one in opened] == [False, False, True]
    assert board.counts[INPUT_RATE] == 44_100 and said == [("input", "opened", "Line", 44_100)]
    live_input.take(("close",), sound)
    assert not opened[-1].open and board.counts[INPUT_RATE] == 0
