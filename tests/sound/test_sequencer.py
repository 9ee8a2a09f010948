"""The pattern through a real PortAudio stream: every hit where the arithmetic puts it, and a re-roll that leaves no gap and no click."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from studio.engine.pad_sounds import PART, prepare
from studio.engine.pattern import Step
from studio.engine.player import Player
from studio.engine.player.bounce import bounce
from studio.engine.player.desk import WISH_PADS_GAIN
from studio.engine.player.nullsink import Capture
from studio.engine.player.sequencer import Order, Score, frames_a_step, place_of
from studio.engine.session import Session
from studio.engine.session.pads import score_of
from studio.paths import Home
from tests.sound.test_playback import RATE, Once, differences, player, silent_at_the_end, unbroken
from tests.toy import toy_session
from tests.waiting import wait_until

__all__ = ["player", "unbroken"]  # fixtures

SECONDS = 4


def place(player: Player, key: int, samples: np.ndarray) -> None:
    there = player.live.place(samples)
    assert there is not None
    player.live.send(PART, "sample", key, there)


def heard(player: Player, capture: Capture, frames: int) -> int:
    """Start the pattern and let so much of it be captured; where in the capture it may begin."""
    start = len(capture.samples())
    player.live.send(PART, "start")
    wait_until(lambda: capture.samples()[start:].any(), 20, "the first hit")
    begun = start + int(np.flatnonzero(capture.samples()[start:].any(axis=1))[0])
    wait_until(lambda: len(capture.samples()) > begun + frames, 30)
    player.live.send(PART, "quiet")
    wait_until(lambda: silent_at_the_end(capture))
    return start


@pytest.mark.parametrize(("bpm", "swing"), [(133.7, 0.5), (97.3, 0.62), (300.0, 0.5)])
def test_no_hit_is_a_sample_early_or_late(
    player: Player, capture: Capture, unbroken: Callable[[Once], None], bpm: float, swing: float
) -> None:
    player.live.wish(WISH_PADS_GAIN, 1.0)
    place(player, 1, np.full((1, 1), 0.5, np.float32))
    player.live.send(PART, "score", Score(((Order(0, 1),),) * 16, swing))
    player.live.send(PART, "tempo", bpm)
    expected = np.zeros((SECONDS * RATE, 2), np.float32)
    step = 0
    while (frame := math.floor(place_of(step, swing) * frames_a_step(RATE, bpm) + 0.5)) < len(expected):
        expected[frame] = 0.5
        step += 1
    unbroken(lambda number: differences(capture, heard(player, capture, len(expected)), expected))


def test_what_is_heard_is_the_bounce_bit_for_bit(
    player: Player, capture: Capture, unbroken: Callable[[Once], None]
) -> None:
    random = np.random.default_rng(3)
    sounds = {key: (random.uniform(-0.1, 0.1, (8_000 + 4_000 * key, 1 + key % 2))).astype(np.float32) for key in range(4)}
    steps = tuple(tuple(Order(pad, pad % 4, 0.4 + pad / 20, 0.8, 1 + pad % 3) for pad in range(8) if (at + pad) % 3 == 0)
                  for at in range(16))  # fmt: skip
    score = Score(steps, 0.58, 5, groups=(0, 1, 1, 0, 0, 2, 2, 0))
    player.live.wish(WISH_PADS_GAIN, 1.0)
    for key, samples in sounds.items():
        place(player, key, samples)
    player.live.send(PART, "score", score)
    player.live.send(PART, "tempo", 140.0)
    expected = bounce(score, sounds, RATE, 140.0, rounds=3)[: SECONDS * RATE]
    unbroken(lambda number: differences(capture, heard(player, capture, len(expected)), expected))


@pytest.fixture
def session(home: Home, player: Player) -> Iterator[Session]:
    made = toy_session(home, player=player)
    made.set_volume_db(0.0)
    yield made
    made.close()


def test_a_reroll_while_it_plays_leaves_no_gap_and_no_click(
    session: Session, player: Player, capture: Capture, unbroken: Callable[[Once], None]
) -> None:
    """The capture is the old sound up to some hit, the new one from the next on, and both are whole: bit for bit."""
    session.pad_from_sliders(0)
    for index in range(0, 16, 3):
        session.set_step(0, index, Step(1.0))
    assert session.wait_idle(20) and session.pads_ready()

    def sound() -> np.ndarray:
        clip = session.pad_clip(0)
        assert clip is not None
        return prepare(clip, RATE)

    def once(number: int) -> list[int]:
        old = sound()
        start = len(capture.samples())
        session.start_pattern()
        wait_until(lambda: len(capture.samples()) > start + 2 * RATE)
        session.reroll_pad(0)
        assert session.wait_idle(20)
        new = sound()
        assert not np.array_equal(old, new)
        wait_until(lambda: len(capture.samples()) > start + 5 * RATE)
        session.stop_pattern()
        wait_until(lambda: silent_at_the_end(capture))
        score = score_of(session.pattern, {(0, 0.0): 1})
        found: list[list[int]] = []
        for rounds_of_old in range(1, 40):  # hits that are the old sound's
            expected = _mixed(score, old, new, rounds_of_old)[: 4 * RATE]
            found.append(differences(capture, start, expected))
            if not found[-1]:
                return []
        return max(found)

    unbroken(once)


def _mixed(score: Score, old: np.ndarray, new: np.ndarray, hits: int) -> np.ndarray:
    """What a pattern of one pad sounds like whose first `hits` hits are of the old sound."""
    steps = [order for _ in range(4) for order in score.steps]
    played = 0
    for index, orders in enumerate(steps):
        if orders:
            played += 1
            steps[index] = tuple(order._replace(sample=1 if played <= hits else 2) for order in orders)
    return bounce(score._replace(steps=tuple(steps)), {1: old, 2: new}, RATE, 120.0)
