"""The contract between a model and everything else. No torch, no threads: models are called by one thread at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

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
