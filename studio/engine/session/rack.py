"""The session's commands on the effects that play live, and the room 'rack' of what can be turned in them.

As all of Session: each returns at once. The rack is in `project.stage`, so that undo and saving are as for the rest; `_rack_follows`
tells the audio process of every change, whoever made it. Plug-ins are opened in a process of their own first, by a job.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.audio.effects import Rack, Slot
from studio.audio.files import shown
from studio.engine import events as ev
from studio.engine.jobs import Cancelled, Progress
from studio.engine.player import rack as heard
from studio.engine.player.desk import WISH_JOIN
from studio.engine.project import Project
from studio.engine.session.core import SessionCore
from studio.errors import BadInput, brief
from studio.recipe import Number


class Effects(SessionCore):
    """See the module; `Session` is what is made."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._rack_version = 0  # of what was sent last
        self._own_effects: Rack | None = None  # under the lock: those that are in what the player plays
        self._rooms["rack"] = RackRoom(self)
        self._followers.append(self._rack_follows)
        self._player.live.when_open(self._rack_opened)

    @property
    def rack(self) -> Rack:
        return self._project.stage.rack

    def add_effect(self, kind: str, at: int | None = None) -> int:
        """Put an effect at the end or before place `at`; returns its id, 0 and a Message where it can't be."""
        return self._add_effect(kind, at)

    def remove_effect(self, id: int) -> None:
        self._rack_step("Remove {title}", id, lambda rack: rack.without(id))

    def move_effect(self, id: int, to: int) -> None:
        """Put an effect at place `to` (0 is first)."""
        self._rack_step("Move {title}", id, lambda rack: rack.moved(id, to))

    def switch_effect(self, id: int, on: bool) -> None:
        """Bypass an effect, or let it work again."""
        self._rack_step("Switch on {title}" if on else "Switch off {title}", id, lambda rack: rack.with_slot(replace(rack.slot(id), on=on)))

    def set_effect(self, id: int, values: dict[str, float], text: str = "") -> None:
        """Set several numbers of an effect at once, as one step (a preset of its)."""

        def changed(rack: Rack) -> Rack:
            slot = rack.slot(id)
            for name, value in values.items():
                slot = slot.turned(name, value)
            return rack.with_slot(slot)

        self._rack_step(f"{{title}}: {text}" if text else "Set {title}", id, changed)

    def clear_rack(self) -> None:
        """Take all effects out."""
        with self._lock:
            self._history.close()
            self._commit_rack("Remove all effects", Rack())

    def rack_meters(self) -> tuple[float, dict[int, tuple[float, float]]]:
        """What the effects are at: share of the time that a block has, and (peak, dB turned down) by id. Quick, for frame rate."""
        numbers = self._player.live.heard(heard.AT, heard.METERS + 2 * heard.SHOWN)
        slots = self.rack.slots[: heard.SHOWN] if int(numbers[heard.VERSION]) == self._rack_version else ()
        meters = {slot.id: (float(numbers[heard.METERS + 2 * n]), float(numbers[heard.METERS + 2 * n + 1])) for n, slot in enumerate(slots)}
        return float(numbers[heard.LOAD]), meters

    def lost_plugin(self) -> int:
        """Id of a plug-in that the audio process could not load, 0 for none. Quick."""
        return int(self._player.live.heard(heard.AT + heard.FAILED, 1)[0])

    # --- plug-ins ---

    def load_plugin(self, path: Path | str, name: str = "") -> int:
        """Open a VST3 in a process of its own and put it at the end of the rack; returns the job's id.

        Where the file holds several and no name says which, PluginsFound tells their names. A Message for one that can't be used.
        """
        path = Path(path)

        def work(progress: Progress, cancelled: Cancelled) -> str:
            from studio.apart import Stopped
            from studio.engine.plugins import Several, look

            try:
                plugin = look(path, name, cancelled)
            except Several as several:
                self._publish(ev.PluginsFound(path, several.names))
                return ""
            except Stopped:
                return ""
            self._add_effect("plugin", None, plugin)
            return ""

        return self._jobs.add(f"Open {shown(path)}", 1, work)

    # --- within ---

    def _add_effect(self, kind: str, at: int | None, plugin: Any = None) -> int:
        with self._lock:
            try:
                rack = self.rack.added(kind, at, plugin)
            except BadInput as error:
                self._tell(str(error))
                return 0
            new = max(rack.slots, key=lambda slot: slot.id)
            self._history.close()
            self._commit_rack(f"Add {new.title}", rack)
            return new.id

    def _rack_step(self, text: str, id: int, change: Any) -> None:
        """A step that is no drag. text: with the effect's title."""
        with self._lock:
            try:
                title = self.rack.slot(id).title
                rack = change(self.rack)
            except BadInput as error:
                self._tell(str(error))
                return
            self._history.close()
            self._commit_rack(text.replace("{title}", title), rack)

    def _commit_rack(self, text: str, rack: Rack, key: str | None = None) -> None:
        """Under the lock."""
        self._commit(text, replace(self._project, stage=replace(self._project.stage, rack=rack)), key)

    def _rack_follows(self, now: Project, before: Project) -> None:
        """Under the lock: let the audio process hear of a change."""
        new, old = now.stage.rack, before.stage.rack
        if new is not old and new != old:
            self._wish_join(new)
            if _shape(new.slots) == _shape(old.slots):
                for slot, was in zip(new.slots, old.slots, strict=True):
                    for control in slot.all_controls() if slot is not was else ():
                        if slot.get(control.name) != was.get(control.name):
                            self._player.live.send("rack", "turn", slot.id, control.name, slot.get(control.name))
            else:
                self._send_rack(now)
        if now.bpm != before.bpm and new.slots:
            self._player.live.send("rack", "bpm", now.bpm)

    def _join_rack(self, own: Rack | None) -> None:
        with self._lock:
            self._own_effects = own
            self._wish_join(self.rack)

    def _wish_join(self, rack: Rack) -> None:
        """Under the lock: a sound with effects in it is heard through those of the rack that lie behind them."""
        own = self._own_effects
        self._player.live.wish(WISH_JOIN, float(rack.joined(own)) if own is not None else 0.0)

    def _send_rack(self, project: Project) -> None:
        """Under the lock."""
        self._rack_version += 1
        self._player.live.send("rack", "rack", project.stage.rack, project.bpm, self._rack_version)

    def _rack_opened(self, rate: int) -> None:
        """An audio process has opened its output: give it the effects. One that a plug-in took down gets them without plug-ins."""
        loads, works = map(int, self._player.live.heard_last(heard.AT + heard.LOADS, 2))
        with self._lock:
            culprits = [s for s in self.rack.slots if s.plugin is not None and s.on and (s.id == loads if loads else works)]
            for slot in culprits:
                rack = self.rack.with_slot(replace(slot, on=False))
                self._history.close()
                self._commit_rack(f"Switch off {slot.title}", rack)
            if self.rack.slots:
                self._send_rack(self._project)
        if culprits:
            names = ", ".join(f"'{slot.title}'" for slot in culprits)
            self._tell(f"The sound stopped for a moment while a plug-in worked, so {names} is bypassed; switch it on again or take it out.")


def _shape(slots: Sequence[Slot]) -> list[tuple[Any, ...]]:
    """What must be built anew where it differs. A plug-in that is bypassed may not be loaded, so switching it is such a change."""
    return [(slot.id, slot.kind, slot.plugin and (slot.plugin.path, slot.plugin.name, slot.on)) for slot in slots]


class RackRoom:
    """The numbers of all effects, as '<id>.<name>'; see knobs.Room."""

    title = "Effects"

    def __init__(self, session: Effects) -> None:
        self._session = session

    def controls(self) -> tuple[Number, ...]:
        slots = self._session.rack.slots
        every = [(slot, control) for slot in slots for control in slot.all_controls()]
        return tuple(replace(c, name=f"{slot.id}.{c.name}", label=f"{slot.title}: {c.label}") for slot, c in every)

    def _find(self, name: str) -> tuple[Slot, str]:
        """Raises BadInput."""
        id, _, rest = name.partition(".")
        if not id.isdecimal() or len(id) > 10:
            raise BadInput(f"There is nothing called {brief(name)} in the effects.")
        return self._session.rack.slot(int(id)), rest

    def get(self, name: str) -> float:
        slot, rest = self._find(name)
        return slot.get(rest)

    def turn(self, name: str, value: float) -> None:
        session = self._session
        slot, rest = self._find(name)
        rack = session.rack.with_slot(slot.turned(rest, value))
        session._commit_rack(f"{slot.title}: {slot.control(rest).label}", rack, f"rack {name}")

    def sound(self, name: str, value: float | None) -> None:
        slot, rest = self._find(name)
        control = slot.control(rest)
        heard_now = slot.get(rest) if value is None else min(max(value, control.low), control.high)
        self._session._player.live.send("rack", "turn", slot.id, rest, heard_now)
