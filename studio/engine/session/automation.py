"""The session's commands on automation: gestures are recorded while it is armed and something sounds, edited, and played back.

As all of Session: each returns at once. Recording hears of every change through the session's followers and keeps those of an open
gesture (a hand's drag, a controller), whatever control it is. A control that the hand holds isn't moved by its lane meanwhile. The lanes
lie in the project, so undo knows them; values that the playback moves are heard (moves.py) and not kept.

All state is under the session's lock: `_writings` (lanes that are being written), `_touched` (what the hand holds), `_room_values` (of
rooms, as last seen), `_first_length` (beats, while the first lane is recorded; 0 = as long as it sounds).
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.engine.automation import MOST_BEATS, Automation, Lane, Writing, coarser, of_room
from studio.engine.pattern import STEPS_A_BEAT
from studio.engine.project import Project
from studio.engine.session.moves import Moves
from studio.engine.xy import CORNERS
from studio.errors import BadInput, UndertoneError
from studio.recipe import Recipe, Settings, Spec

XY_KEY = "xy"  # of the pad's gestures
LEAST_LENGTH = 0.25  # beats
MOST_BYTES = 200_000  # in a recipe; a larger automation is written more coarsely


class Automating(Moves):
    """See the module; `Session` is what is made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self._armed = False
        self._writings: dict[str, Writing] = {}
        self._touched: set[str] = set()
        self._room_values: dict[str, float] = {}
        self._first_length = 0.0
        super().__init__(*arguments, **more)
        self._followers.append(self._automation_follow)

    # --- commands, and what there is ---

    @property
    def armed(self) -> bool:
        """Are gestures being recorded while something sounds?"""
        return self._armed

    def written_lanes(self) -> tuple[Lane, ...]:
        """What is being recorded and isn't kept yet, the lane that was begun last at the end."""
        with self._lock:
            return tuple(Lane(one.address, tuple(one.points)) for one in self._writings.values() if one.points)

    def automation_length(self) -> float:
        """Beats of the lanes, those that are being recorded too: as long as they are by now where nothing says how long."""
        known = self._project.automation.length or self._first_length
        if known or not self._writings:
            return known
        return max(4.0, 4.0 * math.ceil(self._moving.beat() / 4.0))

    def arm(self, on: bool) -> None:
        """Record gestures from now on, whenever something sounds; off keeps what was recorded."""
        with self._lock:
            if on and not self._armed:
                self._room_values = self._values_of_rooms()
            self._armed = bool(on)
            if not on:
                self._let_go()
                self._keep_automation()
            self._moving.wake()

    def play_automation(self, on: bool) -> None:
        """Let the lanes move their controls while something sounds, or leave them where they are."""
        self.set_automation(replace(self._project.automation, on=bool(on)), "Play automation" if on else "Hold automation")

    def set_automation(self, automation: Automation, text: str, key: str | None = None) -> None:
        """Another automation (an edited lane, another length), as an undo step; key merges the steps of a drag until `end_gesture`.

        Raises BadInput for a length that can't be.
        """
        if automation.lanes and not LEAST_LENGTH <= automation.length <= MOST_BEATS:
            raise BadInput(f"Automation lasts {LEAST_LENGTH:g} to {MOST_BEATS:.0f} beats, not {automation.length:g}.")
        with self._lock:
            if key is None:
                self._history.close()
            self._commit(text, replace(self._project, automation=automation), key)

    def edit_automation_lane(self, lane: Lane, text: str, key: str | None = None) -> None:
        """Put an edited lane in the place of that of its address; an empty one takes it away."""
        self.set_automation(self._project.automation.with_lane(lane), text, key)

    def clear_automation(self) -> None:
        """No lanes any more."""
        with self._lock:
            self._writings.clear()
            self.set_automation(Automation(), "Clear automation")

    def automation_beat(self) -> float:
        """Where the playback is, in beats from the beginning of the lanes."""
        beat, length = self._moving.beat(), self._project.automation.length or self._first_length
        return beat % length if length > 0 else beat

    def automation_edit(self) -> tuple[dict[str, Any], ...]:
        """What belongs into the recipe of a recording that was made while the automation played; () where none plays."""
        automation = self._project.automation
        if not automation.on or not automation.lanes:
            return ()
        while len(json.dumps(automation.to_json())) > MOST_BYTES:
            automation = coarser(automation)
        return ({"automation": automation.to_json()},)

    # --- recording, under the lock ---

    def _automation_follow(self, now: Project, before: Project) -> None:
        if now.model != before.model:
            self._writings = {address: writing for address, writing in self._writings.items() if of_room(address)}
            self._touched.clear()
        if now.automation is not before.automation:
            self._moving.wake()
        rooms = now.stage is not before.stage or now.xy is not before.xy
        if not self._history.is_open:  # no hand: undo, a preset, a take
            if rooms and self._armed:
                self._room_values = self._values_of_rooms()
            return
        if not self._armed and not (now.automation.on and now.automation.lanes):
            return
        for address, value in self._turned_by_hand(now, before, rooms).items():
            self._touched.add(address)
            if self._armed and self._moving.running:
                self._write(address, value)

    def _turned_by_hand(self, now: Project, before: Project, rooms: bool) -> dict[str, float]:
        changed: dict[str, float] = {}
        pad = self._gesture is not None and self._gesture[1] == XY_KEY and now.xy.mode == CORNERS
        if now.settings != before.settings and not pad:  # the pad's place says it all
            old = before.settings.as_dict()
            for name, value in now.settings.values:
                if isinstance(value, (int, float)) and old.get(name) != value:
                    changed[name] = float(value)
        if rooms:
            values = self._values_of_rooms()
            changed |= {address: value for address, value in values.items() if self._room_values.get(address, value) != value}
            self._room_values = values
            if not pad:
                changed = {address: value for address, value in changed.items() if not address.startswith("xy/")}
        return changed

    def _values_of_rooms(self) -> dict[str, float]:
        found = {}
        for address in self._controls():
            if "/" in address:
                with contextlib.suppress(UndertoneError):
                    found[address] = self.knob_value(address)
        return found

    def _write(self, address: str, value: float) -> None:
        automation = self._project.automation
        if not automation.lanes and not self._writings:
            self._first_length = self._usual_length()
        if address not in self._writings:
            self._writings[address] = Writing(automation.lane(address) or Lane(address))
        self._writings[address].write(min(self.automation_beat(), MOST_BEATS), value)

    def _usual_length(self) -> float:
        """Beats of a first recording: the pattern's where it runs, the loop's where that plays, else 0: until the sound ends."""
        if self._moving.sequencing:
            return self._project.stage.pattern.length / STEPS_A_BEAT
        return float(self._project.beats) if self._project.loop and self._player.sounds()[0] else 0.0

    def _let_go(self) -> None:
        for writing in self._writings.values():
            writing.let_go()
        self._touched.clear()

    def _keep_automation(self) -> None:
        """What was written becomes lanes, as an undo step."""
        automation, writings, self._writings = self._with_written(), self._writings, {}
        if writings:
            names = " and ".join(self._name_of(address) for address in list(writings)[:2])
            self._history.close()
            text = f"Automation of {names}" + (" and more" if len(writings) > 2 else "")
            self._commit(text, replace(self._project, automation=automation))
            self._history.close()

    def _with_written(self) -> Automation:
        """The automation as if what is being recorded ended now."""
        automation, controls = self._project.automation, self._controls()
        for address, writing in self._writings.items():
            if address in controls:
                automation = automation.with_lane(writing.lane(controls[address]))
        if not self._writings:
            return automation
        last = max((lane.points[-1][0] for lane in automation.lanes), default=0.0)
        length = automation.length or self._first_length or max(1.0, math.ceil(last))
        return replace(automation, length=min(length, MOST_BEATS), on=True)

    def _project_to_save(self) -> Project:
        """With what is being recorded: the program may be killed, or closed, before it ends."""
        return replace(super()._project_to_save(), automation=self._with_written())

    def _project_in(self, spec: Spec, settings: Settings | None = None) -> Project:
        """What was recorded of the model that is left is kept with it; the rooms' recording goes on."""
        if self._project.model != spec.id and not all(map(of_room, self._writings)):
            self._let_go()
            self._keep_automation()
        return super()._project_in(spec, settings)

    def _gesture_over(self, kept: bool) -> None:
        super()._gesture_over(kept)
        if not kept:
            for writing in self._writings.values():
                writing.give_up()
            self._writings = {address: writing for address, writing in self._writings.items() if writing.points}
        self._let_go()
        if self._writings and (self._project.automation.length or self._first_length):
            self._keep_automation()

    # --- for the moving thread ---

    def moves_anything(self) -> bool:
        automation = self._project.automation
        return super().moves_anything() or self._armed or bool(automation.on and automation.lanes)

    def automated(self, beat: float) -> Mapping[str, float]:
        """The values of the lanes now, but for those that a hand holds."""
        with self._lock:
            automation = self._project.automation
            place = self.automation_beat()
            for writing in self._writings.values():
                writing.hold(min(place, MOST_BEATS))
            lanes: dict[str, Any] = {lane.address: lane for lane in automation.lanes} if automation.on else {}
            lanes |= {address: writing for address, writing in self._writings.items() if writing.points}
            found = {address: lane.at(place) for address, lane in lanes.items() if address not in self._touched}
            return {address: value for address, value in found.items() if value is not None}

    def let_be_heard(self, now: float) -> None:
        with self._lock:
            if self._writings and not self._moving.running and not self._closed:
                self._let_go()
                self._keep_automation()
        super().let_be_heard(now)

    def _restore(self, recipe: Recipe, text: str) -> None:
        super()._restore(recipe, text)  # type: ignore[misc]  # take_commands.py
        kept = [edit["automation"] for edit in recipe.edits if isinstance(edit, dict) and "automation" in edit]
        if kept and (automation := Automation.from_json(kept[-1])).lanes:
            self.set_automation(automation, f"{text}: automation")
