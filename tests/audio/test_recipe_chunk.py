"""The recipe inside a file comes back exactly, whatever its size, and other programs still read the sound."""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio import files, recipe_chunk
from studio.errors import BadInput
from studio.recipe import MAX_SEED, Recipe, Settings
from tests.audio.sounds import RATE, a_recipe, noise
from tests.audio.test_files import FORMATS

TEXTS = st.text(max_size=60)
VALUES = st.floats(allow_nan=False, allow_infinity=False) | TEXTS
RECIPES = st.builds(
    Recipe, TEXTS, TEXTS,
    st.builds(Settings, st.integers(0, MAX_SEED), st.dictionaries(TEXTS, VALUES, max_size=40).map(lambda d: tuple(d.items()))),
    TEXTS, TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(RECIPES, st.sampled_from(FORMATS), st.integers(0, 5))
def test_any_recipe_comes_back(tmp_path_factory: pytest.TempPathFactory, recipe: Recipe, format_bits: tuple[str, int], frames: int) -> None:
    format, bits = format_bits
    path = files.write_clip(tmp_path_factory.mktemp("r") / "a", noise(frames=frames + 1), format=format, bits=bits, recipe=recipe)
    assert recipe_chunk.read(path) == recipe


@pytest.mark.parametrize(("format", "bits"), FORMATS)
@pytest.mark.parametrize("dimensions", [1, 24, 700, 20_000])  # 20,000: half a megabyte
def test_large_recipes(tmp_path: Path, format: str, bits: int, dimensions: int) -> None:
    recipe = a_recipe(dimensions)
    path = files.write_clip(tmp_path / "a", noise(frames=4001), format=format, bits=bits, recipe=recipe, title="Hallo")
    assert recipe_chunk.read(path) == recipe
    assert files.read_clip(path).frames == 4001


def test_the_chunk_is_where_the_standard_wants_it(tmp_path: Path) -> None:
    path = files.write_clip(tmp_path / "a.wav", noise(frames=1001), bits=24, recipe=a_recipe(), title="Odd one")
    data = path.read_bytes()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8 and len(data) % 2 == 0
    with wave.open(io.BytesIO(data)) as file:  # another reader: Python's own
        assert (file.getnframes(), file.getsampwidth()) == (1001, 3)
    with soundfile.SoundFile(path) as file:  # and libsndfile, which reads texts of up to 2 kB
        assert json.loads(file.comment)["model"] == "drums" and file.title == "Odd one" and file.software == "undertone 0.1.0"


def test_a_converted_file_keeps_its_recipe(tmp_path: Path) -> None:
    path = files.write_clip(tmp_path / "a.wav", noise(), recipe=a_recipe())
    with soundfile.SoundFile(path) as file:
        samples, comment = file.read(), file.comment
    with soundfile.SoundFile(tmp_path / "b.ogg", "w", RATE, 1) as file:
        file.comment = comment
        file.write(samples)
    assert recipe_chunk.read(tmp_path / "b.ogg") == a_recipe()


def test_files_without_a_recipe(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "plain.wav", np.zeros(10), RATE)
    with soundfile.SoundFile(tmp_path / "other.wav", "w", RATE, 1) as file:
        file.comment = "recorded in a kitchen"
        file.write(np.zeros(10))
    (tmp_path / "text.wav").write_text("undertone_recipe")
    (tmp_path / "empty.wav").write_bytes(b"")
    for name in ("plain.wav", "other.wav", "text.wav", "empty.wav"):
        assert recipe_chunk.read(tmp_path / name) is None


@pytest.mark.parametrize("comment", [
    '{"undertone_recipe":1', '{"undertone_recipe":1}', '{"undertone_recipe":2,"model":"x"}', "[" * 100_000 + "undertone_recipe",
    '{"undertone_recipe":1,"model":3,"sha256":"","runtime":"","program":"","settings":{"seed":0,"values":{}}}',
    '{"undertone_recipe":1,"model":"","sha256":"","runtime":"","program":"","settings":{"seed":-1,"values":{}}}',
])
def test_a_damaged_recipe_is_said_and_the_sound_still_used(tmp_path: Path, comment: str) -> None:
    data = files.encode(noise()).data
    path = tmp_path / "odd.wav"
    path.write_bytes(recipe_chunk.append_info(data, {"ICMT": comment}))
    with pytest.raises(BadInput, match=r"odd\.wav"):
        recipe_chunk.read(path)
    info = files.describe(path)
    assert info.recipe is None and "odd.wav" in info.recipe_error
    assert files.read_clip(path).frames == 5000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 2**32 - 1))
def test_lists_that_lie(tmp_path_factory: pytest.TempPathFactory, body: bytes, size: int) -> None:
    path = tmp_path_factory.getbasetemp() / "lies.wav"
    path.write_bytes(b"RIFF\xff\xff\xff\xffWAVELIST" + size.to_bytes(4, "little") + b"INFO" + body)
    assert isinstance(recipe_chunk.read_info(path), dict)
