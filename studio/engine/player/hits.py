"""One-shots of the pads, sounded at their own pitch: the same samples bit for bit whatever the blocks are. Callback only.

`pool.Pool` plays keys at any pitch; pads need none of that, but panning, and a bounce that equals what was heard. So nothing here
depends on where a block ends: what is stolen follows from the order of the hits alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.audio import fades
from studio.engine.player.desk import MAX_BLOCK
from studio.engine.player.pool import Sample

RINGING = 3  # hits of one pad that ring at once; one more lets the oldest fall
FALL_SECONDS = 0.005


@dataclass(slots=True)
class Hit:
    """One sounding sample. start_in: frames of the next block before it begins; fall_in: the same of its fall, -1 while it rings on."""

    sample: Sample
    pad: int
    group: int
    gain: float  # linear, of its velocity
    start_in: int
    started: bool = False
    place: int = 0  # frames into the sample
    fall_in: int = -1
    fall_at: int = 0  # frames into the fall


class Hits:
    """rate in Hz."""

    def __init__(self, rate: int) -> None:
        self._hits: list[Hit] = []
        self._fall = fades.raised_cosine(fades.frames_of(FALL_SECONDS, rate))[::-1, None].copy()
        self._scratch = np.zeros((MAX_BLOCK, 2), np.float32)

    @property
    def sounding(self) -> int:
        return len(self._hits)

    def reads(self, sample: Sample) -> bool:
        """See Shelf.tend."""
        return any(hit.sample.place is sample.place for hit in self._hits)

    def start(self, sample: Sample, pad: int, group: int, gain: float, at: int) -> None:
        """Sound a sample from frame `at` of the next block on; what its group has sounding falls there, and the pad's oldest hit."""
        if group:  # of two at once the later one sounds
            self._hits = [hit for hit in self._hits if hit.group != group or hit.started or hit.start_in != at]
        ringing = [hit for hit in self._hits if hit.fall_in < 0]
        falling = [hit for hit in ringing if hit.group == group] if group else [hit for hit in ringing if hit.pad == pad][: 1 - RINGING]
        for hit in falling:
            hit.fall_in = at
        self._hits.append(Hit(sample, pad, group, gain, at))

    def release(self, pad: int) -> None:
        """What sounds of a pad falls."""
        for hit in self._hits:
            if hit.pad == pad and hit.fall_in < 0:
                hit.fall_in = 0

    def release_all(self) -> None:
        for hit in self._hits:
            if hit.fall_in < 0:
                hit.fall_in = 0

    def clear(self) -> None:
        """Everything off at once; it was brought down already."""
        self._hits.clear()

    def mix(self, out: np.ndarray, before: np.ndarray, gains: np.ndarray) -> None:
        """Add every hit to out (frames, 2). before, gains: (pads, 2) float32, of each pad before the block and on its last frame."""
        moving = bool((before != gains).any())
        alive = []
        for hit in self._hits:
            if self._add(hit, out, before[hit.pad], gains[hit.pad], moving):
                alive.append(hit)
        self._hits = alive

    def _add(self, hit: Hit, out: np.ndarray, before: np.ndarray, gain: np.ndarray, moving: bool) -> bool:
        """Add one hit; False when it is over."""
        size = len(out)
        begin = min(hit.start_in, size)
        hit.start_in -= begin
        hit.started = True
        source = hit.sample.samples
        count = min(size - begin, len(source) - hit.place)
        if hit.fall_in >= 0:
            count = min(count, max(0, hit.fall_in + len(self._fall) - hit.fall_at - begin))
        over = False
        if count > 0:
            part = self._scratch[:count]
            level = np.float32(hit.gain)
            if moving:
                share = np.linspace(0.0, 1.0, size + 1, dtype=np.float32)[1 + begin : 1 + begin + count, None]
                np.multiply(source[hit.place : hit.place + count], (before + share * (gain - before)) * level, out=part)
            else:
                np.multiply(source[hit.place : hit.place + count], gain * level, out=part)
            over = self._let_fall(hit, part, begin)
            out[begin : begin + count] += part
            hit.place += count
        if hit.fall_in >= 0:
            over = over or (count <= 0 < size - begin)
            hit.fall_in = max(0, hit.fall_in - size)
        return not over and hit.place < len(source)

    def _let_fall(self, hit: Hit, part: np.ndarray, begin: int) -> bool:
        """The part (n, 2), which begins at frame `begin` of the block, along its fall; True at its end."""
        if hit.fall_in < 0:
            return False
        first = max(0, hit.fall_in - begin)  # the first frame of the part that falls
        falling = part[first:]
        n = min(len(falling), len(self._fall) - hit.fall_at)
        falling[:n] *= self._fall[hit.fall_at : hit.fall_at + n]
        falling[n:] = 0.0
        hit.fall_at += n
        return hit.fall_at >= len(self._fall)
