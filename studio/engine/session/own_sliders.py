"""The session's commands on sliders that a person made from takes: make, move, rename, delete.

As all of Session: each returns at once; files are read and written on the errands thread; what is done can be undone.
`_own` is a tuple that is replaced whole, under the lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine import events as ev
from studio.engine import own_sliders as files
from studio.engine.history import Act
from studio.engine.own_sliders import OwnSlider
from studio.engine.session.take_commands import TakeCommands
from studio.errors import BadInput, brief
from studio.models.generator import Generator, Places
from studio.recipe import Latent, Settings

if TYPE_CHECKING:
    from studio.engine.library import Take

LEAST = 2  # takes of each kind
ROOM = "mine"  # of their addresses: 'mine/<id>'


class OwnRoom:
    """A Room (knobs.py): the sliders of the present model by their ids, in sigma. What they are moved to sounds through `_sounding`."""

    title = "Mine"

    def __init__(self, session: OwnSliders) -> None:
        self._session = session

    def controls(self) -> tuple[Latent, ...]:
        return tuple(Latent(one.id, one.name, -files.REACH, files.REACH) for one in self._session.own_sliders())

    def get(self, name: str) -> float:
        return self._slider(name).value(self._session._project.settings)

    def turn(self, name: str, value: float) -> None:
        self._session.move_slider(self._slider(name).id, value)

    def sound(self, name: str, value: float | None) -> None:
        """Nothing is sent from here: it is the model's own sound that moves."""

    def _slider(self, name: str) -> OwnSlider:
        for one in self._session.own_sliders():
            if one.id == name:
                return one
        raise BadInput(f"This model has no slider {brief(name)} of yours.")


class OwnSliders(TakeCommands):
    """See the module; `Session` is what is made."""

    _own: tuple[OwnSlider, ...] = ()  # of every model, also those of other weights

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._rooms[ROOM] = OwnRoom(self)

    def start(self) -> None:
        first = not (self._started or self._closed)
        super().start()
        if first:
            self._errand(self._read_sliders, "Your sliders can't be read")

    def _read_sliders(self) -> None:
        """Errands thread."""
        found = files.read_all(self._home)
        with self._lock:
            fresh = {one.id for one in self._own}  # made while we read
            self._set_own((*(one for one in found if one.id not in fresh), *self._own))

    def own_sliders(self) -> tuple[OwnSlider, ...]:
        """Those of the present model and its weights; OwnSlidersChanged tells when they are others."""
        spec, sha256 = self._spec, self._weights.get(self._project.model)
        if spec is None or sha256 is None:
            return ()
        return tuple(one for one in self._own if one.model == spec.id and one.fits(spec, sha256))

    def make_slider(self, name: str, more: Sequence[str], less: Sequence[str]) -> None:
        """Make a slider that goes from the takes `less` to the takes `more` (ids); an undo step, OwnSlidersChanged follows.

        A Message where that can't be: too few takes, takes of another model, sounds that differ in nothing.
        """
        with self._lock:
            if (spec := self._ready()) is None:
                return
            name = files.clean_name(name)
            takes = [[take for take in self._find_all(ids) if take.recipe.model == spec.id] for ids in (more, less)]
            if not name:
                self._tell("A slider needs a name; type at least one letter.")
            elif min(map(len, takes)) < LEAST:
                self._tell(f"A slider needs at least {LEAST} takes of '{spec.title}' of each kind; add some.")
            else:
                self._call(partial(self._make_slider, spec.id, name, *takes), f"The slider '{name}' can't be made")

    def _make_slider(self, model: str, name: str, more: list[Take], less: list[Take]) -> None:
        """Renderer thread. Raises BadInput, and what loading raises."""
        from studio.models.latent import direction

        generator = self._renderer.generator(model)
        names = [c.name for c in generator.spec.controls if isinstance(c, Latent) and c.group != "macro"]
        if not names:
            raise BadInput(f"the model '{generator.spec.title}' has no dimensions that a slider could move")
        points = [np.array([_point(generator, take.recipe.settings, names) for take in takes]) for takes in (more, less)]
        try:
            way = direction(*points)
        except ValueError:
            raise BadInput("the takes of both kinds are the same on average; choose others") from None
        slider = files.make(name, model, generator.sha256, dict(zip(names, way.tolist(), strict=True)))
        self._slider_step(f"Make slider {name}", None, slider)

    def move_slider(self, id: str, value: float) -> None:
        """Go to a place along a slider, in sigma, and let it sound: a drag that `end_gesture` ends."""
        with self._lock:
            slider = self._own_slider(id)
            if slider is None or (spec := self._ready()) is None:
                return
            settings = slider.moved(self._project.settings, float(value), spec)
            self._drag(slider.name, replace(self._project, settings=settings), f"own {id}", f"{slider.name} {value:.2f}")

    def rename_slider(self, id: str, name: str) -> None:
        with self._lock:
            slider, name = self._own_slider(id), files.clean_name(name)
            if slider is not None and name and name != slider.name:
                self._slider_step(f"Rename slider {slider.name}", slider, replace(slider, name=name))

    def delete_slider(self, id: str) -> None:
        """The sound stays as it is; undo brings the slider back."""
        with self._lock:
            slider = self._own_slider(id)
            if slider is not None:
                self._slider_step(f"Delete slider {slider.name}", slider, None)

    # --- within ---

    def _own_slider(self, id: str) -> OwnSlider | None:
        """Under the lock; None, with a word to the person, where it is gone."""
        found = next((one for one in self.own_sliders() if one.id == id), None)
        if found is None:
            self._tell("This slider is not there any more.")
        return found

    def _slider_step(self, text: str, before: OwnSlider | None, after: OwnSlider | None) -> None:
        """Go from one state of a slider to another (None: it isn't there), as an undo step."""
        with self._lock:
            self._history.close()
            self._put_slider(before, after)
            self._history.push(Act(text, partial(self._put_slider, after, before), partial(self._put_slider, before, after)))
            self._tell_history()

    def _put_slider(self, before: OwnSlider | None, after: OwnSlider | None) -> None:
        with self._lock:
            one = after or before
            assert one is not None
            if after is not None and any(other.id == one.id for other in self._own):
                own = tuple(after if other.id == one.id else other for other in self._own)
            else:
                own = tuple(other for other in self._own if other.id != one.id) + ((after,) if after is not None else ())
            self._set_own(own)
        self._errand(partial(self._write_own, one.model), f"The slider '{one.name}' could not be written")

    def _write_own(self, model: str) -> None:
        """Errands thread, after those that there were have been read: the file holds all of a model's. Raises OSError."""
        files.write(self._home, model, [one for one in self._own if one.model == model])

    def _set_own(self, sliders: Sequence[OwnSlider]) -> None:
        self._own = tuple(sliders)
        self._publish(ev.OwnSlidersChanged())


def _point(generator: Generator, settings: Settings, names: Sequence[str]) -> list[float]:
    """The dimensions of settings in sigma, in this order."""
    found: Mapping[str, Any] = generator.dimensions(settings) if isinstance(generator, Places) else settings.as_dict()
    return [float(found.get(name, 0.0)) for name in names]
