"""Under the decks: record what is heard, keep what was heard before, and which input streams listen to. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.level_meter import LevelMeter
from studio.ui.widgets.names import named

KEEP = (10, 30, 60)  # seconds


class RecordBar(QWidget):
    """`show_state` when something was changed, `show_now` at frame rate."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session, self._action = bridge, bridge.session, actions["record"]
        named(self, "recordBar", self.tr("Recording and input"), self.tr("Record what is heard; choose what streams listen to."))
        self.setToolTip("")
        self._recording: bool | None = None
        self.record = action_button(self._action, "recordButton", text=True)
        self.record.setMinimumHeight(theme.px(28))
        self.elapsed = named(QLabel(), "recordElapsed", self.tr("Recorded"), self.tr("How long the recording is."))
        self.elapsed.setProperty("strong", True)
        self.elapsed.setMinimumWidth(self.fontMetrics().horizontalAdvance("88:88.8") + theme.px(6))
        keep = named(QLabel(self.tr("Keep the last")), "keepLabel", self.tr("Keep the last"),
                     self.tr("Make a take of what was just heard, without having pressed Record."))  # fmt: skip
        keep.setProperty("small", True)
        self.keep: dict[int, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.record)
        row.addWidget(self.elapsed)
        row.addSpacing(theme.px(8))
        row.addWidget(keep)
        for seconds in KEEP:
            row.addWidget(self._keep_button(seconds))
        row.addStretch(1)
        self.picture = QLabel()
        self._show_picture()
        theme.changed.connect(self._show_picture)
        self.input = named(
            CalmCombo(), "streamInput", self.tr("Input"),
            self.tr("What a stream follows whose source is the live input; it isn't heard itself."),
        )  # fmt: skip
        self.input.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.input.setMinimumContentsLength(18)
        self.input.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.input.activated.connect(lambda index: bridge.call(self._session.set_input, self.input.itemData(index)))
        self.level = named(LevelMeter(), "streamInputLevel", self.tr("Input level"), self.tr("How loud the live input is, in dB."))
        row.addWidget(self.picture)
        row.addWidget(self.input)
        row.addWidget(self.level)

    def _show_picture(self) -> None:
        self.picture.setPixmap(theme.icon("microphone", theme.TEXT_SOFT).pixmap(QSize(theme.px(16), theme.px(16))))

    def _keep_button(self, seconds: int) -> QToolButton:
        text = self.tr("{seconds} s").format(seconds=seconds)
        title = self.tr("Keep the last {seconds} seconds").format(seconds=seconds)
        hint = self.tr("Make a take of the last {seconds} seconds that were heard.").format(seconds=seconds)
        button = named(QToolButton(), f"keepLast{seconds}", title, hint)
        button.setText(text)
        button.setProperty("tiny", True)
        button.setProperty("words", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._bridge.call(self._session.keep_last, seconds))
        self.keep[seconds] = button
        return button

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.inputs()  # what was plugged in meanwhile comes with StreamChanged

    def show_state(self) -> None:
        """The list of inputs, and which is chosen."""
        names = self._session.known_inputs
        chosen = self._session.input_name
        known = [*names, chosen] if chosen and chosen not in names else list(names)
        entries = [(self.tr("System input"), ""), *((name, name) for name in known)]
        if [(self.input.itemText(i), self.input.itemData(i)) for i in range(self.input.count())] != entries:
            self.input.clear()
            for title, name in entries:
                self.input.addItem(title, name)
        self.input.setCurrentIndex([name for _, name in entries].index(chosen))

    def show_now(self, status: Any) -> None:
        """A StreamStatus, at frame rate."""
        self.level.setEnabled(status.input_open)
        self.level.show_levels(status.input_level, status.input_level, status.input_level >= 1.0)
        if status.recording != self._recording:
            self._recording = status.recording
            self._action.setChecked(status.recording)
            self._action.setIconText(self.tr("Stop recording") if status.recording else self.tr("Record"))
            self._action.setIcon(theme.icon("stop" if status.recording else "record", theme.ERROR))
        self.elapsed.setText(clock_text(status.recorded_seconds) if status.recording else "")


def clock_text(seconds: float) -> str:
    """'1:02.5'."""
    minutes, rest = divmod(max(0.0, seconds), 60.0)
    tenths = QLocale().toString(int(rest * 10) / 10, "f", 1)
    return f"{int(minutes)}:{'0' if rest < 10 else ''}{tenths}"
