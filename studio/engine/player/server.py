"""The audio process: its own interpreter, so that nothing the studio does can hold up a block of sound.

Started by `handle.Player` through multiprocessing spawn; imports numpy and sounddevice, never torch, Qt or scipy.

Threads here:
- main = control: takes commands from the pipe, watches stream and parent, looks for a lost device;
- PortAudio's callback thread, or instead of it the null clock: runs `Mixer.process` and nothing else.
Only one of the two sounds at a time; control stops the one before it starts the other.

It ends when the parent says so or is gone (pipe at its end, parent's sentinel, another parent pid): fade out, exit.
PortAudio is used by the control thread only.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing import connection as mp_connection
from multiprocessing import parent_process
from typing import Any, NamedTuple

import numpy as np

from studio.engine.player import mixer as mix
from studio.engine.player.desk import Desk
from studio.engine.player.live_input import LiveInput
from studio.engine.player.live_memory import LIVE_BYTES, LiveBlock, LiveBoard
from studio.engine.player.outputs import DeviceError, choose_device, list_devices
from studio.engine.player.shared import RESTING, TICKS, TOTAL_BYTES, Board, Placement, SharedBlock
from studio.engine.player.status import Opened
from studio.engine.player.voice import Part, Region, Voice, part_of

NULL_RATE = 48_000
STALL_SECONDS = 1.2  # a running stream that hasn't called for so long is lost
FIRST_SECONDS = 5.0  # PulseAudio may fill its buffer at once and then sleep for 2 s
STEADY_BLOCKS = 16  # gaps aren't counted and stalls not judged strictly before the stream runs evenly
STARTING_NS = 6_000_000  # from the first call of a stream that starts to its first frame; 3 to 10 ms measured on PulseAudio
WAKE_SECONDS = 2.0  # that a driver may take to start a stream again
POLL_SECONDS = 2.0  # how often a missing device is looked for
TICK_SECONDS = 0.1
REST_SECONDS = 8.0  # of silence, after which the stream is stopped until the next command; starting it takes some 10 ms and loses nothing


@dataclass(frozen=True)
class OutputChoice:
    """What the parent wants to play through. device None: the system's default; null: no device, only a clock.

    rest: seconds of silence after which nothing runs any more until a command comes.
    """

    device: str | None
    host_api: str | None
    block: int
    null: bool
    rest: float = REST_SECONDS


class Order(NamedTuple):
    """A clip in the arena and how it is to be played; see Player.play. position: frames; part: it keeps to the region."""

    place: Placement
    request: int
    loop: bool
    restart: bool
    switch: bool
    part: bool
    position: int


def run(connection: Any, memory_name: str, live_name: str, choice: OutputChoice) -> None:
    """Entry point of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal reaches us too; the parent decides
    _quiet_c_libraries()
    _raise_priority()
    process = AudioProcess(connection, SharedBlock.attach(memory_name), LiveBlock.attach(live_name), choice)
    try:
        process.run()
    finally:
        os._exit(0)  # PortAudio's own teardown at exit can hang on a dead device


class AudioProcess:
    """Control loop and callback. Attributes are control's unless marked."""

    def __init__(self, connection: Any, memory: SharedBlock, live: LiveBlock, choice: OutputChoice) -> None:
        self._connection = connection
        self._memory = memory
        self._live = live
        self._choice = choice
        self._sound: Any = None  # the sounddevice module, None without PortAudio
        self._stream: Any = None
        self._clock: NullClock | None = None
        self._parent = parent_process()
        self._parent_id = os.getppid()
        self._progress_at = self._polled_at = time.monotonic()
        self._seen_blocks = 0
        self._heard_at = time.monotonic()  # when something last sounded or was asked for
        self._resting = False
        self._region: Region | None = None
        self._newest: tuple[Voice, bool] | None = None  # announced last, and does it keep to the region?
        # Written before the stream starts, then read by the callback only:
        self._mono = False
        self._allowed_ns = 0  # between two callbacks; more, and the device ran dry
        self._latency_ns = 0
        self._even_from = STEADY_BLOCKS  # the block from which on the stream runs evenly
        self._fills_first = False  # its buffer is filled at once when it starts, while the first block sounds already
        # Callback's own, and control's while no callback runs:
        self._last_ns = 0
        self._first_ns = 0  # of the first call since the stream started
        # Callback writes, control reads: a whole object is exchanged, the newest is enough.
        self.fault = ""
        self._mixer = self._new_mixer(NULL_RATE)
        self._input = LiveInput(live.board, self._say)

    def _new_mixer(self, rate: int) -> mix.Mixer:
        return mix.Mixer(self._memory.board, rate, Desk(self._live.board, rate))

    # ---- control ----
    def run(self) -> None:
        _warm_up()
        _real_time()
        self._open()
        gc.collect()
        gc.freeze()
        gc.disable()
        sentinel = self._parent.sentinel if self._parent is not None else self._connection
        while True:
            ready = mp_connection.wait([self._connection, sentinel], TICK_SECONDS)
            if not self._take_messages(ready) or os.getppid() != self._parent_id:
                break
            self._memory.board.control[TICKS] += 1
            self._tend()
        self._leave()

    def _take_messages(self, ready: list[Any]) -> bool:
        """Pass commands on to the mixer; False when it is time to leave."""
        if self._connection not in ready:
            return not ready  # only the sentinel: the parent is gone
        try:
            while self._connection.poll():
                message = self._connection.recv()
                if message[0] == "close":
                    return False
                self._pass_on(message)
        except (EOFError, OSError):
            return False
        return True

    def _pass_on(self, message: tuple[Any, ...]) -> None:
        kind, *rest = message
        queue = self._mixer.commands
        if kind in ("play", "load"):
            order: Order = rest[0]
            samples = self._memory.board.samples(order.place)
            voice = Voice(samples, order.loop, order.request, 0, order.place.slot, order.place.generation)
            self._newest = (voice, order.part)
            voice.part = self._part()
            voice = voice.at(order.position)
            queue.append(mix.Play(voice, order.restart, order.switch) if kind == "play" else mix.Load(voice))
        elif kind == "live":
            if rest[0] == "input":
                self._input.take(tuple(rest[1:]), self._sound)
            elif self._mixer.desk is not None:
                self._mixer.desk.take(tuple(rest))
        elif kind == "region":
            self._region = rest[0]
            queue.append(mix.Keep(self._part()))
        elif kind == "start":
            queue.append(mix.Start())
        elif kind == "stop":
            queue.append(mix.Stop())
        elif kind == "panic":
            queue.append(mix.Panic())
        elif kind == "seek":
            queue.append(mix.Seek(round(rest[0] * self._mixer.rate)))
        elif kind == "scrub":
            queue.append(mix.ScrubTo(round(rest[0] * self._mixer.rate)))
        elif kind == "end scrub":
            queue.append(mix.ScrubEnd(rest[0]))
        self._heard_at = time.monotonic()
        if self._resting:
            self._wake()

    def _part(self) -> Part | None:
        """Of the newest voice, whose samples the mixer holds and nobody overwrites."""
        if self._newest is None or not self._newest[1]:
            return None
        voice = self._newest[0]
        return part_of(voice.samples, self._mixer.rate, self._region, voice.loop)

    def _say(self, *message: Any) -> None:
        with contextlib.suppress(OSError):  # the parent is gone: the loop sees it next
            self._connection.send(message)

    # ---- output ----
    def _open(self) -> None:
        """Open the wanted output, or the null output where that fails; tells the parent."""
        message = ""
        if not self._choice.null:
            try:
                import sounddevice

                self._sound = sounddevice
                self._say("devices", list_devices(sounddevice))
                self._say("opened", self._open_stream())
                return
            except DeviceError as error:
                message = str(error)
            except Exception as error:  # PortAudio isn't there, or fails in a way of its own: the studio goes on without sound
                message = f"Sound can't be played here ({error}); playing silently."
        self._start_clock(NULL_RATE)
        self._say("opened", Opened("null", "", "", NULL_RATE, self._choice.block, 0.0, message))

    def _open_stream(self) -> Opened:
        """Raises DeviceError."""
        sound, choice = self._sound, self._choice
        info, note = choose_device(sound, choice.device, choice.host_api)
        errors = []
        for rate in dict.fromkeys((int(info["default_samplerate"]), 48_000, 44_100)):
            try:
                self._stream = self._new_stream(info, rate, self._callback)
                self._mixer = self._new_mixer(rate)
                self._latency_ns = int(self._stream.latency * 1e9)
                self._allowed_ns = self._latency_ns + choice.block * 1_000_000_000 // rate
                api = sound.query_hostapis(info["hostapi"])["name"]
                self._fills_first = api == "ALSA"
                self._stream.start()
                self._progress_at = time.monotonic()
                return Opened("ok", info["name"], api, rate, choice.block, float(self._stream.latency), note)
            except sound.PortAudioError as error:
                self._close_stream()
                errors.append(str(error))
        raise DeviceError(f"{info['name']} can't be opened ({errors[0]}); playing silently until it can.")

    def _new_stream(self, info: dict[str, Any], rate: int, callback: Any) -> Any:
        channels = min(2, info["max_output_channels"])
        self._mono = channels == 1
        return self._sound.OutputStream(
            device=info["index"], samplerate=rate, blocksize=self._choice.block, channels=channels, dtype="float32",
            latency="low", callback=callback, clip_off=True, dither_off=True,
        )  # fmt: skip

    def _close_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(self._sound.PortAudioError):
                stream.abort()
            with contextlib.suppress(self._sound.PortAudioError):
                stream.close()

    def _start_clock(self, rate: int) -> None:
        if self._mixer.rate != rate:
            self._mixer = self._new_mixer(rate)
        self._clock = NullClock(self._mixer, self._choice.block)
        self._clock.start()

    def _tend(self) -> None:
        """Once a tick: is the stream alive, or else is the device back?"""
        now = time.monotonic()
        desk = self._mixer.desk
        fault = self.fault or (desk.fault if desk is not None else "")
        if fault:
            self._say("message", f"The audio callback failed: {fault}")
            self.fault = ""
            if desk is not None:
                desk.fault = ""
        self._input.tend()
        if self._stream is not None and not self._resting:
            blocks = self._mixer.blocks
            if blocks != self._seen_blocks:
                self._seen_blocks, self._progress_at = blocks, now
            limit = STALL_SECONDS if blocks > self._even_from else FIRST_SECONDS
            if not self._stream.active or now - self._progress_at > limit:
                self._lose()
        elif self._stream is None and self._sound is not None and now - self._polled_at > POLL_SECONDS:
            if self._is_back():
                self._say("back")
            self._polled_at = time.monotonic()
        if not self._mixer.silent:
            self._heard_at = now
        elif not self._resting and now - self._heard_at > self._choice.rest:
            self._rest()

    def _rest(self) -> None:
        """Nothing has sounded for long: stop what calls for silence, block after block. The device is noticed as lost only afterwards."""
        if self._stream is not None:
            try:
                self._stream.stop()
            except self._sound.PortAudioError:
                self._lose()
                return
        if self._clock is not None:
            self._clock.rest()
        self._resting = True
        self._memory.board.control[RESTING] = 1

    def _wake(self) -> None:
        """Go on before the next block; no callback runs yet, so that the mixer is control's."""
        self._resting = False
        self._memory.board.control[RESTING] = 0
        self._mixer.settle_gain()
        self._last_ns, self._even_from = 0, self._mixer.blocks + STEADY_BLOCKS
        self._progress_at = time.monotonic()
        if self._clock is not None:
            self._clock.wake()
        if self._stream is not None:
            guard = threading.Timer(WAKE_SECONDS, os._exit, (1,))  # a device that went meanwhile may hang: then the parent begins anew
            guard.daemon = True
            guard.start()
            try:
                self._stream.start()
            except self._sound.PortAudioError:
                self._lose()
            finally:
                guard.cancel()

    def _lose(self) -> None:
        """The device is gone: go on by the clock, with the same sound and position."""
        self._close_stream()
        rate = self._mixer.rate
        self._start_clock(rate)
        self._polled_at = time.monotonic()
        text = "The output device is gone; playing silently until it is back."
        self._say("opened", Opened("lost", "", "", rate, self._choice.block, 0.0, text))

    def _is_back(self) -> bool:
        """Try whether a stream opens and calls back. PortAudio only sees new devices when started anew."""
        sound = self._sound
        calls = threading.Semaphore(0)

        def callback(out: np.ndarray, frames: int, when: Any, status: Any) -> None:
            out.fill(0.0)
            calls.release()

        stream = None
        try:
            self._input.close()
            sound._terminate()
            sound._initialize()
            self._say("devices", list_devices(sound))
            info, _ = choose_device(sound, self._choice.device, self._choice.host_api)
            stream = self._new_stream(info, int(info["default_samplerate"]), callback)
            stream.start()
            return calls.acquire(timeout=0.5)
        except (DeviceError, sound.PortAudioError):
            return False
        finally:
            if stream is not None:
                with contextlib.suppress(sound.PortAudioError):
                    stream.abort()
                    stream.close()

    def _leave(self) -> None:
        """Fade out and go, within a second whatever hangs."""
        watchdog = threading.Timer(1.0, os._exit, (0,))
        watchdog.daemon = True
        watchdog.start()
        if not self._resting:
            self._mixer.commands.append(mix.Stop())
        end = time.monotonic() + 0.1 + 2 * self._choice.block / self._mixer.rate
        while not self._mixer.silent and time.monotonic() < end:
            time.sleep(0.002)
        if self._stream is not None:
            time.sleep(min(0.1, self._latency_ns / 1e9))  # what the device still holds is the fade
            self._close_stream()

    # ---- PortAudio's thread ----
    def _callback(self, out: np.ndarray, frames: int, when: Any, status: Any) -> None:
        """out: (frames, channels) float32. A gap is a flagged underflow or a call that came later than the buffers last.

        Neither is exact: PortAudio's flags miscount, and lateness doesn't know how full the buffers were. A capture does.
        """
        now = time.perf_counter_ns()
        late = self._last_ns > 0 and now - self._last_ns > self._allowed_ns
        if not self._last_ns:
            self._first_ns = now
        self._last_ns = now
        mixer = self._mixer
        gap = bool(late or status.output_underflow) and mixer.blocks > self._even_from
        delay = int((when.outputBufferDacTime - when.currentTime) * 1e9)
        if not 0 < delay < 1_000_000_000:
            delay = self._latency_ns
        if self._fills_first and mixer.blocks <= self._even_from:
            before = (mixer.blocks + STEADY_BLOCKS - self._even_from) * frames  # handed over since the stream started
            delay = max(0, min(delay, self._first_ns + STARTING_NS + before * 1_000_000_000 // mixer.rate - now))
        try:
            if self._mono:
                self._process_mono(mixer, out, now, delay, gap)
            else:
                mixer.process(out, now, delay, gap)
        except Exception as error:
            mixer.fault(out)
            self.fault = repr(error)

    def _process_mono(self, mixer: mix.Mixer, out: np.ndarray, now: int, delay: int, gap: bool) -> None:
        both = mixer.wide[: len(out)]
        mixer.process(both, now, delay, gap)
        np.mean(both, axis=1, keepdims=True, out=out)


class NullClock(threading.Thread):
    """Runs the mixer by the clock where there is no device, so that playhead and meters go on. `rest` and `wake` are control's."""

    def __init__(self, mixer: mix.Mixer, block: int) -> None:
        super().__init__(name="null clock", daemon=True)
        self._mixer = mixer
        self._block = block
        self._awake = threading.Event()
        self._awake.set()

    def rest(self) -> None:
        self._awake.clear()

    def wake(self) -> None:
        self._awake.set()

    def run(self) -> None:
        out = np.zeros((self._block, 2), np.float32)
        due = time.perf_counter()
        while True:
            if not self._awake.is_set():
                self._awake.wait()
                due = time.perf_counter()
            try:
                self._mixer.process(out, time.perf_counter_ns())
            except Exception:  # counted; the clock goes on
                self._mixer.fault(out)
            due = max(due + self._block / self._mixer.rate, time.perf_counter() - 0.5)
            time.sleep(max(0.0, due - time.perf_counter()))


def _warm_up() -> None:
    """Everything a block may need has run once before the first one counts."""
    desk = Desk(LiveBoard(np.zeros(LIVE_BYTES, np.uint8)), NULL_RATE)
    mixer = mix.Mixer(Board(np.zeros(TOTAL_BYTES, np.uint8)), NULL_RATE, desk)
    out = np.zeros((512, 2), np.float32)
    clip = np.zeros((NULL_RATE, 1), np.float32)
    for loop in (False, True):
        for request in range(4):
            mixer.commands.append(mix.Play(mix.Voice(clip, loop, request)))
            for _ in range(12):
                mixer.process(out)
    region = Region(0.1, 0.2, 0.05)
    commands = (
        mix.Keep(part_of(clip, NULL_RATE, region, loop=True)),
        mix.ScrubTo(100),
        mix.ScrubTo(9000),
        mix.ScrubEnd(True),
        mix.Seek(99),
    )
    for command in commands:
        mixer.commands.append(command)
        for _ in range(12):
            mixer.process(out)


def _quiet_c_libraries() -> None:
    """ALSA and PortAudio print to stderr from their threads; Python's own tracebacks keep a way out."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if sys.stderr is not None:
            sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _raise_priority() -> None:
    """Ahead of other programs where we may; elsewhere as we are."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), 0x80)  # HIGH_PRIORITY_CLASS
        else:
            os.nice(-15)


def _real_time() -> None:
    """Linux: real-time scheduling where we may, inherited by PortAudio's threads (so no SCHED_RESET_ON_FORK).

    Measured on two cores with fifteen busy programs at block 256: no gap, against 25 gaps a second with nice -15 alone.
    The kernel keeps 5 % of every core for the others, whatever we do.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5))
