"""The latent lane with its head: which latent is bright, what smooths, scales and shifts it, and rendering its curves anew. GUI thread.

It is there while the take that is shown has a trajectory (a recorded stream). Edits are steps of the session's history; the take itself
stays as it was recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.views import lane_curves
from studio.ui.views.lane import LanePane
from studio.ui.views.pane import gutter_width
from studio.ui.views.selection import Selection
from studio.ui.views.time_window import TimeWindow
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.fitting_label import FittingLabel
from studio.ui.widgets.latent_names import latent_titles
from studio.ui.widgets.names import named

STRONGER, FLATTER = 1.2, 1 / 1.2
SHIFT = 0.1  # sigma of a press
DECKS = "AB"


class LaneGutter(QWidget):
    """Empty room beside the lane, as wide as the colour bar above it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.VIEW))
        painter.end()


class LanePanel(QWidget):
    """`look` shows the curves of the take that is shown; hidden where it has none. `shown_changed` when it came, went or folded."""

    shown_changed = Signal()

    def __init__(self, bridge: Bridge, window: TimeWindow, selection: Selection) -> None:
        super().__init__()
        self._bridge, self._session, self._window, self._selection = bridge, bridge.session, window, selection
        self.take = ""  # whose curves are shown
        self._whole: Any = None  # its Trajectory as it is edited now, as the next as it was recorded
        self._recorded: Any = None
        self._track = 0
        named(self, "lanePanel", self.tr("Latent curves"), self.tr("How the latents moved while this was recorded; draw in them."))
        self.setToolTip("")
        hint = self.tr(
            "Drag draws, Shift+drag bends finely, Alt at release takes it back; a click on a faint curve chooses it. "
            "Arrows move a point, PgUp and PgDn choose a curve."
        )  # fmt: skip
        self.pane = named(LanePane(window, selection), "lane", self.tr("Latent curves"), hint)
        self.pane.setToolTip("")
        self._build()
        self._fold(self._session.preferences.get("lane_folded") is True, keep=False)
        self.hide()
        self.pane.edited.connect(self._edited)
        self.pane.chosen.connect(self._choose)
        self.pane.hovered.connect(self._read)
        selection.changed.connect(self._describe)
        bridge.lane_changed.connect(self._changed)

    def _build(self) -> None:
        self.fold = tiny_button("down", "laneFold", self.tr("Latent curves"), self.tr("Fold or unfold the latent curves."), checkable=True)
        self.latents = named(
            CalmCombo(), "laneLatent", self.tr("Latent"), self.tr("Which latent is drawn bright, and changes by hand and button.")
        )
        self.latents.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        self.latents.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        scale, shift = self._scale, self._shift
        self.tools = [self._tool(*parts) for parts in (
            ("lane-smooth", "laneSmooth", self.tr("Smooth"),
             self.tr("Smooth this curve, or the selected part of it."),
             self._smooth),
            ("lane-flatter", "laneFlatter", self.tr("Flatter"),
             self.tr("Bring this curve, or the selected part, nearer to its mean."),
             lambda: scale(FLATTER), True),
            ("lane-stronger", "laneStronger", self.tr("Stronger"),
             self.tr("Take this curve, or the selected part, further from its mean."),
             lambda: scale(STRONGER), True),
            ("lane-lower", "laneLower", self.tr("Lower"),
             self.tr("Move this curve, or the selected part, down by a tenth of a sigma."),
             lambda: shift(-SHIFT), True),
            ("lane-higher", "laneHigher", self.tr("Higher"),
             self.tr("Move this curve, or the selected part, up by a tenth of a sigma."),
             lambda: shift(SHIFT), True),
            ("reset", "laneRecorded", self.tr("As recorded"),
             self.tr("Bring this curve, or the selected part, back to what was recorded."),
             self._reset),
        )]  # fmt: skip
        self.again = named(
            QToolButton(), "laneRender", self.tr("Render again"),
            self.tr("Make a new take from the curves as they are now; the recorded take stays."),
        )  # fmt: skip
        self.again.setText(self.tr("Render again"))
        self.again.setProperty("tiny", True)
        self.again.setProperty("words", True)
        self.again.setIcon(theme.icon("generate", theme.ACCENT))
        self.again.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reading = named(FittingLabel(), "laneReading", self.tr("Value"), self.tr("The value of the bright curve under the pointer."))
        self.reading.setProperty("small", True)
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(theme.px(4), theme.px(2), theme.px(4), theme.px(2))
        row.setSpacing(theme.px(4))
        for widget in (self.fold, self.latents, *self.tools):
            row.addWidget(widget)
        row.addWidget(self.reading, 1)
        row.addWidget(self.again)
        self.body = QWidget()
        line = QHBoxLayout(self.body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        gutter = LaneGutter()
        gutter.setFixedWidth(gutter_width(self))
        line.addWidget(self.pane, 1)
        line.addWidget(gutter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.body, 1)
        self.latents.activated.connect(self._combo_chosen)
        self.fold.clicked.connect(lambda on: self._fold(on))
        self.again.clicked.connect(self._render)

    def _tool(self, icon: str, name: str, title: str, hint: str, act: Callable[[], None], repeat: bool = False) -> QToolButton:
        button = tiny_button(icon, name, title, hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoRepeat(repeat)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # ---- what is shown
    @property
    def tracks(self) -> tuple[Any, ...]:
        return self._whole.tracks if self._whole is not None else ()

    def look(self) -> None:
        """Show the curves of the take that is shown."""
        take = self._session.shown_take
        whole = self._bridge.call(self._session.curves_of, take) if take else None
        self._whole = whole if whole is not None and any(track.frames.size for track in whole.tracks) else None
        if self._whole is not None and take != self.take:
            self._recorded = self._session.trajectory(take)
            self._track = next(i for i, track in enumerate(self.tracks) if track.frames.size)
            self.pane.latent = 0
        self.take = take if self._whole is not None else ""
        self._show()
        if self.isHidden() == bool(self.take):
            self.setVisible(bool(self.take))
            self.shown_changed.emit()

    def _changed(self, event: Any) -> None:
        if event.take == self.take:
            self._whole = self._session.curves_of(self.take)
            self._show()

    def _show(self) -> None:
        if self._whole is None:
            return
        entries = [(i, j, self._title(i, j)) for i, track in enumerate(self.tracks) for j in range(track.frames.shape[1])]
        if [self.latents.itemText(i) for i in range(self.latents.count())] != [title for _, _, title in entries]:
            self.latents.clear()
            for i, j, title in entries:
                self.latents.addItem(title, (i, j))
        track, before = self.tracks[self._track], self._recorded.tracks[self._track]
        self.pane.show_curves(track.frames, before.frames, float(track.rate), float(track.start))
        self._show_chosen()

    def _show_chosen(self) -> None:
        places = [self.latents.itemData(i) for i in range(self.latents.count())]
        here = (self._track, self.pane.latent)
        self.latents.setCurrentIndex(next((i for i, place in enumerate(places) if tuple(place) == here), -1))
        edited = self._session.curves_edited(self.take)
        self.again.setEnabled(edited)
        hint = self.tr("Make a new take from the curves as they are now; the recorded take stays.")
        self.again.setToolTip(hint if edited else self.tr("Change a curve first: as it is, it gives the same sound again."))
        self._describe()

    def _title(self, track: int, latent: int) -> str:
        """What a latent is called: as its slider is, where its model is loaded."""
        one = self.tracks[track]
        name = one.names[latent] if latent < len(one.names) else f"d{latent + 1}"
        (title,) = latent_titles(self._session.spec, one.model, (name,))
        if len({track.deck for track in self.tracks}) > 1:
            title = f"{DECKS[one.deck]} · {title}"
        if sum(track.deck == one.deck for track in self.tracks) > 1:  # the deck was stopped in between
            title = self.tr("{latent} from {seconds} s").format(latent=title, seconds=QLocale().toString(max(0.0, one.start), "f", 1))
        return title

    @property
    def title(self) -> str:
        """Of the bright curve."""
        return self._title(self._track, self.pane.latent) if self._whole is not None else ""

    # ---- choosing and folding
    def _combo_chosen(self, index: int) -> None:
        track, latent = self.latents.itemData(index)
        if track != self._track:
            self._track, self.pane.latent = track, latent
            self._show()
        else:
            self._choose(latent)

    def _choose(self, latent: int) -> None:
        self.pane.show_latent(latent)
        self._show_chosen()

    def _fold(self, folded: bool, keep: bool = True) -> None:
        self.fold.setChecked(folded)
        self.fold.setIcon(theme.icon("right" if folded else "down", theme.TEXT_SOFT))
        self.body.setVisible(not folded)
        for widget in (*self.tools, self.again, self.reading):
            widget.setVisible(not folded)
        self.setMaximumHeight(self.head.sizeHint().height() if folded else 16_777_215)
        self.setMinimumHeight(self.head.sizeHint().height() + (0 if folded else self.pane.minimumHeight()))
        if keep:
            self._session.set_preference("lane_folded", folded)
            self.shown_changed.emit()

    @property
    def folded(self) -> bool:
        return self.fold.isChecked()

    # ---- what a hand does
    def _edited(self, first: int, values: np.ndarray, what: str, key: str) -> None:
        point = f"{key} {self.pane.point}" if key == "point" else key
        self._bridge.call(self._session.edit_curve, self.take, self._track, self.pane.latent, first, values, what, self.title, point)
        self.pane.show_latent(self.pane.latent)  # where it was refused: as it was

    def _change(self, what: str, key: str, change: Callable[[np.ndarray, int, int, float], np.ndarray]) -> None:
        pane = self.pane
        first, last = pane.part()
        if first < last:
            self._edited(first, change(pane.values, first, last, pane.rate), what, key)

    def _smooth(self) -> None:
        self._change("smooth", "", lane_curves.smoothed)

    def _scale(self, factor: float) -> None:
        self._change("scale", "scale", lambda v, first, last, rate: lane_curves.scaled(v, first, last, rate, factor))

    def _shift(self, amount: float) -> None:
        self._change("shift", "shift", lambda v, first, last, rate: lane_curves.shifted(v, first, last, rate, amount))

    def _reset(self) -> None:
        first, last = self.pane.part()
        if first < last:
            self._edited(first, self.pane.recorded[first:last, self.pane.latent].copy(), "recorded", "")

    def _render(self) -> None:
        self._bridge.call(self._session.render_curves, self.take)

    def cancel(self) -> bool:
        """Escape: take a stroke under way back; False where there is none."""
        return self.pane.cancel()

    # ---- in words
    def _value_text(self, value: float) -> str:
        text = QLocale().toString(abs(float(value)), "f", 2)
        return f"{'−' if value < -0.005 else '+' if value > 0.005 else ''}{text} σ"

    def _read(self, seconds: float | None, y: float | None) -> None:
        pane = self.pane
        if seconds is None or not len(pane.values):
            self.reading.show_texts("")
            return
        frame = min(max(round((seconds - pane.start) * pane.rate), 0), len(pane.values) - 1)
        value, time = self._value_text(pane.values[frame]), QLocale().toString(pane.seconds_of(frame), "f", 3)
        self.reading.show_texts(f"{time} s  ·  {value}", value)
        if pane.hasFocus():
            self._describe(frame)

    def _describe(self, frame: int | None = None) -> None:
        """For who can't see it: which curve, where it goes, and where the point is."""
        pane = self.pane
        if not len(pane.values) or self._whole is None:
            return
        first, last = pane.part()
        part = pane.values[first:last] if first < last else pane.values
        words = self.tr("{latent}, curve {number} of {count}: from {low} to {high}, mean {mean}.").format(
            latent=self.title, number=pane.latent + 1, count=pane.frames.shape[1], low=self._value_text(part.min()),
            high=self._value_text(part.max()), mean=self._value_text(part.mean()),
        )  # fmt: skip
        frame = pane.point if frame is None else frame
        here = self.tr("At {seconds} s: {value}.").format(
            seconds=QLocale().toString(pane.seconds_of(frame), "f", 2), value=self._value_text(pane.values[frame])
        )
        pane.setAccessibleDescription(f"{here} {words} {pane.statusTip()}")

    # ---- menu
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("laneMenu")
        menu.setAccessibleName(self.tr("Latent curves"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for index in range(min(self.latents.count(), 24)):
            entry = menu.addAction(self.latents.itemText(index))
            entry.setCheckable(True)
            entry.setChecked(index == self.latents.currentIndex())
            entry.triggered.connect(lambda _checked=False, index=index: self._combo_chosen(index))
        menu.addSeparator()
        for tool in (*self.tools, self.again):
            entry = menu.addAction(tool.icon(), tool.accessibleName())
            entry.setEnabled(tool.isEnabled())
            entry.triggered.connect(tool.click)
        menu.popup(event.globalPos())
