"""A person's own configuration: single fields change, everything else is as the preset has it, and a slip gets one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.errors import BadInput
from studio.training import config
from studio.training.config import PRESETS, VAETraining, read


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_found_by_name_and_survives_json(name: str) -> None:
    preset = read(name)
    assert preset.name == name and config.from_json(json.loads(json.dumps(preset.to_json())), "run.json") == preset


def test_single_fields_change(tmp_path: Path) -> None:
    toml, text = tmp_path / "mine.toml", tmp_path / "mine.json"
    toml.write_text('preset = "oneshot"\ntitle = "Pans"\n[training]\nsteps = 30\nrate = 1\nlengths = [[56, 1]]\n[network]\nlatents = 16\n')
    text.write_text(
        '{"preset": "oneshot", "title": "Pans", "network": {"latents": 16}, "training": {"steps": 30, "rate": 1, "lengths": [[56, 1]]}}'
    )
    found = read(toml)
    assert isinstance(found.training, VAETraining)
    expected = replace(found.training, steps=30, rate=1.0, lengths=((56, 1.0),))
    assert found == replace(PRESETS["oneshot"], title="Pans", network={"latents": 16}, training=expected) == read(text)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"trainin": {}}, "there is no field 'trainin'; there are: preset, title"),
        ({"preset": "drum"}, "there is no preset 'drum'; there are: drums"),
        ({"training": {"stepps": 3}}, "training: there is no field 'stepps'; there are: steps"),
        ({"training": {"steps": 0}}, "'steps' must be from 1 to 10,000,000, not 0"),
        ({"training": {"steps": 1.5}}, "'steps' must be a whole number, not 1.5"),
        ({"training": {"steps": True}}, "'steps' must be a whole number, not True"),
        ({"training": {"rate": "fast"}}, "'rate' must be a number, not 'fast'"),
        ({"training": {"rate": -1}}, "'rate' must be from 1e-08 to 1, not -1"),
        ({"training": {"lengths": [[56]]}}, "'lengths' must be lists of 2"),
        ({"training": 3}, "training must hold fields, not 3"),
        ({"network": 3}, "'network' must hold fields, not 3"),
        ({"base": 3}, "'base' must be a short text, not 3"),
        ({"title": ""}, "'title' needs 1 to 200 characters"),
        ([], "must hold fields such as preset"),
    ],
)
def test_a_slip_gets_one_sentence(said: Any, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(json.dumps(said))
    with pytest.raises(BadInput) as caught:
        read(tmp_path / "mine.json")
    assert sentence in str(caught.value) and "mine.json" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["preset = ", "[[[", "\0", "a" * 10])
def test_what_is_no_configuration_is_told(text: str, tmp_path: Path) -> None:
    for name in ("mine.toml", "mine.json"):
        (tmp_path / name).write_text(text)
        with pytest.raises(BadInput, match="can't be read as TOML or JSON"):
            read(tmp_path / name)
    with pytest.raises(BadInput, match=r"no preset and no file 'drms'; presets are: drums"):
        read("drms")
