"""Plays a one-shot model from its folder through onnxruntime on a CPU, without torch. Called by one thread at a time.

The graph is the network alone: it says level, drift of phase and noise level for every bin of some frames. What follows is the same
arithmetic for every model: the frames between are filled in, phases are summed, seeded noise is added and one inverse FFT a frame
makes the sound (numpy).
Rendering one clip at a time keeps a take the same bits however many are asked for.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput, ModelError
from studio.models import features
from studio.models.features import ONSET
from studio.models.folder import ENCODER, PLAYER, WEIGHTS, Card, read_tensors
from studio.models.latent import LatentSpace
from studio.models.refine import refine
from studio.recipe import Choice, Control, Latent, Settings, Value

LEAD = 64  # samples kept before the onset: 1.5 ms
PEAK = 0.89  # of every render, -1 dBFS: training sounds all have one peak level
STAGES = (65, 129, 225)  # frames after which a hit may be over: 0.37, 0.74 and 1.3 s at hop 256
OVER = 10 ** (-66 / 20)  # of the peak: a hit that is under it by then is over
LOUD = math.log(10 ** (-45 / 20))  # of the greatest level: what the network wants louder than this isn't over, no need to look
SILENT = np.float32(2e-3)  # the twin of vae.SILENT
LOWEST = 20.0  # Hz, as in the training sounds
QUIET = 10 ** (-72 / 20)  # a tail below this share of the peak is cut
REACH = 3.0  # sigma, how far a sound that is dropped may take a dimension
BINS = 32  # of a histogram
THREADS = 1  # more would steal from the audio process (DESIGN.md, 'onnxruntime')
GRAPH_BYTES = 2 << 30  # what the graphs of all models may take together: one from a stranger may ask for more than there is
WATCH_SECONDS = 2.0
RUN_SECONDS = 20.0  # for one sound: a stranger's graph can loop for ever
LARGEST = 1 << 22  # bins times frames of a branch; ours have 350,000


@lru_cache(maxsize=1)
def _limit_memory() -> None:
    """One arena with an upper bound for every graph of this process."""
    import onnxruntime as ort

    memory = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(memory, ort.OrtArenaCfg({"max_mem": GRAPH_BYTES}))


def open_graph(path: str, what: str) -> object:
    """An onnxruntime session with one thread that does not spin. Raises BadInput for a file that is not a graph."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 4
    _limit_memory()
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own unrelated classes
        raise BadInput(f"The {what} {path} can't be opened by onnxruntime; put a fresh copy of the model there.") from error


class _Watch:
    """Ends graphs that run for longer than RUN_SECONDS. Any thread; one lock, held to look up.

    One thread looks after all runs and ends when it finds none: to start one for each run would cost half a millisecond.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, tuple[float, Any]] = {}  # by thread: since when, and onnxruntime's RunOptions
        self._thread: threading.Thread | None = None

    def run(self, graph: Any, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        import onnxruntime

        options, me = onnxruntime.RunOptions(), threading.get_ident()
        with self._lock:
            self._running[me] = (time.monotonic(), options)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="graph watch", daemon=True)
                self._thread.start()
        try:
            found: list[np.ndarray] = graph.run(None, inputs, options)
        finally:
            with self._lock:
                del self._running[me]
        return found

    def _look(self) -> None:
        while True:
            time.sleep(WATCH_SECONDS)
            with self._lock:
                if not self._running:
                    self._thread = None
                    return
                for began, options in self._running.values():
                    if time.monotonic() - began > RUN_SECONDS:
                        options.terminate = True


_watch = _Watch()


def run_graph(graph: Any, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    """All outputs of an onnxruntime session, which is stopped after RUN_SECONDS. Raises onnxruntime's own errors."""
    return _watch.run(graph, inputs)


@lru_cache(maxsize=16)
def _phase(frames: int, n_fft: int, hop: int) -> np.ndarray:
    """Phase of an impulse at ONSET, the twin of blocks.impulse_phase: (frames, n_fft // 2 + 1) float32."""
    k = np.arange(n_fft // 2 + 1, dtype=np.float64)
    t = np.arange(frames, dtype=np.float64)[:, None] * hop - ONSET + n_fft // 2
    return (2 * math.pi * np.remainder(k * t / n_fft, 1.0)).astype(np.float32)


@lru_cache(maxsize=32)
def _noise(seed: int, frames: int, n_fft: int, hop: int) -> np.ndarray:
    return features.noise_stft(seed, frames, n_fft, hop)


@lru_cache(maxsize=128)
def _spread(frames: int, thin: tuple[int, ...]) -> np.ndarray:
    """Takes what was said of nodes to every frame on straight lines, the twin of FrameNetwork.spread: float32 (frames, nodes)."""
    before, share = features.between_nodes(frames, thin)
    matrix = np.zeros((frames, len(features.node_frames(frames, thin))), np.float32)
    rows = np.arange(frames)
    matrix[rows, before] = 1 - share
    matrix[rows, np.minimum(before + 1, matrix.shape[1] - 1)] += share
    return matrix


def overlap_add(frames: np.ndarray, hop: int) -> np.ndarray:
    """Windowed frames (T, 4 * hop) centred on multiples of hop -> samples ((T - 1) * hop,)."""
    count = len(frames)
    total = np.zeros((count + 3, hop), np.float32)
    parts = frames.reshape(count, 4, hop)
    for j in range(4):
        total[j : j + count] += parts[:, j]
    return total[2 : count + 1].reshape(-1)


def branch_sound(head: np.ndarray, start: np.ndarray, noise: np.ndarray, n_fft: int, hop: int, integrate: bool) -> np.ndarray:
    """What a branch of the network said -> samples. The twin of Branch.partials and Branch.sound in vae.py.

    head (T, 3 F): log level, drift and log noise; start (F,): phase at the first frame; noise (2, T, F).
    """
    level, drift, hiss = np.split(head, 3, axis=-1)
    phase = np.tanh(drift)  # everything below works in place: fresh memory costs more than the arithmetic
    phase *= np.float32(math.pi)
    if integrate:
        for before, now in pairwise(phase):  # a running sum over frames; row by row it takes a tenth of np.cumsum's time
            np.add(now, before, out=now)
    phase += _phase(-(-len(head) // 64) * 64, n_fft, hop)[: len(head)]  # few sizes: they are kept
    phase += start
    tone, hiss = _loudness(level, n_fft / 4), _loudness(hiss, math.sqrt(0.375 * n_fft))
    spectrum = np.empty(phase.shape, np.complex64)
    part, rest = np.cos(phase), hiss * noise[0]
    part *= tone
    np.add(part, rest, out=spectrum.real)
    np.sin(phase, out=part)
    part *= tone
    np.multiply(hiss, noise[1], out=rest)
    np.add(part, rest, out=spectrum.imag)
    spectrum[:, 0] = 0  # no DC
    frames = np.fft.irfft(spectrum, n_fft).astype(np.float32, copy=False)
    frames *= features.hann(n_fft) / np.float32(1.5)
    return overlap_add(frames, hop)


def _loudness(log_level: np.ndarray, scale: float) -> np.ndarray:
    """What the network says of a level, as a factor: float32 of the same shape."""
    level = np.clip(log_level, -14.0, 2.0)
    np.exp(level, out=level)
    level *= np.float32(scale)
    return level


def tone_sound(head: np.ndarray, start: np.ndarray, edges: Sequence[float], hop: int, rate: int) -> np.ndarray:
    """The gliding oscillators -> samples ((T - 1) * hop,). The twin of Oscillators.tones and .sound in vae.py.

    head (T, 2 K): log level, place within the band; start (K,): phase at the onset; edges: K + 1 frequencies in Hz.
    """
    level, place = np.split(head.T, 2)  # (K, T)
    level = np.maximum(np.exp(np.clip(level, -14.0, 4.5) - 4.0) - SILENT, 0)
    sound = np.zeros((len(head) - 1) * hop, np.float32)
    heard = np.flatnonzero(level.max(1))
    if not len(heard):
        return sound
    low, high = np.array(edges[:-1], np.float32)[heard, None], np.array(edges[1:], np.float32)[heard, None]
    frequency = low * np.exp2(np.log2(high / low) / (1 + np.exp(-place[heard])))
    waves = np.cos(_run(frequency * (2 * math.pi / rate), hop) + start[heard, None])
    now, rise = level[heard, :-1, None], np.diff(level[heard])[:, :, None]
    waves *= (now + rise * (np.arange(hop, dtype=np.float32) / hop)).reshape(len(heard), -1)
    waves[:, ONSET:].sum(0, out=sound[ONSET:])
    return sound


def _run(step: np.ndarray, hop: int) -> np.ndarray:
    """The running sum from ONSET on of steps that glide between frames, less whole turns: (K, T) -> float32 (K, (T - 1) * hop).

    Within a hop it is a parabola, so that only the hops are summed one after the other.
    """
    now, rise = step[:, :-1].astype(np.float64), np.diff(step.astype(np.float64))
    i = np.arange(hop)
    before = np.cumsum(now * hop + rise * ((hop - 1) / 2), 1)
    before = np.concatenate([np.zeros((len(step), 1)), before[:, :-1]], 1)
    at, place = divmod(ONSET - 1, hop)
    if at < now.shape[1]:
        begun = before[:, at] + now[:, at] * (place + 1) + rise[:, at] * (place * (place + 1) / (2 * hop))
        before -= begun[:, None]
    curve = (i * (i + 1) / (2 * hop)).astype(np.float32)
    phase = now.astype(np.float32)[:, :, None] * (i + 1).astype(np.float32)
    phase += rise.astype(np.float32)[:, :, None] * curve
    phase += np.remainder(before, 2 * math.pi).astype(np.float32)[:, :, None]
    return phase.reshape(len(step), -1)


@lru_cache(maxsize=32)
def _rumble_filter(size: int, rate: int) -> np.ndarray:
    """Response of a causal second-order Butterworth high-pass at 20 Hz on the bins of an FFT of `size`."""
    s = 1j * np.fft.rfftfreq(size, 1 / rate) / LOWEST
    return (s**2 / (s**2 + math.sqrt(2) * s + 1)).astype(np.complex64)


def finish(samples: np.ndarray, rate: int) -> np.ndarray:
    """Nothing below 20 Hz, lead-in cropped under 1 ms, silent tail cut under a 5 ms fade, peak at -1 dBFS: (N,) -> (M,)."""
    size = -(-(len(samples) + 256) // 2048) * 2048
    sound = np.fft.irfft(np.fft.rfft(samples, size) * _rumble_filter(size, rate), size).astype(np.float32, copy=False)
    sound = sound[ONSET - LEAD : len(samples)]
    fade_in = rate // 1000
    sound[:fade_in] *= np.linspace(0, 1, fade_in, dtype=np.float32)
    peak = float(np.abs(sound).max())
    if not math.isfinite(peak):
        raise ModelError("The model made values that are not finite numbers; choose less extreme settings.")
    if peak < 1e-5:
        return sound[: rate // 20]
    loud = np.flatnonzero(np.abs(sound) > QUIET * peak)
    fade_out = rate // 200
    end = min(len(sound), max(int(loud[-1]) + fade_out, rate // 20))
    sound = sound[:end]
    sound[-fade_out:] *= np.linspace(1, 0, fade_out, dtype=np.float32)
    return sound * np.float32(PEAK / peak)


class OneShotModel:
    """A `Generator` that renders, draws and encodes (family 'vae'). Raises BadInput while loading a damaged folder."""

    def __init__(self, card: Card) -> None:
        import onnxruntime

        self.spec = card.spec
        self.sha256 = card.files[WEIGHTS]
        self.runtime = f"onnxruntime {onnxruntime.__version__} cpu"
        self.network = card.network
        self.space = LatentSpace.from_tensors(self._tensors(card))
        self._thin = tuple(card.network["thin"])
        self._nodes = features.node_frames(card.network["frames"], self._thin)
        # frames that hold the attack, and the onset in any case
        self._shortest = max(card.network["attack_frames"] * card.network["attack_hop"], 2 * ONSET) // card.network["hop"] + 2
        self._player = open_graph(str(card.folder / PLAYER), "model file")
        self._encoder_path = str(card.folder / ENCODER)
        self._encoder: object | None = None  # opened when first asked for
        self.classes = self._choice().options
        self._macros = self._names("macro")
        self._dimensions = self._names("dimension")
        self._check()
        self._nearest = self.space.nearest()

    def _check(self) -> None:
        """The controls fit the latent space and the graph fits both: one sound is made. Raises BadInput."""
        try:
            self.space.check(len(self.classes), len(self.network["measures"]), len(self._dimensions))
            self.render([self.spec.defaults()])
        except (ValueError, IndexError, RuntimeError, ModelError) as error:
            raise BadInput(f"The model '{self.spec.id}' is damaged: its parts don't fit together; put a fresh copy there.") from error

    def _tensors(self, card: Card) -> dict[str, np.ndarray]:
        try:
            tensors = read_tensors(card.folder / WEIGHTS, "latent.")
            LatentSpace.from_tensors(tensors)
            for key in ("n_fft", "hop", "frames", "attack_fft", "attack_hop", "attack_frames", "latents"):
                if type(card.network[key]) is not int or not 1 <= card.network[key] <= 8192:
                    raise KeyError(key)
            if max(card.network["n_fft"] * card.network["frames"], card.network["attack_fft"] * card.network["attack_frames"]) > LARGEST:
                raise KeyError("frames")
            edges = card.network["tone_edges"]
            if not isinstance(edges, list) or not 2 <= len(edges) <= 16 or not all(isinstance(e, float) and 1 < e < 20_000 for e in edges):
                raise KeyError("tone_edges")
            thin = card.network["thin"]
            if not isinstance(thin, list) or len(thin) > 8 or not all(type(place) is int and 0 < place <= 8192 for place in thin):
                raise KeyError("thin")
            measures = card.network["measures"]
            macros = [c.name for c in card.spec.controls if isinstance(c, Latent) and c.group == "macro"]
            if not isinstance(measures, list) or len(measures) > 64 or any(name not in measures for name in macros):
                raise KeyError("measures")
        except KeyError as error:
            raise BadInput(f"The model '{card.spec.id}' is damaged: {error} is missing or out of range; put a fresh copy there.") from error
        return tensors

    def _choice(self) -> Choice:
        for control in self.spec.controls:
            if isinstance(control, Choice) and control.name == "class":
                return control
        raise BadInput(f"The model '{self.spec.id}' is damaged: it has no control 'class'.")

    def _names(self, group: str) -> tuple[str, ...]:
        return tuple(c.name for c in self.spec.controls if isinstance(c, Latent) and c.group == group)

    def codes(self, settings: Settings) -> tuple[np.ndarray, int]:
        """The code z (Z,) and the class index that settings stand for."""
        label, dimensions = self._place(settings)
        return self.space.to_z(label, dimensions[None])[0], label

    def _place(self, settings: Settings) -> tuple[int, np.ndarray]:
        """The class index and the dimensions (Z,) in sigma after the macros moved them."""
        values = self.spec.check(settings).as_dict()
        label = self.classes.index(str(values["class"]))
        dimensions = np.array([values[name] for name in self._dimensions], np.float64)
        macros = np.array([values[name] if name in self._macros else 0.0 for name in self.network["measures"]], np.float64)
        return label, self.space.steer(label, dimensions, macros)

    def hit(self, z: np.ndarray, label: int, seed: int) -> np.ndarray:
        """One sound, onset at sample ONSET, not levelled, as long as it can be heard: (Z,) -> (N,)."""
        heads, hop = self._heads(z, label), self.network["hop"]
        level, _, hiss = np.split(heads[0], 3, axis=-1)
        loudest = np.maximum(level[:, 1:].max(1), hiss[:, 1:].max(1))  # natural log, of each node; there is no DC
        for frames in STAGES:
            at = int(np.searchsorted(self._nodes, frames))
            if frames < self._shortest or at >= len(loudest) or loudest[at] > loudest.max() + LOUD:
                continue
            sound = self._sound(heads, seed, frames)
            if np.abs(sound[-12 * hop : -4 * hop]).max() < OVER * np.abs(sound).max():
                return sound
        return self._sound(heads, seed, self.network["frames"])

    def decode(self, z: np.ndarray, label: int, seed: int, frames: int) -> np.ndarray:
        """The first `frames` frames for one code, onset at sample ONSET, not levelled: (Z,) -> ((frames - 1) * hop,)."""
        return self._sound(self._heads(z, label), seed, frames)

    def _heads(self, z: np.ndarray, label: int) -> list[np.ndarray]:
        """What the network says of the whole sound: head (nodes, C) and start (C,) of body, of attack and of oscillators."""
        inputs: dict[str, np.ndarray] = {"z": z[None].astype(np.float32), "label": np.array([label], np.int64)}
        try:
            found = run_graph(self._player, inputs)
        except Exception as error:  # onnxruntime raises its own unrelated classes
            raise ModelError(f"The model '{self.spec.id}' could not be computed ({type(error).__name__}).") from error
        return [head[0] for head in found]

    def _sound(self, heads: list[np.ndarray], seed: int, frames: int) -> np.ndarray:
        n = self.network
        body, body_start, attack, attack_start, tone, tone_start = heads
        matrix = _spread(frames, self._thin)
        noise = _noise(seed, n["frames"], n["n_fft"], n["hop"])[:, :frames]
        sound = branch_sound(matrix @ body[: matrix.shape[1]], body_start, noise, n["n_fft"], n["hop"], True)
        noise = _noise(seed ^ 0x5EED, n["attack_frames"], n["attack_fft"], n["attack_hop"])
        click = branch_sound(attack, attack_start, noise, n["attack_fft"], n["attack_hop"], False)
        count = min(len(click), len(sound))
        sound[:count] += click[:count]
        return sound + tone_sound(matrix @ tone[: matrix.shape[1]], tone_start, n["tone_edges"], n["hop"], self.spec.rate)

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render. 1.0 in a clip is full scale; each is mono and peaks at -1 dBFS."""
        return [Clip(finish(self.hit(*self.codes(one), one.seed), self.spec.rate)[None], self.spec.rate) for one in settings]

    def typical(self, settings: Settings) -> float:
        """See KnowsTraining.typical: by the distance to the nearest training sound of the class, in sigma."""
        return float(np.searchsorted(self._nearest, self.space.distance(*self._place(settings)))) / max(1, len(self._nearest))

    def histograms(self) -> dict[str, tuple[float, ...]]:
        """See KnowsTraining.histograms: of the dimensions; macros move those and have none of their own."""
        found = {}
        for name, column in zip(self._dimensions, self.space.codes.T, strict=True):
            control = self.spec.control(name)
            assert isinstance(control, Latent)
            counts = np.histogram(column, BINS, (control.low, control.high))[0]
            found[name] = tuple((counts / max(1, counts.max())).round(3).tolist())
        return found

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        """See Draws.draw. A fresh draw puts macros to zero; a small amount moves from `base` towards a fresh one."""
        base = self.spec.check(base)
        values = base.as_dict()
        random = np.random.Generator(np.random.Philox(seed))
        label = self.classes.index(str(values["class"]))
        if "class" not in keep and amount >= 1.0:
            label = int(random.integers(len(self.classes)))
        fresh = self.space.draw(label, random)
        changes: dict[str, Value] = {"class": self.classes[label]}
        for name, target in [*zip(self._dimensions, fresh, strict=True), *((name, 0.0) for name in self._macros)]:
            now = float(values[name])  # type: ignore[arg-type]
            if amount < 1.0 and name in self._macros:
                target = now
            value = now + min(1.0, amount) ** 0.5 * (float(target) - now)
            changes[name] = round(_within(self.spec.control(name), value), 4)
        return base.with_values({k: v for k, v in changes.items() if k not in keep}, seed=base.seed if amount < 1.0 else seed)

    def encode(self, clip: Clip) -> Settings:
        """See Encodes.encode: the loudest onset of the clip becomes the hit; the class is the likeliest one.

        Takes about a second: what the encoder says is only where the search begins.
        """
        rate, length = self.spec.rate, (self.network["frames"] - 1) * self.network["hop"]
        sound = onset_aligned(clip, rate, length)
        image = features.mel_image(sound, rate)
        if self._encoder is None:
            self._encoder = open_graph(self._encoder_path, "encoder file")
        (mean,) = run_graph(self._encoder, {"image": image})
        label = self.space.likeliest_class(mean[0])

        def picture(u: np.ndarray) -> np.ndarray:
            made = self.hit(self.space.to_z(label, u[None])[0], label, 0)[:length]
            made = np.pad(made, (0, length - len(made))) * (0.9 / max(float(np.abs(made).max()), 1e-6))
            return features.audible_image(made[None].astype(np.float32), rate)[0]

        u = refine(self.space.to_dimensions(label, mean)[0], picture, features.audible_image(sound, rate)[0], REACH)
        values: dict[str, Value] = {"class": self.classes[label], **{name: 0.0 for name in self._macros}}
        for name, value in zip(self._dimensions, u, strict=True):
            values[name] = round(_within(self.spec.control(name), float(value)), 4)
        return self.spec.defaults().with_values(values)


def _within(control: Control, value: float) -> float:
    """As near to `value` as the control allows (latents: twice their range)."""
    if not isinstance(control, Latent):
        return value
    return min(max(value, 2 * control.low), 2 * control.high)


def onset_aligned(clip: Clip, rate: int, length: int) -> np.ndarray:
    """Mono, at the model's rate, the onset of its loudest hit at sample ONSET, peak 0.9: (1, length) float32.

    Raises BadInput for silence.
    """
    import soxr

    mono = clip.samples.mean(0)
    if clip.rate != rate:
        mono = soxr.resample(mono, clip.rate, rate, quality="HQ").astype(np.float32)
    peak = float(np.abs(mono).max()) if len(mono) else 0.0
    if peak < 1e-4:
        raise BadInput("This sound is silent, so there is nothing to start from; choose one that can be heard.")
    loud = np.flatnonzero(np.abs(mono) > 0.1 * peak)
    # the first loud sample; of a long recording the hit that holds the peak
    at = int(np.abs(mono).argmax())
    before = loud[(loud <= at) & (loud > at - rate // 10)]
    onset = int(before[0]) if len(before) else at
    padded = np.pad(mono, (ONSET, length))
    return (padded[onset : onset + length] * (0.9 / peak)).astype(np.float32)[None]
