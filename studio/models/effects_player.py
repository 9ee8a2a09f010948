"""Plays a model of effects from its folder through onnxruntime on a CPU, without torch. Called by one thread at a time.

The graph says a gliding pitch, levels of its partials and bands of noise for a code and a class; glides.py makes the sound. The control
'bandwidth' takes away what lies above it, as an old machine would; a fresh draw deals it as the recordings of the class have it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.clip import Clip
from studio.models import features, track
from studio.models.features import MEL_FFT, MEL_HOP, ONSET, node_frames
from studio.models.folder import Card
from studio.models.generator import Watch
from studio.models.glides import HOP, RATE, GlideParts, Stray, glide_sound, transposed
from studio.models.latent_model import REACH, LatentModel, check_thin
from studio.models.one_shot import onset_aligned
from studio.models.refine import refine
from studio.models.synthesis import finish
from studio.recipe import Control, Number, Settings, Value

BANDWIDTH, LIFE, TRANSPOSE = "bandwidth", "life", "transpose"
NARROWEST, WIDEST = 2_756.0, 22_050.0  # Hz
SEEN = features.BANDS + 2  # channels of what the encoder sees: mel bands, octaves of the pitch path, how much it is one


def effect_controls() -> tuple[Control, ...]:
    """What an effect has beside its class."""
    text = "The highest frequency, as an old machine would hold it; at the right end everything."
    alive = "How much the noise strays from moment to moment and from band to band: 0 is smooth, 100 as recordings do."
    moved = "Higher or lower by any fraction of a semitone: the tone to the cent, its noise along with it."
    return (
        Number(TRANSPOSE, "Pitch", -24.0, 24.0, 0.0, "semitones", help=moved),
        Number(BANDWIDTH, "Bandwidth", NARROWEST, WIDEST, WIDEST, "Hz", curve="log", help=text),
        Number(LIFE, "Liveliness", 0.0, 150.0, 100.0, "%", help=alive),
    )


def seen(sound: np.ndarray, frames: int, thin: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """What the encoder sees of a sound (N,) at 44.1 kHz with its onset at ONSET, and the pitch path.

    float32 (nodes, SEEN), about -4 to 4; Hz (frames,).
    """
    length = (frames - 1) * HOP
    x = np.pad(sound, (0, max(0, length - len(sound))))[:length].astype(np.float32)
    magnitude = np.abs(np.fft.rfft(features.frame(x, MEL_FFT, MEL_HOP))).astype(np.float32) / (MEL_FFT / 4)
    mel = features.normalise(np.log(magnitude @ features.mel_matrix(RATE) + features.FLOOR))
    hertz, strength = track.glide(x, RATE, HOP, frames)
    whole = np.concatenate([mel, np.log2(hertz / 440)[:, None] / 2, 10 * strength[:, None]], 1)
    return around_nodes(whole, frames, thin), hertz


def around_nodes(values: np.ndarray, frames: int, thin: tuple[int, ...]) -> np.ndarray:
    """Values of frames (T, C) -> float32 (nodes, C): each node's mean over the frames that are nearest to it."""
    nodes = node_frames(frames, thin)
    edges = np.ceil((nodes[:-1] + nodes[1:]) / 2).astype(int)
    starts = np.concatenate([[0], np.minimum(edges, frames - 1)])
    sums = np.add.reduceat(values, starts, axis=0)
    return np.asarray(sums / np.diff(np.concatenate([starts, [frames]]))[:, None], np.float32)


class EffectsModel(LatentModel):
    """A `Generator` that renders, draws and encodes (family 'effects'). Raises BadInput while loading a damaged folder."""

    def check_network(self, card: Card) -> None:
        """See LatentModel.check_network."""
        n = card.network
        check_thin(n)
        if type(n["frames"]) is not int or not 16 <= n["frames"] <= 2_048:
            raise KeyError("frames")
        if n.get("hop") != HOP or card.spec.rate != RATE:
            raise KeyError("rate")
        strays = n["stray"]
        if not isinstance(strays, list) or len(strays) != len(n["classes"]) or not all(_is_stray(one) for one in strays):
            raise KeyError("stray")
        dealt = n["bandwidths"]
        if not isinstance(dealt, list) or len(dealt) != len(n["classes"]) or not all(_are_bandwidths(one) for one in dealt):
            raise KeyError("bandwidths")
        there = {control.name: control for control in card.spec.controls}
        for name, least, most in ((BANDWIDTH, 1_000.0, RATE / 2), (LIFE, 0.0, 200.0), (TRANSPOSE, -48.0, 48.0)):
            control = there.get(name)
            if not isinstance(control, Number) or not least <= control.low < control.high <= most:
                raise KeyError(name)

    def _prepare(self) -> None:
        self._thin = tuple(self.network["thin"])
        self._strays = [Stray(*one) for one in self.network["stray"]]

    def parts(self, z: np.ndarray, label: int) -> GlideParts:
        """What the network says of a sound: z (Z,), class index."""
        found = self.compute({"z": z[None].astype(np.float32), "label": np.array([label], np.int64)})
        return GlideParts(*(np.nan_to_num(part, nan=-20.0, posinf=0.0, neginf=-20.0).clip(-20.0, 6.0) for part in found))

    def hit(self, z: np.ndarray, label: int, seed: int, life: float = 0.0, semitones: float = 0.0) -> np.ndarray:
        """One sound, onset at sample ONSET, not levelled, as long as it can be heard: (Z,) -> (N,). life: 1 as recordings stray."""
        parts = self.parts(z, label)
        if semitones:
            parts = transposed(parts, semitones / 12)
        return glide_sound(parts, self._thin, self.network["frames"], seed, self._strays[label].times(life))

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render. 1.0 in a clip is full scale; each is mono and peaks at -1 dBFS."""
        clips = []
        for one in settings:
            life, semitones, cutoff = (float(one.get(name)) for name in (LIFE, TRANSPOSE, BANDWIDTH))  # type: ignore[arg-type]
            sound = self.hit(*self.codes(one), one.seed, life / 100, semitones)
            clips.append(Clip(finish(narrowed(sound, cutoff) if cutoff < 0.999 * RATE / 2 else sound, RATE)[None], RATE))
        return clips

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        """See Draws.draw: a fresh one has the bandwidth of a recording of its class, unless that is to be kept."""
        drawn = super().draw(seed, base, keep, amount)
        if amount < 1.0 or BANDWIDTH in keep:
            return drawn
        dealt = self.network["bandwidths"][self.classes.index(str(drawn.get("class")))]
        control = self.spec.control(BANDWIDTH)
        assert isinstance(control, Number)
        hertz = float(np.random.Generator(np.random.Philox([seed, 1])).choice(dealt))
        return drawn.with_values({BANDWIDTH: min(max(hertz, control.low), control.high)})

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
        """See Encodes.encode: the loudest onset of the clip becomes the sound; the class is the likeliest one."""
        length = (self.network["frames"] - 1) * HOP
        sound = onset_aligned(clip, RATE, length)
        mean = self.mean_code({"seen": seen(sound[0], self.network["frames"], self._thin)[0][None]})
        label = self.space.likeliest_class(mean)

        def picture(u: np.ndarray) -> np.ndarray:
            made = self.hit(self.space.to_z(label, u[None])[0], label, 0)[:length]
            made = np.pad(made, (0, length - len(made))) * (0.9 / max(float(np.abs(made).max()), 1e-6))
            return features.audible_image(made[None].astype(np.float32), RATE)[0]

        u = refine(self.space.to_dimensions(label, mean[None])[0], picture, features.audible_image(sound, RATE)[0], REACH, watch=watch)
        values: dict[str, Value] = {"class": self.classes[label], **self.found(u)}
        return self.spec.defaults().with_values(values)


def _is_stray(values: object) -> bool:
    """Five numbers from 0 to 2, of which two are shares (glides.Stray)."""
    if not isinstance(values, list) or len(values) != 5 or not all(isinstance(v, (int, float)) and 0 <= v <= 2 for v in values):
        return False
    return max(values[1], values[3]) < 1


def _are_bandwidths(values: object) -> bool:
    return isinstance(values, list) and 1 <= len(values) <= 64 and all(isinstance(v, (int, float)) and 0 < v <= RATE for v in values)


def narrowed(sound: np.ndarray, cutoff: float) -> np.ndarray:
    """What lies under a cutoff in Hz of a sound (N,), with a slope of 6 %; nothing rings before the onset."""
    size = len(sound) + 2_048
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    gain = np.clip((1.06 - hertz / cutoff) / 0.06, 0, 1)
    low = np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: len(sound)].astype(np.float32)
    low[: ONSET - 32] = 0
    return low
