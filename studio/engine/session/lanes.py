"""The session's commands on latent trajectories of takes: which take is shown, its curves, editing them as undo steps, rendering anew.

As all of Session: each returns at once. `_edited_curves` (trajectories that were edited, by the take's id) is changed under the lock;
arrays in it are never written to, but replaced. The take itself stays as it was recorded: Render again makes a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from studio.engine import events as ev
from studio.engine.history import Act
from studio.engine.session.hearing import Hearing
from studio.errors import BadInput

MOST_KEPT = 16  # takes whose edited curves are kept


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
            edited = self._curves_kept.get(take_id)
        return edited if edited is not None else self.trajectory(take_id)

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
            kept = dict(self._curves_kept)
            kept.pop(stroke.take, None)
            original = self.trajectory(stroke.take)
            if not all(np.array_equal(a.frames, b.frames) for a, b in zip(tracks, original.tracks, strict=True)):
                kept[stroke.take] = replace(whole, tracks=tuple(tracks))
            while len(kept) > MOST_KEPT:
                del kept[next(iter(kept))]
            self._edited_curves = kept
            self._publish(ev.LaneChanged(stroke.take))

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
