"""What stands above the sliders and concerns all of them: search, how typical the sound is, randomise amount, locks. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.engine.project import Project
from studio.recipe import Spec
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.typical_chip import TypicalChip
from studio.ui.widgets.typing_field import TypingField
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider

AMOUNT = Scale(1.0, 100.0, 100.0, "%", step=1.0)


class SearchField(TypingField):
    """Escape empties it (it doesn't stop the sound then); Enter goes on to what was found."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ControlsHead(QWidget):
    """`searched` carries what is looked for with every letter; `search_left` comes when the person goes on to the sliders."""

    searched = Signal(str)
    search_left = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._names: tuple[str, ...] = ()
        named(self, "controlsHead", self.tr("All controls"), self.tr("What concerns all sliders together."))
        self.search = named(SearchField(), "controlSearch", self.tr("Find a control"), self.tr("Show only the controls of this name."))
        self.search.setPlaceholderText(self.tr("Find a control"))
        self.search.addAction(theme.icon("search", theme.TEXT_FAINT), QLineEdit.ActionPosition.LeadingPosition)
        clear = self.search.addAction(theme.icon("close", theme.TEXT_SOFT), QLineEdit.ActionPosition.TrailingPosition)
        clear.setText(self.tr("Show all controls"))
        clear.setVisible(False)
        clear.triggered.connect(self.search.clear)
        self.search.textChanged.connect(self.searched)
        self.search.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        self.search.left.connect(self.search_left)
        self.chip = TypicalChip()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (16, 8, 8, 4)))
        layout.setSpacing(theme.px(4))
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self.search, 1)
        first.addWidget(self.chip)
        layout.addLayout(first)
        layout.addLayout(self._amount_row())

    def _amount_row(self) -> QHBoxLayout:
        hint = self.tr("How far Randomise goes from where the sliders are: 100 % draws them afresh.")
        label = named(QLabel(self.tr("Randomise by")), "label_amount", self.tr("Randomise by"), hint)
        self.amount = named(ValueSlider(AMOUNT), "slider_amount", self.tr("Randomise by"), hint)
        self.value = named(ValueField(), "value_amount", self.tr("Randomise by, value"), hint)
        self.value.setFixedWidth(theme.grid(self.fontMetrics().horizontalAdvance("100 %") + 12))
        self.lock_all = tiny_button("lock", "lockAll", self.tr("Lock all"), self.tr("Keep every control as it is when you randomise."))
        self.unlock_all = tiny_button("unlock", "unlockAll", self.tr("Unlock all"), self.tr("Let every control be randomised."))
        self.amount.moved.connect(self._moved)
        self.amount.finished.connect(lambda: self._bridge.call(self._session.end_gesture))
        self.amount.cancelled.connect(lambda: self._bridge.call(self._session.cancel_gesture))
        self.amount.asked_to_type.connect(self.value.setFocus)
        self.value.typed.connect(self._typed)
        self.value.left.connect(self._leave_value)
        self.lock_all.clicked.connect(lambda: self._bridge.call(self._session.set_locks, self._names, True))
        self.unlock_all.clicked.connect(lambda: self._bridge.call(self._session.set_locks, self._names, False))
        row = QHBoxLayout()
        row.setSpacing(theme.px(2))
        row.addWidget(label)
        row.addSpacing(theme.px(8))
        row.addWidget(self.amount, 1)
        for widget in (self.value, self.unlock_all, self.lock_all):
            row.addWidget(widget)
        return row

    def show_spec(self, spec: Spec) -> None:
        self._names = tuple(control.name for control in spec.controls)
        self.search.clear()
        draws = "draw" in spec.abilities
        for widget in (self.amount, self.value):
            widget.setEnabled(draws)

    def show_project(self, project: Project) -> None:
        percent = round(100 * project.amount, 1)
        if percent != self.amount.value_now:
            self.amount.show_value(percent)
        self.value.show_text(AMOUNT.text(percent))
        self.lock_all.setEnabled(not project.locks.issuperset(self._names))
        self.unlock_all.setEnabled(bool(project.locks))

    def _moved(self, percent: float) -> None:
        self.value.show_text(AMOUNT.text(percent))
        self._bridge.call(self._session.set_amount, percent / 100)

    def _typed(self, text: str) -> None:
        percent = AMOUNT.parse(text)
        if percent is not None:
            self._bridge.call(self._session.set_amount, percent / 100)
            self._bridge.call(self._session.end_gesture)
        self.show_project(self._session.project)

    def _leave_value(self) -> None:
        self.show_project(self._session.project)
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
