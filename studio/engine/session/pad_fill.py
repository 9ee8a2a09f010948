"""The session's commands that put sounds on pads: re-roll, takes, the sliders and back, variants, a drum kit with a beat.

As all of Session: each returns at once, and each is an undo step. What needs a model runs on the renderer thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from studio.clip import Clip
from studio.engine.pad_sounds import Wanted
from studio.engine.pattern import NOBODY, PADS, Pad, PadSound, Pattern, Step
from studio.engine.renderer import Request
from studio.engine.session.pads import Pads
from studio.engine.session.take_maker import base_title
from studio.errors import BadInput, brief
from studio.models.generator import Draws, Generator
from studio.recipe import Choice, Latent, Recipe, Settings

if TYPE_CHECKING:
    from studio.engine.library import Take

DRUMS = "drums"  # the model that 'Fill with drums' asks first
KIT = ("kick", "snare", "clap", "closed_hat", "open_hat", "tom", "perc", "cymbal", "rim", "shaker")  # the first eight that a model has
HATS = ("closed_hat", "open_hat")  # they choke each other
BEAT_SWING = 0.56
# a beat for the kit: steps of sixteen by class as (index, velocity, chance, ratchets)
BEAT: dict[str, tuple[tuple[int, float, float, int], ...]] = {
    "kick": ((0, 1.0, 1.0, 1), (6, 0.7, 0.6, 1), (10, 0.9, 1.0, 1)),
    "snare": ((4, 0.95, 1.0, 1), (9, 0.35, 0.5, 1), (12, 0.95, 1.0, 1), (15, 0.45, 0.5, 1)),
    "clap": ((12, 0.6, 1.0, 1),),
    "closed_hat": ((0, 0.7, 1.0, 1), (2, 0.5, 1.0, 1), (4, 0.7, 1.0, 1), (6, 0.5, 1.0, 1), (8, 0.7, 1.0, 1), (10, 0.5, 1.0, 1),
                   (11, 0.4, 0.5, 1), (12, 0.7, 1.0, 1), (15, 0.5, 0.7, 2)),
    "open_hat": ((14, 0.6, 1.0, 1),),
    "tom": ((13, 0.5, 0.3, 1),),
    "perc": ((3, 0.5, 0.7, 1), (7, 0.4, 0.5, 1), (11, 0.5, 0.7, 1)),
    "cymbal": (),
}  # fmt: skip


class PadFill(Pads):
    """See the module; `Session` is what is made."""

    # --- one pad ---

    def reroll_pad(self, pad: int) -> None:
        """A new draw of the same model and class: it takes over at the pad's next hit, and what sounds rings out."""
        with self._lock:
            sound = self.pad_sound(pad)
            if sound is None:
                if self._ready() is None:
                    return
                sound = PadSound(self._project.model, self._project.settings)
            elif self.pattern.following == pad and self._project.model == sound.model:
                sound = replace(sound, settings=self._project.settings)  # as the sliders stand, not as modulators move them
            self._call_with(sound.model, partial(self._reroll, pad, sound), f"Pad {pad + 1} can't be drawn anew")

    def _reroll(self, pad: int, sound: PadSound) -> None:
        """Renderer thread: the sound is made first, so that it is there when the pad has it."""
        generator = self._renderer.generator(sound.model)
        drawn = drawn_anew(generator, sound.settings, _seed())
        new = PadSound(sound.model, drawn, "", generator.sha256)
        self._pad_sounds.keep(Wanted(new), self._make_clip(Wanted(new)))
        with self._lock:
            pattern = self.pattern
            text = f"Re-roll pad {pad + 1}"
            if pattern.following == pad and self._project.model == sound.model:  # the sliders are the pad's
                self._rested()
                self._history.close()
                self._commit(text, replace(self._project, settings=drawn))
                self._sound(changed=text, sound=False)
                return
            name = pattern.pads[pad].name or base_title(generator.spec, drawn)
            self._set_pattern(text, _freed(pattern, pad).with_pad(pad, sound=new, name=name))

    def pad_from_take(self, pad: int, id: str) -> None:
        """Put a take on a pad."""
        with self._lock:
            if (take := self._find(id)) is not None:  # type: ignore[attr-defined]
                self._put_take(pad, take)

    def _put_take(self, pad: int, take: Take) -> None:
        recipe = take.recipe
        sound = PadSound(recipe.model, recipe.settings, take.id, recipe.sha256)
        self._set_pattern(f"Put {take.title} on pad {pad + 1}", _freed(self.pattern, pad).with_pad(pad, sound=sound, name=take.title[:40]))

    def pad_from_sliders(self, pad: int) -> None:
        """Put what the sliders say on a pad."""
        with self._lock:
            if (spec := self._ready()) is None:
                return
            sound = PadSound(spec.id, self._project.settings, "", self._weights.get(spec.id, ""))
            name = base_title(spec, sound.settings)
            self._set_pattern(f"Sliders on pad {pad + 1}", _freed(self.pattern, pad).with_pad(pad, sound=sound, name=name))

    def follow_sliders(self, pad: int, on: bool = True) -> None:
        """Bring a pad's settings to the sliders and let it follow them from now on; off: it stays as it sounds now."""
        with self._lock:
            sound = self.pad_sound(pad)
            if not on:
                if self.pattern.following == pad:
                    self._set_pattern(f"Pad {pad + 1} stays as it is", self._settled())
            elif sound is None:
                if (spec := self._ready()) is not None:  # an empty pad has what the sliders say already
                    new = PadSound(spec.id, self._project.settings, "", self._weights.get(spec.id, ""))
                    pattern = _freed(self._settled(), pad).with_pad(pad, sound=new, name=base_title(spec, new.settings))
                    self._set_pattern(f"Pad {pad + 1} follows the sliders", replace(pattern, following=pad))
            else:
                self._call_with(sound.model, partial(self._follow_sliders, pad, sound), f"Pad {pad + 1} can't be brought to the sliders")

    def _follow_sliders(self, pad: int, sound: PadSound) -> None:
        """Renderer thread. Raises BadInput, and what loading raises."""
        generator = self._renderer.generator(sound.model)
        with self._lock:
            project = self._project_in(generator.spec, sound.settings)
            self._know(generator)
            self._rested()
            self._history.close()
            pattern = self._settled().with_pad(pad, sound=replace(sound, take=""))
            stage = replace(project.stage, pattern=replace(pattern, following=pad))
            text = f"Pad {pad + 1} follows the sliders"
            self._commit(text, replace(project, stage=stage))
            self._sound(changed=text)

    def _settled(self) -> Pattern:
        """Under the lock: the pattern with no pad following; the one that did keeps what it plays."""
        pattern = self.pattern
        if pattern.following == NOBODY:
            return pattern
        return replace(pattern.with_pad(pattern.following, sound=self.pad_sound(pattern.following)), following=NOBODY)

    def keep_pad(self, pad: int) -> None:
        """Make a take of what a pad plays, so that it can be starred, exported and come back to."""
        with self._lock:
            sound = self.pad_sound(pad)
            if sound is None:
                self._tell(f"Pad {pad + 1} has no sound to keep.")
            elif sound.take and any(take.id == sound.take for take in self.takes()):  # type: ignore[attr-defined]
                self._tell(f"What pad {pad + 1} plays is a take already.", "info")
            else:
                self._call(partial(self._keep_pad, sound), f"The sound of pad {pad + 1} can't be kept")

    def _keep_pad(self, sound: PadSound) -> None:
        """Renderer thread. Raises what loading and rendering raise."""
        wanted = Wanted(sound)
        clip = self._pad_sounds.clip(wanted) or self._make_clip(wanted)
        generator = self._renderer.generator(sound.model)
        made_up = (self._takes.next_title(base_title(generator.spec, sound.settings)), self._library.moment())
        self._keep(Request(0, sound.model, sound.settings), clip, generator, made_up)

    # --- all pads ---

    def fill_pads(self, sounds: Sequence[tuple[str, Clip, Recipe]], text: str = "Near variants onto pads") -> None:
        """Put up to eight sounds on the pads, the first on pad 1; steps, levels and choke groups stay. One undo step. Raises BadInput.

        sounds: title, clip as it was rendered, and its recipe.
        """
        if not sounds:
            raise BadInput("There are no sounds to put on the pads.")
        with self._lock:
            pads = {}
            pattern = self._settled()
            for number, (title, clip, recipe) in enumerate(sounds[:PADS]):
                sound = PadSound(recipe.model, recipe.settings, "", recipe.sha256)
                self._pad_sounds.keep(Wanted(sound), clip)
                pads[number] = replace(pattern.pads[number], sound=sound, name=" ".join(title.split())[:40])
            self._set_pattern(text, pattern.with_pads(pads))

    def pads_from_takes(self, ids: Sequence[str], first: int = 0) -> None:
        """Put takes on the pads from one on, one undo step."""
        with self._lock:
            takes = self._find_all(ids)[: PADS - first]  # type: ignore[attr-defined]
            if len(takes) == 1:
                self._put_take(first, takes[0])
            elif takes:
                pattern = self._settled()
                pads = {}
                for number, take in enumerate(takes, first):
                    sound = PadSound(take.recipe.model, take.recipe.settings, take.id, take.recipe.sha256)
                    pads[number] = replace(pattern.pads[number], sound=sound, name=take.title[:40])
                self._set_pattern(f"{len(takes)} takes on pads", pattern.with_pads(pads))

    def fill_with_drums(self) -> None:
        """A new kit on the pads, a class on each; steps stay. Of the model of drums, or of the present one where it has classes."""
        self._call(partial(self._fill_with_drums, False), "The pads can't be filled", busy=True)

    def demo_beat(self) -> None:
        """A kit where no pad has a sound, a beat where no step is set, and it plays."""
        self._call(partial(self._fill_with_drums, True), "The beat can't be made", busy=True)

    def _fill_with_drums(self, beat: bool) -> None:
        """Renderer thread. Raises BadInput where no model has drums, and what loading raises."""
        with self._lock:
            pattern = self._settled()
        if not beat or not any(pad.sound for pad in pattern.pads):
            kit = self._kit()
            with self._lock:
                settled = self._settled()
                pattern = settled.with_pads({n: replace(settled.pads[n], sound=s, name=name, group=g) for n, (s, name, g) in kit.items()})
        if beat and not any(pad.steps for pad in pattern.pads):
            pattern = with_beat(pattern)
        with self._lock:
            self._set_pattern("A beat" if beat else "Fill with drums", pattern)
            if beat:
                self.start_pattern()

    def _kit(self) -> dict[int, tuple[PadSound, str, int]]:
        """Sound, name and choke group for each pad. Renderer thread."""
        model = DRUMS if any(card.id == DRUMS and not card.error for card in self._cards) else self._project.model
        generator = self._renderer.generator(model)
        choice = next((c for c in generator.spec.controls if isinstance(c, Choice) and c.name == "class"), None)
        classes = [one for one in KIT if choice is not None and one in choice.options]
        if not classes:
            raise BadInput(f"the model '{generator.spec.title}' has no drums; choose one that has")
        kit = {}
        for number in range(PADS):
            name = classes[number % len(classes)]
            settings = drawn_anew(generator, generator.spec.defaults().with_values({"class": name}), _seed())
            sound = PadSound(model, settings, "", generator.sha256)
            self._pad_sounds.keep(Wanted(sound), self._make_clip(Wanted(sound)))
            kit[number] = (sound, base_title(generator.spec, settings), 1 if name in HATS else 0)
        return kit

    def open_pattern(self, data: object, text: str = "Open a pattern") -> None:
        """Take up pads and pattern from JSON, as an exported loop holds it; one undo step."""
        with self._lock:
            self._set_pattern(text, Pattern.from_json(data))

    def _open_recipe(self, path: object, recipe: Recipe) -> None:
        """Renderer thread: a loop or stem that we exported brings its pattern back."""
        found = [edit["pattern"] for edit in recipe.edits if isinstance(edit, dict) and isinstance(edit.get("pattern"), dict)]
        if found:
            self.open_pattern(found[0], f"Open {brief(str(getattr(path, 'name', path)))[1:-1]}")
        else:
            super()._open_recipe(path, recipe)  # type: ignore[misc]


def drawn_anew(generator: Generator, settings: Settings, seed: int) -> Settings:
    """New latents from what the model has learnt; classes, numbers and texts stay. Only another seed where the model can't draw."""
    spec = generator.spec
    settings = spec.check(settings)
    if not isinstance(generator, Draws) or "draw" not in spec.abilities:
        return replace(settings, seed=seed)
    keep = frozenset(control.name for control in spec.controls if not isinstance(control, Latent))
    return replace(spec.check(generator.draw(seed, settings, keep, 1.0)), seed=seed)


def with_beat(pattern: Pattern) -> Pattern:
    """The pads with the steps of BEAT, by the class of their settings."""
    pads: dict[int, Pad] = {}
    used: set[str] = set()
    for number, pad in enumerate(pattern.pads):
        name = str(pad.sound.settings.as_dict().get("class", "")) if pad.sound is not None else ""
        hits = BEAT.get(name, ()) if name not in used else ()
        used.add(name)
        pads[number] = pad.with_steps({index: Step(velocity, chance, 0.0, ratchets) for index, velocity, chance, ratchets in hits})
    return replace(pattern.with_pads(pads), swing=BEAT_SWING)


def _freed(pattern: Pattern, pad: int) -> Pattern:
    """A pad that gets a sound of its own follows the sliders no more."""
    return replace(pattern, following=NOBODY) if pattern.following == pad else pattern


def _seed() -> int:
    return secrets.randbits(32)
