"""Keys in the audio process: the nearest sample at the key's pitch, pedal, bend, held notes that become the new sound, thieves, seams."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from studio.audio.sustain import sustain
from studio.engine.player.desk import HEARD_KEYS, WISH_KEYS_GAIN
from studio.engine.player.keys import Keys, Tuning
from studio.engine.player.live_memory import BANK_BYTES, BANK_SLOTS, LIVE_BYTES, LiveBoard
from studio.engine.player.shared import Slots

RATE = 48_000


def tone(pitch: float, seconds: float = 2.0, decay: float = 0.0, level: float = 0.5) -> np.ndarray:
    """(frames, 1): a sine at a MIDI pitch that dies away by `decay` nepers a second."""
    t = np.arange(int(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * hertz(pitch) * t) * np.exp(-decay * t)).astype(np.float32)[:, None]


def hertz(pitch: float) -> float:
    return 440.0 * 2 ** ((pitch - 69) / 12)


class Desk:
    """A Keys part over plain memory, told things and heard."""

    def __init__(self) -> None:
        self.board = LiveBoard(np.zeros(LIVE_BYTES, np.uint8))
        self.board.wishes[WISH_KEYS_GAIN] = 1.0
        self.slots = Slots(self.board, BANK_SLOTS, BANK_BYTES)
        self.part = Keys(self.board, RATE)

    def put(self, samples: np.ndarray, pitch: float, velocity: float = 0.0, number: int = 1, *, hold: bool = False) -> Any:
        loop, fade = None, 0.0
        if hold:
            found = sustain(samples, RATE)
            assert found is not None
            samples, loop, fade = found
        place = self.slots.place(samples)
        assert place is not None
        self.part.take(("put", number, float(pitch), float(velocity), place, loop, fade))
        return place

    def tell(self, *message: Any) -> None:
        self.part.take(message)

    def hear(self, frames: int, block: int = 512) -> np.ndarray:
        """The left side; both are the same."""
        heard = []
        while frames > 0:
            out = np.zeros((min(block, frames), 2), np.float32)
            self.part.process(out)
            heard.append(out[:, 0].copy())
            frames -= block
        return np.concatenate(heard)


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.tell("sets", (1,))
    made.tell("tune", Tuning(attack=0.0, release=0.05))
    return made


def step_of(sound: np.ndarray) -> float:
    """The largest step between two steps: a click stands out, whatever the tone."""
    return float(np.abs(np.diff(sound, 2)).max())


def pitch_of(sound: np.ndarray) -> float:
    """The strongest line in Hz, between the bins."""
    size = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 18))
    best = int(np.argmax(size))
    left, here, right = np.log(size[best - 1 : best + 2])
    return float(best + 0.5 * (left - right) / (left - 2 * here + right)) * RATE / (1 << 18)


def test_a_key_sounds_in_the_block_in_which_it_is_heard_of(desk: Desk) -> None:
    desk.put(tone(60), 60, 127)
    desk.hear(512)
    desk.tell("on", 60, 127)
    first = desk.hear(512)
    assert np.array_equal(first, tone(60)[:512, 0])
    assert desk.board.heard[HEARD_KEYS] == 1


def test_the_nearest_sample_plays_at_the_keys_pitch(desk: Desk) -> None:
    desk.put(tone(60), 60, 100)
    desk.put(tone(72), 72, 100)
    for key in (57, 64, 69, 74):
        desk.tell("on", key, 100)
        desk.hear(4096)
        assert pitch_of(desk.hear(16_384)) == pytest.approx(hertz(key), rel=2e-4)
        assert desk.part._playing[key][1][1] == (60 if key < 66 else 72)
        desk.tell("off", key)
        desk.hear(4096)
        assert desk.board.heard[HEARD_KEYS] == 0 and desk.part.silent


def test_velocity_chooses_the_nearest_layer_and_its_level_goes_on_from_there(desk: Desk) -> None:
    desk.put(tone(60, level=0.2), 60, 50)
    desk.put(tone(60, level=0.8), 60, 120)
    for velocity, level in ((50, 0.2), (60, 0.24), (120, 0.8), (90, 0.6)):
        desk.tell("on", 60, velocity)
        desk.hear(2048)
        assert np.abs(desk.hear(4096)).max() == pytest.approx(level, rel=0.02)
        desk.tell("silence")
        desk.hear(4096)


def test_a_sound_that_follows_no_velocity_grows_with_its_square(desk: Desk) -> None:
    desk.put(tone(60), 60)
    desk.tell("on", 60, 64)
    desk.hear(512)
    assert np.abs(desk.hear(4096)).max() == pytest.approx(0.5 * (64 / 127) ** 2, rel=0.01)


def test_the_pedal_holds_what_keys_let_go(desk: Desk) -> None:
    desk.put(tone(60), 60, 127, hold=True)
    desk.tell("pedal", True)
    desk.tell("on", 60, 127)
    desk.tell("off", 60)
    desk.hear(RATE)
    assert np.abs(desk.hear(512)).max() > 0.4
    desk.tell("pedal", False)
    desk.hear(4096)
    assert desk.board.heard[HEARD_KEYS] == 0


def test_the_wheel_bends_what_sounds_by_the_range_that_was_chosen(desk: Desk) -> None:
    desk.tell("tune", Tuning(attack=0.0, bend=12.0))
    desk.put(tone(60), 60, 127, hold=True)
    desk.tell("on", 60, 127)
    desk.tell("bend", 0.5)
    desk.hear(2048)
    assert pitch_of(desk.hear(16_384)) == pytest.approx(hertz(66), rel=2e-4)
    desk.tell("bend", 0.0)
    desk.hear(2048)
    assert pitch_of(desk.hear(16_384)) == pytest.approx(hertz(60), rel=2e-4)


def test_a_held_note_sounds_on_without_a_step_or_a_beat_and_ends_without_a_click(desk: Desk) -> None:
    desk.put(tone(60.37), 60.37, 127, hold=True)
    desk.tell("on", 60, 127)
    clean = step_of(tone(60)[:, 0])
    sound = desk.hear(6 * RATE)
    assert step_of(sound) < 1.5 * clean
    blocks = np.abs(sound[: len(sound) // 2000 * 2000].reshape(-1, 2000)).max(1)
    assert blocks.min() > 0.9 * blocks.max()
    desk.tell("off", 60)
    end = desk.hear(4096)
    assert step_of(np.concatenate([sound[-100:], end])) < 1.5 * clean
    assert not end[-512:].any()


@pytest.mark.parametrize("late", [0, 200, 900, 1700, 1900, 1919])
def test_a_key_that_goes_up_within_the_seam_does_not_click(desk: Desk, late: int) -> None:
    """The seam is 40 ms, 1,920 frames, long."""
    noise = np.random.default_rng(3).standard_normal((2 * RATE, 1)).astype(np.float32)
    smooth = np.convolve(noise[:, 0], np.hanning(400) / 40, "same").astype(np.float32)[:, None]
    desk.put(smooth, 60, 127, hold=True)
    sample = desk.part._shelf._waiting[0][1]
    assert sample is not None and sample.loop is not None
    desk.tell("on", 60, 127)
    before = desk.hear(sample.loop[1] - 1920 + late, block=256)
    desk.tell("off", 60)
    sound = np.concatenate([before, desk.hear(4096)])
    assert step_of(sound) < 1.5 * step_of(smooth[:, 0])


def test_a_note_that_dies_away_goes_on_dying_while_it_is_held(desk: Desk) -> None:
    desk.put(tone(60, decay=1.5), 60, 127, hold=True)
    desk.tell("on", 60, 127)
    sound = desk.hear(4 * RATE)
    levels = [np.abs(sound[int(at * RATE) : int(at * RATE) + 2000]).max() for at in (0.5, 1.5, 2.5, 3.5)]
    for before, after in pairwise(levels):
        assert after / before == pytest.approx(np.exp(-1.5), rel=0.1)
    desk.hear(4 * RATE)
    assert desk.board.heard[HEARD_KEYS] == 0, "after 8 s nothing is left"


def test_a_held_note_becomes_the_new_sound_once_and_without_a_click(desk: Desk) -> None:
    desk.put(tone(60), 60, 127, hold=True)
    desk.tell("on", 60, 127)
    sound = desk.hear(RATE)
    desk.put(tone(64, level=0.3), 64, 127, number=2, hold=True)
    desk.tell("sets", (2, 1))
    near = desk.hear(RATE // 2)
    assert np.abs(near[-4000:]).max() == pytest.approx(0.5, rel=0.05), "the neighbour is no reason to change"
    desk.put(tone(60, level=0.3), 60, 127, number=2, hold=True)
    after = desk.hear(RATE)
    assert np.abs(after[-4000:]).max() == pytest.approx(0.3, rel=0.05)
    assert step_of(np.concatenate([sound, near, after])) < 1.5 * step_of(tone(60)[:, 0])
    assert desk.board.heard[HEARD_KEYS] == 1
    assert pitch_of(after[-16_384:]) == pytest.approx(hertz(60), rel=2e-4)


def test_sixteen_keys_sound_and_the_seventeenth_steals_the_softest_without_a_click(desk: Desk) -> None:
    desk.tell("tune", Tuning(attack=0.01))
    for key in range(48, 66):
        desk.put(tone(key, level=0.03), key, 100, hold=True)
    for key in range(48, 64):
        desk.tell("on", key, 20 if key == 52 else 100)
    before = desk.hear(RATE)
    assert desk.board.heard[HEARD_KEYS] == 16
    desk.tell("on", 64, 100)
    after = desk.hear(RATE // 4)
    assert desk.board.heard[HEARD_KEYS] == 16
    assert sorted(voice.tag for voice in desk.part.pool.voices) == [key for key in range(48, 65) if key != 52]
    assert step_of(np.concatenate([before, after])) < 1.5 * sum(step_of(tone(key, level=0.03)[:, 0]) for key in range(48, 65))


def test_a_struck_sound_rings_on_when_its_key_goes_up_if_that_is_wanted(desk: Desk) -> None:
    desk.put(tone(60, seconds=1.0), 60)
    for ring in (True, False):
        desk.tell("tune", Tuning(attack=0.0, release=0.02, ring=ring))
        desk.tell("on", 60, 127)
        desk.tell("off", 60)
        desk.hear(4800)
        assert bool(np.abs(desk.hear(4800)).max() > 0.4) is ring
        desk.tell("silence")
        desk.hear(4800)


def test_a_long_sound_ends_with_its_key(desk: Desk) -> None:
    desk.put(tone(60, seconds=3.5), 60)
    desk.tell("on", 60, 127)
    desk.hear(4800)
    desk.tell("off", 60)
    desk.hear(4800)
    assert desk.part.silent


def test_a_glide_begins_at_the_key_before_while_that_is_down(desk: Desk) -> None:
    desk.tell("tune", Tuning(attack=0.0, glide=0.4))
    for key in (60, 72):
        desk.put(tone(key), key, 127, hold=True)
    desk.tell("on", 60, 127)
    desk.hear(4096)
    desk.tell("on", 72, 127)
    desk.tell("off", 60)
    desk.hear(8192)
    desk.hear(2 * RATE)
    assert pitch_of(desk.hear(16_384)) == pytest.approx(hertz(72), rel=2e-4)


def test_a_key_waits_a_moment_for_its_first_sample_but_not_for_ever(desk: Desk) -> None:
    desk.tell("on", 60, 127)
    assert not desk.hear(4096).any()
    desk.put(tone(60), 60, 127)
    assert desk.hear(1024).any()
    desk.tell("silence")
    desk.tell("drop", 1, 60.0, 127.0)
    desk.hear(4096)
    desk.tell("on", 60, 127)
    desk.hear(RATE)
    desk.put(tone(60), 60, 127)
    assert not desk.hear(1024).any() and desk.part.silent


def test_panic_forgets_keys_and_pedal(desk: Desk) -> None:
    desk.put(tone(60), 60, 127, hold=True)
    desk.tell("pedal", True)
    desk.tell("on", 60, 127)
    desk.hear(1024)
    desk.part.panic()
    assert not desk.hear(1024).any() and desk.part.silent and not desk.part._down and not desk.part._pedal


def test_a_dropped_sample_is_released_after_its_last_note(desk: Desk) -> None:
    place = desk.put(tone(60), 60, 127, hold=True)
    desk.tell("on", 60, 127)
    desk.hear(1024)
    desk.tell("drop", 1, 60.0, 127.0)
    desk.hear(4096)
    assert desk.board.released[place.slot] == 0
    desk.tell("off", 60)
    desk.hear(8192)
    assert desk.board.released[place.slot] == place.generation


def test_words_that_nobody_knows_are_left_out(desk: Desk) -> None:
    desk.tell("dance", 3)
    assert not desk.hear(512).any()
