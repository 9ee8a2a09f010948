"""What really comes out: a real PortAudio stream into a null sink, judged by the captured samples."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.bench.actor import MOVES_A_SECOND
from studio.bench.load import broken, ramp_player
from studio.bench.stillness import Watch
from studio.clip import Clip
from studio.engine.player import Player
from studio.engine.player.nullsink import Capture, NullSink
from studio.engine.player.shared import RESTING
from studio.paths import Home
from tests.toy import ToyCatalogue
from tests.waiting import audio_process, wait_until

RATE = 44_100
PILOT = 0.123  # a level that no test signal holds for long
STILL_MS = 8.0  # a machine that stood still for longer than that may break what was playing
RETAKES = 5


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


def differences(capture: Capture, start: int, expected: np.ndarray) -> list[int]:
    """Where the first sound from frame `start` on first departs from `expected` (n, 2), bit for bit: one frame, or none."""
    captured = capture.samples()[start:]
    sounding = np.flatnonzero(captured.any(axis=1))
    assert len(sounding), "nothing was heard"
    heard = captured[sounding[0] :][: len(expected)]
    wrong = np.flatnonzero((heard != expected[: len(heard)]).any(axis=1))
    if not len(wrong) and len(heard) == len(expected):
        return []
    return [start + int(sounding[0]) + (int(wrong[0]) if len(wrong) else len(heard) - 1)]


Once = Callable[[int], list[int]]


@pytest.fixture
def unbroken(capture: Capture, capsys: pytest.CaptureFixture[str]) -> Callable[[Once], None]:
    """Asks `once(number)` for the frames of the capture at which something is wrong: there may be none.

    It is asked again only if the machine provably stood still at each of them; then no program could have played on.
    """

    def check(once: Once) -> None:
        for number in range(1 + RETAKES):
            with Watch() as watch:
                frames = once(number)
            if not frames:
                return
            still = watch.stop()
            stalls = [still.before(capture.heard_ns(frame), STILL_MS) for frame in frames]
            excused = [one for one in stalls if one is not None] if still.proof else []
            what = f"{len(frames)} breaks, at frames {frames[:10]}"
            assert len(excused) == len(frames), f"{what}, and the machine stood still at {len(excused)} of them only"
            with capsys.disabled():
                print(f"\n{what}: the machine stood still for {max(one.ms for one in excused):.0f} ms, so once more.")
        pytest.fail(f"the machine stood still in each of {1 + RETAKES} tries")

    return check


def test_a_clip_passes_bit_for_bit(player: Player, capture: Capture, unbroken: Callable[[Once], None]) -> None:
    both = np.stack([ramp(2 * RATE), -ramp(2 * RATE)[::-1]])

    def once(number: int) -> list[int]:
        start = len(capture.samples())
        player.play(Clip(both, RATE), request=number, loop=False, restart=True)
        wait_until(lambda: mark_of(player, number) and not player.status().playing)
        wait_until(lambda: silent_at_the_end(capture))
        return differences(capture, start, both.T)

    unbroken(once)


def test_a_loop_has_no_seam_and_fading_it_to_itself_changes_no_bit(
    player: Player, capture: Capture, unbroken: Callable[[Once], None]
) -> None:
    period = noise(4411, 1)
    expected = np.repeat(np.tile(period, 20)[:, None], 2, axis=1)

    def once(number: int) -> list[int]:
        start = len(capture.samples())
        for step in range(10):
            request = 100 * number + step
            player.play(mono(period.copy()), request=request, loop=True)
            wait_until(lambda request=request: mark_of(player, request))  # type: ignore[misc]
            heard = len(capture.samples())
            wait_until(lambda heard=heard: len(capture.samples()) > heard + 6000)  # type: ignore[misc]
        wait_until(lambda: len(capture.samples()) > start + 20 * 4411 + RATE // 2)
        found = differences(capture, start, expected)
        player.stop()
        wait_until(lambda: silent_at_the_end(capture))
        return found

    unbroken(once)


def test_joining_other_loops_makes_no_step(player: Player, capture: Capture, unbroken: Callable[[Once], None]) -> None:
    frames, cycles, level = 4410, 20, 0.7
    turn = 2 * np.pi * cycles * np.arange(frames) / frames
    sounds = [mono(level * np.sin(turn + phase)) for phase in (0.0, 2.1, 4.0, 1.0, 3.1)]
    bound = 2 * level * 2 * np.pi * cycles / frames + 2 * level * (np.pi / 2) / (0.015 * RATE)

    def once(number: int) -> list[int]:
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
        assert len(captured) > 12 * 2500
        return [start + first + int(i) for i in np.flatnonzero(np.abs(np.diff(captured[first:])) > bound)]

    unbroken(once)


def test_an_output_that_rested_plays_from_the_first_sample(capture: Capture, unbroken: Callable[[Once], None]) -> None:
    expected = np.repeat(ramp(RATE // 2)[:, None], 2, axis=1)
    with Player(rest=0.3) as player:
        player.set_gain_db(0)
        player.play(mono(np.full(RATE, PILOT)), request=-2, loop=True)
        wait_until(lambda: sounds_at_the_end(capture), 20, "the first sound")
        player.stop()

        def once(number: int) -> list[int]:
            wrong = []
            for step, gain in enumerate((1.0, 0.25, 1.0)):
                wait_until(lambda: player._memory_board().control[RESTING] == 1, what="rest")
                start, before = len(capture.samples()), player.status().gaps
                player.set_gain_db(20 * np.log10(gain))  # while it rests: no ramp may be left of it
                request = 10 * number + step
                player.play(mono(ramp(RATE // 2)), request=request, loop=False)
                wait_until(lambda request=request: mark_of(player, request) and not player.status().playing)  # type: ignore[misc]
                wait_until(lambda: silent_at_the_end(capture))
                wrong += differences(capture, start, expected * np.float32(gain))
                assert wrong or player.status().gaps == before
            return wrong

        unbroken(once)


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


def test_a_device_that_went_while_the_output_rested_is_missed_when_something_is_to_sound(sink: NullSink) -> None:
    with Player(rest=0.3) as player:
        player.play(mono(np.full(RATE // 10, 0.25)), request=1, loop=False)
        wait_until(lambda: player.status().request == 1 and player.status().state == "ok", 20)
        wait_until(lambda: player._memory_board().control[RESTING] == 1, 20, "rest")
        sink.unload()
        player.play(mono(np.full(RATE, 0.25)), request=2, loop=True)
        wait_until(lambda: player.status().state in ("lost", "null") and player.status().playing, 20, "the loss being noticed")
        assert player.status().request == 2 and player.status().message
        sink.load()
        with sink.capture() as capture:
            wait_until(lambda: player.status().state == "ok", 20, "the device being found again")
            wait_until(lambda: sounds_at_the_end(capture), 20, "sound after the return")
        assert player.status().request == 2


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


TRAINING = """
import torch
torch.set_num_threads(2)
net = torch.nn.Sequential(torch.nn.Conv1d(1, 64, 15, padding=7), torch.nn.GELU(), torch.nn.Conv1d(64, 1, 15, padding=7))
optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3)
sounds = torch.randn(8, 1, 44_100)
while True:
    optimiser.zero_grad()
    (net(sounds) - sounds).square().mean().backward()
    optimiser.step()
    print("a step", flush=True)
"""


@contextmanager
def training() -> Iterator[None]:
    """A network that learns on both cores, in a process of its own as ours do."""
    with subprocess.Popen([sys.executable, "-c", TRAINING], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout)
        assert next(lines) == "a step\n"
        reader = threading.Thread(target=lambda: [None for _ in lines])  # else it would wait for us
        reader.start()
        try:
            yield
            assert process.poll() is None
        finally:
            process.kill()
            reader.join()


@contextmanager
def counting() -> Iterator[None]:
    """A thread of this process that keeps Python's lock as busy as it can."""
    done = threading.Event()

    def count() -> None:
        number = 0
        while not done.is_set():
            number += 1

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def moving(studio: Studio) -> Iterator[list[float]]:
    """A slider of the window goes back and forth; gives the values that it was set to."""
    values: list[float] = []

    def move() -> None:
        values.append(2.5 * math.sin(len(values) / 25))
        studio.session.set("brightness", values[-1])

    timer = QTimer()
    timer.timeout.connect(move)
    timer.start(1000 // MOVES_A_SECOND)
    try:
        yield values
    finally:
        timer.stop()
        studio.session.end_gesture()


@pytest.fixture
def studio(qtbot: QtBot, home: Home, capture: Capture) -> Iterator[Studio]:
    """The real window over the toy model and a real stream, in which the ramp stands in for every sound."""
    with build(home=home, models=ToyCatalogue(), player=ramp_player()) as made:
        window: Any = made.window
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: made.session.spec is not None and made.session.status().state == "ok", timeout=30_000)
        made.session.set_volume_db(0.0)
        made.session.play()
        qtbot.waitUntil(lambda: sounds_at_the_end(capture), timeout=20_000)
        yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_no_gap_while_torch_python_and_the_window_keep_both_cores_busy(
    studio: Studio, capture: Capture, qtbot: QtBot, unbroken: Callable[[Once], None]
) -> None:
    window: Any = studio.window

    def once(number: int) -> list[int]:
        start, columns, moves = len(capture.samples()), window.viewer.playhead.columns_moved, len(values)
        qtbot.wait(7_000)
        found = broken(capture.samples()[start:, 0])
        assert found["seconds"] > 4 and window.viewer.playhead.columns_moved > columns and len(values) > moves
        return [start + frame for frame in found["frames"]]

    with training(), counting(), moving(studio) as values:
        qtbot.wait(1_000)
        unbroken(once)
