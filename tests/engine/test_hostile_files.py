"""Files from strangers, and files that something damaged: one sentence each, no hang, never half a state."""

from __future__ import annotations

import base64
import copy
import errno
import json
import os
import random
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.files import encode
from studio.audio.recipe_chunk import append_info
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine import preferences, presets, take_files
from studio.engine.automation import Automation, Lane
from studio.engine.library import Library, Take, read_preferences
from studio.engine.midi import mapping as maps
from studio.engine.modulation import Modulator
from studio.engine.player.desk import HEARD_SEQUENCER
from studio.engine.player.sequencer import BPM, RUNNING
from studio.engine.project import Project
from studio.engine.session import Session
from studio.engine.session.stream_recording import StreamRecording
from studio.engine.snapshots import Snapshot
from studio.engine.streaming.offline import Rendering
from studio.engine.streaming.recorder import discard
from studio.engine.streaming.trajectory import EDIT, Track, Trajectory, from_edits, section, to_edit
from studio.errors import BadInput, UndertoneError
from studio.models.catalogue import load
from studio.paths import Home
from studio.recipe import Recipe, Spec, read_json
from tests.toy import FakePlayer, Recorder, ToyCatalogue, toy_session, toy_spec
from tests.waiting import wait_until

LINK = {"kind": "control", "channel": 1, "number": 21, "address": "decay"}


def one_sentence(text: str) -> bool:
    return text.isprintable() and 10 < len(text) < 300


# ---------------------------------------------------------------- MIDI mappings

NO_MAPS = {
    "empty": b"", "not JSON": b"{", "a list": b"[]", "no links": b'{"links": 5}', "not UTF-8": b'{"links": [], "a": "\xe9"}',
    "other encoding": b"\xff\xfe\x00{\xc3", "not finite": b'{"links": [], "a": NaN}', "huge": b'{"links": [], "a": 1e999}',
    "deep": b'{"links": ' + b"[" * 100_000, "cut off": b'{"links": [{"kind": "contr', "long": b'{"links": [' + b" " * (2 << 20) + b"]}",
    "nothing that fits": b'{"links": [null, 5, {"kind": []}, {"kind": "control", "channel": 1, "number": 1, "address": "\\ud800"}]}',
}  # fmt: skip


@pytest.mark.parametrize("what", NO_MAPS)
def test_what_is_no_mapping_is_one_sentence_and_changes_nothing(home: Home, what: str) -> None:
    path = home.root / "knobs\n\x1b[31m.json"
    path.write_bytes(NO_MAPS[what])
    with pytest.raises(BadInput) as problem:
        maps.read_other(path)
    assert one_sentence(str(problem.value)), str(problem.value)
    session = toy_session(home)
    try:
        told, before = Recorder(session), (session.midi.mapping, session.midi.names)
        session.import_midi_map(path)
        assert session.wait_idle(10)
        (message,) = told.of(ev.Message)
        assert one_sentence(message.text) and not message.detail and "codec" not in message.text
        assert (session.midi.mapping, session.midi.names) == before and not home.midi.exists()
    finally:
        session.close()


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="POSIX")
def test_files_of_the_system_are_not_read_as_mappings(tmp_path: Path) -> None:
    for number, target in enumerate(("/dev/zero", "/proc/kmsg", "/proc/self/mem", "/nowhere")):
        path = tmp_path / f"{number}.json"
        path.symlink_to(target)
        with pytest.raises(BadInput) as problem:
            maps.read_other(path)
        assert one_sentence(str(problem.value))


def test_an_import_puts_no_mapping_of_that_name_out(home: Home) -> None:
    session = toy_session(home)
    try:
        session.save_midi_map("knobs")
        (home.root / "elsewhere").mkdir()
        other = home.root / "elsewhere" / "Knobs.json"
        other.write_text(json.dumps({"links": [LINK]}))
        for _ in range(2):
            session.import_midi_map(other)
            assert session.wait_idle(10)
        assert session.midi.names == ("Default", "Knobs 2", "Knobs 3", "knobs") and session.midi.mapping.name == "Knobs 3"
        assert maps.read(home, "knobs").links == () and len(maps.read(home, "Knobs 2").links) == 1
    finally:
        session.close()
    assert maps.free_name("x" * 40, ["x" * 40]) == maps.clean_name(maps.free_name("x" * 40, ["x" * 40]))


def test_files_that_no_mapping_could_be_called_after_are_not_offered(home: Home) -> None:
    home.midi.mkdir(parents=True)
    for name in (b"good", b"line\nbreak", b"bad\xff", b"esc\x1b[31m", b"." + b"x" * 60):
        (home.midi / os.fsdecode(name + b".json")).write_text('{"links": []}')
    assert maps.names(home) == ("Default", "good")


# ---------------------------------------------------------------- presets, settings


@pytest.mark.parametrize("model", ["\ud800", "a\nb", "../toy", "Toy", "x" * 65, ""])
def test_a_preset_of_a_model_that_no_model_could_be_called_is_none(tmp_path: Path, model: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"undertone_preset": 1, "name": "P", "model": model, "settings": {"seed": 0, "values": {}}}))
    with pytest.raises(BadInput) as problem:
        presets.read_one(path)
    assert one_sentence(str(problem.value))


def rich_project() -> dict[str, Any]:
    """Something in every part of it, as JSON."""
    spec = toy_spec()
    project = replace(
        Project("toy", spec.defaults(3), frozenset({"brightness"})), snapshots=(Snapshot(spec.defaults(1), "a"), *(None,) * 7),
        morph=(0, 1, 0.5), labels=(("d1", "x"),), extended=frozenset({"d1"}), modulators=(Modulator("d1"),),
        automation=Automation((Lane("decay", ((0.0, 1.0), (1.0, 2.0))),), 4.0),
    )  # fmt: skip
    data = project.to_json()
    data["stage"]["modulators"] = [Modulator("rack/1.gain", 2).to_json()]
    data["stage"]["rack"] = [{"id": 1, "kind": "gain", "values": {"gain": 3.0}, "wet": 100.0, "on": True}]
    data["stage"]["pattern"]["pads"][0] |= {"steps": {"0": [0.8, 1.0, 0.5, 2]}, "sound": {"model": "toy", "settings": data["settings"]}}
    return data


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, part in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(part, (*at, key))


def put(data: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    other = copy.copy(data)
    other[at[0]] = put(data[at[0]], at[1:], value)
    return other


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**290), 10**290) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=300)
    | st.sampled_from([1e308, -1e308, 10**290, 2**31, 2**63, -1, "\ud800", "a\nb", "²", "٣"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5) | st.sampled_from(["0", "٣"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
RICH = rich_project()


@settings(max_examples=300, deadline=None)
@given(at=st.sampled_from(list(places(RICH))), odd=ODD)
def test_a_project_with_anything_in_one_place_is_a_project_that_can_be_kept_or_one_sentence(at: tuple[Any, ...], odd: Any) -> None:
    damaged = read_json(json.dumps(put(RICH, at, odd)))
    try:
        project = Project.from_json(damaged)
    except BadInput as problem:
        assert one_sentence(str(problem))
        return
    again = Project.from_json(read_json(json.dumps(project.to_json(), allow_nan=False)))
    assert again == project


def test_a_modulator_with_a_vast_number_does_not_cost_the_settings(home: Home) -> None:
    data = put(RICH, ("modulators", 0, "id"), 1e308)
    preferences.write(home, {"project": Project.from_json(data).to_json()})
    assert read_preferences(home)["project"]["model"] == "toy"


def test_settings_that_are_written_can_be_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    long = Automation(tuple(Lane(f"d{n}", tuple((i / 7, i / 3) for i in range(20_000))) for n in range(8)), 4000.0)
    preferences.write(home, {"project": replace(Project("toy"), automation=long).to_json()})
    assert home.settings_file.stat().st_size > 4 << 20
    assert Project.from_json(read_preferences(home)["project"]).automation == long
    monkeypatch.setattr(preferences, "_MAX_BYTES", 1000)
    with pytest.raises(ValueError, match="too large"):
        preferences.write(home, {"a": "x" * 1000})
    assert home.settings_file.stat().st_size > 4 << 20, "what was there stays"


# ---------------------------------------------------------------- what streams leave in recipes and on disk

GUITAR = load("guitar")


def recorded(seconds: float) -> dict[str, Any]:
    """The edit of a tenth of a second of guitar in a recording of so many seconds, as it stands in a recipe."""
    names = tuple(f"d{number}" for number in range(GUITAR.dims))
    frames = (np.round(np.random.default_rng(1).normal(0, 0.5, (18, GUITAR.dims)) * 4096) / 4096).astype(np.float32)
    state = GUITAR.stream(3).save()
    one = Track(0, "guitar", GUITAR.sha256, 3, names, frames[2:], 44_100 / 256, 0.0, frames[:2], state, -512, 0, 4000, 256, 44_100)
    gains = np.array([[0.0, 1.0, 0.0], [4000.0, 0.5, 0.0]])
    return dict(json.loads(json.dumps(to_edit(Trajectory((one,), seconds, 44_100, gains)))))


RECORDED, LONG = recorded(0.1), recorded(61.0)  # the long ones have a form of their own
FORMS = st.sampled_from([RECORDED, LONG])
PACKED = [at for at in places(RECORDED) if at[-1:] in (("frames",), ("gains",)) or (len(at) == 6 and at[-3] == "state" and at[-1] == 2)]


def plays_or_is_refused(edit: Any) -> None:
    """The whole way of a take whose curves are shown and rendered again."""
    whole = from_edits([edit])
    if whole is None:
        return
    try:
        rendering = Rendering(whole, lambda model: GUITAR if model == "guitar" else load(model))
        while rendering.step():
            pass
        assert np.isfinite(rendering.clip().samples).all()
    except UndertoneError as problem:
        assert one_sentence(str(problem))
    for part in (whole, section(whole, 0, 2000), section(whole, 3000, 1 << 40)):
        if part is not None:
            Recipe("guitar", "0" * 64, GUITAR.spec.defaults(), "", "test", (to_edit(part),)).to_text()


def test_what_was_recorded_plays() -> None:
    whole = from_edits([RECORDED])
    assert whole is not None
    plays_or_is_refused(RECORDED)


@settings(max_examples=200, deadline=None)
@given(form=FORMS, at=st.sampled_from([at for at in places(RECORDED) if at]), odd=ODD)
def test_a_recording_with_anything_in_one_place_plays_or_is_refused(form: dict[str, Any], at: tuple[Any, ...], odd: Any) -> None:
    plays_or_is_refused(read_json(json.dumps(put(form, at, odd))))


@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")  # numbers near the greatest: what comes of them is refused
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@settings(max_examples=200, deadline=None)
@given(FORMS, st.sampled_from(PACKED), st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), max_size=6), st.integers(0, 9))
def test_a_recording_with_damaged_bytes_plays_or_is_refused(form: Any, at: tuple[Any, ...], changes: Any, cut: int) -> None:
    text = form
    for key in at:
        text = text[key]
    raw = bytearray(zlib.decompress(base64.b64decode(str(text))))
    for place, value in changes:
        raw[place % len(raw)] = value
    plays_or_is_refused(put(form, at, base64.b64encode(zlib.compress(bytes(raw[: len(raw) - cut]))).decode()))


def test_a_recording_of_a_model_that_no_line_can_name_is_refused() -> None:
    assert from_edits([put(RECORDED, (EDIT, "tracks", 0, "model"), "a\nb")]) is None


def left(session: Any, beside: Callable[[Path], object]) -> tuple[Recipe, str]:
    file = session._home.root / "streams" / "Recording 1.wav"
    file.parent.mkdir(exist_ok=True)
    beside(file.with_suffix(".json"))
    return StreamRecording._left_recipe(session, file)


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
def test_pipes_and_devices_beside_a_left_recording_are_not_waited_for(session: Session) -> None:
    for beside in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)):
        recipe, title = left(session, beside)
        assert recipe.model == "toy" and title == "Live"
        (session._home.root / "streams" / "Recording 1.json").unlink()


def test_what_the_disk_holds_on_to_beside_a_recording_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "Recording 1.wav"
    file.write_bytes(b"x")
    file.with_suffix(".json").mkdir()
    discard(file)
    assert not file.exists()


def test_a_left_recording_whose_rate_is_a_lie_is_not_read(session: Session) -> None:
    file = session._home.root / "streams" / "Recording 1.wav"
    file.parent.mkdir(exist_ok=True)
    soundfile.write(file, np.zeros((100, 2)), 48_000, subtype="FLOAT")
    head = bytearray(file.read_bytes())
    head[24:28] = struct.pack("<I", 2**31 - 1)
    file.write_bytes(head)
    os.truncate(file, 200 << 30)  # holes: a second of that rate would be 16 GB
    with pytest.raises(ValueError, match="Hz"):
        session._keep_cut_off(file)


# ---------------------------------------------------------------- absurd values from other threads


def test_a_pad_that_is_not_there_is_left_out(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    session.record_hits(True)
    live: Any = session._player.live
    live.memory.heard[HEARD_SEQUENCER + RUNNING], live.memory.heard[HEARD_SEQUENCER + BPM] = 1.0, 3000.0
    for pad in (-1, 8, 10**30, float("nan")):
        session.hit_pad(pad)  # type: ignore[arg-type]
    session._timers.set("seen", 0.2, lambda: session.rename_pad(0, "seen"))
    wait_until(lambda: session.pattern.pads[0].name == "seen")
    assert not caplog.records and all(not pad.steps for pad in session.pattern.pads)


def test_a_place_that_is_none_does_not_move_the_puck(session: Session) -> None:
    session.move_xy(0.25, 0.75)
    session.end_gesture()
    for odd in (float("nan"), float("inf"), 10**400):
        session.move_xy(odd, 0.5)
        session.move_xy(0.5, odd)
        session.turn("xy/x", odd)
    assert session.xy_place() == pytest.approx((0.25, 0.75), abs=1e-3)


# ---------------------------------------------------------------- what is said


def test_a_message_is_one_line_whatever_it_names(session: Session) -> None:
    told = Recorder(session)
    for name in ("a\nb\x1b[31m", "\ud800", "x" * 100_000):
        session.choose_model(name)
        session.audition_example("toy", name)
        assert session.wait_idle(10)
    assert len(told.of(ev.Message)) >= 4
    assert all(message.text.isprintable() and len(message.text) < 700 for message in told.of(ev.Message))


# ---------------------------------------------------------------- a home that goes away


class Alone(Session):
    """A session over a real library."""

    def __init__(self, home: Home) -> None:
        super().__init__(ToyCatalogue(), FakePlayer(), Library(home), home)
        assert self.wait_idle(10)


@pytest.mark.parametrize("gone", ["takes", ""])
def test_takes_of_a_home_that_was_taken_away_are_kept_in_a_new_one(home: Home, gone: str) -> None:
    session = Alone(home)
    try:
        session.generate()
        assert session.wait_idle(10)
        shutil.rmtree(home.root / gone)
        session.generate()
        assert session.wait_idle(10)
        session.set_preference("colour", "red")
    finally:
        session.close()
    assert read_preferences(home)["colour"] == "red"
    again = Alone(home)
    assert len(again.takes()) == 1
    again.close()


def test_a_take_that_never_fits_keeps_no_other_from_the_disk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Alone(home)
    write, full = take_files.write, [True]

    def refusing(take: Take, clip: Clip) -> None:
        if full[0] or take.id == large:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(take, clip)

    large = ""
    monkeypatch.setattr(take_files, "write", refusing)
    for _ in range(3):
        session.generate()
        assert session.wait_idle(10)
    waiting = session._library.unsaved
    large, full[0] = waiting[0].id, False
    session.close()
    assert len(waiting) == 3 and len(list(home.takes.glob("*.wav"))) == 2


# ---------------------------------------------------------------- recipes in sound files


def with_recipe(path: Path, text: bytes) -> Path:
    """A short sound with this as its recipe."""
    place = b"?" * len(text)
    sound = encode(Clip(np.full((1, 4000), 0.1, np.float32), 44_100)).data
    before, _, after = append_info(sound, {"ICMT": place.decode()}).rpartition(place)
    path.write_bytes(before + text + after)
    return path


def test_whatever_a_sounds_recipe_holds_it_is_opened_or_one_sentence(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    session = toy_session(home)
    try:
        told, spec = Recorder(session), toy_spec()
        assert session.wait_idle(10)
        good = json.loads(Recipe("toy", session._weights["toy"], spec.defaults(3), "numpy", "undertone 0.1", ()).to_text())
        good["edits"] = [
            {"automation": RICH["automation"]}, {"cut": [0.0, 0.1]}, {"stretch": 1, "seconds": 1.5, "semitones": 2.0},
            {"live": {"seconds": 1.0}}, RECORDED, {"rack": 1, "bpm": 120.0, "slots": RICH["stage"]["rack"]},
        ]  # fmt: skip
        whole = json.dumps(good).encode()
        texts = [b"{", b"[" * 300_000, b"\xff\xfe", whole[:-9], whole[:-1] + b',"x":NaN}', whole[:-1] + b',"x":' + b"9" * 5000 + b"}"]
        dice = random.Random(5)
        odd: list[Any] = [None, True, -1, 2**64, 10**290, 1e308, "", "\ud800", "a\nb", [], {}, [None], [1e308], [5, 1], {"": {}}]
        played = {**good, "edits": [{"pattern": RICH["stage"]["pattern"], "bpm": 120.0}]}
        for one in (good, played):
            spots = [at for at in places(one) if at]
            texts += [json.dumps(put(one, dice.choice(spots), dice.choice(odd))).encode() for _ in range(100)]
        for kept in ("settings", "model", "sha256", "edits", "undertone_recipe", "runtime"):
            texts += [json.dumps({**good, kept: value}).encode() for value in odd]
        for number, text in enumerate(texts):
            session.take_in([with_recipe(home.root / f"{number}.wav", text)])
            assert session.wait_idle(20), text[:200]
            read_json(json.dumps(session.project.to_json(), allow_nan=False))
        assert len(told.of(ev.Message)) > 20 and all(one_sentence(one.text) and not one.detail for one in told.of(ev.Message))
        assert not [record for record in caplog.records if record.exc_info]
    finally:
        session.close()


@pytest.mark.parametrize("title", ["", " ", "a\nb", "\ud800", "x" * 300])
def test_a_model_whose_title_is_no_line_is_refused(title: str) -> None:
    with pytest.raises(BadInput, match="title"):
        Spec.from_json({**toy_spec().to_json(), "title": title})


def test_a_folder_of_mappings_that_may_not_be_read_is_said_and_stops_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    home.midi.mkdir()
    (home.midi / "a.json").write_text("{}")
    monkeypatch.setattr(Path, "is_file", refuse)
    assert maps.names(home) == ("Default",)
    with pytest.raises(BadInput, match="Permission denied"):
        maps.read(home, "a")
    with pytest.raises(BadInput, match="Permission denied"):
        maps.read_other(home.midi / "a.json")
