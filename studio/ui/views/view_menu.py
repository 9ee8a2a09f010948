"""The 'view' button of the viewer and its popup: how waveform and spectrogram are shown. Each choice applies at once. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.audio.spectrum import Look
from studio.ui import theme
from studio.ui.views.view_settings import GAINS_DB, OVERLAYS, RANGES_DB, ViewSettings
from studio.ui.widgets.names import named
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider


class ViewButton(QToolButton):
    """`settings_changed` and `look_changed` come with every choice by the person."""

    settings_changed = Signal(ViewSettings)
    look_changed = Signal(Look)

    def __init__(self, settings: ViewSettings, look: Look) -> None:
        super().__init__()
        named(self, "viewButton", self.tr("View"), self.tr("How the waveform and the spectrogram are shown: scales, colours, range."))
        self.setProperty("tiny", True)
        self.setIcon(theme.icon("eye", theme.TEXT_SOFT))
        self.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.setFixedSize(theme.px(24), theme.px(24))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.popup = ViewPopup(settings, look, self)
        self.popup.settings_changed.connect(self.settings_changed)
        self.popup.look_changed.connect(self.look_changed)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.popup.adjustSize()
        self.popup.move(self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height() + theme.px(4))))
        self.popup.show()
        self.popup.first_focus().setFocus(Qt.FocusReason.PopupFocusReason)


class ViewPopup(QFrame):
    """The settings as boxes and sliders."""

    settings_changed = Signal(ViewSettings)
    look_changed = Signal(Look)

    def __init__(self, settings: ViewSettings, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.settings, self.look = settings, look
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        named(self, "viewPopup", self.tr("View"), self.tr("How the waveform and the spectrogram are shown."))
        self.setToolTip("")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self._boxes: dict[str, QComboBox] = {}
        self._sliders: dict[str, tuple[ValueSlider, ValueField]] = {}
        self._add_boxes()
        hint = self.tr("How many dB lie between the brightest colour and the darkest.")
        self._add_slider("range_db", RANGES_DB, self.tr("Range"), hint)
        hint = self.tr("Makes quiet sounds brighter; the colour bar keeps saying true levels.")
        self._add_slider("gain_db", GAINS_DB, self.tr("Gain"), hint)
        hint = self.tr("How strongly the waveform is drawn over the spectrogram; 0 hides it there.")
        self._add_slider("overlay", OVERLAYS, self.tr("Waveform over it"), hint, "%")
        hint = self.tr("Put everything here back to how it came.")
        self.usual = named(QPushButton(self.tr("Usual view")), "usualViewButton", self.tr("Usual view"), hint)
        self.usual.clicked.connect(self._usual)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.usual)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.px(14)] * 4)
        layout.setSpacing(theme.px(12))
        layout.addLayout(self._grid)
        layout.addLayout(foot)
        self._show()

    def first_focus(self) -> QWidget:
        return self._boxes["amplitude"]

    def _add_boxes(self) -> None:
        """One row for each choice: (name, title, hint, options as (value, text))."""
        self._heading(self.tr("Waveform"))
        self._add_box("amplitude", self.tr("Amplitude"), self.tr("Heights as they are, or in dB, which shows quiet tails."), (
            ("linear", self.tr("Linear")), ("db60", self.tr("dB, down to −60")), ("db90", self.tr("dB, down to −90"))))  # fmt: skip
        self._heading(self.tr("Spectrogram"))
        self._add_box("scale", self.tr("Frequencies"), self.tr("How frequencies are spread upwards."), (
            ("mel", self.tr("Mel (as heard)")), ("log", self.tr("Logarithmic (octaves)")), ("linear", self.tr("Linear"))))  # fmt: skip
        hint = self.tr("A short window shows when, a long one which pitch; 'auto' takes the sharpest for this sound.")
        self._add_box("stft", self.tr("Detail"), hint, (("auto", self.tr("Auto")), ("transients", self.tr("Transients (512)")),
            ("normal", self.tr("Normal (2048)")), ("pitch", self.tr("Pitch (8192)"))))  # fmt: skip
        hint = self.tr("Which colours stand for loud and quiet; cividis reads well for the colour-blind.")
        self._add_box("colours", self.tr("Colours"), hint, (
            ("magma", self.tr("Magma")), ("viridis", self.tr("Viridis")), ("cividis", self.tr("Cividis")), ("grey", self.tr("Grey")),
            ("inverted", self.tr("Inverted grey"))))  # fmt: skip

    def _heading(self, text: str) -> None:
        label = QLabel(text)
        label.setProperty("heading", True)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 3)

    def _add_box(self, name: str, title: str, hint: str, options: tuple[tuple[str, str], ...]) -> None:
        box = named(QComboBox(), f"view_{name}", title, hint)
        for value, text in options:
            box.addItem(text, value)
        box.activated.connect(lambda _index, name=name, box=box: self._choose(name, box.currentData()))
        self._boxes[name] = box
        row = self._label(title, box)
        self._grid.addWidget(box, row, 1, 1, 2)

    def _add_slider(self, name: str, limits: tuple[float, float], title: str, hint: str, unit: str = "dB") -> None:
        slider = named(ValueSlider(Scale(*limits, getattr(ViewSettings, name), unit, 1.0)), f"view_{name}", title, hint)
        slider.setMinimumWidth(theme.px(140))
        field = named(ValueField(), f"view_{name}_text", title, hint)
        field.setFixedWidth(theme.grid(QFontMetrics(self.font()).horizontalAdvance("−120 dB") + 16))
        slider.moved.connect(lambda value, name=name: self._choose(name, float(value)))
        slider.asked_to_type.connect(field.setFocus)
        field.typed.connect(lambda text, name=name: self._typed(name, text))
        field.left.connect(slider.setFocus)
        self._sliders[name] = (slider, field)
        row = self._label(title, slider)
        self._grid.addWidget(slider, row, 1)
        self._grid.addWidget(field, row, 2)

    def _label(self, title: str, buddy: QWidget) -> int:
        """Put a row's title; returns the row."""
        label, row = QLabel(title), self._grid.rowCount()
        label.setBuddy(buddy)
        self._grid.addWidget(label, row, 0)
        return row

    def show_window(self, samples: int) -> None:
        """How long the window of the picture that is shown is: what 'auto' chose."""
        box = self._boxes["stft"]
        text = self.tr("Auto (now {samples})").format(samples=samples) if self.look.stft == "auto" else self.tr("Auto")
        box.setItemText(box.findData("auto"), text)

    # ---- choosing
    def _choose(self, name: str, value: str | float) -> None:
        if name in ("scale", "stft"):
            self._set(self.settings, replace(self.look, **{name: value}))  # type: ignore[arg-type]
        else:
            self._set(replace(self.settings, **{name: value}), self.look)  # type: ignore[arg-type]

    def _typed(self, name: str, text: str) -> None:
        value = self._sliders[name][0].scale.parse(text)
        if value is not None:
            self._choose(name, value)
        self._show()

    def _usual(self) -> None:
        self._set(ViewSettings(), Look())

    def _set(self, settings: ViewSettings, look: Look) -> None:
        signals: tuple[tuple[bool, Callable[[], None]], ...] = (
            (settings != self.settings, lambda: self.settings_changed.emit(settings)),
            (look != self.look, lambda: self.look_changed.emit(look)),
        )  # fmt: skip
        self.settings, self.look = settings, look
        self._show()
        for differs, emit in signals:
            if differs:
                emit()

    def _show(self) -> None:
        """Boxes and sliders as the settings are."""
        values = {**self.settings.to_json(), **self.look.to_json()}
        for name, box in self._boxes.items():
            box.setCurrentIndex(box.findData(values[name]))
        for name, (slider, field) in self._sliders.items():
            slider.show_value(values[name])
            field.show_text(slider.scale.text(values[name]))
