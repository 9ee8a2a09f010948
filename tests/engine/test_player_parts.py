"""The mixer keeping to a part of a clip, comparing two sounds and following a hand: block by block, no process, no device."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio import fades
from studio.engine.player import mixer as mix
from studio.engine.player.shared import CLIP_FRAMES, END, PLAYING, POSITION, REQUEST, SLOTS, START, TOTAL_BYTES, Board, heard_frame
from studio.engine.player.voice import Region, part_of

RATE = 48_000
RELEASE = fades.frames_of(fades.RELEASE_SECONDS, RATE)
COMPARE = fades.frames_of(mix.COMPARE_SECONDS, RATE)


def new_mixer() -> tuple[mix.Mixer, Board]:
    board = Board(np.zeros(TOTAL_BYTES, np.uint8))
    board.clear(1.0)
    return mix.Mixer(board, RATE), board


def run(mixer: mix.Mixer, frames: int, block: int = 512) -> np.ndarray:
    """(frames,) of the left output, in blocks."""
    out = np.full((frames, 2), 7.0, np.float32)
    for start in range(0, frames, block):
        mixer.process(out[start : start + block])
    return out[:, 0]


def noise(frames: int, seed: int, level: float = 0.5) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-level, level, (frames, 1)).astype(np.float32)


def wave(frames: int, hertz: float, level: float = 0.7) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(frames) / RATE)).astype(np.float32)[:, None]


def voice(clip: np.ndarray, loop: bool, region: Region | None, request: int = 1) -> mix.Voice:
    return mix.Voice(clip, loop, request, part=part_of(clip, RATE, region, loop)).at(0)


@given(start=st.integers(0, 3000), length=st.integers(200, 5000), fade=st.integers(0, 2400), block=st.integers(16, 1500))
@settings(max_examples=40, deadline=None)
def test_a_looped_part_has_no_step_at_its_seam(start: int, length: int, fade: int, block: int) -> None:
    """A slow wave whose part ends anywhere: with a crossfade no two samples are further apart than wave and fade allow."""
    mixer, _ = new_mixer()
    clip = wave(9000, 50.0)
    region = Region(start / RATE, (start + length) / RATE, fade / RATE)
    mixer.commands.append(mix.Play(voice(clip, True, region)))
    out = run(mixer, 4 * length, block)
    frames = min(fade, length)
    jump = abs(float(clip[start, 0] - clip[start + length - 1, 0])) if not frames else 2 * 0.7 * 1.6 * (np.pi / 2) / (frames + 1)
    assert np.abs(np.diff(out[fades.frames_of(mix.ENTER_SECONDS, RATE) :])).max() <= 2 * 0.7 * 2 * np.pi * 50 / RATE + jump
    assert np.array_equal(out[length : 2 * length], out[2 * length : 3 * length]), "every round is the same"
    assert np.array_equal(out[length : 2 * length - frames], clip[start : start + length - frames, 0])


def test_a_seam_keeps_the_level_of_sounds_that_are_alike_and_of_those_that_are_not() -> None:
    tone = wave(48_000, 480.0)  # whole periods between start and end: alike
    seam = fades.loop_seam(tone, 9600, 19_200, 2400)
    assert np.allclose(seam, tone[16_800:19_200], atol=1e-4)
    hiss = noise(48_000, 1)
    seam = fades.loop_seam(hiss, 9600, 19_200, 2400)
    middle = float(np.sqrt(np.square(seam[800:1600]).mean()))
    assert middle == pytest.approx(float(np.sqrt(np.square(hiss).mean())), rel=0.1)


def test_a_seam_before_the_clip_begins_fades_into_silence() -> None:
    seam = fades.loop_seam(np.ones((1000, 1), np.float32), 0, 1000, 200)
    assert seam[0, 0] == pytest.approx(1.0, abs=1e-3) and seam[-1, 0] == pytest.approx(0.0, abs=0.02)


def test_a_one_shot_plays_its_part_once_and_lets_go() -> None:
    mixer, board = new_mixer()
    clip = np.full((9000, 1), 0.5, np.float32)
    mixer.commands.append(mix.Play(voice(clip, False, Region(1000 / RATE, 5000 / RATE, 0.05)), restart=True))
    out = run(mixer, 6000)
    enter = fades.frames_of(mix.ENTER_SECONDS, RATE)
    assert np.abs(np.diff(out)).max() < 0.5 * 2 / enter
    assert (out[enter : 4000 - RELEASE] == 0.5).all() and not out[4000:].any()
    assert board.snapshot()[PLAYING] == 0


def test_keeping_to_a_part_and_to_none_changes_no_bit_until_the_end_comes() -> None:
    mixer, board = new_mixer()
    clip = noise(20_000, 3)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    run(mixer, 3000, 600)
    mixer.commands.append(mix.Keep(part_of(clip, RATE, Region(2000 / RATE, 9000 / RATE, 0.0), True)))
    out = run(mixer, 12_000, 600)
    expected = np.concatenate([clip[3000:9000, 0], clip[2000:8000, 0]])
    assert np.array_equal(out, expected)
    assert (board.snapshot()[START], board.snapshot()[END]) == (2000, 9000)
    mixer.commands.append(mix.Keep(None))
    assert np.array_equal(run(mixer, 6000, 600), clip[8000:14_000, 0])


def test_a_part_elsewhere_is_gone_to_without_a_step() -> None:
    mixer, board = new_mixer()
    clip = wave(48_000, 60.0)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    first = run(mixer, 2048)
    mixer.commands.append(mix.Keep(part_of(clip, RATE, Region(0.5, 0.6, 0.02), True)))
    out = np.concatenate([first, run(mixer, 2048)])
    assert np.abs(np.diff(out)).max() < 2 * 0.7 * (2 * np.pi * 60 / RATE + (np.pi / 2) / fades.frames_of(fades.CROSSFADE_SECONDS, RATE))
    assert board.snapshot()[POSITION] == 24_000 + 2048


def test_a_new_clip_under_the_same_part_goes_on_in_phase() -> None:
    mixer, board = new_mixer()
    old, new, region = noise(20_000, 1, 0.4), noise(20_000, 2, 0.4), Region(4800 / RATE, 9600 / RATE, 0.0)
    mixer.commands.append(mix.Play(voice(old, True, region)))
    run(mixer, 1024)
    mixer.commands.append(mix.Play(voice(new, True, region, 2)))
    run(mixer, 1024)
    assert board.snapshot()[POSITION] == 4800 + 2048


def test_comparing_goes_on_at_the_same_place_with_equal_power() -> None:
    mixer, board = new_mixer()
    a, b = noise(20_000, 1, 0.4), noise(20_000, 2, 0.4)
    mixer.commands.append(mix.Play(mix.Voice(a, False, 1)))
    run(mixer, 2048)
    mixer.commands.append(mix.Play(mix.Voice(b, False, 2), switch=True))
    out = run(mixer, 2048)
    going, coming = fades.equal_power(COMPARE)
    at = 2048 + np.arange(COMPARE)
    assert np.allclose(out[:COMPARE], going * a[at, 0] + coming * b[at, 0], atol=1e-6)
    assert np.array_equal(out[COMPARE:], b[2048 + COMPARE : 4096, 0])
    assert board.snapshot()[POSITION] == 4096


def test_comparing_while_nothing_sounds_starts_the_other_one() -> None:
    mixer, _ = new_mixer()
    clip = noise(4000, 1)
    mixer.commands.append(mix.Play(mix.Voice(clip, False, 1), switch=True))
    assert np.array_equal(run(mixer, 2000), clip[:2000, 0])


def test_scrubbing_follows_the_hand_both_ways_without_a_step_and_is_silent_when_it_rests() -> None:
    mixer, board = new_mixer()
    clip = wave(96_000, 100.0)
    mixer.commands.append(mix.Load(mix.Voice(clip, False, 1)))
    run(mixer, 512)
    outs = []
    for step in range(60):  # forwards and back again
        mixer.commands.append(mix.ScrubTo(20_000 + 600 * (step if step < 30 else 60 - step)))
        outs.append(run(mixer, 512))
    moving = np.concatenate(outs)
    assert np.abs(moving).max() > 0.5
    assert np.abs(np.diff(moving)).max() < 0.7 * 2 * np.pi * 100 / RATE * 4
    run(mixer, RATE)
    assert np.abs(run(mixer, 512)).max() < 1e-3, "a hand that rests is silence"
    assert board.snapshot()[POSITION] == pytest.approx(20_600, abs=40) and board.snapshot()[PLAYING] == 1
    mixer.commands.append(mix.ScrubEnd(play=False))
    run(mixer, 1024)
    assert board.snapshot()[PLAYING] == 0


def test_after_scrubbing_it_plays_on_from_the_hand() -> None:
    mixer, board = new_mixer()
    clip = noise(96_000, 1, 0.3)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    run(mixer, 1024)
    mixer.commands.extend([mix.ScrubTo(30_000), mix.ScrubEnd(play=True)])
    run(mixer, 512)
    mixer.commands.append(mix.ScrubTo(30_000))
    run(mixer, 512)
    mixer.commands.append(mix.ScrubTo(40_000))
    run(mixer, 512)
    mixer.commands.append(mix.ScrubEnd(play=True))
    out = run(mixer, 2048)
    assert np.array_equal(out[RELEASE:], clip[40_000 + RELEASE : 42_048, 0])
    assert board.snapshot()[PLAYING] == 1


@pytest.mark.parametrize("sounded", [False, True])
def test_a_scrub_that_ends_before_it_began_stays_silent_or_plays_from_the_hand(sounded: bool) -> None:
    mixer, board = new_mixer()
    clip = noise(96_000, 1, 0.3)
    mixer.commands.append(mix.Play(mix.Voice(clip, True, 1)))
    run(mixer, 512)
    if not sounded:
        mixer.commands.append(mix.Stop())
        run(mixer, 64)  # in the middle of its fade
    mixer.commands.extend([mix.ScrubTo(30_000), mix.Keep(None), mix.ScrubEnd(play=sounded)])
    run(mixer, 4096)
    assert board.snapshot()[PLAYING] == sounded
    assert board.snapshot()[POSITION] == pytest.approx(30_000 + (4096 if sounded else 0), abs=256)


def test_a_part_that_is_given_up_while_a_hand_scrubs_leaves_the_hand_alone() -> None:
    mixer, board = new_mixer()
    clip = noise(96_000, 1, 0.3)
    mixer.commands.append(mix.Load(voice(clip, True, Region(0.1, 0.2, 0.01))))
    run(mixer, 512)
    mixer.commands.append(mix.ScrubTo(50_000))
    run(mixer, 2048)
    mixer.commands.append(mix.Keep(None))
    run(mixer, 2048)
    mixer.commands.append(mix.ScrubEnd(play=False))
    run(mixer, 2048)
    assert board.snapshot()[PLAYING] == 0 and board.snapshot()[POSITION] == 50_000


def test_the_playhead_goes_round_in_the_part() -> None:
    mixer, board = new_mixer()
    clip = noise(20_000, 1)
    mixer.commands.append(mix.Play(voice(clip, True, Region(5000 / RATE, 10_000 / RATE, 0.0))))
    out = np.zeros((512, 2), np.float32)
    for _ in range(10):  # 5,120 frames: 120 after the seam; the last 4,000 haven't left the device
        mixer.process(out, time.perf_counter_ns(), 4000 * 1_000_000_000 // RATE - 512 * 1_000_000_000 // RATE)
    beat = board.snapshot()
    assert beat[POSITION] == 5120
    assert 5000 + 1100 < heard_frame(beat, RATE) < 10_000


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_sequence_with_parts_switches_and_scrubs_keeps_to_ceiling_and_slots(data: st.DataObject) -> None:
    """Like the parent: a slot is used again only when it was released; nothing raises and nothing is lost."""
    mixer, board = new_mixer()
    generation, last = [0] * SLOTS, -1
    clip, loop = noise(1, 0), False
    kinds = ["play", "switch", "restart", "load", "keep", "keep", "scrub", "scrub", "scrub end", "start", "stop", "panic", "seek"]
    for request in range(data.draw(st.integers(1, 30))):
        kind = data.draw(st.sampled_from(kinds))
        start = data.draw(st.integers(0, 4000))
        region = data.draw(st.sampled_from([None, Region(start / RATE, (start + 700) / RATE, 0.01)]))
        if kind in ("play", "switch", "restart", "load"):
            free = [i for i in range(SLOTS) if board.released[i] == generation[i]]
            if not free:
                run(mixer, 8192)
                free = [i for i in range(SLOTS) if board.released[i] == generation[i]]
            slot = free[0]
            generation[slot] += 1
            last, clip, loop = request, noise(data.draw(st.integers(1, 5000)), request), data.draw(st.booleans())
            part = part_of(clip, RATE, region, loop)
            new = mix.Voice(clip, loop, request, 0, slot, generation[slot], part).at(start)
            mixer.commands.append(mix.Load(new) if kind == "load" else mix.Play(new, kind == "restart", kind == "switch"))
        else:
            mixer.commands.append({
                "keep": mix.Keep(part_of(clip, RATE, region, loop)), "scrub": mix.ScrubTo(start), "scrub end": mix.ScrubEnd(start % 2 == 0),
                "start": mix.Start(), "stop": mix.Stop(), "panic": mix.Panic(), "seek": mix.Seek(start),
            }[kind])  # fmt: skip
        out = run(mixer, data.draw(st.integers(0, 3000)), data.draw(st.integers(1, 700)))
        assert np.isfinite(out).all() and np.abs(out).max(initial=0) <= 10 ** (-1 / 20) + 1e-7
        beat = board.snapshot()
        assert 0 <= heard_frame(beat, RATE) <= max(beat[CLIP_FRAMES], 0)
    mixer.commands.append(mix.ScrubEnd(play=False))
    run(mixer, RATE // 5)
    assert board.snapshot()[REQUEST] == last
    assert len([i for i in range(SLOTS) if board.released[i] != generation[i]]) == (last >= 0)
