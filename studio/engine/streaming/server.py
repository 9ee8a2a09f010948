"""The streams' process: its own interpreter, so that neither the window nor a training can hold up a stream. Started by host.py.

Threads here:
- main: takes wishes from the pipe and keeps the rings full, nothing else;
- loader: loads models, encodes clips;
- sender: what the parent is told.
The loader hands its results over in a deque that main empties; the sender takes texts, or functions that make them, from a queue.

It ends when the parent says so or is gone. numpy and what models need; never torch, Qt or a sound device.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from importlib import import_module
from multiprocessing import connection as mp_connection
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

import numpy as np

from studio.audio import fades
from studio.engine.player.live_memory import AHEAD, DECKS, READ, RING_FRAMES, RING_RATE, STREAM_NUMBERS, WRITTEN, LiveBlock, LiveBoard
from studio.engine.streaming.hand import Drift, Hand, Hold, LiveEar, Loop, Turned
from studio.engine.streaming.past import KEEP_SECONDS, Past, Span, Stretch
from studio.engine.streaming.voice import MOST_FRAMES, Voice, frames_for, latent_names
from studio.engine.streaming.wish import DeckWish, OutputWish
from studio.errors import BadInput, UndertoneError

# Numbers in board.streams of a deck (this process -> parent): LOADED 1 while a voice is there; MEDIAN, P95, WORST: time to make a block
# over its duration; FILL: frames of the ring that wait before what is made, on average; latencies in seconds; LATENTS: the newest frame
BEAT, LOADED, MEDIAN, P95, WORST, FILL, MADE, DIMS, LATENCY, EAR_LATENCY = range(10)
LATENTS = 16
MOST_DIMS = STREAM_NUMBERS - LATENTS

SHARES = 256  # newest blocks of which the budget is told
TELL_SECONDS = 0.25
FADE_SECONDS = 0.005  # when one voice takes over from another
IDLE_SECONDS = 1.0
KEPT_MODELS = 4
MAX_AHEAD = RING_FRAMES // 2
PROBE_FRAMES = 40
CLIP_FRAMES = 32  # of a clip encoded at once
LEAD = 64  # frames of the ring that the resampler needs before what is to be made again
TOO_MUCH = 0.9  # of its time: a stream that needs more must not keep others from the processor
REAL_TIME = 3  # below the audio process


def run(connection: Any, live_name: str, loader: str, home: str) -> None:
    """Entry point of the process. loader: 'module:function' that gives a model by its id and home; home: a folder."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(0.0005)  # main comes before loader and sender
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    live = LiveBlock.attach(live_name)
    try:
        StreamProcess(connection, live.board, loader, home).run()
    finally:
        os._exit(0)


class _Slot:
    """A deck. Main only."""

    def __init__(self) -> None:
        self.wish = DeckWish()
        self.voice: Voice | None = None
        self.asked = ""  # the model that the loader was asked for last
        self.source: tuple[Any, ...] = ()  # what the voice's source was made of
        self.loop: tuple[Path, str, np.ndarray] | None = None  # file, model and latents of a clip
        self.shares = np.zeros(SHARES)
        self.made = 0
        self.pasts: deque[Past] = deque()  # newest last


class StreamProcess:
    """The loop; see the module. `board` may be any LiveBoard: `turn` is one round of it, for tests without a process."""

    def __init__(self, connection: Any, board: LiveBoard, loader: str, home: str) -> None:
        self._connection, self._board = connection, board
        self._output = OutputWish()
        self._slots = [_Slot() for _ in range(DECKS)]
        self._loader = Loader(loader, home)
        self._outbox: queue.SimpleQueue[tuple[Any, ...] | Callable[[], tuple[Any, ...]]] = queue.SimpleQueue()
        self._told_at = 0.0
        self._real_time = False

    def run(self) -> None:
        for name, target in (("loader", self._loader.run), ("sender", self._send_all)):
            threading.Thread(target=target, name=name, daemon=True).start()
        _come_first()
        self._real_time = _real_time(True)
        gc.collect()
        gc.freeze()
        self._outbox.put(("up",))
        parent, sentinel = os.getppid(), getattr(parent_process(), "sentinel", self._connection)
        while True:
            ready = mp_connection.wait([self._connection, sentinel, self._loader.woken], self.rest())
            try:
                if (sentinel in ready and self._connection not in ready) or os.getppid() != parent or not self._take_messages():
                    return
            except (EOFError, OSError):
                return
            self.turn()

    def rest(self) -> float:
        """Seconds until rings may want more."""
        if not any(slot.wish.running and slot.voice is not None for slot in self._slots) or not self._output.rate:
            return IDLE_SECONDS
        return min(0.003, max(0.0007, self._output.block / self._output.rate / 4))

    def turn(self) -> None:
        """Take what is loaded, and fill the rings."""
        self._loader.still()
        while self._loader.results:
            self._loaded(*self._loader.results.popleft())
        for number in sorted(range(DECKS), key=self._waiting):
            self._fill(number)
        now = time.monotonic()
        if now - self._told_at > TELL_SECONDS:
            self._told_at = now
            self._tell_budget()

    # ---- the pipe ----
    def _take_messages(self) -> bool:
        while self._connection.poll():
            kind, *rest = self._connection.recv()
            if kind == "close":
                return False
            self.take(kind, *rest)
        return True

    def take(self, kind: str, *rest: Any) -> None:
        """'deck' number wish; 'output' wish; 'past' token and spans, see `stretches`."""
        if kind == "deck":
            self._wish(*rest)
        elif kind == "output":
            self._set_output(*rest)
        elif kind == "past":
            token, spans = rest
            pasts = [list(slot.pasts) for slot in self._slots]
            self._outbox.put(lambda: ("past", token, stretches(pasts, spans)))

    def _send_all(self) -> None:
        """The sender's thread."""
        while True:
            item = self._outbox.get()
            with contextlib.suppress(OSError):
                self._connection.send(item() if callable(item) else item)

    # ---- wishes ----
    def _wish(self, number: int, wish: DeckWish) -> None:
        slot = self._slots[number]
        before, slot.wish = slot.wish, wish
        if wish.model != slot.asked:
            slot.asked = wish.model
            if wish.model:
                self._loader.ask("model", number, wish.model)
            else:
                slot.voice = None
                self._numbers(number)[LOADED] = 0
        if wish.running != before.running:
            slot.made = 0
        if slot.voice is not None and slot.voice.generator.spec.id == wish.model:
            old, new = before.settings, wish.settings
            try:
                if new.seed != old.seed and new.values == old.values:  # Generate: another voice of the same
                    self._new_voice(number, slot, slot.voice.generator)
                self._turn_hand(number, slot)
            except UndertoneError as error:
                self._outbox.put(("failed", number, wish.model, str(error)))

    def _turn_hand(self, number: int, slot: _Slot) -> None:
        """Let the voice follow its wish."""
        voice, wish = slot.voice, slot.wish
        assert voice is not None
        voice.hand.turned = _turned(voice.generator, wish)
        made_of = (wish.source, wish.clip if wish.source == "clip" else None, slot.loop is not None)
        if made_of != slot.source:
            slot.source = made_of
            self._choose_source(number, slot)

    def _choose_source(self, number: int, slot: _Slot) -> None:
        voice, wish = slot.voice, slot.wish
        assert voice is not None
        generator, hand = voice.generator, voice.hand
        if wish.source == "drift":
            hand.source = Drift(generator.drift(voice.seed))
        elif wish.source == "input":
            hand.source = LiveEar(generator.ear(), generator.dims, generator.hop, generator.spec.rate, self._board)
        elif wish.source == "clip" and wish.clip is not None:
            if slot.loop is not None and slot.loop[:2] == (wish.clip, generator.spec.id):
                hand.source = Loop(slot.loop[2], hand.rate)
            else:
                self._loader.ask("clip", number, generator.spec.id, wish.clip)
        else:
            hand.source = Hold(generator.dims)

    def _loaded(self, kind: str, number: int, model: str, *found: Any) -> None:
        """What the loader found. kind: 'model' (generator, share of the time that it needs), 'clip' (file, latents) or 'failed' (text,
        of a clip its file).
        """
        slot = self._slots[number]
        if slot.asked != model:
            return
        if kind == "failed":
            if found[1:] and found[1] != slot.wish.clip:
                return  # a clip that another one replaced meanwhile
            slot.asked = ""
            self._outbox.put(("failed", number, model, found[0]))
        elif kind == "clip":
            slot.loop = (found[0], model, found[1])
            slot.source = ()
            if slot.voice is not None:
                self._turn_hand(number, slot)
        else:
            generator, share = found
            self._new_voice(number, slot, generator)
            seconds = generator.latency / generator.spec.rate
            self._outbox.put(("ready", number, model, latent_names(generator.spec, generator.dims), seconds, share))

    def _new_voice(self, number: int, slot: _Slot, generator: Any) -> None:
        wish, old = slot.wish, slot.voice
        try:
            hand = Hand(generator.dims, generator.spec.rate / generator.hop, _turned(generator, wish), wish.settings.seed)
        except UndertoneError as error:
            slot.asked = ""
            self._outbox.put(("failed", number, wish.model, str(error)))
            return
        rate = self._output.rate or generator.spec.rate
        if old is not None and wish.running and self._output.rate:
            self._write(number, _faded(old.step(MOST_FRAMES), rate, rising=False))
        slot.voice = Voice(generator, hand, wish.settings.seed, number, rate, int(self._board.decks[number, WRITTEN]))
        slot.pasts.append(slot.voice.past)
        slot.source = ()
        numbers = self._numbers(number)
        numbers[DIMS] = min(generator.dims, MOST_DIMS)
        numbers[LATENCY] = generator.latency / generator.spec.rate
        numbers[EAR_LATENCY] = generator.ear_latency / generator.spec.rate
        numbers[LOADED] = 1
        self._turn_hand(number, slot)
        if old is not None and wish.running and self._output.rate:
            self._write(number, _faded(slot.voice.step(MOST_FRAMES), rate, rising=True))

    def _set_output(self, output: OutputWish) -> None:
        before, self._output = self._output, output
        for number, slot in enumerate(self._slots):
            self._board.decks[number, AHEAD] = 0
            if slot.voice is not None and output.rate and output.rate != before.rate:
                slot.voice.begin(output.rate, int(self._board.decks[number, WRITTEN]))
                slot.pasts.append(slot.voice.past)

    # ---- the rings ----
    def _waiting(self, number: int) -> int:
        row = self._board.decks[number]
        return int(row[WRITTEN]) - int(row[READ])

    def _fill(self, number: int) -> None:
        slot, row = self._slots[number], self._board.decks[number]
        voice = slot.voice
        if voice is None or not slot.wish.running or not self._output.rate:
            row[AHEAD] = 0
            return
        output = self._output
        ahead = min(MAX_AHEAD, output.depth * output.block)
        row[RING_RATE] = output.rate
        row[AHEAD] = ahead
        for _ in range(64):
            missing = ahead - self._waiting(number)
            if missing <= 0:
                return
            began = time.perf_counter()
            frames = min(MOST_FRAMES, frames_for(missing, voice.generator, output.rate))
            before = voice.past.count
            try:
                made = voice.step(frames)
            except Exception as error:
                slot.voice, slot.asked = None, ""
                row[AHEAD] = 0
                text = str(error) if isinstance(error, UndertoneError) else f"{type(error).__name__}: {error}"
                self._outbox.put(("failed", number, voice.generator.spec.id, text))
                return
            took = time.perf_counter() - began
            self._note_fill(number, ahead - missing + len(made) / 2)
            self._write(number, made)
            slot.shares[slot.made % SHARES] = took / ((voice.past.count - before) * voice.seconds)
            slot.made += 1
            self._show(number, voice)

    def _write(self, number: int, made: np.ndarray) -> None:
        """made (n, 2) at the device's rate; never more than the ring holds."""
        row, ring = self._board.decks[number], self._board.rings[number]
        at = int(row[WRITTEN])
        start = at % RING_FRAMES
        first = min(len(made), RING_FRAMES - start)
        ring[start : start + first] = made[:first]
        ring[: len(made) - first] = made[first:]
        row[WRITTEN] = at + len(made)

    # ---- for the eye ----
    def _numbers(self, number: int) -> np.ndarray:
        return self._board.streams[number]

    def _note_fill(self, number: int, waiting: float) -> None:
        numbers = self._numbers(number)
        numbers[FILL] = waiting if not numbers[FILL] else numbers[FILL] + 0.05 * (waiting - numbers[FILL])

    def _show(self, number: int, voice: Voice) -> None:
        numbers = self._numbers(number)
        shown = voice.latents[:MOST_DIMS]
        numbers[LATENTS : LATENTS + len(shown)] = shown
        numbers[MADE] += 1
        numbers[BEAT] += 1

    def _tell_budget(self) -> None:
        worst = 0.0
        for number, slot in enumerate(self._slots):
            numbers = self._numbers(number)
            count = min(slot.made, SHARES)
            if not slot.wish.running or slot.voice is None or not count:
                numbers[MEDIAN : FILL + 1] = 0.0
                continue
            shares = slot.shares[:count]
            numbers[MEDIAN : WORST + 1] = np.median(shares), np.percentile(shares, 95), shares.max()
            worst += float(numbers[MEDIAN])
        if self._real_time and worst > TOO_MUCH:
            self._real_time = _real_time(False)
        for slot in self._slots:
            while len(slot.pasts) > 1 and self._told_at - slot.pasts[1].began > KEEP_SECONDS:
                slot.pasts.popleft()


class Loader:
    """Loads models and encodes clips, one after the other, on a thread of its own. `ask` and `results` are main's."""

    def __init__(self, loader: str, home: str) -> None:
        self._name, self._home = loader, home
        self._queue: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._models: OrderedDict[str, tuple[Any, float]] = OrderedDict()  # its thread's
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
        self.results.append(result)
        self._wake.send_bytes(b"!")

    def model(self, model: str) -> tuple[Any, float]:
        """The model, and the share of its time that it needs. Raises what loading raises, BadInput where it doesn't stream."""
        if model not in self._models:
            from studio.paths import Home

            module, function = self._name.split(":")
            generator = getattr(import_module(module), function)(model, Home(Path(self._home)))
            if "stream" not in generator.spec.abilities:
                raise BadInput(f"the model '{generator.spec.title}' does not stream")
            self._models[model] = (generator, probe(generator))
            gc.freeze()
        self._models.move_to_end(model)
        while len(self._models) > KEPT_MODELS:
            self._models.popitem(last=False)
        return self._models[model]


def probe(generator: Any) -> float:
    """Time to make a block over its duration: the quarter of some that were quickest, which nothing else on the machine held up."""
    stream = generator.stream(0)
    latents = np.zeros((2, generator.dims), np.float32)
    times = []
    for _ in range(PROBE_FRAMES // 2):
        began = time.perf_counter()
        stream.step(latents)
        times.append(time.perf_counter() - began)
    return float(np.percentile(times[4:], 25)) / (2 * generator.hop / generator.spec.rate)


def encode(generator: Any, file: Path) -> np.ndarray:
    """The latents (n, dims) of a sound. Raises BadInput where it is shorter than a few frames."""
    samples = np.load(file, allow_pickle=False)
    ear, size = generator.ear(), CLIP_FRAMES * generator.hop
    late = -(-generator.ear_latency // generator.hop)
    samples = np.pad(samples, (0, late * generator.hop))  # what the ear is behind
    whole = len(samples) // generator.hop * generator.hop
    made = [ear.step(samples[start : min(start + size, whole)]) for start in range(0, whole, size)]
    frames = np.concatenate(made)[late:] if made else np.zeros((0, generator.dims), np.float32)
    if len(frames) < 4:
        raise BadInput("the sound is too short to be heard as a stream")
    return frames


def stretches(pasts: list[list[Past]], spans: Sequence[Span]) -> list[tuple[int, Stretch]]:
    """What was played in each span (deck, first, last frame of its ring), with the span's place in the list."""
    found = []
    for place, (number, first, last) in enumerate(spans):
        deck = pasts[number]
        for past, following in zip(deck, [*deck[1:], None], strict=False):  # a deck that never played has none
            end = last if following is None else min(last, following.origin)
            if (stretch := past.stretch(first, end, LEAD)) is not None:
                found.append((place, stretch))
    return found


def _turned(generator: Any, wish: DeckWish) -> Turned:
    """Raises BadInput for settings that the model refuses."""
    amount = wish.scale * (wish.drift if wish.source == "drift" else 1.0)
    return Turned(np.asarray(generator.point(wish.settings), np.float64), amount, wish.jitter)


def _faded(made: np.ndarray, rate: int, rising: bool) -> np.ndarray:
    """The start risen, or all but the first 5 ms cut off and these fallen."""
    curve = fades.raised_cosine(min(fades.frames_of(FADE_SECONDS, rate), len(made)))[:, None]
    if not rising:
        return made[: len(curve)] * curve[::-1]
    made = made.copy()
    made[: len(curve)] *= curve
    return made


def _come_first() -> None:
    """Before other programs where we may, after the audio process."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), 0x80)  # HIGH_PRIORITY_CLASS
        else:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10) if sys.platform == "linux" else os.nice(-10)


def _real_time(on: bool) -> bool:
    """Linux: real-time scheduling of this thread where we may; is it on now?"""
    if sys.platform != "linux":
        return False
    try:
        os.sched_setscheduler(0, os.SCHED_RR if on else os.SCHED_OTHER, os.sched_param(REAL_TIME if on else 0))
    except OSError:
        return False
    return on


__all__ = ["StreamProcess", "run"]
