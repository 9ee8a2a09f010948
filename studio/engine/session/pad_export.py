"""The session's export of the pattern: a loop, stems and a MIDI file, as a job; the pattern lies inside each sound file.

As all of Session: each method returns at once. Sounds that are not at hand are made on the renderer thread, in turn with what sounds now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from studio import __version__
from studio.audio.effects import Rack
from studio.audio.fades import gain_of
from studio.clip import MAX_SECONDS, Clip
from studio.engine.edits import rack_edit, through_rack
from studio.engine.export import safe_name
from studio.engine.jobs import Cancelled, Progress, wait_for
from studio.engine.midi_file import midi_file
from studio.engine.pad_sounds import Slot, Wanted, prepare
from studio.engine.pattern import NOBODY, PADS, Pattern, tempo_of
from studio.engine.player.bounce import bounce, folded, loop_frames
from studio.engine.session.pad_fill import PadFill
from studio.engine.session.pads import score_of
from studio.errors import BadInput
from studio.recipe import Recipe, Settings

LOOP, STEMS, MIDI = KINDS = ("loop", "stems", "midi")
FOLD, CUT, RING = TAILS = ("fold", "cut", "ring")
USUAL_RATE = 44_100


class PadExport(PadFill):
    """See the module; `Session` is what is made."""

    def export_pattern(self, folder: Path | str, kinds: Collection[str] = (LOOP,), format: str = "wav", bits: int = 24,
                       rate: int | None = None, rounds: int = 1, tails: str = FOLD, name: str = "Beat", effects: bool = False) -> int:
        """Write the pattern as it is now; returns the job's id. Nothing is overwritten.

        kinds: of 'loop' (all pads in one file), 'stems' (a file for each pad that is heard), 'midi'. rate: Hz, None for the output's, at
        which the loop is what is heard, sample for sample. rounds: how often it goes round, 1 to 64. tails: 'fold' lays what rings after
        the end over the start, so that the loop is seamless; 'cut' ends it; 'ring' lets the file be longer. effects: the loop goes through
        those that stand in the rack now; stems never do. Raises BadInput.
        """
        rate = rate or self._player.live.rate or USUAL_RATE
        if not set(kinds) <= set(KINDS) or not kinds or tails not in TAILS or not 1 <= rounds <= 64:
            raise BadInput(f"A pattern is exported as {', '.join(KINDS)}, with tails that {', '.join(TAILS)}, 1 to 64 rounds.")
        with self._lock:
            sounds = [self.pad_sound(number) for number in range(PADS)]
            pattern = replace(self.pattern, following=NOBODY)
            pattern = pattern.with_pads({n: replace(pad, sound=sounds[n]) for n, pad in enumerate(pattern.pads)})
            bpm = tempo_of(self._project.bpm)
            rack = self._project.stage.rack if effects and self._project.stage.rack.sounds else None
        if not any(pad.steps for pad in pattern.pads):
            raise BadInput("There is no step to export yet; set some first.")
        if rounds * pattern.length * 15.0 / bpm > MAX_SECONDS - 12:
            raise BadInput(f"{rounds} rounds of this pattern are longer than a file of {MAX_SECONDS - 12:.0f} s; take fewer.")
        encoding = {"format": format, "bits": bits}
        place = Path(folder).expanduser()
        work = partial(self._export_pattern, place, pattern, tuple(kinds), encoding, rate, bpm, rounds, tails, name, rack)
        return self._jobs.add("Export the pattern", 1, work)

    def _export_pattern(self, folder: Path, pattern: Pattern, kinds: tuple[str, ...], encoding: dict[str, Any], rate: int, bpm: float,
                        rounds: int, tails: str, name: str, rack: Rack | None, progress: Progress, cancelled: Cancelled) -> str:
        """Jobs thread. Raises BadInput for a disk that refuses, Stopped, and what the models raise."""
        from studio.audio import files

        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"The folder '{folder}' can't be made: {files.disk_problem(error)}.") from error
        sounding = [pad.sound is not None and any(index < pattern.length for index, _ in pad.steps) for pad in pattern.pads]
        playing = [number for number in range(PADS) if sounding[number] and pattern.audible(number)]
        total = (LOOP in kinds) + (MIDI in kinds) + len(playing) * (STEMS in kinds)
        clips = self._clips_of(pattern, playing, cancelled) if kinds != (MIDI,) else {}
        keys = {slot: number for number, slot in enumerate(clips)}
        samples = {keys[slot]: prepare(clip, rate) for slot, clip in clips.items()}
        title = safe_name(f"{name} {bpm:g} BPM")
        written: list[Path] = []
        unheard: list[str] = []  # pads that their chances left out: a stem without a sound is of no use

        def write(stem: str, part: Pattern, pad: int | None) -> None:
            if cancelled():
                return
            sound = bounce(score_of(part, keys), samples, rate, bpm, rounds, gain_of(part.level_db))
            if pad is not None and not sound.any():
                unheard.append(pattern.pads[pad].name)
                return
            length = loop_frames(score_of(part, keys), rate, bpm, rounds)
            recipe = self._pattern_recipe(pattern, bpm, pad)
            if rack is not None and pad is None:
                wet = through_rack(Clip(np.ascontiguousarray(sound.T), rate), rack, bpm, cancelled)
                sound = np.ascontiguousarray(wet.samples.T)
                recipe = replace(recipe, edits=(*recipe.edits, rack_edit(rack, bpm)))
            sound = folded(sound, length) if tails == FOLD else sound[:length] if tails == CUT else sound
            clip = Clip(np.ascontiguousarray(sound.T), rate)
            encoded = files.encode(clip, recipe=recipe, title=stem, **encoding)
            written.append(files.save_new(folder / f"{stem}.{encoding['format']}", encoded.data))
            progress(len(written), total)

        if LOOP in kinds:
            write(title, pattern, None)
        if STEMS in kinds:
            for number in playing:
                silent = {n: replace(pad, level_db=-np.inf) for n, pad in enumerate(pattern.pads) if n != number}
                write(safe_name(f"{title} {number + 1} {pattern.pads[number].name}"), pattern.with_pads(silent), number)
        if MIDI in kinds and not cancelled():
            written.append(files.save_new(folder / f"{title}.mid", midi_file(pattern, bpm, rounds, name)))
            progress(len(written), total)
        what = f"'{written[0].name}'" if len(written) == 1 else f"{len(written)} of {total} files"
        names = ", ".join(unheard)
        if not written:
            return f"Not heard in these rounds, so without a stem: {names}." if unheard else ""
        text = f"Exported {what} to '{folder}'."
        if unheard:
            text = f"Exported {what} to '{folder}'. Not heard in these rounds, so without a stem: {names}."
        self._tell(text, "info", file=written[0])  # with a button that shows the folder
        return ""

    def _clips_of(self, pattern: Pattern, playing: list[int], cancelled: Cancelled) -> dict[Slot, Clip]:
        """Every sound that the pattern plays, as it was made. Jobs thread. Raises Stopped, and what reading and rendering raise."""
        found: dict[Slot, Clip] = {}
        for number in playing:
            pad = pattern.pads[number]
            assert pad.sound is not None
            for offset in (0.0, *pad.offsets()):
                wanted = Wanted(pad.sound, pad.control if offset else "", offset)
                clip = self._pad_sounds.clip(wanted)
                if clip is None and pad.sound.take and not offset:
                    clip = self._take_clip(pad.sound.take)
                if clip is None:
                    clip = wait_for(self._renderer.batch(partial(self._make_clip, wanted)), cancelled)
                found[number, offset] = clip
        return found

    def _take_clip(self, id: str) -> Clip | None:
        """The sound of a take, None where it is gone. Jobs thread."""
        try:
            take = self._library.get(id)
        except (BadInput, KeyError):
            return None
        return None if take.dropped else self._library.read(id).result()

    def _pattern_recipe(self, pattern: Pattern, bpm: float, pad: int | None) -> Recipe:
        """A recipe whose edits hold the pattern: of the stem's own sound, or of the first that there is."""
        sound = pattern.pads[pad].sound if pad is not None else next((one.sound for one in pattern.pads if one.sound), None)
        edits = ({"pattern": pattern.to_json(), "bpm": bpm, **({} if pad is None else {"pad": pad})},)
        program = f"undertone {__version__}"
        if sound is None:
            return Recipe("", "", Settings(), "", program, edits)
        return Recipe(sound.model, sound.sha256 or self._weights.get(sound.model, ""), sound.settings, "", program, edits)
