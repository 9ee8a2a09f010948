"""What really comes out: a real PortAudio stream into a null sink, judged by the captured samples."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from studio.clip import Clip
from studio.engine.player import Player
from studio.engine.player.nullsink import Capture, NullSink
from tests.waiting import audio_process, wait_until

RATE = 44_100
PILOT = 0.123  # a level that no test signal holds for long
ATTEMPTS = 4  # a machine that starves the sound server is asked again; samples may never be wrong


def mono(samples: np.ndarray) -> Clip:
    return Clip(np.asarray(samples, np.float32)[None, :], RATE)


def ramp(frames: int) -> np.ndarray:
    """Every sample names its place, and float32 holds it exactly."""
    return (np.arange(1, frames + 1) / 2**24).astype(np.float32)


def noise(frames: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-0.8, 0.8, frames).astype(np.float32)


def sounds_at_the_end(capture: Capture) -> bool:
    return bool(capture.samples()[-2000:].any(axis=1).sum() > 1000)


def silent_at_the_end(capture: Capture) -> bool:
    return len(capture.samples()) > 2000 and not capture.samples()[-2000:].any()


def mark_of(player: Player, request: int) -> bool:
    return any(mark.request == request for mark in player.status().sounded)


@pytest.fixture
def player(capture: Capture) -> Iterator[Player]:
    """Open, at 0 dB, heard once and silent again: the first moments of a stream, which may be lost, are over."""
    with Player() as made:
        made.set_gain_db(0)
        made.play(mono(np.full(RATE, PILOT)), request=-2, loop=True)
        wait_until(lambda: sounds_at_the_end(capture), 20, "the first sound")
        wait_until(lambda: len(capture.samples()) > RATE)
        assert made.status().state == "ok" and made.status().rate == RATE
        made.stop()
        wait_until(lambda: silent_at_the_end(capture))
        yield made


def runs_of(captured: np.ndarray, expected: np.ndarray) -> list[int]:
    """Where the whole of `expected` (n, 2) stands in the capture, bit for bit."""
    first = np.flatnonzero((captured[: len(captured) - len(expected) + 1] == expected[0]).all(axis=1))
    return [int(i) for i in first if np.array_equal(captured[i : i + len(expected)], expected)]


def attempt(try_once: Callable[[int], bool]) -> None:
    """A gap in the sound server isn't ours: try again. Wrong samples fail every time."""
    assert any(try_once(number) for number in range(ATTEMPTS))


def test_a_clip_passes_bit_for_bit(player: Player, capture: Capture) -> None:
    both = np.stack([ramp(2 * RATE), -ramp(2 * RATE)[::-1]])

    def once(number: int) -> bool:
        player.play(Clip(both, RATE), request=number, loop=False, restart=True)
        wait_until(lambda: mark_of(player, number) and not player.status().playing)
        wait_until(lambda: silent_at_the_end(capture))
        return bool(runs_of(capture.samples(), both.T))

    attempt(once)


def test_a_loop_has_no_seam_and_fading_it_to_itself_changes_no_bit(player: Player, capture: Capture) -> None:
    period = noise(4411, 1)
    expected = np.repeat(np.tile(period, 20)[:, None], 2, axis=1)

    def once(number: int) -> bool:
        start = len(capture.samples())
        for step in range(10):
            request = 100 * number + step
            player.play(mono(period.copy()), request=request, loop=True)
            wait_until(lambda request=request: mark_of(player, request))  # type: ignore[misc]
            heard = len(capture.samples())
            wait_until(lambda heard=heard: len(capture.samples()) > heard + 6000)  # type: ignore[misc]
        wait_until(lambda: len(capture.samples()) > start + 20 * 4411 + RATE // 2)
        player.stop()
        wait_until(lambda: silent_at_the_end(capture))
        return bool(runs_of(capture.samples()[start:], expected))

    attempt(once)


def test_joining_other_loops_makes_no_step(player: Player, capture: Capture) -> None:
    frames, cycles, level = 4410, 20, 0.7
    turn = 2 * np.pi * cycles * np.arange(frames) / frames
    sounds = [mono(level * np.sin(turn + phase)) for phase in (0.0, 2.1, 4.0, 1.0, 3.1)]
    bound = 2 * level * 2 * np.pi * cycles / frames + 2 * level * (np.pi / 2) / (0.015 * RATE)

    def once(number: int) -> bool:
        start = len(capture.samples())
        for step in range(12):
            request = 100 * number + step
            player.play(sounds[step % 5], request=request, loop=True)
            wait_until(lambda request=request: mark_of(player, request))  # type: ignore[misc]
            heard = len(capture.samples())
            wait_until(lambda heard=heard: len(capture.samples()) > heard + 2500)  # type: ignore[misc]
        captured = capture.samples()[start:, 0]
        player.stop()
        wait_until(lambda: silent_at_the_end(capture))
        first = int(np.flatnonzero(captured)[0]) + 5  # the first sound starts without a fade
        return bool(np.abs(np.diff(captured[first:])).max() <= bound) and len(captured) > 12 * 2500

    attempt(once)


def test_the_ceiling_holds_in_the_capture(player: Player, capture: Capture) -> None:
    player.set_gain_db(12)
    player.play(mono(noise(RATE, 1)), request=1, loop=True)
    wait_until(lambda: player.status().clipped and sounds_at_the_end(capture))
    heard = len(capture.samples())
    wait_until(lambda: len(capture.samples()) > heard + RATE // 2)
    assert np.abs(capture.samples()[heard:]).max() == np.float32(10 ** (-1 / 20))


def test_a_killed_audio_process_sounds_again(player: Player, capture: Capture) -> None:
    player.play(mono(np.full(RATE, 0.25)), request=1, loop=True)
    wait_until(lambda: sounds_at_the_end(capture))
    old = audio_process()
    old.kill()
    wait_until(lambda: "started again" in player.status().message, 20)
    wait_until(lambda: silent_at_the_end(capture) or sounds_at_the_end(capture))
    wait_until(lambda: player.status().state == "ok" and sounds_at_the_end(capture), 20, "sound after the crash")
    assert player.status().request == 1 and np.float32(0.25) == capture.samples()[-1, 0]
    assert not psutil.pid_exists(old.pid)


def test_a_device_that_goes_and_comes_back_sounds_again(player: Player, sink: NullSink) -> None:
    states: list[str] = []
    player.on_change = lambda: states.append(player.status().state)
    player.play(mono(np.full(30 * RATE, 0.25)), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    sink.unload()
    wait_until(lambda: player.status().state == "lost", 10, "the loss being noticed")
    assert "gone" in player.status().message
    position = player.status().position_seconds
    wait_until(lambda: player.status().position_seconds > position + 0.2, what="the playhead going on without a device")
    sink.load()
    with sink.capture() as capture:
        wait_until(lambda: player.status().state == "ok", 20, "the device being found again")
        wait_until(lambda: sounds_at_the_end(capture), 20, "sound after the return")
        assert capture.samples()[-1, 0] == np.float32(0.25)
    assert player.status().request == 1 and states[0] == "lost" and "restarting" in states


def test_rescan_finds_a_device_that_came_later(sink: NullSink) -> None:
    sink.unload()
    with Player() as player:
        player.play(mono(np.full(RATE, 0.5)), request=1, loop=True)
        wait_until(lambda: player.status().state == "null" and player.status().playing, 20)
        assert player.status().message
        sink.load()
        with sink.capture() as capture:
            player.rescan()
            wait_until(lambda: player.status().state == "ok", 20)
            wait_until(lambda: sounds_at_the_end(capture), 20)
        assert [d.name for d in player.devices() if d.is_default] == [player.status().device]
        player.set_output("pulse", "ALSA", 256)
        wait_until(lambda: player.status().device == "pulse" and player.status().block == 256 and player.status().playing, 20)


PROGRAM = """
import time
import numpy as np
from studio.clip import Clip
from studio.engine.player import Player
def main():
    player = Player()
    player.play(Clip(np.full((1, 44100), 0.5, np.float32), 44100), request=1, loop=True)
    while not player.status().playing:
        time.sleep(0.01)
    print(player._process.pid, flush=True)
    time.sleep(60)
if __name__ == "__main__":
    main()
"""


def test_when_the_program_is_killed_the_sound_ends(tmp_path: Path, capture: Capture) -> None:
    path = tmp_path / "plays.py"
    path.write_text(PROGRAM)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(path)], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        orphan = int(program.stdout.readline())
        wait_until(lambda: sounds_at_the_end(capture), 20)
        program.kill()
        wait_until(lambda: not psutil.pid_exists(orphan) or psutil.Process(orphan).status() == psutil.STATUS_ZOMBIE, 5)
        wait_until(lambda: silent_at_the_end(capture))


def load(done: threading.Event) -> list[threading.Thread]:
    """Two threads of this process that want both cores: array work as torch does it, and plain Python."""

    def arrays() -> None:
        matrix = np.ones((400, 400), np.float32)
        while not done.is_set():
            matrix = np.tanh(matrix @ matrix)

    def python() -> None:
        count = 0
        while not done.is_set():
            count += 1

    threads = [threading.Thread(target=work) for work in (arrays, python)]
    for thread in threads:
        thread.start()
    return threads


def lost_frames(captured: np.ndarray, expected: np.ndarray) -> int:
    """Frames of the ramp `expected` that are missing from or interrupted in the capture; -1 if it isn't there at all."""
    first = np.flatnonzero(captured == expected[0])
    last = np.flatnonzero(captured == expected[-1])
    if not len(first) or not len(last):
        return -1
    part = captured[first[-1] : last[-1] + 1]
    return abs(len(part) - len(expected)) + len(np.setdiff1d(expected, part))


def test_no_gap_while_arrays_and_python_keep_both_cores_busy(player: Player, capture: Capture) -> None:
    expected = ramp(5 * RATE)

    def once(number: int) -> bool:
        player.play(mono(expected), request=number, loop=False, restart=True)
        wait_until(lambda: mark_of(player, number) and not player.status().playing, 20)
        wait_until(lambda: silent_at_the_end(capture), 20)
        return lost_frames(capture.samples()[:, 0], expected) == 0

    done = threading.Event()
    threads = load(done)
    try:
        attempt(once)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert os.getpid() != audio_process().pid
