"""The sound itself: which clip plays where, how one becomes the next, gain, ceiling and meters.

`Mixer.process` is what the audio callback runs; it copies, mixes, ramps, counts and fills with zeros. It never waits,
locks or prints, and works in memory taken beforehand. Tests run it without any process or device.

Threads: `commands` is appended to by the control thread and emptied by the callback (both ends of a deque are atomic).
Everything else of a Mixer belongs to the callback's thread alone; others read the `Board`.

One fade runs at a time and one change may wait for its end; a newer change replaces the waiting one.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from studio.audio import fades
from studio.engine.player.desk import Desk
from studio.engine.player.shared import Board
from studio.engine.player.voice import Part, Scrub, Voice, plain

CEILING = np.float32(10 ** (-1 / 20))  # -1 dBFS, whatever the monitor gain
HIT_SECONDS = 0.080  # at most one retrigger in this time while a slider is dragged
GAIN_SECONDS = 0.020  # a change of the monitor gain takes this long
ENTER_SECONDS = 0.002  # how a sound rises that starts in its middle
COMPARE_SECONDS = 0.020  # how one sound becomes the other that it is compared with
PANIC_SECONDS = 0.002  # in which everything is silent; shorter, and it would click
STEP_FRAMES = 4096  # most frames mixed at once

# what waits to be done, or how it is done
NOTHING, JOIN, DRAG, HIT, STOP, SEEK, SWITCH, KEEP, SCRUB, SCRUBBED = range(10)
SAME, POWER, RELEASE, ENTER, COMPARE = range(5)


class Play(NamedTuple):
    """Sound this voice. A loop joins in phase, a one-shot starts anew; `restart` starts either at its own position, at once.

    switch: it goes on where the sound before it is, in 20 ms, to be compared; from its own position where nothing sounds.
    """

    voice: Voice
    restart: bool = False
    switch: bool = False


class Load(NamedTuple):
    """Have this voice ready without sounding it."""

    voice: Voice


class Start(NamedTuple):
    """Sound the voice loaded last from frame 0."""


class Stop(NamedTuple):
    """Fade out in 5 ms."""


class Panic(NamedTuple):
    """Silence in 2 ms, whatever sounds, fades or waits."""


class Seek(NamedTuple):
    """Go on at another frame."""

    frame: int


class Keep(NamedTuple):
    """The newest voice keeps to this part, or to none; it goes on where it is, or from the part's start if that is outside."""

    part: Part | None


class ScrubTo(NamedTuple):
    """Sound what lies under a hand that is at this frame now."""

    frame: int


class ScrubEnd(NamedTuple):
    """The hand let go. play: go on from there at the normal speed."""

    play: bool


Command = Play | Load | Start | Stop | Panic | Seek | Keep | ScrubTo | ScrubEnd


class Mixer:
    """Plays one clip at a time into blocks of (frames, 2) float32 at `rate` Hz, with what `desk` adds to it; reports to `board`."""

    def __init__(self, board: Board, rate: int, desk: Desk | None = None) -> None:
        self.commands: deque[Command] = deque()
        self.rate = rate
        self.desk = desk
        self._board = board
        self._curves = _curves(rate)
        self._ramp = fades.raised_cosine(fades.frames_of(GAIN_SECONDS, rate))[:, None]
        self._fall = fades.raised_cosine(fades.frames_of(PANIC_SECONDS, rate))[::-1, None]
        self._fall_at = len(self._fall)  # shorter than that: a panic is under way, and what was asked for after it waits
        self._hit_frames = fades.frames_of(HIT_SECONDS, rate)
        self._scratch = np.zeros((STEP_FRAMES, 2), np.float32)
        self.wide = np.zeros((4 * STEP_FRAMES, 2), np.float32)  # callback: where a mono device's block is mixed
        self._current: Voice | None = None  # loaded, sounding or not
        self._sounding = False
        self._old: Voice | None = None  # fading out
        self._fade = RELEASE
        self._fade_at = 0
        self._waiting: Voice | None = None
        self._part: Part | None = None  # of the newest voice, waiting or current
        self._silent = Voice(np.zeros((1, 1), np.float32), False, -1, 1)  # what fades into a sound that starts in its middle
        self._action = NOTHING  # what waits, with `_waiting` or else the current voice
        self._seek = 0
        self._play_on = False
        self._finished: list[Voice] = []  # never more than there are slots
        self._since_hit = self._hit_frames  # frames since a hit began
        self._run = 0  # frames since playing started or jumped
        self._gain_from = self._gain = self._gain_to = float(board.gain[0])
        self._gain_at = len(self._ramp)
        self._blocks = self._marked = self._gaps = self._faults = 0
        self._now_ns = self._delay_ns = self._offset = 0

    # ---- called once a block ----
    def process(self, out: np.ndarray, now_ns: int = 0, delay_ns: int = 0, gap: bool = False) -> None:
        """Fill out (frames, 2) float32. now_ns: perf_counter_ns at the call; delay_ns: until its first frame leaves the device.

        gap: the caller saw that the device ran dry before this block.
        """
        self._now_ns, self._delay_ns, self._offset = now_ns, delay_ns, 0
        for voice in self._finished:
            self._board.released[voice.slot] = voice.generation
        self._finished.clear()
        with np.errstate(all="ignore"):  # a bad sample must not print from here
            self._take_commands()
            while self._offset < len(out):
                self._offset += self._step(out[self._offset :])
            if self.desk is not None:
                self.desk.process(out)
            left, right, clipped = self._level(out)
        self._blocks += 1
        self._gaps += gap
        self._report(len(out), left, right, clipped)

    def fault(self, out: np.ndarray) -> None:
        """The caller's way out after an exception: silence, counted."""
        out.fill(0.0)
        self._faults += 1

    @property
    def blocks(self) -> int:
        """How many blocks were made; written by the callback alone, any thread may read it."""
        return self._blocks

    @property
    def silent(self) -> bool:
        """Nothing sounds, fades or waits. Control thread: read to know when a fade-out is over; one stale answer is harmless."""
        idle = not self._sounding and self._old is None and self._action == NOTHING and (self.desk is None or self.desk.silent)
        return idle and self._fall_at >= len(self._fall) and not self.commands

    def settle_gain(self) -> None:
        """Take the gain that is wanted now without a ramp; only while no callback runs and nothing sounds."""
        self._gain_from = self._gain = self._gain_to = float(self._board.gain[0])
        self._gain_at = len(self._ramp)

    def clear(self) -> None:
        """Let go of all samples; only when no callback runs any more."""
        self.commands.clear()
        self._current = self._old = self._waiting = None
        self._finished.clear()

    # ---- commands ----
    def _take_commands(self) -> None:
        while self.commands and self._fall_at >= len(self._fall):
            command = self.commands.popleft()
            if isinstance(command, Play):
                self._wait_for(command.voice)
                if command.restart:
                    self._action = HIT
                elif self._action != HIT:  # a restart that waits stays one, with the newer sound
                    self._action = SWITCH if command.switch else JOIN if command.voice.loop else DRAG
            elif isinstance(command, Load):
                self._wait_for(command.voice)
                self._action = STOP
            elif isinstance(command, Start):
                self._action = HIT
            elif isinstance(command, Stop):
                self._action = STOP
            elif isinstance(command, Panic):
                if self.desk is not None:
                    self.desk.panic()
                if self._sounding or self._old is not None:
                    self._fall_at = 0
                else:
                    self._silence()
            else:
                self._take_place(command)

    def _take_place(self, command: Seek | Keep | ScrubTo | ScrubEnd) -> None:
        """Commands about where the newest voice is read. One that waits already is done first, with the new place or part."""
        action = NOTHING
        if isinstance(command, Seek):
            self._seek, action = command.frame, SEEK
        elif isinstance(command, Keep):
            self._part, action = command.part, NOTHING if isinstance(self._current, Scrub) else KEEP  # a hand goes where it wants
        elif isinstance(command, ScrubTo):
            if isinstance(self._current, Scrub):
                self._current.target = max(0, min(command.frame, len(self._current.samples) - 1))
            else:
                self._seek, action = command.frame, SCRUB
        elif isinstance(self._current, Scrub) or self._action == SCRUB:  # maybe before the scrub began
            self._play_on, action = command.play, SCRUBBED
            if self._action == SCRUB:
                self._action = NOTHING
        if self._action == NOTHING:
            self._action = action

    def _wait_for(self, voice: Voice) -> None:
        if self._waiting is not None:
            self._let_go(self._waiting)
        self._waiting, self._part = voice, voice.part

    def _silence(self) -> None:
        if self._old is not None:
            old, self._old = self._old, None
            self._let_go(old)
        self._sounding = False
        if self._action != NOTHING:
            self._action = STOP  # a sound that waited is loaded, not heard
        if self._current is not None:
            self._current = plain(self._current, self._part).at(0)

    def _let_go(self, voice: Voice) -> None:
        """Tell the parent, one block from now, that this memory isn't read any more."""
        kept = (self._current, self._old, self._waiting)
        if voice.slot >= 0 and not any(voice is not other and voice.same_memory(other) for other in kept):
            self._finished.append(voice)

    # ---- mixing ----
    def _step(self, out: np.ndarray) -> int:
        """Mix up to the next event; returns how many frames."""
        count = min(len(out), STEP_FRAMES)
        falls = self._fall_at < len(self._fall)
        if falls:
            count = min(count, len(self._fall) - self._fall_at)
        elif self._old is None and self._action != NOTHING:
            wait = self._hit_frames - self._since_hit if self._action == DRAG else 0
            if wait > 0:
                count = min(count, wait)
            else:
                self._begin()
        if self._old is not None:
            count = min(count, len(self._curves[self._fade][0]) - self._fade_at)
        part = out[:count]
        if self._current is not None and self._sounding:
            self._current.read(part)
            self._sounding = not self._current.ended
        else:
            part[...] = 0.0
        if self._old is not None:
            self._blend(part, self._old)
        if falls:
            self._fall_on(part)
        self._since_hit = min(self._since_hit + count, self._hit_frames)
        self._run += count
        return count

    def _fall_on(self, part: np.ndarray) -> None:
        """Bring everything in part (n, 2) down; at the end of the fall it is silent, and what was asked for since then is done."""
        np.multiply(part, self._fall[self._fall_at : self._fall_at + len(part)], out=part)
        self._fall_at += len(part)
        if self._fall_at >= len(self._fall):
            self._silence()
            self._take_commands()

    def _begin(self) -> None:
        """Do what waits. Where two voices meet, a fade begins."""
        old, action = self._current, self._action
        fresh = self._waiting is not None
        voice = self._waiting or (plain(old, self._part) if old is not None else None)
        self._waiting, self._action = None, NOTHING
        if voice is None:
            return
        if voice.part is not self._part:
            voice = voice.within(self._part)
        sounded = self._sounding and old is not None
        if action in (JOIN, SWITCH) and not sounded:
            action = HIT
        self._fade, self._fade_at = RELEASE, 0
        if action in (JOIN, SWITCH, SEEK, KEEP):
            self._go_on(voice, old, action)
        elif action == SCRUB:
            self._current = Scrub.of(voice, self._seek, self.rate)
            self._sounding = True
        elif action == SCRUBBED:
            self._current = voice if isinstance(old, Scrub) else voice.at(self._seek)
            voice, self._sounding = self._current, self._play_on
            self._fade, self._run = ENTER, voice.position
        else:
            self._current = voice.at(voice.position if fresh else 0)
            self._sounding = action != STOP
            if self._sounding:
                self._since_hit, self._run = 0, self._current.position
                self._mark(voice)
        if sounded:
            self._old = old
        elif old is not None and fresh:
            self._let_go(old)
        if action == HIT and self._current is not None and self._current.position > 0:  # from its middle: it rises
            self._fade, self._old = ENTER, self._old or self._silent

    def _go_on(self, voice: Voice, old: Voice | None, action: int) -> None:
        """The voice that comes is read on from where the old one is, or from a place that was asked for."""
        assert old is not None
        if action == SEEK:
            self._current, self._fade = voice.at(self._seek), POWER
            self._run = self._current.position
            return
        self._current = voice.at(old.position)
        alike = old.loop and voice.loop and len(old.samples) == len(voice.samples)
        stays = self._current.position == plain(old, self._part).at(old.position).position  # both may just have reached their end
        if action == SWITCH:
            self._fade = COMPARE
        else:
            self._fade = SAME if stays and (alike or action == KEEP) else POWER
        if action != KEEP:
            self._mark(voice)

    def _blend(self, part: np.ndarray, old: Voice) -> None:
        """Bring the voice that goes into part (n, 2), which holds the voice that comes."""
        count, at = len(part), self._fade_at
        falling, rising = self._curves[self._fade]
        going = self._scratch[:count]
        old.read(going)
        if self._fade == SAME:  # old + w * (new - old): equal sounds pass bit for bit
            np.subtract(part, going, out=part)
            np.multiply(part, rising[at : at + count], out=part)
            np.add(part, going, out=part)
        else:
            rise = rising[at : at + count]  # shorter than the fall, or empty: then the sound is at its full level
            np.multiply(part[: len(rise)], rise, out=part[: len(rise)])
            np.multiply(going, falling[at : at + count], out=going)
            np.add(part, going, out=part)
        self._fade_at += count
        if self._fade_at >= len(falling):
            self._old = None
            self._let_go(old)

    def _mark(self, voice: Voice) -> None:
        frames_ns = self._offset * 1_000_000_000 // self.rate
        self._board.mark(self._marked, voice.request, self._now_ns, self._now_ns + self._delay_ns + frames_ns)
        self._marked += 1

    # ---- level ----
    def _level(self, out: np.ndarray) -> tuple[float, float, bool]:
        """Gain, then no value that isn't finite, then the ceiling; returns peaks (left, right) and whether the ceiling was hit."""
        self._apply_gain(out)
        left, right = self._peaks(out)
        if not np.isfinite(left + right):
            out[~np.isfinite(out)] = 0.0
            left, right = self._peaks(out)
        clipped = max(left, right) > float(CEILING)
        if clipped:
            np.clip(out, -CEILING, CEILING, out=out)
        return min(left, float(CEILING)), min(right, float(CEILING)), clipped

    def _apply_gain(self, out: np.ndarray) -> None:
        target = float(self._board.gain[0])
        if target != self._gain_to:
            self._gain_from, self._gain_to, self._gain_at = self._gain, target, 0
        count = min(len(out), len(self._ramp) - self._gain_at)
        if count > 0:
            ramp = self._ramp[self._gain_at : self._gain_at + count]
            gains = np.float32(self._gain_from) + np.float32(self._gain_to - self._gain_from) * ramp
            out[:count] *= gains
            self._gain_at += count
            self._gain = float(gains[-1, 0])
        if self._gain_at >= len(self._ramp):
            self._gain = self._gain_to
        if count < len(out) and self._gain_to != 1.0:
            out[max(count, 0) :] *= np.float32(self._gain_to)

    def _peaks(self, out: np.ndarray) -> tuple[float, float]:
        left = right = 0.0
        for start in range(0, len(out), STEP_FRAMES):
            part = out[start : start + STEP_FRAMES]
            size = np.abs(part, out=self._scratch[: len(part)]).max(axis=0)
            left, right = np.maximum(size, (left, right)).tolist()
        return left, right

    def _report(self, frames: int, left: float, right: float, clipped: bool) -> None:
        """Position and run are those of the frame after this block, TIME_NS is when that frame will be heard."""
        voice = self._current
        heard_ns = self._now_ns + self._delay_ns + frames * 1_000_000_000 // self.rate
        playing = self._sounding or self._old is not None
        if voice is None:
            position, size, request, loop, start, end = 0, 0, -1, False, 0, 0
        else:
            position, size, request, loop = voice.position, len(voice.samples), voice.request, voice.loop
            start, end = voice.start, voice.end
        fields = (self._blocks, heard_ns, position, self._run, size, request, int(playing), int(loop))
        live = int(self.desk is not None and not self.desk.silent)
        faults = self._faults + (self.desk.faults if self.desk is not None else 0)
        self._board.publish((*fields, self._gaps, self._marked, faults, start, end, live), left, right, clipped)


def _curves(rate: int) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """For each kind of fade what the old sound falls along and what the new one rises along, (frames, 1) each; 0 frames: not at all."""

    def column(curve: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(curve[:, None])

    same = fades.raised_cosine(fades.frames_of(fades.CROSSFADE_SECONDS, rate))
    release = fades.raised_cosine(fades.frames_of(fades.RELEASE_SECONDS, rate))[::-1]
    power_old, power_new = fades.equal_power(fades.frames_of(fades.CROSSFADE_SECONDS, rate))
    compare_old, compare_new = fades.equal_power(fades.frames_of(COMPARE_SECONDS, rate))
    enter = fades.raised_cosine(fades.frames_of(ENTER_SECONDS, rate))
    return {
        SAME: (column(same[::-1]), column(same)),
        POWER: (column(power_old), column(power_new)),
        RELEASE: (column(release), column(release[:0])),
        ENTER: (column(release), column(enter)),
        COMPARE: (column(compare_old), column(compare_new)),
    }
