"""Renders the drum kits of a SoundFont hit by hit with the `fluidsynth` program.

The headers of the file are read here so that only keys that sound, and each different sound only once, are rendered:
most of a General MIDI bank's drum presets repeat each other. Runs while a corpus is built; starts one process a preset.
"""

from __future__ import annotations

import io
import struct
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from studio.errors import BadInput

DRUM_BANK = 128
SLOT_SECONDS = 2.75  # a key each slot: held 2.3 s, then all sound off
HELD_SECONDS = 2.3
RATE = 44100
INSTRUMENT, KEY_RANGE, VELOCITY_RANGE, SAMPLE = 41, 43, 44, 53  # SoundFont generator numbers (SF 2.04, 8.1.2)


@dataclass(frozen=True)
class Strike:
    """One drum key of one preset at one velocity."""

    program: int
    preset: str
    key: int
    velocity: int


def strikes(path: Path, velocities: tuple[int, ...]) -> list[Strike]:
    """Every differently made drum sound of the file, presets in program order. Raises BadInput when it is no SoundFont."""
    tables = _tables(path)
    found: list[Strike] = []
    seen: set[object] = set()
    for program, name, zones in sorted(_presets(tables), key=lambda preset: preset[0]):
        for key in range(128):
            for velocity in velocities:
                layers = tuple(sorted(layer for keys, hardness, layer in zones if key in keys and velocity in hardness))
                if layers and (key, velocity, layers) not in seen:
                    seen.add((key, velocity, layers))
                    found.append(Strike(program, name, key, velocity))
    return found


def render(path: Path, wanted: list[Strike], folder: Path) -> Iterator[tuple[Strike, NDArray[np.float32]]]:
    """Plays the strikes of ONE preset and yields (strike, audio (frames, 2)); `folder` takes the MIDI and WAV files."""
    audio = play(path, _midi(wanted), folder)
    for index, strike in enumerate(wanted):
        start = round(index * SLOT_SECONDS * RATE)
        yield strike, audio[start : start + round((SLOT_SECONDS - 0.05) * RATE)]


def play(path: Path, midi_bytes: bytes, folder: Path) -> NDArray[np.float32]:
    """A MIDI file through the SoundFont, without reverb and chorus: (frames, 2); `folder` takes the MIDI and WAV files."""
    midi, wav = folder / "keys.mid", folder / "keys.wav"
    midi.write_bytes(midi_bytes)
    command = ["fluidsynth", "-n", "-i", "-q", "-R", "0", "-C", "0", "-g", "0.5", "-r", str(RATE), "-o", "synth.polyphony=64"]
    command += ["-T", "wav", "-O", "float", "-F", str(wav), str(path), str(midi)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not wav.exists():
        raise BadInput(f"fluidsynth could not render {path.name}: {done.stderr.strip()[-200:] or 'no sound file came back'}.")
    audio, _ = soundfile.read(wav, dtype="float32", always_2d=True)
    return np.asarray(audio)


def _midi(wanted: list[Strike]) -> bytes:
    """The strikes on channel 10."""
    return keys_midi([(strike.key, strike.velocity) for strike in wanted], wanted[0].program, 9)


def keys_midi(keys: list[tuple[int, int]], program: int, channel: int) -> bytes:
    """A MIDI file: one (key, velocity) a slot on a channel 0..15, silenced before the next."""
    events = [(0, bytes([0xC0 | channel, program]))]
    for index, (key, velocity) in enumerate(keys):
        start = round(index * SLOT_SECONDS * 1000)
        held = start + round(HELD_SECONDS * 1000)
        events.append((start, bytes([0x90 | channel, key, velocity])))
        events += [(held, bytes([0x80 | channel, key, 0])), (held + 300, bytes([0xB0 | channel, 120, 0]))]
    return midi_file(events, round(len(keys) * SLOT_SECONDS * 1000) + 500)


def midi_file(events: Iterable[tuple[int, bytes]], end: int) -> bytes:
    """A format 0 file of 1000 ticks a second: messages in the order of their ticks; where it ends."""
    import mido

    track, now = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=1_000_000)]), 0
    for tick, event in events:
        track.append(mido.Message.from_bytes(event, time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=end - now))
    made = io.BytesIO()
    mido.MidiFile(type=0, ticks_per_beat=1000, tracks=[track]).save(file=made)
    return made.getvalue()


def _tables(path: Path) -> dict[str, list[tuple[int, ...] | tuple[bytes, int, int, int]]]:
    """The preset, instrument and generator tables of the file's 'pdta' list."""
    data = path.read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise BadInput(f"{path} is not a SoundFont.")
    layouts = {"phdr": "<20sHHH12x", "pbag": "<HH", "pgen": "<HH", "inst": "<20sH", "ibag": "<HH", "igen": "<HH"}
    start = data.rfind(b"pdtaphdr")  # looked for by name: compressed sample chunks (SF3) are not always padded as RIFF asks
    if start > 0:
        end = start + int(struct.unpack_from("<I", data, start - 4)[0])
        inner = {part.decode(): data[first:last] for part, first, last in _chunks(data, start + 4, end)}
        return {part: list(struct.iter_unpack(layout, inner[part])) for part, layout in layouts.items()}
    raise BadInput(f"{path} has no preset table.")


def _chunks(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= end:
        size = int(struct.unpack_from("<I", data, start + 4)[0])
        yield data[start : start + 4], start + 8, start + 8 + size
        start += 8 + size + (size & 1)


def _presets(tables: dict[str, list]) -> Iterator[tuple[int, str, list[tuple[range, range, tuple]]]]:
    """(program, name, zones) of each drum preset; a zone is (keys, velocities, everything that shapes its sound)."""
    headers = tables["phdr"]
    for this, following in pairwise(headers):
        name, program, bank, bag = this
        if bank != DRUM_BANK:
            continue
        zones = []
        for outer in _zones(tables, "p", bag, following[3]):
            if INSTRUMENT not in outer:
                continue
            number = outer[INSTRUMENT]
            for inner in _zones(tables, "i", tables["inst"][number][1], tables["inst"][number + 1][1]):
                if SAMPLE in inner:
                    keys = _both(outer, inner, KEY_RANGE)
                    hardness = _both(outer, inner, VELOCITY_RANGE)
                    shape = tuple(sorted((k, v) for k, v in inner.items() if k not in (KEY_RANGE, VELOCITY_RANGE)))
                    around = tuple(sorted((k, v) for k, v in outer.items() if k not in (KEY_RANGE, VELOCITY_RANGE, INSTRUMENT)))
                    zones.append((keys, hardness, (shape, around)))
        yield program, name.split(b"\0")[0].decode("latin-1").strip(), zones


def _zones(tables: dict[str, list], kind: str, start: int, end: int) -> Iterator[dict[int, int]]:
    """Each zone's generators; a first zone without a target is global and is laid under the others."""
    bags, generators = tables[kind + "bag"], tables[kind + "gen"]
    common: dict[int, int] = {}
    for at in range(start, end):
        zone = dict(generators[bags[at][0] : bags[at + 1][0]])
        if at == start and INSTRUMENT not in zone and SAMPLE not in zone:
            common = zone
        else:
            yield common | zone


def _both(outer: dict[int, int], inner: dict[int, int], which: int) -> range:
    """The range that a preset zone and an instrument zone share (low byte: lowest, high byte: highest)."""
    a, b = outer.get(which, 0x7F00), inner.get(which, 0x7F00)
    return range(max(a & 0xFF, b & 0xFF), min(a >> 8, b >> 8) + 1)
