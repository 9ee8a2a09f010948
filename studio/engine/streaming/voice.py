"""One deck's stream: latents in, stereo frames at the device's rate out, its past kept. The streams' process, its main thread.

`Voice` is the synchronous twin of the process: tests run it alone.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from math import gcd
from typing import Any

import numpy as np

from studio.engine.streaming.hand import Hand
from studio.engine.streaming.past import Past
from studio.engine.streaming.resample import Resampler, period
from studio.errors import ModelError
from studio.models.generator import Generator, Stream
from studio.recipe import Latent, Spec

MOST_FRAMES = 8  # made at once
MARKS = 32  # newest steps, before each of which a voice can go back to


def latent_names(spec: Spec, dims: int) -> tuple[str, ...]:
    """What the latents of a frame are called: the spec's raw dimensions in order, numbers beyond them."""
    own = [control.name for control in spec.controls if isinstance(control, Latent) and control.group == "dimension"]
    own = own or [control.name for control in spec.controls if isinstance(control, Latent)]
    return tuple(own[i] if i < len(own) else f"d{i + 1}" for i in range(dims))


def stereo(samples: np.ndarray) -> np.ndarray:
    """samples (channels, n) -> (n, 2)."""
    return np.ascontiguousarray(np.broadcast_to(samples, (2, samples.shape[1])).T)


@dataclass(frozen=True)
class _Mark:
    """A voice before a step."""

    frame: int
    ring: int  # where the next sample goes
    stream: Stream
    resamplers: list[Resampler]

    def copy(self) -> _Mark:
        return replace(self, stream=self.stream.copy(), resamplers=[one.copy() for one in self.resamplers])


@dataclass(frozen=True)
class Again:
    """What a voice would have played had its hand moved sooner. ring: where it begins; samples (n, 2); the rest is the voice's."""

    ring: int
    samples: np.ndarray
    first: int  # the first frame that is another one
    latents: np.ndarray  # of the frames from there on
    mark: _Mark  # of the step that was gone back to
    end: _Mark


class Voice:
    """generator: one that streams. deck, rate_out, origin (a frame of the ring): what its past says of it."""

    def __init__(self, generator: Any, hand: Hand, seed: int, deck: int, rate_out: int, origin: int) -> None:
        self.generator, self.hand, self.seed = generator, hand, seed
        self._deck = deck
        self._here = _Mark(0, origin, generator.stream(seed), [])
        self.latents = np.zeros(generator.dims, np.float32)  # the newest frame
        self.begin(rate_out, origin)

    def begin(self, rate_out: int, origin: int) -> None:
        """Go on for an output of this rate; a new past begins."""
        spec, hop = self.generator.spec, int(self.generator.hop)
        self.rate_out = rate_out
        self.seconds = hop / spec.rate  # of a frame
        whole = period(spec.rate, rate_out)
        every = whole // gcd(whole, hop)
        every *= max(1, round(1.0 / (every * self.seconds)))  # about a second
        about = {
            "deck": self._deck, "model": spec.id, "sha256": self.generator.sha256, "runtime": self.generator.runtime, "seed": self.seed,
            "names": latent_names(spec, self.generator.dims), "rate": spec.rate, "hop": hop, "rate_out": rate_out,
        }  # fmt: skip
        self.past = Past(about, origin, every)
        resamplers = [Resampler(spec.rate, rate_out) for _ in range(spec.channels)]
        # frames of the ring, before one of the stream, that it changes
        self._lag = 0 if resamplers[0].same else -(-resamplers[0].lag * rate_out // spec.rate) + 1
        self._here = _Mark(0, origin, self._here.stream, resamplers)
        self._marks: deque[_Mark] = deque(maxlen=MARKS)  # oldest first

    def step(self, frames: int) -> np.ndarray:
        """Make at most MOST_FRAMES frames (fewer where a state is due); (n, 2) float32. Raises ModelError where they aren't finite."""
        if self.past.until_state() == 0:
            self.past.keep_state(self._here.stream.save())
        count = min(frames, MOST_FRAMES, self.past.until_state() or MOST_FRAMES)
        self._marks.append(self._here.copy())
        latents = self.hand.frames(count)
        made, self._here = _made(self._here, latents)
        self.past.keep(latents)
        self.latents = latents[-1]
        return made

    def again(self, free: int) -> Again | None:
        """What waits in the ring from its frame `free` on, made again with what is turned now; None where there is nothing of it.

        It changes nothing but the hand, which moves on; `take` makes it what was played. Raises ModelError where it isn't finite.
        """
        past = self.past
        earliest = self._marks[0].frame if self._marks else past.count
        first = max(past.frame_from(free + self._lag), past.count - self.hand.back, past.last_state, earliest)
        if first >= past.count:
            return None
        mark = next(mark for mark in reversed(self._marks) if mark.frame <= first)
        self.hand.go_back(past.count - first)
        latents = self.hand.frames(past.count - first)
        before = [past.frames(mark.frame, first)] if mark.frame < first else []
        made, end = _made(mark.copy(), np.concatenate([*before, latents]))
        ring = max(mark.ring, past.ring_of(first) - self._lag)
        return Again(ring, made[ring - mark.ring :], first, latents, mark, end)

    def take(self, again: Again) -> None:
        """It is what was played; nothing was made since."""
        self._here, self.latents = again.end, again.latents[-1]
        self.past.put_right(again.first, again.latents)
        while self._marks[-1].frame > again.mark.frame:
            self._marks.pop()

    def stay(self) -> None:
        """What was made until now is never made again."""
        self._marks.clear()


def _made(mark: _Mark, latents: np.ndarray) -> tuple[np.ndarray, _Mark]:
    """The samples (n, 2) of a mark's voice, and where it is after them; the mark's own stream and resamplers go on."""
    samples = mark.stream.step(latents)
    if not np.isfinite(samples).all():
        raise ModelError("the stream's sound was not finite")
    lines = zip(mark.resamplers, samples, strict=True)
    made = stereo(np.stack([line.step(np.ascontiguousarray(channel, np.float32)) for line, channel in lines]))
    return made, replace(mark, frame=mark.frame + len(latents), ring=mark.ring + len(made))


def frames_for(ring_frames: int, generator: Generator, rate_out: int) -> int:
    """Frames of a stream that fill so many of the ring."""
    each = generator.hop * rate_out / generator.spec.rate  # type: ignore[attr-defined]
    return max(1, int(np.ceil(ring_frames / each)))
