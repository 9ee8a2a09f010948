"""The contract between a model and everything else. No torch, no threads: models are called by one thread at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from studio.clip import Clip
from studio.recipe import Settings, Spec

Watch = Callable[[float], bool]  # is told the share that is done, 0..1, and says whether to go on


@runtime_checkable
class Generator(Protocol):
    """A loaded model. Every generator renders; `spec.abilities` says what else it can do."""

    spec: Spec
    sha256: str  # of the weights file
    runtime: str  # name, version and device of what computes, e.g. "onnxruntime 1.31.0 cpu"

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """One clip for each settings, each as if rendered alone: same settings, same samples bit for bit.

        Raises BadInput for settings that the spec refuses, ModelError where the result is not finite.
        """
        ...


@runtime_checkable
class Draws(Protocol):
    """Ability 'draw': new settings from what the model has learnt."""

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        """New settings near what was trained on; controls named in `keep` stay as in `base`.

        amount 1.0 draws afresh ('Randomise'); a small amount such as 0.15 stays near `base` ('Nudge').
        """
        ...


@runtime_checkable
class Encodes(Protocol):
    """Ability 'encode': settings that come near a given sound."""

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
        """Settings whose render resembles the clip (any rate, 1 or 2 channels). Raises BadInput for silence.

        May take seconds: `watch` is asked now and then, and where it says no, what was found until then is the answer.
        """
        ...


@runtime_checkable
class Places(Protocol):
    """A point in a latent space stands behind the settings."""

    def dimensions(self, settings: Settings) -> Mapping[str, float]:
        """The raw dimensions in sigma by their controls' names, after everything that moves them (macros). Raises BadInput."""
        ...


@runtime_checkable
class KnowsTraining(Protocol):
    """Ability 'typical': where settings lie among the sounds that the model was trained on."""

    def typical(self, settings: Settings) -> float:
        """0..1: the share of training sounds that lie nearer to their nearest likes than these settings do."""
        ...

    def histograms(self) -> Mapping[str, tuple[float, ...]]:
        """For latents by name: how many training sounds lie in each of equal bins from low to high, as shares of the fullest."""
        ...


class Stream(Protocol):
    """One voice that runs on without end: a decoder's explicit state. Used by one thread at a time; a copy is another voice."""

    def step(self, latents: np.ndarray) -> np.ndarray:
        """latents (frames, dims) float32 in sigma, as the sliders show them -> samples (channels, frames * hop) at the spec's rate.

        Any division into steps gives the same samples within 1e-4.
        """
        ...

    def copy(self) -> Stream:
        """Another voice that goes on from here."""
        ...

    def save(self) -> dict[str, np.ndarray]:
        """The state as arrays, for `restore` of a stream of the same model."""
        ...

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Go on from a saved state. Raises BadInput where it is another model's."""
        ...


class Ear(Protocol):
    """A causal encoder that runs on: sound in, latents out."""

    def step(self, samples: np.ndarray) -> np.ndarray:
        """samples (frames * hop,) float32 mono at the spec's rate -> latents (frames, dims) in sigma."""
        ...


@runtime_checkable
class Streams(Protocol):
    """Ability 'stream': sound that runs on while latents move, frame by frame."""

    dims: int  # latents a frame
    hop: int  # samples a frame at the spec's rate
    latency: int  # samples from a latent's frame to where it is heard, measured at loading (an impulse and noise)
    ear_latency: int  # samples from a sound at the ear to the latents that it moves, measured likewise

    def stream(self, seed: int = 0) -> Stream:
        """A new voice; seed 0 to 2**32 - 1 is of its excitation."""
        ...

    def ear(self) -> Ear:
        """A new encoder with empty state."""
        ...

    def point(self, settings: Settings) -> np.ndarray:
        """The latents (dims,) in sigma at which these settings hold. Raises BadInput for settings that the spec refuses."""
        ...

    def drift(self, seed: int, start: np.ndarray | None = None) -> Iterator[np.ndarray]:
        """Latents (dims,) frame after frame, without end, that move as the training recordings do; from `start` or anywhere."""
        ...
