"""The export dialog: format, bits, rate, folder. Non-modal; the work is a job of the session. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.dialogs.folders import ask_folder, choose_kept, export_folder
from studio.ui.dialogs.layout import buttons, empty_form, fill, frame, row
from studio.ui.widgets.names import named

PREFERENCE = "export"


class ExportDialog(QDialog):
    """Remembers the last choice in the preferences."""

    def __init__(self, bridge: Bridge, ids: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._session, self.ids = bridge, bridge.session, list(ids)
        frame(self, "exportDialog", self.tr("Export"), self.tr("Write takes as sound files."))
        count = len(self.ids)
        text = self.tr("Export 1 take") if count == 1 else self.tr("Export {count} takes").format(count=count)
        title = named(QLabel(text), "exportTitle", self.tr("Export"), self.tr("How many takes are written."))
        title.setFont(theme.medium(self.font()))
        note = QLabel(
            self.tr("What you heard, undamaged, with the recipe inside.\nDrop such a file on Undertone and its settings come back.")
        )
        note.setProperty("small", True)
        self.format = named(
            QComboBox(), "formatBox", self.tr("Format"), self.tr("WAV is read everywhere; FLAC is the same sound in half the space.")
        )
        self.format.addItem("WAV", "wav")
        self.format.addItem("FLAC", "flac")
        self.bits = named(
            QComboBox(),
            "bitsBox",
            self.tr("Bits"),
            self.tr("24 bits for production, 16 (dithered) for release, 32-bit float loses nothing."),
        )
        self.rate = named(QComboBox(), "rateBox", self.tr("Sample rate"), self.tr("The model's own rate, or resampled."))
        self.rate.addItem(self.tr("As made"), None)
        for hertz in (44_100, 48_000):
            self.rate.addItem(f"{hertz / 1000:g} kHz", hertz)
        self.folder = named(QLineEdit(), "folderField", self.tr("Folder"), self.tr("Where the files go; nothing is overwritten."))
        self.folder.setMinimumWidth(theme.px(320))
        self.browse = named(QPushButton(self.tr("Browse…")), "browseButton", self.tr("Browse"), self.tr("Choose the folder."))
        self.cancel = named(QPushButton(self.tr("Cancel")), "exportCancel", self.tr("Cancel"), self.tr("Close without writing."))
        self.go = named(QPushButton(self.tr("Export")), "exportGo", self.tr("Export"), self.tr("Write the files."))
        hint = self.tr("Through the effects that stand in the rack now, with their tails; else without any.")
        self.effects = named(QCheckBox(self.tr("With effects")), "effectsBox", self.tr("With effects"), hint)
        rack = self._session.rack
        self.effects.setChecked(rack.sounds)
        self.effects.setEnabled(rack.sounds)
        moves = self.tr("What automation and modulators move isn't in these files: they hold the sound at rest. Ctrl+R records it moving.")
        self.still = named(
            QLabel(moves), "exportStill", self.tr("Without movement"), self.tr("Automation and modulators are not written into takes."),
        )  # fmt: skip
        self.still.setProperty("small", True)
        self.still.setWordWrap(True)
        self.still.setVisible(self._stays_still())
        self._build(title, note)
        self.format.currentIndexChanged.connect(self._fill_bits)
        self.browse.clicked.connect(self._browse)
        self.cancel.clicked.connect(self.close)
        self.go.clicked.connect(self._export)
        self._fill_bits()
        self._remember(self._session.preferences.get(PREFERENCE))

    def _build(self, title: QLabel, note: QLabel) -> None:
        form = empty_form()
        for text, field in ((self.tr("Format"), self.format), (self.tr("Bits"), self.bits), (self.tr("Sample rate"), self.rate)):
            form.addRow(text, field)
        form.addRow("", self.effects)
        form.addRow(self.tr("Folder"), row(self.folder, self.browse))
        fill(self, title, note, form, self.still, buttons(self.cancel, self.go))

    def _stays_still(self) -> bool:
        """Does something move now that is not in these takes? In recordings of what was heard it is."""
        project = self._session.project
        if not project.modulators and not (project.automation.on and project.automation.lanes):
            return False
        takes = [take for take in self._session.takes() if take.id in self.ids]
        return any(not any(isinstance(edit, dict) and "live" in edit for edit in take.recipe.edits) for take in takes)

    def _fill_bits(self) -> None:
        kept = self.bits.currentData() or 24
        self.bits.clear()
        self.bits.addItem(self.tr("16 bit, dithered"), 16)
        self.bits.addItem(self.tr("24 bit"), 24)
        if self.format.currentData() == "wav":
            self.bits.addItem(self.tr("32 bit float"), 32)
        self.bits.setCurrentIndex(max(0, self.bits.findData(kept)) if self.bits.findData(kept) >= 0 else 1)

    def _remember(self, saved: Any) -> None:
        choose_kept(saved, {"format": self.format, "bits": self.bits, "rate": self.rate})
        self.folder.setText(export_folder(saved))

    def _browse(self) -> None:
        ask_folder(self, "folderDialog", self.tr("Folder for the exported files"), self.folder.text(), self.folder.setText)

    def _export(self) -> None:
        folder = self.folder.text().strip()
        if not folder:
            self.folder.setFocus()
            return
        chosen = {"format": self.format.currentData(), "bits": self.bits.currentData(), "rate": self.rate.currentData(), "folder": folder}
        self._bridge.call(self._session.set_preference, PREFERENCE, chosen)
        effects = self.effects.isChecked()
        self._bridge.call(self._session.export, self.ids, Path(folder), chosen["format"], chosen["bits"], chosen["rate"], effects)
        self.close()
