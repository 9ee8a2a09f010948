"""The list of everything that moves by itself: on or off, what it is, a click edits it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.engine.modulation import FOLLOWERS, Modulator
from studio.engine.session.knobs import Knob
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import named_in, said
from studio.ui.panels.live.modulate_menu import open_popup
from studio.ui.panels.live.modulator_popup import SCALES, shape_name
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import literal, named

Label = Callable[[str, str], str]


class ModulatorList(QWidget):
    """`refresh` shows the project's modulators; every act goes to the session."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "modulatorList", self.tr("Modulators"), self.tr("Everything that moves by itself."))
        self.setToolTip("")
        self._shown: tuple[object, ...] | None = None
        title = named(QLabel(self.tr("Modulators")), "modulatorsTitle", self.tr("Modulators"), self.tr("What moves controls by itself."))
        title.setProperty("heading", True)
        hint = self.tr("Choose a control that is to move by itself; the menu of every slider has it too.")
        self.add = named(QPushButton(theme.icon("modulate"), self.tr("Modulate…")), "modulateButton", self.tr("Modulate"), hint)
        self.add.setProperty("compact", True)
        self.add.clicked.connect(self._choose)
        self.still = named(QCheckBox(self.tr("Mute all")), "stillBox", self.tr("Mute all"), self.tr("Hold every modulator still."))
        self.still.clicked.connect(lambda on: bridge.call(self._session.still_modulators, bool(on)))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(title, 1)
        head.addWidget(self.still)
        head.addWidget(self.add)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(2))
        scroll = named(QScrollArea(), "modulatorScroll", self.tr("Modulators"), self.tr("What moves controls by itself."))
        scroll.setToolTip("")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(head)
        layout.addWidget(scroll, 1)

    def refresh(self) -> None:
        """Rows are made anew where anything but what is drawn on the tracks changed."""
        project = self._session.project
        self.still.setChecked(project.stage.still)
        those = self._session.modulators()
        key = (those, project.stage.still, project.labels)
        if key == self._shown:
            return
        self._shown = key
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not those:
            text = self.tr("Nothing moves by itself yet. Choose 'Modulate…' in the menu of a slider, or here.")
            note = named(QLabel(text), "noModulators", self.tr("No modulators"), text)
            note.setProperty("soft", True)
            note.setWordWrap(True)
            self._rows.addWidget(note)
        names = {knob.address: called(self._session.project.label, knob) for knob in self._session.knobs()}
        for one in those:
            self._rows.addWidget(self._row(one, names.get(one.target, one.target)))
        self._rows.addStretch(1)

    def _row(self, one: Modulator, name: str) -> QWidget:
        row = QWidget()
        row.setObjectName(f"modulatorRow_{one.id}")
        on = named(QCheckBox(), f"modulatorOn_{one.id}", self.tr("{name} moves").format(name=name), self.tr("Does this modulator move?"))
        on.setChecked(one.on)
        on.clicked.connect(lambda checked: self._bridge.call(lambda: self._switch(one.id, bool(checked))))
        hint = self.tr("Change what moves {name}.").format(name=name)
        edit = named(QPushButton(), f"modulatorEdit_{one.id}", self.tr("Modulation of {name}").format(name=name), hint)
        edit.setProperty("section", True)
        edit.setText(literal(f"{name}  ·  {described(one)}"))
        edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        edit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        edit.clicked.connect(lambda: open_popup(self._bridge, one.target, edit, one.id))
        remove = tiny_button("close", f"modulatorRemove_{one.id}", self.tr("Remove modulation of {name}").format(name=name),
                             self.tr("Take this modulator away."))  # fmt: skip
        remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        remove.clicked.connect(lambda: self._bridge.call(self._session.remove_modulator, one.id))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(on)
        layout.addWidget(edit, 1)
        layout.addWidget(remove)
        return row

    def _switch(self, number: int, on: bool) -> None:
        self._session.change_modulator(number, on=on)
        self._session.end_gesture()

    def _choose(self) -> None:
        menu = knob_menu(self, self._session.knobs(), self._session.project.label)
        menu.triggered.connect(lambda action: open_popup(self._bridge, str(action.data()), self.add))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))


def knob_menu(parent: QWidget, knobs: tuple[Knob, ...], label: Label) -> QMenu:
    """Every knob, those of a room in a menu of their own; an action's data is its address."""
    menu = QMenu(parent)
    menu.setObjectName("knobMenu")
    menu.setAccessibleName(parent.accessibleName())
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    rooms: dict[str, QMenu] = {"": menu}
    for knob in knobs:
        if knob.room not in rooms:
            rooms[knob.room] = menu.addMenu(literal(said(knob.room)))
        rooms[knob.room].addAction(literal(called(label, knob, alone=True))).setData(knob.address)
    return menu


def called(label: Label, knob: Knob, *, alone: bool = False) -> str:
    """What a person calls it; with its room before it, unless `alone`. label: Project.label."""
    own = said(knob.control.label)
    if not knob.room:
        return label(knob.control.name, own)
    return own if alone else named_in(knob.room, own)


def described(one: Modulator) -> str:
    """'Sine, 1.00 Hz, +25 %'."""
    parts = [shape_name(one.shape)]
    if one.shape not in (*FOLLOWERS, "envelope"):
        parts.append(SCALES["beats"].text(one.beats) + " ♩" if one.sync else SCALES["hz"].text(one.hz))
    return ", ".join([*parts, SCALES["depth"].text(100 * one.depth)])
