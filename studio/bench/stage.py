"""Where the bench plays: a virtual screen and a null sink of its own, and processes that act there. Main process.

What is missing is said in `missing`; the parts that need it are left out. Off Linux the machine's own screen is used and
nothing can be captured.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from studio.engine.player.nullsink import Capture, NullSink
from studio.errors import BadInput, UndertoneError

RATE = 44_100  # what PortAudio's ALSA part opens by default: nothing is resampled on the way
SCREEN = "1600x1000x24"
LIMIT = 60.0  # seconds beyond what a scene is meant to take


class SceneFailed(UndertoneError):
    """A process of the bench ended badly; the text holds its last words."""


class Stage:
    """Open as a context. `screen` and `sink` say what there is, `missing` maps 'screen' and 'sink' to why it isn't there."""

    def __init__(self) -> None:
        self.missing: dict[str, str] = {}
        self.sink: NullSink | None = None
        self.environment = dict(os.environ)
        self._stack = ExitStack()
        self._scenes = 0

    def __enter__(self) -> Stage:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="ub")))  # short: sockets dislike long paths
        try:
            self.environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2]), self.environment.get("PYTHONPATH", "")])
            self._raise_screen()
            self._open_sink()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def screen(self) -> bool:
        return "screen" not in self.missing

    def capture(self) -> Capture | None:
        """Begin to record; None without a sink."""
        return self.sink.capture() if self.sink is not None else None

    def act(self, scene: str, expected: float, **options: Any) -> dict[str, Any]:
        """Run a scene of actor.py, which should take `expected` seconds, in a fresh process with an empty home.

        Returns what it measured. Raises SceneFailed.
        """
        self._scenes += 1
        result = self.folder / f"result{self._scenes}.json"
        options |= {"home": str(self.folder / f"home{self._scenes}"), "result": str(result), "null": self.sink is None}
        options["began_ns"] = time.perf_counter_ns()
        command = [sys.executable, "-m", "studio.bench.actor", scene, json.dumps(options)]
        try:
            done = subprocess.run(command, env=self.environment, capture_output=True, timeout=expected + LIMIT, check=False)
        except subprocess.TimeoutExpired as error:
            raise SceneFailed(f"'{scene}' did not end in {expected + LIMIT:.0f} s") from error
        if done.returncode != 0 or not result.is_file():
            words = done.stderr.decode(errors="replace").strip().splitlines() or [f"it ended with {done.returncode}"]
            raise SceneFailed(f"'{scene}' failed: {words[-1]}")
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found

    def _raise_screen(self) -> None:
        if not sys.platform.startswith("linux"):
            return
        program = shutil.which("Xvfb")
        if program is None:
            if not self.environment.get("DISPLAY"):
                self.missing["screen"] = "there is no display and no Xvfb (on Debian: apt-get install xvfb)"
            return
        read_end, write_end = os.pipe()
        words = [program, "-displayfd", str(write_end), "-screen", "0", SCREEN, "-ac", "-nolisten", "tcp"]
        process = subprocess.Popen(words, pass_fds=(write_end,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stack.callback(_end, process)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()  # written once the screen is ready; empty if Xvfb ended
        if not number:
            self.missing["screen"] = "Xvfb did not start"
            return
        self.environment |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        for name in ("WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
            self.environment.pop(name, None)

    def _open_sink(self) -> None:
        try:
            self.sink = self._stack.enter_context(NullSink(self.folder, RATE))
        except (BadInput, UndertoneError) as error:
            self.missing["sink"] = str(error)
            return
        for name in ("PULSE_SINK", "PULSE_SOURCE", "PULSE_RUNTIME_PATH", "PIPEWIRE_REMOTE"):
            self.environment.pop(name, None)
        folder = str(self.folder)
        self.environment |= {**self.sink.environment, "XDG_RUNTIME_DIR": folder, "XDG_CONFIG_HOME": folder, "HOME": folder}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
