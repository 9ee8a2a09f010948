"""The session's commands on what moves by itself: modulators, and what of them and the automation sounds now.

As all of Session: each returns at once. The thread is in moving.py; it calls `let_be_heard` at each tick. A rendered model's moved values
go through the renderer's mailbox while the loop plays them, or a pad that follows the sliders; as those of a drag do, but without takes
and undo, and never so often that batches would starve. Rooms get theirs through `Room.sound`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.clip import Clip
from studio.engine.modulation import MOST_MODULATORS, Modulator, Modulators, moved, span
from studio.engine.own_sliders import OwnSlider
from studio.engine.pattern import PadSound
from studio.engine.project import Project
from studio.engine.renderer import Request
from studio.engine.session.knobs import Knobs, Turnable
from studio.engine.session.moving import Moving
from studio.engine.session.own_sliders import ROOM
from studio.errors import BadInput, UndertoneError
from studio.models.generator import Generator
from studio.recipe import Latent, Number, Settings

MOST_OFTEN = 0.04  # seconds between two sounds of a moved model
PADS_SECONDS = 0.1  # the same for a pad that follows the sliders: it is heard at its hits only
KNOBS_SECONDS = 0.5  # how long the list of what can be turned is believed


class Moves(Knobs):
    """See the module; `Session` is what is made.

    `_room_sent` and `_stream_moved` belong to the moving thread; `_done` to the renderer's, read by any.
    """

    if TYPE_CHECKING:

        def sound_settings(self, settings: Settings | None) -> None: ...  # streaming.py

        def own_sliders(self) -> tuple[OwnSlider, ...]: ...  # own_sliders.py

        def _want_pads(self) -> None: ...  # pads.py

        def _followed(self) -> PadSound | None: ...  # the same

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._moving = Moving(self)
        self._room_sent: dict[str, float] = {}
        self._stream_moved = False  # does the stream follow moved settings?
        self._done = (-1, 0.0, 0.0)  # number, seconds and moment of the newest request that was rendered, or failed
        self._known: tuple[float, Mapping[str, Turnable]] = (-1.0, {})  # moment, and every control by its address
        self._followers.append(self._moves_follow)

    def close(self) -> None:
        self._moving.close()
        super().close()

    # --- commands, and what there is ---

    def modulators(self) -> Modulators:
        """All that there are now: the model's own first."""
        return (*self._project.modulators, *self._project.stage.modulators)

    def modulators_of(self, address: str) -> Modulators:
        return tuple(one for one in self.modulators() if one.target == address)

    def add_modulator(self, address: str, **values: Any) -> Modulator:
        """Let a control be moved; values as Modulator's. Raises BadInput as `knob`, and where there are too many."""
        with self._lock:
            knob = self.knob(address)
            if len(self.modulators()) >= MOST_MODULATORS:
                raise BadInput(f"There are {MOST_MODULATORS} modulators already; remove one first.")
            number = 1 + max((one.id for one in self.modulators()), default=0)
            one = replace(Modulator(address, number, seed=number), **values).within()
            self._history.close()
            self._put_modulators(f"Modulate {self._called(knob.control)}", [*self.modulators(), one])
            return one

    def change_modulator(self, number: int, **values: Any) -> None:
        """Change some of its values; steps of one gesture are one undo step until `end_gesture`. Raises BadInput for an unknown id."""
        with self._lock:
            old = self.modulator(number)
            new = replace(old, **values).within()
            those = [new if one is old else one for one in self.modulators()]
            self._put_modulators(f"Modulation of {self._name_of(old.target)}", those, f"modulator {number} {','.join(sorted(values))}")

    def remove_modulator(self, number: int) -> None:
        """Raises BadInput for an unknown id."""
        with self._lock:
            old = self.modulator(number)
            self._history.close()
            self._put_modulators(f"No modulation of {self._name_of(old.target)}", [one for one in self.modulators() if one is not old])

    def still_modulators(self, on: bool) -> None:
        """Hold all modulators, or let them move again."""
        with self._lock:
            self._history.close()
            text = "Hold modulators" if on else "Move modulators"
            self._commit(text, replace(self._project, stage=replace(self._project.stage, still=on)))

    def modulator(self, number: int) -> Modulator:
        """Raises BadInput for an unknown id."""
        for one in self.modulators():
            if one.id == number:
                return one
        raise BadInput(f"There is no modulator {number} any more.")

    def modulation_span(self, address: str) -> tuple[float, float] | None:
        """The lowest and highest value that a control is moved to from where it stands; None where nothing moves it."""
        those = [one for one in self.modulators_of(address) if one.on]
        if not those or self._project.stage.still:
            return None
        try:
            control = self.knob(address).control
            return span(control, self.knob_value(address), those, address in self._project.extended)
        except BadInput:
            return None

    def trigger(self, kind: str) -> None:
        """Something began: 'hit', 'key' or 'start'. Any thread, microseconds."""
        self._moving.trigger(kind)

    def modulated(self, address: str) -> float:
        """The value that sounds now. Any thread. Raises BadInput as `knob`."""
        found = self.sounding().get(address)
        return self.knob_value(address) if found is None else found

    def sounding(self) -> dict[str, float]:
        """The values of all that is moved now, by address. Any thread."""
        moving, found = self._moving, {}
        offsets, curve = moving.offsets, moving.curve
        for address in {*offsets, *curve}:
            with contextlib.suppress(UndertoneError, KeyError):
                found[address] = self._moved(address, curve, offsets)
        return found

    def _moved(self, address: str, curve: Mapping[str, float], offsets: Mapping[str, float], base: float | None = None) -> float:
        """Raises BadInput or KeyError for what isn't there any more."""
        control = self._controls()[address]
        if address in curve:
            base = curve[address]
        elif base is None:
            base = self.knob_value(address)
        return moved(control, base, offsets.get(address, 0.0), address in self._project.extended)

    def _controls(self) -> Mapping[str, Turnable]:
        """Every control by its address, looked up now and then: rooms make theirs anew each time."""
        now = time.perf_counter()
        moment, known = self._known
        if now - moment > KNOBS_SECONDS:
            known = {knob.address: knob.control for knob in self.knobs()}
            self._known = (now, known)
        return known

    def _put_modulators(self, text: str, those: list[Modulator], key: str | None = None) -> None:
        own = tuple(one for one in those if "/" not in one.target)
        stage = replace(self._project.stage, modulators=tuple(one for one in those if "/" in one.target))
        self._commit(text, replace(self._project, modulators=own, stage=stage), key)

    def _name_of(self, address: str) -> str:
        control = self._controls().get(address)
        return address if control is None else self._called(control)

    def _called(self, control: Turnable) -> str:
        return self._project.label(control.name, control.label)

    @contextlib.contextmanager
    def _one_gesture(self, text: str, key: str) -> Iterator[None]:
        """Everything that is changed within is a part of one undo step. Under the lock."""
        before, self._gesture = self._gesture, (text, key)
        try:
            yield
        finally:
            self._gesture = before

    # --- for the moving thread ---

    @property
    def project_now(self) -> Project:
        return self._project

    @property
    def live_link(self) -> Any:
        return self._player.live

    def player_sounds(self) -> tuple[bool, bool]:
        found: tuple[bool, bool] = self._player.sounds()
        return found

    def active_modulators(self) -> Modulators:
        return () if self._project.stage.still else tuple(one for one in self.modulators() if one.on)

    def moves_anything(self) -> bool:
        """Has the moving thread anything to do? Any thread."""
        return bool(self.active_modulators())

    def unsettled(self) -> bool:
        """Does the loop play what isn't moved any more? Moving thread."""
        latest = self._latest
        return latest is not None and self._movable(latest) and latest.settings != self._sounding(self._project.settings)

    def _movable(self, latest: Request) -> bool:
        """Is this of the present model, and played by the loop, or by a pad of the running pattern that follows the sliders?"""
        same = self._spec is not None and latest.model == self._spec.id == self._project.model and latest is self._shown
        return same and (self._loop_plays() or (self._moving.sequencing and self._followed() is not None))

    def _loop_plays(self) -> bool:
        return self._project.loop and bool(self._player.sounds()[0])

    def automated(self, beat: float) -> Mapping[str, float]:
        """See automation.py."""
        return {}

    def let_be_heard(self, now: float) -> None:
        """Hand what the tick found to the rooms, and to the model while its loop plays."""
        offsets, curve = self._moving.offsets, self._moving.curve
        with self._lock:
            if self._closed:
                return
            wanted = {}
            for address in {*offsets, *curve}:
                if "/" in address:
                    with contextlib.suppress(UndertoneError, KeyError):
                        wanted[address] = self._moved(address, curve, offsets)
            for address in [one for one in self._room_sent if one not in wanted]:
                del self._room_sent[address]
                with contextlib.suppress(UndertoneError):
                    self.sound_knob(address, None)
            for address, value in wanted.items():
                if self._room_sent.get(address) != value:
                    self._room_sent[address] = value
                    self.sound_knob(address, value)
            self._sound_stream()
            self._sound_moved(now)

    def _sound_stream(self) -> None:
        """Let a running stream follow the model's own controls as they are moved. Under the lock."""
        settings = self._sounding(self._project.settings)
        moved_now = settings is not self._project.settings
        if moved_now or self._stream_moved:
            self._stream_moved = moved_now
            self.sound_settings(settings if moved_now else None)

    def _sound_moved(self, now: float) -> None:
        """Ask for the model's sound as it is moved now, if the loop plays it and the one before is done. Under the lock."""
        latest = self._latest
        number, seconds, moment = self._done
        often = MOST_OFTEN if self._loop_plays() else PADS_SECONDS
        if latest is None or number < latest.number or now - moment < max(often, seconds) or not self._movable(latest):
            return
        if self._sounding(self._project.settings) != latest.settings:
            if self._followed() is not None:
                self._want_pads()
            self._sound(changed="modulation", sound=self._loop_plays(), passing=True)

    def _sounding(self, settings: Settings) -> Settings:
        offsets, curve = self._moving.offsets, self._moving.curve
        if self._spec is None or not (offsets or curve):
            return settings
        values: dict[str, float] = {}
        for control in self._spec.controls:
            name = control.name
            if isinstance(control, (Latent, Number)) and (name in offsets or name in curve):
                base = curve.get(name, settings.get(name))
                if isinstance(base, (int, float)):
                    values[name] = moved(control, base, offsets.get(name, 0.0), name in self._project.extended)
        settings = settings.with_values(values) if values else settings
        for slider in self.own_sliders():  # they move several dimensions each, from where those are by now
            address = f"{ROOM}/{slider.id}"
            if address in offsets or address in curve:
                with contextlib.suppress(UndertoneError, KeyError):
                    settings = slider.moved(settings, self._moved(address, curve, offsets, slider.value(settings)), self._spec)
        return settings

    # --- hooks ---

    def _moves_follow(self, now: Project, before: Project) -> None:
        if now.modulators != before.modulators or now.stage is not before.stage or now.model != before.model:
            self._known = (-1.0, {})
            self._moving.wake()

    def _rendered(self, request: Request, clip: Clip, seconds: float, generator: Generator | None) -> None:
        super()._rendered(request, clip, seconds, generator)
        self._done = (request.number, seconds, time.perf_counter())

    def _failed(self, request: Request, error: Exception) -> None:
        self._done = (request.number, 1.0, time.perf_counter())
        super()._failed(request, error)

    def _play(self, loop: bool) -> None:
        self._moving.trigger("hit")
        self._moving.trigger("start")
        super()._play(loop)  # type: ignore[misc]  # transport.py
