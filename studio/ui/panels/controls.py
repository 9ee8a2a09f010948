"""The controls panel: draws itself from a model's Spec; a new model needs no line here. GUI thread."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFontMetrics, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from studio.engine.project import Project
from studio.recipe import MAX_SEED, Control, Latent, Number, Spec
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.widgets.control_row import ControlRow, row_for, width_of_values
from studio.ui.widgets.names import named
from studio.ui.widgets.section import Section

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
        self._label_width = self._value_width = 0
        self._seed: QLineEdit | None = None
        self._scroll = QScrollArea()
        named(self._scroll, "controlsScroll", self.tr("Controls"), self.tr("Everything that the model lets you change."))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self._scroll.setWidget(self._waiting())

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

    def first_focus(self) -> QWidget | None:
        return next(iter(self.rows.values())).focusProxy() if self.rows else None

    def show_nothing(self) -> None:
        """No model could be loaded: say what can be done."""
        label = self._scroll.widget()
        if isinstance(label, QLabel):
            label.setText(self.tr("No model is loaded.\nChoose one at the top left."))

    # ---- from the spec
    def show_spec(self, spec: Spec) -> None:
        """Draw a model's controls: named ones first, raw dimensions folded, silent ones folded below."""
        self.rows, self.sections = {}, []
        raw = [c for c in spec.controls if isinstance(c, Latent) and c.group != "macro"]
        main = [c for c in spec.controls if c not in raw]
        if not any(isinstance(c, Latent) for c in main):
            main, raw = list(spec.controls), []
        active, silent = [c for c in raw if c.active], [c for c in raw if not c.active]
        self._measure([c for c in spec.controls if isinstance(c, (Latent, Number))])
        body = QWidget()
        body.setObjectName("controlsBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 8, 16)
        layout.setSpacing(2)
        self._add_rows(layout, main)
        layout.addWidget(self._seed_row())
        layout.addSpacing(4)
        self._add_section(
            layout,
            "dimensions",
            self.tr("All dimensions ({count})"),
            self.tr("Every raw axis of the model, ordered by how much is heard."),
            active,
        )
        self._add_section(layout, "inactive", self.tr("{count} inactive"), self.tr("Axes that change almost nothing."), silent)
        layout.addStretch(1)
        self._scroll.setWidget(body)
        self.show_project(self._session.project)

    def _measure(self, controls: list[Latent | Number]) -> None:
        """One width for all labels and one for all values, so that every track begins and ends at the same place."""
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(c.label) for c in controls), default=0)
        self._label_width = min(theme.grid(widest + 4), theme.grid(metrics.horizontalAdvance(LONGEST_LABEL)))
        self._value_width = max((width_of_values(c, metrics) for c in controls), default=0)

    def _add_section(self, layout: QVBoxLayout, name: str, title: str, hint: str, controls: list[Latent]) -> None:
        if not controls:
            return
        section = Section(name, title.format(count=len(controls)), hint, lambda rows: self._add_rows(rows, controls))
        self.sections.append(section)
        layout.addWidget(section)

    def _add_rows(self, layout: QVBoxLayout, controls: Iterable[Control]) -> None:
        project = self._session.project
        values = project.settings.as_dict()
        for control in controls:
            row = row_for(control, self._label_width, self._value_width)
            self.rows[control.name] = row
            row.changed.connect(lambda name, value: self._bridge.call(self._session.set, name, value))
            row.finished.connect(lambda: self._bridge.call(self._session.end_gesture))
            row.lock_changed.connect(lambda name, on: self._bridge.call(self._session.set_lock, name, on))
            row.reset_asked.connect(lambda name: self._bridge.call(self._session.reset, name))
            if control.name in values:
                row.show_value(values[control.name])
            row.show_locked(control.name in project.locks)
            layout.addWidget(row)

    def _seed_row(self) -> QWidget:
        hint = self.tr("The seed of the noise in the sound: the same seed and sliders give the same sound.")
        row = named(QWidget(), "row_seed", self.tr("Seed"), hint)
        label = named(QLabel(self.tr("Seed")), "label_seed", self.tr("Seed"), hint)
        label.setFixedWidth(self._label_width)
        self._seed = named(QLineEdit(), "seedField", self.tr("Seed"), hint)
        self._seed.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{1,10}"), self._seed))
        self._seed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._seed.setProperty("value", True)
        self._seed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._seed.setFixedWidth(theme.grid(QFontMetrics(self.font()).horizontalAdvance("4294967295") + 16))
        self._seed.editingFinished.connect(self._seed_typed)
        self._seed.returnPressed.connect(self._seed.clearFocus)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(self._seed)
        layout.addSpacing(56)
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
        """Values, locks and seed as they are now; rows of another model's names are left alone."""
        for name, value in project.settings.values:
            row = self.rows.get(name)
            if row is not None:
                row.show_value(value)
        for name, row in self.rows.items():
            row.show_locked(name in project.locks)
        if self._seed is not None and not self._seed.isModified():
            self._seed.setText(str(project.settings.seed))
            self._seed.setModified(False)
