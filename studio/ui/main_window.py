"""The main window: puts the panels together and ties them to the session. GUI thread; it never computes, reads a file or waits."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QStatusTipEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from studio.engine import events
from studio.engine.session import Session
from studio.ui import i18n, tab_order, theme
from studio.ui.actions import Actions
from studio.ui.announcer import Announcer
from studio.ui.bridge import Bridge, Collector, Poller
from studio.ui.computer_keys import ComputerKeys, KeysChip
from studio.ui.dialogs.export import ExportDialog
from studio.ui.dialogs.help import HelpDesk
from studio.ui.dialogs.preferences import PreferencesDialog
from studio.ui.dialogs.train import TrainDialog
from studio.ui.panels.browser import Browser
from studio.ui.panels.controls import ControlsPanel
from studio.ui.panels.history import HistoryPanel
from studio.ui.panels.live import LivePanel, pads_acts
from studio.ui.panels.message_bar import HintBar, MessageBar
from studio.ui.panels.status_line import SHOWN_AFTER, WITH_BUTTON, StatusLine
from studio.ui.panels.takes import TakesPanel
from studio.ui.panels.top_bar import TopBar
from studio.ui.panels.viewer import Viewer
from studio.ui.unsaved import Unsaved
from studio.ui.widgets.names import named, plain
from studio.ui.workspace import Area, Dock, RailButton, Workspace, middle_column, on_a_screen

SMALLEST = (1024, 600)
MANY = 16
LEARNT = 8  # takes; who made so many knows what the hint says
PARTS = ("browser", "controls", "takes", "live", "history")  # each is a dock that a menu entry shows and hides


class MainWindow(QMainWindow):
    """Emits `closed` when the person closes it; whoever built it then ends the session."""

    closed = Signal()
    rebuild_asked = Signal(str)  # the window must be made anew (language, size) and these preferences opened again

    def __init__(self, session: Session) -> None:
        super().__init__()
        theme.dress(self)
        self.session = session
        self.setObjectName("mainWindow")
        self.setAccessibleName(self.tr("Undertone"))
        self.setWindowTitle(self.tr("Undertone"))
        self.setWindowIcon(theme.icon("undertone", theme.ACCENT))
        self.setAcceptDrops(True)
        self.bridge = Bridge(session, self)
        self.poller = Poller(session, self)
        self.collector = Collector(self)
        self.actions_ = Actions(self, session.preferences.get("shortcuts"))
        self.help = HelpDesk(self, self.bridge, self.actions_)
        self.announcer = Announcer(self, self.bridge)
        self.top = TopBar(self.bridge, self.actions_)
        self.controls = ControlsPanel(self.bridge)
        self.viewer = Viewer(self.bridge, self.actions_)
        self.takes = TakesPanel(self.bridge, self.actions_)
        self.browser = Browser(self.bridge, self.actions_, self.takes.desk)
        self.history = HistoryPanel(self.bridge)
        self.computer_keys = ComputerKeys(self, self.bridge)
        self.live = LivePanel(self.bridge, self.actions_)
        self.messages = MessageBar()
        self.unsaved = Unsaved(self, self.bridge, self.messages)
        self.hint, self.status_line = HintBar(), StatusLine()
        self.drop_note = named(
            QLabel(self.tr("Drop to open this sound"), self), "dropNote", self.tr("Drop"), self.tr("Drop a sound file to open it.")
        )
        self._playing = self._ended = self._deck_runs = False
        self._generating: set[int] = set()  # jobs that the button Generate shows
        self._build()
        self._connect_actions()
        self._connect_events()
        self._restore_place()
        self._show_now()
        self.poller.start()
        self.collector.start()

    # ---- building
    def _build(self) -> None:
        bar = named(self.menuBar(), "menuBar", self.tr("Menus"), self.tr("Everything that Undertone can do."))
        bar.setToolTip("")
        self.actions_.fill_menu_bar(bar)
        self.setStatusBar(self.status_line)
        self.status_line.insertPermanentWidget(1, KeysChip(self.computer_keys, self.actions_["computer_keys"]))
        self.workspace = Workspace(middle_column(self.messages, self.viewer, self.hint, stretch=self.viewer))
        self._add_docks()
        self._build_rest()

    def _add_docks(self) -> None:
        """Browser left, controls right, takes below; sizes in letters and lines."""
        metrics = QFontMetrics(theme.base_font())
        letter, line = metrics.averageCharWidth(), metrics.height()

        def size(letters: int, lines: int) -> QSize:
            return QSize(theme.grid(letter * letters), theme.grid(line * lines))

        def browse(name: str) -> Callable[[], object]:
            return lambda: self.browser.show_tab(name)

        add = self.workspace.add
        title, hint = self.tr("Browser"), self.tr("Models, presets, takes and your own sounds.")
        rail = [RailButton(tab.icon, f"rail_{tab.name}", tab.title, tab.hint, browse(tab.name)) for tab in self.browser.tab_list]
        add(Dock("browserDock", title, hint, self.browser, Area.LeftDockWidgetArea, size(38, 24), size(36, 10), rail, self.browser.tabs))
        title, hint = self.tr("History"), self.tr("Everything that you did; a click goes back to it.")
        rail = [RailButton("history", "rail_history", title, hint)]
        add(Dock("historyDock", title, hint, self.history, Area.LeftDockWidgetArea, size(38, 14), size(36, 6), rail), shown=False)
        title, hint = self.tr("Controls"), self.tr("Everything that the model lets you change.")
        rail = [RailButton("controls", "rail_controls", title, hint)]
        add(Dock("controlsDock", title, hint, self.controls, Area.RightDockWidgetArea, size(60, 24), size(46, 10), rail))
        title, hint = self.tr("Live"), self.tr("What you play live: pads, streams, effects, keys and MIDI.")
        rail = [RailButton("live", "rail_live", title, hint)]
        add(Dock("liveDock", title, hint, self.live, Area.BottomDockWidgetArea, size(120, 17), size(80, 11), rail), shown=False)
        title, hint = self.tr("Takes"), self.tr("Every sound that you made, newest first.")
        rail = [RailButton("takes", "rail_takesStrip", title, hint)]
        usual, least = self.takes.sizeHint().height(), self.takes.minimumSizeHint().height()
        add(Dock("takesDock", title, hint, self.takes, Area.BottomDockWidgetArea, QSize(400, usual), QSize(200, least), rail))

    def _build_rest(self) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addWidget(self.workspace, 1)
        self.setCentralWidget(body)
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(QGuiApplication.primaryScreen().availableSize()))
        self.drop_note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.drop_note.setFont(theme.medium(self.font()))
        self.drop_note.hide()
        self.hint.setVisible(not self.session.preferences.get("hint_dismissed", False))

    def _connect_actions(self) -> None:
        call, session = self.bridge.call, self.session
        self.actions_.connect_all({
            "open": self._ask_for_sound, "export": lambda: self.export(self.takes.ids_to_export()),
            "export_starred": lambda: self.export([take.id for take in session.takes() if take.starred]),
            "quit": self.unsaved.leave, "undo": lambda: call(session.undo), "redo": lambda: call(session.redo),
            "generate": lambda: call(session.generate), "generate_many": self._generate_many,
            "randomise": lambda: call(session.randomise), "nudge": lambda: call(session.nudge), **self.controls.acts(),
            "play": lambda: call(session.toggle_play), "stop": self.viewer.escape, "panic": lambda: call(session.panic),
            "record": lambda: call(session.toggle_recording),
            "loop": lambda: call(session.set_loop, self.actions_["loop"].isChecked()),
            "fit": self.viewer.fit, "zoom_in": lambda: self.viewer.zoom(True), "zoom_out": lambda: self.viewer.zoom(False),
            "taller": lambda: self.viewer.wave.zoom_middle(True), "flatter": lambda: self.viewer.wave.zoom_middle(False),
            "fewer_frequencies": lambda: self.viewer.spectrum.zoom_middle(True),
            "more_frequencies": lambda: self.viewer.spectrum.zoom_middle(False),
            "star": self.takes.star_current, "restore": self.takes.restore_current, "stretch": self.show_stretch,
            "next_part": self._next_part, "reset_layout": self.workspace.reset,
            **{f"show_{name}": partial(self.workspace.toggle, f"{name}Dock") for name in PARTS if f"{name}Dock" in self.workspace.docks},
            "search": self.browser.start_search, "back": self.browser.go_back, "forward": self.browser.go_forward,
            "save_preset": self.browser.save_preset, "show_trash": self.browser.show_trash,
            "previous_model": lambda: call(session.step_model, -1), "next_model": lambda: call(session.step_model, 1),
            "previous_preset": lambda: call(session.step_preset, -1), "next_preset": lambda: call(session.step_preset, 1),
            "full_screen": lambda: self.showNormal() if self.isFullScreen() else self.showFullScreen(),
            **pads_acts.slots(self), **self.help.slots(), "preferences": self.show_preferences, "train": self.show_training,
        })  # fmt: skip
        self.actions_["computer_keys"].toggled.connect(self.computer_keys.switch)
        for name in ("play", "play_once", "compare", "generate", "randomise", "nudge", "undo", "redo", "stop", "panic"):
            self.actions_[name].triggered.connect(self.poller.wake)

    def _connect_events(self) -> None:
        bridge = self.bridge
        bridge.model_loaded.connect(lambda event: self._show_model(event.spec))
        bridge.project_changed.connect(self._show_project)
        bridge.history_changed.connect(self._show_history)
        bridge.rendered.connect(self._rendered)
        bridge.pictured.connect(self.viewer.take_picture)
        bridge.stream_changed.connect(self._follow_decks)
        bridge.takes_changed.connect(self.takes.refresh)
        bridge.takes_changed.connect(self._forget_hint)
        bridge.job_changed.connect(self._show_job)
        bridge.message.connect(self.messages.show_message)
        bridge.message.connect(self.top.generate.end)  # it may have failed
        bridge.busy.connect(self._show_busy)
        self.poller.status.connect(self._show_status)
        self.workspace.changed.connect(self._show_docks)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.browser.shown.connect(lambda: self.workspace.open("browserDock"))
        self.top.generate.cancelled.connect(lambda job: bridge.call(self.session.cancel, job))
        self.top.patch.all_asked.connect(lambda: self.browser.show_tab("presets"))
        for name in ("generate", "randomise", "nudge"):
            self.actions_[name].triggered.connect(self.top.generate.begin)
        self.status_line.cancelled.connect(lambda job: bridge.call(self.session.cancel, job))
        self.takes.export_asked.connect(self.export)
        mine, takes, desk = self.controls.mine, self.takes, self.takes.desk
        mine.chosen, mine.opened = (lambda: takes.chosen), partial(setattr, desk, "marking")
        desk.marked.connect(mine.mark)
        self.hint.dismissed.connect(lambda: self.session.set_preference("hint_dismissed", True))

    def _forget_hint(self, *_: object) -> None:
        if not self.hint.isHidden() and len(self.session.takes()) >= LEARNT:
            self.hint.dismiss()

    # ---- showing
    def _show_now(self) -> None:
        """What the session knows already when the window is made."""
        for name in ("generate", "generate_many", "randomise", "nudge"):
            self.actions_[name].setEnabled(False)  # until a model is there
        if self.session.spec is not None:
            self._show_model(self.session.spec)
        self._show_project()
        self._show_history()
        for job in self.session.jobs():
            self._show_job(events.JobChanged(job))
        self._show_docks()
        self.actions_["play"].setText(self.tr("&Play"))
        self._follow_decks()
        self.top.play.setFocus()
        if self.session.ended_badly:
            self._say_restored()

    def _say_restored(self) -> None:
        """After a crash: one quiet line, once."""
        count = len(self.session.takes())
        text = self.tr("Undertone ended unexpectedly; everything is back (takes: {count}).")
        self.messages.show_message(events.Message("info", text.format(count=count)))
        self.session.ended_badly = False

    def _show_docks(self) -> None:
        for name in PARTS:
            if f"{name}Dock" in self.workspace.docks:
                self.actions_[f"show_{name}"].setChecked(self.workspace.seen(f"{name}Dock"))
        dismissed = self.session.preferences.get("hint_dismissed", False)
        self.hint.setVisible(not (dismissed or self.workspace.seen("liveDock")))  # its height is for the picture then

    def _show_model(self, spec: Any) -> None:
        self.top.model.show_title(i18n.said(spec.title))
        self.top.model.setToolTip(plain(f"{i18n.said(spec.summary)}  ({spec.licence})" if spec.summary else i18n.said(spec.title)))
        self.controls.show_spec(spec)
        draws = "draw" in spec.abilities
        for name, able in (("generate", True), ("generate_many", True), ("randomise", draws), ("nudge", draws)):
            self.actions_[name].setEnabled(able)

    def _show_project(self, *_: object) -> None:
        """The project as it is now: of several events in the queue the first shows the newest state."""
        project = self.session.project
        self.top.show_project(project)
        self.controls.show_project(project)
        self.actions_["loop"].setChecked(project.loop)
        self.actions_["unlock"].setEnabled(bool(project.locks))

    def _show_history(self, *_: object) -> None:
        session = self.session
        for name, able, text, word in (
            ("undo", session.can_undo, session.undo_text, self.tr("Undo")), ("redo", session.can_redo, session.redo_text, self.tr("Redo")),
        ):  # fmt: skip
            action = self.actions_[name]
            action.setEnabled(able)
            action.setText(self.tr("{undo}: {what}").format(undo=word, what=i18n.said(text)) if able and text else word)
            action.setIconText(word)
            keys = action.shortcut().toString()
            action.setToolTip(plain(f"{action.text()}  ({keys})"))

    def _rendered(self, event: Any) -> None:
        self.top.generate.end()
        self.status_line.show_render_time(event.seconds_to_render)
        self.poller.wake()

    def _show_busy(self, event: Any) -> None:
        self.status_line.show_busy(event.busy)
        if not event.busy and self.session.spec is None:
            self.top.model.show_title(self.tr("Choose a model"))
            self.controls.show_nothing()

    def _show_job(self, event: Any) -> None:
        job = event.job
        mine = job.id in self._generating
        if mine:
            self.top.generate.show_job(job)
            if job.over:
                self._generating.discard(job.id)
        self.status_line.show_job(job, WITH_BUTTON if mine else SHOWN_AFTER)
        if job.state == "failed":
            failed = self.tr("{title} failed.").format(title=i18n.said(job.title))
            self.messages.show_message(events.Message("error", job.message or failed))
        elif job.over and job.message:
            self.messages.show_message(events.Message("info", job.message))

    def _show_status(self, status: Any) -> None:
        self.viewer.show_status(status)
        self.top.show_status(status)
        self.status_line.show_status(status)
        self.live.show_status(status)
        pads_acts.show_running(self, self.session.pattern_runs)
        playing = status.playing or self._deck_runs
        if playing != self._playing:
            self._playing = playing
            action = self.actions_["play"]
            action.setIcon(theme.icon("stop" if playing else "play", theme.ACCENT))
            action.setText(self.tr("&Stop") if playing else self.tr("&Play"))
            action.setIconText(self.tr("Stop") if playing else self.tr("Play"))

    def _follow_decks(self, *_: object) -> None:
        """Space stops the deck that the sliders move, while it runs."""
        self._deck_runs = any(deck.running and deck.focused for deck in self.session.decks())
        self.poller.wake()

    # ---- acting
    def export(self, ids: list[str]) -> None:
        """Open the export dialog for these takes."""
        if not ids:
            self.messages.show_message(events.Message("info", self.tr("There is nothing to export yet: make a take or star one.")))
            return
        _bring(ExportDialog(self.bridge, ids, self))

    def show_preferences(self, page: str = "") -> None:
        """Open the preferences, at a page where one is named."""
        dialog = self.findChild(PreferencesDialog)
        if dialog is None:
            dialog = PreferencesDialog(self.bridge, self.actions_, self)
            dialog.rebuild_asked.connect(self.rebuild_asked)
        dialog.show_page(page)
        _bring(dialog)

    def show_stretch(self) -> None:
        """Open the dialog that makes a take of the sound that is shown, at another pitch or length."""
        from studio.ui.dialogs.stretch import StretchDialog

        _bring(StretchDialog(self.bridge, "", "", self))

    def show_training(self) -> None:
        """Open the window in which a model is trained."""
        _bring(self.findChild(TrainDialog) or TrainDialog(self.bridge, self))

    def come_to_front(self, token: str = "") -> None:
        """The program was started a second time. token: by which the desktop lets a window take the focus, '' for none."""
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there, once
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.messages.show_message(events.Message("info", self.tr("Undertone was open already: this is its window.")))

    def _generate_many(self) -> None:
        job = self.bridge.call(self.session.render_many, MANY)
        if job:
            self._generating.add(job)

    def _next_part(self) -> None:
        """From the top bar to the browser, the viewer, the controls and the takes, and around; what is folded is left out."""
        docks = {"historyDock": self.history, "controlsDock": self.controls, "liveDock": self.live, "takesDock": self.takes}
        seen = self.workspace.seen
        browser = [self.browser] if seen("browserDock") else []
        parts: list[Any] = [self.top, *browser, self.viewer, *(panel for name, panel in docks.items() if seen(name))]
        focused = QApplication.focusWidget()
        inside = [part for part in parts if focused is not None and (part is focused or part.isAncestorOf(focused))]
        place = parts.index(inside[0]) + 1 if inside else 0
        for part in (*parts[place:], *parts[:place]):
            target = part.first_focus()
            if target is not None and target.isVisible():
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab and Shift+Tab, as one reads: top bar, browser, picture, controls, takes, status line."""
        docks = self.workspace.docks
        left, after = ("browserDock", "historyDock"), ("controlsDock", "liveDock", "takesDock")
        middle = self.workspace.centralWidget()
        parts = [self.top, *(docks[name] for name in left), middle, *(docks[name] for name in after), self.status_line]
        return tab_order.move_on([part for part in parts if part is not None], forwards)

    def _ask_for_sound(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a sound"))
        dialog.setObjectName("openDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Sounds (*.wav *.flac *.aif *.aiff *.ogg *.mp3)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.bridge.call(self.session.open_sound, Path(path)))
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space is Play everywhere, so Enter presses the button that has the focus."""
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """A click beside everything ends typing, so that letters are keys again."""
        focused = QApplication.focusWidget()
        if isinstance(focused, (QLineEdit, QPlainTextEdit, QAbstractSpinBox)):
            focused.clearFocus()
        super().mousePressEvent(event)

    # ---- dropping
    @staticmethod
    def _dropped_files(event: QDragEnterEvent | QDropEvent) -> list[Path]:
        if event.source() is not None:
            return []  # a take of our own: it is there already
        return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = self._dropped_files(event)
        if not files:
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.drop_note.setText(self.tr("Drop to open this sound") if len(files) == 1 else self.tr("Drop to keep these sounds"))
        self.drop_note.setGeometry(self.viewer.rect().translated(self.viewer.mapTo(self, self.viewer.rect().topLeft())))
        self.drop_note.show()
        self.drop_note.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_note.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_note.hide()
        files = self._dropped_files(event)
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.bridge.call(self.session.take_in, files)
            if len(files) > 1:
                self.browser.show_tab("sounds")
            self.poller.wake()

    # ---- place and end
    def _restore_place(self) -> None:
        """Where the window was, if that is a place that can be seen; else a size that fits the screen."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(1440, screen.width()), min(880, screen.height()))
        saved = self.session.preferences.get("window")
        if not isinstance(saved, dict):
            return
        if isinstance(saved.get("geometry"), str):
            self.restoreGeometry(QByteArray.fromBase64(saved["geometry"].encode("ascii", "ignore")))
            if not on_a_screen(self):
                self.move(screen.topLeft())
        self.workspace.restore(saved.get("docks"))

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Who goes by keys reads the hint of what has the focus."""
        if now is not None and now.window() is self and now.statusTip():
            self.status_line.show_hint(now.statusTip())

    def event(self, event: QEvent) -> bool:
        """The hint of what is under the pointer goes to the status line."""
        if isinstance(event, QStatusTipEvent):
            self.status_line.show_hint(event.tip())
            return True
        return bool(super().event(event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.poller.poll()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if self._ended:
            return
        self._ended = True
        self.computer_keys.switch(False)
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.session.set_preference("window", {"geometry": place, "docks": self.workspace.saved()})
        self.poller.stop()
        self.collector.stop()
        self.bridge.close()
        self.closed.emit()


def _bring(dialog: QWidget) -> None:
    dialog.show()
    dialog.raise_()
