"""The session's A/B: a sound is set as A, and one command goes between it and what is heard now (B), in place and equally loud.

As all of Session: each returns at once. The louder of the two is turned down to the other (so nothing is driven into the ceiling).
Which sound is A is an act in the history; which of the two is heard is not. State under `_lock`: `_a`, `_b`, `_gains` (dB).
What is measured is measured on the renderer thread, differences of spectrograms on the errands thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.history import Act
from studio.engine.renderer import Request
from studio.engine.session.take_commands import TakeCommands
from studio.recipe import Settings

if TYPE_CHECKING:
    from studio.audio.peaks import Peaks
    from studio.engine.library import Take


AUDIBLE_DB = 0.05  # a smaller change of level is none


@dataclass(frozen=True, eq=False)
class Side:
    """The sound that is A. loudness: LUFS, see studio.audio.loudness."""

    clip: Clip
    model: str
    settings: Settings
    title: str
    peaks: Peaks
    loudness: float


class Compare(TakeCommands):
    """See the module; `Session` is what is made."""

    def set_a(self, take_id: str | None = None) -> None:
        """Set a take as A, or with None the sound that is shown now; Compared follows. Undo brings the A before it back."""
        if take_id is None:
            if self._too_long():
                return
            with self._lock:
                request = self._b if self._hearing_a else self._shown
            if request is None or not request.model:
                self._tell("There is no sound to compare with yet.", "info")
                return
            self._call(lambda: self._measure_a(request.model, request.settings, request.clip, ""), "This sound can't be set as A")
            return
        if (take := self._find(take_id)) is not None:
            self._errand(lambda: self._read_a(take), f"'{take.title}' can't be set as A")

    def clear_a(self) -> None:
        """Compare no longer; what is shown stays, B sounds again."""
        with self._lock:
            if self._a is not None:
                self._put_a(None)

    def toggle_ab(self) -> None:
        """Hear the other one, at the same place, in 20 ms; where nothing sounds it starts. Compared follows."""
        if self._too_long():
            return
        with self._lock:
            if self._a is None or self._shown is None:
                self._tell("Set a sound as A first, to hear it against the present one.", "info")
                return
            self._hear("B" if self._hearing_a else "A")

    def set_difference(self, on: bool) -> None:
        """Tell after every picture how B's spectrogram differs from A's (`Differed`), while there is an A."""
        with self._lock:
            self._difference_wanted = on
        self._differ_soon()

    @property
    def compared(self) -> ev.Compared:
        """What was told last."""
        return self._compared()

    # --- within ---

    def _too_long(self) -> bool:
        """Is a long sound shown? With a word to the person."""
        if self._pictures.long is not None:
            self._tell("A sound of more than a minute can't be compared.", "info")
            return True
        return False

    @property
    def _hearing_a(self) -> bool:
        return self._shown is not None and self._shown.side == "A"

    def _read_a(self, take: Take) -> None:
        """Errands thread, which may wait for the file thread. Raises what reading and the model raise."""
        recipe = take.recipe
        clip = None if recipe.edits else self._renderer.cache.get((recipe.model, recipe.sha256, recipe.settings))
        if clip is None and not getattr(take, "dropped", False):
            clip = self._library.read(take.id).result()
        self._call(lambda: self._measure_a(recipe.model, recipe.settings, clip, take.title), f"'{take.title}' can't be set as A")

    def _measure_a(self, model: str, settings: Settings, clip: Clip | None, title: str) -> None:
        """Renderer thread. Raises what the model raises."""
        from studio.audio.loudness import loudness
        from studio.audio.peaks import Peaks

        if clip is None:
            clip = self._renderer.render(model, settings)[0]
        side = Side(clip, model, settings, title, Peaks.of(clip), loudness(clip))
        if self._b_clip is not None:
            self._b_loudness = loudness(self._b_clip)
        with self._lock:
            old = self._a
            self._put_a(side)
            text = f"Set {title} as A" if title else "Set A"
            self._history.push(Act(text, partial(self._back_to_a, old), partial(self._back_to_a, side)))
            self._tell_history()

    def _back_to_a(self, side: Side | None) -> None:
        with self._lock:
            self._put_a(side)

    def _put_a(self, side: Side | None) -> None:
        """Under the lock."""
        before = self._gains.get("B", 0.0) if self._a is not None else 0.0
        was_a, self._a = self._hearing_a, side
        apart = side.loudness - self._b_loudness if side is not None and self._b_loudness is not None else 0.0
        self._gains = {"A": min(0.0, -apart), "B": min(0.0, apart)}
        if was_a or (abs(self._gains["B"] - before) > AUDIBLE_DB and self._player.status(peaks=False).playing):
            self._hear("B")
        self._tell_compared()
        self._differ_soon()

    def _hear(self, side: str) -> None:
        """Let A or B sound where the other one is. Under the lock."""
        old = self._shown
        if old is None:
            return
        if side == "A":
            assert self._a is not None
            self._b = old
            request = replace(old, model=self._a.model, settings=self._a.settings, clip=self._a.clip, changed=self._a.title or "A")
        else:
            request = self._b if old.side == "A" and self._b is not None else old
        self._number += 1
        project = self._project
        self._shown = replace(
            request, number=self._number, loop=project.loop, period=self._period(), side=side, sound=True, restart=False, switch=True,
            part=True, load=False, at=self._cursor, passing=False,
        )  # fmt: skip
        if side == "B":
            self._move_wish(request, self._shown)
        self._renderer.post(self._shown)

    def _match(self, request: Request, clip: Clip) -> float:
        """dB by which what will sound is turned down, so that A and B are equally loud. Renderer thread."""
        from studio.audio.loudness import loudness

        side = self._a
        if side is None:
            return 0.0
        if request.side == "A":
            mine, other = side.loudness, self._b_loudness
        else:
            mine = self._b_loudness = loudness(clip)
            other = side.loudness
        self._gains[request.side] = gain = min(0.0, other - mine) if other is not None else 0.0
        return gain

    def _sounded(self, request: Request, clip: Clip) -> None:
        """Something was rendered and handed over: does the comparison read differently now? Renderer thread."""
        if request.side == "B":
            self._b_clip = clip
        with self._lock:
            if self._a is not None and self._shown is not None and request.number == self._shown.number:
                self._tell_compared()

    def _tell_compared(self) -> None:
        event = self._compared()
        now = (event.a, event.settings, event.hearing, event.gain_db, event.ghost_db)
        if now != self._compared_told:
            self._compared_told = now
            self._publish(event)

    def _compared(self) -> ev.Compared:
        side, hearing = self._a, "A" if self._hearing_a else "B"
        if side is None:
            return ev.Compared(None, None, "B", 0.0)
        settings = side.settings if side.model == self._project.model else None
        ghost = self._b_loudness - side.loudness if self._b_loudness is not None else 0.0
        return ev.Compared(side.clip, settings, hearing, self._gains.get(hearing, 0.0), side.title, side.peaks, ghost)

    def _publish_picture(self, event: ev.Pictured | ev.PicturePart) -> None:
        """Any thread that makes pictures, maybe under its lock: only posts."""
        super()._publish_picture(event)
        if isinstance(event, ev.Pictured) and not (self._hearing_a and self._a is not None and event.clip is self._a.clip):
            self._b_picture = event
            if self._difference_wanted and self._a is not None:
                self._differ_soon()

    def _differ_soon(self) -> None:
        picture = self._b_picture
        if picture is not None:
            self._errand(partial(self._differ, picture), "The difference can't be shown")

    def _differ(self, picture: ev.Pictured) -> None:
        """Errands thread: the newest picture against A, or that there is nothing to compare."""
        from studio.audio.difference import difference

        side, loud, wanted = self._a, self._b_loudness, self._difference_wanted
        if self._b_picture is not picture:
            return  # a newer one comes
        if side is None or not wanted or not isinstance(picture.clip, Clip):
            self._publish(ev.Differed(None))
            return
        gain_db = side.loudness - loud if loud is not None else 0.0
        self._publish(ev.Differed(difference(picture.spectrogram, side.clip, gain_db)))
