"""What the session is made of: its state, its threads, and what happens to results. See `door.py`.

Split from Session only for length: `SessionCore` holds the state, `Telling` below it tells and keeps, `TakeCommands` adds what is
done with takes and files, `Session` adds what the sliders and buttons do. State is under `_lock`, a re-entrant lock that is held for
microseconds and never while something is computed, read or waited for. Read without it, from any thread: `_listeners`, `_project`,
`_spec`, `_shown`, `_cards`, `_devices`, `_chosen`, `_number`, `_closed`: each one reference to an immutable value that is replaced
whole, so a reader sees the old or the new one. `_first` belongs to the errands thread.
The order of locks is `_lock`, then those of renderer, timers, takes, jobs, player and library, which never call back under theirs.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio import __version__
from studio.audio.spectrum import Look
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.events import Event, ProjectChanged, Rendered
from studio.engine.history import Change, History
from studio.engine.jobs import Jobs
from studio.engine.long_play import LongPlay
from studio.engine.pictures import Pictures
from studio.engine.project import Project, first_locks
from studio.engine.renderer import Listener, Renderer, Request, picture
from studio.engine.session.take_maker import TakeMaker, base_title
from studio.engine.session.telling import left_projects, saved_project
from studio.engine.session.trials import Trials
from studio.engine.work import Errands, Pending, Timers
from studio.errors import BadInput
from studio.models.generator import KnowsTraining
from studio.models.runtime import choice_of, place
from studio.recipe import Recipe, Settings, Spec, is_number

if TYPE_CHECKING:
    from studio.engine.library import Take
    from studio.engine.player import Device
    from studio.engine.session.compare import Side
    from studio.engine.session.knobs import Room
    from studio.models.generator import Generator
    from studio.paths import Home

log = logging.getLogger(__name__)

REST = 0.3  # seconds without a move after which a drag's sound becomes a take
CLOSING = 5.0  # seconds that close() waits for a render and for files, each
DEFAULT_VOLUME_DB = -12.0
TAKES_LIMIT_GB = 2.0  # what the sounds of takes that are neither starred nor pinned may use
MOST_TAKES_GB = 1e9  # a larger wish, from a damaged file, is as good as this one
FIRST_MODELS = ("drums",)  # tried in this order at the first start, then whatever the catalogue holds


class SessionCore(Trials):
    """State, threads and results; see the module."""

    def __init__(self, models: Any, player: Any, library: Any, home: Home, *, preferences: dict[str, Any] | None = None,
                 first_clip: Path | None = None) -> None:
        self._models, self._player, self._library, self._home = models, player, library, home
        self._first_clip = first_clip
        self._lock = threading.RLock()
        self._listeners: tuple[Callable[[Event], None], ...] = ()  # replaced whole, under the lock
        self._pending = Pending()
        self._preferences: dict[str, Any] = dict(preferences or {})
        self._project = saved_project(self._preferences)
        self._history = History()
        self._history_told: tuple[int, int, str, str] = (0, 0, "", "")  # steps done and undone, newest texts
        self._spec: Spec | None = None
        self._specs: dict[str, Spec] = {}  # of every model loaded so far
        self._histograms: dict[str, Mapping[str, tuple[float, ...]]] = {}  # the same
        self._remembered = left_projects(self._preferences)  # of models that were left, by their id
        self._weights: dict[str, str] = {}  # sha256 of every model loaded so far; the file thread reads single entries
        self._cards: tuple[Any, ...] = ()
        self._devices: tuple[Device, ...] = ()
        self._chosen = ""  # the model that was asked for last; written by commands, read by the renderer thread
        self._number = 0  # of the newest request
        self._shown: Request | None = None  # the newest request: what Play plays
        self._latest: Request | None = None  # the newest request for the project's own settings
        self._heard: tuple[Request, Clip, Generator] | None = None  # the newest of those that was rendered
        self._wishes: dict[int, Request] = {}  # requests that become takes once they are rendered
        self._dirty = False  # did a slider move since the last take?
        self._output_trouble = False  # did the player say that nothing comes out? Its watcher's and the errands thread's
        self._error_told = ("", 0.0)  # the last error's text and when it was told
        self._first: Clip | None = None  # the bundled clip; written and read by the errands thread only
        self._first_wished = False  # was Play asked for before anything was shown?
        self._cursor = 0.0  # seconds; where Play begins. One float that commands replace
        self._scrubbing: bool | None = None  # while a hand scrubs: did it play before?
        self._a: Side | None = None  # the sound that is compared with; see compare.py, as the next five
        self._b: Request | None = None  # what was shown before A
        self._b_clip: Clip | None = None  # what was rendered last that is not A; the renderer thread's, as its loudness (LUFS)
        self._b_loudness: float | None = None
        self._b_picture: ev.Pictured | None = None  # the newest one that is not of A
        self._gains: dict[str, float] = {}  # dB by which A and B sounded last
        self._compared_told: tuple[Any, ...] = ()
        self._difference_wanted = False
        self._newest_picture: ev.Pictured | None = None  # of what is shown; replaced whole by whoever made it
        self._part_saved: tuple[Any, float, float, Path] | None = None  # sound, start, end, file; the errands thread's
        self._loop_region: tuple[float, float] | None = None  # seconds; replaced whole by commands
        self._crossfade = 0.0  # seconds, of a loop of a long sound; a float that commands replace
        self._followers: list[Callable[[Project, Project], None]] = []  # told (now, before) at each change, under the lock
        self._rooms: dict[str, Room] = {}  # what can be turned beside the model's controls; entered while the session is made
        self._gesture: tuple[str, str] | None = None  # text and key of a gesture that turns several things; under the lock
        self._started = self._closed = False
        self.ended_badly = self._preferences.get("running") is True  # was the last run killed? The window says so once and clears it
        self._timers = Timers()
        self._errands = Errands(self._pending)
        self._jobs = Jobs(lambda job: self._publish(ev.JobChanged(job)), self._pending)
        listener = Listener(self._rendered, self._pictured, self._failed, lambda busy: self._publish(ev.Busy(busy)), self._match,
                            self._join_rack)
        self._renderer = Renderer(self._load_generator, player, listener, self._pending)
        self._pictures = Pictures(self._publish_picture, self._tell_error, self._pending, Look.from_json(self._preferences.get("look")))
        self._renderer.look = self._pictures.look
        self._long_play = LongPlay(player, self._tell_error, self._join_rack)
        self._takes = TakeMaker(library, self._pending, self._take_made, lambda error: self._tell_error("", error))
        library.on_change = lambda: self._publish(ev.TakesChanged())
        library.remakes = lambda take: self._weights.get(take.recipe.model) == take.recipe.sha256 and not take.recipe.edits
        player.on_change = self._player_changed
        player.set_gain_db(self.volume_db)

    @property
    def volume_db(self) -> float:
        """Monitor gain in dB."""
        value = self._preferences.get("volume_db", DEFAULT_VOLUME_DB)
        return min(12.0, max(-90.0, float(value))) if isinstance(value, (int, float)) else DEFAULT_VOLUME_DB

    # --- start and end ---

    def start(self) -> None:
        """Begin the slow part: the bundled clip, the catalogue, the model. Called once the window is painted; idempotent."""
        with self._lock:
            if self._started or self._closed:
                return
            self._started = True
            self._preferences["running"] = True  # until close
            self._save_soon()
        self._errand(self._show_first, "The bundled sound can't be read")
        self._call(self._begin, "The model can't be loaded", busy=True)
        self._errands.add(self._player_changed)  # what the player had to say before we listened

    def wait_idle(self, timeout: float) -> bool:
        """For tests and bench: True once nothing is rendering, saving or waiting. Not for the GUI thread."""
        self.start()
        return self._pending.wait(timeout)

    def close(self) -> None:
        """Finish the take under way, save, and end every thread and process; idempotent, takes a few seconds at worst."""
        with self._lock:
            if self._closed:
                return
            self._rested()
            self._closed = True
        self._timers.close()
        self._renderer.hush(self._number)
        self._player.stop()
        self._jobs.close()
        self._pictures.close()
        self._long_play.stop()
        self._pending.wait(CLOSING)
        self._renderer.close()
        self._errands.close()
        self._close_trials()
        self._player.close()
        self._pending.wait(CLOSING)
        with self._lock:
            self._preferences["running"] = False
        self._write_preferences()
        self._takes.drain()
        self._library.close()

    # --- within, under the lock unless said otherwise ---

    def _ready(self) -> Spec | None:
        """The spec, or None with a word to the user while the model is still loading."""
        if self._spec is None and not self._closed:
            self._tell("The model is still loading; try again in a moment.", "info")
        return None if self._closed else self._spec

    def _commit(self, text: str, project: Project, key: str | None = None) -> None:
        """Replace the project, as an undo step."""
        if self._gesture is not None:
            text, key = self._gesture
        if project != self._project:
            self._history.push(Change(text, self._project, project, key))
            self._replace(project)
            self._tell_history()

    def _replace(self, project: Project) -> None:
        previous, self._project = self._project, project
        if project.model != previous.model or (self._spec is None and project.model in self._specs):  # else none is loaded yet
            if self._spec is not None:
                self._remembered[previous.model] = previous
            self._spec = self._specs[project.model]
            self._publish(ev.ModelLoaded(self._spec, self._histograms.get(project.model, {})))
        for follow in self._followers:
            follow(project, previous)
        self._publish(ProjectChanged(project, previous))
        self._save_soon()

    def _new_sound(self, text: str, settings: Settings, *, take: bool = True) -> None:
        """A step that is no drag: its sound is heard and, with `take`, kept."""
        self._rested()
        self._history.close()
        self._commit(text, replace(self._project, settings=settings))
        self._dirty = False
        request = self._sound(changed=text)
        if take:
            self._wishes[request.number] = request

    def _drag(self, text: str, project: Project, key: str, changed: str) -> None:
        """A point on the way of a drag: it sounds; steps of one key are one until `end_gesture`."""
        if project.settings == self._project.settings:
            return
        self._commit(text, project, key)
        self._dirty = True
        self._sound(changed=changed, passing=True)
        self._timers.set("rest", REST, self._rested)

    def _back_to(self, project: Project) -> None:
        """For undo and redo: another project under the present transport."""
        project = project.with_transport_of(self._project)
        heard = (project.model, project.settings) != (self._project.model, self._project.settings)
        self._replace(project)
        if heard:
            self._sound(changed="undo")

    def _sound(self, *, changed: str, sound: bool = True, passing: bool = False) -> Request:
        """Ask the renderer for the project's sound; passing: a point on the way of a drag."""
        self._number += 1
        project = self._project
        settings = self._sounding(project.settings)
        request = Request(self._number, project.model, settings, project.loop, self._period(), sound, False, passing, changed)
        self._shown = self._latest = request
        self._renderer.post(request)
        return request

    def _gesture_over(self, kept: bool) -> None:
        """A gesture ended, or was taken back; see automation.py. Under the lock."""

    def _sounding(self, settings: Settings) -> Settings:
        """The settings as they sound now, with what moves them by itself; see moves.py."""
        return settings

    def _period(self) -> float:
        """Seconds of one round, 0.0 for models whose sounds are loops themselves."""
        return 0.0 if self._spec is not None and self._spec.loops else self._project.period

    def _move_wish(self, old: Request, new: Request) -> None:
        """The same sound was asked for again: the newer request may take the older one's place in the mailbox."""
        if old is self._latest:
            self._latest = new
        if old.number in self._wishes:
            self._wishes[new.number] = new

    def _rested(self) -> None:
        """A drag ended or paused: what it left sounding becomes a take. Any thread."""
        with self._lock:
            self._timers.cancel("rest")
            if not self._dirty or self._latest is None:
                return
            self._dirty = False
            if self._heard is not None and _key(self._heard[0]) == _key(self._latest):
                self._keep(*self._heard)
            else:
                self._wishes[self._latest.number] = self._latest

    def _keep(self, request: Request, clip: Clip, generator: Generator, made_up: tuple[str, float] | None = None) -> None:
        """Make a take, and remember its clip for undo and audition. Any thread.

        made_up: title and moment of a take that nobody heard yet: the next one doesn't count it as its parent.
        """
        self._renderer.cache.put((request.model, generator.sha256, request.settings), clip)
        recipe = Recipe(request.model, generator.sha256, request.settings, generator.runtime, f"undertone {__version__}")
        title, created = made_up or (self._takes.next_title(base_title(generator.spec, request.settings)), self._library.moment())
        self._takes.make(clip, recipe, title, leads=made_up is None, created=created)

    # --- results, on the renderer thread ---

    def _rendered(self, request: Request, clip: Clip, seconds: float, generator: Generator | None) -> None:
        typical = generator.typical(request.settings) if isinstance(generator, KnowsTraining) else None
        self._sounded(request, clip)
        self._publish(Rendered(request.number, request.settings, clip, seconds, typical))
        with self._lock:
            if generator is None:
                self._make_up(request.number)
                return
            self._heard = (request, clip, generator)
            others = {n: one for n, one in self._wishes.items() if _key(one) != _key(request)}
            wished = len(others) < len(self._wishes)  # by this or another request for this sound
            self._wishes = others
            self._make_up(request.number)  # before this one's take: those are older
            if wished:
                self._keep(request, clip, generator)

    def _make_up(self, number: int) -> None:
        """Gestures whose last sound was replaced by a newer request before its turn: render them silently, later.

        Their takes are named and as old as now, so that the newest take stays the one that was heard last.
        """
        for missed in sorted(n for n in self._wishes if n < number):
            request = self._wishes.pop(missed)
            title = self._takes.next_title(base_title(self._specs[request.model], request.settings))
            work = partial(self._render_and_keep, request, (title, self._library.moment()))
            self._follow(self._renderer.batch(work), "A take could not be made")

    def _render_and_keep(self, request: Request, made_up: tuple[str, float]) -> Clip:
        """A take that nobody heard yet, and its sound. Renderer thread. Raises what the model raises."""
        clip, _, generator = self._renderer.render(request.model, request.settings)
        self._keep(request, clip, generator, made_up)
        return clip

    def _pictured(self, request: Request, clip: Clip, peaks: Any, spectrogram: Any) -> None:
        self._pictures.show(clip, ev.Pictured(request.number, clip, peaks, spectrogram))

    def _join_rack(self, own: Any) -> None:
        """These effects are in what is played next; see rack.py. Threads that play."""

    def _match(self, request: Request, clip: Clip) -> float:
        """See compare.py, as for the next two."""
        return 0.0

    def _sounded(self, request: Request, clip: Clip) -> None:
        pass

    def _show_long(self, path: Path) -> bool:
        """See looks.py."""
        return False

    def _page(self, request: Request, path: Path) -> bool:
        """See long_transport.py."""
        return False

    def _publish_picture(self, event: ev.Pictured | ev.PicturePart) -> None:
        """Any thread that makes pictures, maybe under its lock: only posts."""
        if isinstance(event, ev.Pictured):
            self._newest_picture = event
        self._publish(event)

    def _failed(self, request: Request, error: Exception) -> None:
        with self._lock:
            self._wishes.pop(request.number, None)
            self._make_up(request.number)
            spec = self._specs.get(request.model)
        what = f"'{spec.title if spec else request.model}' could not make this sound ({request.changed or 'as it is set'})"
        self._tell_error(what, error)

    # --- starting, on the errands and the renderer thread ---

    def _show_first(self) -> None:
        """Read and show the bundled clip, unless a live render was quicker, or something was asked for by now. Errands thread."""
        clip = self._read_first()
        if clip is None:
            return
        with self._lock:
            if self._number:
                return
            self._publish(Rendered(0, Settings(), clip, 0.0))
        self._errand(partial(self._picture_first, clip), "The bundled sound can't be shown")  # after a Space that came meanwhile

    def _picture_first(self, clip: Clip) -> None:
        """Errands thread."""
        peaks, spectrogram = picture(clip, self._pictures.look)
        with self._lock:
            if not self._number:
                self._pictures.show(clip, ev.Pictured(0, clip, peaks, spectrogram))

    def _read_first(self) -> Clip | None:
        if self._first is None and self._first_clip is not None:
            from studio.audio.files import read_clip

            self._first = read_clip(self._first_clip)
        return self._first

    def _begin(self) -> None:
        """Read the catalogue, load the last model or the first that works, and take up the last project."""
        self._takes.count_titles()
        self._cards = tuple(self._models.list_models(self._home))
        self._publish(ev.ModelsListed(self._cards))
        good = [card.id for card in self._cards if not card.error]
        saved = self._project
        wanted = [one for one in (saved.model, *FIRST_MODELS) if one in good]
        if saved.model and saved.model not in good:
            self._tell(f"The model '{saved.model}' that was used last is not here any more.")
        for model in dict.fromkeys([*wanted, *good]):
            self._try_out(model)
            try:
                generator = self._renderer.generator(model)
            except Exception as error:
                self._tell_error(f"The model '{model}' can't be loaded", error)
                continue
            self._take_up(generator, saved)
            return
        if not good:  # else it was told why those that are there can't be loaded
            self._tell("There is no model to play; put one into the folder of models and start again.")

    def _take_up(self, generator: Generator, saved: Project) -> None:
        """The first loaded model under the saved settings; silent: nothing sounds unasked."""
        spec = generator.spec
        if saved.model == spec.id:
            try:
                spec.check(saved.settings)
            except BadInput as error:
                self._tell(f"The last settings don't fit '{spec.title}' any more, so it starts anew: {error}", "info")
        with self._lock:
            self._know(generator)
            if self._project.model != spec.id:  # steps that were made before lead to a model that isn't there
                self._history = History()
            self._replace(self._project_in(spec))
            self._tell_history()
            if not self._number:  # else a take or a file was asked for meanwhile, and stays what is shown
                self._sound(changed="start", sound=False)

    def _load_generator(self, model: str) -> Generator:
        """Renderer thread: a model that plays where the preferences want it. Raises what loading raises."""
        generator: Generator = self._models.load(model, self._home)
        place(generator, choice_of(self._preferences), lambda text: self._tell(text, "info"))
        return generator

    def _know(self, generator: Generator) -> None:
        """Keep what the window asks of a loaded model. Renderer thread, under the lock."""
        self._specs[generator.spec.id] = generator.spec
        self._histograms[generator.spec.id] = generator.histograms() if isinstance(generator, KnowsTraining) else {}
        self._weights[generator.spec.id] = generator.sha256
        self._make_room()

    def _make_room(self) -> None:
        """Let the library drop the oldest sounds that nobody starred or handed out, as far as the loaded models can make them again."""
        gigabytes = self._preferences.get("takes_limit_gb", TAKES_LIMIT_GB)
        limit = gigabytes if is_number(gigabytes) else TAKES_LIMIT_GB
        self._follow(self._library.make_room(int(min(MOST_TAKES_GB, max(0.0, limit)) * 1e9)), "No room could be made for takes")

    def _go_to(self, model: str) -> None:
        """Load a model and go to it. Renderer thread. Raises what loading raises."""
        if model != self._chosen:
            return  # another one was chosen while this one waited
        generator = self._renderer.generator(model)
        spec = generator.spec
        with self._lock:
            if model != self._chosen:
                return
            self._know(generator)
            self._rested()
            self._history.close()
            first = self._spec is None
            self._commit(f"Model {spec.title}", self._project_in(spec))
            self._sound(changed=f"model {spec.title}", sound=not first)

    def _project_in(self, spec: Spec, settings: Settings | None = None) -> Project:
        """What a model is entered with: as it was left (locks, snapshots, names), or as at the first time; what isn't the model's stays.

        settings: go there instead. Raises BadInput where these don't fit the model. Under the lock.
        """
        here = self._project.model == spec.id
        left = self._project if here else self._remembered.get(spec.id, Project(spec.id, spec.defaults(), first_locks(spec)))
        if settings is None:
            try:
                settings = spec.check(left.settings)
            except BadInput:  # another version of the model
                settings = spec.defaults()
        moves = left.automation if here else left.automation.with_rooms_of(self._project.automation)
        new = replace(left, settings=settings, stage=self._project.stage, automation=moves)
        return new.fitted(spec).with_transport_of(self._project)

    # --- telling, on any thread ---

    def _take_made(self, take: Take) -> None:
        self._publish(ev.TakeMade(take))

    def _player_changed(self) -> None:
        """The player's watcher thread: the output was lost, restarted or replaced."""
        if self._closed:
            return
        status = self._player.status()
        if status.message:
            self._output_trouble = status.state != "ok"
            self._tell(status.message, "error" if self._output_trouble else "info")
        elif self._output_trouble and status.state == "ok":
            self._output_trouble = False
            self._tell(f"Sound comes out again, on '{status.device}'.", "info")  # also takes the error out of the window
        self._errands.add(self._look_for_devices)

    def _look_for_devices(self) -> None:
        """Errands thread."""
        if not self._closed:
            self._devices = tuple(self._player.devices())
            self._publish(ev.DevicesChanged(self._devices))


def _key(request: Request) -> tuple[str, Settings]:
    return request.model, request.settings
