"""A sound card without sound: a PulseAudio of one's own whose output is captured bit for bit. For `studio bench` and tests.

Linux, packages pulseaudio, pulseaudio-utils and libasound2-plugins. Everything lies in one folder and ends with `close`;
the user's own sound server and settings are not touched. Other platforms have no such thing: NullSink raises BadInput.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from studio.errors import BadInput, UndertoneError

PROGRAMS = ("pulseaudio", "pactl", "parec")
START_SECONDS = 20.0
CLOCK_SECONDS = 1.0  # on both sides, for reading the clock off the arrivals


class NullSink:
    """A running PulseAudio with one null sink of `rate` Hz, stereo float32.

    folder: an empty folder of its own, short (a socket's path has at most 107 characters). `environment` is what a process
    must have in os.environ to play here. Raises BadInput where the programs are missing, UndertoneError if it doesn't start.
    """

    def __init__(self, folder: Path, rate: int = 44_100) -> None:
        missing = [name for name in PROGRAMS if shutil.which(name) is None]
        if missing:
            raise BadInput(f"A null sink needs {' and '.join(missing)}; on Debian: apt-get install pulseaudio pulseaudio-utils.")
        self.rate = rate
        self._folder = folder
        self._socket = folder / "pulse.sock"
        self.environment = {"PULSE_SERVER": f"unix:{self._socket}", "PULSE_COOKIE": str(folder / "cookie")}
        # norewinds: at most 50 ms ahead; else it sleeps 2 s at a time once no capture hurries it, and the stream starves
        self._module = f"module-null-sink sink_name=null format=float32le rate={rate} channels=2 norewinds=1"
        script = folder / "null.pa"
        script.write_text(
            f"load-module {self._module}\n"
            f"load-module module-native-protocol-unix auth-anonymous=1 socket={self._socket}\n"
            "set-default-sink null\nset-default-source null.monitor\n",
            encoding="utf-8",
        )
        private = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")}
        private |= {"PULSE_RUNTIME_PATH": str(folder / "run"), "PULSE_STATE_PATH": str(folder / "state")}
        self._daemon = subprocess.Popen(
            ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
             "--high-priority=yes", "--realtime=no"],
            env={**os.environ, **private}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._wait_for_start()
        except UndertoneError:
            self.close()
            raise
        self._put_first()

    def _put_first(self) -> None:
        """A real sound card needs no processor; so that this one isn't what a busy machine holds up, it goes first where we may."""
        if sys.platform == "linux":
            for thread in os.listdir(f"/proc/{self._daemon.pid}/task"):
                with contextlib.suppress(OSError):
                    os.sched_setscheduler(int(thread), os.SCHED_RR, os.sched_param(6))

    def _wait_for_start(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not (self._socket.exists() and self._pactl("info").returncode == 0):
            if self._daemon.poll() is not None or time.monotonic() > end:
                raise UndertoneError("PulseAudio did not start.")
            time.sleep(0.02)

    def _pactl(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["pactl", *words], env={**os.environ, **self.environment}, capture_output=True, timeout=10, check=False)

    def unload(self) -> None:
        """Pull the plug: streams to the sink and captures of it end."""
        self._pactl("unload-module", "module-null-sink")

    def load(self) -> None:
        """Plug it in again."""
        self._pactl("load-module", *self._module.split())
        self._pactl("set-default-sink", "null")
        self._pactl("set-default-source", "null.monitor")

    def capture(self) -> Capture:
        """Begin to record what the sink plays."""
        return Capture(self.rate, {**os.environ, **self.environment})

    def close(self) -> None:
        """End the sound server; no matter how often."""
        if self._daemon.poll() is None:
            self._daemon.terminate()
            try:
                self._daemon.wait(5)
            except subprocess.TimeoutExpired:
                self._daemon.kill()
        self._daemon.wait()

    def __enter__(self) -> NullSink:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Capture:
    """A recording that goes on until `stop`. A thread of its own reads it, notes when each piece came, and keeps it all."""

    def __init__(self, rate: int, environment: dict[str, str]) -> None:
        self.rate = rate
        self._process = subprocess.Popen(
            ["parec", "-d", "null.monitor", "--raw", "--format=float32le", f"--rate={rate}", "--channels=2", "--latency-msec=10"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._pieces: list[bytes] = []  # appended by the reader alone; a list's append and copy are atomic
        self._arrivals: list[tuple[int, int]] = []  # (bytes so far, perf_counter_ns), the same
        self._thread = threading.Thread(target=self._read, name="capture", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        size = 0
        while piece := os.read(self._process.stdout.fileno(), 65_536):
            now = time.perf_counter_ns()
            size += len(piece)
            self._pieces.append(piece)
            self._arrivals.append((size, now))

    def samples(self) -> np.ndarray:
        """What came so far: float32 (frames, 2)."""
        data = b"".join(list(self._pieces))
        return np.frombuffer(data[: len(data) // 8 * 8], np.float32).reshape(-1, 2)

    def frames_at(self, when_ns: int) -> int:
        """How many frames had been read here at that perf_counter_ns: a change that came later lies behind them."""
        return max((size // 8 for size, now in list(self._arrivals) if now <= when_ns), default=0)

    def heard_ns(self, frame: int) -> int:
        """perf_counter_ns at which `frame` sounded, by the sink's clock around it. Raises IndexError if it hasn't come.

        A piece is sent when its first frame sounds and may be read later, hardly ever earlier.
        """
        arrivals = np.array(list(self._arrivals), np.int64)  # (pieces, 2)
        first = np.concatenate([[0], arrivals[:-1, 0] // 8])
        if frame >= arrivals[-1, 0] // 8:
            raise IndexError(frame)
        near = np.abs(first - frame) < CLOCK_SECONDS * self.rate
        began = arrivals[near, 1] - first[near] * 1_000_000_000 // self.rate  # when frame 0 would have sounded
        return int(np.percentile(began, 5)) + frame * 1_000_000_000 // self.rate

    def stop(self) -> np.ndarray:
        """End the recording; returns all of it, float32 (frames, 2)."""
        if self._process.poll() is None:
            self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self.samples()

    def __enter__(self) -> Capture:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
