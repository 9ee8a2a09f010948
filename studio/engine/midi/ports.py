"""MIDI ports that come and go. A thread of its own ('undertone-midi-ports') looks for them once a second and opens those that are wanted.

Where there is no MIDI system (a container, a server) `problem` says so and nothing else happens: asking ALSA or JACK for ports there
prints to stderr and raises, so both are first looked for without them. What ports say is read by 'undertone-midi-in', every millisecond or
two. RtMidi's own threads never come into Python: JACK ends its thread wherever it is when a port is closed, with the interpreter's lock in
hand too, and ALSA's is waited for while we hold that lock and it wants it. Either hung the program, or crashed it, when a keyboard that was
being played was pulled out.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

CLIENT = "Undertone"
POLL_SECONDS = 1.0
HEAR_SECONDS, REST_SECONDS = 0.001, 0.002  # between two looks at what came in: while something comes, and at rest
AWAKE_SECONDS = 5.0  # after the newest message, before it is at rest
MOST_AT_ONCE = 256  # messages of a port that are read before the next port has its turn
LEAVE_SECONDS = 0.05  # between closing a port of JACK and ending its client: longer than a cycle
ALSA_FILE = "/dev/snd/seq"
ALSA, JACK, SYSTEM = "ALSA", "JACK", "system"
_NUMBERS = re.compile(r" \d+:\d+$")  # ALSA's, which are others each time a device is plugged in


def midi_system() -> str | None:
    """Which MIDI system there is: ALSA or else JACK on Linux, the system's own elsewhere; None where there is none."""
    if not sys.platform.startswith("linux"):
        return SYSTEM
    if os.access(ALSA_FILE, os.R_OK | os.W_OK):
        return ALSA
    socket = f"/jack_{os.environ.get('JACK_DEFAULT_SERVER', 'default')}_{os.getuid()}_0"
    with contextlib.suppress(OSError):
        if any(line.rstrip().endswith(socket) for line in Path("/proc/net/unix").read_text().splitlines()):
            return JACK
    return None


class MidiPorts:
    """arrived(port, bytes, seconds of time.perf_counter): on the hearing thread. gone(port): an input that was open is closed now, and
    nothing of it arrives any more.

    changed(): names, problem or what is open differ. The last two are called on the ports' thread.
    """

    def __init__(self, arrived: Callable[[str, Sequence[int], float], object], gone: Callable[[str], object],
                 changed: Callable[[], object]) -> None:  # fmt: skip
        self._arrived, self._gone, self._changed = arrived, gone, changed
        self.inputs: tuple[str, ...] = ()  # names; these five are replaced whole by the thread
        self.outputs: tuple[str, ...] = ()
        self.opened: tuple[str, ...] = ()  # inputs
        self.output = ""  # that is open
        self.problem = ""
        self._wake = threading.Condition()  # guards the next three
        self._wanted_inputs: frozenset[str] | None = None  # None: all
        self._wanted_output = ""
        self._closed = False
        self._asked = False
        self._sending = threading.Lock()  # guards _out
        self._out: Any = None
        self._system: str | None = None  # the rest is the thread's
        self._listers: tuple[Any, Any] | None = None
        self._hearing = threading.Lock()  # held while what came in is read and handed on; guards changes of `_open`
        self._open: dict[str, Any] = {}  # inputs; changed by the thread
        self._any = threading.Event()  # is one open (or all at an end)?
        self._refused: set[str] = set()  # ports that could not be opened; tried again once they were away
        self._thread: threading.Thread | None = None
        self._ear: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="undertone-midi-ports", daemon=True)
            self._ear = threading.Thread(target=self._hear, name="undertone-midi-in", daemon=True)
            self._thread.start()
            self._ear.start()

    def choose_inputs(self, names: frozenset[str] | None) -> None:
        """Which inputs are listened to as soon as they are there; None: all. Any thread."""
        with self._wake:
            self._wanted_inputs, self._asked = names, True
            self._wake.notify()

    def choose_output(self, name: str) -> None:
        """'' for none. Any thread."""
        with self._wake:
            self._wanted_output, self._asked = name, True
            self._wake.notify()

    def send(self, data: bytes) -> bool:
        """To the output; False where none is open. Any thread."""
        with self._sending:
            if self._out is None:
                return False
            try:
                self._out.send_message(data)
            except Exception as error:  # the device was pulled out: the thread sees it next
                log.info("MIDI could not be sent: %s", error)
                return False
            return True

    def close(self) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._any.set()
        for thread in (self._thread, self._ear):
            if thread is not None and thread is not threading.current_thread():
                thread.join(4.0)

    # ---- the thread ----
    def _run(self) -> None:
        while True:
            try:
                self._look()
            except Exception as error:  # a driver's own error: all else goes on without MIDI
                log.warning("MIDI failed: %s", error)
                self._leave(f"MIDI failed ({error}).")
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._asked, POLL_SECONDS)
                self._asked = False
                if self._closed:
                    break
        self._leave("")
        self._any.set()

    def _look(self) -> None:
        system = midi_system()
        if system != self._system:
            self._leave("")
        if system is None:
            self._show((), (), "There is no MIDI system here.")
            return
        if self._listers is None:
            import rtmidi

            api = {ALSA: rtmidi.API_LINUX_ALSA, JACK: rtmidi.API_UNIX_JACK}.get(system, rtmidi.API_UNSPECIFIED)
            self._listers = (rtmidi.MidiIn(api, name=CLIENT), rtmidi.MidiOut(api, name=CLIENT))
            self._system = system
        inputs, outputs = (_named(lister.get_ports()) for lister in self._listers)
        with self._wake:
            wanted = inputs.keys() if self._wanted_inputs is None else self._wanted_inputs & inputs.keys()
            output = self._wanted_output
        for name in [name for name in self._open if name not in wanted or name not in inputs]:
            self._close(name)
        self._refused &= inputs.keys() | outputs.keys()
        for name in wanted - self._open.keys() - self._refused:
            self._listen(name, inputs[name])
        self._reach(output, outputs)
        self._show(tuple(inputs), tuple(outputs), "")

    def _listen(self, name: str, index: int) -> None:
        import rtmidi

        assert self._listers is not None
        port = rtmidi.MidiIn(self._listers[0].get_current_api(), name=CLIENT)
        try:
            port.ignore_types(sysex=True, timing=False, active_sense=True)
            port.open_port(index, "in")
        except Exception as error:
            log.warning("The MIDI input '%s' can't be opened: %s", name, error)
            self._refused.add(name)
            port.delete()
            return
        with self._hearing:
            self._open[name] = port
        self._any.set()

    def _reach(self, name: str, outputs: dict[str, int]) -> None:
        import rtmidi

        if self._out is not None and (self.output != name or name not in outputs):
            self._close_output()
        if self._out is None and name in outputs and name not in self._refused:
            assert self._listers is not None
            port = rtmidi.MidiOut(self._listers[1].get_current_api(), name=CLIENT)
            try:
                port.open_port(outputs[name], "out")
            except Exception as error:
                log.warning("The MIDI output '%s' can't be opened: %s", name, error)
                self._refused.add(name)
                port.delete()
                return
            with self._sending:
                self._out, self.output = port, name

    def _close(self, name: str) -> None:
        with self._hearing:
            port = self._open.pop(name)
            if not (self._open or self._closed):
                self._any.clear()
        self._end(port)
        self._gone(name)

    def _end(self, port: Any) -> None:
        with contextlib.suppress(Exception):
            port.close_port()
            if self._system == JACK:
                time.sleep(LEAVE_SECONDS)
            port.delete()

    def _close_output(self) -> None:
        with self._sending:
            port, self._out, self.output = self._out, None, ""
        self._end(port)

    def _leave(self, problem: str) -> None:
        """Close everything."""
        for name in list(self._open):
            self._close(name)
        if self._out is not None:
            self._close_output()
        listers, self._listers, self._system = self._listers, None, None
        for lister in listers or ():
            with contextlib.suppress(Exception):
                lister.delete()
        self._show((), (), problem)

    def _show(self, inputs: tuple[str, ...], outputs: tuple[str, ...], problem: str) -> None:
        now = (inputs, outputs, tuple(self._open), self.output, problem)
        before = (self.inputs, self.outputs, self.opened, self._told_output, self.problem)
        self.inputs, self.outputs, self.opened, self.problem = inputs, outputs, tuple(self._open), problem
        self._told_output = self.output
        if now != before and not self._closed:
            self._changed()

    _told_output = ""

    # ---- the hearing thread ----
    def _hear(self) -> None:
        heard = 0.0
        while not self._closed:
            self._any.wait()
            now = time.perf_counter()
            with self._hearing:
                for name, port in self._open.items():
                    heard = now if self._take_in(name, port, now) else heard
            time.sleep(HEAR_SECONDS if now - heard < AWAKE_SECONDS else REST_SECONDS)

    def _take_in(self, name: str, port: Any, now: float) -> bool:
        """Hand on what an input has said since we looked last; did it say anything?"""
        for count in range(MOST_AT_ONCE):
            message = port.get_message()
            if message is None:
                return count > 0
            try:
                self._arrived(name, message[0], now)
            except Exception:
                log.exception("a MIDI message could not be taken")
        return True


def _named(ports: Sequence[str]) -> dict[str, int]:
    """Names without the numbers that change, each once, with their place in the list; our own are left out."""
    found: dict[str, int] = {}
    for index, port in enumerate(ports):
        name = _NUMBERS.sub("", port)
        if name.startswith(f"{CLIENT}:") or name.startswith(f"{CLIENT}-"):
            continue
        number = 2
        base = name
        while name in found:
            name, number = f"{base} ({number})", number + 1
        found[name] = index
    return found
