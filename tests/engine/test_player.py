"""The player with its real audio process on the null output: life, death and replacement of the process."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from studio.clip import MAX_SECONDS, Clip
from studio.engine.player import Player, handle, live_memory, memory, shared
from studio.errors import BadInput, UndertoneError
from tests.waiting import audio_process, audio_processes, wait_until

linux_only = pytest.mark.xfail(not sys.platform.startswith("linux"), reason="looks into /proc and /dev/shm", run=False)


def clip(seconds: float = 1.0, level: float = 0.5, rate: int = 48_000) -> Clip:
    return Clip(np.full((1, round(seconds * rate)), level, np.float32), rate)


def segments(pid: int) -> list[str]:
    """Shared memory that a program has made and not freed (Linux shows it; elsewhere none is seen)."""
    folder = Path("/dev/shm")
    return sorted(path.name for path in folder.glob(f"undertone-{pid}-*")) if folder.is_dir() else []


@pytest.fixture
def player() -> Iterator[Player]:
    made = Player(null=True)
    if sys.platform.startswith("linux"):
        assert len(segments(os.getpid())) == 2
    yield made
    made.close()
    made.close()
    assert not segments(os.getpid())


def test_a_loop_sounds_and_moves(player: Player) -> None:
    player.play(clip(), request=7, loop=True)  # long before the process is up
    wait_until(lambda: player.status().playing)
    status = player.status()
    assert (status.state, status.rate, status.request, status.clip_seconds, status.message) == ("null", 48_000, 7, 1.0, "")
    first = status.position_seconds
    wait_until(lambda: abs(player.status().position_seconds - first) > 0.05)
    wait_until(lambda: player.status().peak == (pytest.approx(0.5 * 10 ** (-12 / 20), rel=1e-4),) * 2)
    assert [mark.request for mark in player.status().sounded] == [7]
    assert "sounddevice" not in sys.modules


def test_the_longest_clip_there_can_be_sounds(player: Player) -> None:
    longest = Clip(np.full((2, round(MAX_SECONDS * 48_000)), 0.5, np.float32), 48_000)
    player.play(longest, request=3, loop=False)
    wait_until(lambda: [mark.request for mark in player.status().sounded] == [3])
    assert player.status().clip_seconds == MAX_SECONDS


def test_a_one_shot_ends_and_starts_again(player: Player) -> None:
    player.play(clip(0.1), request=1, loop=False)
    wait_until(lambda: player.status().sounded and not player.status().playing)
    player.start()
    wait_until(lambda: len(player.status().sounded) == 2)
    wait_until(lambda: not player.status().playing)
    assert player.status().position_seconds == pytest.approx(0.1)


def test_stop_panic_start_and_seek(player: Player) -> None:
    player.play(clip(20), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    player.seek(15.0)
    wait_until(lambda: player.status().position_seconds > 14.9)
    for hush in (player.stop, player.panic):
        hush()
        wait_until(lambda: not player.status().playing)
        player.start()
        wait_until(lambda: player.status().playing)
        assert player.status().position_seconds < 10


def test_the_last_of_many_requests_always_sounds(player: Player) -> None:
    sounds = [clip(2.0, 0.01 * i) for i in range(1, 9)]
    for request in range(400):
        player.play(sounds[request % 8], request=request, loop=request < 200)
    wait_until(lambda: player.status().request == 399)


def test_clips_that_fill_the_memory_wait_for_room(player: Player) -> None:
    sounds = [Clip(np.full((2, 29 * 48_000), 0.01 * i, np.float32), 48_000) for i in range(4)]
    for request in range(8):
        player.play(sounds[request % 4], request=request, loop=True)
    wait_until(lambda: player.status().request == 7)


def test_a_clip_beyond_the_memory_is_refused_in_one_sentence(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_until(lambda: player.status().rate)
    monkeypatch.setattr(shared, "MAX_CLIP_BYTES", 30 * 48_000 * 2 * 4)  # as where an output has a higher rate
    with pytest.raises(BadInput, match=r"40 s is too long .* cut it to 30 s"):
        player.play(Clip(np.zeros((2, 40 * 48_000), np.float32), 48_000), request=1, loop=False)


def test_a_clip_is_resampled_to_the_device(player: Player) -> None:
    wait_until(lambda: player.status().rate)
    player.play(clip(1.0, rate=44_100), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    assert player.status().clip_seconds == 1.0


def test_an_empty_clip_and_bad_numbers_do_no_harm(player: Player) -> None:
    player.play(Clip(np.zeros((1, 0), np.float32), 44_100), request=1, loop=True)
    wait_until(lambda: player.status().request == 1)
    for call in (lambda: player.set_gain_db(float("nan")), lambda: player.seek(float("inf")), lambda: Player(block=1, null=True)):
        with pytest.raises(BadInput):
            call()
    player.set_gain_db(-np.inf)
    player.play(clip(), request=2, loop=True)
    wait_until(lambda: player.status().request == 2 and player.status().peak == (0.0, 0.0))


def test_a_hot_signal_lights_the_clip_light_and_stays_under_the_ceiling(player: Player) -> None:
    player.set_gain_db(20)
    player.play(clip(level=0.9), request=1, loop=True)
    wait_until(lambda: player.status().clipped)
    assert max(player.status().peak) <= 10 ** (-1 / 20) + 1e-6


@pytest.mark.parametrize("how", ["kill", "stop"])
@linux_only
def test_a_dead_or_hanging_process_is_replaced_and_plays_on(player: Player, how: str) -> None:
    states: list[str] = []
    player.on_change = lambda: states.append(player.status().state)
    player.set_gain_db(-6)
    player.play(clip(30.0), request=3, loop=True)
    wait_until(lambda: player.status().position_seconds > 0.3)
    old = audio_process()
    old.send_signal(signal.SIGKILL if how == "kill" else signal.SIGSTOP)
    wait_until(lambda: "restarting" in states, what="the end of the process being noticed")
    wait_until(lambda: player.status().playing)
    status = player.status()
    assert status.request == 3 and 0.3 <= status.position_seconds < 20 and "started again" in status.message
    wait_until(lambda: player.status().peak[0] == pytest.approx(0.5 * 10 ** (-6 / 20), rel=1e-4))
    assert audio_process().pid != old.pid and not psutil.pid_exists(old.pid)


@linux_only
def test_ctrl_c_in_the_terminal_is_left_to_the_program(player: Player) -> None:
    player.play(clip(), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    process = audio_process()
    process.send_signal(signal.SIGINT)
    player.play(clip(level=0.2), request=2, loop=True)
    wait_until(lambda: player.status().request == 2)
    assert audio_process().pid == process.pid and player.status().message == ""


@linux_only
def test_what_was_stopped_stays_stopped_after_a_crash(player: Player) -> None:
    player.play(clip(), request=3, loop=True)
    wait_until(lambda: player.status().playing)
    player.stop()
    wait_until(lambda: not player.status().playing)
    audio_process().kill()
    wait_until(lambda: "started again" in player.status().message and player.status().request == 3)
    assert not player.status().playing
    player.start()
    wait_until(lambda: player.status().playing)


@linux_only
def test_after_three_crashes_it_plays_silently_until_rescan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    with Player() as player:
        player.play(clip(), request=1, loop=True)
        for count in range(3):
            wait_until(lambda: player.status().playing)
            audio_process().kill()
            wait_until(lambda n=count: len(player._crashes) == n + 1 and player.status().state != "restarting")  # type: ignore[misc]
        wait_until(lambda: player.status().playing and "3 times" in player.status().message)
        assert player.status().state == "null"
        player.rescan()
        wait_until(lambda: player.status().playing and "3 times" not in player.status().message)


def test_no_device_at_all_is_a_state_and_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    with Player(device="Nobody's loudspeaker", block=256) as player:
        player.play(clip(), request=1, loop=True)
        wait_until(lambda: player.status().playing)
        assert player.status().state in ("null", "ok") and player.status().message


def test_rescan_and_set_output_go_on_with_the_sound(player: Player) -> None:
    player.play(clip(30.0), request=5, loop=True)
    wait_until(lambda: player.status().position_seconds > 0.2)
    old = audio_process().pid
    player.rescan()
    wait_until(lambda: player.status().playing and old not in (there := [one.pid for one in audio_processes()]) and len(there) == 1)
    assert player.status().request == 5 and player.status().position_seconds >= 0.2 and player.status().message == ""


def test_an_output_that_is_silent_for_long_rests_and_wakes() -> None:
    with Player(null=True, rest=0.2) as player:
        board = player._memory_board()
        player.play(clip(0.05), request=1, loop=False)
        wait_until(lambda: board.control[shared.RESTING] == 1, what="rest")
        process, blocks, rested = audio_process(), int(board.beat[shared.BLOCKS]), time.monotonic()
        assert blocks > 0 and player.status().request == 1 and not player.status().playing
        wait_until(lambda: time.monotonic() > rested + handle.STALL_SECONDS + 0.5)
        assert audio_process() == process and board.beat[shared.BLOCKS] == blocks and board.control[shared.RESTING] == 1
        player.play(clip(1.0), request=2, loop=True)
        wait_until(lambda: player.status().playing and player.status().request == 2)
        heard = time.monotonic()
        wait_until(lambda: time.monotonic() > heard + 0.6)
        assert board.control[shared.RESTING] == 0 and player.status().playing, "what sounds never rests"
        player.stop()
        wait_until(lambda: board.control[shared.RESTING] == 1, what="rest again")
        assert player.status().gaps == 0 and audio_process() == process


def test_close_at_any_moment_leaves_nothing() -> None:
    for patience in (0.0, 0.05, 0.3):
        player = Player(null=True)
        player.play(clip(), request=1, loop=True)
        end = time.monotonic() + patience
        wait_until(lambda end=end: time.monotonic() >= end)  # type: ignore[misc]
        others = [threading.Thread(target=player.close) for _ in range(3)]
        for thread in others:
            thread.start()
        player.close()
        for thread in others:
            thread.join()
        player.play(clip(), request=2, loop=True)
        player.start()
        player.stop()
        player.set_gain_db(0)
        player.rescan()
        assert player.status().playing is False
    assert not segments(os.getpid())
    assert not audio_processes()


@linux_only
def test_the_audio_process_holds_no_torch_qt_or_scipy(player: Player) -> None:
    player.play(clip(rate=44_100), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    mapped = Path(f"/proc/{audio_process().pid}/maps").read_text()
    assert "numpy" in mapped
    for name in ("torch", "PySide6", "scipy", "onnxruntime"):
        assert f"/{name}" not in mapped


def test_a_full_shared_memory_is_a_clean_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, offset: int, size: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    if not sys.platform.startswith("linux"):
        pytest.xfail("only Linux reserves")
    with pytest.raises(UndertoneError, match="no 67 MB of memory left"):
        Player(null=True)
    assert not segments(os.getpid())


@linux_only
def test_a_small_dev_shm_is_gone_around_and_nothing_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    reserve = os.posix_fallocate

    def small(handle: int, offset: int, size: int) -> None:
        if os.readlink(f"/proc/self/fd/{handle}").startswith("/dev/shm/"):
            raise OSError(errno.ENOSPC, "No space left on device")
        reserve(handle, offset, size)

    def anonymous() -> list[str]:
        links = (os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{name}"))
        return [link for link in links if "memfd:undertone" in link]

    monkeypatch.setattr(os, "posix_fallocate", small)
    with Player(null=True) as player:
        assert anonymous() and not segments(os.getpid())
        player.play(clip(), request=1, loop=True)
        wait_until(lambda: player.status().playing and player.status().peak[0] > 0.1)
        first = audio_process().pid
        player.rescan()  # another process finds the same memory
        wait_until(lambda: [one.pid for one in audio_processes()] not in ([], [first]) and player.status().playing)
    assert not anonymous()


@linux_only
def test_another_file_is_never_taken_for_the_memory_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"mine")
    with open(tmp_path / "precious", "r+b") as file, pytest.raises(FileNotFoundError, match="not shared memory"):
        memory.attach(f"/proc/{os.getpid()}/fd/{file.fileno()}")


def test_a_failing_listener_does_not_stop_the_player(player: Player) -> None:
    def bad() -> None:
        raise RuntimeError("listener")

    player.on_change = bad
    player.play(clip(), request=1, loop=True)
    player.rescan()
    wait_until(lambda: player.status().playing)


def test_status_from_many_threads_while_it_closes() -> None:
    player = Player(null=True)
    errors: list[Exception] = []
    done = threading.Event()

    def poll() -> None:
        try:
            while not done.is_set():
                player.status()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=poll) for _ in range(3)]
    for thread in threads:
        thread.start()
    player.play(clip(), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    player.close()
    done.set()
    for thread in threads:
        thread.join()
    assert not errors


SCRIPT = """
import sys, time
import numpy as np
from studio.clip import MAX_SECONDS, Clip
from studio.engine.player import Player
def main():
    player = Player(null=True)
    player.play(Clip(np.zeros((1, 4800), np.float32), 48000), request=1, loop=True)
    while not player.status().playing:
        time.sleep(0.01)
    if sys.argv[1] == "forget":
        return
    print(player._process.pid, player._memory.name, flush=True)
    time.sleep(60)
if __name__ == "__main__":
    main()
"""


def script(tmp_path: Path, word: str) -> subprocess.Popen[str]:
    path = tmp_path / "plays.py"
    path.write_text(SCRIPT)
    root = Path(handle.__file__).parents[3]
    env = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(path), word], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def gone(pid: int) -> bool:
    """Ended; an orphan whose new parent hasn't looked yet counts."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@linux_only
def test_when_the_program_is_killed_the_audio_process_goes(tmp_path: Path) -> None:
    with script(tmp_path, "stay") as program:
        assert program.stdout is not None
        pid, name = program.stdout.readline().split()
        program.kill()
        wait_until(lambda: gone(int(pid)), 5, "the end of the orphaned audio process")
        wait_until(lambda: not os.path.exists(f"/dev/shm/{name}"), 10, "the shared memory being freed")


def test_a_program_that_forgets_to_close_ends_cleanly(tmp_path: Path) -> None:
    with script(tmp_path, "forget") as program:
        _, errors = program.communicate(timeout=30)
        assert (program.returncode, errors) == (0, "")
    assert not segments(program.pid)


def test_slots_never_overlap_and_one_live_clip_always_leaves_room() -> None:
    board = shared.Board(np.zeros(shared.TOTAL_BYTES, np.uint8))
    board.clear(1.0)
    slots = shared.Slots(board)
    rng = np.random.default_rng(3)
    live: list[shared.Placement] = []
    for _ in range(150):
        frames = int(rng.integers(1, shared.MAX_CLIP_BYTES // 8 + 1)) if rng.random() < 0.5 else int(rng.integers(1, 50_000))
        place = slots.place(np.zeros((frames, 2), np.float32))
        if place is None:
            assert len(live) > 1
            while len(live) > 1:
                gone = live.pop(int(rng.integers(len(live))))
                board.released[gone.slot] = gone.generation
            place = slots.place(np.zeros((frames, 2), np.float32))
            assert place is not None
        spans = [(p.offset, p.offset + p.frames * 8) for p in live]
        start, end = place.offset, place.offset + frames * 8
        assert end <= shared.ARENA_BYTES and all(end <= a or start >= b for a, b in spans)
        assert place.slot not in {p.slot for p in live}
        live.append(place)


def test_nobody_waits_while_a_long_clip_is_copied(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    player.play(clip(0.5), request=1, loop=True)
    wait_until(lambda: player.status().playing and player.status().request == 1)
    fill, begun, go_on = shared.Slots.fill, threading.Event(), threading.Event()

    def slow(self: shared.Slots, place: shared.Placement, samples: np.ndarray, gain: float, start: int = 0) -> None:
        fill(self, place, samples, gain, start)
        if start:  # between two pieces
            return
        begun.set()
        player._views.release()
        assert go_on.wait(20)
        player._views.acquire()

    monkeypatch.setattr(shared.Slots, "fill", slow)
    long = threading.Thread(target=lambda: player.play(clip(20.0), request=2, loop=True, at=3.0, restart=True))
    long.start()
    assert begun.wait(20)
    done: list[str] = []

    def window() -> None:
        player.seek(11.0)
        player.set_region(None)
        player.live.send("decks", "awake")
        done.append(player.status().state)

    thread = threading.Thread(target=window)
    thread.start()
    thread.join(10)
    assert done == ["null"] and player.status().request == 1
    monkeypatch.undo()
    go_on.set()
    long.join(20)
    wait_until(lambda: player.status().request == 2 and 10.9 < player.status().position_seconds < 20.0)  # the seek came after the clip


def test_who_only_looks_takes_no_peaks_away_from_the_meter(player: Player) -> None:
    wait_until(lambda: player.live.rate)
    player.status()
    player.play(clip(0.05), request=1, loop=False)
    wait_until(lambda: player.status(peaks=False).request == 1 and not player.status(peaks=False).playing)
    assert player.status().peak == (pytest.approx(0.5 * 10 ** (-12 / 20), rel=1e-4),) * 2


def test_a_stop_while_a_clip_is_copied_silences_both(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    player.play(clip(0.5), request=1, loop=True)
    wait_until(lambda: player.status().playing)
    fill = shared.Slots.fill

    def stopping(self: shared.Slots, *what: Any) -> None:
        fill(self, *what)
        thread = threading.Thread(target=player.stop)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()

    with monkeypatch.context() as patched:
        patched.setattr(shared.Slots, "fill", stopping)
        player.play(clip(1.0), request=2, loop=True)
    wait_until(lambda: player.status().request == 2 and not player.status().playing)
    player.start()
    wait_until(lambda: player.status().request == 2 and player.status().playing)


def test_what_was_asked_for_last_sounds_however_long_an_older_one_takes(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of a long sound is resampled for a tenth of a second, while the person chooses a take."""
    slow, fast = clip(0.5), clip(0.4)
    held, ready = threading.Event(), threading.Event()
    samples = player._prepared.samples

    def prepared(one: Clip, rate: int, loop: bool) -> Any:
        if one is slow:
            ready.set()
            assert held.wait(10)
        return samples(one, rate, loop)

    monkeypatch.setattr(player._prepared, "samples", prepared)
    older = threading.Thread(target=lambda: player.play(slow, request=1, loop=True))
    older.start()
    assert ready.wait(10)
    player.play(fast, request=2, loop=True)
    wait_until(lambda: player.status().playing and player.status().request == 2)
    held.set()
    older.join()
    player.stop(1)  # as whoever played the older one does when it is told to stop
    before = int(player._memory_board().beat[shared.BLOCKS])
    wait_until(lambda: int(player._memory_board().beat[shared.BLOCKS]) > before + 20)
    assert player.status().playing and player.status().request == 2
    player.stop(2)
    wait_until(lambda: not player.status().playing)


def test_what_is_given_back_after_the_end_does_no_harm() -> None:
    player = Player(null=True)
    wait_until(lambda: player.live.rate)
    place = player.live.place(np.zeros((100, 1), np.float32))
    player.close()
    assert place is not None
    player.live.give_back(place)


def test_the_tape_is_read_in_pieces(player: Player) -> None:
    wait_until(lambda: player.live.rate)
    noise = np.random.default_rng(0).uniform(-1, 1, (200_000, 2)).astype(np.float32)
    board = live_memory.LiveBoard(np.zeros(live_memory.LIVE_BYTES, np.uint8))
    for start in range(0, len(noise), 4000):
        board.record(noise[start : start + 4000])
    player.live.board = lambda act: act(board)  # type: ignore[method-assign]
    assert np.array_equal(player.live.taped(-5, 300_000), noise) and np.array_equal(player.live.taped(7, 150_007), noise[7:150_007])
    assert player.live.taped(5, 5).shape == (0, 2)


def test_a_loop_keeps_to_its_region_after_the_process_was_killed(player: Player) -> None:
    player.set_region(0.5, 0.7, 0.01)
    player.play(clip(2.0), request=3, loop=True, part=True)
    wait_until(lambda: player.status().playing)
    audio_process().kill()
    wait_until(lambda: "started again" in player.status().message and player.status().playing, 20)
    places = []
    wait_until(lambda: places.append(player.status().position_seconds) or len(places) > 40)  # type: ignore[func-returns-value]
    assert all(0.49 <= place <= 0.71 for place in places) and len(set(places)) > 5
