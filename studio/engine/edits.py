"""What is done to a sound after the model: the `edits` of a recipe, each an object with one name and its own version, in order.

    {"stretch": 1, "seconds": 2.0, "semitones": -3.0, "runtime": "pedalboard 0.9.26"}   length times `seconds`, pitch by semitones
    {"rack": 1, "bpm": 120.0, "slots": [...], "runtime": ...}                            through these effects, with their tails
    {"cut": [start, end]}                                                                 seconds; see session/parts.py

Offline, on a thread that may wait. Equal edits on equal samples give equal samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from studio.apart import Ended, run_apart
from studio.audio import recipe_chunk
from studio.audio.effects import PLUGIN, Rack
from studio.clip import MAX_SECONDS, Clip
from studio.errors import BadInput, brief
from studio.recipe import is_number

VERSION = 1
SEMITONES = 24.0  # at most, up or down
SLOWEST, FASTEST = 0.25, 4.0  # times the length
LIMIT_SECONDS = 600.0
EVEN_SECONDS = 1.0  # shorter sounds are stretched here: a process would take longer than they do


def rack_edit(rack: Rack, bpm: float) -> dict[str, Any]:
    """What stands in a recipe for a rack."""
    return {"rack": VERSION, "bpm": bpm, "slots": rack.to_json(), "runtime": runtime()}


def stretch_edit(times: float, semitones: float) -> dict[str, Any]:
    """Raises BadInput for what can't be."""
    if not (is_number(times) and SLOWEST <= times <= FASTEST):
        raise BadInput(f"A sound can be made {SLOWEST:g} to {FASTEST:g} times as long, not {brief(times)}.")
    if not (is_number(semitones) and abs(semitones) <= SEMITONES):
        raise BadInput(f"A sound can be moved by {SEMITONES:g} semitones up or down, not {brief(semitones)}.")
    return {"stretch": VERSION, "seconds": float(times), "semitones": float(semitones), "runtime": runtime()}


def runtime() -> str:
    """Whose effects they are."""
    from importlib.metadata import version

    return f"pedalboard {version('pedalboard')}"


def rack_of(edits: Sequence[Any]) -> tuple[Rack, float] | None:
    """The effects that edits hold, in their order as one rack, and the newest's tempo; None where there are none."""
    rack, tempo = Rack(), 0.0
    for edit in edits:
        if isinstance(edit, dict) and edit.get("rack") == VERSION:
            bpm: Any = edit.get("bpm")
            tempo = float(bpm) if is_number(bpm) and 1.0 <= bpm <= 1_000.0 else 120.0
            rack = rack.followed_by(Rack.from_json(edit.get("slots")))
    return (rack, tempo) if tempo else None


def rack_in(edits: Sequence[Any]) -> Rack | None:
    """The effects that are in a sound with these edits, None for none."""
    found = rack_of(edits)
    return found[0] if found is not None else None


def effects_in(path: Path) -> Rack | None:
    """Which effects are in this sound, by the recipe inside; None for none. Reads the file."""
    try:
        recipe = recipe_chunk.read(path)
    except (BadInput, OSError):
        return None
    return rack_in(recipe.edits) if recipe is not None else None


def apply(clip: Clip, edits: Sequence[Any], cancelled: Callable[[], bool] = lambda: False) -> Clip:
    """The sound after these edits. Raises BadInput for one that nobody knows or that can't be done here; Stopped."""
    for edit in edits:
        if not isinstance(edit, dict):
            raise BadInput(f"The recipe holds an edit that can't be read: {brief(edit)}.")
        if edit.get("rack") == VERSION:
            clip = _through_rack(clip, edit, cancelled)
        elif edit.get("stretch") == VERSION:
            wanted = stretch_edit(edit.get("seconds", 1.0), edit.get("semitones", 0.0))
            clip = stretched(clip, wanted["seconds"], wanted["semitones"], cancelled)
        elif "cut" in edit:
            clip = _cut(clip, edit["cut"])
        else:
            raise BadInput(f"The recipe holds an edit that is not known here ({brief(', '.join(map(str, edit)))}); use a newer one.")
    return clip


def _cut(clip: Clip, ends: Any) -> Clip:
    from studio.engine.session.parts import cut

    pair = isinstance(ends, list | tuple) and len(ends) == 2 and all(map(is_number, ends))
    if not pair or not 0.0 <= ends[0] < min(ends[1], clip.seconds):
        raise BadInput(f"The recipe holds a cut that can't be: {brief(ends)}.")
    return cut(clip, float(ends[0]), min(float(ends[1]), clip.seconds))


def _through_rack(clip: Clip, edit: dict[str, Any], cancelled: Callable[[], bool]) -> Clip:
    rack, bpm = rack_of([edit]) or (Rack(), 120.0)
    slots: Any = edit.get("slots") or []
    if not isinstance(slots, list) or len(rack.slots) != len(slots):
        raise BadInput("The recipe holds effects that this version doesn't know; use a newer one.")
    return through_rack(clip, rack, bpm, cancelled)


def through_rack(clip: Clip, rack: Rack, bpm: float, cancelled: Callable[[], bool] = lambda: False) -> Clip:
    """A sound through effects, in stereo with their tails. Where there are plug-ins, in a process of its own. Raises BadInput, Stopped."""
    from studio.audio.effect_chain import render

    if not any(slot.kind == PLUGIN and slot.on for slot in rack.slots):
        return render(clip, rack, bpm, cancelled)
    try:
        samples = run_apart(_render, clip.samples, clip.rate, rack, bpm, seconds=LIMIT_SECONDS, cancelled=cancelled)
    except Ended as error:
        raise BadInput("A plug-in crashed while the sound went through the effects; take it out and try again.") from error
    return Clip(samples, clip.rate)


def _render(samples: np.ndarray, rate: int, rack: Rack, bpm: float) -> np.ndarray:
    """A child's."""
    from studio.audio.effect_chain import render

    return render(Clip(samples, rate), rack, bpm).samples


def stretched(clip: Clip, times: float, semitones: float, cancelled: Callable[[], bool] = lambda: False) -> Clip:
    """A sound made longer or shorter, higher or lower, each without the other. Raises BadInput where it would be too long; Stopped.

    Long ones are computed in a process of their own, which can be stopped.
    """
    if times * clip.seconds > MAX_SECONDS:
        raise BadInput(f"It would last {times * clip.seconds:.0f} s; a take is at most {MAX_SECONDS:.0f} s long.")
    if clip.seconds * max(times, 1.0) <= EVEN_SECONDS:
        return Clip(_stretch(clip.samples, clip.rate, times, semitones), clip.rate)
    samples = run_apart(_stretch, clip.samples, clip.rate, times, semitones, seconds=LIMIT_SECONDS, cancelled=cancelled)
    return Clip(samples, clip.rate)


def _stretch(samples: np.ndarray, rate: int, times: float, semitones: float) -> np.ndarray:
    """Rubber Band's finer engine (pedalboard.time_stretch). samples (channels, frames); exactly `times` as many come back."""
    import pedalboard

    got = pedalboard.time_stretch(np.ascontiguousarray(samples), rate, 1.0 / times, semitones)
    frames = round(samples.shape[1] * times)
    out = np.zeros((samples.shape[0], frames), np.float32)
    count = min(frames, got.shape[-1])
    out[:, :count] = np.atleast_2d(got)[:, :count]
    return np.nan_to_num(out, copy=False)
