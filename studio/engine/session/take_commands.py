"""The session's commands on takes and files: hear, restore, star, rename, delete, export, render many, open a sound.

As all of Session: each returns at once. What is done to the library can be undone, by its inverse.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.audio.files import shown
from studio.clip import Clip
from studio.engine.edits import rack_in, rack_of
from studio.engine.events import Job
from studio.engine.history import Act
from studio.engine.jobs import Cancelled, Progress, wait_for
from studio.engine.project import Project
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.engine.session.take_maker import base_title
from studio.engine.streaming.trajectory import EDIT
from studio.errors import BadInput
from studio.models.generator import Draws, Encodes, Watch
from studio.recipe import Recipe

if TYPE_CHECKING:
    from studio.engine.library import Take

MAX_MANY = 1000


class TakeCommands(SessionCore):
    """See the module; `Session` is what is made."""

    _unsaved_said = 0  # takes in memory only that `hold_unsaved` has told of
    _told_own = False  # under the lock: was it said that a take has effects of the rack in it?

    def takes(self) -> tuple[Take, ...]:
        """Every take, newest first."""
        return self._library.takes()

    def take_file(self, id: str) -> Path:
        """The take's sound file, for dragging out. Raises BadInput for an unknown id."""
        return self._library.get(id).file

    def audition(self, id: str, sound: bool = True) -> None:
        """Play (or only show) a take; the project stays as it is, no take is made, the next take counts it as its parent."""
        with self._lock:
            if (take := self._find(id)) is None:
                return
            self._rested()
            self._takes.came_from(id)
            self._number += 1
            project = self._project
            request = Request(
                self._number, take.recipe.model, take.recipe.settings, project.loop, self._period(), sound, restart=True,
                changed=take.title, take=id, own=rack_in(take.recipe.edits),
            )  # fmt: skip
            rack = project.stage.rack
            if sound and request.own is not None and (last := rack.joined(request.own)) and not self._told_own:
                self._told_own = True
                effect = rack.slot(last).title
                self._tell(f"'{take.title}' was recorded with its effects; it goes only through those behind '{effect}'.", "info")
            key = (take.recipe.model, take.recipe.sha256, take.recipe.settings)
            made = take.recipe.edits or take.dropped  # the settings alone don't make it
            clip = None if made else self._renderer.cache.get(key)
            if clip is not None:
                self._shown = replace(request, clip=clip)
                self._renderer.post(self._shown)
                return
        if take.dropped:
            what = f"The take '{take.title}' can't be made again"
            self._call_with(request.model, lambda: self._audition_dropped(request, take), what, busy=True)
            return
        self._pending.begin()
        self._library.read(id).add_done_callback(lambda future: self._auditioned(request, take, future))

    def _audition_dropped(self, request: Request, take: Take) -> None:
        """Play a take whose sound was dropped, and keep its sound again. Renderer thread."""
        if self._number == request.number:  # else something newer was asked for
            clip = self._remake(take)
            with self._lock:
                if self._number == request.number:
                    self._shown = replace(request, clip=clip)
                    self._renderer.post(self._shown)

    def _remake(self, take: Take) -> Clip:
        """Make the sound of a take from its settings, and keep it where it is surely the same. Renderer thread. Raises as the model."""
        recipe = take.recipe
        clip, _, generator = self._renderer.render(recipe.model, recipe.settings)
        self._renderer.cache.put((recipe.model, generator.sha256, recipe.settings), clip)
        if generator.sha256 == recipe.sha256:
            self._follow(self._library.fill(take.id, clip), "")
        else:
            self._tell(f"'{take.title}' was made with another version of '{generator.spec.title}', so it may sound different now.", "info")
        return clip

    def _auditioned(self, request: Request, take: Take, future: Future[Clip]) -> None:
        """The file thread has read a take: play it, unless something newer was asked for."""
        try:
            if future.cancelled():
                return
            if (error := future.exception()) is not None:
                self._tell_error(f"The take '{take.title}' can't be played", error)
                return
            recipe, clip = take.recipe, future.result()
            if not recipe.edits:
                self._renderer.cache.put((recipe.model, recipe.sha256, recipe.settings), clip)
            with self._lock:
                if self._number == request.number:
                    self._shown = replace(request, clip=clip)
                    if not self._page(self._shown, take.file):
                        self._renderer.post(self._shown)
        finally:
            self._pending.end()

    def restore(self, id: str) -> None:
        """Bring a take's settings back, as an undo step, and play them; makes no take. Of a recording that itself is shown and heard."""
        with self._lock:
            if (take := self._find(id)) is None:
                return
            self._takes.came_from(id)

        def back() -> None:
            self._restore(take.recipe, f"Restore {take.title}")
            if any(isinstance(edit, dict) and EDIT in edit for edit in take.recipe.edits):  # its settings alone are one held sound
                self.audition(id)

        self._call_with(take.recipe.model, back, f"'{take.title}' can't be restored")

    def star(self, id: str, on: bool) -> None:
        self.star_takes([id], on)

    def star_takes(self, ids: Sequence[str], on: bool) -> None:
        """Star takes, or take their stars away; one undo step."""
        takes = [take for take in self._find_all(ids) if take.starred != on]
        changed = [take.id for take in takes]
        if takes:
            text = of_takes("Star" if on else "Unstar", takes)
            self._act(text, lambda: self._library.star_all(changed, on), lambda: self._library.star_all(changed, not on))
        for take in takes:
            if on and take.dropped:  # what is starred keeps its sound from now on
                self._follow(self._renderer.batch(partial(self._remake, take)), f"The take '{take.title}' can't be made again")

    def rename(self, id: str, title: str) -> None:
        """Give a take another title (its file keeps its name)."""
        take, title = self._find(id), title.strip()
        if take is not None and title and title != take.title:
            old = take.title
            self._act(f"Rename {old}", lambda: self._library.rename(id, title), lambda: self._library.rename(id, old))

    def tag(self, id: str, tags: Sequence[str]) -> None:
        self.set_tags([id], tags)

    def set_tags(self, ids: Sequence[str], tags: Sequence[str]) -> None:
        """Give takes these tags instead of their own; one undo step."""
        self._set_tags({take.id: tuple(tags) for take in self._find_all(ids)})

    def change_tags(self, ids: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> None:
        """Add tags to takes and take others away, leaving the rest; one undo step."""
        takes = self._find_all(ids)
        self._set_tags({t.id: tuple(dict.fromkeys([*(tag for tag in t.tags if tag not in remove), *add])) for t in takes})

    def _set_tags(self, wanted: dict[str, tuple[str, ...]]) -> None:
        takes = [take for take in self._find_all(list(wanted)) if take.tags != wanted[take.id]]
        old, new = {take.id: take.tags for take in takes}, {take.id: wanted[take.id] for take in takes}
        if takes:
            self._act(of_takes("Tag", takes), lambda: self._library.tag_all(new), lambda: self._library.tag_all(old))

    def delete(self, id: str) -> None:
        self.delete_takes([id])

    def delete_takes(self, ids: Sequence[str]) -> None:
        """Move takes to the trash, as one step; undo brings them back."""
        takes = self._find_all(ids)
        gone = [take.id for take in takes]
        if takes:
            self._act(of_takes("Delete", takes), lambda: self._library.delete_all(gone), lambda: self._library.undelete_all(gone))

    def hand_out(self, ids: Sequence[str]) -> list[Path]:
        """The files of takes for another program, which may point at them from now on: they are pinned.

        Takes whose sound was dropped are left out with a Message; hearing such a take brings its sound back.
        """
        takes = self._find_all(ids)
        there = [take.id for take in takes if not take.dropped]
        if len(there) < len(takes):
            self._tell("The sound of this take was dropped to save room: play it, then it is there again.", "info")
        if there:
            self._follow(self._library.pin(there), "")
        return [take.file for take in self._find_all(there)]  # where they stay from now on

    def set_takes_limit(self, gigabytes: float) -> None:
        """How much room the sounds of unstarred takes may use; beyond it the oldest give way. 0: all stay."""
        with self._lock:
            self._preferences["takes_limit_gb"] = max(0.0, float(gigabytes))
            self._save_soon()
            self._make_room()

    def retry_unsaved(self) -> None:
        """Save the takes again that a full disk refused, and say how many are safe now."""
        future = self._library.retry()

        def written(done: Future[tuple[Take, ...]]) -> None:
            if not done.cancelled() and done.exception() is None and (count := len(done.result())):
                self._unsaved_said = 0
                self._tell("The take is on the disk now." if count == 1 else f"{count} takes are on the disk now.", "info")

        future.add_done_callback(written)
        self._follow(future, "")

    def hold_unsaved(self) -> bool:
        """Before the program is left: are there takes in memory only of which this was not said yet? Then it is said now."""
        waiting, said = len(self._library.unsaved), self._unsaved_said
        self._unsaved_said = waiting
        if waiting <= said:
            return False
        self._tell("A take is in memory only: free some space and press 'Write again', or close once more to leave without it."
                   if waiting == 1 else
                   f"{waiting} takes are in memory only: free some space and press 'Write again', or close once more to leave without "
                   "them.")  # fmt: skip
        return True

    def _act(self, text: str, do: Callable[[], Future[Any]], inverse: Callable[[], Future[Any]]) -> None:
        with self._lock:
            self._follow(do(), f"'{text}' failed")
            self._history.push(
                Act(text, lambda: self._follow(inverse(), f"Undo of '{text}' failed"), lambda: self._follow(do(), f"'{text}' failed"))
            )
            self._tell_history()

    def _keep_made(
        self, clip: Clip, recipe: Recipe, title: str, parent: str | None, then: Callable[[Take], None],
        safe: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """Keep a take that was made beside the sliders; then(take) is called on the file thread, safe() once it is on disk. Any thread."""
        self._pending.begin()
        future = self._library.add(clip, recipe, title=title, parent=parent, created=self._library.moment(), safe=safe)

        def added(done: Future[Take]) -> None:
            try:
                if done.cancelled():
                    return
                if (error := done.exception()) is not None:
                    self._tell_error("", error)
                    return
                take = done.result()
                self._take_made(take)
                then(take)
            finally:
                self._pending.end()

        future.add_done_callback(added)

    def _made_of(self, text: str, take: Take) -> None:
        """A step: this take was made of another one. Undo puts it into the trash and shows the other one again."""

        def undo() -> None:
            with self._lock:
                seen = self._shown is not None and self._shown.take == take.id
            self._follow(self._library.delete_all([take.id]), f"Undo of '{text}' failed")
            if seen and take.parent is not None:
                self.audition(take.parent, sound=False)

        def redo() -> None:
            future = self._library.undelete_all([take.id])
            future.add_done_callback(lambda done: None if done.cancelled() or done.exception() else self.audition(take.id, sound=False))
            self._follow(future, f"'{text}' failed")  # last: what follows has begun before this is at an end

        with self._lock:
            self._history.push(Act(text, undo, redo))
            self._tell_history()

    def _find_all(self, ids: Sequence[str]) -> list[Take]:
        return [take for id in dict.fromkeys(ids) if (take := self._find(id)) is not None]

    def _find(self, id: str) -> Take | None:
        try:
            return self._library.get(id)
        except (BadInput, KeyError):
            self._tell("This take is not in the library any more.")
            return None

    # --- long tasks ---

    def export(self, ids: Sequence[str], folder: Path | str, format: str, bits: int, rate: int | None, effects: bool = False) -> int:
        """Write takes as sound files with their recipe inside; returns the job's id. See studio.engine.export.

        effects: through those that stand in the rack now, with their tails.
        """
        rack = (self._project.stage.rack, self._project.bpm) if effects else None
        chosen = [take for id in ids if (take := self._find(id)) is not None]

        def work(progress: Progress, cancelled: Cancelled) -> str:
            from studio.engine.export import export

            remarks: list[str] = []
            for take in chosen:
                if take.dropped:
                    wait_for(self._renderer.batch(partial(self._remake, take)), cancelled)
            self._follow(self._library.pin([take.id for take in chosen]), "")
            files = export(chosen, self._library, Path(folder), format, bits, rate, effects=rack, progress=progress, cancelled=cancelled,
                           say=remarks.append)  # fmt: skip
            what = f"'{files[0].name}'" if len(files) == len(chosen) == 1 else f"{len(files)} of {len(chosen)} takes"
            self._tell(" ".join([f"Exported {what} to '{folder}'.", *remarks]), "info", file=files[0] if files else None)
            return ""

        return self._jobs.add("Export" if len(chosen) != 1 else f"Export {chosen[0].title}", len(chosen), work)

    def render_many(self, count: int) -> int:
        """Draw and render `count` (1 to 1000) new takes around the present locks; returns the job's id.

        They appear one by one. The first is heard, unless something else was asked for meanwhile; the others are silent.
        0 and a Message while no model is loaded.
        """
        if self._ready() is None:
            return 0
        count = max(1, min(MAX_MANY, int(count)))
        project, number = self._project, self._number

        def work(progress: Progress, cancelled: Cancelled) -> str:
            for done in range(count):
                if cancelled():
                    return f"{done} of {count} takes were made."
                hear = number if done == 0 else None
                wait_for(self._renderer.batch(partial(self._one_of_many, project, hear)), cancelled)
                progress(done + 1, count)
            return ""

        return self._jobs.add(f"Render {count}", count, work)

    def cancel(self, job: int) -> None:
        """End a job; the parts that are finished stay."""
        self._jobs.cancel(job)

    def jobs(self) -> tuple[Job, ...]:
        return self._jobs.all()

    def _one_of_many(self, project: Project, hear: int | None) -> None:
        """hear: play it where this is still the newest request. Renderer thread."""
        generator = self._renderer.generator(project.model)
        settings = replace(project.settings, seed=secrets.randbits(32))
        if isinstance(generator, Draws) and "draw" in generator.spec.abilities:
            settings = generator.spec.check(generator.draw(settings.seed, settings, project.locks))
        title = self._takes.next_title(base_title(generator.spec, settings))
        clip = self._render_and_keep(Request(0, project.model, settings), (title, self._library.moment()))
        with self._lock:
            if hear == self._number:
                self._number += 1
                period = self._period()
                self._shown = Request(self._number, project.model, settings, project.loop, period, restart=True, changed=title, clip=clip)
                self._renderer.post(self._shown)

    # --- sounds from outside ---

    def open_sound(self, path: Path | str) -> None:
        """A dropped file: with our recipe inside its settings come back; any other sound is encoded as a starting point."""
        self._errand(lambda: self._open(Path(path)), "")

    def _open(self, path: Path) -> None:
        """Errands thread."""
        from studio.audio import recipe_chunk

        recipe, damage = None, ""
        try:
            recipe = recipe_chunk.read(path)
        except BadInput as error:
            damage = str(error)
        except OSError:
            pass  # read_clip says why in one sentence
        if recipe is None:
            self._encode_file(path, damage)
            return
        if any(isinstance(edit, dict) and EDIT in edit for edit in recipe.edits) and self._show_long(path):
            return  # a recording of some minutes
        known = recipe
        self._call_with(known.model, lambda: self._open_recipe(path, known), f"'{shown(path)}' can't be opened")

    def _encode_file(self, path: Path, remark: str) -> None:
        """Read a sound and have it encoded; the remark is told once the file proved to be a sound. Errands thread."""
        from studio.audio.files import read_clip

        if self._show_long(path):
            return
        clip = read_clip(path)
        if remark:
            self._tell(remark, "info")
        if self._closed:
            return
        self._jobs.add(f"Open {shown(path)}", 100, partial(self._encode_job, path, clip), apart=True)

    def _encode_job(self, path: Path, clip: Clip, progress: Progress, cancelled: Cancelled) -> str:
        """Has a sound searched for, on the renderer thread; a cancel takes what was found by then. On a thread of the job's own."""

        def watch(share: float) -> bool:
            progress(min(99, int(100 * share)), 100)
            return not cancelled()

        try:
            self._renderer.call(partial(self._encode, path, clip, watch), busy=True).result()
        except CancelledError:
            pass  # the program closes
        except Exception as error:
            self._tell_error(f"'{shown(path)}' can't be encoded", error)
        return ""

    def _open_recipe(self, path: Path, recipe: Recipe) -> None:
        """Renderer thread, after the catalogue was read."""
        if any(card.id == recipe.model and not card.error for card in self._cards):
            self._restore(recipe, f"Open {shown(path)}")
            return
        remark = f"'{shown(path)}' was made with the model '{recipe.model}', which is not here; its sound is encoded instead."
        self._errand(lambda: self._encode_file(path, remark), "")

    def _restore(self, recipe: Recipe, text: str) -> None:
        """Go to a recipe's model and settings as one undo step. Renderer thread. Raises BadInput, and what loading raises."""
        generator = self._renderer.generator(recipe.model)
        with self._lock:
            project = self._project_in(generator.spec, recipe.settings)
            if (found := rack_of(recipe.edits)) is not None:
                project = replace(project, stage=replace(project.stage, rack=found[0]))
            self._know(generator)
            self._rested()
            self._history.close()
            self._commit(text, project)
            self._sound(changed=text)
        if recipe.sha256 != generator.sha256:
            self._tell(f"{text}: it was made with another version of '{generator.spec.title}', so it may sound different now.", "info")

    def _encode(self, path: Path, clip: Clip, watch: Watch) -> None:
        """Renderer thread. Raises BadInput for silence."""
        project = self._project
        generator = self._renderer.generator(project.model)
        if not isinstance(generator, Encodes) or "encode" not in generator.spec.abilities:
            raise BadInput(f"the model '{generator.spec.title}' can't listen to sounds; choose one that can")
        settings = generator.spec.check(generator.encode(clip, watch))
        with self._lock:
            if self._project.model == project.model:
                self._new_sound(f"Open {shown(path)}", settings)


def of_takes(act: str, takes: Sequence[Take]) -> str:
    """What a step in the history is called: 'Star Kick 014', 'Star 3 takes'."""
    return f"{act} {takes[0].title}" if len(takes) == 1 else f"{act} {len(takes)} takes"
