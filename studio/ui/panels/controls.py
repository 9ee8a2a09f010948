"""The controls panel: draws itself from a model's Spec; a new model needs no line here. GUI thread.

From top to bottom: what concerns all sliders (controls_head.py), the rows, which scroll, and the snapshots (snapshot_bar.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFontMetrics, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QScrollArea, QVBoxLayout, QWidget

from studio.engine.project import Project
from studio.engine.snapshots import SLOTS
from studio.recipe import MAX_SEED, Control, Latent, Number, Spec
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.midi_marks import mark_midi
from studio.ui.mod_marks import mark_moves
from studio.ui.panels.controls_head import ControlsHead
from studio.ui.panels.own_sliders import OwnSlidersGroup
from studio.ui.panels.snapshot_bar import SnapshotBar
from studio.ui.widgets.choice_field import readable
from studio.ui.widgets.control_row import ControlRow
from studio.ui.widgets.names import named
from studio.ui.widgets.row_grid import RowGrid
from studio.ui.widgets.section import Section
from studio.ui.widgets.slider_row import SliderRow, room, width_of_values
from studio.ui.widgets.tall_rows import row_for

LOWEST = 48  # px of the rows, in a window with much below
TRACK_BESIDE = 144  # px that a slider must have for a second one to stand beside it
LONGEST_LABEL = "Brightness and air"


class ControlsPanel(QWidget):
    """Rows by name in `rows`; folded sections make theirs when they are unfolded."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "controlsPanel", self.tr("Controls"), self.tr("Everything that the model lets you change."))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows: dict[str, ControlRow] = {}
        self.sections: list[Section] = []
        self._grids: list[RowGrid] = []
        self._spec: Spec | None = None
        self._ghost: Mapping[str, Any] = {}
        self._label_width = self._value_width = 0
        self._seed: QLineEdit | None = None
        self.head = ControlsHead(bridge)
        self.snapshots = SnapshotBar(bridge)
        self.mine = OwnSlidersGroup(bridge, self)
        self._nothing = self._found_nothing()
        self._scroll = self._make_scroll()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.head, self._nothing):
            layout.addWidget(widget)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.snapshots)
        self.head.setEnabled(False)
        self.snapshots.setEnabled(False)
        self.head.searched.connect(self._search)
        self.head.search_left.connect(self._leave_search)
        bridge.rendered.connect(self._rendered)
        bridge.compared.connect(self._compared)

    def _make_scroll(self) -> QScrollArea:
        scroll = QScrollArea()
        named(scroll, "controlsScroll", self.tr("Controls"), self.tr("Everything that the model lets you change."))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.verticalScrollBar().valueChanged.connect(self._hold_wheels)
        scroll.setMinimumHeight(theme.px(LOWEST))
        scroll.setWidget(self._waiting())
        return scroll

    def _waiting(self) -> QWidget:
        """What stands here while the model loads."""
        label = named(
            QLabel(self.tr("The model is loading…\nSpace plays the sound that is shown.")),
            "controlsWaiting",
            self.tr("Loading"),
            self.tr("The model is loading."),
        )
        label.setProperty("soft", True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _found_nothing(self) -> QLabel:
        text = self.tr("No control is called that.\nEsc shows them all.")
        label = named(QLabel(text), "controlsFoundNothing", self.tr("Nothing found"), text)
        label.setProperty("soft", True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setContentsMargins(*map(theme.px, (16, 24, 16, 24)))
        label.setVisible(False)
        return label

    def first_focus(self) -> QWidget | None:
        return next(iter(self.rows.values())).focusProxy() if self.rows else None

    def acts(self) -> dict[str, Callable[[], object]]:
        """What the actions of these names do."""
        call, session = self._bridge.call, self._session
        made: dict[str, Callable[[], object]] = {
            "find_control": self._find, "lock_all": self.head.lock_all.click, "unlock": self.head.unlock_all.click,
        }  # fmt: skip
        for slot in range(SLOTS):
            made[f"snapshot_{slot + 1}"] = partial(call, session.recall_snapshot, slot)
            made[f"store_{slot + 1}"] = partial(call, session.store_snapshot, slot)
        return made

    def _find(self) -> None:
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def show_nothing(self) -> None:
        """No model could be loaded: say what can be done."""
        label = self._scroll.widget()
        if isinstance(label, QLabel):
            label.setText(self.tr("No model is loaded.\nChoose one at the top left."))

    # ---- from the spec
    def show_spec(self, spec: Spec) -> None:
        """Draw a model's controls: named ones first, raw dimensions folded, silent ones folded below."""
        self._spec = spec
        self.rows, self.sections, self._grids = {}, [], []
        self.mine.setParent(self)  # it goes on in the new body
        raw = [c for c in spec.controls if isinstance(c, Latent) and c.group != "macro"]
        main = [c for c in spec.controls if c not in raw]
        if not any(isinstance(c, Latent) for c in main):
            main, raw = list(spec.controls), []
        self._measure([c for c in spec.controls if isinstance(c, (Latent, Number))])
        body = QWidget()
        body.setObjectName("controlsBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(*map(theme.px, (16, 8, 8, 16)))
        layout.setSpacing(theme.px(2))
        layout.addWidget(self._grid(main))
        layout.addWidget(self._seed_row())
        layout.addWidget(self.mine)
        layout.addSpacing(theme.px(4))
        for name, title, hint, controls in (
            ("dimensions", self.tr("All dimensions ({count})"), self.tr("Every raw axis of the model, ordered by how much is heard."),
             [c for c in raw if c.active]),
            ("inactive", self.tr("{count} inactive"), self.tr("Axes that change almost nothing."), [c for c in raw if not c.active]),
        ):  # fmt: skip
            if controls:
                self._add_section(layout, name, title.format(count=len(controls)), hint, controls)
        layout.addStretch(1)
        self.mine.show_spec(spec, self._label_width, self._value_width)
        self._scroll.setWidget(body)
        self._scroll.setMinimumWidth(body.minimumSizeHint().width() + self._scroll.verticalScrollBar().sizeHint().width())
        self.head.show_spec(spec)
        self.head.setEnabled(True)
        self.snapshots.show_spec(spec, self._label_width)
        self.snapshots.setEnabled(True)
        self.show_project(self._session.project)

    def _measure(self, controls: list[Latent | Number]) -> None:
        """One width for all labels and one for all values, so that every track begins and ends at the same place."""
        metrics = QFontMetrics(self.font())
        labels = [self._session.project.label(c.name, said(c.label)) for c in controls]
        widest = max((metrics.horizontalAdvance(label) for label in labels), default=0)
        self._label_width = min(theme.grid(widest + 4), theme.grid(metrics.horizontalAdvance(LONGEST_LABEL)))
        self._value_width = max((width_of_values(c, metrics) for c in controls), default=0)

    def _add_section(self, layout: QVBoxLayout, name: str, title: str, hint: str, controls: list[Latent]) -> None:
        section = Section(name, title, hint, lambda: self._grid(controls))
        section.setProperty("controls", [c.name for c in controls])
        section.head.clicked.connect(self._remember_sections)  # by the person; a search opens them otherwise
        self.sections.append(section)
        layout.addWidget(section)
        section.head.setChecked(name in self._open_sections())

    def _open_sections(self) -> list[str]:
        """Which were left open, whichever model they were of."""
        saved = self._session.preferences.get("open_sections")
        return [name for name in saved if isinstance(name, str)] if isinstance(saved, list) else []

    def _remember_sections(self) -> None:
        here = {section.objectName().removeprefix("section_"): section.head.isChecked() for section in self.sections}
        others = [name for name in self._open_sections() if name not in here]
        self._session.set_preference("open_sections", others + [name for name, is_open in here.items() if is_open])

    def _grid(self, controls: Iterable[Control]) -> RowGrid:
        grid = RowGrid(controls, self._row, room(self._label_width, self._value_width, TRACK_BESIDE))
        self._grids.append(grid)
        return grid

    def _row(self, control: Control) -> ControlRow:
        """A row that is tied to the session and shows the project."""
        row = row_for(control, self._label_width, self._value_width)
        self.rows[control.name] = row
        session = self._session
        row.changed.connect(self._to(session.set))
        row.finished.connect(self._to(session.end_gesture))
        row.cancelled.connect(self._to(session.cancel_gesture))
        row.lock_changed.connect(self._to(session.set_lock))
        row.reset_asked.connect(self._to(session.reset))
        row.dice_asked.connect(self._to(session.randomise_one))
        row.range_asked.connect(self._to(session.extend_range))
        row.renamed.connect(self._to(session.rename_control))
        if isinstance(row, SliderRow):
            row.show_histogram(tuple(session.histograms.get(control.name, ())))
            mark_moves(self._bridge, control.name, row.slider)
            mark_midi(self._bridge, control.name, row.slider)
            row.menu_opened.connect(self._fill_menu)
        row.show_ghost(self._ghost.get(control.name))
        self._show_row(row, session.project, session.settings.as_dict())
        return row

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        """What else can be done with a slider: imported when it is first asked for."""
        from studio.ui.panels.live.midi_menu import offer_midi
        from studio.ui.panels.live.modulate_menu import offer_modulation

        offer_modulation(menu, self._bridge, name)
        offer_midi(menu, self._bridge, name)

    def _to(self, act: Callable[..., Any]) -> Callable[..., None]:
        """A slot that calls the session with what the signal carries."""
        return lambda *arguments: self._bridge.call(act, *arguments)

    def _seed_row(self) -> QWidget:
        hint = self.tr("The seed of the noise in the sound: the same seed and sliders give the same sound.")
        row = named(QWidget(), "row_seed", self.tr("Seed"), hint)
        label = named(QLabel(self.tr("Seed")), "label_seed", self.tr("Seed"), hint)
        label.setFixedWidth(self._label_width)
        self._seed = named(QLineEdit(), "seedField", self.tr("Seed"), hint)
        self._seed.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{1,10}"), self._seed))
        self._seed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._seed.setProperty("value", True)
        self._seed.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._seed.setFixedWidth(theme.grid(QFontMetrics(self.font()).horizontalAdvance("4294967295") + 16))
        self._seed.editingFinished.connect(self._seed_typed)
        self._seed.returnPressed.connect(self._seed.clearFocus)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(label)
        layout.addSpacing(theme.px(12))
        layout.addWidget(self._seed)
        layout.addStretch(1)
        row.setFixedHeight(theme.row_height(self.font()))
        return row

    def _seed_typed(self) -> None:
        field = self._seed
        if field is None or not field.isModified():
            return
        field.setModified(False)
        seed = min(int(field.text() or 0), MAX_SEED)
        field.setText(str(seed))
        self._bridge.call(self._session.set_seed, seed)

    # ---- from the project
    def show_project(self, project: Project) -> None:
        """Values, locks, names, ranges and seed as they are now; rows of another model's names are left alone."""
        if self._spec is None or project.model != self._spec.id:
            return
        values = project.settings.as_dict()
        for row in self.rows.values():
            self._show_row(row, project, values)
        if self._seed is not None and not self._seed.isModified():
            self._seed.setText(str(project.settings.seed))
            self._seed.setModified(False)
        self.mine.show_settings(project.settings)
        self.head.show_project(project)
        self.snapshots.show_project(project)

    @staticmethod
    def _show_row(row: ControlRow, project: Project, values: Mapping[str, Any]) -> None:
        name = row.control.name
        row.show_title(project.label(name, ""))
        if name in values:
            row.show_value(values[name])
        row.show_wide(name in project.extended)
        row.show_locked(name in project.locks)

    def show_ghost(self, values: Mapping[str, Any]) -> None:
        """Mark where another sound (A of A/B) has its values; {} takes the marks away."""
        self._ghost = values
        for name, row in self.rows.items():
            row.show_ghost(values.get(name))

    def _compared(self, event: Any) -> None:
        self.show_ghost(event.settings.as_dict() if event.settings is not None else {})

    def _rendered(self, event: Any) -> None:
        self.head.chip.show_share(event.typical)

    # ---- looking for a control
    def _search(self, text: str) -> None:
        if self._spec is None:
            return
        words, project = text.lower().split(), self._session.project
        found = frozenset(c.name for c in self._spec.controls if matches(c, project.label(c.name, said(c.label)), words)) if words else None
        for section in self.sections:
            inside = found is not None and not found.isdisjoint(section.property("controls"))
            section.reveal(inside)
            section.setVisible(found is None or inside)
        for grid in self._grids:
            grid.show_only(found)
        seed = not words or all(word in self.tr("Seed").lower() for word in words)
        if self._seed is not None and (row := self._seed.parentWidget()) is not None:
            row.setVisible(seed)
        mine = self.mine.search(words)
        self._nothing.setVisible(found is not None and not found and not seed and not mine)

    def _leave_search(self) -> None:
        """Enter in the search: on to the first control that was found."""
        for row in self.rows.values():
            if row.isVisible():
                row.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _hold_wheels(self) -> None:
        for row in self.rows.values():
            if isinstance(row, SliderRow):
                row.slider.hold_wheel()


def matches(control: Control, title: str, words: list[str]) -> bool:
    """Does every word (lower case) stand in what a control is called, what it offers or what it is said to change?"""
    options = " ".join(f"{option} {said(readable(option))}" for option in getattr(control, "options", ()))
    name = " ".join((title, control.label, getattr(control, "descriptor", ""), options)).lower()
    about = f"{control.help} {said(control.help)}".lower()  # only for words: '3' means Dim 3, not '0.3 dB'
    return all(word in name or (word.isalpha() and word in about) for word in words)
