"""A long sound as it really comes out: captured, without a break over several renewals of its window, to its very end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.engine.long_play import LongPlay, Playing
from studio.engine.player import Player
from studio.engine.player.nullsink import Capture
from tests.sound.test_playback import RATE, Once, player, silent_at_the_end, unbroken  # noqa: F401
from tests.waiting import wait_until

SECONDS = 40
PLAYED = 13.0  # seconds: the window is renewed five times
STEPS = 2**15  # of the ramp; 16 bits hold each of them exactly


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stereo whose every sample names its place."""
    path = tmp_path_factory.mktemp("long") / "long.wav"
    soundfile.write(path, samples(0, SECONDS * RATE), RATE, "PCM_16")
    return path


def samples(first: int, last: int) -> np.ndarray:
    """(frames, 2) of the file: a ramp that comes again, so slowly that a frame is named within a second."""
    places = np.arange(first, last)
    left = (places % 20_011 + 1) / STEPS
    return np.stack([left, -left], axis=1).astype(np.float32)


@pytest.fixture
def long_play(player: Player) -> Iterator[LongPlay]:  # noqa: F811
    made = LongPlay(player, lambda text, error: pytest.fail(f"{text}: {error}"))
    yield made
    made.stop()


def played(long_play: LongPlay, capture: Capture, playing: Playing) -> int:
    """Play it to its end; the frame of the capture before it began."""
    wait_until(lambda: silent_at_the_end(capture), what="silence")
    start = len(capture.samples())
    long_play.play(playing)
    wait_until(lambda: capture.samples()[start:].any(), 10, "the beginning")
    wait_until(lambda: long_play.now is None, 30, "the end")
    wait_until(lambda: silent_at_the_end(capture), what="silence")
    return start


def test_it_is_heard_whole_and_ends_to_the_sample(
    long_play: LongPlay, capture: Capture, file: Path, unbroken: Callable[[Once], None],  # noqa: F811
) -> None:  # fmt: skip
    at, end = SECONDS - PLAYED, float(SECONDS)

    def once(number: int) -> list[int]:
        start = played(long_play, capture, Playing(file, 100 + number, 0.0, end, at))
        expected = samples(round(at * RATE), SECONDS * RATE)
        captured = capture.samples()[start:]
        first = int(np.flatnonzero(captured.any(axis=1))[0])
        edge = 64 + round(0.005 * RATE)  # it fades in
        heard = captured[first : first + len(expected) + 100]
        wrong = np.flatnonzero((heard[edge : len(expected)] != expected[edge:]).any(axis=1))
        if len(wrong):  # what came too late is heard behind its end, too
            return [start + first + edge + int(wrong[0])]
        behind = np.flatnonzero(heard[len(expected) :].any(axis=1))  # as what came too late for its end is
        return [start + first + len(expected) + int(behind[0])] if len(behind) else []

    unbroken(once)


def test_the_playhead_tells_the_place_in_the_whole_sound(long_play: LongPlay, player: Player, file: Path) -> None:  # noqa: F811
    long_play.play(Playing(file, 50, 0.0, float(SECONDS), 21.5))
    wait_until(lambda: player.status().request == 50 and player.status().playing, what="playing")
    places: list[float] = []

    def far_enough() -> bool:
        places.append(long_play.shifted(player.status()).position_seconds)
        return places[-1] > 27.0

    wait_until(far_enough, 15, "the window renewed")
    assert 21.0 <= places[0] < 23.0 and all(-0.05 < b - a < 1.0 for a, b in pairwise(places))
    long_play.stop()
    player.stop()
    status = player.status()
    assert long_play.now is None and long_play.shifted(status) is status


def test_a_selection_goes_round(long_play: LongPlay, player: Player, capture: Capture, file: Path) -> None:  # noqa: F811
    start = len(capture.samples())
    long_play.play(Playing(file, 60, 30.0, 30.5, 30.0, loop=True, crossfade=0.01))
    wait_until(lambda: np.count_nonzero(capture.samples()[start:].any(axis=1)) > 1.8 * RATE, 15, "three rounds")
    captured = capture.samples()[start:]
    first = int(np.flatnonzero(captured.any(axis=1))[0])
    heard = captured[first + RATE // 2 : first + round(1.7 * RATE), 0]
    period = RATE // 2
    assert np.array_equal(heard[:period], heard[period : 2 * period])
    assert 30.0 <= long_play.shifted(player.status()).position_seconds <= 30.5
    inside = samples(30 * RATE, 30 * RATE + 1000)[:, 0]
    assert any(np.array_equal(captured[place : place + 1000, 0], inside) for place in np.flatnonzero(captured[:, 0] == inside[0]))
