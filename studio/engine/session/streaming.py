"""The session's streams: two decks on which models run on without end. As all of Session: each method returns at once.

What is on the decks is a part of the project's stage, so that undo, saving and loading are those of all else. The focused deck follows
the project's sliders while its model is the project's: `_commit` keeps the two alike in one step. Which decks run is no part of the
project: nothing sounds unasked after a start, and undo neither starts nor stops a deck.

While the focused deck runs with the project's model, moving a slider moves the stream: no clip is rendered over it, no take is made, and
the picture follows at rest, in silence. Space starts and stops that deck, Esc lets every deck fade.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.engine import events as ev
from studio.engine.decks import COUNT, NAMES, DeckSet
from studio.engine.project import Project
from studio.engine.renderer import Request
from studio.engine.session.core import REST
from studio.engine.session.stream_core import PART
from studio.engine.session.stream_input import StreamInput
from studio.engine.session.stream_room import StreamRoom
from studio.engine.streaming.wish import SOURCES
from studio.errors import BadInput, brief
from studio.recipe import Settings, Spec

if TYPE_CHECKING:
    from studio.models.generator import Generator


class Streaming(StreamInput):
    """See the module; `Session` is what is made. Decks are counted from 0 here and called A and B in texts."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._followers.append(self._follow_decks)
        self._rooms["stream"] = StreamRoom(self)
        self._moved_at = 0  # the newest request when a slider moved a stream last
        self._coming = [0] * COUNT  # models that were put on a deck and are being loaded
        self._start_then = [False] * COUNT  # is the deck to run as soon as its model is there?
        self._rest_number = -1  # of the newest request that only draws what sliders at rest would make

    # --- decks ---

    def put_on_deck(self, deck: int, model: str = "") -> None:
        """The present model with its settings, or another one as it was left; a deck that runs goes over to it."""
        number = _deck(deck)
        with self._lock:
            if (spec := self._ready_to_stream(model)) is None:
                return
            self._warm[number] = True
            if model in ("", spec.id):
                self._deck_errors[number] = ""
                self._set_decks(f"Put {spec.title} on deck {NAMES[number]}", self.deck_set.with_deck(
                    number, model=spec.id, settings=self._project.settings))  # fmt: skip
                return
            self._coming[number] += 1
        self._call_with(model, lambda: self._put_model(number, model), "The model can't be put on the deck", busy=True)

    def _put_model(self, number: int, model: str, there_already: bool = False) -> None:
        """Renderer thread: a model that may not be loaded yet. there_already: on the deck. Raises what loading raises."""
        there = False
        try:
            generator = self._renderer.generator(model)
            spec = generator.spec
            if "stream" not in spec.abilities:
                raise BadInput(f"'{spec.title}' makes sounds that end; only a model that streams can be put on a deck.")
            if there_already:
                with self._lock:
                    self._know(generator)
            else:
                self._put_loaded(number, generator)
            there = True
        finally:
            with self._lock:
                self._coming[number] -= 1
                if not self._coming[number]:  # else another one is on its way
                    start, self._start_then[number] = there and self._start_then[number], False
                    if start:
                        self.start_deck(number)

    def _put_loaded(self, number: int, generator: Generator) -> None:
        spec = generator.spec
        with self._lock:
            self._know(generator)
            left = self._remembered.get(spec.id)
            settings = spec.check(left.settings) if left is not None else spec.defaults()
            self._deck_errors[number] = ""
            changed = self.deck_set.with_deck(number, model=spec.id, settings=settings)
            self._set_decks(f"Put {spec.title} on deck {NAMES[number]}", changed)

    def focus_deck(self, deck: int) -> None:
        """The sliders are this deck's from now on: its model and settings come into the controls, as an undo step."""
        number = _deck(deck)
        with self._lock:
            decks = self.deck_set
            model = decks.decks[number].model
            if number == decks.focused and model in ("", self._project.model):
                return
            if not model or model in self._specs:
                self._focus_on(number)
                return
        self._call_with(model, lambda: self._load_and_focus(number, model), "The deck's model can't be loaded", busy=True)

    def _load_and_focus(self, number: int, model: str) -> None:
        generator = self._renderer.generator(model)
        with self._lock:
            self._know(generator)
            self._focus_on(number)

    def _focus_on(self, number: int) -> None:
        """Under the lock; the deck's model is loaded or there is none."""
        self._rested()
        self._history.close()
        self._settings_over = None
        deck, text = self.deck_set.decks[number], f"Controls of deck {NAMES[number]}"
        if not deck.model:
            self._set_decks(text, replace(self.deck_set, focused=number))
            return
        spec = self._specs[deck.model]
        try:
            project = self._project_in(spec, deck.settings)
        except BadInput:  # another version of the model
            project = self._project_in(spec)
        self._chosen = spec.id
        stage = replace(project.stage, decks=replace(self.deck_set, focused=number))
        self._commit(text, replace(project, stage=stage))
        self._sound(changed=text, sound=False)

    def warm_decks(self) -> None:
        """Have what lies on the decks loaded, so that a start is heard at once; what couldn't be loaded waits for a start."""
        with self._lock:
            cold = [n for n, deck in enumerate(self.deck_set.decks) if deck.model and not self._warm[n] and not self._deck_errors[n]]
            for number in cold:
                self._warm[number] = True
            if cold and not self._closed:
                self._send_decks()

    def clear_deck(self, deck: int) -> None:
        """Stop it and take its model away; undo brings it back."""
        number = _deck(deck)
        self.stop_deck(number)
        with self._lock:
            self._warm[number] = False
            self._set_decks(f"Clear deck {NAMES[number]}", self.deck_set.with_deck(number, model="", settings=Settings(), source="hold"))

    def start_deck(self, deck: int) -> None:
        """Let it run: what is on it or was just put there, or where it is empty the present model."""
        number = _deck(deck)
        with self._lock:
            if self._closed or self._decks_run[number]:
                return
            if self._coming[number]:
                self._start_then[number] = True
                return
            if not self.deck_set.decks[number].model:
                self.put_on_deck(number)
            kept = self.deck_set.decks[number]
            if not kept.model:
                return
            if self._to_try(kept.model) is not None:  # the streams' process would be the first to load it
                self._coming[number] += 1
                self._start_then[number] = True
                put = partial(self._put_model, number, kept.model, there_already=True)
                self._call_with(kept.model, put, "The model can't be put on the deck", busy=True)
                return
            if kept.source == "clip" and self._deck_clips[number] is None:
                self._clip_for_deck(number)
            self._decks_run[number], self._warm[number], self._deck_errors[number] = True, True, ""
            self._warned[number] = 0.0
            self._renderer.hush(self._number)  # a clip that was heard makes room
            self._player.stop()
            self._send_decks()
            self._player.live.send(PART, "start", number)
            self._publish(ev.StreamChanged())
        trigger = getattr(self, "trigger", None)
        if trigger is not None:
            trigger("start")

    def stop_deck(self, deck: int) -> None:
        """Let it fade and rest; it goes on from there when it is started again."""
        number = _deck(deck)
        with self._lock:
            self._start_then[number] = False
            if not self._decks_run[number]:
                return
            self._decks_run[number] = False
            self._player.live.send(PART, "stop", number)
            self._send_decks()
            self._publish(ev.StreamChanged())

    def toggle_deck(self, deck: int) -> None:
        if self._decks_run[_deck(deck)]:
            self.stop_deck(deck)
        else:
            self.start_deck(deck)

    def set_source(self, deck: int, source: str) -> None:
        """What moves the latents around the sliders: 'hold' nothing, 'drift' as the recordings did, 'clip' the sound that is shown,
        'input' what comes in live. Raises BadInput for another word.
        """
        number = _deck(deck)
        if source not in SOURCES:
            raise BadInput(f"A stream's source is one of: {', '.join(SOURCES)}; not {brief(source)}.")
        with self._lock:
            if source == "clip" and not self._clip_for_deck(number):
                return
            self._set_decks(f"Source of deck {NAMES[number]}: {source}", self.deck_set.with_deck(number, source=source))
            if source == "input":  # where it was refused before, it is tried again
                self._input_opened = False
                self._open_input()

    def sound_settings(self, settings: Settings | None) -> None:
        """Let the focused deck's stream follow settings that aren't kept (a modulator's); None: as they are kept. Any thread."""
        with self._lock:
            if settings != self._settings_over:
                self._settings_over = settings
                self._send_decks()

    # --- transport ---

    def _own_sound(self) -> bool:
        """Is what is shown the project's own sound, of a model that streams?"""
        shown = self._shown
        own = shown is None or (shown.clip is None and shown.model == self._project.model)
        return own and self._pictures.long is None and self._spec is not None and "stream" in self._spec.abilities

    def play(self) -> None:
        """Let the focused deck run where the present model streams; else as any sound."""
        if self._own_sound():
            self._start_own()
        else:
            super().play()

    def toggle_play(self) -> None:
        """Space: stop what sounds, a take that is heard before the focused deck; else start what is shown.

        The clip of a model that streams makes room for its stream.
        """
        focused, own = self.deck_set.focused, self._own_sound()
        playing = self._player.status(peaks=False).playing
        if playing and not own:
            self._renderer.hush(self._number)
            self._long_play.stop()
            self._player.stop()
        elif self._decks_run[focused]:
            self.stop_deck(focused)
        else:
            self.play()

    def _start_own(self) -> None:
        with self._lock:
            focused = self.deck_set.focused
            if self.deck_set.decks[focused].model != self._project.model:
                self.put_on_deck(focused)
            self.start_deck(focused)

    def stop(self) -> None:
        self.stop_streams()
        super().stop()

    def panic(self) -> None:
        super().panic()  # the audio process silences its decks itself
        self.stop_streams()

    # --- under the project's changes ---

    def _streams_now(self) -> bool:
        """Do the project's sliders move a stream that runs?"""
        decks = self.deck_set
        return self._decks_run[decks.focused] and decks.decks[decks.focused].model == self._project.model

    def _commit(self, text: str, project: Project, key: str | None = None) -> None:
        super()._commit(text, self._with_focused(project), key)

    def _take_up(self, generator: Generator, saved: Project) -> None:
        """At the start: the process gets ready to stream where the model that was used last does. Renderer thread."""
        super()._take_up(generator, saved)
        with self._lock:
            decks = self.deck_set
            if "stream" in generator.spec.abilities and decks.decks[decks.focused].model == generator.spec.id:
                self._warm[decks.focused] = True
                self._send_decks()

    def _with_focused(self, project: Project) -> Project:
        """The project with its focused deck like its sliders; another model that streams goes on that deck."""
        spec = self._specs.get(project.model)
        if spec is None or "stream" not in spec.abilities:
            return project
        decks = project.stage.decks
        deck = decks.decks[decks.focused]
        came = project.model != self._project.model
        if came:
            self._warm[decks.focused] = True
        if deck.model == project.model or came:
            changed = decks.with_deck(decks.focused, model=project.model, settings=project.settings)
            if changed != decks:
                return replace(project, stage=replace(project.stage, decks=changed))
        return project

    def _drag(self, text: str, project: Project, key: str, changed: str) -> None:
        if not self._streams_now():
            super()._drag(text, project, key, changed)
        elif project.settings != self._project.settings:
            self._commit(text, project, key)
            self._moved_at = self._number
            self._timers.set("stream picture", REST, self._picture_at_rest)

    def _new_sound(self, text: str, settings: Settings, *, take: bool = True) -> None:
        super()._new_sound(text, settings, take=take and not self._streams_now())

    def _sound(self, *, changed: str, sound: bool = True, passing: bool = False) -> Request:
        return super()._sound(changed=changed, sound=sound and not self._streams_now(), passing=passing)

    def _picture_at_rest(self) -> None:
        """Timers: the sliders that moved a stream rest; show what they would make."""
        with self._lock:
            if not self._closed and self._streams_now() and self._number == self._moved_at:  # else something else is shown since
                self._rest_number = self._sound(changed="rest", passing=True).number

    def _set_decks(self, text: str, decks: DeckSet, key: str | None = None) -> None:
        """Under the lock: as an undo step; steps of one key are one until `end_gesture`."""
        self._commit(text, replace(self._project, stage=replace(self._project.stage, decks=decks)), key)

    def _follow_decks(self, now: Project, before: Project) -> None:
        """Under the lock: whatever changed, undo included."""
        if now.model != before.model:
            self._settings_over = None  # of the controls of the model that was left
        if now.stage.decks == before.stage.decks:
            return
        for number, (new, old) in enumerate(zip(now.stage.decks.decks, before.stage.decks.decks, strict=True)):
            if new.model != old.model:
                self._deck_errors[number] = ""
                if not new.model and self._decks_run[number]:
                    self._decks_run[number] = False
                    self._player.live.send(PART, "stop", number)
        self._send_decks()
        if _shown_alike(now.stage.decks) != _shown_alike(before.stage.decks):
            self._publish(ev.StreamChanged())

    def _sound_decks_over(self, name: str, value: float | None) -> None:
        """Under the lock: what a modulator lets be heard instead of what is kept."""
        if value is None:
            self._decks_over.pop(name, None)
        else:
            self._decks_over[name] = value
        self._send_decks()

    def _ready_to_stream(self, model: str) -> Spec | None:
        """The spec of the present model where none is named and it streams; else None, with a word to the person. Under the lock."""
        spec = self._ready()
        if spec is None or (model and model != spec.id):
            return spec
        if "stream" not in spec.abilities:
            self._tell(f"'{spec.title}' makes sounds that end; choose a model that streams for a deck.", "info")
            return None
        return spec


def _deck(deck: int) -> int:
    """Raises BadInput for a deck that isn't there."""
    if isinstance(deck, bool) or deck not in range(COUNT):
        raise BadInput(f"There are decks 0 (A) and 1 (B), not {brief(deck)}.")
    return deck


def _shown_alike(decks: DeckSet) -> tuple[Any, ...]:
    """What a page draws of the decks, without what moves while a slider is dragged."""
    return decks.focused, *((deck.model, deck.source) for deck in decks.decks)
