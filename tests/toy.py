"""A toy model with every kind of control, its catalogue, and stand-ins for player and library: numpy only, quick, seeded.

`ToyGenerator` sounds like something (a decaying tone with noise), so that the window and a listener can tell settings
apart; `FakePlayer` and `FakeLibrary` have the interfaces of `studio.engine.player.Player` and `studio.engine.library.Library`
and keep what they were given, for tests of the engine without processes and files.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from studio.clip import Clip
from studio.engine.player import PlayerStatus
from studio.engine.player.live_memory import BANK_BYTES, BANK_SLOTS, LIVE_BYTES, TAPE_AT, LiveBoard
from studio.engine.player.shared import Placement, Slots
from studio.engine.session import Session
from studio.errors import BadInput, ModelError
from studio.recipe import Choice, Latent, Notes, Number, Recipe, Settings, Spec, Text, Value

RATE = 44_100
SECONDS = 0.5

CONTROLS = (
    Choice("class", "Class", ("kick", "snare", "closed_hat"), "kick", help="Which drum it is."),
    Latent("brightness", "Brightness", group="macro", descriptor="brightness", confidence=0.9, effect_db=6.0, help="More highs."),
    Latent("decay", "Decay", group="macro", descriptor="decay", confidence=0.8, effect_db=4.0, help="Longer tail."),
    Latent("d1", "Dimension 1", effect_db=3.0, help="Pitch."),
    Latent("d2", "Dimension 2", effect_db=1.5, help="Bend."),
    Latent("d3", "Dimension 3", effect_db=0.1, active=False, help="Hardly heard."),
    Number("level", "Level", -24.0, 0.0, -6.0, unit="dB", step=0.5, help="How loud."),
    Number("cutoff", "Cutoff", 20.0, 20_000.0, 8_000.0, unit="Hz", curve="log", help="Low-pass."),
    Number("partials", "Partials", 1.0, 8.0, 3.0, step=1.0, help="How many sines."),
    Text("word", "Word", default="boom", max_length=40, help="Its letters colour the tone."),
    Notes("melody", "Melody", default=((0.0, 0.25, 60.0, 0.8),), max_notes=8, help="What is played."),
)


def toy_spec(model: str = "toy", *, loops: bool = False) -> Spec:
    return Spec(
        id=model, family="toy", title=f"Toy {model}" if model != "toy" else "Toy",
        summary="A small synthesiser with every kind of control.", licence="CC0-1.0",
        credits=("Undertone",), rate=RATE, channels=1, seconds=SECONDS, controls=CONTROLS,
        abilities=frozenset({"render", "draw", "encode"}), loops=loops,
    )


class ToyGenerator:
    """A decaying tone and a little noise, 0.5 s mono at 44.1 kHz in about a millisecond.

    trouble(settings): called before each render; may raise, or return 'nan' for an output that is not finite.
    threads: the names of the threads that rendered, for the test that only one does.
    """

    def __init__(self, model: str = "toy", trouble: Callable[[Settings], Any] | None = None, *, loops: bool = False) -> None:
        self.spec = toy_spec(model, loops=loops)
        self.sha256 = (model.encode().hex() * 64)[:64]
        self.runtime = "numpy"
        self.trouble = trouble
        self.threads: set[str] = set()
        self.renders = 0

    def render(self, settings: Sequence[Settings]) -> list[Clip]:
        self.threads.add(threading.current_thread().name)
        return [self._one(self.spec.check(one)) for one in settings]

    def draw(self, seed: int, base: Settings, keep: frozenset[str] = frozenset(), amount: float = 1.0) -> Settings:
        rng = np.random.default_rng(seed)
        values: dict[str, Value] = {}
        for control in self.spec.controls:
            old = base.get(control.name)
            step: Value = old
            if isinstance(control, Latent) and isinstance(old, float):
                drawn = float(rng.normal())
                step = float(np.clip(drawn if amount >= 1 else old + amount * drawn, control.low, control.high))
            if isinstance(control, Choice) and amount >= 1:
                step = control.options[int(rng.integers(len(control.options)))]
            if control.name not in keep:
                values[control.name] = step
        return base.with_values(values, seed=seed)

    def typical(self, settings: Settings) -> float:
        """The further from the middle, the less typical."""
        return min(1.0, max(abs(value) for value in self._latents(settings)) / 3)

    def histograms(self) -> dict[str, tuple[float, ...]]:
        """A hill over every latent."""
        hill = tuple(float(x) for x in np.round(np.hanning(34)[1:-1], 3))
        return {control.name: hill for control in self.spec.controls if isinstance(control, Latent)}

    def _latents(self, settings: Settings) -> list[float]:
        values = self.spec.check(settings).as_dict()
        return [float(values[c.name]) for c in self.spec.controls if isinstance(c, Latent)]  # type: ignore[arg-type]

    def encode(self, clip: Clip, watch: Callable[[float], bool] | None = None) -> Settings:
        """In ten steps; where the watch says stop, a decay of 1 tells how many were left."""
        if clip.peak < 1e-6:
            raise BadInput("The sound is silent; there is nothing to encode.")
        for step in range(10):
            if watch is not None and not watch(step / 10):
                return self.spec.defaults().with_values({"decay": 1.0})
        spectrum = np.abs(np.fft.rfft(clip.samples.mean(axis=0)[: 1 << 15]))
        centre = float((spectrum * np.linspace(0, 1, spectrum.size)).sum() / spectrum.sum())
        return self.spec.defaults().with_values({"brightness": float(np.clip(centre * 12 - 3, -3, 3))})

    def _one(self, settings: Settings) -> Clip:
        self.renders += 1
        nan = self.trouble is not None and self.trouble(settings) == "nan"
        v = settings.as_dict()
        t = np.arange(round(SECONDS * RATE), dtype=np.float32) / RATE  # (frames,)
        notes: Any = v["melody"]
        pitch = notes[0][2] if notes else 60.0
        base = 55.0 * 2 ** (_f(v["d1"]) / 3 + (pitch - 60) / 12) * {"kick": 1.0, "snare": 3.0, "closed_hat": 16.0}[str(v["class"])]
        phase = 2 * np.pi * base * (t + 0.02 * _f(v["d2"]) * np.exp(-20 * t))
        tone = np.zeros_like(t)
        for n in range(1, int(_f(v["partials"])) + 1):
            if n * base < _f(v["cutoff"]):
                tone += np.sin(n * phase) / n ** (2 - _f(v["brightness"]) / 3)
        noise = np.random.Generator(np.random.Philox(settings.seed)).standard_normal(t.size, dtype=np.float32)
        mix = 0.05 * (3 + _f(v["brightness"])) + 0.01 * (len(str(v["word"])) % 7) + 0.001 * abs(_f(v["d3"]))
        wave = (tone + mix * noise) * np.exp(-t * 12 * 2 ** (-_f(v["decay"])))
        wave *= 10 ** (_f(v["level"]) / 20) / max(1e-6, float(np.abs(wave).max()))
        if nan:
            raise ModelError("the model's output was not finite")
        return Clip(wave[None].astype(np.float32), RATE)


def _f(value: Value) -> float:
    assert isinstance(value, float)
    return value


@dataclass(frozen=True)
class ToyCard:
    """As catalogue.ModelCard."""

    id: str
    folder: Path
    title: str
    summary: str
    error: str | None = None


class ToyCatalogue:
    """As the module studio.models.catalogue: two good toys, one that won't load."""

    def __init__(self, trouble: Callable[[Settings], Any] | None = None) -> None:
        self.generators = {"toy": ToyGenerator("toy", trouble), "other": ToyGenerator("other", trouble)}
        self.loads: list[str] = []

    def list_models(self, home: Any = None) -> list[ToyCard]:
        good = [ToyCard(m, Path(m), g.spec.title, g.spec.summary) for m, g in self.generators.items()]
        return [*good, ToyCard("broken", Path("broken"), "Broken", "", "The model 'broken' has no model.json.")]

    def load(self, model: str, home: Any = None) -> ToyGenerator:
        self.loads.append(model)
        if model not in self.generators:
            raise BadInput(f"The model '{model}' can't be loaded: it has no model.json.")
        return self.generators[model]


class FakeLive:
    """As LiveLink, over plain memory: keeps every message in `sent`."""

    def __init__(self, rate: int = 48_000) -> None:
        self.memory = LiveBoard(np.zeros(LIVE_BYTES, np.uint8))
        self.slots = Slots(self.memory, BANK_SLOTS, BANK_BYTES)
        self.sent: list[tuple[Any, ...]] = []
        self.rate = rate
        self.inputs: tuple[str, ...] = ()
        self.on_input: Callable[..., object] = lambda *_: None

    def when_open(self, act: Callable[[int], object]) -> None:
        act(self.rate)

    def send(self, part: str, *message: Any) -> None:
        self.sent.append((part, *message))

    def place(self, samples: np.ndarray) -> Placement | None:
        return self.slots.place(np.ascontiguousarray(samples, np.float32))

    def give_back(self, place: Placement) -> None:
        self.slots.forget(place)

    def wish(self, index: int, value: float) -> None:
        self.memory.wishes[index] = value

    def heard(self, start: int, count: int) -> np.ndarray:
        return self.memory.heard[start : start + count].copy()

    def heard_last(self, start: int, count: int) -> np.ndarray:
        return np.zeros(count)

    def board(self, act: Callable[[Any], Any]) -> Any:
        return act(self.memory)

    def tape_at(self) -> int:
        return int(self.memory.counts[TAPE_AT])

    def taped(self, start: int, end: int) -> np.ndarray:
        return self.memory.taped(start, end)


class FakePlayer:
    """Keeps every call. `playing` follows play, start and stop as the real one does."""

    def __init__(self, **_: Any) -> None:
        self.played: list[SimpleNamespace] = []  # clip, request, loop, restart, and what else was asked for
        self.calls: list[tuple[Any, ...]] = []
        self.playing = False
        self.closed = 0
        self.live = FakeLive()
        self.on_change: Callable[[], None] | None = None

    def play(self, clip: Clip, *, request: int, loop: bool, restart: bool = False, switch: bool = False, part: bool = False,
             at: float = 0.0, gain_db: float = 0.0, sound: bool = True) -> None:
        self.played.append(
            SimpleNamespace(clip=clip, request=request, loop=loop, restart=restart, switch=switch, part=part, at=at, gain_db=gain_db)
        )
        self.playing = sound

    def start(self) -> None:
        self.playing = True

    def stop(self, only: int | None = None) -> None:
        if only is None or (self.played and self.played[-1].request == only):
            self.calls.append(("stop",))
            self.playing = False

    def panic(self) -> None:
        self.calls.append(("panic",))
        self.playing = False

    def seek(self, seconds: float) -> None:
        self.calls.append(("seek", seconds))

    def set_region(self, start: float | None, end: float | None = None, crossfade: float = 0.0) -> None:
        self.calls.append(("region", start, end, crossfade))

    def scrub(self, seconds: float) -> None:
        self.calls.append(("scrub", seconds))
        self.playing = True

    def end_scrub(self, play: bool) -> None:
        self.calls.append(("end scrub", play))
        self.playing = play

    def set_gain_db(self, db: float) -> None:
        self.calls.append(("gain", db))

    def set_output(self, name: str | None, host_api: str | None, block: int) -> None:
        self.calls.append(("output", name, host_api, block))

    def devices(self) -> tuple[Any, ...]:
        return (SimpleNamespace(name="Toy speaker", host_api="Toy", channels=2, default_rate=48_000, is_default=True),)

    def rescan(self) -> None:
        self.calls.append(("rescan",))

    def sounds(self) -> tuple[bool, bool]:
        return self.playing, False

    def status(self, peaks: bool = True) -> Any:
        request = self.played[-1].request if self.played else -1
        return PlayerStatus(
            state="null", device="none", host_api="", rate=48_000, block=512, latency_seconds=0.0, playing=self.playing, request=request,
            position_seconds=0.0, clip_seconds=0.0, peak=(0.0, 0.0), clipped=False, gaps=0, sounded=(), message="",
        )

    def close(self) -> None:
        self.closed += 1


@dataclass(frozen=True)
class FakeTake:
    """As library.Take."""

    id: str
    title: str
    recipe: Recipe
    file: Path
    seconds: float
    created: float
    starred: bool = False
    tags: tuple[str, ...] = ()
    parent: str | None = None
    peak: float = 0.0
    outline: tuple[float, ...] = ()
    pinned: bool = False
    dropped: bool = False
    silent: bool = False
    clipped: bool = False


class FakeLibrary:
    """Takes in memory, one worker thread as the real one; `full = True` makes adding fail as on a full disk."""

    def __init__(self, home: Any = None, on_change: Callable[[], None] | None = None) -> None:
        self.on_change = on_change
        self.remakes: Callable[[Any], bool] = lambda take: False
        self.limit: int | None = None
        self.clips: dict[str, Clip] = {}
        self.full = False
        self.unsaved: list[Clip] = []
        self.preferences: dict[str, Any] | None = None
        self.closed = 0
        self._takes: list[FakeTake] = []
        self._trash: dict[str, FakeTake] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="fake-library")

    def takes(self) -> tuple[FakeTake, ...]:
        return tuple(self._takes)

    def get(self, id: str) -> FakeTake:
        for take in self._takes:
            if take.id == id:
                return take
        raise BadInput(f"There is no take '{id}'.")

    def moment(self) -> float:
        return time.time()

    def add(
        self, clip: Clip, recipe: Recipe, *, title: str, parent: str | None = None, created: float | None = None,
        safe: Callable[[], object] = lambda: None,
    ) -> Future[FakeTake]:  # fmt: skip
        moment = self.moment() if created is None else created

        def work() -> FakeTake:
            if self.full:
                self.unsaved.append(clip)
                raise BadInput("The disk is full; the take stays in memory.")
            name = uuid.uuid4().hex
            frames = np.abs(clip.samples).max(axis=0)
            outline = tuple(float(part.max()) for part in np.array_split(frames, 64))
            file = Path(f"{name}.wav")
            take = FakeTake(name, title, recipe, file, clip.seconds, moment, parent=parent, peak=clip.peak, outline=outline)
            self.clips[name] = clip
            self._takes.insert(0, take)
            self._takes.sort(key=lambda one: -one.created)
            self._told()
            return take

        return self._thread.submit(work)

    def star(self, id: str, on: bool) -> Future[None]:
        return self._change(id, starred=on)

    def rename(self, id: str, title: str) -> Future[None]:
        return self._change(id, title=title)

    def tag(self, id: str, tags: Sequence[str]) -> Future[None]:
        return self._change(id, tags=tuple(tags))

    def delete(self, id: str) -> Future[None]:
        def work() -> None:
            self._trash[id] = self.get(id)
            self._takes.remove(self._trash[id])
            self._told()

        return self._thread.submit(work)

    def undelete(self, id: str) -> Future[None]:
        def work() -> None:
            self._takes.append(self._trash.pop(id))
            self._takes.sort(key=lambda take: -take.created)
            self._told()

        return self._thread.submit(work)

    def star_all(self, ids: Sequence[str], on: bool = True) -> Future[None]:
        return self._thread.submit(self._set_all, {id: {"starred": on} for id in ids})

    def tag_all(self, tags: Mapping[str, Sequence[str]]) -> Future[None]:
        return self._thread.submit(self._set_all, {id: {"tags": tuple(new)} for id, new in tags.items()})

    def pin(self, ids: Sequence[str]) -> Future[None]:
        return self._thread.submit(self._set_all, {id: {"pinned": True} for id in ids})

    def delete_all(self, ids: Sequence[str]) -> Future[None]:
        return [self.delete(id) for id in ids][-1]

    def undelete_all(self, ids: Sequence[str]) -> Future[None]:
        return [self.undelete(id) for id in ids][-1]

    def fill(self, id: str, clip: Clip) -> Future[None]:
        self.clips[id] = clip
        return self._change(id, dropped=False)

    def make_room(self, limit: int | None = None) -> Future[None]:
        self.limit = limit
        return self._thread.submit(lambda: None)

    def read(self, id: str) -> Future[Clip]:
        return self._thread.submit(lambda: self.clips[self.get(id).id])

    def write_preferences(self, preferences: dict[str, Any]) -> Future[None]:
        def work() -> None:
            self.preferences = preferences

        return self._thread.submit(work)

    def retry(self) -> Future[tuple[Clip, ...]]:
        def work() -> tuple[Clip, ...]:
            saved, self.full = tuple(self.unsaved), False
            self.unsaved.clear()
            return saved

        return self._thread.submit(work)

    def flush(self, timeout: float = 5.0) -> bool:
        self._thread.submit(lambda: None).result(timeout)
        return True

    def close(self) -> None:
        self.closed += 1
        self._thread.shutdown(wait=True)

    def _change(self, id: str, **changes: Any) -> Future[None]:
        return self._thread.submit(self._set_all, {id: changes})

    def _set_all(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        self._takes[:] = [replace(take, **changes.get(take.id, {})) for take in self._takes]
        self._told()

    def _told(self) -> None:
        if self.on_change is not None:
            self.on_change()


class Recorder:
    """Listens to a session and keeps its events, in order."""

    def __init__(self, session: Session) -> None:
        self.events: list[Any] = []
        session.subscribe(self.events.append)

    def of(self, kind: type) -> list[Any]:
        return [event for event in list(self.events) if isinstance(event, kind)]


def toy_session(home: Any, trouble: Callable[[Settings], Any] | None = None, **more: Any) -> Session:
    """A started session over fakes; `session._player`, `._library` and `._models` are the fakes."""
    library = more.pop("library", None) or FakeLibrary()
    session = Session(more.pop("models", None) or ToyCatalogue(trouble), more.pop("player", None) or FakePlayer(), library, home, **more)
    assert session.wait_idle(10)
    return session
