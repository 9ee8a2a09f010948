"""The mixer alone, block by block: no process, no device."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio import fades
from studio.engine.player import mixer as mix
from studio.engine.player.shared import CLIP_FRAMES, HEADER_BYTES, MARKED, PLAYING, POSITION, REQUEST, SLOTS, TOTAL_BYTES, Board

RATE = 48_000
CROSSFADE = fades.frames_of(fades.CROSSFADE_SECONDS, RATE)
RELEASE = fades.frames_of(fades.RELEASE_SECONDS, RATE)
CEILING = 10 ** (-1 / 20)


def new_mixer(gain: float = 1.0, rate: int = RATE) -> tuple[mix.Mixer, Board]:
    board = Board(np.zeros(TOTAL_BYTES, np.uint8))
    board.clear(gain)
    return mix.Mixer(board, rate), board


def run(mixer: mix.Mixer, frames: int, block: int = 512) -> np.ndarray:
    """(frames, 2) of output, in blocks."""
    out = np.full((frames, 2), 7.0, np.float32)
    for start in range(0, frames, block):
        mixer.process(out[start : start + block])
    return out


def noise(frames: int, seed: int, channels: int = 1, level: float = 0.8) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-level, level, (frames, channels)).astype(np.float32)


def sine(frames: int, cycles: int, phase: float = 0.0) -> np.ndarray:
    turn = 2 * np.pi * cycles * np.arange(frames) / frames
    return (0.8 * np.sin(turn + phase)).astype(np.float32)[:, None]


@given(frames=st.integers(1, 3000), block=st.integers(1, 1500), channels=st.sampled_from([1, 2]))
@settings(max_examples=40, deadline=None)
def test_a_loop_passes_bit_for_bit_over_its_seam(frames: int, block: int, channels: int) -> None:
    mixer, _ = new_mixer()
    clip = noise(frames, 1, channels)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    out = run(mixer, 4000, block)
    expected = np.broadcast_to(clip, (frames, 2))[np.arange(4000) % frames]
    assert np.array_equal(out, expected)


def test_a_one_shot_passes_bit_for_bit_and_is_followed_by_silence() -> None:
    mixer, board = new_mixer()
    clip = noise(1000, 2, 2)
    mixer.commands.append(mix.Play(mix.Voice(clip, False, 3)))
    out = run(mixer, 2048)
    assert np.array_equal(out[:1000], clip)
    assert not out[1000:].any()
    assert board.snapshot()[PLAYING] == 0 and board.snapshot()[POSITION] == 1000


@given(frames=st.integers(2, 5000), when=st.integers(1, 6000), block=st.integers(16, 1024), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_fading_a_loop_to_itself_changes_no_bit(frames: int, when: int, block: int, seed: int) -> None:
    mixer, board = new_mixer()
    clip = noise(frames, seed)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    before = run(mixer, when, block)
    mixer.commands.append(mix.Play(mix.Voice(clip.copy(), True, 2)))
    after = run(mixer, 3000, block)
    expected = np.repeat(clip, 2, axis=1)[np.arange(when + 3000) % frames]
    assert np.array_equal(np.concatenate([before, after]), expected)
    assert board.snapshot()[REQUEST] == 2


@given(when=st.integers(0, 5000), block=st.integers(16, 1024), phase=st.floats(0, 6.28), frames=st.sampled_from([4800, 4801]))
@settings(max_examples=40, deadline=None)
def test_a_join_of_loops_makes_no_step(when: int, block: int, phase: float, frames: int) -> None:
    mixer, _ = new_mixer()
    old, new = sine(4800, 20), sine(frames, 20, phase)
    mixer.commands.append(mix.Play(mix.Voice(old, True, 1)))
    first = run(mixer, when, block)
    mixer.commands.append(mix.Play(mix.Voice(new, True, 2)))
    out = np.concatenate([first, run(mixer, 3000, block)])
    steepest_sound = 2 * 0.8 * 2 * np.pi * 20 / 4800  # both sounds at once, full
    steepest_fade = (np.pi / 2) / CROSSFADE * 1.6  # of gain, times the largest distance between them
    assert np.abs(np.diff(out, axis=0)).max() <= steepest_sound + steepest_fade
    tail = np.abs(out[when + CROSSFADE + 100 :, 0]).max()
    assert tail == pytest.approx(0.8, abs=0.01)


def test_loops_join_in_phase_at_constant_gain() -> None:
    mixer, _ = new_mixer()
    old, new = noise(1000, 1), noise(1000, 2)
    mixer.commands.append(mix.Play(mix.Voice(old, True, 1)))
    run(mixer, 512)
    mixer.commands.append(mix.Play(mix.Voice(new, True, 2)))
    out = run(mixer, CROSSFADE + 500)[:, 0].astype(np.float64)
    at = (512 + np.arange(len(out))) % 1000
    weight = np.concatenate([fades.raised_cosine(CROSSFADE), np.ones(500)]).astype(np.float64)
    assert np.allclose(out, old[at, 0] * (1 - weight) + new[at, 0] * weight, atol=1e-6)


def test_a_changed_period_keeps_the_place_and_the_power() -> None:
    mixer, _ = new_mixer()
    old, new = noise(4000, 1, level=0.5), noise(3000, 2, level=0.5)  # their sum stays under the ceiling
    mixer.commands.append(mix.Play(mix.Voice(old, True, 1)))
    run(mixer, 3512)
    mixer.commands.append(mix.Play(mix.Voice(new, True, 2)))
    out = run(mixer, CROSSFADE + 100)[:, 0]
    going, coming = fades.equal_power(CROSSFADE)
    at = 3512 + np.arange(CROSSFADE)
    assert np.allclose(going**2 + coming**2, 1, atol=1e-6)
    assert np.allclose(out[:CROSSFADE], going * old[at % 4000, 0] + coming * new[at % 3000, 0], atol=1e-6)
    assert np.array_equal(out[CROSSFADE:], new[(3512 + CROSSFADE + np.arange(100)) % 3000, 0])


def test_a_hit_starts_at_frame_0_while_the_old_one_lets_go() -> None:
    mixer, _ = new_mixer()
    old, new = noise(48_000, 1, level=0.4), noise(4000, 2, level=0.4)
    mixer.commands.append(mix.Play(mix.Voice(old, False, 1)))
    run(mixer, 5120)
    mixer.commands.append(mix.Play(mix.Voice(new, False, 2)))
    out = run(mixer, 2048)[:, 0]
    fall = fades.raised_cosine(RELEASE)[::-1]
    assert np.allclose(out[:RELEASE], new[:RELEASE, 0] + fall * old[5120 : 5120 + RELEASE, 0], atol=1e-6)
    assert np.array_equal(out[RELEASE:], new[RELEASE:2048, 0])


@given(steps=st.lists(st.integers(0, 3000), min_size=1, max_size=25), block=st.integers(32, 1024))
@settings(max_examples=30, deadline=None)
def test_while_dragging_hits_keep_their_distance_and_the_last_one_always_comes(steps: list[int], block: int) -> None:
    mixer, board = new_mixer()
    for request, frames in enumerate(steps):
        clip = np.full((20_000, 1), 0.001 * (request + 1), np.float32)
        mixer.commands.append(mix.Play(mix.Voice(clip, False, request)))
        if frames:
            run(mixer, frames, block)
    run(mixer, RATE // 5, block)
    marks = board.recent_marks(board.snapshot()[MARKED])
    assert marks[-1].request == len(steps) - 1 == board.snapshot()[REQUEST]
    assert [m.request for m in marks] == sorted({m.request for m in marks})
    assert len(marks) <= 1 + (sum(steps) + RATE // 5) / (0.08 * RATE)


def test_a_restart_does_not_wait_for_the_distance_between_hits() -> None:
    mixer, board = new_mixer()
    mixer.commands.append(mix.Play(mix.Voice(noise(9000, 1), False, 1)))
    run(mixer, 512)
    mixer.commands.append(mix.Play(mix.Voice(noise(9000, 2), False, 2), restart=True))
    run(mixer, 512)
    assert board.snapshot()[REQUEST] == 2


def test_of_many_waiting_loops_the_newest_wins_and_all_others_are_released() -> None:
    mixer, board = new_mixer()
    for slot in range(SLOTS):
        mixer.commands.append(mix.Play(mix.Voice(noise(2000, slot), True, slot, slot=slot, generation=5)))
        if slot == 0:
            run(mixer, 64, 64)
    run(mixer, 4096)
    assert board.snapshot()[REQUEST] == SLOTS - 1
    assert board.released.tolist() == [5] * (SLOTS - 1) + [0]


def test_memory_is_released_one_block_after_its_last_use_and_not_while_it_can_start_again() -> None:
    mixer, board = new_mixer()
    mixer.commands.append(mix.Play(mix.Voice(noise(300, 1), False, 1, slot=0, generation=1)))
    run(mixer, 4096)
    mixer.commands.append(mix.Start())
    run(mixer, 512)
    mixer.commands.append(mix.Start())  # fades the same memory to itself
    run(mixer, 4096)
    assert board.released[0] == 0
    mixer.commands.append(mix.Play(mix.Voice(noise(300, 2), False, 2, slot=1, generation=1)))
    run(mixer, 512, 512)
    assert board.released[0] == 0
    run(mixer, 512, 512)
    assert board.released[0] == 1 and board.released[1] == 0


def test_stop_fades_and_start_begins_at_frame_0() -> None:
    mixer, board = new_mixer()
    clip = np.full((4000, 1), 0.5, np.float32)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    run(mixer, 1024)
    mixer.commands.append(mix.Stop())
    out = run(mixer, 1024)[:, 0]
    assert np.allclose(out[:RELEASE], 0.5 * fades.raised_cosine(RELEASE)[::-1], atol=1e-6)
    assert not out[RELEASE:].any() and board.snapshot()[PLAYING] == 0
    mixer.commands.append(mix.Start())
    run(mixer, 512)
    assert board.snapshot()[POSITION] == 512 and board.snapshot()[PLAYING] == 1


@pytest.mark.parametrize("block", [512, 37])
def test_panic_falls_in_2_ms_whatever_waits_and_play_sounds_again(block: int) -> None:
    mixer, board = new_mixer()
    fall = fades.frames_of(mix.PANIC_SECONDS, RATE)
    mixer.commands.append(mix.Play(mix.Voice(np.full((4000, 1), 0.5, np.float32), True, 1)))
    run(mixer, 512, block)
    mixer.commands.extend([mix.Play(mix.Voice(noise(4000, 2), True, 2)), mix.Panic()])
    out = run(mixer, 1024, block)[:, 0]
    assert np.allclose(out[:fall], 0.5 * fades.raised_cosine(fall)[::-1], atol=1e-6)
    assert not out[fall:].any() and board.snapshot()[PLAYING] == 0
    assert board.snapshot()[REQUEST] == 2, "the newest sound is loaded, though not heard"
    mixer.commands.append(mix.Play(mix.Voice(noise(4000, 3), True, 3)))
    assert run(mixer, 512, block).any()


def test_what_comes_with_a_panic_but_after_it_sounds_once_it_is_silent() -> None:
    mixer, _ = new_mixer()
    hit = noise(4000, 2)
    mixer.commands.append(mix.Play(mix.Voice(noise(4000, 1), True, 1)))
    run(mixer, 512)
    fall = fades.frames_of(mix.PANIC_SECONDS, RATE)
    mixer.commands.extend([mix.Panic(), mix.Play(mix.Voice(hit, False, 2), restart=True)])
    assert np.array_equal(run(mixer, 1024)[fall:, 0], hit[: 1024 - fall, 0])


def test_seek_goes_on_elsewhere() -> None:
    mixer, board = new_mixer()
    clip = noise(10_000, 1)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    run(mixer, 512)
    mixer.commands.append(mix.Seek(17_000))
    out = run(mixer, 2000)[:, 0]
    assert np.array_equal(out[CROSSFADE:], clip[(7000 + np.arange(CROSSFADE, 2000)) % 10_000, 0])
    assert board.snapshot()[POSITION] == 9000


@given(level=st.floats(0, 1e6, width=32), gain=st.floats(0, 16), seed=st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_nothing_passes_the_ceiling(level: float, gain: float, seed: int) -> None:
    mixer, board = new_mixer(gain)
    clip = noise(2000, seed, level=1.0) * np.float32(level)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    out = run(mixer, 4096)
    assert np.abs(out).max() <= CEILING + 1e-7
    blocks = board.snapshot()[1]
    left, right, clipped = board.peaks_since(0, blocks)
    assert clipped == (float(np.abs(clip).max()) * np.float32(gain) > CEILING) or abs(np.abs(out).max() - CEILING) < 1e-6
    assert left == right == pytest.approx(float(np.abs(out).max()), abs=1e-6)


def test_values_that_are_not_finite_become_silence_and_leave_nothing_behind() -> None:
    mixer, _ = new_mixer()
    bad = noise(2000, 1)
    bad[100:200] = np.nan
    bad[300] = np.inf
    bad[301] = -np.inf
    mixer.commands.append(mix.Play(mix.Voice(bad, True, 1)))
    first = run(mixer, 2000)
    assert not first[100:200].any() and not first[300:302].any()
    assert np.array_equal(first[302:, 0], bad[302:, 0])
    good = noise(2000, 2)
    mixer.commands.append(mix.Play(mix.Voice(good, True, 2)))
    out = run(mixer, 4000)
    assert np.isfinite(out).all()
    assert np.array_equal(out[2000:, 0], good[:, 0])


def test_gain_is_ramped_whatever_the_block() -> None:
    outs = []
    for block in (64, 511, 4096):
        mixer, board = new_mixer(1.0)
        mixer.commands.append(mix.Play(mix.Voice(np.full((100, 1), 0.5, np.float32), True, 1)))
        run(mixer, 4096, block)
        board.gain[0] = 0.25
        outs.append(run(mixer, 4096, block)[:, 0])
    assert np.abs(np.diff(outs[0], prepend=0.5)).max() < 0.5 * 0.75 * (np.pi / 2) / (0.02 * RATE) * 1.05
    assert outs[0][-1] == np.float32(0.125)
    for other in outs[1:]:
        assert np.array_equal(outs[0], other)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_sequence_of_commands_keeps_to_ceiling_and_slots(data: st.DataObject) -> None:
    """Like the parent: at most SLOTS clips live, a slot is used again only when it was released."""
    mixer, board = new_mixer(1.0)
    generation = [0] * SLOTS
    last = -1
    for request in range(data.draw(st.integers(1, 30))):
        free = [i for i in range(SLOTS) if board.released[i] == generation[i]]
        kind = data.draw(st.sampled_from(["play", "play", "restart", "start", "stop", "panic", "seek", "load"]))
        if kind in ("play", "restart", "load"):
            if not free:
                run(mixer, 8192)
                free = [i for i in range(SLOTS) if board.released[i] == generation[i]]
            assert free, "with one clip left, its slot alone may be taken"
            slot = free[0]
            generation[slot] += 1
            last = request
            clip = noise(data.draw(st.integers(1, 5000)), request)
            voice = mix.Voice(clip, data.draw(st.booleans()), request, slot=slot, generation=generation[slot])
            mixer.commands.append(mix.Load(voice) if kind == "load" else mix.Play(voice, kind == "restart"))
        else:
            command = {"start": mix.Start(), "stop": mix.Stop(), "panic": mix.Panic(), "seek": mix.Seek(data.draw(st.integers(0, 9999)))}
            mixer.commands.append(command[kind])
        assert np.abs(run(mixer, data.draw(st.integers(0, 3000)), data.draw(st.integers(1, 700)))).max(initial=0) <= CEILING + 1e-7
    run(mixer, RATE // 5)
    beat = board.snapshot()
    assert beat[REQUEST] == last and (beat[CLIP_FRAMES] > 0) == (last >= 0)
    held = [i for i in range(SLOTS) if board.released[i] != generation[i]]
    assert len(held) == (last >= 0)


def test_header_fits_before_the_arena() -> None:
    board = Board(np.zeros(TOTAL_BYTES, np.uint8))
    start = board.gain.__array_interface__["data"][0]
    spans = sorted(
        (v.__array_interface__["data"][0] - start, v.nbytes)
        for v in (board.gain, board.control, board.beat, board.released, board.marks, board.peaks)
    )
    for (offset, size), (following, _) in zip(spans, [*spans[1:], (HEADER_BYTES, 0)], strict=True):
        assert offset + size <= following
