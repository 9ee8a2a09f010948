"""What every test stands on: a home of its own, a virtual screen, fixed seeds, and nothing left behind.

- No test touches the user's folders: HOME and its relatives point into a temporary folder for the whole run.
- Windows open on a virtual X screen (real xcb, not offscreen). On Linux a missing Xvfb fails the test, it skips nothing.
- After each test module no thread and no child process may be left.
- In CI (CI=true) a skip is a failure, except that of a GPU test where there is no GPU (and of Linux tests elsewhere).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import settings

from studio.paths import Home

settings.register_profile("any machine", deadline=None)  # an example that takes long on a busy machine is no fault
settings.load_profile("any machine")

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
NO_GPU = "no GPU"
EXPECTED_SKIPS = (NO_GPU,) if sys.platform.startswith("linux") else (NO_GPU, "only on Linux")
SESSION_SERVERS = {"Xvfb", "pulseaudio"}  # started once, ended with the session
LEFTOVER_SECONDS = 10.0
SCREEN_SIZE = "1600x1000x24"


# ---------------------------------------------------------------- home and seeds


@pytest.fixture(scope="session", autouse=True)
def _no_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("user")
    names = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "UNDERTONE_HOME")
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            part = folder / name.lower()
            part.mkdir()
            patch.setenv(name, str(part))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home of this test's own; Home.default() gives the same one."""
    made = Home(tmp_path / "home").make()
    monkeypatch.setenv("UNDERTONE_HOME", str(made.root))
    return made


@pytest.fixture(autouse=True)
def _fixed_seeds() -> None:
    random.seed(0)
    np.random.seed(0)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(0)


# ---------------------------------------------------------------- screen


def _start_xvfb() -> tuple[subprocess.Popen[bytes], str]:
    """Xvfb on a display number that it finds free itself; returns (process, ':N')."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.fail("Xvfb is missing: the window tests need it (python3 packaging/bootstrap.py test installs it)")
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [program, "-displayfd", str(write_end), "-screen", "0", SCREEN_SIZE, "-ac", "-nolisten", "tcp"],
        pass_fds=(write_end,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        number = pipe.readline().strip()  # written once the screen is ready; empty if Xvfb ended
    if not number:
        process.wait()
        pytest.fail("Xvfb did not start")
    return process, f":{number}"


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A virtual X screen for the whole session; its name, e.g. ':99'. DISPLAY and QT_QPA_PLATFORM point at it."""
    if not sys.platform.startswith("linux"):
        yield ""  # macOS and Windows have a screen
        return
    process, display = _start_xvfb()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", display)
        patch.setenv("QT_QPA_PLATFORM", "xcb")
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        for name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "LANGUAGE"):
            patch.delenv(name, raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")  # the window speaks the desktop's language: here English, wherever the tests run
        yield display
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def qapp_args(screen: str) -> list[str]:
    """pytest-qt makes its QApplication from these: asking for `screen` here puts every window test on the virtual screen."""
    return ["undertone-tests"]


# ---------------------------------------------------------------- nothing left behind


def _left_threads(before: set[threading.Thread]) -> list[str]:
    return [
        thread.name
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ]


def _left_processes(before: set[int]) -> list[str]:
    left = []
    for child in psutil.Process().children(recursive=True):
        try:
            if child.pid in before or child.status() == psutil.STATUS_ZOMBIE or child.name() in SESSION_SERVERS:
                continue
            line = " ".join(child.cmdline())
            if "resource_tracker" not in line:  # multiprocessing's own, lives as long as we do
                left.append(f"{child.pid} {line[:120]}")
        except psutil.NoSuchProcess:
            continue
    return left


@pytest.fixture(scope="module", autouse=True)
def _nothing_left() -> Iterator[None]:
    threads = set(threading.enumerate())
    processes = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    end = time.monotonic() + LEFTOVER_SECONDS
    while left := _left_threads(threads) + _left_processes(processes):
        if time.monotonic() > end:
            pytest.fail(f"left behind by this module: {'; '.join(left)}")
        time.sleep(0.05)


# ---------------------------------------------------------------- skips and the GPU


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("gpu") is not None:
        from studio.doctor import gpu_name

        if gpu_name() is None:
            pytest.skip(f"{NO_GPU}: no NVIDIA driver answers on this machine")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A skip in CI becomes a failure, unless its reason is the missing GPU (or it is an expected failure)."""
    if not (IN_CI and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not any(expected in reason for expected in EXPECTED_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"unexpected skip in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):  # type: ignore[no-untyped-def]
    report = yield
    _refuse_skip(report)
    return report
