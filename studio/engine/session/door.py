"""The session: the one door through which the user's work changes. No Qt.

Every public method returns at once and may be called from the GUI thread (or a test, or another program); what takes
time happens elsewhere and is told through `subscribe`:

    thread              runs
    undertone-renderer  models (load, draw, encode, render), hands sound to the player, pictures
    undertone-jobs      export and the bookkeeping of long renders (their items run on the renderer)
    undertone-pictures  other looks and finer parts of spectrograms, long files in pages
    undertone-long-play reads ahead while a long sound plays
    undertone-training  reads what a training in a process of its own says
    undertone-midi-*    ports and what controllers turn (see midi.py)
    undertone-errands   reading dropped files, devices, the bundled first clip
    undertone-timers    a drag that rested, saving of preferences
    undertone-clock     sends a MIDI clock while the pattern plays
    undertone-moving    modulators and the automation that plays, while there are any
    the library's       files and database
    the player's        watches the audio process

ProjectChanged and HistoryChanged are published in order, under the session's lock. `wait_idle` and `close` do wait.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engine.events import Event
from studio.engine.project import Project
from studio.engine.session.beat import Beat
from studio.engine.session.compare import Compare
from studio.engine.session.keeping import Keeping
from studio.engine.session.knobs import Knobs
from studio.engine.session.lanes import Lanes
from studio.engine.session.long_transport import LongTransport
from studio.engine.session.looks import Looks
from studio.engine.session.machine import Machine
from studio.engine.session.midi import Midi
from studio.engine.session.minutes import Minutes
from studio.engine.session.own_sliders import OwnSliders
from studio.engine.session.parts import Parts
from studio.engine.session.past import Past
from studio.engine.session.presets import Presets
from studio.engine.session.rack import Effects
from studio.engine.session.snapshots import Snapshots
from studio.engine.session.sound_commands import SoundCommands
from studio.engine.session.stretching import Stretching
from studio.engine.session.take_commands import TakeCommands
from studio.engine.session.training import Training
from studio.engine.session.xy_pad import XYPad
from studio.errors import BadInput
from studio.models.generator import Draws
from studio.recipe import Settings, Spec, Value

if TYPE_CHECKING:
    from studio.engine.player import Device

NUDGE = 0.15  # sigma


class Session(Effects, Stretching, Minutes, XYPad, Midi,
              Beat, Compare, Keeping, OwnSliders, TakeCommands, SoundCommands, Snapshots, Past, Presets, Training, Machine, LongTransport,
              Looks, Parts, Lanes, Knobs):
    """models: `list_models(home)` and `load(id, home)` as studio.models.catalogue; player, library: see their classes.

    preferences: what `library.read_preferences(home)` gave; the last project, volume and output are in it.
    first_clip: a sound file that is shown and can be played until the model is loaded.
    """

    # --- what there is ---

    @property
    def project(self) -> Project:
        return self._project

    @property
    def settings(self) -> Settings:
        return self._project.settings

    @property
    def spec(self) -> Spec | None:
        """Of the project's model; None until it is loaded."""
        return self._spec

    @property
    def histograms(self) -> Mapping[str, tuple[float, ...]]:
        """As in ModelLoaded, of the present model; empty where it is not known."""
        return self._histograms.get(self._project.model, {})

    @property
    def preferences(self) -> dict[str, Any]:
        """A copy of what is kept between starts."""
        with self._lock:
            return dict(self._preferences)

    def models(self) -> tuple[Any, ...]:
        """The catalogue's cards (id, title, summary, error); empty until ModelsListed."""
        return self._cards

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back with every event, on any thread; returns what ends it. The callback must return at once."""
        with self._lock:
            self._listeners = (*self._listeners, callback)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not callback)

        return unsubscribe

    # --- the sound's settings ---

    def set(self, name: str, value: Value) -> None:
        """Set a control and let it sound. A value that the control refuses becomes a Message."""
        with self._lock:
            if (spec := self._ready()) is None:
                return
            try:
                control = spec.control(name)
                value = control.check(value)
            except BadInput as error:
                self._tell(str(error))
                return
            label = self._project.label(name, control.label)
            project = replace(self._project, settings=self.settings.with_values({name: value}))
            self._drag(label, project, f"set {name}", f"{label} {_short(value)}")

    def end_gesture(self) -> None:
        """The slider was let go: one undo step ends here, and what sounds becomes a take."""
        with self._lock:
            if self._history.close():
                self._dirty = False  # it ended where it began: nothing new to keep
            self._tell_history()
            self._rested()
            self._gesture_over(True)

    def cancel_gesture(self) -> None:
        """Back to where the drag under way began: no undo step and no take is left of it."""
        with self._lock:
            self._timers.cancel("rest")
            self._dirty = False
            step = self._history.cancel()
            self._gesture_over(False)
            if step is not None:
                self._back_to(step.before)
            self._tell_history()

    def reset(self, name: str) -> None:
        """Back to the control's default, as one gesture."""
        with self._lock:
            if (spec := self._ready()) is None:
                return
            try:
                default = spec.control(name).default
            except BadInput as error:
                self._tell(str(error))
                return
            self._history.close()
            self.set(name, default)
            self.end_gesture()

    def set_lock(self, name: str, on: bool) -> None:
        """Keep a control out of Randomise and Nudge."""
        with self._lock:
            if (spec := self._ready()) is None:
                return
            try:
                label = self._project.label(name, spec.control(name).label)
            except BadInput as error:
                self._tell(str(error))
                return
            locks = self._project.locks | {name} if on else self._project.locks - {name}
            self._commit(f"{'Lock' if on else 'Unlock'} {label}", replace(self._project, locks=locks))

    def set_seed(self, seed: int) -> None:
        """Choose the seed of the noise, 0 to 2**32 - 1; makes a take."""
        with self._lock:
            if self._ready() is None:
                return
            try:
                settings = replace(self.settings, seed=seed)
            except BadInput as error:
                self._tell(str(error))
                return
            self._new_sound("Seed", settings)

    def generate(self) -> None:
        """The same settings with a new seed; makes a take."""
        with self._lock:
            if self._ready() is not None:
                self._new_sound("Generate", replace(self.settings, seed=new_seed()))

    def randomise(self) -> None:
        """New settings from what the model has learnt, as far away as `project.amount`, except for locked controls; makes a take."""
        self._draw("Randomise", self._project.amount)

    def nudge(self) -> None:
        """A small step from where the sliders are, except for locked controls; makes a take."""
        self._draw("Nudge", NUDGE)

    def _draw(self, text: str, amount: float) -> None:
        with self._lock:
            if (spec := self._ready()) is None:
                return
            if "draw" not in spec.abilities:
                self._tell(f"The model '{spec.title}' can't draw new settings by itself; move its sliders instead.", "info")
                return
        seed = new_seed()

        def work() -> None:
            project = self._project
            generator = self._renderer.generator(project.model)
            if not isinstance(generator, Draws):
                raise BadInput(f"the model '{spec.title}' says that it draws, but it can't")
            drawn = generator.draw(seed, project.settings, project.locks, amount)
            with self._lock:
                if self._project.model == project.model:
                    self._new_sound(text, generator.spec.check(drawn))

        self._call(work, f"{text} failed")

    def take_in(self, paths: Sequence[Path | str]) -> None:
        """What was dropped on the window: a preset or a sound is opened, several files or a folder are kept as sounds."""
        chosen = [Path(path) for path in paths]

        def look() -> None:
            if os.path.isdir(chosen[0]):  # unlike Path.is_dir it fails for no name
                self.import_sounds(chosen)
            elif chosen[0].suffix.lower() == ".json":
                self.import_preset(chosen[0])
            else:
                self.open_sound(chosen[0])

        if len(chosen) > 1:
            self.import_sounds(chosen)
        elif chosen:
            self._errand(look, "")

    # --- output and preferences ---

    def set_volume_db(self, db: float) -> None:
        """Monitor gain, -90 to 12 dB; takes and exports are not touched by it."""
        db = min(12.0, max(-90.0, float(db)))
        self.set_preference("volume_db", db)
        self._player.set_gain_db(db)

    def devices(self) -> tuple[Device, ...]:
        """The outputs as last seen; a fresh list follows as DevicesChanged."""
        self._errands.add(self._look_for_devices)
        return self._devices

    def set_output(self, name: str | None, host_api: str | None, block: int) -> None:
        """Open another output (None: the system's) with blocks of `block` frames; DevicesChanged follows."""
        self.set_preference("output", {"device": name, "host_api": host_api, "block": block})

        def work() -> None:
            self._player.set_output(name, host_api, block)
            self._look_for_devices()

        self._errand(work, "The output can't be opened")

    def rescan(self) -> None:
        """Look for devices anew; what plays stops for a moment."""

        def work() -> None:
            self._player.rescan()
            self._look_for_devices()

        self._errand(work, "Looking for devices failed")

    def report(self, error: BaseException) -> None:
        """An error that nobody caught becomes a Message. Any thread."""
        self._tell_error("Undertone itself failed, but goes on", error)

    def set_preference(self, key: str, value: Any) -> None:
        """Keep a JSON value under a key; it is written at the next pause and at close."""
        with self._lock:
            self._preferences[key] = value
            self._save_soon()


def new_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbits(32)


def _short(value: Value) -> str:
    """A value for an error text."""
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"'{value[:20]}'" if isinstance(value, str) else f"{len(value)} notes"
