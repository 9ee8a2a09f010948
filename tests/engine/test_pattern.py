"""The pattern: what is kept of it, what it refuses, and that damaged JSON never stops a start."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engine.pattern import MOST_OFFSETS, NOBODY, PADS, Pad, PadSound, Pattern, Step
from studio.engine.stage import Stage
from studio.errors import BadInput
from studio.recipe import Settings

SOUND = PadSound("drums", Settings(7, (("class", "kick"), ("brightness", 0.5))), "take1", "ab" * 32)
FULL = Pattern().with_pad(2, name="Kick", sound=SOUND, level_db=-3.0, pan=0.25, muted=True, soloed=True, group=2, control="brightness",
                          steps=((0, Step(0.5, 0.25, 0.8, 3)), (63, Step())))  # fmt: skip
FULL = replace(FULL, length=48, swing=0.62, level_db=-2.0, seed=99, following=2)


def test_a_pattern_comes_back_from_json() -> None:
    assert Pattern.from_json(FULL.to_json()) == FULL
    assert Stage.from_json(Stage(pattern=FULL).to_json()).pattern == FULL
    assert Pattern.from_json(Pattern().to_json()) == Pattern()


rubbish = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@given(rubbish, st.sampled_from(["pads", "length", "swing", "level_db", "seed", "following"]))
def test_whatever_is_damaged_is_left_out(bad: Any, key: str) -> None:
    got = Pattern.from_json({**FULL.to_json(), key: bad})
    assert len(got.pads) == PADS and 4 <= got.length <= 64 and 0.5 <= got.swing <= 0.75 and NOBODY <= got.following < PADS
    if key != "pads":
        assert got.pads == FULL.pads
    Pattern.from_json(bad)


@given(rubbish, st.sampled_from(["name", "sound", "level_db", "pan", "muted", "soloed", "group", "control", "steps"]))
def test_a_damaged_pad_keeps_the_rest(bad: Any, key: str) -> None:
    pad = FULL.pads[2]
    got = Pad.from_json({**pad.to_json(), key: bad})
    for name in {"name", "sound", "level_db", "pan", "muted", "soloed", "group", "control", "steps"} - {key}:
        assert getattr(got, name) == getattr(pad, name)
    for index, step in got.steps:
        assert 0 <= index < 64 and step == step.within()


def test_steps_are_set_and_taken_away() -> None:
    pattern = Pattern().with_step(0, 5, Step(velocity=3.0, ratchets=9)).with_step(0, 2, Step())
    assert pattern.pads[0].steps == ((2, Step()), (5, Step(velocity=1.0, ratchets=4)))
    assert pattern.with_step(0, 5, None).with_step(0, 2, None) == Pattern()
    for pad, index in ((8, 0), (0, 64), (-1, 0)):
        with pytest.raises(BadInput, match="no step"):
            pattern.with_step(pad, index, Step())


def test_a_pad_has_few_offsets() -> None:
    pattern = Pattern()
    for index in range(MOST_OFFSETS):
        pattern = pattern.with_step(0, index, Step(offset=0.5 + index))
    pattern = pattern.with_step(0, 8, Step(offset=0.5)).with_step(0, 9, Step())
    assert pattern.pads[0].offsets() == (0.5, 1.5, 2.5)
    assert pattern.pads[0].offsets(length=2) == (0.5, 1.5)
    with pytest.raises(BadInput, match="at most 3"):
        pattern.with_step(0, 10, Step(offset=-1.0))


def test_solo_silences_the_others_and_mute_is_stronger() -> None:
    pattern = Pattern().with_pad(1, soloed=True).with_pad(2, soloed=True, muted=True)
    assert [pattern.audible(pad) for pad in range(4)] == [False, True, False, False]
    assert Pattern().with_pad(3, muted=True).audible(3) is False
