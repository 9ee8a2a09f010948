"""Plays a one-shot model from its folder through onnxruntime on a CPU, without torch. Called by one thread at a time.

The graph is the network alone: it says level, drift of phase and noise level for every bin of some frames. What follows is the same
arithmetic for every model (synthesis.py).
Rendering one clip at a time keeps a take the same bits however many are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput, ModelError
from studio.models import features
from studio.models.features import ONSET
from studio.models.folder import ENCODER, PLAYER, WEIGHTS, Card, read_tensors
from studio.models.generator import Watch
from studio.models.graphs import open_graph, run_graph
from studio.models.latent import LatentSpace
from studio.models.refine import refine
from studio.models.synthesis import Branch, finish, noise_of, spread, tone_sound
from studio.recipe import Choice, Control, Latent, Number, Settings, Value

OVER = 10 ** (-66 / 20)  # of the peak: a hit that is under it by then is over
LOUD = math.log(10 ** (-45 / 20))  # of the greatest level: what the network wants louder than this isn't over, no need to look
REACH = 3.0  # sigma, how far a sound that is dropped may take a dimension
BINS = 32  # of a histogram
TRUNCATION = "truncation"  # a control that some models have: the factor of all dimensions, 0 for the middle of the class
LARGEST = 1 << 22  # bins times frames of a branch; ours have 350,000


class OneShotModel:
    """A `Generator` that renders, draws and encodes (families 'vae', 'gan'). Raises BadInput while loading a damaged folder."""

    def __init__(self, card: Card) -> None:
        import onnxruntime

        self.spec = card.spec
        self.sha256 = card.files[WEIGHTS]
        self.runtime = f"onnxruntime {onnxruntime.__version__} cpu" + (" int8" if card.network.get("arithmetic") == "int8" else "")
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
        self._numbers = tuple(card.network.get("numbers", ()))
        self._truncates = any(isinstance(c, Number) and c.name == TRUNCATION for c in self.spec.controls)
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
            numbers = card.network.get("numbers", [])
            named = {c.name for c in card.spec.controls if isinstance(c, Number)}
            if not isinstance(numbers, list) or not all(isinstance(name, str) and name in named for name in numbers):
                raise KeyError("numbers")
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
        if self._truncates:
            dimensions *= float(values[TRUNCATION])  # type: ignore[arg-type]
        macros = np.array([values[name] if name in self._macros else 0.0 for name in self.network["measures"]], np.float64)
        return label, self.space.steer(label, dimensions, macros)

    def dimensions(self, settings: Settings) -> dict[str, float]:
        """See Places.dimensions."""
        return dict(zip(self._dimensions, self._place(settings)[1].tolist(), strict=True))

    def told(self, settings: Settings) -> np.ndarray | None:
        """What the graph is told beside the class, each number as the place of its slider: (K,) in 0..1, or None where there are none."""
        if not self._numbers:
            return None
        values = self.spec.check(settings).as_dict()
        return np.array([_place_of(self.spec.control(name), float(values[name])) for name in self._numbers], np.float32)  # type: ignore[arg-type]

    def hit(self, z: np.ndarray, label: int, seed: int, numbers: np.ndarray | None = None) -> np.ndarray:
        """One sound, onset at sample ONSET, not levelled, as long as it can be heard: (Z,) -> (N,). numbers as `told` gives them."""
        return self._sound(self._heads(z, label, numbers), seed, self.network["frames"], whole=False)

    def decode(self, z: np.ndarray, label: int, seed: int, frames: int) -> np.ndarray:
        """The first `frames` frames for one code, onset at sample ONSET, not levelled: (Z,) -> ((frames - 1) * hop,)."""
        return self._sound(self._heads(z, label), seed, frames, whole=True)

    def _heads(self, z: np.ndarray, label: int, numbers: np.ndarray | None = None) -> list[np.ndarray]:
        """What the network says of the whole sound: head (nodes, C) and start (C,) of body, of attack and of oscillators."""
        inputs: dict[str, np.ndarray] = {"z": z[None].astype(np.float32), "label": np.array([label], np.int64)}
        if self._numbers:
            inputs["numbers"] = (np.ones(len(self._numbers), np.float32) if numbers is None else numbers)[None]
        try:
            found = run_graph(self._player, inputs)
        except Exception as error:  # onnxruntime raises its own unrelated classes
            raise ModelError(f"The model '{self.spec.id}' could not be computed ({type(error).__name__}).") from error
        return [head[0] for head in found]

    def _sound(self, heads: list[np.ndarray], seed: int, frames: int, whole: bool) -> np.ndarray:
        """At most `frames` frames; unless they are wanted whole, only as many as are heard."""
        n, hop = self.network, self.network["hop"]
        body, body_start, attack, attack_start, tone, tone_start = heads
        noise = noise_of(seed ^ 0x5EED, n["attack_frames"], n["attack_fft"], n["attack_hop"])
        first = Branch(attack, attack_start, noise, n["attack_fft"], n["attack_hop"], (), integrate=False)
        while first.frames < first.limit:
            first.grow()
        click = first.samples()
        matrix = spread(frames, self._thin)
        sung = tone_sound(matrix @ tone[: matrix.shape[1]], tone_start, n["tone_edges"], hop, self.spec.rate)
        noise = noise_of(seed, n["frames"], n["n_fft"], hop)[:, :frames]
        branch, quiet = Branch(body, body_start, noise, n["n_fft"], hop, self._thin, integrate=True), self._quiet(body)
        while True:
            branch.grow()
            done = branch.frames == branch.limit
            if not done and (whole or branch.frames < max(self._shortest, quiet)):
                continue
            sound = branch.samples().copy()
            sound[: len(click)] += click[: len(sound)]
            sound += sung[: len(sound)]
            if done or np.abs(sound[-12 * hop : -4 * hop]).max() < OVER * np.abs(sound).max():
                return sound

    def _quiet(self, body: np.ndarray) -> int:
        """The frame from which on the network wants nothing that is louder than LOUD under the loudest: no need to look before."""
        level, _, hiss = np.split(body, 3, axis=-1)
        loudest = np.maximum(level[:, 1:].max(1), hiss[:, 1:].max(1))  # natural log, of each node; there is no DC
        loud = np.flatnonzero(loudest > loudest.max() + LOUD)
        return int(self._nodes[loud[-1]]) + 1 if len(loud) else 0

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render. 1.0 in a clip is full scale; each is mono and peaks at -1 dBFS."""
        hits = (self.hit(*self.codes(one), one.seed, self.told(one)) for one in settings)
        return [Clip(finish(hit, self.spec.rate)[None], self.spec.rate) for hit in hits]

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

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
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

        u = refine(self.space.to_dimensions(label, mean)[0], picture, features.audible_image(sound, rate)[0], REACH, watch=watch)
        values: dict[str, Value] = {"class": self.classes[label], **{name: 0.0 for name in self._macros}}
        if self._truncates:
            values[TRUNCATION] = 1.0
        for name, value in zip(self._dimensions, u, strict=True):
            values[name] = round(_within(self.spec.control(name), float(value)), 4)
        return self.spec.defaults().with_values(values)


def _place_of(control: Control, value: float) -> float:
    """Where a number's slider stands: 0 at its low end, 1 at its high end, evenly in octaves for a curve 'log'."""
    if not isinstance(control, Number):
        return 1.0
    if control.curve == "log":
        return math.log(value / control.low) / math.log(control.high / control.low)
    return (value - control.low) / (control.high - control.low)


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
