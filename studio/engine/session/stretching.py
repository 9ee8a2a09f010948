"""The session's commands that make a sound longer or shorter, higher or lower: each makes a new take, which came from the old one.

As all of Session: each returns at once; the work is a job that can be cancelled. The old take stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from studio import __version__
from studio.clip import Clip
from studio.engine.edits import stretch_edit
from studio.engine.jobs import Cancelled, Progress, wait_for
from studio.engine.session.take_commands import TakeCommands
from studio.engine.take_files import Take
from studio.errors import BadInput
from studio.recipe import Recipe


class Stretching(TakeCommands):
    """See the module; `Session` is what is made."""

    def stretch_take(self, id: str, times: float = 1.0, semitones: float = 0.0) -> int:
        """A new take from this one: `times` as long (0.25 to 4), `semitones` higher (-24 to 24); returns the job's id, 0 and a Message
        where that can't be."""
        take = self._find(id)
        if take is None or not self._may_stretch(times, semitones):
            return 0

        def sound(cancelled: Cancelled) -> Clip:
            if take.dropped:
                return wait_for(self._renderer.batch(partial(self._remake, take)), cancelled)
            clip: Clip = self._library.read(take.id).result()
            return clip

        return self._stretch(sound, take.recipe, take.title, take.id, times, semitones)

    def stretch_shown(self, times: float = 1.0, semitones: float = 0.0) -> int:
        """As `stretch_take`, of the sound that is shown: a take, or what the model makes now."""
        with self._lock:
            picture, request = self._newest_picture, self._shown
        if request is not None and request.take:
            return self.stretch_take(request.take, times, semitones)
        if not self._may_stretch(times, semitones):
            return 0
        ours = request is not None and request.model in self._weights and picture is not None and picture.request == request.number
        if not ours or not isinstance(picture.clip, Clip):  # type: ignore[union-attr]
            self._tell("Only takes and sounds of a model can be stretched; drop this sound on the window's model first.", "info")
            return 0
        assert request is not None and picture is not None
        clip = picture.clip
        recipe = Recipe(request.model, self._weights[request.model], request.settings, "", f"undertone {__version__}")
        title = self._specs[request.model].title if request.model in self._specs else request.model
        return self._stretch(lambda cancelled: clip, recipe, title, None, times, semitones)

    def _may_stretch(self, times: float, semitones: float) -> bool:
        try:
            stretch_edit(times, semitones)
        except BadInput as error:
            self._tell(str(error))
            return False
        if times == 1.0 and semitones == 0.0:
            self._tell("Nothing is changed: choose another length or pitch.", "info")
            return False
        return True

    def _stretch(self, sound: Any, recipe: Recipe, title: str, parent: str | None, times: float, semitones: float) -> int:
        number = self._number

        def work(progress: Progress, cancelled: Cancelled) -> str:
            from studio.apart import Ended, Stopped
            from studio.engine.edits import stretched

            try:
                clip = stretched(sound(cancelled), times, semitones, cancelled)
            except Stopped:
                return ""
            except Ended as error:
                raise BadInput("it could not be computed; is there enough memory?") from error
            made = replace(recipe, edits=(*recipe.edits, stretch_edit(times, semitones)), program=f"undertone {__version__}")
            name = f"{title} {_what(times, semitones)}"[:120]

            def kept(take: Take) -> None:
                self._made_of(f"Pitch and length of {title}", take)
                if self._number == number and not self._closed:  # nothing else was asked for meanwhile
                    self.audition(take.id)

            self._keep_made(clip, made, name, self._takes.came_last_from if parent is None else parent, kept)
            return ""

        return self._jobs.add(f"Stretch {title}", 1, work)


def _what(times: float, semitones: float) -> str:
    """'+3 st', '×1.5', '−2.5 st ×0.5'."""
    parts = []
    if semitones:
        parts.append(f"{'+' if semitones > 0 else '−'}{abs(semitones):g} st")
    if times != 1.0:
        parts.append(f"×{times:.3g}")
    return " ".join(parts)
