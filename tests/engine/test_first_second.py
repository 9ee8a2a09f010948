"""What a person does in the first second, while the program still reads what lies in its folders: nothing of it is lost or overwritten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.audio.files import write_clip
from studio.audio.long_sound import LongSound
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine import own_sliders, presets, sounds
from studio.engine.library import Library
from studio.engine.midi import mapping
from studio.engine.midi.mapping import DEFAULT, MidiMap, Source
from studio.engine.session import Session
from studio.paths import Home
from tests.toy import FakePlayer, Recorder, ToyCatalogue, ToyGenerator
from tests.waiting import wait_until


class Gate:
    """Holds whoever comes through until it is opened."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    def open(self) -> None:
        self._open.set()

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def held(*arguments: Any, **more: Any) -> Any:
            self.pass_through()
            return function(*arguments, **more)

        return held

    def after(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def held(*arguments: Any, **more: Any) -> Any:
            found = function(*arguments, **more)
            self.pass_through()
            return found

        return held

    def pass_through(self) -> None:
        self.reached.set()
        assert self._open.wait(20)


class SlowCatalogue(ToyCatalogue):
    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def load(self, model: str, home: Any = None) -> ToyGenerator:
        self._gate.pass_through()
        return super().load(model, home)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open()


def begun(home: Home, **more: Any) -> Session:
    """A program that was started just now."""
    session = Session(more.pop("models", None) or ToyCatalogue(), FakePlayer(), Library(home), home, **more)
    session.start()
    return session


def earlier(home: Home, act: Callable[[Session], object]) -> None:
    """An earlier run, in which this was done."""
    session = begun(home)
    assert session.wait_idle(10)
    act(session)
    assert session.wait_idle(10)
    session.close()


def make_takes(session: Session, count: int) -> None:
    for _ in range(count):
        session.randomise()
        assert session.wait_idle(10)


def test_a_take_that_is_heard_before_the_model_is_there_stays_what_is_shown(home: Home, gate: Gate) -> None:
    earlier(home, lambda session: make_takes(session, 1))
    session = begun(home, models=SlowCatalogue(gate))
    try:
        assert gate.reached.wait(10)
        take = session.takes()[0]
        session.audition(take.id)
        gate.open()
        assert session.wait_idle(10)
        picture = session.picture
        assert picture is not None and session._shown is not None and session._shown.take == take.id
        assert picture.request == session._shown.number and [one.request for one in session._player.played] == [picture.request]
        session.set("brightness", 2.0)  # from here on all is as usual
        session.end_gesture()
        assert session.wait_idle(10)
        assert session.picture is not None and session.picture.request > picture.request and len(session.takes()) == 2
    finally:
        session.close()


def test_a_long_file_that_is_dropped_before_the_model_is_there_stays_what_is_shown(home: Home, gate: Gate, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", np.full(62 * 4000, 0.1, np.float32), 4000)
    first = write_clip(tmp_path / "first.wav", Clip(np.full((1, 4000), 0.1, np.float32), 4000))
    session = begun(home, models=SlowCatalogue(gate), first_clip=first)
    try:
        assert gate.reached.wait(10)
        session.open_sound(tmp_path / "long.wav")
        wait_until(lambda: session._pictures.long)
        gate.open()
        assert session.wait_idle(10)
        assert session.picture is not None and isinstance(session.picture.clip, LongSound)
    finally:
        session.close()


def test_the_live_part_can_be_changed_before_the_model_is_there(home: Home, gate: Gate) -> None:
    session = begun(home, models=SlowCatalogue(gate))
    heard = Recorder(session)
    try:
        assert gate.reached.wait(10)
        assert session.add_effect("reverb") and session.rack.slots
        gate.open()
        assert session.wait_idle(10)
        assert session.rack.slots and session.spec is not None and len(heard.of(ev.ModelLoaded)) == 1
        session.undo()  # what was done before there was a model is no step back out of it
        assert session.spec is not None and session.project.model == session.spec.id and session.wait_idle(10)
    finally:
        session.close()


def test_play_makes_the_models_sound_where_what_was_asked_for_first_could_not_be_read(home: Home, gate: Gate) -> None:
    earlier(home, lambda session: make_takes(session, 1))
    session = begun(home, models=SlowCatalogue(gate))
    try:
        assert gate.reached.wait(10)
        take = session.takes()[0]
        take.file.write_bytes(b"no sound")
        session.audition(take.id)
        gate.open()
        assert session.wait_idle(10) and not session._player.played
        session.play()
        assert session.wait_idle(10)
        assert np.array_equal(session._player.played[-1].clip.samples, ToyGenerator().render([session.settings])[0].samples)
    finally:
        session.close()


def test_a_preset_that_is_saved_while_the_others_are_read_stays(home: Home, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier(home, lambda session: session.save_preset("Old"))
    monkeypatch.setattr(presets, "read_all", gate.after(presets.read_all))
    session = begun(home)
    try:
        assert gate.reached.wait(10)
        wait_until(lambda: session.spec)
        assert session.save_preset("New")
        gate.open()
        assert session.wait_idle(10)
        assert [one.name for one in session.presets() if not one.shipped] == ["New", "Old"]
    finally:
        session.close()


def test_a_slider_that_is_made_while_the_others_are_read_costs_none(home: Home, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(session: Session, name: str) -> None:
        ids = [take.id for take in session.takes()]
        session.make_slider(name, ids[:2], ids[2:4])

    def first(session: Session) -> None:
        make_takes(session, 4)
        make(session, "Old")

    earlier(home, first)
    monkeypatch.setattr(own_sliders, "read_all", gate.after(own_sliders.read_all))
    session = begun(home)
    try:
        assert gate.reached.wait(10)
        wait_until(lambda: session.spec)
        make(session, "New")
        wait_until(lambda: session.own_sliders())
        gate.open()
        assert session.wait_idle(10)
        assert [one.name for one in session.own_sliders()] == ["Old", "New"]
    finally:
        session.close()
    assert [one.name for one in own_sliders.read_all(home)] == ["Old", "New"]


def test_a_controller_that_is_learnt_while_the_mapping_is_read_is_added(home: Home, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    mapping.write(home, MidiMap(DEFAULT).linked(Source("control", 1, 20), "decay"))
    monkeypatch.setattr(mapping, "names", gate.before(mapping.names))
    session = begun(home)
    try:
        assert gate.reached.wait(10)
        wait_until(lambda: session.spec)
        session.midi_learn("brightness")
        session._midi_arrived("Box", [0xB0, 21, 10], 0.0)
        gate.open()
        assert session.wait_idle(10)
        assert [session.midi.badge(name)[:5] for name in ("decay", "brightness")] == ["CC 20", "CC 21"]
    finally:
        session.close()
    assert {link.address for link in mapping.read(home, DEFAULT).links} == {"decay", "brightness"}


def test_a_sound_that_is_there_is_not_taken_in_twice_while_it_is_looked_for(
    home: Home, gate: Gate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = write_clip(tmp_path / "kick.wav", Clip(np.full((1, 4000), 0.1, np.float32), 4000))
    earlier(home, lambda session: session.import_sounds([file]))
    monkeypatch.setattr(sounds, "_read", gate.before(sounds._read))
    session = begun(home)
    heard, over = Recorder(session), threading.Event()
    session.subscribe(lambda event: over.set() if isinstance(event, ev.JobChanged) and event.job.over else None)
    try:
        session.sounds()
        assert gate.reached.wait(10)
        session.import_sounds([file])
        over.wait(0.3)
        gate.open()
        assert session.wait_idle(10)
        assert [sound.id for sound in session.sounds()] == ["kick.wav"]
        assert any("already here" in message.text for message in heard.of(ev.Message))
    finally:
        session.close()


def test_a_recording_that_begins_while_earlier_ones_are_looked_for_is_left_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home.root / "streams"
    folder.mkdir(parents=True)
    (folder / "clip-0-1.npy").write_bytes(b"left")
    session = begun(home)
    assert session.wait_idle(10)
    (folder / "clip-0-1.npy").write_bytes(b"left")
    begun_now: list[Path] = []
    remove = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".npy" and not begun_now:
            begun_now.append(session._recording_file())
            soundfile.write(begun_now[0], np.full((4800, 2), 0.1, np.float32), 48_000)
        remove(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    try:
        session._keep_left()
        assert session.wait_idle(10)
        assert begun_now and begun_now[0].exists() and not session.takes()
    finally:
        session.close()
