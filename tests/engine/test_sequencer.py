"""The sequencer without a device: every onset where the arithmetic says, whatever the blocks are, and nothing that clicks."""

import math
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.engine.player.bounce import bounce, folded, loop_frames
from studio.engine.player.desk import HEARD_SEQUENCER, WISH_PADS_GAIN
from studio.engine.player.sequencer import HITS, INDEX, RUNNING, SOUNDING, STEP, Order, Score, Sequencer, frames_a_step, lot
from studio.engine.player.shared import Placement

RATE = 48_000
CLICK = np.ones((1, 1), np.float32)
NOISE = np.random.default_rng(1).uniform(-0.5, 0.5, (30_000, 2)).astype(np.float32)
STEADY = np.full((RATE, 1), 0.5, np.float32)


class Rig:
    """A sequencer over plain memory; sounds by key."""

    def __init__(self, score: Score, sounds: dict[int, np.ndarray], bpm: float = 120.0, rate: int = RATE) -> None:
        self.sounds = sounds
        self.board = SimpleNamespace(released=np.zeros(128, np.int64), wishes=np.zeros(64), heard=np.zeros(256),
                                     samples=lambda place: self.sounds[place.slot])  # fmt: skip
        self.board.wishes[WISH_PADS_GAIN] = 1.0
        self.part = Sequencer(self.board, rate)
        for key in sounds:
            self.put(key)
        self.part.take(("score", score))
        self.part.take(("tempo", bpm))

    def put(self, key: int) -> None:
        self.part.take(("sample", key, Placement(key, 1, 0, *self.sounds[key].shape)))

    def run(self, frames: int, block: int = 512) -> np.ndarray:
        made = []
        while frames > 0:
            out = np.zeros((min(block, frames), 2), np.float32)
            self.part.process(out)
            made.append(out)
            frames -= len(out)
        return np.concatenate(made)

    def heard(self, index: int) -> float:
        return float(self.board.heard[HEARD_SEQUENCER + index])


def every_step(length: int = 16, **more: object) -> Score:
    return Score(steps=((Order(0, 0),),) * length, **more)  # type: ignore[arg-type]


def onsets(sound: np.ndarray) -> list[int]:
    return np.flatnonzero(sound[:, 0]).tolist()


def exact(step: int, bpm: Fraction, swing: Fraction, rate: int = RATE) -> int:
    """In fractions: the nearest frame, halves up."""
    place = step + (2 * swing - 1 if step % 2 else 0)
    return math.floor(place * rate * 60 / (bpm * 4) + Fraction(1, 2))


@settings(deadline=None, max_examples=25)
@given(bpm=st.integers(30, 300), eighths=st.integers(0, 7), swing=st.sampled_from([50, 54, 58, 62, 66, 75]),
       block=st.integers(64, 4096), rate=st.sampled_from([44_100, 48_000, 96_000]))  # fmt: skip
def test_every_onset_lies_where_exact_fractions_put_it(bpm: int, eighths: int, swing: int, block: int, rate: int) -> None:
    tempo, share = Fraction(bpm) + Fraction(eighths, 8), Fraction(swing, 100)
    tempo = min(tempo, Fraction(300))
    rig = Rig(every_step(swing=swing / 100), {0: CLICK}, float(tempo), rate)
    rig.run(777)
    rig.part.take(("start",))
    got = onsets(rig.run(2 * rate, block))
    wanted = [exact(step, tempo, share, rate) for step in range(len(got))]
    off = [a - b for a, b in zip(got, wanted, strict=True)]
    assert max(map(abs, off)) <= (1 if share not in (Fraction(1, 2), Fraction(3, 4)) else 0)  # 0.54 is no exact float: a tie may tip
    assert exact(len(got), tempo, share, rate) >= 2 * rate - 1


def test_an_hour_later_nothing_has_drifted() -> None:
    rig = Rig(every_step(), {0: CLICK}, 133.7)
    rig.part.take(("start",))
    rig.run(1)
    part, hour = rig.part, 3600 * RATE
    part._at, part._next = hour, math.ceil(part._step_at(hour))  # an hour of blocks would take minutes
    first = part._next
    got = [hour + frame for frame in onsets(rig.run(RATE))]
    assert got == [exact(first + n, Fraction("133.7"), Fraction(1, 2)) for n in range(len(got))] and len(got) > 8


def test_it_starts_at_once_and_stops() -> None:
    rig = Rig(every_step(), {0: NOISE})
    assert rig.part.silent is False  # orders wait
    assert not rig.run(1000).any() and rig.part.silent
    rig.part.take(("start",))
    assert np.array_equal(rig.run(512), NOISE[:512])
    assert rig.heard(RUNNING) == 1 and rig.heard(INDEX) == 0 and rig.heard(HITS) == 1 and rig.heard(SOUNDING) == 1
    rig.part.take(("stop",))
    rest = rig.run(40_000)
    assert np.array_equal(rest[: 30_000 - 512], NOISE[512:]) and rig.part.silent and rig.heard(RUNNING) == 0 and rig.heard(INDEX) == -1


def test_a_new_tempo_goes_on_from_where_it_is() -> None:
    rig = Rig(every_step(), {0: CLICK}, 120.0)
    rig.part.take(("start",))
    before = rig.run(14_080)  # steps at 0, 6000, 12000; 2080 frames into the third
    place = rig.heard(STEP)
    rig.part.take(("tempo", 60.0))
    after = rig.run(30_000)
    assert onsets(before) == [0, 6000, 12_000] and place == pytest.approx(14_080 / 6000)
    assert onsets(after) == [round((3 - place) * 12_000) + 12_000 * n for n in range(2)]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(30, 300), st.integers(1, 20)), min_size=1, max_size=12))
def test_no_tempo_skips_or_repeats_a_step(changes: list[tuple[int, int]]) -> None:
    """Each step sounds with a level of its own."""
    levels = {key: np.full((1, 1), (key + 1) / 16, np.float32) for key in range(16)}
    rig = Rig(Score(steps=tuple((Order(0, key),) for key in range(16)), swing=0.6), levels)
    rig.part.take(("start",))
    heard = []
    for bpm, blocks in changes:
        rig.part.take(("tempo", float(bpm)))
        heard.append(rig.run(512 * blocks))
    sound = np.concatenate(heard)[:, 0]
    numbers = [round(float(level) * 16) - 1 for level in sound[sound != 0]]
    assert numbers == [n % 16 for n in range(len(numbers))]


def test_a_new_pattern_takes_over_at_the_next_step() -> None:
    rig = Rig(every_step(), {0: CLICK, 1: -CLICK})
    rig.part.take(("start",))
    rig.run(5_999)
    rig.part.take(("score", Score(steps=((Order(0, 1),),) * 16)))
    sound = rig.run(7_000)[:, 0]
    assert sound[1] == -1.0 and sound[6_001] == -1.0 and np.count_nonzero(sound) == 2


def test_another_length_keeps_the_place_where_it_can() -> None:
    rig = Rig(every_step(16), {0: CLICK})
    rig.part.take(("start",))
    rig.run(6_000 * 18)  # two steps into the second round
    rig.part.take(("score", every_step(32)))
    rig.run(100)
    assert rig.heard(INDEX) == 2
    rig.run(6_000 * 20)
    assert rig.heard(INDEX) == 22
    rig.part.take(("score", every_step(16)))
    rig.run(6_000)
    assert rig.heard(INDEX) == 0


def test_chance_is_drawn_the_same_each_time_and_as_often_as_it_says() -> None:
    draws = [lot(5, step, pad) < 0.3 for step in range(4000) for pad in range(8)]
    assert 0.28 < np.mean(draws) < 0.32
    score = Score(steps=((Order(0, 0, chance=0.5),),) * 16, seed=3)
    first, second = (bounce(score, {0: CLICK}, RATE, 300.0, rounds=4) for _ in range(2))
    assert np.array_equal(first, second) and 20 < np.count_nonzero(first[:, 0]) < 44
    assert not np.array_equal(first, bounce(score._replace(seed=4), {0: CLICK}, RATE, 300.0, rounds=4))


def test_velocity_ratchets_gains_and_panning() -> None:
    score = Score(steps=((Order(1, 0, velocity=0.5, ratchets=3),), *((),) * 15), gains=((1.0, 1.0), (0.5, 1.0), *((1.0, 1.0),) * 6))
    sound = bounce(score, {0: CLICK}, RATE, 120.0)
    assert onsets(sound) == [0, 2000, 4000]
    assert np.allclose(sound[[0, 2000, 4000]], [0.125, 0.25])


def test_a_bounce_is_what_is_heard_whatever_the_blocks_are() -> None:
    steps = tuple(tuple(Order(pad, pad % 2, 0.3 + pad / 20, 0.8, 1 + pad % 3) for pad in range(8) if (step + pad) % 3 == 0)
                  for step in range(16))  # fmt: skip
    gains = tuple((0.3 + pad / 20, 0.5) for pad in range(8))
    score = Score(steps=steps, swing=0.63, gains=gains, groups=(0, 1, 1, 0, 0, 2, 2, 0))
    sounds = {0: NOISE, 1: NOISE[:9_000, :1].copy()}
    wanted = bounce(score, sounds, RATE, 141.0, rounds=2)
    for block in (64, 333, 512, 4096):
        rig = Rig(score, sounds, 141.0)
        rig.run(1234, block)
        rig.part.take(("start",))
        heard = rig.run(loop_frames(score, RATE, 141.0, 2), block)
        assert np.array_equal(heard, wanted[: len(heard)]), block
    assert np.abs(wanted).max() > 0.3


def test_a_choked_sound_falls_without_a_step_and_a_mute_too() -> None:
    score = Score(steps=((Order(0, 0),), (), (Order(1, 1),), *((),) * 13), groups=(1, 1, *(0,) * 6))
    sounds = {0: STEADY, 1: np.zeros((100, 1), np.float32)}
    rig = Rig(score, sounds)
    rig.part.take(("start",))
    sound = rig.run(20_000)[:, 0]
    assert np.all(sound[:12_000] == 0.5) and not sound[12_240:].any()
    assert np.abs(np.diff(sound[1:])).max() < 0.01
    rig.part.take(("start",))
    rig.run(1_000)
    rig.part.take(("score", score._replace(audible=(False, *(True,) * 7))))
    muted = rig.run(4_000)[:, 0]
    assert muted[0] > 0.49 and not muted[240:].any() and np.abs(np.diff(muted)).max() < 0.01


def test_of_two_hits_of_a_group_at_once_the_later_one_sounds_alone() -> None:
    score = Score(steps=((Order(0, 0), Order(1, 1)), *((),) * 15), groups=(1, 1, *(0,) * 6))
    sound = bounce(score, {0: STEADY, 1: NOISE}, RATE, 120.0)
    assert np.array_equal(sound[:30_000], NOISE)


def test_one_hit_too_many_lets_the_oldest_fall() -> None:
    rig = Rig(every_step(), {0: STEADY}, 300.0)  # a step is 2400 frames, the sound 48000
    rig.part.take(("start",))
    sound = rig.run(40_000)[:, 0]
    assert sound.max() <= 2.0
    assert np.all(sound[9_600 + 300 : 12_000] == 1.5)


def test_a_sound_that_is_replaced_rings_out_and_the_new_one_takes_over_at_its_next_hit() -> None:
    sounds = {0: NOISE, 1: STEADY}
    rig = Rig(Score(steps=((Order(0, 0),), *((),) * 7, (Order(0, 0),), *((),) * 7)), sounds)
    rig.part.take(("start",))
    first = rig.run(10_000)
    rig.put(1)
    rig.part.take(("score", Score(steps=((Order(0, 1),), *((),) * 7, (Order(0, 1),), *((),) * 7))))
    rig.part.take(("drop", 0))
    rest = rig.run(6_000 * 8 - 10_000)
    assert np.array_equal(np.concatenate([first, rest])[:30_000], NOISE) and not rest[20_000:].any()
    assert np.all(rig.run(1_000) == 0.5)
    assert rig.board.released[0] == 1  # the old one's memory is free again


@pytest.mark.parametrize("size", [32, 100, 512, 1_024])
def test_a_pad_is_heard_in_the_next_block_and_the_levels_glide(size: int) -> None:
    rig = Rig(every_step(), {0: STEADY})
    rig.part.take(("hit", 0, 0, 1.0))
    assert np.all(rig.run(512) == 0.5)
    rig.part.take(("score", every_step(gains=((0.0, 0.5), *((1.0, 1.0),) * 7))))
    block = rig.run(1_024, size)
    assert np.abs(np.diff(block, axis=0)).max() < 0.002 and block[-1, 0] == 0.0
    rig.board.wishes[WISH_PADS_GAIN] = 0.5
    block = rig.run(1_024, size)
    assert np.abs(np.diff(block[:, 1])).max() < 0.002 and block[-1, 1] == pytest.approx(0.125)
    rig.part.take(("hit", 0, 77, 1.0))  # a sound that isn't there
    rig.part.panic()
    assert not rig.run(512).any() and rig.part.silent


def test_tails_are_folded_over_the_start() -> None:
    score = Score(steps=(*((),) * 15, (Order(0, 0),)))
    length = loop_frames(score, RATE, 120.0)
    sound = bounce(score, {0: NOISE}, RATE, 120.0)
    loop = folded(sound, length)
    assert length == 96_000 and len(loop) == length and len(sound) > length
    assert np.array_equal(loop[90_000:], NOISE[:6_000]) and np.array_equal(loop[:24_000], NOISE[6_000:])


def test_the_length_of_a_loop_is_rounded_once() -> None:
    assert loop_frames(every_step(16), 44_100, 133.7, 3) == math.floor(3 * 16 * frames_a_step(44_100, 133.7) + 0.5)
