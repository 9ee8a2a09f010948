"""Effects offline: each does what its name says, in any blocks of whole grains the same, from any state afresh after a reset."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.audio.effect_chain import build, render
from studio.audio.effect_parts import GRAIN, LEAST, Tap, pieces
from studio.audio.effects import KINDS, Rack, fresh
from studio.clip import Clip

RATE = 48_000


def one(kind: str, **values: float) -> Rack:
    slot = fresh(1, kind)
    for name, value in {"wet": 100.0, **values}.items():
        slot = slot.turned(name, value)
    return Rack((slot,))


def sine(hz: float, level: float = 0.25, seconds: float = 0.5) -> Clip:
    t = np.arange(round(seconds * RATE)) / RATE
    return Clip((level * np.sin(2 * np.pi * hz * t)).astype(np.float32)[None], RATE)


def level_db(clip: Clip, rack: Rack) -> float:
    """By how much a sound is louder behind it, its first tenth of a second left out."""
    out = render(clip, rack, 120.0).samples[0, RATE // 10 : clip.frames]
    into = clip.samples[0, RATE // 10 :]
    return 20 * float(np.log10(np.sqrt(np.mean(out**2)) / np.sqrt(np.mean(into**2))))


def burst() -> np.ndarray:
    """(2, 12000): noise that dies away to nothing, and silence."""
    rng = np.random.default_rng(3)
    return (rng.standard_normal((2, 12_000)) * 0.3 * np.exp(-np.arange(12_000) / 700)).astype(np.float32)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_any_blocks_of_whole_grains_give_the_same(kind: str, blocks: list[int]) -> None:
    rack, sound = Rack((fresh(1, kind),)), burst()
    whole = render(Clip(sound, RATE), rack, 120.0).samples
    chain, start, turn = build(rack, RATE, 120.0), 0, 0
    out = np.zeros((2, whole.shape[1] + 4096), np.float32)
    out[:, : sound.shape[1]] = sound
    while start < whole.shape[1]:
        count = GRAIN * blocks[turn % len(blocks)]
        block = np.ascontiguousarray(out[:, start : start + count])
        chain.process(block)
        out[:, start : start + count] = block
        start, turn = start + count, turn + 1
    assert np.array_equal(out[:, : whole.shape[1]], whole)


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_reset_it_is_as_new(kind: str) -> None:
    rack = Rack((fresh(1, kind),))
    chain = build(rack, RATE, 120.0)
    made = []
    for _ in range(2):
        block = burst()[:, :4096].copy()
        chain.process(block)
        made.append(block)
        chain.rest()
    assert np.array_equal(made[0], made[1])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("chorus", "delay", "reverb")])
def test_nothing_comes_late(kind: str) -> None:
    click = np.zeros((1, 4096), np.float32)
    click[0, 100] = 0.5
    out = render(Clip(click, RATE), one(kind, **({"cutoff": 20_000.0} if kind in ("lowpass", "ladder") else {})), 120.0).samples[0]
    assert not out[:100].any() and 100 <= int(np.argmax(np.abs(out))) <= 102


def test_each_does_what_it_says() -> None:
    assert level_db(sine(500), one("gain", gain=6.0)) == pytest.approx(6.0, abs=0.01)
    assert level_db(sine(4_000), one("lowpass", cutoff=1_000.0)) < -20 < -1.5 < level_db(sine(200), one("lowpass", cutoff=1_000.0))
    assert level_db(sine(100), one("highpass", cutoff=1_000.0)) < -30 < -1.5 < level_db(sine(8_000), one("highpass", cutoff=1_000.0))
    assert level_db(sine(4_000), one("ladder", cutoff=500.0, resonance=0.0)) < -40
    eq = one("eq", low=6.0, mid=-6.0, high=3.0)
    assert level_db(sine(30), eq) == pytest.approx(6, abs=0.8)
    assert level_db(sine(1_000), eq) == pytest.approx(-6, abs=1.0)
    assert level_db(sine(14_000), eq) == pytest.approx(3, abs=0.8)
    assert level_db(sine(500, 0.5), one("compressor", threshold=-30.0, ratio=4.0)) < -10
    assert level_db(sine(500, 0.01), one("compressor", threshold=-30.0, ratio=4.0)) == pytest.approx(0.0, abs=0.1)


def test_saturation_makes_odd_overtones() -> None:
    clip = sine(500, 0.5, 1.0)
    spectrum = np.abs(np.fft.rfft(render(clip, one("saturation", drive=18.0), 120.0).samples[0][:RATE]))
    assert spectrum[1500] > 0.05 * spectrum[500] and spectrum[1000] < 0.001 * spectrum[500]


def test_echoes_get_softer_and_go_from_side_to_side() -> None:
    click = np.zeros((1, 1000), np.float32)
    click[0, :32] = 0.5
    rack = one("delay", beats=0.5, feedback=50.0, spread=100.0, tone=20_000.0)
    out = render(Clip(click, RATE), rack, 120.0).samples
    peaks = [np.abs(out[:, n * RATE // 4 : n * RATE // 4 + 200]).max(axis=1) for n in (1, 2, 3)]
    assert [int(peak.argmax()) for peak in peaks] == [0, 1, 0]
    assert all(peak.min() < 1e-6 for peak in peaks)
    assert peaks[0].max() > 1.6 * peaks[1].max() > 1.6 * peaks[2].max()


def test_a_tail_belongs_to_the_sound_and_ends() -> None:
    clip = Clip(burst()[:1], RATE)
    small, large = (render(clip, one("reverb", size=size), 120.0) for size in (5.0, 85.0))
    assert clip.frames < small.frames < large.frames < 21 * RATE + clip.frames
    assert np.abs(large.samples[:, -1]).max() > 0  # cut at the last sample that is heard, not later
    assert large.channels == 2


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
@pytest.mark.parametrize("cutoff", [20.0, 100.0, 6_000.0, 10_000.0, 20_000.0])
def test_a_ladder_filter_at_full_resonance_stops_singing(rate: int, cutoff: float) -> None:
    slot = Rack().added("ladder").slots[0].turned("cutoff", cutoff).turned("resonance", 100.0)
    burst = np.clip(0.5 * np.random.default_rng(2).standard_normal((1, rate // 2)), -1, 1).astype(np.float32)
    assert render(Clip(burst, rate), Rack((slot,)), 120.0).seconds < 12.0  # its tail would be cut after 20 s


def test_an_empty_or_bypassed_rack_gives_the_very_clip() -> None:
    clip = sine(500)
    assert render(clip, Rack(), 120.0) is clip
    assert render(clip, one("reverb", on=0.0), 120.0) is clip
    assert render(clip, one("reverb", wet=0.0), 120.0) is clip


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 96_000])
def test_every_rate_works(rate: int) -> None:
    rack = Rack(tuple(fresh(n + 1, kind) for n, kind in enumerate(KINDS)))
    slot = rack.slot(2).turned("cutoff", 20_000.0)  # beyond half the rate of the first ones
    out = render(Clip(burst()[:, :4000], rate), rack.with_slot(slot), 120.0)
    assert out.rate == rate and 0 < out.peak < 4


@given(frames=st.integers(LEAST, 5000), most=st.integers(1, 3000))
def test_pieces_cover_everything_once(frames: int, most: int) -> None:
    found = [(piece.start, piece.stop) for piece in pieces(frames, most)]
    assert found[0][0] == 0 and found[-1][1] == frames
    assert all(a[1] == b[0] for a, b in pairwise(found))
    assert max(b - a for a, b in found) <= most


def test_a_line_is_read_where_it_was_written() -> None:
    tap = Tap(1_000, 1.0)
    tap.retime(70)
    tap.reset()
    sound = np.arange(20_000, dtype=np.float32).reshape(1, -1).repeat(2, axis=0)
    out = np.zeros_like(sound)
    for start in range(0, sound.shape[1], 50):
        part = out[:, start : start + 50]
        tap.read(part)
        tap.write(sound[:, start : start + 50])
    assert np.array_equal(out[:, 70:], sound[:, :-70]) and not out[:, :70].any()
