"""The commands on what sounds where a sound too long for a clip is shown: it is played from its file.

As all of Session: each returns at once.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from studio.audio.long_sound import LongSound
from studio.engine.long_play import Playing
from studio.engine.player import shared
from studio.engine.renderer import Request
from studio.engine.session.transport import Transport
from studio.errors import BadInput

if TYPE_CHECKING:
    from studio.engine.player import PlayerStatus


class LongTransport(Transport):
    """See the module; `Session` is what is made. While a clip is shown, everything is as in Transport."""

    def status(self) -> PlayerStatus:
        """The player's state, playhead and meters; cheap enough to ask at frame rate."""
        status: PlayerStatus = self._long_play.shifted(self._player.status())
        return status

    def _play(self, loop: bool) -> None:
        sound = self._pictures.long
        if sound is None:
            super()._play(loop)
        else:
            self._play_long(sound, self._cursor, loop)

    def _play_long(self, sound: LongSound, at: float, loop: bool) -> None:
        """Play the selection, or from a time on."""
        start, end = self._loop_region or (0.0, sound.seconds)
        start, end = min(start, sound.seconds), min(end, sound.seconds)
        if start >= end:
            start, end = 0.0, sound.seconds
        at = at if start <= at < end else start
        with self._lock:
            self._number += 1
            self._renderer.hush(self._number)  # what still waits to be rendered must not sound over it
            self._player.set_region(None)
            self._long_play.play(Playing(sound.path, self._number, start, end, at, loop, self._crossfade))

    def _page(self, request: Request, path: Path) -> bool:
        """Show a take, and play it where that is wished, from its file, if it is longer than what the player holds at the output's rate;
        False where it fits. Under the lock.
        """
        clip = request.clip
        if clip is None or clip.seconds * self._player.live.rate * clip.channels * 4 <= shared.MAX_CLIP_BYTES or not path.is_file():
            return False
        self._long_play.stop()
        self._player.stop()
        self._loop_region, self._cursor = None, 0.0
        sound = LongSound(path, clip.rate, clip.channels, clip.frames)
        self._pictures.open(request.number, path, sound)
        if request.sound:
            self._play_long(sound, 0.0, request.loop)
        return True

    def stop(self) -> None:
        self._long_play.stop()
        super().stop()

    def panic(self) -> None:
        self._long_play.stop()
        super().panic()

    def seek(self, seconds: float) -> None:
        sound = self._pictures.long
        if sound is None:
            super().seek(seconds)
            return
        if not math.isfinite(seconds):
            raise BadInput(f"A position of {seconds} s can't be played.")
        self._cursor = max(0.0, seconds)
        self._play_on(sound, self._cursor)

    def set_loop_region(self, start_s: float | None, end_s: float | None = None, crossfade_s: float = 0.0) -> None:
        self._crossfade = crossfade_s
        sound = self._pictures.long
        if sound is None:
            super().set_loop_region(start_s, end_s, crossfade_s)
            return
        region = None if start_s is None or end_s is None else (start_s, end_s)
        if region is not None and not 0.0 <= region[0] < region[1]:
            raise BadInput(f"A loop from {start_s} s to {end_s} s can't be played.")
        if region != self._loop_region:
            self._loop_region = region
            self._play_on(sound, self.status().position_seconds)

    def _play_on(self, sound: LongSound, at: float) -> None:
        """If it plays, from here on."""
        now = self._long_play.now
        if now is not None:
            self._play_long(sound, at, now.loop)

    def scrub(self, seconds: float) -> None:
        """A long sound is not heard under the hand; the cursor follows it."""
        if self._pictures.long is None:
            super().scrub(seconds)
        else:
            self._cursor = max(0.0, seconds)

    def end_scrub(self, seconds: float) -> None:
        if self._pictures.long is None:
            super().end_scrub(seconds)
        else:
            self.seek(seconds)
