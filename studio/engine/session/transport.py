"""The session's commands on what sounds: play, stop, the playhead, the loop, the loop of a selection, scrubbing.

As all of Session: each returns at once. Where playing begins, the region and a scrub are no part of the project: undo leaves them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from studio.engine.events import Pictured, ProjectChanged
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.errors import BadInput
from studio.recipe import Settings


class Transport(SessionCore):
    """See the module; `Session` is what is made."""

    # --- play and stop ---

    def play(self) -> None:
        """Play what is shown from the cursor, or the selection (the bundled first clip until a model is loaded)."""
        self._play(self._project.loop)

    def play_once(self) -> None:
        """Play the selection, or from the cursor on, once, even where the loop is on."""
        self._play(False)

    def _play(self, loop: bool) -> None:
        with self._lock:
            if self._shown is None and self._spec is not None:  # what was asked for before the model was there could not be shown
                self._sound(changed="play")
                return
            if self._shown is None:
                self._first_wished = True
                self._errands.add(self._play_first)
                return
            self._post_shown(loop=loop, restart=True, part=True, at=self._cursor)

    def _post_shown(self, **changes: Any) -> None:
        """Ask for what is shown again, to be heard in another way. Under the lock."""
        assert self._shown is not None
        self._number += 1
        old = self._shown
        fresh: dict[str, Any] = {"restart": False, "switch": False, "part": False, "at": 0.0, "load": False, "sound": True}
        if old is self._latest:
            fresh["settings"] = self._sounding(self._project.settings)
        self._shown = replace(old, number=self._number, period=self._period(), **(fresh | changes))
        self._move_wish(old, self._shown)
        self._renderer.post(self._shown)

    def _play_first(self) -> None:
        """Play was asked for before the model was loaded: the bundled clip, or what is shown by now. Errands thread."""
        clip, project = self._read_first(), self._project
        with self._lock:
            wished, self._first_wished = self._first_wished and not self._closed, False
            if wished and (self._shown is not None or self._spec is not None):
                self.play()
                return
        if wished and clip is not None:
            self._renderer.play(Request(0, "", Settings(), project.loop, project.period, restart=True), clip)

    def stop(self) -> None:
        """Fade out; what still waits to be rendered stays silent."""
        self._first_wished = False
        self._renderer.hush(self._number)
        self._player.stop()

    def toggle_play(self) -> None:
        if self._player.status(peaks=False).playing:
            self.stop()
        else:
            self.play()

    def panic(self) -> None:
        """Silence in 2 ms, whatever sounds or is about to."""
        self._first_wished = False
        self._renderer.hush(self._number)
        self._player.panic()

    # --- the place ---

    def seek(self, seconds: float) -> None:
        """Set the cursor, where Play begins, in seconds from the clip's start; what sounds goes on from there."""
        if not math.isfinite(seconds):
            raise BadInput(f"A position of {seconds} s can't be played.")
        self._cursor = max(0.0, seconds)
        self._player.seek(self._cursor)

    def set_loop_region(self, start_s: float | None, end_s: float | None = None, crossfade_s: float = 0.0) -> None:
        """What the loop goes round in, and what Play plays once where the loop is off; at once, without a click. None: the whole.

        crossfade_s: how long its end fades into its start, 0 to 0.05 s. Raises BadInput where start < end doesn't hold.
        """
        self._player.set_region(start_s, end_s, crossfade_s)
        self._loop_region = None if start_s is None or end_s is None else (start_s, end_s)

    @property
    def loop_region(self) -> tuple[float, float] | None:
        """Seconds, None for the whole."""
        return self._loop_region

    @property
    def picture(self) -> Pictured | None:
        """Of what is shown, for a window that comes later; None until there is one."""
        return self._newest_picture

    @property
    def cursor(self) -> float:
        """Where Play begins, in seconds."""
        return self._cursor

    def set_cursor(self, seconds: float) -> None:
        """Where Play begins; what sounds goes on where it is."""
        self._cursor = max(0.0, seconds)

    def scrub(self, seconds: float) -> None:
        """Sound what lies under a hand that drags over the picture; ends with `end_scrub`."""
        with self._lock:
            if self._scrubbing is None:
                status = self._player.status(peaks=False)
                self._scrubbing = bool(status.playing)
                if self._shown is not None and status.request != self._shown.number and not status.playing:
                    self._post_shown(loop=False, load=True)
        self._player.scrub(max(0.0, seconds))

    def end_scrub(self, seconds: float) -> None:
        """The hand let go here: the cursor stays there, and what sounded before goes on from there."""
        with self._lock:
            played, self._scrubbing = bool(self._scrubbing), None
        self._cursor = max(0.0, seconds)
        self._player.scrub(self._cursor)
        self._player.end_scrub(played)

    # --- the loop ---

    def set_loop(self, on: bool) -> None:
        self._transport(loop=bool(on))

    def set_bpm(self, bpm: float) -> None:
        """Tempo of the loop, 20 to 400; a value outside becomes a Message."""
        self._transport(bpm=bpm)

    def set_beats(self, beats: int) -> None:
        """Beats in one round of the loop, 1 to 64."""
        self._transport(beats=beats)

    def _transport(self, **changes: Any) -> None:
        with self._lock:
            try:
                project = replace(self._project, **changes)
            except BadInput as error:
                self._tell(str(error))
                return
            if project == self._project:
                return
            previous, self._project = self._project, project
            for follow in self._followers:
                follow(project, previous)
            self._publish(ProjectChanged(project, previous))
            self._save_soon()
            if self._shown is not None and self._player.status(peaks=False).playing:
                self._post_shown(loop=project.loop)
