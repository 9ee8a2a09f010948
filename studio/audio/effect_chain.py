"""A rack of effects that sounds: units in a row, each with its wet share, bypass and gliding numbers. Callback, and offline.

`Chain.places` is a tuple that is replaced whole: what is new in it fades in, what is to leave stays until it has faded out, and all
others go on with their tails. So adding, removing, bypassing and reordering never click. A number that is turned glides in
GLIDE_SECONDS where its unit can't do that itself. Nothing that isn't finite gets in or out.
`render` does the same with a whole sound: the same samples as live at the same rate, in whatever blocks of whole GRAINs (32 frames).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence

import numpy as np

from studio.audio.effect_parts import LEAST, MOST, pieces
from studio.audio.effect_units import Unit, make_unit
from studio.audio.effects import Rack, Slot
from studio.audio.fades import frames_of
from studio.clip import MAX_SECONDS, Clip
from studio.recipe import Number

STEP = 16  # frames between two steps of a gliding number
GLIDE_SECONDS = 0.06
SHARE_SECONDS = 0.02  # in which an effect comes, goes or gets wetter
LOUDEST = 64.0  # linear; louder samples are cut off, so that nothing overflows
QUIET = 1e-5  # linear, -100 dB: below it a tail is dead
HOLD_SECONDS = 0.3  # that it must stay there after the last sample that went in, beside the longest lag of an effect
TAIL_SECONDS = 20.0  # at most, offline
BLOCK = 512  # offline

MakeUnit = Callable[[Slot, int, dict[str, float]], Unit]


class Glide:
    """One number on its way; `value` is what sounds."""

    def __init__(self, control: Number, value: float) -> None:
        self._control = control
        self.value = self.goal = value
        self._left = 0  # steps
        self._place = self._stride = 0.0

    def turn(self, goal: float, steps: int) -> None:
        self.goal = goal
        self._left = steps
        self._place = self._place_of(self.value)
        self._stride = (self._place_of(goal) - self._place) / steps

    @property
    def moves(self) -> bool:
        return self._left > 0

    def step(self) -> None:
        if self._left > 0:
            self._left -= 1
            self._place += self._stride
            self.value = self._value_at(self._place) if self._left else self.goal

    def settle(self) -> None:
        self._left, self.value = 0, self.goal

    def _place_of(self, value: float) -> float:
        low, high = self._control.low, self._control.high
        return float(np.log(value / low)) if self._control.curve == "log" and low > 0 else (value - low) / (high - low)

    def _value_at(self, place: float) -> float:
        low, high = self._control.low, self._control.high
        return low * float(np.exp(place)) if self._control.curve == "log" and low > 0 else low + place * (high - low)


class Place:
    """A slot with its unit. Made by the control thread; then the callback's, but for `gone`, which control reads."""

    def __init__(self, slot: Slot, unit: Unit, rate: int, bpm: float, *, enters: bool) -> None:
        self.id, self.kind, self.plugin = slot.id, slot.kind, slot.plugin
        self.unit = unit
        self.gone = False  # it left and has faded out
        self.peak = 0.0  # of the last block, linear
        self.leaves = False
        self._glides = {c.name: Glide(c, value) for c, (_, value) in zip(slot.controls, slot.values, strict=True)}
        self._glides["bpm"] = Glide(Number("bpm", "Tempo", 1.0, 1_000.0, 120.0), bpm)
        self._wet, self._on = slot.wet / 100.0, slot.on
        self._share = 0.0 if enters else self.goal
        self._fade = frames_of(SHARE_SECONDS, rate)
        self._bound = self._begin = self._share  # where the share goes, and where it began to
        self._done = self._fade  # frames of that
        self._glide_steps = max(1, round(GLIDE_SECONDS * rate / STEP))
        self._dirty = False
        self._rise = self._fade  # frames of what it hears at first

    @property
    def goal(self) -> float:
        return self._wet if self._on and not self.leaves else 0.0

    @property
    def idle(self) -> bool:
        """It passes the sound as it is."""
        return self._share == 0.0 == self.goal

    def settle(self) -> None:
        """While nothing sounds: be at once as it is to be."""
        if self._share != self.goal or any(glide.moves for glide in self._glides.values()):
            self._share = self._bound = self.goal
            for glide in self._glides.values():
                glide.settle()
            self._set()
            self.unit.reset()
        self.gone = self.leaves

    def turn(self, name: str, value: float) -> None:
        if name == "wet":
            self._wet = value / 100.0
        elif name == "on":
            self._on = value >= 0.5
        elif name in self._glides:
            if self.idle or name not in self.unit.stepped:
                self._glides[name].turn(value, 1)
                self._glides[name].settle()
                self._set()
            else:
                self._glides[name].turn(value, self._glide_steps)

    def reset(self) -> None:
        if self._dirty:
            self.unit.reset()
            self._dirty = False

    def process(self, x: np.ndarray) -> None:
        """Change x (2, frames) in place."""
        if self.idle:
            self.reset()
            self.gone = self.leaves
            self.peak = 0.0
            return
        if not self._dirty:
            self._dirty, self._rise = True, 0 if self._share < self.goal and self.unit.lag > 0 else self._fade
        if any(glide.moves for glide in self._glides.values()):
            for piece in pieces(x.shape[1], STEP):
                for glide in self._glides.values():
                    glide.step()
                self._set()
                part = np.ascontiguousarray(x[:, piece])
                self._blend(part)
                x[:, piece] = part
        else:
            self._blend(x)
        self.peak = _safe(x)

    def _set(self) -> None:
        self.unit.set({name: glide.value for name, glide in self._glides.items()})

    def _blend(self, x: np.ndarray) -> None:
        y = self.unit.process(x if self._rise >= self._fade else self._rising(x))
        if not np.isfinite(_peak(y)):
            self.unit.reset()
            y = np.nan_to_num(y, nan=0.0, posinf=0.0, neginf=0.0)
        goal, frames = self.goal, x.shape[1]
        if self._share == goal == 1.0:
            x[...] = y
            return
        y -= x
        if self._share == goal:
            y *= np.float32(goal)
        else:
            ramp = self._ramp(goal, frames)
            y *= ramp
        x += y

    def _rising(self, x: np.ndarray) -> np.ndarray:
        """What an effect with a memory hears when it begins in the middle of a sound: no onset that it would repeat as a click."""
        done = np.minimum(self._rise + np.arange(1, x.shape[1] + 1), self._fade) / self._fade
        self._rise = min(self._rise + x.shape[1], self._fade)
        return x * (done * done * (3.0 - 2.0 * done)).astype(np.float32)

    def _ramp(self, goal: float, frames: int) -> np.ndarray:
        """The share on its way, smooth at both ends: float32 (frames,)."""
        if goal != self._bound:
            self._bound, self._begin, self._done = goal, self._share, 0
        done = np.minimum(self._done + np.arange(1, frames + 1), self._fade) / self._fade
        self._done = min(self._done + frames, self._fade)
        ramp = self._begin + (goal - self._begin) * (done * done * (3.0 - 2.0 * done))
        self._share = goal if self._done >= self._fade else float(ramp[-1])
        return ramp.astype(np.float32)


def _peak(x: np.ndarray) -> float:
    return max(float(x.max()), -float(x.min()))


def _safe(x: np.ndarray) -> float:
    """Take out of x what is no sound; returns its peak."""
    peak = _peak(x)
    if not np.isfinite(peak):
        np.nan_to_num(x, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        peak = _peak(x)
    if peak > LOUDEST:
        np.clip(x, -LOUDEST, LOUDEST, out=x)
        peak = LOUDEST
    return peak


class Chain:
    """places: from first to last; see the module."""

    def __init__(self, rate: int, places: tuple[Place, ...] = ()) -> None:
        self.rate = rate
        self.places = places
        self.resting = True  # nothing goes in, and all tails are dead
        self._quiet = 0  # frames

    def process(self, x: np.ndarray, joins: Sequence[tuple[int, np.ndarray]] = ()) -> None:
        """Change x (2, frames) in place, float32, contiguous, LEAST to MOST frames; fewer pass as they are.

        joins: (place, sound like x): comes in before that place, behind all where there is none.
        """
        last = len(self.places)
        self._process(x, [(at, sound) for at, sound in joins if at < last])
        for _, sound in (join for join in joins if join[0] >= last):
            _safe(sound)
            x += sound

    def _process(self, x: np.ndarray, joins: Sequence[tuple[int, np.ndarray]]) -> None:
        frames = x.shape[1]
        if frames < LEAST:
            for _, sound in joins:
                x += sound
            return
        before = max([_safe(x), *(_safe(sound) for _, sound in joins)])
        if self.resting:
            for place in self.places:
                place.settle()
            if before == 0.0:
                return
            self.resting, self._quiet = False, 0
        for number, place in enumerate(self.places):
            for _, sound in (join for join in joins if join[0] == number):
                x += sound
            place.process(x)
        if before > 0.0 or _peak(x) > QUIET:
            self._quiet = 0
            return
        self._quiet += frames
        if self._quiet > self.rate * (HOLD_SECONDS + max((one.unit.lag for one in self.places if not one.idle), default=0.0)):
            self.rest()

    def rest(self) -> None:
        """All tails are cut."""
        for place in self.places:
            place.reset()
        self.resting = True


def build(rack: Rack, rate: int, bpm: float, make: MakeUnit = make_unit) -> Chain:
    """A chain that sounds as the rack at once. Raises what a plug-in raises."""
    return Chain(rate, tuple(place_for(slot, rate, bpm, enters=False, make=make) for slot in rack.slots))


def place_for(slot: Slot, rate: int, bpm: float, *, enters: bool, make: MakeUnit = make_unit) -> Place:
    """enters: it is to fade in."""
    return Place(slot, make(slot, rate, {**dict(slot.values), "bpm": bpm}), rate, bpm, enters=enters)


def merged(
    old: Sequence[Place], slots: Sequence[Slot], make: Callable[[Slot], Place | None], going: Sequence[Place] = ()
) -> tuple[tuple[Place, ...], list[Place]]:
    """The places that go on, come and go on the way from `old` to these slots; and those of them that are to leave (see Place.leaves).

    make: None where an effect can't be made. going: those of `old` that were told to leave before.
    """
    there = [object() if place in going else (place.id, place.kind, place.plugin and place.plugin.path) for place in old]
    wanted = [(slot.id, slot.kind, slot.plugin and slot.plugin.path) for slot in slots]
    places: list[Place] = []
    leaving: list[Place] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, there, wanted, autojunk=False).get_opcodes():
        places += old[a:b]
        if what != "equal":
            leaving += old[a:b]
            places += [made for slot in slots[c:d] if (made := make(slot)) is not None]
    return tuple(places), leaving


def render(clip: Clip, rack: Rack, bpm: float, cancelled: Callable[[], bool] = lambda: False) -> Clip:
    """A sound through a rack, in stereo, with its tail: until it is dead, at most TAIL_SECONDS and a clip's longest. Offline, any thread.

    The tail ends where the sound is below -100 dB for good; where an effect is on, the clip itself is never shortened. An empty rack gives
    the clip as it is. What plug-ins hold back is taken off the start, so that it begins where the clip does: by as much as they report,
    and not of those that are only in part in the sound, whose other part is not late.
    """
    if not rack.sounds:
        return clip
    chain = build(rack, clip.rate, bpm)
    source = np.broadcast_to(clip.samples, (2, clip.frames)) if clip.channels == 1 else clip.samples
    late = sum(place.unit.late for place in chain.places if place.goal == 1.0)
    most = min(clip.frames + round(TAIL_SECONDS * clip.rate), round(MAX_SECONDS * clip.rate)) + late
    done: list[np.ndarray] = []
    start = 0
    while start < most and not cancelled():
        count = min(BLOCK, most - start)
        block = np.zeros((2, count), np.float32)
        part = source[:, start : start + count]
        block[:, : part.shape[1]] = part
        chain.process(block)
        done.append(block)
        start += count
        if start >= clip.frames + late and chain.resting:
            break
    out = np.concatenate(done, axis=1)[:, late:] if done else np.zeros((2, 0), np.float32)
    loud = np.flatnonzero(np.abs(out).max(axis=0) > QUIET)
    end = max(clip.frames, int(loud[-1]) + 1 if loud.size else 0)
    return Clip(np.ascontiguousarray(out[:, :end]), clip.rate)


assert BLOCK <= MOST
