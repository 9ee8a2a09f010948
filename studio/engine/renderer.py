"""The renderer: one long-lived background thread that alone calls models, makes sound from requests and hands it on.

Three doors, in this order of precedence: `call` (load, draw, encode), `post` (a mailbox of one for what should sound
now: a newer request replaces one that still waits) and `batch` (items of long jobs, taken only when nothing else waits).
Sound goes to the player at once; peaks and spectrogram are made afterwards, and left out while newer requests wait,
but not for longer than PICTURE_PAUSE, so that a fast drag is seen too. No error ends the thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from studio.audio.effects import Rack
from studio.audio.peaks import Peaks
from studio.audio.spectrum import USUAL_LOOK, Look, Spectrogram, spectrogram
from studio.clip import Clip
from studio.engine.work import Pending
from studio.errors import BadInput, ModelError
from studio.recipe import Settings

if TYPE_CHECKING:
    from studio.models.generator import Generator

log = logging.getLogger(__name__)

CACHE_BYTES = 48 << 20  # about 140 mono clips of 2 s
PICTURE_PAUSE = 0.1  # seconds; the longest time without a new picture while sliders move
CUT_FADE = 0.003  # seconds; how a one-shot that is longer than the loop ends
R = TypeVar("R")
Key = tuple[str, str, Settings]  # model id, sha256 of its weights, settings


@dataclass(frozen=True)
class Request:
    """What should be made. number: grows with every request; changed: what led to it, for error texts.

    period: length of the loop in seconds, 0.0 for the clip's own; sound: hand it to the player; clip: already there;
    passing: a point on the way of a drag, not worth a place in the cache.
    switch, part, at: see Player.play; a loop keeps to the player's region in any case. load: have it ready, unheard.
    side: 'A' for the sound that others are compared with, else 'B'. take: id of the take that it is, '' where it is none.
    own: the effects that are in it already, so that they are not heard on it once more.
    """

    number: int
    model: str
    settings: Settings
    loop: bool = False
    period: float = 0.0
    sound: bool = True
    restart: bool = False
    passing: bool = False
    changed: str = ""
    clip: Clip | None = None
    switch: bool = False
    part: bool = False
    at: float = 0.0
    load: bool = False
    side: str = "B"
    take: str = ""
    own: Rack | None = None


@dataclass(frozen=True)
class Listener:
    """Who hears of results, and `match`, which says by how many dB a clip is turned up; each is called on the renderer thread.

    join: these effects are in what is played next.
    """

    rendered: Callable[[Request, Clip, float, Generator | None], None]  # the float: seconds to render
    pictured: Callable[[Request, Clip, Any, Any], None]  # peaks, spectrogram
    failed: Callable[[Request, Exception], None]
    busy: Callable[[bool], None]
    match: Callable[[Request, Clip], float] = lambda request, clip: 0.0
    join: Callable[[Rack | None], None] = lambda own: None


class ClipCache:
    """The newest clips by (model, sha256, settings), bounded in bytes. Any thread; one lock, held only to look up."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._bytes = 0
        self._clips: OrderedDict[Key, Clip] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Clip | None:
        with self._lock:
            clip = self._clips.get(key)
            if clip is not None:
                self._clips.move_to_end(key)
            return clip

    def put(self, key: Key, clip: Clip) -> None:
        with self._lock:
            old = self._clips.pop(key, None)
            self._bytes += clip.samples.nbytes - (old.samples.nbytes if old else 0)
            self._clips[key] = clip
            while self._bytes > self._limit and self._clips:
                self._bytes -= self._clips.popitem(last=False)[1].samples.nbytes

    @property
    def bytes(self) -> int:
        return self._bytes


def to_period(clip: Clip, seconds: float) -> Clip:
    """The clip padded with silence or cut (with a short fade) to `seconds`, so that it repeats on the beat."""
    frames = max(1, round(seconds * clip.rate))
    samples = clip.samples  # (channels, frames)
    if samples.shape[1] == frames:
        return clip
    if samples.shape[1] < frames:
        return Clip(np.pad(samples, ((0, 0), (0, frames - samples.shape[1]))), clip.rate)
    samples = samples[:, :frames].copy()
    fade = min(frames, round(CUT_FADE * clip.rate))
    samples[:, frames - fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return Clip(samples, clip.rate)


def picture(clip: Clip, look: Look = USUAL_LOOK) -> tuple[Peaks, Spectrogram]:
    """Peaks and spectrogram of a clip; imports scipy on first use."""
    return Peaks.of(clip), spectrogram(clip, look)


class Renderer:
    """See the module. `load(id) -> Generator` is called on the renderer thread; the generators that it gave are kept.

    Touched by callers and the thread, under `_wake`: `_calls`, `_waiting`, `_batch`, `_closed`.
    `_hushed` and `look` are written by callers and read by the thread (one int, one frozen value; newest wins).
    Only the thread writes `_generators`; others read it as a list. Only the thread touches: `_owed`, `_made`, `_last_picture`.
    """

    def __init__(self, load: Callable[[str], Generator], player: Any, listener: Listener, pending: Pending,
                 cache: ClipCache | None = None) -> None:
        self._load = load
        self._player = player
        self._listener = listener
        self._pending = pending
        self.cache = cache or ClipCache()
        self._wake = threading.Condition()
        self._calls: deque[tuple[Future[Any], Callable[[], Any], bool]] = deque()
        self._waiting: Request | None = None
        self._batch: deque[tuple[Future[Any], Callable[[], Any], bool]] = deque()
        self._closed = False
        self._hushed = -1
        self._generators: dict[str, Generator] = {}
        self.look = Look()  # of the spectrograms
        self._owed: tuple[Request, Clip] | None = None
        self._made: tuple[Clip, Look, Peaks, Spectrogram] | None = None  # the newest pictures
        self._last_picture = 0.0
        self._thread: threading.Thread | None = None

    # --- from any thread; none of these waits for the renderer ---

    def post(self, request: Request) -> None:
        """Ask for a sound; a request that still waits is replaced, unless it is the newer one."""
        with self._wake:
            if self._closed or (self._waiting is not None and self._waiting.number > request.number):
                return
            if self._waiting is None:
                self._pending.begin()
            self._waiting = request
            self._start()

    def call(self, function: Callable[[], R], *, busy: bool = False) -> Future[R]:
        """Run a function on the renderer thread before the next request; `busy`: say so while it runs."""
        return self._queue(self._calls, function, busy)

    def batch(self, function: Callable[[], R]) -> Future[R]:
        """Run a function on the renderer thread when no request waits."""
        return self._queue(self._batch, function, False)

    def hush(self, number: int) -> None:
        """Requests up to this number make no sound any more (Stop and Panic come before what still waits)."""
        self._hushed = number

    def close(self) -> None:
        """Forget what waits, end the thread after what it is at (waits at most 2 s). Idempotent."""
        with self._wake:
            self._closed = True
            left = [*self._calls, *self._batch]
            self._calls.clear()
            self._batch.clear()
            if self._waiting is not None:
                self._waiting = None
                self._pending.end()
            self._wake.notify_all()
        for future, _, _ in left:
            future.cancel()
            self._pending.end()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)

    def runtimes(self) -> list[tuple[str, str]]:
        """Title and runtime of every loaded model."""
        return [(generator.spec.title, generator.runtime) for generator in list(self._generators.values())]

    # --- on the renderer thread ---

    def forget(self) -> None:
        """Renderer thread: load models anew when they are next needed."""
        self._generators.clear()

    def generator(self, model: str) -> Generator:
        """The loaded model, loading it first where needed. Renderer thread only. Raises BadInput, ModelError, OSError."""
        if model not in self._generators:
            self._generators[model] = self._load(model)
        return self._generators[model]

    def render(self, model: str, settings: Settings, *, keep: bool = True) -> tuple[Clip, float, Generator]:
        """(clip, seconds it took or 0.0 from the cache, generator); keep: cache it. Renderer thread only. Raises what the model raises."""
        generator = self.generator(model)
        key = (model, generator.sha256, settings)
        clip = self.cache.get(key)
        if clip is not None:
            return clip, 0.0, generator
        start = time.perf_counter()
        try:
            clip = generator.render([settings])[0]
        except BadInput as error:
            if "finite" in str(error):  # Clip refuses NaN in the words of a file's reader; here the model made it
                raise ModelError("the model's output was not finite") from error
            raise
        if not np.isfinite(clip.samples).all():
            raise ModelError("the model's output was not finite")
        seconds = time.perf_counter() - start
        if keep:
            self.cache.put(key, clip)
        return clip, seconds, generator

    def _queue(self, queue: deque[tuple[Future[Any], Callable[[], Any], bool]], function: Callable[[], R], busy: bool) -> Future[R]:
        future: Future[R] = Future()
        with self._wake:
            if self._closed:
                future.cancel()
                return future
            self._pending.begin()
            queue.append((future, function, busy))
            self._start()
        return future

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="undertone-renderer", daemon=True)
            self._thread.start()
        self._wake.notify()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception:  # a listener failed: said in the log, and the thread lives on
                log.exception("the renderer's task failed")
        self._forget_picture()

    def _next(self) -> Callable[[], None] | None:
        """What to do now, in order of precedence; waits while there is nothing; None when closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._calls or self._waiting or self._owed or self._batch)
            if self._closed:
                return None
            if self._calls:
                item = self._calls.popleft()
                return lambda: self._do_call(*item)
            due = time.monotonic() - self._last_picture > PICTURE_PAUSE
            if self._owed is not None and (self._waiting is None or due):
                return self._do_picture
            if self._waiting is not None:
                request, self._waiting = self._waiting, None
                return lambda: self._do_request(request)
            item = self._batch.popleft()
            return lambda: self._do_call(*item)

    def _do_call(self, future: Future[Any], function: Callable[[], Any], busy: bool) -> None:
        try:
            if not future.set_running_or_notify_cancel():
                return
            if busy:
                self._listener.busy(True)
            try:
                result = function()
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            finally:
                if busy:
                    self._listener.busy(False)
        finally:
            self._pending.end()

    def _do_request(self, request: Request) -> None:
        self._forget_picture()
        kept = False
        try:
            seconds, generator = 0.0, None
            clip = request.clip
            if clip is None:
                clip, seconds, generator = self.render(request.model, request.settings, keep=not request.passing)
            if request.sound and request.number > self._hushed:
                self.play(request, clip)
            self._owed, kept = (request, clip), True
            self._listener.rendered(request, clip, seconds, generator)
        except Exception as error:
            self._silence(request)
            self._listener.failed(request, error)
        finally:
            if not kept:
                self._pending.end()

    def play(self, request: Request, clip: Clip) -> None:
        """Hand a clip to the player as the request wants it."""
        gain_db = self._listener.match(request, clip)
        if request.loop and request.period > 0:
            clip = to_period(clip, request.period)
        self._listener.join(request.own)
        self._player.play(
            clip, request=request.number, loop=request.loop, restart=request.restart, switch=request.switch,
            part=request.part or request.loop, at=request.at, gain_db=gain_db, sound=not request.load,
        )  # fmt: skip
        if request.number <= self._hushed:  # Stop came while it was handed over
            self._player.stop(request.number)

    def _silence(self, request: Request) -> None:
        """What can't be rendered must not be heard as the sound before it."""
        if request.sound:
            try:
                self._player.stop()
            except Exception:
                log.exception("the player could not stop")

    def _do_picture(self) -> None:
        assert self._owed is not None
        request, clip = self._owed
        try:
            look = self.look
            if self._made is None or self._made[0] is not clip or self._made[1] != look:  # Play shows the same clip again
                self._made = (clip, look, *picture(clip, look))
            self._listener.pictured(request, clip, *self._made[2:])
        except Exception as error:
            self._listener.failed(request, error)
        finally:
            self._last_picture = time.monotonic()
            self._forget_picture()

    def _forget_picture(self) -> None:
        if self._owed is not None:
            self._owed = None
            self._pending.end()
