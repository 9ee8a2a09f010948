"""What a voice was given lately: its latents, and its state now and then, so that what was heard can be made again.

The streams' process: its main thread adds, its sender's thread reads copies of the two deques (to copy one is atomic, and so is to put
another in its place).
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.engine.streaming.hand import GRAIN

KEEP_SECONDS = 80.0  # a tape of 60 s, what was playing before it began, and what the parent takes to ask
Saved = dict[str, np.ndarray]
Span = tuple[int, int, int]  # deck, first and last frame of its ring


@dataclass(frozen=True)
class Stretch:
    """A stretch of what one voice played, as it goes over the pipe.

    ring: the ring's frame at which the first of `frames` begins, at `rate_out` Hz; frames: int16 (n, dims), 1/4096 sigma; state: of the
    stream before them; hop: samples a frame at `rate` Hz.
    """

    deck: int
    model: str
    sha256: str
    runtime: str
    seed: int
    names: tuple[str, ...]
    rate: int
    hop: int
    rate_out: int
    ring: int
    frames: np.ndarray
    state: Saved


class Past:
    """Of a voice from one change of model or output to the next. about: the fields of `Stretch` that stay the same.

    origin: the ring's frame of the voice's first sample. every: frames between two states, whole periods of the resampler.
    """

    def __init__(self, about: dict[str, Any], origin: int, every: int) -> None:
        self.about, self.origin, self.began = about, origin, time.monotonic()
        self._every = every
        self._frame_seconds = about["hop"] / about["rate"]
        self._pieces: deque[tuple[int, np.ndarray]] = deque()  # (first frame, int16 (n, dims))
        self._states: deque[tuple[int, Saved]] = deque()
        self.count = 0  # frames so far

    def until_state(self) -> int:
        """Frames that may be made before a state is due; 0: now."""
        return -self.count % self._every if self._states else 0

    def keep_state(self, state: Saved) -> None:
        self._states.append((self.count, state))

    def keep(self, frames: np.ndarray) -> None:
        """frames (n, dims) float32, just played."""
        self._pieces.append((self.count, np.round(frames * GRAIN).astype(np.int16)))
        self.count += len(frames)
        oldest = self.count - KEEP_SECONDS / self._frame_seconds
        while len(self._states) > 1 and self._states[1][0] < oldest:
            self._states.popleft()
        while self._pieces and self._pieces[0][0] + len(self._pieces[0][1]) <= self._states[0][0]:
            self._pieces.popleft()

    def frames(self, first: int, end: int) -> np.ndarray:
        """The frames (n, dims) float32 from `first` to before `end`, which is later."""
        touched = [(start, frames) for start, frames in self._pieces if start < end and start + len(frames) > first]
        return np.concatenate([frames[max(0, first - start) : end - start] for start, frames in touched]).astype(np.float32) / GRAIN

    def put_right(self, first: int, frames: np.ndarray) -> None:
        """frames (n, dims) float32 are what is played from `first` on, instead of what was kept; no state was kept after it."""
        kept = [(start, old[: max(0, first - start)]) for start, old in self._pieces if start < first]
        self._pieces = deque([*kept, (first, np.round(frames * GRAIN).astype(np.int16))])  # at once, for who reads

    @property
    def last_state(self) -> int:
        """The frame before which the newest state was kept."""
        return self._states[-1][0] if self._states else self.count

    def ring_of(self, frame: int) -> int:
        """Where a frame begins in the ring (rounded down; exact where a state is kept)."""
        about = self.about
        return self.origin + int(frame * about["hop"] * about["rate_out"] // about["rate"])

    def frame_from(self, ring: int) -> int:
        """The first frame that begins at that place of the ring or after it."""
        about = self.about
        return -(-(ring - self.origin) * about["rate"] // (about["hop"] * about["rate_out"]))

    def stretch(self, first: int, last: int, lead: int) -> Stretch | None:
        """What was played from the ring's frame `first` to `last`, begun at least `lead` frames of the ring before; None: nothing.

        A part that is too old is left out.
        """
        states, pieces, count = list(self._states), list(self._pieces), self.count
        if not states or not pieces or self.ring_of(count) <= first or self.origin >= last:
            return None
        begun = [one for one in states if self.ring_of(one[0]) <= first - lead] or states[:1]
        at, state = begun[-1]
        wanted = [frames for start, frames in pieces if start + len(frames) > at and self.ring_of(start) < last + lead]
        if not wanted:
            return None
        skip = at - next(start for start, frames in pieces if start + len(frames) > at)
        frames = np.concatenate(wanted)[max(0, skip) :]
        return Stretch(ring=self.ring_of(at), frames=frames, state=state, **self.about)
