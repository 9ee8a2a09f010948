"""MIDI: bytes to meanings, mappings and their files, the hand with its soft takeover; and all of it through real ports (JACK's)."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.engine import events as ev
from studio.engine.midi import mapping as files
from studio.engine.midi import ports as midi_ports
from studio.engine.midi.hand import MidiHand
from studio.engine.midi.mapping import DEFAULT, Link, MidiMap, Source
from studio.engine.midi.messages import Message, Reader, semitones
from studio.engine.midi.ports import MidiPorts, midi_system
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Latent, Number
from tests.toy import FakeLive, Recorder, toy_session
from tests.waiting import wait_until

SERVER = f"undertone-test-{os.getpid()}"


# ---- bytes ----


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([0x90, 60, 100], [Message("on", 1, 60, 100.0)]),
        ([0x9F, 60, 1], [Message("on", 16, 60, 1.0)]),
        ([0x90, 60, 0], [Message("off", 1, 60)]),
        ([0x83, 127, 64], [Message("off", 4, 127)]),
        ([0xB0, 21, 127], [Message("control", 1, 21, 1.0)]),
        ([0xB0, 123, 0], [Message("notes off", 1)]),
        ([0xB0, 120, 0], [Message("sound off", 1)]),
        ([0xC2, 5], [Message("program", 3, 5)]),
        ([0xE0, 0, 64], [Message("bend", 1, 0, 0.0)]),
        ([0xE0, 127, 127], [Message("bend", 1, 0, 1.0)]),
        ([0xE0, 0, 0], [Message("bend", 1, 0, -1.0)]),
        ([0xF8], [Message("clock")]),
        ([0xFA], [Message("start")]),
        ([0xFC], [Message("stop")]),
        ([0xD0, 5], []),
        ([], []), ([60, 100], []), ([0x90, 60], []), ([0x90, 60, 200], []), ([0xF0, 1, 2, 0xF7], []), ([0x90, 60, 1, 2], []), ([999], []),
    ],
)  # fmt: skip
def test_bytes_mean_what_the_specification_says(data: list[int], expected: list[Message]) -> None:
    assert Reader().read(data) == expected


def test_a_controllers_finer_half_makes_fourteen_bits_only_right_behind_its_coarse_one() -> None:
    reader = Reader()
    assert [m.kind for m in reader.read([0xB0, 1, 64])] == ["control"]
    plain, fine = reader.read([0xB0, 33, 3])
    assert plain == Message("control", 1, 33, 3 / 127) and fine == Message("fine", 1, 1, (64 << 7 | 3) / 16383)
    assert [m.kind for m in reader.read([0xB0, 33, 4])] == ["control"], "on its own it is another wheel"
    reader.read([0xB0, 1, 64])
    reader.read([0xB1, 7, 1])
    assert len(reader.read([0xB0, 33, 4])) == 2, "other channels don't come between"
    reader.read([0xB0, 2, 64])
    assert len(reader.read([0xB0, 33, 4])) == 1


def test_numbered_parameters_are_told_with_their_value() -> None:
    reader = Reader()
    for data in ([0xB0, 99, 2], [0xB0, 98, 44]):
        assert reader.read(data) == []
    assert reader.read([0xB0, 6, 127]) == [Message("nrpn", 1, 2 << 7 | 44, 1.0)]
    assert reader.read([0xB0, 38, 127]) == [Message("nrpn", 1, 300, 1.0)]
    assert [m.number for m in reader.read([0xB1, 6, 5])] == [6], "on another channel 6 is a controller as any other"
    for data in ([0xB0, 101, 0], [0xB0, 100, 0]):
        reader.read(data)
    (bend,) = reader.read([0xB0, 6, 12])
    assert bend.kind == "rpn" and bend.number == 0 and semitones(bend.value) == 12.0
    for data in ([0xB0, 101, 127], [0xB0, 100, 127]):
        reader.read(data)
    assert [m.kind for m in reader.read([0xB0, 6, 12])] == ["control"]


# ---- mappings ----


def test_one_controller_turns_one_thing() -> None:
    mapping = MidiMap().linked(Source("control", 1, 21), "brightness").linked(Source("control", 1, 22), "decay")
    mapping = mapping.linked(Source("control", 1, 21), "keys/attack")
    assert mapping.source_of("brightness") is None and mapping.source_of("keys/attack") == Source("control", 1, 21)
    mapping = mapping.linked(Source("fine", 1, 21), "d1")
    assert [link.address for link in mapping.links] == ["decay", "d1"], "in 7 bits or 14, it is the same wheel"
    assert mapping.without("decay").links == (Link(Source("fine", 1, 21), "d1"),)
    texts = [Source(*one).text for one in (("control", 1, 21), ("fine", 3, 1), ("nrpn", 1, 300))]
    assert texts == ["CC 21", "CC 1 (14 bit) ch 3", "NRPN 300"]


def test_mappings_are_kept_in_files_of_their_names(home: Home) -> None:
    home.make()
    assert files.names(home) == (DEFAULT,) and files.read(home, DEFAULT) == MidiMap()
    mapping = MidiMap("Launch/../Control é").linked(Source("nrpn", 2, 300), "rack/2.mix")
    files.write(home, mapping)
    (path,) = home.midi.iterdir()
    assert path.parent == home.midi and files.names(home) == (DEFAULT, path.stem)
    assert files.read(home, path.stem).links == mapping.links
    files.remove(home, path.stem)
    files.remove(home, path.stem)
    assert files.names(home) == (DEFAULT,)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"links": 3}', '{"links": [' + "[" * 100_000, "\x00" * 50, '{"links": NaN}'])
def test_a_file_that_is_no_mapping_is_refused_in_a_sentence(home: Home, text: str) -> None:
    home.midi.mkdir(parents=True)
    (home.midi / "bad.json").write_text(text)
    with pytest.raises(BadInput, match="MIDI mapping"):
        files.read(home, "bad")


def test_links_that_cannot_be_are_left_out() -> None:
    good = {"kind": "control", "channel": 1, "number": 21, "address": "decay"}
    bad: list[Any] = [3, None, [], {}, *({**good, **one} for one in (
        {"kind": "x"}, {"kind": []}, {"channel": 0}, {"channel": 17}, {"number": 120}, {"number": True}, {"number": 1.5}, {"number": None},
        {"address": ""}, {"address": 3}, {"address": "x" * 1000}))]  # fmt: skip
    kept = []
    for one in [*bad, good]:
        try:
            kept += MidiMap.from_json({"links": [one]}, "x").links
        except TypeError:
            pytest.fail(f"{one!r} was not left out")
    assert kept == [Link(Source("control", 1, 21), "decay")]
    assert MidiMap.from_json(json.loads(json.dumps(MidiMap("a", tuple(kept)).to_json())), "a") == MidiMap("a", tuple(kept))


# ---- the hand ----


class Board:
    """One control from 0 to 100 and what turns it."""

    def __init__(self, step: float = 0.0) -> None:
        self.control = Number("x", "X", 0.0, 100.0, 50.0, step=step)
        self.value = 50.0
        self.turned: list[float] = []
        self.rests = 0
        self.there = True
        self.hand = MidiHand(self._control, lambda address: self.value, self._turn, self._rested, lambda: None)

    def _control(self, address: str) -> Latent | Number:
        if not self.there:
            raise BadInput("gone")
        return self.control

    def _turn(self, address: str, value: float) -> None:
        self.value = value
        self.turned.append(value)

    def _rested(self) -> None:
        self.rests += 1


@pytest.fixture
def board() -> Iterator[Board]:
    made = Board()
    yield made
    made.hand.close()


def test_a_controller_turns_nothing_before_it_has_met_the_value(board: Board) -> None:
    board.hand.moved("x", 0.1)
    wait_until(lambda: board.hand.waiting == {"x": 1})
    board.hand.moved("x", 0.3)
    board.hand.moved("x", 0.7)  # past it
    wait_until(lambda: board.value == 70.0)
    assert board.hand.waiting == {} and not any(value < 50 for value in board.turned)
    board.value = 20.0  # by the mouse
    board.hand.moved("x", 0.72)
    wait_until(lambda: board.hand.waiting == {"x": -1})
    assert board.value == 20.0
    board.hand.moved("x", 0.205)
    wait_until(lambda: board.value == 20.5)


def test_a_move_is_smooth_and_ends_where_the_controller_is_and_is_one_gesture(board: Board) -> None:
    board.hand.moved("x", 0.5)
    board.hand.moved("x", 0.52)
    wait_until(lambda: board.value == 52.0)
    board.turned.clear()
    board.hand.moved("x", 1.0)
    wait_until(lambda: board.value == 100.0)
    assert len(board.turned) > 5 and board.turned == sorted(board.turned)
    assert max(b - a for a, b in zip([52.0, *board.turned], board.turned, strict=False)) < 48 * 0.3
    wait_until(lambda: board.rests >= 1)


def test_without_takeover_it_goes_there_at_once(board: Board) -> None:
    board.hand.takeover = False
    board.hand.moved("x", 1.0)
    wait_until(lambda: board.value == 100.0)


def test_steps_do_not_look_like_another_hand() -> None:
    board = Board(step=10.0)
    board.hand.takeover = False
    board.hand.moved("x", 0.52)
    board.hand.moved("x", 0.54)
    board.hand.moved("x", 0.58)
    wait_until(lambda: board.value == 60.0)
    board.hand.takeover = True
    board.hand.moved("x", 0.61)
    board.hand.moved("x", 0.73)
    wait_until(lambda: board.value == 70.0)
    board.hand.close()


def test_what_is_gone_is_left_alone(board: Board) -> None:
    board.there = False
    board.hand.moved("x", 0.5)
    board.hand.moved("y", 0.5)
    board.there = True
    board.hand.moved("x", 0.5)
    board.hand.moved("x", 0.6)
    wait_until(lambda: board.value == 60.0)


# ---- the session, by bytes ----


@pytest.fixture
def session(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(midi_ports, "midi_system", lambda: None)
    made = toy_session(home)
    yield made
    made.close()


def sent(session: Session, part: str = "keys") -> list[tuple[Any, ...]]:
    live: FakeLive = session._player.live
    return [message[1:] for message in list(live.sent) if message[0] == part and message[1] in ("on", "off", "pedal", "bend", "silence")]


def comes(session: Session, *messages: list[int], port: str = "Piano") -> None:
    for data in messages:
        session._midi_arrived(port, data, 0.0)


def test_without_a_midi_system_all_else_works_and_it_is_said(session: Session) -> None:
    wait_until(lambda: session.midi.problem)
    assert session.midi.inputs == () and session.midi.outputs == ()
    assert session._ports.send(b"\x90\x3c\x40") is False
    session.note_on(60)
    assert sent(session) == [("on", 60, 100.0)]


def test_notes_pedal_and_wheel_go_to_the_keys(session: Session) -> None:
    comes(session, [0x90, 60, 100], [0xB0, 64, 127], [0x80, 60, 0], [0xB0, 64, 0], [0xE0, 127, 127])
    assert sent(session) == [("on", 60, 100.0), ("pedal", True), ("off", 60), ("pedal", False), ("bend", 1.0)]
    comes(session, [0x90, 62, 100], [0xB0, 123, 0])
    assert sent(session)[-1] == ("off", 62) and not session.notes_lit


def test_one_channel_can_be_listened_to_and_ten_is_the_pads(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    hits: list[tuple[int, float]] = []
    monkeypatch.setattr(session, "hit_pad", lambda pad, velocity=1.0: hits.append((pad, velocity)))
    session.set_midi_channel(2)
    comes(session, [0x90, 60, 100], [0x91, 61, 100], [0x99, 38, 127], [0x99, 99, 127])
    assert [message for message in sent(session) if message[0] == "on"] == [("on", 61, 100.0)] and hits == [(2, 1.0)]
    with pytest.raises(BadInput, match="channels 1 to 16"):
        session.set_midi_channel(17)


def test_a_slider_is_learnt_by_moving_a_controller_and_is_turned_by_it(session: Session, home: Home) -> None:
    recorder = Recorder(session)
    session.midi_learn("decay")
    assert session.midi.badge("decay") == "…"
    comes(session, [0xB0, 21, 0])
    wait_until(lambda: session.midi.badge("decay").startswith("CC 21"))
    assert session.midi.learning == "" and recorder.of(ev.MidiChanged)
    comes(session, [0xB0, 21, 60])
    comes(session, [0xB0, 21, 70])  # past the middle, where it is
    wait_until(lambda: session.knob_value("decay") == pytest.approx(-3 + 6 * 70 / 127, abs=1e-4))
    assert session.wait_idle(10)
    session.undo()
    assert session.knob_value("decay") == 0.0, "a turn is one step"
    comes(session, [0xB0, 21, 71])
    wait_until(lambda: session.midi.badge("decay") == "CC 21 ↓")
    session.midi_clear("decay")
    assert session.midi.badge("decay") == ""
    assert session.wait_idle(10)
    assert files.read(home, DEFAULT).links == ()


def test_a_fine_controller_is_known_as_such_when_it_is_learnt(session: Session) -> None:
    session.midi_learn("decay")
    comes(session, [0xB0, 1, 64], [0xB0, 33, 0])
    wait_until(lambda: session.midi.badge("decay") == "CC 1 (14 bit)")
    comes(session, [0xB0, 1, 64], [0xB0, 33, 0], [0xB0, 1, 64], [0xB0, 33, 33])
    wait_until(lambda: session.knob_value("decay") == pytest.approx(-3 + 6 * (64 << 7 | 33) / 16383, abs=1e-5))


def test_rooms_are_learnt_by_their_address(session: Session) -> None:
    session.midi_learn("keys/level")
    comes(session, [0xB3, 7, 100])
    wait_until(lambda: session.midi.badge("keys/level") == "CC 7 ch 4 ↓" or session.midi.badge("keys/level") == "CC 7 ch 4")
    session.set_midi_takeover(False)
    comes(session, [0xB3, 7, 127])
    wait_until(lambda: session.keys_state.level == 6.0)
    with pytest.raises(BadInput):
        session.midi_learn("keys/dance")


def test_mappings_are_saved_loaded_and_deleted_and_the_last_one_comes_back(session: Session, home: Home) -> None:
    session.midi_learn("decay")
    comes(session, [0xB0, 21, 64])
    wait_until(lambda: session.midi.mapping.links)
    session.save_midi_map(" My/knobs ")
    session.midi_learn("d1")
    comes(session, [0xB0, 22, 64])
    wait_until(lambda: len(session.midi.mapping.links) == 2)
    session.load_midi_map(DEFAULT)
    wait_until(lambda: session.midi.mapping.name == DEFAULT)
    assert [link.address for link in session.midi.mapping.links] == ["decay"] and session.midi.names == (DEFAULT, "My knobs")
    session.load_midi_map("My knobs")
    wait_until(lambda: len(session.midi.mapping.links) == 2)
    assert session.wait_idle(10)
    session.export_midi_map(home.root / "elsewhere.json")
    assert session.wait_idle(10)
    session.delete_midi_map("My knobs")
    wait_until(lambda: session.midi.mapping.name == DEFAULT)
    session.import_midi_map(home.root / "elsewhere.json")
    wait_until(lambda: session.midi.mapping.name == "elsewhere")
    assert len(session.midi.mapping.links) == 2
    assert session.wait_idle(10)
    again = toy_session(home, preferences=session.preferences)
    wait_until(lambda: again.midi.mapping.name == "elsewhere")
    assert len(again.midi.mapping.links) == 2
    again.close()
    with pytest.raises(BadInput, match="name"):
        session.save_midi_map(" / ")


def test_undo_brings_controllers_and_mappings_back(session: Session, home: Home) -> None:
    """Clear all is one click, and an evening's work."""
    assert session.wait_idle(10)
    for number, address in ((21, "decay"), (22, "d1")):
        session.midi_learn(address)
        comes(session, [0xB0, number, 64])
        wait_until(lambda n=number: len(session.midi.mapping.links) == n - 20)
    session.save_midi_map("Stage")
    assert session.wait_idle(10)
    made, (file,) = session.midi.mapping, [path for path in (home.root / "midi").iterdir() if "Stage" in path.name]
    text = file.read_text()
    session.midi_clear("decay")
    assert len(session.midi.mapping.links) == 1
    session.undo()
    assert session.midi.mapping == made
    session.midi_clear_all()
    session.undo()
    assert session.midi.mapping == made
    session.redo()
    assert session.midi.mapping.links == ()
    session.undo()
    with pytest.raises(BadInput, match="already"):  # not written over
        session.save_midi_map(DEFAULT)
    session.delete_midi_map("Stage")
    wait_until(lambda: session.midi.mapping.name == DEFAULT)
    assert session.wait_idle(10) and not file.exists()
    session.undo()
    assert session.wait_idle(10)
    assert session.midi.mapping == made and session.midi.names == (DEFAULT, "Stage") and file.read_text() == text


def test_what_is_no_file_is_not_waited_for_as_a_mapping(session: Session, home: Home) -> None:
    recorder = Recorder(session)
    wrong = [home.root / "folder.json"]
    wrong[0].mkdir()
    if hasattr(os, "mkfifo"):
        wrong.append(home.root / "pipe.json")
        os.mkfifo(wrong[1])
    for path in wrong:
        session.import_midi_map(path)
        wait_until(lambda path=path: any(path.name in message.text and "no file" in message.text for message in recorder.of(ev.Message)))


@pytest.mark.parametrize("kept", [3, {"channel": "x", "inputs": 3, "output": [], "mapping": {}}, {"channel": True, "takeover": 0}, None])
def test_damaged_preferences_are_as_at_the_first_start(home: Home, monkeypatch: pytest.MonkeyPatch, kept: Any) -> None:
    monkeypatch.setattr(midi_ports, "midi_system", lambda: None)
    made = toy_session(home, preferences={"midi": kept})
    assert made.midi.channel == 0 and made.midi.wanted is None and made.midi.wanted_output == ""
    made.close()


def test_a_program_change_loads_the_preset_of_its_number(session: Session) -> None:
    first = session.save_preset("A")
    session.set("decay", 1.0)
    session.end_gesture()
    assert session.wait_idle(10)
    session.save_preset("B")
    assert session.wait_idle(10)
    mine = [preset for preset in session.presets() if preset.model == "toy"]
    comes(session, [0xC0, [one.id for one in mine].index(first)])
    wait_until(lambda: session.knob_value("decay") == 0.0)
    comes(session, [0xC0, 127])
    assert session.wait_idle(10) and session.knob_value("decay") == 0.0


def test_a_program_change_to_no_preset_is_said(session: Session) -> None:
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    comes(session, [0xC0, 100])
    wait_until(lambda: "A program change asks for preset 101, but this model has none yet." in told)
    session.save_preset("A")
    assert session.wait_idle(10)
    comes(session, [0xC0, 1])
    wait_until(lambda: "A program change asks for preset 2, but this model has 1." in told)


def test_the_bend_range_follows_what_a_keyboard_says_of_it(session: Session) -> None:
    comes(session, [0xB0, 101, 0], [0xB0, 100, 0], [0xB0, 6, 12])
    wait_until(lambda: session.keys_state.bend == 12.0)


# ---- real ports: JACK's dummy driver is a MIDI system without a sound card ----


class Jack:
    """A JACK server of its own; `start` and `stop` as often as wanted."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._server = subprocess.Popen(
            ["jackd", "-n", SERVER, "--no-realtime", "-d", "dummy", "-r", "48000", "-p", "1024"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "JACK_NO_AUDIO_RESERVATION": "1"},
        )  # fmt: skip
        wait_until(lambda: midi_system() == "JACK", 20, "the start of JACK")

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(20)
            self._server = None


@pytest.fixture
def jack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jack]:
    if not sys.platform.startswith("linux"):
        pytest.xfail("virtual MIDI ports of JACK are made on Linux only")
    assert shutil.which("jackd"), "the tests of MIDI need jackd; on Debian: apt-get install jackd2"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", SERVER)
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    monkeypatch.setattr(midi_ports, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(midi_ports, "ALSA_FILE", "/nowhere")  # JACK, even where there is ALSA
    made = Jack()
    try:  # one that is left behind keeps one of the eight places that the machine has for servers
        made.start()
        yield made
    finally:
        made.stop()


def instrument(name: str = "Piano") -> Any:
    """A MIDI keyboard as another program would offer it."""
    import rtmidi

    made = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
    made.open_virtual_port("keys")
    return made


def let_through(session: Session, box: Any) -> None:
    """JACK takes a cycle or more until a connection passes anything; what is sent before is lost. Sends clocks until one arrives."""
    came, arrived = threading.Event(), session._ports._arrived

    def arrive(*message: Any) -> object:
        came.set()
        return arrived(*message)

    session._ports._arrived = arrive
    wait_until(lambda: box.send_message([0xF8]) or came.is_set())
    session._ports._arrived = arrived


def test_a_real_port_is_opened_when_it_comes_and_lets_go_when_it_goes(home: Home, jack: Jack) -> None:
    session = toy_session(home)
    try:
        piano = instrument()
        wait_until(lambda: session.midi.opened == ("Piano:keys",), 20)
        let_through(session, piano)
        piano.send_message([0x90, 60, 100])
        wait_until(lambda: sent(session) == [("on", 60, 100.0)])
        piano.send_message([0xB0, 64, 127])
        wait_until(lambda: session.pedal_down)
        piano.delete()
        wait_until(lambda: not session.midi.opened, 20)
        wait_until(lambda: not session.notes_lit and not session.pedal_down)
        assert ("off", 60) in sent(session) and ("pedal", False) in sent(session)
        piano = instrument()
        wait_until(lambda: session.midi.opened == ("Piano:keys",), 20)
        session.set_midi_inputs(["Other"])
        wait_until(lambda: session.midi.opened == () and session.midi.inputs == ("Piano:keys",), 20)
        session.set_midi_inputs(None)
        wait_until(lambda: session.midi.opened == ("Piano:keys",), 20)
        piano.delete()
    finally:
        session.close()


def test_the_midi_system_may_go_and_come_back(home: Home, jack: Jack) -> None:
    session = toy_session(home)
    try:
        piano = instrument()
        wait_until(lambda: session.midi.opened, 20)
        let_through(session, piano)
        piano.send_message([0x90, 60, 100])
        wait_until(lambda: session.notes_lit)
        piano.delete()
        jack.stop()
        wait_until(lambda: session.midi.problem and not session.midi.inputs, 20)
        assert not session.notes_lit
        jack.start()
        piano = instrument()
        wait_until(lambda: session.midi.opened and not session.midi.problem, 20)
        let_through(session, piano)
        piano.send_message([0x90, 61, 100])
        wait_until(lambda: session.notes_lit == {61})
        piano.delete()
    finally:
        session.close()


def test_a_controller_is_learnt_through_a_real_port(home: Home, jack: Jack) -> None:
    session = toy_session(home)
    try:
        box = instrument("Box")
        wait_until(lambda: session.midi.opened, 20)
        let_through(session, box)
        assert session.wait_idle(30)  # its model is there, or 'brightness' can't be turned
        session.midi_learn("brightness")
        # turned until it is seen, as a person would: JACK loses what is sent in a cycle that a busy machine missed
        wait_until(lambda: box.send_message([0xB0, 21, 10]) or session.midi.badge("brightness").startswith("CC 21"))
        wait_until(lambda: box.send_message([0xB0, 21, 127]) or session.knob_value("brightness") == 3.0)
        assert session.midi.badge("brightness") == "CC 21"  # it has met the value
        box.delete()
    finally:
        session.close()


PLAYED_ON = """
import sys, threading, time
import rtmidi
from studio.engine.midi import ports as midi_ports
midi_ports.POLL_SECONDS, midi_ports.ALSA_FILE = 0.1, "/nowhere"
box = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="Box")
box.open_virtual_port("keys")
def play():
    while True:
        box.send_message([0xB0, 21, 10])
        time.sleep(0.0005)
def compute():  # as a model does, so that whoever wants Python's lock waits for it
    while True:
        sum(n * n for n in range(500))
for work in (play, compute, compute):
    threading.Thread(target=work, daemon=True).start()
for _ in range(20):
    came = threading.Event()
    ports = midi_ports.MidiPorts(lambda *_: came.set(), lambda _: None, lambda: None)
    ports.start()
    assert came.wait(20)
    ports.close()
print("fine", flush=True)
"""


def test_a_port_may_be_closed_in_the_middle_of_what_is_played(jack: Jack) -> None:
    """JACK ends its thread wherever it is, and if that was in Python, nothing went on: so it is tried in a process of its own."""
    ended = subprocess.run([sys.executable, "-c", PLAYED_ON], capture_output=True, text=True, timeout=90, check=False)
    assert ended.stdout == "fine\n", ended.stderr


def test_what_is_sent_arrives_at_a_real_port(home: Home, jack: Jack) -> None:
    import rtmidi

    heard: list[list[int]] = []
    listener = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="Drum machine")
    listener.ignore_types(timing=False)
    listener.set_callback(lambda event, data: heard.append(list(event[0])))
    listener.open_virtual_port("in")
    session = toy_session(home)
    try:
        wait_until(lambda: session.midi.outputs == ("Drum machine:in",), 20)
        session.set_midi_output("Drum machine:in")
        wait_until(lambda: session.midi.output == "Drum machine:in", 20)
        wait_until(lambda: session._ports.send(bytes([0xF8])) and heard)  # see let_through
        assert session._ports.send(b"\x99\x24\x64") and session._ports.send(bytes([0xFA]))
        wait_until(lambda: list(itertools.dropwhile([0xF8].__eq__, heard)) == [[0x99, 36, 100], [0xFA]])
        session.set_midi_output("")
        wait_until(lambda: session.midi.output == "", 20)
        assert not session._ports.send(bytes([0xF8]))
    finally:
        session.close()
        listener.delete()


def test_ports_end_with_the_session(home: Home, jack: Jack) -> None:
    ports = MidiPorts(lambda *_: None, lambda *_: None, lambda: None)
    ports.start()
    wait_until(lambda: not ports.problem)
    ports.close()
    ports.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "undertone-midi-ports" and thread.is_alive()]


def test_without_any_system_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.xfail("elsewhere the system always has MIDI")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "nobody-runs-this-one")
    monkeypatch.setattr(midi_ports, "ALSA_FILE", str(tmp_path / "seq"))
    assert midi_system() is None
