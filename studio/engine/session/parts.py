"""The session's command that makes a selection a file of its own, to be dragged into another program.

Returns at once; the file is written on the errands thread, and PartSaved tells where it lies. The file stays: programs point at it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from studio import __version__
from studio.audio import fades
from studio.audio.long_sound import LongSound, Reader
from studio.clip import MAX_SECONDS, Clip
from studio.engine import events as ev
from studio.engine.session.core import SessionCore
from studio.errors import BadInput
from studio.recipe import Recipe

MOST_LETTERS = 40  # of the title that a part's file is named after: with the times 255 bytes in any writing
EDGE_SECONDS = 0.002  # how a cut edge fades, so that it doesn't click


class Parts(SessionCore):
    """See the module; `Session` is what is made."""

    def save_part(self, start_s: float, end_s: float) -> None:
        """Write what is shown between two times as a WAV file into the folder of parts; PartSaved follows, or a Message.

        The same part of the same sound is written once. Raises BadInput where start < end doesn't hold.
        """
        if not 0.0 <= start_s < end_s:
            raise BadInput(f"There is nothing between {start_s:g} s and {end_s:g} s.")
        with self._lock:
            picture, request = self._newest_picture, self._shown
        if picture is None:
            raise BadInput("There is no sound to cut from yet.")
        recipe = None
        if request is not None and request.model in self._weights and request.number == picture.request:
            program = f"undertone {__version__}"
            cut = ({"cut": [start_s, end_s]},)
            recipe = Recipe(request.model, self._weights[request.model], request.settings, "", program, cut)
        title = request.changed if request is not None and request.clip is not None else ""
        if isinstance(picture.clip, LongSound):
            title, recipe = picture.clip.path.stem, None
        self._errand(partial(self._save_part, picture.clip, start_s, end_s, recipe, title), "The selection can't be saved")

    def _save_part(self, sound: Any, start_s: float, end_s: float, recipe: Recipe | None, title: str) -> None:
        """Errands thread. Raises BadInput for a part that is too long, and for a disk that refuses."""
        from studio.audio.files import write_clip

        known = self._part_saved
        if known is not None and known[:3] == (sound, start_s, end_s) and known[3].exists():
            self._publish(ev.PartSaved(start_s, end_s, known[3]))
            return
        part = cut(sound, start_s, end_s)
        folder = self._home.parts
        folder.mkdir(parents=True, exist_ok=True)
        base = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in title)[:MOST_LETTERS].strip() or "Part"
        file = write_clip(folder / f"{base} {start_s:.3f}-{end_s:.3f}.wav", part, bits=32, recipe=recipe, title=title or "Part")
        self._part_saved = (sound, start_s, end_s, file)
        self._publish(ev.PartSaved(start_s, end_s, file))


def cut(sound: Clip | LongSound, start_s: float, end_s: float) -> Clip:
    """A piece of a sound; edges within it fade over 2 ms. Raises BadInput where the piece is longer than a clip can be."""
    first, last = round(start_s * sound.rate), min(round(end_s * sound.rate), sound.frames)
    if last - first > MAX_SECONDS * sound.rate:
        raise BadInput(f"A selection of {end_s - start_s:.0f} s is too long for one file; select at most {MAX_SECONDS:.0f} s.")
    if isinstance(sound, Clip):
        samples = sound.samples[:, first:last].copy()
    else:
        reader = Reader(sound.path)
        try:
            samples = reader.read(first, last)
        finally:
            reader.close()
    edge = min(fades.frames_of(EDGE_SECONDS, sound.rate), samples.shape[1])
    rise = fades.raised_cosine(edge)
    if first > 0:
        samples[:, :edge] *= rise
    if last < sound.frames:
        samples[:, samples.shape[1] - edge :] *= rise[::-1]
    return Clip(np.ascontiguousarray(samples), sound.rate)
