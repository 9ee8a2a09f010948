"""Everything that a hand, a MIDI controller, a modulator or an automation can turn, under one kind of address.

An address is a control's name for the model's own ('brightness'), else 'room/name': 'rack/2.mix', 'stream/crossfader', 'pads/swing'. Each
room is an object with the methods of `Room`, entered once by the part of the session that owns the values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from studio.engine.session.core import SessionCore
from studio.errors import BadInput, brief
from studio.recipe import Latent, Number, Value

Turnable = Latent | Number


class Knob(NamedTuple):
    """address: see the module; room: what it belongs to, for a person ('' is the model itself); control: name, label, range, unit."""

    address: str
    room: str
    control: Turnable


class Room(Protocol):
    """Numbers that can be turned. Any thread, under the session's lock."""

    title: str  # for a person: 'Effects'

    def controls(self) -> tuple[Turnable, ...]:
        """What can be turned now."""
        ...

    def get(self, name: str) -> float:
        """As it is kept. Raises BadInput for a name that isn't there."""
        ...

    def turn(self, name: str, value: float) -> None:
        """Keep a value and let it be heard; steps of one gesture are one undo step until `session.end_gesture()`. Raises BadInput."""
        ...

    def sound(self, name: str, value: float | None) -> None:
        """Let a value be heard that isn't kept (a modulator's); None: as it is kept, again."""
        ...


class Knobs(SessionCore):
    """See the module; `Session` is what is made."""

    if TYPE_CHECKING:

        def set(self, name: str, value: Value) -> None: ...  # door.py

    def enter_room(self, name: str, room: Room) -> None:
        """Make a room's numbers turnable as 'name/...'."""
        self._rooms[name] = room

    def knobs(self) -> tuple[Knob, ...]:
        """Everything that can be turned now: the model's own first."""
        with self._lock:
            spec = self._spec
            own = [Knob(c.name, "", c) for c in spec.controls if isinstance(c, (Latent, Number))] if spec is not None else []
            rest = [Knob(f"{name}/{c.name}", room.title, c) for name, room in self._rooms.items() for c in room.controls()]
            return (*own, *rest)

    def knob(self, address: str) -> Knob:
        """Raises BadInput where nothing of that address can be turned now. Quick: it looks into one room only."""
        first, slash, rest = address.partition("/")
        with self._lock:
            room = self._rooms.get(first) if slash else None
            own = self._spec.controls if self._spec is not None and not slash else ()
            for control in room.controls() if room is not None else own:
                if control.name == (rest if slash else first) and isinstance(control, (Latent, Number)):
                    return Knob(address, room.title if room is not None else "", control)
        raise BadInput(f"There is nothing called {brief(address)} to turn here.")

    def knob_value(self, address: str) -> float:
        """As it is kept. Raises BadInput as `knob`."""
        name, slash, rest = address.partition("/")
        with self._lock:
            if not slash:
                self.knob(address)
                value: Value = self._project.settings.as_dict().get(name, 0.0)
                return float(value) if isinstance(value, (int, float)) else 0.0
            return self._room(address, name).get(rest)

    def turn(self, address: str, value: float) -> None:
        """Turn it, as a hand does: heard at once, one undo step until `end_gesture`. Raises BadInput as `knob` and for the value."""
        name, slash, rest = address.partition("/")
        with self._lock:
            if slash:
                self._room(address, name).turn(rest, value)
            else:
                self.set(name, value)

    def sound_knob(self, address: str, value: float | None) -> None:
        """For rooms only: let a value be heard without keeping it; None: as it is kept. Raises BadInput as `knob`."""
        name, _, rest = address.partition("/")
        with self._lock:
            self._room(address, name).sound(rest, value)

    def _room(self, address: str, name: str) -> Room:
        room = self._rooms.get(name)
        if room is None:
            raise BadInput(f"There is nothing called {brief(address)} to turn here.")
        return room
