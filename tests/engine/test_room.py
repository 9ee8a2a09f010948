"""Sounds that give way: which takes lose theirs, what is kept of them, homes of earlier versions, and being killed on the way."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.audio import files
from studio.engine.library import Library, Take
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from tests.audio.sounds import a_recipe, noise
from tests.toy import FakeLibrary, FakePlayer, toy_session

ROOT = Path(__file__).resolve().parents[2]
WAIT = 20.0
FRAMES = 20_000  # of a take here: 80 kB each


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library(home)
    opened.remakes = lambda take: True
    yield opened
    opened.close()


def add(library: Library, number: int) -> Take:
    clip = noise(1, FRAMES, seed=number)
    return library.add(clip, a_recipe(seed=number), title=f"Kick {number}", created=1000.0 + number).result(WAIT)


def dropped(library: Library) -> set[str]:
    return {take.title for take in library.takes() if take.dropped}


def test_the_oldest_give_way_their_settings_stay(library: Library, home: Home) -> None:
    takes = [add(library, number) for number in range(8)]
    library.star(takes[0].id).result(WAIT)
    library.pin([takes[1].id]).result(WAIT)
    before = {take.id: take for take in library.takes()}
    library.make_room(3 * 81_000).result(WAIT)
    assert dropped(library) == {"Kick 2", "Kick 3", "Kick 4"}  # the first two are starred and pinned
    for take in library.takes():
        assert replace(take, dropped=False) == before[take.id]  # picture, title, recipe: all there
    with pytest.raises(BadInput):
        library.read(takes[2].id).result(WAIT)
    assert takes[2].file.stat().st_size < 4000 and files.read_clip(takes[0].file).frames == FRAMES
    add(library, 9)  # the limit holds from now on
    assert dropped(library) == {"Kick 2", "Kick 3", "Kick 4", "Kick 5"}
    library.close()
    again = Library(home)
    assert again.takes() == library.takes()
    again.close()


def test_no_limit_drops_nothing_and_what_could_not_be_made_again_stays(library: Library) -> None:
    for number in range(3):
        add(library, number)
    library.make_room(0).result(WAIT)
    library.remakes = lambda take: take.title == "Kick 1"
    assert not dropped(library)
    library.make_room(1).result(WAIT)
    assert dropped(library) == {"Kick 1"}


def test_more_than_a_few_are_dropped_in_turns(library: Library) -> None:
    for number in range(50):
        add(library, number)
    library.make_room(1).result(WAIT)
    for _ in range(5):
        library.flush(WAIT)
    assert len(dropped(library)) == 50


def test_a_sound_comes_back(library: Library, home: Home) -> None:
    take = add(library, 1)
    library.star(take.id).result(WAIT)
    library.star(take.id, False).result(WAIT)
    library.make_room(1).result(WAIT)
    assert dropped(library) == {"Kick 1"}
    back = library.fill(take.id, noise(1, FRAMES, seed=1)).result(WAIT)
    library.make_room(0).result(WAIT)
    assert back == take and library.read(take.id).result(WAIT).samples.tobytes() == noise(1, FRAMES, seed=1).samples.tobytes()
    assert library.fill(take.id, noise(1, 10, seed=2)).result(WAIT) == take  # one that has its sound keeps it
    library.close()
    again = Library(home)
    assert again.takes() == (take,) and again.read(take.id).result(WAIT).frames == FRAMES
    again.close()


def test_without_a_database_it_is_all_in_the_files(library: Library, home: Home) -> None:
    for number in range(4):
        add(library, number)
    library.make_room(2 * 81_000).result(WAIT)
    library.pin([library.takes()[0].id]).result(WAIT)
    takes = library.takes()
    library.close()
    home.database.unlink()
    again = Library(home)
    assert again.flush(WAIT) and again.takes() == takes
    assert [(take.pinned, take.dropped) for take in takes] == [(True, False), (False, False), (False, True), (False, True)]
    again.close()


OLD_TABLE = """CREATE TABLE takes (id TEXT PRIMARY KEY, title TEXT NOT NULL, recipe TEXT NOT NULL, seconds REAL NOT NULL,
created REAL NOT NULL, starred INTEGER NOT NULL, tags TEXT NOT NULL, parent TEXT, peak REAL NOT NULL, outline BLOB NOT NULL)"""


def test_a_home_of_the_first_version_opens(library: Library, home: Home) -> None:
    for number in range(3):
        add(library, number)
    library.star(library.takes()[1].id).result(WAIT)
    takes = library.takes()
    library.close()
    with sqlite3.connect(home.database) as db:
        rows = db.execute("SELECT id, title, recipe, seconds, created, starred, tags, parent, peak, outline FROM takes").fetchall()
        db.execute("DROP TABLE takes")
        db.execute(OLD_TABLE)
        db.executemany("INSERT INTO takes VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
        db.execute("PRAGMA user_version = 1")
    db.close()
    for notes in home.takes.glob("*.json"):
        notes.write_text(json.dumps({key: value for key, value in json.loads(notes.read_text()).items() if key != "pinned"}))
    again = Library(home)
    assert again.takes() == takes and not list(home.root.glob("*damaged*"))
    again.pin([takes[0].id]).result(WAIT)
    again.close()
    third = Library(home)
    assert third.takes()[0].pinned
    third.close()


def test_several_at_once(library: Library, home: Home) -> None:
    takes = [add(library, number) for number in range(4)]
    ids = [take.id for take in takes]
    library.star_all(ids[:2]).result(WAIT)
    library.tag_all({ids[0]: ["dark", "dark"], ids[3]: ["light"]}).result(WAIT)
    assert [(library.get(id).starred, library.get(id).tags) for id in ids] == [
        (True, ("dark",)), (True, ()), (False, ()), (False, ("light",)),
    ]  # fmt: skip
    with pytest.raises(BadInput, match="nowhere"):  # those that can be deleted are
        library.delete_all([ids[0], "nowhere", ids[1]]).result(WAIT)
    assert {take.id for take in library.takes()} == set(ids[2:]) and len(list(home.trash.glob("*.wav"))) == 2
    library.undelete_all(ids[:2]).result(WAIT)
    assert library.get(ids[0]).starred and library.get(ids[0]).tags == ("dark",)


DROPPER = """
import sys
from pathlib import Path
from studio.engine.library import Library
from studio.paths import Home
library = Library(Home(Path(sys.argv[1])))
library.remakes = lambda take: True
print("start", flush=True)
library.make_room(1).result()
library.flush()
"""


def test_killed_while_sounds_give_way(library: Library, home: Home) -> None:
    for number in range(40):
        add(library, number)
    takes = library.takes()
    library.close()
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", DROPPER, str(home.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stdout.readline() == "start\n"
        try:
            process.wait(0.03)
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait(WAIT)
        process.stdout.close()
        again = Library(home)
        assert again.flush(WAIT)
        assert [replace(take, dropped=False) for take in again.takes()] == list(takes)
        for take in again.takes():
            if not take.dropped:  # what is said to have its sound has it, whole
                seed = take.recipe.settings.seed
                assert again.read(take.id).result(WAIT).samples.tobytes() == noise(1, FRAMES, seed=seed).samples.tobytes()
        again.close()


# ---------------------------------------------------------------- through the session


def dropped_take(session: Session) -> Take:
    """A take whose sound was dropped for want of room, as it was before."""
    session.generate()
    assert session.wait_idle(10)
    take = session.takes()[0]
    session.set_takes_limit(1e-9)
    assert session.wait_idle(10) and session.takes()[0].dropped
    return take


def test_hearing_a_dropped_take_makes_its_sound_again(home: Home) -> None:
    with_library = Library(home)
    session: Session = toy_session(home, library=with_library)
    player: FakePlayer = session._player
    session.generate()
    assert session.wait_idle(10)
    take = session.takes()[0]
    original = with_library.read(take.id).result(WAIT)
    session.set_takes_limit(1e-9)
    assert session.wait_idle(10)
    assert session.takes()[0].dropped and session.hand_out([take.id]) == []
    session._renderer.cache._clips.clear()
    session.audition(take.id)
    assert session.wait_idle(10)
    assert player.played[-1].clip.samples.tobytes() == original.samples.tobytes()
    assert not session.takes()[0].dropped
    assert session.hand_out([take.id]) == [take.file]
    assert session.wait_idle(10) and session.takes()[0].pinned
    session.close()


def test_a_star_brings_a_sound_back(home: Home) -> None:
    with_library = Library(home)
    session: Session = toy_session(home, library=with_library)
    take = dropped_take(session)
    session.star(take.id, True)
    assert session.wait_idle(10)
    session.set_takes_limit(1e-9)
    assert session.wait_idle(10)
    assert not session.takes()[0].dropped and with_library.read(take.id).result(WAIT).seconds == take.seconds
    session.close()


def test_exporting_a_dropped_take_makes_its_sound_again(home: Home, tmp_path: Path) -> None:
    with_library = Library(home)
    session: Session = toy_session(home, library=with_library)
    take = dropped_take(session)
    session.export([take.id], tmp_path / "out", "wav", 32, None)
    assert session.wait_idle(10)
    exported = files.read_clip(next((tmp_path / "out").glob("*.wav")))
    assert exported.seconds == take.seconds and exported.peak == pytest.approx(take.peak)
    assert session.takes()[0].pinned
    session.close()


def test_the_limit_is_a_preference(home: Home) -> None:
    library = FakeLibrary()
    session = toy_session(home, library=library, preferences={"takes_limit_gb": 0.5})
    assert library.limit == 500_000_000
    session.set_takes_limit(0)
    assert session.wait_idle(10) and library.limit == 0 and session.preferences["takes_limit_gb"] == 0.0
    session.close()


@pytest.mark.parametrize("limit", [1e308, -1e308, "2", None, True])
def test_a_damaged_limit_keeps_no_model_from_loading(home: Home, limit: object) -> None:
    session = toy_session(home, preferences={"takes_limit_gb": limit})
    assert session.spec is not None
    session.close()
