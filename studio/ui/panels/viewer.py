"""The viewer: waveform over spectrogram on one time axis, playhead, selection, A against B, reading under the pointer. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QElapsedTimer, QLocale, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from studio.engine.events import Pictured
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.views.closer import Closer
from studio.ui.views.compare_bar import CompareBar
from studio.ui.views.describer import Describer
from studio.ui.views.hand import Hand
from studio.ui.views.lane_panel import LanePanel
from studio.ui.views.live_view import LiveView
from studio.ui.views.overview import Overview
from studio.ui.views.pane import gutter_width
from studio.ui.views.playhead import Playhead
from studio.ui.views.readout import db_text, level_db
from studio.ui.views.spectrogram import ColourBar, SpectrogramPane
from studio.ui.views.ticks import time_text
from studio.ui.views.time_window import TimeWindow
from studio.ui.views.view_menu import ViewButton
from studio.ui.views.view_settings import ViewSettings
from studio.ui.views.waveform import WaveformPane
from studio.ui.widgets.buttons import action_button, tiny_button
from studio.ui.widgets.fitting_label import FittingLabel
from studio.ui.widgets.names import named

ZOOM_STEP = 0.5
ROOMY = 110  # letters of width from which on there is room for the selection's length beside its start and end
LOW = 300  # px of the panes, under which there is no room for three
MENU = (
    "play", "play_once", "loop", "", "select_all", "zoom_selection", "fit", "", "set_a", "compare", "difference", "clear_a", "",
    "stretch", "copy_part", "copy_reading",
)  # fmt: skip
PICTURE_MS = 33  # while a slider moves, the playhead has the rest of the time


class Gutter(QWidget):
    """Empty room beside the waveform, as wide as the colour bar below."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.VIEW))
        painter.end()


class Viewer(QWidget):
    """`show_picture` draws a clip; `show_status` moves the playhead; F, wheel and middle drag move the view."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._session, self._bridge, self._actions = bridge.session, bridge, actions
        self._playing = self._turning = False
        self._follows = True  # does the view go with the playhead? Until a person moves it, then not before the next Play
        named(self, "viewerPanel", self.tr("Viewer"), self.tr("Waveform and spectrogram of the sound."))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.window_ = TimeWindow(self)
        self.wave = named(
            WaveformPane(self.window_),
            "waveform",
            self.tr("Waveform"),
            self.tr("Click sets the cursor, drag selects, Ctrl+drag scrubs; wheel zooms at the pointer, Shift+wheel moves, F shows all."),
        )
        self.spectrum = named(
            SpectrogramPane(self.window_), "spectrogram", self.tr("Spectrogram"),
            self.tr("Loudness of each frequency over time. Click sets the cursor, drag selects, Ctrl+drag scrubs, wheel zooms."),
        )  # fmt: skip
        for pane in (self.wave, self.spectrum):
            pane.setToolTip("")  # the status line says it; a tooltip would cover the picture
        self.overview = named(
            Overview(self.window_), "overview", self.tr("Overview"),
            self.tr("The whole sound. Drag the lit part to see another, its ends to see more or less; arrows move it, double-click fits."),
        )  # fmt: skip
        self.overview.setToolTip("")
        self.summary = named(FittingLabel(), "clipSummary", self.tr("Sound"), self.tr("Length and peak of the sound that is shown."))
        self.hand = Hand(bridge, self.window_, self.wave, self.spectrum, self)
        self.hand.told.connect(self._tell)
        self.reading = self.hand.readout
        self.lane = LanePanel(bridge, self.window_, self.hand.selection)
        self.lane.shown_changed.connect(self._lane_came)
        self.lane.pane.pointed.connect(self._go)
        self.lane.pane.laid_out.connect(self._lane_came)
        self._pending: Pictured | None = None
        self._drawn = QElapsedTimer()  # since the last picture
        self._drawn.start()
        self.shown: Pictured | None = None
        self.live = LiveView(self._session, self)
        self._streams = False  # did a deck run when it was looked at last?
        bridge.stream_changed.connect(self._follow_streams)
        self.describer = Describer(self.window_, self.wave, self.spectrum)
        self.closer = Closer(self._session, self.window_, self.spectrum)
        bridge.picture_part.connect(self.closer.show_part)
        settings = ViewSettings.from_json(self._session.preferences.get("view"))
        self.view = ViewButton(settings, self._session.look)
        self.view.settings_changed.connect(self._set_view)
        self.view.look_changed.connect(self._session.set_look)
        self._build(actions)
        self._show_view(settings)
        self.playhead = Playhead(self._place, self)
        self.window_.changed.connect(self._moved)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for layer in self.hand.layers:
            layer.grabbed.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        for name, act in (
            ("play_once", self._play_once), ("zoom_selection", self.hand.zoom_to_selection), ("select_all", self.hand.select_all),
            ("copy_reading", self.hand.copy_reading), ("copy_part", self.hand.copy_part),
        ):  # fmt: skip
            actions[name].triggered.connect(lambda _checked=False, act=act: act())
        if (picture := self._session.picture) is not None:  # a window made anew over a session at work
            self.take_picture(picture)
        self._follow_streams()

    def _build(self, actions: Actions) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(4), 0, 0, theme.px(4))
        head.setSpacing(theme.px(4))
        self.summary.setProperty("small", True)
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.reading)
        for name in ("zoom_out", "zoom_in", "fit"):
            button = action_button(actions[name], f"{name}Button")
            button.setProperty("tiny", True)
            button.setIconSize(QSize(theme.px(16), theme.px(16)))
            button.setFixedSize(theme.px(24), theme.px(24))
            head.addWidget(button)
        hint = self.tr("Show what is heard while streams run, or the sound that is chosen.")
        self.live_button = tiny_button("live", "liveViewButton", self.tr("Live picture"), hint, checkable=True, on="live")
        self.live_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.live_button.clicked.connect(self._show_live)
        self.live_button.hide()
        head.addWidget(self.live_button)
        head.addWidget(self.view)
        gutter = gutter_width(self)
        self.bar = named(
            ColourBar(self.spectrum.axis_height), "colourBar", self.tr("Colour bar"), self.tr("Which colour is how loud, in dB.")
        )
        self.splitter = named(
            QSplitter(Qt.Orientation.Vertical),
            "viewerSplitter",
            self.tr("Waveform and spectrogram"),
            self.tr("Drag to give one of them more room."),
        )
        for pane, side in ((self.wave, Gutter()), (self.spectrum, self.bar)):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            side.setFixedWidth(gutter)
            line.addWidget(pane, 1)
            line.addWidget(side)
            self.splitter.addWidget(row)
            if pane is self.wave:
                self._wave_row = row
        self.splitter.addWidget(self.lane)
        self.splitter.setHandleWidth(5)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setStretchFactor(2, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._tools(actions))
        strip = QHBoxLayout()
        strip.setContentsMargins(0, 0, gutter, theme.px(4))
        strip.addWidget(self.overview)
        layout.addLayout(strip)
        layout.addWidget(self.splitter, 1)

    def _tools(self, actions: Actions) -> QWidget:
        """The row with the selection's numbers and A against B."""
        self.compare = CompareBar(self._bridge, actions, self.wave, self.spectrum, self.bar)
        self.compare.difference_shown.connect(lambda on: setattr(self.hand, "differs", on))
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(theme.px(4), 0, 0, theme.px(4))
        row.setSpacing(theme.px(8))
        row.addWidget(self.hand.bar)
        row.addWidget(self.compare, 1)
        return tools

    def _set_view(self, settings: ViewSettings) -> None:
        self._session.set_preference("view", settings.to_json())
        self._show_view(settings)

    def _show_view(self, settings: ViewSettings) -> None:
        for shown in (self.wave, self.spectrum, self.bar, self.live):
            shown.show_settings(settings)

    # ---- live
    def _follow_streams(self, *_: object) -> None:
        """A stream was started: the viewer shows what is heard, as long as one runs."""
        running = any(deck.running for deck in self._session.decks())
        if running != self._streams:
            self._streams = running
            self.live_button.setVisible(running)
            self._lay_live(running and self._session.preferences.get("live_picture") is not False)

    def _show_live(self, on: bool) -> None:
        self._session.set_preference("live_picture", on)
        self._lay_live(on)

    def _lay_live(self, on: bool) -> None:
        self.live_button.setChecked(on)
        self._lie_over()
        self.live.setVisible(on)

    # ---- picture
    def take_picture(self, event: Pictured) -> None:
        """Draw it when the events that wait are through, at most 30 times a second: of several only the newest is drawn."""
        if self._pending is None:
            QTimer.singleShot(max(0, round(PICTURE_MS - self._drawn.elapsed())), self, self._draw)
        self._pending = event

    def _draw(self) -> None:
        event, self._pending = self._pending, None
        self._drawn.start()
        if event is not None:
            self.show_picture(event)
            for pane in (self.wave, self.spectrum, self.overview):
                pane.put_off()

    def show_picture(self, event: Pictured) -> None:
        self.shown = event
        self.window_.set_duration(event.clip.seconds)
        self.wave.show_clip(event.clip, event.peaks)
        self.overview.show_peaks(event.peaks)
        self.closer.look_at(event)
        self.spectrum.show_spectrogram(event.spectrogram)
        self.spectrum.show_peaks(event.peaks)
        self.view.popup.show_window(event.spectrogram.n_fft)
        self.compare.keep_difference()
        self.hand.show_picture(event)
        self.lane.look()
        if self._session.shown_take and self.live.isVisible():  # a take was chosen: that is what one wants to see
            self._lay_live(False)
        text, *shorter = self._describe(event)
        self.summary.show_texts(text, *shorter)
        self.describer.look_again()

    def _describe(self, event: Pictured) -> tuple[str, ...]:
        """Length, peak and format; and shorter, for a narrow window."""
        clip, locale = event.clip, QLocale()
        level = db_text(level_db(clip.peak), 1) if clip.peak > 1e-6 else self.tr("silent")
        channels = self.tr("mono") if clip.channels == 1 else self.tr("stereo")
        length = time_text(clip.seconds, 0.01 if clip.seconds < 60 else 1.0)
        share = getattr(clip, "read", 1.0)  # of a long sound
        if share < 1.0:
            length = self.tr("{length} ({percent} % read)").format(length=length, percent=locale.toString(100 * share, "f", 0))
        words = {
            "length": length, "level": level, "rate": locale.toString(clip.rate / 1000, "g", 4),
            "channels": channels,
        }  # fmt: skip
        texts = (
            self.tr("{length}  ·  peak {level}  ·  {rate} kHz {channels}"),
            self.tr("{length}  ·  peak {level}"),
            "{length}",
        )  # fmt: skip
        return tuple(text.format(**words) for text in texts)

    # ---- playhead and pointer
    def show_status(self, status: Any) -> None:
        """The playhead follows the sound, or the hand that scrubs; the view follows the playhead until a person moves it."""
        scrubbed = self.hand.scrubbing_at
        if status.playing and not self._playing:
            self._follows = True
        self._playing = status.playing
        seconds = scrubbed if scrubbed is not None else status.position_seconds if status.playing else None
        if seconds is not None and scrubbed is None and self._follows and seconds > self.window_.end - 1e-9 and not self.window_.fitted:
            self._turning = True
            self.window_.show(seconds, seconds + self.window_.span)
            self._turning = False
        self.playhead.show_time(seconds)

    def _moved(self) -> None:
        """Another part of the sound is seen: turned to by the playhead, or by a person."""
        self._follows = self._follows and self._turning
        self.playhead.show_time(None)

    def _place(self, seconds: float) -> float | None:
        if not self.window_.start <= seconds <= self.window_.end:
            return None
        x = self.spectrum.pixel_of(seconds)  # the pane that is always there
        return float(self.spectrum.mapTo(self, QPoint(round(x), 0)).x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hand.bar.show_room(self.width() >= self.fontMetrics().averageCharWidth() * ROOMY)
        self._share_room()
        self._lie_over()

    def _lie_over(self) -> None:
        """What lies over the panes fits them."""
        top = self.splitter.geometry().top()
        below = 0 if self.lane.isVisibleTo(self) and not self.lane.folded else self.spectrum.axis_height
        self.playhead.setGeometry(0, top, self.width(), self.height() - top - below)
        over = QRegion(self.playhead.rect())
        if self.lane.isVisibleTo(self):
            head = self.lane.head
            over -= QRegion(head.rect().translated(head.mapTo(self, QPoint(0, 0)) - self.playhead.pos()))
        self.playhead.setMask(over)
        above = self.overview.geometry().top()
        self.live.setGeometry(0, above, self.width(), self.height() - above)
        self.playhead.raise_()
        self.live.raise_()  # the playhead is of the sound under it

    def _lane_came(self) -> None:
        """The lane came, went or was folded: the playhead goes over it."""
        self._share_room()
        QTimer.singleShot(0, self, self._lie_over)

    def _share_room(self) -> None:
        """In a low window the lane takes the waveform's place; the overview still shows it."""
        opened = not self.lane.isHidden() and not self.lane.folded
        room = self.height() - self.splitter.geometry().top()
        self._wave_row.setVisible(not opened or room >= theme.px(LOW))

    def _go(self, seconds: float) -> None:
        """A click on the lane: the cursor goes there."""
        self.hand.selection.place(min(max(seconds, 0.0), self.hand.selection.duration))
        self._bridge.call(self._session.seek, self.hand.selection.head)

    def _tell(self, words: str) -> None:
        """What a screen reader says of this part of the window."""
        self.setAccessibleDescription(f"{words} {self.summary.whole}")

    # ---- keyboard
    def first_focus(self) -> QWidget:
        """Where the keyboard goes when it comes here."""
        return self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.hasFocus() and self.hand.key(event)):  # else it comes from a field that didn't want it
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        for layer in self.hand.layers:
            layer.show_focus(by_key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        for layer in self.hand.layers:
            layer.show_focus(False)

    def escape(self) -> None:
        """Esc: cancel a drag; else let the sound fade; else, when it is silent, clear the selection."""
        if self.lane.cancel():
            return
        status = self._session.status()
        sounds = not self.hand.dragging and (status.playing or status.live)
        if sounds or not self.hand.escape():
            self._bridge.call(self._session.stop)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("viewerMenu")
        menu.setAccessibleName(self.tr("Viewer"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in MENU:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.popup(event.globalPos())

    # ---- commands
    def _play_once(self) -> None:
        self._bridge.call(self._session.play_once)

    def fit(self) -> None:
        """The whole sound, all frequencies, heights as they are."""
        self.window_.fit()
        for pane in (self.wave, self.spectrum):
            pane.fit_upwards()

    def zoom(self, closer: bool) -> None:
        self.window_.zoom(ZOOM_STEP if closer else 1 / ZOOM_STEP, (self.window_.start + self.window_.end) / 2)
