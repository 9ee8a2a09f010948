"""The ground under the other tests: the screen is real, the home is not the user's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from studio.paths import Home
from tests.waiting import audio_processes, wait_until


def test_the_screen_is_a_real_one(qtbot, qapp):
    assert qapp.platformName() in ("xcb", "cocoa", "windows")
    label = QLabel("Undertone")
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    shot = qapp.primaryScreen().grabWindow(0)
    assert shot.width() >= 1280 and shot.height() >= 720


def test_no_test_sees_the_users_home(home, tmp_path):
    assert Home.default() == home
    assert Path(home.root).is_relative_to(tmp_path)
    assert not Path.home().joinpath(".local").exists()


CHECKED = '''
import subprocess, sys, threading
import pytest

def test_fine():
    assert True

{body}
'''


@pytest.fixture
def run_with_our_conftest(tmp_path):
    """Run pytest in a process of its own over a small test file, under a copy of our conftest; returns (exit code, output)."""
    root = Path(__file__).resolve().parent.parent
    conftest = (root / "tests" / "conftest.py").read_text(encoding="utf-8")
    assert "LEFTOVER_SECONDS = 10.0" in conftest
    (tmp_path / "conftest.py").write_text(conftest.replace("LEFTOVER_SECONDS = 10.0", "LEFTOVER_SECONDS = 0.5"), encoding="utf-8")

    def run(body: str, ci: bool = True) -> tuple[int, str]:
        (tmp_path / "test_small.py").write_text(CHECKED.format(body=body), encoding="utf-8")
        environment = {**os.environ, "CI": "true" if ci else "", "PYTHONPATH": str(root)}
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = gpu: needs one\n", encoding="utf-8")
        options = ["-ra", "-p", "no:pytest-qt", "-p", "no:hypothesispytest"]  # what is not needed would only take time
        command = [sys.executable, "-m", "pytest", *options, "test_small.py"]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100)
        return ended.returncode, ended.stdout

    return run


def test_in_ci_a_skip_fails_unless_the_gpu_is_missing(run_with_our_conftest):
    body = (
        "def test_skipped():\n    pytest.skip('no time')\n"
        "@pytest.mark.gpu\ndef test_gpu():\n    pytest.skip('no GPU: it asks once more itself')"
    )
    code, out = run_with_our_conftest(body)
    assert code == 1 and "unexpected skip in CI" in out and "no time" in out
    assert "1 failed, 1 passed, 1 skipped" in out and "no GPU" in out
    code, out = run_with_our_conftest(body, ci=False)
    assert code == 0 and "1 passed, 2 skipped" in out


def test_a_module_that_skips_itself_fails_in_ci(run_with_our_conftest):
    code, out = run_with_our_conftest("pytest.importorskip('no_such_module_at_all')")
    assert code != 0 and "unexpected skip in CI" in out


def test_threads_and_processes_left_behind_are_an_error(run_with_our_conftest):
    body = (
        "KEPT = []\n"
        "def test_leaks():\n    KEPT.append(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)']))\n"
        "    threading.Thread(target=threading.Event().wait, args=(20,), name='forgotten', daemon=True).start()\n"
        "@pytest.fixture(scope='session', autouse=True)\ndef _end_it():\n    yield\n    KEPT[0].kill()\n    KEPT[0].wait()"
    )
    code, out = run_with_our_conftest(body)
    assert code == 1 and "left behind by this module: forgotten;" in out and "time.sleep(20)" in out


def test_an_audio_process_that_ended_is_not_found():
    command = [sys.executable, "-c", "input('spawn_main')"]  # what multiprocessing's children are called by
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: [one.pid for one in audio_processes()] == [process.pid])
        process.kill()
        wait_until(lambda: audio_processes() == [], what="a zombie being left out")
