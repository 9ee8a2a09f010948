"""The shipped effects: small, credited, full at first, and their bandwidth is what the control says."""

from __future__ import annotations

import numpy as np
import pytest

from studio.models import catalogue
from studio.models.one_shot import OneShotModel
from studio.paths import RESOURCES
from studio.recipe import Number, Settings

FOLDER = RESOURCES / "models" / "effects"


@pytest.fixture(scope="module")
def model() -> OneShotModel:
    found = catalogue.load("effects")
    assert isinstance(found, OneShotModel)
    return found


def draws(model: OneShotModel) -> list[Settings]:
    base = model.spec.defaults()
    return [model.draw(40 + i, base.with_values({"class": name}), frozenset({"class"})) for i, name in enumerate(model.classes)]


def above(sound: np.ndarray, hertz: float) -> float:
    """Share of a sound's energy above a frequency, dB."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float(10 * np.log10(power[np.fft.rfftfreq(sound.size, 1 / 44_100) > hertz].sum() / power.sum() + 1e-10))


def test_it_is_small_and_its_sources_go_with_it() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 14e6
    notice = (FOLDER / "NOTICE.txt").read_text("utf-8")
    assert "Freedoom project" in notice and "Kenta Cho" in notice and "Redistributions in binary form" in notice


def test_every_class_sounds_and_is_full_at_first(model: OneShotModel) -> None:
    assert model.classes == ("impact", "zap", "pick-up", "explosion", "alarm", "blip", "creature", "texture")
    control = model.spec.control("bandwidth")
    assert isinstance(control, Number) and control.default == control.high == 22_050.0 and control.curve == "log"
    for clip in model.render(draws(model)):
        assert 0.02 < clip.samples.shape[1] / clip.rate <= 2.0 and np.isfinite(clip.samples).all() and np.abs(clip.samples).max() > 0.8


def test_the_bandwidth_control_takes_away_what_lies_above_it(model: OneShotModel) -> None:
    wide = [above(clip.samples[0], 6_500) for clip in model.render(draws(model))]
    narrow = [above(clip.samples[0], 6_500) for clip in model.render([one.with_values({"bandwidth": 5_512.5}) for one in draws(model)])]
    assert np.median(wide) - np.median(narrow) > 10
