"""The session's commands on takes and files: hear, restore, star, rename, delete, export, render many, open a sound.

As all of Session: each returns at once. What is done to the library can be undone, by its inverse.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.clip import Clip
from studio.engine.events import Job
from studio.engine.history import Act
from studio.engine.jobs import Cancelled, Progress, wait_for
from studio.engine.project import Project
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.engine.session.take_maker import base_title
from studio.errors import BadInput
from studio.models.generator import Draws, Encodes
from studio.recipe import Recipe

if TYPE_CHECKING:
    from studio.engine.library import Take

MAX_MANY = 1000


class TakeCommands(SessionCore):
    """See the module; `Session` is what is made."""

    def takes(self) -> tuple[Take, ...]:
        """Every take, newest first."""
        return self._library.takes()

    def take_file(self, id: str) -> Path:
        """The take's sound file, for dragging out. Raises BadInput for an unknown id."""
        return self._library.get(id).file

    def audition(self, id: str) -> None:
        """Play and show a take; the project stays as it is, no take is made, the next take counts it as its parent."""
        with self._lock:
            if (take := self._find(id)) is None:
                return
            self._rested()
            self._takes.came_from(id)
            self._number += 1
            project = self._project
            request = Request(
                self._number, take.recipe.model, take.recipe.settings, project.loop, self._period(), restart=True, changed=take.title
            )
            clip = self._renderer.cache.get((take.recipe.model, take.recipe.sha256, take.recipe.settings))
            if clip is not None:
                self._shown = replace(request, clip=clip)
                self._renderer.post(self._shown)
                return
        self._pending.begin()
        self._library.read(id).add_done_callback(lambda future: self._auditioned(request, take, future))

    def _auditioned(self, request: Request, take: Take, future: Future[Clip]) -> None:
        """The file thread has read a take: play it, unless something newer was asked for."""
        try:
            if future.cancelled():
                return
            if (error := future.exception()) is not None:
                self._tell_error(f"The take '{take.title}' can't be played", error)
                return
            recipe, clip = take.recipe, future.result()
            self._renderer.cache.put((recipe.model, recipe.sha256, recipe.settings), clip)
            with self._lock:
                if self._number == request.number:
                    self._shown = replace(request, clip=clip)
                    self._renderer.post(self._shown)
        finally:
            self._pending.end()

    def restore(self, id: str) -> None:
        """Bring a take's settings back, as an undo step, and play them; makes no take."""
        with self._lock:
            if (take := self._find(id)) is None:
                return
            self._takes.came_from(id)
        self._call(lambda: self._restore(take.recipe, f"Restore {take.title}"), f"'{take.title}' can't be restored")

    def star(self, id: str, on: bool) -> None:
        take = self._find(id)
        if take is not None and take.starred != on:
            text = f"{'Star' if on else 'Unstar'} {take.title}"
            self._act(text, lambda: self._library.star(id, on), lambda: self._library.star(id, not on))

    def rename(self, id: str, title: str) -> None:
        """Give a take another title (its file keeps its name)."""
        take, title = self._find(id), title.strip()
        if take is not None and title and title != take.title:
            old = take.title
            self._act(f"Rename {old}", lambda: self._library.rename(id, title), lambda: self._library.rename(id, old))

    def tag(self, id: str, tags: Sequence[str]) -> None:
        take, new = self._find(id), tuple(tags)
        if take is not None and new != take.tags:
            old = take.tags
            self._act(f"Tag {take.title}", lambda: self._library.tag(id, new), lambda: self._library.tag(id, old))

    def delete(self, id: str) -> None:
        """Move a take to the trash; undo brings it back."""
        take = self._find(id)
        if take is not None:
            self._act(f"Delete {take.title}", lambda: self._library.delete(id), lambda: self._library.undelete(id))

    def retry_unsaved(self) -> None:
        """Save the takes again that a full disk refused."""
        self._follow(self._library.retry(), "")

    def _act(self, text: str, do: Callable[[], Future[Any]], inverse: Callable[[], Future[Any]]) -> None:
        with self._lock:
            self._follow(do(), f"'{text}' failed")
            self._history.push(
                Act(text, lambda: self._follow(inverse(), f"Undo of '{text}' failed"), lambda: self._follow(do(), f"'{text}' failed"))
            )
            self._tell_history()

    def _find(self, id: str) -> Take | None:
        try:
            return self._library.get(id)
        except (BadInput, KeyError):
            self._tell("This take is not in the library any more.")
            return None

    # --- long tasks ---

    def export(self, ids: Sequence[str], folder: Path | str, format: str, bits: int, rate: int | None) -> int:
        """Write takes as sound files with their recipe inside; returns the job's id. See studio.engine.export."""
        chosen = [take for id in ids if (take := self._find(id)) is not None]

        def work(progress: Progress, cancelled: Cancelled) -> str:
            from studio.engine.export import export

            remarks: list[str] = []
            files = export(
                chosen, self._library, Path(folder), format, bits, rate, progress=progress, cancelled=cancelled, say=remarks.append
            )
            what = f"'{files[0].name}'" if len(files) == len(chosen) == 1 else f"{len(files)} of {len(chosen)} takes"
            return " ".join([f"Exported {what} to '{folder}'.", *remarks])

        return self._jobs.add("Export" if len(chosen) != 1 else f"Export {chosen[0].title}", len(chosen), work)

    def render_many(self, count: int) -> int:
        """Draw and render `count` (1 to 1000) new takes around the present locks, silently; returns the job's id.

        0 and a Message while no model is loaded.
        """
        if self._ready() is None:
            return 0
        count = max(1, min(MAX_MANY, int(count)))
        project = self._project

        def work(progress: Progress, cancelled: Cancelled) -> str:
            for done in range(count):
                if cancelled():
                    return f"{done} of {count} takes were made."
                wait_for(self._renderer.batch(lambda: self._one_of_many(project)), cancelled)
                progress(done + 1, count)
            return ""

        return self._jobs.add(f"Render {count}", count, work)

    def cancel(self, job: int) -> None:
        """End a job; the parts that are finished stay."""
        self._jobs.cancel(job)

    def jobs(self) -> tuple[Job, ...]:
        return self._jobs.all()

    def _one_of_many(self, project: Project) -> None:
        """Renderer thread."""
        generator = self._renderer.generator(project.model)
        settings = replace(project.settings, seed=secrets.randbits(32))
        if isinstance(generator, Draws) and "draw" in generator.spec.abilities:
            settings = generator.spec.check(generator.draw(settings.seed, settings, project.locks))
        title = self._takes.next_title(base_title(generator.spec, settings))
        self._render_and_keep(Request(0, project.model, settings), (title, self._library.moment()))

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
        known = recipe
        self._call(lambda: self._open_recipe(path, known), f"'{path.name}' can't be opened")

    def _encode_file(self, path: Path, remark: str) -> None:
        """Read a sound and have it encoded; the remark is told once the file proved to be a sound. Errands thread."""
        from studio.audio.files import read_clip

        clip = read_clip(path)
        if remark:
            self._tell(remark, "info")
        self._call(lambda: self._encode(path, clip), f"'{path.name}' can't be encoded", busy=True)

    def _open_recipe(self, path: Path, recipe: Recipe) -> None:
        """Renderer thread, after the catalogue was read."""
        if any(card.id == recipe.model and not card.error for card in self._cards):
            self._restore(recipe, f"Open {path.name}")
            return
        remark = f"'{path.name}' was made with the model '{recipe.model}', which is not here; its sound is encoded instead."
        self._errand(lambda: self._encode_file(path, remark), "")

    def _restore(self, recipe: Recipe, text: str) -> None:
        """Go to a recipe's model and settings as one undo step. Renderer thread. Raises BadInput, and what loading raises."""
        generator = self._renderer.generator(recipe.model)
        with self._lock:
            project = self._project_in(generator.spec, recipe.settings)
            self._know(generator)
            self._rested()
            self._history.close()
            self._commit(text, project)
            self._sound(changed=text)
        if recipe.sha256 != generator.sha256:
            self._tell(f"{text}: it was made with another version of '{generator.spec.title}', so it may sound different now.", "info")

    def _encode(self, path: Path, clip: Clip) -> None:
        """Renderer thread. Raises BadInput for silence."""
        project = self._project
        generator = self._renderer.generator(project.model)
        if not isinstance(generator, Encodes) or "encode" not in generator.spec.abilities:
            raise BadInput(f"the model '{generator.spec.title}' can't listen to sounds; choose one that can")
        settings = generator.spec.check(generator.encode(clip))
        with self._lock:
            if self._project.model == project.model:
                self._new_sound(f"Open {path.name}", settings)
