"""The eight snapshots under the sliders and the fader that morphs between two of them. GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from studio.engine.project import Morph, Project
from studio.engine.snapshots import EMPTY, MAX_NAME, SLOTS, Slots, Snapshot, between
from studio.recipe import Latent, Number, Spec
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.widgets.names import literal, named
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.slot_button import SlotButton
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider

WAY = Scale(0.0, 100.0, 0.0, "%")


class SnapshotBar(QWidget):
    """Shows the project's snapshots; every act goes to the session."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._spec: Spec | None = None
        self._scales: list[tuple[str, Scale]] = []
        self._project = Project()
        self._shown: Slots = EMPTY  # in the buttons
        self._ends: tuple[int, int] | None = None  # the two slots of the fader; None while fewer than two are filled
        self._morph: Morph | None = None  # the project's when the ends were last looked for
        named(self, "snapshotBar", self.tr("Snapshots"), self.tr("Eight places to put the sliders aside, and a fader between two of them."))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.slots = [SlotButton(slot) for slot in range(SLOTS)]
        for button in self.slots:
            button.asked.connect(self._asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (16, 8, 8, 8)))
        layout.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        for button in self.slots:
            row.addWidget(button, 1)
        layout.addLayout(row)
        layout.addLayout(self._fader_row())

    def _fader_row(self) -> QHBoxLayout:
        hint = self.tr("Move the sound from one snapshot to another; the numbers at its ends choose which.")
        self.label = named(QLabel(self.tr("Morph")), "label_morph", self.tr("Morph"), hint)
        self.fader = named(ValueSlider(WAY), "slider_morph", self.tr("Morph"), hint)
        self.value = named(ValueField(), "value_morph", self.tr("Morph, value"), hint)
        self.value.setFixedWidth(theme.grid(self.fontMetrics().horizontalAdvance("100.0 %") + 12))
        self.ends = (self._end(0, self.tr("From snapshot")), self._end(1, self.tr("To snapshot")))
        self.fader.moved.connect(self._moved)
        self.fader.finished.connect(lambda: self._bridge.call(self._session.end_gesture))
        self.fader.cancelled.connect(lambda: self._bridge.call(self._session.cancel_gesture))
        self.fader.asked_to_type.connect(self.value.setFocus)
        self.value.typed.connect(self._typed)
        self.value.left.connect(self._leave_value)
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(self.label)
        for widget in (self.ends[0], self.fader, self.ends[1], self.value):
            row.addWidget(widget, 1 if widget is self.fader else 0)
        return row

    def _end(self, which: int, title: str) -> QToolButton:
        hint = self.tr("Choose the snapshot at this end of the fader.")
        button = named(QToolButton(), f"morph_{'from' if which == 0 else 'to'}", title, hint)
        button.setProperty("tiny", True)
        button.setFixedSize(theme.px(28), theme.px(24))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._choose_end(which))
        return button

    # ---- what is shown
    def show_spec(self, spec: Spec, label_width: int) -> None:
        """label_width in px, so that the fader's track begins where those of the sliders do."""
        self._spec = spec
        controls = [c for c in spec.controls if isinstance(c, (Latent, Number))]
        raw_first = sorted(controls, key=lambda c: not isinstance(c, Latent) or c.group == "macro")  # they differ most between sounds
        self._scales = [(c.name, Scale.of(c)) for c in raw_first]
        self.label.setFixedWidth(max(label_width, self.label.sizeHint().width()))

    def show_project(self, project: Project) -> None:
        """The slots and the fader as the project has them."""
        self._project = project
        for button, snapshot in zip(self.slots, project.snapshots, strict=True):
            current = snapshot is not None and snapshot.settings == project.settings
            if snapshot is not self._shown[button.slot] or current != button.current:  # not at every step of a drag
                button.show_snapshot(self._bars(snapshot), snapshot.name if snapshot else "", current)
        self._shown = project.snapshots
        self._ends = self._find_ends(project)
        self._show_fader(project)

    def _bars(self, snapshot: Snapshot | None) -> tuple[float, ...] | None:
        if snapshot is None:
            return None
        values = snapshot.settings.as_dict()
        return tuple(scale.fraction(value) for name, scale in self._scales if isinstance(value := values.get(name), (int, float)))

    def _find_ends(self, project: Project) -> tuple[int, int] | None:
        """Those of a new morph, else those that were chosen, else the first two that are filled."""
        filled = [slot for slot, snapshot in enumerate(project.snapshots) if snapshot is not None]
        moved, self._morph = project.morph != self._morph, project.morph
        for ends in (project.morph[:2] if project.morph and moved else None, self._ends):
            if ends is not None and set(ends) <= set(filled):
                return ends
        return (filled[0], filled[1]) if len(filled) > 1 else None

    def _show_fader(self, project: Project) -> None:
        able = self._ends is not None
        for widget in (self.label, self.fader, self.value, *self.ends):
            widget.setEnabled(able)
        for which, button in enumerate(self.ends):
            button.setText(str(self._ends[which] + 1) if self._ends is not None else "–")
        share = project.morph[2] if self._ends is not None and project.morph and project.morph[:2] == self._ends else 0.0
        if not self.fader.dragging:
            self.fader.show_value(100 * share)
        self.fader.set_locked(not self._on_the_way(project))
        self.value.show_text(WAY.text(100 * share) if able else "")

    def _on_the_way(self, project: Project) -> bool:
        """Do the sliders stand where the fader says? It is grey where they were moved on since."""
        if project.morph is None or self._spec is None or self._ends != project.morph[:2]:
            return False
        one, two = (project.snapshots[slot] for slot in project.morph[:2])
        if one is None or two is None:
            return False
        return between(self._spec, one.settings, two.settings, project.morph[2]) == project.settings

    # ---- what the person does
    def _moved(self, percent: float) -> None:
        if self._ends is not None:
            self.value.show_text(WAY.text(percent))
            self._bridge.call(self._session.morph, *self._ends, percent / 100)

    def _typed(self, text: str) -> None:
        percent = WAY.parse(text)
        if percent is not None and self._ends is not None:
            self._bridge.call(self._session.morph, *self._ends, percent / 100)
            self._bridge.call(self._session.end_gesture)
        self.show_project(self._session.project)

    def _leave_value(self) -> None:
        self.show_project(self._session.project)
        self.fader.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_end(self, which: int) -> None:
        """A menu of the filled slots under the number."""
        menu = QMenu(self)
        menu.setObjectName("morphEndMenu")
        menu.setAccessibleName(self.ends[which].accessibleName())
        for slot, snapshot in enumerate(self._project.snapshots):
            if snapshot is not None:
                action = menu.addAction(literal(_title(slot, snapshot.name)))
                action.setCheckable(True)
                action.setChecked(self._ends is not None and self._ends[which] == slot)
                action.triggered.connect(partial(self._set_end, which, slot))
        self._popup(menu, self.ends[which])

    def _set_end(self, which: int, slot: int) -> None:
        """Another snapshot at one end; at both ends the same one would lead nowhere, so then they change places."""
        if self._ends is None:
            return
        other = self._ends[1 - which]
        other = self._ends[which] if other == slot else other
        self._ends = (slot, other) if which == 0 else (other, slot)
        self._show_fader(self._project)

    def _asked(self, slot: int, what: str) -> None:
        session, call = self._session, self._bridge.call
        if what == "menu":
            self._popup(self._menu(slot), self.slots[slot])
        elif what == "rename":
            self._rename(slot)
        else:
            acts = {"recall": session.recall_snapshot, "store": session.store_snapshot, "clear": session.clear_snapshot}
            call(acts[what], slot)

    def _menu(self, slot: int) -> QMenu:
        snapshot = self._project.snapshots[slot]
        menu = QMenu(self)
        menu.setObjectName("snapshotMenu")
        menu.setAccessibleName(self.slots[slot].accessibleName())
        for icon, text, what in (
            ("restore", self.tr("Go there"), "recall"), ("plus", self.tr("Store the sliders here"), "store"),
            ("rename", self.tr("Rename…"), "rename"), ("trash", self.tr("Clear"), "clear"),
        ):  # fmt: skip
            action = menu.addAction(theme.icon(icon), text)
            action.setEnabled(snapshot is not None or what == "store")
            action.triggered.connect(partial(self._asked, slot, what))
        if snapshot is not None and self._ends is not None:
            menu.addSeparator()
            menu.addAction(self.tr("Morph from here")).triggered.connect(partial(self._set_end, 0, slot))
            menu.addAction(self.tr("Morph to here")).triggered.connect(partial(self._set_end, 1, slot))
        return menu

    def _popup(self, menu: QMenu, under: QWidget) -> None:
        if isinstance(QApplication.activePopupWidget(), QMenu):
            return  # a key may ask twice, as itself and as a context menu event
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size = menu.sizeHint()
        menu.popup(under.mapToGlobal(QPoint(0, -size.height())))

    def _rename(self, slot: int) -> None:
        """Type a name over the slots; Enter keeps it."""
        snapshot = self._project.snapshots[slot]
        if snapshot is None:
            return
        field = named(
            ValueField(), "snapshotName", self.tr("Name of snapshot {number}").format(number=slot + 1),
            self.tr("Type a name for this snapshot; Enter keeps it."),
        )  # fmt: skip
        field.setProperty("value", False)  # it lies over the slots: with a ground of its own
        field.setParent(self)
        field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        field.setPlaceholderText(self.tr("Name of snapshot {number}").format(number=slot + 1))
        field.setMaxLength(MAX_NAME)
        field.setText(snapshot.name)
        field.setModified(False)
        first, last = self.slots[0].geometry(), self.slots[-1].geometry()
        field.setGeometry(first.united(last))
        field.typed.connect(lambda text: self._bridge.call(self._session.rename_snapshot, slot, text))
        field.left.connect(self.slots[slot].setFocus)
        field.editingFinished.connect(field.deleteLater)
        field.left.connect(field.deleteLater)
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)


def _title(slot: int, name: str) -> str:
    return f"{slot + 1}  {name}".strip()
