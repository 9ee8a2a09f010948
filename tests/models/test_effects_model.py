"""The shipped effects: small, credited, full at first, and their bandwidth is what the control says."""

from __future__ import annotations

import numpy as np
import pytest

from studio.models import catalogue
from studio.models.effects_player import EffectsModel
from studio.paths import RESOURCES
from studio.recipe import Number, Settings

FOLDER = RESOURCES / "models" / "effects"


@pytest.fixture(scope="module")
def model() -> EffectsModel:
    found = catalogue.load("effects")
    assert isinstance(found, EffectsModel)
    return found


def draws(model: EffectsModel) -> list[Settings]:
    base = model.spec.defaults()
    return [model.draw(40 + i, base.with_values({"class": name}), frozenset({"class"})) for i, name in enumerate(model.classes)]


def above(sound: np.ndarray, hertz: float) -> float:
    """Share of a sound's energy above a frequency, dB."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float(10 * np.log10(power[np.fft.rfftfreq(sound.size, 1 / 44_100) > hertz].sum() / power.sum() + 1e-10))


def test_it_is_small_and_its_sources_go_with_it() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 15e6
    notice = (FOLDER / "NOTICE.txt").read_text("utf-8")
    assert "Freedoom project" in notice and "Kenta Cho" in notice and "Redistributions in binary form" in notice


def test_every_class_sounds_and_is_full_at_first(model: EffectsModel) -> None:
    assert model.classes == ("impact", "zap", "pick-up", "explosion", "alarm", "blip", "creature", "texture")
    control = model.spec.control("bandwidth")
    assert isinstance(control, Number) and control.default == control.high == 22_050.0 and control.curve == "log"
    for clip in model.render(draws(model)):
        assert 0.02 < clip.samples.shape[1] / clip.rate <= 2.0 and np.isfinite(clip.samples).all() and np.abs(clip.samples).max() > 0.8


def test_the_bandwidth_control_takes_away_what_lies_above_it(model: EffectsModel) -> None:
    wide, narrow = (
        [above(clip.samples[0], 6_500) for clip in model.render([one.with_values({"bandwidth": hertz}) for one in draws(model)])]
        for hertz in (22_050.0, 5_512.5)
    )
    assert np.median(wide) - np.median(narrow) > 10


def test_a_fresh_draw_has_the_bandwidth_of_a_recording_unless_it_is_kept(model: EffectsModel) -> None:
    base = model.spec.defaults().with_values({"class": "creature"})
    keep = frozenset({"class"})
    dealt = {float(model.draw(i, base, keep).get("bandwidth")) for i in range(24)}  # type: ignore[arg-type]
    assert len(dealt) > 1 and min(dealt) < 12_000
    assert all(model.draw(i, base, keep | {"bandwidth"}).get("bandwidth") == 22_050.0 for i in range(4))
    assert model.draw(3, base, keep, 0.15).get("bandwidth") == 22_050.0


def test_most_alarms_and_pick_ups_are_tones(model: EffectsModel) -> None:
    """In noise no line stands 25 dB over the median of its surroundings; before this design they were coloured noise."""
    base = model.spec.defaults()
    for name in ("alarm", "pick-up"):
        found = []
        for i in range(16):
            one = model.draw(300 + i, base.with_values({"class": name}), frozenset({"class", "bandwidth"}))
            (clip,) = model.render([one])
            sound = clip.samples[0]
            loud = max(0, min(len(sound) - 4_096, int(np.abs(sound).argmax())))
            power = np.abs(np.fft.rfft(sound[loud : loud + 4_096] * np.hanning(len(sound[loud : loud + 4_096])))) ** 2
            top = int(power.argmax())
            around = np.median(power[max(0, top - 60) : top + 60])
            found.append(10 * np.log10(power[top] / around))
        assert np.mean(np.array(found) > 20) > 0.5, (name, found)


def test_without_liveliness_the_noise_is_smoother(model: EffectsModel) -> None:
    """Loudness from 23 ms to 23 ms, over twelve explosions."""
    base, keep = model.spec.defaults().with_values({"class": "explosion"}), frozenset({"class", "bandwidth"})

    def roughness(life: float) -> float:
        found = []
        for i in range(12):
            (clip,) = model.render([model.draw(40 + i, base, keep).with_values({"life": life})])
            sound = clip.samples[0][2_000:]
            loudness = np.log([np.sqrt(np.mean(sound[i : i + 1_024] ** 2)) + 1e-4 for i in range(0, len(sound) // 2, 1_024)])
            if len(loudness) > 4:
                found.append(np.abs(np.diff(loudness)).mean())
        return float(np.mean(found))

    assert roughness(100.0) > 1.2 * roughness(0.0)


def test_a_transposition_moves_tones_by_as_much(model: EffectsModel) -> None:
    """The strongest line of six alarms, of which most are tones."""
    base, keep = model.spec.defaults().with_values({"class": "alarm", "life": 0.0}), frozenset({"class", "bandwidth"})
    moved = []
    for i in range(6):
        one = model.draw(300 + i, base, keep)
        tops = [
            int((np.abs(np.fft.rfft(clip.samples[0], 1 << 17)) ** 2).argmax())
            for clip in model.render([one, one.with_values({"transpose": 7.0})])
        ]
        moved.append(12 * np.log2(tops[1] / tops[0]))
    assert abs(np.median(moved) - 7) < 0.3, moved
