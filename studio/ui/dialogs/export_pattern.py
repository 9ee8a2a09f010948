"""The dialog that exports the pattern: loop, stems, MIDI, and how. Non-modal; the work is a job of the session. GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from studio.engine.session.pad_export import CUT, FOLD, LOOP, MIDI, RING, STEMS
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.dialogs.folders import ask_folder, choose_kept, export_folder
from studio.ui.dialogs.layout import buttons, empty_form, fill, frame, row
from studio.ui.widgets.names import named
from studio.ui.widgets.number_box import CountBox

PREFERENCE = "export_pattern"


class ExportPatternDialog(QDialog):
    """Remembers the last choice in the preferences."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._session = bridge, bridge.session
        frame(self, "exportPatternDialog", self.tr("Export the pattern"), self.tr("Write the pattern as files."))
        self.kinds = {
            LOOP: named(QCheckBox(self.tr("Loop")), "exportLoop", self.tr("Loop"), self.tr("All pads in one file of exact length.")),
            STEMS: named(QCheckBox(self.tr("Stems")), "exportStems", self.tr("Stems"), self.tr("A file for each pad, equally long.")),
            MIDI: named(QCheckBox(self.tr("MIDI")), "exportMidi", self.tr("MIDI"), self.tr("The hits, a note for each pad.")),
        }
        self.tails = named(QComboBox(), "exportTails", self.tr("Tails"), self.tr("What becomes of what still rings at the end."))
        for text, kind in ((self.tr("Laid over the start: a seamless loop"), FOLD), (self.tr("Cut at the end"), CUT),
                           (self.tr("Ring out: a longer file"), RING)):  # fmt: skip
            self.tails.addItem(text, kind)
        self.rounds = named(CountBox(), "exportRounds", self.tr("Rounds"), self.tr("How often the pattern goes round in the file."))
        self.rounds.setRange(1, 64)
        self.rounds.lineEdit().setTextMargins(theme.px(6), 0, 0, 0)  # a style sheet's padding doesn't reach it
        self.format = named(QComboBox(), "patternFormat", self.tr("Format"), self.tr("WAV or FLAC, and how exact."))
        for text, data in (("WAV 24 bit", ("wav", 24)), ("WAV 32 bit float", ("wav", 32)), ("WAV 16 bit", ("wav", 16)),
                           ("FLAC 24 bit", ("flac", 24)), ("FLAC 16 bit", ("flac", 16))):  # fmt: skip
            self.format.addItem(text, "/".join(map(str, data)))
        self.rate = named(QComboBox(), "patternRate", self.tr("Sample rate"), self.tr("As it is heard, or another one."))
        self.rate.addItem(self.tr("As heard"), None)
        for hertz in (44_100, 48_000, 96_000):
            self.rate.addItem(f"{hertz / 1000:g} kHz", hertz)
        self.folder = named(QLineEdit(), "patternFolder", self.tr("Folder"), self.tr("Where the files go; nothing is overwritten."))
        self.folder.setMinimumWidth(theme.px(320))
        self.browse = named(QPushButton(self.tr("Browse…")), "patternBrowse", self.tr("Browse"), self.tr("Choose the folder."))
        self.cancel = named(QPushButton(self.tr("Cancel")), "patternCancel", self.tr("Cancel"), self.tr("Close without writing."))
        self.go = named(QPushButton(self.tr("Export")), "patternGo", self.tr("Export"), self.tr("Write the files."))
        hint = self.tr("The loop goes through the effects that stand in the rack now; stems stay without.")
        self.effects = named(QCheckBox(self.tr("With effects")), "patternEffects", self.tr("With effects"), hint)
        self.effects.setChecked(self._session.rack.sounds)
        self._build()
        self.browse.clicked.connect(self._browse)
        self.cancel.clicked.connect(self.close)
        self.go.clicked.connect(self._export)
        for box in self.kinds.values():
            box.toggled.connect(self._allow)
        self._remember(self._session.preferences.get(PREFERENCE))

    def _build(self) -> None:
        title = named(QLabel(self.tr("Export the pattern")), "patternTitle", self.tr("Export"), self.tr("What is written."))
        title.setFont(theme.medium(self.font()))
        note = QLabel(self.tr("As it is heard, before the volume.\nDrop such a file on Undertone and the pattern comes back."))
        note.setProperty("small", True)
        what = QHBoxLayout()
        what.setSpacing(theme.px(16))
        for box in self.kinds.values():
            what.addWidget(box)
        what.addStretch(1)
        form = empty_form()
        form.addRow(self.tr("Files"), what)
        for text, field in ((self.tr("Tails"), self.tails), (self.tr("Rounds"), self.rounds), (self.tr("Format"), self.format),
                            (self.tr("Sample rate"), self.rate)):  # fmt: skip
            form.addRow(text, field)
        form.addRow("", self.effects)
        form.addRow(self.tr("Folder"), row(self.folder, self.browse))
        fill(self, title, note, form, buttons(self.cancel, self.go))

    def _remember(self, saved: Any) -> None:
        kinds = saved.get("kinds") if isinstance(saved, dict) else None
        chosen = [kind for kind in self.kinds if isinstance(kinds, list) and kind in kinds] or [LOOP]
        for kind, tick in self.kinds.items():
            tick.setChecked(kind in chosen)
        choose_kept(saved, {"tails": self.tails, "format": self.format, "rate": self.rate})
        self.folder.setText(export_folder(saved))
        self._allow()

    def _allow(self, *_: object) -> None:
        sound = self.kinds[LOOP].isChecked() or self.kinds[STEMS].isChecked()
        self.go.setEnabled(sound or self.kinds[MIDI].isChecked())
        for field in (self.tails, self.format, self.rate):
            field.setEnabled(sound)
        self.effects.setEnabled(self.kinds[LOOP].isChecked() and self._session.rack.sounds)

    def _browse(self) -> None:
        ask_folder(self, "patternFolderDialog", self.tr("Folder for the exported files"), self.folder.text(), self.folder.setText)

    def _export(self) -> None:
        folder = self.folder.text().strip()
        if not folder:
            self.folder.setFocus()
            return
        kinds = [kind for kind, box in self.kinds.items() if box.isChecked()]
        chosen = {"kinds": kinds, "tails": self.tails.currentData(), "format": self.format.currentData(), "rate": self.rate.currentData(),
                  "folder": folder}  # fmt: skip
        self._bridge.call(self._session.set_preference, PREFERENCE, chosen)
        format, bits = self.format.currentData().split("/")
        effects = self.effects.isEnabled() and self.effects.isChecked()
        job = self._bridge.call(
            partial(self._session.export_pattern, effects=effects), Path(folder), kinds, format, int(bits), self.rate.currentData(),
            self.rounds.value(), self.tails.currentData(),
        )  # fmt: skip
        if job is not None:
            self.close()
