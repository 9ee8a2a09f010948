"""From the decks' log and what the streams' process remembers to the trajectory of a recording. Plain functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from studio.engine.player.live_memory import DECKS
from studio.engine.streaming.hand import GRAIN
from studio.engine.streaming.past import Span, Stretch
from studio.engine.streaming.trajectory import Track, Trajectory, start_of


class Part(NamedTuple):
    """A deck that was read without a break between two frames of the tape; ring: the ring's frame at `begin`."""

    deck: int
    begin: int
    end: int
    ring: int


def parts_of(rows: np.ndarray, start: int, end: int) -> list[Part]:
    """rows of the log, oldest first -> what was read of each deck from the tape's frame `start` to `end`."""
    found: list[Part] = []
    for deck in range(DECKS):
        begun, shift = -1, 0  # since which frame of the tape, and ring minus tape
        for tape, read in [*rows[:, [0, 1 + DECKS + deck]].astype(int).tolist(), (end, -1)]:
            if begun >= 0 and (read < 0 or read - tape != shift or tape >= end):
                first, last = max(begun, start), min(tape, end)
                if first < last:
                    found.append(Part(deck, first, last, first + shift))
                begun = -1
            if read >= 0 and begun < 0:
                begun, shift = tape, read - tape
    return found


def gains_of(rows: np.ndarray, start: int, end: int) -> np.ndarray:
    """rows of the log -> (frame since start, gain of A, gain of B), from 0 to the end."""
    tape = rows[:, 0]
    if not len(rows):
        return np.array([[0.0, 0.0, 0.0]])
    edges = [[float(at - start), *(float(np.interp(at, tape, rows[:, 1 + deck])) for deck in range(DECKS))] for at in (start, end)]
    within = (tape > start) & (tape < end)
    middle = np.column_stack([tape[within] - start, rows[within, 1 : 1 + DECKS]])
    return np.concatenate([edges[:1], middle, edges[1:]])


def spans_of(parts: Sequence[Part]) -> list[Span]:
    return [(part.deck, part.ring, part.ring + part.end - part.begin) for part in parts]


def trajectory_of(parts: Sequence[Part], found: Sequence[tuple[int, Stretch]], rows: np.ndarray, start: int, end: int,
                  rate: int) -> Trajectory | None:  # fmt: skip
    """What was recorded between two frames of the tape; None where no stream played."""
    tracks = []
    for place, stretch in found:
        part = parts[place]
        offset = stretch.ring - part.ring + part.begin - start
        each = stretch.hop * stretch.rate_out / stretch.rate  # frames of the tape for a frame of latents
        frames = stretch.frames.astype(np.float32) / GRAIN
        first = max(part.begin - start, offset)
        last = min(part.end - start, offset + int(len(frames) * each))
        lead = min(len(frames) - 1, max(0, int((first - offset) // each)))
        if last <= first:
            continue
        track = Track(stretch.deck, stretch.model, stretch.sha256, stretch.seed, stretch.names, frames[lead:], stretch.rate / stretch.hop,
                      0.0, frames[:lead], stretch.state, offset, first, last, stretch.hop, stretch.rate)  # fmt: skip
        tracks.append(replace(track, start=start_of(track, rate)))
    return Trajectory(tuple(tracks), (end - start) / rate, rate, gains_of(rows, start, end)) if tracks else None
