"""A piece of sound in memory: plain data, no threads, no files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.errors import BadInput

MAX_SECONDS = 60.0  # longer files are paged, never one array
MIN_RATE, MAX_RATE = 4_000, 384_000


@dataclass(frozen=True, eq=False)
class Clip:
    """Samples and their rate.

    samples: float32 array (channels, frames), channels 1 or 2, every value finite; made read-only.
    rate: frames a second in Hz, 4,000 to 384,000.
    Raises BadInput where a shape, type or value is not so.
    """

    samples: np.ndarray  # (channels, frames) float32
    rate: int

    def __post_init__(self) -> None:
        samples = np.ascontiguousarray(self.samples, dtype=np.float32)
        if samples.ndim != 2 or samples.shape[0] not in (1, 2):
            raise BadInput(f"A clip has 1 or 2 channels, not an array of shape {samples.shape}.")
        if not MIN_RATE <= self.rate <= MAX_RATE:
            raise BadInput(f"A rate of {self.rate} Hz is outside {MIN_RATE} to {MAX_RATE} Hz; resample the sound first.")
        if samples.shape[1] > MAX_SECONDS * self.rate:
            raise BadInput(f"A clip is at most {MAX_SECONDS:.0f} s long, not {samples.shape[1] / self.rate:.0f} s; cut it first.")
        if not np.isfinite(samples).all():
            raise BadInput("The sound holds values that are not finite numbers (NaN or infinity); repair or re-export it.")
        if samples is self.samples:
            samples = samples.view()
        samples.flags.writeable = False
        object.__setattr__(self, "samples", samples)

    @property
    def channels(self) -> int:
        return int(self.samples.shape[0])

    @property
    def frames(self) -> int:
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    @property
    def peak(self) -> float:
        """Largest absolute sample, 1.0 is full scale; 0.0 for an empty clip."""
        return float(np.abs(self.samples).max()) if self.frames else 0.0
