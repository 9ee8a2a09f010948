"""Presets: their files (hostile until checked) and what the session does with them, with undo."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.engine import events as ev
from studio.engine import presets as files
from studio.engine.presets import Preset
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Settings
from tests.toy import Recorder, ToyCatalogue, toy_session, toy_spec
from tests.waiting import wait_until


@pytest.fixture
def session(home: Home) -> Any:
    made = toy_session(home)
    yield made
    made.close()


def mine(session: Session) -> list[Preset]:
    return [one for one in session.presets() if not one.shipped]


def on_disk(home: Home) -> list[str]:
    return sorted(json.loads(path.read_text())["name"] for path in home.presets.glob("*.json"))


def test_a_preset_is_kept_as_a_file_and_there_again_at_the_next_start(home: Home, session: Session) -> None:
    session.set("brightness", 1.5)
    session.end_gesture()
    id = session.save_preset("  Deep\nkick ", ("dark", "dark", " "), "Ann\tBee", "x" * 500)
    assert session.wait_idle(10)
    assert session.preset_now() == (mine(session)[0], False)
    session.close()
    with_it = toy_session(home)
    try:
        (preset,) = mine(with_it)
        assert (preset.id, preset.name, preset.tags, preset.model) == (id, "Deep kick", ("dark",), "toy")
        assert preset.settings.get("brightness") == 1.5
        assert (preset.author, preset.licence) == session.preset_signature() == ("Ann Bee", "x" * 60), "asked once"
    finally:
        with_it.close()


def test_loading_one_is_an_undo_step_that_sounds_and_makes_no_take(session: Session) -> None:
    session.set("brightness", 1.5)
    session.end_gesture()
    id = session.save_preset("Bright")
    session.reset("brightness")
    assert session.wait_idle(10)
    assert session.preset_now()[1], "the settings differ from the preset's"
    takes, played = len(session.takes()), len(session._player.played)
    session.load_preset(id)
    assert session.wait_idle(10)
    assert session.settings.get("brightness") == 1.5 and session.preset_now() == (mine(session)[0], False)
    assert len(session.takes()) == takes and len(session._player.played) == played + 1
    assert session.undo_text == "Preset Bright"
    session.undo()
    assert session.settings.get("brightness") == 0.0
    assert session.wait_idle(10)


def test_saving_renaming_tagging_updating_and_deleting_can_be_undone(home: Home, session: Session) -> None:
    id = session.save_preset("One")
    session.rename_preset(id, "Two")
    session.describe_preset(id, "Two", ("a", "b"), " Ann\n", "CC0")
    assert (mine(session)[0].tags, mine(session)[0].author, mine(session)[0].licence) == (("a", "b"), "Ann", "CC0")
    session.set("decay", 1.0)
    session.end_gesture()
    session.update_preset(id)
    session.delete_preset(id)
    assert session.wait_idle(10)
    assert not mine(session) and not on_disk(home) and list(home.trash.glob("preset-*.json"))
    session.undo()
    assert session.wait_idle(10)
    assert on_disk(home) == ["Two"] and mine(session)[0].settings.get("decay") == 1.0
    session.undo()
    assert mine(session)[0].settings.get("decay") == 0.0
    while session.can_undo:
        session.undo()
    assert session.wait_idle(10)
    assert not mine(session) and not on_disk(home) and session.project.preset == id
    session.redo()
    session.redo()
    assert session.wait_idle(10)
    assert on_disk(home) == ["Two"]


def test_too_many_tags_are_those_of_a_preset(session: Session) -> None:
    with pytest.raises(BadInput, match="A preset has at most 50 tags"):
        session.save_preset("Many", [str(number) for number in range(51)])
    assert not mine(session)


@pytest.mark.parametrize("signature", [None, 3, ["a"], [1, 2], {"a": "b"}, ["\0" * 100, "x" * 10_000]])
def test_a_damaged_signature_and_one_of_a_stranger_are_no_harm(session: Session, signature: Any) -> None:
    session.set_preference("preset_signature", signature)
    assert all(len(text) <= 60 for text in session.preset_signature())
    preset = Preset.from_json({**GOOD, "author": signature, "licence": "x" * 10_000}, "an-id")
    assert preset.author == "" and preset.licence == "x" * 60


def test_a_name_that_is_taken_gets_a_number_and_an_empty_one_is_refused(session: Session) -> None:
    told = Recorder(session)
    assert session.save_preset("Kick") and session.save_preset("kick")
    assert sorted(one.name for one in mine(session)) == ["Kick", "kick 2"]
    assert session.save_preset(" \n ") == ""
    assert any("name" in message.text for message in told.of(ev.Message))
    session.wait_idle(10)


def test_stepping_goes_around_and_random_never_stays(session: Session) -> None:
    ids = [session.save_preset(name) for name in ("A", "B", "C")]
    names = [one.name for one in session.presets() if one.model == "toy"]
    assert session.wait_idle(10)
    session.load_preset(ids[2])
    seen = []
    for _ in names:
        session.step_preset(1)
        now = session.preset_now()[0]
        assert now is not None
        seen.append(now.name)
    assert sorted(seen) == sorted(names) and seen[-1] == "C"
    session.step_preset(-1)
    session.step_preset(0)
    assert session.project.preset != ids[1], "random means another one"
    session.wait_idle(10)


def test_a_preset_of_another_model_brings_the_model(session: Session) -> None:
    id = session.save_preset("Of toy")
    session.choose_model("other")
    assert session.wait_idle(10) and session.project.model == "other"
    assert session.preset_now() == (None, False)
    session.load_preset(id)
    assert session.wait_idle(10)
    assert session.project.model == "toy" and session.preset_now()[0] == mine(session)[0]
    session.undo()
    assert session.project.model == "other"
    session.wait_idle(10)


def test_settings_of_another_version_are_fitted_and_it_is_said(home: Home) -> None:
    spec = toy_spec()
    odd = Settings(7, (("brightness", 99.0), ("gone", 1.0), ("class", "no such"), ("decay", 0.5)))
    settings, names = files.fitted(spec, odd)
    assert set(names) == {"brightness", "gone", "class"}
    assert settings.get("brightness") == 3.0 and settings.get("decay") == 0.5 and settings.seed == 7
    files.write(home, Preset("old", "Old", "toy", odd))
    session = toy_session(home)
    try:
        told = Recorder(session)
        session.load_preset("old")
        assert session.wait_idle(10)
        assert session.settings.get("brightness") == 3.0
        assert any("another version" in message.text for message in told.of(ev.Message))
    finally:
        session.close()


GOOD = {"undertone_preset": 1, "name": "Good", "model": "toy", "tags": ["x"], "settings": {"seed": 1, "values": {"decay": 1.0}}}


@pytest.mark.parametrize("data", [
    b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"undertone_preset": 1}', b"[" * 100_000,
    *(json.dumps({**GOOD, **change}).encode() for change in (
        {"undertone_preset": 2}, {"name": 3}, {"name": "\n \t"}, {"model": ""}, {"model": "x" * 100_000}, {"tags": "x"}, {"tags": [1]},
        {"tags": [str(n) for n in range(500)]}, {"settings": None}, {"settings": {"seed": -1, "values": {}}},
        {"settings": {"seed": 1, "values": {"d": [[1]]}}}, {"settings": {"seed": 1, "values": {"d": {}}}},
    )),
    b'{"undertone_preset": 1, "name": "N", "model": "toy", "settings": {"seed": 1, "values": {"d": NaN}}}',
    b'{"undertone_preset": 1, "name": "N", "model": "toy", "settings": {"seed": 1, "values": {"d": 1e999}}}',
    json.dumps(GOOD).encode() + b" " * (files.MAX_BYTES + 1),
])  # fmt: skip
def test_a_damaged_file_costs_no_other_preset(home: Home, data: bytes) -> None:
    (home.presets / "bad.json").write_bytes(data)
    (home.presets / "A good one (1).json").write_text(json.dumps(GOOD))
    found = [one for one in files.read_all(home) if not one.shipped]
    assert [one.name for one in found] == ["Good"]
    assert (home.presets / "bad.json").exists(), "a damaged file is left lying"


def test_pipes_links_and_folders_are_no_presets(home: Home, tmp_path: Path) -> None:
    os.mkfifo(home.presets / "pipe.json")
    (home.presets / "folder.json").mkdir()
    (tmp_path / "elsewhere.json").write_text(json.dumps(GOOD))
    (home.presets / "link.json").symlink_to(tmp_path / "elsewhere.json")
    assert not [one for one in files.read_all(home) if not one.shipped]


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")
def test_a_name_that_is_no_text_costs_no_other_preset(home: Home, session: Session) -> None:
    (home.presets / "good.json").write_text(json.dumps(GOOD))
    with open(os.fsencode(home.presets) + b"/bad\xff.json", "w") as file:
        file.write(json.dumps({**GOOD, "name": "Odd"}))
    found = {one.name: one for one in files.read_all(home) if not one.shipped}
    assert found.keys() == {"Good", "Odd"}
    files.write(home, replace(found["Odd"], name="Even"))
    assert on_disk(home) == ["Even", "Good"]


def test_what_a_killed_program_left_half_written_goes(home: Home) -> None:
    (home.presets / ".undertone-1-abcd.part").write_text("{")
    files.read_all(home)
    assert not list(home.presets.iterdir())


def test_the_trash_keeps_every_preset_of_a_name(home: Home) -> None:
    for name in ("First", "Second"):
        (home.presets / "bass.json").write_text(json.dumps({**GOOD, "name": name}))
        files.remove(home, "bass")
    assert sorted(json.loads(path.read_text())["name"] for path in home.trash.glob("*.json")) == ["First", "Second"]


def test_what_is_dropped_may_have_any_name(session: Session, tmp_path: Path) -> None:
    told = Recorder(session)
    session.take_in([tmp_path / ("x" * 300 + ".wav")])
    assert session.wait_idle(10)
    assert "its name is not possible here" in told.of(ev.Message)[-1].text
    (tmp_path / "two\nlines.json").write_text("{")
    session.take_in([tmp_path / "two\nlines.json"])
    assert session.wait_idle(10)
    assert told.of(ev.Message)[-1].text.startswith("'two?lines.json' is no preset")


def test_a_file_that_a_person_put_there_is_changed_where_it_lies(home: Home) -> None:
    path = home.presets / "From a friend.json"
    path.write_text(json.dumps(GOOD))
    (preset,) = (one for one in files.read_all(home) if not one.shipped)
    files.write(home, replace(preset, name="Mine now"))
    assert json.loads(path.read_text())["name"] == "Mine now" and len(list(home.presets.iterdir())) == 1
    files.remove(home, preset.id)
    assert not list(home.presets.iterdir()) and (home.trash / path.name).exists()


def test_shipped_presets_stay_as_they_are(session: Session) -> None:
    shipped = Preset("shipped-x", "Ours", "toy", session.settings, shipped=True)
    session._set_presets([shipped])
    told = Recorder(session)
    for act in (lambda: session.rename_preset("shipped-x", "Y"), lambda: session.delete_preset("shipped-x")):
        act()
        assert session.presets() == (shipped,)
    assert "came with Undertone" in told.of(ev.Message)[0].text


def test_a_preset_file_that_is_dropped_is_kept_and_loaded(home: Home, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "Good.JSON"
    path.write_text(json.dumps(GOOD))
    for name in ("Good", "Good 2"):
        session.take_in([path])
        wait_until(lambda name=name: name in [one.name for one in mine(session)], what="the preset")
        assert session.wait_idle(10)
    assert session.settings.get("decay") == 1.0 and on_disk(home) == ["Good", "Good 2"]
    told = Recorder(session)
    path.write_text("{}")
    session.take_in([path])
    wait_until(lambda: told.of(ev.Message), what="a word")
    assert "Good.JSON" in told.of(ev.Message)[0].text and len(mine(session)) == 2


def test_models_are_stepped_through_and_those_that_cannot_load_are_left_out(session: Session) -> None:
    for expected in ("other", "toy", "other"):
        session.step_model(1)
        assert session.wait_idle(10) and session.project.model == expected
    session.step_model(-1)
    assert session.wait_idle(10) and session.project.model == "toy"


def test_a_disk_that_refuses_is_told(home: Home, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    told = Recorder(session)
    session.save_preset("Lost")
    assert session.wait_idle(10)
    assert told.of(ev.Message)[-1].text == "The preset 'Lost' could not be written: the disk is full; free some space and try again"


def test_what_a_full_disk_refused_is_written_once_there_is_room(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    for act in (lambda session: session.save_preset("Next"), lambda session: session.close()):
        for path in home.presets.iterdir():
            path.unlink()
        session = toy_session(home)
        with monkeypatch.context() as patch:
            patch.setattr(files, "write", full)
            session.save_preset("Kept")
            assert session.wait_idle(10) and not on_disk(home)
        act(session)
        assert session.wait_idle(10)
        session.close()
        assert "Kept" in on_disk(home)


def test_favourites_are_kept_and_undone(home: Home, session: Session) -> None:
    session.set_favourite("models", "other", True)
    session.set_favourite("models", "other", True)
    assert session.favourites("models") == {"other"} and session.favourites("presets") == frozenset()
    assert session.undo_text == "Favourite: Toy other"
    session.undo()
    assert session.favourites("models") == frozenset()
    session.redo()
    assert session.preferences["favourites"]["models"] == ["other"]
    session.wait_idle(10)


@pytest.mark.parametrize("damaged", [None, 3, [], {"models": "x"}, {"models": [1, None, {}]}])
def test_damaged_favourites_are_none(home: Home, damaged: Any) -> None:
    session = toy_session(home, preferences={"favourites": damaged})
    try:
        assert session.favourites("models") == frozenset()
        session.set_favourite("presets", "p", True)
        assert session.favourites("presets") == {"p"}
    finally:
        session.close()


class WithExamples(ToyCatalogue):
    """The toys with a folder of examples each."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def list_models(self, home: Any = None) -> list[Any]:
        return [replace(card, folder=self.folder) for card in super().list_models(home)]


def test_examples_are_heard_before_the_model_is_loaded(home: Home, tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    tone = np.sin(np.arange(4410) / 10).astype(np.float32)
    soundfile.write(tmp_path / "examples" / "kick.flac", tone, 44_100)
    soundfile.write(tmp_path / "secret.wav", tone, 44_100)
    (tmp_path / "examples" / "broken.flac").write_bytes(b"fLaC nothing")
    (tmp_path / "examples" / "link.wav").symlink_to(tmp_path / "secret.wav")
    session = toy_session(home, models=WithExamples(tmp_path))
    try:
        told = Recorder(session)
        session.look_at_examples("other")
        assert session.wait_idle(10)
        (read,) = told.of(ev.ExamplesRead)
        assert [one.name for one in read.examples] == ["kick"] and max(read.examples[0].outline) > 0.9
        project, takes = session.project, len(session.takes())
        session.audition_example("other", "kick")
        wait_until(lambda: session._player.played, what="the example")
        assert session.wait_idle(10)
        assert session._player.played[-1].clip.frames == 4410
        assert session.project == project and len(session.takes()) == takes and "other" not in session._models.loads
        for name in ("../secret", "link", "nothing"):
            session.audition_example("other", name)
            assert session.wait_idle(10)
        assert len(session._player.played) == 1
    finally:
        session.close()
