"""Recipes and specs that strangers wrote: whatever JSON can hold is taken whole or refused in one short sentence, nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.errors import BadInput, brief, printable
from studio.recipe import Choice, Latent, Number, Recipe, Settings, Spec, read_json
from tests.toy import ToyGenerator

RECIPE = {"undertone_recipe": 1, "model": "drums", "sha256": "0" * 64, "runtime": "r", "program": "p", "edits": []}


def recipe_text(values: str, seed: str = "1", **changes: Any) -> str:
    return json.dumps({**RECIPE, **changes})[:-1] + f', "settings": {{"seed": {seed}, "values": {values}}}}}'


def refused(text: str) -> str:
    with pytest.raises(BadInput) as problem:
        Recipe.from_text(text)
    assert "\n" not in str(problem.value) and 20 < len(str(problem.value)) < 300
    return str(problem.value)


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400, "1" + "0" * 5000, "null", "true", "{}", "[1, 2]", "[[{}]]", "[[1, 2, 3]]",
     "[[1, 2, 3, true]]", '["abcd"]', "[" * 500 + "]" * 500],
)  # fmt: skip
def test_a_value_that_no_control_holds(value: str) -> None:
    refused(recipe_text('{"brightness": ' + value + "}"))


@pytest.mark.parametrize("seed", ["-1", "1.5", '"x"', "true", "1" + "0" * 250, "1" + "0" * 4000, "1e999", "NaN"])
def test_a_seed_that_is_none(seed: str) -> None:
    refused(recipe_text("{}", seed))


@pytest.mark.parametrize(
    "changes",
    [{"model": "m" * 500_000}, {"runtime": ["x"]}, {"edits": {}}, {"undertone_recipe": "9" * 300_000}, {"undertone_recipe": [1]}],
)
def test_other_parts_of_the_wrong_kind_or_size(changes: dict[str, Any]) -> None:
    refused(recipe_text("{}", **changes))


def test_a_nest_of_edits_is_refused_before_it_breaks_who_walks_through_it() -> None:
    nest = "[" * 900 + "]" * 900
    refused(recipe_text("{}").replace('"edits": []', f'"edits": {nest}'))


def test_whatever_is_read_can_be_written_again() -> None:
    recipe = Recipe.from_text(recipe_text('{"a": 1, "b": -0.1, "c": "\\u001b[31m", "d": [[0, 1, 60, 0.5]], "a": 2}'))
    assert Recipe.from_text(recipe.to_text()) == recipe
    assert hash(recipe.settings) and recipe.settings.get("a") == 2


@pytest.mark.parametrize("control", [Latent("x", "X"), Number("x", "X", 0, 1, 0)])
def test_a_whole_number_beyond_every_float_is_refused(control: Latent | Number) -> None:
    with pytest.raises(BadInput, match="finite number"):
        control.check(10**400)


def test_a_refusal_stays_short_whatever_was_given() -> None:
    spec = ToyGenerator().spec
    choice = Choice("c", "C", ("a",), "a")
    for give in (lambda: spec.control("x" * 100_000), lambda: choice.check("y" * 100_000), lambda: Settings(10**9000)):
        with pytest.raises(BadInput) as problem:
            give()
        assert len(str(problem.value)) < 500


def test_json_that_could_not_be_written_again_is_none() -> None:
    for text in ("NaN", "[1e400]", '{"a": -Infinity}', "[" * 100_000, "[" * 40 + "]" * 40, "{"):
        with pytest.raises(ValueError):
            read_json(text)
    assert read_json('{"a": [1, 2.5, "x", null]}') == {"a": [1, 2.5, "x", None]}


def test_values_in_sentences() -> None:
    assert brief("x" * 10**6) == "'" + "x" * 56 + "..."
    assert brief(10**9000) == "a int" and brief("\x1b[31m") == "'\\x1b[31m'"
    assert printable("a\n\x1b]0;b\x07") == "a??]0;b?"


def edited(change: dict[str, Any], control: dict[str, Any] | None = None) -> Any:
    data = json.loads(json.dumps({**ToyGenerator().spec.to_json(), **change}))
    if control is not None:
        data["controls"][0].update(control)
    return data


def test_the_toys_spec_comes_back() -> None:
    spec = ToyGenerator().spec
    assert Spec.from_json(edited({})) == spec


@pytest.mark.parametrize(
    "change",
    [{"id": "../../outside"}, {"id": "a/b"}, {"id": ""}, {"id": ".hidden"}, {"id": "x" * 500}, {"title": "t" * 10**6}, {"seconds": "2"},
     {"credits": [1]}, {"credits": ["c" * 10**6]}, {"abilities": [["render"]]}, {"abilities": [1]}, {"loops": "yes"},
     {"rate": "44100"}, {"controls": {"a": 1}},
     {"controls": [{"kind": "latent", "name": f"d{i}", "label": "D"} for i in range(10_000)]},
     {"controls": [{"kind": ["latent"], "name": "d", "label": "D"}]}],
)  # fmt: skip
def test_a_spec_that_no_window_could_show(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as problem:
        Spec.from_json(edited(change))
    assert len(str(problem.value)) < 300


@pytest.mark.parametrize(
    "control",
    [{"name": ["x"]}, {"name": "../x"}, {"name": ""}, {"label": 7}, {"label": ""}, {"label": "l" * 10**6}, {"help": "h" * 10**6},
     {"help": None}],
)  # fmt: skip
def test_a_control_that_no_window_could_draw(control: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="damaged"):
        Spec.from_json(edited({}, control))


@pytest.mark.parametrize(
    "item",
    [{"kind": "latent", "low": 3, "high": -3}, {"kind": "latent", "low": 0, "high": 0}, {"kind": "latent", "high": 1e308},
     {"kind": "latent", "high": 10**400}, {"kind": "latent", "confidence": "much"}, {"kind": "latent", "descriptor": ["x"]},
     {"kind": "number", "low": 0, "high": 1, "default": 0, "step": -1}, {"kind": "number", "low": 0, "high": 1, "default": 0, "curve": 3},
     {"kind": "choice", "options": [], "default": ""}, {"kind": "choice", "options": [1], "default": 1},
     {"kind": "choice", "options": ["o" * 10**6], "default": "o" * 10**6}, {"kind": "text", "max_length": 10**12},
     {"kind": "text", "max_length": "9"}, {"kind": "notes", "max_notes": -1}],
)  # fmt: skip
def test_ranges_and_options_that_are_none(item: dict[str, Any]) -> None:
    data = edited({})
    data["controls"].append({"name": "odd", "label": "Odd", **item})
    with pytest.raises(BadInput, match="odd"):
        Spec.from_json(data)


def test_whole_numbers_in_a_spec_are_floats_as_everywhere() -> None:
    data = edited({})
    data["controls"] = [{"kind": "latent", "name": "a", "label": "A", "low": -3, "high": 3, "default": 0, "confidence": 1},
                        {"kind": "number", "name": "b", "label": "B", "low": 0, "high": 10, "default": 1, "step": 1}]  # fmt: skip
    spec = Spec.from_json(data)
    for control in spec.controls:
        assert isinstance(control, (Latent, Number))
        assert all(type(value) is float for value in (control.low, control.high, control.default))
    assert [type(value) for _, value in spec.defaults().values] == [float, float]
