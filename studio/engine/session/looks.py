"""The session's commands on what is seen of a sound: the look of its spectrogram, closer parts of it, sounds too long for a clip.

As all of Session: each returns at once.
"""

from __future__ import annotations

from pathlib import Path

from studio.audio.files import shown
from studio.audio.long_sound import Reader, too_long
from studio.audio.spectrum import Look
from studio.engine.pictures import View
from studio.engine.session.core import SessionCore


class Looks(SessionCore):
    """See the module; `Session` is what is made."""

    @property
    def look(self) -> Look:
        """How spectrograms are made now."""
        return self._pictures.look

    def set_look(self, look: Look) -> None:
        """Make the spectrogram that is shown, and all that come, in this look; kept between starts. Pictured follows."""
        with self._lock:
            if look == self._pictures.look:
                return
            self._preferences["look"] = look.to_json()
            self._save_soon()
            self._renderer.look = look
            self._pictures.set_look(look)

    def look_closer(self, view: View) -> None:
        """Say what the window shows and what it lacks; PicturePart and Pictured follow. A newer view replaces an older one."""
        self._pictures.want(view)

    def _show_long(self, path: Path) -> bool:
        """Show a file that is too long for a clip, and say so; False where it isn't. Errands thread. Raises BadInput for no sound."""
        if not too_long(path):
            return False
        with Reader(path) as reader:
            sound = reader.sound
        with self._lock:
            self._long_play.stop()
            self._player.stop()
            self._loop_region, self._cursor = None, 0.0
            self._number += 1
            self._pictures.open(self._number, path, sound)
        self._tell(f"'{shown(path)}' is longer than a minute: it is shown and played as it is, and not taken as a starting point.", "info")
        return True
