"""A walk that moves as the training recordings do: along their own trajectories, from one to another where they come near.

numpy, any thread; each walk is one generator of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

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
        return walk

    def tensors(self) -> dict[str, np.ndarray]:
        return {f"walk.{f.name}": np.ascontiguousarray(getattr(self, f.name)) for f in fields(self)}

    def steps(self, random: np.random.Generator, start: np.ndarray | None = None) -> Iterator[np.ndarray]:
        """Latents (dims,) float32 frame after frame, without end."""
        points = self.points.astype(np.float32)
        last = np.repeat(self.ends - 1, np.diff(self.ends, prepend=0))  # point of each one's piece
        free = last - np.arange(len(points)) > 4  # places with some way to go
        reach = int(AWAY * RATE / STEP)
        if start is None:
            at = int(random.choice(np.flatnonzero(free)))
            left, glide = np.zeros(points.shape[1], np.float32), GLIDE
        else:
            at = self._near(points, np.asarray(start, np.float32), free, random, 1)
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
                target = int(random.choice(np.flatnonzero(open_))) if far else self._near(points, now, open_, random, NEAREST)
                at, share, left, glide = target, 0.0, now - points[target], GLIDE
                until = int(random.uniform(*STAY) * RATE)

    def _near(self, points: np.ndarray, now: np.ndarray, free: np.ndarray, random: np.random.Generator, many: int) -> int:
        """One of the places nearest to latents (dims,), the pitch counting double."""
        away = points - now
        away[:, 0] *= 2
        distance = np.where(free, (away**2).sum(1), np.inf)
        many = min(many, int(free.sum()))
        return int(random.choice(np.argpartition(distance, many - 1)[:many]))
