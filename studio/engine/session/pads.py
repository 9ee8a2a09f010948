"""The session's pads and their pattern: what is heard of them, and every edit. As all of Session: each method returns at once.

The pattern is a part of the project's stage, so that undo, saving and loading are those of all else. What follows from it (sounds in
the bank, the score in the audio process, tempo, gain) is sent by `_send_pads`, under the session's lock, whenever one of them changed.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from studio.audio.fades import gain_of
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.pad_sounds import PART, Done, PadSounds, Slot, Wanted, moved
from studio.engine.pattern import (
    GROUPS,
    LEAST_STEPS,
    MAX_NAME,
    MOST_LEVEL_DB,
    MOST_STEPS,
    NOBODY,
    PADS,
    STEPS_A_BEAT,
    Pad,
    PadSound,
    Pattern,
    Step,
    tempo_of,
)
from studio.engine.player.desk import HEARD_SEQUENCER, WISH_PADS_GAIN
from studio.engine.player.sequencer import BPM, HITS, INDEX, NANOSECONDS, RUNNING, SHIFT, STARTS, STEP, Order, Score, numbers_of
from studio.engine.project import Project
from studio.engine.renderer import Request
from studio.engine.session.core import SessionCore
from studio.engine.session.pad_room import PadRoom
from studio.errors import BadInput
from studio.recipe import Spec

AFTER_SECONDS = 0.05  # after its step a hit that is recorded is written


@dataclass(frozen=True)
class PadsHeard:
    """What the sequencer does now. index: step of the pattern, -1 at rest; step: place in steps since the start at `seconds`.

    seconds: of time.perf_counter; starts: how often it was started; hits: how many hits each pad began; shift: step n since the start is
    step (n - shift) % length of the pattern.
    """

    running: bool = False
    index: int = -1
    step: float = 0.0
    seconds: float = 0.0
    bpm: float = 0.0
    starts: int = 0
    hits: tuple[int, ...] = (0,) * PADS
    shift: int = 0


class Pads(SessionCore):
    """See the module; `Session` is what is made. Pads are counted from 0 here and from 1 in texts."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._pad_sounds = PadSounds(
            self._player.live, self._make_pad_sound, self._pad_sounds_changed,
            lambda seconds, act: self._timers.set("pads", seconds, act), self._pad_trouble,
        )  # fmt: skip
        self._score_sent: Score | None = None
        self._tempo_sent = 0.0
        self._pattern_runs = False  # as it was asked for; what is so says `pads_heard`
        self._pad_keys: dict[Slot, int] = {}  # replaced whole; hit_pad reads it on any thread
        self._pads_wanted: dict[Slot, Wanted] = {}
        self._pads_over: dict[str, float] = {}  # what modulators let be heard instead of what is kept
        self._records_hits = False  # one bool that commands replace
        self._outside_bpm = 0.0  # of a MIDI clock that is followed; 0: none
        self._followers.append(self._follow_pads)
        self._rooms["pads"] = PadRoom(self)

    def start(self) -> None:
        first = not (self._started or self._closed)
        super().start()
        if first:
            self._player.live.when_open(self._pads_opened)

    # --- what there is ---

    @property
    def pattern(self) -> Pattern:
        return self._project.stage.pattern

    def pads_heard(self) -> PadsHeard:
        """What the sequencer does at this moment; microseconds."""
        values = numbers_of(self._player.live).tolist()
        return PadsHeard(bool(values[RUNNING]), int(values[INDEX]), values[STEP], values[NANOSECONDS] / 1e9, values[BPM],
                         int(values[STARTS]), tuple(map(int, values[HITS : HITS + PADS])), int(values[SHIFT]))  # fmt: skip

    @property
    def pattern_runs(self) -> bool:
        """Does the sequencer play? One number, for who asks at frame rate."""
        return bool(self._player.live.heard(HEARD_SEQUENCER + RUNNING, 1)[0])

    def pad_clip(self, pad: int) -> Clip | None:
        """What a pad sounds like, for a picture; None while it isn't there. PadsChanged tells when it is another."""
        with self._lock:
            wanted = self._pads_wanted.get((pad, 0.0))
        return self._pad_sounds.clip(wanted) if wanted is not None else None

    def pad_sound(self, pad: int) -> PadSound | None:
        """What a pad plays: its own, or what the sliders of its model say where it follows them."""
        with self._lock:
            pattern = self.pattern
            sound = pattern.pads[pad].sound
            if sound is None or pattern.following != pad:
                return sound
            here = self._project if self._project.model == sound.model else self._remembered.get(sound.model)
            if here is None:
                return sound
            settings = self._sounding(here.settings) if here is self._project else here.settings
            return PadSound(sound.model, settings, "", self._weights.get(sound.model, sound.sha256))

    def pad_spec(self, pad: int) -> Spec | None:
        """Of the model that a pad plays; None while it isn't loaded."""
        sound = self.pattern.pads[pad].sound
        return self._specs.get(sound.model) if sound is not None else None

    def pads_ready(self) -> bool:
        """Does every pad have the sound that it should?"""
        return self._pad_sounds.ready()

    # --- playing ---

    def hit_pad(self, pad: int, velocity: float = 1.0) -> None:
        """Sound a pad in the next block, 0 to 1. Any thread, without the session's lock. A pad that isn't there is left out."""
        if not 0 <= pad < PADS:
            return
        velocity = min(1.0, max(0.0, float(velocity)))
        key = self._pad_keys.get((pad, 0.0))
        if key is not None:
            self._player.live.send(PART, "hit", pad, key, velocity)
        if self._records_hits and velocity:
            self._record_hit(pad, velocity, time.perf_counter())

    @property
    def records_hits(self) -> bool:
        """Are hits of pads written into the pattern that plays?"""
        return self._records_hits

    def record_hits(self, on: bool) -> None:
        """Write what is played on the pads into the pattern while it plays, each hit on the nearest step."""
        self._records_hits = bool(on)

    def _record_hit(self, pad: int, velocity: float, now: float) -> None:
        """A hit belongs to the step that is heard when it is made. One that comes early is written once that step is over: not twice."""
        heard = self.pads_heard()
        if not heard.running or not heard.bpm:
            return
        seconds = 60.0 / (heard.bpm * STEPS_A_BEAT)
        place = heard.step + (now - heard.seconds - self._player.status(peaks=False).latency_seconds) / seconds
        nearest = max(0, round(place))
        index = (nearest - heard.shift) % self.pattern.length
        step = Step(velocity).within()
        wait = max(0.0, (nearest - place) * seconds + AFTER_SECONDS)
        self._timers.set(f"pad hit {pad} {nearest}", wait, lambda: self.set_step(pad, index, step))

    def start_pattern(self) -> None:
        """Play the pattern from its first step, in the next block."""
        with self._lock:
            self._pattern_runs = True
            self._send_pads()
            self._player.live.send(PART, "start")

    def stop_pattern(self) -> None:
        """Play no more steps; what sounds rings out."""
        with self._lock:
            self._pattern_runs = False
            self._player.live.send(PART, "stop")

    def toggle_pattern(self) -> None:
        if self.pads_heard().running:
            self.stop_pattern()
        else:
            self.start_pattern()

    def stop(self) -> None:
        """What sounds of the pads fades too, and the pattern stops."""
        with self._lock:
            self._pattern_runs = False
            self._player.live.send(PART, "quiet")
        super().stop()  # type: ignore[misc]

    def panic(self) -> None:
        """Also the pattern stops."""
        self._pattern_runs = False
        super().panic()  # type: ignore[misc]

    # --- steps; each an undo step, those of a drag one ---

    def set_step(self, pad: int, index: int, step: Step | None, *, drag: bool = False) -> None:
        """Put a hit on a step of a pad, or take it away. drag: until `end_gesture` all is one undo step. Raises BadInput."""
        with self._lock:
            pattern = self.pattern.with_step(pad, index, step)
            text = f"Steps of pad {pad + 1}" if drag else f"Step {index + 1} of pad {pad + 1}"
            self._set_pattern(text, pattern, "steps" if drag else None)

    def paste_steps(self, lanes: Mapping[int, Mapping[int, Step | None]]) -> None:
        """Put steps on pads, {pad: {index: a hit, or None for none}}, as one undo step. Raises BadInput, and then nothing is changed."""
        with self._lock:
            pattern = self.pattern
            for pad, steps in lanes.items():
                pattern = pattern.with_steps(pad, steps)
            text = f"Paste steps on pad {next(iter(lanes)) + 1}" if len(lanes) == 1 else "Paste steps"
            self._set_pattern(text, pattern)

    def clear_steps(self, pad: int | None = None) -> None:
        """Take the steps of a pad away, or of all."""
        with self._lock:
            chosen = range(PADS) if pad is None else (pad,)
            changes = {one: replace(self.pattern.pads[one], steps=()) for one in chosen}
            self._set_pattern("Clear all steps" if pad is None else f"Clear the steps of pad {pad + 1}", self.pattern.with_pads(changes))

    def fill_steps(self, pad: int, every: int) -> None:
        """A usual hit on every so many steps, from the first on, in place of what was there; 1 to 64."""
        with self._lock:
            steps = {index: Step() for index in range(0, self.pattern.length, max(1, every))}
            rest = {index: step for index, step in self.pattern.pads[pad].steps if index >= self.pattern.length}
            pattern = self.pattern.with_pad(pad, steps=tuple(sorted({**rest, **steps}.items())))
            self._set_pattern(f"Fill the steps of pad {pad + 1}", pattern)

    def shift_steps(self, pad: int, by: int) -> None:
        """Move a pad's steps later (or earlier, below 0); what leaves the pattern comes in at its other end."""
        with self._lock:
            length = self.pattern.length
            moved = {(index + by) % length if index < length else index: step for index, step in self.pattern.pads[pad].steps}
            pattern = self.pattern.with_pad(pad, steps=tuple(sorted(moved.items())))
            self._set_pattern(f"Shift the steps of pad {pad + 1}", pattern)

    def draw_chances(self) -> None:
        """Let chance decide otherwise from now on; the same pattern and draw always play the same."""
        with self._lock:
            self._set_pattern("Draw chances anew", replace(self.pattern, seed=secrets.randbits(32)))

    def set_pattern_length(self, steps: int) -> None:
        """4 to 64; steps beyond it are kept. Raises BadInput."""
        if isinstance(steps, bool) or not isinstance(steps, int) or not LEAST_STEPS <= steps <= MOST_STEPS:
            raise BadInput(f"A pattern has {LEAST_STEPS} to {MOST_STEPS} steps, not {steps}.")
        with self._lock:
            self._set_pattern(f"Pattern of {steps} steps", replace(self.pattern, length=steps))

    def double_pattern(self) -> None:
        """Twice as long, the second half as the first."""
        with self._lock:
            old = self.pattern
            if old.length * 2 > MOST_STEPS:
                self._tell(f"A pattern has at most {MOST_STEPS} steps.", "info")
                return
            pads = {}
            for number, pad in enumerate(old.pads):
                first = {index: step for index, step in pad.steps if index < old.length}
                again: dict[int, Step | None] = {index + old.length: first.get(index) for index in range(old.length)}
                pads[number] = pad.with_steps(again)
            self._set_pattern(f"Pattern of {old.length * 2} steps", replace(old.with_pads(pads), length=old.length * 2))

    # --- pads ---

    def rename_pad(self, pad: int, name: str) -> None:
        name = " ".join(name.split())[:MAX_NAME]
        self._change_pad(pad, f"Rename pad {pad + 1}", name=name)

    def mute_pad(self, pad: int, on: bool) -> None:
        self._change_pad(pad, f"{'Mute' if on else 'Unmute'} pad {pad + 1}", muted=bool(on))

    def solo_pad(self, pad: int, on: bool) -> None:
        self._change_pad(pad, f"Solo pad {pad + 1}", soloed=bool(on))

    def set_pad_group(self, pad: int, group: int) -> None:
        """A hit of a choke group ends what sounds of it: 1 to 4, 0 for none."""
        self._change_pad(pad, f"Choke group of pad {pad + 1}", group=min(GROUPS, max(0, int(group))))

    def set_pad_pan(self, pad: int, pan: float) -> None:
        """-1 left to 1 right: a drag that `end_gesture` ends."""
        self._change_pad(pad, f"Pan of pad {pad + 1}", f"pan {pad}", pan=min(1.0, max(-1.0, float(pan))))

    def set_pad_control(self, pad: int, name: str) -> None:
        """What the offsets of its steps move, by the control's name; '' for the first slider."""
        self._change_pad(pad, f"Offsets of pad {pad + 1}", control=name)

    def clear_pad(self, pad: int) -> None:
        """Take its sound away; its steps stay."""
        with self._lock:
            pattern = self.pattern.with_pad(pad, sound=None, name="")
            if pattern.following == pad:
                pattern = replace(pattern, following=NOBODY)
            self._set_pattern(f"Clear pad {pad + 1}", pattern)

    def _change_pad(self, pad: int, text: str, key: str | None = None, **changes: Any) -> None:
        with self._lock:
            self._set_pattern(text, self.pattern.with_pad(pad, **changes), key)

    def _set_pattern(self, text: str, pattern: Pattern, key: str | None = None) -> None:
        """Under the lock: another pattern, as an undo step; steps of one key are one until `end_gesture`."""
        if key is None:
            self._rested()
            self._history.close()
        self._commit(text, replace(self._project, stage=replace(self._project.stage, pattern=pattern)), key and f"pads {key}")

    # --- what follows from it ---

    def _pads_opened(self, rate: int) -> None:
        """An output was opened: the audio process knows nothing yet. The player's watcher thread."""
        with self._lock:
            self._score_sent, self._tempo_sent = None, 0.0
            self._want_pads()
            self._pad_sounds.opened(rate)
            self._send_pads()
            if self._pattern_runs:
                self._player.live.send(PART, "start")

    def _follow_pads(self, now: Project, before: Project) -> None:
        """Under the lock, at each change of the project."""
        pattern = now.stage.pattern
        turned = pattern.following != NOBODY and (now.model, now.settings) != (before.model, before.settings)
        if pattern is not before.stage.pattern or turned:
            self._want_pads()
            self._send_pads()
        elif now.bpm != before.bpm:
            self._send_pads()

    def _want_pads(self) -> None:
        """Under the lock: tell which sounds should be there."""
        wanted: dict[Slot, Wanted] = {}
        sounds = [self.pad_sound(number) for number in range(PADS)]
        wanted |= {(number, 0.0): Wanted(sound) for number, sound in enumerate(sounds) if sound is not None}
        for number, (pad, sound) in enumerate(zip(self.pattern.pads, sounds, strict=True)):
            if sound is not None:
                wanted |= {(number, offset): Wanted(sound, pad.control, offset) for offset in pad.offsets()}
        if wanted != self._pads_wanted:
            self._pads_wanted = wanted
            self._pad_sounds.want(wanted)

    def _pad_sounds_changed(self) -> None:
        """A sound is there. Any thread."""
        if not self._closed:
            with self._lock:
                self._send_pads()
            self._publish(ev.PadsChanged())

    def _send_pads(self) -> None:
        """Under the lock: score, tempo and gain, where they differ from what was sent."""
        if not self._player.live.rate:
            return
        live = self._player.live
        self._pad_keys = self._pad_sounds.keys()
        score = score_of(self.pattern, self._pad_keys, self._pads_over)
        if score != self._score_sent:
            self._score_sent = score
            live.send(PART, "score", score)
        self._pad_sounds.sweep()
        bpm = self._outside_bpm or tempo_of(self._project.bpm)
        if bpm != self._tempo_sent:
            self._tempo_sent = bpm
            live.send(PART, "tempo", bpm)
        live.wish(WISH_PADS_GAIN, gain_of(self._pads_over.get("level", self.pattern.level_db)))

    def _sound(self, *, changed: str, sound: bool = True, passing: bool = False) -> Request:
        """What a pad that follows the sliders makes heard in the pattern isn't heard beside it."""
        if sound and self._pattern_runs and self._followed() is not None:
            sound = False
        return super()._sound(changed=changed, sound=sound, passing=passing)

    def _sounded(self, request: Request, clip: Clip) -> None:
        """Renderer thread: a pad that follows the sliders takes over what they made."""
        super()._sounded(request, clip)
        if request.clip is not None:
            return
        with self._lock:
            sound = self._followed()
            pad = self.pattern.following
        if sound is not None and sound.model == request.model:
            now = PadSound(sound.model, request.settings, "", self._weights.get(sound.model, sound.sha256))
            self._pad_sounds.offer((pad, 0.0), Wanted(now), clip)

    def _followed(self) -> PadSound | None:
        """What the pad that follows the sliders plays, where they are of its model. Under the lock."""
        pattern = self.pattern
        sound = pattern.pads[pattern.following].sound if pattern.following != NOBODY else None
        return sound if sound is not None and sound.model == self._project.model else None

    # --- making sounds ---

    def _make_pad_sound(self, wanted: Wanted, done: Done) -> None:
        """See PadSounds: read a take, or render in the background."""
        if self._closed:
            return
        if wanted.sound.take and not wanted.offset:
            try:
                take = self._library.get(wanted.sound.take)
            except (BadInput, KeyError):
                take = None  # deleted: its settings are still known
            if take is not None and not take.dropped:
                self._pending.begin()
                self._library.read(take.id).add_done_callback(partial(self._pad_take_read, done))
                return
        self._renderer.batch(partial(self._render_pad, wanted)).add_done_callback(partial(_pad_made, done))

    def _pad_take_read(self, done: Done, future: Future[Clip]) -> None:
        """The file thread."""
        try:
            _pad_made(done, future)
        finally:
            self._pending.end()

    def _render_pad(self, wanted: Wanted) -> Clip | None:
        """Renderer thread; None where it isn't wanted any more. Raises what loading and rendering raise."""
        clip = self._pad_sounds.clip(wanted)
        if clip is not None or not self._pad_sounds.is_wanted(wanted):
            return clip
        return self._make_clip(wanted)

    def _make_clip(self, wanted: Wanted) -> Clip:
        """Renderer thread. Raises what loading and rendering raise."""
        generator = self._renderer.generator(wanted.sound.model)
        if generator.spec.id not in self._specs:
            with self._lock:
                self._know(generator)
        return self._renderer.render(wanted.sound.model, moved(generator.spec, wanted))[0]

    def _pad_trouble(self, wanted: Wanted, error: BaseException | None) -> None:
        with self._lock:
            pads = [number + 1 for (number, _), one in self._pads_wanted.items() if one == wanted]
        which = f"The sound of pad {pads[0]}" if pads else "The sound of a pad"
        if error is None:
            self._tell(f"{which} does not fit beside the others; put shorter sounds on the pads.")
        else:
            self._tell_error(f"The sound of pad {pads[0]} can't be made" if pads else "The sound of a pad can't be made", error)

    def _sound_pads_over(self, name: str, value: float | None) -> None:
        """Let a number of the pads be heard that isn't kept; None: as it is kept."""
        with self._lock:
            over = {**self._pads_over, name: value} if value is not None else {k: v for k, v in self._pads_over.items() if k != name}
            self._pads_over = over
            self._send_pads()


def _pad_made(done: Done, future: Future[Any]) -> None:
    if future.cancelled():
        return
    error = future.exception()
    done(future.result() if error is None else None, error)


def score_of(pattern: Pattern, keys: Mapping[Slot, int], over: Mapping[str, float] | None = None) -> Score:
    """A pattern as the sequencer plays it. keys: of the samples that are there; over: numbers by their names in the room of pads."""
    over = over or {}
    steps: list[list[Order]] = [[] for _ in range(pattern.length)]
    for number, pad in enumerate(pattern.pads):
        for index, step in pad.steps:
            key = keys.get((number, step.offset), keys.get((number, 0.0)))
            if index < pattern.length and key is not None:
                steps[index].append(Order(number, key, step.velocity, step.chance, step.ratchets))
    return Score(
        tuple(tuple(orders) for orders in steps),
        min(0.75, max(0.5, over["swing"] / 100)) if "swing" in over else pattern.swing,
        pattern.seed,
        tuple(_gains(pad, over.get(f"level_{number + 1}", pad.level_db)) for number, pad in enumerate(pattern.pads)),
        tuple(pad.group for pad in pattern.pads),
        tuple(pattern.audible(number) for number in range(PADS)),
    )


def _gains(pad: Pad, level_db: float) -> tuple[float, float]:
    """Linear gains (left, right): panning takes the far side away."""
    gain = gain_of(min(MOST_LEVEL_DB, level_db))
    return gain * min(1.0, 1.0 - pad.pan), gain * min(1.0, 1.0 + pad.pan)
