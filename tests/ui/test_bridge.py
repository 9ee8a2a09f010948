"""The crossing from the engine's threads, the polling of the player, and garbage on the GUI thread."""

from __future__ import annotations

import gc
import threading
from types import SimpleNamespace
from typing import Any

from studio.engine import events
from studio.errors import BadInput
from studio.ui.bridge import PLAYING_MS, RESTING_MS, Bridge, Collector, Poller


class FakeSession:
    def __init__(self) -> None:
        self.listeners: list[Any] = []
        self.playing = False
        self.project: Any = None

    def subscribe(self, callback: Any) -> Any:
        self.listeners.append(callback)
        return lambda: self.listeners.remove(callback)

    def status(self) -> Any:
        return SimpleNamespace(live=False, playing=self.playing)


def test_events_cross_to_the_gui_thread_in_order_and_end_with_close(qtbot: Any) -> None:
    session = FakeSession()
    bridge = Bridge(session)  # type: ignore[arg-type]
    seen: list[tuple[str, int]] = []
    bridge.message.connect(lambda event: seen.append((event.text, threading.get_ident())))
    send = session.listeners[0]

    def work() -> None:
        for number in range(100):
            send(events.Message("info", str(number)))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert not seen  # nothing runs on the other thread
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert [text for text, _ in seen] == [str(number) for number in range(100)]
    assert {thread for _, thread in seen} == {threading.get_ident()}
    send(events.Message("info", "late"))
    bridge.close()
    bridge.close()
    assert not session.listeners
    qtbot.wait(30)
    assert len(seen) == 100


def test_of_several_changes_that_wait_the_first_shows_the_newest_project(qtbot: Any) -> None:
    session = FakeSession()
    bridge = Bridge(session)  # type: ignore[arg-type]
    seen: list[Any] = []
    bridge.project_changed.connect(lambda _: seen.append(session.project))
    states = [object() for _ in range(4)]
    for number in range(3):
        session.project = states[number + 1]
        session.listeners[0](events.ProjectChanged(states[number + 1], states[number]))  # type: ignore[arg-type]
    qtbot.wait(20)
    assert seen == states[3:]
    session.project = states[0]
    session.listeners[0](events.ProjectChanged(states[0], states[3]))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [states[3], states[0]]
    bridge.close()


def test_what_the_session_refuses_becomes_a_message(qtbot: Any) -> None:
    bridge = Bridge(FakeSession())  # type: ignore[arg-type]

    def refuse() -> None:
        raise BadInput("No such take.")

    with qtbot.waitSignal(bridge.message) as said:
        assert bridge.call(refuse) is None
    assert said.args[0].text == "No such take." and said.args[0].level == "error"
    bridge.close()


def test_polling_is_fast_only_while_it_plays(qtbot: Any) -> None:
    session = FakeSession()
    poller = Poller(session)  # type: ignore[arg-type]
    poller.start()
    assert poller._timer.interval() == RESTING_MS
    session.playing = True
    qtbot.waitUntil(lambda: poller._timer.interval() == PLAYING_MS)
    session.playing = False
    qtbot.waitUntil(lambda: poller._timer.interval() == RESTING_MS, timeout=5000)
    poller.wake()
    assert poller._timer.interval() == PLAYING_MS
    poller.stop()


def test_garbage_is_collected_here_and_nowhere_else(qtbot: Any) -> None:
    class Loop:
        def __init__(self) -> None:
            self.me = self
            self.thread = 0

        def __del__(self) -> None:
            died_on.append(threading.get_ident())

    died_on: list[int] = []
    collector = Collector()
    collector.start()
    try:
        assert not gc.isenabled()
        threading.Thread(target=lambda: [Loop() for _ in range(2000)]).start()
        qtbot.waitUntil(lambda: len(died_on) >= 1000, timeout=10_000)
        assert set(died_on) == {threading.get_ident()}
    finally:
        collector.stop()
    assert gc.isenabled()
