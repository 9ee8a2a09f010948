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
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import connection as mp_connection
from multiprocessing import parent_process
from typing import Any

import numpy as np

from studio.audio import fades
from studio.engine.player.live_memory import (
    AHEAD,
    DECKS,
    READ,
    RING_FRAMES,
    RING_RATE,
    STREAM_NUMBERS,
    TAKEN,
    WRITTEN,
    LiveBlock,
    LiveBoard,
)  # fmt: skip
from studio.engine.streaming.hand import Drift, Hand, Hold, LiveEar, Loop, Turned
from studio.engine.streaming.loader import Loader
from studio.engine.streaming.past import KEEP_SECONDS, Past, Span, Stretch
from studio.engine.streaming.priority import BESIDE, come_first, real_time
from studio.engine.streaming.voice import MOST_FRAMES, Voice, frames_for, latent_names
from studio.engine.streaming.wish import DeckWish, OutputWish
from studio.errors import BadInput, UndertoneError
from studio.models.graphs import limit_runs

# Numbers in board.streams of a deck (this process -> parent): LOADED 1 while a voice is there; MEDIAN, P95, WORST: time to make a block
# over its duration; FILL: frames of the ring that pass before a latent is read, on average; latencies in seconds; LATENTS: the newest frame
BEAT, LOADED, MEDIAN, P95, WORST, FILL, MADE, DIMS, LATENCY, EAR_LATENCY = range(10)
LATENTS = 16
MOST_DIMS = STREAM_NUMBERS - LATENTS

SHARES = 256  # newest blocks of which the budget is told
TELL_SECONDS = 0.25
FADE_SECONDS = 0.005  # when one voice takes over from another
IDLE_SECONDS = 1.0
MAX_AHEAD = RING_FRAMES // 2
LEAST_AHEAD = 0.011  # s: two blocks of 64 would be less than a frame of a stream
LEAD = 64  # frames of the ring that the resampler needs before what is to be made again
HURRY = 0.4  # of a block's time, for what is made again
PACED = 0.2  # weight of the newest time that it took
FORGIVEN = 0.999  # what is left of that time at each look, once it was too long: it is tried again some seconds later
TOO_MUCH = 0.9  # of its time: a stream that needs more must not keep others from the processor
LITTLE = 0.6  # of its time: from here on it may come first again
LONGEST_STEP = 0.2  # seconds of the processor for a graph's run of 46 ms at most: one that never ends must not hold up the other deck


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
        self.loop: tuple[Any, str, np.ndarray] | None = None  # file, model and latents of a clip
        self.shares = np.zeros(SHARES)
        self.made = 0
        self.late = False  # what waits in the ring was made before hands moved
        self.hurried = (0, 0.0)  # where the ring was read, and seconds since then that were spent on making it again
        self.pace = 0.0  # seconds that a frame of the ring takes to be made again
        self.pasts: deque[Past] = deque()  # newest last


    def hears_more(self, output: OutputWish) -> bool:
        """Did live input come that could be heard with the next block?"""
        source = self.voice.hand.source if self.voice is not None and self.wish.running else None
        if not isinstance(source, LiveEar) or self.voice is None or not output.rate:
            return False
        source.block = frames_for(output.block, self.voice.generator, output.rate)
        return source.more


class StreamProcess:
    """The loop; see the module. `board` may be any LiveBoard: `turn` is one round of it, for tests without a process."""

    def __init__(self, connection: Any, board: LiveBoard, loader: str, home: str) -> None:
        self._connection, self._board = connection, board
        self._output = OutputWish()
        self._slots = [_Slot() for _ in range(DECKS)]
        self._loader = Loader(loader, home)
        self._outbox: queue.SimpleQueue[tuple[Any, ...] | Callable[[], tuple[Any, ...]]] = queue.SimpleQueue()
        self._told_at = 0.0
        self._real_time = self._held_back = False  # held back: it was on until a stream needed too much

    def run(self) -> None:
        come_first()
        for name, target in (("loader", self._loader.run), ("sender", self._send_all)):
            threading.Thread(target=target, name=name, daemon=True).start()
        self._real_time = real_time(True)
        limit_runs(LONGEST_STEP)
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
            kind, number, model, *found = self._loader.results.popleft()
            try:
                self._loaded(kind, number, model, *found)
            except Exception as error:  # a stranger's model: the other deck goes on
                self._give_up(number, self._slots[number], model, error)
        for slot in self._slots:
            slot.late = slot.late or slot.hears_more(self._output)
        for _ in range(2):  # where the audio process comes between, what it needs next is made before what it needs later is made again
            for number in sorted(range(DECKS), key=self._waiting):
                self._fill(number)
            late = [number for number, slot in enumerate(self._slots) if slot.late]
            for number in late:
                self._hurry(number, self._slots[number])
            if not late:
                break
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
        real_time(True, BESIDE)
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
            except BadInput as error:
                self._outbox.put(("failed", number, wish.model, str(error)))
            except Exception as error:
                self._give_up(number, slot, wish.model, error)

    def _turn_hand(self, number: int, slot: _Slot) -> None:
        """Let the voice follow its wish."""
        voice, wish = slot.voice, slot.wish
        assert voice is not None
        voice.hand.turned = _turned(voice.generator, wish)
        slot.late = True
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
        """What the loader found. kind: 'model' (generator, share of the time that it needs), 'clip' (file, latents), 'failed' (text,
        of a clip its file) or 'said' (a sentence for the person).
        """
        if kind == "said":
            self._outbox.put(("said", *found))
            return
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
            self._outbox.put(("ready", number, model, latent_names(generator.spec, generator.dims), seconds, share,
                              generator.runtime))  # fmt: skip

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
        slot.source, slot.pace = (), 0.0
        numbers = self._numbers(number)
        numbers[DIMS] = min(generator.dims, MOST_DIMS)
        numbers[LATENCY] = generator.latency / generator.spec.rate
        numbers[EAR_LATENCY] = generator.ear_latency / generator.spec.rate
        numbers[LOADED] = 1
        self._turn_hand(number, slot)
        if old is not None and wish.running and self._output.rate:
            self._write(number, _faded(slot.voice.step(MOST_FRAMES), rate, rising=True))
            slot.voice.stay()

    def _set_output(self, output: OutputWish) -> None:
        before, self._output = self._output, output
        self._loader.compute = output.compute
        for number, slot in enumerate(self._slots):
            self._board.decks[number, AHEAD] = 0
            if slot.asked and output.compute != before.compute:
                self._loader.ask("model", number, slot.asked)  # what plays goes over to it when it is there
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
        ahead = min(MAX_AHEAD, max(output.depth * output.block, round(LEAST_AHEAD * output.rate)))
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
                self._give_up(number, slot, voice.generator.spec.id, error)
                return
            took = time.perf_counter() - began
            waits = ahead - missing + len(made) / 2
            if slot.pace * ahead < HURRY * output.block / output.rate:
                waits = min(waits, (output.block + voice.seconds * output.rate) / 2)  # see _hurry
            self._note_fill(number, waits)
            self._write(number, made)
            slot.shares[slot.made % SHARES] = took / ((voice.past.count - before) * voice.seconds)
            slot.made += 1
            self._show(number, voice)

    def _hurry(self, number: int, slot: _Slot) -> None:
        """Make again what waits in the ring, so that what hands turned is heard with the next block; a voice without time for it waits."""
        row, voice, output = self._board.decks[number], slot.voice, self._output
        slot.late = False
        if voice is None or not row[AHEAD]:
            return
        free = int(max(row[READ], row[TAKEN]))
        spent = slot.hurried[1] if slot.hurried[0] == free else 0.0
        waiting = int(row[WRITTEN]) - free
        slot.pace = slot.pace or float(self._numbers(number)[MEDIAN]) / output.rate
        if spent + slot.pace * waiting > HURRY * output.block / output.rate:
            slot.late = spent > 0  # again when the next block was taken
            slot.pace *= FORGIVEN
            return
        began = time.perf_counter()
        try:
            again = voice.again(free)
        except Exception as error:
            self._give_up(number, slot, voice.generator.spec.id, error)
            return
        took = time.perf_counter() - began
        slot.hurried = (free, spent + took)
        if again is not None:
            slot.pace += PACED * (took / waiting - slot.pace)
        if again is not None and free == max(row[READ], row[TAKEN]):
            self._put(number, again.ring, again.samples)
            voice.take(again)
        else:
            slot.late = again is not None  # the audio process came between

    def _give_up(self, number: int, slot: _Slot, model: str, error: Exception) -> None:
        slot.voice, slot.asked = None, ""
        self._board.decks[number, AHEAD] = 0
        text = str(error) if isinstance(error, UndertoneError) else f"{type(error).__name__}: {error}"
        self._outbox.put(("failed", number, model, text))

    def _write(self, number: int, made: np.ndarray) -> None:
        """made (n, 2) at the device's rate; never more than the ring holds."""
        row = self._board.decks[number]
        at = int(row[WRITTEN])
        self._put(number, at, made)
        row[WRITTEN] = at + len(made)

    def _put(self, number: int, at: int, made: np.ndarray) -> None:
        ring, start = self._board.rings[number], at % RING_FRAMES
        first = min(len(made), RING_FRAMES - start)
        ring[start : start + first] = made[:first]
        ring[: len(made) - first] = made[first:]

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
            self._real_time, self._held_back = real_time(False), True
        elif self._held_back and worst < LITTLE:
            self._real_time, self._held_back = real_time(True), False
        for slot in self._slots:
            while len(slot.pasts) > 1 and self._told_at - slot.pasts[1].began > KEEP_SECONDS:
                slot.pasts.popleft()


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


__all__ = ["StreamProcess", "run"]
