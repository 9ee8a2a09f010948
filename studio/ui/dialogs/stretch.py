"""The dialog that moves a sound's pitch and changes its length, each without the other. Non-modal; the work is a job. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from studio.engine.edits import FASTEST, SEMITONES, SLOWEST
from studio.recipe import Number
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.dialogs.layout import buttons, fill, frame
from studio.ui.widgets.names import named
from studio.ui.widgets.plain_row import PlainRow


class StretchDialog(QDialog):
    """Of the take with this id, '' for the sound that is shown."""

    def __init__(self, bridge: Bridge, take_id: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._session, self._take = bridge, bridge.session, take_id
        frame(self, "stretchDialog", self.tr("Pitch and length"), self.tr("Makes a new take; the old one stays."))
        head = QLabel(self.tr("Pitch and length of {title}").format(title=title) if title else self.tr("Pitch and length of this sound"))
        head.setFont(theme.medium(self.font()))
        note = QLabel(self.tr("A new take is made, which remembers the one it came from."))
        note.setProperty("small", True)
        width = theme.px(70)
        self.pitch = self._row(Number("stretch_pitch", self.tr("Pitch"), -SEMITONES, SEMITONES, 0.0, unit="st", step=0.01,
                                      help=self.tr("Semitones higher or lower; the length stays.")), width)  # fmt: skip
        self.length = self._row(Number("stretch_length", self.tr("Length"), 100 * SLOWEST, 100 * FASTEST, 100.0, unit="%", curve="log",
                                       help=self.tr("How long it is against now; the pitch stays.")), width)  # fmt: skip
        self.cancel = named(QPushButton(self.tr("Cancel")), "stretchCancel", self.tr("Cancel"), self.tr("Close and change nothing."))
        self.go = named(QPushButton(self.tr("Make take")), "stretchGo", self.tr("Make take"), self.tr("Make the new take."))
        fill(self, head, note, self.pitch, self.length, buttons(self.cancel, self.go), spacing=10)
        self.setMinimumWidth(theme.px(440))
        self.cancel.clicked.connect(self.close)
        self.go.clicked.connect(self._make)
        self.pitch.slider.setFocus()

    def _row(self, control: Number, width: int) -> PlainRow:
        row = PlainRow(control, width, theme.px(80))
        row.reset_asked.connect(lambda _: row.show_value(control.default))
        return row

    def _make(self) -> None:
        times, semitones = self.length.slider.value_now / 100.0, self.pitch.slider.value_now
        if self._take:
            self._bridge.call(self._session.stretch_take, self._take, times, semitones)
        else:
            self._bridge.call(self._session.stretch_shown, times, semitones)
        self.close()
