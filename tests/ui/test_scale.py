"""Values, places and texts of a slider."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from studio.recipe import Latent, Number
from studio.ui.widgets.scale import Scale

LATENT = Scale.of(Latent("x", "X"))
CUTOFF = Scale.of(Number("c", "C", 20.0, 20_000.0, 1_000.0, unit="Hz", curve="log"))
SECONDS = Scale(0.0, 4.0, 1.0, "s")
PERCENT = Scale(0.0, 100.0, 0.0, "%")
LEVEL = Scale.of(Number("l", "L", -24.0, 0.0, -6.0, unit="dB", step=0.5))


@pytest.mark.parametrize("scale", [LATENT, CUTOFF, LEVEL])
@given(place=st.floats(0, 1))
def test_a_place_gives_a_value_inside_and_comes_back(scale: Scale, place: float) -> None:
    value = scale.value(place)
    assert scale.low <= value <= scale.high
    assert scale.fraction(value) == pytest.approx(place, abs=max(1e-6, scale.step / (scale.high - scale.low)))


@pytest.mark.parametrize("scale", [LATENT, CUTOFF])
def test_there_and_back_is_where_it_began(scale: Scale) -> None:
    place = scale.fraction(scale.default)
    for _ in range(10):
        place += 0.01 / 3
    for _ in range(10):
        place -= 0.01 / 3
    assert scale.value(place) == scale.default and math.copysign(1.0, scale.value(place)) == 1.0


def test_log_spreads_octaves_evenly() -> None:
    assert CUTOFF.value(0.5) == pytest.approx(math.sqrt(20.0 * 20_000.0))


@pytest.mark.parametrize(
    ("scale", "text", "value"),
    [
        (LATENT, "0.8", 0.8), (LATENT, "0,8", 0.8), (LATENT, "+0.8 σ", 0.8), (LATENT, "−1.5σ", -1.5), (LATENT, "0.8 sigma", 0.8),
        (LATENT, "75 %", 1.5), (LATENT, "99", 3.0), (CUTOFF, "1.2k", 1200.0), (CUTOFF, "440 Hz", 440.0), (CUTOFF, "1,5 kHz", 1500.0),
        (LEVEL, "-6.2", -6.0), (LATENT, "", None), (LATENT, "loud", None), (LATENT, "1 2", None), (LATENT, "nan", None),
        (LATENT, "80%", 1.8), (LATENT, ".5sd", 0.5), (LATENT, "3 dB", None), (CUTOFF, "1 kHz", 1000.0), (CUTOFF, "3 khz", 3000.0),
        (CUTOFF, "1 sigma", None), (SECONDS, "250 ms", 0.25), (SECONDS, "1,5 s", 1.5), (SECONDS, "2 m", None), (LEVEL, "inf", None),
        (PERCENT, "40 %", 40.0), (PERCENT, "40", 40.0), (CUTOFF, "1e999", None),
    ],
)  # fmt: skip
def test_typed_values(scale: Scale, text: str, value: float | None) -> None:
    assert scale.parse(text) == (None if value is None else pytest.approx(value))


def test_what_is_shown_can_be_typed_back() -> None:
    for scale in (LATENT, CUTOFF, LEVEL):
        for place in (0.0, 0.13, 0.5, 0.77, 1.0):
            value = scale.value(place)
            assert scale.parse(scale.text(value)) == pytest.approx(value, rel=0.01, abs=0.006)


def test_the_locale_writes_the_decimal_sign() -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German))
        assert LATENT.text(0.8) == "+0,80 σ"
        assert LATENT.text(-0.001) == "0,00 σ"
    finally:
        QLocale.setDefault(before)


def test_keyboard_steps() -> None:
    assert LATENT.moved(0.0, 1) == pytest.approx(0.1)
    assert LATENT.moved(0.0, 0.1) == pytest.approx(0.01)
    assert LATENT.moved(2.95, 1) == 3.0
    assert LEVEL.moved(-6.0, 1) == -5.5
    assert LEVEL.moved(-6.0, 0.1) == -5.5  # never less than a step


@pytest.mark.parametrize(
    ("scale", "value", "rounded"),
    [(LATENT, 0.74, 0.5), (LATENT, 2.9, 3.0), (LEVEL, -7.3, -8.0), (SECONDS, 1.29, 1.2), (PERCENT, 43.0, 45.0), (CUTOFF, 150.0, 160.0)],
)
def test_a_drag_in_steps_stops_at_round_values(scale: Scale, value: float, rounded: float) -> None:
    assert scale.stepped(value) == pytest.approx(rounded)


def test_whole_numbers_are_written_like_others() -> None:
    assert Scale(0, 1, 0, step=1e-12).text(0) == Scale(0.0, 1.0, 0.0, step=1e-12).text(0.0)
    assert Scale(-3, 3, 0, zero=True).text(2) == Scale(-3.0, 3.0, 0.0, zero=True).text(2.0)
