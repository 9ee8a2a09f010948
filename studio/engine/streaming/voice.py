"""One deck's stream: latents in, stereo frames at the device's rate out, its past kept. The streams' process, its main thread.

`Voice` is the synchronous twin of the process: tests run it alone.
"""

from __future__ import annotations

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


def latent_names(spec: Spec, dims: int) -> tuple[str, ...]:
    """What the latents of a frame are called: the spec's raw dimensions in order, numbers beyond them."""
    own = [control.name for control in spec.controls if isinstance(control, Latent) and control.group == "dimension"]
    own = own or [control.name for control in spec.controls if isinstance(control, Latent)]
    return tuple(own[i] if i < len(own) else f"d{i + 1}" for i in range(dims))


def stereo(samples: np.ndarray) -> np.ndarray:
    """samples (channels, n) -> (n, 2)."""
    return np.ascontiguousarray(np.broadcast_to(samples, (2, samples.shape[1])).T)


class Voice:
    """generator: one that streams. deck, rate_out, origin (a frame of the ring): what its past says of it."""

    def __init__(self, generator: Any, hand: Hand, seed: int, deck: int, rate_out: int, origin: int) -> None:
        self.generator, self.hand, self.seed = generator, hand, seed
        self._stream: Stream = generator.stream(seed)
        self._deck = deck
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
        self._resamplers = [Resampler(spec.rate, rate_out) for _ in range(spec.channels)]

    def step(self, frames: int) -> np.ndarray:
        """Make at most MOST_FRAMES frames (fewer where a state is due); (n, 2) float32. Raises ModelError where they aren't finite."""
        if self.past.until_state() == 0:
            self.past.keep_state(self._stream.save())
        count = min(frames, MOST_FRAMES, self.past.until_state() or MOST_FRAMES)
        latents = self.hand.frames(count)
        samples = self._stream.step(latents)
        if not np.isfinite(samples).all():
            raise ModelError("the stream's sound was not finite")
        self.past.keep(latents)
        self.latents = latents[-1]
        return stereo(np.stack([r.step(np.ascontiguousarray(x, np.float32)) for r, x in zip(self._resamplers, samples, strict=True)]))


def frames_for(ring_frames: int, generator: Generator, rate_out: int) -> int:
    """Frames of a stream that fill so many of the ring."""
    each = generator.hop * rate_out / generator.spec.rate  # type: ignore[attr-defined]
    return max(1, int(np.ceil(ring_frames / each)))
