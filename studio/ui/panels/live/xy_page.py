"""The XY page: the pad with what it turns, near variants, and the list of modulators. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.engine.project import LEAST_RADIUS, MOST_RADIUS
from studio.engine.xy import CORNERS, SLIDERS
from studio.recipe import Latent
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.live.modulator_list import ModulatorList, called
from studio.ui.panels.live.scrolled import scrolled
from studio.ui.widgets.calm import Calm
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.names import named
from studio.ui.widgets.scale import SIGMA, Scale
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider
from studio.ui.widgets.xy_pad import XYPadView

LISTS_MS = 300  # how often the lists of controls are looked through while sliders move
RADIUS = Scale(LEAST_RADIUS, MOST_RADIUS, 1.0, SIGMA, log=True)


class XYPage(QWidget):
    """A page of the Live dock; see live_panel.py."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "xyPage", self.tr("XY pad"), self.tr("Two controls, or four sounds, under one hand; and what moves by itself."))
        self.setToolTip("")
        self._addresses: tuple[str, ...] | None = None
        self._ground: object = None
        self._hint = self.tr("Drag to turn two controls at once. Shift is finer, Alt at release takes it back, a double click centres.")
        self.pad = named(XYPadView(), "xyPad", self.tr("XY pad"), self._hint)
        self.pad.moved.connect(lambda x, y: bridge.call(self._session.move_xy, x, y))
        self.pad.finished.connect(lambda: bridge.call(self._session.end_gesture))
        self.pad.cancelled.connect(lambda: bridge.call(self._session.cancel_gesture))
        self.modulators = ModulatorList(bridge)
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        layout.addWidget(self.pad, 3)
        layout.addLayout(self._make_options(), 3)
        layout.addWidget(self.modulators, 4)
        scrolled(self, layout)
        self._lists = Calm(self._fill_lists, LISTS_MS, self)
        bridge.project_changed.connect(self._show_project)
        bridge.model_loaded.connect(self._show_project)
        self._fill_lists()
        self._show_project()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(900), theme.px(260))

    def first_focus(self) -> QWidget:
        return self.pad

    # ---- building
    def _make_options(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addLayout(self._make_modes())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.axes = (self._box("xyX", self.tr("Across"), self.tr("What the pad turns from left to right."), 0, 0, 3),
                     self._box("xyY", self.tr("Up"), self.tr("What the pad turns from below upwards."), 1, 0, 3))  # fmt: skip
        for index, box in enumerate(self.axes):
            name = "xy"[index]
            box.activated.connect(lambda _index, name=name, box=box: self._choose(**{name: box.currentData()}))
        titles = (self.tr("Top left"), self.tr("Top right"), self.tr("Bottom left"), self.tr("Bottom right"))
        hint = self.tr("Which snapshot lies at this corner.")
        self.corners = tuple(self._box(f"xyCorner{n + 1}", title, hint, 2 + n // 2, 2 * (n % 2), 1) for n, title in enumerate(titles))
        for box in self.corners:
            box.activated.connect(lambda _index: self._choose_corners())
        column.addLayout(self._grid)
        text = self.tr("Put four sounds around the present one, at the radius below, into the snapshots of the corners.")
        self.fill = named(QPushButton(self.tr("Four from here")), "xyFillButton", self.tr("Four from here"), text)
        self.fill.setProperty("compact", True)
        self.fill.clicked.connect(lambda: self._bridge.call(self._session.fill_corners))
        text = self.tr("The puck runs on when it is let go while it moves.")
        self.throw = named(QCheckBox(self.tr("Throw")), "xyThrow", self.tr("Throw"), text)
        self.throw.clicked.connect(lambda on: self._choose(throw=bool(on)))
        row = QHBoxLayout()
        row.addWidget(self.throw)
        row.addStretch(1)
        row.addWidget(self.fill)
        column.addLayout(row)
        column.addStretch(1)
        column.addLayout(self._make_near())
        return column

    def _make_modes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        group = QButtonGroup(self)
        self.modes: dict[str, QToolButton] = {}
        for mode, title, hint in (
            (SLIDERS, self.tr("Two controls"), self.tr("The pad turns one control across and one up.")),
            (CORNERS, self.tr("Four corners"), self.tr("The pad goes between the sounds of four snapshots.")),
        ):  # fmt: skip
            button = named(QToolButton(), f"xyMode_{mode}", title, hint)
            button.setText(title)
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setMinimumHeight(theme.px(24))
            button.setMinimumWidth(theme.px(110))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on, mode=mode: self._choose(mode=mode))
            group.addButton(button)
            self.modes[mode] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _box(self, name: str, title: str, hint: str, row: int, column: int, span: int) -> QComboBox:
        box = named(CalmCombo(), name, title, hint)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        label = QLabel(title)
        label.setProperty("soft", True)
        label.setBuddy(box)
        box.setProperty("labelled", True)
        self._grid.addWidget(label, row, column)
        self._grid.addWidget(box, row, column + 1, 1, span)
        self._labels = {**getattr(self, "_labels", {}), box: label}
        return box

    def _make_near(self) -> QVBoxLayout:
        hint = self.tr("How far near variants go from the present sound, in standard deviations; locked sliders stay.")
        label = QLabel(self.tr("Radius"))
        self.radius = named(ValueSlider(RADIUS), "radiusSlider", self.tr("Radius"), hint)
        self.radius_text = named(ValueField(), "radiusValue", self.tr("Radius, value"), hint)
        self.radius_text.setFixedWidth(theme.grid(self.fontMetrics().horizontalAdvance("10.00 σ") + 16))
        label.setBuddy(self.radius)
        self.radius.moved.connect(lambda value: self._bridge.call(self._session.set_radius, value))
        self.radius.finished.connect(lambda: self._bridge.call(self._session.end_gesture))
        self.radius.cancelled.connect(lambda: self._bridge.call(self._session.cancel_gesture))
        self.radius.asked_to_type.connect(lambda: self.radius_text.setFocus(Qt.FocusReason.OtherFocusReason))
        self.radius_text.typed.connect(self._radius_typed)
        self.radius_text.left.connect(self.radius.setFocus)
        slider = QHBoxLayout()
        for widget in (label, self.radius, self.radius_text):
            slider.addWidget(widget, 1 if widget is self.radius else 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(6))
        for name, text, tip, act in (
            ("randomiseNear", self.tr("Randomise near"), self.tr("Go somewhere within the radius."), self._session.randomise_within),
            ("eightOntoPads", self.tr("Eight onto pads"), self.tr("Put eight sounds at the radius, as different as can be, onto the pads."),
             lambda: self._session.near_variants(True)),
            ("eightTakes", self.tr("Eight takes"), self.tr("Make eight takes at the radius, as different as can be."),
             lambda: self._session.near_variants(False)),
        ):  # fmt: skip
            button = named(QPushButton(text), name, text, tip)
            button.setProperty("compact", True)
            button.clicked.connect(lambda _on=False, act=act: self._bridge.call(act))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addLayout(slider)
        column.addLayout(buttons)
        return column

    # ---- what is shown
    def show_status(self, status: Any) -> None:
        """At frame rate: where the sound is, if something carries it away from the puck."""
        moves = self._session.moves_anything() and not theme.reduced_motion() and bool(self._session.sounding())
        place = self._session.xy_sounding() if moves else None
        self.pad.show_sounding(None if place is None or _near(place, self.pad.place) else place)

    def _show_project(self, *_: object) -> None:
        if self._session.spec is None:
            self.setEnabled(False)
            return
        self.setEnabled(True)
        project = self._session.project
        xy = project.xy
        self.modes[xy.mode].setChecked(True)
        for box in (*self.axes, *self.corners):
            shown = (box in self.axes) == (xy.mode == SLIDERS)
            box.setVisible(shown)
            self._labels[box].setVisible(shown)
        self.fill.setVisible(xy.mode == CORNERS)
        self.pad.show_place(*self._session.xy_place())
        corners = self.tr("Drag to go between four sounds. Shift is finer, Alt at release takes it back, a double click centres.")
        hint = corners if xy.mode == CORNERS else self._hint
        if self.pad.toolTip() != hint:
            named(self.pad, "xyPad", self.tr("XY pad"), hint)
            self.pad.trail.clear()  # it was drawn over something else
        self.throw.setChecked(xy.throw)
        self.pad.throws = xy.throw
        self._lists.ask()
        if not self.radius.dragging:
            self.radius.show_value(project.radius)
        self.radius_text.show_text(RADIUS.text(project.radius))
        self.modulators.refresh()

    def _fill_lists(self) -> None:
        """The controls that can be turned, the snapshots, and what is drawn below the puck."""
        session, project = self._session, self._session.project
        knobs = [knob for knob in session.knobs() if not knob.address.startswith("xy/")]
        names = tuple(called(project.label, knob) for knob in knobs)
        addresses = (*(knob.address for knob in knobs), *names)
        if addresses != self._addresses:
            self._addresses = addresses
            for box in self.axes:
                box.clear()
                for knob, name in zip(knobs, names, strict=True):
                    box.addItem(name, knob.address)
        axes = session.xy_axes()
        if axes is not None:
            for box, knob in zip(self.axes, axes, strict=True):
                box.setCurrentIndex(box.findData(knob.address))
        titles = [self._slot(slot) for slot in range(len(project.snapshots))]
        for box, slot in zip(self.corners, project.xy.corners, strict=True):
            if [box.itemText(index) for index in range(box.count())] != titles:
                box.clear()
                box.addItems(titles)
            box.setCurrentIndex(slot)
        self._show_ground(axes)

    def _slot(self, slot: int) -> str:
        snapshot = self._session.project.snapshots[slot]
        if snapshot is None:
            return self.tr("{number} (empty)").format(number=slot + 1)
        return f"{slot + 1}  {snapshot.name}".strip()

    def _show_ground(self, axes: Any) -> None:
        """Names and density below the puck, where they are others than before."""
        project, histograms = self._session.project, self._session.histograms
        corners = tuple(self._slot(slot) for slot in project.xy.corners) if project.xy.mode == CORNERS else None
        key = (corners, axes, project.extended, project.labels, id(histograms))
        if key == self._ground:
            return
        self._ground = key
        if corners is not None:
            self.pad.show_corners((corners[0], corners[1], corners[2], corners[3]))
            self.pad.show_density((), ())
            return
        self.pad.show_corners(None)
        names = ["", ""]
        shares: list[tuple[float, ...]] = [(), ()]
        for index, knob in enumerate(axes or ()):
            names[index] = called(project.label, knob)
            if isinstance(knob.control, Latent):
                found = tuple(histograms.get(knob.address, ()))
                beside = (0.0,) * (len(found) // 2) if knob.address in project.extended else ()
                shares[index] = (*beside, *found, *beside)
        self.pad.show_names(names[0], names[1])
        self.pad.show_density(shares[0], shares[1])

    # ---- what the person does
    def _choose(self, **values: Any) -> None:
        self._bridge.call(lambda: self._session.set_xy(**values))
        self._lists.now()

    def _choose_corners(self) -> None:
        one, two, three, four = (box.currentIndex() for box in self.corners)
        self._choose(corners=(one, two, three, four))

    def _radius_typed(self, text: str) -> None:
        value = RADIUS.parse(text)
        if value is not None:
            self._bridge.call(self._session.set_radius, value)
            self._bridge.call(self._session.end_gesture)
        self._show_project()


def _near(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return abs(one[0] - two[0]) < 1e-3 and abs(one[1] - two[1]) < 1e-3
