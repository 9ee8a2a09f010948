"""A pattern as a standard MIDI file: a note for each pad, on channel 10, with velocities, swing and ratchets. Plain functions, any thread.

Format 0, 480 ticks a beat (Standard MIDI Files 1.0, MMA 1996). What chance decides is decided as in the bounce of the same pattern.
"""

from __future__ import annotations

import io
from typing import Any

from studio.engine.pattern import PADS, STEPS_A_BEAT, Pattern
from studio.engine.player.sequencer import lot, place_of

TICKS = 480  # a beat
STEP_TICKS = TICKS // STEPS_A_BEAT
CHANNEL = 9  # drums, counted from 0
FIRST_NOTE = 36
# General MIDI's percussion key map by the classes of our models
NOTES = {"kick": 36, "rim": 37, "snare": 38, "clap": 39, "closed_hat": 42, "tom": 45, "open_hat": 46, "cymbal": 49, "perc": 63,
         "shaker": 70}  # fmt: skip


def notes_of(pattern: Pattern) -> tuple[int, ...]:
    """A note for each pad, no two alike: of General MIDI where its class has one, else from FIRST_NOTE on."""
    found: list[int] = []
    for number, pad in enumerate(pattern.pads):
        wanted = NOTES.get(str(pad.sound.settings.as_dict().get("class", "")) if pad.sound is not None else "", FIRST_NOTE + number)
        others = (wanted, *range(FIRST_NOTE, 128))
        found.append(next(note for note in others if note not in found))
    return tuple(found)


def midi_file(pattern: Pattern, bpm: float, rounds: int = 1, name: str = "Undertone") -> bytes:
    """The pattern, so many rounds of it. Pads that are muted, or not soloed where others are, are left out."""
    import mido  # late: it takes a while, and only an export needs it

    notes = notes_of(pattern)
    events: list[tuple[int, int, Any]] = []  # ticks, order at the same time, message
    for step in range(rounds * pattern.length):
        start = round(place_of(step, pattern.swing) * STEP_TICKS)
        after = round(place_of(step + 1, pattern.swing) * STEP_TICKS)
        for number in range(PADS):
            hit = pattern.pads[number].step(step % pattern.length)
            if hit is None or not pattern.audible(number) or (hit.chance < 1.0 and lot(pattern.seed, step, number) >= hit.chance):
                continue
            for part in range(hit.ratchets):
                begin, end = (start + round((after - start) * share / hit.ratchets) for share in (part, part + 1))
                velocity = min(127, max(1, round(hit.velocity * 127)))
                events.append((begin, 1, mido.Message("note_on", channel=CHANNEL, note=notes[number], velocity=velocity)))
                events.append((max(begin + 1, end), 0, mido.Message("note_off", channel=CHANNEL, note=notes[number], velocity=0)))
    track = mido.MidiTrack([
        mido.MetaMessage("track_name", name=name.encode("utf-8")[:120].decode("utf-8", "ignore")),
        mido.MetaMessage("set_tempo", tempo=min(0xFFFFFF, round(60e6 / bpm))), mido.MetaMessage("time_signature"),
    ])  # fmt: skip
    at = 0
    for ticks, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=ticks - at))
        at = ticks
    track.append(mido.MetaMessage("end_of_track", time=max(0, rounds * pattern.length * STEP_TICKS - at)))
    made = io.BytesIO()
    mido.MidiFile(type=0, ticks_per_beat=TICKS, charset="utf-8", tracks=[track]).save(file=made)
    return made.getvalue()
