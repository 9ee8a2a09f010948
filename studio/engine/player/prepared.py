"""Clips at the device's rate, ready for the shared memory; the last few are kept. Any thread; the lock is held only to look up."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np

from studio.clip import Clip
from studio.engine.player import shared
from studio.errors import BadInput

CACHED_CLIPS = 8


class Prepared:
    """A cache bounded by CACHED_CLIPS and by the size of the shared memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[Clip, int, bool], np.ndarray] = OrderedDict()

    def samples(self, clip: Clip, rate: int, loop: bool) -> np.ndarray:
        """float32 (frames, channels) at `rate` Hz. Raises BadInput where that is too long for the shared memory."""
        key = (clip, rate, loop)
        with self._lock:
            found = self._cache.get(key)
            if found is not None:
                self._cache.move_to_end(key)
                return found
        samples = _resampled(clip, rate, loop)
        if samples.nbytes > shared.MAX_CLIP_BYTES:
            most = shared.MAX_CLIP_BYTES / (4 * samples.shape[1] * rate)
            raise BadInput(f"A sound of {clip.seconds:.0f} s is too long to be played at {rate} Hz; cut it to {most:.0f} s.")
        with self._lock:
            self._cache[key] = samples
            while len(self._cache) > CACHED_CLIPS or sum(s.nbytes for s in self._cache.values()) > shared.ARENA_BYTES:
                self._cache.popitem(last=False)
        return samples


def _resampled(clip: Clip, rate: int, loop: bool) -> np.ndarray:
    """float32 (frames, channels), C order, at least one frame; a loop is resampled as a circle, its length rounded once."""
    samples = clip.samples
    if clip.rate != rate and clip.frames:
        from studio.audio.files import resample

        samples = resample(samples, clip.rate, rate, loop=loop)
    if samples.shape[1] == 0:
        samples = np.zeros((samples.shape[0], 1), np.float32)
    return np.ascontiguousarray(samples.T, dtype=np.float32)
