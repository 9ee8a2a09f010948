"""Loads models and encodes clips for the streams' process, on a thread of its own there."""

from __future__ import annotations

import contextlib
import gc
import queue
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from importlib import import_module
from multiprocessing import connection as mp_connection
from pathlib import Path
from typing import Any

import numpy as np

from studio.engine.streaming.priority import BESIDE, real_time
from studio.errors import BadInput, UndertoneError
from studio.models.runtime import PROCESSOR, place

KEPT_MODELS = 4
PROBE_FRAMES = 40
CLIP_FRAMES = 32  # of a clip encoded at once
PAUSE = 0.5  # after each of these, of the time that it took: a minute takes 8 s of the processor, and others come first too


class Loader:
    """Loads models and encodes clips, one after the other, on a thread of its own. `ask` and `results` are main's."""

    def __init__(self, loader: str, home: str) -> None:
        self._name, self._home = loader, home
        self._queue: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._models: OrderedDict[tuple[str, str], tuple[Any, float]] = OrderedDict()  # by model and choice; its thread's
        self.compute = PROCESSOR  # where models play that are loaded from now on, see runtime.place; main's
        self.results: deque[tuple[Any, ...]] = deque()
        self.woken, self._wake = mp_connection.Pipe(duplex=False)

    def ask(self, *what: Any) -> None:
        """'model' deck id; 'clip' deck id file."""
        self._queue.put(what)

    def still(self) -> None:
        """Main: the bell was heard."""
        while self.woken.poll():
            self.woken.recv_bytes()

    def run(self) -> None:
        while True:
            self.work(*self._queue.get())

    def work(self, kind: str, number: int, model: str, *rest: Any) -> None:
        try:
            if kind == "model":
                result: tuple[Any, ...] = ("model", number, model, *self.model(model))
            else:
                result = ("clip", number, model, rest[0], encode(self.model(model)[0], rest[0]))
        except UndertoneError as error:
            result = ("failed", number, model, str(error), *rest)
        except Exception as error:
            result = ("failed", number, model, f"{type(error).__name__}: {error}", *rest)
        self._hand_over(result)

    def _hand_over(self, result: tuple[Any, ...]) -> None:
        self.results.append(result)
        self._wake.send_bytes(b"!")

    def _say(self, text: str) -> None:
        """A sentence for the person, from the loader's thread or from main's."""
        self._hand_over(("said", 0, "", text))

    def model(self, model: str) -> tuple[Any, float]:
        """The model, and the share of its time that it needs. Raises what loading raises, BadInput where it doesn't stream."""
        choice = self.compute
        if (model, choice) not in self._models:
            from studio.paths import Home

            module, function = self._name.split(":")
            with _first():
                generator = getattr(import_module(module), function)(model, Home(Path(self._home)))
            if "stream" not in generator.spec.abilities:
                raise BadInput(f"the model '{generator.spec.title}' does not stream")
            place(generator, choice, self._say)
            with _first():
                share = probe(generator)
            self._models[model, choice] = (generator, share)
            gc.freeze()
        self._models.move_to_end((model, choice))
        while len(self._models) > KEPT_MODELS:
            self._models.popitem(last=False)
        return self._models[model, choice]


@contextlib.contextmanager
def _first() -> Iterator[bool]:
    """So that Python's lock, which the thread that fills the rings needs too, is not held by one that waits for the processor."""
    try:
        yield real_time(True, BESIDE)
    finally:
        real_time(False)


def probe(generator: Any) -> float:
    """Time to make a block over its duration: the quarter of some that were quickest, which nothing else on the machine held up."""
    stream = generator.stream(0)
    latents, duration = np.zeros((2, generator.dims), np.float32), 2 * generator.hop / generator.spec.rate
    times = []
    for _ in range(PROBE_FRAMES // 2):
        began = time.perf_counter()
        stream.step(latents)
        times.append(time.perf_counter() - began)
        if times[-1] > duration:
            real_time(False)  # it may take long: others come first
    return float(np.percentile(times[4:], 25)) / duration


def encode(generator: Any, file: Path) -> np.ndarray:
    """The latents (n, dims) of a sound. Raises BadInput where it is shorter than a few frames."""
    samples = np.load(file, allow_pickle=False)
    ear, size = generator.ear(), CLIP_FRAMES * generator.hop
    late = -(-generator.ear_latency // generator.hop)
    samples = np.pad(samples, (0, late * generator.hop))  # what the ear is behind
    whole = len(samples) // generator.hop * generator.hop
    made = []
    with _first() as first:
        for start in range(0, whole, size):
            began = time.perf_counter()
            made.append(ear.step(samples[start : min(start + size, whole)]))
            if first:
                time.sleep(PAUSE * (time.perf_counter() - began))
    frames = np.concatenate(made)[late:] if made else np.zeros((0, generator.dims), np.float32)
    if len(frames) < 4:
        raise BadInput("the sound is too short to be heard as a stream")
    return frames
