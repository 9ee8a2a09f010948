"""The session's commands on presets, models and favourites, and a model's examples, which can be heard before it is loaded.

As all of Session: each returns at once; files are read and written on the errands thread; what is done can be undone.
`_presets` and `_examples` are values that are replaced whole, under the lock; `Preset` and `Example` are immutable.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from studio.engine import events as ev
from studio.engine import presets as files
from studio.engine.history import Act
from studio.engine.presets import Preset, clean_name, fitted, free_name, in_order
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.engine.take_files import clean_tags, outline
from studio.errors import BadInput
from studio.recipe import Settings, Spec

SOUNDS = (".flac", ".wav", ".ogg")
MOST_EXAMPLES = 24
EXAMPLE_SECONDS = 10.0  # of an example that are read
KINDS = ("models", "presets")  # of what can be a favourite


class Presets(SessionCore):
    """See the module; `Session` is what is made."""

    _presets: tuple[Preset, ...] = ()
    _examples: dict[str, tuple[ev.Example, ...]]
    _unwritten: dict[str, Preset]  # what the disk refused, by id: tried again with the next one and at close; the errands thread's

    def start(self) -> None:
        first = not (self._started or self._closed)
        if first:
            self._examples = {}
            self._unwritten = {}
        super().start()
        if first:
            self._errand(self._read_presets, "The presets can't be read")

    def close(self) -> None:
        if self._started and not self._closed and self._unwritten:
            self._errand(self._write_presets, "Presets could not be written")
        super().close()

    def _read_presets(self) -> None:
        """Errands thread."""
        found = files.read_all(self._home)
        with self._lock:
            fresh = {one.id for one in self._presets}  # saved while we read
            self._set_presets([*self._presets, *(one for one in found if one.id not in fresh)])

    # --- presets ---

    def presets(self) -> tuple[Preset, ...]:
        """Every preset of every model, by name; empty until the first PresetsChanged."""
        return self._presets

    def preset_now(self) -> tuple[Preset | None, bool]:
        """The preset that was loaded last, and whether the settings differ from it now."""
        project, spec = self._project, self._spec
        preset = self._find_preset(project.preset)
        if preset is None or preset.model != project.model:
            return None, False
        return preset, spec is not None and fitted(spec, preset.settings)[0] != project.settings

    def save_preset(self, name: str, tags: Iterable[str] = (), author: str = "", licence: str = "") -> str:
        """Keep the present settings under a name (a number is added where it is taken); returns the id, '' where it can't be.

        author and licence are kept for the next one. Raises BadInput for too many tags.
        """
        with self._lock:
            name = clean_name(name)
            if self._ready() is None or not self._named(name):
                return ""
            mine = [one.name for one in self._presets if one.model == self._project.model]
            preset = Preset(files.new_id(), free_name(name, mine), self._project.model, self._project.settings,
                            clean_tags(tags, files.WHAT), author=clean_name(author), licence=clean_name(licence))  # fmt: skip
            self._keep_signature(preset)
            before = self._project.preset
            self._preset_step(f"Save preset {preset.name}", None, preset)
            self._mark_preset(before, preset.id)
            return preset.id

    def update_preset(self, id: str) -> None:
        """Put the present settings into one of the person's own presets."""
        with self._lock:
            preset = self._own_preset(id)
            if preset is None or self._ready() is None:
                return
            new = replace(preset, settings=self._project.settings, model=self._project.model)
            if new != preset:
                self._preset_step(f"Update preset {preset.name}", preset, new)
            self._mark_preset(self._project.preset, id)

    def rename_preset(self, id: str, name: str) -> None:
        with self._lock:
            preset, name = self._own_preset(id), clean_name(name)
            if preset is None or not self._named(name) or name == preset.name:
                return
            others = [one.name for one in self._presets if one.model == preset.model and one.id != id]
            self._preset_step(f"Rename preset {preset.name}", preset, replace(preset, name=free_name(name, others)))

    def describe_preset(self, id: str, name: str, tags: Iterable[str], author: str, licence: str) -> None:
        """Give one of the person's own presets another name, tags, author and licence, as one step. Raises BadInput for too many tags."""
        with self._lock:
            preset, name = self._own_preset(id), clean_name(name)
            if preset is None or not self._named(name):
                return
            others = [one.name for one in self._presets if one.model == preset.model and one.id != id]
            new = replace(preset, name=free_name(name, others), tags=clean_tags(tags, files.WHAT), author=clean_name(author),
                          licence=clean_name(licence))  # fmt: skip
            if new != preset:
                self._keep_signature(new)
                self._preset_step(f"Describe preset {preset.name}", preset, new)

    def preset_signature(self) -> tuple[str, str]:
        """Author and licence that were given last, for the next preset."""
        with self._lock:
            saved = self._preferences.get("preset_signature")
        texts = saved if isinstance(saved, list) and len(saved) == 2 and all(isinstance(text, str) for text in saved) else ["", ""]
        return clean_name(texts[0]), clean_name(texts[1])

    def _keep_signature(self, preset: Preset) -> None:
        self._preferences["preset_signature"] = [preset.author, preset.licence]
        self._save_soon()

    def delete_preset(self, id: str) -> None:
        """Its file goes to the trash; undo brings it back."""
        with self._lock:
            preset = self._own_preset(id)
            if preset is not None:
                self._preset_step(f"Delete preset {preset.name}", preset, None)

    def load_preset(self, id: str) -> None:
        """Go to a preset's model and settings, as an undo step, and play them; makes no take."""
        with self._lock:
            preset = self._find_preset(id)
            if preset is None:
                self._tell("This preset is not there any more.")
                return
            self._chosen = preset.model
            if self._spec is not None and self._project.model == preset.model:
                self._go_to_preset(preset, self._spec)
                return
        self._call_with(preset.model, partial(self._load_for, preset), f"The preset '{preset.name}' can't be loaded", busy=True)

    def step_preset(self, step: int) -> None:
        """Load the next (1) or the previous (-1) preset of the model, around the ends; 0: any other one."""
        with self._lock:
            here = [one for one in self._presets if one.model == self._project.model]
            if not here:
                self._tell("This model has no presets yet; Ctrl+S keeps the present settings as one.", "info")
                return
            places = {one.id: place for place, one in enumerate(here)}
            place = places.get(self._project.preset)
            if step == 0:
                others = [one for one in here if one.id != self._project.preset] or here
                chosen = random.choice(others)
            elif place is None:
                chosen = here[0 if step > 0 else -1]
            else:
                chosen = here[(place + step) % len(here)]
        self.load_preset(chosen.id)

    def import_preset(self, path: Path) -> None:
        """Keep a preset file that was dropped on the window, and load it. Errands thread. Raises BadInput naming the file."""
        preset = files.read_one(path)
        with self._lock:
            others = [one.name for one in self._presets if one.model == preset.model]
            preset = replace(preset, id=files.new_id(), name=free_name(preset.name, others))
            self._preset_step(f"Import preset {preset.name}", None, preset)
        self.load_preset(preset.id)

    # --- models ---

    def choose_model(self, id: str) -> None:
        """Load a model and go to it, with the settings that it was left with. ModelLoaded comes first, or a Message."""
        self._chosen = id
        if id == self._project.model and self._spec is not None:
            return
        self._call_with(id, lambda: self._go_to(id), f"The model '{id}' can't be loaded", busy=True)

    def step_model(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) model that can be loaded, around the ends."""
        good = [card.id for card in self._cards if not card.error]
        now = self._chosen or self._project.model
        if good:
            self.choose_model(good[(good.index(now) + step) % len(good)] if now in good else good[0])

    # --- favourites ---

    def favourites(self, kind: str) -> frozenset[str]:
        """Ids of the models or presets that got a heart. kind: one of KINDS."""
        with self._lock:
            saved = self._preferences.get("favourites")
        ids = saved.get(kind) if isinstance(saved, dict) else None
        return frozenset(id for id in ids if isinstance(id, str)) if isinstance(ids, list) else frozenset()

    def set_favourite(self, kind: str, id: str, on: bool) -> None:
        with self._lock:
            if (id in self.favourites(kind)) == on:
                return
            what = "Favourite" if on else "Not a favourite"
            preset = self._find_preset(id) if kind == "presets" else None
            card = next((one for one in self._cards if one.id == id), None)
            name = preset.name if preset is not None else card.title if card is not None else id
            self._put_favourite(kind, id, on)
            put = partial(self._put_favourite, kind, id)
            self._history.push(Act(f"{what}: {name}", partial(put, not on), partial(put, on)))
            self._tell_history()

    def _put_favourite(self, kind: str, id: str, on: bool) -> None:
        with self._lock:
            kept = {one: sorted(self.favourites(one)) for one in KINDS}
            ids = set(kept[kind])
            kept[kind] = sorted(ids | {id} if on else ids - {id})
            self._preferences["favourites"] = kept
            self._save_soon()
            self._publish(ev.PresetsChanged())

    # --- a model's examples ---

    def look_at_examples(self, model: str) -> None:
        """ExamplesRead follows, at once where it was asked before."""
        known = self._examples.get(model) if self._started else None
        if known is not None:
            self._publish(ev.ExamplesRead(model, known))
        else:
            self._errand(partial(self._read_examples, model), "A model's examples can't be read")

    def audition_example(self, model: str, name: str) -> None:
        """Play and show an example of a model that need not be loaded; the project stays as it is, no take is made."""
        with self._lock:
            self._rested()
            self._number += 1
            number = self._number
        self._errand(partial(self._play_example, model, name, number), f"The example '{name}' can't be played")

    def _read_examples(self, model: str) -> None:
        """Errands thread."""
        from studio.audio.files import read_clip

        found = []
        for path in self._example_files(model):
            try:
                clip = read_clip(path, max_seconds=EXAMPLE_SECONDS)
            except BadInput:
                continue  # the card is worth showing without it
            found.append(ev.Example(path.stem, outline(clip), clip.seconds))
        self._examples = {**self._examples, model: tuple(found)}
        self._publish(ev.ExamplesRead(model, tuple(found)))

    def _play_example(self, model: str, name: str, number: int) -> None:
        """Errands thread."""
        from studio.audio.files import read_clip

        path = next((one for one in self._example_files(model) if one.stem == name), None)
        if path is None:
            raise BadInput(f"the model has no example '{name}' any more")
        clip = read_clip(path, max_seconds=EXAMPLE_SECONDS)
        with self._lock:
            if self._number == number:  # nothing newer was asked for
                request = Request(number, model, Settings(), self._project.loop, self._period(), restart=True, changed=name)
                self._shown = replace(request, clip=clip)
                self._renderer.post(self._shown)

    def _example_files(self, model: str) -> list[Path]:
        """Sound files that lie directly in the folder of examples; nothing outside of it. Errands thread."""
        card = next((one for one in self._cards if one.id == model), None)
        if card is None:
            return []
        try:
            found = sorted((card.folder / "examples").iterdir())
        except OSError:
            return []
        return [path for path in found if path.suffix in SOUNDS and path.is_file() and not path.is_symlink()][:MOST_EXAMPLES]

    # --- within, under the lock ---

    def _find_preset(self, id: str) -> Preset | None:
        return next((one for one in self._presets if one.id == id), None) if id else None

    def _own_preset(self, id: str) -> Preset | None:
        """One of the person's own; a word for them where it isn't."""
        preset = self._find_preset(id)
        if preset is None:
            self._tell("This preset is not there any more.")
        elif preset.shipped:
            self._tell(f"The preset '{preset.name}' came with Undertone and stays as it is; save a copy under another name.", "info")
            return None
        return preset

    def _named(self, name: str) -> bool:
        if not name:
            self._tell("A preset needs a name; type at least one letter.")
        return bool(name)

    def _set_presets(self, presets: Iterable[Preset]) -> None:
        self._presets = in_order(presets)
        self._publish(ev.PresetsChanged())

    def _preset_step(self, text: str, before: Preset | None, after: Preset | None) -> None:
        """Go from one state of a preset to another (None: it isn't there), as an undo step."""
        self._put_preset(before, after)
        self._history.push(Act(text, partial(self._put_preset, after, before), partial(self._put_preset, before, after)))
        self._tell_history()

    def _put_preset(self, before: Preset | None, after: Preset | None) -> None:
        one = after or before
        assert one is not None  # one of them is a preset
        with self._lock:
            rest = [other for other in self._presets if other.id != one.id]
            self._set_presets([*rest, after] if after is not None else rest)
        what = f"The preset '{one.name}' could not be written"
        self._errand(partial(self._file_preset, one.id, after), what)

    def _file_preset(self, id: str, preset: Preset | None) -> None:
        """Errands thread. Raises OSError."""
        self._unwritten.pop(id, None)
        if preset is None:
            files.remove(self._home, id)
        else:
            self._unwritten[id] = preset
            self._write_presets()

    def _write_presets(self) -> None:
        """Errands thread. Raises OSError."""
        for preset in list(self._unwritten.values()):
            files.write(self._home, preset)
            del self._unwritten[preset.id]

    def _mark_preset(self, before: str, id: str) -> None:
        """The present settings are those of a preset: no step of its own, as they don't change."""
        if before != id:
            self._replace(replace(self._project, preset=id))

    def _go_to_preset(self, preset: Preset, spec: Spec) -> None:
        settings, odd = fitted(spec, preset.settings)
        self._rested()
        self._history.close()
        self._commit(f"Preset {preset.name}", replace(self._project_in(spec, settings), preset=preset.id))
        self._dirty = False
        self._sound(changed=f"preset {preset.name}")
        if odd:
            self._tell(f"The preset '{preset.name}' is of another version of '{spec.title}', so it may sound different now.", "info")

    def _load_for(self, preset: Preset) -> None:
        """Renderer thread. Raises what loading raises."""
        if preset.model != self._chosen:
            return  # another one was chosen while this one waited
        generator = self._renderer.generator(preset.model)
        with self._lock:
            if preset.model == self._chosen:
                self._know(generator)
                self._go_to_preset(preset, generator.spec)
