"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.audio import atomic

ROOT = Path(__file__).resolve().parents[2]


def refuse(number: int):  # type: ignore[no-untyped-def]
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_folder_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse(errno.EPERM), raising=False)  # a USB stick
    paths = [atomic.write_new(tmp_path / "a.wav", bytes([i])) for i in range(3)]
    assert [path.name for path in paths] == ["a.wav", "a 2.wav", "a 3.wav"]
    assert [path.read_bytes() for path in paths] == [b"\0", b"\1", b"\2"]
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_refused_step_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(os, step, refuse(errno.ENOSPC))
    with pytest.raises(OSError, match="space"):
        atomic.write_new(tmp_path / "a.wav", b"x")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_refused_replacement_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "a.json"
    atomic.replace(path, b"old")
    with monkeypatch.context() as patch, pytest.raises(OSError, match="space"):
        patch.setattr(os, step, refuse(errno.ENOSPC))
        atomic.replace(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
    atomic.replace(path, b"new")
    assert path.read_bytes() == b"new"


def test_stale_parts_go_fresh_ones_stay(tmp_path: Path) -> None:
    old, fresh, other = tmp_path / ".undertone-1-aa.part", tmp_path / ".undertone-2-bb.part", tmp_path / "mine.part"
    for path in (old, fresh, other):
        path.write_bytes(b"x")
    os.utime(old, (time.time() - 7200,) * 2)
    atomic.write_new(tmp_path / "a", b"")  # another program may be writing the fresh one just now
    assert not old.exists() and fresh.exists() and other.exists()
    writing = atomic.begin(tmp_path)  # on another thread, say, while this one looks what lies in the folder
    writing.write_bytes(b"x")
    atomic.remove_stale(tmp_path)  # in a folder that is ours alone
    assert not fresh.exists() and other.exists() and writing.exists()
    atomic.remove_stale(tmp_path / "missing")


def test_windows_retries_a_refused_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    calls = []
    real = os.rename

    def sometimes(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) < 4:
            raise PermissionError(errno.EACCES, "in use")
        real(source, target)

    monkeypatch.setattr(os, "rename", sometimes)
    assert atomic.write_new(tmp_path / "a.wav", b"x").read_bytes() == b"x" and len(calls) == 4
    monkeypatch.setattr(os, "rename", refuse(errno.EACCES))
    with pytest.raises(PermissionError):
        atomic.write_new(tmp_path / "b.wav", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_killed_while_writing(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from studio.audio import atomic\n" \
             f"for i in range(10**6):\n    print(atomic.write_new(Path({str(tmp_path)!r}) / 'a.bin', b'x' * 3_000_000).name, flush=True)"
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    process.kill()
    process.communicate()
    whole = list(tmp_path.glob("a*.bin"))
    assert len(whole) >= 5 and all(path.stat().st_size == 3_000_000 for path in whole)
    atomic.remove_stale(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(whole)
