"""Plays the WaveGAN reference from its folder through onnxruntime on a CPU, without torch. Called by one thread at a time.

The graph makes the samples; what is left is to crop and to level them. The seed draws the part of the code that no slider moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.clip import Clip
from studio.errors import ModelError
from studio.models.folder import Card
from studio.models.latent_model import LatentModel
from studio.models.synthesis import finish
from studio.recipe import Settings

RATES = (8_000, 48_000)  # Hz
MOST = 1 << 19  # samples of a sound


class WaveModel(LatentModel):
    """A `Generator` that renders and draws (family 'wavegan'). Raises BadInput while loading a damaged folder."""

    def check_network(self, card: Card) -> None:
        """See LatentModel.check_network."""
        if type(card.network["noise"]) is not int or not 0 <= card.network["noise"] <= 8_192:
            raise KeyError("noise")
        if not RATES[0] <= card.spec.rate <= RATES[1]:
            raise KeyError("rate")

    def samples(self, z: np.ndarray, label: int, noise: np.ndarray) -> np.ndarray:
        """What the network makes of a code (Z,), a class and the rest of the code (K,): (N,), not levelled. Raises ModelError."""
        inputs: dict[str, np.ndarray] = {"label": np.array([label], np.int64)}
        inputs |= {"z": z[None].astype(np.float32), "noise": noise[None].astype(np.float32)}
        sound = self.compute(inputs)[0]
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
