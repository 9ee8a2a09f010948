"""The session's commands on latent trajectories of takes: which take is shown, its curves, editing them as undo steps, rendering anew.

As all of Session: each returns at once. `_edited_curves` (trajectories that were edited, by the take's id) is changed under the lock;
arrays in it are never written to, but replaced. The take itself stays as it was recorded: Render again makes a new one. What was edited
lies on disk a moment later (`_unkept` of them don't yet; under the lock), so that it is there after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from studio.engine import events as ev
from studio.engine.history import Act
from studio.engine.session.hearing import Hearing
from studio.engine.streaming import edited as files
from studio.errors import BadInput

MOST_KEPT = 16  # takes whose edited curves are kept in memory
KEEP_SECONDS = 0.5  # after the last stroke


@dataclass
class _Stroke:
    """One undo step: a stretch of one latent before and after. Under the lock."""

    take: str
    track: int
    latent: int
    first: int
    before: np.ndarray
    after: np.ndarray
    key: str


class Lanes(Hearing):
    """See the module; `Session` is what is made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._unkept: set[str] = set()  # takes whose curves the disk has not as they are
        self._read_curves: set[str] = set()  # takes whose curves are in memory if the disk had any

    def trajectory(self, take_id: str) -> Any:
        """See streaming.py, as for the next."""
        return None

    def render_trajectory(self, take_id: str, trajectory: Any) -> Any:
        raise BadInput("Streams can't be rendered here.")

    @property
    def shown_take(self) -> str:
        """Id of the take that is shown, '' where what is shown is none."""
        shown = self._shown
        return shown.take if shown is not None else ""

    def curves_of(self, take_id: str) -> Any:
        """The Trajectory of a take as it is edited now; None where it has none. Quick after the first time."""
        with self._lock:
            edited, read = self._curves_kept.get(take_id), take_id in self._read_curves
        recorded = self.trajectory(take_id) if edited is None else None
        if recorded is None or read:
            return recorded if edited is None else edited
        found = files.read(self._curves_folder, take_id, recorded)
        with self._lock:
            self._read_curves.add(take_id)
            if found is not None and take_id not in self._curves_kept:
                self._set_curves(take_id, found)
            return self._curves_kept.get(take_id, recorded)

    def curves_edited(self, take_id: str) -> bool:
        """Does it differ from what was recorded?"""
        return take_id in self._curves_kept

    def edit_curve(self, take_id: str, track: int, latent: int, first: int, values: np.ndarray, what: str = "draw",
                   title: str = "", key: str = "") -> None:  # fmt: skip
        """Put `values` in sigma at frames `first`... of one latent, as an undo step; LaneChanged follows.

        what: 'draw', 'shift', 'smooth', 'scale' or 'recorded'; title: of the latent, both for the text of the step.
        key: steps in a row with an equal key over the same frames are one step. Raises BadInput where there is no such curve.
        """
        with self._lock:
            tracks = getattr(self.curves_of(take_id), "tracks", ())
            end = first + len(values)
            if not (0 <= track < len(tracks) and 0 <= latent < tracks[track].frames.shape[1]):
                raise BadInput("This take has no such latent to edit.")
            if not (0 <= first < end <= len(tracks[track].frames) and np.isfinite(values).all()):
                raise BadInput("The curve can't be changed there: the take has no such frames.")
            before = tracks[track].frames[first:end, latent].copy()
            after = np.array(values, np.float32)
            if np.array_equal(before, after):
                return
            stroke = _Stroke(take_id, track, latent, first, before, after, key)
            self._put_stroke(stroke, after)
            newest = self._newest_stroke
            if key and newest is not None and self._history.newest is newest[1] and _same(newest[0], stroke):
                newest[0].after = after
                return
            act = Act(_text(what, title), lambda: self._put_stroke(stroke, stroke.before), lambda: self._put_stroke(stroke, stroke.after))
            self._newest_stroke = (stroke, act)
            self._history.push(act)
            self._tell_history()

    def render_curves(self, take_id: str) -> None:
        """Make a new take from a take's curves as they are now. Raises BadInput where it has none."""
        trajectory = self.curves_of(take_id)
        if trajectory is None:
            raise BadInput("This take has no latent curves: record a stream first.")
        self.render_trajectory(take_id, trajectory)

    def _put_stroke(self, stroke: _Stroke, values: np.ndarray) -> None:
        with self._lock:
            whole = self.curves_of(stroke.take)
            if whole is None:
                return
            track = whole.tracks[stroke.track]
            frames = track.frames.copy()
            frames[stroke.first : stroke.first + len(values), stroke.latent] = values
            tracks = list(whole.tracks)
            tracks[stroke.track] = replace(track, frames=frames)
            original = self.trajectory(stroke.take)
            same = all(np.array_equal(a.frames, b.frames) for a, b in zip(tracks, original.tracks, strict=True))
            self._set_curves(stroke.take, None if same else replace(whole, tracks=tuple(tracks)))
            self._unkept.add(stroke.take)
            self._publish(ev.LaneChanged(stroke.take))
        self._timers.set("curves", KEEP_SECONDS, self._keep_curves)

    def _set_curves(self, take: str, whole: Any) -> None:
        """Under the lock. What is in memory no more is read again when it is asked for."""
        kept = {id: one for id, one in self._curves_kept.items() if id != take}
        if whole is not None:
            kept[take] = whole
        for old in [id for id in kept if id not in self._unkept][: max(0, len(kept) - MOST_KEPT)]:
            del kept[old]
            self._read_curves.discard(old)
        self._edited_curves = kept

    @property
    def _curves_folder(self) -> Path:
        return self._home.root / "streams" / "curves"

    def _keep_curves(self) -> None:
        self._errand(self._write_curves, "Curves that were drawn can't be kept for the next start")

    def _write_curves(self) -> None:
        """Errands thread. Raises OSError."""
        with self._lock:
            takes = {id: self._curves_kept.get(id) for id in self._unkept}
            self._unkept.clear()
        for take, whole in takes.items():
            files.write(self._curves_folder, take, whole)

    def close(self) -> None:
        with self._lock:
            left = bool(self._unkept) and not self._closed
        if left:
            self._keep_curves()
        super().close()

    _edited_curves: dict[str, Any] | None = None  # replaced whole, under the lock
    _newest_stroke: tuple[_Stroke, Act] | None = None

    @property
    def _curves_kept(self) -> dict[str, Any]:
        return self._edited_curves or {}


def _same(one: _Stroke, other: _Stroke) -> bool:
    """Are these two steps of one gesture?"""
    places = [(s.key, s.take, s.track, s.latent, s.first, len(s.after)) for s in (one, other)]
    return places[0] == places[1]


def _text(what: str, latent: str) -> str:
    """What the history calls a step."""
    texts = {
        "shift": f"Shift the curve of {latent}", "smooth": f"Smooth the curve of {latent}", "scale": f"Scale the curve of {latent}",
        "recorded": f"As recorded: the curve of {latent}",
    }  # fmt: skip
    return texts.get(what, f"Draw the curve of {latent}")
