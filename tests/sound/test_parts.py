"""The loop of a selection, A against B and scrubbing, judged by what a real stream played into a null sink."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from studio.clip import Clip
from studio.engine.player import Player
from studio.engine.player.nullsink import Capture
from tests.waiting import wait_until

RATE = 44_100
HERTZ = 110.0
LEVEL = 0.5
STEEPEST = LEVEL * 2 * np.pi * HERTZ / RATE  # of the wave itself, from one sample to the next
ATTEMPTS = 4  # a machine that starves the sound server is asked again; samples may never be wrong


def tone(seconds: float = 2.0, phase: float = 0.0) -> Clip:
    turn = 2 * np.pi * HERTZ * np.arange(round(seconds * RATE)) / RATE + phase
    return Clip((LEVEL * np.sin(turn)).astype(np.float32)[None], RATE)


def rest(capture: Capture) -> None:
    wait_until(lambda: len(capture.samples()) > 2000 and not capture.samples()[-2000:].any(), what="silence")


def heard(capture: Capture, start: int, frames: int) -> np.ndarray:
    """The left channel from the first sound after `start`, once there are so many frames of it."""
    wait_until(lambda: len(capture.samples()) > start + frames + RATE // 2, 20, "the sound")
    captured = capture.samples()[start:, 0]
    first = int(np.flatnonzero(captured)[0])
    return captured[first:]


def unbroken(captured: np.ndarray) -> bool:
    """No hole of 64 frames: the sound server had time for us."""
    whole = captured[: len(captured) // 64 * 64].reshape(-1, 64)
    return bool((whole != 0).any(axis=1).all())


@pytest.fixture
def player(capture: Capture) -> Iterator[Player]:
    with Player() as made:
        made.set_gain_db(0)
        made.play(tone(), request=0, loop=True)
        wait_until(lambda: len(capture.samples()) > RATE and capture.samples()[-2000:].any(), 20, "the first sound")
        made.stop()
        rest(capture)
        yield made


@pytest.mark.parametrize("crossfade", [0.005, 0.05])
def test_the_loop_of_a_selection_does_not_click(player: Player, capture: Capture, crossfade: float) -> None:
    start_s, end_s = 0.4003, 0.7519  # anywhere in the wave: without a crossfade each round would begin with a step
    cut = tone().samples[0]
    assert abs(cut[round(start_s * RATE)] - cut[round(end_s * RATE) - 1]) > 5 * STEEPEST
    bound = STEEPEST + 2 * LEVEL * 1.6 * (np.pi / 2) / (crossfade * RATE)
    period = round(end_s * RATE) - round(start_s * RATE)
    for number in range(ATTEMPTS):
        start = len(capture.samples())
        player.set_region(start_s, end_s, crossfade)
        player.play(tone(), request=number, loop=True, part=True, restart=True)
        captured = heard(capture, start, 4 * period)
        player.stop()
        rest(capture)
        if unbroken(captured[: 4 * period]):
            assert np.array_equal(captured[period : 2 * period], captured[2 * period : 3 * period]), "every round is the same"
            assert np.abs(np.diff(captured[200 : 4 * period])).max() <= bound
            return
    pytest.fail("the sound server left no attempt whole")


def test_edges_that_move_while_it_sounds_do_not_click(player: Player, capture: Capture) -> None:
    bound = 2 * STEEPEST + 2 * LEVEL * 1.6 * (np.pi / 2) / (0.015 * RATE)
    for number in range(ATTEMPTS):
        start = len(capture.samples())
        player.set_region(0.2, 0.9, 0.02)
        player.play(tone(), request=number, loop=True, part=True, restart=True)
        heard(capture, start, 2000)
        for step in range(12):  # an edge is dragged over the playhead and back
            player.set_region(0.2 + 0.02 * step, 0.9 - 0.03 * step, 0.02)
            there = len(capture.samples())
            wait_until(lambda there=there: len(capture.samples()) > there + 3000)  # type: ignore[misc]
        player.set_region(None)
        captured = heard(capture, start, 40_000)[200:40_000]
        player.stop()
        rest(capture)
        if unbroken(captured):
            assert np.abs(np.diff(captured)).max() <= bound
            return
    pytest.fail("the sound server left no attempt whole")


def test_a_against_b_goes_on_in_place_and_without_a_click(player: Player, capture: Capture) -> None:
    a, b = tone(), tone(phase=2.0)
    bound = 2 * STEEPEST + 2 * LEVEL * (np.pi / 2) / (0.020 * RATE)
    for number in range(ATTEMPTS):
        start = len(capture.samples())
        player.play(a, request=10 * number, loop=False, restart=True)
        heard(capture, start, 2000)
        for step in range(4):
            player.play((b, a)[step % 2], request=10 * number + step, loop=False, switch=True, gain_db=-6.0 if step % 2 == 0 else 0.0)
            there = len(capture.samples())
            wait_until(lambda there=there: len(capture.samples()) > there + 6000)  # type: ignore[misc]
        captured = heard(capture, start, 30_000)[:30_000]
        player.stop()
        rest(capture)
        if unbroken(captured):
            assert np.abs(np.diff(captured)).max() <= bound
            quiet = np.abs(captured.reshape(-1, 500)).max(axis=1)
            assert quiet.min() == pytest.approx(LEVEL * 10 ** (-6 / 20), abs=0.03), "B sounds 6 dB lower"
            return
    pytest.fail("the sound server left no attempt whole")


@pytest.mark.parametrize(("command", "seconds"), [("stop", 0.005), ("panic", 0.002)])
def test_silence_comes_at_once_and_without_a_click(player: Player, capture: Capture, command: str, seconds: float) -> None:
    bound = 2 * STEEPEST + LEVEL * (np.pi / 2) / (seconds * RATE)  # the fall's own steepness, not a step from the wave to nothing
    for number in range(ATTEMPTS):
        for other in (False, True):  # alone, and while it is still becoming another sound
            start = len(capture.samples())
            player.play(tone(), request=10 * number, loop=True, restart=True)
            heard(capture, start, 6000)
            if other:
                player.play(tone(phase=2.0), request=10 * number + 1, loop=True)
            getattr(player, command)()
            rest(capture)
            captured = capture.samples()[start:, 0]
            captured = captured[np.flatnonzero(captured)[0] : np.flatnonzero(captured)[-1] + 1]
            if unbroken(captured):
                steps = np.abs(np.diff(captured[50:], append=0.0))  # its start is a hit, with all its steepness
                assert steps.max() <= bound, f"a step of {steps.max():.3f}, {bound:.3f} is the sound's own"
        if unbroken(captured):
            return
    pytest.fail("the sound server left no attempt whole")


def test_a_scrub_is_heard_and_ends_in_silence(player: Player, capture: Capture) -> None:
    player.play(tone(), request=1, loop=False)
    player.stop()
    rest(capture)
    start = len(capture.samples())
    for step in range(20):
        player.scrub(0.5 + 0.03 * step)
        there = len(capture.samples())
        wait_until(lambda there=there: len(capture.samples()) > there + 800)  # type: ignore[misc]
    captured = capture.samples()[start:, 0]
    player.end_scrub(play=False)
    rest(capture)
    assert np.abs(captured).max() > 0.2
    assert np.abs(np.diff(captured)).max() <= 8 * STEEPEST, "no step beyond what eight times the speed gives"
    assert not player.status().playing
