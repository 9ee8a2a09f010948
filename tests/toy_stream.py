"""A toy that streams: a sine, its octave and a little noise, moved by three latents. numpy only, quick, seeded, with explicit state.

`load` is what a streams' process of a test is told to load models with; `StreamCatalogue` stands beside toy.ToyCatalogue.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from studio.clip import Clip
from studio.errors import BadInput
from studio.recipe import Latent, Settings, Spec
from tests.toy import ToyCard, ToyCatalogue

RATE, HOP, DIMS = 44_100, 256, 3
CONTROLS = (
    Latent("pitch", "Pitch", help="An octave a sigma around 220 Hz."),
    Latent("bright", "Bright", help="More of the octave above."),
    Latent("level", "Level", help="How loud; silent at -3."),
)


class HumStream:
    """Phase in cycles and how many samples of noise were drawn; latents glide over a frame from the last one's."""

    def __init__(self, seed: int, slow: float = 0.0) -> None:
        self.seed, self.slow = seed, slow
        self.phase, self.at = 0.0, 0
        self.last: np.ndarray | None = None

    def step(self, latents: np.ndarray) -> np.ndarray:
        if self.slow:
            time.sleep(self.slow * len(latents) * HOP / RATE)
        before = np.concatenate([latents[:1] if self.last is None else self.last[None], latents[:-1]])
        share = np.arange(1, HOP + 1) / HOP
        moved = (before[:, None] + (latents - before)[:, None] * share[:, None]).reshape(-1, DIMS).astype(np.float64)
        phase = self.phase + np.cumsum(220.0 * 2.0 ** moved[:, 0] / RATE)
        level = np.clip((moved[:, 2] + 3) / 3, 0, 2) * 0.2
        noise = np.concatenate([self._noise(self.at + i) for i in range(len(latents))])
        tone = np.sin(2 * np.pi * phase) + (0.2 + 0.1 * moved[:, 1]) * np.sin(4 * np.pi * phase)
        self.phase, self.at, self.last = float(phase[-1] % 1.0), self.at + len(latents), latents[-1].copy()
        return (level * (tone + 0.01 * noise)).astype(np.float32)[None]

    def _noise(self, frame: int) -> np.ndarray:
        return np.random.Generator(np.random.Philox(key=self.seed, counter=frame)).standard_normal(HOP)

    def copy(self) -> HumStream:
        other = HumStream(self.seed, self.slow)
        other.phase, other.at, other.last = self.phase, self.at, None if self.last is None else self.last.copy()
        return other

    def save(self) -> dict[str, np.ndarray]:
        last = np.zeros(0) if self.last is None else self.last
        return {"phase": np.array([self.phase]), "at": np.array([self.at, self.seed], np.int64), "last": last.astype(np.float32)}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        if set(state) != {"phase", "at", "last"} or len(state["last"]) not in (0, DIMS):
            raise BadInput("This is not the state of a hum.")
        self.phase, (self.at, self.seed) = float(state["phase"][0]), map(int, state["at"])
        self.last = state["last"].copy() if len(state["last"]) else None


class HumEar:
    """The loudest frequency of the last 2048 samples and their level."""

    def __init__(self) -> None:
        self._heard = np.zeros(2048, np.float32)

    def step(self, samples: np.ndarray) -> np.ndarray:
        made = []
        for i in range(0, len(samples), HOP):
            self._heard = np.concatenate([self._heard[HOP:], samples[i : i + HOP]])
            spectrum = np.abs(np.fft.rfft(self._heard * np.hanning(2048), 8192))
            hz = max(20.0, float(np.argmax(spectrum)) * RATE / 8192)
            level = float(np.sqrt(np.mean(np.square(self._heard))))
            made.append((np.log2(hz / 220.0) if level > 1e-4 else 0.0, 0.0, min(3.0, 15 * level - 3.0)))
        return np.array(made, np.float32).reshape(-1, DIMS)


class Hum:
    """A Generator that streams."""

    dims, hop, latency, ear_latency = DIMS, HOP, 0, 1024
    runtime = "numpy"

    def __init__(self, model: str = "hum", slow: float = 0.0) -> None:
        self.slow = slow
        self.sha256 = (model.encode().hex() * 64)[:64]
        self.spec = Spec(
            id=model, family="hum", title=model.capitalize(), summary="A hum that goes on.", licence="CC0-1.0", credits=("Undertone",),
            rate=RATE, channels=1, seconds=1.0, controls=CONTROLS, abilities=frozenset({"render", "stream"}),
        )
        self.renders = 0

    def stream(self, seed: int = 0) -> HumStream:
        return HumStream(seed, self.slow)

    def ear(self) -> HumEar:
        return HumEar()

    def point(self, settings: Settings) -> np.ndarray:
        values = self.spec.check(settings).as_dict()
        return np.array([values[c.name] for c in CONTROLS], np.float32)

    def drift(self, seed: int, start: np.ndarray | None = None) -> Iterator[np.ndarray]:
        random = np.random.default_rng(seed)
        now = np.zeros(DIMS) if start is None else np.asarray(start, np.float64)
        while True:
            now = 0.99 * now + 0.14 * random.standard_normal(DIMS)
            yield now.astype(np.float32)

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        self.renders += len(settings)
        return [Clip(HumStream(one.seed).step(np.repeat(self.point(one)[None], 172, 0)), RATE) for one in settings]


def load(model: str, home: Any = None) -> Any:
    """hum and buzz; lame takes three times as long as it may."""
    if model == "lame":
        return Hum("lame", slow=3.0)
    if model not in ("hum", "buzz"):
        raise BadInput(f"The model '{model}' can't be loaded: it has no model.json.")
    return Hum(model)


class StreamCatalogue(ToyCatalogue):
    """hum, buzz and lame beside the toys; what streams is loaded by `load` in their own process."""

    stream_loader = "tests.toy_stream:load"

    def __init__(self) -> None:
        super().__init__()
        self.generators |= {name: load(name) for name in ("hum", "buzz", "lame")}  # type: ignore[dict-item]

    def list_models(self, home: Any = None) -> list[ToyCard]:
        return super().list_models(home)
