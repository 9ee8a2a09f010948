"""Plays a stream from its folder through onnxruntime on a CPU, without torch. Each stream and each ear by one thread at a time.

A latent in sigma is the pitch or a dimension of z; one affine map takes both to semitones and z. The graph says levels for every frame,
stream_sound.py makes the samples. Everything that the next sample depends on is in a `ModelStream`'s own arrays, so that a voice can
be copied, saved and gone on with.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput, ModelError
from studio.models import stream_ear
from studio.models.folder import ENCODER, PLAYER, WEIGHTS, Card, read_tensors
from studio.models.generator import Watch
from studio.models.graphs import open_graph, run_graph
from studio.models.latent import LatentSpace
from studio.models.pitch import to_hz, to_midi
from studio.models.stream_ear import HOP, LOOK, PERIODS, RATE, UNSURE
from studio.models.stream_sound import HEADS, STRAYS, Life, SoundState
from studio.models.stream_walk import Walk
from studio.recipe import Control, Latent, Number, Settings, Value

PITCH, LENGTH, TRANSPOSE = "pitch", "length", "transpose"
REACH = 3.0  # sigma, how far a sound that is dropped may take a latent
FURTHEST = 8.0  # sigma: no latent goes beyond
LOWEST_NOTE, HIGHEST_NOTE = 24.0, 108.0  # semitones between which a stream sings
BINS = 32  # of a histogram
SETTLE = 48  # frames that a held sound runs before it is heard
FADE_IN, FADE_OUT = 0.008, 0.06  # s, of a clip
LOUD = 0.8  # of full scale: louder samples are bent, never over 0.99
WHOLE_NUMBERS = {"width": 4_096, "blocks": 64, "encoder_width": 4_096, "encoder_blocks": 64, "kernel": 256, "latents": 256}  # at most
MOST_STATE = 1 << 20  # numbers of a network's state
MOST_CODE = 1e4  # of a dimension that the ear says, deviations are about 1
MOST_WAVER = 100.0  # of deviation 1: what a saved state may hold
TRIED = 96  # frames of which the latencies are measured
CALM, CALM_SECONDS = 0.04, 0.08  # sigma a frame (a dimension's, on average) at which half the straying is left; what it is a mean over


def stream_controls() -> tuple[Control, ...]:
    """What a stream has beside its latents."""
    return (
        Number(TRANSPOSE, "Transpose", -24.0, 24.0, 0.0, "semitones", help="Added to the pitch, in semitones; any fraction."),
        Number(LENGTH, "Length", 0.5, 20.0, 3.0, "s", curve="log", help="How long the clip is; played live, it goes on without end."),
    )


class StreamModel:
    """A `Generator` that renders, draws, encodes and streams (family 'stream'). Raises BadInput while loading a damaged folder."""

    def __init__(self, card: Card) -> None:
        import onnxruntime

        self.spec, self.network, self.card = card.spec, card.network, card
        self.sha256 = card.files[WEIGHTS]
        self.runtime = f"onnxruntime {onnxruntime.__version__} cpu"
        self._macros, self._dimensions = self._names("macro"), self._names("dimension")
        self._read(card)
        self._player: Any = open_graph(str(card.folder / PLAYER), "model file")
        self._encoder: Any = open_graph(str(card.folder / ENCODER), "encoder file")
        self.hop, self.dims = HOP, len(self._dimensions)
        try:
            self.space.check(1, len(self.network["measures"]), self.dims)
            sigma = abs(float(self.space.root[0, 0, 0]) * float(self.space.axes[0, 0]))
            if not (0.0 <= self.space.mean[0, 0] <= 127.0 and 1e-3 < sigma < 1e3):
                raise ValueError("no pitch in semitones")
            self.point(self.spec.defaults())
            self.latency, self.ear_latency = self._measured()
        except (ValueError, IndexError, RuntimeError, ModelError, ArithmeticError, KeyError) as error:
            raise BadInput(f"The model '{self.spec.id}' is damaged: its parts don't fit together; put a fresh copy there.") from error
        self._nearest = self.space.nearest()

    def exchange(self, player: Any, encoder: Any, runtime: str) -> tuple[Any, Any, str]:
        """See runtime.Movable."""
        before = self._player, self._encoder, self.runtime
        self._player, self._encoder, self.runtime = player, encoder, runtime
        return before

    def _names(self, group: str) -> tuple[str, ...]:
        return tuple(c.name for c in self.spec.controls if isinstance(c, Latent) and c.group == group)

    def _read(self, card: Card) -> None:
        """Checks what the family needs of card and tensors. Raises BadInput."""
        n = self.network
        try:
            tensors = read_tensors(card.folder / WEIGHTS, "latent.") | read_tensors(card.folder / WEIGHTS, "walk.")
            self.space = LatentSpace.from_tensors(tensors)
            self.walk = Walk.from_tensors(tensors, len(self._dimensions))
            if ENCODER not in card.files:
                raise KeyError(ENCODER)
            if n["hop"] != HOP or n["rate"] != RATE or self.spec.rate != RATE or self.spec.channels != 1:
                raise KeyError("rate")
            for key, greatest in WHOLE_NUMBERS.items():
                if type(n[key]) is not int or not 1 <= n[key] <= greatest:
                    raise KeyError(key)
            if n["kernel"] < 2 or max(n["width"] * n["blocks"], n["encoder_width"] * n["encoder_blocks"]) * n["kernel"] > MOST_STATE:
                raise KeyError("kernel")
            for key, most in (("lowest", 1_000.0), ("alive", 10.0), ("stray_hz", 100.0), ("stray_cents", 200.0), ("waver_cents", 100.0)):
                if not isinstance(n[key], (int, float)) or not 0 <= n[key] <= most:
                    raise KeyError(key)
            if not self._dimensions or self._dimensions[0] != PITCH or len(self._dimensions) != n["latents"] + 1:
                raise KeyError(PITCH)
            there = {control.name: control for control in self.spec.controls}
            for wanted in stream_controls():
                control = there.get(wanted.name)
                if not isinstance(control, Number) or not isinstance(wanted, Number):
                    raise KeyError(wanted.name)
                if not wanted.low <= control.low < control.high <= wanted.high:
                    raise KeyError(wanted.name)
            measures = n["measures"]
            if not isinstance(measures, list) or len(measures) > 64 or any(name not in measures for name in self._macros):
                raise KeyError("measures")
        except KeyError as error:
            raise BadInput(f"The model '{card.spec.id}' is damaged: {error} is missing or out of range; put a fresh copy there.") from error
        self.life = Life(float(n["alive"]), float(n["stray_hz"]), float(n["stray_cents"]), float(n["waver_cents"]))

    # --- Streams

    def stream(self, seed: int = 0) -> ModelStream:
        """See Streams.stream."""
        return ModelStream(self, SoundState.begin(seed), self._state("width", "blocks"), np.zeros(self.dims, np.float32))

    def ear(self) -> ModelEar:
        """See Streams.ear."""
        return ModelEar(self)

    def point(self, settings: Settings) -> np.ndarray:
        """See Streams.point: macros move the dimensions, transposing moves the pitch."""
        values = self.spec.check(settings).as_dict()
        u = np.array([values[name] for name in self._dimensions], np.float64)
        macros = np.array([values[name] if name in self._macros else 0.0 for name in self.network["measures"]], np.float64)
        u = self.space.steer(0, u, macros)
        u[0] += float(values[TRANSPOSE]) / self.semitones  # type: ignore[arg-type]
        return u.astype(np.float32)

    def drift(self, seed: int, start: np.ndarray | None = None) -> Iterator[np.ndarray]:
        """See Streams.drift."""
        return self.walk.steps(np.random.Generator(np.random.Philox(seed)), start)

    @property
    def semitones(self) -> float:
        """Of the pitch, a sigma."""
        return float(self.space.root[0, 0, 0] * self.space.axes[0, 0])

    def heads(self, latents: np.ndarray, state: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What the network says: finite latents (T, dims) in sigma, state -> heads (T, HEADS), hz (T,), state. Raises ModelError."""
        code = self.space.to_z(0, latents)
        pitch = np.clip(code[:, :1], LOWEST_NOTE, HIGHEST_NOTE)
        heads, state = self._run(self._player, {"z": code[None, :, 1:], "pitch": pitch[None], "state": state})
        if heads.shape != (1, len(latents), HEADS):
            raise ModelError(f"The model '{self.spec.id}' could not be computed (its answer has another shape).")
        return finite(heads[0], -20.0).clip(-20.0, 3.0), np.asarray(to_hz(pitch[:, 0].astype(np.float64))), state

    def _state(self, width: str, blocks: str) -> np.ndarray:
        n = self.network
        return np.zeros((n[blocks], 1, n["kernel"] - 1, n[width]), np.float32)

    def _run(self, graph: Any, inputs: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """The answer and the state after it. Raises ModelError."""
        try:
            answer, after = run_graph(graph, inputs)
        except Exception as error:  # onnxruntime raises its own unrelated classes
            raise ModelError(f"The model '{self.spec.id}' could not be computed ({type(error).__name__}).") from error
        before = inputs["state"]
        if after.shape != before.shape or after.dtype != before.dtype or answer.dtype != before.dtype:
            raise ModelError(f"The model '{self.spec.id}' could not be computed (its answer has another shape).")
        return answer, after

    def _measured(self) -> tuple[int, int]:
        """Samples from a change of the latents to its sound, and from a sound at the ear to what it changes there.

        Two voices from one state part when the latents of one of them leap: what they differ by is measured. The ear hears noise that
        becomes louder.
        """
        still = np.repeat(self.point(self.spec.defaults())[None], TRIED, 0)
        moved = still.copy()
        moved[TRIED // 2 :] += np.where(np.arange(self.dims) % 2, 1.0, -1.0).astype(np.float32)
        apart = (self.stream(0).step(still) - self.stream(0).step(moved))[0, TRIED // 2 * HOP :]
        level = np.sqrt(np.convolve(apart**2, np.full(64, 1 / 64), "same"))
        latency = _half_way(level)
        random = np.random.Generator(np.random.Philox(1))
        noise = (0.1 * random.standard_normal(TRIED * HOP)).astype(np.float32)
        noise[: TRIED // 2 * HOP] *= 0.2
        heard = self.ear().step(noise)
        way = np.linalg.norm(heard[TRIED // 2 :, 1:] - heard[TRIED // 2 - 1, 1:], axis=1)
        return latency, (_half_way(way) + 1) * HOP

    # --- the ordinary generator

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render: the settings' latents are held for as long as they say. Mono; 1.0 is full scale."""
        return [Clip(self._clip(one)[None], RATE) for one in settings]

    def _clip(self, settings: Settings) -> np.ndarray:
        count = int(float(self.spec.check(settings).get(LENGTH)) * RATE)  # type: ignore[arg-type]
        frames = -(-count // HOP) + SETTLE
        sound = self.stream(settings.seed).step(np.repeat(self.point(settings)[None], frames, 0))[0, SETTLE * HOP :][:count].copy()
        for seconds, part in ((FADE_IN, sound), (FADE_OUT, sound[::-1])):
            size = int(seconds * RATE)
            part[:size] *= (0.5 - 0.5 * np.cos(np.linspace(0, math.pi, size))).astype(np.float32)
        return sound

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
        """See Encodes.encode: the frame that lies most in the middle of what is loud is held."""
        import soxr

        mono = clip.samples.mean(0)
        if clip.rate != RATE:
            mono = soxr.resample(mono, clip.rate, RATE, quality="HQ").astype(np.float32)
        peak = float(np.abs(mono).max()) if len(mono) else 0.0
        if peak < 1e-4:
            raise BadInput("This sound is silent, so there is nothing to start from; choose one that can be heard.")
        seconds = min(len(mono) / RATE, 20.0)
        mono = np.pad(mono[: 20 * RATE], (0, PERIODS))
        frames = len(mono) // HOP
        heard = self.ear().step(mono[: frames * HOP])
        level = np.array([np.sqrt(np.mean(part**2)) for part in stream_ear.frames_of(mono, 1024, frames + 4)[4:]])
        heard = heard[4:][: len(level)]  # an ear speaks of what lies AHEAD samples back
        level = level[: len(heard)]
        loud = np.flatnonzero(level > 0.4 * level.max())
        middle = np.median(heard[loud], 0)
        u = heard[loud[int(np.abs(heard[loud] - middle).sum(1).argmin())]]
        values: dict[str, Value] = {name: round(float(np.clip(v, -REACH, REACH)), 4) for name, v in zip(self._dimensions, u, strict=True)}
        length = self.spec.control(LENGTH)
        assert isinstance(length, Number)
        values[LENGTH] = round(min(max(seconds, length.low), length.high), 3)
        return self.spec.defaults().with_values(values)

    def dimensions(self, settings: Settings) -> dict[str, float]:
        """See Places.dimensions."""
        return dict(zip(self._dimensions, self.point(settings).tolist(), strict=True))

    def typical(self, settings: Settings) -> float:
        """See KnowsTraining.typical: by the distance to the nearest training frame, in sigma."""
        return float(np.searchsorted(self._nearest, self.space.distance(0, self.point(settings)))) / max(1, len(self._nearest))

    def histograms(self) -> dict[str, tuple[float, ...]]:
        """See KnowsTraining.histograms."""
        found = {}
        for name, column in zip(self._dimensions, self.space.codes.T, strict=True):
            control = self.spec.control(name)
            assert isinstance(control, Latent)
            counts = np.histogram(column, BINS, (control.low, control.high))[0]
            found[name] = tuple((counts / max(1, counts.max())).round(3).tolist())
        return found

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        """See Draws.draw. A fresh draw puts macros to zero and the pitch on a semitone; transposing and length stay as they are."""
        base = self.spec.check(base)
        values = base.as_dict()
        random = np.random.Generator(np.random.Philox(seed))
        fresh = self.space.codes[int(random.integers(len(self.space.codes)))] + 0.2 * random.standard_normal(self.dims)
        fresh[0] = (round(float(self.space.mean[0, 0] + fresh[0] * self.semitones)) - float(self.space.mean[0, 0])) / self.semitones
        changes: dict[str, Value] = {}
        for name, target in [*zip(self._dimensions, fresh.tolist(), strict=True), *((name, 0.0) for name in self._macros)]:
            now = float(values[name])  # type: ignore[arg-type]
            if amount < 1.0 and name in (*self._macros, PITCH):
                target = now
            control = self.spec.control(name)
            assert isinstance(control, Latent)
            value = now + min(1.0, amount) ** 0.5 * (target - now)
            changes[name] = round(min(max(value, control.low), control.high), 4)
        return base.with_values({k: v for k, v in changes.items() if k not in keep}, seed=base.seed if amount < 1.0 else seed)


def _half_way(level: np.ndarray) -> int:
    """The first place at which a rising curve reaches half of what it is like in its second half."""
    return int(np.argmax(level >= 0.5 * np.median(level[len(level) // 2 :])))


def finite(values: np.ndarray, instead: float = 0.0) -> np.ndarray:
    """The same array where all is finite, else a copy with something instead. A look costs less than numpy's nan_to_num."""
    return values if np.isfinite(values).all() else np.nan_to_num(values, nan=instead, posinf=instead, neginf=instead)


def bent(x: np.ndarray) -> np.ndarray:
    """Samples over LOUD bent under 0.99, each for itself; the others as they are."""
    loud = np.flatnonzero(np.abs(x) > LOUD)
    made, room = x.copy(), np.float32(0.99 - LOUD)
    made[loud] = np.sign(x[loud]) * (LOUD + room * np.tanh((np.abs(x[loud]) - LOUD) / room))
    return made


class ModelStream:
    """See generator.Stream."""

    def __init__(self, model: StreamModel, sound: SoundState, state: np.ndarray, before: np.ndarray, moved: float = 0.0) -> None:
        """before (dims,): the last latents; moved: sigma a frame, by how much they did lately."""
        self._model, self._sound, self._state, self._before, self._moved = model, sound, state, before, moved

    def step(self, latents: np.ndarray) -> np.ndarray:
        """See Stream.step. Raises BadInput for another shape, ModelError where the result is not finite."""
        latents = np.asarray(latents)
        if latents.ndim != 2 or latents.shape[1] != self._model.dims:
            raise BadInput(f"The stream '{self._model.spec.id}' takes latents of shape (frames, {self._model.dims}), not {latents.shape}.")
        if not len(latents):
            return np.zeros((1, 0), np.float32)
        latents = np.clip(finite(latents.astype(np.float32)), -FURTHEST, FURTHEST)
        heads, hz, self._state = self._model.heads(latents, self._state)
        heads[:, -STRAYS:] *= self._calm(latents)[:, None]
        return self.play(heads, hz)[None]

    def _calm(self, latents: np.ndarray) -> np.ndarray:
        """How much of its straying each frame keeps (T,): a held point lives by it, latents that move as playing does need none."""
        before = self._before[None] if self._sound.hz > 0 else latents[:1]
        steps = np.abs(np.diff(latents, axis=0, prepend=before)).mean(1).tolist()
        keep, calm = math.exp(-HOP / RATE / CALM_SECONDS), np.empty(len(steps), np.float32)
        for t, step in enumerate(steps):
            self._moved = keep * self._moved + (1 - keep) * step
            calm[t] = 1 / (1 + (self._moved / CALM) ** 2)
        self._before = latents[-1].copy()
        return calm

    def play(self, heads: np.ndarray, hz: np.ndarray) -> np.ndarray:
        """The samples (T * HOP,) of what a network would say, (T, HEADS), at pitches hz (T,). Raises ModelError."""
        samples = bent(self._sound.sound(heads, hz, self._model.life))
        if not np.isfinite(samples).all():
            raise ModelError(f"The model '{self._model.spec.id}' made a sound that is no sound (not finite).")
        return samples

    def copy(self) -> ModelStream:
        """See Stream.copy."""
        return ModelStream(self._model, self._sound.copy(), self._state.copy(), self._before.copy(), self._moved)

    def save(self) -> dict[str, np.ndarray]:
        """See Stream.save."""
        random: Any = self._sound.random.bit_generator.state
        return {
            "model": np.frombuffer(bytes.fromhex(self._model.sha256), np.uint8).copy(), "network": self._state.copy(),
            "frame": self._sound.frame.copy(), "tail": self._sound.tail.copy(), "stray": self._sound.stray.copy(),
            "before": self._before.copy(), "numbers": np.array([self._sound.hz, self._sound.cycle, self._sound.waver, self._moved]),
            "random": np.concatenate([random["state"]["counter"], random["state"]["key"], random["buffer"]]).astype(np.uint64),
            "drawn": np.array([random["buffer_pos"], random["has_uint32"], random["uinteger"]], np.uint64),
        }  # fmt: skip

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """See Stream.restore."""
        mine = self.save()
        same = set(state) == set(mine) and all(
            isinstance(state[k], np.ndarray) and state[k].shape == mine[k].shape and state[k].dtype == mine[k].dtype for k in mine
        )
        same = same and np.array_equal(state["model"], mine["model"]) and all(np.isfinite(value).all() for value in state.values())
        hz, cycle, waver, moved = state["numbers"].tolist() if same else (-1.0,) * 4
        if not (0.0 <= hz <= self._model.spec.rate and abs(waver) <= MOST_WAVER and 0.0 <= moved <= 2 * FURTHEST):
            raise BadInput(f"This state is not one of the stream '{self._model.spec.id}'; start a new voice.")
        random = np.random.Philox()
        counter, key, buffer = np.split(state["random"], (4, 6))
        position, has, number = (int(value) for value in state["drawn"])
        random.state = {
            "bit_generator": "Philox", "state": {"counter": counter.copy(), "key": key.copy()}, "buffer": buffer.copy(),
            "buffer_pos": min(position, 4), "has_uint32": min(has, 1), "uinteger": number & 0xFFFFFFFF,
        }  # fmt: skip
        self._sound = SoundState(
            state["frame"].copy(), hz, cycle % 1.0, state["tail"].copy(), state["stray"].copy(), waver, np.random.Generator(random)
        )
        self._state, self._before, self._moved = state["network"].copy(), np.clip(state["before"], -FURTHEST, FURTHEST), moved


class ModelEar:
    """See generator.Ear. The latents after a step are those of the frame in the middle AHEAD samples before its end."""

    def __init__(self, model: StreamModel) -> None:
        self._model = model
        self._past = np.zeros(PERIODS, np.float32)
        self._state = model._state("encoder_width", "encoder_blocks")
        self._costs = np.zeros(0)  # of the paths to each candidate of the last frame
        self._candidates = np.zeros(0)
        self._hz = float(to_hz(float(model.space.mean[0, 0])))
        self._mean = model.space.mean[0]
        # LatentSpace.to_dimensions, its equations solved once
        self._turn = np.linalg.inv(model.space.root[0].astype(np.float64)).T @ model.space.axes

    def step(self, samples: np.ndarray) -> np.ndarray:
        """See Ear.step. Raises BadInput for another shape."""
        samples = finite(np.asarray(samples, np.float32))
        if samples.ndim != 1 or len(samples) % HOP:
            raise BadInput(f"An ear takes mono samples in whole frames of {HOP}, not an array of shape {samples.shape}.")
        count = len(samples) // HOP
        if not count:
            return np.zeros((0, self._model.dims), np.float32)
        sound = np.concatenate([self._past, np.clip(samples, -4, 4)])
        self._past = sound[-PERIODS:].copy()
        views = np.lib.stride_tricks.sliding_window_view(sound, PERIODS)[HOP::HOP]
        hz, clear = self._pitches(views)
        seen = stream_ear.picture(views[:, PERIODS - LOOK :], hz, clear)
        pitch = np.asarray(to_midi(hz), np.float32)[:, None]
        mean, self._state = self._model._run(self._model._encoder, {"seen": seen[None], "pitch": pitch[None], "state": self._state})
        if mean.shape != (1, count, self._model.dims - 1):
            raise ModelError(f"The encoder of '{self._model.spec.id}' could not be computed (its answer has another shape).")
        code = np.concatenate([pitch, finite(mean[0]).clip(-MOST_CODE, MOST_CODE)], 1)
        return ((code - self._mean) @ self._turn).astype(np.float32)

    def _pitches(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """hz (T,) and clearness (T,), by the likeliest path until each frame; where nothing is clear the last pitch stays."""
        found = stream_ear.periods(views)
        near = views[:, PERIODS - LOOK :]
        costs = 1.0 - found.clear - stream_ear.STEPS_DOWN * np.log2(np.maximum(found.hz, 1.0) / stream_ear.LOWEST)
        hz, clear = np.empty(len(views)), np.empty(len(views))
        for t in range(len(views)):
            total = costs[t]
            if len(self._costs):
                total = total + (self._costs[:, None] + stream_ear.leap(self._candidates, found.hz[t])).min(0)
            self._costs, self._candidates = total - total.min(), found.hz[t]
            best = int(total.argmin())
            clear[t] = found.clear[t, best]
            if clear[t] >= UNSURE and found.level[t] > 1e-4:
                self._hz = float(stream_ear.root_of(found.hz[t, best], self._model.network["lowest"]))
            hz[t] = self._hz
        return stream_ear.sharpened(near, hz), clear


