"""The page of pads: eight lanes, each a pad and its steps, under the pattern's transport. GUI thread."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.engine.pattern import PADS, Step
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.panels.live.pad_lane import PadLane
from studio.ui.panels.live.pads_transport import TURNS, PadsTransport
from studio.ui.panels.live.step_menu import step_menu
from studio.ui.views.step_grid import COLUMNS, StepGrid
from studio.ui.widgets.names import named
from studio.ui.widgets.pad_button import PadButton
from studio.ui.widgets.value_slider import ValueSlider

LOWEST, HIGHEST = 24, 44  # px of a lane
HEADS = (0.30, 190, 380)  # of the width, and px at least and most


class PadsPage(QWidget):
    """See the module."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "padsPage", self.tr("Pads"), self.tr("Eight pads and the pattern that plays them."))
        self.setToolTip("")
        self.transport = PadsTransport(bridge, actions)
        self.lanes = [PadLane(bridge, pad) for pad in range(PADS)]
        hint = self.tr("Paint steps; drag up or down for velocity, right-click for chance and offset. "
                       "Arrow keys move, Enter sets or clears, plus and minus change the velocity, Space plays the pattern.")  # fmt: skip
        self.grid = named(StepGrid(), "stepGrid", self.tr("Steps"), hint)
        self.grid.setToolTip("")
        self._hits: tuple[int, ...] | None = None
        self._copied: dict[int, dict[int, Step]] = {}  # steps by pad and place on a page
        self._play = actions["pads_play"]
        self._heads = QWidget()
        heads = QVBoxLayout(self._heads)
        heads.setContentsMargins(0, 0, 0, 0)
        heads.setSpacing(0)
        for lane in self.lanes:
            heads.addWidget(lane)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._heads, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.grid, 1, Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("padsScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.transport)
        layout.addWidget(self._scroll, 1)
        self._connect()
        self._show_pattern()
        self._show_sounds()
        self.transport.show_page(0)

    def _connect(self) -> None:
        self.grid.stepped.connect(self._stepped)
        self.grid.ended.connect(lambda: self._bridge.call(self._session.end_gesture))
        self.grid.menu_asked.connect(self._show_menu)
        self.grid.page_wanted.connect(self._show_page)
        self.grid.copied.connect(self._copy)
        self.grid.pasted.connect(self._paste)
        for lane in self.lanes:
            lane.copied.connect(self._copy)
            lane.pasted.connect(self._paste)
        self.transport.copied.connect(lambda: self._copy(*range(PADS)))
        self.transport.pasted.connect(lambda: self._paste(*range(PADS)))
        self.transport.page_chosen.connect(self._show_page)
        for box in (self.transport.steps, self.transport.swing):
            box.leaves_to = self.grid
        for button in self.findChildren(QAbstractButton):
            button.clicked.connect(self._take_keyboard)
        self._bridge.project_changed.connect(self._show_pattern)
        self._bridge.pads_changed.connect(self._show_sounds)

    # ---- what is shown
    def _show_pattern(self, *_: object) -> None:
        pattern = self._session.pattern
        if pattern is self.grid.pattern:
            return
        self.grid.titles = [said(pad.name) for pad in pattern.pads]
        self.grid.show_pattern(pattern)
        self.transport.show_pattern(pattern)
        for lane in self.lanes:
            lane.show_pattern(pattern)
        pages = -(-pattern.length // COLUMNS)
        if self.grid.page >= pages:
            self._show_page(pages - 1)
        self._show_sounds()

    def _show_sounds(self, *_: object) -> None:
        for lane in self.lanes:
            lane.show_clip()

    def _show_page(self, page: int) -> None:
        self.grid.show_page(page)
        self.transport.show_page(page)

    def show_status(self, status: Any) -> None:
        """At frame rate while this page is seen."""
        heard = self._session.pads_heard()
        page = heard.index // COLUMNS
        elsewhere = heard.index >= 0 and page != self.grid.page and not self.grid.dragging
        if elsewhere and self._session.preferences.get(TURNS) is True:
            self._show_page(page)
        self.grid.show_playing(heard.index)
        self.transport.show_heard(heard)
        before, self._hits = self._hits, heard.hits
        for lane in self.lanes:
            if before is not None and heard.hits[lane.pad] > before[lane.pad]:
                lane.button.flash()
            else:
                lane.button.fade()

    def first_focus(self) -> QWidget:
        return self.grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share, least, most = HEADS
        self._heads.setFixedWidth(min(theme.px(most), max(theme.px(least), round(share * self.width()))))
        self.transport.show_room(self.width())
        room = self.height() - self.transport.sizeHint().height() - theme.px(6)
        height = min(theme.px(HIGHEST), max(theme.px(LOWEST), room // PADS))
        self.grid.setFixedHeight(PADS * height)
        self._heads.setFixedHeight(PADS * height)
        for lane in self.lanes:
            lane.setFixedHeight(height)
            lane.show_room(self.width())

    # ---- acting
    def event(self, event: QEvent) -> bool:
        """Space is the pattern's where the keyboard is on steps, pads or levels; elsewhere, and on other buttons, the sound's as always."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_space(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_space(event):
            if not event.isAutoRepeat():
                self._play.trigger()
        else:
            super().keyPressEvent(event)

    def _take_keyboard(self, *_: object) -> None:
        """A click on a button here brings the keyboard here: Space stops the pattern that it has started."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _is_space(event: QKeyEvent) -> bool:
        here = isinstance(QApplication.focusWidget(), (StepGrid, PadButton, ValueSlider))
        return here and event.key() == Qt.Key.Key_Space and not event.modifiers()

    def _on_page(self) -> range:
        """The steps that are shown, as far as the pattern goes."""
        first = self.grid.page * COLUMNS
        return range(first, min(first + COLUMNS, self._session.pattern.length))

    def _copy(self, *pads: int) -> None:
        page, pattern = self._on_page(), self._session.pattern
        self._copied = {pad: {index - page.start: step for index, step in pattern.pads[pad].steps if index in page} for pad in pads}
        self.transport.can_paste = True
        for lane in self.lanes:
            lane.can_paste = True

    def _paste(self, *pads: int) -> None:
        """A lane goes onto the pad that is asked for, a page onto all pads or the one that is asked for."""
        if not self._copied:
            return
        if len(pads) == 1:
            lanes = {pads[0]: self._copied.get(pads[0], {}) if len(self._copied) > 1 else next(iter(self._copied.values()))}
        else:
            lanes = self._copied
        page = self._on_page()
        steps = {pad: {index: lane.get(index - page.start) for index in page} for pad, lane in lanes.items()}
        self._bridge.call(self._session.paste_steps, steps)
        self._show_pattern()

    def _stepped(self, pad: int, index: int, step: Step | None, drag: bool) -> None:
        self._bridge.call(partial(self._session.set_step, drag=drag), pad, index, step)
        self._show_pattern()  # at once: what is painted next looks at it

    def _show_menu(self, pad: int, index: int, place: QPoint) -> None:
        call, session = self._bridge.call, self._session
        menu = step_menu(
            self, self.grid.describe(pad, index), session.pattern.pads[pad], index, session.pad_spec(pad),
            lambda step: self._stepped(pad, index, step, False), lambda name: call(session.set_pad_control, pad, name),
        )  # fmt: skip
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)
