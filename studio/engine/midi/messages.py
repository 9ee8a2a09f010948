"""MIDI bytes and what they mean. Plain arithmetic, any thread; a `Reader` belongs to one port.

Source: MIDI 1.0 Detailed Specification 4.2 (channel voice messages; controllers 0 to 31 with 32 to 63 as their finer half; NRPN 98, 99
and RPN 100, 101 with data entry 6 and 38).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ON, OFF, BEND, CONTROL, FINE, NRPN, RPN, PROGRAM = "on", "off", "bend", "control", "fine", "nrpn", "rpn", "program"
NOTES_OFF, SOUND_OFF, RESET, CLOCK, START, CONTINUE, STOP = "notes off", "sound off", "reset", "clock", "start", "continue", "stop"
SUSTAIN = 64
PADS_CHANNEL = 10
_SYSTEM = {0xF8: CLOCK, 0xFA: START, 0xFB: CONTINUE, 0xFC: STOP, 0xFF: RESET}
_MODES = {120: SOUND_OFF, 121: RESET, 123: NOTES_OFF, 124: NOTES_OFF, 125: NOTES_OFF, 126: NOTES_OFF, 127: NOTES_OFF}
NOTHING = (127, 127)  # the parameter that ends data entry


@dataclass(frozen=True)
class Message:
    """channel: 1 to 16, 0 for what concerns all; number: key, controller, parameter or program; value: 0 to 1, of BEND -1 to 1,
    of ON a velocity from 1 to 127. FINE: a controller in 14 bits, which was told as CONTROL in 7 just before.
    """

    kind: str
    channel: int = 0
    number: int = 0
    value: float = 0.0


class Reader:
    """Remembers what makes one value of several messages."""

    def __init__(self) -> None:
        self._coarse: dict[int, tuple[int, int]] = {}  # by channel: the controller that came last, and its value
        self._parameter: dict[int, tuple[str, int, int]] = {}  # by channel: NRPN or RPN, coarse and fine number
        self._entry: dict[int, int] = {}  # by channel: the coarse half of its value

    def read(self, data: Sequence[int]) -> list[Message]:
        """One whole message (status first); [] for what is none or means nothing here."""
        if not data or not 0x80 <= data[0] <= 0xFF or any(not 0 <= byte <= 127 for byte in data[1:]):
            return []
        status, channel = data[0] & 0xF0, (data[0] & 0x0F) + 1
        if status == 0xF0:
            kind = _SYSTEM.get(data[0])
            return [Message(kind)] if kind is not None and len(data) == 1 else []
        if len(data) != (2 if status in (0xC0, 0xD0) else 3):
            return []
        first, second = data[1], data[-1]
        if status == 0x90 and second:
            return [Message(ON, channel, first, float(second))]
        if status in (0x80, 0x90):
            return [Message(OFF, channel, first)]
        if status == 0xB0:
            return self._control(channel, first, second)
        if status == 0xC0:
            return [Message(PROGRAM, channel, first)]
        if status == 0xE0:
            bend = (second << 7 | first) - 8192
            return [Message(BEND, channel, 0, bend / (8191.0 if bend > 0 else 8192.0))]
        return []

    def _control(self, channel: int, number: int, value: int) -> list[Message]:
        if number in _MODES:
            return [Message(_MODES[number], channel)]
        if number in (98, 99, 100, 101):
            self._choose(channel, number, value)
            return []
        if number in (6, 38) and channel in self._parameter:
            return self._enter(channel, number, value)
        before = self._coarse.pop(channel, None)
        if number < 32:
            self._coarse[channel] = (number, value)
        told = [Message(CONTROL, channel, number, value / 127.0)]
        if 32 <= number < 64 and before is not None and before[0] == number - 32:
            told.append(Message(FINE, channel, number - 32, (before[1] << 7 | value) / 16383.0))
        return told

    def _choose(self, channel: int, number: int, value: int) -> None:
        kind = NRPN if number < 100 else RPN
        old_kind, coarse, fine = self._parameter.get(channel, (kind, *NOTHING))
        if old_kind != kind:
            coarse, fine = NOTHING
        coarse, fine = (value, fine) if number in (99, 101) else (coarse, value)
        if (coarse, fine) == NOTHING and number in (98, 100):
            self._parameter.pop(channel, None)
        else:
            self._parameter[channel] = (kind, coarse, fine)
        self._entry.pop(channel, None)

    def _enter(self, channel: int, number: int, value: int) -> list[Message]:
        kind, coarse, fine = self._parameter[channel]
        if number == 6:
            self._entry[channel] = value
            whole = value << 7
            return [Message(kind, channel, coarse << 7 | fine, value / 127.0 if kind == NRPN else whole / 16383.0)]
        if channel not in self._entry:
            return []
        return [Message(kind, channel, coarse << 7 | fine, (self._entry[channel] << 7 | value) / 16383.0)]


def semitones(value: float) -> float:
    """What the pitch bend range (RPN 0) says: semitones in the coarse half, cents in the fine one."""
    whole = round(value * 16383)
    return (whole >> 7) + (whole & 0x7F) / 100.0
