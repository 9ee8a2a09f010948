"""The program's end of the streams: it starts their process, hands wishes over and keeps it alive. See server.py.

Threads: any thread calls; one thread of the host's own ('undertone-streams') reads the pipe, sends what a caller couldn't send at once, and
picks up the decks' log. `_lock` guards what is wished; it is held to copy only. `_pipe` guards `_connection`, `_sent` and `_up`; a caller
never waits for it, nor for the pipe. Everything marked (thread) is that thread's alone.

Why a process, by numbers (a window whose slider moves 50 times a second, trainings beside it, load 8 on two cores; two blocks ahead,
15 s): as a thread of the program the stream ran dry 6 times at block 512 and 11 times at 256, its slowest block took 2.3 times the time
it had; in a process of its own 0 and 2 times, the slowest block 0.15 and 0.27.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import select
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from multiprocessing import connection as mp_connection
from typing import Any

import numpy as np

from studio.engine.player.live_memory import AHEAD, DECK_LOG_AT, DECKS, LOG_ROWS, LiveBoard
from studio.engine.streaming import server
from studio.engine.streaming.past import Span, Stretch
from studio.engine.streaming.wish import DeckWish, OutputWish
from studio.errors import UndertoneError

log = logging.getLogger(__name__)

DEFAULT_LOADER = "studio.models.catalogue:load"
TICK_SECONDS = 0.05
REST_SECONDS = 2.0  # between two looks while nothing runs
CRASHES, CRASH_SECONDS = 3, 30.0
LOG_SECONDS = 75.0
CLOSE_SECONDS = 1.0


class StreamHost:
    """live: a LiveLink (a stand-in without memory_name gets no process: wishes are kept, nothing sounds).

    on_ready(deck, model, names, latency seconds, share of the time, runtime), on_failed(deck, model, text), on_crash(gave up),
    on_tick(board's deck rows), on_said(a sentence for the person): called on the host's thread, must return soon.
    """

    def __init__(self, live: Any, loader: str, home: str, *, on_ready: Callable[..., object], on_failed: Callable[..., object],
                 on_crash: Callable[[bool], object], on_tick: Callable[[], object] = lambda: None,
                 on_said: Callable[[str], object] = lambda text: None) -> None:  # fmt: skip
        self._live, self._loader, self._home = live, loader, home
        self._on_ready, self._on_failed, self._on_crash, self._on_tick = on_ready, on_failed, on_crash, on_tick
        self._on_said = on_said
        self._lock = threading.Lock()
        self.wishes = (DeckWish(),) * DECKS  # replaced whole, under _lock, as `output`
        self.output = OutputWish()
        self._asked: dict[int, Future[list[tuple[int, Stretch]]]] = {}  # under _lock
        self._questions: deque[tuple[int, list[Span]]] = deque()
        self._token = 0
        self._rows: deque[np.ndarray] = deque()  # of the log, oldest first; under _lock
        self._log_at = 0  # number of the row after them; under _lock, written by the thread
        self._pipe = threading.Lock()
        self._sent: list[Any] = []  # what the process knows
        self._crashes: list[float] = []  # (thread)
        self._connection: Any = None
        self._process: Any = None  # (thread)
        self._up = False
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._bell, self._ring_bell = multiprocessing.Pipe(duplex=False)

    # ---- any thread ----
    @property
    def pid(self) -> int | None:
        """Of the process, None where none lives."""
        process = self._process
        return process.pid if process is not None else None

    def wish(self, deck: int, wish: DeckWish) -> None:
        """What this deck is to do from now on; heard within a block or two."""
        with self._lock:
            if self._closing.is_set() or self.wishes[deck] == wish:
                return
            self.wishes = (*self.wishes[:deck], wish, *self.wishes[deck + 1 :])
            needed = bool(wish.model and getattr(self._live, "memory_name", ""))
            if needed and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="undertone-streams", daemon=True)
                self._thread.start()
        if not self._tell_at_once():
            self._ring()

    def set_output(self, output: OutputWish) -> None:
        with self._lock:
            self.output = output
        self._ring()

    def past(self, spans: list[Span]) -> Future[list[tuple[int, Stretch]]]:
        """What was played in each span, with the span's place in the list; nothing where no process lives."""
        future: Future[list[tuple[int, Stretch]]] = Future()
        with self._lock:
            if self._thread is None or self._closing.is_set():
                future.set_result([])
                return future
            self._token += 1
            self._asked[self._token] = future
            self._questions.append((self._token, spans))
        self._ring()
        return future

    def rows(self) -> np.ndarray:
        """The decks' log of the last 75 s, oldest first: see player/decks.py."""
        with self._lock:
            kept, at = list(self._rows), self._log_at
        fresh = self._live.board(lambda board: _log_since(board, at)[0])
        return np.concatenate([*kept, fresh]) if fresh is not None else np.zeros((0, 1 + 2 * DECKS))

    def close(self) -> None:
        """End the process and the thread; idempotent."""
        self._closing.set()
        self._ring()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(5.0)

    def _ring(self) -> None:
        with contextlib.suppress(OSError):
            self._ring_bell.send_bytes(b"!")

    def _tell_at_once(self) -> bool:
        """Send from the caller's own thread: on a busy machine another one would be woken milliseconds later. False: ring for it."""
        if sys.platform == "win32" or not self._up or not self._pipe.acquire(blocking=False):
            return False
        try:
            if not self._up or not select.select([], [self._connection.fileno()], [], 0)[1]:
                return False
            self._tell()
            return True
        except (OSError, ValueError):
            return False
        finally:
            self._pipe.release()

    # ---- the host's thread ----
    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                if len(self._crashes) >= CRASHES and not self._wait_to_be_asked():
                    break
                self._launch()
                try:
                    crashed = self._attend()
                finally:
                    self._end_process()
                if crashed and not self._closing.is_set():
                    self._after_crash()
        except Exception:
            log.exception("the host of the streams failed")
        finally:
            self._answer_all()

    def _launch(self) -> None:
        context = multiprocessing.get_context("spawn")
        with self._pipe:
            self._connection, theirs = context.Pipe()
            self._sent, self._up = [None] * (DECKS + 1), False
        self._process = context.Process(
            target=server.run, args=(theirs, self._live.memory_name, self._loader, self._home), name="undertone-streams", daemon=True
        )
        self._process.start()
        theirs.close()

    def _attend(self) -> bool:
        """Serve the process until it ends; True if nobody asked it to."""
        while not self._closing.is_set():
            with self._lock:
                busy = any(wish.running for wish in self.wishes)
            ready = mp_connection.wait([self._connection, self._process.sentinel, self._bell], TICK_SECONDS if busy else REST_SECONDS)
            while self._bell.poll():
                self._bell.recv_bytes()
            try:
                while self._connection.poll():
                    self._take(*self._connection.recv())
                if self._process.sentinel in ready:
                    return True
                with self._pipe:
                    self._tell()
            except (EOFError, OSError):
                return True
            self._pick_up_log()
            self._on_tick()
        return False

    def _tell(self) -> None:
        """Send what the process doesn't know yet, the newest only. Under _pipe."""
        if not self._up:
            return
        with self._lock:
            wanted: list[Any] = [self.output, *self.wishes]
            questions = list(self._questions)
            self._questions.clear()
        for place, what in enumerate(wanted):
            if what != self._sent[place]:
                self._connection.send(("output", what) if place == 0 else ("deck", place - 1, what))
                self._sent[place] = what
        for token, spans in questions:
            self._connection.send(("past", token, spans))

    def _take(self, kind: str, *rest: Any) -> None:
        if kind == "up":
            self._up = True
        elif kind == "ready":
            self._on_ready(*rest)
        elif kind == "failed":
            self._on_failed(*rest)
        elif kind == "said":
            self._on_said(*rest)
        elif kind == "past":
            with self._lock:
                future = self._asked.pop(rest[0], None)
            if future is not None:
                future.set_result(rest[1])

    def _pick_up_log(self) -> None:
        fresh = self._live.board(lambda board: _log_since(board, self._log_at))
        if fresh is None:
            return
        rows, at = fresh
        with self._lock:
            self._log_at = at
            if len(rows):
                self._rows.append(rows)
                oldest = rows[-1, 0] - LOG_SECONDS * max(1, self.output.rate)
                while len(self._rows) > 1 and self._rows[1][0, 0] < oldest:
                    self._rows.popleft()

    def _end_process(self) -> None:
        process = self._process
        with self._pipe:
            self._up = False
        if self._closing.is_set():
            with contextlib.suppress(OSError):
                self._connection.send(("close",))
            process.join(CLOSE_SECONDS)
        for force in (process.terminate, process.kill):
            if process.is_alive():
                force()
                process.join(0.5 if force == process.terminate else 5.0)
        self._process = None
        self._connection.close()
        with contextlib.suppress(ValueError):
            process.close()
        self._live.board(_let_dry)
        self._answer_all()

    def _after_crash(self) -> None:
        now = time.monotonic()
        self._crashes = [moment for moment in self._crashes if now - moment < CRASH_SECONDS] + [now]
        gave_up = len(self._crashes) >= CRASHES
        if gave_up:
            with self._lock:
                self.wishes = tuple(replace(wish, running=False) for wish in self.wishes)
        self._on_crash(gave_up)

    def _wait_to_be_asked(self) -> bool:
        """After too many crashes: until a deck is to run again; False at the end."""
        while not self._closing.is_set():
            mp_connection.wait([self._bell], REST_SECONDS)
            while self._bell.poll():
                self._bell.recv_bytes()
            if any(wish.running for wish in self.wishes):
                self._crashes = []
                return True
        return False

    def _answer_all(self) -> None:
        with self._lock:
            left = list(self._asked.values())
            self._asked.clear()
            self._questions.clear()
        for future in left:
            future.set_exception(UndertoneError("the streams' process is gone, and what it played with it"))


def _log_since(board: LiveBoard, at: int) -> tuple[np.ndarray, int]:
    """The rows from number `at` on that are still there, and the number of the next."""
    now = int(board.counts[DECK_LOG_AT])
    first = max(at, now - LOG_ROWS + 256)  # some may be written meanwhile
    return board.deck_log[np.arange(first, now) % LOG_ROWS], now


def _let_dry(board: LiveBoard) -> None:
    """Nobody writes the rings any more."""
    board.decks[:, AHEAD] = 0
    board.streams[:] = 0.0
