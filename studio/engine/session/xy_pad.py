"""The session's commands on the XY pad, and near variants. As all of Session: each returns at once.

The pad turns two controls, or goes between four snapshots. Its place is also a room ('xy/x', 'xy/y'): MIDI can turn it, modulators can
carry it. `_xy_heard` is where they carry it, None where it is kept; written under the lock by the moving thread.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from studio import __version__
from studio.clip import Clip
from studio.engine.modulation import widened
from studio.engine.positions import place_of, value_at
from studio.engine.project import LEAST_RADIUS, MOST_RADIUS, Project
from studio.engine.renderer import Request
from studio.engine.session.automation import XY_KEY, Automating
from studio.engine.session.knobs import Knob, Turnable
from studio.engine.session.take_maker import base_title
from studio.engine.snapshots import SLOTS, Snapshot, between_four
from studio.engine.variants import near
from studio.engine.xy import CORNERS, SLIDERS
from studio.errors import BadInput, brief
from studio.recipe import Latent, Number, Recipe, Settings, is_number

VARIANTS = 8
LEAST_SHARE = 1 / 3  # of the radius, that a random step goes at least


class XYRoom:
    """The puck's place as two numbers; see knobs.Room."""

    title = "XY pad"

    def __init__(self, session: XYPad) -> None:
        self._session = session

    def controls(self) -> tuple[Turnable, ...]:
        return (Number("x", "Puck across", 0.0, 1.0, 0.5), Number("y", "Puck up", 0.0, 1.0, 0.5))

    def get(self, name: str) -> float:
        return self._session.xy_place()[_axis(name)]

    def turn(self, name: str, value: float) -> None:
        x, y = self._session.xy_place()
        self._session.move_xy(*((value, y) if _axis(name) == 0 else (x, value)))

    def sound(self, name: str, value: float | None) -> None:
        self._session.sound_xy(_axis(name), value)


def _axis(name: str) -> int:
    if name not in ("x", "y"):
        raise BadInput(f"The XY pad has no {brief(name)}; it has x and y.")
    return 0 if name == "x" else 1


class XYPad(Automating):
    """See the module; `Session` is what is made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self._xy_heard: tuple[float | None, float | None] = (None, None)
        super().__init__(*arguments, **more)
        self.enter_room("xy", XYRoom(self))

    # --- the pad ---

    def xy_axes(self) -> tuple[Knob, Knob] | None:
        """What the pad turns across and up: what was chosen and is there, else the first latents. None where there is nothing to turn."""
        knobs = {knob.address: knob for knob in self.knobs() if not knob.address.startswith("xy/")}
        latents = [knob for knob in knobs.values() if isinstance(knob.control, Latent)] or list(knobs.values())
        chosen = [knobs.get(address) for address in (self._project.xy.x, self._project.xy.y)]
        for index, knob in enumerate(chosen):
            if knob is None:
                chosen[index] = next((one for one in latents if one not in chosen), None)
        x, y = chosen
        return (x, y) if x is not None and y is not None else None

    def xy_place(self) -> tuple[float, float]:
        """Where the puck is, 0 to 1 rightwards and upwards, as it is kept."""
        xy = self._project.xy
        axes = self.xy_axes() if xy.mode == SLIDERS else None
        if axes is None:
            return xy.place
        x, y = (place_of(self._reach(knob), self.knob_value(knob.address)) for knob in axes)
        return x, y

    def xy_sounding(self) -> tuple[float, float]:
        """Where the puck is as it sounds: moved by modulators and automation, of itself or of what it turns."""
        xy, (x, y) = self._project.xy, self.xy_place()
        if xy.mode == SLIDERS and (axes := self.xy_axes()) is not None:
            found = self.sounding()
            x, y = (place_of(self._reach(k), found[k.address]) if k.address in found else at for k, at in zip(axes, (x, y), strict=True))
        heard = self._xy_heard
        return (x if heard[0] is None else heard[0]), (y if heard[1] is None else heard[1])

    def set_xy(self, **values: Any) -> None:
        """Choose what the pad does: mode, x, y (addresses), corners (four slots), throw. Raises BadInput for what can't be."""
        with self._lock:
            xy = replace(self._project.xy, **values)
            if xy.mode not in (SLIDERS, CORNERS) or len(xy.corners) != 4 or not all(0 <= slot < SLOTS for slot in xy.corners):
                raise BadInput(f"The XY pad can't be set to {brief(values)}.")
            for address in (xy.x, xy.y):
                if address:
                    self.knob(address)
            self._history.close()
            self._commit("XY pad", replace(self._project, xy=xy))

    def move_xy(self, x: float, y: float) -> None:
        """Drag the puck to a place, 0 to 1; `end_gesture` makes it one undo step. Empty corners are told; what is no number is left out."""
        if not is_number(x) or not is_number(y):
            return
        x, y = min(1.0, max(0.0, float(x))), min(1.0, max(0.0, float(y)))
        with self._lock, self._one_gesture("XY pad", XY_KEY):
            if self._ready() is None:
                return
            if self._project.xy.mode == CORNERS:
                self._go_between(x, y)
            elif (axes := self.xy_axes()) is not None:
                values = [value_at(self._reach(knob), place) for knob, place in zip(axes, (x, y), strict=True)]
                own = {knob.address: value for knob, value in zip(axes, values, strict=True) if not knob.room}
                for knob, value in zip(axes, values, strict=True):
                    if knob.room:
                        self.turn(knob.address, value)
                if own:
                    self._drag("XY pad", replace(self._project, settings=self._project.settings.with_values(own)), XY_KEY, "XY pad")

    def sound_xy(self, axis: int, value: float | None) -> None:
        """Let another place be heard that isn't kept; None: as it is kept."""
        with self._lock:
            heard = list(self._xy_heard)
            heard[axis] = value
            self._xy_heard = (heard[0], heard[1])

    def _go_between(self, x: float, y: float) -> None:
        settings = self._between(x, y)
        if settings is None:
            empty = ", ".join(str(slot + 1) for slot in self._project.xy.corners if self._project.snapshots[slot] is None)
            self._tell(f"The pad's corners need snapshots: {empty} is still empty. Shift and the number stores the sliders there.", "info")
            return
        project = replace(self._project, settings=settings, xy=replace(self._project.xy, place=(x, y)))
        if settings == self._project.settings:
            self._commit("XY pad", project, XY_KEY)
        else:
            self._drag("XY pad", project, XY_KEY, "XY pad")

    def _between(self, x: float, y: float) -> Settings | None:
        one, two, three, four = (self._project.snapshots[slot] for slot in self._project.xy.corners)
        if self._spec is None or one is None or two is None or three is None or four is None:
            return None
        return between_four(self._spec, (one.settings, two.settings, three.settings, four.settings), x, y)

    def _reach(self, knob: Knob) -> Turnable:
        return widened(knob.control) if knob.address in self._project.extended else knob.control

    def _sounding(self, settings: Settings) -> Settings:
        heard = self._xy_heard
        if heard != (None, None) and self._spec is not None:
            place = self.xy_place()
            x, y = (kept if carried is None else carried for kept, carried in zip(place, heard, strict=True))
            if self._project.xy.mode == CORNERS:
                settings = self._between(x, y) or settings
            elif (axes := self.xy_axes()) is not None:
                pairs = zip(axes, (x, y), strict=True)
                settings = settings.with_values({knob.address: value_at(self._reach(knob), at) for knob, at in pairs if not knob.room})
        return super()._sounding(settings)

    # --- near variants ---

    def set_radius(self, radius: float) -> None:
        """How far near variants go, 0.1 to 8 sigma. `end_gesture` ends the step."""
        with self._lock:
            radius = min(MOST_RADIUS, max(LEAST_RADIUS, float(radius)))
            self._commit("Radius", replace(self._project, radius=radius), key="radius")

    def randomise_within(self) -> None:
        """Go somewhere within the radius around the present point; locked controls stay. Makes a take."""
        with self._lock:
            seed = secrets.randbits(32)
            share = LEAST_SHARE + (1 - LEAST_SHARE) * float(np.random.Generator(np.random.Philox(seed)).random())
            found = self._neighbours(share * self._project.radius, seed, 1)
            if found:
                self._new_sound("Randomise near", found[0])

    def fill_corners(self) -> None:
        """Put four neighbours at the radius into the snapshots of the pad's corners, as one undo step; their old contents go."""
        with self._lock:
            found = self._neighbours(self._project.radius, secrets.randbits(32), 4)
            if not found or self._spec is None:
                return
            slots = list(self._project.snapshots)
            for slot, settings in zip(self._project.xy.corners, found, strict=True):
                slots[slot] = Snapshot(settings)
            xy = replace(self._project.xy, mode=CORNERS, place=(0.5, 0.5))
            self._history.close()
            self._commit("Fill the pad's corners", replace(self._project, snapshots=tuple(slots), xy=xy))

    def near_variants(self, onto_pads: bool = True) -> None:
        """Render eight neighbours at the radius, as different as can be: onto the pads as one undo step, or as takes."""
        with self._lock:
            found = self._neighbours(self._project.radius, secrets.randbits(32), VARIANTS)
            project, spec = self._project, self._spec
        if not found or spec is None:
            return
        made: list[tuple[str, Clip, Recipe]] = []
        fill = getattr(self, "fill_pads", None) if onto_pads else None
        for number, settings in enumerate(found):
            title = f"{base_title(spec, settings)} near {number + 1}"
            work = partial(self._variant, project, settings, title, made, fill, len(found))
            self._follow(self._renderer.batch(work), "A near variant could not be made")

    def _variant(self, project: Project, settings: Settings, title: str, made: list[Any], fill: Any, count: int) -> None:
        """Renderer thread; `made` is touched by it alone."""
        clip, _, generator = self._renderer.render(project.model, settings)
        if fill is None:
            named = self._takes.next_title(base_title(generator.spec, settings))
            self._keep(Request(0, project.model, settings), clip, generator, (named, self._library.moment()))
            return
        made.append((title, clip, Recipe(project.model, generator.sha256, settings, generator.runtime, f"undertone {__version__}")))
        if len(made) == count:
            fill(made)

    def _neighbours(self, radius: float, seed: int, count: int) -> tuple[Settings, ...]:
        """Under the lock. () with a word to the user where nothing may move."""
        if (spec := self._ready()) is None:
            return ()
        project = self._project
        found = near(spec, project.settings, project.locks, radius, seed, count, project.extended)
        if not found:
            self._tell("Every slider is locked, so there is nothing near: unlock one.", "info")
        return found
