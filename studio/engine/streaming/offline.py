"""Makes what was recorded again, from its trajectory: the same streams, resampler and gains as live, without a clock.

`Rendering.step` is a piece of some seconds, so that sliders come first between two of them; on the thread that owns the models.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from studio.clip import MAX_SECONDS, Clip
from studio.engine.streaming.hand import GRAIN, MOST
from studio.engine.streaming.resample import Resampler
from studio.engine.streaming.trajectory import Track, Trajectory
from studio.errors import BadInput, ModelError

PIECE_SECONDS = 2.0
TAIL_FRAMES = 4  # after the last one, held: what the resampler waits for


class Rendering:
    """load: a model by its id. `others`: titles of models whose weights differ from those that played."""

    def __init__(self, whole: Trajectory, load: Callable[[str], Any]) -> None:
        if not whole.tracks:
            raise BadInput("There is no stream in this recording to be made again.")
        if whole.seconds > MAX_SECONDS:
            raise BadInput(f"A take is at most {MAX_SECONDS:.0f} s long, not {whole.seconds:.0f} s; make it again minute by minute.")
        self._whole, self._load = whole, load
        self._out = np.zeros((round(whole.seconds * whole.rate), 2), np.float32)
        self._tracks = list(whole.tracks)
        self._current: _Run | None = None
        self.others: list[str] = []
        self.pieces = sum(-(-(len(t.lead) + len(t.frames)) // _piece(t)) for t in whole.tracks)

    def step(self) -> bool:
        """Make the next piece; False once all are made. Raises what loading and the model raise."""
        if self._current is None:
            if not self._tracks:
                return False
            track = self._tracks.pop(0)
            generator = self._load(track.model)
            if "stream" not in generator.spec.abilities or _frames(generator) != (track.frames.shape[1], track.hop, track.model_rate):
                raise BadInput(f"The model '{track.model}' is another one now and can't play this recording.")
            if generator.sha256 != track.sha256:
                self.others.append(generator.spec.title)
            self._current = _Run(track, generator, self._whole.rate)
        if not self._current.step():
            self._mix(self._current)
            self._current = None
        return True

    def clip(self) -> Clip:
        return Clip(np.ascontiguousarray(self._out.T), self._whole.rate)

    def _mix(self, run: _Run) -> None:
        track, made = run.track, np.concatenate(run.made)
        first, last = max(0, track.begin, track.offset), min(track.end, len(self._out), track.offset + len(made))
        if first < last:
            rows = self._whole.gains
            gain = np.interp(np.arange(first, last), rows[:, 0], rows[:, 1 + track.deck]).astype(np.float32)[:, None]
            self._out[first:last] += gain * made[first - track.offset : last - track.offset]


class _Run:
    """One track being made."""

    def __init__(self, track: Track, generator: Any, rate: int) -> None:
        self.track = track
        self.made: list[np.ndarray] = []
        self._stream = generator.stream(track.seed)
        if generator.sha256 == track.sha256:  # what other weights left behind is nothing to go on from: the voice begins anew
            self._stream.restore(track.state)
        channels = generator.spec.channels
        self._resamplers = [Resampler(track.model_rate, rate) for _ in range(channels)]
        latents = np.concatenate([track.lead, track.frames, np.repeat(track.frames[-1:], TAIL_FRAMES, 0)])
        self._latents = (np.round(np.clip(latents, -MOST, MOST) * GRAIN) / GRAIN).astype(np.float32)
        self._at = 0

    def step(self) -> bool:
        """False after the last piece."""
        piece = self._latents[self._at : self._at + _piece(self.track)]
        self._at += len(piece)
        samples = self._stream.step(piece)
        if not np.isfinite(samples).all():
            raise ModelError("the stream's sound was not finite")
        channels = [r.step(np.ascontiguousarray(x, np.float32)) for r, x in zip(self._resamplers, samples, strict=True)]
        self.made.append(np.ascontiguousarray(np.broadcast_to(np.stack(channels), (2, len(channels[0]))).T))
        return self._at < len(self._latents)


def _frames(generator: Any) -> tuple[int, int, int]:
    """How many numbers a frame has, how many samples it lasts, and their rate."""
    return generator.dims, generator.hop, generator.spec.rate


def _piece(track: Track) -> int:
    return max(1, round(PIECE_SECONDS * track.rate))
