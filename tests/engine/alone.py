"""A whole engine in a process of its own, for tests that kill it or take its disk away: `python -m tests.engine.alone SCENARIO HOME`.

Prints one JSON object a line. Real library, real audio process (clocked by time, no device), toy model.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from studio.engine.events import Message, TakeMade
from studio.engine.library import Library, read_preferences
from studio.engine.player import Player
from studio.engine.session import Session
from studio.paths import Home
from tests.toy import Recorder, ToyCatalogue


def say(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def make(home: Home) -> Session:
    session = Session(ToyCatalogue(), Player(null=True), Library(home), home, preferences=read_preferences(home))
    assert session.wait_idle(30)
    return session


def killed(home: Home) -> None:
    """Keep making takes, tell of each that is safe, until someone kills us."""
    from tests.waiting import audio_processes

    session = make(home)
    session.subscribe(lambda event: say(take=event.take.id) if isinstance(event, TakeMade) else None)
    session.set_loop(True)
    session.play()
    say(audio=[process.pid for process in audio_processes()])
    for _ in range(100_000):
        session.randomise()
        session.wait_idle(10)


def recording(home: Home) -> None:
    """Record a stream, tell how much there is and whether its curves are on disk, until someone kills us."""
    from tests.toy_stream import StreamCatalogue

    kept = {"project": {"model": "hum", "settings": {"seed": 4, "values": {}}}}
    session = Session(StreamCatalogue(), Player(null=True, block=512), Library(home), home, preferences=kept)
    assert session.wait_idle(30)
    session.set_source(0, "drift")
    session.start_deck(0)
    while session.stream_status().decks[0].level < 0.01:
        time.sleep(0.02)
    session.start_recording()
    while True:
        time.sleep(0.1)
        say(seconds=session.stream_status().recorded_seconds, curves=len(list((home.root / "streams").glob("*.json"))))


def changing(home: Home) -> None:
    """Hold a slider in the middle of a drag, with a lock and a preference just changed, until someone kills us."""
    session = make(home)
    session.set_lock("decay", True)
    session.set("brightness", 1.25)
    session.set_preference("view", {"floor": -60})
    say(pause=session.autosave_seconds)
    time.sleep(600)


def full(home: Home) -> None:
    """No file may grow beyond 60 kB: a take doesn't fit, the kernel refuses it as a full disk does."""
    import resource

    session = make(home)
    heard = Recorder(session)
    session.generate()
    session.wait_idle(10)
    free = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, free[1]))
    session.generate()
    session.wait_idle(10)
    messages = [event.text for event in heard.of(Message)]
    sounds, before = session.status().request, len(session.takes())
    resource.setrlimit(resource.RLIMIT_FSIZE, free)
    session.retry_unsaved()
    session.wait_idle(10)
    say(messages=messages, before=before, after=len(session.takes()), request=sounds)
    session.close()


def imports(home: Home) -> None:
    """Start, sound, take; then tell which heavy modules were imported."""
    session = make(home)
    session.set("brightness", 1.0)
    session.end_gesture()
    session.wait_idle(10)
    session.close()
    say(modules=sorted({name.split(".")[0] for name in sys.modules}))


if __name__ == "__main__":
    scenarios = {"killed": killed, "recording": recording, "changing": changing, "full": full, "imports": imports}
    scenarios[sys.argv[1]](Home(Path(sys.argv[2])).make())
