"""What a person does to a part of the sound, by hand and by key: cursor, selection, loop of it, scrub, read-out, dragging it out.

GUI thread. Ties the selection and its layers over both panes to the session; the viewer lays out what is visible of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QLocale, QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from studio.engine import events
from studio.ui.bridge import Bridge
from studio.ui.views.pane import Pane
from studio.ui.views.readout import Readout, band_text, db_text, frequency_parts, level_db, mean_level
from studio.ui.views.selection import Selection, onset_near, onsets, zero_crossing
from studio.ui.views.selection_bar import SelectionBar
from studio.ui.views.selection_layer import SelectionLayer
from studio.ui.views.spectrogram import SpectrogramPane
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.waveform import WaveformPane

CROSSFADE = 0.010  # seconds; what a loop of a selection begins with
SNAP_PX = 8  # how far an edge goes on the screen to meet a zero crossing
STEP_SHARE = 0.01  # of what is seen, that an arrow key moves


class Hand(QObject):
    """`selection`, `bar`, `readout` and `layers` are its parts; `show_picture` and `show_project` tell it what there is."""

    told = Signal(str)  # cursor or selection in words

    def __init__(self, bridge: Bridge, window: TimeWindow, wave: WaveformPane, spectrum: SpectrogramPane, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._session = bridge, bridge.session
        self._window, self._wave, self._spectrum = window, wave, spectrum
        self._picture: Any = None  # Pictured
        self._scrub_at: float | None = None  # seconds, while a hand scrubs
        self._drag_wanted = self._copy_wanted = False
        self._found: tuple[Any, np.ndarray] | None = None  # peaks and their onsets
        self.differs = False  # does the spectrogram show differences?
        saved = self._session.preferences.get("loop_crossfade", CROSSFADE)
        self._crossfade = min(max(float(saved), 0.0), 0.05) if isinstance(saved, (int, float)) else CROSSFADE
        self.selection = Selection(self)
        self.readout = Readout()
        self.bar = SelectionBar(self.selection, self._crossfade)
        self.layers = tuple(SelectionLayer(pane, self.selection, self.snapped) for pane in (wave, spectrum))
        for layer in self.layers:
            layer.placed.connect(self._placed)
            layer.chosen.connect(self._chosen)
            layer.scrubbed.connect(self._scrub)
            layer.scrub_ended.connect(self._end_scrub)
        wave.hovered.connect(lambda seconds, y: self._hovered(wave, seconds, y))
        spectrum.hovered.connect(lambda seconds, y: self._hovered(spectrum, seconds, y))
        self.selection.changed.connect(self._changed)
        self.bar.crossfade_changed.connect(self._set_crossfade)
        self.bar.edited.connect(self._chosen)
        self.bar.grip.pressed_down.connect(self._save_part)
        self.bar.grip.taken.connect(self._take)
        self.bar.grip.clicked.connect(self.copy_part)
        bridge.part_saved.connect(self._part_saved)
        bridge.project_changed.connect(self.show_project)
        self.show_project()

    # ---- what there is
    def show_picture(self, event: Any) -> None:
        """Another sound, or another picture of it."""
        first, self._picture = self._picture is None, event
        left = self._session.loop_region or (self._session.cursor, self._session.cursor)
        self.selection.set_duration(event.clip.seconds)
        if first:  # a window made anew over a session at work
            self.selection.span(*left)

    def show_project(self, *_: object) -> None:
        looping = self._session.project.loop
        self.bar.show_loop(looping)
        for layer in self.layers:
            layer.show_loop(looping, self._crossfade)

    @property
    def scrubbing_at(self) -> float | None:
        """Where the hand is that scrubs, in seconds."""
        return self._scrub_at

    def snapped(self, seconds: float) -> float:
        """The onset near a place, or else the zero crossing, if it is near on the screen too."""
        if self._picture is None:
            return seconds
        peaks, rate = self._picture.peaks, self._picture.clip.rate
        within = SNAP_PX * self._window.span / max(1, self._wave.plot_rect().width())
        onset = onset_near(peaks, rate, self._onsets(), seconds, within)
        return zero_crossing(peaks, rate, seconds if onset is None else onset, within)

    def _onsets(self) -> np.ndarray:
        """Of the sound that is shown; found once for each."""
        peaks = self._picture.peaks
        if self._found is None or self._found[0] is not peaks:
            self._found = (peaks, onsets(peaks, self._picture.clip.rate))
        return self._found[1]

    # ---- selection to session
    def _changed(self) -> None:
        """At every move of an edge: a loop that sounds follows at once."""
        selection = self.selection
        if selection.empty:
            if self._session.loop_region is not None:
                self._bridge.call(self._session.set_loop_region, None)
        else:
            self._bridge.call(self._session.set_loop_region, selection.start, selection.end, self._crossfade)
        self._bridge.call(self._session.set_cursor, selection.start)

    def _placed(self, seconds: float) -> None:
        self._bridge.call(self._session.seek, seconds)
        self._describe_cursor()

    def _chosen(self) -> None:
        self._describe_cursor()

    def _set_crossfade(self, seconds: float) -> None:
        self._crossfade = seconds
        self._session.set_preference("loop_crossfade", seconds)
        self.show_project()
        self._changed()

    def _scrub(self, seconds: float) -> None:
        self._scrub_at = seconds
        self._bridge.call(self._session.scrub, seconds)

    def _end_scrub(self, seconds: float) -> None:
        self._scrub_at = None
        self._bridge.call(self._session.end_scrub, seconds)

    # ---- reading
    def _hovered(self, pane: Pane, seconds: float | None, y: float | None) -> None:
        if seconds is None or y is None or self._picture is None:
            self._describe_cursor()
            return
        rate = self._picture.clip.rate
        if pane is self._spectrum:
            found = self._spectrum.reading(seconds, y)
            parts = [*frequency_parts(found[0]), db_text(found[1], sign=self.differs)] if found is not None else []
        else:
            parts = self._levels(seconds)
        self.readout.show_place(seconds, rate, parts)

    def _levels(self, seconds: float) -> list[str]:
        """The loudest sample of each channel in the pixel at a time."""
        picture = self._picture
        per_pixel = self._window.span / max(1, self._wave.plot_rect().width())
        frame = seconds * picture.clip.rate
        low, high, _ = picture.peaks.columns(frame, frame + max(1.0, per_pixel * picture.clip.rate), 1)
        levels = [db_text(level_db(max(float(high[c, 0]), -float(low[c, 0]))), 1) for c in range(low.shape[0])]
        return [f"{name} {level}" for name, level in zip("LR", levels, strict=True)] if len(levels) == 2 else levels

    def _describe_cursor(self) -> None:
        """The pointer is away: the cursor's place, or the selection."""
        if self._picture is None:
            return
        seconds, band = self.selection.start, self.selection.band
        parts = self._levels(seconds) if band is None else [band_text(band), *self._band_level(band)]
        self.readout.show_place(seconds, self._picture.clip.rate, parts)
        self.told.emit(self._words())

    def _band_level(self, band: tuple[float, float]) -> list[str]:
        """The mean level of the selected part of the spectrogram, as words; nothing where there is no picture of it."""
        spectrogram = self._spectrum.spectrogram
        level = mean_level(spectrogram, (self.selection.start, self.selection.end), band) if spectrogram is not None else None
        return [] if level is None else [self.tr("mean {level}").format(level=db_text(level, 1))]

    def _words(self) -> str:
        """Cursor or selection as a sentence, for who can't see it."""
        locale = QLocale()
        start, end = (locale.toString(place, "f", 3) for place in (self.selection.start, self.selection.end))
        if self.selection.empty:
            return self.tr("Cursor at {start} s.").format(start=start)
        text = self.tr("Selected from {start} s to {end} s.").format(start=start, end=end)
        return text if self.selection.band is None else f"{text} {band_text(self.selection.band)}"

    def copy_reading(self) -> None:
        """Put the line onto the clipboard."""
        QApplication.clipboard().setText(self.readout.whole)

    # ---- keys and commands
    def key(self, event: QKeyEvent) -> bool:
        """Arrows, Home and End, with Shift and Ctrl as in an editor; True if it was one of them."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        by_onset = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & Qt.KeyboardModifier.AltModifier or self._picture is None:
            return False
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = key == Qt.Key.Key_Right
            self._go(self._next_onset(forward) if by_onset else self._step(forward), extend)
        elif key == Qt.Key.Key_Home:
            self._go(0.0, extend)
        elif key == Qt.Key.Key_End:
            self._go(self.selection.duration, extend)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self._go(0.0, False)
        else:
            return False
        return True

    def _step(self, forward: bool) -> float:
        step = self._window.span * STEP_SHARE
        return self.selection.head + (step if forward else -step)

    def _next_onset(self, forward: bool) -> float:
        places = self._onsets()
        head = self.selection.head
        if forward:
            return float(min((place for place in places if place > head + 1e-6), default=self.selection.duration))
        return float(max((place for place in places if place < head - 1e-6), default=0.0))

    def _go(self, seconds: float, extend: bool) -> None:
        """Move the cursor, or the head of the selection, and keep it in view."""
        seconds = min(max(seconds, 0.0), self.selection.duration)
        if extend:
            self.selection.reach(seconds)
        else:
            self.selection.place(seconds)
            self._placed(seconds)
        if not self._window.start <= seconds <= self._window.end:
            self._window.pan(seconds - (self._window.start + self._window.end) / 2)
        self._describe_cursor()

    def select_all(self) -> None:
        """All of the list that has the keyboard, else all of the sound."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractItemView):
            focused.selectAll()
        else:
            self.selection.all()

    def escape(self) -> bool:
        """Cancel a drag, or else clear the selection; False where there was neither."""
        for layer in self.layers:
            if layer.dragging:
                layer.cancel()
                return True
        if self.selection.empty:
            return False
        self.selection.clear()
        return True

    @property
    def dragging(self) -> bool:
        return any(layer.dragging for layer in self.layers)

    def zoom_to_selection(self) -> None:
        if not self.selection.empty:
            self._window.show(self.selection.start, self.selection.end)

    # ---- out of the window
    def _save_part(self) -> None:
        if not self.selection.empty:
            self._bridge.call(self._session.save_part, self.selection.start, self.selection.end)

    def _take(self) -> None:
        """The grip is being dragged: the file, or as soon as it is there."""
        self._drag_wanted = True
        self._save_part()

    def copy_part(self) -> None:
        """Put the selection onto the clipboard as a file."""
        if self.selection.empty:
            self._bridge.message.emit(events.Message("info", self.tr("Select a part of the sound first: drag over the waveform.")))
            return
        self._copy_wanted = True
        self._save_part()

    def _part_saved(self, event: Any) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(event.file))])
        if self._copy_wanted:
            self._copy_wanted = False
            QApplication.clipboard().setMimeData(mime)
            self._bridge.message.emit(events.Message("info", self.tr("Copied '{name}' as a file.").format(name=event.file.name)))
        elif self._drag_wanted and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._drag_wanted = False
            drag = QDrag(self.bar.grip)
            drag.setMimeData(mime)
            drag.setPixmap(self._wave.grab(self._wave.plot_rect()).scaledToHeight(48, Qt.TransformationMode.SmoothTransformation))
            drag.exec(Qt.DropAction.CopyAction)
        self._drag_wanted = False
