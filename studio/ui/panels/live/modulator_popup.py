"""The small editor of what moves one control: shape, rate, depth, phase, and the modulators beside it. GUI thread.

Every change goes to the session at once and is heard; the popup shows what the project says. Esc or a click beside it closes it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.engine.modulation import (
    FOLLOWERS,
    LEAST_BEATS,
    LEAST_HZ,
    LEAST_SECONDS,
    MOST_BEATS,
    MOST_HZ,
    MOST_SECONDS,
    SHAPES,
    TRIGGERS,
    Modulator,
)
from studio.errors import BadInput
from studio.ui import theme
from studio.ui.actions import tr
from studio.ui.bridge import Bridge
from studio.ui.i18n import named_in, said
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.names import named
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider

SCALES = {  # by field; depth in percent
    "hz": Scale(LEAST_HZ, MOST_HZ, 1.0, "Hz", log=True), "beats": Scale(LEAST_BEATS, MOST_BEATS, 4.0, "", log=True),
    "depth": Scale(-100.0, 100.0, 25.0, "%", 1.0, zero=True), "phase": Scale(0.0, 100.0, 0.0, "%", 1.0),
    "attack": Scale(LEAST_SECONDS, MOST_SECONDS, 0.01, "s", log=True), "decay": Scale(LEAST_SECONDS, MOST_SECONDS, 0.4, "s", log=True),
}  # fmt: skip
PERCENT = ("depth", "phase")


class ModulatorPopup(QFrame):
    """address: of the control; number: id of the modulator that is shown first."""

    def __init__(self, bridge: Bridge, address: str, parent: QWidget | None, number: int = 0) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._bridge, self._session, self.address = bridge, bridge.session, address
        self.number = number
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        named(self, "modulatorPopup", self.tr("Modulation"), self.tr("What moves this control by itself."))
        self.setToolTip("")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._rows: dict[str, tuple[QLabel, ValueSlider, ValueField]] = {}
        self._labels: dict[QComboBox, QLabel] = {}
        self._make_head()
        self._make_body()
        foot = self._make_foot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.px(14)] * 4)
        layout.setSpacing(theme.px(10))
        layout.addLayout(self._head)
        layout.addLayout(self._grid)
        layout.addLayout(foot)
        bridge.project_changed.connect(self.refresh)
        self.refresh()

    # ---- building
    def _make_head(self) -> None:
        title = named(QLabel(), "modulatorTitle", self.tr("Modulation"), self.tr("What is moved."))
        title.setProperty("strong", True)
        self.title = title
        hint = self.tr("The modulators of this control; they add up.")
        self.which = named(CalmCombo(), "modulatorWhich", self.tr("Which modulator"), hint)
        self.which.activated.connect(lambda _index: self._show_other(self.which.currentData()))
        hint = self.tr("Let one more modulator move this control; they add up.")
        self.more = named(QPushButton(theme.icon("plus"), self.tr("Another")), "modulatorMore", self.tr("Another modulator"), hint)
        self.more.setProperty("compact", True)
        self.more.clicked.connect(self._add)
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(8))
        self._head.addWidget(title, 1)
        self._head.addWidget(self.which)
        self._head.addWidget(self.more)

    def _make_body(self) -> None:
        hint = self.tr("How it moves: a wave, a drawn value, an envelope, or as loud as a sound.")
        self.shape = self._box("shape", self.tr("Shape"), hint, [(shape, shape_name(shape)) for shape in SHAPES])
        self.unit = self._box("sync", self.tr("Rate in"), self.tr("Rounds a second, or beats a round that follow the tempo."),
                              [(False, self.tr("Hertz")), (True, self.tr("Beats"))])  # fmt: skip
        self._slider("hz", self.tr("Rate"), self.tr("Rounds a second."))
        self._slider("beats", self.tr("Beats a round"), self.tr("How many beats one round lasts."))
        self._slider("depth", self.tr("Depth"), self.tr("How far it moves, in parts of the control's range; negative turns it round."))
        self._slider("phase", self.tr("Phase"), self.tr("Where in its round it begins."))
        self._slider("attack", self.tr("Attack"), self.tr("How quickly it rises."))
        self._slider("decay", self.tr("Decay"), self.tr("How quickly it falls."))
        starts = [(one, trigger_name(one)) for one in TRIGGERS]
        self.trigger = self._box("trigger", self.tr("Begins with"), self.tr("What starts it."), starts)

    def _make_foot(self) -> QHBoxLayout:
        self.once = named(QCheckBox(self.tr("One round each time")), "modulatorOnce", self.tr("One round"),
                          self.tr("Move one round when it is started and rest then, instead of going on."))  # fmt: skip
        self.on = named(QCheckBox(self.tr("On")), "modulatorOn", self.tr("On"), self.tr("Does this modulator move?"))
        self.still = named(QCheckBox(self.tr("Mute all")), "modulatorsStill", self.tr("Mute all"),
                           self.tr("Hold every modulator of the program still."))  # fmt: skip
        self.remove = named(QPushButton(theme.icon("trash"), self.tr("Remove")), "modulatorRemove", self.tr("Remove"),
                            self.tr("Take this modulator away."))  # fmt: skip
        self.remove.setProperty("compact", True)
        self.once.clicked.connect(lambda on: self._change(once=bool(on)))
        self.on.clicked.connect(lambda on: self._change(on=bool(on)))
        self.still.clicked.connect(lambda on: self._bridge.call(self._session.still_modulators, bool(on)))
        self.remove.clicked.connect(self._remove)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        for widget in (self.on, self.once, self.still):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        return foot

    def _box(self, name: str, title: str, hint: str, options: list[tuple[Any, str]]) -> QComboBox:
        box = named(CalmCombo(), f"modulator_{name}", title, hint)
        for value, text in options:
            box.addItem(text, value)
        box.activated.connect(lambda _index, name=name, box=box: self._choose(name, box.currentData()))
        label, row = QLabel(title), self._grid.rowCount()
        label.setBuddy(box)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(box, row, 1, 1, 2)
        self._labels[box] = label
        return box

    def _slider(self, name: str, title: str, hint: str) -> None:
        scale = SCALES[name]
        slider = named(ValueSlider(scale), f"modulator_{name}", title, hint)
        slider.setMinimumWidth(theme.px(160))
        field = named(ValueField(), f"modulatorValue_{name}", self.tr("{label}, value").format(label=title), hint)
        field.setFixedWidth(theme.grid(QFontMetrics(self.font()).horizontalAdvance("10.000 Hz") + 16))
        label, row = QLabel(title), self._grid.rowCount()
        label.setBuddy(slider)
        slider.moved.connect(lambda value, name=name: self._moved(name, value))
        slider.finished.connect(lambda: self._bridge.call(self._session.end_gesture))
        slider.cancelled.connect(lambda: self._bridge.call(self._session.cancel_gesture))
        slider.asked_to_type.connect(lambda field=field: field.setFocus(Qt.FocusReason.OtherFocusReason))
        field.typed.connect(lambda text, name=name: self._typed(name, text))
        field.left.connect(slider.setFocus)
        for column, widget in enumerate((label, slider, field)):
            self._grid.addWidget(widget, row, column)
        self._rows[name] = (label, slider, field)

    # ---- showing
    def open_at(self, place: QPoint) -> None:
        """Show it at a global place, moved so that it lies on the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        x = max(area.left(), min(place.x(), area.right() - self.width()))
        y = max(area.top(), min(place.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.shape.setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self, *_: object) -> None:
        """As the project has it; closes where nothing moves the control any more."""
        session = self._session
        kept = session.modulators_of(self.address)
        if not kept:
            self.close()
            return
        one = next((one for one in kept if one.id == self.number), kept[0])
        self.number = one.id
        self.title.setText(self._called())
        self.which.setVisible(len(kept) > 1)
        if [other.id for other in kept] != [self.which.itemData(index) for index in range(self.which.count())]:
            self.which.clear()
            for index, other in enumerate(kept):
                self.which.addItem(str(index + 1), other.id)
        self.which.setCurrentIndex(self.which.findData(one.id))
        self._show(one)
        self.still.setChecked(session.project.stage.still)
        if self.isVisible():
            self.adjustSize()

    def _show(self, one: Modulator) -> None:
        self.shape.setCurrentIndex(self.shape.findData(one.shape))
        self.unit.setCurrentIndex(self.unit.findData(one.sync))
        self.trigger.setCurrentIndex(self.trigger.findData(one.trigger))
        self.once.setChecked(one.once)
        self.on.setChecked(one.on)
        wave = one.shape not in (*FOLLOWERS, "envelope")
        seen = {
            "hz": wave and not one.sync, "beats": wave and one.sync, "depth": True, "phase": wave,
            "attack": not wave, "decay": not wave,
        }  # fmt: skip
        for name, (label, slider, field) in self._rows.items():
            for widget in (label, slider, field):
                widget.setVisible(seen[name])
            value = getattr(one, name) * (100.0 if name in PERCENT else 1.0)
            if not slider.dragging:
                slider.show_value(value)
            field.show_text(self._text(name, slider))
        for box, shown in ((self.unit, wave), (self.trigger, one.shape == "envelope" or (wave and one.once))):
            box.setVisible(shown)
            self._labels[box].setVisible(shown)
        self.once.setVisible(wave)

    def _text(self, name: str, slider: ValueSlider) -> str:
        return slider.scale.text(slider.value_now)

    def _called(self) -> str:
        try:
            knob = self._session.knob(self.address)
        except BadInput:
            return self.address
        label = self._session.project.label(knob.control.name, said(knob.control.label))
        return named_in(knob.room, label)

    # ---- what the person does
    def _show_other(self, number: int) -> None:
        self.number = number
        self.refresh()

    def _add(self) -> None:
        made = self._bridge.call(self._session.add_modulator, self.address)
        if made is not None:
            self.number = made.id
            self.refresh()

    def _remove(self) -> None:
        self._bridge.call(self._session.remove_modulator, self.number)
        self.refresh()

    def _change(self, **values: Any) -> None:
        self._bridge.call(lambda: self._session.change_modulator(self.number, **values))
        self._bridge.call(self._session.end_gesture)

    def _choose(self, name: str, value: Any) -> None:
        self._change(**{name: value})
        self.refresh()

    def _moved(self, name: str, value: float) -> None:
        value = value / 100.0 if name in PERCENT else value
        self._bridge.call(lambda: self._session.change_modulator(self.number, **{name: value}))
        _, slider, field = self._rows[name]
        field.show_text(self._text(name, slider))

    def _typed(self, name: str, text: str) -> None:
        slider = self._rows[name][1]
        value = slider.scale.parse(text)
        if value is not None:
            slider.show_value(value)
            self._moved(name, value)
            self._bridge.call(self._session.end_gesture)
        self.refresh()


def shape_name(shape: str) -> str:
    """What a shape is called."""
    return {
        "sine": tr("Sine"), "triangle": tr("Triangle"), "saw": tr("Saw"), "square": tr("Square"), "steps": tr("Sample and hold"),
        "walk": tr("Random walk"), "envelope": tr("Envelope"), "output": tr("Loudness of the output"), "input": tr("Loudness of the input"),
    }[shape]  # fmt: skip


def trigger_name(trigger: str) -> str:
    return {"hit": tr("A hit"), "key": tr("A key"), "start": tr("The start")}[trigger]
