"""The effects themselves, each a unit that turns blocks of samples into blocks. Audio process (callback) and whoever renders offline.

Filters, compressor, chorus and reverb are pedalboard's (JUCE's), which stream with `reset=False` bit for bit as in one go, in blocks
of whole GRAINs. Gains and the delay are numpy's, as pedalboard's step when they are turned, its limiter lets peaks of 1.0 through, and
its delay cuts its echoes when the time changes. Blocks are float32 (2, frames), contiguous, at least LEAST frames: pedalboard takes
the shorter side for the channels. Latency is 0 everywhere, but for plug-ins.

A unit is used by one thread at a time: made by the control thread, then the callback's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from studio.audio.effect_parts import GRAIN, LEAST, Ramp, Tap, Twin, pieces
from studio.audio.effects import PLUGIN, Slot
from studio.audio.fades import gain_of
from studio.recipe import Number

LONGEST_DELAY = 12.0  # seconds: four beats at 20 BPM
MOST_LATE = 10.0  # seconds that a plug-in is believed
HIGHEST = 0.45  # of the rate: no cutoff lies higher

Values = Mapping[str, float]


class Unit(Protocol):
    """reduction: dB by which it turned the last block down, for a meter; lag: seconds until what goes in may come out again;
    late: frames by which all of it comes later.

    stepped: names of numbers that must be led to another value in small steps; to all others the unit goes smoothly by itself.
    """

    reduction: float
    lag: float
    late: int
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


class _Base:
    """What most units share. parts: pedalboard's plug-ins, one after the other."""

    lag = 0.0
    late = 0
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

        self.rate = rate
        ladder = pedalboard.LadderFilter(pedalboard.LadderFilter.LPF24, self.hz(values["cutoff"]), self._resonance(values), values["drive"])
        super().__init__(rate, (ladder,))

    def set(self, values: Values) -> None:
        ladder = self.parts[0]
        ladder.cutoff_hz, ladder.resonance, ladder.drive = self.hz(values["cutoff"]), self._resonance(values), values["drive"]

    def _resonance(self, values: Values) -> float:
        """As set, and no more than what still fades: else it sings on for ever after the sound, at high cutoffs near full scale."""
        return min(values["resonance"] / 100.0, 0.96, 1.01 - 0.27 * self.hz(values["cutoff"]) / self.rate)


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
        for piece in pieces(x.shape[1], self._before.least()):
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
        for piece in pieces(x.shape[1], self._tap.least()):
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
    """A VST3 of another maker; its numbers lie in their ranges as it says. What it holds back comes later: it has its latency. One that
    works in mono only is there twice, for left and right.
    """

    lag = 2.0

    def __init__(self, rate: int, values: Values, slot: Slot) -> None:
        """Raises what loading raises; takes as long as the plug-in takes."""
        assert slot.plugin is not None
        plugin = slot.plugin
        parts = load_foreign(plugin.path, plugin.name, rate)
        super().__init__(rate, ())
        self.parts = parts
        told = getattr(parts[0], "reported_latency_samples", 0)
        self.late = min(max(0, int(told)), round(MOST_LATE * rate))
        self._controls = {control.name: control for control in plugin.controls}
        self._set: dict[str, float] = {}
        self.set(values)

    def set(self, values: Values) -> None:
        for name, value in values.items():
            if self._set.get(name) != value and (control := self._controls.get(name)) is not None:
                for part in self.parts:
                    if name in part.parameters:
                        part.parameters[name].raw_value = place_of(control, value)
                self._set[name] = value

    def process(self, x: np.ndarray) -> np.ndarray:
        if len(self.parts) == 1:
            return self._late(self.parts[0].process(x, self.rate, GRAIN, False), x.shape)
        sides = [self._late(part.process(x[n : n + 1], self.rate, GRAIN, False), (1, x.shape[1])) for n, part in enumerate(self.parts)]
        return np.concatenate(sides)

    @staticmethod
    def _late(got: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """What came, at the end of as much as was asked for."""
        if got.shape == shape:
            return got
        y = np.zeros(shape, np.float32)
        count = min(got.shape[-1], shape[1])
        if count:
            y[:, shape[1] - count :] = got[..., :count]
        return y


def place_of(control: Number, value: float) -> float:
    """Where in its range a value lies, 0 to 1."""
    low, high = control.low, control.high
    place = float(np.log(value / low) / np.log(high / low)) if control.curve == "log" else (value - low) / (high - low)
    return min(1.0, max(0.0, place))


def load_foreign(path: str, name: str, rate: int) -> tuple[Any, ...]:
    """A VST3 ready to process stereo: one, or two where it works in mono only. Raises what loading raises, ValueError for other shapes."""
    import pedalboard

    plugin = pedalboard.VST3Plugin(path, plugin_name=name or None)
    try:
        plugin.process(np.zeros((2, GRAIN), np.float32), rate, GRAIN, False)
        parts: tuple[Any, ...] = (plugin,)
    except ValueError:
        parts = (plugin, pedalboard.VST3Plugin(path, plugin_name=name or None))
        for part in parts:
            part.process(np.zeros((1, GRAIN), np.float32), rate, GRAIN, False)
    for part in parts:
        part.reset()
    return parts


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
