"""The MIDI part of the page of keys: ports, channel, and which controllers turn what, as named mappings. GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.engine.midi.mapping import DEFAULT
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import named_in, said
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.menu_parts import entry, made_menu, submenu
from studio.ui.widgets.names import named
from studio.ui.widgets.value_field import ValueField

ALL, NONE = "\x00all", "\x00none"  # no port is called that
CHANNELS = range(1, 17)
LINES = 4  # of the list that are always seen


class LinkList(QListWidget):
    """What controllers turn; Del takes one away."""

    def __init__(self) -> None:
        super().__init__()
        self.cleared: Any = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared()
        else:
            super().keyPressEvent(event)


class MidiBox(QWidget):
    """Shows `session.midi`."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "midiBox", self.tr("MIDI"), self.tr("MIDI ports, and what controllers turn."))
        self.setToolTip("")
        self._addresses: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(self._make_ports())
        layout.addLayout(self._make_mapping())
        layout.addWidget(self.links, 1)
        bridge.midi_changed.connect(self.show_state)
        bridge.model_loaded.connect(self.show_state)
        self.show_state()

    # ---- building
    def _make_ports(self) -> QGridLayout:
        self.input = self._combo("midiInput", self.tr("MIDI input"), self.tr("Which MIDI inputs are listened to, whenever they are there."))
        self.channel = self._combo("midiChannel", self.tr("MIDI channel"),
                                   self.tr("Which channel is listened to; channel 10 plays the pads."))  # fmt: skip
        self.output = self._combo("midiOutput", self.tr("MIDI output"), self.tr("Where the clock of the pattern is sent."))
        self.channel.addItem(self.tr("All channels"), 0)
        for number in CHANNELS:
            self.channel.addItem(self.tr("Channel {number}").format(number=number), number)
        self.input.activated.connect(self._choose_input)
        self.channel.activated.connect(lambda index: self._bridge.call(self._session.set_midi_channel, self.channel.itemData(index)))
        self.output.activated.connect(lambda index: self._bridge.call(self._session.set_midi_output, self.output.itemData(index)))
        self.problem = named(QLabel(), "midiProblem", self.tr("MIDI"), self.tr("Whether there is MIDI here."))
        self.problem.setProperty("soft", True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(6))
        grid.setVerticalSpacing(theme.px(4))
        grid.addWidget(self._label(self.tr("In")), 0, 0)
        grid.addWidget(self.input, 0, 1)
        grid.addWidget(self.channel, 0, 2)
        grid.addWidget(self._label(self.tr("Out")), 0, 3)
        grid.addWidget(self.output, 0, 4)
        grid.addWidget(self.problem, 1, 1, 1, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(4, 3)
        return grid

    def _make_mapping(self) -> QHBoxLayout:
        self.mapping = self._combo("midiMapping", self.tr("Mapping"), self.tr("What controllers turn, kept under a name."))
        self.mapping.activated.connect(lambda index: self._bridge.call(self._session.load_midi_map, self.mapping.itemData(index)))
        self.name = named(ValueField(), "midiMappingName", self.tr("Name of the mapping"), self.tr("Type a name, then Enter."))
        self.name.setProperty("value", False)
        self.name.setMaxLength(40)
        self.name.hide()
        self.name.typed.connect(self._save_as)
        self.name.left.connect(self._leave_name)
        self.name.editingFinished.connect(self._leave_name)
        self.more = tiny_button("more", "midiMappingMenu", self.tr("More of mappings"), self.tr("Save, import, export, delete, clear."))
        self.more.clicked.connect(lambda: self.file_menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        self.learn = named(QToolButton(), "midiLearn", self.tr("Learn"),
                           self.tr("Choose what a controller should turn, then move it. Any slider's menu has it too."))  # fmt: skip
        self.learn.setText(self.tr("Learn…"))
        self.learn.setProperty("chip", True)
        self.learn.setCheckable(True)
        self.learn.clicked.connect(self._learn)
        self.clear = tiny_button("trash", "midiClear", self.tr("Clear"), self.tr("Take the chosen controller away from what it turns."))
        self.clear.clicked.connect(self._clear)
        self.takeover = named(QCheckBox(self.tr("Pick up")), "midiTakeover", self.tr("Pick up"),
                              self.tr("A controller turns nothing until it has met the value, so that nothing jumps."))  # fmt: skip
        self.takeover.toggled.connect(lambda on: self._bridge.call(self._session.set_midi_takeover, on))
        for button in (self.more, self.learn, self.clear):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.links = named(LinkList(), "midiLinks", self.tr("Controllers"), self.tr("Which controller turns what; Del takes one away."))
        self.links.setMinimumHeight(self.links.fontMetrics().height() * LINES)
        self.links.cleared = self._clear
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._label(self.tr("Mapping")))
        row.addWidget(self.mapping, 1)
        row.addWidget(self.name, 1)
        for widget in (self.more, self.learn, self.clear, self.takeover):
            row.addWidget(widget)
        return row

    @staticmethod
    def _combo(name: str, title: str, hint: str) -> CalmCombo:
        combo = named(CalmCombo(), name, title, hint)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setMinimumContentsLength(8)
        combo.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    @staticmethod
    def _label(text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("soft", True)
        return label

    # ---- what is shown
    def show_state(self, *_: object) -> None:
        """As it is now."""
        state = self._session.midi
        inputs = [(self.tr("All inputs"), ALL), (self.tr("None"), NONE), *((name, name) for name in state.inputs)]
        wanted = ALL if state.wanted is None else next(iter(sorted(state.wanted)), NONE)
        if wanted not in (ALL, NONE) and wanted not in state.inputs:
            inputs.append((self.tr("{port} (not there)").format(port=wanted), wanted))
        _fill(self.input, inputs, wanted)
        outputs = [(self.tr("None"), ""), *((name, name) for name in state.outputs)]
        if state.wanted_output and state.wanted_output not in state.outputs:
            outputs.append((self.tr("{port} (not there)").format(port=state.wanted_output), state.wanted_output))
        _fill(self.output, outputs, state.wanted_output)
        self.channel.setCurrentIndex(self.channel.findData(state.channel))
        self.problem.setText(said(state.problem) or (", ".join(state.opened) if wanted == ALL else ""))
        self.problem.setVisible(bool(self.problem.text()))
        names = [(self.tr("Default") if name == DEFAULT else name, name) for name in state.names]
        _fill(self.mapping, names, state.mapping.name)
        for box, on in ((self.takeover, state.takeover), (self.learn, bool(state.learning))):
            blocked = box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(blocked)
        self.learn.setText(self.tr("Move a controller…") if state.learning else self.tr("Learn…"))
        self._show_links(state)

    def _show_links(self, state: Any) -> None:
        titles = {knob.address: self._title(knob) for knob in self._session.knobs()}
        lines = [f"{state.badge(link.address)}   {titles.get(link.address) or self._absent(link.address)}" for link in state.mapping.links]
        self._addresses = [link.address for link in state.mapping.links]
        if [self.links.item(row).text() for row in range(self.links.count())] != lines:
            row = self.links.currentRow()
            self.links.clear()
            for line in lines:
                self.links.addItem(QListWidgetItem(line))
            self.links.setCurrentRow(min(row, len(lines) - 1))
        self.clear.setEnabled(bool(lines))

    def _title(self, knob: Any) -> str:
        label = self._session.project.label(knob.address, said(knob.control.label))
        return named_in(knob.room, label)

    def _absent(self, address: str) -> str:
        return self.tr("{name} (not here now)").format(name=address)

    # ---- what the person does
    def _choose_input(self, index: int) -> None:
        chosen = self.input.itemData(index)
        self._bridge.call(self._session.set_midi_inputs, None if chosen == ALL else [] if chosen == NONE else [chosen])

    def _learn(self) -> None:
        learning = bool(self._session.midi.learning)
        self.learn.setChecked(learning)
        if learning:
            self._bridge.call(self._session.midi_learn, "")
        else:
            self.knob_menu().popup(self.learn.mapToGlobal(QPoint(0, self.learn.height())))

    def knob_menu(self) -> QMenu:
        """Everything that can be turned, the present model's own first."""
        menu = made_menu(self, "midiKnobMenu", self.tr("What the controller should turn"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rooms: dict[str, QMenu] = {}
        for knob in self._session.knobs():
            if knob.room not in rooms:
                title = said(knob.room) if knob.room else self.tr("The model")
                rooms[knob.room] = submenu(menu, f"midiKnobs_{len(rooms)}", title)
            label = self._session.project.label(knob.address, said(knob.control.label))
            entry(rooms[knob.room], label, partial(self._bridge.call, self._session.midi_learn, knob.address))
        return menu

    def _clear(self) -> None:
        row = self.links.currentRow()
        if 0 <= row < len(self._addresses):
            self._bridge.call(self._session.midi_clear, self._addresses[row])

    def file_menu(self) -> QMenu:
        menu = made_menu(self, "midiFileMenu", self.tr("Mappings"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state = self._session.midi
        entry(menu, self.tr("Save as…"), self._ask_name, "presets")
        entry(menu, self.tr("Import…"), self._ask_import, "folder")
        entry(menu, self.tr("Export…"), self._ask_export, "export")
        menu.addSeparator()
        entry(menu, self.tr("Clear all controllers"), partial(self._bridge.call, self._session.midi_clear_all), "reset")
        delete = entry(menu, self.tr("Delete '{name}'").format(name=state.mapping.name),
                       partial(self._bridge.call, self._session.delete_midi_map, state.mapping.name), "trash")  # fmt: skip
        delete.setEnabled(state.mapping.name != DEFAULT)
        return menu

    def _ask_name(self) -> None:
        self.mapping.hide()
        self.name.show()
        self.name.setText("")
        self.name.setModified(False)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_as(self, text: str) -> None:
        self._bridge.call(self._session.save_midi_map, text)
        self._leave_name()

    def _leave_name(self) -> None:
        if self.name.isVisibleTo(self):
            self.name.hide()
            self.mapping.show()

    def _dialog(self, name: str, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, title, folder)
        dialog.setObjectName(name)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(self.tr("MIDI mappings (*.json)"))
        dialog.setDefaultSuffix("json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _ask_import(self) -> None:
        dialog = self._dialog("midiImport", self.tr("Import a MIDI mapping"), QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._bridge.call(self._session.import_midi_map, Path(path)))
        dialog.open()

    def _ask_export(self) -> None:
        dialog = self._dialog("midiExport", self.tr("Export the MIDI mapping"), QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"{self._session.midi.mapping.name}.json")
        dialog.fileSelected.connect(lambda path: self._bridge.call(self._session.export_midi_map, Path(path)))
        dialog.open()


def _fill(combo: CalmCombo, items: list[tuple[str, Any]], chosen: Any) -> None:
    """Other items where they differ; the chosen one shown; nobody is told."""
    if [(combo.itemText(index), combo.itemData(index)) for index in range(combo.count())] != items:
        combo.clear()
        for text, data in items:
            combo.addItem(text, data)
    combo.setCurrentIndex(combo.findData(chosen))
