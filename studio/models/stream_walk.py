"""A walk that moves as the training recordings do: along their own trajectories, from one to another where they come near.

numpy, any thread; each walk is one generator of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np

STEP = 2  # frames from one kept point of a trajectory to the next
STAY = (1.2, 5.0)  # s between two leaps, evenly drawn
NEAREST = 16  # places that a leap chooses from
AWAY = 2.0  # s around the present place where a leap does not land
AFAR = 0.25  # how often a leap goes anywhere: another phrase begins
GLIDE = 0.09  # s in which what is left of the old place is let go
GLIDE_IN = 0.6  # the same from a start of one's own, which may lie far off
PITCH_SHARE = 0.3  # of that time, in which the pitch goes: a new note and not a siren
RATE = 44_100 / 256  # frames a second
MOST = 4_000_000  # numbers of all trajectories


PITCH_WEIGHT = 4.0  # of the pitch in a squared distance


class _Places(NamedTuple):
    """Of all points: themselves (N, dims) float32; their squared lengths, the pitch weighted; the last one of each one's piece; which
    have some way to go.
    """

    points: np.ndarray
    squares: np.ndarray
    last: np.ndarray
    free: np.ndarray


@dataclass(frozen=True)
class Walk:
    """points (N, dims) float16 in sigma, every STEP frames of the recordings, one piece after another; ends (P,) int64 of the pieces."""

    points: np.ndarray
    ends: np.ndarray

    @staticmethod
    def from_tensors(tensors: dict[str, np.ndarray], dims: int) -> Walk:
        """From a safetensors dictionary with the prefix 'walk.'. Raises KeyError with the name of what is missing or out of range."""
        walk = Walk(**{f.name: tensors[f"walk.{f.name}"] for f in fields(Walk)})
        points, ends = walk.points, walk.ends
        if points.ndim != 2 or points.shape[1] != dims or points.dtype != np.float16 or points.size > MOST or not np.isfinite(points).all():
            raise KeyError("walk.points")
        if ends.ndim != 1 or ends.dtype != np.int64 or not len(ends) or ends[-1] != len(points) or (np.diff(ends, prepend=0) < 4).any():
            raise KeyError("walk.ends")
        walk._places  # noqa: B018  # now, and not while a stream runs
        return walk

    def tensors(self) -> dict[str, np.ndarray]:
        return {f"walk.{f.name}": np.ascontiguousarray(getattr(self, f.name)) for f in fields(self)}

    @cached_property
    def _places(self) -> _Places:
        points = self.points.astype(np.float32)
        squares = (points**2).sum(1) + (PITCH_WEIGHT - 1) * points[:, 0] ** 2
        last = np.repeat(self.ends - 1, np.diff(self.ends, prepend=0))
        return _Places(points, squares, last, last - np.arange(len(points)) > 4)

    def steps(self, random: np.random.Generator, start: np.ndarray | None = None) -> Iterator[np.ndarray]:
        """Latents (dims,) float32 frame after frame, without end."""
        points, _, last, free = self._places
        reach = int(AWAY * RATE / STEP)
        if start is None:
            at = int(random.choice(np.flatnonzero(free)))
            left, glide = np.zeros(points.shape[1], np.float32), GLIDE
        else:
            at = self._near(np.asarray(start, np.float32), free, random, 1)
            left, glide = np.asarray(start, np.float32) - points[at], GLIDE_IN
        pace = np.ones(points.shape[1], np.float32)
        pace[0] = PITCH_SHARE
        share = 0.0
        until = int(random.uniform(*STAY) * RATE)
        while True:
            here = points[at] + (points[at + 1] - points[at]) * np.float32(share / STEP)
            now = here + left
            yield now
            left = left * np.exp(-1 / (glide * pace * RATE))
            share, until = share + 1, until - 1
            if share == STEP:
                at, share = at + 1, 0.0
            if until <= 0 or last[at] - at < 2:
                open_ = free.copy()
                open_[max(0, at - reach) : at + reach] = False
                if not open_.any():
                    open_ = free
                far = random.random() < AFAR
                target = int(random.choice(np.flatnonzero(open_))) if far else self._near(now, open_, random, NEAREST)
                at, share, left, glide = target, 0.0, now - points[target], GLIDE
                until = int(random.uniform(*STAY) * RATE)

    def _near(self, now: np.ndarray, free: np.ndarray, random: np.random.Generator, many: int) -> int:
        """One of the places nearest to latents (dims,), the pitch counting double. A millisecond among 85,000: a stream waits for it."""
        weighted = now.copy()
        weighted[0] *= PITCH_WEIGHT
        distance = np.where(free, self._places.squares - 2 * (self._places.points @ weighted), np.inf)  # but for now's own
        many = min(many, int(free.sum()))
        return int(random.choice(np.argpartition(distance, many - 1)[:many]))
