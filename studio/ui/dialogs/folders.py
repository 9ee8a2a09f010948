"""What dialogs that write files have in common: asking for a folder, the folder that is meant, the choices of last time. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget


def ask_folder(parent: QWidget, name: str, title: str, start: str, chosen: Callable[[str], object]) -> None:
    """Let a person choose a folder; chosen(folder) where one was. name: of the dialog, for tests."""
    dialog = QFileDialog(parent, title, start)
    dialog.setObjectName(name)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def export_folder(saved: Any) -> str:
    """The one in what a dialog kept ('folder'), whatever is there; else 'Undertone' beside the person's music."""
    folder = saved.get("folder") if isinstance(saved, dict) else None
    if isinstance(folder, str) and folder:
        return folder
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return str(Path(music or Path.home()) / "Undertone")


def choose_kept(saved: Any, boxes: Mapping[str, QComboBox]) -> None:
    """Let each box show the entry whose data was kept under its key, where there is such an entry."""
    for key, box in boxes.items():
        if isinstance(saved, dict) and key in saved:
            index = next((i for i in range(box.count()) if box.itemData(i) == saved[key]), -1)  # Qt takes no number over 64 bits
            if index >= 0:
                box.setCurrentIndex(index)
