"""The session's MIDI: ports, what controllers turn, learning, mapping files. As all of Session: each method returns at once.

    thread               runs
    undertone-midi-ports looks for ports, opens and closes them
    undertone-midi-in    `_midi_arrived`: notes go straight on to the audio process, all else is only noted
    undertone-midi-hand  turns what controllers turn, under the session's lock
    undertone-errands    mapping files, learning, presets that a program change asks for

`_midi_map` is replaced whole, under `_map_lock`, by any of them; `_midi_names` by commands and errands under the session's lock;
`_learning` by commands and the hearing thread (one reference, newest wins).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.audio import atomic
from studio.engine import events as ev
from studio.engine.history import Act
from studio.engine.midi import mapping as files
from studio.engine.midi import messages as mm
from studio.engine.midi.hand import MidiHand
from studio.engine.midi.mapping import DEFAULT, MidiMap, Source
from studio.engine.midi.ports import MidiPorts
from studio.engine.modulation import widened
from studio.engine.session.keys import Keys
from studio.errors import BadInput, brief
from studio.recipe import Latent, Number

if TYPE_CHECKING:
    from studio.engine.presets import Preset
    from studio.engine.session.knobs import Knob

FINE_SECONDS = 1.0  # after learning, in which a controller may turn out to have 14 bits
FIRST_PAD, PAD_NOTES = 36, 8  # notes of the pads on channel 10
USUAL_NAMES = (DEFAULT,)


@dataclass(frozen=True)
class MidiState:
    """For the window. inputs, outputs: names; opened: inputs that are listened to; wanted: those that were chosen, None for all.

    problem: why there is none, or ''; channel: 1 to 16, 0 for all; learning: an address, or ''; waiting: addresses whose controller must
    go up (1) or down (-1) before it turns anything; mapping: with its name; names: of all mappings.
    """

    inputs: tuple[str, ...]
    opened: tuple[str, ...]
    wanted: frozenset[str] | None
    outputs: tuple[str, ...]
    output: str
    wanted_output: str
    problem: str
    channel: int
    takeover: bool
    learning: str
    waiting: dict[str, int]
    mapping: MidiMap
    names: tuple[str, ...]

    def badge(self, address: str) -> str:
        """'CC 21', with an arrow while its controller must be moved there first; '…' while it is learnt; '' for none."""
        if self.learning == address:
            return "…"
        source = self.mapping.source_of(address)
        if source is None:
            return ""
        return source.text + {1: " ↑", -1: " ↓"}.get(self.waiting.get(address, 0), "")


class Midi(Keys):
    """See the module; `Session` is what is made."""

    if TYPE_CHECKING:  # other parts of the session

        def knob(self, address: str) -> Knob: ...
        def knob_value(self, address: str) -> float: ...
        def turn(self, address: str, value: float) -> None: ...
        def end_gesture(self) -> None: ...
        def set_preference(self, key: str, value: Any) -> None: ...
        def hit_pad(self, pad: int, velocity: float = 1.0) -> None: ...
        def midi_clock(self, kind: str, seconds: float) -> None: ...
        def set_clock_out(self, send: Callable[[int], object] | None) -> None: ...
        def presets(self) -> tuple[Preset, ...]: ...
        def load_preset(self, id: str) -> None: ...

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        kept = self._preferences.get("midi")
        self._midi_kept: dict[str, Any] = kept if isinstance(kept, dict) else {}
        channel = self._midi_kept.get("channel")
        self._midi_channel = channel if isinstance(channel, int) and not isinstance(channel, bool) and 0 <= channel <= 16 else 0
        self._map_lock = threading.Lock()
        self._midi_map = MidiMap()
        self._midi_names: tuple[str, ...] = USUAL_NAMES
        self._map_read = False  # was the mapping of the last run taken up? The errands thread's, read by any
        self._learning = ""
        self._learnt: tuple[Source, str, float] | None = None  # controller, address and when
        self._readers: dict[str, mm.Reader] = {}
        self.midi_heard = 0  # messages so far, clocks left out; one int that the hearing thread raises
        self._ports = MidiPorts(self._midi_arrived, self._midi_gone, self._ports_changed)
        self._midi_hand = MidiHand(self._turned_control, self.knob_value, self.turn, self.end_gesture, self._tell_midi)
        self._midi_hand.takeover = self._midi_kept.get("takeover") is not False

    def start(self) -> None:
        first = not (self._started or self._closed)
        super().start()
        if first:
            self._errand(self._read_first_map, "The MIDI mapping can't be read")
            self._ports.choose_inputs(self._wanted_inputs())
            self._ports.choose_output(self._wanted_output())
            self._ports.start()

    def close(self) -> None:
        self._ports.close()
        self._midi_hand.close()
        super().close()

    # --- what there is ---

    @property
    def midi(self) -> MidiState:
        """MidiChanged tells when it is another."""
        ports = self._ports
        return MidiState(
            ports.inputs, ports.opened, self._wanted_inputs(), ports.outputs, ports.output, self._wanted_output(), ports.problem,
            self._midi_channel, self._midi_hand.takeover, self._learning, self._midi_hand.waiting, self._midi_map, self._midi_names,
        )  # fmt: skip

    def _wanted_inputs(self) -> frozenset[str] | None:
        names = self._midi_kept.get("inputs")
        return frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else None

    def _wanted_output(self) -> str:
        name = self._midi_kept.get("output")
        return name if isinstance(name, str) else ""

    # --- choosing ---

    def set_midi_inputs(self, names: Sequence[str] | None) -> None:
        """Listen to these inputs whenever they are there; None: to all."""
        self._keep_midi(inputs=None if names is None else list(names))
        self._ports.choose_inputs(self._wanted_inputs())

    def set_midi_output(self, name: str) -> None:
        """Send there whenever it is there; '' for nowhere."""
        self._keep_midi(output=name)
        self._ports.choose_output(name)

    def set_midi_channel(self, channel: int) -> None:
        """Listen to one channel, 1 to 16 (and to 10 for the pads); 0: to all. Raises BadInput beyond."""
        if not 0 <= channel <= 16:
            raise BadInput(f"MIDI has channels 1 to 16, not {brief(channel)}.")
        self._midi_channel = channel
        self.notes_off()
        self._keep_midi(channel=channel)

    def set_midi_takeover(self, on: bool) -> None:
        """Must a controller meet a value before it turns it (soft takeover)?"""
        self._midi_hand.takeover = bool(on)
        self._keep_midi(takeover=bool(on))

    def _keep_midi(self, **changes: Any) -> None:
        with self._lock:
            self._midi_kept = {**self._midi_kept, **changes}
            self.set_preference("midi", self._midi_kept)
        self._tell_midi()

    def _tell_midi(self) -> None:
        self._publish(ev.MidiChanged())

    # --- learning and mappings ---

    def midi_learn(self, address: str) -> None:
        """The next controller that is moved turns this; '' learns nothing any more. Raises BadInput for an address that isn't there."""
        if address:
            self.knob(address)
        self._learning = address
        self._tell_midi()

    def midi_clear(self, address: str) -> None:
        """No controller turns this any more; a step that can be taken back, as the next."""
        self._map_step("Clear MIDI", lambda mapping: mapping.without(address))

    def midi_clear_all(self) -> None:
        self._map_step("Clear all controllers", lambda mapping: replace(mapping, links=()))

    def load_midi_map(self, name: str) -> None:
        """Take up another mapping; a Message where it can't be read."""
        self._errand(partial(self._read_map, name), "The MIDI mapping can't be read")

    def save_midi_map(self, name: str) -> None:
        """Keep the present mapping under another name, which is the present one from here on.

        Raises BadInput for no name, and for that of another mapping.
        """
        clean = files.clean_name(name)
        if not clean:
            raise BadInput("A MIDI mapping needs a name; type at least one letter.")
        if clean in self._midi_names and clean != self._midi_map.name:
            raise BadInput(f"There is a MIDI mapping called '{clean}' already; choose another name.")
        with self._lock:
            self._midi_names = (DEFAULT, *sorted({*self._midi_names, clean} - {DEFAULT}))
        self._change_map(lambda mapping: replace(mapping, name=clean))
        self._keep_midi(mapping=clean)

    def delete_midi_map(self, name: str) -> None:
        """Take its file away; the default is emptied. Where it was the present one, undo brings it back."""
        if (before := self._midi_map).name == name and self._map_read:
            self._push_map(f"Delete {name}", partial(self._bring_map, before), partial(self._delete_map, name))
        self._delete_map(name)

    def _delete_map(self, name: str) -> None:
        with self._lock:
            self._midi_names = tuple(one for one in self._midi_names if one == DEFAULT or one != name)
        self._errand(partial(files.remove, self._home, name), "The MIDI mapping can't be deleted")
        if self._midi_map.name == name:
            self.load_midi_map(DEFAULT)
        self._tell_midi()

    def import_midi_map(self, path: Path | str) -> None:
        """Take a mapping from a file of that kind that lies elsewhere, under the file's name (a number is added where it is taken).

        A Message where it is none.
        """

        def work() -> None:
            found = files.read_other(Path(path))
            with self._lock:
                found = replace(found, name=files.free_name(found.name, self._midi_names))
                self._midi_names = (DEFAULT, *sorted({*self._midi_names, found.name} - {DEFAULT}))
            self._change_map(lambda _: found)
            self._keep_midi(mapping=found.name)

        self._errand(work, "The MIDI mapping can't be taken")

    def export_midi_map(self, path: Path | str) -> None:
        """Write the present mapping to a file elsewhere; a Message follows."""

        def work() -> None:
            atomic.replace(Path(path), json.dumps(self._midi_map.to_json(), ensure_ascii=False, indent=1).encode("utf-8"))
            self._tell(f"The MIDI mapping was written to '{Path(path).name}'.", "info", file=Path(path))

        self._errand(work, "The MIDI mapping can't be written")

    def _read_first_map(self) -> None:
        """Errands thread."""
        try:
            names = files.names(self._home)
            with self._lock:
                self._midi_names = names
            kept = self._midi_kept.get("mapping")
            self._read_map(kept if isinstance(kept, str) and kept in names else DEFAULT)
        finally:
            self._map_read = True

    def _read_map(self, name: str) -> None:
        """Errands thread. Raises BadInput."""
        found = files.read(self._home, name)
        self._put_map(lambda _: found, write=False)
        if self._midi_kept.get("mapping", DEFAULT) != name:
            self._keep_midi(mapping=name)
        self._tell_midi()

    def _map_step(self, text: str, change: Callable[[MidiMap], MidiMap]) -> None:
        """Change the mapping, as a step that can be taken back once that of the last run is there."""
        before, after = self._midi_map, change(self._midi_map)
        self._change_map(change)
        if self._map_read and before != after:
            self._push_map(text, partial(self._bring_map, before), partial(self._bring_map, after))

    def _push_map(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        with self._lock:
            self._history.push(Act(text, undo, redo))
            self._tell_history()

    def _bring_map(self, wanted: MidiMap) -> None:
        """This is the mapping, and its file as it says."""
        with self._lock:
            self._midi_names = (DEFAULT, *sorted({*self._midi_names, wanted.name} - {DEFAULT}))
        self._change_map(lambda _: wanted)
        self._keep_midi(mapping=wanted.name)

    def _change_map(self, change: Callable[[MidiMap], MidiMap]) -> None:
        """Another mapping, and its file; at the start once that of the last run is there. Any thread."""
        if self._map_read:
            self._put_map(change)
        else:
            self._errand(partial(self._put_map, change), "The MIDI mapping could not be written")

    def _put_map(self, change: Callable[[MidiMap], MidiMap], write: bool = True) -> None:
        """What is turned by another controller than before must be met anew. Any thread."""
        with self._map_lock:
            before, changed = self._midi_map, change(self._midi_map)
            self._midi_map = changed
        for link in set(before.links) ^ set(changed.links):
            self._midi_hand.forget(link.address)
        if write:
            self._errand(partial(self._write_map, changed), "The MIDI mapping could not be written")
        self._tell_midi()

    def _write_map(self, changed: MidiMap) -> None:
        """Errands thread: of several that wait under one name the newest is enough."""
        if changed is self._midi_map or changed.name != self._midi_map.name:
            files.write(self._home, changed)

    # --- what comes, on the hearing thread of the ports ---

    def _midi_arrived(self, port: str, data: Sequence[int], seconds: float) -> None:
        for message in self._readers.setdefault(port, mm.Reader()).read(data):
            if message.kind in (mm.CLOCK, mm.START, mm.CONTINUE, mm.STOP):
                self.midi_clock(message.kind, seconds)
                continue
            self.midi_heard += 1
            if message.channel == mm.PADS_CHANNEL and message.kind in (mm.ON, mm.OFF):
                if message.kind == mm.ON and 0 <= message.number - FIRST_PAD < PAD_NOTES:
                    self.hit_pad(message.number - FIRST_PAD, message.value / 127.0)
            elif not message.channel or not self._midi_channel or message.channel == self._midi_channel:
                self._play_midi(message, port)

    def _play_midi(self, message: mm.Message, port: str) -> None:
        kind = message.kind
        if kind == mm.ON:
            self.note_on(message.number, message.value, port)
        elif kind == mm.OFF:
            self.note_off(message.number, port)
        elif kind == mm.BEND:
            self.bend(message.value)
        elif kind == mm.CONTROL and message.number == mm.SUSTAIN:
            self.pedal(message.value >= 0.5, port)
        elif kind in (mm.CONTROL, mm.FINE, mm.NRPN):
            self._controlled(message)
        elif kind == mm.NOTES_OFF:
            self.notes_off(port)
        elif kind == mm.SOUND_OFF:
            self.notes_off()
        elif kind == mm.RESET:
            self.notes_off(port)
            self.bend(0.0)
        elif kind == mm.PROGRAM:
            self._errand(partial(self._load_program, message.number), "")
        elif kind == mm.RPN and message.number == 0:
            self._errand(partial(self._set_bend, mm.semitones(message.value)), "")

    def _controlled(self, message: mm.Message) -> None:
        source = Source(message.kind, message.channel, message.number)
        now, learnt = time.monotonic(), self._learnt
        if self._learning and message.kind != mm.FINE:
            address, self._learning = self._learning, ""
            self._learnt = (source, address, now)
            self._change_map(lambda mapping: mapping.linked(source, address))
        elif message.kind == mm.FINE and learnt is not None and now - learnt[2] < FINE_SECONDS and learnt[0].fine == source:
            self._learnt = None
            self._change_map(lambda mapping: mapping.linked(source, learnt[1]))
        for link in self._midi_map.links:
            if link.source == source:
                self._midi_hand.moved(link.address, message.value)

    def _load_program(self, number: int) -> None:
        """Errands thread: the preset of this number, of the present model, by name."""
        presets = [one for one in self.presets() if one.model == self._project.model]
        if number < len(presets):
            self.load_preset(presets[number].id)
        elif presets:
            self._tell(f"A program change asks for preset {number + 1}, but this model has {len(presets)}.", "info")
        else:
            self._tell(f"A program change asks for preset {number + 1}, but this model has none yet.", "info")

    def _set_bend(self, semitones: float) -> None:
        self.turn("keys/bend", min(24.0, max(0.0, round(semitones))))
        self.end_gesture()

    # --- on the ports' thread ---

    def _midi_gone(self, port: str) -> None:
        """An input was pulled out: what it held ends."""
        self._readers.pop(port, None)
        self.notes_off(port)

    def _ports_changed(self) -> None:
        if self._ports.opened:
            self.arm_keys()
        send = None if not self._ports.output else lambda status: self._ports.send(bytes([status]))
        self.set_clock_out(send)
        self._tell_midi()

    # --- on the hand's thread ---

    def _turned_control(self, address: str) -> Latent | Number:
        """What a controller turns, with the range that its slider has. Raises BadInput."""
        control: Latent | Number = self.knob(address).control
        return widened(control) if address in self._project.extended else control
