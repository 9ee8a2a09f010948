"""Automation: gestures on controls, kept as curves over beats, and how they are edited. Plain data and arithmetic; no threads, no files.

A lane is the curve of one control: points (beat, value), in order, straight lines between them; before the first and after the last it
holds their values. Beats, not seconds: a loop at another tempo keeps its gestures. Values are the control's own.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from studio.engine.positions import place_of, value_at
from studio.recipe import MAX_TEXT, Latent, Number, is_number

MOST_LANES = 64
MOST_POINTS = 20_000
MOST_BEATS = 4096.0
THIN = 0.002  # of a control's range: what a point may lie beside the line of its neighbours and be left out
EDGE = 1e-3  # beats between the two points of a jump
MODEL_ROOMS = ("mine/", "xy/")  # addresses in rooms that each model has its own of

Point = tuple[float, float]  # beat, value


@dataclass(frozen=True)
class Lane:
    """address: of the control."""

    address: str
    points: tuple[Point, ...] = ()

    def at(self, beat: float) -> float | None:
        """The value there; None where the lane is empty."""
        return value_on(self.points, beat)


@dataclass(frozen=True)
class Automation:
    """length: beats after which it begins anew; 0 while nothing was recorded. on: is it played back?"""

    lanes: tuple[Lane, ...] = ()
    length: float = 0.0
    on: bool = True

    def lane(self, address: str) -> Lane | None:
        return next((lane for lane in self.lanes if lane.address == address), None)

    def with_lane(self, lane: Lane) -> Automation:
        """With this lane instead of the one of its address; an empty one takes it away."""
        lane = replace(lane, points=lane.points[:MOST_POINTS])
        kept = [lane if one.address == lane.address else one for one in self.lanes]
        if self.lane(lane.address) is None:
            kept.append(lane)
        return replace(self, lanes=tuple(one for one in kept if one.points)[:MOST_LANES])

    def with_rooms_of(self, other: Automation) -> Automation:
        """A model's lanes, and of the other those of rooms (effects, streams, pads, keys), which go on whatever the model is.

        Where the two have other lengths, the shorter goes round until the longer ends.
        """
        own = [lane for lane in self.lanes if not of_room(lane.address)]
        rooms = [lane for lane in other.lanes if of_room(lane.address)]
        if not own or not rooms:
            only = replace(other, lanes=tuple(rooms)) if rooms else replace(self, lanes=tuple(own))
            return only if only.lanes else Automation(on=self.on)
        length = max(self.length, other.length)
        lanes = [*(repeated(lane, self.length, length) for lane in own), *(repeated(lane, other.length, length) for lane in rooms)]
        return Automation(tuple(lanes[:MOST_LANES]), length, other.on)

    def to_json(self) -> dict[str, Any]:
        lanes = {lane.address: [list(point) for point in lane.points] for lane in self.lanes}  # exactly: it plays on as it did
        return {"lanes": lanes, "length": self.length, "on": self.on}

    @staticmethod
    def from_json(data: Any) -> Automation:
        """Whatever is damaged is left out."""
        if not isinstance(data, dict) or not is_number(data.get("length")) or not isinstance(data.get("lanes"), dict):
            return Automation()
        length = min(MOST_BEATS, max(0.0, float(data["length"])))
        lanes = []
        for address, items in list(data["lanes"].items())[:MOST_LANES]:
            points = _points(items)
            if points and 0 < len(address) <= MAX_TEXT:
                lanes.append(Lane(address, points))
        return Automation(tuple(lanes), length, data.get("on") is not False) if length > 0 else Automation()


def _points(items: Any) -> tuple[Point, ...]:
    """In order, one a beat."""
    found: dict[float, float] = {}
    for item in items[:MOST_POINTS] if isinstance(items, list) else []:
        if isinstance(item, list) and len(item) == 2 and all(map(is_number, item)) and 0.0 <= item[0] <= MOST_BEATS:
            found[float(item[0])] = float(item[1])
    return tuple(sorted(found.items()))


def of_room(address: str) -> bool:
    """Is it of something that stays when another model is chosen?"""
    return "/" in address and not address.startswith(MODEL_ROOMS)


def repeated(lane: Lane, length: float, until: float) -> Lane:
    """The first `length` beats of a lane again and again, until a later beat."""
    if length >= until or not lane.points:
        return lane
    first, last = value_on(lane.points, 0.0), value_on(lane.points, length - EDGE)
    assert first is not None and last is not None
    one = [(0.0, first), *(point for point in lane.points if 0.0 < point[0] < length - EDGE), (length - EDGE, last)]
    rounds = [(start * length + beat, value) for start in range(math.ceil(until / length)) for beat, value in one]
    return replace(lane, points=tuple(point for point in rounds if point[0] <= until)[:MOST_POINTS])


def _beat(point: Point) -> float:
    return point[0]


def value_on(points: Sequence[Point], beat: float) -> float | None:
    """The curve's value at a beat; None where there are no points."""
    if not points:
        return None
    after = bisect_right(points, beat, key=_beat)
    if after == 0:
        return points[0][1]
    if after == len(points):
        return points[-1][1]
    (left, one), (right, two) = points[after - 1], points[after]
    return one + (beat - left) / (right - left) * (two - one)


# ---- recording


class Writing:
    """A lane while a hand writes on it. Used by one thread at a time. `points` is the curve so far."""

    def __init__(self, lane: Lane) -> None:
        self.address = lane.address
        self.points: list[Point] = list(lane.points)
        self._last: float | None = None  # beat of the hand's last move
        self._value = 0.0
        self._old = lane  # the curve before the hand took it

    def write(self, beat: float, value: float) -> None:
        """The hand moved: what lay between its last move and this one gives way. A beat before the last one: the loop came round."""
        if self._last is None:
            self._old = Lane(self.address, tuple(self.points))
            self._clear(beat, beat)
            if (old := self._old.at(beat)) is not None and beat > EDGE:
                self._put(beat - EDGE, old)
        elif beat >= self._last:
            self._clear(self._last, beat, keep_first=True)
        else:
            self._clear(self._last, MOST_BEATS, keep_first=True)
            self._clear(0.0, beat)
        self._put(beat, value)
        self._last, self._value = beat, value

    def hold(self, beat: float) -> None:
        """The hand keeps still and holds: its last value goes on to here."""
        if self._last is not None and beat != self._last:
            self.write(beat, self._value)

    def give_up(self) -> None:
        """The gesture was taken back: the curve is as it was before the hand took it."""
        if self._last is not None:
            self.points, self._last = list(self._old.points), None

    def at(self, beat: float) -> float | None:
        """The curve's value there."""
        return value_on(self.points, beat)

    def let_go(self) -> None:
        """The old curve goes on behind the last move, where there was one."""
        if self._last is not None and (old := self._old.at(self._last + EDGE)) is not None:
            self._put(self._last + EDGE, old)
        self._last = None

    def _clear(self, start: float, end: float, keep_first: bool = False) -> None:
        first = (bisect_right if keep_first else bisect_left)(self.points, start, key=_beat)
        del self.points[first : bisect_right(self.points, end, key=_beat)]

    def _put(self, beat: float, value: float) -> None:
        place = bisect_left(self.points, beat, key=_beat)
        if place < len(self.points) and self.points[place][0] == beat:
            self.points[place] = (beat, value)
        else:
            self.points.insert(place, (beat, value))

    def lane(self, control: Latent | Number) -> Lane:
        """What was written, without the points that a line through their neighbours says too."""
        return thinned(Lane(self.address, tuple(self.points)), control)


def thinned(lane: Lane, control: Latent | Number) -> Lane:
    """Fewer points, none of which moves the curve by more than THIN of the control's range (Ramer 1972, Douglas and Peucker 1973)."""
    if len(lane.points) < 3:
        return lane
    beats = np.array([beat for beat, _ in lane.points])
    places = np.array([place_of(control, value) for _, value in lane.points])
    keep = {0, len(beats) - 1}
    spans = [(0, len(beats) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        slope = (places[last] - places[first]) / (beats[last] - beats[first])
        away = np.abs(places[first + 1 : last] - places[first] - slope * (beats[first + 1 : last] - beats[first]))
        where = first + 1 + int(away.argmax())
        if away[where - first - 1] > THIN:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return replace(lane, points=tuple(lane.points[index] for index in sorted(keep)))


def coarser(automation: Automation) -> Automation:
    """Every other point of each lane, and its last."""
    lanes = (replace(lane, points=(*lane.points[:-1:2], lane.points[-1])) for lane in automation.lanes)
    return replace(automation, lanes=tuple(lanes))


# ---- editing


def draw(lane: Lane, control: Latent | Number, one: Point, two: Point) -> Lane:
    """A straight stroke from one point to another, in either direction; what lay between gives way. Values are held in the range."""
    (left, low), (right, high) = sorted((one, two))
    ends = [(left, _held(control, low))] + ([(right, _held(control, high))] if right > left else [])
    return replace(lane, points=tuple(sorted([point for point in lane.points if not left <= point[0] <= right] + ends)))


def smooth(lane: Lane, control: Latent | Number, width: float, length: float) -> Lane:
    """Each moment becomes the mean of `width` beats around it; the ends of the length stay as they are heard, held."""
    if not lane.points or width <= 0 or length <= 0:
        return lane
    count = min(2000, max(16, round(8 * length / width)))
    beats = [length * index / count for index in range(count + 1)]
    places = [place_of(control, lane.at(beat) or 0.0) for beat in beats]
    half = max(1, round(width / length * count / 2))
    made = []
    for index, beat in enumerate(beats):
        part = places[max(0, index - half) : index + half + 1]
        made.append((beat, value_at(control, sum(part) / len(part))))
    return thinned(replace(lane, points=tuple(made)), control)


def scale(lane: Lane, control: Latent | Number, factor: float) -> Lane:
    """Larger or smaller movements around the middle of the curve; held at the ends of the range."""
    if not lane.points:
        return lane
    places = [place_of(control, value) for _, value in lane.points]
    middle = (min(places) + max(places)) / 2
    return _replaced(lane, control, [middle + factor * (place - middle) for place in places])


def raised(lane: Lane, control: Latent | Number, share: float) -> Lane:
    """The whole curve higher or lower by a share of the range; held at its ends."""
    return _replaced(lane, control, [place_of(control, value) + share for _, value in lane.points])


def shifted(lane: Lane, beats: float, length: float) -> Lane:
    """Later (or earlier); what leaves the length at one end comes in at the other."""
    if not lane.points or length <= 0 or beats % length == 0:
        return lane
    seam = lane.at(length)
    closed = {round(beat % length, 6): value for beat, value in ((at + beats, value) for at, value in lane.points if at < length)}
    first, edge = lane.at(0.0), beats % length
    if first is not None and seam is not None:
        closed.setdefault(round(max(0.0, edge - EDGE), 6), seam)
        closed.setdefault(round(edge, 6), first)
    wrapped = Lane(lane.address, tuple(sorted(closed.items())))
    ends = {0.0: lane.at((-beats) % length), length: lane.at((-beats) % length)}
    points = dict(wrapped.points) | {beat: value for beat, value in ends.items() if value is not None and beat not in closed}
    return replace(lane, points=tuple(sorted(points.items())))


def _replaced(lane: Lane, control: Latent | Number, places: list[float]) -> Lane:
    values = [value_at(control, min(1.0, max(0.0, place))) for place in places]
    return replace(lane, points=tuple((beat, value) for (beat, _), value in zip(lane.points, values, strict=True)))


def _held(control: Latent | Number, value: float) -> float:
    return min(control.high, max(control.low, value))
