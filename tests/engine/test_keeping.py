"""Takes that lie in several folders, and the trash: with real files, across disks, and after a kill in between."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.engine import events as ev
from studio.engine import take_files, trash
from studio.engine.library import Library, Take
from studio.engine.session import Session, core
from studio.errors import BadInput
from studio.paths import Home
from tests.audio.sounds import a_recipe, noise
from tests.engine.test_library import add, reopened
from tests.toy import FakePlayer, Recorder, ToyCatalogue
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
WAIT = 20.0


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library(home)
    yield opened
    opened.close()


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = Session(ToyCatalogue(), FakePlayer(), Library(home), home)
    assert made.wait_idle(30)
    yield made
    made.close()


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder on another file system than the home where there is one; the move then copies."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder) / "my takes"


def whole(library: Library, takes: tuple[Take, ...]) -> None:
    """Every take is read, bit for bit as it was made."""
    for take in takes:
        assert library.read(take.id).result(WAIT).samples.tobytes() == noise(seed=take.recipe.settings.seed).samples.tobytes()


# ---------------------------------------------------------------- another folder


def test_new_takes_go_to_the_new_folder_and_old_ones_stay(library: Library, home: Home, other_disk: Path) -> None:
    old = add(library, 1)
    library.set_folder(other_disk).result(WAIT)
    new = add(library, 2)
    assert (old.file.parent, new.file.parent) == (home.takes, other_disk) and library.folder == other_disk
    whole(library, (old, new))
    library.star(old.id).result(WAIT)
    library.delete(new.id).result(WAIT)
    assert library.undelete(new.id).result(WAIT).file == new.file
    library.close()
    assert {take.id: (take.file.parent, take.starred) for take in reopened(home)} == {
        old.id: (home.takes, True), new.id: (other_disk, False),
    }  # fmt: skip
    found = {take.id: take.starred for take in reopened(home, before=home.database.unlink)}
    assert found == {old.id: True, new.id: False}, "the files alone hold everything"


def test_takes_move_with_star_and_tags_but_not_what_others_point_at(library: Library, home: Home, other_disk: Path) -> None:
    takes = [add(library, number) for number in range(4)]
    library.tag(takes[0].id, ["dry"]).result(WAIT)
    library.pin([takes[1].id]).result(WAIT)
    library.set_folder(other_disk).result(WAIT)
    assert library.move_here([take.id for take in takes]).result(WAIT) == 3
    assert {take.id for take in library.takes() if take.file.parent == home.takes} == {takes[1].id}
    assert {path.suffix for path in home.takes.iterdir()} == {".wav", ".json"} and len(list(home.takes.iterdir())) == 2
    whole(library, library.takes())
    library.close()
    kept = {take.id: take.tags for take in reopened(home, before=home.database.unlink)}
    assert len(kept) == 4 and kept[takes[0].id] == ("dry",)


def test_a_take_that_is_handed_out_while_it_moves_is_where_it_was_said_to_be(
    library: Library, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = [add(library, number) for number in range(2)]
    library.set_folder(other_disk).result(WAIT)
    move = take_files.move

    def moved(file: Path, folder: Path) -> None:
        move(file, folder)
        if file == takes[0].file:
            library.pin([takes[0].id])  # dragged into another program at this moment

    monkeypatch.setattr(take_files, "move", moved)
    assert library.move_here([take.id for take in takes]).result(WAIT) == 1
    assert library.flush(WAIT)
    assert takes[0].file.exists() and library.get(takes[0].id).file == takes[0].file
    assert library.get(takes[1].id).file.parent == other_disk
    whole(library, library.takes())


def test_takes_that_wait_for_a_slow_disk_are_kept_when_the_window_is_closed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are handed over one after the other: those behind the first were lost, however long the library waited for that."""
    monkeypatch.setattr(core, "CLOSING", 0.05)
    write, go_on, at_it, shut = take_files.write, threading.Event(), threading.Event(), threading.Event()

    def slowly(*arguments: object) -> None:
        at_it.set()
        assert go_on.wait(WAIT)
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(take_files, "write", slowly)
    library = Library(home)
    session = Session(ToyCatalogue(), FakePlayer(), library, home)
    session.start()
    wait_until(lambda: session.spec)
    for number in range(3):
        session.randomise()
        wait_until(lambda number=number: len(session._takes._queue) == number + 1)  # type: ignore[misc]
    assert at_it.wait(WAIT)
    leave = library.close
    monkeypatch.setattr(library, "close", lambda: (shut.set(), leave()))
    closing = threading.Thread(target=session.close)
    closing.start()
    shut.wait(1.0)  # it isn't before the disk goes on
    go_on.set()
    closing.join()
    assert len(reopened(home)) == 3


MOVER = """
import sys
from pathlib import Path
from studio.engine.library import Library
from studio.paths import Home
library = Library(Home(Path(sys.argv[1])))
library.set_folder(Path(sys.argv[2])).result()
for take in library.takes():
    print("begin", flush=True)
    library.move_here([take.id]).result()
"""


def test_killed_while_it_moves(home: Home, other_disk: Path) -> None:
    library = Library(home)
    ids = {add(library, number).id for number in range(12)}
    for number, id in enumerate(sorted(ids)):
        library.tag(id, [f"tag {number}"]).result(WAIT)
    library.close()
    for kills in (1, 4, 8):
        process = subprocess.Popen([sys.executable, "-c", MOVER, str(home.root), str(other_disk)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(kills):
            process.stdout.readline()
        process.kill()
        process.wait()
        process.stdout.close()
        found = reopened(home, before=home.database.unlink if kills == 4 else lambda: None)
        assert {take.id for take in found} == ids and all(take.tags for take in found), "nothing is lost, no note either"
        files = [path.name for folder in (home.takes, other_disk) for path in folder.glob("*.wav")]
        assert sorted(files) == sorted(f"{id}.wav" for id in ids), "and nothing is there twice"
    assert list(other_disk.glob("*.wav"))


def test_a_copy_that_a_killed_move_left_is_one_take(library: Library, home: Home, other_disk: Path) -> None:
    take = add(library, 1)
    library.set_folder(other_disk).result(WAIT)
    library.close()
    shutil.copy2(take.file, other_disk / take.file.name)
    (found,) = reopened(home)
    assert found.file.parent == other_disk and not take.file.exists()
    again = Library(home)
    again.delete(take.id).result(WAIT)
    again.close()
    assert reopened(home) == ()


def test_a_disk_that_is_away_costs_nothing(library: Library, home: Home, other_disk: Path) -> None:
    old = add(library, 1)
    library.set_folder(other_disk).result(WAIT)
    new = add(library, 2)
    library.close()
    away = other_disk.rename(other_disk.with_name("unplugged"))
    without = Library(home)
    assert [take.id for take in without.takes()] == [old.id] and without.away == other_disk
    third = add(without, 3)
    assert third.file.parent == home.takes, "new ones have a place"
    without.close()
    away.rename(other_disk)
    assert {take.id for take in reopened(home)} == {old.id, new.id, third.id}
    back = Library(home)
    assert back.folder == other_disk and back.away is None
    back.close()


@pytest.mark.parametrize("name", ["trash", "sounds/inside", "models", "."])
def test_folders_that_are_used_for_other_things_are_refused(library: Library, home: Home, name: str) -> None:
    with pytest.raises(BadInput, match="choose another folder"):
        library.set_folder(home.root / name).result(WAIT)
    assert library.folder == home.takes


def test_a_folder_that_can_t_be_made_is_refused(library: Library, home: Home) -> None:
    (home.root / "file").write_text("")
    with pytest.raises(BadInput, match="Takes can't lie"):
        library.set_folder(home.root / "file" / "takes").result(WAIT)
    assert library.folder == home.takes and add(library).file.parent == home.takes


@pytest.mark.parametrize("text", [
    "", "{", "[]", "3", '{"undertone_takes_folders": 2, "now": "/"}', '{"undertone_takes_folders": 1}',
    '{"undertone_takes_folders": 1, "now": "relative", "before": "x"}', '{"undertone_takes_folders": 1, "now": 5, "before": [5, null]}',
    '{"undertone_takes_folders": 1, "now": "/a\\u0000b", "before": ["/a\\u0000b"]}', "x" * 200_000,
    json.dumps({"undertone_takes_folders": 1, "now": "/nowhere/at/all", "before": ["/nor/here"] * 5000}),
])  # fmt: skip
def test_a_damaged_list_of_folders_is_no_harm(library: Library, home: Home, text: str) -> None:
    take = add(library)
    library.close()
    (home.root / "takes_folders.json").write_text(text)
    assert [one.id for one in reopened(home)] == [take.id]


def test_the_session_moves_as_a_job_and_says_what_stays(session: Session, other_disk: Path) -> None:
    heard = Recorder(session)
    for _ in range(3):
        session.generate()
        assert session.wait_idle(10)
    held = session.takes()[0]
    session.hand_out([held.id])
    session.set_takes_folder("not/whole", True)
    assert "whole path" in heard.of(ev.Message)[-1].text
    session.set_takes_folder(other_disk, True)
    wait_until(lambda: any(job.title == "Move takes" and job.over for job in session.jobs()), 20)
    job = next(job for job in session.jobs() if job.title == "Move takes")
    assert job.state == "done" and "2 takes were moved" in job.message and "1 stay" in job.message
    assert session.takes_folder == other_disk and held.file.exists()
    session.generate()
    assert session.wait_idle(10)
    assert session.takes()[0].file.parent == other_disk


# ---------------------------------------------------------------- the trash


def test_what_was_deleted_is_listed_heard_and_put_back(session: Session) -> None:
    heard = Recorder(session)
    for _ in range(3):
        session.generate()
        assert session.wait_idle(10)
    takes = session.takes()
    session.star(takes[1].id, True)
    sound = session._library.read(takes[1].id).result(WAIT)
    session.delete_takes([takes[0].id, takes[1].id])
    assert session.wait_idle(10)
    session.look_at_trash()
    assert session.wait_idle(10)
    listed = heard.of(ev.TrashListed)[-1]
    assert {take.id for take in listed.takes} == {takes[0].id, takes[1].id} and listed.files == 2 and listed.bytes > 1000
    session.audition_deleted(takes[1].id)
    assert session.wait_idle(10)
    assert session._player.played[-1].clip.samples.tobytes() == sound.samples.tobytes()
    assert len(session.takes()) == 1, "hearing puts nothing back"
    session.put_back([takes[1].id])
    assert session.wait_idle(10)
    assert {take.id for take in session.takes()} == {takes[1].id, takes[2].id}
    assert next(take for take in session.takes() if take.id == takes[1].id).starred
    assert [take.id for take in heard.of(ev.TrashListed)[-1].takes] == [takes[0].id]
    session.undo()
    assert session.wait_idle(10)
    assert [take.id for take in session.takes()] == [takes[2].id]


def test_the_emptied_trash_is_empty_for_good(session: Session, home: Home) -> None:
    heard = Recorder(session)
    session.generate()
    assert session.wait_idle(10)
    take = session.takes()[0]
    session.delete(take.id)
    (home.trash / "a folder").mkdir()
    (home.trash / "sound-mine.mp3").write_bytes(b"x" * 1000)
    (home.trash / "sound-mine.mp3.json").write_text("{}")
    session.look_at_trash()
    assert session.wait_idle(10)
    assert (heard.of(ev.TrashListed)[-1].files, len(heard.of(ev.TrashListed)[-1].takes)) == (2, 1)
    session.empty_trash()
    assert session.wait_idle(10)
    assert [path.name for path in home.trash.iterdir()] == ["a folder"]
    assert (heard.of(ev.TrashListed)[-1].files, heard.of(ev.TrashListed)[-1].bytes) == (0, 0)
    session.undo()
    assert session.wait_idle(10)
    assert "not in the trash any more" in heard.of(ev.Message)[-1].text and session.takes() == ()
    session.put_back([take.id])
    session.audition_deleted(take.id)
    assert "not in the trash" in heard.of(ev.Message)[-1].text


def test_what_leaves_the_trash_while_it_is_looked_at_is_left_out(library: Library, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    takes = [add(library, number) for number in range(2)]
    library.delete_all([take.id for take in takes]).result(WAIT)
    scan = os.scandir

    class Scan:
        def __init__(self, folder: Path) -> None:
            with scan(folder) as entries:
                self._entries = [entry for entry in entries if entry.is_file()]

        def __enter__(self) -> list[os.DirEntry[str]]:
            (home.trash / f"{takes[0].id}.wav").unlink(missing_ok=True)
            return self._entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(trash.os, "scandir", Scan)
    assert [take.id for take in trash.deleted_takes(home.trash)] == [takes[1].id]
    library.undelete(takes[1].id).result(WAIT)
    library.delete(takes[1].id).result(WAIT)
    assert trash.size(home.trash)[0] == 1


def test_hostile_files_in_the_trash(library: Library, home: Home) -> None:
    take = add(library)
    library.delete(take.id).result(WAIT)
    os.mkfifo(home.trash / "pipe.wav")
    (home.trash / "loop.wav").symlink_to("loop.wav")
    (home.trash / "text.wav").write_text("no sound")
    (home.trash / f"{take.id}.json").write_text("{damaged")
    outside = home.root / "precious.txt"
    outside.write_text("not ours")
    (home.trash / "link.txt").symlink_to(outside)
    assert [one.id for one in trash.deleted_takes(home.trash)] == [take.id]
    assert trash.size(home.trash)[0] >= 2
    assert library.empty_trash().result(WAIT) >= 2
    assert outside.read_text() == "not ours" and trash.deleted_takes(home.trash) == ()


def test_a_recipe_in_the_trash_without_a_sound_says_so(session: Session, home: Home) -> None:
    heard = Recorder(session)
    take = session._library.add(noise(), a_recipe(), title="Old").result(WAIT)
    session._library._submit(session._library._changed_take, take.id, {"dropped": True}).result(WAIT)
    from studio.engine import take_files

    take_files.drop_sound(session._library.get(take.id))
    session.delete(take.id)
    session.look_at_trash()
    assert session.wait_idle(10)
    session.audition_deleted(take.id)
    assert session.wait_idle(10)
    assert "put it back" in heard.of(ev.Message)[-1].text


def test_an_export_says_where_it_lies(session: Session, tmp_path: Path) -> None:
    heard = Recorder(session)
    session.generate()
    assert session.wait_idle(10)
    session.export([session.takes()[0].id], tmp_path / "out", "wav", 24, None)
    assert session.wait_idle(20)
    told = [message for message in heard.of(ev.Message) if message.file is not None]
    assert len(told) == 1 and told[0].file is not None and told[0].file.is_file() and str(tmp_path / "out") in told[0].text
