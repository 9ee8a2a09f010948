"""Modulators: what moves a control by itself. Plain data and pure functions of time and a seed; no threads, no files.

A modulator gives a signal, -1 to 1 (LFOs and the walk) or 0 to 1 (the envelope and the followers). `moved` adds depth times the signal to
the place where a control stands on its slider, so that a frequency is moved by octaves, not by hertz. Several on one control add up.
Whoever runs them (session/moving.py) counts `turns`, the rounds since the beginning, so that a rate that is changed on the way
doesn't let the signal jump.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from studio.engine.positions import place_of, value_at
from studio.recipe import MAX_TEXT, Latent, Number, is_number

LFOS = ("sine", "triangle", "saw", "square", "steps")  # steps: sample and hold
SHAPES = (*LFOS, "walk", "envelope", "output", "input")
FOLLOWERS = ("output", "input")
ONE_SIDED = ("envelope", *FOLLOWERS)
TRIGGERS = ("hit", "key", "start")
LEAST_HZ, MOST_HZ = 0.01, 20.0
LEAST_BEATS, MOST_BEATS = 0.125, 64.0
LEAST_SECONDS, MOST_SECONDS = 0.001, 10.0
MOST_MODULATORS = 32
FLOOR_DB = -60.0  # what a follower takes for silence
MOST_SEED = 2**32 - 1
MOST_ID = 2**31


@dataclass(frozen=True)
class Modulator:
    """target: the address of a control; id: its own among those of a project.

    A round lasts 1/hz seconds, or with `sync` so many beats. depth -1 to 1: share of the control's range, to either side; phase 0 to 1.
    once: one round from each trigger (then it rests where that ends), else free. trigger: what starts that, and the envelope.
    attack, decay in seconds, of the envelope and the followers. seed: of steps and walk.
    """

    target: str
    id: int = 1
    shape: str = "sine"
    hz: float = 1.0
    beats: float = 4.0
    sync: bool = False
    depth: float = 0.25
    phase: float = 0.0
    once: bool = False
    trigger: str = "hit"
    attack: float = 0.01
    decay: float = 0.4
    seed: int = 0
    on: bool = True

    def within(self) -> Modulator:
        """The same with every value in its range."""
        return replace(
            self, shape=self.shape if self.shape in SHAPES else "sine", trigger=self.trigger if self.trigger in TRIGGERS else "hit",
            hz=_within(self.hz, LEAST_HZ, MOST_HZ), beats=_within(self.beats, LEAST_BEATS, MOST_BEATS),
            depth=_within(self.depth, -1.0, 1.0), phase=_within(self.phase, 0.0, 1.0), seed=min(MOST_SEED, max(0, int(self.seed))),
            attack=_within(self.attack, LEAST_SECONDS, MOST_SECONDS), decay=_within(self.decay, LEAST_SECONDS, MOST_SECONDS),
            id=min(MOST_ID, max(0, self.id)),
        )  # fmt: skip

    def round_seconds(self, bpm: float) -> float:
        """How long one round lasts."""
        return self.beats * 60.0 / bpm if self.sync else 1.0 / self.hz

    def reach(self) -> tuple[float, float]:
        """How far it moves a place at most, down and up, in shares of the range."""
        if self.shape in ONE_SIDED:
            return min(0.0, self.depth), max(0.0, self.depth)
        return -abs(self.depth), abs(self.depth)

    def to_json(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def from_json(data: Any) -> Modulator | None:
        """None where it is no modulator; what is damaged in one is as in a new one."""
        if not isinstance(data, dict) or not isinstance(data.get("target"), str) or not 0 < len(data["target"]) <= MAX_TEXT:
            return None
        known: dict[str, Any] = {}
        for field in fields(Modulator):
            value: Any = data.get(field.name)
            usual = field.default
            if isinstance(usual, (bool, str)):
                if isinstance(value, type(usual)):
                    known[field.name] = value
            elif is_number(value):
                known[field.name] = int(value) if isinstance(usual, int) else float(value)
        return Modulator(**{**known, "target": data["target"]}).within()


Modulators = tuple[Modulator, ...]


def modulators_from_json(data: Any) -> Modulators:
    """Those that are some, each with an id of its own."""
    found: dict[int, Modulator] = {}
    for item in data[:MOST_MODULATORS] if isinstance(data, list) else []:
        one = Modulator.from_json(item)
        if one is not None:
            found.setdefault(one.id, one)
    return tuple(found.values())


# ---- signals


def signal(one: Modulator, turns: float, since: float | None, level: float = 0.0) -> float:
    """What a modulator gives, -1 to 1, or 0 to 1 of a one-sided shape.

    turns: rounds since it began (since its trigger with `once`); since: seconds since its trigger, None before the first; level: of what
    it follows, 0 to 1.
    """
    if one.shape in FOLLOWERS:
        return level
    if one.shape == "envelope":
        return envelope(one.attack, one.decay, since)
    if one.once:
        if since is None:
            return 0.0
        turns = min(turns, math.nextafter(1.0, 0.0))
    return lfo(one.shape, turns + one.phase, one.seed)


def lfo(shape: str, turns: float, seed: int = 0) -> float:
    """-1 to 1 at a place of a round; sine, triangle begin at 0 and rise, saw begins at -1, square at 1."""
    part = turns % 1.0
    if shape == "sine":
        return math.sin(2.0 * math.pi * part)
    if shape == "triangle":
        return 4.0 * abs((part + 0.75) % 1.0 - 0.5) - 1.0
    if shape == "saw":
        return 2.0 * part - 1.0
    if shape == "square":
        return 1.0 if part < 0.5 else -1.0
    if shape == "steps":
        return drawn(seed, math.floor(turns))
    return walk(turns, seed)


def walk(turns: float, seed: int = 0) -> float:
    """A wandering value, -1 to 1: smooth between drawn values, one a round and smaller ones twice and four times as often.

    A random walk that is a function of time: value noise with three octaves (Perlin 1985); it can't run away and knows every moment.
    """
    total = 0.0
    for octave, share in enumerate((4 / 7, 2 / 7, 1 / 7)):
        at = turns * 2**octave
        index = math.floor(at)
        part = at - index
        smooth = part * part * (3.0 - 2.0 * part)
        one, two = drawn(seed + octave, index), drawn(seed + octave, index + 1)
        total += share * (one + smooth * (two - one))
    return total


def drawn(seed: int, index: int) -> float:
    """A number evenly from -1 to 1 for each seed and index (the finaliser of splitmix64, Steele 2014)."""
    mask = (1 << 64) - 1
    state = (seed * 0x9E3779B97F4A7C15 + (index + 1) * 0xD1B54A32D192ED03) & mask
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & mask
    return ((state ^ (state >> 31)) >> 11) / float(1 << 52) - 1.0


def envelope(attack: float, decay: float, since: float | None) -> float:
    """0 to 1: straight up in `attack` seconds, then falling to 1/1000 in `decay` seconds; 0 before the first trigger."""
    if since is None or since < 0.0:
        return 0.0
    if since < attack:
        return since / attack
    return 0.0 if since - attack >= decay else 10.0 ** (-3.0 * (since - attack) / decay)


def level_of(rms: float) -> float:
    """0 to 1 for a level from -60 dB to full scale: even in decibels, as we hear."""
    if rms <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 20.0 * math.log10(rms) / FLOOR_DB))


def follow(before: float, level: float, seconds: float, attack: float, decay: float) -> float:
    """One step of a follower: nearer to the level by the share that passes in `seconds`, time constants for rise and fall."""
    time = attack if level > before else decay
    return level + (before - level) * math.exp(-seconds / time)


# ---- on a control


def moved(control: Latent | Number, base: float, offset: float, wide: bool = False) -> float:
    """The value when the slider's place is moved by `offset` shares of its range, held at its ends; wide: the range is doubled.

    0 leaves the value exactly as it is, even one outside the range.
    """
    if offset == 0.0:
        return base
    control = widened(control) if wide else control
    return value_at(control, min(1.0, max(0.0, place_of(control, base) + offset)))


def span(control: Latent | Number, base: float, those: Iterable[Modulator], wide: bool = False) -> tuple[float, float]:
    """The lowest and highest value that these modulators can reach together."""
    low = high = 0.0
    for one in those:
        if one.on:
            low, high = low + one.reach()[0], high + one.reach()[1]
    return moved(control, base, low, wide), moved(control, base, high, wide)


def widened(control: Latent | Number) -> Latent | Number:
    """A latent's doubled range."""
    return replace(control, low=2 * control.low, high=2 * control.high) if isinstance(control, Latent) else control


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, float(value)))
