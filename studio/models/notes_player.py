"""Plays a model of pitched notes from its folder through onnxruntime on a CPU, without torch. Called by one thread at a time.

The graph says the levels of partials and of bands of noise for a code, shares of the families, a pitch and a velocity;
harmonic.py makes the sound. Sliders, draws and 'typical' are those of every one-shot model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput
from studio.models import features
from studio.models.features import ONSET
from studio.models.folder import Card
from studio.models.generator import Watch
from studio.models.harmonic import HOP, RATE, NoteParts, note_sound
from studio.models.latent_model import REACH, LatentModel, check_thin
from studio.models.pitch import CLEAR, pitch, to_hz
from studio.models.refine import refine
from studio.models.synthesis import finish
from studio.recipe import Choice, Control, Number, Settings, Value

HEARD = 55.0  # dB under its loudest cell within which a dropped sound is compared
ROUNDS = 12  # of the search
RELEASE = 0.09  # s in which a note ends when its length is over; a third of a shorter one
LONGEST = 4.0  # s
BLENDED = 0.25  # how often a fresh draw is a blend of two families


def note_controls(families: tuple[str, ...], lowest: float, highest: float) -> tuple[Control, ...]:
    """What a musician expects of a note, beside its family: a second family to blend with, pitch, velocity, length."""
    other = families[1 % len(families)]
    text = "60 is middle C, 69 is 440 Hz; any fraction, 0.01 is a cent."
    return (
        Choice("second", "Blend with", families, other, "The family that the first one is blended with."),
        Number("blend", "Blend", 0.0, 100.0, 0.0, "%", help="0: the first family alone, 100: the second alone."),
        Number("pitch", "Pitch", lowest, highest, 60.0, "semitones", help=text),
        Number("velocity", "Velocity", 1.0, 127.0, 100.0, help="How hard it is played: louder, and in most families brighter."),
        Number("length", "Length", 0.1, LONGEST, 2.0, "s", curve="log", help="Until the note ends. It goes on as it was going after 2 s."),
    )


class NotesModel(LatentModel):
    """A `Generator` that renders, draws and encodes (family 'notes'). Raises BadInput while loading a damaged folder."""

    def check_network(self, card: Card) -> None:
        """See LatentModel.check_network."""
        n = card.network
        check_thin(n)
        if type(n["frames"]) is not int or not 4 <= n["frames"] <= 2_048:
            raise KeyError("frames")
        if n.get("hop") != HOP or card.spec.rate != RATE:
            raise KeyError("rate")
        there = {control.name: control for control in card.spec.controls}
        for wanted in note_controls(("",), 0.0, 126.0):
            control = there.get(wanted.name)
            if type(control) is not type(wanted):
                raise KeyError(wanted.name)
            if isinstance(control, Number) and isinstance(wanted, Number) and not wanted.low <= control.low < control.high <= wanted.high:
                raise KeyError(wanted.name)
        first, second = there.get("class"), there["second"]
        if not isinstance(first, Choice) or not isinstance(second, Choice) or first.options != second.options:
            raise KeyError("second")

    def _prepare(self) -> None:
        self._thin = tuple(self.network["thin"])

    def parts(self, z: np.ndarray, mix: np.ndarray, semitones: float, velocity: float) -> NoteParts:
        """What the network says of a note: z (Z,), mix (C,) shares of the families, velocity 0..1."""
        row = lambda values: np.asarray(values, np.float32).reshape(1, -1)  # noqa: E731
        found = self.compute({"z": row(z), "mix": row(mix), "pitch": row(semitones), "velocity": row(velocity)})
        return NoteParts(*(np.nan_to_num(part, nan=-20.0, posinf=0.0, neginf=-20.0).clip(-20.0, 5.0) for part in found))

    def mixed(self, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
        """The code (Z,) and the families' shares (C,) that settings stand for; both families see the same gesture."""
        values = self.spec.check(settings).as_dict()
        label, u = self._place(settings)
        other = self.classes.index(str(values["second"]))
        blend = float(values["blend"]) / 100  # type: ignore[arg-type]
        mix = np.zeros(len(self.classes), np.float32)
        mix[label] += 1 - blend
        mix[other] += blend
        z = self.space.to_z(label, u[None])[0]
        if blend > 0:
            z = (1 - blend) * z + blend * self.space.to_z(other, u[None])[0]
        return z.astype(np.float32), mix

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render. 1.0 in a clip is full scale; each is mono and peaks at -1 dBFS at full velocity."""
        return [Clip(self._note(one)[None], RATE) for one in settings]

    def _note(self, settings: Settings) -> np.ndarray:
        settings = self.spec.check(settings)
        sound = self._played(*self.mixed(settings), settings)
        return finish(sound, RATE) * np.float32(_number(settings, "velocity") / 127)

    def _played(self, z: np.ndarray, mix: np.ndarray, settings: Settings) -> np.ndarray:
        """A note of code z (Z,) and families' shares (C,), not levelled; pitch, velocity, length and seed as the settings say."""
        semitones, seconds = _number(settings, "pitch"), _number(settings, "length")
        parts = self.parts(z, mix, semitones, _number(settings, "velocity") / 127)
        count = ONSET + int(seconds * RATE)
        wanted = -(-count // HOP) + 1
        sound = note_sound(parts, self._thin, self.network["frames"], wanted, float(to_hz(semitones)), settings.seed)[:count]
        release = int(min(RELEASE, seconds / 3) * RATE)
        sound[-release:] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, release, dtype=np.float32))).astype(np.float32)
        return sound

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        """See Draws.draw: family, latents and at times a blend are drawn; pitch, velocity and length stay as they are."""
        drawn = super().draw(seed, base, keep, amount)
        if amount < 1.0:
            return drawn
        random = np.random.Generator(np.random.Philox([seed, 1]))
        blended = random.random() < BLENDED
        changes: dict[str, Value] = {
            "second": self.classes[int(random.integers(len(self.classes)))],
            "blend": float(round(random.uniform(15, 60))) if blended else 0.0,
        }
        return drawn.with_values({name: value for name, value in changes.items() if name not in keep})

    def code(self, image: np.ndarray, semitones: float) -> np.ndarray:
        """What the encoder says of a mel image (1, 1, BANDS, COLUMNS) of a note at that pitch: (Z,)."""
        return self.mean_code({"image": image, "pitch": np.array([[semitones]], np.float32)})

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
        """See Encodes.encode: the first onset becomes the note, its pitch and length are measured, the family is the nearest one.

        Takes about two seconds: what the encoder says is only where the search begins.
        """
        length = (self.network["frames"] - 1) * HOP
        sound = first_note(clip, length)
        semitones, seconds = self.heard_pitch(sound[0]), _heard_length(sound[0])
        mean = self.code(features.mel_image(sound, RATE), semitones)
        target = features.audible_image(sound, RATE)[0]
        floor = target.max() - HEARD
        target = np.maximum(target, floor)
        values: dict[str, Value] = {"blend": 0.0, "pitch": round(semitones, 3), "length": seconds}
        plain = self.spec.defaults().with_values(values)

        def picture(label: int, u: np.ndarray) -> np.ndarray:
            made = self._played(self.space.to_z(label, u[None])[0], np.eye(len(self.classes))[label], plain)[:length]
            made = np.pad(made, (0, length - len(made)))
            level = np.float32(0.9 / max(float(np.abs(made).max()), 1e-6))
            return np.maximum(features.audible_image(made[None] * level, RATE)[0], floor)

        # codes of different families overlap: which one it is, listening tells
        starts = [np.clip(self.space.to_dimensions(label, mean[None])[0], -REACH, REACH) for label in range(len(self.classes))]
        label = int(np.argmin([np.square(picture(label, u) - target).mean() for label, u in enumerate(starts)]))
        u = refine(starts[label], lambda u: picture(label, u), target, REACH, ROUNDS, watch=watch)
        plain = plain.with_values({"class": self.classes[label], "second": self.classes[label]})
        return plain.with_values(self.found(u))

    def heard_pitch(self, sound: np.ndarray) -> float:
        """Semitones of a sound (N,) with its onset at ONSET, moved by octaves into the range; 60 where there is no clear pitch."""
        control = self.spec.control("pitch")
        assert isinstance(control, Number)
        body = sound[ONSET + RATE // 50 : ONSET + RATE // 50 + RATE]
        loud = np.flatnonzero(np.abs(body) > 0.01 * np.abs(body).max())
        found, clearness = pitch(body[: int(loud[-1]) + 1], RATE) if len(loud) > 1 else (60.0, 0.0)
        if clearness < CLEAR:
            return min(max(60.0, control.low), control.high)
        while found > control.high:
            found -= 12
        while found < control.low:
            found += 12
        return float(min(max(found, control.low), control.high))


def _number(settings: Settings, name: str) -> float:
    value = settings.get(name)
    assert isinstance(value, (int, float))
    return float(value)


def _heard_length(sound: np.ndarray) -> float:
    """Seconds from the onset to where a sound (N,) sinks under -60 dB; 2 s where it goes on to its end."""
    loud = np.flatnonzero(np.abs(sound) > 1e-3 * np.abs(sound).max())
    seconds = (int(loud[-1]) - ONSET) / RATE
    return 2.0 if loud[-1] > len(sound) - RATE // 10 else round(min(max(seconds, 0.1), 2.0), 3)


def first_note(clip: Clip, length: int) -> np.ndarray:
    """Mono at RATE, its first onset at sample ONSET, peak 0.9: (1, length) float32. Raises BadInput for silence.

    The onset is where the sound first comes within 26 dB of its peak, or up to 3 ms before, where it is 46 dB under it: as in training.
    """
    import soxr

    mono = clip.samples.mean(0)
    if clip.rate != RATE:
        mono = soxr.resample(mono, clip.rate, RATE, quality="HQ").astype(np.float32)
    size = np.abs(mono)
    peak = float(size.max()) if len(mono) else 0.0
    if peak < 1e-4:
        raise BadInput("This sound is silent, so there is nothing to start from; choose one that can be heard.")
    first = int(np.argmax(size > 0.05 * peak))
    quiet = np.flatnonzero(size[max(0, first - 132) : first] < 0.005 * peak)
    onset = max(0, first - 132) + int(quiet[-1]) + 1 if len(quiet) else max(0, first - 22)
    padded = np.pad(mono, (ONSET, length))[onset : onset + length].copy()
    padded[: ONSET - 128] = 0.0
    return (padded * (0.9 / peak)).astype(np.float32)[None]
