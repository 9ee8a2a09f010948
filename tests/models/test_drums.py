"""The shipped drum models as their user meets them: every control end to end, the same settings the same samples, draws and encodes."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from studio.audio.descriptors import descriptors
from studio.clip import Clip
from studio.errors import BadInput
from studio.models.catalogue import load
from studio.models.one_shot import OneShotModel
from studio.recipe import Choice, Settings


@pytest.fixture(scope="module", params=["drums", "drums-gan"])
def model(request: pytest.FixtureRequest) -> OneShotModel:
    loaded = load(request.param)
    assert isinstance(loaded, OneShotModel)
    return loaded


def test_every_control_at_both_ends_gives_a_sound(model: OneShotModel) -> None:
    base = model.spec.defaults(seed=3)
    for control in model.spec.controls:
        ends = control.options if isinstance(control, Choice) else (control.low, control.high)  # type: ignore[union-attr]
        for value in ends:
            (clip,) = model.render([base.with_values({control.name: value})])
            assert clip.rate == 44_100 and clip.channels == 1 and 0.05 <= clip.seconds <= 2.0
            assert clip.peak == pytest.approx(0.89, abs=0.01), (control.name, value)


def test_same_settings_same_bits_alone_or_among_others(model: OneShotModel) -> None:
    one, two = (model.draw(seed, model.spec.defaults()) for seed in (5, 6))
    together = model.render([two, one, two])
    alone = load(model.spec.id).render([one])[0]
    assert np.array_equal(together[1].samples, alone.samples)
    assert np.array_equal(together[0].samples, together[2].samples)
    assert not np.array_equal(together[0].samples[:, :2000], together[1].samples[:, :2000])


def test_the_seed_changes_the_noise_and_not_the_character(model: OneShotModel) -> None:
    base = model.spec.defaults().with_values({"class": "snare"})
    first, second = model.render([base.with_values({}, seed=1), base.with_values({}, seed=2)])
    frames = min(first.frames, second.frames)
    assert not np.array_equal(first.samples[:, :frames], second.samples[:, :frames])
    a, b = descriptors(first.samples[0], 44_100), descriptors(second.samples[0], 44_100)
    assert abs(a["brightness"] - b["brightness"]) < 0.5 and 0.6 < a["decay"] / b["decay"] < 1.7


def test_nothing_below_20_hz(model: OneShotModel) -> None:
    for seed in range(20):
        sound = model.render([model.draw(seed, model.spec.defaults())])[0].samples[0]
        power = np.abs(np.fft.rfft(sound, 1 << 17)) ** 2
        assert power[: int(10 * (1 << 17) / 44_100)].sum() < 1e-3 * power.sum()


def test_draws_keep_what_is_locked_and_nudges_stay_near(model: OneShotModel) -> None:
    base = model.draw(1, model.spec.defaults().with_values({"class": "tom"}), keep=frozenset({"class"}))
    fresh = model.draw(2, base, keep=frozenset({"class", "d1", "d2"}))
    assert all(fresh.get(name) == base.get(name) for name in ("class", "d1", "d2"))
    assert fresh.get("d3") != base.get("d3")
    near = model.draw(2, base, keep=frozenset(), amount=0.05)
    distance = lambda s: sum((float(s.get(f"d{i}")) - float(base.get(f"d{i}"))) ** 2 for i in range(1, 25))  # noqa: E731
    assert 0 < distance(near) < distance(fresh)
    assert near.get("class") == "tom"
    assert model.spec.check(fresh) == fresh


def test_draws_are_typical_and_far_corners_are_not(model: OneShotModel) -> None:
    base = model.spec.defaults()
    drawn = [model.typical(model.draw(seed, base)) for seed in range(40)]
    corner = base.with_values({f"d{i}": 3.0 for i in range(1, 25)})
    assert max(drawn) <= 0.95 and min(drawn) < 0.5
    assert model.typical(corner) == 1.0
    assert model.typical(base) < model.typical(base.with_values({"brightness": 3.0}))  # macros count by what they move


def test_histograms_show_where_the_training_sounds_lie(model: OneShotModel) -> None:
    histograms = model.histograms()
    assert set(histograms) == {f"d{i}" for i in range(1, 25)}
    assert all(len(bins) == 32 and max(bins) == 1.0 and min(bins) >= 0.0 for bins in histograms.values())
    assert sum(histograms["d1"][8:24]) > sum(histograms["d1"][:8]) + sum(histograms["d1"][24:])


def test_brightness_and_decay_go_the_right_way(model: OneShotModel) -> None:
    for name in ("brightness", "decay"):
        rises = []
        for seed in range(12):
            base = model.draw(seed, model.spec.defaults(), keep=frozenset())
            low, high = (descriptors(model.render([base.with_values({name: v})])[0].samples[0], 44_100)[name] for v in (-1.5, 1.5))
            rises.append(high > low)
        assert sum(rises) >= 10, (name, rises)


def test_encoding_its_own_hit_finds_it_again(model: OneShotModel) -> None:
    hits = [model.render([model.draw(seed, model.spec.defaults().with_values({"class": c}), keep=frozenset({"class"}))])[0]
            for seed, c in enumerate(("kick", "snare", "closed_hat", "cymbal"))]  # fmt: skip
    for hit in hits:
        again = model.render([model.encode(hit)])[0]
        a, b = descriptors(hit.samples[0], 44_100), descriptors(again.samples[0], 44_100)
        assert abs(a["brightness"] - b["brightness"]) < 1.0
        assert 0.4 < (a["decay"] + 0.02) / (b["decay"] + 0.02) < 2.5


def test_encode_takes_any_rate_and_stereo_and_refuses_silence(model: OneShotModel) -> None:
    random = np.random.default_rng(0)
    burst = random.standard_normal((2, 96_000)) * np.exp(-np.arange(96_000) / 4_000) * 0.2
    for rate in (8_000, 48_000, 96_000):
        model.render([model.encode(Clip(burst.astype(np.float32), rate))])
    with pytest.raises(BadInput, match="silent"):
        model.encode(Clip(np.zeros((1, 44_100), np.float32), 44_100))


def test_wrong_settings_are_refused_by_name(model: OneShotModel) -> None:
    for values, word in (({"class": "gong"}, "gong"), ({"d1": 1e9}, "d1"), ({"wobble": 0.0}, "wobble"), ({"d2": float("nan")}, "d2")):
        with pytest.raises(BadInput, match=word):
            model.render([Settings(0, tuple(values.items()))])


def test_sounding_on_a_cpu_imports_no_torch() -> None:
    code = (
        "import sys; from studio.models.catalogue import load; m = load('drums'); c = m.render([m.draw(1, m.spec.defaults())])[0];"
        "m.encode(c); sys.exit(3 if 'torch' in sys.modules else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
