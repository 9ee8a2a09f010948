"""Sliders that a person makes from takes: what they move, that they are kept, undone, and play where nobody has them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from studio.engine import events as ev
from studio.engine import own_sliders as files
from studio.engine.own_sliders import OwnSlider
from studio.engine.session import Session
from studio.errors import BadInput
from studio.models.latent import direction
from studio.paths import Home
from studio.recipe import Settings
from tests.toy import Recorder, ToyGenerator, toy_session, toy_spec

GOOD = {"id": "mine_ab12", "name": "Warm", "sha256": ToyGenerator().sha256, "direction": {"d1": 0.6, "d2": 0.8}}


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    assert made.wait_idle(10)
    yield made
    made.close()


def take_at(session: Session, **values: float) -> str:
    """A take with these values; its id."""
    for name, value in values.items():
        session.set(name, value)
    session.end_gesture()
    session.generate()
    assert session.wait_idle(10)
    return session.takes()[0].id


def made(session: Session, name: str = "Warm") -> OwnSlider:
    """A slider along d1 alone."""
    more = [take_at(session, d1=2.0, d2=place) for place in (-1.0, 1.0)]
    less = [take_at(session, d1=-2.0, d2=place) for place in (-1.0, 1.0)]
    session.make_slider(name, more, less)
    assert session.wait_idle(10)
    return session.own_sliders()[-1]


# ---------------------------------------------------------------- the direction


def test_the_direction_points_from_the_one_kind_to_the_other() -> None:
    random = np.random.default_rng(0)
    met = []
    for _ in range(50):
        truth = random.standard_normal(24)
        truth /= np.linalg.norm(truth)
        less, more = random.standard_normal((5, 24)) - 2 * truth, random.standard_normal((5, 24)) + 2 * truth
        way = direction(more, less)
        assert np.linalg.norm(way) == pytest.approx(1.0)
        met.append(float(way @ truth))
    assert np.mean(met) == pytest.approx(4 / math.sqrt(4**2 + 24 * 2 / 5), abs=0.03), "as far as five sounds of each kind tell"
    assert np.allclose(direction(less, more), -way), "the other way round"
    assert np.allclose(direction(more[:1], less[:1]), (more[0] - less[0]) / np.linalg.norm(more[0] - less[0])), "one of each is enough"
    with pytest.raises(ValueError, match="nothing"):
        direction(more, more[::-1])


def test_the_shipped_drums_follow_it() -> None:
    """What the real model measures goes from the one kind to the other along the slider, also where macros made the difference."""
    from studio.models import catalogue
    from studio.models.generator import Places

    model: Any = catalogue.load("drums")
    assert isinstance(model, Places)
    base = model.spec.defaults().with_values({"class": "snare"})  # a kick's treble is a small part of it
    bright, dull = ([model.dimensions(replace(base, seed=seed).with_values({"brightness": value})) for seed in range(5)]
                    for value in (2.0, -2.0))  # fmt: skip
    names = list(bright[0])
    way = direction(*(np.array([[one[name] for name in names] for one in group]) for group in (bright, dull)))
    slider = files.make("Bright", "drums", model.sha256, dict(zip(names, way.tolist(), strict=True)))
    centres = []
    for value in (-2.0, 0.0, 2.0):
        clip = model.render([slider.moved(base, value, model.spec)])[0]
        power = np.abs(np.fft.rfft(clip.samples[0])) ** 2
        centres.append(float((power * np.fft.rfftfreq(clip.frames, 1 / clip.rate)).sum() / power.sum()))
    assert centres == sorted(centres) and centres[2] > 1.2 * centres[0], centres


# ---------------------------------------------------------------- a slider


def test_moving_it_moves_the_dimensions_and_nothing_else() -> None:
    slider, spec = OwnSlider.from_json(GOOD, "toy"), toy_spec()
    settings = spec.defaults().with_values({"d1": 1.0, "d2": -0.5, "brightness": 2.0}, seed=7)
    assert slider.value(settings) == pytest.approx(0.6 * 1.0 - 0.8 * 0.5)
    for value in (-3.0, 0.0, 1.25):
        moved = slider.moved(settings, value, spec)
        assert slider.value(moved) == pytest.approx(value) and moved.seed == 7
        changed = {name for name, there in moved.values if there != settings.get(name)}
        assert changed == {"d1", "d2"}
        across = 0.8 * float(moved.get("d1")) - 0.6 * float(moved.get("d2"))  # type: ignore[arg-type]
        assert across == pytest.approx(0.8 * 1.0 + 0.6 * 0.5), "what lies across stays"
    far = slider.moved(settings, 1e9, spec)
    assert slider.value(far) == pytest.approx(6.0) and spec.check(far)


def test_a_drag_is_one_step_one_take_and_a_recipe_like_any_other(session: Session) -> None:
    slider = made(session)
    assert dict(slider.direction)["d1"] == pytest.approx(1.0) and session.undo_text == "Make slider Warm"
    takes, before = len(session.takes()), session.settings
    for value in (0.5, 1.0, 1.5):
        session.move_slider(slider.id, value)
    session.end_gesture()
    assert session.wait_idle(10)
    assert slider.value(session.settings) == pytest.approx(1.5) and len(session.takes()) == takes + 1
    recipe = session.takes()[0].recipe
    assert recipe.settings == session.settings and not recipe.edits
    assert {name for name, _ in recipe.settings.values} == {control.name for control in toy_spec().controls}, "nobody needs the slider"
    session.undo()
    assert session.settings == before and session.own_sliders() == (slider,)


def test_it_is_there_at_the_next_start_and_undo_takes_it_back(session: Session, home: Home) -> None:
    slider = made(session)
    session.rename_slider(slider.id, "  Warm\nand round ")
    assert session.wait_idle(10)
    again = toy_session(home)
    try:
        assert again.wait_idle(10)
        assert [one.name for one in again.own_sliders()] == ["Warm and round"]
        assert again.own_sliders()[0].direction == slider.direction
    finally:
        again.close()
    session.undo()
    assert session.own_sliders() == (slider,)
    session.undo()
    assert session.own_sliders() == ()
    session.redo()
    session.delete_slider(slider.id)
    assert session.own_sliders() == () and session.undo_text == "Delete slider Warm"
    session.undo()
    assert session.wait_idle(10)
    assert session.own_sliders() == (slider,) and files.read_all(home) == (slider,)


def test_what_can_t_become_a_slider_is_said(session: Session) -> None:
    heard = Recorder(session)
    one, two = take_at(session, d1=1.0), take_at(session, d1=-1.0)

    def said(name: str, more: list[str], less: list[str]) -> str:
        session.make_slider(name, more, less)
        assert session.wait_idle(10)
        return heard.of(ev.Message)[-1].text

    assert "at least 2 takes" in said("Warm", [one], [two])
    assert "name" in said(" \n", [one, two], [one, two])
    assert "the same on average" in said("Warm", [one, two], [two, one])
    assert session.own_sliders() == () and not session.undo_text.startswith("Make")
    session.move_slider("mine_gone", 1.0)
    session.rename_slider("mine_gone", "x")
    session.delete_slider("mine_gone")
    assert "not there any more" in heard.of(ev.Message)[-1].text


def test_sliders_of_other_weights_are_kept_but_not_shown(session: Session, home: Home) -> None:
    made(session)
    assert session.wait_idle(10)
    path = home.sliders / "toy.json"
    data = json.loads(path.read_text())
    data["sliders"].append({**GOOD, "sha256": "of another training"})
    path.write_text(json.dumps(data))
    again = toy_session(home)
    try:
        assert again.wait_idle(10)
        assert [one.name for one in again.own_sliders()] == ["Warm"] and len(files.read_all(home)) == 2
        again.rename_slider(again.own_sliders()[0].id, "Other")
        assert again.wait_idle(10)
        assert sorted(one.name for one in files.read_all(home)) == ["Other", "Warm"]
        again.choose_model("other")
        assert again.wait_idle(10)
        assert again.own_sliders() == ()
    finally:
        again.close()


# ---------------------------------------------------------------- hostile files


@pytest.mark.parametrize("changes", [
    {"id": "d1"}, {"id": "mine_../../x"}, {"id": 3}, {"name": "\n"}, {"name": None}, {"sha256": 5}, {"sha256": "x" * 10_000},
    {"direction": []}, {"direction": {}}, {"direction": {"d1": "1"}}, {"direction": {"d1": True}},
    {"direction": {"d1": 1e300, "d2": 1e300}}, {"direction": {"d1": 0.5}},
    {"direction": {f"d{n}": 1 / math.sqrt(5000) for n in range(5000)}},
])  # fmt: skip
def test_what_is_no_slider_is_left_out(home: Home, changes: dict[str, Any]) -> None:
    home.sliders.mkdir()
    sliders = [{**GOOD, **changes}, {**GOOD, "id": "mine_good"}]
    (home.sliders / "toy.json").write_text(json.dumps({"undertone_sliders": 1, "model": "toy", "sliders": sliders}))
    assert [one.id for one in files.read_all(home)] == ["mine_good"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"undertone_sliders": 2}', '{"undertone_sliders": 1, "sliders": 3}', "[" * 100_000,
                                  '{"undertone_sliders": 1, "sliders": [NaN]}', "x" * (2 << 20)])  # fmt: skip
def test_a_damaged_file_is_put_aside_and_not_written_over(home: Home, text: str) -> None:
    home.sliders.mkdir()
    (home.sliders / "toy.json").write_text(text)
    assert files.read_all(home) == ()
    files.write(home, "toy", [OwnSlider.from_json(GOOD, "toy")])
    assert [one.name for one in files.read_all(home)] == ["Warm"]
    (aside,) = home.sliders.glob("toy.damaged-*.json")
    assert aside.read_text() == text


def test_a_slider_of_a_dimension_that_is_not_there_does_not_fit() -> None:
    spec = toy_spec()
    slider = replace(OwnSlider.from_json(GOOD, "toy"), direction=(("d1", 0.6), ("class", 0.8)))
    assert not slider.fits(spec, GOOD["sha256"]) and slider.value(Settings()) == 0.0  # type: ignore[arg-type]


# ---------------------------------------------------------------- as knobs


def test_a_slider_of_ones_own_is_turned_and_moved_as_every_control_is(session: Session) -> None:
    slider = made(session)
    address = f"mine/{slider.id}"
    (knob,) = [one for one in session.knobs() if one.room == "Mine"]
    assert knob.address == address and knob.control.label == "Warm"
    session.turn(address, 1.5)
    session.end_gesture()
    assert session.settings.get("d1") == pytest.approx(1.5) and session.knob_value(address) == pytest.approx(1.5)
    session.undo()
    assert session.settings.get("d1") != pytest.approx(1.5)
    session.turn(address, 0.5)
    session.end_gesture()
    one = session.add_modulator(address, depth=0.25)
    session._moving.offsets = {address: 0.25}
    sounding = session._sounding(session.settings)
    assert sounding.get("d1") == pytest.approx(session.modulated(address)) != pytest.approx(0.5)
    assert session.settings.get("d1") == pytest.approx(0.5), "what sounds isn't what is kept"
    session._moving.offsets = {}
    session.remove_modulator(one.id)
    session.delete_slider(slider.id)
    with pytest.raises(BadInput, match="nothing called"):
        session.knob(address)
    with pytest.raises(BadInput, match="no slider"):
        session.turn(address, 1.0)
