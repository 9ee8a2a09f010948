"""The person's own sounds: import of files and folders, what is left out and said, rename, delete with undo, and being killed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio import atomic
from studio.engine import events as ev
from studio.engine import sounds
from studio.engine.jobs import Stopped
from studio.engine.session import Session
from studio.engine.sounds import Sounds, gather
from studio.errors import BadInput
from studio.paths import Home
from tests.toy import FakePlayer, Recorder, toy_session


def tone(path: Path, hertz: float = 440.0, seconds: float = 0.4, channels: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * 44_100)) / 44_100)
    soundfile.write(path, np.tile(wave[:, None], channels), 44_100)
    return path


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    yield made
    made.close()


def titles(session: Session) -> list[str]:
    return sorted(sound.title for sound in session.sounds())


def test_files_and_folders_are_copied_once_and_the_rest_is_said(session: Session, home: Home, tmp_path: Path) -> None:
    heard = Recorder(session)
    kit = tmp_path / "kit"
    tone(kit / "Große Trommel.wav", 80)
    tone(kit / "deep" / "snare.FLAC", 200, channels=2)
    shutil.copy(kit / "Große Trommel.wav", kit / "again.wav")  # the same sound under another name
    (kit / "broken.wav").write_bytes(b"RIFF no sound")
    (kit / "readme.txt").write_text("not looked at")
    tone(kit / ".hidden" / "old.wav", 300)
    session.import_sounds([kit, tone(tmp_path / "hat.wav", 9000)])
    assert session.wait_idle(20)
    assert len(session.sounds()) == 3 and "hat" in titles(session) and "snare" in titles(session)
    assert {path.name for path in home.sounds.glob("*.json")} == {f"{sound.file.name}.json" for sound in session.sounds()}
    message = heard.of(ev.Message)[-1]
    assert message.text == "3 of 5 sounds were added; 1 already here; 1 unreadable."
    assert "broken.wav" in message.detail and heard.of(ev.SoundsChanged)
    drum = next(sound for sound in session.sounds() if sound.title != "hat" and sound.title != "snare")
    assert abs(drum.seconds - 0.4) < 1e-3 and abs(drum.peak - 0.5) < 0.01 and len(drum.outline) == 64
    session.import_sounds([kit])
    assert session.wait_idle(20) and len(session.sounds()) == 3


def test_they_are_there_again_and_damaged_notes_are_made_anew(session: Session, home: Home, tmp_path: Path) -> None:
    session.import_sounds([tone(tmp_path / f"{n}.wav", 100 * n) for n in (1, 2, 3, 4)])
    assert session.wait_idle(20)
    session.rename_sound("2.wav", "Two")
    assert session.wait_idle(20) and titles(session) == ["1", "3", "4", "Two"]
    kept = {sound.id: sound for sound in session.sounds()}
    (home.sounds / "1.wav.json").write_text("[[[")
    (home.sounds / "3.wav.json").write_text(json.dumps({**kept["3.wav"].to_json(), "seconds": 1e300}))
    (home.sounds / "4.wav.json").write_text(json.dumps({"title": "x", "outline": [1e999]}))
    (home.sounds / "notes.txt").write_text("no sound")
    shelf = Sounds(home, lambda: None)
    shelf.load()
    again = {sound.id: sound for sound in shelf.all()}
    assert again.keys() == kept.keys() and again["2.wav"] == kept["2.wav"]
    assert again["1.wav"].outline == kept["1.wav"].outline and again["1.wav"].sha256 == kept["1.wav"].sha256
    assert all(again[id].seconds == kept[id].seconds for id in kept)


def test_many_are_looked_at_in_parts_and_all_are_there(session: Session, home: Home, tmp_path: Path) -> None:
    source = tone(tmp_path / "one.wav", seconds=0.01)
    for number in range(120):
        shutil.copy(source, home.sounds / f"{number}.wav")
    assert session.sounds() == ()  # the first question has them looked for
    assert session.wait_idle(20) and len(session.sounds()) == 120


def test_every_act_on_them_is_undone(session: Session, home: Home, tmp_path: Path) -> None:
    session.import_sounds([tone(tmp_path / f"{n}.wav", 100 * n) for n in (1, 2)])
    assert session.wait_idle(20)
    session.delete_sounds(["1.wav", "2.wav"])
    assert session.wait_idle(20) and not session.sounds() and len(list(home.trash.glob("sound-*.wav"))) == 2
    session.undo()
    assert session.wait_idle(20) and titles(session) == ["1", "2"] and not list(home.trash.glob("sound-*"))
    assert session.undo_text == "Import 2 sounds"
    session.undo()
    assert session.wait_idle(20) and not session.sounds()
    session.redo()
    assert session.wait_idle(20) and titles(session) == ["1", "2"]


def test_hearing_one_changes_nothing(session: Session, tmp_path: Path) -> None:
    session.import_sounds([tone(tmp_path / "long.wav", 100, seconds=31.0)])
    assert session.wait_idle(20)
    project, takes = session.project, session.takes()
    player: FakePlayer = session._player
    played = len(player.played)
    session.audition_sound("long.wav")
    assert session.wait_idle(20) and len(player.played) == played + 1
    assert player.played[-1].clip.seconds == 30.0
    assert (session.project, session.takes()) == (project, takes)
    session.audition_sound("gone.wav")
    assert session.wait_idle(20) and len(player.played) == played + 1


def test_a_long_sound_has_an_outline_of_all_of_it(home: Home, tmp_path: Path) -> None:
    wave = np.zeros(90 * 8000, np.float32)
    wave[80 * 8000 :] = 0.25  # only its end is heard
    soundfile.write(tmp_path / "long.wav", wave, 8000)
    shelf = Sounds(home, lambda: None)
    sound = shelf.add(tmp_path / "long.wav")
    assert sound is not None and sound.seconds == 90.0
    assert sound.outline[0] == 0.0 and sound.outline[-1] == pytest.approx(0.25, abs=1e-3) == sound.peak


def test_names_that_exist_get_a_number(home: Home, tmp_path: Path) -> None:
    shelf = Sounds(home, lambda: None)
    for number in (1, 2, 3):
        shelf.add(tone(tmp_path / str(number) / "kick.wav", 50 * number))
    assert sorted(sound.id for sound in shelf.all()) == ["kick 2.wav", "kick 3.wav", "kick.wav"]
    with pytest.raises(BadInput):
        shelf.add(tmp_path / "1")
    assert gather([tmp_path / "none.wav"]) == [tmp_path / "none.wav"]  # whoever names a file is told that it isn't there


KILLED = """
    import sys
    from pathlib import Path
    from studio.engine.sounds import Sounds
    from studio.paths import Home
    shelf = Sounds(Home(Path(sys.argv[1])), lambda: None)
    for path in sorted(Path(sys.argv[2]).iterdir()):
        shelf.add(path)
        print(path.name, flush=True)
"""


def test_killed_while_it_copies(home: Home, tmp_path: Path) -> None:
    for number in range(60):
        tone(tmp_path / "many" / f"{number:03d}.wav", 50 + number, seconds=2.0)
    program = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(home.root), str(tmp_path / "many")], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    done = [program.stdout.readline().strip() for _ in range(5)]
    time.sleep(0.011)
    program.send_signal(signal.SIGKILL)
    done += program.stdout.read().split()
    program.wait(10)
    program.stdout.close()
    assert len(done) < 60, "it was not killed in time"
    shelf = Sounds(home, lambda: None)
    shelf.load()
    assert {sound.id for sound in shelf.all()} >= set(done)
    assert all(sound.file.read_bytes() == (tmp_path / "many" / sound.id).read_bytes() for sound in shelf.all())
    assert not list(home.sounds.glob(".undertone-*"))


def test_a_length_that_cannot_be_is_not_believed(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "liar.mp3"
    soundfile.write(path, 0.1 * np.sin(np.arange(132_300) / 20), 44_100, format="MP3")
    data = bytearray(path.read_bytes())
    place = max(data.find(b"Xing"), data.find(b"Info")) + 8  # where the number of MP3 frames stands
    data[place : place + 4] = b"\x7f\xff\xff\xff"
    path.write_bytes(data)
    assert soundfile.info(str(path)).duration > 1e7
    sound = Sounds(home, lambda: None).add(path)
    assert sound is not None and 2.9 < sound.seconds < 3.2


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux")
@pytest.mark.parametrize("name", ["漢" * 83 + ".wav", "👍" * 62 + ".wav", "a" * 251 + ".wav", "new\nline.wav", "kick.json", "kick.part"])
def test_any_name_is_copied_and_there_again(home: Home, tmp_path: Path, name: str) -> None:
    source = tone(tmp_path / "plain.wav")
    source.rename(tmp_path / name)
    shelf = Sounds(home, lambda: None)
    sound = shelf.add(tmp_path / name)
    assert sound is not None and sound.title
    again = Sounds(home, lambda: None)
    again.load()
    assert again.all() == (sound,)
    shelf.delete([sound.id])
    shelf.undelete([sound.id])
    assert shelf.all() == (sound,)


def test_a_sound_whose_notes_the_disk_refuses_is_known(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic, "replace", full)
    shelf = Sounds(home, lambda: None)
    assert shelf.add(tone(tmp_path / "kick.wav")) is not None and len(shelf.all()) == 1
    again = Sounds(home, lambda: None)
    again.load()
    assert len(again.all()) == 1


def test_a_cancelled_copy_leaves_nothing(home: Home, tmp_path: Path) -> None:
    answers = iter([False, True])  # once while it is looked at, then while it is copied
    shelf = Sounds(home, lambda: None)
    with pytest.raises(Stopped):
        shelf.add(tone(tmp_path / "kick.wav"), lambda: next(answers))
    assert not shelf.all() and not list(home.sounds.iterdir())


def test_what_can_not_be_looked_at_is_told_in_a_sentence(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Recorder(session)
    session.import_sounds([tmp_path / ("x" * 300 + ".wav")])  # longer than a name can be
    assert session.wait_idle(20)
    job = heard.of(ev.JobChanged)[-1].job
    assert job.state == "failed" and job.message.endswith("can't be opened (its name is not possible here); choose another file.")
    scan = os.scandir

    def refuse(path: Path) -> object:
        if str(path) == str(tmp_path):
            raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    session.import_sounds([tmp_path])
    assert session.wait_idle(20)
    job = heard.of(ev.JobChanged)[-1].job
    assert job.state == "failed" and "(Permission denied)" in job.message and "Error" not in job.message


def test_a_full_disk_ends_an_import_with_one_sentence(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tone(tmp_path / f"{number}.wav", 100 + number) for number in range(4)]
    write, heard = sounds._copy_new, Recorder(session)

    def full(source: Path, *rest: object) -> Path:
        if source.name > "0.wav":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sounds, "_copy_new", full)
    session.import_sounds(paths)
    assert session.wait_idle(20) and titles(session) == ["0"] and session.undo_text == "Import 0"
    job = heard.of(ev.JobChanged)[-1].job
    assert job.message == "'1.wav' could not be written to 'sounds': the disk is full; free some space and try again."
