"""Export: every take as a file that stands on its own, nothing overwritten, nothing half."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio import files, recipe_chunk
from studio.clip import Clip
from studio.engine.export import MAX_NAME, export, safe_name
from studio.engine.library import Library, Take
from studio.errors import BadInput
from studio.paths import Home
from tests.audio.sounds import a_recipe, noise


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library(home)
    yield opened
    opened.close()


def kept(library: Library, clip: Clip, title: str = "Kick") -> Take:
    return library.add(clip, a_recipe(), title=title).result(20)


@pytest.mark.parametrize(("format", "bits"), [("wav", 16), ("wav", 24), ("wav", 32), ("flac", 16), ("flac", 24)])
@pytest.mark.parametrize("rate", [None, 44100, 48000])
def test_each_format(library: Library, tmp_path: Path, format: str, bits: int, rate: int | None) -> None:
    clip = noise(2, 6000, rate=44100)
    (path,) = export([kept(library, clip, "Schöner Kick")], library, tmp_path / "new" / "out", format, bits, rate)
    assert path == tmp_path / "new" / "out" / f"Schoner Kick.{format}"
    info = files.describe(path)
    assert (info.format, info.rate, info.recipe) == (format.upper(), rate or 44100, a_recipe())
    expected = files.resample(clip.samples, 44100, rate or 44100)
    assert np.abs(files.read_clip(path).samples - expected).max() <= {16: 1.5 / 2**15, 24: 1 / 2**23, 32: 0}[bits]


def test_order_numbers_and_progress(library: Library, tmp_path: Path) -> None:
    takes = [kept(library, noise(seed=i)) for i in range(3)]
    steps: list[tuple[int, int]] = []
    paths = export(takes, library, tmp_path / "out", progress=lambda done, total: steps.append((done, total)))
    assert [path.name for path in paths] == ["Kick.wav", "Kick 2.wav", "Kick 3.wav"]
    assert steps == [(1, 3), (2, 3), (3, 3)]
    again = export(takes[:1], library, tmp_path / "out")
    assert again[0].name == "Kick 4.wav" and files.read_clip(paths[0]).samples.tobytes() == files.read_clip(again[0]).samples.tobytes()
    assert export([], library, tmp_path / "out") == []


def test_cancelled_in_the_middle(library: Library, tmp_path: Path) -> None:
    takes = [kept(library, noise(seed=i)) for i in range(5)]
    asked = iter([False, False, True])
    paths = export(takes, library, tmp_path / "out", cancelled=lambda: next(asked))
    assert len(paths) == 2 and sorted((tmp_path / "out").iterdir()) == sorted(paths)


def test_too_loud_is_said(library: Library, tmp_path: Path) -> None:
    loud = Clip(2 * noise(level=1.0).samples, 44100)
    said: list[str] = []
    export([kept(library, noise())], library, tmp_path / "a", say=said.append)
    export([kept(library, loud)], library, tmp_path / "a", bits=32, say=said.append)
    assert said == []
    export([kept(library, loud, "Loud"), kept(library, noise())], library, tmp_path / "a", bits=16, say=said.append)
    export([kept(library, loud), kept(library, loud)], library, tmp_path / "a", "flac", say=said.append)
    assert said[0].startswith("'Loud.wav' was louder") and "7.0 dB" in said[0] and said[1].startswith("2 sounds were louder")


def test_where_it_can_not_go(library: Library, tmp_path: Path) -> None:
    take = kept(library, noise())
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadInput, match="folder"):
            export([take], library, folder)
    take.file.unlink()
    with pytest.raises(BadInput, match="does not exist"):
        export([take], library, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


@given(st.text(max_size=300))
def test_names_fit_every_system(title: str) -> None:
    name = safe_name(title)
    assert name.isascii() and name.isprintable() and 0 < len(name) <= MAX_NAME + 1
    assert not set(name) & set('<>:"/\\|?*') and name == name.strip(" .") and safe_name(name) == name


def test_some_names() -> None:
    cases = {
        "": "sound", "...": "sound", "鼓": "sound", "../../etc/passwd": "etc passwd", "con": "_con",
        "NUL.txt": "_NUL.txt", "Kick: #3!": "Kick #3",
    }
    assert {title: safe_name(title) for title in cases} == cases


def test_a_dropped_export_gives_its_recipe_back(library: Library, tmp_path: Path) -> None:
    take = kept(library, noise())
    (path,) = export([take], library, tmp_path / "out", "flac", 16, 48000)
    assert recipe_chunk.read(path) == take.recipe
