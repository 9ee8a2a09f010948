"""The library: what its Future has promised is there after kill -9, a full disk and a damaged database."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.audio import files, recipe_chunk
from studio.engine import take_files
from studio.engine.instance_lock import InstanceLock
from studio.engine.library import Library, Take, read_preferences
from studio.engine.project import Project
from studio.engine.take_index import TakeIndex
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Settings
from tests.audio.sounds import a_recipe, noise
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
WAIT = 20.0


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library(home)
    yield opened
    opened.close()


def add(library: Library, number: int = 0, **options: object) -> Take:
    return library.add(noise(seed=number), a_recipe(seed=number), title=f"Kick {number}", **options).result(WAIT)  # type: ignore[arg-type]


def reopened(home: Home, before: Callable[[], object] = lambda: None) -> tuple[Take, ...]:
    """What a fresh start finds, once everything is adopted."""
    before()
    library = Library(home)
    assert library.flush(WAIT)
    takes = library.takes()
    for take in takes:
        assert library.read(take.id).result(WAIT).frames > 0
    library.close()
    return takes


# ---------------------------------------------------------------- the ordinary


def test_a_take_is_kept_bit_for_bit(library: Library, home: Home) -> None:
    clip = noise(2, 4000)
    take = library.add(clip, a_recipe(), title="Kick\n1 ", parent="mother").result(WAIT)
    assert take.file == home.takes / f"{take.id}.wav" and take.file.exists()
    assert (take.title, take.parent, take.starred, take.tags, take.recipe) == ("Kick 1", "mother", False, (), a_recipe())
    assert take.seconds == clip.seconds and take.peak == clip.peak
    assert len(take.outline) == 64 and max(take.outline) == clip.peak
    assert library.read(take.id).result(WAIT).samples.tobytes() == clip.samples.tobytes()
    assert recipe_chunk.read(take.file) == a_recipe()
    assert files.describe(take.file).subtype == "FLOAT"
    assert library.get(take.id) == take


def test_newest_first_and_as_it_was_after_reopening(library: Library, home: Home) -> None:
    takes = [add(library, i, parent=None if i % 2 else "p") for i in range(5)]
    assert library.takes() == tuple(reversed(takes))
    starred = library.star(takes[2].id).result(WAIT)
    renamed = library.rename(takes[3].id, "  Großer Kick 🥁 ").result(WAIT)
    tagged = library.tag(takes[4].id, ["dry", "", "dry", "long"]).result(WAIT)
    assert starred.starred and renamed.title == "Großer Kick 🥁" and tagged.tags == ("dry", "long")
    assert renamed.file == takes[3].file  # other programs may use it there
    expected = (tagged, renamed, starred, takes[1], takes[0])
    assert library.takes() == expected
    library.close()
    assert reopened(home) == expected
    assert reopened(home, before=home.database.unlink) == expected  # the files alone hold everything


def test_a_take_may_belong_before_others(library: Library, home: Home) -> None:
    """A gesture whose sound was rendered late."""
    first = add(library, 1)
    moment = library.moment()
    last = add(library, 2)
    between = add(library, 3, created=moment)
    newest = add(library, 4)
    assert library.takes() == (newest, last, between, first)
    library.close()
    assert reopened(home) == (newest, last, between, first)


def test_delete_and_undelete(library: Library, home: Home) -> None:
    take, other = add(library, 1), add(library, 2)
    take = library.star(take.id).result(WAIT)
    library.delete(take.id).result(WAIT)
    assert library.takes() == (other,) and (home.trash / take.file.name).exists() and not take.file.exists()
    with pytest.raises(BadInput, match="no take"):
        library.get(take.id)
    assert library.undelete(take.id).result(WAIT) == take
    assert library.takes() == (other, take) and not list(home.trash.iterdir())
    library.delete(take.id).result(WAIT)
    library.close()
    assert reopened(home) == (other,)
    library = Library(home)
    assert library.undelete(take.id).result(WAIT) == take  # in a later session too
    library.close()


def test_listeners_hear_of_every_change(home: Home) -> None:
    heard: list[int] = []
    library = Library(home, on_change=lambda: heard.append(len(library.takes())))
    take = add(library)
    library.star(take.id).result(WAIT)
    library.delete(take.id).result(WAIT)
    library.undelete(take.id).result(WAIT)
    assert heard == [1, 1, 0, 1]
    library.on_change = lambda: 1 / 0  # a listener that fails stops nothing
    assert add(library, 2) in library.takes()
    library.close()


def test_many_threads_add_at_once(library: Library, home: Home) -> None:
    made: list[Take] = []
    threads = [threading.Thread(target=lambda n=n: made.extend(add(library, n * 10 + i) for i in range(5))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({take.id for take in made}) == 20 and set(library.takes()) == set(made)
    assert len({take.created for take in made}) == 20


def test_what_does_not_exist_is_refused(library: Library) -> None:
    for future in (library.star("x"), library.rename("x", "y"), library.tag("x", []), library.delete("x"), library.read("x"),
                   library.undelete("x"), library.undelete("../x"), library.undelete("")):
        with pytest.raises(BadInput) as error:
            future.result(WAIT)
        assert str(error.value).endswith(".")
    take = add(library)
    for future in (library.rename(take.id, " \n"), library.tag(take.id, [str(i) for i in range(51)])):
        with pytest.raises(BadInput):
            future.result(WAIT)
    assert library.get(take.id) == take


def test_closing(home: Home) -> None:
    library = Library(home)
    futures = [library.add(noise(seed=i), a_recipe(), title=str(i)) for i in range(10)]
    library.close()  # finishes what was asked for
    assert all(future.done() for future in futures)
    library.close()
    for late in (library.add(noise(), a_recipe(), title="late"), library.write_preferences({}), library.retry()):
        with pytest.raises(BadInput, match="closed"):
            late.result(WAIT)
    assert library.flush(1)
    assert len(reopened(home)) == 10


# ---------------------------------------------------------------- one at a time


def test_a_second_instance_is_told_and_a_killed_one_leaves_no_lock(home: Home) -> None:
    library = Library(home)
    with pytest.raises(BadInput, match="already open"):
        Library(home)
    library.close()
    script = f"import sys\nfrom pathlib import Path\nfrom studio.engine.library import Library\nfrom studio.paths import Home\n" \
             f"library = Library(Home(Path({str(home.root)!r})))\nprint('open', flush=True)\nsys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None and other.stdin is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(BadInput, match="already open"):
        Library(home)
    other.kill()
    other.communicate()
    Library(home).close()


def test_a_home_that_can_not_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="can't make its folder"):
        Library(Home(tmp_path / "file"))
    home = Home(tmp_path / "home").make()
    home.lock_file.mkdir()
    with pytest.raises(BadInput, match="can't write"):
        InstanceLock(home.lock_file)


# ---------------------------------------------------------------- files are the truth


def test_rows_without_a_file_go_and_files_without_a_row_come(library: Library, home: Home) -> None:
    takes = [add(library, i) for i in range(4)]
    library.close()
    takes[0].file.unlink()
    shutil.copy(takes[1].file, home.takes / "Copy of it.wav")
    (home.takes / "notes.wav").write_text("no sound at all")
    files.write_clip(home.takes / "no recipe.wav", noise())
    (home.takes / ".undertone-1-dead.part").write_bytes(b"half a take")
    (home.takes / "folder.wav").mkdir()
    (home.takes / f"{takes[3].id}.json").write_text("{damaged")
    (home.takes / "cut.wav").write_bytes(takes[2].file.read_bytes()[:3000])
    found = {take.id: take for take in reopened(home)}
    assert found.keys() == {takes[1].id, takes[2].id, takes[3].id, "Copy of it"}
    assert replace(found["Copy of it"], id="", file=Path()) == replace(takes[1], id="", file=Path())
    assert not (home.takes / ".undertone-1-dead.part").exists()
    assert (home.takes / "notes.wav").exists() and (home.takes / "no recipe.wav").exists()  # what isn't ours is left alone


def overwrite(data: bytes, at: int = 0) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(data)

    return damage


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def other_table(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.executescript("CREATE TABLE takes (something TEXT); PRAGMA user_version = 1")
    db.close()


def endless_view(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TABLE takes")
    db.execute(
        "CREATE VIEW takes AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id, '' AS title, '' AS recipe,"
        " 0.0 AS seconds, 0.0 AS created, 0 AS starred, '[]' AS tags, NULL AS parent, 0.0 AS peak, x'' AS outline FROM n WHERE x < 0"
    )
    db.commit()
    db.close()


def newer_version(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()


@pytest.mark.parametrize("damage", [
    overwrite(b"no database at all"), overwrite(b"\xff" * 3000, 4096), overwrite(b"\0" * 60, 100), truncate, other_table, newer_version,
    endless_view, lambda path: path.write_bytes(b"x" * 50_000),
], ids=["head", "page", "tree", "half", "table", "version", "view", "junk"])
def test_a_damaged_database_is_kept_aside_and_made_again(home: Home, damage: Callable[[Path], None]) -> None:
    library = Library(home)
    takes = [add(library, i) for i in range(12)]
    takes[5] = library.star(library.rename(takes[5].id, "Best").result(WAIT).id).result(WAIT)
    library.close()
    assert reopened(home, before=lambda: damage(home.database)) == tuple(reversed(takes))
    assert len(list(home.root.glob("takes.damaged-*.sqlite3"))) == 1
    assert reopened(home) == tuple(reversed(takes))  # now from the new one
    assert len(list(home.root.glob("takes.damaged-*.sqlite3"))) == 1


@pytest.mark.parametrize("whole", [True, False])
def test_a_damaged_database_with_its_log(home: Home, whole: bool) -> None:
    library = Library(home)
    takes = [add(library, i) for i in range(3)]
    log = Path(f"{home.database}-wal").read_bytes()  # what a killed program leaves
    library.close()
    assert log and not Path(f"{home.database}-wal").exists()
    home.database.write_bytes(b"junk" * 3000)
    Path(f"{home.database}-wal").write_bytes(log if whole else b"junk" * 3000)
    assert reopened(home) == tuple(reversed(takes))
    assert len(list(home.root.glob("takes.damaged-*.sqlite3"))) == (0 if whole else 1)  # a whole log holds every page
    assert reopened(home) == tuple(reversed(takes))


def test_a_damaged_row_is_made_from_its_file(library: Library, home: Home) -> None:
    takes = [add(library, i) for i in range(4)]
    library.close()
    db = sqlite3.connect(home.database)
    with db:
        db.execute("UPDATE takes SET recipe = '{' WHERE id = ?", [takes[0].id])
        db.execute("UPDATE takes SET outline = 'abc' WHERE id = ?", [takes[1].id])
        db.execute("UPDATE takes SET tags = 7 WHERE id = ?", [takes[2].id])
        db.execute("UPDATE takes SET id = '../../elsewhere' WHERE id = ?", [takes[3].id])
    db.close()
    assert reopened(home) == tuple(reversed(takes))


def damaged_recipe(path: Path, values: str) -> None:
    recipe = '{"undertone_recipe":1,"model":"m","sha256":"s","runtime":"r","program":"p","settings":{"seed":0,"values":%s}}'
    path.write_bytes(recipe_chunk.append_info(files.encode(noise()).data, {"ICMT": recipe % values}))


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
def test_what_lies_among_takes_and_is_none(library: Library, home: Home) -> None:
    takes = [add(library, i) for i in range(3)]
    library.close()
    home.database.unlink()  # so that everything is read from its file
    os.mkfifo(home.takes / "20990101-pipe.wav")
    os.mkfifo(home.takes / f"{takes[0].id}.json")
    (home.takes / f"{takes[1].id}.json").write_text('{"title": "T", "starred": true, "tags": [NaN]}')
    (home.takes / f"{takes[2].id}.json").write_bytes(b'{"title": "' + b"x" * (2 << 20) + b'", "starred": true, "tags": []}')
    (home.takes / "20990102-folder.wav").mkdir()
    (home.takes / "20990103-loop.wav").symlink_to("20990103-loop.wav")
    (home.takes / "20990104-plain.wav").write_bytes(files.encode(noise()).data)
    (home.takes / "20990105-half.wav").write_bytes(takes[0].file.read_bytes()[:60])
    for number, values in enumerate(["[1]", '{"a":[1]}', '{"a":{}}', '{"a":NaN}', '{"a":1%s}' % ("0" * 400)]):
        damaged_recipe(home.takes / f"20990106-{number}.wav", values)
    assert reopened(home) == tuple(reversed(takes))
    assert (home.takes / "20990105-half.wav").exists()  # nothing is thrown away


def test_a_take_from_the_future_does_not_stay_the_newest(library: Library, home: Home) -> None:
    old = add(library)
    library.close()
    foreign = home.takes / "foreign.wav"
    texts = {"ICMT": a_recipe().to_text(), "INAM": "Foreign", "ICRD": "9999-12-31T23:59:59.999999+00:00"}
    foreign.write_bytes(recipe_chunk.append_info(files.encode(noise()).data, texts))
    again = Library(home)
    assert again.flush(WAIT)
    new = add(again, 1)
    assert [take.id for take in again.takes()] == [new.id, "foreign", old.id]
    again.close()


def test_rows_of_the_wrong_kind_are_made_from_their_files(library: Library, home: Home) -> None:
    takes = [add(library, i) for i in range(9)]
    library.close()
    db = sqlite3.connect(home.database)
    changes = ["title = x'00ff'", "seconds = -1e300", "seconds = 1e300", "created = 9e999", "created = 1e15", "peak = -9e999",
               "outline = zeroblob(4000000)",
               "tags = '[' || replace(hex(zeroblob(5000)), '0', '[')", "title = CAST(x'ff41' AS TEXT), recipe = CAST(x'ff41' AS TEXT)"]
    with db:
        for take, change in zip(takes, changes, strict=True):
            db.execute(f"UPDATE takes SET {change} WHERE id = ?", [take.id])
    db.close()
    assert reopened(home) == tuple(reversed(takes))


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")
def test_a_file_whose_name_is_no_text_costs_no_other_take(library: Library, home: Home) -> None:
    takes = [add(library, number) for number in range(3)]
    library.close()
    home.database.unlink()
    odd = os.fsencode(home.takes) + b"/bad\xff.wav"
    shutil.copy(takes[0].file, odd)
    assert {take.id for take in reopened(home)} == {os.fsdecode(b"bad\xff"), *(take.id for take in takes)}
    again = Library(home)
    assert again.flush(WAIT)
    assert again.star(os.fsdecode(b"bad\xff")).result(WAIT).starred
    again.delete(os.fsdecode(b"bad\xff")).result(WAIT)
    again.close()
    assert not os.path.exists(odd) and len(reopened(home)) == 3


def test_no_database_possible(home: Home) -> None:
    home.database.mkdir()
    library = Library(home)
    take = add(library)
    assert library.star(take.id).result(WAIT).starred
    library.close()
    assert [t.id for t in reopened(home)] == [take.id]


def test_two_thousand_takes(home: Home) -> None:
    library = Library(home)
    one = add(library)
    library.close()
    index = TakeIndex(home.database, {})
    made = [replace(one, id=f"take-{i:04d}", created=one.created + i, file=home.takes / f"take-{i:04d}.wav") for i in range(2000)]
    index.put(made)
    index.close()
    for take in made:
        take.file.touch()  # opening doesn't read what has a row
    library = Library(home)
    takes = library.takes()  # at once, without waiting for the file thread
    library.close()
    assert len(takes) == 2001 and takes[0].id == "take-1999"


# ---------------------------------------------------------------- kill -9

ADDER = """
import sys
from pathlib import Path
from studio.engine.library import Library
from studio.paths import Home
from studio.recipe import Settings
from tests.audio.sounds import a_recipe, noise
library = Library(Home(Path(sys.argv[1])))
number = 0
while True:
    futures = [library.add(noise(2, 30_000, seed=number + i), a_recipe(seed=number + i), title=f"n {number + i}") for i in range(3)]
    number += 3
    for future in futures:
        take = future.result()
        print(take.id, flush=True)
    library.star(take.id).result()
    print("star " + take.id, flush=True)
"""


def test_killed_while_it_adds(home: Home) -> None:
    promised: set[str] = set()
    starred: set[str] = set()
    for kills in range(3):
        process = subprocess.Popen([sys.executable, "-c", ADDER, str(home.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(7 + 4 * kills)]
        process.kill()
        lines += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        whole = [line.strip() for line in lines if line.endswith("\n")]
        promised |= {line for line in whole if not line.startswith("star ")}
        starred |= {line[5:] for line in whole if line.startswith("star ")}
        found = {take.id: take for take in reopened(home)}
        assert promised <= found.keys() and len(promised) >= 5
        assert all(found[id].starred for id in starred)
        for take in found.values():  # whole, each with its own samples
            seed = take.recipe.settings.seed
            assert files.read_clip(take.file).samples.tobytes() == noise(2, 30_000, seed=seed).samples.tobytes()
        assert {path.suffix for path in home.takes.iterdir()} <= {".wav", ".json"}  # no half file


# ---------------------------------------------------------------- a full disk


class Disk:
    """A home whose disk can be filled: a real one of 4 MB where we may mount it, else every write refuses as a full one does."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self._patch, self.real = Home(folder / "home"), patch, False
        folder.mkdir()
        if sys.platform == "linux" and os.geteuid() == 0:
            self.real = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True).returncode == 0
        self.folder = folder

    def fill(self) -> None:
        if not self.real:
            self._patch.setattr(os, "fsync", self._refuse)
            return
        with open(self.folder / "filler", "ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def free(self) -> None:
        if self.real:
            (self.folder / "filler").unlink()
        else:
            self._patch.undo()

    @staticmethod
    def _refuse(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def end(self) -> None:
        if self.real:
            subprocess.run(["umount", self.folder], check=True)


@pytest.fixture(params=["real", "simulated"])
def disk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    if request.param == "simulated":
        monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    made = Disk(tmp_path / "disk", monkeypatch)
    yield made
    made.end()


def test_a_full_disk_loses_nothing(disk: Disk) -> None:
    library = Library(disk.home)
    before = [add(library, i) for i in range(3)]
    disk.fill()
    clip = noise(seed=9)
    with pytest.raises(BadInput, match=r"^The take 'Nine' is kept in memory only.*disk is full; free some space.*\.$"):
        library.add(clip, a_recipe(), title="Nine").result(WAIT)
    (waiting,) = library.unsaved
    assert waiting.title == "Nine" and np.array_equal(library.read(waiting.id).result(WAIT).samples, clip.samples)
    for future in (library.retry(), library.rename(before[0].id, "Other"), library.star(before[1].id), library.write_preferences({"a": 1})):
        with pytest.raises(BadInput, match="disk is full"):
            future.result(WAIT)
    assert library.takes() == tuple(reversed(before)) and library.unsaved == (waiting,)
    for number, take in enumerate(before):
        assert np.array_equal(library.read(take.id).result(WAIT).samples, noise(seed=number).samples)
    assert not list(disk.home.takes.glob(".*")) and not waiting.file.exists()

    disk.free()
    assert library.retry().result(WAIT) == (waiting,)
    assert not library.unsaved and library.takes() == (waiting, *reversed(before))
    assert library.rename(before[0].id, "Other").result(WAIT).title == "Other"
    library.close()
    assert {take.title for take in reopened(disk.home)} == {"Nine", "Other", "Kick 1", "Kick 2"}


def test_the_next_take_brings_the_unsaved_ones_along(disk: Disk) -> None:
    library = Library(disk.home)
    add(library)
    disk.fill()
    refused = [library.add(noise(seed=i), a_recipe(), title=f"r{i}") for i in range(3)]
    assert library.flush(WAIT) and all(isinstance(future.exception(), BadInput) for future in refused)
    disk.free()
    add(library, 7)
    assert not library.unsaved and len(library.takes()) == 5
    disk.fill()
    library.add(noise(), a_recipe(), title="last").exception(WAIT)
    disk.free()
    library.close()  # the last chance
    assert sorted(take.title for take in reopened(disk.home)) == ["Kick 0", "Kick 7", "last", "r0", "r1", "r2"]


def test_a_start_on_a_full_disk(disk: Disk) -> None:
    library = Library(disk.home)
    takes = [add(library, i) for i in range(2)]
    library.close()
    disk.fill()
    assert reopened(disk.home) == tuple(reversed(takes))
    disk.free()


def test_a_row_that_is_refused_comes_back_from_the_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(home)
    take = add(library)

    def refuse(self: object, takes: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(TakeIndex, "put", refuse)
        rowless = add(library, 2)  # the sound is safe, so the take is
        with pytest.raises(BadInput, match="database"):
            library.star(take.id).result(WAIT)
    assert library.takes() == (rowless, take)
    library.close()
    assert reopened(home) == (rowless, take)
    assert reopened(home, before=home.database.unlink) == (rowless, take)  # the refused star is nowhere


def test_a_take_whose_file_vanished_while_open(library: Library) -> None:
    take = add(library)
    take.file.unlink()
    with pytest.raises(BadInput, match="does not exist"):
        library.read(take.id).result(WAIT)
    library.delete(take.id).result(WAIT)
    assert library.takes() == ()
    with pytest.raises(BadInput, match="not in the trash"):
        library.undelete(take.id).result(WAIT)


# ---------------------------------------------------------------- preferences


def test_preferences(library: Library, home: Home) -> None:
    assert read_preferences(home) == {}
    library.write_preferences({"volume": -12.5, "project": {"name": "Käse"}}).result(WAIT)
    assert read_preferences(home) == {"volume": -12.5, "project": {"name": "Käse"}}
    gate = threading.Event()
    library._thread.submit(gate.wait, WAIT)
    futures = [library.write_preferences({"n": n}) for n in range(100)]
    assert len({id(future) for future in futures}) == 1  # newest wins, nothing piles up
    gate.set()
    futures[0].result(WAIT)
    assert read_preferences(home) == {"n": 99}
    for bad in ({"x": float("nan")}, {"x": object()}):
        with pytest.raises(BadInput, match="can't be stored"):
            library.write_preferences(bad).result(WAIT)
    assert read_preferences(home) == {"n": 99}


@pytest.mark.parametrize("text", [
    "", "{", "[1]", "\0\0\0", '{"a":' * 100_000, "\udcff", "x" * (5 << 20), '{"volume_db": NaN}', '{"x": [1e999]}',
])
def test_damaged_preferences_are_kept_aside(home: Home, text: str) -> None:
    home.settings_file.write_text(text, errors="surrogateescape")
    assert read_preferences(home) == {}
    (aside,) = home.root.glob("settings.damaged-*.json")
    assert aside.read_text(errors="surrogateescape") == text and not home.settings_file.exists()
    home.settings_file.write_text(json.dumps({"fine": True}))
    assert read_preferences(home) == {"fine": True}


def test_preferences_that_can_not_be_read(home: Home) -> None:
    home.settings_file.mkdir()
    assert read_preferences(home) == {}


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
def test_preferences_that_are_a_pipe(library: Library, home: Home) -> None:
    os.mkfifo(home.settings_file)
    assert read_preferences(home) == {}
    library.write_preferences({"n": 1}).result(WAIT)
    assert read_preferences(home) == {"n": 1}


@pytest.mark.parametrize("changes", [
    {"bpm": 0}, {"bpm": 10**250}, {"bpm": "fast"}, {"beats": -1}, {"beats": 2.5}, {"bpm": 20, "beats": 64},
])
def test_a_tempo_that_can_not_be_costs_no_settings(changes: dict[str, object]) -> None:
    good = Project("drums", Settings(7, (("a", 1.0),)), frozenset({"a"}), True, 90.0, 3)
    project = Project.from_json(json.loads(json.dumps({**good.to_json(), **changes})))
    assert (project.model, project.settings, project.locks, project.loop) == (good.model, good.settings, good.locks, True)
    assert (project.bpm, project.beats) == (120.0, 2)


# ---------------------------------------------------------------- the rest


def test_opening_goes_on_where_it_was_closed(home: Home) -> None:
    library = Library(home)
    takes = [add(library, i) for i in range(60)]
    library.close()
    home.database.unlink()
    library = Library(home)
    library.close()  # in the middle of adopting
    library = Library(home)
    wait_until(lambda: len(library.takes()) == 60, WAIT, "every take adopted")
    assert library.takes() == tuple(reversed(takes))
    library.close()


def test_outline_of_short_clips() -> None:
    for frames in (1, 5, 63, 64, 65, 1000):
        clip = noise(2, frames)
        shape = take_files.outline(clip)
        assert len(shape) == 64 and max(shape) == clip.peak
