"""The desk beside the mixer: parts add their sound, the tape keeps it, panic brings it down; and the pool of voices."""

import numpy as np
import pytest

from studio.audio.effects import Rack
from studio.engine.player import desk
from studio.engine.player import mixer as mix
from studio.engine.player.desk import Desk
from studio.engine.player.live_link import LiveLink
from studio.engine.player.live_memory import BANK_BYTES, BANK_SLOTS, LIVE_BYTES, TAPE_FRAMES, LiveBoard
from studio.engine.player.pool import FALLING, VOICES, Pool, Sample, Shelf
from studio.engine.player.shared import TOTAL_BYTES, Board, Placement, Slots

RATE = 48_000


class Tone:
    """A part that sounds 0.5 until panic."""

    silent = False

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def take(self, message: tuple[object, ...]) -> None:
        self.told.append(message)

    def process(self, out: np.ndarray) -> None:
        if not self.silent:
            out += 0.5

    def panic(self) -> None:
        self.silent = True


@pytest.fixture
def board() -> LiveBoard:
    return LiveBoard(np.zeros(LIVE_BYTES, np.uint8))


def sample(samples: np.ndarray, loop: tuple[int, int] | None = None) -> Sample:
    return Sample(Placement(0, 1, 0, len(samples), samples.shape[1]), samples, loop)


def test_a_part_is_heard_with_the_mixers_voice_and_kept_on_the_tape(board: LiveBoard) -> None:
    desk = Desk(board, RATE, {"tone": Tone()})
    mixer = mix.Mixer(Board(np.zeros(TOTAL_BYTES, np.uint8)), RATE, desk)
    mixer._board.gain[0] = 1.0
    mixer.settle_gain()
    mixer.commands.append(mix.Play(mix.Voice(np.full((RATE, 1), 0.25, np.float32), False, 1)))
    out = np.zeros((512, 2), np.float32)
    mixer.process(out)
    assert np.allclose(out, 0.75)
    assert np.allclose(board.taped(0, 512), 0.75)
    assert not mixer.silent


def test_a_part_that_fails_is_silenced_and_the_others_are_heard(board: LiveBoard) -> None:
    class Failing(Tone):
        def process(self, out: np.ndarray) -> None:
            raise ZeroDivisionError

    failing = Failing()
    desk = Desk(board, RATE, {"failing": failing, "tone": Tone()}, Failing())
    for block in range(1, 4):
        desk.process(out := np.zeros((512, 2), np.float32))
        assert np.all(out == 0.5) and desk.faults == 2 * block and "ZeroDivisionError" in desk.fault
    assert failing.silent and np.all(board.taped(0, 3 * 512) == 0.5)


def test_the_tape_goes_round_and_gives_the_newest(board: LiveBoard) -> None:
    block = np.zeros((4096, 2), np.float32)
    frames = 0
    while frames < TAPE_FRAMES + 50_000:
        block[:] = (np.arange(frames, frames + 4096) % 65_536)[:, None]
        board.record(block)
        frames += 4096
    got = board.taped(frames - 9000, frames)
    assert np.array_equal(got[:, 0], np.arange(frames - 9000, frames) % 65_536)
    assert len(board.taped(0, 1000)) == 0


def test_panic_brings_every_part_down_in_two_milliseconds_without_a_step(board: LiveBoard) -> None:
    desk = Desk(board, RATE, {"tone": Tone()})
    mixer = mix.Mixer(Board(np.zeros(TOTAL_BYTES, np.uint8)), RATE, desk)
    mixer._board.gain[0] = 1.0
    mixer.settle_gain()
    out = np.zeros((64, 2), np.float32)
    mixer.process(out)
    mixer.commands.append(mix.Panic())
    heard = [out.copy()]
    for _ in range(4):
        mixer.process(out)
        heard.append(out.copy())
    sound = np.concatenate(heard)[:, 0]
    assert np.abs(np.diff(sound)).max() < 0.02
    assert np.all(sound[64 + 97 :] == 0.0)
    assert mixer.silent


def test_a_voice_with_its_effects_in_it_joins_the_rack_behind_them(board: LiveBoard) -> None:
    made = Desk(board, RATE, {"tone": Tone()})
    rack = Rack().added("gain").added("gain")
    rack = rack.with_slot(rack.slot(1).turned("gain", -6.0206)).with_slot(rack.slot(2).turned("gain", 6.0206))
    made.take(("rack", "rack", rack, 120.0, 1))

    def block() -> np.ndarray:
        out = np.full((256, 2), 0.4, np.float32)
        made.process(out)
        return out[:, 0]

    tone = np.zeros((256, 2), np.float32)
    Tone().process(tone)
    heard = [block()]
    for id, level in ((1, 0.8), (2, 0.4), (1, 0.8), (7, 0.4), (0, 0.4)):  # 7: one that isn't there
        board.wishes[desk.WISH_JOIN] = float(id)
        heard += [block() for _ in range(4)]
        assert np.allclose(heard[-1], level + tone[0, 0], atol=1e-5), id
    assert np.abs(np.diff(np.concatenate(heard))).max() < 0.0015  # it goes over, it doesn't leap
    assert np.allclose(heard[0], heard[-1], atol=1e-6)


def test_a_voice_stays_behind_its_effects_while_they_are_moved(board: LiveBoard) -> None:
    """Half is in it, so it is heard twice as loud at most and never half, wherever the two are put."""
    made = Desk(board, RATE, {})
    half, twice = Rack().added("gain").added("gain").slots
    half, twice = half.turned("gain", -6.0206), twice.turned("gain", 6.0206)
    board.wishes[desk.WISH_JOIN] = float(half.id)
    heard = []
    for version, (slots, level) in enumerate((((half, twice), 0.8), ((twice, half), 0.4), ((half, twice), 0.8), ((half,), 0.4)), 1):
        made.take(("rack", "rack", Rack(slots), 120.0, version))
        for _ in range(12):
            out = np.full((256, 2), 0.4, np.float32)
            made.process(out)
            heard.append(out[:, 0])
        assert np.allclose(heard[-1], level, atol=1e-5), version
    assert np.abs(np.diff(np.concatenate(heard))).max() < 0.004 and np.concatenate(heard).min() > 0.39


def test_words_reach_the_part_they_name(board: LiveBoard) -> None:
    tone = Tone()
    made = Desk(board, RATE, {"tone": tone})
    made.take(("tone", "louder", 2))
    made.take(("nobody", 1))
    assert tone.told == [("louder", 2)]


def test_a_voice_at_its_own_pitch_is_the_sample_bit_for_bit() -> None:
    noise = np.random.default_rng(1).standard_normal((2000, 1)).astype(np.float32)
    pool = Pool(RATE)
    pool.start(sample(noise), "pad")
    heard = []
    for _ in range(5):
        out = np.zeros((512, 2), np.float32)
        pool.mix(out)
        heard.append(out)
    sound = np.concatenate(heard)
    assert np.array_equal(sound[:2000, 0], noise[:, 0]) and not sound[2000:].any()
    assert pool.sounding == 0


@pytest.mark.parametrize("step", [0.5, 1.5, 2.0**0.25])
def test_a_pitched_voice_is_in_tune_and_the_blocks_do_not_show(step: float) -> None:
    sine = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE).astype(np.float32)[:, None]
    pool = Pool(RATE)
    pool.start(sample(sine), 1, step=step)
    heard = []
    for size in (512, 64, 333, 4096, 512, 2048, 8):
        out = np.zeros((size, 2), np.float32)
        pool.mix(out)
        heard.append(out)
    sound = np.concatenate(heard)[:, 0]
    expected = np.sin(2 * np.pi * 440 * step * np.arange(len(sound)) / RATE)
    assert np.abs(sound - expected)[4:].max() < 2e-3


def test_a_held_voice_goes_round_its_loop_and_leaves_it_on_release() -> None:
    ramp = np.arange(1000, dtype=np.float32)[:, None] / 1000
    pool = Pool(RATE)
    pool.start(sample(ramp, loop=(200, 400)), 60)
    out = np.zeros((4096, 2), np.float32)
    pool.mix(out)
    assert out[1000:, 0].min() >= 0.19 and out[:, 0].max() <= 0.401
    pool.release(60, seconds=float("inf"))
    pool.mix(out := np.zeros((4096, 2), np.float32))
    assert out[:, 0].max() > 0.9 and pool.sounding == 0


@pytest.mark.parametrize("step", [0.7, 1.3, 2.2])
@pytest.mark.parametrize("block", [64, 512])
def test_a_loop_of_a_whole_sound_has_no_click_where_it_goes_round_at_another_pitch(step: float, block: int) -> None:
    sine = np.cos(2 * np.pi * 440 * np.arange(RATE // 10) / RATE).astype(np.float32)[:, None]
    pool = Pool(RATE)
    pool.start(sample(sine, loop=(0, len(sine))), 60, step=step)
    heard = []
    for _ in range(16_384 // block):
        pool.mix(out := np.zeros((block, 2), np.float32))
        heard.append(out[:, 0])
    sound = np.concatenate(heard)
    assert np.abs(sound - np.cos(2 * np.pi * 440 * step * np.arange(len(sound)) / RATE))[4:].max() < 2e-3


def test_one_voice_too_many_steals_the_quietest_without_a_click() -> None:
    steady = np.ones((RATE, 1), np.float32)
    pool = Pool(RATE)
    for key in range(VOICES):
        pool.start(sample(steady), key, gain=0.001 if key == 5 else 0.05)
    pool.mix(np.zeros((512, 2), np.float32))
    pool.start(sample(steady), "new", gain=0.05)
    pool.mix(np.zeros((512, 2), np.float32))
    assert pool.sounding == VOICES
    assert sorted(str(voice.tag) for voice in pool._voices) == sorted([*(str(k) for k in range(VOICES) if k != 5), "new"])


def test_what_was_let_go_with_a_long_release_never_fills_a_block() -> None:
    """Twenty keys a second, each let go at once with a release of 5 s: the oldest give way, without a step."""
    steady = np.ones((5 * RATE, 1), np.float32)
    pool = Pool(RATE)
    most, heard = 0, []
    for key in range(100):
        pool.start(sample(steady), key, gain=0.01, attack=0.01)
        for _ in range(5):
            out = np.zeros((480, 2), np.float32)
            pool.mix(out)
            heard.append(out[:, 0])
            most = max(most, pool.sounding)
            pool.release(key, 5.0)
    assert VOICES < most <= VOICES + FALLING + 1
    assert np.abs(np.diff(np.concatenate(heard))).max() < 0.01 * 0.02


def test_the_bank_is_empty_for_the_process_that_comes_after_one() -> None:
    """What the one before it had released, or was to release, is not lost to the bank."""
    link = LiveLink(lambda *_: None)
    try:
        released, read = (link.place(np.ones((BANK_BYTES // 8, 1), np.float32)) for _ in range(2))
        assert released is not None and read is not None and link.place(np.ones((1, 1), np.float32)) is None
        link.board(lambda board: board.released.__setitem__(released.slot, released.generation))
        link.cleared()
        link.give_back(read)
        again = link.place(np.full((BANK_BYTES // 4, 1), 0.5, np.float32))
        assert again is not None and link.place(np.ones((1, 1), np.float32)) is None
        link.give_back(released)  # by a part that hears of the new process later
        assert link.place(np.ones((1, 1), np.float32)) is None
    finally:
        link.close()


def test_a_replaced_sample_is_released_once_no_voice_reads_it(board: LiveBoard) -> None:
    slots = Slots(board, BANK_SLOTS, BANK_BYTES)
    shelf, pool = Shelf(board), Pool(RATE)
    place = slots.place(np.ones((600, 1), np.float32))
    assert place is not None
    shelf.put("kick", Sample(place, board.samples(place)))
    shelf.tend(pool)
    kick = shelf.get("kick")
    assert kick is not None
    pool.start(kick, 0)
    shelf.drop("kick")
    out = np.zeros((512, 2), np.float32)
    for released in (0, 0, 0, 1):
        shelf.tend(pool)
        assert board.released[place.slot] == released
        pool.mix(out)
