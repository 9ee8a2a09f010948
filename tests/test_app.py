"""The whole program: built, painted, played, and taken down, in this process and in one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from studio import app
from studio.engine.events import Rendered
from studio.engine.player import Player
from studio.errors import BadInput
from studio.paths import Home
from studio.ui import second_start
from tests.toy import Recorder, ToyCatalogue
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]


@pytest.fixture
def studio(qtbot, home: Home) -> Iterator[app.Studio]:
    made = app.build(home=home, models=ToyCatalogue(), player=Player(null=True))
    yield made
    made.close()


def shown(studio: app.Studio, qtbot) -> None:
    studio.window.show()
    qtbot.waitUntil(lambda: studio.session.spec is not None, timeout=20_000)
    assert studio.session.wait_idle(20)


def test_it_reuses_the_application_and_shows_nothing(studio: app.Studio) -> None:
    assert studio.qt is QApplication.instance() and not studio.window.isVisible()
    assert studio.session.spec is None, "the engine waits for the first paint"


def test_a_slider_sounds_and_is_kept(studio: app.Studio, qtbot) -> None:
    shown(studio, qtbot)
    heard = Recorder(studio.session)
    studio.session.set("brightness", 1.0)
    studio.session.end_gesture()
    assert studio.session.wait_idle(10)
    request = heard.of(Rendered)[-1].request
    qtbot.waitUntil(lambda: studio.session.status().request == request, timeout=10_000)
    assert len(studio.session.takes()) == 1


def test_closing_ends_everything_and_keeps_everything(qtbot, home: Home) -> None:
    before = set(threading.enumerate())
    with app.build(home=home, models=ToyCatalogue(), player=Player(null=True)) as studio:
        shown(studio, qtbot)
        studio.session.set("brightness", 1.25)
        studio.session.set_volume_db(-20)
    studio.close()
    assert not studio.window.isVisible()
    wait_until(lambda: not set(threading.enumerate()) - before, what="the end of all threads")
    with app.build(home=home, models=ToyCatalogue(), player=Player(null=True)) as again:
        shown(again, qtbot)
        assert again.session.settings.get("brightness") == 1.25 and again.session.volume_db == -20
        assert [take.recipe.settings.get("brightness") for take in again.session.takes()] == [1.25]


def test_a_second_instance_is_refused_and_leaves_nothing(studio: app.Studio, home: Home) -> None:
    with pytest.raises(BadInput, match="already"):
        app.build(home=home, models=ToyCatalogue(), player=None)


def test_what_fails_in_building_is_taken_down_again(qtbot, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.ui import main_window

    def broken(session: object) -> None:
        raise RuntimeError("no window")

    monkeypatch.setattr(main_window, "MainWindow", broken)
    with pytest.raises(RuntimeError, match="no window"):
        app.build(home=home, models=ToyCatalogue(), player=Player(null=True))
    monkeypatch.undo()
    app.build(home=home, models=ToyCatalogue(), player=Player(null=True)).close()


# --- in a process of its own ---

RUN = """
import sys
from PySide6.QtCore import QTimer
from studio import app
from studio.engine.player import Player
from tests.toy import ToyCatalogue
app._player = lambda preferences: Player(null=True)
app.Models = ToyCatalogue
"""


def program(home: Home, lines: str = "", **environment: str) -> subprocess.Popen[str]:
    """app.main in a process of its own, with the toy model and no device, after `lines`."""
    code = RUN + textwrap.dedent(lines) + "\nsys.exit(app.main([]))"
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "UNDERTONE_HOME": str(home.root), **environment},
    )  # fmt: skip


WHEN_READY = """
    build = app.build
    def and_tell(*a, **k):
        studio = build(*a, **k)
        def look():
            if studio.session.spec is None:
                QTimer.singleShot(20, look)
            else:
                print("ready", flush=True)
        look()
        return studio
    app.build = and_tell
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_close_it(screen: str, home: Home, name: str) -> None:
    with program(home, WHEN_READY) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        children = psutil.Process(process.pid).children()
        os.kill(process.pid, getattr(signal, name))
        assert process.wait(60) == 0
        assert process.stderr is not None and process.stderr.read() == ""
    assert children
    wait_until(lambda: not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children), 15)
    assert home.log_file.exists()


def test_an_error_that_nobody_caught_is_logged_and_told(screen: str, home: Home) -> None:
    lines = """
        from studio.engine.events import Message
        build = app.build
        def and_fail(*a, **k):
            studio = build(*a, **k)
            def told(event):
                if isinstance(event, Message) and "slot failed" in event.text:
                    print("told", flush=True)
                    QTimer.singleShot(0, studio.qt, studio.qt.quit)
            studio.session.subscribe(told)
            def slot():
                raise RuntimeError("slot failed")
            QTimer.singleShot(0, slot)
            return studio
        app.build = and_fail
    """
    with program(home, lines) as process:
        output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (0, "told\n")
    assert "RuntimeError: slot failed" in home.log_file.read_text(encoding="utf-8")


def test_a_second_program_says_so(screen: str, home: Home, studio: app.Studio) -> None:
    """Here the first one doesn't listen, as if it hung."""
    with program(home) as process:
        _, error = process.communicate(timeout=60)
    assert process.returncode == 2 and len(error.strip().splitlines()) == 1 and str(home.root) in error


def test_a_second_start_brings_the_window_to_the_front(qtbot, screen: str, home: Home, studio: app.Studio) -> None:
    shown(studio, qtbot)
    studio.listen(home)
    other = QWidget()
    qtbot.addWidget(other)
    other.setGeometry(studio.window.geometry())
    with qtbot.waitActive(other, timeout=10_000):
        other.show()
        other.activateWindow()
    for _ in range(2):
        with program(home, XDG_ACTIVATION_TOKEN="token of the desktop") as process:
            qtbot.waitUntil(lambda process=process: process.poll() is not None, timeout=60_000)
            output, error = process.communicate()
        assert (process.returncode, output) == (0, "") and len(error.strip().splitlines()) == 1, error
        assert "already open" in error
        qtbot.waitUntil(studio.window.isActiveWindow, timeout=10_000)
        assert "open already" in studio.window.messages.text.text() and studio.window.messages.isVisible()
    assert os.environ.pop("XDG_ACTIVATION_TOKEN") == "token of the desktop"


def test_what_else_comes_to_the_doorbell_does_nothing(qtbot, home: Home) -> None:
    rung: list[str] = []
    bell = second_start.Doorbell(home.root, rung.append)
    try:
        for said in (b"", b"hello\n", b"\0" * 5000, b"show " + b"x" * 5000, b"show me\n"):
            socket = QLocalSocket()
            socket.connectToServer(second_start.name_of(home.root))
            assert socket.waitForConnected(5000)
            socket.write(said)
            socket.flush()
            if said:
                qtbot.waitUntil(lambda socket=socket: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=10_000)
            socket.abort()
        assert rung == ["me"]
        again = second_start.Doorbell(home.root / ".." / home.root.name, rung.append)  # as after a kill: the name is taken over
        again.close()
    finally:
        bell.close()
    assert not second_start.ring(home.root, patience=0.3)


def test_the_window_is_painted_before_anything_heavy_is_imported(screen: str, home: Home) -> None:
    lines = """
        from studio.engine.session import Session
        start = Session.start
        def told(self):
            if not self._started:
                print(sorted({name.split(".")[0] for name in sys.modules}), flush=True)
                QTimer.singleShot(0, sys.modules["PySide6.QtWidgets"].QApplication.quit)
            start(self)
        Session.start = told
    """
    with program(home, lines) as process:
        output, error = process.communicate(timeout=60)
    assert process.returncode == 0, error
    modules = output.splitlines()[0]
    assert "'PySide6'" in modules
    for heavy in ("torch", "onnxruntime", "scipy", "sounddevice", "typer"):
        assert f"'{heavy}'" not in modules
