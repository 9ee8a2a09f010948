"""The session's commands on recordings of more than a minute, which lie among the person's own sounds with their curves inside.

A take holds a minute at most. Each minute of such a recording can become a take, whose curves can be edited and rendered again. As all of
Session: each returns at once; the work is a job.
"""

from __future__ import annotations

from dataclasses import replace

from studio.audio import recipe_chunk
from studio.audio.long_sound import Reader
from studio.clip import MAX_SECONDS, Clip
from studio.engine.jobs import Cancelled, Progress
from studio.engine.session.stream_recording import StreamRecording
from studio.engine.streaming.trajectory import EDIT, from_edits, section, to_edit
from studio.errors import BadInput

LEAST_SECONDS = 0.05  # of the last part


class Minutes(StreamRecording):
    """See the module; `Session` is what is made."""

    def takes_of_minutes(self, sound_id: str) -> int:
        """Make a take, with its curves, of each minute of a long recording; returns the job's id. Raises BadInput for no such sound."""
        sound = self._sounds.get(sound_id)

        def work(progress: Progress, cancelled: Cancelled) -> str:
            recipe = recipe_chunk.read(sound.file)
            whole = from_edits(recipe.edits) if recipe is not None else None
            with Reader(sound.file) as reader:
                rate, frames = reader.sound.rate, reader.sound.frames
                if recipe is None or whole is None or whole.rate != rate:
                    raise BadInput(f"'{sound.title}' holds no curves of a stream; a recording has them that was made while one played.")
                minute = round(MAX_SECONDS * rate)
                firsts = range(0, max(1, frames - round(LEAST_SECONDS * rate)), minute)
                for number, first in enumerate(firsts, 1):
                    if cancelled():
                        break
                    last = min(first + minute, frames)
                    part = section(whole, first, last)
                    edits = [edit for edit in recipe.edits if not (isinstance(edit, dict) and (EDIT in edit or "live" in edit))]
                    edits = [*([to_edit(part)] if part is not None else []), {"live": {"seconds": (last - first) / rate}}, *edits]
                    clip = Clip(reader.read(first, last), rate)
                    title = f"Minute {number} of {sound.title}"
                    self._add_take(clip, replace(recipe, edits=tuple(edits)), title, None, sound=False, shown=number == 1)
                    progress(number, len(firsts))
            return ""

        return self._jobs.add(f"Takes of {sound.title}", 1, work)
