"""Plays the WaveGAN reference from its folder through onnxruntime on a CPU, without torch. Called by one thread at a time.

The graph makes the samples; what is left is to crop and to level them. The seed draws the part of the code that no slider moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput, ModelError
from studio.models.folder import PLAYER, WEIGHTS, Card, read_tensors
from studio.models.generator import Watch
from studio.models.graphs import open_graph, run_graph
from studio.models.latent import LatentSpace
from studio.models.one_shot import OneShotModel
from studio.models.synthesis import finish
from studio.recipe import Latent, Settings

RATES = (8_000, 48_000)  # Hz
MOST = 1 << 19  # samples of a sound


class WaveModel(OneShotModel):
    """A `Generator` that renders and draws (family 'wavegan'). Raises BadInput while loading a damaged folder."""

    def __init__(self, card: Card) -> None:
        import onnxruntime

        self.spec = card.spec
        self.sha256 = card.files[WEIGHTS]
        self.runtime = f"onnxruntime {onnxruntime.__version__} cpu"
        self.network = card.network
        self.space = LatentSpace.from_tensors(self._tensors(card))
        self._player = open_graph(str(card.folder / PLAYER), "model file")
        self.classes = self._choice().options
        self._macros = self._names("macro")
        self._dimensions = self._names("dimension")
        self._numbers, self._truncates = (), False
        self._check()
        self._nearest = self.space.nearest()

    def _tensors(self, card: Card) -> dict[str, np.ndarray]:
        try:
            tensors = read_tensors(card.folder / WEIGHTS, "latent.")
            LatentSpace.from_tensors(tensors)
            if type(card.network["noise"]) is not int or not 0 <= card.network["noise"] <= 8_192:
                raise KeyError("noise")
            if not RATES[0] <= card.spec.rate <= RATES[1]:
                raise KeyError("rate")
            measures = card.network["measures"]
            macros = [c.name for c in card.spec.controls if isinstance(c, Latent) and c.group == "macro"]
            if not isinstance(measures, list) or len(measures) > 64 or any(name not in measures for name in macros):
                raise KeyError("measures")
        except KeyError as error:
            raise BadInput(f"The model '{card.spec.id}' is damaged: {error} is missing or out of range; put a fresh copy there.") from error
        return tensors

    def samples(self, z: np.ndarray, label: int, noise: np.ndarray) -> np.ndarray:
        """What the network makes of a code (Z,), a class and the rest of the code (K,): (N,), not levelled."""
        inputs: dict[str, np.ndarray] = {"label": np.array([label], np.int64)}
        inputs |= {"z": z[None].astype(np.float32), "noise": noise[None].astype(np.float32)}
        try:
            sound: np.ndarray = run_graph(self._player, inputs)[0][0]
        except Exception as error:  # onnxruntime raises its own unrelated classes
            raise ModelError(f"The model '{self.spec.id}' could not be computed ({type(error).__name__}).") from error
        if sound.ndim != 1 or sound.dtype != np.float32 or not self.spec.rate // 10 <= len(sound) <= MOST:
            raise ModelError(f"The model '{self.spec.id}' did not make one sound.")
        return sound

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        """See Generator.render. 1.0 in a clip is full scale; each is mono and peaks at -1 dBFS."""
        made = []
        for one in settings:
            noise = np.random.Generator(np.random.Philox(one.seed)).standard_normal(self.network["noise"], dtype=np.float32)
            made.append(Clip(finish(self.samples(*self.codes(one), noise), self.spec.rate)[None], self.spec.rate))
        return made

    def encode(self, clip: Clip, watch: Watch | None = None) -> Settings:
        """Not among its abilities: it has no encoder. Raises BadInput."""
        raise BadInput(f"The model '{self.spec.id}' can't find settings for a sound; choose another one.")
