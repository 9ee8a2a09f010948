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
from studio.errors import BadInput
from studio.models import features
from studio.models.features import ONSET
from studio.models.folder import Card
from studio.models.generator import Watch
from studio.models.latent_model import REACH, TRUNCATION, LatentModel, check_thin
from studio.models.refine import refine
from studio.models.synthesis import Branch, finish, noise_of, spread, tone_sound
from studio.recipe import Control, Number, Settings, Value

OVER = 10 ** (-66 / 20)  # of the peak: a hit that is under it by then is over
LOUD = math.log(10 ** (-45 / 20))  # of the greatest level: what the network wants louder than this isn't over, no need to look
LARGEST = 1 << 22  # bins times frames of a branch; ours have 350,000


class OneShotModel(LatentModel):
    """A `Generator` that renders, draws and encodes (families 'vae', 'gan'). Raises BadInput while loading a damaged folder."""

    def check_network(self, card: Card) -> None:
        """See LatentModel.check_network."""
        n = card.network
        for key in ("n_fft", "hop", "frames", "attack_fft", "attack_hop", "attack_frames", "latents"):
            if type(n[key]) is not int or not 1 <= n[key] <= 8192:
                raise KeyError(key)
        if max(n["n_fft"] * n["frames"], n["attack_fft"] * n["attack_frames"]) > LARGEST:
            raise KeyError("frames")
        edges = n["tone_edges"]
        if not isinstance(edges, list) or not 2 <= len(edges) <= 16 or not all(isinstance(e, float) and 1 < e < 20_000 for e in edges):
            raise KeyError("tone_edges")
        check_thin(n)
        numbers, named = n.get("numbers", []), {c.name for c in card.spec.controls if isinstance(c, Number)}
        if not isinstance(numbers, list) or not all(isinstance(name, str) and name in named for name in numbers):
            raise KeyError("numbers")

    def _prepare(self) -> None:
        n = self.network
        self._thin = tuple(n["thin"])
        self._nodes = features.node_frames(n["frames"], self._thin)
        self._shortest = max(n["attack_frames"] * n["attack_hop"], 2 * ONSET) // n["hop"] + 2  # holds the attack, and the onset in any case
        self._numbers = tuple(n.get("numbers", ()))

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
        return self.compute(inputs)

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
        tones = matrix @ tone[: matrix.shape[1]]
        noise = noise_of(seed, n["frames"], n["n_fft"], hop)[:, :frames]
        branch, quiet = Branch(body, body_start, noise, n["n_fft"], hop, self._thin, integrate=True), self._quiet(body)
        while True:
            branch.grow()
            done = branch.frames == branch.limit
            if not done and (whole or branch.frames < max(self._shortest, quiet)):
                continue
            sound = branch.samples().copy()
            sound[: len(click)] += click[: len(sound)]
            sound += tone_sound(tones[: branch.frames], tone_start, n["tone_edges"], hop, self.spec.rate)
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

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
        """See Encodes.encode: the loudest onset of the clip becomes the hit; the class is the likeliest one.

        Takes about a second: what the encoder says is only where the search begins.
        """
        rate, length = self.spec.rate, (self.network["frames"] - 1) * self.network["hop"]
        sound = onset_aligned(clip, rate, length)
        mean = self.mean_code({"image": features.mel_image(sound, rate)})
        label = self.space.likeliest_class(mean)

        def picture(u: np.ndarray) -> np.ndarray:
            made = self.hit(self.space.to_z(label, u[None])[0], label, 0)[:length]
            made = np.pad(made, (0, length - len(made))) * (0.9 / max(float(np.abs(made).max()), 1e-6))
            return features.audible_image(made[None].astype(np.float32), rate)[0]

        u = refine(self.space.to_dimensions(label, mean[None])[0], picture, features.audible_image(sound, rate)[0], REACH, watch=watch)
        values: dict[str, Value] = {"class": self.classes[label], **self.found(u)}
        if self._truncates:
            values[TRUNCATION] = 1.0
        return self.spec.defaults().with_values(values)


def _place_of(control: Control, value: float) -> float:
    """Where a number's slider stands: 0 at its low end, 1 at its high end, evenly in octaves for a curve 'log'."""
    if not isinstance(control, Number):
        return 1.0
    if control.curve == "log":
        return math.log(value / control.low) / math.log(control.high / control.low)
    return (value - control.low) / (control.high - control.low)


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
