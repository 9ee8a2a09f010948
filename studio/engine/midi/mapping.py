"""Which controller turns what: plain values, and the files in which they are kept. The session reads and writes them on its errands thread.

A file is a JSON object in home/midi, named by its map. Whatever is damaged in one is left out; a file that is none at all is refused.
"""

from __future__ import annotations

import contextlib
import errno
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.audio import atomic
from studio.audio.files import shown
from studio.engine.midi.messages import CONTROL, FINE, NRPN
from studio.errors import BadInput, brief
from studio.paths import Home
from studio.recipe import MAX_TEXT, read_json

DEFAULT = "Default"
MOST_LINKS = 512
MOST_BYTES = 1 << 20
MOST_LETTERS = 40
_MOST_NUMBER = {CONTROL: 119, FINE: 31, NRPN: 16_383}


@dataclass(frozen=True)
class Source:
    """One controller. kind: CONTROL, FINE (14 bits) or NRPN; channel 1 to 16."""

    kind: str
    channel: int
    number: int

    @property
    def fine(self) -> Source:
        """The same wheel in 14 bits."""
        return replace(self, kind=FINE) if self.kind == CONTROL else self

    @property
    def text(self) -> str:
        """As on a badge: 'CC 21', 'CC 1 (14 bit)', 'NRPN 300'; channels beyond the first are named."""
        name = f"NRPN {self.number}" if self.kind == NRPN else f"CC {self.number}"
        fine = " (14 bit)" if self.kind == FINE else ""
        return f"{name}{fine}{f' ch {self.channel}' if self.channel > 1 else ''}"


@dataclass(frozen=True)
class Link:
    """source turns what lies at the address (see session/knobs.py)."""

    source: Source
    address: str


@dataclass(frozen=True)
class MidiMap:
    """A controller turns one thing, and one thing is turned by one controller."""

    name: str = DEFAULT
    links: tuple[Link, ...] = ()

    def linked(self, source: Source, address: str) -> MidiMap:
        """With this link, in the place of those of the same controller and of the same address."""
        kept = [one for one in self.links if one.address != address and not _same_wheel(one.source, source)]
        return replace(self, links=(*kept[: MOST_LINKS - 1], Link(source, address)))

    def without(self, address: str) -> MidiMap:
        return replace(self, links=tuple(one for one in self.links if one.address != address))

    def source_of(self, address: str) -> Source | None:
        return next((one.source for one in self.links if one.address == address), None)

    def to_json(self) -> dict[str, Any]:
        links = [{"kind": one.source.kind, "channel": one.source.channel, "number": one.source.number, "address": one.address}
                 for one in self.links]  # fmt: skip
        return {"undertone_midi": 1, "name": self.name, "links": links}

    @staticmethod
    def from_json(data: Any, name: str) -> MidiMap:
        """Raises BadInput where this is no map at all; links that can't be are left out."""
        if not isinstance(data, dict) or not isinstance(data.get("links"), list):
            raise BadInput(f"The MIDI mapping {brief(name)} is damaged; choose another one.")
        found = MidiMap(name)
        for item in data["links"][:MOST_LINKS]:
            link = _link(item)
            if link is not None:
                found = found.linked(link.source, link.address)
        return found


def _same_wheel(one: Source, other: Source) -> bool:
    """In 7 bits or 14."""
    wheels = [(NRPN if s.kind == NRPN else CONTROL, s.channel, s.number) for s in (one, other)]
    return wheels[0] == wheels[1]


def _link(data: Any) -> Link | None:
    if not isinstance(data, dict):
        return None
    kind, address = data.get("kind"), data.get("address")
    channel, number = data.get("channel", 0), data.get("number", -1)
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in (channel, number))
    if not whole or not isinstance(kind, str) or kind not in _MOST_NUMBER:
        return None
    if not isinstance(address, str) or not 0 < len(address) <= MAX_TEXT or not address.isprintable():
        return None
    if not 1 <= channel <= 16 or not 0 <= number <= _MOST_NUMBER[kind]:
        return None
    return Link(Source(kind, channel, number), address)


def clean_name(name: str) -> str:
    """A name that every system takes as a file's; '' where nothing is left."""
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in name)
    text = " ".join(kept.split())[:MOST_LETTERS].strip()
    return text.encode("utf-8")[:200].decode("utf-8", "ignore").strip()


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or 'name 2', 'name 3' where it is taken."""
    others = {other.casefold() for other in taken}
    number, found = 1, name
    while found.casefold() in others:
        number += 1
        found = f"{name[: MOST_LETTERS - 5]} {number}"
    return found


def names(home: Home) -> tuple[str, ...]:
    """Of every mapping in the folder; DEFAULT is always there, and first. A file that no mapping could be called after is none."""
    found: list[str] = []
    with contextlib.suppress(OSError):  # a folder that may not be read
        found = sorted(path.stem for path in home.midi.glob("*.json") if path.is_file() and path.stem == clean_name(path.stem))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


def read(home: Home, name: str) -> MidiMap:
    """The mapping of this name; an empty one where there is no file yet. Raises BadInput for one that can't be read."""
    path = home.midi / f"{clean_name(name)}.json"
    try:
        if not path.is_file():
            return MidiMap(name)
        return MidiMap.from_json(_parsed(path), name)
    except (OSError, ValueError) as error:
        raise BadInput(f"The MIDI mapping {brief(name)} can't be read ({_why(error)}).") from error


def read_other(path: Path) -> MidiMap:
    """A mapping from anywhere, called as its file is. Raises BadInput, one sentence that names the file."""
    name = clean_name(path.stem) or DEFAULT
    try:
        if not path.is_file():
            raise OSError(errno.ENOENT, "no file")  # opening a pipe would wait for whoever writes into it
        data = _parsed(path)
        found = MidiMap.from_json(data, name)
    except (OSError, ValueError) as error:
        raise BadInput(f"'{shown(path)}' can't be read as a MIDI mapping ({_why(error)}).") from error
    if data["links"] and not found.links:
        raise BadInput(f"The MIDI mapping {brief(name)} is damaged; choose another one.")
    return found


def _parsed(path: Path) -> Any:
    """Raises OSError, ValueError."""
    if not path.stat().st_size:
        raise OSError(errno.ENODATA, "empty")  # some files of the system seem so, and hold up whoever reads them
    with path.open("rb") as file:
        text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise OSError(errno.EFBIG, "far too long")
    return read_json(text)


def _why(error: Exception) -> str:
    return (error.strerror or "no file") if isinstance(error, OSError) else "not JSON"


def write(home: Home, mapping: MidiMap) -> None:
    """Raises OSError where the disk refuses."""
    home.midi.mkdir(parents=True, exist_ok=True)
    text = json.dumps(mapping.to_json(), ensure_ascii=False, indent=1)
    atomic.replace(home.midi / f"{clean_name(mapping.name) or DEFAULT}.json", text.encode("utf-8"))


def remove(home: Home, name: str) -> None:
    """Raises OSError where the disk refuses; nothing happens where it isn't there."""
    (home.midi / f"{clean_name(name)}.json").unlink(missing_ok=True)
