"""The session's commands on the sounds that a person brought along: import, hear, rename, delete. As all of Session: each returns at
once. Importing runs on the jobs thread, everything else that touches files on the errands thread.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from studio.audio.files import disk_problem, shown
from studio.engine import events as ev
from studio.engine.edits import effects_in
from studio.engine.history import Act
from studio.engine.jobs import POLL, Cancelled, Progress, Stopped
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.engine.sounds import Sound, Sounds, gather
from studio.errors import BadInput
from studio.recipe import Settings

HEARD_SECONDS = 30.0  # of a long sound: what the player holds
MOST_REASONS = 200
FULL = (errno.ENOSPC, errno.EDQUOT)


class SoundCommands(SessionCore):
    """See the module; `Session` is what is made."""

    _own_sounds: Sounds | None = None  # made once, under the lock

    @property
    def _sounds(self) -> Sounds:
        with self._lock:
            if self._own_sounds is None:
                self._own_sounds = Sounds(self._home, lambda: self._publish(ev.SoundsChanged()))
                self._look_on(self._own_sounds.load_in_parts())
            return self._own_sounds

    def _look_on(self, parts: Iterator[int]) -> None:
        """Look at the next part of the sounds; what else the errands thread has to do has its turn in between."""

        def work() -> None:
            if next(parts, None) is not None:
                self._look_on(parts)

        self._errand(work, "Your sounds can't be read")

    def sounds(self) -> tuple[Sound, ...]:
        """The person's own sounds, newest first; the first call has them looked for, SoundsChanged follows."""
        return self._sounds.all()

    def import_sounds(self, paths: Sequence[Path | str]) -> int:
        """Copy files, and the sounds in folders, into the library; returns the job's id.

        What is there already is left out. What can't be read is told at the end, with reasons, and keeps nothing else out.
        """
        sounds, chosen = self._sounds, [Path(path) for path in paths]

        def work(progress: Progress, cancelled: Cancelled) -> str:
            while not sounds.looked.wait(POLL):  # what is there already must be known
                if cancelled():
                    return ""
            found = gather(chosen, cancelled)
            added: list[Sound] = []
            again, refused = 0, []
            for number, path in enumerate(found, 1):
                if cancelled():
                    break
                try:
                    sound = sounds.add(path, cancelled)
                    if sound is None:
                        again += 1
                    else:
                        added.append(sound)
                except Stopped:
                    break
                except BadInput as error:
                    refused.append(str(error))
                except OSError as error:
                    if error.errno in FULL:  # nor is there room for the others
                        self._imported(added)
                        place = shown(self._home.sounds)
                        raise BadInput(f"'{shown(path)}' could not be written to '{place}': {disk_problem(error)}.") from error
                    refused.append(f"'{shown(path)}' could not be copied ({error.strerror}).")
                progress(number, len(found))
            self._imported(added)
            if len(found) == len(refused) == 1:
                raise BadInput(refused[0])
            self._tell(_summary(len(found), len(added), again, len(refused)), "info", "\n".join(refused[:MOST_REASONS]))
            return ""

        return self._jobs.add("Import sounds", len(chosen), work)

    def _imported(self, added: list[Sound]) -> None:
        if added:
            ids = [sound.id for sound in added]
            text = f"Import {added[0].title}" if len(added) == 1 else f"Import {len(added)} sounds"
            self._sound_act(text, lambda: self._sounds.undelete(ids), lambda: self._sounds.delete(ids), done=True)

    def audition_sound(self, id: str) -> None:
        """Play and show one of the person's sounds (its first 30 s); the project stays as it is and no take is made."""
        with self._lock:
            self._rested()
            self._number += 1
            project = self._project
            request = Request(self._number, "", Settings(), project.loop, self._period(), restart=True)

        def work() -> None:
            from studio.audio.files import read_clip

            sound = self._sounds.get(id)
            clip, own = read_clip(sound.file, max_seconds=HEARD_SECONDS), effects_in(sound.file)
            with self._lock:
                if self._number == request.number:
                    self._shown = replace(request, clip=clip, changed=sound.title, own=own)
                    self._renderer.post(self._shown)

        self._errand(work, "")

    def rename_sound(self, id: str, title: str) -> None:
        """Give a sound another title (its file keeps its name)."""
        try:
            old = self._sounds.get(id).title
        except BadInput as error:
            self._tell(str(error))
            return
        title = title.strip()
        if title and title != old:
            self._sound_act(f"Rename {old}", lambda: self._sounds.rename(id, title), lambda: self._sounds.rename(id, old))

    def delete_sounds(self, ids: Sequence[str]) -> None:
        """Move sounds to the trash; undo brings them back."""
        there = [sound for sound in self._sounds.all() if sound.id in set(ids)]
        if there:
            gone = [sound.id for sound in there]
            text = f"Delete {there[0].title}" if len(there) == 1 else f"Delete {len(there)} sounds"
            self._sound_act(text, lambda: self._sounds.delete(gone), lambda: self._sounds.undelete(gone))

    def _sound_act(self, text: str, do: Callable[[], None], inverse: Callable[[], None], *, done: bool = False) -> None:
        """Do it on the errands thread, as an undo step; done: it was done already."""
        with self._lock:
            if not done:
                self._errand(do, f"'{text}' failed")
            undo, redo = (lambda: self._errand(inverse, f"Undo of '{text}' failed")), (lambda: self._errand(do, f"'{text}' failed"))
            self._history.push(Act(text, undo, redo))
            self._tell_history()


def _summary(found: int, added: int, again: int, refused: int) -> str:
    """What became of the files, in one sentence."""
    if not found:
        return "There is no sound file in it."
    words = [f"{added} of {found} sounds were added"]
    if again:
        words.append(f"{again} already here")
    if refused:
        words.append(f"{refused} unreadable")
    return f"{'; '.join(words)}."
