"""Every number of a training run, with its reason, and the named runs to start from. No torch, no threads.

A person's own file (TOML or JSON) names a preset and changes single fields of it:

    preset = "oneshot"
    title = "My pans"
    [training]
    steps = 3000
    [network]
    latents = 16

The run's folder (run.json) holds the same, and the model's card keeps a copy.
"""

from __future__ import annotations

import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from studio.errors import BadInput, brief
from studio.recipe import MAX_TEXT, is_number, read_json
from studio.training.corpora.labels import CLASSES

MAX_CONFIG_BYTES = 1 << 20


@dataclass(frozen=True)
class TrainConfig:
    """What every family's run has."""

    steps: int = 7_000  # about an hour and a half on one core
    batch: int = 16
    rate: float = 8e-4  # peak learning rate, AdamW
    warmup: int = 200
    final_rate: float = 0.02  # share of the peak that the cosine ends at
    weight_decay: float = 1e-3
    clip: float = 1.0  # gradient norm
    ema: float = 0.999
    seed: int = 0
    threads: int = 1  # two threads wait for each other when the machine is shared
    log_every: int = 50  # steps to a line
    validate_every: int = 250
    patience: int = 24  # validations in a row without a better one, after which the run ends
    worst_skips: int = 20  # steps in a row without a finite gradient, after which the run ends
    save_minutes: float = 2.5


@dataclass(frozen=True)
class VAETraining(TrainConfig):
    """A run of the one-shot VAE."""

    kl: float = 3e-4
    free_nats: float = 0.1  # a dimension, on the batch mean: below it the KL does not push
    kl_warmup: int = 1_000
    low: float = 0.3  # weight of the complex loss below 300 Hz
    phase: float = 0.25  # weight of the phase errors, which let the decoder find partials
    tone: float = 0.5  # weight of the oscillators' frequency and phase
    tone_window: int = 0  # frames within which a band must hold one gliding sine to be a tone; 0: the whole sound
    rehearsals: int = 0  # quick steps on the oscillators alone after each whole step (rehearse.py)
    rehearsal_batch: int = 24
    peak: float = 0.2  # weight of the peak error: without it attacks come out 3 dB too peaky
    # seconds of sound that a step computes, and how often: attacks matter most and are cheap
    lengths: tuple[tuple[int, float], ...] = ((56, 0.5), (120, 0.3), (344, 0.2))  # (frames of 256 samples, probability)
    resolutions: int = 2  # of losses.RESOLUTIONS, chosen anew at every step
    synthetic: float = 0.35  # share of a batch
    real_only: float = 0.2  # last part of the run without synthetic sound
    unlabel: float = 0.2  # how often a label is hidden, where the last class stands for 'not labelled'


@dataclass(frozen=True)
class GANTraining(VAETraining):
    """A run of the one-shot GAN, from a trained VAE: half of every batch goes through the VAE's own losses."""

    steps: int = 2_500
    batch: int = 12
    rate: float = 1e-4
    warmup: int = 20
    final_rate: float = 0.1
    kl_warmup: int = 1
    lengths: tuple[tuple[int, float], ...] = ((56, 0.7), (120, 0.26), (344, 0.04))
    synthetic: float = 0.25
    judge_rate: float = 1e-3  # of the discriminators: at 5e-4 they need twice the steps before they tell anything
    judge_width: int = 16  # channels of their first layer
    judge_clip: float = 10.0
    listen_from: int = 200  # steps after which the networks begin to listen to the discriminators; at twice as many they do in full
    adversarial: float = 0.1
    spectral: float = 1.0  # weight of the VAE's own losses
    mse: float = 0.0  # of the waveform
    matching: float = 0.0  # of the discriminators' features; it freezes noise, as every error without a second take does
    mismatched: float = 0.5  # of real sounds under a wrong name, which discriminators shall refuse: without it classes run into one another
    known: float = 0.02  # of the encoder's error on draws, whose codes are known
    r1: float = 0.1
    ada_target: float = 0.6
    ada_sounds: int = 8_000  # within which the share of changed sounds may go from nothing to all
    crowd: float = 1.0  # weight of the draws' kernel distance beside the energy distance, where checkpoints are chosen


@dataclass(frozen=True)
class NotesTraining(TrainConfig):
    """A run of pitched notes: steps of milliseconds, many of them."""

    steps: int = 9_000
    batch: int = 48
    rate: float = 1e-3
    weight_decay: float = 3e-2
    validate_every: int = 500
    kl: float = 2e-3
    free_nats: float = 0.1  # a dimension, on the batch mean: below it the KL does not push
    kl_warmup: int = 2_000
    sibling: float = 0.6  # how often z is taken from another note of the instrument
    blend: float = 0.35  # how often the batch is blends of two notes
    jitter: float = 1.5  # semitones either way by which the pitch that the decoder is told is moved
    probe: float = 0.1  # weight of the probe that looks for the pitch in z
    reverse: float = 1.0  # how strongly the encoder works against it


@dataclass(frozen=True)
class StreamTraining(TrainConfig):
    """A run of a stream: frames in a row, taught as levels."""

    steps: int = 5_000  # 12 minutes on one core
    batch: int = 12
    frames: int = 96  # in a row, 0.56 s
    rate: float = 1e-3
    weight_decay: float = 1e-2
    validate_every: int = 250
    patience: int = 1_000
    kl: float = 1e-3
    free_nats: float = 0.05  # a dimension, on the batch mean: below it the KL does not push
    kl_warmup: int = 2_000
    variants: tuple[float, ...] = (0.0,)  # semitones by which each recording is played faster or slower
    slow: float = 0.03  # weight of the mean step of a latent from frame to frame: a slider should not have to tremble
    veil: float = 0.05  # deviation of the noise over what the encoder is shown
    jitter: float = 1.0  # semitones either way by which the pitch that the decoder is told is moved


@dataclass(frozen=True)
class EffectsTraining(TrainConfig):
    """A run of effects: nothing is rendered, so that many sounds are seen."""

    steps: int = 7_200  # 40 minutes on one shared core
    batch: int = 32
    rate: float = 1e-3
    weight_decay: float = 2e-2
    validate_every: int = 500
    kl: float = 4e-3
    free_nats: float = 0.1  # a dimension, on the batch mean: below it the KL does not push
    kl_warmup: int = 1_500
    synthetic: float = 0.5  # share of a batch
    real_only: float = 0.15  # last part of the run with a third of that


@dataclass(frozen=True)
class WaveGANTraining(TrainConfig):
    """A run of the WaveGAN reference."""

    steps: int = 5_000  # an hour on one core; its authors took 200,000
    batch: int = 16
    rate: float = 1e-4
    warmup: int = 20
    final_rate: float = 0.1
    weight_decay: float = 0.0
    clip: float = 1e3  # gradients of a Wasserstein judge are large and even
    judge_rate: float = 4e-4  # faster than the generator, in place of more steps (Heusel and others 2017)
    judge_steps: int = 1  # of the discriminator for each of the generator
    penalty: float = 10.0  # weight of how far its slope is from 1
    judge_width: int = 8  # channels of its first layer
    judge_clip: float = 1e3
    veil: float = 0.02  # deviation of the noise over all that it hears at first, none at the end
    shuffle: int = 2  # samples by which what the judge hears is moved between its layers
    synthetic: float = 0.35  # share of a batch


@dataclass(frozen=True)
class Preset:
    """A run that has a name. `network` overrides single fields of the family's network; `base` is a model id to start from."""

    name: str
    family: str  # of studio.training.families.FAMILIES
    title: str
    network: dict[str, Any] = field(default_factory=dict)
    training: TrainConfig = field(default_factory=TrainConfig)
    base: str | None = None
    starts: int = 40  # sounds at which the audible axes are measured when the model is published
    draws: int = 4_000  # sounds that the macros are fitted to

    def to_json(self) -> dict[str, Any]:
        """As a person's own file would say it; `from_json` takes it back."""
        return {
            "preset": self.name, "title": self.title, "base": self.base, "starts": self.starts, "draws": self.draws,
            "network": self.network, "training": asdict(self.training),
        }


EFFECT_CLASSES = ("impact", "zap", "pick-up", "explosion", "alarm", "blip", "creature", "texture")

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("drums", "vae", "Drums", {"classes": CLASSES}, VAETraining()),
        Preset("effects", "effects", "Effects", {"classes": EFFECT_CLASSES}, EffectsTraining(), starts=16, draws=2_400),
        Preset("drums-gan", "gan", "Drums, sharper", {"classes": CLASSES}, GANTraining(), base="drums"),
        Preset("wavegan", "wavegan", "WaveGAN, the rough reference", training=WaveGANTraining(), starts=20, draws=1_500),
        Preset("notes", "notes", "Notes", training=NotesTraining(), starts=48),
        Preset("guitar", "stream", "Guitar", training=StreamTraining()),
        Preset(
            "pad", "stream", "Strings and voices",
            {"lowest": 30.0, "window": 0.08, "stray": 0.9, "alive": 1.6, "stray_cents": 9.0, "waver_cents": 3.0},
            StreamTraining(),
        ),
        # starts where the shipped drums ended, so that little sound and twenty minutes on two cores are enough
        Preset(
            "oneshot", "vae", "One-shots",
            training=VAETraining(steps=1_500, rate=4e-4, warmup=100, kl_warmup=1, threads=2, validate_every=100, ema=0.995),
            base="drums", starts=12, draws=1_200,
        ),
    )
}  # fmt: skip

RANGES: dict[str, tuple[float, float]] = {  # both ends belong to it; what isn't here may be any number from 0 up
    "steps": (1, 10_000_000), "batch": (1, 4_096), "rate": (1e-8, 1.0), "final_rate": (0.0, 1.0), "ema": (0.0, 0.999_999),
    "clip": (1e-6, 1e6), "threads": (1, 256), "log_every": (1, 100_000), "validate_every": (1, 1_000_000), "patience": (1, 1_000_000),
    "worst_skips": (1, 1_000_000), "seed": (0, 2**32 - 1), "synthetic": (0.0, 1.0), "real_only": (0.0, 1.0), "unlabel": (0.0, 1.0),
    "resolutions": (1, 7), "save_minutes": (1e-3, 1e6), "starts": (1, 10_000), "draws": (60, 1_000_000),
}  # fmt: skip
_TOP = ("preset", "title", "base", "starts", "draws", "network", "training")


def read(what: str | Path) -> Preset:
    """A preset by its name, or a TOML or JSON file that changes fields of one. Raises BadInput."""
    if str(what) in PRESETS:
        return PRESETS[str(what)]
    path = Path(what)
    try:
        if not path.is_file():
            raise BadInput(f"There is no preset and no file {brief(str(what))}; presets are: {', '.join(PRESETS)}.")
        if path.stat().st_size > MAX_CONFIG_BYTES:
            raise BadInput(f"{path} is too large for a configuration; name a TOML or JSON file of a few lines.")
        text = path.read_text("utf-8")
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else read_json(text)
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput(f"{path} can't be read as TOML or JSON ({brief(str(error), 120)}); mend it or name a preset.") from error
    return from_json(data, str(path))


def from_json(data: Any, where: str) -> Preset:
    """A preset with single fields changed, as `Preset.to_json` writes it; `where` names the file in a sentence. Raises BadInput."""
    if not isinstance(data, dict):
        raise BadInput(f"{where} must hold fields such as preset = \"oneshot\", not {brief(data)}.")
    for name in data:
        if name not in _TOP:
            raise BadInput(f"{where}: there is no field {brief(name)}; there are: {', '.join(_TOP)}.")
    name = data.get("preset", "oneshot")
    if not isinstance(name, str) or name not in PRESETS:
        raise BadInput(f"{where}: there is no preset {brief(name)}; there are: {', '.join(PRESETS)}.")
    network = data.get("network", {})
    if not isinstance(network, dict):
        raise BadInput(f"{where}: 'network' must hold fields, not {brief(network)}.")
    begun = PRESETS[name]
    plain = {key: data[key] for key in ("title", "base", "starts", "draws") if key in data}
    preset = override(begun, plain, where, RANGES)
    if not preset.title or len(preset.title) > MAX_TEXT:
        raise BadInput(f"{where}: 'title' needs 1 to {MAX_TEXT} characters.")
    training = override(begun.training, data.get("training", {}), f"{where}, training", RANGES)
    frozen = {key: _frozen(value) for key, value in network.items()}
    return replace(preset, training=training, network=begun.network | frozen)


Settings = typing.TypeVar("Settings")


def override(settings: Settings, changes: Any, where: str, ranges: Mapping[str, tuple[float, float]] = MappingProxyType({})) -> Settings:
    """A dataclass with single fields changed, each value checked against the field's type and range (from 0 up). Raises BadInput."""
    if not isinstance(changes, dict):
        raise BadInput(f"{where} must hold fields, not {brief(changes)}.")
    hints = typing.get_type_hints(type(settings))
    known = [f.name for f in fields(settings)]  # type: ignore[arg-type]
    found = {}
    for name, value in changes.items():
        if name not in known:
            raise BadInput(f"{where}: there is no field {brief(name)}; there are: {', '.join(known)}.")
        try:
            found[name] = _fitted(value, hints[name])
        except ValueError as error:
            raise BadInput(f"{where}: '{name}' must be {error}, not {brief(value)}.") from None
        low, high = ranges.get(name, (0.0, float("inf")))
        if is_number(value) and not isinstance(found[name], bool) and not low <= value <= high:
            upto = f"from {low:,.10g} to {high:,.10g}" if high < float("inf") else f"at least {low:,.10g}"
            raise BadInput(f"{where}: '{name}' must be {upto}, not {brief(value)}.")
    return replace(settings, **found)  # type: ignore[type-var]


def _fitted(value: Any, hint: Any) -> Any:
    """The value as a field of that type holds it. Raises ValueError with what is wanted."""
    if isinstance(hint, types.UnionType):
        if value is None and type(None) in hint.__args__:
            return None
        hint = next(part for part in hint.__args__ if part is not type(None))
    if hint is bool:
        if isinstance(value, bool):
            return value
        raise ValueError("true or false")
    if hint is int:
        if is_number(value) and isinstance(value, int):
            return value
        raise ValueError("a whole number")
    if hint is float:
        if is_number(value):
            return float(value)
        raise ValueError("a number")
    if hint is str:
        if isinstance(value, str) and len(value) <= MAX_TEXT:
            return value
        raise ValueError("a short text")
    if typing.get_origin(hint) is tuple:
        return _fitted_tuple(value, typing.get_args(hint))
    raise ValueError("left as it is")


def _fitted_tuple(value: Any, parts: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > 4_096:
        raise ValueError("a list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_fitted(item, parts[0]) for item in value)
    if len(value) != len(parts):
        raise ValueError(f"lists of {len(parts)}")
    return tuple(_fitted(item, part) for item, part in zip(value, parts, strict=True))


def _frozen(value: Any) -> Any:
    """Lists as tuples: settings are hashable and compare equal after JSON."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
