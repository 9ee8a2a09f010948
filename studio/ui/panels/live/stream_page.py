"""The page of streams: decks A and B beside a crossfader, how far ahead they are made, recording and live input under them. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.engine.session.stream_core import AUTO_DEPTH
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.live.deck_view import DeckView
from studio.ui.panels.live.record_bar import RecordBar
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.knob_row import KnobRow
from studio.ui.widgets.names import named

STACKED_BELOW = 960  # px at a scale of 1, as all of these: the decks lie one under the other
MIDDLE, GAP = 152, 14  # width of what is between the decks, and beside it
ENOUGH = 190  # height that the page needs at least


class _Body(QWidget):
    """What is scrolled only where it doesn't fit as low as it can be; by itself it would be where it isn't as high as it likes to be."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else -1


class StreamPage(QWidget):
    """See the module. `show_status` is called at frame rate while the page is seen."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "streamPage", self.tr("Streams"), self.tr("Two streams that run on while you move them, under one crossfader."))
        self.setToolTip("")
        self.decks = (DeckView(bridge, 0), DeckView(bridge, 1))
        self.record = RecordBar(bridge, actions)
        body = _Body()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._row.setContentsMargins(0, 0, theme.px(4), 0)
        self._row.setSpacing(theme.px(GAP))
        self._row.addWidget(self.decks[0], 1)
        self._row.addWidget(self._make_middle())
        self._row.addWidget(self.decks[1], 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        layout.addWidget(self.area, 1)
        layout.addWidget(self.record)
        for signal in (bridge.stream_changed, bridge.project_changed, bridge.model_loaded, bridge.models_listed):
            signal.connect(self.refresh)
        self.refresh()
        self.show_status(None)

    def _make_middle(self) -> QWidget:
        """Crossfader and depth."""
        self.middle = QWidget()
        self.crossfader = KnobRow(
            self._bridge, "stream/crossfader", self.tr("Crossfader"), self.tr("From deck A to deck B, equally loud all the way."), -1
        )
        self.crossfader.field.setVisible(False)
        self.crossfader.reset.setVisible(False)
        ends = QHBoxLayout()
        title = named(QLabel(self.tr("Crossfader")), "crossfaderTitle", self.tr("Crossfader"), self.crossfader.hint)
        title.setProperty("small", True)
        for text, name in (("A", "crossfaderA"), ("B", "crossfaderB")):
            button = tiny_button("stream", name, self.tr("Fade to deck {letter}").format(letter=text),
                                 self.tr("Only deck {letter} is heard.").format(letter=text))  # fmt: skip
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, value=float(text == "B"): self._fade(value))
            ends.addWidget(button)
            if text == "A":
                ends.addStretch(1)
                ends.addWidget(title)
                ends.addStretch(1)
        hint = self.tr("How many blocks of sound the streams are made ahead: more is safer, fewer follows the hand sooner.")
        self.less = tiny_button("minus", "depthLess", self.tr("Fewer blocks ahead"), hint)
        self.more = tiny_button("plus", "depthMore", self.tr("More blocks ahead"), hint)
        self.ahead = named(QLabel(), "depthText", self.tr("Blocks ahead"), hint)
        self.ahead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.ahead.setProperty("small", True)
        self.ahead.setWordWrap(True)
        for button, step in ((self.less, -1), (self.more, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, step=step: self._bridge.call(self._session.set_depth, self._session.depth + step))
        depth = QHBoxLayout()
        depth.setSpacing(theme.px(2))
        depth.addWidget(self.less)
        depth.addWidget(self.ahead, 1)
        depth.addWidget(self.more)
        grow = self.tr("After a dropout the streams are made one block further ahead, by themselves.")
        self.grow = named(QCheckBox(self.tr("Automatic")), "depthGrows", self.tr("Automatic"), grow)
        self.grow.setProperty("small", True)
        self.grow.setChecked(self._session.preferences.get(AUTO_DEPTH) is True)
        self.grow.toggled.connect(lambda on: self._bridge.call(self._session.set_preference, AUTO_DEPTH, on))
        layout = QVBoxLayout(self.middle)
        layout.setContentsMargins(0, theme.px(4), 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(ends)
        layout.addWidget(self.crossfader)
        layout.addStretch(1)
        layout.addWidget(self.grow, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(depth)
        return self.middle

    # ---- what is shown
    def refresh(self, *_: object) -> None:
        """What is on the decks, and the numbers as they are kept."""
        states = self._session.decks()
        for view, state in zip(self.decks, states, strict=True):
            view.show_state(state)
        self.crossfader.show_kept()
        self.crossfader.reset.setVisible(False)
        blocks = self._session.depth
        text = self.tr("1 block ahead") if blocks == 1 else self.tr("{count} blocks ahead").format(count=QLocale().toString(blocks))
        self.ahead.setText(text)
        self.ahead.setAccessibleDescription(text)
        self.less.setEnabled(blocks > 1)
        self.more.setEnabled(blocks < 16)
        self.record.show_state()
        if self.isVisible() and self._session.spec is not None:  # at the start the first sound comes first
            self._session.warm_decks()

    def show_status(self, status: Any) -> None:
        """While this page is seen; the player's status isn't needed."""
        now = self._session.stream_status()
        for view, deck in zip(self.decks, now.decks, strict=True):
            view.show_now(deck)
        self.record.show_now(now)

    def _fade(self, value: float) -> None:
        self._bridge.call(self._session.turn, "stream/crossfader", value)
        self._bridge.call(self._session.end_gesture)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme.px(STACKED_BELOW)
        across = self.width() if stacked else (self.width() - theme.px(MIDDLE + 2 * GAP)) // 2
        for deck in self.decks:
            deck.show_room(across, self.height() - theme.px(ENOUGH))
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        self.middle.setMinimumWidth(0 if stacked else theme.px(MIDDLE))
        self.middle.setMaximumWidth(16_777_215 if stacked else theme.px(MIDDLE))

    def first_focus(self) -> QWidget:
        """Where the keyboard goes when it comes here."""
        first = self.decks[0]
        return first.start if first.start.isVisible() else first.bring
