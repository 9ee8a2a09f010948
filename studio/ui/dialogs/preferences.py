"""The preferences: look, sound, files, keys. Each change applies at once and is kept by the session. Non-modal. GUI thread.

Language and size make the window anew (`rebuild_asked`); theme, motion, output, folders and keys do not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui import i18n, theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.dialogs.folders import ask_folder, export_folder
from studio.ui.dialogs.shortcuts import ShortcutsPage
from studio.ui.panels.device import DeviceForm
from studio.ui.widgets.choice_field import CalmCombo
from studio.ui.widgets.names import named
from studio.ui.widgets.number_box import NumberBox

SCALES = (80, 90, 100, 110, 125, 150, 175, 200)  # percent
EXPORT = "export"  # the preference that the export dialog keeps


class PreferencesDialog(QDialog):
    """A list of pages on the left, one of them on the right."""

    rebuild_asked = Signal(str)  # the page to come back to

    def __init__(self, bridge: Bridge, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "preferencesDialog", self.tr("Preferences"), self.tr("Look, sound, files and keys."))
        self.setToolTip("")
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._makers: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "look": (self.tr("Look and language"), lambda: LookPage(bridge)),
            "sound": (self.tr("Sound"), lambda: SoundPage(bridge)),
            "files": (self.tr("Files"), lambda: FilesPage(bridge)),
            "keys": (self.tr("Keys"), lambda: ShortcutsPage(bridge, actions)),
        }
        self._pages: dict[str, QWidget] = {}  # made when they are first shown
        self.list = named(QListWidget(), "preferencesPages", self.tr("Pages"), self.tr("Choose what to set."))
        self.stack = QStackedWidget()
        for title, _ in self._makers.values():
            self.list.addItem(title)
        self.list.setFixedWidth(theme.grid(self.list.sizeHintForColumn(0) + theme.px(40)))
        self.list.currentRowChanged.connect(lambda row: self.stack.setCurrentWidget(self.page(list(self._makers)[row])))
        self.list.setCurrentRow(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*[theme.px(16)] * 4)
        layout.setSpacing(theme.px(20))
        layout.addWidget(self.list)
        layout.addWidget(self.stack, 1)
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(theme.grid(letter * 110), theme.grid(line * 26))

    def page(self, name: str) -> QWidget:
        """look, sound, files or keys."""
        if name not in self._pages:
            page = self._pages[name] = self._makers[name][1]()
            self.stack.addWidget(page)
            if isinstance(page, LookPage):
                page.rebuild_asked.connect(lambda: self.rebuild_asked.emit("look"))
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Go to a page by its name; stays where it is for ''."""
        if name in self._makers:
            self.list.setCurrentRow(list(self._makers).index(name))


class Page(QWidget):
    """A form, with the session behind it."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(theme.px(16))
        self.form.setVerticalSpacing(theme.px(10))
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(12))
        self.column.addLayout(self.form)

    def keep(self, key: str, value: Any) -> None:
        self._bridge.call(self._session.set_preference, key, value)

    def combo(self, name: str, title: str, hint: str, items: dict[Any, str], chosen: Any) -> QComboBox:
        """A row with a list of {value: text}; the first is chosen where `chosen` is none of them."""
        box = named(CalmCombo(), name, title, hint)
        for value, text in items.items():
            box.addItem(text, value)
        box.setCurrentIndex(list(items).index(chosen) if chosen in list(items) else 0)
        self.row(title, box)
        return box

    def row(self, title: str, field: QWidget | QHBoxLayout, buddy: QWidget | None = None) -> None:
        label = QLabel(title)
        label.setBuddy(buddy or (field if isinstance(field, QWidget) else None))  # type: ignore[arg-type]
        self.form.addRow(label, field)

    def note(self, name: str, title: str) -> QLabel:
        """A line of small text under the form."""
        label = named(QLabel(), name, title, title)
        label.setToolTip("")
        label.setProperty("small", True)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label


class LookPage(Page):
    """Theme, size, language, motion."""

    rebuild_asked = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        kept = self._session.preferences
        themes = {"system": self.tr("As the desktop"), "dark": self.tr("Dark"), "light": self.tr("Light")}
        self.theme = self.combo("themeBox", self.tr("Theme"), self.tr("Dark or light colours."), themes, kept.get("theme"))
        scale = kept.get("scale", 1.0)
        nearest = min(SCALES, key=lambda percent: abs(percent - 100 * (scale if isinstance(scale, (int, float)) else 1.0)))
        self.scale = self.combo("scaleBox", self.tr("Size"), self.tr("How large letters and controls are."),
                                {percent: self.tr("{number} %").format(number=percent) for percent in SCALES}, nearest)  # fmt: skip
        self.language = self.combo("languageBox", self.tr("Language"), self.tr("The language of the window."),
                                   {i18n.SYSTEM: self.tr("As the desktop"), **i18n.LANGUAGES}, kept.get("language"))  # fmt: skip
        self.motion = named(QCheckBox(self.tr("Reduce motion")), "motionBox", self.tr("Reduce motion"),
                            self.tr("Nothing pulses, slides or fades; only the playhead moves."))  # fmt: skip
        self.motion.setChecked(kept.get("reduced_motion") is True)
        self.form.addRow("", self.motion)
        self.missing = self.note("missingFont", self.tr("Missing font"))
        self.column.addStretch(1)
        self.theme.activated.connect(self._theme_chosen)
        self.scale.activated.connect(lambda: self._anew("scale", self.scale.currentData() / 100))
        self.language.activated.connect(lambda: self._anew("language", self.language.currentData()))
        self.motion.toggled.connect(self._motion_chosen)
        if not theme.chinese_families():
            self.missing.setText(self.tr("This machine has no font for Chinese. On Debian and Ubuntu, {command} installs one.").format(
                command="sudo apt install fonts-wqy-microhei"))  # fmt: skip

    def _theme_chosen(self) -> None:
        self.keep("theme", self.theme.currentData())
        theme.set_theme(self.theme.currentData())

    def _motion_chosen(self, on: bool) -> None:
        self.keep("reduced_motion", on)
        theme.set_reduced_motion(on)

    def _anew(self, key: str, value: Any) -> None:
        if self._session.preferences.get(key) != value:
            self.keep(key, value)
            self.rebuild_asked.emit()


class SoundPage(Page):
    """Output and what computes."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.device = DeviceForm(bridge, "preferences_")
        self.column.insertWidget(0, self.device)
        self.form = self.device.form  # one column of labels
        places = {"auto": self.tr("Automatic"), "cpu": self.tr("Processor"), "gpu": self.tr("GPU")}
        hint = self.tr("What computes the sound. Automatic: each model is tried when it is loaded and plays where it is faster.")
        self.compute = self.combo("computeBox", self.tr("Compute on"), hint, places, self._session.compute)
        self.machine = self.note("machineFacts", self.tr("This machine"))
        self.column.addStretch(1)
        self.compute.activated.connect(lambda: bridge.call(self._session.set_compute, self.compute.currentData()))
        bridge.machine_known.connect(self._show_machine)
        bridge.call(self._session.ask_machine)

    def _show_machine(self, event: Any) -> None:
        lines = [self.tr("{processor}, {cores} cores.").format(processor=event.processor, cores=event.cores)]
        if not event.gpu:
            lines.append(self.tr("There is no NVIDIA GPU; models play on the CPU."))
        elif not event.torch:
            lines.append(self.tr("The GPU {gpu} is not used: PyTorch, which it needs, is not installed.").format(gpu=event.gpu))
        elif self._session.compute == "cpu":
            lines.append(self.tr("The GPU {gpu} is not used.").format(gpu=event.gpu))
        else:
            lines.append(self.tr("The GPU {gpu} can play models.").format(gpu=event.gpu))
        lines += [self.tr("{title} plays through {runtime}.").format(title=i18n.said(title), runtime=runtime)
                  for title, runtime in event.playing]  # fmt: skip
        self.machine.setText("\n".join(lines))


class FolderQuestion(QWidget):
    """Do the takes that there are come along? `answered` carries the folder and the answer; 'Cancel' changes nothing."""

    answered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._folder = ""
        hint = self.tr("What becomes of the takes that there are.")
        self.text = named(QLabel(), "takesFolderQuestion", self.tr("Move the takes too?"), hint)
        self.text.setToolTip("")
        self.text.setWordWrap(True)
        self.move_them = named(QPushButton(self.tr("Move them")), "takesFolderMove", self.tr("Move them"),
                               self.tr("Put these takes into the new folder too."))  # fmt: skip
        self.leave = named(QPushButton(self.tr("Leave them there")), "takesFolderLeave", self.tr("Leave them there"),
                           self.tr("Only new takes go to the new folder; all stay in the list."))  # fmt: skip
        self.cancel = named(QPushButton(self.tr("Cancel")), "takesFolderCancel", self.tr("Cancel"), self.tr("Change nothing."))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        for button in (self.move_them, self.leave, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addLayout(buttons)
        self.move_them.clicked.connect(lambda: self._answer(True))
        self.leave.clicked.connect(lambda: self._answer(False))
        self.cancel.clicked.connect(self.hide)
        self.hide()

    def ask(self, folder: str, count: int) -> None:
        self._folder = folder
        text = self.tr("{count} takes lie elsewhere. Move them to “{folder}” too? Those in use by another program stay where they are.")
        self.text.setText(text.format(count=count, folder=folder))
        self.show()
        self.move_them.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, move: bool) -> None:
        self.hide()
        self.answered.emit(self._folder, move)


class FilesPage(Page):
    """Folders, how much is kept, how soon it is saved."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        kept = self._session.preferences
        self.takes = named(QLineEdit(str(self._session.takes_folder)), "takesFolder", self.tr("Takes folder"),
                           self.tr("Where every take lies as a sound file with its recipe inside."))  # fmt: skip
        self.takes.setReadOnly(True)
        self.show_takes = named(QPushButton(self.tr("Show")), "showTakesFolder", self.tr("Show the folder"), self.tr("Open the folder."))
        self.move_takes = named(QPushButton(self.tr("Change…")), "changeTakesFolder", self.tr("Change the folder"),
                                self.tr("Choose another folder for takes; those that there are may come along or stay."))  # fmt: skip
        self._folder_row(self.tr("Takes"), self.takes, self.move_takes, self.show_takes)
        self.question = FolderQuestion()
        self.form.addRow("", self.question)
        self.exports = named(QLineEdit(self._export_folder()), "exportFolder", self.tr("Export folder"),
                             self.tr("Where exported files go unless you choose another folder."))  # fmt: skip
        self.browse = named(QPushButton(self.tr("Browse…")), "browseExports", self.tr("Browse"), self.tr("Choose the folder."))
        self._folder_row(self.tr("Exports"), self.exports, self.browse)
        self.limit = self._number("takesLimit", self.tr("Keep sounds up to"), self.tr(
            "Above this, sounds of takes that have no star and were never dragged out give way, the oldest first; "
            "their settings stay. 0 keeps everything."), 0.0, 1000.0, kept.get("takes_limit_gb", 2.0), 1, self.tr(" GB"))  # fmt: skip
        self.autosave = self._number("autosaveBox", self.tr("Save after"), self.tr(
            "So long after a change, what you do is on disk."), 0.1, 60.0, self._session.autosave_seconds, 1, self.tr(" s"))  # fmt: skip
        self.column.addStretch(1)
        self.show_takes.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._session.takes_folder))))
        self.move_takes.clicked.connect(self._choose_takes_folder)
        self.question.answered.connect(self._change_takes_folder)
        bridge.takes_changed.connect(self._show_takes_folder)
        self.browse.clicked.connect(self._browse)
        self.exports.editingFinished.connect(self._exports_typed)
        self.limit.valueChanged.connect(lambda value: self._bridge.call(self._session.set_takes_limit, value))
        self.autosave.valueChanged.connect(lambda value: self._bridge.call(self._session.set_autosave_seconds, value))

    def _folder_row(self, title: str, field: QLineEdit, *buttons: QPushButton) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(field, 1)
        for button in buttons:
            line.addWidget(button)
        self.row(title, line, field)

    def _number(self, name: str, title: str, hint: str, low: float, high: float, value: Any, decimals: int, unit: str) -> NumberBox:
        box = named(NumberBox(), name, title, hint)
        box.setDecimals(decimals)
        box.setRange(low, high)
        box.setSuffix(unit)
        box.setValue(float(value) if isinstance(value, (int, float)) else low)
        box.setKeyboardTracking(False)
        box.lineEdit().setTextMargins(theme.px(6), 0, 0, 0)  # a style sheet's padding doesn't reach it
        box.setFixedWidth(theme.grid(self.fontMetrics().averageCharWidth() * 18))
        self.row(title, box)
        return box

    def _export_folder(self) -> str:
        return export_folder(self._session.preferences.get(EXPORT))

    def _exports_typed(self) -> None:
        folder = self.exports.text().strip()
        if folder and folder != self._export_folder():
            saved = self._session.preferences.get(EXPORT)
            self.keep(EXPORT, {**(saved if isinstance(saved, dict) else {}), "folder": folder})
        self.exports.setText(self._export_folder())

    def _show_takes_folder(self, *_: object) -> None:
        self.takes.setText(str(self._session.takes_folder))

    def _choose_takes_folder(self) -> None:
        ask_folder(self, "takesFolderDialog", self.tr("Folder for takes"), self.takes.text(), self._takes_folder_chosen)

    def _takes_folder_chosen(self, folder: str) -> None:
        """Asks whether the takes come along, where there are any elsewhere."""
        if Path(folder) == self._session.takes_folder:
            return
        count = sum(take.file.parent != Path(folder) for take in self._session.takes())
        if count:
            self.question.ask(folder, count)
        else:
            self._change_takes_folder(folder, False)

    def _change_takes_folder(self, folder: str, move: bool) -> None:
        self._bridge.call(self._session.set_takes_folder, folder, move)

    def _browse(self) -> None:
        ask_folder(self, "exportFolderDialog", self.tr("Folder for the exported files"), self.exports.text(), self._chosen)

    def _chosen(self, folder: str) -> None:
        self.exports.setText(folder)
        self._exports_typed()
