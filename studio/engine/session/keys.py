"""The session's keys: notes from the window, the computer's keys and MIDI, and how they sound. As all of Session: each returns at once.

Notes go straight to the audio process on the thread they come from (`note_on`, `note_off`, `pedal`, `bend`, `notes_off` take `_notes_lock`,
never the session's), so that a busy window or model can't hold them up. Who plays is named by a source ('keys', 'screen', a MIDI port):
a source that goes away lets go of what it held. How keys sound is a part of the stage, so that it is undone and saved as all else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.audio.fades import gain_of
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.key_sounds import KeySounds
from studio.engine.keys import BY_NAME, MODEL, NOTES, NUMBERS, SOUND, KeysState
from studio.engine.player.desk import HEARD_KEYS, WISH_KEYS_GAIN
from studio.engine.project import Project
from studio.engine.renderer import Request
from studio.engine.session.transport import Transport
from studio.errors import BadInput, brief
from studio.recipe import Number, Settings


class KeysRoom:
    """A Room (see knobs.py): attack, release, bend, level, glide and curve. Under the session's lock."""

    title = "Keys"

    def __init__(self, session: Keys) -> None:
        self._session = session

    def controls(self) -> tuple[Number, ...]:
        return NUMBERS

    def get(self, name: str) -> float:
        return float(getattr(self._session.keys_state, self._number(name).name))

    def turn(self, name: str, value: float) -> None:
        number = self._number(name)
        self._session._set_keys(number.label, f"keys {name}", **{name: number.check(value)})

    def sound(self, name: str, value: float | None) -> None:
        number = self._number(name)
        self._session._sound_keys_over(name, None if value is None else min(number.high, max(number.low, value)))

    @staticmethod
    def _number(name: str) -> Number:
        if name not in BY_NAME:
            raise BadInput(f"The keys have no {brief(name)} to turn.")
        return BY_NAME[name]


class Keys(Transport):
    """See the module; `Session` is what is made."""

    if TYPE_CHECKING:

        def trigger(self, kind: str) -> None: ...  # moves.py

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._notes_lock = threading.RLock()  # guards the next two; taken last, held for microseconds
        self._notes_down: dict[tuple[str, int], float] = {}  # (source, key) and its velocity
        self._pedals: set[str] = set()  # sources whose pedal is down
        self._lit: frozenset[int] = frozenset()  # replaced whole
        self._keys_over: dict[str, Any] = {}  # what modulators let be heard instead of what is kept
        self._keys_now = self._project.stage.keys  # as it is heard; replaced whole, read on any thread
        self._key_sounds = KeySounds(
            self._player.live, self._render_key, self._renderer.batch, self._renderer.call,
            self._keys_later, partial(self._tell_error, "A note can't be made"),
        )  # fmt: skip
        self._followers.append(self._follow_keys)
        self._rooms["keys"] = KeysRoom(self)

    def start(self) -> None:
        first = not (self._started or self._closed)
        super().start()
        if first:
            self._key_sounds.play_from(self._keys_now.plays)
            self._player.live.when_open(self._keys_opened)

    # --- what there is ---

    @property
    def keys_state(self) -> KeysState:
        return self._project.stage.keys

    @property
    def notes_lit(self) -> frozenset[int]:
        """Keys that are down, whoever holds them; NotesChanged tells when they are others."""
        return self._lit

    def notes_sounding(self) -> int:
        """Voices that sound now."""
        return int(self._player.live.heard(HEARD_KEYS, 1)[0])

    def keys_in_tune(self) -> bool:
        """Do keys play a model of notes at their own pitch (else: what is shown, repitched)?"""
        return self._key_sounds.in_tune

    def keys_ready(self) -> bool:
        """Is every note there that will be made?"""
        return self._key_sounds.ready()

    def arm_keys(self) -> None:
        """Keys will be played soon: have their sounds ready."""
        self._key_sounds.arm()

    # --- playing: any thread, at once ---

    def note_on(self, key: int, velocity: float = 100.0, source: str = "screen") -> None:
        """Strike a key, 0 to 127, at a velocity of 1 to 127 (before the curve). A key beyond is left out."""
        if not 0 <= key < NOTES:
            return
        struck = self._keys_now.struck(velocity)
        with self._notes_lock:
            again = (source, key) in self._notes_down
            self._notes_down[source, key] = velocity
            self._player.live.send("keys", "on", key, struck)
            self._light()
        self.trigger("key")
        if not again:
            self._key_sounds.pressed(key, True)

    def note_off(self, key: int, source: str = "screen") -> None:
        """Let a key go; it sounds on while another source holds it."""
        with self._notes_lock:
            if self._notes_down.pop((source, key), None) is None:
                return
            if not any(other == key for _, other in self._notes_down):
                self._player.live.send("keys", "off", key)
            self._light()
        self._key_sounds.pressed(key, False)

    def pedal(self, down: bool, source: str = "screen") -> None:
        """The sustain pedal: what is let go sounds on while any source's is down."""
        with self._notes_lock:
            before = bool(self._pedals)
            (self._pedals.add if down else self._pedals.discard)(source)
            if bool(self._pedals) != before:
                self._player.live.send("keys", "pedal", down)

    @property
    def pedal_down(self) -> bool:
        return bool(self._pedals)

    def bend(self, amount: float) -> None:
        """The pitch wheel, -1 to 1."""
        self._player.live.send("keys", "bend", min(1.0, max(-1.0, amount)))

    def notes_off(self, source: str | None = None) -> None:
        """Let go of everything that a source holds; None: of everything at once, pedals and what rings too."""
        with self._notes_lock:
            gone = [(one, key) for one, key in self._notes_down if source in (None, one)]
            for one in gone:
                del self._notes_down[one]
            if source is None:
                self._pedals.clear()
                self._player.live.send("keys", "silence")
            else:
                for _, key in gone:
                    if not any(other == key for _, other in self._notes_down):
                        self._player.live.send("keys", "off", key)
            self._light()
        for _, key in gone:
            self._key_sounds.pressed(key, False)
        if source is not None:
            self.pedal(False, source)

    def panic(self) -> None:
        """Silence in 2 ms, whatever sounds, and no key or pedal is down any more."""
        super().panic()
        self.notes_off()

    def _light(self) -> None:
        """Under _notes_lock."""
        lit = frozenset(key for _, key in self._notes_down)
        if lit != self._lit:
            self._lit = lit
            self._publish(ev.NotesChanged(lit))

    # --- how they sound ---

    def set_keys_play(self, plays: str) -> None:
        """'model': a model of notes at the key's own pitch, any other as 'sound': what is shown, repitched from middle C. An undo step."""
        with self._lock:
            if plays in (MODEL, SOUND):
                self._set_keys("Keys play", None, plays=plays)

    def set_keys_ring(self, on: bool) -> None:
        """Does a sound without a sustain go on when its key goes up? An undo step."""
        self._set_keys("Keys ring on" if on else "Keys end", None, ring=bool(on))

    def set_keys_fixed(self, on: bool) -> None:
        """Is every key struck at 100, however hard? An undo step."""
        self._set_keys("Fixed velocity" if on else "Velocity", None, fixed=bool(on))

    def _set_keys(self, text: str, key: str | None, **changes: Any) -> None:
        with self._lock:
            stage = self._project.stage
            self._commit(text, replace(self._project, stage=replace(stage, keys=replace(stage.keys, **changes))), key)

    def _sound_keys_over(self, name: str, value: float | None) -> None:
        with self._lock:
            if value is None:
                self._keys_over.pop(name, None)
            else:
                self._keys_over[name] = value
            self._tune_keys()

    def _follow_keys(self, now: Project, before: Project) -> None:
        """Under the session's lock."""
        if now.stage.keys != before.stage.keys:
            self._tune_keys()

    def _tune_keys(self, anew: bool = False) -> None:
        """Tell the audio process how keys sound now. Under the session's lock."""
        before, self._keys_now = self._keys_now, replace(self._project.stage.keys, **self._keys_over)
        if anew or self._keys_now.tuning() != before.tuning():
            self._player.live.send("keys", "tune", self._keys_now.tuning())
        self._player.live.wish(WISH_KEYS_GAIN, gain_of(self._keys_now.level))
        self._key_sounds.play_from(self._keys_now.plays)

    def _keys_opened(self, rate: int) -> None:
        """A new audio process: nothing is down in it. Watcher thread."""
        with self._lock:
            self._tune_keys(anew=True)
        with self._notes_lock:
            self._notes_down.clear()
            self._pedals.clear()
            self._light()
        self._key_sounds.opened(rate)

    # --- what they play ---

    def _sound(self, *, changed: str, sound: bool = True, passing: bool = False) -> Request:
        """While keys are held a slider is heard through them, and not by the sound being struck again and again."""
        held = passing and bool(self._lit) and not self._project.loop
        return super()._sound(changed=changed, sound=sound and not held, passing=passing)

    # on the renderer thread

    def _sounded(self, request: Request, clip: Clip) -> None:
        super()._sounded(request, clip)
        self._key_sounds.heard(request.model, self._specs.get(request.model), request.settings, clip)

    def _keys_later(self, seconds: float, act: Callable[[], object]) -> None:
        self._timers.set("keys", seconds, partial(_call, act))

    def _render_key(self, model: str, settings: Settings) -> Clip:
        return self._renderer.render(model, settings, keep=False)[0]


def _call(act: Callable[[], object]) -> None:
    act()
