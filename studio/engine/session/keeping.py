"""The session's commands on where takes lie and on the trash: another folder, what was deleted, putting it back, emptying.

As all of Session: each returns at once. The trash is read on the errands thread, changed on the file thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from studio.audio.files import shown
from studio.engine import events as ev
from studio.engine import trash
from studio.engine.edits import rack_in
from studio.engine.jobs import Cancelled, Progress, wait_for
from studio.engine.renderer import Request
from studio.engine.session.take_commands import TakeCommands, of_takes
from studio.engine.take_files import Take
from studio.errors import BadInput

PART = 20  # takes that move before others on the file thread have their turn


class Keeping(TakeCommands):
    """See the module; `Session` is what is made."""

    _deleted: tuple[Take, ...] = ()  # as they were told last; replaced whole by the errands thread

    def start(self) -> None:
        first = not (self._started or self._closed)
        super().start()
        away = getattr(self._library, "away", None)
        if first and away is not None:
            self._tell(f"The folder of takes '{away}' can't be reached; new takes go to '{self.takes_folder}' until it is back.")

    # --- where takes lie ---

    @property
    def takes_folder(self) -> Path:
        """Where new takes go."""
        folder: Path = self._library.folder
        return folder

    def set_takes_folder(self, folder: Path | str, move: bool) -> None:
        """Put new takes into another folder. move: take along those that there are, but for those that another program may point at.

        What isn't moved stays playable where it lies. TakesChanged follows, and a Message.
        """
        place = Path(folder).expanduser()
        if not place.is_absolute():
            self._tell(f"'{shown(place)}' is not a whole path; choose a folder for takes.")
            return
        future = self._library.set_folder(place)

        def then() -> None:
            future.result()
            self._publish(ev.TakesChanged())
            if move:
                self._move_takes()
            else:
                self._tell(f"New takes go to '{place}'; those that there are stay where they lie.", "info")

        self._errand(then, "")

    def _move_takes(self) -> None:
        """As a job, a few at a time, so that new takes are kept meanwhile."""
        here = self.takes_folder
        ids = [take.id for take in self.takes() if take.file.parent != here]

        def work(progress: Progress, cancelled: Cancelled) -> str:
            moved = done = 0
            for start in range(0, len(ids), PART):
                if cancelled():
                    break
                part = ids[start : start + PART]
                there = {take.id for take in self.takes()}
                moved += wait_for(self._library.move_here([id for id in part if id in there]), lambda: False)
                done += len(part)
                progress(done, len(ids))
            stay = sum(take.file.parent != here for take in self.takes())
            text = f"{moved} takes were moved to '{here}'."
            return f"{text} {stay} stay where they were: another program may point at them." if stay and done == len(ids) else text

        self._jobs.add("Move takes", len(ids), work)

    # --- the trash ---

    def look_at_trash(self) -> None:
        """TrashListed follows."""
        self._errand(self._list_trash, "The trash can't be read")

    def _list_trash(self) -> None:
        """Once the file thread has done what it was asked for. Errands thread. Raises OSError."""
        self._library.flush()
        self._deleted = trash.deleted_takes(self._home.trash)
        self._publish(ev.TrashListed(self._deleted, *trash.size(self._home.trash)))

    def put_back(self, ids: Sequence[str]) -> None:
        """Bring takes back from the trash, as one step that can be undone; TrashListed follows."""
        takes = [take for take in self._deleted if take.id in set(ids)]
        back = [take.id for take in takes]
        if takes:
            text = of_takes("Put back", takes)
            self._act(text, lambda: self._library.undelete_all(back), lambda: self._library.delete_all(back))
            self.look_at_trash()

    def empty_trash(self) -> None:
        """Remove everything in the trash for good; nothing brings it back. TrashListed follows."""
        future = self._library.empty_trash()

        def then() -> None:
            try:
                future.result()
            finally:
                self._list_trash()

        self._errand(then, "The trash could not be emptied")

    def audition_deleted(self, id: str) -> None:
        """Play and show a take in the trash; the project stays as it is."""
        take = next((one for one in self._deleted if one.id == id), None)
        if take is None:
            self._tell("This take is not in the trash any more.")
            return
        with self._lock:
            self._rested()
            self._number += 1
            recipe, project = take.recipe, self._project
            request = Request(self._number, recipe.model, recipe.settings, project.loop, self._period(), restart=True, changed=take.title,
                              own=rack_in(recipe.edits))  # fmt: skip
        self._errand(partial(self._play_deleted, take, request), f"The take '{take.title}' can't be played")

    def _play_deleted(self, take: Take, request: Request) -> None:
        """Errands thread. Raises BadInput."""
        from studio.audio.files import read_clip

        if take.dropped:
            raise BadInput("its sound was dropped to save room; put it back to make it again")
        clip = read_clip(take.file)
        with self._lock:
            if self._number == request.number:
                self._shown = replace(request, clip=clip)
                self._renderer.post(self._shown)
