"""The row of a latent or a number: name, slider, value, dice, reset, lock. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from studio.recipe import Latent, Number
from studio.ui import theme
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.control_row import ControlRow
from studio.ui.widgets.names import named
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider

BARS = 14  # the width of the confidence bars; this and the next are px at a scale of 1
TRACK = 112  # what a slider must have before the dice may take some of the row
BUTTON = 24
SPACING = 2


class ConfidenceBars(QWidget):
    """One to three small bars: how surely a macro does what its name says."""

    def __init__(self, confidence: float) -> None:
        super().__init__()
        self.confidence = confidence
        self.setFixedSize(theme.px(BARS), theme.px(BARS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(theme.scale(), theme.scale())
        painter.setPen(Qt.PenStyle.NoPen)
        for index, needed in enumerate((0.3, 0.55, 0.8)):
            painter.setBrush(QColor(theme.TEXT_SOFT if self.confidence >= needed else theme.EDGE))
            height = 4.0 + 3.0 * index
            painter.drawRoundedRect(QRectF(1.0 + 4.5 * index, 12.0 - height, 3.0, height), 1, 1)
        painter.end()


class SliderRow(ControlRow):
    """Widths in px, so that rows align; 0 where it doesn't matter. The dice hide where the slider would become too short."""

    def __init__(self, control: Latent | Number, label_width: int = 0, value_width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(control, parent)
        self.slider = ValueSlider(Scale.of(control))
        self.field = ValueField()
        self.dice = tiny_button("randomise", "", "", "")
        self.number: Latent | Number = control
        self._shown: float | None = None
        self._wide = self._foreign = False  # is its range extended? did something else than this slider set its value?
        self.field.setFixedWidth(max(value_width, width_of_values(control, QFontMetrics(self.font()))))
        self.label_width = label_width
        self._name_parts()
        self.setFixedHeight(theme.row_height(self.font()))
        self.dice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dice.setIcon(theme.icon("randomise", theme.TEXT_FAINT))
        self.label.setProperty("soft", isinstance(control, Latent) and not control.active)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(SPACING))
        layout.addWidget(self.label)
        self._add_confidence(layout)
        layout.addWidget(self.slider, 1)
        for widget in (self.field, self.dice, self.reset, self.lock):
            layout.addWidget(widget)
        self.slider.moved.connect(self._moved)
        self.slider.finished.connect(self.finished)
        self.slider.cancelled.connect(self.cancelled)
        self.slider.asked_to_type.connect(self._type)
        self.field.typed.connect(self._typed)
        self.field.left.connect(self._leave_field)
        self.dice.clicked.connect(lambda: self.dice_asked.emit(self.control.name))
        self.setFocusProxy(self.slider)
        self.show_value(control.default)

    def _add_confidence(self, layout: QHBoxLayout) -> None:
        control = self.control
        if not isinstance(control, Latent) or control.group != "macro":
            layout.addSpacing(theme.px(BARS) + theme.px(SPACING))
            return
        text = self.tr("How surely this slider does what it says: {percent} % (measured on sounds it never saw).")
        text = text.format(percent=round(100 * control.confidence))
        layout.addWidget(named(ConfidenceBars(control.confidence), f"confidence_{control.name}", self.tr("Confidence"), text))

    def _name_parts(self) -> None:
        super()._name_parts()
        name, title = self.control.name, self.title
        named(self.slider, f"slider_{name}", title, self.hint)
        named(self.field, f"value_{name}", self.tr("{label}, value").format(label=title),
              self.tr("Type a value for {label}: a number, or a percentage of the range.").format(label=title))  # fmt: skip
        named(self.dice, f"dice_{name}", self.tr("Randomise {label}").format(label=title),
              self.tr("Draw a new value for {label} alone.").format(label=title))  # fmt: skip

    # ---- what is shown
    def show_value(self, value: Any) -> None:
        if value == self._shown and value == self.slider.value_now:
            return
        if value != self.slider.value_now or self._shown is None:
            self._foreign = True
            self.slider.show_value(float(value))
        self._show_text()
        self._show_reset(value)

    def _show_text(self) -> None:
        self._shown = self.slider.value_now
        text = self.slider.scale.text(self._shown)
        self.field.show_text(text)
        if self.slider.hasFocus():  # a screen reader says the value, not the place in steps
            self.slider.setAccessibleDescription(f"{text}. {self.hint}")

    def show_wide(self, wide: bool) -> None:
        """One that had to be widened for its value gets narrow again with the next foreign value, not under the hand."""
        scale = Scale.of(self.number)
        if isinstance(self.number, Latent) and (wide or not scale.low <= self.slider.value_now <= scale.high):
            self.slider.set_scale(scale.widened())
        elif self._foreign or self._wide:
            self.slider.set_scale(scale)
        self._wide, self._foreign = wide, False

    def show_histogram(self, shares: tuple[float, ...]) -> None:
        """How many training codes lie where, from the control's low to its high; () where it is not known."""
        self.slider.show_histogram(shares, self.number.low, self.number.high)

    def show_ghost(self, value: Any) -> None:
        self.slider.show_ghost(float(value) if isinstance(value, (int, float)) else None)

    def _dim(self, locked: bool) -> None:
        self.slider.set_locked(locked)

    def can_draw(self) -> bool:
        return True

    def explanation(self) -> str:
        """With what was measured."""
        parts, control = [super().explanation()], self.control
        if isinstance(control, Latent) and control.group == "macro" and control.confidence > 0:
            text = self.tr("Measured on sounds it never saw, it explains {percent} % of what it is named after.")
            parts.append(text.format(percent=round(100 * control.confidence)))
        if isinstance(control, Latent) and control.effect_db > 0:
            parts.append(self.tr("One sigma changes the sound by about {db} dB.").format(db=f"{control.effect_db:.1f}"))
        return "\n".join(parts)

    # ---- what the person does
    def _moved(self, value: float) -> None:
        self._show_text()
        self._send(value)

    def _type(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        value = self.slider.scale.parse(text)
        if value is not None and value != self.slider.value_now:
            self.slider.show_value(value)
            self._send(value)
            self.finished.emit()
        self._show_text()

    def _leave_field(self) -> None:
        self._show_text()
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_value(self, menu: QMenu) -> None:
        super()._offer_value(menu)
        menu.addAction(theme.icon("rename"), self.tr("Type a value…")).triggered.connect(self._type)

    def _offer_range(self, menu: QMenu) -> None:
        if isinstance(self.control, Latent):
            extend = menu.addAction(self.tr("Extend range to {sigma} σ").format(sigma=f"{2 * self.control.high:g}"))
            extend.setCheckable(True)
            extend.setChecked(self.slider.scale.high > self.control.high)
            extend.triggered.connect(lambda on: self.range_asked.emit(self.control.name, on))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dice.setVisible(self.width() >= room(self.label.width(), self.field.width()))


def room(label_width: int, value_width: int, track: int = TRACK) -> int:
    """The width in px of a row that shows everything, with a slider of `track` (px at a scale of 1)."""
    return label_width + value_width + theme.px(BARS + track + 3 * BUTTON + 6 * SPACING)


def width_of_values(control: Latent | Number, metrics: QFontMetrics) -> int:
    """Room in px for the longest value of a control."""
    scale = Scale.of(control)
    return theme.grid(max(metrics.horizontalAdvance(scale.text(value)) for value in (scale.low, scale.high)) + 10)
