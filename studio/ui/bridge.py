"""The one crossing from the engine's threads to Qt: events become signals on the GUI thread, and what is polled is polled here.

Everything below `Bridge._deliver` runs on the GUI thread; only `Bridge._cross` is called from other threads.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from studio.engine import events
from studio.engine.project import Project
from studio.engine.session import Session
from studio.errors import UndertoneError

PLAYING_MS = 12  # less than a frame of a 60 Hz screen: painting and a late tick fit in, and none is missed
RESTING_MS = 250
AWAKE_POLLS = 40  # polls at the fast rate after something was asked for or the sound ended (the meter falls)
GARBAGE_MS = 1_000
GARBAGE_THRESHOLDS = (700, 10, 10)  # as CPython's own


class Bridge(QObject):
    """One signal for each event of studio.engine.events; each carries the event. Calls to the session go through `call`."""

    model_loaded = Signal(object)
    models_listed = Signal(object)
    project_changed = Signal(object)
    history_changed = Signal(object)
    rendered = Signal(object)
    pictured = Signal(object)
    picture_part = Signal(object)
    takes_changed = Signal(object)
    take_made = Signal(object)
    job_changed = Signal(object)
    message = Signal(object)
    devices_changed = Signal(object)
    busy = Signal(object)
    sounds_changed = Signal(object)
    presets_changed = Signal(object)
    examples_read = Signal(object)
    machine_known = Signal(object)
    report_ready = Signal(object)
    compared = Signal(object)
    differed = Signal(object)
    part_saved = Signal(object)
    trash_listed = Signal(object)
    own_sliders_changed = Signal(object)
    training_looked = Signal(object)
    training_changed = Signal(object)
    pads_changed = Signal(object)
    stream_changed = Signal(object)
    notes_changed = Signal(object)
    midi_changed = Signal(object)
    lane_changed = Signal(object)
    plugins_found = Signal(object)
    _crossed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._signals: dict[type, Any] = {
            events.ModelLoaded: self.model_loaded, events.ModelsListed: self.models_listed, events.ProjectChanged: self.project_changed,
            events.HistoryChanged: self.history_changed, events.Rendered: self.rendered, events.Pictured: self.pictured,
            events.PicturePart: self.picture_part,
            events.TakesChanged: self.takes_changed, events.TakeMade: self.take_made, events.JobChanged: self.job_changed,
            events.Message: self.message, events.DevicesChanged: self.devices_changed, events.Busy: self.busy,
            events.SoundsChanged: self.sounds_changed, events.PresetsChanged: self.presets_changed, events.ExamplesRead: self.examples_read,
            events.MachineKnown: self.machine_known, events.ReportReady: self.report_ready,
            events.NotesChanged: self.notes_changed, events.MidiChanged: self.midi_changed,
            events.Compared: self.compared, events.Differed: self.differed,
            events.PartSaved: self.part_saved, events.TrashListed: self.trash_listed, events.PluginsFound: self.plugins_found,
            events.OwnSlidersChanged: self.own_sliders_changed, events.LaneChanged: self.lane_changed,
            events.TrainingLooked: self.training_looked, events.TrainingChanged: self.training_changed,
            events.PadsChanged: self.pads_changed, events.StreamChanged: self.stream_changed,
        }  # fmt: skip
        self._told: Project | None = None  # the project that was told of last
        self._crossed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe: Callable[[], None] | None = session.subscribe(self._cross)

    def _cross(self, event: object) -> None:
        """Any thread. A queued signal copies the reference into the GUI thread's event queue and returns."""
        if self._unsubscribe is not None:
            self._crossed.emit(event)

    def _deliver(self, event: object) -> None:
        signal = self._signals.get(type(event))
        if signal is None or self._unsubscribe is None or self._stale(event):
            return
        signal.emit(event)

    def _stale(self, event: object) -> bool:
        """Who is told of a project looks at the newest: of several changes that wait, the first shows them all."""
        if not isinstance(event, events.ProjectChanged):
            return False
        known, self._told = self._told, self.session.project
        return self._told is known

    def call(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Call the session; what it refuses is shown as a message. Returns its answer, None where it refused."""
        try:
            return act(*arguments)
        except UndertoneError as error:
            self.message.emit(events.Message("error", str(error)))
            return None

    def close(self) -> None:
        """No event arrives after this."""
        if self._unsubscribe is not None:
            unsubscribe, self._unsubscribe = self._unsubscribe, None
            unsubscribe()


class Poller(QObject):
    """Reads the player's status (shared memory, microseconds): at frame rate while it plays, four times a second at rest."""

    status = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._awake = 0
        self._timer = QTimer(self, interval=RESTING_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        self._timer.start()
        self.poll()

    def wake(self, *_: object) -> None:
        """Something was asked for that will sound (or fall silent) in a moment."""
        self._awake = AWAKE_POLLS
        if self._timer.isActive():
            self._timer.setInterval(PLAYING_MS)

    def poll(self) -> None:
        status = self._session.status()
        self._awake = AWAKE_POLLS if status.playing or status.live else max(0, self._awake - 1)
        interval = PLAYING_MS if self._awake else RESTING_MS
        if self._timer.interval() != interval:
            self._timer.setInterval(interval)
        self.status.emit(status)

    def stop(self) -> None:
        self._timer.stop()


class Collector(QObject):
    """Garbage collection on the GUI thread only: Qt objects must never be destroyed on another thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self, interval=GARBAGE_MS)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def _collect(self) -> None:
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > GARBAGE_THRESHOLDS[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
