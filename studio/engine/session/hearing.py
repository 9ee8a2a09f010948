"""What is heard now, from the tape of the live desk. Any thread; microseconds."""

from __future__ import annotations

import numpy as np

from studio.engine.session.core import SessionCore


class Hearing(SessionCore):
    """See the module; `Session` is what is made."""

    @property
    def tape_rate(self) -> int:
        """Hz of the tape; 0 before an output was opened."""
        return int(self._player.live.rate)

    def tape_at(self) -> int:
        """Frames put on the tape so far."""
        return int(self._player.live.tape_at())

    def taped(self, start: int, end: int) -> np.ndarray:
        """What was heard from frame `start` to `end`, float32 (frames, 2); what is older than a minute is left out."""
        return np.asarray(self._player.live.taped(start, end))
