"""The effects themselves, each a unit that turns blocks of samples into blocks. Audio process (callback) and whoever renders offline.

Filters, compressor, chorus and reverb are pedalboard's (JUCE's), which stream with `reset=False` bit for bit as in one go, in blocks
of whole GRAINs. Gains and the delay are numpy's, as pedalboard's step when they are turned, its limiter lets peaks of 1.0 through, and
its delay cuts its echoes when the time changes. Blocks are float32 (2, frames), contiguous, at least LEAST frames: pedalboard takes
the shorter side for the channels. Latency is 0 everywhere, but for plug-ins.

A unit is used by one thread at a time: made by the control thread, then the callback's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np

from studio.audio.effects import PLUGIN, Slot
from studio.audio.fades import frames_of, gain_of, raised_cosine

MOST = 4096  # frames of a block
LEAST = 4
GRAIN = 32  # frames that pedalboard gets at once: its filters forget what is below 1e-8 at the end of each
RETIME_SECONDS = 0.04  # in which a delay goes over to another time
SMOOTH_SECONDS = 0.02  # in which a gain or a filter goes over to another value
LONGEST_DELAY = 12.0  # seconds: four beats at 20 BPM
HIGHEST = 0.45  # of the rate: no cutoff lies higher

Values = Mapping[str, float]


class Unit(Protocol):
    """reduction: dB by which it turned the last block down, for a meter; lag: seconds until what goes in may come out again.

    stepped: names of numbers that must be led to another value in small steps; to all others the unit goes smoothly by itself.
    """

    reduction: float
    lag: float
    stepped: frozenset[str]

    def set(self, values: Values) -> None:
        """New values, all of them."""
        ...

    def process(self, x: np.ndarray) -> np.ndarray:
        """A new array; x stays as it is."""
        ...

    def reset(self) -> None:
        """As if it were made anew with its present values."""
        ...


class Ramp:
    """A linear gain that goes to where it was set in SMOOTH_SECONDS, without a kink."""

    def __init__(self, gain: float, rate: int) -> None:
        self._frames = frames_of(SMOOTH_SECONDS, rate)
        self._now = self._from = self._to = gain
        self._done = self._frames

    def set(self, gain: float) -> None:
        if gain != self._to:
            self._from, self._to, self._done = self._now, gain, 0

    def settle(self) -> None:
        self._now, self._done = self._to, self._frames

    def apply(self, x: np.ndarray) -> None:
        """Multiply x in place."""
        if self._done < self._frames:
            frames = x.shape[-1]
            done = np.minimum(self._done + np.arange(1, frames + 1), self._frames) / self._frames
            gains = self._from + (self._to - self._from) * (done * done * (3.0 - 2.0 * done))
            x *= gains.astype(np.float32)
            self._done = min(self._done + frames, self._frames)
            self._now = self._to if self._done >= self._frames else float(gains[-1])
        elif self._to != 1.0:
            x *= np.float32(self._to)


class Twin:
    """Two of one pedalboard plug-in: another value is set in the one that rests, which then fades in. Filters that are turned step
    otherwise, as their memory belongs to the old value. warm: seconds for which the other one listens before it is heard.
    """

    def __init__(self, rate: int, make: Callable[[], Any], warm: float = 0.0) -> None:
        self.rate = rate
        self._here, self._other = make(), make()
        for part in (self._here, self._other):
            part.process(np.zeros((2, LEAST), np.float32), rate, GRAIN, False)  # memory is taken here, not in the callback
            part.reset()
        self._warm = round(warm * rate)
        self._fade = raised_cosine(frames_of(SMOOTH_SECONDS, rate))
        self._at = -1  # frames since the other one was set; -1: it rests
        self._set: dict[str, Any] = {}
        self._wanted: dict[str, Any] = {}

    def set(self, **values: Any) -> None:
        """Attributes of the plug-in."""
        self._wanted = values
        if self._at < 0 and values != self._set:
            self._other.reset()
            self._put(self._other)
            self._at = 0

    def _put(self, part: Any) -> None:
        for name, value in self._wanted.items():
            setattr(part, name, value)
        self._set = self._wanted

    def reset(self) -> None:
        self._put(self._here)
        self._at = -1
        self._here.reset()

    def process(self, x: np.ndarray) -> np.ndarray:
        y: np.ndarray = self._here.process(x, self.rate, GRAIN, False)
        if self._at < 0:
            return y
        frames = x.shape[1]
        heard = x
        if self._warm and self._at < len(self._fade):  # no onset that a line with feedback would repeat
            heard = x.copy()
            part = self._fade[self._at : self._at + frames]
            heard[:, : len(part)] *= part
        new = self._other.process(heard, self.rate, GRAIN, False)
        start = max(0, self._warm - self._at)  # of this block
        done = max(0, self._at - self._warm)
        weights = np.ones(max(0, frames - start), np.float32)
        part = self._fade[done : done + len(weights)]
        weights[: len(part)] = part
        y[:, start:] += weights * (new[:, start:] - y[:, start:])
        self._at += frames
        if self._at >= self._warm + len(self._fade):
            self._here, self._other, self._at = self._other, self._here, -1
            self.set(**self._wanted)
        return y


class _Base:
    """What most units share. parts: pedalboard's plug-ins, one after the other."""

    lag = 0.0
    stepped: frozenset[str] = frozenset()

    def __init__(self, rate: int, parts: tuple[Any, ...]) -> None:
        self.rate = rate
        self.parts = parts
        self.reduction = 0.0
        for part in parts:  # memory is taken here, not in the callback
            part.process(np.zeros((2, LEAST), np.float32), rate, GRAIN, False)
            part.reset()

    def set(self, values: Values) -> None:
        raise NotImplementedError

    def through(self, x: np.ndarray) -> np.ndarray:
        for part in self.parts:
            x = part.process(x, self.rate, GRAIN, False)
        return x

    def process(self, x: np.ndarray) -> np.ndarray:
        return self.through(x)

    def reset(self) -> None:
        for part in self.parts:
            part.reset()

    def hz(self, value: float) -> float:
        return min(value, HIGHEST * self.rate)


class Gain(_Base):
    def __init__(self, rate: int, values: Values) -> None:
        super().__init__(rate, ())
        self._gain = Ramp(gain_of(values["gain"]), rate)

    def set(self, values: Values) -> None:
        self._gain.set(gain_of(values["gain"]))

    def process(self, x: np.ndarray) -> np.ndarray:
        y = x.copy()
        self._gain.apply(y)
        return y

    def reset(self) -> None:
        self._gain.settle()


class Cut(_Base):
    """Low-pass or high-pass: two of pedalboard's first order."""

    def __init__(self, rate: int, values: Values, name: str) -> None:
        import pedalboard

        super().__init__(rate, ())
        self._twins = tuple(Twin(rate, getattr(pedalboard, name)) for _ in range(2))
        self.set(values)
        self.reset()

    def set(self, values: Values) -> None:
        for twin in self._twins:
            twin.set(cutoff_frequency_hz=self.hz(values["cutoff"]))

    def process(self, x: np.ndarray) -> np.ndarray:
        return self._twins[1].process(self._twins[0].process(x))

    def reset(self) -> None:
        for twin in self._twins:
            twin.reset()


class Ladder(_Base):
    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        ladder = pedalboard.LadderFilter(pedalboard.LadderFilter.LPF24, min(values["cutoff"], HIGHEST * rate),
                                         values["resonance"] / 100.0, values["drive"])  # fmt: skip
        super().__init__(rate, (ladder,))

    def set(self, values: Values) -> None:
        ladder = self.parts[0]
        ladder.cutoff_hz, ladder.resonance, ladder.drive = self.hz(values["cutoff"]), values["resonance"] / 100.0, values["drive"]


class Equaliser(_Base):
    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard as pb

        super().__init__(rate, ())
        self._bands = {"low": Twin(rate, pb.LowShelfFilter), "mid": Twin(rate, lambda: pb.PeakFilter(q=0.8)),
                       "high": Twin(rate, pb.HighShelfFilter)}  # fmt: skip
        self.set(values)
        self.reset()

    def set(self, values: Values) -> None:
        for band, twin in self._bands.items():
            twin.set(gain_db=values[band], cutoff_frequency_hz=self.hz(values[f"{band}_hz"]))

    def process(self, x: np.ndarray) -> np.ndarray:
        for twin in self._bands.values():
            x = twin.process(x)
        return x

    def reset(self) -> None:
        for twin in self._bands.values():
            twin.reset()


class Compressor(_Base):
    stepped = frozenset({"threshold", "ratio", "attack", "release"})

    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        super().__init__(rate, (pedalboard.Compressor(),))
        self._makeup = Ramp(gain_of(values["makeup"]), rate)
        self.set(values)

    def set(self, values: Values) -> None:
        part = self.parts[0]
        part.threshold_db, part.ratio = values["threshold"], values["ratio"]
        part.attack_ms, part.release_ms = values["attack"], values["release"]
        self._makeup.set(gain_of(values["makeup"]))

    def process(self, x: np.ndarray) -> np.ndarray:
        y = self.through(x)
        self.reduction = _reduction(x, y)
        self._makeup.apply(y)
        return y

    def reset(self) -> None:
        super().reset()
        self._makeup.settle()


class Saturation(_Base):
    """tanh, into which the sound is driven; half of the drive is taken back afterwards, so that it gets denser rather than louder."""

    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        super().__init__(rate, (pedalboard.Distortion(0.0),))
        self._drive, self._level = Ramp(1.0, rate), Ramp(1.0, rate)
        self.set(values)
        self.reset()

    def set(self, values: Values) -> None:
        self._drive.set(gain_of(values["drive"]))
        self._level.set(gain_of(values["level"] - values["drive"] / 2))

    def process(self, x: np.ndarray) -> np.ndarray:
        driven = x.copy()
        self._drive.apply(driven)
        y = self.through(driven)
        self._level.apply(y)
        return y

    def reset(self) -> None:
        super().reset()
        self._drive.settle()
        self._level.settle()


class Chorus(_Base):
    lag = 0.1

    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        super().__init__(rate, ())
        self._twin = Twin(rate, lambda: pedalboard.Chorus(mix=1.0), warm=0.06)  # its line is 40 ms long, and sways
        self.set(values)
        self.reset()

    def set(self, values: Values) -> None:
        self._twin.set(rate_hz=values["rate"], depth=values["depth"] / 100.0, centre_delay_ms=values["delay"],
                       feedback=values["feedback"] / 100.0)  # fmt: skip

    def process(self, x: np.ndarray) -> np.ndarray:
        return self._twin.process(x)

    def reset(self) -> None:
        self._twin.reset()


class Reverb(_Base):
    """Behind a short delay that fades over to another time."""

    lag = 0.3

    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        super().__init__(rate, (pedalboard.Reverb(wet_level=0.5, dry_level=0.0),))
        self._before = Tap(rate, 0.25)
        self.set(values)
        self.reset()

    def set(self, values: Values) -> None:
        part = self.parts[0]
        part.room_size, part.damping, part.width = values["size"] / 100.0, values["damping"] / 100.0, values["width"] / 100.0
        self._before.retime(round(values["predelay"] * self.rate / 1000.0))

    def process(self, x: np.ndarray) -> np.ndarray:
        later = np.empty_like(x)
        for piece in pieces(x.shape[1], self._before.least):
            self._before.read(later[:, piece])
            self._before.write(x[:, piece])
        return self.through(later)

    def reset(self) -> None:
        super().reset()
        self._before.reset()


class Delay(_Base):
    """Echoes with a low-pass in their round; values carry 'bpm'."""

    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        super().__init__(rate, ())
        self._tone = Twin(rate, pedalboard.LowpassFilter)
        self._tap = Tap(rate, LONGEST_DELAY)
        self._feedback, self._spread = Ramp(0.0, rate), Ramp(0.0, rate)
        self.set(values)
        self.reset()

    def set(self, values: Values) -> None:
        seconds = min(values["beats"] * 60.0 / values["bpm"], LONGEST_DELAY)
        self.lag = seconds
        self._tap.retime(round(seconds * self.rate))
        self._tone.set(cutoff_frequency_hz=self.hz(values["tone"]))
        self._feedback.set(values["feedback"] / 100.0)
        self._spread.set(values["spread"] / 100.0)

    def process(self, x: np.ndarray) -> np.ndarray:
        y = np.empty_like(x)
        mono = 0.5 * (x[0] + x[1])
        cross = np.ones(x.shape[1], np.float32)
        self._spread.apply(cross)
        into = np.stack([x[0] + cross * (mono - x[0]), x[1] - cross * x[1]])
        again = np.ones(x.shape[1], np.float32)
        self._feedback.apply(again)
        for piece in pieces(x.shape[1], self._tap.least):
            echo = y[:, piece]
            self._tap.read(echo)
            echo[...] = self._tone.process(np.ascontiguousarray(echo))
            back = echo + cross[piece] * (echo[::-1] - echo)
            self._tap.write(into[:, piece] + again[piece] * back)
        return y

    def reset(self) -> None:
        self._tone.reset()
        self._feedback.settle()
        self._spread.settle()
        self._tap.reset()


class Tap:
    """A line of samples that is read some frames behind where it is written; another distance is faded to. seconds: the longest."""

    def __init__(self, rate: int, seconds: float) -> None:
        self._line = np.zeros((2, frames_of(seconds, rate) + MOST + 1), np.float32)
        self._fade = raised_cosine(frames_of(RETIME_SECONDS, rate))
        self._at = 0
        self._now = self._to = self._wanted = LEAST
        self._faded = len(self._fade)
        self._used = 0  # frames written since it was empty

    @property
    def least(self) -> int:
        """At most so many frames may be read before they are written."""
        return min(self._now, self._to)

    def retime(self, frames: int) -> None:
        self._wanted = min(max(frames, LEAST), self._line.shape[1] - MOST)
        if self._faded >= len(self._fade) and self._wanted != self._to:
            self._now, self._to, self._faded = self._to, self._wanted, 0

    def reset(self) -> None:
        if self._used:
            self._line.fill(0.0)
            self._used = 0
        self._now = self._to = self._wanted
        self._faded, self._at = len(self._fade), 0

    def read(self, out: np.ndarray) -> None:
        """Fill out (2, n), n at most `least`."""
        frames, fade = out.shape[1], self._fade
        self._look(self._to, out)
        if self._faded < len(fade):
            count = min(frames, len(fade) - self._faded)
            old = np.empty((2, count), np.float32)
            self._look(self._now, old)
            out[:, :count] = old + fade[self._faded : self._faded + count] * (out[:, :count] - old)
            self._faded += count
            if self._faded >= len(fade):
                self._now = self._to
                self.retime(self._wanted)

    def _look(self, distance: int, out: np.ndarray) -> None:
        size, frames = self._line.shape[1], out.shape[1]
        start = (self._at - distance) % size
        first = min(frames, size - start)
        out[:, :first] = self._line[:, start : start + first]
        out[:, first:] = self._line[:, : frames - first]

    def write(self, x: np.ndarray) -> None:
        size, frames = self._line.shape[1], x.shape[1]
        first = min(frames, size - self._at)
        self._line[:, self._at : self._at + first] = x[:, :first]
        self._line[:, : frames - first] = x[:, first:]
        self._at = (self._at + frames) % size
        self._used += frames


class Limiter(_Base):
    """A fast compressor, and then nothing over the ceiling."""

    stepped = frozenset({"ceiling", "release"})

    def __init__(self, rate: int, values: Values) -> None:
        import pedalboard

        super().__init__(rate, (pedalboard.Compressor(0.0, 1_000.0, 0.5, 80.0),))
        self._gain = Ramp(gain_of(values["gain"]), rate)
        self._ceiling = gain_of(values["ceiling"])
        self.set(values)

    def set(self, values: Values) -> None:
        part = self.parts[0]
        part.threshold_db, part.release_ms = values["ceiling"], values["release"]
        self._ceiling = gain_of(values["ceiling"])
        self._gain.set(gain_of(values["gain"]))

    def process(self, x: np.ndarray) -> np.ndarray:
        driven = x.copy()
        self._gain.apply(driven)
        y = self.through(driven)
        self.reduction = _reduction(driven, y)
        return np.clip(y, -self._ceiling, self._ceiling, out=y)

    def reset(self) -> None:
        super().reset()
        self._gain.settle()


class Foreign(_Base):
    """A VST3 of another maker: its numbers are 0 to 1. What it holds back comes later: it has its latency."""

    lag = 2.0

    def __init__(self, rate: int, values: Values, slot: Slot) -> None:
        """Raises what loading raises; takes as long as the plug-in takes."""
        import pedalboard

        assert slot.plugin is not None
        self._plugin = pedalboard.VST3Plugin(slot.plugin.path, plugin_name=slot.plugin.name or None)
        self._set: dict[str, float] = {}
        super().__init__(rate, (self._plugin,))
        self.set(values)

    def set(self, values: Values) -> None:
        parameters = self._plugin.parameters
        for name, value in values.items():
            if self._set.get(name) != value and name in parameters:
                parameters[name].raw_value = value
                self._set[name] = value

    def process(self, x: np.ndarray) -> np.ndarray:
        got = self.through(x)
        if got.shape == x.shape:
            return got
        y = np.zeros_like(x)
        count = min(got.shape[-1], x.shape[1])
        if count:
            y[:, x.shape[1] - count :] = got[..., :count]
        return y


def pieces(frames: int, most: int) -> Iterator[slice]:
    """0 to frames in pieces of at most `most` frames, of whole GRAINs where that can be, none shorter than LEAST."""
    start, most = 0, most // GRAIN * GRAIN or most
    while start < frames:
        count = min(most, frames - start)
        if 0 < frames - start - count < LEAST and count >= 2 * LEAST:
            count -= LEAST
        yield slice(start, start + count)
        start += count


def _reduction(x: np.ndarray, y: np.ndarray) -> float:
    """dB that a block was turned down by."""
    before, after = float(np.abs(x).max()), float(np.abs(y).max())
    return 20.0 * float(np.log10(before / after)) if before > 1e-4 and 0.0 < after < before else 0.0


_MAKERS: dict[str, Callable[[int, Values], Unit]] = {
    "gain": Gain,
    "lowpass": lambda rate, values: Cut(rate, values, "LowpassFilter"),
    "highpass": lambda rate, values: Cut(rate, values, "HighpassFilter"),
    "ladder": Ladder, "eq": Equaliser, "compressor": Compressor, "saturation": Saturation, "chorus": Chorus, "delay": Delay,
    "reverb": Reverb, "limiter": Limiter,
}  # fmt: skip


def make_unit(slot: Slot, rate: int, values: Values) -> Unit:
    """The unit of a slot at these values ('bpm' among them), its memory taken. Raises what a plug-in raises."""
    return Foreign(rate, values, slot) if slot.kind == PLUGIN else _MAKERS[slot.kind](rate, values)
