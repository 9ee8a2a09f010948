"""The session's commands on sliders as a whole: snapshots, the morph between two, names, ranges, locks, randomise one.

As all of Session: each returns at once, and each is a step that undo takes back.
"""

from __future__ import annotations

import random
from dataclasses import replace

from studio.engine.project import LEAST_AMOUNT, Project
from studio.engine.session.core import SessionCore
from studio.engine.snapshots import MAX_NAME, SLOTS, Snapshot, between
from studio.errors import BadInput
from studio.recipe import Choice, Control, Latent, Number, Value


class Snapshots(SessionCore):
    """See the module; `Session` is what is made. Slots are counted from 0 here and from 1 in texts."""

    # --- snapshots ---

    def store_snapshot(self, slot: int) -> None:
        """Put the present settings aside in a slot, 0 to 7; what was in it is replaced and keeps its name."""
        with self._lock:
            if self._ready() is None:
                return
            old = self._slot(slot)
            self._set_slot(f"Store snapshot {slot + 1}", slot, Snapshot(self._project.settings, old.name if old is not None else ""))

    def recall_snapshot(self, slot: int) -> None:
        """Go back to the settings of a slot and play them; makes no take. An empty slot says how it is filled."""
        with self._lock:
            if self._ready() is None:
                return
            if (snapshot := self._slot(slot)) is None:
                self._tell(f"Snapshot {slot + 1} is empty: Shift+{slot + 1} stores the sliders there.", "info")
                return
            self._new_sound(f"Recall snapshot {slot + 1}", snapshot.settings, take=False)

    def clear_snapshot(self, slot: int) -> None:
        with self._lock:
            if self._slot(slot) is not None:
                self._set_slot(f"Clear snapshot {slot + 1}", slot, None)

    def rename_snapshot(self, slot: int, name: str) -> None:
        """Give a filled slot a name of at most 60 characters; '' takes it away."""
        with self._lock:
            snapshot, name = self._slot(slot), " ".join(name.split())[:MAX_NAME]
            if snapshot is not None and name != snapshot.name:
                self._set_slot(f"Rename snapshot {slot + 1}", slot, replace(snapshot, name=name))

    def morph(self, first: int, second: int, share: float) -> None:
        """Let the point between two snapshots sound, share 0 (first) to 1 (second): a drag that `end_gesture` ends."""
        with self._lock:
            if (spec := self._ready()) is None:
                return
            one, two = self._slot(first), self._slot(second)
            if one is None or two is None:
                self._tell("A morph needs two snapshots: Shift+1 to Shift+8 store the sliders.", "info")
                return
            share = min(1.0, max(0.0, float(share)))
            settings = between(spec, one.settings, two.settings, share)
            project = replace(self._project, settings=settings, morph=(first, second, share))
            text = f"Morph {first + 1} to {second + 1}"
            self._drag(text, project, f"morph {first} {second}", f"{text} at {share:.0%}")

    def _slot(self, slot: int) -> Snapshot | None:
        """Raises BadInput for a slot that isn't there."""
        if not 0 <= slot < SLOTS:
            raise BadInput(f"There are snapshots 1 to {SLOTS}, no {slot + 1}.")
        return self._project.snapshots[slot]

    def _set_slot(self, text: str, slot: int, snapshot: Snapshot | None) -> None:
        slots = self._project.snapshots
        self._step(text, replace(self._project, snapshots=(*slots[:slot], snapshot, *slots[slot + 1 :])))

    # --- controls ---

    def rename_control(self, name: str, label: str) -> None:
        """Call a control something else (at most 60 characters); '' gives it back the model's name."""
        with self._lock:
            if (control := self._control(name)) is None:
                return
            label = " ".join(label.split())
            label = "" if label == control.label else label
            old = self._project.label(name, control.label)
            self._step(f"Rename {old}", self._project.with_label(name, label))

    def extend_range(self, name: str, on: bool) -> None:
        """Let a latent's slider reach twice as far, or bring it back; a value that then lies outside comes to the nearest end."""
        with self._lock:
            control = self._control(name)
            if not isinstance(control, Latent):
                return
            label, project = self._project.label(name, control.label), self._project
            extended = project.extended | {name} if on else project.extended - {name}
            value = float(project.settings.get(name))  # type: ignore[arg-type]
            within = value if on else min(max(value, control.low), control.high)
            settings = project.settings.with_values({name: within}) if within != value else project.settings
            text = f"{'Extend range' if on else 'Normal range'} of {label}"
            self._step(text, replace(project, extended=extended, settings=settings))
            if within != value:
                self._sound(changed=text)

    def randomise_one(self, name: str) -> None:
        """Draw a new value for one control, locked or not; the seed of the noise stays. Makes a take."""
        with self._lock:
            if (control := self._control(name)) is None:
                return
            wide = name in self._project.extended
            value = drawn(control, self._project.settings.get(name), wide, random.SystemRandom())
            if value is not None:
                label = self._project.label(name, control.label)
                self._new_sound(f"Randomise {label}", self._project.settings.with_values({name: value}))

    def set_locks(self, names: frozenset[str] | set[str] | tuple[str, ...], on: bool) -> None:
        """Lock or unlock several controls as one step; names that the model doesn't have are left out."""
        with self._lock:
            if (spec := self._ready()) is None:
                return
            known = {control.name for control in spec.controls}
            chosen = known & set(names)
            locks = self._project.locks | chosen if on else self._project.locks - chosen
            count = "all" if chosen == known else f"{len(chosen)} controls"
            self._step(f"{'Lock' if on else 'Unlock'} {count}", replace(self._project, locks=frozenset(locks)))

    def set_amount(self, amount: float) -> None:
        """How far Randomise goes from where the sliders are: 0.01 to 1 (quite afresh). `end_gesture` ends the step."""
        with self._lock:
            if self._ready() is not None:
                amount = min(1.0, max(LEAST_AMOUNT, float(amount)))
                self._commit("Randomise amount", replace(self._project, amount=amount), key="amount")

    def _control(self, name: str) -> Control | None:
        """The control; None, with a word to the user, where the model has none of this name or is still loading."""
        if (spec := self._ready()) is None:
            return None
        try:
            return spec.control(name)
        except BadInput as error:
            self._tell(str(error))
            return None

    def _step(self, text: str, project: Project) -> None:
        """A change that doesn't sound, as a step of its own."""
        self._history.close()
        self._commit(text, project)


def drawn(control: Control, now: Value, wide: bool, dice: random.Random) -> Value | None:
    """Another value of a control: a latent as its model met it in training (standard normal), a number anywhere in its range, another
    option. None for what can't be drawn. wide: the range is doubled.
    """
    if isinstance(control, Latent):
        reach = 2.0 if wide else 1.0
        return round(min(max(dice.gauss(0.0, reach), reach * control.low), reach * control.high), 4)
    if isinstance(control, Number):
        share = dice.random()
        if control.curve == "log" and control.low > 0:
            return float(control.low * (control.high / control.low) ** share)
        value = control.low + share * (control.high - control.low)
        if control.step > 0:
            value = control.low + round((value - control.low) / control.step) * control.step
        return min(value, control.high)
    if isinstance(control, Choice):
        others = [option for option in control.options if option != now]
        return dice.choice(others) if others else None
    return None
