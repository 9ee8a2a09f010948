"""`Player`: what the program sees of playback. It starts the audio process, feeds it clips and keeps it alive.

Threads: any thread may call any method. A watcher thread of the Player's own starts the process, reads its messages and
replaces it when it died or hangs. Three locks: `_lock` guards what is to be played and the pipe to the process, `_views` (taken
last) the life of the shared memory's views; both are held for microseconds only. `_copying` is taken first, by whoever copies a clip:
that takes milliseconds, and the commands of others go to the process after it.
Attributes marked (watcher) are written by the watcher alone.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import math
import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import connection as mp_connection
from typing import Any

import numpy as np

from studio.audio.fades import gain_of
from studio.clip import Clip
from studio.engine.player import server, shared
from studio.engine.player.live_link import LiveLink
from studio.engine.player.prepared import Prepared
from studio.engine.player.shared import SharedBlock, Slots
from studio.engine.player.status import Device, Opened, PlayerStatus, read_status
from studio.engine.player.voice import Region
from studio.errors import BadInput

log = logging.getLogger(__name__)

DEFAULT_GAIN_DB = -12.0
MAX_GAIN_DB = 24.0
STALL_SECONDS = 2.0  # a heartbeat that rests so long counts as a dead process
CONTROL_SECONDS = 5.0  # the same for the control thread, which may wait for a driver
START_SECONDS = 20.0  # a new interpreter on a busy machine, PulseAudio's first sleep
CRASHES, CRASH_SECONDS = 3, 30.0  # more in this time, and we play silently
RETRY_SECONDS = 0.005  # while a clip waits for room in the shared memory
TICK_SECONDS = 0.25
MIN_BLOCK, MAX_BLOCK = 64, 4096
MAX_CROSSFADE = 0.5  # seconds


@dataclass(frozen=True)
class _Wish:
    """The clip that was asked for last."""

    clip: Clip
    request: int
    loop: bool
    restart: bool
    sound: bool  # False: loaded, not to be heard
    switch: bool = False
    part: bool = False
    gain: float = 1.0
    at: float = 0.0  # seconds
    position: int = 0  # frames at the device's rate, of a clip that goes on after a restart of the process; 0: `at` counts


class _Pulse:
    """Whether callback and control thread of the process still count on. Watcher only."""

    def __init__(self) -> None:
        self._blocks = self._ticks = -1
        self._even_from = server.STEADY_BLOCKS
        self._block_at = self._tick_at = time.monotonic()

    def stalled(self, blocks: int, ticks: int, resting: bool) -> bool:
        now = time.monotonic()
        if resting:
            self._even_from = blocks + server.STEADY_BLOCKS
        if blocks != self._blocks or resting:
            self._blocks, self._block_at = blocks, now
        if ticks != self._ticks:
            self._ticks, self._tick_at = ticks, now
        block_limit = STALL_SECONDS if blocks > self._even_from else START_SECONDS
        tick_limit = CONTROL_SECONDS if ticks > 0 else START_SECONDS
        return now - self._block_at > block_limit or now - self._tick_at > tick_limit


class Player:
    """Plays clips through a process of its own.

    device, host_api: names as `devices()` gives them; None is the system's default. block: frames, 64 to 4096.
    null: no device, only the clock (tests, machines without sound). rest: seconds of silence after which the output is stopped until
    something is to sound again.
    Returns at once; a missing device never raises but shows in `status()`. Raises UndertoneError where the machine has no
    shared memory left.
    """

    def __init__(
        self, device: str | None = None, host_api: str | None = None, block: int = 512, null: bool = False,
        rest: float = server.REST_SECONDS,
    ) -> None:  # fmt: skip
        self.on_change: Callable[[], object] | None = None  # set by the owner before use; called by the watcher thread
        self._lock = threading.Lock()
        self._views = threading.Lock()
        self._copying = threading.Lock()
        self._held: list[tuple[Any, ...]] | None = None  # commands that wait for a copy; guarded by _lock
        self._choice = server.OutputChoice(device, host_api, _block(block), null, rest)
        self._gain = gain_of(DEFAULT_GAIN_DB)
        self._memory: SharedBlock | None = SharedBlock.create()
        self._memory.board.clear(self._gain)
        self._slots = Slots(self._memory.board)
        try:
            self.live = LiveLink(self._send_live)
        except BaseException:
            del self._slots
            self._memory.close()
            raise
        self._prepared = Prepared()
        self._region: Region | None = None  # guarded by _lock
        self._wish: _Wish | None = None
        self._placed = True  # False: the wish waits for room in the arena
        self._connection: Any = None  # set while the process takes commands
        self._process: Any = None  # (watcher)
        self._opened = Opened("restarting", "", "", 0, self._choice.block, 0.0, "")  # (watcher), frozen
        self._devices: tuple[Device, ...] = ()  # (watcher), frozen
        self._crashes: list[float] = []  # (watcher)
        self._gaps_before = 0  # (watcher) of processes that ended
        self._peak_block = 0  # guarded by _views
        self._last_status: PlayerStatus | None = None  # guarded by _views; what status() says after close()
        self._restart = threading.Event()  # set by any thread, cleared by the watcher
        self._closing = threading.Event()
        self._wake_in, self._wake_out = multiprocessing.Pipe(duplex=False)
        self._watcher = threading.Thread(target=self._watch, name="player watcher", daemon=True)
        self._watcher.start()
        atexit.register(self.close)

    # ---- what to play ----
    def play(
        self, clip: Clip, *, request: int, loop: bool, restart: bool = False, switch: bool = False, part: bool = False,
        at: float = 0.0, gain_db: float = 0.0, sound: bool = True,
    ) -> None:  # fmt: skip
        """Sound `clip` from the next block on; resamples in the caller's thread. A request that is ready after a newer one is left out.

        loop: the clip is exactly one period and goes round; a loop that sounds is joined in phase. Otherwise a one-shot,
        from its first frame, at most one in 80 ms (the newest wins). restart: from `at` (seconds), without that limit.
        switch: goes on where the sound before it is, in 20 ms, to be compared. part: keeps to the region of `set_region`.
        gain_db: of this clip alone, -inf to 24. sound: False has it ready for `start`, `seek` and `scrub`, unheard.
        Raises BadInput where the clip is too long for the shared memory (a minute of stereo at 48 kHz).
        """
        wish = _Wish(clip, request, loop, restart, sound, switch, part, gain_of(min(gain_db, MAX_GAIN_DB)), max(0.0, at))
        rate = self._opened.rate
        samples = self._prepared.samples(clip, rate, loop) if rate else None
        with self._copying:
            self._deliver(wish, samples, rate, fresh=True)
        if not self._placed:
            self._wake()

    def set_region(self, start: float | None, end: float | None = None, crossfade: float = 0.0) -> None:
        """What sounds with `part` keeps to start..end (seconds), at once; None: to nothing.

        crossfade: seconds in which a loop's end fades into its start, at most half a second. Raises BadInput where start < end
        doesn't hold.
        """
        region = None
        if start is not None:
            if end is None or not (math.isfinite(start) and math.isfinite(end) and math.isfinite(crossfade)) or not 0.0 <= start < end:
                raise BadInput(f"A loop from {start} s to {end} s can't be played.")
            region = Region(start, end, min(max(crossfade, 0.0), MAX_CROSSFADE))
        with self._lock:
            self._region = region
            self._send("region", region)

    def scrub(self, seconds: float) -> None:
        """Sound what lies under a hand that is at this place now; silence while it rests."""
        if not math.isfinite(seconds):
            raise BadInput(f"A position of {seconds} s can't be played.")
        with self._lock:
            self._send("scrub", max(0.0, seconds))

    def end_scrub(self, play: bool) -> None:
        """The hand let go; play: go on from there."""
        with self._lock:
            self._send("end scrub", play)

    def start(self) -> None:
        """Sound the clip loaded last, from its first frame."""
        with self._lock:
            if self._wish is not None:
                self._wish = replace(self._wish, sound=True, position=0, at=0.0, restart=True)
                self._send("start")

    def stop(self, only: int | None = None) -> None:
        """Fade out in 5 ms. only: where this request is the one that was asked for last, else leave what sounds alone."""
        self._hush("stop", only)

    def panic(self) -> None:
        """Silence in 2 ms, whatever sounds, fades or waits."""
        self._hush("panic")

    def seek(self, seconds: float) -> None:
        """Go on at another place of the clip (a loop takes it modulo its period)."""
        if not math.isfinite(seconds):
            raise BadInput(f"A position of {seconds} s can't be played.")
        with self._lock:
            self._send("seek", max(0.0, seconds))

    def set_gain_db(self, db: float) -> None:
        """Monitor gain in dB up to 24, -inf is silence; default -12. The ceiling of -1 dBFS comes after it."""
        if math.isnan(db):
            raise BadInput("A volume must be a number of dB.")
        self._gain = gain_of(min(db, MAX_GAIN_DB))
        with self._views:
            if self._memory is not None:
                self._memory.board.gain[0] = self._gain

    def _hush(self, command: str, only: int | None = None) -> None:
        with self._lock:
            if only is not None and (self._wish is None or self._wish.request != only):
                return
            if self._wish is not None:
                self._wish = replace(self._wish, sound=False, position=0, at=0.0)
            self._send(command)

    # ---- the output ----
    def status(self, peaks: bool = True) -> PlayerStatus:
        """How it stands now, from shared memory: microseconds, never waits for the process. peaks: False leaves them to who shows them."""
        with self._views:
            if self._memory is None:
                assert self._last_status is not None
                return self._last_status
            return self._read_status(self._memory.board, peaks)

    def sounds(self) -> tuple[bool, bool]:
        """Does the clip play, and does anything of the desk? Takes no peaks away from who shows them, unlike `status`."""
        with self._views:
            if self._memory is None:
                return False, False
            beat = self._memory.board.snapshot()
            return bool(beat[shared.PLAYING]), bool(beat[shared.LIVE])

    def _read_status(self, board: shared.Board, peaks: bool = True) -> PlayerStatus:
        """Under _views."""
        self._last_status, block = read_status(board, self._opened, self._peak_block, self._gaps_before)
        self._peak_block = block if peaks else self._peak_block
        return self._last_status

    def devices(self) -> tuple[Device, ...]:
        """Outputs as the audio process saw them when it started; `rescan` looks again."""
        return self._devices

    def set_output(self, name: str | None, host_api: str | None = None, block: int | None = None) -> None:
        """Play through another output; what sounds goes on there within a second."""
        with self._lock:
            block = _block(block or self._choice.block)
            self._choice = replace(self._choice, device=name, host_api=host_api, block=block, null=False)
        self.rescan()

    def rescan(self) -> None:
        """Start the audio process anew, so that it sees new devices and opens the chosen one again."""
        self._restart.set()
        self._wake()

    def close(self) -> None:
        """Fade out and end the process and the watcher; no matter how often it is called."""
        self._closing.set()
        self._wake()
        if threading.current_thread() is not self._watcher:
            self._watcher.join()
        atexit.unregister(self.close)

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- clips to the process ----
    def _deliver(self, wish: _Wish, samples: np.ndarray | None, rate: int, fresh: bool = False) -> None:
        """Under _copying: write the wish into the arena and announce it, if there is a process with an output of this rate, and room."""
        with self._lock:
            if fresh and (self._wish is None or wish.request >= self._wish.request):
                self._wish, self._placed = wish, False
            connection, off = self._connection, self._wish is not wish or self._placed or rate != self._opened.rate
            if off or samples is None or connection is None or self._memory is None:
                return
            slots, self._held = self._slots, []
        place = slots.place_in_pieces(samples, wish.gain, self._views, lambda: self._memory is not None and self._slots is slots)
        with self._lock:
            held, self._held = self._held, None
            if place is not None and connection is self._connection:
                self._placed = True
                order = server.Order(place, wish.request, wish.loop, wish.restart, wish.switch, wish.part,
                                     wish.position or round(wish.at * rate))  # fmt: skip
                self._send("play" if wish.sound else "load", order)
            for message in held:
                self._send(*message)

    def _deliver_later(self) -> None:
        """Watcher: what couldn't be delivered at once (no process, no room)."""
        with self._lock:
            wish, placed, up, rate = self._wish, self._placed, self._connection is not None, self._opened.rate
        if placed or wish is None or not up:
            return
        try:
            samples = self._prepared.samples(wish.clip, rate, wish.loop)
        except BadInput as error:
            self._set_opened(replace(self._opened, message=str(error)))
            with self._lock:
                self._placed = self._placed or self._wish is wish
            return
        with self._copying:
            self._deliver(wish, samples, rate)

    def _send(self, *message: Any) -> None:
        """Under _lock. A pipe without a reader is the watcher's business."""
        if self._held is not None and message[0] != "live":
            self._held.append(message)
        at_once = self._held is None or message[0] in ("live", "stop", "panic")  # what sounds is silenced now, what comes too
        if at_once and self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.send(message)

    def _send_live(self, *message: Any) -> None:
        with self._lock:
            self._send(*message)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_out.send_bytes(b"!")

    # ---- watcher ----
    def _watch(self) -> None:
        try:
            while not self._closing.is_set():
                null = self._choice.null or len(self._crashes) >= CRASHES
                if len(self._crashes) > 2 * CRASHES:  # not even the null output lives: wait to be asked
                    text = "The audio process can't be started. Rescan to try again."
                    self._set_opened(replace(self._opened, state="lost", message=text))
                    self._idle()
                    continue
                connection = self._launch(replace(self._choice, null=null))
                crashed = True
                try:
                    crashed = self._attend(connection)
                    beat = self._memory_board().snapshot()  # before it fades out, to go on from there
                finally:
                    self._end_process(connection, kindly=not crashed)
                self._after(crashed, beat)
        except Exception:
            log.exception("the player's watcher failed")
            self._set_opened(replace(self._opened, state="lost", message="Playback failed; start the program again."))
        finally:
            self._let_go()

    def _launch(self, choice: server.OutputChoice) -> Any:
        """Start the process; returns our end of the pipe."""
        assert self._memory is not None
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._restart.clear()
        self._process = context.Process(
            target=server.run, args=(theirs, self._memory.name, self.live.memory_name, choice), name="undertone-audio", daemon=True
        )  # daemon: should close() never be called, the interpreter ends it
        self._process.start()
        theirs.close()
        return ours

    def _attend(self, connection: Any) -> bool:
        """Serve the process until it ends, hangs or must be replaced; True if that was its fault."""
        pulse = _Pulse()
        while not (self._closing.is_set() or self._restart.is_set()):
            waits = not self._placed and self._connection is not None
            ready = mp_connection.wait([connection, self._process.sentinel, self._wake_in], RETRY_SECONDS if waits else TICK_SECONDS)
            if self._wake_in in ready:
                self._wake_in.recv_bytes()
            if connection in ready and not self._take_message(connection):
                return True
            if self._process.sentinel in ready and connection not in ready:
                return True
            self._deliver_later()
            board = self._memory_board()
            ticks, resting = board.control.tolist()
            if pulse.stalled(int(board.beat[shared.BLOCKS]), ticks, bool(resting)):
                log.warning("the audio process hangs: replaced")
                return True
        return False

    def _take_message(self, connection: Any) -> bool:
        """Read one message; False if the process is gone."""
        try:
            kind, *rest = connection.recv()
        except (EOFError, OSError):
            return False
        if kind == "opened":
            self._take_opened(connection, rest[0])
        elif kind == "devices":
            self._devices = tuple(Device(*row) for row in rest[0])
        elif kind == "message":
            self._set_opened(replace(self._opened, message=rest[0]))
        elif kind == "input":
            self.live.input_said(*rest)
        elif kind == "back":
            self._restart.set()
        return True

    def _take_opened(self, connection: Any, opened: Opened) -> None:
        """The process plays (through a device or the clock): give it what was asked for last."""
        if self._crashes and not opened.message:
            text = "The audio process stopped and was started again."
            if len(self._crashes) >= CRASHES:
                text = f"The audio process stopped {len(self._crashes)} times; playing silently. Rescan to try again."
            opened = replace(opened, message=text)
        with self._lock:
            first = self._connection is None
            self._connection = connection
            if first:
                self._placed = self._wish is None
                self._send("region", self._region)
            self._opened = opened
        self.live.opened(opened.rate)
        self._set_opened(opened)

    def _end_process(self, connection: Any, kindly: bool) -> None:
        """Ask where it may still listen, then terminate, then kill; afterwards nobody but us touches the shared memory."""
        with self._lock:
            self._connection = None
        process = self._process
        if kindly:
            with contextlib.suppress(OSError):
                connection.send(("close",))
            process.join(1.2)
        for force in (process.terminate, process.kill):
            if process.is_alive():
                force()
                process.join(0.5 if force == process.terminate else 5.0)
        connection.close()
        with contextlib.suppress(ValueError):  # not even killed: stuck in the kernel
            process.close()

    def _memory_board(self) -> shared.Board:
        """Watcher, which alone ends the memory's life, after everything else."""
        assert self._memory is not None
        return self._memory.board

    def _after(self, crashed: bool, beat: list[int]) -> None:
        """Between two processes: remember where we were (`beat`, while it still played) and clear the board."""
        now = time.monotonic()
        if crashed:
            self._crashes = [t for t in self._crashes if now - t < CRASH_SECONDS] + [now]
        elif self._restart.is_set():
            self._crashes = []
        board = self._memory_board()
        with self._lock, self._views:
            self._gaps_before += beat[shared.GAPS] + crashed
            wish = self._wish
            if wish is not None and self._placed and wish.request == beat[shared.REQUEST]:
                sounds = wish.sound and (wish.loop or bool(beat[shared.PLAYING]))
                position = min(beat[shared.POSITION], max(0, beat[shared.CLIP_FRAMES] - 1))
                self._wish = replace(wish, sound=sounds, restart=True, switch=False, position=position)
            board.clear(self._gain)
            self._slots = Slots(board)
            self._placed = self._wish is None
            self._peak_block = 0
        self.live.cleared()
        if not self._closing.is_set():
            self._set_opened(replace(self._opened, state="restarting", rate=0, latency_seconds=0.0))

    def _idle(self) -> None:
        """No process: wait for rescan or close."""
        while not (self._closing.is_set() or self._restart.is_set()):
            mp_connection.wait([self._wake_in], TICK_SECONDS)
            while self._wake_in.poll():
                self._wake_in.recv_bytes()
        self._crashes = []

    def _set_opened(self, opened: Opened) -> None:
        """Watcher: the state changed; tell the owner."""
        self._opened = opened
        if self.on_change is not None:
            try:
                self.on_change()
            except Exception:
                log.exception("on_change of the player failed")

    def _let_go(self) -> None:
        """Watcher, last act: free the shared memory."""
        with self._lock, self._views:
            if self._memory is not None:
                self._last_status = replace(self._read_status(self._memory.board), playing=False)
                memory, self._memory = self._memory, None
                del self._slots
                memory.close()
        self.live.close()
        self._wake_in.close()
        self._wake_out.close()


def _block(block: int) -> int:
    if not MIN_BLOCK <= block <= MAX_BLOCK:
        raise BadInput(f"A block of {block} frames is outside {MIN_BLOCK} to {MAX_BLOCK}.")
    return block
