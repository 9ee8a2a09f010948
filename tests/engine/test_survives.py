"""The engine with its real parts (library on disk, audio process without a device) survives what can happen to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil
import pytest

from studio.engine.events import Message, Pictured, Rendered
from studio.engine.library import Library, read_preferences
from studio.engine.player import Player
from studio.engine.project import Project
from studio.engine.session import Session
from studio.paths import Home
from studio.recipe import Settings
from tests.toy import Recorder, ToyCatalogue, ToyGenerator, toy_session
from tests.waiting import audio_process, audio_processes, wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = Session(ToyCatalogue(), Player(null=True), Library(home), home)
    assert made.wait_idle(30)
    wait_until(lambda: made.status().state == "null", 30, "the audio process")
    yield made
    made.close()


def alone(scenario: str, home: Home) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.engine.alone", scenario, str(home.root)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def saved_loop(home: Home) -> bool:
    """Does the settings file hold a project that loops?"""
    preferences = read_preferences(home)
    return "project" in preferences and Project.from_json(preferences["project"]).loop


def test_a_change_is_on_disk_a_blink_later(home: Home) -> None:
    """Nothing was finished, closed or waited for: a kill in the middle of a drag loses none of it."""
    with alone("changing", home) as process:
        assert next(lines(process))["pause"] <= 0.2, "seconds"
        wait_until(lambda: read_preferences(home).get("view") == {"floor": -60}, 10, "the settings file")
        process.send_signal(signal.SIGKILL)
    made = Session(ToyCatalogue(), Player(null=True), Library(home), home, preferences=read_preferences(home))
    try:
        assert made.wait_idle(30)
        assert made.settings.get("brightness") == 1.25 and "decay" in made.project.locks and made.ended_badly
    finally:
        made.close()


def test_a_drag_that_goes_on_is_kept_on_the_way(home: Home) -> None:
    """Each move puts the saving off; after a second it comes all the same."""
    made = toy_session(home)
    try:
        written: list[Any] = []
        made._library.write_preferences = lambda data: (written.append(data), done())[1]
        end = time.monotonic() + 30
        while not written and time.monotonic() < end:
            made.set_preference("place", time.monotonic())
            time.sleep(0.02)
        assert written
    finally:
        made.close()


def done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future


def test_the_sound_of_a_gesture_is_a_file_and_plays_again(session: Session) -> None:
    session.set("brightness", 1.5)
    session.end_gesture()
    assert session.wait_idle(10)
    take = session.takes()[0]
    assert session.take_file(take.id).is_file() and take.recipe.settings == session.settings
    session.generate()
    assert session.wait_idle(10)
    session._renderer.cache._clips.clear()
    heard = Recorder(session)
    session.audition(take.id)
    assert session.wait_idle(10)
    request = heard.of(Rendered)[-1].request
    wait_until(lambda: any(mark.request == request for mark in session.status().sounded), what="the auditioned take's sound")
    rendered = ToyGenerator().render([take.recipe.settings])[0].samples
    assert (heard.of(Rendered)[-1].clip.samples == rendered).all()


def test_export_and_drop_give_the_same_sound(session: Session, tmp_path: Path) -> None:
    session.randomise()
    assert session.wait_idle(10)
    take, settings = session.takes()[0], session.settings
    session.export([take.id], tmp_path / "out", "wav", 24, 48_000)
    session.generate()
    assert session.wait_idle(10)
    assert session.jobs()[0].state == "done"
    session.open_sound(next((tmp_path / "out").iterdir()))
    assert session.wait_idle(10)
    assert session.settings == settings


def test_the_audio_process_killed_while_it_sounds(session: Session) -> None:
    heard = Recorder(session)
    session.set_loop(True)
    session.play()
    assert session.wait_idle(10)
    wait_until(lambda: session.status().playing)
    old = audio_process()
    old.kill()
    wait_until(lambda: any(one.pid != old.pid for one in audio_processes()), 30, "a new audio process")
    wait_until(lambda: session.status().playing and session.status().state == "null", 30, "the sound of before")
    assert [message.text for message in heard.of(Message) if "audio process" in message.text]
    session.set("brightness", 2.0)
    assert session.wait_idle(10)
    newest = heard.of(Rendered)[-1].request
    wait_until(lambda: session.status().request == newest, what="the next slider's sound")


def test_the_program_killed(home: Home) -> None:
    with alone("killed", home) as process:
        told = lines(process)
        audio = next(told)["audio"]
        safe = [next(told)["take"] for _ in range(12)]
        wait_until(lambda: saved_loop(home), what="the saved project")
        os.kill(process.pid, signal.SIGKILL)
        safe += [line["take"] for line in told]
    assert audio
    wait_until(lambda: not any(psutil.pid_exists(pid) for pid in audio), 15, "the end of the audio process")
    library = Library(home)
    try:
        assert saved_loop(home)
        assert library.flush(10)
        assert {take.id for take in library.takes()} >= set(safe)
        assert library.read(safe[-1]).result(10).frames > 0
    finally:
        library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk(home: Home) -> None:
    with alone("full", home) as process:
        result = next(lines(process))
        process.wait(30)
    assert len(result["messages"]) == 1 and "\n" not in result["messages"][0] and "memory" in result["messages"][0]
    assert (result["before"], result["after"]) == (1, 2)


def test_two_hundred_slider_events_a_second(session: Session) -> None:
    heard, waiting, pictures = Recorder(session), 0, []
    session.subscribe(lambda event: pictures.append(time.monotonic()) if isinstance(event, Pictured) else None)
    threads = threading.active_count()
    session.set_loop(True)
    events, rate = 1000, 200.0
    start = time.monotonic()
    for n in range(events):
        session.set("brightness", -3 + 6 * ((n * 37) % events) / events)
        waiting = max(waiting, session._pending.count)
        time.sleep(max(0.0, start + (n + 1) / rate - time.monotonic()))
    session.end_gesture()
    assert session.wait_idle(10)
    rendered = heard.of(Rendered)
    assert waiting <= 20, "the mailbox grew"  # one rendering, one waiting, one picture, and perhaps takes and settings on their way
    assert rendered[-1].settings == session.settings
    wait_until(lambda: session.status().request == rendered[-1].request, what="the sound of the last value")
    assert threading.active_count() <= threads + 1 and not heard.of(Message)
    assert len(pictures) >= 10, "the picture froze while the slider moved"
    session.undo()
    assert session.wait_idle(10) and session.settings.get("brightness") == 0.0, "the whole drag is one step"
    assert session.takes()[-1].recipe.settings.get("brightness") is not None


def test_a_model_that_raises(home: Home) -> None:
    def trouble(settings: Settings) -> None:
        if settings.get("d1") == 1.0:
            raise RuntimeError("kernel failed")

    made = Session(ToyCatalogue(trouble), Player(null=True), Library(home), home)
    heard = Recorder(made)
    try:
        made.wait_idle(30)
        made.set_loop(True)
        made.play()
        wait_until(lambda: made.status().playing, 30)
        made.set("d1", 1.0)
        assert made.wait_idle(10)
        wait_until(lambda: not made.status().playing, what="silence")
        assert "kernel failed" in heard.of(Message)[-1].text
        made.set("d1", 0.5)
        assert made.wait_idle(10)
        wait_until(lambda: made.status().playing, what="sound again")
    finally:
        made.close()


def test_starting_and_sounding_imports_no_torch_no_qt_no_device(home: Home) -> None:
    with alone("imports", home) as process:
        modules = next(lines(process))["modules"]
    assert "numpy" in modules and "scipy" in modules
    assert not {"torch", "onnxruntime", "PySide6", "sounddevice", "pyqtgraph", "librosa"} & set(modules)
