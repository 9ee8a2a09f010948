"""What models under latent sliders have in common: the latent space behind class, macros and dimensions, draws, and how typical a sound is.

numpy and onnxruntime, without torch. Called by one thread at a time. How a code becomes sound says each family: one_shot.py,
notes_player.py, wave_player.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput, ModelError
from studio.models.folder import ENCODER, PLAYER, WEIGHTS, Card, read_tensors
from studio.models.graphs import open_graph, run_graph
from studio.models.latent import LatentSpace
from studio.recipe import Choice, Control, Latent, Number, Settings, Value

REACH = 3.0  # sigma, how far a sound that is dropped may take a dimension
BINS = 32  # of a histogram
TRUNCATION = "truncation"  # a control that some models have: the factor of all dimensions, 0 for the middle of the class
MOST_NODES = 8_192  # frames of a network


class LatentModel:
    """The common half of a `Generator` with sliders. Raises BadInput while loading a damaged folder."""

    def __init__(self, card: Card) -> None:
        import onnxruntime

        self.spec, self.card = card.spec, card
        self.sha256 = card.files[WEIGHTS]
        self.runtime = f"onnxruntime {onnxruntime.__version__} cpu" + (" int8" if card.network.get("arithmetic") == "int8" else "")
        self.network = card.network
        self.space = LatentSpace.from_tensors(self._tensors(card))
        self._player: Any = open_graph(str(card.folder / PLAYER), "model file")
        self._encoder_path = str(card.folder / ENCODER)
        self._encoder: Any = None  # opened when first asked for
        self.classes = self._choice().options
        self._macros = self._names("macro")
        self._dimensions = self._names("dimension")
        self._truncates = any(isinstance(c, Number) and c.name == TRUNCATION for c in self.spec.controls)
        self._prepare()
        self._check()
        self._nearest = self.space.nearest()

    def exchange(self, player: Any, encoder: Any, runtime: str) -> tuple[Any, Any, str]:
        """See runtime.Movable."""
        before = self._player, self._encoder, self.runtime
        self._player, self._encoder, self.runtime = player, encoder, runtime
        return before

    def check_network(self, card: Card) -> None:
        """What the family needs of card.network and of the controls. Raises KeyError with the name of what is missing or out of range."""
        raise NotImplementedError

    def _prepare(self) -> None:
        """What the family keeps for playing, from the network that was checked."""

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render."""
        raise NotImplementedError

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
            measures = card.network["measures"]
            macros = [c.name for c in card.spec.controls if isinstance(c, Latent) and c.group == "macro"]
            if not isinstance(measures, list) or len(measures) > 64 or any(name not in measures for name in macros):
                raise KeyError("measures")
            self.check_network(card)
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

    def compute(self, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """What the playing graph says, without the batch: raises ModelError where it can't be computed."""
        try:
            found = run_graph(self._player, inputs)
        except Exception as error:  # onnxruntime raises its own unrelated classes
            raise ModelError(f"The model '{self.spec.id}' could not be computed ({type(error).__name__}).") from error
        return [part[0] for part in found]

    def mean_code(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """What the encoder's graph says of a sound: (Z,)."""
        if self._encoder is None:
            self._encoder = open_graph(self._encoder_path, "encoder file")
        mean: np.ndarray = run_graph(self._encoder, inputs)[0]
        return mean[0]

    def found(self, dimensions: np.ndarray) -> dict[str, Value]:
        """The dimensions (Z,) of a sound that was searched for, as values of their controls; macros at zero."""
        values: dict[str, Value] = dict.fromkeys(self._macros, 0.0)
        for name, value in zip(self._dimensions, dimensions, strict=True):
            values[name] = round(_within(self.spec.control(name), float(value)), 4)
        return values

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


def check_thin(network: dict[str, Any]) -> None:
    """Where the frames of a network thin out, of a card. Raises KeyError."""
    thin = network["thin"]
    if not isinstance(thin, list) or len(thin) > 8 or not all(type(place) is int and 0 < place <= MOST_NODES for place in thin):
        raise KeyError("thin")


def _within(control: Control, value: float) -> float:
    """As near to `value` as the control allows (latents: twice their range)."""
    if not isinstance(control, Latent):
        return value
    return min(max(value, 2 * control.low), 2 * control.high)
