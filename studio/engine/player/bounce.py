"""The pads without a process: the sequencer of the audio process run as fast as it goes, so that a bounce equals what is heard.

Any thread.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np

from studio.audio import fades
from studio.clip import MAX_SECONDS
from studio.engine.player.desk import WISH_PADS_GAIN
from studio.engine.player.live_memory import BANK_SLOTS, HEARD, WISHES
from studio.engine.player.sequencer import Score, Sequencer, frames_a_step
from studio.engine.player.shared import Placement

BLOCK = 4096


def loop_frames(score: Score, rate: int, bpm: float, rounds: int = 1) -> int:
    """Exact length of so many rounds of a pattern in frames, rounded once."""
    return math.floor(rounds * len(score.steps) * frames_a_step(rate, bpm) + 0.5)


def bounce(score: Score, sounds: Mapping[int, np.ndarray], rate: int, bpm: float, rounds: int = 1, gain: float = 1.0) -> np.ndarray:
    """What so many rounds of a score sound like, and what rings on after them: float32 (frames, 2).

    sounds: (frames, channels) float32 at `rate` by their keys in the score; gain: linear, of all pads. What would ring on after
    MAX_SECONDS from the beginning fades there.
    """
    known: list[np.ndarray] = list(sounds.values())
    board = SimpleNamespace(released=np.zeros(BANK_SLOTS, np.int64), wishes=np.zeros(WISHES), heard=np.zeros(HEARD),
                            samples=lambda place: known[place.slot])  # fmt: skip
    board.wishes[WISH_PADS_GAIN] = gain
    sequencer = Sequencer(board, rate)
    for number, (key, samples) in enumerate(sounds.items()):
        sequencer.take(("sample", key, Placement(number, 1, 0, *samples.shape)))
    for order in (("score", score), ("tempo", bpm), ("start",)):
        sequencer.take(order)
    length = loop_frames(score, rate, bpm, rounds)
    parts = [_block(sequencer, min(BLOCK, length - start)) for start in range(0, length, BLOCK)]
    sequencer.take(("stop",))
    left = round(MAX_SECONDS * rate) - length
    while left > 0 and not sequencer.silent:
        parts.append(_block(sequencer, min(BLOCK, left)))
        left -= BLOCK
    if left <= 0 and not sequencer.silent:
        fall = fades.raised_cosine(min(fades.frames_of(fades.RELEASE_SECONDS, rate), len(parts[-1])))[::-1, None]
        parts[-1][-len(fall) :] *= fall
    return np.concatenate(parts)


def folded(samples: np.ndarray, length: int) -> np.ndarray:
    """The first `length` frames with all that comes after them laid over their start: a loop whose tails go round."""
    out = samples[:length].copy()
    for start in range(length, len(samples), length):
        rest = samples[start : start + length]
        out[: len(rest)] += rest
    return out


def _block(sequencer: Sequencer, frames: int) -> np.ndarray:
    out = np.zeros((frames, 2), np.float32)
    sequencer.process(out)
    return out
