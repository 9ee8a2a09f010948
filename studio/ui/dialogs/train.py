"""Train a model on a folder of one's own: what is in it and how long it takes, then how it goes, then the model. Non-modal. GUI thread.

The training itself is a job of the session, in a process of its own: this window may be closed and opened again meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.engine.events import TrainingChanged, TrainingLooked, TrainingState
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.dialogs.folders import ask_folder
from studio.ui.dialogs.layout import empty_form, fill, frame, row
from studio.ui.i18n import said
from studio.ui.panels.status_line import about
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.loss_curve import LossCurve
from studio.ui.widgets.names import named
from studio.ui.widgets.number_box import NumberBox

USUAL_MINUTES, MOST_MINUTES = 20.0, 6000.0
PAUSE_MS = 600  # after the last change of the form, before the folder is looked at again
MOST_REASONS, MOST_CLASSES = 4, 12
MOST_NAME = 40


class TrainDialog(QDialog):
    """Two pages: what is to be trained, and the training that was begun last."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        frame(self, "trainDialog", self.tr("Train a model"), self.tr("Train a model on a folder of your own sounds."))
        self._bridge, self._session = bridge, bridge.session
        self.plan, self.run = PlanPage(bridge), RunPage(bridge)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.plan)
        self.stack.addWidget(self.run)
        fill(self, self.stack)
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(theme.grid(letter * 92), theme.grid(line * 27))
        self.plan.begin.clicked.connect(self._begin)
        self.plan.cancel.clicked.connect(self.close)
        self.run.hide_it.clicked.connect(self.close)
        self.run.again.clicked.connect(lambda: self.stack.setCurrentWidget(self.plan))
        bridge.training_changed.connect(self._changed)  # a method: it is let go with the dialog
        state = self._session.training
        self.run.show_state(state)
        self.stack.setCurrentWidget(self.run if state.job else self.plan)

    def _changed(self, event: TrainingChanged) -> None:
        self.run.show_state(event.training)

    def _begin(self) -> None:
        plan = self.plan
        if self._bridge.call(self._session.train, plan.folder.text(), plan.preset.currentData(), plan.name.text().strip(),
                             plan.minutes.value()):  # fmt: skip
            self.stack.setCurrentWidget(self.run)


class PlanPage(QWidget):
    """Folder, kind, name and minutes; below them what is in the folder and what it will take."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._named = False  # did the person type a name?
        self.folder = named(QLineEdit(), "trainFolder", self.tr("Folder"), self.tr("Your sounds; folders inside it become classes."))
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(self.tr("A folder of sounds; folders inside it become classes"))
        self.browse = named(QPushButton(self.tr("Browse…")), "trainBrowse", self.tr("Browse"), self.tr("Choose the folder."))
        self.preset: QComboBox = named(CalmCombo(), "trainPreset", self.tr("Kind"), self.tr("What kind of model is trained."))
        for name, title in self._session.training_presets():
            self.preset.addItem(said(title), name)
        self.name = named(QLineEdit(), "trainName", self.tr("Name"), self.tr("What the model is called in the list."))
        self.name.setMaxLength(MOST_NAME)
        hint = self.tr("How long it may train; longer is better, up to a point.")
        self.minutes = named(NumberBox(), "trainMinutes", self.tr("Time"), hint)
        self.minutes.setDecimals(0)
        self.minutes.setRange(1.0, MOST_MINUTES)
        self.minutes.setValue(USUAL_MINUTES)
        self.minutes.setSuffix(self.tr(" min"))
        self.minutes.lineEdit().setTextMargins(theme.px(6), 0, 0, 0)  # a style sheet's padding doesn't reach it
        self.minutes.setFixedWidth(theme.grid(self.fontMetrics().averageCharWidth() * 18))
        self.found = named(QLabel(), "trainFound", self.tr("What is in the folder"), self.tr("What was found, and what it will take."))
        self.found.setToolTip("")
        self.found.setWordWrap(True)
        self.found.setTextFormat(Qt.TextFormat.PlainText)  # names of a stranger's files
        self.found.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cancel = named(QPushButton(self.tr("Close")), "trainCancel", self.tr("Close"), self.tr("Close without training."))
        hint = self.tr("Begin; the window stays free meanwhile.")
        self.begin = named(QPushButton(self.tr("Train")), "trainBegin", self.tr("Train"), hint)
        self.begin.setProperty("primary", True)
        self._later = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._build()
        self._connect()
        self._wait()

    def _build(self) -> None:
        form, buttons = empty_form(), QHBoxLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Folder"), row(self.folder, self.browse))
        for text, field in ((self.tr("Kind"), self.preset), (self.tr("Name"), self.name), (self.tr("Time"), self.minutes)):
            form.addRow(text, field)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addLayout(form)
        column.addWidget(self.found, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.browse.clicked.connect(self._ask_folder)
        self.preset.activated.connect(self._wait)
        self.minutes.valueChanged.connect(self._wait)
        self.name.textEdited.connect(self._name_typed)
        self._later.timeout.connect(self._look)
        self._bridge.training_looked.connect(self._show)

    def choose(self, folder: str) -> None:
        """Look at this folder."""
        self.folder.setText(folder)
        if not self._named:
            self.name.setText(Path(folder).name[:MOST_NAME])
        self._wait()

    def _ask_folder(self) -> None:
        ask_folder(self, "trainFolderDialog", self.tr("Folder of sounds"), self.folder.text(), self.choose)

    def _name_typed(self, text: str) -> None:
        self._named = bool(text.strip())
        self._show_able()

    def _wait(self, *_: object) -> None:
        """The folder is looked at once the hand rests."""
        self._ready = False
        self._show_able()
        if not self.folder.text():
            self.found.setText(self.tr("Choose a folder. A hundred short sounds are a beginning; a thousand are better."))
            return
        self.found.setText(self.tr("Listening to the folder…"))
        self._later.start()

    def _look(self) -> None:
        self._bridge.call(self._session.look_at_folder, self.folder.text(), self.preset.currentData(), self.minutes.value())

    def _show(self, event: TrainingLooked) -> None:
        if str(event.folder) != self.folder.text() or event.preset != self.preset.currentData() or self._later.isActive():
            return  # something else was chosen meanwhile
        self.found.setText("\n".join(self._words(event)))
        self._ready = not event.problem and event.estimate is not None
        self._show_able()

    def _show_able(self) -> None:
        self.begin.setEnabled(self._ready and bool(self.name.text().strip()) and not self._session.training.running)

    def _words(self, event: TrainingLooked) -> list[str]:
        """The pre-flight as lines."""
        report, estimate, locale = event.report or {}, event.estimate or {}, QLocale()
        lines = []
        if report:
            text = self.tr("{usable} of {files} sound files can be used: {sounds} sounds, {minutes} minutes.")
            lines.append(text.format(usable=report.get("usable"), files=report.get("files"), sounds=report.get("sounds"),
                                     minutes=locale.toString(float(report.get("minutes") or 0.0), "f", 1)))  # fmt: skip
            classes = report.get("classes")
            if isinstance(classes, Mapping) and classes:
                other = self.tr("other")
                counts = [f"{name or other} {count}" for name, count in list(classes.items())[:MOST_CLASSES]]
                more = ["…"] if len(classes) > MOST_CLASSES else []
                lines.append(self.tr("Classes: {classes}").format(classes=", ".join([*counts, *more])))
            unusable = report.get("unusable")
            if isinstance(unusable, Mapping):
                for reason, names in list(unusable.items())[:MOST_REASONS]:
                    lines.append(self.tr("Not used ({count}): {reason}").format(count=len(names), reason=said(str(reason))))
            lines += [f"• {said(str(one))}" for one in report.get("advice") or ()]
        if estimate:
            lines.append("")
            seconds = float(estimate.get("minutes") or 0.0) * 60
            lines.append(self.tr("It will take {time} here, and a few minutes more to measure and name its sliders.").format(
                time=about(seconds)))  # fmt: skip
        elif not event.problem:
            lines += ["", self.tr("Trying how long a step takes here…")]
        if event.problem:
            lines += ["", said(event.problem)]
        return lines


class RunPage(QWidget):
    """The training that was begun last."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._state = TrainingState()
        self.title = named(QLabel(), "trainTitle", self.tr("Training"), self.tr("What is being trained."))
        self.title.setFont(theme.medium(self.font()))
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = named(QProgressBar(), "trainBar", self.tr("Progress"), self.tr("How far the training is."))
        self.bar.setTextVisible(False)
        self.how = named(QLabel(), "trainHow", self.tr("How it goes"), self.tr("Steps and the time that is left."))
        self.how.setToolTip("")
        self.curve = LossCurve()
        self.health = named(QLabel(), "trainHealth", self.tr("Health"), self.tr("What was noticed, and what to try."))
        self.health.setToolTip("")
        self.health.setWordWrap(True)
        self.health.setTextFormat(Qt.TextFormat.PlainText)
        self.hear = self._button("trainHear", self.tr("Hear it now"), self.tr("Play the newest sound that it made."))
        self.stop = self._button("trainStop", self.tr("Stop"), self.tr("Stop training; what was learnt is kept."))
        self.go_on = self._button("trainGoOn", self.tr("Go on"), self.tr("Go on from where it was stopped."))
        self.again = self._button("trainAgain", self.tr("Another folder…"), self.tr("Train another model."))
        self.play = self._button("trainPlay", self.tr("Play the model"), self.tr("Load the model and play it."))
        self.play.setProperty("primary", True)
        self.hide_it = self._button("trainHide", self.tr("Close"), self.tr("Close this window; the training goes on."))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.hear)
        buttons.addStretch(1)
        for button in (self.again, self.stop, self.go_on, self.hide_it, self.play):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for widget in (self.title, self.bar, self.how):
            column.addWidget(widget)
        column.addWidget(self.curve, 1)
        column.addWidget(self.health)
        column.addLayout(buttons)
        call, session = bridge.call, self._session
        self.stop.clicked.connect(lambda: call(session.stop_training))
        self.go_on.clicked.connect(self._go_on)
        self.play.clicked.connect(lambda: call(session.choose_model, self._state.model))
        self.hear.clicked.connect(lambda: call(session.audition_probe))

    @staticmethod
    def _button(name: str, title: str, hint: str) -> QPushButton:
        button: QPushButton = named(QPushButton(title), name, title, hint)
        button.setAutoDefault(False)
        return button

    def _go_on(self) -> None:
        state = self._state
        self._bridge.call(self._session.train, state.folder, state.preset, state.title, state.minutes, True)

    def show_state(self, state: TrainingState) -> None:
        self._state = state
        over = not state.running
        self.title.setText(state.title)
        unknown = state.running and state.phase != "learning"
        self.bar.setRange(0, 0 if unknown else 100)  # 0 to 0: it moves, nobody knows how far
        self.bar.setValue(round(100 * state.share))
        self.how.setText(self._words(state))
        self.how.setWordWrap(bool(state.problem))
        self.curve.show_points(state.curve, state.steps)
        lines = [f"{'✕' if one.grave else '!'} {said(one.text)} {said(one.advice)}" for one in state.findings[-3:]]
        self.health.setText("\n".join(lines))
        self.health.setVisible(bool(lines))
        self.hear.setVisible(state.probe is not None)
        self.stop.setVisible(state.running)
        self.stop.setEnabled(not state.stopping)
        self.go_on.setVisible(over and (state.stopped or bool(state.problem)))
        self.again.setVisible(over)
        self.play.setVisible(over and bool(state.model))

    def _words(self, state: TrainingState) -> str:
        locale = QLocale()
        if state.problem:
            return said(state.problem)
        if state.model and not state.running:
            return self.tr("It is done: the model is in the list.")
        if state.stopped:
            return self.tr("Stopped; what was learnt is kept.")
        if state.stopping:
            return self.tr("Stopping: what was learnt is being written…")
        if state.phase == "publishing":
            return self.tr("Learnt; the sliders are being measured and named…")
        if not state.steps:
            return self.tr("Listening to the folder…") if state.phase == "listening" else self.tr("Preparing the sounds…")
        text = self.tr("Step {step} of {steps}").format(step=locale.toString(state.step), steps=locale.toString(state.steps))
        return f"{text}  ·  {about(state.eta_s)}" if state.eta_s is not None else text
